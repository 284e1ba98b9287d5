"""What a command prints: UTF-8 wherever it runs, sentences in the person's language, one JSON value a line."""

import io
import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Language = Literal["en", "zh"]

_spoken: list[Language] = ["en"]


def use_utf8() -> None:
    """Read and write UTF-8 whatever LANG says; what cannot be written is written as an escape, which JSON reads back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")


def words_of(argv: Iterable[str]) -> list[str]:
    """Command line words as UTF-8, also where the locale is another one."""
    return [_as_utf8(word) for word in argv]


def speak(language: str) -> None:
    """Say sentences in this language ("zh…" is Chinese, anything else English) from now on."""
    _spoken[:] = ["zh" if language.casefold().startswith("zh") else "en"]


def speak_as_here() -> None:
    """Say sentences in the language of this terminal, as LC_ALL, LC_MESSAGES and LANG tell it."""
    speak(next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(name))), "en"))


def language() -> Language:
    return _spoken[0]


def words(en: str, zh: str) -> str:
    """The one of two sentences that is in the person's language."""
    return zh if _spoken[0] == "zh" else en


def say(en: str, zh: str) -> None:
    """A sentence for a person, on stdout."""
    print(words(en, zh))


def line(text: str = "") -> None:
    """A line of an answer, on stdout."""
    print(text)


def note(text: str) -> None:
    """A line beside the answer, on stderr."""
    print(text, file=sys.stderr, flush=True)


def as_json(value: Mapping[str, Any]) -> None:
    """One JSON line, handed over at once."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def _as_utf8(word: str) -> str:
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word
