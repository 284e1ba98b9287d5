"""Questions of one shape, holidays as days, slips of the pen, pinyin, appointments called off at once; and what is none of these."""

from typing import Any

import pytest


def _filters(call: Any) -> dict[str, Any]:
    return {f["field"] if f["op"] != "!=" else f"not {f['value']}": f.get("value") for f in call.args["filters"]}


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("what is the Globex factory rollout worth weighted?", "Globex factory rollout"),
        ("weighted value of Hollund Marine sensor retrofit", "Hollund Marine sensor retrofit"),
        ("华微续约2026加权下来是多少", "华微续约2026"),
        ("华微续约2026的加权金额", "华微续约2026"),
    ],
)
def test_one_deal_is_weighted(said: str, record: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, dict(call.args)) == ("show_record", {"record": record, "fields": ["weighted"]})


@pytest.mark.parametrize(
    "said",
    [
        "which products are no longer sold?",
        "discontinued products",
        "what don't we sell any more?",
        "哪些产品停售了",
        "不再销售的产品有哪些",
    ],
)
def test_products_no_longer_sold(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args["entity"] == "product"
    assert _filters(call) == {"active": "false"}


@pytest.mark.parametrize(
    ("said", "mine"), [("live leads", False), ("which of my leads are still live", True), ("我名下还活着的线索", True)]
)
def test_live_leads_are_neither_dead_nor_converted(said: str, mine: bool, brain: Any) -> None:
    (call,) = brain(said).calls
    assert {"not Dead", "not Converted"} <= _filters(call).keys()
    assert ("owner" in _filters(call)) is mine


@pytest.mark.parametrize("said", ["leads nobody has converted", "unconverted leads", "没人转化的线索"])
def test_unconverted_leads_are_those_not_converted(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert _filters(call) == {"not Converted": "Converted"}


@pytest.mark.parametrize(
    "said", ["我还没关的工单里哪张已经超时了", "我的工单有超时的吗", "which of my open tickets is overdue?"]
)
def test_late_tickets_are_no_standing_rule(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert _filters(call)["breached"] == "true"
    assert _filters(call)["assignee"] == "me"


@pytest.mark.parametrize(
    ("said", "op"),
    [
        ("accounts with deals over 50k", ">"),
        ("customers with an open deal above 50k", ">"),
        ("单子超过5万的客户", ">"),
        ("有5万以上商机的客户", ">="),
    ],
)
def test_customers_by_the_amount_of_their_deals(said: str, op: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args["entity"] == "account"
    assert {"field": "deal.amount", "op": op, "value": "50000"} in call.args["filters"]
    assert "annual_revenue" not in _filters(call)


@pytest.mark.parametrize(
    "said", ["Where is the Hollund Marine contract stuck?", "浦墨合同卡在哪几点上", "华阳那单卡在什么地方"]
)
def test_what_holds_a_deal_up_is_in_the_notes(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool == "recall_notes"
    assert call.args["about"] in ("Hollund Marine", "浦墨", "华阳")


@pytest.mark.parametrize(
    "said", ["What did Kurt Calloway write?", "what does Kurt Calloway's last mail say?", "张伟邮件里写了什么"]
)
def test_what_somebody_wrote_is_shown_word_for_word(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.args["entity"], call.args["columns"]) == ("activity", ["body"])


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("anything of mine supposed to close before Christmas?", "before Christmas"),
        ("my deals closing before New Year", "before New Year"),
        ("国庆之前我有哪些单子要成交", "国庆之前"),
        ("圣诞节前该成交的商机", "圣诞节前"),
        ("五一前能签的单子", "五一前"),
    ],
)
def test_a_holiday_is_a_day(said: str, value: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert _filters(call)["expected_close_date"] == value
    assert _filters(call)["stage.kind"] == "open"


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("二季度我签了哪些", "今年二季度"),
        ("第三季度我都签了谁", "今年三季度"),
        ("what did I sign in the second quarter?", "Q2 2026"),
    ],
)
def test_a_quarter_in_which_was_signed_is_gone_by(said: str, when: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert _filters(call)["closed_at"] == when
    assert _filters(call)["stage.kind"] == "won"


@pytest.mark.parametrize(
    ("said", "record", "field"),
    [
        ("wat is teh stage of the Globex factry rollout", "Globex factory rollout", "stage"),
        ("li na de dianhua", "li na", "phone"),
        ("zhang wei de youxiang", "zhang wei", "email"),
    ],
)
def test_slips_and_pinyin(said: str, record: str, field: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.args["record"].casefold(), call.args["fields"]) == (record.casefold(), [field])


@pytest.mark.parametrize(
    "said",
    [
        "cancel all my meetings on Friday",
        "call off everything I have on Friday",
        "取消我周五所有的会",
        "周五的拜访都取消",
        "cancel all Globex calls on Friday",
    ],
)
def test_appointments_are_called_off_together(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"]) == ("activity", {"status": "cancelled"})
    assert {"field": "status", "op": "=", "value": "planned"} in change["where"]
    assert {"field": "owner", "op": "=", "value": "me"} in change["where"]
    assert any(f["field"] == "starts_at" and f["value"] == "2026-11-27" for f in change["where"])


@pytest.mark.parametrize(
    "said", ["cancel my tasks on Friday", "which meetings on Friday were cancelled", "周五的会有哪些取消了"]
)
def test_what_calls_no_appointments_off(said: str, brain: Any) -> None:
    changed = [c for call in brain(said).calls for c in call.args.get("changes", [])]
    assert not any(c["entity"] == "activity" for c in changed)


@pytest.mark.parametrize(
    "said",
    [
        "move the close date of my Brightmoor deals that are in Proposal to January 15",
        "my Brightmoor deals in Proposal: close date to January 15",
    ],
)
def test_deals_with_a_condition_are_moved_together(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert change["fields"] == {"expected_close_date": "2027-01-15"}
    assert {"owner", "account", "stage"} <= {f["field"] for f in change["where"]}
