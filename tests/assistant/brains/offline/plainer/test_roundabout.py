"""Orders told round about come to the same as the plain order."""

from typing import Any

import pytest


def change(found: Any) -> dict[str, Any]:
    (call,) = found.calls or pytest.fail(str(found.reply))
    (made,) = call.args["changes"]
    return dict(made)


@pytest.mark.parametrize(
    ("text", "record", "fields"),
    [
        ("D-50 的金额好像录错了，应该是 115000 不是 155000，麻烦改下", "D-50", {"amount": "115000"}),
        ("李娜的电话我填错了，应该是13900001111", "李娜", {"phone": "13900001111"}),
        ("帮我把岚桥续约的金额更正一下，应该是9万，之前录成19万了", "岚桥续约", {"amount": "90000"}),
        ("The amount of D-12 is wrong, it should be 52000 not 25000, please fix", "D-12", {"amount": "52000"}),
        ("周四那个和郑月华的会推掉吧，客户临时有事", "周四那个和郑月华的会", {"status": "cancelled"}),
        ("取消周四跟王伟的会，他出差了", "周四跟王伟的会", {"status": "cancelled"}),
        ("把和李娜的会从23号挪到25号，时间还是十点", "23号和李娜的会", {"starts_at": "2026-11-25 10:00"}),
    ],
)
def test_what_is_wrong_is_set_right(text: str, record: str, fields: dict[str, str], brain: Any) -> None:
    made = change(brain(text))
    assert (made["record"], made["fields"]) == (record, fields)


@pytest.mark.parametrize(
    ("text", "title", "due", "people"),
    [
        ("给陈晓和徐凌各派一个任务，下周三之前把自己超期的商机日期都更新掉", "把自己超期的商机日期都更新掉", "2026-11-25", ["陈晓", "徐凌"]),
        ("安排陈晓跟徐凌每人一个待办：周五下班前把下周拜访计划发我", "把下周拜访计划发我", "2026-11-27", ["陈晓", "徐凌"]),
        ("给陈晓建个任务，下周二前跟进华阳", "跟进华阳", "2026-11-24", ["陈晓"]),
        ("give Elif and Maya a task each: update their deals by Friday", "Update their deals", "2026-11-27", ["Elif", "Maya"]),
    ],
)  # fmt: skip
def test_everyone_named_gets_a_task(text: str, title: str, due: str, people: list[str], brain: Any) -> None:
    calls = brain(text).calls
    assert [c.args["assignee"] for c in calls] == people
    assert {(c.tool, c.args["title"], c.args["due"]) for c in calls} == {("create_task", title, due)}


def test_a_task_about_a_contact_is_no_task_for_him(brain: Any) -> None:
    (call,) = brain("给李娜建个任务，周五之前把合同扫描件发过来").calls
    assert call.args == {"title": "把合同扫描件发过来", "due": "2026-11-27", "about": "李娜"}


@pytest.mark.parametrize(
    ("text", "tool", "args"),
    [
        ("我昨天手滑删了潘浩然那条线索，能找回来吗", "recycle_bin", {"record": "潘浩然", "entity": "lead"}),
        ("不小心把梁静怡那条线索删了，能恢复吗", "recycle_bin", {"record": "梁静怡", "entity": "lead"}),
        ("I accidentally deleted the lead Caleb Pryce, can we get it back?", "recycle_bin", {"record": "Caleb Pryce", "entity": "lead"}),
        ("帮我把昨天误删的联系人胡婷婷找回来", "recycle_bin", {"record": "胡婷婷", "entity": "contact"}),
        ("我删错了，刚删的那个工单能恢复吗", "undo", {}),
        ("后天去见华微的张伟，帮我备一下课", "brief", {"record": "张伟", "shape": "meeting"}),
        ("苏州泽禾好像有两条一样的，帮我查下是不是重复，是就合并", "find_duplicates", {"record": "泽禾"}),
        ("今天下午诺澈季度回顾，帮我准备一下，重点是三个人各自关心啥", "brief", {"record": "诺澈", "shape": "meeting"}),
        ("下周我要跟陈晓one on one，帮我列几个该问的问题", "brief", {"record": "陈晓", "shape": "one_to_one"}),
    ],
)  # fmt: skip
def test_a_story_asks_for_what_it_comes_to(text: str, tool: str, args: dict[str, str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args) == (tool, args)


def test_two_appointments_of_one_day_are_two(brain: Any) -> None:
    made = [
        c for call in brain("下周一上午九点和下午三点分别约李娜和张伟，各半小时").calls for c in call.args["changes"]
    ]
    assert [(c["fields"]["contact"], c["fields"]["starts_at"], c["fields"]["ends_at"]) for c in made] == [
        ("李娜", "2026-11-23 09:00", "2026-11-23 09:30"),
        ("张伟", "2026-11-23 15:00", "2026-11-23 15:30"),
    ]


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("提醒我明天上午给李娜打电话，下午给张伟发合同", [("李娜", "2026-11-21"), ("张伟", "2026-11-21")]),
        ("明天早上给张伟发报价，下午约李娜打个电话", [("张伟", "2026-11-21"), ("李娜", "2026-11-21")]),
        ("下周三给张伟发报价，周五给李娜打个电话", [("张伟", "2026-11-25"), ("李娜", "2026-11-27")]),
    ],
)
def test_plans_are_tasks_each_on_its_day(text: str, tasks: list[tuple[str, str]], brain: Any) -> None:
    assert [(c.tool, c.args["about"], c.args["due"]) for c in brain(text).calls] == [("create_task", *t) for t in tasks]


def test_a_new_lead_told_of_is_entered(brain: Any) -> None:
    made = change(brain("新来个线索，叫马晓东，苏州泰和精密的设备部长，展会上认识的，手机13712345678"))
    assert (made["op"], made["entity"], made["fields"]["name"], made["fields"]["phone"]) == ("create", "lead", "马晓东", "13712345678")  # fmt: skip


def test_a_contact_of_a_new_deal_is_kept(brain: Any) -> None:
    made = change(brain("给楚衡工艺科那边建个新商机叫 楚衡光学车间监测，30万，报备阶段，钟月华是对接人"))
    assert made["fields"]["contact"] == "钟月华"
    assert (made["fields"]["name"], made["fields"]["account"]) == ("楚衡光学车间监测", "楚衡")
