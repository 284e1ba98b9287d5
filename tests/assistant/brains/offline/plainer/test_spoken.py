"""Chinese as it is spoken: verbs said last, 由…负责, 全给, English words among it, and questions that lean on the one before."""

from typing import Any

import pytest

from assistant.brains.offline.plainer.spoken import plainly
from assistant.brains.offline.terms import Call


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


def where(call: Any) -> set[tuple[str, ...]]:
    return {tuple(f[k] for k in ("field", "op", "value") if k in f) for f in call.args.get("filters", ())}


OPEN = ("stage.kind", "=", "open")
ASKED: dict[str, tuple[str, set[tuple[str, ...]], dict[str, Any], str]] = {
    "open deals of a colleague": ("deal", {OPEN, ("owner", "=", "陈晓")}, {}, """
        陈晓手上在途的单子 | 陈晓名下还没签的商机有哪些 | 看下陈晓手里在谈的单子 | 陈晓手头没成交的单子列一下 | 陈晓在跟的单子有哪些 | 把陈晓在途的商机列出来"""),
    "lost on price": ("deal", {("lost_reason", "=", "price"), ("stage.kind", "=", "lost"), ("closed_at", "=", "今年")}, {}, """
        今年输在价格上的单子 | 今年有哪些单是输在价格上的 | 今年因为价格丢掉的单子有哪些 | 列一下今年因为价格输的单子"""),
    "no next step": ("deal", {OPEN, ("owner", "=", "me"), ("next_step", "empty")}, {}, """
        我的单子里下一步还空着的 | 我的商机哪些下一步还没写 | 我在途的单子里下一步是空的有哪些 | 我哪些商机下一步没填"""),
    "decision maker": ("contact", {("account", "=", "华微"), ("role", "=", "decision_maker")}, {}, """
        华微那边谁拍板 | 华微到底谁说了算 | 华微那边最后由谁拍板 | 华微谁来做主 | 华微是谁拍板的"""),
    "no mail": ("contact", {("account", "=", "Initech"), ("opted_out", "=", "true")}, {}, """
        Initech 谁退订了我们的邮件 | Initech 哪些人不让我们发邮件了 | 查下 Initech 谁退订了邮件 | Initech 有哪些联系人拒收营销邮件"""),
    "all but one": ("account", {("owner", "=", "me"), ("level", "=", "A"), ("name", "!=", "Acme")}, {}, """
        除去Acme，我还有哪些A级客户 | 我的A级客户除掉Acme有哪些 | 除了Acme我的A级客户还有谁 | 我的A级客户抛开Acme还剩哪些"""),
    "an order of money": ("deal", {OPEN}, {"sort": "amount desc", "limit": 3}, """
        在途的单子按金额前三名 | 在途商机金额排前三的有哪些 | 进行中的商机里金额最大的三个"""),
    "three months of silence": ("account", {("activity.starts_at", "!=", "last 90 days")}, {}, """
        哪些客户仨月没联系了 | 三个月没联系的客户 | 哪些客户90天没跟了"""),
    "tickets soon late": ("ticket", {("resolution_due", "<=", "in 4 hours")}, {}, """
        4小时内要超时的工单 | 有哪些工单4小时之内会超时 | 未来4小时要超时的工单"""),
    "who works for somebody": ("user", {("reports_to", "=", "林涛")}, {}, "林涛带的人有哪些 | 林涛管的销售都有谁 | 林涛的下属有哪些"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "said"), [(n, s) for n, (*_, lines) in ASKED.items() for s in split(lines)])
def test_a_spoken_question_becomes_the_list_it_asks_for(name: str, said: str, brain: Any) -> None:
    entity, wanted, more, _ = ASKED[name]
    found = brain(said)
    assert [c.tool for c in found.calls][:1] == ["find_records"], found.reply
    call = found.calls[0]
    assert call.args["entity"] == entity
    assert wanted <= where(call)
    assert {k: call.args.get(k) for k in more} == more


