"""A question of which a piece was not understood is not answered as another question."""

from typing import Any

import pytest

from assistant.recognise.text import is_chinese


@pytest.mark.parametrize(
    ("said", "piece"),
    [
        ("how many open tickets are there after 3 hours", "3 hours"),
        ("my open deals by owner after 12 minutes", "12 minutes"),
    ],
)
def test_a_value_that_enters_no_call_is_named_instead_of_dropped(said: str, piece: str, brain: Any) -> None:
    understood = brain(said)
    assert understood.calls == ()
    assert piece in (understood.reply or "")


@pytest.mark.parametrize(
    "said", ["deals closed on Feb 30", "2月30日赢单的商机", "tasks due on 31 November", "11月31日到期的任务"]
)
def test_a_day_that_does_not_exist_is_said_so(said: str, brain: Any) -> None:
    understood = brain(said)
    assert understood.calls == ()
    assert any(word in (understood.reply or "") for word in ("no day", "没有"))


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("What changed on my deals since Friday?", {"period": "since Friday", "entity": "deal", "whose": "me"}),
        ("周五以来我的商机有什么变化？", {"period": "周五以来", "entity": "deal", "whose": "me"}),
        ("what changed since Monday", {"period": "since Monday"}),
        ("周一以来有什么变化", {"period": "周一以来"}),
        ("本周团队的商机有哪些变动？", {"period": "本周", "entity": "deal", "whose": "my team"}),
    ],
)
def test_news_of_a_period(said: str, args: dict[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args) == ("history", args)


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("what's on Maya's plate today?", {"whose": "Maya"}),
        ("陈晓明天有什么安排", {"whose": "陈晓", "day": "2026-11-21"}),
    ],
)
def test_the_day_of_somebody_else(said: str, args: dict[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args) == ("my_day", args)


@pytest.mark.parametrize(
    "said",
    [
        "put my wechat chat with Zhang Wei on record: he agreed to three years",
        "note my wechat with Marcus: fine",
    ],
)
def test_a_name_is_no_wechat_id(said: str, brain: Any) -> None:
    assert "wechat" not in str([c.args.get("changes", "") for c in brain(said).calls])


@pytest.mark.parametrize(
    "said", ["建个提醒：催李娜确认预算，月底前", "设个提醒，明天给李娜回电话", "加一条提醒：周五前把报价发给李娜"]
)
def test_a_reminder_is_asked_for_and_nothing_reported(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["create_task"]


def test_what_the_assistant_is_to_do_now_is_no_follow_up(brain: Any) -> None:
    (call,) = brain(
        "I spoke to Peter Gibb at Initech on the phone, store it and tell me what the action items are"
    ).calls
    assert call.tool == "log_interaction"
    assert "tasks" not in call.args


@pytest.mark.parametrize(
    "said",
    [
        "add Vosswerk Antriebe as a new prospect account (industry: Manufacturing, domain: vosswerk.example)",
        "create Vosswerk Antriebe as an account",
    ],
)
def test_a_name_before_its_record_type(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"]["name"]) == ("account", "Vosswerk Antriebe")


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("security questionnaire emailed to Sara", "emailed Sara at Globex the security whitepaper"),
        ("那个今天要做什么事情", "我今天要做什么？"),
        ("blorf zxcv", None),
        ("咕噜哗啦噜", None),
    ],
)
def test_the_nearest_things_that_can_be_said_are_found(said: str, near: str | None, alike: Any) -> None:
    found = alike(said)
    assert near in found if near else not found
    assert all(is_chinese(f) == is_chinese(said) for f in found)


@pytest.mark.parametrize(("said", "ways"), [("blorf zxcv", "You can ask"), ("咕噜哗啦噜", "您可以提问")])
def test_what_is_like_nothing_known_gets_the_ways_to_ask(said: str, ways: str, brain: Any) -> None:
    understood = brain(said)
    assert understood.calls == ()
    assert ways in (understood.reply or "")
