"""A record's new state told in a short sentence of news: its chance, its step, its grade, its size, why it was lost, that it waits."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.plain_orders import one
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, DAY, MONEY, Fit, Rule, fitting, rule
from assistant.recognise.percents import percents

_NOUN = r"(?:the |our |my |deal |account |customer |contact |lead |task |ticket |case )*"
_ZH = r"(?:商机|客户|联系人|线索|任务|工单)?"
_PCT = r"(?P<p>\d+(?:\.\d+)? ?(?:%|percent|per cent|个点)|百分之.{1,4}|[一二三四五六七八九]成)"
_NO_MONEY = re.compile(
    r"(?<![a-z])(?:budgets?|fro[zs]e\w*|freeze|spending|no (?:money|cash|funds)|out of (?:money|funds)|cut costs|cost cutting)(?![a-z])|预算|没钱|冻结|资金"
)
_WHY = (
    ("no_budget", _NO_MONEY),
    ("price", re.compile(r"(?<![a-z])(?:pric\w+|expensive|cheaper|cost\w*)(?![a-z])|价|贵|便宜")),
    ("competitor", re.compile(r"(?<![a-z])(?:competitor|competition|rival|someone else|another (?:vendor|supplier))(?![a-z])|竞争|对手|竞品|别家|友商")),
    ("no_decision", re.compile(r"(?<![a-z])(?:no decision|ghosted|silent|quiet|never (?:answered|decided)|stopped answering)(?![a-z])|没决定|没下文|不回|没消息")),
    ("timing", re.compile(r"(?<![a-z])(?:timing|too early|too late|not now|next year)(?![a-z])|时机|太早|明年再")),
    ("product_fit", re.compile(r"(?<![a-z])(?:fit|features?|missing|doesn't do|can't do)(?![a-z])|功能|不满足|不符合|不适合")),
)  # fmt: skip


_RIVAL = re.compile(r"(?<![a-z])(?:beat|beaten|won|went with|chose|picked|undercut)(?![a-z])|比我们|抢|选了|中标")


def _chance(fit: Fit) -> Meant | None:
    shares = percents(fit["p"])
    return one("deal", fit["deal"], {"probability": f"{shares[0].value.points.normalize():f}%"}) if len(shares) == 1 else None  # fmt: skip


def _step(fit: Fit) -> Meant | None:
    day = next((d for d in fit.r.days if d.start == fit.span("day")[0]), None)
    step = fit["step"].strip(" \"“”'")
    if day is None or not 1 < len(step) <= 120:
        return None
    return one("deal", fit["deal"], {"next_step": step, "next_step_date": day.value.day.isoformat()})


def _no_rival(fit: Fit) -> Meant | None:
    return one("deal", fit["deal"], {"competitor": "none"})


def _grade(fit: Fit) -> Meant | None:
    return one("account", fit["account"], {"level": fit["g"].upper()})


def _size(fit: Fit) -> Meant | None:
    return one("account", fit["account"], {"employees_band": re.sub(r"[, ]", "", fit["n"])})


def _lost(fit: Fit) -> Meant | None:
    """Lost, and a reason behind a comma that is no rival's doing."""
    entity, why = fit.type_of("x", "deal", "account"), fit["why"].strip()
    if not entity or not why or len(why) > 120 or re.search(r"[?？]|(?<![a-z])(?:remind|task|move|set)(?![a-z])|提醒|任务", why.casefold()):  # fmt: skip
        return None
    fields = {"stage": "lost"}
    reason = next((code for code, words in _WHY if words.search(why.casefold())), "")
    if reason in ("", "price", "competitor") or _RIVAL.search(why):
        return None  # who won it is read elsewhere
    fields["lost_reason"] = reason
    return one("deal", fit["x"], fields)


def _lost_unsaid(fit: Fit) -> Meant | None:
    """Lost, and nobody said why."""
    return one("deal", fit["x"], {"stage": "lost"}) if fit.type_of("x", "deal", "account") else None


