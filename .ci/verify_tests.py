"""Exit 1 unless a test run really happened: closing line present, nothing failed or skipped, at least as many passed as the floor."""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def problems(log: str, report: Path, floor: int) -> list[str]:
    """Say why a run cannot be trusted, one sentence each; empty when it can.

    Args:
        log: pytest's output.
        report: its JUnit file.
        floor: the least number of passed tests, from tests/floor.txt.
    """
    found = []
    closing = [line for line in log.splitlines() if re.search(r"\b\d+ passed\b.* in [\d.]+s", line)]
    if not closing:
        return ["pytest printed no closing line: the run ended early"]
    passed = int(re.search(r"(\d+) passed", closing[-1]).group(1))  # type: ignore[union-attr]
    found += [f"pytest's closing line says: {word}" for word in re.findall(r"\d+ (?:failed|errors?)\b", closing[-1])]
    if passed < floor:
        found.append(f"{passed} tests passed, the floor is {floor} (tests/floor.txt)")
    if not report.exists():
        return [*found, f"{report.name} was not written"]
    cases = list(ElementTree.parse(report).iter("testcase"))
    if len(cases) < passed:
        found.append(f"{report.name} knows {len(cases)} tests, the closing line {passed}")
    for case in cases:
        for skip in case.iter("skipped"):
            if skip.get("type") != "pytest.xfail":
                found.append(f"skipped: {case.get('classname')}::{case.get('name')}: {skip.get('message')}")
    return found


if __name__ == "__main__":
    log_file, report_file = map(Path, sys.argv[1:3])
    floor = int((ROOT / "tests" / "floor.txt").read_text("utf-8"))
    found = problems(log_file.read_text("utf-8", "replace"), report_file, floor)
    print("\n".join(f"not trusted: {problem}" for problem in found) or "the test run counts")
    sys.exit(1 if found else 0)
