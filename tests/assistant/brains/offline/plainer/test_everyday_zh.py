"""Chinese typed in a hurry: a person's number in two words, verbs said last, a stage by part of its name, two deals in one report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assistant.brains.offline.plainer.everyday_zh import everyday
from assistant.brains.offline.terms import Ask, Named
from crm_store.queries.namesakes import Found


def changes(found: Any) -> list[dict[str, Any]]:
    return [change for c in found.calls if c.tool == "propose_change" for change in c.args["changes"]]


@pytest.mark.parametrize(
    ("said", "record", "field"),
    [("周启明手机多少", "周启明", "phone"), ("罗小满微信发我", "罗小满", "wechat"), ("韩露职务是啥", "韩露", "title"), ("华阳何蔚然邮箱", "何蔚然", "email")],
)  # fmt: skip
def test_a_name_and_a_field_ask_for_that_field(said: str, record: str, field: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args) == ("show_record", {"record": record, "fields": [field]})


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("华微续约挪到报价里去，金额改65万", {"stage": "报价", "amount": "650000"}),
        ("泽禾设备联网那单金额砍到68万", {"amount": "680000"}),
        ("甬澄那单总算拿下了", {"stage": "won"}),
    ],
)
def test_an_order_about_one_deal_said_in_passing(said: str, fields: dict[str, str], brain: Any) -> None:
    (change,) = changes(brain(said))
    assert (change["op"], change["entity"], change["fields"]) == ("update", "deal", fields)


def test_a_deal_named_by_its_company_is_not_the_one_talked_about(brain: Any) -> None:
    """泽禾那单 after 华微's deal is still the deal of 泽禾."""
    from assistant.brains.offline.terms import Named

    (change,) = changes(brain("泽禾那单也推到商务谈判", focus=[Named("deal", 9, "D-9", "华微续约2026")]))
    assert change["record"] == "泽禾"


@pytest.mark.parametrize("said", ["演示阶段的单子有多少", "现在有几个单子停在演示阶段"])
def test_part_of_a_stage_narrows_the_deals(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert {"field": "stage", "op": "=", "value": "演示"} in call.args["filters"] or {
        "field": "stage", "op": "=", "value": "产品演示",
    } in call.args["filters"]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "due"), [("我下周要联系哪些客户", "下周"), ("本月我该回访谁", "本月"), ("我这周得盯哪几个客户", "这周")]
)
def test_whom_to_follow_up_is_a_matter_of_open_tasks(said: str, due: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args["entity"] == "task"
    assert {"field": "due_on", "op": "=", "value": due} in call.args["filters"]


@pytest.mark.parametrize("said", ["陈晓这个月跑了多少客户", "我上周见了哪些客户"])
def test_customers_seen_are_counted_by_what_took_place(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args["entity"] == "activity"


@pytest.mark.parametrize("said", ["华微那单啥时候到的谈判阶段", "华微续约是哪天进的谈判"])
def test_when_a_stage_was_reached_is_history(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args.get("field")) == ("history", "stage")


@pytest.mark.parametrize("said", ["张伟那边厂房什么时候完工", "泽禾验厂啥时候能开始"])
def test_a_day_of_the_customers_own_is_looked_for_in_the_notes(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["recall_notes"]


def test_a_report_on_two_deals_changes_each(brain: Any) -> None:
    found = brain("昨天跟楚衡黄雨桐开了会，产线那单降到15万，设备部那单推迟到明年一月底")
    assert found.calls[0].tool == "log_interaction"
    assert "deal_fields" not in found.calls[0].args
    assert {(c["record"], *c["fields"].items()) for c in changes(found)} == {
        ("楚衡产线", ("amount", "150000")),
        ("楚衡设备部", ("expected_close_date", "2027-01-31")),
    }


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("刚跟韩露通完电话，她让我们周三前把质量报告给她", "把质量报告给她"),
        ("今天拜访了方正诚，要求月底前装完", "装完"),
    ],
)
def test_what_was_asked_of_us_keeps_its_first_word(said: str, title: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert [t["title"] for t in call.args["tasks"]] == [title]


def test_what_was_done_already_is_no_task(brain: Any) -> None:
    (call,) = brain("给韩露回过电话了，样品她很满意").calls
    assert not call.args.get("tasks")


def test_the_afternoon_belongs_to_the_call_to_come(brain: Any) -> None:
    (call,) = brain("打给韩露占线，下午再打").calls
    assert "when" not in call.args
    assert call.args["tasks"][0]["due"] == "2026-11-20"


@pytest.mark.parametrize(
    ("said", "told"),
    [("给张伟写封邮件，说合同下周三寄出", "合同下周三寄出"), ("帮我给韩露发条微信告诉她样品周五到", "样品周五到")],
)
def test_a_draft_says_what_it_was_told_to_say(said: str, told: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["add"]) == ("draft_message", [told])


@pytest.mark.parametrize("said", ["华阳传感器试点的关闭时间", "给韩露打了电话", "给星海重工建个商机"])
def test_nothing_is_heard_as_an_order_it_is_not(said: str, brain: Any) -> None:
    made = changes(brain(said))
    assert not any({"stage", "status", "do_not_call"} & (c.get("fields") or {}).keys() for c in made)
    assert not (said.startswith("给星海") and [c.tool for c in brain(said).calls] == ["find_records"])


def test_one_unknown_name_is_no_word_for_all_renewals(brain: Any) -> None:
    assert not any("where" in c for c in changes(brain("把星海重工续约移到方案报价")))


def test_what_is_set_forward_is_set_of_open_deals(brain: Any) -> None:
    (change,) = changes(brain("楚衡四个单子的下一步都改成约技术交流"))
    assert {"field": "stage.kind", "op": "=", "value": "open"} in change["where"]


def test_a_question_makes_no_lead(brain: Any) -> None:
    assert [c.tool for c in brain("这个月新增了几条线索，都是哪来的").calls] == ["find_records"]


@pytest.mark.parametrize("said", ["给徐凌布置个任务，周三前把现场勘查约好", "催一下徐凌，明天之前给客户回话"])
def test_a_task_for_a_colleague(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["assignee"]) == ("create_task", "徐凌")


def test_words_before_that_one_say_which_of_the_list(brain: Any) -> None:
    """Of two deals just listed, the one whose name was said is moved, not the first."""
    rows = (Named("deal", 59, "D-59", "沐川第二车间扩容"), Named("deal", 35, "D-35", "沐川产线传感器改造"))
    for said in ("产线传感器改造那个推到产品演示", "把产线传感器改造那个推到产品演示"):
        (call,) = brain(said, focus=rows, rows=rows).calls
        assert call.args["changes"][0]["record"] == "D-35"


class _Titles:
    """A linker that knows one task by the words of its title."""

    def custom(self, entity: str) -> list[Any]:
        return []

    def link(self, text: str) -> list[Any]:
        return []

    def in_titles(self, piece: str, entities: Sequence[str]) -> tuple[str, Found] | None:
        return (piece, Found("task", 22, "TK-22", "核对产线传感器改造清单", 1.0)) if "task" in entities else None


def test_what_was_listed_comes_before_what_else_is_called_so() -> None:
    linker: Any = _Titles()
    asked = Ask("产线传感器改造那个推到产品演示", date(2026, 11, 20), datetime(2026, 11, 20, 9, tzinfo=UTC), "zh")
    assert everyday(asked, linker).startswith("TK-22")
    rows = (Named("deal", 35, "D-35", "沐川产线传感器改造"),)
    assert everyday(replace(asked, rows=rows), linker) == asked.text
