"""How like a message is to what people say when they want a tool: rare words in common, names and values masked."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import ToolSpec
from assistant.brains.offline.words.folding import fold
from assistant.recognise.text import is_chinese

_TOKEN = re.compile(r"<\w+>|[a-z']+|[\u3400-\u9fff]|\d+")
_CAPITAL = re.compile(
    r"(?<=[a-z,:;] )[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*|(?<=[\u3400-\u9fff]) ?[A-Z][a-z]\w* ?|^[A-Z][a-z]+ (?=[\u3400-\u9fff])"
)
_ALIKE = 0.27
"""From here on an example has more than a small word in common with what was said."""
_VALUES = re.compile(
    r"[¥€$£]?\d[\d,.]*(?:k|m|万|亿|%)?|today|tomorrow|yesterday|(?:this|last|next) (?:week|month|quarter|year)|monday|tuesday|wednesday|thursday|friday|今天|明天|昨天|[本上下这]个?(?:周|月|季度|年)|周[一二三四五六日]"
)


def likeness(r: Reading, tools: Sequence[ToolSpec]) -> dict[str, float]:
    """Per tool the cosine, 0 to 1, of the message with the nearest of its `says`, in rare-word weights."""
    table = _table(tuple((t.name, tuple(t.says)) for t in tools))
    found = {t.name: 0.0 for t in tools}
    for (name, _), score in _scores(r, table).items():
        found[name] = max(found[name], score)
    return found


def nearest(r: Reading, tools: Sequence[ToolSpec], many: int = 2) -> list[str]:
    """The examples most like a message, in its language and of different tools, nearest first; those with nothing in common are left out."""
    table = _table(tuple((t.name, tuple(t.says)) for t in tools))
    best: dict[str, tuple[float, str]] = {}
    for (name, said), score in _scores(r, table).items():
        if score >= _ALIKE and is_chinese(said) == r.zh:
            best[name] = max(best.get(name, (0.0, "")), (score, said))
    return [said for _, said in sorted(best.values(), key=lambda f: (-f[0], f[1]))[:many]]


_Example = tuple[str, str]
"""A tool's name and one of its `says`."""
_Table = tuple[dict[str, list[tuple[_Example, float]]], dict[str, float]]
"""Per gram the examples that hold it, with how much of each it is, and what each gram weighs."""


def _scores(r: Reading, table: _Table) -> dict[_Example, float]:
    """The cosine with every example that has a gram in common with the message."""
    held, weights = table
    found: dict[_Example, float] = {}
    for gram, mine in _vector(_masked(r), weights).items():
        for example, theirs in held.get(gram, ()):
            found[example] = found.get(example, 0.0) + mine * theirs
    return found


@lru_cache(maxsize=8)
def _table(says: tuple[tuple[str, tuple[str, ...]], ...]) -> _Table:
    bags = [((name, s), _grams(_mask_example(s))) for name, all_ in says for s in all_]
    seen: Counter[str] = Counter()
    for _, bag in bags:
        seen.update(set(bag))
    total = max(1, len(bags))
    weights = {gram: math.log(1 + total / n) for gram, n in seen.items()}
    held: dict[str, list[tuple[_Example, float]]] = {}
    for example, bag in bags:
        for gram, weight in _vector(bag, weights).items():
            held.setdefault(gram, []).append((example, weight))
    return held, weights


def _mask_example(text: str) -> str:
    return _VALUES.sub(" <v> ", fold(_CAPITAL.sub(" <n> ", text)))


def _masked(r: Reading) -> list[str]:
    """The message's words with every name and value replaced by a mark."""
    spans = sorted(
        [(n.start, n.end, "<n>") for n in r.names if n.entity not in ("stage",)]
        + [(s.start, s.end, "<v>") for s in r.spans("days", "periods", "money", "numbers", "durations")]
    )
    parts, place = [], r.lo
    for start, end, mark in spans:
        if start >= place:
            parts += [r.text[place:start], f" {mark} "]
            place = end
    return _grams("".join([*parts, r.text[place : r.hi]])[:600])


def _grams(text: str) -> list[str]:
    tokens = [_stem(t) for t in _TOKEN.findall(text)]
    return tokens + [f"{a}_{b}" for a, b in itertools.pairwise(tokens)]


def _stem(word: str) -> str:
    for ending in ("'s", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


def _vector(grams: Iterable[str], weights: dict[str, float]) -> dict[str, float]:
    unknown = max(weights.values(), default=1.0) * 0.6
    made: dict[str, float] = {}
    for gram in grams:
        if gram in weights:
            made[gram] = weights[gram] * (0.3 if gram in ("<n>", "<v>") else 1.0)
        elif "_" not in gram:
            made[gram] = unknown
    size = math.sqrt(sum(w * w for w in made.values())) or 1.0
    return {g: w / size for g, w in made.items()}
