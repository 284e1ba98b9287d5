"""Who sees what, sharing, duplicates, the bin, somebody's own data and how things stood: said in many ways in both languages."""

from typing import Any

import pytest

from assistant.brains.offline.asked.accounts_of import briefly
from assistant.brains.offline.terms import Call, Named, Understanding
from assistant.tools import catalog

TOOLS = (
    "explain_access",
    "share_record",
    "stand_in",
    "set_role",
    "find_duplicates",
    "merge_records",
    "recycle_bin",
    "export_person",
    "erase_person",
    "retention",
)


@pytest.mark.parametrize("tool", TOOLS)
def test_each_example_is_understood(brain: Any, tool: str) -> None:
    got = {said: [c.tool for c in brain(said).calls] for said in catalog()[tool].says}
    assert {said: calls for said, calls in got.items() if calls != [tool]} == {}


SAID: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "explain_access": (
        ("Who else can look at D-7?", {"record": "D-7"}),
        ("How come I can see D-7?", {"record": "D-7", "person": "me"}),
        ("does Maya have access to D-7", {"record": "D-7", "person": "Maya"}),
        ("哪些人能看到D-7", {"record": "D-7"}),
        ("Maya能看到D-7吗", {"record": "D-7", "person": "Maya"}),
        ("Maya为什么看不到D-7", {"record": "D-7", "person": "Maya"}),
        ("Maya怎么看不见D-7", {"record": "D-7", "person": "Maya"}),
        ("who can see the Acme deal?", {"record": "Acme deal"}),
        ("谁能看到华阳的商机", {"record": "华阳的商机"}),
    ),
    "share_record": (
        ("please share D-7 with Maya", {"record": "D-7", "person": "Maya"}),
        ("grant Maya access to D-7 until November 30", {"record": "D-7", "person": "Maya", "until": "2026-11-30"}),
        (
            "let Maya edit D-7 for a week",
            {"record": "D-7", "person": "Maya", "until": "2026-11-27", "may_change": True},
        ),
        ("remove Maya's access to D-7", {"record": "D-7", "person": "Maya", "stop": True}),
        ("请把D-7分享给Maya，11月30日到期", {"record": "D-7", "person": "Maya", "until": "2026-11-30"}),
        ("授予Maya修改D-7的权限", {"record": "D-7", "person": "Maya", "may_change": True}),
        ("别再把D-7共享给Maya", {"record": "D-7", "person": "Maya", "stop": True}),
    ),
    "find_duplicates": (
        ("do we have any contacts twice in the CRM?", {"entity": "contact"}),
        ("possible dupes among accounts", {"entity": "account"}),
        ("给联系人查一下重复", {"entity": "contact"}),
        ("有没有客户建了两次", {"entity": "account"}),
    ),
    "merge_records": (
        ("please merge C-4 with C-9", {"record": "C-9", "into": "C-4"}),
        ("C-9 is a duplicate of C-4, please merge them", {"record": "C-9", "into": "C-4"}),
        ("请把C-9并到C-4里", {"record": "C-9", "into": "C-4"}),
        ("C-4和C-9是同一个人，合并一下", {"record": "C-9", "into": "C-4"}),
    ),
    "recycle_bin": (
        ("recover TK-3", {"record": "TK-3"}),
        ("can you bring back the deleted task Send quote?", {"record": "Send quote", "entity": "task"}),
        ("list deleted contacts", {"entity": "contact"}),
        ("把TK-3找回来", {"record": "TK-3"}),
        ("我刚才误删了什么", {}),
        ("what did I throw away lately?", {}),
        ("我最近扔掉了什么", {}),
    ),
    "undo": (
        ("undo the rest", {"rest": True}),
        ("revert everything else", {"rest": True}),
        ("其余的撤销", {"rest": True}),
        ("那就撤销剩下的", {"rest": True}),
        ("undo the rest anyway", {"rest": True}),
        ("其余的照样撤销", {"rest": True}),
    ),
}


@pytest.mark.parametrize("tool", SAID)
def test_other_wordings_are_understood(brain: Any, tool: str) -> None:
    got = {said: [(c.tool, dict(c.args)) for c in brain(said).calls] for said, _ in SAID[tool]}
    assert got == {said: [(tool, args)] for said, args in SAID[tool]}


