"""The peer speaks as an OpenAI-compatible server does: OpenAI's own client reads its answers, whole and streamed."""

from typing import Any

import openai
import pytest
from parley_peer import Answer, Call, OpenAIPeer


@pytest.fixture
def client(peer: Any) -> openai.OpenAI:
    return openai.OpenAI(base_url=peer.url, api_key="k", max_retries=0, timeout=5)


ASK: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "hello"}]}


def test_whole(peer: Any, client: openai.OpenAI) -> None:
    peer.plan(Answer("Let me see.", [Call("help", {"topic": "交易"})]))
    made = client.chat.completions.create(**ASK)
    assert made.choices[0].message.content == "Let me see."
    assert made.choices[0].finish_reason == "tool_calls"
    assert made.choices[0].message.tool_calls[0].function.arguments == '{"topic": "交易"}'
    assert made.usage.total_tokens == 18
    assert peer.seen[0].messages == ASK["messages"]


def test_streamed(peer: Any, client: openai.OpenAI) -> None:
    peer.plan(Answer("你好，很高兴见到您。", [Call("help", {"topic": "x"}), Call("my_day", {})]))
    text, args, ends, usage = "", {}, [], None
    for chunk in client.chat.completions.create(**ASK, stream=True, stream_options={"include_usage": True}):
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            ends.append(choice.finish_reason)
            for piece in choice.delta.tool_calls or ():
                args[piece.index] = args.get(piece.index, "") + (piece.function.arguments or "")
    assert text == "你好，很高兴见到您。"
    assert args == {0: '{"topic": "x"}', 1: "{}"}
    assert ends[-1] == "tool_calls"
    assert usage.total_tokens == 18


def test_answers_in_order_the_last_for_good(peer: Any, client: openai.OpenAI) -> None:
    peer.plan(Answer("one"), Answer("two"))
    assert [client.chat.completions.create(**ASK).choices[0].message.content for _ in range(3)] == ["one", "two", "two"]


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, openai.AuthenticationError), (429, openai.RateLimitError), (500, openai.InternalServerError)],
)
def test_errors(peer: Any, client: openai.OpenAI, status: int, error: type[Exception]) -> None:
    peer.plan(Answer(status=status))
    with pytest.raises(error):
        client.chat.completions.create(**ASK)


def test_it_is_gone_when_it_is_closed() -> None:
    with OpenAIPeer() as server:
        url = server.url
    with pytest.raises(openai.APIConnectionError):
        openai.OpenAI(base_url=url, api_key="k", max_retries=0).chat.completions.create(**ASK)
