"""Roles as a table: which right on which record type reaches how far, and what of a field is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Literal

from crm_store.base import Kind
from crm_store.codes import RoleName
from crm_store.errors import BadValue
from crm_store.models import entities, fields_of

Reach = Literal["no", "own", "team", "subtree", "all"]
REACHES: tuple[Reach, ...] = ("no", "own", "team", "subtree", "all")
"""From nothing to everything; where roles merge, the one further on wins."""

RIGHTS = ("read", "create", "edit", "delete", "assign", "export", "bulk")
"""What may be done to a record type: assigning is giving it to somebody else, bulk changing more than `FEW` in one go."""

FEW = 10

HELD: Mapping[str, str] = {
    "account": "owner_id", "contact": "owner_id", "deal": "owner_id", "lead": "owner_id", "activity": "owner_id",
    "ticket": "assignee_id", "task": "assignee_id", "fact": "owner_id",
}  # fmt: skip
"""Record types somebody holds, and the column that says who: what roles are about, and what can be shared with somebody else."""

BUILT_IN: Mapping[RoleName, Mapping[str, Reach]] = {
    RoleName.REP: dict.fromkeys(RIGHTS, "own"),
    RoleName.MANAGER: dict.fromkeys(RIGHTS, "subtree"),
    RoleName.ADMIN: dict.fromkeys(RIGHTS, "all"),
    RoleName.VIEWER: {**dict.fromkeys(RIGHTS, "no"), "read": "team"},
}
"""The four roles everybody has one of, for every record type somebody holds (contract: who sees what)."""

Level = Literal["none", "masked", "read", "write"]
LEVELS: tuple[Level, ...] = ("none", "masked", "read", "write")
"""What is shown of a field: nothing, its end, all of it, or all of it to change."""

FieldRule = tuple[str, str, Level]

_STRUCTURE = frozenset(
    {
        "name", "name_zh", "name_en", "name_pinyin", "aliases", "domain", "organization", "currency", "status", "kind", "number",
        "starts_at", "ends_at", "due_on", "due_at", "closed_at", "stage_entered_at", "completed_at", "predicate", "lang", "language", "sku",
    }
)  # fmt: skip
"""Fields records are found, ordered and kept sound by: they are as visible as the record."""


@dataclass(frozen=True)
class Extra:
    """A role held beside the built-in one: where each (right, record type) of it reaches.

    `reaches` pairs a (right, record type) with the reach it has here; `people` and `teams` are what a reach means for this holder.
    """

    role: str
    reaches: frozenset[tuple[str, str, Reach]]
    people: tuple[tuple[Reach, frozenset[int]], ...] = ()
    teams: tuple[tuple[Reach, frozenset[int]], ...] = ()
    until: datetime | None = None

    def reach(self, right: str, entity: str) -> Reach:
        return _reaches(self.reaches).get((right, entity), "no")

    def circle(self, reach: Reach) -> tuple[frozenset[int], frozenset[int]]:
        """Whose records a reach takes in, and of which teams."""
        return dict(self.people).get(reach, frozenset()), dict(self.teams).get(reach, frozenset())


@dataclass(frozen=True)
class StandsFor:
    """A colleague who is away: whose records their stand-in reaches meanwhile."""

    user_id: int
    people: frozenset[int] = field(default_factory=frozenset)
    until: datetime | None = None


@lru_cache(maxsize=256)
def _reaches(held: frozenset[tuple[str, str, Reach]]) -> Mapping[tuple[str, str], Reach]:
    return {(right, entity): reach for right, entity, reach in held}


def wider(one: Reach, other: Reach) -> Reach:
    return max(one, other, key=REACHES.index)


def base_reach(role: RoleName, right: str, entity: str) -> Reach:
    """How far a right of a built-in role goes on a record type somebody holds, or on what hangs on these."""
    return BUILT_IN[role][right]


def read_rights(lines: Iterable[str]) -> frozenset[tuple[str, str, Reach]]:
    """Lines of a role as (right, record type, reach); a later line stands over an earlier one.

    A line is `record type, right, reach`, each word also `*` (every record type; every right).

    Raises:
        BadValue: a line that says nothing.
    """
    made: dict[tuple[str, str], Reach] = {}
    for line in lines:
        entity, right, reach = _parts(line, 3)
        if (entity != "*" and entity not in HELD) or (right != "*" and right not in RIGHTS) or reach not in REACHES:
            raise _no_line(line)
        for e in HELD if entity == "*" else (entity,):
            for r in RIGHTS if right == "*" else (right,):
                made[(r, e)] = reach
    return frozenset((r, e, reach) for (r, e), reach in made.items() if reach != "no")


def read_fields(lines: Iterable[str]) -> dict[tuple[str, str], Level]:
    """Lines of a role such as `contact.phone masked` as levels by (record type, field).

    Raises:
        BadValue: a line that says nothing, or a field that cannot be closed.
    """
    made: dict[tuple[str, str], Level] = {}
    for line in lines:
        path, level = _parts(line, 2)
        entity, _, name = path.partition(".")
        if level not in LEVELS:
            raise _no_line(line)
        if entity not in entities() or not (
            name in closable(entity) or (name.startswith("custom.") and entity in HELD)
        ):
            raise BadValue(
                f"“{path}” is no field that can be closed. Of {entity}: {', '.join(closable(entity)) or '—'}.",
                f"“{path}”不是可以限制的字段。{entity} 可限制：{'、'.join(closable(entity)) or '—'}。",
            )
        made[(entity, name)] = level
    return made


@cache
def closable(entity: str) -> tuple[str, ...]:
    """The fields of a record type that may be closed: not those it is named, held, ordered or kept sound by."""
    if entity not in HELD:
        return ()
    kinds = (Kind.TEXT, Kind.LONG, Kind.MONEY, Kind.NUMBER, Kind.INT, Kind.CHOICE, Kind.DAY)
    title = entities()[entity].about.title
    return tuple(n for n, s in fields_of(entity).items() if s.kind in kinds and n not in _STRUCTURE | {title})


def closed(rules: Iterable[Mapping[tuple[str, str], Level]]) -> frozenset[FieldRule]:
    """What several roles together do not leave open: of each field the most any of them shows.

    Each mapping is one role's rules; a field it does not name is open in it.
    """
    each = list(rules)
    named = {key for rule in each for key in rule}
    found = {key: max((rule.get(key, "write") for rule in each), key=LEVELS.index) for key in named}
    return frozenset((e, n, level) for (e, n), level in found.items() if level != "write")


@lru_cache(maxsize=256)
def levels(rules: frozenset[FieldRule]) -> Mapping[tuple[str, str], Level]:
    """The level of each field that is not open, by (record type, field)."""
    return {(entity, name): level for entity, name, level in rules}


def masked(value: Any) -> Any:
    """What is left of a masked value: the last four characters of a text of some length, nothing of a figure or a day."""
    if not isinstance(value, str) or not value:
        return None
    text = value.strip()
    if "@" in text:
        return f"{text[:1]}•••@•••"
    return f"•••{text[-4:]}" if len(text) >= 8 else "•••"


def _parts(line: str, count: int) -> list[str]:
    words = line.split()
    if len(words) != count:
        raise _no_line(line)
    return words


def _no_line(line: str) -> BadValue:
    return BadValue(
        f"“{line}” says nothing a role can hold. Write: deal read all, or contact.phone masked. Rights: {', '.join(RIGHTS)}; "
        f"reach: {', '.join(REACHES)}; fields: {', '.join(LEVELS)}.",
        f"“{line}”不是角色能识别的写法。请写：deal read all，或 contact.phone masked。权限：{'、'.join(RIGHTS)}；"
        f"范围：{'、'.join(REACHES)}；字段：{'、'.join(LEVELS)}。",
    )
