"""What the notes on a record say differently: both sides with source and day."""

from assistant.kinds import RecordName
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._evidence import conflict_lines, gathered


@tool(
    effect="reads",
    says=(
        "are there contradictions about Globex?",
        "do our notes on Acme contradict each other?",
        "what do the notes on the Globex rollout disagree about?",
        "conflicting information on Initech",
        "any inconsistencies in what Acme told us?",
        "did Globex say different things about the budget?",
        "check the Acme renewal for conflicting statements",
        "where do our records on Globex not agree?",
        "关于华阳有没有互相矛盾的说法？",
        "华微的记录有矛盾吗？",
        "Globex 说法前后一致吗？",
        "检查一下华阳试点的记录有没有冲突",
        "甬澄前后说法有出入吗？",
        "Acme 的跟进记录里有没有对不上的地方？",
        "华阳关于预算的说法是不是前后不一？",
        "看看这个客户有没有自相矛盾的信息",
    ),
)
def contradictions(ctx: ToolContext, record: RecordName) -> ToolResult:
    """Show what notes, mails and fields of a customer, deal or person say differently about the same thing.

    Both sides come with their source and day, the stronger source first: a mail outranks a recollection. Nothing is averaged.
    """
    e = gathered(ctx, record, ("account", "deal", "contact"))
    found = e.conflicts()
    focus = [(e.entity, e.record.id or 0)]
    if not found:
        read = len({s.ref for s in e.told})
        say = ctx.words(
            f"I found no contradiction on {e.name} ({e.record.ref}) in {read} notes and tickets: budget, who decides, seats, terms and dates do not disagree.",
            f"在{e.name}（{e.record.ref}）的 {read} 条记录中没有发现矛盾：预算、决策人、席位、年限和日期的说法没有冲突。",
        )
        return ToolResult(say, data={"conflicts": []}, focus=focus)
    lines = conflict_lines(e, found)
    head = ctx.words(
        f"On {e.name} ({e.record.ref}) the records disagree about {len(found)} thing{'s' if len(found) > 1 else ''}:",
        f"{e.name}（{e.record.ref}）的记录有 {len(found)} 处说法不一：",
    )
    data = {
        "conflicts": [
            {
                "about": ctx.words(c.en, c.zh),
                "sides": [
                    {"value": s.value, "ref": s.ref, "date": s.day.isoformat(), "quote": s.quote} for s in c.sides
                ],
            }
            for c in found
        ]
    }
    return ToolResult("\n".join([head, *(f"- {line}" for line in lines)]), sources=e.sources, data=data, focus=focus)
