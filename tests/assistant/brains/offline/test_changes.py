"""Changes of one record, of many, and new records, in many wordings."""

from typing import Any

import pytest

NEGOTIATION = """
move Globex to negotiation, close date Dec 15 | Move Globex to Negotiation and set the close date to Dec 15 | advance Globex to negotiation, expected close December 15 | push Globex to negotiation; closing date 15 Dec | put Globex into negotiation with close date Dec 15
please move the Globex deal to negotiation, close date Dec 15 | could you move Globex to negotiation and change the close date to Dec 15 | update Globex: stage negotiation, close date Dec 15 | set Globex to negotiation, close date Dec 15 | Globex is now in negotiation, close date Dec 15
change Globex stage to negotiation and close date to 2026-12-15 | take Globex to negotiation, expected close Dec 15 | bring Globex to the negotiation stage, close date Dec 15
把 Globex 推进到商务谈判，预计成交改成12月15日 | 将Globex移到商务谈判，预计成交日期12月15日 | Globex 推进到商务谈判，预计成交12月15日 | 把Globex这单推到商务谈判，成交日期改为12月15日 | 把 Globex 阶段改成商务谈判，预计成交日期改成12月15号
Globex 进入商务谈判，预计成交12月15日 | 请把 Globex 推进至商务谈判，预计成交12月15日 | 更新 Globex：阶段商务谈判，预计成交12月15日 | 帮我把Globex推进到商务谈判阶段，预计成交改到12月15日 | Globex 的阶段改为商务谈判，预计成交日期改为12月15日 | 麻烦把Globex转到商务谈判，预计成交12月15日 | 把Globex調整到商務談判，預計成交12月15日
"""
LOST = """
Mark Initech lost: price, competitor won | mark Initech as lost, reason price, competitor won | Initech is lost on price, a competitor won | we lost Initech on price, competitor won | close Initech as lost: price, competitor won | set Initech to lost, price, competitor won
Initech lost because of price, competitor won | lost Initech over price, the competitor won | move Initech to lost, reason: price, competitor won | flag Initech as lost - price, competitor won | Initech deal lost due to price, competitor won | please mark the Initech deal lost, price, competitor won
Initech 这单输了，原因价格，被竞品拿走 | Initech 丢了，因为价格，被竞品拿走 | 把 Initech 标记为输单，原因是价格，被竞品拿走 | Initech 输单，原因价格，被竞品拿走 | Initech 输了，价格原因，被竞品拿走了 | 我们丢了Initech，原因是价格，被竞品拿走 | 把Initech这单改成输单，原因价格，被竞品拿走
Initech 这个单子丢了，价格太高，被竞品拿走 | Initech 没拿下，原因价格，被竞品拿走 | Initech 黄了，原因价格，被竞品拿走 | Initech 输给竞品了，原因价格 被竞品拿走 | 将 Initech 置为输单，原因：价格，被竞品拿走
"""
OVERDUE = """
move my overdue tasks to Friday | push my overdue tasks to Friday | reschedule all my overdue tasks to Friday | postpone my overdue tasks until Friday | move all of my overdue tasks to Friday | please move my late tasks to Friday | can you push all my past due tasks to Friday | set my overdue tasks to Friday
change the due date of my overdue tasks to Friday | delay my overdue tasks to Friday | shift my overdue tasks to Friday | bump all my overdue to-dos to Friday
把我逾期的任务改到周五 | 把我所有逾期任务推迟到周五 | 我逾期的任务都改到周五 | 将我逾期的任务延到周五 | 把我过期的待办挪到周五 | 把我的逾期任务顺延到周五 | 请把我逾期的任务全部改到周五 | 把我逾期的任务都推到周五 | 把我的过期任务改到周五 | 我的逾期任务全部推迟到周五 | 将我所有逾期的待办改到周五
"""
HANDED = """
assign all of Chen's open leads to Zhao | reassign Chen's open leads to Zhao | give all of Chen's open leads to Zhao | transfer Chen's open leads to Zhao | hand all Chen's open leads over to Zhao | please assign Chen's open leads to Zhao | move all of Chen's open leads to Zhao | hand over Chen's open leads to Zhao
could you reassign every open lead of Chen to Zhao | pass Chen's open leads to Zhao
把陈晓的进行中线索都分配给赵敏 | 把陈晓所有进行中的线索转给赵敏 | 将陈晓的进行中线索移交给赵敏 | 把陈晓的未完成线索全部分给赵敏 | 陈晓的进行中线索都转给赵敏 | 把陈晓手上进行中的线索交给赵敏 | 请把陈晓进行中的线索指派给赵敏 | 把陈晓的进行中线索全部划给赵敏 | 帮我把陈晓的进行中线索转交给赵敏
"""


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


def only_change(found: Any) -> dict[str, Any]:
    (call,) = found.calls
    assert call.tool == "propose_change"
    (change,) = call.args["changes"]
    return dict(change)


