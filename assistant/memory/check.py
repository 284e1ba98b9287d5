"""What the doctor says about the memory: the queue, and the index against the records, id by id."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from assistant.memory.collection import Index, IndexTrouble
from assistant.memory.embed import Embedder
from assistant.memory.sync import texts_of
from crm_store.base import utc_now
from crm_store.queries import indexing, searching
from crm_store.store import Store

LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Finding:
    """One thing the doctor found: `ok` or a `warning`/`error` with what to do, in both languages, and the ids concerned."""

    level: Literal["ok", "warning", "error"]
    code: str
    en: str
    zh: str
    ids: tuple[str, ...] = ()

    def sentence(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def examine(
    store: Store, index: Index | None, why_not: IndexTrouble | None, embedder: Embedder, *, behind: bool = False
) -> list[Finding]:
    """Every finding about queue and index; when the index is not ours, only what SQL can tell. `behind`: the last write to it failed."""
    found = _queue(store)
    if behind:
        en = "The search index cannot be written. Make room on its disk; what waits is then indexed, or run “parley reindex”."
        zh = "检索索引无法写入。请清理其所在磁盘的空间，等待中的内容随后会进入索引；也可运行“parley reindex”。"
        found.append(Finding("error", "index.unwritten", en, zh))
    if index is None:
        why = why_not or IndexTrouble("The search index is not open.", "检索索引未打开。")
        return [*found, Finding("warning", "index.away", why.en, why.zh)]
    try:
        there = index.contents()
    except IndexTrouble as e:
        detail = "; ".join(getattr(e, "__notes__", ()))
        return [*found, Finding("error", "index.broken", f"{e.en} ({detail})", f"{e.zh}（{detail}）")]
    return found + _compare(store, there, embedder)


def _queue(store: Store) -> list[Finding]:
    with store.session(store.system()) as crm:
        waiting, since, dead = indexing.queue_state(crm)
    found = []
    if dead:
        names = tuple(f"{d.entity}:{d.record_id}" for d in dead)
        found.append(
            Finding(
                "error", "outbox.dead", f"{len(dead)} records could not be indexed ({dead[0].error}). Run “parley reindex”.",
                f"有 {len(dead)} 条记录无法建立索引（{dead[0].error}）。请运行“parley reindex”。", names,
            )
        )  # fmt: skip
    late = since is not None and utc_now() - since > LATE
    en, zh = f"{waiting} records wait for the search index.", f"有 {waiting} 条记录等待进入检索索引。"
    if late and since is not None:
        minutes = int((utc_now() - since).total_seconds() // 60)
        en, zh = (
            f"{en} The oldest since {minutes} minutes: start “parley serve”.",
            f"{zh}最早的已等待 {minutes} 分钟：请启动“parley serve”。",
        )
    return [*found, Finding("warning" if late else "ok", "outbox.waiting", en, zh)]


def _compare(store: Store, there: dict[str, str], embedder: Embedder) -> list[Finding]:
    wanted: dict[str, str] = {}
    with store.session(store.system()) as crm:
        behind = set(searching.pending(crm, sorted(searching.SEARCHED), 1_000_000))
        for records in indexing.texts(crm, 500):
            wanted.update((t.place.key, t.digest) for r in records for t in texts_of(r))
    waits = {f"{e}:{n}" for e, n in behind}

    def settled(ids: set[str]) -> tuple[str, ...]:
        return tuple(sorted(i for i in ids if i.rpartition(":")[0] not in waits))

    missing, extra = settled(wanted.keys() - there.keys()), settled(there.keys() - wanted.keys())
    stale = settled({i for i in wanted.keys() & there.keys() if wanted[i] != there[i]})
    found = []
    for code, ids, en, zh in (
        ("missing", missing, "are missing from the search index", "在检索索引中缺失"),
        ("extra", extra, "stand in the search index without a record", "在检索索引中多余"),
        ("stale", stale, "are out of date in the search index", "在检索索引中已过期"),
    ):
        if ids:
            found.append(
                Finding(
                    "error",
                    f"index.{code}",
                    f"{len(ids)} passages {en}. Run “parley reindex”.",
                    f"{len(ids)} 个段落{zh}。请运行“parley reindex”。",
                    ids,
                )
            )
    if not found:
        en, zh = (
            f"The search index holds {len(there)} passages ({embedder.name}).",
            f"检索索引含 {len(there)} 个段落（{embedder.name}）。",
        )
        found.append(Finding("ok", "index.complete", en, zh))
    return found
