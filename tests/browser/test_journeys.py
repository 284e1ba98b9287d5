"""The three journeys by clicking, in English and Chinese, on a desk and on a phone: ask, log a meeting, see the pipeline."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(400)]

WORDS = {
    "en": {
        "ask": "My open deals over 50k",
        "log": "Met Ana Ruiz at Acme today",
        "pipeline": "How does the pipeline look",
        "row": "Globex factory rollout",
        "deal": "D-1",
        "field": ("seats", "55", {"seats": 55}),
        "save": "Save",
        "undo": "Undo",
        "chart": "Pipeline by stage",
    },
    "zh": {
        "ask": "金额超过10万的商机有哪些",
        "log": "今天和华阳智造的李娜开了40分钟会",
        "pipeline": "本季度的销售管道怎么样",
        "row": "苏州泽禾精工",
        "deal": "D-7",
        "field": ("金额", "32万", {"amount": Decimal("320000")}),
        "save": "保存",
        "undo": "撤销",
        "chart": "按阶段",
    },
}


@pytest.fixture(scope="module", params=["en-desktop", "zh-desktop", "en-phone", "zh-phone"])
def visit(request: pytest.FixtureRequest, open_page: Callable[..., Any]) -> Any:
    """A rep who has signed in and sees the first page."""
    language, size = request.param.split("-")
    made = open_page(language, size)
    made.page.goto(made.demo.base)
    made.page.wait_for_selector("#password")
    made.shot("0-sign-in")
    made.sign_in().ready()
    made.page.wait_for_selector("#starters")
    made.shot("1-welcome")
    return made


def test_a_rep_asks_and_sees_a_table(visit: Any) -> None:
    words = WORDS[visit.language]
    visit.click_starter(words["ask"])
    table = visit.page.locator("[data-testid=table]").last
    assert words["row"] in table.inner_text()
    assert table.locator("tbody tr").count() >= 2
    visit.shot("2-ask")
    table.locator("tbody .pl-link").first.click()
    visit.page.wait_for_selector("[data-testid=record]")
    visit.ready().shot("3-record")


def test_a_rep_logs_a_meeting_edits_the_card_saves_and_undoes(
    visit: Any, deal: Callable[[str], dict[str, Any]]
) -> None:
    words = WORDS[visit.language]
    before = deal(words["deal"])
    visit.new_chat().click_starter(words["log"])
    card = visit.page.locator("[data-testid=proposal]").last
    assert card.get_attribute("data-status") == "pending"
    assert deal(words["deal"]) == before
    visit.settle("[data-testid=proposal]")
    visit.shot("4-card")

    label, text, wanted = words["field"]
    field = card.locator(f".pl-change:has(.pl-ref:text-is('{words['deal']}')) .pl-input[aria-label='{label}' i]")
    field.fill(text)
    card.locator("button", has_text=words["save"]).click()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=applied]")
    visit.ready()
    saved = deal(words["deal"])
    assert {k: saved[k] for k in wanted} == wanted
    card.locator("button", has_text=words["undo"]).scroll_into_view_if_needed()
    visit.shot("5-saved")

    card.locator("button", has_text=words["undo"]).click()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=undone]")
    visit.ready()
    assert deal(words["deal"]) == before
    visit.shot("6-undone")


def test_a_conversation_comes_back_after_a_reload(visit: Any) -> None:
    visit.page.reload()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=undone]")
    visit.ready()
    assert visit.page.locator("[data-testid=proposal]").count() == 1


def test_a_rep_sees_the_pipeline_as_a_chart(visit: Any) -> None:
    words = WORDS[visit.language]
    visit.new_chat().click_starter(words["pipeline"])
    chart = visit.page.locator("[data-testid=chart]").last
    assert words["chart"] in chart.inner_text()
    assert chart.locator(".pl-fill").count() >= 4
    if visit.size == "phone":
        visit.settle("[data-testid=chart]")
    visit.shot("7-pipeline")
