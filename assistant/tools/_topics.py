"""What a question to the notes is about, apart from whose notes they are: “what did Globex say about price?” asks about price."""

import re
from collections.abc import Iterable

from assistant.memory.statements import Topic

_I = re.IGNORECASE
_FRAMES = (
    re.compile(r"(?<![a-z])(?:say|says|said|saying|think|thinks|thought|talk(?:ed|ing)?|spoke|speak|discuss(?:ed)?|wrote|write|told us|tell us|mention(?:ed|s)?|feel|heard|hear|notes?|anything|something|know|opinion|position|view|stance|feedback)(?: \w+){0,3}? (?:about|on|regarding|concerning|of|to) (?P<t>[^?.!]{2,60}?)(?: (?:in|during|since|last|this|yesterday|today|so far|recently|yet|before|at)(?![a-z])[^?]*)?[?.!\s]*$", _I),
    re.compile(r"(?:^|(?<![a-z]))(?:did|has|have|does|do) .{2,40}? (?:ever )?(?:mention(?:ed)?|raise[d]?|bring up|brought up|discuss(?:ed)?|ask(?:ed)? (?:for|about)|(?:complain(?:ed)?|gripe[d]?|moan(?:ed)?) about|worry about|want|need|care about) (?P<t>[^?.!]{2,50}?)(?: (?:in|during|since|last|this|so far|recently|yet|before)(?![a-z])[^?]*)?[?.!\s]*$", _I),
    re.compile(r"^(?:find|search|look up|show|list)(?: me)?(?: all| the| any)*(?: notes?| passages?| mentions?)? (?:for|about|on|of|mentioning) (?P<t>[^?.!]{2,60}?)[?.!\s]*$", _I),
    re.compile(r"对(?:于)?(?P<t>[^，。？?]{2,16}?)(?:方面|问题|这件?事)?(?:是)?(?:怎么(?:说|看|想|讲)|有(?:什么|啥|哪些|没有)(?:看法|意见|要求|顾虑|反馈|想法|说法|态度)|的?(?:看法|态度|意见|反馈|顾虑|说法|要求)|什么(?:看法|态度|意见))"),
    re.compile(r"(?:说过?|提到?过?|聊过?|谈过?|谈到过?|聊到过?|讲过?|问过?|说起过?|抱怨过?|吐槽过?|投诉过?|反映过?|反馈过?)(?:关于|到)?(?P<t>[^，。？?过到什么啥哪]{2,16}?)(?:的事|的问题|方面)?(?:吗|么|没有|没|[?？]|$)"),
    re.compile(r"关于(?P<t>[^，。？?]{2,20}?)(?:的)?(?:事|问题|说了什么|说法|怎么说|记录|笔记|沟通|内容|意见|反馈|[?？]|$)"),
)  # fmt: skip
_NO_TOPIC = re.compile(
    r"^(?:it|that|this|them|him|her|us|me|we|you|anything|something|everything|what|in|on|at|to|the .{0,12}(?:call|meeting|visit|mail|note)s?|my .*|什么|啥|哪些|这个|那个|它|他|她|我们|情况|最近|上次.*|这次.*)$",
    _I,
)
_ARTICLE = re.compile(r"^(?:the|a|an|their|his|her|our|its|any|some) ", _I)

_KINDS = (
    (re.compile(r"(?<![a-z])(?:objections?|concerns?|worr(?:y|ies|ied)|reservations?|doubts?|complaints?|afraid|unhappy|dislikes?)(?![a-z])|顾虑|担心|异议|担忧|反对|不满|嫌", _I), (Topic.OBJECTION,)),
    (re.compile(r"(?<![a-z])(?:competitors?|competition|rivals?|other vendors?|alternatives?)(?![a-z])|竞争|竞品|对手|友商", _I), (Topic.COMPETITOR,)),
    (re.compile(r"(?<![a-z])(?:budgets?|funding)(?![a-z])|预算|经费", _I), (Topic.BUDGET,)),
    (re.compile(r"(?<![a-z])(?:preferences?|prefers?|likes?)(?![a-z])|偏好|习惯|喜欢", _I), (Topic.PREFERENCE,)),
    (re.compile(r"(?<![a-z])(?:cares? (?:most )?about|matters? (?:most )?to|important to|requirements?|criteria)(?![a-z])|关心|在意|看重|要求", _I), (Topic.CRITERIA, Topic.PREFERENCE)),
    (re.compile(r"(?<![a-z])(?:pain(?: points?)?|problems?)(?![a-z])|痛点", _I), (Topic.PAIN,)),
    (re.compile(r"(?<![a-z])(?:promis(?:e|es|ed)|commitments?)(?![a-z])|承诺|答应", _I), (Topic.PROMISE,)),
    (re.compile(r"(?<![a-z])(?:deadlines?|timeline|timing|time ?frame)(?![a-z])|时间(?:计划|安排|要求)|工期", _I), (Topic.TIMELINE,)),
)  # fmt: skip
"""Words that ask for a kind of statement, whatever the words it is made in."""


def kinds_asked(text: str) -> list[Topic]:
    """The kinds of statement a question asks for: worries, competitors, budget."""
    return [t for pattern, topics in _KINDS if pattern.search(text) for t in topics]


def topic_of(query: str, names: Iterable[str]) -> str:
    """The topic a question names in so many words, without names in it; "" when it names none."""
    for frame in _FRAMES:
        match = frame.search(query.strip())
        if match is None:
            continue
        topic = match["t"].strip(" ,，的")
        for name in sorted(names, key=len, reverse=True):
            topic = re.sub(
                rf"(?<![A-Za-z]){re.escape(name)}(?:['’]s)?(?![A-Za-z])|^{re.escape(name)}", "", topic, flags=_I
            ).strip(" ,，的")
        topic = _ARTICLE.sub("", topic)
        topic = re.sub(r"^对(?:于)?", "", topic)
        if len(topic) >= 2 and not _NO_TOPIC.match(topic):
            return topic
    return ""
