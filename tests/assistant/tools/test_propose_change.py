"""What one call proposes: leads converted, records shared out, tasks and appointments meant by what they are about."""

from datetime import date, timedelta
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN

from assistant.cards import proposal_json
from assistant.tools import ToolContext, call
from crm_store import proposals
from crm_store.queries.find import Query, records


def proposed(world: Any, *changes: dict[str, Any]) -> Any:
    with world.writing(CHEN) as crm:
        result = call("propose_change", ToolContext(crm, "en"), {"changes": list(changes)})
        crm.flush()
        made = proposals.get(crm, result.proposal).changes if result.proposal else []
        return result, [(c["op"], c["entity"], {n: f["after"] for n, f in c["fields"].items()}) for c in made]


def test_a_lead_becomes_an_account_and_a_contact(small_world: Any) -> None:
    lead = small_world.ref("lead", "lead-1")
    _, made = proposed(small_world, {"entity": "lead", "record": lead, "fields": {"status": "Converted"}})
    assert [(op, e) for op, e, _ in made] == [("create", "account"), ("create", "contact"), ("update", "lead")]
    assert (made[0][2]["name"], made[1][2]["name"], made[1][2]["account"]) == ("宁波机械", "周洋", {"new": "new1"})
    assert (made[2][2]["status"], made[2][2]["converted_contact"]) == ("Converted", {"new": "new2"})


def test_a_deal_is_made_when_one_is_asked_for(small_world: Any) -> None:
    lead = small_world.ref("lead", "lead-1")
    _, made = proposed(
        small_world, {"entity": "lead", "record": lead, "fields": {"status": "Converted", "deal": "yes"}}
    )
    assert [e for _, e, _ in made] == ["account", "contact", "deal", "lead"]
    _, none = proposed(small_world, {"entity": "lead", "record": lead, "fields": {"status": "Converted", "deal": "no"}})
    assert "deal" not in [e for _, e, _ in none]


def test_records_are_handed_out_in_shares(small_world: Any) -> None:
    where = [{"field": "owner", "op": "=", "value": "Chen"}]
    result, made = proposed(small_world, {"entity": "lead", "where": where, "shares": {"Maya": 1, "Lin": 1}})
    assert len({f["owner"] for _, _, f in made}) == len(made) == 2
    assert "Handed out" in result.say


@pytest.mark.parametrize("words", ["the quote to Acme", "sending Acme the quote", "quote"])
def test_a_task_is_meant_by_what_it_is_about(small_world: Any, words: str) -> None:
    _, made = proposed(small_world, {"entity": "task", "record": words, "fields": {"status": "done"}})
    assert [(op, e, f["status"]) for op, e, f in made] == [("update", "task", "done")]


@pytest.mark.parametrize("words", ["the brochure for Umbrella", "温州工厂"])
def test_what_nobody_knows_is_not_on_record(small_world: Any, words: str) -> None:
    result, made = proposed(small_world, {"entity": "task", "record": words, "fields": {"status": "done"}})
    assert made == []
    assert "nothing on record" in result.say


def test_a_day_moves_by_a_length(small_world: Any) -> None:
    deal = small_world.ref("deal", "acme-renewal")
    with small_world.reading(CHEN) as crm:
        held = crm.get("deal", small_world.number("deal", "acme-renewal")).expected_close_date
    for said, days in (("+2 weeks", 14), ("-3 days", -3)):
        _, made = proposed(small_world, {"entity": "deal", "record": deal, "fields": {"expected_close_date": said}})
        assert made[0][2]["expected_close_date"] == (held + timedelta(days=days)).isoformat()
    result, made = proposed(
        small_world, {"entity": "deal", "record": deal, "fields": {"expected_close_date": "+1 hour"}}
    )
    assert made == []
    assert "day" in result.say


