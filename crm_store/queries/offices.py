"""Namesakes told apart by the office they are called by: of two people called 郭 at one customer, 郭主任 is the one who is 主任."""

import re
from collections.abc import Sequence

from crm_store.queries.namesakes import Found
from crm_store.unit import Unit

_CALLED = re.compile(r"(?:^|[\u3400-\u9fff的\s])[\u3400-\u9fff](?P<office>主任|经理|工|总)(?:\s*[@(（].*)?$")
_HELD = {"主任": "主任", "经理": "经理", "工": "工程", "总": "总"}
"""What stands in the position of whoever is called so."""
HOLDER = re.compile(r"室?(?:主任|主管|总监|部长|科长|处长|经理|工程师|负责人)")
"""What follows the word for a department where somebody in it is meant: 设备主管, 实验室主任."""
_PEOPLE = ("contact", "lead")


def of_the_office(crm: Unit, said: str, found: Sequence[Found]) -> list[Found]:
    """The same without those whose namesake at the same customer holds the office they were called by."""
    match = _CALLED.search(said.strip())
    people = [f for f in found if f.entity in _PEOPLE]
    if match is None or len(people) < 2:
        return list(found)
    held = _HELD[match["office"]]
    positions = {
        (e, r.id): r for e in _PEOPLE for r in crm.many(e, [f.number for f in people if f.entity == e]).values()
    }
    firm = {f: _firm(positions.get((f.entity, f.number))) for f in people}
    holding = {f for f in people if held in str(getattr(positions.get((f.entity, f.number)), "title", "") or "")}
    firms = {firm[f] for f in holding}
    return [f for f in found if f not in firm or f in holding or firm[f] not in firms]


def _firm(record: object) -> object:
    return getattr(record, "account_id", None) or getattr(record, "organization", None)
