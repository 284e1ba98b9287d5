"""Orders about what was just shown: "bump it to urgent", 都推到12月10号, "the one that closes first", 产线传感器改造那个, 优先级调成紧急."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.names.subjects import empty_list
from assistant.brains.offline.orders.changing import VERBS
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.plainer.plainer import plainer
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Call, Named
from assistant.brains.offline.words.folding import fold
from assistant.brains.offline.words.manner import asks, leads, start

_KINDS = ("deal", "task", "ticket", "activity", "lead", "contact", "account")
_LONGEST = 110
_MOVES = frozenset(
    "back forward tick off bump anymore need want don't over list going 提前 提早 往后 往前 推迟 延后 顺延 推后".split()
)
"""Words of an order that name no record."""
_LISTED = 10
"""Rows of a list that are remembered; of a longer one nobody can say which is the largest."""
_TOLD = ("remind", "create", "log", "book", "undo")
_NOT_ORDER = re.compile(
    r"^(?:(?:my|our|all|the|any|open|overdue|new|won|lost|unassigned|urgent) )+(?:deals|accounts|customers|contacts|leads|tasks|tickets|meetings|calls)[\s?.!]*$"
    r"|(?<![a-z])(?:met|called|spoke|talked|visited|emailed|said|says|told|had|wants|asked)(?![a-z])|[聊谈见]了|说(?!明)|打了|拜访了|开了"
)
_SAME = re.compile(
    r"[\s,，;；]*(?:(?:at )?(?:the )?same (?:day|time|hour|place|length|date)|time (?:stays|unchanged)|otherwise the same|(?:时间|日期|地点|其他|别的|时长)(?:都)?(?:不变|照旧|一样|不动)|同一(?:天|时间))(?=[\s,，.。!！]|$)"
)
_OPENING = re.compile(
    r"^(?:(?:good|great|perfect|nice|cool|fine|thanks|thank you|ok|okay|alright|all right|right|yes|well|so|then|in that case|excellent|hm+|oh|ah|哦|好的?|行|嗯|那么?|可以|不错|知道了|明白了?|谢谢)[\s,，.。;；!！–-]+)+",
    re.IGNORECASE,
)
_IT_EN = re.compile(
    r"(?<![a-z'])(?:it|this one|that one|(?:this|that|the) (?:one|deal|opportunity|ticket|case|task|to-?do|reminder|meeting|call|appointment|visit|demo|lead|contact|account|customer|company)|him|her|he|she|this|that)(?='s |'d |'ll |[^a-z']|$)"
)
_IT_ZH = re.compile(
    r"(?:这|那|该)(?:一)?(?:个|张|条|项|单|家|位|场|次|笔)?(?:商机|单子|单|项目|工单|任务|待办|线索|会议?|约|安排|客户|联系人|人)?|[它他她](?!们)"
)
_ALL_EN = re.compile(
    r"(?<![a-z])(?:(?:all|both|each|every one) of (?:them|these|those|it)|them (?:all|both)|these (?:all|two|three|four|five)?|those (?:all|two|three|four|five)?|all (?:three|four|five|six)|both(?: deals| tasks| tickets| leads)?|(?:them|they|these|those)(?! two)|(?:the )?(?:whole )?(?:lot|list)|everything|all)(?![a-z])"
)
_ALL_ZH = re.compile(
    r"(?:把|将)?(?:它们|他们|她们|这些|那些|这几[个条张单家]|那几[个条张单家]|这[两俩三四五][个条张单家]?|上面的?|列出来的|以上)?(?:单子|商机|任务|工单|线索|客户)?(?:全部|统统|通通|一律|一起|都|全)"
)
_KIND_SAID = (
    ("deal", re.compile(r"deal|opportunity|单(?!位)|商机|项目")),
    ("ticket", re.compile(r"ticket|case|工单|张")),
    ("task", re.compile(r"task|to-?do|reminder|任务|待办")),
    ("activity", re.compile(r"meeting|call|appointment|visit|demo|会|约|安排|场")),
    ("lead", re.compile(r"lead|线索")),
    ("contact", re.compile(r"contact|^(?:him|her|he|she)$|^[他她]$|联系人|位|人$")),
    ("account", re.compile(r"account|customer|company|客户|家")),
)
_WHICH = (
    ("first", re.compile(r"(?:the )?(?:one |deal |task |ticket |meeting |lead )?(?:that|which)(?:'s| is)? (?:closes|closing|ends|is due|due|comes|signs|starts) (?:first|next|soonest|earliest|sooner|earlier)|the (?:earliest|soonest|next|earlier)(?: one| deal| task| of them)?(?! month| week| year| quarter)(?![a-z])|(?:最早|最先|最快|先)(?:要)?(?:预计)?(?:成交|签|到期|关|截止|开始|开)?的?(?:那|这)(?:一)?[个条单张场]")),
    ("last", re.compile(r"(?:the )?(?:one |deal |task |ticket |meeting |lead )?(?:that|which)(?:'s| is)? (?:closes|closing|ends|is due|due|comes|signs|starts) (?:last|latest|later)|the (?:latest|later)(?: one| deal| task| of them)(?![a-z])|(?:最晚|最迟|最后)(?:要)?(?:预计)?(?:成交|签|到期|关|截止|开始|开)的?(?:那|这)(?:一)?[个条单张场]")),
    ("largest", re.compile(r"the (?:bigger|biggest|larger|largest|more expensive|most expensive|most valuable|higher|highest)(?: one| deal| of them| of the two| of those| amount)?(?![a-z])|(?:金额|最|较|比较|更)*(?:大|高|贵)(?:一?点|些)?的?(?:那|这)(?:一)?[个条单张]|最大的?(?=推|改|移|挪|标|调|金额)")),
    ("smallest", re.compile(r"the (?:smaller|smallest|cheaper|cheapest|lower|lowest)(?: one| deal| of them| of the two| of those)?(?![a-z])|(?:金额|最|较|比较|更)*(?:小|低|便宜)(?:一?点|些)?的?(?:那|这)(?:一)?[个条单张]")),
)  # fmt: skip
_PLACES = (
    re.compile(
        r"(?:the )?(?:first|1st|top)(?: one| deal| task| ticket| lead)?(?= |$|,)(?! (?:two|three|four|five|few|\d))|第一[个条张单家项]"
    ),
    re.compile(
        r"(?:the )?(?:second|2nd)(?: one| deal| task| ticket| lead)?(?= |$|,)(?! (?:two|three|four|five|few|\d))|第二[个条张单家项]"
    ),
    re.compile(
        r"(?:the )?(?:third|3rd)(?: one| deal| task| ticket| lead)?(?= |$|,)(?! (?:two|three|four|five|few|\d))|第三[个条张单家项]"
    ),
)
_FIRST_FEW = re.compile(
    r"(?:the )?(?:first|top) (?P<en>two|three|four|five|\d)(?: ones| deals| tasks| tickets| leads| of (?:them|those|these))?(?= |$|,)|(?:把|将)?前(?P<zh>[两二三四五2-5])[个条张单家项](?:任务|工单|商机|单子|线索)?(?:都|全部)?"
)
_SOME = re.compile(
    r"(?<![a-z])(?:except|but|with|over|under|above|below|that|which|whose|who|without|only|other than)(?![a-z])|除|以上|以下|超过|低于|大于|小于|的(?:单子|商机|任务|工单|线索)?(?:都|全)|只"
)
"""Only some of those listed are meant."""
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_COMMON = frozenset(
    "the a an of for at with and in on to deal deals project one task ticket call meeting new our my renewal customer account it is be management 2024 2025 2026 2027".split()
)
_TAIL_ZH = re.compile(r"的?(?:(?:那|这)(?:一)?[个条单张项笔]|项目|商机|单子|那单|这单|任务|工单)?的?")
_TAIL_EN = re.compile(
    r"(?: (?:deal|one|project|opportunity|task|ticket|lead))?(?: (?:at|of|for|with|from) (?:the )?[A-Z][\w&.'’-]*(?: [A-Z][\w&.'’-]*){0,2})?"
)

Act = Callable[[Reading], Meant | None]


@dataclass(frozen=True)
class _Try:
    """The message with the record's reference in the place of what points at it, and the record as the tool is told it."""

    text: str
    shown: Named
    record: str = ""


