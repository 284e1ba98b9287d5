"""Somebody new at a customer, told as news, becomes a contact with that position."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("太仓德润来了个新的采购副总 邵敏行 手机13700008866 帮我加上", {"name": "邵敏行", "title": "采购副总", "account": "太仓德润", "phone": "13700008866"}),
        ("华阳新来了个IT主管叫陆一鸣 电话13811112222 记一下", {"name": "陆一鸣", "title": "IT主管", "account": "华阳", "phone": "13811112222"}),
        ("泽禾那边换了采购经理，新来的叫温雨桐，13911113333，加到系统", {"name": "温雨桐", "title": "采购经理", "account": "泽禾", "phone": "13911113333"}),
        ("明衡计量新任厂长姓名叫骆建华 手机13622223333 加一下", {"name": "骆建华", "title": "厂长", "account": "明衡计量", "phone": "13622223333"}),
        ("澜图多了个对接人 侯子轩 项目经理 13733334444 帮我加上", {"name": "侯子轩", "title": "项目经理", "account": "澜图", "phone": "13733334444"}),
        ("华阳的IT负责人换人了，新的是柳青云，邮箱liu@huayang.example", {"name": "柳青云", "title": "IT负责人", "account": "华阳", "email": "liu@huayang.example"}),
        ("There's a new VP of Purchasing at Nordhafen Papier, Nora Weiss, phone +49 170 1234567, please add her", {"name": "Nora Weiss", "title": "VP of Purchasing", "account": "Nordhafen Papier", "phone": "+49 170 1234567"}),
        ("Nordhafen Papier has a new plant manager: Nora Weiss, nora@acme.example, add her", {"name": "Nora Weiss", "title": "Plant manager", "account": "Nordhafen Papier", "email": "nora@acme.example"}),
        ("Nordhafen Papier hired a new head of quality, Nora Weiss", {"name": "Nora Weiss", "title": "Head of quality", "account": "Nordhafen Papier"}),
    ],
)  # fmt: skip
def test_a_contact_is_made(text: str, fields: dict[str, str], brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    (change,) = call.args["changes"]
    assert (change["op"], change["entity"], change["fields"]) == ("create", "contact", fields)


@pytest.mark.parametrize(
    "text", ["华阳来了个新需求", "华阳来了个新客户想看演示", "Nordhafen Papier has a new site in Bergen"]
)
def test_what_is_new_and_nobody_makes_no_contact(text: str, brain: Any, ear: Any) -> None:
    calls = brain(text, ear=ear).calls
    assert not any(c.get("entity") == "contact" for call in calls for c in call.args.get("changes", ()))
