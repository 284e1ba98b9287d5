"""What fields are called, those a company added among them, and the value a field takes from words that hold nothing else."""

import re
from collections.abc import Sequence

from assistant.brains.offline.pieces.values import value_after
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.frames import Fit
from crm_store.base import FieldSpec, Kind
from crm_store.models import entities, fields_of

TYPES = ("deal", "ticket", "task", "account", "contact", "lead")
"""Record types whose fields people name, the likelier first."""
FREE = (Kind.TEXT, Kind.LONG)
_TYPED = ("email", "phone", "wechat")
_WORD = re.compile(r"\w")
_REACHED = {
    "wechat": re.compile(r"[A-Za-z][\w-]{5,19}"),
    "phone": re.compile(r"\+?\d[\d ()/.-]{2,24}(?:,? ?(?:ext|x|转|分机)[.:]? ?\d{1,6})?"),
}
"""How an id and a number are written, an extension with it."""
_EMPTY_WORDS = re.compile(
    r"(?:empty|blank|missing|unknown|not set|unset|open|not filled(?: in| out)?|not known|none|null|nothing|空的?|空白的?|空着的?|缺失的?|未知的?|没填的?|未填的?|没有的?|无)$"
)
_ASKED = re.compile(
    r"(?:what|which|who|whom|whose|when|where|how|why)\b|.*(?:什么|多少|谁|哪[个家位里些天]|几[个号家月]|吗|呢|怎么|如何|啥|是否|有没有)"
)
_JOINED = re.compile(r"(?<![a-z])(?:and|then|but|also)(?![a-z])|[,;，；。]|并且?|然后|同时|另外")
_LOOSE = re.compile(
    r"(?:the|a|an|to|at|on|in|of|by|now|just|about|around|approx\.?|roughly|大约|约|左右|的|了|吧|到|至)"
)


def field_called(r: Reading, words: str, entity: str) -> FieldSpec | None:
    """The field of a record type that goes by these words."""
    said = " ".join(words.casefold().removeprefix("the ").split())
    if not said or entity not in entities():
        return None
    known = next((s for s in fields_of(entity).values() if said in called(s)), None)
    return known or next((s for s in r.linker.custom(entity) if said in called(s)), None)


def called(spec: FieldSpec) -> set[str]:
    """Every name of a field, folded."""
    names = (spec.en, spec.zh, spec.name.replace("_", " "), *spec.also_en, *spec.also_zh)
    return {w.casefold() for w in names} | ({f"{spec.zh}日期"} if spec.kind is Kind.DAY else set())


def held_by(fit: Fit, words: str, group: str = "x", types: Sequence[str] = TYPES) -> tuple[str, FieldSpec] | None:
    """(record type, field) that `words` call a field of the record behind a group."""
    for entity in types:
        if fit.type_of(group, entity) and (spec := field_called(fit.r, words, entity)) is not None:
            return entity, spec
    return None


def split_field(fit: Fit, group: str, types: Sequence[str] = ()) -> tuple[str, FieldSpec, int, int] | None:
    """(record type, field, where the value starts, where it ends) of words that begin with a field's name; the longest name counts.

    Of one of these record types, or else of the record behind the group `x`.
    """
    start, end = fit.span(group)
    text = fit.r.text
    for place in range(min(end, start + 30), start, -1):
        if place < end and _IN_WORD.match(text, place - 1):
            continue
        words = text[start:place].strip(" :：,，")
        if types:
            named = ((t, field_called(fit.r, words, t)) for t in types)
            found = next(((t, spec) for t, spec in named if spec is not None), None)
        else:
            found = held_by(fit, words)
        if found is not None:
            return (*found, place, end)
    return None


def _chosen(spec: FieldSpec, words: str) -> str | None:
    """The code of a choice called by just these words."""
    said = " ".join(w for w in words.casefold().split() if w not in ("the", "a"))
    for code in spec.choices or ():
        names = (
            code.value,
            code.value.replace("_", " "),
            *(getattr(code, n, "") for n in ("en", "zh")),
            *getattr(code, "also", ()),
        )
        if said in {n.casefold().replace("–", "-") for n in names if n}:
            return str(code.value)
    return None


def misfit(r: Reading, start: int, end: int) -> str | None:
    """Words given for a value that hold none of any kind: handed on, so that the field says what it takes."""
    words = r.piece(start, end)
    typed = r.spans("names", "days", "periods", "money", "numbers", "percents", "durations")
    if not words or len(words) > 40 or _JOINED.search(r.text, start, end):
        return None
    return None if any(s.start < end and start < s.end for s in typed) else words


_IN_WORD = re.compile(r"[a-z0-9]{2}", re.IGNORECASE)


def asked_back(words: str) -> bool:
    """Whether what stands for a value is a question: 李娜的职务是什么."""
    return _ASKED.match(words.casefold().strip()) is not None


def empty_said(words: str) -> bool:
    """Whether what stands for a value says that there is none."""
    return _EMPTY_WORDS.match(words.casefold().strip()) is not None


def value_said(r: Reading, spec: FieldSpec, start: int, end: int) -> str | None:
    """The value a field takes from the words between two places; None when they hold more or something else."""
    words = r.piece(start, end)
    alone = bool(words) and len(words) <= 40 and not _JOINED.search(r.text, start, end)
    if spec.kind is Kind.BOOL and not spec.column:
        return words if alone else None
    if spec.kind is Kind.BOOL or spec.kind is Kind.JSON:
        return None
    if spec.kind in FREE and spec.name not in _TYPED:
        for a, b in r.quoted:
            if start <= a and b <= end:
                return None if _WORD.search(r.text[start:a] + r.text[b:end]) else r.said[a + 1 : b - 1]
        return None if _JOINED.search(r.text, start, end) or not words else words
    if (own := _REACHED.get(spec.name)) is not None and own.fullmatch(words):
        return words
    found = value_after(r, spec, start, end)
    if spec.kind is Kind.CHOICE and (code := _chosen(spec, words)) is not None:
        return code
    if not spec.column and spec.kind is not Kind.REFS and alone and (found is None or spec.kind is Kind.CHOICE):
        return words  # nothing the company's field takes: refused with what it does
    if found is None:
        named = spec.kind is Kind.REF and words and len(words) <= 40 and not _JOINED.search(r.text, start, end)
        return words if named else None
    place, stop = start, found[1]
    typed = r.spans("names", "days", "periods", "money", "numbers", "percents", "senses")
    begin = min((s.start for s in typed if start <= s.start and s.end <= stop), default=start)
    around = r.text[place:begin] + " " + r.text[stop:end]
    if spec.name in _TYPED or found[0] == words:
        around = r.text[stop:end]
    return None if _WORD.search(_LOOSE.sub(" ", around)) else found[0]
