"""What managers ask in their own words: who is furthest behind, whether the commit holds, what was pushed twice, who talked to a customer last."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.frames import ANY, Fit, Rule, called, fitting, found, rule

_WHEN = r"(?P<when>[¤¶])"
_WE = rf"(?P<who>we|i|the team|my team|our team|{ANY})"
_ZWE = rf"(?P<who>我们组|我们团队|我们|我|团队|大家|{ANY})"
_DEALS = r"(?:deals?|opportunit(?:y|ies)|opps?)"
_ZDEALS = r"(?:商机|单子|单|项目|机会)"


def _who(fit: Fit) -> str | None:
    """The owner as tools take it; empty for everybody, None for a name that is nobody's."""
    said = fit["who"].casefold().removesuffix("'s") if "who" in fit else ""
    if said in ("i", "我"):
        return "me"
    if said in ("team", "the team", "my team", "our team", "团队", "我们组", "我们团队"):
        return "my team"
    if said in ("", "we", "我们", "大家"):
        return ""
    return fit["who"] if fit.type_of("who", "user", "team") else None


def _owned(fit: Fit) -> list[tuple[str, str, str]] | None:
    who = _who(fit)
    return None if who is None else [("owner", "=", who)] if who else []


def _behind(fit: Fit) -> Meant | None:
    return called("attainment", whose="my team", period=fit["when"])


def _opened(fit: Fit) -> Meant | None:
    owned = _owned(fit)
    counted = {"measure": "count"} if "n" in fit else {}
    return None if owned is None else found("deal", *owned, ("created_at", "=", fit["when"]), **counted)


def _pushed(fit: Fit) -> Meant | None:
    return called("deals_at_risk", signals=["often_pushed"])


def _commit(fit: Fit) -> Meant | None:
    return called("deals_at_risk", category="commit", period=fit["when"])


def _case(fit: Fit) -> Meant | None:
    return called("forecast", period=fit["when"])


def _by_owner(fit: Fit) -> Meant | None:
    return called("win_loss", by="owner", period=fit["when"])


def _against(fit: Fit) -> Meant | None:
    return called("win_loss", by="competitor", period=fit["when"])


def _booked_by(fit: Fit) -> Meant | None:
    said = fit["by"].casefold()
    words = (("account", "customer|account|client|客户"), ("owner", "rep|owner|seller|salesperson|销售|人"), ("industry", "industr|sector|行业"), ("source", "source|channel|来源|渠道"), ("product", "product|产品"), ("region", "region|area|territor|区域|地区"), ("team", "team|团队"))  # fmt: skip
    by = next((b for b, w in words if re.search(w, said)), "")
    return called("pipeline_summary", period=fit["when"], by=by, status="won") if by else None


def _average_by(fit: Fit) -> Meant | None:
    said = fit["by"].casefold()
    words = (("account.industry", "industr|sector|行业"), ("owner", "rep|owner|seller|销售|人"), ("source", "source|来源"), ("account", "customer|account|客户"), ("team", "team|团队"))  # fmt: skip
    by = next((b for b, w in words if re.search(w, said)), "")
    closed = [("closed_at", "=", fit["when"])] if "when" in fit else []
    return found("deal", ("stage.kind", "=", "won"), *closed, group_by=by, measure="average", total_field="amount") if by else None  # fmt: skip


def _lead_rate(fit: Fit) -> Meant | None:
    when = [("created_at", "=", fit["when"])] if "when" in fit else []
    return found("lead", *when, group_by="status", measure="count")


def _next(fit: Fit) -> Meant | None:
    return called("next_action", whose="my team")


def _calendar(fit: Fit) -> Meant | None:
    who = _who(fit)
    if who is None:
        return None
    return found("activity", ("owner", "=", who or "my team"), ("starts_at", "=", fit["when"]), ("status", "=", "planned"), sort="starts_at asc")  # fmt: skip


def _satisfied(fit: Fit) -> Meant | None:
    when = [("created_at", "=", fit["when"])] if "when" in fit else []
    return found("ticket", ("csat", ">", "0"), *when, measure="average", total_field="csat")


def _promised(fit: Fit) -> Meant | None:
    return called("recall_notes", query=fit.r.ask.text.strip(), period=fit["when"])


