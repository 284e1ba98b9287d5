"""A source opens at its quote in the whole text, as it is now and as far as its reader may see it now."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, TOM

from assistant.blocks import Source
from assistant.surfaces import chat_rows, chat_source, chat_view
from crm_store.errors import NotFound

BODY = "Line one.\nShe wants 50 seats,\n  and a quote before Friday. 李娜说预算已批。"


@pytest.fixture
def shown(small_world: Any) -> Callable[..., Any]:
    """`shown(CHEN, source, …)` draws these sources below an answer; what it returns opens one, for somebody."""

    def draw(who: str, *sources: Source, language: str = "en") -> Callable[..., dict[str, Any]]:
        element = uuid4().hex
        props = {"language": language, "sources": [chat_view.source_props(s, language) for s in sources]}
        with small_world.writing(who) as crm:
            chat_rows.keep_element(crm, {"id": element, "threadId": who, "name": "Sources", "props": props})

        def open_one(n: int = 1, by: str = who) -> dict[str, Any]:
            return chat_source.opened(small_world.store, small_world.actor(by), element, n)

        return open_one

    return draw


def note(world: Any, body: str = BODY) -> int:
    with world.writing(CHEN) as crm:
        made = crm.create("activity", {"subject": "Call", "body": body, "owner": world.number("user", CHEN)})
    return made.id or 0


def test_the_words_stand_marked_in_the_whole_text(small_world: Any, shown: Callable[..., Any]) -> None:
    ref = f"A-{note(small_world)}"
    words = ("She wants 50 seats,\n  and a quote before Friday.", "李娜说预算已批。", "She wants 50 seats, and a quote")
    open_one = shown(CHEN, *(Source(n, ref, None, q, None) for n, q in enumerate(words, 1)))
    for n, q in enumerate(words, 1):
        got = open_one(n)
        assert got["before"] + got["quote"] + got["after"] == BODY
        assert (got["quote"].split(), got["said"]) == (q.split(), None)


def test_a_long_text_is_cut_far_from_the_words(
    small_world: Any, shown: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_source, "AROUND", 4)
    got = shown(CHEN, Source(1, f"A-{note(small_world)}", None, "50 seats", None))()
    assert (got["before"], got["quote"], got["after"]) == ("…nts ", "50 seats", ",\n  …")


def test_a_text_that_changed_or_went_says_so_in_the_language_of_the_answer(
    small_world: Any, shown: Callable[..., Any]
) -> None:
    number = note(small_world)
    source = Source(1, f"A-{number}", None, "50 seats", None)
    english, chinese = shown(CHEN, source), shown(CHEN, source, language="zh")
    with small_world.writing(CHEN) as crm:
        crm.update(crm.get("activity", number), {"body": "She wants nothing."})
    assert "no longer stand in it" in english()["said"]
    assert "已没有这段话" in chinese()["said"]
    with small_world.writing(CHEN) as crm:
        crm.delete(crm.get("activity", number))
    assert "no longer there" in english()["said"]
    assert chinese() == {"before": "", "quote": "", "after": "", "said": "这段话所在的记录已不存在，或不再对您可见。"}


def test_nobody_opens_what_is_not_theirs_to_see(small_world: Any, shown: Callable[..., Any]) -> None:
    number = note(small_world)
    source = Source(1, f"A-{number}", None, "50 seats", None)
    open_one = shown(CHEN, source)
    assert open_one()["quote"] == "50 seats"
    for stranger in (TOM, MAYA, ADMIN):
        with pytest.raises(NotFound):
            open_one(by=stranger)
    with pytest.raises(NotFound):
        open_one(2)
    # A footnote that names a record of somebody else's, as a forged or an old one may, opens nothing of it.
    said = shown(TOM, source)()
    assert said["said"]
    assert "seats" not in str(said)


def test_an_amount_or_a_day_has_no_text_around_it(small_world: Any, shown: Callable[..., Any]) -> None:
    source = Source(1, small_world.ref("deal", "acme-renewal"), "amount", "¥600,000", None)
    assert shown(CHEN, source)() == {"before": "", "quote": "", "after": "", "said": None}


def test_over_the_wire_it_goes_to_whoever_it_was_shown_to(chat: Any, server: Any) -> None:
    chat.say("table")
    (drawn,) = chat.drawn("Sources")
    path = f"/source/{drawn['element']}/1"
    assert server.ask(path, cookie=chat.cookie).status == 200
    assert server.ask(path).status == 401
    assert server.ask(path, cookie=server.cookie("chen@example.com")).status == 404
    assert server.ask(f"/source/{drawn['element']}/9", cookie=chat.cookie).status == 404
    assert server.ask("/source/nothing/1", cookie=chat.cookie).status == 404
