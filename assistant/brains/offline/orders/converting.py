"""Leads that become customers: "convert lead L-4", 黄佳怡那条线索转化一下."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.strangers import stranger
from assistant.brains.offline.names.subjects import focused, subjects
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks, core, leads

_TURN_ZH = re.compile(
    r"转化(?!率)|(?:线索|询盘|L-\d+)(?:这条|那条)?(?:给我|可以|直接)?转(?:了|掉|一下)(?:吧)?(?=[,.!]|$)|转正|转[成为](?:正式)?(?:了|一个)?(?:客户|联系人|商机|正式)|转(?:客户|商机|联系人)"
)
_TURN_EN = re.compile(
    r"(?<![a-z])(?:convert|qualify)(?![a-z])|(?<![a-z])(?:turn|make|promote|upgrade) .{2,60}?(?:into|to|an?) (?:an? |real |new |proper )*(?:account|customer|opportunity|deal|contact)(?![a-z])"
)
_DENIED = re.compile(
    r"(?:没有?|未|别|不要?|尚未)(?:被)?转(?:化|换|成)|(?<![a-z])(?:not|never|n't)(?: yet)?(?: been)? (?:converted|qualified)(?![a-z])"
)
"""Leads that are not converted are spoken of: nothing is to be turned into anything."""
_LEAD = re.compile(r"(?<![a-z])(?:lead|prospect|inquiry)(?![a-z])|线索|询盘")
_NO_DEAL = re.compile(
    r"(?<![a-z])(?:without (?:a |the |any )?(?:deal|opportunity)|no (?:deal|opportunity)|not (?:a |the )?deal|only (?:the |an? )?(?:account|contact))(?![a-z])|不要?(?:建|转|生成)?(?:成)?商机|不建商机|别建商机|只(?:转|建)(?:成)?(?:客户|联系人)"
)
_A_DEAL = re.compile(r"(?<![a-z])(?:deal|opportunity)(?![a-z])|商机|单子")
_PLACED = re.compile(
    r"(?P<en>(?<![a-z])(?:the |our |my )?[a-z][a-z-]+(?: [a-z-]+)? (?:lead|prospect))(?![a-z])|(?P<zh>[\u3400-\u9fff]{2,8}?(?:的|那[条个]|这[条个])*线索)"
)
_SMALL_ZH = re.compile(r"^(?:请|帮我|麻烦|把|将|一下)+")


def conversion(r: Reading) -> Meant | None:
    """The lead a message turns into an account, a contact and perhaps a deal."""
    if asks(r) or _DENIED.search(r.whole):
        return None
    turned = _TURN_EN.search(r.whole) if leads(r, "convert", "set", "create") or _TURN_EN.match(core(r)) else None
    if turned is None and not _TURN_ZH.search(r.whole):
        return None
    named = [
        s
        for s in subjects(r, "lead")
        if s.name is None or s.name.candidates[0].entity in ("lead", "account", "contact")
    ]
    worded = _LEAD.search(r.whole) is not None
    if not (worded or any(s.name is not None and s.name.entity == "lead" for s in named)):
        return None
    if re.search(r"(?<![a-z])leads(?![a-z])|所有|全部(?!建)|都(?!建|要|转|生成)", r.whole):
        return None
    record = named[0].text if named else _said(r)
    if record is None:
        before = focused(r, "it", "lead")
        record = before.ref if before else None
    if record is None:
        return None
    fields = {"status": "Converted"}
    if _NO_DEAL.search(r.whole):
        fields["deal"] = "no"
    elif _A_DEAL.search(r.whole):
        fields["deal"] = "yes"
    return Meant(0.93, (call("update", "lead", record, fields),))


def _said(r: Reading) -> str | None:
    """The words for a lead nothing was linked to: the tool finds the place, or says that there is none."""
    if r.refs:
        return r.refs[0].text
    placed = _PLACED.search(r.text, r.lo, r.hi)
    if placed:
        group = "en" if placed["en"] else "zh"
        words = _SMALL_ZH.sub("", r.piece(*placed.span(group)))
        if words.casefold() not in (
            "lead",
            "the lead",
            "this lead",
            "that lead",
            "convert lead",
            "线索",
            "这条线索",
            "那条线索",
        ):
            return re.sub(r"^(?:convert|qualify) (?:the )?", "", words, flags=re.IGNORECASE)
    foreign = stranger(r)
    return foreign[0] if foreign else None
