"""Numbers, money, days and fields as people read them in English and Chinese."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from babel.numbers import get_currency_precision, get_currency_symbol

from assistant.recognise.trades import trade_zh
from crm_store.base import FieldSpec, Kind, Record
from crm_store.codes import Codes, predicate_text
from crm_store.models import User, field_of
from crm_store.own_fields import is_own, value_of
from crm_store.unit import Unit
from crm_store.values import plain

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = "一二三四五六日"
_SYMBOLS = {"CNY": "¥", "JPY": "JP¥"}
"""One yuan sign in both languages; the yen gets its letters, so that the two are never mixed up."""


def money_text(amount: Decimal, currency: str | None, language: str) -> str:
    """An exact amount with its sign: "¥300,000", "€45,000.50", "CHF 1,200". Cents are shown only when there are some.

    Amounts that are products of a rate are to be rounded first, see `rounded`.
    """
    symbol = _symbol(currency, language) if currency else ""
    number = number_text(abs(amount), cents=get_currency_precision(currency) if currency else 2)
    gap = " " if symbol and symbol[-1].isalpha() else ""
    return f"{'-' if amount < 0 else ''}{symbol}{gap}{number}"


def number_text(value: Decimal | int, *, cents: int = 0) -> str:
    """A number with thousands marks and no needless zeros; at least `cents` decimals when it has any."""
    whole, _, rest = plain(Decimal(value)).partition(".")
    rest = rest.rstrip("0")
    return f"{int(whole):,}" + (f".{rest.ljust(cents, '0')}" if rest else "")


def rounded(amount: Decimal, currency: str | None) -> Decimal:
    """An amount to the smallest coin of its currency, half to even."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency or "USD")))


def percent_text(part: Decimal | int, whole: Decimal | int) -> str:
    """A share to one decimal: "62.5%"; "–" of nothing."""
    if not whole:
        return "–"
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"))
    return f"{number_text(share)}%"


def day_text(day: date, language: str) -> str:
    """24 Nov 2026 (Tue), 2026年11月24日（周二）."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日（周{_DAYS_ZH[day.weekday()]}）"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} ({_DAYS_EN[day.weekday()]})"


def month_text(day: date, language: str) -> str:
    """Nov 2026, 2026年11月."""
    return f"{day.year}年{day.month}月" if language == "zh" else f"{_MONTHS[day.month - 1]} {day.year}"


def moment_text(at: datetime, language: str) -> str:
    """A moment already in the reader's zone: 24 Nov 2026 (Tue) 15:00, 2026年11月24日（周二）15:00."""
    return f"{day_text(at.date(), language)}{'' if language == 'zh' else ' '}{at:%H:%M}"


def count_text(number: int, one: str, many: str, zh: str, language: str) -> str:
    """1 deal, 2 deals, 2个商机: `zh` carries its measure word (个商机)."""
    if language == "zh":
        return f"{number:,}{zh}"
    return f"{number:,} {one if number == 1 else many}"


def listed(parts: Sequence[str], language: str) -> str:
    """a, b and c; a、b和c."""
    if len(parts) < 2:
        return "".join(parts)
    comma, last = ("、", "和") if language == "zh" else (", ", " and ")
    return comma.join(parts[:-1]) + last + parts[-1]


def name_text(record: Record, language: str) -> str:
    """What a record is called; stages, teams and pipelines by their name in the reader's language."""
    if (
        language == "zh"
        and type(record).about.entity in ("stage", "team", "pipeline")
        and getattr(record, "name_zh", None)
    ):
        return str(record.name_zh)  # type: ignore[attr-defined]
    return record.display


