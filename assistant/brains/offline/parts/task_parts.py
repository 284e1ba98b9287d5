"""Several tasks in one order: one for each of several colleagues, or one for each of several days."""

import re
from dataclasses import dataclass

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading

_MOST = 8
_JOINS = re.compile(r"^(?:[\s,、]|(?<![a-z])(?:and|as well as|plus|also|for|to)(?![a-z])|和|与|跟|及|以及|还有)+$")
_LEAD = re.compile(
    r"(?:(?<![a-z])(?:tasks?|to-?dos?|reminders?|jobs?|homework)(?: each)? (?:for|to)(?: both| each of)?|(?<![a-z])(?:remind|ask|tell|have|get|give|assign|let|make)(?: both)?|(?<![a-z])(?:assign|give|hand|send)[^,.;:]{1,60}? to(?: both)?|(?:给|让|叫|请|安排|派给|分配给|提醒|通知|要求|布置给))\s*$"
)
_ALONE = re.compile(r"^\s*(?:and |both )*$")
EACH = re.compile(
    r"^\s*(?:,\s*)?(?:(?:both|each|one each|individually|a task|a to-?do|one task|the task|a reminder|an? (?:own |separate )?(?:task|to-?do|reminder)|should|have to|must|need to|to(?= [a-z])|of them|both)(?![a-z])\s*[:,–-]?\s*|[:：,，、\s–-]+"
    r"|(?:每人|各自|分别|两个?人|俩人?|都|各|每个人|一人)+|(?:派|建|加|安排|布置|下|发|分|设|开|弄|来)(?:了|下)?(?:一?[个条项])?(?:同样的?|相同的?)?(?:任务|待办|活儿?|提醒)|(?:一?[个条项])(?:任务|待办|活儿?|提醒))+"
)
_DAYED = re.compile(
    r"^\s*(?:(?:and|then|also|plus|remind me|another|one)(?![a-z])\s*|[,，;；、]\s*|再|然后|另外|还有|还要|提醒我)*(?:(?:on|by|before|until|at|for|due|no later than)(?: the)?\s+)?$"
)
_VERB_EN = re.compile(
    r"\s*(?:to |please |i (?:need|have|must) (?:to )?)*(?:call|ring|phone|send|e-?mail|mail|prepare|write|check|ask|review|finish|visit|ping|text|chase|draft|update|order|print|get|buy|pick|talk|speak|meet|follow|set|book|confirm|clarify|remind|tell|give|bring|make|test|install|ship|invoice|sign|discuss|schedule|arrange|collect|fix|hand|close|submit|share|look|read|go|do|start|begin|start|plan|reply|answer|return|agree|negotiate|pay|pass|put)(?![a-z])",
    re.IGNORECASE,
)
_VERB_ZH = re.compile(
    r"(?:之?前|以前|上午|下午|晚上|早上|要|得|去|再|记得|前要|\s)*(?:给|把|跟|和|找|去|约|联系|提交|发|打|交|问|催|准备|写|做|更新|检查|确认|整理|安排|拜访|回复|回电|回|寄|跟进|核对|汇报|开|测|审|看|出|拿|送|签|填|打印|预约|通知|补|传|上传|对)"
)
_TOLD_ZH = re.compile(r"^(?:之?前|以前|\s)*(?:[他她它]|客户|对方|就|会上|是|有|要用|开会用|开会要|截止|到期)")


_ORDERED = re.compile(
    r"(?<![a-z])(?:remind|reminders?|tasks?|to-?dos?|todo|don't (?:let me )?forget|list|need to|have to|must|make sure|remember)(?![a-z])|提醒|任务|待办|记得|别忘|让|叫|安排|请"
)
"""What orders a task must be said with the first of them."""


@dataclass(frozen=True)
class Part:
    """One task: the piece of the message that says it, and what to do where the piece does not say it again."""

    reading: Reading
    verb: str = ""
    due: str = ""


