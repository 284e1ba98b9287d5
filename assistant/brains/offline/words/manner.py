"""In which manner something is said: a question, a request, a report of what happened; and where the politeness ends."""

import re

from assistant.brains.offline.lists.ended import lists_ended
from assistant.brains.offline.reading import Reading

_POLITE = re.compile(
    r"(?:[\s,.!:;]*(?:(?:hey|hi|hello|ok|okay|so|now|please|pls|plz|kindly|also|just|then|and|but|well|yes|yeah|oh|parley|quickly|btw|by the way|actually|again|assistant"
    r"|could you|can you|would you|will you|can we|could we|can i|could i|may i|i want to|i'd like to|i would like to|i want you to|i'd like you to|i need to|i need you to"
    r"|i need|i want|i'd like|let's|lets|let us|go ahead and|help me to|help me|be so kind and|for me)(?![a-z'])"
    r"|请帮我|请你|请问|请|麻烦你|麻烦|帮我|帮忙|劳驾|能不能|能否|可不可以|可以|我想要|我想|我要|我需要|给我|替我|你好|您好|嗨|然后|另外|顺便|还有|并且|同时|那么?|就|好的|好|对了|先|快|再|帮))*[\s,.!:;]*"
)
_TAIL = re.compile(
    r"(?:[\s,.!?]*(?:please|pls|thanks|thank you|thx|for me|if you can|if possible|谢谢|多谢|好吗|可以吗|行吗|好不好|行不行|吧|一下|哈|啊|哦|呀))+[\s,.!?]*$"
)
_ASKS = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|any|anything|anyone|anybody|list|show|display|find|search|look up|give me|tell me|get me|pull up|count"
    r"|what's|who's|where's|when's|how's|remind me (?:who|what|when|which|where|how|why)|do you know|does anyone)(?![a-z])"
)
_ASKS_VERB = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|am|should|can|could|will) (?:i|we|you|they|he|she|it|the|this|that|these|those|any|anyone|anybody|there|my|our|all|everyone|somebody|someone)(?![a-z])"
)
_ASKS_ZH = re.compile(
    r"谁|(?<!没)(?<!没有)什么|哪[些个家几位天里条种一]|哪(?=有)|多少|(?<![加这那好前要再增买了])几[个家单条位笔件张次回号点天项]|吗|呢[?.]?$|(?<=[过了到完好])没有?[?.]?$|(?<=[\u3400-\u9fff])没[?.]?$|怎么样|怎么说|怎么(?=才|联系|找|打|谈|看|讲|想|回|答|评价|报|砍|压)|如何|有没有|是否|是不是|为什么|何时|多久|咋样|(?<!没)(?<!没有)啥|(?:[输赢丢签谈]|成交|拿下)了几[单个次笔回](?:了|单|商机)?(?=[,，?？。]|$)"
)
_DONE_BEFORE = re.compile(r"^[^问]*(?:了|过|刚|完|找我|留言|来电话|来微信|来消息)[^问]*[,，。；;][^?？]*$")
_TOLD_QUESTION = re.compile(
    r"(?<=[,，。；;])(?:他|她|他们|对方|客户|顺便|又|还|就|我)*问(?:了|起|我|他|她|我们)*[^,，。；;?？]*(?=[,，。；;])"
)
"""What a report says was asked: 打了个电话，问交付得咋样，她说…"""
_ASKS_FOR_ZH = re.compile(
    r"^(?:列出|列一下|列|查询?一?下?|查看|看看|看一?下|显示|找出?一?下?|筛选|搜索?一?下?|调出|拉出?|给我看|统计|汇总|展示|介绍|说说|讲讲|总结|告诉我)"
)
_REPORTS = re.compile(
    r"^(?:(?:i|we|he|she|they|just|i've|we've|i have|we have|also|today|yesterday|this morning|this afternoon|earlier|last night|had|have|got|did|great|good|quick|short|nice|a|an|the|update|fyi|ok|so|just now|today's|yesterday's|on|at|back on)[\s,:]+)*$"
)


def start(r: Reading) -> int:
    """Where what is wanted begins, after "could you please", 麻烦帮我 and a day said first."""
    place = r.lo
    for _ in range(3):
        match = _POLITE.match(r.text, place, r.hi)
        place = match.end() if match else place
        day = next((s for s in r.spans("days", "periods") if s.start <= place < s.end), None)
        if day is None or day.end >= r.hi:
            break
        place = day.end
    return place


def core(r: Reading) -> str:
    """What is wanted, without politeness at either end."""
    match = _POLITE.match(r.text, r.lo, r.hi)
    text = r.text[match.end() if match else r.lo : r.hi]
    return _TAIL.sub("", text).strip()


def asks(r: Reading) -> bool:
    """Whether something is asked for, as a question or as "list", "show", 列出."""
    text = core(r)
    plain = r.whole.rstrip()
    begin = start(r)
    verb = re.match(r"(?:is|are|was|were|do|does|did|has|have|had) ", text)
    told = verb is not None and verb[0] == "had " and not plain.endswith("?")  # "had Ana on the line"
    if verb and not told and any(n.start == begin + verb.end() for n in r.names):
        return True
    late = r.text[begin : r.hi]
    if (
        lists_ended(r, text)
        or _ASKS_VERB.match(text)
        or _ASKS.match(text)
        or _ASKS.match(late)
        or _ASKS_FOR_ZH.match(text)
    ):
        return True
    if _ASKS_ZH.search(_TOLD_QUESTION.sub("", text) if _DONE_BEFORE.search(text) else text):
        return True
    return plain.endswith("?") and not re.match(
        r"(?:could|can|would|will) (?:you|we|i) |(?:能不能|能否|可以|可不可以)", r.whole.strip()
    )


def leads(r: Reading, *cue_names: str) -> int | None:
    """The end of a verb of these acts that stands where a command begins, or None."""
    begin = start(r)
    for hit in r.hits(*cue_names):
        if not r.text[hit.start].isascii() and r.text[hit.end : hit.end + 1] == "的":
            continue  # 新增的线索 are leads, no order to make one
        if (
            r.text[hit.start : hit.end] == "give"
            and re.match(r" (?:me|us)(?![a-z])", r.after(hit.end, 4))
            and "list" not in cue_names
        ):
            continue
        if hit.start == begin or (hit.start > begin and not r.text[begin : hit.start].strip(" ,.!:;'\"")):
            return hit.end
    return None


def reports_from(r: Reading, place: int) -> bool:
    """Whether only words like "I", "we just" or "this morning", and a day gone by, stand between the start and `place`."""
    before = r.text[r.lo : place]
    for day in r.past_days:
        if r.lo <= day.start and day.end <= place and day.value.day <= r.ask.today:
            before = before.replace(r.text[day.start : day.end], "today", 1)
    return bool(_REPORTS.match(before.lstrip()))