CHANGES: list[tuple[str, str, str, dict[str, str], str]] = [
    ("update", "deal", "华阳数据平台一期", {"owner": "吴桐"}, """
        华阳数据平台一期以后由吴桐负责 | 华阳数据平台一期归吴桐跟 | 华阳数据平台一期给到吴桐 | 华阳数据平台一期让吴桐来跟吧 | 华阳数据平台一期今后归吴桐管，改一下
        华阳数据平台一期转给吴桐 | 把华阳数据平台一期交给吴桐 | 华阳数据平台一期归吴桐了"""),
    ("update", "account", "无锡沛澜", {"owner": "吴桐"}, "无锡沛澜以后由吴桐负责 | 无锡沛澜往后归吴桐管 | 无锡沛澜这个客户让吴桐来跟 | 无锡沛澜改由吴桐对接，更新一下"),
    ("update", "deal", "D-7", {"amount": "350000"}, """
        D-7金额改35万 | D-7的金额定在35万 | 把Ｄ－７改到３５万 | D-7 amount 改成35万 | D-7：金额35万 | D-7金额35万，更新一下 | D-7 金额：35万"""),
    ("update", "deal", "D-7", {"expected_close_date": "2026-12-15"}, """
        D-7成交日挪到12月15号 | D-7 预计成交日定在12月15日 | D-7 close date 改到12月15号 | D-7签约时间改12月15日 | 把D-7的成交时间往后推到12月15号"""),
    ("update", "deal", "华阳数据平台一期", {"stage": "商务谈判"}, """
        华阳数据平台一期推一下，到商务谈判 | 华阳数据平台一期可以进商务谈判了 | 华阳数据平台一期挪到商务谈判吧 | 华阳数据平台一期阶段改商务谈判"""),
    ("update", "deal", "D-7", {"competitor": "恒测云"}, "D-7 竞争对手：恒测云 | D-7的竞争对手改成恒测云 | D-7 competitor 改成恒测云"),
    ("update", "contact", "李娜", {"title": "CIO"}, "李娜升CIO了 | 李娜现在是CIO，职务更新下 | 李娜的title改成CIO | 李娜职务改CIO"),
    ("update", "contact", "李娜", {"phone": "13812345678"}, "李娜换号了，新手机13812345678 | 李娜手机换成13812345678了 | 李娜手机号改13812345678 | 李娜换手机号了，新的是13812345678，更新下"),
    ("update", "ticket", "1042", {"status": "resolved"}, "1042号工单解决了，改下状态 | 客户说1042没问题了，状态改已解决 | 工单1042解决了"),
    ("delete", "lead", "L-219", {}, "L-219这条没用了，删了 | L-219 这条线索不要了，删掉吧 | 删掉L-219 | L-219作废了，帮我删了"),
    ("update", "lead", "潘浩然", {"status": "Converted"}, "把潘浩然那条 lead 转了吧 | 潘浩然的线索转了 | 潘浩然这条线索可以转客户了 | 潘浩然那条线索转化下"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("op", "entity", "record", "fields", "said"), [(*c[:4], s) for c in CHANGES for s in split(c[4])]
)
def test_a_spoken_change_becomes_one_card(
    op: str, entity: str, record: str, fields: dict[str, str], said: str, brain: Any
) -> None:
    found = brain(said)
    assert [c.tool for c in found.calls] == ["propose_change"], found.reply
    (change,) = found.calls[0].args["changes"]
    assert (change["op"], change["entity"], change["record"]) == (op, entity, record)
    assert {k: v for k, v in change.get("fields", {}).items() if k != "deal"} == fields


MANY: list[tuple[str, dict[str, str], str]] = [
    ("lead", {"owner": "赵敏"}, "苏州没人管的线索全给赵敏 | 苏州那些没分出去的线索统统给赵敏 | 苏州还没有负责人的线索都给赵敏 | 把苏州没分配的线索一律转给赵敏"),
    ("task", {"due_on": "2026-11-27"}, "我过期没做的那些任务，统一延到下周五 | 我逾期的任务统统挪到下周五 | 把我过期的待办一律推到下周五"),
    ("task", {"status": "done"}, "把我今天到期的任务全标成完成 | 我今天到期的任务全部标完成"),
    ("deal", {"amount": "+10%"}, "我Q4的续约单统一涨10% | 我Q4的续约单金额全部加10% | 把我Q4的续约单都提高10%，改之前先给我看看"),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "fields", "said"), [(*m[:2], s) for m in MANY for s in split(m[2])])
