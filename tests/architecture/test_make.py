"""`make` on a strange machine: it finds a Python that fits, or says in two languages what to install."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def find_python(folder: Path, **programs: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/find-python where only these programs exist; each is the body of a shell script."""
    for name, body in programs.items():
        program = folder / name.replace("_", ".")
        program.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        program.chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHON"} | {"PATH": str(folder)}
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "find-python"], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("version", ["3.10", "3.14", "2.7"])
def test_an_unsuitable_python_is_named_in_both_languages(tmp_path: Path, version: str) -> None:
    done = find_python(tmp_path, python3=f"echo 'version {version}'; exit 1")
    assert done.returncode == 1
    english, chinese = done.stderr.splitlines()
    assert "needs Python 3.11, 3.12 or 3.13" in english
    assert "需要 Python 3.11、3.12 或 3.13" in chinese
    assert f"python3={version}" in english


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert "found: none" in done.stderr


def test_a_debian_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    done = find_python(tmp_path, python3="echo 'no-ensurepip 3.11'; exit 1")
    assert done.returncode == 1
    assert all("apt install python3.11-venv" in line for line in done.stderr.splitlines())


def test_a_shim_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    done = find_python(
        tmp_path, python3_13="echo 'pyenv: command not found' >&2; exit 127", python3=f'exec {sys.executable} "$@"'
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == sys.executable


def test_help_lists_the_targets() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("setup", "run", "test", "lint", "bench", "nightly", "clean"):
        assert f"make {target}" in said


# ---------------------------------------------------------------- a CI run that did not happen is not green

CLOSING = "======== 3 passed, 1 deselected in 2.50s ========"


@pytest.mark.parametrize(
    ("log", "cases", "floor", "complaint"),
    [
        (CLOSING, "<testcase/><testcase/><testcase/>", 3, None),
        ("collected 3 items", "<testcase/>", 3, "no closing line"),
        (CLOSING, "<testcase/><testcase/><testcase/>", 4, "the floor is 4"),
        ("==== 1 failed, 3 passed in 2.50s ====", "<testcase/>" * 4, 3, "1 failed"),
        ("==== 3 passed, 1 error in 2.50s ====", "<testcase/>" * 4, 3, "1 error"),
        (
            CLOSING,
            '<testcase/><testcase/><testcase/><testcase name="t"><skipped message="needs x"/></testcase>',
            3,
            "needs x",
        ),
        (CLOSING, "<testcase/>", 3, "knows 1 tests"),
        (CLOSING, None, 3, "was not written"),
    ],
)
def test_only_a_whole_run_counts(
    tmp_path: Path, log: str, cases: str | None, floor: int, complaint: str | None
) -> None:
    report = tmp_path / "junit.xml"
    if cases is not None:
        report.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
    found = verify_tests().problems(log, report, floor)
    assert found == [] if complaint is None else any(complaint in problem for problem in found)


def verify_tests() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_tests", ROOT / ".ci" / "verify_tests.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
