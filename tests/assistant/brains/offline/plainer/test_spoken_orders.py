"""Chinese in other orders than the acts read: whose it goes to, when it is, labels before values, exclusions, reports with a label."""

from typing import Any

import pytest

from assistant.brains.offline.plainer.spoken import plainly


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


def change(found: Any) -> dict[str, Any]:
    assert [c.tool for c in found.calls] == ["propose_change"], found.reply or found.calls
    (made,) = found.calls[0].args["changes"]
    return dict(made)


def where(made: Any) -> set[tuple[str, ...]]:
    return {tuple(f[k] for k in ("field", "op", "value") if k in f) for f in made}


NAMED = "无主的线索统一分配到吴桐名下 | 把未分配的线索，统统派到吴桐名下 | 没分出去的线索全部划到吴桐名下 | 没人负责的线索都归到吴桐名下吧 | 把无主的线索全部移到吴桐那边"
MINE_LATE = "把我名下已逾期的待办全部改期到下周五 | 我逾期的待办统统往后移到下周五 | 把我逾期的待办，全部顺移到下周五"
DONE = "今天到期的待办都做完了，全部打勾 | 今天到期的待办都办完了，请全部标记完成 | 今天到期的待办都搞定了，勾掉吧"
SHARED = "苏州那些没分出去的线索，陈晓和赵敏两个人按2比1分掉 | 帮我分一下苏州未分配的线索，陈晓两份、赵敏一份（2:1） | 苏州未分配的线索按2:1分给陈晓和赵敏"


@pytest.mark.parametrize("said", split(NAMED))
def test_what_goes_under_a_name_is_handed_over(said: str, brain: Any) -> None:
    made = change(brain(said))
    assert (made["entity"], made["fields"]) == ("lead", {"owner": "吴桐"})
    assert ("owner", "empty") in where(made["where"])


@pytest.mark.parametrize("said", split(MINE_LATE))
def test_late_tasks_go_to_another_day_under_any_verb(said: str, brain: Any) -> None:
    made = change(brain(said))
    assert (made["entity"], made["fields"]) == ("task", {"due_on": "2026-11-27"})
    assert {("due_on", "<", "today"), ("assignee", "=", "me")} <= where(made["where"])


@pytest.mark.parametrize("said", split(DONE))
def test_tasks_are_ticked_off_behind_the_news(said: str, brain: Any) -> None:
    made = change(brain(said))
    assert (made["entity"], made["fields"]) == ("task", {"status": "done"})


@pytest.mark.parametrize("said", split(SHARED))
def test_a_share_may_be_said_behind_the_people(said: str, brain: Any) -> None:
    assert change(brain(said))["shares"] == {"陈晓": 2, "赵敏": 1}


@pytest.mark.parametrize(
    "said", split("请将某某续约2026标为输单，输单原因填价格 | 把某某续约全部标记为输单 | 把某某的线索全部转给吴桐")
)
def test_a_strangers_records_are_never_taken_for_everybodys(said: str, brain: Any) -> None:
    found = brain(said)
    changes = [c for call in found.calls for c in call.args.get("changes", ())]
    assert all("where" not in c or "某某" in str(c["where"]) for c in changes), found.calls


BOOKED = """和李娜定个30分钟的会，时间下周三早上十点 | 帮我跟李娜约一个30分钟的会，时间是下周三上午10点 | 跟李娜安排个会，下周三10:00开始，时长30分钟
约李娜开个30分钟的会，定在下周三上午十点"""


@pytest.mark.parametrize("said", split(BOOKED))
def test_an_appointment_may_have_its_time_behind_it(said: str, brain: Any) -> None:
    made = change(brain(said))
    assert made["entity"] == "activity"
    assert made["fields"]["starts_at"] == "2026-11-25 10:00"
    assert made["fields"]["ends_at"] == "2026-11-25 10:30"
    assert made["fields"]["contact"] == "李娜"


@pytest.mark.parametrize("said", split("安排一通和韩露的电话，时间下周二上午9:00 | 约一个跟韩露的电话，下周二上午9:00"))
def test_a_call_is_booked_not_looked_up(said: str, brain: Any) -> None:
    assert change(brain(said))["fields"]["kind"] == "call"


def test_the_phone_of_somebody_is_still_looked_up(brain: Any) -> None:
    assert [c.tool for c in brain("韩露的电话").calls] == ["show_record"]


