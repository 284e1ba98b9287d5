"""Long reports: that they are reports, who and how long, the deal's new values, whose tasks, and orders told in passing."""

from typing import Any

import pytest

TOLD = [
    ("上午和宋思琪电话半个小时，法务意见基本没了", "call", ["宋思琪"], 30),
    ("拜访记录：11月18日上午，帆影，宋思琪。她要一份修订报价", "visit", ["宋思琪"], None),
    ("电话回访了杜晓东，系统跑得还行", "call", ["杜晓东"], None),
    ("跟杜晓东通了二十分钟电话，法务没意见了", "call", ["杜晓东"], 20),
    ("微信沟通了宋思琪，她说下周给意见", "message", ["宋思琪"], None),
    ("ok just came out of an hour with Helen Whitfield and Bob Miller at Acme, they'd take the two-year option", "meeting", ["Helen Whitfield", "Bob Miller"], 60),
    ("Just finished a 40 minute call with Selma Langley at Sunda, she is happy with the pilot", "call", ["Selma Langley"], 40),
    ("Bumped into Mats Pryce from Falkenried at the airport yesterday, maybe 40 seats next spring", "meeting", ["Mats Pryce"], None),
    ("I sat in on a call with Ursula Rossi from Ashdown yesterday, half an hour, she wants a proof of concept", "call", ["Ursula Rossi"], 30),
    ("Yesterday from 2 to 3:30pm workshop with Ivan Novak and Colin Moreau at Nordhafen, scope is agreed", "meeting", ["Ivan Novak", "Colin Moreau"], 90),
    ("Mail from Hugo Schubert at Liora came in today: process engineering wants its own dashboard", "email", ["Hugo Schubert"], None),
    ("Zoe Tan rang me, they accept 7% against two years", "call", ["Zoe Tan"], None),
    ("Noor Yates told me on the phone today that Carla Fairbanks has left Tanglin", "call", ["Noor Yates"], None),
    ("Had Helen Whitfield on the line for 20 minutes, SSO is still open", "call", ["Helen Whitfield"], 20),
    ("Phone call Ursula Rossi 10 min: legal is done", "call", ["Ursula Rossi"], 10),
    ("Sent Zoe Tan the revised contract this morning, waiting for her comments", "email", ["Zoe Tan"], None),
    ("Talked to Bob Miller over lunch today, he wants 12% off", "meeting", ["Bob Miller"], None),
    ("刚挂电话，帆影宋思琪打来的，十来分钟，折扣最多8%她勉强能接受", "call", ["宋思琪"], None),
    ("给岷析的叶月华打了个电话，问恒测云交付得咋样，她说拖了快一个月还没上线", "call", ["叶月华"], None),
    ("跟禹程郑丽华call了一刻钟，谢国强确实离职了", "call", ["郑丽华"], 15),
    ("黄主管昨晚微信说15%不行10%也可以，我没松口", "message", ["黄主管"], None),
    ("昨天跑了趟启塬，见了傅总，谈了一个钟头", "visit", ["傅总"], 60),
    ("在展会上碰到罗小满，聊了几句，他们想换供应商", "meeting", ["罗小满"], None),
    ("今天去了趟甬澄，方厂长在，罗小满请假了，聊了四十分钟", "visit", ["方厂长"], 40),
    ("上午开了个评审会，启塬傅总、蒋主任都在", "meeting", ["傅总", "蒋主任"], None),
    ("曹国强发来邮件：合同三处要改，附件里有", "email", ["曹国强"], None),
    ("昨天下午跟浦墨刘厂长开了一个小时合同会，账期45天他们认了", "meeting", ["刘厂长"], 60),
]  # fmt: skip
VALUES = [
    ("今天拜访了栩晟，析图也来演示过了，签约可能得等到明年2月底", {"expected_close_date": "2027-02-28", "competitor": "析图"}),
    ("跟吕月华视频了半个小时，对方在跟恒测云比价，金额谈到17万", {"amount": "170000", "competitor": "恒测云"}),
    ("和薛志远开了会，他们要求月底前签，采购也在看价格", {"expected_close_date": "2026-11-30"}),
    ("和李娜开了会，数砺那边报21万，傅总要我们压到25万以内，金额先改成24.8万", {"amount": "248000", "competitor": "数砺"}),
    ("昨天拜访罗小满，他说总价不超60万都好说", {}),
    ("跟宋思琪通了电话，她说数砺报价19万，我们最多能到20万", {}),
    ("Called Ursula Rossi, Plantora quoted 45k, we quoted 60k", {"amount": "60000"}),
    ("Met Bob Miller at Acme, he says Metrivane offers it for 30k", {}),
    ("Met Zoe Tan, they cut the budget so the deal goes down to 20k", {"amount": "20000"}),
    ("Met Ewan Vance today, the pumps deal drops from 95k to 90k", {"amount": "90000"}),
    ("Met Ivan Novak, the deal goes from 60 to 90 seats and up to 46k", {"amount": "46000", "seats": "90"}),
    ("Met Ivan Novak, they would pay up to 46k", {}),
    ("跟王伟开了会，增购从25个席位加到30个，金额按6.48万走", {"amount": "64800", "seats": "30"}),
    ("跟胡卫东打完电话，180个席位他们砍到150个", {"seats": "150"}),
    ("跟王伟开了会，明年1月20号再定，金额改40万，预计成交跟着改", {"amount": "400000", "expected_close_date": "2027-01-20"}),
    ("Called Edith Hartmann, the PO goes out on Monday", {}),
    ("Called Edith Hartmann, close date moves to December 18", {"expected_close_date": "2026-12-18"}),
    ("Met Mats Pryce yesterday, they have lost faith in Metrivane", {}),
    ("Called Derek Whitaker, he sends us the signed NDA on Thursday", {}),
    ("Called Selma Langley, nothing gets signed before March", {}),
    ("Spoke with Derek Whitaker, they are going with Metrivane because we were too expensive, close it as lost", {"stage": "lost", "lost_reason": "price", "competitor": "Metrivane"}),
    ("夏雨桐打来电话，他们选了数砺，主要是价格，这单关掉输单吧", {"stage": "lost", "lost_reason": "price", "competitor": "数砺"}),
]  # fmt: skip
TASKS = [
    ("下午见了郑月华，她要一份验收标准，下周一之前给她", [("给郑月华验收标准", "2026-11-23")]),
    ("和胡卫东吃了个饭，回头我整理一份问题清单给他，周二前", [("整理一份问题清单给他", "2026-11-24")]),
    ("跟曹国强通了电话，续约没问题，回头周三把合同寄过去", [("把合同寄过去", "2026-11-25")]),
    ("Met Bob Miller at Acme, I promised him our security paper by Friday and a price list by December 4", [("Send Bob Miller our security paper", "2026-11-27"), ("Send Bob Miller a price list", "2026-12-04")]),
    ("Called Ursula Rossi, she will check with legal by Friday, I'll call her back on Monday", [("Call Ursula Rossi back", "2026-11-23")]),
    ("Note on Acme: their head of quality is off sick till mid December", []),
    ("Met Zoe Tan, the board meets on December 8, she countersigns on Tuesday", []),
    ("Met Zoe Tan, she wants me to send the draft by Wednesday", [("Send the draft", "2026-11-25")]),
    ("Met Peter Gibb, he wants a price for 60 seats by Wednesday", [("Send Peter Gibb a price for 60 seats", "2026-11-25")]),
    ("昨天跟顾思远吃饭，总部十二月中旬才排得上评审", []),
    ("早上见了唐经理，前台说她下周二才回，周三我再约她", [("再约她", "2026-11-25")]),
    ("跟王伟开了会，下周四前把合同草稿给他", [("把合同草稿给他", "2026-11-26")]),
    ("跟傅总开了会，会后约好我下周二给傅总打电话要答复", [("给傅总打电话要答复", "2026-11-24")]),
    ("跟郑丽华通了电话，她要一份报价，我周五发", [("给郑丽华发报价", "2026-11-27")]),
    ("跟叶月华通了电话，让我明年3月2号再联系她，记一下顺便提醒我", [("再联系她", "2027-03-02")]),
    ("夏雨桐刚打电话来催发票，我答应今天下班前发给她", [("发发票", "2026-11-20")]),
]  # fmt: skip
ORDERED = [
    ("Noor Yates told me on the phone today that Carla Fairbanks has left, add her successor Mei Fong, Purchasing Manager, mei.fong@tanglin-bio.example", "create", "contact", None, {"name": "Mei Fong", "title": "Purchasing Manager", "email": "mei.fong@tanglin-bio.example", "account": "Tanglin Biologics"}),
    ("跟王伟（澜图）通完电话，接手的是李航，邮箱lihang@lantu.example，帮我加成联系人", "create", "contact", None, {"name": "李航", "email": "lihang@lantu.example", "account": "澜图"}),
    ("跟杜晓东通了电话，他说采购换人了，新增联系人马骏，采购经理", "create", "contact", None, {"name": "马骏", "title": "采购经理", "account": "苏州沐川医疗"}),
    ("刚和明衡薛工通完电话，潘静怡升副总了，职务帮我改成副总经理", "update", "contact", "潘静怡", {"title": "副总经理"}),
    ("Met Zoe Tan today. Noor Yates has been promoted to Head of Purchasing, her new mobile is +65 9123 4567", "update", "contact", "Noor Yates", {"title": "Head of Purchasing", "phone": "+65 9123 4567"}),
    ("上午跟烨能丁厂长通了个电话，顺便建个商机叫烨能温湿度二期，8万，明年3月31号成交", "create", "deal", None, {"name": "烨能温湿度二期", "account": "烨能", "amount": "80000", "expected_close_date": "2027-03-31"}),
    ('Mail from Hugo Schubert at Liora came in today: 15 seats. File it and open a deal called "Liora process dashboard" over 18k', "create", "deal", None, {"name": "Liora process dashboard", "account": "Liora", "amount": "18000"}),
]  # fmt: skip
NOT_TOLD = """
calls with Bob Miller last month | lunch with Helen Whitfield tomorrow noon | two calls to make tomorrow: Bob Miller and Zoe Tan | who called yesterday? | what came out of the call with Selma Langley?
昨天谁打来电话了？ | 上周跟傅总聊了什么 | 要是宋思琪打来电话，提醒我提一下折扣 | 下周二去趟启塬见傅总 | 明天给叶月华打电话
"""