@pytest.mark.parametrize("sentence", split(NEGOTIATION))
def test_a_deal_moves_and_closes_later(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["record"]) == ("deal", "Globex")
    assert change["fields"]["expected_close_date"] == "2026-12-15"
    assert change["fields"]["stage"].casefold() in ("negotiation", "商务谈判", "商務談判")
    assert len(change["fields"]) == 2


@pytest.mark.parametrize("sentence", split(LOST))
def test_a_deal_is_lost_for_a_reason(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["record"], change["fields"]["stage"], change["fields"]["lost_reason"]) == (
        "deal",
        "Initech",
        "lost",
        "price",
    )


@pytest.mark.parametrize("sentence", split(OVERDUE))
def test_many_tasks_move_at_once(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    where = {(f["field"], f["op"], f["value"]) for f in change["where"]}
    assert {("due_on", "<", "today"), ("assignee", "=", "me")} <= where
    assert change["fields"] == {"due_on": "2026-11-27"}


@pytest.mark.parametrize("sentence", split(HANDED))
def test_many_leads_change_hands(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    where = {(f["field"], f["op"], f["value"]) for f in change["where"]}
    assert where in (
        {("owner", "=", owner), ("status", "!=", "Converted"), ("status", "!=", "Dead")} for owner in ("Chen", "陈晓")
    )
    assert change["fields"]["owner"] in ("Zhao", "赵敏")


ONE = [
    ("set the amount of D-12 to 60k", ("deal", "D-12", {"amount": "60000"})), ("把D-12的金额改成6万", ("deal", "D-12", {"amount": "60000"})),
    ("set D-12 amount to €45k and close date to Dec 20", ("deal", "D-12", {"amount": "45000 EUR", "expected_close_date": "2026-12-20"})),
    ("make the Acme renewal 95k", ("deal", "Acme renewal", {"amount": "95000"})), ("华微续约金额调整为65万，预计成交12月20日", ("deal", "华微续约", {"amount": "650000", "expected_close_date": "2026-12-20"})),
    ("we won the Acme renewal", ("deal", "Acme renewal", {"stage": "won"})), ("华微续约签了", ("deal", "华微续约", {"stage": "won"})), ("mark D-12 as won", ("deal", "D-12", {"stage": "won"})),
    ("lost Initech to Orbilab", ("deal", "Initech", {"stage": "lost", "lost_reason": "competitor", "competitor": "Orbilab"})),
    ("put Acme renewal on hold", ("deal", "Acme renewal", {"stage": "on hold"})), ("set the probability of D-7 to 80%", ("deal", "D-7", {"probability": "80%"})),
    ('set next step on D-12 to "send the contract"', ("deal", "D-12", {"next_step": "send the contract"})),
    ("Sara is now VP Ops, new mobile 138 0000 1234", ("contact", "Sara", {"title": "VP Ops", "phone": "138 0000 1234"})), ("李娜升任CIO了", ("contact", "李娜", {"title": "CIO"})),
    ("李娜的手机改成13900001111", ("contact", "李娜", {"phone": "13900001111"})), ("Bob Miller's email is bob@acme.example", ("contact", "Bob Miller", {"email": "bob@acme.example"})),
    ("mark Ana Ruiz as the decision maker", ("contact", "Ana Ruiz", {"role": "decision_maker"})), ("change Joanna Park's role to champion", ("contact", "Joanna Park", {"role": "champion"})),
    ("give Globex to Raj", ("account", "Globex", {"owner": "Raj"})), ("把Acme转给赵敏", ("account", "Acme", {"owner": "赵敏"})), ("transfer D-12 to Zhao", ("deal", "D-12", {"owner": "Zhao"})),
    ("mark the quote task as done", ("task", "quote", {"status": "done"})), ("完成任务TK-12", ("task", "TK-12", {"status": "done"})), ("TK-12 is done", ("task", "TK-12", {"status": "done"})),
    ("把TK-12推迟到下周一", ("task", "TK-12", {"due_on": "2026-11-23"})), ("cancel task TK-9", ("task", "TK-9", {"status": "cancelled"})),
    ("close ticket 1042: password reset fixed it", ("ticket", "1042", {"status": "closed", "resolution": "password reset fixed it"})),
    ("关闭工单1042：重置密码已解决", ("ticket", "1042", {"status": "closed", "resolution": "重置密码已解决"})), ("assign ticket 1042 to Priya", ("ticket", "1042", {"assignee": "Priya"})),
    ("set the industry of Acme to Robotics", ("account", "Acme", {"industry": "Robotics"})), ("change level of 华阳 to B", ("account", "华阳", {"level": "B"})),
    ("move Umbrella to negotiation", ("deal", "Umbrella", {"stage": "negotiation"})), ("把腾讯推进到方案报价", ("deal", "腾讯", {"stage": "方案报价"})),
    ("move it to negotiation", ("deal", "it", {"stage": "negotiation"})), ("把这单金额改成60万", ("deal", "这单", {"amount": "600000"})),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted"), ONE)
def test_one_record_takes_new_values(sentence: str, wanted: tuple[str, str, dict[str, str]], brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["op"], change["entity"], change["record"], change["fields"]) == ("update", *wanted)


@pytest.mark.parametrize(
    ("sentence", "entity", "record"),
    [
        ("delete task TK-3", "task", "TK-3"),
        ("删除任务 TK-3", "task", "TK-3"),
        ("delete Milton Crane", "contact", "Milton Crane"),
        ("remove account Initech", "account", "Initech"),
        ("delete the Globex pilot deal", "deal", "Globex pilot"),
        ("删除联系人江帆", "contact", "江帆"),
    ],
)
def test_a_record_is_deleted(sentence: str, entity: str, record: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["op"], change["entity"], change["record"]) == ("delete", entity, record)


NEW = [
    ("add Li Na, CFO at Huayang", "contact", {"name": "Li Na", "title": "CFO", "account": "Huayang"}), ("新增联系人李娜，华阳的CFO", "contact", {"name": "李娜", "title": "CFO", "account": "华阳"}),
    ("new contact: Tom Hanks, VP Sales at Globex, tom@globex.example", "contact", {"name": "Tom Hanks", "title": "VP Sales", "account": "Globex", "email": "tom@globex.example"}),
    ("在华阳添加联系人刘洋", "contact", {"name": "刘洋", "account": "华阳"}), ("create an account called Blue Harbour", "account", {"name": "Blue Harbour"}), ("新建客户蓝港科技", "account", {"name": "蓝港科技"}),
    ("new deal for Acme: pilot 50k", "deal", {"account": "Acme", "name": "pilot", "amount": "50000"}), ("给 Acme 新建一个商机，试点，5万", "deal", {"account": "Acme", "name": "试点", "amount": "50000"}),
    ("create a deal for Globex called Phase 2 worth 120k closing in March", "deal", {"account": "Globex", "name": "Phase 2", "amount": "120000", "expected_close_date": "2027-03-31"}),
    ("add a new lead: John Smith from FooCorp, john@foo.example, from the website", "lead", {"name": "John Smith", "organization": "FooCorp", "email": "john@foo.example", "source": "website"}),
    ("新增线索：张三，来自腾飞科技，电话13912345678", "lead", {"name": "张三", "organization": "腾飞科技", "phone": "13912345678"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "entity", "fields"), NEW)
def test_a_record_is_made(sentence: str, entity: str, fields: dict[str, str], brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["op"], change["entity"], change["fields"]) == ("create", entity, fields)


MANY = [
    ("mark all my overdue tasks as done", "task", {"status": "done"}), ("move all Raj's deals in proposal to negotiation", "deal", {"stage": "negotiation"}), ("把陈晓所有的商机转给徐凌", "deal", {"owner": "徐凌"}),
    ("push all tasks due this week to next Monday", "task", {"due_on": "2026-11-23"}), ("raise my Q4 renewals by 10%", "deal", {"amount": "+10%"}), ("把所有超过60天没跟进的商机标记为搁置", "deal", {"stage": "on hold"}),
    ("close as lost every proposal without an answer for five weeks", "deal", {"stage": "lost"}), ("reassign all of Chen's open leads in Suzhou to Zhao", "lead", {"owner": "Zhao"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "entity", "fields"), MANY)
def test_many_records_take_one_value(sentence: str, entity: str, fields: dict[str, str], brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["op"], change["entity"], change["fields"]) == ("update", entity, fields)
    assert change["where"]


@pytest.mark.parametrize(
    "sentence",
    [
        "delete everything",
        "update all",
        "assign all deals to Raj",
        "move to negotiation",
        "改成60万",
        "mark as done",
        "set amount",
        "close it all",
    ],
)
def test_a_change_without_a_record_or_condition_proposes_nothing(sentence: str, brain: Any) -> None:
    assert all(c.tool != "propose_change" for c in brain(sentence).calls)


def test_two_requests_are_two_calls_in_their_order(brain: Any) -> None:
    change, task = brain("move Globex to negotiation and remind me to call Bob tomorrow").calls
    assert change.args["changes"][0]["fields"] == {"stage": "negotiation"}
    assert (task.tool, task.args["due"], task.args["about"]) == ("create_task", "2026-11-21", "Bob")


def test_changes_side_by_side_become_one_proposal(brain: Any) -> None:
    (call,) = brain("move Globex to negotiation and mark Initech as won").calls
    assert [(c["record"], c["fields"]["stage"]) for c in call.args["changes"]] == [
        ("Globex", "negotiation"),
        ("Initech", "won"),
    ]
