"""How long things are kept, asked and set: "keep lost leads for two years, then delete them", 已关闭的工单保留多久."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

GATE = r"kept|retain|retention|empt|保留|留存|保存"
"""Words beside those of the other rules without one of which nothing here fits."""

_WHAT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("closed_tickets", re.compile(r"(?<![a-z])(?:closed|finished) (?:tickets?|cases?|issues?|support requests?)(?![a-z])|(?:已?(?:经)?(?:关闭|关掉|关了|结案|完结)的?|已关)(?:工单|服务单|客诉)|结案工单")),
    ("lost_leads", re.compile(r"(?<![a-z])(?:lost|dead|junk|disqualified|invalid) (?:leads?|prospects?)(?![a-z])|(?:丢掉|丢失|丢了|失效|无效|作废|流失|死掉|输掉|已?丢)的?线索|死线索")),
    ("lost_deals", re.compile(r"(?<![a-z])(?:closed[ -])?lost (?:deals?|opportunit(?:y|ies))(?![a-z])|(?:输掉|输了|丢掉|丢了|丢失|失败|输单|丢单|已?输|已?丢)的?(?:商机|单子|项目)|输单|丢单")),
    ("bin", re.compile(r"(?<![a-z])deleted (?:records?|things|data|items?|stuff)(?![a-z])|(?<![a-z])(?:recycle bin|(?:the|our) bin|trash)(?![a-z])|(?:已?删除|删掉|被删)的?(?:记录|数据|东西|资料)|回收站(?:里的?(?:记录|东西|数据))?")),
    ("conversations", re.compile(r"(?<![a-z])(?:old )?(?:conversations?|chats?|chat (?:history|histories|logs?))(?![a-z])|(?:聊天|对话|会话)(?:记录|历史)?")),
)  # fmt: skip

_POLITE = re.compile(
    r"^(?:(?:please|pls|can you|could you|would you|can we|let's|lets|i want (?:you )?to|i'd like to|we want to|we should|we will|we) |请|麻烦|帮我|我想|我要|我们要|把|将|让)+"
)
_AFTER = r"(?:,? ?(?:and |but )?(?:then|after that|afterwards)? ?,? ?(?:automatically )?(?:delete|remove|purge|bin|drop|get rid of)(?: them| it| those)?(?: automatically)?)?"
_ASKS = (
    re.compile(r"^(?:for )?how (?:long|many (?:days|months|years)) (?:do|will|should|shall|must|are|is|does) (?:we |you |parley |it |the system )?(?:W|keep W|retain W|store W|hold on to W)(?: be)?(?: (?:kept|retained|stored|held))?(?: (?:for|around))?$"),
    re.compile(r"^(?:what(?:'s| is| are)|show(?: me)?|list|tell me) (?:our |the |all )?(?:current )?(?:data )?retention(?: (?:periods?|rules?|polic(?:y|ies)|times?|settings?))?(?: (?:of|for|on) (?:the )?W)?$"),
    re.compile(r"^(?:our |the )?(?:data )?retention(?: (?:periods?|rules?|polic(?:y|ies)|settings?))$"),
    re.compile(r"^(?:when|after how long) (?:do|are|will) W (?:get |be )?(?:deleted|purged|removed|emptied)$"),
    re.compile(r"^(?:W的?|数据的?|记录的?)?(?:会|要|应该|能|可以)?(?:保留|留存|保存)(?:期限?|时间|时长)?(?:是|为|有)?(?:多久|多长时间?|几天|多少天|几年)(?:呢|啊)?$"),
    re.compile(r"^(?:我们)?(?:现在|目前)?(?:有|都有)?(?:哪些|什么)?(?:的)?(?:数据)?保留(?:规则|策略|期限?|设置)(?:有哪些|是什么|有什么)?$"),
    re.compile(r"^W(?:多久|多长时间)(?:以?后)?(?:会)?(?:自动)?(?:被)?(?:删除|清除|清空)(?:一次)?$"),
)  # fmt: skip
_SETS = (
    re.compile(rf"^(?:keep|retain|store|hold on to|hold) (?:all |the |our )?W (?:for )?(?:only |at most )?D{_AFTER}$"),
    re.compile(rf"^(?:all |the |our )?W (?:are|is|should be|shall be|must be|get) (?:to be )?(?:kept|retained|stored|held) (?:for )?(?:only |at most )?D{_AFTER}$"),
    re.compile(r"^(?:automatically )?(?:delete|purge|remove|empty|clear|bin) (?:all |the |our )?W (?:automatically )?(?:after|once they are) D(?: old)?$"),
    re.compile(r"^(?:all |the |our )?W (?:are|is|should be|shall be|get) (?:automatically )?(?:deleted|purged|removed|emptied|cleared) after D$"),
    re.compile(r"^(?:set|change|make) (?:the )?retention(?: period| rule| time)? (?:of|for|on) (?:the |our )?W to D$"),
    re.compile(r"^(?:所有的?)?W的?(?:只|最多|要|应该|应)?(?:保留|留存|保存|留)(?:期限?|时间|时长)?(?:设为|设置为|改为|改成|设成|定为|为|是)?D(?:(?:以?后|之后|过后)?[，,]?(?:然后|到期后?)?[，,]?(?:再|就|自动)*(?:删除?|清除|删掉|清掉|清空)(?:它们|掉)?)?$"),
    re.compile(r"^(?:所有的?)?W(?:满|过|超过|在)?D(?:以?后|之后)?(?:就|再|要)?(?:自动)?(?:删除?|清除|删掉|清掉|清空)$"),
    re.compile(r"^(?:自动)?保留W的?D$"),
)  # fmt: skip
_FOR_GOOD = (
    re.compile(r"^(?:keep|retain|store|hold on to) (?:all |the |our )?W (?:forever|for ever|for good|indefinitely|permanently|for all time)$"),
    re.compile(r"^(?:never|don't|do not|no longer) (?:automatically )?(?:delete|purge|remove|empty) (?:the |our )?W(?: automatically)?$"),
    re.compile(r"^(?:永久|一直|永远|长期)(?:地)?(?:保留|保存|留存)(?:所有的?)?W$|^W(?:要|应)?(?:永久|一直|永远)(?:地)?(?:保留|保存|留存)$|^(?:不要|不再|别)自动(?:删除|清除|清空)W$"),
)  # fmt: skip


def keeping(r: Reading) -> Call | None:
    """What is kept how long, asked or set; None for any other message.

    The whole message must be of it: what is kept stands as W and the length of time as D in the forms above.
    """
    said = _POLITE.sub("", r.whole.strip(" .。!！?？~")).strip(" ,，")
    found = [(what, m) for what, form in _WHAT if (m := form.search(said)) is not None]
    if len({what for what, _ in found}) > 1:
        return None
    readings: list[tuple[str, re.Match[str] | None]] = [*found] or [("", None)]
    for what, match in readings:
        bare = said if match is None else f"{said[: match.start()]}W{said[match.end() :]}"
        if any(form.match(bare) for form in _ASKS):
            return Call("retention", {"what": what} if what else {})
        if not what:
            return None
        if any(form.match(bare) for form in _FOR_GOOD):
            return Call("retention", {"what": what, "days": 0})
        days = _days(r)
        if days is None:
            return None
        if any(form.match(bare.replace(days[1], "D", 1)) for form in _SETS):
            return Call("retention", {"what": what, "days": days[0]})
    return None


def _days(r: Reading) -> tuple[int, str] | None:
    """The one length of time that was said, in days, and its words as they stand in the message."""
    if len(r.durations) != 1 or not r.durations[0].value.days:
        return None
    span = r.durations[0]
    return span.value.days, r.text[span.start : span.end]
