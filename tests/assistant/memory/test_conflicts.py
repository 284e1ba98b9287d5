"""Pairs of statements that contradict each other are shown as contradictions, pairs that do not are left alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from assistant.memory.conflicts import conflicts
from assistant.memory.statements import Statement, topics_in
from crm_store.codes import ActivityKind
from crm_store.models import Activity, Contact

TODAY = date(2026, 11, 20)
PEOPLE = [
    Contact(id=n, workspace_id=1, name=name) for n, name in enumerate(("Ana Ruiz", "Bob Miller", "李娜", "王伟"), 1)
]

AGAINST = """
The budget is USD 80,000. | Their budget for this is USD 120,000.
Budget of EUR 40,000 confirmed. | She says the budget is only EUR 25,000.
Budget: 50k EUR for the first year. | The budget they have is 90k EUR.
They budgeted USD 200,000. | Bob mentioned a budget of USD 150,000.
A budget of CNY 300,000 exists. | Budget is CNY 280,000, nothing above.
The budget was approved on Monday. | The budget is not approved yet.
Budget has been approved by the board. | The budget has been frozen until spring.
Funding is secured. | The funding was rejected.
They approved the budget. | No approved budget so far.
The budget got released. | The budget hasn't been released.
Ana Ruiz decides. | Bob Miller decides, nobody else.
Bob Miller has the final say. | Ana Ruiz signs everything.
The decision maker is Ana. | The decision is with Bob Miller.
Economic buyer is Bob Miller. | Ana Ruiz makes the final call.
It is up to Ana Ruiz. | Bob Miller is the decision maker.
They need 50 seats. | They want 80 seats in total.
She needs 120 licences. | They plan for 200 users.
The order is for 15 seats. | They want 25 seats.
They sign a contract for three years. | They want a two-year contract.
The contract runs for 1 year. | They agreed on a term of three years.
Payment within 30 days. | They insist on payment in 60 days.
Invoices are paid after 45 days. | 90 days payment terms, says purchasing.
They go live on 1 March 2027. | Going live is planned for 15 May 2027.
Signature on 10 December 2026. | They will sign on 20 January 2027.
The contract ends on 31 January 2027. | Their contract expires 30 June 2027.
Data must stay in Germany. | Data is hosted in Ireland.
The company has 300 employees. | There are 450 employees.
预算30万。 | 他们的预算是50万。
初步预算28万。 | 预算大概35万元。
预算是120万元，含服务。 | 预算只有80万元。
他说经费20万。 | 经费最多12万。
预算已批。 | 预算还没批。
预算已经批了。 | 预算被砍了。
预算批下来了。 | 预算冻结到明年。
预算获批。 | 预算没通过。
李娜拍板。 | 王伟说了算。
这个项目由王伟决定。 | 李娜是决策人。
决策人是王伟。 | 李娜说了算。
拍板的是李娜。 | 由王伟拍板。
需要50个席位。 | 一共要80个席位。
他们要120个账号。 | 总共需要200个用户。
共计30个席位。 | 需要45个席位。
合同签三年。 | 合同只签一年。
签2年合同。 | 合同年限3年。
账期30天。 | 付款账期60天。
45天账期。 | 付款要90天。
3月1日上线。 | 5月15日上线。
12月10日签约。 | 1月20日签合同。
数据必须放在上海。 | 数据要存在北京。
公司有300名员工。 | 一共450名员工。
They have set aside EUR 45,000. | They can spend USD 70,000.
The board gave the budget its blessing. | The budget is still waiting for approval.
Bob Miller takes the decision. | The person who signs is Ana Ruiz.
They want to be live by 15 January 2027. | They go live on 30 April 2027.
All data must stay in Switzerland. | Data may be kept in the Netherlands.
The old system gets switched off in March. | The old system stays on until October.
They are happy with the cloud. | They will not accept the cloud.
A warranty of two years. | Warranty must be 5 years.
They will renew. | They do not want to renew.
预算已经下来了。 | 预算还没到位。
账号总共要220个。 | 一共150个账号。
签字的是李娜。 | 要王伟点头。
质保要求两年。 | 质保要求五年。
可以接受上云。 | 不接受上云。
要三家比价。 | 不用比价。
老系统3月停用。 | 老系统要用到10月。
"""
IN_LINE = """
The budget is USD 80,000. | Their budget is 80k USD.
Ana Ruiz decides. | Ana makes the final call.
Ana Ruiz decides up to 10k, Bob Miller signs off above. | Bob Miller signs off.
They want 50 seats in total. | Another 20 seats may follow.
Payment within 30 days. | Net 30 is fine.
预算30万。 | 预算300,000元。
李娜拍板。 | 李娜说了算。
需要50个席位。 | 再加20个席位。
3月1日上线。 | 3月1日启用。
They sell 50 seats a week in the canteen. | The pilot has 8 users.
She needs 12 % off to get it through without a tender. | Above that it goes to a tender.
Cloud is fine for them. | They prefer the cloud.
"""


def said(text: str, n: int, kind: ActivityKind = ActivityKind.CALL) -> Statement:
    record = Activity(id=n, workspace_id=1, kind=kind, body=text)
    return Statement(
        record, "body", 0, len(text), text, TODAY - timedelta(days=10 * n), topics_in(text), kind is ActivityKind.EMAIL
    )


def pairs(block: str) -> list[tuple[str, str]]:
    found = [tuple(p.strip() for p in line.split("|")) for line in block.strip().splitlines()]
    return [(a, b) for a, b in found]


def told(a: str, b: str, **kinds: Any) -> list[Any]:
    return conflicts([said(a, 1), said(b, 2, **kinds)], PEOPLE, [], {}, TODAY)


def test_nearly_all_contradictions_are_shown_with_both_sides() -> None:
    assert len(pairs(AGAINST)) == 66
    lost = [
        (a, b) for a, b in pairs(AGAINST)
        if not any({s.quote for s in c.sides} == {a, b} for c in told(a, b))
    ]  # fmt: skip
    assert len(lost) <= 2, lost


@pytest.mark.parametrize(("a", "b"), pairs(IN_LINE))
def test_what_says_the_same_or_something_else_is_no_contradiction(a: str, b: str) -> None:
    assert told(a, b) == []


def test_a_mail_outranks_a_recollection_though_it_is_older() -> None:
    (found,) = told("The budget is USD 80,000.", "The budget is USD 120,000.", kind=ActivityKind.EMAIL)
    assert [(s.value, s.weight, s.day) for s in found.sides] == [
        ("120000", 2, date(2026, 10, 31)),
        ("80000", 0, date(2026, 11, 10)),
    ]
