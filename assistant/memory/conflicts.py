"""Statements that contradict one another or a field of the record: the same question, two answers, both with source and day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.memory.disputed import DECIDES, KINDS, About, Kind
from assistant.memory.statements import Statement
from assistant.recognise.money import money
from crm_store.base import Record
from crm_store.models import Contact, Deal, Fact
from crm_store.names import normal

_SAME_TIME = 90
"""Days within which two counts for a deal are held against each other; further apart the plan has changed."""


@dataclass(frozen=True)
class Side:
    """One answer: what it says in short, and where: a statement, or a field (`label` of `record`) with its shown value."""

    value: str
    day: date
    record: Record
    field: str
    quote: str
    weight: int

    @property
    def ref(self) -> str:
        return self.record.ref


@dataclass(frozen=True)
class Conflict:
    """What is contradicted, in both languages, and the answers, the most reliable first; nothing is averaged."""

    en: str
    zh: str
    sides: tuple[Side, ...]


def conflicts(
    found: Iterable[Statement],
    people: Sequence[Contact],
    deals: Sequence[Deal],
    ties: Mapping[str, frozenset[int]],
    today: date,
) -> list[Conflict]:
    """What statements and fields say differently, the most reliable first; `ties` are the deals each note hangs on, by its reference."""
    about = About(people, today)
    told = list(found)
    made = []
    for kind in KINDS:
        sides: dict[str, list[Side]] = {}
        for s in _comparable(told, kind, about, ties):
            for value in dict.fromkeys(kind.read(s.text, about)):
                sides.setdefault(value, []).append(Side(value, s.day, s.record, s.field, s.text, _weight(s)))
        if kind is DECIDES:
            _roles(people, sides)
        if len(sides) < 2:
            continue
        each = [max(those, key=lambda x: (x.weight, x.day)) for those in sides.values()]
        each.sort(key=lambda x: (-x.weight, -x.day.toordinal(), x.value))
        if kind is DECIDES and not _apart(each):
            continue
        if len({(x.record.ref, x.field, x.quote) for x in each}) > 1:
            made.append(Conflict(kind.en, kind.zh, tuple(_with_words(each[:3], sides)[:5])))
    made += _amounts(told, deals)
    return made


def _comparable(
    told: Sequence[Statement], kind: Kind, about: About, ties: Mapping[str, frozenset[int]]
) -> list[Statement]:
    """The statements that answer a question about one and the same thing: of one deal and of about the same time, where that matters."""
    fits = [s for s in told if next(kind.read(s.text, about), None) is not None]
    if not kind.changes or not fits:
        return fits
    newest, of = fits[0], ties.get(fits[0].ref, frozenset[int]())
    return [
        s for s in fits
        if (newest.day - s.day).days <= _SAME_TIME and (ties.get(s.ref, frozenset()) == of or bool(of & ties.get(s.ref, frozenset())))
    ]  # fmt: skip


def _weight(s: Statement) -> int:
    """What was there itself outranks what somebody remembers; what a person confirmed stands between."""
    return 2 if s.primary else 1 if isinstance(s.record, Fact) else 0


def _roles(people: Sequence[Contact], sides: dict[str, list[Side]]) -> None:
    """The role on a contact's record is an answer too, when notes name somebody else."""
    for p in people:
        if sides and p.role is not None and p.role.value == "decision_maker":
            sides.setdefault(p.name, []).append(Side(p.name, p.updated_at.date(), p, "role", p.role.en, 1))


def _with_words(each: Sequence[Side], sides: Mapping[str, Sequence[Side]]) -> list[Side]:
    """The answers, and beside a field that says the same the newest words that say it."""
    made = []
    for side in each:
        made.append(side)
        spoken = [x for x in sides[side.value] if not isinstance(x.record, Contact)]
        if isinstance(side.record, Contact) and spoken:
            made.append(max(spoken, key=lambda x: (x.weight, x.day)))
    return made


def _apart(sides: Sequence[Side]) -> bool:
    """Whether different people are said to decide, and no source names both (who signs above a sum is no other answer)."""
    return all(sum(normal(o.value) in normal(s.quote) for o in sides) != len(sides) for s in sides)


def _amounts(told: Sequence[Statement], deals: Sequence[Deal]) -> list[Conflict]:
    """A price agreed in writing or talk against the amount of the one open deal it can mean."""
    cue = re.compile(
        r"(?<![a-z])(?:price(?: itself)? is settled at|settled at|agreed (?:on|at)|final price(?: is)?|total is now|order over)|(?:成交价|总价|最终价格?|敲定)(?:是|为|在)?",
        re.IGNORECASE,
    )
    made: list[Conflict] = []
    with_sum = [d for d in deals if d.amount]
    if len(with_sum) != 1:
        return made
    deal = with_sum[0]
    for s in told:
        match = cue.search(s.text)
        sums = [m for m in money(s.text) if match and m.start >= match.start() and m.value.amount >= 1000]
        if not sums:
            continue
        said = sums[0].value
        plain_sum = f"{(deal.amount or said.amount).normalize():f}"
        if said.amount != deal.amount and said.currency in (None, deal.currency):
            own = Side(
                plain_sum,
                deal.updated_at.date(),
                deal,
                "amount",
                f"{deal.amount:f}",
                1,
            )
            sides = [Side(f"{said.amount.normalize():f}", s.day, s.record, s.field, s.text, _weight(s)), own]
            made.append(
                Conflict("the amount", "金额", tuple(sorted(sides, key=lambda x: (-x.weight, -x.day.toordinal()))))
            )
        break
    return made
