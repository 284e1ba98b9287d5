"""A new record told in parts, the order behind or between them, in Chinese: 蓝海科技的用友，电话139…，录线索; 苏州有家用友，建个客户."""

import re
from collections.abc import Iterator

from assistant.brains.offline.entries.forms import form
from assistant.brains.offline.entries.particulars import a_place, like_a_name
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_SOFT = r"(?:请|帮我|帮忙|麻烦你?|给我|替我|你|先|再|就|也|把[他她它]|都|系统里|系统里面|咱们?|我们|我|那)*"
_DO = r"(?:新建|新增|创建|建立|录入|登记|添加|增加|建|录|添|加|存|收|放|开|做|补|记)"
_INTO = r"(?:一下|一?[个条位家张]|上|到|进|入|成|为|作|作为|当|了)*"
_NOUN = r"(?P<noun>客户|公司|线索|联系人)"
_ORDERS = tuple(
    re.compile(p)
    for p in (
        rf"{_SOFT}{_DO}{_INTO}(?:新的?)?{_NOUN}(?:里面?|库|档案?|资料|名单|列表|吧|一下|了)*",
        rf"{_SOFT}{_NOUN}(?:里面?|库|名单|列表)?{_DO}(?:一下|上|进去|吧|了)*",
        rf"(?:新|潜在)?{_NOUN}(?:录入|新增|登记|新建|信息)",
    )
)
_HEAD = re.compile(
    rf"^{_SOFT}(?:把|将)(?P<n>[^,，。；;：:]{{2,20}}?)(?:也|都|给)?{_DO}{_INTO}(?:新的?)?{_NOUN}(?:里面?|库|名单)?(?:[,，。；;]|$)"
)
"""帮我把用友建成客户，地点苏州."""
_CUT = re.compile(r"[,，。；;、：:\n]|\s+(?=[^\s\d])")
_NOT_YET = re.compile(
    r"(?:系统里?|库里?|CRM里?)?(?:还|好像)*(?:没有|没录|没建|没|不在)(?:录入?|建|系统里)?(?P<n>[\u3400-\u9fffA-Za-z0-9]{2,20}?)?(?:吧|呢)?"
)
_SOMEBODY = re.compile(r"有[个位家](?:叫做?|名叫|姓)(?P<n>[\u3400-\u9fffA-Za-z0-9]{2,12}?)的(?P<more>.*)")
_ARRIVED = re.compile(
    r"(?P<o>[\u3400-\u9fffA-Za-z0-9]{2,16}?)(?:那边|公司)?(?:新|刚)?(?:来|招|换)了?(?:一?[个位名])(?:新人|新同事)?(?:叫)?(?P<n>[\u3400-\u9fff]{2,4})"
)
_TOLD = re.compile(r"[跟和与给].{1,12}(?:通|打|开|聊|谈|见|吃)(?:了|完|过)|拜访了|开完会|见了面|通完|聊完")
"""A report, which has more to keep than a new record."""
_NO_NAME = re.compile(r"认识|名片|询价|打来|介绍|展会|想要|客户|线索|联系人")
_SAID_OF = re.compile(
    r"(?:(?:公司|单位|企业|所属公司|所属客户|所属单位|来自)(?:名称?)?(?:是|为|叫|[:：])?)(?P<o>[^的]{2,20})|(?P<o2>[\u3400-\u9fffA-Za-z]{2,16}?)(?:那边的?|公司的?|的人|那儿的)"
)
_OF = re.compile(r"(?P<o>[\u3400-\u9fffA-Za-z0-9]{3,16}?)的(?P<n>[\u3400-\u9fffA-Za-z]{2,12})")
_NAMED = re.compile(r"(?:有个|有位|有家|有一[个家位]|一家|一个|新来个|新来的)?(?:姓名|名字|名称|公司名称?|客户名称?|人名|名)?(?:叫做?|名叫|是|为|[:：])?(?P<n>[\u3400-\u9fffA-Za-z0-9&（）()·.-]{2,24}?)(?:公司)?(?:的)?")  # fmt: skip
_CALLED = re.compile(
    r"(?:叫做?|名叫|姓名|名字|名称|公司名称?|客户名称?)(?:是|为|叫|[:：])?(?P<n>[\u3400-\u9fffA-Za-z0-9&·.-]{2,24}?)(?:的)?"
)
_WHERE = re.compile(
    r"(?:(?:公司|工厂|厂|厂子|总部|办公室|人)?(?:在|位于|坐落在|设在)|(?:所在地区?|地址|地点|城市|所在城市|区域)(?:在|是|为|[:：])?)(?P<p>[\u3400-\u9fffA-Za-z]{2,16}?)(?:那边的?公司|那边|这边|的公司|的)?|(?P<p2>[\u3400-\u9fff]{2,6}?)(?:那边|这边|本地)?的(?:公司|企业)?"
)
_PLACE_HAS = re.compile(r"(?P<p>[\u3400-\u9fff]{2,6}?)(?:那边|这边)?(?:有|来了|新开了?)(?:一?[家个])?(?:新?公司|企业|厂)?(?:叫|名叫)?(?P<n>[\u3400-\u9fffA-Za-z0-9]{2,20})")  # fmt: skip
_PHONE_LABEL = re.compile(r"(?:联系)?(?:电话|手机号?码?|号码|联系方式|tel|手机)(?:是|为|[:：])?$", re.IGNORECASE)
_MAIL_LABEL = re.compile(r"(?:邮箱|电子邮箱|邮件|email|mail)(?:是|为|[:：])?$", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:职务|职位|岗位|做|是|任|担任)?(?:是|为|[:：])?(?P<t>[\u3400-\u9fff]{0,6}(?:总监|经理|主任|主管|科长|部长|厂长|工程师|采购|专员|助理|总经理|总工|老板))"
)
_SOURCES = (
    ("trade_fair", re.compile("展会|展览|博览会|展台")),
    ("referral", re.compile("介绍|推荐|转介")),
    ("website", re.compile("官网|网站|网上")),
    ("cold_call", re.compile("陌拜|冷呼")),
)
_TYPE = {"客户": "account", "公司": "account", "线索": "lead", "联系人": "contact"}


