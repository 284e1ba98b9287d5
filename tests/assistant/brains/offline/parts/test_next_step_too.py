"""A change of a deal that ends in the next step, and the day it is to be done by."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (
            "Acme renewal is in Demo now. next step: send sample certificates, by dec 4",
            "deal Acme renewal: stage=Demo, next_step=send sample certificates, next_step_date=2026-12-04",
        ),
        (
            "Acme renewal推进到商务谈判，下一步发样品证书，12月4日前",
            "deal Acme renewal: stage=商务谈判, next_step=发样品证书, next_step_date=2026-12-04",
        ),
        (
            "move the Acme renewal to Proposal, next step is a call with Bob on Dec 3",
            "deal Acme renewal: stage=Proposal, next_step=a call with Bob, next_step_date=2026-12-03",
        ),
    ],
)
def test_it_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls
