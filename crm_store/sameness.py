"""What two ways of writing have in common: a company without its legal form, a phone number in one form, a name in Latin letters."""

import re
from functools import lru_cache

from crm_store.names import normal, pinyin, simplified

_LEGAL = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|股份公司|集团公司|集团|公司|控股)$|"
    r"\b(inc|incorporated|ltd|limited|llc|gmbh|ag|corp|corporation|co|company|plc|sa|bv|kg|pte|group|holdings?)\b\.?",
    re.IGNORECASE,
)


def company_core(name: str) -> str:
    """A company's name without its legal form, in normal form: “ACME GmbH” is “acme”."""
    return normal(_LEGAL.sub(" ", simplified(name).strip())) or normal(name)


@lru_cache(maxsize=100_000)
def phone_key(text: str) -> str:
    """A phone number in E.164 when its country is told (or it is a Chinese mobile number), else its digits; "" for none."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return ""
    international = (
        "+" + digits if text.strip().startswith(("+", "＋")) else "+" + digits[2:] if digits.startswith("00") else ""
    )
    if not international and re.fullmatch(r"1[3-9]\d{9}", digits):
        international = "+86" + digits
    if not international:
        return digits
    import phonenumbers

    try:
        number = phonenumbers.parse(international)
    except phonenumbers.NumberParseException:
        return digits
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_TITLES = re.compile(r"^(?:mr|mrs|ms|dr|prof|herr|frau|miss|sir|madam) ")


@lru_cache(maxsize=100_000)
def person_core(name: str) -> str:
    """A person's name to compare: normal form without a title; Chinese as its pinyin, a spaced name with its parts in order.

    “李娜”, “Li Na” and “Na Li” are one: "li na".
    """
    said = _TITLES.sub("", normal(name))
    if any("\u3400" <= c <= "\u9fff" for c in said):
        from pypinyin import lazy_pinyin

        return " ".join(sorted(w.casefold() for w in lazy_pinyin(said.replace(" ", "")) if w.strip()))
    return " ".join(sorted(said.split()))


@lru_cache(maxsize=100_000)
def company_sound(name: str) -> str:
    """A Chinese company's name without its legal form, as one word of pinyin; of other names their core without spaces."""
    core = company_core(name)
    if any("\u3400" <= c <= "\u9fff" for c in core):
        return pinyin(core)[0].replace(" ", "")
    return core.replace(" ", "")
