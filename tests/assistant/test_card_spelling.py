"""A name on the card put right by saying how it is written; everything else is no such correction."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("order", "said", "name"),
    [
        ("add contact Mina Okoye at Acme, head of operations", "sorry, Okoyo with an o at the end", "Mina Okoyo"),
        ("add contact Jon Meier at Acme, buyer", "it's spelled John Maier", "John Maier"),
        ("add contact Jon Meier at Acme, buyer", "no, Maier", "Jon Maier"),
        ("新建联系人：邵明行，Acme的采购", "不对，是邵敏行，敏感的敏", "邵敏行"),
    ],
)
def test_the_name_is_written_as_said(order: str, said: str, name: str, offline: Any) -> None:
    offline.say(order)
    turn = offline.say(said)
    (change,) = turn.proposal["changes"]
    assert change["fields"]["name"]["after"] == name
    assert offline.say("yes").proposal["status"] == "applied"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("sorry, she's head of maintenance, not quality", "head of maintenance"),
        ("no, he is the quality director", "quality director"),
        ("不对，他是质量总监", "质量总监"),
    ],
)
def test_what_somebody_is_by_profession_is_put_right(said: str, title: str, offline: Any) -> None:
    offline.say("add contact Mina Okoye at Acme, quality manager")
    (change,) = offline.say(said).proposal["changes"]
    assert change["fields"]["title"]["after"] == title
    assert change["label"] == "Mina Okoye"


@pytest.mark.parametrize("said", ["sorry, Globex", "no, Bob Miller", "是王伟"])
def test_another_name_is_no_other_spelling(said: str, offline: Any) -> None:
    offline.say("add contact Mina Okoye at Acme, head of operations")
    before = offline.dump()
    turn = offline.say(said)
    held = turn.proposal["changes"] if turn.proposal else []
    assert all(c["fields"].get("name", {}).get("after", "Mina Okoye") == "Mina Okoye" for c in held)
    assert offline.dump() == before


def test_a_bare_number_behind_a_day_is_the_hour(offline: Any) -> None:
    offline.say("book 45 min with Ana Ruiz on Tuesday at 10")
    turn = offline.say("make it Wednesday, 11")
    (change,) = turn.proposal["changes"]
    assert str(change["fields"]["starts_at"]["after"]).startswith("2026-11-25")
    assert "nothing of" not in turn.reply
