"""Orders as people give them: several fields at once, what was just shown, moves by a length, one task for each, tasks no longer needed."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Ask, Call, Named

HOLLUND = (
    Named("deal", 31, "D-31", "Hollund Marine calibration management"),
    Named("deal", 71, "D-71", "Hollund Marine Insight for production"),
    Named("deal", 63, "D-63", "Hollund Marine sensor retrofit"),
)
MUCHUAN = (
    Named("deal", 59, "D-59", "沐川第二车间扩容 (苏州沐川医疗)"),
    Named("deal", 35, "D-35", "沐川产线传感器改造 (苏州沐川医疗)"),
)
TICKET = (Named("ticket", 1046, "T-1046", "Connector stops after 10,000 rows"),)
TASK = (Named("task", 20, "TK-20", "Swap the faulty sensor at the main plant"),)
VISIT = (Named("activity", 390, "A-390", "Pilot review"),)
DEAL = (Named("deal", 37, "D-37", "Marlow Foods Asia second site"),)
SHOWN = (Call("show_record", {"record": "it"}),)
LIST = (Call("find_records", {"entity": "deal", "filters": [{"field": "account", "op": "=", "value": "Hollund"}]}),)


def change(found: Any) -> dict[str, Any]:
    (call,) = found.calls
    assert call.tool == "propose_change"
    (made,) = call.args["changes"]
    return dict(made)


@pytest.fixture
def after(brain: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the brain makes of a message after a list or a record was shown."""

    def asked(text: str, focus: tuple[Named, ...]) -> Any:
        listed = len(focus) if len(focus) > 1 else 0
        kept = Ask.__init__

        def counted(self: Ask, *args: Any, **more: Any) -> None:
            kept(self, *args, **more)
            object.__setattr__(self, "listed", listed)

        monkeypatch.setattr(Ask, "__init__", counted)
        return brain(text, focus=focus, previous=LIST if listed else SHOWN)

    return asked


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("Castellan Ceramics is a customer now, and make them level A", {"type": "customer", "level": "A"}),
        ("Castellan Ceramics is a partner now", {"type": "partner"}),
        ("Castellan Ceramics has become a customer", {"type": "customer"}),
        ("楚衡已经成为正式客户了，级别改成A级", {"type": "customer", "level": "A"}),
        ("华微现在是我们的合作伙伴了", {"type": "partner"}),
    ],
)
def test_what_a_company_became(said: str, fields: dict[str, str], brain: Any) -> None:
    made = change(brain(said))
    assert (made["entity"], made["fields"]) == ("account", fields)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("Nathan Albrecht can be called again", {"do_not_call": "false"}),
        ("take the do-not-call flag off Nathan Albrecht", {"do_not_call": "false"}),
        ("mark Nathan Albrecht as do not call", {"do_not_call": "true"}),
        ("please don't call Nathan Albrecht any more", {"do_not_call": "true"}),
        ("Nathan Albrecht wants our mails again", {"opted_out": "false"}),
        ("何蔚然说可以打电话了，把勿打电话取消", {"do_not_call": "false"}),
        ("何蔚然的勿扰标记去掉吧", {"do_not_call": "false"}),
        ("黄雨桐说别再给她打电话了", {"do_not_call": "true"}),
        (
            "Nathan Albrecht's mail is n.a@meridianpoly.example and he is fine with being called again",
            {"email": "n.a@meridianpoly.example", "do_not_call": "false"},
        ),
        (
            "方正诚微信换成fangzc_new，邮箱fangzc@ycheng.example",
            {"wechat": "fangzc_new", "email": "fangzc@ycheng.example"},
        ),
    ],
)
def test_what_is_new_about_a_person(said: str, fields: dict[str, str], brain: Any) -> None:
    made = change(brain(said))
    assert (made["entity"], made["fields"]) == ("contact", fields)


@pytest.mark.parametrize("said", ["可以给何蔚然打电话吗", "I could not call Nathan Albrecht", "明天可以给何蔚然打电话"])
def test_a_call_that_is_asked_for_or_planned_sets_no_flag(said: str, brain: Any) -> None:
    assert "do_not_call" not in str(brain(said).calls)


