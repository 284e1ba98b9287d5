"""Several deals in one report: "ultrasound down to 120k, and the monitors are dead - budget cut". Each takes what is said of it."""

import re
from collections.abc import Iterator, Sequence

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.pieces.amounts import said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.told.bargains import deal_fields
from assistant.brains.offline.told.lost_reasons import why_lost

_BE = r"(?: deal| project| order| opportunity| one)?(?:'s|’s| is| are| was| were| has| have| got| been| now| finally| probably| sadly| pretty much| officially)*"
_DEAD = re.compile(
    rf"{_BE} (?:dead|lost|gone|off(?: the table)?|cancelled|canceled|killed|scrapped|dropped|not happening|over)(?![a-z])"
)
_WON = re.compile(rf"{_BE} (?:won|signed|ordered|closed won|in the bag|ours)(?![a-z])")
_TO = re.compile(
    rf"{_BE}(?: (?:goes|go|going|comes|came|went|drops?|dropped|cut|reduced|raised|up|down|moved?|moves))*(?: (?:up|down))?(?: to| at|:| =|,)? (?:about |around |roughly |only )?$"
)
_LATER = re.compile(
    r"(?<![a-z])(?:slip\w*|pushed|moves?|moved|delayed|postponed|closes?|closing|signs?|shift\w*|out)(?: back| out)? (?:to|until|till|in|on|by|into) $"
)
_BUDGET = re.compile(
    r"(?<![a-z])(?:budgets?(?: \w+){0,3} (?:cut|gone|frozen|pulled|dead)|no (?:more )?(?:budget|money|funds)|lost (?:their|the) budget|out of budget|budget (?:cut|freeze)s?)(?![a-z])"
)


def each_deal(r: Reading, after: int) -> tuple[str | None, dict[str, str], list[Call], list[tuple[int, int]]]:
    """(the first deal something is told of, what is told of it, changes of the others, where that is said).

    Nothing when a report names fewer than two deals.
    """
    parts = list(_parts(r, after))
    if len({n.candidates[0].number for n, _ in parts}) < 2:
        return None, {}, [], []
    told = [(name, part, fields) for name, part in parts if (fields := _fields(part, name))]
    if not told:
        return None, {}, [], []
    first, _, fields = told[0]
    others = [call("update", "deal", n.text, f) for n, _, f in told[1:]]
    return first.text, fields, others, [(p.lo, p.hi) for _, p, _ in told]


def _parts(r: Reading, after: int) -> Iterator[tuple[Name, Reading]]:
    """Each deal named, with the words from it to the next."""
    deals = [n for n in r.names if n.entity == "deal" and n.end > after]
    stops: Sequence[Reading] = clauses(r)
    for deal, later in zip(deals, [*deals, None][1:], strict=True):
        end = r.hi if later is None else max((c.hi for c in stops if c.hi <= later.start), default=later.start)
        yield deal, r.within(deal.start, max(end, deal.end))


def _fields(part: Reading, name: Name) -> dict[str, str]:
    """What is said of one deal behind its name."""
    if _DEAD.match(part.text, name.end, part.hi):
        found = {"stage": "lost"}
        why_lost(part, found, [])
        if "lost_reason" not in found and _BUDGET.search(part.whole):
            found["lost_reason"] = "no_budget"
        return found
    found = deal_fields(part, [], None)
    if _WON.match(part.text, name.end, part.hi):
        found["stage"] = "won"
    for amount in part.money:
        if "amount" not in found and _TO.fullmatch(part.text[name.end : amount.start].rstrip() + " "):
            found["amount"] = said(amount.value)
    ends = [(d.start, d.value.day) for d in part.days] + [(p.start, p.value.end) for p in part.periods if p.value.end]
    for start, day in ends:
        if "expected_close_date" not in found and _LATER.search(part.text[name.end : start]) and day > part.ask.today:
            found["expected_close_date"] = day.isoformat()
    return found
