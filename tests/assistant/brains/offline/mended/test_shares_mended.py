"""Any time said with a share reaches it."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("把华阳智造给赵敏看一下，看到月底", "2026-11-30"),
        ("让赵敏看看华阳智造，月底前有效", "2026-11-30"),
        ("把华阳智造分享给赵敏，只到月底，之后收回", "2026-11-30"),
        ("给赵敏看一下华阳智造，看两周", "2026-12-04"),
        ("let Raj see the Initech deal till the end of the month", "2026-11-30"),
        ("share D-12 with Elif for two weeks", "2026-12-04"),
        ("let Elif have a look at Initech until the quarter ends", "2026-12-31"),
        ("show Initech to Elif until Friday", "2026-11-27"),
    ],
)
def test_a_share_ends_when_it_was_said_to(text: str, until: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args.get("until"), "stop" in call.args) == ("share_record", until, False)


@pytest.mark.parametrize("text", ["share D-12 with Elif", "把华阳智造共享给赵敏"])
def test_without_a_day_it_has_no_end(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, "until" in call.args) == ("share_record", False)
