"""Tasks and reminders: what is to be done, by when, for whom, about which record."""

import re
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import deal_said, name_text, pronoun
from assistant.brains.offline.parts.task_parts import EACH, dated_parts, people_of
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, leads, start
from assistant.recognise.calendar import shift

_OPENERS = re.compile(
    r"(?:[\s,.:;\"]*(?:(?:please|and|also|then|can you|could you|i need to|i have to|we need to|don't forget to|do not forget to|don't let me forget(?: to| about)?|make sure (?:i|we|to)|remember to|remind me|remind|set (?:up )?a reminder|add a reminder|create a reminder|reminder"
    r"|(?:add|create|make) (?:a |an )?(?:new )?(?:(?:urgent|important|high|low|normal|medium|top)(?:[- ]prio(?:rity)?)? )?(?:task|to-?do)|new (?:task|to-?do|reminder)|put (?:a )?task|give|task|to-?do|todo|action item|to my list|on my list|to my to-?do list)(?![a-z])"
    r"|(?:请|麻烦|帮我|给我|记得|到时候?|别忘了|不要忘记?|提醒我一?下?|提醒一?下?|提醒|新建|创建|添加|加|建|设|定|设置|布置|派(?=一?[个条])|开(?=一?[个条])|安排(?=一?[个条]))(?:一?[个条])?(?:任务|待办|提醒|跟进任务)?(?:我)?|任务|待办(?:事项)?))*[\s,.:;\"]*"
)
_FILLER = re.compile(
    r"^(?:之?前|以前)(?=[\u3400-\u9fff])|^(?:让|叫|请)|^(?:to|that|about|me|by|on|at|for|i|we|should|must|need to|have to|of|in|,|:|-|the task to|a task to|called|titled)(?![a-z'])\s*|^[:：,，、\s]+|^(?:要|去|需要|得|我|叫|的|是)(?=[\u3400-\u9fff])"
)
_COMMA = re.compile(r"[:：,，、\s]+")
_TRAILING = re.compile(
    r"(?:[\s,]+(?:by|on|at|before|until|till|due|for|in|this|the|to|and|please|pls|around)|[\s,，、]*(?:前|之前|以前|(?<![纪主摘概重必])要|在|于|到|请|谢谢|任务|待办))+$"
)
_NEW_TASK = re.compile(
    r"^(?:task|to-?do|todo|任务|待办)\s*[:：]|(?<![a-z])(?:task|to-?do|reminder)(?![a-z])|任务|待办|提醒"
)
_FOLLOW = re.compile(
    r"^(?:follow[ -]?up|check in|touch base|get back|chase|circle back)(?: with| on| to)?(?![a-z])|^(?:跟进|回访|联系)"
)
_LET_ZH = re.compile(r"(?:让|叫|请|安排)$")
_FOR = re.compile(
    r"(?:(?<![a-z])(?:for|to|remind|assign(?:ed)? to|give|ask|tell|have|get)(?: a task| a reminder)? |给|让|叫|请|安排|提醒|分配给|指派给)$"
)
_TO_SOMEBODY = re.compile(r"(?:(?:^|(?<=\s))(?:ask|tell|have|get|for|remind|give|to|assign)|[让叫给请])\s*$")
_PRIO = r"(?:high|highest|top|urgent|low|lowest|normal|medium|important)"
_COMMAND = re.compile(
    rf"\s*(?:(?:please|pls|can you|could you|ok|okay|also|and|hey|i need|i want|i'd like|we need|let's|just|then)(?![a-z])[\s,]*)*(?:(?:put|add|create|make|set(?: up)?|note(?: down)?|new|give(?: me)?|log|enter|schedule|open|register|get|have|write(?: down)?|jot(?: down)?)(?![a-z])\s*)?(?:(?:me|in|an?|another|one|this|the|new|my|following|down)(?![a-z])\s*)*(?:{_PRIO}(?:[- ]prio(?:rity)?)?(?![a-z])\s*)?(?:tasks?|to-?dos?|todo|reminder|follow-?up|action item|item)(?![a-z])(?: for it(?![a-z])| \([^():]{{2,40}}\))?(?:\s*(?:(?:with|of|at)\s+)?\(?{_PRIO}(?:[- ]prio(?:rity)?)?\)?(?![a-z]))?(?:\s*(?:on|in|to|onto|into|for)\s+(?:my|the|me|myself)(?:\s+(?:to-?do|task|own|todo))*(?:\s+(?:list|plate|calendar|agenda|tasks|to-?dos))?(?![a-z]))?(?:\s*(?:with|at)\s+{_PRIO}(?:[- ]prio(?:rity)?)?(?![a-z]))?\s*[:：,，–-]\s*"
    r"|\s*(?:请|帮我|麻烦你?|给我|再)*(?:新建|新增|创建|添加|建|加|来|记|设|安排|开|布置|派|下|交代)?(?:了|上)?(?:一?[个条项])?(?:新的?)?(?:(?:高|低|普通|中|最高)优先级?|紧急|重要|加急|优先级(?:为|是)?(?:高|低|紧急|普通))?的?(?:任务|待办(?:事项)?|提醒)(?:到我的?(?:清单|列表|待办)|给[\u3400-\u9fff]{2,4}|[(（][^)）]{1,12}[)）])?(?:[（(]?(?:优先级?(?:为|是|设为)?(?:高|低|紧急|普通|最高)|(?:高|低)优先级|紧急)[)）]?)?\s*[:：,，]\s*(?:优先级?(?:为|是|设为)?(?:最高|高|低|紧急|普通)\s*[:：,，]\s*)?"
)
"""What orders a task and is no part of it, up to the colon."""
_PRIORITY = re.compile(
    rf"(?:[\s,，;(（]+|^)(?:(?:with|at|as|and|it's|it is)\s+)?(?:an?\s+)?(?:{_PRIO}[- ]prio(?:rity)?|prio(?:rity)?(?:\s*[:=]|\s+is|\s+to)?\s+{_PRIO})[)]?(?=\s*(?:[,.;]|$))|[,，;；、\s(（]*(?:优先级?(?:设?为|是|设成|调成)?(?:最高|高|低|紧急|普通)|(?:高|低|最高)优先级?)(?:的)?[)）]?(?=[,，。;；\s]|$)",
    re.IGNORECASE,
)
_TASK_TO = re.compile(r"[^:：,，]{0,12}(?:任务|待办(?:事项)?)给(?P<w>[\u3400-\u9fff]{2,4})\s*[:：]")
"""安排个任务给徐凌：whose it is to be."""
_TASK_GIVEN = re.compile(r"(?:任务|待办(?:事项)?|活儿?)给$")
"""建个任务给赵敏，…: hers, when she is a colleague."""
_SAID_LAST = re.compile(
    r"[,，、\s]+(?:这个|这事|比较|很|挺|非常|特别)*(?:重要|要紧|紧急|加急|特急|着急|急)(?:的|哦|啊)?[。.!！]?$"
)
_OTHER_RECORDS = re.compile(
    r"(?<![a-z])(?:leads|deals|accounts|contacts|tickets|opportunities|split|share|divide|distribute)(?![a-z])|线索|商机|客户(?=.{0,6}(?:分|转))|工单|平分|均分|分给|分配"
)
_LONGEST = 400
"""Characters: a longer text that says "remind me" somewhere is a report or a paste."""
_URGENT = re.compile(
    r"(?<![a-z])(?:urgent(?:ly)?|asap|critical|top priority)(?![a-z])|紧急|加急|特急|(?:非常|特别|超级?)急|急死"
)
_HIGH = re.compile(
    r"(?<![a-z])(?:high[- ]prio(?:rity)?|important|prio(?:rity)?(?:\s*[:=]| is| to)? high)(?![a-z])|高优先级?(?![的]人)|优先级?(?:设?为|是|设成|调成)?高|重要|(?:挺|很|比较|蛮|有点)急(?!着)|着急(?!着)"
)
_LOW = re.compile(
    r"(?<![a-z])(?:low[- ]prio(?:rity)?|no rush|prio(?:rity)?(?:\s*[:=]| is| to)? low)(?![a-z])|低优先级?|优先级?(?:设?为|是|设成|调成)?低|不急"
)


