"""What a message adds to a card: another field of the record on it, named or plain by its shape (“her phone is …”, 微信也换了，…)."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.reading import Asker, read_moment, read_value
from assistant.recognise.days import days
from assistant.recognise.durations import durations
from assistant.recognise.money import money
from crm_store.base import FieldSpec, Kind, Record
from crm_store.codes import Codes, LostReason, StageKind
from crm_store.errors import StoreError
from crm_store.models import Proposal, fields_of
from crm_store.proposals import Draft
from crm_store.queries.lookup import known_stage

PHONE = re.compile(r"(?<![A-Za-z0-9_.-])\+?\d[\d -]{6,17}\d(?![A-Za-z0-9_-]|[年月日号点])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_HANDLE = re.compile(r"(?<![\w@.-])[A-Za-z][\w-]{4,31}(?![\w@-])", re.ASCII)
SHAPES = {"phone": PHONE, "email": EMAIL, "wechat": _HANDLE}
"""What the value of a field looks like whatever is said around it."""
_IS = r"(?:\s|[,，:：=]|(?<![a-z])(?:is|are|to|as|at|now|also|too|it|that|will be|should be|should say|has changed|changed|number|id|address)(?![a-z])|号码?|账号|地址|也|都|换成|换了?|改成|改为|改了?|变成|变了?|新的?|就?是|为|叫|填|写|设为?|成|到)*"
_ENDS = re.compile(
    r"\s*(?:[,，.。;；!！]\s*)?(?:(?:(?:and )?(?:put|add|write|note|save|include|set|throw|stick|enter|update|change) (?:that|it|this|them|him|her)(?: in| down| there| to (?:it|the card))?|please|pls|too|as well|also|thanks|一起|也?(?:加|填|写|记|补|改|存)(?:上|进去|一下|上去)|吧|哦|啊|谢谢)\W*)+$",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"(?<![a-z])(?:move|push|shift|reschedule|postpone|delay|bring|pull|put|make|set|bump|change|do) (?:it|that|this|them|him|her)(?![a-z])|(?<![a-z])(?:reschedule|postpone|instead|rather)(?![a-z])|改[到成为期在]|挪|推[到迟后]|延[到期后]|提前|顺延|换[到成]|移到|放到|调到",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"(?<![a-z])(?:mark|set|make|put|move|leave|keep|close|call|turn) (?:it|that|this|them)(?: (?:as|to|in|into|back to|on))?(?: the)? (?P<en>[a-z][a-z -]{2,30}?)(?: (?:instead|please|rather|for now|then))*\W*$"
    r"|(?:标[为成记]+|改[成为到]|设[为成]|推[进到]+|放[到在]|算|记[为成]|阶段[^,，]{0,6}[,，]?\s*(?:到|至)了?)(?P<zh>[\u3400-\u9fff]{2,8}?)(?:阶段|状态)?(?:吧|就行|就好)?\W*$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"^\W*(?:(?:and|also|plus|oh and|add|another thing|one more thing|while you(?:['’]re| are) at it|(?:an?|another|one more) (?:new |follow-?up )?(?:task|to-?do|reminder) (?:to|for))(?![a-z])|还有|另外|顺便|再(?!说|见)|同时|对了|补充)"
    r"|(?<![a-z])(?:too|as well|also)\W*(?:$|[,，])|put (?:that|it) in|add (?:that|it)(?: in)?(?![a-z])|也(?:换|改|变|动|加|要|是|填|写|记|推|调|设|一起)|一[起并]|都?(?:加上|补上|填上)",
    re.IGNORECASE,
)
_HE_IS = re.compile(
    r"^\W*(?:and |oh |also )*(?:he|she)(?:['’]s| is) (?:(?:their|our|the|an?|now|new) )*(?P<t>(?!not |on |in |at |from |with )[a-z][a-z &/-]{2,40}?)(?: there| now| over there)?\W*$",
    re.IGNORECASE,
)
"""Who somebody on a card is: “he's their new buyer”."""
_MAIN_DAY = {"activity": "starts_at", "task": "due_on", "deal": "expected_close_date"}
_STATES = {"activity": "status", "task": "status", "ticket": "status", "lead": "status"}


