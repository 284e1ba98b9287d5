"""Filters found so far, and the places of the text they were made from."""

from dataclasses import dataclass, field

Condition = dict[str, str]

FINISHED: dict[str, tuple[str, tuple[str, ...]]] = {
    "task": ("status", ("done", "cancelled")),
    "ticket": ("status", ("resolved", "closed", "rejected", "duplicate")),
    "lead": ("status", ("Converted", "Dead")),
}
"""Codes that mean a record needs no more work, per record type without a stage."""


def still_open(entity: str) -> list[dict[str, str]]:
    """The filters of records that still need work; none for those that are never over. Deals on hold are open."""
    if entity == "deal":
        return [{"field": "stage.kind", "op": "in", "value": "open, on_hold"}]
    field, codes = FINISHED.get(entity, ("", ()))
    return [{"field": field, "op": "!=", "value": code} for code in codes]


@dataclass
class Found:
    """Filters so far and the places of the text they were made from."""

    filters: list[Condition] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)

    def add(self, where: tuple[int, int] | None, field_name: str, op: str, value: str | None = None) -> None:
        made = {"field": field_name, "op": op}
        if value is not None:
            made["value"] = value
        if made not in self.filters:
            self.filters.append(made)
        if where:
            self.used.append(where)

    def leave_open(self, entity: str) -> None:
        """Only records that still need work."""
        for made in still_open(entity):
            self.add(None, made["field"], made["op"], made["value"])

    def free(self, start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b in self.used)

    def on(self, *names: str) -> bool:
        return any(f["field"] in names for f in self.filters)
