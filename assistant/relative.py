"""Values that depend on what a record holds now: one more person on a deal, a priority one step lower, the stage a deal was in before it closed."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from assistant.errors import ToolProblem
from assistant.recognise.numbers import parse_number
from crm_store.base import FieldSpec, Record
from crm_store.codes import Priority, StageKind
from crm_store.models import Deal, Stage
from crm_store.names import normal
from crm_store.queries.events import history
from crm_store.unit import Unit

OPEN_AGAIN = frozenset({"open again", "reopened", "open", "重新打开", "进行中", "打开"})
"""What is said of a stage when a closed deal is to go on."""
_STEPS = {"lower": -1, "higher": 1, "调低": -1, "调高": 1, "降低": -1, "提高": 1}


def open_again(crm: Unit, deal: Deal, text: str) -> Stage | None:
    """The open stage a closed deal was in last; None when `text` names a stage or the deal is open.

    Raises:
        ToolProblem: no open stage of it is on record.
    """
    if normal(text) not in OPEN_AGAIN and text.strip() not in OPEN_AGAIN:
        return None
    now = crm.many("stage", [deal.stage_id]).get(deal.stage_id) if deal.stage_id else None
    if isinstance(now, Stage) and now.kind is StageKind.OPEN:
        raise ToolProblem(
            f"{deal.display} is open already, in stage {now.name}.",
            f"{deal.display}本来就在进行中，阶段：{now.name_zh or now.name}。",
        )
    for change in history(crm, deal, "stage"):
        before = crm.many("stage", [change.before]).get(change.before) if isinstance(change.before, int) else None
        if isinstance(before, Stage) and before.kind is StageKind.OPEN:
            return before
    raise ToolProblem(
        f"No open stage of {deal.display} is on record. Say which it goes back to: “move {deal.ref} to negotiation”.",
        f"没有{deal.display}此前进行中阶段的记录。请说明回到哪个阶段：“把{deal.ref}推进到商务谈判”。",
    )


_ON = frozenset(
    {"next stage", "next", "one stage further", "+1", "下一阶段", "下个阶段", "下一个阶段", "下一", "下一个", "下个"}
)
_BACK = frozenset(
    {
        "previous stage",
        "previous",
        "one stage back",
        "-1",
        "上一阶段",
        "上个阶段",
        "上一个阶段",
        "上一",
        "上一个",
        "上个",
    }
)


def stage_beside(crm: Unit, deal: Deal, text: str) -> Stage | None:
    """The open stage behind or before the one a deal is in, of its pipeline; None when `text` names a stage.

    Raises:
        ToolProblem: the deal is closed or on hold, or there is no open stage on that side.
    """
    said = normal(text)
    step = 1 if said in _ON or text.strip() in _ON else -1 if said in _BACK or text.strip() in _BACK else 0
    if not step:
        return None
    found = crm.all(select(Stage).where(Stage.pipeline_id == deal.pipeline_id).order_by(Stage.position, Stage.id))  # type: ignore[arg-type]
    ladder = [s for s in found if s.kind is StageKind.OPEN]
    at = next((i for i, s in enumerate(ladder) if s.id == deal.stage_id), None)
    if at is None:
        raise ToolProblem(
            f"{deal.display} is in no open stage, so there is no next one. Say the stage: “move {deal.ref} to negotiation”.",
            f"{deal.display}不在进行中的阶段，没有相邻阶段。请直接说阶段：“把{deal.ref}推进到商务谈判”。",
        )
    if not 0 <= at + step < len(ladder):
        names, end = ladder[at], step > 0
        raise ToolProblem(
            f"{deal.display} is in the {'last' if end else 'first'} open stage, {names.name}."
            + (f" Say “mark {deal.ref} as won” or “lost” to close it." if end else ""),
            f"{deal.display}已在{'最后' if end else '最初'}一个进行中阶段：{names.name_zh or names.name}。"
            + (f"要关闭请说“把{deal.ref}标为赢单”或“输单”。" if end else ""),
        )
    return ladder[at + step]


def stepped(spec: FieldSpec, text: str, record: Record | None) -> Priority | None:
    """The next priority up or down; the highest and the lowest stay. None when `text` is no step."""
    step = _STEPS.get(normal(text)) or _STEPS.get(text)
    held = getattr(record, spec.column, None) if record is not None else None
    if step is None or not isinstance(held, Priority):
        return None
    ladder = list(Priority)
    return ladder[max(0, min(len(ladder) - 1, ladder.index(held) + step))]


def more_or_fewer(spec: FieldSpec, text: str, record: Record | None) -> Decimal | None:
    """+10 or -3: what the record holds now with so many more or fewer; None when `text` is no such step or nothing is held yet."""
    count = parse_number(text[1:].strip()) if text[:1] in ("+", "-", "−") else None
    held = getattr(record, spec.column, None) if record is not None else None
    if count is None or held is None:
        return None
    return max(Decimal(0), Decimal(held) + (count if text[0] == "+" else -count))


def joined(crm: Unit, entity: str, spec: FieldSpec, text: str, record: Record | None, named: Callable[[str], list[Any]]) -> list[Any] | None:  # fmt: skip
    """The linked records with "+Ana" among them, or without "-Ana"; None when `text` names all of them."""
    if record is None or text[:1] not in ("+", "-", "−"):
        return None
    held, said = crm.links(entity, spec.name, [record.id or 0]).get(record.id or 0, []), named(text[1:])
    return [*held, *(n for n in said if n not in held)] if text[0] == "+" else [n for n in held if n not in said]


def tagged(spec: FieldSpec, text: str, record: Record | None, known: Callable[[str], str]) -> list[str] | None:
    """The words a list field holds with "+VIP, key" among them, or without "-VIP"; None when `text` names all of them.

    `known` spells a word as it is spelt elsewhere.
    """
    if spec.name != "tags" or text[:1] not in ("+", "-", "−"):
        return None
    held = list(getattr(record, spec.column, None) or [])
    said = [w.strip() for w in re.split("[;；、，,]", text[1:]) if w.strip()]
    there = {w.casefold() for w in held}
    if text[0] == "+":
        return [*held, *(known(w) for w in dict.fromkeys(said) if w.casefold() not in there)]
    gone = {w.casefold() for w in said}
    if record is not None and not gone & there:
        raise ToolProblem(
            f"{record.display} has no tag “{', '.join(said)}”. It has: {', '.join(held) or 'none'}.",
            f"“{record.display}”没有“{'、'.join(said)}”标签。现有：{'、'.join(held) or '无'}。",
        )
    return [w for w in held if w.casefold() not in gone]
