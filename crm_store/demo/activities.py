"""Four hundred calls, meetings, mails and notes: each deal's story told stage by stage, plus what is planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from crm_store.demo.clock import Clock
from crm_store.demo.company import zone_of
from crm_store.demo.corpus_files import corpus
from crm_store.demo.deal_slots import slots_for, spoken
from crm_store.demo.deals import dormant_shift
from crm_store.demo.records import Account, Contact, Deal, row
from crm_store.demo.shelf import Shelf
from crm_store.demo.world import Row

_TOTAL = 400
_CARE, _PLANNED, _NOT_HELD = 20, 26, 12

_PHASES = {
    "Registered": ("first",), "Joint Selling": ("demo", "proposal"), "Contracting": ("negotiation", "closing"),
    "Demo": ("demo", "demo", "technical"), "Proposal": ("proposal", "technical", "proposal"),
    "Negotiation": ("negotiation", "negotiation", "technical"), "Ready to Close": ("closing",), "Won": ("won", "won"),
    "On Hold": ("hold",),
}  # fmt: skip
_OPENING = {"new": "first", "renewal": "renewal", "expansion": "expansion"}
_MINUTES = {"call": (8, 35), "meeting": (30, 90), "visit": (60, 180)}
_CHANNELS = {"call": "phone", "email": "email", "meeting": "video", "visit": "onsite", "note": ""}


@dataclass(frozen=True)
class Told:
    """A row about to get its number: activities are numbered by time."""

    starts_at: datetime
    cells: Row


@dataclass(frozen=True)
class Moment:
    """A place in a deal's story where a note may stand; the lowest rank is told first when room is short."""

    rank: int
    phase: str
    offset: int


def activities(
    clock: Clock, accounts: list[Account], contacts: list[Contact], deals: list[Deal], rng: Random
) -> list[Row]:
    """Exactly 400 rows in order of time; those of the story's deals are written by hand."""
    shelves = {language: Shelf(language, rng) for language in ("zh", "en")}
    written = list(_written(clock, deals))
    with_story = {deal.external_id for deal in deals[: len(corpus("named_deals"))]}
    others = [deal for deal in deals if deal.external_id not in with_story]
    told: dict[str, set[tuple[str, int]]] = {deal.external_id: set() for deal in others}

    made = written + list(_care(clock, accounts, contacts, with_story, deals, shelves, rng))
    lively = [deal for deal in others if deal.is_open and deal.quiet_days == 1]
    for phase, status, count in (("planned", "planned", _PLANNED), ("no_answer", "not_held", _NOT_HELD)):
        for deal in rng.sample(lively, count):
            offset = rng.randint(0, 13) if status == "planned" else -rng.randint(1, 9)
            made.extend(_tell(clock, deal, phase, offset, status, shelves, told, rng))
    moments = [(m.rank + rng.random(), n, m) for n, deal in enumerate(others) for m in moments_of(deal, rng)]
    moments.sort(key=lambda item: item[:2])
    for _, n, moment in moments:
        if len(made) >= _TOTAL:
            break
        made.extend(_tell(clock, others[n], moment.phase, moment.offset, "held", shelves, told, rng))
    made.sort(key=lambda activity: activity.starts_at)
    return [activity.cells | {"external_id": f"ACT-{n:04d}"} for n, activity in enumerate(made, 1)]


def moments_of(deal: Deal, rng: Random) -> Iterator[Moment]:
    """Where notes may stand: the present stage first, then the beginning, then what lies between."""
    for n, (begins, stage) in enumerate(deal.stages):
        is_last = n == len(deal.stages) - 1
        ends = deal.stages[n + 1][0] if not is_last else -deal.quiet_days
        if stage == "Lost":
            phases: tuple[str, ...] = (f"lost_{deal.lost_reason}",)
            ends = min(-1, begins + 2)
        else:
            phases = _PHASES.get(stage) or (_OPENING[deal.type],) * 2
            ends = min(ends, begins + 40) if stage in ("Won", "On Hold") else ends
        if begins > ends:
            continue
        for k, phase in enumerate(phases):
            rank = 0 if is_last and k == 0 else 1 if n == 0 and k == 0 else 2
            yield Moment(rank, phase, rng.randint(begins, ends))


