"""What stands against taking a message as the saying it is near to: each way in which a saying would ask or do something else."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.brains.offline.meant import WRITING
from assistant.brains.offline.nearest.fitting import deeds
from assistant.brains.offline.pieces.leftovers import texts
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding
from assistant.brains.offline.told.happenings import reports
from assistant.brains.offline.words.manner import asks, core

_POLITE = re.compile(
    r"(?<![a-z])(?:can|could|would|will|may|might|shall|should) (?:you|i|we)(?![a-z])|(?<![a-z])(?:please|pls|why don't|how about|would you mind|let's)(?![a-z])|能不能|能否|可以|可不可以|帮|请|麻烦|要不|[吧]"
)
"""An order put as a question."""
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
_CLEAR = 0.85
"""From here on the rules are sure of an order."""
_CODED = frozenset({"source", "priority", "type", "lost_reason", "forecast_category", "kind", "level", "industry"})
_TEXTS = frozenset({"title", "subject", "description", "note", "body", "query"})
_SAVES = WRITING | {"undo"}
"""What saves something, however it was asked for."""
_DUE = frozenset({"due_on", "due_at", "resolution_due", "first_response_due"})
_DAYS = frozenset({"created_at", "updated_at", "resolved_at", "completed_at"})
_DUE_SAID = re.compile(r"(?<![a-z])(?:due|overdue|deadlines?|slas?|breach\w*)(?![a-z])|到期|截止|超时")


def objected(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Whether what the rules made of a message, or its own words, stand against the saying."""
    return any(against(r, found, heard) for against in _AGAINST)


