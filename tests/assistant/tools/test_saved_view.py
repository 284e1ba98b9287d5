"""Views kept under a name: asked anew under the rights of who looks, shared with a team, changed by their owner alone."""

import json
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, TOM

from assistant.tools import ToolContext, ToolResult, call

OPEN = json.dumps({"entity": "deal", "filters": [{"field": "stage.kind", "op": "=", "value": "open"}]})


@pytest.fixture
def view(small_world: Any) -> Any:
    def ask(email: str, action: str, **args: Any) -> ToolResult:
        with small_world.writing(email, turn="t") as crm:
            result = call(
                "saved_view", ToolContext(crm, args.pop("language", "en"), thread_id="talk"), {"action": action, **args}
            )
            crm.flush()
        return result

    def save(email: str, name: str) -> ToolResult:
        return ask(email, "save", name=name, tool="find_records", arguments=OPEN)

    ask.save = save  # type: ignore[attr-defined]
    return ask


def test_a_view_is_saved_shown_renamed_and_deleted(view: Any) -> None:
    assert "Saved the view “Mine”" in view.save(CHEN, "Mine").say
    shown = view(CHEN, "show", name="mine")
    assert shown.say.startswith("View “Mine”: ")
    assert shown.show
    assert "shows this from now on" in view.save(CHEN, "MINE").say
    assert "“Open ones” now" in view(CHEN, "rename", name="Mine", new_name="Open ones").say
    assert view(CHEN, "list").data["views"] == ["Open ones"]
    assert "已删除视图“Open ones”" in view(CHEN, "delete", name="open", language="zh").say
    assert view(CHEN, "list").data["views"] == []


def test_a_view_shows_each_what_they_may_see(view: Any, small_world: Any) -> None:
    chen, maya = (dict(small_world.actor(e).__dict__)["team_id"] for e in (CHEN, MAYA))
    view.save(LIN, "Open deals")
    assert view(LIN, "show", name="open deals").data["count"] > 0
    assert not view(CHEN, "show", name="open deals").ok
    view.save(CHEN, "Shared ones")
    assert "Your team sees" in view(CHEN, "share").say
    for email, seen in ((CHEN, True), (TOM, False), (MAYA, chen == maya), (ADMIN, False)):
        assert ("Shared ones" in view(email, "list").data["views"]) is seen, email


def test_a_shared_view_is_asked_under_the_rights_of_who_looks_and_kept_by_its_owner(
    view: Any, small_world: Any
) -> None:
    with small_world.store.session(small_world.store.system(), writes=True) as crm:
        team = small_world.actor(CHEN).team_id
        crm.update(crm.get("user", small_world.number("user", TOM)), {"team": team}, plain=True)
    view.save(CHEN, "Open deals")
    view(CHEN, "share", name="Open deals")
    of_chen, of_tom = (view(e, "show", name="Open deals").data["rows"] for e in (CHEN, TOM))
    assert of_chen
    assert {r[0] for r in of_chen}.isdisjoint(r[0] for r in of_tom)
    refused = view(TOM, "delete", name="Open deals")
    assert not refused.ok
    assert "colleague’s view" in refused.say
    view(CHEN, "unshare", name="Open deals")
    assert not view(TOM, "show", name="Open deals").ok


@pytest.mark.parametrize(
    ("action", "args", "says"),
    [("show", {"name": "nothing"}, "no saved views"), ("save", {"name": " "}, "What shall the view be called"), ("save", {"name": "x"}, "I can keep")],
)  # fmt: skip
def test_what_is_missing_is_told(action: str, args: dict[str, str], says: str, view: Any) -> None:
    refused = view(CHEN, action, **args)
    assert not refused.ok
    assert says in refused.say
