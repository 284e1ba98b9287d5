"""What a manager asks of the team in everyday words, turned to the figure that answers it: 各团队的业绩对比一下, 上周咱们干得怎么样, 变化桥图, "how was last week for the team?"."""

import re

from assistant.brains.offline.chair.chair_words import narrowed
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_I = re.IGNORECASE
_POLITE = r"(?:(?:please|can you|could you|ok|okay|so|and|now|hey|show me|give me|i(?:'d| would) like(?: to see)?|let me see|let's see)[, ]+)*"
_SPAN = r"(?:last|this|the past|the last|yesterday|today|previous|past)(?: (?:week|month|quarter|year|fortnight|\w+ (?:days|weeks|months)))?"
_TEAM = r"(?:my|our|the) (?:whole |entire )?(?:team|people|reps|guys|crew|group|folks|lot)|us|we|everybody|everyone"
_WEEK_EN = re.compile(
    rf"{_POLITE}(?:how (?:was|did|has|is|were) (?:{_SPAN}) (?:for|go for|been for|going for|with|treat) (?:{_TEAM})"
    rf"|(?:a |the )?(?:{_SPAN})(?:'s|’s)? (?:summary|recap|report|round-?up|wrap-?up|overview|digest) (?:for|of|on) (?:{_TEAM})|(?:a |the )?(?:summary|recap|wrap-?up|round-?up|overview) of (?:{_SPAN})(?:'s|’s)?(?: week)? (?:for|of|on) (?:{_TEAM})|(?:{_TEAM})(?:'s|’s)? (?:{_SPAN}) (?:summary|recap|in numbers|report))(?: please| then)*[\s?.!]*",
    _I,
)
_WEEK_ZH = re.compile(
    r"(?:(?:那|请|帮我|说说|看看|看一下|讲讲|汇报一下|总结一下)[，,]?)*(?:(?:上个?|这个?|本|前个?|过去一)(?:周|星期|礼拜|月|季度)|昨天|今天|最近(?:一周|一个?月)?)(?:里)?(?:咱们?|我们|大家|团队|全组|整个团队|咱们?组|咱们?团队|我们组|我们团队|手下|兄弟们|小伙伴们)(?:都|整体|总体|大概|的)?(?:干|做|搞|忙|表现|跑|战果|成果|工作|打)(?:得|的)?(?:怎么?样|咋样|如何|好不好|还行吗|怎样|情况)[?？。]*"
    r"|(?:咱们?|我们|大家|团队|全组|咱们?组|咱们?团队|我们组|我们团队|兄弟们)(?:上个?|这个?|本|前个?)(?:周|星期|礼拜|月|季度)(?:都|整体|总体|的)?(?:干|做|搞|忙|表现|跑|战果|成果|工作|打)(?:得|的)?(?:怎么?样|咋样|如何|好不好|还行吗|怎样|情况)[?？。]*"
)
_TEAMS_ZH = re.compile(
    r"(?:(?:请|帮我|给我|看看|看一下|我想看看?|把|将|对比一?下|比较一?下|比一?比|对比|比较)[，,]?)*(?:各个?|每个|几个|不同|所有|全部)(?:团队|小组|组|大区|部门|区域|销售组|销售团队)(?:之间)?(?P<span>[\u3400-\u9fff\d]{0,8}?)的?(?P<what>业绩|表现|成绩|赢单|签约额?|成交额?|战绩|管道|漏斗|完成情况|销售额|情况)(?:情况)?(?:对比|比较|比一比|比|做个对比|做一下对比|横向对比|放一起|怎么样|如何|谁高谁低|谁好|哪个好|看看|一下|下|呢)*[?？。]*"
    r"|(?:对比|比较|比一?比)(?:一?下)?(?:各个?|每个|几个|不同)(?:团队|小组|大区|部门|区域)(?:的)?(?P<what2>业绩|表现|成绩|赢单|签约|管道|漏斗)?[?？。]*"
)
_TEAMS_EN = re.compile(
    rf"{_POLITE}(?:compare|contrast|put side by side|stack up)(?: all)?(?: of)?(?: the| my| our)? (?:teams|regions|groups)(?:'|’)?(?: (?:by|on|in|for))?(?: (?:performance|results|sales|bookings|wins|pipeline|numbers|figures))?(?: (?:with each other|side by side|against each other))?(?P<span>(?: (?:this|last) (?:week|month|quarter|year))?)[\s?.!]*"
    rf"|{_POLITE}how do (?:the|our|my) (?:teams|regions) compare(?P<span2>(?: (?:this|last) (?:week|month|quarter|year))?)[\s?.!]*|{_POLITE}(?:the )?(?:performance|results|bookings|numbers) (?:of each|by|per|for each|of all) teams?(?P<span3>(?: (?:this|last) (?:week|month|quarter|year))?)[\s?.!]*",
    _I,
)
_BRIDGE = re.compile(
    r"变化桥图?|桥(?:状|接|式)?图|瀑布图?|(?<![a-z])(?:bridge (?:chart|graph|diagram)|waterfall(?: (?:chart|graph))?|bridge)(?![a-z])",
    _I,
)
_BRIDGE_ONLY = re.compile(
    r"(?:从|自|以来|到|至|现在|今天|目前|为止|管道|漏斗|盘子|金额|变化|变动|的|一?[个张幅]|画|看|看看|给我|帮我|请|来|做|出|显示|展示|我|我们|团队|用|以|[，,。？?])|(?<![a-z])(?:show|me|draw|the|a|an|of|from|since|to|until|till|till|now|today|pipeline|funnel|chart|graph|as|give|please|for|my|our|team|start|beginning|changes?|what|moved|and|in|with|by)(?![a-z])",
    _I,
)


