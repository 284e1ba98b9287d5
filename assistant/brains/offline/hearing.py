"""What a message means taken as the saying nearest in meaning, and when what the rules made of it stands against that."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.brains.offline.asked_outright import asked_outright
from assistant.brains.offline.beaten import given_away
from assistant.brains.offline.calling_off import call_off
from assistant.brains.offline.exactly import stands, turns_round
from assistant.brains.offline.fitting import CERTAIN, NEAR, deeds
from assistant.brains.offline.forms import form
from assistant.brains.offline.happenings import reports
from assistant.brains.offline.leftovers import texts
from assistant.brains.offline.likened import likened
from assistant.brains.offline.manner import asks, core
from assistant.brains.offline.meant import READS, WRITING, Meant
from assistant.brains.offline.put_off import put_off
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings import Ear
from assistant.brains.offline.terms import Ask, Call, Understanding
from assistant.brains.offline.told_done import told_done
from assistant.brains.offline.winners import winners

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
_POLITE = re.compile(
    r"(?<![a-z])(?:can|could|would|will|may|might|shall|should) (?:you|i|we)(?![a-z])|(?<![a-z])(?:please|pls|why don't|how about|would you mind|let's)(?![a-z])|能不能|能否|可以|可不可以|帮|请|麻烦|要不|[吧]"
)
"""An order put as a question."""
_POINTS = re.compile(
    r"(?<![a-z])(?:it|its|this|that|these|those|them|they|their|he|him|his|she|her|there|one|ones|same)(?![a-z])|[它他她这那该]|前者|后者|第[一二三]"
)
_ONLY_NAMED = re.compile(
    r"^(?!.*(?:改|换|设|更新|调|推|挪|加|建|删|转|标|填|写|录|补|提醒|记|取消|[:：])).{2,24}的[\u3400-\u9fff]{0,4}(?:时间|日期|日子|情况|状态|金额|原因|记录|负责人|联系人|名单|列表|电话|进展|阶段|概率|竞品|对手)[?？。]*$"
)
_MAKES = re.compile(
    r"(?:请|帮我|帮忙|麻烦)*(?:给|替|为)?[^,，?？]{0,12}?(?:新建|建|新增|新开)一?(?:个|条|下)?新?(?:的)?(?:商机|客户|联系人|线索|任务|单子|项目)[吧了]?(?:[,，。]|$)"
)
_ORDERS = frozenset({"propose_change", "create_task", "open_ticket"})
_TO_DO = re.compile(
    r"(?:re)?(?:assign|transfer|schedule)(?! of| to me)(?![a-z])|(?:hand|move|push|postpone|delay|shift|set|mark|delete|remove|rename|convert|merge|bump|lower|raise|cancel|reopen|tick|drop)(?! of)(?![a-z])(?! up for| on\W*$)"
)
"""Verbs that open an order and no question."""
_TELLS_END = re.compile(
    r"(?<![a-z])(?:won|win\w*|lost|los[et]\w*|sold|sell\w*|sign\w*|book\w*|clos\w*|bought|buy\w*|purchas\w*|beat\w*|miss\w*|revenue|sales|gone|went|land\w*|brought in|target|quota|order\w*|turnover|success\w*|fail\w*|end\w*)(?![a-z])"
)
_TO_DO_ZH = re.compile(
    r"(?:请|麻烦你?|帮我|帮忙|那就?|先|再)*(?:把|将)(?!我?(?:看|列|查|数|算|讲|说)).{1,30}?(?:改|推|移|挪|调|设|标|转|派|分|交|延|提前|删|关|换|加|升|降|定)(?:到|成|为|给|至|作|掉|了|后|前)"
)
"""The same in Chinese: 把预计成交日推到12月底."""
_KNOWN = 0.97
"""Where the rules read a question whole."""
_CLEAR = 0.85
"""From here on the rules are sure of an order."""
_CODED = frozenset({"source", "priority", "type", "lost_reason", "forecast_category", "kind", "level", "industry"})
_TEXTS = frozenset({"title", "subject", "description", "note", "body", "query"})


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
    if heard is not None and _changes(heard) and not _changes(found) and asks(r) and not _POLITE.search(r.whole):
        return None  # no question is taken for an order
    if heard is not None and _changes(heard) and not _changes(found) and _ONLY_NAMED.search(r.text[r.lo : r.hi]):
        return None  # 试点的关闭时间 is asked for, and nothing is to be closed
    if heard is not None and not _changes(heard) and _MAKES.match(r.text[r.lo : r.hi]):
        return None  # 给沐川建个商机 asks for nothing that is on record
    if heard is None or (not r.zh and _ordered(r, found) and deeds(heard) != deeds(found)):
        return None  # a clear order is neither a question nor another order
    if heard.calls and not _changes(heard) and (_TO_DO.match(core(r)) if not r.zh else _TO_DO_ZH.match(r.whole)):
        return None  # an order is answered by no list, whatever it speaks of
    if "log_interaction" in _tools(heard) & _tools(found) or turns_round(r, found, heard):
        return None  # what a report tells is read from its own words
    noted = not r.zh and found.confidence >= _CLEAR and not asks(r)
    if "log_interaction" in _tools(found) and (reports(r) or noted) and not _tools(heard) & WRITING:
        return None  # what was told outright asks for nothing
    if not r.zh and _says_otherwise(heard, found, r):
        return None  # "lost, budget gone" is not "lost: price"
    ours, theirs = _outcome(found), _outcome(heard)
    told = r.has("win", "lose") or any(s.field == "stage.kind" for _, s in r.sensed("choice", "deal"))
    if not r.zh and theirs & {"won", "lost"} - ours and not told and not _TELLS_END.search(r.text):
        return None  # nobody spoke of won or lost
    other = ours & {"won", "lost"} - theirs or ("open" in ours and theirs & {"won", "lost"} - ours)
    if _says_less(heard, found) or _widens(heard, found) or other:
        return None
    return None if found.calls and _bare(heard.calls) == _bare(found.calls) else heard


def _answered(found: Understanding) -> bool:
    """Whether the rules know a question from its first word to its last."""
    sure = found.confidence >= _KNOWN and not found.unsure and not found.lost
    return sure and bool(found.calls) and not _changes(found)


def _ordered(r: Reading, found: Understanding) -> bool:
    """Whether the rules read an order from all the words of a message that asks for nothing."""
    tools = _tools(found)
    whole = bool(tools) and tools <= _ORDERS and not found.unsure and not found.lost
    return whole and found.confidence >= _CLEAR and not asks(r)


def _widens(heard: Understanding, found: Understanding) -> bool:
    """Whether a saying would change more records than the rules read: with fewer of the conditions of the same change."""
    ours = [c for call in found.calls if call.tool == "propose_change" for c in call.args["changes"]]
    theirs = [c for call in heard.calls if call.tool == "propose_change" for c in call.args["changes"]]
    if len(ours) != 1 or len(theirs) != 1 or not ours[0].get("where") or not theirs[0].get("where"):
        return False
    mine, others = ({f["field"] for f in c["where"]} for c in (ours[0], theirs[0]))
    return ours[0].get("entity") == theirs[0].get("entity") and others < mine


def _outcome(found: Understanding) -> set[str]:
    """Whether won or lost deals are asked for: a saying that asks for neither is another question."""
    asked = {v for c in found.calls if c.tool not in WRITING for v in texts(dict(c.args))}
    return asked & {"won", "lost", "open"} if not found.unsure and not found.lost else set()


def _says_less(heard: Understanding, found: Understanding) -> bool:
    """Whether a saying sets some of the fields the rules read of the same record, or makes a record of fewer values or half a name."""
    ours = [c for call in found.calls if call.tool == "propose_change" for c in call.args["changes"]]
    theirs = [c for call in heard.calls if call.tool == "propose_change" for c in call.args["changes"]]
    if len(ours) != 1 or len(theirs) != 1 or ours[0].get("record") != theirs[0].get("record"):
        return False
    mine, others = ours[0].get("fields", {}), theirs[0].get("fields", {})
    if ours[0].get("op") == "create" == theirs[0].get("op"):
        whole, part = str(mine.get("name", "")).casefold(), str(others.get("name", "")).casefold()
        if whole != part and part in whole:
            return True
    return ours[0].get("entity") == theirs[0].get("entity") and set(others) < set(mine)


def _says_otherwise(heard: Understanding, found: Understanding, r: Reading) -> bool:
    """Whether a saying brings a value of its own, nowhere said, for a field the rules read."""
    ours = [c for call in found.calls if call.tool == "propose_change" for c in call.args["changes"]]
    theirs = [c for call in heard.calls if call.tool == "propose_change" for c in call.args["changes"]]
    lists = [[c for c in u.calls if c.tool == "find_records"] for u in (found, heard)]
    if all(len(some) == 1 for some in lists) and not ours and not theirs:
        asked, other = (
            {f["field"]: str(f.get("value", "")) for f in some[0].args.get("filters") or ()} for some in lists
        )
        codes = {n for n, v in asked.items() if v and v in r.text and n in other}
        return any(other[n] != asked[n] and other[n] and other[n].casefold() not in r.text for n in codes & _CODED)
    if len(ours) != 1 or len(theirs) != 1 or ours[0].get("entity") != theirs[0].get("entity"):
        return False
    mine, others = ours[0].get("fields", {}), theirs[0].get("fields", {})
    return any(n in mine and str(mine[n]) != str(v) and str(v).casefold() not in r.text for n, v in others.items())


def _bare(calls: Sequence[Call]) -> list[tuple[str, str]]:
    """Calls to compare: names in any letters, conditions in any order, without titles and whole texts."""
    return sorted((c.tool, _canonical({k: v for k, v in c.args.items() if k not in _TEXTS})) for c in calls)


def _canonical(value: object) -> str:
    if isinstance(value, Mapping):
        return repr(sorted((k, _canonical(v)) for k, v in value.items()))
    if isinstance(value, list | tuple):
        return repr(sorted(_canonical(v) for v in value))
    return " ".join(str(value).casefold().split())


def _changes(found: Understanding) -> bool:
    return bool(_tools(found) & WRITING)


def _tools(found: Understanding) -> set[str]:
    return {c.tool for c in found.calls}
