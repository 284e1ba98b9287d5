"""Reports looked at once more: the medium their words name, the day, whether anybody was reached; and those in words no rule knows."""

import re
from dataclasses import replace
from datetime import timedelta

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding
from assistant.brains.offline.told.happenings import Happening
from assistant.brains.offline.told.noting import told
from assistant.brains.offline.words.kinds_told import kind_told
from assistant.brains.offline.words.phrases import Hit

_MEDIUM = (
    ("call", re.compile(r"(?<![a-z])(?:phoned?|telephon\w*|by phone|on the (?:phone|line|blower|horn)|buzz|rang|called|voicemail)(?![a-z])|打了?个?电话|电话(?:里|中|沟通|打过|记录)|通了?个?电话|致电|来电")),
    ("email", re.compile(r"(?<![a-z])(?:e-?mail(?:ed)?|by mail|mailed|on email)(?![a-z])|邮件|(?:报价|quotation|合同|方案|quote).{0,10}(?:发|寄|给)(?:了|过|出|李|给|过去)|发(?:了|过)?.{0,8}(?:报价|合同|方案)|报过价")),
    ("meeting", re.compile(r"(?<![a-z])(?:demo(?:ed)?|demonstrat\w+|lunch|dinner|mtg|met with|met up)(?![a-z])|演示|demo|演了|吃了?[个顿]?饭|请.{1,8}吃|饭局|用餐|聚餐|搓了?一?顿|碰面|见过|面谈")),
)  # fmt: skip
_A_NOTE = re.compile(
    r"^\s*(?:please |pls |can you |could you )*(?:add |make |put |write |leave )?(?:an? |the )?note(?: on| for| to| about|:)|备注|^\s*(?:给|在).{2,20}(?:加|写|记)(?:一?[个条])?(?:备注|笔记)"
)
_NOT_REACHED = re.compile(
    r"(?<![a-z])(?:no (?:reply|answer|pick ?up|luck)|not reached|(?:did ?n[o']?t|didnt|does ?n[o']?t|is ?n[o']?t|never|nobody|no one|not) (?:pick(?:ed|ing)? up|answer(?:ed|ing)?|repl(?:y|ied)|reached)|without success|could ?n[o']?t (?:reach|get (?:through|hold))|couldnt (?:reach|get)|nobody is answering|voicemail|rang out|n/a)(?![a-z])"
    r"|没(?:人)?接|无人接听|没打通|打不通|占线|关机|没接通|不接电话"
)


def as_told(found: Understanding, r: Reading) -> Understanding:
    """A report with the medium its words name, the day it names, and whether anybody was reached."""
    if [c.tool for c in found.calls] != ["log_interaction"]:
        return found
    args = dict(found.calls[0].args)
    text = r.whole
    told = next((kind for kind, words in _MEDIUM if words.search(text)), "")
    visited = re.search(
        r"(?<![a-z])(?:visit\w*|on-?site|dropped|called (?:on|in at|round)|stopped by|went to)(?![a-z])|拜访|走访|上门|现场|跑了|去了?一?趟|登门",
        text,
    )
    if (
        told
        and (args.get("kind") == "note" or (args.get("kind") == "visit" and not visited))
        and not _A_NOTE.search(text)
    ):
        args["kind"] = told
    if args.get("kind") == "note" and visited and not _A_NOTE.search(text):
        args["kind"] = "visit"
    if args.get("kind") == "call" and "status" not in args and _NOT_REACHED.search(text):
        args["status"] = "not_held"
    past = [d.value.day for d in r.past_days if timedelta(0) < r.ask.today - d.value.day <= _LATELY]
    said = str(args.get("when") or "")
    due = {str(t.get("due"))[:10] for t in args.get("tasks") or ()}
    if r.days and r.days[0].value.day.isoformat() in due:
        return replace(found, calls=(Call("log_interaction", args),))  # the day something is promised for
    if len(past) == 1 and len(r.days) == 1 and ((not said and args.get("kind") != "note") or _DAY.fullmatch(said)):
        args["when"] = past[0].isoformat()
    return replace(found, calls=(Call("log_interaction", args),))


