"""Lists read against their own words: records of another type that were asked for, what was to be left out, news since a day."""

import re
from dataclasses import replace

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.replies import half_understood, lost
from assistant.brains.offline.terms import Call, Understanding

_LIST = re.compile(
    r"(?:(?:show|list|find)(?: me)? )?(?:(?:my|our|all|the|any|those) )*(?:(?:lost|won|open|closed|overdue|stale|stalled|dead|cold|idle|biggest|oldest) )+(?:deals|opportunities|accounts|customers|leads|tickets|tasks|contacts)(?![a-z])"
)
_TELLS = re.compile(
    r"(?<![a-z])(?:are|is|was|were|be|should|must|can|need\w*|to|as|into|go|goes|become\w*|set|mark|move|change|close|put|make|assign|give|delete|update|push|shift|raise|tag|flag|drop|bin)(?![a-z])|[,;:=>]"
)
_TICKETS = re.compile(r"(?<![a-z])(?:tickets?|(?<!best )(?<!worst )cases?|incidents?|complaints?)(?![a-z])|工单|投诉")
_DEALS = re.compile(
    r"(?<![a-z])(?:deals?|opportunit\w+|pipeline|sales|won|win|lost|lose|revenue|target)(?![a-z])|商机|单子|销售|赢|输|丢"
)
_LEAVES_OUT = re.compile(
    r"(?<![a-z])(?:weighted|neither|nobody|no one|except(?: for)?|excluding|apart from|other than|not counting|haven't|hasn't|hadn't|aren't|isn't)(?![a-z])"
)


def lists_mended(found: Understanding, r: Reading) -> Understanding:
    """The same list, mended where its words ask for another; lost where no list can be made of them."""
    for thought in (
        _of_the_list,
        _only_listed,
        _of_deals_only,
        _since_then,
        _about_somebody,
        _other_records,
        _left_out,
    ):
        found = thought(found, r)
    return found


def _lost(r: Reading) -> Understanding:
    return Understanding((), 0.0, (), lost(r, (), ()), lost=True)


_AMONG = re.compile(
    r"^(?:(?:and|so|now|ok),? )*(?:which|what|who|how many|any|are any|do any|does any|is any)(?: ones?)? (?:of|among|from|in) (?:these|those|them|the list|that list)(?![a-z])|^(?:那|那么)?(?:这些|其中|里面|它们|这里面|当中|这几[个家条])(?:里面?|中|当中)?(?:的)?(?:哪|谁|有|几)"
)
"""A question about the list just shown."""


def _of_the_list(found: Understanding, r: Reading) -> Understanding:
    """What a saying says of all records is asked of those just listed."""
    before = r.ask.previous[-1] if r.ask.previous else None
    if not found.taken or before is None or before.tool != "find_records" or not _AMONG.search(r.whole):
        return found
    if [c.tool for c in found.calls] != ["find_records"] or "group_by" in before.args:
        return _lost(r)
    own = found.calls[0].args
    if own.get("entity") != before.args.get("entity"):
        return _lost(r)
    held = list(before.args.get("filters") or ())
    fields = {f["field"] for f in held}
    new = [f for f in own.get("filters") or () if f["field"] not in fields and f != _OPEN]
    return replace(found, calls=(Call("find_records", {**own, "filters": [*held, *new]}),)) if new else _lost(r)


_OPEN = {"field": "stage.kind", "op": "=", "value": "open"}


def _only_listed(found: Understanding, r: Reading) -> Understanding:
    """A list called by its noun and nothing told of it changes nothing: "lost deals of the last half year with the reason"."""
    sets = any(c.tool == "propose_change" for c in found.calls)
    return _lost(r) if sets and _LIST.match(r.whole) and not _TELLS.search(r.whole) else found


def _of_deals_only(found: Understanding, r: Reading) -> Understanding:
    """How long a ticket takes is nothing won or lost deals tell."""
    told = found.calls and all(c.tool in ("win_loss", "stage_flow", "forecast") for c in found.calls)
    return _lost(r) if told and _TICKETS.search(r.whole) and not _DEALS.search(r.whole) else found


def _since_then(found: Understanding, r: Reading) -> Understanding:
    """What is new since the time that was named."""
    if [c.tool for c in found.calls] != ["whats_new"] or found.calls[0].args.get("since") or len(r.periods) != 1:
        return found
    since = r.periods[0]
    if since.value.start is None or since.value.start > r.ask.today:
        return found
    return replace(found, calls=(Call("whats_new", {**found.calls[0].args, "since": since.text}),))


def _about_somebody(found: Understanding, r: Reading) -> Understanding:
    """What was said is recalled of somebody; "I" and "we" are nobody on record."""
    if [c.tool for c in found.calls] != ["recall_notes"]:
        return found
    args = dict(found.calls[0].args)
    if str(args.get("about") or "").casefold() not in ("i", "me", "we", "us", "you"):
        return found
    args.pop("about")
    return replace(found, calls=(Call("recall_notes", args),))


def _other_records(found: Understanding, r: Reading) -> Understanding:
    """A list that speaks of records of another type has to say what of them: "accounts with an overdue task"."""
    if [c.tool for c in found.calls] != ["find_records"] or r.zh:
        return found
    args = found.calls[0].args
    told = " ".join(str(v) for k, v in args.items() if k in ("entity", "group_by", "columns", "total_field", "sort"))
    told += " " + " ".join(f"{f['field']} {f.get('value')}" for f in args.get("filters") or ())
    for entity, words in _TYPES.items():
        said = words.search(r.whole)
        if said is not None and entity not in told and not (entity == "deal" and "stage" in told):
            return Understanding((), 0.0, (said[0],), half_understood(r, [said[0]]), lost=True)
    return found


_TYPES = {
    "ticket": re.compile(r"(?<![a-z])(?:with|without|no|any|an?|have|has|had|whose|overdue|open|most|more) (?:\w+ )?tickets?(?![a-z])"),
    "task": re.compile(r"(?<![a-z])(?:with|without|no|any|an?|have|has|had|whose|overdue|open|most|more) (?:\w+ )?tasks?(?![a-z])"),
    "product": re.compile(r"(?<![a-z])(?:which|what|per|by|each) products?(?![a-z])"),
    "lead": re.compile(r"(?<![a-z])leads(?![a-z])"),
}  # fmt: skip


def _left_out(found: Understanding, r: Reading) -> Understanding:
    """What a question leaves out has to be left out of its list."""
    if [c.tool for c in found.calls] != ["find_records"]:
        return found
    said = _LEAVES_OUT.search(r.whole)
    filters = found.calls[0].args.get("filters") or ()
    if said is None or any(
        f["op"] in ("!=", "!~", "empty", "<", "<=") or f.get("value") == "false" or f["field"] == "status"
        for f in filters
    ):
        return found
    return Understanding((), 0.0, (said[0],), half_understood(r, [said[0]]), lost=True)