def _orders_where_asked(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """No question is taken for an order; 试点的关闭时间 is asked for, and nothing is to be closed."""
    if not changes(heard) or changes(found):
        return False
    return bool((asks(r) and not _POLITE.search(r.whole)) or _ONLY_NAMED.search(r.text[r.lo : r.hi]))


def _asks_where_ordered(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """An order is answered by no list, whatever it speaks of: 给沐川建个商机, 把预计成交日推到12月底."""
    if changes(heard):
        return False
    if _MAKES.match(r.text[r.lo : r.hi]):
        return True
    return bool(heard.calls and (_TO_DO_ZH.match(r.whole) if r.zh else _TO_DO.match(core(r))))


def _another_order(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """A clear order is neither a question nor another order."""
    return not r.zh and _ordered(r, found) and deeds(heard) != deeds(found)


def _another_report(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """What a report tells is read from its own words, and what was told outright asks for nothing."""
    if "log_interaction" not in _tools(found):
        return False
    noted = not r.zh and found.confidence >= _CLEAR and not asks(r)
    if noted and _tools(heard) == {"create_task"} and any(c.args.get("tasks") for c in found.calls):
        return True  # the report holds that task too
    return "log_interaction" in _tools(heard) or ((reports(r) or noted) and not _tools(heard) & WRITING)


def _another_value(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """ "lost, budget gone" is not "lost: price"."""
    return not r.zh and _says_otherwise(heard, found, r)


def _another_outcome(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Won or lost deals where nobody spoke of them, or open ones where won were asked for."""
    ours, theirs = _outcome(found), _outcome(heard)
    told = r.has("win", "lose") or any(s.field == "stage.kind" for _, s in r.sensed("choice", "deal"))
    if not r.zh and theirs & {"won", "lost"} - ours and not told and not _TELLS_END.search(r.text):
        return True
    return bool(ours & {"won", "lost"} - theirs or ("open" in ours and theirs & {"won", "lost"} - ours))


def _less_or_more(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Fewer fields than were read, or more records."""
    return _says_less(heard, found) or _widens(heard, found)


def _another_record(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """The account that is to go is not its deal."""
    return bool(_gone(found) and _gone(heard)) and _gone(found) != _gone(heard)


def _another_kind(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Records of one type given away where none was named: "all of Maya's work" is more than her leads."""
    given = {
        str(c["entity"]) for c in _changed(heard) if c.get("where") and {"owner", "assignee"} & set(c.get("fields", {}))
    }
    named = {s.entity for _, s in r.sensed("entity")} | {str(c["entity"]) for c in _changed(found)}
    return bool(given - named)


def _another_history(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """The history of another field."""
    ours, theirs = ([c.args.get("field") for c in f.calls if c.tool == "history"] for f in (found, heard))
    return bool(ours and theirs and ours[0] is not None and ours != theirs)


def _late_already(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """What is about to be late is not late yet."""
    return "resolution_due" in _filtered(found) and "breached" in _filtered(heard) - _filtered(found)


def _turned_round(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Whether a saying makes an order of a question, or a list of one type of record of a list of another that was named."""
    if found.lost or not found.calls or any(c.tool in _SAVES for c in found.calls):
        return False
    if asks(r) and not found.unsure and any(c.tool in _SAVES for c in heard.calls):
        return True
    listed = {str(c.args["entity"]) for c in found.calls if c.tool == "find_records"}
    other = {str(c.args["entity"]) for c in heard.calls if c.tool == "find_records"}
    if not listed or any(c.tool == "pipeline_summary" for c in found.calls):
        return False
    named = {s.entity for _, s in r.sensed("entity")}
    if other and not listed & other and listed <= named and not other & named:
        return True
    by_pipeline = any(c.tool == "pipeline_summary" for c in heard.calls)
    if by_pipeline and listed <= named and not listed & {"deal", "user", "team"}:
        return True
    closing = re.search(r"(?<![a-z])clos(?:ing|es?)(?![a-z])|预计", r.text)
    read_, heard_ = _filtered(found), _filtered(heard)
    if read_ & _DUE and not heard_ & _DUE and heard_ & _DAYS and _DUE_SAID.search(r.text):
        return True
    return bool(closing and "expected_close_date" in read_ and "closed_at" in heard_)


def _another_list(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Other records than a list whose every word was read: 我的客户 is not 我的A级客户, the smallest are not the biggest, 丢了哪些单 is not 几单."""
    lists = [[c.args for c in u.calls if c.tool == "find_records"] for u in (found, heard)]
    if found.unsure or found.lost or any(len(some) != 1 for some in lists) or len(found.calls) != 1:
        return False
    ours, theirs = lists[0][0], lists[1][0]
    if ours.get("entity") != theirs.get("entity"):
        return False
    mine, others = ({(f["field"], str(f.get("value"))) for f in some.get("filters") or ()} for some in (ours, theirs))
    if any(f in _CODED for f, _ in mine ^ others):
        return True
    ways = [str(some.get("sort") or "").split() for some in (ours, theirs)]
    if all(len(way) == 2 for way in ways) and ways[0][0] == ways[1][0] and ways[0][1] != ways[1][1]:
        return True
    return "measure" in theirs and "measure" not in ours and "group_by" not in theirs and not _COUNTS.search(r.whole)


_COUNTS = re.compile(
    r"(?<![a-z])(?:how (?:many|much|big|large)|number|count|total|sum|amount|value|average|mean|worth|volume)(?![a-z])|多少|几|总|合计|一共|共|数|金额|平均|均"
)


def _another_number(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """The five smallest are five: a saying of as many as usual says less."""
    limits = [[c.args.get("limit") for c in u.calls if c.tool == "find_records"] for u in (found, heard)]
    told = limits[0][0] if len(limits[0]) == 1 else None
    return bool(r.numbers) and isinstance(told, int) and 1 < told < 50 and bool(limits[1]) and limits[1] != limits[0]


_FOR_ME = re.compile(r"(?<![a-z])remind me(?![a-z])|提醒我")


def _for_somebody_else(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """What I am to be reminded of is no colleague's task: 提醒我周二找陈晓聊报价."""
    mine = [c.tool for c in found.calls] == ["create_task"] and "assignee" not in found.calls[0].args
    return mine and bool(_FOR_ME.search(r.whole)) and any(c.args.get("assignee") for c in heard.calls)


def _without_its_day(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """A task whose day was read keeps it."""
    due, kept = ([bool(c.args.get("due")) for c in f.calls if c.tool == "create_task"] for f in (found, heard))
    return any(due) and bool(kept) and not any(kept)


def _as_far_as(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Deals as far as a stage "or later" are more than those in it."""
    return bool(_of_stages(found) - _of_stages(heard))


def _of_stages(found: Understanding) -> set[str]:
    read = [f for c in found.calls for f in c.args.get("filters") or () if f["field"] == "stage"]
    return {f["op"] for f in read if f["op"] in (">=", ">", "<=", "<")}


_ENDS = re.compile(
    r"(?<![a-z])(?:clos\w*|los[te]\w*|w[io]n|done|finish\w*|cancel\w*|delet\w*|remov\w*|kill\w*|drop\w*|mark\w*|set|complet\w*|resolv\w*|dead|junk|bin|purge|clean\w*|clear\w*|wipe|dump|archiv\w*|tick\w*|park\w*|hold|pause\w*|re-?open\w*|move\w*|put|stage|status|disqualif\w*|write off|give up|change|update)(?![a-z])"
    r"|关|丢|输|赢|标|设|改|完成|做完|取消|删|清|作废|结|搁|放|勾|推|挪|移|无效|算|弃|砍|处理|搞定|办|停|恢复|重开|打开|阶段|状态|更新|撤|黄"
)
"""Words without one of which nothing is ended, won or put aside."""


def _ends_what_was_listed(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """A list read whole is no order to end all that stands in it: 三周没人跟进的商机 are not lost yet."""
    if found.lost or found.unsure or [c.tool for c in found.calls] != ["find_records"]:
        return False
    ended = any(
        c.get("where") and (c.get("op") == "delete" or {"stage", "status"} & set(c.get("fields") or ()))
        for c in _changed(heard)
    )
    return ended and not _ENDS.search(r.whole)


_DENIES = re.compile(
    r"没|未|不|无|别|除了?|以外|之外|缺|空|(?<![a-z])(?:no|not|none|never|without|n't|except|but|other than|missing|lack\w*|empty|blank|isn['’]t|haven['’]t|hasn['’]t|neither|nobody|nothing|cold|silent|quiet|neglect\w*|ignor\w*|forgot\w*|idle|untouched|stale|dormant|long(?:er)? than|since)(?![a-z])|冷落|断|好久|很久|多久|久|忘|漏|沉|闲置|搁"
)


def _denied(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """ "Whom did I talk to this week" is not whom I did not: no saying denies what nobody denied."""
    theirs = {
        f["field"]
        for c in heard.calls
        for f in c.args.get("filters") or ()
        if f["op"] == "!=" and f["field"].startswith("activity")
    }
    ours = {f["field"] for c in found.calls for f in c.args.get("filters") or () if f["op"] == "!="}
    return bool(found.calls and theirs - ours) and not _DENIES.search(r.text)


_LOST_TO = re.compile(
    r"(?<![a-z])(?:to|against|by|competitor|rival|beaten|went with|chose|competing)(?![a-z])|给|对手|竞品|竞争|抢|被"
)


def _customer_for_rival(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """ "Which deals did we lose at Globex" is about a customer, who is no rival."""
    rivals = {f.get("value") for c in heard.calls for f in c.args.get("filters") or () if f["field"] == "competitor"}
    return not _LOST_TO.search(r.text) and any(n.entity == "account" and n.text in rivals for n in r.names)


_AGAINST: tuple[Callable[[Reading, Understanding, Understanding], bool], ...] = (
    _for_somebody_else, _another_number, _orders_where_asked, _asks_where_ordered, _another_order, _another_report, _another_record, _another_kind, _another_history, _late_already, _turned_round,
    _ends_what_was_listed, _another_value, _another_outcome, _less_or_more, _another_list, _as_far_as, _without_its_day, _denied, _customer_for_rival,
)  # fmt: skip


def _filtered(found: Understanding) -> set[str]:
    """The fields a question is narrowed by."""
    return {f["field"] for c in found.calls for f in c.args.get("filters") or ()}


def _changed(found: Understanding) -> list[dict[str, Any]]:
    """The changes of records that are proposed."""
    return [c for call in found.calls if call.tool == "propose_change" for c in call.args["changes"]]


def _gone(found: Understanding) -> set[str]:
    """The types of the records that are to be deleted."""
    return {str(change["entity"]) for change in _changed(found) if change.get("op") == "delete"}


def _ordered(r: Reading, found: Understanding) -> bool:
    """Whether the rules read an order from all the words of a message that asks for nothing."""
    tools = _tools(found)
    whole = bool(tools) and tools <= _ORDERS and not found.unsure and not found.lost
    return whole and found.confidence >= _CLEAR and not asks(r)


def _widens(heard: Understanding, found: Understanding) -> bool:
    """Whether a saying would change more records than the rules read: with fewer of the conditions of the same change."""
    ours, theirs = _changed(found), _changed(heard)
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
    ours, theirs = _changed(found), _changed(heard)
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
    ours, theirs = _changed(found), _changed(heard)
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


def bare(calls: Sequence[Call]) -> list[tuple[str, str]]:
    """Calls to compare: names in any letters, conditions in any order, without titles and whole texts."""
    return sorted((c.tool, _canonical({k: v for k, v in c.args.items() if k not in _TEXTS})) for c in calls)


def _canonical(value: object) -> str:
    if isinstance(value, Mapping):
        return repr(sorted((k, _canonical(v)) for k, v in value.items()))
    if isinstance(value, list | tuple):
        return repr(sorted(_canonical(v) for v in value))
    return " ".join(str(value).casefold().split())


def changes(found: Understanding) -> bool:
    return bool(_tools(found) & WRITING)


def _tools(found: Understanding) -> set[str]:
    return {c.tool for c in found.calls}
