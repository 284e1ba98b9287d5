"""Exit 1 when a lock file does not fit pyproject.toml, holds an unhashed line, or names an index."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements-setup.lock", "requirements.lock", "requirements-dev.lock")

Pins = dict[str, list[tuple[Version, str]]]


def problems(root: Path = ROOT) -> list[str]:
    """Say what is wrong with the locks, one sentence each; empty when they fit."""
    texts = {name: (root / name).read_text("utf-8") for name in LOCKS}
    found = [problem for name, text in texts.items() for problem in _problems_of_text(name, text)]
    pins = {name: _pins(text) for name, text in texts.items()}
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    runtime = [Requirement(line) for line in project["dependencies"]]
    dev = [Requirement(line) for line in project["optional-dependencies"]["dev"]]
    found += _unsatisfied("requirements.lock", pins["requirements.lock"], runtime)
    found += _unsatisfied("requirements-dev.lock", pins["requirements-dev.lock"], runtime + dev)
    # What people run is what was tested.
    found += [
        f"requirements-dev.lock has another {name} than requirements.lock"
        for name, versions in pins["requirements.lock"].items()
        if pins["requirements-dev.lock"].get(name) != versions
    ]
    return found


def _problems_of_text(name: str, text: str) -> list[str]:
    found = [f"{name} names an address: {line.strip()}" for line in text.splitlines() if re.search(r"://", line)]
    found += [f"{name} has an option: {line}" for line in text.splitlines() if line.startswith("-")]
    # A requirement and its hashes are one line once continuations are joined.
    joined = text.replace("\\\n", " ").splitlines()
    found += [
        f"{name} has a line without a hash: {line.split()[0]}"
        for line in joined
        if line.strip() and not line.lstrip().startswith(("#", "-")) and "--hash=sha256:" not in line
    ]
    return found


def _pins(text: str) -> Pins:
    pins: Pins = {}
    for line in text.replace("\\\n", " ").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==(\S+)(.*?)(?=--hash|$)", line):
            name, version, marker = match.groups()
            pins.setdefault(canonicalize_name(name), []).append((Version(version), marker.strip(" ;")))
    return pins


def _unsatisfied(lock: str, pins: Pins, wanted: list[Requirement]) -> list[str]:
    return [
        f"{lock} does not satisfy {requirement}: run make lock"
        for requirement in wanted
        if not (found := pins.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version, prereleases=True) for version, _ in found)
    ]


if __name__ == "__main__":
    found = problems()
    print("\n".join(found) or "locks: fit pyproject.toml, every line hashed, no address")
    sys.exit(1 if found else 0)
