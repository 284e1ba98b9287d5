"""The index's own work killed at random moments, while it follows the outbox and while it is rebuilt: nothing is lost, no drift stays."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOST = Path(__file__).with_name("index_host.py")


def kills(folder: Path, many: int, seed: int, timeout: int) -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", str(HOST), str(folder), str(many), str(seed)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    seen = json.loads(told.stdout.splitlines()[-1])
    assert seen["killed"] >= many, seen
    assert seen["drift"] == {}, told.stderr


def test_forty_random_kills_leave_the_index_as_the_records_are(tmp_path: Path) -> None:
    kills(tmp_path, 40, 11, 170)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_five_hundred_random_kills_leave_the_index_as_the_records_are(tmp_path: Path) -> None:
    kills(tmp_path, 500, 12, 3500)
