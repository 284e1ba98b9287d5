"""Facts about a customer in a report, each with the exact words it stands in."""

import re
from typing import Any

from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.bargains import competitor

_CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (predicate, re.compile(pattern))
    for predicate, pattern in (
        ("budget", r"(?<![a-z])budget(?:s|ed)?(?![a-z])|预算"),
        (
            "contract_end",
            r"(?<![a-z])(?:contract|subscription|pilot|trial|licen[cs]e|agreement|lease|poc)s?(?: \w+){0,3} (?:ends?|expires?|runs? (?:out|until)|is up|terminates?|extended|extends)(?![a-z])|(?:合同|试点|订阅|协议|授权|试用|服务)[^,，。]{0,8}(?:到期|结束|截止|终止|延长|延到)",
        ),
        (
            "decision_maker",
            r"(?<![a-z])(?:decision[ -]maker|decides|makes the (?:final )?(?:decision|call)|(?:has|have) the final (?:say|word)|signs? (?:it )?off|approves|sign-off from)(?![a-z])|决策人|决策者|拍板|说了算|最终决定|他定|她定|最后签字",
        ),
        (
            "objection",
            r"(?<![a-z])(?:worr(?:y|ies|ied)|concern(?:s|ed)?|object(?:s|ed|ions?)?|afraid|hesita\w+|too (?:expensive|pricey|high|complex|much)|push(?:ed)? back|doubts?|sceptical|skeptical|nervous)(?![a-z])|担心|顾虑|疑虑|异议|担忧|嫌|太贵|价格(?:太|偏|有点|比较)?高|(?<![a-z])贵了|害怕|顾忌|犹豫|怕(?=[\u3400-\u9fff])",
        ),
        (
            "pain",
            r"(?<![a-z])(?:pain(?: point)?s?|struggl\w+|frustrat\w+|unhappy|annoyed|complain\w*|problems? with|issues? with|suffer\w*|wast(?:e|ing) time)(?![a-z])|痛点|抱怨|不满|头疼|吐槽|困扰|效率低",
        ),
        (
            "preference",
            r"(?<![a-z])(?:prefers?|preferred|preference|likes?|favou?rs?|rather|doesn't like|hates?)(?![a-z])|喜欢|偏好|习惯|更愿意|倾向|不喜欢|讨厌",
        ),
        (
            "timeline",
            r"(?<![a-z])(?:go(?:es|ing)?[ -]live|launch(?:es|ing)?|roll(?:s|ing)? out|deadline|kick(?:s|ing)?[ -]off|start(?:s|ing)?|decision|decide|implement\w*|onboard\w*|board meeting)(?![a-z])|上线|投产|启动|开工|截止|决定|(?<!线)上会|立项|招标|实施|验收",
        ),
        (
            "need",
            r"(?<![a-z])(?:needs?|requires?|requirements?|must have|looking for|wants?|asked for|asks for|interested in|would like|wish(?:es)?)(?![a-z])|需要|想要|要求|希望|需求|感兴趣|想看|想了解|想加",
        ),
    )
)
_NEEDS_TIME = frozenset({"timeline", "contract_end"})
_TASKLIKE = re.compile(
    r"(?<![a-z])(?:quote|quotation|proposal|offer|demo|pricing|price list|contract|sample|reference|call|follow[ -]?up|remind\w*|meeting|i|we) ?|报价|方案|演示|提醒|合同|资料|样品|回电|跟进|发(?:一?份)?|给他|给她"
)
_WE = re.compile(
    r"^(?:need to|have to|must|got to|going to|i|we|i'll|we'll|i will|we will|please|remind|我|我们|提醒|记得)(?![a-z])"
)
_AFTER = re.compile(r"^(?:\s|about|that|with|is|are|was|on|of|for|over|to|the|:|,|,|：|是|为|对|关于|有|了)+")
_CLOSE_DAY = re.compile(r"(?<![a-z])(?:close date|closing date|expected close)(?![a-z])|预计成交|成交日期?")
"""A day that is the deal's own and stands in its field."""
_LONGEST = 200


