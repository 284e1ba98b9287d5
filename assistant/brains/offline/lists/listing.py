"""Lists, counts and totals asked for: how sure it is that a message is one."""

import re

from assistant.brains.offline.lists.asking import Question, question
from assistant.brains.offline.lists.ended import lists_ended
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, core, leads, start

_EITHER = re.compile(r"(?<![a-z])or(?![a-z])|或者?|或是")
_COMMANDS = (
    "move",
    "set",
    "raise",
    "lower",
    "mark",
    "assign",
    "delete",
    "create",
    "postpone",
    "book",
    "remind",
    "finish",
    "convert",
    "log",
    "reopen",
    "rename",
)
_FRAGMENT_END = re.compile(
    r"(?:deals?|contacts?|leads?|tasks?|tickets?|accounts?|opportunities|customers?|meetings|calls|activities|products?|articles?|商机|客户|联系人|线索|任务|待办|工单|产品|文章|会议|拜访|列表|清单)(?:[\s?.!]*|.{0,30})$"
)


def listed(r: Reading) -> Meant | None:
    """My open deals over 500k closing this quarter; 哪些工单超时."""
    first = question(r)
    if first is None:
        return None
    calls = _either(r, first) or _both_clocks(first) or (first.call,)
    return Meant(_score(r, first), calls)


def _score(r: Reading, q: Question) -> float:
    said = q.head.hit is not None
    score = 0.5 if said else 0.34
    if asks(r):
        score += 0.2
    if r.has("how many", "how much", "average") or "group_by" in q.args or "sort" in q.args:
        score += 0.1
    score += min(0.16, 0.05 * len(q.found.filters)) + (0.1 if not said and len(q.found.filters) > 1 else 0.0)
    text = core(r)
    if said and not asks(r) and _FRAGMENT_END.search(text) and leads(r, *_COMMANDS) is None:
        score += 0.12
    begun = r.text[start(r) : r.hi] if r.periods else text
    fresh = (re.match(r"new |新", begun) or lists_ended(r, text)) and q.head.hit is not None
    if (leads(r, *_COMMANDS) is not None and not fresh) or re.match(r"把|将", text):
        score -= 0.35
    if r.text[r.lo : r.hi].count(",") > 3 or len(text) > 220:
        score -= 0.15
    return max(0.0, min(0.9, score))


def _both_clocks(q: Question) -> tuple[Call, ...] | None:
    """Tickets about to miss a deadline: of the solution, and of the first answer where none was given yet."""
    soon = next((f for f in q.found.filters if f["field"] == "resolution_due" and f["op"] == "<="), None)
    if soon is None or "group_by" in q.args:
        return None
    first = [{**f, "field": "first_response_due"} if f["field"] == "resolution_due" else f for f in q.found.filters]
    first.insert(2, {"field": "first_response_at", "op": "empty"})
    return q.call, Call("find_records", {**q.args, "filters": first, "columns": ["first_response_due"]})


_LISTED_TOGETHER = frozenset(
    {"stage", "status", "kind", "priority", "source", "industry", "level", "role", "lost_reason"}
)
"""Fields of which one list holds several values: "in demo or proposal" is one question."""


def _either(r: Reading, first: Question) -> tuple[Call, ...] | None:
    """Two conditions joined by "or" are two questions: conditions of one call all hold together."""
    match = _EITHER.search(r.text, r.lo, r.hi)
    if not match or len(first.found.filters) < 2:
        return None
    left, right = question(r.within(r.lo, match.start()), first.head), question(r.within(match.end(), r.hi), first.head)
    if left is None or right is None:
        return None
    mine, other = left.found.filters, right.found.filters
    own = [f for f in mine if f not in other and f["field"] != "stage.kind"]
    theirs = [f for f in other if f not in mine and f["field"] != "stage.kind"]
    again = {f["field"] for f in own} & {f["field"] for f in theirs}
    if not own or not theirs or (again and not all(f["op"] in ("=", "~") for f in [*own, *theirs])):
        return None
    shared = [f for f in first.found.filters if f not in own and f not in theirs]
    places = ("owner", "assignee", "account", "type", "team")
    if (field := next(iter(again & _LISTED_TOGETHER), None)) is not None and len(again) == 1:
        values = [f["value"] for f in (*own, *theirs) if f["field"] == field]
        rest = [f for f in (*shared, *own, *theirs) if f["field"] != field]
        both = {"field": field, "op": "in", "value": ", ".join(dict.fromkeys(values))}
        return (Call("find_records", {**first.args, "filters": [*rest, both]}),)
    kept = [f for f in own if f["field"] in places]
    own = [f for f in own if f not in kept]
    if not own:
        return None
    return tuple(Call("find_records", {**first.args, "filters": [*kept, *shared, *some]}) for some in (own, theirs))
