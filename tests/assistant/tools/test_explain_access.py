"""Who sees a record is told with what gives it to that person, not with what gives it to somebody else."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, TOM


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
