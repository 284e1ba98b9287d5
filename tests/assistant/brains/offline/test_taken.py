"""Which of two people or days is which, by the words beside them."""

import pytest

from assistant.brains.offline.pieces.roles import paired
from assistant.brains.offline.pieces.slots import Slot
from assistant.brains.offline.sayings import Saying


def spotted(text: str, kind: str, *parts: str) -> list[Slot]:
    return [Slot(text.index(p), text.index(p) + len(p), p, kind, (), p) for p in parts]


MOVE = Saying(
    "push my {day} call with {contact} to {day2}", "{day}'s call with {contact}: move to {day2} at the same time"
)
COVER = Saying("{user}休假，任务先交给{user2}", "{user}请假了，任务转给{user2}顶一下")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Vera can't do Monday, our call shifts to Tuesday", ("Monday", "Tuesday")),
        ("make it Tuesday instead of Monday for the call", ("Monday", "Tuesday")),
        ("our call goes to Tuesday, not Monday", ("Monday", "Tuesday")),
        ("Monday Tuesday the call", None),
    ],
)
def test_which_day_is_which(text: str, days: tuple[str, str] | None) -> None:
    slots = sorted(spotted(text, "day", "Monday", "Tuesday"), key=lambda s: s.start)
    made = paired(text, slots, MOVE, {"day": slots[0].text, "day2": slots[1].text}, zh=False)
    assert (made and (made["day"], made["day2"])) == days


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("吴桐帮赵敏顶一下，她请假了", ("赵敏", "吴桐")),
        ("赵敏休假，她的任务交给吴桐", ("赵敏", "吴桐")),
        ("赵敏、吴桐，任务", None),
    ],
)
def test_who_stands_in_for_whom(text: str, people: tuple[str, str] | None) -> None:
    slots = sorted(spotted(text, "user", "吴桐", "赵敏"), key=lambda s: s.start)
    made = paired(text, slots, COVER, {"user": slots[0].text, "user2": slots[1].text}, zh=True)
    assert (made and (made["user"], made["user2"])) == people