def entered_last(r: Reading) -> Meant | None:
    """What such a message makes, with what nothing was made of; None where it orders no new record or names none."""
    if not r.zh or asks(r) or re.search("[?？]|把.{1,20}(?:删|转|改|移)", r.whole) or r.hi - r.lo > 120:
        return None
    if _TOLD.search(r.whole) or form(r) is not None:
        return None  # read as a form
    said = r.said[r.lo : r.hi].strip()
    head = _HEAD.match(said)
    parts = [p.strip(" ：:") for p in _parts(said[head.end() :] if head else said)]
    parts = [p for p in parts if p]
    noun = head["noun"] if head else ""
    kept: list[str] = []
    for part in parts:
        match = next((m for p in _ORDERS if (m := p.fullmatch(part))), None)
        if match is not None and not noun:
            noun = match["noun"]
        elif not re.fullmatch(_SOFT + r"(?:录|加|建|登记|存|补)?(?:一下|上|进去|谢谢)?", part):
            kept.append(part)
    ordered = head or len(kept) < len(parts)
    new = next((m for p in kept if (m := _ARRIVED.fullmatch(p)) and _firm(r, m["o"])), None) if not noun else None
    if not ordered or not (noun or new):
        return None
    entity = _TYPE[noun] if noun else "contact"
    fields: dict[str, str] = {"name": head["n"]} if head else {}
    if new is not None:
        fields = {"account": new["o"], "name": new["n"]}
        kept.remove(new[0])
    left = [p for p in kept if not _takes(r, entity, p, fields)]
    if "name" not in fields or not like_a_name(r, fields["name"]) or _known(r, fields["name"], entity):
        return None
    return Meant(1.3, (call("create", entity, None, fields),), whole=True, left=tuple(left))


def _parts(said: str) -> Iterator[str]:
    place = 0
    for cut in _CUT.finditer(said):
        yield said[place : cut.start()]
        place = cut.end()
    yield said[place:]


def _takes(r: Reading, entity: str, part: str, fields: dict[str, str]) -> bool:
    """Whether a part gave the record a value."""
    firm = {"lead": "organization", "contact": "account"}.get(entity, "")
    where = {"account": "billing_address", "lead": "city"}.get(entity, "")
    for key, spans, label in (("phone", r.phones, _PHONE_LABEL), ("email", r.emails, _MAIL_LABEL)):
        for a, b in spans:
            value = r.said[a:b]
            if value in part and key not in fields and entity != "account":
                fields[key] = value
                rest = label.sub("", part.replace(value, "").strip()).strip()
                return not rest or _takes(r, entity, rest, fields) or True
    if not_yet := _NOT_YET.fullmatch(part):
        if not_yet["n"] and "name" not in fields:
            fields["name"] = not_yet["n"]
        return True
    if "name" not in fields and (somebody := _SOMEBODY.fullmatch(part)):
        fields["name"] = somebody["n"]
        return True
    if entity in ("lead", "account") and "source" not in fields and entity == "lead":
        for code, words in _SOURCES:
            if words.search(part):
                fields["source"] = code
                return True
    if where and where not in fields:
        if (has := _PLACE_HAS.fullmatch(part)) and a_place(has["p"]) and "name" not in fields:
            fields[where], fields["name"] = has["p"], has["n"]
            return True
        if (place := _WHERE.fullmatch(part)) and a_place(said := place["p"] or place["p2"]):
            fields[where] = said
            return True
        if a_place(part):
            fields[where] = part
            return True
    if (called := _CALLED.fullmatch(part)) and "name" not in fields:
        fields["name"] = called["n"]
        return True
    if firm and firm not in fields:
        if (of := _OF.fullmatch(part)) and "name" not in fields and not a_place(of["o"]):
            fields[firm], fields["name"] = of["o"], of["n"]
            return True
        if (tie := _SAID_OF.fullmatch(part)) and not a_place(tie["o"] or tie["o2"]):
            fields[firm] = tie["o"] or tie["o2"]
            return True
    if firm and "title" not in fields and (title := _TITLE.fullmatch(part)):
        fields["title"] = title["t"]
        return True
    if "name" not in fields and (named := _NAMED.fullmatch(part)) and _fair(r, named["n"]):
        fields["name"] = named["n"]
        return True
    if firm and firm not in fields and _fair(r, part) and len(part) <= 16:
        fields[firm] = part
        return True
    return False


def _fair(r: Reading, words: str) -> bool:
    return like_a_name(r, words) and not _NO_NAME.search(words)


def _firm(r: Reading, words: str) -> bool:
    return any(n.text == words and n.may_be("account") for n in r.names)


def _known(r: Reading, name: str, entity: str) -> bool:
    """Whether a record of that type goes by the name already."""
    return any(n.text == name and n.entity == entity for n in r.names)
