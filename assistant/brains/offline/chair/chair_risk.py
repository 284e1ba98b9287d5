"""What is at risk and what to do next: which deals might slip; what next on Globex."""

import re

from assistant.brains.offline.chair.chair_words import foreign, narrowed
from assistant.brains.offline.chair.overviews import _whose, day_call
from assistant.brains.offline.lists.heads import head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subject
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_NEXT = re.compile(
    r"(?<![a-z])(?:what(?:'s)? next (?:on|for|with|at)|what (?:should|do|shall|can|would) (?:i|we|you) (?:do|suggest|recommend|advise)(?: \w+)? (?:next )?(?:on|about|with|for|at|to (?:move|push|advance|win))|next best (?:actions?|steps?|moves?)|best next (?:actions?|steps?|moves?)"
    r"|how (?:do|should|can|could) (?:i|we) (?:move|push|advance|get|bring|win|progress|close|take)(?! rid)|(?:suggest|recommend|propose|advise)(?: me)?(?: on)? (?:the |some |my )?(?:next )?(?:steps?|actions?|moves?)|what would you do (?:next )?(?:on|about|with|at)|where should (?:i|we) (?:put|focus|spend|concentrate)|what should (?:i|we) (?:work|focus|concentrate) on|which deals? should (?:i|we) (?:work|focus|push|concentrate|chase|tackle|look at|touch|prioriti[sz]e|start with)|where (?:do|should) (?:i|we) start|what deserves (?:my|our) (?:time|attention)"
    r"|(?:any )?advice (?:on|for|about)|my next (?:best )?(?:actions?|moves?))(?![a-z])"
    r"|下一步(?:该|应该|要)?(?:怎么|如何|干什么|干嘛|做什么|最该|最应该)|(?:该|要|应该)?(?:怎么|如何)(?:把.{1,16})?(?:推进|往前推|向前推|跟进下去|拿下)|接下来(?:该|应该|要)?(?:怎么办|怎么做|怎么推|做什么|干什么|推进|该推|我该)|(?:推荐|建议).{0,8}(?:下一步|行动|动作)|(?:给|提|出)(?:我|点|些|个|几[个条点]|一[点些个下]|关于|对)*.{0,10}(?:下一步|推进)?建议(?!书)|有(?:什么|没有|啥)(?:好的?)?建议|(?:精力|重点|时间)(?:该|应该|要)?放在?(?:哪|什么)|我?(?:该|应该|要)?(?:先|优先)(?:推进?|跟进?|抓|盯|搞)(?:哪|什么)|我?(?:该|应该)推进(?:哪|什么)|从哪(?:个|几个|些)(?:商机|单子)?(?:开始|下手|入手)|最该做什么"
)
_FIRST_CALL = re.compile(r"(?<![a-z])(?:call|phone|ring)(?: \w+)? first(?![a-z])|先(?:给谁|打)")


def next_action(r: Reading) -> Meant | None:
    """What next on Globex; where should I put my effort; 下一步该怎么推进."""
    if _FIRST_CALL.search(r.whole) and asks(r) and not r.names and not re.search(r"leads?|线索", r.whole):
        return Meant(0.99, (day_call(r),))
    if not _NEXT.search(r.whole) or _FIRST_CALL.search(r.whole) or not (asks(r) or len(r.words()) <= 16):
        return None
    about = subject(r, "deal", "account")
    understood(r, _NEXT)
    r.memo.setdefault("used", []).extend((p.start, p.end) for p in r.spans("periods", "days"))
    if about is not None:
        return Meant(0.98, (Call("next_action", {"deal": about.text}),))
    if any(n.may_be("contact", "lead", "ticket", "task") and not n.may_be("user", "team") for n in r.names):
        return None
    if re.search(r"(?<![a-z])why(?![a-z])|为什么", r.whole):
        return None
    whose = _whose(r)
    return Meant(0.97, (Call("next_action", {"whose": whose} if whose else {}),))


