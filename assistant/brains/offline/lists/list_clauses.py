"""Lists with conditions in clauses of their own: tickets nobody has picked up, deals with no next step, all but the ones on hold.

The clauses are taken out of the sentence, the rest is read as a list; every word of both has to be understood.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.brains.offline.lists.asking import Question, question
from assistant.brains.offline.lists.clauses_of_lists import CLAUSES, NOUNS, Filters
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.found import Condition, still_open
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.pieces.whose import owner_field
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.field_words import field_called
from assistant.brains.offline.words.frames import LONGEST, Fit, Frame, framed
from crm_store.base import Kind
from crm_store.models import fields_of

_I = re.IGNORECASE

_FIELD = re.compile(
    r"(?:(?:and |but |or )?(?:(?P<no>(?:with|that have|who have|which have|having|have|has|there is|there's) (?:got )?no|without(?: an?| any)?|with(?:out)? missing|missing|lacking|lack|no|(?:that |which |who )?(?:don't|do not|doesn't|haven't|hasn't|dont)(?: have| got| has)?(?: an?| any)?)|(?P<yes>with|that have|who have|which have|having|have|has|had)(?: an?| some| any)?)) (?!the |their |its )(?P<f>[a-z][a-z -]{2,26}?)(?: (?:set|attached|linked|added|on it|on them|filled in|recorded|on record|on file|given|yet|entered|at all|defined|named|known))*(?= (?:and|but|or|in|at|from|closing|over|under|that|who|which|for|due|on|with|without|[¤¶£∆§])(?: |$)| ?,|$| [¤¶£∆§])",
    _I,
)
_HOLDS = re.compile(r"(?:whose|where the|with (?:an?|the)) (?P<f>[a-z][a-z -]{2,20}?) (?P<no>does not |doesn't )?(?:contains?|includes?|has|mentions?|says|starts with|containing|including|mentioning)(?: the words?)? (?P<v>[^,]{2,40})$", _I)  # fmt: skip
_DONE = frozenset({"closed", "created", "updated", "resolved", "completed", "converted"})
"""Fields that also say what was done: "deals that should have closed"."""
_NEITHER = re.compile(r"(?:that|which|who)?(?: are| is)? ?(?:in )?neither (?:in |of |from |with )?(?P<a>[^,]+?) nor (?:in |of |from |with )?(?P<b>[^,]+)$", _I)  # fmt: skip
_EXCEPT = re.compile(
    r",? (?:(?:except|excluding|apart from|other than|not counting|leaving out|leave out|ignoring|without counting|minus|besides|bar|save)(?: for)?|but (?:not|no|for|without)|(?<=.)but(?= the ones| those| §| for)|(?:and )?not(?= (?:in|from|of|closing|due|with|owned|at|on|those|the|my) )) (?P<ex>.+)$",
    _I,
)
_ALL_BUT = re.compile(r"^(?:.* )?(?:all|every|everything|anything)(?: .*)? but (?P<ex>.+)$", _I)
_FILLER = re.compile(r"^(?:for |of |from )?(?:the |any |all )?(?:ones?|those|these|anything|everything|deals?|opportunities|accounts?|customers?|contacts?|leads?|tickets?|tasks?|stuff)?(?: that are| which are| who are| that is| that)? ?", _I)  # fmt: skip
_BY_ME = re.compile(r"(?:(?:and|but) )?(?:that |which |who |where )?i(?:'ve)? ", _I)
_DANGLING = re.compile(r"(?:[\s,;]|(?<![a-z])(?:and|but|or|that|which|who|where|are|is|with|also|still|yet|have|has|however)(?![a-z]))+$", _I)  # fmt: skip
_DOUBLED = re.compile(r"(?<![a-z])(?:and|but|that|which|who|,)(?:[\s,]+(?:and|but|that|which|who)(?![a-z]))+", _I)
_LED = re.compile(
    r"^(?:(?:show|list|find|give|get|pull up|bring up|see|display|tell|name)(?: me| us)?(?: up)?(?: a list of)? |which |what |what's |what is |how many |how much |count |any |are there |do (?:we|i) have |have (?:we|i) got |is there |got |i need |i want |i'd like |who |whose |the |all |my |our |open |total |average |number |value |sum |every |§|new |won |lost |overdue |active |old|biggest |largest |top |urgent |high|oldest |newest |latest |smallest |unresolved |unsolved |"
    + "|".join(f"{n}(?![a-z])" for n in NOUNS.values())
    + ")",
    _I,
)


def list_clauses(r: Reading) -> Meant | None:
    """Tickets from Globex nobody has picked up; deals with a competitor but no next step; all deals except Elif's."""
    if r.zh or len(r.whole) > LONGEST:
        return None
    frame = next(framed(r), None)
    if frame is None or not _LED.match(frame.text):
        return None
    found = _noun(frame.text)
    if found is None:
        return None
    entity, noun_end, noun = found
    taken, filters = _taken(frame, entity, noun_end)
    kept, denied = _denied(frame, entity, noun, taken)
    if not taken or kept is None:
        return None
    rest = _rest(frame, taken)
    part = read(replace(r.ask, text=rest), r.linker)
    base = question(part, Head(entity, next((h for h in part.senses if any(s.kind == "entity" and s.entity == entity for s in h.values)), None)))  # fmt: skip
    if (
        base is None
        or unread(part, (base.call,))
        or unused(part, (base.call,))
        or len(base.args.get("columns", ())) > 1
    ):
        return None
    args = dict(base.args)
    if _unmade(part, base):
        return None
    if any(e != entity and re.search(rf"(?<![a-z]){p}(?![a-z])", rest, _I) and not any(f["field"].startswith(f"{e}.") for f in base.args.get("filters", ())) for e, p in NOUNS.items()):  # fmt: skip
        return None  # "accounts with no deals but tickets": a record type nothing was made of
    clauses = [*filters, *denied]
    if any(_BY_ME.match(frame.text, a) for a, _ in taken) and (by := owner_field(entity)) in fields_of(entity):
        clauses.insert(0, {"field": by, "op": "=", "value": "me"})
    named = {f["field"] for f in clauses}
    own = [f for f in args.get("filters", ()) if f["field"] not in named or f["field"] in ("owner", "account")]
    args["filters"] = [*own, *(f for f in clauses if f not in own), *_ahead(entity, own, clauses)]
    return Meant(0.99, (Call("find_records", args),))


