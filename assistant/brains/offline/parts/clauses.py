"""A message cut where its parts end: at punctuation and joining words, never inside a name, a date or an amount."""

import re

from assistant.brains.offline.reading import Reading

_BREAK = re.compile(
    r"[;\n!?]+|\.(?=\s|$|[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\.|,(?!\d{3}(?!\d))|:(?!\d)|"
    r"(?<![a-z])(?:, ?)?(?:and then|and also|and|then|but|also|plus|afterwards|after that)(?![a-z])|然后|另外|并且|同时|而且|还有|顺便|此外|不过|但是?|接着"
)
_OWN_STOP = re.compile(
    r"\.\s+(?:[A-Z]|(?:move|set|push|put|remind|close|update|change|make|mark|send|call|please|also|and|they|he|she|we|i|it|need|wants?|then|next|budget|the)(?![a-z]))"
)
"""The full stop a month or a weekday took for its own: "decision in February. File it"."""
_HONORIFIC = re.compile(r"(?<![a-z])(?:dr|mrs?|ms|prof)$")
_MOST = 60
_SENTENCE = re.compile(r"[;\n!?]+|\.(?=\s|$|[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\.")


def clauses(r: Reading) -> list[Reading]:
    """The parts of a message between punctuation and joining words, in order."""
    if "clauses" not in r.memo:
        r.memo["clauses"] = _cut(r, _BREAK)
    made: list[Reading] = r.memo["clauses"]
    return made


def sentences(r: Reading) -> list[Reading]:
    """The sentences of a message."""
    return _cut(r, _SENTENCE)


def _cut(r: Reading, pattern: re.Pattern[str]) -> list[Reading]:
    kept = {place for a, b in _unbroken(r) for place in range(a, b)}
    made: list[Reading] = []
    begin = r.lo
    for match in pattern.finditer(r.text, r.lo, r.hi):
        if len(made) >= _MOST:
            continue
        if any(place in kept for place in range(match.start(), match.end())):
            if _OWN_STOP.match(r.said, match.start()) and match.end() not in kept:
                made.append(r.within(begin, match.end()))
                begin = match.end()
            continue
        if match[0] == "." and _HONORIFIC.search(r.before(match.start(), 6)):
            continue
        if r.text[begin : match.start()].strip(" ,"):
            made.append(r.within(begin, match.start()))
        begin = match.end()
    if r.text[begin : r.hi].strip(" ,"):
        made.append(r.within(begin, r.hi))
    return made


def _unbroken(r: Reading) -> list[tuple[int, int]]:
    """Places no cut may fall into."""
    spans = r.spans("names", "days", "periods", "money", "durations", "refs", "comparisons")
    return [(s.start, s.end) for s in spans] + r.emails + r.phones + r.quoted
