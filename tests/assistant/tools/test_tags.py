"""Tags on records: put on, taken off, spelt one way, listed, counted, undone."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, TOM

from assistant.tools import ToolContext, ToolResult, call
from crm_store import proposals
from crm_store.undo import undo_proposal


class Office:
    def __init__(self, world: Any) -> None:
        self.world = world

    def __call__(self, email: str, tool: str, *, language: Any = "en", **args: Any) -> ToolResult:
        with self.world.writing(email, turn="t") as crm:
            result = call(tool, ToolContext(crm, language, thread_id="talk", turn="t"), args)
            crm.flush()
        if result.proposal:
            with self.world.writing(email) as crm:
                proposals.apply(crm, proposals.get(crm, result.proposal))
        return result

    def tag(self, record: str, tags: str, entity: str = "account", email: str = ADMIN) -> ToolResult:
        return self(email, "propose_change", changes=[{"entity": entity, "record": record, "fields": {"tags": tags}}])

    def held(self, record: str) -> Any:
        return self(ADMIN, "show_record", record=record, fields=["tags"]).data["tags"]

    def tagged(self, tag: str, op: str = "=", email: str = ADMIN) -> int:
        asked = [{"field": "tags", "op": op, "value": tag}]
        return int(self(email, "find_records", entity="account", filters=asked).data["count"])


@pytest.fixture
def office(small_world: Any) -> Office:
    return Office(small_world)


def test_a_tag_is_put_on_and_taken_off(office: Office) -> None:
    before = office.tagged("VIP", "!=")
    office.tag("Acme", "+VIP")
    office.tag("Acme", "+key account, vip")
    office.tag("Globex", "+vip")
    assert office.held("Acme") == "VIP, key account"
    assert (office.tagged("VIP"), office.tagged("VIP", "!=")) == (2, before - 2)
    office.tag("Acme", "-vip")
    assert office.held("Acme") == "key account"
    refused = office.tag("Acme", "-VIP")
    assert not refused.ok
    assert "key account" in refused.say


def test_a_tag_that_is_there_already_changes_nothing(office: Office) -> None:
    office.tag("Acme", "+VIP")
    again = office.tag("Acme", "+vip")
    assert again.proposal is None
    assert "so already" in again.say


def test_many_are_tagged_at_once_and_untagged_by_undo(office: Office) -> None:
    where = [{"field": "type", "op": "=", "value": "customer"}]
    many = office(ADMIN, "find_records", entity="account", filters=where).data["count"]
    made = office(ADMIN, "propose_change", changes=[{"entity": "account", "where": where, "fields": {"tags": "+2026"}}])
    assert office.tagged("2026") == many > 1
    with office.world.writing(ADMIN) as crm:
        undo_proposal(crm, proposals.get(crm, str(made.proposal)))
    assert office.tagged("2026") == 0


def test_the_tags_in_use_are_counted_for_what_one_sees(office: Office) -> None:
    assert "tag Acme as VIP" in office(ADMIN, "tags").say
    office.tag("Acme", "+VIP")
    office.tag("Acme renewal", "+VIP, hot", entity="deal")
    assert "2 tags in use: VIP (2), hot (1)" in office(ADMIN, "tags").say
    assert "在用 1 个标签：VIP（1）" in office(ADMIN, "tags", on="account", language="zh").say
    assert "VIP" in office(CHEN, "tags").say
    assert "VIP" not in office(TOM, "tags").say.replace("tag Acme as VIP", "")
