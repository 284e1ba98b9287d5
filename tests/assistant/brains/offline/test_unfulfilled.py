"""What Parley does not do gets one honest sentence, and a name nobody knows is said to be not on record: nothing is called."""

from typing import Any

import pytest

WISHES = {
    "CSV or Excel|文件": """
        export everything to pdf | 把华微的资料导出Excel | 打印商机列表""",
    "no odds for a single|不单独预测": """
        who is most likely to buy | what are the odds of that deal
        这单赢的把握有多大 | 哪些客户最有可能买""",
    "recommend|推荐": "which of my customers could take Quillwind Bench next? | who should I pitch Insight to? who might buy it | cross-sell opportunities | 哪些客户适合推Insight",
    "segments|细分": "build a segment: Jiangsu manufacturing, no contact 90 days | create a dashboard | 建一个江苏制造业的客群",
    "campaigns|营销活动": "draft a renewal campaign to my customers | send a newsletter to all customers | 给这批客户做一个续约活动 | 给所有客户群发邮件",
    "documents|文档": "draft a quote for Acme | 帮我写一份给华阳的方案",
    "rules|规则": """
        reclaim idle accounts to the pool after 30 days | whenever a ticket breaches, tell me | set up an approval process for discounts
        30天没跟进的客户自动回收到公海。""",
    "finance|财务": "what does Raj earn? | how much commission does Maya get | 陈晓一个月挣多少",
    "file with|附件": "import this CSV as leads | 导入这份线索表，保存前先列出重复。",
}  # fmt: skip


@pytest.mark.parametrize(
    ("about", "said"),
    [
        pytest.param(about, said.strip(), id=said.strip())
        for about, group in WISHES.items()
        for line in group.strip().splitlines()
        for said in line.split("|")
    ],
)
def test_what_parley_does_not_do_is_said_so(about: str, said: str, brain: Any) -> None:
    understood = brain(said)
    assert understood.calls == ()
    assert any(word in understood.reply for word in about.split("|")), understood.reply


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("are we on target for Q4?", "pipeline_summary"),
        ("what's the probability of Acme renewal", "show_record"),
        ("what changed in the pipeline since September 1", "pipeline_bridge"),
        ("给 Acme 建个工单：无法导出报表", "open_ticket"),
        ("remind me to send Acme the quote tomorrow", "create_task"),
        ("send Ana the quote on Friday", "create_task"),
        ("which deals were won in September?", "find_records"),
        ("上季度因为价格丢了几单", "find_records"),
        ("写周报", "team_report"),
        ("每周一自动给我发一份管道报告", "schedule_report"),
        ("give Chen read-only on East", "set_role"),
    ],
)
def test_what_parley_does_is_not_refused(said: str, tool: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == [tool]


UNKNOWN = """
    Prep me for the 4 pm with Umbrella = Umbrella
    Summarise Umbrella in five lines with sources = Umbrella
    When did we last talk to Wang Dong and what did he ask for? = Wang Dong
    biggest open deal for Cyberdyne = Cyberdyne
    open tickets for Stark Industries = Stark Industries
    decision maker at Mingyue Lake Heavy = Mingyue Lake Heavy
    Umbrella's open deals = Umbrella
    how is the Mars team doing = Mars
    Complaints of Umbrella this month = Umbrella
    明月湖重工的决策人是谁？ = 明月湖重工
    上次跟欧阳明珠聊是什么时候，她提了什么要求？ = 欧阳明珠
    栎阳铁塔最近三次电话里关于价格说了什么？ = 栎阳铁塔
    Hooli 有哪些联系人退订了邮件？ = Hooli
    下午2点见 Wonka 公司，帮我准备一下。 = Wonka
    用五句话总结华为这个客户，注明出处。 = 华为
    火星团队本季度各阶段漏斗，对比目标。 = 火星
    谁改了 Cyberdyne 的金额，什么时候？ = Cyberdyne
    星辰重工有几个工单 = 星辰重工
    给我看看星辰重工的联系人 = 星辰重工
"""


@pytest.mark.parametrize(("said", "name"), [line.strip().split(" = ") for line in UNKNOWN.strip().splitlines()])
def test_a_name_nobody_knows_is_never_left_out_of_the_answer(said: str, name: str, brain: Any) -> None:
    """Either it is said to be not on record, or the tool is asked for that very name and says so."""
    understood = brain(said)
    if understood.calls:
        assert all(name in str(c.args) for c in understood.calls)
    else:
        assert f"“{name}”" in understood.reply


@pytest.mark.parametrize(
    "said",
    [
        "Deals closing in Q4",
        "Show Me My Open Deals",
        "我的联系人",
        "今年的赢单",
        "最新的商机",
        "What's on my plate on Monday?",
    ],
)
def test_plain_words_are_no_strangers(said: str, brain: Any) -> None:
    assert brain(said).calls
