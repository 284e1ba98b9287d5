"""Messages in words no rule knows, taken as the saying nearest in meaning."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from assistant.brains.offline.nearest.objections import _TO_DO_ZH
from assistant.brains.offline.pieces.slots import KINDS, Slot
from assistant.brains.offline.sayings import Saying, assigned, encoded, mapped, sayings

MARK = re.compile(r"\{([a-z]+)(\d*)\}")


@pytest.mark.parametrize(
    ("said", "tool", "part"),
    [
        ("I need somebody's phone: Ana Ruiz from Acme, how do I reach her?", "show_record", "phone"),
        ("tickets with my name on them that nobody has finished, which are these?", "find_records", "ticket"),
        ("please see to it that Globex ends up in the stage Negotiation", "propose_change", "Negotiation"),
        ("麻烦帮我捋捋李娜那边能打通的电话号码是哪个", "show_record", "phone"),
        ("麻烦把华阳数据平台一期那个单子的阶段弄到商务谈判去", "propose_change", "商务谈判"),
    ],
)
def test_roundabout_words_are_taken_as_a_plain_saying(said: str, tool: str, part: str, hearing: Any) -> None:
    understood = hearing(said)
    assert tool in [c.tool for c in understood.calls], understood
    assert part in str([dict(c.args) for c in understood.calls])


@pytest.mark.parametrize(
    "said",
    [
        "blorf zxcv",
        "咕噜哗啦噜",
        "the weather in Paris is lovely and we had croissants",
        "今天天气真不错，适合去公园散步",
    ],
)
def test_what_is_like_no_saying_stays_not_understood(said: str, hearing: Any) -> None:
    understood = hearing(said)
    assert understood.taken is None
    assert not understood.calls


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("which of the deals I have did not come in but went to a competitor?", "'won'"),
        ("have my renewals lowered by ten percent, every single one of them", "raise"),
    ],
)
def test_the_opposite_is_not_taken(said: str, never: str, hearing: Any) -> None:
    assert never not in str([dict(c.args) for c in hearing(said).calls])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("how do I move forward with Blorfia now", "Blorfia"),
        ("Blorfia: by whom was the amount changed, at what time, and what did it say previously?", "Blorfia"),
        ("帮忙看看，咕噜重工最后拍板的是谁", "咕噜重工"),
    ],
)
def test_a_name_nobody_knows_is_said_to_be_not_on_record(said: str, name: str, hearing: Any) -> None:
    understood = hearing(said)
    assert understood.taken
    assert name in str(understood.reply) + str([dict(c.args) for c in understood.calls])


@pytest.mark.parametrize("said", ["I'm on site at the factory in Ningbo, log my visit", "打卡，我到宁波工厂了"])
def test_nothing_is_created_that_was_not_asked_for(said: str, hearing: Any) -> None:
    changes = [c for call in hearing(said).calls for c in call.args.get("changes", ())]
    assert not [c for c in changes if c.get("op") == "create"]


def test_titles_are_the_messages_own_words(hearing: Any) -> None:
    for said in (
        "put on my list that I owe Ana Ruiz the signed contract by Friday",
        "我周五前欠李娜一份签好的合同，记到我的待办里",
    ):
        for call in hearing(said).calls:
            title = str(call.args.get("title", ""))
            assert not re.search("sample|招标|样品", title), title


@pytest.mark.parametrize("zh", [False, True])
def test_the_plain_way_needs_nothing_the_saying_lacks(zh: bool) -> None:
    for saying in sayings(zh):
        assert set(MARK.findall(saying.say)) <= set(MARK.findall(saying.like)), saying
        assert {kind for kind, _ in MARK.findall(saying.like)} <= KINDS.keys(), saying


@pytest.mark.parametrize("zh", [False, True])
def test_the_tables_are_encoded_as_they_stand(zh: bool, ear: Any) -> None:
    """When this fails: scripts/encode_sayings.py."""
    rows = encoded(zh)
    assert rows.shape == (len(sayings(zh)), 512)
    some = range(0, len(rows), 40)
    assert min(float(rows[i] @ mapped(ear, sayings(zh)[i].masked(zh), zh)) for i in some) > 0.999


@pytest.mark.parametrize(
    ("like", "slots", "held"),
    [
        ("{contact} of {account}, phone?", [("account", "Acme"), ("contact", "Ana")], {"contact": "Ana", "account": "Acme"}),
        ("{user}'s leads go to {user2}", [("user", "Chen"), ("user", "Zhao")], {"user": "Chen", "user2": "Zhao"}),
        ("{account} in {period}", [("name", "Umbra"), ("day", "Friday")], {"account": "Umbra", "period": "Friday"}),
        ("catch me up on {ticket}", [("number", "two"), ("ticket", "T-1")], {"ticket": "T-1"}),
        ("{contact} of {account}", [("contact", "Ana")], None),
        ("{contact}", [("contact", "Ana"), ("money", "5k")], None),
        ("{money}", [("period", "today")], None),
    ],
)  # fmt: skip
def test_slots_are_filled_by_what_fits(like: str, slots: list[tuple[str, str]], held: dict[str, str] | None) -> None:
    given = [Slot(10 * n, 10 * n + len(text), text, kind, (), text) for n, (kind, text) in enumerate(slots)]
    assert assigned(Saying(like, like), given) == held


def test_a_filled_saying_knows_where_its_values_stand() -> None:
    text, places = Saying("move {deal} to {stage}", "{deal} is in {stage} now").filled({"deal": "D-7", "stage": "Won"})
    assert text == "move D-7 to Won"
    assert [text[a:b] for a, b in places] == ["D-7", "Won"]


@pytest.fixture
def hearing(brain: Callable[..., Any], ear: Any) -> Callable[[str], Any]:
    """What the brain makes of a message when it can hear likenesses."""
    return lambda said: brain(said, ear=ear)


PLAIN = """
reassign Tom's new leads to Elif
give all of Chen's leads that are in process to Xu
remind me to call Bob on Friday at 10
move Globex to negotiation, close date Dec 15
who owns Globex?
How does the pipeline look this quarter?
deals won this year by owner
赵敏休假，她今天到期的任务先交给吴桐
把陈晓的线索都给赵敏
下周二上午九点跟韩露通个电话
今年赢单按负责人统计
苏州有哪些客户
"""


@pytest.mark.parametrize("said", PLAIN.strip().splitlines())
def test_what_the_rules_are_sure_of_is_not_taken_otherwise(said: str, hearing: Any, brain: Any) -> None:
    assert hearing(said) == brain(said)


def test_who_gets_what_is_not_turned_round(hearing: Any) -> None:
    for said in (
        "Xu is to have whatever in-process leads Chen is sitting on, the lot",
        "线索凡是在陈晓手上跟进着的，通通归赵敏名下",
    ):
        for call in hearing(said).calls:
            for change in call.args.get("changes", ()):
                assert change["fields"].get("owner") not in ("Chen", "陈晓"), call


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("what have I got running with Hollund?", "'delete'"),
        ("leads of mine that are not converted yet", "'=', 'value': 'Converted'"),
        ("我名下还没转化的线索有几条，列出来", "'=', 'value': 'Converted'"),
        ("Castellan Ceramics is a customer now, and make them level A", "nothing"),
    ],
)
def test_no_part_of_a_message_is_lost_to_a_saying(said: str, never: str, hearing: Any, brain: Any) -> None:
    heard, ruled = hearing(said), brain(said)
    assert never not in str([dict(c.args) for c in heard.calls])
    if never == "nothing":
        assert heard.calls == ruled.calls


def test_mine_is_not_dropped_for_a_near_saying(hearing: Any) -> None:
    for said in ("my deals with no next step", "我的商机里没有下一步的有哪些"):
        assert "'me'" in str([dict(c.args) for c in hearing(said).calls]), said


@pytest.mark.parametrize(
    ("said", "tool", "part"),
    [
        ("T-1042的客户", "show_record", "account"),
        ("Which team is Tom on?", "show_record", "team"),
        ("Who is the contact for D-12?", "show_record", "contacts"),
        ("Accounts of team Berlin", "find_records", "'team'"),
        ("苏州组的客户", "find_records", "'team'"),
        ("我本月完成了哪些任务", "find_records", "completed_at"),
        ("Deals not contacted for 30 days", "find_records", "'deal'"),
    ],
)
def test_no_saying_turns_a_plain_question_into_another(said: str, tool: str, part: str, hearing: Any) -> None:
    (call,) = hearing(said).calls
    assert call.tool == tool
    assert part in str(dict(call.args))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("新增客户泽禾智能", "泽禾智能"),
        ("建一个客户，诺澈生物", "诺澈生物"),
        ("帮忙添加个新客户，明衡机电", "明衡机电"),
    ],
)
def test_a_new_customer_keeps_its_whole_name_when_another_is_called_like_its_first_part(
    said: str, name: str, hearing: Any
) -> None:
    (call,) = hearing(said).calls
    (change,) = call.args["changes"]
    assert (change["op"], change["fields"]["name"]) == ("create", name)


@pytest.mark.parametrize(
    ("said", "fields", "where"),
    [
        ("把赵敏手上没跟进过的线索全部转给吴桐", {"owner": "吴桐"}, ("status", "in", "New, Assigned")),
        ("我今天到期的任务统统取消", {"status": "cancelled"}, ("due_on", "=", "今天")),
        ("cancel all my tasks due this week", {"status": "cancelled"}, ("due_on", "=", "this week")),
        ("把帆影在谈的单子都加上下一步：补交样品，12月3号", {"next_step": "补交样品", "next_step_date": "2026-12-03"}, ("account", "=", "帆影")),
    ],
)  # fmt: skip
def test_an_order_about_many_keeps_what_says_which(
    said: str, fields: dict[str, str], where: tuple[str, str, str], hearing: Any
) -> None:
    (call,) = hearing(said).calls
    (change,) = call.args["changes"]
    assert change["fields"] == fields
    assert where in [(w["field"], w["op"], w.get("value")) for w in change["where"]]


@pytest.mark.parametrize(
    ("said", "field", "never"),
    [
        ("有什么工单要超时了", "resolution_due", "breached"),
        ("any tickets that will blow their SLA today", "resolution_due", "breached"),
    ],
)
def test_what_is_about_to_be_late_is_not_heard_as_late(hearing: Any, said: str, field: str, never: str) -> None:
    fields = {f["field"] for c in hearing(said).calls for f in c.args["filters"]}
    assert field in fields
    assert never not in fields


def test_a_chinese_order_is_not_heard_as_a_list(hearing: Any) -> None:
    assert "find_records" not in [c.tool for c in hearing("把预计成交日推到12月底").calls]


@pytest.mark.parametrize("said", ["把预计成交日推到12月底", "请把负责人换成徐凌", "将任务转给徐凌"])
def test_a_chinese_order_is_answered_by_no_list(said: str) -> None:
    assert _TO_DO_ZH.match(said)


@pytest.mark.parametrize("said", ["把逾期的任务列出来", "把华阳的商机给我看看", "把金额算一下"])
def test_what_is_to_be_shown_is_no_order(said: str) -> None:
    assert not _TO_DO_ZH.match(said)


@pytest.mark.parametrize("said", ["上周我都联系过哪些客户的人", "which customers did I talk to last week"])
def test_what_was_done_is_not_heard_as_left_undone(hearing: Any, said: str) -> None:
    asked = [(f["field"], f["op"]) for c in hearing(said).calls for f in c.args.get("filters", ())]
    assert not [op for field, op in asked if field.startswith("activity") and op == "!="]


def test_work_nobody_named_the_type_of_is_not_heard_as_leads(hearing: Any) -> None:
    found = hearing("Maya's things should sit with Tom from now on")
    assert not [c for call in found.calls for c in call.args.get("changes", ()) if c["entity"] == "lead"]
