"""Whole sentences as frames: every record, day, period, amount and length in a message stood for by one sign, and the rest compared word by word."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import pronoun, subjects
from assistant.brains.offline.pieces.amounts import said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import core
from assistant.recognise.durations import Duration
from assistant.recognise.money import Money

_I = re.IGNORECASE
_TYPE = re.compile(r"[a-z]+")
LONGEST = 160
"""Characters: a longer message tells more than one sentence."""


@dataclass(frozen=True)
class Held:
    """One piece a sign stands for; `types` are the record types it may be, empty for a day, period, amount or length."""

    sign: str
    start: int
    end: int
    text: str
    types: frozenset[str] = frozenset()
    value: object = None


@dataclass(frozen=True)
class Frame:
    """A message with signs in it; `places` are where each of its characters stood."""

    r: Reading
    text: str
    places: tuple[int, ...]
    held: dict[int, Held]


class Fit:
    """A frame that matched: the words behind each group, as they were said."""

    def __init__(self, frame: Frame, match: re.Match[str]) -> None:
        self.frame, self.match, self.r = frame, match, frame.r

    def _own(self, group: str) -> str:
        """The group of that name, or the one of another way to say it: `deal`, `deal2`."""
        known = self.match.groupdict()
        return next((g for g in (group, *(f"{group}{n}" for n in range(2, 6))) if known.get(g)), group)

    def __contains__(self, group: str) -> bool:
        return bool(self.match.groupdict().get(self._own(group)))

    def __getitem__(self, group: str) -> str:
        """The text a tool takes: of a record its name, of a length of time or free words what was said."""
        held = self.held(group)
        if held is not None:
            return held.text
        if group not in self:
            return ""
        return self.r.piece(*self.span(group))

    def span(self, group: str) -> tuple[int, int]:
        """Where the words behind a group stand in the message."""
        begin, end = self.match.span(self._own(group))
        last = self.frame.held.get(end - 1)
        return self.frame.places[begin], last.end if last else self.frame.places[end - 1] + 1

    def held(self, group: str) -> Held | None:
        """The one piece a group holds, when it holds just a sign."""
        if group not in self:
            return None
        begin, end = self.match.span(self._own(group))
        return self.frame.held.get(begin) if end - begin == 1 else None

    def type_of(self, group: str, *types: str) -> str:
        """The first of these record types a piece may be."""
        held = self.held(group)
        return next((t for t in types if held is not None and t in held.types), "")

    def money(self, group: str) -> str:
        """An amount as a tool reads it; empty when the group holds none."""
        held = self.held(group)
        return said(held.value) if held is not None and isinstance(held.value, Money) else ""

    def length(self, group: str) -> Duration | None:
        """The length of time a group holds."""
        held = self.held(group)
        return held.value if held is not None and isinstance(held.value, Duration) else None


Build = Callable[[Fit], Meant | None]
Rule = tuple[re.Pattern[str], Build]

ANY = "§"
"""A record, colleague, team or stage."""
DAY, PERIOD, MONEY, LENGTH = "¤", "¶", "£", "∆"
WHEN = "[¤¶]"


def called(tool: str, **args: object) -> Meant:
    """The one call a whole sentence asks for; empty arguments are left out."""
    return Meant(1.0, (Call(tool, {k: v for k, v in args.items() if v not in ("", None)}),), whole=True)


def found(entity: str, *conditions: tuple[str, str, str], **more: object) -> Meant:
    """The list a whole sentence asks for; each condition is (field, operator, value)."""
    filters = [dict(zip(("field", "op", "value"), c, strict=True)) for c in conditions]
    return called("find_records", entity=entity, filters=filters or None, **more)


def rule(build: Build, *patterns: str) -> list[Rule]:
    """Rules that make the same of several ways to say a thing. A group called after a record type, such as `deal`, holds one of that type."""
    return [(re.compile(pattern, _I), build) for pattern in patterns]


def fitting(r: Reading, rules: Sequence[Rule]) -> Meant | None:
    """What the first rule makes of a message that it fits from the first word to the last."""
    if len(r.whole) > LONGEST:
        return None
    for frame in framed(r):
        for pattern, build in rules:
            match = pattern.fullmatch(frame.text)
            if match is None:
                continue
            fit = Fit(frame, match)
            if _typed(fit) and (meant := build(fit)) is not None:
                return meant
    return None


_RECORDS = frozenset("account contact deal lead user team stage product ticket task activity".split())


def _typed(fit: Fit) -> bool:
    for group, text in fit.match.groupdict().items():
        kind = _TYPE.match(group)
        if text and kind and kind[0] in _RECORDS and text == ANY:
            held = fit.held(group)
            if held is None or kind[0] not in held.types:
                return False
    return True


def framed(r: Reading) -> Iterator[Frame]:
    """The message as frames: with its records, then with a pronoun for the record talked about before."""
    words = core(r).strip(" ?.!,")
    begin = r.text.find(words, r.lo) if words else -1
    if begin < 0:
        return
    held = list(_held(r))
    yield _frame(r, begin, begin + len(words), held)
    before = pronoun(r) if r.ask.focus else None
    if before is not None and not any(h.start < before.end and before.start < h.end for h in held if h.sign == ANY):
        own = Held(ANY, before.start, before.end, before.text, frozenset({before.entity}))
        yield _frame(r, begin, begin + len(words), [own, *held])


def _held(r: Reading) -> Iterator[Held]:
    covered: list[tuple[int, int]] = []
    for s in subjects(r):
        types = {s.entity} if s.name is None or s.text != s.name.text else {c.entity for c in s.name.candidates}
        covered.append((s.start, s.end))
        yield Held(ANY, s.start, s.end, s.text, frozenset(types))
    for name in r.names:
        if not any(a < name.end and name.start < b for a, b in covered):
            yield Held(ANY, name.start, name.end, name.text, frozenset(c.entity for c in name.candidates))
    for sign, spans in ((DAY, r.days), (PERIOD, r.periods), (MONEY, r.money), (LENGTH, r.durations)):
        for span in spans:
            yield Held(sign, span.start, span.end, span.text, value=span.value)


def _frame(r: Reading, begin: int, end: int, held: Sequence[Held]) -> Frame:
    """The longest pieces first; of two equally long ones the first given."""
    kept: list[Held] = []
    for one in sorted(held, key=lambda h: -(h.end - h.start)):
        inside = begin <= one.start and one.end <= end
        if inside and not any(k.start < one.end and one.start < k.end for k in kept):
            kept.append(one)
    text, places, at = "", list[int](), dict[int, Held]()
    starts = {k.start: k for k in kept}
    place = begin
    while place < end:
        piece = starts.get(place)
        if piece is not None:
            at[len(text)] = piece
        text += piece.sign if piece is not None else r.text[place]
        places.append(place)
        place = piece.end if piece is not None else place + 1
    return Frame(r, text, tuple(places), at)
