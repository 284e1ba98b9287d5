"""How well leads are told apart on public data: `python tests/quality/leads.py [FOLDER]` prints a table for docs/evaluation.md.

The data are the UCI Bank Marketing contacts (Moro, Cortez and Laureano 2011; CC BY 4.0) in ../shared/data/leads_bank, without `duration`, which is known
only afterwards. Each figure is the AUC on a quarter of the leads that nothing was learnt from: drawn by lot (the same for all), and the latest quarter.
Gradient boosting is also tuned by a grid on a part of the learning leads.
"""

import csv
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from crm_store.queries.boosting import Settings, auc, boost
from crm_store.queries.odds import learn

Row = dict[str, Any]
HERE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "leads_bank"
LEFT_OUT = ("Cust_num", "y", "duration")
GRID = [
    Settings(trees=900, rate=rate, leaves=leaves, least=least)
    for rate in (0.03, 0.06)
    for leaves in (8, 16)
    for least in (20, 60)
]


def read(folder: Path) -> tuple[list[Row], list[bool]]:
    """The leads in the order they were called, and which became customers."""
    with (folder / "bank_market.csv").open(encoding="utf-8-sig", newline="") as file:
        held = list(csv.DictReader(file))
    rows = [{k: _value(v) for k, v in r.items() if k not in LEFT_OUT} for r in held]
    return rows, [r["y"] == "yes" for r in held]


def _value(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def splits(count: int) -> dict[str, tuple[list[int], list[int]]]:
    """Learning and judging parts: by lot, and by time."""
    order = list(range(count))
    cut = count * 3 // 4
    late = (order[:cut], order[cut:])
    random.Random(7).shuffle(order)
    return {"by lot": (sorted(order[:cut]), sorted(order[cut:])), "latest quarter": late}


def wide(rows: Sequence[Row]) -> list[dict[str, float]]:
    """Categories as flags, as the logistic regression takes them."""
    return [
        {(f"{k}={v}" if isinstance(v, str) else k): (1.0 if isinstance(v, str) else v) for k, v in r.items()}
        for r in rows
    ]


def logistic(rows: list[Row], won: list[bool], test: list[Row]) -> Sequence[float]:
    return [float(p) for p in learn(wide(rows), won).chances(wide(test))]


def ours(rows: list[Row], won: list[bool], test: list[Row]) -> Sequence[float]:
    return [float(p) for p in boost(rows, won).chances(test)]


def tuned(rows: list[Row], won: list[bool], test: list[Row]) -> Sequence[float]:
    """The best of a grid, judged on a fifth of the learning part drawn by lot."""
    order = list(range(len(rows)))
    random.Random(11).shuffle(order)
    cut = len(order) * 4 // 5
    part, rest = order[:cut], order[cut:]
    judged = [
        (auc(boost([rows[i] for i in part], [won[i] for i in part], s).chances([rows[i] for i in rest]), [won[i] for i in rest]), n)
        for n, s in enumerate(GRID)
    ]  # fmt: skip
    best = GRID[max(judged)[1]]
    return [float(p) for p in boost(rows, won, replace(best)).chances(test)]


WAYS: dict[str, Callable[[list[Row], list[bool], list[Row]], Sequence[float]]] = {
    "logistic regression": logistic,
    "Parley, as shipped": ours,
    "the same library, tuned by a grid": tuned,
}


def main(folder: Path = HERE, ways: Sequence[str] = tuple(WAYS)) -> dict[str, dict[str, float]]:
    if not (folder / "bank_market.csv").exists():
        print(f"{folder} holds no bank_market.csv: nothing was measured.")
        return {}
    rows, won = read(folder)
    made: dict[str, dict[str, float]] = {}
    print("| Way | " + " | ".join(f"AUC, {s}" for s in splits(len(rows))) + " | seconds |")
    print("|---|" + "---|" * (len(splits(len(rows))) + 1))
    for name in ways:
        started, made[name] = time.perf_counter(), {}
        for split, (learns, judges) in splits(len(rows)).items():
            said = WAYS[name]([rows[i] for i in learns], [won[i] for i in learns], [rows[i] for i in judges])
            made[name][split] = auc(said, [won[i] for i in judges])
        print(f"| {name} | " + " | ".join(f"{v:.3f}" for v in made[name].values()) + f" | {time.perf_counter() - started:.0f} |", flush=True)  # fmt: skip
    return made


if __name__ == "__main__":
    main(*(Path(a) for a in sys.argv[1:2]))