def pointed(r: Reading, acts: Sequence[Act]) -> Meant | None:
    """The order as it reads with the record named that was shown before.

    Args:
        acts: what reads an order that names its record.
    """
    if r.lo or r.hi < len(r.text) or r.hi > _LONGEST or asks(r) or r.quoted or r.refs:
        return None
    if not r.zh and empty_list(r) and _IT_EN.search(r.text):
        return None  # none was found: which of those shown before is meant nobody said
    if leads(r, *_TOLD) is not None or _NOT_ORDER.search(r.whole) or not (r.ask.focus or r.ask.rows):
        return None
    ask = replace(r.ask, text=_OPENING.sub("", _SAME.sub("", r.said[r.lo : r.hi]).strip()), focus=())
    plain = replace(r, ask=ask) if ask.text == r.said else read(ask, r.linker)
    if (many := _all_listed(plain, r, acts)) is not None:
        return many
    for one in _tries(plain, r):
        if (meant := _meant(ask, one, r, acts)) is not None:
            return Meant(max(meant.score, 1.2), tuple(_told(c, one) for c in meant.calls), whole=True)
    return None


def _meant(ask: Ask, one: _Try, r: Reading, acts: Sequence[Act]) -> Meant | None:
    """What an order with its record named comes to, in the words as they are and in plainer order."""
    again = read(replace(ask, text=one.text), r.linker)
    turned = plainer(one.text, again)
    for reading in [again, *([read(replace(ask, text=turned), r.linker)] if turned != one.text else [])]:
        for act in acts:
            meant = act(reading)
            if meant is not None and meant.calls and _fits(meant, one.shown) and not _missed(reading, meant):
                return meant
    return None


