"""Records handed out among colleagues in shares, one after the other, so that each gets old and new ones alike."""

from collections.abc import Sequence
from itertools import cycle

from assistant.errors import ToolProblem
from assistant.kinds import ChangeDraft
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext
from crm_store.base import Record
from crm_store.models import entity_type, fields_of
from crm_store.proposals import Draft


def share_out(ctx: ToolContext, asker: Asker, draft: Draft, change: ChangeDraft, found: Sequence[Record]) -> str:
    """Draft new owners for the records of a change; returns how many each colleague gets.

    Raises:
        ToolProblem: some have an owner already and the person did not say whether those are meant.
    """
    field = next(f for f in ("assignee", "owner") if f in fields_of(change.entity))
    about = entity_type(change.entity).about
    owned = [r for r in found if getattr(r, f"{field}_id") is not None]
    chosen = any(f.field in (field, "owner", "assignee") for f in change.where)
    if owned and len(owned) < len(found) and not chosen:
        free = len(found) - len(owned)
        raise ToolProblem(
            f"{len(found)} {about.en_many} match, and only {free} of them are unassigned. Say “the unassigned ones”, or name whose to hand over.",
            f"符合条件的{about.zh}有 {len(found)} 条，其中只有 {free} 条还没有负责人。请说明是“未分配的”，还是要转走谁名下的。",
        )
    people = [record_named(asker, name, ("user",)) for name in change.shares]
    turns = cycle([p for p, n in zip(people, change.shares.values(), strict=True) for _ in range(max(n, 1))])
    got: dict[str, int] = {}
    for record, person in zip(found, turns, strict=False):
        draft.update(record, {field: person.id})
        got[person.display] = got.get(person.display, 0) + 1
    each = ctx.words(", ", "，").join(f"{name} {many}" for name, many in got.items())
    return ctx.words(f"Handed out: {each}.", f"分配结果：{each}。")