@pytest.mark.parametrize(
    "said",
    split(
        "更新联系人 李娜：职务运营副总裁，手机号 13812345678 | 更新李娜的资料：职位运营副总裁，手机13812345678 | 李娜的职务改为运营副总裁，手机号改为13812345678"
    ),
)
def test_values_may_follow_their_field_without_a_verb(said: str, brain: Any) -> None:
    made = change(brain(said))
    assert (made["record"], made["fields"]) == ("李娜", {"title": "运营副总裁", "phone": "13812345678"})


@pytest.mark.parametrize(
    "said",
    split(
        "新建联系人 孟凡，公司启塬，职务采购经理 | 帮我建个新联系人 姓名孟凡 公司启塬 职务采购经理 | 新建联系人孟凡，启塬，担任采购经理"
    ),
)
def test_labels_are_no_part_of_what_they_label(said: str, brain: Any) -> None:
    fields = change(brain(said))["fields"]
    assert (fields["name"], fields["title"]) == ("孟凡", "采购经理")


@pytest.mark.parametrize(
    "said", split("泽禾参观的事交给赵敏，deadline 下周一 | 泽禾参观这件事交给赵敏去办，截止日期下周一")
)
def test_a_thing_to_do_is_a_task_and_no_customer_handed_over(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool == "create_task"
    assert (call.args["assignee"], call.args["due"]) == ("赵敏", "2026-11-23")


def test_a_statement_of_the_close_date_sets_it_and_a_question_does_not(brain: Any) -> None:
    made = change(brain("华阳数据平台一期预计12月10日成交"))
    assert made["fields"] == {"expected_close_date": "2026-12-10"}
    assert brain("哪些商机预计12月10日成交").calls[0].tool == "find_records"


ASKED: list[tuple[str, set[tuple[str, ...]], str]] = [
    ("account", {("owner", "=", "me"), ("level", "=", "A"), ("name", "!=", "华阳")}, "华阳不算，我名下另外还有哪几家 A 级客户 | 我名下的 A 级客户，华阳除外 | 华阳除外，我还有哪些A级客户"),
    ("deal", {("stage.kind", "=", "open"), ("owner", "!=", "赵敏")}, "看下苏州组的在途商机，赵敏的不要 | 苏州组在途商机有哪些，赵敏的不算"),
    ("contact", {("title", "~", "质量经理"), ("account", "=", "硕岭")}, "谁是硕岭的质量经理 | 硕岭的质量经理是谁 | 硕岭质量经理叫什么名字"),
    ("contact", {("role", "=", "decision_maker"), ("account", "=", "华阳智造")}, "华阳智造的决策人叫什么名字 | 帮我看下谁是华阳智造的决策人 | 华阳智造这家客户的决策人是哪一位"),
    ("deal", {("next_step", "empty"), ("stage.kind", "=", "open")}, "列出我名下进行中、下一步未填写的商机 | 我在途的商机里下一步还未写的 | 下一步留空的在途商机"),
    ("deal", {("expected_close_date", "<", "today"), ("stage.kind", "=", "open")}, "列出预计成交时间已过、但仍未关闭的商机 | 预计成交日期早就过了，但还没关的商机"),
    ("deal", {("last_activity_at", "<", "30 days ago")}, "列一下进行中、30天以上没有任何活动的商机 | 超过30天没有一点动静的在途商机"),
    ("ticket", {("assignee", "=", "me"), ("status", "!=", "resolved")}, "我还有哪些 ticket 没 resolve | 我手上还没搞定的工单有哪些"),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "wanted", "said"), [(e, w, s) for e, w, lines in ASKED for s in split(lines)])
def test_a_question_is_read_in_any_order(entity: str, wanted: set[tuple[str, ...]], said: str, brain: Any) -> None:
    call = brain(said).calls[0]
    assert (call.tool, call.args["entity"]) == ("find_records", entity)
    assert wanted <= where(call.args["filters"])


REPORTED: list[tuple[str, str, str]] = [
    ("visit", "杜晓东", "登记拜访：昨天下午两点，沐川，杜晓东，一个小时。他想看两个同行案例，最晚下周三发 | 补记拜访：昨天下午两点，沐川的杜晓东，最晚下周三发两个案例"),
    ("call", "王伟", "记个电话：今天跟王伟聊了20分钟，讲沙箱账号的事 | 王伟今天和我电话沟通20分钟，内容是沙箱账号 | 登记电话：王伟，今天，20分钟"),
    ("message", "张伟", "华微续约那单加条微信沟通记录：张伟——巡检条款没问题，周四走用印 | 补条微信记录，张伟，合同下周签"),
    ("call", "张小伟", "登记电话：张小伟，今天，20分钟"),
    ("meeting", "李小娜", "李小娜（华阴）今天和我开会40分钟，30万预算已经获批，帮我存一下"),
    ("call", "Quincy", "Quincy（Acme）不接电话，记一下，明天提醒我再 call 他"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "who", "said"), [(k, w, s) for k, w, lines in REPORTED for s in split(lines)])
