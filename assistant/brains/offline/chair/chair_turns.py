"""What is said after figures were held against each other, or to hold them against others: and the win rate, versus last year, 再加上吴桐."""

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.brains.offline.chair.chair_compare import VERSUS, base_of, measured, sides_of, spans_of
from assistant.brains.offline.chair.chair_flow import about_flow, between, by_of
from assistant.brains.offline.chair.chair_people import KINDS
from assistant.brains.offline.chair.chair_words import currency_said
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

TURNS = re.compile(
    r"\s*(?:and |now |then |please )*(?:add|include|switch (?:it )?to|change (?:it )?to|make (?:it|that)|put in) (?:in )?(?:[\w.'’-]+ ?){1,3}(?:too|as well|instead|please)?[\s.!?]*|(?:那么?|请|再|把)*(?:加上|加入|加进|算上|换成|改成|改看|换)[\w\u3400-\u9fff ]{1,12}(?:吧|看看|呢|试试)?[。.！!？?]*"
)
"""Openings that would ask for a change to a record, were nothing compared before: add Wu, 换成本月."""
_ADDS = re.compile(
    r"^\s*(?:and|plus|also|with|add|including)(?![a-z])|^(?:再|把|请)*(?:还有|加|算上|以及|连同|和|跟)|也"
)
_ONLY = re.compile(r"(?<![a-z])(?:only|just|instead|rather|for)(?![a-z])|只|仅|单看|改成|换成|就看")
_STATUS = {"open": "open", "won": "won", "lost": "lost"}
_SMALL = re.compile(
    r"(?<![a-z])(?:and|what|how|about|by|the|on|in|for|same|now|then|ok|show|only|just|instead|please|too|also|with|it|that|this|against|rate|them|they|compare|figures?|deals?|amounts?|count)(?![a-z])|[呢看按再和跟与比吧吗的]|一下|对比|比较|怎么样|如何|数据|情况"
)


def against(r: Reading, before: Call) -> list[Call]:
    """A summary just told, held against another period, person or team."""
    if before.tool not in (
        "pipeline_summary",
        "win_loss",
        "attainment",
        "team_activity",
        "forecast",
    ) or not VERSUS.search(r.whole):
        return []
    spans, base = spans_of(r), base_of(r)
    sides = [s for s in sides_of(r, False) if s != "me"]
    if len(spans) + (base is not None) > 1 or len(sides) > 1:
        return []  # says both sides itself
    was = before.args
    args: dict[str, Any] = {}
    if sides and was.get("whose"):
        args["of"] = [str(was["whose"]), *(s for s in sides if s != was["whose"])]
        if was.get("period"):
            args["periods"] = [str(was["period"])]
    elif spans or base is not None:
        own = str(was["period"]) if was.get("period") else "this quarter"
        args["periods"] = list(dict.fromkeys([own, *spans]))[:4] if base is None else [own]
        if base is not None:
            args["base"] = base
        if was.get("whose"):
            args["of"] = [str(was["whose"])]
    else:
        return []
    measure = measured(r)
    if measure == "all":
        measure = {"win_loss": "win_rate", "attainment": "won", "team_activity": "activity"}.get(
            before.tool
        ) or _STATUS.get(str(was.get("status")), "all")
    if measure != "all":
        args["measure"] = measure
    if was.get("currency") or currency_said(r):
        args["currency"] = currency_said(r) or was["currency"]
    understood(r, VERSUS, _SMALL)
    return [Call("compare", args)]


