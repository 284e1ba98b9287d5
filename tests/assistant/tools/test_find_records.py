"""Lists with further columns, conditions that deny, and limits to the minute."""

import re
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN


def test_asked_columns_are_shown_and_said(ask: Any) -> None:
    result = ask(
        CHEN,
        "find_records",
        entity="deal",
        filters=[{"field": "name", "op": "~", "value": "Acme"}],
        columns=["next_step", "closed_at"],
    )
    assert {"Next step", "Closed at"} <= set(result.show[0].columns)


def test_one_record_says_the_asked_field(ask: Any) -> None:
    result = ask(
        ADMIN, "find_records", entity="deal", sort="amount desc", limit=1, columns=["expected_close_date"]
    )  # fmt: skip
    assert "Largest: " in result.say
    assert "amount: " in result.say
    assert "expected close: " in result.say


def test_what_does_not_contain_a_word_is_the_rest(ask: Any) -> None:
    def count(*filters: dict[str, str]) -> int:
        return int(ask(ADMIN, "find_records", entity="account", filters=list(filters)).data["count"])

    with_, without = (count({"field": "name", "op": op, "value": "a"}) for op in ("~", "!~"))
    assert with_
    assert without
    assert with_ + without == count()


def test_a_month_of_what_lies_behind_is_the_last_one(ask: Any) -> None:
    spans = [{"field": "closed_at", "op": "=", "value": "between January and November"}]
    result = ask(ADMIN, "find_records", entity="deal", filters=spans)
    assert result.data["count"] > 0


def test_hours_ahead_are_counted_to_the_minute(ask: Any) -> None:
    def until(hours: int) -> set[str]:
        filters = [
            {"field": "resolution_due", "op": "<=", "value": f"in {hours} hours"},
            {"field": "resolution_due", "op": ">=", "value": "now"},
        ]
        result = ask(ADMIN, "find_records", entity="ticket", filters=filters)
        return {row[0] for block in result.show for row in block.rows}

    assert until(1) <= until(24) <= until(24 * 30)


def test_people_below_a_manager_and_in_a_team(ask: Any) -> None:
    below = ask(LIN, "find_records", entity="user", filters=[{"field": "reports_to", "op": "=", "value": "me"}])
    assert below.data["count"] > 0


def of_people(*names: str) -> list[dict[str, str]]:
    return [
        {"field": "stage.kind", "op": "=", "value": "won"},
        {"field": "owner", "op": "in", "value": ", ".join(names)},
    ]


def test_two_held_against_each_other_are_told_with_the_gap(ask: Any) -> None:
    result = ask(
        ADMIN, "find_records", entity="deal", filters=of_people("Chen", "Maya"), group_by="owner", measure="sum"
    )
    first, second = (d["value"] for d in result.show[1].data)
    assert first > second
    assert "is ahead by ¥" in result.say
    zh = ask(ADMIN, "find_records", language="zh", entity="deal", filters=of_people("Chen", "Maya"), group_by="owner", measure="count")  # fmt: skip
    assert "多 " in zh.say or "两者相同" in zh.say


@pytest.mark.parametrize("entity", ["ticket", "task"])
def test_more_tickets_and_tasks_are_no_lead(ask: Any, entity: str) -> None:
    whose = [{"field": "assignee", "op": "in", "value": "Chen, Maya"}]
    args = {"entity": entity, "filters": whose, "group_by": "assignee", "measure": "count"}
    said = ask(ADMIN, "find_records", **args).say
    assert "ahead" not in said
    assert re.search(r"has \d more", said)


def test_who_has_nothing_is_there_with_nought(ask: Any) -> None:
    result = ask(
        ADMIN, "find_records", entity="deal", filters=of_people("Chen", "Lin"), group_by="owner", measure="sum"
    )
    assert [r[1] for r in result.show[0].rows][-1] == "0"


def test_groups_are_cut_and_plain_numbers_added_up(ask: Any) -> None:
    result = ask(ADMIN, "find_records", entity="deal", group_by="account", measure="count", limit=2)
    assert len(result.show[0].rows) == 2
    seats = ask(ADMIN, "find_records", entity="deal", measure="sum", total_field="seats")
    assert "seats in total" in seats.say


def test_conditions_on_one_deal_are_told_as_one(ask: Any) -> None:
    filters = [
        {"field": "deal.stage.kind", "op": "!=", "value": "won"},
        {"field": "deal.closed_at", "op": "!=", "value": "this year"},
    ]
    assert (
        "no deals (stage won, closed at this year)" in ask(ADMIN, "find_records", entity="account", filters=filters).say
    )


def test_my_team_is_everybody_below_a_manager_and_a_team_its_people(ask: Any) -> None:
    def found(who: Any, entity: str, field: str, value: str) -> int:
        filters = [{"field": field, "op": "=", "value": value}]
        return int(ask(who, "find_records", entity=entity, filters=filters).data["count"])

    mine, everybody = (
        found(LIN, "deal", "owner", "my team"),
        int(ask(ADMIN, "find_records", entity="deal").data["count"]),
    )
    assert found(LIN, "deal", "owner", "me") < mine < everybody
    team = str(ask(ADMIN, "find_records", entity="team").show[0].rows[0][1])
    assert found(ADMIN, "user", "team", f"{team} team") == found(ADMIN, "user", "team", team)
    assert found(ADMIN, "task", "assignee", team) >= 0
    assert found(CHEN, "user", "team", "my team") > 0


@pytest.mark.parametrize(("language", "said"), [("en", "(not closed)"), ("zh", "（未关闭）")])
def test_in_no_state_that_ends_it_is_one_clause(ask: Any, language: str, said: str) -> None:
    ends = [{"field": "status", "op": "!=", "value": v} for v in ("resolved", "closed", "rejected", "duplicate")]
    assert said in ask(ADMIN, "find_records", entity="ticket", filters=ends, language=language).say
    some = ask(ADMIN, "find_records", entity="ticket", filters=ends[:2], language=language).say
    assert said not in some