STOOD = {
    "what did D-7 look like on October 1?": ("show_record", {"record": "D-7", "as_of": "2026-10-01"}),
    "what was the amount of D-7 on October 1?": (
        "show_record",
        {"record": "D-7", "fields": ["amount"], "as_of": "2026-10-01"},
    ),
    "my pipeline as of last Friday": ("pipeline_summary", {"whose": "me", "as_of": "last Friday"}),
    "what did the pipeline look like on September 1?": ("pipeline_summary", {"as_of": "September 1"}),
    "show me the pipeline as of last Friday": ("pipeline_summary", {"as_of": "last Friday"}),
    "10月1日时D-7是什么样子": ("show_record", {"record": "D-7", "as_of": "2026-10-01"}),
    "D-7在10月1日的金额是多少": ("show_record", {"record": "D-7", "fields": ["amount"], "as_of": "2026-10-01"}),
    "9月1日的管道是什么样的": ("pipeline_summary", {"as_of": "9月1日"}),
    "上月底的漏斗是多少": ("pipeline_summary", {"as_of": "上月底"}),
}


@pytest.mark.parametrize("said", STOOD)
def test_how_things_stood_is_asked_of_that_day(brain: Any, said: str) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [STOOD[said]]


@pytest.mark.parametrize(
    "said",
    [
        "can I see D-7?", "let me see D-7", "give me the list of my open deals", "show me D-7", "what happened on October 1?",
        "share out my open leads between Maya and Raj", "delete task TK-3", "put the demo on Friday", "move D-7 to negotiation",
        "what changed since October 1?", "export my deals", "我能看一下D-7吗", "让我看看D-7", "给我看D-7", "删除任务TK-3", "10月1日有哪些会议",
        "把D-7的金额改成30万", "10月1日以来有哪些变化", "met Li Na at 华阳, she wants the data export by Friday",
    ],
)  # fmt: skip
def test_what_sounds_alike_is_not_taken_for_it(brain: Any, said: str) -> None:
    found = brain(said)
    assert not {c.tool for c in found.calls} & set(TOOLS)
    assert not any("as_of" in c.args for c in found.calls)


@pytest.mark.parametrize(
    "said",
    [
        "把我今年输掉的单子全删了",
        "导线索，附件那份，重复的先报给我再存",
        "load this csv in as leads, but show me the dupes before you save",
    ],
)
def test_orders_to_delete_and_to_import_are_no_questions_about_the_store(brain: Any, said: str) -> None:
    assert not {c.tool for c in brain(said).calls} & set(TOOLS)


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("what did D-4 look like on 1 January 2030?", "show_record"),
        ("D-7在2030年1月1日是什么样？", "show_record"),
        ("截至2030年1月1日的管道", "pipeline_summary"),
    ],
)
def test_a_day_to_come_is_handed_on_to_be_refused(said: str, tool: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["as_of"]) == (tool, "2030-01-01")


def test_what_tomorrow_holds_is_no_look_back(brain: Any) -> None:
    assert [c.tool for c in brain("what does my day look like tomorrow?").calls] == ["my_day"]


@pytest.mark.parametrize(
    "said",
    [
        "restore Wolkenbau", "bring back Wolkenbau", "get Wolkenbau back", "recover the account Wolkenbau please",
        "恢复松江纸业", "请找回松江纸业",
    ],
)  # fmt: skip
def test_a_name_nobody_sees_is_looked_for_in_the_bin(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["record"] in ("Wolkenbau", "松江纸业")) == ("recycle_bin", True)


@pytest.mark.parametrize(
    "said",
    ["restore Wolkenbau", "revert Wolkenbau", "恢复松江纸业", "恢复供货了", "恢复正常", "撤销给Maya的任务"],
)
def test_nothing_is_undone_where_something_else_is_named(said: str, brain: Any) -> None:
    assert "undo" not in {c.tool for c in brain(said).calls}


