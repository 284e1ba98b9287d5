"""The offline brain's bench: the demo company's names to link against, the tool specs, and one question at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.brains.offline.nearest.examples import nearest
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Named, ToolSpec, Understanding
from assistant.brains.offline.understanding import understand
from assistant.memory.embed import Multilingual
from assistant.recognise.text import language
from assistant.tools import specs
from crm_store.demo import demo_world
from crm_store.names import keys_for, rank
from crm_store.queries.mentions import _believable, _pieces

TODAY = date(2026, 11, 20)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
PREFIX = {
    "account": "ACC",
    "contact": "C",
    "deal": "D",
    "lead": "L",
    "user": "U",
    "team": "TM",
    "stage": "S",
    "product": "P",
    "ticket": "T",
}


@dataclass(frozen=True)
class Known:
    entity: str
    number: int
    ref: str
    label: str
    score: float


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    text: str
    candidates: tuple[Known, ...]


class DemoNames:
    """Links by the same keys as the store does, without a store."""

    def __init__(self) -> None:
        world = demo_world(TODAY)
        self.keys: dict[str, list[Known]] = {}
        blank = dict.fromkeys("name name_zh name_en aliases domain email name_pinyin organization sku".split())
        company = world.users
        for stages in company["pipelines"]:
            for row in stages["stages"]:
                self._add("stage", SimpleNamespace(**{**blank, **row}), row["name"])
        for row in company["teams"]:
            for part in {row["name"], *row["name"].split()}:
                self._add("team", SimpleNamespace(**{**blank, "name": part}), row["name"])
        for entity, rows in (
            ("user", company["users"]),
            *((n, world.files[f"{n}s.csv"]) for n in ("account", "contact", "lead", "deal", "product")),
        ):
            for row in rows:
                aliases = [a for a in (row.get("aliases") or "").split(";") if a]
                label = (
                    f"{row['name']} ({row['account']})" if row.get("account") and entity == "contact" else row["name"]
                )
                self._add(
                    entity, SimpleNamespace(**{**blank, **row, "aliases": aliases, "display": row["name"]}), label
                )

    def _add(self, entity: str, row: Any, label: str) -> None:
        number = sum(1 for found in self.keys.values() for k in found if k.entity == entity) + 1
        for key, kind in keys_for(entity, row):
            self.keys.setdefault(key, []).append(Known(entity, number, f"{PREFIX[entity]}-{number}", label, rank(kind)))
            self.kinds = getattr(self, "kinds", {})
            self.kinds[(key, entity, number)] = kind

    def in_titles(self, piece: str, entities: Sequence[str]) -> tuple[str, Known] | None:
        """The deal whose title holds the piece, when it is the only one."""
        found = {
            k.number: k
            for key, known in self.keys.items()
            for k in known
            if k.entity == "deal" and piece.casefold() in key
        }
        return (piece, next(iter(found.values()))) if len(found) == 1 else None

    def custom(self, entity: str) -> Sequence[Any]:
        """The company added no fields."""
        return ()

    def link(self, text: str) -> Sequence[Mention]:
        import re

        order = ("account", "contact", "deal", "lead", "user", "team", "stage", "product")
        picked: list[Mention] = []
        for match in re.finditer(r"(?<![\w-])([A-Za-z]{1,4})-(\d{1,9})(?![\w-])", text):
            entity = {v: k for k, v in {**PREFIX, "task": "TK", "activity": "A"}.items()}.get(match[1].upper())
            if entity:
                picked.append(
                    Mention(
                        match.start(),
                        match.end(),
                        match[0],
                        (Known(entity, int(match[2]), match[0].upper(), match[0].upper(), 1.0),),
                    )
                )
        rated = []
        for start, end, key in _pieces(text):
            fit = [
                k
                for k in self.keys.get(key, [])
                if _believable(text, start, end, key, self.kinds[(key, k.entity, k.number)])
            ]
            if fit:
                fit = list({(k.entity, k.number): k for k in sorted(fit, key=lambda k: k.score)}.values())
                rated.append((end - start, max(k.score for k in fit), start, end, fit))
        taken = {i for m in picked for i in range(m.start, m.end)}
        for _, _, start, end, fit in sorted(rated, key=lambda r: (-r[0], -r[1], r[2])):
            if not taken & set(range(start, end)):
                taken |= set(range(start, end))
                ranked = sorted(fit, key=lambda k: (-k.score, order.index(k.entity), k.number))
                picked.append(Mention(start, end, text[start:end], tuple(ranked)))
        return sorted(picked, key=lambda m: m.start)


@cache
def demo_names() -> DemoNames:
    return DemoNames()


@cache
def tools() -> tuple[ToolSpec, ...]:
    return tuple(specs())


def ask(
    text: str,
    *,
    focus: Sequence[Named] = (),
    previous: Sequence[Call] = (),
    more: Sequence[ToolSpec] = (),
    ear: Any = None,
    rows: Sequence[Named] = (),
    list_of: Call | None = None,
    made: Sequence[Call] = (),
) -> Understanding:
    """What the brain makes of a message said in Shanghai on 20 November 2026."""
    asked = Ask(
        text,
        TODAY,
        NOW,
        language(text, "en"),
        SHANGHAI,
        "CNY",
        1,
        tuple(focus),
        tuple(previous),
        len(rows),
        tuple(rows),
        list_of,
        tuple(made),
    )
    return understand(asked, [*tools(), *more], demo_names(), ear)


@pytest.fixture
def brain() -> Callable[..., Understanding]:
    return ask


@cache
def encoder() -> Multilingual:
    return Multilingual()


class Ear:
    """The built-in encoder, as the brain hears with it."""

    def vector(self, text: str) -> Any:
        return encoder().embed([text])[0]


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def linker() -> DemoNames:
    return demo_names()


@pytest.fixture
def alike() -> Callable[[str], list[str]]:
    """The examples the brain finds nearest to a message."""

    def found(text: str) -> list[str]:
        made = Ask(text, TODAY, NOW, language(text, "en"), SHANGHAI)
        return nearest(read(made, demo_names()), tools())

    return found


@pytest.fixture
def told() -> Callable[[Any], str]:
    """Calls in short: the tool, its arguments, the conditions: "find_records entity=deal [stage.kind = won]"."""

    def in_short(calls: Any) -> str:
        parts = []
        for call in calls:
            args = {k: v for k, v in call.args.items() if k not in ("filters", "query")}
            where = ", ".join(
                f"{f['field']} {f['op']} {f.get('value', '')}".strip() for f in call.args.get("filters", ())
            )
            for change in args.pop("changes", ()):
                held = ", ".join(
                    f"{f['field']} {f['op']} {f.get('value', '')}".strip() for f in change.get("where", ())
                )
                sets = ", ".join(f"{k}={v}" for k, v in change["fields"].items())
                parts.append(f"{change['entity']} {change.get('record') or f'[{held}]'}: {sets}")
            if args or where or not call.args:
                parts.append(
                    " ".join([call.tool, *(f"{k}={v}" for k, v in args.items()), *([f"[{where}]"] if where else ())])
                )
        return " | ".join(parts)

    return in_short
