"""Values of a question that entered no call: a day, an amount, a name left out would answer another question than the one asked."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.brains.offline.pieces.leftovers import texts
from assistant.brains.offline.reading import Placed, Reading
from assistant.brains.offline.terms import CHAIR, Call
from assistant.brains.offline.words.phrases import Hit
from assistant.recognise.periods import Period
from assistant.recognise.spans import Span

_STRICT = frozenset({"find_records", "pipeline_summary", "my_day", "history", *CHAIR})


def unused(r: Reading, calls: Sequence[Call]) -> list[str]:
    """The typed pieces of a question that none of its calls holds, in order; none for calls that keep the whole message."""
    if not calls or any(c.tool not in _STRICT for c in calls):
        return []
    said = " ".join(texts([dict(c.args) for c in calls])).casefold()
    held = said.replace(",", "")
    told: list[tuple[int, int]] = r.memo.get("used", [])
    found = {p.start: p.end for p in _missing(r, held, calls) if not any(a <= p.start and p.end <= b for a, b in told)}
    if all(c.tool == "find_records" for c in calls):
        found |= dict(_denials(r, calls))
    return [r.said[start:end].strip() for start, end in sorted(found.items())]


def _idle_asked(fields: list[str]) -> bool:
    """Whether the records asked for are those nothing happened with for a time."""
    return any(
        f in ("last_activity_at", "stage_entered_at", "updated_at", "first_response_at") or f.startswith("activity")
        for f in fields
    )


_DENIES = frozenset(
    "no|not|do not|does not|did not|without|never|don't|doesn't|didn't|haven't|hasn't|have not|has not|isn't|aren't|missing|lacking|lack|lacks|none|没有|没|未|尚未|还没|还没有|从未|缺|缺少|缺失|没填|未填".split(
        "|"
    )
)
_SMALL = re.compile(
    r"(?:\s|(?<![a-z])(?:an?|any|the|in|from|by|with|have|has|got|of|my|our|yet|been|be|to|on|at)(?![a-z])|[是在的有被过给])*"
)
_IDLE_ENDS = re.compile(r"[\s?.!吗呢啊呀吧]*$")


def _denials(r: Reading, calls: Sequence[Call]) -> Iterator[tuple[int, int]]:
    """Words that deny something of which no filter was made: a list without them would hold what was to be left out."""
    entities = {str(c.args["entity"]) for c in calls}
    held = [str(f["field"]) for c in calls for f in c.args.get("filters", ()) if isinstance(f, dict)]
    read: list[tuple[int, int]] = r.memo.get("read", [])
    longer: list[Hit[Any]] = [h for name, hits in r.cue.items() if name not in ("no", "future") for h in hits]
    longer += [h for h in r.senses if any(s.entity in entities for s in h.values)]
    typed = r.spans("names", "days", "periods", "durations", "numbers")
    if not _idle_asked(held):
        yield from (
            (h.start, h.end) for h in r.hits("untouched") if not any(a < h.end and h.start < b for a, b in read)
        )
    for hit in r.hits("no"):
        word = r.text[hit.start : hit.end]
        if word not in _DENIES or any(
            (a < hit.end and hit.start < b) or (a >= hit.end and _SMALL.fullmatch(r.text, hit.end, a)) for a, b in read
        ):
            continue
        if any(o.start < hit.end and hit.start < o.end and o.end - o.start > len(word) for o in longer):
            continue
        if any(p.start < hit.end and hit.start < p.end for p in typed) or r.text[hit.start : hit.end + 1] == "未来":
            continue
        if _IDLE_ENDS.match(r.text, hit.end, r.hi) or r.before(hit.start, 1) == "有":
            continue
        yield hit.start, hit.end


def _missing(r: Reading, held: str, calls: Sequence[Call]) -> Iterator[Placed]:
    inside = [(p.start, p.end) for p in r.spans("periods", "days")]
    for period in r.periods:
        if not _period_held(r, period, held) and not _present(r, period, calls):
            yield period
    for day in r.days:
        if any(p.start <= day.start and day.end <= p.end for p in r.periods):
            continue
        if day.value.day.isoformat() not in held and day.text.casefold() not in held and not _present(r, day, calls):
            yield day
    if all(c.tool == "my_day" for c in calls):
        return
    for money in r.money:
        amount = money.value.amount
        whole = f"{abs(amount):f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{abs(amount):f}"
        if whole not in held and money.text.casefold().replace(",", "") not in held:
            yield money
    for length in r.durations:
        days, hours = length.value.days, round(length.value.minutes / 60) if length.value.minutes else 0
        if any(a <= length.start and length.end <= b and (a, b) != (length.start, length.end) for a, b in inside):
            continue
        if not any(w in held for w in (f"{days} day", f"{hours} hour", f"{days}天", length.text.casefold())):
            yield length
    for share in r.percents:
        if f"{share.value.points:f}".rstrip("0").rstrip(".") not in held:
            yield share
    for ref in r.refs:
        if ref.value.prefix and ref.text.casefold() not in held and str(ref.value.number) not in held:
            yield ref


def _period_held(r: Reading, period: Span[Period], held: str) -> bool:
    words = re.sub(r"^(?:in|during|over|within|for) ", "", period.text.strip().casefold())
    first = period.value.start
    inside = [d.value.days for d in r.durations if period.start <= d.start and d.end <= period.end]
    return (
        words.replace(",", "") in held
        or (first is not None and first.isoformat() in held)
        or any(f"{days} day" in held for days in inside)
    )


def _present(r: Reading, span: Placed, calls: Sequence[Call]) -> bool:
    """A day's plan is of today unless it names another day; "now" narrows nothing in a question about the present."""
    words = r.text[span.start : span.end]
    if words in (
        "now",
        "right now",
        "up to now",
        "until now",
        "till now",
        "so far",
        "to date",
        "by now",
        "现在",
        "目前",
        "当前",
    ):
        return True
    day = next((d.value.day for d in r.days if d.start == span.start), None)
    return all(c.tool == "my_day" for c in calls) and (day is None or day == r.ask.today)
