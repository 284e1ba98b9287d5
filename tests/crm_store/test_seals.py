"""The event log cannot be changed unnoticed: any field of any event, its place, its end, with or without redoing the chain."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from parley_worlds import CHEN
from sqlalchemy import text

from crm_store import wall
from crm_store.queries.seals import last_seal, seal_defects
from crm_store.queries.soundness import log_defects
from crm_store.sealing import FIRST, anchor, anchors, key_beside, seal
from crm_store.store import Store

FIELDS = (
    "tx", "at", "actor_id", "actor_kind", "turn", "tool", "entity", "record_id", "op", "before", "after", "reason", "undone_by", "content", "seal",
)  # fmt: skip


def defects(desk: Any, *held: Any) -> dict[str, tuple[str, ...]]:
    with desk.store.session(desk.store.system()) as crm:
        return {d.code: d.where for d in [*seal_defects(crm, *held), *log_defects(crm)[1]]}


def tamper(desk: Any, statement: str, **values: Any) -> None:
    with wall.within(desk.store.engine, 1).begin() as db:
        db.execute(text(statement), values)


def busy(desk: Any) -> None:
    """A log with saves, an undo, a redo and an undo that left something."""
    for close in ("2027-01-05", "2027-01-06", "2027-01-07"):
        card = desk.update(CHEN, "deal", desk.world.number("deal", "suzhou-line"), expected_close_date=close)
        desk.yes(CHEN, card)
        desk.undo(CHEN, card)
    desk.redo(CHEN, card)


def with_key(desk: Any) -> Any:
    desk.store.key = b"kept elsewhere"
    with desk.store.session(desk.store.system(), writes=True) as crm:
        _seal_again(crm, desk.store.key)
    busy(desk)
    return desk


@pytest.fixture
def keyed(sqlite_desk: Any) -> Any:
    return with_key(sqlite_desk)


def _seal_again(crm: Any, key: bytes) -> None:
    from sqlalchemy import select, update

    from crm_store.models import Event, table_of

    t = table_of(Event)
    rows = [dict(r._mapping) for r in crm.inside(select(*t.c).order_by(t.c.id))]
    seal(rows, FIRST, key)
    for r in rows:
        crm.inside(update(t).where(t.c.id == r["id"]).values(content=r["content"], seal=r["seal"]))


def test_an_untouched_log_has_no_defect_and_a_touched_one_has(desk: Any) -> None:
    assert defects(with_key(desk)) == {}
    tamper(desk, "update event set tool = 'nobody' where id = 5")
    assert defects(desk)["log.tampered"] == ("E-5",)


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.slow)])
def test_a_change_of_any_field_of_any_event_is_found_by_name(keyed: Any, every: int) -> None:
    with wall.within(keyed.store.engine, 1).connect() as db:
        rows = [dict(r._mapping) for r in db.execute(text("select * from event order by id"))]
    missed = []
    for place, row in list(enumerate(rows))[::every]:
        for name in {FIELDS[place % len(FIELDS)], FIELDS[(place * 7 + 3) % len(FIELDS)]}:
            held = row[name]
            other: Any = {"at": "2020-01-01 00:00:00+00", "actor_id": 99, "record_id": 9999}.get(name, f"x{held}"[:30])
            if name in ("before", "after"):
                other = json.dumps({**(held if isinstance(held, dict) else json.loads(held)), "amount": "1"})
            tamper(keyed, f"update event set {name} = :v where id = :n", v=other, n=row["id"])
            with keyed.store.session(keyed.store.system()) as crm:
                named = [w for d in seal_defects(crm) if d.code == "log.tampered" for w in d.where]
            if f"E-{row['id']}" not in named:
                missed.append((row["id"], name))
            back = json.dumps(held) if isinstance(held, dict) else held
            tamper(keyed, f"update event set {name} = :v where id = :n", v=back, n=row["id"])
    assert not missed
    assert defects(keyed) == {}


def _cut(n: int) -> Callable[[Any, int], None]:
    def cut(desk: Any, last: int) -> None:
        tamper(desk, "delete from event where id > :n", n=last - n)
        tamper(desk, "update counter set last = :n where entity = 'event'", n=last - n)

    return cut


def _swap(desk: Any, last: int) -> None:
    for was, now in ((last, 0), (last - 1, last), (0, last - 1)):
        tamper(desk, "update event set id = :now where id = :was", was=was, now=now)


def _rechained(desk: Any, last: int) -> None:
    tamper(desk, "update event set tool = 'nobody' where id = 5")
    with desk.store.session(desk.store.system(), writes=True) as crm:
        _seal_again(crm, b"a guess")


def _forged(desk: Any, last: int) -> None:
    """Put in behind the end, numbered and counted, but not sealed with the key."""
    tamper(
        desk,
        "insert into event (workspace_id, id, tx, at, actor_kind, entity, record_id, op, before, after, content, seal)"
        " select workspace_id, id + 1, tx, at, actor_kind, entity, record_id, op, before, after, content, seal from event where id = :n",
        n=last,
    )
    tamper(desk, "update counter set last = :n where entity = 'event'", n=last + 1)


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (lambda d, n: tamper(d, "delete from event where id = 7"), {"log.tampered", "log.gap"}),
        (_cut(3), {"log.cut"}), (_swap, {"log.tampered"}), (_rechained, {"log.tampered"}), (_forged, {"log.tampered"}),
        (lambda d, n: tamper(d, "update event set undone_by = null where undone_by is not null"), {"log.tampered"}),
        (lambda d, n: tamper(d, "update event set undone_by = tx where id = 5"), {"log.tampered"}),
    ],
    ids=["taken out", "cut off", "swapped", "sealed with another key", "put in", "undo hidden", "undo feigned"],
)  # fmt: skip
def test_whatever_is_done_to_the_order_is_found(keyed: Any, tmp_path: Path, deed: Any, found: set[str]) -> None:
    with keyed.store.session(keyed.store.system()) as crm:
        number, mark = last_seal(crm)
        assert anchor(tmp_path, crm.today, number, mark)
        assert not anchor(tmp_path, crm.today, number, mark)
    held = anchors(tmp_path)
    assert defects(keyed, held) == {}
    deed(keyed, number)
    assert found <= set(defects(keyed, held))


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    key = key_beside(tmp_path, make=True)
    assert len(key) == 64
    assert key_beside(tmp_path, make=True) == key
    assert (tmp_path / "secrets" / "audit.key").stat().st_mode & 0o777 == 0o600
    assert Store(f"sqlite:///{tmp_path / 'parley.db'}").key == key


def test_an_anchor_cut_short_by_a_full_disk_takes_no_other_with_it(tmp_path: Path) -> None:
    assert anchor(tmp_path, date(2026, 11, 18), 5, "a" * 32)
    path = tmp_path / "anchors.jsonl"
    path.write_text(path.read_text("utf-8") + '{"day": "2026-11-1', "utf-8")
    assert anchor(tmp_path, date(2026, 11, 20), 9, "b" * 32)
    assert anchors(tmp_path) == [("2026-11-18", 5, "a" * 32), ("2026-11-20", 9, "b" * 32)]
