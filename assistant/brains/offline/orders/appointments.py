"""Booked appointments moved or called off: "push my Monday call with Vera to Tuesday", 把周一的会取消."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import Subject, focused, subjects
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.pieces.shifts import shift
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks, leads
from assistant.recognise.clock_only import clock_only
from assistant.recognise.durations import Duration
from assistant.recognise.spans import Span

_NOUN = re.compile(
    r"(?<![a-z])(?:calls?|meetings?|demos?|visits?|appointments?|lunch|coffee|dinner|breakfast|reviews?|workshops?|sessions?|syncs?|catch-?ups?|kick-?offs?|presentations?|trainings?|webinars?|interviews?|walkthroughs?|1:1|one-on-one|qbr)(?![a-z])"
    r"|会议|会面|碰面|见面|开会|例会|周会|评审会?|回顾会?|复盘会?|电话会?|通话|拜访|演示|培训|研讨会?|交流会|(?<![续签合违节大公特条契预])约会?(?!好|了|定|束)|(?:[的个场次]|汇报|沟通)会(?!员|计)"
)
_OTHERS = re.compile(
    r"(?<![a-z])(?:tasks?|to-?dos?|reminders?|tickets?|cases?|leads?|deals?|close date|closing date|stage|amount|all|every|each)(?![a-z])|任务|待办|提醒|工单|线索|商机|单子|成交|阶段|金额|所有|全部|任何"
)
_CLOSES = re.compile(r"(?<![a-z])(?:close date|closing date|expected close)(?![a-z])|成交|签约|关单|截止")
"""Words of a deal's day, not an appointment's."""
_TO_EN = re.compile(r"(?<![a-z])(?:to|until|till|for|on to|onto|over to)(?= )")
_TO_ZH = re.compile(r"(?:改期?|挪|推迟|延期?|顺延|提前|移|调整?|换|推)(?:到|至|成|为)|改在|改约(?:到|在)?")
_BY = re.compile(
    r"(?: (?:should |must |has to |needs to |can |will )?(?:be )?(?:start(?:s|ing)?|begin(?:s|ning)?|move[sd]?|push(?:ed)?|take place|happens?|back|forward|up|out|by|for|another|ahead|about))+\s*$"
    r"|(?:再|往后|向后|往前|向前|推迟|延后|推后|顺延|延期|提前|提早|早|晚|推|挪|移|拖|延|调|大概|大约|个|了|开|要|得)+$"
)
_CALLED_OFF = re.compile(
    r"(?<![a-z])(?:is|was|got|has been) (?:off|called off|cancelled|canceled|not happening)(?![a-z])"
)
_OFF = re.compile(r"取消|不开了|不去了|不见了|不打了|作废")
_LEAD_ZH = re.compile(r"^(?:请你?|帮我|帮忙|麻烦你?|把|将|取消掉?|我的?|和|跟|与|,|，|\s)+")
_END_ZH = re.compile(r"(?:给|都|也|就|先|要|得|需要|\s|,|，)+$")
_ASKED_US = re.compile(r"[问说讲催](?:了|过)?(?:我|咱)|问[一下了]*[^,，]{0,8}(?:能不能|能否|可不可以|可以不)")
_LEAD_EN = re.compile(r"^(?:\s|,|my |our |the |that |this |his |her )+", re.IGNORECASE)


def appointment(r: Reading) -> Meant | None:
    """The booked appointment a message moves to another day or hour, or calls off."""
    if asks(r) or _CLOSES.search(r.whole):
        return None
    if (by_ref := next((s for s in subjects(r, "activity") if s.name is not None), None)) is not None:
        return _by_reference(r, by_ref)
    verb = leads(r, "cancel", "postpone", "move", "delete")
    if (later := shift(r)) is not None and leads(r, "remind", "to do", "create", "book", "log") is None:
        return _by_a_length(r, verb, *later)
    found = _english(r, verb) if verb is not None and r.text[verb - 1].isascii() else _chinese(r)
    if found is None:
        return None
    words, fields = found
    if _ASKED_US.search(words):
        return None  # 周启明在钉钉上问我培训能不能推到12月10号 is told, and nothing is moved
    if not words:
        before = focused(r, "it", "activity")
        words = before.ref if before else ""
    return Meant(1.12, (call("update", "activity", words, fields),)) if words else None


def _by_reference(r: Reading, about: Subject) -> Meant | None:
    """ "Move A-390 to 3pm", "A-390 is off": an appointment said by its reference."""
    fields: dict[str, str] | None = None
    if (by := shift(r)) is not None:
        fields = {"starts_at": by[0]}
    elif moved := _moved(r, about.end, about.text):
        fields = moved[1]
    elif _OFF.search(r.whole) or leads(r, "cancel") is not None or _CALLED_OFF.search(r.whole):
        fields = {"status": "cancelled"}
    if fields is None or not (
        leads(r, "cancel", "postpone", "move", "set") is not None
        or re.search(r"把|将|改|挪|推|移|提前|延|取消", r.whole)
        or _CALLED_OFF.search(r.whole)
    ):
        return None
    return Meant(1.12, (call("update", "activity", about.text, fields),))


def _by_a_length(r: Reading, verb: int | None, by: str, said: Span[Duration]) -> Meant | None:
    """ "Bring the demo forward an hour", 演示提前一个小时开: as long before or after as it was said."""
    begin = verb if verb is not None and r.text[verb - 1].isascii() else r.lo
    words = _END_ZH.sub("", _LEAD_ZH.sub("", _BY.sub("", r.piece(begin, said.start))))
    words = _LEAD_EN.sub("", words)
    if not words or not _of_appointment(words.casefold()):
        return None
    return Meant(1.12, (call("update", "activity", words, {"starts_at": by}),))


def _english(r: Reading, verb: int) -> tuple[str, dict[str, str]] | None:
    off = leads(r, "cancel", "delete") == verb
    cut = r.hi
    if not off:
        cut = next((m.start() for m in _TO_EN.finditer(r.text, verb, r.hi) if not _inside(r, m.start())), r.hi)
        if cut == r.hi:
            return None
    words = r.piece(verb, cut)
    if not _of_appointment(words.casefold()):
        return None
    words = _LEAD_EN.sub("", words)
    if off:
        return words.split(",")[0].strip(), {"status": "cancelled"}
    return _moved(r, cut, words)


def _chinese(r: Reading) -> tuple[str, dict[str, str]] | None:
    begin = r.lo
    off, to = _OFF.search(r.text, begin, r.hi), _TO_ZH.search(r.text, begin, r.hi)
    if off and not to:
        sides = (r.piece(begin, off.start()), r.piece(off.end(), r.hi))
        words = next((w for side in sides if (w := _END_ZH.sub("", _LEAD_ZH.sub("", side)))), "")
        if off[0] in ("不见了", "不去了", "不打了") and not r.days:
            return None
        return (re.sub(r"^[掉了]|[掉了吧]$", "", words), {"status": "cancelled"}) if _of_appointment(words) else None
    if to and not off:
        words = _END_ZH.sub("", _LEAD_ZH.sub("", r.piece(begin, to.start())))
        return _moved(r, to.start(), words) if _of_appointment(words) else None
    return None


def _moved(r: Reading, cut: int, words: str) -> tuple[str, dict[str, str]] | None:
    later = r.afresh(cut, r.hi)
    if not later.days:
        return None
    day = later.days[0]
    value = day.text if clock_only(day.text) or (day.value.part and not day.value.time) else moment_text(day.value)
    fields = {"starts_at": value}
    if day.value.until and not clock_only(day.text):
        fields["ends_at"] = f"{day.value.day.isoformat()} {day.value.until:%H:%M}"
    return words, fields


def _of_appointment(words: str) -> bool:
    return bool(_NOUN.search(words)) and not _OTHERS.search(words)


def _inside(r: Reading, place: int) -> bool:
    return any(s.start <= place < s.end for s in r.spans("names", "durations"))