def test_a_report_may_begin_with_what_it_is(kind: str, who: str, said: str, brain: Any) -> None:
    call = brain(said).calls[0]
    assert (call.tool, call.args["kind"]) == ("log_interaction", kind)
    assert who in call.args["with_people"]
    assert call.args.get("status") != "planned"


def test_a_labelled_day_to_come_is_no_report(brain: Any) -> None:
    assert not any(c.tool == "log_interaction" for c in brain("登记拜访：下周三下午两点，沐川，杜晓东").calls)


@pytest.mark.parametrize(
    "said",
    split(
        "Initech：竞品 Gong，帮我写个备注 | 明衡明年会换厂房，这条帮我写进他们的备注里 | 在明衡那边记一笔，明年换厂房"
    ),
)
def test_a_note_may_be_asked_for_behind_what_it_holds(said: str, brain: Any) -> None:
    call = brain(said).calls[0]
    assert (call.tool, call.args["kind"], call.args["note"]) == ("log_interaction", "note", said)


@pytest.mark.parametrize("said", split("我现在在宁波工厂，打卡拜访 | 拜访签到，地点是宁波工厂 | 人在宁波工厂，签个到"))
def test_being_there_is_a_visit(said: str, brain: Any) -> None:
    call = brain(said).calls[0]
    assert (call.tool, call.args["kind"]) == ("log_interaction", "visit")


@pytest.mark.parametrize("said", ["今天和李娜开了会", "华阳的决策人是谁", "把D-7的金额改成35万", "我名下的客户有哪些"])
def test_plain_chinese_stays_as_it_is(said: str) -> None:
    assert plainly(said) == said


@pytest.mark.parametrize(
    "said",
    split(
        "请生成一份 Excel，内容为我本年度赢单的商机 | 希望系统自动把超过30天未跟进的客户收回公海 | 合同快到期的话，提前两周给我个提醒 | 写邮件跟进李娜，说明数据迁移"
    ),
)
def test_what_cannot_be_done_is_refused_in_any_words(said: str, brain: Any) -> None:
    found = brain(said)
    assert not found.calls
    assert found.reply


AHEAD = """郭振华的预算确认要催，这个月底之前叫我一声 | 下周三要打给张伟，到时候叫我 | 下周三提醒我打给张伟 | 要跟韩露打个电话，时间下周二早上9点，排一下
华阳那单该做产品演示了，阶段改过去"""


@pytest.mark.parametrize("said", split(AHEAD))
def test_what_is_still_to_be_done_is_no_report(said: str, brain: Any) -> None:
    assert not any(c.tool == "log_interaction" for c in brain(said).calls)


MORE: list[tuple[str, set[tuple[str, ...]], str]] = [
    ("deal", {("lost_reason", "=", "price"), ("stage.kind", "=", "lost")}, "想看看今年苏州那边都有哪几单是死在价格上的 | 今年栽在价格上的单子有哪些"),
    ("deal", {("amount", ">=", "500000"), ("stage.kind", "=", "open")}, "五十万往上还没结的，我名下有哪几单？ | 我50万起步的在途单子有哪些"),
    ("account", {("employees_band", "in", "501-1000, 1000+")}, "帮我找下员工数在500以上的客户 | 员工人数500人以上的客户有哪些"),
    ("contact", {("role", "=", "decision_maker")}, "澜图里面谁能做决定？ | 我想知道华阳智造由谁来拍板 | 查一下，华微是谁做决策"),
    ("user", {("reports_to", "=", "林涛")}, "向林涛汇报的有哪些人？ | 跟林涛汇报的都有谁"),
    ("deal", {("owner", "!=", "赵敏")}, "苏州组还没关的单，去掉赵敏的还剩哪些"),
    ("ticket", {("type", "=", "complaint")}, "想看看这个月的投诉类工单"),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "wanted", "said"), [(e, w, s) for e, w, lines in MORE for s in split(lines)])
def test_everyday_words_ask_for_the_same(entity: str, wanted: set[tuple[str, ...]], said: str, brain: Any) -> None:
    call = brain(said).calls[0]
    assert (call.tool, call.args["entity"]) == ("find_records", entity)
    assert wanted <= where(call.args["filters"])
