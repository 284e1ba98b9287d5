"""How long things are kept: asked and set in many wordings, and what only sounds like it."""

from typing import Any

import pytest

SAID: dict[str, dict[str, Any]] = {
    "How long do we keep closed tickets?": {"what": "closed_tickets"},
    "how long are lost leads kept": {"what": "lost_leads"},
    "how long will deleted records be kept?": {"what": "bin"},
    "What is our retention policy?": {},
    "show me the retention rules": {},
    "what's the retention period for conversations?": {"what": "conversations"},
    "Keep lost leads for two years, then delete them": {"what": "lost_leads", "days": 730},
    "please keep lost deals for 3 years": {"what": "lost_deals", "days": 1095},
    "keep our closed tickets for 90 days and then delete them automatically": {"what": "closed_tickets", "days": 90},
    "dead leads should be kept for a year": {"what": "lost_leads", "days": 365},
    "delete closed tickets after 18 months": {"what": "closed_tickets", "days": 540},
    "empty the trash after two weeks": {"what": "bin", "days": 14},
    "set the retention period of conversations to 6 months": {"what": "conversations", "days": 180},
    "never delete lost deals automatically": {"what": "lost_deals", "days": 0},
    "keep closed tickets indefinitely": {"what": "closed_tickets", "days": 0},
    "保留期是多久": {},
    "数据保留多久？": {},
    "关闭的工单保留多久": {"what": "closed_tickets"},
    "回收站的保留期是多久？": {"what": "bin"},
    "丢掉的线索保留两年后删除": {"what": "lost_leads", "days": 730},
    "请把输掉的商机保留三年，然后删除": {"what": "lost_deals", "days": 1095},
    "聊天记录保留期改为半年": {"what": "conversations", "days": 182},
    "已关闭的工单18个月后自动删除": {"what": "closed_tickets", "days": 540},
    "已删除的记录保留60天": {"what": "bin", "days": 60},
    "永久保留已关闭的工单": {"what": "closed_tickets", "days": 0},
}


@pytest.mark.parametrize("said", SAID)
def test_how_long_things_are_kept_is_understood(brain: Any, said: str) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("retention", SAID[said])]


@pytest.mark.parametrize(
    "said",
    [
        "show closed tickets",
        "delete lost leads",
        "which lost deals did we have in the last two years?",
        "keep me posted on closed tickets",
        "restore deleted records",
        "显示关闭的工单",
        "最近两年丢掉的线索",
        "删除D-12",
    ],
)
def test_what_only_sounds_like_it_is_not(brain: Any, said: str) -> None:
    assert "retention" not in [c.tool for c in brain(said).calls]
