"""Periods, people and teams held against each other, in many wordings, and what is said after such an answer."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call

ASKED: list[tuple[dict[str, Any], str]] = [
    ({"periods": ["this quarter"], "base": "previous"}, "compare this quarter and last | this quarter versus the previous one | compare this quarter to the one before"),
    ({"periods": ["this quarter", "last quarter"]}, "are we ahead of where we were last quarter? | how does this quarter compare with last quarter?"),
    ({"periods": ["this month", "last month"], "measure": "won"}, "bookings this month vs last month | have we sold more this month than last month?"),
    ({"periods": ["May", "June"], "measure": "lost"}, "how do the losses of May compare with those of June?"),
    ({"periods": ["this year"], "base": "year_before", "measure": "won"}, "bookings year over year | 签约额同比增长多少 | revenue growth yoy"),
    ({"periods": ["本季度"], "base": "previous", "measure": "new"}, "本季度新增商机环比怎么样 | 本季度的新增商机和上一期比"),
    ({"periods": ["Q3", "Q4"], "measure": "new"}, "Q3 和 Q4 的新增商机比一比 | 对比 Q3、Q4 的新增 | Q3 versus Q4, new pipeline | which saw more new deals, Q3 or Q4?"),
    ({"periods": ["今年", "去年"], "measure": "win_rate"}, "今年和去年的赢单率对比 | 今年比去年胜率怎么样"),
    ({"periods": ["这周", "上周"], "measure": "activity"}, "这周的拜访比上周多吗 | 这周跟上周比，电话打得多吗"),
    ({"of": ["Tom", "Elif"], "measure": "open"}, "Tom vs Elif on pipeline | put Tom's and Elif's pipeline side by side | Tom or Elif, whose funnel is bigger?"),
    ({"of": ["陈晓", "赵敏"], "measure": "open"}, "陈晓和赵敏谁手上的在途金额大 | 对比陈晓和赵敏的在途商机 | 陈晓、赵敏谁的在途商机金额高"),
    ({"of": ["上海", "苏州"], "measure": "won"}, "对比上海和苏州的赢单 | 上海跟苏州比，哪边签约多"),
    ({"of": ["Chen", "Xu"], "periods": ["this month"], "measure": "activity"}, "who made more calls this month, Chen or Xu? | Chen against Xu on meetings this month"),
    ({"of": ["me", "Raj"], "periods": ["this year"]}, "how do I compare with Raj this year?"),
    ({"of": ["my team", "Berlin"], "measure": "new"}, "my team vs Berlin on new deals"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "args"),
    [pytest.param(s.strip(), args, id=s.strip()) for args, group in ASKED for s in group.split("|")],
)
def test_sides_are_held_against_each_other(sentence: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(sentence).calls] == [("compare", args)]


QUARTERS = Call("compare", {"periods": ["this quarter"], "base": "previous"})
RIVALS = Call("compare", {"of": ["Tom", "Elif"], "measure": "open"})
SUMMARY = Call("pipeline_summary", {"period": "this quarter", "whose": "Shanghai"})

FOLLOWS: list[tuple[str, Call, dict[str, Any]]] = [
    ("and the win rate? | what about the win rate | 赢单率呢", QUARTERS, {**QUARTERS.args, "measure": "win_rate"}),
    ("only Suzhou | just for Suzhou", QUARTERS, {**QUARTERS.args, "of": ["Suzhou"]}),
    ("versus the same quarter last year | 和去年同期比", QUARTERS, {"periods": ["this quarter"], "base": "year_before"}),
    ("show me the deals | which deals? | 列出商机", QUARTERS, {**QUARTERS.args, "deals": True}),
    ("in euros | 换算成欧元", QUARTERS, {**QUARTERS.args, "currency": "EUR"}),
    ("and Maya? | add Maya | with Maya too", RIVALS, {**RIVALS.args, "of": ["Tom", "Elif", "Maya"]}),
    ("再加上吴桐", RIVALS, {**RIVALS.args, "of": ["Tom", "Elif", "吴桐"]}),
    ("and bookings? | 签约呢", RIVALS, {**RIVALS.args, "measure": "won"}),
    ("by how much? | 差多少", RIVALS, dict(RIVALS.args)),
    ("换成本月", RIVALS, {**RIVALS.args, "periods": ["本月"]}),
    ("compare with last quarter | versus last quarter", SUMMARY, {"periods": ["this quarter", "last quarter"], "of": ["Shanghai"]}),
    ("compare that with Suzhou | against Suzhou", SUMMARY, {"of": ["Shanghai", "Suzhou"], "periods": ["this quarter"]}),
    ("跟去年同期比呢", SUMMARY, {"periods": ["this quarter"], "base": "year_before", "of": ["Shanghai"]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "before", "args"),
    [pytest.param(s.strip(), before, args, id=s.strip()) for group, before, args in FOLLOWS for s in group.split("|")],
)
def test_what_follows_a_comparison(sentence: str, before: Call, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(sentence, previous=[before]).calls] == [("compare", args)]


@pytest.mark.parametrize(
    "sentence",
    [
        "assign it to Chen",
        "remind me to call Tom tomorrow",
        "met Bob today, Tom vs Elif came up",
        "delete it",
        "把这个商机转给吴桐",
    ],
)
def test_an_order_after_a_comparison_is_an_order(sentence: str, brain: Any) -> None:
    assert "compare" not in {c.tool for c in brain(sentence, previous=[RIVALS]).calls}


@pytest.mark.parametrize(
    "sentence", ["tickets this month vs last month", "why is this quarter worse than last?", "Acme vs Globex", "open deals of Tom and Elif", "上周和这周的投诉对比"]
)  # fmt: skip
def test_other_things_are_not_compared(sentence: str, brain: Any) -> None:
    assert "compare" not in {c.tool for c in brain(sentence).calls}
