"""Warnings about open deals: one pure rule a file, each with its threshold and its evidence; found by looking in this folder."""

import importlib
import pkgutil
from collections.abc import Sequence

from crm_store.signals._rule import Columns, Crowd, Evidence, Facts, Person, Rule

__all__ = ["Columns", "Crowd", "Evidence", "Facts", "Person", "Rule", "rules", "warnings"]


def rules() -> dict[str, Rule]:
    """Every rule by its name, in the order of its weight."""
    found = [
        importlib.import_module(f"{__name__}.{m.name}").RULE
        for m in pkgutil.iter_modules(__path__)
        if not m.name.startswith("_")
    ]
    return {r.name: r for r in sorted(found, key=lambda r: (-r.weight, r.name))}


def warnings(deal: Facts, of: Sequence[Rule] | None = None) -> list[Evidence]:
    """What the rules say of one deal, the weightiest first."""
    return [e for rule in (of if of is not None else list(rules().values())) if (e := rule.check(deal)) is not None]
