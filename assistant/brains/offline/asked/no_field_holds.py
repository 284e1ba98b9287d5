"""What a customer has that no field holds: 华阳的厂区有没有食堂, "does Hollund Marine have a parking lot?". The notes are looked into, which say so when they hold nothing."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_ZH = re.compile(
    r"(?P<of>[\u3400-\u9fff]{0,10}?)(?:现在|目前|里面?|那边|附近|自己|是不是|到底|,)*(?:有没有|有无|是否有|有几个|有多少个?|有)(?P<z>[\u3400-\u9fffA-Za-z ]{2,14}?)(?:吗|么|嘛|呢|啊|没有)*[?？。.]*"
)
_WHERE_ZH = re.compile(
    r"的(?P<z>[\u3400-\u9fff]{2,10}?)(?:在哪里?|在哪儿|几点(?:开门|关门|开|关)?|好不好(?:吃|停)?|大不大|多大|远不远|让不让进)[?？。.]*"
)
_EN_AFTER = re.compile(
    r"(?:'s|’s)?(?: (?:site|plant|factory|office|campus|building|people|place|headquarters|hq))? (?:also |still |actually )?(?:have|has|got|offer|run|own|use|provide|serve) (?:an?|any|their own|its own|some|the|enough) (?P<z>[a-z][a-z -]{2,40}?)[\s?.!]*"
)
_EN_OPENS = re.compile(r"(?:and |so |ok |by the way,? )*(?:does|do|has|have|did) (?:the |our )?$")
_EN_AT = re.compile(
    r"(?:and |so |ok |by the way,? )*(?:is|are) there (?:an?|any|some|enough) (?P<z>[a-z][a-z -]{2,40}?) (?:at|in|near|on|by|inside|close to) (?:the |our )?$"
)
_OPENS_ZH = re.compile(r"(?:那么?|请问|问一?下|你?知道|[ ,])*")
_KEPT = re.compile(
    r"(?<![a-z])(?:deals?|tickets?|tasks?|leads?|contacts?|meetings?|calls?|notes?|e-?mails?|activit\w+|issues?|problems?|cases?|contract|budget|competitor|discount|offer|quote|account|owner|manager|news|update|date|phone|website|plans?|time|access|invoice|renewal|follow-?up|history|potential|chance|interest|questions?)(?![a-z])"
    r"|商机|工单|任务|待办|线索|联系人|会议|电话|跟进|活动|备注|笔记|邮件|问题|合同|预算|对手|竞品|折扣|报价|客户|负责|决策|消息|变化|进展|动静|日期|网站|计划|安排|权限|续约|单子|机会|希望|可能|兴趣|异议|顾虑|风险|提|说|聊|谈|问|联系|回|人|空|买|签|付|欠|开票|投诉|逾期|多少|什么|哪|几|没|员工|规模|啥|谁"
)
"""What is on record in fields and records of its own."""


def no_field_holds(r: Reading) -> Meant | None:
    """The notes on a customer, searched for a thing nothing on record is called."""
    named = [n for n in r.names if n.may_be("account", "contact", "deal")]
    if len(named) != 1 or r.refs or r.money or r.days or r.periods:
        return None
    name = named[0]
    before, behind = r.text[r.lo : name.start], r.text[name.end : r.hi]
    if r.zh:
        if not _OPENS_ZH.fullmatch(before):
            return None
        match = _ZH.fullmatch(behind) or _WHERE_ZH.fullmatch(behind)
    else:
        match = _EN_AFTER.fullmatch(behind) if _EN_OPENS.fullmatch(before) else None
        if match is None and not behind.strip(" ?.!"):
            match = _EN_AT.fullmatch(before)
    if match is None or _KEPT.search(match["z"]):
        return None
    start = match.start("z") + (r.lo if match.re is _EN_AT else name.end)
    if any(s.start < start + len(match["z"]) and start < s.end for s in r.spans("senses", "names")):
        return None
    thing = r.piece(start, start + len(match["z"]))
    thing = re.sub(r" for .*$", "", thing)
    query = f"有没有提过{thing}" if r.zh else f"did anybody mention a {thing}"
    return Meant(1.0, (Call("recall_notes", {"query": query, "about": name.text}),), whole=True)
