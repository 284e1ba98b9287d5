"""Lists asked for in one breath: deals by the competitor written on them, leads nobody took, what I have booked with customers, what a customer signed or complained of."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, WHEN, Fit, Rule, fitting, rule

_ENDINGS = (
    ("lost", re.compile(r"丢|输|失|没签|没拿|(?<![a-z])(?:lost|los[ei]\w*)(?![a-z])")),
    ("won", re.compile(r"赢|签下|拿下|成交|(?<![a-z])(?:won|win\w*)(?![a-z])")),
    ("open", re.compile(r"在谈|进行|在途|手上|没结|还在|跟进|(?<![a-z])(?:open|current|live|active)(?![a-z])")),
)
_DEALS_ZH = r"(?:单子?|商机|项目|deal|合同)"
_STATE_ZH = r"(?P<st>[\u4e00-\u9fff]{0,10}?)"
_WHICH_ZH = r"(?:的)?(?:都)?(?:有|是)?(?:哪几?[个些单条]|哪些|几[个单条]|多少[个单条]?|列一下|列出来|都有谁|有没有|给我看看|看一下|拉出来)?"
_FIELD_ZH = r"(?:竞品|竞争对手|对手|友商)(?:那?一?栏|字段|名字|名称|里面?)?(?:都)?(?:(?:写|填|记|登记|标|录|挂)(?:的)?(?:了|着|成)?(?:是|为)?|是|为)"
_RIVAL_ZH = rf"(?P<rival>{ANY}|[^,，的？?§¶¤]{{2,16}}?)"


def _of_rival(fit: Fit) -> Meant | None:
    rival = fit["rival"].strip(" “”\"'")
    if not rival or re.search(
        r"谁|什么|哪|空|没填|缺|(?<![a-z])(?:empty|missing|unknown|unset|not|set|none|filled|given|there|who|what|any|nobody|blank)(?![a-z])",
        rival.casefold(),
    ):
        return None
    filters = [{"field": "competitor", "op": "~", "value": rival}]
    state = fit["st"].casefold() if "st" in fit else ""
    filters += [{"field": "stage.kind", "op": "=", "value": k} for k, p in _ENDINGS if p.search(state)][:1]
    if "my" in fit:
        filters.append({"field": "owner", "op": "=", "value": "me"})
    return Meant(1.2, (Call("find_records", {"entity": "deal", "filters": filters}),), whole=True)


def _lost_to(fit: Fit) -> Meant | None:
    """What was lost to a rival."""
    filters = [
        {"field": "competitor", "op": "~", "value": fit["rival"].removesuffix("了")},
        {"field": "stage.kind", "op": "=", "value": "lost"},
    ]
    if "w" in fit:
        filters.append({"field": "closed_at", "op": "=", "value": fit.r.piece(*fit.span("w"))})
    if "my" in fit:
        filters.append({"field": "owner", "op": "=", "value": "me"})
    return Meant(1.2, (Call("find_records", {"entity": "deal", "filters": filters}),), whole=True)


def _unclaimed(fit: Fit) -> Meant | None:
    """Leads without an owner, of a team when one is named, what they may be worth when that is asked for."""
    filters = [{"field": "owner", "op": "empty"}]
    if "x" in fit:
        if not fit.type_of("x", "team"):
            return None
        filters.append({"field": "team", "op": "=", "value": fit["x"]})
    args: dict[str, object] = {"entity": "lead", "filters": filters}
    if "sum" in fit:
        args |= {"measure": "sum", "total_field": "est_amount"}
    return Meant(1.2, (Call("find_records", args),), whole=True)


def _booked(fit: Fit) -> Meant | None:
    """What I have planned in a period, whatever it is; visits or calls alone when only those are asked for."""
    kinds = (("visit", r"拜访|visits?"), ("call", r"电话|(?<![a-z])calls?(?![a-z])"), ("meeting", r"^会议?$"))
    said = fit["k"].casefold() if "k" in fit else ""
    filters = [{"field": "kind", "op": "=", "value": k} for k, p in kinds if re.search(p, said)]
    begin, end = fit.span("w")
    day = next((d for d in fit.r.days if d.start == begin), None)
    if day is not None and day.value.day < fit.r.ask.today:
        return None
    filters += [
        {"field": "owner", "op": "=", "value": "me"},
        {"field": "status", "op": "=", "value": "planned"},
        {"field": "starts_at", "op": "=", "value": fit.r.piece(begin, end)},
    ]
    args = {"entity": "activity", "filters": filters, "sort": "starts_at asc", "limit": 50}
    return Meant(1.2, (Call("find_records", args),), whole=True)


def _signed(fit: Fit) -> Meant | None:
    filters = [
        {"field": "account", "op": "=", "value": fit["account"]},
        {"field": "stage.kind", "op": "=", "value": "won"},
    ]
    if "w" in fit:
        filters.append({"field": "closed_at", "op": "=", "value": fit.r.piece(*fit.span("w"))})
    args = {"entity": "deal", "filters": filters, "measure": "sum", "total_field": "amount"}
    return Meant(1.2, (Call("find_records", args),), whole=True)


def _complaints(fit: Fit) -> Meant | None:
    """The tickets a customer has had, complaints alone where those are asked for."""
    filters = [{"field": "account", "op": "=", "value": fit["account"]}]
    if "all" not in fit:
        filters.insert(0, {"field": "type", "op": "=", "value": "complaint"})
    if "w" in fit:
        filters.append({"field": "created_at", "op": "=", "value": fit.r.piece(*fit.span("w"))})
    return Meant(1.2, (Call("find_records", {"entity": "ticket", "filters": filters}),), whole=True)


_TAKEN_ZH = r"(?:领|认领|领走|接手|接|跟|跟进|分|分配|分派|派|负责|管|要|捡)(?:走|下去|出去|过|掉|的)?"
_NOT_TAKEN_ZH = rf"(?:还|目前|现在|仍|都)*(?:没有?(?:被)?(?:任何)?人|没有?被?|无人|未(?:被)?){_TAKEN_ZH}"
_PLACE_ZH = rf"(?:(?P<x>{ANY})(?:那边|这边|团队|组|区|那里|这里)?(?:的|里)?)?"
_WORTH_ZH = r"(?:[,，、和 ]*(?:(?P<sum>(?:它们|一共|总共|合计|加起来|总计)?(?:的)?(?:预估|估计|预计|潜在)?(?:总)?(?:金额|总额|价值|值|多少钱))(?:合计|总共|一共|加起来|总计|总和)?(?:是|有|值)?(?:多少(?:钱)?)?(?:也)?(?:报给我|给我|算一下|报一下|列一下|告诉我|说一下)?))?"
_ALONG_ZH = r"(?:(?:跟|和|与|同)(?:客户|对方|谁|哪些客户|人)(?:们)?)?"
_NOW_ZH = r"(?:到现在|到目前|迄今|历史上|以来|从来|截至目前|截止现在|至今|这几年|前前后后)?(?:为止)?"
_ALL_ZH = r"(?:一共|总共|总计|累计|拢共|合计|前后)?"
_CUSTOMERS = r"(?:customers?|clients?|accounts?|people|companies|prospects)"
_EVER_ZH = rf"(?:公司|那边|这家|客户)?(?:(?P<w>{WHEN})|最近|之前|以前|从前|到现在|一直|曾经)*(?:有没有|有无|是否|有)?"
_WHAT_ZH = r"(?:什么|啥|几次|哪些|多少|几个|几条|一些)?"
_NOT_ZH = r"(?:过|了|的)?(?:没有?|吗|呢|没)?"
_EVER_EN = r"(?:(?:ever|already|recently|lately|actually|had) )*"
_LATELY_EN = (
    rf"(?: (?:so far|lately|recently|before|yet|with us|to us|about (?:us|anything|something)))*(?: (?P<w>{WHEN}))?"
)
_RULES: list[Rule] = [
    *rule(
        _complaints,
        rf"(?P<account>{ANY}){_EVER_ZH}(?:提|闹|发|来|反馈|提交|打)(?:过|了){_WHAT_ZH}投诉{_NOT_ZH}",
        rf"(?P<account>{ANY}){_EVER_ZH}投诉过(?:我们|咱们?)?{_WHAT_ZH}{_NOT_ZH}",
        rf"(?P<account>{ANY}){_EVER_ZH}(?:报修?|提交|提|开)(?:过|了){_WHAT_ZH}(?P<all>工单|故障|服务请求|(?<=报过什么)问题|(?<=报过)问题|(?<=报过哪些)问题){_NOT_ZH}",
        rf"(?:has|have|did) (?P<account>{ANY}) {_EVER_EN}(?:(?:raised?|made?|filed?|sent?|lodged?|logged?) (?:any|a|some) complaints?|had any complaints?){_LATELY_EN}",
        rf"(?:has|have|did) (?P<account>{ANY}) {_EVER_EN}(?:report(?:ed)?|raised?|log(?:ged)?|open(?:ed)?|filed?) (?:any|a|some) (?P<all>issues?|problems?|tickets?|cases?|incidents?){_LATELY_EN}",
    ),
    *rule(
        _of_rival,
        rf"(?:(?P<my>我)(?:的|手上的?)?)?(?:{_STATE_ZH}(?:的)?{_DEALS_ZH}(?:里面?|里头|中|当中)?[,，]?)?{_FIELD_ZH}{_RIVAL_ZH}{_WHICH_ZH}",
        rf"(?:(?P<my>我)(?:的|手上的?)?)?{_FIELD_ZH}{_RIVAL_ZH}的{_STATE_ZH}(?:的)?{_DEALS_ZH}{_WHICH_ZH}",
        rf"(?:which |show (?:me )?|list |what |the )?(?:(?P<my>my) )?(?:of (?:our|the|my) )?(?P<st>(?:lost|won|open|live|current) )?(?:deals|opportunities)(?: we(?:'ve| have)? (?P<st2>lost|won))?,? (?:where |with |that have |whose |in which |have )?(?:the |a )?(?:competitor|competition|rival)(?: field)?(?: that)? (?:is|was|says|said|reads|shows|set to|named|called|noted as) (?P<rival>{ANY}|[a-z][\w&. -]{{1,30}}?)(?:,? (?:which ones?|which are they|list them|how many))?",
    ),
    *rule(
        _lost_to,
        rf"(?:(?P<my>我)|我们|咱们?)?(?:(?P<w>{WHEN}))?(?:一共|总共|累计)?(?:输给|败给|丢给)(?:了|过)?{_RIVAL_ZH}(?:了|过)?(?:一共|总共)?(?:几|多少)(?:次|个|单|笔)(?:单子?|商机)?",
        rf"(?P<w>{WHEN})(?:(?P<my>我)|我们|咱们?)?(?:一共|总共|累计)?(?:输给|败给|丢给)(?:了|过)?{_RIVAL_ZH}(?:了|过)?(?:几|多少)(?:次|个|单|笔)(?:单子?|商机)?",
    ),
    *rule(
        _unclaimed,
        rf"{_PLACE_ZH}{_NOT_TAKEN_ZH}的?线索(?:都)?(?:还)?(?:有|是)?(?:哪些|谁|几[条个]|多少[条个]?|哪几[个条]|列一下|列出来)?{_WORTH_ZH}",
        rf"(?:现在|目前)?{_PLACE_ZH}(?:还)?(?:有)?(?:哪些|哪几[个条]|多少[个条]?|几[个条])线索{_NOT_TAKEN_ZH}(?:的)?{_WORTH_ZH}",
        rf"{_PLACE_ZH}线索(?:里面?|当中|中)?(?:还)?(?:有)?(?:哪些|哪几[个条]|谁)(?:是)?{_NOT_TAKEN_ZH}(?:的)?{_WORTH_ZH}",
        rf"(?:which |what |show (?:me )?|list |the |all |any )*(?:unclaimed|unassigned|ownerless|unowned|untaken|orphaned) leads(?: (?:in|of|from|at) (?:the )?(?P<x>{ANY})(?: team)?)?(?:,? (?:and|with)(?: what)? (?P<sum>their (?:total|estimated|combined|worth)?[a-z ]*(?:amounts?|values?|worth|total)|are they worth[a-z ]*|they are worth[a-z ]*))?",
        rf"(?:which |what |show (?:me )?|list |the |all )*leads(?: (?:that |which )?(?:nobody|no one|no-one) (?:has |have )?(?:yet |so far )?(?:picked up|taken|claimed|grabbed|owns|owned|is on|works on|is working)| (?:without an owner|with no owner|that have no owner))(?: yet| so far)?(?: (?:in|of|from|at) (?:the )?(?P<x>{ANY})(?: team)?)?(?:,? (?:and|with)(?: what)? (?P<sum>their (?:total|estimated|combined)?[a-z ]*(?:amounts?|values?|worth|total)|are they worth[a-z ]*|they are worth[a-z ]*))?",
    ),
    *rule(
        _booked,
        rf"(?:我|咱|我们)?(?P<w>{WHEN})(?:我|咱|我们)?(?:都|还)?(?:{_ALONG_ZH}(?:都|还|一共)*(?:约好?了?|约的|排了|安排了|定了)|(?:跟|和|与|同)(?:客户|对方|哪些客户)(?:们)?(?:都|还|一共)*有)(?:哪些|谁|什么|哪几[个家位]|几个|多少)(?:客户|人|(?P<k>拜访|电话|会议?|会面|见面|安排|约|活动|事))?(?:要见|要拜访|要谈)?(?:的)?",
        rf"(?:我|我们)(?P<w>{WHEN})(?:跟|和|与)(?:谁|哪些客户|哪些人|哪几[个家位](?:客户)?)(?:约|约好|约了|有约|有会|见面|要见)(?:了|的)?",
        rf"(?P<w>{WHEN})(?:我)?(?:跟|和|与)(?:谁|哪些客户|哪些人|哪几[个家位](?:客户)?)(?:约|约好|约了|有约|有会|要见面?|见面)(?:了|的)?",
        rf"(?P<w>{WHEN})(?:我)?约的?(?:客户)?(?P<k>拜访|电话|会议?|会面|见面)(?:有|是)?(?:哪些|几个|多少)",
        rf"(?:which|what) {_CUSTOMERS} (?:am i|are we|will i be) (?:seeing|meeting|visiting|due to see|going to see|talking to) (?P<w>{WHEN})",
        rf"who (?:am i|are we|will i be) (?:seeing|meeting|due to (?:see|meet)|going to (?:see|meet)) (?P<w>{WHEN})",
        rf"what (?:have i|did i|have we|do i have|do we have|i have|i've)(?: got)? (?:booked|set up|lined up|scheduled|arranged|planned|set)(?: in)?(?: with (?:my |our |the )?{_CUSTOMERS})? (?:for )?(?P<w>{WHEN})(?: with (?:my |our |the )?{_CUSTOMERS})?",
        rf"(?:who|which {_CUSTOMERS}|what {_CUSTOMERS}) (?:do i|have i|do we|have we) (?:got |have )?(?:an? )?(?P<k>appointments?|meetings?|calls?|visits?|something|anything)(?: (?:booked|planned|scheduled|set up|lined up))? with (?P<w>{WHEN})",
    ),
    *rule(
        _booked,
        rf"(?:我)?(?P<w>{WHEN})(?:我)?(?:还|一共|总共)*(?:有|约了)(?:几|多少)(?:个|场|次|通)?(?P<k>会议?|拜访|电话|会面)(?:要[开打去])?",
    ),
    *rule(
        _signed,
        rf"(?P<account>{ANY})(?:公司|那边)?(?:(?P<w>{WHEN}))?{_NOW_ZH}{_ALL_ZH}(?:(?:给|跟|和|与|同)(?:咱们?|我们|我))?{_NOW_ZH}{_ALL_ZH}(?:签|成交|下|买|做成|成|给)(?:过|了|成)(?:咱们?|我们)?(?:几|多少|哪些)(?:个|笔|张|份)?(?:单子?|笔|合同|订单|商机|个)?(?:[?？,， ]*(?:和|总共|一共|合计|总额|总金额|金额|加起来)*(?:是|有)?(?:多少(?:钱)?|多大|几万|多少金额)?)?",
        rf"(?:我们|咱们?|我)?(?:跟|和|与|在)(?P<account>{ANY})(?:公司|那边|这家)?{_NOW_ZH}{_ALL_ZH}(?:签|成交|做成|成|赢)(?:过|了|成)(?:几|多少)(?:个|笔|张|份)?(?:单子?|笔|合同|订单|商机|个)?(?:[?？,， ]*(?:和|总共|一共|合计|总额|总金额|金额|加起来)*(?:是|有)?(?:多少(?:钱)?|多大|几万)?)?",
        rf"how many (?:deals|orders|contracts) (?:has|have|did) (?P<account>{ANY}) (?:ever |already )?(?:signed?|closed?|given?|placed?|bought|buy|made?)(?: with| to)?(?: us)?(?: so far| in total| all in all)?(?:,? (?:and )?(?:for how much|how much (?:is|was|are|were) (?:that|it|they)|what (?:is|was|are|were) (?:that|it|they) worth|worth how much)(?: in (?:all|total)| altogether)?)?",
    ),
]


def spoken_list(r: Reading) -> Meant | None:
    """丢掉的单子里竞品写的是…的有哪几个; 没人领的线索; 下周我跟客户都约了哪些; 一共签过几单."""
    return fitting(r, _RULES)
