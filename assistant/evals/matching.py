"""Which records fulfil an expectation's `where`: the same comparisons as `parley records --where`, over everybody's records."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

from assistant.evals.scenarios import RecordExpectation, Term
from crm_store.base import Kind
from crm_store.codes import StageKind
from crm_store.models import field_of
from crm_store.names import normal
from crm_store.queries.event_log import events
from crm_store.queries.find import Condition, Query, records
from crm_store.queries.lookup import known_stage
from crm_store.unit import Unit


def matching(crm: Unit, expected: RecordExpectation) -> set[int]:
    """The numbers of the records that fulfil every term.

    Several values of a field that holds several must all be there; of another field any one will do.

    Raises:
        StoreError: no such field or stage, or a value the field cannot be compared with.
    """
    found: set[int] = set()
    for conditions in product(*(_ways(crm, expected.entity, term) for term in expected.where)):
        flat = [c for some in conditions for c in some]
        if expected.entity == "event":
            found |= {e.id or 0 for e in events(crm, flat)}
        else:
            found |= {r.id or 0 for r in records(crm, Query(expected.entity, flat))}
    return found


def _ways(crm: Unit, entity: str, term: Term) -> Iterator[list[Condition]]:
    """The ways in which a term can be fulfilled, each a list of conditions that hold together."""
    said, op, values = term
    path, last, several = _path(entity, said)
    if path.rpartition(".")[2] == "stage" and op in ("=", "!="):
        for value in values:
            _known(crm, value)
    if not values:
        yield [Condition(path, "empty" if op == "=" else "filled")]
    elif several or op == "!=":
        yield [Condition(path, op, value) for value in values]
    else:
        for value in values:
            yield _same_second(path, value) if last is Kind.MOMENT and op == "=" else [Condition(path, op, value)]


def _same_second(path: str, value: str) -> list[Condition]:
    """A moment as people write it: frozen time goes on by a microsecond a look, so that “now” is never quite the same."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return [Condition(path, "=", value)]
    if len(value.strip()) <= len("2026-11-24"):
        return [Condition(path, "=", value)]
    return [Condition(path, ">=", at.isoformat()), Condition(path, "<", (at + timedelta(seconds=1)).isoformat())]


def _path(entity: str, said: str) -> tuple[str, Kind | None, bool]:
    """A path as the store takes it (`account_ref` is `account.ref`), what its end holds, and whether it leads through several."""
    parts: list[str] = []
    several, at, last = False, entity, None
    for part in said.split("."):
        spec = field_of(at, part) if at and at != "event" else None
        if spec is None and at and at != "event" and part.endswith("_ref") and field_of(at, part.removesuffix("_ref")):
            spec = field_of(at, part.removesuffix("_ref"))
            parts += [part.removesuffix("_ref"), "ref"]
        else:
            parts.append(part)
        several = several or (spec is not None and spec.kind in (Kind.REFS, Kind.JSON))
        at, last = (spec.to, spec.kind) if spec is not None else ("", None)
    return ".".join(parts), last, several


def _known(crm: Unit, stage: str) -> None:
    """NotFound when there is no such stage: nothing would be there, and the expectation would mean nothing."""
    kinds = {normal(w) for k in StageKind for w in (k.value, k.en, k.zh)}
    if normal(stage) not in kinds:
        known_stage(crm, stage)
