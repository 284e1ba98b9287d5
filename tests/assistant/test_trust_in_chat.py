"""What makes a store one to trust, said in chat in both languages and judged by the rows the store ends with."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, TOM

LANGUAGES = ["en", "zh"]
YES = {"en": "yes", "zh": "确认"}
UNDO = {"en": "undo", "zh": "撤销"}


def says(language: str, **said: str) -> str:
    return said[language]


def saved(chat: Any, text: str, language: str, who: str = CHEN, thread: str = "t1") -> Any:
    """Say it, see a pending card, say yes."""
    before = chat.dump()
    card = chat.say(text, who, thread=thread)
    assert card.proposal is not None, card.reply
    assert card.proposal["status"] == "pending"
    assert chat.dump() == before
    done = chat.say(YES[language], who, thread=thread)
    assert done.proposal["status"] == "applied", done.reply
    return card


def sees(chat: Any, who: str, entity: str, number: int, **more: Any) -> bool:
    with chat.world.store.session(chat.world.actor(who), **more) as crm:
        return number in crm.many(entity, [number])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_is_shared_until_a_day_explained_and_taken_back(offline: Any, language: str) -> None:
    deal = offline.world.number("deal", "acme-renewal")
    ask = says(language, en=f"can Tom see D-{deal}?", zh=f"Tom 看得到 D-{deal} 吗？")
    assert offline.say(ask).calls[0]["tool"] == "explain_access"
    assert not sees(offline, TOM, "deal", deal)
    saved(
        offline,
        says(language, en=f"share D-{deal} with Tom until next Friday", zh=f"把 D-{deal} 共享给 Tom，下周五到期"),
        language,
    )
    assert sees(offline, TOM, "deal", deal)
    reason = offline.say(ask).reply
    assert says(language, en="27 Nov 2026", zh="2026年11月27日") in reason
    later = offline.world.store.clock() + timedelta(days=9)
    assert not sees(offline, TOM, "deal", deal, now=later)
    mine = offline.say(says(language, en=f"why can I see D-{deal}?", zh=f"我为什么能看到 D-{deal}？")).reply
    assert says(language, en="you own it", zh="您是负责人") in mine
    saved(offline, says(language, en=f"stop sharing D-{deal} with Tom", zh=f"取消 D-{deal} 对 Tom 的共享"), language)
    assert not sees(offline, TOM, "deal", deal)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_shares_what_is_not_theirs(offline: Any, language: str) -> None:
    deal = offline.world.number("deal", "acme-renewal")
    before = offline.dump()
    order = says(language, en="share D-{} with Nina", zh="把 D-{} 共享给 Nina")
    hidden, absent = offline.say(order.format(deal), TOM), offline.say(order.format(4711), TOM)
    assert hidden.proposal is None
    assert hidden.reply.replace(f"D-{deal}", "X", 1) == absent.reply.replace("D-4711", "X", 1)
    assert offline.dump() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_duplicates_are_found_merged_and_taken_apart(offline: Any, language: str) -> None:
    chen, bob = offline.world.number("user", CHEN), offline.world.number("contact", "bob")
    with offline.world.store.session(offline.world.store.system(), writes=True) as crm:
        twin = crm.create(
            "contact", {"name": "B. Stone", "email": "BOB@acme.example", "wechat": "bobby", "owner": chen}, plain=True
        )
        crm.flush()
        task = crm.create("task", {"title": "Ring him", "contact": twin.id, "assignee": chen}, plain=True)
    found = offline.say(says(language, en="are there duplicate contacts?", zh="有没有重复的联系人？"))
    assert found.tables[0].refs == [f"C-{bob}"]
    assert says(language, en="the same e-mail", zh="邮箱相同") in found.reply
    before = offline.dump()
    saved(offline, says(language, en=f"merge C-{twin.id} into C-{bob}", zh=f"把 C-{twin.id} 合并到 C-{bob}"), language)
    assert offline.values("contact", bob, "wechat", "email") == {"wechat": "bobby", "email": "bob@acme.example"}
    assert offline.values("task", task.id, "contact") == {"contact": bob}
    assert not sees(offline, CHEN, "contact", twin.id)
    offline.say(UNDO[language])
    assert offline.values("contact", bob, "wechat") == {"wechat": None}
    assert offline.values("task", task.id, "contact") == {"contact": twin.id}
    assert {
        t
        for t in before
        if t not in ("event", "counter", "outbox", "namekey", "contact", "task", "passage")
        and offline.dump()[t] != before[t]
    } == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deleted_record_is_found_in_the_bin_and_restored(offline: Any, language: str) -> None:
    task = offline.world.number("task", "quote")
    saved(offline, says(language, en=f"delete task TK-{task}", zh=f"删除任务 TK-{task}"), language)
    assert not sees(offline, CHEN, "task", task)
    shown = offline.say(says(language, en="what is in the recycle bin?", zh="回收站里有什么？"))
    assert [r[0] for r in shown.tables[0].rows] == [f"TK-{task}"]
    assert (
        f"TK-{task}"
        not in offline.say(
            says(language, en="what is in the recycle bin?", zh="回收站里有什么？"), TOM, thread="t2"
        ).reply
    )
    saved(
        offline,
        says(
            language,
            en="restore the deleted task Send the quote to Acme",
            zh="恢复已删除的任务“Send the quote to Acme”",
        ),
        language,
    )
    assert sees(offline, CHEN, "task", task)
    offline.say(UNDO[language])
    assert not sees(offline, CHEN, "task", task)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deal_is_shown_as_it_stood(offline: Any, language: str) -> None:
    deal = offline.world.number("deal", "acme-renewal")
    then = offline.say(
        says(language, en=f"what did D-{deal} look like on November 15?", zh=f"11月15日时 D-{deal} 是什么样子？")
    )
    assert "¥500,000" in then.reply
    assert "¥600,000" not in then.reply
    field = offline.say(
        says(language, en=f"what was the amount of D-{deal} on November 15?", zh=f"D-{deal} 在11月15日的金额是多少？")
    )
    assert "¥500,000" in field.reply
    hidden = offline.say(
        says(language, en=f"what did D-{deal} look like on November 15?", zh=f"11月15日时 D-{deal} 是什么样子？"),
        TOM,
        thread="t2",
    )
    assert "500,000" not in hidden.reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bulk_change_is_undone_but_for_what_was_edited_since(offline: Any, language: str) -> None:
    mine = [d.id for d in offline.rows("deal", CHEN) if d.owner_id == offline.world.number("user", CHEN)]
    before: Mapping[int, Any] = {n: offline.values("deal", n, "source", "expected_close_date") for n in mine}
    saved(
        offline,
        says(
            language,
            en="set the close date of all my open deals to December 21",
            zh="把我所有进行中商机的预计成交改成12月21日",
        ),
        language,
    )
    changed = [
        n
        for n in mine
        if offline.values("deal", n, "expected_close_date") != {"expected_close_date": before[n]["expected_close_date"]}
    ]
    assert len(changed) > 2
    with offline.world.store.session(offline.world.actor(LIN), writes=True) as crm:
        crm.update(crm.get("deal", changed[0]), {"expected_close_date": date(2027, 3, 1)})
    refused = offline.say(UNDO[language])
    assert offline.values("deal", changed[1], "expected_close_date") != {
        "expected_close_date": before[changed[1]]["expected_close_date"]
    }
    assert says(language, en="undo the rest", zh="其余的撤销") in refused.reply
    done = offline.say(says(language, en="undo the rest", zh="其余的撤销"))
    assert f"D-{changed[0]}" in done.reply
    assert offline.values("deal", changed[0], "expected_close_date") == {"expected_close_date": date(2027, 3, 1)}
    assert {n: offline.values("deal", n, "source", "expected_close_date") for n in changed[1:]} == {
        n: before[n] for n in changed[1:]
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rest_is_undone_of_nothing_that_could_be_undone_whole(offline: Any, language: str) -> None:
    """ "Undo the rest" without a refused undo before it takes no other change back."""
    number = offline.world.number("deal", "acme-renewal")
    saved(
        offline,
        says(language, en=f"set the amount of D-{number} to 123k", zh=f"把D-{number}的金额改成12.3万"),
        language,
    )
    now = offline.values("deal", number, "amount")
    told = offline.say(says(language, en="undo the rest anyway", zh="其余的照样撤销"))
    assert offline.values("deal", number, "amount") == now
    assert says(language, en="no rest of it", zh="不存在“其余部分”") in told.reply
    offline.say(UNDO[language])
    assert offline.values("deal", number, "amount") != now


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_is_handed_out_and_erased(offline: Any, language: str) -> None:
    bob = offline.world.number("contact", "bob")
    out = offline.say(
        says(language, en="export everything we have about Bob Stone", zh="导出 Bob Stone 的全部个人数据")
    )
    assert out.calls[0]["tool"] == "export_person"
    assert "bob@acme.example" in str([t.rows for t in out.tables])
    order = says(language, en="erase all data about Bob Stone", zh="彻底删除 Bob Stone 的数据")
    before = offline.dump()
    assert offline.say(order).proposal is None
    assert offline.dump() == before
    saved(offline, order, language, ADMIN, thread="t9")
    assert not sees(offline, ADMIN, "contact", bob)
    again = offline.say(UNDO[language], ADMIN, thread="t9")
    assert not sees(offline, ADMIN, "contact", bob)
    assert "Bob Stone" not in again.reply


def test_amounts_of_then_are_of_the_asker_only(offline: Any) -> None:
    """The pipeline of a day gone by holds nobody else's deals."""
    with offline.world.writing(MAYA) as crm:
        crm.update(crm.get("deal", offline.world.number("deal", "globex-rollout")), {"amount": Decimal(987654)})
    assert "987,654" not in offline.say("what did the pipeline look like on November 19?").reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_undo_that_names_a_record_takes_back_the_change_of_that_record(offline: Any, language: str) -> None:
    one, other = offline.world.number("deal", "acme-renewal"), offline.world.number("task", "quote")
    stage = offline.values("deal", one, "stage")
    saved(offline, says(language, en=f"move D-{one} to proposal", zh=f"把 D-{one} 改到方案报价阶段"), language)
    saved(offline, says(language, en=f"delete task TK-{other}", zh=f"删除任务 TK-{other}"), language)
    nothing = offline.say(says(language, en="undo the change to Globex", zh="撤销对Globex的修改"))
    assert nothing.proposal is None
    assert not sees(offline, CHEN, "task", other)
    done = offline.say(says(language, en=f"undo the change to D-{one}", zh=f"撤销对 D-{one} 的修改"))
    assert "D-" in done.reply
    assert offline.values("deal", one, "stage") == stage
    assert not sees(offline, CHEN, "task", other)
    offline.say(says(language, en=f"undo what I did to TK-{other}", zh=f"撤销我对 TK-{other} 的操作"))
    assert sees(offline, CHEN, "task", other)
