"""A report and an order behind it, on one card; a day and an hour in front of a report."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (
            "Yesterday at 3pm I had Bob Miller on the phone, half an hour. Also book the reference call with Bob for Dec 2 at 10am",
            "log_interaction note=Yesterday at 3pm I had Bob Miller on the phone, half an hour. Also book the reference call with Bob for Dec 2 at 10am kind=call with_people=['Bob Miller'] when=2026-11-19 15:00 minutes=30 meetings=[{'kind': 'call', 'when': '2026-12-02 10:00'}]",
        ),
        (
            "Met Bob Miller today, he wants 20 seats. Open a ticket: login fails at night",
            "log_interaction note=Met Bob Miller today, he wants 20 seats. kind=meeting with_people=['Bob Miller'] when=2026-11-20 deal_fields={'seats': '20'} facts=[{'predicate': 'need', 'value': '20 seats', 'quote': 'he wants 20 seats'}] | open_ticket subject=login fails at night type=incident body=Open a ticket: login fails at night",
        ),
        (
            "on Tuesday at 10 I met Bob Miller at Acme, 40 minutes",
            "log_interaction note=on Tuesday at 10 I met Bob Miller at Acme, 40 minutes kind=meeting with_people=['Bob Miller'] account=Acme when=2026-11-17 10:00 minutes=40",
        ),
        (
            "昨天下午和李娜通了电话，预算没问题。另外帮我约她下周三上午10点开会",
            "log_interaction note=昨天下午和李娜通了电话，预算没问题。另外帮我约她下周三上午10点开会 kind=call with_people=['李娜'] when=昨天下午 facts=[{'predicate': 'budget', 'value': '没问题', 'quote': '预算没问题'}] meetings=[{'kind': 'meeting', 'when': '2026-11-25 10:00'}]",
        ),
    ],
)
def test_it_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls
