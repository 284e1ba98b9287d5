"""A portfolio told to whoever takes it over: each customer with what is open, promised and next."""

from assistant.blocks import Table
from assistant.errors import ToolProblem
from assistant.kinds import PersonName
from assistant.memory.statements import Topic
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._evidence import Evidence, deal_line, evidence_on, talk
from assistant.wording import count_text, day_text, name_text
from crm_store.models import Task, User
from crm_store.queries.find import Condition, Query, count, records

_MOST = 12


@tool(
    effect="reads",
    says=(
        "write a handover note for my accounts going to Zhao",
        "hand-over summary of my portfolio",
        "prepare a handover of my customers",
        "summarise my accounts for whoever takes over from me",
        "handover document for Maya's accounts",
        "I am leaving on Friday, write up my customers for Tom",
        "make a handover overview of Chen's customers",
        "what does my successor need to know about my accounts?",
        "我要把客户交接给赵敏，写一份交接说明",
        "把我手上的客户整理一份交接说明",
        "给接手的人写一份客户交接材料",
        "整理一下陈晓名下客户的交接文档",
        "出一份交接清单给吴桐",
        "我下周离职，帮我写客户交接说明",
        "我的客户交接记录",
        "交接总结：我负责的客户",
    ),
)
def handover(ctx: ToolContext, whose: PersonName | None = None, to: PersonName | None = None) -> ToolResult:
    """Write up somebody's customers (one's own when nobody is named) for whoever takes them over: open deals, next step, promises,
    tickets, last conversation and worries of each. It changes no owner.
    """
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    owner = record_named(asker, whose or "me", ("user",))
    heir = record_named(asker, to, ("user",)) if to else None
    if not isinstance(owner, User):
        raise ToolProblem("Name a colleague whose customers are meant.", "请说出是哪位同事的客户。")
    query = Query("account", [Condition("owner", "=", owner.id)])
    total = count(ctx.crm, query)
    name, new = name_text(owner, ctx.language), name_text(heir, ctx.language) if heir is not None else ""
    if not total:
        say = ctx.words(
            f"{name} looks after no customer that you may see, so there is nothing to hand over.",
            f"{name}名下没有您能看到的客户，没有可交接的内容。",
        )
        return ToolResult(say)
    first = evidence_on(ctx, records(ctx.crm, query)[0])
    told, rows, refs = [], list[list[str]](), list[str]()
    for account in records(ctx.crm, query)[:_MOST]:
        e = evidence_on(ctx, account)
        e.sources = first.sources
        told.append(_told(e))
        held = e.held()
        rows.append(
            [
                account.display,
                str(len(e.open_deals())),
                str(e.beside.tasks.total),
                str(e.beside.tickets.total),
                day_text(e.day(held[0].starts_at), ctx.language) if held and held[0].starts_at else "",
            ]
        )
        refs.append(account.ref)
    many = count_text(total, "customer", "customers", "个客户", ctx.language)
    head = ctx.words(
        f"Handover of {name}'s {many}{' to ' + new if new else ''}, from what is on record.",
        f"{name}{'交接给' + new if new else ''}的 {many}，根据现有记录整理。",
    )
    more = total - len(rows)
    tail = (
        [ctx.words(f"{more} more are in the list “accounts of {name}”.", f"另有 {more} 个，见“{name}的客户”。")]
        if more > 0
        else []
    )
    tail.append(
        ctx.words(
            "This note changes no owner: I do not hand records over until you say so (“assign my accounts to …”).",
            "这份说明不会改变负责人；要真正移交请说“把我的客户转给……”，没有确认我不能改。",
        )
    )
    columns = [
        ctx.words(*c)
        for c in (
            ("Customer", "客户"),
            ("Open deals", "进行中商机"),
            ("Open tasks", "未完成任务"),
            ("Unsolved tickets", "未解决工单"),
            ("Last talk", "最近沟通"),
        )
    ]
    table = Table(ctx.words("Handover", "交接清单"), columns, rows, refs, total)
    return ToolResult(
        "\n\n".join([head, *told, *tail]),
        show=[table],
        sources=first.sources,
        data={"accounts": refs, "total": total},
        focus=[("account", int(r.split("-")[1])) for r in refs],
    )


def _told(e: Evidence) -> str:
    """One customer in a paragraph."""
    ctx = e.ctx
    parts = (
        [ctx.words("open: ", "进行中：") + ctx.words("; ", "；").join(deal_line(e, d) for d in e.open_deals()[:2])]
        if e.open_deals()
        else []
    )
    steps = [e.shown(d, "next_step") for d in e.open_deals()[:1] if d.next_step]
    if steps:
        parts.append(ctx.words("next: ", "下一步：") + steps[0])
    tasks = [t for t in e.beside.tasks.records if isinstance(t, Task)][:2]
    if tasks:
        parts.append(
            ctx.words("to do: ", "待办：")
            + ctx.words("; ", "；").join(
                f"{t.title} ({t.ref})" if ctx.language == "en" else f"{t.title}（{t.ref}）" for t in tasks
            )
        )
    if e.beside.tickets.total:
        parts.append(
            ctx.words("tickets: ", "工单：") + ctx.words(", ", "、").join(t.ref for t in e.beside.tickets.records[:3])
        )
    if held := e.held():
        parts.append(
            ctx.words(f"last talk {talk(e, held[0])} ({held[0].ref})", f"最近沟通 {talk(e, held[0])}（{held[0].ref}）")
        )
    if found := e.find(Topic.OBJECTION, Topic.RISK):
        parts.append(ctx.words("worry: ", "顾虑：") + e.quote(found[0]))
    told = ctx.words("; ", "；").join(parts) or ctx.words("nothing open", "没有未完事项")
    return ctx.words(f"**{e.name}** ({e.record.ref}): {told}", f"**{e.name}**（{e.record.ref}）：{told}")
