"""One-line texts that have a form of their own: addresses, currency codes, time zones, domains, periods, rates."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

Reader = Callable[[str], Any]

MAX_TEXT = 2_000
"""The longest one-line text, in characters; long texts are bounded by the sheet."""


class CellError(Exception):
    """A text that does not fit; `en` and `zh` say what would be accepted."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


def one_line(said: str) -> str:
    """Any one-line text."""
    if len(said) > MAX_TEXT:
        raise CellError(f"at most {MAX_TEXT:,} characters", f"最多 {MAX_TEXT:,} 个字符")
    return said


_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+")


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise CellError("an e-mail address such as li.na@example.com", "邮箱地址，例如 li.na@example.com")
    return text


def _currency(text: str) -> str:
    if text.upper() not in _currencies():
        raise CellError(
            "a currency code such as USD, EUR or CNY (ISO 4217)", "币种代码，例如 CNY、USD、EUR（ISO 4217）"
        )
    return text.upper()


@cache
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError):
        raise CellError("a time zone such as Asia/Shanghai", "时区，例如 Asia/Shanghai") from None


def _domain(text: str) -> str:
    bare = re.sub(r"^[a-z]+://|^www\.", "", re.sub(r"^[a-z]+://", "", text.casefold())).split("/")[0]
    if not bare or re.search(r"[\s@]", bare):
        raise CellError("a domain such as example.com", "域名，例如 example.com")
    return bare


_PERIOD = re.compile(r"[0-9]{4}(-(Q[1-4]|0[1-9]|1[0-2]))?")


def _period(text: str) -> str:
    if not _PERIOD.fullmatch(text):
        raise CellError("a period such as 2026-Q4, 2026-11 or 2026", "周期，例如 2026-Q4、2026-11 或 2026")
    return text


def _rate(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,20}(\.[0-9]+)?", text) or not Decimal(text) > 0 or len(text) > 30:
        raise CellError("a rate above 0 such as 7.1234", "大于 0 的汇率，例如 7.1234")
    return text


CHECKS: Mapping[str, Reader] = {
    "email": _email, "currency": _currency, "base": _currency, "exchange_rate.quote": _currency, "tz": _zone, "domain": _domain,
    "period": _period, "rate": _rate,
}  # fmt: skip
"""Readers by field name, or by record type and field name where the name alone would say too much."""
