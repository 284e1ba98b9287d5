"""A new customer or lead in one breath, with its people: 新客户 苏州蓝湾医疗，李总 13900001111，展会认识的，想上30个席位，预算大概20w."""

import re
from typing import Any

from assistant.brains.offline.entries.forms import SOURCES
from assistant.brains.offline.pieces.amounts import said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding

_LONGEST = 200
_OPENED = re.compile(
    r"^(?:今天|刚刚?|昨天|上午|下午|早上)?(?:帮我|请|麻烦)?(?:来了|有|谈了|认识了|接了|加|录|建|登记)?(?:一?[个家条])?新(?:来|增|加|谈|签|开发)?(?:的|了)?(?:一?[个家条])?(?:的)?(?P<k>客户|公司|线索)[，,：:。 ]+(?:叫做?|是|名叫)?(?P<o>[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9（）()& ]{2,19}?)[，,。；;]\s?(?P<rest>.+)$"
)
_PHONE = re.compile(
    r"(?:电话|手机|手机号|号码|tel|联系方式)?(?:是|为|[：:])?\s?(?P<p>\+?\d[\d -]{6,16}\d)", re.IGNORECASE
)
_EMAIL = re.compile(r"(?:邮箱|邮件|email|mail)?(?:是|[：:])?\s?(?P<e>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_TITLE = r"(?:[\u3400-\u9fff]{0,4}(?:经理|总监|主任|主管|厂长|工程师|科长|部长|负责人|专员|所长|处长|总工|采购|老板|总裁|院长))"
_SURNAME = r"[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公]"
"""Single-character family names, after the Hundred Family Surnames (百家姓)."""
_PERSON = re.compile(
    rf"^(?:主要)?(?P<led>联系人|对接人|对接的?是?|接口人|找|负责人|那边是|对方是)?(?:是|叫|[：: ])?(?P<t1>{_TITLE})?(?:是|叫)?(?P<n>{_SURNAME}(?:总|工|经理|主任|老师|先生|女士|厂长|科长|部长|老板)|{_SURNAME}[\u3400-\u9fff]{{1,2}})(?:[，, ]?(?P<t2>{_TITLE}))?$"
)
_SEATS = re.compile(
    r"(?P<s2>\d{1,5}) (?:seats?|users?|licen[cs]es?)(?![a-z])|(?:想|要|先)?(?:上|买|开|用|采购)?(?:大概|约)?(?P<s>\d{1,5})\s?个?(?:席位|账号|用户|坐席|套)(?!餐)"
)
_OTHER_FACTS = re.compile(
    r"(?<![a-z])(?:revenue|turnover|employees|people|staff|headcount|owner|level)(?![a-z])|营收|年收入|收入|产值|员工|\d+ ?(?:多)?人|负责人是|级别",
)
"""What a customer is told by that this rule does not keep: others do."""
_PERSON_FIRST = re.compile(r"(?<![a-z])(?:at|with|of) [A-Z]\w+ ?[A-Z]?")
"""Who was named first is a person, the firm comes behind: other rules know that."""
_OPENED_EN = re.compile(
    r"^(?:please |can you )?(?:add |create |enter |got |we got |we have )?(?:an? )?new (?P<k>customer|client|account|company|lead|prospect)(?: is|:|,| -| called)* (?P<o>(?=[A-Z])[\w&'’. -]{2,40}?)[,;:] ?(?P<rest>.+)$",
    re.IGNORECASE,
)
_JOB_EN = re.compile(
    r"(?:the |their |an? )?(?:[a-z]+ ){0,3}(?:manager|director|head|engineer|buyer|officer|president|ceo|cto|cfo|coo|owner|founder|lead|supervisor|specialist|vp)(?: of (?:[a-z]+ ?){1,3})?",
    re.IGNORECASE,
)
_PERSON_EN = re.compile(
    rf"(?:(?:the |our |main |primary |key )*(?P<led>contact(?: person)?|reach|ask for|talk to|person|buyer|champion)(?: is|:| there is)? )?(?P<t1>{_JOB_EN.pattern} )?(?:is )?(?P<n>(?-i:[A-Z])[\w'’-]+(?: (?:van|von|de|der|(?-i:[A-Z])[\w'’-]+)){{1,2}})(?:,? (?P<t2>{_JOB_EN.pattern}))?[:,]?",
    re.IGNORECASE,
)
_FILLER_EN = re.compile(
    r"(?<![a-z])(?:met|we|i|them|him|her|at|the|a|an|our|from|through|via|by|on|in|around|about|roughly|approx\w*|maybe|worth|budget|of|is|for|wants?|want to|they|would like|need|needs|some|with|and|phone|mobile|mail|e-?mail|number|tel|came|it|last week|yesterday|today|total|say)(?![a-z])|[\s,.;:]",
    re.IGNORECASE,
)
_NO_FIRM = re.compile(rf"的|^{_SURNAME}[\u3400-\u9fff]{{1,2}}$|{_TITLE}$")
"""A person, or a firm with its person, stands first: another rule's message."""
_FILLER = re.compile(
    r"[\s，,。；;、]|预算|大概|大约|差不多|左右|金额|规模|想|要|有|是|的|报价|总共|一共|合同|上下|认识|来的?|那边|给|我"
)


def new_customer(r: Reading) -> Understanding | None:
    """An account with its contact and deal, or a lead, of what one message says of somebody new; None for any other message."""
    match = (_OPENED if r.zh else _OPENED_EN).match(r.said.strip()) if len(r.whole) <= _LONGEST else None
    if match is None or r.said.rstrip().endswith(("?", "？", "吗")) or (r.zh and _NO_FIRM.search(match["o"])):
        return None
    if _OTHER_FACTS.search(r.whole) or (not r.zh and _PERSON_FIRST.search(match["rest"])):
        return None
    found: dict[str, str] = {}
    left: list[str] = []
    for part in (p.strip() for p in re.split(r"[，。；;]|,(?!\d)|\.(?=\s|$)", match["rest"])):
        if not _took(r, part, found) and (rest := (_FILLER if r.zh else _FILLER_EN).sub("", part).strip()):
            left.append(rest)
    told = {"name", "phone", "email", "amount", "seats"} if r.zh else {"phone", "email", "amount", "seats"}
    if not found.keys() & told or (not r.zh and match["k"].casefold() == "lead" and "name" not in found):
        return None
    changes = (
        _lead(match["o"].strip(), found, left)
        if match["k"].casefold() in ("线索", "lead")
        else _account(r, match["o"].strip(), found, left)
    )
    return Understanding((Call("propose_change", {"changes": changes}),), 1.0, left=tuple(left))


def _took(r: Reading, part: str, found: dict[str, str]) -> bool:
    """Take from one piece of the message what it says; False when nothing was made of some of it."""
    rest = part
    for name, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        if (hit := pattern.search(rest)) is not None and name not in found:
            found[name] = hit[1].strip()
            rest = (rest[: hit.start()] + " " + rest[hit.end() :]).strip()
    if (hit := _SEATS.search(rest)) is not None:
        found["seats"] = hit["s"] or hit["s2"]
        rest = rest[: hit.start()] + rest[hit.end() :]
    for code, words in SOURCES:
        if (hit := re.search(words, rest, re.IGNORECASE)) is not None:
            found["source"] = code
            rest = rest[: hit.start()] + rest[hit.end() :]
            break
    money = next((m for m in r.money if r.said[m.start : m.end] in rest), None)
    if money is not None:
        found["amount"] = said(money.value)
        rest = rest.replace(r.said[money.start : money.end], "")
    rest = rest.strip()
    if not r.zh:
        return _took_en(rest.rstrip(".!"), found)
    person = _PERSON.match(rest) if "name" not in found else None
    if person is not None and (
        person["led"] or person["t1"] or person["t2"] or "phone" in found or len(person["n"]) == 2
    ):
        found["name"] = person["n"]
        if title := person["t1"] or person["t2"]:
            found["title"] = title
        return True
    if "name" in found and "title" not in found and re.fullmatch(_TITLE, rest):
        found["title"] = rest
        return True
    return not _FILLER.sub("", rest)


def _took_en(rest: str, found: dict[str, str]) -> bool:
    person = _PERSON_EN.fullmatch(rest) if "name" not in found else None
    if person is not None and (person["led"] or person["t1"] or person["t2"] or found.keys() & {"phone", "email"}):
        found["name"] = person["n"]
        if title := person["t1"] or person["t2"]:
            found["title"] = title.strip()
        return True
    if "name" in found and "title" not in found and _JOB_EN.fullmatch(rest):
        found["title"] = rest
        return True
    return not _FILLER_EN.sub("", rest).strip()


def _lead(firm: str, found: dict[str, str], left: list[str]) -> list[dict[str, Any]]:
    fields = {"name": found.get("name", firm), "organization": firm}
    fields |= {k: found[k] for k in ("title", "phone", "email", "source") if k in found}
    if "amount" in found:
        fields["est_amount"] = found["amount"]
    if "seats" in found:
        left.append(f"{found['seats']}个席位")
    return [{"op": "create", "entity": "lead", "fields": fields}]


def _account(r: Reading, firm: str, found: dict[str, str], left: list[str]) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = [{"op": "create", "entity": "account", "fields": {"name": firm}}]
    person = {k: found[k] for k in ("name", "title", "phone", "email") if k in found}
    if "name" in person:
        changes.append({"op": "create", "entity": "contact", "fields": {**person, "account": firm}})
    else:
        left += [person[k] for k in ("phone", "email") if k in person]
    deal = {k: found[k] for k in ("amount", "seats", "source") if k in found}
    if deal.keys() & {"amount", "seats"}:
        name = f"{firm} {r.ask.today:%Y-%m}"
        changes.append({"op": "create", "entity": "deal", "fields": {"name": name, "account": firm, **deal}})
    elif "source" in deal:
        left.append(deal["source"])
    return changes
