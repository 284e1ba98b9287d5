"""Saved views: the lists a person keeps under a name, and those their team shares with them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from crm_store.errors import NotAllowed
from crm_store.models import SavedView
from crm_store.names import normal
from crm_store.unit import Unit


def views(crm: Unit) -> list[SavedView]:
    """This person's views, then those shared with their team, each in the order of their names."""
    found = list(crm.exec(select(SavedView).order_by(col(SavedView.name), col(SavedView.id))).scalars())
    return sorted(found, key=lambda v: v.user_id != crm.actor.user_id)


def views_called(crm: Unit, name: str) -> list[SavedView]:
    """The views a name means: by the whole name, else by a part of it; one's own before another's of the same name."""
    wanted, there = normal(name), views(crm)
    exact = [v for v in there if normal(v.name) == wanted]
    if exact:
        return exact[:1] if exact[0].user_id == crm.actor.user_id else exact
    return [v for v in there if wanted and wanted in normal(v.name)]


def keep(crm: Unit, name: str, tool: str, args: Mapping[str, Any]) -> tuple[SavedView, bool]:
    """Keep a question under a name; one's own of that name asks the new question from now on. Returns it and whether it is new."""
    for held in views(crm):
        if held.user_id == crm.actor.user_id and normal(held.name) == normal(name):
            held.tool, held.args = tool, dict(args)
            return held, False
    made = SavedView(
        workspace_id=crm.actor.workspace_id, user_id=crm.actor.user_id, name=name, tool=tool, args=dict(args), created_at=crm.now
    )  # fmt: skip
    crm.add(made)
    crm.flush()
    return made, True


def must_own(crm: Unit, view: SavedView) -> None:
    """NotAllowed unless the view is this person's own."""
    if view.user_id != crm.actor.user_id:
        raise NotAllowed(
            f"“{view.name}” is a colleague’s view: you may look at it, only they change it. Save a copy under a name of your own.",
            f"“{view.name}”是同事的视图：您可以查看，但只有其本人能修改。可另存为自己的视图。",
        )
