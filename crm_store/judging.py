"""What a unit of work asks before it writes: which rights its actor has on which records and fields."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from crm_store.base import FieldSpec, Record
from crm_store.books import Books
from crm_store.errors import NotAllowed, Unsafe
from crm_store.models import entity_type, fields_of
from crm_store.own_fields import own_specs
from crm_store.permissions import HELD, Actor, export_scope, judged_at, may_write_type, write_scope
from crm_store.veil import Veiled


class Judge(Books):
    """The half of a unit of work that says no.

    `_writable` are the records judged as editable already, `_judged` those judged by another right, `_allowed` those whose change was
    judged elsewhere.
    """

    writes: bool
    veiled: Veiled | None
    own: dict[tuple[str, bool], Mapping[str, FieldSpec]]
    _allowed: set[tuple[str, int]]
    _judged: dict[str, set[tuple[str, int]]]

    def must_write(self, entity: str, numbers: Sequence[int], right: str = "edit") -> None:
        """NotAllowed unless this unit writes and this person may change every one of these records."""
        self._must_write(entity, right)
        self.may_change(entity, numbers, right)

    def must_assign(self, entity: str, numbers: Sequence[int], values: Mapping[str, Any]) -> None:
        """NotAllowed when `values` give records to somebody else and this person may not hand these on."""
        holder = HELD.get(entity, "").removesuffix("_id")
        if holder in values and self.actor.extra and not self.actor.everything:
            self.may_change(entity, numbers, "assign")

    def must_read(self, entity: str, name: str) -> None:
        """NotAllowed when a field is closed to this person: nothing is found, ordered, grouped or summed by it."""
        if self.actor.level(entity, name) in ("none", "masked"):
            raise _field_refused(entity, [name], "look at", "查看", own_specs(self, entity, retired=True))  # type: ignore[arg-type]

    def must_fill(self, entity: str, names: Iterable[str]) -> None:
        """NotAllowed when this person may not change one of these fields."""
        if self.actor.closed and (shut := [n for n in names if self.actor.level(entity, n) != "write"]):
            raise _field_refused(entity, shut, "change", "修改", own_specs(self, entity, retired=True))  # type: ignore[arg-type]

    def allow(self, entity: str, number: int) -> None:
        """Let this unit write a record whose change was judged already: undo of one's own work, which may have moved it out of reach."""
        self._writable.add((entity, number))
        self._allowed.add((entity, number))

    def may_change(self, entity: str, numbers: Sequence[int], right: str = "edit") -> None:
        """NotAllowed unless every one of these records is within this person's scope for a right that changes."""
        known = self._writable if right == "edit" or not self.actor.extra else self._judged.setdefault(right, set())
        open_ = [n for n in numbers if (entity, n) not in known and (entity, n) not in self._allowed]
        if not open_:
            return
        allowed = self.reached(entity, open_, right)
        refused = sorted(set(open_) - allowed)
        if refused:
            ref = f"{entity_type(entity).about.prefix}-{refused[0]}"
            raise NotAllowed(
                f"You may look at {ref} but not change it. Ask its owner or your manager.",
                f"您可以查看 {ref}，但无权修改。请联系负责人或您的经理。",
            )
        known.update((entity, n) for n in allowed)

    def reached(self, entity: str, numbers: Sequence[int], right: str) -> set[int]:
        """Those of these records that a right of this person's other than reading takes in."""
        found, q = set[int](), _among(self.actor, entity_type(entity), right)
        judged_at(self.now)
        for start in range(0, len(numbers), 500):
            found.update(self._inside(q, {"numbers": list(numbers[start : start + 500])}).scalars())
        return found

    def must_read_all(self, entity: str) -> None:
        """NotAllowed when a field of a record type is closed to this person: two records are made one by who sees both whole."""
        shut = [n for e, n, level in sorted(self.actor.closed) if e == entity and level != "write"]
        if shut:
            raise _field_refused(entity, shut, "change", "修改", own_specs(self, entity, retired=True))  # type: ignore[arg-type]

    def _lift(self, record: Record) -> None:
        """Let the store's own work see the whole record."""
        if self.veiled is not None:
            self.veiled.lift(record)

    def _must_write(self, entity: str, right: str = "") -> None:
        if not self.writes:
            raise Unsafe("this unit only reads; open it with writes=True")
        if not may_write_type(self.actor, entity, right):
            raise _type_refused(self.actor, entity)

    def _judged_already(self, entity: str, record: Record) -> bool:
        """Whether a right other than editing was asked for this record in this unit: it was deleted or brought back."""
        return any((entity, record.id or 0) in judged for judged in self._judged.values())


@lru_cache(maxsize=1024)
def _among(actor: Actor, model: type[Record], right: str) -> Select[Any]:
    """Those of `numbers` a right takes in. Built once: building took half of the time of saving one record."""
    scope = export_scope(actor) if right == "export" else write_scope(actor, right)
    return select(col(model.id)).where(scope[model](model), col(model.id).in_(bindparam("numbers", expanding=True)))


def _field_refused(entity: str, names: Sequence[str], en: str, zh: str, own: Mapping[str, FieldSpec]) -> NotAllowed:
    about, specs = entity_type(entity).about, {**fields_of(entity), **own}
    return NotAllowed(
        f"Your role does not let you {en} the {' and '.join(specs[n].en for n in names)} of {about.en_many}. Ask an administrator.",
        f"您的角色无权{zh}{about.zh}的{'、'.join(specs[n].zh for n in names)}。请联系管理员。",
    )


def _type_refused(actor: Actor, entity: str) -> NotAllowed:
    """What somebody reads whose roles let them write no record of a type."""
    about = entity_type(entity).about
    return NotAllowed(
        f"Your role ({actor.role.en}) cannot change {about.en_many}. Ask an administrator.",
        f"您的角色（{actor.role.zh}）不能修改{about.zh}。请联系管理员。",
    )
