"""What was done, by whom and how often, in the words of a working day: what did I do today, whom did Tom meet, who did least, which deals are due soon."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, Fit, Rule, called, fitting, found, rule

_WHEN = r"(?P<when>[¤¶])"
_DEALS = r"(?:deals?|opportunit(?:y|ies)|opps?)"
_ZDEALS = r"(?:商机|单子|单|项目)"
_LIST_SORTS = (("amount", r"amount|value|size|worth|金额|大小"), ("expected_close_date", r"close date|closing date|date|成交日期|预计成交|日期|时间"), ("created_at", r"created|newest|age|创建|新旧"), ("name", r"name|alphabet\w*|名称|名字"))  # fmt: skip


def _who(fit: Fit, group: str = "who") -> str | None:
    said = fit[group].casefold() if group in fit else ""
    if said in ("i", "me", "我"):
        return "me"
    return fit[group] if fit.type_of(group, "user") else None


def _stage_moves(fit: Fit) -> Meant | None:
    return called("history", entity="deal", field="stage", period=fit["when"])


def _by_month(fit: Fit) -> Meant | None:
    return called("win_loss", by="month", period=fit["when"])


def _average_of(fit: Fit) -> Meant | None:
    people = [fit[g] for g in ("a", "b") if fit.type_of(g, "user", "team")]
    if len(people) < 2:
        return None
    conditions = [("owner", "in", ", ".join(people)), ("stage.kind", "=", "won")]
    conditions += [("closed_at", "=", fit["when"])] if "when" in fit else []
    return found("deal", *conditions, group_by="owner", measure="average", total_field="amount")


def _reasons(fit: Fit) -> Meant | None:
    return called("win_loss", by="reason", period=fit["when"])


def _rivals(fit: Fit) -> Meant | None:
    return called("win_loss", by="competitor", period=fit["when"])


def _targets(fit: Fit) -> Meant | None:
    return called("attainment", period=fit["when"], whose="my team")


def _contacts(fit: Fit) -> Meant | None:
    """Who they are, with the role of each: who decides stands beside the name."""
    if not fit.type_of("x", "account"):
        return None
    return found("contact", ("account", "=", fit["x"]), columns=["role", "title", "phone", "email"])


def _done_today(fit: Fit) -> Meant | None:
    return called("team_activity", period=fit["when"] or "today", whose="me", rows=True)


def _worthwhile(fit: Fit) -> Meant | None:
    return called("next_action", whose="me")


def _touched(fit: Fit) -> Meant | None:
    return called("history", period=fit["when"] or "last 7 days") if "when" in fit else called("history", period="last 7 days")  # fmt: skip


def _least(fit: Fit) -> Meant | None:
    return called("team_activity", whose="my team", ranked=True, period=fit["when"])


def _two_kinds(fit: Fit) -> Meant | None:
    who = _who(fit) if "who" in fit else ""
    return None if who is None else called("team_activity", period=fit["when"], whose=who, kinds=["call", "meeting"])


def _soon(fit: Fit) -> Meant | None:
    who = _who(fit) if "who" in fit else ""
    if who is None:
        return None
    owned = [("owner", "=", who)] if who else []
    return found("deal", *owned, ("expected_close_date", "=", "next 30 days"), ("stage.kind", "=", "open"), sort="expected_close_date asc")  # fmt: skip


def _talks_most(fit: Fit) -> Meant | None:
    who = _who(fit)
    if who is None:
        return None
    when = [("starts_at", "=", fit["when"])] if "when" in fit else []
    return found("activity", ("owner", "=", who), ("status", "=", "held"), *when, group_by="account", measure="count")


def _met(fit: Fit) -> Meant | None:
    who = _who(fit)
    if who is None:
        return None
    return found("activity", ("owner", "=", who), ("kind", "in", "meeting, visit"), ("starts_at", "=", fit["when"]), ("status", "!=", "cancelled"), sort="starts_at asc")  # fmt: skip


def _year_end(fit: Fit) -> Meant | None:
    if fit.r.zh and "年底" not in fit.r.whole:
        return None
    return called("forecast", period="今年" if fit.r.zh else "this year")


def _known_there(fit: Fit) -> Meant | None:
    place = next((n for n in fit.r.ask.focus if n.entity == "account"), None)
    return found("contact", ("account", "=", place.ref)) if place is not None else None


def _back(fit: Fit) -> Meant | None:
    return called("undo")


def _sorted_again(fit: Fit) -> Meant | None:
    """The list just shown, in another order."""
    before = next((c for c in reversed(fit.r.ask.previous) if c.tool == "find_records"), None)
    if before is None or before is not fit.r.ask.previous[-1] or before.args.get("group_by"):
        return None
    said = fit["f"].casefold() if "f" in fit else "amount"
    name = next((n for n, words in _LIST_SORTS if fit.r.text and _matches(words, said)), "")
    if not name or (name in ("amount", "expected_close_date") and before.args.get("entity") != "deal"):
        return None
    up = "up" in fit or ("down" not in fit and name in ("expected_close_date", "name"))
    args = {k: v for k, v in before.args.items() if k not in ("measure", "total_field", "limit")}
    return Meant(1.0, (Call("find_records", {**args, "sort": f"{name} {'asc' if up else 'desc'}"}),), whole=True)


def _matches(words: str, said: str) -> bool:
    return any(w.replace("\\w*", "") in said for w in words.split("|"))


def _finished(fit: Fit) -> Meant | None:
    who = _who(fit)
    if who is None:
        return None
    return found("task", ("assignee", "=", who), ("status", "=", "done"), ("completed_at", "=", fit["when"]))


def _oldest(fit: Fit) -> Meant | None:
    mine = [("owner", "=", "me")] if "my" in fit else []
    numbers = [int(n.value) for n in fit.r.numbers if 0 < n.value <= 100]
    limit = numbers[0] if numbers else None
    return found("deal", *mine, ("stage.kind", "=", "open"), sort="created_at asc", limit=limit)


def _untouched(fit: Fit) -> Meant | None:
    """Deals without a call in a time: none of theirs is a call of those days."""
    said = fit["k"].casefold()
    kind = "call" if re.search("call|电话", said) else "visit" if re.search("visit|拜访", said) else "meeting"
    mine = [("owner", "=", "me")] if "my" in fit else []
    return found("deal", *mine, ("activity.kind", "!=", kind), ("activity.starts_at", "!=", fit["when"]), ("stage.kind", "=", "open"))  # fmt: skip


def _lost_on(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "deal", "account"):
        return None
    shown = Call("show_record", {"record": fit["x"], "fields": ["lost_reason", "lost_notes", "competitor"]})
    told = Call("recall_notes", {"query": fit.r.ask.text.strip(), "about": fit["x"]})
    return Meant(1.0, (shown, told) if fit.type_of("x", "deal") else (told,), whole=True)


def _worth_then(fit: Fit) -> Meant | None:
    """9月份华阳数据平台一期是多少钱: what it was worth at the end of a time gone by."""
    span = next((p for p in fit.r.periods if p.start == fit.span("when")[0]), None)
    end = span.value.end if span is not None else None
    if end is None or end >= fit.r.ask.today or not fit.type_of("x", "deal"):
        return None
    return called("show_record", record=fit["x"], fields=["amount"], as_of=end.isoformat())


def _price_of(fit: Fit) -> Meant | None:
    return found("product", ("name", "~", fit["x"]), columns=["list_price"]) if fit.type_of("x", "product") else None


_RULES: list[Rule] = [
    *rule(
        _finished,
        rf"(?:which|what) (?:tasks|to-?dos) (?:did|have|has) (?P<who>i|{ANY}) (?:finish(?:ed)?|complete(?:d)?|done|do|close(?:d)?|tick(?:ed)? off)(?: {_WHEN})",
        rf"(?P<who>我|{ANY}){_WHEN}(?:都)?(?:完成|做完|办完|搞定)了(?:哪些|什么|几个)(?:任务|待办|事)?",
    ),
    *rule(
        _oldest,
        rf"(?:what are |which are |show me |list )?(?:the |(?P<my>my) )?(?:\d+ |one |two |three |four |five |ten )?(?:oldest|longest[- ]running|earliest)(?: \d+| two| three| five| ten)? (?:open )?{_DEALS}",
        r"(?P<my>我的?)?最(?:早|老|久)的?(?:前)?(?:[\d一二两三四五六七八九十]+|几)?个?(?:在途)?的?(?:商机|单子|项目)(?:有哪些|是哪些)?",
    ),
    *rule(
        _untouched,
        rf"which (?:of )?(?:(?P<my>my) )?{_DEALS} (?:have not|haven't|have|has not|hasn't) had (?:an?|any|no) (?P<k>call|meeting|visit|contact)(?: (?:in )?{_WHEN})",
        rf"(?P<my>我)?的?{_WHEN}(?:有)?(?:哪些|哪几个)(?:商机|单子|项目)(?:一次)?(?P<k>电话|会|会议|拜访)(?:一次|一个)?都?没(?:有)?(?:打|开|拜访|见)?(?:过)?",
    ),
    *rule(
        _lost_on,
        rf"what (?:did|have) we (?:lose|lost) (?:the )?(?P<x>{ANY})(?: deal)? (?:on|over|for|because of|to)",
    ),
    *rule(
        _worth_then,
        rf"{_WHEN}(?:份|的时候|时)?(?P<x>{ANY})(?:的金额)?(?:是|值|报价)?(?:多少钱|多少|什么价)",
    ),
    *rule(
        _price_of,
        rf"what(?:'s| is) (?:our |the )?(?:list )?price (?:for|of|on) (?:the )?(?P<x>{ANY})",
        rf"how much (?:is|does) (?:the )?(?P<x>{ANY}) (?:cost|sell for)?",
    ),
    *rule(
        _stage_moves,
        rf"which {_DEALS} (?:have )?(?:changed|moved|switched|advanced|progressed)(?: the| their)? ?(?:stages?|phase|forward)?(?: (?:in|over|during|within|since) (?:the )?)?{_WHEN}",
        rf"(?:哪些|有哪些){_ZDEALS}{_WHEN}(?:换|改|变|推进)(?:了)?(?:阶段)?|{_WHEN.replace('when', 'when2')}(?:有)?(?:哪些){_ZDEALS}(?:换|改|变|推进)(?:了)?阶段",
    ),
    *rule(
        _by_month,
        rf"(?:show (?:me )?|how much (?:did|have) we (?:book|booked|win|won|sell|sold|close|closed) |what did we (?:book|win|close) |list )?(?:the |our )?(?:won deals|wins|booked revenue|bookings|revenue|sales|won business)? ?(?:{_WHEN} )?(?:in |by |per |for )?(?:each |every )?(?:month|quarter)(?: {_WHEN.replace('when', 'when2')})?",
        rf"{_WHEN}?(?:我们)?(?:按|每个?|各个?)(?:月|季度)(?:的)?(?:赢单|成交|签约|业绩|收入)(?:金额|额)?(?:是多少|有多少|统计|情况)?",
        rf"{_WHEN}?(?:的)?(?:赢单|成交|签约|业绩|收入)(?:金额|额)?(?:按|每个?|各)(?:月|季度)(?:统计|列出|看|列一下|看一下)?",
    ),
    *rule(
        _average_of,
        rf"(?:what(?:'s| is) )?(?:the )?average (?:deal )?(?:size|value|amount)(?: of (?:won )?deals)?(?: {_WHEN})?[,:]? (?:of |for |by )?(?P<a>{ANY}) (?:vs\.?|versus|and|against|or|compared (?:to|with)) (?P<b>{ANY})",
        rf"(?P<a>{ANY})(?:和|跟|与)(?P<b>{ANY}){_WHEN}?(?:的)?平均(?:客单价|单额|每单金额|成交额)(?:对比|比较|分别是多少)?",
    ),
    *rule(
        _reasons,
        rf"(?:what are |show me |list )?(?:the |our )?(?:top|main|most common|biggest)(?: \d+| three| five)? (?:reasons?|causes?) (?:(?:why )?we (?:lose|lost|are losing)|for (?:losing|lost)|of (?:our )?loss(?:es)?)(?: (?:our )?deals)?(?: {_WHEN})?",
        rf"(?:why|what makes us|for what reasons?) (?:do|did) (?:we )?(?:mostly |mainly |usually )?los(?:e|t)(?: most)?(?: deals)?(?: {_WHEN})? by reason",
        rf"{_WHEN}?(?:我们)?(?:丢单|输单)(?:的)?(?:主要|前[\d三五]+(?:个|大)?|最多的)(?:的)?原因(?:是什么|有哪些)?",
    ),
    *rule(
        _rivals,
        rf"(?:who(?:'s| is|s)|which(?: one)? is|what(?:'s| is)) (?:our|the) (?:toughest|biggest|main|worst|strongest|hardest|most dangerous) (?:competitor|rival|competition)(?:,? by (?:lost )?deals)?(?: {_WHEN})?",
        rf"(?:who(?:'s| is|s)|which is) the competitor (?:that )?we (?:lose|lost) (?:to )?(?:the )?most(?: to)?(?: {_WHEN})?",
        rf"{_WHEN}?(?:我们)?(?:最强|最大|最难缠|主要)的?(?:竞争)?对手(?:是谁|有哪些|是哪家)",
    ),
    *rule(
        _targets,
        rf"(?:show (?:me )?|what are |list )?(?:the )?(?:targets?|quotas?|goals?) (?:of|for|in) {_WHEN}(?: (?:per|by|for each|for every) (?:person|rep|seller|salesperson|head))?",
        rf"(?:show (?:me )?|what are |list )?(?:the )?{_WHEN} (?:targets?|quotas?|goals?) (?:per|by|for each|of each) (?:person|rep|seller)",
        rf"{_WHEN}(?:每个人|各人|每个销售|各个?销售|大家)的?(?:目标|指标)(?:是多少|分别是多少|有多少)?",
    ),
    *rule(
        _contacts,
        rf"(?P<x>{ANY})(?:那边)?(?:都)?有哪些联系人[,，]?(?:谁|哪个|哪位)是?(?:拍板|决策|管事|说了算|负责)的?(?:人)?",
        rf"谁是(?P<x>{ANY})(?:那边)?的?(?:决策人|拍板人)[,，]?联系人都?有(?:谁|哪些)",
        rf"(?:list|show(?: me)?|who are)(?: all)? (?:the |our )?(?:contacts? (?:of|at|from) (?P<x>{ANY})|(?P<x2>{ANY})(?:'s|’s)? contacts?)(?:,)? and (?:tell me |say )?who (?:signs|decides|has the (?:final )?say|is the (?:decision maker|boss|buyer))",
    ),
    *rule(
        _done_today,
        rf"what (?:did|have) i (?:do|done|get done|got done|accomplish(?:ed)?|been doing|been up to)(?: so far)? {_WHEN}(?: so far)?",
        rf"我{_WHEN}(?:都)?(?:干|做|忙|完成)了?(?:些)?(?:啥|什么|哪些事?)(?:了|呢)?",
    ),
    *rule(
        _worthwhile,
        rf"which {_DEALS} (?:is|are) (?:most )?worth (?:my time|chasing|working on|pushing|the effort)(?: first| most)?",
        rf"(?:帮我看看|看看)?(?:我的?)?(?:哪个|哪些|哪一?个?){_ZDEALS}(?:最)?(?:值得|应该|该|需要)(?:我)?(?:最|先|优先)*(?:跟|跟进|推|抓|做)(?:进)?",
    ),
    *rule(
        _touched,
        rf"who (?:has )?(?:touched|changed|edited|been (?:in|at)|modified) my {_DEALS}(?: (?:lately|recently|{_WHEN}))?",
        rf"(?:最近|近来|{_WHEN})?(?:有)?(?:谁|哪些人)(?:动|改|碰|编辑|修改)(?:过|了)我的?{_ZDEALS}",
    ),
    *rule(
        _least,
        rf"who (?:did|has done|does|is doing|was|is) (?:the )?(?:least|fewest|laziest|least active)(?: (?:activit(?:y|ies)|calls|follow-?ups?|work))?(?: (?:lately|recently|{_WHEN}))?",
        rf"(?:最近|{_WHEN})?谁(?:最近)?(?:的)?(?:跟进|活动|拜访|电话)(?:得|做得)?最(?:少|多|勤|积极)",
    ),
    *rule(
        _two_kinds,
        rf"(?:(?P<who>{ANY}|我))?{_WHEN}(?P<who2>{ANY}|我)?打了?(?:几|多少)(?:个|通|次)电话[、,，和跟及]*(?:又)?(?:开|参加)了?(?:几|多少)(?:个|次|场)会(?:议)?",
        rf"how many calls and meetings (?:did|has|have) (?P<who>{ANY}|i) (?:make|have|do|had|made|done)(?: {_WHEN})",
    ),
    *rule(
        _soon,
        rf"(?P<who>我|{ANY})?(?:手上|名下|那边)?(?:有哪些)?(?:快|即将|马上|快要)(?:到期|要?成交|要?签|该签|要关)的?{_ZDEALS}(?:有哪些|都有哪些)?[,，]?(?:按(?:日期|时间)排?(?:一下|序)?)?",
        rf"which (?:of (?P<who>{ANY}|my)(?:'s|’s)? )?{_DEALS} (?:are|is) (?:due|closing|up) soon(?:,? (?:sorted )?by date)?",
    ),
    *rule(
        _talks_most,
        rf"(?:which|what) (?:customer|account|client)s? (?:did|does|has|have) (?P<who>{ANY}|i) (?:talk(?:ed)?|sp(?:eak|oke|oken)|me?et|deal(?:t)?|work(?:ed)?|contact(?:ed)?|been in touch|visit(?:ed)?)(?: to| with)? (?:the )?most(?: (?:often )?{_WHEN})?",
        rf"(?P<who>{ANY}|我){_WHEN}?(?:跟|和)(?:哪个|哪家|哪些|什么)客户(?:聊|沟通|联系|见|跟进|打交道|走)(?:得)?(?:最多|最勤|最近)",
    ),
    *rule(
        _met,
        rf"(?:who|whom) (?:did|has) (?P<who>{ANY}|i) (?:meet|met|visit(?:ed)?|see|seen)(?: with)? {_WHEN}",
        rf"(?P<who>{ANY}|我){_WHEN}(?:都)?(?:见|拜访|会)了(?:谁|哪些人)",
    ),
    *rule(
        _year_end,
        r"(?:what|how much) (?:will|can|could|do) we (?:close|book|sell|make|do|win)(?: in total)? (?:by|until|till) (?:the )?(?:year[- ]end|end of (?:the |this )?year)(?:,? with a range)?",
        r"(?:到)?(?:年底|[¤¶])(?:前|之前)?(?:我们)?(?:能|会)(?:做|签|成交|完成)(?:到)?多少[,，]?(?:给个区间|给个范围)?",
    ),
    *rule(
        _known_there,
        r"(?:and )?who(?: else)? (?:do we|do i|have we) (?:know|have|got)(?: got)? (?:there|at that (?:company|customer|account)|over there)",
        r"(?:那边|那里|他们那)(?:我们)?(?:都)?(?:认识|有)(?:谁|哪些人|哪些联系人)",
    ),
    *rule(
        _back,
        r"(?:please |no,? |oh,? |oops,? )*(?:scrap|scratch|forget|nix|reverse|revert|take back|back out) (?:the |my |that )?(?:last|latest|previous)(?: (?:thing|one|change|step|action|edit|save))?(?: (?:i|you) (?:did|made|saved))?",
    ),
    *rule(
        _sorted_again,
        r"(?:and |now |please |can you )*(?:sort|order|rank|list|show|arrange) (?:it|them|that|these|those)? ?(?:again )?(?:by (?P<f>[a-z ]{3,16}?))(?:,? (?P<down>(?:biggest|largest|highest|latest|newest) first|desc(?:ending)?|from high to low)|,? (?P<up>(?:smallest|lowest|earliest|oldest|soonest) first|asc(?:ending)?|from low to high))?",
        r"(?:那)?(?:请|帮我)?(?:按|按照)(?P<f>[\u3400-\u9fff]{2,6}?)(?:(?P<down>从[大高多晚新]到[小低少早旧]|倒序|降序)|(?P<up>从[小低少早旧]到[大高多晚新]|正序|升序))?(?:排|列|排列|排序|列出|看)(?:一下|个序|出来)?(?:呢|吧)?",
        r"(?:and )?(?P<down>biggest|largest|highest) (?:ones? )?first(?: please)?",
    ),
]  # fmt: skip


def asked_of_work(r: Reading) -> Meant | None:
    """What did I do today; whom did Tom meet this week; 谁最近跟进最少."""
    return fitting(r, _RULES)
