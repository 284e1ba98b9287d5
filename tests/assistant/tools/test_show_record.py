"""One record in full, or only the fields asked for."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, TOM


def card(result: Any) -> Any:
    return result.show[0]


def test_an_account_with_all_that_hangs_on_it(ask: Any) -> None:
    result = ask(CHEN, "show_record", record="Acme")
    assert result.say.splitlines() == [
        "Acme Industrial (ACC-1), account: type customer, industry manufacturing, owner 陈晓.",
        "On record: 2 contacts, 3 deals, 1 unsolved ticket and 1 open task. Open: 2 deals worth ¥720,000.50.",
        f"Last activity: 18 Nov 2026 (Wed), call, “Price call” ({ask.world.ref('activity', 'acme-price')}).",
    ]
    assert card(result).ref == "ACC-1"
    sections = {t.title: [r[0] for r in t.rows] for t in card(result).sections}
    assert sections["Deals"] == ["Acme renewal", "Acme sensors", "Acme analytics"]
    assert sections["Contacts"] == ["Ana Ruiz", "Bob Stone"]
    assert sections["Unsolved tickets"] == ["Login fails"]
    assert sections["Open tasks"] == ["Send the quote to Acme"]
    assert sections["Recent activities"][-1] == "Migration worries"
    assert result.focus == [("account", 1)]


def test_in_chinese_with_the_source_of_a_fact(ask: Any) -> None:
    result = ask(CHEN, "show_record", record="华阳", language="zh")
    assert "1位联系人、2个商机" in result.say
    assert ("负责人", "陈晓") in card(result).fields
    fact = result.sources[0]
    assert (fact.ref, fact.field, fact.quote) == (ask.world.ref("activity", "lina-note"), None, "预算30万已批")
    facts = next(t for t in card(result).sections if t.title == "要点")
    assert (facts.columns[1], facts.rows[0][1]) == ("类别", "预算")
    assert ("行业", "制造业") in card(ask(CHEN, "show_record", record="Acme", language="zh")).fields
    assert [t.title for t in card(result).sections] == [
        "商机",
        "联系人",
        "未解决工单",
        "未完成任务",
        "最近跟进",
        "要点",
    ]


def test_a_deal_shows_money_stage_and_people(ask: Any) -> None:
    fields = dict(card(ask(CHEN, "show_record", record="Acme renewal", language="zh")).fields)
    assert fields["金额"] == "¥600,000"
    assert fields["阶段"] == "商务谈判"
    assert fields["预计成交日期"] == "2026年12月15日（周二）"
    dollars = dict(card(ask(MAYA, "show_record", record="Globex rollout")).fields)
    assert (dollars["Amount"], dollars["Probability"]) == ("$100,000", "80%")


@pytest.mark.parametrize(
    ("record", "field", "answer"),
    [
        ("Li Na", "phone", "Phone of 李娜 (C-3): +86 138 0000 2001."),
        ("李娜", "手机", "Phone of 李娜 (C-3): +86 138 0000 2001."),
        ("Acme renewal", "close date", "Expected close of Acme renewal (D-1): 15 Dec 2026 (Tue)."),
        ("D-1", "value", "Amount of Acme renewal (D-1): ¥600,000."),
        ("Acme renewal", "company", "Account of Acme renewal (D-1): Acme Industrial."),
        ("Bob", "title", "Title of Bob Stone (C-2): IT lead."),
        ("Acme", "decision maker", "Decision maker of Acme Industrial (ACC-1): Ana Ruiz (C-1, COO)."),
        ("Acme renewal", "决策人", "Decision maker of Acme renewal (D-1): Ana Ruiz (C-1, COO)."),
        ("Acme renewal", "probability", "Probability of Acme renewal (D-1): 70%, as usual in Negotiation."),
        ("Acme renewal", "weighted", "Weighted amount of Acme renewal (D-1): ¥420,000 (¥600,000 × 70 %)."),
        ("Acme", "open tasks", "Open tasks of Acme Industrial (ACC-1), 1: Send the quote to Acme (TK-1)."),
        ("苏州精工", "tickets", "Unsolved tickets of 苏州精工 (ACC-3): none on record."),
    ],
)
def test_one_field_is_one_sentence_with_its_source(ask: Any, record: str, field: str, answer: str) -> None:
    result = ask(CHEN, "show_record", record=record, fields=[field])
    assert result.say == answer
    assert all(s.quote in result.say or s.quote == "decision maker" for s in result.sources)


@pytest.mark.parametrize(
    ("record", "field"), [("李娜", "微信"), ("张敏", "phone"), ("Acme", "champion"), ("华阳二期", "amount")]
)
def test_what_is_empty_is_said_to_be_not_on_record(ask: Any, record: str, field: str) -> None:
    result = ask(CHEN, "show_record", record=record, fields=[field])
    assert "not on record" in result.say
    assert result.sources == []
    assert result.ok


def test_the_last_contact(ask: Any) -> None:
    result = ask(CHEN, "show_record", record="王伟", fields=["last contact"])
    assert result.say == "No activity with 王伟 is on record."
    lina = ask(CHEN, "show_record", record="李娜", fields=["上次联系"], language="zh")
    assert lina.say.startswith("最近跟进：2026年11月17日（周二），会议，“与李娜会面”")
    assert lina.sources[0].quote.startswith("预算30万已批")


def test_a_role_in_the_deal_counts_before_the_general_one(small_world: Any, ask: Any) -> None:
    from sqlalchemy import update

    from crm_store.models import DealContact, table_of

    table, deal = table_of(DealContact), small_world.number("deal", "acme-sensors")
    with small_world.writing(ADMIN) as crm:
        crm.inside(update(table).where(table.c.deal_id == deal).values(role="champion"))
    assert "Bob Stone" in ask(CHEN, "show_record", record="Acme sensors", fields=["champion"]).say
    assert "not on record" in ask(CHEN, "show_record", record="Acme sensors", fields=["evaluator"]).say


def test_a_field_there_is_not_lists_those_there_are(ask: Any) -> None:
    result = ask(CHEN, "show_record", record="Acme", fields=["zodiac"])
    assert not result.ok
    assert "Accounts have no “zodiac”. There are: name" in result.say
    assert ask(CHEN, "show_record", record="Acme", fields=["owner", "zodiac"]).ok


def test_it_is_what_was_talked_about(ask: Any) -> None:
    deal, account = ask.world.number("deal", "huayang-pilot"), ask.world.number("account", "acme")
    focus = [("deal", deal), ("account", account)]
    assert "¥300,000" in ask(CHEN, "show_record", record="it", fields=["amount"], focus=focus).say
    assert "华阳试点" in ask(CHEN, "show_record", record="这单", language="zh", focus=focus).say
    assert "Acme Industrial" in ask(CHEN, "show_record", record="that account", focus=focus).say
    assert not ask(CHEN, "show_record", record="it").ok


def test_what_is_out_of_sight_looks_like_nothing(ask: Any) -> None:
    nobody, hidden = (ask(CHEN, "show_record", record=r).say for r in ("Acmeee Nowhere", "Umbra"))
    assert nobody.replace("Acmeee Nowhere", "X") == hidden.replace("Umbra", "X")
    ref = ask.world.ref("deal", "umbra-lab")
    assert (
        ask(CHEN, "show_record", record=ref).say
        == f"I found nothing on record for “{ref}”. Check the spelling or give its reference, such as D-12."
    )


def test_references_one_may_not_see_have_no_name(small_world: Any, ask: Any) -> None:
    with small_world.writing(ADMIN) as crm:
        deal = crm.get("deal", small_world.number("deal", "globex-rollout"))
        crm.update(deal, {"owner": small_world.number("user", TOM)})
        crm.update(
            crm.get("account", small_world.number("account", "globex")),
            {"parent": small_world.number("account", "umbra")},
        )
    shown = card(ask(MAYA, "show_record", record="Globex"))
    assert "Umbra" not in str(shown)


def test_other_record_types(ask: Any) -> None:
    assert "role manager" in ask(ADMIN, "show_record", record="Lin").say
    assert "Reports are slow" in ask(LIN, "show_record", record=ask.world.ref("ticket", "slow")).say
    assert card(ask(CHEN, "show_record", record="How to migrate data")).entity == "article"
    assert card(ask(CHEN, "show_record", record="Paula Reed")).entity == "lead"
    assert card(ask(CHEN, "show_record", record="Data platform")).fields[0] == ("SKU", "P-200")
