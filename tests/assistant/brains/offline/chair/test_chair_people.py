"""How deals move, what people did, and the one-to-one ahead, in many wordings, and what is said after such answers."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call

ASKED: list[tuple[str, dict[str, Any], str]] = [
    ("stage_flow", {"figure": "conversion", "period": "this quarter"}, "conversion between the stages this quarter | what are our stage conversion rates this quarter? | where do deals drop out this quarter, by stage?"),
    ("stage_flow", {"figure": "conversion"}, "各阶段的转化率 | 哪个环节流失最多 | 漏斗各步的通过率 | which stage loses the most deals?"),
    ("stage_flow", {"figure": "conversion", "stage": "demo", "to": "proposal"}, "how many get from demo to proposal? | demo to proposal conversion | how long does it take from demo to proposal?"),
    ("stage_flow", {"figure": "conversion", "stage": "谈判", "to": "won"}, "从谈判到成交的转化率 | 谈判到签单一般要多久"),
    ("stage_flow", {"figure": "conversion", "by": "source"}, "conversion rates by source, all the way through the pipeline | 按来源看转化率"),
    ("stage_flow", {"figure": "time"}, "哪个阶段停留最久 | which stage do deals get stuck in longest? | average days per stage | how long do deals sit in each stage?"),
    ("stage_flow", {"figure": "time", "stage": "negotiation"}, "how long do deals usually stay in negotiation? | average time in negotiation"),
    ("stage_flow", {"figure": "velocity", "by": "team"}, "pipeline velocity by team | 各团队的管道流速 | sales velocity per team"),
    ("stage_flow", {}, "how fast do our deals move through the pipeline? | 漏斗的瓶颈在哪"),
    ("team_activity", {"period": "last week"}, "activity per rep last week | activities by salesperson last week"),
    ("team_activity", {"period": "this month", "kinds": ["call"]}, "calls per rep this month | how many calls did each rep make this month?"),
    ("team_activity", {"period": "上个月", "kinds": ["visit"]}, "上个月各销售的拜访次数 | 按人看上个月的拜访量"),
    ("team_activity", {"period": "本月", "kinds": ["call", "meeting"]}, "本月每个人打了多少电话、开了多少会"),
    ("team_activity", {"period": "this month", "kinds": ["meeting"], "ranked": True}, "who held the most meetings this month?"),
    ("team_activity", {"period": "this month", "kinds": ["meeting"], "ranked": True, "whose": "my team"}, "rank my reps by meetings this month"),
    ("team_activity", {"period": "last week", "whose": "Elif"}, "what did Elif do last week? | what was Elif working on last week?"),
    ("team_activity", {"period": "上周", "whose": "赵敏"}, "赵敏上周做了什么 | 赵敏上周的工作情况 | 上周赵敏都忙了些什么"),
    ("team_activity", {"period": "October", "whose": "Berlin"}, "how active was Berlin in October? | activity of Berlin in October"),
    ("team_activity", {"nothing": True, "period": "this week"}, "who has logged nothing this week | which reps haven't entered anything this week? | who's gone quiet this week"),
    ("team_activity", {"nothing": True, "period": "last month", "whose": "Suzhou", "kinds": ["visit"]}, "anyone in Suzhou who made no visits last month"),
    ("team_activity", {"nothing": True, "period": "过去两周"}, "谁两周没写跟进了"),
    ("team_activity", {"nothing": True, "period": "本月", "kinds": ["visit"]}, "本月谁一次拜访都没有"),
    ("stage_flow", {"period": "这个季度", "figure": "conversion", "stage": "方案报价", "to": "商务谈判"}, "这个季度从方案报价到商务谈判的转化率"),
    ("brief", {"record": "Chen", "shape": "one_to_one"}, "prep my 1:1 with Chen | I have a one-on-one with Chen later, what should I raise? | brief me for my weekly catch-up with Chen | get me ready for my 1-1 with Chen at 3pm"),
    ("brief", {"record": "吴桐", "shape": "one_to_one"}, "下午和吴桐一对一，帮我准备一下 | 明天跟吴桐面谈，聊什么好 | 准备和吴桐的1对1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "tool", "args"),
    [pytest.param(s.strip(), tool, args, id=s.strip()) for tool, args, group in ASKED for s in group.split("|")],
)
def test_a_manager_is_understood(sentence: str, tool: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(sentence).calls] == [(tool, args)]


FLOW = Call("stage_flow", {"figure": "conversion"})
STEP = Call("stage_flow", {"figure": "conversion", "stage": "demo", "to": "proposal"})
DONE = Call("team_activity", {"period": "last week"})

FOLLOWS: list[tuple[str, Call, dict[str, Any]]] = [
    ("only Suzhou | just for Suzhou", FLOW, {"figure": "conversion", "whose": "Suzhou"}),
    ("this year | and this year?", STEP, {**STEP.args, "period": "this year"}),
    ("by source | 按来源呢", STEP, {**STEP.args, "by": "source"}),
    ("what about negotiation to close?", STEP, {"figure": "conversion", "stage": "negotiation", "to": "won"}),
    ("and the velocity? | 流速呢", FLOW, {"figure": "velocity"}),
    ("show me the deals | 哪些商机", STEP, {**STEP.args, "deals": True}),
    ("only calls | 只看电话", DONE, {**DONE.args, "kinds": ["call"]}),
    ("rank them | 排名", DONE, {**DONE.args, "ranked": True}),
    ("list them | 明细 | which ones were they?", DONE, {**DONE.args, "rows": True}),
    ("only Berlin | 只看 Berlin", DONE, {**DONE.args, "whose": "Berlin"}),
    ("and this month? | what about this month", DONE, {"period": "this month"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "before", "args"),
    [pytest.param(s.strip(), before, args, id=s.strip()) for group, before, args in FOLLOWS for s in group.split("|")],
)
def test_what_follows_is_understood(sentence: str, before: Call, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(sentence, previous=[before]).calls] == [(before.tool, args)]


@pytest.mark.parametrize(
    "sentence",
    [
        "book a 1:1 with Tom tomorrow at 3pm", "convert the lead of Hanno Voss", "which deals are stuck?", "what is on my plate today?", "my overdue tasks",
        "had a call with Bob at Acme today, he wants a quote", "哪些商机卡住了？", "把陈晓的任务转给吴桐", "which customers did we visit most?", "what does Chen have planned tomorrow?",
        "prepare me for the call with Globex", "把它推进到商务谈判", "move it to negotiation", "when did it move to negotiation?",
    ],
)  # fmt: skip
def test_other_things_are_left_alone(sentence: str, brain: Any) -> None:
    calls = brain(sentence).calls
    assert not {"stage_flow", "team_activity", "compare"} & {c.tool for c in calls}
    assert "one_to_one" not in {c.args.get("shape") for c in calls}


@pytest.mark.parametrize(
    ("sentence", "args"),
    [
        ("our pipeline at the exchange rates of September 1", {"rates_of": "September 1"}), ("按9月1日的汇率看管道", {"rates_of": "9月1日"}),
        ("bookings this year at June 30 rates", {"period": "this year", "status": "won", "rates_of": "June 30"}),
        ("next quarter's pipeline by owner", {"period": "next quarter", "by": "owner"}), ("pipeline by deal age", {"by": "age"}),
        ("按客户级别看管道", {"by": "level"}),
    ],
)  # fmt: skip
def test_the_pipeline_by_more_and_at_other_rates(sentence: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(sentence).calls] == [("pipeline_summary", args)]


@pytest.mark.parametrize("sentence", ["win rate by city", "pipeline by country", "按城市看管道"])
def test_what_figures_cannot_be_split_by_is_said(sentence: str, brain: Any) -> None:
    found = brain(sentence)
    assert not found.calls
    assert "address" in found.reply or "地址" in found.reply


@pytest.mark.parametrize(
    ("said", "whose", "period"),
    [
        ("上周大家都忙些什么", "my team", "上周"),
        ("苏州组这个月都做了些什么", "苏州", "这个月"),
        ("徐凌上周干了啥", "徐凌", "上周"),
    ],
)
def test_what_was_done_is_told_of_whom_it_is_asked(said: str, whose: str, period: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool == "team_activity"
    assert (call.args["whose"], call.args["period"]) == (whose, period)
    assert call.args.get("rows", False) is (whose != "徐凌")


@pytest.mark.parametrize(
    "sentence", ["which accounts have had no activity this quarter", "哪些客户两周没跟进了", "who has no open deals"]
)
def test_what_lacks_activity_is_no_question_about_people(sentence: str, brain: Any) -> None:
    assert "team_activity" not in [c.tool for c in brain(sentence).calls]


@pytest.mark.parametrize(
    ("sentence", "tool"),
    [
        ("compare Chen and Maya on won deals this year", "compare"),
        ("把陈晓和徐凌的业绩比一下", "compare"),
        ("show the funnel as of 1 September", "pipeline_summary"),
        ("谁两周没写跟进了", "team_activity"),
    ],
)
def test_a_whole_question_is_no_follow_up(sentence: str, tool: str, brain: Any) -> None:
    """After how deals move, what names figures of its own asks for those, and drops nothing it said."""
    after = brain(sentence, previous=(STEP,))
    assert [(c.tool, dict(c.args)) for c in after.calls] == [(c.tool, dict(c.args)) for c in brain(sentence).calls]
    assert [c.tool for c in after.calls] == [tool]
