"""One collection of vectors: written, asked for neighbours, listed; its many errors turned into one. Holds no text."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_store.errors import StoreError

if TYPE_CHECKING:
    from assistant.memory.embed import Matrix

BATCH = 4000
"""Chroma takes 5,461 rows at once."""

FEW = 1000
"""So many vectors are fetched and measured here, 60 µs each; of 100,000 Chroma finds the nearest among 500 in 97 ms, among 5,000 in 25."""


class IndexTrouble(StoreError):
    """The index cannot be used just now; search goes on by keyword."""


class IndexBusy(IndexTrouble):
    """Another process owns the embedded index."""

    def __init__(self) -> None:
        super().__init__(
            "Another Parley process holds the search index of this folder. Search goes on by keyword; stop the other process for more.",
            "另一个 Parley 进程正在使用本目录的检索索引。检索将按关键词进行；如需完整检索，请先停止该进程。",
        )


@dataclass(frozen=True)
class Near:
    """A vector near the question: its id, the digest of the text it was made from, the cosine."""

    id: str
    digest: str
    cosine: float


class Index:
    """One collection of one workspace and embedder.

    `ids` are passage keys; each carries the digest of its text and how many parts its record has.
    """

    def __init__(self, client: Any, collection: Any) -> None:
        self.client = client
        self.collection = collection

    def upsert(self, ids: Sequence[str], vectors: "Matrix", digests: Sequence[str], parts: Sequence[int]) -> None:
        """Write vectors, replacing those of the same ids."""
        with translated():
            for at in range(0, len(ids), BATCH):
                some = slice(at, at + BATCH)
                meta = [{"digest": d, "parts": p} for d, p in zip(digests[some], parts[some], strict=True)]
                self.collection.upsert(ids=list(ids[some]), embeddings=vectors[some], metadatas=meta)

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors away; unknown ids are fine."""
        with translated():
            for at in range(0, len(ids), BATCH):
                self.collection.delete(ids=list(ids[at : at + BATCH]))

    def nearest(self, question: "Matrix", n: int, *, within: Sequence[str] | None = None) -> list[Near]:
        """The `n` nearest to the best of the question's rows, best first. With `within`, among these ids only and exactly; ids it
        does not know are left out."""
        if n <= 0 or (within is not None and not within):
            return []
        with translated():
            if within is not None and len(within) <= FEW:
                return self._measured(question, within)[:n]
            ask: dict[str, Any] = {"query_embeddings": question, "include": ["distances", "metadatas"]}
            if within is None:
                got = self.collection.query(n_results=n, **ask)
            else:
                got = self._query_within(list(within), n, ask)
        digests = {
            i: str((m or {}).get("digest", ""))
            for ids, metas in zip(got["ids"], got["metadatas"], strict=True)
            for i, m in zip(ids, metas, strict=True)
        }
        return [Near(i, digests[i], nearness) for i, nearness in _best_of(got, question)[:n]]

    def around(self, question: "Matrix", n: int) -> list[str]:
        """The ids alone of the `n` nearest, best first: their digests cost more than finding them."""
        with translated():
            got = self.collection.query(query_embeddings=question, n_results=n, include=["distances"])
        return [i for i, _ in _best_of(got, question)[:n]]

    def _query_within(self, within: list[str], n: int, ask: dict[str, Any]) -> Any:
        try:
            return self.collection.query(n_results=min(n, len(within)), ids=within, **ask)
        except Exception as e:
            # Chroma refuses a whole question for one unknown id: ask again about those it has.
            if "finding id" not in str(e):
                raise
        known = list(self.holds(within))
        if not known:
            return {"ids": [], "metadatas": [], "distances": []}
        return self.collection.query(n_results=min(n, len(known)), ids=known, **ask)

    def _measured(self, question: "Matrix", ids: Sequence[str]) -> list[Near]:
        import numpy as np

        from assistant.memory.embed import nearness

        got = self.collection.get(ids=list(ids), include=["embeddings", "metadatas"])
        if not got["ids"]:
            return []
        cosines = nearness(np.asarray(got["embeddings"], dtype=np.float32), question)
        rows = zip(got["ids"], got["metadatas"], cosines, strict=True)
        return sorted(
            (Near(i, str((m or {}).get("digest", "")), float(c)) for i, m, c in rows), key=lambda r: (-r.cosine, r.id)
        )

    def holds(self, ids: Sequence[str]) -> dict[str, int]:
        """Those of these ids that are there, with the number of parts their record had."""
        found: dict[str, int] = {}
        with translated():
            for at in range(0, len(ids), BATCH):
                got = self.collection.get(ids=list(ids[at : at + BATCH]), include=["metadatas"])
                found.update(
                    (i, int((m or {}).get("parts", 1))) for i, m in zip(got["ids"], got["metadatas"], strict=True)
                )
        return found

    def contents(self) -> dict[str, str]:
        """Every id with the digest of its text."""
        found: dict[str, str] = {}
        with translated():
            while got := self.collection.get(include=["metadatas"], limit=BATCH, offset=len(found)):
                if not got["ids"]:
                    break
                found.update(
                    (i, str((m or {}).get("digest", ""))) for i, m in zip(got["ids"], got["metadatas"], strict=True)
                )
        return found

    def count(self) -> int:
        with translated():
            return int(self.collection.count())


def _best_of(got: Any, question: "Matrix") -> list[tuple[str, float]]:
    """Ids with their nearness, best first: Chroma tells cosines of each row apart, so its length comes back in here."""
    import numpy as np

    found: dict[str, float] = {}
    for ids, distances, length in zip(got["ids"], got["distances"], np.linalg.norm(question, axis=1), strict=False):
        for i, d in zip(ids, distances, strict=True):
            found[i] = max(found.get(i, -1.0), (1.0 - float(d)) * float(length))
    return sorted(found.items(), key=lambda f: (-f[1], f[0]))


@contextmanager
def translated() -> Iterator[None]:
    """Turn Chroma's many errors (its own classes, httpx's, its Rust core's) into one."""
    try:
        yield
    except StoreError:
        raise
    except Exception as e:
        trouble = IndexTrouble(
            "The search index cannot be used just now, so search goes by keyword. Run “parley doctor” to see why.",
            "检索索引暂时无法使用，已改为按关键词检索。可运行“parley doctor”查看原因。",
        )
        trouble.add_note(f"{type(e).__name__}: {e}")
        raise trouble from e
