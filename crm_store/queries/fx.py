"""Exchange: an amount in another currency at the rate that held on a day."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select
from sqlmodel import col

from crm_store.models import ExchangeRate
from crm_store.unit import Unit


class Rates:
    """The workspace's exchange rates, each holding from its day on.

    A pair converts directly, else by the inverse, else across the workspace currency (contract: currencies).
    """

    def __init__(self, crm: Unit) -> None:
        self._crm = crm
        self.base = crm.actor.currency

    @cached_property
    def _rates(self) -> dict[tuple[str, str], list[tuple[date, Decimal]]]:
        found: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
        for r in self._crm.all(select(ExchangeRate).order_by(col(ExchangeRate.starts_on))):
            found.setdefault((r.base, r.quote), []).append((r.starts_on, r.factor))
        return found

    def days(self) -> list[date]:
        """The days a rate began to hold, behind one before them all: between two of them no rate changes."""
        return [date.min, *sorted({starts for known in self._rates.values() for starts, _ in known})]

    def convert(self, amount: Decimal, source: str | None, target: str, day: date) -> Decimal | None:
        """`amount` in `target` currency at the latest rate on or before `day`; None when no rate is known."""
        rate = self.rate(source or self.base, target, day)
        return None if rate is None else amount * rate

    def rate(self, source: str, target: str, day: date) -> Decimal | None:
        """How many `target` one `source` is worth on `day`."""
        if source == target:
            return Decimal(1)
        pair = self._pair(source, target, day)
        if pair is not None:
            return pair
        first, second = self._pair(source, self.base, day), self._pair(self.base, target, day)
        return None if first is None or second is None else first * second

    def _pair(self, source: str, target: str, day: date) -> Decimal | None:
        direct = self._latest(source, target, day)
        if direct is not None:
            return direct
        inverse = self._latest(target, source, day)
        return None if inverse is None or inverse == 0 else Decimal(1) / inverse

    def _latest(self, source: str, target: str, day: date) -> Decimal | None:
        known = [rate for starts, rate in self._rates.get((source, target), []) if starts <= day]
        return known[-1] if known else None
