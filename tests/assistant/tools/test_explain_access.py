"""Who sees a record is told with what gives it to that person, not with what gives it to somebody else."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, TOM
from sqlalchemy import select
from sqlmodel import col

from crm_store.models import Share


@pytest.fixture
def shared(small_world: Any) -> Any:
    """Tom's account shared with Chen, who works below Lin, with a deal of Tom's on it; and Chen's own deal shared with Maya."""
    number = small_world.number
    with small_world.writing(ADMIN) as crm:
        umbra, chen = number("account", "umbra"), number("user", CHEN)
        crm.create("share", {"entity": "account", "record_id": umbra, "user": chen})
        maya = number("user", "maya@example.com")
        crm.create("share", {"entity": "deal", "record_id": number("deal", "acme-renewal"), "user": maya})
    return small_world


def told(ask: Any, email: str, record: str, **args: Any) -> dict[str, str]:
    return {r[0]: r[2] for r in ask(email, "explain_access", record=record, **args).data["people"]}


def test_a_share_with_somebody_below_says_how_it_reaches_whoever_is_above(shared: Any, ask: Any) -> None:
    seen = told(ask, ADMIN, "Umbra Labs")
    assert seen["陈晓"].startswith("it is shared with them, without an end")
    assert seen["林涛"].startswith("it is shared with 陈晓, who reports to them")
    assert "已共享给其下属陈晓" in told(ask, ADMIN, "Umbra Labs", language="zh")["林涛"]
    mine = ask(LIN, "explain_access", record="Umbra Labs", person="me").say
    assert "it is shared with 陈晓, who reports to you" in mine


def test_who_leads_the_owner_sees_it_by_that_and_by_no_share(shared: Any, ask: Any) -> None:
    seen = told(ask, ADMIN, "Acme renewal")
    assert seen["林涛"].startswith("its owner 陈晓 reports to them")
    assert "shared" not in seen["林涛"]
    assert "it is shared with them" in seen["Maya Ortiz"]


def test_what_hangs_on_a_shared_account_says_that_it_is_shared(shared: Any, ask: Any) -> None:
    seen = told(ask, ADMIN, "Umbra lab")
    assert "and that one is shared with them" in seen["陈晓"]
    assert "and that one is shared with 陈晓, who reports to them" in seen["林涛"]
    assert "shared" not in seen[next(n for n in seen if n.startswith("Tom"))]
    say = ask(CHEN, "explain_access", language="zh", record="Umbra lab", person="me").say
    assert "该客户已共享给您，无到期时间" in say
    assert ask(TOM, "explain_access", record="Umbra lab", person="me").say.count("shared") == 0


def test_the_deals_of_an_account_shared_to_read_are_said_to_be_read_only(shared: Any, ask: Any) -> None:
    for email in (CHEN, LIN):
        for record in ("Umbra Labs", "Umbra lab"):
            mine = ask(email, "explain_access", record=record, person="me")
            assert mine.data["changes"] is False
            assert mine.say.startswith("You may see but not change")
            assert "to read only" in mine.say
    rights = {r[0]: r[1] for r in ask(ADMIN, "explain_access", record="Umbra lab", language="zh").data["people"]}
    assert (rights["陈晓"], rights["林涛"]) == ("查看", "查看")


def test_the_deals_of_an_account_shared_to_change_are_said_to_be_so(shared: Any, ask: Any) -> None:
    with shared.writing(ADMIN) as crm:
        share = crm.all(select(Share).where(col(Share.entity) == "account"))[0]
        crm.update(share, {"writes": True})
    mine = ask(CHEN, "explain_access", record="Umbra lab", person="me")
    assert mine.data["changes"] is True
    assert mine.say.startswith("You may see and change")
