"""A brain, a prompt and the tools made one agent; the one place where surprises become a sentence."""

import asyncio
import inspect
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
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
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool

from assistant import tools
from assistant.blocks import Language, OnEvent, Token, ToolEnded, ToolStarted
from assistant.brains.guards import WholeAnswers
from assistant.errors import ModelTrouble
from assistant.tools import ToolContext, ToolResult
from assistant.tools._base import Recall
from crm_store.errors import StoreError
from crm_store.permissions import Actor
from crm_store.store import Store

log = logging.getLogger("parley")

MODEL_CALLS, TOOL_CALLS, SECONDS = 8, 12, 120
"""Budget of one turn (security.md §3): more is a loop."""


@dataclass
class Run:
    """One run of the agent within a turn: who, where, and everything its tools returned.

    `model` answers instead of the agent's own; `plain` tells it the tools' words alone (the offline brain passes them on).
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
    results: list[tuple[str, str, dict[str, Any], ToolResult]] = field(default_factory=list)
    tools_ms: float = 0.0
    model_ms: float = 0.0
    tokens: dict[str, int] = field(default_factory=lambda: {"in": 0, "out": 0})

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
    try:
        with run.store.session(run.actor, writes=effect != "reads", turn=run.turn, tool=name) as crm:
            ctx = ToolContext(crm, run.language, run.thread_id, run.turn, run.said, run.memory, list(run.focus))
            result = tools.call(name, ctx, args)
            if effect != "reads" and not result.ok:
                raise _Refused(result)
    except _Refused as refused:
        result = refused.result
    except StoreError as error:
        result = ToolResult(error.sentence(run.language), ok=False)
    except Exception:
        result = ToolResult(surprise(run.language), ok=False)
    run.tools_ms += (time.perf_counter() - started) * 1000
    run.focus = [*result.focus, *(f for f in run.focus if f not in result.focus)][:12]
    return result


def surprise(language: Language) -> str:
    """Log the exception being handled with its trace, and return one calm sentence with the number it can be found by."""
    number = uuid4().hex[:8]
    log.exception("surprise %s", number)
    if language == "zh":
        return f"出了点意外（编号 {number}），没有做任何更改。请再试一次；如果仍然不行，请把编号告诉管理员。"
    return f"Something unexpected happened (number {number}); nothing was changed. Please try again, or give the number to your administrator."


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

    def __init__(self, model: BaseChatModel, middleware: Sequence[AgentMiddleware[Any, Any]] = ()) -> None:
        limits: list[AgentMiddleware[Any, Any]] = [
            ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="end"),
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
            return await asyncio.wait_for(self._stream(run, messages), SECONDS)
        except TimeoutError:
            raise ModelTrouble(
                "timeout", "The answer took too long and was stopped.", "回答耗时过长，已停止。"
            ) from None
        finally:
            _RUN.reset(token)

    async def _stream(self, run: Run, messages: Sequence[AnyMessage]) -> str:
        words, last = "", ""
        started = time.perf_counter()
        stream: Any = self.graph.astream({"messages": list(messages)}, stream_mode=["messages", "updates"])
        async for mode, payload in stream:
            if mode == "messages":
                chunk, meta = payload
                if isinstance(chunk, AIMessageChunk) and meta.get("langgraph_node") == "model" and chunk.text:
                    words += chunk.text
                    await run.tell(Token(chunk.text))
                continue
            for update in payload.values():
                for message in (update or {}).get("messages", ()):
                    if isinstance(message, AIMessage):
                        last = message.text or last
                        self._count(run, message)
                        for call in message.tool_calls:
                            await run.tell(ToolStarted(call["id"] or "", call["name"], call["args"]))
                    elif isinstance(message, ToolMessage):
                        ok = message.status != "error"
                        await run.tell(ToolEnded(message.tool_call_id, message.name or "", ok, message.text))
        run.model_ms += (time.perf_counter() - started) * 1000 - run.tools_ms
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


def _as_langchain(name: str) -> BaseTool:
    tool = tools.catalog()[name]

    async def call(**args: Any) -> str:
        run = _RUN.get()
        result = await asyncio.to_thread(run_tool, run, name, args)
        run.results.append((uuid4().hex, name, args, result))
        return result.say if run.plain else _for_model(result)

    return StructuredTool(
        name=name, description=tool.description, args_schema=tools.json_schema(tool), coroutine=call, handle_tool_error=False,
        handle_validation_error=False,
    )  # fmt: skip


def _for_model(result: ToolResult) -> str:
    """What a model is told: the words, whether the person must decide first, and the shown rows as data."""
    parts = [result.say]
    if result.question is not None:
        choices = "; ".join(f"{c.label} [{c.ref}]" for c in result.question.choices)
        parts.append(f"(The person is being asked: {result.question.text} {choices})")
    if result.proposal is not None and result.ok:
        parts.append("(A card was put before the person; nothing is saved until they say so.)")
    return "\n".join(p for p in parts if p)


class _Refused(Exception):
    """Carries a refused result out of the unit of work, so that nothing of it is kept."""

    def __init__(self, result: ToolResult) -> None:
        self.result = result
