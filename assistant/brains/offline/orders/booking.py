"""Appointments: book half an hour with somebody, 下周二下午约李娜30分钟."""

import re
from dataclasses import replace

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import name_text, pronoun
from assistant.brains.offline.names.unknown import placed, unknown_person
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.pieces.values import booked
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks, leads
from assistant.recognise.clock_only import clock_only
from assistant.recognise.days import DayValue
from assistant.recognise.spans import Span

_WHEN = (
    "When should it be? Say it again with a day and a time, such as “next Tuesday 3pm”.",
    "约在什么时候？请带上日期和时间再说一次，例如“下周二下午3点”。",
)
_CALL = re.compile(r"(?<![a-z])(?:call|phone|ring)(?![a-z])|电话|通话")
_VISIT = re.compile(r"(?<![a-z])(?:visit|on-?site)(?![a-z])|拜访|上门")
_NOT_BOOKING = re.compile(
    r"(?<![a-z])(?:task|reminder|remind|deal|ticket|account|contact|lead)(?![a-z])|任务|待办|提醒|商机|工单"
)
_GATHERS = re.compile(
    r"[和跟与同].{1,12}?(?:开(?!了).{0,6}会|见面|会面|通个?电话|打个电话|通话|吃个?饭|演示|电话会|聊聊|聊一下|见个面|碰个[头面]|喝个?(?:咖啡|茶))|(?:要|去|会)?拜访(?!了|过)|(?:要|去)见(?!了|过)"
)
_PURPOSE = re.compile(
    r"(?<![a-z])(?:about|on the topic of|regarding|to discuss|to talk about|to go through|to review|for (?:a |the )?)\s*(?P<en>[^,.;\n]{3,60})|(?:聊聊|聊|谈谈|谈|讨论|沟通|演示|汇报)(?P<zh>[^,.;\n]{0,20})"
)
_AGAIN_LATER = re.compile(
    r"(?:改到|推到|延到|等到?|以后|之后|年后|节后|回头|下次|改天|到时候?|过后)[^,，。；;]{0,12}再约"
)
"""To be arranged at some other time: 演示改到1月中旬再约."""
_YEAR = re.compile(r"[今明后去]年|(?:this|next|last) (?:year|quarter|month)|[这下上]个?(?:季度|月)")
"""When the matter talked about is, not the appointment."""
_WHERE = re.compile(
    r"(?:地点|地址|会议室|位置)(?:写|填|是|在|就|定在|放在|用|选|[：:])*(?P<zh>[^,.;，。；\n]{2,20})|(?P<on>(?:线上|视频|远程|线下|现场|腾讯会议|钉钉会议|飞书会议|zoom|teams)(?:会议?|上|开|聊|见)?)(?=[,.;，。； ]|$)|(?P<go>我(?:们)?(?:去|到)(?:他们|他|她|她们|对方|客户)?(?:那边|公司|厂里|工厂|办公室|单位)|(?:他|她|他们|客户)(?:来|到)(?:我们|咱们)(?:公司|办公室|这边))"
    r"|(?<![a-z])(?P<en>(?:location|place|venue)(?: is|:)? [^,.;\n]{2,30}|(?:at|in) (?:their|our|his|her) (?:office|plant|factory|site)|on (?:zoom|teams|webex|google meet))(?![a-z])",
)
"""Where an appointment is: kept in its note."""
_KIND_OF = re.compile(
    r"(?<![a-z])(?:an?|the|our|that|another) (?P<what>[a-z]{4,14}) (?:call|meeting|visit|demo)(?![a-z])"
)
_NO_KIND = frozenset("short quick brief long next first second third last online video phone zoom teams site customer follow little small minute hour half regular another planned usual same conference today tomorrow team onsite initial proper intro".split())  # fmt: skip
"""Words in front that do not say what an appointment is about."""


def book(r: Reading) -> Meant | None:
    """A planned meeting, call or visit with the people named."""
    verb = leads(r, "book")
    chinese: object = re.search(r"(?<![节大续合条签违公契制解])约(?!定|束)|预约|安排", r.whole)
    noun = re.match(
        r"(?:(?:a |an |new )?(?:meeting|call|demo|visit|appointment|lunch|coffee|catch-?up)) with ", r.text[r.lo : r.hi]
    )
    chinese = chinese or (_GATHERS.search(r.whole) and any(d.value.day > r.ask.today for d in r.days))
    if re.search(r"(?<![a-z])(?:put|add) .*(?:calendar|diary|schedule)(?![a-z])", r.whole):
        verb = verb or r.lo
    people = [
        n for n in r.names if n.may_be("contact", "account") and not (n.entity == "user" and not n.may_be("contact"))
    ]
    if asks(r) or not (verb is not None or chinese or noun) or _NOT_BOOKING.search(r.whole) or r.has("cancel"):
        return None
    if _AGAIN_LATER.search(r.whole):
        return None
    ahead = [d for d in r.days if d.value.day >= r.ask.today]
    if noun and not ahead:
        return None
    foreign = unknown_person(r) or placed(r) if not people else None
    if not people and foreign is None and not pronoun(r, "contact", "account", "deal"):
        return None
    if r.has("met", "called", "visited") and any(d.value.day <= r.ask.today for d in r.past_days) and not ahead:
        return None
    if not ahead:
        return Meant(0.7, reply=_WHEN[1] if r.zh else _WHEN[0])
    return Meant(0.87, (call("create", "activity", None, _fields(r)),))


