"""In which order records are listed, and which of them come first."""

from assistant.errors import ToolProblem
from assistant.reading import field_named
from assistant.tools._base import ToolContext
from crm_store.base import Kind


def read_order(ctx: ToolContext, entity: str, said: str | None) -> list[tuple[str, bool]]:
    """Fields and whether each goes down, out of “amount desc”; the order of the record type when none is given.

    Raises:
        ToolProblem: nothing can be put in order by that.
    """
    if not said:
        default = {
            "deal": ("amount", True),
            "task": ("due_on", False),
            "activity": ("starts_at", True),
            "ticket": ("resolution_due", False),
        }
        return [default[entity]] if entity in default else []
    name, _, direction = said.strip().rpartition(" ")
    if direction.casefold() not in ("asc", "desc", "ascending", "descending", "降序", "升序"):
        name, direction = said.strip(), ""
    spec = field_named(entity, name, ctx.crm)
    if spec is None or spec.kind in (Kind.REFS, Kind.JSON, Kind.SUBJECT):
        raise ToolProblem(f"I cannot sort by “{name}”.", f"无法按“{name}”排序。")
    return [(spec.name, direction.casefold() in ("desc", "descending", "降序"))]