def after_compare(r: Reading, was: Mapping[str, Any]) -> list[Call]:
    """The same comparison by another figure, with others, of other days, in another currency."""
    if not TURNS.fullmatch(r.text, r.lo, r.hi) and r.hits("assign", "move", "delete", "remind", "log", "import"):
        return []
    args: dict[str, Any] = copy.deepcopy(dict(was))
    held = dict(args)
    measure = measured(r)
    if measure != "all":
        args["measure"] = measure
    sides = [s for s in sides_of(r, False) if s != "me"]
    of = list(args.get("of", ()))
    if sides:
        adds = len(of) > 1 and not _ONLY.search(r.whole) and len(sides) == 1
        args["of"] = list(dict.fromkeys([*of, *sides])) if adds or (of and _ADDS.search(r.whole)) else sides
        if len(args["of"]) > 6:
            return []
    spans, base = spans_of(r), base_of(r)
    if base is not None and not spans:
        args["periods"] = list(args.get("periods", ()))[:1] or ["this quarter"]
        args["base"] = base
    elif spans:
        args.pop("base", None)
        own = list(args.get("periods", ()))
        if len(of) > 1 and len(own) < 2:
            args["periods"] = spans
        elif len(spans) > 1:
            args["periods"] = spans[:4]
        else:
            first = own[:1] or ["this quarter"]
            args["periods"] = list(
                dict.fromkeys([*(own if _ADDS.search(r.whole) and len(own) > 1 else first), *spans])
            )[:4]
            if len(args["periods"]) == 1:
                args["base"] = "previous"
    if (code := currency_said(r)) is not None:
        args["currency"] = code
    if args == held:
        return []
    understood(r, VERSUS, _SMALL, _ADDS, _ONLY)
    return [Call("compare", args)]


def after_activity(r: Reading, was: Mapping[str, Any]) -> list[Call]:
    """The same counts of other days, of somebody else, of one kind, ranked, or the activities themselves."""
    args: dict[str, Any] = copy.deepcopy(dict(was))
    if _ROWS.search(r.whole):
        return [Call("team_activity", {**args, "rows": True})]
    if r.hits("assign", "move", "delete", "remind", "log", "import"):
        return []
    if spans := spans_of(r):
        args["period"] = spans[0]
    if sides := [s for s in sides_of(r, False) if s != "me"]:
        args["whose"] = sides[0]
    if kinds := [k for k, words in KINDS.items() if re.search(words, r.whole)]:
        args["kinds"] = kinds
    if _RANKS.search(r.whole):
        args["ranked"] = True
    if args == dict(was):
        return []
    understood(r, _SMALL, _ADDS, _ONLY, _RANKS, *(re.compile(w) for w in KINDS.values()))
    return [Call("team_activity", args)]


def after_flow(r: Reading, was: Mapping[str, Any]) -> list[Call]:
    """The same of other days, of somebody else, by something else, of another stage or figure."""
    args: dict[str, Any] = copy.deepcopy(dict(was))
    if r.hits("assign", "delete", "remind", "log", "import"):
        return []
    if spans := spans_of(r):
        args["period"] = spans[0]
    if sides := [s for s in sides_of(r, False) if s != "me"]:
        args["whose"] = sides[0]
    if (figure := about_flow(r)) is not None and figure != args.get("figure", "all"):
        args["figure"] = figure
    if (by := by_of(r)) is not None:
        args["by"] = by
    first, then = between(r)
    if first and then:
        args |= {"stage": first, "to": then}
    elif first:
        args["stage"] = first
        args.pop("to", None)
    if (code := currency_said(r)) is not None:
        args["currency"] = code
    if args == dict(was):
        return []
    understood(r, _SMALL, _ADDS, _ONLY)
    return [Call("stage_flow", args)]


_ROWS = re.compile(
    r"^\s*(?:and )?(?:list|show|which|what|see|open)(?: me)?(?: (?:them|those|these|the|all|ones|activities|calls|meetings|visits|were|they|are|details?))*[\s?.!]*$|^(?:都)?(?:列出(?:来|它们)?|有哪些|是哪些|看看?明细|明细|具体是?哪些|展开)[\s吗呢?？。]*$"
)
_RANKS = re.compile(
    r"(?<![a-z])(?:rank\w*|who (?:did|has|made) (?:the )?most|most first|sort\w*)(?![a-z])|排个?[名行序]|谁最多|从多到少"
)


LATER: Mapping[str, Callable[[Reading, Mapping[str, Any]], list[Call]]] = {
    "compare": after_compare,
    "team_activity": after_activity,
    "stage_flow": after_flow,
}
"""Tools whose follow-ups are read here."""
