"""Figures asked for in passing, in both languages: none of them is taken for a list of everything."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("我的赢单率多少，跟团队平均比呢", "compare of=['me', 'my team'] measure=win_rate"),
        ("how does my win rate compare with the team's?", "compare of=['me', 'my team'] measure=win_rate"),
        ("我的单子里方案报价的合计和商务谈判的合计，哪个大", "find_records entity=deal measure=sum total_field=amount [owner = me, stage = 方案报价] | find_records entity=deal measure=sum total_field=amount [owner = me, stage = 商务谈判]"),
        ("what's bigger, Proposal or Negotiation?", "find_records entity=deal measure=sum total_field=amount [stage = Proposal] | find_records entity=deal measure=sum total_field=amount [stage = Negotiation]"),
        ("今年卖得最好的是哪个产品", "pipeline_summary by=product status=won period=今年"),
        ("what's our best seller this year?", "pipeline_summary by=product status=won period=this year"),
        ("年底前我还能签下多少，保守点估", "forecast period=年底前 whose=me"),
        ("how much can I still close by the end of the year?", "forecast period=by the end of the year whose=me"),
        ("本季度亚太 forecast 给我一个，commit 和 best case 分开", "forecast period=本季度 whose=亚太"),
        ("哪些单子风险最大，说说为什么，别超过五个", "deals_at_risk"),
        ("which of my deals are the riskiest and why?", "deals_at_risk whose=me"),
        ("恒测云最近在哪些单子里碰到过，赢面怎么样", "find_records entity=deal [competitor ~ 恒测云]"),
        ("in which deals did we run into Sensoriq?", "find_records entity=deal [competitor ~ Sensoriq]"),
        ("跟华阳有关的还没做完的事都有啥", "find_records entity=task sort=due_on asc [account = 华阳, status != done, status != cancelled]"),
        ("姓静怡的都列一下，分别在哪家公司", "find_records entity=contact columns=['account', 'title'] [name ~ 静怡]"),
        ("Acme的设备主管是谁", "find_records entity=contact [title ~ 设备主管, account = Acme]"),
        ("哪些商机超过两周没人碰了", "find_records entity=deal [last_activity_at < 14 days ago, stage.kind = open]"),
    ],
)  # fmt: skip
def test_a_figure_in_passing_is_that_figure(text: str, calls: str, brain: Any, told: Callable[..., str]) -> None:
    assert told(brain(text).calls) == calls