def remind(r: Reading) -> Meant | None:
    """Remind me to call Bob on Friday at 10; 建一个任务：周二前把报价发给 Acme; one task for each of several people or days."""
    if asks(r) and not leads(r, "remind", "to do"):
        return None
    score = _score(r)
    if r.hi - r.lo > _LONGEST and not leads(r, "remind", "to do", "create"):
        return None
    if (shared := _for_several(r, score)) is not None:
        return shared
    if score == 0.0:
        return None
    parts = dated_parts(r)
    made = [task_args(p.reading, verb=p.verb) | ({"due": p.due} if p.due else {}) for p in parts]
    if len(made) > 1 and not all(m.get("title") for m in made):
        made = [task_args(r)]
    if not made[0].get("title"):
        return None
    if (to := _TASK_TO.match(r.text, r.lo, r.hi)) is not None:
        who = next((n for n in r.names if n.start == to.start("w") and n.may_be("user")), None)
        if who is None:
            return None  # a task for somebody who is no colleague
        made = [{"assignee": who.text, **m} for m in made]
    return Meant(max(score, 0.95) if len(made) > 1 else score, tuple(Call("create_task", m) for m in made))


def ordered(r: Reading) -> Meant | None:
    """A task given outright, "task: ask Sara about the audit": whatever else its words could ask for."""
    command = _COMMAND.match(r.text, r.lo, r.hi)
    said_so = command is not None and command[0].rstrip().endswith(":") and not r.zh
    return remind(r) if said_so else None


