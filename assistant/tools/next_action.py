"""What to do next: for one deal, or the few deals of a person where doing something matters most."""

from assistant.blocks import Block, Table
from assistant.counted import Counted
from assistant.kinds import DealName, TeamOrPerson
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from crm_store.codes import StageKind
from crm_store.models import Deal, Stage
from crm_store.queries.risk import Risk, at_risk
from crm_store.signals import rules

_MOST = 5


@tool(
    effect="reads",
    says=(
        "what next on Globex?",
        "what should I do next on the Acme renewal?",
        "next best action for the Globex deal",
        "how do I move Globex forward?",
        "what are my next best actions?",
        "where should I put my effort this week?",
        "which deals should I work on next?",
        "suggest next steps for my deals",
        "Globex 下一步该怎么推进？",
        "华阳这单接下来怎么办？",
        "给华阳试点推荐下一步行动",
        "我接下来该推进哪些商机？",
        "这周我该把精力放在哪里？",
        "给我的商机建议下一步",
        "怎么把 Acme 续约往前推？",
        "下一步最该做什么？",
    ),
)
def next_action(ctx: ToolContext, deal: DealName | None = None, whose: TeamOrPerson | None = None) -> ToolResult:
    """Suggest what to do next on a deal, or on the deals where it matters most, each with the reason on record.

    Suggestions come from the signals and from what is planned; nothing is changed.
    """
    if deal:
        found = record_named(Asker(ctx.crm, ctx.language, ctx.focus), deal, ("deal",))
        assert isinstance(found, Deal)
        return _one(ctx, found)
    seen = Counted(ctx.crm, ctx.language, whose=whose or "me")
    risks = at_risk(ctx.crm, owners=seen.people.owners, teams=seen.people.teams, most=_MOST)
    if whose is None and not risks.looked_at:
        seen = Counted(ctx.crm, ctx.language)  # who owns no deals answers for those of others
        risks = at_risk(ctx.crm, owners=seen.people.owners, teams=seen.people.teams, most=_MOST)
    if not risks.found:
        text = seen.words(
            "No open deal is warned about: follow the planned next steps.",
            "没有需要预警的商机：按已计划的下一步推进即可。",
        )
        return ToolResult(f"{text}\n\n{seen.note(('all open deals', '全部进行中的商机'))}")
    top = risks.found
    lines = [
        seen.words(
            f"{n}. {r.deal.name}: {_do(ctx, r)} Why: {_why(ctx, r)}.",
            f"{n}. {r.deal.name}：{_do(ctx, r)}原因：{_why(ctx, r)}。",
        )
        for n, r in enumerate(top, 1)
    ]
    head = seen.words("Where it matters most now:", "眼下最值得做的：")
    columns = [
        seen.words("Deal", "商机"),
        seen.words(f"At stake ({risks.currency})", f"风险金额（{risks.currency}）"),
        seen.words("Do", "建议"),
        seen.words("Why", "原因"),
    ]
    rows = [[r.deal.name, seen.money(r.stake) if r.stake is not None else "–", _do(ctx, r), _why(ctx, r)] for r in top]
    show: list[Block] = [
        Table(seen.words("Next actions", "下一步行动"), columns, rows, refs=[r.deal.ref for r in top], total=len(rows))
    ]
    note = seen.note(("all open deals", "全部进行中的商机"), ("Ranked by the money at stake.", "按风险金额排序。"))
    data = {"deals": [{"ref": r.deal.ref, "do": _do(ctx, r), "why": _why(ctx, r)} for r in top]}
    return ToolResult(
        "\n".join([head, *lines]) + f"\n\n{note}", show=show, data=data, focus=[("deal", r.deal.id or 0) for r in top]
    )


def _do(ctx: ToolContext, risk: Risk) -> str:
    rule = rules()[risk.warnings[0].rule]
    return ctx.words(rule.do_en, rule.do_zh)


def _why(ctx: ToolContext, risk: Risk) -> str:
    return ctx.words("; ", "；").join(ctx.words(e.en, e.zh) for e in risk.warnings)


def _one(ctx: ToolContext, deal: Deal) -> ToolResult:
    focus = [("deal", deal.id or 0)]
    stage = ctx.crm.many("stage", [deal.stage_id or 0]).get(deal.stage_id or 0)
    if isinstance(stage, Stage) and stage.kind in (StageKind.WON, StageKind.LOST):
        said = ctx.words(
            f"{deal.name} is closed ({stage.kind.en}): nothing is left to do on it.",
            f"{deal.name}已关闭（{stage.kind.zh}），没有待办的下一步。",
        )
        return ToolResult(said, focus=focus)
    found = at_risk(ctx.crm, deals=[deal.id or 0])
    lines = []
    if deal.next_step:
        due = f" ({deal.next_step_date})" if deal.next_step_date else ""
        zh_due = f"（{deal.next_step_date}）" if deal.next_step_date else ""
        lines.append(
            ctx.words(
                f"Planned next step on {deal.name}: {deal.next_step}{due}.",
                f"{deal.name}已定的下一步：{deal.next_step}{zh_due}。",
            )
        )
    risk = found.found[0] if found.found else None
    planned = risk.facts.planned_on if risk else None
    if planned is not None:
        lines.append(ctx.words(f"Something is planned for {planned}.", f"{planned} 已有安排。"))
    if risk is None:
        lines.append(ctx.words(f"No signal warns about {deal.name}.", f"{deal.name}没有预警。"))
        return ToolResult("\n".join(lines), data={"deal": deal.ref, "next_step": deal.next_step}, focus=focus)
    known = rules()
    lines.append(ctx.words(f"What I would do on {deal.name}:", f"对{deal.name}的建议："))
    for n, e in enumerate(risk.warnings[:3], 1):
        rule = known[e.rule]
        lines.append(ctx.words(f"{n}. {rule.do_en} Because: {e.en}.", f"{n}. {rule.do_zh}因为：{e.zh}。"))
    columns = [ctx.words("Signal", "预警"), ctx.words("Why", "原因"), ctx.words("Do", "建议")]
    rows = [
        [
            ctx.words(known[e.rule].en, known[e.rule].zh),
            ctx.words(e.en, e.zh),
            ctx.words(known[e.rule].do_en, known[e.rule].do_zh),
        ]
        for e in risk.warnings
    ]
    table = Table(
        ctx.words(f"Signals on {deal.name}", f"{deal.name}的预警"),
        columns,
        rows,
        refs=[deal.ref] * len(rows),
        total=len(rows),
    )
    return ToolResult(
        "\n".join(lines),
        show=[table],
        data={"deal": deal.ref, "signals": {e.rule: e.en for e in risk.warnings}},
        focus=focus,
    )
