"""Fields of the company's own, ordered in many wordings: what is added to which records, with what kind, options and rules."""

from typing import Any

import pytest

LMH = ["low", "medium", "high"]
ZLMH = ["高", "中", "低"]
RISK_EN = {"on": "deal", "label": "risk class", "kind": "choice", "options": LMH}
RISK_ZH = {"on": "account", "label": "风险等级", "kind": "choice", "options": ZLMH}
NEW: dict[str, dict[str, Any]] = {
    "add a field 'tender date' (date) to deals": {"on": "deal", "label": "tender date", "kind": "date"},
    "Add a field “tender date” to deals": {"on": "deal", "label": "tender date"},
    "please add a date field called tender date to our deals": {"on": "deal", "label": "tender date", "kind": "date"},
    "we need a custom field on accounts for the contract number, text": {"on": "account", "label": "contract number", "kind": "text"},
    "I need a new field on tickets called Serial number, required": {"on": "ticket", "label": "Serial number", "required": True},
    "add a custom field risk class to deals with options low, medium, high": RISK_EN,
    "create a dropdown risk class on deals: low, medium, high": RISK_EN,
    "can you add a dropdown 'risk class' to deals with the options low, medium and high?": RISK_EN,
    "Create a custom field on deals named risk class with choices low / medium / high": RISK_EN,
    "add a required field contract number to accounts": {"on": "account", "label": "contract number", "required": True},
    "add a mandatory, unique text field contract number to accounts": {"on": "account", "label": "contract number", "kind": "text", "required": True, "unique": True},
    "add a yes/no field NDA signed to accounts": {"on": "account", "label": "NDA signed", "kind": "bool"},
    "new number field 'floor count' on deals": {"on": "deal", "label": "floor count", "kind": "number"},
    "define a custom field contract number (合同编号) on accounts": {"on": "account", "label": "contract number", "label_zh": "合同编号"},
    "let's add a checkbox 'VAT exempt' to customers": {"on": "account", "label": "VAT exempt", "kind": "bool"},
    "every lead should have a field campaign code": {"on": "lead", "label": "campaign code"},
    "add a contact field birthday of type date": {"on": "contact", "label": "birthday", "kind": "date"},
    "给商机加一个字段：招标日期，日期类型": {"on": "deal", "label": "招标日期", "kind": "date"},
    "客户上增加一个下拉字段 风险等级：高、中、低": RISK_ZH,
    "给客户加一个自定义字段：合同编号": {"on": "account", "label": "合同编号"},
    "在商机里新增日期字段“招标日期”": {"on": "deal", "label": "招标日期", "kind": "date"},
    "商机需要一个字段叫招标日期": {"on": "deal", "label": "招标日期"},
    "请在工单上添加一个必填的文本字段：序列号": {"on": "ticket", "label": "序列号", "kind": "text", "required": True},
    "为客户新建自定义字段“风险等级”，选项为高、中、低": RISK_ZH,
    "客户增加字段合同编号（文本），必填，不能重复": {"on": "account", "label": "合同编号", "kind": "text", "required": True, "unique": True},
    "给线索加个是否字段：已授权": {"on": "lead", "label": "已授权", "kind": "bool"},
    "帮我给商机加一个数字字段叫楼层数": {"on": "deal", "label": "楼层数", "kind": "number"},
    "给商机增加一个选项字段风险等级，可选值：低/中/高": {"on": "deal", "label": "风险等级", "kind": "choice", "options": ["低", "中", "高"]},
    "给客户加一个下拉框“风险等级”：low(低)、high(高)": {"on": "account", "label": "风险等级", "kind": "choice", "options": ["low|低", "high|高"]},
    "Could you create a field on accounts called VAT ID? It should be unique": {"on": "account", "label": "VAT ID", "unique": True},
    "deals need an extra field: tender date (date)": {"on": "deal", "label": "tender date", "kind": "date"},
    "add tender date as a date field to deals": {"on": "deal", "label": "tender date", "kind": "date"},
    "add a picklist 'Segment' to accounts (A, B, C)": {"on": "account", "label": "Segment", "kind": "choice", "options": ["A", "B", "C"]},
    "new custom field for tickets: root cause (dropdown: hardware, software, user error)": {"on": "ticket", "label": "root cause", "kind": "choice", "options": ["hardware", "software", "user error"]},
    "create a required dropdown field 'Region' with options North, South for accounts": {"on": "account", "label": "Region", "kind": "choice", "options": ["North", "South"], "required": True},
    "需要在客户档案里加一个字段：统一社会信用代码，唯一": {"on": "account", "label": "统一社会信用代码", "unique": True},
    "客户表增加一列：税号": {"on": "account", "label": "税号"},
    "新增字段：招标日期（日期），用于商机": {"on": "deal", "label": "招标日期", "kind": "date"},
    "帮我在商机上加个单选：风险等级（高/中/低）": {**RISK_ZH, "on": "deal"},
    "把“税号”字段加到客户上": {"on": "account", "label": "税号"},
}  # fmt: skip
CHANGED: dict[str, dict[str, Any]] = {
    "rename the field risk class of deals to risk level": {"on": "deal", "label": "risk class", "new_label": "risk level"},
    "rename the custom field “risk class” to “risk level”": {"label": "risk class", "new_label": "risk level"},
    "add the option critical to the field risk class of deals": {"on": "deal", "label": "risk class", "options": ["critical"], "change": True},
    "add the options critical and none to the dropdown risk class on deals": {"on": "deal", "label": "risk class", "options": ["critical", "none"], "change": True},
    "the field contract number of accounts is no longer required": {"on": "account", "label": "contract number", "required": False, "change": True},
    "make the field contract number on accounts required": {"on": "account", "label": "contract number", "required": True, "change": True},
    "make the custom field contract number unique": {"label": "contract number", "unique": True, "change": True},
    "retire the field risk class of deals": {"on": "deal", "label": "risk class", "retire": True},
    "delete the custom field risk class from deals": {"on": "deal", "label": "risk class", "retire": True},
    "bring back the field risk class of deals": {"on": "deal", "label": "risk class"},
    "把商机的字段风险等级改名为风险级别": {"on": "deal", "label": "风险等级", "new_label": "风险级别"},
    "给商机的风险等级字段增加选项：极高": {"on": "deal", "label": "风险等级", "options": ["极高"], "change": True},
    "客户的合同编号字段不再必填": {"on": "account", "label": "合同编号", "required": False, "change": True},
    "把客户的合同编号字段设为必填": {"on": "account", "label": "合同编号", "required": True, "change": True},
    "商机字段风险等级改成必填": {"on": "deal", "label": "风险等级", "required": True, "change": True},
    "停用商机的字段风险等级": {"on": "deal", "label": "风险等级", "retire": True},
    "删除商机的风险等级字段": {"on": "deal", "label": "风险等级", "retire": True},
    "恢复商机的字段风险等级": {"on": "deal", "label": "风险等级"},
}  # fmt: skip
LISTED: dict[str, dict[str, Any]] = {
    "which custom fields do deals have?": {"on": "deal"},
    "list the custom fields of accounts": {"on": "account"},
    "show me all custom fields": {},
    "what custom fields are there?": {},
    "商机有哪些自定义字段？": {"on": "deal"},
    "客户的自定义字段有哪些": {"on": "account"},
    "有哪些自定义字段": {},
    "列出所有自定义字段": {},
}


@pytest.mark.parametrize(("said", "meant"), [*NEW.items(), *CHANGED.items(), *LISTED.items()])
def test_an_order_about_a_field_is_read_whole(said: str, meant: dict[str, Any], brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args) == ("define_field", meant)


@pytest.mark.parametrize("said", ["add two fields to deals: tender date and risk class", "给客户加两个字段：税号和传真", "怎么添加自定义字段？"])  # fmt: skip
def test_an_order_not_read_whole_is_answered_with_how_to_say_it(said: str, brain: Any) -> None:
    assert [(c.tool, c.args) for c in brain(said).calls] == [("define_field", {})]


@pytest.mark.parametrize(
    "said",
    [
        "add a task to check the fields of the form",
        "what is the amount of the Acme renewal?",
        "note for Acme: they want a new field office",
        "remove the amount from the Acme renewal",
        "给李娜加一个任务：检查字段",
        "how do I add a custom field?",
        "add the option critical to the quote for Acme",
    ],
)
def test_other_talk_of_fields_defines_none(said: str, brain: Any) -> None:
    assert not [c for c in brain(said).calls if c.tool == "define_field" and c.args]
