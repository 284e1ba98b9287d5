"""What starting costs: the command's help, reading commands, the server until it is ready, and its memory when idle."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

PARLEY = Path(sys.executable).with_name("parley")


def run() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env |= {"PARLEY_HOME": str(Path(folder) / "home"), "PARLEY_BRAIN": "offline"}
        subprocess.run([PARLEY, "init", "--demo"], env=env, check=True, capture_output=True)
        helped = _times(["--help"], env)
        records = _times(["records", "deal", "--as", "chen@example.com", "--limit", "5", "--json"], env)
        ready, memory = _server(env)
    return [
        {"name": "parley --help, median of 5", "value": helped * 1000, "unit": "ms", "limit": 500},
        {"name": "parley records deal, median of 5", "value": records * 1000, "unit": "ms"},
        {"name": "parley serve until /readyz answers 200", "value": ready, "unit": "s", "limit": 10},
        {"name": "memory of the idle server", "value": memory, "unit": "MB", "limit": 600},
    ]


def _times(words: list[str], env: dict[str, str]) -> float:
    times = []
    for _ in range(6):
        started = time.perf_counter()
        subprocess.run([PARLEY, *words], env=env, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def _server(env: dict[str, str]) -> tuple[float, float]:
    """(seconds until ready, megabytes once the index has followed and nothing happens)."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen(
        [PARLEY, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        break
            except OSError:
                pass
            if time.perf_counter() - started > 90:
                raise TimeoutError("the server was not ready within 90 s")
            time.sleep(0.05)
        ready = time.perf_counter() - started
        time.sleep(15)
        top = psutil.Process(process.pid)
        memory = sum(p.memory_info().rss for p in [top, *top.children(recursive=True)]) / 2**20
    finally:
        process.terminate()
        process.wait(20)
    return ready, memory
