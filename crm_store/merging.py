"""Two records made one: the one that stays takes over every link, note and value the other had; undo takes it apart again."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import Kind, Record
from crm_store.errors import BadValue
from crm_store.models import AccountContact, Fact, Share, entities, fields_of, table_of
from crm_store.unit import LINK_TABLES, Unit

MERGED = ("account", "contact", "lead", "deal")
"""Record types of which two may be one."""

_KEPT = frozenset(
    {"owner", "team", "stage", "pipeline", "status", "stage_entered_at", "closed_at", "forecast_category"}
)
"""Fields that say where the staying record stands: never filled from the other."""
_NO = frozenset({"opted_out", "do_not_call"})
"""What somebody asked not to be done: it holds when it held for one of the two."""
_OTHER_NAMES = ("name", "name_zh", "name_en")


def filled(crm: Unit, keep: Record, gone: Record) -> dict[str, Any]:
    """Values the staying record takes over: what it lacks, the other's names as aliases, tags and custom fields together.

    Raises:
        BadValue: they are not two records of one type that can be merged.
    """
    entity = type(keep).about.entity
    if type(gone) is not type(keep) or entity not in MERGED:
        raise BadValue(
            "Only two accounts, two contacts, two leads or two deals can be merged.",
            "只能合并两个客户、两位联系人、两条线索或两个商机。",
        )
    if keep.id == gone.id:
        raise BadValue(
            f"{keep.display} ({keep.ref}) is one and the same record.", f"“{keep.display}”（{keep.ref}）是同一条记录。"
        )
    crm.must_read_all(entity)
    values: dict[str, Any] = {}
    for name, spec in fields_of(entity).items():
        if name in _KEPT or not spec.editable or spec.kind is Kind.REFS:
            continue
        mine, theirs = crm.value(keep, name), crm.value(gone, name)
        if name in _NO:
            if theirs and not mine:
                values[name] = True
        elif spec.kind is Kind.JSON:
            both = list(dict.fromkeys([*(mine or []), *(theirs or [])]))
            if both != list(mine or []):
                values[name] = both
        elif mine in (None, "") and theirs not in (None, "") and not (spec.to == entity and theirs == keep.id):
            values[name] = theirs
    if entity == "account":
        known = {getattr(keep, n) for n in _OTHER_NAMES} | {values.get(n) for n in _OTHER_NAMES}
        aliases = list(values.get("aliases") or crm.value(keep, "aliases") or [])
        more = [n for f in _OTHER_NAMES if (n := getattr(gone, f)) and n not in known and n not in aliases]
        if more:
            values["aliases"] = [*aliases, *dict.fromkeys(more)]
    for name in ("parent",):
        if values.get(name) in (keep.id, gone.id):
            values.pop(name)
    custom = {**(gone.custom or {}), **(keep.custom or {})}
    if custom != (keep.custom or {}):
        values["custom"] = custom
    return values


def differing(crm: Unit, keep: Record, gone: Record) -> list[tuple[str, Any, Any]]:
    """(field, value that stays, value that goes) where both have one and they differ."""
    entity = type(keep).about.entity
    found = []
    for name, spec in fields_of(entity).items():
        if spec.kind in (Kind.REFS, Kind.JSON) or spec.quiet:
            continue
        mine, theirs = crm.value(keep, name), crm.value(gone, name)
        if name not in _NO and mine not in (None, "") and theirs not in (None, "", False) and mine != theirs:
            found.append((name, mine, theirs))
    return found


def hanging_on(crm: Unit, record: Record) -> dict[str, int]:
    """How many records of each type hang on a record, as this person sees them."""
    counts: dict[str, int] = {}
    for leaning, _, number in _leaning(crm, type(record).about.entity, record.id or 0):
        if crm.many(leaning, [number]):
            counts[leaning] = counts.get(leaning, 0) + 1
    return counts


def merge(crm: Unit, keep: Record, gone: Record, values: dict[str, Any]) -> None:
    """Move all that hangs on `gone` to `keep`, whoever owns it, give `keep` these values, and delete `gone`."""
    entity, old, new = type(keep).about.entity, gone.id or 0, keep.id or 0
    crm.must_read_all(entity)
    for leaning, field, number in list(_leaning(crm, entity, old)):
        record = _loaded(crm, leaning, number)
        crm.allow(leaning, number)
        if record is keep:
            crm.update(record, {field: None}, plain=True)
        elif isinstance(record, AccountContact) and _tied_already(crm, record, field, new):
            crm.delete(record)
        elif fields_of(leaning)[field].kind is Kind.REFS:
            held = crm.links(leaning, field, [number]).get(number, [])
            crm.update(record, {field: sorted({new if n == old else n for n in held})}, plain=True)
        else:
            crm.update(record, {field: new}, plain=True)
    crm.flush()
    if values:
        crm.update(keep, values, plain=True)
    crm.delete(gone)


def _leaning(crm: Unit, entity: str, number: int) -> Iterator[tuple[str, str, int]]:
    """(record type, field, number) of every live record that refers to this one, whoever sees it."""
    ws = crm.actor.workspace_id
    for other, model in entities().items():
        t = table_of(model).c
        live = (t.workspace_id == ws, t.deleted_at.is_(None))
        for name, spec in fields_of(other).items():
            if spec.kind is Kind.REF and spec.to == entity:
                for n in crm.inside(select(t.id).where(*live, t[spec.column] == number)).scalars():
                    yield other, name, n
        for name, link in model.about.links.items():
            if entity != (link.target or link.theirs.removesuffix("_id")):
                continue
            x = table_of(LINK_TABLES[link.model]).c
            q = select(t.id).where(*live, x.workspace_id == ws, x[link.mine] == t.id, x[link.theirs] == number)
            for n in crm.inside(q.where(x.target == link.target) if link.target else q).scalars():
                yield other, name, n
    of = (col(Fact.workspace_id) == ws, col(Fact.deleted_at).is_(None))
    about = select(col(Fact.id)).where(*of, col(Fact.subject_type) == entity, col(Fact.subject_id) == number)
    yield from (("fact", "subject", n or 0) for n in crm.inside(about).scalars())
    on = (col(Share.workspace_id) == ws, col(Share.deleted_at).is_(None))
    shown = select(col(Share.id)).where(*on, col(Share.entity) == entity, col(Share.record_id) == number)
    yield from (("share", "record_id", n or 0) for n in crm.inside(shown).scalars())


def _loaded(crm: Unit, entity: str, number: int) -> Record:
    model = entities()[entity]
    q = select(model).where(col(model.workspace_id) == crm.actor.workspace_id, col(model.id) == number)
    record: Record = crm.inside(q.with_for_update()).scalars().one()
    return record


def _tied_already(crm: Unit, tie: AccountContact, field: str, new: int) -> bool:
    """Whether the staying record is tied to the other end of this tie already."""
    account = new if field == "account" else tie.account_id
    contact = new if field == "contact" else tie.contact_id
    q = select(col(AccountContact.id)).where(
        col(AccountContact.workspace_id) == crm.actor.workspace_id, col(AccountContact.deleted_at).is_(None),
        col(AccountContact.account_id) == account, col(AccountContact.contact_id) == contact, col(AccountContact.id) != tie.id,
    )  # fmt: skip
    return crm.inside(q).first() is not None
