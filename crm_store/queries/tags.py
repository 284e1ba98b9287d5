"""Tags: those records carry, and one spelling for all of them."""

from collections.abc import Iterator

from sqlalchemy import String, cast, func, select

from crm_store.models import entities, entity_type, fields_of
from crm_store.unit import Unit
from crm_store.values import storable

TAGGED = tuple(e for e in entities() if "tags" in fields_of(e))
"""Record types that take tags."""


def carried(crm: Unit, entity: str) -> Iterator[str]:
    """Every tag of every record of a type that this person sees, as often as it is carried."""
    for (held,) in crm.exec(select(entity_type(entity).tags)):  # type: ignore[attr-defined]
        yield from map(str, held or ())


def spelt(crm: Unit, entity: str, word: str) -> str:
    """A tag as a record of the type spells it already, in whatever letters it is said: vip is VIP."""
    model, said = entity_type(entity), storable(word).casefold()
    if not said.isascii():
        return word
    held = func.lower(cast(model.tags, String))  # type: ignore[attr-defined]
    q = select(model.tags).where(held.contains(said, autoescape=True)).limit(50)  # type: ignore[attr-defined]
    return next((str(t) for (tags,) in crm.exec(q) for t in tags or () if str(t).casefold() == said), word)
