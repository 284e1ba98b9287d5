"""Follow-ups promised in a report: each becomes a task, and a meeting too when one was booked."""

import re
from datetime import date
from typing import Any

from assistant.brains.offline.orders.reminding import task_args
from assistant.brains.offline.parts.clauses import clauses, sentences
from assistant.brains.offline.pieces.values import booked, moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.commitments import SURE, colleague, goes_on_from, ours, own_title
from assistant.recognise.days import DayValue
from assistant.recognise.spans import Span

_REMIND = re.compile(
    r"(?<![a-z])(?:remind(?:er)?|follow[ -]?up|follow(?:ing)? up|call (?:\w+ )?back|check back|get back|circle back|touch base|try again|call again|chase)(?![a-z])|提醒|跟进|回电|回访|再(?:打|联系|约|聊|沟通|拜访|发|跟)|回复他|回复她|待办"
)
_PROMISE = re.compile(
    r"(?<![a-z])(?:i'll|we'll|i will|we will|i (?:need|have|must|should|promised|agreed|owe)|we (?:need|have to|must|should|promised|agreed|owe)|promised|to send|to prepare|to call|to email|to check|to share|to deliver|need to|action items?|todo|to-do|send|prepare|deliver|share|get them|must send|will send|(?:is|are) due (?:to|for|with|at|by|on)|(?:is|are) (?:to be )?(?:owed|expected) (?:to|by)|(?:he|she|they|customer|client) (?:gets?|should get|must get|is to get|will get|is getting) (?:the|an?|our|my))(?![a-z])|答应|承诺|我(?:们)?说(?=[^,，]*(?:给|发|寄|去|回|交|出|做|安排|过去|报|补|找|送))|我(?:再|先)?(?:发|寄|整理|准备|补)(?!了|过|现)|我要|我会|我们要|我们会|我来|要给|需要给|得给|要发|会发|发给|准备(?=[\u3400-\u9fff])|给(?:他|她|他们|对方|客户)(?:发|寄|出|准备|做|提供)|周?[一二三四五]?前(?:给|发|提供|交|出|回复)"
)
_REMINDED = re.compile(r"(?<![a-z])remind(?:er)?(?![a-z])|提醒")
_REMIND_ME = re.compile(
    r"[\s,，]*(?:(?:please|also|and|so|记一下|记一笔|顺便|请|帮我|麻烦|另外|再|到时候?)[\s,，]*)*(?:remind me(?: then| of (?:it|that)| about (?:it|that))?|提醒我?(?:一下|一声)?)[\s,，。.!]*"
)
"""A reminder of what was promised before."""
ASKED_FOR = re.compile(
    r"(?<![a-z])(?:wants?|needs?|asked for|asks for|requests?|requested|would like|(?:they|he|she|we)'d (?:like|want)|waiting for|expects?|expecting)(?: to (?:see|get|have|receive))? (?:an? |the |our |another |more |some |second |third |separate |cheaper |smaller |bigger |shorter |better |quick |new |revised |updated |formal |written |final |signed |first |(?:draft|copy|version|revision|translation|print-?out)s? of )*(?P<en>quotes?|quotations?|proposals?|offers?|demos?|pricing|price lists?|contracts?|samples?|references?(?! (?:visits?|calls?|customers?|sites?|meetings?))|case stud(?:y|ies)|brochures?|trial|pilot|nda|security (?:whitepaper|questionnaire|documents?)|whitepaper|presentation|business case|follow-up)"
    r"|(?:要求?|想要?|需要|希望(?:收到|看到)?|等|索要|让我们?|要我们?)(?:我们)?(?:再|先|给|提供|发|出|做|看|一下|一个|一份|个|份|正式|新的|书面|修订的?|次|一次)*(?P<zh>报价单?|方案|演示|合同|样品|资料|试用|案例|白皮书|价格表|产品介绍|建议书)"
)
_FOR_THE_ASKER = re.compile(
    r"\s*[,;]?\s*(?:(?:and|then|also|please) )*(?:tell|show|give|list for) me(?![a-z])|\s*[，,；;]?\s*(?:并|然后|再|请)*(?:告诉我|给我(?:看|列|总结)|列出|总结)"
)
"""What the assistant is to do now is no promise to a customer."""
_LABEL = re.compile(
    r"[\s,]*(?:待办(?:事项)?|后续(?:安排|动作)?|下一步|跟进|todos?|to-dos?|action items?|follow[ -]?ups?|next steps?)[\s,]*"
)
_LET_US = re.compile(
    r"(?:^|也|还|就|再|她|他|总|们)(?:让|叫|请)我(?:们|这边)?(?:把|给|先|再|尽快|发|寄|出|做|准备|提供|安排|补|联系|过去)"
)
"""让我把合同模板发过去: ours to do, with a day or without."""
_ANSWERED_ZH = re.compile(r"^[\s,，]*我?(?:就|已经|先)?(?:回|答|答复|回复|告诉)(?:他|她|他们|对方)?了")
"""我回了下月中 tells what was answered, and nothing is to be done."""
_DONE_ZH = re.compile(r"(?:回|打|发|寄|补)(?:了|过)|(?:电话|邮件|微信|消息|短信|信)了(?=$|[,，。])")
"""What was done already is promised no more: 给龚经理回电话了."""
_SAID_ZH = re.compile(
    r"我(?:们)?(?:也|就|已经|都)?(?:跟|和|给|对|向)?(?:他们?|她们?|客户|对方)?(?:说|讲|告诉|解释|介绍|回复|答复)(?:了|过)(?!我)"
)
"""What we told them is said, whatever day is in it: 刷卡登录我说了明年二季度出."""
_ONLY_DONE = re.compile(
    r"(?:[\s,，]|之?前|以前|之内|内|我们?|这个|这事|也|就|要|得|必须|务必|争取|尽量|给他们?|给她们?|给客户|一定)*(?:搞定|搞完|弄完|弄好|弄出来|做完|做好|完成|办完|办好|办妥|落实|写完|写好|出来|搞出来|交|交出来)(?:了|掉|吧)?"
)
"""What may stand beside a day in a clause that says when what was told before it has to be done."""
_STEP_DAY = re.compile(
    r"(?<![a-z])(?:date|day|deadline) (?:for|of) (?:the |our |its )?next step(?![a-z])|下一步(?:的)?(?:日期|时间)"
)
"""The day of the deal's next step is no task."""
_CUE_ZH = re.compile(r"我(?:们)?(?:还|也)?(?:得|要|会|需要|必须|来|去)(?=[\u3400-\u9fff])")
_TODAY = re.compile(r"today|tonight|end of day|eod|今天|今晚|今日|下班前|当天|下午|傍晚|晚上|晚点")
_ONLY_A_DAY = re.compile(r"(?:[\s,，。.]|之?前|以前|之内|内|左右|吧|的?时候|due|by|on|before|latest|at the)*")
"""What may stand beside a day in a clause that only says when the promise before it is due."""
_HABIT = re.compile(r"(?<![a-z])(?:every (?:day|week|month|morning)|daily|weekly|monthly)(?![a-z])|每[天日周月年]")
_FACTUAL = re.compile(
    r"(?<![a-z])(?:ends?(?! of)|extended|expires?|go(?:es|ing)?[ -]live|launch|deadline|budget|decision|decide|closes?|close date|closing|sign|runs? until|contract)(?![a-z])|到期|结束|上线|投产|预算|决定|预计成交|签约|成交|拍板|合同(?!.{0,4}发)"
)
_BOOKED = re.compile(
    r"(?<![a-z])(?:booked|book|scheduled|schedule|set up|arranged|agreed to meet|meeting is set|calendar)(?![a-z])|约了|约好|约在|约定|(?:帮我|替我|给我|另外|顺便)(?:再|也|先)?约|预约|定在|定了|敲定|安排(?:了|在|好)"
)
_ENTER_IT = re.compile(r"(?:please |also )*(?:book|schedule|set up|arrange|put)(?![a-z])|(?:帮我|请|麻烦|再|也)*(?:预约|安排|约)(?:一?[个次场])?(?=.{0,8}(?:会|电话|拜访|演示|见面|碰面|聊))", re.IGNORECASE)  # fmt: skip
"""An order to enter an appointment is done with the appointment; it is no task beside it."""
_GIVES = {
    "demo": "Give a demo",
    "demos": "Give a demo",
    "trial": "Set up the trial",
    "pilot": "Set up the pilot",
    "follow-up": "Follow up",
}
_GIVES_ZH = {"演示": "安排演示", "试用": "开通试用"}
_THIN_EN = frozenset(
    "demo meeting call visit workshop presentation lunch review follow up follow-up next meeting next call second meeting poc kickoff call back call again try again again".split()
) | frozenset(
    (
        "follow up",
        "call back",
        "call again",
        "try again",
        "next meeting",
        "next call",
        "second meeting",
        "a demo",
        "the demo",
        "another call",
        "to call again",
        "call him back",
        "call her back",
    )
)
_THIN_ZH = frozenset(
    "演示 开会 会议 电话 拜访 见面 再打 再打一次 再打给他 再打给她 再联系 再聊 再沟通 回访 跟进 跟进一下 回电 联系 再约 复盘 评审 沟通 碰面 要演示 做演示 再打电话".split()
)


