"""deal_history.csv as past events and as the stays of deals in their stages, so that an imported past can be asked about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_store.base import Kind
from crm_store.errors import StoreError
from crm_store.models import Deal, Event, StageHistory, field_of, fields_of
from crm_store.transfer.cells import reader
from crm_store.transfer.finish import Finisher
from crm_store.transfer.layout import HISTORY
from crm_store.transfer.planner import Planner
from crm_store.transfer.report import SHOWN, ImportReport, RowError
from crm_store.transfer.sheets import Sheet
from crm_store.transfer.texts import CellError, Reader
from crm_store.unit import Unit
from crm_store.values import to_json

COLUMNS = ("deal", "at", "field", "before", "after", "by")


@dataclass(slots=True)
class _Change:
    """One row: `deal` had `before` in `field` until `at`, and `after` from then on (as field values, not JSON)."""

    deal: int
    at: datetime
    field: str
    before: Any
    after: Any
    by: int | None


class History:
    """The imported past. `read` before the deals are written (it completes them), `write` after."""

    def __init__(self, crm: Unit, planner: Planner, finisher: Finisher, report: ImportReport) -> None:
        self.crm, self.planner, self.finisher, self.report = crm, planner, finisher, report
        self.changes: dict[int, list[_Change]] = {}
        self.heading: list[str] = []
        self._readers: dict[str, Reader] = {}
        self._pipelines: dict[int, int | None] = {}

    def read(self, sheets: Sequence[Sheet]) -> None:
        """Read the rows and let the stages' days follow from them."""
        for sheet in sheets:
            places = _places(sheet)
            self.report.of("deal_history")
            self._pipelines = self._known_pipelines()
            for row, cells in sheet.rows():
                self.report.of("deal_history").read += 1
                self._row(sheet, row, cells, places)
        for changes in self.changes.values():
            changes.sort(key=lambda c: c.at)
        self._complete_deals()

    def write(self) -> None:
        """Book what is not booked yet and write the deals' stays."""
        booked = self._booked()
        rows = []
        stays: list[dict[str, Any]] = []
        new = {p.number for p in self.planner.plans["deal"].new} if "deal" in self.planner.plans else set()
        for deal, changes in self.changes.items():
            fresh = [c for c in changes if (deal, c.at, c.field) not in booked]
            self.report.of("deal_history").unchanged += len(changes) - len(fresh)
            self.report.of("deal_history").created += len(fresh)
            rows += [(c.deal, op, c.at, c.by, before, after) for c, op, before, after in _events(fresh, changes)]
            if deal in new:
                stays += self._stays(deal, changes)
            elif any(c.field == "stage" for c in fresh):
                stays += self._late_stays(deal, changes)
        rows.sort(key=lambda r: r[2])
        self.crm.book_past([("deal", deal, op, at, by, before, after) for deal, op, at, by, before, after in rows])
        stays += [s for p in self._without_stages() for s in self._stays(p, [])]
        stays.sort(key=lambda s: s["entered_at"])
        self.crm.stays(stays)

    def _row(self, sheet: Sheet, row: int, cells: list[str], places: Mapping[str, int]) -> None:
        said = {name: cells[i].strip() for name, i in places.items()}
        errors: list[RowError] = []

        def take(column: str, read: Reader) -> Any:
            try:
                return read(said[column]) if said.get(column) else None
            except CellError as e:
                errors.append(RowError(sheet.file, row, column, said[column][:SHOWN], e.en, e.zh))
                return None

        resolve = self.planner.books.resolve
        deal = take("deal", lambda text: resolve("deal", text))
        at = take("at", self._reader("created_at"))
        by = take("by", lambda text: resolve("user", text))
        spec = fields_of("deal").get(said["field"])
        if spec is None or spec.kind is Kind.REFS:
            fields = ", ".join(n for n, s in fields_of("deal").items() if s.kind is not Kind.REFS)
            errors.append(
                RowError(sheet.file, row, "field", said["field"][:SHOWN], f"one of {fields}", f"以下之一：{fields}")
            )
        for column, value in (("deal", deal), ("at", at)):
            if value is None and not said[column]:
                errors.append(RowError(sheet.file, row, column, "", "a value", "必填"))
        if not errors and spec is not None:
            read = self._reader(spec.name)
            if spec.kind is Kind.REF:
                pipeline = self._pipelines.get(deal) if spec.to == "stage" else None
                read = lambda text, to=spec.to, p=pipeline: resolve(to, text, pipeline=p)  # type: ignore[misc]  # noqa: E731
            before, after = take("before", read), take("after", read)
            if not errors:
                self.changes.setdefault(deal, []).append(_Change(deal, at, spec.name, before, after, by))
        if errors:
            self.report.reject("deal_history", sheet.heading, cells, errors)

    def _reader(self, name: str) -> Reader:
        if name not in self._readers:
            spec = field_of("deal", name)
            assert spec is not None
            self._readers[name] = reader(spec, self.crm.actor.zone, entity="deal")
        return self._readers[name]

    def _known_pipelines(self) -> dict[int, int | None]:
        known: Any = select(Deal.id, Deal.pipeline_id)  # type: ignore[call-overload]
        made: dict[int, int | None] = {row[0]: row[1] for row in self.crm.exec(known)}
        plan = self.planner.plans.get("deal")
        made.update({p.number: p.values.get("pipeline") for p in (plan.new if plan else ())})
        return made

    def _complete_deals(self) -> None:
        """Set when each new deal entered its stage and, when its row does not say, when it closed."""
        for planned in self.planner.plans["deal"].new if "deal" in self.planner.plans else ():
            values = planned.values
            moves = [c for c in self.changes.get(planned.number, ()) if c.field == "stage"]
            if moves and moves[-1].after == values.get("stage"):
                if self.finisher.closes(values["stage"]):
                    values.setdefault("closed_at", moves[-1].at)
                values.setdefault("stage_entered_at", moves[-1].at)
            elif moves:
                label = self.planner.books.of("deal").labels.get(planned.number, "")
                self.report.warnings.append(
                    (
                        f"{HISTORY}: the last stage of “{label}” differs from the one in its row, which was kept.",
                        f"{HISTORY}：“{label}”的最后阶段与其记录不一致，以记录为准。",
                    )
                )
            values.setdefault("stage_entered_at", self.finisher.entered(values))

    def _without_stages(self) -> Iterable[int]:
        for p in self.planner.plans["deal"].new if "deal" in self.planner.plans else ():
            if p.number not in self.changes and p.values.get("stage") is not None:
                yield p.number

    def _stays(self, deal: int, changes: Sequence[_Change]) -> list[dict[str, Any]]:
        """The stays of a new deal: one per move, and one in its present stage when the moves end elsewhere."""
        values = self.planner.plans["deal"].by_number[deal].values
        owner, made = (
            values.get("owner"),
            _moved(deal, [c for c in changes if c.field == "stage"], values.get("created_at")),
        )
        present = values.get("stage")
        if present is not None and (not made or made[-1]["to_stage_id"] != present):
            entered = values["stage_entered_at"]
            if made:
                entered = max(entered, made[-1]["entered_at"])
                made[-1]["left_at"] = entered
            before = made[-1]["to_stage_id"] if made else None
            made.append(
                {
                    "deal_id": deal,
                    "from_stage_id": before,
                    "to_stage_id": present,
                    "entered_at": entered,
                    "actor_id": owner,
                }
            )
        return made

    def _late_stays(self, deal: int, changes: Sequence[_Change]) -> list[dict[str, Any]]:
        """Stays for a deal that was on record before its history: its one stay moves to where the history puts it."""
        held = list(self.crm.exec(select(StageHistory).where(StageHistory.deal_id == deal)).scalars())  # type: ignore[arg-type]
        made = _moved(deal, [c for c in changes if c.field == "stage"], None)
        if len(held) != 1 or not made or made[-1]["to_stage_id"] != held[0].to_stage_id:
            label = self.planner.books.of("deal").labels.get(deal, "")
            self.report.warnings.append(
                (
                    f"{HISTORY}: the stages of “{label}” on record were kept.",
                    f"{HISTORY}：“{label}”已有的阶段记录保持不变。",
                )
            )
            return []
        held[0].entered_at, held[0].from_stage_id = made[-1]["entered_at"], made[-1]["from_stage_id"]
        return made[:-1]

    def _booked(self) -> set[tuple[int, datetime, str]]:
        """What an earlier import booked for these deals."""
        found: set[tuple[int, datetime, str]] = set()
        new = {p.number for p in self.planner.plans["deal"].new} if "deal" in self.planner.plans else set()
        deals = sorted(set(self.changes) - new)
        for start in range(0, len(deals), 500):
            q: Any = select(
                Event.record_id, Event.at, Event.after, Event.before
            ).where(  # type: ignore[call-overload]
                Event.entity == "deal",
                Event.tool == "history",
                Event.record_id.in_(deals[start : start + 500]),  # type: ignore[attr-defined]
            )
            for row in self.crm.exec(q):
                found.update((row[0], row[1], name) for name in {**row[2], **row[3]})
        return found


