"""The import contracts of pyproject.toml hold, and each one would notice a violation."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

# Rooms the contracts name, made empty in the copy where they are not built yet.
ROOMS = (
    "assistant/__init__.py",
    "assistant/agent.py",
    "assistant/blocks.py",
    "assistant/brains/__init__.py",
    "assistant/brains/offline/__init__.py",
    "assistant/conversation.py",
    "assistant/errors.py",
    "assistant/memory/__init__.py",
    "assistant/memory/index.py",
    "assistant/memory/recall.py",
    "assistant/settings.py",
    "assistant/surfaces/__init__.py",
    "assistant/surfaces/cli.py",
    "assistant/surfaces/chat/__init__.py",
    "assistant/surfaces/chat/app.py",
    "assistant/tools/__init__.py",
    "assistant/tools/_base.py",
    "crm_store/__init__.py",
    "crm_store/base.py",
    "crm_store/demo.py",
    "crm_store/errors.py",
    "crm_store/models/__init__.py",
    "crm_store/permissions.py",
    "crm_store/proposals.py",
    "crm_store/queries/__init__.py",
    "crm_store/signals/__init__.py",
    "crm_store/store.py",
    "crm_store/transfer/__init__.py",
)

# Contract, the module that breaks it, and what it imports.
VIOLATIONS = (
    ("assistant-layers", "assistant/evals/judge.py", "assistant.surfaces"),
    ("assistant-layers", "assistant/conversation.py", "assistant.surfaces"),
    ("assistant-layers", "assistant/agent.py", "assistant.conversation"),
    ("assistant-layers", "assistant/tools/_base.py", "assistant.agent"),
    ("assistant-layers", "assistant/memory/recall.py", "assistant.tools"),
    ("assistant-layers", "assistant/brains/offline/__init__.py", "assistant.memory"),
    ("assistant-layers", "assistant/blocks.py", "assistant.brains"),
    ("assistant-layers", "assistant/settings.py", "assistant.blocks"),
    ("assistant-layers", "assistant/a_room_without_a_floor.py", "assistant.errors"),
    ("store-layers", "crm_store/transfer/__init__.py", "crm_store.demo"),
    ("store-layers", "crm_store/store.py", "crm_store.transfer"),
    ("store-layers", "crm_store/proposals.py", "crm_store.store"),
    ("store-layers", "crm_store/queries/__init__.py", "crm_store.store"),
    ("store-layers", "crm_store/signals/__init__.py", "crm_store.store"),
    ("store-layers", "crm_store/permissions.py", "crm_store.queries"),
    ("store-layers", "crm_store/models/__init__.py", "crm_store.permissions"),
    ("store-layers", "crm_store/base.py", "crm_store.models"),
    ("store-layers", "crm_store/errors.py", "crm_store.base"),
    ("store-layers", "crm_store/a_room_without_a_floor.py", "crm_store.errors"),
    ("store-knows-no-assistant", "crm_store/store.py", "assistant.errors"),
    ("store-knows-no-assistant", "crm_store/demo.py", "langchain_core.messages"),
    ("openai-in-brains", "assistant/agent.py", "openai"),
    ("openai-in-brains", "assistant/memory/index.py", "langchain_openai"),
    ("chainlit-in-surfaces", "assistant/conversation.py", "chainlit"),
    ("chromadb-in-index", "assistant/memory/recall.py", "chromadb"),
    ("tools-know-no-framework", "assistant/tools/a_tool.py", "sqlmodel"),
    ("tools-know-no-framework", "assistant/tools/a_tool.py", "langchain_core.tools"),
    ("tools-know-no-tool", "assistant/tools/a_tool.py", "assistant.tools.another_tool"),
    ("chat-entry-alone", "assistant/surfaces/cli.py", "assistant.surfaces.chat.app"),
    ("chat-entry-alone", "assistant/conversation.py", "assistant.surfaces.chat"),
    ("nothing-imports-tests", "crm_store/demo.py", "tests"),
    ("nothing-imports-tests", "assistant/surfaces/cli.py", "tests.conftest"),
)

# What only these modules may import, so that a contract cannot pass by forbidding too much.
ALLOWED = (
    ("openai-in-brains", "assistant/brains/a_brain.py", "openai"),
    ("openai-in-brains", "assistant/brains/offline/__init__.py", "langchain_openai"),
    ("chainlit-in-surfaces", "assistant/surfaces/cli.py", "chainlit"),
    ("chromadb-in-index", "assistant/memory/index.py", "chromadb"),
    ("tools-know-no-tool", "assistant/tools/a_tool.py", "assistant.tools._base"),
    ("tools-know-no-framework", "assistant/tools/a_tool.py", "crm_store.store"),
)


def test_the_tree_keeps_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "module", "imports"), VIOLATIONS)
def test_a_violation_breaks_its_contract(copy: Path, contract: str, module: str, imports: str) -> None:
    add_import(copy / module, imports)
    done = lint(copy, contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 broken" in done.stdout, done.stdout + done.stderr
    # The report names this very import, or the room that has no floor.
    assert dotted(copy / module, copy) in done.stdout, done.stdout
    assert "without_a_floor" in module or imports in done.stdout or imports.split(".")[0] in done.stdout, done.stdout


@pytest.mark.parametrize(("contract", "module", "imports"), ALLOWED)
def test_the_one_home_of_a_library_may_import_it(copy: Path, contract: str, module: str, imports: str) -> None:
    add_import(copy / module, imports)
    done = lint(copy, contract)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_is_proved_by_a_violation() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == {contract for contract, _, _ in VIOLATIONS}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Both packages, with an empty module where a named room is missing."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("assistant", "crm_store"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for room in (*ROOMS, "assistant/tools/another_tool.py"):
        path = home_of(tmp_path / room)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def home_of(module: Path) -> Path:
    """The file of a module, also when it has grown into a package of the same name."""
    return module.with_suffix("") / "__init__.py" if module.with_suffix("").is_dir() else module


def add_import(module: Path, name: str) -> None:
    module = home_of(module)
    with module.open("a", encoding="utf-8") as file:
        file.write(f"\nimport {name}\n")


def dotted(module: Path, tree: Path) -> str:
    return ".".join(module.relative_to(tree).with_suffix("").parts).removesuffix(".__init__")


def lint(tree: Path, contract: str = "") -> subprocess.CompletedProcess[str]:
    command = [LINT_IMPORTS, "--no-logo", "--no-cache", *(["--contract", contract] if contract else [])]
    # The tree's own packages come first on the path, before the installed project.
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False, timeout=120)
