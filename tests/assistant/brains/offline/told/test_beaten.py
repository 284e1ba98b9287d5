"""Whom a deal was lost to, in whatever words: 被…截胡, 让…截了, 中标的是…, "pipped us", "slipped away to"."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "泽禾设备联网那单黄了 被数砺软件截胡", "泽禾设备联网没了，数砺软件拿走了", "泽禾设备联网这单飞了 让数砺软件截了", "泽禾设备联网凉了 数砺软件中的标",
        "泽禾设备联网丢给数砺软件了", "泽禾设备联网输了，对手是数砺软件", "客户选了数砺软件，泽禾设备联网丢单", "泽禾设备联网被数砺软件撬走了",
        "泽禾设备联网被数砺软件抢先签了", "泽禾设备联网黄了，数砺软件抢先一步", "泽禾设备联网丢了，让数砺软件给挖走了", "泽禾设备联网没戏了 人家用了数砺软件的方案",
        "泽禾设备联网跑了 对方转投数砺软件", "泽禾设备联网黄了，中标的是数砺软件",
    ],
)  # fmt: skip
def test_the_rival_that_won_is_told(text: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["record"]) == ("deal", "泽禾设备联网")
    assert change["fields"] == {"stage": "lost", "lost_reason": "competitor", "competitor": "数砺软件"}


@pytest.mark.parametrize(
    "text",
    [
        "Nordhafen Papier calibration management fell through, Metrivane snapped it up",
        "Nordhafen Papier calibration management is gone, Metrivane pipped us",
        "We got beaten to Nordhafen Papier calibration management by Metrivane",
        "Nordhafen Papier calibration management slipped away to Metrivane",
        "Nordhafen Papier calibration management is toast, Metrivane got there first",
        "we didn't get Nordhafen Papier calibration management, Metrivane did",
    ],
)
def test_the_rival_that_won_is_told_in_english(text: str, brain: Any, ear: Any) -> None:
    (change,) = brain(text, ear=ear).calls[0].args["changes"]
    assert change["fields"] == {"stage": "lost", "lost_reason": "competitor", "competitor": "Metrivane"}


@pytest.mark.parametrize(
    "text",
    [
        "泽禾设备联网丢了，因为他们换了采购总监",
        "泽禾设备联网丢了，客户签了别家",
        "泽禾设备联网黄了，客户选了便宜的那家",
    ],
)
def test_what_is_no_firm_is_no_rival(text: str, brain: Any, ear: Any) -> None:
    (change,) = brain(text, ear=ear).calls[0].args["changes"]
    assert change["fields"]["stage"] == "lost"
    assert "competitor" not in change["fields"]


def test_what_a_rival_won_elsewhere_loses_no_deal_of_ours(brain: Any, ear: Any) -> None:
    (call,) = brain("昨天跟李娜打了电话，她说恒测云把对面的单子签走了", ear=ear).calls
    assert (call.tool, call.args.get("deal_fields", {}).get("stage")) == ("log_interaction", None)
