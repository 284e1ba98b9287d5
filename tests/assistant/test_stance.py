"""Decisions in anybody's words: refusals, excuses, taking back and agreeing, clause by clause; and what is none of them."""

import pytest

from assistant.decisions import decision_of
from assistant.stance import brings_back, excuses
from assistant.waiting import against, without_opening


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("no", "hang on, don't | no wait | forget it | leave it as it is | hold on, not yet | wait | scrap that | let's not | I'd rather not | don't delete anything | no, keep them | wrong deal, don't save"),
        ("no", "I changed my mind, leave it | let me think about it | don't remind me | you don't have to save it | not save | don't confirm | no need | don't you dare | don't undo"),
        ("no", "算了，别删 | 等等，先别保存 | 先别 | 别动它 | 不改了 | 先放着 | 再说吧 | 客户反悔了，别改了 | 我再想想 | 当我没说 | 保持原样 | 还是留着吧 | 不用提醒我了 | 弄错了，别存 | 千万别删 | 不保存 | 不确认 | 不同意"),
        ("no", "算了，先别建，我周一会上自己说 | 算了，不用了，我明天当面跟他说 | never mind, don't create it, I'll tell them on Monday"),
        (None, "no, I'll call him on Monday | 我周一会上自己说"),
        ("undo", "hang on, wrong Colin, take that back | please reverse the change you made just now | roll that back | sorry, undo the last one | put it back the way it was | could you please undo what you just did?"),
        ("undo", "my mistake, roll it back | that last change doesn't count | change it back please | set it back to how it was | no undo that | hm too early, undo that | that was a bit premature, revert it"),
        ("undo", "手快了，撤销刚才那步 | 上一步不算 | 能不能撤回刚才的操作 | 帮我改回去 | 变回原来的样子 | 刚才存的作废 | 我点错了，撤回 | 不好意思，弄错人了，撤销吧 | 撤销刚刚保存的"),
        ("undo", "刚才那个不要了，撤掉 | 刚刚那条不要了 | 上一条不要了，撤回 | 这张卡片不要了，撤掉吧 | 刚才那个记录不要了，帮我撤掉 | 刚建的任务不要了，撤掉 | 那条记错了，撤掉 | 刚才的卡片作废 | 还太早，撤销吧"),
        ("undo", "scratch that last one, take it back | I don't want that last one, take it back | forget that one just now, undo it | drop what I just said | scrap the last card | I don't need that any more, take it back"),
        ("redo", "还是做回来吧，恢复刚撤掉的 | 恢复刚才撤销的更改 | 再弄回来吧 | redo it"),
        ("yes", "no changes, save it | 不用改了，保存吧 | 嗯，就这样，保存 | 不错"),
        ("back", "bring the card back | show me the card again | where's the card? | 找回卡片 | 把刚才那张卡片拿回来 | 恢复卡片"),
        (None, "don't call him before noon | forget the Acme deal | stop the Acme pilot | leave it to Chen | put it back to negotiation | set it back to proposal | no phone | not won, lost | skip the follow-up | drop the task | drop the last one | the last change"),
        (None, "别忘了周五给王伟打电话 | 取消周一的会 | 不要周五，要周四 | 停用这个客户 | 不含税 | 上次的会议作废了 | 别的客户呢 | 刚才那个商机不要了 | 刚才那个不对，应该是35万 | 这个任务不要了 | 不客气 | not yes | no idea"),
    ],
)  # fmt: skip
def test_what_short_clauses_decide(decision: str | None, said: str) -> None:
    lines = [s.strip() for s in said.split("|")]
    assert {s: decision_of(s) for s in lines} == dict.fromkeys(lines, decision)


@pytest.mark.parametrize("said", ["sorry, wrong Colin", "oops, my mistake", "搞错了", "不好意思，弄错人了"])
def test_excuses_alone(said: str) -> None:
    assert excuses(said)
    assert decision_of(said) is None


@pytest.mark.parametrize(
    "said",
    ["no, the demo is wrong", "leave Selma out", "just the Bench one", "that's wrong", "the task isn't needed", "sorry, Thursday", "只改Bench那个", "不是他，是Julia", "这个不对", "别建任务"],
)  # fmt: skip
def test_words_against_a_card(said: str) -> None:
    assert against(said)


@pytest.mark.parametrize(
    "said", ["no problem, show my deals", "no idea", "wait, who owns it?", "her phone is 555 0101", "undo the top button", "不客气", "等等，D-12现在多少钱？", "还有谁？"]
)  # fmt: skip
def test_words_that_are_not_against_it(said: str) -> None:
    assert not against(said)


def test_what_is_wanted_behind_the_opening() -> None:
    assert without_opening("no wait, move it to December 3") == "move it to December 3"
    assert without_opening("不对，改到周四") == "改到周四"
    assert without_opening("hang on") == "hang on"
    assert brings_back("The card again, please.")


@pytest.mark.parametrize(
    ("said", "decision"),
    [
        ("算了，先别建，我周一会上自己说", "no"),
        ("算了，客户还没确认", "no"),
        ("刚记的退回去吧", "undo"),
        ("never mind, don't create it, I'll tell them on Monday", "no"),
        ("hm no, take both back, Andrew hasn't confirmed yet", "no"),
        ("don't save it, we still have to ask Bob", "no"),
        ("算了，改成周五吧", None),
        ("never mind, make it Friday instead", None),
        ("never mind, the other Ana", None),
        ("no, the deal is in euros", None),
    ],
)
def test_a_refusal_stays_one_whatever_reason_follows(said: str, decision: str | None) -> None:
    assert decision_of(said) == decision