def _fields(r: Reading) -> dict[str, str]:
    day = _with_clock(r, next(d for d in r.days if d.value.day >= r.ask.today))
    minutes = next(
        (d.value.minutes for d in r.durations if d.value.unit in ("minute", "hour") and d.value.minutes <= 1440), None
    )
    starts, ends = booked(day, minutes)
    kind = "call" if _CALL.search(r.whole) else "visit" if _VISIT.search(r.whole) else "meeting"
    fields = {"kind": kind, "status": "planned", "starts_at": starts}
    if ends:
        fields["ends_at"] = ends
    people = [n for n in r.names if n.may_be("contact") and n.entity in ("contact", "user", "lead")]
    company = next((n for n in r.names if n.entity == "account"), None)
    bargain = next((n for n in r.names if n.entity == "deal"), None)
    foreign = (unknown_person(r), placed(r)) if not people and not company and not bargain else (None, None)
    if foreign[0]:
        fields["contact"] = foreign[0][0]
    elif foreign[1]:
        fields["account"] = foreign[1][0]
    if people:
        fields["contact"] = "; ".join(name_text(r, n, "contact") for n in people)
    elif before := pronoun(r, "contact", "account", "deal"):
        fields.setdefault(before.entity, before.text)
    if company:
        fields["account"] = company.text
    if bargain:
        fields["deal"] = bargain.text
    if where := _where(r):
        fields["body"] = where
    fields["subject"] = _subject(r, kind, [n.text for n in people] or ([company.text] if company else []))
    return fields


def _where(r: Reading) -> str:
    """Where it is, in the words that were said."""
    found = [(m.start(m.lastgroup), m.end(m.lastgroup)) for m in _WHERE.finditer(r.text, r.lo, r.hi) if m.lastgroup]
    r.memo.setdefault("read", []).extend((m.start(), m.end()) for m in _WHERE.finditer(r.text, r.lo, r.hi))
    return ("，" if r.zh else "; ").join(r.said[a:b].strip() for a, b in found)


def _with_clock(r: Reading, day: Span[DayValue]) -> DayValue:
    """The day with the clock time said apart from it: 明天约了李娜下午3点."""
    if clock_only(day.text):
        other = next((d for d in r.days if d is not day and not d.value.time and d.value.day >= r.ask.today), None)
        return replace(other.value, time=day.value.time, until=day.value.until) if other is not None else day.value
    clock = next((d for d in r.days if d is not day and clock_only(d.text)), None)
    if day.value.time or clock is None:
        return day.value
    return replace(day.value, time=clock.value.time, until=clock.value.until)


def _subject(r: Reading, kind: str, names: list[str]) -> str:
    demo = re.search(r"(?<![a-z])demo(?![a-z])|演示", r.whole)
    purpose = _PURPOSE.search(r.text, r.lo, r.hi)
    what = ""
    if purpose:
        group = "en" if purpose["en"] else "zh"
        inside = (
            any(
                s.start < purpose.end(group) and purpose.start(group) < s.end
                for s in (*r.spans("days", "durations"), *(n for n in r.names if n.may_be("contact", "user")))
                if not _YEAR.fullmatch(r.text[s.start : s.end])
            )
            if purpose[group]
            else True
        )
        what = "" if inside else r.piece(*purpose.span(group))
        if what:
            r.memo.setdefault("read", []).append(purpose.span())
    if r.zh:
        noun = "演示" if demo else {"call": "电话", "visit": "拜访"}.get(kind, "会议")
        return f"与{'、'.join(names)}的{noun}" + (f"：{what}" if what and what != noun else "") if names else noun
    noun = "Demo" if demo else kind.capitalize()
    if (of := _KIND_OF.search(r.text, r.lo, r.hi)) is not None and of["what"] not in _NO_KIND:
        noun = f"{of['what'].capitalize()} {noun.casefold()}"
    return f"{noun} with {', '.join(names)}" + (f": {what}" if what else "") if names else noun
