"""What is asked of a list or a customer just shown: which of them have no next step, without the ones on hold, how many are mine, and deals?"""

import copy
import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.lists.list_clauses import list_clauses, turned
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.talk.carrying import customer_shown
from assistant.brains.offline.talk.leaning import opened
from assistant.brains.offline.terms import Call

_I = re.IGNORECASE
_THEM = r"(?:them|those|these|that list|the list|the above|the ones above)"
_ONES = r"(?:ones?|those|these|deals?|opportunities|accounts?|customers?|contacts?|leads?|tickets?|tasks?)"
_ASKED = re.compile(
    rf"(?:(?P<many>how many|how much)|which|what|who|any|are any|are there any|do any|does any|have any|has any|show me|list|give me)(?: ones?)? (?:of )?{_THEM} (?P<rest>.+)"
    rf"|(?:of|from|out of|among) {_THEM},? (?:(?P<many2>how many)|which(?: ones)?|what|who) (?P<rest2>.+)"
    rf"|(?P<many3>how many)(?: of {_THEM})? (?P<rest3>(?:are|is|have|has|close|were|belong)(?! (?:there|we|i|they|you)(?![a-z])).+)"
    rf"|which(?: ones?)? (?P<rest4>(?:are|have|has|close|closes|were|belong|don't|haven't|aren't) .+)"
    rf"|(?:only|just)(?: the)? (?:{_ONES} )?(?P<rest5>(?:that |which |in |with |without |over |under |from |closing |due |who |where ).+)",
    _I,
)
_THEY = re.compile(rf"(?<![a-z]){_THEM}(?![a-z])|^(?:only|just|without) ", _I)
_WITHOUT = re.compile(
    rf"(?:but |and )?(?:without|except(?: for)?|excluding|minus|leav(?:e|ing) out|but not|not|ignore|ignoring|drop|remove|take out|skip|apart from|other than|other|hide)(?: the| any| all)? {_ONES}(?: that are| which are| that| which| who)? (?P<rest>.+)",
    _I,
)
_BUT = r"(?:but |and |now )?(?:without|except(?: for)?|excluding|minus|leav(?:e|ing) out|but not|not|ignor(?:e|ing)|drop|remove|take out|skip|apart from|other than|hide)"
_WITHOUT_SUCH = re.compile(rf"{_BUT}(?: the| any| all)? (?P<rest>(?!ones?(?![a-z]))[a-z][a-z -]{{1,30}}?) {_ONES}", _I)
_ADDED_UP = re.compile(
    rf"(?:and |ok |now |can you |please )*(?:add (?:(?:all )?{_THEM}|it|the amounts?|the values?|that) up|add up (?:all )?(?:the (?:amounts?|values?|numbers?)|{_THEM})|sum (?:up )?(?:{_THEM}|it|the amounts?)(?: up)?|(?:what(?:'s|’s| is) )?(?:the|their) (?:total|sum)(?: (?:value|amount|worth))?(?: of (?:{_THEM}))?|total (?:{_THEM}|it)(?: up)?|what do (?:they|those|these) (?:come|add up|amount) to|how much (?:is that|are they|are those|are these)(?: worth)?(?: in total| together| all together| altogether)?)(?: for me| please)?(?:,? (?P<but>(?:but |and )?(?:without|except|excluding|leav|ignor|not |drop|skip|minus).+))?",
    _I,
)
_NOUN_ONLY = re.compile(
    r"(?:and |also )?(?:any |the |their |what |which |what about |how about |are there any |do they have any )*(?P<rest>(?:(?:open|overdue|planned|upcoming|won|lost|past|unresolved) )*(?:deals|opportunities|tickets|cases|tasks|to-?dos|contacts|meetings|calls|activities))(?: there| with them| for them| of theirs| do they have| have they got)?",
    _I,
)
_TALKED = re.compile(
    r"what (?:did|have|had|do) (?:we|i|they|he|she|you) (?:last )?(?:talk(?:ed)? about|discuss(?:ed)?|agree(?:d)?(?: on| to)?|promise(?:d)?|say|said|want(?:ed)?|ask(?:ed)? for|complain(?:ed)? about|sp(?:eak|oke) about)(?: with (?:them|him|her)| them| him| her)?(?: (?:last|last time|there|lately|the last time|so far|recently|before))*",
    _I,
)
_NOUNS = {"deal": "deals", "account": "accounts", "contact": "contacts", "lead": "leads", "ticket": "tickets", "task": "tasks", "activity": "activities"}  # fmt: skip
_MEASURES = frozenset({"measure", "total_field", "limit", "columns"})


