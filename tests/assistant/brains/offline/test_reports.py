"""Reports of what happened: one card with people, day, deal changes, follow-ups and facts, in many wordings."""

from typing import Any

import pytest

MET = """
Met Li Na at Huayang today, 40 min: budget 300k approved, demo next Tuesday 3pm, worried about data migration
had a 40 minute meeting with Li Na from Huayang today; budget of 300k is approved, demo next Tuesday 3pm, she is worried about data migration
Just met Li Na (Huayang) for 40 minutes today. 300k budget approved. Demo next Tuesday at 3pm. She worries about data migration.
today I met Li Na at Huayang for 40 min, budget 300k confirmed, demo next Tuesday 3pm, concerned about data migration
meeting with Li Na at Huayang today, 40 min, budget 300k approved, demo on next Tuesday 3pm, she has concerns about data migration
sat down with Li Na from Huayang today for 40 minutes - budget 300k approved, demo next Tuesday 15:00, worried about data migration
good meeting with Li Na at Huayang today (40 min): budget 300k approved; demo next Tuesday 3 pm; worried about data migration
Met with Li Na of Huayang today, 40 mins, the budget of 300k was approved, next Tuesday 3pm demo, afraid of data migration
we met Li Na at Huayang today, 40 min, budget approved 300k, demo next tuesday 3pm, objection: data migration
MET LI NA AT HUAYANG TODAY, 40 MIN, BUDGET 300K APPROVED, DEMO NEXT TUESDAY 3PM, WORRIED ABOUT DATA MIGRATION
log: met Li Na at Huayang today 40 min, budget 300k approved, demo next Tuesday 3pm, worried about data migration
Quick note: met Li Na at Huayang today, 40 min, budget 300k approved, demo next Tuesday 3pm, nervous about data migration
今天和华阳的李娜开了40分钟会，预算30万已批，下周二下午3点演示，担心数据迁移
今天跟华阳李娜开会40分钟：预算30万批了，下周二下午3点演示，她担心数据迁移
今天见了华阳的李娜，聊了40分钟，30万预算已获批，下周二15:00演示，对数据迁移有顾虑
和华阳李娜今天碰了40分钟，预算30万通过了，下周二下午三点要演示，担心数据迁移
今天与华阳的李娜会面40分钟，预算三十万已批，下周二下午3点做演示，担心数据迁移问题
刚和华阳的李娜开完会，40分钟，今天的，预算30万已批，下周二下午3点演示，顾虑是数据迁移
今天上门见了华阳李娜40分钟，预算30万已批，下周二下午3点演示，担心数据迁移
记录：今天和华阳的李娜开了40分钟会，预算30万已批，下周二下午3点演示，担心数据迁移
今天同华阳李娜开了40分钟的会，预算30万已经批下来，下周二下午3点演示，她害怕数据迁移
今天和李娜（华阳）开会40分钟，预算30万已确认，下周二下午3点演示，担心数据迁移
今日与华阳李娜沟通了40分钟，预算30万已批，下周二下午3点演示，她对数据迁移有疑虑
今天和華陽的李娜開了40分鐘會，預算30萬已批，下週二下午3點演示，擔心數據遷移
"""
UNREACHED = """
Called Bob at Acme, no answer, remind me tomorrow | tried to call Bob at Acme, no answer, remind me tomorrow | rang Bob at Acme but he didn't pick up, remind me tomorrow | phoned Bob from Acme, voicemail, remind me tomorrow to try again
I called Bob at Acme and he did not answer; remind me tomorrow | called Bob (Acme), no pick up, follow up tomorrow | left a voicemail for Bob at Acme, call back tomorrow | tried reaching Bob at Acme, not reachable, try again tomorrow
Called Bob at Acme - no answer. Remind me tomorrow. | call to Bob at Acme, no answer, remind me to call again tomorrow | just called Bob at Acme, nobody there, no answer, remind me tomorrow | gave a call to Bob at Acme, line busy, remind me tomorrow
打给 Acme 的 Bob 没人接，明天提醒我再打。 | 给 Acme 的 Bob 打电话没人接，明天提醒我再打 | 打给Acme的Bob，没接，明天再打 | 给Acme的Bob打了电话，无人接听，明天提醒我 | 刚打给 Acme 的 Bob，没打通，明天提醒我再打 | 致电 Acme 的 Bob 未接通，明天提醒我再联系
打电话给 Acme 的 Bob，占线，明天提醒我再打 | 跟 Acme 的 Bob 打电话没人接，明天提醒我 | 电话联系 Acme 的 Bob，没联系上，明天再打 | 打给 Acme 的 Bob 没接通，明天提醒我再打一次 | 今天给 Acme 的 Bob 打电话，没人接，明天提醒我再打 | 打给 Acme 的 Bob 没人接 明天提醒我再打
"""


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split("|") if s.strip()]


