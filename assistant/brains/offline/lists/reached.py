"""Whom one was in touch with: "who did I contact last week?", 上周我都联系过哪些客户, the customers Tom visited in October."""

import re
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.pieces.whose import ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, leads

_KINDS = (
    ("call", re.compile(r"(?<![a-z])(?:call(?:ed)?|phoned?|r[iau]ng|on the phone)(?![a-z])|电话|通话|致电|打给")),
    ("visit", re.compile(r"(?<![a-z])(?:visit(?:ed)?)(?![a-z])|拜访|上门|走访|跑[过了]")),
    ("meeting", re.compile(r"(?<![a-z])(?:met|meet)(?![a-z])|开[过了]?会|见[过了面]|会面|碰面")),
    ("email", re.compile(r"(?<![a-z])(?:e-?mailed|e-?mail|mailed|wr[io]te|written|wrote)(?: to)?(?![a-z])|发[过了]?邮件|写[过了]?邮件")),
)  # fmt: skip
_DONE = r"(?:contact(?:ed)?|talk(?:ed)?(?: to| with)?|sp[eo]ken?(?: to| with)?|call(?:ed)?|phoned?|r[iau]ng|reach(?:ed)?(?: out to)?|m[e]e?t(?: with)?|visit(?:ed)?|s[ea][ew]n?|e-?mail(?:ed)?|mail(?:ed)?|write to|wrote to|written to|get in touch with|been in touch with|touch(?:ed)?)"
_WHO = r"(?:who|whom|which (?:people|persons?|contacts?|customers?|clients?|accounts?|compan(?:y|ies)|ones)|what (?:people|customers?|contacts?|accounts?)|(?:list|show me|give me) (?:the |all |all the )?(?:people|contacts?|customers?|clients?|accounts?)(?: that| who| whom)?)(?: all)?(?: of my| of our)?(?: \w+)?"
_ASKED = re.compile(
    rf"(?<![a-z]){_WHO} (?:did|have|has|had|'ve)? ?(?:i|we|my team|(?P<x>[a-z]+(?: [a-z]+)?))(?: have|'ve| has)?(?: already| all)? {_DONE}(?![a-z])"
    r"|(?:联系|拜访|走访|见|电话|通话|沟通|聊|谈|碰|接触|跟进|打|会面|邮件)(?:过|了)(?:的)?.{0,4}(?:哪[些几个位家]|谁|什么人)|(?:给|跟|和|同|与)(?:哪[些几个位家].{0,6}|谁).{0,4}(?:打|通|联系|聊|谈|沟通|见|开|碰|发|写)(?:过|了)"
    r"|(?:联系|拜访|走访|见|沟通|打|会面)(?:过|了)(?:几|多少)[次家个位](?:客户|联系人|人)|(?:哪[些几个位家](?:客户|联系人|人|公司)?).{0,12}(?:联系|拜访|走访|见|聊|谈|沟通|打)(?:过|了)"
)
_DENIED = re.compile(r"(?<![a-z])(?:not|never)(?![a-z])|n't(?![a-z])|没|未|从不|不曾")
_FIRMS = re.compile(
    r"(?<![a-z])(?:customers?|clients?|accounts?|compan(?:y|ies))(?![a-z])|(?:哪[些几个家]|的)(?:客户|公司|企业)(?!的?(?:人|联系人|谁))|哪[几]?家"
)


def reached(r: Reading) -> Meant | None:
    """The people or customers one was in touch with in a time, from what was done and not from when they were entered."""
    if (
        not asks(r)
        or not _ASKED.search(r.text, r.lo, r.hi)
        or _DENIED.search(r.whole)
        or (r.durations and not r.periods)
    ):
        return None
    there = next((n for n in r.names if n.may_be("account")), None)
    if any(n.may_be("contact", "deal") and not n.may_be("user", "team", "account") for n in r.names):
        return None
    if not (r.periods or r.days or there) or leads(r, "log", "remind", "book", "create"):
        return None
    filters = [{"field": "account", "op": "=", "value": there.text}] if there else []
    if r.periods or r.days:
        when = r.periods[0].text if r.periods else r.days[0].value.day.isoformat()
        filters.append({"field": "starts_at", "op": "=", "value": re.sub(r"^(?:in|during|over) ", "", when)})
    person = next((n for n in r.names if n.may_be("user", "team")), None)
    if person is not None:
        filters.append({"field": "owner", "op": "=", "value": person.text})
    elif ours(r):
        filters.append({"field": "owner", "op": "=", "value": "my team"})
    elif not re.search(r"(?<![a-z])we(?![a-z])|我们|咱们", r.whole):
        filters.append({"field": "owner", "op": "=", "value": "me"})
    filters.append({"field": "status", "op": "=", "value": "held"})
    kind = next((code for code, words in _KINDS if words.search(r.whole)), None)
    if kind == "meeting":
        filters.append({"field": "kind", "op": "in", "value": "meeting, visit"})
    elif kind:
        filters.append({"field": "kind", "op": "=", "value": kind})
    else:
        filters.append({"field": "kind", "op": "!=", "value": "note"})
    along = "account" if _FIRMS.search(r.whole) else "contact"
    understood(r, _ASKED)
    args: dict[str, Any] = {"entity": "activity", "filters": filters, "group_by": along, "measure": "count"}
    return Meant(0.97, (Call("find_records", args),))
