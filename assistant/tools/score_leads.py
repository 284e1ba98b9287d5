"""Leads in the order they are worth calling, with the reasons for each place, and who could take those nobody has."""

from typing import Annotated

from pydantic import Field

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.kinds import TeamOrPerson
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text, name_text
from crm_store.queries.lead_scores import RULES_VERSION, Scored
from crm_store.queries.lead_scores import score_leads as scored

_TOLD = 5


@tool(
    effect="reads",
    says=(
        "rank my new leads",
        "score my leads",
        "which leads should I call first?",
        "which leads are most likely to convert?",
        "best leads in Suzhou",
        "prioritise the leads of my team",
        "who should take the unassigned leads?",
        "hot leads",
        "给我的线索打分",
        "线索评分",
        "我该先打哪些线索？",
        "哪些线索最有可能转化？",
        "苏州团队最好的线索",
        "给线索排个优先级",
        "没人跟的线索该分给谁？",
        "最热的线索有哪些？",
    ),
)
def score_leads(
    ctx: ToolContext,
    whose: TeamOrPerson | None = None,
    limit: Annotated[int, Field(ge=1, le=100, description="How many to list.")] = 15,
) -> ToolResult:
    """Rank leads in play by score (0 to 100), with the reasons, and suggest an owner for those without one."""
    seen = Counted(ctx.crm, ctx.language, whose=whose, focus=ctx.focus)
    made = scored(ctx.crm, owners=seen.people.owners, teams=seen.people.teams)
    basis = (
        (f"Scores follow rules (version {RULES_VERSION}); sources are weighed by {made.learned} leads decided so far.", f"按规则评分（版本 {RULES_VERSION}）；来源权重取自 {made.learned} 条已有结果的线索。")
        if made.learned
        else (f"Scores follow rules (version {RULES_VERSION}): too few leads are decided to learn from.", f"按规则评分（版本 {RULES_VERSION}）：已有结果的线索太少，无法学习。")
    )  # fmt: skip
    note = seen.note(("leads in play", "跟进中的线索"), basis)
    if not made.found:
        return ToolResult(f"{seen.words('There are no leads in play.', '没有跟进中的线索。')}\n\n{note}")
    head = seen.words(
        f"{count_text(len(made.found), 'lead', 'leads', '', 'en')} in play, the best first:",
        f"{len(made.found)} 条跟进中的线索，最好的在前：",
    )
    lines = [f"{n}. {_one(ctx, s)}" for n, s in enumerate(made.found[:_TOLD], 1)]
    shown = made.found[:limit]
    owners = seen.names("user", (s.lead.owner_id for s in shown))
    columns = [
        seen.words("Lead", "线索"),
        seen.words("Company", "公司"),
        seen.words("Score", "评分"),
        seen.words("Owner", "负责人"),
        seen.words("Suggested owner", "建议负责人"),
        seen.words("Why", "原因"),
    ]
    rows = [
        [s.lead.name, s.lead.organization or "–", str(s.score), owners.get(s.lead.owner_id or 0, "–"), name_text(s.route, ctx.language) if s.route else "–", _why(ctx, s)]
        for s in shown
    ]  # fmt: skip
    show: list[Block] = [
        Table(
            seen.words("Leads by score", "线索评分"),
            columns,
            rows,
            refs=[s.lead.ref for s in shown],
            total=len(made.found),
        ),
        Chart(
            seen.words("Leads by score", "线索评分"),
            "bar",
            [
                {"label": f"{s.lead.name} {s.lead.ref}", "value": float(s.score), "text": str(s.score)}
                for s in shown[:10]
            ],
        ),
    ]
    data = {"leads": [{"ref": s.lead.ref, "score": s.score, "why": _why(ctx, s)} for s in shown]}
    return ToolResult(
        "\n".join([head, *lines]) + f"\n\n{note}", show=show, data=data, focus=[("lead", s.lead.id or 0) for s in shown]
    )


def _one(ctx: ToolContext, s: Scored) -> str:
    company = ctx.words(
        f" ({s.lead.organization})" if s.lead.organization else "",
        f"（{s.lead.organization}）" if s.lead.organization else "",
    )
    route = ctx.words(
        f" Nobody has it: {name_text(s.route, 'en')} could take it." if s.route else "",
        f"尚无负责人，建议分给{name_text(s.route, 'zh')}。" if s.route else "",
    )
    return f"{s.lead.name}{company}{ctx.words(': ', '：')}{s.score}{ctx.words(' – ', ' – ')}{_why(ctx, s)}{ctx.words('.', '。')}{route}"


def _why(ctx: ToolContext, s: Scored) -> str:
    return ctx.words("; ", "；").join(f"{ctx.words(en, zh)} ({p:+d})" for p, en, zh in s.reasons) or ctx.words(
        "nothing speaks for or against it", "没有加减分项"
    )
