"""What a record declares: its columns, what each field is called in both languages, and how it is read and written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

AMOUNT_SCALE = 10_000
"""Amounts are stored as integers of 1/10,000: exact on SQLite, and the most decimals any ISO 4217 currency has (CLF, UYW)."""

MAX_AMOUNT = Decimal("99999999999999.9999")
"""The largest amount a 64-bit integer of 1/10,000 holds with room to sum nine of them; more of such a size is refused as too large."""


class Amount(TypeDecorator[Decimal]):
    """An exact decimal kept as an integer of 1/10,000, so that sums in SQL are exact on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((Decimal(value) * AMOUNT_SCALE).to_integral_value())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / AMOUNT_SCALE


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; naive input is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        # SQLite keeps text, and a large question reads tens of thousands: in one step instead of three.
        return _read_moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said + "+00:00")


class Code(TypeDecorator[StrEnum]):
    """One code of a closed set, kept as its text; anything else is refused when written."""

    impl = String(40)
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes
        self._known = {str(c.value): c for c in codes}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.codes(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        # A look-up by value: making the member from its text takes five times as long, and lists hold tens of thousands.
        return None if value is None else self._known.get(value) or self.codes(value)


class Kind(StrEnum):
    """What a field holds, which decides how it is read, shown, compared and recognised."""

    TEXT = "text"
    LONG = "long"
    INT = "int"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    BOOL = "bool"
    CHOICE = "choice"
    REF = "ref"
    REFS = "refs"
    SUBJECT = "subject"
    JSON = "json"


@dataclass(frozen=True)
class FieldSpec:
    """One field as people know it.

    `to` names the record type a reference points at; `column` the attribute that holds it (`account_id`
    for `account`); `also_en`/`also_zh` are other words people use for it. A `quiet` field is
    worked out from other records: printed only when asked for, never audited.
    """

    name: str
    kind: Kind
    en: str
    zh: str
    also_en: tuple[str, ...] = ()
    also_zh: tuple[str, ...] = ()
    to: str = ""
    choices: type[StrEnum] | None = None
    required: bool = False
    editable: bool = True
    column: str = ""
    currency: str = ""
    quiet: bool = False

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Link:
    """A many-to-many field kept in a link table: rows of `model` whose `mine` is the record and `theirs` the other."""

    model: str
    mine: str
    theirs: str
    target: str = ""


@dataclass(frozen=True)
class About:
    """What a record type declares about itself.

    `prefix` makes the short reference (`D-12`); `title` is the field shown as its name; `search` the text fields
    that enter the memory index; `names` the fields people call it by; `parent` the references its visibility follows.
    """

    entity: str
    prefix: str
    en: str
    zh: str
    en_many: str
    zh_many: str = ""
    also_en: tuple[str, ...] = ()
    also_zh: tuple[str, ...] = ()
    title: str = "name"
    names: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    links: dict[str, Link] = field(default_factory=dict)
    shared: bool = False
    audited: bool = True
    brief: tuple[str, ...] = ()

    def label(self, language: str, many: bool = False) -> str:
        if language.startswith("zh"):
            return self.zh_many or self.zh if many else self.zh
        return self.en_many if many else self.en


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


class Row(SQLModel):
    """A row of one workspace, keyed by it: `workspace_id` leads every key, so a tenant can live on its own shard."""

    # Rows are never validated by pydantic (the store's values are checked by `fitting`), so its validators wait until asked for.
    model_config = {"defer_build": True}

    workspace_id: int = Field(default=1, primary_key=True)


class Record(Row):
    """A CRM record: numbered per type and workspace, versioned, audited, soft-deleted."""

    about: ClassVar[About]
    rules: ClassVar[Callable[..., dict[str, Any]] | None] = None

    id: int | None = Field(default=None, primary_key=True)
    external_id: str | None = Field(default=None)
    version: int = Field(default=1)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    created_by_id: int | None = None
    created_via: str = Field(default="ui", sa_type=String(12))
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    updated_by_id: int | None = None
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)

    @property
    def ref(self) -> str:
        """The short reference people can type, such as `D-12`."""
        return f"{type(self).about.prefix}-{self.id}"

    @property
    def display(self) -> str:
        """What people call it."""
        return str(getattr(self, type(self).about.title) or self.ref)


def column(kind: Kind, en: str, zh: str, *, default: Any = None, **more: Any) -> Any:
    """A column people see: a SQLModel field that carries its `FieldSpec`.

    `more` takes the attributes of `FieldSpec`; `also="a|b|甲"` is short for its synonyms.
    """
    also = tuple(w for w in str(more.pop("also", "")).split("|") if w)
    info = {
        "kind": kind,
        "en": en,
        "zh": zh,
        "also_en": tuple(w for w in also if w.isascii()),
        "also_zh": tuple(w for w in also if not w.isascii()),
    }
    index = more.pop("index", False)
    info.update(more)
    sa_type: Any = {
        Kind.MONEY: Amount,
        Kind.NUMBER: Amount,
        Kind.MOMENT: Moment,
        Kind.JSON: JSON,
    }.get(kind)
    if kind is Kind.CHOICE:
        sa_type = Code(more["choices"])
    extra: dict[str, Any] = {"sa_type": sa_type} if sa_type is not None else {}
    if kind is Kind.JSON:
        extra["default_factory"] = default if callable(default) else dict
    else:
        extra["default"] = default
    return Field(index=index, sa_column_kwargs={"info": {"spec": info}}, **extra)


def text(en: str, zh: str, **more: Any) -> Any:
    return column(Kind.TEXT, en, zh, **more)


def long_text(en: str, zh: str, **more: Any) -> Any:
    return column(Kind.LONG, en, zh, **more)


def money(en: str, zh: str, currency: str = "currency", **more: Any) -> Any:
    return column(Kind.MONEY, en, zh, currency=currency, **more)


def day(en: str, zh: str, **more: Any) -> Any:
    return column(Kind.DAY, en, zh, **more)


def moment(en: str, zh: str, **more: Any) -> Any:
    return column(Kind.MOMENT, en, zh, **more)


def choice(choices: type[StrEnum], en: str, zh: str, **more: Any) -> Any:
    return column(Kind.CHOICE, en, zh, choices=choices, **more)


def flag(en: str, zh: str, **more: Any) -> Any:
    return column(Kind.BOOL, en, zh, **{"default": False, **more})


def link_to(to: str, en: str, zh: str, **more: Any) -> Any:
    """A reference to another record: the column `<name>_id`, known to people as `<name>`."""
    return column(Kind.REF, en, zh, to=to, **more)
