"""One field of one record asked for in words of its own: which company Bob works for, 张伟在哪家公司, who the contact of a deal is."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import Subject, subjects
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, core

_COMPANY_EN = r"(?:company|account|customer|client|firm|organi[sz]ation|employer)"
_X = r"(?:the |our )?(?:deal|ticket|case|task|account|customer|contact|lead|商机|工单|任务|客户|联系人|线索|项目)?\s?#?§(?: deal| ticket| renewal| account)?"
"""Where the record is named: it stands for itself, with its type at most."""
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "account",
        re.compile(
            rf"(?:which|what) {_COMPANY_EN} (?:does|is|did|do)(?: the)? {_X} (?:work(?:ing)? (?:for|at|in)|belong(?:ing)? to|at|for|from|with|of|part of|about|under)$"
            rf"|(?:for |with |at )?(?:which|what) {_COMPANY_EN} (?:is|does) {_X}|where does {_X} work|who(?:m)? does {_X} work (?:for|with)|who is {_X} (?:for|with)"
            rf"|(?:what|who|which)(?:'s| is| are) (?:the )?(?:name of the )?{_COMPANY_EN} (?:of|for|on|behind|at) {_X}|(?:(?:what|who)(?:'s| is) )?{_X}(?:'s|’s) {_COMPANY_EN}|whose (?:deal|ticket) is {_X}"
            rf"|{_X}(?:在|是|属于|就职于|来自|供职于)(?:哪一?[家个]|什么)(?:公司|客户|企业|单位)(?:工作|上班|任职|的人?|负责)?|{_X}是(?:谁|哪家)的(?:单子|商机|工单)?|{_X}的?(?:所属|所在)?的?(?:公司|客户)(?:是(?:谁|哪一?[家个]|什么)?(?:公司|客户)?|叫什么)?"
        ),
    ),
    (
        "contact",
        re.compile(
            rf"(?:who|what)(?:'s| is| are) (?:the |our )?(?:main |primary )?contacts?(?: persons?)? (?:of|for|on|in|at|behind) {_X}|(?:who|what)(?:'s| is| are) {_X}(?:'s|’s) (?:main |primary )?contacts?(?: persons?)?|contacts? (?:of|for|on) {_X}|(?:which|what) contacts? (?:is|are|belongs?) {_X}"
            rf"|{_X}的?(?:主要)?联系人(?:是|有)?(?:谁|哪[些位个]|什么人|几位)?|{_X}有(?:哪些|谁|什么|几个)联系人|谁是{_X}的?联系人"
        ),
    ),
    (
        "team",
        re.compile(
            rf"(?:which|what) (?:team|office|region|group) (?:is|does) {_X} ?(?:on|in|at|belong to|from|part of|work (?:in|for|on))?|(?:what|which)(?:'s| is) {_X}(?:'s|’s) (?:team|office|region)|(?:what|which)(?:'s| is) the team of {_X}"
            rf"|{_X}(?:在|是|属于)(?:哪一?个|什么|哪)(?:团队|小?组|部门|区域?|大区)的?|{_X}的(?:团队|小?组|部门)是?(?:哪一?个|什么|叫什么)?"
        ),
    ),
    (
        "phone",
        re.compile(
            rf"(?:(?:what|which)(?:'s| is) )?{_X}(?:'s|’s) (?:tele)?(?:phone|mobile)(?: number)?|{_X}的?(?:电话|手机|座机)(?:号码?)?(?:是?多少|是什么|号码?)?"
        ),
    ),
)  # fmt: skip
_OF = {
    "account": ("deal", "ticket", "task", "contact", "lead", "activity"),
    "contact": ("deal", "ticket", "task", "activity"),
    "team": ("user", "account", "deal", "ticket"),
    "phone": ("account", "user"),
}
"""Whose field it may be: the contacts of an account and its deals are lists."""
_LACKS = frozenset({("account", "phone"), ("user", "phone"), ("lead", "account")})
"""Where there is no such field the whole record says all that is known."""


def one_field(r: Reading) -> Meant | None:
    """Which company does Bob work for? D-12是哪个客户的."""
    said = [s for s in subjects(r) if s.entity not in ("stage", "team")]
    apart = [p for p in r.periods if not any(s.start <= p.start and p.end <= s.end for s in said)]
    if len(said) != 1 or apart or r.days or r.comparisons or len(r.words()) > 24:
        return None
    whole = core(r)
    for field, pattern in _ASKED:
        about = _as_one_of(r, said[0], _OF[field])
        if about is None:
            continue
        text = whole.replace(r.text[about.start : about.end], "§", 1).strip(" ?.!")
        if not pattern.fullmatch(text):
            continue
        args: dict[str, object] = {"record": about.text}
        if (about.entity, field) not in _LACKS:
            args["fields"] = ["contact", "contacts"] if (about.entity, field) == ("deal", "contact") else [field]
        return Meant(0.97, (Call("show_record", args),))
    return None


def _as_one_of(r: Reading, about: Subject, types: tuple[str, ...]) -> Subject | None:
    """The record, when it is one of these types; a ticket may be said by its reference alone."""
    if about.entity in types:
        return about
    found = subjects(r, *types)
    return found[0] if len(found) == 1 and (found[0].start, found[0].end) == (about.start, about.end) else None


_OWN_TEAM = re.compile(
    r"who(?:'s| is| are|m)?(?: all)?(?: in| on| part of)? (?:my|our) (?:team|group)(?: members?)?|(?:who are )?(?:the )?(?:members|people) (?:of|in|on) (?:my|our) (?:team|group)|(?:list )?(?:my|our) team(?:'s)? members|who (?:works|is working) (?:in|on) (?:my|our) team"
    r"|我们?的?(?:团队|小?组|部门)(?:里面?)?(?:都)?(?:有)?(?:谁|哪些人|哪几个人|什么人|多少人|几个人|哪些成员|多少成员|成员(?:有谁|有哪些)?)"
)


def own_team(r: Reading) -> Meant | None:
    """Who is on my team? 我们组有谁."""
    if not _OWN_TEAM.fullmatch(core(r).strip(" ?.!")):
        return None
    args: dict[str, object] = {"entity": "user", "filters": [{"field": "team", "op": "=", "value": "my team"}]}
    if re.search(r"多少|几个", r.whole):
        args["measure"] = "count"
    return Meant(0.97, (Call("find_records", args),))


_CALENDAR = re.compile(
    r"(?<![a-z])(?:on|in) my (?:calendar|schedule|agenda|diary|plate)|(?<![a-z])my (?:calendar|schedule|agenda|diary|week)(?![a-z])|(?<![a-z])(?:do i|have i) (?:have|got)?(?: to do)?(?: on)?(?= (?:this|next) (?:week|month))|我?.{0,6}(?:日程|日历|行程|安排)|我.{0,6}(?:要|需要|该)(?:做|干|忙)(?:些?什么|哪些事?|啥)"
)
_FRAGMENT = re.compile(
    r"(?:my |the )?(?:calendar|schedule|agenda|diary|plan)(?: for)? (?:this|next) (?:week|month)|(?:this|next) (?:week|month)(?:'s)?,? my (?:calendar|schedule|agenda|diary)|我?的?(?:这|本|下)个?(?:周|月|星期)我?的?(?:日程|日历|行程|安排)|我的(?:日程|日历|行程|安排)"
)
_MEETINGS_ZH = re.compile(r"我.{0,6}(?:有|开|要开)(?:哪些|几个|什么|多少个?|几场)会(?!员|计)(?:议|要开)?[\s?？]*$")
_ONLY_TASKS = re.compile(r"(?<![a-z])(?:tasks?|to-?dos?|meetings?|calls?|visits?)(?![a-z])|任务|待办|会议?|拜访")


def week_ahead(r: Reading) -> Meant | None:
    """What is on my calendar this week? 我这周要做什么: a day's plan is not enough for a week."""
    span = next((p for p in r.periods if p.value.start != p.value.end), None)
    if span is None or r.names or not (asks(r) or _FRAGMENT.fullmatch(core(r).strip(" ?.!"))):
        return None
    if _MEETINGS_ZH.search(r.whole):
        held = [{"field": "kind", "op": "=", "value": "meeting"}, {"field": "owner", "op": "=", "value": "me"}]
        held.append({"field": "starts_at", "op": "=", "value": span.text})
        return Meant(1.1, (Call("find_records", {"entity": "activity", "filters": held, "sort": "starts_at asc"}),))
    if _ONLY_TASKS.search(r.whole):
        return None
    if not _CALENDAR.search(r.whole) and not re.search(r"(?<![a-z])how does my (?:week|month) look", r.whole):
        return None
    return week_of(re.sub(r"^my ", "this ", span.text))


def week_of(when: str) -> Meant:
    """What one has planned and what is due in a week or month."""
    events = [
        {"field": "owner", "op": "=", "value": "me"},
        {"field": "starts_at", "op": "=", "value": when},
    ]
    tasks = [
        {"field": "assignee", "op": "=", "value": "me"},
        {"field": "due_on", "op": "=", "value": when},
        {"field": "status", "op": "!=", "value": "done"},
        {"field": "status", "op": "!=", "value": "cancelled"},
    ]
    return Meant(
        1.1,
        (
            Call("find_records", {"entity": "activity", "filters": events, "sort": "starts_at asc"}),
            Call("find_records", {"entity": "task", "filters": tasks, "sort": "due_on asc"}),
        ),
    )