def test_one_of_several_shown_is_asked_for_or_told_by_its_size(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        deals = [d for d in records(crm, Query("deal", [])) if d.amount][:2]
    refs = ", ".join(d.ref for d in deals)
    fields = {"next_step": "call the lawyers"}
    result, made = proposed(small_world, {"entity": "deal", "record": f"one of {refs}", "fields": fields})
    assert made == []
    assert result.question is not None
    assert len(result.question.choices) == 2
    _, made = proposed(small_world, {"entity": "deal", "record": f"largest of {refs}", "fields": fields})
    assert [f for _, _, f in made] == [fields]


def test_a_person_joins_and_leaves_a_deal(small_world: Any) -> None:
    deal = small_world.ref("deal", "acme-renewal")
    number = small_world.number("deal", "acme-renewal")
    with small_world.writing(CHEN) as crm:
        before = crm.links("deal", "contacts", [number]).get(number, [])
        people = {c.ref: c.id for c in records(crm, Query("contact"))}
    ref = next(r for r, n in people.items() if n not in before)
    _, made = proposed(small_world, {"entity": "deal", "record": deal, "fields": {"contacts": f"+{ref}"}})
    assert set(made[0][2]["contacts"]) == {*before, people[ref]}
    none, made = proposed(small_world, {"entity": "deal", "record": deal, "fields": {"contacts": f"-{ref}"}})
    assert (made, "Nothing to change" in none.say) == ([], True)


def test_a_closed_deal_goes_on_in_the_stage_it_was_in(small_world: Any) -> None:
    deal = small_world.ref("deal", "acme-renewal")
    with small_world.writing(CHEN) as crm:
        held = crm.get("deal", small_world.number("deal", "acme-renewal"))
        stage = held.stage_id
        won = next(s.id for s in records(crm, Query("stage")) if s.kind == "won" and s.pipeline_id == held.pipeline_id)
        crm.update(held, {"stage": won})
    _, made = proposed(small_world, {"entity": "deal", "record": deal, "fields": {"stage": "open again"}})
    assert made[0][2]["stage"] == stage


def test_an_open_deal_cannot_be_reopened(small_world: Any) -> None:
    deal = small_world.ref("deal", "acme-renewal")
    result, made = proposed(small_world, {"entity": "deal", "record": deal, "fields": {"stage": "open again"}})
    assert (made, "is open already" in result.say) == ([], True)


def test_a_priority_moves_one_step(small_world: Any) -> None:
    with small_world.writing(CHEN) as crm:
        crm.update(crm.get("task", small_world.number("task", "quote")), {"priority": "normal"})
    for said, code in (("lower", "low"), ("higher", "high")):
        _, made = proposed(small_world, {"entity": "task", "record": "the quote to Acme", "fields": {"priority": said}})
        assert [f["priority"] for _, _, f in made] == [code]


def test_a_lead_is_converted_with_the_amount_that_was_said(small_world: Any) -> None:
    lead = small_world.ref("lead", "lead-1")
    fields = {"status": "Converted", "deal": "yes", "amount": "60000 EUR"}
    _, made = proposed(small_world, {"entity": "lead", "record": lead, "fields": fields})
    deal = next(f for _, e, f in made if e == "deal")
    assert (deal["currency"], str(deal["amount"]).startswith("6")) == ("EUR", True)


@pytest.mark.parametrize(("said", "seats"), [("+10", 40), ("-5", 25), ("45", 45)])
def test_seats_are_added_and_taken_away(said: str, seats: int, small_world: Any) -> None:
    deal = small_world.number("deal", "vision-grid")
    with small_world.writing(CHEN) as crm:
        crm.update(crm.get("deal", deal), {"seats": 30})
    _, made = proposed(small_world, {"entity": "deal", "record": f"D-{deal}", "fields": {"seats": said}})
    assert [f["seats"] for _, _, f in made] == [seats]


@pytest.mark.parametrize("said", ["previous stage", "上一阶段"])
def test_a_deal_moves_back_by_one_stage(said: str, small_world: Any) -> None:
    deal = small_world.ref("deal", "acme-renewal")
    _, made = proposed(small_world, {"entity": "deal", "record": deal, "fields": {"stage": said}})
    assert [f["stage"] for _, _, f in made] == [small_world.number("stage", "Proposal")]


@pytest.mark.parametrize("said", ["next stage", "下一阶段"])
def test_behind_the_last_open_stage_is_none(said: str, small_world: Any) -> None:
    deal = small_world.ref("deal", "acme-renewal")
    result, made = proposed(small_world, {"entity": "deal", "record": deal, "fields": {"stage": said}})
    assert made == []
    assert "last open stage" in result.say


def test_many_changes_are_listed_with_what_stands_there_and_what_will(small_world: Any, ask: Any) -> None:
    """A card shows a dozen at once; a table beside a smaller one would only say them again."""
    chen, stage = small_world.number("user", CHEN), small_world.number("stage", "Demo")
    with small_world.writing(ADMIN) as crm:
        for n in range(13):
            crm.create(
                "deal", {"name": f"Bulk {n}", "owner": chen, "stage": stage, "expected_close_date": date(2026, 12, 1)}
            )
    where = [{"field": "name", "op": "~", "value": "Bulk"}]
    change = {"op": "update", "entity": "deal", "where": where, "fields": {"expected_close_date": "2026-12-31"}}
    result = ask(LIN, "propose_change", changes=[change])
    (table,) = result.show
    assert table.columns == ["Record", "Field", "Before", "After"]
    assert table.rows[0][1:] == ["expected close", "1 Dec 2026 (Tue)", "31 Dec 2026 (Thu)"]
    assert (len(table.rows), table.total) == (13, 13)
    assert all(r.startswith("D-") for r in table.refs)
    zh = ask(LIN, "propose_change", language="zh", changes=[change]).show[0]
    assert zh.columns == ["记录", "字段", "原值", "新值"]
    few = [*where, {"field": "name", "op": "!=", "value": "Bulk 1"}]
    assert ask(LIN, "propose_change", changes=[{**change, "where": few}]).show == []
    gone = ask(LIN, "propose_change", changes=[{"op": "delete", "entity": "deal", "where": where}])
    assert gone.show[0].rows[0][1:] == ["deleted", "", ""]


def test_a_deal_closed_some_days_ago_is_booked_then_and_the_card_says_so(small_world: Any) -> None:
    deal = small_world.ref("deal", "acme-renewal")
    fields = {"stage": "won", "closed_at": "2026-11-10"}
    with small_world.writing(CHEN) as crm:
        result = call(
            "propose_change", ToolContext(crm, "en"), {"changes": [{"op": "update", "entity": "deal", "record": deal, "fields": fields}]},
        )  # fmt: skip
        crm.flush()
        card = proposal_json(crm, proposals.get(crm, result.proposal), "en")
    (shown,) = card["changes"]
    assert shown["fields"]["closed_at"]["after"].startswith("2026-11-10")
    assert not shown["fields"]["closed_at"].get("minor")