def _last_one(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "account", "contact", "deal")
    if not entity:
        return None
    return found("activity", (entity, "=", fit["x"]), ("status", "=", "held"), sort="starts_at desc", limit=1, columns=["owner"])  # fmt: skip


def _several_deals(fit: Fit) -> Meant | None:
    return found("deal", ("stage.kind", "=", "open"), group_by="account", measure="count")


def _report(fit: Fit) -> Meant | None:
    return called("team_report")


def _lost_to(fit: Fit) -> Meant | None:
    owned = _owned(fit)
    if owned is None:
        return None
    closed = [("closed_at", "=", fit["when"])] if "when" in fit else []
    return found("deal", *owned, ("stage.kind", "=", "lost"), *closed, columns=["competitor", "lost_reason"])


def _in_stage(fit: Fit) -> Meant | None:
    owned = _owned(fit)
    if owned is None or not fit.type_of("stage", "stage"):
        return None
    return found("deal", *owned, ("stage", "=", fit["stage"]), measure="sum", total_field="amount")


def _big_ones(fit: Fit) -> Meant | None:
    owned = _owned(fit)
    return None if owned is None else found("deal", *owned, ("expected_close_date", "=", fit["when"]), ("stage.kind", "=", "open"), sort="amount desc")  # fmt: skip


def _leaving(fit: Fit) -> Meant | None:
    """Customers nobody was in touch with for a quarter of a year: the nearest thing on record to one that may leave."""
    return found("account", ("type", "=", "customer"), ("activity.starts_at", "!=", "last 90 days"))


def _lower(fit: Fit) -> Meant | None:
    return called("pipeline_bridge", since=f"since {fit['when']}" if not fit.r.zh else f"{fit['when']}以来")


def _slipped(fit: Fit) -> Meant | None:
    """Out of a span of days: expected to close in it when it began, and no longer."""
    who = _who(fit)
    if who is None:
        return None
    return called("pipeline_bridge", since=fit["when"], period=fit["when"], bar="slipped", whose=who or None)


def _no_decider(fit: Fit) -> Meant | None:
    return called("deals_at_risk", signals=["no_decision_maker"])


