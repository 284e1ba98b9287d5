"""`parley backup`, `restore` and `privacy`: a copy of the store that can be brought back, and one person's data handed out or erased."""

import json
import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from assistant.surfaces import cli_options, cli_output, home

privacy = typer.Typer(help="Hand out or erase one person's data.", no_args_is_help=True)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; it must not exist yet.")],
    now: cli_options.Now = None,
) -> None:
    """Copy the embedded store while it is in use; the copy is whole and of one moment."""
    from crm_store.errors import StoreError

    settings = home.settings()
    store = home.open_store(settings, now, any_version=True)
    if not store.embedded:
        raise StoreError(
            "The store is on a database server; make its backup there; for PostgreSQL with pg_dump as the superuser (docs/postgresql.md).",
            "数据位于数据库服务器上；请在服务器上备份；PostgreSQL 请以超级用户运行 pg_dump（见 docs/postgresql.md）。",
        )
    if file.exists():
        raise StoreError(f"{file} is there already. Give another name.", f"{file} 已存在。请换一个文件名。")
    store.copy_to(file)
    cli_output.say(f"The backup is in {file}.", f"备份已保存到 {file}。")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup made by “parley backup”.")],
    force: Annotated[
        bool, typer.Option("--force", help="Take the place of the store that is there; it is kept beside.")
    ] = False,
    now: cli_options.Now = None,
) -> None:
    """Bring a backup back. People who were erased since it was made are erased in it before it takes its place."""
    from crm_store.errors import StoreError
    from crm_store.restoring import restored

    settings = home.settings()
    target = settings.home / "parley.db"
    if settings.database_url:
        raise StoreError(
            "The store is on a database server; restore it there, then run “parley doctor”.",
            "数据位于数据库服务器上；请在服务器上恢复，然后运行“parley doctor”。",
        )
    if not file.is_file():
        raise StoreError(f"There is no file {file}.", f"没有文件 {file}。")
    if target.exists() and not force:
        raise StoreError(
            f"There is a store at {target} already. Stop Parley and say --force to put the backup in its place; the present one is kept as {target.name}.before.",
            f"{target} 已有数据库。请先停止 Parley，再加 --force 用备份替换；现有的会保留为 {target.name}.before。",
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    made = settings.home / "parley.db.restoring"
    shutil.copyfile(file, made)
    made.chmod(0o600)
    try:
        forgotten = restored(made, settings.home)
    except StoreError:
        made.unlink(missing_ok=True)
        raise
    if target.exists():
        _set_aside(target)
    made.replace(target)
    shutil.rmtree(settings.home / "index", ignore_errors=True)
    cli_output.say(
        f"The backup is back in place. {f'{forgotten} people who were erased since were erased again. ' if forgotten else ''}Run “parley reindex”, then “parley doctor”.",
        f"备份已恢复。{f'此后已抹除的 {forgotten} 人已再次抹除。' if forgotten else ''}请运行“parley reindex”，再运行“parley doctor”。",
    )


def _set_aside(target: Path) -> None:
    """The present store, moved beside with its write-ahead log."""
    for suffix in ("", "-wal", "-shm"):
        source = Path(f"{target}{suffix}")
        if source.exists():
            source.replace(f"{target}.before{suffix}")


@privacy.command("export")
def export(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A contact or lead, by reference or name.")],
    as_: cli_options.As,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The JSON file to write; it must not exist yet.")],
    now: cli_options.Now = None,
) -> None:
    """Write everything about one person to a file only its owner may read."""
    from crm_store.errors import StoreError
    from crm_store.queries.lookup import one
    from crm_store.queries.person import person_data

    store = home.open_store(home.settings(), now)
    actor = home.acting(store, as_)
    with store.session(actor) as crm:
        record = one(crm, person, ("contact", "lead"))
        data = person_data(crm, record)
    try:
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(data, out, ensure_ascii=False, indent=1, default=str)
    except FileExistsError:
        raise StoreError(f"{to} is there already. Give another name.", f"{to} 已存在。请换一个文件名。") from None
    cli_output.say(f"Everything about {record.ref} is in {to}.", f"{record.ref} 的全部内容已写入 {to}。")


@privacy.command("erase")
def erase(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A contact or lead, by reference or name.")],
    as_: cli_options.As,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this only said what would happen.")] = False,
    now: cli_options.Now = None,
) -> None:
    """Erase one person for good: records, history, conversations, files and index. Nothing undoes it."""
    from assistant.memory import Memory
    from crm_store.erasing import erase as take_out
    from crm_store.erasing import must_erase
    from crm_store.queries.lookup import one

    settings = home.settings()
    store = home.open_store(settings, now)
    actor = home.acting(store, as_)
    with store.session(actor) as crm:
        record = one(crm, person, ("contact", "lead"))
        must_erase(crm, record)
        ref = record.ref
    if not yes:
        cli_output.say(
            f"This erases {ref} for good and cannot be undone. Say --yes to do it.",
            f"这将永久抹除 {ref}，无法撤销。加 --yes 确认执行。",
        )
        return
    memory = Memory(store, settings)
    store.after_erasure = memory.forget
    try:
        with store.session(actor, writes=True, tool="privacy") as crm:
            others = take_out(crm, crm.get(type(record).about.entity, record.id or 0))
    finally:
        memory.close()
    cli_output.say(
        f"{ref} is erased, and taken out of {others} other records.", f"{ref} 已抹除，并从另外 {others} 条记录中清除。"
    )
