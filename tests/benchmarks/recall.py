"""How fast notes are indexed and recalled, at 10,000 passages, for an admin, a rep and a manager."""

import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.memory import Memory
from assistant.settings import Settings
from crm_store.codes import RoleName
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
    started = time.perf_counter()
    done = memory.drain()
    rows.append(_row(f"memory: index {done} notes", done / (time.perf_counter() - started), "notes/s"))
    rng = random.Random(5)
    for email, who in (("admin@x.com", "admin, all"), ("boss@x.com", "manager, half"), ("rep1@x.com", "rep, 1 in 50")):
        took = []
        actor = store.actor(email)
        for n in range(questions + 10):
            question = _say(rng, QUESTIONS[n % len(QUESTIONS)])
            with store.session(actor) as crm:
                started = time.perf_counter()
                memory.recall(crm, question)
                took.append((time.perf_counter() - started) * 1000)
        took = sorted(took[10:])
        rows.append(_row(f"recall p50, {done} passages ({who})", statistics.median(took), "ms"))
        rows.append(_row(f"recall p95, {done} passages ({who})", took[int(len(took) * 0.95) - 1], "ms", limit=60.0))
    rows.append(
        _row("the encoder's share: one question", _peer(memory, rng), "ms", peer="universal sentence encoder alone")
    )
    memory.close()
    store.close()
    return rows


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


def _peer(memory: Memory, rng: random.Random) -> float:
    asked = [_say(rng, q) for q in QUESTIONS * 5]
    started = time.perf_counter()
    for question in asked:
        memory.embedder.embed([question])
    return (time.perf_counter() - started) * 1000 / len(asked)


def _row(name: str, value: float, unit: str, limit: float | None = None, peer: str | None = None) -> dict[str, Any]:
    return {"name": name, "value": round(value, 1), "unit": unit, "limit": limit, "peer": peer}


if __name__ == "__main__":
    for row in run():
        print(row)
