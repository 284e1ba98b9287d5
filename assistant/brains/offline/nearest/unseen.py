"""Tools the brain has no special knowledge of: understood by their examples, filled by the types of their arguments."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subject
from assistant.brains.offline.pieces.amounts import said
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import CHAIR, Argument, Call, ToolSpec
from assistant.brains.offline.words.manner import core

_ENOUGH = 0.42
"""Least likeness to an example; unseen paraphrases of the demo tools lie above, other tools' sentences below (tests)."""

_READ_ELSEWHERE = frozenset(
    "explain_access share_record stand_in set_role find_duplicates merge_records recycle_bin export_person erase_person dashboard schedule_report define_field tags saved_view retention".split()
)
"""Tools whose rules (`trust`) look at a message before any other."""


def unseen(r: Reading, tools: Sequence[ToolSpec], likeness: Mapping[str, float]) -> list[Meant]:
    """A reading per tool whose examples resemble the message and whose required arguments were said."""
    made = []
    for tool in tools:
        if tool.name in CHAIR:
            continue  # their rules know them
        alike = likeness.get(tool.name, 0.0)
        if alike < _ENOUGH or tool.name in _READ_ELSEWHERE:
            continue
        args, missing, filled = _fill(r, tool)
        if missing:
            continue
        made.append(Meant(min(0.96, 0.45 + 0.55 * alike + 0.04 * filled), (Call(tool.name, args),)))
    return made


def _fill(r: Reading, tool: ToolSpec) -> tuple[dict[str, Any], list[str], int]:
    args: dict[str, Any] = {}
    missing, filled = [], 0
    for argument in tool.parameters:
        value = _value(r, argument)
        if value is not None:
            args[argument.name] = [value] if argument.many and not isinstance(value, list) else value
            filled += argument.marker is not None and argument.marker.kind not in ("words", "said")
        elif argument.required:
            missing.append(argument.name)
    return args, missing, filled


def _value(r: Reading, argument: Argument) -> Any:
    if argument.choices:
        return next(
            (
                c
                for c in argument.choices
                if re.search(rf"(?<![a-z]){re.escape(c.replace('_', ' ').casefold())}(?![a-z])", r.whole)
            ),
            None,
        )
    if argument.marker is not None:
        return _marked(r, argument.marker.kind, argument.marker.entity, required=argument.required)
    if argument.kind == "whole":
        return _count(r, argument.name)
    if argument.kind == "number":
        return float(r.numbers[0].value) if r.numbers else None
    return None


def _marked(r: Reading, kind: str, entity: str, *, required: bool) -> Any:
    if kind == "record":
        found = subject(r, *([entity] if entity else []))
        return found.text if found else None
    if kind == "person":
        person = next((n.text for n in r.names if n.may_be("user", *(["team"] if entity == "team" else []))), None)
        return person or ("my team" if entity == "team" and ours(r) else "me" if mine(r) else None)
    if kind == "day":
        return r.days[0].value.day.isoformat() if r.days else None
    if kind == "moment":
        return moment_text(r.days[0].value) if r.days else None
    if kind == "period":
        return r.periods[0].text if r.periods else None
    if kind == "money":
        return said(r.money[0].value) if r.money else None
    if kind == "stage":
        return next((n.text for n in r.names if n.entity == "stage"), None)
    if kind == "said":
        return r.ask.text.strip()
    return core(r) if kind == "words" and required else None


def _count(r: Reading, name: str) -> int | None:
    if re.search(r"days?|weeks?|months?", name) and r.durations:
        return r.durations[0].value.days or None
    if re.search(r"minutes?", name) and r.durations:
        return r.durations[0].value.minutes
    inside = [
        s for s in r.numbers if not any(d.start <= s.start < d.end for d in r.spans("durations", "days", "money"))
    ]
    whole = [int(s.value) for s in inside if s.value == int(s.value)]
    return whole[0] if whole else None
