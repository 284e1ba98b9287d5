"""Whatever is proposed, saved, taken back and brought back, in any order: undo restores what was, and no edit is lost."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, assume, given, settings
from parley_worlds import CHEN, LIN, MOMENT, examples

from crm_store import proposals
from crm_store.errors import BadValue, Conflict, NotAllowed, NotFound
from crm_store.undo import redo_proposal, undo_proposal

RELAXED = {"suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}

DEALS = st.sampled_from(["acme-renewal", "acme-sensors", "huayang-pilot", "suzhou-line", "vision-grid"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "stage": st.sampled_from(["Qualification", "Demo", "Negotiation", "On Hold", "Won", "Lost"]),
        "amount": st.decimals(min_value=0, max_value=10**6, places=2),
        "next_step": st.sampled_from([None, "Call", "Write", "电话"]),
        "contacts": st.lists(st.integers(1, 5), max_size=3, unique=True),
        "tags": st.lists(st.sampled_from(["vip", "大客户"]), max_size=2, unique=True),
        "probability": st.sampled_from([None, Decimal(10), Decimal("62.5")]),
        "expected_close_date": st.sampled_from([None, MOMENT.date(), MOMENT.date() + timedelta(days=9)]),
    },
).filter(bool)  # fmt: skip
WISHES = st.lists(
    st.one_of(
        st.tuples(st.just("update"), DEALS, FIELDS),
        st.tuples(st.just("create"), DEALS, st.sampled_from(["task", "activity", "contact", "deal"])),
        st.tuples(st.just("delete"), st.sampled_from(["quote", "late", "later"]), st.none()),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def collect(world: Any, crm: Any, draft: Any, wishes: list[tuple[str, str, Any]]) -> None:
    """Put wishes into a draft; records that are gone by now are left out."""
    for what, key, more in wishes:
        try:
            if what == "update":
                values = {n: world.number("stage", v) if n == "stage" else v for n, v in more.items()}
                draft.update(crm.get("deal", world.number("deal", key)), values)
            elif what == "delete":
                draft.delete(crm.get("task", world.number("task", key)))
            else:
                deal = world.number("deal", key)
                draft.create(more, {"task": {"title": "T", "deal": deal}, "activity": {"subject": "A", "deal": [deal], "starts_at": MOMENT},
                                    "contact": {"name": "Eva Lind"}, "deal": {"name": "D", "contacts": [1]}}[more])  # fmt: skip
        except NotFound:
            continue


@dataclass
class Talk:
    """A conversation on a store whose clock moves on, and what it saved so far."""

    desk: Any
    saved: list[str] = field(default_factory=list)
    minutes: int = 0

    def unit(self, email: str = CHEN) -> Any:
        self.minutes += 1
        return self.desk.world.writing(email, now=MOMENT + timedelta(minutes=self.minutes), turn=f"t{self.minutes}")

    def save(self, wishes: list[tuple[str, str, Any]]) -> str | None:
        try:
            with self.unit() as crm:
                draft = proposals.Draft(crm)
                collect(self.desk.world, crm, draft, wishes)
                card = draft.save(thread="talk", tool="propose_change").id
        except BadValue:
            return None
        with self.unit() as crm:
            proposals.apply(crm, proposals.get(crm, card))
        self.saved.append(card)
        return card

    def decide(self, act: Any, card: str) -> bool:
        try:
            with self.unit() as crm:
                act(crm, proposals.get(crm, card))
        except (Conflict, NotAllowed):
            return False
        return True


@pytest.mark.timeout(examples(180, 7200))
@settings(max_examples=examples(12, 300), **RELAXED)
@given(turns=st.lists(WISHES, min_size=1, max_size=4))
def test_taking_back_every_turn_leaves_the_company_as_it_was(fresh: Any, turns: list[Any]) -> None:
    """The states a company went through come back one by one, and again when the turns are brought back."""
    talk = Talk(fresh())
    states = [talk.desk.export()]
    for wishes in turns:
        if talk.save(wishes):
            states.append(talk.desk.export())
    for card, before in reversed(list(zip(talk.saved, states[:-1], strict=True))):
        assert talk.decide(undo_proposal, card)
        assert talk.desk.export() == before
    for card, after in zip(talk.saved, states[1:], strict=True):
        assert talk.decide(redo_proposal, card)
        assert talk.desk.export() == after
    for card in reversed(talk.saved):
        assert talk.decide(undo_proposal, card)
    assert talk.desk.export() == states[0]


@pytest.mark.timeout(examples(180, 7200))
@settings(max_examples=examples(15, 500), **RELAXED)
@given(data=st.data())
def test_undo_and_redo_in_any_order_lose_no_edit_of_a_person(fresh: Any, data: st.DataObject) -> None:
    """A small model: what Lin wrote by hand stands until Lin writes again, unless a card she saw it under is saved later."""
    talk = Talk(fresh())
    cards = [card for card in (talk.save([("update", key, {"next_step": f"card {n}"})]) for n, key in enumerate(
        data.draw(st.lists(DEALS, min_size=1, max_size=3)))) if card]  # fmt: skip
    assume(cards)
    by_hand: dict[int, str] = {}
    for step in range(data.draw(st.integers(3, 8))):
        what = data.draw(st.sampled_from(["undo", "redo", "edit", "edit", "save"]))
        if what == "edit":
            deal = talk.desk.world.number("deal", data.draw(DEALS))
            with talk.unit(LIN) as crm:
                crm.update(crm.get("deal", deal), {"next_step": f"by hand {step}"})
            by_hand[deal] = f"by hand {step}"
        elif what == "save":
            key = data.draw(DEALS)
            card = talk.save([("update", key, {"next_step": f"card later {step}"})])
            assert card is not None
            cards.append(card)
            by_hand.pop(talk.desk.world.number("deal", key), None)
        else:
            before = talk.desk.export(without=frozenset())
            if not talk.decide(undo_proposal if what == "undo" else redo_proposal, data.draw(st.sampled_from(cards))):
                assert talk.desk.export(without=frozenset()) == before
        for deal, said in by_hand.items():
            assert talk.desk.value("deal", deal, "next_step") == said
