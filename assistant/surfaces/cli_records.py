"""`parley records`, `show` and `history`: what is on record, as the acting user sees it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.surfaces import cli_options, cli_output, cli_text, home

if TYPE_CHECKING:
    from crm_store.base import Record
    from crm_store.queries.find import Query
    from crm_store.unit import Unit

BATCH = 1000
"""Records turned into lines at a time, so that the first appear before the last are read."""

TYPES = (
    "account", "contact", "lead", "deal", "activity", "task", "ticket", "product", "article", "fact", "user", "team", "event", "pipeline",
    "stage", "target", "exchange_rate", "custom_field", "tag",
)  # fmt: skip

_EVENT_COLUMNS = ("at", "by", "op", "record_ref", "tool")

Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="FIELD=VALUE",
        help="Also !=, >=, <=, >, <, ~ (contains); paths such as contact.name. Repeat to narrow.",
    ),
]


def record_type(said: str) -> str:
    """The record type a word names: `deal`, `deals`, 商机."""
    wanted = said.strip().casefold().replace("-", "_").replace(" ", "_")
    if wanted in TYPES:
        return wanted
    if wanted in ("events", "事件"):
        return "event"
    from crm_store.models import entities

    for entity, model in entities().items():
        about = model.about
        if entity in TYPES and wanted.replace("_", " ") in (about.en, about.en_many, about.zh, about.zh_many):
            return entity
    raise typer.BadParameter(
        cli_output.words(
            f"there is no record type “{said}”. There are: {', '.join(TYPES)}.",
            f"没有“{said}”这种记录。可用：{'、'.join(TYPES)}。",
        ),
        param_hint="ENTITY",
    )


def records(
    entity: Annotated[
        str,
        typer.Argument(
            metavar="ENTITY",
            help="account, contact, lead, deal, activity, task, ticket, product, article, fact, user, team, event …",
        ),
    ],
    as_: cli_options.As,
    where: Where = None,
    fields: Annotated[str | None, typer.Option("--fields", metavar="A,B", help="Only these fields.")] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="FIELD", help="Sort by a field; -field for the largest first.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = None,
    deleted: Annotated[bool, typer.Option("--deleted", help="Deleted ones too.")] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="ISO", help="As it was then: a day (its end) or a moment.")
    ] = None,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """List what a user may see, one record per line."""
    kind = record_type(entity)
    store = home.open_store(home.settings(), now)
    actor = home.acting(store, as_)
    names = [f.strip() for f in fields.split(",") if f.strip()] if fields is not None else None
    with store.session(actor, deleted=deleted) as unit, _then(unit, as_of) as crm:
        if kind == "event":
            _events(crm, where or [], names, limit, as_json)
            return
        from crm_store.queries.find import Query, parse_condition
        from crm_store.queries.find import records as find

        order = [(sort.lstrip("-"), sort.startswith("-"))] if sort else []
        query = Query(kind, [parse_condition(w) for w in where or []], order, limit)
        found = find(crm, query)
        if not found:
            _check_stages(crm, query)
        if as_json:
            from crm_store.queries.view import shown

            for start in range(0, max(len(found), 1), BATCH):
                for row in shown(crm, kind, found[start : start + BATCH], names):
                    cli_output.as_json(row)
            return
        from assistant.surfaces.cli_record_text import as_table

        for text in as_table(crm, kind, found, names):
            cli_output.line(text)


def show(
    ref: cli_options.Ref,
    as_: cli_options.As,
    deleted: Annotated[bool, typer.Option("--deleted", help="Also when it was deleted.")] = False,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Show one record with what hangs on it."""
    from crm_store.queries.lookup import one

    store = home.open_store(home.settings(), now)
    with store.session(home.acting(store, as_), deleted=deleted) as crm:
        record = one(crm, ref)
        links = dict(_links(crm, record))
        if as_json:
            from crm_store.queries.view import shown

            row = shown(crm, type(record).about.entity, [record])[0]
            beside = {
                _many(entity): [{"ref": r.ref, "name": r.display} for r in found] for entity, found in links.items()
            }
            cli_output.as_json({**row, "links": beside})
            return
        from assistant.surfaces.cli_record_text import as_text
        from crm_store.models import entity_type

        for text in as_text(crm, record, {entity_type(entity): found for entity, found in links.items() if found}):
            cli_output.line(text)


