"""The one that comes first: "which task is due next?", "which deal closes first", "my biggest deal", 哪个单子最快能签, 我最大的单子."""

from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import Fit, Rule, fitting, rule

_DAY = {"task": "due_on", "ticket": "resolution_due", "deal": "expected_close_date", "activity": "starts_at"}
_EN = {"task": "task", "to-do": "task", "todo": "task", "ticket": "ticket", "case": "ticket", "deal": "deal", "opportunity": "deal", "opp": "deal", "meeting": "activity", "call": "activity", "appointment": "activity", "visit": "activity", "demo": "activity"}  # fmt: skip
_ZH = {"任务": "task", "待办": "task", "工单": "ticket", "商机": "deal", "单子": "deal", "单": "deal", "项目": "deal", "会议": "activity", "会": "activity", "拜访": "activity", "演示": "activity"}  # fmt: skip
_NOUN = rf"(?P<noun>{'|'.join(_EN)})"
_NOUN_ZH = rf"(?P<noun>{'|'.join(_ZH)})"
_KIND = {"call": "call", "visit": "visit", "拜访": "visit"}
_SIZE = r"(?P<big>biggest|largest|smallest|highest[- ]value|most valuable|fattest)"
_SIZE_ZH = r"(?:金额)?最(?P<big>大|小|高|低)"


def _entity(fit: Fit) -> str:
    return (_ZH if fit.r.zh else _EN).get(fit["noun"].casefold(), "deal")


def _filters(fit: Fit, entity: str) -> list[dict[str, Any]]:
    own = "mine" in fit or ("whose" in fit and fit["whose"].casefold() in ("my", "我", "我的", "我手上", "我手里"))
    return [{"field": "assignee" if entity in ("task", "ticket") else "owner", "op": "=", "value": "me"}] if own else []


def _soonest(fit: Fit) -> Meant | None:
    entity = _entity(fit)
    day = _DAY[entity]
    filters = [*_filters(fit, entity), {"field": day, "op": ">=", "value": "today"}]
    if entity == "activity":
        filters.append({"field": "status", "op": "=", "value": "planned"})
        if (kind := _KIND.get(fit["noun"].casefold())) is not None:
            filters.append({"field": "kind", "op": "=", "value": kind})
    elif entity == "deal":
        filters.append({"field": "stage.kind", "op": "=", "value": "open"})
    else:
        filters += still_open(entity)
    return Meant(1.0, (Call("find_records", {"entity": entity, "filters": filters, "sort": f"{day} asc", "limit": 1}),))


def _largest(fit: Fit) -> Meant | None:
    down = fit["big"].casefold() not in ("smallest", "小", "低")
    kind = next((k for k, words in _STATES.items() if "state" in fit and fit["state"].casefold() in words), "open")
    filters = [*_filters(fit, "deal"), {"field": "stage.kind", "op": "=", "value": kind}]
    sort = f"amount {'desc' if down else 'asc'}"
    return Meant(1.0, (Call("find_records", {"entity": "deal", "filters": filters, "sort": sort, "limit": 1}),))


_STATES = {"won": ("won", "赢单的", "赢下的", "签下的", "已赢单的"), "lost": ("lost", "丢掉的", "输掉的", "丢的")}
_TAIL = r"(?: for me| of mine| of all| right now| at the moment)*"

_RULES: list[Rule] = [
    *rule(
        _soonest,
        rf"(?:so )?(?:which|what)(?:['’]s| is)?(?: of)?(?: (?P<whose>my|our|the))?(?: open)? {_NOUN}s?(?: of (?P<mine>mine))?(?: (?:is|are|comes?|will|falls?|needs? to|gets?|has to))?(?: be)?(?: (?:due|up|closing|close|closes|ends?|expires?|signed?|land|lands|happening|done|coming up|most urgent))? (?:next|first|soonest|earliest|the soonest|the earliest){_TAIL}",
        rf"(?:so )?(?:which|what) (?:of )?(?:(?P<whose>my|our) )?(?:open )?{_NOUN}s? (?:is|are) (?:the )?(?:next|first) (?:to (?:close|be signed|be due|expire)|due|one due|up){_TAIL}",
        rf"(?:which|what) (?:of )?(?:(?P<whose>my|our) )?(?:open )?{_NOUN}s? (?:can|could|will|should|might) (?:be )?(?:close|closed|signed?|land|won) (?:first|next|soonest|fastest|quickest|the soonest){_TAIL}",
        rf"(?P<whose>我们的?|咱们|我的?|我手[上里])?(?:手[上里]的?)?(?:还没做完的|在途的?|进行中的)?(?:哪一?[个条张场单笔])?{_NOUN_ZH}(?:是|会|要|能)?(?:哪[个条张]?)?(?:最先|最早|最快|下一个|先)(?:会|要|能|该|就)?(?:到期|成交|签下?来?|签约|关单|截止|拿下|落地|开)(?:的?是?哪[个条张单笔])?(?:呢|啊)?",
        rf"(?P<whose>我们的?|咱们|我的?|我手[上里])?(?:手[上里]的?)?(?:最先|最早|最快|下一个)(?:会|要|能|该)?(?:到期|成交|签|签下来|签约|关单|截止|拿下)的{_NOUN_ZH}(?:是|有)?(?:哪一?[个条张单笔])?(?:呢|啊)?",
        r"(?P<whose>我们的?|咱们|我的?|我手[上里])?哪一?[个条张单笔](?P<noun>单子|商机)?(?:最先|最早|最快|先)(?:会|要|能|该)(?:签下?来?|成交|拿下|落地)(?:呢|啊)?",
    ),
    *rule(
        _largest,
        rf"(?:(?:what|which)(?:['’]s| is) |show (?:me )?|tell me )?(?:(?P<whose>my|our|the)(?: team['’]?s)? )(?:single )?{_SIZE} (?P<state>won |lost |open )?(?:deal|opportunity|opp)(?: (?:ever|right now|at the moment|in the pipeline|i have|we have))?",
        rf"(?P<whose>我们的?|咱们|我的?|我手[上里])(?:手[上里]的?)?(?P<state>赢单的|赢下的|签下的|丢掉的|输掉的|丢的)?{_SIZE_ZH}的?(?:那|一)?(?:一?[个条笔张])?(?:商机|单子|单)(?:是)?(?:哪[个条笔张单])?",
    ),
]  # fmt: skip


def next_up(r: Reading) -> Meant | None:
    """One record alone: the first to come, or the one of most money."""
    return fitting(r, _RULES)
