"""The offline brain as a LangChain chat model: a message in, tool calls out; tool results in, their sentences out."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import Field, SkipValidation

from assistant.brains.offline.orders.deletions import asked_only
from assistant.brains.offline.sayings import Ear
from assistant.brains.offline.terms import CHAIR, Ask, Linker, ToolSpec, Understanding
from assistant.brains.offline.understanding import understand
from assistant.recognise.text import Language

UNSURE = "unsure"
"""Where a calling message keeps the words nothing was made of."""
TAKEN = "taken"
"""Where it keeps the plainer saying the message was taken for."""
BESIDE = "beside"
"""Where it keeps what is to be told behind the answer."""

_FIGURES = CHAIR | {"find_records", "pipeline_summary"}
"""Lists and figures: a word left out would make them answers to another question without a trace."""

_PIECES = re.compile(r".{1,79}\S*\s*", re.DOTALL)
"""The words are there at once; each piece costs a step of the agent, so they are handed on by the line, not by the word."""


@dataclass(frozen=True)
class OfflineTurn:
    """What the model is given for one turn: the question in its frame, how names are linked, the tools as the brain sees them, and its ear."""

    ask: Ask
    linker: Linker
    tools: Sequence[ToolSpec]
    ear: Ear | None = None


class OfflineModel(BaseChatModel):
    """Answers by rules, the same way every time; knows nothing but the turn it was made for.

    `bound` are the names of the tools bound to it; without any it may call all of the turn's tools.
    """

    turn: SkipValidation[OfflineTurn | None] = Field(default=None, exclude=True)
    bound: tuple[str, ...] = ()

    @property
    def _llm_type(self) -> str:
        return "parley-offline"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": "offline"}

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """This model, allowed to call these tools only."""
        return self.model_copy(update={"bound": tuple(_name(t) for t in tools)})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._answer(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(self._answer(messages)):
            if run_manager and isinstance(chunk.message.content, str) and chunk.message.content:
                run_manager.on_llm_new_token(chunk.message.content, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        # Off the loop: others wait neither for look-ups of names nor for the encoder, which takes seconds to load.
        for chunk in _chunks(await asyncio.to_thread(self._answer, messages)):
            if run_manager and isinstance(chunk.message.content, str) and chunk.message.content:
                await run_manager.on_llm_new_token(chunk.message.content, chunk=chunk)
            yield chunk

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return await asyncio.to_thread(self._generate, messages)

    def _answer(self, messages: Sequence[BaseMessage]) -> AIMessage:
        results = _results(messages)
        if results:
            told = joined(results, _noted(messages, UNSURE), _noted(messages, TAKEN), self._language())
            return _said("\n\n".join([told, *_noted(messages, BESIDE)]))
        if self.turn is None or not isinstance(messages[-1], HumanMessage):
            return _said("")
        turn = self.turn
        return _calling(asked_only(turn.ask, understand(turn.ask, self._tools(), turn.linker, turn.ear)))

    def _tools(self) -> list[ToolSpec]:
        assert self.turn is not None
        return [t for t in self.turn.tools if not self.bound or t.name in self.bound]

    def _language(self) -> Language:
        return self.turn.ask.language if self.turn is not None else "en"


def joined(results: Sequence[str], unsure: Sequence[str], taken: Sequence[str], language: Language) -> str:
    """The tools' sentences as one answer, with the plainer words it was taken for before, and the words nothing was made of behind."""
    parts = [r.strip() for r in dict.fromkeys(results) if r.strip()]
    if taken:
        parts.insert(0, f"（理解为：“{taken[0]}”）" if language == "zh" else f"(Taken as: “{taken[0]}”.)")
    if unsure and (parts or results):
        words = "、".join(f"“{u}”" for u in unsure) if language == "zh" else ", ".join(f"“{u}”" for u in unsure)
        parts.append(f"（未用到：{words}。）" if language == "zh" else f"(I made nothing of {words}.)")
    return "\n\n".join(parts)


def _results(messages: Sequence[BaseMessage]) -> list[str]:
    """The contents of the tool messages at the end, in the order the tools were called."""
    found: list[str] = []
    for message in reversed(messages):
        if not isinstance(message, ToolMessage):
            break
        found.append(_text(message))
    return found[::-1]


def _noted(messages: Sequence[BaseMessage], what: str) -> Sequence[str]:
    for message in reversed(messages):
        if isinstance(message, AIMessage) and message.tool_calls:
            return [str(u) for u in message.additional_kwargs.get(what, ())]
    return ()


def _calling(understood: Understanding) -> AIMessage:
    if not understood.calls:
        return _said(understood.reply or "")
    calls = [
        {"name": c.tool, "args": dict(c.args), "id": f"offline-{n}", "type": "tool_call"}
        for n, c in enumerate(understood.calls, 1)
    ]
    tells = all(c.tool in _FIGURES or _only_new(c.args) for c in understood.calls)
    unsure = list(dict.fromkeys([*(understood.unsure if tells else ()), *understood.left]))
    noted = {UNSURE: unsure} if unsure else {}
    if understood.taken:
        noted[TAKEN] = [understood.taken]
    if understood.beside:
        noted[BESIDE] = [understood.beside]
    return AIMessage(
        "", tool_calls=calls, additional_kwargs=noted,
        response_metadata={"finish_reason": "tool_calls", "model_name": "offline", "confidence": round(understood.confidence, 3)},
    )  # fmt: skip


def _only_new(args: Mapping[str, Any]) -> bool:
    """Whether a call makes new records only: what was said of them and not kept is told."""
    changes = args.get("changes") or ()
    return bool(changes) and all(c.get("op") == "create" for c in changes)


def _said(text: str) -> AIMessage:
    return AIMessage(text, response_metadata={"finish_reason": "stop", "model_name": "offline"})


def _chunks(message: AIMessage) -> Iterator[ChatGenerationChunk]:
    """The message in lines; calls come in one piece, and the last piece ends the message."""
    if message.tool_calls:
        made = [
            tool_call_chunk(name=c["name"], args=_json(c["args"]), id=c["id"], index=n)
            for n, c in enumerate(message.tool_calls)
        ]
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="", tool_call_chunks=made, additional_kwargs=message.additional_kwargs, response_metadata=message.response_metadata,
                chunk_position="last",
            )
        )  # fmt: skip
        return
    pieces = _PIECES.findall(_text(message)) or [""]
    for place, piece in enumerate(pieces):
        last = place == len(pieces) - 1
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content=piece,
                response_metadata=message.response_metadata if last else {},
                chunk_position="last" if last else None,
            )
        )


def _json(args: Any) -> str:
    import json

    return json.dumps(args, ensure_ascii=False)


def _text(message: BaseMessage) -> str:
    return (
        message.content
        if isinstance(message.content, str)
        else "".join(p if isinstance(p, str) else str(p.get("text", "")) for p in message.content)
    )


def _name(tool: Any) -> str:
    if isinstance(tool, dict):
        inner = tool.get("function", tool)
        return str(inner.get("name", ""))
    return str(getattr(tool, "name", None) or getattr(tool, "__name__", ""))
