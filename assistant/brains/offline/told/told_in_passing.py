"""Orders and questions put in passing: what is so now is told, and the system is to follow: "Umbrella is the competition on D-12", "D-12 is off, bin it"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.plain_orders import one
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, DAY, WHEN, Fit, Rule, fitting, rule

_NOUN = r"(?:the |our |my |that |deal |account |customer |contact |lead |task |ticket |case )*"
_ZH = r"(?:商机|客户|联系人|线索|任务|工单)?"
_SO = r"(?:[,;.]? ?(?:so |and |please |pls |can you |could you |then )*(?:put (?:that|it|them|this) (?:in|on|down|on record)|note (?:it|that|this)(?: down)?|save (?:it|that)|record (?:it|that)|update (?:it|that|the record)|fill (?:that|it) in(?: for me)?|change (?:it|that)|fix (?:it|that|the calendar)|log (?:it|that)|add (?:it|that|them)|make (?:it|them) (?:theirs|his|hers)|do it|thanks|please|pls))?"
_ZSO = r"(?:[,，。]?(?:请|帮我|麻烦|你|给我|系统里?|也)*(?:记|登记|填|更新|改|录|写)(?:一下|上|进去|下|好)*(?:竞争对手|竞品)?(?:吧)?)?"
_MEETING = r"(?:meeting|mtg|call|demo|appointment|visit|session|catch-?up)"
_MOVED = r"(?:moved|rescheduled|pushed(?: back)?|shifted|postponed|changed|bumped|switched|put off|brought forward|asked to move|asked to reschedule|wants to move|needs to move)"


def _another_day(fit: Fit) -> Meant | None:
    """The meeting with somebody, on the day that was told."""
    day = next((d for d in fit.r.days if d.start == fit.span("day")[0]), None)
    if day is None or day.value.day < fit.r.ask.today or not fit.type_of("x", "contact", "account"):
        return None
    noun = fit["noun"] or "meeting"
    record = f"{fit['x']}的{noun}" if fit.r.zh else f"{noun} with {fit['x']}"
    return one("activity", record, {"starts_at": moment_text(day.value)})


def _rival(fit: Fit) -> Meant | None:
    rival = fit["rival"].strip(" \"“”'")
    if not rival or len(rival) > 40 or fit.type_of("rival", "user", "stage", "team", "deal") or _NOBODY.match(rival.casefold()):  # fmt: skip
        return None
    return one("deal", fit["deal"], {"competitor": rival})


_NOBODY = re.compile(
    r"(?:it|that|this|he|she|they|who|what|there|nobody|no one|someone|price|谁|什么|我们|他们|客户)(?![a-z])|.*[了过]$"
)


def _gone(fit: Fit) -> Meant | None:
    """The record off the list it stands in."""
    said = fit["kind"].casefold()
    kinds = (("contact", "contact|address|联系人|通讯录"), ("lead", "lead|线索"), ("deal", "deal|pipeline|商机"), ("account", "account|customer|client|客户"))  # fmt: skip
    entity = next((e for e, words in kinds if re.search(words, said)), "")
    if not entity or fit.type_of("x", entity) != entity:
        return None
    change = {"op": "delete", "entity": entity, "record": fit["x"]}
    return Meant(1.0, (Call("propose_change", {"changes": [change]}),), whole=True)


def _owner(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "account", "deal", "lead", "contact")
    return Meant(1.0, (Call("show_record", {"record": fit["x"], "fields": ["owner"]}),), whole=True) if entity else None


def _named(fit: Fit) -> Meant | None:
    new = fit["new"].strip(" \"“”'.")
    entity = fit.type_of("x", "account", "deal")
    if not entity or not new or len(new) > 60 or re.search(r"[,;，；?？]|\bcall\b|[$€£¥]", new):
        return None
    return one(entity, fit["x"], {"name": new})


def _address(fit: Fit) -> Meant | None:
    if not fit.r.emails:
        return None
    return one("contact", fit["contact"], {"email": fit.r.said[slice(*fit.r.emails[0])]})


def _step(fit: Fit) -> Meant | None:
    step = fit["step"].strip(" \"“”'")
    return one("deal", fit["deal"], {"next_step": step}) if 1 < len(step) <= 120 else None


def _assigned(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "ticket", "task")
    return one(entity, fit["x"], {"assignee": fit["user"]}) if entity else None


def _due(fit: Fit) -> Meant | None:
    day = next((d for d in fit.r.days if d.start == fit.span("day")[0]), None)
    return one("task", fit["task"], {"due_on": day.value.day.isoformat()}) if day is not None else None


def _reopened(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "deal", "ticket")
    fields = {"deal": {"stage": "open again"}, "ticket": {"status": "pending"}}
    return one(entity, fit["x"], fields[entity]) if entity else None


def _shown(fit: Fit, field: str, *entities: str) -> Meant | None:
    if not fit.type_of("x", *entities):
        return None
    return Meant(1.0, (Call("show_record", {"record": fit["x"], "fields": [field]}),), whole=True)


def _worth(fit: Fit) -> Meant | None:
    return _shown(fit, "amount", "deal")


def _closes(fit: Fit) -> Meant | None:
    return _shown(fit, "expected_close_date", "deal")


def _phone(fit: Fit) -> Meant | None:
    return _shown(fit, "phone", "contact", "lead")


def _mail(fit: Fit) -> Meant | None:
    return _shown(fit, "email", "contact", "lead")


def _why_lost(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "deal"):
        return None
    shown = Call("show_record", {"record": fit["x"], "fields": ["lost_reason", "lost_notes", "competitor"]})
    told = Call("recall_notes", {"query": fit.r.ask.text.strip(), "about": fit["x"]})
    return Meant(1.0, (shown, told), whole=True)


def _talked(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "account", "contact", "deal")
    if not entity:
        return None
    filters = [{"field": entity, "op": "=", "value": fit["x"]}, {"field": "starts_at", "op": "=", "value": fit["when"]}]
    filters.append({"field": "status", "op": "=", "value": "held"})
    args = {"entity": "activity", "filters": filters, "sort": "starts_at desc", "columns": ["body"]}
    return Meant(1.0, (Call("find_records", args),))


_KINDS = {
    "deal": re.compile(r"deal|opp|pipeline|商机|单"),
    "lead": re.compile(r"lead|线索"),
    "task": re.compile(r"task|to-?do|任务|待办"),
    "ticket": re.compile(r"ticket|case|工单"),
    "account": re.compile(r"account|customer|client|客户"),
}


def _passed_on(fit: Fit) -> Meant | None:
    """Everything open of one colleague to another: who is named first has it, who is named last gets it."""
    entity = next((e for e, words in _KINDS.items() if words.search(fit["noun"].casefold())), "")
    users = [h for h in (fit.held("user"), fit.held("to")) if h is not None]
    if not entity or len(users) < 2 or "user" not in users[1].types or users[0].text == users[1].text:
        return None
    field = "assignee" if entity in ("task", "ticket") else "owner"
    where = [{"field": field, "op": "=", "value": fit["user"]}, *still_open(entity)]
    if entity == "account":
        where = where[:1]
    change = {"op": "update", "entity": entity, "where": where, "fields": {field: fit["to"]}}
    return Meant(1.0, (Call("propose_change", {"changes": [change]}),), whole=True)


_GIVEN = r"(?:give|hand(?: over)?|move|transfer|pass|reassign|assign|switch|put|shift|route)"
_OPEN = r"(?:open |active |whole |entire |current |running |unfinished )*"
_THINGS = r"(?P<noun>deals?|opportunities|opps|pipeline|leads|tasks|to-?dos|tickets|cases|accounts|customers|clients)"
_THINGS_ZH = r"(?P<noun>商机|单子|线索|任务|待办|工单|客户)"
_RULES: list[Rule] = [
    *rule(
        _another_day,
        rf"(?P<x>{ANY}) (?:has |have |just )*{_MOVED} (?:the|our|my|his|her|their) (?P<noun>{_MEETING})(?: with (?:us|me))?,? (?:it(?:'s| is) (?:now )?)?(?:to|on|until|for|onto)? ?(?P<day>{DAY})(?: instead)?{_SO}",
        rf"(?:the |our |my )?(?P<noun>{_MEETING}) with (?P<x>{ANY}) (?:(?:is|was|has been|got|gets|has|had|should be|needs to be|will be) (?:now |been )?(?:{_MOVED} )?|{_MOVED} )(?:to |on |for |until )?(?P<day>{DAY})(?: instead| now)?(?:, (?:their|his|her|my) (?:request|wish|fault))?{_SO}",
        rf"(?:the |our |my )?(?P<noun>{_MEETING}) (?:is|was|has been|got) (?:now )?(?:{_MOVED} )?(?:by (?P<x>{ANY}) )?(?:to|on|for)? ?(?P<day>{DAY})(?:,? (?P<x2>{ANY}) (?:changed|moved|asked for|wanted) (?:it|that))?{_SO}",
        rf"(?P<x>{ANY})(?:那边|说|通知我|临时)*(?:把|将)(?:我们的?|跟我的?)?(?P<noun>会议|会面|会|约|拜访|电话|演示)(?:改|推|挪|换|调|移|延|改期)(?:期)?(?:到|至|成|为)(?:了)?(?P<day>{DAY})(?:开)?了?",
        rf"(?:我们)?(?:跟|和|与)(?P<x>{ANY})的?(?:那个)?(?P<noun>会议|会面|会|约|拜访|电话|演示)(?:[,，]?对方)?(?:改时间了?|改期了?|改|推|挪|换|调|延)(?:到|至|成|为|[,，])+(?P<day>{DAY})了?",
    ),
    *rule(
        _rival,
        rf"(?P<rival>[^,;:]{{2,40}}?) (?:is|are) (?:the |our |a )?(?:main |biggest |only )?(?:competition|competitor|rival|who we(?:'re| are) (?:fighting|up against|competing with|facing)|competing(?: with us)?|in the race|also in|our rival) (?:on|for|at|in|over) {_NOUN}(?P<deal>{ANY})(?: deal)?(?: too| as well)?{_SO}",
        rf"(?:on |in |for )?{_NOUN}(?P<deal>{ANY})(?: deal)?,? (?:we(?:'re| are) (?:up against|competing with|fighting|facing)|the (?:competition|competitor|rival) is) (?P<rival>[^,;:]{{2,40}}?){_SO}",
        rf"we(?:'re| are) (?:up against|competing with|fighting|facing) (?P<rival>[^,;:]{{2,40}}?) (?:on|for|at|in|over) {_NOUN}(?P<deal>{ANY})(?: deal)?{_SO}",
        rf"{_ZH}(?P<deal>{ANY})(?:这单|那单|那边)?[,，]?(?:我们)?(?:在|是)?(?:跟|和|与)(?P<rival>[^,，]{{2,16}}?)(?:在)?(?:抢|竞争|PK|pk|打)(?:单)?{_ZSO}",
        rf"{_ZH}(?P<deal>{ANY})(?:这单|那单|那边)?[,，]?(?P<rival>[^,，跟和与]{{2,16}}?)(?:也|都)?(?:在|来)(?:抢|竞争|争)(?:单)?{_ZSO}",
        rf"(?P<rival>[^,，]{{2,16}}?)(?:也|都)?在(?:抢|争|竞争){_ZH}(?P<deal>{ANY})(?:这单|那单)?{_ZSO}",
        rf"(?:请|帮我|麻烦)*(?:在|把)?{_ZH}(?P<deal>{ANY})(?:里|的)?(?:[,，])?(?:把)?(?:竞争对手|竞品|竞争方|对手)(?:一栏)?(?:填写?|写|登记|改|更新|设|记)(?:成|为|上|一下)*(?P<rival>[^,，。]{{2,16}}?)",
    ),
    *rule(
        _gone,
        rf"(?:can you |could you |please )*(?:bin|scrap|junk|chuck(?: out)?|throw out|get rid of|drop|kick|remove|take out|clear out) (?:the )?(?P<kind>contact|lead|deal|account|customer|client)(?: entry| record| card)?(?: (?:for|of|on|called))? (?P<x>{ANY})(?: out)?(?:,? (?:please|pls|thanks))?",
        rf"(?:can you |could you |please )*(?:take|kick|throw|get|remove|delete|drop|strike) (?P<x>{ANY}) (?:out |off |away )*(?:of |from |off )?(?:my|our|the) (?P<kind>contacts?(?: list)?|address book|leads?(?: list)?|accounts?|customers?(?: list)?|deals|pipeline)(?:,? (?:please|pls|thanks))?",
        rf"i (?:don't|do not|no longer) need (?P<x>{ANY}) in (?:my|our|the) (?P<kind>contacts|leads|accounts|customers|deals)(?: any ?more)?(?:, (?:wipe|delete|remove) (?:them|him|her|it))?",
        rf"(?P<x>{ANY}) can (?:go|be deleted|be removed|come off|come out) (?:from|off|of) (?:my|our|the) (?P<kind>contacts?(?: list)?|leads?(?: list)?|accounts?|customers?|deals|pipeline)",
        rf"(?:把|将)(?P<x>{ANY})从(?P<kind>联系人|通讯录|客户|线索|商机)(?:里面?|中|列表|名单)*(?:删掉|删除|移除|去掉|拿掉|清掉)(?:吧|了)?",
    ),
    *rule(
        _owner,
        rf"(?:account |deal |lead )?owner (?:of |for )?{_NOUN}(?P<x>{ANY})",
        rf"(?:which|who) of us (?:is|'s) (?:in charge of|responsible for|looking after|on|handling|owning) {_NOUN}(?P<x>{ANY})",
        rf"who(?:'s| is| has) (?:the )?(?:rep|salesperson|account manager|owner|account owner|sales rep|point person) (?:for|of|on|at) {_NOUN}(?P<x>{ANY})",
        rf"whose (?:account|deal|customer|lead|client|baby) is {_NOUN}(?P<x>{ANY})",
    ),
    *rule(
        _named,
        rf"(?:the )?new name (?:for|of) {_NOUN}(?P<x>{ANY})(?: is)?[:,]? (?P<new>.+)",
        rf"{_NOUN}(?P<x>{ANY}) (?:is|are|goes|go) (?:now )?(?:called|named|known as|by the name(?: of)?) (?P<new>.+?)(?: now)?",
        rf"(?P<x>{ANY}) (?:has |have )?(?:changed|switched) (?:its|their) name to (?P<new>.+)",
        rf"(?:客户)?(?P<x>{ANY})(?:公司)?(?:更名了?|改名了?|换名字了|换了新名字)[,，]?(?:新名称?|新名字|现在)?(?:是|叫|为|改成)?(?P<new>[^,，。了]{{2,20}})",
        rf"(?P<x>{ANY})现在不叫这个了[,，]?(?:改?叫)(?P<new>[^,，。了]{{2,20}}?)(?:了)?(?:[,，](?:帮我|请|麻烦)?(?:更新|改)(?:一下)?)?",
        rf"(?:麻烦|请|帮我)?(?:把|将)(?P<x>{ANY})(?:的)?(?:客户)?(?:名称|名字|公司名)(?:修改|更改|更新|变更|改)(?:为|成)(?P<new>[^,，。了]{{2,20}})",
    ),
    *rule(
        _address,
        rf"(?P<contact>{ANY}) (?:is )?(?:now )?(?:uses|using|has|can be reached (?:at|on|under)|reachable (?:at|on|under)|is reachable (?:at|on|under)|writes from) [^ ,]*@[^ ,]+(?: now| these days)?{_SO}",
        rf"(?P<contact>{ANY})(?:现在|以后|改)用[^ ,，]*@[^ ,，]+?(?:了)?{_ZSO}",
    ),
    *rule(
        _step,
        rf"what we (?:do|should do|need to do|will do) next (?:on|with|for|at) {_NOUN}(?P<deal>{ANY}) is (?P<step>[^,;]+?)(?:,? (?:fill|put|note|set) (?:that|it)(?: in| down)?(?: (?:as (?:the )?next step|for me))?)?",
        rf"(?:on|for|with) {_NOUN}(?P<deal>{ANY}),? (?:the |our )?next (?:step|thing|up|action|move) (?:is|will be|:) (?P<step>[^,;]+)",
    ),
    *rule(
        _assigned,
        rf"put (?P<user>{ANY}) on {_NOUN}(?P<x>{ANY})(?: as (?:the )?(?:assignee|owner))?",
        rf"(?P<user>{ANY}) (?:should|shall|must|can|will|is to|needs to|is going to) (?:look at|look into|handle|take(?: over| care of| on)?|work on|deal with|do|have|get|own|solve) {_NOUN}(?P<x>{ANY}){_SO}",
        rf"(?:工单|任务)?(?P<x>{ANY})(?:这张工单|这个工单|那张工单|这个任务)?(?:么|嘛|呢)?[,，]?(?:还是)?(?:让|由|请|叫|交给|换)?(?P<user>{ANY})(?:来)?(?:处理|跟|跟进|看|弄|办|解决|接手|比较合适|合适)(?:一下|吧)?(?:[,，].{{0,8}}(?:派|转|分|交)给[他她])?",
    ),
    *rule(
        _due,
        rf"(?:the )?(?:task )?(?P<task>{ANY}) (?:should|shall|must|needs to|has to|is to|can) (?:be )?(?:due|done|finished|ready|wait|happen)(?: only)? (?:on |by |until |till |before )?(?P<day>{DAY})(?: instead| now)?{_SO}",
        rf"(?:the )?(?:task )?(?P<task>{ANY}) (?:is )?(?:now )?due (?:on |by )?(?P<day>{DAY})(?: instead| now){_SO}",
    ),
    *rule(
        _reopened,
        rf"(?:[^,;]{{3,40}}, (?:so )?)?(?:please |can you )*(?:un-?close|undo the clos(?:e|ing) (?:of|on)|put back (?:in|to|on) open|set back to open) {_NOUN}(?P<x>{ANY})(?: again)?",
    ),
    *rule(
        _worth,
        rf"what(?:'s| is| does| do|s)? {_NOUN}(?P<x>{ANY}) (?:come to|amount to|add up to|go for|bring(?: in)?|stand at|run to|total)(?: in total| now)?",
        rf"how (?:much|big) (?:is|was|are we asking for|would) {_NOUN}(?P<x>{ANY})(?: (?:deal )?(?:for|worth|going for|bring in|come to))?",
    ),
    *rule(
        _closes,
        rf"what(?:'s| is|s) the (?:ecd|close date|expected close|closing date|eta|expected closing date) (?:on|of|for) {_NOUN}(?P<x>{ANY})",
        rf"(?:can you (?:check|tell me) )?when (?:are we|is it|am i|do we|should we|will we) (?:supposed|due|expected|meant|planning|going|hoping|expecting|expect|hope|plan)?(?: to)? ?(?:close|sign|win|land|get) {_NOUN}(?P<x>{ANY})",
        rf"(?:can you (?:check|tell me) )?when (?:is )?{_NOUN}(?P<x>{ANY}) (?:is )?(?:due|expected|supposed|meant|set|planned|scheduled|going|likely) to (?:be )?(?:clos(?:e|ed|ing)|sign(?:ed)?|won|land|in)",
    ),
    *rule(
        _phone,
        rf"what(?:'s| is|s)? the (?:tel|telephone|phone|mobile|cell|number)(?: number)? (?:of|for|from) {_NOUN}(?P<x>{ANY})",
        rf"how (?:do|can|could) i (?:reach|call|ring|phone|get (?:hold of)?) {_NOUN}(?P<x>{ANY})(?: (?:by|on the|over the|via) phone)?(?:,? (?:what(?:'s| is|s)) (?:the|his|her|their) (?:number|phone|tel)(?: number)?)?",
    ),
    *rule(
        _mail,
        rf"(?:i (?:need|want|have) to (?:write|mail|e-?mail) {_NOUN}(?P<x>{ANY})(?: an? e?-?mail)?|how (?:do|can) i (?:mail|e-?mail|write(?: to)?) {_NOUN}(?P<x2>{ANY})),? (?:and )?what(?:'s| is|s) (?:the|his|her|their) (?:e?-?mail )?(?:address|e-?mail|mail)",
        rf"(?:have we|do we have|got|have you got|is there) (?:got )?an? e-?mail(?: address)? for {_NOUN}(?P<x>{ANY})",
    ),
    *rule(
        _why_lost,
        rf"(?:how come|why)(?: did| was| is| were| has)? (?:we (?:lose|lost|losing) )?{_NOUN}(?P<x>{ANY})(?: (?:was|got|is|get|been|go|went))*(?: lost| dead| away| gone)?",
        rf"what(?:'s| is|s| was) the reason (?:that |why |for (?:losing )?)?{_NOUN}(?P<x>{ANY})(?: (?:was|got) lost| (?:didn't|didnt|did not) (?:go our way|close|work out|happen)| fell through| went away)?",
    ),
    *rule(
        _talked,
        rf"(?:can you |could you |please |i need to know |i want |i need )*(?:give me )?(?:an? |the )?(?:recap|rundown|run-?down|summary|overview|summari[sz]e|run me through|walk me through|catch me up on|tell me|list|go over|sum up)(?: of| me)? ?(?:the |our |all |of |my )*(?:what|conversations?|talks?|discussions?|topics?|chats?|exchanges?|contacts?)? ?(?:was |we(?:'ve| have)? ?|has been |have been |been )?(?:(?:discussed|talked about|covered|spoke about|said|had|talked)(?: about)? )?(?:with|between us and|to) {_NOUN}(?P<x>{ANY})(?: people| guys| folks| team)? (?:in |over |during |since )?(?P<when>{WHEN})",
        rf"what(?:'s|s| has| was) (?:been )?(?:said|discussed|talked about) (?:between us and|with) {_NOUN}(?P<x>{ANY}) (?:in |over |during )?(?P<when>{WHEN})",
    ),
    *rule(
        _passed_on,
        rf"(?:please |can you |could you )*{_GIVEN} (?:over )?(?:all(?: of)? |everything )?(?P<user>{ANY})(?:'s|’s) {_OPEN}{_THINGS}(?: over| across)* (?:to|into|onto) (?P<to>{ANY})(?:'s name)?",
        rf"(?:please |can you |could you )*{_GIVEN} (?:over )?(?:everything|all|whatever|anything) (?P<user>{ANY}) (?:has|have|had|owns|has got)(?: got)? (?:in |as |for |of )?{_OPEN}{_THINGS}(?: open)?(?: over| across)* to (?P<to>{ANY})",
        rf"(?:all )?{_OPEN}{_THINGS} (?:of |from |by |with )?(?P<user>{ANY}) ?(?:->|→|=>|-->|to) ?(?P<to>{ANY})(?:,? (?:all|all of them|please|pls))*",
        rf"(?:all )?{_OPEN}{_THINGS} (?:of|from|owned by|belonging to) (?P<user>{ANY})[,;:]? (?:please )?(?:put (?:them |those )?in|should go to|go to|move (?:them |those )?to|give (?:them |those )?to|assign (?:them |those )?to|are now) (?P<to>{ANY})(?:'s(?: name)?)?",
        rf"(?:请|帮我|麻烦)*(?:把|将)?(?P<user>{ANY})(?:手上|手里|名下|那边)?(?:的)?(?:所有|全部)?(?:的)?(?:在途|还?没关|还?没结|还在跟|在跟|进行中|未完成|未关闭)?(?:的)?{_THINGS_ZH}[,，]?(?:都|全|全部|统统|以后|一律|都要)*(?:转|移|交|归|给|划|派|挂|→|->|转到|转给|移交|挪|叫|让)(?:给|到|在|归)?(?P<to>{ANY})(?:名下|那边|手上)?(?:全?接了?|负责|跟|跟进|了|吧)?(?:[,，](?:全部|都转|你转一下))?",
    ),
]  # fmt: skip


def told_in_passing(r: Reading) -> Meant | None:
    """Ivan moved the meeting to Friday; we're up against Umbrella on D-12; kick Ana out of the contacts."""
    return fitting(r, _RULES)
