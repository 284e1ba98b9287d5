"""Examples in the person's own names and amounts."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, TOM

from assistant.examples import OwnExamples


@pytest.mark.parametrize(
    ("who", "amount", "zh"),
    [(CHEN, "200k", "20万"), (MAYA, "500k", "50万"), (TOM, "500k", "50万"), (ADMIN, "500k", "50万")],
)  # Maya and Tom sell in currencies that a bare amount does not mean; the administrator owns no deal
def test_amounts_are_such_as_some_of_their_deals_are_over(who: str, amount: str, zh: str, ask: Any) -> None:
    with ask.world.reading(who) as crm:
        own = OwnExamples(crm, "en")
    assert (
        own.own("my open deals over 500k closing this quarter") == f"my open deals over {amount} closing this quarter"
    )
    assert own.own("金额超过50万的商机") == f"金额超过{zh}的商机"


def test_whoever_sells_in_one_currency_gets_an_amount_in_it(ask: Any) -> None:
    with ask.world.writing(TOM) as crm:
        crm.update(crm.get("deal", ask.world.number("deal", "umbra-lab")), {"currency": "EUR", "amount": 8_000})
    with ask.world.reading(TOM) as crm:
        own = OwnExamples(crm, "zh")
    assert (own.own("deals over 500k"), own.own("金额超过50万的商机")) == ("deals over 5k", "金额超过5000的商机")
