"""A dashboard on the page: pinned in the chat, drawn again with what is true now, also after a reload."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(300)]


def test_pins_are_shown_and_refreshed_in_place(open_page: Callable[..., Any], demo: Any) -> None:
    from crm_store.store import Store

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
    visit.shot("dashboard")
    before = charts.first.inner_text()
    store = Store.in_folder(demo.home)
    with store.session(store.actor("maya@example.com"), writes=True) as crm:
        deal = crm.get("deal", 1)
        was = deal.amount  # type: ignore[attr-defined]
        crm.update(deal, {"amount": 987_654})
    store.close()
    try:
        board.locator("button").click()
        visit.page.wait_for_function(
            "t => document.querySelector('[data-testid=board]').innerText !== t", arg=before[0]
        )
        assert charts.first.inner_text() != before[1]
        assert charts.count() == 2
        fresh = charts.first.inner_text()
        visit.page.reload()
        board.wait_for()
        visit.ready()
        assert charts.first.inner_text() == fresh
    finally:
        store = Store.in_folder(demo.home)
        with store.session(store.actor("maya@example.com"), writes=True) as crm:
            crm.update(crm.get("deal", 1), {"amount": was})
        store.close()
