"""Field values between Python, JSON and the text people read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from crm_store.base import MAX_AMOUNT, FieldSpec, Kind
from crm_store.errors import BadValue

MAX_WHOLE = 2**31 - 1
"""The largest whole number a field holds: PostgreSQL keeps them in 32 bits."""


def to_json(spec: FieldSpec, value: Any) -> Any:
    """A value as the event log, proposals and files keep it: numbers as text, days and moments as ISO 8601."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    if spec.kind is Kind.CHOICE:
        return str(getattr(value, "value", value))
    return value


def from_json(spec: FieldSpec, value: Any) -> Any:
    """The inverse of `to_json`; BadValue when it cannot be one."""
    if value is None or value == "":
        return None
    try:
        if spec.kind in (Kind.MONEY, Kind.NUMBER):
            return check_amount(spec, Decimal(str(value)))
        if spec.kind is Kind.DAY:
            return (
                value
                if isinstance(value, date) and not isinstance(value, datetime)
                else date.fromisoformat(str(value)[:10])
            )
        if spec.kind is Kind.MOMENT:
            at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("Z", "+00:00"))
            if at.tzinfo is None:
                raise bad_value(spec, f"{value} without a time zone")
            return at
        if spec.kind is Kind.CHOICE and spec.choices is not None:
            return spec.choices(value)
        if spec.kind is Kind.INT:
            return _whole(spec, int(value))
        if spec.kind is Kind.BOOL:
            return value if isinstance(value, bool) else str(value).casefold() in ("true", "1", "yes", "是")
    except (ValueError, InvalidOperation, TypeError):
        raise bad_value(spec, value) from None
    return value


def fitting(spec: FieldSpec, value: Any) -> Any:
    """A field's value as the record holds it; BadValue for what the field or the database cannot keep."""
    if value is None or spec.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT, Kind.JSON, Kind.BOOL):
        return value
    if isinstance(value, str) and spec.kind in (Kind.TEXT, Kind.LONG):
        return storable(value)
    if isinstance(value, float):
        raise BadValue(f"{spec.en.capitalize()} needs an exact number.", f"{spec.zh}需要精确的数值。")
    return from_json(spec, value)


def storable(text: str) -> str:
    """Text as every database keeps it: without NUL characters and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _whole(spec: FieldSpec, value: int) -> int:
    if abs(value) > MAX_WHOLE:
        raise bad_value(spec, str(value)[:12] if abs(value) < 10**100 else "…")
    return value


def check_amount(spec: FieldSpec, value: Decimal) -> Decimal:
    """An amount the store can hold: finite, not negative, at most four decimals, not beyond a 64-bit count of 1/10,000."""
    if not value.is_finite() or value < 0 or value > MAX_AMOUNT:
        raise BadValue(
            f"{spec.en.capitalize()} cannot be {value}. Give an amount from 0 to {MAX_AMOUNT:,.0f}.",
            f"{spec.zh}不能是 {value}。请给出 0 到 {MAX_AMOUNT:,.0f} 之间的数额。",
        )
    if value != round(value, 4):
        raise BadValue(
            f"{spec.en.capitalize()} cannot be {value}: four decimals are the most. Round it.",
            f"{spec.zh}不能是 {value}：最多四位小数，请四舍五入。",
        )
    return value


def bad_value(spec: FieldSpec, value: Any) -> BadValue:
    """What is wrong with a value for a field, and what would be accepted."""
    en, zh = accepted(spec)
    shown = str(value)[:80]
    return BadValue(f"“{shown}” does not fit {spec.en}. Accepted: {en}.", f"“{shown}”不适用于{spec.zh}。可接受：{zh}。")


def accepted(spec: FieldSpec) -> tuple[str, str]:
    """What a field takes, in English and Chinese."""
    if spec.choices is not None:
        codes = list(spec.choices)
        return ", ".join(str(c.value) for c in codes), "、".join(
            str(c.value) if getattr(c, "zh", c) == c.value else f"{getattr(c, 'zh', c)}（{c.value}）" for c in codes
        )
    return {
        Kind.MONEY: ("an amount such as 50000 or 50k EUR", "金额，例如 50000 或 5万元"),
        Kind.NUMBER: ("a number", "数字"),
        Kind.INT: ("a whole number", "整数"),
        Kind.DAY: ("a day such as 2026-11-24 or next Tuesday", "日期，例如 2026-11-24 或 下周二"),
        Kind.MOMENT: ("a moment such as 2026-11-24 15:00", "时间，例如 2026-11-24 15:00"),
        Kind.BOOL: ("yes or no", "是 或 否"),
        Kind.REF: ("a name or a reference such as D-12", "名称或编号，例如 D-12"),
    }.get(spec.kind, ("text", "文字"))


def plain(value: Decimal) -> str:
    """A decimal without exponent or needless zeros: two decimals when it has cents, none lost."""
    text = format(value.normalize(), "f")
    if "." in text and len(text.split(".")[1]) == 1:
        text += "0"
    return text


def money_json(amount: Decimal | None, currency: str | None) -> dict[str, str] | None:
    """Money as the contract prints it: {"amount": "1234.50", "currency": "EUR"}."""
    if amount is None:
        return None
    exact = plain(amount)
    whole, _, cents = exact.partition(".")
    return {"amount": f"{whole}.{cents.ljust(2, '0')}", "currency": currency or ""}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields whose JSON differs, as (before, after)."""
    return {k: (before.get(k), v) for k, v in after.items() if before.get(k) != v}
