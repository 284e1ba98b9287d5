"""Every way a provider can fail: one honest sentence in the person's language, no write, nothing stuck, and the other brain answers."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from parley_peer import Answer, Call

import assistant.brains.openai
import assistant.thinking  # noqa: F401  loaded here, so that no test pays for it
from assistant.recognise.text import is_chinese

SAID = {"en": "Met Ana at Acme today, moved Acme renewal to proposal", "zh": "今天和华阳的李娜开了会，推进到商务谈判"}
NEXT = {"en": "hello there Parley, are you back?", "zh": "你好，回来了吗？"}
WRITE = Call(
    "log_interaction",
    {
        "note": SAID["en"],
        "kind": "meeting",
        "with_people": ["Ana Ruiz"],
        "deal": "Acme renewal",
        "deal_fields": {"amount": "500000"},
    },
)
CUT = Call("log_interaction", WRITE.text[:-6])
FIND = Call("find_records", {"entity": "deal"})

STANDS_IN = ("built-in brain answered instead", "以下由内置大脑回答")

# mode: what the server answers, and the most requests a turn may take.
FAULTS: dict[str, tuple[Answer, int]] = {
    "key refused 401": (Answer(status=401), 1),
    "forbidden 403": (Answer(status=403), 1),
    "no such model 404": (Answer(status=404), 1),
    "busy 429, wait a little": (Answer(status=429, headers={"retry-after": "0.2"}), 2),
    "busy 429, wait a minute": (Answer(status=429, headers={"retry-after": "60"}), 1),
    "busy 429, until a date": (Answer(status=429, headers={"retry-after": "Fri, 20 Nov 2026 10:00:00 GMT"}), 1),
    "quota used up": (Answer(status=429, raw='{"error": {"message": "no", "type": "insufficient_quota", "code": "insufficient_quota"}}'), 1),
    "broken 500": (Answer(status=500), 2),
    "away 503": (Answer(status=503, raw="<html>upstream</html>", content_type="text/html"), 2),
    "bad request 400": (Answer(status=400), 1),
    "conversation too long": (
        Answer(status=400, raw='{"error": {"message": "too long", "type": "invalid_request_error", "code": "context_length_exceeded"}}'), 1,
    ),
    "a page of HTML": (Answer(raw="<html><body>gateway</body></html>", content_type="text/html"), 1),
    "JSON that is no answer": (Answer(raw='{"hello": "world"}'), 1),
    "an empty body": (Answer(raw="", content_type="text/event-stream"), 1),
    "binary junk": (Answer(raw="\x00\x01 data: \x7f\n\ndata: {oops\n\n", content_type="text/event-stream"), 1),
    "an error event in the stream": (Answer(raw='data: {"error": {"message": "overloaded", "code": 529}}\n\n', content_type="text/event-stream"), 1),
    "no choices": (Answer("hello", choices=False), 1),
    "no answer in time": (Answer("hello", wait=5), 1),
    "a stream that stalls": (Answer("hello there " * 20, gap=5), 1),
    "a slow drip": (Answer("hello there " * 400, gap=0.2), 1),
    "connection reset": (Answer(end="reset"), 2),
    "text cut by length": (Answer("The total is 1", finish="length"), 1),
    "text cut, no finish": (Answer("The total is 1", end="clean"), 1),
    "text cut by a reset": (Answer("The total is 1", end="reset"), 1),
    "filtered": (Answer("", finish="content_filter"), 1),
    "call cut by length": (Answer("", [CUT], finish="length"), 1),
    "call cut, clean end": (Answer("", [CUT], end="clean"), 1),
    "call cut by a reset": (Answer("", [CUT], end="reset"), 1),
    "call cut, called whole": (Answer("", [CUT], finish="tool_calls"), 1),
    "a whole call, then cut": (Answer("", [WRITE], end="clean"), 1),
    "arguments no JSON": (Answer("", [Call("log_interaction", '{"note": oops}')]), 1),
    "arguments a list": (Answer("", [Call("log_interaction", "[1, 2]")]), 1),
    "null content, no call": (Answer(None), 1),
    "white space": (Answer("  \n "), 1),
    "invented figures": (Answer("You have 42 open deals worth ¥1,234,567."), 1),
    "endless calls": (Answer("Let me look.", [FIND]), 8),
    "a megabyte of text": (Answer("All is well, " * 80_000), 1),
    "a megabyte of arguments": (Answer("", [Call("log_interaction", '{"note": "' + "x" * 1_000_000)]), 1),
}  # fmt: skip


def check_turn(turn: Any, language: str) -> None:
    assert turn.language == language
    assert turn.reply.strip()
    assert len(turn.reply) < 4000
    assert is_chinese(turn.reply) == (language == "zh")
    for leak in ("Traceback", "Error", "httpx", "openai.", "langchain", "scripted 4", "sk-canary", "127.0.0.1"):
        assert leak not in turn.reply


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("mode", FAULTS)
def test_a_fault_is_one_sentence_and_nothing_is_written(
    open_chat: Callable[..., Any], peer: Any, mode: str, language: str
) -> None:
    answer, most = FAULTS[mode]
    chat = open_chat(peer, model_timeout_s=0.7 if answer.gap or answer.wait else 20)
    before = chat.dump()
    peer.plan(answer)
    started = time.perf_counter()
    turn = chat.say(SAID[language])
    assert time.perf_counter() - started < 15
    check_turn(turn, language)
    assert STANDS_IN[language == "zh"] in turn.reply
    assert (turn.brain, turn.model) == ("offline", None)
    assert 1 <= len(peer.seen) <= most
    assert all(c["tool"] != "log_interaction" or "500000" not in str(c["args"]) for c in turn.calls), (
        "the cut call was executed"
    )
    assert chat.dump() == before

    peer.plan(Answer("Yes, I am back." if language == "en" else "回来了。"))
    later = chat.say(NEXT[language])
    assert later.reply == ("Yes, I am back." if language == "en" else "回来了。")
    assert later.brain == "openai"
    check_legal(peer.seen[-1].messages)


def check_legal(messages: list[dict[str, Any]]) -> None:
    """What a provider refuses with a 400: a call without its answer right after it, or an answer without its call."""
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            assert message["tool_call_id"] in waiting
            waiting.remove(message["tool_call_id"])
        else:
            assert not waiting
            waiting = [c["id"] for c in message.get("tool_calls", ())]
    assert not waiting


def test_nobody_listens(open_chat: Callable[..., Any], peer: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        chat = open_chat(peer, OPENAI_BASE_URL=f"http://127.0.0.1:{closed.getsockname()[1]}/v1")
    turn = chat.say(SAID["zh"])
    check_turn(turn, "zh")
    assert "无法连接" in turn.reply
    assert turn.brain == "offline"


def test_no_key_is_said(open_chat: Callable[..., Any], peer: Any) -> None:
    chat = open_chat(peer, OPENAI_API_KEY=None)
    turn = chat.say(SAID["en"])
    assert "OPENAI_API_KEY" in turn.reply
    assert turn.brain == "offline"
    assert peer.seen == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer("", [Call("drop_everything", {})]), "drop_everything"),
        (Answer("", [Call("find_records", {"entity": "spaceship"})]), "must be one of"),
        (Answer("", [Call("find_records", {"entity": "deal", "limit": "lots"})]), "must be a whole number"),
        (Answer("", [Call("log_interaction", {"note": 7, "with_people": {"a": 1}})]), "must be"),
        (Answer("", [Call("find_records", "")]), "is missing"),
        (Answer("", [Call("propose_change", {"changes": [{"op": "explode", "entity": "deal"}]})]), "must be one of"),
        (Answer("", [Call("show_record", {"record": "D-99999"})]), "D-99999"),
        (Answer("", [Call("show_record", {"record": "x", "config": {"a": 1}, "run_manager": 1, "self": 2})]), "is not an argument"),
    ],
)  # fmt: skip
def test_the_model_is_told_what_it_did_wrong(online: Any, peer: Any, answer: Answer, told: str) -> None:
    before = online.dump()
    peer.plan(answer, Answer("Sorry, I could not do that."))
    turn = online.say(SAID["en"])
    assert turn.reply == "Sorry, I could not do that."
    assert turn.brain == "openai"
    assert told in peer.seen[1].messages[-1]["content"]
    assert turn.proposal is None
    assert online.dump() == before


def test_a_hundred_calls_at_once_are_cut_to_the_budget(online: Any, peer: Any) -> None:
    peer.plan(Answer("", [Call("find_records", {"entity": "deal", "limit": 1})] * 100), Answer("Done."))
    started = time.perf_counter()
    turn = online.say("list everything a hundred times")
    assert time.perf_counter() - started < 8
    assert turn.reply == "Done."
    assert len(turn.calls) <= 12
    check_legal(peer.seen[1].messages)


def test_calls_of_one_id_each_get_their_own_answer(online: Any, peer: Any) -> None:
    calls = [Call("find_records", {"entity": e}, id="same") for e in ("deal", "task", "contact")]
    peer.plan(Answer("", calls), Answer("Done."))
    assert len(online.say("list my deals, tasks and contacts").calls) == 3
    check_legal(peer.seen[1].messages)
    told = [m["content"] for m in peer.seen[1].messages if m["role"] == "tool"]
    assert len(set(told)) == 3


@pytest.mark.parametrize("form", ["{}", "```json\n{}\n```", "<tool_call>\n{}\n</tool_call>", "[{}]"])
def test_a_call_written_as_text_is_taken_for_one(online: Any, peer: Any, form: str) -> None:
    text = form.replace("{}", '{"name": "find_records", "arguments": {"entity": "deal", "filters": "[]"}}')
    peer.plan(Answer(text), Answer("There you are."))
    turn = online.say("list my deals")
    assert [c["tool"] for c in turn.calls] == ["find_records"]
    assert turn.reply == "There you are."
    assert not any("find_records" in getattr(e, "text", "") for e in online.events), "nobody is shown JSON"
    check_legal(peer.seen[1].messages)


def test_usage_left_out_counts_nothing(online: Any, peer: Any) -> None:
    peer.plan(Answer("Hello.", usage=False))
    assert online.say("hello there Parley").tokens == {"in": 0, "out": 0}


def test_one_hiccup_is_not_noticed(online: Any, peer: Any) -> None:
    peer.plan(Answer(status=503), Answer("Hello."))
    turn = online.say("hello there Parley")
    assert (turn.reply, turn.brain) == ("Hello.", "openai")


def test_a_card_made_before_the_fault_is_shown(online: Any, peer: Any) -> None:
    before = online.dump()
    peer.plan(Answer("", [WRITE]), Answer(status=401))
    turn = online.say(SAID["en"])
    assert turn.proposal["status"] == "pending"
    assert "refused the key" in turn.reply
    assert "check that nothing is missing" in turn.reply
    assert online.dump() == before
