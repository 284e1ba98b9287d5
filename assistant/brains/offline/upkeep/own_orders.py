"""Orders about what a company makes its own: its fields, its tags, its saved views. Read first, in the words they were said in."""

from collections.abc import Callable, Sequence

from assistant.brains.offline.entries.own_values import with_own_values
from assistant.brains.offline.orders import tagging, viewing
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Linker, ToolSpec, Understanding
from assistant.brains.offline.upkeep import fields_defined, own_figures
from crm_store.own_fields import ON

_KNOWN = (
    (fields_defined.GATE, fields_defined.defining),
    (tagging.GATE, tagging.tagging),
    (own_figures.GATE, own_figures.own_figures),
    (viewing.GATE, viewing.viewing),
)


def own_orders(
    ask: Ask, tools: Sequence[ToolSpec], linker: Linker, plain: Callable[[Ask], Understanding]
) -> Understanding | None:
    """What such an order means; None for any other message. `plain` understands the rest of one that makes a record."""
    views: Sequence[str] = getattr(linker, "views", lambda: ())()
    if (opened := viewing.view_called(ask.text, views)) is not None and any(t.name == opened.tool for t in tools):
        return Understanding((opened,), 1.0)
    wanted = [known for gate, known in _KNOWN if gate.search(ask.text)]
    if own_figures.own_figures in wanted and not _names_a_field(ask.text, linker):
        wanted.remove(own_figures.own_figures)
    if not wanted:
        return with_own_values(ask, linker, plain)
    r, there = read(ask, linker), {t.name for t in tools}
    for known in wanted:
        if (meant := known(r)) is not None and {c.tool for c in meant.calls} <= there:
            return Understanding(meant.calls, 1.0, (), meant.reply, left=meant.left)
    return with_own_values(ask, linker, plain)


def _names_a_field(text: str, linker: Linker) -> bool:
    """Whether one of the company's own fields is called by its name."""
    said = text.casefold()
    return any(w.casefold() in said for entity in ON for s in linker.custom(entity) for w in (s.en, s.zh))
