"""What people call a currency, before and after an amount."""

import re
from typing import Final

YEN_OR_YUAN: Final = "¥"
DOLLAR: Final = "$"
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN"})

COMMON = (
    "usd",
    "eur",
    "gbp",
    "jpy",
    "cny",
    "rmb",
    "hkd",
    "twd",
    "sgd",
    "aud",
    "cad",
    "chf",
    "inr",
    "krw",
    "nzd",
    "cnh",
)
# These are words or names too (try, ron, sek), so they count only in capitals.
CAPITALS = (
    "try", "ron", "sek", "nok", "dkk", "pln", "czk", "brl", "mxn", "zar", "aed", "sar", "thb", "myr", "idr", "vnd", "php",
    "rub", "huf", "ils", "mop",
)  # fmt: skip
_SYMBOLS = {
    "us$": "USD", "hk$": "HKD", "nt$": "TWD", "au$": "AUD", "a$": "AUD", "ca$": "CAD", "c$": "CAD", "sg$": "SGD",
    "s$": "SGD", "nz$": "NZD", "r$": "BRL", "$": DOLLAR, "€": "EUR", "£": "GBP", "¥": YEN_OR_YUAN, "₹": "INR", "₩": "KRW",
    "₺": "TRY", "฿": "THB",
}  # fmt: skip
_CHINESE = {
    "人民币": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "港币": "HKD", "港元": "HKD",
    "新台币": "TWD", "台币": "TWD", "新加坡元": "SGD", "新币": "SGD", "澳元": "AUD", "加元": "CAD", "韩元": "KRW",
    "瑞士法郎": "CHF", "卢比": "INR", "泰铢": "THB", "澳门币": "MOP",
}  # fmt: skip
_ENGLISH_WORDS = {
    "us dollars": "USD", "us dollar": "USD", "hong kong dollars": "HKD", "singapore dollars": "SGD", "dollars": DOLLAR,
    "dollar": DOLLAR, "bucks": DOLLAR, "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pound": "GBP", "quid": "GBP",
    "yuan": "CNY", "renminbi": "CNY", "yen": "JPY", "swiss francs": "CHF", "rupees": "INR",
}  # fmt: skip
_COLLOQUIAL = {
    "元人民币": "CNY",
    "元钱": "CNY",
    "块钱": "CNY",
    "元": "CNY",
    "块": "CNY",
    "刀": "USD",
    "欧": "EUR",
    "镑": "GBP",
}
_CODES = {code: {"rmb": "CNY", "cnh": "CNY"}.get(code, code.upper()) for code in (*COMMON, *CAPITALS)}


def _either(*tables: dict[str, str]) -> str:
    words = sorted({word for table in tables for word in table}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in words)


BEFORE = re.compile(rf"(?:(?<![a-z])(?:{_either(_CODES, _SYMBOLS)})|[€£¥₹₩$₺฿]|{_either(_CHINESE)}) ?$")
AFTER = re.compile(
    rf" ?(?:(?:{_either(_CODES, _ENGLISH_WORDS)})(?![a-z])|[€£¥₹₩₺฿]|\$|{_either(_CHINESE)}"
    rf"|{_either(_COLLOQUIAL)}(?![旦素宵件洲月号地头]))"
)


def currency(word: str, default: str | None, *, capitals: bool) -> str | None:
    """Return the ISO 4217 code of a matched word, or None if it is no currency as written.

    "$" is the default currency when that is a dollar, else USD; "¥" is JPY when that is the default, else CNY.
    """
    word = word.strip()
    if word in CAPITALS and not capitals:
        return None
    found = {**_CODES, **_SYMBOLS, **_CHINESE, **_ENGLISH_WORDS, **_COLLOQUIAL}.get(word)
    if found == DOLLAR:
        return default if default in _DOLLARS else "USD"
    if found == YEN_OR_YUAN:
        return "JPY" if default == "JPY" else "CNY"
    return found