def history(
    ref: cli_options.Ref,
    as_: cli_options.As,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only the last so many changes.")
    ] = None,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Show who changed a record, when, from what to what, and in which turn; the oldest change first."""
    from crm_store.queries.events import events_of
    from crm_store.queries.lookup import one
    from crm_store.queries.view import shown_events

    store = home.open_store(home.settings(), now)
    with store.session(home.acting(store, as_), deleted=True) as crm:
        events = events_of(crm, one(crm, ref), limit=limit)[::-1]
        rows = shown_events(crm, events)
        if as_json:
            for row in rows:
                cli_output.as_json(row)
            return
        from assistant.surfaces.cli_record_text import changes

        for text in changes(crm, events, rows):
            cli_output.line(text)


def _events(crm: "Unit", where: Sequence[str], names: Sequence[str] | None, limit: int | None, as_json: bool) -> None:
    from crm_store.errors import BadValue
    from crm_store.queries.event_log import FIELDS, events
    from crm_store.queries.find import parse_condition
    from crm_store.queries.view import shown_events

    if unknown := [n for n in names or () if n not in FIELDS]:
        raise BadValue(
            f"Events have no field “{unknown[0]}”. Fields: {', '.join(FIELDS)}.",
            f"事件没有“{unknown[0]}”字段。可用字段：{'、'.join(FIELDS)}。",
        )
    conditions = [parse_condition(w) for w in where]
    kept = names or (FIELDS if as_json else _EVENT_COLUMNS)
    rows: list[list[str]] = []
    last, left = 0, limit
    while left is None or left > 0:
        found = events(crm, conditions, after=last, limit=BATCH if left is None else min(BATCH, left))
        for row in shown_events(crm, found):
            picked = {k: row[k] for k in dict.fromkeys(["ref", *kept])}
            if as_json:
                cli_output.as_json(picked)
            else:
                rows.append([str(v if v is not None else "") for v in picked.values()])
        if len(found) < BATCH:
            break
        last = found[-1].id or 0
        left = None if left is None else left - len(found)
    if not as_json:
        for text in cli_text.table(list(dict.fromkeys(["ref", *kept])), rows):
            cli_output.line(text)


def _check_stages(crm: "Unit", query: "Query") -> None:
    """NotFound when nothing was found because a condition names a stage there is not."""
    from crm_store.codes import StageKind
    from crm_store.names import normal
    from crm_store.queries.lookup import known_stage

    kinds = {normal(w) for k in StageKind for w in (k.value, k.en, k.zh)}
    for c in query.conditions:
        if c.path.rpartition(".")[2] == "stage" and c.op in ("=", "!=") and normal(str(c.value)) not in kinds:
            known_stage(crm, str(c.value))


def _links(crm: "Unit", record: "Record") -> "Iterator[tuple[str, list[Record]]]":
    """Everything that points at a record, by record type: deals and contacts first, activities newest first."""
    from crm_store.base import Kind
    from crm_store.models import fields_of
    from crm_store.queries.find import Condition, Query
    from crm_store.queries.find import records as find

    about, number = type(record).about, record.id or 0
    own = {s.to: s.name for s in fields_of(about.entity).values() if s.kind is Kind.REFS}
    for entity in _HANGING.get(about.entity, ()):
        found: dict[int, Record] = {}
        if entity in own:
            found.update(crm.many(entity, crm.value(record, own[entity])))
        order = _ORDER.get(entity, ())
        for spec in fields_of(entity).values():
            points = (
                spec.kind in (Kind.REF, Kind.REFS)
                and spec.to == about.entity
                and spec.name not in ("owner", "assignee", "participants")
            )
            if points:
                found.update(
                    {r.id or 0: r for r in find(crm, Query(entity, [Condition(spec.name, "=", number)], order))}
                )
            elif spec.kind is Kind.SUBJECT:
                near = find(crm, Query(entity, [Condition(spec.name, "=", record.ref)], order))
                mine = (about.entity, number)
                found.update(
                    {r.id or 0: r for r in near if (getattr(r, "subject_type", ""), getattr(r, spec.column)) == mine}
                )
        yield entity, list(found.values())


def _many(entity: str) -> str:
    return {"activity": "activities", "exchange_rate": "exchange_rates"}.get(entity, f"{entity}s")


_WORK = ("account", "contact", "deal", "lead", "ticket", "task", "activity", "fact")
_HANGING = {
    "account": _WORK, "contact": ("deal", "ticket", "task", "activity", "fact"), "deal": ("contact", "task", "activity", "fact"),
    "ticket": ("task",), "activity": ("fact",), "team": ("team", "user"), "pipeline": ("stage",),
}  # fmt: skip
"""Which record types are listed beside one."""

_ORDER = {
    "deal": [("created_at", True)], "activity": [("starts_at", True)], "task": [("due_on", False)], "ticket": [("created_at", True)],
    "contact": [("name", False)],
}  # fmt: skip


@contextmanager
def _then(crm: "Unit", as_of: str | None) -> Iterator["Unit"]:
    """The store as it stood at the end of a day or at a moment; as it is when neither was given."""
    if as_of is None:
        yield crm
        return
    from datetime import datetime, time

    from crm_store.errors import BadValue
    from crm_store.past import past

    try:
        at = datetime.fromisoformat(as_of.strip())
    except ValueError:
        raise BadValue(
            f"“{as_of}” is no moment; write 2026-11-20 or 2026-11-20T09:00.",
            f"“{as_of}”不是时间；请写成 2026-11-20 或 2026-11-20T09:00。",
        ) from None
    if len(as_of.strip()) <= 10:
        at = datetime.combine(at.date(), time.max)
    at = at if at.tzinfo else at.replace(tzinfo=crm.actor.zone)
    with past(crm, min(at, crm.now) if at.date() == crm.today else at) as back:
        yield back
