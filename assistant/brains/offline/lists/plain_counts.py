"""Plain lists and counts in words of their own: win rate by team, tickets solved in a week, leads by what became of them, notes on a customer."""

import re

from assistant.brains.offline.asked.one_field import week_of
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, WHEN, Fit, Rule, fitting, rule
from assistant.brains.offline.words.places_and_trades import abroad, both_names


def _find(entity: str, filters: list[tuple[str, str, str]], **more: object) -> Meant:
    held = [{"field": f, "op": op, "value": v} for f, op, v in filters]
    args: dict[str, object] = {"entity": entity, **({"filters": held} if held else {}), **more}
    return Meant(1.0, (Call("find_records", args),), whole=True)


def _when(fit: Fit) -> str:
    return re.sub(r"^(?:in|on|during|over|for|within) |['’]s$", "", fit["when"], flags=re.IGNORECASE)


def _by_team(fit: Fit) -> Meant:
    args: dict[str, object] = {"by": "team"}
    if "when" in fit:
        args["period"] = _when(fit)
    if re.search(r"业绩|签约|bookings|booked|won", fit["what"].casefold()):
        args["status"] = "won"
    return Meant(1.0, (Call("pipeline_summary", args),), whole=True)


_WHAT = r"(?P<what>win rates?|pipeline|bookings|booked|funnel|won deals)"
_WHAT_ZH = r"(?P<what>赢单率|胜率|漏斗|管道|业绩|签约|签约额)"
_LOOK = r"(?:看看?|统计|查看|列出|显示|汇总|分)?(?:一下)?"
_TEAMS = rule(
    _by_team,
    rf"(?:show (?:me )?|what (?:is|are) )?(?:the |our )?{_WHAT} (?:by|per|for each|of each|of every) (?:team|office)(?: (?:in |for )?(?P<when>{WHEN}))?",
    rf"{_LOOK}(?P<when>{WHEN})?的?(?:按|分)(?:各个?)?(?:团队|小?组|部门){_LOOK}(?P<when2>{WHEN})?的?{_WHAT_ZH}(?:如何|怎么样|是多少)?",
    rf"(?P<when>{WHEN})?的?(?:各个?|每个|每一个)(?:团队|小?组|部门)(?P<when2>{WHEN})?的?{_WHAT_ZH}(?:如何|怎么样|是?多少|各?是多少)?",
    rf"(?P<when>{WHEN})?的?{_WHAT_ZH}按(?:团队|小?组|部门)(?:统计|看|分|汇总)?",
)


def _leads_by_status(fit: Fit) -> Meant:
    when = [("created_at", "=", _when(fit))] if "when" in fit else []
    return _find("lead", when, group_by="status", measure="count")


_CONVERSION = rule(
    _leads_by_status,
    rf"(?:what(?:'s| is) )?(?:the |our )?lead conversion(?: rate)?(?: (?:in |for )?(?P<when>{WHEN}))?",
    rf"(?:what(?:'s| is) )?(?:the |our )?conversion rate (?:of|for) (?:our |the )?leads(?: (?:in |for )?(?P<when>{WHEN}))?",
    rf"(?P<when>{WHEN})?的?线索(?:的)?转化率(?:是|有)?(?:多少|多高|怎么样|如何)?",
)


def _solved(fit: Fit) -> Meant:
    filters = [("resolved_at", "=", _when(fit))]
    if "my" in fit:
        filters.append(("assignee", "=", "me"))
    elif "user" in fit:
        filters.append(("assignee", "=", fit["user"]))
    count = {} if re.search(r"which|哪", fit.frame.text) else {"measure": "count"}
    return _find("ticket", filters, **count)


_SOLVED = rule(
    _solved,
    rf"(?:how many|which) (?:tickets|cases) (?:did|have) (?:we|(?P<my>i)|(?P<user>{ANY})) (?:resolved?|solved?|fix(?:ed)?)(?: in)? (?P<when>{WHEN})",
    rf"(?:how many|which) (?:tickets|cases) were (?:resolved|solved|fixed)(?: in)? (?P<when>{WHEN})",
    rf"(?:我们|(?P<my>我)|(?P<user>{ANY}))?(?P<when>{WHEN})(?:我们|(?P<my2>我)|(?P<user2>{ANY}))?(?:一共|总共)?(?:解决|处理)(?:完|掉)?了(?:多少|几|哪些)[个张条]?(?:工单|服务单)",
)


def _notes(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "deal", "account", "contact")
    return _find("activity", [("kind", "=", "note"), (entity, "=", fit["x"])]) if entity else None


_NOTES = rule(
    _notes,
    rf"(?:show (?:me )?|list |what are |which )?(?:the |all |any )*notes (?:are there )?(?:on|about|for|of) (?:the )?(?P<x>{ANY})",
    rf"(?P<x>{ANY})(?:'s|’s) notes",
    rf"(?P<x>{ANY})(?:有|的)(?:哪些|什么)?(?:备注|笔记)(?:有哪些|是什么)?",
)


def _role(fit: Fit) -> Meant:
    return Meant(1.0, (Call("show_record", {"record": fit["user"], "fields": ["role"]}),), whole=True)


_ROLE = rule(
    _role,
    rf"(?:what(?:'s| is) )?(?P<user>{ANY})(?:'s|’s) (?:role|position|job|job title)|what is the (?:role|position) of (?P<user2>{ANY})",
    rf"(?P<user>{ANY})(?:的(?:职位|职务|角色|岗位)(?:是什么|是啥)?|是(?:什么|啥)(?:职位|职务|角色|岗位)的?)",
)


