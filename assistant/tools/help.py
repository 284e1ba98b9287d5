"""What can be said here, with examples on the person's own records."""

from typing import Annotated

from pydantic import Field

from assistant.examples import OwnExamples
from assistant.recognise.text import language as language_of
from assistant.tools._base import Tool, ToolContext, ToolResult, catalog, tool
from assistant.tools._help_groups import GROUPS, Group, group_called
from assistant.wording import listed
from crm_store.codes import ActivityKind
from crm_store.names import normal

_SHOWN = 5
"""Examples of one group at a glance; the rest comes when the group is asked for."""


@tool(
    effect="reads",
    says=(
        "what can you do?",
        "help",
        "how do I log a meeting?",
        "what can I ask?",
        "show me some examples",
        "how does this work?",
        "how do I undo something?",
        "I am new here, where do I start?",
        "你能做什么？",
        "帮助",
        "怎么记录会议？",
        "我可以问什么？",
        "给我几个例子",
        "这个怎么用？",
        "怎么撤销操作？",
        "我是新用户，从哪里开始？",
    ),
)
def help(  # noqa: A001 - the word people say
    ctx: ToolContext,
    topic: Annotated[
        str | None, Field(max_length=200, description="What they want help with: logging, pipeline, undo …")
    ] = None,
) -> ToolResult:
    """Say what Parley can do, with examples that run on the asker's own records."""
    own = OwnExamples(ctx.crm, ctx.language)
    group = group_called(topic) if topic else None
    told = _of_tools(topic, own, ctx) if topic and group is None else None
    lines, chosen = told or _of_groups((group,) if group else GROUPS, own, ctx, whole=group is not None)
    head = ctx.words(
        "Ask me about your customers, deals, tasks and tickets in plain words, or tell me what happened. For example:",
        "您可以用日常语言询问客户、商机、任务和工单，也可以直接告诉我发生了什么。例如：",
    )
    if told or group:
        head = ctx.words(f"For “{topic}” you can say:", f"关于“{topic}”，您可以这样说：")
    tail = ctx.words(
        "Nothing is written before you save it, and “undo” takes back the last change.",
        "未经您确认不会写入任何内容；说“撤销”即可取消上一次更改。",
    )
    if not told and group is None:
        more = [g.called[ctx.language == "zh"] for g in GROUPS if g.called]
        tail += "\n\n" + ctx.words(
            f"There is more of each: say “help with {more[0]}”, or with {listed(more[1:], 'en')}.",
            f"每类都还有更多：说“帮助：{more[0]}”，或“帮助：”加上{listed(more[1:], 'zh')}。",
        )
    return ToolResult("\n".join([head, *lines, "", tail]), data={"tools": chosen})


def _of_groups(
    groups: tuple[Group, ...], own: OwnExamples, ctx: ToolContext, *, whole: bool
) -> tuple[list[str], list[str]]:
    """An example of each tool, a group at a time: a few at a glance, or `whole`; a group of few tools shows more of each."""
    lines: list[str] = []
    chosen: list[str] = []
    for group in groups:
        most = len(group.tools) * 2 if whole else _SHOWN
        each = max(1, most // len(group.tools)) if len(group.tools) > 1 else 2
        held = [(n, s) for n in group.tools for s in _examples(ctx, catalog()[n], each, own)][:most]
        chosen += dict.fromkeys(n for n, _ in held)
        lines += [f"\n**{ctx.words(group.en, group.zh)}**", *(f"- “{s}”" for _, s in held)]
    return lines, chosen


def _of_tools(topic: str, own: OwnExamples, ctx: ToolContext) -> tuple[list[str], list[str]] | None:
    """Examples of the tools that speak of a topic; None when none does."""
    tools = _about(topic)
    if not tools:
        return None
    names = {t.name: t for t in tools}
    lines = []
    for group in GROUPS:
        examples = [s for n in group.tools if n in names for s in _examples(ctx, names[n], 6, own)]
        if examples:
            lines += [f"\n**{ctx.words(group.en, group.zh)}**", *(f"- “{s}”" for s in examples)]
    return lines, [t.name for t in tools]


def _about(topic: str) -> list[Tool]:
    """The tools whose name or examples speak of the topic, the closest first."""
    also = " ".join(w for k in ActivityKind if normal(k.en) in normal(topic) or k.zh in topic for w in k.also)
    wanted = [w for w in normal(f"{topic} {also}").split() if len(w) > 2 or not w.isascii()]

    pieces = [
        w if w.isascii() else w[i : i + 2] for w in wanted for i in range(1 if w.isascii() else max(1, len(w) - 1))
    ]

    def fit(t: Tool) -> tuple[int, int]:
        name, said = t.name.replace("_", " "), [normal(s) for s in t.says]
        present = sum(any(p in s for s in said) for p in pieces)
        return present + sum(p in name for p in pieces), sum(p in s for p in pieces for s in said)

    rated = [(fit(t), t) for t in catalog().values() if t.name != "help"]
    best = max((n for n, _ in rated), default=(0, 0))
    return [t for n, t in rated if n == best] if best[0] else []


def _examples(ctx: ToolContext, tool: Tool, many: int, own: OwnExamples) -> list[str]:
    mine = [s for s in tool.says if language_of(s, "en") == ctx.language]
    return list(dict.fromkeys(own.own(s) for s in mine[:many]))
