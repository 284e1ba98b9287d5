"""Scenario files: YAML read strictly into scenarios; whatever is not understood is one sentence naming file, id and key."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.evals.parts import Part, ScenarioProblem, plain_yaml

__all__ = ["Expectation", "Message", "RecordExpectation", "Scenario", "ScenarioProblem", "Term", "read"]

SETTINGS = frozenset({"users.yaml", "map.yaml"})
"""Files of a world, which are no scenarios."""

MOMENT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
"""The present of a scenario that names none: when the demo company's story is told."""

LANGUAGES = ("en", "zh", "mixed")
"""Tags that say in which language a scenario speaks; every other tag is a category."""

_KEY_WITH_OPERATOR = re.compile(r"(.+?)\s*(>=|<=|!=|>|<|~)")

Term = tuple[str, str, tuple[str, ...]]
"""(dotted path, operator, values); no value means: is empty."""


@dataclass(frozen=True)
class RecordExpectation:
    """What must hold for the records of one type that fulfil `where`: how many, none, untouched, or only those not there before."""

    entity: str
    where: tuple[Term, ...] = ()
    count: int | None = None
    absent: bool = False
    unchanged: bool = False
    new: bool = False
    shown: str = ""


@dataclass(frozen=True)
class Expectation:
    """Everything a scenario expects; None and empty are not looked at. Each of `reply_has` is met by any of its texts."""

    records: tuple[RecordExpectation, ...] = ()
    unchanged_except: frozenset[str] | None = None
    reply_has: tuple[tuple[str, ...], ...] = ()
    reply_lacks: tuple[str, ...] = ()
    question: bool | None = None
    refused: bool | None = None


