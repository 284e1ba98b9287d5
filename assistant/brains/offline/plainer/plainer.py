"""A message put into the words and the order the brain reads best: "Chen's leads go to Xu" is "assign Chen's leads to Xu"."""

import re

from assistant.brains.offline.plainer.asides import without_asides
from assistant.brains.offline.plainer.late_orders import FIX_IT, late_order
from assistant.brains.offline.plainer.order_turned import order_turned
from assistant.brains.offline.plainer.question_turned import question_turned
from assistant.brains.offline.plainer.report_turned import report_turned
from assistant.brains.offline.plainer.task_turned import task_turned
from assistant.brains.offline.plainer.told_frames import told
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.happenings import reports
from assistant.brains.offline.words.folding import han
from assistant.brains.offline.words.places_and_trades import both_names

_POLITE = re.compile(
    r"^(?:\s|,|(?:hey|hi|hello|yo|ok|okay|so|now|please|pls|plz|also|and|kindly|parley|quick(?:ly)?|(?:could|can|would|will) you(?: please)?|i(?:'d| would) like(?: you)? to|i want(?: you)? to|i need(?: you)? to|let's|from now on|as of (?:now|today)|starting (?:now|today)|effective immediately)(?![\w'’-])[,:!]?)+",
    re.IGNORECASE,
)
_THANKS = re.compile(r"[\s,]+(?:please|pls|plz|thanks|thank you|thx|ty|cheers)[\s.!]*(?=\?*$)", re.IGNORECASE)
_THERE = re.compile(
    r"(?<![A-Za-z])(?P<the>the |our |my )(?P<noun>lead|prospect|customer|client|account|factory|plant|site|office) (?:in|from|at) (?P<place>[A-Z][a-z]+)(?![\w-])"
)
_A_REMINDER = re.compile(
    r"(?<![a-z])(?:(?:give|send|set|put|make|add|create) (?:me )?)?a reminder (?:for me )?(?P<when>(?:on |for |at |by )?(?:tomorrow|today|tonight|next \w+|this \w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: (?:at )?\d[\w:]*| morning| afternoon| evening)? )?(?:for me )?to ",
    re.IGNORECASE,
)
_COUNTS = ("zero", "one", "two", "three", "four", "five")
_RATIO = re.compile(
    r"(?<![a-z-])(?P<a>one|two|three|four|five)[ -]to[ -](?P<b>one|two|three|four|five)(?![a-z-])", re.IGNORECASE
)
_PLEASE = re.compile(r"(?<=[\w)]),? (?:please|pls|plz)(?=\s*(?:[,:;.–]|-|$))", re.IGNORECASE)
_IN_STAGE = re.compile(
    r"(?<![a-z])(?P<whose>(?:all )?(?:of )?(?:my|our|these|those|the open)|(?:all|every|open|[A-Z][\w]*['’]s))(?P<adj> open| stale| quiet| idle| current)? (?P<stage>proposal|negotiation)s(?![\w-])(?! (?:to|for|with|from) [A-Z])",
    re.IGNORECASE,
)
"""Deals called by the stage they are in: "my proposals"."""
_LONGEST = 320
"""Characters: a longer message is a report or a paste, and keeps its order."""


def turnable(text: str) -> bool:
    """Whether a message is short English, the only kind that is put into another order."""
    return len(text) <= _LONGEST and not han(text) and "\n" not in text.strip()


def plainer(text: str, r: Reading) -> str:
    """The same request in plain order, or the text itself when its order is plain enough."""
    if not turnable(text):
        return text
    lead = _POLITE.match(text)
    begin = lead.end() if lead else 0
    said = without_asides(_THERE.sub(_place_first, _THANKS.sub("", text[begin:].strip())), r)
    said = _PLEASE.sub("", said)
    said = _IN_STAGE.sub(lambda m: f"{m['whose']}{m['adj'] or ''} deals in {m['stage']}", said)
    said = _RATIO.sub(lambda m: f"{_COUNTS.index(m['a'].casefold())}:{_COUNTS.index(m['b'].casefold())}", said)
    said = _A_REMINDER.sub(lambda m: f"remind me {m['when'] or ''}to ", said)
    if (task := task_turned(said, r)) is not None and not (". " in said and reports(r)):
        return task
    early = told(said, r) or report_turned(said, r)
    if early != said:
        return early
    if (order := late_order(said, r)) is not None:
        return order
    whole, said = said, FIX_IT.sub("", said)
    for turned in (order_turned, question_turned):
        made = turned(said, r)
        if made != said:
            return made
    if whole != said:
        return said
    bare = _THANKS.sub("", text[begin:].strip())
    turned_words = (
        any(p.search(text) for p in (_THERE, _A_REMINDER, _RATIO, _IN_STAGE)) or without_asides(bare, r) != bare
    )
    return said if said != text[begin:].strip(" ?.!") and turned_words else text


def _place_first(match: re.Match[str]) -> str:
    """ "The customer in Suzhou" is "the Suzhou customer"."""
    return f"{match['the']}{match['place']} {match['noun']}" if both_names(match["place"]) else match[0]
