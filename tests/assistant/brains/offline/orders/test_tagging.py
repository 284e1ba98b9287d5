"""Tags in many wordings, in both languages: put on, taken off, listed by, told of a record, told of all."""

from typing import Any

import pytest

ON: dict[str, tuple[str, str]] = {
    "tag Acme as VIP": ("Acme", "+VIP"),
    "please tag Acme with VIP": ("Acme", "+VIP"),
    "add the tag VIP to Acme": ("Acme", "+VIP"),
    "add the tags VIP and key account to Acme": ("Acme", "+VIP, key account"),
    "put a VIP tag on Acme": ("Acme", "+VIP"),
    "give Acme the tag VIP": ("Acme", "+VIP"),
    "label Acme as strategic": ("Acme", "+strategic"),
    "给华阳打上VIP标签": ("华阳", "+VIP"),
    "给华阳打标签：重点客户": ("华阳", "+重点客户"),
    "为华阳添加标签VIP": ("华阳", "+VIP"),
    "请给华阳贴个标签：VIP、重点": ("华阳", "+VIP, 重点"),
    "remove the tag VIP from Acme": ("Acme", "-VIP"),
    "take the VIP tag off Acme": ("Acme", "-VIP"),
    "去掉华阳的VIP标签": ("华阳", "-VIP"),
    "把华阳的VIP标签删掉": ("华阳", "-VIP"),
    "移除华阳的标签VIP": ("华阳", "-VIP"),
    "remove all tags from Acme": ("Acme", "none"),
    "清空华阳的标签": ("华阳", "none"),
}
VIP = {"field": "tags", "op": "=", "value": "VIP"}
LISTS: dict[str, tuple[str, list[dict[str, str]]]] = {
    "accounts tagged VIP": ("account", [VIP]),
    "which accounts are tagged VIP?": ("account", [VIP]),
    "show me all accounts with the tag VIP": ("account", [VIP]),
    "contacts with the VIP tag": ("contact", [VIP]),
    "accounts without the tag VIP": ("account", [{**VIP, "op": "!="}]),
    "accounts without tags": ("account", [{"field": "tags", "op": "empty"}]),
    "有VIP标签的客户": ("account", [VIP]),
    "哪些客户有VIP标签": ("account", [VIP]),
    "打了VIP标签的客户有哪些": ("account", [VIP]),
    "标签是VIP的联系人": ("contact", [VIP]),
    "没有VIP标签的客户": ("account", [{**VIP, "op": "!="}]),
    "没有标签的客户": ("account", [{"field": "tags", "op": "empty"}]),
}


@pytest.mark.parametrize(("said", "meant"), ON.items())
def test_tags_are_put_on_and_taken_off(said: str, meant: tuple[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    (made,) = call.args["changes"]
    assert (call.tool, made["record"], made["fields"]) == ("propose_change", meant[0], {"tags": meant[1]})


def test_many_records_are_tagged_at_once(brain: Any) -> None:
    for said in ("tag all accounts in Suzhou as VIP", "给苏州的客户都打上VIP标签"):
        (call,) = brain(said).calls
        (made,) = call.args["changes"]
        assert (made["entity"], made["fields"]) == ("account", {"tags": "+VIP"})
        assert made["where"]


@pytest.mark.parametrize(("said", "meant"), LISTS.items())
def test_records_are_listed_by_tag(said: str, meant: tuple[str, list[dict[str, str]]], brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["entity"], call.args["filters"]) == ("find_records", *meant)


def test_a_list_by_tag_keeps_its_other_conditions(brain: Any) -> None:
    (call,) = brain("my open deals tagged strategic").calls
    fields = {f["field"]: f["value"] for f in call.args["filters"]}
    assert fields["tags"] == "strategic"
    assert fields["owner"] == "me"
    assert fields["stage.kind"] == "open"


@pytest.mark.parametrize("said", ["what tags does Acme have?", "tags of Acme", "华阳有哪些标签", "华阳的标签"])
def test_the_tags_of_a_record_are_told(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["fields"]) == ("show_record", ["tags"])


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("which tags are in use?", None),
        ("list all tags", None),
        ("what tags do we have?", None),
        ("which tags do accounts have?", "account"),
        ("有哪些标签？", None),
        ("列出所有标签", None),
        ("客户有哪些标签", "account"),
    ],
)
def test_the_tags_in_use_are_told(said: str, on: str | None, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args.get("on")) == ("tags", on)
