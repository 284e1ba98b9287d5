"""An answer to a question the assistant asked: by number, by label, or by any part that fits exactly one choice."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crm_store.base import Kind, Record
from crm_store.codes import Codes
from crm_store.errors import StoreError
from crm_store.models import by_prefix, fields_of
from crm_store.names import normal, pinyin
from crm_store.unit import Unit

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6,
    **{f"{lead}{c}": n for n, c in enumerate("一二三四五六七八九十", 1) for lead in ("", "第")}, **{f"第{n}": n for n in range(1, 13)},
}  # fmt: skip
_LEAD = re.compile(
    r"^(?:the|i mean|i meant|it s|its|it is|number|no|option|choose|take|pick|is|选择?|是|我?(?:指|说|选|要|找|问|想要?|想选)的(?:就)?(?:是|为)|我是(?:说|指|要)|我(?:要|选)|就是?|应该是|那就|要)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:one|please|那个|那位|那条|那单|那家|那项|那张|这个|这位|这条|这单|这家|的那个|的|吧|啊|哈|个|位|家|条|项)$"
)


def answered(text: str, question: dict[str, Any]) -> str | None:
    """The reference of the choice `text` means; None when it means none or several."""
    choices: list[dict[str, str]] = question["choices"]
    said = normal(text)
    for _ in range(3):
        said = _TAIL.sub("", _LEAD.sub("", said)).strip()
    if not said:
        return None
    number = (
        int(said)
        if said.isdigit()
        else _ORDINALS.get(said) or _ORDINALS.get(normal(text).removeprefix("the ").removesuffix(" one"))
    )
    if number is not None and 1 <= number <= len(choices):
        return choices[number - 1]["ref"]
    if said in ("last", "最后", "最后一"):
        return choices[-1]["ref"]
    for fits in (
        lambda c: text.strip().casefold() == c["ref"].casefold(),
        lambda c: said == normal(c["label"]),
        lambda c: (
            said in normal(c["label"])
            if not said.isascii()
            else re.search(rf"\b{re.escape(said)}", normal(c["label"])) is not None
        ),
        lambda c: "的" in said and all(w in normal(c["label"]) for w in said.split("的")),
        lambda c: said.replace(" ", "") in pinyin(c["label"])[0].replace(" ", "") and len(said) > 2,
        lambda c: all(w in normal(c["label"]).split() for w in said.split()),
        lambda c: _shares_word(said, normal(c["label"]), [normal(o["label"]) for o in choices]),
    ):
        found = [c for c in choices if fits(c)]
        if len(found) == 1:
            return found[0]["ref"]
    return None


def _shares_word(said: str, label: str, labels: list[str]) -> bool:
    """A word of the answer stands in this label and in no other: “the one at Globex”."""
    if len(said.split()) > 6:
        return False
    common = set(said.split()) & set(label.split())
    return any(sum(w in other.split() for other in labels) == 1 and len(w) > 2 for w in common)


_SMALL = frozenset(
    "the a an one ones i mean meant it is its s at from with of in on for to no not that this who whom which works working worth called named please guy man lady woman person "
    "deal account company customer contact task ticket lead and or by sorry yes ok he she they we us our him her about going doing has have".split()
)
_SMALL_ZH = re.compile(
    r"那[个位条单家张笔]|这[个位条单家张笔]|[的是我要选指说找在做搞干姓就叫吧啊了呢哈]|先生|女士|小姐|(?<=[\u3400-\u9fff])(?:总|工|经理|主任|老师|总监)(?![\u3400-\u9fff])"
)
_MOST_WORDS, _MOST_CHARACTERS = 9, 16
_ENDS_OF: tuple[tuple[str, str, bool], ...] = (
    (r"(?<![a-z])(?:biggest|bigger|largest|larger|highest|most expensive|big)(?![a-z])|金额?(?:最[大高]|较?大的?)|最[大贵]|大的?那?[个单]", "amount", True),
    (r"(?<![a-z])(?:smallest|smaller|lowest|cheapest|cheaper|small)(?![a-z])|金额?(?:最[小低]|较?小的?)|最[小]|小的?那?[个单]", "amount", False),
    (r"(?<![a-z])(?:clos\w+ (?:first|soonest|earliest|next)|earliest|earlier|soonest)(?![a-z])|最早|最先|最近要?(?:签|成交)|早的?那", "expected_close_date", False),
    (r"(?<![a-z])(?:clos\w+ (?:last|latest)|latest|later)(?![a-z])|最晚|最后(?:签|成交)|晚的?那", "expected_close_date", True),
)  # fmt: skip
"""Words that pick the record at an end of the row, by which field, and whether the high end."""


def described(crm: Unit, text: str, question: Mapping[str, Any]) -> str | None:
    """The reference of the one choice whose record fits a description: “the one at Acme”, 泽禾的王总, “the bigger one”."""
    found = [(c["ref"], c["label"], _record(crm, c["ref"])) for c in question["choices"]]
    low = normal(text)
    if len(low) > _MOST_CHARACTERS * (1 if not low.isascii() else 6) or len(low.split()) > _MOST_WORDS:
        return None
    for pattern, field, high in _ENDS_OF:
        if re.search(pattern, low) and len(
            values := [(v, ref) for ref, _, r in found if (v := getattr(r, field, None)) is not None]
        ) == len(found):
            values.sort(key=lambda v: v[0], reverse=high)
            return str(values[0][1]) if values[0][0] != values[1][0] else None
    fits = _fitting(crm, low, found)
    return fits[0] if len(fits) == 1 else None


def fitting(crm: Unit, text: str, question: Mapping[str, Any]) -> list[str]:
    """The references of the choices that fit the most words of a description, more than half of them; none when it says nothing of them."""
    return _fitting(crm, normal(text), [(c["ref"], c["label"], _record(crm, c["ref"])) for c in question["choices"]])


def _fitting(crm: Unit, low: str, found: Sequence[tuple[str, str, Record | None]]) -> list[str]:
    said = content(low)
    if not said or not found:
        return []
    shown = [
        normal(" ".join([label, *(_facts(crm, record) if record is not None else ())])) for _, label, record in found
    ]
    fits = [sum(len(w) for w in said if holds(s, w)) for s in shown]
    most = max(fits)
    if 2 * most <= sum(len(w) for w in said):
        return []
    return [ref for (ref, _, _), n in zip(found, fits, strict=True) if n == most]


def content(low: str) -> list[str]:
    """The words of a description that say something, Chinese by the character pair."""
    words = [w for w in re.findall(r"[a-z0-9.,@-]+", low) if w not in _SMALL and (len(w) > 2 or w.isdigit())]
    for run in re.findall(r"[\u3400-\u9fff]+", _SMALL_ZH.sub(" ", low)):
        words += [run] if len(run) < 2 else [run[i : i + 2] for i in range(len(run) - 1)]
    return words


def holds(shown: str, word: str) -> bool:
    """Whether a word begins a word of a text; Chinese anywhere in it."""
    if not word.isascii():
        return word in shown
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}", shown) is not None


def _record(crm: Unit, ref: str) -> Record | None:
    prefix, _, number = ref.partition("-")
    entity = by_prefix().get(prefix.upper())
    try:
        return crm.get(entity, int(number)) if entity and number.isdecimal() else None
    except StoreError:
        return None


def _facts(crm: Unit, record: Record, depth: int = 1) -> list[str]:
    """What a record is known by: its texts and codes, its amount as people say it, what it points at."""
    made: list[str] = []
    for spec in fields_of(type(record).about.entity).values():
        value = crm.value(record, spec.name)
        if value in (None, "", []) or spec.kind in (Kind.LONG, Kind.JSON, Kind.BOOL):
            continue
        if spec.kind is Kind.REF and depth and isinstance(value, int):
            other = crm.many(spec.to, [value]).get(value)
            if other is not None:
                made += [other.display, *(_facts(crm, other, depth - 1) if spec.to in ("account", "stage") else ())]
        elif isinstance(value, Codes):
            made += [value.en, value.zh, *value.also]
        elif isinstance(value, Decimal):
            made += [f"{value:.0f}", f"{value / 1000:.0f}k", f"{(value / 10000).normalize():f}万"]
        elif isinstance(value, date):
            made += [f"{value:%B %d} {value.month}月{value.day}"]
        elif spec.kind is Kind.TEXT:
            made.append(str(value))
    return made