def _told(call: Call, one: _Try) -> Call:
    if not one.record:
        return call
    changes = [{**c, "record": one.record} if c.get("record") == one.shown.ref else c for c in call.args["changes"]]
    return Call(call.tool, {**call.args, "changes": changes})


def _fits(meant: Meant, shown: Named) -> bool:
    """Whether a change of the very record came out, and nothing else."""
    changes = [c for call in meant.calls if call.tool == "propose_change" for c in call.args["changes"]]
    return (
        len(changes) == len(meant.calls) == 1
        and changes[0].get("record") == shown.ref
        and changes[0]["entity"] == shown.entity
    )


def _missed(again: Reading, meant: Meant) -> bool:
    """Whether words are left that were not understood: they may name another record."""
    return bool([p for p in unread(again, meant.calls) if p.casefold() not in _MOVES])


def _listed(r: Reading) -> list[Named]:
    """The records of the list shown last, in its order; none when something else was shown last."""
    before = r.ask.previous[-1] if r.ask.previous else None
    if before is None or before.tool != "find_records":
        return []
    return list(r.ask.focus[: r.ask.listed])


def _tries(plain: Reading, r: Reading) -> Iterator[_Try]:
    """Ways to put a reference into the message, the surest first."""
    named = [
        n
        for n in plain.names
        if n.may_be("deal", "contact", "account", "lead", "ticket", "task") and not n.may_be("user", "stage", "product")
    ]
    rows, said = _listed(r), plain.said
    kept = list(r.ask.rows) or rows
    if (found := _described(plain, r.ask.focus)) is not None:
        shown, lo, hi = found
        yield _put(said, lo, hi, shown)
        return
    if named:
        return
    for which, pattern in _WHICH if len(kept) > 1 else ():
        if (match := pattern.search(plain.text)) and (len(kept) < _LISTED or _leads(which, r)):
            refs = ", ".join(n.ref for n in kept)
            yield _put(said, *match.span(), kept[0], f"{which} of {refs}" if len(kept) < _LISTED else "")
            return
    for place, pattern in enumerate(_PLACES):
        if len(kept) > place and len(kept) > 1 and (match := pattern.search(plain.text)):
            yield _put(said, *match.span(), kept[place])
    if _SOME.search(plain.text) and rows:
        return
    choice = f"one of {', '.join(n.ref for n in rows)}" if len(rows) > 1 else ""
    for match in [*_IT_EN.finditer(plain.text), *_IT_ZH.finditer(plain.text)]:
        if any(s.start < match.end() and match.start() < s.end for s in plain.spans("days", "periods", "durations")):
            continue
        kind = next((k for k, p in _KIND_SAID if p.search(match[0])), "")
        for shown in [n for n in r.ask.focus if not kind or n.entity == kind][: 1 if kind else 2]:
            yield _put(said, *match.span(), shown, choice if shown in rows else "")
        return
    if r.ask.previous and r.ask.previous[-1].tool in ("show_record", "find_records"):
        yield from (_implied(plain, shown, choice if shown in rows else "") for shown in r.ask.focus[:1])


