"""The position told beside another change of the same person is changed with it."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("李娜邮箱换成 lina@x.example ，她升了，现在是质量总监", "质量总监"),
        ("李娜手机改成13811223344，另外她现在是供应链总监了", "供应链总监"),
        ("Bob Miller's e-mail is bob@x.example, he got promoted, he is now Head of Quality", "Head of Quality"),
    ],
)
def test_both_are_changed(text: str, title: str, brain: Any) -> None:
    (call,) = brain(text).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"]["title"]) == ("contact", title)
    assert len(change["fields"]) == 2
