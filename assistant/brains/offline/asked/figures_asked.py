"""Figures in a seller's own words: how far off my number, how long until a deal closes, why so many were lost, which industries buy, whom we won."""

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule

_WHEN = r"(?P<when>[¤¶])"
_WHO = rf"(?P<who>i|we|me|us|my team|our team|{ANY})"
_ZWHO = rf"(?P<who>我们组|我们团队|我们|我|咱们|{ANY})"
_DEALS = r"(?:deals?|opportunit(?:y|ies)|opps?|sales?)"
_ZDEAL = r"(?:单子?|商机|合同|客户|项目)"


def _whose(fit: Fit) -> dict[str, str] | None:
    """Whose figures are asked for; None for a name that is nobody's."""
    who = fit["who"].casefold() if "who" in fit else ""
    if who in ("i", "me", "我", "my"):
        return {"whose": "me"}
    if who in ("my team", "our team", "我们组", "我们团队"):
        return {"whose": "my team"}
    if who in ("", "we", "us", "我们", "咱们"):
        return {}
    return {"whose": fit["who"]} if fit.type_of("who", "user", "team") else None


def _figure(fit: Fit, tool: str, **more: str) -> Meant | None:
    whose = _whose(fit)
    if whose is None:
        return None
    period = {"period": fit["when"]} if "when" in fit else {}
    return Meant(1.0, (Call(tool, {**period, **whose, **more}),), whole=True)


def _owned(fit: Fit) -> list[dict[str, str]] | None:
    whose = _whose(fit)
    return None if whose is None else [{"field": "owner", "op": "=", "value": v} for v in whose.values()]


def _off(fit: Fit) -> Meant | None:
    return _figure(fit, "attainment")


def _cycle(fit: Fit) -> Meant | None:
    return _figure(fit, "win_loss")


def _why_lost(fit: Fit) -> Meant | None:
    return _figure(fit, "win_loss", by="reason")


def _rate_by_source(fit: Fit) -> Meant | None:
    return _figure(fit, "win_loss", by="source")


def _slipping(fit: Fit) -> Meant | None:
    return _figure(fit, "deals_at_risk", **({"whose": "me"} if "my" in fit and "who" not in fit else {}))


def _deals(fit: Fit, *conditions: tuple[str, str, str], **more: object) -> Meant | None:
    owned = _owned(fit)
    if owned is None:
        return None
    filters = [*owned, *(dict(zip(("field", "op", "value"), c, strict=True)) for c in conditions)]
    return Meant(1.0, (Call("find_records", {"entity": "deal", "filters": filters, **more}),), whole=True)


def _industries(fit: Fit) -> Meant | None:
    closed = [("closed_at", "=", fit["when"])] if "when" in fit else []
    return _deals(fit, ("stage.kind", "=", "won"), *closed, group_by="account.industry", measure="sum", total_field="amount")  # fmt: skip


def _biggest(fit: Fit) -> Meant | None:
    when = [("expected_close_date", "=", fit["when"])] if "when" in fit else []
    mine = [("owner", "=", "me")] if "my" in fit else []
    return _deals(fit, *mine, *when, ("stage.kind", "=", "open"), sort="amount desc", limit=1)


def _big(fit: Fit) -> Meant | None:
    return _deals(fit, ("stage.kind", "=", "open"), sort="amount desc")


def _won_customers(fit: Fit) -> Meant | None:
    owned = _owned(fit)
    if owned is None:
        return None
    filters = [*owned, {"field": "deal.stage.kind", "op": "=", "value": "won"}]
    if "when" in fit:
        filters.append({"field": "deal.closed_at", "op": "=", "value": fit["when"]})
    return Meant(1.0, (Call("find_records", {"entity": "account", "filters": filters}),), whole=True)


def _average(fit: Fit) -> Meant | None:
    return _deals(fit, ("stage.kind", "=", "won"), measure="average", total_field="amount")


def _new_worth(fit: Fit) -> Meant | None:
    return _deals(fit, ("created_at", "=", fit["when"]), measure="sum", total_field="amount")


def _buyer(fit: Fit) -> Meant | None:
    """Who holds the purse decides."""
    if not fit.type_of("x", "account"):
        return None
    filters = [{"field": "role", "op": "=", "value": "decision_maker"}, {"field": "account", "op": "=", "value": fit["x"]}]  # fmt: skip
    return Meant(1.0, (Call("find_records", {"entity": "contact", "filters": filters}),), whole=True)