@pytest.mark.parametrize(
    ("said", "entity", "fields"),
    [
        ("push Kestrel seat expansion back two weeks", "deal", {"expected_close_date": "+2 weeks"}),
        ("delay D-63 by a month", "deal", {"expected_close_date": "+1 month"}),
        ("D-63 closes a week later", "deal", {"expected_close_date": "+1 week"}),
        ("岚桥那单预计成交往后推两周", "deal", {"expected_close_date": "+2 weeks"}),
        ("TK-26推迟三天", "task", {"due_on": "+3 days"}),
        ("12月3号诺澈那个Bench演示提前一个小时开", "activity", {"starts_at": "-1 hour"}),
        ("push my pilot review with Peter Gibb back by an hour", "activity", {"starts_at": "+1 hour"}),
        ("bring the pilot review with Peter Gibb forward 30 minutes", "activity", {"starts_at": "-30 minutes"}),
    ],
)
def test_a_move_by_a_length(said: str, entity: str, fields: dict[str, str], brain: Any) -> None:
    made = change(brain(said))
    assert (made["entity"], made["fields"]) == (entity, fields)


@pytest.mark.parametrize(
    ("said", "focus", "record", "fields"),
    [
        ("bump it to urgent please", TICKET, "T-1046", {"priority": "urgent"}),
        ("优先级调成紧急", TICKET, "T-1046", {"priority": "urgent"}),
        ("it's waiting for the customer", TICKET, "T-1046", {"status": "waiting_customer"}),
        ("tick it off", TASK, "TK-20", {"status": "done"}),
        ("make it 3pm, same day", VISIT, "A-390", {"starts_at": "3pm"}),
        ("挪到周四吧，时间不变", VISIT, "A-390", {"starts_at": "2026-11-26"}),
        ("push it back an hour", VISIT, "A-390", {"starts_at": "+1 hour"}),
        ("good, push it on to Demo with closing at the end of February", DEAL, "D-37",
         {"stage": "Demo", "expected_close_date": "2027-02-28"}),
        ("amount 70k and close date January 20", DEAL, "D-37", {"amount": "70000", "expected_close_date": "2027-01-20"}),
        ("推到12月10号", DEAL, "D-37", {"expected_close_date": "2026-12-10"}),
        ("产线传感器改造那个推到产品演示", MUCHUAN, "D-35", {"stage": "产品演示"}),
        ("第二车间扩容的推迟一周", MUCHUAN, "D-59", {"expected_close_date": "+1 week"}),
        ("move the sensor retrofit to Negotiation", HOLLUND, "D-63", {"stage": "Negotiation"}),
        ("push the second one to December 15", HOLLUND, "D-71", {"expected_close_date": "2026-12-15"}),
        ("push the one that closes first back by a week", HOLLUND, "first of D-31, D-71, D-63", {"expected_close_date": "+1 week"}),
        ("金额大的那个推迟两周", MUCHUAN, "largest of D-59, D-35", {"expected_close_date": "+2 weeks"}),
        ("move it to Negotiation", HOLLUND, "one of D-31, D-71, D-63", {"stage": "Negotiation"}),
    ],
)  # fmt: skip
def test_an_order_about_what_was_just_shown(
    said: str, focus: tuple[Named, ...], record: str, fields: dict[str, str], after: Any
) -> None:
    made = change(after(said, focus))
    assert (made["record"], made["fields"]) == (record, fields)


@pytest.mark.parametrize("said", ["都推到12月10号", "push them all to December 10", "move all of them to December 10"])
def test_an_order_about_all_that_was_listed(said: str, after: Any) -> None:
    (call,) = after(said, HOLLUND).calls
    assert [c["record"] for c in call.args["changes"]] == ["D-31", "D-71", "D-63"]
    assert {c["fields"]["expected_close_date"] for c in call.args["changes"]} == {"2026-12-10"}


@pytest.mark.parametrize("said", ["push the first two to December 10", "前两个推到12月10号"])
def test_an_order_about_the_first_few_listed(said: str, after: Any) -> None:
    (call,) = after(said, HOLLUND).calls
    assert [c["record"] for c in call.args["changes"]] == ["D-31", "D-71"]


@pytest.mark.parametrize(
    "said", ["超过5万的都推到12月10号", "push all of them except the retrofit to January 20", "演示阶段的都推到1月20号"]
)
def test_some_of_those_listed_are_not_all_of_them(said: str, after: Any) -> None:
    assert not any("D-71" in str(c.args) for c in after(said, HOLLUND).calls if c.tool == "propose_change")


