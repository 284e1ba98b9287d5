"""Figures as they are asked for in passing: two stages held against each other, how I do beside the team, what may still come in, what sells best, where a rival stood."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.frames import ANY, WHEN, Fit, Rule, called, fitting, found, rule
from assistant.brains.offline.words.places_and_trades import REGIONS

_W = rf"(?P<when>{WHEN})"
_ZDEALS = r"(?:商机|单子|单|项目|机会|deals?|case)"
_DEALS = r"(?:deals?|opportunit(?:y|ies)|opps?)"
_TOTAL_ZH = r"(?:阶段)?(?:的)?(?:单子|商机)?(?:的)?(?:合计|总额|金额|总金额|总和|总数|加起来|一共)?"
_BIGGER_ZH = r"(?:[，, ]*(?:相比|比较?)?(?:一下)?(?:是)?(?:哪个|哪边|哪一?[个头]|谁)(?:的)?(?:金额)?(?:更|比较)?(?:大|多|高|小|少|低)(?:一?些|一点)?)?"
_TAIL_ZH = r"(?:[，, ]*(?:说说|讲讲|说一下|给个|给出)?(?:为什么|原因|理由|为啥|依据)(?:都)?(?:是什么|说一下|也说说)?)?(?:[，, ]*(?:别超过|不超过|最多|不要超过|限|前|就要|只要|列)[一二三四五六七八九十两\d]+(?:个|条|单))?"
_MANNER_ZH = r"(?:[，, ]*(?:保守|乐观|悲观|谨慎|大概|粗略|实际)(?:一?点|一?些|地)?(?:估计?|说|算|看|估算)?(?:一下)?)?"


def _owner(fit: Fit) -> str | None:
    """Whose deals, as a filter takes it; empty for everybody's, None for a name that is nobody's."""
    said = fit["who"].casefold().removesuffix("'s") if "who" in fit else ""
    if said in ("my", "i", "me", "我", "我的", "我手上", "我名下"):
        return "me"
    if said in ("", "our", "we", "the", "我们", "我们的", "咱们"):
        return ""
    region = any(said in group for group in REGIONS)
    return fit["who"] if region or fit.type_of("who", "user", "team") else None


def _sums(*each: list[tuple[str, str, str]]) -> Meant:
    """How much the deals of each of these conditions come to, side by side."""
    lists = [found("deal", *conditions, measure="sum", total_field="amount") for conditions in each]
    return Meant(1.0, tuple(c for one in lists for c in one.calls), whole=True)


def _two_stages(fit: Fit) -> Meant | None:
    owner = _owner(fit)
    if owner is None or not (fit.type_of("a", "stage") and fit.type_of("b", "stage")):
        return None
    mine = [("owner", "=", owner)] if owner else []
    return _sums(*([*mine, ("stage", "=", fit[s])] for s in ("a", "b")))


def _beside_team(fit: Fit) -> Meant | None:
    return called("compare", of=["me", "my team"], measure="win_rate", periods=[fit["when"]] if "when" in fit else None)


def _may_come(fit: Fit) -> Meant | None:
    owner = _owner(fit)
    return None if owner is None else called("forecast", period=fit["when"], whose=owner)


def _best_selling(fit: Fit) -> Meant | None:
    return called("pipeline_summary", by="product", status="won", period=fit["when"])


def _customers_ranked(fit: Fit) -> Meant | None:
    owner = _owner(fit)
    return (
        None
        if owner is None
        else called("pipeline_summary", by="account", status="won", whose=owner, period=fit["when"])
    )


def _lost_and_won(fit: Fit) -> Meant | None:
    owner = _owner(fit)
    if owner is None:
        return None
    mine = [("owner", "=", owner)] if owner else []
    when = [("closed_at", "=", fit["when"])] if "when" in fit else []
    order = ("lost", "won") if re.search(r"los[te]|输|丢", fit["x"]) else ("won", "lost")
    return _sums(*([*mine, ("stage.kind", "=", kind), *when] for kind in order))


def _office(fit: Fit) -> Meant | None:
    if not fit.type_of("at", "account"):
        return None
    return found("contact", ("title", "~", fit["t"]), ("account", "=", fit["at"]))


def _riskiest(fit: Fit) -> Meant | None:
    owner = _owner(fit)
    return None if owner is None else called("deals_at_risk", whose=owner, period=fit["when"])


def _met_rival(fit: Fit) -> Meant | None:
    name = fit["x"].strip(" 的")
    if not name or fit.type_of("x", "user", "team", "stage", "contact"):
        return None
    when = [("created_at", "=", fit["when"])] if "when" in fit else []
    return found("deal", ("competitor", "~", name), *when)


def _which_of_two(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "contact", "user") or not fit.type_of("at", "account"):
        return None
    return called("show_record", record=fit["x"] if "@" in fit["x"] else f"{fit['x']} @ {fit['at']}")


def _called(fit: Fit) -> Meant | None:
    name = re.sub(r"^[姓叫]", "", fit["n"])
    return found("contact", ("name", "~", name), columns=["account", "title"])


def _open_work(fit: Fit) -> Meant | None:
    field = fit.type_of("x", "account", "contact", "deal")
    if not field:
        return None
    done = (("status", "!=", "done"), ("status", "!=", "cancelled"))
    return found("task", (field, "=", fit["x"]), *done, sort="due_on asc")


def _astir(fit: Fit) -> Meant | None:
    field = fit.type_of("x", "account", "deal", "contact")
    if not field:
        return called("history", record=fit["x"]) if fit.type_of("x", "lead", "ticket") else None
    return found("activity", (field, "=", fit["x"]), sort="starts_at desc", limit=5)


_RULES: list[Rule] = [
    *rule(
        _two_stages,
        rf"(?P<who>我的|我|我们的?|{ANY}的?)?{_ZDEALS}?(?:里面?|中)?(?:，)?(?P<a>{ANY}){_TOTAL_ZH}(?:和|跟|与|同|、|比){{1,2}}(?P<b>{ANY}){_TOTAL_ZH}{_BIGGER_ZH}(?:多少)?",
        rf"(?:what(?:'s| is) )?(?:bigger|larger|more|higher|worth more)[,:]? (?P<who>my |our )?(?:{_DEALS} )?(?:total )?(?:in |at )?(?P<a>{ANY}) or (?:in |at )?(?P<b>{ANY})",
        rf"(?:do|have) (?P<who>i|we) (?:have |got )?more (?:money |value |pipeline )?(?:in|at) (?P<a>{ANY}) (?:or|than) (?:in |at )?(?P<b>{ANY})",
    ),
    *rule(
        _beside_team,
        rf"(?:我)?{_W}?(?:我)?的?(?:赢单率|胜率|成单率|赢率)(?:是|有)?(?:多少|几何)?[，, ]*(?:和|跟|与|比|较)?(?:团队|全队|组里|大家|我们组|整个团队|其他人)(?:的)?(?:平均)?(?:水平|值)?(?:比|相比|比较|比起来)?(?:呢|怎么样|如何|高还是低|好不好|差多少)?",
        rf"how (?:does|is) my win rate(?: (?:in |for )?{_W})?(?: (?:compare|look|stack up|hold up))?(?: with| to| against| beside| next to| versus| vs\.?) (?:the |my |our )?(?:team|rest of the team|rest|average|others)(?:'s)?(?: average)?",
        rf"what(?:'s| is) my win rate(?: (?:in |for )?{_W})?[,]? (?:and )?(?:how does (?:it|that) compare (?:with|to)|compared (?:with|to)|against|versus|vs\.?) (?:the |my |our )?(?:team|rest of the team|rest|average|others)(?:'s)?(?: average)?",
    ),
    *rule(
        _may_come,
        rf"{_W}(?:之?前|以内|内)?(?P<who>我|我们|咱们|{ANY})?(?:大概|估计|预计)?(?:还)(?:能|可以|会)(?:再)?(?:签|拿|成|收|做|赢|落|进)(?:下|到|进来|单|成)?(?:来)?(?:多少|几单|几个)(?:钱|单子?|金额)?{_MANNER_ZH}",
        rf"(?P<who>我|我们|咱们|{ANY})?{_W}(?:之?前|以内|内)?(?:大概|估计|预计)?(?:还)(?:能|可以|会)(?:再)?(?:签|拿|成|收|做|赢|落|进)(?:下|到|进来|单|成)?(?:来)?(?:多少|几单|几个)(?:钱|单子?|金额)?{_MANNER_ZH}",
        rf"{_W}?的?(?P<who>{ANY}|我们?|亚太区?|欧洲区?|北美)?的?(?:{_W.replace('when', 'when2')})?的? ?(?:forecast|预测) ?(?:给我|发我|来|要|出|看)?(?:一?[个份下]|看看)?(?:[，, ]*.{{0,6}}(?:commit|best case|承诺|最好|最佳|乐观).{{0,24}})?",
        rf"(?:how much|what) (?:can|could|will|might|should) (?P<who>i|we|{ANY}) still (?:close|sign|win|land|book|bring in|get in|get)(?: by| before| until| in)? {_W}(?:[, ]*(?:conservatively|realistically|roughly|at best|at least))?",
    ),
    *rule(
        _best_selling,
        rf"(?:按产品(?:看看?|来看)?)?[，, ]*{_W}?(?:我们)?(?:卖得|销量|卖的|销售)(?:最好|最多|最火)的?(?:产品)?(?:是)?(?:哪个|什么|啥|哪款|哪一?[个款])(?:产品)?(?:[，, ].{{1,12}}还是.{{1,10}})?",
        rf"(?:which|what) (?:product|article|item|of our products)s? (?:is|are|was|were|has been|do|did|does)? ?(?:we )?(?:our )?(?:selling|sold|sell|sells)(?: the)? (?:best|most)(?: (?:in |so far )?{_W})?",
        rf"(?:what(?:'s| is|s) )?our (?:best|top)[- ]sell(?:er|ing product)s?(?: (?:in |so far )?{_W})?",
    ),
    *rule(
        _customers_ranked,
        rf"(?:list|show(?: me)?|rank|sort|order)? ?(?P<who>my|our|the|all) (?:customers|accounts|clients)(?: in order of| by| according to| ranked by| sorted by| ordered by)+ (?:what|how much) they(?:['’]ve| have)? (?:bought|spent|ordered|brought(?: us)?|paid(?: us)?)(?: with us| from us)?(?: {_W})?",
        rf"(?:把)?(?P<who>我的|我们的|我|我们)?(?:所有)?客户(?:按|照|根据){_W}?(?:买了多少|成交额|成交金额|采购额|购买金额|签单金额|签约额|下单金额)(?:从[大高多]到[小低少])?(?:排序|排个序|排一下|排列|排名|排个名|列一下|列出来|排|列)?",
    ),
    *rule(
        _lost_and_won,
        rf"how much (?:have|did) (?P<who>i|we) (?P<x>lost|lose|won|win)(?: to date| so far)?(?: {_W})?(?: so far)?,? (?:compared (?:to|with)|versus|vs\.?|against|and(?: how much (?:have|did) (?:i|we))?) (?:what )?(?:i|we)?(?:['’]ve| have| did)? ?(?:won|win|lost|lose)(?: {_W.replace('when', 'when2')})?",
        rf"(?P<who>我|我们)?{_W}?(?P<x>[输赢丢签])了多少(?:钱|单)?[，, ]*(?:和|跟)?[输赢丢签]了多少(?:钱|单)?(?:比呢|对比|比较?一下)?",
    ),
    *rule(
        _office,
        rf"(?P<at>{ANY})['’]s (?P<t>c[efiot]o|coo|cmo|vp \w+|head of \w+|\w+ (?:manager|director|engineer|head|buyer|lead)|owner|buyer|lab head)[,:;–-]* (?:what(?:['’]s| is| was)|who(?:['’]s| is| was)) (?:his|her|their|the) name(?: again)?(?:,? and (?:do (?:we|i) have|what(?:['’]s| is)) (?:a |an |his |her |their )?(?:mobile|phone|e-?mail|number|direct line|address)(?: number| for (?:him|her|them))?)?",
        rf"(?:who(?:['’]s| is| was)|what(?:['’]s| is| was) the name of) the (?P<t>\w+(?: \w+)?) (?:lady|guy|person|man|woman|gentleman) (?:at|from|over at) (?P<at>{ANY})(?: again)?",
    ),
    *rule(
        _riskiest,
        rf"(?P<who>我的?|我手上的?|我们的?|{ANY}的?)?{_W}?(?:哪些|哪几个|哪个|什么|有哪些){_ZDEALS}的?(?:风险)(?:最)(?:大|高){_TAIL_ZH}",
        rf"(?P<who>我的?|我手上的?|我们的?|{ANY}的?)?{_W}?(?:风险)(?:最)(?:大|高)的(?:几个|那几个|[一二三四五两\d]+个)?{_ZDEALS}(?:是|有)?(?:哪些|哪几个|哪个|什么)?{_TAIL_ZH}",
        rf"(?:which|what) of (?P<who>my|our|the) {_DEALS} (?:are|is) (?:the )?(?:riskiest|shakiest|wobbliest|most at risk|most in danger|in most danger)(?: (?:in )?{_W})?(?:,? and why)?",
        rf"(?P<who>my|our|the) (?:riskiest|shakiest|wobbliest) {_DEALS}(?:,? and why)?",
    ),
    *rule(
        _met_rival,
        rf"(?P<x>[^，,。？?]{{1,12}}?)(?:{_W}|最近|近期|近来|都)?在?(?:我们)?(?:的)?(?:哪些|哪几个|什么|哪个){_ZDEALS}(?:里面?|中|上|当中)?(?:碰到|遇到|撞上|撞见|出现|冒出来|竞争|参与|跟我们抢|见到)(?:过|了)?(?:他们)?(?:[，, ]*(?:赢面|胜算|结果|情况)(?:怎么样|如何|大吗|大不大)?)?",
        rf"(?:我们)?(?:{_W})?在?(?:哪些|哪几个|什么|哪个){_ZDEALS}(?:里面?|中|上)?(?:碰到|遇到|撞上|撞见|对上)(?:过|了)?(?P<x>[^，,。？?]{{1,12}}?)(?:[，, ]*(?:赢面|胜算|结果|情况)(?:怎么样|如何|大吗|大不大)?)?",
        rf"(?:in )?(?:which|what) (?:of (?:my|our) )?{_DEALS} (?:did|do|have|are) we (?:run|ran|come|came|bump|bumped|go|been|face|faced|meet|met|see|seen|compete|competing)(?: up)?(?: into| against| with| across)? (?P<x>[\w&.§ -]{{2,24}}?)(?: in| on)?(?: {_W})?",
        rf"where (?:are|have) we (?:been )?(?:up against|running into|facing|come across) (?P<x>[\w&.§ -]{{2,24}}?)(?: {_W})?",
    ),
    *rule(
        _which_of_two,
        rf"(?:我)?(?:这边)?有(?:两|2|三|3|好?几)[个位](?:叫)?(?P<x>{ANY})的?[，, ]*哪(?:个|一?位)?是(?P<at>{ANY})的",
        rf"(?:i have|there are|we have) (?:two|2|three|3|several) (?P<x>{ANY})s?[,;:. ]+(?:so )?which (?:one |of them )?(?:is|works|sits) (?:the one )?(?:at|from|with|for) (?P<at>{ANY})",
    ),
    *rule(
        _called,
        r"(?:名字)?(?P<n>[姓叫](?:[\u3400-\u9fff]{1,3}|§))的(?:联系人|客户|人)?(?:我?这?边?)?(?:怎么)?(?:有)?(?:这么多|都有谁|有谁|有哪些|有几个)?[，, ]*(?:(?:都|全)?(?:列一下|列出来|有哪些|都是谁|是谁|有谁))?[，, ]*(?:分别|各自|都)?(?:是|在)?(?:哪[些家个]?(?:公司|客户|单位)?的?)?",
        rf"(?:list |show me )?(?:everyone|everybody|all (?:the )?(?:contacts|people)|all) (?:who(?:'s| is| are) )?(?:called|named) (?P<n>[A-Z][a-z]+|{ANY})(?: and (?:where they work|their compan(?:y|ies)|which company they(?:'re| are) (?:at|with)))?",
    ),
    *rule(
        _open_work,
        rf"(?:跟|和|与)?(?P<x>{ANY})(?:那边|这边)?(?:有关|相关|那边)?的?(?:还|仍)?(?:没|没有|未)(?:做|办|完成|弄|干|搞|处理|了结)(?:完|好)?的?(?:事情?|任务|活儿?|待办|工作)(?:都|还)?(?:有)?(?:啥|什么|哪些|多少)?",
    ),
    *rule(
        _astir,
        rf"(?P<x>{ANY})(?:那边|这边|那儿|那条线索|那个)?(?:的)?(?:最近|这阵子|近来|近期|这段时间)(?:有)?(?:什么|啥|没有)?(?:动静|消息|进展|动作|往来)(?:了)?(?:吗|没有|没|么|呢)?",
    ),
]  # fmt: skip


def spoken_figures(r: Reading) -> Meant | None:
    """我的赢单率多少，跟团队比呢; what can I still close by the end of the year; 恒测云最近在哪些单子里碰到过."""
    return fitting(r, _RULES)
