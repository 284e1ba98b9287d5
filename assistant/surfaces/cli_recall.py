"""`parley recall`: ranked evidence from what was written, one query after another."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.surfaces import cli_options, cli_output, cli_text, home

if TYPE_CHECKING:
    from assistant.memory import Memory
    from assistant.memory.recall import Hit
    from crm_store.permissions import Actor
    from crm_store.store import Store


def recall(
    as_: cli_options.As,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT…]", help="What to look for; without it, one query per line of stdin."),
    ] = None,
    k: Annotated[int, typer.Option("--k", metavar="N", min=1, max=200, help="At most so many hits.")] = 5,
    about: Annotated[
        str | None, typer.Option("--about", metavar="REF_OR_NAME", help="Only what hangs on this record.")
    ] = None,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Find notes, tickets, facts and articles by meaning and by words, best first."""
    settings = home.settings()
    store = home.open_store(settings, now)
    actor = home.acting(store, as_)
    from assistant.memory import Memory

    memory = Memory(store, settings).open()
    failed = False
    try:
        _catch_up(memory)
        for query, near in _asked(text, about):
            failed = not _answer(store, actor, memory, query, near, k, as_json) or failed
        if notice := memory.notice(cli_output.language()):
            cli_output.note(notice)
    finally:
        memory.close()
    if failed:
        raise typer.Exit(1)


def _answer(store: "Store", actor: "Actor", memory: "Memory", query: Any, about: Any, k: int, as_json: bool) -> bool:
    from crm_store.errors import StoreError

    started = time.perf_counter()
    error, hits = "", []
    try:
        if not isinstance(query, str):
            raise _wrong_line()
        with store.session(actor) as crm:
            hits = memory.recall(crm, query, k=k, about=_records(crm, about))
    except StoreError as e:
        error = e.sentence(cli_output.language())
        cli_output.note(error)
    ms = round((time.perf_counter() - started) * 1000)
    if as_json:
        row = {"query": query if isinstance(query, str) else str(query), "hits": [_hit(h) for h in hits], "ms": ms}
        cli_output.as_json({**row, "error": error} if error else row)
    elif not error:
        _as_text(query, hits)
    return not error


def _records(crm: Any, about: Any) -> list[tuple[str, int]]:
    """The records `about` names; a name that fits several people or companies means all of them that fit best."""
    from crm_store.errors import NotFound
    from crm_store.queries.lookup import best, resolve

    found: list[tuple[str, int]] = []
    for name in [about] if isinstance(about, str) else about or []:
        if not isinstance(name, str):
            raise _wrong_line()
        near = best(resolve(crm, name))
        if not near:
            raise NotFound(name)
        found += [(f.entity, f.number) for f in near]
    return found


def _asked(text: Sequence[str] | None, about: str | None) -> Iterator[tuple[Any, Any]]:
    """(query, about) from the command line, else from the lines of stdin: plain strings or {"say": …, "about": …}."""
    if text:
        yield " ".join(text), about
        return
    for raw in sys.stdin.buffer:
        said = raw.decode("utf-8", "replace").strip().removeprefix("\ufeff")
        if not said:
            continue
        if not said.startswith("{"):
            yield said, about
            continue
        try:
            told = json.loads(said)
        except ValueError:
            yield None, None
            continue
        yield told.get("say"), told.get("about") or about


def _hit(h: "Hit") -> dict[str, Any]:
    return {
        "ref": h.ref, "external_id": h.external_id, "score": round(h.score, 4), "quote": h.quote, "span": list(h.span),
        "date": h.date.isoformat(), "language": h.language, "field": h.field, "title": h.title,
    }  # fmt: skip


def _as_text(query: str, hits: "Sequence[Hit]") -> None:
    cli_output.line(cli_text.one_line(query))
    for n, h in enumerate(hits, 1):
        cli_output.line(f"  {n}. {h.ref}  {h.date.isoformat()}  {cli_text.one_line(h.title)}  ({h.score:.2f})")
        cli_output.line(f"     “{cli_text.one_line(h.quote)}”")
    if not hits:
        cli_output.say("  Nothing on record.", "  没有相关记录。")


def _catch_up(memory: "Memory") -> None:
    """Let the index follow first, so that what was just imported is found by meaning too."""
    memory.drain()


def _wrong_line() -> Exception:
    from crm_store.errors import BadValue

    return BadValue(
        'That line is no query. Write plain text, or {"say": "…", "about": "D-12"} on one line.',
        '该行不是查询。请写纯文本，或在一行内写 {"say": "…", "about": "D-12"}。',
    )