def _for_several(r: Reading, score: float) -> Meant | None:
    """给陈晓和吴桐各派一个任务：…, "remind Tom and Elif to …": the same task for each."""
    found = people_of(r)
    if found is None or not (score or _NEW_TASK.search(r.whole) or r.days or r.periods):
        return None
    people, begin, end = found
    if _OTHER_RECORDS.search(r.whole):
        return None
    rest = r.within(end + len(each[0]) if (each := EACH.match(r.text[end : r.hi])) else end, r.hi)
    args = task_args(rest)
    if not args.get("title"):
        args = task_args(r.within(r.lo, begin)) | {k: v for k, v in args.items() if k != "title"}
    if not args.get("title"):
        return None
    whole = task_args(r)
    args |= {k: whole[k] for k in ("due", "priority") if k in whole and k not in args}
    return Meant(1.0, tuple(Call("create_task", {**args, "assignee": n.text}) for n in people))


def _score(r: Reading) -> float:
    text = r.whole
    if leads(r, "remind") or re.search(
        r"提醒我?|别忘了|(?<![a-z])remind (?:me|us)(?![a-z])|don't let me forget|reminder (?:to|for)", text
    ):
        return 0.88
    made = leads(r, "create", "set", "to do", "assign") is not None or bool(
        re.search(r"建|加|新增|创建|添加|登记|(?:布置|派|开|安排|下|交代)(?:一?[个条项])", text)
    )
    if made and _NEW_TASK.search(text) and not re.search(r"(?<![a-z])tasks(?![a-z])|TK-\d|完成|done|关闭|删", text):
        return 0.87
    if (command := _COMMAND.match(text)) and re.search(r"[:：]\s*$", command[0]):
        return 0.95
    at = start(r)
    for span in r.spans("days", "periods"):
        if span.start <= at < span.end:
            at = span.end
    begin = r.text[at : r.hi].lstrip(" ,之前")
    if _FOLLOW.match(begin) and (r.days or r.periods or r.durations):
        return 0.82
    user = next((n for n in r.names if n.may_be("user") and _LET_ZH.search(r.before(n.start, 3))), None)
    if user is not None and (r.days or r.has("future")):
        return 0.84
    if (
        re.match(r"(?:i|we) (?:need|have|must|should|ought) (?:to )?|(?:我|我们)?(?:需要|得|必须|要)", begin)
        and r.days
        and not r.has("met", "called")
    ):
        return 0.66
    if (
        (r.days or r.periods)
        and re.match(
            r"(?:call|send|e-?mail|mail|prepare|write|check|ask|review|finish|visit|ping|text|chase|draft|update|order|print|get|buy|pick|talk|speak)(?![a-z])|(?:打电话|发送?|准备|联系|写|检查|问|审核|拜访|确认|整理|给.{1,8}(?:打|发|回|写)|把.{1,14}(?:发|寄|交给|做|提交|准备|整理))",
            begin,
        )
        and r.text[start(r)] != "h"
    ):
        return 0.6
    return 0.0


