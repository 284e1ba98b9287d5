"""How fast notes are indexed and recalled, for an admin, a rep and a manager, beside exact search by numpy and Chroma alone.

`make bench` asks at 10,000 passages; `python tests/benchmarks/recall.py 10000 100000` prints the table of docs/performance.md.
"""

import random
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from sqlalchemy import select
from sqlmodel import col

from assistant.memory import Memory
from assistant.memory.recall import Question, _near, _place
from assistant.settings import Settings
from crm_store.codes import RoleName
from crm_store.models import Account
from crm_store.queries import reaching, searching
from crm_store.store import Store

NAMES = "Ana Ruiz,Bob Miller,Sara Lindqvist,Victor Hale,Peter Gibb,李娜,周启明,张伟,韩露,罗小满,方正诚,王伟".split(",")
FIRMS = "Globex,Initech,Umbra,Hooli,Vandelay,Wonka,华阳,华微,泽禾,澜图,烨能,硕岭".split(",")
PRODUCTS = "Flow,Bench,Insight,Gateway".split(",")
EN = (
    "{n} finds the price of {p} too high and wants {x} % off before {f} signs.",
    "Demo of {p} for {x} people at {f}; {n} liked the audit trail and disliked typing passwords.",
    "{f} worries about migrating {x} thousand records, {n} asks for a trial run first.",
    "Budget of {x},000 approved, says {n}; procurement at {f} needs three offers.",
    "{n} compares us with a competitor who is {x} % cheaper but has no gateway.",
    "Security review at {f}: {n} wants logs kept for {x} days and data in the region.",
    "The pilot at {f} prevented {x} stops, {n} will report to the board.",
    "Invoice INV-{i} is still open, {n} promised payment within {x} days.",
    "{n} is on leave until spring, nobody at {f} answers for the project meanwhile.",
    "Support was slow again: ticket TK-{i} took {x} hours, {n} is annoyed.",
)
ZH = (
    "{n}觉得{p}价格太高，要求便宜{x}%，否则{f}不签。",
    "给{f}的{x}个人演示了{p}，{n}喜欢审计追踪，嫌密码输得太勤。",
    "{f}担心{x}万条历史数据导不进来，{n}要求先试导。",
    "{n}说{x}万预算已批，{f}采购要三家比价。",
    "{n}拿竞争对手比，说便宜{x}%，但是没有网关。",
    "{f}的安全评审：{n}要求日志保留{x}天，数据不出厂。",
    "{f}试点避免了{x}次停机，{n}准备向领导汇报。",
    "发票INV-{i}还没付，{n}答应{x}天内付款。",
    "{n}休假到春天，{f}这边没人接手。",
    "工单TK-{i}拖了{x}小时，{n}很不满意。",
)
QUESTIONS = (
    "who thinks we are too expensive?", "谁嫌我们太贵", "What did {n} say about the price?", "INV-{i}", "{f} security review",
    "历史数据迁移的顾虑", "which competitor is cheaper", "{n}对演示有什么反馈", "budget approved at {f}", "TK-{i}拖了多久", "谁在休假", "late payments",
)  # fmt: skip


P95 = ((10_000, 60.0), (100_000, 80.0), (1_000_000, 150.0))
"""What a recall may take in 95 of 100 cases, in milliseconds, up to so many passages."""


