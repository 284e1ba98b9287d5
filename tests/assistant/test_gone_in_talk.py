"""A conversation that spoke of a note forgets what it said from the moment the note is gone: its turns, their rolling summary, its drafts."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from parley_peer import Answer, Call
from parley_worlds import ADMIN, CHEN, MOMENT

from assistant.memory.transcript import LOOKED_AT, still_told
from assistant.threads import REMEMBERED, recollect
from crm_store.proposals import Draft, apply, get, held_or_missing
from crm_store.queries.conversations import last_turns

ONLY_THERE = ("77,123", "zanzibar", "xylophone", "zeppelin", "五十五万")
NOTE = (
    "Her budget is EUR 77,123 for this year. Zanzibar Works offered EUR 60,321. Ana Ruiz worries about the xylophone. "
    "I promised a zeppelin. 预算五十五万。"
)
ASKED = (
    "what did Ana Ruiz say about the budget?", "brief me on Acme", "prepare me for the meeting with Ana Ruiz", "draft an e-mail to Ana Ruiz about worries",
    "any contradictions at Acme?", "fill in MEDDICC for Acme", "what's new at Acme since 1 October?", "Acme最近说过什么预算", "给Ana Ruiz写封邮件，说一下预算",
    "what did we say about the budget earlier in this chat?", "show Acme",
)  # fmt: skip
REVISED = ("shorter", "more formal", "as WeChat", "短一点")
SMALL_TALK = ("hello", "thanks", "good morning", "你好")
MODEL_WORDS = "Her budget is EUR 77,123, Zanzibar Works is in it too, and a zeppelin was promised."


@pytest.fixture
def note(small_world: Any) -> int:
    """A note of Chen's on Acme that holds what nothing else does."""
    number = small_world.number
    with small_world.writing(CHEN) as crm:
        held = {
            "kind": "call", "status": "held", "starts_at": MOMENT - timedelta(days=1), "subject": "Talk", "body": NOTE, "owner": crm.actor.user_id,
            "contact": [number("contact", "ana-ruiz")], "account": [number("account", "acme")], "deal": [number("deal", "acme-renewal")],
        }  # fmt: skip
        made = crm.create("activity", held).id or 0
        crm.flush()
        fact = {
            "subject_type": "account", "subject": number("account", "acme"), "predicate": "budget", "value": "EUR 77,123", "source": made,
            "quote": "Her budget is EUR 77,123 for this year.", "owner": crm.actor.user_id,
        }  # fmt: skip
        crm.create("fact", fact)
    return made


def kept(world: Any) -> str:
    """All that the conversation would tell again: to a model, to the built-in brain, to who asks what was said."""
    mind = recollect(world.store, world.actor(CHEN), "t1")
    with world.reading(CHEN) as crm:
        told = still_told(crm, last_turns(crm, "t1", LOOKED_AT))
    return json.dumps(
        [mind.turns, mind.earlier, mind.calls, mind.made_by, [t.reply for t in told]], ensure_ascii=False, default=str
    )


def telling(words: str) -> list[str]:
    return [w for w in ONLY_THERE if w in words.casefold()]


def shown(turn: Any) -> str:
    return "\n".join([turn.reply, *map(str, turn.sources), *map(str, turn.tables), *map(str, turn.cards)])


def delete(world: Any, note: int) -> None:
    with world.writing(CHEN) as crm:
        crm.delete(crm.get("activity", note))