def also(text: str) -> bool:
    """Whether a message adds to what was said before: “also …”, “… too”, 另外…, 也改."""
    return bool(_ALSO.search(text))


def without_ending(text: str) -> str:
    """A value without the “please” or 也加上 said behind it."""
    return _ENDS.sub("", text).strip()


def single(proposal: Proposal) -> tuple[int, dict[str, Any]] | None:
    """(place, change) of the one record a card is about; None when it is about several."""
    main = [(i, c) for i, c in enumerate(proposal.changes) if c["entity"] != "fact"]
    return main[0] if len(main) == 1 else None


def added(asker: Asker, proposal: Proposal, text: str) -> dict[int, dict[str, Any]]:
    """Values of fields the one record of a card has not got there yet, by index of its change."""
    held = single(proposal)
    if held is None or held[1]["op"] == "delete":
        return {}
    index, change = held
    made = {k: v for k, v in named_values(asker, change["entity"], text).items() if not _is_so(change, k, v)}
    made = {**_why_lost(asker, change, text), **made}
    record = asker.crm.get(change["entity"], change["number"]) if change["number"] else None
    if record is not None and also(text):
        made = {**_moved(asker, record, text), **_marked(asker, record, text), **made}
    return {index: made} if made else {}


_REASON = 16
"""Characters of Chinese, or a third as many words, in which a reason is told and nothing else."""


def _why_lost(asker: Asker, change: dict[str, Any], text: str) -> dict[str, Any]:
    """The reason said behind a card that closes a deal as lost: “too expensive”, 价格太高."""
    after = change["fields"].get("stage", {}).get("after") if change["entity"] == "deal" else None
    if (
        not after
        or change["fields"].get("lost_reason", {}).get("after")
        or len(text.split()) > _REASON // 3
        or len(text) > 3 * _REASON
    ):
        return {}
    stage = asker.crm.get("stage", int(after))
    said = text.casefold()
    words = ((c, w) for c in LostReason for w in (c.en, c.zh, *c.also) if c is not LostReason.OTHER)
    fits = [
        c
        for c, w in words
        if (w.casefold() in said if not w.isascii() else re.search(rf"(?<![a-z]){re.escape(w)}(?![a-z])", said))
    ]
    return {"lost_reason": fits[0]} if fits and getattr(stage, "kind", None) is StageKind.LOST else {}


def instead(asker: Asker, proposal: Proposal, text: str) -> Proposal | None:
    """A card that does something else with the same record: “no wait, move it to December 3” after “cancel the workshop”."""
    held = single(proposal)
    if held is None or not held[1]["number"] or also(text):
        return None
    change = held[1]
    record = asker.crm.get(change["entity"], change["number"])
    values = {
        **named_values(asker, change["entity"], text),
        **_moved(asker, record, text),
        **_marked(asker, record, text),
    }
    draft = Draft(asker.crm)
    if not values or not draft.update(record, values):
        return None
    return draft.save(thread=proposal.thread_id, tool=proposal.tool or "propose_change", language=asker.language)


def named_values(asker: Asker, entity: str, text: str) -> dict[str, Any]:
    """Field values a message gives by name, and a phone number or an e-mail address by its shape."""
    places = sorted(_field_places(entity, text), key=lambda p: p[0])
    made: dict[str, Any] = {}
    for n, (_, end, spec) in enumerate(places):
        until = places[n + 1][0] if n + 1 < len(places) else len(text)
        value = _value(asker, entity, spec, text[end:until])
        if value is None and (n == 0 or until == len(text)):
            value = _value(asker, entity, spec, text[: places[n][0]], beside=True)
        if value is not None:
            made.setdefault(spec.name, value)
    if (
        "title" in fields_of(entity)
        and entity in ("contact", "lead")
        and "title" not in made
        and (told := _HE_IS.match(text))
    ):
        made["title"] = told["t"].strip()
    for name, shape in (("email", EMAIL), ("phone", PHONE)):
        if name in fields_of(entity) and name not in made and (found := shape.search(text)):
            made[name] = found[0].strip()
    return made


