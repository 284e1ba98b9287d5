"""`parley import` and `parley export`: files in and out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.surfaces import cli_options, cli_output, cli_text, home

if TYPE_CHECKING:
    from crm_store.transfer import ImportReport

SHOWN = 20
"""Refused values and duplicates listed on the screen; --json and rejected.csv hold all."""


def import_(
    paths: cli_options.Files,
    as_: cli_options.As,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="How files of another layout become records.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report what would happen.")] = False,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Import CSV files or a folder, as one job that can be undone."""
    from assistant.surfaces import cli_pipeline
    from crm_store.transfer import import_paths
    from crm_store.transfer.job import nobody_yet

    store = home.open_store(home.settings(), now)
    # In an empty store the folder itself may bring the administrator it is imported as.
    actor = None if nobody_yet(store) else home.acting(store, as_)
    report = import_paths(store, actor, as_, paths, map_file=map_file, dry_run=dry_run, now=store.clock())
    if not dry_run:
        if report.entities.get("pipeline") is not None:
            cli_pipeline.give_way(store)
        cli_pipeline.ensure(store)
    if as_json:
        cli_output.as_json(report.to_json())
        return
    for text in _lines(report):
        cli_output.line(text)
    if report.tx is not None and report.created + report.updated:
        cli_output.say(
            f"Take it back with: parley undo {report.job} --as {as_}", f"如需撤销：parley undo {report.job} --as {as_}"
        )


def export(
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="Record type: account, contact, deal …")],
    as_: cli_options.As,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A .csv or .json file; an older one is replaced.")],
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Write what a user may see of a record type to a file that spreadsheets open safely."""
    from assistant.surfaces.cli_records import record_type
    from crm_store.errors import StoreError
    from crm_store.transfer import export as write

    kind = record_type(entity)
    store = home.open_store(home.settings(), now)
    actor = home.acting(store, as_)
    if kind == "event":
        raise StoreError(
            "The event log is not exported; list it with “parley records event --json”.",
            "事件日志不能导出；请用“parley records event --json”查看。",
        )
    count = write(store, actor, kind, to)
    if as_json:
        cli_output.as_json({"entity": kind, "records": count, "file": str(to)})
        return
    cli_output.say(f"Wrote {count:,} records to {to}.", f"已将 {count:,} 条记录写入 {to}。")


def _lines(report: "ImportReport") -> list[str]:
    language = cli_output.language()
    lines = [report.sentence(language)]
    counts = [
        [e, *(f"{n:,}" for n in (c.read, c.created, c.updated, c.unchanged, c.duplicates, c.rejected))]
        for e, c in report.entities.items()
    ]
    if counts:
        heads = cli_output.words(
            "|read|created|updated|unchanged|duplicates|rejected", "|读取|新建|更新|未变|重复|拒绝"
        ).split("|")
        lines += ["", *cli_text.table(heads, counts)]
    if report.errors:
        lines += [
            "",
            cli_output.words(f"Not accepted ({len(report.errors):,}):", f"未接受的值（{len(report.errors):,}）："),
        ]
        lines += [f"  {cli_text.cut(cli_text.one_line(e.sentence(language)), 300)}" for e in report.errors[:SHOWN]]
    if report.duplicates:
        lines += [
            "",
            cli_output.words(f"Duplicates ({len(report.duplicates):,}):", f"重复（{len(report.duplicates):,}）："),
        ]
        for d in report.duplicates[:SHOWN]:
            why = d.why_zh if language == "zh" else d.why
            lines.append(
                f"  {cli_text.one_line(f'{d.file}:{d.row} {d.label} = {d.existing_ref} {d.existing_label} ({why})')}"
            )
    if report.ignored_files:
        lines.append(cli_output.words("Files left out: ", "未处理的文件：") + ", ".join(report.ignored_files))
    lines += [zh if language == "zh" else en for en, zh in report.warnings]
    return lines
