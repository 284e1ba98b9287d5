"""Work given to colleagues: "tell Elif to prepare the demo by Friday and Maya to book the room", 让徐凌周一给华阳打电话，赵敏把报价发给华微."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.orders.reminding import task_args
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_EN = r"(?:please |pls |can you |could you |i(?:'d)? (?:need|want|like) (?:you to )?(?:to )?)*(?:tell|ask|get|have|remind|instruct|i need|i want|i'd like)"
_LED = re.compile(rf"(?:^|[,;:.]\s*){_EN} (?:our |my )?(?:colleague )?$|(?:^|[，,；;。\s])(?:请|麻烦|帮我)?(?:让|叫|喊|安排|通知|请)(?:我们的?)?(?:同事)?$")  # fmt: skip
_TO = re.compile(r" (?:to |should |must |needs to |has to |(?=[a-z]))")
_TO_ALWAYS = re.compile(r" (?:to|should|must|needs to|has to|is to) ")
_NEXT = re.compile(r"\s*(?:,|;|，|；)?\s*(?:and |then |plus )?(?:(?:tell|ask|get|have|remind|also) )?$|[，,；;、]\s*(?:(?:然后|再|另外|同时|并)?(?:让|叫|安排|请|通知)?)$")  # fmt: skip
_HANDED = re.compile(
    r"(?:take(?:s)? (?:over|care of|it)|handle|own|look after|manage|run|have|be|join|know|see|win|cover|stand in)(?![a-z])"
    r"|当|做(?=.{0,12}(?:负责人|经理|主管))|担任|接手|负责|接管|管(?!理)|对接|代(?:管|班|理)|看到|能看|知道|跟进(?:这个|这单|这家|华|该)?(?:商机|客户|线索|单子)?$"
)
"""What makes somebody look after a record, or lets him see it: no task."""
_WHETHER = re.compile(r" ?(?:about|if|whether|what|when|where|why|how|who|that|for)(?![a-z])")
_AND = re.compile(r"\s*(?:,|&|and |和|跟|与|、|的)")
_ASKED = re.compile(r"(?:tell|ask|remind|need|want|like) (?:our |my )?(?:colleague )?$")
_ZH_TO = re.compile(r"\s*(?:两个|两人|他们)?(?:都|各自|分别)?(?:去|来|要|得)?(?=[\u3400-\u9fffA-Za-z\d])")
_THEIRS = re.compile(
    r"her|him|them|she|he|they|th(?:is|ese) (?:deal|customer|account|lead|task|ticket)s?|他|她|他们|她们"
)
"""Whom or what a task is about in words that point at nothing on record: "tell Elif to update her deals"."""
_MOST = 6


def delegated(r: Reading) -> Meant | None:
    """A task for each colleague who is told to do something; every one with its own day and customer."""
    told = _told(r)
    made: list[Call] = []
    for at, (people, begin) in enumerate(told):
        end = told[at + 1][0][0].start if at + 1 < len(told) else r.hi
        if at + 1 < len(told) and (joined := _NEXT.search(r.text[begin:end])) is not None:
            end = begin + joined.start()
        piece = r.within(begin, end)
        args = task_args(piece)
        if _HANDED.match(piece.whole.strip()) or not args.get("title"):
            return None
        if _THEIRS.fullmatch(str(args.get("about", "")).casefold()):
            args.pop("about")
        made += [Call("create_task", {**args, "assignee": name.text}) for name in people]
    return Meant(1.0, tuple(made), whole=True) if made else None


def _told(r: Reading) -> list[tuple[list[Name], int]]:
    """The colleagues told to do something, each with where the work begins; empty unless the message opens with one."""
    found: list[tuple[list[Name], int]] = []
    waiting: list[Name] = []
    for name in r.names:
        if not name.may_be("user") or name.candidates[0].ref == "me":
            if waiting:
                return []
            continue
        before, after = r.text[r.lo : name.start], r.text[name.end : r.hi]
        if waiting:
            waiting.append(name)
        elif not found:
            if not _LED.search(before) or len(before) > 60 or _WHETHER.match(after) or re.match(r"-|['’]s ", after):
                return []
            waiting = [name]
        elif _NEXT.search(r.text[found[-1][1] : name.start]) and _told_to(r, name, always=True) is not None:
            waiting = [name]
        else:
            continue
        if (begin := _told_to(r, name, always=bool(found) or bool(_ASKED.search(before)))) is not None:
            found.append((waiting, begin))
            waiting = []
        elif not (_AND.match(after)):
            return []
    return found if len(found) <= _MOST and not waiting else []


def _told_to(r: Reading, name: Name, *, always: bool) -> int | None:
    """Where the work of somebody begins: behind "to"."""
    after = r.text[name.end : r.hi]
    if _AND.match(after):
        return None
    told = _ZH_TO.match(after) if r.zh else (_TO_ALWAYS if always else _TO).match(after)
    return name.end + told.end() if told is not None else None
