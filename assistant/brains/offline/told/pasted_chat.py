"""A chat pasted to be kept, turn by turn: 把这段微信存下来 周启明：… 我：下周三前发你初稿. What I said I would do there is a task."""

import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding
from assistant.brains.offline.told.promises import promises

_CHAT_ZH = r"(?:微信|聊天|对话|钉钉|飞书|短信|消息|企微|WhatsApp|whatsapp)(?:聊天|对话|消息|记录|内容)*"
_CHAT_EN = r"(?:wechat|whatsapp|slack|teams|chat|conversation|text|message|sms|dm)s?(?: (?:chat|thread|exchange|conversation|messages|log))?"
_KEEP_ZH = r"(?:存|记|归档|保存|录|贴|备案)(?:一下|下来|到系统里?|进去|一存|起来|好|上|档|入)*"
_OPENS = re.compile(
    rf"\s*(?:请|麻烦|帮我|帮忙)*(?:[把将])?(?:这|以下|下面|刚才|上面)?(?:一?[段个条])?(?:的)?(?:[跟和与]?(?P<a>[\u4e00-\u9fff]{{2,4}}?)的)?{_CHAT_ZH}(?:帮我|给我|请|麻烦|先|都)*{_KEEP_ZH}(?:吧)?[\s:：，,。]*"
    rf"|\s*(?:请|麻烦|帮我|帮忙)*{_KEEP_ZH}(?:这|以下|下面)?(?:一?[段个条])?(?:[跟和与]?(?P<b>[\u4e00-\u9fff]{{2,4}}?)的)?{_CHAT_ZH}[\s:：，,。]*"
    rf"|\s*(?:please |pls |can you )*(?:save|log|file|keep|record|store|archive) (?:this|the|that|my)? ?(?:whole |following )?{_CHAT_EN}(?: (?:with|from) [A-Z][\w'-]+(?: [A-Z][\w'-]+)?)?(?: please)?[\s:,.]*",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"(?:^|(?<=[\s。！？!?；;，,.:：]))(?P<w>我|[\u4e00-\u9fff]{2,4}|Me|I|[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?:[（(][^）)]{1,12}[）)])?\s?[:：]\s*"
)
_MINE = frozenset({"我", "Me", "I"})
_TO_YOU = re.compile(
    r"(?P<v>发|寄|给|送|回|交|转|传)给?(?:你|您)(?:们)?(?:一[份个下])?(?P<what>[\u4e00-\u9fff0-9A-Za-z ]*)$"
)
_LEAST_TURNS = 2


def pasted_chat(ask: Ask, linker: Linker) -> Understanding | None:
    """The chat as one message held with whom it was, my promises in it as tasks; None for anything else."""
    opens = _OPENS.match(ask.text)
    if opens is None:
        return None
    starts = list(_TURN.finditer(ask.text, opens.end()))
    if not starts or starts[0].start() > opens.end():
        return None
    ends = [*(m.start() for m in starts[1:]), len(ask.text)]
    turns = [(m["w"], m.end(), end) for m, end in zip(starts, ends, strict=True)]
    others = list(dict.fromkeys(w for w, _, _ in turns if w not in _MINE))
    known = [w for w in others if any(m.candidates and m.candidates[0].entity == "contact" for m in linker.link(w))]
    if not known or (len(turns) < _LEAST_TURNS and len(known) < len(others)):
        return None
    args: dict[str, Any] = {"note": ask.text.strip(), "kind": "message", "with_people": others}
    tasks = [t for w, a, b in turns if w in _MINE for t in _promised(ask, linker, ask.text[a:b], known[0])]
    if tasks:
        args["tasks"] = tasks
    return Understanding((Call("log_interaction", args),), 0.97)


def _promised(ask: Ask, linker: Linker, said: str, who: str) -> list[dict[str, Any]]:
    """What a turn of mine promises, said so that it is understood without the chat."""
    zh = ask.language == "zh"
    before, i_will = (
        ("微信聊了，", "我") if zh else ("We chatted, ", "I will send it " if _ONLY_WHEN.match(said) else "")
    )
    text = f"{before}{i_will}{said.strip(_STOPS)}"
    part = read(replace(ask, text=text, focus=(), previous=(), rows=(), listed=0), linker)
    tasks, _ = promises(part, part.within(part.lo, part.lo + len(before) - 1), "message", [who], None)
    if not (zh and not _DEED.search(said)):
        for task in tasks:
            task["title"] = _to_them(str(task["title"]), who, zh=zh)
        return tasks
    return []


def _to_them(title: str, who: str, *, zh: bool) -> str:
    if not zh:
        named = re.sub(r"(?<![a-z])you(?![a-z])", who, title)
        return f"{named} to {who}" if named.casefold() == "send it" else named
    you = _TO_YOU.search(title)
    if you is None:
        return re.sub("[你您]们?", who, title)
    verb = "发" if you["v"] == "给" and you["what"] else you["v"]
    front, what = title[: you.start()], you["what"]
    return f"给{who}{front}{verb}{what}" if what else f"{front}{verb}给{who}" if verb != "给" else f"{front}给{who}"


_DEED = re.compile("发|寄|给|送|回|交|传|安排|准备|确认|过去|过来|去|打|做|补|约|报|改|查|联系|出|写|整理|带|找|问|催")
_ONLY_WHEN = re.compile(r"\s*(?:by|on|before|tomorrow|next|this)(?![a-z])", re.IGNORECASE)
_STOPS = " 。.!！,，"
