"""What is asked and told of one record in everyday words that name no field: where it is based, where it came from, how long it is open, that it moved."""

import re

from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.plain_orders import coded, one
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, MONEY, WHEN, Fit, Rule, fitting, rule
from crm_store.codes import ForecastCategory

_NOUN = r"(?:the |our |my |a |deal |account |customer |company |contact |lead |task |ticket |case )*"
_ZH = r"(?:商机|客户|公司|联系人|线索|任务|工单)?"


def _field(fit: Fit, fields: dict[str, str]) -> Meant | None:
    """The record with the field that holds the answer for its type."""
    entity = fit.type_of("x", *fields)
    if not entity:
        return None
    return Meant(1.0, (Call("show_record", {"record": fit["x"], "fields": [fields[entity]]}),), whole=True)


def _place(fit: Fit) -> Meant | None:
    return _field(fit, {"account": "billing_address", "lead": "city"})


def _origin(fit: Fit) -> Meant | None:
    return _field(fit, {"lead": "source", "deal": "source"})


def _size(fit: Fit) -> Meant | None:
    return _field(fit, {"account": "employees_band"})


def _age(fit: Fit) -> Meant | None:
    return _field(fit, {"ticket": "created_at", "task": "created_at", "lead": "created_at"})


def _holder(fit: Fit) -> Meant | None:
    return _field(fit, {"ticket": "assignee", "task": "assignee", "deal": "owner", "lead": "owner", "account": "owner"})


def _moved(fit: Fit) -> Meant | None:
    """A customer that moved has another address; one that moved to a stage has not."""
    place = fit["place"].strip()
    known = fit.type_of("place", "stage", "user", "team", "contact", "deal", "account", "lead")
    if known or len(place) > 60 or _NO_PLACE.match(place.casefold()):
        return None
    return one("account", fit["account"], {"billing_address": place})


_NO_PLACE = re.compile(
    r"(?:us|them|me|you|it|next|this|the next|another|a different|commit|best case|pipeline|won|lost|closed|on hold)(?![a-z])|[¤¶£∆]|下|本|这|那|我|赢|输|另|别的|承诺"
)


def _given(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "deal", "account", "contact", "lead", "ticket", "task")
    field = "assignee" if entity in ("ticket", "task") else "owner"
    return one(entity, fit["x"], {field: fit["user"]}) if entity else None


def _stages_in(fit: Fit) -> Meant | None:
    """Put all my deals in Proposal in commit: the stage says which deals, the category is new."""
    code = coded(fit["c"], ForecastCategory)
    part = fit.r.within(*fit.span("p"))
    hit = next((h for h in part.senses if any(s.kind == "entity" and s.entity == "deal" for s in h.values)), None)
    found = question(part, Head("deal", hit))
    if not code or found is None or unread(part, (found.call,)) or not found.found.filters:
        return None
    change = {"op": "update", "entity": "deal", "where": found.args["filters"], "fields": {"forecast_category": code}}
    return Meant(1.0, (Call("propose_change", {"changes": [change]}),), whole=True)


def _with_tickets(fit: Fit) -> Meant | None:
    """哪些客户有未解决的工单: the customers are asked for, not the tickets."""
    unsolved = ", ".join(("new", "assigned", "pending", "waiting_customer"))
    filters = [{"field": "ticket.status", "op": "in", "value": unsolved}]
    if "place" in fit:
        filters.append({"field": "billing_address", "op": "~", "value": fit["place"]})
    if "my" in fit:
        filters.insert(0, {"field": "owner", "op": "=", "value": "me"})
    return Meant(1.0, (Call("find_records", {"entity": "account", "filters": filters}),), whole=True)


def _interested(fit: Fit) -> Meant | None:
    """{lead} is interested, call again on Friday: kept as a note on the lead, with the call to come as a task."""
    day = next((d for d in fit.r.days if d.start >= fit.span("day")[0]), None)
    if day is None:
        return None
    deed = fit["deed"].strip()
    title = f"{deed[:1].upper()}{deed[1:]}" if deed.isascii() else deed
    words = {"title": f"{title}: {fit['lead']}" if deed.isascii() else f"{title}：{fit['lead']}"}
    task = {**words, "due": day.value.day.isoformat(), "about": fit["lead"]}
    return Meant(1.0, (Call("create_task", task),), whole=True)


def _average(fit: Fit) -> Meant | None:
    """平均客单价 is what a won deal was worth on average."""
    filters = [{"field": "stage.kind", "op": "=", "value": "won"}]
    if "when" in fit:
        filters.append({"field": "closed_at", "op": "=", "value": fit["when"]})
    if "my" in fit:
        filters.insert(0, {"field": "owner", "op": "=", "value": "me"})
    args = {"entity": "deal", "filters": filters, "measure": "average", "total_field": "amount"}
    return Meant(1.0, (Call("find_records", args),), whole=True)


def _ticket_note(fit: Fit) -> Meant | None:
    args = {"note": fit["text"].strip(), "kind": "note", "ticket": fit["ticket"]}
    return Meant(1.0, (Call("log_interaction", args),), whole=True)


