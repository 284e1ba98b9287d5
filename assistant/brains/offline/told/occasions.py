"""Occasions a report may open with or tell of: "long call with", "sat in on a call", "ran into", 刚挂电话, …打来, 跑了趟."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_NOUNS = (
    ("call", r"(?:phone |video |voice |conference )?calls?|phone conversations?|zooms?|teams(?: call)?|voicemails?"),
    ("visit", r"site visits?|visits?|site tours?|plant tours?|factory tours?|walk-?rounds?"),
    ("email", r"e-?mails?|mails?|letters?"),
    ("message", r"texts?|text messages?|messages?|wechats?|whatsapps?|voice messages?|dms?|slack messages?"),
    ("meeting", r"meetings?|demos?|lunch(?:es)?|coffees?|dinners?|breakfasts?|beers?|drinks?|workshops?|sessions?|conversations?|chats?|talks?|syncs?|catch-?ups?|reviews?|walkthroughs?|presentations?|kick-?offs?|trainings?|webinars?|huddles?|negotiations?|hour|half hour"),
)  # fmt: skip
_NOUN = "|".join(f"(?P<{kind}>{words})" for kind, words in _NOUNS)
_DET = r"(?:(?:an?|the|my|our|another|this|that|one|today's|yesterday's|\w+day's|half an|some) )?"
_ADJ = r"(?:(?:long|short|quick|good|great|nice|brief|first|second|third|final|last|productive|tough|difficult|hard|pleasant|interesting|useful|helpful|online|virtual|remote|joint|internal|weekly|monthly|regular|follow-?up|technical|commercial|on-?site|intro|introductory|discovery|closing|lengthy|impromptu|unplanned|surprise|business|working|two|three|few|back-to-back|\d+[ -]?(?:min(?:ute)?s?|hours?|hrs?|h)|half[ -]?hour|(?:one|two|three)[ -]hour|hour-long) )*"
_WITH = r"(?: (?:with|at|from|to|over at|between)(?![a-z]))"
_PLURAL = re.compile(
    r"(?:calls|meetings|visits|mails|e-?mails|texts|messages|chats|demos|workshops|sessions|reviews|lunches|talks)(?![a-z])"
)
_COUNTED = re.compile(r"(?<![a-z])(?:two|three|few|some|back-to-back|my|our|today's)(?![a-z])")
_LEAD = re.compile(
    r"(?:[\s,:.–-]|(?:ok|okay|so|hi|hey|well|just|only|now|right|fyi|update|quick update|today|earlier|this morning|this afternoon|this week|last night|last week|from|between|at|around|i|we|i've|we've|had|have)(?![a-z'’-]))*"
)
_OPENS = re.compile(
    rf"{_DET}{_ADJ}(?:{_NOUN})(?P<with>{_WITH}| (?:this|today|yesterday|earlier|on|last|just)(?![a-z]))"
)
_DID = re.compile(
    r"(?<![a-z])(?:(?:came|come|coming|got|just) out of|(?:just )?out of|finished|wrapped up|sat in on|sat through|listened in on|joined|attended|hosted|got off|off|hung up(?: after| from)?|dialled into|dialed into|jumped on|hopped on|was on|were on|been on|ran|did|held|gave|had|spent|took part in|back from|returned from|grabbed|shared|got|received|took)"
    rf" {_DET}{_ADJ}(?:{_NOUN}|(?P<length>\d+ (?:min(?:ute)?s?|hours?)|an hour|(?:one|two|three|four) hours|half a day|the (?:morning|afternoon|day)))(?: \w+ing)?{_WITH}"
)
_CAME_ACROSS = re.compile(
    r"(?<![a-z])(?:ran into|bumped into|came across|crossed paths with|met up with|sat together with|sat with|had a word with|had a talk with|got talking (?:to|with)|was introduced to|chatted (?:to|with))(?![a-z])"
)
_ON_THE_LINE = re.compile(
    r"(?<![a-z])(?:had|got|have) (?:[\w'’.-]+ ){1,4}?on (?:the (?:line|phone)|a call|zoom|teams)(?![a-z])"
)
_HUNG_UP = re.compile(r"(?<![a-z])(?:hung up|got off|just off|off) (?:the )?(?:phone |line |call )?with(?![a-z])")
_REACHED = re.compile(
    r"(?:(?:finally|at last|just|i|we|did) )*(?:reached|got hold of|got through to|managed to (?:reach|call|catch)|caught) "
)
_SENT = re.compile(r"(?:sent|forwarded|resent|e-?mailed)(?: over| on)?(?![a-z])(?! (?:to )?(?:me|us)(?![a-z]))")
_BARE = re.compile(rf"{_DET}{_ADJ}(?:{_NOUN}),? ")
"""A telegram: "Phone call Ursula Rossi 10 min: …"."""
_MEDIUM = (
    ("call", r"on the phone|over the phone|by phone|via phone|on a call|on (?:zoom|teams)|over (?:zoom|teams)"),
    ("email", r"by e-?mail|via e-?mail|in an e-?mail|by mail"),
    ("message", r"(?:by|via|on|over|in) (?:a )?(?:wechat|whatsapp|text|slack|sms|message)"),
    ("meeting", r"(?:over|at|during) (?:a |the )?(?:lunch|coffee|dinner|breakfast|a beer|drinks|fair|trade fair|trade show|conference|expo|event|workshop)|in person"),
    ("visit", r"on site|at (?:their|the) (?:plant|factory|office|site)"),
)  # fmt: skip
_MEDIUM_ZH = (
    ("message", re.compile(r"(?:微信|钉钉|飞书|短信|企微|whatsapp)(?:上|里|群里?)?(?:[和跟与同][^,，。]{1,10})?$")),
    ("call", re.compile(r"(?:电话|视频|语音)(?:上|里)?(?:[和跟与同][^,，。]{1,10})?$")),
)  # fmt: skip
_TALKED_BY = tuple(
    (
        kind,
        re.compile(
            rf"(?:{words})(?:上|里|中|群里?)?(?:又|先|简单|大概|快速|再)*(?:过|对|碰|核|审|理|数|聊|谈|讲|通|开)(?:了|完)$"
        ),
    )
    for kind, words in (("message", "微信|钉钉|飞书|企微|短信"), ("call", "电话|视频|语音"))
)
"""跟王伟电话里碰了下: by what, in the words of the occasion."""
_BY = "|".join(f"(?P<{kind}>{words})" for kind, words in _MEDIUM)
_SPOKE = re.compile(
    rf"(?<![a-z])(?:told (?:me|us)|said|says|mentioned|confirmed|let (?:me|us) know|(?:we|i|they|he|she) (?:just |briefly )?(?:talked|spoke|chatted|discussed|agreed))(?: \w+)?,? (?:{_BY})(?![a-z])"
)
_REACHED_US = re.compile(
    r"(?<= )(?:(?:has |have |had )?(?:just |also |finally |quickly )*(?:(?P<call>rang|phoned|called|calls|called back|rang back|buzzed)|(?P<message>texted|messaged|pinged|whatsapped)|(?P<email>e-?mailed|mailed|wrote|wrote back|replied)|(?P<visit>dropped by|came by|stopped by|dropped in))(?: (?:me|us|in|back))?)(?= ?[,:;.]| (?:just now|today|yesterday|this |that |to |and |saying|earlier|on |from |at |about)|$)"
)
_CAME_IN = re.compile(
    rf"(?:{_NOUN}) (?:from|by) [^,:;.]{{2,60}}? (?:came in|came|arrived|landed|is in|is here|reached (?:me|us)|just in|today|yesterday|this (?:morning|afternoon))(?![a-z])"
)

_ZH = (
    ("call", re.compile(r"(?:刚刚?|才)?挂(?:了|完|断)?(?:了)?电话|(?:刚刚?|才)(?:打|通)完(?:了)?(?:一?[个通])?电话|(?:接到|接了)[^,.;，。]{0,12}?(?:的)?电话|电话了(?=[一二三四五六七八九十半两几\d])|[和跟与同][^,，。;；]{1,12}?(?:电话|语音|视频)(?=(?:[一二三四五六七八九十两几]+|\d{1,3})(?:个|多|来)?(?:分钟|小时|刻钟)|半个?(?:小时|钟头))|(?:[和跟与同给][^,.;，。]{1,14}?)(?:打|通|讲)完(?:了)?(?:一?[个通])?电话|(?:视频|语音|电话)完|接完(?:了)?(?:一?[个通])?电话"), False),
    ("call", re.compile(r"(?:刚刚?|才|早上|上午|下午|今早|昨晚|又)*(?:主动)?(?:打(?:了)?(?:一?个)?电话(?:过)?来|打来(?:了)?(?:的)?(?:一?个)?(?:电话)?|来(?:了)?(?:一?个)?电话(?!号)|来电)|打?电话(?:来)?(?:找|联系|催)(?:了|过)?我(?!们?的)|(?:在)?电话[里上中](?:说|讲|告诉|问|提|表示|回)"), True),
    ("message", re.compile(r"(?:在)?(?:微信|钉钉|飞书|短信|企微|WhatsApp|whatsapp)(?:[里上])?(?:又|刚刚?|主动|突然|[跟和给向]我)*(?:说|讲|告诉|问|回|提|表示|通知|确认|留言|(?:找|联系|催|敲|戳|@)了?(?:过)?我(?!们?的))|给我(?:留言|留了言|发(?:了)?(?:一?[个条])?(?:语音|信息|消息|微信))|(?:发|来)(?:了)?(?:一?[条个])?(?:微信|短信|消息|信息|语音)(?:过?来)?(?:说|讲|告诉|问|,|，|:|：|了|$)"), True),
    ("email", re.compile(r"(?:发|来|回)(?:了)?(?:一?封)?(?:邮件|信)(?:过?来)?(?:说|讲|告诉|问|,|，|:|：|了|$)|(?:在)?邮件[里中](?:说|讲|告诉|问|提|确认)"), True),
    ("visit", re.compile(r"(?:跑|去)(?:了)?(?:一)?趟|去(?=[^,.;，。]{2,10}(?:现场|公司|工厂|厂里)?[见找看](?:了)?[^,.;，。]{2,6}(?:[,，]|扑))"), False),
    ("meeting", re.compile(r"在(?!哪|那)[^,.;，。；]{2,12}?(?:开|办)(?!发|始|放|会员)[^,.;，。；]{0,6}会(?!员|议室|计)(?=[^?？]*(?:了|过))"), False),
    ("meeting", re.compile(r"(?:碰见|遇到|遇见|撞见|偶遇|碰到)(?:了)?(?!问题|障碍|困难|麻烦|阻力|点)|聊了(?:几句|一会|两句)|(?:[和跟与同](?:[^,，。;；]|,(?=[^,，。;；]{2,6}(?:一起|一块|在))){1,20}?(?:一起|一块儿?|当面)?)(?:(?:过|对|碰|核|审|理|数)了|(?:聊|谈|见|吃|喝|开)完)"), False),
    ("email", re.compile(r"(?:给|向)[^,，。;；]{1,10}?(?:发|寄|传|送)(?:了|过去了|完了?)(?!封?邮件|微信|短信|消息|信息)|把[^,，。;；]{1,20}?(?:发|寄|传|送)(?:给)[^,，。;；]{1,10}?了"), False),
)  # fmt: skip
_BY_PHONE = tuple(
    (kind, re.compile(rf"(?:用|通过)?(?:{words})(?:上)?(?:跟进|回访|沟通|联系|拜访|交流|催|问|确认)(?:了|过)"), False)
    for kind, words in (("call", "电话|语音|视频"), ("message", "微信|钉钉|飞书|企微|短信"), ("email", "邮件"))
)
"""电话跟进了黄雨桐: by what, and what was done."""
_TOLD = re.compile(
    r"(?<![a-z])(?:says?|said|told|wants?|wanted|needs?|asked|asks|confirmed|agreed|accepts?|is|are|was|were|has|have|they|he|she)(?![a-z])|[:]"
)
SUPPOSED = re.compile(r"\s*(?:要是|如果|若|万一|假如|一旦|等|每次|只要|倘若)")
_EARLY, _EARLY_EN = 40, 90
"""Characters within which a report in Chinese and in English says what it is about."""
WEEKDAY = re.compile(
    r"(?:on |last )?\w+day(?: morning| afternoon| evening)?|(?:周|星期|礼拜)[一二三四五六日天](?:上午|下午|晚上|早上|中午)?(?:[\d一二三四五六七八九十]{1,2}点.{0,10})?"
)


@dataclass(frozen=True)
class Occasion:
    """What took place and the words that say so; `closed` when who it was with stands before them."""

    kind: str
    start: int
    end: int
    closed: bool = False


def occasions(r: Reading) -> Iterator[Occasion]:
    """The occasions told of, none for what is asked or planned."""
    if asks(r) and not re.search(r"[刚了过]", r.whole):
        return
    yield from _english(r)
    yield from _chinese(r)


def _english(r: Reading) -> Iterator[Occasion]:
    begin = _opening(r)
    for place in (begin, *_later_openings(r)):
        match = _OPENS.match(r.text, place, r.hi)
        if match and _PLURAL.search(match[0]) and not _COUNTED.search(match[0]):
            match = None  # "calls last week" are looked for, not told of
        told = bool(match and PAST_TENSE.search(r.text, match.end(), r.hi))
        if match and (place == begin or told) and not _ahead(r, match.end(), past=told) and _narrated(r, match.end()):
            kind = _kind(match)
            came = _CAME_IN.match(r.text, place, r.hi)
            if came is not None:
                yield Occasion(kind, came.start(), came.end(), True)
            elif kind not in ("email", "message") or match["with"].strip() in ("with", "from", "to"):
                yield Occasion(kind, match.start(), match.end())
            break
    bare = _BARE.match(r.text, begin, r.hi)
    if (
        bare
        and any(n.start == bare.end() and n.may_be("contact", "account") for n in r.names)
        and _measured(r, bare.end())
    ):
        yield Occasion(_kind(bare), bare.start(), bare.end())
    sent = _SENT.match(r.text, begin, r.hi)
    if sent and not _ahead(r, sent.end(), past=True) and r.named("contact", "account"):
        yield Occasion(medium(r, sent.end()) or "email", sent.start(), sent.end())
    line = _ON_THE_LINE.search(r.text, r.lo, r.hi)
    if line and _by_us(r, line.start()):
        yield Occasion("call", line.start(), line.end())
    reached = _REACHED.match(r.text, begin, r.hi)
    if reached and any(n.start == reached.end() and n.may_be("contact") for n in r.names):
        yield Occasion("call", reached.start(), reached.end())
    hung_up = _HUNG_UP.search(r.text, r.lo, r.hi)
    if hung_up and _by_us(r, hung_up.start()):
        yield Occasion("call", hung_up.start(), hung_up.end())
    for pattern in (_DID, _CAME_ACROSS):
        for match in pattern.finditer(r.text, r.lo, r.hi):
            if _by_us(r, match.start()) and not _ahead(r, match.end(), past=True):
                kind = _kind(match) if pattern is _DID else "meeting"
                yield Occasion(kind, match.start(), match.end())
    for match in _SPOKE.finditer(r.text, r.lo, r.hi):
        if match.start() - r.lo < _EARLY_EN:
            yield Occasion(_kind(match), match.start(), match.end(), True)
    for match in _REACHED_US.finditer(r.text, r.lo, r.hi):
        who = next((n for n in r.names if n.may_be("contact", "account") and n.start < match.start()), None)
        between = r.text[who.end : match.start()] if who else ""
        if who is not None and _opening(r) == who.start and re.fullmatch(r"(?: (?:at|from|of) [^,;:]*?)? ?", between):
            yield Occasion(_kind(match), match.start(), match.end(), True)


PAST_TENSE = re.compile(
    r"(?<![a-z])(?:showed|told|said|was|were|went|gave|took|had|came|met|saw|found|liked|\w{3,}ed)(?![a-z])"
)
_SENTENCE = re.compile(r"[.!;]\s+")


def _later_openings(r: Reading) -> Iterator[int]:
    """Where the next sentences begin: a report may open with how the journey was."""
    for cut in _SENTENCE.finditer(r.text, r.lo, min(r.hi, r.lo + 160)):
        yield cut.end()


def medium(r: Reading, place: int) -> str | None:
    """What kind of occasion the words beside it make it: "talked over lunch", 微信上聊了几句."""
    stop = re.search(r"[,.;:\n!?](?!\d)", r.text[place : r.hi])
    end = place + stop.start() if stop else r.hi
    if said := re.search(rf"(?<![a-z])(?:{_BY})(?![a-z])", r.text[place:end]):
        return next(k for k, v in said.groupdict().items() if v)
    return next((k for k, p in _MEDIUM_ZH if p.search(r.text, max(r.lo, place - 16), place)), None)


def _measured(r: Reading, place: int) -> bool:
    """Whether a length, a past day or a colon stands in the first words, so that it did take place."""
    stop = re.search(r"[:.;\n]", r.text[place : r.hi])
    end = place + stop.start() if stop else r.hi
    past = any(d.value.day <= r.ask.today and d.end <= end for d in r.days)
    ahead = any(d.value.day > r.ask.today and d.end <= end for d in r.days)
    told = bool(stop) and stop[0] == ":" if stop else False
    return not ahead and (past or told or any(d.end <= end + 1 for d in r.durations))


def _chinese(r: Reading) -> Iterator[Occasion]:
    for kind, pattern, closed in (*_ZH, *_BY_PHONE):
        for match in pattern.finditer(r.text, r.lo, r.hi):
            lead = r.text[max(r.lo, match.start() - 8) : match.start()]
            clause = max(r.text.rfind(mark, r.lo, match.start()) for mark in ",;.。") + 1
            if SUPPOSED.match(r.text, max(clause, r.lo), match.start()):
                continue
            named = closed and _before(r, match.start())
            if re.search(r"(?:提醒我?|记得|要|会|等|让|请|如果|别|不用|没|没有|还没|待)[^,，。]{0,4}$", lead):
                continue
            if match.start() - r.lo > _EARLY or (not named and _ahead(r, match.end(), past=True)):
                continue
            by = next((k for k, p in _TALKED_BY if p.search(match[0])), kind) if kind == "meeting" else kind
            yield Occasion(by, match.start(), match.end(), named)


def _before(r: Reading, place: int) -> bool:
    """Whether somebody is named, or called by an office, in front of a place."""
    return any(n.end <= place and n.may_be("contact", "account") for n in r.names) or bool(
        re.search(
            r"[\u3400-\u9fff](?:总|经理|主任|主管|厂长|工|科长|部长|总监|院长|所长|处长|老师)", r.text[r.lo : place]
        )
    )


def _kind(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next((k for k in ("call", "visit", "email", "message") if groups.get(k)), "meeting")


def _opening(r: Reading) -> int:
    """Where the report begins, after "ok just", "this morning" and a day or clock time said first."""
    place = r.lo
    for _ in range(6):
        match = _LEAD.match(r.text, place, r.hi)
        place = match.end() if match else place
        span = next((s for s in r.spans("past_days", "days", "periods") if s.start <= place < s.end), None)
        if span is None or any(n.start == place for n in r.names):
            break
        place = span.end
    return place


def _by_us(r: Reading, place: int) -> bool:
    """Whether I, we or nobody did it: "ok just", "I", "today"; not "they had a meeting with"."""
    begin = max((r.text.rfind(mark, r.lo, place) for mark in ".;\n:!"), default=-1)
    lead = r.text[max(r.lo, begin + 1) : place]
    comma = lead.rfind(",")
    part = lead[comma + 1 :] if comma >= 0 else lead
    return bool(
        re.fullmatch(
            r"(?:\s|(?:ok|okay|so|hi|hey|well|just|only|now|today|yesterday|this|last|morning|afternoon|week|night|earlier|i|we|i've|we've|also|then|and|have|had|finally|on|the|\w+day|quick|update|fyi|right|tom and i|\d+(?:am|pm)?)(?![a-z]))*",
            part,
        )
    )


def _ahead(r: Reading, place: int, *, past: bool = False) -> bool:
    """Whether the day said is still to come; a bare weekday behind a verb in the past is the last one."""
    stop = re.search(r"[.;\n!?:,。；！？：，]", r.text[place : r.hi])
    end = place + stop.start() if stop else r.hi
    said = [d for d in r.days if d.start < end and not (past and WEEKDAY.fullmatch(d.text.strip().casefold()))]
    return bool(said) and said[0].value.day > r.ask.today


def _narrated(r: Reading, place: int) -> bool:
    """Whether something is told behind the opening: a past day, or what was said there."""
    past = any(d.value.day <= r.ask.today and d.start < place + 60 for d in r.days)
    return past or bool(_TOLD.search(r.text, place, r.hi) or PAST_TENSE.search(r.text, place, r.hi))
