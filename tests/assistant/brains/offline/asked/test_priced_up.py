"""Goods worked out at list price are read with how many, the discount and the currency; other questions of worth are not."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("what would 40 VS-20 cost with 10% discount?", "40 VS-20 -10%"),
        ("how much are 12 edge gateways at list price", "12 edge gateways"),
        ("what do 20 seats of Flow cost with 10% off?", "20 Flow -10%"),
        ("price for 3 gateways and 50 humidity sensors", "3 gateways, 50 humidity sensors"),
        ("what would we charge for 100 vibration sensors in euros?", "100 vibration sensors EUR"),
        ("a dozen VS-20 and 2 premium support, how much", "12 VS-20, 2 premium support"),
        ("40个振动传感器打九折多少钱", "40 振动传感器 -10%"),
        ("20个Flow席位打八五折是多少？", "20 Flow -15%"),
        ("3台网关加50个温湿度传感器总价多少？", "3 网关, 50 温湿度传感器"),
        ("网关买8台优惠12%要多少？", "8 网关 -12%"),
        ("100个振动传感器换成欧元多少钱？", "100 振动传感器 EUR"),
    ],
)
def test_it_is_worked_out(text: str, goods: str, brain: Any) -> None:
    (call,) = brain(text).calls
    items = ", ".join(f"{i['quantity']} {i['product']}" for i in call.args["items"])
    less = f" -{call.args['discount']}" if "discount" in call.args else ""
    assert (call.tool, items + less + (f" {call.args['currency']}" if "currency" in call.args else "")) == (
        "price",
        goods,
    )


@pytest.mark.parametrize(
    "text", ["how much is a gateway", "how much are 3 deals worth", "how many deals are there", "三个商机总共多少钱"]
)
def test_other_questions_are_left_alone(text: str, brain: Any) -> None:
    assert all(c.tool != "price" for c in brain(text).calls)


@pytest.mark.parametrize(
    "text", ["which tasks are due next week", "deals past won", "who else has open deals", "我今天有什么任务"]
)
def test_what_is_said_after_a_price_is_not_all_goods(text: str, brain: Any) -> None:
    before = Call("find_records", {"entity": "product", "filters": [{"field": "name", "op": "~", "value": "gateway"}]})
    assert all(c.args.get("entity") != "product" for c in brain(text, previous=(before,)).calls)


def test_another_of_the_goods_is(brain: Any) -> None:
    before = Call("find_records", {"entity": "product", "filters": [{"field": "name", "op": "~", "value": "gateway"}]})
    (call,) = brain("and the vibration sensors?", previous=(before,)).calls
    assert (call.args["entity"], call.args["filters"][0]["value"]) == ("product", "vibration sensor")
