"""One person's data taken out for good: from records, the event log, conversations and the store's own books."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, cast, delete, func, or_, select, update
from sqlmodel import SQLModel, col

from crm_store.base import Kind, Record
from crm_store.errors import BadValue, NotAllowed
from crm_store.models import (
    Activity,
    ActivityLink,
    Event,
    NameKey,
    Outbox,
    Share,
    entities,
    entity_type,
    fields_of,
    table_of,
)
from crm_store.models.passage import Passage, PassageTerm
from crm_store.names import OFFICES, TITLES
from crm_store.sameness import phone_key
from crm_store.sealing import ERASED
from crm_store.unit import Unit

PERSONS = ("contact", "lead")
"""Record types that are a person."""

BLANK = "▒▒▒"
"""What stands where somebody's data stood."""

_TEXTS = (Kind.TEXT, Kind.LONG, Kind.JSON)
_KEPT = frozenset({"language", "tags"})


def must_erase(crm: Unit, record: Record) -> None:
    """NotAllowed unless this person may erase people: administrators do. BadValue when the record is no person."""
    if type(record).about.entity not in PERSONS:
        raise BadValue(
            "Only the data of a person can be erased: a contact or a lead.", "只能抹除个人的数据：联系人或线索。"
        )
    if "configure" not in crm.actor.rights:
        raise NotAllowed(
            "Only an administrator may erase a person for good. Ask one, or delete the record.",
            "只有管理员可以永久抹除个人数据。请联系管理员，或仅删除该记录。",
        )


def marks_of(record: Record) -> tuple[str, ...]:
    """The strings a person is known by, as they may stand in any text: name, its pinyin, e-mail, phone in every writing, WeChat."""
    found: list[str] = []
    for name in ("name", "name_pinyin", "email", "phone", "wechat"):
        held = str(getattr(record, name, None) or "").strip()
        if len(held) > 1:
            found.append(held)
    phone = str(getattr(record, "phone", None) or "")
    if phone:
        digits = re.sub(r"\D", "", phone)
        found += [
            p for p in (phone_key(phone), digits, digits[-11:], digits[-10:], re.sub(r"\s+", "", phone)) if len(p) > 6
        ]
    spelt = str(getattr(record, "name_pinyin", None) or "").split()
    if len(spelt) > 1:
        found += [" ".join(reversed(spelt)), "".join(spelt)]
    return tuple(sorted(dict.fromkeys(f for f in found if f != BLANK), key=len, reverse=True))


def erase(crm: Unit, record: Record) -> int:
    """Take a person out; returns how many other records held something of them. The record stays as an empty, deleted shell.

    Names in part ("Bob called") are taken out of what is linked to the person only. Events keep their seals: the chain still holds.
    """
    must_erase(crm, record)
    entity, number = type(record).about.entity, record.id or 0
    marks = marks_of(record)
    own = {(entity, number), *_same_person(crm, record)}
    parts = (
        tuple(w for w in record.display.split() if len(w) > 2) if record.display.isascii() else _given(record.display)
    )
    linked = {(e, n) for kind, at in own if kind == "contact" for e, n in _linked(crm, at)}
    touched: set[tuple[str, int]] = set()
    for kind, at in sorted(own):
        _blank(crm, kind, at)
    for kind, model in entities().items():
        for n in _holding(crm, model, marks):
            if (kind, n) not in own and _redact_row(crm, model, n, marks):
                touched.add((kind, n))
    for kind, n in sorted(linked - own):
        if _redact_row(crm, entity_type(kind), n, parts):
            touched.add((kind, n))
    for kind, n in _events_holding(crm, own, linked, marks, parts):
        touched.add((kind, n))
    for kept in (m.class_ for m in SQLModel._sa_registry.mappers):
        if not issubclass(kept, (Record, Event, NameKey)) and "workspace_id" in table_of(kept).c:
            _redact_book(crm, kept, marks)
    _forget_keys(crm, own, touched)
    _forget_words(crm, own | linked | touched)
    crm.session.expire_all()
    crm.erased += marks
    crm._book([("erase", e, n, {}, {ERASED: True}) for e, n in sorted(own | touched)], at=crm.now)
    crm._jobs([(e, n) for e, n in sorted(own | linked | touched)])
    return len(touched - own)


