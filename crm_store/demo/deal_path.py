"""How a deal travels: stages, amounts and close dates over time, and the history rows they leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from crm_store.demo.clock import Clock
from crm_store.demo.company import zone_of
from crm_store.demo.records import Change

Steps = tuple[tuple[int, str], ...]
"""Days from today with the value that holds from then on, oldest first."""

LADDERS = {
    "Sales": ("Qualification", "Demo", "Proposal", "Negotiation", "Ready to Close"),
    "Partner": ("Registered", "Joint Selling", "Contracting"),
}
_AGES = {
    "Qualification": (4, 50), "Demo": (18, 85), "Proposal": (35, 120), "Negotiation": (50, 150),
    "Ready to Close": (60, 165), "Registered": (4, 40), "Joint Selling": (25, 90), "Contracting": (45, 120),
}  # fmt: skip
_CLOSES_IN = {
    "Qualification": (35, 120), "Demo": (22, 90), "Proposal": (8, 60), "Negotiation": (2, 35), "Ready to Close": (1, 14),
    "Registered": (40, 110), "Joint Selling": (20, 70), "Contracting": (3, 25),
}  # fmt: skip
_ORDER = ("amount", "expected_close_date", "owner", "stage")
"""On the same day the stage moves last, so that nothing changes after a deal is closed."""


@dataclass(frozen=True)
class Path:
    stages: Steps
    amounts: Steps
    closes: Steps


def travel(
    rng: Random,
    ladder: str,
    end: str,
    ended: int,
    amount: int,
    step: int,
    *,
    slipped: bool = False,
    quiet: int = 1,
    skip: str = "",
) -> Path:
    """Invent a path that ends in stage `end`; closed and held deals reached it `ended` days from today (negative).

    `slipped` leaves an open deal with a close date in the past, and nothing moved in the last `quiet` days; amounts
    are rounded to `step`. The stage `skip` is not visited.
    """
    rungs = LADDERS[ladder]
    is_open = end in rungs
    last = rungs.index(end) if is_open else (len(rungs) - 1 if end == "Won" else rng.randrange(1, len(rungs)))
    climbed = [r for i, r in enumerate(rungs[: last + 1]) if i in (0, last) or (r != skip and rng.random() < 0.86)]
    age = rng.randint(*_AGES[end]) if is_open else rng.randint(25 + 8 * len(climbed), 45 + 22 * len(climbed))
    if slipped or quiet > 1:
        age = max(age, 45 + quiet)
    born = (0 if is_open else ended) - age
    days = _spread(rng, born, -quiet if is_open else ended, len(climbed) - 1, room=not is_open)
    stages = [(born, climbed[0]), *zip(days, climbed[1:], strict=True)]
    if not is_open:
        stages.append((ended, end))
    return Path(tuple(stages), _amounts(rng, stages, amount, step), _closes(rng, stages, end, slipped, quiet))


def history(clock: Clock, path: Path, owners: Steps) -> tuple[Change, ...]:
    """Creation rows and every change, with strictly rising moments between the creation and the last change."""
    tracks = dict(zip(_ORDER, (path.amounts, path.closes, owners, path.stages), strict=True))
    present = {field: track[0][1] for field, track in tracks.items()}
    zone = zone_of(owners[0][1])
    at = clock.at(path.stages[0][0], 9, 12 + path.stages[0][0] % 40, zone)
    rows = [
        Change(at, field, "", present[field], present["owner"])
        for field in ("stage", "amount", "expected_close_date", "owner")
    ]
    steps = [(offset, rank, value) for rank, field in enumerate(_ORDER) for offset, value in tracks[field][1:]]
    for offset, rank, value in sorted(steps, key=lambda step: step[:2]):
        field = _ORDER[rank]
        if present[field] == value:
            continue
        at = _later(clock.at(offset, 10 + rank * 2, (offset * 7 + rank * 13) % 60, zone), at)
        rows.append(Change(at, field, present[field], value, present["owner"]))
        present[field] = value
    return tuple(rows)


def as_days(clock: Clock, closes: Iterable[tuple[int, int]]) -> Steps:
    """Close dates given in days from today, as the dates a history row holds."""
    return tuple((offset, clock.day(value).isoformat()) for offset, value in closes)


def _later(moment: datetime, than: datetime) -> datetime:
    return moment if moment > than else than + timedelta(minutes=7)


def _spread(rng: Random, first: int, last: int, count: int, room: bool) -> list[int]:
    """Rising days after `first`; with `room` all lie before `last`."""
    span = last - first - (1 if room else 0)
    return sorted(first + max(1, round(span * share)) for share in (rng.uniform(0.12, 0.95) for _ in range(count)))


def _amounts(rng: Random, stages: list[tuple[int, str]], amount: int, step: int) -> Steps:
    """The final amount, reached in up to two changes: a larger or smaller scope at the offer, a discount in talks."""
    steps = []
    value = amount
    for offset, stage in reversed(stages):
        if stage in ("Negotiation", "Contracting") and rng.random() < 0.7:
            steps.append((offset, str(value)))
            value = _round(value / rng.uniform(0.86, 0.97), step)
        elif stage in ("Proposal", "Joint Selling") and rng.random() < 0.6:
            steps.append((offset, str(value)))
            value = _round(value * rng.choice((0.75, 0.85, 0.9, 1.15, 1.25)), step)
    return ((stages[0][0], str(value)), *reversed(steps))


def _closes(rng: Random, stages: list[tuple[int, str]], end: str, slipped: bool, quiet: int) -> Steps:
    """Present close date first, then the earlier hopes it was pushed out from; values are days from today as text."""
    born, ended = stages[0][0], stages[-1][0]
    if end in _CLOSES_IN:
        final = rng.randint(-34, -3) if slipped else rng.randint(*_CLOSES_IN[end])
        edge = min(-2, final - 1, -quiet)
    elif end == "On Hold":
        final, edge = rng.randint(45, 150), ended
    else:
        final, edge = ended + rng.randint(-6, 12), ended - 1
    steps: list[tuple[int, str]] = []
    value, latest = final, edge
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3) if not slipped else (1, 2, 2))):
        if latest - born < 8:
            break
        latest = rng.randint(born + (latest - born) // 2, latest)
        steps.append((latest, str(value)))
        value -= rng.choice((7, 14, 21, 30, 30))
        latest -= 1
    return ((born, str(max(value, born + 10))), *reversed(steps))


def _round(value: float, step: int) -> int:
    return max(step, round(value / step) * step)
