"""Plain sentences that were read as something else: lists taken for orders, values and second records lost, fields of one record."""

from typing import Any

import pytest

LISTS = """
Completed tasks this week > task > status=done completed_at=this week | My finished tasks > task > assignee=me status=done | Which tasks did I complete this week? > task > status=done completed_at=this week
Converted leads > lead > status=Converted | Leads converted last month > lead > status=Converted converted_at=last month
已转化的线索 > lead > status=Converted | 上个月转化了多少线索 > lead > status=Converted converted_at=上个月 | 我已完成的任务 > task > assignee=me status=done
赵敏上个月完成了几个任务 > task > assignee=赵敏 status=done completed_at=上个月 | 赵敏未完成的任务 > task > assignee=赵敏 status!=done status!=cancelled
上个月新建的工单 > ticket > created_at=上个月 | 本周提交的工单 > ticket > created_at=本周 | 还没关闭的工单 > ticket > status!=closed | 本周取消的会议 > activity > status=cancelled
My team's overdue tasks > task > assignee=my team | 我们组的在途商机 > deal > owner=my team stage.kind=open | 手下的逾期任务 > task > assignee=my team | 我们组的客户有哪些 > account > owner=my team
Accounts of team Suzhou > account > team=Suzhou | 苏州组的客户 > account > team=苏州 | 苏州组的任务 > task > assignee=苏州 | 不是我的客户有哪些 > account > owner!=me | 昨天要到期的工单 > ticket > resolution_due=昨天
Who is on my team? > user > team=my team | 我们组有谁 > user > team=my team | What is on my calendar this week? > activity > owner=me starts_at=this week | 我本周有哪些会 > activity > kind=meeting owner=me starts_at=本周
"""
FIELDS = """
Which company does Ana Ruiz work for? > account | Where does Ana Ruiz work? > account | Which account does D-12 belong to? > account | Who is the customer of D-12? > account | Who is the contact for D-12? > contact contacts | Which team is Tom on? > team
D-12是哪个客户的 > account | D-12的客户是谁 > account | D-12的联系人是谁 > contact contacts | D-12有哪些联系人 > contact contacts | 赵敏在哪个组 > team | T-1042是哪个客户的 > account
"""
ORDERS = """
Make Tom the owner of D-12 > D-12 owner=Tom | Make me the owner of D-12 > D-12 owner=me | 把D-12给我 > D-12 owner=me | 让赵敏当D-12的负责人 > D-12 owner=赵敏
Move D-63 to won and D-71 to lost > D-63 stage=won; D-71 stage=lost | Close D-63 as won, D-71 as lost > D-63 stage=won; D-71 stage=lost | Assign D-63 to Tom and D-71 to Elif > D-63 owner=Tom; D-71 owner=Elif
D-63赢了，D-71丢了 > D-63 stage=won; D-71 stage=lost | 把D-63转给赵敏，D-71转给陈晓 > D-63 owner=赵敏; D-71 owner=陈晓 | 把D-12推进到方案报价并转给赵敏，金额改成50万 > D-12 owner=赵敏 stage=方案报价 amount=500000
D-63推迟到周五成交 > D-63 expected_close_date=2026-11-27 | Set TK-7 to in progress > TK-7 status=in_progress | 开始TK-7 > TK-7 status=in_progress | TK-7 is in progress > TK-7 status=in_progress
"""
NOT_WRITTEN = """
Remove the next step from all my deals | 把我所有商机的下一步删掉 | 把赵敏的目标设成8万
"""


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


@pytest.mark.parametrize("case", split(LISTS))
def test_a_list_is_asked_for_with_its_conditions(case: str, brain: Any) -> None:
    sentence, entity, wanted = (part.strip() for part in case.split(" > "))
    call = brain(sentence).calls[0]
    assert (call.tool, call.args["entity"]) == ("find_records", entity)
    held = " ".join(f"{f['field']}{f['op']}{f.get('value', '')}" for f in call.args["filters"])
    for one in (
        wanted.replace("this week", "this_week")
        .replace("last month", "last_month")
        .replace("my team", "my_team")
        .split()
    ):
        assert one.replace("_week", " week").replace("_month", " month").replace("my_team", "my team") in held


@pytest.mark.parametrize("case", split(FIELDS))
def test_one_field_of_one_record_is_shown(case: str, brain: Any) -> None:
    sentence, fields = case.split(" > ")
    (call,) = brain(sentence).calls
    assert (call.tool, call.args.get("fields")) == ("show_record", fields.split())


@pytest.mark.parametrize("case", split(ORDERS))
def test_every_record_and_value_of_an_order_is_written(case: str, brain: Any) -> None:
    sentence, wanted = case.split(" > ")
    (call,) = brain(sentence).calls
    made = [
        " ".join([c["record"], *(f"{k}={v}" for k, v in sorted(c["fields"].items()))]) for c in call.args["changes"]
    ]
    assert made == [" ".join([w.split()[0], *sorted(w.split()[1:])]) for w in wanted.split("; ")]


@pytest.mark.parametrize("sentence", split(NOT_WRITTEN))
def test_what_is_not_understood_is_not_written(sentence: str, brain: Any) -> None:
    assert not any(c.tool == "propose_change" for c in brain(sentence).calls)


@pytest.mark.parametrize("sentence", ["Delete my completed tasks", "删除我已完成的任务", "把我已完成的任务删掉"])
def test_tasks_that_are_done_are_deleted_and_not_done_again(sentence: str, brain: Any) -> None:
    (change,) = brain(sentence).calls[0].args["changes"]
    assert (change["op"], {f["field"]: f["value"] for f in change["where"]}) == (
        "delete",
        {"assignee": "me", "status": "done"},
    )
    assert all(f["op"] == "=" for f in change["where"])