def of_those(r: Reading) -> Meant | None:
    """The list before with one more condition, or what else the customer just shown has."""
    if r.zh or r.lo or r.hi < len(r.text) or r.hi > 90 or r.quoted or not r.ask.previous:
        return None
    said = opened(r.said)
    return _narrowed(r, said) or _of_customer(r, said)


def _narrowed(r: Reading, said: str) -> Meant | None:
    last = r.ask.previous[-1]
    if last.tool != "find_records" and r.ask.list_of is not None and _THEY.search(said):
        last = r.ask.list_of  # one of them was looked at meanwhile
    entity = str(last.args.get("entity", ""))
    if last.tool != "find_records" or last.args.get("group_by") or entity not in _NOUNS:
        return None
    if (total := _ADDED_UP.fullmatch(said)) is not None:
        return _added_up(r, last, entity, total["but"])
    without = _WITHOUT.fullmatch(said) or _WITHOUT_SUCH.fullmatch(said)
    match = without or _ASKED.fullmatch(said)
    if match is None:
        return None
    rest = next(v for k, v in match.groupdict().items() if k.startswith("rest") and v)
    new = _conditions(r, entity, rest)
    if new is None:
        return None
    if without is not None:
        denied = turned(new[0]) if len(new) == 1 else None
        if denied is None:
            return None
        new = [denied]
    args: dict[str, Any] = {k: v for k, v in copy.deepcopy(dict(last.args)).items() if k not in _MEASURES}
    args["filters"] = _joined(args.get("filters", []), new)
    if any(v for k, v in match.groupdict().items() if k.startswith("many")):
        args["measure"] = "count"
    return Meant(1.3, (Call("find_records", args),), whole=True)


def _added_up(r: Reading, last: Call, entity: str, but: str | None) -> Meant | None:
    """What the records of the list come to, without some of them where that is said."""
    field = {"deal": "amount", "lead": "est_amount"}.get(entity)
    if field is None:
        return None
    args: dict[str, Any] = {
        k: v for k, v in copy.deepcopy(dict(last.args)).items() if k not in _MEASURES and k != "sort"
    }
    if but:
        without = _WITHOUT.fullmatch(but) or _WITHOUT_SUCH.fullmatch(but)
        new = _conditions(r, entity, without["rest"]) if without is not None else None
        denied = turned(new[0]) if new and len(new) == 1 else None
        if denied is None:
            return None
        args["filters"] = _joined(args.get("filters", []), [denied])
    return Meant(1.3, (Call("find_records", {**args, "measure": "sum", "total_field": field}),), whole=True)


def _conditions(r: Reading, entity: str, rest: str) -> list[dict[str, str]] | None:
    """What the words say of records of this type; None unless every one of them was read."""
    bare = re.sub(r"^(?:are|is|were|that are) ", "", rest, flags=_I)
    for text in (f"{_NOUNS[entity]} that {rest}", f"{_NOUNS[entity]} {bare}", f"{bare} {_NOUNS[entity]}"):
        part = read(replace(r.ask, text=text, previous=(), focus=(), rows=(), listed=0), r.linker)
        meant = list_clauses(part)
        if meant is not None:
            made = list(meant.calls[0].args["filters"])
        else:
            hit = next((h for h in part.senses if any(s.kind == "entity" and s.entity == entity for s in h.values)), None)  # fmt: skip
            found = question(part, Head(entity, hit))
            if found is None or not found.found.filters or unread(part, (found.call,)) or found.args.keys() - {"entity", "filters"}:  # fmt: skip
                continue
            made = list(found.found.filters)
        return [f for f in made if f != {"field": "stage.kind", "op": "=", "value": "open"}] or made
    return None


def _joined(held: list[dict[str, str]], new: list[dict[str, str]]) -> list[dict[str, str]]:
    """Both sets of conditions; another value of the same field takes the place of the one before."""
    replaced = {f["field"] for f in new if f["op"] == "="}
    kept = [f for f in held if not (f["op"] == "=" and f["field"] in replaced)]
    return [*kept, *(f for f in new if f not in kept)]


def _of_customer(r: Reading, said: str) -> Meant | None:
    customer = customer_shown(r, [r.ask.previous[-1]])
    if customer is None or r.names or r.refs:
        return None
    if _TALKED.fullmatch(said):
        args = {"query": r.ask.text.strip(), "about": customer.ref}
        return Meant(1.3, (Call("recall_notes", args),), whole=True)
    match = _NOUN_ONLY.fullmatch(said)
    if match is None:
        return None
    part = read(replace(r.ask, text=match["rest"], previous=(), focus=(), rows=(), listed=0), r.linker)
    found = question(part)
    if found is None or unread(part, (found.call,)):
        return None
    filters = [{"field": "account", "op": "=", "value": customer.ref}, *found.args.get("filters", ())]
    return Meant(1.3, (Call("find_records", {**found.args, "filters": filters}),), whole=True)
