"""Help that speaks the asker's language and uses the asker's own records."""

from typing import Any

from parley_worlds import ADMIN, CHEN, MAYA


def test_examples_name_ones_own_records(ask: Any) -> None:
    say = ask(CHEN, "help").say
    assert "tell me about Acme Industrial" in say
    assert "Globex" not in say
    assert "tell me about Globex" in ask(MAYA, "help").say
    assert "介绍一下华阳科技" in ask(CHEN, "help", language="zh").say


def test_both_languages_and_both_kinds_of_work(ask: Any) -> None:
    assert "**Ask**" in ask(CHEN, "help").say
    assert "**Log and change (you confirm before anything is saved)**" in ask(CHEN, "help").say
    zh = ask(CHEN, "help", language="zh").say
    assert "**查询**" in zh
    assert "撤销" in zh


def test_a_topic_narrows(ask: Any) -> None:
    assert ask(CHEN, "help", topic="pipeline").data["tools"] == ["pipeline_summary"]
    assert "log_interaction" in ask(CHEN, "help", topic="记录会议", language="zh").data["tools"]
    assert len(ask(CHEN, "help", topic="astrology").data["tools"]) > 5


def test_an_empty_store_shows_the_samples(ask_bare: Any) -> None:
    assert "Acme" in ask_bare(ADMIN, "help").say
