"""Open a service ticket for a customer, with the clocks its priority starts."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.kinds import AccountName, ContactName, PersonName
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._meant import record_meant
from assistant.wording import moment_text
from crm_store.models import Contact
from crm_store.proposals import Draft
from crm_store.rules import derived


@tool(
    effect="proposes",
    says=(
        "urgent ticket for Acme: login fails since this morning",
        "open a ticket for Globex, the export is broken",
        "Initech complains about a wrong invoice, log a complaint",
        "create a support case for Bob at Acme: cannot reset the password",
        "raise a high priority incident for Huayang: sensors offline",
        "new ticket: Umbra asks how to add users",
        "file a request for Globex: they need a data export",
        "report an outage at Acme",
        "给 Acme 建个紧急工单：今早起无法登录",
        "华阳投诉发票开错了，登记一个投诉",
        "为 Globex 开一个工单，导出功能坏了",
        "新建工单：李娜反馈密码无法重置",
        "帮我给华阳提一个高优先级故障单，传感器离线",
        "Initech 想加几个用户，建个请求工单",
        "登记一个报修：宁波工厂设备离线",
        "开个工单，客户反映报表打不开",
    ),
)
def open_ticket(
    ctx: ToolContext,
    subject: Annotated[str, Field(min_length=1, max_length=300, description="The trouble in one line.")],
    account: AccountName | None = None,
    body: Annotated[str | None, Field(description="More detail, as it was said.")] = None,
    priority: Literal["low", "normal", "high", "urgent"] = "normal",
    type: Literal["question", "incident", "problem", "complaint", "request"] | None = None,  # noqa: A002 - the model's word for it
    contact: ContactName | None = None,
    assignee: PersonName | None = None,
) -> ToolResult:
    """Propose a service ticket. Nothing is written until the person saves the card."""
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    values: dict[str, object] = {
        "subject": subject.strip(),
        "priority": priority,
        "body": body,
        "type": type,
        "channel": "chat",
    }
    focus: list[tuple[str, int]] = []
    if contact:
        person = record_named(
            asker, f"{contact} @ {account}" if account and "@" not in contact else contact, ("contact",)
        )
        values["contact"] = person.id
        focus.append(("contact", person.id or 0))
        if isinstance(person, Contact) and person.account_id and not account:
            values["account"] = person.account_id
    if account:
        company = record_meant(asker, account, ("account",))
        values["account"] = company.id
        focus.insert(0, ("account", company.id or 0))
    if assignee:
        values["assignee"] = record_named(asker, assignee, ("user",)).id
    draft = Draft(ctx.crm)
    draft.create("ticket", values)
    clocks = derived(ctx.crm, "ticket", None, {"priority": priority})
    proposal = draft.save(thread=ctx.thread_id or None, tool="open_ticket", language=ctx.language)
    zone = ctx.actor.zone
    first, last = (
        moment_text(clocks[k].astimezone(zone), ctx.language) for k in ("first_response_due", "resolution_due")
    )
    say = ctx.words(f"First response due {first}, resolution due {last}.", f"首次响应时限 {first}，解决时限 {last}。")
    if not values.get("account"):
        say += ctx.words(" No account was named; add it on the card.", "没有指明客户，请在卡片上补充。")
    return ToolResult(say, proposal=proposal.id, focus=focus)
