"""The native layout: which file holds which record type, in which order they are made, and what identifies a row."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crm_store.base import FieldSpec, Kind
from crm_store.errors import StoreError
from crm_store.models import entities, field_of, fields_of
from crm_store.names import normal
from crm_store.transfer.sheets import Sheet

ORDER = (
    "team", "user", "pipeline", "stage", "exchange_rate", "target", "custom_field", "tag", "product", "account", "contact",
    "account_contact", "lead", "deal", "activity", "ticket", "task", "article", "fact",
)  # fmt: skip
"""Record types in the order they are made, so that what a row refers to is there before it."""

HISTORY = "deal_history.csv"
SETTINGS = "users.yaml"
MAP = "map.yaml"

STAMPS = ("external_id", "created_at", "updated_at")
"""Columns every record type takes besides its fields."""

KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "team": (("name",),),
    "user": (("email",),),
    "pipeline": (("name",),),
    "stage": (("pipeline", "name"),),
    "exchange_rate": (("starts_on", "base", "quote"),),
    "target": (("owner", "team", "period", "metric"),),
    "custom_field": (("entity", "key"),),
    "tag": (("name",),),
    "product": (("sku",), ("name",)),
    "account_contact": (("account", "contact"),),
    "ticket": (("number",),),
}
"""What identifies a row without an external id, the first of them that is filled."""

NUMBERED = frozenset({"product", "ticket"})
"""Record types whose natural key counts only without an external id: two of them may share a name or number."""

Row = list[str]


@dataclass(frozen=True)
class Column:
    """Where a field's text comes from. `heading` is what the report calls it; the options are those of a map."""

    field: str
    heading: str
    text: Callable[[Row], str]
    custom: str = ""
    kind: str = ""
    pattern: str = ""
    scale: str = ""
    band: bool = False


@dataclass
class Table:
    """One sheet read as records of one type. `key` names the fields that identify a row besides the external id."""

    sheet: Sheet
    entity: str
    columns: Sequence[Column]
    key: tuple[str, ...] = ()
    optional: bool = False
    hints: Mapping[str, Callable[[Row], str]] = field(default_factory=dict)
    native: bool = False

    @property
    def own(self) -> bool:
        """Whether this looks like an export of ours, whose `ref` and creation moment identify a record."""
        return "ref" in self.hints and "created_at" in {c.field for c in self.columns}


def entity_of(file: str) -> str | None:
    """The record type a native file holds by its name: `deals.csv`, `deal.csv`; None when it is none."""
    stem = file.rsplit(".", 1)[0].casefold().replace("-", "_").replace(" ", "_")
    return _stems().get(stem)


def native(sheet: Sheet, entity: str) -> tuple[Table, list[str]]:
    """A native sheet as a table, with the columns that are not known."""
    columns: list[Column] = []
    unknown: list[str] = []
    hints: dict[str, Callable[[Row], str]] = {}
    refs = {f"{n}_ref" for n, s in fields_of(entity).items() if s.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT)}
    taken: set[str] = set()
    for index, heading in enumerate(sheet.heading):
        name = _field_name(entity, heading)
        if heading.startswith("custom."):
            columns.append(Column(heading, heading, cell_of(index), custom=heading.removeprefix("custom.")))
        elif heading == "ref" or heading in refs:
            hints[heading] = cell_of(index)
        elif name and name not in taken:
            taken.add(name)
            columns.append(Column(name, heading, cell_of(index)))
        elif heading != "version":
            unknown.append(heading or f"column {index + 1}")
    if not taken - set(STAMPS):
        names = ", ".join([*list(fields_of(entity))[:8], "…"])
        about = entities()[entity].about
        raise StoreError(
            f"None of the columns of {sheet.file} is known for {about.en_many}. Expected such as: {names}. "
            "Rename the columns, or describe the file in a map.yaml.",
            f"{sheet.file} 的列都不属于{about.zh}。应为：{names}。请改列名，或用 map.yaml 说明该文件。",
        )
    return Table(sheet, entity, columns, hints=hints, native=True), unknown


def spec_of(entity: str, name: str) -> FieldSpec | None:
    """The field a column may fill: every field, and the stamps a record brings along."""
    return field_of(entity, name) if name in fields_of(entity) or name in (*STAMPS, "subject_type") else None


def cell_of(index: int) -> Callable[[Row], str]:
    """What reads the cell of a column."""
    return lambda row: row[index]


def _field_name(entity: str, heading: str) -> str | None:
    """The field a heading names: by its name in the data model, else by its label or another word for it in either language."""
    plain = heading.casefold().replace(" ", "_")
    if spec_of(entity, plain):
        return plain
    said = normal(plain_heading(heading).replace("_", " "))
    specs = fields_of(entity).items()
    labels = [(name, (spec.en, spec.zh)) for name, spec in specs]
    others = [(name, (*spec.also_en, *spec.also_zh)) for name, spec in specs]
    return next((name for name, words in [*labels, *others] if said and said in {normal(w) for w in words}), None)


def plain_heading(heading: str) -> str:
    """A heading without what stands in brackets behind it."""
    return _BRACKET.sub(" ", heading).strip()


def likely(sheet: Sheet) -> str | None:
    """The record type a file of any name most likely holds: by a word of its name, else by its columns; None when two fit as well."""
    words = [w for w in _WORD.split(sheet.file.rsplit(".", 1)[0].casefold()) if w]
    named = {e for w in words for e in [_stems().get(w) or _chinese(w)] if e}
    if len(named) == 1:
        return named.pop()
    rated = sorted(((sum(_field_name(e, h) is not None for h in sheet.heading), e) for e in _GUESSED), reverse=True)
    if rated[0][0] < 2 or rated[0][0] * 2 < len(sheet.heading) or rated[0][0] == rated[1][0]:
        return None
    return rated[0][1]


def _chinese(word: str) -> str | None:
    found = [
        (len(said), entity)
        for entity in _GUESSED
        for said in (entities()[entity].about.zh, *entities()[entity].about.also_zh)
        if len(said) > 1 and said in word
    ]
    return max(found)[1] if found else None


_BRACKET = re.compile(r"[（(\[【].*?[)）\]】]|[*＊:：]")
_WORD = re.compile(r"[\W_\d]+")
_GUESSED = ("lead", "contact", "account", "deal", "product", "ticket", "task", "activity")


def _stems() -> dict[str, str]:
    made: dict[str, str] = {}
    for entity in ORDER:
        made[entity] = entity
        made[entities()[entity].about.en_many.replace(" ", "_")] = entity
    return made
