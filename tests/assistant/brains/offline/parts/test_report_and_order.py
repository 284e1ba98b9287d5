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
            "log_interaction note=Met Bob Miller today, he wants 20 seats. Open a ticket: login fails at night kind=meeting with_people=['Bob Miller'] when=2026-11-20 deal_fields={'seats': '20'} facts=[{'predicate': 'need', 'value': '20 seats', 'quote': 'he wants 20 seats'}] | open_ticket subject=login fails at night type=incident body=Open a ticket: login fails at night contact=Bob Miller",
        ),
        (
            "on Tuesday at 10 I met Bob Miller at Acme, 40 minutes",
            "log_interaction note=on Tuesday at 10 I met Bob Miller at Acme, 40 minutes kind=meeting with_people=['Bob Miller'] account=Acme when=2026-11-17 10:00 minutes=40",
        ),
        (
            "昨天下午和李娜通了电话，预算没问题。另外帮我约她下周三上午10点开会",
            "log_interaction note=昨天下午和李娜通了电话，预算没问题。另外帮我约她下周三上午10点开会 kind=call with_people=['李娜'] when=昨天下午 facts=[{'predicate': 'budget', 'value': '没问题', 'quote': '预算没问题'}] meetings=[{'kind': 'meeting', 'when': '2026-11-25 10:00'}]",
        ),
        (
            "Just hung up with Bob Miller at Acme, 25 min call. finance is fine with 50/50 so that's answered, you can tick off my task about the payment wish. She wants the contract draft by next Wednesday.",
            "log_interaction note=Just hung up with Bob Miller at Acme, 25 min call. finance is fine with 50/50 so that's answered, you can tick off my task about the payment wish. She wants the contract draft by next Wednesday. kind=call with_people=['Bob Miller'] account=Acme minutes=25 tasks=[{'title': 'Send a contract to Bob Miller', 'due': '2026-11-25'}] | task the payment wish: status=done",
        ),
        (
            "Visit at Acme on Wednesday, 2 hours, Bob Miller showed me the kilns.",
            "log_interaction note=Visit at Acme on Wednesday, 2 hours, Bob Miller showed me the kilns. kind=visit with_people=['Bob Miller'] account=Acme when=2026-11-18 minutes=120",
        ),
        (
            "Back from Perth finally, flight was delayed. Visit at Acme on Wednesday, 2 hours, Bob Miller showed me the kilns. Please log it and open a new deal for them, Acme kiln monitoring, 28,000 EUR, Qualification, close end of March.",
            "log_interaction note=Back from Perth finally, flight was delayed. Visit at Acme on Wednesday, 2 hours, Bob Miller showed me the kilns. Please log it and open a new deal for them, Acme kiln monitoring, 28,000 EUR, Qualification, close end of March. kind=visit with_people=['Bob Miller'] account=Acme when=2026-11-18 minutes=120 | deal []: account=Acme, name=Acme kiln monitoring, stage=Qualification, amount=28000 EUR, expected_close_date=2027-03-31",
        ),
        (
            "Spoke to Bob Miller at Acme this morning, 15 minute call about 1042. Log the call and set the ticket to waiting for customer.",
            "log_interaction note=Spoke to Bob Miller at Acme this morning, 15 minute call about 1042. Log the call and set the ticket to waiting for customer. kind=call with_people=['Bob Miller'] account=Acme when=this morning minutes=15 | ticket 1042: status=waiting_customer",
        ),
        (
            "Met Bob Miller at Acme yesterday. Second site is getting bigger: 220 seats now and not 180, so we are at 82,500 dollars. The old close date was nonsense anyway, change it to January 15.",
            "log_interaction note=Met Bob Miller at Acme yesterday. Second site is getting bigger: 220 seats now and not 180, so we are at 82,500 dollars. The old close date was nonsense anyway, change it to January 15. kind=meeting with_people=['Bob Miller'] account=Acme when=2026-11-19 deal_fields={'amount': '82500 USD', 'seats': '220', 'expected_close_date': '2027-01-15'}",
        ),
        (
            "Finally reached Bob Miller at Acme yesterday afternoon, around 25 min on the phone. He can not sign before their stocktaking, so please move the close date of the renewal to 22 December.",
            "log_interaction note=Finally reached Bob Miller at Acme yesterday afternoon, around 25 min on the phone. He can not sign before their stocktaking, so please move the close date of the renewal to 22 December. kind=call with_people=['Bob Miller'] account=Acme when=yesterday afternoon minutes=25 deal_fields={'expected_close_date': '2026-12-22'}",
        ),
        (
            "Met Bob Miller at Acme on Tuesday 17 Nov for 50 minutes. To do for me: contract to legal on Wednesday the 25th, and ring Bob on Friday the 27th.",
            "log_interaction note=Met Bob Miller at Acme on Tuesday 17 Nov for 50 minutes. To do for me: contract to legal on Wednesday the 25th, and ring Bob on Friday the 27th. kind=meeting with_people=['Bob Miller'] account=Acme when=2026-11-17 minutes=50 tasks=[{'title': 'Contract to legal', 'due': '2026-11-25'}, {'title': 'Ring Bob', 'due': '2026-11-27'}]",
        ),
        (
            "Just off the phone with Bob Miller, Acme, 15 minutes. He was relieved. I owe him the contract draft by Tuesday the 24th, put that on my list please",
            "log_interaction note=Just off the phone with Bob Miller, Acme, 15 minutes. He was relieved. I owe him the contract draft by Tuesday the 24th, put that on my list please kind=call with_people=['Bob Miller'] minutes=15 tasks=[{'title': 'Send Bob Miller the contract draft', 'due': '2026-11-24'}]",
        ),
    ],
)
def test_it_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


@pytest.mark.parametrize(
    "text", ["Acme is closing its books on Dec 15", "Met Bob Miller today, their plant closes on Dec 24"]
)
def test_a_house_or_a_year_that_closes_is_no_close_date(text: str, brain: Any, told: Any) -> None:
    assert "expected_close_date=" not in told(brain(text).calls)
    assert "'expected_close_date'" not in told(brain(text).calls)


@pytest.mark.parametrize("text", ["the Acme task is two days late, move the Acme renewal to December 7"])
def test_how_late_it_is_is_not_how_far_it_moves(text: str, brain: Any, told: Any) -> None:
    assert "+2 days" not in told(brain(text).calls)
