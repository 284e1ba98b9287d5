"""Words of closed sets in a question: open, won, high priority, referral, lost on price; and when they mean something else."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE, Sense
from assistant.brains.offline.words.phrases import Hit

NEGATED = re.compile(
    r"(?:(?<![a-z])(?:outside(?: of)?|anywhere but|everywhere but|elsewhere than|beyond|not|except|excluding|other than|but not|aren't|isn't|non|apart from|no longer)(?: (?:in|from|by|for|with|of|at))? (?:the )?|非|不是|除了?|不含|不包括|不在|排除|不属于)$"
)
_NOT_YET = re.compile(r"(?:未|没有?|尚未|(?:(?<![a-z])(?:not|never)|n't)(?: yet)?(?: been)? )(?:被)?$")
"""Before a status: 还没关闭的工单, "tickets not yet resolved"."""
_CLOSED = re.compile(r"(?<![a-z])closed(?! (?:won|lost))(?![a-z])|已关闭|已结束|已结单")


_PRIORITY = re.compile(
    r"优先级(?:别)?(?:是|为|属于|算|比较|都是)?(?P<a>紧急|高|普通|一般|中等?|低)(?!于|过)|(?P<b>高|普通|低)优先级?"
)
_PRIORITIES = {"紧急": "urgent", "高": "high", "低": "low"}


def _priority(r: Reading, entity: str, found: Found) -> None:
    """优先级高的: a single character is a priority beside the word for it."""
    if entity not in ("ticket", "task") or found.on("priority"):
        return
    for match in _PRIORITY.finditer(r.text, r.lo, r.hi):
        word = match["a"] or match["b"]
        if r.before(match.start(), 1) != "最" and not any(
            a <= match.start(1 if match["a"] else 2) < b for a, b in found.used
        ):
            found.add(match.span(), "priority", "=", _PRIORITIES.get(word, "normal"))
            return


def choices(r: Reading, entity: str, found: Found) -> None:
    said: dict[tuple[str, bool], list[str]] = {}
    _priority(r, entity, found)
    for hit, sense in r.sensed("choice", entity):
        if not found.free(hit.start, hit.end) or not _meant(r, hit, sense, found) or _inside_cue(r, hit):
            continue
        denied = bool(NEGATED.search(r.before(hit.start, 14))) or (
            sense.field == "status" and bool(_NOT_YET.search(r.before(hit.start, 14)))
        )
        codes = said.setdefault((sense.field, denied), [])
        if sense.code not in codes:
            codes.append(sense.code)
        found.used.append((hit.start, hit.end))
    if entity == "lead":
        _lead_source(r, found)
    closed = (
        _CLOSED.search(r.text, r.lo, r.hi)
        if entity == "deal" and not any(name == KIND_OF_STAGE for name, _ in said)
        else None
    )
    if closed and found.free(*closed.span()):
        found.add(closed.span(), KIND_OF_STAGE, "in", "won, lost")
    for (name, denied), codes in said.items():
        if denied:
            for code in codes:
                found.add(None, name, "!=", code)
        elif len(codes) == 1:
            found.add(None, name, "=", codes[0])
        else:
            found.add(None, name, "in", ", ".join(codes))


def _lead_source(r: Reading, found: Found) -> None:
    """Where leads come from is text there; the words are those of deals."""
    for hit, sense in r.sensed("choice", "deal"):
        if sense.field == "source" and sense.code != "other" and found.free(hit.start, hit.end):
            found.add((hit.start, hit.end), "source", "=", sense.code)


def _inside_cue(r: Reading, hit: Hit[Sense]) -> bool:
    """未解决 and "not done" say more than the code inside them; in "did Acme open" the code is a verb."""
    if re.search(r"(?<![a-z])did (?:\S+ ){1,3}$", r.before(hit.start, 40)) and r.text[hit.start : hit.end] == "open":
        return True
    return any(
        h.start <= hit.start and hit.end <= h.end and h.end - h.start > hit.end - hit.start
        for h in r.hits("unfinished")
    )


def _meant(r: Reading, hit: Hit[Sense], sense: Sense, found: Found) -> bool:
    """Whether a choice's word stands for that choice here, and not for something else it also means."""
    word, before = r.text[hit.start : hit.end], r.before(hit.start, 20)
    if sense.field == KIND_OF_STAGE:
        if word in ("成交", "签单") and re.search(r"预计|要|能|会|可能|即将|将", before[-10:]):
            return False
        return word not in ("lose", "win", "booked") or bool(
            r.has("list", "which", "how many", "how much", "all", "me")
        )
    if sense.entity == "deal" and sense.field == "lost_reason":
        return r.has("lose") or bool(re.search(r"reason|原因|lost|because|丢|输|抢|拿走", r.whole))
    if sense.field == "forecast_category":
        return (
            word
            in (
                "commit",
                "committed",
                "best case",
                "best-case",
                "承诺",
                "最佳情况",
                "乐观",
                "最好情况",
                "最好的情况",
                "最乐观",
                "乐观情况",
            )
            or "forecast" in r.whole
            or "预测" in r.whole
        )
    if sense.entity == "deal" and sense.field == "type" and sense.code == "new":
        return word in ("new business", "新签", "新单") or not r.periods
    if sense.entity == "deal" and sense.field in ("source", "type"):
        return word not in ("other", "其他", "partner", "合作伙伴", "伙伴") or bool(
            re.search(r"source|from|through|via|来源|来自|通过", r.whole)
        )
    if sense.entity in ("task", "ticket", "lead") and (sense.field, sense.code) in _OPENISH.get(sense.entity, ()):
        return word in ("new", "新", "新建", "新线索", "todo", "to do", "未开始", "not started", "fresh") and not (
            r.periods and word in ("new", "新", "新建")
        )
    if sense.code in ("other",) or word in ("问题", "problem", "request", "请求", "需求", "question", "咨询"):
        return bool(re.search(r"type|kind|类型|类的", r.whole)) or (hit.values[0] is sense and sense.plural)
    if sense.entity == "account" and sense.field == "type" and sense.code == "customer":
        return False
    if (sense.entity, sense.field, word) == ("activity", "kind", "记录"):
        return False  # 通话记录 are calls, 跟进记录 anything
    return not (
        sense.entity == "ticket"
        and sense.field == "type"
        and word in ("无法", "失败", "报错", "down", "broken", "fails")
    )


_OPENISH = {
    "task": {("status", "todo")},
    "ticket": {("status", "new"), ("status", "pending")},
    "lead": {("status", "New")},
}
