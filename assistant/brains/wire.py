"""What comes over the wire from a provider, made safe before LangChain sees it: whole tool calls, bounded answers."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import ToolCallChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from assistant.errors import ModelTrouble

LONGEST = 40_000
"""Characters of words and arguments an answer may have; more than twice what its token budget allows."""


class WholeChat(ChatOpenAI):
    """A chat model whose streamed tool calls come in one piece, when the provider has ended its answer, or not at all.

    LangChain would mend a shortened call and run it (security.md M10), and reads the arguments anew for every piece.

    Raises:
        ModelTrouble: nothing that is an answer came, far too much, or arguments that are no whole JSON object.
    """

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        calls, size, came = _Calls(), 0, False
        async for chunk in super()._astream(*args, **kwargs):
            came = True
            message = chunk.message
            if isinstance(message, AIMessageChunk):
                size += len(message.text) + calls.take(message.tool_call_chunks)
                if size > LONGEST:
                    raise ModelTrouble("long", "The language model's answer was far too long.", "语言模型的回答过长。")
                ended = bool((chunk.generation_info or {}).get("finish_reason"))
                if message.tool_call_chunks or (ended and calls.held):
                    if not (ended or message.content or message.usage_metadata):
                        continue
                    chunk = _with(chunk, message, calls.whole() if ended else [])
            yield chunk
        if not came:
            raise ModelTrouble(
                "garbled", "The language model sent something that is no answer.", "语言模型返回了无法识别的内容。"
            )


@dataclass
class _Call:
    index: int | None
    name: str
    id: str | None
    parts: list[str] = field(default_factory=list)


class _Calls:
    """Tool calls put together from their pieces; a new id begins a new call, also where a server numbers all of them alike."""

    def __init__(self) -> None:
        self.held: list[_Call] = []

    def take(self, pieces: list[ToolCallChunk]) -> int:
        """Keep the pieces; returns how many characters they hold."""
        for piece in pieces:
            call = next((c for c in reversed(self.held) if c.index == piece["index"]), None)
            if call is None or (piece["id"] and piece["name"] and piece["id"] != call.id):
                call = _Call(piece["index"], "", piece["id"])
                self.held.append(call)
            call.name += piece["name"] or ""
            call.parts.append(piece["args"] or "")
        return sum(len(p["args"] or "") + len(p["name"] or "") for p in pieces)

    def whole(self) -> list[ToolCallChunk]:
        """The calls, each of one piece, once."""
        made = []
        for place, call in enumerate(self.held):
            text = "".join(call.parts) or "{}"
            if not _is_object(text):
                raise ModelTrouble(
                    "garbled", "The language model's tool call was not readable.", "语言模型的工具调用无法解析。"
                )
            made.append(ToolCallChunk(name=call.name, args=text, id=call.id, index=place, type="tool_call_chunk"))
        self.held = []
        return made


def _with(chunk: ChatGenerationChunk, message: AIMessageChunk, calls: list[ToolCallChunk]) -> ChatGenerationChunk:
    """The chunk with these tool calls in place of its own."""
    more = {k: v for k, v in message.additional_kwargs.items() if k != "tool_calls"}
    made = AIMessageChunk(
        content=message.content, id=message.id, tool_call_chunks=calls, usage_metadata=message.usage_metadata, additional_kwargs=more,
        response_metadata=message.response_metadata,
    )  # fmt: skip
    return ChatGenerationChunk(message=made, generation_info=chunk.generation_info)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
