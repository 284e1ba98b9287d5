"""How good forecasts are, as tables for docs/evaluation.md: on deals of known hazards, and on the real pipeline of a hardware vendor.

python -m tests.benchmarks.calibration
"""

import importlib.util
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from crm_store.codes import RoleName
from crm_store.queries.forecast import Checked, forecast
from crm_store.store import Store
from crm_store.transfer import import_paths

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "sales_pipeline"
MAP = ROOT / "docs" / "examples" / "sales_pipeline" / "map.yaml"


def main() -> None:
    made = _module(ROOT / "tests" / "crm_store" / "queries" / "test_forecast.py")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/hazards.db", clock=lambda: made.NOW)
        store.upgrade()
        made._fill(store, Random(42), made.DEALS)
        with store.session(store.system()) as crm:
            for days in (30, 41, 90):
                _print(
                    f"known hazards, {days} days ahead",
                    forecast(crm, made.NOW.date(), made.NOW.date() + timedelta(days=days)),
                )
        store.close()
        if DATA.is_dir():
            now = datetime(2017, 10, 1, 12, tzinfo=UTC)
            store = Store(f"sqlite:///{folder}/vendor.db", clock=lambda: now)
            store.upgrade()
            with store.session(store.system(), writes=True) as crm:
                crm.create("user", {"email": "ada@example.com", "name": "Ada", "role": RoleName.ADMIN})
            import_paths(store, None, "ada@example.com", [DATA], map_file=MAP)
            with store.session(store.system()) as crm:
                _print("hardware vendor, Q4 2017", forecast(crm, now.date(), now.date() + timedelta(days=91)))
            store.close()


def _print(name: str, made: Any) -> None:
    checked: Checked | None = made.checked
    print(f"\n## {name}: basis {made.basis}, {made.won} won, {made.lost} lost, {made.rows} rows")
    if checked is None:
        print("not checked")
        return
    print(f"| forecasts | Brier | stages | average | ECE | ranges held |\n|---|---|---|---|---|---|\n| {checked.count} | {checked.score:.3f} | {checked.stage:.3f} "
          f"| {checked.average:.3f} | {checked.error:.3f} | {checked.held} of {checked.ranges} |")  # fmt: skip
    for b in checked.table:
        print(f"| {b.low:.1f}–{b.high:.1f} | {b.count} | {b.said:.3f} | {b.came:.3f} |")


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("made_hazards", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made_hazards"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
