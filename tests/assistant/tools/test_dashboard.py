"""A dashboard of one's own: pinned once, asked again at every look, in the scope of who looks."""

from typing import Any

from parley_worlds import ADMIN, CHEN, LIN

from assistant.tools import ToolContext, ToolResult, call

PIPELINE = {"action": "pin", "tool": "pipeline_summary", "arguments": '{"by": "owner", "status": "open"}'}


def do(world: Any, who: str, language: Any = "en", **args: Any) -> ToolResult:
    with world.writing(who) as crm:
        return call("dashboard", ToolContext(crm, language), args)


def test_a_pin_shows_what_is_true_now(small_world: Any) -> None:
    assert "Pinned: Pipeline (owner)" in do(small_world, CHEN, **PIPELINE).say
    assert "on your dashboard already" in do(small_world, CHEN, **PIPELINE).say
    before = do(small_world, CHEN)
    assert [b.title for b in before.show] == ["Pipeline by owner"]
    with small_world.writing(ADMIN) as crm:
        crm.update(crm.get("deal", small_world.number("deal", "acme-renewal")), {"amount": 900_000})
    assert do(small_world, CHEN).show != before.show
    assert "Globex" not in str(do(small_world, CHEN))
    assert "empty" in do(small_world, LIN).say


def test_pins_are_taken_off(small_world: Any) -> None:
    do(small_world, LIN, **PIPELINE)
    do(small_world, LIN, action="pin", tool="forecast")
    assert "Taken off your dashboard: Forecast." in do(small_world, LIN, action="unpin", which="forecast").say
    assert not do(small_world, LIN, action="unpin", which="9").ok
    assert "看板已清空" in do(small_world, LIN, "zh", action="clear").say
    assert "看板还是空的" in do(small_world, LIN, "zh").say


def test_only_figures_and_lists_are_pinned(small_world: Any) -> None:
    for args in ({"tool": "propose_change"}, {"tool": "forecast", "arguments": '{"x": 1}'}, {}):
        assert not do(small_world, LIN, action="pin", **args).ok
