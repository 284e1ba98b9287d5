"""Everyday work in everyday English, what is only remarked beside it, what is excepted from it, and deals moved by a stage: read in the test company."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (
            "Make a task call Bob Miller about the pilot friday",
            "create_task title=Call Bob Miller about the pilot due=2026-11-27 about=Bob Miller",
        ),
        (
            "give Maya a task: write up lessons learned from Acme, till Thursday",
            "create_task title=Write up lessons learned from Acme due=2026-11-26 about=Acme assignee=Maya",
        ),
        (
            "All deals of Maya with a close date in the past: push to end of December",
            "deal [expected_close_date < today, owner = Maya, stage.kind = open]: expected_close_date=2026-12-31",
        ),
        (
            "move all of todays stuff to tuesday pls",
            "task [assignee = me, due_on = today, status != done, status != cancelled]: due_on=2026-11-24",
        ),
        ("who at Acme do i talk to about the plant side?", "find_records entity=contact [account = Acme]"),
        ("Please drop Bob Miller from our newsletter list", "contact Bob Miller: opted_out=true"),
        ("change Bob Miller's title, he is managing director now", "contact Bob Miller: title=managing director"),
        (
            "I want a list every Monday morning of deals without activity for 14 days. possible?",
            'schedule_report action=add every=week day=0 tool=find_records arguments={"entity": "deal", "filters": [{"field": "last_activity_at", "op": "<", "value": "14 days ago"}, {"field": "stage.kind", "op": "=", "value": "open"}]}',
        ),
        ("do we still sell the Logger?", "find_records entity=product columns=['list_price'] [name ~ Logger]"),
        ("who is the purchasing guy at Acme", "find_records entity=contact [title ~ purchasing, account = Acme]"),
        (
            "How many times have I tried Bob Miller this month?",
            "find_records entity=activity measure=count [kind = call, contact = Bob Miller, starts_at = this month, status = held]",
        ),
        ("I think I deleted a contact at Acme by mistake on wednesday, can you get it back", "recycle_bin"),
        (
            "which open tickets do our A customers have right now",
            "find_records entity=ticket [account.level = A, status != resolved, status != closed, status != rejected, status != duplicate]",
        ),
        (
            "any customers I havent spoken to in more than 2 months",
            "find_records entity=account [owner = me, activity.starts_at != last 60 days]",
        ),
        (
            "give me the five biggest open deals in my region",
            "find_records entity=deal sort=amount desc limit=5 [owner = my team, stage.kind = open]",
        ),
        (
            "tag every deal above 80k in my region as exec attention",
            "deal [owner = my team, amount > 80000]: tags=+exec attention",
        ),
        (
            "put off everything overdue to next wednesday except the Peter one",
            "task [due_on < today, assignee = me, status != done, status != cancelled, contact != Peter]: due_on=2026-11-25",
        ),
        (
            "push my overdue tasks to Friday except the Acme ones",
            "task [due_on < today, assignee = me, status != done, status != cancelled, account != Acme]: due_on=2026-11-27",
        ),
        (
            "把我逾期的任务都推到周五，除了华阳的",
            "task [due_on < today, assignee = me, status != done, status != cancelled, account != 华阳]: due_on=2026-11-27",
        ),
        ("move all my deals to Proposal except the ones in negotiation", ""),
        ("can u put the Acme renewal one stage further", "deal Acme renewal: stage=next stage"),
        ("move the Acme renewal one stage back", "deal Acme renewal: stage=previous stage"),
        (
            "Summarize Acme in five lines, I've a dinner with Bob and haven't looked at them since June",
            "brief record=Acme",
        ),
        (
            "do we still sell the Logger? Bob asked me",
            "find_records entity=product columns=['list_price'] [name ~ Logger]",
        ),
        (
            "How many deals did we win in October? I said four in the management meeting",
            "find_records entity=deal measure=count [stage.kind = won, closed_at = October]",
        ),
        (
            "Bob Miller never picks up. How many times have I called him this month?",
            "find_records entity=activity measure=count [kind = call, contact = Bob Miller, starts_at = this month, status = held]",
        ),
        ("reassign Acme to Maya, Chen has too much on his plate", "account Acme: owner=Maya"),
        ("which of my deals are at risk, boss is asking", "deals_at_risk whose=me"),
        (
            "Please drop Bob Miller from our newsletter list, she works for the competition!",
            "contact Bob Miller: opted_out=true",
        ),
        ("assign the unassigned leads in Suzhou to Chen and Zhao, Chen gets twice as many", ""),
    ],
)
def test_it_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("Email to Bob Miller: we ship before Christmas. friendly but short", "We ship before Christmas."),
        ("write Bob Miller a mail: we ship before Christmas", "We ship before Christmas."),
        ("tell Bob by mail that we ship before Christmas", "We ship before Christmas."),
        ("draft a mail to Bob Miller asking if they'd look at it again, not pushy", "I would like to ask if you would look at it again."),
        ("给李娜写封邮件：我们下周一把报价发过去", "我们下周一把报价发过去。"),
    ],
)  # fmt: skip
def test_a_draft_says_what_stands_behind_the_colon(text: str, say: str, brain: Any, told: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["add"]) == ("draft_message", [say])


def test_a_mail_that_was_sent_is_logged(brain: Any, told: Any) -> None:
    assert brain("Emailed Bob: we will deliver before Christmas").calls[0].tool == "log_interaction"


def test_what_is_given_from_a_day_on_is_not_shared_until_then(brain: Any, told: Any) -> None:
    found = brain("give my Acme account to Maya from december on, including the open deal and tasks")
    assert told(found.calls) == "account Acme: owner=Maya"
    assert found.left == ("from december on",)


@pytest.mark.parametrize(
    "text", ["提醒我周一给李娜发邮件", "提醒我明天给李娜发微信", "别忘了周一给李娜发邮件", "建任务：周一给李娜发邮件"]
)
def test_what_is_still_to_be_written_is_no_mail_that_was_sent(text: str, brain: Any, told: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["title"][:4]) == ("create_task", "给李娜发")


def test_what_is_to_follow_a_mail_is_a_task(brain: Any, told: Any) -> None:
    (call,) = brain("今天给李娜发了邮件，提醒我周一跟进").calls
    assert (call.tool, call.args["tasks"]) == ("log_interaction", [{"title": "跟进李娜", "due": "2026-11-23"}])


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("华阳今年一共买了咱多少钱的东西啊", "find_records entity=deal measure=sum total_field=amount [stage.kind = won, account = 华阳, closed_at = 今年]"),
        ("华阳今年赢单总额", "find_records entity=deal measure=sum total_field=amount [stage.kind = won, account = 华阳, closed_at = 今年]"),
        ("一会儿要开华阳季度回顾，给我理个要点，三分钟能看完那种", "brief record=华阳 shape=meeting"),
        ("把华阳的资料给赵敏也看一下，她下周去杭州", "share_record record=华阳 person=赵敏"),
        ("A类客户有哪些", "find_records entity=account [level = A]"),
        ("客户里A类的都有谁", "find_records entity=account [level = A]"),
        ("把D-65的成交日期改到12月25吧", "deal D-65: expected_close_date=2026-12-25"),
        ("D-65早过期了，改到12月11号，TK-36一块儿关了", ""),
        ("李娜离职了，采购主管换成一个叫邵丽萍的，手机13800001234", ""),
    ],
)  # fmt: skip
def test_chinese_said_in_passing(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


def test_who_i_am_to_meet_is_not_given_the_task(brain: Any, ear: Any, told: Any) -> None:
    (call,) = brain("提醒我周二上午找陈晓聊华阳报价", ear=ear).calls
    assert (call.tool, call.args["title"], "assignee" in call.args) == ("create_task", "找陈晓聊华阳报价", False)


@pytest.mark.parametrize(
    "text", ["帮我写段话发群里，恭喜陈晓拿下华阳，别太肉麻", "write a text to congratulate Chen, Acme is won"]
)
def test_a_text_that_is_to_be_written_changes_nothing(text: str, brain: Any, told: Any) -> None:
    assert all(c.tool != "propose_change" for c in brain(text).calls)


def test_duplicates_are_looked_for_before_any_is_merged(brain: Any, told: Any) -> None:
    assert told(brain("有没有重复的客户，帮我查查，有就合并").calls) == "find_duplicates entity=account"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("建个新联系人，华阳的，叫唐琳，质量经理", {"name": "唐琳", "title": "质量经理", "account": "华阳"}),
        ("新建联系人，华阳的，名字是唐琳", {"name": "唐琳", "account": "华阳"}),
    ],
)
def test_a_name_is_taken_without_the_word_before_it(text: str, fields: dict[str, str], brain: Any, told: Any) -> None:
    (call,) = brain(text).calls
    assert call.args["changes"][0]["fields"] == fields


def test_no_deal_closes_at_an_hour(brain: Any, told: Any) -> None:
    found = brain("和华阳那个挪到下午三点", previous=[], focus=[])
    assert all("expected_close_date" not in x.get("fields", {}) for c in found.calls for x in c.args.get("changes", ()))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("提醒我下周四问李娜试得怎么样", "问李娜试得怎么样"),
        ("再提醒我下周四问李娜试得怎么样", "问李娜试得怎么样"),
        ("提醒我明天看看华阳有什么进展", "看看华阳有什么进展"),
        ("remind me friday to check what is open at Acme", "Check what is open at Acme"),
    ],
)
def test_what_is_to_be_asked_is_not_asked_now(text: str, title: str, brain: Any, told: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["title"]) == ("create_task", title)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("华阳那单推到12月30号吧", "deal 华阳: expected_close_date=2026-12-30"),
        ("T-1041优先级调到最高", "ticket T-1041: priority=urgent"),
        ("华阳续约金额改成10万8，阶段不动", "deal 华阳续约: amount=108000"),
    ],
)
def test_chinese_orders_as_they_are_said(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


def test_whether_anybody_took_a_ticket_opens_none(brain: Any, told: Any) -> None:
    assert all(c.tool != "open_ticket" for c in brain("华阳那个误报太多的工单有人接了没？急").calls)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (
            "push everything I have due today to Monday, I'm on a train till tonight",
            "task [assignee = me, due_on = today, status != done, status != cancelled]: due_on=2026-11-23",
        ),
        (
            "The call with Bob Miller on the 30th needs to be on the 1st at 9:30 instead",
            "activity call with Bob Miller on the 30th: starts_at=2026-12-01 09:30",
        ),
        (
            "Decline all the meetings I have on 3 Dec, I'm at a trade fair",
            "activity [status = planned, kind = meeting, owner = me, starts_at = 2026-12-03]: status=cancelled",
        ),
        (
            "move Chen's three biggest open deals to Maya",
            "deal [stage.kind = open, owner = Chen]: owner=Maya",
        ),
        ("how does my Q4 look", "pipeline_summary period=Q4 whose=me"),
        ("who besides me knows Bob Miller", "find_records entity=activity sort=starts_at desc columns=['owner'] [contact = Bob Miller, status = held]"),
    ],
)  # fmt: skip
def test_it_is_put_more_plainly(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


def test_an_order_about_the_three_biggest_is_about_three(brain: Any) -> None:
    (call,) = brain("move Chen's three biggest open deals to Maya").calls
    assert {k: call.args["changes"][0][k] for k in ("sort", "limit")} == {"sort": "amount desc", "limit": 3}


def test_a_report_that_ends_in_log_that_is_a_report(brain: Any) -> None:
    (call,) = brain(
        "Just off the phone with Bob Miller, he's annoyed about the slow reports but would look at a new pilot in February. log that pls and remind me end of January"
    ).calls
    assert (call.tool, call.args["kind"], call.args["tasks"][0]["due"]) == ("log_interaction", "call", "2027-01-31")


def test_a_mail_that_is_looked_for_is_not_logged(brain: Any) -> None:
    (call,) = brain("can you find the mail where I promised Bob Miller a test unit").calls
    assert call.tool == "recall_notes"
