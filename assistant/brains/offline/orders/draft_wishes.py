"""How a draft is wished for: its channel, what it is about, what it is to say in the sender's own words, tone, length and language."""

import re
from typing import Any

from assistant.brains.offline.orders.draft_clauses import dictated
from assistant.brains.offline.talk.revising import manner

_I = re.IGNORECASE
_CHANNEL = (
    ("wechat", re.compile(r"we-?chat|微信", _I)),
    ("letter", re.compile(r"(?<![a-z])letter(?![a-z])|(?<!微)(?<!回)信(?!息|箱)(?!件)|信函|公函", _I)),
)
_END = r"(?=,|\.|;|!|\?| in (?:chinese|english)| under | within | of at most| please|$)"
_DEED = re.compile(
    rf"(?<![a-z])(?:to|and) (?:confirm|apologi[sz]e (?:to \w+ )?for|apologi[sz]e about|thank \w+ for|ask (?:\w+ )?(?:about|for)|remind \w+ (?:about|of)|request|congratulate \w+ on|invite \w+ to|arrange|propose|suggest|follow up on|check on|discuss|announce|introduce|clarify|answer|enquire about|inquire about) (?P<en>[^,.;!?]{{2,80}}?){_END}"
    rf"|(?<![a-z])(?:apolog(?:y|ies)|thank[- ]you|thanks|congratulations|invitation|confirmation|reminder)(?: (?:e-?mail|mail|note|letter|message))?(?: to [\w'’. -]{{2,40}}?)? (?:for|on|about|of|over|because of) (?P<en2>[^,.;!?]{{2,80}}?){_END}"
    r"|(?:为|就|因为?|对)(?P<zh>[^,，。给]{2,20}?)(?:向?(?:他们?|她们?|对方|客户)?)(?:道歉|致歉|道个歉|表示歉意|表示感谢|道谢|致谢)"
    r"|(?:确认|感谢|谢谢|询问|咨询|商量|讨论|邀请|祝贺|恭喜|通知)(?:一?下)?(?:他们?|她们?|对方|客户)?(?P<zh2>(?!的?(?:邮件|微信|信|消息|短信))[^,，。；;!！?？]{2,40}?)(?=的?(?:邮件|信|微信|消息)|[,，。；;!！?？]|\d+字|$)"
    r"|(?:写|起草|拟|发)(?:一?[封条份个段])?(?P<zh3>(?!一?[封条份个段])[\u3400-\u9fff]{2,8}?)的?(?:跟进|确认|道歉|感谢|催款|提醒|邀请)(?:的)?(?:邮件|微信|信|消息|短信)",
    _I,
)
"""What a draft is to do: to confirm the meeting, 为交货延迟道歉."""
_TOPIC = re.compile(
    r"(?<![a-z])(?:about|on|regarding|concerning|re:?|saying|explaining|to say|that says|that explains) (?P<en>[^,.;!?]{2,80}?)(?=,|\.|;|!|\?| in (?:chinese|english)| under | within | of at most| please|$)"
    r"|(?:说明|关于|催问|催促|催一?[下催]|催(?=[\u3400-\u9fff]{2})|说一?下|谈谈|聊聊|提一?下|讲讲|解释|主题是|内容是|告诉[他她]|问问?|就)(?P<zh>[^,，。；;!！?？]{2,40}?)(?=的?(?:邮件|信|微信|消息)|[,，。；;!！?？]|\d+字|$)"
)
_OBJECTION = re.compile(
    r"(?P<en>(?:price|pricing|budget|security|timing|migration) (?:objection|concern|question|worry)s?)|(?P<zh>嫌贵|嫌价格高|价格(?:异议|顾虑))",
    _I,
)


_SAYING_ZH = re.compile(
    r"(?:(?<=[信件息条封他她您总])|(?<=[,，。 ]))(?:里面?)?(?:就|要)?(?:说(?:一下|下(?![周个午月星礼]))?|告诉(?:他们?|她们?|对方|客户)|通知(?:他们?|她们?|对方|客户)|讲一下|提一下|内容(?:是|写|就写)|写上|写明|转告(?:他们?|她们?)?|跟(?:他们?|她们?)说|表示)[：:，, ]?(?!数据|价格$|迁移$)(?P<zh>(?=[^。]*(?:[\d一二两三四五六七八九十]+[号月折点个台天%％]|周|明天|今天|后天|下个?月|已经|会|要|可以|能|不|了|发货|到货|改|推迟|延|优惠))[^。]{4,120}?)[。.!！]?$"
)
"""A sentence the draft is to say, in the sender's own words."""