@pytest.mark.parametrize("said", ["move the data platform to Proposal", "产线改造那个推到产品演示"])
def test_words_for_another_record_change_not_the_one_shown(said: str, after: Any) -> None:
    assert "'D-37'" not in str(after(said, DEAL).calls)


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("move the Hollund calibration deal to Proposal", "Hollund calibration"),
        ("move the calibration deal at Nordhafen to Proposal", "Nordhafen calibration"),
        ("把沐川传感器改造那单推到产品演示", "沐川传感器改造"),
    ],
)
def test_a_deal_by_its_company_and_title(said: str, record: str, brain: Any) -> None:
    assert change(brain(said))["record"] == record


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("remind me on Monday to call Zoe Tan and on Tuesday to call Selma Langley",
         [("Call Zoe Tan", "2026-11-23", None), ("Call Selma Langley", "2026-11-24", None)]),
        ("remind me to call Zoe Tan on Monday and Selma Langley on Tuesday",
         [("Call Zoe Tan", "2026-11-23", None), ("Call Selma Langley", "2026-11-24", None)]),
        ("提醒我周一给方正诚打电话，周二给黄雨桐发邮件",
         [("给方正诚打电话", "2026-11-23", None), ("给黄雨桐发邮件", "2026-11-24", None)]),
        ("remind me on Monday and Tuesday to call Zoe Tan",
         [("Call Zoe Tan", "2026-11-23", None), ("Call Zoe Tan", "2026-11-24", None)]),
        ("让陈晓周三前交预测，吴桐周四前交报价",
         [("交预测", "2026-11-25", "陈晓"), ("交报价", "2026-11-26", "吴桐")]),
        ("给陈晓和吴桐各派一个任务：下周三之前更新四季度预测",
         [("更新四季度预测", "2026-11-25", "陈晓"), ("更新四季度预测", "2026-11-25", "吴桐")]),
        ("give Tom and Elif each a task to update the Q4 forecast by next Wednesday",
         [("Update the Q4 forecast", "2026-11-25", "Tom"), ("Update the Q4 forecast", "2026-11-25", "Elif")]),
        ("remind Tom and Elif to send their reports by Friday",
         [("Send their reports", "2026-11-27", "Tom"), ("Send their reports", "2026-11-27", "Elif")]),
        ("提醒我周一给方正诚打电话，他周三出差", [("给方正诚打电话，他周三出差", "2026-11-23", None)]),
    ],
)  # fmt: skip
def test_one_task_for_each(said: str, made: list[tuple[str, str, str | None]], brain: Any) -> None:
    calls = brain(said).calls
    assert {c.tool for c in calls} == {"create_task"}
    assert [(c.args["title"], c.args["due"], c.args.get("assignee")) for c in calls] == made


@pytest.mark.parametrize(
    ("said", "title", "priority"),
    [
        ("put a high priority task on my list: steering group deck for the Hollund calibration deal, due November 27",
         "Steering group deck for the Hollund calibration deal", "high"),
        ("new high priority task: send the contract to 方正诚 by Friday", "Send the contract to 方正诚", "high"),
        ("add a to-do with low priority: tidy up the Kestrel notes", "Tidy up the Kestrel notes", "low"),
        ("低优先级任务：更新楚衡的资料，周五前", "更新楚衡的资料", "low"),
        ("建一个任务，优先级高：周五前把合同发给方正诚", "把合同发给方正诚", "high"),
    ],
)  # fmt: skip
def test_a_title_holds_no_words_of_the_order(said: str, title: str, priority: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["title"], call.args["priority"]) == ("create_task", title, priority)


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("Dmitri's revised offer - I don't need that task anymore, take it out", "Dmitri's revised offer"),
        ("drop the task about the faulty sensor at Sunda", "faulty sensor at Sunda"),
        ("take the sensor swap off my list", "sensor swap"),
        ("the faulty sensor task can go", "faulty sensor"),
        ("no need to remind me about the faulty sensor any more", "faulty sensor"),
        ("给王伟开沙箱账号那个任务不用做了，删掉吧", "给王伟开沙箱账号"),
        ("准备楚衡的演示环境这条不用了", "准备楚衡的演示环境"),
        ("不用提醒我给王伟开沙箱账号了", "给王伟开沙箱账号"),
    ],
)
def test_a_task_no_longer_needed(said: str, record: str, brain: Any) -> None:
    made = change(brain(said))
    assert (made["op"], made["entity"], made["record"]) == ("delete", "task", record)