def _leads(which: str, r: Reading) -> bool:
    """Whether the first row of a list too long to be remembered is the one at that end: deals are listed by size unless told."""
    before = r.ask.list_of.args if r.ask.list_of is not None else {}
    return which == "largest" and before.get("entity") == "deal" and before.get("sort") in (None, "amount desc")


def _put(said: str, lo: int, hi: int, shown: Named, record: str = "") -> _Try:
    """The reference at a place; in Chinese with 把 before it where it opens the message."""
    before, after = said[:lo].rstrip(), said[hi:].lstrip()
    chinese = bool(re.match(r"[\u3400-\u9fff]", after))
    lead = "" if re.search(r"[把将]$", before) or not chinese or before else "把"
    gap = " " if before and not re.search(r"[\u3400-\u9fff，,]$", before) else ""
    after = after if chinese or not after or after[0] in ",.;!?'’" else f" {after}"
    return _Try(f"{before}{gap}{lead}{shown.ref}{after}", shown, record)


def _implied(plain: Reading, shown: Named, record: str) -> _Try:
    """The record put where an order leaves it out: 优先级调成紧急, "push to Friday", "amount 70k"."""
    said, begin = plain.said, start(plain)
    if re.search(r"[\u3400-\u9fff]", said):
        return _Try(f"把{shown.ref}{said[begin:]}", shown, record)
    verb = leads(plain, *VERBS)
    if verb is None:
        return _Try(f"set {shown.ref} {said[begin:]}", shown, record)
    return _Try(f"{said[:verb]} {shown.ref}{said[verb:]}", shown, record)


def _described(plain: Reading, focus: Sequence[Named]) -> tuple[Named, int, int] | None:
    """The one shown record whose title a message holds words of, and where: 产线传感器改造那个, "the seat expansion"."""
    rated = []
    for shown in focus:
        if shown.entity in _KINDS[:5] and (found := _part(plain, shown)) is not None:
            rated.append((found[2], shown, found[0], found[1]))
    rated.sort(key=lambda x: -x[0])
    if not rated or (len(rated) > 1 and rated[0][0] == rated[1][0]):
        return None
    _, shown, lo, hi = rated[0]
    return shown, lo, hi


