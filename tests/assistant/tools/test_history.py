"""Who changed what, from what to what."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from parley_worlds import ADMIN, CHEN, LIN, TOM

from crm_store.queries.events import events_of, history


def test_changes_are_told_newest_first_in_readable_values(ask: Any) -> None:
    result = ask(CHEN, "history", record="Acme renewal", language="zh")
    table = result.show[0]
    assert table.columns == ["时间", "操作人", "内容", "原值", "新值", "方式"]
    assert sorted(r[1:5] for r in table.rows[:2]) == [
        ["陈晓", "金额", "¥500,000", "¥600,000"],
        ["陈晓", "阶段", "方案报价", "商务谈判"],
    ]
    assert table.rows[-1][1:3] == ["导入", "创建"]
    assert result.say.startswith("Acme renewal（D-1）的修改记录，共3次修改")


def test_a_record_is_made_once_and_what_a_later_import_did_is_bringing_it_in(small_world: Any, ask: Any) -> None:
    """A file that holds the history of its deals tells when each was made; that it was read later is told as such."""
    with small_world.writing(ADMIN) as crm:
        deal = crm.get("deal", small_world.number("deal", "acme-renewal"))
        made = events_of(crm, deal)[-1]
        told = {c: getattr(made, c) for c in type(made).model_fields if c != "id"}
        crm.add(
            type(made)(**{**told, "at": made.at - timedelta(days=30), "actor_id": small_world.number("user", CHEN)})
        )
    rows = ask(CHEN, "history", record="Acme renewal").show[0].rows
    assert [r[2] for r in rows if r[2] in ("created", "brought in")] == ["brought in", "created"]
    assert rows[-1][1:3] == ["陈晓", "created"]
    assert ask(CHEN, "history", record="Acme renewal", field="created").say.count("created") == 1
    assert len(ask(CHEN, "history", record="Acme renewal", field="amount").show[0].rows) == 2
    assert "导入：录入" in ask(CHEN, "history", record="Acme renewal", language="zh").say


def test_one_field_with_its_first_value(ask: Any) -> None:
    result = ask(LIN, "history", record="D-1", field="value")
    assert result.say.splitlines() == [
        "2 changes of amount on Acme renewal (D-1), the latest first:",
        "- 18 Nov 2026 (Wed) 11:00, 陈晓: amount ¥500,000 → ¥600,000 [in chat]",
        "- 12 Nov 2026 (Thu) 09:00, import: amount (empty) → ¥500,000",
    ]


def test_people_and_days_are_readable(small_world: Any, ask: Any) -> None:
    from datetime import date

    with small_world.writing(LIN) as crm:
        deal = crm.get("deal", small_world.number("deal", "acme-renewal"))
        crm.update(deal, {"owner": small_world.number("user", LIN), "expected_close_date": date(2027, 1, 5)})
    rows = {r[2]: r[3:5] for r in ask(LIN, "history", record="Acme renewal").show[0].rows[:2]}
    assert rows == {"owner": ["陈晓", "林涛"], "expected close": ["15 Dec 2026 (Tue)", "5 Jan 2027 (Tue)"]}


def test_money_keeps_the_currency_it_was_in(small_world: Any, ask: Any) -> None:
    with small_world.writing(CHEN) as crm:
        crm.update(
            crm.get("deal", small_world.number("deal", "acme-renewal")), {"amount": Decimal(90000), "currency": "EUR"}
        )
    rows = ask(CHEN, "history", record="Acme renewal", field="amount").show[0].rows
    assert [r[3:5] for r in rows] == [["¥600,000", "€90,000"], ["¥500,000", "¥600,000"], ["", "¥500,000"]]


def test_a_field_nobody_changed_and_one_there_is_not(ask: Any) -> None:
    none = ask(CHEN, "history", record="Acme renewal", field="competitor")
    assert (none.say, none.data) == ("No change of competitor on Acme renewal (D-1) is on record.", {"changes": []})
    assert "no field “colour”" in ask(CHEN, "history", record="Acme renewal", field="colour").say


def test_what_is_out_of_sight_has_no_history(ask: Any) -> None:
    assert ask(TOM, "history", record="D-1").say.startswith("I found nothing on record for “D-1”")


def test_undone_changes_are_marked(small_world: Any) -> None:
    with small_world.writing(CHEN) as crm:
        deal = crm.get("deal", small_world.number("deal", "acme-renewal"))
        events_of(crm, deal)[0].undone_by = "later"
    with small_world.reading(CHEN) as crm:
        changes = history(crm, crm.get("deal", small_world.number("deal", "acme-renewal")))
    assert [c.undone for c in changes] == [True, True, False]


def test_a_tie_to_a_company_is_part_of_its_history(small_world: Any, ask: Any) -> None:
    with small_world.writing(LIN) as crm:
        crm.create(
            "account_contact",
            {
                "account": small_world.number("account", "acme"),
                "contact": small_world.number("contact", "ana-silva"),
                "role": "influencer",
            },
        )
    rows = ask(LIN, "history", record="Acme").show[0].rows
    assert rows[0][1:3] == ["林涛", "account contact: created"]


def test_what_changed_since_a_day_counts_people_and_not_imports(small_world: Any, ask: Any) -> None:
    said = ask(LIN, "history", period="since Monday", entity="deal").say
    assert "Acme renewal (D-1)" in said
    assert "import" not in said.partition("What imports")[0]
    assert ask(LIN, "history", period="last year").data["total"] == 0
    assert ask(TOM, "history", period="since Monday").data["total"] == 0
    mine = ask(CHEN, "history", period="本周", whose="我", language="zh")
    assert "D-1" in mine.say
    assert ask(LIN, "history", period="since Monday", entity="ticket").say.startswith(
        "Nothing changed on tickets since 16 Nov 2026"
    )


def test_a_change_taken_back_is_no_news(small_world: Any, ask: Any) -> None:
    from crm_store.undo import undo

    with small_world.writing(LIN) as crm:
        crm.update(crm.get("deal", small_world.number("deal", "acme-renewal")), {"next_step": "Call the CFO"})
        tx = crm.tx
    assert "Call the CFO" in str(ask(LIN, "history", period="today").data)
    with small_world.writing(LIN) as crm:
        undo(crm, tx)
    assert "Call the CFO" not in str(ask(LIN, "history", period="today").data)


def test_the_history_of_an_accounts_deal_is_asked_by_the_account(ask: Any) -> None:
    asked = ask(CHEN, "history", record="Acme", field="amount")
    assert {c.ref for c in asked.question.choices} == {"D-1", "D-2"}


def test_one_record_within_a_period(ask: Any) -> None:
    assert ask(CHEN, "history", record="D-1", field="amount", period="since 16 Nov 2026").data["total"] == 1


def test_who_made_a_record_is_told_alone(ask: Any) -> None:
    english, chinese = (ask(CHEN, "history", record="Acme renewal", field="created", language=n) for n in ("en", "zh"))
    assert [r[2] for r in english.show[0].rows] == ["created"]
    assert english.say.startswith("How Acme renewal (D-1) came to be on record:")
    assert chinese.say.startswith("Acme renewal（D-1）的创建记录：")


def test_what_one_person_changed_and_one_field(ask: Any) -> None:
    own = ask(CHEN, "history", period="this month", by="me")
    assert {r[1] for r in own.show[0].rows} == {"陈晓"}
    assert "made by 陈晓" in own.say
    amounts = ask(CHEN, "history", period="this month", entity="deal", field="amount")
    assert {r[3] for r in amounts.show[0].rows} == {"amount"}
    assert "changed nothing on records" in ask(CHEN, "history", period="this month", by="Tom").say