def manner_of(text: str, to: str) -> dict[str, Any]:
    """Channel, topic, tone, length, language and size as they were asked for."""
    args: dict[str, Any] = {}
    if (forbids := _FORBIDS.search(text)) is not None:
        args["without"] = [(forbids["en"] or forbids["zh"]).strip()]
        text = text[: forbids.start()] + text[forbids.end() :]
    channel = next((c for c, p in _CHANNEL if p.search(text)), None)
    if channel is not None:
        args["channel"] = channel
    if match := _OBJECTION.search(text):
        args["topic"] = match["en"].split()[0].lower() if match["en"] else "价格"
    elif match := _DEED.search(text) or _TOPIC.search(text):
        topic = next(t for g, t in match.groupdict().items() if t).strip()
        topic = re.sub(r"^(?:the|our|my|his|her|their) ", "", topic, flags=_I) if topic.isascii() else topic
        if topic.casefold() != to.casefold():
            args["topic"] = topic
    args |= manner(text)
    if told := (dictated(text) or _deeds(text) or ([_to_say(text)] if _to_say(text) else _to_say_zh(text))):
        args.setdefault("add", told)
        args.pop("topic", None)
    return args


_SAYING = re.compile(
    r"(?<![a-z])(?:(?:saying|to say|which says|that says|and say|telling (?:him|her|them|[A-Z]\w+)|(?:and |to )?(?:tell|let) (?:him|her|them|[A-Z]\w+)(?: know)?|informing (?:him|her|them)|with the (?:message|news|info(?:rmation)?)|confirming)(?: that)? |(?<!about )that (?=(?:we|i|the|our|it|they|there|he|she|you|delivery|shipping|next|[A-Z])[ '’]))(?P<what>[^?\n]{4,300})",
    re.IGNORECASE,
)


_FORBIDS = re.compile(
    r"(?<=[.;!?,])\s*(?:and |but |please )*(?:no|(?:don['’]t|do not|never) (?:mention|promise|say anything about|talk about|offer|bring up|commit to)|without(?: any| mentioning)?|leave out|nothing about|not a word (?:about|on)|avoid) (?P<en>(?!longer than|more than|later than|need\\b|rush\\b|hurry\\b)[^.;!?,]{3,60}?)[\s.!]*$"
    r"|[，,。；;]\s*(?:但是?|千万|记得|注意)?(?:不要|别|不准|不许|不能)(?:提到?|写上?|说到?|承诺|答应|许诺|谈到?)(?P<zh>[^，,。；;]{2,24})[。!！]?$",
    _I,
)
"""What a draft is not to speak of: "No discount promises!", 别提折扣."""
_MANNER = re.compile(
    r"[.,;!]\s*(?:(?:but|and|not|very|please|pls|keep it|make it|be|too|a bit|quite|nice and|in) )*(?:friendly|short|formal|informal|polite|nicely?|brief|warm|pushy|casual|professional|chinese|english)(?:(?:,| and| but| or) (?:not )?(?:too )?(?:friendly|short|formal|informal|polite|nice|brief|warm|pushy|casual|in chinese|in english))*(?: please)?[\s.!]*$"
    r"|[，,。；;]\s*(?:口气|语气|措辞|尽量|要|写得?|短|客气|正式|简短|友好|别太|不要太|用[中英]文)[^，,。；;]{0,10}[。!！]?$",
    _I,
)
"""How it is to be said, behind what is to be said."""
_BODY = re.compile(
    r"(?:mail|message|letter|note|text|wechat|邮件|微信|信|消息|短信)(?: to [\w'’. -]{2,40}?)?\s*[:：]\s*(?P<body>.{6,600})$",
    _I | re.DOTALL,
)
_THEN = r"(?=,? and (?:say|saying|tell|telling|ask|asking|mention|that|promise|we)(?![a-z])|[.;!]|, (?!and)|$)"
_DEEDS = re.compile(
    rf"(?<![a-z])(?:(?P<sorry>apologi[sz](?:e|ing)(?: to \w+)?|apolog(?:y|ies)|sorry) (?:for|about)|(?P<thanks>thank(?:s|ing)?(?: (?:him|her|them|[A-Z]\w+))?|thank[- ]you(?: (?:note|mail|e-mail|message|letter))?(?: to (?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+)?)?) for|(?P<glad>congratulat(?:e|ing)(?: (?:him|her|them|[A-Z]\w+))?|congratulations) (?:on|for)) (?P<what>[^,.;!?\n]{{3,120}}?){_THEN}",
    re.IGNORECASE,
)
"""What a draft apologises, thanks or congratulates for: a sentence of its own."""
_FIRST_WORDS = {"sorry": "I apologise for", "thanks": "Thank you for", "glad": "Congratulations on"}
_ASKING = re.compile(
    r"(?<![a-z])ask(?:ing)?(?: (?:him|her|them|[A-Z]\w+))? (?P<if>if|whether|when|what|which|how|where) (?P<what>[^.;]{4,200}?)(?=[.;]|,? (?:not|but|in (?:chinese|english)|please|short)|$)",
    _I,
)
_YOU = ((r"they(?:['’]d| would)", "you would"), (r"they(?:['’]re| are)", "you are"), (r"they(?:['’]ve| have)", "you have"), ("they", "you"), ("their", "your"), ("them", "you"), (r"s?he(?:['’]d| would)", "you would"))  # fmt: skip


