"""Who may look and not change anything gets a share to read, however the changing is named."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text",
    ["让徐凌看一下华阳智造，只能看不能改", "把华阳只读共享给徐凌", "把华阳授权给徐凌查看", "share Acme with Maya but she cannot change anything", "share Acme with Maya, read only"],
)  # fmt: skip
def test_a_share_to_read_gives_no_right_to_write(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args.get("may_change", False)) == ("share_record", False)


@pytest.mark.parametrize("text", ["把华阳共享给徐凌，他可以改", "share Acme with Maya with edit rights"])
def test_a_share_to_write_still_does(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.args["may_change"] is True
