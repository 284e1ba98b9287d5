"""Tasks that are done with or no longer needed, in the words people use: "take it off my list", 这条不用做了, "… is done, tick it off"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_TASK = r"(?:tasks?|to-?dos?|reminders?|items?|follow-?ups?)"
_AWAY = r"(?:take|delete|remove|drop|scrap|cross|strike|kick|throw|get rid of|wipe|clear|bin|ditch|chuck|erase|lose)"
_LIST = r"(?:(?:of |off |from |out of )+(?:my|the) (?:task |to-?do )?(?:lists?|tasks|to-?dos|plate))"
_NEED = r"(?:(?:i|we) )?(?:(?:do not|don't|no longer|won't|will not) (?:really )?need(?: to do)?|(?:no longer )?have no (?:more )?(?:need for|use for))"
_MORE = r"(?: any ?more| any longer| now| after all| anyway)*"
_IT = r"(?:it|that|this|that one|this one|the thing)"
_SO = r"(?:[\s,;:.–—-]+(?:so |and |then |please |just |you can |can you )*)"
_GONE_EN = (
    rf"(?P<x>.+?)\s*[,:;.–—-]+\s*(?:{_NEED} (?:that|this|the|it|them)(?: {_TASK}| one)?|(?:that|this|the) {_TASK} (?:is|isn't|was) (?:no longer |not )?(?:needed|obsolete|superfluous|moot|off|wrong)|not needed|obsolete){_MORE}(?:{_SO}{_AWAY} {_IT}(?: out| off| away)?(?: {_LIST})?)?",
    rf"{_NEED} (?:that|the|this|my) {_TASK} (?:about|for|to|with|of|on|regarding|concerning) (?P<x>.+?){_MORE}(?:{_SO}{_AWAY} {_IT}(?: out| off| away)?(?: {_LIST})?)",
    rf"{_NEED} (?:that|the|this|my) (?P<x>.+?) {_TASK}{_MORE}(?:{_SO}{_AWAY} {_IT}(?: out| off| away)?(?: {_LIST})?)?",
    rf"(?:the |my |that )?(?P<x>.+?) {_TASK} (?:(?:is|has become) (?:no longer needed|not needed|obsolete|superfluous|moot|off|unnecessary)|isn't needed|can go|can be (?:deleted|removed|dropped|scrapped)){_MORE}(?:{_SO}{_AWAY} {_IT}(?: out| off| away)?(?: {_LIST})?)?",
    rf"{_NEED} (?P<x>.+?){_MORE}{_SO}{_AWAY} {_IT}(?: out| off| away)? {_LIST}",
    rf"{_NEED} (?P<x>TK-\d+){_MORE}(?:{_SO}{_AWAY} {_IT}(?: out| off| away)?)?",
    rf"(?:(?:there's |there is )?no need to|(?:you )?(?:don't|do not|needn't)(?: need to| have to)?|stop) remind(?:ing)? me (?:to|about|of) (?P<x>.+?){_MORE}",
    rf"{_AWAY} (?:the |my |that )?(?P<x>.+?) {_LIST}",
    rf"{_AWAY} (?:the |my |that |this )?(?P<x>(?!all|every|overdue|my|these|those|both).+?) {_TASK}(?: {_LIST})?",
    rf"{_AWAY} (?:the |my |that |this )?{_TASK} (?:about|for|to|with|of|on|regarding|concerning) (?P<x>.+?)(?: {_LIST})?",
)  # fmt: skip
_ZH_TASK = r"(?:任务|待办(?:事项)?|提醒|事项)"
_ZH_OFF = r"(?:不用|不需要|没必要|不必|用不着|无需|不要)(?:再)?(?:做|办|处理|跟|弄|搞|管|提醒|安排|发|跟进)?(?:它)?了"
_ZH_AWAY = r"(?:删|去|划|移|清|拿|撤)(?:掉|除|了|走|一下)*(?:它)?"
_GONE_ZH = (
    r"(?:不用|不要|不必|别|无需|不需要)再?提醒我(?:去|要)?(?P<x>.+?)(?:了|吧)*",
    rf"(?:我?不(?:再)?需要)(?P<x>.+?)(?:这|那)?(?:个|条|项)?的?{_ZH_TASK}了?(?:[,，;；。 ]+(?:帮我|请|就|可以|把它|直接|都)*{_ZH_AWAY}(?:吧|了)?)?",
    rf"(?:删除|删掉|把|将)?(?P<x>.+?)(?:的)?(?:(?:这|那)(?:个|条|项)的?(?:{_ZH_TASK}|事)?|{_ZH_TASK})(?:就|已经|也|现在|都)*{_ZH_OFF}(?:吧|啦)?(?:[,，;；。 ]+(?:帮我|请|就|可以|把它|直接|都)*{_ZH_AWAY}(?:吧|了)?)?",
    rf"(?:帮我|请)*(?:把|将)?(?P<x>.+?)(?:的)?(?:(?:这|那)(?:个|条|项)的?(?:{_ZH_TASK}|事)?|{_ZH_TASK})?从(?:我的?)?(?:{_ZH_TASK})(?:清单|列表)?(?:里面?|中|上)?{_ZH_AWAY}(?:吧|了)?",
)  # fmt: skip
_DONE_EN = re.compile(
    rf"(?:the |my )?(?P<x>.+?) (?:is|are|was|were|has been|have been|got|'s)(?: now| all| already)* (?:done|finished|completed|complete|sorted|through|over|taken care of|dealt with|handled|sent|out|fixed|settled){_SO}(?:tick|check|cross|mark|strike) (?:it|that|them|this)(?: task| one)?(?: off| as (?:done|complete|completed|finished)| done| complete)?(?: {_LIST})?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"(?<![a-z])(?:all|every|each|both|tasks|to-?dos|reminders|overdue)(?![a-z])|所有|全部|都|逾期")
_OTHERS = re.compile(
    r"(?<![a-z])(?:tickets?|cases?|deals?|leads?|accounts?|contacts?|stage|amount)(?![a-z])|工单|商机|线索|客户(?!的)|联系人"
)
_LONGEST = 160
_EN = tuple(re.compile(p, re.IGNORECASE) for p in _GONE_EN)
_ZH = tuple(re.compile(p) for p in _GONE_ZH)
_POLITE = re.compile(
    r"^(?:(?:please|pls|can you|could you|ok|okay|so|also|hey|well|oh|and|then|now)(?![a-z])[\s,]*|(?:请|帮我|麻烦你?)\s*)+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|my|that|this)\s+", re.IGNORECASE)


_STATE = re.compile(
    r"(?:completed?|done|finished|closed|old|open|cancell?ed|deferred|\w+ed)(?: and \w+)?|已?完成的?|未完成的?",
    re.IGNORECASE,
)


def dropped(r: Reading) -> Meant | None:
    """The one task a message takes off the list, or ticks off as done, called by what it is about."""
    if r.hi - r.lo > _LONGEST or asks(r):
        return None
    text = _POLITE.sub("", r.said[r.lo : r.hi].strip()).strip(" .!。！")
    if match := _DONE_EN.fullmatch(text):
        return _of(match, r, {"status": "done"})
    for pattern in (*_EN, *_ZH):
        if match := pattern.fullmatch(text):
            return _of(match, r, None)
    return None


def _of(match: re.Match[str], r: Reading, fields: dict[str, str] | None) -> Meant | None:
    words = _ARTICLE.sub("", match["x"].strip(" ,，:：;；-–—"))
    if not re.search(r"\w{2}|[\u3400-\u9fff]", words) or _SEVERAL.search(words) or _OTHERS.search(words.casefold()):
        return None
    if re.search(
        r"(?<![a-z])(?:tasks|to-?dos|reminders|items|follow-?ups)(?![a-z])", match.string.casefold()
    ) and _STATE.fullmatch(words):
        return None  # "delete my completed tasks": several, called by what became of them
    if words.casefold() in ("it", "that", "this", "that one", "this one", "task", "这", "那", "这个", "那个", "它"):
        return None
    return Meant(1.15, (call("update" if fields else "delete", "task", words, fields or {}),), whole=True)
