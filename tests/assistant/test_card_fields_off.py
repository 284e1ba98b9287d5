"""A field taken off a card by its name, in the words people use for it."""

import pytest

from assistant.card_fields_off import fields_off
from crm_store.models import Proposal

CARD = Proposal(
    id="p", user_id=1,
    changes=[
        {
            "op": "update", "entity": "deal", "number": 1, "derived": [],
            "fields": {"amount": {"before": "39000", "after": "60000"}, "next_step": {"before": None, "after": "call"}},
        }
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "leave the amount alone, 60k is just the budget",
        "don't touch the amount",
        "remove the amount line",
        "delete the amount line",
        "forget the amount change",
        "no, take the amount off",
        "金额不改",
        "金额别改，25万只是预算",
        "删掉金额那一行",
        "金额那行不要",
        "别动金额",
    ],
)
def test_the_field_goes_back_to_what_is_on_record(text: str) -> None:
    (values,) = fields_off(CARD, text).values()
    assert set(values) == {"amount"}
    assert str(values["amount"]) == "39000"


@pytest.mark.parametrize(
    "text", ["make the amount 50k", "金额改成5万", "delete the deal", "删掉这个商机", "leave the stage alone"]
)
def test_anything_else_takes_nothing_off(text: str) -> None:
    assert not fields_off(CARD, text)
