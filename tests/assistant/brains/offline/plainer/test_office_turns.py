"""What is said at the office in other words than the rules', put into theirs: each turn on its own, in both languages."""

import pytest

from assistant.brains.offline.plainer.office_en import office_en
from assistant.brains.offline.plainer.office_zh import office_zh


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("remind me what 1046 was, the ticket", "what is ticket 1046 about?"),
        ("marlow foods asia, who gets to say yes over there?", "who is the decision maker at marlow foods asia?"),
        ("Both 1044 and 1049 are solved, you can set them to resolved", "close 1044 and 1049 as resolved"),
        ("There's a fresh opportunity at Globex, 58,000, please create it", "open a deal with Globex for 58,000"),
        ("Zhao is taking over my customers, can you put together the transfer notes for the ones she gets", "Write a handover note for my accounts going to Zhao"),
        ("what share of deals did we win in the fourth quarter, and what was it in the third, side by side", "win rate in Q4 versus Q3"),
        ("Tom's deals that sit at Proposal should all be one further, in Negotiation", "move everything Tom has in Proposal to Negotiation"),
        ("call Oscar, nudge me tuesday", "call Oscar, remind me tuesday"),
        ("Move Globex to Negotiation", "Move Globex to Negotiation"),
        ("remind me to ask what 1046 was", "remind me to ask what 1046 was"),
    ],
)  # fmt: skip
def test_english_in_plainer_turns(said: str, plain: str) -> None:
    assert office_en(said) == plain


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("让孙悦来处理1048吧", "把工单1048转给孙悦"),
        ("启塬新增一个人：冯雪，做采购的，电话13655554444", "加个联系人 启塬的 冯雪 采购 电话13655554444"),
        ("阶段换成签约中", "阶段改成签约中"),
        ("把逾期任务全给我挪到周一", "把逾期任务全挪到周一"),
        ("Q3我被价格卡掉的单子有多少个", "Q3我因为价格丢的单子有多少个"),
        ("归林涛管的是哪些人", "林涛手下都有谁"),
        ("王伟，下周二15:00，约半个小时，帮我排上", "约王伟下周二15:00开会，半个小时"),
        ("哪些人明确讲过别再发推广邮件了", "谁说过不要再给他发营销邮件"),
        ("把 Globex 推进到商务谈判", "把 Globex 推进到商务谈判"),
        ("给我看看逾期的任务", "给我看看逾期的任务"),
    ],
)
def test_chinese_in_plainer_turns(said: str, plain: str) -> None:
    assert office_zh(said) == plain
