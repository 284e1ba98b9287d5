"""What answers within a second does not load what takes longer: no Chainlit, no LangChain, no Chroma."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

HEAVY = {
    "chainlit",
    "langchain",
    "langchain_core",
    "langgraph",
    "langchain_openai",
    "openai",
    "chromadb",
    "fastapi",
    "numpy",
    "uvicorn",
}
STORE = {"sqlalchemy", "sqlmodel", "pydantic_settings", "crm_store.models"}

# After the command, the modules it loaded on the last line of stderr.
LOADED = (
    "import json, sys\nfrom assistant.surfaces.cli import main\n"
    "status = main(sys.argv[1:])\nprint(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)"
)


@pytest.fixture
def loaded(child_env: dict[str, str], small_home: Any) -> Callable[..., set[str]]:
    """The modules a command loads in a process of its own."""

    def run(*words: str) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", LOADED, *words],
            env=child_env,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        status, names = json.loads(done.stderr.splitlines()[-1])
        assert status == 0, done.stderr
        return set(names)

    return run


@pytest.mark.parametrize(
    "words",
    [
        "records deal --as chen@example.com --json",
        "records deal --as chen@example.com",
        "show 李娜 --as chen@example.com",
        "history D-1 --as chen@example.com --json",
        "user list",
    ],
)
def test_looking_at_records_loads_nothing_heavy(loaded: Callable[..., set[str]], words: str) -> None:
    assert not loaded(*words.split()) & HEAVY


@pytest.mark.parametrize("words", ["--help", "chat --help", "user add --help"])
def test_help_does_not_even_load_the_store(loaded: Callable[..., set[str]], words: str) -> None:
    assert not loaded(*words.split()) & (HEAVY | STORE)


def test_every_command_has_help(parley: Callable[..., Any]) -> None:
    listed = parley("--help").out
    for name in "init serve chat records show history recall import export undo doctor reindex user".split():
        assert f"\n  {name} " in listed
        assert "Usage:" in parley(name, "--help").out
    for name in "add list passwd disable enable".split():
        assert "Usage:" in parley("user", name, "--help").out
    assert parley(status=2).err.startswith("Usage:")
