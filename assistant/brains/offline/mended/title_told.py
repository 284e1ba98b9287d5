"""The position told beside another change of the same person: "his mail is …, he got promoted, he is now Head of Quality", 他升了，现在是质量总监."""

import re
from dataclasses import replace

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding

_OFFICE = r"(?:总监|总经理|副总|经理|主任|主管|厂长|部长|科长|总裁|董事长?|院长|所长|处长|组长|负责人|总工|工程师)"
_NOW_ZH = re.compile(
    rf"[，,。；;、 ](?:他|她|人)?(?:刚|最近|也|已经?|另外)*(?:升职?|提拔|晋升|调岗|转岗|换岗)?了?[，,]?\s?(?:他|她)?(?:现在|如今|目前|已经?|刚|改)+(?:是|当|做|任|担任|升|升任|升为|调任)了?(?P<t>[\u3400-\u9fff]{{0,6}}{_OFFICE})(?=了?(?:[，,。；;！!]|$))"
)
_NOW_EN = re.compile(
    r"[,;.–-]\s+(?:and |also |by the way,? )*(?:he|she)(?:['’]s| is| has| was| has been| got| has just been| just got)(?: just)?(?: been)?(?: promoted| made| appointed)?(?:,? (?:and|so) (?:he|she)(?:['’]s| is))?(?: now| to| as|,)+(?: the| their| a| an)?(?: new)? (?P<t>(?-i:[A-Z])[\w/&-]*(?: (?:of|for|and|the|(?-i:[A-Z])[\w/&-]*))*)(?=[,.;!]|$)",
    re.IGNORECASE,
)


def title_told(found: Understanding, r: Reading) -> Understanding:
    """The same change of one person, with the position told beside it."""
    changes = [x for c in found.calls for x in c.args.get("changes") or ()]
    if len(changes) != 1 or [c.tool for c in found.calls] != ["propose_change"]:
        return found
    change = changes[0]
    fields = change.get("fields") or {}
    if (
        change.get("op") != "update"
        or change.get("entity") != "contact"
        or "where" in change
        or not fields
        or "title" in fields
    ):
        return found
    told = (_NOW_ZH if r.zh else _NOW_EN).search(r.said, r.lo, r.hi)
    if told is None:
        return found
    title = told["t"].strip()
    made = {**change, "fields": {**fields, "title": title}}
    here = told[0].casefold()
    return replace(
        found,
        calls=(Call("propose_change", {"changes": [made]}),),
        unsure=tuple(w for w in found.unsure if w.casefold() not in here),
        left=tuple(w for w in found.left if w.casefold() not in here),
    )
