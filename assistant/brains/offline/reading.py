"""A message read: its words, names, days, amounts and cues, each with where it stands. Everything later looks here, not at the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from assistant.brains.offline.names.naming import Name, names
from assistant.brains.offline.names.widening import widened
from assistant.brains.offline.terms import Ask, Linker
from assistant.brains.offline.words.cues import cues
from assistant.brains.offline.words.folding import LONGEST, fold, narrow
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE, Sense, senses
from assistant.brains.offline.words.phrases import Hit
from assistant.recognise.compare import Comparison, comparisons
from assistant.recognise.days import DayValue, days
from assistant.recognise.durations import Duration, durations
from assistant.recognise.money import Money, money
from assistant.recognise.numbers import numbers
from assistant.recognise.percents import Percent, percents
from assistant.recognise.periods import Period, periods
from assistant.recognise.refs import RefText, refs
from assistant.recognise.spans import Span
from crm_store.models import by_prefix

T = TypeVar("T")

_WORDS = re.compile(r"[a-z0-9][a-z0-9'&.+@_-]*[a-z0-9]|[a-z0-9]|[\u3400-\u9fff]")
_QUOTED = re.compile(r'"([^"\n]{1,200})"|《([^》\n]{1,200})》')
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
_PHONE = re.compile(
    r"(?<![A-Za-z0-9.-])\+?\d[\d -]{6,17}\d(?:\u2026)?(?![A-Za-z0-9-])|(?<![A-Za-z0-9.-])1[3-9]\d{1,9}(?:\u2026|\.{3})?(?!\w)"
)


_HONORIFICS = frozenset("dr mr mrs ms prof herr frau".split())
"""What stands before a name is no name, though it be part of one on record."""
_DATE = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}(?!\d)")


class Placed(Protocol):
    """A piece of the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Reading:
    """What a message holds between `lo` and `hi`; places are those of the message, `text` is it folded."""

    ask: Ask
    linker: Linker
    said: str
    text: str
    lo: int
    hi: int
    cue: dict[str, list[Hit[str]]]
    senses: list[Hit[Sense]]
    names: list[Name]
    loose: list[Name]
    days: list[Span[DayValue]]
    past_days: list[Span[DayValue]]
    periods: list[Span[Period]]
    money: list[Span[Money]]
    numbers: list[Span[Decimal]]
    percents: list[Span[Percent]]
    durations: list[Span[Duration]]
    comparisons: list[Span[Comparison]]
    refs: list[Span[RefText]]
    emails: list[tuple[int, int]] = field(default_factory=list)
    phones: list[tuple[int, int]] = field(default_factory=list)
    quoted: list[tuple[int, int]] = field(default_factory=list)
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def has(self, *cue_names: str) -> bool:
        """Whether any of these cues was said."""
        return any(self.cue.get(name) for name in cue_names)

    def hits(self, *cue_names: str) -> list[Hit[str]]:
        """Where these cues stand, in order."""
        return sorted((h for name in cue_names for h in self.cue.get(name, ())), key=lambda h: (h.start, -h.end))

    def first(self, *cue_names: str) -> Hit[str] | None:
        found = self.hits(*cue_names)
        return found[0] if found else None

    def named(self, *entities: str) -> list[Name]:
        """Names that may mean a record of these types."""
        return [n for n in self.names if n.may_be(*entities)]

    def sensed(self, kind: str, entity: str = "") -> list[tuple[Hit[Sense], Sense]]:
        """(place, sense) of the CRM's own words of a kind, of one record type when given."""
        return [(h, s) for h in self.senses for s in h.values if s.kind == kind and entity in ("", s.entity)]

    def words(self) -> list[tuple[int, int, str]]:
        """(start, end, word) of English words and Chinese characters."""
        return [(m.start(), m.end(), m[0]) for m in _WORDS.finditer(self.text, self.lo, self.hi)]

    def piece(self, start: int, end: int) -> str:
        """The words as they were said, trimmed of spaces and punctuation."""
        return self.said[max(start, self.lo) : min(end, self.hi)].strip(" \t\r\n,，、;；:：.。!！?？—-–\"“”'")

    def spans(self, *names: str) -> list["Placed"]:
        """Everything of these kinds ("names", "days" …), for asking where something stands."""
        return [span for name in names for span in getattr(self, name)]

    @property
    def zh(self) -> bool:
        return self.ask.language == "zh"

    @property
    def whole(self) -> str:
        return self.text[self.lo : self.hi]

    def before(self, place: int, size: int = 24) -> str:
        return self.text[max(self.lo, place - size) : place]

    def after(self, place: int, size: int = 24) -> str:
        return self.text[place : min(self.hi, place + size)]

    def within(self, lo: int, hi: int) -> "Reading":
        """The part of this reading between two places."""

        def inside(start: int, end: int) -> bool:
            return lo <= start and end <= hi

        found = {name: kept for name, hits in self.cue.items() if (kept := [h for h in hits if inside(h.start, h.end)])}
        spans: dict[str, Any] = {
            name: [s for s in getattr(self, name) if inside(s.start, s.end)]
            for name in (
                "senses",
                "names",
                "loose",
                "days",
                "past_days",
                "periods",
                "money",
                "numbers",
                "percents",
                "durations",
                "comparisons",
                "refs",
            )
        }
        pairs: dict[str, Any] = {
            name: [p for p in getattr(self, name) if inside(*p)] for name in ("emails", "phones", "quoted")
        }
        return replace(self, lo=lo, hi=hi, cue=found, memo={}, **spans, **pairs)

    def afresh(self, lo: int, hi: int) -> "Reading":
        """The part between two places with its days and periods read on their own, apart from what stands around it."""
        part, words = self.within(lo, hi), self.said[lo:hi]
        ask = self.ask

        def moved(spans: Sequence[Span[T]]) -> list[Span[T]]:
            return [Span(s.start + lo, s.end + lo, s.text, s.value) for s in spans]

        return replace(
            part,
            days=moved(days(words, ask.today, now=ask.now, fiscal_year_start=ask.fiscal_year_start)),
            periods=moved(periods(words, ask.today, ask.fiscal_year_start)),
        )


