"""References between rows of one type (a parent company, a manager), tied once all rows of it were seen."""

from collections.abc import Callable, Iterable

from crm_store.transfer.directory import Directories
from crm_store.transfer.planned import Plan, Planned, cell_error
from crm_store.transfer.references import SELF
from crm_store.transfer.report import RowError
from crm_store.transfer.texts import CellError

_CIRCLE = CellError("a record that does not lead back to this one", "不会绕回自身的记录")
_FALLEN = CellError("a record that was not rejected itself", "未被拒绝的记录")

Fall = Callable[[Planned, list[RowError]], None]


def tie(plan: Plan, books: Directories, fall: Fall) -> None:
    """Resolve the texts that wait in the self-references of a plan; `fall` is told of each row that cannot stay.

    A row falls when nobody answers to its text, when following the reference leads back to the row itself, and when what
    it refers to falls.
    """
    fields = SELF.get(plan.entity, ())
    if not fields:
        return
    wrong: dict[int, list[RowError]] = {}
    for planned in _rows(plan):
        for column in planned.table.columns:
            text = planned.values.pop(column.field, None) if column.field in fields else None
            if not text:
                continue
            try:
                planned.values[column.field] = books.resolve(plan.entity, text)
            except CellError as e:
                wrong.setdefault(planned.number, []).append(
                    cell_error(planned.table, planned.row, column.heading, text, e)
                )
    for field in fields:
        for planned in _circles(plan, field):
            said = books.of(plan.entity).labels.get(planned.values[field], "")
            wrong.setdefault(planned.number, []).append(cell_error(planned.table, planned.row, field, said, _CIRCLE))
    while wrong:
        for number, errors in wrong.items():
            fall(plan.by_number[number], errors)
        wrong = {
            p.number: [cell_error(p.table, p.row, f, "", _FALLEN) for f in fields if p.values.get(f) in wrong]
            for p in _rows(plan)
            if any(p.values.get(f) in wrong for f in fields)
        }


def _rows(plan: Plan) -> Iterable[Planned]:
    return [*plan.new, *plan.known]


def _circles(plan: Plan, field: str) -> Iterable[Planned]:
    """Rows from which the field leads back to them, within this import."""
    for planned in _rows(plan):
        seen, at = set[int](), planned.values.get(field)
        while isinstance(at, int) and at not in seen:
            if at == planned.number:
                yield planned
                break
            seen.add(at)
            up = plan.by_number.get(at)
            at = up.values.get(field) if up else None