def task_args(r: Reading, *, fallback: str = "", verb: str = "") -> dict[str, Any]:
    """The arguments of a task said in this piece of text.

    Args:
        verb: what is done, where only with whom is said.
    """
    due = _due(r)
    assignee = _assignee(r)
    title = _title(r, due[1] if due else None, assignee[1] if assignee else None) or fallback
    again = not title and bool(due) and bool(_ONLY_WHEN.match(r.text, r.lo, r.hi))
    if again:
        title = _FOLLOW_UP[r.zh]
    if verb and title:
        title = f"{_bare_words(verb)} {title}".strip()
    args: dict[str, Any] = {"title": title[:1].upper() + title[1:300]}
    if due:
        args["due"] = due[0]
    if assignee:
        args["assignee"] = assignee[0]
    about = deal_said(r) or _about(r, assignee[1] if assignee else None)
    if again and r.ask.focus and not about:
        on = r.ask.focus[0]
        args["title"] = f"跟进{on.label}" if r.zh else f"Follow up with {on.label}"
        about = on.ref if on.entity in ("account", "contact", "deal", "ticket") else None
    if about:
        args["about"] = about
    priority = (
        "urgent"
        if _URGENT.search(r.whole)
        else "high"
        if _HIGH.search(r.whole)
        else "low"
        if _LOW.search(r.whole)
        else None
    )
    if priority:
        args["priority"] = priority
    return args


_ONLY_WHEN = re.compile(
    r"(?:(?:please|pls|and|then|also) )*remind (?:me|us)(?: again| about it| of it| about this)? |.{0,12}提醒我"
)
_FOLLOW_UP = ("Follow up", "跟进")


def _due(r: Reading) -> tuple[str, tuple[int, int]] | None:
    for day in r.days:
        return moment_text(day.value), (day.start, day.end)
    for period in r.periods:
        first, last = period.value.start, period.value.end
        if last is None or first is None:
            continue
        if last < r.ask.today and period.value.kind in ("month", "quarter") and not _YEAR.search(period.text):
            first, last = shift(first, 12, "month"), shift(last, 12, "month")  # "in June" in November
        if last >= r.ask.today:
            begins = first > r.ask.today and _IN.search(r.before(period.start, 4)) and leads(r, "remind")
            return (first if begins else last).isoformat(), (period.start, period.end)
    return None


_IN = re.compile(r"(?<![a-z])in $")
_YEAR = re.compile(r"\d{4}|last|this|今年|去年|上")


