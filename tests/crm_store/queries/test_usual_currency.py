"""A bare amount is in the currency of the deals somebody answers for, where these have one; else in the company's."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, TOM

from crm_store.queries.usual_currency import usual_currency


def usual(world: Any, who: str) -> str:
    with world.reading(who) as crm:
        return usual_currency(crm)


@pytest.mark.parametrize("who", [CHEN, MAYA, LIN, TOM, ADMIN])
def test_sellers_in_several_currencies_mean_the_companys(who: str, standing_world: Any) -> None:
    assert usual(standing_world, who) == "CNY"


def test_whoever_sells_in_one_means_that(world: Any) -> None:
    with world.writing(TOM) as crm:
        crm.update(crm.get("deal", world.number("deal", "umbra-lab")), {"currency": "EUR"})
    assert (usual(world, TOM), usual(world, ADMIN)) == ("EUR", "CNY")
