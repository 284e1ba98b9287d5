"""Several booked appointments called off at once: "cancel all my meetings on Friday", 取消我周五所有的会; of one's own unless said otherwise."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_KINDS = (
    ("call", r"(?:phone )?calls|电话|通话"),
    ("visit", r"visits|拜访"),
    ("meeting", r"meetings|demos|会议|会面|会|演示"),
    ("", r"appointments|everything|all i have|events|日程|安排|预约|行程|约"),
)
_NOUN = "|".join(f"(?:{words})" for _, words in _KINDS)
_EN = re.compile(
    rf"^(?:(?:please|pls|can you|could you|ok|hey),? )*(?:cancel|call off|drop|clear|scrap|delete)(?: out)? (?:(?:all|every|any|each|both)(?: (?:of|one of))? ?)?(?:the |my |our )*(?:(?:planned|booked|upcoming|other|scheduled|\w+day(?:'s|s)?|tomorrow's|today's) )*(?P<whose>(?:[\w&'.-]+ ){{0,3}}?)(?P<noun>{_NOUN})(?![a-z])"
)
_ALL_EN = re.compile(r"(?<![a-z])(?:all|every|everything|each|both|any)(?![a-z])")
_ZH = re.compile(
    rf"^(?:请|帮我|麻烦|帮忙)*(?:取消|把|将)?(?P<what>[^,，。]{{0,24}}?(?:所有|全部|都|一切|每一?[个场])?[^,，。]{{0,12}}?(?P<noun>{_NOUN}))(?:都|全部?|统统|一律)?(?:给我)?(?:取消|推掉|不开|退掉)?(?:掉|了|吧)*[。.!！]?$"
)
_ALL_ZH = re.compile(r"所有|全部|都|全|一切|每一?[个场]|统统|一律")
_OFF_ZH = re.compile(r"取消|推掉|退掉|不开")
_OTHER = re.compile(
    r"(?<![a-z])(?:tasks?|to-?dos?|reminders?|tickets?|deals?|leads?|except|but not|apart from|unless)(?![a-z])|任务|待办|提醒|工单|商机|线索|除了|除外|以外"
)


def call_off(r: Reading) -> Meant | None:
    """One proposal that marks every such planned appointment as cancelled."""
    if asks(r) or _OTHER.search(r.whole) or r.money:
        return None
    text = r.text[r.lo : r.hi].strip(" .!")
    match = _EN.match(text)
    if match is not None:
        place = r.text.index(text, r.lo) + match.start("whose")
        if match["whose"] and not any(n.start <= place and n.end >= place + len(match["whose"]) - 1 for n in r.names):
            return None
        if not (_ALL_EN.search(text) or match["noun"].endswith("s")):
            return None
    else:
        match = _ZH.match(text)
        if match is None or not _ALL_ZH.search(text) or not _OFF_ZH.search(text):
            return None
    if len(r.days) + len(r.periods) == 0 and not r.named("contact", "account", "deal"):
        return None  # all there ever will be: which ones is to be said
    where = [{"field": "status", "op": "=", "value": "planned"}]
    kind = next(k for k, words in _KINDS if re.fullmatch(words, match["noun"]))
    if kind:
        where.append({"field": "kind", "op": "=", "value": kind})
    if not (user := next((n for n in r.names if n.entity == "user"), None)):
        where.append({"field": "owner", "op": "=", "value": "me"})
    else:
        where.append({"field": "owner", "op": "=", "value": user.text})
    if r.days and len(r.days) == 1 and not r.periods:
        where.append({"field": "starts_at", "op": "=", "value": moment_text(r.days[0].value)})
    elif len(r.periods) == 1:
        where.append({"field": "starts_at", "op": "=", "value": r.periods[0].text})
    elif r.days or r.periods:
        return None
    where += [
        {"field": n.entity, "op": "=", "value": n.text} for n in r.names if n.entity in ("contact", "account", "deal")
    ]
    made = {"op": "update", "entity": "activity", "where": where, "fields": {"status": "cancelled"}}
    return Meant(1.3, (Call("propose_change", {"changes": [made]}),), whole=True)
