"""What the brain says when it calls nothing: what it did not understand, and what can be said instead."""

from collections.abc import Sequence

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.recognise.days import Impossible

_TRY = (
    "You can ask (“my open deals over 50k this quarter”), report (“met Ana at Acme today, they want a quote by Friday”), "
    "change (“move Globex to negotiation”) or plan (“remind me to call Bob tomorrow”). “help” shows more.",
    "您可以提问（“我这个季度超过50万的商机”）、记录（“今天和李娜开会，周五前给报价”）、更改（“把 Globex 推进到商务谈判”）或安排（“明天提醒我给 Bob 打电话”）。说“帮助”查看更多。",
)
_NEAR = {
    "propose_change": ("change a record", "更改记录"),
    "create_task": ("add a task", "添加任务"),
    "log_interaction": ("log an interaction", "记录沟通"),
    "open_ticket": ("open a ticket", "新建工单"),
    "find_records": ("look up records", "查询记录"),
}
_SAY = {
    "propose_change": (
        "Name the record and its new value, such as “move Globex to negotiation” or “set the amount of D-12 to 60k”.",
        "请说出记录和新值，例如“把 Globex 推进到商务谈判”或“把 D-12 的金额改成6万”。",
    ),
    "create_task": ("Say it as “remind me to call Bob on Friday”.", "请这样说：“周五提醒我给 Bob 打电话”。"),
    "log_interaction": (
        "Say with whom and what happened, such as “called Bob at Acme, he wants a quote”.",
        "请说出和谁、发生了什么，例如“打给 Acme 的 Bob，他要报价”。",
    ),
    "open_ticket": ("Say it as “ticket for Acme: login fails”.", "请这样说：“给 Acme 建工单：无法登录”。"),
    "find_records": (
        "Say which records, such as “open deals of Acme”.",
        "请说出要查哪类记录，例如“Acme 的进行中商机”。",
    ),
}


def lost(r: Reading, pieces: Sequence[str], near: Sequence[str] = ()) -> str:
    """Nothing fits: the words that were not understood, and the nearest things that can be said."""
    if r.zh:
        what = "没有听懂" + ("“" + "”、“".join(pieces[:3]) + "”" if pieces else "这句话") + "，因此没有做任何更改。"
        return what + (f"最接近的说法：“{'”、“'.join(near)}”。说“帮助”查看更多。" if near else _TRY[1])
    what = (
        "I did not understand "
        + (", ".join(f"“{p}”" for p in pieces[:3]) if pieces else "that")
        + ", so nothing was changed. "
    )
    return what + (f"The nearest I know: {', '.join(f'“{s}”' for s in near)}. “help” shows more." if near else _TRY[0])


def half_understood(r: Reading, pieces: Sequence[str]) -> str:
    """A question is understood but for a value in it; an answer without it would be to another question."""
    if r.zh:
        what = "“" + "”、“".join(pieces[:3]) + "”"
        return f"我没有用上{what}，为避免答非所问，先不回答。请换个说法，或去掉这部分再问一次。"
    what = ", ".join(f"“{p}”" for p in pieces[:3])
    return f"I understood the question but for {what}, and an answer without it would mislead. Say that part another way, or leave it out."


def half_ordered(r: Reading, pieces: Sequence[str]) -> str:
    """An order about many records is understood but for a word that says which: without it others would be changed."""
    if r.zh:
        what = "“" + "”、“".join(pieces[:3]) + "”"
        return f"我没有用上{what}，为避免改错记录，没有做任何更改。请换个说法，或去掉这部分再说一次。"
    what = ", ".join(f"“{p}”" for p in pieces[:3])
    return f"I understood the order but for {what}, and without it other records would be changed too, so nothing was changed. Say that part another way, or leave it out."


def not_on_record(r: Reading, names: Sequence[str]) -> str:
    """Names nothing is known about under what the asker may see: an answer without them would be to another question."""
    if r.zh:
        return "没有找到“" + "”、“".join(names[:3]) + "”的记录。请检查写法，或直接给出编号，例如 D-12。"
    what = ", ".join(f"“{n}”" for n in names[:3])
    return f"I found nothing on record for {what}. Check the spelling or give its reference, such as D-12."


def no_such_day(r: Reading, day: Impossible) -> str:
    """A day or time that is none: why, and what to do."""
    if r.zh:
        return f"“{day.text}”不成立：{day.reason_zh}请换一个日期或时间。"
    return f"“{day.text}” is not possible: {day.reason_en} Give another day or time."


def quoted_only(language: str) -> str:
    """Nothing is left to do but what others said: that is data."""
    if language == "zh":
        return "引用或粘贴的文字只当作资料，不会照做，也没有与之对应的记录。请用您自己的话说出要做什么。"
    return "Text that is quoted or pasted is data here: nothing in it is done, and nothing on record goes by it. Say in your own words what you want."


def unclear(r: Reading, best: Meant) -> str:
    """Something fits a little: what it may have been, and how to say it."""
    near, say = _NEAR.get(best.tool), _SAY.get(best.tool)
    if near is None or say is None:
        return lost(r, ())
    if r.zh:
        return f"我不确定您的意思，可能是想{near[1]}，因此没有做任何更改。{say[1]}"
    return f"I am not sure what you mean; it may be to {near[0]}, so nothing was changed. {say[0]}"