def _of_customers_there(fit: Fit) -> Meant | None:
    names = both_names(fit["place"])
    if names is None:
        return None
    word = names[1] if fit.r.ask.currency in ("CNY", "TWD", "HKD") and not abroad(names[0]) else names[0]
    state = {"open": "open", "在途": "open", "进行中": "open", "won": "won", "赢单": "won", "lost": "lost", "输单": "lost"}.get(fit["state"].casefold(), "")  # fmt: skip
    filters = [("stage.kind", "=", state)] if state else []
    filters.append(("account.billing_address", "~", word))
    return _find("deal", filters)


_STATE = r"(?P<state>open|won|lost)?"
_STATE_ZH = r"(?P<state>在途|进行中|赢单|输单)?的?"
_PLACE = rf"(?P<place>{ANY}|[a-z]+|[\u3400-\u9fff]{{2,4}}?)"
_THERE = rule(
    _of_customers_there,
    rf"(?:show |list |which )?(?:the |our |all )*{_STATE} ?(?:deals|opportunities) (?:of|with|for|at) (?:the |our |all )?(?:customers|accounts|companies|clients) (?:in|from|based in) {_PLACE}",
    rf"(?:show |list )?(?:the |our |all )*{_STATE} ?(?:deals|opportunities) (?:of|with|for|at) (?:the |our |all )?{_PLACE} (?:customers|accounts|companies|clients)",
    rf"(?:show |list )?(?:the |our |all )*{_STATE} ?(?:deals|opportunities) (?:where|whose) (?:the )?(?:account|customer) is in {_PLACE}",
    rf"(?:所有|全部)?(?:在)?{_PLACE}的?(?:的)?客户的{_STATE_ZH}(?:商机|单子|项目)(?:有哪些)?",
    rf"客户在{_PLACE}的{_STATE_ZH}(?:商机|单子|项目)(?:有哪些)?",
)


def _done_yet(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "task", "ticket"):
        return None
    return Meant(1.0, (Call("show_record", {"record": fit["x"], "fields": ["status"]}),), whole=True)


_DONE = r"(?:done|finished|completed|complete|resolved|solved|closed)"
_DONE_ZH = r"(?:完成|做完|办完|弄完|搞定|做好|解决|处理完|处理好|关闭|关)"
_DONE_YET = rule(
    _done_yet,
    rf"(?:is|was|has) (?:the )?(?:task |ticket )?(?P<x>{ANY}) (?:already )?(?:been )?{_DONE}(?: yet| already)?",
    rf"(?:任务|工单)?(?P<x>{ANY})(?:已经)?{_DONE_ZH}(?:了)?(?:没有?|吗|了没有?|没|与否)",
    rf"(?:任务|工单)?(?P<x>{ANY})(?:有没有|是否|是不是)(?:已经)?{_DONE_ZH}(?:了)?",
)


def _scored(fit: Fit) -> Meant:
    mine = re.search(r"(?<![a-z])(?:my|i)(?![a-z])|我(?!们)", fit.frame.text)
    args: dict[str, object] = {"whose": "me"} if mine else {}
    if "n" in fit:
        args["limit"] = int(fit["n"])
    return Meant(1.0, (Call("score_leads", args),), whole=True)


_LEADS = r"(?:the |my |our |all )*(?:new |open |fresh )?leads"
_SCORES = rule(
    _scored,
    rf"(?:show (?:me )?)?(?:the )?(?:top|best)(?: (?P<n>\d{{1,3}}))? {_LEADS} by (?:lead )?score",
    rf"(?:sort|rank|order|list) {_LEADS} by (?:lead )?score",
    rf"(?:rank|score|prioriti[sz]e|grade|rate) {_LEADS}|{_LEADS} (?:ranked|sorted) by score",
    rf"which (?:of )?{_LEADS} (?:should|shall|do) (?:i|we) (?:call|contact|work on|phone) first|which {_LEADS} (?:are|is) (?:the )?(?:hottest|best|most promising)",
    r"(?:得分|评分|分数|打分)(?:最高|排?前|靠前)的?(?:前)?(?:(?P<n>\d{1,3})|[一二三五十]+)?[条个名]?的?线索(?:有哪些)?",
    r"(?:给|按)?(?:我的|所有|全部)?线索(?:按)?(?:打分|评分|得分|分数)(?:排序|排名|排一下)?|按(?:得分|评分|分数)(?:给|排)?(?:我的)?线索(?:排序|排名)?",
    r"(?:我)?(?:应该|该)?先(?:打|联系|跟进|跟)哪[些条个](?:线索)(?:电话)?|哪[些条个]线索(?:应该|该|要)?(?:最先|优先|先)(?:打|联系|跟进|跟)(?:电话)?",
)


def _week(fit: Fit) -> Meant:
    return week_of(fit["when"] if "when" in fit else f"this {fit['unit'].casefold()}")


_WEEKS = rule(
    _week,
    r"(?:how|what)(?:'s| is| does| will)? (?:my|the) (?P<unit>week|month)(?: ahead)?(?: look(?:ing)?| be)?(?: like)?",
    r"(?:how|what)(?:'s| is| does| will)? (?:my )?(?P<when>¶)(?: ahead)? look(?:ing)?(?: like)?(?: for me)?",
    r"我(?:的)?(?P<when>¶)(?:怎么|有什么|有哪些|是怎么|都有什么)安排(?:的)?|我(?:的)?(?P<when2>¶)(?:的)?(?:日程|安排|行程)(?:怎么样|如何|是什么|有哪些)?",
)

_RULES: list[Rule] = [*_SCORES, *_WEEKS, *_DONE_YET, *_TEAMS, *_CONVERSION, *_SOLVED, *_NOTES, *_ROLE, *_THERE]


def plain_count(r: Reading) -> Meant | None:
    """Win rate by team; 本周解决了多少工单."""
    return fitting(r, _RULES)
