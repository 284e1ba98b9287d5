"""Understanding alone, with 100,000 contacts and 100,000 accounts on record: linking must be looked up, not scanned."""

import random
import resource
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.brains.offline.terms import Ask
from assistant.brains.offline.understanding import understand
from assistant.recognise.text import language
from assistant.thinking import Ear, Linker
from assistant.tools import specs
from crm_store.codes import RoleName
from crm_store.store import Store

EACH = 100_000
_FIRST = "Ana Bob Sara Victor Peter Joanna Milton Helen Raj Elif Tom Maya Vera Klara Dmitri Leo Uma Megan Paula Bianca".split()
_LAST = "Ruiz Miller Lindqvist Hale Gibb Park Crane Whitfield Menon Demir Becker Ortiz Ekstrom Vogt Sinclair Castillo Lehmann".split()
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建"
_FIRM, _TRADE = "华海天金宏瑞泰远新创启云星辰衡澜泽诺", ("科技", "电子", "智能", "制造", "软件", "精工")
SAID = (
    "my open deals over 500k closing this quarter", "who is the decision maker at {firm}?", "{person} 的电话是多少", "今天和{zfirm}的{zperson}开了40分钟会，预算30万已批，下周二下午3点演示",
    "Met {person} at {firm} today, 50 seats, they want a quote, demo next Tuesday 3pm; moved to proposal", "move {firm} to negotiation, close date Dec 15",
    "what did {firm} say about price?", "remind me to call {person} on Friday at 10", "把{zfirm}推进到商务谈判，预计成交改成12月15日", "逾期的任务", "how is the pipeline this quarter?",
    "{zperson}上次说了什么", "urgent ticket for {firm}: login fails since this morning", "add {person} as a contact at {firm}", "what changed since Monday?",
)  # fmt: skip


def run() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.in_folder(Path(folder))
        store.upgrade()
        rng = random.Random(11)
        _fill(store, rng)
        store.tune()
        rows = _measure(store, rng)
        store.close()
    return rows


def _fill(store: Store, rng: random.Random) -> None:
    with store.session(store.system(), writes=True) as crm:
        crm.create("user", {"email": "admin@x.com", "name": "Admin", "role": RoleName.ADMIN})
    for start in range(0, EACH, 20_000):
        with store.session(store.system(), writes=True) as crm:
            crm.create_many("account", [{"name": _firm(rng, start + n)} for n in range(20_000)])
            crm.create_many(
                "contact",
                [{"name": _person(rng, n % 2 == 0), "email": f"p{start + n}@x.example"} for n in range(20_000)],
            )


def _firm(rng: random.Random, n: int) -> str:
    if n % 2:
        return f"{rng.choice(_LAST)}{rng.choice(('tek', 'soft', 'works', 'lab'))} {n} {rng.choice(('Systems', 'Foods', 'Robotics'))}"
    return "".join(rng.choice(_FIRM) for _ in range(3)) + str(n) + rng.choice(_TRADE)


def _person(rng: random.Random, chinese: bool) -> str:
    if chinese:
        return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(2))
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def _measure(store: Store, rng: random.Random) -> list[dict[str, Any]]:
    actor, tools = store.actor("admin@x.com"), specs()
    ear = Ear()
    now = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
    for said in SAID:
        _understood(Linker(store, actor), ear, tools, now, _filled(said, rng))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = []
    for n in range(200):
        said = _filled(SAID[n % len(SAID)], rng)
        started = time.perf_counter()
        _understood(Linker(store, actor), ear, tools, now, said)
        took.append((time.perf_counter() - started) * 1000)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    took.sort()
    of = f"{EACH // 1000}k contacts, {EACH // 1000}k accounts"
    return [
        {"name": f"understanding, {of}, p50", "value": statistics.median(took), "unit": "ms", "limit": 15},
        {"name": f"understanding, {of}, p95", "value": took[int(len(took) * 0.95)], "unit": "ms", "limit": 50},
        {"name": "memory grown while understanding 200 messages", "value": grown, "unit": "MB", "limit": 150},
    ]


def _understood(linker: Linker, ear: Ear, tools: Any, now: datetime, said: str) -> None:
    understand(Ask(said, now.date(), now, language(said, "en")), tools, linker, ear)


def _filled(said: str, rng: random.Random) -> str:
    n = rng.randrange(EACH)
    return said.format(
        firm=f"{rng.choice(_LAST)}soft {n}", zfirm="".join(rng.choice(_FIRM) for _ in range(3)) + str(n), person=_person(rng, False), zperson=_person(rng, True),
    )  # fmt: skip
