"""Embeddings from any OpenAI-compatible endpoint."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelTrouble
from assistant.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 256


class OpenAIEmbedder:
    """Asks the endpoint of the settings for vectors, up to 256 texts a request."""

    floor = 0.12

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Any = None

    @property
    def name(self) -> str:
        return f"openai-{self._settings.embedding_model}"

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Shape (n, d), unit rows; ModelTrouble when the endpoint does not answer properly."""
        import numpy as np

        made: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            made += self._request(list(texts[start : start + _BATCH]))
        rows = np.asarray(made, dtype=np.float32)
        if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
            raise _trouble("shape")
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def ask(self, question: str) -> "NDArray[np.float32]":
        """Shape (1, d)."""
        return self.embed([question])

    def _request(self, texts: list[str]) -> list[list[float]]:
        import openai

        if self._client is None:
            key = self._settings.openai_api_key
            self._client = openai.OpenAI(
                base_url=self._settings.openai_base_url,
                api_key=key.get_secret_value() if key else "none",
                timeout=self._settings.model_timeout_s,
                max_retries=2,
            )
        try:
            answer = self._client.embeddings.create(
                model=self._settings.embedding_model, input=texts, encoding_format="float"
            )
        except openai.OpenAIError as e:
            raise _trouble(type(e).__name__) from None
        if not answer.data or len(answer.data) != len(texts):
            raise _trouble("count")
        return [list(d.embedding) for d in sorted(answer.data, key=lambda d: d.index)]


def _trouble(kind: str) -> ModelTrouble:
    return ModelTrouble(
        f"embeddings.{kind}",
        "The embedding service did not answer properly. Check OPENAI_BASE_URL and PARLEY_EMBEDDING_MODEL, or unset PARLEY_EMBEDDINGS.",
        "向量服务没有正常应答。请检查 OPENAI_BASE_URL 与 PARLEY_EMBEDDING_MODEL，或取消设置 PARLEY_EMBEDDINGS。",
    )
