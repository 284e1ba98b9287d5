"""Summaries, preparations, drafts and the like, asked for in so many words: read before anything else, as no other reading fits them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.names.foreign import without_foreign
from assistant.brains.offline.names.subjects import Subject, subject, subjects
from assistant.brains.offline.orders.draft_wishes import manner_of
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.talk.revising import NO_DRAFT, nothing_to_revise, revised
from assistant.brains.offline.terms import Ask, Call, Linker, ToolSpec, Understanding

TOOLS = frozenset({"brief", "qualify", "contradictions", "handover", "draft_message", "whats_new"})
"""The tools these rules alone call."""
_LONGEST = 260
"""Characters: a longer message is a report or a paste."""
_I = re.IGNORECASE
_OPEN = r"^(?:\s|[,，.!！]|(?:hey|hi|hello|ok|okay|so|now|please|pls|also|and|parley|quick(?:ly)?|(?:could|can|would|will) (?:you|we|i)(?: please)?|i(?:'d| would) like(?: you)? to|i want(?: you)? to|i need(?: you)? to|i need|let's|give me|get me|show me|write me|make me|do)(?![\w'’-])|请问?|麻烦你?|帮我|帮忙|能不能|可以|你?给我|替我|我想要?|我要)*"
_DAY = r"(?:(?:今|明|后)[天日晚早]|(?:这|下|本)?(?:周|星期|礼拜)[一二三四五六日天]|上午|下午|中午|晚上|一会儿?|待会儿?|等会儿?|马上|\d{1,2}月\d{1,2}[日号]|\d{1,2}(?:点半?|:\d\d|：\d\d)|[一二两三四五六七八九十]+点半?|要|得|我|约了|去|跟|和|同|给|的|有|会|开会|见|拜访|面谈|通电话|打电话|视频|[,，\s])"

_WHOLE_PAPER = (
    r"(?:summary|overview|recap|briefing|rundown|round-?up|digest|wrap-?up|synopsis|picture|portrait|profile)"
)
_SUMMARY = re.compile(
    rf"{_OPEN}(?:(?:an?|the) )?(?:(?:short|quick|brief|full|good|complete|nice|crisp|\d+|three|four|five|one)[- ]?(?:lines?|sentences?|points?|minutes?|bullets?|paragraphs?)?[- ]?)*(?:customer |account |deal )?(?P<w>{_WHOLE_PAPER})(?: (?:of|on|for|about)|:)? "
    r"|" + _OPEN + r"(?:summari[sz]e|sum up|recap|boil down|wrap up|condense)(?![a-z])"
    r"|(?<![a-z])in (?:about |just |max(?:imum)? |under )?(?:\d|three|four|five|a few)[- ](?:lines?|sentences?|bullets?|points?)(?![a-z])"
    r"|(?<![a-z])(?:\d|three|four|five)[- ]line(?:r| summary| overview| recap| brief\w*)(?![a-z])"
    r"|(?:用|以|拿)?(?:[三四五5六]|几)(?:句话|行|点|条)(?:话)?.{0,6}(?:总结|概括|介绍|说|讲|归纳|小结)|(?<![份个要的])(?:总结|概括|归纳|小结)(?!会|报告).{0,30}(?:[三四五5六几](?:句|行|点|条)|一下|情况|客户|项目|公司|$)|(?:一下|做个?|写个?|来个?|给个?|出个?).{0,14}(?:小结|摘要|概要|概览|总结)(?:[。.！!]|$)|(?:的|做个?|来个?)(?:小结|摘要|概要|概览)|过一遍[。.！!]?$|捋一[捋下][。.！!]?$",
    _I,
)
_PORTRAIT = re.compile(
    r"(?<![a-z])(?:customer |account |client |buyer )?(?:portrait|persona)(?![a-z])|(?:客户)?画像", _I
)
_PREPARE = re.compile(
    rf"{_OPEN}(?:brief|prep(?:are|ping)?|ready|get|help)(?: me)?(?: ready| prepared?)? (?:for|before|on|ahead of) .{{0,40}}(?:meet\w*|call|visit|appointment|demo|review|talk|see|\d ?(?:am|pm)|\d:\d\d|o'clock|tomorrow|today|next)"
    rf"|{_OPEN}(?:an? |the )?(?:quick |short )?(?:meeting|call|visit) (?:prep|preparation|brief\w*|notes)(?: for| with| on)?|{_OPEN}prep(?:are)?(?: me)? for (?!the (?:demo environment|audit))"
    r"|(?<![a-z])(?:what|anything|everything)(?: \w+){0,4} (?:know|remember|keep in mind|watch out for)(?: \w+){0,3} (?:before|ahead of|going into|when|for) (?:i |we |the |my |our |a )?(?:\w+ ){0,3}(?:meet|meeting|see|seeing|call|calling|visit|visiting|talk|talking|speak|demo)"
    r"|(?<![a-z])(?:i'm|i am|we're|i'll be|we are) (?:meeting|seeing|visiting|calling)(?: with)? .{2,60}(?:brief me|prep(?:are)? me|what (?:do|should) i|fill me in|get me ready|help me prepare|anything i should)"
    r"|(?<![a-z])what (?:should|could|can|would you|do) (?:i|we) ask (?!for)(?!about)(?=[A-Z])"
    rf"|^(?:帮我|请|给我|麻烦)*准备(?:一下)?(?:{_DAY})*(?:和|跟|与|同).{{1,24}}?的(?:会议|会面|见面|拜访|通话|电话|会)[。.！!吧]?$"
    rf"|^{_DAY}+.{{1,30}}?(?:[,，]|帮我|给我|请|需要|先)*(?:准备|整理|备课?|过一遍|梳理)(?:一下|一份|一点|点|些|下|好)*(?:材料|资料|要点|内容|功课|背景|情况)?[。.！!吧]?$"
    r"|(?:会前|会议|拜访|见面|见客户|通话|电话)(?:前)?(?:的)?(?:准备|要点|简报|须知|功课)|(?:见|拜访|去|跟|和|给).{1,16}(?:之前|以前|前)(?:[,，])?(?:我|我们)?(?:要|该|应该|需要|得)?(?:知道|了解|注意|准备|记住|看)(?:什么|哪些|些什么|啥)|^(?:帮我|请|给我)*(?:做|来)?(?:一?[份个])?.{0,12}(?:会前|会议)(?:准备|简报)|可以?问.{1,10}(?:什么|哪些)问题",
    _I,
)
_SHEET = re.compile(
    r"(?<![a-z])(?P<m>meddp?icc?|bant)(?![a-z])|(?P<q>(?<![a-z])(?:how well (?:is|are) .{2,40} qualified|qualification (?:sheet|check|review|scorecard))|资格评估|三力评估)",
    _I,
)
_BRIEFLY = re.compile(
    r"(?<![a-z])(?:in (?:brief|short|a nutshell|a few words)|nutshell|low-?down|at a glance|up to (?:date|speed)|catch me up|fill me in|where (?:do|are) we (?:stand )?(?:with|on)|summar\w+|sum up|overview|recap|brief|rundown|full picture)(?![a-z])|过一遍|总结|概括|概况|小结|一句话|几句话|捋一[捋下]|什么情况|情况怎么样|进展如何",
    _I,
)
_FOR_A_MEETING = re.compile(
    r"(?<![a-z])(?:prep(?:are[ds]?|aration|ped)?|get me ready|before (?:i|we|my|our|the) .*(?:meet|see|call|visit|talk)|(?:for|ahead of|going into) (?:the|my|our) .*(?:meeting|call|visit)|meeting prep)(?![a-z])|会前|准备(?:一下|点|些)?(?:材料|资料)?",
    _I,
)


def briefly(found: Understanding, text: str) -> Understanding:
    """A record that was to be shown, told as a summary or a preparation where that was asked for in other words."""
    if len(found.calls) != 1 or found.calls[0].tool != "show_record" or found.calls[0].args.keys() - {"record"}:
        return found  # a field, or a day gone by: a summary is of today
    args = {"record": found.calls[0].args["record"]}
    if _FOR_A_MEETING.search(text):
        return replace(found, calls=(Call("brief", {**args, "shape": "meeting"}),))
    return replace(found, calls=(Call("brief", args),)) if _BRIEFLY.search(text) else found


_CONFLICT = re.compile(
    r"(?<![a-z])(?:contradict\w*|conflicting|inconsisten\w*|(?:notes?|records?|statements?|stories) .{0,30}(?:disagree|don't agree|do not agree|don't match|clash|differ|not (?:agree|match))|(?:say|said|told us|tell us) (?:\w+ )?(?:different|conflicting|contradictory) things)"
    r"|矛盾|(?:说法|口径|信息|记录|数字).{0,6}(?:不一致|不一|打架|冲突|对不上|有出入|不同)|前后(?:说法)?(?:不一|不符|一致|有出入)|自相矛盾|对不上的?地方|有没有冲突|有冲突吗",
    _I,
)
_HANDOVER = re.compile(
    r"(?<![a-z])hand-?over(?: (?:note|notes|document|summary|doc|overview|sheet|memo|list|of|for|to)(?![a-z])|[\s.!]*$)|(?<![a-z])write up (?:all )?my (?:customers|accounts|portfolio|clients)(?![a-z])|(?<![a-z])(?:my successor|whoever takes over|who takes over|person taking over)"
    r"|交接(?:说明|文档|材料|清单|记录|总结|备注|报告|单|摘要)|(?:整理|写|出|做).{0,14}交接",
    _I,
)
_DRAFT = re.compile(
    rf"{_OPEN}(?:draft|write|compose|word|prepare|put together|knock out|reply to|answer|respond to)(?: up| out)?(?: me| us)?(?: an?| the| my| some)?(?: (?:short|quick|brief|formal|friendly|polite|nice|warm|informal|thank[- ]you|follow[- ]?up|reminder|new|better|\w+ing|chinese|english))*(?: (?P<m>e-?mails?|mails?|messages?|letters?|notes?|reply|replies|answers?|response|follow[- ]?ups?|wechats?(?: messages?)?|lines?|thank[- ]you|apolog(?:y|ies)|confirmation|invitation|congratulations))(?: (?:to|for|back to|that|about|on|in reply)(?![a-z])|(?: [A-Z]))"
    rf"|{_OPEN}(?:draft|word|compose)(?: me)? (?:an? |the )?(?:(?:short|quick|formal|friendly|polite|something|few|lines|words) )*(?:to|for) (?=[A-Z])|{_OPEN}(?:follow[- ]?up|thank[- ]you) (?:e-?mail|mail|message|letter|note) (?:to|for) "
    rf"|{_OPEN}write (?:to )?(?P<n>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?)(?: (?:about|regarding)|,? (?:saying|telling (?:him|her|them)|asking|thanking|apologi[sz]ing|to (?:say|tell|thank|apologi[sz]e))| an? (?:[\w-]+ ){{0,2}}(?:e-?mail|mail|letter|note|message|wechat))(?![a-z])"
    r"|^(?:请|帮我|麻烦|替我|你|那|再|帮忙)*(?:给|向|对)(?!我).{1,16}?(?:写|起草|草拟|拟|发|编|回)(?:一?[封条份个段]|个|点)?.{0,8}(?:跟进)?(?:邮件|邮箱|微信|信(?!息)|消息|短信|回信|回复|函|跟进)(?!了)"
    r"|^(?:请|帮我|麻烦|替我|你|那|再)*(?:写|起草|草拟|拟|编)(?:一?[封条份个段]|个|点).{0,12}(?:给|致|回|发给).{1,16}(?:的)?(?:邮件|微信|信|消息|回信|函)|(?:帮我|替我|请)(?:再)?回(?:他|她|复)?.{0,10}一?[封条个](?:邮件|微信|信|消息)?[。.！!]?$|^(?:请|帮我|麻烦|替我)*(?:写|起草|草拟|拟)(?:一?[封条份个段]|个).{0,14}(?:邮件|微信|信|消息)(?:给|发给|致).{1,16}$",
    _I,
)
_NOT_DRAFT = re.compile(
    r"(?<![a-z])(?:remind|log|note that|campaign|newsletter|everyone|everybody|all (?:my|our|the)|mass|bulk|each of)(?![a-z])|群发|提醒|所有|全部|每[个位家]|营销|(?:发了|写了|回了)",
    _I,
)
_AWAY = re.compile(
    r"(?<![a-z])(?:since (?:i was last (?:here|in|online|logged in)|my last (?:visit|login|log-in|session|time here)|(?:i )?last (?:looked|visited|logged in|checked|time i was here|was here)|the last time i (?:was here|looked|logged in|checked))|while i was (?:away|out|gone|off|on (?:leave|holiday|vacation))|(?:what(?: did| have)|did) i miss(?:ed)?|catch me up(?= since| on (?:everything|what)))(?![a-z])"
    r"|(?:我|从)?(?:上次|上回)(?:我)?(?:来|看|登录|登陆|上线|打开|查看|进来|离开|访问)(?:之?后|以来|到现在|过后|完)?|我不在(?:的时候|期间|这几天|这段)|(?:我)?错过了?(?:什么|哪些|啥)|我走后|我休假(?:期间|的时候)",
    _I,
)
_NEWS = re.compile(
    r"(?<![a-z])(?:what(?:'s| is| has|s)?(?: been)? (?:new|changed|happened|different|happening|going on|moved)|any(?:thing)? (?:new|news|changes|developments?|movement)|any news|(?:latest|news) (?:on|from|about|at)|what changes|changes (?:at|with) )"
    r"|(?:有|出)(?:了|没有)?(?:什么|哪些|啥|何)?(?:新的?)?(?:变化|变动|动静|动态|进展|情况变化|新情况|消息)|(?:有什么|什么|有啥)新(?:情况|进展|消息|动静|变化)",
    _I,
)
_WIDER = re.compile(
    r"(?<![a-z])(?:my|our|team|region|pipeline|funnel|forecast|week|month|quarter|year|today|yesterday|day|everything|all|sales|performance)(?![a-z])|我的|我们|团队|管道|漏斗|业绩|本周|这周|上周|本月|这个?月|季度|今天|昨天|今年|全部|所有|销售",
    _I,
)
"""What speaks of more than the record talked about."""
_LATELY = re.compile(r"(?<![a-z])(?:lately|recently|these days)(?![a-z])|最近|近来|近期", _I)
_SINCE = re.compile(
    r"(?<![a-z])since (?!when|i |my |the last time)(?P<en>(?:last |the )?[\w ,]{2,24}?)(?=[?.!]|$)|(?P<zh>(?:(?:上次|上回|最近一次|最后一次)(?:和[^，,？?]{2,8}?|跟[^，,？?]{2,8}?)?(?:我们)?(?:见面|会面|开会|会议|碰头|拜访|走访|通话|打电话|电话|沟通|联系|聊)(?:完)?|上?周[一二三四五六日]|\d{1,2}月\d{1,2}[日号]|昨天|前天|上周|上个?月|本周|这周|这个月|月初|周末))(?:以来|之后|以后|过后|到现在|至今|起|开始)",
    _I,
)


def accounts_of(ask: Ask, tools: Sequence[ToolSpec], linker: Linker) -> Understanding | None:
    """What is called for a summary, a preparation, a draft, a qualification, contradictions or news; None for anything else."""
    text = without_foreign(ask.text)
    known = {t.name for t in tools}
    if (again := revised(ask, text)) is not None and again.tool in known:
        return Understanding((again,), 0.95)
    if "draft_message" in known and nothing_to_revise(ask, text):
        return Understanding((), 0.9, (), NO_DRAFT[ask.language == "zh"])
    if len(text.strip()) > _LONGEST or "\n" in text.strip() or not _any(text):
        return None
    r = read(replace(ask, text=text), linker)
    found = _call(r, text)
    return Understanding((found,), 0.95) if found is not None and found.tool in known else None


def _any(text: str) -> bool:
    return any(
        p.search(text) for p in (_SUMMARY, _PORTRAIT, _PREPARE, _SHEET, _CONFLICT, _HANDOVER, _DRAFT, _AWAY, _NEWS)
    )


def _call(r: Reading, text: str) -> Call | None:
    if _DRAFT.search(text) and not _NOT_DRAFT.search(text):
        return _draft(r, text)
    if _HANDOVER.search(text):
        return _handover(r, text)
    about = _about(r, text)
    if (sheet := _SHEET.search(text)) is not None:
        if about is None:
            return None
        method = "BANT" if "bant" in (sheet["m"] or "").casefold() else "MEDDICC"
        return Call("qualify", {"record": about.text, "method": method})
    if _CONFLICT.search(text):
        return Call("contradictions", {"record": about.text}) if about is not None else None
    if _AWAY.search(text):
        own = about if about is not None and about.entity != "user" and about.name is not None else None
        since = _since(r, text)
        return Call(
            "whats_new", ({"record": own.text} if own is not None else {}) | ({"since": since} if since else {})
        )
    if _PREPARE.search(text):
        return Call("brief", {"record": about.text, "shape": "meeting"}) if about is not None else None
    if _PORTRAIT.search(text):
        return Call("brief", {"record": about.text, "shape": "portrait"}) if about is not None else None
    if _SUMMARY.search(text):
        return Call("brief", {"record": about.text}) if about is not None and not _many(r) else None
    if _NEWS.search(text) and about is not None and about.entity in ("account", "contact") and about.name is not None:
        args: dict[str, Any] = {"record": about.text}
        if since := _since(r, text):
            args["since"] = since
        elif r.periods:
            args["since"] = r.periods[0].text
        elif _LATELY.search(text):
            args["since"] = "最近30天" if r.zh else "last 30 days"
        return Call("whats_new", args) if len(args) == 2 else None
    return None


def _many(r: Reading) -> bool:
    """Whether records of a type are meant and no single one: "summarise my open deals"."""
    return any(s.plural for _, s in r.sensed("entity")) and not r.named("account", "contact", "deal") and not r.refs


_UNKNOWN = re.compile(
    r"(?:of|on|about|for|with|at|before|see|seeing|meet|meeting|meets|up|summari[sz]e|recap|to|give|through|visit|visiting|call|calling) (?:the |my |our |a )?(?:meeting with |call with |customer |account |\d ?[ap]m with |\d{1,2}:\d\d with )?(?P<en>[A-Z][\w&'’.-]*(?: [A-Z][\w&'’.-]*){0,3})"
    r"|(?:总结|概括|介绍|见|拜访|给|跟|和|关于|分析|评估|梳理)(?:一?下|了)?(?P<zh>[\u3400-\u9fffA-Za-z ]{2,14}?)(?=这个客户|这家|的|客户|公司|[,，。]|帮我|给我|写|填|做|一下|$)"
)
_NO_NAME_ZH = re.compile(r"一下|一份|下|这|那|它|他|她|我|你|今|明|后|上|本|最近|情况|所有|全部|各|每")
_NO_NAMES = frozenset(
    "MEDDICC MEDDIC MEDDPICC BANT I The My Chinese English WeChat CRM Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December".split()
)


def _about(r: Reading, text: str) -> Subject | None:
    """The record it is about: named, talked about, or a name nobody knows, which the tool then says."""
    found = [s for s in subjects(r) if s.entity not in ("user", "team", "product", "stage", "article", "pipeline")]
    if found:
        order = ("ticket", "deal", "contact", "account", "lead")
        people = [s for s in found if s.entity == "contact"]
        if _PREPARE.search(text) and people:
            return people[0]
        return min(found, key=lambda s: order.index(s.entity) if s.entity in order else 9)
    for match in _UNKNOWN.finditer(text):
        group = "en" if match["en"] else "zh"
        name = match[group].strip()
        if (
            _NO_NAME_ZH.match(name)
            or name.split()[0] in _NO_NAMES
            or len(name) < 2
            or any(
                s.start < match.end(group) and match.start(group) < s.end for s in r.spans("days", "periods", "senses")
            )
        ):
            continue
        return Subject(name, "account", *match.span(group))
    back = subject(r, "account", "contact", "deal", "lead", "ticket")
    if back is not None:
        return back
    if r.ask.focus and len(text) < 60 and not r.names and not _WIDER.search(text) and not r.sensed("entity"):
        named = next((n for n in r.ask.focus if n.entity in ("account", "contact", "deal", "lead", "ticket")), None)
        return Subject(named.ref, named.entity, r.lo, r.lo) if named is not None else None
    return None


def _since(r: Reading, text: str) -> str:
    match = _SINCE.search(text)
    if match is None:
        return ""
    return f"since {match['en']}" if match["en"] else f"{match['zh']}以来"


def _handover(r: Reading, text: str) -> Call | None:
    """ "Hand over Acme to Zhao" moves the customer and is no wish for a note."""
    people = [n for n in r.names if n.may_be("user")]
    args: dict[str, Any] = {}
    for n in people:
        before, after = r.text[max(r.lo, n.start - 12) : n.start], r.text[n.end : n.end + 12]
        if re.search(r"(?:to|for|by)(?: the)? $|(?:给|移交给|交接给|转给|向)\s?$", before):
            args["to"] = n.text
        elif re.match(r"['’]s? |的|名下|手[上里]", after):
            args["whose"] = n.text
    if r.named("account", "deal") and not people:
        return None
    return Call("handover", args)


def _draft(r: Reading, text: str) -> Call | None:
    people = [s for s in subjects(r) if s.entity in ("contact", "account", "deal")]
    who = next((s for s in people if s.entity == "contact"), people[0] if people else None)
    if who is None:
        match = re.search(
            r"(?:to|for) (?P<en>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2})|(?:给|向|对)(?P<zh>[\u3400-\u9fff]{2,6}?)(?:写|起草|拟|发|回)|^(?P<lead>[A-Z][\w'’.-]+) ?(?=[\u3400-\u9fff])",
            text,
        )
        if match is not None and (name := match["en"] or match["zh"] or match["lead"]) not in ("他", "她"):
            return Call("draft_message", {"to": name, **manner_of(text, name)})
        who = subject(r, "contact", "account", "deal")
    if who is None and r.ask.focus:
        named = next((n for n in r.ask.focus if n.entity in ("contact", "account", "deal")), None)
        who = Subject(named.ref, named.entity, r.lo, r.lo) if named is not None else None
    if who is None:
        return None
    company = (
        next((s for s in people if s.entity == "account" and s.start != who.start), None)
        if who.entity == "contact"
        else None
    )
    to = (
        f"{who.text} @ {company.text}"
        if company is not None and "@" not in who.text and who.name is not None and who.name.ambiguous("contact")
        else who.text
    )
    return Call("draft_message", {"to": to, **manner_of(text, who.text)})
