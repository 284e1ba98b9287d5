"""A rep's plainest work beside changing fields: telling what happened, calling off, ruling a lead out, putting a deal in the forecast, asking what was said."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.plain_orders import coded, one
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.told.beaten import TOOK_ZH
from assistant.brains.offline.words.frames import ANY, DAY, PERIOD, WHEN, Fit, Rule, fitting, rule
from assistant.recognise.percents import percents
from crm_store.codes import Codes, ForecastCategory, Priority

_NOUN = r"(?:the |our |my |deal |account |customer |contact |lead |task |ticket |case )*"
_ZH = r"(?:商机|客户|联系人|线索|任务|工单)?"
_SAID = r"(?:[:：,，]|\s-+|\s–)\s*(?P<text>.+)"


def _words(codes: type[Codes]) -> str:
    found = {re.escape(w) for c in codes for w in (c.value, c.en, c.zh, *c.also)}
    return "(?:" + "|".join(sorted(found, key=len, reverse=True)) + ")"


def _note(fit: Fit) -> Meant | None:
    """A note kept word for word: with the person, on the deal or the customer."""
    entity = fit.type_of("x", "deal", "contact", "account")
    if not entity:
        return None
    about = {"with_people": [fit["x"]]} if entity == "contact" else {entity: fit["x"]}
    return Meant(1.0, (Call("log_interaction", {"note": fit.r.ask.text.strip(), "kind": "note", **about}),), whole=True)


_KINDS = {"call": r"phone calls?|calls?|通话|电话", "meeting": r"meetings?|会议|会面|会|面谈", "visit": r"visits?|拜访", "email": r"e-?mails?|mails?|邮件", "message": r"wechats?|messages?|chats?|微信|消息"}  # fmt: skip
_KIND = "|".join(_KINDS.values())


def _logged(fit: Fit) -> Meant | None:
    """A call or meeting put on record in so many words, with what was said."""
    kind = next(k for k, words in _KINDS.items() if re.fullmatch(words, fit["kind"], re.IGNORECASE))
    entity = fit.type_of("x", "contact", "account", "deal")
    if not entity or fit["text"].endswith(("?", "？")):
        return None
    args: dict[str, object] = {"note": fit.r.ask.text.strip(), "kind": kind}
    args |= {"with_people": [fit["x"]]} if entity == "contact" else {entity: fit["x"]}
    if "day" in fit and (day := next((d for d in fit.r.past_days if d.start == fit.span("day")[0]), None)) is not None:
        args["when"] = day.value.day.isoformat()
    return Meant(1.0, (Call("log_interaction", args),), whole=True)


def _sent(fit: Fit) -> Meant | None:
    """上周三把报价发给李娜了: it was sent, nothing is to be done."""
    begin = fit.span("day")[0]
    day = next((d for d in fit.r.past_days if d.start == begin), None)
    if day is None or day.value.day > fit.r.ask.today:
        return None
    args = {
        "note": fit.r.ask.text.strip(),
        "kind": "email",
        "with_people": [fit["contact"]],
        "when": day.value.day.isoformat(),
    }
    return Meant(1.0, (Call("log_interaction", args),), whole=True)


def _titled(fit: Fit) -> Meant | None:
    title = fit["title"].strip(" \"“”'")
    if (
        not title
        or len(title) > 60
        or title.casefold() in ("working", "back", "one", "a contact", "the decision maker")
    ):
        return None
    return one("contact", fit["contact"], {"title": title})


def _ruled_out(fit: Fit) -> Meant | None:
    return one("lead", fit["lead"], {"status": "Dead"})


def _urgent(fit: Fit) -> Meant | None:
    entity, code = fit.type_of("x", "ticket", "task"), coded(fit["p"], Priority)
    return one(entity, fit["x"], {"priority": code}) if entity and code else None


def _forecast(fit: Fit) -> Meant | None:
    code = coded(fit["c"], ForecastCategory)
    return one("deal", fit["deal"], {"forecast_category": code}) if code else None


_DOWN = re.compile(r"lower|cut|reduce|drop|decrease|discount|take|降|减|下调|砍|少")


def _by_percent(fit: Fit) -> Meant | None:
    """金额上调10%: of what it is worth, not its chance."""
    shares = percents(fit["p"])
    if len(shares) != 1:
        return None
    sign = "-" if _DOWN.search(fit["verb"].casefold()) else "+"
    return one("deal", fit["deal"], {"amount": f"{sign}{shares[0].value.points.normalize():f}%"})


def _lost_to(fit: Fit) -> Meant | None:
    rival = _ON_PRICE.sub("", _TAKEN.sub("", fit["rival"].strip()))
    reason = "price" if _ON_PRICE.search(fit["rival"]) else "competitor"
    if (
        not rival
        or len(rival) > 40
        or fit.type_of("rival", "user", "stage", "team")
        or _NO_RIVAL.match(rival.casefold())
    ):
        return None
    return one("deal", fit["deal"], {"stage": "lost", "lost_reason": reason, "competitor": rival})


_ON_PRICE = re.compile(
    r"[,;.]? ?(?:(?:on|over|because of|due to|owing to|for|by) (?:the |their |its |a )?(?:lower |better |cheaper )?pric(?:e|ing)|(?:because |as |since |who |they |it )+(?:was|were|is|are|came in) (?:much |a lot |way |far )?(?:cheaper|less expensive|lower)(?: than us)?|(?:，|,)?(?:因为|由于|就?是)?(?:价格|报价|价钱)(?:低|更低|便宜|原因|上|问题)?)$"
)
"""Why the other one was taken, told behind its name."""
_TAKEN = re.compile(rf"(?:给|低价|抢先|一步|把单子?|{TOOK_ZH}|[抢签拿截])+了?$")
_NO_RIVAL = re.compile(
    r"(?:the |a |an |our |my |their |no |some |price|budget|competition$|competitor|timing|someone|somebody|another|best case|commit|upside|pipeline|hold|negotiation|proposal|production|market|legal|review)|价格|预算|时间|竞争|对手|别人|别家|[¤¶£]"
)


def _called_off(fit: Fit) -> Meant | None:
    """cancel my meeting with Ivan on Friday: the day says which, it is no new day."""
    begin, end = fit.span("what")
    what = re.sub(r"^(?:my|the|our) ", "", fit.r.piece(begin, end))
    return one("activity", what, {"status": "cancelled"})


def _talked(fit: Fit) -> Meant | None:
    """What was talked about in a time: every contact that was held, its words with it."""
    entity = fit.type_of("x", "account", "contact", "deal")
    if not entity:
        return None
    filters = [{"field": entity, "op": "=", "value": fit["x"]}, {"field": "starts_at", "op": "=", "value": fit["when"]}]
    filters.append({"field": "status", "op": "=", "value": "held"})
    return Meant(1.0, (Call("find_records", {"entity": "activity", "filters": filters, "sort": "starts_at desc", "columns": ["body"]}),))  # fmt: skip


def _fresh_leads(fit: Fit) -> Meant | None:
    filters = [{"field": "created_at", "op": "=", "value": fit["when"]}]
    if "my" in fit:
        filters.append({"field": "owner", "op": "=", "value": "me"})
    counted = {"measure": "count"} if "many" in fit else {}
    return Meant(1.0, (Call("find_records", {"entity": "lead", "filters": filters, **counted}),))


def _own_pipeline(fit: Fit) -> Meant | None:
    args = {"status": "open", "whose": "me"}
    return Meant(1.0, (Call("pipeline_summary", {**args, **({"period": fit["when"]} if "when" in fit else {})}),))


def _thinks(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "account", "contact", "deal")
    return Meant(1.0, (Call("recall_notes", {"query": fit.r.ask.text.strip(), "about": fit["x"]}),)) if entity else None


def _mentions(fit: Fit) -> Meant | None:
    said = fit["what"].strip(" \"“”'")
    return Meant(1.0, (Call("recall_notes", {"query": said}),)) if 1 < len(said) <= 40 else None


def _biggest(fit: Fit) -> Meant | None:
    filters = [{"field": "owner", "op": "=", "value": "me"}] if "my" in fit else []
    filters.append({"field": "stage.kind", "op": "=", "value": "open"})
    return Meant(1.0, (Call("find_records", {"entity": "deal", "filters": filters, "sort": "amount desc"}),))


def _unfinished_tickets(fit: Fit) -> Meant | None:
    filters = [{"field": "assignee", "op": "=", "value": "me"}] if "my" in fit else []
    return Meant(1.0, (Call("find_records", {"entity": "ticket", "filters": [*filters, *still_open("ticket")]}),))


def _shown(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "deal", "account", "contact", "lead", "ticket", "task")
    return Meant(1.0, (Call("show_record", {"record": fit["x"]}),)) if entity else None


_PCT = r"(?P<p>\d+(?:\.\d+)? ?(?:%|percent|per cent|个点|个百分点)|百分之.{1,4}|[一二三四五六七八九]成)"
_EVENT = r"(?:meetings?|calls?|visits?|demos?|appointments?|lunch|dinner|coffee|catch-?ups?)"
_RULES: list[Rule] = [
    *rule(
        _note,
        rf"(?P<x>{ANY}) (?:is|will be|is going to be) leaving(?: {ANY}| the company| them| soon| next month)?(?: soon| in {PERIOD}| {WHEN}| at the end of {PERIOD})?",
        rf"(?P<x>{ANY}) (?:is about to leave|plans to leave|has handed in (?:his|her|their) notice at|is quitting|has resigned|resigned|handed in (?:his|her|their) notice)(?: {ANY}| the company)?",
        rf"(?P<x>{ANY})(?:要|快要|准备|打算|可能要?|马上要?|下个?月要?)(?:从{ANY})?(?:离职|辞职|离开{ANY}|走人|跳槽|调走|退休)了?",
        rf"(?:给|在)?{_ZH}(?P<x>{ANY})(?:这单|上|里)?(?:加一?[个条]|记一?[个条]|写一?[个条]|添加|新增|的)?(?:备注|笔记)(?:一下|一条)?{_SAID}",
        rf"(?:备注|笔记)(?:一下)?{_ZH}(?P<x>{ANY}){_SAID}",
    ),
    *rule(
        _logged,
        rf"(?:帮我|麻烦|请)*(?:记|登记|记录|录|补记|补录|添加)(?:录)?(?:一下|一[个次条通场]|个|条)?(?P<day>{DAY})?(?:我)?(?:和|跟|与|给)(?P<x>{ANY})的?(?:一?[次个通场])?(?P<kind>{_KIND}){_SAID}",
        rf"(?:log|record|note|add|enter|file)(?: down)? (?:a |an |the |my |our )?(?P<kind>{_KIND}) (?:with|to|from|at) {_NOUN}(?P<x>{ANY})(?: (?:on |from )?(?P<day>{DAY}))?{_SAID}",
    ),
    *rule(
        _sent,
        rf"(?:我)?(?P<day>{WHEN})(?:我)?(?:已经)?[把将][^，,。；;]{{1,16}}(?:发|寄|传|邮)给(?:了)?(?P<contact>{ANY})(?:了|过去了)",
        rf"(?:我)?(?P<day>{WHEN})(?:我)?(?:已经)?给(?P<contact>{ANY})(?:发|寄|传|邮)(?:过去)?了[^，,。；;]{{1,16}}",
    ),
    *rule(
        _titled,
        rf"(?P<contact>{ANY}) (?:is now|has become|became|was (?:made|promoted to|named)|has been (?:made|promoted to|named)) (?:the |our |their |an? )?(?P<title>[^,;]+?) (?:at|of|for|with|over at) (?:the )?(?P<account>{ANY})(?: now)?",
        rf"(?P<contact>{ANY})(?:现在|已经|目前)(?:是|任|担任|做|当上?)了?(?P<account>{ANY})的?(?P<title>[^,，;；]{{2,20}}?)了?",
        rf"(?P<account>{ANY})的(?P<contact>{ANY})(?:现在|已经|目前)?(?:升|改任|升任|调任|担任|升为|晋升为?|当上了?)(?:为|成|了)?(?P<title>[^,，;；]{{2,20}}?)了?",
    ),
    *rule(
        _ruled_out,
        rf"(?:disqualify|rule out|junk|write off|discard|bin) {_NOUN}(?P<lead>{ANY})(?: as a lead)?",
        rf"(?:mark|set|flag|put) {_NOUN}(?P<lead>{ANY})(?: lead)? (?:as |to |down as )?(?:disqualified|unqualified|not qualified|dead|junk|invalid|no good|useless|rubbish)",
        rf"{_NOUN}(?P<lead>{ANY}) (?:is|was) (?:not (?:a )?(?:qualified|real|serious|good)(?: lead)?|disqualified|unqualified|a dead lead|junk|no good|a waste of time|not worth it)",
        rf"[把将]?(?:线索)?(?P<lead>{ANY})(?:这条线索|这个线索)?(?:标为|标记为|标记成|设为|改成|改为|是|定为)?(?:无效线索|无效的?|不合格|作废|没戏|垃圾线索|死线索)(?:了|吧|的)?",
    ),
    *rule(
        _urgent,
        rf"(?:set|make|mark|move|change|raise|lower|put|bump|turn|flag|treat) {_NOUN}(?P<x>{ANY}) (?:to |as |on |up to |down to |into |a )?(?P<p>{_words(Priority)})(?: priority)?",
        rf"{_NOUN}(?P<x>{ANY}) (?:is|should be|must be|needs to be|has) (?:now |an? |of )?(?P<p>{_words(Priority)})(?: priority)?(?: now)?",
    ),
    *rule(
        _forecast,
        rf"(?:(?:put|move|add|set|include|count|take|mark|place|change) )?{_NOUN}(?P<deal>{ANY})(?: deal)? (?:(?:goes|should go|belongs|moves|is|should be) )?(?:in|into|to|as|under|down as|on) (?:my |the |our )?(?P<c>{_words(ForecastCategory)})(?: forecast| category)?",
        rf"(?:commit|committing) (?:to )?{_NOUN}(?P<deal>{ANY})(?P<c>)",
        rf"[把将]?{_ZH}(?P<deal>{ANY})(?:这单)?(?:放进|放到|放入|列入|列为|归入|归到|算进|算到|计入|标为|标成|标记为|调到|调入|进)(?:我的|预测的?)?(?P<c>{_words(ForecastCategory)})(?:里|类|类别|预测)?(?:了|吧)?",
    ),
    *rule(
        _by_percent,
        rf"(?P<verb>raise|increase|lift|bump(?: up)?|up|lower|cut|reduce|drop|decrease) (?:the )?(?:amount|value|price) (?:of|for|on) {_NOUN}(?P<deal>{ANY})(?: deal)? (?:by )?{_PCT}",
        rf"[把将]?{_ZH}(?P<deal>{ANY})(?:这单)?的?(?:金额|报价|价格|总价)(?P<verb>上调|提高|增加|上浮|涨|加|提|下调|降低|减少|下浮|降|减|砍|调高|调低)(?:了)?{_PCT}",
    ),
    *rule(
        _lost_to,
        rf"(?:we |i |we've |i've |we have |just )*lost {_NOUN}(?P<deal>{ANY})(?: deal)? (?:to|against) (?P<rival>.+)",
        rf"(?:we |i |sadly )*(?:didn't|did not|haven't|couldn't) (?:get|win|land|got|won) {_NOUN}(?P<deal>{ANY})(?: deal)?[,;.:]+ ?(?:but )?(?P<rival>[^,;]+?) (?:did|got it|has it|took it|won it)",
        rf"{_NOUN}(?P<deal>{ANY})(?: deal)? (?:went|was lost|is lost|has gone|goes|is gone) to (?P<rival>.+)",
        rf"{_ZH}(?P<deal>{ANY})(?:这单)?(?:丢了|输了|丢单了|没拿下)?[,，]?(?:输给|丢给|被)(?:了)?(?P<rival>[^,，。]{{2,16}}?)(?:抢走|拿走|抢|拿下|中标|截胡)?了?",
    ),
    *rule(
        _called_off,
        rf"(?:cancel|call off|scrap|drop) (?P<what>(?:my |the |our )?(?:planned |scheduled )?{_EVENT} (?:with|at) {ANY}(?: (?:on |for )?{WHEN})?)",
    ),
    *rule(
        _talked,
        rf"what (?:have|did|has) (?:we|i|the team|anyone|you) (?:talked?|spoken?|discuss(?:ed)?|chatted?)(?: about)? with {_NOUN}(?P<x>{ANY}) (?:in |over |during |since )?(?P<when>{WHEN})",
        rf"(?P<when>{WHEN})(?:我们|我)?(?:都)?(?:和|跟|与){_ZH}(?P<x>{ANY})都?(?:聊|谈|说|沟通|交流|讨论)了?(?:些)?(?:什么|啥|哪些)",
        rf"(?:我们|我)?(?P<when>{WHEN})(?:都)?(?:和|跟|与){_ZH}(?P<x>{ANY})都?(?:聊|谈|说|沟通|交流|讨论)(?:过|了)(?:些)?(?:什么|啥|哪些)",
    ),
    *rule(
        _fresh_leads,
        rf"(?:which|what|show(?: me)?|list|(?P<many>how many)) ?(?:of )?(?P<my>my )?(?:the )?leads (?:are|is|that are|came in|have come in|are there) (?:new|fresh|newly in)?(?: )?(?:in |from )?(?P<when>{WHEN})",
        rf"(?:which |what |show(?: me)? |list |the |(?P<many>how many ))?(?P<my>my )?new leads (?:did we get |have we got |do we have |came in |are there |from |in |of |for )*(?P<when>{WHEN})",
    ),
    *rule(
        _own_pipeline,
        rf"(?:how much|what)(?: money)?(?: (?:is|have i got|do i have|'s|sits|stands))?(?: there)? (?:in )?my pipeline(?: worth)? (?:for|in|of) (?P<when>{WHEN})",
        rf"how (?:big|large|full) is my pipeline (?:for|in) (?P<when>{WHEN})",
    ),
    *rule(
        _thinks,
        rf"what (?:does|do|did) {_NOUN}(?P<x>{ANY}) (?:think|say|feel|reckon|make) (?:of|about) (?!(?:us|it|them|him|her|that|this)$).+",
        rf"(?P<x>{ANY})(?:对|是怎么看|怎么看).{{2,20}}(?:怎么看|怎么说|什么看法|什么态度|怎么想|有什么意见|印象如何|评价如何)的?",
    ),
    *rule(
        _mentions,
        r"(?:which|what) (?:deals|accounts|customers|notes|records|opportunities|calls|meetings) (?:mention|mentioned|talk about|name|speak of|refer to|contain) (?P<what>.+)",
        r"(?:哪些|有哪些|什么)(?:商机|客户|记录|备注|单子|会议|纪要)(?:里)?(?:提到|提及|说到|讲到|谈到|写到|涉及)(?:过|了)?(?P<what>.+)",
    ),
    *rule(
        _shown,
        rf"(?:open|go to|search for|look for|find|search|pull up|bring up) (?:me )?{_NOUN}(?P<x>{ANY})(?: record| deal| account| page)?(?: up)?",
        rf"(?:查找|打开|搜索|搜一?下|找一?下|调出)(?:一下)?{_ZH}\s?(?P<x>{ANY})(?:的?(?:记录|资料|页面))?",
    ),
    *rule(
        _biggest,
        r"(?:show me |list )?(?P<my>my )(?:biggest|largest|top) (?:open )?deals",
        r"(?P<my>我(?:手上|手里)?的?)(?:最大|金额最大|金额最高)的?(?:几个|几单|几笔|一些|那些|那几个)(?:在途)?(?:商机|单子|项目)(?:有哪些|是哪些|是哪几个)?",
    ),
    *rule(
        _unfinished_tickets,
        r"(?:还有)?(?P<my>我)?(?:手上|手里|这边|名下)?(?:还)?(?:有)?(?:哪些|多少张?|几张|什么)?工单(?:还)?(?:没有?|未)(?:处理|解决|搞定|办|做|关闭|关|完成)(?:完|掉|好)?(?:的)?(?:有哪些|呢)?",
        r"(?:还有)?(?P<my>我)?(?:手上|手里|这边|名下)?(?:还有)?(?:哪些|多少张?|几张|什么)(?:没|未)(?:处理|解决|搞定|办|做|关闭|关|完成)(?:完|掉|好)?的工单",
    ),
]  # fmt: skip


def plain_work(r: Reading) -> Meant | None:
    """Disqualify a lead; cancel my meeting with Ana on Friday; 把D-12放进承诺."""
    return fitting(r, _RULES)
