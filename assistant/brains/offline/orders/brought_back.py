"""Deals, tickets and tasks that go on again, and values put back: "bring the Quayside rollout back to life", "…came back, open it again"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import deal_said, focused, subjects
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.pieces.amounts import said as amount_said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks, start

_I = re.IGNORECASE
_KINDS = ("ticket", "deal", "task")
_LONGEST = 200
_IT = r"(?:it|that|this|that one|this one|them|(?:the|that|this) (?:deal|ticket|task|case|one|opportunity))"
_AGAIN = r"(?:again|back up|up again|once more|back|back up again)"
_LIFE = r"(?:back (?:to life|from the dead|into? (?:play|the pipeline|the game|the funnel)|in play|on track|on(?: the table)?|to open|open|alive)|to life again)"
_ORDER = (
    re.compile(rf"(?:re-?open|revive|resurrect|reactivate|un-?close|un-?lose|resume|restart)(?: up)? (?P<x>[^,;:]+?)(?: {_AGAIN})?$", _I),
    re.compile(rf"(?:open|start|switch|turn|make) (?:up )?(?P<x>[^,;:]+?) (?:{_AGAIN}|open again|active again|live again)$", _I),
    re.compile(rf"(?:bring|put|get|take|set|move) (?P<x>[^,;:]+?) {_LIFE}(?: again)?$", _I),
    re.compile(rf"(?P<x>[^,;:]+?) (?:is|are|was|has come|came|comes) (?:now |actually |suddenly )?(?:{_LIFE}|back on|alive again|live again|open again|on again|not (?:lost|dead)(?: after all| yet)?|(?:closed|lost|marked as (?:lost|closed|done)) by (?:mistake|accident))$", _I),
)  # fmt: skip
"""What is to go on again, said outright."""
_OPEN_IT = re.compile(
    rf"(?:(?:so|please|pls|and|then|can you|could you|you can|we should|let's|i need to|need to) )*(?:re-?open|revive|reactivate|open) (?P<x>{_IT})(?: {_AGAIN})?(?: please| pls)?$",
    _I,
)
_CUT = re.compile(
    r"\s*(?:[,;:!?]|\s[-–—]+\s|\.(?=\s|$)|(?<![a-z])(?:because|as|since|and(?= (?:re-?open|please|they|he|she|it|the))|but)(?![a-z]))\s*",
    _I,
)
_BACK_TO = re.compile(
    r"(?:(?:actually|ok|okay|no|hm+|oh|and|then|so|sorry|please|wait|on second thought|well)[\s,.]+)*(?:put|set|bring|change|switch|take|move|turn|make)(?P<x> [^,;:]+?)? back (?:up |down |again )?(?:to|at|on|as|in) (?P<to>[^,;:?]+?)(?: again| please| after all| then)*[.! ]*$",
    _I,
)
_EMPTY = re.compile(
    r"(?:(?:please|pls|thanks|thank you|oh|ok|okay|so|and|again|after all|good news|great news|hey|hi|update|guess what|fyi|news)[\s,!.:]*)+$",
    _I,
)
_PLEASE = re.compile(r"(?:[\s.!?]|(?<= )(?:please|pls|thanks|now))+$", _I)
_OPEN_WORDS = frozenset(
    {
        "open",
        "the pipeline",
        "life",
        "play",
        "in progress",
        "todo",
        "to do",
        "to-do",
        "undone",
        "not done",
        "unfinished",
        "the list",
    }
)


def brought_back(r: Reading) -> Meant | None:
    """What a message wants to go on again, or put back to a value; None for anything else."""
    if r.zh or r.hi - r.lo > _LONGEST or (asks(r) and r.said.rstrip().endswith("?")):
        return None
    begin = start(r)
    parts = list(_parts(r, begin))
    if len(parts) < 3 and (back := _put_back(r.within(*parts[-1]) if parts else r)) is not None:
        return back
    for n, (a, b) in enumerate(parts):
        if (match := _OPEN_IT.match(r.said[a:b])) is not None and n:
            return _again(r, [(begin, a), (a + match.start("x"), a + match.end("x"))], [])
    for n, (a, b) in enumerate(parts[:2]):
        for pattern in _ORDER:
            if (match := pattern.match(r.said[a:b])) is not None and (
                n == 0 or _EMPTY.match(r.said[begin : parts[0][1]])
            ):
                rest = [p for i, p in enumerate(parts) if i > n and not _OPEN_IT.match(r.said[slice(*p)])]
                return _again(r, [(a + match.start("x"), a + match.end("x"))], rest)
    return None


def _parts(r: Reading, begin: int) -> list[tuple[int, int]]:
    made, place = list[tuple[int, int]](), begin
    held = [(n.start, n.end) for n in r.names]
    for cut in _CUT.finditer(r.said, begin, r.hi):
        if any(a <= cut.start() and cut.end() <= b for a, b in held):
            continue
        made.append((place, cut.start()))
        place = cut.end()
    made.append((place, r.hi))
    trimmed = [(a, a + len(_PLEASE.sub("", r.said[a:b]))) for a, b in made]
    return [(a, b) for a, b in trimmed if r.said[a:b].strip()]


def _again(r: Reading, places: list[tuple[int, int]], rest: list[tuple[int, int]]) -> Meant | None:
    for a, b in places:
        found = _which(r.within(a, b))
        if found is not None:
            entity, record = found
            fields = {"deal": {"stage": "open again"}, "ticket": {"status": "pending"}, "task": {"status": "todo"}}[
                entity
            ]
            left = tuple(w for p in rest if (w := r.piece(*p)) and not _EMPTY.fullmatch(w))
            return Meant(1.3, (call("update", entity, record, fields),), whole=True, left=left)
    return None


def _again_it(r: Reading) -> Meant | None:
    before = focused(r, "it", *_KINDS)
    return _opened(before.entity, before.ref) if before is not None and before.entity in _KINDS else None


def _opened(entity: str, record: str, left: tuple[str, ...] = ()) -> Meant:
    fields = {"deal": {"stage": "open again"}, "ticket": {"status": "pending"}, "task": {"status": "todo"}}[entity]
    return Meant(1.3, (call("update", entity, record, fields),), whole=True, left=left)


def _which(part: Reading) -> tuple[str, str] | None:
    """The deal, ticket or task meant: named, else talked about before."""
    words = part.whole.strip()
    if (named := subjects(part, *_KINDS)) or (named := subjects(part, *_KINDS, "account")):
        best = min(named, key=lambda s: (*_KINDS, "account").index(s.entity))
        if best.entity != "account":
            return best.entity, best.text
        said = deal_said(part) or best.text
        return (
            ("deal", said)
            if not re.search(r"(?<![a-z])(?:tickets?|cases?|tasks?|accounts?|leads?)(?![a-z])", words)
            else None
        )
    if re.fullmatch(_IT, words, _I):
        kind = next((k for k in _KINDS if k in words), None)
        before = focused(part, "it", *([kind] if kind else _KINDS))
        if before is not None and before.entity in _KINDS:
            return before.entity, before.ref
        if before is None and part.ask.focus and kind in (None, "deal"):
            account = next((f for f in part.ask.focus if f.entity == "account"), None)
            return ("deal", account.ref) if account is not None else None
    return None


def _put_back(r: Reading) -> Meant | None:
    """Put it back to 90k, move it back to Proposal, change Kestrel back to 15 December."""
    match = _BACK_TO.match(r.said, r.lo, r.hi)
    if match is None:
        return None
    if match["to"].casefold() in _OPEN_WORDS:
        where = match.span("x") if match["x"] else None
        it = where is None or re.fullmatch(_IT, match["x"].strip(), _I)
        return _again(r, [where], []) if where and not it else _again_it(r)
    a, b = match.span("to")
    to = r.within(a, b)
    words = (match["x"] or " it").strip()
    if re.fullmatch(rf"(?:{_IT}|the (?:amount|stage|date|close date|value))", words, _I):
        kind = next((k for k in _KINDS if k in words), None)
        before = focused(r, "it", *([kind] if kind else _KINDS))
        found = (before.entity, before.ref) if before is not None and before.entity in _KINDS else None
    else:
        found = _which(r.within(*match.span("x")))
    if found is None:
        return None
    entity, record = found
    if entity == "deal" and to.money:
        return Meant(1.3, (call("update", entity, record, {"amount": amount_said(to.money[0].value)}),), whole=True)
    if entity == "deal" and (stage := next((n for n in to.names if n.entity == "stage"), None)) is not None:
        return Meant(1.3, (call("update", entity, record, {"stage": stage.text}),), whole=True)
    if entity in ("deal", "task") and to.days:
        field = "expected_close_date" if entity == "deal" else "due_on"
        return Meant(1.3, (call("update", entity, record, {field: to.days[0].value.day.isoformat()}),), whole=True)
    return None