_RISK = re.compile(
    r"(?<![a-z])(?:at risk|at-risk|risks?|risky|riskiest|in danger|in trouble|in jeopardy|shaky|wobbly|endangered|(?:could|might|may|likely to|going to|about to|will) (?:slip|fall through|go wrong|be lost|die|lose)|need(?:s)? (?:rescuing|saving|attention)|going (?:wrong|off track|sideways|south)|off track|(?:on )?thin ice|hanging by a thread|touch and go|dicey|iffy|sketchy|fragile|vulnerable|(?:ha(?:s|ve|ving)|got|with) (?:a |some |any )?(?:problems?|issues?|trouble)|looking (?:bad|weak|shaky|poor)|not looking good|(?:going|gone|getting|went) cold|slipping away|(?:keep an eye on|watch out for)|red flags?|warning signs?|should (?:i|we) (?:worry|be (?:worried|concerned))|worr(?:y|ies|ied|ying|isome)|keeps? (?:me|you) (?:up|awake)|concern(?:ed|ing|s)?)(?![a-z])"
    r"|风险|危险|悬(?:着|了)|(?:可能|也许)会?(?:黄|丢|输|滑单|跑单|延期|推迟)|要黄|快黄|滑单|告急|不太?妙|有问题的(?:商机|单子|项目)|需要(?:抢救|关注)的?(?:商机|单子|项目)|掉链子|担心|不放心|放心不下|预警|红灯|(?:要|快|会|可能|已经)(?:要|会)?(?:凉|丢|黄|掉|没|飞|跑)(?:了|掉)?(?!失|单|下|货|钱)|凉了|跑偏|走偏|没戏|够呛|出(?:了)?(?:问题|状况|岔子)|有(?:什么|啥)?问题|问题出在哪|悬在哪|悬不悬|怎么悬|(?:这么|那么|有点|比较|很|太)悬|不稳|不靠谱|at risk|risky"
)
_SIGNALS = {
    "single_threaded": r"(?<!more than )(?:hang\w*|rest\w*|depend\w*|rely|relies|relying|based|with|have|has|only)(?: (?!more|than|least)\w+){0,3}? (?:just |only )?(?:on )?(?:one|1|a single|single)(?: \w+)? (?:contact|person|stakeholder|relationship)|single[- ]thread\w*|(?:只|仅|就)(?:靠|有|跟|认识|联系|对接).{0,4}一[个位名](?:联系人|人|对接人)|单线(?:联系|程)?|单一联系人",
    "often_pushed": r"(?:keep\w*|always|repeatedly|often|constantly|been) (?:getting |being |get )?(?:pushed|postponed|delayed|slipping|pushing)|pushed (?:out |back )?(?:repeatedly|often|again|several times|more than once|twice|many times)|slipp\w+ (?:again|repeatedly)|(?:一直|多次|反复|老是|总是|再三|不断|一再)(?:被)?(?:推迟|延期|延后|往后推|推后|改期)",
    "no_decision_maker": r"(?:no|without(?: an?)?|lack\w*(?: an?)?|missing(?: an?)?|haven't (?:met|found) the|don't have an?) (?:known )?decision[- ]makers?|没有?(?:找到|接触到?|见到)?决策(?:人|者)|缺(?:少)?决策(?:人|者)|无决策人",
    "stalled_in_stage": r"(?:stalled|stuck|stagnating|frozen|too long|sitting)(?: \w+){0,3}? (?:in|at) (?:their|its|the|a|one|the same|this)? ?stages?|(?:在|同一)(?:个)?阶段(?:里|中|上)?.{0,4}(?:停滞|停留|卡|太久|不动)|卡在(?:某个|同一)?(?:个)?阶段|阶段停滞",
    "ghosted": r"ghost(?:ed|ing)|(?:gone|went|go|been) (?:silent|quiet|dark|cold)(?: on us)? (?:after|since) (?:the |our |we sent (?:the |a )?)?(?:proposals?|quotes?|offers?)|no (?:answer|reply|response) (?:after|since|to) (?:the |our )?(?:proposals?|quotes?|offers?)|(?:报价|方案)(?:之)?后(?:就)?(?:没|无|一直没)(?:有)?(?:回音|消息|动静|回复|下文)",
    "champion_left": r"champions? (?:has |have |who |that )?(?:left|gone|quit|moved on)|lost (?:our|the|their) champion|支持者(?:已经|已)?(?:离开|离职|走了)|内线(?:离职|走了)",
    "amount_jump": r"amounts? (?:that )?(?:jump\w*|changed a lot|swung|moved a lot)|金额(?:突变|大幅|突然)(?:变化|变动|上调|下调)?",
}  # fmt: skip
_SIGNALLED = {name: re.compile(rf"(?<![a-z])(?:{p})(?![a-z])", re.I) for name, p in _SIGNALS.items()}
_CATEGORIES = {
    "commit": re.compile(r"(?<![a-z])commit(?:s|ted|ment|ments)?(?![a-z])|承诺"),
    "best_case": re.compile(r"(?<![a-z])best[ -]case(?![a-z])|最佳情况"),
}
_NO_DEALS = re.compile(
    r"(?<![a-z])(?:customers?|accounts?|clients?|contracts?|churn\w*|tickets?|leads?|sla|said|say|says|mention\w*|about the|raised?|they|he|she)(?![a-z])|客户|他们|她们|对方|那边|流失|合同|工单|线索|说|提到|聊"
)


