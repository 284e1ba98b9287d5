"""Visits as they are told: "was out at Brenner with Theo", "went to see", "called on", 去…现场谈了; and the label a report ends with."""

import re

from assistant.brains.offline.reading import Reading

WENT = re.compile(
    r"(?<![a-z])(?:(?:was|were|been|i'm|i am|spent [\w ]{2,24}?) (?:out |over |up |down |round |back )*(?:at|on site (?:at|with)|on-site (?:at|with)|with)(?= )(?! (?:home|the office|my desk|lunch|a loss|the airport))"
    r"|went (?:out |over |up |down |round |back )*to see|went to visit|went by to see|called (?:on|in at|by at)|dropped in (?:on|at)|dropped by|stopped by(?: at)?|stopped in at|popped (?:in|over|round|by)(?: to| at| on)?"
    r"|swung by|looked in (?:on|at)|(?:drove|went|travelled|traveled|flew|headed) (?:out |over |up |down |back )*to(?= [A-Z])|paid (?:an? )?visit to|paid [\w .'-]{2,40} a visit|toured(?: the)?)(?![a-z])",
    re.IGNORECASE,
)
WENT_ZH = re.compile(
    r"(?:在|到|去|去了|跑去)[^,，。;；]{2,12}?(?:现场|厂里|工厂|公司|车间|工地|总部)?(?:待了|呆了|转了|看了看)|去(?:了)?[^,，。;；]{2,12}?(?:现场|厂里|车间|工地)(?=[^,，。;；]{0,12}(?:谈|聊|见|和|跟))|上门(?:见|找|看|拜访)?了?"
)
_KINDS = (
    ("visit", "visits?|on-?site|拜访|走访|外勤|上门"),
    ("call", "calls?|phone calls?|电话|通话"),
    ("email", "e-?mails?|mails?|邮件"),
    ("message", "messages?|texts?|wechat|微信|消息|短信"),
    ("meeting", "meetings?|会议|会面|面谈"),
    ("note", "notes?|备注"),
)
_NOUN = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS)
_LABEL_EN = re.compile(
    rf"(?<![a-z])(?:log|record|save|file|put|enter|book|note|register|count)(?: (?:that|it|this|the|down|as|in|under|an?|my|please|for me))* (?:{_NOUN})(?: please| thanks| for me)?[\s.!]*$"
)
_LABEL_ZH = re.compile(
    rf"(?:记|登记|录|算|存|写|归)(?:录)?(?:成|为|作|到|进|上|一下|下来|个|一?[个次条笔场])*(?:{_NOUN})(?:记录)?(?:吧|一下|里)?[\s。.!！]*$"
)
_TOGETHER = re.compile(
    r"(?:(?<![a-z])(?:with|saw|met|seen|see|sat with|talked to|spoke to|spoke with|and)(?: (?:mr|ms|mrs|dr)\.?)? |[和跟与同见](?:了|到|过)?(?:他们的?|对方的?)?|接待的?是?)$"
)
_FIRST = 2


def label_said(r: Reading) -> str | None:
    """What a report calls itself at its end: "…, log that visit", …，记成拜访."""
    for pattern in (_LABEL_EN, _LABEL_ZH):
        match = pattern.search(r.text, r.lo, r.hi)
        if match and match.start() > r.lo + 8:
            return next(k for k, v in match.groupdict().items() if v)
    return None


def went(r: Reading) -> tuple[int, int] | None:
    """The words that tell of a visit, said of oneself early in the message."""
    match = WENT.search(r.said, r.lo, min(r.hi, r.lo + 60))
    if match:
        before = r.text[r.lo : match.start()]
        if re.fullmatch(
            r"(?:\W|(?:i|we|i've|we've|have|had|just|ok|okay|so|today|yesterday|this|last|on|morning|afternoon|week|\w+day|also|then|raj and i|me)(?![a-z]))*",
            before,
        ) and r.named("account", "contact"):
            return match.span()
        return None
    match = WENT_ZH.search(r.text, r.lo, min(r.hi, r.lo + 30))
    if (
        match
        and r.named("account", "contact")
        and not re.search(r"要|想|会|准备|打算|计划|提醒|约|下周|明天|后天", r.text[r.lo : match.start() + 1])
    ):
        return match.span()
    return None


def beside(r: Reading) -> list[str]:
    """Who was met, said a few words behind the place: "visited Harrow yesterday, two hours with Nora Hughes"."""
    ends = [m.end() for m in re.finditer(r"[.;!?](?=\s|$)|\n", r.text[r.lo : r.hi])]
    end = r.lo + ends[0] if ends else r.hi
    return [
        n.text for n in r.names if n.entity == "contact" and n.end <= end and _TOGETHER.search(r.before(n.start, 16))
    ][:_FIRST]
