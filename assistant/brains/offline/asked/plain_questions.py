"""The plainest questions: my next meeting, which deals include a product, who changed a phone number, two periods held against each other."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.field_words import held_by
from assistant.brains.offline.words.frames import ANY, LENGTH, MONEY, WHEN, Fit, Rule, fitting, rule
from crm_store.base import FieldSpec

Condition = tuple[str, str, str] | tuple[str, str]
_SHOW = r"(?:(?:show|list|give|tell)(?: me| us)? |what (?:are|is) |which |what |find )*"
_THE = r"(?:the |our |my |all )*"


def _find(entity: str, *conditions: Condition, **more: object) -> Meant:
    filters = [dict(zip(("field", "op", "value"), c, strict=False)) for c in conditions]
    args: dict[str, object] = {"entity": entity, "filters": filters} if filters else {"entity": entity}
    return Meant(1.0, (Call("find_records", args | more),), whole=True)


def _show(fit: Fit, group: str, *fields: str) -> Meant:
    return Meant(1.0, (Call("show_record", {"record": fit[group], "fields": list(fields)}),), whole=True)


def _when(fit: Fit, group: str = "when") -> str:
    return re.sub(r"^(?:in|on|during|over|for|within) |['’]s$", "", fit[group], flags=re.IGNORECASE)


_KINDS = {"call": "call", "visit": "visit", "meeting": "meeting", "电话": "call", "拜访": "visit", "会": "meeting", "会议": "meeting", "会面": "meeting"}  # fmt: skip


def _next(fit: Fit) -> Meant | None:
    conditions: list[Condition] = [("status", "=", "planned"), ("starts_at", ">=", "now")]
    if kind := _KINDS.get(fit["k"].casefold()):
        conditions.append(("kind", "=", kind))
    with_ = fit.type_of("with", "contact", "account", "deal", "lead")
    if "with" in fit:
        if with_ not in ("contact", "account", "deal"):
            return None
        conditions.append((with_, "=", fit["with"]))
    else:
        conditions.append(("owner", "=", "me"))
    return _find("activity", *conditions, sort="starts_at asc", limit=1)


_K = r"(?P<k>meeting|call|visit|appointment)"
_K_ZH = r"(?P<k>会议|会面|会|电话|拜访|安排|日程)"
_WITH = rf"(?: (?:with|at) (?:the )?(?P<with>{ANY}))?"
_WITH_ZH = rf"(?:[跟和与同](?P<with>{ANY})的?)?"
_NEXTS = rule(
    _next,
    rf"(?:when(?:'s| is| do i have)|what(?:'s| is)|show me|what time is) (?:my|our|the) next {_K}{_WITH}",
    rf"(?:my )?next {_K}{_WITH}",
    rf"when (?:am i|do i) (?:meet(?:ing)?|see(?:ing)?|visit(?:ing)?) (?P<with>{ANY}) next(?P<k>)",
    rf"我?{_WITH_ZH}下一?(?:个|次|场|通)的?{_K_ZH}(?:是|在)?(?:什么时候|何时|几点|哪天|几号|什么时间)?",
    rf"我?下一?次{_WITH_ZH}(?P<k2>会面|开会|见面|拜访)?(?:是|在)?(?:什么时候|何时|几点|哪天|几号)(?P<k>)",
    rf"我?(?:什么时候|何时|哪天){_WITH_ZH}(?:有)?下一?(?:个|次|场){_K_ZH}",
)

_STATE = {"open": "open", "won": "won", "lost": "lost", "在途": "open", "进行中": "open", "在谈": "open", "赢单": "won", "输单": "lost", "丢单": "lost"}  # fmt: skip
_GOODS = r"(?P<p>[a-z][\w-]{2,20}|[a-z]{2}-\d{1,3}|[\u3400-\u9fff]{2,10})"
_NO_GOODS = re.compile(
    r"(?:deals?|it|them|this|that|those|these|discounts?|activity|contacts?|tasks?|money|next|risk|the|any|my|me|us|you|more|high|low|products?)"
)


def _state(fit: Fit) -> list[Condition]:
    kind = _STATE.get(fit["state"].casefold())
    return [("stage.kind", "=", kind)] if kind else []


def _including(fit: Fit) -> Meant | None:
    if _NO_GOODS.fullmatch(fit["p"].casefold()) or _vague(fit["p"]):
        return None
    return _find("deal", ("product", "=", fit["p"]), *_state(fit))


_VAGUE_ZH = re.compile(r"[些个的了吗呢么]|什么|哪|风险|活动|任务|问题|进展|变化|联系|下一步|竞争|竞品|对手|更新|产品$")


def _vague(words: str) -> bool:
    return bool(_VAGUE_ZH.search(words))


_STATES_ZH = r"(?P<state>在途|进行中|在谈|赢单|输单|丢单)?的?"
_INCLUDING = rule(
    _including,
    rf"{_SHOW}{_THE}(?P<state>open|won|lost)? ?(?:deals|opportunities) (?:that |which )?(?:include|includes|including|contain|containing|are for the product|are about the product|have the product|with the product|with product|for product|for the product|use) (?:the )?(?:product )?{_GOODS}(?: in (?:it|them))?",
    rf"(?:哪些|哪几个|有哪些)?{_STATES_ZH}(?:商机|单子|项目)(?:里面?|中)?(?:有|包含|包括|含有?|带|用到?了?|卖的?是){_GOODS}(?:的|产品)?(?:有哪些)?",
    rf"(?:有|包含|包括|含有?|带|用了?){_GOODS}的{_STATES_ZH}(?:商机|单子|项目)(?:有哪些)?",
)


def _sold_to(fit: Fit) -> Meant | None:
    if _NO_GOODS.fullmatch(fit["p"].casefold()) or _vague(fit["p"]):
        return None
    return _find("deal", ("product", "=", fit["p"]), ("stage.kind", "=", "won"), group_by="account", measure="sum", total_field="amount")  # fmt: skip


def _sold_much(fit: Fit) -> Meant | None:
    if _NO_GOODS.fullmatch(fit["p"].casefold()) or _vague(fit["p"]):
        return None
    conditions: list[Condition] = [("product", "=", fit["p"]), ("stage.kind", "=", "won")]
    if "when" in fit:
        conditions.append(("closed_at", "=", _when(fit)))
    return _find("deal", *conditions, measure="sum", total_field="amount")


_SALES = [
    *rule(
        _sold_to,
        rf"(?:which|what) (?:accounts|customers|companies|clients) (?:have |has )?(?:bought|ordered|purchased|use) (?:the product |product )?{_GOODS}",
        rf"(?:who|which customers) did we sell (?:the product |product )?{_GOODS} to",
        rf"(?:产品)?{_GOODS}(?:都)?卖给(?:了|过)?(?:哪些|哪几家|谁|哪些家)(?:客户|公司)?",
        rf"(?:哪些|哪几家)(?:客户|公司)(?:买|购买|采购|订)(?:了|过){_GOODS}",
    ),
    *rule(
        _sold_much,
        rf"how much (?:of )?(?:the product |product )?{_GOODS} (?:did we sell|have we sold|was sold)(?: (?P<when>{WHEN}))?",
        rf"(?P<when>{WHEN})(?:我们)?(?:产品)?{_GOODS}(?:一共|总共)?卖了多少(?:钱)?",
        rf"(?:产品)?{_GOODS}(?P<when>{WHEN})(?:一共|总共)?卖了多少(?:钱)?",
    ),
]


def _goods_of(fit: Fit) -> Meant:
    return _show(fit, "deal", "product")


_GOODS_OF = rule(
    _goods_of,
    rf"(?:which|what) products? (?:are|is) (?:included )?(?:in|on|part of) (?:the )?(?P<deal>{ANY})(?: deal)?",
    rf"(?:which|what) products? does (?:the )?(?P<deal>{ANY})(?: deal)? (?:include|contain|have)|products? (?:of|in) (?:the )?(?P<deal2>{ANY})(?: deal)?",
    rf"(?P<deal>{ANY})(?:这单|这个商机)?(?:里面?|中)?(?:有|包含|包括|含|卖的?是|是)?(?:哪些|什么|哪个)产品|(?P<deal2>{ANY})的产品(?:是什么|有哪些|是哪些)?",
)

_FIELDS = ("subject", "title", "body", "resolution", "domain", "series", "sku", "unit", "language", "source", "product", "created_by")  # fmt: skip


_ANY_TYPE = ("deal", "ticket", "task", "contact", "lead", "account", "product", "user", "activity")


def _spec(fit: Fit, words: str) -> FieldSpec | None:
    found = held_by(fit, words, "x", _ANY_TYPE)
    return found[1] if found else None


def _field(fit: Fit) -> Meant | None:
    spec = _spec(fit, fit["f"])
    return _show(fit, "x", spec.name) if spec is not None and spec.name in _FIELDS else None


_ONE_FIELD = rule(
    _field,
    rf"(?:what(?:'s| is)|show me|tell me|give me) (?:the )?(?P<f>[a-z -]{{3,20}}?) (?:of|for|on) (?:the )?(?:ticket |deal |account |lead |product )?(?P<x>{ANY})",
    rf"(?:what(?:'s| is) )?(?:ticket |deal |account |lead )?(?P<x>{ANY})(?:'s|’s) (?P<f>[a-z -]{{3,20}}?)",
    rf"(?P<x>{ANY})的(?P<f>[\u3400-\u9fff]{{2,6}}?)(?:是什么|是啥|是多少|呢)?",
)


def _who_changed(fit: Fit) -> Meant | None:
    spec = _spec(fit, fit["f"])
    return _history(record=fit["x"], field=spec.name) if spec is not None else None


def _history(**args: str) -> Meant:
    return Meant(1.0, (Call("history", args),), whole=True)


_WHO_CHANGED = rule(
    _who_changed,
    rf"(?P<x>{ANY})的(?P<f>[\u3400-\u9fff]{{2,6}}?)(?:是)?(?:谁|什么时候|何时)(?:什么时候)?(?:改|修改|更新|变更|动)(?:的|过|了|过的)?",
    rf"谁(?:改|修改|更新|变更|动)(?:了|过)?(?P<x>{ANY})的(?P<f>[\u3400-\u9fff]{{2,6}}?)",
)


def _deciders(fit: Fit) -> Meant:
    return _show(fit, "deal", "decision maker")


_DECIDERS = rule(
    _deciders,
    rf"who(?:'s| is| are) (?:the )?decision[- ]makers? (?:of|on|for|in|at|behind) (?:the )?(?P<deal>{ANY})(?: deal)?",
    rf"(?P<deal>{ANY})(?:这单|这个商机)?的?(?:决策人|决策者|拍板人)(?:是)?(?:谁|哪位|哪个)?|(?P<deal2>{ANY})(?:这单)?(?:最后|最终)?(?:是|由|归)?谁(?:来)?(?:负责)?(?:拍板|决策|说了算|做决定|签字|定(?=$))",
)


def _created(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "deal", "account", "contact", "lead", "ticket", "task", "product")
    return _history(record=fit["x"], field="created") if entity else None


_WHO_CREATED = rule(
    _created,
    rf"(?:who|when (?:was|did (?:we|you|someone)))(?: has| had)? (?:create|created|add|added|enter|entered|open|opened|record|recorded|set up) (?:the )?(?:deal |account |contact |lead |ticket |task )?(?P<x>{ANY})(?: deal)?(?: and when)?",
    rf"(?:who|when) was (?:the )?(?:deal |account |contact |lead |ticket |task )?(?P<x>{ANY})(?: deal)? (?:created|added|entered|opened)(?: by)?(?: and by whom)?",
    rf"(?P<x>{ANY})(?:这单|这个商机)?(?:是)?(?:由)?(?:谁|什么时候|何时|哪天)(?:创建|建|新建|录入|录|登记|添加|加)(?:的|进来的)?",
    rf"谁(?:创建|新建|建|录入|登记|添加)(?:了|的)(?P<x>{ANY})",
)


def _in_stage(fit: Fit) -> Meant:
    return _show(fit, "deal", "stage", "stage_entered_at")


_STAGE = rf"(?P<stage>{ANY}|its (?:current |present )?stage|this stage|that stage|the (?:current |present )?stage)"
_HOW_LONG = rule(
    _in_stage,
    rf"(?:for )?how long has (?:the )?(?P<deal>{ANY})(?: deal)? been (?:sitting |stuck )?(?:in|at) {_STAGE}",
    rf"since when (?:is|has) (?:the )?(?P<deal>{ANY})(?: deal)? (?:been )?(?:in|at) {_STAGE}",
    rf"(?P<deal>{ANY})(?:这单)?(?:在|停在|卡在|处于)(?:{ANY}|这个|当前|目前的?)?阶段?(?:已经)?(?:待|停|呆|卡)?(?:了)?(?:多久|多长时间|几天|多少天)(?:了)?",
)


def _who_did(fit: Fit) -> Meant:
    return _history(period=_when(fit), by=fit["user"] or "me")


_MINE_EN, _CHANGED_EN = r"(?:i|(?P<user>§))", r"(?:change|edit|update|modify)"
_WHAT_CHANGED = rule(
    _who_did,
    rf"what did {_MINE_EN} {_CHANGED_EN} (?P<when>{WHEN})|what changes did {_MINE_EN.replace('user', 'user2')} make (?P<when2>{WHEN})",
    rf"what has (?P<user>{ANY}) changed (?P<when>{WHEN})|what have i changed (?P<when2>{WHEN})",
    rf"(?:我|(?P<user>{ANY}))(?P<when>{WHEN})(?:都)?(?:改|修改|更新|变更|动)(?:了|过)(?:些)?(?:什么|哪些(?:东西|记录|内容)?|啥)",
    rf"(?P<when>{WHEN})(?:我|(?P<user>{ANY}))(?:都)?(?:改|修改|更新|变更|动)(?:了|过)(?:些)?(?:什么|哪些(?:东西|记录|内容)?|啥)",
)


def _which_changed(fit: Fit) -> Meant | None:
    words = fit["f"].casefold()
    field = next((name for name, pattern in _MOVED if re.search(pattern, words)), None)
    return _history(entity="deal", period=_when(fit), field=field) if field else None


_MOVED = (("expected_close_date", r"clos|成交|日期"), ("stage", r"stage|阶段"), ("amount", r"amount|value|金额"), ("owner", r"owner|负责人"))  # fmt: skip
_F = r"(?P<f>(?:expected )?clos(?:e|ing) dates?|stages?|amounts?|values?|owners?)"
_F_ZH = r"(?P<f>(?:预计)?(?:成交|结单|签约)日期|阶段|金额|负责人)"
_CHANGED_ZH = r"(?:改|修改|调整|更新|变更|推进|变|换|推迟)(?:了|过)"
_WHICH_CHANGED = rule(
    _which_changed,
    rf"(?:which|what) deals (?:have )?(?:changed|moved|had) (?:their |the |its )?{_F}(?: changed)? (?P<when>{WHEN})",
    rf"deals (?:that |which )?(?:changed|moved) (?:their |the )?{_F} (?P<when>{WHEN})",
    rf"(?P<when>{WHEN})(?:都)?有?哪些(?:商机|单子|项目){_CHANGED_ZH}{_F_ZH}",
    rf"哪些(?:商机|单子|项目)(?:在)?(?P<when>{WHEN}){_CHANGED_ZH}{_F_ZH}",
    rf"(?P<when>{WHEN}){_CHANGED_ZH}{_F_ZH}的(?:商机|单子|项目)(?:有哪些)?",
)


def _compared(fit: Fit) -> Meant | None:
    words = f"{fit['w']} {fit['w2']}".casefold() if "w2" in fit else fit["w"].casefold()
    lost = re.search(r"los[ts]|输|丢", words)
    kind = "lost" if lost else "won"
    measure: dict[str, object] = {"measure": "count"} if re.search(r"number|count|how many|数量?|几|单数", words) else {"measure": "sum", "total_field": "amount"}  # fmt: skip
    made = [
        Call(
            "find_records",
            {
                "entity": "deal",
                "filters": [
                    {"field": "stage.kind", "op": "=", "value": kind},
                    {"field": "closed_at", "op": "=", "value": when},
                ],
                **measure,
            },
        )
        for when in (_when(fit, "a"), _when(fit, "b"))
    ]
    return Meant(1.0, tuple(made), whole=True)


_WON = r"(?P<w>(?:number of |count of |amount of |value of |total )?(?:won deals|lost deals|wins|losses|bookings|booked revenue|revenue|sales|results))"
_AND = r"(?: and | with | to | vs\.? | versus | against | over )"
_WON_ZH = r"(?P<w>(?:赢单|输单|丢单|签约|签单|成交|业绩|销售)(?:金额|总额|额|数量|数|单数)?)"
_PERIODS = rule(
    _compared,
    rf"compare (?:the |our |my )?{_WON} (?:of |in |for |from )?(?P<a>{WHEN}){_AND}(?:the |those of )?(?P<b>{WHEN})",
    rf"compare (?P<a>{WHEN})(?:'s|’s)? (?P<w>)?{_AND.strip()}(?P<b>{WHEN})(?:'s|’s)? (?P<w2>won deals|wins|bookings|revenue|sales|lost deals|losses)",
    rf"{_WON} (?:of |in )?(?P<a>{WHEN})(?: compared (?:to|with)| vs\.?| versus| against)(?: those of)? (?P<b>{WHEN})",
    rf"how (?:do|does|did) (?:the |our )?{_WON} (?:of |in )?(?P<a>{WHEN}) compare (?:to|with) (?:those of )?(?P<b>{WHEN})",
    rf"(?:对比|比较)(?:一下)?(?P<a>{WHEN})[和与跟同](?P<b>{WHEN})的?{_WON_ZH}",
    rf"(?P<a>{WHEN})[和与跟同比](?P<b>{WHEN})的?{_WON_ZH}(?:对比|比较|相比|比一比)(?:一下|如何|怎么样)?",
    rf"(?P<a>{WHEN})的?{_WON_ZH}(?:和|与|跟|同|比)(?P<b>{WHEN})(?:的)?(?:对比|比较|相比|比)(?:一下|如何|怎么样)?",
)


def _over(fit: Fit) -> Meant:
    op = "<" if re.search(r"under|below|less|smaller|不到|低于|小于|少于", fit["cmp"].casefold()) else ">"
    return _find("account", ("deal.amount", op, fit.money("m")), *([("deal.stage.kind", "=", "open")] if "open" in fit else []))  # fmt: skip


_MORE = (
    r"(?P<cmp>over|above|worth more than|of more than|larger than|bigger than|under|below|worth over|worth less than)"
)
_WITH_DEALS = rule(
    _over,
    rf"{_SHOW}(?:accounts|customers|companies|clients) (?:with|that have|which have|have|having) (?:an? )?(?P<open>open )?deals? {_MORE} (?P<m>{MONEY})",
    rf"(?:哪些客户)?有(?:金额|单笔)?(?P<cmp>超过|大于|高于|多于|低于|小于|不到)(?P<m>{MONEY})的?(?P<open>在途|进行中)?的?(?:商机|单子)的?(?:客户)?(?:有哪些)?",
    rf"(?:哪些)?客户有(?:金额)?(?P<cmp>超过|大于|高于|低于|小于)(?P<m>{MONEY})的?(?P<open>在途|进行中)?的?(?:商机|单子)",
)


def _top_accounts(fit: Fit) -> Meant:
    limit: dict[str, object] = {"limit": int(fit["n"])} if fit["n"].isdigit() else {"limit": 10}
    piped = "open" in fit or re.search(r"pipeline", fit.frame.text)
    state: list[Condition] = [("stage.kind", "=", "open")] if piped else []
    return _find("deal", *state, group_by="account", measure="sum", total_field="amount", **limit)


_FIRMS = r"(?:accounts|customers|companies|clients)"
_TOP = rule(
    _top_accounts,
    rf"{_SHOW}(?:the |our |my )?(?:top|biggest|largest) (?P<n>\d{{1,3}})? ?{_FIRMS} by (?:the )?(?:(?P<open>open) )?(?:deal (?:value|amount|size)|value of (?:their )?(?P<open2>open )?deals|pipeline)",
    rf"{_SHOW}(?:the )?(?P<n>\d{{1,3}}) {_FIRMS} with the (?:most|biggest|largest|highest) (?:(?P<open>open) )?(?:deal value|pipeline|deal amount)",
    rf"{_FIRMS} (?:by|sorted by|ranked by) (?:(?P<open>open) )?deal value(?P<n>)",
    r"(?P<open>在途|进行中)?(?:商机)?(?:总)?(?:金额|额)(?:最大|最高|最多|排名?前)的?(?:前)?(?P<n>\d{1,3})[家个]?的?客户",
    r"(?:按)?(?P<open>在途|进行中)?(?:商机)(?:总)?(?:金额|额)(?:排名?|排序?)?(?:的)?前(?P<n>\d{1,3})[家个名]?的?客户",
)


def _leads_left(fit: Fit) -> Meant:
    conditions: list[Condition] = [("status", "in", "New, Assigned")]
    if "my" in fit:
        conditions.append(("owner", "=", "me"))
    if (length := fit.length("long")) is not None:
        conditions.append(("created_at", "<", f"{length.days} days ago"))
    return _find("lead", *conditions)


_NOT_SPOKEN = r"(?:not (?:yet )?(?:been )?(?:contacted|called|worked on|touched)(?: yet)?|uncontacted|no calls|no activity|not called(?: yet)?)"
_LEFT = rule(
    _leads_left,
    r"(?:show me |list )?(?:the |all )?(?P<my>my )?(?:uncontacted|untouched) leads",
    rf"(?:which|what|show me|list)?(?: of)? ?(?:the |all )?(?P<my>my )?leads (?:that |which )?(?:have |has |were |are |with )?(?:{_NOT_SPOKEN}|not been contacted|haven't been contacted(?: yet)?|without (?:any )?(?:activity|calls|contact))(?: for (?:over |more than )?(?P<long>{LENGTH}))?",
    r"(?:哪些)?(?P<my>我的)?(?:哪些)?线索(?:还|一直)?(?:没有?|未)(?:被)?(?:联系|跟进|打过电话|接触)(?:过|上)?",
    rf"(?P<my>我)?(?:的)?(?:超过)?(?P<long>{LENGTH})(?:以上)?(?:没有?|未)(?:联系|跟进|打过电话|接触)(?:过)?的(?P<my2>我的)?线索(?:有哪些)?",
    r"(?P<my>我)?(?:的)?(?:还|一直)?(?:没有?|未)(?:联系|跟进|打过电话|接触)过?的线索(?:有哪些|有多少)?",
)

_RULES: list[Rule] = [
    *_NEXTS, *_INCLUDING, *_SALES, *_GOODS_OF, *_WHO_CHANGED, *_WHO_CREATED, *_DECIDERS, *_HOW_LONG, *_WHAT_CHANGED, *_WHICH_CHANGED,
    *_PERIODS, *_WITH_DEALS, *_TOP, *_LEFT, *_ONE_FIELD,
]  # fmt: skip


def plain_question(r: Reading) -> Meant | None:
    """When is my next meeting? 谁创建了D-12."""
    return fitting(r, _RULES)
