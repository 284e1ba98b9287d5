"""Records found by the words they answer to: which there are for many keys at once, which of them a person sees, how they are shown."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Text, bindparam, case, func, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.models import Contact, Deal, NameKey, entity_type
from crm_store.names import KINDS, rank
from crm_store.unit import Unit

PRIORITY = (
    "account", "contact", "deal", "lead", "user", "team", "ticket", "task", "product", "article", "stage", "pipeline",
)  # fmt: skip
"""Which record type a bare name means first when it fits several equally well."""

_MOST_SEEN = 400


@dataclass(frozen=True)
class Found:
    """A record a name may mean: how strongly, and how to show it to choose."""

    entity: str
    number: int
    ref: str
    label: str
    score: float


def labels(crm: Unit, records: Iterable[Record]) -> dict[tuple[str, int], str]:
    """How records are shown to choose among: a person with the company, a deal with its account when not in its name."""
    rows = list(records)
    places = {r.account_id for r in rows if isinstance(r, (Contact, Deal)) and r.account_id}
    accounts = crm.many("account", places) if places else {}
    made = {}
    for r in rows:
        shown = r.display
        if isinstance(r, (Contact, Deal)) and r.account_id in accounts:
            company = accounts[r.account_id].display
            if company.casefold() not in shown.casefold():
                shown = f"{shown} ({company})"
        elif getattr(r, "organization", None):
            shown = f"{shown} ({r.organization})"  # type: ignore[attr-defined]
        made[(type(r).about.entity, r.id or 0)] = shown
    return made


def label(crm: Unit, record: Record) -> str:
    return labels(crm, [record])[(type(record).about.entity, record.id or 0)]


def existing(crm: Unit, keys: Iterable[str]) -> set[str]:
    """Those of these keys that any record answers to; one look-up each, however many records answer."""
    wanted = sorted(set(keys))
    lite = crm.dialect == "sqlite"
    said = json.dumps(wanted) if lite else wanted
    return set(crm.inside(_there(lite), {"ws": crm.actor.workspace_id, "said": said}).scalars())


@cache
def _there(lite: bool) -> Any:
    if lite:
        said: Any = func.json_each(bindparam("said")).table_valued("value").c.value
    else:
        said = func.unnest(bindparam("said", type_=ARRAY(Text))).column_valued("value")
    there = select(NameKey.id).where(col(NameKey.workspace_id) == bindparam("ws"), col(NameKey.key) == said)  # type: ignore[call-overload]
    return select(said).where(there.exists())


def by_keys(
    crm: Unit, keys: Iterable[str], entities: Sequence[str], *, most: int | None = None
) -> dict[str, list[tuple[str, int, str]]]:
    """(entity, number, kind) per key, for look-ups of many keys at once; to be narrowed by `seen` or `visible`.

    `most` of a key are enough to ask which is meant; it holds only for who sees everything. For others nothing is cut off here:
    what others own would crowd out one's own before it is told apart.
    """
    found: dict[str, list[tuple[str, int, str]]] = {}
    wanted = sorted(set(keys))
    q = _held(crm.actor.everything and most is not None)
    # Who may not read an address finds nobody by it.
    mailed = {(e, "email") for e in ("contact", "lead") if crm.actor.level(e, "email") in ("none", "masked")}
    for start in range(0, len(wanted), 400):
        values = {"ws": crm.actor.workspace_id, "keys": wanted[start : start + 400], "entities": list(entities)}
        for key, entity, number, kind in crm.inside(
            q, {**values, "most": most} if crm.actor.everything and most else values
        ):
            if not mailed or ((entity, kind) not in mailed and ("@" not in key or (entity, "email") not in mailed)):
                found.setdefault(key, []).append((entity, number, kind))
    return found


@cache
def _held(capped: bool) -> Any:
    q = select(NameKey.key, NameKey.entity, NameKey.record_id, NameKey.kind).where(  # type: ignore[call-overload]
        col(NameKey.workspace_id) == bindparam("ws"), col(NameKey.key).in_(bindparam("keys", expanding=True)),
        col(NameKey.entity).in_(bindparam("entities", expanding=True)),
    )  # fmt: skip
    if not capped:
        return q.order_by(NameKey.entity, NameKey.record_id)
    strength = case({kind: -rank(kind) for kind in KINDS}, value=col(NameKey.kind), else_=0.0)
    order = (strength, NameKey.entity, NameKey.record_id)
    place = func.row_number().over(partition_by=NameKey.key, order_by=order)  # type: ignore[arg-type]
    rows = q.add_columns(place.label("place")).subquery()
    q = select(rows.c.key, rows.c.entity, rows.c.record_id, rows.c.kind)
    return q.where(rows.c.place <= bindparam("most")).order_by(rows.c.place)


def visible(crm: Unit, hits: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of these (entity, number) that this person sees, in one look-up per record type."""
    wanted: dict[str, set[int]] = {}
    for entity, number in hits:
        wanted.setdefault(entity, set()).add(number)
    if crm.actor.everything:
        return {(e, n) for e, ns in wanted.items() for n in ns}
    found = set[tuple[str, int]]()
    for entity, numbers in wanted.items():
        model = entity_type(entity)
        some = sorted(numbers)
        for start in range(0, len(some), 1000):
            rows = crm.exec(select(model.id).where(col(model.id).in_(some[start : start + 1000])))  # type: ignore[call-overload]
            found.update((entity, n) for (n,) in rows)
    return found


def seen(crm: Unit, hits: Iterable[tuple[str, int, float]]) -> list[Found]:
    """These (entity, number, score) hits as the actor sees them, best first, at most 400 of a type; unseen ones vanish."""
    scores: dict[tuple[str, int], float] = {}
    for entity, number, score in hits:
        scores[(entity, number)] = max(score, scores.get((entity, number), 0.0))
    records: list[Record] = []
    for entity in dict.fromkeys(e for e, _ in scores):
        numbers = sorted((n for e, n in scores if e == entity), key=lambda n: (-scores[(entity, n)], n))
        mine: list[Record] = []
        for start in range(0, len(numbers), _MOST_SEEN):
            there = crm.many(entity, some := numbers[start : start + _MOST_SEEN])
            mine += [r for n in some if (r := there.get(n)) is not None and not getattr(r, "disabled", False)]
            if len(mine) >= _MOST_SEEN:
                break
        records += mine[:_MOST_SEEN]
    shown = labels(crm, records)
    made = [Found(e, n, f"{entity_type(e).about.prefix}-{n}", text, scores[(e, n)]) for (e, n), text in shown.items()]
    return sorted(made, key=lambda f: (-f.score, PRIORITY.index(f.entity) if f.entity in PRIORITY else 99, f.number))
