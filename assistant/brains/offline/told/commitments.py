"""Whether a clause of a report is something we are to do, told apart from what others do and what is merely dated."""

import re
from typing import Literal

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.reading import Reading

Weight = Literal[0, 1, 2]
"""0: not ours; 1: a thing or appointment that is to come; 2: said to be done by us."""
SURE: Weight = 2

_FILL = re.compile(
    r"(?:\s|[,:;-]|(?:and|also|so|then|but|plus|please|pls|ok|finally|lastly|now|just|btw|that|therefore|hence|which means)(?![a-z'])|另外|然后|还有|顺便|会后|之后|最后|同时|并且|而且|所以|因此|接下来|回头|到时候?|也|就|那|请|麻烦)*"
)
_WE = re.compile(
    r"(?:i|we|i'll|we'll|i'm|we're|i've|we've|i'd|we'd|let's|let me|my (?:task|job|to-?do|action)|our (?:task|action))(?![a-z'])"
)
_WE_DID = re.compile(
    r"(?:i|we|i've|we've)(?: have| just| already| also| then| both)* (?!(?:promised|agreed|owed|need|offered|committed)(?![a-z]))(?:[a-z]+ed|sent|gave|told|met|spoke|had|was|were|did|got|made|took|saw|said|went|came|left|heard|thought|knew|showed|put|think|hope|believe|guess|like|know|feel)(?![a-z])"
)
_DOES = re.compile(
    r"(?:follow(?:ing)?[ -]?up|call|ring|prep|set aside|phone|send|e-?mail|mail|text|message|write|draft|prepare|make|build|get|give|share|forward|deliver|bring|book|schedule|arrange|set up|organi[sz]e|meet|visit|see|check|ask|chase|ping|nudge|clarify|confirm|review|revise|update|rework|finali[sz]e|finish|complete|submit|present|discuss|talk|speak|come back|get back|go back|circle back|touch base|try again|order|ship|print|sign up|invite|introduce|connect|remind(?:er)?|return|quote|offer|propose|put together|work out|look into|find out|demo|test|install|train|start on|help|hand over|report back|respond|reply|answer|to (?:send|call|prepare|share|deliver|write|check|e-?mail|get|give|follow|provide|draft|arrange|book|set|visit|meet|discuss|confirm|clarify|update|revise))(?![a-z])"
)
_MUST = re.compile(
    r"^(?:(?:still|also|now|just|really|please|pls) )*(?:(?:i|we) )?(?:please|pls|need(?:ed)? to|have to|has to be|must|should|got to|have got to|want to|going to|will|am to|supposed to|to do:?|todo:?|action:?) "
)
"""What I have to do, told without the "I"."""
_THING = re.compile(
    r"(?:(?:the|a|an|our|my|another|next|second|third|first|final|new|revised|updated|joint|short|online|follow-?up|technical|two|three) )*(?:[a-z-]+ ){0,2}?(?:demo|call|meeting|visit|workshop|presentation|lunch|dinner|coffee|review|session|catch-?up|sync|training|kick-?off|walkthrough|appointment|quotes?|quotation|proposal|offer|contract|samples?|draft|slides?|deck|nda|documents?|pricing|price list|report|answer|feedback|reply|response|follow-?up|poc|proof of concept|questionnaire|business case|reference|minutes|summary|order form|paperwork|next steps?|to-?dos?|action items?)(?: with \w+(?: \w+)?| at \w+(?: \w+)?| for \w+(?: \w+){0,3}| to \w+(?: \w+){0,2}| on \w+(?: \w+)?)?(?: (?:is|are|to be|will be))?(?: (?:due|set|planned|booked|scheduled|fixed|agreed|needed|wanted))?(?: (?:for|on|at|by|to|until|before|next|this|in|around))?\s*$"
)
_OTHERS = re.compile(
    r"(?:he|she|they|it|there|this|that|these|those|nothing|nobody|no one|none|everyone|everybody|someone|somebody|their|his|her|its|the|most|some|all|both|either|if|when|once|unless|until|because|since|as|while|budget|decision|who|which|go-live|launch)(?![a-z])"
)
_TO_US = re.compile(
    r"(?<![a-z])(?:wants?|wanted|asked|asks|told|expects?|needs?|would like|begged|urged|invited|reminded) (?:me|us) to(?![a-z])|(?<![a-z])(?:gets?|should get|must get|is to get|will get|is getting|(?:is|are) (?:owed|expecting|waiting for)) (?:the|an?|our|my)(?![a-z])|(?<![a-z])(?:is|are) due (?:to|for|with) (?:him|her|them|the (?:client|customer)|us|[A-Z])"
)
_GOODS = r"(?:prices?|quotes?|quotations?|offers?|proposals?|drafts?|answers?|feedback|lists?|samples?|documents?|slides?|plans?|reports?|numbers|figures|contracts?|invoices?|certificates?|references?|summary|details|breakdown|specs?|data ?sheets?|demo|call|versions?)"
_EXPECTED = re.compile(
    rf"(?<![a-z])(?:wants?|needs?|expects?|asked for|asks for|requests?|requested|is waiting for|are waiting for|would like) (?P<what>(?:an?|the|our|my|some|more|new|another|final|written|updated|revised) (?:[a-z-]+ ){{0,3}}?{_GOODS}(?![a-z]).*)"
    r"|(?:想?要|需要|等着?|催|索要)(?:我们)?(?:的|一?[份个版张套])?[^,，。;；]{0,6}(?P<zh>报价|价格|答复|回复|反馈|数据|清单|发票|图纸|证书|样品|报告|计划|说明|资料|方案|合同)"
)
"""What others want of us by a day: "he wants a price for 60 seats by Wednesday"."""

