"""The words of the CRM itself, taken from the record types: what record types, fields and choices are called in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.brains.offline.words.phrases import Hit, PhraseBook, keep_longest
from crm_store.base import FieldSpec, Kind
from crm_store.codes import StageKind
from crm_store.models import entities, field_of, fields_of
from crm_store.names import simplified

ASKABLE = (
    "account",
    "contact",
    "lead",
    "deal",
    "activity",
    "task",
    "ticket",
    "product",
    "article",
    "fact",
    "user",
    "team",
)
"""Record types people ask about, the likelier first."""

STAMPS = ("created_at", "updated_at")

KIND_OF_STAGE = "stage.kind"
"""The path by which deals are open, won, lost or on hold."""

_TOO_SMALL = frozenset("at by on with who what with text to from until mail".split())
"""Field synonyms that are English prepositions and question words: everywhere in a sentence, and rarely meant."""


@dataclass(frozen=True)
class Sense:
    """One thing a word may stand for: a record type, a field of one, or a choice of such a field."""

    kind: Literal["entity", "field", "choice"]
    entity: str
    field: str = ""
    code: str = ""
    main: bool = False
    plural: bool = False

    @property
    def spec(self) -> FieldSpec:
        found = field_of(self.entity, self.field)
        assert found is not None
        return found


def senses(text: str) -> list[Hit[Sense]]:
    """Words of the CRM in folded text, longest first, without overlap."""
    return keep_longest(h for h in _book().all(text) if _fits(text, h))


def sense_words() -> frozenset[str]:
    """Every English word of the book, to mend typos with."""
    return frozenset(_book().words)


@cache
def _book() -> PhraseBook[Sense]:
    return PhraseBook((_plain(phrase), sense) for phrase, sense in _entries() if len(phrase) > 1 or phrase in "单人")


def _entries() -> Iterator[tuple[str, Sense]]:
    for entity in ASKABLE:
        about = entities()[entity].about
        for word in (about.en, *about.also_en):
            for form, plural in _numbered(word):
                yield form, Sense("entity", entity, main=word == about.en, plural=plural)
        yield about.en_many, Sense("entity", entity, main=True, plural=True)
        for word in (about.zh, about.zh_many, *about.also_zh):
            yield word, Sense("entity", entity, main=word == about.zh)
        for name, spec in fields_of(entity).items():
            yield from _field_entries(entity, name, spec)
        for name in STAMPS:
            stamp = field_of(entity, name)
            assert stamp is not None
            yield from _field_entries(entity, name, stamp)
    for code in StageKind:
        for word in dict.fromkeys((code.value, code.en, code.zh, *code.also)):
            yield word, Sense("choice", "deal", KIND_OF_STAGE, code.value, main=True)


def _field_entries(entity: str, name: str, spec: FieldSpec) -> Iterator[tuple[str, Sense]]:
    for word in dict.fromkeys((spec.en, spec.zh, name.replace("_", " "), *spec.also_en, *spec.also_zh)):
        if word in _TOO_SMALL:
            continue
        main = word in (spec.en, spec.zh)
        for form, plural in _numbered(word) if word.isascii() and spec.kind not in (Kind.BOOL,) else [(word, False)]:
            yield form, Sense("field", entity, name, main=main, plural=plural)
    if spec.choices is None:
        return
    for code in spec.choices:
        words = (code.value, code.value.replace("_", " "), code.en, code.zh, *code.also)  # type: ignore[attr-defined]
        for word in dict.fromkeys(words):
            for form, plural in _numbered(word) if word.isascii() and word.isalpha() else [(word, False)]:
                yield form, Sense("choice", entity, name, str(code.value), word in words[:4], plural)


def _numbered(word: str) -> Iterator[tuple[str, bool]]:
    """An English word and its plural, each with whether it is one."""
    yield word, False
    if not word.isascii() or len(word) < 3 or not word[-1:].isalpha() or word.endswith("s"):
        return
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        yield word[:-1] + "ies", True
    elif word.endswith(("ch", "sh", "x")):
        yield word + "es", True
    else:
        yield word + "s", True


def _plain(phrase: str) -> str:
    return simplified(phrase).casefold().replace("–", "-")


def _fits(text: str, hit: Hit[Sense]) -> bool:
    """Single characters are words only after a count or a pronoun: 几单, 这单, 什么人."""
    if hit.end - hit.start > 1:
        if text[hit.end - 1] == "谈" and text[hit.end : hit.end + 1] == "判":
            return False  # 在谈判: the stage is meant
        if text[hit.end - 2 : hit.end] == "决策" and text[hit.end : hit.end + 1] in ("人", "者"):
            return False  # 没有决策人 lacks a person, 没有决策 is a reason
        return text[hit.end : hit.end + 2] != "'t"  # "won't" is not won
    before = text[max(0, hit.start - 2) : hit.start]
    if text[hit.start] == "单":
        return before[-1:] in "几这那多些哪个的下" and text[hit.end : hit.end + 1] not in (
            "个",
            "独",
            "位",
            "价",
            "号",
            "子",
        )
    return before.endswith(("哪些", "什么", "多少", "哪个", "几个")) or before[-1:] in ("些",)
