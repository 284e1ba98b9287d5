"""Records that may be one: pairs with a score and the reasons, for one record or through the whole store, in the actor's scope."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.models import entity_type, fields_of
from crm_store.names import keys_for
from crm_store.queries.namesakes import by_keys
from crm_store.sameness import company_core, company_sound, person_core, phone_key
from crm_store.unit import Unit

WEIGHT: Mapping[str, float] = {
    "email": 0.95, "domain": 0.7, "company": 0.85, "alias": 0.75, "phone": 0.6, "place": 0.85, "sound": 0.5, "name": 0.4, "firm": 0.7,
}  # fmt: skip
"""How much each likeness says for itself; several multiply what is left of the doubt."""

WHY: Mapping[str, tuple[str, str]] = {
    "email": ("the same e-mail", "邮箱相同"),
    "domain": ("the same domain", "域名相同"),
    "company": ("the same company name", "公司名称相同"),
    "alias": ("one is an alias of the other", "一方是另一方的别名"),
    "phone": ("the same phone number", "电话相同"),
    "place": ("the same name at the same company", "同一公司下姓名相同"),
    "sound": ("the same name in Latin letters", "拼音相同"),
    "name": ("the same name", "姓名相同"),
    "firm": ("the same name and organization", "姓名与单位相同"),
}
"""Each likeness in words."""

ENOUGH = 0.55
"""Least score of a pair worth showing: a shared phone number alone, or a name alone at different companies, is not."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "account": ("name", "name_zh", "name_en", "aliases", "domain"),
    "contact": ("name", "name_pinyin", "email", "phone", "account"),
    "lead": ("name", "name_pinyin", "email", "phone", "organization"),
}
_MOST_ALIKE = 40
"""More records under one key than this share it for another reason: a switchboard, a free mail domain."""


@dataclass(frozen=True)
class Pair:
    """Two records that may be one; `one` is the older. `score` is 0 to 1, `why` the likenesses, strongest first."""

    one: Record
    other: Record
    score: float
    why: tuple[str, ...]


def doubles_of(crm: Unit, record: Record) -> list[Pair]:
    """What may be the same as this record, likeliest first."""
    entity = type(record).about.entity
    if entity not in _COLUMNS:
        return []
    mine = set(_keys(entity, _values(crm, record)))
    found = []
    for other in _candidates(crm, record).values():
        why = {k for k, _ in mine & set(_keys(entity, _values(crm, other)))}
        if (pair := _pair(record, other, why)) is not None:
            found.append(pair)
    return sorted(found, key=lambda p: (-p.score, p.other.id or 0))


def doubles(crm: Unit, entity: str, *, limit: int = 50) -> tuple[list[Pair], int]:
    """The likeliest pairs of a record type through all this person sees, and how many there are in all.

    Only the keys are held in memory: two short texts a record and likeness.
    """
    if entity not in _COLUMNS:
        return [], 0
    model, specs = entity_type(entity), fields_of(entity)
    columns = [getattr(model, specs[n].column) for n in _COLUMNS[entity]]
    under: dict[tuple[str, str], list[int]] = {}
    rows = crm.session.execute(
        select(model.id, *columns).order_by(col(model.id)),  # type: ignore[call-overload]
        execution_options={"yield_per": 2000},
    )
    for number, *values in rows:
        for key in set(_keys(entity, dict(zip(_COLUMNS[entity], values, strict=True)))):
            under.setdefault(key, []).append(number)
    alike: dict[tuple[int, int], set[str]] = {}
    for (kind, _), numbers in under.items():
        if 1 < len(numbers) <= _MOST_ALIKE:
            for i, a in enumerate(numbers):
                for b in numbers[i + 1 :]:
                    alike.setdefault((a, b), set()).add(kind)
    scored = sorted(((_score(why), ab, why) for ab, why in alike.items()), key=lambda s: (-s[0], s[1]))
    scored = [s for s in scored if s[0] >= ENOUGH]
    shown = scored[:limit]
    records = crm.many(entity, {n for _, ab, _ in shown for n in ab})
    pairs = [_pair(records[a], records[b], why) for _, (a, b), why in shown if a in records and b in records]
    return [p for p in pairs if p is not None], len(scored)


def _pair(a: Record, b: Record, why: Iterable[str]) -> Pair | None:
    reasons = sorted(set(why), key=lambda k: -WEIGHT[k])
    score = _score(reasons)
    return Pair(a, b, score, tuple(_told(reasons))) if score >= ENOUGH else None


def _score(why: Iterable[str]) -> float:
    doubt = 1.0
    for kind in _told(sorted(set(why), key=lambda k: -WEIGHT[k])):
        doubt *= 1 - WEIGHT[kind]
    return round(1 - doubt, 2)


def _told(reasons: list[str]) -> Iterator[str]:
    """Without the likenesses that another one implies."""
    for kind in reasons:
        if kind == "name" and {"place", "firm"} & set(reasons):
            continue
        if kind in ("sound", "alias") and "company" in reasons:
            continue
        yield kind


def _keys(entity: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(likeness, key) of a record: two records alike in one have that key in common."""
    if entity == "account":
        names = [str(values[n]) for n in ("name", "name_zh", "name_en") if values.get(n)]
        if values.get("domain"):
            yield "domain", str(values["domain"]).casefold().removeprefix("www.").strip("/ ")
        for name in names:
            yield "company", company_core(name)
            if len(sound := company_sound(name)) > 3:
                yield "sound", sound
        for name in [*names, *(values.get("aliases") or [])]:
            yield "alias", company_core(str(name))
        return
    person = person_core(str(values.get("name") or ""))
    if values.get("email"):
        yield "email", str(values["email"]).casefold().strip()
    if values.get("phone") and (number := phone_key(str(values["phone"]))):
        yield "phone", number
    if not person:
        return
    yield "name", person
    if entity == "contact" and values.get("account"):
        yield "place", f"{person}@{values['account']}"
    if entity == "lead" and values.get("organization"):
        yield "firm", f"{person}@{company_core(str(values['organization']))}"


def _values(crm: Unit, record: Record) -> dict[str, Any]:
    return {n: crm.value(record, n) for n in _COLUMNS[type(record).about.entity]}


def _candidates(crm: Unit, record: Record) -> dict[int, Record]:
    """The records that share a name key, an e-mail, a domain or the end of a phone number with this one."""
    entity, model = type(record).about.entity, type(record)
    keys = {k for k, kind in keys_for(entity, record) if kind in ("full", "alias", "pinyin")}
    if entity == "account":
        keys |= {company_core(n) for n in (record.name, record.name_zh, record.name_en) if n}  # type: ignore[attr-defined]
    numbers = {n for rows in by_keys(crm, keys, (entity,)).values() for _, n, _ in rows}
    alike = []
    for name in ("email", "domain"):
        held = getattr(record, name, None)
        if held:
            alike.append(func.lower(getattr(model, name)) == str(held).casefold())
    phone = phone_key(str(getattr(record, "phone", None) or ""))
    if phone:
        alike.append(getattr(model, "phone").like(f"%{phone[-4:]}"))  # noqa: B009
    if alike:
        numbers |= {n for n in crm.exec(select(model.id).where(or_(*alike)).limit(200)).scalars() if n}  # type: ignore[call-overload]
    numbers.discard(record.id or 0)
    return crm.many(entity, sorted(numbers)[:400])
