"""What somebody looks for is on the screen: the top of an answer, what is wrong with a value, what a click has done; day or night."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(300)]

MEETING = "Met Ana at Acme today, 50 seats, they want a quote, demo next Tuesday 3pm; moved to proposal"


def in_view(visit: Any, found: Any) -> bool:
    """Whether a thing stands on the part of the page that is not covered by the message box."""
    box, bar = found.bounding_box(), visit.page.locator("#message-composer").bounding_box()
    return box["y"] >= 0 and box["y"] + min(box["height"], 40) <= bar["y"]


def test_a_long_answer_is_read_from_its_question_down(open_page: Callable[..., Any]) -> None:
    visit = open_page("en", "phone").sign_in().ready()
    for question in ("what can you do?", "How does the pipeline look this quarter?"):
        visit.say(question)
        visit.page.wait_for_timeout(800)
        assert in_view(visit, visit.page.locator("[data-step-type=user_message]").last), question
    visit.shot("long-answer")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_refused_value_is_explained_at_its_box_and_what_was_saved_is_seen(
    open_page: Callable[..., Any], size: str
) -> None:
    visit = open_page("en", size).sign_in().ready()
    visit.say(MEETING)
    card = visit.page.locator("[data-testid=proposal]").last
    card.locator(".pl-change:has(.pl-ref:text-is('D-1')) .pl-input[aria-label='seats' i]").fill("a few")
    card.locator("button", has_text="Save").click()
    visit.page.wait_for_selector(".pl-wrong")
    visit.page.wait_for_timeout(1200)
    said = card.locator(".pl-wrong")
    assert "“a few”" in said.inner_text()
    assert in_view(visit, said)
    assert card.locator(".pl-note").count() == 0, "said once, where it can be mended"
    box = card.locator(".pl-input[aria-invalid]")
    assert box.get_attribute("aria-describedby") == said.get_attribute("id")
    visit.shot("refused-value")

    box.fill("55")
    assert card.locator(".pl-wrong, .pl-note").count() == 0, "the sentence goes with what it spoke of"
    card.locator("button", has_text="Save").click()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=applied]")
    visit.page.wait_for_timeout(1500)
    assert in_view(visit, visit.page.locator("[data-step-type=assistant_message]:has-text('Saved')").last)
    visit.shot("saved-seen")
    card.locator("button", has_text="Undo").click()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=undone]")
    visit.ready()


def test_a_box_says_what_its_check_takes_in(open_page: Callable[..., Any]) -> None:
    visit = open_page("en", "desktop").sign_in().ready()
    visit.say(MEETING)
    boxes = visit.page.locator("[data-testid=proposal] .pl-leave input")
    names = boxes.evaluate_all("all => all.map((e) => e.getAttribute('aria-label'))")
    assert len(names) > 2
    assert all(n.startswith("Include: ") for n in names)
    visit.page.locator("[data-testid=proposal] button", has_text="Cancel").click()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=cancelled]")


@pytest.mark.parametrize(
    ("language", "said", "shown", "picked"),
    [
        ("en", "remind me to call Bob Miller tomorrow", "21 Nov 2026 (Sat)", "3 Dec 2026 (Thu)"),
        ("zh", "明天提醒我给李娜打电话", "2026年11月21日（周六）", "2026年12月3日（周四）"),
    ],
)
def test_a_day_is_written_as_in_the_answers_and_can_be_picked(
    open_page: Callable[..., Any], language: str, said: str, shown: str, picked: str
) -> None:
    visit = open_page(language, "desktop").sign_in().ready()
    visit.say(said)
    card = visit.page.locator("[data-testid=proposal]").last
    box = card.locator(".pl-day-box input[type=text]")
    assert box.input_value() == shown
    assert card.locator(".pl-picker").input_value() == "2026-11-21"
    card.locator(".pl-picker").fill("2026-12-03")
    assert box.input_value() == picked
    visit.shot("day")
    card.locator("button.pl-main").click()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=applied]")
    assert picked in visit.ready().page.locator("[data-testid=proposal]").last.inner_text()
    visit.page.locator("[data-testid=proposal] .pl-foot button").last.click()
    visit.page.wait_for_selector("[data-testid=proposal][data-status=undone]")


def test_day_and_night_follow_the_system_until_somebody_chooses(open_page: Callable[..., Any]) -> None:
    visit = open_page("zh", "desktop")
    visit.page.emulate_media(color_scheme="dark")
    visit.sign_in().ready()
    colours = "[document.documentElement.className, getComputedStyle(document.body).backgroundColor]"
    night = visit.page.evaluate(colours)
    assert night[0] == "dark"
    assert visit.page.locator("#theme-toggle .sr-only").inner_text() == "切换主题"
    visit.page.emulate_media(color_scheme="light")
    visit.page.wait_for_function("() => document.documentElement.className === 'light'")
    day = visit.page.evaluate(colours)
    assert day[1] != night[1]
    visit.page.click("#theme-toggle")
    visit.page.locator("[role=menuitem]").nth(1).click()
    visit.page.wait_for_function("() => document.documentElement.className === 'dark'")
    visit.page.reload()
    visit.ready()
    assert visit.page.evaluate(colours)[0] == "dark", "what was chosen holds in daylight too"