def _forget_words(crm: Unit, records: Iterable[tuple[str, int]]) -> None:
    """Take the kept words of these records away before the file is written anew; the index jobs keep those of the present texts."""
    p, t = table_of(Passage), table_of(PassageTerm)
    ws = crm.actor.workspace_id
    for entity, number in sorted(set(records)):
        mine = (p.c.workspace_id == ws, p.c.entity == entity, p.c.record_id == number)
        ids = list(crm.inside(select(p.c.id).where(*mine)).scalars())
        if ids:
            crm.inside(delete(t).where(t.c.workspace_id == ws, t.c.passage_id.in_(ids)))
            crm.inside(delete(p).where(*mine))


def redacted(text: str, marks: Iterable[str]) -> str:
    """A text without these strings, in any letters."""
    for mark in marks:
        word = mark.isascii() and not re.search(r"[\d@]", mark)  # "Ann Lee" is no part of "Joann Leeds"
        bound, end = (r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])") if word else ("", "")
        text = re.sub(f"{bound}{re.escape(mark)}{end}", BLANK, text, flags=re.IGNORECASE)
    return text


def _blank(crm: Unit, entity: str, number: int) -> None:
    """Empty the person's own row, its events and its shares."""
    table, about = table_of(entity_type(entity)), entity_type(entity).about
    values: dict[str, Any] = {"custom": {}, "external_id": None, "deleted_at": crm.now, "version": table.c.version + 1}
    for name, spec in fields_of(entity).items():
        if spec.column and spec.kind in _TEXTS and name not in _KEPT:
            values[spec.column] = (
                [] if spec.kind is Kind.JSON else f"{about.prefix}-{number}" if spec.required else None
            )
    ws = crm.actor.workspace_id
    crm.inside(update(table).where(table.c.workspace_id == ws, table.c.id == number).values(values))
    e = table_of(Event)
    mine = (e.c.workspace_id == ws, e.c.entity == entity, e.c.record_id == number)
    crm.inside(update(e).where(*mine).values(before={}, after={ERASED: True}))
    s = table_of(Share)
    crm.inside(
        update(s)
        .where(s.c.workspace_id == ws, s.c.entity == entity, s.c.record_id == number)
        .values(deleted_at=crm.now)
    )


def _same_person(crm: Unit, record: Record) -> set[tuple[str, int]]:
    """Leads and contacts, deleted ones too, with the same e-mail or phone: one person."""
    found: set[tuple[str, int]] = set()
    email, phone = str(getattr(record, "email", None) or ""), phone_key(str(getattr(record, "phone", None) or ""))
    for entity in PERSONS:
        t = table_of(entity_type(entity)).c
        alike: list[ColumnElement[bool]] = []
        if email:
            alike.append(func.lower(t.email) == email.casefold())
        if phone:
            alike.append(t.phone.like(f"%{phone[-4:]}"))
        if not alike:
            continue
        rows = crm.inside(
            select(t.id, t.email, t.phone, t.name).where(t.workspace_id == crm.actor.workspace_id, or_(*alike))
        )
        for number, mail, tel, name in rows:
            same_mail = bool(email) and str(mail or "").casefold() == email.casefold()
            if same_mail or (phone_key(str(tel or "")) == phone and name == record.display):
                found.add((entity, number))
    return found


def _linked(crm: Unit, contact: int) -> list[tuple[str, int]]:
    """Activities a person took part in, and tasks, tickets and facts about them."""
    ws = crm.actor.workspace_id
    x, a = table_of(ActivityLink).c, table_of(Activity).c
    q = select(a.id).where(x.workspace_id == ws, x.activity_id == a.id, x.target == "contact", x.target_id == contact)
    found = [("activity", n) for n in crm.inside(q).scalars()]
    for entity in ("task", "ticket"):
        t = table_of(entity_type(entity)).c
        found += [
            (entity, n) for n in crm.inside(select(t.id).where(t.workspace_id == ws, t.contact_id == contact)).scalars()
        ]
    f = table_of(entity_type("fact")).c
    about = select(f.id).where(f.workspace_id == ws, f.subject_type == "contact", f.subject_id == contact)
    return [*found, *(("fact", n) for n in crm.inside(about).scalars())]


def _texts_of(model: type[Any]) -> list[Any]:
    return [
        c for c in table_of(model).c if isinstance(c.type, (Text, JSON)) or str(c.type).startswith(("VARCHAR", "TEXT"))
    ]


