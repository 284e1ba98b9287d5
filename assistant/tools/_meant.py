"""The one record a person means: by name or reference, by what a task or an appointment is about, or by where a customer is."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from assistant.brains.offline.words.places_and_trades import both_names
from assistant.reading import PRONOUNS, Asker, record_named
from assistant.recognise.days import days
from crm_store.base import Record
from crm_store.errors import Ambiguous, NotFound
from crm_store.models import Activity, Task, fields_of
from crm_store.names import normal
from crm_store.queries.find import Condition, Query, records, total_of
from crm_store.queries.lookup import deals_of, resolve
from crm_store.queries.mentions import mentions
from crm_store.queries.namesakes import label, labels

_REF = re.compile(r"\s*[A-Za-z]{1,4}-\d{1,9}\s*")
_DESCRIBED = {
    "task": ("status", ["todo", "in_progress", "deferred"], "due_on"),
    "activity": ("status", ["planned"], "starts_at"),
}
"""Field and codes of what is still ahead, and the field with its day."""
_SMALL = frozenset(
    "the a an my our your his her their this that these those with to for of on at in by from about and or is was be it its one task tasks todo reminder appointment "
    "upcoming planned scheduled next booked due open s re regarding concerning".split()
)
_SMALL_ZH = re.compile(
    r"这个|那个|那场|这场|那次|这次|一个|我的?|跟|和|与|同|的|任务|待办|提醒|关于|那条|这条|了|安排|约"
)
_KINDS = (
    ("call", re.compile(r"(?<![a-z])calls?(?![a-z])|电话|通话")),
    ("visit", re.compile(r"(?<![a-z])visits?(?![a-z])|拜访")),
    ("meeting", re.compile(r"(?<![a-z])meetings?(?![a-z])|会议|的会$|^会$|开会|会面")),
)
_PLACED = re.compile(
    r"^(?:the |our |my )?(?P<en>[A-Za-z]{3,}(?: [A-Za-z]+)?) (?:customer|client|account|company|factory|plant|site|office|lead|prospect|deal|one)s?$"
    r"|^(?P<zh>[\u3400-\u9fff]{2,4}?)(?:市)?(?:的?那[家个条]|这[家个条]|的)?(?:客户|公司|工厂|厂|厂家|线索|商机|单子|企业)$",
    re.IGNORECASE,
)
_DEAL_KINDS = (
    ("renewal", "续约", "续费"),
    ("expansion", "增购", "扩容", "upgrade"),
    ("pilot", "试点", "poc"),
    ("rollout", "上线", "推广"),
    ("phase two", "二期"),
)
_OF_KIND = re.compile(
    r"^(?:the )?(?P<co>.+?)(?:['’]s)? (?P<kind>renewal|expansion|upgrade|pilot|poc|rollout|phase two)(?: (?:deal|20\d\d))?$|^(?P<firma>.+?)的?(?P<art>续约|续费|增购|扩容|试点|上线|推广|二期)(?:单子?|项目)?$",
    re.IGNORECASE,
)
_PLACE_FIELD = {"account": "billing_address", "lead": "city", "deal": "account.billing_address"}
_SEVERAL = re.compile(
    r"(?:the )?(?P<which>one|first|last|largest|smallest) of (?P<refs>[A-Za-z]{1,4}-\d{1,9}(?:, [A-Za-z]{1,4}-\d{1,9})+)"
)
_GOES_BY = {
    "day": {"deal": "expected_close_date", "task": "due_on", "activity": "starts_at", "ticket": "resolution_due"},
    "size": {"deal": "amount", "lead": "amount"},
}
_ENOUGH = 0.6
"""Least share of the words of a description that a record must hold."""


def record_meant(asker: Asker, name: str, entities: Sequence[str]) -> Record:
    """The record a name, a reference, a pronoun or a description means.

    Raises:
        NotFound: nothing fits. Ambiguous: several fit equally well.
    """
    if (one := one_of_several(asker, name)) is not None:
        return one
    entity = entities[0] if len(entities) == 1 else ""
    if entity in _DESCRIBED and not (_REF.fullmatch(name) or normal(name) in PRONOUNS or name.strip() in PRONOUNS):
        exact = [f for f in resolve(asker.crm, name, (entity,)) if f.score >= 1.0] if entity == "task" else []
        if len(exact) != 1 and (found := _described(asker, name, entity)) is not None:
            return found
        if entity == "activity":
            raise NotFound(name)
    if entity == "deal" and (deal := _of_kind(asker, name)) is not None:
        return deal
    if (place := _place(name)) is not None and not resolve(asker.crm, name, entities):
        return _placed(asker, name, place, [e for e in _PLACE_FIELD if e in entities][:1])
    return record_named(asker, name, entities)


def closed_deal(asker: Asker, name: str) -> Record | None:
    """The lost or won deal of a company that is to go on: the only one lost, else the only one closed; None when `name` says more.

    Raises:
        Ambiguous: several are lost.
    """
    if normal(name) in PRONOUNS:
        return None
    words = set(normal(name).split())
    held = asker.crm.many("account", [f.number for f in resolve(asker.crm, name, ("account",))])
    found = [a for a in held.values() if words <= set(normal(f"{a.display} {getattr(a, 'name_en', '') or ''}").split())]
    found = found or ([] if resolve(asker.crm, name, ("deal",)) else list(held.values()))
    if len(found) != 1:
        return None
    for kind in ("lost", "won"):
        query = Query("deal", [Condition("account", "=", found[0].id), Condition("stage.kind", "=", kind)], limit=12)
        closed = records(asker.crm, query)
        if len(closed) > 1:
            raise Ambiguous(name, [(d.ref, _label(asker, d)) for d in closed])
        if closed:
            return closed[0]
    return None


def one_of_several(asker: Asker, name: str) -> Record | None:
    """The record “largest of D-1, D-2” means; None for any other name.

    Raises:
        Ambiguous: several are as large, or it is not said which.
    """
    several = _SEVERAL.fullmatch(name.strip())
    if several is None:
        return None
    return _of_several(asker, name, several["which"], re.findall(r"[A-Za-z]{1,4}-\d{1,9}", several["refs"]))


def _of_several(asker: Asker, name: str, which: str, refs: Sequence[str]) -> Record:
    """One of the records shown before: the one with the first or last day, the largest or smallest amount; asked back when it is not said which."""
    found = [record_named(asker, ref) for ref in refs]
    fields = _GOES_BY["day" if which in ("first", "last") else "size"]
    field = fields.get(type(found[0]).about.entity) if which != "one" else None
    spec = fields_of(type(found[0]).about.entity)[field] if field else None
    rated = [(_size(asker, r, spec.column, spec.currency), r) for r in found] if spec else []
    held = [(v, r) for v, r in rated if v is not None]
    if held:
        edge = (min if which in ("first", "smallest") else max)(v for v, _ in held)
        best = [r for v, r in held if v == edge]
        if len(best) == 1:
            return best[0]
        found = best
    raise Ambiguous(name, [(r.ref, _label(asker, r)) for r in found[:12]])


def _size(asker: Asker, record: Record, column: str, currency: str | None) -> Any:
    value = getattr(record, column)
    if value is None or not currency:
        return value
    own = asker.crm.actor.currency
    return total_of(asker.crm, [(value, getattr(record, currency) or own, asker.crm.today)])[0]


def _of_kind(asker: Asker, name: str) -> Record | None:
    """The renewal, pilot or expansion of a company whose deals are named in the other language."""
    match = _OF_KIND.match(name.strip())
    if match is None or resolve(asker.crm, name, ("deal",)):
        return None
    words = next(w for w in _DEAL_KINDS if (match["kind"] or match["art"]).casefold() in w)
    accounts = [f for f in resolve(asker.crm, match["co"] or match["firma"], ("account",)) if f.score >= 0.7]
    if len(accounts) != 1:
        return None
    deals = deals_of(asker.crm, accounts[0].number)
    found = [
        d
        for d in deals
        if any(w in d.name.casefold() for w in words) or str(d.type.value if d.type else "") == words[0]
    ]
    if len(found) > 1:
        raise Ambiguous(name, [(d.ref, d.display) for d in found[:12]])
    return found[0] if found else None


def _described(asker: Asker, name: str, entity: str) -> Record | None:
    """The open task or booked appointment that holds the words, names and day of a description; one's own before others'."""
    crm = asker.crm
    field, codes, day_field = _DESCRIBED[entity]
    conditions = [Condition(field, "in", codes)]
    moments = days(name, crm.today, now=crm.now.astimezone(crm.actor.zone))
    if moments:
        conditions.append(Condition(day_field, "within", (moments[0].value.day, moments[0].value.day)))
    elif entity == "activity":
        since = datetime.combine(crm.today, time(), crm.actor.zone) - timedelta(days=14)
        conditions.append(Condition(day_field, ">=", since.date()))
    rest = name
    for moment in moments:
        rest = rest.replace(moment.text, " ")
    found = records(crm, Query(entity, conditions, limit=3000))
    named = [m for m in mentions(crm, rest) if {c.entity for c in m.candidates} & {"account", "contact", "deal"}]
    for mention in named:
        rest = rest.replace(mention.text, " ")
        who = {(c.entity, c.number) for c in mention.candidates}
        found = [r for r in found if _links(asker, r) & who or normal(mention.text) in normal(r.display)]
    kind = next((k for k, p in _KINDS if p.search(rest.casefold())), None)
    words = _words(rest)
    rated = [(_share(words, normal(r.display), kind, r), r) for r in found]
    if not (words or named or moments or kind):
        return None
    best = max((share for share, _ in rated), default=0.0)
    if best < _ENOUGH:
        return None
    fits = [r for share, r in rated if share == best]
    fits = [r for r in fits if _is_mine(asker, r)] or fits
    if len(fits) > 1:
        raise Ambiguous(name, [(r.ref, _label(asker, r)) for r in fits[:12]])
    return fits[0]


def _words(text: str) -> list[str]:
    latin = [w for w in re.findall(r"[a-z0-9]+", normal(text)) if w not in _SMALL]
    chinese = [run for run in re.findall(r"[\u3400-\u9fff]+", _SMALL_ZH.sub(" ", text)) if len(run) > 1]
    return latin + [run[i : i + 2] for run in chinese for i in range(len(run) - 1)]


def _share(words: Sequence[str], title: str, kind: str | None, record: Record) -> float:
    """How much of a description a record holds: its words begin words of the title, or name the kind it has."""
    if not words:
        return 1.0
    held = title.split()
    of_kind = (
        {"call", "calls", "phone", "电话", "通话"}
        if kind == "call"
        else {"visit", "拜访"}
        if kind == "visit"
        else {"meeting", "meetings", "会议", "开会"}
    )
    kind_fits = kind is not None and getattr(record, "kind", None) is not None and str(record.kind.value) == kind  # type: ignore[attr-defined]
    hits = sum(
        (kind_fits and w in of_kind)
        or (w in title if not w.isascii() else any(h == w or (len(w) > 3 and h[:4] == w[:4]) for h in held))
        for w in words
    )
    return round(hits / len(words), 3)


def _links(asker: Asker, record: Record) -> set[tuple[str, int]]:
    crm = asker.crm
    if isinstance(record, Task):
        pairs = (("account", record.account_id), ("contact", record.contact_id), ("deal", record.deal_id))
        return {(e, n) for e, n in pairs if n}
    return {(e, n) for e in ("account", "contact", "deal") for n in crm.value(record, e) or ()}


def _is_mine(asker: Asker, record: Record) -> bool:
    owner = (
        record.assignee_id if isinstance(record, Task) else record.owner_id if isinstance(record, Activity) else None
    )
    return owner == asker.crm.actor.user_id


def _label(asker: Asker, record: Record) -> str:
    shown = label(asker.crm, record)
    when = record.starts_at if isinstance(record, Activity) else None
    day = when.astimezone(asker.crm.actor.zone).strftime("%m-%d %H:%M") if when else getattr(record, "due_on", None)
    return f"{shown} ({day})" if day else shown


def _place(name: str) -> tuple[str, ...] | None:
    """The words for a place in “the Suzhou customer”, 宁波工厂: both names where two are known."""
    match = _PLACED.match(name.strip())
    if not match:
        return None
    said = match["en"] or match["zh"]
    pair = both_names(said)
    return pair or ((said,) if match["zh"] else None)


def _placed(asker: Asker, name: str, place: Sequence[str], entities: Sequence[str]) -> Record:
    found: dict[int, Record] = {}
    for entity in entities:
        for word in place:
            wheres = [_PLACE_FIELD[entity], *(["name"] if entity == "account" else [])]
            for where in wheres:
                found |= {
                    r.id or 0: r for r in records(asker.crm, Query(entity, [Condition(where, "~", word)], limit=40))
                }
    if entities == ["lead"]:
        found = {n: r for n, r in found.items() if str(r.status.value) not in ("Converted", "Dead")}  # type: ignore[attr-defined]
    if not found:
        raise NotFound(name)
    if len(found) > 1:
        shown = labels(asker.crm, list(found.values())[:12])
        raise Ambiguous(name, [(r.ref, shown[(type(r).about.entity, r.id or 0)]) for r in list(found.values())[:12]])
    return next(iter(found.values()))
