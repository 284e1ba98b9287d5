"""Two wishes in one message, "push the Kestrel task to Monday and mark the Hollund one as done": neither is dropped."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.meant import WRITING, Meant
from assistant.brains.offline.names.foreign import without_foreign
from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.parts.together import together
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Call, Linker, Named, Understanding

_ASK = (
    r"who(?:m|'s|’s)?|whose|what(?:'s|’s|s)?|which|when|where|how (?:many|much|is|are|did|does|do|has|have|often|long|far|big)|is there|are there|do (?:we|i)|did (?:we|i)|does|have (?:we|i)|any|"
    r"list|show|tell me|give me (?:the|a|an|my|our|all)|find|pull up|let me see|look up"
)
_DO = r"push|move|mark|set|change|update|close(?! date| on| \d)|reopen|re-?assign|assign|hand|delete|remove|cancel|postpone|reschedule|bump|raise|lower|rename|tick|complete|finish|create|add|book|schedule|remind|put|make|archive|merge|tag|increase|reduce|cut|shift"
_ASK_ZH = r"谁|哪|多少|有(?:多少|几|没有|哪)|什么时候|几|怎么样|查|看|列|显示|告诉我|最近|上次|本|这个?[月周季年]|我(?:的|有|这|本|上|下|今)|现在"
_DO_ZH = r"把|将|提醒|约|标|改|删|取消|推迟|延|新建|建|安排|转|记|设|加|关|给我?(?:建|加|设|约)"
_LISTED = r"(?:(?:all )?(?:my|our|the) )(?:[a-z]+ ){0,2}(?:deals|tasks|to-?dos|tickets|leads|meetings|calls|accounts|customers|contacts|opportunities|appointments|activities)(?: (?:today|tomorrow|this week|next week|this month|due|for today))?(?=[\s.?!]*$)"
_AGAIN = r"(?:another|one|one more)(?: one| task| reminder)? to"
_CUT = re.compile(
    rf"\s*(?:[,;.!?]\s+(?:and |then |also |plus |oh and |but )*|\s(?:and then|and also|and|then|plus|also|as well as)\s)(?=(?:please |pls |can you |could you |also )*(?P<w>{_ASK}|{_DO}|{_AGAIN}|{_LISTED})(?![a-z]))"
    rf"|[，,；;。？?！!]\s*(?:然后|再|并且?|另外|还有|顺便|同时|以及|对了)?[，,]?(?:请|麻烦)?(?:帮我|给我)?(?=(?P<z>{_ASK_ZH}|{_DO_ZH}))",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"(?:please |pls |can you |could you |also )*(?:{_ASK}|{_DO})(?![a-z])|(?:请|麻烦)?(?:帮我|给我)?(?:{_DO_ZH})",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?<![a-z])(?:it|him|her|that one|this one|that deal|the same)(?![a-z])|[他她它]|(?:这|那)(?:个|单|家|条)",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"(?:please |pls |can you |could you |also )*(?:create|add|book|schedule|remind|make|log|open)(?![a-z])|(?:请|麻烦)?(?:帮我|给我)?(?:提醒|约|新建|建|加|安排|记)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:{_ASK})(?![a-z])|(?:{_ASK_ZH})", re.IGNORECASE)
_ASKS_ZH = re.compile(r"[谁哪几吗么呢]|多少|怎么样|如何")
_LONGEST = 240
_MOST = 4
_LEAST = 4
_ONE = re.compile(r"(?<![a-z])(?:the|that|this) (?P<own>(?:[A-Z][\w&.'’-]+ ){1,3})one(?![a-z])")
_LIST = re.compile(_LISTED, re.IGNORECASE)
_SHOWS = re.compile(
    r"(?:please |can you |could you )*(?:show|list|give|get|bring|pull)(?: me)?(?: up)?(?![a-z])", re.IGNORECASE
)
_ONE_MORE = re.compile(rf"{_AGAIN} ", re.IGNORECASE)
_THEM = re.compile(r"(?<![a-z])(?:they|them|their|theirs|those|these)(?![a-z])|他们|她们|它们|这些|那些", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"how many (?P<noun>(?:new )?(?:leads|deals|opportunities|tickets|tasks|meetings|calls|customers|accounts|contacts))(?![a-z])",
    re.IGNORECASE,
)
_BARE_MANY = re.compile(
    r"how many (?:of (?:them|those) )?(?=(?:are|were|did|have|has|do|got|we|i|[a-z]+ed|lost|won|went|still|is)(?![a-z]))",
    re.IGNORECASE,
)
_CALLED = ("task", "deal", "ticket", "lead", "contact", "account")


def two_wishes(
    ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding], hears: Callable[[Ask], Understanding]
) -> Understanding | None:
    """Both wishes, each read on its own; None where there is one, or where the whole says as much.

    Args:
        plain: understands a message by the rules.
        hears: understands it by the rules and by the sayings; for questions.
    """
    pieces = _pieces(ask.text)
    if any(len(p.strip(" ?？。.!！")) < _LEAST for p in pieces):
        return None  # 哪天？ asks about what was asked before
    if not 2 <= len(pieces) <= _MOST or without_foreign(ask.text) != ask.text:
        return None
    if not _BEGINS.match(pieces[0]) and not _ASKS_ZH.search(pieces[0]):
        return None
    found: list[Understanding] = []
    focus: tuple[Named, ...] = ()
    first: Reading | None = None
    for piece in pieces:
        asked = replace(ask, text=_with_noun(piece, pieces[0], found), focus=(*focus, *ask.focus))
        question = _asks(asked.text)
        if found and not question and not _own_record(read(asked, linker)):
            return None
        if found and question and _THEM.search(asked.text):
            return None  # "and who owns them" asks about the list before
        one = _read(asked, first, hears if question else plain)
        if one is None or question == any(c.tool in WRITING for c in one.calls):
            return None
        found.append(one)
        r = read(asked, linker)
        first = first or r
        focus = tuple(Named(s.entity, 0, s.text, s.text) for s in subjects(r) if s.entity != "user") + focus
    calls = together([Meant(1.0, one.calls) for one in found]).calls
    whole = plain(ask)
    read_whole = (
        whole.calls and whole.confidence >= 1.0 and not whole.unsure and len(calls) == 2 and len(whole.calls) == 1
    )
    if read_whole and whole.calls[0].args.get("columns"):
        return None  # the list, with what was asked of it beside
    more = _size(calls) > _size(whole.calls)
    return replace(found[0], calls=calls, confidence=min(f.confidence for f in found)) if more else None


def _asks(piece: str) -> bool:
    if _ASKS.match(piece):
        return True
    return bool(_ASKS_ZH.search(piece)) and not _BEGINS.match(piece)


def _own_record(r: Reading) -> bool:
    """Whether an order says what it is for: a name, a word that points, something new."""
    return bool(r.names or r.refs or _POINTS.search(r.text) or _MAKES.match(r.text))


def _pieces(text: str) -> list[str]:
    """The message cut where another wish begins."""
    if len(text) > _LONGEST or "\n" in text.strip():
        return [text]
    cuts = list(_CUT.finditer(text))
    places = [0, *(c.end() for c in cuts)]
    ends = [*(c.start() for c in cuts), len(text)]
    return [text[a:b].strip() for a, b in zip(places, ends, strict=True)]


def _read(ask: Ask, first: Reading | None, understand: Callable[[Ask], Understanding]) -> Understanding | None:
    """What one of them means, all of it understood; a second question without a time of its own is about the time of the first."""
    if first is not None and first.periods and not re.search(r"\d", ask.text):
        when = first.periods[0].text
        said = f"{when}{ask.text}" if first.zh else f"{ask.text.rstrip('?. !')} {when}"
        if (timed := _sure(understand(replace(ask, text=said)))) is not None and _told(timed, when):
            return timed
    return _sure(understand(ask))


def _sure(one: Understanding) -> Understanding | None:
    sure = one.calls and not (one.lost or one.unsure or one.left or one.reply)
    return one if sure and all(c.tool not in ("log_interaction", "help", "undo") for c in one.calls) else None


def _told(one: Understanding, when: str) -> bool:
    return all(c.tool not in WRITING and when.casefold() in str(c.args).casefold() for c in one.calls)


def _with_noun(piece: str, opening: str, found: Sequence[Understanding]) -> str:
    """What a later wish leaves out: "the Hollund one" behind an order about a task, "and how many converted", "and another to email Julia"."""
    if not found:
        return piece
    if (more := _ONE_MORE.match(piece)) is not None:
        made = found[-1].calls[-1].tool == "create_task"
        return f"create a task to {piece[more.end() :]}" if made else piece
    if _LIST.match(piece) and (shown := _SHOWS.match(opening)) is not None:
        return f"{shown[0]} {piece}"
    counted = _HOW_MANY.search(opening)
    if counted is not None and (bare := _BARE_MANY.match(piece)) is not None:
        return f"how many {counted['noun']} {piece[bare.end() :]}"
    changes = [x for one in found for c in one.calls for x in c.args.get("changes") or ()]
    noun = str(changes[-1].get("entity")) if changes else ""
    return _ONE.sub(lambda m: f"the {m['own']}{noun}", piece) if noun in _CALLED else piece


def _size(calls: Sequence[Call]) -> int:
    """How much calls do: each question one, each field of a change one."""
    changes: list[Sequence[Mapping[str, Any]]] = [c.args.get("changes") or ({},) for c in calls]
    return sum(max(1, len(x.get("fields") or ())) for each in changes for x in each)
