"""Work told to be done: "I have sent Dmitri the offer, tick that task off", 完成了给李娜打电话的任务, …已经发了，那条任务打勾."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_TASK = r"(?:tasks?|to-?dos?|reminder)"
_EN = (
    re.compile(
        rf"^(?:(?:ok|okay|so|just|all|i|i'm|i've|we've|we|have|am|now|finally),? )*(?:done with|finished(?: with)?|completed|did|through with|wrapped up|finished off) (?:the |my |that )?(?P<t>[^,;:?]{{4,80}}?) {_TASK}(?: today| now| already)?$"
    ),
    re.compile(
        rf"^(?P<t>[^;?]{{6,120}}?)(?:[,;.–-]+ ?| and | so )(?:so |and |please |pls |can you |then )*(?:that|the|this|my|its)(?: \w+)? (?:{_TASK}|one|item) (?:is |has been |can be |is now )?(?:now )?(?:done|finished|completed?|ticked(?: off)?|closed|off my list|off the list)$"
    ),
    re.compile(
        rf"^(?P<t>[^;?]{{6,120}}?)(?:[,;.–-]+ ?| and | so )(?:so |and |please |pls |can you |then )*(?:tick|check|cross|strike|mark|close|complete|finish)(?: off)? (?:that|the|this|my|its) (?:{_TASK}|one|item)(?: off)?(?: as (?:done|complete|completed|finished))?(?: (?:done|please|now|off))*$"
    ),
)
_ZH_TASK = r"(?:任务|待办|提醒事项|提醒)"
_BOX = r"(?:打个?[勾钩]|勾掉|勾上|勾了|划掉|标(?:记)?[为成]?(?:已)?(?:完成|做完)|关掉|关了|消掉|销掉|结掉|完成|了结|做完|done|算完成|可以关|办完|搞定|弄完|结束)"
_ZH = (
    re.compile(
        rf"^(?:我|已经?|刚刚?|今天|都)*(?:完成|做完|搞定|办完|弄完|干完|处理完|结束)了?(?P<t>[^,，;；?？]{{3,40}}?)(?:的|这[个条项件]|那[个条项件])*{_ZH_TASK}了?$"
    ),
    re.compile(
        rf"^(?:把|将)?(?P<t>[^,，;；?？]{{4,40}}?)(?:的|这[个条项件]|那[个条项件])*{_ZH_TASK}(?:我|已经?|都|也|可以|就)*(?:给我|请|帮我)?{_BOX}(?:了|吧|一下)*$"
    ),
    re.compile(
        rf"^(?P<t>[^;；?？]{{4,60}}?)[,，.。](?:所以|就|请|帮我|麻烦)*(?:把|将)?(?:那|这|对应|相关|相应)?(?:个|条|项|件)?的?(?:{_ZH_TASK}|事)?(?:可以|也|就|请|帮我|给我|该|都)*{_BOX}(?:了|吧|一下|就行)*$"
    ),
)
_NAMED_TASK = re.compile(
    rf"(?<![a-z]){_TASK}(?![a-z])|{_ZH_TASK}|那[条项]|这[条项]|(?<![a-z])(?:that|this) (?:one|item)"
)
_SEVERAL = re.compile(
    r"(?<![a-z])(?:all|every|both|tasks|to-?dos|reminders|overdue|due)(?![a-z])|所有|全部|一律|统统|(?:任务|待办|提醒)(?:我|也)?(?:都|全)|(?:到期|逾期|过期|超期)了?的"
)
_TELLS_EN = re.compile(
    r"^(?:(?:ok|okay|so|just|i|we|i've|we've|have|has|had|finally|now|already)(?![a-z']) ?)+|(?<![a-z])(?:has been|have been|was|were|is|are|went|gone|just|already|finally|now)(?![a-z])(?: (?:back|out|off|over|done|sent|on its way))*"
)
_TELLS_ZH = re.compile(
    r"已经?|刚刚?|我|都(?=[发寄交])|(?:发|寄|送|交|传|递|打|回)(?:过去|出去|出|掉|完|好)(?=了?$)|了$|了(?=[,，])|过去"
)
_NOT = re.compile(r"(?<![a-z])(?:not|n't|never|won't|cancel|delete|forgot)(?![a-z])|没有?(?!问题)|还?未|不|取消|删|忘")


def told_done(r: Reading) -> Meant | None:
    """The open task that a report says is done."""
    text = r.text[r.lo : r.hi].strip(" .!。！")
    if (
        asks(r)
        or _NOT.search(text)
        or _SEVERAL.search(text)
        or r.sensed("entity", "ticket")
        or not _NAMED_TASK.search(text)
    ):
        return None
    for pattern in (*_EN, *_ZH):
        match = pattern.match(text)
        if match is None:
            continue
        begin = r.lo + r.text[r.lo : r.hi].index(match["t"])
        words = r.piece(begin, begin + len(match["t"]))
        if re.match(r"(?:all|every|both|my|the|所有|全部|我的?)$", words.casefold()) or re.search(
            r"所有|全部|(?<![a-z])(?:all|every)(?![a-z])", words.casefold()
        ):
            return None
        plain = (_TELLS_ZH if any("\u3400" <= c <= "\u9fff" for c in words) else _TELLS_EN).sub(" ", words)
        name = re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", " ".join(plain.split()))
        return Meant(1.2, (call("update", "task", name, {"status": "done"}),)) if len(name) > 1 else None
    return None
