"""The rows an import left out, in a file of their own, so that they can be mended and imported again."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from crm_store.transfer.guards import csv_line, guard
from crm_store.transfer.report import Rejected


def write_rejected(folder: Path, rows: Sequence[Rejected]) -> Path:
    """Write `rejected.csv`: file, row and error first, then the columns of every file concerned. Only its owner may read it."""
    folder.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
    path = folder / "rejected.csv"
    columns = list(dict.fromkeys(h for r in rows for h in r.heading))
    place = {name: i for i, name in enumerate(columns)}
    widest = max((len(r.cells) - len(r.heading) for r in rows), default=0)
    heading = ["file", "row", "error", *columns, *(f"more_{n + 1}" for n in range(max(0, widest)))]
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        file.write(csv_line(heading))
        for r in rows:
            cells = [""] * (len(heading) - 3)
            for n, text in enumerate(r.cells):
                where = place[r.heading[n]] if n < len(r.heading) else len(columns) + n - len(r.heading)
                cells[where] = text.replace("\0", "␀")
            said = "; ".join(f"{e.column}: “{e.value}”, accepted: {e.accepted}" for e in r.errors)
            file.write(csv_line([guard(r.file), str(r.row), guard(said), *map(guard, cells)]))
    return path
