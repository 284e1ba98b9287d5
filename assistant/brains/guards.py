"""What stands between a language model and the tools: legal message lists, whole answers, and a budget."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from assistant.errors import ModelTrouble

GOOD_ENDS = frozenset({"tool_calls", "stop", "function_call"})


class WholeAnswers(AgentMiddleware[Any, Any]):
    """Refuse an answer that was cut off: a shortened tool call would be repaired and run with wrong arguments (security.md M10).

    Raises:
        ModelTrouble: the stream ended without a finish reason, ran out of tokens, or held a tool call that is no JSON.
    """

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        answer = await handler(request.override(messages=answered(request.messages)))
        for message in answer.result:
            if isinstance(message, AIMessage):
                _refuse_cut(message)
        return answer


def answered(messages: list[AnyMessage]) -> list[AnyMessage]:
    """The messages with every tool call answered right after it, as providers demand."""
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


def _refuse_cut(message: AIMessage) -> None:
    end = message.response_metadata.get("finish_reason")
    if message.invalid_tool_calls:
        raise ModelTrouble(
            "garbled", "The language model's tool call was not readable.", "语言模型的工具调用无法解析。"
        )
    if end not in GOOD_ENDS:
        raise ModelTrouble("cut", "The language model's answer was cut off.", "语言模型的回答被截断。")
