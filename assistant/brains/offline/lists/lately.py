"""The last time: when did I last win something, 最近一次丢单是什么时候, and what one booked or committed."""

import re

from assistant.brains.offline.lists.conditions import conditions
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE
from assistant.brains.offline.words.manner import asks

_LAST = re.compile(
    r"(?<![a-z])(?:when|what|which)(?: \w+){0,5} (?:last|latest|most recent(?:ly)?|previous(?:ly)?)(?: \w+)? (?:deal |thing |sale |order )?(?:(?:that )?(?:i|we|\w+) )?(?P<en>win|won|lose|lost|sign|signed|close|closed|sell|sold|book|booked|land|landed)(?![a-z])|(?<![a-z])(?:last|latest|most recent) (?P<en2>won|lost|closed|signed|win|loss)(?: (?:deal|opportunity|one))?(?![a-z])|(?<![a-z])(?:last|latest|most recent) (?:deal|sale) (?:(?:that )?(?:i|we|\w+) )?(?P<en3>won|lost|closed|signed|win|lose)(?![a-z])"
    r"|(?:上一?次|上一?[个单]|最近一?[次个单]|最后一?[次个单]|上回|最近)(?:.{0,4})?(?P<zh>赢|签|成交|拿下|中标|输|丢)(?:单|的|了|下|约)?"
)
_LOSING = ("lose", "lost", "loss", "输", "丢")


def lately(r: Reading) -> Meant | None:
    """The latest deal won or lost, of whoever was named."""
    match = _LAST.search(r.text, r.lo, r.hi)
    if match is None or r.periods or not (asks(r) or len(r.words()) <= 8):
        return None
    word = next(v for v in match.groups() if v)
    found = conditions(r, Head("deal"), taken=[match.span()])
    kept = [f for f in found.filters if f["field"] not in (KIND_OF_STAGE, "closed_at", "lost_reason")]
    kept.append({"field": KIND_OF_STAGE, "op": "=", "value": "lost" if word in _LOSING else "won"})
    args = {"entity": "deal", "filters": kept, "sort": "closed_at desc", "limit": 1, "columns": ["closed_at"]}
    return Meant(0.92, (Call("find_records", args),))