def _places(sheet: Sheet) -> dict[str, int]:
    names = [h.casefold() for h in sheet.heading]
    missing = [c for c in COLUMNS if c not in names and c != "by"]
    if missing:
        raise StoreError(
            f"{sheet.file} lacks the columns {', '.join(missing)}. It needs: {', '.join(COLUMNS)}.",
            f"{sheet.file} 缺少列 {', '.join(missing)}。需要：{', '.join(COLUMNS)}。",
        )
    return {c: names.index(c) for c in COLUMNS if c in names}


def _events(
    fresh: Sequence[_Change], all_changes: Sequence[_Change]
) -> Iterable[tuple[_Change, str, dict[str, Any], dict[str, Any]]]:
    """Changes at one moment by one person as one event; what has no before at the deal's first moment is its creation."""
    specs = fields_of("deal")
    first = all_changes[0].at
    grouped: dict[tuple[datetime, int | None, str], list[_Change]] = {}
    for c in fresh:
        op = "create" if c.before is None and c.at == first else "update"
        grouped.setdefault((c.at, c.by, op), []).append(c)
    for (_, _, op), changes in grouped.items():
        after = {c.field: to_json(specs[c.field], c.after) for c in changes}
        before = {} if op == "create" else {c.field: to_json(specs[c.field], c.before) for c in changes}
        yield changes[0], op, before, after


def _moved(deal: int, moves: Sequence[_Change], created: datetime | None) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    if moves and moves[0].before is not None and created is not None and created < moves[0].at:
        made.append(
            {"deal_id": deal, "from_stage_id": None, "to_stage_id": moves[0].before, "entered_at": created, "left_at": moves[0].at,
             "actor_id": moves[0].by}
        )  # fmt: skip
    for move in moves:
        if made:
            made[-1]["left_at"] = move.at
        made.append(
            {
                "deal_id": deal,
                "from_stage_id": move.before,
                "to_stage_id": move.after,
                "entered_at": move.at,
                "actor_id": move.by,
            }
        )
    return made
