"""What a message means taken as the saying nearest in meaning, and when what the rules made of it stands against that."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.asked.asked_outright import asked_outright
from assistant.brains.offline.entries.forms import form
from assistant.brains.offline.exactly import stands
from assistant.brains.offline.lists.winners import winners
from assistant.brains.offline.meant import READS, Meant
from assistant.brains.offline.mended.names_kept import left_out
from assistant.brains.offline.nearest.fitting import CERTAIN, NEAR
from assistant.brains.offline.nearest.likened import likened
from assistant.brains.offline.nearest.objections import bare, changes, objected
from assistant.brains.offline.orders.calling_off import call_off
from assistant.brains.offline.orders.put_off import put_off
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings import Ear
from assistant.brains.offline.terms import Ask, Understanding
from assistant.brains.offline.told.beaten import given_away
from assistant.brains.offline.told.told_done import told_done

Plain = Callable[[Ask], Understanding]
"""Understands a plain sentence by every rule there is, without the ear."""

_CLOSE, _DOUBTED = 0.72, 0.66
"""A saying as near as this stands in the place of what the rules made of a message: of all of it, and of some of it only."""
_DOUBTFUL = 0.62
"""Below it the rules are not sure of an answer."""
_OUTRIGHT: tuple[Callable[[Reading], Meant | None], ...] = (
    told_done,
    put_off,
    given_away,
    form,
    asked_outright,
    call_off,
    winners,
)
"""Acts that read a message whole: what they know stands, whatever saying it is near to."""
_LEANS = {
    False: re.compile(r"^(?:and|what about|how about|only|just|of (?:those|these|them|which)|which of (?:those|these|them)|the (?:first|second|last|other|same)|same)\b|\bthe (?:first|second|third|fourth|fifth|last|biggest|largest|smallest|latest|earliest|cheapest) one\b|\bthe one (?:that|which)\b|\b(?:it|its|them|these|those|that one|this one|his|her|hers|him|he|she)\b"),
    True: re.compile(r"^(?:那(?!些客户)|其中|里[面头]|这里面|这些|那些|只看|只要|同样|都)|呢[?？]?$|[它他她](?:的|们)?|[那这][条个张单位]|第[一二三四五六七八九十\d]+[个条张单家项位场]|最[大小早晚贵先后].{0,6}[那这][个条张单家]"),
}  # fmt: skip
"""What points back at the turn before."""
_PRONOUNS = frozenset("it this that he she him her they them 它 他 她 这个 那个".split())
_POINTS = re.compile(
    r"(?<![a-z])(?:it|its|this|that|these|those|them|they|their|he|him|his|she|her|there|one|ones|same)(?![a-z])|[它他她这那该]|前者|后者|第[一二三]"
)
_KNOWN = 0.97
"""Where the rules read a question whole."""


def heard_as(r: Reading, found: Understanding, ear: Ear, plain: Plain) -> Understanding | None:
    """A message taken as the saying nearest in meaning; None when what the rules made of it stands.

    Words the rules know, put together in a way they do not, give an answer to another question without a doubt. On fresh wordings a
    saying as near as `_CLOSE` that leads to other calls was right in nine of ten such cases, the rules in one of twenty.
    """
    if not found.lost and not found.calls and found.confidence < READS:
        return None  # an impossible date
    if any(act(r) is not None for act in _OUTRIGHT):
        return None
    if found.calls and (r.ask.previous or r.ask.focus) and _LEANS[r.zh].search(r.text):
        return None  # a saying knows nothing of what was talked about before
    if stands(r, found) or (not r.zh and _answered(found)):
        return None

    def understood(text: str) -> Understanding:
        """A saying that points at nothing is not about what was talked about before."""
        apart = {} if _POINTS.search(text.casefold()) else {"focus": (), "previous": (), "rows": (), "listed": 0}
        return plain(replace(r.ask, text=text, **apart))  # type: ignore[arg-type]

    doubted = bool(found.unsure) or found.confidence < _DOUBTFUL
    adrift = not r.ask.focus and any(c.args.get(n) in _PRONOUNS for c in found.calls for n in ("record", "about"))
    least = (
        NEAR if found.lost or adrift else _DOUBTED if doubted and found.calls else _CLOSE if found.calls else CERTAIN
    )
    heard = likened(r, ear, understood, ruled=replace(found, lost=True) if adrift else found, least=least)
    if heard is None or objected(r, found, heard) or (found.calls and left_out(heard.calls, r)):
        return None
    return None if found.calls and bare(heard.calls) == bare(found.calls) else heard


def _answered(found: Understanding) -> bool:
    """Whether the rules know a question from its first word to its last."""
    sure = found.confidence >= _KNOWN and not found.unsure and not found.lost
    return sure and bool(found.calls) and not changes(found)
