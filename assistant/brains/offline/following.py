"""Messages that lean on the question before: "and last quarter?", "only mine", "by owner", "what about Globex", 上季度呢."""

import copy
import re
from typing import Any

from assistant.brains.offline.asking import question
from assistant.brains.offline.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.overviews import _along, _status, _whose
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.subjects import name_text
from assistant.brains.offline.terms import Call

_LEANS = re.compile(
    r"^\s*(?:(?:and|or|ok|okay|so|now|then)[, ]+)*(?:what about|how about|and(?: for| in| by| the)?|only|just|same (?:for|but)|the same (?:for|but)|now (?:only|just|by|for)|but|or|instead|also|then|more|all of them|show (?:me )?(?:more|all|the rest)|which of (?:them|those|these)|of (?:those|these|them)|break (?:it|that|them) down|split (?:it|that|them)|group (?:it|them)|sort (?:it|them))(?![a-z])"
    r"|^(?:那么?|再|还有|只看|只要|仅|就看|换成|改成看|按|其中|分|如果|同样|以及|更多|全部|这些|里面)|呢[?.!]*\s*$"
)
_READS = ("find_records", "pipeline_summary", "recall_notes", "show_record", "history", "my_day")
_MORE = re.compile(r"(?<![a-z])(?:more|all of them|the rest|everything|all)(?![a-z])|更多|全部|其余|都列出来")


def follow(r: Reading) -> Meant | None:
    """The call before with what this message changes in it."""
    before = next((c for c in reversed(r.ask.previous) if c.tool in _READS), None)
    words = r.words()
    if before is None or len(words) > 14:
        return None
    leans = bool(_LEANS.search(r.whole))
    short = len(words) <= 5
    if not leans and not short:
        return None
    args: dict[str, Any] = copy.deepcopy(dict(before.args))
    changed = {
        "find_records": _list,
        "pipeline_summary": _summary,
        "recall_notes": _recall,
        "show_record": _record,
        "history": _record,
        "my_day": _day,
    }[before.tool](r, args)
    if not changed:
        return None
    return Meant(0.89 if leans else 0.56, (Call(before.tool, args),))


def _list(r: Reading, args: dict[str, Any]) -> bool:
    entity = str(args["entity"])
    asked = question(r, Head(entity))
    if asked is None:
        return False
    old: list[dict[str, str]] = list(args.get("filters", ()))
    new = asked.found
    changed = False
    for one in _as_before(r, old, new.filters):
        kept = [f for f in old if not _same_place(f, one)]
        old = [*kept, one]
        changed = True
    if old:
        args["filters"] = old
    for key in ("group_by", "sort", "measure", "total_field", "limit"):
        if key in asked.args:
            args[key] = asked.args[key]
            changed = True
    if not changed and _MORE.search(r.whole):
        args["limit"] = 50
        changed = True
    return changed


_DAYS = frozenset(
    {"expected_close_date", "closed_at", "created_at", "due_on", "starts_at", "updated_at", "last_activity_at"}
)


def _as_before(r: Reading, old: list[dict[str, str]], new: list[dict[str, str]]) -> list[dict[str, str]]:
    """The new conditions, a bare period on the day counted by before, without what was only implied."""
    before = next((f["field"] for f in old if f["field"] in _DAYS), None)
    said = {s.field for _, s in r.sensed("choice")} | {s.field for _, s in r.sensed("field")}
    made = []
    for one in new:
        if (
            one["field"] in _DAYS
            and before
            and one["field"] not in said
            and not r.has("created", "ended", "closing", "due")
        ):
            made.append({**one, "field": before})
        elif (
            one["field"] in ("stage.kind", "status") and one["field"] not in said and not r.has("unfinished", "overdue")
        ):
            continue
        else:
            made.append(one)
    return made


def _same_place(old: dict[str, str], new: dict[str, str]) -> bool:
    """Whether a new condition takes the place of an old one: same field, or both the day the records are counted by."""
    if old["field"] == new["field"]:
        both = {old["op"], new["op"]}
        return not (both <= {"<", "<=", ">", ">="} and len(both) == 2) and both != {"!="}
    return old["field"] in _DAYS and new["field"] in _DAYS


def _summary(r: Reading, args: dict[str, Any]) -> bool:
    made: dict[str, Any] = {}
    if r.periods:
        made["period"] = r.periods[0].text
    for key, value in (("whose", _whose(r)), ("by", _along(r)), ("status", _status(r))):
        if value:
            made[key] = value
    args.update(made)
    return bool(made)


def _recall(r: Reading, args: dict[str, Any]) -> bool:
    name = next((n for n in r.names if n.may_be("account", "contact", "deal")), None)
    if name:
        args["about"] = name_text(r, name, name.entity)
    if r.periods:
        args["period"] = r.periods[0].text
    return bool(name or r.periods)


def _record(r: Reading, args: dict[str, Any]) -> bool:
    name = next((n for n in r.names if n.may_be("account", "contact", "deal", "lead", "ticket", "task", "user")), None)
    if name:
        args["record"] = name_text(r, name, name.entity)
    return bool(name)


def _day(r: Reading, args: dict[str, Any]) -> bool:
    if r.days:
        args["day"] = r.days[0].value.day.isoformat()
    return bool(r.days)
