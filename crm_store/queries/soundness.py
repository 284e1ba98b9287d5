"""Whether the store is whole: the file itself, the references, and the event log against the records."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import col

from crm_store import audit
from crm_store.base import Kind
from crm_store.models import Counter, Event, entities, entity_type, fields_of
from crm_store.unit import Unit

CHUNK = 2000


@dataclass(frozen=True)
class Defect:
    """Something that is not as the store leaves it: `code` names the kind, `where` the records or tables concerned."""

    code: str
    en: str
    zh: str
    where: tuple[str, ...] = ()


def file_defects(crm: Unit) -> list[Defect]:
    """What SQLite itself finds wrong with its file and its references; nothing on other databases, which check by themselves."""
    if crm.session.get_bind().dialect.name != "sqlite":
        return []
    found = []
    said = [str(row[0]) for row in crm.inside(text("PRAGMA integrity_check(20)"))]
    if said != ["ok"]:
        found.append(
            Defect(
                "store.damaged",
                f"The database file is damaged: {said[0]}. Restore a backup.",
                f"数据库文件已损坏：{said[0]}。请恢复备份。",
                tuple(said),
            )
        )
    loose = [f"{row[0]} row {row[1]} → {row[2]}" for row in crm.inside(text("PRAGMA foreign_key_check"))]
    if loose:
        found.append(
            Defect(
                "store.loose",
                f"{len(loose):,} references point at nothing. Restore a backup.",
                f"有 {len(loose):,} 个引用指向不存在的记录。请恢复备份。",
                tuple(loose[:100]),
            )
        )
    return found


def log_defects(crm: Unit) -> tuple[int, list[Defect]]:
    """How many events there are, and what is wrong with the log: numbers missing, or records that are not what it says.

    An event cannot be taken out unnoticed: numbers have no gaps, every record begins with one, and the last value each
    names for a field is the value the record holds.
    """
    ws = crm.actor.workspace_id
    mine = col(Event.workspace_id) == ws
    total, last = crm.inside(select(func.count(), func.max(col(Event.id))).select_from(Event).where(mine)).one()
    series = select(col(Counter.last)).where(col(Counter.workspace_id) == ws, col(Counter.entity) == "event")
    given = crm.inside(series).scalar_one_or_none() or 0
    found = []
    if total != (last or 0) or given != (last or 0):
        missing = max(given, last or 0) - total
        found.append(
            Defect(
                "log.gap",
                f"The event log misses {missing:,} of its entries: it was changed from outside.",
                f"事件日志缺少 {missing:,} 条记录：曾被外部修改。",
            )
        )
    unbooked, differing = [], []
    for entity in entities():
        if not entity_type(entity).about.audited:
            continue
        a, b = _compare(crm, entity)
        unbooked += a
        differing += b
    if unbooked:
        found.append(
            Defect(
                "log.unbooked",
                f"{len(unbooked):,} records have no entry in the event log.",
                f"有 {len(unbooked):,} 条记录在事件日志中没有记载。",
                tuple(unbooked[:100]),
            )
        )
    if differing:
        found.append(
            Defect(
                "log.differs", f"{len(differing):,} records are not what the event log says: they were changed from outside.",
                f"有 {len(differing):,} 条记录与事件日志不符：曾被外部修改。", tuple(differing[:100]),
            )
        )  # fmt: skip
    return int(total), found


def _compare(crm: Unit, entity: str) -> tuple[list[str], list[str]]:
    """References of this type's records without a first event, and of those that differ from their last known values."""
    model = entity_type(entity)
    watched = {n for n, s in fields_of(entity).items() if not s.quiet and s.kind is not Kind.SUBJECT}
    unbooked, differing, last = [], [], 0
    while records := list(
        crm.inside(
            select(model)
            .where(col(model.id) > last, col(model.workspace_id) == crm.actor.workspace_id)
            .order_by(col(model.id))
            .limit(CHUNK)
        ).scalars()
    ):
        numbers = [r.id or 0 for r in records]
        last = numbers[-1]
        said = _last_values(crm, entity, numbers)
        links = {name: crm.links(entity, name, numbers) for name in model.about.links}
        for r in records:
            if r.id not in said:
                unbooked.append(r.ref)
                continue
            held = audit.snapshot(r, {name: found.get(r.id or 0, []) for name, found in links.items()})
            if r.deleted_at is None and any(_differs(held.get(n), v) for n, v in said[r.id].items() if n in watched):
                differing.append(
                    f"{r.ref} {', '.join(n for n, v in said[r.id].items() if n in watched and _differs(held.get(n), v))}"
                )
        crm.session.expunge_all()
    return unbooked, differing


def _last_values(crm: Unit, entity: str, numbers: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for start in range(0, len(numbers), 500):
        q = select(
            Event.record_id, Event.after, Event.tool
        ).where(  # type: ignore[call-overload]
            col(Event.workspace_id) == crm.actor.workspace_id,
            col(Event.entity) == entity,
            col(Event.record_id).in_(numbers[start : start + 500]),
        )
        for number, after, tool in crm.inside(q.order_by(col(Event.id))):
            if tool != "history":
                found[number].update(after)
    return dict(found)


def _differs(held: Any, said: Any) -> bool:
    empty: tuple[Any, ...] = (None, [], {}, "")
    return held != said and not (held in empty and said in empty)
