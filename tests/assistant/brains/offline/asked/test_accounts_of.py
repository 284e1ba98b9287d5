"""Summaries, preparations, drafts, qualifications and news are asked for in many words."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call

SUMMARY = """
summarise Acme in five lines | sum up Acme for me | give me a five-line summary of Acme with sources | Acme in a nutshell please | could you recap Acme | quick rundown of Acme | the lowdown on Acme | where do we stand with Acme
用五句话总结一下 Acme | 总结一下 Acme 的情况 | 概括一下Acme | Acme 这家的情况给我过一遍 | 给 Acme 做个小结
"""
MEETING = """
prep me for the 2 pm with Acme | brief me before my meeting with Acme | prepare me for tomorrow's call with Acme | I'm seeing Acme at 3, what should I know? | what do I need to know before I meet Acme? | meeting prep for Acme | what should I ask Acme
下午2点见 Acme，帮我准备一下 | 明天要拜访 Acme，给我准备点材料 | 见 Acme 之前我要知道什么？ | Acme 会前准备 | 周五去 Acme 开会，帮我整理一下要点
"""
QUALIFY = """
fill MEDDICC for Acme from the notes, quote behind each | BANT for Acme | how well is Acme qualified? | 用 MEDDICC 梳理一下 Acme | Acme 的 BANT
"""
DIFFER = """
any contradictions in our notes on Acme? | do our notes on Acme contradict each other | did Acme tell us conflicting things | Acme 的记录有没有矛盾 | Acme 前后说法一致吗 | Acme 的说法有出入吗
"""
DRAFT = """
draft a follow-up e-mail to Bob Miller | write Bob Miller a short mail | compose a letter to Bob Miller | draft a reply to Bob Miller's price objection within discount policy | write a mail to Bob Miller about payment terms
给Bob Miller写一封跟进邮件 | 帮我起草一封给Bob Miller的信 | 给Bob Miller写条微信，说一下付款方式 | 请帮我给Bob Miller拟一封邮件
"""
AWAY = """
what has changed since my last visit? | what did I miss? | anything happen while I was away? | 我上次来之后有什么变化？ | 上次登录以来有什么新情况 | 我不在的时候发生了什么
"""
NONE_OF_IT = """
log a call with Acme, they want a summary of prices by Friday | remind me to write a mail to Bob Miller tomorrow | set the next step of the Acme renewal to prepare a demo | move Acme to proposal | met Bob Miller, he asked for a brief on security
提醒我明天给Bob Miller写邮件 | 今天和Bob Miller开会，他要一份总结 | 给Bob Miller发了一封邮件，确认了价格 | 把Acme推进到方案报价
"""


def said(block: str) -> list[str]:
    return [s.strip() for line in block.strip().splitlines() for s in line.split("|") if s.strip()]


@pytest.mark.parametrize("text", said(SUMMARY))
def test_a_summary_is_asked_for(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args) == ("brief", {"record": "Acme"})


@pytest.mark.parametrize("text", said(MEETING))
def test_a_meeting_is_prepared(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args) == ("brief", {"record": "Acme", "shape": "meeting"})


@pytest.mark.parametrize(
    ("tool", "text"), [("qualify", t) for t in said(QUALIFY)] + [("contradictions", t) for t in said(DIFFER)]
)
def test_the_record_is_weighed(tool: str, text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["record"]) == (tool, "Acme")
    if tool == "qualify":
        assert call.args["method"] == ("BANT" if "BANT" in text else "MEDDICC")


@pytest.mark.parametrize("text", said(DRAFT))
def test_a_draft_is_to_somebody(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["to"]) == ("draft_message", "Bob Miller")
    assert call.args.get("channel", "email") == (
        "letter" if "letter" in text or "的信" in text else "wechat" if "微信" in text else "email"
    )


@pytest.mark.parametrize("text", said(AWAY))
def test_what_was_missed_is_told(text: str, brain: Any) -> None:
    assert brain(text).calls == (Call("whats_new", {}),)


@pytest.mark.parametrize("text", said(NONE_OF_IT))
def test_reports_and_orders_that_speak_of_mails_and_summaries_stay_what_they_are(text: str, brain: Any) -> None:
    assert not {c.tool for c in brain(text).calls} & {"brief", "draft_message", "handover", "qualify", "whats_new"}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("shorter", {"length": "short"}),
        ("make it shorter and more formal please", {"length": "short", "tone": "formal"}),
        ("a bit friendlier", {"tone": "friendly"}),
        ("in Chinese", {"written_in": "zh"}),
        ("turn it into a letter", {"channel": "letter"}),
        ("under 60 words", {"most_words": 60}),
        ("add that the trial ends on Friday", {"add": ["the trial ends on Friday"]}),
        ("leave out the meeting", {"without": ["meeting"]}),
        ("更正式一点", {"tone": "formal"}),
        ("再短一点，正式一点", {"length": "short", "tone": "formal"}),
        ("用英文写", {"written_in": "en"}),
        ("改成微信", {"channel": "wechat"}),
        ("加一句下周我在上海", {"add": ["下周我在上海"]}),
        ("不要提会议", {"without": ["会议"]}),
    ],
)
def test_a_draft_is_revised_in_place(text: str, changed: dict[str, Any], brain: Any) -> None:
    before = Call("draft_message", {"to": "Bob Miller", "topic": "price"})
    (call,) = brain(text, previous=[before]).calls
    assert (call.tool, call.args) == ("draft_message", {**before.args, **changed})


@pytest.mark.parametrize(
    "text", ["move Acme to proposal", "note a short call with Bob Miller", "确认", "给 Acme 建个任务"]
)
def test_other_messages_are_no_revision(text: str, brain: Any) -> None:
    before = Call("draft_message", {"to": "Bob Miller"})
    assert "draft_message" not in {c.tool for c in brain(text, previous=[before]).calls}


@pytest.mark.parametrize(("text", "word"), [("Shorter, more formal", "draft"), ("更正式一点", "草稿")])
def test_without_a_draft_there_is_nothing_to_revise(text: str, word: str, brain: Any) -> None:
    understood = brain(text)
    assert not understood.calls
    assert word in understood.reply


@pytest.mark.parametrize(
    "text",
    [
        "summarise my pipeline this quarter",
        "sum up the week for my team",
        "总结一下本月业绩",
        "summarise it",
        "总结一下",
    ],
)
def test_only_a_bare_wish_is_of_what_was_talked_about(text: str, brain: Any) -> None:
    from assistant.brains.offline.terms import Named

    calls = brain(text, focus=[Named("deal", 12, "D-12", "Acme renewal")]).calls
    assert (Call("brief", {"record": "D-12"}) in calls) is (text in ("summarise it", "总结一下"))
