"""Filters found so far, and the places of the text they were made from."""

from dataclasses import dataclass, field

Condition = dict[str, str]


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

    def free(self, start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b in self.used)

    def on(self, *names: str) -> bool:
        return any(f["field"] in names for f in self.filters)
