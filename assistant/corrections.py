"""A message that corrects the card on the table: “make it 60k”, “no, the other Ana”, “yes but Thursday”, 改成周五."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.reading import Asker, field_named, read_moment, read_value
from assistant.recognise.days import days
from assistant.recognise.money import money
from assistant.recognise.numbers import numbers
from assistant.recognise.text import is_chinese
from crm_store.base import FieldSpec, Kind
from crm_store.edits import revise
from crm_store.errors import StoreError
from crm_store.models import Proposal, fields_of
from crm_store.names import normal
from crm_store.queries.lookup import best, known_stage, resolve
from crm_store.queries.mentions import mentions
from crm_store.unit import Unit

_CUE = re.compile(
    r"^\s*(?:no|nope|not|yes but|ok but|okay but|yes,? but|but|make (?:it|that)|change|set (?:it|that)|actually|rather|sorry|wait|i meant|should be|"
    r"it(?:'s| is| should)|instead|the other)\b|\binstead\s*[.!]?$|^\s*(?:不是|不对|不，|不,|改成|改为|改到|换成|换为|应该是|应该|是的?，?但|好的?，?但|"
    r"可以，?但|等等|另一个|另外一个|金额改|日期改|时间改)|(?:改成|改为|改到|换成|换到|而是)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\s*(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|have|has|show|list|find|tell|any|give me|look up)\b|什么|哪|谁|多少|几[个家单条位点号]|[吗呢么][?？]?\s*$|怎么|如何|有没有|^(?:查|看|列|显示|找)",
    re.IGNORECASE,
)
"""A question asked while a card waits is a question, not a correction."""
_OTHER = re.compile(r"\b(?:the )?other(?: one)?\b|另(?:外)?一[个位]|别的那[个位]", re.IGNORECASE)
_SHORT_WORDS, _SHORT_CHARACTERS = 5, 12


def correct(asker: Asker, proposal: Proposal, text: str) -> Proposal | None:
    """The card with what the message corrects, as a new proposal; None when the message is no such correction.

    Raises:
        StoreError: it is one, but the new value does not fit.
    """
    cued = bool(_CUE.search(text))
    if not cued and _ASKS.search(text):
        return None
    brief = len(text) <= _SHORT_CHARACTERS if is_chinese(text) else len(text.split()) <= _SHORT_WORDS
    if not (cued or brief):
        return None
    edits = _edits(asker, proposal, text, cued)
    return revise(asker.crm, proposal, edits) if edits else None


def _edits(asker: Asker, proposal: Proposal, text: str, cued: bool) -> dict[int, dict[str, Any]]:
    crm = asker.crm
    edits: dict[int, dict[str, Any]] = {}
    named = _named_fields(proposal, text)
    amounts = money(text, crm.actor.currency, bare=bool(named) or cued)
    moments = days(text, crm.today, now=crm.now.astimezone(crm.actor.zone))
    whole = numbers(text)
    for index, spec in _fields(proposal, (Kind.INT, Kind.NUMBER)):
        if spec.name in named and whole and not moments:
            edits.setdefault(index, {})[spec.name] = int(whole[-1].value) if spec.kind is Kind.INT else whole[-1].value
    if edits:
        return edits
    if amounts and not moments:
        for index, spec in _pick(_fields(proposal, (Kind.MONEY,)), named) or (_deal_amount(proposal) if cued else []):
            edits.setdefault(index, {})[spec.name] = amounts[-1].value.amount
            if amounts[-1].value.currency:
                edits[index][spec.currency] = amounts[-1].value.currency
    if moments:
        said = moments[-1]
        for index, spec in _pick(_when(proposal), named):
            value = (
                read_value(asker, "task", spec, said.text) if spec.kind is Kind.DAY else read_moment(asker, said.text)
            )
            edits.setdefault(index, {})[spec.name] = value
            if spec.name == "due_on" and said.value.time is not None:
                edits[index]["due_at"] = read_moment(asker, said.text)
    if not edits and not mentions(crm, text):
        _stage(crm, proposal, text, edits)
    return edits


def _fields(proposal: Proposal, kinds: Sequence[Kind]) -> Iterator[tuple[int, FieldSpec]]:
    for index, change in enumerate(proposal.changes):
        specs = fields_of(change["entity"])
        for name, held in change["fields"].items():
            spec = specs.get(name)
            if (
                spec
                and spec.kind in kinds
                and spec.editable
                and held["after"] is not None
                and name not in change.get("derived", ())
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


def _pick(fields: Iterator[tuple[int, FieldSpec]], named: set[str]) -> list[tuple[int, FieldSpec]]:
    """The field meant: the one called by name, else the only one."""
    every = list(fields)
    called = [(i, s) for i, s in every if s.name in named]
    if called:
        return called[:1]
    return every if len(every) == 1 else []


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
            words = (spec.en, spec.zh, *spec.also_en, *spec.also_zh) if spec else ()
            if (spec and any(len(w) > 2 and normal(w) in said for w in words if w.isascii())) or (
                spec and any(w in text for w in words if not w.isascii())
            ):
                found.add(name)
    return found


def other_record(asker: Asker, proposal: Proposal, text: str) -> tuple[str, int, str] | None:
    """(type, number on the card, reference meant instead) when a message puts another record in the place of one on the card.

    Only for a message that corrects: “no, the other Ana”, “I meant Globex”, 不是，是王伟.
    """
    if not _CUE.search(text):
        return None
    crm = asker.crm
    held = list(_held(proposal))
    for mention in mentions(crm, text):
        candidates = best(mention.candidates)
        for entity, number in held:
            others = [c for c in candidates if c.entity == entity and c.number != number]
            same = [c for c in candidates if c.entity == entity and c.number == number]
            if len(others) == 1 and (not same or _OTHER.search(text)):
                return entity, number, others[0].ref
    if _OTHER.search(text):
        for entity, number in held:
            record = crm.get(entity, number)
            others = [f for f in resolve(crm, record.display.split()[0], (entity,)) if f.number != number]
            if len(others) == 1:
                return entity, number, others[0].ref
    return None


def swapped(asker: Asker, args: Any, entity: str, number: int, ref: str) -> Any:
    """Tool arguments with every name of one record replaced by the reference of another."""
    if isinstance(args, dict):
        return {
            k: v
            if k in ("note", "quote", "query", "title", "subject", "body")
            else swapped(asker, v, entity, number, ref)
            for k, v in args.items()
        }
    if isinstance(args, list):
        return [swapped(asker, v, entity, number, ref) for v in args]
    if isinstance(args, str) and any(f.number == number for f in best(resolve(asker.crm, args, (entity,)))):
        return ref
    return args


def _held(proposal: Proposal) -> Iterator[tuple[str, int]]:
    """The contacts, accounts, deals and colleagues a card points at or changes, people first."""
    found: dict[tuple[str, int], None] = {}
    for change in proposal.changes:
        if change["number"] and change["entity"] in ("contact", "account", "deal", "lead", "task", "ticket"):
            found.setdefault((change["entity"], change["number"]))
        for name, held in change["fields"].items():
            spec = fields_of(change["entity"]).get(name)
            if (
                spec is None
                or spec.to not in ("contact", "account", "deal", "user")
                or name in change.get("derived", ())
            ):
                continue
            for value in held["after"] if isinstance(held["after"], list) else [held["after"]]:
                if isinstance(value, int):
                    found.setdefault((spec.to, value))
    order = ("contact", "user", "deal", "account")
    yield from sorted(found, key=lambda f: order.index(f[0]) if f[0] in order else 9)


def _stage(crm: Unit, proposal: Proposal, text: str, edits: dict[int, dict[str, Any]]) -> None:
    words = re.sub(r"^.*?(?:\bto\b|\bit\b|改成|改为|改到|换成|而是|应该是)", "", text).strip(" .!。！，,")
    for index, change in enumerate(proposal.changes):
        if change["entity"] == "deal" and "stage" in change["fields"] and words:
            try:
                edits.setdefault(index, {})["stage"] = known_stage(crm, words).id
            except StoreError:
                edits.pop(index, None)