@pytest.mark.parametrize(("sentence", "kind", "people", "minutes"), TOLD)
def test_what_took_place_is_logged_however_it_is_told(
    sentence: str, kind: str, people: list[str], minutes: int | None, brain: Any
) -> None:
    call = brain(sentence).calls[0]
    assert (call.tool, call.args["kind"], call.args["with_people"], call.args.get("minutes")) == (
        "log_interaction",
        kind,
        people,
        minutes,
    )
    assert call.args.get("status") is None


@pytest.mark.parametrize(("sentence", "fields"), VALUES)
def test_only_the_deals_own_new_values_are_taken(sentence: str, fields: dict[str, str], brain: Any) -> None:
    assert brain(sentence).calls[0].args.get("deal_fields", {}) == fields


@pytest.mark.parametrize(("sentence", "tasks"), TASKS)
def test_a_task_is_what_we_are_to_do(sentence: str, tasks: list[tuple[str, str]], brain: Any) -> None:
    found = brain(sentence).calls[0].args.get("tasks", [])
    assert [(t["title"], t.get("due")) for t in found] == tasks


@pytest.mark.parametrize(("sentence", "op", "entity", "record", "fields"), ORDERED)
def test_an_order_in_a_report_touches_its_own_record(
    sentence: str, op: str, entity: str, record: str | None, fields: dict[str, str], brain: Any
) -> None:
    log, order = brain(sentence).calls
    (change,) = order.args["changes"]
    assert log.tool == "log_interaction"
    assert "deal_fields" not in log.args
    assert (change["op"], change["entity"], change.get("record"), change["fields"]) == (op, entity, record, fields)


