"""Whether the event log is as it was written: every seal worked out anew, and held against the anchors."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from crm_store.models import Event, table_of
from crm_store.queries.soundness import Defect
from crm_store.sealing import ERASED, FIRST, content_of, seal_of
from crm_store.unit import Unit

CHUNK = 2000


def last_seal(crm: Unit) -> tuple[int, str]:
    """The number and the seal of the newest event; (0, "") when there is none."""
    t = table_of(Event).c
    q = select(t.id, t.seal).where(t.workspace_id == crm.actor.workspace_id).order_by(t.id.desc()).limit(1)
    row = crm.inside(q).first()
    return (int(row[0]), str(row[1])) if row is not None else (0, "")


def seal_defects(crm: Unit, anchors: Sequence[tuple[str, int, str]] = ()) -> list[Defect]:
    """Events that are not what was written, by number, and days whose anchor no longer fits."""
    broken: list[str] = []
    marks: dict[int, str] = {}
    watched = {number for _, number, _ in anchors}
    undone: list[tuple[int, str, str | None, str, int]] = []
    erasures: set[tuple[str, int]] = set()
    erased: list[tuple[int, tuple[str, int]]] = []
    undoings: dict[tuple[str, str, int], str] = {}
    causes: set[tuple[str, str]] = set()
    last, expected = FIRST, 1
    for row in _rows(crm):
        number, on = int(row["id"]), (str(row["entity"]), int(row["record_id"]))
        if number in watched:
            marks[number] = str(row["seal"])
        whole = content_of(row, crm.key) == row["content"]
        if not whole and ERASED in row["after"]:
            erased.append((number, on))
            whole = True
        if number != expected or not whole or seal_of(row, last, crm.key) != row["seal"]:
            broken.append(f"E-{number}")
        last, expected = str(row["seal"]), number + 1
        if row["op"] == "erase":
            erasures.add(on)
        why, _, tx = str(row["reason"] or "").partition(" ")
        if why == "undo":
            undoings[(tx, *on)] = str(row["tx"])
            causes.add((tx, str(row["tx"])))
        elif why == "redo":
            standing = undoings.pop((tx, *on), None)
            if standing is not None:  # the undo itself is taken back
                undoings[(standing, *on)] = str(row["tx"])
                causes.add((standing, str(row["tx"])))
        undone.append((number, str(row["tx"]), row["undone_by"], *on))
    broken += [f"E-{n}" for n, on in erased if on not in erasures]
    for number, tx, by, entity, record in undone:
        standing = undoings.get((tx, entity, record))
        if (by is not None and (tx, by) not in causes) or (by is None and standing is not None):
            broken.append(f"E-{number}")
    found = []
    if broken:
        names = tuple(dict.fromkeys(broken))
        found.append(
            Defect(
                "log.tampered",
                f"{len(names):,} entries of the event log are not what was written: changed, moved or put in from outside.",
                f"事件日志中有 {len(names):,} 条与写入时不符：曾被外部修改、移动或插入。",
                names[:100],
            )
        )
    lost = tuple(day for day, number, mark in anchors if marks.get(number) != mark)
    if lost:
        found.append(
            Defect(
                "log.cut",
                f"The event log no longer holds what was anchored on {lost[0]}: its end was cut off or it was written anew.",
                f"事件日志与 {lost[0]} 的锚点不符：末尾被截断或日志被重写。",
                lost,
            )
        )
    return found


def _rows(crm: Unit) -> Iterator[dict[str, Any]]:
    t = table_of(Event)
    last = 0
    while True:
        q = select(*t.c).where(t.c.workspace_id == crm.actor.workspace_id, t.c.id > last).order_by(t.c.id).limit(CHUNK)
        rows = [dict(r._mapping) for r in crm.inside(q)]
        if not rows:
            return
        yield from rows
        last = int(rows[-1]["id"])
