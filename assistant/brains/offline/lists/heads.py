"""Which record type a question asks for: the head noun of the sentence, or what its other words imply."""

import re
from dataclasses import dataclass

from assistant.brains.offline.names.positions import position
from assistant.brains.offline.pieces.flags import wants_none
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.lexicon import Sense
from assistant.brains.offline.words.phrases import Hit

_MODIFIES = re.compile(
    r"(?:(?<![a-z])(?:by|per|for|with|of|in|at|from|on|to|about|into|and|than|each|as)(?: (?:the|my|our|all|all of|all the|a|an|this|that|every|each|any))*) $"
)
_WHICH_OF = re.compile(
    r"(?<![a-z])(?:which|what|how many|how much|any|some|none|most|each|one|many|few) of (?:all )?(?:the |my |our |these |those |their |his |her |\w+'s )?(?:[a-z-]+ )?$"
)
_LACKED = re.compile(
    r"(?<![a-z])(?:with|without|no|having|lacking|lack|has|have|don't have|doesn't have|haven't had)(?: any| an?| some)?(?: [a-z-]+)? $"
)
_QUANTIFIED = re.compile(
    r"(?:(?<![a-z])(?:which|what|whose|how many|list|show(?: me)?|all|my|any|every|give me|number of|count|find|open|overdue|top(?: \d+)?|our|the)(?: [a-z-]+){0,2} )$"
)
_GROUPED_ZH = re.compile(r"(?:按照?|每个?|各个?|分|依|根据)$")
_ASKED_ZH = re.compile(
    r"(?:哪些|哪个|哪几[个家条单]|多少[个家条单位张笔]?|几[个家条单位张笔]|所有|全部|的|有|查|看|列出|哪家)$"
)
_SOLD = re.compile(
    r"(?<![a-z])what (?:did|have|has)(?: \S+){1,2} (?:book|booked|sell|sold|sign|signed|land|landed|won|win|lose|lost|close|closed|commit|committed)(?![a-z])|输掉|丢掉|输在|[抢拿]走的"
)
_REACHED_BY = ("email", "phone", "wechat", "title")
_NUMBER_BEHIND = re.compile(r"号码?|是?多少|是什么|[?？]?$")
_LACKED_ZH = re.compile(r"(?:没有?|没填|没留|缺少?|无|未填|的)$")
_WHO_LACKS = re.compile(
    r"(?<![a-z])whose(?![a-z]).*(?<![a-z])(?:no|not|never|missing|lack\w*|don't|haven't)(?![a-z])|谁(?!是).*(?:没|未|缺|无)|(?:没|未|缺).*的?(?:有谁|是谁)"
)
_WEIGHT = {"user": 0.2, "team": 0.1, "product": 0.7, "article": 0.7, "fact": 0.5}
_KIND_NOUNS = re.compile(r"(?:calls|meetings|emails|e-mails|mails|visits|messages|通话|会议|拜访|邮件|电话|会|demos)$")


@dataclass(frozen=True)
class Head:
    """The record type asked for, and the word that says so (None when it is implied)."""

    entity: str
    hit: Hit[Sense] | None = None


def head(r: Reading) -> Head | None:
    """The record type a question is about, or None when nothing says so."""
    if position(r):
        return Head("contact")
    best: tuple[float, Head] | None = None
    place = 0
    for hit in r.senses:
        for sense in hit.values:
            if sense.kind != "entity" and not _activity_noun(r, hit, sense) and not _kind_noun(r, hit, sense):
                continue
            score = _score(r, hit, sense, place)
            if best is None or score > best[0]:
                best = (score, Head(sense.entity, hit))
            if sense.kind == "entity":
                place += 1
    if best and best[1].entity in ("user", "team") and best[0] < 0.5 and (implied := _implied(r)):
        return implied
    if best and best[0] > 0:
        return best[1]
    return _implied(r) or (best[1] if best and best[0] > -1.5 else None)


def _activity_noun(r: Reading, hit: Hit[Sense], sense: Sense) -> bool:
    """Calls, meetings, 会议: a kind of activity that stands for the activities themselves."""
    if sense.kind != "choice" or sense.entity != "activity" or sense.field != "kind" or wants_none(r):
        return False
    if r.text[hit.start : hit.end] in ("电话", "邮件") and (
        _NUMBER_BEHIND.match(r.after(hit.end, 4)) or _LACKED_ZH.search(r.before(hit.start, 6))
    ):
        return False  # 谁没有电话, 华阳的电话是多少: the number
    return bool(_KIND_NOUNS.search(r.text[hit.start : hit.end]))