@dataclass(frozen=True)
class Message:
    """What the person says in one turn, and the files they drop in."""

    text: str
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One conversation of one person in a fresh world. `world` is demo, empty or a folder; `file` as it is shown."""

    file: str
    id: str
    email: str
    say: tuple[Message, ...]
    expect: Expectation
    world: str = "demo"
    now: datetime = MOMENT
    tags: tuple[str, ...] = field(default_factory=tuple)


def read(paths: Sequence[Path]) -> list[Scenario]:
    """The scenarios of files and folders, folders in name order and without the worlds inside them.

    Raises:
        ScenarioProblem: a file is missing, is no scenario file, or holds an unknown key.
    """
    found: list[Scenario] = []
    for path in _files(paths):
        found += _read(path)
    return found


def _files(paths: Iterable[Path]) -> list[Path]:
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            some = sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml") and p.is_file())
            some = [p for p in some if p.name not in SETTINGS and not _is_world(p.parent)]
            if not some:
                raise ScenarioProblem(f"There is no scenario file in {path}.", f"{path} 中没有场景文件。")
            files.update(dict.fromkeys(some))
        elif path.is_file():
            files[path] = None
        else:
            raise ScenarioProblem(f"There is no file {path}.", f"找不到文件 {path}。")
    return list(files)


def _is_world(folder: Path) -> bool:
    return any((folder / name).exists() for name in SETTINGS) or any(folder.glob("*.csv"))


def _shown(path: Path) -> str:
    """The file as reports name it: the same on every machine when it lies below the working folder."""
    full, here = path.resolve(), Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else path.as_posix()


def _read(path: Path) -> list[Scenario]:
    name = _shown(path)
    top = Part(name, "", "", plain_yaml(path, name))
    top.only("world", "now", "scenarios")
    listed = top.list("scenarios", required=True)
    made: list[Scenario] = []
    for n, raw in enumerate(listed, 1):
        if not isinstance(raw, Mapping):
            raise top.wrong("scenarios", "a list of mappings, each with “id”", "映射的列表，每项含“id”")
        part = Part(name, str(raw.get("id") or f"#{n}"), "", raw)
        made.append(_scenario(path, part, top))
        if made[-1].id in {s.id for s in made[:-1]}:
            raise part.wrong(
                "id", "an id of its own; another scenario of this file has it too", "唯一的 id；本文件中有重复"
            )
    return made


def _scenario(path: Path, part: "Part", top: "Part") -> Scenario:
    part.only("id", "as", "tags", "say", "expect", "world", "now")
    say = _messages(part, path.parent)
    world = part.text("world") or top.text("world") or "demo"
    if world not in ("demo", "empty"):
        folder = (path.parent / world).resolve()
        if not folder.is_dir():
            raise part.wrong(
                "world", f"demo, empty or a folder beside the file; there is no folder “{world}”",
                f"demo、empty 或相对于文件的文件夹；不存在文件夹“{world}”",
            )  # fmt: skip
        world = str(folder)
    return Scenario(
        part.file, part.text("id", required=True), part.text("as", required=True).strip().casefold(), say,
        _expectation(part.part("expect")), world, part.moment("now") or top.moment("now") or MOMENT, part.texts("tags"),
    )  # fmt: skip


def _messages(part: Part, folder: Path) -> tuple[Message, ...]:
    """What is said, turn by turn: texts, or mappings of `say` and `files` beside the scenario file, as `parley chat` takes them."""
    value = part.held.get("say")
    made = []
    for n, raw in enumerate([value] if isinstance(value, str | Mapping) else part.list("say", required=True), 1):
        if isinstance(raw, str):
            made.append(Message(raw))
            continue
        if not isinstance(raw, Mapping):
            raise part.wrong(
                "say", "a list of texts, or of mappings with “say” and “files”", "文字或含“say”与“files”的映射的列表"
            )
        one = part.below(f"say[{n}]", raw)
        one.only("say", "files")
        names = one.texts("files")
        if missing := next((name for name in names if not (folder / name).exists()), None):
            wish = f"files beside the scenario file; there is no {missing}", f"场景文件旁的文件；找不到 {missing}"
            raise one.wrong("files", *wish)
        files = tuple((folder / name).resolve() for name in names)
        made.append(Message(one.text("say"), files))
    return tuple(made)


def _expectation(part: "Part") -> Expectation:
    part.only("records", "unchanged_except", "reply_has", "reply_lacks", "question", "refused")
    records = []
    for n, raw in enumerate(part.list("records"), 1):
        if not isinstance(raw, Mapping):
            raise part.wrong("records", "a list of mappings, each with “entity”", "映射的列表，每项含“entity”")
        records.append(_records(part.below(f"records[{n}]", raw)))
    kept = None
    if "unchanged_except" in part.held:
        kept = frozenset(part.texts("unchanged_except"))
        for entity in sorted(kept):
            part.entity("unchanged_except", entity)
    lacks = tuple(text for texts in part.choices("reply_lacks") for text in texts)
    made = Expectation(
        tuple(records), kept, part.choices("reply_has"), lacks, part.truth("question"), part.truth("refused")
    )
    if made == Expectation():
        raise part.wrong("", "at least one expectation", "至少一项期望")
    return made


def _records(part: "Part") -> RecordExpectation:
    part.only("entity", "where", "count", "absent", "unchanged", "new")
    entity = part.text("entity", required=True)
    part.entity("entity", entity)
    where = part.held.get("where") or {}
    if not isinstance(where, Mapping):
        raise part.wrong("where", "a mapping of field and value", "字段与值的映射")
    count, absent = part.whole("count"), bool(part.truth("absent"))
    if absent and count not in (None, 0):
        raise part.wrong("count", "no count beside “absent: true”", "与“absent: true”同用时不应有数量")
    unchanged, new = bool(part.truth("unchanged")), bool(part.truth("new"))
    if unchanged and (absent or new):
        raise part.wrong("unchanged", "neither “absent” nor “new” beside it", "不能与“absent”或“new”同用")
    terms = tuple(term for key, value in where.items() for term in _terms(part, str(key), value))
    shown = f"{entity} {{{', '.join(_term_text(t) for t in terms)}}}" if terms else entity
    return RecordExpectation(entity, terms, count, absent, unchanged, new, shown)


def _terms(part: "Part", key: str, value: Any) -> list[Term]:
    """One key of `where` as terms: money as amount and currency, other mappings as dotted paths, an operator after the field."""
    if isinstance(value, Mapping):
        if set(value) <= {"amount", "currency"} and "amount" in value:
            head = key.rpartition(".")[0]
            beside = f"{head}.currency" if head else "currency"
            return [t for k, v in value.items() for t in _terms(part, key if k == "amount" else beside, v)]
        return [t for k, v in value.items() for t in _terms(part, f"{key}.{k}", v)]
    match = _KEY_WITH_OPERATOR.fullmatch(key)
    path, op = (match[1], match[2]) if match else (key, "=")
    values = value if isinstance(value, list) else [] if value in (None, "") else [value]
    if not all(isinstance(v, str) for v in values):
        raise part.wrong(f"where.{key}", "a value or a list of values", "一个值或值的列表")
    if not values and op not in ("=", "!="):
        raise part.wrong(f"where.{key}", "a value", "一个值")
    return [(path, op, tuple(values))]


def _term_text(term: Term) -> str:
    path, op, values = term
    shown = values[0] if len(values) == 1 else f"[{', '.join(values)}]" if values else "null"
    return f"{path}: {shown}" if op == "=" else f"{path} {op} {shown}"
