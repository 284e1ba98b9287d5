"""Several requests in one message, told apart where a new one begins."""

import re
from dataclasses import replace

from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Named
from assistant.brains.offline.words.manner import leads

_MOST = 6
"""More parts than this are a text, not a list of requests."""
_CHANGES = (
    "move",
    "set",
    "raise",
    "lower",
    "mark",
    "close",
    "assign",
    "delete",
    "postpone",
    "finish",
    "reopen",
    "rename",
)
_OTHERS = ("remind", "book", "create", "log", "undo")
_QUESTION = re.compile(
    r"^\s*(?:and |then |also )?(?:who|what|which|when|where|how|list|show|find|tell me|give me)(?![a-z])|^(?:哪些|谁|多少|列出|查|看看)"
)
_NOT_NEW = re.compile(
    r"^\s*(?:close date|closing date|next step|set in|new (?:mobile|phone|e-?mail|number|title|address|job|role)|note that|task|tasks|记得是)"
)


_AND_THIS_ONE = re.compile(r"\s*(?:and |then |而|然后|再)?\s*(?:[A-Za-z]{1,3}-\d+|[\u3400-\u9fff])")
_NEXT_ONE = re.compile(
    r"(?:也|则|就|给我)?(?:标(?:记)?[为成]|改[为成到]|设[为成]|推进到|移[到至]|转给|推到|赢了|输了|丢了|拿下|延[到期]|推迟到|调[到成]|关[掉了])"
)
"""What stands behind the second record of 把甲标成赢单，乙标成输单."""


def requests(r: Reading) -> list[Reading]:
    """The requests of a message, each read on its own; one when it is one. A later "it" means the record named before."""
    parts: list[tuple[int, int]] = []
    for clause in clauses(r):
        if parts and not _begins(clause):
            parts[-1] = (parts[-1][0], clause.hi)
        else:
            parts.append((clause.lo, clause.hi))
    if not 2 <= len(parts) <= _MOST:
        return [r]
    made, named = [], list[Named]()
    for lo, hi in parts:
        piece = r.within(lo, hi)
        if named:
            piece = replace(piece, ask=replace(piece.ask, focus=(*named, *piece.ask.focus)))
        made.append(piece)
        named = [Named(s.entity, 0, s.text, s.text) for s in subjects(piece) if s.entity != "user"] + named
    return made


def _begins(clause: Reading) -> bool:
    if _NOT_NEW.match(clause.whole):
        return False
    if re.search(r"工单|ticket|complaint|投诉", clause.whole) and not clause.names:
        return False
    if leads(clause, *_OTHERS) is not None or _QUESTION.match(clause.whole):
        return True
    changes = leads(clause, *_CHANGES) is not None or re.match(r"\s*[把将]", clause.whole) is not None
    if not changes:
        if _AND_THIS_ONE.match(clause.whole) and any(
            s.entity != "user" and _NEXT_ONE.match(clause.text, s.end, clause.hi) for s in subjects(clause)[:1]
        ):
            return True
        return bool(re.match(r".{0,10}提醒我", clause.whole))
    own = [s for s in subjects(clause) if s.entity != "user"]
    return (
        bool(own)
        or any(not any(p.start <= h.start < p.end for p in clause.spans("periods", "days")) for h in clause.hits("he"))
        or bool(re.search(r"(?<![a-z])(?:tasks|deals|leads|tickets|accounts)(?![a-z])|任务|线索|工单", clause.whole))
    )
