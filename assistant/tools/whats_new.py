"""What is new since a day or since one was last here: changes on records, what was talked about, what came in."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from assistant.errors import ToolProblem
from assistant.kinds import Period, RecordName
from assistant.memory.statements import Topic
from assistant.reading import Asker, read_period
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._changes import took_place, values_of, what_of, who_of
from assistant.tools._evidence import Evidence, flat, gathered, talk
from assistant.wording import FieldWords, count_text, day_text, moment_text, name_text
from crm_store.base import Record
from crm_store.codes import ActivityKind, ActivityStatus
from crm_store.models import Activity
from crm_store.queries.conversations import last_visit
from crm_store.queries.events import Change, news

_SHOWN = 10
_FIRST_TIME = 7
"""Days looked back for somebody who was never here."""


@tool(
    effect="reads",
    says=(
        "what is new at Globex since last Monday?",
        "what has changed since my last visit?",
        "what happened while I was away?",
        "anything new at Acme since I was last here?",
        "catch me up since yesterday",
        "what did I miss?",
        "what has moved at Initech since 1 November?",
        "news on Globex since Friday",
        "我上次来之后有什么变化？",
        "上次登录以来有什么新情况？",
        "华阳这周有什么新进展？",
        "我不在的时候发生了什么？",
        "周一以来 Acme 有什么动静？",
        "我错过了什么？",
        "华微最近有什么变化？",
        "11月1日以来甬澄有什么进展？",
    ),
)
def whats_new(ctx: ToolContext, record: RecordName | None = None, since: Period | None = None) -> ToolResult:
    """Tell what is new since a day, or since the asker was last here when no day is given: on one customer, deal or person with all
    that hangs on it, or on everything they may see.

    Changes come from the event log; what imports wrote is not counted. Conversations of that time are quoted.
    """
    e = gathered(ctx, record, ("account", "deal", "contact", "lead", "ticket")) if record else None
    start, en, zh = (_since_talk(ctx, e, since) if e is not None and since else None) or _since(ctx, since)
    found = news(ctx.crm, start, ctx.now)
    if e is not None:
        mine = _around(e)
        found = [(r, c) for r, c in found if (type(r).about.entity, r.id or 0) in mine]
    lines = _changes(ctx, found)
    if e is not None:
        lines += _talks(ctx, e, ctx.actor.today(start))
    on_en, on_zh = (f" on {e.name} ({e.record.ref})", f"{e.name}（{e.record.ref}）") if e is not None else ("", "")
    note = ctx.words("What imports wrote is not counted.", "导入写入的内容不计。")
    talked = took_place(ctx, ctx.actor.today(start), ctx.today) if e is None else ""
    note = talked + note
    focus = (
        [(e.entity, e.record.id or 0)]
        if e is not None
        else list(dict.fromkeys((type(r).about.entity, r.id or 0) for r, _ in found))[:8]
    )
    data: dict[str, Any] = {"since": start.isoformat(), "changes": len(found)}
    if not lines:
        return ToolResult(
            ctx.words(
                f"{'No record changed' if talked else 'Nothing is new'}{on_en} {en}. {note}",
                f"{zh}，{on_zh}{'记录没有变动' if talked else '没有新情况'}。{note}",
            ),
            data=data,
            focus=focus,
        )
    head = ctx.words(f"New{on_en} {en}:", f"{zh}，{on_zh}的新情况：")
    return ToolResult(
        "\n".join([head, *lines, note]), sources=e.sources if e is not None else [], data=data, focus=focus
    )


_LAST_TALK = re.compile(
    r"(?:last|latest|previous|most recent) (?:time (?:we|i) (?:met|spoke|talked|visited|called)|(?P<en>meeting|call|visit|talk|conversation|chat|demo|contact))|(?:we|i) last (?:met|spoke|talked)|(?:上次|上回|最近一次|最后一次)(?P<zh>见面|会面|开会|会议|碰头|拜访|走访|通话|电话|打电话|沟通|联系|聊)"
)
_KIND = {
    "meeting": (ActivityKind.MEETING,), "demo": (ActivityKind.MEETING,), "call": (ActivityKind.CALL,), "visit": (ActivityKind.VISIT,),
    "见面": (ActivityKind.MEETING, ActivityKind.VISIT), "会面": (ActivityKind.MEETING, ActivityKind.VISIT), "开会": (ActivityKind.MEETING,),
    "会议": (ActivityKind.MEETING,), "碰头": (ActivityKind.MEETING, ActivityKind.VISIT), "拜访": (ActivityKind.VISIT,), "走访": (ActivityKind.VISIT,),
    "通话": (ActivityKind.CALL,), "电话": (ActivityKind.CALL,), "打电话": (ActivityKind.CALL,),
}  # fmt: skip
_TALKS = (ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.CALL)


def _since_talk(ctx: ToolContext, e: Evidence, said: str) -> tuple[datetime, str, str] | None:
    """The end of the last meeting, call or visit with whom this is about; None when the words name none."""
    match = _LAST_TALK.search(said.casefold())
    if match is None:
        return None
    kinds = _KIND.get(match["en"] or match["zh"] or "", _TALKS)
    held = [
        a
        for a in e.beside.activities.records
        if isinstance(a, Activity)
        and a.status is ActivityStatus.HELD
        and a.kind in kinds
        and a.starts_at
        and a.starts_at <= ctx.now
    ]
    if not held:
        raise ToolProblem(
            f"No such talk with {e.name} is on record. Name a day instead, as in “what is new at {e.name} since Monday”.",
            f"没有与{e.name}的相关沟通记录。请改说日期，例如“周一以来{e.name}有什么新情况”。",
        )
    last = max(held, key=lambda a: a.starts_at or ctx.now)
    at = last.ends_at or last.starts_at or ctx.now
    day = ctx.actor.today(last.starts_at or ctx.now)
    return (
        at,
        f"since the {last.kind.label('en')} on {day_text(day, 'en')}",
        f"{day_text(day, 'zh')}的{last.kind.label('zh')}以来",
    )


def _since(ctx: ToolContext, said: str | None) -> tuple[datetime, str, str]:
    """The moment from which on, and how it is called."""
    zone = ctx.actor.zone
    if said:
        span = read_period(Asker(ctx.crm, ctx.language, ctx.focus), said, past=True)
        first = span.start or ctx.today - timedelta(days=_FIRST_TIME)
        return datetime.combine(first, time(), zone), f"since {day_text(first, 'en')}", f"{day_text(first, 'zh')}以来"
    seen = last_visit(ctx.crm)
    if seen is None:
        first = ctx.today - timedelta(days=_FIRST_TIME)
        day_en, day_zh = day_text(first, "en"), day_text(first, "zh")
        return (
            datetime.combine(first, time(), zone),
            f"since {day_en} (no earlier visit of yours is on record)",
            f"{day_zh}以来（没有您更早来访的记录）",
        )
    local = seen.astimezone(zone)
    return seen, f"since you were last here, {moment_text(local, 'en')}", f"您上次来（{moment_text(local, 'zh')}）之后"


def _around(e: Evidence) -> set[tuple[str, int]]:
    beside = e.beside
    parts = (beside.contacts, beside.deals, beside.tickets, beside.tasks, beside.activities, beside.facts)
    return {(e.entity, e.record.id or 0), *((type(r).about.entity, r.id or 0) for p in parts for r in p.records)}


def _changes(ctx: ToolContext, found: list[tuple[Record, Change]]) -> list[str]:
    words = FieldWords(ctx.crm, ctx.language)
    by_record: dict[tuple[str, int], list[tuple[Record, Change]]] = {}
    for r, c in found:
        by_record.setdefault((type(r).about.entity, r.id or 0), []).append((r, c))
    lines = []
    for (entity, _number), those in list(by_record.items())[:_SHOWN]:
        record = those[0][0]
        told = ctx.words("; ", "；").join(dict.fromkeys(_told(ctx, words, c, entity) for c in _telling(those)))
        name = name_text(record, ctx.language)
        lines.append(ctx.words(f"- {name} ({record.ref}): {told}", f"- {name}（{record.ref}）：{told}"))
    if len(by_record) > _SHOWN:
        more = len(by_record) - _SHOWN
        lines.append(
            ctx.words(f"- and {count_text(more, 'more record', 'more records', '', 'en')}", f"- 另有 {more} 条记录")
        )
    return lines


def _telling(those: list[tuple[Record, Change]]) -> list[Change]:
    """The changes worth a word: that a record is new, else up to four of its fields."""
    made = [c for _, c in those if c.field is None and c.op == "create"]
    return made or [c for _, c in those][:4]


def _told(ctx: ToolContext, words: FieldWords, c: Change, on: str) -> str:
    what, who, day = what_of(ctx, c, on), who_of(ctx, c), day_text(c.at.astimezone(ctx.actor.zone).date(), ctx.language)
    if c.field is None:
        return ctx.words(f"{what} by {who}, {day}", f"{day}{who}{what}")
    before, after = (v or ctx.words("(empty)", "（空）") for v in values_of(words, c))
    return ctx.words(f"{what} {before} → {after} ({who}, {day})", f"{what} {before} → {after}（{who}，{day}）")


def _talks(ctx: ToolContext, e: Evidence, first: date) -> list[str]:
    """The conversations of that time, each with the sentence that says most."""
    lines = []
    for a in [a for a in e.held() if a.starts_at is not None and e.day(a.starts_at) >= first][:5]:
        own = [s for s in e.told if s.ref == a.ref and s.field == "body"]
        own.sort(
            key=lambda s: (-s.on(Topic.STATUS, Topic.OBJECTION, Topic.NEED, Topic.BUDGET), -len(s.strength), s.start)
        )
        quoted = e.quote(own[0]) if own else f"“{flat(a.display)}”"
        lines.append(
            ctx.words(
                f"- {talk(e, a)}, “{a.display}” ({a.ref}): {quoted}",
                f"- {talk(e, a)}，“{a.display}”（{a.ref}）：{quoted}",
            )
        )
    return lines
