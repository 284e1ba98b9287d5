"""No test leaves this machine, and one that tries is told so even when the product swallows the refusal."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
OUTSIDE = "192.0.2.1"  # reserved for documentation, RFC 5737


@pytest.mark.outside(OUTSIDE)
def test_an_outside_address_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(OSError, match="outside network refused"):
        sock.connect((OUTSIDE, 80))


@pytest.mark.outside("example.com")
def test_an_outside_name_is_refused() -> None:
    with pytest.raises(OSError, match="outside network refused"):
        socket.create_connection(("example.com", 80))


@pytest.mark.outside(OUTSIDE)
def test_asyncio_is_refused_too() -> None:
    with pytest.raises(OSError, match="outside network refused"):
        asyncio.run(asyncio.open_connection(OUTSIDE, 80))


@pytest.mark.outside(OUTSIDE)
def test_a_child_process_is_refused_too(child_env: dict[str, str]) -> None:
    code = f"import socket; socket.create_connection(({OUTSIDE!r}, 80))"
    done = subprocess.run([sys.executable, "-c", code], env=child_env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "outside network refused" in done.stderr
    assert OUTSIDE in Path(os.environ["REFUSED_ADDRESSES_FILE"]).read_text("utf-8")


def test_this_machine_can_be_reached(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


def test_a_swallowed_refusal_fails_its_test(tmp_path: Path) -> None:
    (tmp_path / "test_swallows.py").write_text(
        f"import socket\ndef test_it():\n"
        f"    try: socket.create_connection(({OUTSIDE!r}, 80))\n"
        f"    except OSError: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "test_swallows.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    assert f"tried to reach {OUTSIDE}" in done.stdout
