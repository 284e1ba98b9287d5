"""Every kind of picture in both languages, light and dark, on a desk and on a phone: fits, is read aloud, and can be taken away."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(400)]

SAID = {
    "en": {
        "funnel": "How does the pipeline look this quarter?",
        "bar": "pipeline by source",
        "line": "weighted pipeline by month",
        "waterfall": "why did the pipeline change since last month?",
        "heat": "heat map of the pipeline by stage and month",
    },
    "zh": {
        "funnel": "本季度的销售管道怎么样",
        "bar": "按来源看管道",
        "line": "按月看加权管道",
        "waterfall": "为什么管道比上个月变了",
        "heat": "按阶段和月份的热力图",
    },
}


@pytest.fixture(scope="module", params=["en-desktop-light", "zh-desktop-dark", "zh-phone-light", "en-phone-dark"])
def visit(request: pytest.FixtureRequest, open_page: Callable[..., Any]) -> Any:
    language, size, theme = request.param.split("-")
    made = open_page(language, size, dark=theme == "dark").sign_in().ready()
    made.theme = theme
    return made


@pytest.mark.parametrize("kind", list(SAID["en"]))
def test_a_picture_fits_and_is_read_aloud(visit: Any, kind: str) -> None:
    visit.new_chat().say(SAID[visit.language][kind])
    chart = visit.page.locator(f".pl-chart.pl-kind-{kind}").last
    chart.wait_for()
    visit.settle(f".pl-chart.pl-kind-{kind}")
    visit.shot(f"picture-{kind}-{visit.theme}")
    wide = visit.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert wide, "the page scrolls sideways"
    if kind == "heat":
        spoken = chart.locator("table.pl-heat")
        assert spoken.locator("th[scope=col]").count() >= 2
        assert spoken.locator("th[scope=row]").count() >= 2
    else:
        rows = chart.locator("[data-testid=spoken] tbody tr")
        drawn = chart.locator(".pl-bar, .pl-axis > span")
        assert rows.count() == drawn.count() >= 2
        for n in range(rows.count()):
            label, figure = (rows.nth(n).locator(part).text_content() or "" for part in ("th", "td"))
            shown = drawn.nth(n).text_content() or ""
            assert figure in shown
            assert label in shown


def test_a_picture_and_its_numbers_are_taken_away(visit: Any) -> None:
    held = {}
    chart, table = (visit.page.locator(f"[data-testid={what}]").last for what in ("chart", "table"))
    for box, kind in ((chart, "png"), (chart, "csv"), (chart, "xlsx"), (table, "csv"), (table, "xlsx")):
        with visit.page.expect_download() as waiting:
            box.locator(".pl-save button", has_text=kind.upper()).click()
        assert waiting.value.suggested_filename.endswith("." + kind)
        held[kind] = Path(waiting.value.path()).read_bytes()
    assert held["png"].startswith(b"\x89PNG")
    assert len(held["png"]) > 5_000
    assert held["csv"].decode("utf-8-sig").count("\r\n") >= 3
    assert zipfile.ZipFile(io.BytesIO(held["xlsx"])).testzip() is None
    (folder := Path(__file__).parents[2] / "artifacts" / "screens").mkdir(parents=True, exist_ok=True)
    (folder / f"{visit.language}-{visit.size}-saved.png").write_bytes(held["png"])