def _fixed(fit: Fit) -> Meant | None:
    fields = {"status": "resolved", "resolution": fit["how"].strip(" .。")}
    return one("ticket", fit["ticket"], fields) if len(fields["resolution"]) > 2 else None


def _turned(fit: Fit) -> Meant | None:
    amount = {"amount": fit.money("m")} if "m" in fit else {}
    return one("lead", fit["lead"], {"status": "Converted", "deal": "yes", **amount})


def _waits(fit: Fit) -> Meant | None:
    return one("deal", fit["x"], {"stage": "on hold"}) if fit.type_of("x", "deal", "account") else None


def _promoted(fit: Fit) -> Meant | None:
    title = fit["title"].strip(" \"“”'.")
    if not title or len(title) > 60 or title.casefold() in ("gone", "happy", "back", "out", "away"):
        return None
    return one("contact", fit["contact"], {"title": title})


def _off(fit: Fit) -> Meant | None:
    return one("activity", fit["what"].strip(), {"status": "cancelled"})


def _again_in(fit: Fit) -> Meant | None:
    """两周后再跟一下张伟: a task, on the day that length leads to."""
    day = next((d for d in fit.r.days if d.start == fit.span("day")[0]), None)
    if day is None or day.value.day <= fit.r.ask.today or not fit.type_of("x", "contact", "account", "deal", "lead"):
        return None
    deed = {"跟": "跟进", "打电话给": "打电话给", "约": "约"}.get(fit["deed"], fit["deed"])
    args = {"title": f"{deed}{fit['x']}", "due": day.value.day.isoformat(), "about": fit["x"]}
    return Meant(1.0, (Call("create_task", args),), whole=True)


def _booked(fit: Fit) -> Meant | None:
    """Put Friday 10am in for a call with Ivan."""
    day = next((d for d in fit.r.days if d.start == fit.span("day")[0]), None)
    if day is None or day.value.day < fit.r.ask.today or not fit.type_of("x", "contact", "account"):
        return None
    kind = "call" if "call" in fit["k"].casefold() else "visit" if "visit" in fit["k"].casefold() else "meeting"
    who = "contact" if fit.type_of("x", "contact") else "account"
    fields = {"kind": kind, "status": "planned", "starts_at": moment_text(day.value), who: fit["x"]}
    fields["subject"] = f"{kind.capitalize()} with {fit['x']}"
    change = {"op": "create", "entity": "activity", "fields": fields}
    return Meant(1.0, (Call("propose_change", {"changes": [change]}),), whole=True)


_HOLDS_MORE = re.compile("竞品|竞争|对手|预算|金额|报价|阶段|下一步|提醒|任务|试点|需要|要求|希望|担心")


def _noted(fit: Fit) -> Meant | None:
    """A note kept word for word, whatever news is in it."""
    entity = fit.type_of("x", "contact", "deal", "account")
    if not entity or fit["text"].rstrip().endswith(("?", "？")) or _HOLDS_MORE.search(fit["text"]):
        return None
    about = {"with_people": [fit["x"]]} if entity == "contact" else {entity: fit["x"]}
    return Meant(1.0, (Call("log_interaction", {"note": fit.r.ask.text.strip(), "kind": "note", **about}),), whole=True)


def _task_moved(fit: Fit) -> Meant | None:
    """The task whose title holds the name, to another day."""
    day = next((d for d in fit.r.days if d.start == fit.span("day")[0]), None)
    found = fit.r.linker.in_titles(fit["x"], ("task",))
    return one("task", found[1].ref, {"due_on": day.value.day.isoformat()}) if day is not None and found else None


