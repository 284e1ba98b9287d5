"""Each expectation, met and missed, by rows written by hand: no brain has a say here."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from assistant.blocks import Card, Choice, Question, Source, Table
from assistant.evals.scenarios import MOMENT

TASK = {"title": "Send the quote", "due_on": date(2026, 11, 24)}


def new_task(crm: Any) -> None:
    crm.create("task", TASK)


def moved(small_world: Any, deal: str = "acme-renewal", stage: str = "Proposal") -> Callable[[Any], None]:
    """Move a deal to a stage of its pipeline."""

    def write(crm: Any) -> None:
        from crm_store.queries.find import Condition, Query, records

        record = crm.get("deal", small_world.number("deal", deal))
        found = records(
            crm, Query("stage", [Condition("name", "=", stage), Condition("pipeline", "is", record.pipeline_id)])
        )
        crm.update(record, {"stage": found[0].id})

    return write


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ("{entity: task, where: {title: Send the quote}}", True),
        ("{entity: task, where: {title: send the QUOTE, due_on: 2026-11-24}, count: 1, new: true}", True),
        ("{entity: task, where: {title: Send the quote}, count: 2}", False),
        ("{entity: task, where: {title: Send the quote}, absent: true}", False),
        ("{entity: task, where: {title: Send the invoice}, absent: true}", True),
        ("{entity: task, where: {title: Send the invoice}, count: 0}", True),
        ("{entity: task, where: {title: Send the invoice}}", False),
        ("{entity: task, where: {'title~': quote}}", True),
        ("{entity: task, where: {'due_on>=': 2026-11-25, title: Send the quote}}", False),
        ("{entity: task, where: {due_on: [2026-11-23, 2026-11-24], title: Send the quote}}", True),
        ("{entity: task, where: {account: null, title: Send the quote}}", True),
        ("{entity: deal, new: true, absent: true}", True),
        ("{entity: deal, new: true}", False),
        ("{entity: task, where: {no_such_field: 1}}", False),
        ("{entity: deal, where: {stage: No such stage}, absent: true}", False),
        ("{entity: event, where: {entity: task, op: create}}", True),
    ],
)
def test_records_are_judged_by_where_count_absent_and_new(
    bench: Callable[..., Any], expected: str, holds: bool
) -> None:
    held = bench(f"{{records: [{expected}]}}").turn(new_task)
    assert (held.missed() == []) is holds


@pytest.mark.parametrize("stage", ["Proposal", "方案报价", "proposal"])
@pytest.mark.parametrize("owner", ["chen@example.com", "me"])
def test_stages_and_people_in_any_language(bench: Callable[..., Any], small_world: Any, stage: str, owner: str) -> None:
    where = (
        f"{{name: Acme renewal, stage: {stage}, owner: {owner}, account.name: Acme Industrial, account.owner: {owner}}}"
    )
    held = bench(f"{{records: [{{entity: deal, where: {where}, count: 1}}]}}")
    assert held.turn().missed() == ["records"]
    assert held.turn(moved(small_world)).missed() == []


def test_a_list_must_be_there_as_a_whole_where_a_field_holds_several(
    bench: Callable[..., Any], small_world: Any
) -> None:
    people = [small_world.number("contact", key) for key in ("ana-ruiz", "bob")]

    def met(crm: Any) -> None:
        crm.create("activity", {"kind": "meeting", "subject": "Kick-off", "contact": people})

    both = bench(
        "{records: [{entity: activity, where: {subject: Kick-off, contact.name: [Ana Ruiz, Bob Stone]}, count: 1}]}"
    )
    assert both.turn(met).missed() == []
    other = bench("{records: [{entity: activity, where: {subject: Kick-off, contact.name: [Ana Ruiz, 李娜]}}]}")
    assert other.turn().missed() == ["records"]


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("2026-11-20T09:00:00+08:00", True),
        ("2026-11-20T01:00:00Z", True),
        ("2026-11-20T09:00", True),
        ("2026-11-20", True),
        ("2026-11-20T09:00:01+08:00", False),
        ("2026-11-21", False),
    ],
)
def test_a_moment_is_judged_to_the_second_in_the_persons_time_zone(
    bench: Callable[..., Any], said: str, holds: bool
) -> None:
    def met(crm: Any) -> None:
        at = MOMENT + timedelta(microseconds=7)
        crm.create("activity", {"kind": "meeting", "subject": "Kick-off", "starts_at": at})

    held = bench(f"{{records: [{{entity: activity, where: {{subject: Kick-off, starts_at: '{said}'}}}}]}}").turn(met)
    assert (held.missed() == []) is holds


def test_unchanged_holds_until_one_of_them_is_touched(bench: Callable[..., Any], small_world: Any) -> None:
    ref = f"D-{small_world.number('deal', 'acme-renewal')}"
    expect = f"{{records: [{{entity: deal, where: {{ref: {ref}}}, unchanged: true}}]}}"
    assert bench(expect).turn(new_task).missed() == []
    (miss,) = bench(expect).turn(moved(small_world)).misses()
    assert "→ Proposal" in miss.got
    (nothing,) = bench("{records: [{entity: deal, where: {ref: D-99999}, unchanged: true}]}").turn().misses()
    assert nothing.got == "there is no such record"


def test_unchanged_sees_what_no_longer_matches(bench: Callable[..., Any], small_world: Any) -> None:
    before = bench("{records: [{entity: deal, where: {name: Acme renewal}, unchanged: true}]}")

    def renamed(crm: Any) -> None:
        crm.update(crm.get("deal", small_world.number("deal", "acme-renewal")), {"name": "Something else"})

    assert before.turn(renamed).missed() == ["records"]


def test_unchanged_except_names_what_else_changed(bench: Callable[..., Any], small_world: Any) -> None:
    assert bench("{unchanged_except: [task]}").turn(new_task).missed() == []
    assert bench("{unchanged_except: []}").turn().missed() == []
    (miss,) = bench("{unchanged_except: [deal]}").turn(new_task).turn(moved(small_world)).misses()
    assert (miss.key, miss.expected) == ("unchanged_except", "[deal]")
    assert miss.got.startswith("created task TK-")


def test_what_was_changed_back_is_no_change(bench: Callable[..., Any], small_world: Any) -> None:
    def renamed(name: str) -> Callable[[Any], None]:
        return lambda crm: crm.update(crm.get("deal", small_world.number("deal", "acme-renewal")), {"name": name})

    held = bench("{unchanged_except: []}").turn(renamed("Other"))
    assert held.missed() == ["unchanged_except"]
    assert held.turn(renamed("Acme renewal")).misses() == []

    def made_and_gone(crm: Any) -> None:
        record = crm.create("task", TASK)
        crm.flush()
        crm.delete(record)

    assert bench("{unchanged_except: []}").turn(made_and_gone).missed() == []


SHOWN: dict[str, Any] = {
    "reply": "The **Demo** is on 11月24日.",
    "tables": [Table("Open deals", ["Deal", "Amount"], [["Acme renewal", "50,000 EUR"]])],
    "cards": [Card("Globex", "ACC-2", "account", [("Industry", "Logistics")], [Table("Notes", ["Text"], [["asks for SSO"]])])],
    "question": Question("Which Ana?", [Choice("Ana Ruiz (Acme)", "C-1")]),
}  # fmt: skip


@pytest.mark.parametrize(
    "item",
    [
        "the demo is",
        "１１月２４日",
        "acme renewal",
        "50,000 EUR",
        "logistics",
        "asks for sso",
        "Ana Ruiz (Acme)",
        "which ana?",
        "Amount",
    ],
)
def test_replies_are_looked_for_in_everything_that_is_shown(bench: Callable[..., Any], item: str) -> None:
    assert bench(f"{{reply_has: ['{item}']}}").turn(**SHOWN).turn().missed() == []
    assert bench(f"{{reply_lacks: ['{item}']}}").turn(**SHOWN).turn().missed() == ["reply_lacks"]


def test_a_list_means_any_of_them_and_cells_are_apart(bench: Callable[..., Any]) -> None:
    assert bench("{reply_has: [[nothing, Globex]]}").turn(**SHOWN).missed() == []
    assert bench("{reply_has: [[nothing, nobody]]}").turn(**SHOWN).missed() == ["reply_has"]
    assert bench("{reply_lacks: [[nothing, Globex]]}").turn(**SHOWN).missed() == ["reply_lacks"]
    assert bench("{reply_lacks: [nothing, Deal Amount]}").turn(**SHOWN).missed() == []


def test_question_speaks_of_the_last_turn_and_forbids_writing_in_it(bench: Callable[..., Any]) -> None:
    asks = {"question": Question("Which Ana?")}
    assert bench("{question: true}").turn(new_task).turn(**asks).missed() == []
    assert bench("{question: true}").turn(**asks).turn().missed() == ["question"]
    assert bench("{question: true}").turn(new_task, **asks).missed() == ["question"]
    assert bench("{question: false}").turn(**asks).turn().missed() == []
    assert bench("{question: false}").turn(**asks).missed() == ["question"]


@pytest.mark.parametrize(
    ("shown", "holds"),
    [
        ({"reply": "You may not see that."}, True),
        ({"reply": " "}, False),
        ({"proposal": {"status": "pending", "changes": []}}, False),
        ({"proposal": {"status": "refused", "changes": []}}, True),
    ],
)
def test_refused_writes_nothing_and_says_why(bench: Callable[..., Any], shown: dict[str, Any], holds: bool) -> None:
    assert (bench("{refused: true}").turn(**shown).missed() == []) is holds
    assert bench("{refused: true}").turn(new_task, **shown).missed()[:1] == ["refused"]
    assert bench("{refused: false}").turn(new_task, **shown).missed() == []


def test_refused_leaks_nothing(bench: Callable[..., Any], small_world: Any) -> None:
    hidden = f"ACC-{small_world.number('account', 'umbra')}"
    seen = f"ACC-{small_world.number('account', 'acme')}"
    for ref, holds in ((hidden, False), (seen, True), ("ACC-99999", True)):
        shown = {"sources": [Source(1, ref, None, "quote", None)]}
        assert (bench("{refused: true}").turn(**shown).missed() == []) is holds
    named = bench("{refused: true}").turn(said=f"show {hidden}", sources=[Source(1, hidden, None, "quote", None)])
    assert named.missed() == []
