"""Figures by two things at once, in several wordings, and as a follow-up; plain questions stay what they were."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call

ASKED = [
    ({"rows": "stage", "columns": "owner"}, "heat map of the pipeline by stage and owner | pipeline by stage and owner as a heatmap | open deals by stage and rep | show me a matrix of stage against owner | 按阶段和负责人的热力图 | 画一个阶段和负责人的热力图 | 按阶段和负责人看管道"),
    ({"rows": "product", "columns": "team"}, "pipeline by product and team | 按产品和团队交叉看管道 | deals per product and region"),
    ({"rows": "owner", "columns": "weekday", "of": "activities"}, "activity heat map by weekday and rep | when is everybody active? heat map by weekday | 每个销售每周几的跟进热力图 | 跟进记录按星期和销售的热力图"),
    ({"rows": "source", "columns": "owner", "status": "won", "period": "this year"}, "won deals by source and owner this year | cross table of won deals by source and owner this year"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "said"), [(a, s.strip()) for a, all_ in ASKED for s in all_.split("|")])
def test_two_things_at_once(args: dict[str, Any], said: str, brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("heat_map", args)]


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("as a heat map", {"rows": "stage", "columns": "owner", "period": "Q4"}),
        ("show it as a heatmap by product", {"rows": "stage", "columns": "product", "period": "Q4"}),
        ("画成热力图", {"rows": "stage", "columns": "owner", "period": "Q4"}),
    ],
)
def test_the_answer_before_as_a_heat_map(said: str, args: dict[str, Any], brain: Any) -> None:
    found = brain(said, previous=[Call("pipeline_summary", {"period": "Q4"})])
    assert [(c.tool, dict(c.args)) for c in found.calls] == [("heat_map", args)]


@pytest.mark.parametrize("said", ["as a chart", "chart it", "画成图", "show it as a bar chart", "用图表展示"])
def test_a_list_as_a_chart(said: str, brain: Any) -> None:
    listed = {"entity": "deal", "filters": [{"field": "owner", "op": "=", "value": "me"}], "limit": 5}
    (call,) = brain(said, previous=[Call("find_records", listed)]).calls
    assert call.args == {
        "entity": "deal", "filters": listed["filters"], "group_by": "stage", "measure": "sum", "total_field": "amount"
    }  # fmt: skip
    (call,) = brain(said, previous=[Call("find_records", {"entity": "ticket", "filters": []})]).calls
    assert call.args == {"entity": "ticket", "filters": [], "group_by": "status", "measure": "count"}


@pytest.mark.parametrize(
    "said",
    ["pipeline by stage", "按阶段看管道", "win rate by source this year", "my open deals over 200k", "tasks by owner", "call Bob and Ana by Friday",
     "move Globex to proposal and remind me by Monday"],
)  # fmt: skip
def test_one_thing_is_left_alone(said: str, brain: Any) -> None:
    assert "heat_map" not in [c.tool for c in brain(said).calls]


def test_a_question_of_its_own_is_no_follow_up(brain: Any) -> None:
    (call,) = brain("my open deals over 200k", previous=[Call("deals_at_risk", {"period": "this week"})]).calls
    assert call.tool == "find_records"