_RULES: list[Rule] = [
    *rule(
        _behind,
        rf"who(?:'s| is)?(?: on (?:my|the|our) team)?(?: is| are)?(?: the)? (?:furthest|farthest|most|worst|least far|furthest away) (?:behind|off|from (?:target|quota|plan|goal)|short)(?: {_WHEN})?",
        rf"who(?:'s| is)(?: the)? (?:weakest|lagging(?: behind)?|struggling|underperforming)(?: on (?:my|the|our) team)?(?: {_WHEN})?",
    ),
    *rule(
        _opened,
        rf"(?P<n>how many) (?:new )?{_DEALS} (?:did|have) {_WE} (?:open|opened|create|created|add|added|start|started|put in|entered)(?: (?:in |over )?{_WHEN})",
        rf"(?:which|what) (?:new )?{_DEALS} (?:did|have) {_WE} (?:open|opened|create|created|add|added|start|started|put in|entered)(?: (?:in |over )?{_WHEN})",
        rf"{_WHEN}{_ZWE}?(?:一共|总共)?(?:新)?(?:开|建|增|加|录)(?:了)?(?P<n>几|多少)(?:个|条|笔)?(?:新)?{_ZDEALS}",
    ),
    *rule(
        _pushed,
        rf"which {_DEALS} (?:were|have been|got|are being|was)(?: already)? (?:pushed|postponed|moved|delayed|rescheduled|slipped)(?: back| out)?(?: more than| at least| over)? (?:once|twice|\w+ times|repeatedly|again and again|often)",
        rf"which {_DEALS} keep (?:slipping|getting pushed|moving|sliding)(?: out| back)?",
        rf"(?:哪些|有哪些|哪几个){_ZDEALS}(?:已经)?(?:被)?(?:推|延|改|拖)(?:迟|期|后)?(?:了|过)(?:不止)?(?:[一两二三四五多几\d]+)(?:次|回)(?:以上|多)?(?:了)?",
    ),
    *rule(
        _slipped,
        rf"(?:(?:show me |list |give me )?(?:the |all )?|(?:which|what)(?: of)?(?: my| our)? )(?:{_DEALS} )?(?:that |which )?(?:have |were |was |got |are |has )*(?:slipped|slid|fell|dropped out|moved out|pushed|postponed|delayed)(?: away)?(?: out)?(?: of| from| in)? {_WHEN}",
        rf"(?:(?:show me |list )?(?:the |my |our )?)slipped {_DEALS} (?:of|in|from|for) {_WHEN}",
        rf"{_WHEN}{_ZWE}?(?:的)?(?:里)?(?:滑单|滑掉|推迟|延期|推出去|推走|滑出去|延后)了?的?{_ZDEALS}?(?:有哪些|有几个|是哪些|列一下)?",
        rf"(?:哪些|有哪些){_ZDEALS}?(?:是)?从?{_WHEN}(?:滑单|滑掉|推迟|延期|推出去|推走|滑出去|延后)(?:出去|了)*的?",
        rf"从{_WHEN}(?:滑|推|延)(?:出去|走|后|掉)了?的?{_ZDEALS}?(?:有哪些|有几个)?",
        rf"{_WHEN}(?:的)?(?:哪些|有哪些){_ZDEALS}(?:滑单|滑掉|推迟|延期|延后|推后)了?",
    ),
    *rule(
        _commit,
        rf"(?:is|are|how) (?:realistic |solid |safe |good )?(?:is |are )?(?:our|my|the|the team's) commit(?:s|ment|ments)?(?: deals)?(?: (?:for |in )?{_WHEN})? ?(?:realistic|solid|safe|sound|any good|reliable|going to hold|holding|at risk|in danger|wobbly|shaky)?",
        rf"(?:{_WHEN})?(?:我们|团队|我)?的?承诺(?:的单子|的商机|类)?(?:里)?(?:靠谱吗|靠不靠谱|稳吗|稳不稳|能兑现吗|有没有风险|有风险吗|有水分吗|可靠吗|实在吗)",
    ),
    *rule(
        _case,
        rf"(?:what(?:'s| is|s) )?(?:the |our |my )?(?:worst|best|most likely|likely|base)[- ]case(?: scenario)? (?:for|in|of)? ?{_WHEN}",
        rf"{_WHEN}(?:我们|团队|我)?(?:最坏|最好|最差|最多|最少|保守|乐观)(?:估计|情况)?(?:下)?(?:能|会)?(?:签|成交|做|完成|拿)(?:下|到)?(?:多少)",
    ),
    *rule(
        _by_owner,
        rf"how many {_DEALS} (?:does|do|did|has) (?:each|every|everyone|everybody)(?: of)?(?: my| our| the)?(?: rep| reps| seller| sellers| salesperson)? (?:close|win|sign|won|closed|signed)(?: {_WHEN})?",
    ),
    *rule(
        _against,
        rf"how (?:often|many times) (?:do|did|have) we (?:beat(?:en)?|win against|won against|lose to|lost to|lose against|lost against|come up against|compete with) .{{2,40}}?(?: {_WHEN})?",
        rf"(?:what(?:'s| is) )?(?:our )?(?:win rate|record|track record|score) (?:against|vs\.?|versus) .{{2,40}}?(?: {_WHEN})?",
        r"(?:碰到|遇到|对上|跟).{2,10}?(?:的时候|竞争|比|打)?(?:我们)?(?:赢|输|丢)(?:过|了)?(?:几|多少)(?:次|单|回)",
        r"(?:我们)?(?:对|跟|和).{2,10}?(?:的)?(?:赢单率|胜率)(?:是)?(?:多少|怎么样|如何)?",
    ),
    *rule(
        _booked_by,
        rf"(?:show me |what(?:'s| is) |our |the )*(?:revenue|sales|bookings|turnover|won (?:amount|deals|business)|closed won) (?:by|per|for each|from each) (?P<by>[a-z]+)(?: {_WHEN})?",
        rf"(?:which|what) (?:lead )?(?P<by>source|channel|product|industry|region|team)s? (?:brings?|brought|generates?|makes?|made|gives? us)(?: in)?(?: us)?(?: the)? (?:most|biggest|highest)(?: (?:revenue|money|sales|deals|business))?(?: {_WHEN})?",
        rf"{_WHEN}?(?:各|每个|按)(?P<by>客户|销售|行业|来源|产品|区域|地区|团队)(?:的)?(?:成交额|销售额|业绩|收入|赢单金额|签约额)(?:是多少|排名|有多少)?",
        rf"{_WHEN}?(?:哪个|哪些|什么)(?P<by>来源|渠道|产品|行业|区域|地区|团队)(?:带来|贡献|产生)(?:的)?(?:收入|业绩|成交|金额|销售额)?(?:是)?最(?:多|大|高)(?:的)?(?:收入|业绩|成交)?",
    ),
    *rule(
        _average_by,
        rf"(?:what(?:'s| is) )?(?:the |our )?(?:average|mean|typical) (?:deal|order)(?: size| value| amount)? (?:by|per|for each) (?P<by>[a-z]+)(?: {_WHEN})?",
        rf"{_WHEN}?(?:各|每个|按)(?P<by>行业|销售|来源|客户|团队)(?:的)?(?:平均|均)(?:单价|单额|客单价|每单金额|成交额|商机金额|金额)(?:是多少)?",
    ),
    *rule(
        _lead_rate,
        rf"(?:what(?:'s| is) )?(?:the |our |my )?(?:conversion(?: rate)?|rate) (?:from|of) leads? (?:to|into) (?:deals?|opportunit(?:y|ies)|customers?)(?: {_WHEN})?",
        rf"{_WHEN}?线索(?:转|到|转化为|转成)(?:商机|客户|单子)(?:的)?(?:转化率|比例|转换率)(?:是)?(?:多少|怎么样)?",
    ),
    *rule(
        _next,
        r"who should (?:call|contact|visit|see|talk to) (?:whom|who)(?: first)?(?: [¤¶]| next| now)?",
        r"(?:[¤¶]|现在)?(?:该)?(?:让)?谁(?:该|应该|去)?(?:给|跟|联系)谁(?:打电话|联系)?",
    ),
    *rule(
        _calendar,
        rf"(?:show me |what(?:'s| is) |what does )?(?:on )?(?:the |my |our )?(?P<who>team|{ANY})(?:'s|’s)? (?:calendar|schedule|diary|meetings|agenda)(?: look like)?(?: for| in| on)? {_WHEN}",
        rf"(?P<who>团队|我们组|{ANY}){_WHEN}的?(?:日程|安排|会议|行程)(?:有哪些|是什么|怎么样)?",
    ),
    *rule(
        _satisfied,
        rf"how (?:satisfied|happy|content) are (?:our |the )?(?:customers|clients)(?: with (?:us|our (?:service|support)))?(?: {_WHEN})?",
        rf"(?:what(?:'s| is) )?(?:our |the )?(?:average )?(?:customer satisfaction|csat)(?: score)?(?: {_WHEN})?",
        rf"{_WHEN}?(?:我们的?)?客户(?:的)?满意度(?:是)?(?:怎么样|如何|多少|高吗)?",
    ),
    *rule(
        _promised,
        rf"what (?:did|have) (?:we|the team|my team|our team|people) (?:promised?|committed? to|commit(?:ted)?|agreed? with) (?:to )?(?:customers|clients|our customers)?(?: {_WHEN})",
        rf"{_WHEN}(?:团队|我们|大家)?(?:都)?(?:答应|承诺)(?:了|过)(?:客户|对方)?(?:些)?(?:什么|哪些事?)",
    ),
    *rule(
        _last_one,
        rf"who (?:talked|spoke|met|was in touch|had contact|called|visited|dealt)(?: to| with)? (?:the )?(?P<x>{ANY}) (?:last|most recently|the last time)",
        rf"who(?: was| is)? (?:last|most recently) (?:talked|spoke|met|was in touch|in touch|had contact|called|visited|contacted)(?: to| with)? (?:the )?(?P<x>{ANY})",
        rf"(?:最后|上次|最近)(?:一次)?(?:是)?(?:谁|哪位同事)(?:去)?(?:跟|和|与|给)?(?P<x>{ANY})(?:那边)?(?:联系|沟通|见面|打电话|拜访|聊|谈)(?:的|过)?",
        rf"(?:最后|上次|最近)(?:一次)?(?:是)?(?:谁|哪位同事)(?:联系|拜访|见)(?:的|过)?(?P<x>{ANY})(?:的)?",
    ),
    *rule(
        _several_deals,
        rf"which (?:accounts|customers|clients) have (?:two|2|three|3|several|multiple|more than one|at least two|a few)(?: or more)? (?:open )?{_DEALS}(?: open)?",
        rf"(?:哪些|哪几家)客户(?:有|同时有)(?:两个|2个|三个|多个|几个|不止一个|两个以上|一个以上)(?:以上)?(?:的)?(?:在途|进行中)?(?:的)?{_ZDEALS}",
    ),
    *rule(
        _report,
        r"(?:(?:give|write|prepare|make|get|put together)(?: me| us)? )?(?:an? )?(?:short |quick )?(?:summary|overview|report|update|briefing)(?: of (?:the|my|our) team)? for (?:the |my |our )?(?:board|boss|management|ceo|vp|director|leadership|monday meeting|sales meeting|weekly)",
        r"(?:给我|帮我|写|做|来)*(?:一?[个份])?(?:汇报用的?|给老板的?|给领导的?|向上汇报的?|开会用的?|周会用的?)(?:总结|报告|汇总|概览|材料)",
    ),
    *rule(
        _lost_to,
        rf"(?:which|what) {_DEALS} (?:did|have|has) {_WE} (?:lose|lost)(?: {_WHEN})?,? (?:and )?(?:to whom|to who|against whom|who to|and who won(?: them)?)",
        rf"{_ZWE}{_WHEN}?(?:丢|输)了(?:哪些|哪几个){_ZDEALS}[,，]?(?:都)?(?:输|丢)给(?:了)?谁",
    ),
    *rule(
        _in_stage,
        rf"{_ZWE}?(?:在|处于)?(?P<stage>{ANY})(?:阶段)?(?:的)?(?:商机|单子)?(?:一共|总共|合计)?(?:有)?(?:多少)(?:钱|金额)",
        rf"how much (?:money |value )?(?:does|do|have|has) {_WE} (?:have |got |have got )?(?:sitting |tied up )?(?:in|at) (?:the )?(?P<stage>{ANY})(?: stage)?",
    ),
    *rule(
        _big_ones,
        rf"{_WHEN}{_ZWE}?(?:有)?(?:哪些|什么|几个)(?:大单子?|大项目|大客户单)(?:要|会|能|该)?(?:签|成交|关)(?:的)?",
        rf"(?:which|what) big {_DEALS} (?:are |is )?(?:due to |supposed to |set to |going to )?(?:close|closing|sign|land|coming in)(?: in| for)? {_WHEN}",
    ),
    *rule(
        _leaving,
        r"(?:which|what) (?:of (?:our|my) )?(?:customers|accounts|clients) (?:may|might|could|are likely to|are about to|are going to|will) (?:churn|leave|cancel|expire|walk|jump ship|go)(?: or (?:expire|leave|churn|cancel))?(?: us)?",
        r"(?:(?:which|what|any) )?(?:customers|accounts|clients) (?:are )?at risk of (?:churn(?:ing)?|leaving)",
        r"(?:我们)?(?:有)?(?:哪些|哪几家|什么)(?:老)?客户(?:可能|快|要|会|有可能|即将)(?:会|要)?(?:流失|跑|走|丢|不续)(?:了|掉)?",
    ),
    *rule(
        _lower,
        rf"(?:为什么|为啥|怎么)(?:我们的?)?(?:预测|管道|预估)(?:会)?(?:比){_WHEN}(?:低|少|降|差|缩水)(?:了)?(?:这么多)?",
    ),
    *rule(
        _no_decider,
        rf"(?:which|what) (?:big |large |open )?{_DEALS} (?:have|has|are|still have) (?:still )?(?:no|without an?|missing an?|lacking an?) (?:decision[- ]?maker|economic buyer|buyer)(?: yet)?",
        rf"(?:哪些|有哪些)(?:大)?{_ZDEALS}(?:还)?(?:没|没有|缺)(?:搞定|找到|接触到|联系上|见到)?(?:决策人|拍板的?人?|老板)",
    ),
]  # fmt: skip


def managers_ask(r: Reading) -> Meant | None:
    """Who is furthest behind; is our commit realistic; 哪些单子推了两次以上."""
    return fitting(r, _RULES)
