"""What our turn costs with a language model: the time before its request leaves, and what is left when the model takes none."""

import asyncio
import importlib.util
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from assistant.conversation import Assistant
from assistant.settings import Settings
from crm_store.demo import demo_world
from crm_store.store import Store
from crm_store.transfer import import_world

SAID = (
    "how is Ana doing?", "今天和华阳的李娜开了40分钟会，预算30万已批", "what's the status of 华阳数据平台一期?", "my open deals over 200k closing this quarter",
    "谁改了华阳数据平台一期的金额？", "met 李娜 at 华阳 today, 50 seats, they want a quote, demo next Tuesday 3pm; moved to proposal", "show D-7",
    "what did they say about the price, and who is the decision maker over there these days?",
)  # fmt: skip


def run(rounds: int = 5) -> list[dict[str, Any]]:
    """Rows of {name, value, unit, limit, peer}."""
    peers = _peers()
    with tempfile.TemporaryDirectory() as folder, peers.OpenAIPeer() as peer:
        home = Path(folder)
        store = Store.in_folder(home)
        store.upgrade()
        import_world(store, None, demo_world(date(2026, 11, 20)))
        store.close()
        return asyncio.run(_measure(home, peer, peers, rounds))


async def _measure(home: Path, peer: Any, peers: ModuleType, rounds: int) -> list[dict[str, Any]]:
    settings = {
        "home": home,
        "brain": "openai",
        "OPENAI_API_KEY": "none",
        "OPENAI_BASE_URL": peer.url,
        "model": "scripted",
    }
    parley = Assistant.open(Settings(**settings))
    chen = parley.store.actor("chen@example.com")
    peer.plan(peers.Answer("Nothing new."))
    before, whole = [], []
    for n, said in enumerate(SAID * (rounds + 1)):
        peer.seen.clear()
        started = time.perf_counter()
        await parley.take_turn(chen, f"bench-{n // len(SAID)}", said)
        ended = time.perf_counter()
        if n >= len(SAID):
            before.append((peer.seen[0].at - started) * 1000)
            whole.append((ended - started) * 1000)
    parley.close()
    before.sort()
    return [
        {
            "name": "before the request leaves for the model, p50",
            "value": statistics.median(before),
            "unit": "ms",
            "limit": 30,
        },
        {
            "name": "before the request leaves for the model, p95",
            "value": before[int(len(before) * 0.95)],
            "unit": "ms",
        },
        {"name": "whole turn with a model that takes no time, p50", "value": statistics.median(whole), "unit": "ms"},
    ]


def _peers() -> ModuleType:
    path = Path(__file__).parents[1] / "peers" / "openai_server.py"
    spec = importlib.util.spec_from_file_location("parley_peer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