def team_turns(r: Reading) -> Meant | None:
    """Teams held side by side, what the team did in a span, or what moved the pipeline as a bridge."""
    said = r.said[r.lo : r.hi].strip()
    if _TEAMS_ZH.fullmatch(said) or _TEAMS_EN.fullmatch(said):
        args = {"by": "team", **({"period": r.periods[0].text} if r.periods else {})}
        return Meant(1.0, (Call("pipeline_summary", args),), whole=True)
    if _WEEK_ZH.fullmatch(said) and r.periods:
        return Meant(1.0, (Call("team_activity", {"period": r.periods[0].text, "whose": "my team"}),), whole=True)
    if _WEEK_EN.fullmatch(said) and r.periods:
        report = {"period": r.periods[0].text, "whose": "my team"}
        return Meant(1.0, (Call("team_report", report),), whole=True)
    return _bridge(r)


def _bridge(r: Reading) -> Meant | None:
    """A bridge by its name, of whose pipeline and since when; nothing else may be said."""
    found = _BRIDGE.search(r.text, r.lo, r.hi)
    if found is None or r.refs or r.money or r.named("account", "contact", "deal", "lead"):
        return None
    left = list(r.text[r.lo : r.hi])
    said = [(s.start, s.end) for s in r.spans("periods", "days")]
    for lo, hi in [*said, *((n.start, n.end) for n in r.names if n.may_be("user", "team"))]:
        left[lo - r.lo : hi - r.lo] = " " * (hi - lo)
    left[found.start() - r.lo : found.end() - r.lo] = " " * (found.end() - found.start())
    if re.search(r"[\w\u3400-\u9fff]", _BRIDGE_ONLY.sub(" ", "".join(left))):
        return None
    args = narrowed(r, period=False)
    since = next((p for p in r.periods if p.value.start and p.value.start <= r.ask.today), None)
    if since is not None:
        args["since"] = str(since.value.start) if since.value.kind in ("range", "since") else since.text
    elif r.past_days and r.past_days[0].value.day < r.ask.today:
        args["since"] = r.past_days[0].value.day.isoformat()
    return Meant(1.0, (Call("pipeline_bridge", args),), whole=True)
