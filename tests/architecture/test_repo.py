"""What is tracked: no machine's paths, no index address, no secret, no file that swallowed a subsystem; documents that agree."""

import importlib.util
import re
import subprocess
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
LONGEST_FILE = 400
IGNORED_FOLDERS = {".git", ".venv", ".parley", "__pycache__", "artifacts", "dist", ".hypothesis"}


@cache
def tracked_files() -> list[Path]:
    """What git holds or would add; every file when this is no git checkout."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not IGNORED_FOLDERS & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file() and not path.is_symlink())


def lines_with(pattern: str) -> list[str]:
    """Where the pattern stands in tracked text files, as `file:line: text`. This file is left out."""
    wanted = re.compile(pattern)
    found = []
    for path in tracked_files():
        data = path.read_bytes()
        if path == Path(__file__) or b"\0" in data[:8000]:
            continue
        if not wanted.search(text := data.decode("utf-8", "replace")):
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
            for number, line in enumerate(text.splitlines(), 1)
            if wanted.search(line)
        ]
    return found


def test_no_file_knows_this_machine() -> None:
    assert lines_with(r"(?<![\w.~/-])/(?:work|root|tmp|home/\w+|Users/\w+|opt/\w+)/[\w.]") == []


def test_no_file_names_a_package_index() -> None:
    hosts = r"pypi\.(?:org|python\.org)/simple|files\.pythonhosted\.org|deb\.debian\.org|registry\.npmjs\.org"
    assert lines_with(hosts + r"|--(?:extra-)?index-url[ =]|--find-links[ =]") == []


def test_no_secret_is_tracked() -> None:
    names = re.compile(
        r"(?:^|/)(?:\.env(?:\.(?!example).*)?|id_(?:rsa|ed25519)|.*\.(?:pem|key|p12|sqlite3?|db))$|/\.parley/"
    )
    assert [str(path.relative_to(ROOT)) for path in tracked_files() if names.search(path.as_posix())] == []
    keys = r"\bsk-(?:proj-)?[A-Za-z0-9]{20,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|BEGIN [A-Z ]*PRIVATE KEY"
    assert lines_with(keys) == []


def test_no_file_swallowed_a_subsystem() -> None:
    sources = [
        path
        for package in ("assistant", "crm_store")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert sources
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in sources}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_source_file_opens_with_a_sentence() -> None:
    sources = [path for path in tracked_files() if path.suffix == ".py" and path.stat().st_size]
    silent = [str(path.relative_to(ROOT)) for path in sources if not opens_with_a_sentence(path)]
    assert silent == []


def opens_with_a_sentence(path: Path) -> bool:
    return re.match(r'(?:#!.*\n)?r?"""\S', path.read_text("utf-8")) is not None


def test_the_locks_fit_the_project_and_every_line_is_hashed() -> None:
    assert check_locks().problems() == []


def test_an_unhashed_line_an_address_and_a_missing_package_are_noticed(tmp_path: Path) -> None:
    for name in ("pyproject.toml", *check_locks().LOCKS):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    lock = tmp_path / "requirements.lock"
    text = re.sub(r"(?m)^chromadb==[^#]*", "", lock.read_text("utf-8"))
    lock.write_text(f"--index-url https://index.example/simple\nsix==1.17.0\n{text}", "utf-8")
    said = "\n".join(check_locks().problems(tmp_path))
    assert "requirements.lock names an address" in said
    assert "requirements.lock has a line without a hash: six==1.17.0" in said
    assert "requirements.lock does not satisfy chromadb" in said


def check_locks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_locks", ROOT / ".ci" / "check_locks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- documents


def headings(readme: str) -> list[int]:
    """The levels of a document's headings, in order; those inside code blocks do not count."""
    prose = re.sub(r"(?ms)^```.*?^```", "", (ROOT / readme).read_text("utf-8"))
    return [len(marks) for marks in re.findall(r"(?m)^(#+) ", prose)]


def test_both_readmes_have_the_same_headings() -> None:
    assert headings(READMES[0]) == headings(READMES[1])
    assert headings(READMES[0])[0] == 1


def test_both_readmes_show_the_same_commands_and_settings() -> None:
    english, chinese = (code(ROOT / readme) for readme in READMES)
    assert english == chinese


def code(readme: Path) -> set[str]:
    """Settings, make targets and parley commands a document names."""
    text = readme.read_text("utf-8")
    return {
        *re.findall(r"\b(?:PARLEY|OPENAI)_[A-Z_]+\b", text),
        *re.findall(r"(?m)(?:^|`)(make [a-z]+)\b", text),
        *re.findall(r"(?:/|`)(parley [a-z]+)\b", text),
    }


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_in_the_readme_exists(readme: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)", (ROOT / readme).read_text("utf-8")))
    assert named
    assert named <= targets


@pytest.mark.parametrize("readme", READMES)
def test_links_inside_the_repository_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / readme).read_text("utf-8"))
    # Screenshots are made by the browser tests.
    missing = [link for link in links if not (ROOT / link).exists() and not link.startswith("docs/images/")]
    assert missing == []


def test_decisions_are_numbered_without_gaps_and_say_context_decision_consequences() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(len(pages)))
    for page in pages:
        text = page.read_text("utf-8")
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{page.name} lacks {part}"