@pytest.mark.parametrize(
    "said",
    [
        "undo the import", "undo the bulk change", "restore the previous state", "revert the merge please", "undo the stage change",
        "撤销刚才的导入", "撤销那笔合并", "恢复刚才的状态", "恢复到之前的样子",
    ],
)  # fmt: skip
def test_a_step_named_by_its_kind_is_undone(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["undo"]


@pytest.mark.parametrize(
    ("said", "tool", "args"),
    [
        ("what's in the bin?", "recycle_bin", {}),
        ("forget Ana Ruiz completely", "erase_person", {"person": "Ana Ruiz"}),
        ("everything we store about Ana Ruiz", "export_person", {"person": "Ana Ruiz"}),
        ("show me all the data we keep on Ana Ruiz", "export_person", {"person": "Ana Ruiz"}),
    ],
)
def test_everyday_words_for_it(said: str, tool: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [(tool, args)]


@pytest.mark.parametrize("said", ["forget it", "forget about the meeting", "what do we know about Ana Ruiz"])
def test_nobody_is_erased_or_exported_by_the_way(said: str, brain: Any) -> None:
    assert not {"erase_person", "export_person"} & {c.tool for c in brain(said).calls}


def test_chinese_leaves_the_record_out(brain: Any) -> None:
    """After a record was talked about, 让…也能看 and 现在谁能看 mean that one; before that, nothing."""
    focus = (Named("deal", 7, "D-7", "华阳数据平台一期"),)
    assert [dict(c.args) for c in brain("让赵敏也能看", focus=focus).calls] == [{"record": "D-7", "person": "赵敏"}]
    assert [(c.tool, dict(c.args)) for c in brain("现在谁能看到", focus=focus).calls] == [
        ("explain_access", {"record": "D-7"})
    ]
    assert "share_record" not in [c.tool for c in brain("让赵敏也能看").calls]


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("make Maya a manager", "manager"), ("set Maya's role to viewer", "viewer"), ("promote Maya to manager", "manager"),
        ("把陈晓升成经理", "manager"), ("任命陈晓为经理", "manager"), ("把陈晓的角色改成销售", "rep"),
    ],
)  # fmt: skip
def test_somebody_gets_another_built_in_role(said: str, role: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"], change["record"] in ("Maya", "陈晓")) == ("user", {"role": role}, True)


@pytest.mark.parametrize("said", ["make Maya the owner of Acme", "把华阳的客户经理改成徐凌"])
def test_an_owner_is_no_role(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args["changes"][0]["entity"] == "account"


@pytest.mark.parametrize(
    "said",
    [
        "我12月1日到12月10日休假，由徐凌代班",
        "I am on leave from December 1 to December 10, Tom stands in for me",
        "I'm off Dec 1 - Dec 10, Tom covers for me",
    ],
)
def test_who_stands_in_begins_on_the_first_day_away(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool == "stand_in"
    assert (call.args["since"], call.args["until"]) == ("2026-12-01", "2026-12-10")


def test_a_record_of_a_day_gone_by_is_not_summed_up_as_it_is_today() -> None:
    then = Understanding((Call("show_record", {"record": "D-7", "as_of": "2026-10-15"}),), 0.9)
    assert briefly(then, "D-7 10月15日是什么情况") == then
    assert (
        briefly(Understanding((Call("show_record", {"record": "D-7"}),), 0.9), "D-7什么情况").calls[0].tool == "brief"
    )


def test_a_chinese_name_nobody_sees_is_told_in_an_english_question(brain: Any) -> None:
    """Not answered with the record talked about before."""
    before = (Named("account", 3, "ACC-3", "Acme"),)
    found = brain("what is the website of 蓝湾智造?", focus=before)
    assert not found.calls
    assert "蓝湾智造" in (found.reply or "")


@pytest.mark.parametrize(
    "text",
    [
        "今天和华阳的李娜开了会，他们预算批了18万，对手是衡测，李娜说下周三前要看到方案",
        "上午拜访了华阳，李娜想看到演示，对手是衡测",
        "跟李娜通了电话，对手是恒测云，他们要看到折扣",
        "met Bob at Acme, they can see the value and want to read the offer by Friday",
    ],
)
def test_what_a_customer_wants_to_see_asks_for_no_access(text: str, brain: Any) -> None:
    assert [c.tool for c in brain(text).calls] == ["log_interaction"]


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("can Elif edit D-12?", {"record": "D-12", "person": "Elif"}),
        ("who can see D-12, and why?", {"record": "D-12"}),
        ("who has access to D-12 and how come?", {"record": "D-12"}),
        ("谁能看到D-12，为什么", {"record": "D-12"}),
    ],
)
def test_who_may_and_why_is_asked_of_everybody_or_of_the_one_named(text: str, args: dict[str, Any], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, dict(call.args)) == ("explain_access", args)


@pytest.mark.parametrize("text", ["take the sharing back", "stop the share", "revoke his access", "unshare it"])
def test_a_share_just_made_is_taken_back(text: str, brain: Any) -> None:
    (call,) = brain(text, focus=[Named("deal", 63, "D-63", "Sensor retrofit")]).calls
    assert (call.tool, call.args["stop"]) == ("share_record", True)
