"""What came of deals, leads and targets: won against lost, leads by score, who has reached what."""

import re
from typing import Any

from assistant.brains.offline.chair.chair_words import RATES, SPAN, foreign, narrowed
from assistant.brains.offline.chair.overviews import _whose
from assistant.brains.offline.lists.rivals import lost_to
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_CYCLE = re.compile(
    r"(?<![a-z])(?:win[ /-]*(?:and )?[-/ ]?loss(?:es)?(?: analysis| report| review)?|(?:sales|deal|closing) cycles?|cycle(?: times?| length)?|time to close|days to close|how long .{0,40}(?:take|takes|need|needs)? ?(?:to )?(?:close|win|sign))(?![a-z])|成交周期|销售周期|周期(?:多长|有多长)|多久(?:才)?(?:能)?(?:成交|签单|签下)|赢输|输赢分析|赢单和输单分析"
)
_WHY_LOST = re.compile(
    r"(?<![a-z])(?:why|what makes us|how come|for what reasons?)(?! did| was| were)(?: \w+){0,4}? (?:los[et]|losing|loses)(?![a-z])|(?<![a-z])(?:top|main|most common|biggest|leading|usual) (?:loss|lost|losing) reasons?(?![a-z])|(?<![a-z])(?:top|main|most common|biggest|leading) reasons? (?:for|why|behind|of|that) (?:our |we |the |my )?(?:los[et]|losing|losses)(?![a-z])"
    r"|为(?:什么|何|啥)(?:会|总|老|总是)?(?:丢|输)|(?:主要|常见|最多|首要)的?(?:输单|丢单)(?:的)?原因|(?:输单|丢单)(?:的)?(?:主要|常见)?原因(?:有哪些|是什么|分析|排名|排行)|(?:丢|输)(?:单|掉).{0,4}(?:都是|是)?(?:为什么|什么原因)"
)
_RIVALS = re.compile(
    r"(?<![a-z])(?:(?:which|what) (?:competitors?|rivals?)|who(?:m)?) (?:do|did|are|have) (?:we|i)(?: \w+){0,2}? (?:los[et]|losing)(?: \w+){0,3}? (?:to|against)(?: most| the most)?(?![a-z])|(?<![a-z])(?:to|against) (?:which|what) (?:competitors?|rivals?)|(?<![a-z])los[et] (?:to|against) (?:which|what)|输给(?:了)?(?:哪|谁|什么)|(?:哪|什么)(?:个|家|些)?(?:竞争对手|竞品|对手).{0,10}(?:抢|赢|输|丢)"
)
_SPLIT = {
    "industry": r"industr\w+|sector|trade|行业", "size": r"(?:company )?size|headcount|employees|企业规模|规模|人数", "reason": r"(?:loss )?reasons?|原因",
    "competitor": r"competitors?|rivals?|竞争对手|竞品|对手", "team": r"teams?|regions?|offices?|团队|大区|区域|地区", "owner": r"reps?|owners?|sellers?|salespe\w+|people|person|负责人|销售|业务员|每个人",
    "product": r"products?|产品", "type": r"(?:deal )?types?|类型", "source": r"(?:lead )?sources?|channels?|来源|渠道", "month": r"months?|monthly|月",
}  # fmt: skip
_SPLITS = {
    k: re.compile(
        rf"(?<![a-z])(?:by|per|for each|each|across) (?:the )?(?:\w+ )?(?:{v})(?![a-z])|(?:按照?|各个?|每个?|分)[^,，。]{{0,4}}(?:{v})"
    )
    for k, v in _SPLIT.items()
}


_REASON = re.compile(
    r"(?<![a-z])(?:why|how come|reasons?|what for)(?![a-z])|为(?:什么|何|啥)|原因|怎么(?:会|就)?(?=输|丢)"
)


def split(r: Reading) -> str | None:
    """What figures are to be split by."""
    return next((k for k, p in _SPLITS.items() if p.search(r.text, r.lo, r.hi)), None)


def win_loss(r: Reading) -> Meant | None:
    """Win rate and cycle by source; why do we lose; which rival do we lose to."""
    if not (asks(r) or len(r.words()) <= 16):
        return None
    if _REASON.search(r.whole) and (rival := lost_to(r)) is not None and all(n.text in rival for n in r.names):
        filters = [
            {"field": "competitor", "op": "~", "value": rival},
            {"field": "stage.kind", "op": "=", "value": "lost"},
        ]
        if r.periods:
            filters.append({"field": "closed_at", "op": "=", "value": r.periods[0].text})
        understood(r, _REASON, _WHY_LOST)
        call = Call("find_records", {"entity": "deal", "filters": filters, "columns": ["lost_reason", "lost_notes"]})
        return Meant(0.98, (call,), whole=True)
    if foreign(r):
        return None
    lost = _WHY_LOST.search(r.whole)
    rivals = _RIVALS.search(r.whole)
    if not lost and not rivals and not _CYCLE.search(r.whole):
        return None
    if lost and (SPAN.search(r.text[lost.start() : lost.end()]) or re.search(r"[丢输]单吗", r.whole)):
        return None
    by = split(r) or ("competitor" if rivals else "reason" if lost else None)
    understood(r, _CYCLE, _WHY_LOST, _RIVALS, RATES)
    return Meant(0.98, (Call("win_loss", {**narrowed(r), **({"by": by} if by else {})}),))


