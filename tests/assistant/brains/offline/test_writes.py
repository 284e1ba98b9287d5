"""Writes as people put them: appointments moved and called off, leads converted and shared out, reports in loose words, names nobody knows."""

from typing import Any

import pytest

CALLED_OFF = """
cancel Monday's call with Sara | Cancel my call with Sara on Monday | please call off the Monday call with Sara | could you cancel the call with Sara on Monday
取消周一和Sara的电话 | 把周一跟Sara的电话取消掉 | 周一跟Sara的电话取消了吧 | 请取消周一跟Sara的通话 | 麻烦把周一和 Sara 的电话会取消
"""
PUT_LATER = """
push my Monday call with Vera to Tuesday, same time | move Monday's call with Vera to Tuesday | reschedule my Monday call with Vera to Tuesday | postpone the Monday call with Vera until Tuesday | shift my Monday call with Vera to Tuesday please
把周一跟Vera的电话改到周二 | 周一和Vera的电话推迟到周二，时间不变 | 周一跟Vera的电话挪到周二同一时间 | 请把周一与Vera的通话顺延到周二 | 将周一和Vera的电话改期到周二
"""
CONVERTED = """
Convert lead L-4 | convert lead L-4 please | could you convert lead L-4 | qualify lead L-4 | turn lead L-4 into an account
线索 L-4 转化一下 | 把线索 L-4 转成客户 | 请把线索L-4转为客户 | 线索 L-4 转客户 | 把线索 L-4 转化为客户
"""
SPLIT = """
Split the unassigned Suzhou leads between Chen and Zhao 2:1 | distribute the unassigned Suzhou leads among Chen and Zhao 2:1 | divide the unassigned Suzhou leads between Chen and Zhao, 2:1 | share the unassigned Suzhou leads out between Chen and Zhao 2:1 | assign the unassigned leads in Suzhou to Chen and Zhao 2:1
把还没分配的苏州线索按2:1分给陈晓和赵敏 | 苏州未分配的线索按2:1分配给陈晓和赵敏 | 将未分配的苏州线索按照2比1的比例分给陈晓、赵敏 | 请把没分配的苏州线索以2:1分给陈晓和赵敏
"""
HELD = """
刚打夏雨桐电话没人接，下周一上午再打一次-call-not_held | 夏雨桐电话打不通，下周一上午再打-call-not_held | 给夏雨桐打了个电话，没人接-call-not_held | Peter Gibb didn't show up for our call yesterday at 10am, put that on record-call-not_held | Peter Gibb was a no-show for our call yesterday-call-not_held
跟宋思琪通了20分钟电话，她同意了-call- | 和宋思琪打了半小时电话，聊合同-call- | 今天跟Ana Ruiz call了30分钟，下周一发方案给她-call- | 补记昨天下午两点跟杜晓东开的会，一小时-meeting- | 忘了记：昨天跟杜晓东开了一小时会-meeting- | 跟杜晓东见了一面，聊夜班培训-meeting-
I forgot to log my 3pm meeting yesterday with Bianca Abbott: 30 minutes-meeting- | I still need to log yesterday's meeting with Bianca Abbott-meeting- | 到烨能了，打个卡-visit-
"""
UNKNOWN = """
Gwendoline is now VP Ops, new mobile +1 216 555 0199-Gwendoline | Gwendoline got promoted to VP Ops-Gwendoline | 诸葛婉清的职务改成运营副总-诸葛婉清 | 把诸葛婉清的手机改成13812345678-诸葛婉清 | 下周二下午3点约独孤求胜30分钟-独孤求胜 | Book 30 min with Tabitha Nobody next Tuesday at 2pm-Tabitha Nobody
我在温州工厂签到拜访-温州工厂 | Checked in at the Wenzhou factory-Wenzhou factory | Urgent ticket for Umbrella: login fails since this morning-Umbrella | Soylent 这单输了，原因价格-Soylent | 给 Umbrella 记一笔：竞品是 Gong-Umbrella
"""
STANDING = """
Remind me two weeks before every contract ends | remind me whenever a deal goes quiet | notify me every time a lead comes in | remind me every Monday to check the pipeline | tell me automatically when a ticket is late, notify the owner
合同到期前两周提醒我 | 每周一提醒我看管道 | 每当有新线索就提醒我 | 商机超过30天没跟进就自动提醒负责人 | 只要工单超时就通知我
"""


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


def only_change(found: Any) -> dict[str, Any]:
    (call,) = found.calls
    assert call.tool == "propose_change"
    (change,) = call.args["changes"]
    return dict(change)


def held(found: Any) -> str:
    return str([c.args for c in found.calls])


@pytest.mark.parametrize("sentence", split(CALLED_OFF))
def test_an_appointment_is_called_off(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["fields"]) == ("activity", {"status": "cancelled"})
    assert "Sara" in change["record"]
    assert "Monday" in change["record"] or "周一" in change["record"]


