"""An order to make something, read by taking off it what is known, piece by piece; what stays is a name, or is told to be left over."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from assistant.brains.offline.pieces.amounts import said as amount_said
from assistant.brains.offline.reading import Placed, Reading
from assistant.recognise.periods import periods

_I = re.IGNORECASE
_CUT = re.compile(
    r"[,;:\n()]|\s[-–—]+\s|\.(?=\s|$)|[!?]|(?<![A-Za-z])(?:and|but|so|plus|also|who(?:'s| is)?)(?= (?:they|we|he|she|it|i|with|worth|clos\w+|contact|the contact|stage|put|owner|need|needs|want|wants|expect\w*|should|assign|his|her|their|its|is|are|my|main|remind|to))(?![a-z])",
    _I,
)
_SMALL = re.compile(
    r"(?:please|pls|plz|thanks|thank you|cheers|thx|ok|okay|now|too|also|and|as well|for (?:me|us|them|him|her|it|now)|with|at|on|in|the|an?|our|it|is|it's|its|that|this|this one|right away|today's|there|so|of|to|from|by|who|who's|new|for|them"
    r"|(?:can you |could you |please |then |so |let's |you can )*(?:add|create|make|set up|register|enter|put|save|log|record|open|set)(?: up)? (?:it|them|him|her|this|that|one|both|an? (?:entry|record|card|deal|account|lead|contact))(?: (?:in|up|down|on|to|into|please|for me|as (?:an? )?(?:new )?(?:lead|contact|account|customer|deal|prospect)|the (?:crm|system|list|pipeline|books)|our|record))*|(?:they|we)(?:'re| are)? (?:new|interested)|say|roughly|about|expect(?:ed|ing)?|should|will|be|she|he|they|we|i|him|her|them|today|just|here|actually|who)",
    _I,
)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_CLOSING = re.compile(
    rf"(?:expected |estimated |planned |target |likely |probable )?(?:close date|closing date|close|closing|closes|closed|lands?|landing|signs?|signing|signature|decision|due|done|wraps? up)(?: date)?(?: is| will be| should be|:| expected| in| by| around| early| late| sometime| towards| before| on| at| end of| mid)* (?P<m>{_MONTH})(?: next year)?(?![a-z ]*\d)(?![a-z])",
    _I,
)
_BEFORE_MONEY = re.compile(
    r"(?:(?<![a-z])(?:for|at|worth|around|about|roughly|some|circa|ca\.?|approx(?:imately)?\.?|say|call it|let's say|let us say|of|value|valued(?: at)?|amount|budget|total(?:ling)?|priced|it's|it is|is|deal size|size|somewhere|in the region of|up to|an?|the|with|potential(?: of)?|estimated?(?: at)?|est\.?|volume|ticket size|maybe|probably|likely|should be|would be|will be|and|good for|expected|price|they have|budgeted?|in total)[ :=]*|[~≈:=] ?)+$",
    _I,
)
_AFTER_MONEY = re.compile(
    r" ?(?:or so|in total|total|all in|a year|per year|p\.?a\.?|annually|potential|arr|in value|in size|ish|give or take|deal|opportunity|budget|is the (?:budget|amount|price|value))(?![a-z])",
    _I,
)
_BEFORE_DAY = re.compile(
    r"(?:(?<![a-z])(?:to|should|will|would|can|likely|probably|hopefully|maybe|aiming(?: for)?|aim(?: for)?|target(?:ing|ed)?(?: for)?|expected?(?: to)?|expecting(?: it)?(?: to)?|close|closing|closes|closed|close date|closing date|date|land|lands|landing|sign|signs|signing|signature|decision|decide|decides|due|done|wrap(?:s|ped)? up|come in|comes in|get it|they|we|it|is|are|want(?:s)? to|by|in|on|before|around|for|until|till|about|at|the|end of|early|late|towards|sometime|finali[sz]ed?|win|won|happen|planned|realistic(?:ally)?|and)[ :=]*)+$",
    _I,
)
_SEATS = re.compile(
    r"(?:(?:for|with|about|around|roughly|some|say) )*(?P<n>\d{1,5}) (?:seats?|users?|licen[cs]es?|places)(?![a-z])", _I
)
_OWNER = re.compile(
    r"(?:(?<![a-z])(?:owner(?: is| should be|:)?|owned by|assign(?:ed)? (?:it |this |that )?to|give (?:it|this|that) to|belongs to|goes to|(?:in|under) the name of|under|on|for|make|put (?:it )?(?:on|under)|rep(?: is|:)?|handled by|looked after by)[ :=]*)+$",
    _I,
)
_OWNS = re.compile(
    r" (?:owns it|is (?:the )?owner|takes it|gets it|will own it|as (?:the )?owner|should own it|looks after (?:it|them))(?![a-z])",
    _I,
)


@dataclass
class Sheet:
    """The part of a message that says what is to be made; `free` marks the places nothing was made of yet."""

    r: Reading
    lo: int
    hi: int
    gone: list[tuple[int, int]] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        return self.lo <= start and end <= self.hi and all(end <= a or b <= start for a, b in self.gone)

    def take(
        self, start: int, end: int, before: re.Pattern[str] | None = None, after: re.Pattern[str] | None = None
    ) -> None:
        """Take a piece off, with the words before and behind it that only lead to it."""
        floor = max([self.lo, *(b for a, b in self.gone if b <= start)])
        if before is not None and (lead := before.search(self.r.said, floor, start)):
            start = lead.start()
        if after is not None and (tail := after.match(self.r.said, end, self.hi)) and self.free(*tail.span()):
            end = tail.end()
        self.gone.append((start, end))

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Where a pattern first fits in what is left."""
        found = (m for m in pattern.finditer(self.r.said, self.lo, self.hi) if self.free(*m.span()))
        return next(found, None)

    def placed(self, spans: Sequence[Placed]) -> Iterator[Placed]:
        return (s for s in spans if self.free(s.start, s.end))

    def pieces(self) -> list[tuple[int, int]]:
        """What is left, cut at commas and joining words, without the words that say nothing."""
        left, made = [], list[tuple[int, int]]()
        place = self.lo
        for a, b in [*sorted(self.gone), (self.hi, self.hi)]:
            if place < a:
                left.append((place, a))
            place = max(place, b)
        for a, b in left:
            begin = a
            for cut in [*_CUT.finditer(self.r.said, a, b), None]:
                end = cut.start() if cut else b
                if (piece := _trimmed(self.r.said, begin, end)) is not None:
                    made.append(piece)
                begin = cut.end() if cut else b
        return made

    def words(self, piece: tuple[int, int]) -> str:
        return self.r.said[piece[0] : piece[1]]

    def worth(self) -> str | None:
        """The first amount of money."""
        for amount in self.r.money:
            if self.free(amount.start, amount.end):
                self.take(amount.start, amount.end, _BEFORE_MONEY, _AFTER_MONEY)
                return amount_said(amount.value)
        return None

    def seats(self) -> str | None:
        found = self.match(_SEATS)
        if found is None:
            return None
        self.take(*found.span())
        return str(int(found["n"]))

    def day(self) -> str | None:
        """The day it is to close on: one said, or the last one of a period; "March" is the next March."""
        today = self.r.ask.today
        for d in self.r.days:
            if self.free(d.start, d.end) and d.value.day >= today:
                whole = next((p for p in self.r.periods if p.start <= d.start and d.end <= p.end), d)
                last = getattr(whole.value, "end", None) or d.value.day
                self.take(whole.start, whole.end, _BEFORE_DAY)
                return min(last, d.value.day).isoformat() if whole is not d else d.value.day.isoformat()
        for p in self.r.periods:
            if self.free(p.start, p.end) and p.value.end is not None:
                self.take(p.start, p.end, _BEFORE_DAY)
                return _ahead(p.value.end, today).isoformat()
        if (month := self.match(_CLOSING)) is not None:
            end = next((p.value.end for p in periods(f"in {month['m']}", today) if p.value.end), None)
            if end is not None:
                self.take(*month.span())
                return _ahead(end, today).isoformat()
        return None

    def owner(self) -> str | None:
        """The colleague it is for, where words say so."""
        for n in self.r.names:
            if not (n.may_be("user") and self.free(n.start, n.end)):
                continue
            if _OWNER.search(self.r.said, self.lo, n.start) or _OWNS.match(self.r.said, n.end, self.hi):
                self.take(n.start, n.end, _OWNER, _OWNS)
                return n.text
        return None


def left_over(sheet: Sheet, pieces: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(sheet.words(p) for p in pieces)


def _trimmed(said: str, start: int, end: int) -> tuple[int, int] | None:
    """A piece without blanks and small words at its ends; None when nothing else is in it."""
    edge = " \t\r\n,，.;:!?-–—\"“”'"
    while start < end and said[start] in edge:
        start += 1
    while start < end and said[end - 1] in edge:
        end -= 1
    words = said[start:end]
    if not words or _SMALL.fullmatch(words) or all(_SMALL.fullmatch(w) for w in words.split()):
        return None
    if (
        lead := re.match(r"(?:(?:and|with|so|also|please|then|that's|it's|it is|but)\s+)+(?=\S)", words, _I)
    ) is not None:
        start += lead.end()
    if (
        tail := re.search(r"(?:\s+(?:and|with|for|at|of|please|pls|thanks|on|in|by|is|to|the))+$", said[start:end], _I)
    ) is not None:
        end = start + tail.start()
    return (start, end) if start < end else None


def _ahead(day: date, today: date) -> date:
    """The day of the next such period: Q1 said in November is that of next year."""
    if day >= today:
        return day
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28) + timedelta(days=0)
