"""Every name in a sentence, the longest first, where it stands; everyday words are no names; bounded whatever is said."""

import time
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from parley_worlds import ADMIN, CHEN, MAYA, TOM

from crm_store.queries.lookup import resolve
from crm_store.queries.mentions import mentions

SENTENCES: list[tuple[str, list[tuple[str, list[str]]]]] = [
    ("Met Ana Ruiz at Acme today", [("Ana Ruiz", ["C-1"]), ("Acme", ["ACC-1"])]),
    ("met Bob about Acme renewal", [("Bob", ["C-2"]), ("Acme renewal", ["D-1"])]),
    ("Ana called", [("Ana", ["C-1", "C-6"])]),
    ("今天见了华阳科技的李娜", [("华阳科技", ["ACC-2"]), ("李娜", ["C-3"])]),
    ("華陽的李娜說預算已批", [("華陽", ["ACC-2"]), ("李娜", ["C-3"])]),
    ("call Li Na about 华阳试点", [("Li Na", ["C-3"]), ("华阳试点", ["D-3"])]),
    ("mail ana.ruiz@acme.example please", [("ana.ruiz@acme.example", ["C-1"])]),
    ("move D-12 to Negotiation", [("D-12", ["D-12"]), ("Negotiation", ["S-4"])]),
    ("把 D-3 推进到商务谈判", [("D-3", ["D-3"]), ("商务谈判", ["S-4"])]),
    ("把报价阶段的单子都转给Maya Ortiz", [("报价", ["S-3"]), ("Maya Ortiz", ["U-4"])]),
    ("远景的采购主管是谁", [("远景", ["ACC-4"])]),
    ("Acme's renewal", [("Acme's renewal", ["D-1"])]),
    ("Acme's deal", [("Acme", ["ACC-1"])]),
    ("Globex rollout, Initech pilot", [("Globex rollout", ["D-10"]), ("Initech pilot", ["D-12"])]),
    ("give it to Maya Ortiz in West", [("Maya Ortiz", ["U-4"]), ("West", ["TM-3"])]),
    ("Sensor kit costs how much?", [("Sensor kit", ["P-1"])]),
    ("ACC-1D-2 XD-1 D-1x", []),
    ("nothing here", []),
    ("", []),
]


@pytest.mark.parametrize(("said", "expected"), SENTENCES, ids=[s or "nothing" for s, _ in SENTENCES])
def test_names_are_found_where_they_stand(
    standing_world: Any, said: str, expected: list[tuple[str, list[str]]]
) -> None:
    with standing_world.reading(ADMIN) as crm:
        found = mentions(crm, said)
    assert [(m.text, [f.ref for f in m.candidates]) for m in found] == expected
    assert all(said[m.start : m.end] == m.text for m in found)


def test_each_person_is_told_of_what_they_see(standing_world: Any) -> None:
    said = "Ana and Uma talked about D-1, D-10 and D-19"
    heard = {}
    for email in (CHEN, MAYA, TOM):
        with standing_world.reading(email) as crm:
            heard[email] = [f.ref for m in mentions(crm, said) for f in m.candidates]
    assert heard == {CHEN: ["C-1", "D-1"], MAYA: ["C-6", "D-10"], TOM: ["C-8", "D-19"]}


def test_everyday_words_are_names_only_where_they_are_written_as_one(desk: Any) -> None:
    desk.make("contact", name="Will May", owner=desk.world.number("user", CHEN))
    desk.make("contact", name="Mark Day", owner=desk.world.number("user", CHEN))
    with desk.world.reading(CHEN) as crm:
        assert mentions(crm, "will it close in may? mark the day") == []
        assert [m.text for m in mentions(crm, "I met Will May yesterday")] == ["Will May"]
        assert [m.text for m in mentions(crm, "ask Mark about it")] == ["Mark"]


LONG = {
    "one word": "a" * 1_000_000, "an e-mail that never ends": "a." * 300_000, "words": "lorem ipsum " * 80_000, "Chinese": "华阳科技李娜" * 100_000,
    "mixed": "a华" * 200_000, "references": "D-1 " * 200_000, "names": "Ana Ruiz " * 50_000, "spaces": " " * 1_000_000, "at signs": "@" * 500_000,
    "line ends": "\n" * 500_000, "faces": "😀" * 200_000, "ligatures": "ﷺ" * 200_000, "half pairs": "\ud800" * 100_000, "NULs": "\x00" * 500_000,
    "apostrophes": "a'" * 200_000, "marks": "e\u0301" * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("what", LONG)
def test_a_megabyte_of_anything_is_read_in_bounded_time(standing_sqlite: Any, what: str) -> None:
    with standing_sqlite.reading(CHEN) as crm:
        mentions(crm, "warm")
        started = time.perf_counter()
        found = mentions(crm, LONG[what])
        took = time.perf_counter() - started
    assert took < 5, what  # a second on a quiet machine
    assert len(found) < 10_000


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    said=st.lists(
        st.one_of(
            st.sampled_from(["Ana", "Acme", "李娜", "华阳", "D-1", "'s", "@", "的", "\x00", " ", ",", "Acme renewal"]),
            st.text(max_size=6),
        ),
        max_size=12,
    ).map("".join)
)
def test_what_is_found_stands_in_the_text_in_order_and_apart(standing_sqlite: Any, said: str) -> None:
    with standing_sqlite.reading(CHEN) as crm:
        found = mentions(crm, said)
    ends = 0
    for m in found:
        assert m.start >= ends
        assert said[m.start : m.end] == m.text
        assert m.candidates
        ends = m.end


def test_a_surname_with_any_office_is_a_name(desk: Any) -> None:
    """Whoever holds the office on record is meant; without one, whoever has the surname."""
    owner = desk.world.number("user", CHEN)
    desk.make("contact", name="邓凯", title="院长", owner=owner)
    desk.make("contact", name="邓丽", title="护士", owner=owner)
    desk.make("contact", name="瞿文", owner=owner)
    with desk.world.reading(CHEN) as crm:
        for said in ("导出邓院长的资料", "今天和瞿科长见面"):
            assert [m.text for m in mentions(crm, said)] == [said[2:5] if said[0] == "导" else "瞿科长"]
        assert [f.label for f in resolve(crm, "邓院长", ("contact",))] == ["邓凯"]
        assert [f.label for f in resolve(crm, "瞿科长", ("contact",))] == ["瞿文"]
        assert mentions(crm, "医院长期合作") == []


def test_an_office_held_by_somebody_unseen_hides_nobody(desk: Any) -> None:
    """What one may not see changes nothing: 邓院长 means the 邓 one knows, whoever else is called so elsewhere."""
    desk.make("contact", name="邓丽", title="护士", owner=desk.world.number("user", CHEN))
    with desk.world.reading(CHEN) as crm:
        before = [(m.text, m.candidates) for m in mentions(crm, "问一下邓院长")]
    desk.make("contact", name="邓凯", title="院长", owner=desk.world.number("user", TOM))
    with desk.world.reading(CHEN) as crm:
        assert [(m.text, m.candidates) for m in mentions(crm, "问一下邓院长")] == before
        assert [f.label for f in resolve(crm, "邓院长", ("contact",))] == ["邓丽"]
    assert [text for text, _ in before] == ["邓院长"]
