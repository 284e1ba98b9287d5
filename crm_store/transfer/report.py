"""What an import did, row by row: the counts, both sides of every duplicate, and every value that was not accepted."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SHOWN = 80
"""Characters of a refused value that are kept in the report."""


@dataclass(frozen=True)
class RowError:
    """One value of one row that was not accepted; `row` counts as a spreadsheet does, the heading being 1."""

    file: str
    row: int
    column: str
    value: str
    accepted: str
    accepted_zh: str

    def sentence(self, language: str = "en") -> str:
        if language.startswith("zh"):
            return f"{self.file} 第 {self.row} 行 {self.column}：“{self.value}”，可接受：{self.accepted_zh}"
        return f"{self.file} row {self.row}, {self.column}: “{self.value}”; accepted: {self.accepted}"


@dataclass(frozen=True)
class Duplicate:
    """A row and the record (or earlier row) it repeats; `skipped` says whether the row was left out for it."""

    file: str
    row: int
    label: str
    existing_ref: str
    existing_label: str
    why: str
    why_zh: str
    skipped: bool = True


@dataclass
class Counts:
    """What became of the rows offered for one record type."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: int = 0


@dataclass
class Rejected:
    """A row that was left out: where it stood, its cells by column, and why."""

    file: str
    row: int
    heading: list[str]
    cells: list[str]
    errors: list[RowError]


@dataclass
class ImportReport:
    """The outcome of one import. `tx` is the handle that undoes it, None when nothing was written."""

    dry_run: bool = False
    read: int = 0
    entities: dict[str, Counts] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    rejects: dict[tuple[str, int], Rejected] = field(default_factory=dict)
    unknown_columns: dict[str, list[str]] = field(default_factory=dict)
    ignored_files: list[str] = field(default_factory=list)
    encodings: dict[str, str] = field(default_factory=dict)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    job: int | None = None
    tx: str | None = None
    rejected_file: Path | None = None

    def of(self, entity: str) -> Counts:
        return self.entities.setdefault(entity, Counts())

    @property
    def created(self) -> int:
        return sum(c.created for c in self.entities.values())

    @property
    def updated(self) -> int:
        return sum(c.updated for c in self.entities.values())

    @property
    def unchanged(self) -> int:
        return sum(c.unchanged for c in self.entities.values())

    @property
    def skipped(self) -> list[Duplicate]:
        """The duplicates whose row was left out."""
        return [d for d in self.duplicates if d.skipped]

    @property
    def errors(self) -> list[RowError]:
        """Every value that was not accepted, in the order of files and rows."""
        return [e for r in self.rejects.values() for e in r.errors]

    def reject(self, entity: str, heading: list[str], cells: list[str], errors: Iterable[RowError]) -> None:
        """Leave a row out. A row that makes several records is listed once with all its errors."""
        for error in errors:
            found = self.rejects.setdefault(
                (error.file, error.row), Rejected(error.file, error.row, heading, cells, [])
            )
            if error not in found.errors:
                found.errors.append(error)
        self.of(entity).rejected += 1

    def to_json(self) -> dict[str, Any]:
        """The report as `parley import --json` prints it."""
        return {
            "dry_run": self.dry_run,
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": len(self.skipped),
            "rejected": len(self.rejects),
            "entities": {e: asdict(c) for e, c in self.entities.items()},
            "duplicates": [asdict(d) for d in self.duplicates],
            "errors": [asdict(e) for e in self.errors],
            "unknown_columns": self.unknown_columns,
            "ignored_files": self.ignored_files,
            "encodings": self.encodings,
            "warnings": [en for en, _ in self.warnings],
            "job": self.job,
            "tx": self.tx,
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
        }

    def sentence(self, language: str = "en") -> str:
        """The outcome in one or two sentences."""
        n = (self.read, self.created, self.updated, self.unchanged, len(self.skipped), len(self.rejects))
        unknown = "; ".join(f"{file}: {', '.join(columns)}" for file, columns in self.unknown_columns.items())
        if language.startswith("zh"):
            said = "{} {:,} 行：新建 {:,} 条，更新 {:,} 条，未变 {:,} 条，重复跳过 {:,} 条，拒绝 {:,} 行。".format(
                "试导入：读取" if self.dry_run else "读取", *n
            )
            said += f"被拒绝的行在 {self.rejected_file}。" if self.rejected_file else ""
            said += f"未识别的列：{unknown}。" if unknown else ""
            return said + ("未写入任何内容。" if self.dry_run else "")
        said = "{} {:,} rows: {:,} created, {:,} updated, {:,} unchanged, {:,} skipped as duplicates, {:,} rejected.".format(
            "Tried" if self.dry_run else "Read", *n
        )
        said += f" The rejected rows are in {self.rejected_file}." if self.rejected_file else ""
        said += f" Columns not known: {unknown}." if unknown else ""
        return said + (" Nothing was written." if self.dry_run else "")
