"""How long things are kept, from the order to the purge: asked and set by administrators, on a card, undone like any change."""

from datetime import timedelta
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MOMENT, NINA
from sqlalchemy import select

from assistant.tools import ToolContext, ToolResult, call
from crm_store import proposals
from crm_store.errors import NotFound
from crm_store.models import Event
from crm_store.retention import Purged, days_of, purge
from crm_store.undo import undo_proposal


class Office:
    """`office(ADMIN, days=…)` asks the tool and saves its card."""

    def __init__(self, world: Any) -> None:
        self.world = world

    def __call__(self, email: str, *, save: bool = True, language: Any = "en", **args: Any) -> ToolResult:
        with self.world.writing(email, turn="t") as crm:
            result = call("retention", ToolContext(crm, language, thread_id="talk", turn="t"), args)
            crm.flush()
        if save and result.proposal:
            with self.world.writing(email) as crm:
                proposals.apply(crm, proposals.get(crm, result.proposal))
        return result

    @property
    def rules(self) -> dict[str, int]:
        with self.world.reading(ADMIN) as crm:
            return days_of(crm)

    def lead(self, days_ago: int, **values: Any) -> int:
        """A lead of Chen's last touched so long ago."""
        at = MOMENT - timedelta(days=days_ago)
        with self.world.store.session(self.world.store.system(), writes=True, now=at) as crm:
            made = crm.create(
                "lead", {"name": "Old Lead", "owner": self.world.number("user", CHEN), **values}, plain=True
            )
            crm.flush()
            return made.id or 0

    def purge(self) -> Purged:
        with self.world.store.session(self.world.store.system(), writes=True, tool="retention") as crm:
            return purge(crm, days_of(crm))


@pytest.fixture
def office(small_world: Any) -> Office:
    return Office(small_world)


def test_a_rule_is_a_card_that_tells_how_many_would_go(office: Office) -> None:
    old = office.lead(731, status="Dead")
    office.lead(729, status="Dead")
    office.lead(731, status="New")
    shown = office(ADMIN, what="lost_leads", days=730, save=False)
    assert "At the next purge 1 would go" in shown.say
    assert "recycle bin" in shown.say
    assert office.rules == {}
    office(ADMIN, what="lost_leads", days=730)
    assert office.rules == {"lost_leads": 730}
    assert office.purge().binned == {"lead": 1}
    with office.world.reading(CHEN) as crm, pytest.raises(NotFound):
        crm.get("lead", old)
    assert office.purge().binned == {}


def test_it_is_said_in_chinese_too(office: Office) -> None:
    office.lead(731, status="Dead")
    shown = office(ADMIN, what="lost_leads", days=730, language="zh")
    assert "下次清理时将清除 1 条" in shown.say
    assert "移入回收站" in shown.say
    told = office(ADMIN, language="zh")
    assert "丢掉的线索：2年（730天）" in told.say
    assert "已关闭的工单：永久保留" in told.say


def test_asking_tells_the_rules_and_what_is_due(office: Office) -> None:
    office(ADMIN, what="closed_tickets", days=540)
    assert office(ADMIN, what="closed_tickets").say == "- closed tickets: 18 months (540 days)"
    whole = office(ADMIN)
    assert whole.proposal is None
    assert "lost deals: kept for good" in whole.say
    assert [row[:2] for row in whole.show[0].rows][2] == ["closed tickets", "18 months (540 days)"]


def test_a_rule_is_changed_ended_and_undone(office: Office) -> None:
    office(ADMIN, what="lost_deals", days=365)
    longer = office(ADMIN, what="lost_deals", days=1095)
    assert office.rules == {"lost_deals": 1095}
    assert "It is so already: lost deals: 3 years (1,095 days)" in office(ADMIN, what="lost_deals", days=1095).say
    with office.world.writing(ADMIN) as crm:
        undo_proposal(crm, proposals.get(crm, str(longer.proposal)))
    assert office.rules == {"lost_deals": 365}
    ended = office(ADMIN, what="lost_deals", days=0)
    assert "kept for good" in ended.say
    assert office.rules == {}
    with office.world.writing(ADMIN) as crm:
        undo_proposal(crm, proposals.get(crm, str(ended.proposal)))
        log = crm.exec(select(Event.op).where(Event.entity == "retention_rule").order_by(Event.id)).scalars().all()
    assert office.rules == {"lost_deals": 365}
    assert log[:2] == ["create", "update"]


def test_what_goes_from_the_bin_or_of_conversations_is_said_to_be_gone_for_good(office: Office) -> None:
    assert "gone for good" in office(ADMIN, what="conversations", days=90).say
    office(ADMIN, what="bin", days=60)
    assert "from it for good after 2 months (60 days)" in office(ADMIN, what="lost_leads", days=30).say


@pytest.mark.parametrize("email", [CHEN, LIN, NINA])
@pytest.mark.parametrize("args", [{}, {"what": "lost_leads"}, {"what": "lost_leads", "days": 730}])
def test_nobody_else_asks_or_sets(office: Office, email: str, args: dict[str, Any]) -> None:
    refused = office(email, **args)
    assert not refused.ok
    assert "administrator" in refused.say
    assert "管理员" in office(email, language="zh", **args).say
    assert office.rules == {}


def test_days_without_what_and_days_nobody_means_are_asked_back(office: Office) -> None:
    asked = office(ADMIN, days=90)
    assert not asked.ok
    assert "closed tickets" in asked.say
    assert not office(ADMIN, what="bin", days=40_000).ok
    assert office.rules == {}
