"""Put something on somebody's list, with a day it is due."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.kinds import Moment, PersonName, RecordName
from assistant.reading import Asker, read_day, read_moment, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._beside import day_beside
from assistant.tools._meant import record_meant
from crm_store.models import Activity, Contact, Deal
from crm_store.proposals import Draft


@tool(
    effect="proposes",
    says=(
        "remind me to call Bob on Friday at 10",
        "create a task to send the quote to Acme by Tuesday",
        "give Chen the demo task for next Monday",
        "todo: prepare the Globex workshop by end of month",
        "follow up with Li Na in two weeks",
        "don't let me forget the Initech contract tomorrow",
        "add a task for Maya: update the price list",
        "set a reminder for tomorrow to check the ticket",
        "明天提醒我给 Bob 打电话",
        "建一个任务：周二前把报价发给 Acme",
        "下周一让陈晓准备演示",
        "两周后跟进李娜",
        "提醒我月底前准备 Globex 的研讨会",
        "给赵敏加个待办：更新价格表",
        "别忘了明天处理 Initech 合同",
        "周五上午十点提醒我联系王伟",
        "remind me two weeks before the Initech renewal closes",
        "华阳二期预计成交前一周提醒我准备合同",
    ),
)
def create_task(
    ctx: ToolContext,
    title: Annotated[str, Field(min_length=1, max_length=300, description="What is to be done, short.")],
    due: Moment | None = None,
    assignee: PersonName | None = None,
    about: RecordName | None = None,
    priority: Literal["low", "normal", "high", "urgent"] = "normal",
) -> ToolResult:
    """Propose a task or reminder. Nothing is written until the person saves the card."""
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    values: dict[str, object] = {"title": title.strip(), "priority": priority}
    if due and (beside := day_beside(asker, due, about)) is not None:
        values["due_on"], counted_from = beside
        about = about if isinstance(counted_from, Activity) else counted_from.ref
    elif due:
        day, clock = read_day(asker, due)
        values["due_on"] = day
        if clock is not None:
            values["due_at"] = read_moment(asker, due)
    if assignee:
        values["assignee"] = record_named(asker, assignee, ("user",)).id
    focus: list[tuple[str, int]] = []
    if about:
        record = record_meant(asker, about, ("account", "contact", "deal", "ticket"))
        entity = type(record).about.entity
        focus.append((entity, record.id or 0))
        values[entity] = record.id
        if isinstance(record, (Contact, Deal)) and record.account_id:
            values["account"] = record.account_id
        if isinstance(record, Deal) and record.contact_id:
            values["contact"] = record.contact_id
    draft = Draft(ctx.crm)
    draft.create("task", values)
    proposal = draft.save(thread=ctx.thread_id or None, tool="create_task", language=ctx.language)
    note = (
        ""
        if due
        else ctx.words("No due day was given; add one on the card if you like.", "没有给出到期日，可在卡片上补充。")
    )
    return ToolResult(note, proposal=proposal.id, focus=focus)
