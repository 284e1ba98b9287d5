"""Questions about one of those just listed: "the second one", "who owns the largest one?", 第二张是谁的, "what about the one that closes first?"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.talk.leaning import opened, person_asked
from assistant.brains.offline.terms import Call, Named, Understanding
from assistant.brains.offline.words.folding import fold
from assistant.brains.offline.words.manner import asks, leads

_COMPLETE = 10
"""A list this long may go on: which of it is the first or largest by another measure only the records tell."""
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDER_SHORT = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th")
_ZH = "一二三四五六七八九十"
_NOUN = r"(?: (?:one|deal|opportunity|task|ticket|case|lead|contact|customer|account|company|meeting|call|visit|entry|row|line|item|person)(?! (?:of|with|for|in|at) [a-z]+s(?![a-z])))"
_UNIT = r"(?:个|条|张|单|家|项|位|场|次|笔|行)(?:商机|单子|任务|工单|线索|客户|联系人|会议?)?"
_PLACE = re.compile(
    rf"(?:the |that |number |no\.? ?)?(?P<en>{'|'.join((*_ORDER, *_ORDER_SHORT))}|last){_NOUN}(?: (?:in|on|of|from) (?:the|that|this|your) list| of (?:them|those|these))?(?![a-z])|(?<![a-z])the (?P<ee>{'|'.join((*_ORDER, *_ORDER_SHORT))}|last)(?=[\s?.!]*$)|(?<![a-z])(?:number|no\.) ?(?P<n>\d{{1,2}})(?!\d)|第(?P<zh>[{_ZH}]|\d{{1,2}}){_UNIT}|(?P<zl>最后(?:那)?一{_UNIT})"
)
_BARE = re.compile(rf"(?:the )?(?P<en>{'|'.join((*_ORDER, *_ORDER_SHORT))}|last)")
_WHICH = (
    ("first", re.compile(rf"(?:which|what)(?: one| deal| task| ticket| of (?:them|those|these))* (?:closes?|ends?|is due|comes?(?: up)?|signs?|starts?|expires?|is closing) (?:first|next|soonest|earliest|sooner)|(?:the )?(?:one|deal|task|ticket|meeting|lead) (?:that|which)(?:'s| is| will)? (?:closes?|closing|ends?|due|is due|comes?|signs?|starts?|expires?) (?:first|next|soonest|earliest|sooner|earlier)|the (?:earliest|soonest){_NOUN}?(?! month| week| year| quarter)(?![a-z])|(?:最早|最先|最快)(?:要)?(?:预计)?(?:成交|签[约单]?|到期|关|截止|开始|开)?的?(?:那|这)?(?:一)?{_UNIT}|(?:最早|最先|最快)(?:要)?(?:成交|签[约单]?|到期|截止|开始)的(?:是)?(?:那|哪)?(?:一)?(?:{_UNIT})?")),
    ("last", re.compile(rf"(?:which|what)(?: one| deal| task| ticket| of (?:them|those|these))* (?:closes?|ends?|is due|comes?(?: up)?|signs?|starts?|expires?|is closing) (?:last|latest|later)|(?:the )?(?:one|deal|task|ticket|meeting|lead) (?:that|which)(?:'s| is| will)? (?:closes?|closing|ends?|due|is due|comes?|signs?|starts?|expires?) (?:last|latest|later)|the latest{_NOUN}(?![a-z])|(?:最晚|最迟|最后)(?:要)?(?:预计)?(?:成交|签[约单]?|到期|关|截止|开始|开)的?(?:那|这)(?:一)?{_UNIT}")),
    ("largest", re.compile(rf"(?:which|what)(?: one| deal| of (?:them|those|these))* is (?:the )?(?:biggest|largest|most valuable|worth (?:the )?most)(?: one)?|the (?:biggest|largest|bigger|larger|most expensive|most valuable|highest)(?:{_NOUN}| of (?:them|those|these|the two))?(?! in )(?![a-z])|(?:金额)?最(?:大|高|贵)的?(?:那|这)(?:一)?{_UNIT}|(?:金额)?最大的(?:是|那个)?(?=[谁在什哪的]|$)")),
    ("smallest", re.compile(rf"the (?:smallest|smaller|cheapest|lowest)(?:{_NOUN}| of (?:them|those|these|the two))?(?! in )(?![a-z])|(?:金额)?最(?:小|低|便宜)的?(?:那|这)(?:一)?{_UNIT}|(?:金额)?最小的(?:是|那个)?(?=[谁在什哪的]|$)")),
)  # fmt: skip
_SORTED = {"largest": "amount desc", "smallest": "amount asc", "first": "{day} asc", "last": "{day} desc"}
_DAY = {"deal": "expected_close_date", "task": "due_on", "activity": "starts_at", "ticket": "resolution_due"}
_LINKS = re.compile(r"(?<![a-z])(?:of|on|for|at|with|to|is|does|do|'s)(?![a-z])|[的是]$|^[的是]")
_READS = frozenset({"show_record", "find_records", "recall_notes", "history"})

Understand = Callable[[str], Understanding]


@dataclass(frozen=True)
class _Pick:
    """Where a message points into the list, at which row, and how a tool finds it when the row alone does not say."""

    lo: int
    hi: int
    row: Named
    which: str = ""


def picked(r: Reading, understand: Understand) -> Meant | None:
    """The answer about the one pointed at, as if it had been named by its reference; None when the message changes something."""
    rows = _rows(r)
    if (
        not rows
        or r.lo
        or r.hi < len(r.text)
        or r.hi > 90
        or r.refs
        or leads(r, "create", "remind", "log", "book", "undo") is not None
    ):
        return None
    pick = _called(r, rows) or (next(_picks(r, rows), None) if not r.names else None)
    if pick is None:
        return None
    whole = not re.search(r"\w", opened(f"{r.text[: pick.lo]} {r.text[pick.hi :]}"))
    if pick.which and len(rows) >= _COMPLETE:
        return _by_the_records(r, pick) if whole else None
    if whole:
        return _shown(pick, rows)
    rest = opened(_LINKS.sub(" ", f"{r.text[: pick.lo]} {r.text[pick.hi :]}")).strip()
    if (field := person_asked(rest, pick.row)) is not None:
        return _shown(pick, rows, [field])
    found = understand(_put(r.said, pick))
    calls = [c for c in found.calls if c.tool in _READS]
    if (
        not (found.lost or found.reply)
        and len(found.calls) == len(calls) == 1
        and calls[0].args.get("record") == pick.row.ref
    ):
        return Meant(1.3, (Call(calls[0].tool, {**calls[0].args, "record": _named(pick, rows)}),), whole=True)
    return _shown(pick, rows) if asks(r) and (found.lost or found.reply or not found.calls) else None


def _shown(pick: "_Pick", rows: list[Named], fields: Sequence[str] = ()) -> Meant:
    args = {"record": _named(pick, rows), **({"fields": list(fields)} if fields else {})}
    return Meant(1.3, (Call("show_record", args),), whole=True)


def _put(said: str, pick: "_Pick") -> str:
    """The message with the reference in the place of what points at it."""
    before, after = said[: pick.lo].rstrip(), said[pick.hi :].lstrip()
    close = re.match(r"[\u3400-\u9fff'’,.?!]", after) is not None
    return f"{before} {pick.row.ref}{'' if close else ' '}{after}".strip()


def _rows(r: Reading) -> list[Named]:
    return list(r.ask.rows) if len(r.ask.rows) > 1 else []


def _named(pick: _Pick, rows: list[Named]) -> str:
    return f"{pick.which} of {', '.join(n.ref for n in rows)}" if pick.which else pick.row.ref


_BY_NAME = re.compile(
    r"(?:那|就|请问|问下|还有|其中|里面)*(?P<zh>[\u3400-\u9fffA-Za-z0-9]{2,14}?)的?(?:那|这)(?:一)?(?:个|单|条|张|家|笔|项)(?:商机|单子|项目|任务|工单|线索|客户)?(?=[\u3400-\u9fff])"
    r"|(?<![a-z])(?:the|that) (?P<en>[a-z0-9][\w&.'’-]*(?: [\w&.'’-]+){0,3}?) (?:one|deal|opportunity|task|ticket|lead)(?![a-z])",
    re.IGNORECASE,
)


def _called(r: Reading, rows: list[Named]) -> _Pick | None:
    """The one row whose name holds the words before 那个 or "one": 启塬那个多少钱, "when does the Kestrel one close?"."""
    for match in _BY_NAME.finditer(r.text):
        words = match["zh"] or match["en"]
        if any(n.end <= match.start() or match.end() <= n.start for n in r.names) or words in _ORDER:
            continue
        if match["zh"] and match.start():
            continue
        held = [n for n in rows if words in fold(n.label)]
        if len(held) == 1:
            return _Pick(*match.span(), held[0])
    return None


def _picks(r: Reading, rows: list[Named]) -> Iterator[_Pick]:
    for which, pattern in _WHICH:
        if match := pattern.search(r.text):
            yield _Pick(*match.span(), rows[0], which)
    for match in [*_PLACE.finditer(r.text), *([m] if (m := _BARE.fullmatch(opened(r.text))) else [])]:
        place = _place(match.groupdict(), len(rows))
        if place is None or place >= len(rows):
            continue
        whole = match.re is _BARE
        yield _Pick(0 if whole else match.start(), len(r.text) if whole else match.end(), rows[place])


def _place(said: dict[str, str | None], many: int) -> int | None:
    word = said.get("en") or said.get("ee")
    if said.get("zl") or word == "last":
        return many - 1
    if word:
        return _ORDER.index(word) if word in _ORDER else _ORDER_SHORT.index(word)
    number = said.get("n") or said.get("zh")
    if not number:
        return None
    return (int(number) if number.isdigit() else _ZH.index(number) + 1) - 1


def _by_the_records(r: Reading, pick: _Pick) -> Meant | None:
    """The end of a list too long to be remembered, looked up by its conditions."""
    if r.ask.list_of is None or r.ask.list_of.tool != "find_records":
        return None
    args = dict(r.ask.list_of.args)
    day = _DAY.get(pick.row.entity)
    sort = _SORTED[pick.which]
    if (
        args.get("group_by")
        or ("{day}" in sort and day is None)
        or ("amount" in sort and pick.row.entity not in ("deal", "lead"))
    ):
        return None
    args |= {"sort": sort.format(day=day), "limit": 1}
    return Meant(
        1.3, (Call("find_records", {k: v for k, v in args.items() if k not in ("measure", "total_field")}),), whole=True
    )
