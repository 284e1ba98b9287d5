"""Who was there, and who was not: 都到了, 陪着, 接待的, "joined later", 没在."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("昨天下午3点到4点在华阳开会，李娜、周启明都到了，定下来先做研发部", {"李娜", "周启明"}),
        ("昨天在华阳开会，参加的有李娜、周启明，聊了二期范围", {"李娜", "周启明"}),
        ("昨天下午和李娜开会，周启明也来了，定了二期范围", {"李娜", "周启明"}),
        ("今天上午到华阳现场，李娜和周启明都在，定了月底上线", {"李娜", "周启明"}),
        ("昨天下午又跑了趟宁波工厂,罗小满陪着把测点重新数了一遍,46变52", {"罗小满"}),
        ("昨天去了泽禾，王伟带着看了两条产线，我下周四前出方案", {"王伟"}),
        ("昨天下午三点跑了趟华阳，见了李娜和周启明，谈了一个半钟头", {"李娜", "周启明"}),
        ("昨天去甬澄，方厂长没在，罗小满接待的", {"罗小满"}),
        ("周二下午2点到3点半在华阳开评审会，李娜和周启明都参加了", {"李娜", "周启明"}),
        ("Met Ivan Novak at Nordhafen Papier yesterday, Colin Moreau joined later", {"Ivan Novak", "Colin Moreau"}),
        ("Had a meeting at Nordhafen Papier this morning, Ivan Novak and Colin Moreau were both there", {"Ivan Novak", "Colin Moreau"}),
    ],
)  # fmt: skip
def test_all_who_were_there_are_told_and_nobody_else(text: str, people: set[str], brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert (call.tool, set(call.args["with_people"])) == ("log_interaction", people)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("今天跟王伟电话里碰了下，三年维护费他要一次写清楚", "call"),
        ("刚和周启明视频碰了下，他说预算批了", "call"),
        ("上午跟张伟微信里过了一下合同条款", "message"),
        ("张伟刚微信上找我聊了下备件的事", "message"),
        ("罗小满打电话找我，要新报价", "call"),
        ("李娜给我留言，说样机还没到", "message"),
    ],
)
def test_the_medium_said_is_the_kind(text: str, kind: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert call.args["kind"] == kind
    assert len(call.args["with_people"]) == 1


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("李娜微信找我，说夜班培训想放到12月3号。我答应下周二安排人过去", "2026-11-24"),
        ("周启明打电话找我，说备件到了，我答应周四去装", "2026-11-26"),
        ("李娜微信找我，问二期合同什么时候能发，我答应周五前给她", "2026-11-27"),
        ("周启明在钉钉上问我培训能不能推到12月10号，我说周一回他", "2026-11-23"),
        ("Ivan Novak pinged me on WhatsApp about the sensor, I promised to send someone on Tuesday", "2026-11-24"),
    ],
)
def test_the_day_promised_is_that_of_the_task_and_not_of_the_talk(text: str, due: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert [t["due"] for t in call.args["tasks"]] == [due]
    assert call.args.get("when") is None


def test_what_was_answered_is_no_task(brain: Any, ear: Any) -> None:
    (call,) = brain("今早李娜发消息问我交期，我回了下月中", ear=ear).calls
    assert "tasks" not in call.args