def people_of(r: Reading) -> tuple[list[Name], int, int] | None:
    """(colleagues, start, end) of two or more that are to get the same task: 给陈晓和吴桐各派一个任务, "remind Tom and Elif to …"."""
    users = [n for n in r.names if n.may_be("user") and (n.candidates[0].entity == "user" or not n.may_be("contact"))]
    for i, first in enumerate(users):
        group = [first]
        for other in users[i + 1 :]:
            if not _JOINS.match(r.text[group[-1].end : other.start]):
                break
            group.append(other)
        lead = _LEAD.search(r.before(first.start, 60))
        each = EACH.match(r.text[group[-1].end : r.hi]) or (
            lead and any(0 <= s.start - group[-1].end <= 1 for s in r.spans("days", "periods"))
        )
        if len(group) > 1 and (lead or _ALONE.match(r.text[r.lo : first.start])) and each:
            return group[:_MOST], first.start, group[-1].end
    return None


def dated_parts(r: Reading) -> list[Part]:
    """The message cut where a further day brings a further thing to do; one part when it is one task."""
    first, *others = clauses(r)
    if len(others) == 1 and first.days and others[0].days and not _says_what(first) and _says_what(others[0]):
        opens = not others[0].text[others[0].lo : others[0].days[0].start].strip()
        if opens:  # "remind me on Monday and Tuesday to call Zoe"
            return [Part(others[0], due=moment_text(first.days[-1].value)), Part(others[0])]
    groups: list[tuple[int, int]] = []
    for clause in clauses(r):
        if groups and not _begins(r, clause, groups[-1]):
            groups[-1] = (groups[-1][0], clause.hi)
        else:
            groups.append((clause.lo, clause.hi))
    if not 2 <= len(groups) <= _MOST or not _ORDERED.search(r.text, *groups[0]):
        return [Part(r)]
    made = [Part(r.within(lo, hi)) for lo, hi in groups]
    return [made[0], *(_with_verb(p, made[0].reading) for p in made[1:])]


def _begins(r: Reading, clause: Reading, before: tuple[int, int]) -> bool:
    earlier = r.within(*before)
    if not (clause.days and earlier.days) or not _says_what(earlier):
        return False
    day = clause.days[0]
    if _DAYED.match(r.text[clause.lo : day.start]):
        rest = r.text[day.end : clause.hi]
        if not rest.strip(" ,，."):
            return False
        return bool(_VERB_EN.match(rest) or (_VERB_ZH.match(rest) and not _TOLD_ZH.match(rest)))
    head = r.text[clause.lo : day.start]
    name = next(
        (
            n
            for n in clause.names
            if n.may_be("user", "contact", "account") and not r.text[clause.lo : n.start].strip(" ,")
        ),
        None,
    )
    if name is not None and name.end <= day.start:
        between = r.text[name.end : day.start]
        return bool(
            re.fullmatch(r"\s*(?:on |by |before |for )?", between)
        )  # "… and Selma on Tuesday", 吴桐周四前交报价
    return bool(_VERB_EN.match(head))


def _says_what(part: Reading) -> bool:
    """Whether something is said besides a day: "remind me on Monday and Tuesday to call" is one task."""
    rest = part.whole
    for day in part.days:
        rest = rest.replace(part.text[day.start : day.end], " ")
    rest = re.sub(
        r"(?<![a-z])(?:please|remind|me|to|on|by|a|the|task|tasks|reminder|set|and|at|for)(?![a-z])|提醒我?|请|帮我|任务|待办|[\s,，、:：]",
        "",
        rest,
    )
    return len(rest) > 1


def _with_verb(part: Part, first: Reading) -> Part:
    """ "Call Zoe on Monday and Selma on Tuesday": the second part does what the first says with its own name."""
    r = part.reading
    name = next((n for n in r.names if n.may_be("contact", "account", "lead")), None)
    if name is None or r.text[r.lo : name.start].strip(" ,") or not name.text[:1].isascii():
        return part
    day = next((d for d in r.days if d.start >= name.end), None)
    if day is None or r.text[day.end : r.hi].strip(" ,."):
        return part
    other = next((n for n in first.names if n.may_be("contact", "account", "lead")), None)
    if other is None:
        return part
    verb = first.said[first.lo : other.start]
    for d in first.days:
        verb = verb.replace(first.said[d.start : d.end], " ")
    return Part(r, verb=verb)
