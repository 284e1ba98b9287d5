"""What can be said here, with examples on the person's own records."""

from typing import Annotated

from pydantic import Field

from assistant.examples import OwnExamples
from assistant.recognise.text import language as language_of
from assistant.tools._base import Effect, Tool, ToolContext, ToolResult, catalog, tool
from crm_store.codes import ActivityKind
from crm_store.names import normal

_GROUPS: tuple[tuple[Effect, tuple[str, str]], ...] = (
    ("reads", ("Ask", "查询")),
    ("proposes", ("Log and change (you confirm before anything is saved)", "记录与修改（确认后才会保存）")),
    ("acts", ("Take back", "撤销")),
)


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
    tools = _about(topic) if topic else []
    chosen, many = (tools, 6) if tools else ([t for t in catalog().values() if t.name != "help"], 2)
    own = OwnExamples(ctx.crm, ctx.language)
    lines = []
    for effect, title in _GROUPS:
        examples = [s for t in chosen if t.effect == effect for s in _examples(ctx, t, many, own)]
        if examples:
            lines.append(f"\n**{ctx.words(*title)}**")
            lines += [ctx.words(f"- “{s}”", f"- “{s}”") for s in examples]
    head = ctx.words(
        "Ask me about your customers, deals, tasks and tickets in plain words, or tell me what happened. For example:",
        "您可以用日常语言询问客户、商机、任务和工单，也可以直接告诉我发生了什么。例如：",
    )
    if tools:
        head = ctx.words(f"For “{topic}” you can say:", f"关于“{topic}”，您可以这样说：")
    tail = ctx.words(
        "Nothing is written before you save it, and “undo” takes back the last change.",
        "未经您确认不会写入任何内容；说“撤销”即可取消上一次更改。",
    )
    return ToolResult("\n".join([head, *lines, "", tail]), data={"tools": [t.name for t in chosen]})


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
