"""Comparisons of amounts and counts: which field "over 500k", 30万以上 or "between 50 and 100 seats" speaks about."""

import re
from decimal import Decimal

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from assistant.recognise.compare import Comparison
from assistant.recognise.money import Money
from assistant.recognise.percents import Percent
from assistant.recognise.spans import Span
from crm_store.base import Kind
from crm_store.models import fields_of
from crm_store.values import plain

_OPS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "="}
MONEY: dict[str, str] = {
    "deal": "amount",
    "lead": "est_amount",
    "account": "annual_revenue",
    "product": "list_price",
    "fact": "amount",
}
"""The amount meant when none is named, per record type."""


def said(value: Money | Decimal) -> str:
    """An amount or number as a tool's text argument: "500000 CNY"."""
    if isinstance(value, Money):
        return f"{plain(value.amount)} {value.currency}" if value.currency else plain(value.amount)
    return plain(value)


def compared(r: Reading, entity: str, found: Found) -> None:
    """Add a filter for every compared amount, share and count."""
    for span in r.comparisons:
        if not found.free(span.start, span.end):
            continue
        values = span.value.values
        target = _target(r, entity, span)
        if target is None:
            continue
        texts = [
            plain(v.points) if isinstance(v, Percent) else said(v)
            for v in values
            if isinstance(v, (Money, Decimal, Percent))
        ]
        if len(texts) != len(values):
            continue
        if span.value.op == "between":
            found.add((span.start, span.end), target, ">=", texts[0])
            found.add(None, target, "<=", texts[1])
        elif span.value.op in _OPS:
            found.add((span.start, span.end), target, _OPS[span.value.op], texts[0])
    covered = [(s.start, s.end) for s in r.comparisons]
    if entity in MONEY:
        for amount in r.money:
            if found.free(amount.start, amount.end) and not any(
                a <= amount.start and amount.end <= b for a, b in covered
            ):
                found.add(
                    (amount.start, amount.end),
                    _named(r, entity, amount.start, Kind.MONEY) or MONEY[entity],
                    "=",
                    said(amount.value),
                )


def _target(r: Reading, entity: str, span: Span[Comparison]) -> str | None:
    value = span.value.values[0]
    known = fields_of(entity)
    if isinstance(value, Money):
        return _named(r, entity, span.start, Kind.MONEY) or MONEY.get(entity)
    if isinstance(value, Percent):
        return "probability" if "probability" in known else None
    if not isinstance(value, Decimal):
        return None
    near = _named(r, entity, span.start, Kind.INT, Kind.NUMBER, Kind.MONEY, after=span.end)
    if near:
        return near
    if "seats" in known and re.match(r" ?(?:seats?|users?|licen[cs]es?|个?席位?|套|个?用户)", r.after(span.end, 10)):
        return "seats"
    if (
        value >= 1000
        and entity in MONEY
        and not re.match(r" ?(?:deals?|accounts?|days?|个|家|天|单|条|人)", r.after(span.end, 10))
    ):
        return MONEY[entity]
    return None


def _named(r: Reading, entity: str, start: int, *kinds: Kind, after: int = 0) -> str | None:
    """The field of one of these kinds named just before a value (or right after it)."""
    for hit, sense in reversed(r.sensed("field", entity)):
        if sense.spec.kind in kinds and (0 <= start - hit.end <= 12 or (after and 0 <= hit.start - after <= 2)):
            return sense.field
    return None
