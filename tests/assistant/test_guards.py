"""Message lists providers accept, answers that are whole, calls written as text."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from assistant.brains.guards import WholeAnswers, answered, calls_in
from assistant.brains.wire import WholeChat
from assistant.errors import ModelTrouble


def call(number: str) -> dict[str, Any]:
    return {"name": "find_records", "args": {}, "id": number, "type": "tool_call"}


_IDS = st.sampled_from(["a", "b", "c", "d"])
_MESSAGES = st.lists(
    st.one_of(
        st.builds(HumanMessage, st.text(max_size=5)),
        st.builds(SystemMessage, st.text(max_size=5)),
        st.builds(
            lambda ids: AIMessage("", tool_calls=[call(i) for i in ids]), st.lists(_IDS, max_size=3, unique=True)
        ),
        st.builds(lambda i: ToolMessage("done", tool_call_id=i), _IDS),
    ),
    max_size=12,
)


@given(_MESSAGES)
def test_every_call_is_answered_right_after_it_and_nothing_else_is(messages: list[Any]) -> None:
    made = answered(messages)
    waiting: list[str] = []
    for message in made:
        if isinstance(message, ToolMessage):
            assert waiting
            assert message.tool_call_id == waiting.pop(0)
        else:
            assert not waiting
            waiting = [str(c["id"]) for c in message.tool_calls] if isinstance(message, AIMessage) else []
    assert not waiting
    assert [m for m in made if not isinstance(m, ToolMessage)] == [
        m for m in messages if not isinstance(m, ToolMessage)
    ]


def test_an_answer_in_the_wrong_place_is_moved_and_a_missing_one_says_so() -> None:
    said = ToolMessage("three deals", tool_call_id="a")
    made = answered([AIMessage("", tool_calls=[call("a"), call("b")]), HumanMessage("and now?"), said])
    assert made[1] is said
    assert "interrupted" in made[2].text
    assert isinstance(made[3], HumanMessage)


class _Request:
    messages: list[Any] = []  # noqa: RUF012
    tools: list[Any] = []  # noqa: RUF012

    def override(self, **_: Any) -> "_Request":
        return self


class _Response:
    def __init__(self, message: AIMessage) -> None:
        self.result = [message]


def passed(message: AIMessage) -> AIMessage:
    async def handler(_: Any) -> Any:
        return _Response(message)

    return asyncio.run(WholeAnswers().awrap_model_call(_Request(), handler)).result[0]  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("end", [None, "length", "content_filter", "", "error"])
def test_an_answer_without_a_good_end_is_refused(end: str | None) -> None:
    with pytest.raises(ModelTrouble) as refused:
        passed(AIMessage("The total is 1", tool_calls=[call("a")], response_metadata={"finish_reason": end}))
    assert refused.value.kind == "cut"
    assert refused.value.sentence("zh") == "语言模型的回答被截断。"


@pytest.mark.parametrize("end", ["stop", "tool_calls", "function_call"])
def test_a_whole_answer_passes(end: str) -> None:
    message = AIMessage("", tool_calls=[call("a")], response_metadata={"finish_reason": end})
    assert passed(message) is message


def test_an_unreadable_call_is_refused() -> None:
    bad = {"name": "find_records", "args": "{oops", "id": "a", "error": None, "type": "invalid_tool_call"}
    with pytest.raises(ModelTrouble, match="not readable"):
        passed(AIMessage("", invalid_tool_calls=[bad], response_metadata={"finish_reason": "tool_calls"}))


def test_calls_without_an_id_of_their_own_get_one() -> None:
    message = AIMessage(
        "", tool_calls=[call("x"), call("x"), call("")], response_metadata={"finish_reason": "tool_calls"}
    )
    ids = [c["id"] for c in passed(message).tool_calls]
    assert len(set(ids)) == 3
    assert all(ids)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ('{"name": "undo", "arguments": {}}', [("undo", {})]),
        ('{"name": "my_day", "parameters": {"day": "today"}}', [("my_day", {"day": "today"})]),
        (
            '[{"type": "function", "function": {"name": "help", "arguments": "{\\"topic\\": \\"x\\"}"}}]',
            [("help", {"topic": "x"})],
        ),
        ('```json\n{"name": "help", "arguments": {}}\n```', [("help", {})]),
        ('<tool_call>{"name": "help", "arguments": {}}</tool_call>', [("help", {})]),
        ('[TOOL_CALLS] [{"name": "help", "arguments": {}}]', [("help", {})]),
        ('Sure: {"name": "help", "arguments": {}}', []),
        ('{"name": "help", "arguments": {', []),
        ('{"total": 3}', []),
        ('{"name": 3, "arguments": {}}', []),
        ('{"name": "help", "arguments": "{oops"}', []),
        ("[" * 5000, []),
        ('{"a":' * 5000, []),
        ("", []),
        ("Hello.", []),
    ],
)
def test_a_text_that_is_nothing_but_calls(text: str, calls: list[Any]) -> None:
    assert calls_in(text) == calls


def streamed(
    pieces: list[list[dict[str, Any]]], finish: str | None = "tool_calls", monkeypatch: Any = None
) -> list[AIMessageChunk]:
    """What comes through `WholeChat` of a stream of tool call pieces."""

    async def stream(*_: Any, **__: Any) -> Any:
        for piece in pieces:
            yield ChatGenerationChunk(
                message=AIMessageChunk(content="", tool_call_chunks=[{"type": "tool_call_chunk", **p} for p in piece])
            )
        if finish:
            yield ChatGenerationChunk(message=AIMessageChunk(content=""), generation_info={"finish_reason": finish})

    monkeypatch.setattr(ChatOpenAI, "_astream", stream)
    model = WholeChat(model="m", api_key="k", base_url="http://127.0.0.1:1/v1")

    async def collect() -> list[Any]:
        return [c.message async for c in model._astream([])]

    return asyncio.run(collect())


def piece(index: int | None, name: str | None, args: str, number: str | None = None) -> dict[str, Any]:
    return {"index": index, "name": name, "args": args, "id": number}


def test_a_call_comes_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [[piece(0, "help", "", "a")], [piece(0, None, '{"topic"')], [piece(0, None, ': "x"}')]]
    [whole] = [m for m in streamed(pieces, monkeypatch=monkeypatch) if m.tool_call_chunks]
    assert [(c["name"], c["args"], c["id"]) for c in whole.tool_calls] == [("help", {"topic": "x"}, "a")]
    assert not any(m.tool_calls for m in streamed(pieces, finish=None, monkeypatch=monkeypatch))
    for cut in ("length", "tool_calls", "stop"):
        with pytest.raises(ModelTrouble):
            streamed(pieces[:2], finish=cut, monkeypatch=monkeypatch)


def test_calls_all_numbered_nought_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [[piece(0, "help", "{}", "a")], [piece(0, "my_day", '{"day": "today"}', "b")]]
    calls = [c for m in streamed(pieces, monkeypatch=monkeypatch) for c in m.tool_calls]
    assert [(c["name"], c["args"]) for c in calls] == [("help", {}), ("my_day", {"day": "today"})]


def test_calls_in_turns_are_put_together_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [
        [piece(0, "help", "{", "a"), piece(1, "my_day", '{"day"', "b")],
        [piece(1, None, ': "today"}'), piece(0, None, "}")],
    ]
    calls = [c for m in streamed(pieces, monkeypatch=monkeypatch) for c in m.tool_calls]
    assert [(c["name"], c["args"]) for c in calls] == [("help", {}), ("my_day", {"day": "today"})]


def test_nothing_at_all_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelTrouble, match="no answer"):
        streamed([], finish=None, monkeypatch=monkeypatch)
