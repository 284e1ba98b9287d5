"""People asked for by what they do: "who is the quality manager at Acme", 硕岭的质量经理是谁."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading

_ZH = re.compile(
    r"(?:的|那边的?|那里的?)? ?(?P<t>[\u3400-\u9fff]{0,6}?(?:总监|总经理|经理|总裁|董事长|主任|主管|科长|部长|厂长|处长|院长|所长|工程师|专员|顾问|助理|会计|秘书|财务|采购|法务|技术))(?=是|有|叫|的?(?:电话|手机|邮箱|微信|联系方式|名字|姓名)|[?,.]|$)"
)
_EN = re.compile(
    r"(?<![a-z])(?:who(?:'s| is| are)|whom|which|find|show me|list|the) (?:the |our |a |an )?(?P<t>(?:[a-z]+ ){0,2}(?:manager|director|engineer|head|president|buyer|officer|supervisor|controller|accountant|ceo|cfo|cto|coo|cio))s? (?:at|of|for|from|in|with) "
)
_AS = re.compile(
    r"^(?:and |so )?(?:who|whom|which person)(?![a-z])[^,.?]{0,60}? (?:as|being|acting as) (?:the |their |a |an )?(?P<t>(?:[a-z]+ ){0,3}?(?:manager|director|engineer|head|president|buyer|officer|supervisor|controller|accountant|ceo|cfo|cto|coo|cio|cmo))(?: (?:at|of|for|from|in|with) |[\s?.]*$)"
)
_OURS = re.compile(r"(?:account|sales|customer success|客户|销售|大客户)(?: ?)(?:manager|经理|主管|director)|负责人")


def position(r: Reading) -> tuple[str, int, int] | None:
    """(words, start, end) of a position somebody is asked for by, at a customer that is named; none of a colleague's."""
    if not r.named("account") or any(s.field == "role" for _, s in r.sensed("choice", "contact")):
        return None
    found = [m for n in r.named("account") if (m := _ZH.match(r.text, n.end, r.hi))]
    for match in (*found, _EN.search(r.text, r.lo, r.hi), _AS.search(r.text, r.lo, r.hi)):
        if match and not _OURS.search(match["t"]):
            start, end = match.span("t")
            if not any(n.start < end and start < n.end for n in r.names if n.entity in ("contact", "user", "account")):
                return r.said[start:end], start, end
    return None


def positions(r: Reading, entity: str, found: Found) -> None:
    """Restrict contacts to those of the position asked for."""
    if entity != "contact" or found.on("title"):
        return
    asked = position(r)
    if asked is not None and found.free(asked[1], asked[2]):
        found.add((asked[1], asked[2]), "title", "~", asked[0])
        if _AS.search(r.text, r.lo, r.hi):
            found.used.append(
                (r.lo, asked[1])
            )  # "who holds the purse strings as CFO": what one does as such narrows nothing
