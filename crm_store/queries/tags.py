"""Tags: one spelling for all records."""

from sqlalchemy import String, cast, func, select

from crm_store.models import entity_type
from crm_store.unit import Unit
from crm_store.values import storable


def spelt(crm: Unit, entity: str, word: str) -> str:
    """A tag as a record of the type spells it already, in whatever letters it is said: vip is VIP."""
    model, said = entity_type(entity), storable(word).casefold()
    if not said.isascii():
        return word
    held = func.lower(cast(model.tags, String))  # type: ignore[attr-defined]
    q = select(model.tags).where(held.contains(said, autoescape=True)).limit(50)  # type: ignore[attr-defined]
    return next((str(t) for (tags,) in crm.exec(q) for t in tags or () if str(t).casefold() == said), word)
