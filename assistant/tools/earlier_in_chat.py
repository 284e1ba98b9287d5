"""What was said earlier in this conversation, also long ago: found by words, topic or record, told with its time and references."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.kinds import Words
from assistant.memory.keyword import terms
from assistant.memory.transcript import LOOKED_AT, Told, find, lines_on, still_told
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import moment_text
from crm_store.queries.conversations import last_turns
from crm_store.queries.mentions import mentions

_FRAME = re.compile(
    r"(?<![a-z])(?:what|which|when|where|who|how (?:much|many)|did|do|have|had|has|was|were|is|can you|could you|please|remind me|tell me|again|exactly|"
    r"we|i|you|us|me|say|said|saying|talk(?:ed|ing)?|discuss(?:ed|ing)?|mention(?:ed)?|ask(?:ed)?|told|tell|show(?:ed|n)?|speak|spoke|about|on|"
    r"earlier|before|previously|just now|a (?:moment|minute|while) ago|at the (?:start|beginning)|so far|in|of|the|this|our|that|it|"
    r"chat|conversation|thread|session|today|above|already)(?![a-z'])|['’]s(?![a-z])|[?？!！。.,，]"
    r"|刚才|刚刚|方才|之前|前面|上面|早些时候|一开始|开头|咱们|我们|你|我|(?:这个?|本次?|这次)(?:对话|聊天|会话)(?:里面?|中)?|聊天记录|说(?:过|到|的)?|聊(?:过|到|的)?|谈(?:过|到|的)?|提(?:过|到|的)?|讲(?:过|到|的)?|问(?:过|到|的)?|讨论(?:过|的)?|告诉(?:过|我)?|"
    r"是多少|多少|什么|哪些|哪个|怎么|吗|呢|来着|的|了|是|有没有|关于",
    re.IGNORECASE,
)
_LISTED = 8
_READ = 60
"""Turns compared by meaning, the latest."""
_ALIKE = 0.33
"""Cosine from which a turn speaks of the same: 价格 and "what did Zehe say about the price?" have .36, strangers .24 at most."""


@tool(
    effect="reads",
    says=(
        "what did we say about Acme's discount earlier in this chat?",
        "what was the budget you told me earlier in this conversation?",
        "what did I ask you at the start of this chat?",
        "remind me what you said about Globex a moment ago",
        "which deals did we talk about so far in this conversation?",
        "what was the number you gave me just now?",
        "which contact did you mention a minute ago?",
        "what did we discuss at the beginning of this conversation?",
        "我们刚才说的预算是多少？",
        "刚才我们聊到的折扣是怎么说的？",
        "这个对话里我们讨论过哪些客户？",
        "你刚才都回答了我什么？",
        "我一开始问的是什么？",
        "刚才你说的那个联系人是谁？",
        "我们刚才聊的那个商机是哪个？",
        "本次对话里你提到过的金额是多少？",
    ),
)
def earlier_in_chat(ctx: ToolContext, query: Words) -> ToolResult:
    """Look back in this very conversation: what was asked and answered before, with the time and the records it was about.

    Use it for “what did we say about … earlier”. What customers said stands in the notes and is found with another tool.
    """
    said = [t for t in last_turns(ctx.crm, ctx.thread_id, LOOKED_AT) if t.id != ctx.turn and not _looked_back(t.data)]
    turns = still_told(ctx.crm, said[::-1])
    if not turns:
        return ToolResult(ctx.words("Nothing was said in this conversation before.", "这个对话里之前没有说过什么。"))
    named = mentions(ctx.crm, query)
    refs = [c.ref for m in named for c in m.candidates]
    names = [n for m in named for n in (m.text, *(c.label.split(" (")[0].split("（")[0] for c in m.candidates))]
    topic = " ".join(_FRAME.sub(" ", query).split())
    if not topic and not refs:
        return _all(ctx, turns)
    found = find(turns, topic, refs, names) or _by_meaning(ctx, turns, topic)
    if not found:
        return ToolResult(
            ctx.words(
                f"Nothing about “{topic or query}” was said earlier in this conversation ({len(turns)} turns looked through).",
                f"这个对话之前没有说到“{topic or query}”（共查看 {len(turns)} 轮）。",
            ),
            data={"turns": []},
        )
    head = ctx.words("Earlier in this conversation, as it was told then:", "这个对话之前说过（按当时的说法）：")
    lines = [head, *(_shown(ctx, t, topic) for t in found)]
    data = {
        "turns": [
            {"at": t.at.isoformat(), "said": t.said, "replied": t.reply[:1000], "refs": list(t.refs)} for t in found
        ]
    }
    return ToolResult("\n\n".join(lines), data=data)


def _looked_back(data: Mapping[str, Any]) -> bool:
    """Whether a turn did nothing but look back itself."""
    return {c.get("tool") for c in data.get("calls") or ()} == {"earlier_in_chat"}


def _by_meaning(ctx: ToolContext, turns: list[Told], topic: str) -> list[Told]:
    """The turn nearest in meaning, where no word is shared: asked in the other language."""
    near = getattr(ctx.memory, "alike", None)
    some = [t for t in turns[-_READ:] if len(terms(t.said)) > 1]
    if near is None or not some or not topic:
        return []
    cosines = near(topic, [t.said[:400] for t in some])
    best = max(range(len(some)), key=lambda i: cosines[i])
    return [some[best]] if cosines[best] >= _ALIKE else []


def _shown(ctx: ToolContext, told: Told, topic: str) -> str:
    at = told.at.astimezone(ctx.actor.zone)
    when = f"{at:%H:%M}" if at.date() == ctx.today else moment_text(at, ctx.language)
    said = " ".join(told.said.split())
    said = said if len(said) <= 200 else said[:199] + "…"
    lines = [ctx.words(f"**{when}**, you: “{said}”", f"**{when}**，您：“{said}”")]
    lines += [f"> {x.lstrip('> ')}" for x in lines_on(told, topic)]
    if told.left_out:
        lines.append(
            ctx.words(
                "> (Left out: what was said of records that are gone or that you do not see.)",
                "> （已略去：涉及的记录已删除或您无权查看。）",
            )
        )
    return "\n".join(lines)


def _all(ctx: ToolContext, turns: list[Told]) -> ToolResult:
    """What one talked about, when nothing in particular is asked for: the first thing said and the latest."""
    some = turns if len(turns) <= _LISTED else [turns[0], *turns[1 - _LISTED :]]
    lines = []
    for t in some:
        about = ctx.words(", ", "、").join(t.refs[:4])
        said = " ".join(t.said.split())[:160]
        lines.append(f"- {t.at.astimezone(ctx.actor.zone):%H:%M} “{said}”" + (f" ({about})" if about else ""))
    head = ctx.words(f"In this conversation you said, of {len(turns)} turns:", f"这个对话共 {len(turns)} 轮，您说过：")
    return ToolResult("\n".join([head, *lines]), data={"turns": [{"said": t.said, "refs": list(t.refs)} for t in some]})