def facts(r: Reading) -> list[dict[str, Any]]:
    """What was learnt, one statement a clause; nothing that is only a promise of ours."""
    found: list[dict[str, Any]] = []
    rival = competitor(r)
    for clause in clauses(r):
        text = clause.whole.strip()
        for predicate, pattern in _CUES:
            match = pattern.search(clause.text, clause.lo, clause.hi)
            if not match or _skipped(clause, predicate, match, text):
                continue
            quote = clause.piece(clause.lo, clause.hi)
            if len(quote) < 3:
                continue
            found.append({"predicate": predicate, "value": _value(clause, predicate, match)[:_LONGEST], "quote": quote})
            break
        if (
            rival
            and rival in clause.said[clause.lo : clause.hi]
            and not any(f["predicate"] == "competitor" for f in found)
        ):
            found.append({"predicate": "competitor", "value": rival, "quote": clause.piece(clause.lo, clause.hi)})
    return found[:12]


def _skipped(r: Reading, predicate: str, match: re.Match[str], text: str) -> bool:
    if _WE.match(text):
        return True
    timed = bool(r.days or r.periods)
    if predicate in _NEEDS_TIME and not timed:
        return True
    if predicate == "budget" and not (r.money or r.numbers or r.has("approved", "no") or len(text) > 10):
        return True
    if predicate == "need" and (
        _TASKLIKE.search(r.text, match.end(), r.hi) or len(r.text[match.end() : r.hi].strip()) < 2
    ):
        return True
    if predicate == "need" and re.match(r"\s*(?:me|us) to(?![a-z])", r.text[match.end() : r.hi]):
        return True  # what they want of me is a task
    if predicate == "timeline" and (r.has("book", "remind") or _CLOSE_DAY.search(text)):
        return True
    if predicate == "preference" and _LIKED.match(r.text[match.end() : r.hi]):
        return True  # that they like what was shown is no habit of theirs
    return predicate == "preference" and bool(
        re.search(
            r"(?:would|'d|i|we|looks?|feels?|something|just|seems?|stays?|is|as it is|same) likes?$",
            r.text[max(r.lo, match.start() - 10) : match.end()],
        )
    )


_LIKED = re.compile(
    r"\s*(?:(?:the|our|this|that|your|my|it|what|how|everything) ?)(?:new |latest |revised |updated |first )?(?:proposal|offer|quote|demo|product|solution|idea|approach|price|concept|pilot|tool|system|platform|plan|draft|presentation|result\w*|we \w+|he saw|she saw|they saw|so far|a lot|very much|[,.;!]|$)|(?:我们的?|这个|那个|咱们的?|新)?(?:的)?(?:方案|报价|演示|产品|系统|思路|demo)(?:[，,。；;]|$)"
)


_DENIED = re.compile(r"(?:(?<![a-z])(?:no|without|zero|not enough|out of|lost their|cut the)|没有?|无|缺|砍了?) ?$")
_FILLER = re.compile(
    r"(?:(?:after all|any ?more|at all|yet|again|left|either|though|now|then|for (?:it|this|that|now|us|them)|this year|next year|了|啊|呢|吧|的|也)[\s,.;!]*)+",
    re.IGNORECASE,
)
"""Words that say nothing by themselves."""


def _value(r: Reading, predicate: str, match: re.Match[str]) -> str:
    """The object of the statement: what stands behind its verb, or all of it when that is little."""
    if denied := _DENIED.search(r.text, r.lo, match.start()):
        return r.piece(denied.start(), r.hi)
    if predicate == "budget" and r.money and r.money[0].start < match.start():
        return r.piece(r.money[0].start, r.hi)
    if predicate == "decision_maker":
        person = next((n.text for n in r.names if n.may_be("contact", "user")), None)
        if person:
            return person
    if predicate in ("objection", "preference", "need", "budget", "decision_maker"):
        begin = match.end()
        led = _AFTER.match(r.text[begin : r.hi])
        begin += led.end() if led else 0
        rest = r.piece(begin, r.hi)
        if len(rest) > 1 and not _FILLER.fullmatch(rest):
            return rest
    return r.piece(r.lo, r.hi)
