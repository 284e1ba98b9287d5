"""A scope laid over a statement: what could slip past it is refused, every table of it gets its condition."""

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Alias,
    ColumnClause,
    ColumnElement,
    Join,
    Select,
    Table,
    TableClause,
    TextClause,
    bindparam,
    select,
)
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import AliasedReturnsRows, HasHints, HasPrefixes, HasSuffixes, SelectBase, TextualSelect
from sqlalchemy.sql.util import surface_expressions
from sqlmodel import SQLModel, col

from crm_store.base import Record
from crm_store.errors import Unsafe
from crm_store.learnt import there
from crm_store.models import Workspace
from crm_store.permissions import Actor, read_scope

_BY_TABLE = {str(m.class_.__tablename__): m.class_ for m in SQLModel._sa_registry.mappers}
_HARMLESS = frozenset({"*", "1"})
_OPERATOR = re.compile(r"[-+*/%<>=!~|&@#^?]{1,4}|[A-Za-z]{1,12}")


def models_in(statement: Any) -> list[type[Any]]:
    """The mapped classes behind every table of a statement, however deep it stands, in a fixed order.

    Raises:
        Unsafe: a piece of it would reach the database without the scope: text, a bare table, a write, a hint.
    """
    names = set()
    for node in visitors.iterate(statement):
        if isinstance(node, Table):
            names.add(node.name)
        _refuse(node)
    _must_be_named(statement, frozenset())
    return [_BY_TABLE[n] for n in sorted(names) if n in _BY_TABLE]


def criterion(model: type[Any], condition: ColumnElement[bool]) -> LoaderCriteriaOption:
    """The condition on every appearance of a model, under its own name or an alias."""
    return _Everywhere(model, condition, include_aliases=True)


@lru_cache(maxsize=4096)
def scope_of(actor: Actor, model: type[Any], hidden: bool) -> Any:
    """The loader criteria of one model for this actor; every model has one. Built once: building costs more than most queries."""
    known = read_scope(actor).get(model)
    mine = model.id if model is Workspace else model.workspace_id
    condition = known(model) if known else mine == actor.workspace_id
    if hidden and issubclass(model, Record):
        condition = condition & there(model, actor)
    return criterion(model, condition)


@lru_cache(maxsize=4096)
def numbered(actor: Actor, model: type[Any], hidden: bool) -> Any:
    """The visible ones among `numbers`; built once like the scope in it."""
    among = col(model.id).in_(bindparam("numbers", expanding=True))
    return select(model).where(among).options(scope_of(actor, model, hidden))  # type: ignore[arg-type]


_SHAPES: dict[tuple[str, Any], int] = {}


class _Everywhere(LoaderCriteriaOption):
    """A condition whose selects name plain tables, so it needs none of the marks SQLAlchemy copies through a condition.

    Each mark doubles every bound value, and equal ones are compared one by one when a statement runs: a fifth of its time.
    SQLAlchemy also writes a condition as it stands into the ON clause of a joined alias, where it would bind the wrong table.
    """

    _traverse_internals = LoaderCriteriaOption._traverse_internals
    _shape: tuple[int, Any] | None = None

    def _gen_cache_key(self, anon_map: Any, bindparams: list[Any]) -> tuple[Any, ...] | None:
        """The key of SQLAlchemy's statement cache, worked out once: conditions of one shape share a number."""
        if self._shape is None:
            made = self.where_criteria._generate_cache_key()
            assert made is not None
            assert self.entity is not None
            self._shape = (_SHAPES.setdefault((str(self.entity.local_table), made.key), len(_SHAPES)), made.bindparams)
        bindparams.extend(self._shape[1])
        return (_Everywhere, self._shape[0])

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:
        made: ColumnElement[bool] = self.where_criteria  # type: ignore[assignment]
        if not ext_info.is_aliased_class:
            return made
        adapted: ColumnElement[bool] = ext_info._adapter.traverse(made)
        return adapted


def _refuse(node: Any) -> None:
    if isinstance(node, (TextClause, TextualSelect)):
        raise Unsafe("text is no statement here; write an ORM select")
    if isinstance(node, UpdateBase):
        raise Unsafe("records are changed by create, update and delete")
    if isinstance(node, ColumnClause):
        if node.is_literal and node.name not in _HARMLESS:
            raise Unsafe("text is no column here")
        if _bare(node.table) and "parententity" not in node._annotations:
            raise Unsafe("a table is named by its model, never bare")
    if isinstance(node, (HasPrefixes, HasSuffixes, HasHints)) and any(
        getattr(node, extra, None) for extra in ("_prefixes", "_suffixes", "_hints", "_statement_hints")
    ):
        raise Unsafe("prefixes, suffixes and hints are not taken here")
    operator = node.__dict__.get("operator")
    if isinstance(operator, operators.custom_op) and not _OPERATOR.fullmatch(operator.opstring):
        raise Unsafe("this is no operator")
    if isinstance(node, Select):
        for source in _sources(node):
            if isinstance(source, Join):
                raise Unsafe("tables are joined by select().join(), which knows the scope")
            if _bare(source) and "parententity" not in source._annotations:
                raise Unsafe("a table is named by its model, never bare")


def _must_be_named(node: Any, around: frozenset[Any]) -> None:
    """Unsafe when a select reaches a table only from within a function of its WHERE clause.

    SQLAlchemy joins such a table silently and looks no deeper than `surface_expressions` when it adds conditions.
    `around` are the tables of the selects it may be correlated to.
    """
    if isinstance(node, Select):
        own = {entity for source in _sources(node) for entity in _entities(source)}
        own |= {n._annotations.get("parententity") for w in node._where_criteria for n in surface_expressions(w)}  # type: ignore[no-untyped-call]
        if {entity for where in node._where_criteria for entity in _entities(where)} - own - around:
            raise Unsafe("a table is named in the columns, by select_from() or by join(), not only within a condition")
        around = around | own
    elif isinstance(node, AliasedReturnsRows):
        around = frozenset()
    for child in node.get_children():
        _must_be_named(child, around)


def _sources(node: Any) -> tuple[Any, ...]:
    return (*node._raw_columns, *node._from_obj, *(joined[0] for joined in node._setup_joins))


def _entities(node: Any) -> set[Any]:
    """The models and aliases an expression names, selects of its own left out."""
    found, stack = set(), [node]
    while stack:
        at = stack.pop()
        if (entity := at._annotations.get("parententity")) is not None:
            found.add(entity)
        if not isinstance(at, (SelectBase, AliasedReturnsRows)):
            stack.extend(at.get_children())
    return found


def _bare(source: Any) -> bool:
    """Whether this is a table or the alias of one, rather than a select of its own."""
    return isinstance(source, TableClause) or (isinstance(source, Alias) and _bare(source.element))