_LET_US_ZH = re.compile(
    r"(?:让|要|叫|请|催|等)我(?:们|方)?|我(?:们|这边)?(?:来|去|会|要|得|再|先|给|把|发|找|约|做|出|负责|答应|承诺|跟进|安排|准备|联系|提供|拜访|回)|我(?:们)?(?:说|答)(?:了|好)?(?:给|发|寄|去|回|交|出|做|安排|过去|报|补|找|送)|(?<!他)(?<!她)(?<!们)(?:约好|说好|讲好|答应|承诺)"
)
_DOES_ZH = re.compile(
    r"我(?!们?(?:公司|这边的|觉得|没|说|问|跟他|认为|估计|感觉))|咱|由我|再(?!定|说|议|看|谈判|考虑|决定|商量|批|评)|给(?!我们|的)|把|将(?!近|来)|发(?![现生展货票布改])|寄|送|带|安排|准备|提供|跟进|联系|回访|回复|回电|打|拜访|去(?!年|掉)|见(?![证效])|做|出(?![差现问货来了去])|交(?![付期货])|演示|开会|会议|评审|复盘|讨论|碰|面谈|会谈|沟通|提醒|找|提交|确认|培训|试用|检查|同步|盯|催|问|补|改(?:好|完|一?版|出)|更新|整理|写|报价|报(?!告说)|上门|到(?=现场|客户|他|厂)|第[一二三四]次|下一?次|待办|需要|得(?!到)|要|必须|务必|记得|约|定(?=个|一)|资料|方案|合同草稿|样品"
)
_OTHERS_ZH = re.compile(
    r"(?:他们|她们|他|她|它|对方|客户|总部|领导|老板|公司|集团|法务|采购|财务|董事会|委员会|那边|大家|预算|项目(?!组)|审批|招标|评标|工厂|车间|产线|系统|设备|前台|合同|用印|付款|资金|要等|需要等|得等)"
)
_BOOKED = re.compile(
    r"(?<![a-z])(?:booked|scheduled|set up|arranged|agreed to meet|meeting is set)(?![a-z])|约了|约好|约在|约定|预约|定在|定了|敲定|安排(?:了|在|好)"
)


def ours(clause: Reading) -> Weight:
    """How surely a clause is something we are to do: by its subject and its verb, days aside."""
    begin = _FILL.match(clause.text, clause.lo, clause.hi)
    lo = begin.end() if begin else clause.lo
    text = _dayless(clause, lo)
    if _LET_US_ZH.search(text) or _TO_US.search(text) or (clause.days and _EXPECTED.search(text)):
        return 2
    if _WE.match(text):
        return 0 if _WE_DID.match(text) else 2
    if colleague(clause) is not None:
        return 2
    if _led_by_somebody(clause, lo) or _OTHERS_ZH.match(text):
        return 0
    if _DOES.match(_MUST.sub("", text)) or _DOES_ZH.match(text):
        return 2
    if _THING.match(text) or (_BOOKED.search(text) and not _OTHERS.match(text)):
        return 1
    return 0