def _part(plain: Reading, shown: Named) -> tuple[int, int, int] | None:
    """(start, end, size) of the longest piece of a record's title in the message, with the words around it that belong to it."""
    title = fold(re.sub(r"[（(].*$", "", shown.label)).strip()
    if re.search(r"[\u3400-\u9fff]", title):
        return _part_zh(plain, title)
    held = re.findall(r"[a-z0-9]+", title)
    words = [(a, b, w) for a, b, w in plain.words() if w.isascii()]
    best: tuple[int, int, int] | None = None
    for i, (lo, _, word) in enumerate(words):
        if word not in held or word in _COMMON:
            continue
        hi, size = lo, 0
        for a, b, w in words[i:]:
            if (w not in held and w not in ("the",)) or plain.text[hi:a].strip(" "):
                break
            hi, size = b, size + (w in held and w not in _COMMON)
        if best is None or size > best[2]:
            best = lo, hi, size
    if best is None or (best[2] < 2 and not _telling(plain, best)):
        return None
    lo, hi, size = best
    tail = _TAIL_EN.match(plain.said, hi)
    the = re.search(r"(?:the|that|our|my) $", plain.text[:lo])
    return (the.start() if the else lo), (tail.end() if tail else hi), size


def _telling(plain: Reading, found: tuple[int, int, int]) -> bool:
    """One word of a title tells the record only as "the retrofit (deal)", not as a field or value of its own."""
    lo, hi, _ = found
    known = any(h.start < hi and lo < h.end for h in plain.senses) or any(
        h.start < hi and lo < h.end for hits in plain.cue.values() for h in hits
    )
    return hi - lo > 4 and not known and bool(re.search(r"(?:the|that|our) $", plain.text[:lo]))


def _part_zh(plain: Reading, title: str) -> tuple[int, int, int] | None:
    text = plain.text
    best: tuple[int, int] | None = None
    for lo in range(len(text)):
        hi = lo
        while hi < len(text) and text[lo : hi + 1] in title:
            hi += 1
        if (
            hi - lo >= 3
            and re.search(r"[\u3400-\u9fff]{2}", text[lo:hi])
            and (best is None or hi - lo > best[1] - best[0])
        ):
            best = lo, hi
    if best is None:
        return None
    lo, hi = best
    size = hi - lo
    name: Name | None = next((n for n in plain.names if n.end in (lo, lo - 1) and n.may_be("account")), None)
    lo = name.start if name else lo
    tail = _TAIL_ZH.match(text, hi)
    return lo, (tail.end() if tail else hi), size


def _all_listed(plain: Reading, r: Reading, acts: Sequence[Act]) -> Meant | None:
    """All of the list shown last: "push them all back a week", 都推到12月10号; by its conditions, for it may hold more than was shown."""
    rows = _listed(r)
    if len(rows) < 2 or [
        n
        for n in plain.names
        if n.may_be("deal", "contact", "account", "lead", "ticket", "task") and not n.may_be("user", "stage", "product")
    ]:
        return None
    few = _FIRST_FEW.search(plain.text)
    if few is not None:
        said = few["en"] or few["zh"]
        rows = rows[: _COUNTS.get(said) or int(said)]
    match = few or _ALL_EN.search(plain.text) or _ALL_ZH.search(plain.text)
    if match is None or plain.comparisons or _SOME.search(plain.text):
        return None
    if not few and plain.sensed("entity", rows[0].entity) and not re.search(r"them|these|those|both|[这那]", match[0]):
        return None
    one = _put(plain.said, *match.span(), rows[0])
    meant = _meant(plain.ask, one, r, acts)
    if meant is None:
        return None
    change = {k: v for k, v in meant.calls[0].args["changes"][0].items() if k != "record"}
    before = r.ask.previous[-1].args
    if len(rows) < _LISTED:
        return Meant(
            1.2, (Call("propose_change", {"changes": [{**change, "record": n.ref} for n in rows]}),), whole=True
        )
    if not before.get("filters") or "sort" in before:
        return None
    where = [dict(f) for f in before["filters"]]
    return Meant(1.2, (Call("propose_change", {"changes": [{**change, "where": where}]}),), whole=True)