def read(ask: Ask, linker: Linker) -> Reading:
    """Read a message: recognise every typed piece of it, then the names around them.

    A linker with `readings` is of one turn: the same words are read once for it, whoever asks.
    """
    known: dict[tuple[object, ...], Reading] | None = getattr(linker, "readings", None)
    if known is None:
        return _read(ask, linker)
    key = (ask.text, ask.language, ask.today, ask.now, ask.currency, ask.fiscal_year_start)
    if key not in known:
        known[key] = _read(ask, linker)
    return replace(known[key], ask=ask, memo={})


def _read(ask: Ask, linker: Linker) -> Reading:
    said = narrow(ask.text[:LONGEST])
    text = fold(said)
    today, start = ask.today, ask.fiscal_year_start
    local = ask.now
    moments = days(said, today, now=local, fiscal_year_start=start)
    pasts = days(said, today, past=True, now=local, fiscal_year_start=start)
    spans = periods(said, today, start)
    amounts = [_signed_money(said, span) for span in money(said, ask.currency)]
    amounts += _grouped(said, [*amounts, *moments])
    shares = percents(said)
    lengths = durations(said)
    taken = _places(moments, spans, amounts, shares, lengths)
    real, loose = names([*linker.link(said), *_references(said)], taken)
    real = [n for n in real if n.text.casefold().strip(".") not in _HONORIFICS]
    real = _joined(said, real)
    real, loose = _called(said, text, real, loose)
    own, found = senses(text), cues(text)
    kinds = {(h.start, h.end) for h in own for s in h.values if s.field == KIND_OF_STAGE}
    real = [n for n in real if not (n.entity == "stage" and (n.start, n.end) in kinds)]
    real = [n for n in real if n.entity != "stage" or not _of_a_field(text, n)]
    plain = {(h.start, h.end) for h in own}
    real = [n for n in real if not ((n.start, n.end) in plain and n.text.islower() and n.candidates[0].score < 0.9)]
    known = {h.start for hits in found.values() for h in hits} | {h.start for h in own}
    real = widened(said, [n for n in real if not _part_of_a_strangers_name(said, n, real, known)], linker)
    named = _places(real)
    return Reading(
        ask, linker, said, text, 0, len(text), found, [h for h in own if not _swallowed(h, named)], real, loose,
        moments, pasts, spans, amounts, [_signed(said, span) for span in numbers(said)], shares, lengths,
        comparisons(said, today, default_currency=ask.currency),
        refs(said), [m.span() for m in _EMAIL.finditer(said)], [m.span() for m in _PHONE.finditer(said) if not _DATE.match(m[0]) and not any(a.start < m.end() and m.start() < a.end for a in amounts)],
        [m.span() for m in _QUOTED.finditer(text)],
    )  # fmt: skip


_FIELD_BEFORE, _FIELD_AFTER = (
    re.compile(r"(?:预计|预期|计划|估计)$"),
    re.compile(r"日期?|时间|额|率|价|概率|周期|原因|说明"),
)


def _of_a_field(text: str, name: Name) -> bool:
    """成交 in 预计成交日期 where a stage is called 成交: part of a field's name, no stage."""
    return name.text in _OUTCOMES and bool(
        _FIELD_BEFORE.search(text[max(0, name.start - 4) : name.start]) or _FIELD_AFTER.match(text, name.end)
    )


_OUTCOMES = frozenset("成交 签约 签单 赢单 输单 丢单 关闭".split())
_BEFORE = re.compile(r"(?:^|[\s(])(?P<w>[A-Z][\w&-]+) $")
_TITLES = frozenset("Mr Mrs Ms Dr Prof Herr Frau Miss Sir Madam".split())


