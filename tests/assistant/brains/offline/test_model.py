"""The brain behind LangChain's chat-model interface: tool calls out, the tools' own sentences back, streamed in words."""

import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.brains.offline import Ask
from assistant.brains.offline.model import OfflineModel, OfflineTurn
from assistant.tools import specs

ZONE = ZoneInfo("Asia/Shanghai")


class Nobody:
    def link(self, text: str) -> list[Any]:
        return []

    def in_titles(self, piece: str, entities: Sequence[str]) -> None:
        return None

    def custom(self, entity: str) -> list[Any]:
        return []


def turn(said: str, language: Any = "en") -> OfflineTurn:
    return OfflineTurn(
        Ask(said, date(2026, 11, 20), datetime(2026, 11, 20, 9, tzinfo=ZONE), language, ZONE, "CNY"), Nobody(), specs()
    )


def test_a_question_becomes_a_tool_call() -> None:
    answer = OfflineModel(turn=turn("my open deals")).invoke([HumanMessage("my open deals")])
    assert isinstance(answer, AIMessage)
    assert [c["name"] for c in answer.tool_calls] == ["find_records"]
    assert answer.response_metadata["finish_reason"] == "tool_calls"


def test_what_the_tools_say_is_the_answer() -> None:
    model = OfflineModel(turn=turn("my open deals"))
    asked = HumanMessage("my open deals")
    calling = model.invoke([asked])
    results = [ToolMessage("3 deals.", tool_call_id="offline-1"), ToolMessage("One more.", tool_call_id="offline-2")]
    answer = model.invoke([asked, calling, *results])
    assert answer.content == "3 deals.\n\nOne more."
    assert answer.tool_calls == []
    assert answer.response_metadata["finish_reason"] == "stop"


def test_words_nothing_was_made_of_are_said() -> None:
    model = OfflineModel(turn=turn("my open flurbish deals"))
    calling = model.invoke([HumanMessage("my open flurbish deals")])
    answer = model.invoke(
        [HumanMessage("my open flurbish deals"), calling, ToolMessage("3 deals.", tool_call_id="offline-1")]
    )
    assert "flurbish" in str(answer.content)


def test_only_bound_tools_are_called() -> None:
    model: Any = OfflineModel(turn=turn("my open deals")).bind_tools(
        [{"type": "function", "function": {"name": "help"}}]
    )
    assert model.invoke([HumanMessage("my open deals")]).tool_calls == []


async def _streamed(model: OfflineModel, said: str) -> list[Any]:
    return [chunk async for chunk in model.astream([HumanMessage(said)])]


def test_an_answer_is_streamed_in_lines_and_a_call_in_one_piece() -> None:
    import asyncio

    pieces = [str(c.content) for c in asyncio.run(_streamed(OfflineModel(turn=turn("hello")), "hello"))]
    assert len(pieces) > 1
    assert all(p == p.lstrip() and len(p) < 120 for p in pieces)
    assert "".join(pieces) == OfflineModel(turn=turn("hello")).invoke("hello").content
    calls = asyncio.run(_streamed(OfflineModel(turn=turn("my open deals")), "my open deals"))
    whole = calls[0]
    for chunk in calls[1:]:
        whole += chunk
    assert [c["name"] for c in whole.tool_calls] == ["find_records"]


@pytest.mark.parametrize(
    "said",
    [
        "my open deals over 500k closing this quarter",
        "今天和华阳的李娜开了40分钟会，预算30万已批，下周二下午3点演示，担心数据迁移",
    ],
)
def test_understanding_takes_milliseconds(said: str, brain: Any) -> None:
    brain(said)
    took = []
    for _ in range(9):
        started = time.process_time()
        brain(said)
        took.append(time.process_time() - started)
    assert sorted(took)[4] < 0.05
