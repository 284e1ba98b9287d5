"""The interpreter as a chat model: the same interface as a language model's, so that one agent serves both."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import ConfigDict

from assistant.brains.offline.interpret import interpret
from assistant.brains.offline.terms import Ask, Linker, ToolSpec, Understanding


@dataclass(frozen=True)
class OfflineTurn:
    """What one message is understood with: who asks when, how names are found, and which tools there are."""

    ask: Ask
    linker: Linker
    tools: Sequence[ToolSpec]


class OfflineModel(BaseChatModel):
    """Answers a message with tool calls, and tool results with their own sentences. Makes no connection and has no mood."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    turn: Any = None

    @property
    def _llm_type(self) -> str:
        return "parley-offline"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Tools are known by their specs in the turn; nothing needs binding."""
        return self

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._answer(messages))])

    def _stream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        yield from self._chunks(self._answer(messages))

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: AsyncCallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in self._chunks(self._answer(messages)):
            yield chunk

    def _answer(self, messages: list[BaseMessage]) -> AIMessage:
        results = _results(messages)
        if results:
            text = "\n".join(dict.fromkeys(m.text for m in results if m.text))
            return AIMessage(text, id=f"offline-{uuid4().hex}", response_metadata={"finish_reason": "stop"})
        if self.turn is None:
            raise ValueError("the offline brain was asked without a turn")
        turn: OfflineTurn = self.turn
        found: Understanding = interpret(turn.ask, turn.tools, turn.linker)
        if not found.calls:
            return AIMessage(found.reply or "", id=f"offline-{uuid4().hex}", response_metadata={"finish_reason": "stop"})
        calls = [{"name": c.tool, "args": dict(c.args), "id": f"call_{uuid4().hex[:12]}", "type": "tool_call"} for c in found.calls]
        return AIMessage("", id=f"offline-{uuid4().hex}", tool_calls=calls, response_metadata={"finish_reason": "tool_calls"})

    def _chunks(self, message: AIMessage) -> Iterator[ChatGenerationChunk]:
        for word in message.text.splitlines(keepends=True):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word, id=message.id))
        if message.tool_calls:
            parts = [
                tool_call_chunk(name=c["name"], args=json.dumps(c["args"], ensure_ascii=False), id=c["id"], index=i)
                for i, c in enumerate(message.tool_calls)
            ]
            yield ChatGenerationChunk(message=AIMessageChunk(content="", id=message.id, tool_call_chunks=parts))
        last = AIMessageChunk(content="", id=message.id, chunk_position="last", response_metadata=message.response_metadata)
        yield ChatGenerationChunk(message=last)


def _results(messages: Sequence[BaseMessage]) -> list[ToolMessage]:
    """The tool results after the last call, in order; empty when a person spoke last."""
    found: list[ToolMessage] = []
    for message in reversed(messages):
        if not isinstance(message, ToolMessage):
            break
        found.append(message)
    return found[::-1]
