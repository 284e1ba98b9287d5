"""Records and their history as text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.surfaces import cli_output, cli_text
from assistant.wording import FieldWords, moment_text, name_text
from crm_store.base import FieldSpec, Record
from crm_store.models import entity_type, field_of
from crm_store.own_fields import all_specs, own_called, spec_named
from crm_store.queries.view import unknown_field

if TYPE_CHECKING:
    from crm_store.models import Event
    from crm_store.unit import Unit

SHOWN = 20
"""Records of one type listed beside another."""


def as_table(crm: "Unit", entity: str, found: Sequence[Record], names: Sequence[str] | None) -> Iterator[str]:
    """A table of records: the fields named, else their short form; the count below.

    Raises:
        BadValue: no such field.
    """
    about = entity_type(entity).about
    kept = [about.title, *about.brief] if names is None else [n for n in names if n != "ref"]
    specs = []
    for name in dict.fromkeys(kept):
        spec = field_of(entity, name) or own_called(crm, entity, name)
        if spec is None:
            raise unknown_field(entity, name)
        specs.append(spec)
    yield from _table(crm, specs, found)
    yield cli_output.words(f"{len(found):,} {about.label('en', len(found) != 1)}", f"共 {len(found):,} 条")


def as_text(crm: "Unit", record: Record, links: Mapping[type[Record], Sequence[Record]]) -> Iterator[str]:
    """One record with its filled fields, then what hangs on it."""
    about, language = type(record).about, cli_output.language()
    text = FieldWords(crm, language)
    held = [
        (s.label(language), text.field(record, s))
        for s in all_specs(crm, about.entity).values()
        if s.name != "currency"
    ]
    at = moment_text(record.updated_at.astimezone(crm.actor.zone), language)
    held.append((cli_output.words("updated", "更新时间"), at))
    yield f"{cli_text.one_line(name_text(record, language))}  ({about.label(language)} {record.ref})"
    yield from cli_text.pairs((label, value) for label, value in held if value)
    for model, found in links.items():
        other = model.about
        names = dict.fromkeys([other.title, *other.brief])
        yield ""
        yield f"{other.label(language, True)} ({len(found):,})"
        for line in _table(crm, [s for n in names if (s := field_of(other.entity, n)) is not None], found[:SHOWN]):
            yield f"  {line}"
        if len(found) > SHOWN:
            yield cli_output.words(f"  … and {len(found) - SHOWN:,} more", f"  … 另有 {len(found) - SHOWN:,} 条")


def changes(crm: "Unit", events: "Sequence[Event]", rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Events with their printed form as text: when, who, what, in which turn, then each field from what to what."""
    for event, row in zip(events, rows, strict=True):
        at = f"{event.at.astimezone(crm.actor.zone):%Y-%m-%d %H:%M}"
        who = row["by"] or row["actor_kind"]
        how = f"  ({row['actor_kind']})" if row["by"] and row["actor_kind"] != "human" else ""
        turn = f"  {cli_output.words('turn', '轮次')} {row['turn']}" if row["turn"] else ""
        undone = cli_output.words("  (undone since)", "（之后已撤销）") if row["undone"] else ""
        yield f"{at}  {cli_text.one_line(who)}{how}  {row['op']} {row['record_ref']}{turn}{undone}"
        yield from cli_text.pairs(_differences(crm, row), indent="    ")


def _table(crm: "Unit", specs: Sequence[FieldSpec], found: Sequence[Record]) -> list[str]:
    language = cli_output.language()
    text = FieldWords(crm, language)
    if found:
        text.load(type(found[0]).about.entity, found, [s.name for s in specs])
    rows = [
        [r.ref, *(name_text(r, language) if s.name == type(r).about.title else text.field(r, s) for s in specs)]
        for r in found
    ]
    return cli_text.table([cli_output.words("ref", "编号"), *(s.label(language) for s in specs)], rows)


def _differences(crm: "Unit", row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, from → to) of an event."""
    for name in dict.fromkeys([*row["before"], *row["after"]]):
        spec = spec_named(crm, row["entity"], name, retired=True)
        before, after = row["before"].get(name), row["after"].get(name)
        label = spec.label(cli_output.language()) if spec else name
        if row["op"] == "create":
            yield label, _plain(after)
        elif row["op"] == "update":
            yield label, f"{_plain(before) or '—'} → {_plain(after) or '—'}"


def _plain(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    return cli_text.cut(cli_text.one_line(", ".join(map(str, value)) if isinstance(value, list) else str(value)), 120)
