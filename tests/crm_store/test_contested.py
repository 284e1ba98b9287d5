"""Two people change one deal: only the same field clashes, the second sees all three values and chooses."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import CHEN, LIN

from crm_store import contested, proposals
from crm_store.edits import edit
from crm_store.errors import BadValue, Conflict, StoreError


def shown(desk: Any, **values: Any) -> str:
    return str(desk.update(CHEN, "deal", 1, **values))


def test_another_field_does_not_clash(desk: Any) -> None:
    card = shown(desk, next_step="call")
    desk.change(LIN, "deal", 1, amount=Decimal(7))
    assert desk.yes(CHEN, card) == "applied"
    assert (desk.value("deal", 1, "next_step"), desk.value("deal", 1, "amount")) == ("call", Decimal(7))


def renewed(desk: Any, card: str) -> tuple[list[contested.Clash], str]:
    with pytest.raises(Conflict):
        desk.yes(CHEN, card)
    with desk.world.writing(CHEN) as crm:
        held = proposals.get(crm, card)
        return contested.clashes(crm, held), str(contested.renew(crm, held).id)


def test_the_second_is_shown_what_it_was_what_it_is_and_what_they_want(desk: Any) -> None:
    card = shown(desk, amount=Decimal(700000), next_step="call")
    desk.change(LIN, "deal", 1, amount=Decimal(650000))
    (clash,), fresh = renewed(desk, card)
    assert (clash.field, clash.original, clash.theirs, clash.mine) == ("amount", "600000", "650000", "700000")
    assert clash.by == desk.world.number("user", LIN)
    held = desk.card(CHEN, fresh)
    assert contested.contested(held)
    assert held.changes[0]["clash"] == {"amount": {"original": "600000", "by": clash.by}}
    assert desk.yes(CHEN, fresh) == "applied"
    assert desk.value("deal", 1, "amount") == Decimal(700000)


def test_what_the_other_made_stays_and_the_rest_is_saved(desk: Any) -> None:
    card = shown(desk, amount=Decimal(700000), next_step="call")
    desk.change(LIN, "deal", 1, amount=Decimal(650000))
    _, fresh = renewed(desk, card)
    with desk.world.writing(CHEN) as crm:
        held = proposals.get(crm, fresh)
        assert contested.leave_theirs(crm, held)
        proposals.apply(crm, held)
    assert (desk.value("deal", 1, "amount"), desk.value("deal", 1, "next_step")) == (Decimal(650000), "call")


def test_with_nothing_else_on_the_card_it_is_cancelled(desk: Any) -> None:
    card = shown(desk, amount=Decimal(700000))
    desk.change(LIN, "deal", 1, amount=Decimal(650000))
    _, fresh = renewed(desk, card)
    with desk.world.writing(CHEN) as crm:
        assert not contested.leave_theirs(crm, proposals.get(crm, fresh))
    assert desk.card(CHEN, fresh).status == "cancelled"
    assert desk.value("deal", 1, "amount") == Decimal(650000)


def test_what_it_was_first_is_kept_through_a_second_clash(desk: Any) -> None:
    card = shown(desk, amount=Decimal(700000))
    desk.change(LIN, "deal", 1, amount=Decimal(650000))
    _, fresh = renewed(desk, card)
    desk.change(LIN, "deal", 1, amount=Decimal(660000))
    (clash,), again = renewed(desk, fresh)
    assert clash.theirs == "660000"
    assert desk.card(CHEN, again).changes[0]["clash"]["amount"]["original"] == "600000"


def test_what_it_was_may_be_wished_again_after_another_changed_it(desk: Any) -> None:
    """600,000 typed into the card is a wish once somebody made 650,000 of it, and is asked about."""
    card = shown(desk, amount=Decimal(700000))
    desk.change(LIN, "deal", 1, amount=Decimal(650000))
    with desk.world.writing(CHEN) as crm:
        edit(crm, proposals.get(crm, card), {0: {"amount": Decimal(600000)}})
    (clash,), fresh = renewed(desk, card)
    assert (clash.original, clash.theirs, clash.mine) == ("600000", "650000", "600000")
    assert desk.yes(CHEN, fresh) == "applied"
    assert desk.value("deal", 1, "amount") == Decimal(600000)


def test_what_is_so_still_is_no_wish(desk: Any) -> None:
    card = shown(desk, amount=Decimal(700000))
    with desk.world.writing(CHEN) as crm, pytest.raises(BadValue):
        edit(crm, proposals.get(crm, card), {0: {"amount": Decimal(600000)}})


def test_the_same_wish_of_both_is_no_clash(desk: Any) -> None:
    card = shown(desk, amount=Decimal(650000), next_step="call")
    desk.change(LIN, "deal", 1, amount=Decimal(650000))
    found, fresh = renewed(desk, card)
    assert found == []
    assert not contested.contested(desk.card(CHEN, fresh))


def _race(desk: Any, people: int, edits: int) -> tuple[int, int]:
    """Everybody adds 1 to one amount by cards, looking again and choosing anew after each clash; (applied, clashes)."""
    desk.change(CHEN, "deal", 1, amount=Decimal(0))
    applied, clashed = [0] * people, [0] * people
    barrier = threading.Barrier(people)

    def work(n: int) -> None:
        barrier.wait()
        while applied[n] < edits:
            try:
                with desk.world.reading(CHEN) as crm:
                    held = crm.get("deal", 1).amount
                card = desk.propose(
                    CHEN,
                    lambda crm, d, seen=held: d.update(crm.get("deal", 1), {"amount": seen + 1}),
                    thread=f"t{n}",
                    turn=None,
                )
                before = desk.card(CHEN, card).changes[0]["fields"]["amount"]["before"]
                if Decimal(before) != held:
                    continue
                desk.yes(CHEN, card)
                applied[n] += 1
            except Conflict:
                clashed[n] += 1
            except StoreError:
                continue

    threads = [threading.Thread(target=work, args=(n,)) for n in range(people)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sum(applied), sum(clashed)


def test_no_update_is_lost_between_cards(desk: Any) -> None:
    applied, _ = _race(desk, 4, 8)
    assert desk.value("deal", 1, "amount") == Decimal(applied) == Decimal(32)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_thirty_two_people_with_two_hundred_edits_each_lose_none(desk: Any) -> None:
    chen = desk.world.actor(CHEN)
    desk.change(CHEN, "deal", 1, amount=Decimal(0))
    barrier, wrong = threading.Barrier(32), list[Exception]()

    def work() -> None:
        barrier.wait()
        for _ in range(200):
            while True:
                try:
                    with desk.store.session(chen, writes=True) as crm:
                        deal = crm.many("deal", [1], hold=True)[1]
                        crm.update(deal, {"amount": deal.amount + 1})
                    break
                except StoreError:
                    continue  # somebody else is writing: the person tries again
                except Exception as e:
                    wrong.append(e)
                    raise

    threads = [threading.Thread(target=work) for _ in range(32)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong
    assert desk.value("deal", 1, "amount") == Decimal(6400)