_LATELY = timedelta(days=31)
"""How long ago a report may lie that does not say when."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ASKED = re.compile(r"[?？]|(?<![a-z])(?:who|what|when|where|which|why|how|show|list|find)(?![a-z])|谁|什么|哪|几|多少|怎|吗|呢|为何|是否")  # fmt: skip
_TO_COME = re.compile(
    r"(?<![a-z])(?:remind|task|to-?do|book|schedule|move|set|change|delete|assign|create|add|new|will|going to|share|cancel|undo|draft)(?![a-z])|提醒|任务|待办|约|安排|改|删|转|建|新|加|设|推|分给|撤|要|会(?!议|面)"
)


_OPENS_WITH_ONE = re.compile(r"\s*(?::|：|\s[-–—]\s)\s*(?=\S+ \S+ \S+|[\u3400-\u9fff]{4})")
"""Orchid: still on that workbook with macros."""


def _headed(r: Reading) -> bool:
    """Whether a message begins with a record on record."""
    known = r.named("contact", "account", "deal")
    return bool(known) and known[0].start == r.lo


_LONG, _LONG_ZH = 110, 45
_ORDERS = re.compile(
    r"^\s*(?:(?:please|pls|can you|could you|ok|so|hey|hi)[ ,]+)*(?:show|list|find|tell|give|summari[sz]e|draft|write|compare|import|export|merge|share|assign|move|delete|prepare|brief|set|change|update|close|who|what|when|where|which|why|how|is|are|do|does|did|can|any)(?![a-z])|^\s*(?:请|帮我|麻烦)*(?:列|查|看|找|统计|汇总|总结|写|拟|起草|对比|导|合并|把|将|删|给我|谁|哪|为什么|怎么|什么|多少|有没有|有哪些)",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!;](?=\s|$)|[。！；]|，(?=[^，。]{6,}，)")
_NARRATES = re.compile(
    r"(?<![a-z])(?:said|told|asked|was|were|showed|wants|wanted|needs|needed|agreed|liked|mentioned|explained|went|had|came|gave|took|is|are|has|have|drifts?|they|she|he)(?![a-z])|说|讲|要|想|了|过|表示|答应|同意|嫌|觉得|挺|满意|担心|问"
)
_LEAST = 3
"""Words of telling in a report nobody knows the opening of."""


def _narrative(r: Reading) -> str:
    """The kind of occasion a long message tells of that opens in words nobody knows; empty for any other message."""
    text = r.whole
    long = len(text) > (_LONG_ZH if r.zh else _LONG)
    if not long or text.rstrip().endswith(("?", "？")) or _ORDERS.match(text) or len(_SENTENCE_ENDS.findall(text)) < 2:
        return ""
    if not r.named("contact", "account", "deal") or len(_NARRATES.findall(text)) < _LEAST:
        return ""
    opening = text[: 2 * (_LONG_ZH if r.zh else _LONG)]
    return next((kind for kind, words in _MEDIUM if words.search(opening)), "") or kind_told(r.text) or "note"


def told_at_last(found: Understanding, r: Reading) -> Understanding:
    """Who is on record, and a day gone by, in words nobody knows: it is offered as a report rather than refused."""
    read_ = bool(found.calls) and all(c.tool in ("find_records", "show_record") for c in found.calls)
    if (found.lost or read_ or not found.calls) and (kind := _narrative(r)):
        meant = told(r, Happening(kind, Hit(r.lo, r.lo, (kind,)), 0.7))
        if meant is not None and meant.calls:
            return Understanding(meant.calls, 0.6, left=meant.left)
    if (
        not (found.lost or (read_ and len(found.unsure) > 1))
        or _ASKED.search(r.whole)
        or _TO_COME.search(r.whole)
        or len(r.whole) > 200
    ):
        return found
    if _OPENS_WITH_ONE.match(r.text, r.named("contact", "account", "deal")[0].end if _headed(r) else r.hi):
        meant = told(r, Happening("note", Hit(r.lo, r.lo, ("note",)), 0.7))
        return Understanding(meant.calls, 0.6, left=meant.left) if meant is not None and meant.calls else found
    past = [d for d in r.past_days if d.value.day < r.ask.today]
    known = r.named("contact", "account", "deal")
    if not past or not known or len(r.days) > len(past):
        return found
    kind = next((kind for kind, words in _MEDIUM if words.search(r.whole)), "") or kind_told(r.text)
    meant = told(r, Happening(kind, Hit(r.lo, r.lo, (kind,)), 0.7))
    return Understanding(meant.calls, 0.6, left=meant.left) if meant is not None and meant.calls else found