def _body(text: str) -> str:
    """What stands behind the colon: "email to Bob: we ship on Friday. friendly but short"."""
    match = _BODY.search(text)
    said = _MANNER.sub("", match["body"].strip()).strip(" ,，") if match is not None else ""
    if not said:
        return ""
    said = re.sub(r"(?<![\w'’])i(?![\w])", "I", said)
    return f"{said[:1].upper()}{said[1:]}".rstrip(".。") + ("。" if re.search("[\u3400-\u9fff]", said) else ".")


def _deeds(text: str) -> list[str]:
    """“Apologising for the double invoice and saying we'll have it corrected”: each as a sentence, in the order they were said; one alone is only what it is about."""
    if re.search("[\u3400-\u9fff]{4}", text):
        return []
    found = list[tuple[int, str]]()
    for match in _DEEDS.finditer(text):
        kind = next(k for k in _FIRST_WORDS if match[k])
        what = re.sub(r"(?<![\w'’])i(?![\w])", "I", match["what"].strip())
        found.append((match.start(), f"{_FIRST_WORDS[kind]} {what}."))
    if not found:
        return []
    if (says := _SAYING.search(text)) is not None:
        found.append((says.start(), _to_say(text)))
    elif (asks := _ASKING.search(text)) is not None:
        found.append((asks.start(), _question(text)))
    elif ":" in text and (rest := _REST.search(text)) is not None:
        said = rest["rest"].strip()
        found.append((rest.start("rest"), f"{said[:1].upper()}{said[1:].rstrip('.! ')}."))
    return [s for _, s in sorted(found) if s]


_REST = re.compile(
    r":[^:]*?(?:thank(?:s| you)|sorry|congratulations)[^,;.:]*[,;.] ?(?:and )?(?P<rest>[^:]{6,200})$", re.IGNORECASE
)


def _question(text: str) -> str:
    """What a draft is to ask: "asking if they would look at it again"."""
    match = _ASKING.search(_MANNER.sub("", text))
    if match is None:
        return ""
    said = match["what"].strip(" ,")
    for words, you in _YOU:
        said = re.sub(rf"(?<![a-z]){words}(?![a-z])", you, said, flags=_I)
    return f"I would like to ask {match['if'].lower()} {said}."


def _to_say(text: str) -> str:
    """What a draft is to tell, as a sentence of its own: "…, saying we ship on Friday"."""
    match = _SAYING.search(text)
    if match is None:
        return "" if re.search("[\u3400-\u9fff]", text) else _body(text) or _question(text)
    said = re.sub(r"[\s,]*(?:please|pls|thanks|thx)?[\s.!]*$", "", match["what"].strip(), flags=_I)
    said = re.sub(r"(?<![\w'’])i(?![\w])", "I", said)
    return f"{said[:1].upper()}{said[1:]}." if len(said.split()) > 1 else ""


def _to_say_zh(text: str) -> list[str]:
    """What a draft is to tell, in the sender's own words: 给李娜写封邮件，说下周五发货."""
    said = _SAYING_ZH.search(text)
    if said is None:
        return [body] if (body := _body(text)) else []
    return [t.strip() for t in re.split(r"[；;]", said["zh"]) if t.strip()]
