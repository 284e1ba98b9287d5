"""Leads in the order they are worth calling, with the reasons for each place, and who could take those nobody has."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.kinds import TeamOrPerson
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text, money_text, name_text
from crm_store.queries.lead_chances import EACH, ENOUGH, LABELS, Learnt
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
    """Rank leads in play by the chance learnt from decided ones where there are enough, else by a score of rules (0 to 100), with the reasons; suggest an owner for those without one."""
    seen = Counted(ctx.crm, ctx.language, whose=whose, focus=ctx.focus)
    made = scored(ctx.crm, owners=seen.people.owners, teams=seen.people.teams)
    basis = (
        (f"Scores follow rules (version {RULES_VERSION}); sources are weighed by {made.learned} leads decided so far.", f"按规则评分（版本 {RULES_VERSION}）；来源权重取自 {made.learned} 条已有结果的线索。")
        if made.learned
        else (f"Scores follow rules (version {RULES_VERSION}): too few leads are decided to learn from.", f"按规则评分（版本 {RULES_VERSION}）：已有结果的线索太少，无法学习。")
    )  # fmt: skip
    note = seen.note(("leads in play", "跟进中的线索"), basis, _learned(made.model))
    chances = made.model.state == "learned"
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
        *([seen.words("Chance", "转化概率")] if chances else []),
        seen.words("Score", "评分"),
        seen.words("Owner", "负责人"),
        seen.words("Suggested owner", "建议负责人"),
        seen.words("Why", "原因"),
    ]
    rows = [
        [s.lead.name, s.lead.organization or "–", *([_chance(s)] if chances else []), str(s.score), owners.get(s.lead.owner_id or 0, "–"), name_text(s.route, ctx.language) if s.route else "–", _why(ctx, s)]
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
    data = {"leads": [{"ref": s.lead.ref, "score": s.score, "chance": s.chance, "why": _why(ctx, s)} for s in shown]}
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
    return f"{s.lead.name}{company}{ctx.words(': ', '：')}{_chance(s) + ctx.words(', score ', '，评分 ') if s.chance is not None else ''}{s.score}{ctx.words(' – ', ' – ')}{_why(ctx, s)}{ctx.words('.', '。')}{route}"


def _learned(model: Learnt) -> tuple[str, str]:
    """What the chances stand on, or why there are none."""
    if model.state == "few":
        return (
            f"Chances are not shown: {count_text(model.decided, 'lead is', 'leads are', '', 'en')} decided, too few to learn from ({ENOUGH} are needed, {EACH} of each kind).",
            f"未显示转化概率：已有结果的线索只有 {model.decided} 条，不足以学习（需要 {ENOUGH} 条，两种结果各 {EACH} 条）。",
        )
    if model.state == "none":
        return (
            f"Chances are not shown: what was learnt from {model.decided} decided leads did not tell the latest {model.judged} apart (AUC {model.auc:.2f}, 0.50 is chance).",
            f"未显示转化概率：从 {model.decided} 条已有结果的线索学到的规律无法区分最近的 {model.judged} 条（AUC {model.auc:.2f}，0.50 为随机）。",
        )
    way = ("boosted trees", "提升树") if model.way == "trees" else ("logistic regression", "逻辑回归")
    return (
        f"Chances are learnt by {way[0]} from {model.decided} decided leads ({model.converted} converted); on the latest {model.judged}, which it had not seen, AUC {model.auc:.2f} ± {model.error:.2f}.",
        f"转化概率由{way[1]}从 {model.decided} 条已有结果的线索（{model.converted} 条转化）学得；在未见过的最近 {model.judged} 条上 AUC {model.auc:.2f} ± {model.error:.2f}。",
    )


def _chance(s: Scored) -> str:
    return f"{100 * s.chance:.0f}%" if s.chance is not None else "–"


def _moved(ctx: ToolContext, s: Scored) -> list[str]:
    """What moves the chance, as people read it."""
    signs = ctx.words("raises", "提高"), ctx.words("lowers", "降低")
    return [
        f"{ctx.words(*LABELS.get(n, (n, n)))}{ctx.words(': ', '：')}{value} {signs[0] if by > 0 else signs[1]}{ctx.words(' it', '')}"
        for n, value, by in s.moved
    ]


def _why(ctx: ToolContext, s: Scored) -> str:
    learned = ctx.words("; ", "；").join(_moved(ctx, s))
    rules = _rules(ctx, s)
    return f"{learned}{ctx.words(' | rules: ', '｜规则：')}{rules}" if learned else rules


def _rules(ctx: ToolContext, s: Scored) -> str:
    amount, currency = s.lead.est_amount or Decimal(0), s.lead.currency or ctx.actor.currency
    worth = money_text(amount, currency, ctx.language)
    told = [f"{ctx.words(en, zh).replace('{worth}', worth)} ({p:+d})" for p, en, zh in s.reasons]
    return ctx.words("; ", "；").join(told) or ctx.words("nothing speaks for or against it", "没有加减分项")
