"""What was said, quoted with its source; here without a memory, by words."""

from datetime import date
from typing import Any

from parley_worlds import ADMIN, CHEN, LIN, MAYA, TOM

from assistant.tools import ToolContext, call


def refs(result: Any) -> list[str]:
    return [s.ref for s in result.sources]


def test_quotes_are_verbatim_with_source_and_date(ask: Any) -> None:
    result = ask(CHEN, "recall_notes", query="price", about="Acme")
    source = result.sources[0]
    assert (source.n, source.ref, source.field, source.date) == (
        1,
        ask.world.ref("activity", "acme-price"),
        None,
        "2026-11-18",
    )
    assert "the price per seat is too high" in source.quote
    assert f"[1] “{source.quote}” — 18 Nov 2026 (Wed), activity {source.ref}, Price call" in result.say


def test_in_chinese(ask: Any) -> None:
    result = ask(CHEN, "recall_notes", query="谁担心数据迁移？", language="zh")
    assert ask.world.ref("activity", "lina-note") in refs(result)
    assert result.say.startswith("关于“谁担心数据迁移？”，找到")


def test_only_what_one_may_see_is_quoted(ask: Any) -> None:
    secret = ask.world.ref("activity", "umbra-note")
    assert secret in refs(ask(TOM, "recall_notes", query="price"))
    assert secret in refs(ask(ADMIN, "recall_notes", query="price"))
    for email in (CHEN, MAYA, LIN):
        assert secret not in refs(ask(email, "recall_notes", query="price"))


def test_a_period_narrows(ask: Any) -> None:
    assert refs(ask(CHEN, "recall_notes", query="data migration", period="October")) == [
        ask.world.ref("activity", "acme-migration")
    ]
    assert refs(ask(LIN, "recall_notes", query="price", period="yesterday")) == [
        ask.world.ref("activity", "globex-price")
    ]
    assert not ask(CHEN, "recall_notes", query="price", period="flurb").ok


def test_nothing_is_said_to_be_not_on_record(ask: Any, ask_bare: Any) -> None:
    assert (
        ask(CHEN, "recall_notes", query="unicorns", about="Acme").say
        == "Nothing about “unicorns” is on record for Acme Industrial."
    )
    assert ask(CHEN, "recall_notes", query="独角兽", language="zh").say == "记录中没有关于“独角兽”的内容。"
    assert ask_bare(ADMIN, "recall_notes", query="price").sources == []


def test_articles_and_facts_are_found_too(ask: Any) -> None:
    article = ask(CHEN, "recall_notes", query="migration assistant")
    assert (article.sources[0].ref, article.sources[0].field) == (ask.world.ref("article", "migrate"), "body")
    assert ask.world.ref("fact", "huayang-budget") in refs(ask(CHEN, "recall_notes", query="预算", about="华阳"))


def test_an_ambiguous_subject_asks(ask: Any) -> None:
    assert ask(LIN, "recall_notes", query="price", about="Ana").question is not None


class _Memory:
    """A memory that remembers how it was asked."""

    def __init__(self, hits: list[Any], notice: str | None = None) -> None:
        self.hits, self.said, self.asked = hits, notice, {}  # type: ignore[var-annotated]

    def recall(self, crm: Any, query: str, **more: Any) -> list[Any]:
        self.asked = {"query": query, **more}
        return self.hits

    def notice(self, language: str) -> str | None:
        return self.said


def test_the_memory_is_asked_when_there_is_one(small_world: Any) -> None:
    memory = _Memory([], "The search goes by keyword only just now.")
    with small_world.reading(CHEN) as crm:
        result = call(
            "recall_notes",
            ToolContext(crm, memory=memory),
            {"query": "price", "about": "Acme", "period": "October", "k": 3},
        )
    about = [("account", small_world.number("account", "acme"))]
    assert memory.asked == {"query": "price", "k": 3, "about": about, "days": (date(2026, 10, 1), date(2026, 10, 31))}
    assert result.say.endswith("by keyword only just now.")


def test_a_name_no_note_holds_is_said_to_be_in_none(ask: Any) -> None:
    said = ask(CHEN, "recall_notes", query="What did Acme say about Kubernetes?", about="Acme").say
    assert said == "I found nothing on record about “Kubernetes” for Acme Industrial."
    assert "没有提到“区块链”" in ask(CHEN, "recall_notes", query="李娜提过区块链吗", language="zh").say
    assert ask(CHEN, "recall_notes", query="What did Acme say about price?", about="Acme").sources
