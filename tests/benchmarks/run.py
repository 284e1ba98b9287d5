"""Run every benchmark of this folder and print one table; a figure is compared with a limit or a peer of the same run."""

import importlib.util
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Print the table; 1 when a benchmark broke, 0 otherwise, whatever the figures are."""
    warnings.simplefilter("ignore")
    broken = False
    rows: list[dict[str, Any]] = []
    for path in sorted(HERE.glob("*.py")):
        if path.stem == "run" or path.stem.startswith("_") or (wanted and path.stem not in wanted):
            continue
        try:
            rows += _load(path).run()
        except Exception as error:  # noqa: BLE001 - one broken benchmark must not hide the others
            broken = True
            rows.append({"name": f"{path.stem} broke: {type(error).__name__}: {error}", "value": None})
    print(f"{'what':74} {'measured':>14} {'limit':>12} {'peer':>14} {'ratio':>7} {'CPU':>17} {'ratio':>6}  ")
    for row in rows:
        print(_line(row))
    return 1 if broken else 0


def _line(row: dict[str, Any]) -> str:
    value, limit, peer = row.get("value"), row.get("limit"), row.get("peer")
    unit = row.get("unit", "")
    shown = "" if value is None else f"{value:,.1f} {unit}"
    at_least = row.get("at_least", False)
    verdict = ""
    if isinstance(value, (int, float)) and isinstance(limit, (int, float)):
        verdict = "ok" if (value >= limit if at_least else value <= limit) else "OVER" if not at_least else "UNDER"
    bound = "" if not isinstance(limit, (int, float)) else f"{'≥' if at_least else '≤'} {limit:,.0f}"
    beside = f"{peer:,.1f} {unit}" if isinstance(peer, (int, float)) else str(peer or "")
    ratio = f"{value / peer:.2f}" if isinstance(value, (int, float)) and isinstance(peer, (int, float)) and peer else ""
    mine, other = row.get("cpu") or (0, 0)
    busy = f"{mine:,.1f} / {other:,.1f}" if other else ""
    share = f"{mine / other:.2f}" if other else ""
    return f"{row['name'][:74]:74} {shown:>14} {bound:>12} {beside:>14} {ratio:>7} {busy:>17} {share:>6}  {verdict}"


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
