"""How far deals are, held against a stage: "in proposal or later", "not yet in negotiation", 方案报价及以后, 还没到谈判的."""

import re

from assistant.brains.offline.reading import Reading

_BEHIND = re.compile(
    r"(?: stages?| phase|阶段)?(?:"
    r"(?P<ge>,? ?(?:(?:stage )?(?:and|or|,|/) ?(?:any(?:thing)? |all |everything |whatever )?(?:is |comes )?(?:later|further|after(?:wards)?|beyond|above|up|higher|onwards?|past (?:it|that)|more advanced|behind it)(?: (?:along|on|down|than that|that|it|stages?))?|onwards?(?! hold)|upwards?|\+)(?![a-z]))"
    r"|(?P<gez>(?:及|和|或|以及|或者)?(?:之后|以后|以上|往后|往上|更后|更靠后|后面)(?:的)?(?:所有)?(?:阶段)?|起(?=的|$))"
    r"|(?P<le>,? ?(?:and|or|,) ?(?:any(?:thing)? |all |everything )?(?:earlier|before|below|lower)(?: (?:that|it|stages?))?(?![a-z]))"
    r"|(?P<lez>(?:及|和|或)(?:之前|以前|更早)(?:的)?(?:阶段)?)"
    r"|(?P<ltz>(?:之前|以前)(?:的)?(?:阶段)?)"
    r")"
)
_BEFORE = re.compile(
    r"(?:"
    r"(?P<gt>(?<![a-z])(?:past|beyond|further (?:along )?than|later than|after|behind)(?: the)? )"
    r"|(?P<ge>(?<![a-z])(?:at least (?:in |at )?|from |(?:that )?(?:have )?(?:reached|made it to|got to|gotten to|got as far as|came as far as) (?:at least )?)(?:the )?)"
    r"|(?P<lt>(?<![a-z])(?:before|earlier than|not (?:yet )?(?:in|at|reached|got to|even in|even at)|(?:have|has) ?n['’o]t (?:yet )?(?:reached|got to|made it to|even reached)(?: yet)?|short of|ahead of)(?: the)? )"
    r"|(?P<gtz>(?:已?(?:经)?(?:过了?|超过了?)))"
    r"|(?P<gez>(?:至少|最少|起码)(?:已经?)?(?:到了?|在|进了?|进入了?)?|(?:已经?)(?:到了?|进入?了?|走到了?)|从)"
    r"|(?P<ltz>(?:还|都|尚|仍)?(?:没有?|未|不)(?:有)?(?:到|进|进入|走到|推进到|达到))"
    r")$"
)
_NEEDS_END = ("从",)


def further(r: Reading, start: int, end: int) -> tuple[int, int, str] | None:
    """The place of a stage with the words that order it, and how a deal's stage stands to it; None where only the stage is meant."""
    after = _BEHIND.match(r.text, end, r.hi)
    if after is not None:
        op = {"ge": ">=", "gez": ">=", "le": "<=", "lez": "<=", "ltz": "<"}[str(after.lastgroup)]
        return start, after.end(), op
    text = r.text[max(r.lo, start - 40) : start]
    before = _BEFORE.search(text)
    if before is None or before[0] in _NEEDS_END or _of_time(r, before[0]):
        return None
    op = {"gt": ">", "ge": ">=", "lt": "<", "gtz": ">", "gez": ">=", "ltz": "<"}[str(before.lastgroup)]
    return start - len(before[0]), end, op


def _of_time(r: Reading, word: str) -> bool:
    """ "Deals that reached proposal last week" asks for a change in that time, not for how far deals are."""
    return bool(r.periods) and "reach" in word
