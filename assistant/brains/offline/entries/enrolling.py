"""A company that is to be entered, its name told before the order: 把客户澜图科技录进系统, 华阳科技是新客户，建个档."""

import re

from assistant.brains.offline.entries.particulars import like_a_name
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_PLEASE = r"(?:请|帮我|帮忙|麻烦你?|给我|替我|你)*"
_NAME = r"(?P<n>[^,，。;；:：把将]{2,24}?)(?:这一?家公司|这一?家|这个公司|这个客户|这个新客户|公司(?=录|加|登|建|存))?"
_INTO = r"(?:(?:进|到|入)(?:我们的?|咱们的?)?(?:系统|CRM|客户库|客户表|客户名单|客户)(?:里面?|中|里头|去)*|(?:成|为|作)(?:一?个)?新?的?客户|(?:一?个)?(?:客户)?档案?|进来|进去)"
_ENTERED = (
    re.compile(rf"{_PLEASE}[把将](?:新?客户|新?公司)?{_NAME}(?:给)?(?:录|录入|加|添加|登记|建|存|添|收){_INTO}(?:吧|一下|了)?[。.!！]?", re.IGNORECASE),
    re.compile(
        rf"{_NAME}(?:是|算是?|成了?)(?:我们的?|我的)?(?:一?[家个])?(?:刚[签谈加认识的]*)?新的?客户(?:[,，]|了[,，]?){_PLEASE}(?:建|录|登记|加|存|添|新建)(?:一?[个下]|入)*(?:(?:客户)?档案?|客户|{_INTO}|上)?(?:吧|一下)?[。.!！]?",
        re.IGNORECASE,
    ),
)  # fmt: skip


_NEWCOMER = re.compile(
    r"(?P<firm>[\u3400-\u9fffA-Za-z]{2,16}?)(?:那边|这边|公司)?(?:又|新|刚)*(?:来|换|多|招|有)了?(?:一?[个位名])?(?:新人|新同事|新联系人|(?:新的?)?(?P<job>[\u3400-\u9fff]{0,4}(?:总监|经理|主任|主管|科长|部长|厂长|工程师|采购|专员|助理)))[,，]?(?:他|她)?(?:叫|名叫|是)?(?P<n>[\u4e00-\u9fff]{2,4})(?P<rest>[,，].{2,60}?)?[,，]?(?:帮我|请|麻烦|也)*(?:加|录|建|存|登记|补)(?:一?下|上|进来|进去|进系统|成联系人)*(?:吧)?[。.!！]?"
)
_POSITION = re.compile(
    r"[,，](?:职务|职位|做|任|是)?(?P<t>[\u3400-\u9fff]{0,6}(?:总监|经理|主任|主管|科长|部长|厂长|工程师|采购|专员|总工|助理|负责人))(?=[,，]|$)"
)


def newcomer(r: Reading) -> Meant | None:
    """A new contact told as news: 浦墨来了个新人，叫沈嘉，采购主管，手机18600001234，加一下."""
    match = _NEWCOMER.fullmatch(r.said[r.lo : r.hi].strip()) if r.zh and not asks(r) else None
    firm = next((n for n in r.named("account") if match is not None and n.text in match["firm"]), None)
    if match is None or firm is None:
        return None
    fields = {"name": match["n"], "account": match["firm"]}
    post = _POSITION.search(f"{match['rest'] or ''}")
    if title := match["job"] or (post["t"] if post else ""):
        fields["title"] = title
    if r.phones:
        fields["phone"] = r.said[slice(*r.phones[0])]
    if r.emails:
        fields["email"] = r.said[slice(*r.emails[0])]
    rest = [p for p in re.split("[,，]", match["rest"] or "") if p and not any(v in p for v in fields.values())]
    return Meant(1.3, (call("create", "contact", None, fields),), whole=True, left=tuple(rest))


def enrolled(r: Reading) -> Meant | None:
    """A new account by such an order."""
    if not r.zh or asks(r):
        return None
    said = r.said[r.lo : r.hi].strip()
    match = next((m for pattern in _ENTERED if (m := pattern.fullmatch(said))), None)
    if (
        match is None
        or r.refs
        or re.search("线索|联系人|商机|转", match["n"])
        or not like_a_name(r, match["n"])
        or match["n"] in ("它", "他", "她", "这家", "那家")
    ):
        return None
    if any(n.may_be("contact", "lead", "user") and n.text == match["n"] for n in r.names):
        return None
    return Meant(1.3, (call("create", "account", None, {"name": match["n"]}),), whole=True)
