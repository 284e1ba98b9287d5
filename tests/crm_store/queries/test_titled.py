"""Records called by a word or two of their title, only among those the person sees."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, TOM

from crm_store.queries.lookup import resolve
from crm_store.queries.mentions import mentions
from crm_store.queries.titled import in_titles

SAID: list[tuple[str, list[tuple[str, str]]]] = [
    ("how is Acme's renewal going", [("Acme's renewal", "D-1")]),
    ("move the rollout to negotiation", [("rollout", "D-10")]),
    ("what about the rollout deal", [("rollout", "D-10")]),
    ("Globex budget is fine", [("Globex", "ACC-")]),
    ("the rollout deal at Initech", [("Initech", "ACC-")]),
    ("把华阳的试点推进到商务谈判", [("华阳的试点", "D-3")]),
    ("华阳那个试点怎么样了", [("华阳那个试点", "D-3")]),
]


@pytest.mark.parametrize(("said", "expected"), SAID)
def test_words_of_a_title_name_the_deal(standing_world: Any, said: str, expected: list[tuple[str, str]]) -> None:
    with standing_world.reading(ADMIN) as crm:
        found = [(m.text, m.candidates[0].ref) for m in mentions(crm, said)]
        again = {f.ref for text, _ in expected for f in resolve(crm, text)}
    assert all((text, True) in [(t, r.startswith(ref)) for t, r in found] for text, ref in expected), found
    assert all(any(r.startswith(ref) for r in again) for _, ref in expected), again


def test_a_deal_of_somebody_else_is_not_named(standing_world: Any) -> None:
    for who, seen in ((CHEN, False), (ADMIN, True)):
        with standing_world.reading(who) as crm:
            assert any(m.candidates[0].ref == "D-10" for m in mentions(crm, "move the rollout to negotiation")) is seen
            assert (in_titles(crm, "rollout", ("deal",)) is not None) is seen


@pytest.mark.parametrize(
    ("piece", "part", "ref"), [("谁负责华阳试点", "华阳试点", "D-3"), ("Rollout", "Rollout", "D-10"), ("deal", "", ""), ("", "", "")]
)  # fmt: skip
def test_a_piece_is_found_in_one_title_only(standing_world: Any, piece: str, part: str, ref: str) -> None:
    with standing_world.reading(ADMIN) as crm:
        found = in_titles(crm, piece, ("deal",))
    assert (found[0], found[1].ref) == (part, ref) if found else not part


def test_who_sees_nothing_is_told_nothing(standing_world: Any) -> None:
    with standing_world.reading(TOM) as crm:
        assert in_titles(crm, "华阳试点") is None
