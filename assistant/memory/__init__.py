"""The memory: what was written about customers, found again by meaning and by words, in the scope of who asks."""

import logging
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import ModelTrouble
from assistant.settings import Settings
from crm_store.store import Store
from crm_store.unit import Unit

if TYPE_CHECKING:
    from assistant.memory.check import Finding
    from assistant.memory.collection import Index, IndexTrouble
    from assistant.memory.embed import Embedder
    from assistant.memory.index import Home
    from assistant.memory.recall import Hit
    from assistant.memory.sync import Follower
    from crm_store.queries.searching import Days

log = logging.getLogger("parley")

RETRY_S = 5.0
"""How long to leave a server alone that was away."""
ENOUGH = 512
"""Records a process that does not follow the outbox indexes before it recalls: about two seconds at most."""


class Memory:
    """One process's hold on the index of a store. Making one costs nothing; the first use, or `open`, loads Chroma.

    With `own` false the embedded index is left to the process that serves it. When another process owns the index or the server is
    away, recall goes by words alone and `notice` says so.
    """

    def __init__(self, store: Store, settings: Settings, *, own: bool = True) -> None:
        self._store = store
        self._own = own
        self._settings = settings
        self._home: Home | None = None
        self._index: Index | None = None
        self._why: IndexTrouble | None = None
        self._words_only = False
        self._behind = False
        self._outdated = False
        self._follower: Follower | None = None
        self._writing = threading.Lock()
        self._opening = threading.Lock()
        self._tried: float | None = None

    @property
    def embedder(self) -> "Embedder":
        from assistant.memory.embed import embedder_for

        if not hasattr(self, "_embedder"):
            self._embedder = embedder_for(self._settings)
        return self._embedder

    def open(self) -> "Memory":
        """Take hold of the index; when that fails, `notice` says why."""
        with self._opening:
            if self._index is None:
                self._open()
        return self

    def _open(self) -> None:
        from assistant.memory.collection import IndexBusy, IndexTrouble
        from assistant.memory.index import Home

        self._tried = time.monotonic()
        if not self._own and self._settings.chroma_url is None:
            self._why = IndexBusy()
            return
        self._home = self._home or Home(self._settings.home / "index", self._settings.chroma_url, 1, self.embedder.name)
        try:
            self._index, self._why = self._home.open(), None
        except IndexTrouble as e:
            self._why = e

    def recall(
        self,
        crm: Unit,
        query: str,
        *,
        k: int = 5,
        about: Sequence[tuple[str, int]] = (),
        kinds: Sequence[str] | None = None,
        days: "Days" = (None, None),
    ) -> "list[Hit]":
        """The `k` best pieces of evidence this person may see, best first; see `assistant.memory.recall.recall`."""
        from assistant.memory.recall import recall

        if self._index is None and (self._tried is None or time.monotonic() - self._tried > RETRY_S):
            self.open()
        if self._follower is None:
            self._catch_up()
        index = None if self._outdated else self._index
        hits, meaning = recall(crm, index, self.embedder, query, k=k, about=about, kinds=kinds, days=days)
        self._words_only = not meaning
        if index is not None and not meaning:
            self._lost()
        return hits

    def alike(self, question: str, texts: Sequence[str]) -> list[float]:
        """How near each text is to a question in meaning, as cosines; zeros while the embedding service is away."""
        from assistant.memory.embed import nearness

        if not texts:
            return []
        try:
            asked, made = self.embedder.ask(question or "?"), self.embedder.embed([t or "?" for t in texts])
        except ModelTrouble:
            return [0.0] * len(texts)
        return [float(n) for n in nearness(made, asked)]

    def notice(self, language: str = "en") -> str | None:
        """What to tell the person about the last recall: None when nothing limits it."""
        if self._why is not None:
            return self._why.sentence(language)
        if self._outdated:
            return (
                "检索索引由另一个版本或另一种向量模型建立，因此检索只按关键词进行。请运行“parley reindex”，或启动“parley serve”。"
                if language.startswith("zh")
                else "The search index was made by another version or encoder, so the search goes by keyword only. Run “parley reindex”, or start “parley serve”."
            )
        if self._index is None or self._words_only:
            return (
                "检索暂时只按关键词进行。" if language.startswith("zh") else "The search goes by keyword only just now."
            )
        if self._behind:
            return (
                "检索索引暂时无法写入，新的内容只按关键词检索。请检查磁盘空间，并运行“parley doctor”。"
                if language.startswith("zh")
                else "The search index cannot be written just now, so what is new is found by keyword only. See whether the disk is full, and run “parley doctor”."
            )
        return None

    def drain(self, limit: int | None = None) -> int:
        """Do the waiting index jobs now; returns how many. Nothing happens in a process that does not hold the index."""
        from assistant.memory.collection import IndexTrouble
        from assistant.memory.sync import drain

        with self._writing:
            if self._index is None:
                return 0
            try:
                done = drain(self._store, self._index, self.embedder, limit)
                self._behind = False
                return done
            except IndexTrouble:
                self._behind = True
                self._lost()
                raise

    def _catch_up(self) -> None:
        """In a process that does not follow the outbox, what was just saved is found by meaning too, and a small index of another encoder is built anew."""
        from assistant.memory.collection import IndexTrouble
        from assistant.memory.sync import unknown

        try:
            many = unknown(self._store, self._index, ENOUGH + 1) if self._index is not None else 0
            self._outdated = many > ENOUGH
            if 0 < many <= ENOUGH:
                self.reindex()
            elif not many:
                self.drain(ENOUGH)
        except (IndexTrouble, ModelTrouble) as e:
            log.warning("the index does not follow: %s", type(e).__name__)

    def start(self) -> None:
        """Follow the outbox in the background until `stop`."""
        from assistant.memory.sync import Follower

        self._follower = self._follower or Follower(self._follow)
        self._follower.start()

    def wake(self) -> None:
        """Something was saved: follow at once."""
        if self._follower is not None:
            self._follower.wake()

    def stop(self) -> None:
        if self._follower is not None:
            self._follower.stop()

    def reindex(self) -> dict[str, int]:
        """Build the index anew beside the old one, verify it, swap, drop the old one: {"records", "passages"}.

        Raises:
            IndexBusy: another process owns the index.
            IndexTrouble: the index or the embedding service is away; the old index is as it was.
        """
        from assistant.memory.index import Home
        from assistant.memory.sync import rebuild

        with self._writing:
            self._home = self._home or Home(
                self._settings.home / "index", self._settings.chroma_url, 1, self.embedder.name
            )
            with self._home.successor() as (index, keep):
                counts = rebuild(self._store, index, self.embedder)
                keep()
                self._index, self._why, self._words_only, self._outdated = index, None, False, False
        if self._settings.chroma_url is not None:
            # Other processes may have followed jobs into the old collection while this one was filled.
            self._requeue()
        self.drain()
        return counts

    def forget(self, marks: Sequence[str]) -> None:
        """After a person was erased: the index is built anew, so that nothing of them stays in its files."""
        from assistant.memory.collection import IndexTrouble

        try:
            self.reindex()
        except (IndexTrouble, ModelTrouble) as e:
            log.warning(
                "a person was erased and the index could not be built anew: run “parley reindex” (%s)", type(e).__name__
            )

    def doctor(self) -> "list[Finding]":
        """What is wrong with queue and index, and what to do about it."""
        from assistant.memory.check import examine

        return examine(self._store, self._index, self._why, self.embedder, behind=self._behind)

    def close(self) -> None:
        """Stop following and let go of the index."""
        self.stop()
        with self._writing:
            if self._home is not None:
                self._home.close()
            self._home = self._index = None

    def _lost(self) -> None:
        """A server's collection may have been swapped by another process, or the server restarted: open it afresh next time."""
        if self._settings.chroma_url is not None and self._home is not None:
            self._home.close()
            self._index = None

    def _requeue(self) -> None:
        from crm_store.queries.indexing import enqueue

        off = {i.rpartition(":")[0] for f in self.doctor() if f.code.startswith("index.") for i in f.ids}
        with self._store.session(self._store.system(), writes=True) as crm:
            enqueue(crm, [(e, int(n)) for e, n in (i.split(":") for i in sorted(off))])

    def _follow(self) -> None:
        from assistant.memory.sync import unknown

        if self._index is None:
            self.open()
        if self._index is not None and unknown(self._store, self._index):
            self.reindex()
        self.drain()
