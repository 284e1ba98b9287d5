"""Conditions that speak of one and the same other record: customers without a deal that was both won and closed this year."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, not_

from crm_store.models import field_of
from crm_store.queries.conditions import Condition, condition
from crm_store.queries.reverse import pointed_at, pointing
from crm_store.unit import Unit

_TURNED = {"!=": "=", "outside": "within"}


def apart(entity: str, paths: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Places of (path, operator) pairs: side by side those on different fields of one record that points at this one.

    All must deny or none: "no deal won this year" is one thing said of one deal, "no open deal and no lost deal" are two.
    """
    made: list[list[int]] = []
    homes: dict[tuple[str, bool], list[int]] = {}
    for place, (path, op) in enumerate(paths):
        head, _, rest = path.partition(".")
        backwards = bool(rest) and field_of(entity, head) is None and bool(pointing(entity, head))
        home = homes.get((head, op in _TURNED)) if backwards else None
        if home is not None and all(paths[p][0] != path for p in home):
            home.append(place)
            continue
        made.append([place])
        if backwards and op not in ("empty", "filled"):
            homes.setdefault((head, op in _TURNED), made[-1])
    return made


def together(crm: Unit, entity: str, conditions: Sequence[Condition]) -> list[ColumnElement[bool]]:
    """The conditions as SQL, those on one other record holding for the same one."""
    made = []
    for places in apart(entity, [(c.path, c.op) for c in conditions]):
        some = [conditions[p] for p in places]
        made.append(condition(crm, entity, some[0]) if len(some) == 1 else _joined(crm, entity, some))
    return made


def _joined(crm: Unit, entity: str, some: Sequence[Condition]) -> ColumnElement[bool]:
    head = some[0].path.partition(".")[0]
    inside = and_(
        *(
            condition(crm, head, Condition(c.path.partition(".")[2], _TURNED.get(c.op, c.op), c.value, c.currency))
            for c in some
        )
    )
    there = pointed_at(crm, entity, head, inside)
    return not_(there) if some[0].op in _TURNED else there
