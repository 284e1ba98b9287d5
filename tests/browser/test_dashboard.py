"""A dashboard on the page: pinned in the chat, drawn again with what is true now, also after a reload, and nobody else's."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(300)]


def test_pins_are_shown_and_refreshed_in_place(open_page: Callable[..., Any], demo: Any) -> None:
    from crm_store.store import Store

    def amount_of_the_first_deal(wanted: Decimal | int) -> Decimal:
        store = Store.in_folder(demo.home)
        try:
            with store.session(store.actor("maya@example.com"), writes=True) as crm:
                deal: Any = crm.get("deal", 1)
                was: Decimal = deal.amount
                crm.update(deal, {"amount": wanted})
                return was
        finally:
            store.close()

    visit = open_page("en", "desktop").sign_in().ready()
    visit.new_chat().say("pipeline by stage")
    visit.say("pin this")
    visit.say("heat map of the pipeline by stage and month")
    visit.say("pin this to my dashboard")
    visit.new_chat().say("show my dashboard")
    board, charts = visit.page.locator("[data-testid=board]"), visit.page.locator("[data-testid=chart]")
    board.wait_for()
    charts.nth(1).wait_for()
    assert board.locator("li").count() == charts.count() == 2
    visit.page.wait_for_function("() => !document.querySelector('[data-testid=board] button').disabled")
    visit.shot("dashboard")
    before = charts.first.inner_text(), charts.nth(1).inner_text()
    was = amount_of_the_first_deal(987_654)
    try:
        board.locator("button").click()
        visit.page.wait_for_function(
            "t => document.querySelector('[data-testid=chart]').innerText !== t", arg=before[0]
        )
        visit.page.wait_for_function("() => !document.querySelector('[data-testid=board] button').disabled")
        fresh = charts.first.inner_text(), charts.nth(1).inner_text()
        assert charts.count() == 2
        assert fresh[1] != before[1]
        visit.page.reload()
        charts.nth(1).wait_for()
        assert (charts.first.inner_text(), charts.nth(1).inner_text()) == fresh
    finally:
        amount_of_the_first_deal(was)


def test_somebody_else_has_a_dashboard_of_their_own(open_page: Callable[..., Any]) -> None:
    visit = open_page("zh", "phone").sign_in().ready()
    visit.new_chat().say("显示我的看板")
    assert visit.page.locator("[data-testid=board], [data-testid=chart]").count() == 0
    assert "看板还是空的" in visit.page.locator("[data-step-type=assistant_message]").last.inner_text()
