"""A model's summary is told again while what it was written from is unchanged, and written anew once it is not: never stale, never twice for nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from parley_peer import Answer, Call
from parley_worlds import ADMIN, CHEN, LIN

ASKED = {"en": "Summarise Acme in five lines", "zh": "用五句话总结一下华阳"}
RECORD = {"en": "Acme", "zh": "华阳"}
FIRST = {"en": "Acme is a customer that Chen looks after.", "zh": "华阳由陈晓负责，关系稳定。"}
SECOND = {"en": "Acme has new things on record.", "zh": "华阳有了新的记录。"}
AGAIN = {"en": "nothing it stands on has changed since", "zh": "所依据的记录此后没有变化"}


def written(words: str, language: str) -> list[Answer]:
    return [Answer("", [Call("brief", {"record": RECORD[language]})]), Answer(words)]


def ask(chat: Any, peer: Any, language: str = "en", **more: Any) -> tuple[str, int]:
    """(the answer, how many requests the model was sent for it)."""
    before = len(peer.seen)
    return chat.say(ASKED[language], **more).reply, len(peer.seen) - before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_summary_is_told_without_the_model_while_its_sources_stand(
    online: Any, peer: Any, language: str
) -> None:
    peer.plan(*written(FIRST[language], language))
    assert ask(online, peer, language) == (FIRST[language], 2)
    for thread in ("t1", "another"):
        said, requests = ask(online, peer, language, thread=thread)
        assert requests == 0
        assert said.startswith(FIRST[language])
        assert AGAIN[language] in said
    turn = online.say(ASKED[language])
    assert ([c["tool"] for c in turn.calls], turn.brain, bool(turn.sources)) == (["brief"], "openai", True)


def change(world: Any, what: str) -> None:
    number = world.number
    with world.writing(CHEN) as crm:
        if what == "a field":
            crm.update(crm.get("deal", number("deal", "acme-renewal")), {"amount": 123456})
        elif what == "a note's text":
            crm.update(
                crm.get("activity", number("activity", "acme-price")), {"body": "Ana says the price is fine now."}
            )
        elif what == "a note gone":
            crm.delete(crm.get("activity", number("activity", "acme-price")))
        elif what == "a new note":
            held = {
                "kind": "call",
                "subject": "New",
                "body": "Ana Ruiz wants 40 more seats.",
                "owner": crm.actor.user_id,
            }
            crm.create("activity", {**held, "starts_at": crm.now, "account": [number("account", "acme")]})


@pytest.mark.parametrize("what", ["a field", "a note's text", "a note gone", "a new note"])
def test_it_is_written_anew_when_a_source_changed(online: Any, peer: Any, what: str) -> None:
    peer.plan(*written(FIRST["en"], "en"))
    ask(online, peer)
    change(online.world, what)
    peer.plan(*written(SECOND["en"], "en"))
    assert ask(online, peer) == (SECOND["en"], 2)
    said, requests = ask(online, peer)
    assert (said.startswith(SECOND["en"]), requests) == (True, 0)


def test_a_model_that_is_away_leaves_no_stale_summary(online: Any, peer: Any) -> None:
    peer.plan(*written(FIRST["en"], "en"))
    ask(online, peer)
    change(online.world, "a new note")
    peer.plan(Answer(status=401))
    said, _ = ask(online, peer)
    assert FIRST["en"] not in said
    assert "built-in brain answered instead" in said


def test_the_next_day_it_is_written_anew(online: Any, peer: Any) -> None:
    peer.plan(*written(FIRST["en"], "en"))
    ask(online, peer)
    clock = online.world.store.clock
    online.world.store.clock = lambda: clock() + timedelta(days=1)
    peer.plan(*written(SECOND["en"], "en"))
    assert ask(online, peer) == (SECOND["en"], 2)


def test_other_words_another_model_and_other_people_get_their_own(open_chat: Callable[..., Any], peer: Any) -> None:
    chat = open_chat(peer)
    peer.plan(*written(FIRST["en"], "en"))
    ask(chat, peer)
    peer.plan(*written(SECOND["en"], "en"))
    assert chat.say("Summarise Acme in one sentence").reply == SECOND["en"]
    for who in (LIN, ADMIN):
        peer.plan(*written(SECOND["en"], "en"))
        assert ask(chat, peer, who=who, thread=who) == (SECOND["en"], 2)
    other = open_chat(peer, model="another")
    peer.plan(*written(SECOND["en"], "en"))
    assert ask(other, peer) == (SECOND["en"], 2)


def test_what_does_not_name_its_record_or_takes_more_than_a_summary_is_not_kept(online: Any, peer: Any) -> None:
    peer.plan(*written(FIRST["en"], "en"))
    online.say("summarise this customer")
    peer.plan(*written(SECOND["en"], "en"))
    assert online.say("summarise this customer").reply == SECOND["en"]
    both = [Call("brief", {"record": "Acme"}), Call("my_day", {}, "c2")]
    for words in (FIRST["en"], SECOND["en"]):
        peer.plan(Answer("", both), Answer(words))
        assert online.say("Summarise Acme and tell me my day").reply == words


def test_a_deleted_note_is_in_no_kept_summary(online: Any, peer: Any) -> None:
    peer.plan(*written("Ana says the price per seat is too high.", "en"))
    ask(online, peer)
    change(online.world, "a note gone")
    peer.plan(*written(SECOND["en"], "en"))
    assert "too high" not in ask(online, peer)[0]
    assert "too high" not in json.dumps(peer.seen[-1].messages)
