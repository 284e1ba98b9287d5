"""A brain, a prompt and the tools made one agent; the one place where surprises become a sentence."""

import asyncio
import inspect
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelRequest,
    ModelResponse,
    ToolCallLimitMiddleware,
)
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import BaseTool

from assistant import tools
from assistant.blocks import Card, Language, OnEvent, Table, ToolEnded, ToolStarted
from assistant.brains.guards import WholeAnswers
from assistant.brains.shown import Shown
from assistant.errors import Calm, ModelTrouble
from assistant.recognise.text import strip_controls
from assistant.tools import ToolContext, ToolResult
from assistant.tools._base import Recall
from crm_store.errors import StoreError
from crm_store.permissions import Actor
from crm_store.store import Store

log = logging.getLogger("parley")

MODEL_CALLS, TOOL_CALLS, SECONDS = 8, 12, 120.0
"""Budget of one turn (security.md §3): more is a loop."""

LONGEST_ANSWER = 40_000
"""Characters a model may write in a turn; ten times what its token budget allows."""

_ROWS_TOLD, _LONGEST_TOLD = 30, 12_000
"""What a model is given of a tool's result at most: rows of a table, and characters in all."""

_ASKED: Mapping[str, re.Pattern[str]] = {
    "undo": re.compile(
        r"\b(?:undo|revert|reverse|roll(?:ed)? ?back|restore|(?:take|put|change|bring) .{0,40}\bback)\b|撤销|撤回|撤消|回退|还原|恢复|反悔|取消上|改回|退回",
        re.IGNORECASE,
    ),
    "dashboard": re.compile(r"\b(?:dash ?boards?|pin(?:ned|s)?|unpin)\b|看板|仪表[板盘]|固定|钉", re.IGNORECASE),
    "saved_view": re.compile(r"\b(?:views?|save|keep|share|list)\b|视图|保存|另存|收藏|共享|列表", re.IGNORECASE),
    "schedule_report": re.compile(
        r"\b(?:every|each|daily|weekly|monthly|schedul\w*|reports?|digests?|regularly|stop|cancel)\b|每|定时|定期|报告|周报|日报|月报|取消|停|不要",
        re.IGNORECASE,
    ),
}
"""Words of a person who wants what acts at once: without them no model may do it."""


@dataclass
class Run:
    """One run of the agent within a turn: who, where, and everything its tools returned.

    `model` answers instead of the agent's own; `plain` tells it the tools' words alone (the offline brain passes them on).
    `passes` says what of the answer so far may be shown while it is written. Tools run one after the other, in the order of their calls.
    """

    store: Store
    actor: Actor
    thread_id: str
    turn: str
    language: Language
    said: str
    memory: Recall | None = None
    focus: list[tuple[str, int]] = field(default_factory=list)
    on_event: OnEvent | None = None
    model: BaseChatModel | None = None
    system: str = ""
    plain: bool = False
    passes: Callable[[str], str] | None = None
    results: list[tuple[str, str, dict[str, Any], ToolResult]] = field(default_factory=list)
    tools_ms: float = 0.0
    model_ms: float = 0.0
    tokens: dict[str, int] = field(default_factory=lambda: {"in": 0, "out": 0})
    turns: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tell(self, event: Any) -> None:
        if self.on_event is not None:
            made = self.on_event(event)
            if inspect.isawaitable(made):
                await made


_RUN: ContextVar[Run] = ContextVar("parley_run")


def run_tool(run: Run, name: str, args: dict[str, Any]) -> ToolResult:
    """Call a tool in a unit of work of its own, in the actor's scope; what it must not keep is rolled back."""
    effect = tools.catalog()[name].effect if name in tools.catalog() else "reads"
    started = time.perf_counter()
    with Calm(run.language) as calm:
        try:
            if effect == "acts" and not run.plain and (name not in _ASKED or not _ASKED[name].search(run.said)):
                raise _Refused(_not_asked(run.language, name))
            with run.store.session(run.actor, writes=effect != "reads", turn=run.turn, tool=name) as crm:
                ctx = ToolContext(crm, run.language, run.thread_id, run.turn, run.said, run.memory, list(run.focus))
                result = tools.call(name, ctx, args)
                if effect != "reads" and not result.ok:
                    raise _Refused(result)
        except _Refused as refused:
            result = refused.result
        except StoreError as error:
            result = ToolResult(error.sentence(run.language), ok=False)
    if calm.sentence is not None:
        result = ToolResult(calm.sentence, ok=False)
    run.tools_ms += (time.perf_counter() - started) * 1000
    run.focus = [*result.focus, *(f for f in run.focus if f not in result.focus)][:12]
    return result


def _not_asked(language: Language, name: str) -> ToolResult:
    zh = language == "zh"
    if name != "undo":
        return ToolResult(
            "只有在用户本人要求时才能这样做，没有做任何更改。"
            if zh
            else "Only the person can ask for this; nothing was changed.",
            ok=False,
        )
    return ToolResult(
        "只有在用户本人要求时才能撤销，没有做任何更改。"
        if zh
        else "Only the person can ask to undo; nothing was changed.",
        ok=False,
    )


class _AsThisTurn(AgentMiddleware[Any, Any]):
    """Give every model call the turn's own brain and system prompt."""

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        run = _RUN.get()
        system = SystemMessage(run.system) if run.system else None
        return await handler(request.override(model=run.model or request.model, system_message=system))


