"""Paths, or a world in memory, as the bundle of tables an import takes."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from crm_store.errors import StoreError
from crm_store.transfer.job import Bundle
from crm_store.transfer.layout import HISTORY, MAP, SETTINGS, entity_of, likely, native
from crm_store.transfer.mapping import Mapped, mapped
from crm_store.transfer.plainyaml import load
from crm_store.transfer.sheets import Sheet, held, parse, read
from crm_store.transfer.workbook import SUFFIXES, tables_in

_YAML = (".yaml", ".yml")
_TABLES = (".csv", ".tsv", ".txt")
_LATER = (".xls", ".ods", ".vcf", ".vcard", ".numbers")


def collect(paths: Sequence[Path], map_file: Path | None = None) -> Bundle:
    """Everything the paths hold, read and checked as files; the rows are read later.

    Raises:
        StoreError: a path is missing, a file is not a table, or nothing says what it holds.
    """
    bundle = Bundle(", ".join(p.name for p in paths))
    maps = [mapped(map_file.name, load(map_file))] if map_file is not None else []
    found = [f for p in paths for f in _files(p)]
    if map_file is not None:
        found = [f for f in found if not _same(f[0], map_file)]
    for path, _ in found:
        if path.name.casefold() in (MAP, "map.yml"):
            maps.append(mapped(path.name, load(path)))
    for path, asked in found:
        _take(bundle, path, asked, maps)
    for m in maps:
        if m.setup:
            bundle.settings.append((m.name, m.setup))
        given = {p.name.casefold() for p, _ in found}
        for missing in sorted(set(m.files) - given):
            bundle.warnings.append(
                (f"{m.name} describes {missing}, which is not there.", f"{m.name} 描述了 {missing}，但没有该文件。")
            )
    if not (bundle.tables or bundle.settings or bundle.history):
        raise _nothing(bundle)
    return bundle


def collect_world(users: Mapping[str, Any], files: Mapping[str, Sequence[Mapping[str, Any]]]) -> Bundle:
    """The bundle of a world in memory."""
    bundle = Bundle("world", settings=[(SETTINGS, users)] if users else [])
    for name, rows in files.items():
        file = name if name.endswith(".csv") else f"{name}.csv"
        if rows:
            _table(bundle, held(file, rows), [], asked=True)
    return bundle


def _files(path: Path) -> Iterable[tuple[Path, bool]]:
    """(file, whether it was asked for by name) of a path; a folder is not searched below its first level."""
    if path.is_dir():
        return [(p, False) for p in sorted(path.iterdir()) if p.is_file() and not p.name.startswith((".", "~$"))]
    if path.exists():
        return [(path, True)]
    raise StoreError(f"There is no file “{path}”. Check the path.", f"没有文件“{path}”，请检查路径。")


def _take(bundle: Bundle, path: Path, asked: bool, maps: Sequence[Mapped]) -> None:
    name, suffix = path.name.casefold(), path.suffix.casefold()
    if name in (MAP, "map.yml"):
        return
    if suffix in _YAML:
        if name in (SETTINGS, "users.yml"):
            bundle.settings.append((path.name, load(path)))
        elif asked:
            raise StoreError(
                f"{path.name} is not known here. Call it {SETTINGS} or {MAP}.",
                f"无法识别 {path.name}。请命名为 {SETTINGS} 或 {MAP}。",
            )
        else:
            bundle.ignored.append(path.name)
        return
    spoken_of = any(name in m.files for m in maps)
    if suffix in _LATER and (asked or spoken_of or entity_of(path.name)):
        raise StoreError(
            f"{path.name} cannot be imported yet. Save it as CSV (UTF-8), one file for each sheet, and import that.",
            f"暂不支持导入 {path.name}。请将每个工作表另存为 CSV（UTF-8）后再导入。",
        )
    if suffix in SUFFIXES:
        _workbook(bundle, path, maps, asked)
    elif asked or spoken_of or (suffix in _TABLES and (entity_of(path.name) or name == HISTORY)):
        _table(bundle, read(path), maps, asked, path.parent.name)
    else:
        bundle.ignored.append(path.name)


def _workbook(bundle: Bundle, path: Path, maps: Sequence[Mapped], asked: bool) -> None:
    """Each sheet of a workbook as a table: of several, those named after a record type; a single one may be named by the file."""
    sheets = list(tables_in(path))
    for title, data in sheets:
        named = f"{title}.csv"
        known = entity_of(named) or named.casefold() == HISTORY or any(named.casefold() in m.files for m in maps)
        if known or len(sheets) == 1:
            _table(bundle, parse(named if known else path.name, data), maps, asked, path.stem)
        else:
            bundle.ignored.append(f"{path.name} ({title})")


def _table(bundle: Bundle, sheet: Sheet, maps: Sequence[Mapped], asked: bool, folder: str = "") -> None:
    made = next((found for m in maps if (found := m.tables(sheet)) is not None), None)
    entity = entity_of(sheet.file) or (likely(sheet) if asked else None)
    if made is not None:
        tables, unknown = made
        bundle.tables += tables
    elif sheet.file.casefold() == HISTORY:
        bundle.history.append(sheet)
        unknown = []
    elif entity is not None:
        table, unknown = native(sheet, entity)
        bundle.tables.append(table)
    elif asked:
        raise StoreError(
            f"Nothing says what {sheet.file} holds. Name it after a record type, such as contacts.csv or deals.csv, "
            "or describe its columns in a map.yaml.",
            f"无法判断 {sheet.file} 的内容。请按记录类型命名，例如 contacts.csv 或 deals.csv，或用 map.yaml 说明各列。",
        )
    else:
        bundle.ignored.append(sheet.file)
        return
    if any(s.file == sheet.file for s in bundle.sheets):
        sheet.file = f"{folder}/{sheet.file} ({len(bundle.sheets)})"  # rows are told apart by file and number
    bundle.sheets.append(sheet)
    if unknown:
        bundle.unknown[sheet.file] = unknown


def _nothing(bundle: Bundle) -> StoreError:
    seen = ", ".join(bundle.ignored[:5]) or "nothing"
    return StoreError(
        f"There is nothing to import here (found: {seen}). Expected users.yaml or CSV files named after record types, such as deals.csv.",
        f"这里没有可导入的内容（找到：{seen}）。应有 users.yaml，或按记录类型命名的 CSV 文件，例如 deals.csv。",
    )


def _same(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()
