"""A customer, deal or person in five lines, as a portrait, or with all one needs before a meeting or a one-to-one; a ticket caught up on."""

from typing import Literal

from assistant.blocks import Block
from assistant.kinds import RecordName
from assistant.reading import Asker, record_named
from assistant.record_card import record_card
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._briefing import five_lines, portrait, preparation, ticket_story
from assistant.tools._evidence import Evidence, evidence_on, gathered
from assistant.tools._one_to_one import one_to_one
from crm_store.errors import NotFound
from crm_store.models import Ticket, User
from crm_store.queries.org import sellers
from crm_store.queries.timeline import hanging

_SHOWN = 5


@tool(
    effect="reads",
    says=(
        "summarise Acme in five lines",
        "give me a five-line summary of Globex with sources",
        "sum up the Initech pilot",
        "brief me before my meeting with Ana Ruiz",
        "prepare me for the call with Globex",
        "what do I need to know before I see Victor Hale?",
        "customer portrait of Acme",
        "catch me up on ticket 1042",
        "用五句话总结一下华阳",
        "总结一下华微这个客户，注明出处",
        "明天要见李娜，帮我准备一下",
        "下午2点见 Acme，帮我准备一下",
        "跟王伟开会前我要知道什么？",
        "给甬澄做一份客户画像",
        "概括一下华阳试点的情况",
        "工单1042帮我过一遍",
        "prep my 1:1 with Chen",
        "get me ready for my one-to-one with Tom",
        "下午和陈晓一对一，帮我准备",
    ),
)
def brief(
    ctx: ToolContext,
    record: RecordName,
    shape: Literal["summary", "meeting", "portrait", "one_to_one"] = "summary",
) -> ToolResult:
    """Tell a record for reading aloud: a summary in five lines, a portrait, a meeting preparation, or what to know before a
    one-to-one with a colleague (`one_to_one`: results, last two weeks, deals, promises, questions).

    The preparation holds who, history, open promises, tickets, wishes, risks, the next step and three questions to ask. Every
    quote, amount and day names its source; what is missing is said to be not on record.
    """
    if shape == "one_to_one":
        return one_to_one(ctx, _colleague(ctx, record))
    e = gathered(ctx, record)
    focus = [(e.entity, e.record.id or 0)]
    if isinstance(e.record, Ticket):
        account = e.words.record("account", e.record.account_id)
        e.beside = hanging(ctx.crm, account, most=10) if account is not None else e.beside
        lines = ticket_story(e)
    else:
        if shape == "meeting" and e.entity == "contact":
            lines = _with_company(e, ctx)
        else:
            lines = {"meeting": preparation, "portrait": portrait, "summary": five_lines}[shape](e)
    show: list[Block] = [record_card(e.words, e.record, hanging(ctx.crm, e.record, most=_SHOWN))]
    data = {"lines": lines, "sources": [{"n": s.n, "ref": s.ref, "quote": s.quote, "date": s.date} for s in e.sources]}
    return ToolResult("\n\n".join(lines), show=show, sources=e.sources, data=data, focus=focus)


def _colleague(ctx: ToolContext, name: str) -> User:
    """The colleague meant; a family name alone, as in 和陈一对一, will do when only one of those below the asker has it."""
    try:
        person = record_named(Asker(ctx.crm, ctx.language, ctx.focus), name, ("user",))
    except NotFound:
        mine = [u for u in sellers(ctx.crm) if u.name.startswith(name.strip()) and name.strip()]
        below = [u for u in mine if (u.id or 0) in ctx.actor.people] or mine
        if len(below) != 1:
            raise
        return below[0]
    assert isinstance(person, User)
    return person


def _with_company(e: Evidence, ctx: ToolContext) -> list[str]:
    """A meeting with a person is one with the company: its deals, tickets and colleagues count."""
    account = e.words.record("account", getattr(e.record, "account_id", None))
    if account is None:
        return preparation(e)
    whole = evidence_on(ctx, account)
    own = {s.ref for s in e.told}
    e.told = [*e.told, *(s for s in whole.told if s.ref not in own)]
    e.beside.tickets = whole.beside.tickets
    seen = {t.ref for t in e.beside.tasks.records}
    e.beside.tasks.records += [t for t in whole.beside.tasks.records if t.ref not in seen]
    e.beside.contacts, e.beside.roles = whole.beside.contacts, whole.beside.roles
    e.beside.contacts.records = [c for c in e.beside.contacts.records if c.id != e.record.id]
    return preparation(e)