def tell(
    clock: Clock, deal: Deal, moment: Moment, status: str, shelf: Shelf, told: set[tuple[str, int]], rng: Random
) -> Told | None:
    """One activity of the deal at that moment, or None when no skeleton is left that fits."""
    amount = spoken(deal.amount_on(clock.day(moment.offset)), deal.currency, deal.account.language)
    slots = deal.slots | {"amount": amount}
    note = shelf.take(moment.phase, slots, deal.source, told)
    if note is None or not deal.contacts:
        return None
    skeleton = note.skeleton
    in_person = skeleton.kind in ("meeting", "visit")
    people = deal.contacts[: 2 if in_person and "second" in skeleton.needs else 1]
    starts = clock.at(moment.offset, rng.randint(9, 17), rng.choice((0, 10, 15, 20, 30, 40, 45)), zone_of(deal.owner))
    starts = max(starts, deal.history[0].at + timedelta(minutes=5)) if status != "planned" else starts
    return Told(starts, _row(
        starts, skeleton.kind, skeleton.direction, status, note.subject, note.body, deal.account, people, deal,
        deal.owner, rng,
    ))  # fmt: skip


def _tell(
    clock: Clock, deal: Deal, phase: str, offset: int, status: str, shelves: dict[str, Shelf],
    told: dict[str, set[tuple[str, int]]], rng: Random,
) -> Iterator[Told]:  # fmt: skip
    shelf, moment = shelves[deal.account.language], Moment(0, phase, offset)
    activity = tell(clock, deal, moment, status, shelf, told[deal.external_id], rng)
    if activity:
        yield activity


def _written(clock: Clock, deals: list[Deal]) -> Iterator[Told]:
    specs = {spec["id"]: (deal, spec) for spec, deal in zip(corpus("named_deals"), deals, strict=False)}
    for language in ("en", "zh"):
        for key, notes in corpus(f"named_notes_{language}").items():
            deal, spec = specs[key]
            shift = dormant_shift(clock) if spec.get("dormant") else 0
            for offset, hour, kind, status, names, subject, body in notes:
                kind, _, way = kind.partition("-")
                minute = 0 if status == "planned" else abs(offset) * 7 % 50
                starts = clock.at(offset + shift, hour, minute, zone_of(deal.owner))
                if status != "planned":
                    starts = max(starts, deal.history[0].at + timedelta(minutes=5))
                people = tuple(next(c for c in deal.contacts if c.name == name) for name in names)
                direction = {"in": "inbound", "out": "outbound"}.get(way, "")
                yield Told(starts, _row(
                    starts, kind, direction, status, subject, body, deal.account, people, deal, deal.owner,
                    Random(f"{key}{offset}"),
                ))  # fmt: skip


def _care(
    clock: Clock, accounts: list[Account], contacts: list[Contact], with_story: set[str], deals: list[Deal],
    shelves: dict[str, Shelf], rng: Random,
) -> Iterator[Told]:  # fmt: skip
    """Visits and reviews at customers that belong to no deal."""
    story = {deal.account.name for deal in deals if deal.external_id in with_story}
    customers = [a for a in accounts if a.type == "customer" and a.name not in story]
    rng.shuffle(customers)
    staff = {a.name: tuple(c for c in contacts if c.account == a.name) for a in customers}
    told: dict[str, set[tuple[str, int]]] = {a.name: set() for a in customers}
    chosen = [a for a in customers if len(staff[a.name]) > 1]
    for turn in range(_CARE):
        account = chosen[turn % len(chosen)]
        offset = -rng.randint(2, 200)
        slots = slots_for(rng, account, staff[account.name], rng.randrange(3), 40, 24, "", clock.day(offset))
        note = shelves[account.language].take("care", slots, "", told[account.name])
        if note:
            starts = clock.at(offset, rng.randint(9, 16), 30, zone_of(account.owner))
            yield Told(starts, _row(
                starts, note.skeleton.kind, note.skeleton.direction, "held", note.subject, note.body, account,
                staff[account.name][:1], None, account.owner, rng,
            ))  # fmt: skip


def _row(
    starts: datetime, kind: str, direction: str, status: str, subject: str, body: str, account: Account,
    people: tuple[Contact, ...], deal: Deal | None, owner: str, rng: Random,
) -> Row:  # fmt: skip
    long = _MINUTES.get(kind) if status != "not_held" else None
    ends = starts + timedelta(minutes=rng.randrange(long[0], long[1] + 1) // 5 * 5 + 5) if long else None
    channel = _CHANNELS.get(kind) if kind != "message" else ("wechat" if account.language == "zh" else "whatsapp")
    return row(
        "activities.csv", kind=kind, channel=channel or "", direction=direction, status=status,
        starts_at=starts.isoformat(), ends_at=ends.isoformat() if ends else "", subject=subject, body=body,
        account=account.name, contact=";".join(person.ref for person in people),
        deal=deal.external_id if deal else "", owner=owner,
    )  # fmt: skip