def _containing(columns: Sequence[Any], marks: Iterable[str]) -> ColumnElement[bool]:
    """Columns that hold one of these strings, plainly or as JSON escapes it."""
    said = []
    for mark in marks:
        for text in dict.fromkeys((mark, json.dumps(mark)[1:-1])):
            said += [cast(c, Text).icontains(text, autoescape=True) for c in columns]
    return or_(*said)


def _holding(crm: Unit, model: type[Record], marks: Sequence[str]) -> list[int]:
    columns = [c for c in _texts_of(model) if c.name not in ("created_via", "currency", "status", "kind", "role")]
    t = table_of(model).c
    q = select(t.id).where(t.workspace_id == crm.actor.workspace_id, _containing(columns, marks))
    return list(crm.inside(q).scalars()) if columns and marks else []


def _redact_row(crm: Unit, model: type[Any], number: int, marks: Sequence[str]) -> bool:
    t = table_of(model)
    here = (t.c.workspace_id == crm.actor.workspace_id, t.c.id == number)
    row = crm.inside(select(*t.c).where(*here)).mappings().one()
    values = {c.name: new for c in _texts_of(model) if (new := _without(row[c.name], marks)) != row[c.name]}
    if values:
        crm.inside(update(t).where(*here).values({**values, "version": t.c.version + 1}))
    return bool(values)


def _events_holding(
    crm: Unit, own: set[tuple[str, int]], linked: set[tuple[str, int]], marks: Sequence[str], parts: Sequence[str]
) -> set[tuple[str, int]]:
    """Take the person out of the values of all events; returns the records these are of."""
    t = table_of(Event)
    found: set[tuple[str, int]] = set()
    q = select(t.c.id, t.c.entity, t.c.record_id, t.c.before, t.c.after).where(
        t.c.workspace_id == crm.actor.workspace_id, _containing([t.c.before, t.c.after], [*marks, *parts])
    )
    for number, entity, record, before, after in list(crm.inside(q)):
        if (entity, record) in own:
            continue
        gone = [*marks, *(parts if (entity, record) in linked else ())]
        was, now = _without(before, gone), _without(after, gone)
        if (was, now) != (before, after):
            here = (t.c.workspace_id == crm.actor.workspace_id, t.c.id == number)
            crm.inside(update(t).where(*here).values(before=was, after={**now, ERASED: True}))
            found.add((entity, record))
    return found


def _redact_book(crm: Unit, model: type[Any], marks: Sequence[str]) -> None:
    """Proposals, imports, conversations: the same strings taken out wherever they stand; open cards are let go."""
    t, columns = table_of(model), _texts_of(model)
    keys = list(t.primary_key.columns)
    if not columns or not marks:
        return
    q = select(*t.c).where(t.c.workspace_id == crm.actor.workspace_id, _containing(columns, marks))
    for row in crm.inside(q).mappings().all():
        values = {
            c.name: new for c in columns if (new := _without(row[c.name], marks)) != row[c.name] and c not in keys
        }
        if t.name == "proposal" and values and row["status"] == "pending":
            values["status"] = "cancelled"
        if values:
            crm.inside(update(t).where(*(k == row[k.name] for k in keys)).values(values))


def _without(value: Any, marks: Sequence[str]) -> Any:
    if isinstance(value, str):
        return redacted(value, marks)
    if isinstance(value, dict):
        return {redacted(k, marks): _without(v, marks) for k, v in value.items()}
    return [_without(v, marks) for v in value] if isinstance(value, (list, tuple)) else value


def _given(name: str) -> tuple[str, ...]:
    """What a Chinese person is called in talk: the given name, the surname with a title."""
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", name):
        return ()
    titles = tuple(name[0] + t for t in (*TITLES, *OFFICES.split("|")))
    return (*((name[1:],) if len(name) > 2 else ()), *titles)


def _forget_keys(crm: Unit, own: set[tuple[str, int]], touched: set[tuple[str, int]]) -> None:
    """Name keys and index jobs of the person go; those of the others are worked out anew."""
    ws = crm.actor.workspace_id
    for table in (table_of(NameKey), table_of(Outbox)):
        for entity, number in own:
            mine = (table.c.workspace_id == ws, table.c.entity == entity, table.c.record_id == number)
            crm.inside(delete(table).where(*mine))
    crm.session.expire_all()
    for entity in {e for e, _ in touched}:
        model = entity_type(entity)
        numbers = [n for e, n in touched if e == entity]
        q = select(model).where(col(model.workspace_id) == ws, col(model.id).in_(numbers))
        crm._rename(list(crm.inside(q.execution_options(populate_existing=True)).scalars()))