@pytest.mark.parametrize("sentence", split(PUT_LATER))
def test_an_appointment_moves_to_another_day_and_keeps_its_hour(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["fields"]) == ("activity", {"starts_at": "2026-11-24"})
    assert "Vera" in change["record"]


@pytest.mark.parametrize("sentence", split(CONVERTED))
def test_a_lead_is_converted(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["record"], change["fields"]["status"]) == ("lead", "L-4", "Converted")


@pytest.mark.parametrize("sentence", split(SPLIT))
def test_leads_are_shared_out_in_shares(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], list(change["shares"].values())) == ("lead", [2, 1])
    assert ("owner", "empty") in {(f["field"], f["op"]) for f in change["where"]}
    assert "fields" not in change


@pytest.mark.parametrize("case", split(HELD))
def test_a_report_in_loose_words_is_logged(case: str, brain: Any) -> None:
    sentence, kind, status = case.rsplit("-", 2)
    call = brain(sentence).calls[0]
    assert (call.tool, call.args["kind"], call.args.get("status", "")) == ("log_interaction", kind, status)


@pytest.mark.parametrize("case", split(UNKNOWN))
def test_a_name_nobody_knows_is_handed_on_as_it_was_said(case: str, brain: Any) -> None:
    sentence, name = case.rsplit("-", 1)
    found = brain(sentence)
    assert found.calls, found.reply
    assert f"'{name}'" in held(found)


@pytest.mark.parametrize("sentence", split(STANDING))
def test_a_standing_order_is_refused_in_words(sentence: str, brain: Any) -> None:
    found = brain(sentence)
    assert found.calls == ()
    assert found.reply is not None
    assert "cannot" in found.reply or "不能" in found.reply


@pytest.mark.parametrize(
    ("sentence", "record", "fields"),
    [
        ("1049 is waiting for the customer now", "1049", {"status": "waiting_customer"}),
        ("1041客户说好了，标成已解决", "1041", {"status": "resolved"}),
        ("1048派给孙悦", "1048", {"assignee": "孙悦"}),
        ("close 1042", "1042", {"status": "closed"}),
    ],
)
def test_a_ticket_is_known_by_its_bare_number(sentence: str, record: str, fields: dict[str, str], brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["record"], change["fields"]) == ("ticket", record, fields)


@pytest.mark.parametrize(
    ("sentence", "record"),
    [
        ("delete the task about Dmitri's revised offer", "Dmitri's revised offer"),
        ("tick off the call-back to Bob about the two-year option", "call-back to Bob about the two-year option"),
        ("把帆影那个任务挪到下周五", "帆影"),
    ],
)
def test_a_task_is_known_by_what_it_is_about(sentence: str, record: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["record"]) == ("task", record)
    assert "where" not in change


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("Odenwald Glas should be a B account, not C", {"level": "B"}),
        ("Odenwald Glas is now a B account", {"level": "B"}),
        ("把 Odenwald Glas 改成B级", {"level": "B"}),
        ("Ｄ－７的金额改成３５万", {"amount": "350000"}),
        ("set the Kestrel deal to ８５０００", {"amount": "85000"}),
        ("倪建平升厂长了，改一下职位", {"title": "厂长"}),
        ("Sara 现在是运营副总裁", {"title": "运营副总裁"}),
    ],
)
def test_a_value_is_taken_as_it_was_meant(sentence: str, fields: dict[str, str], brain: Any) -> None:
    assert only_change(brain(sentence))["fields"] == fields


def test_a_date_is_no_phone_number_and_a_log_no_wechat_id(brain: Any) -> None:
    text = "把下面的会议记录归档：\n2026-11-19 14:00 华阳智造 李娜、周启明\n李娜：试导要在内网做。\n陈晓：我下周三之前给迁移工具的说明。"
    (call,) = brain(text).calls
    assert call.tool == "log_interaction"
    assert call.args["with_people"] == ["李娜", "周启明"]
    assert [t["due"] for t in call.args["tasks"]] == ["2026-11-25"]
    assert "wechat" not in held(brain("微信记录，张伟：条款没问题，记到华微续约2026"))


def test_orders_with_the_outcome_first_are_the_same(brain: Any) -> None:
    change = only_change(brain("close as lost every proposal of mine with no activity for 10 days, reason no decision"))
    assert change["fields"] == {"stage": "lost", "lost_reason": "no_decision"}
    assert ("stage", "=", "proposal") in {(f["field"], f["op"], f["value"].casefold()) for f in change["where"]}


@pytest.mark.parametrize(
    "sentence",
    [
        "把华微续约改到12月30日成交",
        "华微续约推迟到12月30日签约",
        "把华微续约2026挪到12月30日",
        "move the Acme renewal to Dec 30",
        "push the Acme renewal close date to Dec 30",
    ],
)
def test_a_deal_is_no_appointment(sentence: str, brain: Any) -> None:
    change = only_change(brain(sentence))
    assert (change["entity"], change["fields"]) == ("deal", {"expected_close_date": "2026-12-30"})