def run(passages: int = 10_000, questions: int = 120) -> list[dict[str, Any]]:
    """Rows of {name, value, unit, limit, peer}."""
    home = Path(tempfile.mkdtemp(prefix="parley-bench-"))
    try:
        return _run(home, passages, questions)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(home: Path, passages: int, questions: int) -> list[dict[str, Any]]:
    store = Store.in_folder(home)
    store.upgrade()
    _fill(store, passages)
    memory = Memory(store, Settings(home=home))
    rows: list[dict[str, Any]] = []
    started = time.perf_counter()
    memory.open()
    memory.embedder.embed(["load"])
    rows.append(_row("memory: open and load the encoder", time.perf_counter() - started, "s"))
    before, words = _resident(), _pages(home)
    started = time.perf_counter()
    done = memory.drain()
    took = time.perf_counter() - started
    rows.append(_row(f"memory: index {done} notes", done / took, "notes/s", limit=100.0, at_least=True))
    rows.append(_row(f"memory per passage, of {done}", (_resident() - before) / done / 1024, "kB"))
    rows.append(_row(f"vectors on disk per passage, of {done}", _size(home / "index") / done / 1024, "kB"))
    rows.append(_row(f"words on disk per passage, of {done}", (_pages(home) - words) / done / 1024, "kB"))
    limit = next((ms for most, ms in P95 if done <= most), P95[-1][1])
    rng = random.Random(5)
    p95 = 0.0
    for email, who in (("boss@x.com", "manager, half"), ("rep1@x.com", "rep, 1 in 50"), ("admin@x.com", "admin, all")):
        actor = store.actor(email)

        def recall(question: str, actor: Any = actor) -> None:
            with store.session(actor) as crm:
                memory.recall(crm, question)

        p50, p95 = _timed(recall, rng, questions)
        rows.append(_row(f"recall p50, {done} passages ({who})", p50, "ms"))
        rows.append(_row(f"recall p95, {done} passages ({who})", p95, "ms", limit=limit))
    rows += _peers(memory, home, rng, questions, p95)
    rows += _within_rights(memory, store, rng, questions)
    rows += _after_changes(memory, store, rng, questions)
    rows += _transcript(memory, store)
    rows.append(_row("the encoder's share: one question", _encoding(memory, rng), "ms", peer="both encoders alone"))
    memory.close()
    store.close()
    return rows


