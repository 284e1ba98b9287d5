"""What goods cost: exact to the cent, in one currency, and told when it cannot be worked out."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN

from assistant.tools import ToolContext, ToolResult, call


@pytest.fixture
def ask(small_world: Any) -> Any:
    with small_world.writing(ADMIN) as crm:
        for name, each, currency, active in (
            ("Gauge 边缘表", "1250.50", "CNY", True),
            ("Long probe", "80", "EUR", True),
            ("Short probe", "70", "EUR", True),
            ("Old dial", None, "CNY", True),
        ):
            crm.create("product", {"name": name, "list_price": each, "currency": currency, "active": active})

    def asked(language: Any = "en", **args: Any) -> ToolResult:
        with small_world.reading(CHEN) as crm:
            return call("price", ToolContext(crm, language), args)

    return asked


def test_a_discount_is_taken_off_the_sum(ask: Any) -> None:
    told = ask(items=[{"product": "gauges", "quantity": 3}], discount="10%")
    assert (told.data["list_total"], told.data["total"]) == ("3751.50", "3376.35")
    assert "3 × Gauge 边缘表 × ¥1,250.50 = ¥3,751.50; less 10 %: **¥3,376.35** (¥375.15 off)" in told.say
    assert "优惠 10% 后 **¥3,376.35**" in ask("zh", items=[{"product": "边缘表", "quantity": 3}], discount="10%").say


def test_several_goods_are_summed_in_one_currency(ask: Any) -> None:
    told = ask(items=[{"product": "Long probe", "quantity": 2}, {"product": "Short probe"}])
    assert (told.data["total"], told.data["currency"]) == ("230.00", "EUR")
    assert len(told.show[0].rows) == 2
    mixed = ask(items=[{"product": "Long probe", "quantity": 2}, {"product": "Gauge"}])
    assert mixed.data["currency"] == "CNY"
    assert "today's rate" in mixed.say


@pytest.mark.parametrize(
    ("args", "en", "zh"),
    [
        ({"items": [{"product": "probe"}]}, "Which", "哪"),
        ({"items": [{"product": "Old dial"}]}, "no list price", "没有登记标价"),
        ({"items": [{"product": "Unheard"}]}, "nothing on record", "没有找到"),
        ({"items": [{"product": "Gauge"}], "discount": "120%"}, "no discount", "不是可以计算的折扣"),
        ({"items": [{"product": "Gauge"}], "currency": "XAF"}, "no rate", "没有登记"),
    ],
)
def test_what_cannot_be_worked_out_is_told(ask: Any, args: Any, en: str, zh: str) -> None:
    assert en in ask(**args).say
    assert zh in ask("zh", **args).say
