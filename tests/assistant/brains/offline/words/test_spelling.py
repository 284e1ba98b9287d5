"""Slips of the finger: words no dictionary holds are put right where the brain knows what they are meant for; names, quotes and real words stay."""

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.brains.offline.words.spelling import spelt


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (
            "my three bigest wins ever pls",
            "find_records entity=deal sort=amount desc limit=3 [owner = me, stage.kind = won]",
        ),
        ("shwo my open taks", "find_records entity=task [assignee = me, status != done, status != cancelled]"),
        (
            "wich of my deels are overdu",
            "find_records entity=deal [expected_close_date < today, owner = me, stage.kind = open]",
        ),
    ],
)
def test_it_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


class Nobody:
    """A store with one customer."""

    def link(self, text: str) -> list[Any]:
        place = text.find("taks")
        return [SimpleNamespace(start=place, end=place + 4)] if "firm taks" in text else []


@pytest.mark.parametrize(
    ("said", "put"),
    [
        ("which deels are overdu befor christmas", "which deals are overdue before christmas"),
        ("remnd me tomorrow to call oscar", "remind me tomorrow to call oscar"),
        ("the plant at mill street, kiln line", "the plant at mill street, kiln line"),
        ('note: they call it "bigest"', 'note: they call it "bigest"'),
        ("write to befor@taks.example and 40 mins", "write to befor@taks.example and 40 mins"),
        ("Befor Ltd is a name", "Befor Ltd is a name"),
        ("deals of the firm taks", "deals of the firm taks"),
        ("我的deels", "我的deels"),
    ],
)
def test_only_slips_are_put_right(said: str, put: str) -> None:
    assert spelt(said, Nobody()) == put  # type: ignore[arg-type]