def test_what_a_colleague_is_to_do_is_the_colleagues(brain: Any) -> None:
    (call,) = brain("Called Ursula Rossi, Tom is to send her a project plan by December 1").calls
    assert call.args["tasks"] == [{"title": "Send her a project plan", "due": "2026-12-01", "assignee": "Tom"}]


def test_a_reminder_about_somebody_else_hangs_on_that_person(brain: Any) -> None:
    log, task = brain("杜晓东刚来电，传感器换好了，另外周一提醒我找梁佩珊要框架协议的意见").calls
    assert log.args["with_people"] == ["杜晓东"]
    assert (task.tool, task.args["about"], task.args["due"]) == ("create_task", "梁佩珊", "2026-11-23")


@pytest.mark.parametrize(
    "sentence",
    [
        "Two calls this morning: Quentin Novak says Plantora cut their price to 60k, and Edith Hartmann confirmed the renewal",
        "上午接了两个电话：傅总说预算批了，梁佩珊要一份报价",
    ],
)
def test_two_occasions_are_two_interactions(sentence: str, brain: Any) -> None:
    calls = brain(sentence).calls
    assert [c.args["kind"] for c in calls] == ["call", "call"]
    assert len({c.args["with_people"][0] for c in calls}) == 2
    assert all("deal_fields" not in c.args for c in calls)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("昨天在甬澄现场跟罗小满把测点又数了一遍，方厂长不在", None),
        ("Met Ana Ruiz at Acme, Bob wasn't there", None),
        ("早上去岚桥找唐经理扑了个空", "not_held"),
        ("今天没联系上唐凤英，电话关机，明天上午再打", "not_held"),
    ],
)
def test_somebody_else_who_was_away_leaves_a_meeting_held(sentence: str, status: str | None, brain: Any) -> None:
    assert brain(sentence).calls[0].args.get("status") == status


@pytest.mark.parametrize("sentence", [s.strip() for line in NOT_TOLD.strip().splitlines() for s in line.split("|")])
def test_what_is_asked_supposed_or_planned_is_no_report(sentence: str, brain: Any) -> None:
    assert all(c.tool != "log_interaction" for c in brain(sentence).calls)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("met Bob at Acme today, deal goes up 4k", "+4000"),
        ("met Bob at Acme today, deal goes up to 94k", "94000"),
        ("called Bob at Acme, they add five seats so the deal grows by 6k", "+6000"),
        ("spoke to Bob at Acme, we reduce the price by 3k", "-3000"),
        ("had a call with Bob, they need another gateway, add 6.8k to the deal", "+6800"),
        ("今天跟华阳的李娜聊了，金额加8万", "+80000"),
        ("今天见了华阳的李娜，金额涨到80万", "800000"),
        ("跟华阳谈了，总价降了5万", "-50000"),
        ("跟华阳谈了，总价降到55万", "550000"),
    ],
)
def test_by_how_much_is_not_to_how_much(text: str, amount: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["deal_fields"]["amount"]) == ("log_interaction", amount)
