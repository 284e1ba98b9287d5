"""MEDDICC or BANT of a deal or customer: each field with the words behind it, blanks left blank."""

from typing import Literal

from assistant.blocks import Table
from assistant.kinds import RecordName
from assistant.memory.statements import Topic
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._evidence import Evidence, conflict_lines, gathered
from assistant.wording import day_text

_Field = tuple[str, str, tuple[Topic, ...], str]
"""English, Chinese, the topics that tell it, the field of a record that tells it too."""
_SHEETS: dict[str, tuple[_Field, ...]] = {
    "MEDDICC": (
        ("Metrics", "指标", (Topic.METRIC,), ""),
        ("Economic buyer", "经济决策人", (Topic.AUTHORITY,), "decision_maker"),
        ("Decision criteria", "决策标准", (Topic.CRITERIA,), ""),
        ("Decision process", "决策流程", (Topic.PROCESS, Topic.PAPER), ""),
        ("Identified pain", "痛点", (Topic.PAIN,), ""),
        ("Champion", "支持者", (Topic.CHAMPION,), "champion"),
        ("Competition", "竞争", (Topic.COMPETITOR,), "competitor"),
    ),
    "BANT": (
        ("Budget", "预算", (Topic.BUDGET,), ""),
        ("Authority", "决策权", (Topic.AUTHORITY,), "decision_maker"),
        ("Need", "需求", (Topic.PAIN, Topic.NEED), ""),
        ("Timeline", "时间", (Topic.TIMELINE,), "expected_close_date"),
    ),
}
_ROLES = ("decision_maker", "champion")
_QUOTES = 2


@tool(
    effect="reads",
    says=(
        "fill MEDDICC for Globex from the notes, quote behind each",
        "qualify the Acme renewal with MEDDICC",
        "BANT for Initech",
        "how well is the Globex rollout qualified?",
        "MEDDPICC of D-12",
        "run the Acme deal through BANT",
        "which MEDDICC fields are still blank on the Globex rollout?",
        "do a qualification sheet for Initech",
        "根据跟进记录给 Globex 填一份 MEDDICC，每一项附原话",
        "用 MEDDICC 梳理一下华阳试点",
        "华阳这单的 BANT",
        "用BANT评估一下华微续约",
        "甬澄这个项目 MEDDICC 还缺哪几项？",
        "给 D-12 做一份资格评估",
        "这单的 MEDDPICC 填一下",
        "Acme 续约的 BANT 分析",
    ),
)
def qualify(ctx: ToolContext, record: RecordName, method: Literal["MEDDICC", "BANT"] = "MEDDICC") -> ToolResult:
    """Fill a qualification sheet (MEDDICC or BANT) of a deal or customer from roles, fields and notes.

    Behind each field stands a quote with its day and source; a field nothing is on record about stays blank.
    """
    e = gathered(ctx, record, ("deal", "account", "contact"))
    rows, refs, blank = [], [], []
    for en, zh, topics, held in _SHEETS[method]:
        before = len(e.sources)
        told = _told(e, topics, held)
        if not told:
            blank.append(ctx.words(en, zh))
        rows.append([ctx.words(en, zh), "\n".join(told)])
        refs.append(e.sources[before].ref if len(e.sources) > before else "")
    filled = len(rows) - len(blank)
    head = ctx.words(
        f"{method} of {e.name} ({e.record.ref}) from what is on record: {filled} of {len(rows)} fields.",
        f"{e.name}（{e.record.ref}）的 {method}，根据现有记录填了 {len(rows)} 项中的 {filled} 项。",
    )
    lines = [head, *(_line(ctx, r) for r in rows)]
    if blank:
        missing = ctx.words(", ", "、").join(blank)
        lines.append(
            ctx.words(
                f"Blank: {missing}. Nothing on record says it, and I do not guess.",
                f"留空：{missing}。没有记录说明，我不能猜。",
            )
        )
    lines += conflict_lines(e, e.conflicts())
    table = Table(
        f"{method}: {e.name}", [ctx.words("Field", "项目"), ctx.words("What is on record", "记录依据")], rows, refs
    )
    return ToolResult(
        "\n".join(lines), show=[table], sources=e.sources, data={"fields": {r[0]: r[1] or None for r in rows}},
        focus=[(e.entity, e.record.id or 0)],
    )  # fmt: skip


def _told(e: Evidence, topics: tuple[Topic, ...], held: str) -> list[str]:
    made = []
    if held in _ROLES:
        for p in e.people():
            role = e.beside.roles.get(p.id or 0) or p.role
            if role == held:
                shown = e.shown(p, "role") if p.role == held else role.label(e.ctx.language)
                made.append(
                    e.ctx.words(
                        f"{p.name}, {p.title or 'no title on record'} ({p.ref}): {shown}",
                        f"{p.name}，{p.title or '职务未记录'}（{p.ref}）：{shown}",
                    )
                )
    elif held:
        made += [
            f"{d.display}（{d.ref}）：{t}" if e.ctx.language == "zh" else f"{d.display} ({d.ref}): {t}"
            for d in e.open_deals()[:2]
            if (t := e.shown(d, held))
        ]
    found = e.find(*topics, most=_QUOTES)
    made += [f"{e.quote(s)}{e.ctx.words(', ', '，')}{day_text(s.day, e.ctx.language)}" for s in found]
    return made


def _line(ctx: ToolContext, row: list[str]) -> str:
    told = row[1].replace("\n", ctx.words("; ", "；")) or ctx.words("(blank)", "（空）")
    return ctx.words(f"- **{row[0]}:** {told}", f"- **{row[0]}：**{told}")