_RULES: list[Rule] = [
    *rule(
        _booked,
        rf"(?:put|pencil|stick|slot|block|book|get)(?: me)?(?: in)? (?P<day>{DAY})(?: in| out| off)? (?:for|with) an? (?P<k>(?:quick |short |phone )?(?:call|meeting|visit|demo|chat|catch-?up)) (?:with|at|to) {_NOUN}(?P<x>{ANY})",
    ),
    *rule(
        _noted,
        rf"(?:给|在)?{_ZH}(?P<x>{ANY})(?:这单|那单|那边|上)?(?:记一?笔|记一下|记一?条|补一?笔|记个事)[：:，,]\s*(?P<text>.+)",
    ),
    *rule(
        _task_moved,
        rf"(?:shift|move|push(?: back)?|postpone|reschedule|put off|delay) (?:my |the |that )?(?P<x>{ANY}) (?:task|to-?do|reminder|thing) (?:to|until|till|onto) (?P<day>{DAY})",
    ),
    *rule(
        _chance,
        rf"(?:put|give|stick|slap|assign) (?:an? |it at )?{_PCT}(?: (?:chance|probability|likelihood))? (?:on|to|for|against) {_NOUN}(?P<deal>{ANY})(?: deal)?",
        rf"(?:give|put|rate|call) {_NOUN}(?P<deal>{ANY})(?: deal)? (?:at |an? )?{_PCT}(?: (?:chance|probability|likely|sure))?",
        rf"(?:i'm |i am |we're )?{_PCT} (?:sure|confident|certain) (?:of|about|on|we(?:'ll| will)? (?:win|get|close)) {_NOUN}(?P<deal>{ANY})(?: deal)?",
    ),
    *rule(
        _step,
        rf"{_NOUN}(?P<deal>{ANY})(?: deal)?[:,]? (?:the )?next (?:step|action)(?: is|:)? (?P<step>[^,;]+?),? (?:due|by|until|on|for)(?: the)? (?P<day>{DAY})",
        rf"(?:the )?next (?:step|action) (?:on|for|with) {_NOUN}(?P<deal>{ANY})(?: deal)?(?: is|:)? (?P<step>[^,;]+?),? (?:due|by|until|on)(?: the)? (?P<day>{DAY})",
    ),
    *rule(
        _no_rival,
        rf"(?:take|get|strike|drop|remove|delete|clear) (?:the |any )?(?:competitor|competition|rival)s? (?:off|from|out of|on|of) {_NOUN}(?P<deal>{ANY})(?: deal)?",
        rf"(?:there(?:'s| is) )?no (?:competitor|competition|rival)s? (?:on|for|at|in|left on) {_NOUN}(?P<deal>{ANY})(?: deal)?(?: any ?more| now)?",
    ),
    *rule(
        _grade,
        rf"{_NOUN}(?P<account>{ANY}) (?:is|becomes|should be|counts as|is now|gets) (?:now )?(?:an? )?(?:level |grade |class |tier )?(?P<g>[abc])(?:[- ](?:level|grade|class|tier))? (?:customer|account|client|one)(?: from now on| now)?",
        rf"{_NOUN}(?P<account>{ANY}) (?:is|becomes|should be|is now) (?:now )?(?:an? )?(?:level|grade|class|tier) (?P<g>[abc])(?: from now on| now)?",
    ),
    *rule(
        _size,
        rf"{_NOUN}(?P<account>{ANY}) (?:has|have|employs?|is|got) (?:now )?(?:around |about |roughly |some |approximately |nearly |over |more than |up to )?(?P<n>\d[\d, ]*) (?:people|employees|staff|heads|workers|folks|fte)(?: now| there)?",
        rf"{_ZH}(?P<account>{ANY})(?:公司)?(?:现在|目前)?(?:大概|大约|约|差不多|一共|总共)?有?(?P<n>\d+)(?:来|多)?(?:个)?(?:人|员工|名员工)(?:左右)?",
    ),
    *rule(
        _lost,
        rf"(?:we |i |we've |just |sadly |unfortunately )*lost {_NOUN}(?P<x>{ANY})(?: deal)?(?:[,;:.]| -| –| because| as| since)+ (?P<why>.+)",
        rf"{_NOUN}(?P<x>{ANY})(?: deal)? (?:is|was|has been|got) (?:now |officially |sadly |unfortunately )*lost(?:[,;:.]| -| –| because| as| since)+ (?P<why>.+)",
        rf"{_ZH}(?P<x>{ANY})(?:这单|那单|项目)?(?:丢了|输了|丢单了|没拿下|黄了|没签成)[,，。；;](?P<why>.+)",
    ),
    *rule(
        _lost_unsaid,
        rf"{_ZH}(?P<x>{ANY})(?:这单|那单|项目)?(?:丢了|输了|丢单了?|没拿下|黄了|没签成|凉了|吹了|泡汤了)[,，。；; ]*(?:客户|对方|他们|也|还)*(?:没说|不知道|没给|不清楚|没讲)(?:是)?(?:什么)?(?:原因|为什么|理由|为啥|怎么回事)",
        rf"(?:we )?lost {_NOUN}(?P<x>{ANY})(?: deal)?[,;. ]+(?:(?:and|but) )?(?:no (?:idea|clue|reason(?: given)?)(?: why)?|(?:they|he|she|nobody) (?:didn't|did not|never|wouldn't) (?:say|tell us|give a reason)(?: why)?|don't know why|reason unknown|for no reason)",
    ),
    *rule(
        _fixed,
        rf"{_NOUN}(?P<ticket>{ANY}) (?:is|was|has been|got) (?:now )?(?:fixed|resolved|solved|done|sorted(?: out)?|closed)(?:[,;:.]| -| –| by| with| because)+ (?P<how>.+)",
        rf"(?:工单)?(?P<ticket>{ANY})(?:已经?)?(?:处理|解决|搞定|修|弄)(?:好|完|掉)?了[,，。；;：:](?P<how>.+)",
    ),
    *rule(
        _turned,
        rf"(?:turn|make|change|move) {_NOUN}(?P<lead>{ANY})(?: lead)? into an? (?:new )?(?:(?P<m>{MONEY}) )?(?:deal|opportunity)(?: (?:of|worth|over|for|at) (?P<m2>{MONEY}))?",
        rf"[把将]{_ZH}(?P<lead>{ANY})转(?:成|为|化为)(?:一?个)?(?P<m>{MONEY})的?(?:商机|单子)",
    ),
    *rule(
        _waits,
        rf"{_NOUN}(?P<x>{ANY}) [^,;?]{{3,60}}[,;.] ?(?:so |please |let's )*(?:put (?:it|that|this|them) on hold|park (?:it|that)|pause (?:it|that)|freeze (?:it|that))(?: for now)?",
        rf"{_ZH}(?P<x>{ANY})[^,，?？]{{2,30}}[,，](?:就|先|那)*(?:把它)?(?:搁置|放一放|挂起|暂停|缓一缓|冻结)(?:一下|吧|着)?",
    ),
    *rule(
        _promoted,
        rf"(?P<contact>{ANY}) (?:got|was|has been|just got|has just been) promoted(?: to|[,;]? (?:and )?(?:he|she|they)(?:'s|'re| is| are) (?:now )?(?:the )?) ?(?P<title>[^,;]+?)(?: now)?",
        rf"(?P<contact>{ANY}) (?:is|was made|has become|became) (?:the )?(?:new )(?P<title>(?:head|director|manager|vp|vice president|chief|plant|cto|cfo|ceo|coo|cio|lead|senior)[^,;]*?)(?: now)?(?: there)?",
    ),
    *rule(
        _off,
        r"(?:the )?(?:customer|client|they|he|she)(?:'ve| have| has)? (?:just )?(?:cancelled|canceled|called off|scrapped) (?:the |our |my )?(?P<what>[^,;]*?(?:workshop|meeting|demo|call|visit|review|training|session|appointment|kick-?off))",
        r"(?:the |our |my )(?P<what>[^,;]*?(?:workshop|meeting|demo|call|visit|review|training|session|appointment|kick-?off)) (?:is|was|got|has been) (?:cancelled|canceled|called off)",
    ),
    *rule(
        _again_in,
        rf"(?P<day>{DAY})(?:再|要|得|记得)*(?P<deed>跟进|联系|回访|拜访|跟|打电话给|约)(?:一下|一次)?(?P<x>{ANY})(?:一下)?",
    ),
]  # fmt: skip


def told_states(r: Reading) -> Meant | None:
    """Put 60 % on D-12; Acme is a level A customer; lost Acme, they froze all spending."""
    return fitting(r, _RULES)