def _assignee(r: Reading) -> tuple[str, tuple[int, int]] | None:
    """A colleague the task is for: "remind Chen", "a task for Maya", 让陈晓; not one it merely mentions."""
    first = r.names[0] if r.names else None
    if (
        first is not None
        and first.candidates[0].entity == "user"
        and not first.text.isascii()
        and not r.text[r.lo : first.start].strip(" ,，")
        and any(0 <= d.start - first.end <= 1 for d in r.spans("days", "periods"))
    ):
        return first.text, (first.start, first.end)  # 吴桐周四前交报价
    for n in r.names:
        if (
            n.may_be("user")
            and (n.candidates[0].entity == "user" or not n.may_be("contact"))
            and (led := _FOR.search(r.before(n.start, 22)))
        ):
            after = r.after(n.end, 12)
            if (
                led[0].strip() in ("to", "ask", "tell", "get", "have")
                and not leads(r, "assign")
                and not re.match(r" to | should", after)
            ):
                continue
            if led[0] == "给" and _TASK_GIVEN.search(r.before(n.start, 12)) and n.candidates[0].entity == "user":
                return n.text, (n.start, n.end)
            if led[0] == "给" and not re.match(r"(?:建|加|新建|安排|创建|添加|一个|设|布置|派|分配)", after):
                continue
            if led[0] in ("for ",) and not re.search(r"(?:task|to-?do|reminder)(?: \w+)? for $", r.before(n.start, 24)):
                continue
            return n.text, (n.start, n.end)
    return None


def _about(r: Reading, apart: tuple[int, int] | None) -> str | None:
    found = [
        n for n in r.names if (n.start, n.end) != apart and n.may_be("contact", "account", "deal", "ticket", "lead")
    ]
    for entity in ("deal", "ticket", "contact", "account"):
        for n in found:
            if n.entity == entity or (entity == "contact" and n.may_be("contact")):
                return name_text(r, n, entity)
    ticket = next((x for x in r.refs if x.value.kind == "ticket"), None)
    if ticket:
        return str(ticket.value.number)
    if apart and not r.ask.focus:
        return None  # "remind Tom to send his report": whose it is has been said
    before = pronoun(r, "contact", "deal", "account", "ticket")
    return before.text if before else None


def _title(r: Reading, due: tuple[int, int] | None, person: tuple[int, int] | None) -> str:
    """The words without "remind me to", the day and the person it is for."""
    parts: list[tuple[int, int]] = []
    command = _COMMAND.match(r.text, r.lo, r.hi)
    begin = command.end() if command and r.text[command.end() : r.hi].strip() else r.lo
    holes = sorted(h for h in (due, person) if h and h[0] >= begin)
    for a, b in holes:
        parts.append((begin, a))
        begin = b
    parts.append((begin, r.hi))
    words: list[str] = []
    for a, b in parts:
        if person and b == person[0]:
            b = a + len(_TO_SOMEBODY.sub("", r.text[a:b]))
        text = _bare(r, a, b, first=not words)
        if text:
            words.append(text)
    joined = " ".join(words) if any(w.isascii() for w in words) else "".join(words)
    joined = _SAID_LAST.sub("", _PRIORITY.sub("", joined))
    return _TRAILING.sub("", _REMIND_LAST.sub("", joined)).strip(' ,，。.!！:：-"“”')


_REMIND_LAST = re.compile(
    r"[,，、;；.。\s]*(?:(?:and |so |then |please |pls )*(?:remind me|give me a reminder|don't let me forget)(?: (?:about|of) (?:it|that|this))?|(?:到时候?|记得|请|麻烦)?(?:提醒我|提醒)(?:一下)?)$",
    re.IGNORECASE,
)


def _bare_words(verb: str) -> str:
    opener = _OPENERS.match(verb.casefold())
    words = re.sub(r"\s+", " ", verb[opener.end() if opener else 0 :]).strip(" ,")
    while led := _FILLER.match(words.casefold()):
        if not led.end():
            break
        words = words[led.end() :]
    words = words.strip()
    return words[:1].upper() + words[1:]


def _bare(r: Reading, a: int, b: int, *, first: bool) -> str:
    opener = _OPENERS.match(r.text, a, b) if first else None
    begin = opener.end() if opener else a
    while (led := (_FILLER if first or r.zh else _COMMA).match(r.text[begin:b].lstrip())) and led.end():
        begin += len(r.text[begin:b]) - len(r.text[begin:b].lstrip()) + led.end()
    return _TRAILING.sub("", r.said[begin:b].strip(" ,，、。.!！?？;；:：")).strip()