def promises(
    r: Reading, region: Reading, kind: str, people: list[str], company: str | None, step: str = ""
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(tasks, meetings) a report promises, with their days; a day said on its own is that of the promise or `step` before it."""
    tasks: list[dict[str, Any]] = []
    meetings: list[dict[str, Any]] = []
    before: Reading | None = None
    for clause in clauses(r):
        weight = ours(clause)
        day, end = _due(r, clause, region, today=weight == SURE and clause.lo > region.lo)
        last, before = before, clause
        if day and last is not None and _ONLY_A_DAY.fullmatch(clause.whole.replace(day.text.casefold(), "", 1)):
            if tasks and "due" not in tasks[-1] and last.memo.get("promised"):
                tasks[-1]["due"] = moment_text(day.value)
                continue
            if step and not tasks and step.casefold() in last.whole:
                tasks.append({"title": step, "due": moment_text(day.value)})
                continue
        if (
            day
            and last is not None
            and clause.lo > region.lo
            and _ONLY_DONE.fullmatch(clause.whole.replace(day.text.casefold(), "", 1))
        ):
            before_it = tasks[-1] if tasks and last.memo.get("promised") else None
            if before_it is None and ours(last) == SURE:
                tasks.append(
                    before_it := {
                        "title": _CUE_ZH.sub(
                            "", own_title(str(task_args(last)["title"]), last, None, people, goes_on=False)
                        )
                    }
                )
            if before_it is not None:
                before_it.setdefault("due", moment_text(day.value))
                continue
        if _SAID_ZH.search(clause.whole) and not _REMINDED.search(clause.whole):
            continue
        if _LABEL.fullmatch(clause.whole) or _FOR_THE_ASKER.match(clause.text, clause.lo, clause.hi):
            continue
        if _STEP_DAY.search(clause.whole):
            continue
        asked = ASKED_FOR.search(clause.text, clause.lo, clause.hi)
        reminded = _REMINDED.search(clause.whole)
        if reminded and not day and not end and tasks and _REMIND_ME.fullmatch(clause.whole):
            continue
        if _ANSWERED_ZH.match(clause.whole) and not reminded:
            continue
        if _DONE_ZH.search(clause.whole) and not day and not end and not reminded:
            continue
        asked_us = weight == SURE and clause.lo > region.lo and _LET_US.search(clause.whole)
        listed = bool(day or end) and _on_my_list(r, clause)
        told = (
            reminded
            or listed
            or asked_us
            or (weight and (_REMIND.search(clause.whole) or (_PROMISE.search(clause.whole) and clause.lo > region.lo)))
        )
        goes_on = bool(tasks and day and last is not None and last.memo.get("promised") and goes_on_from(clause))
        if not (asked or told or goes_on or ((day or (end and weight == SURE)) and clause.lo > region.lo and weight)):
            continue
        if _FACTUAL.search(clause.whole) and not told and not asked and weight < SURE:
            continue
        if _HABIT.search(clause.whole) and not _REMIND.search(clause.whole):
            continue
        clause.memo["promised"] = True
        task = task_args(clause)
        task["title"] = own_title(str(task["title"]), clause, last, people, goes_on=goes_on)
        title = (
            _asked_title(asked, r.zh, people, company) if asked else _title(task["title"], r.zh, kind, people, company)
        )
        if _bare(str(task["title"])) and ((tasks and "due" not in tasks[-1]) or (not tasks and step)) and (day or end):
            if not tasks:
                tasks.append({"title": step})
            tasks[-1]["due"] = moment_text(day.value) if day else end.isoformat() if end else ""
            continue
        if not title:
            continue
        if (day or end) and tasks and "due" not in tasks[-1] and _same(title, str(tasks[-1]["title"])):
            tasks[-1]["due"] = moment_text(day.value) if day else end.isoformat() if end else ""
            continue
        made: dict[str, Any] = {"title": title}
        due = moment_text(day.value) if day else str(end.isoformat()) if end else None
        if due:
            made["due"] = due
        if doer := colleague(clause):
            made["assignee"] = doer.text
        elif task.get("assignee"):
            made["assignee"] = task["assignee"]
        if other := _about(clause, r, people):
            made["about"] = other
        entered = bool(day and day.value.time and _BOOKED.search(clause.whole))
        if not any(t["title"] == title for t in tasks) and not (entered and _ENTER_IT.match(str(title))):
            tasks.append(made)
        if day and entered:
            meetings.append(_meeting(clause, booked(day.value, None)[0]))
    return tasks[:8], meetings[:3]


_MY_LIST = re.compile(
    r"(?:to[- ]?dos?|action items?|next steps?|homework)(?: (?:for|on) (?:me|us|my side|our side))?\s*:|(?:我的?|我这边的?)(?:待办|后续)[：:]"
)


def _on_my_list(r: Reading, clause: Reading) -> bool:
    """Whether a clause stands in what is told as my list: "To do for me: contract to legal on Wednesday, and …"."""
    sentence = next((s for s in sentences(r) if s.lo <= clause.lo < s.hi), None)
    return sentence is not None and bool(_MY_LIST.search(sentence.whole))


_SENDS_ZH = re.compile(
    r"(?:把|将)?(?P<what>报价单?|方案|合同|资料|样品|案例|白皮书|建议书|价格表)(?:发|寄|给|交|提供|送)(?:给|到)?(?:他们?|她们?|客户|对方|过去|那边)*"
)


def _same(title: str, before: str) -> bool:
    """Whether a title only says when what was asked for before is done: "Send it", 发报价 after 给李娜发报价."""
    it = re.fullmatch(
        r"(?:send|deliver|get|give|provide|e-?mail|mail|share|forward)(?: (?:it|that|this|them|him|her|over|across))+(?: to \w+(?: \w+)?)?",
        title.casefold(),
    )
    sent = _SENDS_ZH.fullmatch(title)
    return (
        bool(it)
        or (title.startswith("发") and before.endswith(title))
        or (sent is not None and before.endswith(f"发{sent['what']}"))
    )


def _due(r: Reading, clause: Reading, region: Reading, *, today: bool) -> tuple[Span[DayValue] | None, date | None]:
    """The day to come a clause names, and the end of the period it names; of what is ours, `today` is one."""
    this, now = r.ask.today, r.ask.now.time()
    day = next(
        (
            d
            for d in clause.days
            if d.value.day > this
            or (d.value.time and d.value.day == this and d.value.time > now and d.start >= region.hi)
            or (today and d.value.day == this and not d.value.time and _TODAY.search(d.text.casefold()))
        ),
        None,
    )
    ends = (p.value for p in clause.periods if p.value.kind != "since" and p.value.start != p.value.end)
    return day, next((p.end for p in ends if p.end and p.end >= this), None)


def _about(clause: Reading, r: Reading, people: list[str]) -> str | None:
    """Somebody else than the first the report is about, whom a reminder names: "remind me to call Gareth"."""
    people = people[:1] if r.zh else people
    known = {c.number for n in r.names if n.text in people for c in n.candidates if c.entity == "contact"}
    for name in clause.names:
        if name.entity == "contact" and name.text not in people and name.candidates[0].number not in known:
            return name.text
    return None


def _meeting(clause: Reading, when: str) -> dict[str, Any]:
    kind = (
        "call"
        if re.search(r"(?<![a-z])call(?![a-z])|电话", clause.whole)
        else "visit"
        if re.search(r"(?<![a-z])visit(?![a-z])|拜访|上门", clause.whole)
        else "meeting"
    )
    return {"kind": kind, "when": when}


def _bare(title: str) -> bool:
    """Whether nothing but a day was said: 周五前给, "by Friday"."""
    return (
        re.sub(
            r"[\s,，。.]|(?<![a-z])(?:by|on|before|until|the|it|then)(?![a-z])|给(?:他|她|他们|我们)?|前|之前|之内|内|提供|发|交|出|要",
            "",
            title.casefold(),
        )
        == ""
    )


_WE_DO = re.compile(
    r"^(?:了|(?:i|we|he|she|they)?(?:'ll| will| have to| need to| must| should| promised to| promised| agreed to| owe (?:him|her|them)| am going to| are going to)|will|promised to|promised|agreed to|need to|to|need|must|waiting for|答应了?|承诺了?|说好|我们?(?:会|要|来|得|需要|说)|需要|要|会|得|记得|待|说(?=[给回发寄去交出做安过报补找送]))(?![a-z])\s*",
    re.IGNORECASE,
)


def _who(people: list[str], company: str | None) -> str:
    return people[0] if people else (company or "")


def _asked_title(asked: re.Match[str], zh: bool, people: list[str], company: str | None) -> str:
    who = _who(people, company)
    if asked["zh"]:
        what = _GIVES_ZH.get(asked["zh"], "发" + asked["zh"])
        return f"给{who}{what}" if who else what
    word = asked["en"]
    first = (
        _GIVES.get(word)
        or f"Send {('an ' if word[0] in 'aeio' else 'a ') if not word.endswith('s') and word != 'pricing' else ''}{word}"
    )
    joins = "for" if first.startswith(("Give", "Set")) else "with" if first == "Follow up" else "to"
    return f"{first} {joins} {who}" if who else first


def _title(title: str, zh: bool, kind: str, people: list[str], company: str | None) -> str:
    """A title one understands next week: "Demo with Ana", "Call Bob again"."""
    who = _who(people, company)
    title = re.sub(r"^我(?=[给把发去来先再])", "", _WE_DO.sub("", title.strip()))
    plain = title.casefold().strip(" .。")
    plain = re.sub(r"^(?:a |the |to |and |then |再次)", "", plain)
    if not who:
        return title or ("跟进" if zh else "Follow up")
    if not plain or plain in ("remind", "me", "再", "again", "给", "给他", "给她", "给他们", "回", "发"):
        if kind == "call":
            return f"再给{who}打电话" if zh else f"Call {who} again"
        return f"跟进{who}" if zh else f"Follow up with {who}"
    if plain in _THIN_ZH:
        if plain.startswith(("再打", "回电")):
            return f"再给{who}打电话"
        return (
            f"与{who}{plain.removeprefix('要').removeprefix('做')}"
            if plain not in ("跟进", "跟进一下", "回访", "联系")
            else f"{plain.removesuffix('一下')}{who}"
        )
    if plain in _THIN_EN:
        if "again" in plain or "back" in plain:
            return f"Call {who} again" if "again" in plain else f"Call {who} back"
        return f"{plain.removeprefix('a ').removeprefix('the ').capitalize()} with {who}"
    return title[:1].upper() + title[1:]
