"""A day moved in words that leave out what it is the day of: 往后挪三天, 再推迟一周, "two days later please"."""

import re

from assistant.brains.offline.terms import Ask

_I = re.IGNORECASE
_MOVED = ("task", "activity", "deal")
_LEAD_ZH = (
    r"(?:那么?|就|再|请|帮我|麻烦你?|给我|还是|不行|算了|嗯|好的?|把它|把这个|把时间|时间|日期|来不及|赶不上|[，, ])*"
)
_LENGTH_ZH = (
    r"(?P<n>(?:[\d一二两三四五六七八九十]+|半)个?(?:半)?(?:天|日|周|个?星期|个?礼拜|个?月|季度|年|小时|钟头|分钟))"
)
_ZH = re.compile(
    rf"^{_LEAD_ZH}(?:给我|帮我|再)*(?P<way>往后|向后|朝后|往前|向前|推迟|延迟|延后|顺延|推后|后推|后延|后移|延期|延长|延|推|挪|拖|缓|提前|提早|前移|晚|早)(?:再|地)?(?:挪|推|移|延|放|拖|调|改|顺延|推迟|赶|挪动)?(?:个|到|一下)?{_LENGTH_ZH}(?:吧|呗|好了|可以吗|行吗|再说|就行|就好|了|啊|哈)*$"
)
_EARLIER_ZH = re.compile(r"前|早")
_LENGTH = r"(?P<n>(?:an?|one|two|three|four|five|six|seven|ten|\d+|a couple of|half an?) (?:more )?(?:days?|weeks?|months?|hours?|minutes?|fortnight))"
_EN = re.compile(
    rf"^(?:(?:and|ok|okay|so|then|actually|please|pls|can you|could you|let's|make(?: it| that)?|no|sorry|hm+)[, ]+)*(?:(?:push|move|shift|put|slide|bump|postpone|delay|bring|pull)(?: (?:it|that|this))?(?: (?:back|out|forward|off))?(?: by)? )?{_LENGTH} (?P<way>later|earlier|sooner|back|forward|out|on)(?: please| then| instead| again)*$",
    _I,
)
_EN_BY = re.compile(
    rf"^(?:(?:and|ok|okay|so|then|actually|please|pls|can you|could you|let's)[, ]+)*(?P<way>(?:push|move|put) (?:it|that|this) (?:back|off|out)|(?:bring|pull|move) (?:it|that|this) (?:forward|up)|push back|move back|postpone|delay|put off|move out|bring forward|pull forward|move up)(?: by| for)? {_LENGTH}(?: please| then| instead| again)*$",
    _I,
)
_SAME_HOUR = re.compile(
    r"[，,。;； ]+(?:时间|钟点|几点|时段|其他的?|其它的?|别的|地点)(?:都|还|也)*(?:不变|照旧|是?一样|不动|保持不变)$|,? (?:at the )?same time$|,? (?:everything|the) (?:else|time|hour)(?: stays| remains)?(?: the same| as (?:it )?is)$",
    _I,
)
"""What stays as it is: the hour."""
_EARLIER_EN = re.compile(r"earlier|sooner|forward|up", _I)


def moved_on(ask: Ask) -> str | None:
    """The order with the record named that was talked about last; None when it names its own, or several were shown."""
    text = _SAME_HOUR.sub("", ask.text.strip().strip(" 。.!！~～"))
    if not ask.focus or ask.listed > 1:
        return None
    about = ask.focus[0]
    if about.entity not in _MOVED:
        return None
    if match := _ZH.fullmatch(text):
        return f"把{about.ref}{'提前' if _EARLIER_ZH.search(match['way']) else '往后挪'}{match['n']}"
    if (match := _EN.fullmatch(text) or _EN_BY.fullmatch(text)) is not None:
        where = "earlier" if _EARLIER_EN.search(match["way"]) else "later"
        return f"move {about.ref} {match['n']} {where}"
    return None