@pytest.mark.parametrize("sentence", MET.strip().splitlines())
def test_a_meeting_with_everything_said_becomes_one_card(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    args = call.args
    assert call.tool == "log_interaction"
    assert args["note"] == sentence
    assert args["kind"] in ("meeting", "visit")
    assert [p.casefold() for p in args["with_people"]] in (["li na"], ["李娜"])
    assert args["account"].casefold() in ("huayang", "华阳", "華陽")
    assert args["minutes"] == 40
    assert args["deal_fields"]["amount"] == "300000"
    assert [t["due"] for t in args["tasks"]] == ["2026-11-24 15:00"]
    assert [f["predicate"] for f in args["facts"]] == ["budget", "objection"]
    assert all(f["quote"] in sentence for f in args["facts"])
    assert "meetings" not in args


@pytest.mark.parametrize("sentence", split(UNREACHED))
def test_a_call_nobody_answered_is_logged_with_a_reminder(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "log_interaction"
    assert (call.args["kind"], call.args["status"], call.args["account"], call.args["with_people"]) == (
        "call",
        "not_held",
        "Acme",
        ["Bob"],
    )
    (task,) = call.args["tasks"]
    assert task["due"] == "2026-11-21"
    assert "Bob" in task["title"]


PIECES = [
    ("Met Ana at Acme today, 50 seats, they want a quote, demo next Tuesday 3pm; moved to proposal", {"deal_fields": {"stage": "proposal", "seats": "50"}, "tasks": [{"title": "Send a quote to Ana"}, {"title": "Demo with Ana", "due": "2026-11-24 15:00"}]}),
    ("Note on Initech: competitor is Gong, pilot ends Nov 30", {"kind": "note", "account": "Initech", "deal_fields": {"competitor": "Gong"}}),
    ("记一下：Initech 的竞品是 Gong，试点11月30日结束", {"kind": "note", "account": "Initech", "deal_fields": {"competitor": "Gong"}}),
    ("Log the WeChat thread with Zhang Wei on the Huawei renewal", {"kind": "message", "with_people": ["Zhang Wei"], "deal": "Huawei renewal"}),
    ("把和张伟的微信记录记到华微续约那单上", {"kind": "message", "with_people": ["张伟"]}),
    ("Checked in at the Ningbo factory", {"kind": "visit", "account": "Ningbo factory"}),
    ("我在宁波工厂签到拜访。", {"kind": "visit", "account": "宁波工厂"}),
    ("Demo with Acme went great, they will sign by end of month, deal is now worth 95k", {"deal_fields": {"amount": "95000", "expected_close_date": "2026-11-30"}}),
    ("刚跟王伟通了电话，他要一份报价，周五前给", {"kind": "call", "tasks": [{"title": "给王伟发报价", "due": "2026-11-27"}]}),
    ("昨天拜访了 Globex，对价格有异议，推进到商务谈判", {"kind": "visit", "when": "2026-11-19", "deal_fields": {"stage": "商务谈判"}}),
    ("Visited Globex on Wednesday with Sara Lindqvist. Next step: send SOC2 report", {"kind": "visit", "when": "2026-11-18", "with_people": ["Sara Lindqvist"], "deal_fields": {"next_step": "send SOC2 report"}}),
    ("spoke to Sara, booked a call for Thursday 10am", {"meetings": [{"kind": "call", "when": "2026-11-26 10:00"}]}),
    ("Met Jane Roe at Acme today", {"with_people": ["Jane Roe"], "account": "Acme"}),
    ("Bob called, he is worried about the price, I promised to call back on Monday", {"kind": "call", "tasks": [{"title": "Call Bob back", "due": "2026-11-23"}]}),
    ("Met Ana Ruiz and Bob Miller at Acme, moved to negotiation", {"with_people": ["Ana Ruiz", "Bob Miller"], "deal_fields": {"stage": "negotiation"}}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted"), PIECES)
def test_each_piece_of_a_report_finds_its_place(sentence: str, wanted: dict[str, Any], brain: Any) -> None:
    call = brain(sentence).calls[0]
    assert call.tool == "log_interaction"
    assert {k: call.args.get(k) for k in wanted} == wanted


@pytest.mark.parametrize(
    "sentence",
    ["Met Li Na, budget 300k not approved yet", "和李娜开了会，预算30万还没批", "met Bob, their budget is 80k"],
)
def test_a_budget_that_is_not_approved_does_not_change_the_deal(sentence: str, brain: Any) -> None:
    args = brain(sentence).calls[0].args
    assert "amount" not in args.get("deal_fields", {})
    assert args["facts"][0]["predicate"] == "budget"


def test_an_order_about_another_record_stays_an_order(brain: Any) -> None:
    log, order = brain("Met with Ana Ruiz today. Also move Globex to negotiation.").calls
    assert (log.tool, log.args["with_people"], log.args.get("deal_fields")) == ("log_interaction", ["Ana Ruiz"], None)
    assert order.args["changes"][0]["record"] == "Globex"


@pytest.mark.parametrize(
    "sentence",
    [
        "when did we meet Li Na?",
        "did anyone call Bob?",
        "remind me to call Bob tomorrow",
        "schedule a call with Bob Miller tomorrow at 3pm",
        "calls last week",
        "约李娜明天下午3点开会",
        "明天要拜访华阳",
    ],
)
def test_what_is_asked_or_planned_is_not_logged_as_done(sentence: str, brain: Any) -> None:
    assert all(c.tool != "log_interaction" for c in brain(sentence).calls)


NARRATED = """
Flight was late again. Castor line at Acme keeps stopping, Bob Miller said they lose half a shift. He wants our proposal soon. His boss was not amused at all, they had the audit last week.
"""


def test_a_long_story_nobody_knows_the_opening_of_is_offered_as_a_report(brain: Any, ear: Any) -> None:
    (call,) = brain(NARRATED.strip(), ear=ear).calls
    assert (call.tool, call.args["note"]) == ("log_interaction", NARRATED.strip())