_AIM = r"(?:(?:my|our|his|her|their|the) )?(?:number|target|quota|goal|plan|sales target|figures?)s?(?: (?:for|in) " + _WHEN + r"| " + _WHEN.replace("when", "when2") + r")?"  # fmt: skip
_RULES: list[Rule] = [
    *rule(
        _off,
        rf"how (?:far|short|close) (?:off |away |short |behind )?(?:am|are|is) {_WHO} (?:off |away |short |behind |still )?(?:from|of|to|on|off)? ?{_AIM}",
        rf"how much (?:do|does) {_WHO} (?:still )?(?:need|lack|have)(?: left)? (?:to (?:hit|make|reach|get to)|for) {_AIM}",
        rf"how (?:far|much) (?:off |behind |short )(?:am|are|is) {_WHO}(?: {_WHEN})?",
        rf"{_WHEN}?{_ZWHO}?(?:的)?(?:业绩)?(?:离|距离?|跟)(?:完成)?(?:目标|指标|任务|quota)(?:还|还要|还有)?(?:差|缺)(?:多少|多远|几个点)(?:了|啊|呢)?",
    ),
    *rule(
        _cycle,
        rf"how long (?:does|do|did|has) it (?:usually |normally |typically |generally |on average )*(?:take|taken|takes) (?:{_WHO} )?(?:to (?:close|win|sign|land|finish)|until) (?:an? |our |my |the average )?{_DEALS}(?: is (?:won|closed|signed))?(?: on average)?",
        rf"how long (?:do|does|are|is) (?:(?P<my>my|our) )?(?:average )?(?:{_DEALS}|sales cycle)s? (?:usually |normally |typically )?(?:take|last|run)?(?: to close| to win| until (?:they|it) close)?",
        rf"(?:what(?:'s| is) )?(?:(?:my|our|the) )?(?:average |typical )?(?:sales|deal) cycle(?: length| time)?(?: {_WHEN})?",
        rf"{_ZWHO}?(?:一般|通常|平均|大概)?(?:要|需要|得)?(?:多久|多长时间|几天|多少天)(?:才)?(?:能)?(?:签|成交|拿下|关|赢|谈下)(?:下)?(?:来)?(?:一|个)?{_ZDEAL}?",
        rf"{_ZWHO}?(?:的)?(?:一|每)?{_ZDEAL}(?:一般|通常|平均|大概)(?:要|需要|得)?(?:多久|多长时间|几天)(?:才)?(?:能)?(?:签|成交|拿下|关|赢|谈下)(?:下来)?",
    ),
    *rule(
        _why_lost,
        rf"why (?:did|do|have|are|does) {_WHO} (?:been )?(?:keep )?(?:los(?:e|ing)|lost) (?:so many |so much |all (?:the|our|my) |most of (?:our|my|the) )(?:{_DEALS}|business)(?: (?:in |over )?{_WHEN})?",
        rf"how many {_DEALS} (?:did|have) {_WHO} (?:lose|lost)(?: {_WHEN})?,? (?:and )?(?:why|for what reasons?|what were the reasons)",
        rf"{_WHEN}?{_ZWHO}?{_WHEN.replace('when', 'when2')}?(?:丢|输)了(?:几|多少)(?:个|笔)?{_ZDEAL}?[,，和]?(?:都)?(?:是)?(?:为什么|因为什么|什么原因|怎么)(?:丢|输)?的?(?:了)?",
    ),
    *rule(
        _rate_by_source,
        rf"what(?:'s| is) (?:my |our |the )?(?:win|close|closing|success|conversion|hit)[- ]rate (?:on|of|for|from|with|among) (?:the |our )?(?:{_DEALS} from )?(?:referrals?|website|web|inbound|trade fairs?|fairs?|events?|webinars?|partners?|cold calls?|existing customers?)(?: leads| deals)?(?: {_WHEN})?",
        rf"{_WHEN}?(?:我们的?|我的?)?(?:转介绍|网站|官网|展会|研讨会|合作伙伴|陌拜|老客户)(?:来的|来源|渠道)?(?:的)?(?:商机|单子|线索)?的?(?:赢单率|成交率|转化率|胜率)(?:是)?(?:多少|怎么样|如何|高吗|高不高)?",
    ),
    *rule(
        _slipping,
        rf"(?:is |are )?(?:there )?(?:anything|any {_DEALS}|which {_DEALS}|what)(?: of mine| of (?P<my>my) {_DEALS})?(?:'s| is| are)? (?:that (?:is|are|might|may|could) )?(?:slipping|likely to slip|about to slip|going to slip|at risk of slipping|sliding|might slip|may slip|could slip|wobbl(?:y|ing)|shaky|in danger)(?: {_WHEN})?",
        rf"{_WHEN}?(?P<my>我的?)?(?:有)?(?:哪些|哪几个|什么)(?:单子|商机|项目)(?:可能|会|要|有可能|快要|容易)(?:会)?(?:拖|延期|推迟|黄|跑|丢|滑|悬|出问题|飞)(?:掉|了|单)?",
    ),
    *rule(
        _industries,
        rf"(?:which|what) (?:industries|industry|sectors?|verticals?|branches) (?:do|does|did|have) {_WHO} (?:sell|sold|win|won|do business|book|close)(?: to| in| with| into)?(?: (?:the )?(?:most|best|mainly|mostly))?(?: {_WHEN})?",
        rf"(?:which|what) (?:industries|industry|sectors?|verticals?) (?:buys?|bring|are|is)(?: from us| in| our)? (?:the )?(?:most|best|biggest|strongest)(?: for us| business| customers| revenue)?(?: {_WHEN})?",
        rf"{_WHEN}?{_ZWHO}?(?:主要|都)?(?:都)?(?:是)?(?:卖给|卖到|做|签了?|成交了?)(?:了)?(?:哪些|什么|哪几个)行业(?:的客户)?(?:最多)?",
        rf"{_WHEN}?(?:哪些|什么|哪个)行业(?:的客户)?(?:买得|签得|成交|下单|贡献)(?:的)?最[多大高好]",
    ),
    *rule(
        _biggest,
        rf"(?:what(?:'s| is) |show me |tell me )?(?:the |our |(?P<my>my) )?(?:biggest|largest|fattest|top) (?:thing|one|deal|opportunity|item|fish|order)(?: i have| we have| on my list)?(?: that(?:'s| is)| due to| to| set to)? (?:closing|close|closes|landing|coming in|expected)(?: in| for)? {_WHEN}",
        rf"{_WHEN}(?P<my>我的?|我手上)?(?:要|预计|能|会)?(?:签|成交|关)?的?(?:最大|金额最大|金额最高)的?(?:一|那)?(?:单子?|个单子|笔|个商机|个项目|商机|项目)(?:是)?(?:哪个|哪一?单|哪一?笔|什么|多少钱?|谁)?",
    ),
    *rule(
        _big,
        rf"(?:what|which|show me) (?:the )?(?:big|biggest|large|major) {_DEALS} (?:does|do|has|have|of) {_WHO}(?: have| has| got| have got| hold| working on)?",
        rf"{_ZWHO}(?:手上|手里|那边|名下|这边)?(?:都)?(?:有)(?:哪些|什么|几个|多少)(?:大单子?|大项目|大商机|大额商机)",
    ),
    *rule(
        _won_customers,
        rf"(?:which|what|how many) (?:new )?(?:accounts|customers|clients|companies|logos) (?:did|have|has) {_WHO} (?:win|won|sign(?:ed)?(?: up)?|close(?:d)?|land(?:ed)?|get|gotten|got|bring in|brought in)(?: (?:in |over )?{_WHEN})?",
        rf"{_WHEN}?{_ZWHO}?{_WHEN.replace('when', 'when2')}?(?:一共)?(?:赢|签|拿|成交|谈)(?:下|下来|了|到|下了)+(?:哪些|哪几家|多少家|几家|多少个|几个)(?:新)?客户",
    ),
    *rule(
        _average,
        r"(?:what(?:'s| is) )?(?:(?P<who>my)|our|the) (?:average|typical|mean|normal) (?:deal|order|sale)(?: size| value| amount)?",
        rf"{_ZWHO}?(?:平均|一般)(?:一单|每单|单笔|一个单子|每个单子|一笔)(?:是|能)?(?:多少钱|多大|多少|签多少)",
    ),
    *rule(
        _new_worth,
        rf"{_WHEN}{_ZWHO}?(?:新增|新建|新开|新加)(?:了)?(?:的)?(?:商机|单子|管道)(?:一共|总共|合计)?(?:有)?(?:多少)?(?:金额|钱|总额)(?:是)?(?:多少)?",
        rf"(?:how much|what)(?: is the| was the)? (?:new pipeline|value of (?:the )?new deals|worth of new deals) (?:did|have|from|in|of|was created|came in)? ?(?:{_WHO} )?(?:add|added|create|created|get)?(?: in)? ?{_WHEN}",
    ),
    *rule(
        _buyer,
        rf"(?P<x>{ANY})(?:那边|公司)?(?:里)?(?:是)?(?:谁|哪位)(?:来)?(?:管|批|掌管|负责|审批|签|出|定)(?:的)?(?:预算|钱|采购预算|字|合同)(?:的|啊|呢)?",
        rf"who (?:holds|has|controls|owns|manages|approves|signs off(?: on)?|decides on|is in charge of) (?:the )?(?:budget|purse(?: strings)?|money|spending|spend|contract)(?: at| for| over at| there at) (?:the )?(?P<x>{ANY})",
    ),
]  # fmt: skip


def figures_asked(r: Reading) -> Meant | None:
    """How far am I off my number; 我一般多久能签一单; which customers did we win this year."""
    return fitting(r, _RULES)