def _amount(fit: Fit) -> Meant | None:
    """金额写52万, of the deal just talked about."""
    before = next((n for n in fit.r.ask.focus if n.entity == "deal"), None)
    return one("deal", before.ref, {"amount": fit.money("m")}) if before is not None else None


_C = "(?P<c>" + "|".join(sorted({re.escape(w) for c in ForecastCategory for w in (c.value, c.en, c.zh, *c.also)}, key=len, reverse=True)) + ")"  # fmt: skip
_MANY = r"(?P<p>(?:all |every |each |any )?(?:of )?(?:my |our |the )?(?:open )?(?:deals|opportunities) (?:in|at|that are in|which are in|sitting in|currently in) (?:the )?§(?: stage)?)"
_RULES: list[Rule] = [
    *rule(
        _place,
        rf"(?:so |and )?where(?: is|'s| are|'re) {_NOUN}(?P<x>{ANY})(?:'s (?:office|hq|headquarters|head office))? (?:based|located|headquartered|situated|at home|sitting)(?: again)?",
        rf"(?:in )?(?:what|which) (?:city|town|place|region|country|part of the country) (?:is|are) {_NOUN}(?P<x>{ANY})(?: based| located| headquartered)?(?: in)?",
        rf"where (?:does|do|is|are) {_NOUN}(?P<x>{ANY}) (?:sit|have (?:its|their) (?:office|headquarters|hq)|(?:located|based))",
        rf"{_ZH}(?P<x>{ANY})(?:是|的?(?:公司|总部|办公室))?(?:坐落|位于|在|设在)(?:哪个城市|哪座城市|什么城市|哪里|哪儿|哪个地方|什么地方|哪个省|哪)(?:啊|呢|来着)?",
        rf"{_ZH}(?P<x>{ANY})是(?:哪个城市|哪里|哪儿|什么地方|哪)的(?:公司|客户|企业)?",
    ),
    *rule(
        _origin,
        rf"where (?:did|does|do) {_NOUN}(?P<x>{ANY}) (?:come from|originate|stem from)(?: originally)?",
        rf"where(?: is|'s| was) {_NOUN}(?P<x>{ANY}) from(?: originally)?",
        rf"how did (?:we (?:get|find|come by|land on|win|meet|pick up)|{_NOUN}(?P<x2>{ANY}) (?:find|reach|come to|hear about|get to)) (?:us|{_NOUN}(?P<x>{ANY}))",
        rf"{_ZH}(?P<x>{ANY})(?:这条线索|这个线索|这单)?(?:是|当初)?(?:从(?:哪|哪里|哪儿|什么渠道)来的?|(?:怎么|咋)来的|哪(?:里|儿)?来的|什么来源|(?:是|通过)?什么渠道(?:来的)?|(?:是)?哪个渠道(?:来的)?)",
    ),
    *rule(
        _size,
        rf"how (?:many (?:people|employees|staff|heads) (?:work (?:at|for)|are (?:there )?at|does|do)|(?:big|large) (?:is|are)) {_NOUN}(?P<x>{ANY})(?: have| employ| has| as a company)?",
        rf"how many (?:people|employees|staff) (?:does|do) {_NOUN}(?P<x>{ANY}) (?:have|employ)",
        rf"{_ZH}(?P<x>{ANY})(?:公司)?(?:大概|现在)?有?(?:多少|几个)(?:名|个)?(?:员工|人)",
    ),
    *rule(
        _age,
        rf"how (?:long has|old is) {_NOUN}(?P<x>{ANY})(?: been (?:open|around|waiting|with us|going on|lying (?:here|around)))?(?: (?:for|now|already))?",
        rf"(?:when|what day) (?:was|did) {_NOUN}(?P<x>{ANY}) (?:opened|created|raised|filed|reported|logged|come in|entered)",
        rf"since when is {_NOUN}(?P<x>{ANY}) open",
        rf"{_ZH}(?P<x>{ANY})(?:这张工单|这个工单)?(?:已经|到现在)?(?:开|建|提|挂|放|报)(?:了)?(?:有)?(?:多久|多长时间|几天|多少天)了?",
        rf"{_ZH}(?P<x>{ANY})(?:是)?(?:什么时候|哪天|几号|何时)(?:开|建|提|报|创建|录入?|来|新建)的?",
    ),
    *rule(
        _holder,
        rf"who(?: is|'s) (?:working on|handling|on|dealing with|looking after|looking into|taking care of|in charge of|responsible for) {_NOUN}(?P<x>{ANY})(?: now| right now| currently)?",
        rf"who (?:has|handles|looks after|takes care of|covers) {_NOUN}(?P<x>{ANY})(?: now| right now| currently)?",
        rf"{_ZH}(?P<x>{ANY})(?:这张工单|这个工单|这单)?(?:现在|目前)?(?:是)?(?:谁|哪位|哪个同事)(?:在|来)?(?:处理|跟|跟进|负责|管|弄|办|看)(?:的|呢|着)?",
    ),
    *rule(
        _moved,
        rf"{_NOUN}(?P<account>{ANY}) (?:(?:has |have |just |is |recently )*(?:moved|relocated|moving|relocating)|moves)(?: (?:its|their)? ?(?:offices?|headquarters|hq|head office|company))? to (?P<place>[^,;.?!]+?)(?: now| last (?:week|month|year))?",
        rf"{_ZH}(?P<account>{ANY})(?:公司|总部)?(?:已经?|刚|最近)?(?:搬家?|迁址?|搬迁|迁)(?:到|去|至)(?:了)?(?P<place>[^,，。？?]+?)(?:去)?了?",
    ),
    *rule(
        _given,
        rf"[把将]{_ZH}(?P<x>{ANY})(?:这单|这个客户|这条线索)?(?:直接|都|先)?给(?P<user>{ANY})(?:吧|了)?",
        rf"{_ZH}(?P<x>{ANY})(?:这单|这个客户|这条线索)?(?:以后|今后|从今天起)?(?:就)?(?:归|由)(?P<user>{ANY})(?:跟进|跟|负责|管)?(?:了|吧)?",
    ),
    *rule(
        _stages_in,
        rf"(?:put|move|add|set|include|count|place|change|mark) {_MANY} (?:in|into|to|as|under|on) (?:my |the |our )?{_C}(?: forecast| category)?",
        rf"[把将](?P<p>(?:我|我们)?(?:在|处于|处在)?§(?:阶段)?的?(?:所有|全部)?的?(?:在途)?(?:商机|单子|项目))(?:都|全部|全|统统)?(?:放进|放到|放入|列入|列为|归入|归到|算进|算到|计入|标为|标成|标记为|调到|调入|改成|改为|设为)(?:预测的?)?{_C}(?:里|类|类别|预测)?(?:了|吧)?",
    ),
    *rule(
        _with_tickets,
        r"(?P<my>我)?(?:在)?(?P<place>§)?(?:的)?(?:有)?(?:哪些|哪几[家个]|什么)(?:客户|公司)(?:还)?(?:有|存在|挂着)(?:着)?(?:未解决|没解决|未关闭|没关闭|没处理完?|未处理|未完成|还没解决|还没处理|没关|没结)的?(?:工单|问题|投诉)",
        r"(?:有|存在)(?:未解决|没解决|未关闭|没关闭|没处理完?|未处理|未完成)的?工单的(?P<my>我的?)?(?:客户|公司)(?:有哪些|有谁)?",
    ),
    *rule(
        _interested,
        rf"(?:lead )?(?P<lead>{ANY}) (?:is|was|sounds?|seems?|looks) (?:very |quite |really )?(?:interested|keen|curious)[,;.]? (?:and |so |please )*(?P<deed>(?:call|ring|phone|contact|e-?mail|write|follow up|get in touch|reach out|try)(?: (?:him|her|them|back|again|once more|to (?:him|her|them)))*) (?:on |by |in )?(?P<day>{WHEN})",
        rf"(?:线索)?(?P<lead>{ANY})(?:这边|那边)?(?:有(?:意向|兴趣|意愿)|感兴趣|意向(?:不错|挺大|很大|较强))[,，。]?(?P<day>{WHEN})(?:再|要|得)?(?P<deed>(?:给[他她])?(?:打个?电话|回个?电话|联系|跟进|回访|聊聊|沟通)(?:一下|一次)?)(?:给?[他她])?",
    ),
    *rule(
        _average,
        r"(?P<my>我的?|我们的?)?(?P<when>[¤¶])?的?(?:平均)?客单价(?:平均)?(?:是)?(?:多少|怎么样|如何|有多高)?",
        r"(?P<my>我的?)?(?P<when>[¤¶])?的?(?:平均)(?:每单|单笔|成交|赢单)(?:金额|额|价)(?:是)?(?:多少|怎么样|如何)?",
    ),
    *rule(
        _amount,
        rf"(?:那|那就|就)?(?:把)?金额(?:就|先)?(?:写|填|报|记|定|算|按|写成|填成|改写)(?:成|为|到|个|上)?(?P<m>{MONEY})(?:吧|元|好了)?",
        rf"(?:and |then )?(?:put|write|enter|make) (?:down )?(?P<m>{MONEY}) (?:as|for|in as) the (?:amount|value|price)",
    ),
    *rule(
        _ticket_note,
        rf"备注(?P<ticket>{ANY})[：:]\s*(?P<text>.+)",
        rf"(?:请|帮我|麻烦)*(?:给|在|往|为)?(?:工单)?\s?(?P<ticket>{ANY})(?:上|里|下面)?(?:加|写|做|添|补|留|记)(?:一?[个条笔下]|上)?(?:备注|笔记|记录|说明)(?:一?[下笔条])?[：:，,]\s*(?P<text>.+)",
    ),
]  # fmt: skip


def plain_facts(r: Reading) -> Meant | None:
    """Where is Acme based; Acme moved to Munich; 工单T-12谁在处理."""
    return fitting(r, _RULES)