class FieldWords:
    """Field values of records as text: references by name, loaded in batches and in scope.

    What the person may not see has no name and shows as nothing.
    """

    def __init__(self, crm: Unit, language: str) -> None:
        self.crm = crm
        self.language = language
        self._known: dict[str, dict[int, Record | None]] = {}
        self._links: dict[tuple[str, str], dict[int, list[int]]] = {}

    def load(self, entity: str, records: Sequence[Record], fields: Iterable[str]) -> None:
        """Fetch every name these fields need, a query per record type instead of one per value."""
        for name in fields:
            spec = field_of(entity, name)
            if spec is None:
                continue
            if spec.kind is Kind.REFS:
                numbers = [r.id or 0 for r in records]
                held = self._links.setdefault((entity, name), {})
                held.update({n: [] for n in numbers} | self.crm.links(entity, name, numbers))
                self.want(spec.to, (n for r in records for n in held.get(r.id or 0, [])))
            elif spec.kind is Kind.REF:
                self.want(spec.to, (getattr(r, spec.column) for r in records))
            elif spec.kind is Kind.SUBJECT:
                for r in records:
                    self.want(str(getattr(r, "subject_type", "") or "account"), [getattr(r, spec.column)])

    def want(self, entity: str, numbers: Iterable[int | None]) -> None:
        known = self._known.setdefault(entity, {})
        missing = {n for n in numbers if n is not None and n not in known}
        if missing:
            known.update(dict.fromkeys(missing))
            known.update(self.crm.many(entity, missing))

    def record(self, entity: str, number: int | None) -> Record | None:
        """The record behind a reference; None when there is none or it is not visible."""
        self.want(entity, [number])
        return None if number is None else self._known[entity][number]

    def name(self, entity: str, number: int | None) -> str:
        found = self.record(entity, number)
        return "" if found is None else name_text(found, self.language)

    def field(self, record: Record, spec: FieldSpec) -> str:
        """One field of a record as text, "" when it is empty."""
        entity = type(record).about.entity
        if spec.kind is Kind.REFS:
            self.load(entity, [record], [spec.name]) if (record.id or 0) not in self._links.get(
                (entity, spec.name), {}
            ) else None
            names = [self.name(spec.to, n) for n in self._links[(entity, spec.name)].get(record.id or 0, [])]
            return self._joined([n for n in names if n])
        held = value_of(record, spec) if is_own(spec.name) else getattr(record, spec.column)
        if spec.kind is Kind.REF:
            return self.name(spec.to, held)
        if spec.kind is Kind.SUBJECT:
            return self.name(str(getattr(record, "subject_type", "") or "account"), held)
        return self.value(spec, held, getattr(record, spec.currency, None) if spec.currency else None)

    def value(self, spec: FieldSpec, value: Any, currency: str | None = None) -> str:
        """A plain value of a field as text; references are numbers."""
        if value is None or value == "" or value == []:
            return ""
        if spec.kind in (Kind.REF, Kind.REFS):
            return self._joined([self.name(spec.to, n) for n in (value if isinstance(value, list) else [value])])
        if spec.kind is Kind.MONEY:
            return money_text(value, currency or self.crm.actor.currency, self.language)
        if spec.name == "predicate":
            return predicate_text(str(value), self.language)
        if spec.name == "industry" and self.language == "zh":
            return trade_zh(str(value))
        if is_own(spec.name) and isinstance(value, str) and not isinstance(value, Codes):
            return value  # what is left of a masked one, or fits its field no more
        if spec.kind in (Kind.NUMBER, Kind.INT) and not isinstance(value, bool):
            return number_text(value) + ("%" if spec.name == "probability" else "")
        if spec.kind is Kind.DAY:
            return day_text(value, self.language)
        if spec.kind is Kind.MOMENT:
            return moment_text(value.astimezone(self.crm.actor.zone), self.language)
        if spec.kind is Kind.CHOICE:
            return value.label(self.language) if isinstance(value, Codes) else str(value)
        if spec.kind is Kind.BOOL:
            return ("是" if value else "否") if self.language == "zh" else ("yes" if value else "no")
        if isinstance(value, list):
            return self._joined([str(v) for v in value])
        return str(value)

    def owner(self, number: int | None) -> str:
        """A colleague's full name."""
        found = self.record("user", number)
        return found.name if isinstance(found, User) else ""

    def _joined(self, parts: Sequence[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(parts)


@cache
def _symbol(currency: str, language: str) -> str:
    code = currency.upper()
    return _SYMBOLS.get(code) or str(get_currency_symbol(code, locale="zh_CN" if language == "zh" else "en_US"))
