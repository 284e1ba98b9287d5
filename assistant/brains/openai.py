"""The language-model brain: any OpenAI-compatible server, with time-outs, budgets, and every fault turned into one honest sentence."""

from typing import Any

import openai
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_openai import ChatOpenAI

from assistant.errors import ModelTrouble
from assistant.settings import Settings

MAX_TOKENS = 4000
"""The most a single answer may take; a card or summary needs a tenth of it."""


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
    return ChatOpenAI(
        model=settings.model,
        api_key=key,
        base_url=settings.openai_base_url or None,
        streaming=True,
        stream_usage=True,
        timeout=settings.model_timeout_s,
        max_retries=1,
        temperature=0,
        max_completion_tokens=MAX_TOKENS,
    )


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
    if isinstance(error, openai.BadRequestError):
        return _said("request", "could not read the request", "无法处理该请求")
    if isinstance(error, openai.APIError | openai.OpenAIError):
        return _said("failed", "failed", "出现故障")
    if isinstance(error, IndexError | KeyError | ValueError | TypeError | AttributeError) and _from_provider(error):
        return _said("garbled", "sent something that is no answer", "返回了无法识别的内容")
    return None


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
