"""What a manager asks, in several wordings of both languages, and what is said after an answer."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call, Named

ASKED: list[tuple[str, dict[str, Any], str]] = [
    ("pipeline_summary", {"as_of": "September 1"}, "what did the pipeline look like on September 1? | show me the pipeline as of September 1 | how did the funnel stand on September 1? | pipeline back on September 1"),
    ("pipeline_summary", {"as_of": "9月1日"}, "9月1日的管道是什么样的？ | 9月1日当时的漏斗 | 看看9月1日的管道"),
    ("pipeline_bridge", {"period": "Q4", "since": "since last week"}, "why did Q4 drop since last week? | what made the Q4 pipeline fall since last week? | explain why Q4 is down since last week"),
    ("pipeline_bridge", {"since": "since Monday", "whose": "me"}, "what moved my pipeline since Monday? | why has my pipeline changed since Monday?"),
    ("pipeline_bridge", {"period": "四季度", "since": "上周"}, "为什么四季度的管道比上周少了？ | 四季度的管道为什么比上周少了，拆开看看"),
    ("pipeline_bridge", {}, "why is the pipeline down? | why did the funnel shrink? | 管道为什么下降了？ | 管道怎么变少了"),
    ("forecast", {"period": "this quarter"}, "what will we close this quarter, with a range? | forecast for this quarter | will we hit our target this quarter? | your estimate for this quarter | how likely are we to make the target this quarter?"),
    ("forecast", {"period": "这个季度"}, "这个季度能签多少，给个区间？ | 预测一下这个季度 | 这个季度能完成目标吗？ | 你估计这个季度能签多少？"),
    ("forecast", {}, "compare commit, best case and your estimate | 对比承诺、最佳情况和你的估计 | 把承诺、最好情况和你自己的估计放在一起比较。"),
    ("forecast", {"accuracy_only": True, "period": "last quarter"}, "how accurate were you last quarter? | how good was your forecast last quarter? | forecast accuracy last quarter | how close was the forecast last quarter?"),
    ("forecast", {"accuracy_only": True, "period": "上季度"}, "上季度你的预测准不准？ | 上季度的预测偏差多大？ | 上季度预测得准吗"),
    ("forecast", {"aim": "10M"}, "how much more pipeline to hit 10M? | how much pipeline do we need to reach 10M?"),
    ("forecast", {"aim": "1000万"}, "要达到1000万还需要多少管道？ | 要做到1000万，还差多少管道？"),
    ("deals_at_risk", {"period": "this week"}, "which deals are at risk this week and why? | risky deals this week | which deals might slip this week?"),
    ("deals_at_risk", {"period": "本周"}, "本周哪些商机有风险，为什么？ | 本周有哪些商机可能会丢？ | 本周的风险商机"),
    ("deals_at_risk", {}, "what should I worry about? | which deals are in trouble? | 哪些单子可能会黄 | 有哪些商机让人担心？"),
    ("deals_at_risk", {"category": "commit", "signals": ["single_threaded"]}, "which commits hang on one contact? | which commit deals are single-threaded? | 哪些承诺的商机只靠一个联系人？"),
    ("deals_at_risk", {"signals": ["often_pushed"]}, "which deals keep getting pushed? | deals that have been pushed several times | 哪些商机一直推迟？"),
    ("deals_at_risk", {"signals": ["ghosted"]}, "which deals went silent after the proposal? | 哪些商机报价后没有回音？"),
    ("next_action", {"deal": "Globex"}, "what next on Globex? | how do I move Globex forward? | next best action for Globex | any advice on Globex? | why is Globex at risk? | Globex 下一步该怎么推进？ | Globex 接下来怎么办？ | 对 Globex 有什么建议？"),
    ("next_action", {"whose": "me"}, "what are my next best actions? | which deals should I work on next? | 我接下来该推进哪些商机？"),
    ("win_loss", {"by": "source"}, "win rate and cycle by source | sales cycle by source | how long does a deal take to close by source? | 按线索来源看赢单率和成交周期。"),
    ("win_loss", {"by": "reason"}, "why do we lose deals? | what are the top loss reasons? | 我们为什么丢单？ | 主要的输单原因有哪些？"),
    ("win_loss", {"by": "competitor"}, "which competitor do we lose to most? | 我们输给哪个竞争对手最多？"),
    ("attainment", {}, "who is behind quota? | target attainment by rep | who has reached the target? | 谁还没完成指标？ | 大家离目标还差多少？"),
    ("score_leads", {"whose": "me"}, "rank my new leads | score my leads"),
    ("score_leads", {}, "which leads are most likely to convert? | hot leads | 线索评分 | 哪些线索最有可能转化？"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "tool", "args"),
    [pytest.param(s.strip(), tool, args, id=s.strip()) for tool, args, group in ASKED for s in group.split("|")],
)
def test_a_manager_is_understood(sentence: str, tool: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(sentence).calls] == [(tool, args)]


SUMMARY = Call("pipeline_summary", {"period": "this quarter"})
BRIDGE = Call("pipeline_bridge", {"since": "since last week", "period": "Q4"})
FORECAST = Call("forecast", {"period": "this quarter"})
RISK = Call("deals_at_risk", {"period": "this week"})
LOST = Call("win_loss", {"by": "source"})

FOLLOWS: list[tuple[str, Call, str, dict[str, Any]]] = [
    ("only Suzhou | just Suzhou", SUMMARY, "pipeline_summary", {"period": "this quarter", "whose": "Suzhou"}),
    ("只看苏州 | 只要苏州", SUMMARY, "pipeline_summary", {"period": "this quarter", "whose": "苏州"}),
    ("as of September 1 | on September 1? | and as of September 1", SUMMARY, "pipeline_summary", {"period": "this quarter", "as_of": "September 1"}),
    ("截至9月1日", SUMMARY, "pipeline_summary", {"period": "this quarter", "as_of": "截至9月1日"}),
    ("why | why? | but why? | how come? | 为什么 | 为什么？ | 怎么回事", SUMMARY, "pipeline_bridge", {"period": "this quarter"}),
    ("show me the deals | which deals? | show the details | 看看是哪些商机 | 看一下明细 | 哪些商机", SUMMARY, "pipeline_summary", {"period": "this quarter", "deals": True}),
    ("in RMB | and in RMB? | 用人民币 | 换成人民币", SUMMARY, "pipeline_summary", {"period": "this quarter", "currency": "CNY"}),
    ("in euros | 换算成欧元", SUMMARY, "pipeline_summary", {"period": "this quarter", "currency": "EUR"}),
    ("as a chart | show it as a chart | chart it | 画成图 | 用图表展示 | 画个图", SUMMARY, "pipeline_summary", {"period": "this quarter"}),
    ("since Monday?", SUMMARY, "pipeline_bridge", {"period": "this quarter", "since": "since Monday"}),
    ("only Suzhou", BRIDGE, "pipeline_bridge", {"since": "since last week", "period": "Q4", "whose": "Suzhou"}),
    ("which ones slipped? | 哪些推迟了？", BRIDGE, "pipeline_bridge", {"since": "since last week", "period": "Q4", "bar": "slipped"}),
    ("show me the deals | as a chart | why", BRIDGE, "pipeline_bridge", {"since": "since last week", "period": "Q4"}),
    ("in dollars | 用美元看", BRIDGE, "pipeline_bridge", {"since": "since last week", "period": "Q4", "currency": "USD"}),
    ("as of last Friday", BRIDGE, "pipeline_summary", {"period": "Q4", "as_of": "last Friday"}),
    ("why? | 为什么", FORECAST, "forecast", {"period": "this quarter", "why": True}),
    ("show me the deals | 是哪些单子", FORECAST, "pipeline_summary", {"period": "this quarter", "deals": True, "status": "open"}),
    ("how accurate is that?", FORECAST, "forecast", {"accuracy_only": True}),
    ("only my team", FORECAST, "forecast", {"period": "this quarter", "whose": "my team"}),
    ("and next quarter?", FORECAST, "forecast", {"period": "next quarter"}),
    ("下季度呢", FORECAST, "forecast", {"period": "下季度"}),
    ("only Maya | what about Maya?", RISK, "deals_at_risk", {"period": "this week", "whose": "Maya"}),
    ("what should I do? | 那怎么办", RISK, "next_action", {}),
    ("only commits", RISK, "deals_at_risk", {"period": "this week", "category": "commit"}),
    ("by industry | 按行业呢", LOST, "win_loss", {"by": "industry"}),
    ("why", LOST, "win_loss", {"by": "reason"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "before", "tool", "args"),
    [
        pytest.param(s.strip(), before, tool, args, id=f"{before.tool}: {s.strip()}")
        for group, before, tool, args in FOLLOWS
        for s in group.split("|")
    ],
)
def test_what_follows_is_understood(sentence: str, before: Call, tool: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(sentence, previous=[before]).calls] == [(tool, args)]


@pytest.mark.parametrize(
    "sentence",
    [
        "move Globex to negotiation", "which deals close next month?", "will it rain tomorrow?", "met Ana at Acme today, they want a forecast", "why did we lose Globex?",
        "how many open deals do we have?", "下个月预计成交的商机", "Globex 的下一步是什么", "把 Globex 推进到商务谈判",
    ],
)  # fmt: skip
def test_other_things_are_left_alone(sentence: str, brain: Any) -> None:
    chair = {"pipeline_bridge", "forecast", "deals_at_risk", "next_action", "win_loss", "attainment", "score_leads"}
    assert not chair & {c.tool for c in brain(sentence).calls}


@pytest.mark.parametrize(
    "sentence", ["forecast for the Mars team this quarter", "why did the Zork pipeline drop since Monday?"]
)
def test_a_team_nobody_knows_is_not_left_out(sentence: str, brain: Any) -> None:
    understood = brain(sentence)
    name = "Mars" if "Mars" in sentence else "Zork"
    assert name in str([c.args for c in understood.calls]) + (understood.reply or "")


@pytest.mark.parametrize("said", ["pipeline for Flurb", "forecast for Flurb this quarter", "deals at risk for Flurb"])
def test_a_name_nobody_knows_is_not_left_out_of_a_figure(said: str, brain: Any) -> None:
    found = brain(said)
    assert not found.calls
    assert "Flurb" in found.reply


@pytest.mark.parametrize("said", ["forecast for flurb", "pipeline for flurb", "flurb 的预测是多少"])
def test_a_word_left_out_of_a_figure_is_told(said: str, brain: Any) -> None:
    assert "flurb" in brain(said).unsure


STANDING = (
    ("where do we stand this quarter?", {"period": "this quarter"}), ("how are we doing this quarter", {"period": "this quarter"}),
    ("how's the quarter looking", {"period": "this quarter"}), ("这个季度做得怎么样", {"period": "这个季度"}), ("本月业绩如何", {"period": "本月"}),
)  # fmt: skip


@pytest.mark.parametrize(("said", "args"), STANDING)
def test_how_things_stand(said: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("pipeline_summary", args)]


@pytest.mark.parametrize(
    "said", ["why did we lose to Vertix", "what did we lose to Vertix and why", "为什么输给了蓝港"]
)
def test_why_a_rival_won_shows_the_reasons(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert {(f["field"], f["value"]) for f in call.args["filters"]} >= {("stage.kind", "lost")}
    assert {f["value"] for f in call.args["filters"] if f["field"] == "competitor"} <= {"Vertix", "蓝港"}
    assert call.args["columns"] == ["lost_reason", "lost_notes"]


@pytest.mark.parametrize("said", ["why the Acme one?", "and why Acme", "华阳那个为什么"])
def test_why_one_of_those_at_risk(said: str, brain: Any) -> None:
    (call,) = brain(said, previous=(Call("deals_at_risk", {}),)).calls
    assert (call.tool, call.args["deal"] in ("Acme", "华阳")) == ("next_action", True)


@pytest.mark.parametrize("said", ["why is D-3 at risk?", "what should I do next on D-3?", "D-3为什么有风险"])
def test_a_deal_called_by_its_number(said: str, brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("next_action", {"deal": "D-3"})]


@pytest.mark.parametrize("said", ["what changed in Maya's pipeline since September 1?", "十月以来漏斗变了什么"])
def test_what_changed_in_the_pipeline_is_its_bridge(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["pipeline_bridge"]


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("年底前能不能做到五百万", {"period": "年底前", "aim": "五百万"}),
        ("can we still make 2 million this quarter", {"period": "this quarter", "aim": "2 million"}), ("哪些单子能提前拿下", {}),
    ],
)  # fmt: skip
def test_what_may_be_reached_is_a_forecast(said: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("forecast", args)]


@pytest.mark.parametrize(
    "said", ["哪几个单子要凉", "which deals are on thin ice", "any of Maya's deals going cold", "陈晓有没有快丢的单子"]
)
def test_idioms_for_risk(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["deals_at_risk"]


@pytest.mark.parametrize("said", ["这单要黄了，帮我记一下", "丢了哪些单", "他们最担心什么"])
def test_what_only_sounds_like_risk(said: str, brain: Any) -> None:
    assert "deals_at_risk" not in [
        c.tool for c in brain(said, focus=(Named("deal", 7, "D-7", "华阳数据平台一期"),)).calls
    ]


@pytest.mark.parametrize("said", ["根据知识库给工单1042建议一个答复", "what should I do about ticket 1042?"])
def test_a_ticket_is_no_deal_to_advise_on(said: str, brain: Any) -> None:
    assert "next_action" not in [c.tool for c in brain(said).calls]


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("pipeline of Berlin only", "pipeline_summary"),
        ("how is Elif doing?", "pipeline_summary"),
        ("forecast for next quarter", "forecast"),
    ],
)
def test_a_measure_named_outright_is_not_the_one_before(brain: Any, text: str, tool: str) -> None:
    before = Call("forecast", {"period": "last quarter", "accuracy_only": True})
    (call,) = brain(text, previous=(before,)).calls
    assert call.tool == tool
    assert "accuracy_only" not in call.args
