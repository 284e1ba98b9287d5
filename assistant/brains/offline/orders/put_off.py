"""An appointment told to be put off without a day to go to: nothing is held, nothing can be moved yet; one asks for the day."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_NOUN = r"(?:calls?|meetings?|demos?|visits?|appointments?|lunch|dinner|reviews?|workshops?|sessions?|syncs?|kick-?offs?|presentations?|trainings?)"
_EN = re.compile(
    rf"^(?:(?:ok|so|fyi|just|sadly|unfortunately),? )*(?:the |my |our |today's |tomorrow's |\w+day's )*(?P<w>[^,;:?]*?{_NOUN}(?: (?:with|at|on) [^,;:?]{{2,50}}?)?) (?:is |was |were |has been |got |gets |had to be |needs to be |will be )*(?:postponed|pushed back|delayed|put off|rescheduled|deferred|moved back)(?: (?:again|until further notice|indefinitely|by (?:them|him|her|the client|the customer)|no new date(?: yet)?))*$"
)
_EN_BY = re.compile(
    rf"^(?P<who>[^,;:?]{{2,40}}?) (?:has |had to |wants to |asked to |needs to )?(?:postponed?|put off|reschedul(?:ed?)|pushed back|delay(?:ed)?) (?:our |the |my |his |her )*(?P<w>{_NOUN}(?: [^,;:?]{{2,30}})?)$"
)
_ZH_BY = re.compile(
    r"^(?P<who>[^,，;；:：?？]{2,12}?)(?:把|将)(?P<w>[^,，;；:：?？]{0,6}?(?:会|会议|拜访|演示|电话|约|培训|会面))(?:又|要|先|临时)*(?:推迟|延期|改期|延后|推后|挪后|延)了?$"
)
_ZH = re.compile(
    r"^(?:我|我们)?(?:和|跟|与|同)?(?P<w>[^,，;；:：?？]{2,20}?(?:的|那边的?|场|个|次)(?:会|会议|拜访|演示|电话|约|培训|会面|碰面))(?:又|要|被|得|先|需要|临时)*(?:推迟|延期|改期|延后|往后推|推后|挪后|改时间|延)(?:了|一下|吧|了一下)*$"
)


def put_off(r: Reading) -> Meant | None:
    """ "Meeting with Ivan postponed", 和李娜的会推迟了: which day it goes to is asked; nothing is changed."""
    text = r.text[r.lo : r.hi].strip(" .!。！")
    if asks(r) or r.days or r.durations or r.periods:
        return None
    match = _EN.match(text) or _EN_BY.match(text) or _ZH.match(text) or _ZH_BY.match(text)
    if match is None or not (r.named("contact", "account", "deal") or r.ask.focus):
        return None
    begin = r.lo + r.text[r.lo : r.hi].index(match["w"])
    words = re.sub(r"^(?:和|跟|与|同)", "", r.piece(begin, begin + len(match["w"])))
    words = words[:1].lower() + words[1:] if words[:1].isascii() else words
    if who := match.groupdict().get("who"):
        by = r.piece(r.lo + r.text[r.lo : r.hi].index(who), r.lo + r.text[r.lo : r.hi].index(who) + len(who))
        words = f"{by}的{words}" if r.zh else f"{words} with {by}"
    if r.zh:
        return Meant(
            1.2,
            reply=f"推迟到哪一天？请说出新的时间，例如“把{words}改到下周三下午3点”；在那之前没有做任何更改，也不会记为已举行。",
        )
    return Meant(
        1.2,
        reply=f"To which day does it go? Say “move my {words} to Wednesday 3pm”. Until then nothing is changed, and nothing is logged as held.",
    )
