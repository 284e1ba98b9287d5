"""New customers, leads and contacts entered in free words, the order anywhere in the message."""

from typing import Any

import pytest


def made(brain: Any, text: str) -> tuple[str, dict[str, str]]:
    (call,) = brain(text).calls or pytest.fail(str(brain(text).reply))
    (change,) = call.args["changes"]
    assert change["op"] == "create"
    return change["entity"], change["fields"]


AT_HAMBURG = {"name": "Umbrella", "billing_address": "Hamburg"}
AT_SUZHOU = {"name": "用友", "billing_address": "苏州"}
A_LEAD = {"name": "Umbrella", "organization": "Wayne Corp", "phone": "+49 170 1234567"}
A_LEAD_ZH = {"name": "用友", "organization": "蓝海科技", "phone": "13912345678"}


@pytest.mark.parametrize(
    ("text", "entity", "wanted"),
    [
        ("new account Umbrella, Hamburg", "account", AT_HAMBURG),
        ("Please open a new account record for Umbrella, located in Hamburg.", "account", AT_HAMBURG),
        ("Umbrella from Hamburg isnt in here yet, make an account", "account", AT_HAMBURG),
        ("Hamburg-based firm Umbrella isn't in the crm yet, please create the account", "account", AT_HAMBURG),
        ("new lead Umbrella, Wayne Corp, +49 170 1234567", "lead", A_LEAD),
        ("Umbrella over at Wayne Corp might be interested, save as lead, phone is +49 170 1234567", "lead", A_LEAD),
        ("I want Umbrella (Wayne Corp) in my leads, you can reach them at +49 170 1234567", "lead", A_LEAD),
        ("苏州有家用友，建个客户", "account", AT_SUZHOU),
        ("客户录入：用友，苏州", "account", AT_SUZHOU),
        ("帮我把用友建成客户，地点苏州", "account", AT_SUZHOU),
        ("系统里还没有用友吧，苏州的，你帮我开个客户", "account", AT_SUZHOU),
        ("蓝海科技的用友，电话13912345678，录线索", "lead", A_LEAD_ZH),
        ("帮我把用友加成线索，公司蓝海科技，手机13912345678", "lead", A_LEAD_ZH),
        ("有个叫用友的打来询价，蓝海科技公司的，电话13912345678，给我建个线索", "lead", A_LEAD_ZH),
        ("华阳新来个刘洋，邮箱liu@acme.example，录一下", "contact", {"account": "华阳", "name": "刘洋", "email": "liu@acme.example"}),
    ],
)  # fmt: skip
def test_the_record_holds_what_was_said(text: str, entity: str, wanted: dict[str, str], brain: Any) -> None:
    assert made(brain, text) == (entity, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "which customers need a new account manager?",
        "今天拜访了华阳，聊得不错，加个客户标签",
        "put the account Acme on hold",
    ],
)
def test_other_wishes_make_no_customer(text: str, brain: Any) -> None:
    changes = [c for call in brain(text).calls for c in call.args.get("changes", ())]
    assert not any(c.get("op") == "create" and c.get("entity") == "account" for c in changes)
