"""Log a meeting, call, mail, message, visit or note, with what it changed and what was promised, as one card."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.blocks import Question
from assistant.kinds import (
    AccountName,
    ContactName,
    DealName,
    FactDraft,
    MeetingDraft,
    Moment,
    Said,
    TaskDraft,
    TicketName,
)
from assistant.reading import PRONOUNS, Asker, read_day, read_fields, read_moment, record_named
from assistant.recognise.money import money
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._meant import record_meant
from assistant.tools._told import deals_told
from crm_store.base import Record
from crm_store.changes import must_write_type
from crm_store.codes import ActivityKind
from crm_store.errors import Ambiguous, NotFound
from crm_store.models import Contact, Deal, Ticket
from crm_store.names import normal
from crm_store.proposals import Draft
from crm_store.queries.lookup import deals_of

_WITH = {
    "call": ("Call with", "与{}通话"), "meeting": ("Meeting with", "与{}会面"), "email": ("E-mail with", "与{}的邮件"),
    "note": ("Note on", "{}备注"), "message": ("Messages with", "与{}的消息"), "visit": ("Visit to", "拜访{}"),
}  # fmt: skip
_FIRM = frozenset({"stage", "amount", "expected_close_date", "probability", "forecast_category", "lost_reason"})
"""Deal fields one asks about when it is not clear which deal takes them; others stay in the note."""


@tool(
    effect="proposes",
    says=(
        "met Ana at Acme today, 50 seats, they want a quote, demo next Tuesday 3pm; moved to proposal",
        "called Bob at Acme, no answer, remind me tomorrow",
        "note on Initech: competitor is Gong, pilot ends Nov 30",
        "had a 40 minute call with Li Na, budget 300k approved",
        "emailed Sara at Globex the security whitepaper",
        "just got off the phone with Wang Wei, he is worried about data migration",
        "visited the Ningbo factory this morning",
        "log the WeChat thread with Zhang Wei on the renewal",
        "spoke to Tom at Umbra yesterday, they need SSO, follow up Friday",
        "demo with Globex went well, they want a proposal by the end of the month",
        "今天和华阳的李娜开了40分钟会，预算30万已批，下周二下午3点演示，担心数据迁移",
        "打给 Acme 的 Bob 没人接，明天提醒我再打",
        "把和张伟的微信记录记到华微续约那单上",
        "我在宁波工厂签到拜访",
        "刚跟王伟通了电话，他要一份报价，周五前给",
        "记一下：Initech 的竞品是 Gong，试点11月30日结束",
        "昨天拜访了 Globex，对价格有异议，推进到商务谈判",
        "给李娜发了邮件，介绍安全白皮书",
        "上午和 Acme 开会，50个席位，要报价",
        "客户说决策人是王总，预算80万",
    ),
)
def log_interaction(
    ctx: ToolContext,
    note: Said,
    kind: Literal["call", "meeting", "email", "note", "message", "visit"] = "note",
    with_people: Annotated[
        list[ContactName], Field(description="Everybody on the customer's side who took part.")
    ] = [],  # noqa: B006
    account: AccountName | None = None,
    deal: DealName | None = None,
    when: Moment | None = None,
    minutes: Annotated[int | None, Field(ge=1, le=1440, description="How long it took.")] = None,
    status: Literal["held", "not_held", "planned", "cancelled"] = "held",
    subject: Annotated[str | None, Field(max_length=300, description="One line, if the person gave one.")] = None,
    deal_fields: Annotated[
        dict[str, str],
        Field(
            description="Changes of the deal that were said: stage, amount, seats, expected_close_date, next_step, competitor."
        ),
    ] = {},  # noqa: B006
    tasks: Annotated[list[TaskDraft], Field(description="Follow-ups that were promised.")] = [],  # noqa: B006
    facts: Annotated[list[FactDraft], Field(description="What was learnt, each with its exact words.")] = [],  # noqa: B006
    meetings: Annotated[list[MeetingDraft], Field(description="Further meetings that were booked.")] = [],  # noqa: B006
    ticket: TicketName | None = None,
) -> ToolResult:
    """Propose logging an interaction with everything said in the same breath. Nothing is written until the person saves the card."""
    must_write_type(ctx.crm, "activity")
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    missing: list[str] = []
    trouble = record_meant(asker, ticket, ("ticket",)) if ticket else None
    company = _found(asker, account, ("account",), missing)
    if company is None and isinstance(trouble, Ticket) and trouble.account_id:
        company = ctx.crm.many("account", [trouble.account_id]).get(trouble.account_id)
    if company is None and deal and isinstance(known := _found(asker, deal, ("deal",), []), Deal) and known.account_id:
        company = ctx.crm.many("account", [known.account_id]).get(known.account_id)
    people = [p for name in with_people if (p := _person(ctx, asker, name, company, missing)) is not None]
    if isinstance(trouble, Ticket) and trouble.contact_id and not people:
        people = [*ctx.crm.many("contact", [trouble.contact_id]).values()]
    if company is None:
        places = {p.account_id for p in people if isinstance(p, Contact) and p.account_id}
        company = ctx.crm.many("account", places).get(places.pop()) if len(places) == 1 else None
    bargain = (
        None
        if trouble is not None and not deal
        else _deal(ctx, asker, deal, company, people, bool(_FIRM & deal_fields.keys()), missing, note)
    )
    if company is None and isinstance(bargain, Deal) and bargain.account_id:
        company = ctx.crm.many("account", [bargain.account_id]).get(bargain.account_id)
    if not (company or people or bargain):
        if missing and normal(missing[0]) not in PRONOUNS:
            raise NotFound(missing[0])
        asked = ctx.words(
            "I found nobody on record in it. Who was this with? Name the person, the company or the deal, and I will log it.",
            "其中没有找到已有的联系人、公司或商机。这是和谁的沟通？请说出名字，我就能记录下来。",
        )
        return ToolResult(asked, question=Question(asked))
    draft = Draft(ctx.crm)
    starts = read_moment(asker, when, past=status != "planned", default=_now_clock(ctx)) if when else ctx.now
    links = {
        "contact": [p.id for p in people], "account": [company.id] if company else [], "deal": [bargain.id] if bargain else [],
    }  # fmt: skip
    made = draft.create(
        "activity",
        {
            "kind": ActivityKind(kind), "status": status, "starts_at": starts, "ends_at": starts + timedelta(minutes=minutes) if minutes else None,
            "subject": subject or _on_ticket(ctx, trouble) or _subject(ctx, kind, people, company, bargain), "body": note, **{k: v for k, v in links.items() if v},
        },
    )  # fmt: skip
    if deal_fields and isinstance(bargain, Deal):
        draft.update(bargain, read_fields(asker, "deal", deal_fields, bargain))
    hangs = {
        "account": company.id if company else None, "contact": people[0].id if people else None, "deal": bargain.id if bargain else None,
    }  # fmt: skip
    for task in tasks:
        draft.create("task", {"title": task.title, **_due(asker, task.due), **_assignee(asker, task.assignee), **hangs})
    for meeting in meetings:
        begins = read_moment(asker, meeting.when)
        draft.create(
            "activity",
            {
                "kind": ActivityKind(meeting.kind), "status": "planned", "starts_at": begins,
                "ends_at": begins + timedelta(minutes=meeting.minutes) if meeting.minutes else None,
                "subject": meeting.subject or _subject(ctx, meeting.kind, people, company, bargain), **{k: v for k, v in links.items() if v},
            },
        )  # fmt: skip
    for fact in facts:
        draft.create("fact", _fact(ctx, asker, fact, note, made, company, people, bargain))
    proposal = draft.save(thread=ctx.thread_id or None, tool="log_interaction", language=ctx.language)
    say = []
    if missing:
        names = ctx.words(", ", "、").join(f"“{m}”" for m in missing)
        say.append(
            ctx.words(f"Not on record, so only kept in the note: {names}.", f"未找到记录，仅保留在备注中：{names}。")
        )
    if deal_fields and bargain is None:
        said = ctx.words(", ", "、").join(deal_fields.values())
        say.append(
            ctx.words(
                f"No one open deal to put this on, so it stays in the note: {said}.",
                f"没有唯一可更新的商机，因此只保留在备注中：{said}。",
            )
        )
    focus = [(type(r).about.entity, r.id or 0) for r in (bargain, company, *people) if r is not None]
    return ToolResult("\n".join(say), proposal=proposal.id, focus=focus)


def _on_ticket(ctx: ToolContext, trouble: Record | None) -> str:
    """What a note on a ticket is headed: notes hang on its customer, so the heading says which ticket."""
    return ctx.words(f"Note on {trouble.ref}: ", f"{trouble.ref} 备注：") + trouble.display if trouble else ""


def _found(asker: Asker, name: str | None, entities: tuple[str, ...], missing: list[str]) -> Record | None:
    if not name:
        return None
    try:
        return record_meant(asker, name, entities)
    except NotFound:
        missing.append(name)
        return None


def _person(ctx: ToolContext, asker: Asker, name: str, company: Record | None, missing: list[str]) -> Record | None:
    """A contact, looked for at the company first; a name that fits several is asked under the words that were said."""
    if company is not None and "@" not in name and "-" not in name:
        there = _found(asker, f"{name} @ {company.display}", ("contact",), [])
        if there is not None:
            return there
    try:
        return record_named(asker, name, ("contact",))
    except Ambiguous as e:
        raise Ambiguous(name, e.choices) from None
    except NotFound:
        missing.append(name)
        return None


def _deal(
    ctx: ToolContext,
    asker: Asker,
    name: str | None,
    company: Record | None,
    people: list[Record],
    changes: bool,
    missing: list[str],
    note: str,
) -> Record | None:
    """The deal this is about: the one named, else the only open one of the company, else the one whose title the report tells; asked for when it is to be changed."""
    if name:
        named = _of_company(asker, name, company, changes, missing)
        if not (changes and _REF.fullmatch(name) and name not in note and _over(named)):
            return named  # a deal that is over, found by a word of its title only, takes no news of the one that runs
    if company is None:
        return None
    deals = deals_of(ctx.crm, company.id or 0)
    with_them = [d for d in deals if d.contact_id in {p.id for p in people}]
    told = deals_told(note, deals, company.display) if len(deals) > 1 else []
    for candidates in (deals, told, with_them):
        if len(candidates) == 1:
            return candidates[0]
    if changes and deals:
        raise Ambiguous(ctx.words("the deal", "商机"), [(d.ref, d.display) for d in deals[:12]])
    return None


_REF = re.compile(r"[A-Z]{1,4}-\d+")


def _of_company(asker: Asker, name: str, company: Record | None, changes: bool, missing: list[str]) -> Record | None:
    """The deal called so; of several the one of the company the report is about, when there is just one."""
    try:
        return record_meant(asker, name, ("deal",)) if changes else _found(asker, name, ("deal",), missing)
    except Ambiguous as error:
        own = {d.ref for d in deals_of(asker.crm, company.id or 0)} if company is not None else set()
        theirs = [ref for ref, _ in error.choices if ref in own]
        if len(theirs) != 1:
            raise
        return record_named(asker, theirs[0], ("deal",))


def _over(deal: Record | None) -> bool:
    return isinstance(deal, Deal) and deal.closed_at is not None


def _subject(ctx: ToolContext, kind: str, people: list[Record], company: Record | None, deal: Record | None) -> str:
    names = ctx.words(", ", "、").join(p.display for p in people)
    place = company.display if company else (deal.display if deal and not people else "")
    who = ctx.words(f"{names} ({place})" if names and place else names or place, f"{place}{names}")
    en, zh = _WITH[kind]
    return ctx.words(f"{en} {who}", zh.format(who))[:300]


def _due(asker: Asker, due: str | None) -> dict[str, Any]:
    if not due:
        return {}
    day, clock = read_day(asker, due)
    return {"due_on": day, "due_at": read_moment(asker, due) if clock else None}


def _assignee(asker: Asker, name: str | None) -> dict[str, Any]:
    return {"assignee": record_named(asker, name, ("user",)).id} if name else {}


def _fact(
    ctx: ToolContext,
    asker: Asker,
    fact: FactDraft,
    note: str,
    source: Any,
    company: Record | None,
    people: list[Record],
    deal: Record | None,
) -> dict[str, Any]:
    subject = _found(asker, fact.subject, ("account", "contact", "deal"), []) if fact.subject else None
    subject = subject or company or deal or (people[0] if people else None)
    start = note.find(fact.quote) if fact.quote else -1
    values: dict[str, Any] = {
        "predicate": fact.predicate, "value": fact.value, "source": source, "quote": fact.quote if start >= 0 else None,
        "span_start": start if start >= 0 else None, "span_end": start + len(fact.quote) if start >= 0 else None,
    }  # fmt: skip
    if subject is not None:
        values |= {"subject": subject.id, "subject_type": type(subject).about.entity}
    usual = str(getattr(deal, "currency", None) or ctx.actor.currency)
    if fact.predicate == "budget" and (found := money(fact.quote or fact.value, usual)):
        values |= {"amount": found[0].value.amount, "currency": found[0].value.currency or usual}
    return values


def _now_clock(ctx: ToolContext) -> Any:
    return ctx.now.astimezone(ctx.actor.zone).time().replace(tzinfo=None, microsecond=0)
