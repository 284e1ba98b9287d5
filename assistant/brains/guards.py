"""What stands between a language model and the tools: legal message lists, whole answers, and calls written as text."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from assistant.errors import ModelTrouble

GOOD_ENDS = frozenset({"tool_calls", "stop", "function_call"})

_WRAPPED = re.compile(
    r"\A\s*(?:<tool_call>|```(?:json)?|\[TOOL_CALLS\])\s*(?P<inner>.*?)\s*(?:</tool_call>|```)?\s*\Z", re.DOTALL
)


class WholeAnswers(AgentMiddleware[Any, Any]):
    """Refuse an answer that was cut off: a shortened tool call would be repaired and run with wrong arguments (security.md M10).

    A call that a small model wrote as JSON text is taken for what it is.

    Raises:
        ModelTrouble: the stream ended without a finish reason, ran out of tokens, or held a tool call that is no JSON.
    """

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        answer = await handler(request.override(messages=answered(request.messages)))
        names = {getattr(t, "name", "") for t in request.tools}
        for message in answer.result:
            if isinstance(message, AIMessage):
                _refuse_cut(message)
        answer.result = [_as_called(m, names) if isinstance(m, AIMessage) else m for m in answer.result]
        return answer


def answered(messages: list[AnyMessage]) -> list[AnyMessage]:
    """The messages with every tool call answered right after it, and once, as providers demand."""
    said = {m.tool_call_id: m for m in messages if isinstance(m, ToolMessage)}
    made: list[AnyMessage] = []
    for m in messages:
        if isinstance(m, ToolMessage):
            continue
        made.append(m)
        if isinstance(m, AIMessage):
            for c in m.tool_calls:
                late = ToolMessage(
                    "Not executed: the turn was interrupted.",
                    tool_call_id=c["id"] or "",
                    name=c["name"],
                    status="error",
                )
                made.append(said.get(c["id"] or "", late))
    return made


def calls_in(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The tool calls a text is, when it is nothing else: {"name": …, "arguments": {…}}, one or a list, bare or wrapped."""
    match = _WRAPPED.match(text)
    inner = (match["inner"] if match else text).strip()
    if inner[:1] not in ("{", "["):
        return []
    try:
        held = json.loads(inner)
    except (ValueError, RecursionError):
        return []
    calls = []
    for item in held if isinstance(held, list) else [held]:
        call = item.get("function", item) if isinstance(item, dict) else {}
        name, args = (
            (call.get("name"), call.get("arguments", call.get("parameters", {})))
            if isinstance(call, dict)
            else (None, None)
        )
        if isinstance(args, str):
            try:
                args = json.loads(args)
            except (ValueError, RecursionError):
                return []
        if not isinstance(name, str) or not isinstance(args, dict):
            return []
        calls.append((name, args))
    return calls


def _as_called(message: AIMessage, names: set[str]) -> AIMessage:
    calls = calls_in(message.text) if not message.tool_calls else []
    if not calls or not all(name in names for name, _ in calls):
        return _with_own_ids(message)
    made: list[Any] = [
        {"name": name, "args": args, "id": f"call_{uuid4().hex[:12]}", "type": "tool_call"} for name, args in calls
    ]
    return message.model_copy(update={"content": "", "tool_calls": made})


def _with_own_ids(message: AIMessage) -> AIMessage:
    """The message with an id for every call of its own: results are matched by it."""
    ids = [c["id"] for c in message.tool_calls]
    if all(ids) and len(set(ids)) == len(ids):
        return message
    seen: set[str | None] = {None, ""}
    calls = []
    for call in message.tool_calls:
        number = call["id"] if call["id"] not in seen else f"call_{uuid4().hex[:12]}"
        seen.add(number)
        calls.append({**call, "id": number})
    return message.model_copy(update={"tool_calls": calls})


def _refuse_cut(message: AIMessage) -> None:
    end = message.response_metadata.get("finish_reason")
    if message.invalid_tool_calls:
        raise ModelTrouble(
            "garbled", "The language model's tool call was not readable.", "语言模型的工具调用无法解析。"
        )
    if end not in GOOD_ENDS:
        raise ModelTrouble("cut", "The language model's answer was cut off.", "语言模型的回答被截断。")
