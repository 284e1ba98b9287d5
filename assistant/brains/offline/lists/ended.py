"""Work that is over, asked for: completed tasks, converted leads, 已完成的任务, and the day it ended on."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading

ENDED_ON = {"task": "completed_at", "lead": "converted_at"}
"""The day field that says when the work on a record ended."""
_STATUS = {"task": "done", "lead": "Converted", "activity": "cancelled"}
_OVER = {
    "task": re.compile(
        r"(?<![a-z])(?<!not )(?<!n't )(?:completed|finished|done|ticked off|got through)(?![a-z])|(?<![a-z])did (?:\w+ ){1,3}?(?:complete|finish|get done)(?![a-z])|已(?:经)?(?:完成|做完|办完)|(?<![未没])(?<!没有)(?:完成|做完|办完|干完|搞定)(?=了|的|过|几|多少|哪)(?!率)"
    ),
    "lead": re.compile(
        r"(?<![a-z])(?<!not )(?<!n't )(?:converted|convert)(?![a-z])|(?<![未没])(?<!没有)(?:已?转化|已?转换|转成(?:了)?(?:客户|商机))(?!率)"
    ),
    "activity": re.compile(r"(?<![a-z])(?<!not )(?:cancell?ed|called off)(?![a-z])|(?<![未没])取消(?:了|掉)?的"),
}
_DENIED = re.compile(
    r"(?<![a-z])(?:not|never|unfinished|uncompleted|unconverted|still)(?![a-z])|n't(?![a-z])|[未没尚]|还有|完成率|转化率"
)
_THINGS_EN = r"(?:tasks?|to-?dos?|tickets?|cases|leads?|meetings?|calls?|visits?|reminders)"
_LISTED_EN = re.compile(
    rf"(?:all |the |my |our |of |any |[a-z]+(?:'s|s') |recently |already |newly |this (?:week|month|quarter|year)'s |today's |yesterday's |last (?:week|month|quarter|year)'s )*(?:completed|finished|done|closed|resolved|solved|converted|cancell?ed|unfinished|incomplete|held|rejected) {_THINGS_EN}(?:s)?(?= (?:this|last|in|since|today|yesterday|of|by|from|for|on|over|during|with|at)(?![a-z])|[\s?.!]*$)"
)
_THINGS_ZH = r"(?:任务|待办(?:事项)?|工单|服务单|线索|会议|拜访|日程)"
_DONE_ZH = r"(?:完成|做完|办完|关闭|解决|转化|转换|取消|处理完?|结束|结单|驳回|搞定)"
_LISTED_ZH = re.compile(
    rf"^(?!.*[把将给帮])(?!.*(?:删|改成|改为|转给|标为|标成|设为|推迟|延到|都))[^,，:：]{{0,14}}?(?:已经?|未|没有?|还没有?|尚未|刚|新|全部)?(?:{_DONE_ZH}|新建|新增|新开|创建|提交|登记|录入|建立|收到|开)(?:了|过|好|掉)?的(?:\w{{0,4}}的)?{_THINGS_ZH}(?:有?哪些|有?多少[个条张]?|有?几[个条张]|列表|清单|呢|吗|是什么|在哪)?[\s?？.。!]*$"
)
_COUNTED_ZH = re.compile(
    rf"(?:{_DONE_ZH}|新建|新增|创建|提交|收到|赢|签|拜访|开)了(?:几|多少|哪些?)[个条张单家次位场]?(?:{_THINGS_ZH}|客户|联系人|商机|单子?|会|合同|项目)?[\s?？.。]*$"
)


def lists_ended(r: Reading, said: str) -> bool:
    """Whether a message names records by what became of them, and orders nothing: "completed tasks this week", 已转化的线索."""
    if r.refs:
        return False
    if re.match(r"[a-z]", said):
        return bool(_LISTED_EN.match(said))
    return bool(_LISTED_ZH.search(said) or _COUNTED_ZH.search(r.whole))


def ended_at(r: Reading, entity: str) -> re.Match[str] | None:
    """Where records are asked for by the day the work on them ended, or None."""
    if entity not in _OVER or _DENIED.search(r.whole):
        return None
    return _OVER[entity].search(r.text, r.lo, r.hi)


def ended(r: Reading, entity: str, found: Found) -> None:
    """Filter tasks and leads by what became of them."""
    if (over := ended_at(r, entity)) is not None and not found.on("status"):
        found.add(over.span(), "status", "=", _STATUS[entity])
