"""The index follows the records: jobs off the outbox, vectors and words from the records as they are now, jobs done."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.errors import ModelTrouble
from assistant.memory.chunks import passages_of
from assistant.memory.collection import Index, IndexTrouble
from assistant.memory.embed import Embedder
from assistant.memory.keyword import terms
from crm_store.base import Record
from crm_store.errors import StoreError
from crm_store.faults import point
from crm_store.queries import indexing
from crm_store.queries.indexing import Words
from crm_store.queries.searching import Place
from crm_store.store import Store

BATCH = 256
"""Records a round: under a second of work, so that the database is never held for long."""
PAUSE_S = 2.0


@dataclass(frozen=True)
class Text:
    """One passage on its way into the index."""

    place: Place
    digest: str
    text: str
    parts: int


def texts_of(record: Record) -> list[Text]:
    """The passages of a record with their places."""
    entity, number, cut = type(record).about.entity, record.id or 0, passages_of(record)
    return [Text(Place(entity, number, p.part), p.digest, p.text, len(cut)) for p in cut]


def put(index: Index, embedder: Embedder, texts: Sequence[Text]) -> None:
    """Embed passages and write their vectors."""
    if texts:
        vectors = embedder.embed([t.text for t in texts])
        index.upsert([t.place.key for t in texts], vectors, [t.digest for t in texts], [t.parts for t in texts])


def words_of(texts: Sequence[Text]) -> list[Words]:
    """The words of passages, for keyword search."""
    return [Words(t.place, t.digest, terms(t.text)) for t in texts]


def drain(store: Store, index: Index, embedder: Embedder, limit: int | None = None) -> int:
    """Do the waiting index jobs, at most about `limit`; returns how many were done.

    Each round may be killed anywhere and is then done again from its start: jobs go last, in one transaction with the words.

    Raises:
        IndexTrouble, ModelTrouble: the index or the embedding service is away; the jobs wait and lose no try.
    """
    done = 0
    while limit is None or done < limit:
        some = _round(store, index, embedder, min(BATCH, limit - done) if limit else BATCH)
        if some == 0:
            break
        done += some
    return done


def rebuild(store: Store, index: Index, embedder: Embedder) -> dict[str, int]:
    """Fill an empty index and the kept words from all records; IndexTrouble when it then holds another number than was put in.

    Jobs written meanwhile stay on the outbox and are done afterwards.
    """
    records, passages = set[tuple[str, int]](), 0
    with store.session(store.system()) as crm:
        for some in indexing.texts(crm, BATCH):
            texts = [t for r in some for t in texts_of(r)]
            put(index, embedder, texts)
            words = words_of(texts)
            here = {(type(r).about.entity, r.id or 0) for r in some}
            with store.session(store.system(), writes=True) as writer:
                indexing.keep_words(writer, here, words)
            records |= here
            passages += len(texts)
    if index.count() != passages:
        raise IndexTrouble(
            "The new search index is not complete, so the old one stays. Try again.",
            "新建的检索索引不完整，已保留原索引，请重试。",
        )
    with store.session(store.system(), writes=True) as writer:
        indexing.forget_others(writer, records)
        indexing.revive(writer)
    return {"records": len(records), "passages": passages}


def unknown(store: Store, index: Index, most: int = 1) -> int:
    """How many passages, `most` at most, were once indexed though the index is empty: its folder was deleted or the encoder changed."""
    with store.session(store.system()) as crm:
        return 0 if index.count() else indexing.kept(crm, most)


def _round(store: Store, index: Index, embedder: Embedder, size: int) -> int:
    with store.session(store.system()) as crm:
        jobs = [(j.id or 0, j.entity, j.record_id) for j in indexing.due(crm, size)]
        wanted = list(dict.fromkeys((e, n) for _, e, n in jobs))
        read = {
            (e, n): r for e in {e for e, _ in wanted} for n, r in crm.many(e, [n for x, n in wanted if x == e]).items()
        }
    point("sync.after_read")
    if not jobs:
        return 0
    texts = {w: texts_of(read[w]) if w in read else [] for w in wanted}
    bad = _refused(index, embedder, texts)
    point("sync.after_upsert")
    good = [w for w in wanted if w not in bad]
    words = words_of([t for w in good for t in texts[w]])
    with store.session(store.system(), writes=True) as crm:
        point("sync.before_done")
        indexing.keep_words(crm, good, words)
        indexing.finish(
            crm, [j for j, e, n in jobs if (e, n) not in bad], {w: read[w].version if w in read else 0 for w in good}
        )
        for job, entity, number in jobs:
            if (entity, number) in bad:
                indexing.failed(crm, job, bad[entity, number])
    point("sync.after_done")
    return len(jobs) - sum((e, n) in bad for _, e, n in jobs)


def _refused(index: Index, embedder: Embedder, texts: dict[tuple[str, int], list[Text]]) -> dict[tuple[str, int], str]:
    """Write these records' vectors and take away those of parts they no longer have; returns why for records that failed alone."""
    # Parts too many go first: part 0 says how many there were, and stays until the new ones are written.
    there = index.holds([Place(*w, 0).key for w in texts])
    gone = [Place(*w, p).key for w, ts in texts.items() for p in range(len(ts), there.get(Place(*w, 0).key, 0))]
    index.delete(gone[::-1])
    flat = [t for ts in texts.values() for t in ts]
    try:
        put(index, embedder, flat)
    except (IndexTrouble, ModelTrouble):
        raise
    except Exception:  # noqa: BLE001 - one bad text must not stop the others: find it
        return _one_by_one(index, embedder, texts)
    return {}


def _one_by_one(
    index: Index, embedder: Embedder, texts: dict[tuple[str, int], list[Text]]
) -> dict[tuple[str, int], str]:
    bad = {}
    for record, its in texts.items():
        try:
            put(index, embedder, its)
        except (IndexTrouble, ModelTrouble):
            raise
        except Exception as e:  # noqa: BLE001 - kept with the job, named by the doctor
            bad[record] = f"{type(e).__name__}: {e}"
    return bad


class Follower:
    """A thread that drains the outbox every two seconds, at once when woken, and more slowly while something is away."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="parley-memory", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """There is work: do not wait for the next round."""
        self._wake.set()

    def stop(self) -> None:
        """End after the present round."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
            self._thread = None

    def _run(self) -> None:
        pause = PAUSE_S
        while not self._stop.is_set():
            try:
                self._work()
                pause = PAUSE_S
            except StoreError:
                pause = min(pause * 2, 60.0)
            self._wake.wait(pause)
            self._wake.clear()