def colleague(clause: Reading) -> Name | None:
    """The colleague a clause gives something to do: "Tom is to send …", "Maya will prepare …", 林涛下周出方案."""
    begin = _FILL.match(clause.text, clause.lo, clause.hi)
    lo = begin.end() if begin else clause.lo
    for name in clause.names:
        day = any(d.start <= lo and d.end >= name.start - 1 for d in clause.days)
        if name.entity != "user" or (clause.text[lo : name.start].strip() and not day):
            continue
        after = clause.text[name.end : clause.hi]
        if re.match(
            r" (?:is to|will|'ll|should|has to|needs to|must|is going to|shall|is supposed to|takes care of|handles|to|sends|prepares|calls|delivers|writes|provides|follows up) |'ll |(?:来|去|会|要|得|负责|答应|承诺|下|周|明|后天|今天|在|把|给|准备|出|做|发|跟进|安排)",
            after,
        ):
            return name
    return None


def _led_by_somebody(clause: Reading, lo: int) -> bool:
    """Whether others do it: "they …", "their head of …", "Bob …", 王总…"""
    if _OTHERS.match(clause.text, lo, clause.hi):
        return not _THING.match(_dayless(clause, lo))
    first = next((n for n in clause.names if n.start <= lo < n.end), None)
    if first is not None and first.may_be("contact", "account", "lead"):
        return bool(re.match(r"(?:'s)? ?[a-z]|[\u3400-\u9fff]", clause.text[first.end : clause.hi]))
    return bool(
        re.match(
            r"[\u3400-\u9fff](?:总(?!结)|经理|主任|主管|厂长|工(?![作厂地])|科长|部长|总监)",
            clause.text[lo : clause.hi],
        )
    )


def _dayless(clause: Reading, lo: int) -> str:
    """The clause without its days and the 前 or "by" beside them."""
    spans = sorted(
        [(s.start, s.end) for s in clause.days if s.start >= lo]
        + [(s.start, s.end) for s in clause.periods if s.start >= lo]
    )
    kept, place = "", lo
    for start, end in spans:
        if start >= place:
            kept += clause.text[place:start]
        place = max(place, end)
    kept += clause.text[place : clause.hi]
    kept = re.sub(
        r"^[\s,]*(?:(?:开会|下班|上班|会|出差|放假|年|节)?(?:之前|以前|前|之内|以内|内|左右|上午|下午|晚上))?[\s,]*",
        "",
        kept,
    )
    return kept.strip(" ,，")


_OWED = re.compile(
    r"^(?:and |so |then )*(?:(?:i|we)(?:'ve| have)? )?(?:also |already |still )*(?:promised|owed?)(?: (?P<who>him|her|them|(?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+)?))? (?P<what>(?:an?|the|our|my|some|another|two|three|\d+|more|new) .+)",
    re.IGNORECASE,
)
_ASKED_US = re.compile(r"^.*?(?:wants?|wanted|asked|told|expects?|needs?|urged|reminded) (?:me|us) to ", re.IGNORECASE)
_DOING = re.compile(
    r"^(?: is to| will|'ll| should| has to| needs to| must| is going to| shall| is supposed to| to)? ?(?:来|去|会|要|得|负责)?(?=\S)"
)
_AGREED_ZH = r"(?:会?后|之后|顺便|另外|还有|再|也|然后|我们?|跟他|跟她|和他|和她|双方)*(?:约好|约了|约定|说好|讲好|谈好|答应|承诺)了?(?:给)?(?:他们?|她们?|对方|客户)?"
_US_ZH = r"(?:让|要|叫|请|催|等)?我(?:们|这边)?(?:来|去|会|要|得|负责|需要|必须)?"
_THIRD_PERSON = re.compile(
    r"^(send|prepare|call|deliver|write|provide|handle|take|make|give|share|book|follow)s(?![a-z])"
)
_LED_ZH = re.compile(
    rf"^(?:{_AGREED_ZH}(?:{_US_ZH})?|(?:会?后|之后|顺便|另外|还有|也|然后|回头|到时候?|随后|晚点|稍后)*{_US_ZH}|(?:再|也|顺便|另外)*提醒一?下?我?|(?:回头|到时候?|随后|晚点|稍后)+)"
)
_FIRST_ZH = re.compile(r"^(?:开会|下班|上班|会|出差|放假|年|节)?(?:之前|以前|前)")
_SET_ZH = re.compile(r"(?:定|约|安排|排|敲定|改)(?:在|到|于|了|好)*$")
_BARE_ZH = re.compile(
    r"^(?:发|给|寄|出|做|回|交|提供|重发|补|发出|发过去|给过去|发给?(?:他|她|他们|对方)|给(?:他们?|她们?|对方|客户)(?:过去|一下)?)$"
)
_WANTED_ZH = re.compile(
    r"(?:想?要|需要|等着?|催着?要?|索要)(?:我们)?(?:的|再|先|给|出)*(?:一?[份个版张套])(?P<t>[^,，。;；]{2,14}?)(?:的)?$"
)
"""What was wanted in the clause before: 要一份ROI测算，下周四之前给她."""
_THING_ZH = re.compile(
    r"报价单?|方案|合同|协议|资料|样品|演示|试用|案例|白皮书|价格表|计划|清单|发票|订单|说明书?|附件|终稿|修订版"
)