def bring_back(world: Any, note: int) -> None:
    with world.writing(CHEN) as crm:
        crm.restore(held_or_missing(crm, "activity", note))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_asked_before_nothing_of_a_deleted_note_is_said_again(offline: Any, note: int, seed: int) -> None:
    rng = random.Random(seed)
    heard = []
    for asked in [*rng.sample(ASKED, 4), "draft an e-mail to Ana Ruiz about worries", *rng.sample(REVISED, 1)]:
        heard.append(shown(offline.say(asked)))
        for small in rng.sample(SMALL_TALK, rng.choice((0, 0, 3))):
            offline.say(small)
    assert telling("\n".join(heard))
    assert telling(kept(offline.world))
    delete(offline.world, note)
    assert telling(kept(offline.world)) == []
    for asked in [
        *rng.sample(REVISED, 1),
        "draft an e-mail to Ana Ruiz about worries",
        *rng.sample(REVISED, 1),
        *ASKED,
    ]:
        assert telling(shown(offline.say(asked))) == [], asked
    assert telling(kept(offline.world)) == []
    bring_back(offline.world, note)
    assert telling(shown(offline.say("what did Ana Ruiz say about the budget?")))


CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("brief", {"record": "Acme"}),
    ("recall_notes", {"query": "what is the budget"}),
    ("qualify", {"record": "Acme"}),
    ("show_record", {"record": "Acme"}),
    ("handover", {}),
    ("contradictions", {"record": "Acme"}),
    ("whats_new", {"record": "Acme", "since": "since 1 October"}),
    ("find_records", {"entity": "fact"}),
    ("history", {"record": "Acme"}),
    (
        "draft_message",
        {
            "to": "Ana Ruiz",
            "topic": "worries",
            "add": ["We heard that your budget is EUR 77,123.", "We are closed on Monday."],
        },
    ),
)


@pytest.mark.parametrize("older", [0, REMEMBERED + 2])
@pytest.mark.parametrize(("tool", "args"), CALLS)
def test_a_model_is_not_told_again_what_it_said_of_a_deleted_note(
    online: Any, peer: Any, note: int, tool: str, args: dict[str, Any], older: int
) -> None:
    """In words of its own, without a reference; in the last turns and in the summary of older ones."""
    peer.plan(Answer("", [Call(tool, args)]), Answer(MODEL_WORDS))
    told = shown(online.say("tell me about Acme, please"))
    for n in range(older):
        peer.plan(Answer("You are welcome."))
        online.say(f"thanks {n}")
    said_it = bool(telling(told.replace(MODEL_WORDS, ""))) or MODEL_WORDS in told
    assert telling(kept(online.world)) or not said_it
    delete(online.world, note)
    assert telling(kept(online.world)) == []
    peer.plan(Answer("Hello."))
    online.say("and now?")
    assert telling(json.dumps(peer.seen[-1].messages, ensure_ascii=False)) == []


def test_a_draft_revised_by_the_built_in_brain_holds_nothing_a_model_had_put_into_it(
    open_chat: Callable[..., Any], peer: Any, note: int
) -> None:
    chat = open_chat(peer)
    peer.plan(Answer("", [Call(*CALLS[-1])]), Answer("Here is a draft."))
    chat.say("draft an e-mail to Ana Ruiz, and add that we are closed on Monday")
    peer.plan(Answer(status=401))
    before = shown(chat.say("more formal"))
    assert "77,123" in before
    assert "closed on Monday" in before
    delete(chat.world, note)
    peer.plan(Answer(status=401))
    after = shown(chat.say("shorter"))
    assert telling(after) == []
    assert "closed on Monday" in after


def test_what_was_said_with_an_erased_person_is_not_said_again(offline: Any, note: int) -> None:
    world = offline.world
    for asked in ASKED[:6]:
        offline.say(asked)
    assert "Ana Ruiz" in kept(world)
    with world.writing(ADMIN) as crm:
        draft = Draft(crm)
        draft.erase(crm.get("contact", world.number("contact", "ana-ruiz")))
        card = draft.save(thread="t", tool="erase_person").id
    with world.writing(ADMIN) as crm:
        apply(crm, get(crm, card))
    assert "Ana Ruiz" not in kept(world)
    for revised in REVISED:
        said = shown(offline.say(revised))
        for example in ("a mail to Ana Ruiz", "给Ana Ruiz写封邮件"):  # words to say, whoever is on record
            said = said.replace(example, "")
        assert "Ana Ruiz" not in said
