"""What happened to the records over a stretch of the event log, folded to what remains of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from crm_store.errors import StoreError
from crm_store.models import Event, entity_type
from crm_store.queries.view import readable
from crm_store.unit import Unit

Op = Literal["created", "updated", "deleted", "restored"]


@dataclass(frozen=True)
class Change:
    """One record that is not as it was; `shown` says it in one line."""

    entity: str
    number: int
    op: Op
    shown: str

    @property
    def key(self) -> tuple[str, int]:
        return self.entity, self.number


def net(crm: Unit, events: Sequence[Event]) -> list[Change]:
    """The records that differ at the end of these events, in the order they were first touched.

    What was made and deleted again, or changed and changed back, is not among them. `version` and who changed it when are no events.
    """
    by_record: dict[tuple[str, int], list[Event]] = {}
    for event in events:
        by_record.setdefault((event.entity, event.record_id), []).append(event)
    return [change for (entity, number), some in by_record.items() if (change := _one(crm, entity, number, some))]


def _one(crm: Unit, entity: str, number: int, events: list[Event]) -> Change | None:
    created = events[0].op == "create"
    was_there = not created and events[0].op != "restore"
    turns = [e.op for e in events if e.op in ("create", "delete", "restore")]
    is_there = turns[-1] != "delete" if turns else True
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for event in events:
        if event.op == "update" or (event.op == "create"):
            for name, value in event.before.items():
                before.setdefault(name, value)
            for name, value in event.after.items():
                before.setdefault(name, None)
                after[name] = value
    names = [n for n in after if not n.startswith("~") and before.get(n) != after[n]]
    if not was_there and not is_there:
        return None
    if was_there and is_there and not names:
        return None
    op: Op = "updated" if was_there and is_there else "deleted" if was_there else "created" if created else "restored"
    return Change(entity, number, op, _shown(crm, entity, number, op, before, after, names))


def _shown(
    crm: Unit, entity: str, number: int, op: Op, before: dict[str, Any], after: dict[str, Any], names: list[str]
) -> str:
    head = f"{op} {entity} {entity_type(entity).about.prefix}-{number}"
    if op in ("deleted", "restored"):
        return head
    try:
        old = readable(crm, entity, {n: before.get(n) for n in names})
        new = readable(crm, entity, {n: after[n] for n in names})
    except StoreError:
        old, new = {n: before.get(n) for n in names}, {n: after[n] for n in names}
    parts = [
        f"{n}={_short(new.get(n))}" if op == "created" else f"{n} {_short(old.get(n))} → {_short(new.get(n))}"
        for n in names
    ]
    return f"{head}: {', '.join(parts)}"


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:79]}…"
