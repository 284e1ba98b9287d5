"""The text of a cell as the value of a field, strictly: what does not fit says what would."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from crm_store.base import MAX_AMOUNT, FieldSpec, Kind
from crm_store.codes import Band
from crm_store.transfer.texts import CHECKS, CellError, Reader, one_line
from crm_store.values import plain

NOON = time(12)
"""Where a bare day stands when a moment is wanted: noon is the same day for everybody from UTC-11 to UTC+11."""


def reader(
    spec: FieldSpec, zone: tzinfo, *, entity: str = "", pattern: str = "", scale: str = "", band: bool = False
) -> Reader:
    """What turns a non-empty text into the field's value; raises CellError.

    Args:
        zone: where moments without an offset are read.
        pattern: an strptime pattern for days and moments of other shapes.
        scale: a factor the number is multiplied by, exactly.
        band: the text is a head count, wanted as its band.
    """
    read = _plain_reader(spec, zone, entity)
    if pattern:
        read = _formatted(read, pattern)
    if scale:
        read = _scaled(read, Decimal(scale))
    if band:
        read = _banded
    return read if spec.kind in (Kind.TEXT, Kind.LONG) and spec.name not in CHECKS else _remembering(read)


def custom_reader(kind: str, zone: tzinfo, spec: FieldSpec | None = None) -> Reader:
    """What turns a text into a custom field's JSON value: text, number, date or bool; by its definition, where there is one."""
    kinds = {"text": Kind.TEXT, "number": Kind.NUMBER, "date": Kind.DAY, "bool": Kind.BOOL, "long": Kind.LONG}
    read = _plain_reader(replace(spec, name="") if spec else FieldSpec("", kinds.get(kind, Kind.TEXT), "", ""), zone)

    def as_json(text: str) -> Any:
        value = read(text)
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, StrEnum):
            return str(value.value)
        return value.isoformat() if isinstance(value, date) else value

    return as_json


def _plain_reader(spec: FieldSpec, zone: tzinfo, entity: str = "") -> Reader:
    if spec.choices is not None:
        return _choice(spec.choices)
    by_kind: dict[Kind, Reader] = {
        Kind.MONEY: _amount,
        Kind.NUMBER: _percent if spec.name == "probability" else _number,
        Kind.INT: _whole,
        Kind.DAY: _day,
        Kind.MOMENT: lambda text: _moment(text, zone),
        Kind.BOOL: _flag,
        Kind.JSON: _words,
        Kind.LONG: str,
    }
    return by_kind.get(spec.kind) or CHECKS.get(f"{entity}.{spec.name}") or CHECKS.get(spec.name, one_line)


_AMOUNT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)


def _number(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text) or len(text) > 60:
        raise CellError("a plain number such as 1234.50", "纯数字，例如 1234.50")
    return _fit(Decimal(text.replace(",", "")))


def _fit(value: Decimal) -> Decimal:
    if value < 0 or value > MAX_AMOUNT:
        raise CellError(f"an amount from 0 to {MAX_AMOUNT:,.0f}", f"0 到 {MAX_AMOUNT:,.0f} 之间的数额")
    if value != value.quantize(Decimal("0.0001")):
        raise CellError("at most four decimals", "最多四位小数")
    return value


_amount = _number


def _percent(text: str) -> Decimal:
    value = _number(text.removesuffix("%").rstrip())
    if value > 100:
        raise CellError("a percentage from 0 to 100", "0 到 100 之间的百分数")
    return value


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise CellError("a whole number from 0 to 999999999", "0 到 999999999 之间的整数")
    return int(text)


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise CellError("a day that exists, as YYYY-MM-DD", "真实存在的日期，格式 YYYY-MM-DD")


_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def _moment(text: str, zone: tzinfo) -> datetime:
    """An ISO 8601 moment in UTC; without an offset it is read in `zone`, a bare day is its noon."""
    try:
        if _MOMENT.fullmatch(text):
            found = datetime.fromisoformat(text)
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        return datetime.combine(_day(text), NOON, zone).astimezone(UTC)
    except (ValueError, OverflowError, CellError):
        raise CellError(
            "a moment in ISO 8601 such as 2026-11-24T15:00:00+08:00", "ISO 8601 时间，例如 2026-11-24T15:00:00+08:00"
        ) from None


_FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "t", "1", "是", "真", "对"), True),
    **dict.fromkeys(("false", "no", "n", "f", "0", "否", "假", "不"), False),
}


def _flag(text: str) -> bool:
    found = _FLAGS.get(text.casefold())
    if found is None:
        raise CellError("true or false", "true 或 false（是 或 否）")
    return found


def _words(text: str) -> list[str]:
    """Several texts split by `;`, or a JSON list when one of them holds a semicolon itself."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, list):
            return [str(x) for x in found]
    return list(dict.fromkeys(w.strip() for w in re.split("[;；]", text) if w.strip()))


def _choice(codes: type[StrEnum]) -> Reader:
    known = _spellings(codes)

    def read(text: str) -> StrEnum:
        found = known.get(_spelling(text))
        if found is None:
            values = list(codes)
            raise CellError(
                "one of " + ", ".join(c.value for c in values),
                "以下之一：" + "、".join(f"{c.value}（{getattr(c, 'zh', c.value)}）" for c in values),
            )
        return found

    return read


@cache
def _spellings(codes: type[StrEnum]) -> Mapping[str, StrEnum]:
    """What a code may be called: itself or its label in either language first, then its synonyms."""
    made: dict[str, StrEnum] = {}
    for words in (lambda c: (c.value, c.en, c.zh), lambda c: c.also):
        for code in codes:
            for word in words(code):
                made.setdefault(_spelling(word), code)
    return made


def _spelling(text: str) -> str:
    return re.sub(r"[\s_\-–]+", " ", text).strip().casefold()


def _formatted(read: Reader, pattern: str) -> Reader:
    def parse(text: str) -> Any:
        try:
            found = datetime.strptime(text, pattern)  # noqa: DTZ007 - the field's own reader gives the zone
        except ValueError:
            raise CellError(f"a date in the form {pattern}", f"格式为 {pattern} 的日期") from None
        timed = any(f"%{c}" in pattern for c in "HIMScXf")
        return read(found.isoformat() if timed else found.date().isoformat())

    return parse


def _scaled(read: Reader, factor: Decimal) -> Reader:
    def scale(text: str) -> Any:
        return _fit(read(text) * factor)

    return scale


def _banded(text: str) -> Band:
    count = _whole(text.replace(",", ""))
    for band in Band:
        low, _, high = band.value.partition("-")
        if count <= int(high or "999999999") and count >= int(low.rstrip("+")):
            return band
    raise CellError("a head count of at least 1", "至少为 1 的人数")


def _remembering(read: Reader, size: int = 20_000) -> Reader:
    """The same reader, quick for texts it has seen: a column of codes, days or amounts repeats itself."""
    seen: dict[str, Any] = {}

    def remembered(text: str) -> Any:
        if text in seen:
            return seen[text]
        value = read(text)
        if len(seen) < size:
            seen[text] = value
        return value

    return remembered
