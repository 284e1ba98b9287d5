"""Reports by the clock and the dashboard in many wordings; reminders, lists and plain questions stay what they were."""

import json
from typing import Any

import pytest

from assistant.brains.offline.terms import Call

MONDAY = {"action": "add", "every": "week", "day": 0, "time": "08:00"}
ADDED: list[tuple[dict[str, Any], str, dict[str, Any], str]] = [
    ({**MONDAY, "to": "mail"}, "team_report", {"period": "last week"}, "email me last week's team report every Monday 8am | every Monday at 8am email me the team report for last week | mail me last week's team report each monday at 8:00"),
    ({**MONDAY, "to": "folder"}, "team_report", {"whose": "my team"}, "每周一早上8点把团队周报存到文件夹 | 每周一上午八点把团队周报放到文件夹"),
    ({"action": "add", "every": "week", "day": 4, "time": "17:00", "form": "xlsx"}, "pipeline_summary", {"by": "stage"}, "send me the pipeline by stage as a spreadsheet every Friday at 17:00 | every friday at 5pm send me the pipeline by stage in excel"),
    ({"action": "add", "every": "week", "day": 4, "time": "17:30", "to": "mail"}, "forecast", {}, "每周五下午5点半把预测发到我的邮箱 | 每个周五下午五点半发邮件给我预测"),
    ({"action": "add", "every": "month", "day": 1, "to": "folder"}, "forecast", {}, "save the forecast to a folder on the first of every month | 每月1号把预测存到文件夹"),
    ({"action": "add", "every": "weekday", "time": "08:00"}, "deals_at_risk", {}, "每个工作日早上发一份风险商机给我 | send me the deals at risk every weekday morning"),
    ({"action": "add", "every": "day", "time": "07:30"}, "team_report", {"period": "yesterday"}, "send me the team report every day at 7:30"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "tool", "args", "said"), [(w, t, a, s.strip()) for w, t, a, all_ in ADDED for s in all_.split("|")])  # fmt: skip
def test_a_report_is_scheduled(when: dict[str, Any], tool: str, args: dict[str, Any], said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool == "schedule_report"
    assert {k: v for k, v in call.args.items() if k not in ("tool", "arguments")} == when
    assert (call.args["tool"], json.loads(call.args["arguments"])) == (tool, args)


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("which reports are scheduled?", {"action": "list"}), ("list my scheduled reports", {"action": "list"}), ("我有哪些定时报告？", {"action": "list"}),
        ("cancel report 2", {"action": "cancel", "which": "2"}), ("cancel the weekly team report", {"action": "cancel", "which": "team report"}),
        ("stop sending me the forecast", {"action": "cancel", "which": "forecast"}), ("不要再给我发预测了", {"action": "cancel", "which": "预测"}),
        ("取消团队周报的定时发送", {"action": "cancel", "which": "团队周报"}),
        ("move the team report to Tuesday 9am", {"action": "change", "every": "week", "day": 1, "time": "09:00", "which": "team report"}),
        ("把团队周报改到每周五下午5点", {"action": "change", "every": "week", "day": 4, "time": "17:00", "which": "团队周报"}),
        ("schedule this for every weekday morning", {"action": "add", "every": "weekday", "time": "08:00"}),
        ("email me this every Monday", {"action": "add", "every": "week", "day": 0, "to": "mail"}),
    ],
)  # fmt: skip
def test_reports_are_listed_changed_and_cancelled(said: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("schedule_report", args)]


@pytest.mark.parametrize(
    ("said", "args"),
    [
        *((s, {"action": "pin"}) for s in ("pin this", "pin this to my dashboard", "add that chart to my dashboard", "固定到看板", "把这个钉到看板", "加到我的看板", "pin it")),
        *((s, {"action": "show"}) for s in ("show my dashboard", "open the dashboard", "显示我的看板", "打开看板", "dashboard", "refresh my dashboard")),
        ("clear my dashboard", {"action": "clear"}), ("清空看板", {"action": "clear"}),
        ("unpin the forecast", {"action": "unpin", "which": "forecast"}), ("从看板移除预测", {"action": "unpin", "which": "预测"}),
        ("remove the first one from my dashboard", {"action": "unpin", "which": "1"}), ("把看板第二个去掉", {"action": "unpin", "which": "2"}),
        ("put the forecast on my dashboard", {"action": "pin", "tool": "forecast", "arguments": "{}"}),
        ("把风险商机固定到看板", {"action": "pin", "tool": "deals_at_risk", "arguments": "{}"}),
    ],
)  # fmt: skip
def test_the_dashboard(said: str, args: dict[str, Any], brain: Any) -> None:
    found = brain(said, previous=[Call("forecast", {"period": "this quarter"})])
    assert [(c.tool, dict(c.args)) for c in found.calls] == [("dashboard", args)]


@pytest.mark.parametrize(
    ("said", "args"),
    [("last week's team report", {"period": "last week"}), ("团队周报", {"whose": "my team"}), ("my weekly report", {"whose": "me"}),
     ("上个月的销售报告", {"period": "上个月"})],
)  # fmt: skip
def test_a_team_report_now(said: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("team_report", args)]


@pytest.mark.parametrize(
    "said",
    ["remind me every Monday to call Bob", "send Ana the quote every Friday", "cancel the meeting with Bob on Monday", "which deals close every month?",
     "每周一提醒我给李娜打电话", "取消周一和李娜的会议", "cancel my tasks for Monday", "move Globex to negotiation", "how does the pipeline look this month?",
     "log a weekly call with Ana", "stop", "取消"],
)  # fmt: skip
def test_other_wishes_are_left_alone(said: str, brain: Any) -> None:
    assert not {"schedule_report", "dashboard", "team_report"} & {c.tool for c in brain(said).calls}


@pytest.mark.parametrize(
    "said",
    [
        "把下面的会议记录归档：\n2026-11-19 14:00 华阳 李娜、陈晓\n李娜：数据不能出厂。\n周启明：日报还是每天早上七点半发。",
        "file these minutes:\n14:00 Acme, Bob\nBob: the weekly report goes out every Monday at 8.",
    ],
)
def test_what_was_pasted_schedules_nothing(said: str, brain: Any) -> None:
    assert not {c.tool for c in brain(said).calls} & {"schedule_report", "dashboard", "team_report"}


@pytest.mark.parametrize("said", ["bin the weekly team report", "the weekly team report can go", "退订团队周报"])
def test_a_report_is_stopped(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["action"]) == ("schedule_report", "cancel")
