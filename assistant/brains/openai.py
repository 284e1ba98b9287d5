"""The language-model brain: any OpenAI-compatible server, with time-outs, budgets, and every fault turned into one honest sentence."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import openai
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.exceptions import ContextOverflowError
from langchain_core.language_models.chat_models import BaseChatModel

from assistant.brains.wire import WholeChat
from assistant.errors import ModelTrouble
from assistant.settings import Settings

MAX_TOKENS = 4000
"""The most a single answer may take; a card or summary needs a tenth of it."""

PATIENCE_S = 3.0
"""The longest wait a provider may ask for before it is asked again; past it the person is better served by the other brain."""


def model(settings: Settings) -> BaseChatModel:
    """The chat model of the settings; nothing is sent before the first turn.

    Raises:
        ModelTrouble: there is no key.
    """
    key = settings.openai_api_key
    if key is None or not key.get_secret_value():
        raise ModelTrouble(
            "no_key",
            "No key for the language model is set. Set OPENAI_API_KEY, or PARLEY_BRAIN=offline to work without one.",
            "没有设置语言模型的密钥。请设置 OPENAI_API_KEY，或设置 PARLEY_BRAIN=offline 离线使用。",
        )
    return WholeChat(
        model=settings.model,
        api_key=key,
        base_url=settings.openai_base_url or None,
        streaming=True,
        stream_usage=True,
        timeout=settings.model_timeout_s,
        stream_chunk_timeout=settings.model_timeout_s,
        max_retries=0,
        use_responses_api=False,
        temperature=0,
        max_completion_tokens=MAX_TOKENS,
    )


class AskedAgain(AgentMiddleware[Any, Any]):
    """Ask a provider once more that was away or busy for a moment; never after a time-out, and never when it asks for a long wait."""

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        try:
            return await handler(request)
        except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError) as error:
            wait = _wait_s(error)
            if isinstance(error, openai.APITimeoutError) or wait > PATIENCE_S:
                raise
        await asyncio.sleep(wait)
        return await handler(request)


def trouble(error: Exception) -> ModelTrouble | None:
    """What a provider's error means for the person; None when it is not the provider's."""
    if isinstance(error, ModelTrouble):
        return error
    if isinstance(error, openai.APITimeoutError):
        return _said("timeout", "did not answer in time", "没有及时回应")
    if isinstance(error, openai.APIConnectionError):
        return _said("down", "cannot be reached", "无法连接")
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return _said("key", "refused the key; check OPENAI_API_KEY", "拒绝了密钥，请检查 OPENAI_API_KEY")
    if isinstance(error, openai.RateLimitError):
        return _said("busy", "has no capacity for us now", "当前请求过多或额度不足")
    if isinstance(error, openai.NotFoundError):
        return _said("model", "does not know the model; check PARLEY_MODEL", "没有该模型，请检查 PARLEY_MODEL")
    if isinstance(error, ContextOverflowError) or getattr(error, "code", None) == "context_length_exceeded":
        return _said(
            "context",
            "cannot take in a conversation this long; start a new one",
            "无法处理这么长的对话，请新建一个对话",
        )
    if isinstance(error, openai.BadRequestError):
        return _said("request", "could not read the request", "无法处理该请求")
    if isinstance(error, openai.OpenAIError):
        return _said("failed", "failed", "出现故障")
    if isinstance(error, httpx2.HTTPError | httpx2.StreamError):
        return _said("cut", "broke off in the middle of its answer", "的回答中断了")
    if isinstance(error, IndexError | KeyError | ValueError | TypeError | AttributeError) and _from_provider(error):
        return _said("garbled", "sent something that is no answer", "返回了无法识别的内容")
    return None


def _wait_s(error: openai.APIError) -> float:
    """Seconds the provider asks to wait, 0.3 when it does not say; for ever when the account is used up."""
    if not isinstance(error, openai.APIStatusError):
        return 0.3
    if error.code == "insufficient_quota":
        return float("inf")
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "0.3")))
    except ValueError:
        return float("inf")


def _said(kind: str, en: str, zh: str) -> ModelTrouble:
    return ModelTrouble(kind, f"The language model {en}.", f"语言模型{zh}。")


def _from_provider(error: BaseException) -> bool:
    """Whether the error arose while a provider's answer was read, by the innermost files of its trace."""
    names: list[str] = []
    trace: Any = error.__traceback__
    while trace is not None:
        names.append(trace.tb_frame.f_code.co_filename.replace("\\", "/"))
        trace = trace.tb_next
    return any("/langchain_openai/" in n or "/openai/" in n or "/httpx2/" in n for n in names[-6:])