_CUT_ZH = re.compile(r"^(?:们(?=[把给将去再先做发出准安来提重])|求(?=[我在把装发给出提交做完\d一二三四五六七八九十]))")
"""What is left of 让我们 and 要求 in front of what is to be done."""


def _of_us(clause: Reading) -> bool:
    """Whether our own verb leads the clause, so that what somebody wants is only part of it."""
    begin = _FILL.match(clause.text, clause.lo, clause.hi)
    text = _dayless(clause, begin.end() if begin else clause.lo)
    return bool(_LET_US_ZH.search(text) or _WE.match(text) or _DOES.match(text) or re.match(r"给|把|发|打", text))


def goes_on_from(clause: Reading) -> bool:
    """Whether a clause is one more thing promised: "…, and a reference customer by December 4"."""
    text = _dayless(clause, clause.lo)
    return bool(re.match(r"(?:an?|the|our|some|another|two|three|\d+) ", text)) and not re.search(
        r"(?<![a-z])(?:is|are|was|were|has|have|had|will|can|could|would|goes|comes|means|they|he|she)(?![a-z])", text
    )


def own_title(title: str, clause: Reading, last: Reading | None, people: list[str], *, goes_on: bool) -> str:
    """The words of a task without who promised it to whom: "promised her our NDA" is "Send Ana our NDA"."""
    to = people[0] if len(people) == 1 else ""
    if goes_on:
        return f"Send {to or 'them'} {title[:1].lower()}{title[1:]}"
    if (doer := colleague(clause)) is not None and title.casefold().startswith(doer.text.casefold()):
        rest = title[len(doer.text) :]
        title = _THIRD_PERSON.sub(r"\1", rest[done.end() :] if (done := _DOING.match(rest)) else rest.strip())
    if not _of_us(clause) and (wanted := _EXPECTED.search(title)):
        return f"Send {to or 'them'} {wanted['what']}" if wanted["what"] else f"给{to or '对方'}发{wanted['zh']}"
    if owed := _OWED.match(title):
        who = owed["who"] or to or "them"
        return f"Send {to if who.islower() and to else who} {owed['what']}"
    title = _ASKED_US.sub("", title)
    title = _CUT_ZH.sub("", re.sub(r"^(?:他们?|她们?|对方|客户)(?=(?:让|要|叫|请)我)", "", title))
    title = _SET_ZH.sub("", _FIRST_ZH.sub("", _LED_ZH.sub("", title))) if not title.isascii() else title
    if _BARE_ZH.match(title) and last is not None and (things := _THING_ZH.findall(last.whole)):
        return f"{title[0] if title[0] in '发寄出做回交补' else '发'}{things[-1]}"
    if _BARE_ZH.match(title) and last is not None and (thing := _WANTED_ZH.search(last.text, last.lo, last.hi)):
        by = next((n.text for n in last.names if n.may_be("contact")), to)
        return f"给{by or '对方'}{last.piece(*thing.span('t'))}"
    return title.strip(" ,，")
