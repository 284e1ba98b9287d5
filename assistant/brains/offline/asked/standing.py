"""Standing orders, "remind me before every contract ends", 每周一提醒我: they cannot be kept, and one says so."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

NO_RULES = (
    "I cannot keep standing rules or repeating reminders; nothing was set. I can set one reminder for one day, such as “remind me on 5 December to "
    "check the Acme contract”, and “what is stuck?” or “which contracts end this quarter?” shows what is due.",
    "我还不能设置长期规则或重复提醒，没有做任何设置。可以为某一天设一个提醒，例如“12月5日提醒我检查 Acme 的合同”；也可以随时问“哪些商机卡住了？”“本季度哪些合同到期？”。",
)  # fmt: skip
_STANDING = re.compile(
    r"(?<![a-z])(?:whenever|every time|each time|any time|always (?:remind|notify|tell|alert)|automatically|auto-?(?:assign|notify|remind)|automatic (?:reminders?|alerts?|notifications?|warnings?|tasks?|follow-?ups?|e-?mails?|messages?))(?![a-z])"
    r"|(?<![a-z])(?:remind|notify|alert|tell|ping|warn) .{0,60}?(?<![a-z])(?:before|after|when|once|if|as soon as) (?:every|each|any|an?|all)(?![a-z])"
    r"|(?<![a-z])(?:remind|notify|ping) .{0,40}?(?<![a-z])every (?:day|week|month|quarter|year|morning|monday|tuesday|wednesday|thursday|friday)(?![a-z])"
    r"|(?<![a-z])(?:set up|create|add|make|have) (?:an? )?(?:rule|automation|workflow|trigger)(?![a-z])"
    r"|(?:设|建|加|定|配置?)(?:置|立)?一?[条个]?(?:自动化?)?规则|自动(?:通知|提醒|分配|发送?|转给|创建|关闭|升级)|每当|每次.{1,16}(?:都|就).{0,6}(?:提醒|通知)|只要.{2,20}就.{0,6}(?:提醒|通知)"
    r"|每(?:天|周[一二三四五六日]?|月|个?季度|年).{0,12}提醒我|提醒我.{0,4}每(?:天|周|月|季度|年)|(?:合同|商机|线索|工单|任务|续约|报价)[^,.，。]{0,6}(?:到期|结束|过期|超时|逾期)(?:[^,.，。]{0,10}[前后时]|的话|了?的时候|了).{0,14}(?:提醒|通知|告诉我|叫我|喊我)"
)
_WISH = re.compile(
    r"(?<![a-z])(?:remind|notify|alert|ping|warn|rule|automation|workflow|trigger|automatically|auto)|提醒|通知|规则|自动"
)


def standing_order(r: Reading) -> Meant | None:
    """A calm no with what can be done instead."""
    if asks(r) or not _WISH.search(r.whole):
        return None
    match = _STANDING.search(r.whole)
    named = r.named("account", "deal", "contact") and not re.search(
        r"(?<![a-z])(?:every|each|whenever|rule|automat)|每|规则|自动", r.whole
    )
    return Meant(1.25, reply=NO_RULES[r.zh]) if match and not named else None