_LEADS = re.compile(r"(?<![a-z])leads?(?![a-z])|线索|询盘")
_SCORED = re.compile(
    r"(?<![a-z])(?:rank(?:ed|ing)?|scor(?:e|es|ed|ing)|prioriti[sz]\w+|hot(?:test)?|best|most promising|promising|warm(?:est)?|likely to (?:convert|close|buy|become)|(?:call|contact|work|tackle|chase)(?: \w+)? first|worth (?:calling|chasing|my time))(?![a-z])"
    r"|打分|评分|得分|优先级|排个?(?:序|名|优先)|最有(?:可能|希望|潜力)|最(?:好|热|优质|值得)|先(?:打|联系|跟进?|处理)|该分给谁|分给谁(?:合适|好)?"
)
_TAKES = re.compile(
    r"(?<![a-z])who (?:should|could|can) (?:take|get|have|own|handle)(?![a-z])|(?:该|应该|适合)(?:分|给|交)给?谁"
)


def leads_scored(r: Reading) -> Meant | None:
    """Rank my new leads; 给我的线索打分."""
    if not _LEADS.search(r.whole) or not (_SCORED.search(r.whole) or _TAKES.search(r.whole)) or foreign(r):
        return None
    if re.search(r"(?<![a-z])(?:rank|sort)\w* .{0,30}by (?!score)", r.whole) or (
        r.numbers and re.search(r"set|改成|设为", r.whole)
    ):
        return None
    whose = _whose(r)
    args: dict[str, Any] = {"whose": whose} if whose else {}
    top = re.search(r"(?<![a-z])(?:top|best|first) (\d{1,2})(?!\d)|前(\d{1,2})", r.whole)
    if top:
        args["limit"] = int(top[1] or top[2])
    understood(r, _SCORED, _TAKES)
    return Meant(0.97, (Call("score_leads", args),))


_EACH_AIM = re.compile(
    r"(?<![a-z])attainment(?![a-z])|(?<![a-z])(?:who(?:'s| is| has| have| are| did)?|which (?:of (?:my |our |the )?)?(?:reps|people|sellers|salespeople|sales reps|colleagues|team members|guys|ones)(?: is| has| have| are| did)?)(?: \w+){0,4}? (?:behind|ahead of|above|below|over|under|on|hit|reached|made|met|missed|exceeded|short of|off)(?: \w+){0,3}? (?:targets?|quotas?|goals?|plan|numbers?)(?![a-z])|(?<![a-z])(?:targets?|quotas?) (?:vs|versus|against|and) (?:booked|bookings|actuals?|won) (?:by|per) (?:rep|person|owner|seller)|(?<![a-z])how far (?:is|are) (?:everybody|everyone|each|the reps|my reps|my people)(?: \w+){0,3}? from|(?<![a-z])who (?:is )?(?:falling |lagging )?behind(?![a-z])|(?<![a-z])how (?:far|short|close) (?:off |away )?(?:is|are|am|was|were) .{1,40}? (?:from|of|off|to) (?:(?:his|her|their|its|our|my|the) )?(?:[a-z0-9]+(?:[’']s)? )?(?:targets?|quotas?|goals?|plan|numbers?)(?![a-z])"
    r"|(?:目标|指标|任务)(?:的)?(?:完成率|达成率|达成情况|完成情况)|(?:每个?人|各(?:个)?(?:销售|人)|大家|谁).{0,12}(?:完成率|达标|指标|目标|完成了?任务)|(?:完成率|达成率)(?=.{0,4}(?:排名|排行|怎么样|如何|$|[?？。]))|谁.{0,6}(?:超额|超标|没完成|未完成|完成了|落后)|按(?:销售|人|负责人).{0,6}(?:目标|完成率|达成)"
)
_OWN_AIM = re.compile(
    r"(?<![a-z])(?:my own|my quota|my target|am i)(?![a-z])|我(?:的|自己|这个|本)?(?:季度|月)?.{0,4}(?:目标|指标)?(?:完成|差)(?!率)"
)


def attained(r: Reading) -> Meant | None:
    """Target attainment by rep; who is behind quota; 谁还没完成指标."""
    if not _EACH_AIM.search(r.whole) or foreign(r) or (_OWN_AIM.search(r.whole) and "谁" not in r.whole):
        return None
    understood(r, _EACH_AIM)
    args = {k: v for k, v in narrowed(r).items() if k != "currency"}
    return Meant(0.98, (Call("attainment", args),))
