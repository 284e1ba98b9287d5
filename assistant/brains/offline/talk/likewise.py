"""The last change once more for another record: "and the same for Initech", "do that for Orchid too, but Jan 30"."""

import copy
import re
from typing import Any

from assistant.brains.offline.meant import WRITING, Meant
from assistant.brains.offline.names.subjects import Subject, subjects
from assistant.brains.offline.pieces.amounts import said as amount_said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_I = re.IGNORECASE
_LEAD = r"(?:(?:and|ok|okay|yes|now|also|then|please|pls|great|good|can you|could you|next)[\s,]+)*"
_SAME = re.compile(
    rf"^{_LEAD}(?:(?:do |make |apply |repeat )?(?:exactly )?(?:the |that )?same(?: thing| change| again| goes| please| update| treatment| one)?|(?:do|repeat|apply) (?:that|this|it)(?: again| once more)?|ditto|likewise|same again|one more|another one)(?: (?:for|with|to|on|at|goes for|over at))+ (?P<x>.+?)(?:,? (?:too|as well|also|please|pls))*[\s.!?]*$",
    _I,
)
_TOO = re.compile(
    rf"^{_LEAD}(?P<x>[A-Z][^,;:?]{{1,50}}?)(?: (?:too|as well|likewise|the same(?: way)?|same)|,? (?:same|the same|ditto)(?: thing| please| there)?)+[\s.!]*$"
)
_BUT = re.compile(r"[,;]? (?:but|only|except|just)(?: (?:with|for|to|make it|by|until|at))* ", _I)
_RECORDS = ("deal", "account", "contact", "ticket", "lead", "task")
_NAMES = ("record", "about", "account", "contact", "deal")


def likewise(r: Reading) -> Meant | None:
    """The calls of the last card with another record in the place of its own; None when nothing of the kind is said."""
    if r.zh or not r.ask.made or r.hi - r.lo > 120:
        return None
    match = _SAME.match(r.said) or _TOO.match(r.said)
    if match is None:
        return None
    told = subjects(r.within(*match.span("x")), *_RECORDS)
    if not told or any(c.tool not in WRITING for c in r.ask.made):
        return None
    made = [_with(c, told, r, *match.span("x")) for c in r.ask.made]
    calls = [c for c in made if c is not None]
    return Meant(1.3, tuple(calls), whole=True) if len(calls) == len(made) and calls else None


def _with(before: Call, told: list[Subject], r: Reading, lo: int, hi: int) -> Call | None:
    """One call for the records named now; None when its own record is not to be told apart."""
    rest = r.within(lo, hi)
    args: dict[str, Any] = copy.deepcopy(dict(before.args))
    if before.tool == "propose_change":
        changes = args.get("changes", [])
        if len(changes) != 1:
            return None
        made = [c for one in told if (c := _change(changes[0], one, rest)) is not None]
        return Call(before.tool, {"changes": made}) if len(made) == len(told) else None
    if before.tool == "create_task" and len(told) == 1 and args.get("about"):
        one, own = told[0], str(args["about"])
        title = str(args.get("title", ""))
        args["title"] = title.replace(own, one.text) if own in title else title
        args["about"] = one.text
        if rest.days:
            args["due"] = rest.days[0].value.day.isoformat()
        return Call(before.tool, args)
    return None


def _change(before: dict[str, Any], one: Subject, rest: Reading) -> dict[str, Any] | None:
    entity, made = str(before.get("entity")), copy.deepcopy(before)
    fields: dict[str, Any] = dict(made.get("fields") or {})
    fits = one.entity == entity or (entity == "deal" and one.entity in ("account", "contact"))
    if made.get("op") == "update" and "where" not in made and fits:
        made["record"] = one.text
    elif (
        made.get("op") == "create" and "account" in fields and one.entity == "account" and entity in ("deal", "contact")
    ):
        fields["account"] = one.text
        if entity == "contact":
            return None  # one person works for one customer
    else:
        return None
    days = [f for f in fields if f in ("expected_close_date", "due_on", "next_step_date")]
    if rest.days and len(days) == 1:
        fields[days[0]] = rest.days[0].value.day.isoformat()
    if rest.money and "amount" in fields:
        fields["amount"] = amount_said(rest.money[0].value)
    if (rest.days and not days) or (rest.money and "amount" not in fields):
        return None
    return {**made, "fields": fields} if fields else made
