"""Readings that stand against the words: what was meant instead, or a doubt said; never a change nobody asked for."""

from typing import Any

import pytest

from assistant.brains.offline.mended.at_odds import weighed
from assistant.brains.offline.terms import Ask, Call, Understanding

OPEN = {"field": "stage.kind", "op": "=", "value": "open"}


def asked(text: str, linker: Any) -> tuple[Ask, Any]:
    from datetime import UTC, date, datetime

    language = "zh" if any("\u3400" <= c <= "\u9fff" for c in text) else "en"
    return Ask(text, date(2026, 11, 20), datetime(2026, 11, 20, 9, tzinfo=UTC), language), linker


def listed(*filters: dict[str, str], entity: str = "deal", **more: Any) -> Understanding:
    return Understanding((Call("find_records", {"entity": entity, "filters": list(filters), **more}),), 0.9)


def owner(name: str) -> dict[str, str]:
    return {"field": "owner", "op": "=", "value": name}


@pytest.mark.parametrize(
    ("text", "gives", "gets"),
    [
        ("陈晓的open deal全部transfer给赵敏", "陈晓", "赵敏"),
        ("all of Tom's open opps over to Elif", "Tom", "Elif"),
    ],
)
def test_deals_of_two_people_go_from_one_to_the_other(text: str, gives: str, gets: str, linker: Any) -> None:
    found = weighed(listed(OPEN, owner(gives), owner(gets)), *asked(text, linker))
    (change,) = found.calls[0].args["changes"]
    assert (change["where"], change["fields"]) == ([OPEN, owner(gives)], {"owner": gets})


@pytest.mark.parametrize("text", ["赵敏接陈晓的盘子，在途的商机全转过去", "deals Tom and Elif own"])
def test_who_gives_to_whom_is_never_guessed(text: str, linker: Any) -> None:
    names = ("陈晓", "赵敏") if not text.isascii() else ("Tom", "Elif")
    found = weighed(listed(OPEN, *map(owner, names)), *asked(text, linker))
    assert not found.calls
    assert found.lost
    assert found.reply


def test_overdue_tasks_that_are_due_on_friday_are_moved_there(linker: Any) -> None:
    late = {"field": "due_on", "op": "<", "value": "today"}
    found = weighed(
        listed(late, {"field": "due_on", "op": "=", "value": "2026-11-27"}, entity="task"),
        *asked("我过期的待办统统改下周五", linker),
    )
    (change,) = found.calls[0].args["changes"]
    assert (change["where"], change["fields"]) == ([late], {"due_on": "2026-11-27"})


def test_a_list_for_somebody_to_have_is_handed_over(linker: Any) -> None:
    city = {"field": "city", "op": "~", "value": "Suzhou"}
    found = weighed(listed(city, owner("赵敏"), entity="lead"), *asked("苏州没处理的线索批量转赵敏", linker))
    assert found.calls[0].args["changes"][0]["fields"] == {"owner": "赵敏"}
    same = listed(city, owner("赵敏"), entity="lead")
    assert weighed(same, *asked("苏州有哪些线索分给赵敏了？", linker)) == same


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("D-12涨10%，帮我改金额", "amount", "+10%"),
        ("knock 10% off D-12, make it lower", "amount", "-10%"),
        ("D-12的赢率提到10%", "probability", "10%"),
        ("D-12 is at 10% now", "probability", "10%"),
    ],
)
def test_a_share_more_or_less_is_of_the_amount(text: str, field: str, value: str, linker: Any) -> None:
    change = {"op": "update", "entity": "deal", "record": "D-12", "fields": {"probability": "10%"}}
    found = weighed(Understanding((Call("propose_change", {"changes": [change]}),), 0.9), *asked(text, linker))
    assert found.calls[0].args["changes"][0]["fields"] == {field: value}


def test_a_task_for_a_day_gone_by_was_done(linker: Any) -> None:
    task = Call("create_task", {"title": "给李娜发报价", "due": "2026-11-11", "about": "李娜"})
    (call,) = weighed(Understanding((task,), 0.9), *asked("上周三已经给李娜发过报价", linker)).calls
    assert (call.tool, call.args["kind"], call.args["when"]) == ("log_interaction", "email", "2026-11-11")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("can you make T-1004 a high-priority ticket", {"priority": "high"}),
        ("ticket T-1011 priority改high", {"priority": "high"}),
    ],
)
def test_a_ticket_named_by_its_number_is_not_opened_again(text: str, fields: dict[str, str], linker: Any) -> None:
    opened = Understanding((Call("open_ticket", {"subject": text, "body": text}),), 0.9)
    (call,) = weighed(opened, *asked(text, linker)).calls
    assert call.args["changes"][0]["fields"] == fields


def test_a_reminder_stays_one(brain: Any) -> None:
    assert [c.tool for c in brain("remind me to call Ana Ruiz on Friday").calls] == ["create_task"]