def _field_places(entity: str, text: str) -> Iterator[tuple[int, int, FieldSpec]]:
    """Where fields are called by name; the longest name counts where several stand."""
    low, taken = text.casefold(), set[int]()
    words = [
        (w.casefold(), spec)
        for spec in fields_of(entity).values()
        if spec.editable and spec.kind in (Kind.TEXT, Kind.INT, Kind.MONEY, Kind.DAY, Kind.CHOICE, Kind.NUMBER)
        for w in (spec.en, spec.zh, *spec.also_en, *spec.also_zh)
    ]
    for word, spec in sorted(words, key=lambda w: -len(w[0])):
        if spec.name in ("currency", "name", "language") or len(word) < 2:
            continue
        pattern = rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        found = re.search(pattern, low)
        if found and not taken & set(range(*found.span())):
            taken |= set(range(*found.span()))
            yield found.start(), found.end(), spec


def _value(asker: Asker, entity: str, spec: FieldSpec, piece: str, *, beside: bool = False) -> Any:
    """The value in the words beside a field's name; None when there is none of its kind. `beside`: said before the name, where only its shape tells."""
    shape = SHAPES.get(spec.name)
    if shape is not None:
        found = shape.search(piece) or (PHONE.search(piece) if spec.name == "wechat" else None)
        return found[0].strip() if found else None
    if beside:
        return None
    lead = re.match(_IS, piece, re.IGNORECASE)
    rest = _ENDS.sub("", piece[lead.end() if lead else 0 :]).strip(" \t,，.。;；!！“”\"'")
    rest = re.sub(r"(?: and|,| with|，|；|并且|还有|其)\s*(?:the |her |his |its |their |他的|她的)?$", "", rest).strip()
    if not rest or len(rest) > 80:
        return None
    said = bool(lead and re.search(r"[a-z:：=]|[\u3400-\u9fff]", lead[0]))
    if spec.kind is Kind.TEXT:
        return rest if said else None
    if spec.kind is Kind.MONEY and not money(rest, asker.crm.actor.currency, bare=True):
        return None
    if spec.kind is Kind.DAY:
        found_days = days(rest, asker.crm.today, now=asker.crm.now.astimezone(asker.crm.actor.zone))
        rest = found_days[-1].text if found_days else ""
    try:
        return read_value(asker, entity, spec, rest) if rest else None
    except StoreError:
        return None


def _moved(asker: Asker, record: Record, text: str) -> dict[str, Any]:
    """Another day or hour for the day a record is about; an appointment keeps its clock and its length."""
    entity = type(record).about.entity
    name = _MAIN_DAY.get(entity)
    said = days(text, asker.crm.today, now=asker.crm.now.astimezone(asker.crm.actor.zone))
    lengths = [d for d in durations(text) if d.value.unit in ("minute", "hour")]
    said = [d for d in said if not any(d.start < x.end and x.start < d.end for x in lengths)]
    if name is None or not said or not _MOVES.search(text):
        return {}
    spec = fields_of(entity)[name]
    if spec.kind is Kind.DAY:
        return {name: read_value(asker, entity, spec, said[-1].text, record)}
    held = getattr(record, spec.column)
    begins = read_moment(asker, said[-1].text, held=held)
    ends = getattr(record, "ends_at", None)
    return {name: begins, **({"ends_at": begins + (ends - held)} if held and ends else {})}


def _marked(asker: Asker, record: Record, text: str) -> dict[str, Any]:
    """Another stage or status: “no, just mark it lost”, 改成已完成."""
    entity, found = type(record).about.entity, _MARKS.search(text)
    if found is None:
        return {}
    words = (found["en"] or found["zh"]).strip()
    if entity == "deal":
        try:
            return {"stage": known_stage(asker.crm, words).id}
        except StoreError:
            return {}
    spec = fields_of(entity).get(_STATES.get(entity, ""))
    for code in (spec.choices or ()) if spec is not None else ():
        names = {str(code.value), *((code.en, code.zh, *getattr(code, "also", ())) if isinstance(code, Codes) else ())}
        if spec is not None and words.casefold() in {n.casefold().replace("_", " ") for n in names}:
            return {spec.name: code}
    return {}


def _is_so(change: dict[str, Any], name: str, value: Any) -> bool:
    held = change["fields"].get(name)
    return held is not None and held["after"] == value