_WHY = re.compile(
    r"(?<![a-z])(?:why|what makes|how come|reasons?|what(?:'s| is) (?:wrong|the (?:matter|problem|issue)))(?![a-z])|为什么|为何|为啥|原因|怎么|咋|(?:出|悬)在哪|哪(?:里|儿)来|从哪来|因为啥|什么问题|啥问题"
)


def one_at_risk(r: Reading) -> Meant | None:
    """Why is Globex at risk: what the signals say of one deal."""
    about = subject(r, "deal", "account") if _RISK.search(r.whole) and _WHY.search(r.whole) and asks(r) else None
    if about is None or len(r.words()) > 14 or _NO_DEALS.search(r.whole):
        return None
    understood(r, _RISK, _WHY)
    return Meant(0.97, (Call("next_action", {"deal": about.text}),))


def at_risk(r: Reading) -> Meant | None:
    """Which deals are at risk and why; what should I worry about; which commits hang on one contact."""
    signals = [name for name, p in _SIGNALLED.items() if p.search(r.text, r.lo, r.hi)]
    risky = _RISK.search(r.text, r.lo, r.hi)
    if (not risky and not signals) or _KEPT.search(r.whole) or _THIS_ONE.match(r.whole):
        return None
    if foreign(r) or r.money or r.comparisons or r.durations or not (asks(r) or len(r.words()) <= 12):
        return None
    about = head(r)
    deals = about is not None and about.entity == "deal"
    other = about is not None and about.hit is not None and about.entity not in ("deal", "user", "team")
    if other and not (signals and re.search(r"(?<![a-z])(?:deals?|commits?)(?![a-z])|商机|单子|承诺", r.whole)):
        return None
    if not deals and not signals and (_NO_DEALS.search(r.whole) or not _ANYTHING.search(r.whole)):
        return None
    if (
        signals
        and not risky
        and not (
            deals or re.search(r"(?<![a-z])(?:deals?|commits?|opps?|opportunit\w+)(?![a-z])|商机|单|项目|承诺", r.whole)
        )
    ):
        return None
    args = narrowed(r)
    if signals:
        args["signals"] = signals
    category = next((c for c, p in _CATEGORIES.items() if p.search(r.text, r.lo, r.hi)), None)
    if category:
        args["category"] = category
    understood(r, _RISK, *_SIGNALLED.values(), *_CATEGORIES.values())
    return Meant(0.97, (Call("deals_at_risk", args),))


_THIS_ONE = re.compile(r"[这那]一?[个单条笔](?:单子?|商机|项目|客户)?(?!.*[哪吗么?？])")
"""这单要黄了 tells of one deal."""
_KEPT = re.compile(
    r"(?<![a-z])(?:log|note|jot|write|record|remind)(?![a-z])|记(?:一?下|录|上|个)|备注|提醒|标(?:成|为|记)"
)
"""What is told is to be kept, not asked."""
_ANYTHING = re.compile(
    r"(?<![a-z])(?:quarter|forecast|what|anything|which|q[1-4]|pipeline|my team|month|week)(?![a-z])|什么|哪|季度|管道|团队|有没有|商机|单子"
)
