"""Several occasions told in one message: "Two calls this morning: Ana says …, and Bob confirmed …", 上午打了两个电话：…"""

import re

from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading

_COUNT = r"(?:two|three|four|2|3|4|both|several|a few|back-to-back|couple of|a couple of)"
_HEAD_EN = re.compile(
    rf"(?:[\s,]|(?:ok|so|just|had|made|did|i|we|today|this morning|this afternoon|yesterday|earlier|update|had just)(?![a-z]))*{_COUNT} (?:quick |short |phone |good |long |separate )*(?P<noun>calls|meetings|visits|mails|e-?mails|messages|chats|texts|demos|conversations)(?![a-z])[^:;,.]{{0,40}}?\s*(?:[:.,;]|\s[-–])"
)
_HEAD_ZH = re.compile(
    r"[^,，:：。]{0,10}?(?:打|接|开|见|跑|聊|收到|回|去)了?(?:两|三|四|2|3|4|几)(?:个|场|家|次|通|位|封|条|拨)(?P<noun>电话|会|客户|人|邮件|微信|消息|厂)?[^,，:：。]{0,8}[:：,，。]"
)
_KINDS = (
    ("call", r"calls?|conversations?|电话"), ("email", r"e-?mails?|mails?|邮件"), ("message", r"messages|chats|texts|微信|消息"),
    ("visit", r"visits|厂|家|客户"), ("meeting", r"."),
)  # fmt: skip
_NUMBERED = re.compile(
    r"(?:[\s,;:-]|(?:and|then|first|second|third|one|the (?:first|second|third|other) (?:one |was )?|with|also)(?![a-z])|\(?\d[).、:]|第?[一二三][个是家、]?|另一?个?|然后|还有|一个?|[是跟和与给])*"
)


def series(r: Reading) -> tuple[str, Reading, list[tuple[Reading, Reading]]] | None:
    """(kind, the head, (part, who it was with) of each), or None when one occasion is told."""
    head = _HEAD_EN.match(r.text, r.lo, r.hi) or _HEAD_ZH.match(r.text, r.lo, r.hi)
    if head is None:
        return None
    begins: list[tuple[int, int]] = []
    bare = False
    for clause in clauses(r):
        if clause.hi <= head.end():
            continue
        lo = max(clause.lo, head.end())
        lead = _NUMBERED.match(r.text, lo, clause.hi)
        place = lead.end() if lead else lo
        name = next((n for n in clause.names if n.start <= place < n.end or n.start == place), None)
        if name is not None and name.entity in ("contact", "account"):
            who = next((n for n in clause.names if n.entity == "contact" and n.start - name.end <= 4), name)
            if begins and bare and name.entity == "contact":
                begins[-1] = (begins[-1][0], who.end)  # the company first, then who it was there
            else:
                begins.append((lo, who.end))
            bare = who.entity == "account"
    if len({r.said[who - 2 : who] for _, who in begins}) < len(begins) or len(begins) in (0, 1):
        return None
    kind = next(k for k, words in _KINDS if re.fullmatch(words, head["noun"] or "") or words == ".")
    ends = [lo for lo, _ in begins[1:]] + [r.hi]
    parts = [(r.within(lo, hi), r.within(lo, who)) for (lo, who), hi in zip(begins, ends, strict=True)]
    return kind, r.within(r.lo, head.end()), parts
