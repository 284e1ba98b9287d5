"""One record shown, one field told, its history, and what the notes say about it."""

from typing import Any

import pytest

SHOW = """
tell me about Acme | who is Acme? | show me Acme | info on Acme please | what do we know about Acme | everything on Acme | details about Acme
how is it going with Acme | Acme | status of Acme
介绍一下 Acme | 看看 Acme | 说说 Acme 这家公司 | Acme 的基本情况 | 给我讲讲 Acme | Acme 的资料 | 打开 Acme | 了解一下 Acme
"""
FIELDS: list[tuple[str, list[str], str]] = [
    ("Li Na|李娜", ["phone"], """
        what's Li Na's phone | Li Na's phone number? | what is Li Na's mobile | give me Li Na's number | phone of Li Na | do you have Li Na's phone number | can you tell me Li Na's mobile | show Li Na's phone
        what's the phone number of Li Na | Li Na phone | I need Li Na's phone number | what number does Li Na have
        李娜的电话是多少 | 李娜电话 | 李娜的手机号 | 查一下李娜的电话 | 告诉我李娜的手机 | 李娜的联系电话是什么 | 李娜手机号多少 | 李娜的号码 | 帮我找下李娜的电话 | 请问李娜的电话是多少 | 李娜的电话呢 | 李娜的手机"""),
    ("Globex", ["owner"], """
        who owns Globex | whose account is Globex | who is responsible for Globex | who's the owner of Globex | Globex owner? | who handles Globex | who is in charge of Globex | who manages Globex
        who is Globex's owner | who looks after Globex | who's working on Globex | what is the owner of Globex
        Globex 是谁负责的 | Globex 的负责人是谁 | 谁负责 Globex | 谁在跟 Globex | Globex 归谁 | Globex 负责人 | 哪位负责 Globex | Globex 是谁的客户 | 谁在负责Globex这个客户 | 查一下 Globex 的负责人 | Globex 现在谁在跟 | Globex 的归属"""),
    ("Acme renewal", ["expected_close_date"], """
        when does the Acme renewal close | when is the Acme renewal expected to close | what's the close date of the Acme renewal | expected close of Acme renewal? | when will the Acme renewal close
        close date for the Acme renewal | when is the Acme renewal due to close | what is the expected close date for the Acme renewal | when should the Acme renewal close | Acme renewal close date | tell me the closing date of the Acme renewal | when do we close the Acme renewal
        Acme 续约什么时候成交 | Acme 续约预计成交日期 | Acme续约的预计成交是什么时候 | Acme 续约何时签 | Acme 续约预计什么时候签 | Acme续约的成交日期是哪天 | Acme 续约什么时候签 | 查一下 Acme 续约的预计成交日期 | Acme 续约几号成交 预计成交 | Acme续约预计何时成交 | Acme 续约的预计成交 | Acme 续约的签约日期是什么时候"""),
]  # fmt: skip
CHANGED = """
who changed Globex's amount, when, from what? | who changed the amount of Globex | when was the amount of Globex changed | show the history of the Globex amount | what was Globex's amount before | how often was the amount of Globex changed
who edited the Globex amount | who lowered the amount of Globex | history of the amount of Globex | audit trail of the Globex amount | who set Globex's amount | when did Globex's amount change
谁改了 Globex 的金额，什么时候，改之前是多少？ | Globex 的金额谁改的 | 谁动了 Globex 的金额 | Globex 金额的修改记录 | Globex 的金额什么时候改的 | Globex 的金额改过几次 | 谁把 Globex 的金额改了 | 看一下 Globex 金额的变更历史
Globex 的金额之前是多少 改过吗 | Globex 金额是谁调的 改 | 查 Globex 金额的修改历史 | Globex 金额什么时候变的
"""
NOTES = """
what did Globex say about price in the last calls | what does Globex say about price? | did Globex mention price | any objections from Globex | what are Globex's objections | what is Globex worried about | what does Globex want | what does Globex care about
has Globex complained about anything | what concerns does Globex have | what did Globex ask for | what do they say at Globex about the price | Globex's pain points? | what feedback did we get from Globex
Globex 担心什么 | Globex 对价格怎么说 | Globex 提过什么要求 | Globex 有什么顾虑 | Globex 关心什么 | Globex 有没有提到价格 | Globex 抱怨什么 | Globex 的偏好是什么 | Globex 说过什么 | Globex 的反馈是什么 | Globex 想要什么 | Globex 对报价有什么意见 | Globex 最在意什么 | Globex 有什么异议
"""


def said(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split("|") if s.strip()]


@pytest.mark.parametrize("sentence", said(SHOW))
def test_a_record_is_shown(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args) == ("show_record", {"record": "Acme"})


@pytest.mark.parametrize(("record", "fields", "sentence"), [(r, f, s) for r, f, lines in FIELDS for s in said(lines)])
def test_one_field_is_told(record: str, fields: list[str], sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "show_record"
    assert call.args["record"] in record.split("|")
    assert call.args["fields"] == fields


@pytest.mark.parametrize("sentence", said(CHANGED))
def test_who_changed_what_is_asked_of_the_history(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["record"], call.args.get("field")) == ("history", "Globex", "amount")


@pytest.mark.parametrize("sentence", said(NOTES))
def test_what_was_said_is_asked_of_the_notes(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["about"]) == ("recall_notes", "Globex")


@pytest.mark.parametrize(
    "sentence",
    [
        "有没有人提过数据迁移",
        "谁担心数据迁移？",
        "which customers complained about price",
        "has anyone mentioned data migration",
        "find notes about the discount",
        "知识库里怎么说数据迁移？",
    ],
)
def test_notes_are_searched_without_a_name_too(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "recall_notes"
    assert "about" not in call.args


@pytest.mark.parametrize(
    "sentence",
    ["When did we last talk to Wang Wei and what did he ask for?", "上次跟王伟聊是什么时候，他提了什么要求？"],
)
def test_when_and_what_are_two_calls(sentence: str, brain: Any) -> None:
    talk, notes = brain(sentence).calls
    assert (talk.tool, talk.args["entity"], talk.args["limit"], talk.args["sort"]) == (
        "find_records",
        "activity",
        1,
        "starts_at desc",
    )
    assert notes.tool == "recall_notes"


@pytest.mark.parametrize("sentence", ["What has Acme bought and what do they prefer?", "Acme 买过什么，有什么偏好？"])
def test_purchases_are_won_deals_and_preferences_notes(sentence: str, brain: Any) -> None:
    bought, notes = brain(sentence).calls
    assert {"field": "stage.kind", "op": "=", "value": "won"} in bought.args["filters"]
    assert notes.tool == "recall_notes"


@pytest.mark.parametrize(
    ("sentence", "record"),
    [
        ("status of ticket 1042", "T-1042"),
        ("show D-12", "D-12"),
        ("把D-12打开看看", "D-12"),
        ("工单1042什么状态", "1042"),
        ("tell me about Northwind", "Northwind"),
    ],
)
def test_references_and_unknown_names_are_passed_on_as_said(sentence: str, record: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["record"]) == ("show_record", record)
