"""Why a deal was lost, and to whom: "lost, budget gone", "went with Sensoriq", 输给了恒测云，嫌贵."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.beaten import CHEAP, NO_FIRM, beaten_by

_REASON = re.compile(
    r"(?:(?<![a-z])(?:reason|because(?: of)?|due to|on|over|for)(?: is| was|:)? |:\s*|原因(?:是|为)?|因为|由于|输在)[:：\s]*$"
)
_LOST_TO = re.compile(
    r"(?<![A-Za-z])(?i:lost (?:\w+ ){0,3}to|slipped (?:away )?to|(?:got|been|were|was) beaten (?:to|on|at|in|for) [^,.;]{2,60} by|went (?:with|to)|going with|gone to|chose|picked|signed with|competitor(?: is| was|:)?|beaten by) (?!a |the |price|us|me|not(?![a-z])|and(?![a-z])|some(?:one|body)|another|others?(?![a-z])|else)(?P<en>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,2}|[a-z][\w&.-]*)"
    r"|被(?P<zh>[^,.;?!，。；！？\n]{2,10}?)(?:拿走|抢走|抢了|抢先|截胡|截走|截了|拿下|撬走|撬了|签走|挖走|中标|中的标)|(?:输给|败给|丢给|选了|选择了)(?:了)?(?P<zh2>[^,.;?!，。；！？、\n了]{2,12})"
)
_LOST_WORDS = tuple(
    (
        code,
        re.compile(
            rf"(?<![a-z])(?:because of |due to |because |on |for |over )?(?:the |their )?(?:{pattern})(?![a-z])"
        ),
    )
    for code, pattern in (
        (
            "no_budget",
            r"budgets?(?: (?:is|was|got|has been|all|now))*(?: (?:gone|cuts?|frozen|freeze|pulled|spent|reasons?))?|(?:no|out of|lack of) (?:more )?(?:budget|money|funds|funding)|(?:money|funding)(?: (?:is|was))? (?:gone|frozen|pulled)",
        ),
        ("price", r"too (?:expensive|pricey|dear|costly)|pric(?:e|ing|y)|cheaper elsewhere|cost"),
        (
            "competitor",
            r"(?:went|gone|going|go) with (?:a |the |another |some )?(?:competitor|competition|vendor|supplier|someone else|somebody else|other guys)|(?:bought|signed) elsewhere|chose (?:someone|somebody) else|competition",
        ),
        (
            "no_decision",
            r"(?:they )?(?:went quiet|went silent|ghosted us|never decided|can't decide|couldn't decide|no decision|stalled)",
        ),
        ("timing", r"(?:bad |wrong )?timing|not now|too early|too late"),
        (
            "product_fit",
            r"missing features?|feature gaps?|not a (?:good )?fit|doesn't fit|didn't fit|product fit|lacks? (?:a |the )?features?",
        ),
    )
)
"""Why a deal was lost, in words that are no choice's name."""
_LOST_WORDS_ZH = (
    ("no_budget", re.compile(r"(?:没|无|没有|缺)(?:了)?(?:预算|钱|资金|经费)|(?:预算|资金|经费)(?:被|都|又|给)*(?:砍|没|冻结|取消|削减|收回|用完)(?:了|掉)?")),
    ("product_fit", re.compile(r"(?:嫌|说|觉得|因为)?(?:我们|咱们?)?(?:的)?(?:功能|产品|性能|精度|指标)(?:上)?(?:还)?(?:不够|不行|不足|达不到|不满足|没有|缺|不符合|不支持|不适合)")),
    ("timing", re.compile(r"(?:时机|时间点?)(?:不对|不合适|不成熟|没到)|(?:要)?(?:等|推|拖)?到?明年再(?:说|看|议|谈|考虑|定)|(?:项目)?(?:暂缓|推迟|延后|无限期搁置)了?")),
    ("no_decision", re.compile(r"(?:一直|迟迟|始终)?(?:没下文|没消息|没动静|没人拍板|定不下来|没决定|不了了之)了?")),
)  # fmt: skip
"""The same in Chinese."""


def why_lost(r: Reading, found: dict[str, str], used: list[tuple[int, int]]) -> None:
    """Take the reason a deal was lost for, the rival it was lost to and, when several were said, the words."""
    senses = [(h, s) for h, s in r.sensed("choice", "deal") if s.field == "lost_reason"]
    senses.sort(key=lambda p: (not _REASON.search(r.before(p[0].start, 14)), p[0].start))
    if senses:
        hit, sense = senses[0]
        found["lost_reason"] = sense.code
        used.append((hit.start, hit.end))
    rival = _LOST_TO.search(r.said, r.lo, r.hi)
    if rival:
        name = next(g for g in ("en", "zh", "zh2") if rival[g])
        words = r.piece(*rival.span(name)).removesuffix("了")
        if words.casefold() not in ("won", "竞品", "对手", "竞争对手", "competitor", "a competitor") and not (
            r.zh and NO_FIRM.match(words)
        ):
            found["competitor"] = words
        found.setdefault(
            "lost_reason", "price" if r.zh and "competitor" not in found and CHEAP.search(words) else "competitor"
        )
    elif (beaten := beaten_by(r)) is not None:
        found["competitor"] = beaten[0]
        found.setdefault("lost_reason", "price" if beaten[1] else "competitor")
    if (
        len(senses) > 1
        or (rival and "competitor" not in found)
        or (re.search(r"competitor won|竞品", r.whole) and senses and senses[0][1].code != "competitor")
    ):
        first = senses[0][0] if senses else None
        notes = r.piece(first.end if first else r.lo, r.hi)
        if notes:
            found["lost_notes"] = notes
    if "lost_reason" not in found and r.zh:
        told_zh = next(((c, m) for c, p in _LOST_WORDS_ZH if (m := p.search(r.text, r.lo, r.hi))), None)
        if told_zh is not None:
            found["lost_reason"] = told_zh[0]
            used.append(told_zh[1].span())
            r.memo.setdefault("read", []).append(told_zh[1].span())
    if "lost_reason" not in found and not r.zh:
        for code, pattern in _LOST_WORDS:
            if (told := pattern.search(r.text, r.lo, r.hi)) is not None:
                found["lost_reason"] = code
                used.append(told.span())
                r.memo.setdefault("read", []).append(told.span())
                break
    for hit, sense in r.sensed("field", "deal"):
        if sense.field in ("lost_reason", "competitor"):
            used.append((hit.start, hit.end))