@pytest.mark.parametrize(
    "said", ["remove Helen Whitfield from the deal", "drop the price to 20k for Marlow renewal", "从商机里移除李娜"]
)
def test_what_is_taken_out_of_something_is_not_deleted(said: str, brain: Any) -> None:
    assert "'delete'" not in str(brain(said).calls)


@pytest.mark.parametrize("said", ["delete Umbrella Corp", "把凌云机床删了", "删除凌云机床"])
def test_what_is_not_on_record_is_named_to_the_store(said: str, brain: Any) -> None:
    made = change(brain(said))
    assert (made["op"], made["record"]) == ("delete", "Umbrella Corp" if said.isascii() else "凌云机床")


@pytest.mark.parametrize(
    ("said", "account"),
    [
        ("urgent ticket for 凌云: login fails", "凌云"),
        ("给凌云开个紧急工单：登录不了", "凌云"),
        ("open an urgent ticket, Umbrella can't log in", "Umbrella"),
    ],
)
def test_a_ticket_keeps_the_customer_nobody_knows(said: str, account: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["account"]) == ("open_ticket", account)


@pytest.mark.parametrize(
    ("said", "fields", "where"),
    [
        ("预计12月成交的单子，下一步日期统一改成12月4号", {"next_step_date": "2026-12-04"}, "expected_close_date"),
        ("set the next step date of all my deals closing in December to December 4", {"next_step_date": "2026-12-04"}, "expected_close_date"),
        ("我演示阶段的单子，席位数都改成50", {"seats": "50"}, "stage"),
        ("我逾期的任务优先级都调成高", {"priority": "高"}, "due_on"),
        ("我逾期的任务都往后推一周", {"due_on": "+1 week"}, "due_on"),
        ("push all my deals closing in December back by two weeks", {"expected_close_date": "+2 weeks"}, "expected_close_date"),
    ],
)  # fmt: skip
def test_a_change_of_many_sets_the_field_that_is_named(
    said: str, fields: dict[str, str], where: str, brain: Any
) -> None:
    made = change(brain(said))
    assert made["fields"] == fields
    assert where in {f["field"] for f in made["where"]}


@pytest.mark.parametrize(
    "said", ["工单T-1034重新打开一下，客户又报了同样的问题", "把T-1034那个工单重开，问题还没解决", "重新激活T-1034"]
)
def test_a_ticket_is_opened_again_and_no_other_is_made(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["record"], change["fields"]) == ("ticket", "T-1034", {"status": "pending"})


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("新建任务：12月3日前给张伟寄样品，挺重要的", "给张伟寄样品"),
        ("建个待办：周一给李娜回电话，紧急", "给李娜回电话"),
    ],
)
def test_how_important_a_task_is_is_no_part_of_its_title(said: str, title: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args["title"] == title
    assert call.args["priority"] in ("high", "urgent")


def test_a_task_given_to_a_colleague_is_the_colleagues(brain: Any) -> None:
    (call,) = brain("建个任务给吴桐：12月8号前把帆影的样品寄出去").calls
    assert (call.tool, call.args["assignee"], call.args["due"]) == ("create_task", "吴桐", "2026-12-08")


@pytest.mark.parametrize("said", ["接到华阳周启明电话，说报表打不开，请开个单", "泽禾的看板一直白屏，麻烦提个单"])
def test_what_is_told_with_an_order_for_a_ticket_is_a_ticket(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["open_ticket"]


@pytest.mark.parametrize(
    "said",
    [
        "改错了，恢复原来的",
        "刚才那个弄错了，恢复成原来的样子",
        "手滑了，改回原来的",
        "哎呀搞错单子了，刚才那个撤销",
        "撤销，我改错客户了",
    ],
)
def test_taken_back_to_what_it_was(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["undo"]


def test_what_is_not_signed_yet_is_not_lost(brain: Any) -> None:
    (call,) = brain("我下个月还有哪些单子没签下来").calls
    assert {"field": "stage.kind", "op": "=", "value": "open"} in call.args["filters"]
