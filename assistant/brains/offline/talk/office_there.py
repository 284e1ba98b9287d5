"""Whoever holds an office where the one just shown works: after 罗小满电话多少, 他们厂长的呢; "and their plant manager?"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_OFFICE_ZH = (
    r"[\u3400-\u9fff]{0,6}(?:总监|总经理|副总|经理|主任|主管|厂长|部长|科长|院长|所长|处长|组长|工程师|采购|总工|老板)"
)
_ZH = re.compile(
    rf"\s*(?:那么?|请问|还有)*[，,]?(?:他们?|她们?|对方|那边|这家|那家|同公司)(?:公司|厂里?|单位|那边)?的?(?P<o>{_OFFICE_ZH})"
    r"(?:的)?(?P<f>电话|手机号?|号码|邮箱|微信|职务)?(?:号码?)?(?P<asked>呢|是谁|是哪位|叫什么(?:名字)?|是多少|多少|是什么|有吗|有没有|给我(?:一下)?|发我)[？?。]*\s*"
)
_EN = re.compile(
    r"\s*(?:and |what about |how about |ok(?:ay)?,? )*(?:(?:what(?:['’]s| is)|who(?:['’]s| is)|give me|show me) )?(?:their|the) (?P<o>(?:[a-z]+ ){0,2}(?:manager|director|head(?: of [a-z]+)?|buyer|engineer|supervisor|ceo|cto|cfo|coo|lead|owner|president))"
    r"(?:['’]s (?P<f>phone|number|mobile|e-?mail|wechat|title)(?: number| address)?|['’]s)?(?: there)?[?.]*\s*",
    re.IGNORECASE,
)
_FIELDS = {"电话": "phone", "手机": "phone", "手机号": "phone", "号码": "phone", "邮箱": "email", "微信": "wechat", "职务": "title", "phone": "phone", "number": "phone", "mobile": "phone", "email": "email", "e-mail": "email", "wechat": "wechat", "title": "title"}  # fmt: skip
_REACHED = ("phone", "email", "wechat", "title")
_FIRM = re.compile(r"[(（]([^()（）]+)[)）]$")


def office_there(r: Reading) -> Meant | None:
    """The contact at that customer whose position is so called, with the field asked for before."""
    match = (_ZH if r.zh else _EN).fullmatch(r.said[r.lo : r.hi])
    if match is None or not r.ask.focus or not r.ask.previous:
        return None
    one = r.ask.focus[0]
    firm = one.ref if one.entity == "account" else _firm(r, one.ref) if one.entity == "contact" else None
    if firm is None:
        return None
    last = r.ask.previous[-1]
    before = [f for f in last.args.get("fields", ()) if f in _REACHED] if last.tool == "show_record" else []
    named = _FIELDS.get((match["f"] or "").casefold())
    office = match["o"] if r.zh else match["o"].casefold()
    filters = [{"field": "account", "op": "=", "value": firm}, {"field": "title", "op": "~", "value": office}]
    columns = [named] if named else before or ["title", "phone"]
    return Meant(1.0, (Call("find_records", {"entity": "contact", "filters": filters, "columns": columns}),))


def _firm(r: Reading, ref: str) -> str | None:
    """The customer of a contact, as its label says it: 罗小满 (宁波甬澄精密)."""
    for mention in r.linker.link(ref):
        for candidate in mention.candidates:
            if candidate.entity == "contact" and (match := _FIRM.search(candidate.label)) is not None:
                return match[1]
    return None
