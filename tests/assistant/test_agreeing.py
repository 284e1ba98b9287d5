"""Yes in anybody's words beside a card, and what says more than yes."""

from typing import Any

import pytest
from parley_peer import Answer, Call

from assistant.agreeing import agrees


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("yes", "yep done | yes, update her | yes that's correct | yes, sadly | yes, send it | yes create it | looks good, yes | yeah that's fine | that's right, save | yup all good | ok book them | yes the whole list | ok, close it out | create it | save that | log it please | yep, park it"),
        ("yes", "两个都可以 | 对，就这个 | 没错，存吧 | 看过了，改吧 | 就这样分 | 可以，就这么改 | 行，就这么办 | 好，帮我存一下 | 没问题，都存了吧 | 是的，转给他 | 确认无误，提交 | 好的，就按这个来"),
        ("takes away", "yes cancel it | yes, delete it please | 对，不开了 | 好，删掉吧 | 是，取消"),
        (None, "yes but Thursday | yes, and close it | ok deals | yes? | ok show me the task | yes Thursday | yes 60k | sure, who owns it? | ok thanks | yes and add a task | ok, Sara | yes, the first one | yes without the task | yes drop the task for Bob | close it | move it | create a task | right deal wrong amount"),
        (None, "对了，李娜的电话 | 好的谢谢 | 好，改成周四 | 可以吗 | 好不好 | 行，再加个任务 | 对，是王伟 | 可以，金额改50万 | 是明天 | 是张伟那单 | 对不起"),
    ],
)  # fmt: skip
def test_what_is_a_yes(kind: str | None, said: str) -> None:
    lines = [s.strip() for s in said.split("|")]
    assert {s: agrees(s) for s in lines} == dict.fromkeys(lines, kind)


def proposed(chat: Any, change: dict[str, Any]) -> None:
    chat.peer.plan(Answer("", [Call("propose_change", {"changes": [change]})]), Answer("Have a look."))
    assert chat.say("please").proposal["status"] == "pending"
    chat.peer.plan(Answer("Nothing to add."))


@pytest.fixture
def talk(online: Any, peer: Any) -> Any:
    online.peer = peer
    return online


def test_a_yes_in_more_words_saves_the_card(talk: Any) -> None:
    proposed(talk, {"entity": "deal", "record": "Acme renewal", "fields": {"amount": "700k"}})
    assert talk.say("yes, update it").proposal["status"] == "applied"


def test_cancel_it_behind_a_yes_refuses_a_card_that_cancels_nothing(talk: Any) -> None:
    proposed(talk, {"entity": "deal", "record": "Acme renewal", "fields": {"amount": "700k"}})
    before = talk.dump()
    talk.say("yes, cancel it")
    assert talk.dump() == before


def test_cancel_it_behind_a_yes_saves_a_card_that_deletes(talk: Any) -> None:
    proposed(talk, {"op": "delete", "entity": "deal", "record": "Acme renewal"})
    assert talk.say("yes, delete it").proposal["status"] == "applied"
