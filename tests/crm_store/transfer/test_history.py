"""An imported past becomes past events and stays, and agrees with the present."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from crm_store.models import Deal, Event, Stage, StageHistory
from crm_store.store import Store
from crm_store.transfer import ImportReport

Bring = Callable[..., ImportReport]
CREATED = datetime(2026, 1, 5, 1, tzinfo=UTC)
MOVED = datetime(2026, 2, 10, 9, tzinfo=UTC)
HEAD = "deal,at,field,before,after,by\n"


def past(store: Store, external_id: str = "D1") -> list[Any]:
    with store.session(store.system()) as crm:
        deal = crm.exec(select(Deal).where(Deal.external_id == external_id)).scalars().one()
        q = (
            select(Event)
            .where(Event.entity == "deal", Event.record_id == deal.id, Event.tool == "history")
            .order_by(Event.at, Event.id)
        )
        return list(crm.exec(q).scalars())


def stays(store: Store, external_id: str = "D1") -> list[tuple[str, datetime, datetime | None]]:
    with store.session(store.system()) as crm:
        deal = crm.exec(select(Deal).where(Deal.external_id == external_id)).scalars().one()
        names = {s.id: s.name for s in crm.exec(select(Stage)).scalars()}
        q = select(StageHistory).where(StageHistory.deal_id == deal.id).order_by(StageHistory.entered_at)
        return [(names[s.to_stage_id], s.entered_at, s.left_at) for s in crm.exec(q).scalars()]


def test_rows_become_past_events(filled: Store) -> None:
    made = past(filled)
    assert [(e.op, e.at, e.actor_kind) for e in made] == [
        ("create", CREATED, "import"), ("update", MOVED, "import"), ("update", datetime(2026, 2, 11, 9, tzinfo=UTC), "import"),
    ]  # fmt: skip
    assert (made[0].before, made[0].after) == ({}, {"stage": 1, "amount": "250000"})
    assert (made[1].before, made[1].after) == ({"stage": 1}, {"stage": 2})
    assert (made[2].before, made[2].after) == ({"amount": "250000"}, {"amount": "300000"})
    assert {e.actor_id for e in made} == {
        filled.actor("rep@example.com").user_id,
        filled.actor("boss@example.com").user_id,
    }


def test_stays_follow_the_history(filled: Store) -> None:
    assert stays(filled) == [("Qualify", CREATED, MOVED), ("Proposal", MOVED, None)]
    with filled.session(filled.system()) as crm:
        assert crm.exec(select(Deal).where(Deal.external_id == "D1")).scalars().one().stage_entered_at == MOVED


def test_a_deal_without_history_has_one_stay(filled: Store) -> None:
    assert stays(filled, "D2") == [("Won", datetime(2026, 6, 30, 10, tzinfo=UTC), None)]


def test_a_second_import_books_nothing_again(filled: Store, world: Any, bring: Bring) -> None:
    report = bring(filled, "deal_history.csv", (world / "deal_history.csv").read_text("utf-8"))
    assert (report.created, report.unchanged) == (0, 4)
    assert len(past(filled)) == 3
    assert len(stays(filled)) == 2


def test_a_history_that_comes_later_moves_the_stay(filled: Store, bring: Bring) -> None:
    report = bring(
        filled, "deal_history.csv",
        HEAD + "D2,2026-02-01T10:00:00Z,stage,,Proposal,\nD2,2026-06-30T10:00:00Z,stage,Proposal,Won,rep@example.com\n",
    )  # fmt: skip
    assert report.warnings == []
    won = datetime(2026, 6, 30, 10, tzinfo=UTC)
    assert stays(filled, "D2") == [("Proposal", datetime(2026, 2, 1, 10, tzinfo=UTC), won), ("Won", won, None)]


def test_the_present_wins_over_a_history_that_ends_elsewhere(
    filled: Store, world: Any, bring: Bring, tmp_path: Any
) -> None:
    from crm_store.transfer import import_paths

    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "deals.csv").write_text("external_id,name,stage,created_at\nE1,Odd,Lost,2026-01-01T00:00:00Z\n")
    (folder / "deal_history.csv").write_text(HEAD + "E1,2026-03-01T00:00:00Z,stage,Qualify,Proposal,\n")
    report = import_paths(filled, None, "ada@example.com", [folder])
    assert "Odd" in report.warnings[0][0]
    march = datetime(2026, 3, 1, tzinfo=UTC)
    assert stays(filled, "E1") == [
        ("Qualify", datetime(2026, 1, 1, tzinfo=UTC), march),
        ("Proposal", march, march),
        ("Lost", march, None),
    ]


def test_wrong_rows_are_named(filled: Store, bring: Bring) -> None:
    report = bring(
        filled, "deal_history.csv",
        HEAD + "D9,2026-01-01T00:00:00Z,stage,,Won,\nD1,soon,stage,,Won,\nD1,2026-03-01T00:00:00Z,mood,,x,\n"
        "D1,2026-03-01T00:00:00Z,amount,-1,y,\nD1,2026-03-01T00:00:00Z,stage,,Renewing,who@x\n,2026-03-01T00:00:00Z,amount,,5,\n",
    )  # fmt: skip
    assert [(e.row, e.column) for e in report.errors] == [
        (2, "deal"), (3, "at"), (4, "field"), (5, "before"), (5, "after"), (6, "by"), (7, "deal"),
    ]  # fmt: skip
    assert len(past(filled)) == 3


def test_a_closing_move_gives_the_closing_day(filled: Store, tmp_path: Any) -> None:
    from crm_store.transfer import import_paths

    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "deals.csv").write_text("external_id,name,stage,created_at\nE1,Sold,Won,2026-01-01T00:00:00Z\n")
    (folder / "deal_history.csv").write_text(HEAD + "E1,2026-03-01T00:00:00Z,stage,Qualify,Won,\n")
    import_paths(filled, None, "ada@example.com", [folder])
    with filled.session(filled.system()) as crm:
        deal = crm.exec(select(Deal).where(Deal.external_id == "E1")).scalars().one()
    assert deal.closed_at == deal.stage_entered_at == datetime(2026, 3, 1, tzinfo=UTC)
