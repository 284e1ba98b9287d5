"""A world imports as one job: everything or nothing, undone as one, and a second time changes nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from crm_store.errors import NotAllowed, NotFound, StoreError
from crm_store.models import (
    Account,
    Activity,
    Contact,
    Deal,
    Event,
    ImportJob,
    Stage,
    Target,
    Task,
    User,
    Workspace,
    entities,
)
from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.transfer import ImportReport, export, import_paths, import_world
from crm_store.undo import undo

Bring = Callable[..., ImportReport]


def one(store: Store, model: Any, **where: Any) -> Any:
    with store.session(store.system()) as crm:
        q = select(model)
        for name, value in where.items():
            q = q.where(getattr(model, name) == value)
        return crm.exec(q).scalars().one()


def count(store: Store, model: Any) -> int:
    with store.session(store.system()) as crm:
        return len(crm.exec(select(model)).scalars().all())


def snapshot(store: Store, folder: Path) -> dict[str, str]:
    """Every record type as exported, by an administrator."""
    folder.mkdir(exist_ok=True)
    actor = store.actor("ada@example.com")
    texts = {}
    for entity in entities():
        export(store, actor, entity, folder / f"{entity}.csv")
        texts[entity] = (folder / f"{entity}.csv").read_text("utf-8")
    return texts


# First steps


def test_an_empty_store_takes_a_folder_that_names_its_admin(store: Store, world: Path) -> None:
    report = import_paths(store, None, "Ada@Example.com", [world])
    assert report.errors == []
    ada = one(store, User, email="ada@example.com")
    with store.session(store.system()) as crm:
        events = crm.exec(select(Event)).scalars().all()
    assert {(e.actor_id, e.actor_kind) for e in events if e.tool == "import"} == {(ada.id, "import")}
    assert one(store, Workspace).currency == "EUR"


def test_an_empty_store_refuses_anybody_else(store: Store, world: Path) -> None:
    for who in ("rep@example.com", "nobody@example.com"):
        with pytest.raises(StoreError, match="user add"):
            import_paths(store, None, who, [world])
    assert count(store, User) == 0


def test_an_unknown_user_of_a_filled_store_is_refused(filled: Store, world: Path) -> None:
    with pytest.raises(NotFound):
        import_paths(filled, None, "nobody@example.com", [world])


# What arrives


def test_the_world_arrives(filled: Store) -> None:
    assert [count(filled, m) for m in (User, Stage, Account, Contact, Deal, Activity, Target)] == [3, 6, 2, 3, 2, 2, 2]
    deal = one(filled, Deal, external_id="D1")
    with filled.session(filled.system()) as crm:
        assert (deal.amount, deal.currency, deal.created_at) == (
            Decimal(300000),
            "CNY",
            datetime(2026, 1, 5, 1, tzinfo=UTC),
        )
        assert crm.get("stage", deal.stage_id).display == "Proposal"
        assert crm.get("contact", deal.contact_id).display == "李娜"
        assert sorted(c.external_id for c in crm.many("contact", crm.value(deal, "contacts")).values()) == ["C1", "C3"]
        assert deal.last_activity_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
        assert deal.created_via == "import"


def test_a_stage_is_looked_up_in_its_own_pipeline(filled: Store) -> None:
    deal = one(filled, Deal, external_id="D2")
    stage = one(filled, Stage, id=deal.stage_id)
    assert (stage.name, stage.pipeline_id, deal.forecast_category) == ("Won", deal.pipeline_id, "closed")
    assert deal.stage_entered_at == deal.closed_at == datetime(2026, 6, 30, 10, tzinfo=UTC)


def test_fractions_become_percentages(filled: Store) -> None:
    with filled.session(filled.system()) as crm:
        said = {(s.pipeline_id, s.name): s.probability for s in crm.exec(select(Stage)).scalars()}
    assert {p for (pipeline, _), p in said.items() if pipeline == 2} == {Decimal(50), Decimal(100)}


def test_texts_keep_their_zeros(filled: Store) -> None:
    assert one(filled, Contact, external_id="C1").phone == "0012345"


def test_order_in_a_file_does_not_matter(filled: Store, bring: Bring) -> None:
    report = bring(filled, "accounts.csv", "external_id,name,parent\nB1,Child,Mother\nB2,Mother,\n")
    assert report.errors == []
    assert one(filled, Account, external_id="B1").parent_id == one(filled, Account, external_id="B2").id


def test_a_due_moment_fills_the_assignees_day(filled: Store, bring: Bring) -> None:
    bring(filled, "tasks.csv", "external_id,title,due_at,assignee\nT1,Call,2026-11-24T23:30:00Z,rep@example.com\n")
    assert one(filled, Task, external_id="T1").due_on == date(2026, 11, 25)


# Undo, repetition, dry run


def test_undo_leaves_what_was_there_before(people: Store, world: Path, tmp_path: Path) -> None:
    before = snapshot(people, tmp_path / "out")
    report = import_paths(people, None, "ada@example.com", [world])
    assert snapshot(people, tmp_path / "out") != before
    assert report.tx is not None
    with people.session(people.actor("ada@example.com"), writes=True) as crm:
        undo(crm, report.tx)
    assert snapshot(people, tmp_path / "out") == before


def test_a_second_import_changes_nothing(filled: Store, world: Path, tmp_path: Path) -> None:
    before = snapshot(filled, tmp_path / "out")
    report = import_paths(filled, None, "ada@example.com", [world])
    assert (report.created, report.updated, len(report.errors), len(report.duplicates)) == (0, 0, 0, 0)
    assert report.unchanged == report.read
    assert snapshot(filled, tmp_path / "out") == before


def test_an_update_touches_only_what_differs(filled: Store, bring: Bring) -> None:
    report = bring(
        filled, "deals.csv", "external_id,name,amount,next_step\nD1,Huayang rollout,310000,\nD2,Acme renewal,45000,\n"
    )
    assert (report.updated, report.unchanged) == (1, 1)
    with filled.session(filled.system()) as crm:
        event = crm.exec(select(Event).where(Event.tx == report.tx)).scalars().one()
    assert (event.before["amount"], event.after["amount"]) == ("300000", "310000")
    assert {n for n in {**event.before, **event.after} if not n.startswith("~")} == {"amount"}


def test_an_update_is_undone_field_by_field(filled: Store, bring: Bring, tmp_path: Path) -> None:
    before = snapshot(filled, tmp_path / "out")
    report = bring(filled, "deals.csv", "external_id,stage,pipeline\nD1,Won,New business\n")
    assert one(filled, Deal, external_id="D1").closed_at is not None
    with filled.session(filled.actor("ada@example.com"), writes=True) as crm:
        undo(crm, report.tx or "")
    assert snapshot(filled, tmp_path / "out") == before


def test_a_dry_run_reports_the_same_and_writes_nothing(people: Store, world: Path, tmp_path: Path) -> None:
    before = snapshot(people, tmp_path / "out")
    tried = import_paths(people, None, "ada@example.com", [world], dry_run=True)
    assert snapshot(people, tmp_path / "out") == before
    assert (tried.tx, tried.job, count(people, ImportJob)) == (None, None, 0)
    real = import_paths(people, None, "ada@example.com", [world])
    assert tried.entities == real.entities


def test_a_failing_import_writes_nothing(filled: Store, world: Path, tmp_path: Path, bring: Bring) -> None:
    before = snapshot(filled, tmp_path / "out")
    (world / "tasks.csv").write_text('external_id,title\nT1,ok\nT2,"open\n')
    with pytest.raises(StoreError, match="quotation mark"):
        import_paths(filled, None, "ada@example.com", [world])
    assert snapshot(filled, tmp_path / "out") == before


def test_the_job_is_on_record(filled: Store) -> None:
    job = one(filled, ImportJob)
    assert (job.status, job.report["created"], job.user_id) == (
        "done",
        job.report["read"],
        one(filled, User, email="ada@example.com").id,
    )


# Who may


def test_a_viewer_imports_nothing(people: Store, bring: Bring) -> None:
    with pytest.raises(NotAllowed):
        bring(people, "contacts.csv", "name\nAna\n", as_="vic@example.com")


def test_a_rep_imports_own_records_but_no_users(people: Store, bring: Bring) -> None:
    report = bring(people, "contacts.csv", "external_id,name\nX1,Ana\n", as_="rep@example.com")
    assert report.created == 1
    assert one(people, Contact).owner_id == people.actor("rep@example.com").user_id
    with pytest.raises(NotAllowed):
        bring(people, "users.csv", "email,name\nnew@example.com,New\n", as_="rep@example.com")


def test_what_somebody_cannot_see_changes_nothing_they_are_told(people: Store, bring: Bring) -> None:
    bring(people, "accounts.csv", "external_id,name,domain,owner\nA1,Secret Co,secret.example,eve@example.com\n")
    asked = ("contacts.csv", "external_id,name,account\nC1,Ana,Secret Co\n")
    seen = bring(people, *asked, as_="rep@example.com", dry_run=True)
    bring(people, "accounts.csv", "external_id,name\nA1,Something Else\n")
    unseen = bring(people, *asked, as_="rep@example.com", dry_run=True)
    assert seen.to_json() == unseen.to_json()
    own = bring(people, "accounts.csv", "name,domain\nSecret Co,secret.example\n", as_="rep@example.com")
    assert (own.created, own.duplicates) == (1, [])


def test_a_record_one_may_only_look_at_is_not_updated(filled: Store, bring: Bring) -> None:
    # Rita sees Acme through its deal once it is Bo's.
    bring(filled, "accounts.csv", "external_id,owner\nA2,boss@example.com\n")
    report = bring(filled, "accounts.csv", "external_id,level\nA2,A\n", as_="rep@example.com")
    assert (report.updated, len(report.errors)) == (0, 1)
    assert one(filled, Account, external_id="A2").level is None


def test_only_administrators_change_the_workspace(filled: Store, bring: Bring) -> None:
    with pytest.raises(NotAllowed):
        bring(filled, "users.yaml", "currency: USD\n", as_="rep@example.com")
    assert one(filled, Workspace).currency == "EUR"


# In memory


def test_a_world_in_memory_is_the_same(store: Store, ada_world: Any) -> None:
    report = import_world(store, None, ada_world)
    assert (report.errors, count(store, Deal)) == ([], 1)


@pytest.fixture
def ada_world() -> Any:
    users = {
        "users": [{"email": "ada@example.com", "name": "Ada", "role": "admin"}],
        "pipelines": [{"name": "P", "stages": [{"name": "Open", "kind": "open", "probability": Decimal(10)}]}],
    }
    deal = {
        "external_id": "D1",
        "name": "One",
        "amount": Decimal("1.50"),
        "expected_close_date": date(2026, 1, 1),
        "stage": None,
    }
    return SimpleNamespace(users=users, files={"deals": [deal]})


def test_numbers_follow_each_other(filled: Store, bring: Bring, ada: Actor) -> None:
    bring(filled, "deals.csv", "external_id,name,stage\nE1,One,Nowhere\nE2,Two,\nE3,Three,\n")
    assert [one(filled, Deal, external_id=e).id for e in ("E2", "E3")] == [3, 4]
    with filled.session(ada, writes=True) as crm:
        assert crm.create("deal", {"name": "by hand"}).id == 5
    with filled.session(filled.system()) as crm:
        assert crm.exec(select(func.count()).select_from(Deal)).scalar_one() == 5


def test_tickets_keep_their_numbers(filled: Store, bring: Bring, ada: Actor) -> None:
    bring(filled, "tickets.csv", "external_id,number,subject\nK1,1042,Down\nK2,,Up\nK3,1042,Again\nK4,REQ-7,Odd\n")
    with filled.session(ada) as crm:
        found = {t.external_id: (t.ref, t.number) for t in crm.exec(select(entities()["ticket"])).scalars()}
    assert found["K1"] == ("T-1042", "1042")
    assert len({ref for ref, _ in found.values()}) == 4
    assert found["K4"][1] == "REQ-7"