def _noun(text: str) -> tuple[str, int, str] | None:
    """The record type asked for, where its noun ends, the noun."""
    best = min(((m.start(), e, m) for e, p in NOUNS.items() if (m := _nouned(p).search(text))), key=lambda x: x[0], default=None)  # fmt: skip
    return (best[1], best[2].end(), best[2][0]) if best is not None else None


def _unmade(part: Reading, base: Question) -> bool:
    """Whether a name or a value in the rest was not made a condition."""
    spans = [(n.start, n.end) for n in part.names]
    spans += [(h.start, h.end) for h in part.senses if all(s.kind == "choice" for s in h.values)]
    return any(base.found.free(a, b) and "group_by" not in base.args for a, b in spans)


@cache
def _nouned(plural: str) -> re.Pattern[str]:
    """The noun in the plural, or one of them: "every account", "the oldest lead"."""
    one = re.sub(r"ies(?=[|)])", "y", re.sub(r"(?<!ie)s(?=[|)])", "", plural)).replace("people", "person")
    return re.compile(rf"(?<![a-z§]){plural}(?![a-z])|(?<![a-z])(?:every|each|any|another|a|oldest|newest|latest|biggest|largest|smallest|cheapest|highest|top|last|first|next)(?: open| new| active| overdue| urgent)? {one}(?![a-z])", _I)  # fmt: skip


def _taken(frame: Frame, entity: str, begin: int) -> tuple[list[tuple[int, int]], Filters]:
    """Where the clauses stand in the frame, and the conditions they set."""
    text, places, filters = frame.text, list[tuple[int, int]](), Filters()
    for match, build in _clauses(text, entity, begin):
        if any(a < match.end() and match.start() < b for a, b in places):
            continue
        made = build(Fit(frame, match))
        if made:
            places.append(match.span())
            filters += [f for f in made if f not in filters]
    for match in _HOLDS.finditer(text, begin):
        spec = field_called(frame.r, match["f"], entity)
        if spec is not None and spec.kind in (Kind.TEXT, Kind.LONG):
            places.append(match.span())
            value = frame.r.piece(*Fit(frame, match).span("v"))
            filters.append({"field": spec.name, "op": "!~" if match["no"] else "~", "value": value})
    for match in _FIELD.finditer(text, begin):
        if any(a < match.end() and match.start() < b for a, b in places):
            continue
        spec = field_called(frame.r, match["f"], entity)
        if spec is None or spec.required or spec.kind is Kind.BOOL or match["f"] in _DONE:
            continue
        places.append(match.span())
        filters.append({"field": spec.name, "op": "empty" if match["no"] else "filled"})
    return places, filters