def _kind_noun(r: Reading, hit: Hit[Sense], sense: Sense) -> bool:
    """Partners, champions, renewals, 经销商: a kind of account, contact or deal that stands for the records of it."""
    if sense.kind != "choice" or (sense.entity, sense.field) not in (
        ("account", "type"),
        ("contact", "role"),
        ("deal", "type"),
        ("lead", "status"),
        ("ticket", "type"),
    ):
        return False
    word = r.text[hit.start : hit.end]
    if not word.isascii() and re.match(r"是|为|有没有", r.after(hit.end, 3)):
        return False
    if sense.entity == "lead":
        return word.endswith("线索")
    if sense.entity == "ticket":
        return word in ("complaints", "incidents", "outages", "投诉", "故障") and not r.has("said")
    if sense.entity == "deal" and not word.isascii():
        return word.endswith("单")
    return sense.plural or (not word.isascii() and sense.entity == "account" and len(word) > 2)


def _score(r: Reading, hit: Hit[Sense], sense: Sense, place: int) -> float:
    score = _WEIGHT.get(sense.entity, 1.0)
    before, after = r.before(hit.start, 40), r.after(hit.end, 8)
    if r.text[hit.start].isascii():
        score -= 0.1 * place
        score += 0.4 * sense.plural
        if _LACKED.search(before):
            score -= 2.0
        elif _WHICH_OF.search(before):
            score += 1.0
        elif _MODIFIES.search(before) and not re.search(
            r"\b(?:(?:all|which|any|some|most|none|each|how many) of|all|of all) (?:the |my |our |these |those )?$",
            before,
        ):
            score -= 1.7
        elif _QUANTIFIED.search(before):
            score += 1.0 if sense.entity != "team" or not before.endswith(("my ", "our ", "the ")) else 0.0
        if after.startswith(("'s", "' ")):
            score -= 1.5
        if re.match(r" ?(?:#|\d)", after):
            score -= 1.0
    else:
        score += 0.1 * place
        if _GROUPED_ZH.search(before):
            score -= 2.0
        elif _ASKED_ZH.search(before):
            score += 1.0
        if after.startswith("的") and len(after) > 1 and not re.match(r"的?(?:有|是|$)", after[1:]):
            score -= 0.8
        if re.match(r"(?:有?哪些|有多少|有几|$|[?,.]|列表|清单|名单|呢|吗)", after):
            score += 0.8
    if sense.kind == "choice" or r.text[hit.start : hit.end] in ("跟进", "活动", "互动"):
        score -= 0.2 if sense.kind == "choice" else 1.2
    return score


def _implied(r: Reading) -> Head | None:
    fields = {(s.entity, s.field) for _, s in r.sensed("choice")}
    if ("contact", "role") in fields:
        return Head("contact")
    if ("deal", "stage.kind") in fields and re.search(
        r"won|lost|赢|输|丢|成交|签|hold|搁置|在途|在谈|抢走|拿走", r.whole
    ):
        return Head("deal")
    if r.has("untouched", "pipeline"):
        return Head("deal")
    if r.named("stage") or (("deal", "lost_reason") in fields and r.has("lose")):
        return Head("deal")
    if any(
        s.field in ("expected_close_date", "next_step", "forecast_category", "stage")
        for _, s in r.sensed("field", "deal")
    ):
        return Head("deal")
    if any(s.field == "type" and s.code in ("renewal", "expansion") for _, s in r.sensed("choice", "deal")):
        return Head("deal")
    if any(s.field == "forecast_category" and s.code in ("commit", "best_case") for _, s in r.sensed("choice", "deal")):
        return Head("deal")
    if _SOLD.search(r.whole) or (r.has("how many") and any(s.field == "seats" for _, s in r.sensed("field", "deal"))):
        return Head("deal")
    if _WHO_LACKS.search(r.whole) and any(s.field in _REACHED_BY for _, s in r.sensed("field", "contact")):
        return Head("contact")
    if wants_none(r):
        return Head("contact")
    if r.has("overdue") and not r.named("account"):
        return Head("task")
    if any(s.field in ("opted_out", "do_not_call") for _, s in r.sensed("field", "contact")):
        return Head("contact")
    return None