def test_all_of_them_at_once(entity: str, fields: dict[str, str], said: str, brain: Any) -> None:
    found = brain(said)
    assert [c.tool for c in found.calls] == ["propose_change"], found.reply
    (change,) = found.calls[0].args["changes"]
    assert (change["entity"], change["fields"]) == (entity, fields)
    assert change["where"]


def test_a_report_is_kept_as_it_was_told(brain: Any) -> None:
    said = "给 Acme 加个 note：明年换 CFO，budget 要重批"
    (call,) = brain(said).calls
    assert (call.tool, call.args["note"], call.args["account"]) == ("log_interaction", said, "Acme")


@pytest.mark.parametrize(
    "said",
    split(
        "李娜的电话 | 华阳以后归谁管 | 这单归谁了 | 我们的工资归谁发 | Acme renewal 2026 的金额 | 记一下：以后由李娜负责采购 | show my open deals"
    ),
)
def test_plain_words_and_questions_of_who_stay_as_they_are(said: str) -> None:
    assert plainly(said) == said


@pytest.mark.parametrize(
    "said", split("鲸海重工那边谁拍板 | 看看鲸海重工那个单子的进展 | 给我总结下鲸海重工 | 欧阳明珠上回跟我们聊了什么")
)
def test_a_customer_nobody_knows_is_not_answered_with_those_of_others(said: str, brain: Any) -> None:
    found = brain(said)
    held = str([dict(c.args) for c in found.calls]) + (found.reply or "")
    assert "鲸海重工" in held or "欧阳明珠" in held


PREVIOUS = Call("find_records", {"entity": "deal", "filters": [{"field": "stage.kind", "op": "=", "value": "won"}, {"field": "closed_at", "op": "=", "value": "今年"}]})  # fmt: skip
WON, LOST, THIS_YEAR = ("stage.kind", "=", "won"), ("stage.kind", "=", "lost"), ("closed_at", "=", "今年")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("只要陈晓的", {WON, THIS_YEAR, ("owner", "=", "陈晓")}),
        ("陈晓的有几个", {WON, THIS_YEAR, ("owner", "=", "陈晓")}),
        ("其中超过50万的", {WON, THIS_YEAR, ("amount", ">", "500000")}),
        ("这里面哪个金额最大", {WON, THIS_YEAR}),
        ("丢的呢", {LOST, THIS_YEAR}),
        ("去年的呢", {WON, ("closed_at", "=", "去年")}),
        ("一共多少钱", {WON, THIS_YEAR}),
    ],
)
def test_a_short_question_keeps_what_was_asked_before(said: str, wanted: set[tuple[str, ...]], brain: Any) -> None:
    (call,) = brain(said, previous=[PREVIOUS]).calls
    assert (call.tool, where(call)) == ("find_records", wanted)


@pytest.mark.parametrize(("said", "field"), [("手机呢", "phone"), ("职务呢", "title"), ("邮箱多少", "email")])
def test_another_field_of_the_same_person_is_asked_for_in_one_word(said: str, field: str, brain: Any) -> None:
    (call,) = brain(said, previous=[Call("show_record", {"record": "李娜", "fields": ["wechat"]})]).calls
    assert (call.tool, call.args) == ("show_record", {"record": "李娜", "fields": [field]})