def _peers(memory: Memory, home: Path, rng: random.Random, questions: int, ours: float) -> list[dict[str, Any]]:
    """The same questions put to the same vectors by a plain product of matrices, and to Chroma as it comes, without scope, words or quotes."""
    import chromadb

    index: Any = memory._index
    ids, matrix = _vectors(index)
    client = chromadb.PersistentClient(
        str(home / "bare"), settings=chromadb.config.Settings(anonymized_telemetry=False)
    )
    bare = client.create_collection("bare", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    for at in range(0, len(ids), 4000):
        bare.add(ids=ids[at : at + 4000], embeddings=matrix[at : at + 4000])

    def exact(question: str) -> list[str]:
        scores = (matrix @ memory.embedder.ask(question).T).max(axis=1)
        first = np.argpartition(-scores, 10)[:10]
        return [ids[i] for i in first[np.argsort(-scores[first])]]

    def alone(question: str) -> list[str]:
        made = bare.query(query_embeddings=memory.embedder.ask(question), n_results=10, include=["distances"])
        return list(made["ids"][0])

    asked = [_say(rng, QUESTIONS[n % len(QUESTIONS)]) for n in range(questions)]
    right = {q: set(exact(q)) for q in asked}
    kept = [len(right[q] & {n.id for n in index.nearest(memory.embedder.ask(q), 64)[:10]}) for q in asked]
    plain = [len(right[q] & set(alone(q))) for q in asked]
    many = len(ids)
    by_hand, by_chroma = _timed(exact, rng, questions)[1], _timed(alone, rng, questions)[1]
    client.close()
    return [
        _row(
            f"recall@10 of the index, {many} passages",
            100 * sum(kept) / 10 / len(kept),
            "%",
            limit=97.0,
            peer=100 * sum(plain) / 10 / len(plain),
            at_least=True,
        ),
        _row(f"recall p95 beside numpy, exact, {many} passages", ours, "ms", peer=by_hand),
        _row(f"recall p95 beside Chroma alone, {many} passages", ours, "ms", peer=by_chroma),
    ]


def _vectors(index: Any) -> tuple[list[str], Any]:
    """All ids of an index and their vectors, a row each."""
    ids, vectors = list[str](), list[Any]()
    while (got := index.collection.get(include=["embeddings"], limit=4000, offset=len(ids)))["ids"]:
        ids += got["ids"]
        vectors.append(np.asarray(got["embeddings"], dtype=np.float32))
    return ids, np.vstack(vectors)


def _within_rights(memory: Memory, store: Store, rng: random.Random, questions: int) -> list[dict[str, Any]]:
    """How many of the ten nearest among what somebody may see are found, against an exact search among just that."""
    index: Any = memory._index
    ids, matrix = _vectors(index)
    rows = []
    for email, who in (("boss@x.com", "manager"), ("rep1@x.com", "rep")):
        with store.session(store.actor(email)) as crm:
            where = reaching.field(crm, searching.open_kinds(crm))
            assert where.reach is not None
            theirs = np.array([where.reach.has(*_place(i).record) for i in ids])
            kept = []
            for n in range(questions):
                vector = memory.embedder.ask(_say(rng, QUESTIONS[n % len(QUESTIONS)]))
                scores = np.where(theirs, (matrix @ vector.T).max(axis=1), -2.0)
                right = {ids[i] for i in np.argpartition(-scores, 10)[:10]}
                q = Question(crm, "", (), (None, None), where, memory.embedder)
                kept.append(len(right & {n.id for n in _near(q, index, vector)[:10]}))
        rows.append(
            _row(
                f"recall@10 of the neighbours, {len(ids)} passages ({who})",
                10 * sum(kept) / len(kept),
                "%",
                limit=97.0,
                at_least=True,
            )
        )
    return rows


def _after_changes(memory: Memory, store: Store, rng: random.Random, questions: int) -> list[dict[str, Any]]:
    """The manager's recall right after a note was written and indexed, and right after an account changed hands, each time anew."""
    boss, rep = store.actor("boss@x.com"), store.actor("rep1@x.com")
    with store.session(rep) as crm:
        mine = crm.all(select(Account).where(col(Account.owner_id) == rep.user_id).limit(2))
        account, hands = mine[0].id or 0, [rep.user_id, store.actor("rep3@x.com").user_id]

    def written(question: str) -> None:
        with store.session(rep, writes=True) as crm:
            crm.create("activity", {"subject": "Note", "body": question, "owner": rep.user_id, "account": [account]})
        memory.drain()

    def handed(question: str) -> None:
        hands.reverse()
        with store.session(store.system(), writes=True) as crm:
            crm.update(crm.get("account", account), {"owner": hands[0]})

    rows = []
    for change, what in ((written, "a note was written"), (handed, "an account changed hands")):
        took = []
        for n in range(questions // 4):
            question = _say(rng, QUESTIONS[n % len(QUESTIONS)])
            change(question)
            with store.session(boss) as crm:
                started = time.perf_counter()
                memory.recall(crm, question)
                took.append((time.perf_counter() - started) * 1000)
        rows.append(_row(f"recall p50 right after {what} (manager)", statistics.median(took), "ms"))
    return rows


def _transcript(memory: Memory, store: Store) -> list[dict[str, Any]]:
    """An hour of talk, 150 words a minute, logged and searched for something said near its end."""
    rng = random.Random(6)
    turns, said = list[str](), 0
    while said < 9000:
        turns.append(f"{rng.choice(NAMES)}: {_say(rng, rng.choice(EN))}")
        said += len(turns[-1].split())
    turns[-9] = "Ana Ruiz: The helicopter landing pad on the roof needs its own contract."
    actor = store.actor("admin@x.com")
    started = time.perf_counter()
    with store.session(actor, writes=True) as crm:
        number = crm.create("activity", {"subject": "One hour", "body": "\n".join(turns), "kind": "meeting"}).id
    memory.drain()
    with store.session(actor) as crm:
        hits = memory.recall(crm, "helicopter landing pad")
    took = time.perf_counter() - started
    if not hits or hits[0].number != number or "helicopter" not in hits[0].quote:
        raise AssertionError("the transcript is not found")
    return [_row("transcript of one hour: logged, indexed, found", took, "s", limit=10.0)]


def _timed(task: Callable[[str], Any], rng: random.Random, questions: int) -> tuple[float, float]:
    """The median and the 95th percentile of a task over questions, in milliseconds, after ten to warm up."""
    took = []
    for n in range(questions + 10):
        question = _say(rng, QUESTIONS[n % len(QUESTIONS)])
        started = time.perf_counter()
        task(question)
        took.append((time.perf_counter() - started) * 1000)
    took = sorted(took[10:])
    return statistics.median(took), took[int(len(took) * 0.95) - 1]


def _resident() -> float:
    """Bytes this process holds in memory."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def _pages(home: Path) -> int:
    """Bytes of the database, its journal written back first."""
    with closing(sqlite3.connect(home / "parley.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (home / "parley.db").stat().st_size


def _fill(store: Store, passages: int) -> None:
    rng = random.Random(4)
    with store.session(store.system(), writes=True) as crm:
        boss = crm.create("user", {"email": "boss@x.com", "name": "Boss", "role": RoleName.MANAGER})
        crm.create("user", {"email": "admin@x.com", "name": "Admin", "role": RoleName.ADMIN})
        crm.flush()
        reps = []
        for n in range(50):
            values = {
                "email": f"rep{n}@x.com",
                "name": f"Rep {n}",
                "role": RoleName.REP,
                **({"reports_to": boss.id} if n % 2 else {}),
            }
            reps.append(crm.create("user", values).id)
        crm.flush()
        accounts = crm.create_many(
            "account", [{"name": f"{rng.choice(FIRMS)} {n}", "owner": reps[n % 50]} for n in range(passages // 20)]
        )
        notes = []
        for n in range(passages):
            body = " ".join(_say(rng, rng.choice(rng.choice((EN, ZH)))) for _ in range(rng.choice((1, 2, 2, 3))))
            notes.append(
                {"subject": "Note", "body": body, "owner": reps[n % 50], "account": [accounts[n % len(accounts)]]}
            )
        tickets = [
            {"subject": n["body"][:60], "body": n["body"], "assignee": n["owner"]} for n in notes[: passages // 20]
        ]
        crm.create_many("ticket", tickets)
        for start in range(len(tickets), passages, 2000):
            crm.create_many("activity", notes[start : start + 2000])


def _say(rng: random.Random, words: str) -> str:
    return words.format(
        n=rng.choice(NAMES),
        f=rng.choice(FIRMS),
        p=rng.choice(PRODUCTS),
        x=rng.randint(2, 90),
        i=rng.randint(1000, 9999),
    )


def _encoding(memory: Memory, rng: random.Random) -> float:
    asked = [_say(rng, q) for q in QUESTIONS * 5]
    started = time.perf_counter()
    for question in asked:
        memory.embedder.ask(question)
    return (time.perf_counter() - started) * 1000 / len(asked)


def _row(
    name: str,
    value: float,
    unit: str,
    limit: float | None = None,
    peer: str | float | None = None,
    *,
    at_least: bool = False,
) -> dict[str, Any]:
    peer = round(peer, 1) if isinstance(peer, float) else peer
    return {"name": name, "value": round(value, 1), "unit": unit, "limit": limit, "peer": peer, "at_least": at_least}


def main(sizes: list[int]) -> int:
    """Print a table in Markdown, one run a size."""
    print("| What | Measured | Limit | Peer, same run | Ratio |\n| --- | ---: | ---: | ---: | ---: |")
    for passages in sizes:
        for row in run(passages):
            unit, peer = row["unit"], row["peer"]
            limit = "" if row["limit"] is None else f"{'≥' if row['at_least'] else '≤'} {row['limit']:g} {unit}"
            ratio = f"{row['value'] / peer:.2f}" if isinstance(peer, float) and peer else ""
            beside = f"{peer:,.1f} {unit}" if isinstance(peer, float) else str(peer or "")
            print(f"| {row['name']} | {row['value']:,.1f} {unit} | {limit} | {beside} | {ratio} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main([int(a) for a in sys.argv[1:]] or [10_000]))