def _clauses(text: str, entity: str, begin: int) -> Iterator[tuple[re.Match[str], Callable[[Fit], Filters]]]:
    for pattern, build in CLAUSES.get(entity, ()):
        match = re.compile(rf"(?<= )(?:(?:and|but) )?(?:{pattern})(?=$| (?:and|but|in|at|from|of|closing|with|without|over|under|that|who|which|for|due|on|by|[¤¶£∆§])(?: |$)|,)", _I).search(text, begin)  # fmt: skip
        if match is not None:
            yield match, build


def _denied(frame: Frame, entity: str, noun: str, taken: list[tuple[int, int]]) -> tuple[bool | None, Filters]:
    """The conditions of what is left out, turned round; None when they cannot be told."""
    text = frame.text
    if (neither := _NEITHER.search(text)) is not None:
        sides = [_of(frame, neither, g, entity, noun) for g in ("a", "b")]
        if any(len(s) != 1 for s in sides):
            return None, []
        first, second = sides[0][0], sides[1][0]
        taken.append(neither.span())
        if first["field"] == second["field"] and first["field"] != "stage":
            return True, [{**first, "op": "!=", "value": f"{first.get('value')}, {second.get('value')}"}]
        return True, [t for f in (first, second) if (t := turned(f)) is not None]
    match = _EXCEPT.search(text) or _ALL_BUT.search(text)
    if match is None or any(a <= match.start("ex") < b for a, b in taken):
        return True, []
    found = _of(frame, match, "ex", entity, noun)
    away = [turned(f) for f in found]
    if len(away) != 1 or away[0] is None:
        return None, []
    begin = match.start("ex") - len(" but ") if match.re is _ALL_BUT else match.start()
    taken.append((begin, match.end()))
    return True, [away[0]]


def _of(frame: Frame, match: re.Match[str], group: str, entity: str, noun: str) -> Filters:
    """The conditions of the words behind a group, said of the record type."""
    words = Fit(frame, match)[group]
    words = _FILLER.sub("", words).strip()
    who = re.fullmatch(r"(?P<w>[\w .'’-]+?)(?:'s|’s)?(?: (?:ones?|deals?|accounts?|stuff))?", words)
    for said in (f"{noun} {words}", f"{noun} of {who['w']}" if who else "", f"{noun} in {words}"):
        if not said:
            continue
        part = read(replace(frame.r.ask, text=said), frame.r.linker)
        hit = next((h for h in part.senses if any(s.kind == "entity" and s.entity == entity for s in h.values)), None)
        found = question(part, Head(entity, hit))
        if found is None or unread(part, (found.call,)):
            continue
        made = [f for f in found.found.filters if f not in still_open(entity)]
        own = [f for f in made if f != {"field": "stage.kind", "op": "=", "value": "open"}] or made
        if own:
            return own
    return []


_OPPOSITE = {"=": "!=", ">": "<=", "<": ">=", ">=": "<", "<=": ">", "empty": "filled", "filled": "empty", "in": "!=", "~": "!~"}  # fmt: skip


def turned(said: Condition) -> Condition | None:
    op = _OPPOSITE.get(said["op"])
    return {**said, "op": op} if op is not None else None


def _rest(frame: Frame, taken: list[tuple[int, int]]) -> str:
    """The message without its clauses, as it was said."""
    said, out = frame.r.said, ""
    for index in range(len(frame.text)):
        if any(a <= index < b for a, b in taken):
            if out and not out.endswith(" "):
                out += " "
            continue
        piece = frame.held.get(index)
        place = frame.places[index]
        out += said[place : piece.end] if piece is not None else said[place]
    out = " ".join(out.split())
    out = _DOUBLED.sub(lambda m: m[0].split()[-1], out)
    return re.sub(
        r"^(?:who|which)(?: ones)? (?:among|amongst|out of|of) ", "which of ", _DANGLING.sub("", out), flags=_I
    )


_AHEAD = frozenset({"last_activity_at", "stage_entered_at", "next_step", "next_step_date", "expected_close_date", "forecast_category", "probability"})  # fmt: skip
"""What only deals still open are asked for."""


def _ahead(entity: str, own: Sequence[Condition], clauses: Sequence[Condition]) -> Filters:
    """Only what still needs work, where nothing was said of it: what has no next step is not what is over."""
    known = {f["field"] for f in (*own, *clauses)}
    if entity == "deal":
        over = bool(known & {"stage", "stage.kind", "closed_at", "lost_reason"}) or not known & _AHEAD
        return [] if over else [{"field": "stage.kind", "op": "=", "value": "open"}]
    if entity in ("task", "ticket"):
        over = bool(known & {"status", "resolved_at", "completed_at", "csat"}) or (
            entity == "ticket" and "assignee" in known
        )
        return [] if over else still_open(entity)
    return []
