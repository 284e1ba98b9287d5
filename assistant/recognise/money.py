"""Amounts of money: "$50,000", "45k EUR", 30万, 五十万美元."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.recognise.currencies import AFTER, BEFORE, currency
from assistant.recognise.percents import percents
from assistant.recognise.quantities import Quantity, quantities
from assistant.recognise.spans import Span, outside
from assistant.recognise.text import Normal, normalise


@dataclass(frozen=True)
class Money:
    """An exact amount; the currency is an ISO 4217 code, or None when none was said."""

    amount: Decimal
    currency: str | None


# A scaled number before one of these is a count: "50k contacts", 30万用户, 3千米.
_COUNTED = re.compile(
    r" ?(?:seats?|users?|contacts?|leads?|accounts?|licen[cs]es?|people|employees|staff|records?"
    r"|rows?|words?|tokens?|units?|pcs"
    r"|emails?|mails?|calls?|customers?|deals?|miles?|km|kg|hours?|days?|weeks?|months?|years?"
    r"|minutes?|mins?|times|downloads?"
    r"|visits?|visitors|tickets?|opportunities|companies)(?![a-z])| ?(?:个|家|条|人|用户|席|套|台|件|次|份|名|位|张|字|米|克|瓦"
    r"|公里|吨|客户|线索|年|天|倍)"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""39.000 EUR, as much of Europe writes it: money has two decimals, never three."""
_THREE_DECIMALS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
"""But for these (ISO 4217, minor unit 3)."""
_DOTTED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![.,]?\d)")
_SPACED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3}){1,4}(?!\d)")


def money(text: str, default_currency: str | None = None, *, bare: bool = False) -> list[Span[Money]]:
    """Find amounts of money.

    A number counts with a currency beside it, or when a thousand or more was said as a word (50k, 30万) and no counted
    thing follows. With `bare`, every number that is no percentage counts. "¥" follows the default, see `currency`.
    """
    normal = normalise(_DOTTED.sub(lambda m: m[0].replace(".", ","), text))
    found: list[Span[Money]] = []
    taken = 0
    for number in quantities(normal):
        amount = _amount(normal, number, default_currency, bare, taken)
        if amount:
            found.append(normal.back(amount))
            taken = amount.end
    if normal.text != text:
        found = [replace(span, text=text[span.start : span.end]) for span in found]
    return outside(found, percents(text))


def parse_money(text: str, default_currency: str | None = None) -> Money | None:
    """Read a whole string as one amount, also a plain "50000" or "50 000 EUR"; None when it is none or holds more."""
    whole = _SPACED.sub(lambda match: match[0].replace(" ", ""), normalise(text.strip()).text)
    capitals = text.strip().upper() == text.strip()
    found = money(whole.upper() if capitals else whole, default_currency, bare=True)
    return found[0].value if len(found) == 1 and len(found[0].text) == len(whole) else None


def _amount(normal: Normal, number: Span[Quantity], default: str | None, bare: bool, floor: int) -> Span[Money] | None:
    start, end, code = number.start, number.end, None
    if before := BEFORE.search(normal.text[max(floor, start - 8) : start]):
        code = currency(before[0], default, capitals=normal.capital(start - len(before[0])))
        start -= len(before[0]) if code else 0
    if after := AFTER.match(normal.text, end):
        word = after[0]
        # 块 and 一块 are also "piece" and "together".
        colloquial = (
            word.strip() in ("块", "刀", "欧") and number.value.written == "chinese" and not number.value.scaled
        )
        said = (
            None if colloquial else currency(word, code or default, capitals=normal.capital(end + word.startswith(" ")))
        )
        if said and (code is None or code == said or word.strip() in ("元", "元钱", "块", "块钱", "dollars")):
            code, end = code or said, end + len(word)
    if code is None and not bare and (not number.value.scaled or _COUNTED.match(normal.text, end)):
        return None
    value = number.value.value
    if code and code not in _THREE_DECIMALS and _THOUSANDS.fullmatch(normal.text[number.start : number.end]):
        value *= 1000
    return Span(start, end, "", Money(value, code))
