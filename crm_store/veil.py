"""Fields a role does not show, taken out of what the database answers: no filter, order, group or sum can tell what they hold.

A closed field is empty wherever a statement names it, so that whatever is asked by it is answered as if nothing stood there.
Loaded records carry what may be shown instead: nothing, or the end of a masked text.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Alias, BinaryExpression, ColumnClause, func, inspect, literal
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql import visitors
from sqlalchemy.sql.operators import json_getitem_op

from crm_store.actors import Actor
from crm_store.base import Kind, Record
from crm_store.models import DealState, Event, entities, fields_of, table_of
from crm_store.own_fields import PREFIX, is_own, key_of
from crm_store.rights import FieldRule, Level, levels, masked


class Veil:
    """What one person is not shown of which record type."""

    def __init__(self, rules: frozenset[FieldRule]) -> None:
        self.levels: Mapping[tuple[str, str], Level] = {
            key: level for key, level in levels(rules).items() if level in ("none", "masked")
        }
        self.columns: dict[tuple[str, str], tuple[str, str]] = {}
        self.of: dict[str, dict[str, tuple[str, Level]]] = {}
        self.own: dict[str, dict[str, Level]] = {}
        for (entity, name), level in self.levels.items():
            if is_own(name):
                self.own.setdefault(entity, {})[key_of(name)] = level
                continue
            column = fields_of(entity)[name].column
            self.columns[(table_of(entities()[entity]).name, column)] = (entity, name)
            if entity == "deal":
                self.columns[(table_of(DealState).name, column)] = (entity, name)
            self.of.setdefault(entity, {})[column] = (name, level)

    def __bool__(self) -> bool:
        return bool(self.levels)

    def closes(self, entity: str, *names: str) -> bool:
        return any((entity, n) in self.levels for n in names)

    def laid_over(self, statement: Any) -> tuple[Any, frozenset[tuple[str, str]]]:
        """The statement with every closed field empty, and which of them it names."""
        named: set[tuple[str, str]] = set()
        picked: set[int] = set()
        for node in visitors.iterate(statement):
            if (key := self._picked(node)) is not None:
                picked.add(id(getattr(node, "left", None)))
                named |= {key} & self.levels.keys()
            elif (field := self._closed(node)) is not None:
                named.add(field)
            elif id(node) not in picked and (entity := self._whole(node)) is not None:
                named |= {(entity, PREFIX + k) for k in self.own[entity]}
        if not named:
            return statement, frozenset()

        replace: Any = self._emptied
        replaced: Any = visitors.replacement_traverse(statement, {}, replace)
        return replaced, frozenset(named)

    def _emptied(self, node: Any, **_more: Any) -> Any:
        """Nothing, of the column's own type: equal to itself or unknown. The table stays where the statement had it."""
        if (key := self._picked(node)) is not None:
            return func.nullif(literal(""), "", type_=node.type) if key in self.levels else node
        if self._whole(node) is not None:
            return func.nullif(literal(""), "", type_=node.type).label(node.key)
        return func.nullif(node, node, type_=node.type).label(node.key) if self._closed(node) else None

    def _picked(self, node: Any) -> tuple[str, str] | None:
        """The company's field one key of `custom` is; None for any other node, and where no such field is closed."""
        if not self.own or not isinstance(node, BinaryExpression) or node.operator is not json_getitem_op:
            return None
        entity = self._whole(node.left)
        if entity is None:
            return None
        key = str(getattr(node.right, "value", ""))
        return entity, PREFIX + (str(json.loads(f'"{key}"')) if "\\u" in key else key)

    def _whole(self, node: Any) -> str | None:
        """The record type whose `custom` a column is, when a field within it is closed."""
        if not self.own or not isinstance(node, ColumnClause) or node.key != "custom":
            return None
        source = node.table
        while isinstance(source, Alias):
            source = source.element
        name = getattr(source, "name", "")
        return next((e for e in self.own if table_of(entities()[e]).name == name), None)

    def without(self, entity: str, custom: Mapping[str, Any]) -> dict[str, Any]:
        """What is shown of a record's `custom`."""
        closed = self.own.get(entity, {})
        return {k: _end_of(v) if k in closed else v for k, v in custom.items() if closed.get(k) != "none"}

    def _closed(self, node: Any) -> tuple[str, str] | None:
        if not isinstance(node, ColumnClause):
            return None
        source = node.table
        while isinstance(source, Alias):
            source = source.element
        return self.columns.get((getattr(source, "name", ""), node.key))

    def shown(self, entity: str, column: str, value: Any) -> Any:
        return masked(value) if self.of[entity][column][1] == "masked" else None

    def event(self, entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of an event without what is closed."""
        closed, own = dict(self.of.get(entity, {}).values()), self.own.get(entity, {})
        texts = {n for n, s in fields_of(entity).items() if s.kind in (Kind.TEXT, Kind.LONG)} if closed else set()
        made: dict[str, Any] = {}
        for name, value in values.items():
            if name in closed:
                made |= {name: masked(value)} if closed[name] == "masked" and name in texts else {}
            elif own and is_own(name):
                made |= {PREFIX + k: v for k, v in self.without(entity, {key_of(name): value}).items()}
            else:
                made[name] = self.without(entity, value) if own and name == "custom" and value else value
        return made


_FIGURE = re.compile(r"[-+]?\d[\d.,-]*")


def _end_of(value: Any) -> Any:
    """What is left of a masked value of the company's: nothing of figures and days, which are kept as text."""
    return None if isinstance(value, str) and _FIGURE.fullmatch(value) else masked(value)


@lru_cache(maxsize=256)
def veil_of(rules: frozenset[FieldRule]) -> Veil:
    return Veil(rules)


def veil(actor: Actor) -> Veil | None:
    """What an actor is not shown; None when every field is open to them, as for almost everybody."""
    return (veil_of(actor.closed) or None) if actor.closed else None


class Veiled:
    """The records of one unit of work that carry less than is stored, and what is stored."""

    def __init__(self, over: Veil) -> None:
        self.over = over
        self._real: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()

    def lay(self, loaded: Any, *, afresh: bool) -> Iterator[tuple[str, str]]:
        """Put the veil over a loaded record or event; the closed fields its type has.

        `afresh` says that it was read again from the database, so that what it holds is what is stored.
        """
        if isinstance(loaded, Event):
            for side in ("before", "after"):
                held = getattr(loaded, side)
                if isinstance(held, dict):
                    set_committed_value(loaded, side, self.over.event(loaded.entity, held))
            return
        if not isinstance(loaded, Record):
            return
        entity, state = type(loaded).about.entity, inspect(loaded)
        closed, own = self.over.of.get(entity, {}), self.over.own.get(entity, {})
        if not closed and not own:
            return
        # The end of a masked text is seen where it stands; what shows nothing has to be told.
        specs = fields_of(entity)
        yield from (
            (entity, n)
            for n, level in closed.values()
            if level == "none" or specs[n].kind not in (Kind.TEXT, Kind.LONG)
        )
        yield from ((entity, PREFIX + k) for k, level in own.items() if level == "none")
        if state in self._real and not afresh:
            return
        real = self._real.setdefault(state, {})
        for column in closed:
            if column in state.dict and not state.attrs[column].history.has_changes():
                real[column] = state.dict[column]
                set_committed_value(loaded, column, self.over.shown(entity, column, real[column]))
        if own and "custom" in state.dict and not state.attrs["custom"].history.has_changes():
            real["custom"] = state.dict["custom"]
            set_committed_value(loaded, "custom", self.over.without(entity, real["custom"] or {}))

    def lift(self, record: Record) -> None:
        """Give a record what is stored back, for the store's own work on it: what it writes and books is whole."""
        for column, value in self._real.pop(inspect(record), {}).items():
            if not inspect(record).attrs[column].history.has_changes():
                set_committed_value(record, column, value)
