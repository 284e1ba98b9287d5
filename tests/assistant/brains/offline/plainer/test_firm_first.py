"""A deal called by its words before its company is that deal."""

from typing import Any

import pytest


@pytest.mark.parametrize("text", ["move the factory rollout at Globex to Negotiation", "move the factory rollout at globex to Negotiation"])  # fmt: skip
def test_the_deal_is_found_behind_its_company(text: str, brain: Any) -> None:
    (change,) = brain(text).calls[0].args["changes"]
    assert (change["record"].casefold(), change["fields"]) == ("globex factory rollout", {"stage": "Negotiation"})


def test_a_meeting_at_a_company_is_no_deal(brain: Any) -> None:
    (call,) = brain("when is the meeting at Globex?").calls
    assert call.args.get("entity") != "deal"