def _part_of_a_strangers_name(said: str, name: Name, names: Sequence[Name], known: set[int]) -> bool:
    """ "Labs" in "Zeta Labs": part of a name, behind a capitalised word in mid-sentence that nothing is known about."""
    if not name.text.isascii() or name.candidates[0].score > 0.76:
        return False
    match = _BEFORE.search(said, max(0, name.start - 24), name.start)
    if not match or match["w"] in _TITLES or match.start("w") in known or not said[: match.start("w")].rstrip(" (\"'"):
        return False
    opens = said[: match.start("w")].rstrip()[-1:] in ".!?:;\n。！？：；,，"
    return not opens and not any(n.start <= match.start("w") < n.end for n in names)


@dataclass(frozen=True)
class _Reference:
    """A reference as typed; whether a record answers to it is the tool's to say."""

    start: int
    end: int
    text: str
    entity: str
    number: int

    @property
    def ref(self) -> str:
        return self.text.upper()

    label = ref
    score = 1.0

    @property
    def candidates(self) -> "tuple[_Reference, ...]":
        return (self,)


def _references(said: str) -> list[_Reference]:
    kinds = by_prefix()
    return [
        _Reference(s.start, s.end, s.text, kinds[s.value.prefix or ""], s.value.number)
        for s in refs(said)
        if s.value.prefix in kinds
    ]


def _joined(said: str, real: Sequence[Name]) -> list[Name]:
    """Names side by side that are parts of one person's are one: "Hannah Keller" where the record says "Dr. Hannah Keller"."""
    made: list[Name] = []
    for name in real:
        last = made[-1] if made else None
        same = last is not None and said[last.end : name.start] == " " and name.entity == last.entity == "contact"
        if last is not None and same and last.candidates[0].number == name.candidates[0].number:
            one = tuple(c for c in last.candidates if c.number == name.candidates[0].number)
            made[-1] = Name(last.start, name.end, said[last.start : name.end], one)
        else:
            made.append(name)
    return made


_IN_PLACE = re.compile(r"(?<![a-z])(?:in|from|around|near|based in|located in|out of|to) $")
_CALLED = re.compile(r"(?:'s|’s)?(?: (?P<next>[a-z][\w&-]*))?", re.IGNORECASE)
_OF_FIRMS = frozenset(
    "deal deals account customer project renewal contract rollout opportunity guys people team".split()
)


def _called(said: str, text: str, real: list[Name], loose: list[Name]) -> tuple[list[Name], list[Name]]:
    """A city that is how the only company there is called: "the Xiamen deal", "Xiamen Bluewave" for Xiamen Bluewave Clinic."""
    kept, more = [], list(real)
    for name in loose:
        firms = [c for c in name.candidates if c.entity == "account"]
        after = _CALLED.match(text, name.end)
        following = (after["next"] or "") if after else ""
        label = firms[0].label.casefold().split() if len(firms) == 1 else []
        own = following in label[1:] if following else False
        if len(firms) != 1 or _IN_PLACE.search(text[: name.start]) or not (own or following in _OF_FIRMS):
            kept.append(name)
            continue
        end = after.end("next") if own and after else name.end
        more.append(Name(name.start, end, said[name.start : end], tuple(firms)))
    return sorted(more, key=lambda n: n.start), kept


def _places(*groups: Sequence[Span[object]] | Sequence[Name]) -> set[int]:
    return {place for group in groups for span in group for place in range(span.start, span.end)}


def _swallowed(hit: Hit[Sense], named: set[int]) -> bool:
    return all(place in named for place in range(hit.start, hit.end))


_GROUPED = re.compile(
    r"(?<![\w.,#-])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\w.,]*\d)(?! ?(?:%|seats?|users?|licen[cs]es?|people|employees|staff|units?|pieces?|pcs|contacts|deals|leads|records|rows|customers|days|hours|words|km|[台套个人席位件条次家名单字天]))",
    re.IGNORECASE,
)


def _grouped(said: str, taken: Sequence[Span[Any]]) -> list[Span[Money]]:
    """85,000 is an amount when nothing behind it says what is counted."""
    made = []
    for match in _GROUPED.finditer(said):
        if not any(s.start < match.end() and match.start() < s.end for s in taken):
            made.append(Span(match.start(), match.end(), match[0], Money(Decimal(match[0].replace(",", "")), None)))
    return made


def _below_zero(text: str, start: int) -> bool:
    """Whether a minus stands before a number, so that the tool can refuse it by name; a dash in a range is none."""
    before = text[:start].rstrip()
    if re.search(r"(?<![a-z])(?:minus|negative)$", before, re.IGNORECASE):
        return True
    if not before.endswith(("-", "−", "－", "负")):
        return False
    if before != text[:start] and not re.search(r"(?:^|(?<![a-z])(?:to|at|is|as|of)|[=:])\s*.$", before, re.IGNORECASE):
        return False  # "30 minutes - 46k budget": a dash between two thoughts
    return not (before[-2:-1].isalnum() and before[-2:-1].isascii())


def _signed_money(text: str, span: Span[Money]) -> Span[Money]:
    return (
        replace(span, value=replace(span.value, amount=-span.value.amount)) if _below_zero(text, span.start) else span
    )


def _signed(text: str, span: Span[Decimal]) -> Span[Decimal]:
    return replace(span, value=-span.value) if _below_zero(text, span.start) else span
