"""Fields a company adds, from the order to the answer: defined by administrators, filled, listed, counted, renamed, retired."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN

from assistant.tools import ToolContext, ToolResult, call
from crm_store import proposals
from crm_store.undo import undo_proposal


class Office:
    """`office(ADMIN, "define_field", …)` on a world of its own, saving the card."""

    def __init__(self, world: Any) -> None:
        self.world = world

    def __call__(self, email: str, tool: str, *, save: bool = True, language: Any = "en", **args: Any) -> ToolResult:
        with self.world.writing(email, turn="t") as crm:
            result = call(tool, ToolContext(crm, language, thread_id="talk", turn="t"), args)
            crm.flush()
        if save and result.proposal:
            with self.world.writing(email) as crm:
                proposals.apply(crm, proposals.get(crm, result.proposal))
        return result

    def undo(self, email: str, proposal: str | None) -> None:
        with self.world.writing(email) as crm:
            undo_proposal(crm, proposals.get(crm, str(proposal)))

    def change(self, record: str, entity: str = "deal", email: str = ADMIN, **fields: str) -> ToolResult:
        return self(email, "propose_change", changes=[{"entity": entity, "record": record, "fields": fields}])

    def listed(self, *filters: tuple[str, str, str | None], **more: Any) -> ToolResult:
        asked = [{"field": f, "op": op, **({"value": v} if v is not None else {})} for f, op, v in filters]
        return self(ADMIN, "find_records", entity="deal", filters=asked, **more)


@pytest.fixture
def office(small_world: Any) -> Office:
    return Office(small_world)


@pytest.fixture
def risky(office: Office) -> Office:
    """Deals have a risk class of three options and a tender date; accounts a contract number."""
    office(
        ADMIN,
        "define_field",
        on="deal",
        label="risk class",
        label_zh="风险等级",
        kind="choice",
        options=["low|低", "medium|中", "high|高"],
    )
    office(ADMIN, "define_field", on="deal", label="tender date", kind="date")
    office(ADMIN, "define_field", on="account", label="合同编号", unique=True)
    return office


def test_a_new_field_is_usable_at_once(risky: Office) -> None:
    changed = risky.change("Acme renewal", **{"risk class": "HIGH", "tender date": "2026-12-01"})
    assert changed.ok, changed.say
    assert "Acme renewal" in risky.listed(("风险等级", "=", "高")).say
    assert "Acme renewal" in risky.listed(("tender date", "<", "2026-12-24")).say
    assert risky.listed(("tender date", ">", "2026-12-24")).data["count"] == 0
    shown = risky(ADMIN, "show_record", record="Acme renewal", language="zh")
    assert ("风险等级", "高") in shown.show[0].fields
    told = risky(ADMIN, "show_record", record="Acme renewal", fields=["risk class"])
    assert "Risk class of Acme renewal" in told.say
    assert "high" in told.say


def test_a_wrong_value_is_told_what_is_allowed(risky: Office) -> None:
    refused = risky.change("Acme renewal", **{"risk class": "purple"})
    assert not refused.ok
    assert "low, medium, high" in refused.say
    assert not risky.change("Acme renewal", **{"tender date": "whenever"}).ok


def test_lists_show_the_label_and_group_sort_and_count_by_it(risky: Office) -> None:
    risky.change("Acme renewal", **{"risk class": "high"})
    risky.change("Globex support plan", **{"risk class": "low"})
    by = risky.listed(("risk class", "filled", None), group_by="risk class")
    assert "high: 1" in by.say
    table = risky.listed(("risk class", "filled", None), sort="risk class desc").show[0]
    assert "Risk class" in table.columns
    assert [row[table.columns.index("Risk class")] for row in table.rows] == ["high", "low"]
    zh = risky(
        ADMIN, "find_records", entity="deal", filters=[{"field": "risk class", "op": "filled"}], language="zh"
    ).show[0]
    assert "风险等级" in zh.columns


def test_the_pipeline_is_split_by_it(risky: Office) -> None:
    risky.change("Acme renewal", **{"risk class": "high"})
    split = risky(ADMIN, "pipeline_summary", own_field="风险等级")
    assert "By risk class (open): " in split.say
    assert "high 1 deal, ¥600,000" in split.say
    assert not risky(ADMIN, "pipeline_summary", own_field="colour").ok
    assert not risky(ADMIN, "pipeline_summary", own_field="risk class", as_of="2026-11-01").ok


def test_history_names_the_field(risky: Office) -> None:
    risky.change("Acme renewal", **{"risk class": "high"})
    assert "risk class (empty) → high" in risky(ADMIN, "history", record="Acme renewal", field="risk class").say


def test_a_unique_value_taken_is_named(risky: Office) -> None:
    assert risky.change("Acme", "account", 合同编号="HT-1").ok
    refused = risky.change("Globex", "account", 合同编号="ht-1")
    assert not refused.ok
    assert "Acme" in refused.say


@pytest.mark.parametrize("label", ["amount", "金额", "risk class", "Risk Class", "风险等级", "expected close"])
def test_a_name_that_is_taken_is_refused_by_name(risky: Office, label: str) -> None:
    refused = risky(ADMIN, "define_field", on="deal", label=label, kind="text")
    assert not refused.ok
    assert "a field of that name" in refused.say


@pytest.mark.parametrize("email", [CHEN, LIN])
def test_only_administrators_define_fields_and_everybody_may_list_them(risky: Office, email: str) -> None:
    refused = risky(email, "define_field", on="deal", label="colour")
    assert not refused.ok
    assert "Only an administrator" in refused.say
    assert "risk class (choice: low, medium, high)" in risky(email, "define_field", on="deal").say
    assert "合同编号（文本；唯一）" in risky(email, "define_field", language="zh").say


def test_a_field_is_renamed_widened_and_made_required(risky: Office) -> None:
    risky(ADMIN, "define_field", on="deal", label="risk class", new_label="risk level")
    risky(ADMIN, "define_field", label="risk level", options=["critical|极高"], change=True)
    said = risky(ADMIN, "define_field", on="deal", label="risk level", required=True, change=True).say
    assert "lack it" in said
    assert "risk level (choice: low, medium, high, critical; required)" in risky(ADMIN, "define_field", on="deal").say
    assert "风险等级（选项：低、中、高、极高；必填）" in risky(ADMIN, "define_field", on="deal", language="zh").say
    assert risky.change("Acme renewal", 风险等级="极高").ok
    refused = risky(
        ADMIN,
        "propose_change",
        changes=[{"op": "create", "entity": "deal", "fields": {"name": "X", "account": "Acme"}}],
    )
    assert "risk level (low, medium, high, critical)" in refused.say
    assert not risky.change("Acme renewal", **{"risk level": "none"}).ok
    assert not risky(ADMIN, "define_field", on="deal", label="risk level", kind="text", change=True).ok


def test_a_retired_field_is_gone_with_its_values_kept(risky: Office) -> None:
    risky.change("Acme renewal", **{"risk class": "high"})
    gone = risky(ADMIN, "define_field", on="deal", label="risk class", retire=True)
    assert "1 record holds in it is kept" in gone.say
    assert not risky.listed(("risk class", "=", "high")).ok
    assert "high" not in str(risky(ADMIN, "show_record", record="Acme renewal").show[0].fields)
    risky(ADMIN, "define_field", on="deal", label="risk class", kind="choice", options=["low"])
    assert "Acme renewal" in risky.listed(("risk class", "=", "high")).say


def test_a_role_closes_one_of_them_by_its_label(risky: Office) -> None:
    risky.change("Acme renewal", **{"risk class": "high", "tender date": "2026-12-01"})
    said = risky(ADMIN, "set_role", called="rep", fields=["deal.风险等级 none"])
    assert said.ok, said.say
    told = risky(CHEN, "show_record", record="Acme renewal")
    assert "high" not in str(told.show[0].fields)
    assert "Your role does not show: risk class of deals." in told.say
    refused = risky(CHEN, "find_records", entity="deal", filters=[{"field": "risk class", "op": "=", "value": "high"}])
    assert not refused.ok
    assert "risk class" in refused.say
    assert not risky.change("Acme renewal", email=CHEN, **{"risk class": "low"}).ok
    assert risky.change("Acme renewal", email=CHEN, **{"tender date": "2026-12-02"}).ok
    assert "risk class of deals" in risky(ADMIN, "set_role").say + str(risky(ADMIN, "set_role").show)


def test_numbers_are_added_up(risky: Office) -> None:
    risky(ADMIN, "define_field", on="deal", label="floor count", kind="number")
    risky.change("Acme renewal", **{"floor count": "12"})
    risky.change("Globex support plan", **{"floor count": "30"})
    asked = risky.listed(("floor count", "filled", None), total_field="floor count", measure="average")
    assert "42 floor count in total, 21 on average" in asked.say
    assert risky.listed(("floor count", ">", "20")).data["count"] == 1


def test_defining_is_undone(risky: Office) -> None:
    made = risky(ADMIN, "define_field", on="deal", label="site")
    risky.undo(ADMIN, made.proposal)
    assert "site" not in risky(ADMIN, "define_field", on="deal").say


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"label": "risk"}, "Which records"),
        ({"on": "deal", "label": "band", "kind": "choice"}, "Which options"),
        ({"on": "deal", "label": "band", "kind": "bool", "unique": True}, "cannot be unique"),
        ({"on": "deal", "label": "nothing here", "retire": True}, "There is no custom field"),
        ({"on": "deal", "label": "x" * 80}, "1 to 60 characters"),
    ],
)  # fmt: skip
def test_an_order_that_lacks_something_asks_for_it(risky: Office, args: dict[str, Any], says: str) -> None:
    refused = risky(ADMIN, "define_field", **args)
    assert not refused.ok
    assert says in refused.say
