"""The company's own fields in orders and questions of the offline brain: values, right or wrong, new records, the pipeline, history, roles."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_store.base import FieldSpec, Kind
from crm_store.own_fields import codes_of

OWN = {
    "deal": [
        FieldSpec("risk_class", Kind.CHOICE, "risk class", "风险等级", choices=codes_of(("low|低", "high|高"))),
        FieldSpec("tender_date", Kind.DAY, "tender date", "招标日期"),
        FieldSpec("floors", Kind.NUMBER, "floor count", "楼层数"),
    ],
    "account": [
        FieldSpec("nda", Kind.BOOL, "NDA signed", "已签保密协议"),
        FieldSpec("contract", Kind.TEXT, "contract number", "合同编号"),
    ],
}


@pytest.fixture
def own(brain: Callable[..., Any], linker: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """One call of the brain of a company with fields of its own."""
    monkeypatch.setattr(type(linker), "custom", lambda _, entity: OWN.get(entity, ()))

    def one(text: str) -> Any:
        (call,) = brain(text).calls
        return call

    return one


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("set the risk class of D-12 to high", "risk_class", "high"),
        ("set the risk class of D-12 to purple", "risk_class", "purple"),
        ("把D-12的风险等级改成紫色", "risk_class", "紫色"),
        ("set the floor count of D-12 to 12", "floors", "12"),
        ("set the floor count of D-12 to plenty", "floors", "plenty"),
        ("把D-12的招标日期改成12月18日", "tender_date", "2026-12-18"),
        ("set NDA signed of Acme to yes", "nda", "yes"),
        ("set NDA signed of Acme to maybe", "nda", "maybe"),
    ],
)
def test_a_value_goes_to_the_field_right_or_wrong(said: str, field: str, value: str, own: Any) -> None:
    call = own(said)
    assert (call.tool, call.args["changes"][0]["fields"]) == ("propose_change", {field: value})


@pytest.mark.parametrize(
    ("said", "entity", "fields"),
    [
        ("create an account called Blue Harbour, contract number HT-9", "account", {"name": "Blue Harbour", "contract": "HT-9"}),
        ("新建客户绿港科技，合同编号HT-10", "account", {"name": "绿港科技", "contract": "HT-10"}),
        ("new deal for Acme: pilot, 50k, risk class high", "deal", {"account": "Acme", "amount": "50000", "risk_class": "high"}),
        ("给 Acme 新建一个商机，试点，5万，风险等级为高", "deal", {"account": "Acme", "risk_class": "high"}),
    ],
)  # fmt: skip
def test_a_new_record_takes_what_is_said_along(said: str, entity: str, fields: dict[str, str], own: Any) -> None:
    (made,) = own(said).args["changes"]
    assert (made["op"], made["entity"]) == ("create", entity)
    assert fields.items() <= made["fields"].items()


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("pipeline by risk class", None),
        ("show me my pipeline by risk class", "me"),
        ("按风险等级看管道", None),
        ("按风险等级看我的管道", "me"),
    ],
)
def test_the_pipeline_is_split_by_an_own_field(said: str, whose: str | None, own: Any) -> None:
    call = own(said)
    assert (call.tool, call.args["own_field"], call.args.get("whose")) == ("pipeline_summary", "risk_class", whose)


@pytest.mark.parametrize(
    "said",
    ["history of the risk class of D-12", "who changed the risk class of D-12?", "谁改了D-12的风险等级", "D-12的风险等级改过几次"],
)  # fmt: skip
def test_the_history_of_an_own_field(said: str, own: Any) -> None:
    call = own(said)
    assert (call.tool, call.args) == ("history", {"record": "D-12", "field": "risk_class"})


@pytest.mark.parametrize(
    ("said", "role", "line"),
    [
        ("hide the risk class of deals from reps", "rep", "deal.custom.risk_class none"),
        ("viewers must not see the contract number of accounts", "viewer", "account.custom.contract none"),
        ("mask the contract number for viewers", "viewer", "account.custom.contract masked"),
        ("let reps see the risk class of deals again", "rep", "deal.custom.risk_class write"),
        ("对销售隐藏商机的风险等级", "rep", "deal.custom.risk_class none"),
        ("只读用户不能看客户的合同编号", "viewer", "account.custom.contract none"),
    ],
)
def test_an_own_field_is_closed_to_a_role_and_opened(said: str, role: str, line: str, own: Any) -> None:
    call = own(said)
    assert (call.tool, call.args) == ("set_role", {"called": role, "fields": [line]})