class Agent:
    """One brain with the whole catalog; serves any number of turns at once."""

    def __init__(
        self, model: BaseChatModel, middleware: Sequence[AgentMiddleware[Any, Any]] = (), seconds: float = SECONDS
    ) -> None:
        self.seconds = seconds
        limits: list[AgentMiddleware[Any, Any]] = [
            ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="error"),
            ToolCallLimitMiddleware(run_limit=TOOL_CALLS, exit_behavior="continue"),
        ]
        self.graph = create_agent(
            model,
            [_as_langchain(n) for n in tools.catalog()],
            middleware=[*middleware, *limits, _AsThisTurn(), WholeAnswers()],
        )

    async def answer(self, run: Run, messages: Sequence[AnyMessage]) -> str:
        """Run until the brain has answered; streams its words and tool calls as events; returns the last words.

        Raises:
            ModelTrouble: the answer was cut off, or the budget ran out. The provider's own errors pass through.
        """
        token = _RUN.set(run)
        try:
            return await asyncio.wait_for(self._stream(run, messages), self.seconds)
        except TimeoutError:
            raise ModelTrouble(
                "timeout", "The answer took too long and was stopped.", "回答耗时过长，已停止。"
            ) from None
        except ModelCallLimitExceededError:
            raise ModelTrouble(
                "loop",
                "The language model went on calling tools without an answer and was stopped.",
                "语言模型反复调用工具而没有给出回答，已停止。",
            ) from None
        finally:
            _RUN.reset(token)

    async def _stream(self, run: Run, messages: Sequence[AnyMessage]) -> str:
        words, last, written = "", "", 0
        started, before = time.perf_counter(), run.tools_ms
        stream: Any = self.graph.astream({"messages": list(messages)}, stream_mode=["messages", "updates"])
        shown = Shown(run.tell, run.passes)
        try:
            async for mode, payload in stream:
                if mode == "messages":
                    chunk, meta = payload
                    if isinstance(chunk, AIMessageChunk) and meta.get("langgraph_node") == "model" and chunk.text:
                        words += chunk.text
                        written += len(chunk.text)
                        if written > LONGEST_ANSWER:
                            raise ModelTrouble(
                                "long", "The language model's answer was far too long.", "语言模型的回答过长。"
                            )
                        await shown.more(chunk.text)
                    continue
                for update in payload.values():
                    for message in (update or {}).get("messages", ()):
                        if isinstance(message, AIMessage):
                            last = message.text or last
                            self._count(run, message)
                            await shown.end(final=not message.tool_calls)
                            for call in message.tool_calls:
                                await run.tell(ToolStarted(call["id"] or "", call["name"], call["args"]))
                        elif isinstance(message, ToolMessage):
                            ok = message.artifact.ok if isinstance(message.artifact, ToolResult) else False
                            await run.tell(ToolEnded(message.tool_call_id, message.name or "", ok, message.text))
        finally:
            run.model_ms += (time.perf_counter() - started) * 1000 - (run.tools_ms - before)
        return last or words

    def _count(self, run: Run, message: AIMessage) -> None:
        if message.usage_metadata:
            run.tokens["in"] += message.usage_metadata["input_tokens"]
            run.tokens["out"] += message.usage_metadata["output_tokens"]


def history_messages(turns: Sequence[tuple[str, str]], said: str) -> list[AnyMessage]:
    """The conversation so far as a model reads it: (said, replied) pairs, then what was just said."""
    made: list[AnyMessage] = []
    for asked, replied in turns:
        made += [HumanMessage(asked), AIMessage(replied or "…")]
    return [*made, HumanMessage(said)]


class _Offered(BaseTool):
    """A tool of the catalog as a brain is offered it; takes any arguments, also ones called `self` or `config`, and says what is wrong with them."""

    async def _arun(self, /, **args: Any) -> tuple[str, ToolResult]:
        run = _RUN.get()
        async with run.turns:
            result = await asyncio.to_thread(run_tool, run, self.name, args)
            run.results.append((uuid4().hex, self.name, args, result))
        return (result.say if run.plain else _for_model(result)), result

    def _run(self, /, **args: Any) -> Any:
        raise NotImplementedError("the agent runs in an event loop")


def _as_langchain(name: str) -> BaseTool:
    tool = tools.catalog()[name]
    return _Offered(
        name=name,
        description=tool.description,
        args_schema=tools.json_schema(tool),
        response_format="content_and_artifact",
    )


def _for_model(result: ToolResult) -> str:
    """What a model is told: the words, whether the person must decide first, and the shown rows as data."""
    parts = [result.say]
    for block in result.show:
        if isinstance(block, Table):
            parts.append(
                json.dumps(
                    {"table": block.title, "columns": block.columns, "rows": block.rows[:_ROWS_TOLD]},
                    ensure_ascii=False,
                )
            )
        elif isinstance(block, Card):
            parts.append(
                json.dumps({"record": block.title, "ref": block.ref, "fields": dict(block.fields)}, ensure_ascii=False)
            )
    if result.question is not None:
        choices = "; ".join(f"{c.label} [{c.ref}]" for c in result.question.choices)
        parts.append(f"(The person is being asked: {result.question.text} {choices})")
    if result.proposal is not None and result.ok:
        parts.append("(A card was put before the person; nothing is saved until they say so.)")
    return strip_controls("\n".join(p for p in parts if p))[:_LONGEST_TOLD]


class _Refused(Exception):
    """Carries a refused result out of the unit of work, so that nothing of it is kept."""

    def __init__(self, result: ToolResult) -> None:
        self.result = result
