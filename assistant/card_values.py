"""New values for the fields of a card, read from a message that corrects it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from assistant.card_additions import PHONE, SHAPES, without_ending
from assistant.card_quotes import requoted
from assistant.card_steps import hour_said, step_said, stepped
from assistant.reading import Asker, field_named, read_moment, read_value
from assistant.recognise.clock_only import clock_only
from assistant.recognise.days import DayValue, days
from assistant.recognise.durations import durations
from assistant.recognise.money import Money, money
from assistant.recognise.numbers import numbers
from assistant.recognise.spans import Span
from crm_store.base import FieldSpec, Kind
from crm_store.errors import StoreError
from crm_store.models import Proposal, fields_of
from crm_store.names import normal
from crm_store.queries.lookup import known_stage
from crm_store.queries.mentions import mentions
from crm_store.unit import Unit
from crm_store.values import from_json

Edits = dict[int, dict[str, Any]]

_DATE_WORD = re.compile(r"(?<![a-z])(?:date|day)(?![a-z])|日期", re.IGNORECASE)
"""A day field called by its kind."""

_LEAD = re.compile(
    r"^(?:[\s,，.。:：!！]|(?:it['’]s|that['’]s|no|nope|not that|yes|ok|okay|sure|fine|but|except|only|make|change|set|mark|turn|priority|prio|it|that|this|to|as|an?|the|actually|rather|sorry|oops|wait|i|meant?|should|be|is|was|were|please|instead|with)(?![a-z'’])"
    r"|不是|不对|对了|哎呀?|哦|可以|好的?|行|不过|但是?|把|将|它|阶段|挪回到?|退回到?|放回到?|改回到?|回到|挪到|移到|推到|推进到|退到|改到|改成|改为|换成|换为|设为|设成|标为|标成|标记为|调成|调到|应该是|应该|算|是|要|请)*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,，.。!！]|(?<![a-z])(?:please|instead|priority|one|task|ticket)(?![a-z])|优先级?|级别?|的|吧|一点)*$"
)
_LATER = re.compile(
    r"(?<![a-z])(?:later|further|back|out|another|push|delay|postpone)(?![a-z])|推迟|往后|延[后期长迟]?|晚|再推|后推|顺延",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"(?<![a-z])(?:earlier|sooner|forward|bring|up)(?![a-z])|提前|早|往前|前移", re.IGNORECASE)
_TO_PERSON = re.compile(
    r"(?:(?<![a-z])(?:assign(?:ed)?(?: it| that| this)? to|give (?:it|that|this) to|for|owner(?: is| should be|:)?|assignee(?: is| should be|:)?|hand (?:it|that) (?:over )?to) |分配给|交给|转给|派给|指派给|负责人(?:是|改成|换成|改为)?|执行人(?:是|改成|换成|改为)?|让|给|由)$",
    re.IGNORECASE,
)
_TO_ME = re.compile(
    r"(?<![a-z])(?:give|assign|hand|leave) (?:it|that|this) (?:back )?(?:to|with) me(?![a-z])|(?<![a-z])(?:i['’]ll do it|for me instead)|(?:交|派|分|分配|指派|转|留)给我|我来(?:跟|做|负责|处理|办)?|由我",
    re.IGNORECASE,
)
_TEXT_IS = re.compile(
    r"(?:(?<![a-z])(?:should (?:be|say|read)|to|is|be|as|reads?)(?![a-z])|[:：=]|改成|改为|换成|写成|应该是|是|为)\s*[“\"「]?(?P<v>[^”\"」]+?)[”\"」]?\s*[.。]?$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^\W*(?:no,? |actually,? |sorry,? )?(?:call|name|title) it [“\"]?(?P<en>[^”\"]+?)[”\"]?\W*$|^\W*(?:就)?(?:叫|标题(?:就)?(?:叫|写))[“\"「]?(?P<zh>[^”\"」]+?)[”\"」]?\W*$",
    re.IGNORECASE,
)


def edits_of(asker: Asker, proposal: Proposal, text: str, cued: bool) -> Edits:
    """Field values by index of the change they belong to; empty when the message holds none."""
    edits: Edits = {}
    if not [*_fields(proposal, (Kind.MONEY, Kind.INT, Kind.NUMBER))] and _clocked(proposal):
        text = hour_said(text)
    named = _named_fields(proposal, text)
    amounts = money(text, asker.crm.actor.currency, bare=bool(named) or cued)
    lengths = [d for d in durations(text) if d.value.unit in ("minute", "hour")]
    moments = [
        d
        for d in days(text, asker.crm.today, now=asker.crm.now.astimezone(asker.crm.actor.zone))
        if not any(d.start < x.end and x.start < d.end for x in (durations(text) if _moves_by(text) else lengths))
    ]
    numbered = [*PHONE.finditer(text)]
    amounts = [
        a
        for a in amounts
        if not any(a.start < x.end and x.start < a.end for x in (*moments, *lengths))
        and not any(a.start < x.end() and x.start() < a.end for x in numbered)
    ]
    if _whole_numbers(proposal, text, named, bool(moments), edits):
        return edits
    amounts = [_in_thousands(proposal, a) for a in amounts]
    if amounts and (way := step_said(text, amounts[-1])):
        return stepped(proposal, _fields(proposal, (Kind.MONEY,)), amounts[-1], way)
    if amounts:
        for index, spec in _pick(proposal, _fields(proposal, (Kind.MONEY,)), named) or (
            _deal_amount(proposal) if cued else []
        ):
            edits.setdefault(index, {})[spec.name] = amounts[-1].value.amount
            if amounts[-1].value.currency:
                edits[index][spec.currency] = amounts[-1].value.currency
            if proposal.changes[index]["entity"] == "fact":
                edits[index]["value"] = amounts[-1].text
                requoted(proposal, index, amounts[-1].text, asker.crm.actor.currency, edits)
    if moments:
        _moments(asker, proposal, moments[-1], named, edits)
    moved = not moments and _shifts(proposal, text, named, edits)
    if lengths and not moved:
        _lengths(proposal, lengths[-1].value.minutes, edits)
    if not edits:
        _texts(proposal, text, named, edits)
    if not edits:
        _choices(proposal, text, cued, edits)
    if not edits:
        _people(asker, proposal, text, edits)
    if not edits and not mentions(asker.crm, text):
        _stage(asker.crm, proposal, text, edits)
    return edits


_THOUSAND = 1000


def _in_thousands(proposal: Proposal, said: Span[Money]) -> Span[Money]:
    """ "No wait, 55" to a card of 50k is 55k: a bare number far below the amount on the card, near it in thousands."""
    held = [proposal.changes[i]["fields"][s.name]["after"] for i, s in _fields(proposal, (Kind.MONEY,))]
    shown = [Decimal(str(h["amount"] if isinstance(h, dict) else h)) for h in held if h is not None]
    bare = said.value.currency is None and re.fullmatch(r"\d{1,3}(?:\.\d+)?", said.text.strip()) is not None
    many = said.value.amount * _THOUSAND
    near = len(shown) == 1 and shown[0] >= _THOUSAND and shown[0] / 4 <= many <= shown[0] * 4
    return replace(said, value=replace(said.value, amount=many)) if bare and near else said


def _whole_numbers(proposal: Proposal, text: str, named: set[str], dated: bool, edits: Edits) -> bool:
    whole = numbers(text)
    for index, spec in _fields(proposal, (Kind.INT, Kind.NUMBER)):
        if spec.name in named and whole and not dated:
            edits.setdefault(index, {})[spec.name] = int(whole[-1].value) if spec.kind is Kind.INT else whole[-1].value
    return bool(edits)


_OF_ITS_MONTH = re.compile(r"\s*(?:the )?\d{1,2}(?:[号日]|st|nd|rd|th)\s*", re.IGNORECASE)


def _in_month(said: Span[DayValue], held: Any) -> str:
    """ "Not the 20th, the 25th", 25号: a day without its month is one of the month on the card, where there is such a day to come."""
    after = str(held or "")[:10]
    if not _OF_ITS_MONTH.fullmatch(said.text) or not after:
        return said.text
    with suppress(ValueError):
        meant = date.fromisoformat(after).replace(day=said.value.day.day)
        return max(meant, said.value.day).isoformat()
    return said.text


def _moments(asker: Asker, proposal: Proposal, said: Span[DayValue], named: set[str], edits: Edits) -> None:
    """A day keeps the clock time on the card, a clock time the day; what lasted half an hour still does."""
    when = _pick(proposal, _when(proposal), named)
    if said.value.day < asker.crm.today and not clock_only(said.text):
        when = [
            w
            for w in _fields(proposal, (Kind.MOMENT,), derived=True)
            if w[1].name == "starts_at" and not _ahead(proposal, w[0])
        ] or when
    for index, spec in when:
        change = proposal.changes[index]
        made = edits.setdefault(index, {})
        if spec.kind is Kind.DAY:
            day = change["fields"].get(spec.name, {}).get("after")
            kept = from_json(spec, day) if day and clock_only(said.text) else None
            made[spec.name] = kept or read_value(asker, "task", spec, _in_month(said, day))
            if spec.name == "due_on" and said.value.time is not None:
                made["due_at"] = read_moment(asker, said.text)
                if kept is not None:
                    made["due_at"] = made["due_at"].replace(year=kept.year, month=kept.month, day=kept.day)
            continue
        held = _moment(change, spec)
        words = _in_month(said, held) if _ahead(proposal, index) else said.text
        made[spec.name] = read_moment(asker, words, past=not _ahead(proposal, index), held=held)
        ends = fields_of(change["entity"]).get("ends_at")
        if spec.name != "starts_at" or ends is None or "ends_at" in change.get("derived", ()):
            continue
        if said.value.until is not None:
            made["ends_at"] = datetime.combine(made["starts_at"].date(), said.value.until, tzinfo=asker.crm.actor.zone)
        elif held and (until := _moment(change, ends)):
            made["ends_at"] = made["starts_at"] + (until - held)


def _moves_by(text: str) -> int:
    """1 for “a week later”, −1 for “two days earlier”, 0 when neither or both are said."""
    return bool(_LATER.search(text)) - bool(_EARLIER.search(text))


def _shifts(proposal: Proposal, text: str, named: set[str], edits: Edits) -> bool:
    """ "A week later", 再往后推两天: the day or hour on the card, moved by a length; an appointment keeps how long it takes."""
    said, way = durations(text), _moves_by(text)
    if not said or not way:
        return False
    by = timedelta(minutes=said[-1].value.minutes) * way
    for index, spec in _pick(proposal, _when(proposal), named):
        change = proposal.changes[index]
        held = change["fields"][spec.name]["after"]
        made = edits.setdefault(index, {})
        made[spec.name] = from_json(spec, held) + by
        for other in ("due_at", "ends_at"):
            if other in change["fields"] and (also := _moment(change, fields_of(change["entity"])[other])):
                made[other] = also + by
        return True
    return False


def _clocked(proposal: Proposal) -> bool:
    return any(_moment(proposal.changes[i], s) for i, s in _fields(proposal, (Kind.MOMENT,)))


def _moment(change: dict[str, Any], spec: FieldSpec) -> datetime | None:
    after = change["fields"].get(spec.name, {}).get("after")
    return from_json(spec, after) if after else None


def _lengths(proposal: Proposal, minutes: int, edits: Edits) -> None:
    """ "Make it 45 minutes": how long the one appointment on the card takes."""
    booked = [i for i, c in enumerate(proposal.changes) if c["entity"] == "activity" and "starts_at" in c["fields"]]
    if len(booked) == 1 and 0 < minutes <= 1440:
        moved = edits.get(booked[0], {}).get("starts_at")
        begins = moved or _moment(proposal.changes[booked[0]], fields_of("activity")["starts_at"])
        if begins:
            edits.setdefault(booked[0], {})["ends_at"] = begins + timedelta(minutes=minutes)


def _texts(proposal: Proposal, text: str, named: set[str], edits: Edits) -> None:
    """ "The title should be …", "next step: …", "call it …"."""
    if (called := _CALLED.match(text)) and len(proposal.changes) == 1:
        for index, spec in _fields(proposal, (Kind.TEXT,)):
            if spec.name in ("title", "name", "subject"):
                edits[index] = {spec.name: (called["en"] or called["zh"]).strip()}
        return
    value = _TEXT_IS.search(text)
    for index, spec in _fields(proposal, (Kind.TEXT, Kind.LONG)):
        if spec.name in named and spec.name in SHAPES:
            if shaped := SHAPES[spec.name].search(text):
                edits.setdefault(index, {})[spec.name] = shaped[0].strip()
        elif spec.name in named and value and spec.name not in ("body", "currency"):
            edits.setdefault(index, {})[spec.name] = without_ending(value["v"])


def _choices(proposal: Proposal, text: str, cued: bool, edits: Edits) -> None:
    """ "Make it urgent", 改成高优先级: one of the codes of a field on the card."""
    rest = re.sub(r"^优先级?(?:改成|改为|是|为|调成)?", "", _LEAD.sub("", text, count=1).strip())
    rest = _TAIL.sub("", rest).strip().casefold()
    for index, spec in _fields(proposal, (Kind.CHOICE,), derived=True):
        if spec.choices is None or spec.name in ("status", "op"):
            continue
        for code in spec.choices:
            words = {str(code.value), *(getattr(code, n, "") for n in ("en", "zh")), *getattr(code, "also", ())}
            if rest and any(rest == w.casefold() or (cued and len(w) > 1 and _stands_in(w, rest)) for w in words if w):
                edits.setdefault(index, {})[spec.name] = code
                break


def _stands_in(word: str, rest: str) -> bool:
    word = word.casefold().replace("_", " ")
    if not word.isascii():
        return rest.startswith(word)
    return re.match(rf"{re.escape(word)}(?![a-z])", rest) is not None and len(rest.split()) <= len(word.split()) + 2


def _people(asker: Asker, proposal: Proposal, text: str, edits: Edits) -> None:
    """ "Give it to Chen", 交给赵敏: whose the one record on the card is to be."""
    crm = asker.crm
    if _TO_ME.search(text):
        for index, change in enumerate(proposal.changes):
            field = "assignee" if change["entity"] in ("task", "ticket") else "owner"
            if field in change["fields"] and len(proposal.changes) == 1:
                edits[index] = {field: crm.actor.user_id}
    for mention in mentions(crm, text):
        users = [c for c in mention.candidates if c.entity == "user"]
        if len(users) != 1 or not _TO_PERSON.search(text[: mention.start]):
            continue
        for index, change in enumerate(proposal.changes):
            field = "assignee" if change["entity"] in ("task", "ticket") else "owner"
            if change["op"] == "create" and field in fields_of(change["entity"]) and len(proposal.changes) == 1:
                edits[index] = {field: users[0].number}


def _fields(proposal: Proposal, kinds: Sequence[Kind], *, derived: bool = False) -> Iterator[tuple[int, FieldSpec]]:
    for index, change in enumerate(proposal.changes):
        specs = fields_of(change["entity"])
        for name, held in change["fields"].items():
            spec = specs.get(name)
            if (
                spec
                and spec.kind in kinds
                and spec.editable
                and held["after"] is not None
                and (name not in change.get("derived", ()) or (derived and change["op"] == "create"))
            ):
                yield index, spec


def _when(proposal: Proposal) -> Iterator[tuple[int, FieldSpec]]:
    """Days and moments of a card one might mean: due days before the time of what took place already."""
    ahead = [(i, s) for i, s in _fields(proposal, (Kind.DAY, Kind.MOMENT)) if s.name not in ("due_at", "ends_at")]
    planned = [
        (i, s)
        for i, s in ahead
        if not (s.name == "starts_at" and proposal.changes[i]["fields"].get("status", {}).get("after") == "held")
    ]
    yield from planned or ahead


def _ahead(proposal: Proposal, index: int) -> bool:
    """Whether a line is about something that has not taken place yet."""
    return bool(proposal.changes[index]["fields"].get("status", {}).get("after") != "held")


def _pick(proposal: Proposal, fields: Iterator[tuple[int, FieldSpec]], named: set[str]) -> list[tuple[int, FieldSpec]]:
    """The field meant: the one called by name, else the only one."""
    every = list(fields)
    called = [(i, s) for i, s in every if s.name in named]
    if len(every) > 1 and _alike(proposal, called or every):
        return called or every
    if called:
        return called[:1]
    return every if len(every) == 1 else []


def _alike(proposal: Proposal, fields: Sequence[tuple[int, FieldSpec]]) -> bool:
    """Whether every line of a card changes the same field to the same value: a correction is then meant for all."""
    lines = [
        (
            proposal.changes[i]["entity"],
            proposal.changes[i]["op"],
            s.name,
            str(proposal.changes[i]["fields"][s.name]["after"]),
        )
        for i, s in fields
    ]
    return len(set(lines)) == 1 and len(lines) == len(proposal.changes)


def _deal_amount(proposal: Proposal) -> list[tuple[int, FieldSpec]]:
    """The amount of the one deal a card changes, though the card leaves it as it is: “make it 60k”."""
    deals = [i for i, c in enumerate(proposal.changes) if c["entity"] == "deal" and c["op"] != "delete"]
    held = {name for c in proposal.changes for name in c["fields"]}
    return [(deals[0], fields_of("deal")["amount"])] if len(deals) == 1 and "amount" not in held else []


def _named_fields(proposal: Proposal, text: str) -> set[str]:
    said = normal(text)
    found = set()
    for change in proposal.changes:
        for name in change["fields"]:
            spec = field_named(change["entity"], name)
            if spec and spec.kind in (Kind.DAY, Kind.MOMENT) and _DATE_WORD.search(text):
                found.add(name)
            words = (spec.en, spec.zh, *spec.also_en, *spec.also_zh) if spec else ()
            if (spec and any(len(w) > 2 and normal(w) in said for w in words if w.isascii())) or (
                spec and any(w in text for w in words if not w.isascii())
            ):
                found.add(name)
    return found


def fields_left_out(proposal: Proposal, text: str) -> Edits:
    """The fields a message takes off a card, as they are on record: “leave the date as it is”, 阶段不用改."""
    named, edits = _named_fields(proposal, text), Edits()
    for index, change in enumerate(proposal.changes):
        specs = fields_of(change["entity"])
        if change["entity"] == "fact":
            continue
        for name in named & set(change["fields"]) - set(change.get("derived", ())):
            before = change["fields"][name]["before"]
            if name in specs and specs[name].editable and change["op"] != "delete" and not specs[name].required:
                edits.setdefault(index, {})[name] = None if before is None else from_json(specs[name], before)
    return edits


def only_fields(proposal: Proposal, text: str) -> Edits:
    """All fields but the named ones taken off a card: “just the amount”, 只改金额."""
    named, edits = _named_fields(proposal, text), Edits()
    for index, change in enumerate(proposal.changes):
        others = set(change["fields"]) - set(change.get("derived", ())) - named
        if change["op"] == "update" and named & set(change["fields"]):
            specs = fields_of(change["entity"])
            for name in others & set(specs):
                before = change["fields"][name]["before"]
                edits.setdefault(index, {})[name] = None if before is None else from_json(specs[name], before)
    return edits


def _stage(crm: Unit, proposal: Proposal, text: str, edits: Edits) -> None:
    words = re.sub(r"^.*?(?:\bto\b|\bit\b|改成|改为|改到|换成|而是|应该是)", "", text).strip(" .!。！，,")
    for index, change in enumerate(proposal.changes):
        if change["entity"] == "deal" and "stage" in change["fields"] and words:
            try:
                edits.setdefault(index, {})["stage"] = known_stage(crm, words).id
            except StoreError:
                edits.pop(index, None)
