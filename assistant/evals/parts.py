"""The parts of a scenario file: plain YAML, and mappings that say file, scenario and key when something in them is wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from crm_store.errors import StoreError
from crm_store.models import entities

MAX_BYTES = 5 * 1024 * 1024


class ScenarioProblem(StoreError):
    """A scenario file that cannot be used; says which file, scenario and key, and what it takes."""


class Part:
    """A mapping of a scenario file that knows where it stands, so that every complaint can say it."""

    def __init__(self, file: str, scenario: str, path: str, held: Mapping[str, Any]) -> None:
        self.file, self.scenario, self.path, self.held = file, scenario, path, held

    def below(self, key: str, held: Mapping[str, Any]) -> "Part":
        return Part(self.file, self.scenario, self._key(key), held)

    def part(self, key: str) -> "Part":
        value = self.held.get(key)
        if not isinstance(value, Mapping):
            raise self.wrong(key, "a mapping", "映射")
        return self.below(key, value)

    def only(self, *known: str) -> None:
        for key in self.held:
            if key not in known:
                raise self.wrong(
                    str(key), f"to go; known here are {', '.join(known)}", f"删除；此处可用 {'、'.join(known)}"
                )

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.held.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "a text", "文字")
        return value

    def list(self, key: str, *, required: bool = False) -> Sequence[Any]:
        value = self.held.get(key)
        if value is None and not required:
            return []
        if not isinstance(value, list) or (required and not value):
            raise self.wrong(key, "a list", "列表")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self.held.get(key)
        found = [value] if isinstance(value, str) else self.list(key)
        if not all(isinstance(v, str) for v in found):
            raise self.wrong(key, "a list of texts", "文字的列表")
        return tuple(found)

    def choices(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of texts, each of which may be a list of alternatives."""
        value = self.held.get(key)
        listed = [value] if isinstance(value, str) else self.list(key)
        made = [tuple(v) if isinstance(v, list) else (v,) for v in listed]
        if not all(texts and all(isinstance(t, str) and t.strip() for t in texts) for texts in made):
            raise self.wrong(key, "a list of texts or of lists of alternatives", "文字或备选文字列表的列表")
        return tuple(made)

    def truth(self, key: str) -> bool | None:
        value = self.held.get(key)
        if value is None:
            return None
        if str(value).casefold() not in ("true", "false"):
            raise self.wrong(key, "true or false", "true 或 false")
        return str(value).casefold() == "true"

    def whole(self, key: str) -> int | None:
        value = self.held.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not (value.isascii() and value.isdigit()):
            raise self.wrong(key, "a whole number", "非负整数")
        return int(value)

    def moment(self, key: str) -> datetime | None:
        said = self.text(key)
        try:
            return datetime.fromisoformat(said.strip()) if said else None
        except ValueError:
            raise self.wrong(
                key, "a moment such as 2026-11-20T09:00:00+08:00", "时间，例如 2026-11-20T09:00:00+08:00"
            ) from None

    def entity(self, key: str, said: str) -> None:
        if said not in entities() and said != "event":
            raise self.wrong(key, f"a record type; there is no “{said}”", f"记录类型；没有“{said}”")

    def wrong(self, key: str, en: str, zh: str) -> ScenarioProblem:
        at, who = self._key(key), self.scenario
        return ScenarioProblem(
            f"{self.file}{f', scenario {who}' if who else ''}: “{at}” needs {en}.",
            f"{self.file}{f'，场景 {who}' if who else ''}：“{at}”需要{zh}。",
        )

    def _key(self, key: str) -> str:
        return ".".join(p for p in (self.path, key) if p)


class _Twice(ValueError):
    """A key stands twice in one mapping."""


class _Texts(yaml.SafeLoader):
    """Plain data with every scalar as the text that stands there but null: `yes` is a word, 15:00 a time, 007 keeps its zeros."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and shape PyYAML looks for
        first: [(tag, pattern) for tag, pattern in known if tag == "tag:yaml.org,2002:null"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [k.value for k, _ in node.value if isinstance(k, yaml.ScalarNode)]
        if twice := next((k for i, k in enumerate(keys) if k in keys[:i]), None):
            raise _Twice(str(twice))
        return super().construct_mapping(node, deep=True)


def plain_yaml(path: Path, name: str) -> Mapping[str, Any]:
    """The mapping in a YAML file, every scalar a text or None."""
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise ScenarioProblem(f"{name} is larger than 5 MB.", f"{name} 超过 5 MB。")
        found = yaml.load(raw.decode("utf-8-sig"), Loader=_Texts)  # noqa: S506 - a SafeLoader with fewer resolvers
    except _Twice as e:
        raise ScenarioProblem(f"{name}: the key “{e}” stands twice.", f"{name}：键“{e}”重复出现。") from None
    except (OSError, ValueError, yaml.YAMLError) as e:
        mark = getattr(e, "problem_mark", None)
        en, zh = (f", line {mark.line + 1}", f"，第 {mark.line + 1} 行") if mark else ("", "")
        raise ScenarioProblem(f"{name}{en} cannot be read as YAML.", f"{name}{zh}不是有效的 YAML。") from None
    if not isinstance(found, Mapping):
        raise ScenarioProblem(
            f"{name} needs “scenarios:” with a list below it.", f"{name} 应包含“scenarios:”及其下的列表。"
        )
    return found
