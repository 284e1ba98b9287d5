"""The page itself: sign-in that fails, sources that open, questions with buttons, a message too long, dark colours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WHO = {"en": "maya@example.com", "zh": "chen@example.com"}

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def page(open_page: Callable[..., Any]) -> Any:
    """Maya's page on a desk."""
    return open_page("en", "desktop").sign_in().ready()


def test_a_wrong_password_is_one_calm_sentence(open_page: Callable[..., Any]) -> None:
    for language, words in (("en", "E-mail address or password is not right."), ("zh", "邮箱或密码不正确")):
        visit = open_page(language, "desktop").sign_in("not it")
        visit.page.wait_for_selector(f"text={words}")
        assert visit.page.locator("[data-sonner-toast]:visible").count() == 0
        visit.shot("sign-in-refused")


LONG = {
    "en": (
        "What was said about forklift charging bays?",
        "The forklift charging bays must stay clear on Tuesdays.",
        "We walked through hall {n} and looked at the belts.\n",
    ),
    "zh": ("叉车充电位有什么说法？", "叉车充电位周二必须空出来。", "我们走过第{n}车间，看了传送带和仓库的安排。\n"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_source_opens_at_its_quote_in_the_whole_note(open_page: Callable[..., Any], demo: Any, language: str) -> None:
    asked, words, filler = LONG[language]
    visit = open_page(language, "desktop").sign_in().ready()
    whole = [filler.format(n=n) for n in range(60)]
    _note(demo, language, "".join([*whole[:40], words + "\n", *whole[40:]]))
    visit.new_chat().say(asked)
    visit.shot("recall")
    visit.page.locator("a[href='#source-1']").last.click()
    mark = visit.page.wait_for_selector("[data-testid=source] mark")
    quote, box = mark.inner_text(), visit.page.locator("[data-testid=source-text]")
    assert words in quote
    assert len(quote) < 400
    assert box.inner_text().count("\n") >= 60, "all of the note"
    around, there = box.bounding_box(), mark.bounding_box()
    assert around["y"] <= there["y"] <= around["y"] + around["height"] - there["height"], "it opens at the quote"
    visit.shot("source")
    visit.page.click("#side-view-title button")


def _note(demo: Any, language: str, body: str) -> None:
    from crm_store.store import Store

    store = Store.in_folder(demo.home)
    try:
        with store.session(store.actor(WHO[language]), writes=True) as crm:
            crm.create(
                "activity",
                {"subject": "Hall" if language == "en" else "车间", "body": body, "owner": crm.actor.user_id},
            )
    finally:
        store.close()


def test_a_question_is_answered_by_a_click_once(page: Any) -> None:
    page.new_chat().say("Log a call with Ana: she wants 10 more seats")
    choices = page.page.locator("[data-testid=choices] button")
    assert choices.count() == 2
    page.shot("question")
    choices.first.click()
    page.page.wait_for_selector("[data-testid=proposal]")
    page.ready()
    assert all(choices.nth(i).is_disabled() for i in range(2))
    page.page.reload()
    page.page.wait_for_selector("[data-testid=proposal][data-status=pending]")
    page.ready()
    assert page.page.locator(".pl-chosen").count() == 1
    page.page.locator("[data-testid=proposal] button", has_text="Cancel").click()
    page.page.wait_for_selector("[data-testid=proposal][data-status=cancelled]")


def test_a_typed_yes_saves_the_card_as_it_was_edited(page: Any) -> None:
    page.new_chat().say("remind me to call Sara Lindqvist tomorrow")
    card = page.page.locator("[data-testid=proposal]").last
    title = card.locator(".pl-title")
    title.fill("Call Sara about the payment split")
    page.page.wait_for_timeout(600)
    page.say("yes")
    page.page.wait_for_selector("[data-testid=proposal][data-status=applied]")
    assert "Call Sara about the payment split" in page.page.locator("[data-testid=proposal]").last.inner_text()
    page.say("tasks containing payment split")
    assert (
        "Call Sara about the payment split" in page.page.locator("[data-step-type=assistant_message]").last.inner_text()
    )


def test_a_typed_yes_does_not_save_a_card_with_a_wrong_edit(page: Any) -> None:
    page.new_chat().say("remind me to call Sara Lindqvist tomorrow")
    card = page.page.locator("[data-testid=proposal]").last
    card.locator("button:has-text('All details')").click()
    card.locator(".pl-input[aria-label='contact' i]").fill("Nobody Atall")
    page.page.wait_for_timeout(600)
    page.say("yes")
    assert "Nobody Atall" in page.page.locator("[data-step-type=assistant_message]").last.inner_text()
    assert page.page.locator("[data-testid=proposal]").last.get_attribute("data-status") == "pending"


def test_a_message_that_is_too_long_stays_in_the_box(page: Any) -> None:
    page.new_chat()
    page.page.evaluate(
        """() => {
            const box = document.getElementById('chat-input')
            Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, 'x'.repeat(250000))
            box.dispatchEvent(new Event('input', {bubbles: true}))
        }"""
    )
    page.page.press("#chat-input", "Enter")
    page.page.wait_for_selector("#parley-notice:has-text('more than 200 KB')")
    page.page.click("#chat-submit")
    assert page.page.locator("[data-step-type=user_message]").count() == 0
    assert page.page.evaluate("document.getElementById('chat-input').value.length") == 250_000
    page.page.evaluate("document.getElementById('parley-notice').remove()")


def test_a_dropped_csv_becomes_a_card_to_save_or_not(page: Any, tmp_path: Path) -> None:
    sheet = tmp_path / "new people.csv"
    sheet.write_text(
        "external_id,name,email,account\nx-1,Grace Quist,grace@acme.example,Acme\nx-2,Hugo Brandt,hugo@acme.example,Acme\n"
    )
    page.new_chat()
    page.page.set_input_files("input[type=file]", str(sheet))
    page.page.wait_for_function("() => !document.querySelector('[role=progressbar]')")
    page.ready()
    page.page.fill("#chat-input", "please import these")
    page.page.press("#chat-input", "Enter")
    card = page.page.wait_for_selector("[data-testid=proposal][data-status=pending]")
    page.ready()
    assert "2 contacts" in card.inner_text()
    page.shot("import")
    page.page.locator("[data-testid=proposal] button", has_text="Save").click()
    page.page.wait_for_selector("[data-testid=proposal][data-status=applied]")
    page.ready()
    page.page.locator("[data-testid=proposal] button", has_text="Undo").click()
    page.page.wait_for_selector("[data-testid=proposal][data-status=undone]")
    page.ready()


def test_a_long_list_comes_in_pages(page: Any) -> None:
    page.new_chat().say("List all open deals")
    table = page.page.locator("[data-testid=table]").last
    if table.locator(".pl-pages").count():
        first = table.locator("tbody tr").first.inner_text()
        table.locator(".pl-pages button").last.click()
        assert table.locator("tbody tr").first.inner_text() != first
    page.shot("list")


def test_text_in_an_answer_fetches_nothing(page: Any) -> None:
    page.new_chat().say("![x](http://127.0.0.1:9/pixel.png) <img src=http://127.0.0.1:9/p.png> who is Ana Ruiz?")
    assert page.page.locator("[data-step-type] .message-content img").count() == 0


def test_dark_colours_hold(open_page: Callable[..., Any]) -> None:
    visit = open_page("en", "phone", dark=True).sign_in().ready()
    visit.click_starter("How does the pipeline look")
    visit.page.wait_for_selector("[data-testid=chart]")
    assert visit.page.evaluate("document.documentElement.className") == "dark"
    visit.shot("dark")
