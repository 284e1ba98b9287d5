"""Changes in words, and the changes of a period across records."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from assistant.blocks import Table
from assistant.reading import Asker, field_named, read_period, record_named
from assistant.tools._base import ToolContext, ToolResult
from assistant.whose import whose_deals
from assistant.wording import FieldWords, count_text, day_text, listed, moment_text, name_text
from crm_store.base import Record
from crm_store.models import entity_type
from crm_store.queries.doing import TALKS, doing
from crm_store.queries.events import TOLD, Change, news
from crm_store.queries.org import members

KINDS = {"import": ("import", "导入"), "system": ("Parley", "系统"), "rule": ("rule", "规则"), "api": ("API", "接口")}
_OPS = {
    "create": ("created", "创建"),
    "delete": ("deleted", "删除"),
    "restore": ("brought back", "恢复"),
    "merge": ("merged", "合并"),
    "import": ("brought in", "录入"),
}
_SHOWN = 50


def who_of(ctx: ToolContext, c: Change) -> str:
    """Who made a change: a person's name, or what did it by itself."""
    return c.by.name if c.by is not None else ctx.words(*KINDS.get(c.kind, ("Parley", "系统")))


def what_of(ctx: ToolContext, c: Change, on: str) -> str:
    """What changed: a field, or that the record was made or deleted; with its type when that is not `on`."""
    about = entity_type(c.entity).about
    other = "" if c.entity == on else ctx.words(f"{about.en}: ", f"{about.zh}：")
    if c.field is not None:
        return other + c.field.label(ctx.language)
    return other + ctx.words(*_OPS.get(c.op, (c.op, c.op)))


def values_of(words: FieldWords, c: Change) -> tuple[str, str]:
    """The values before and after in words; empty for a change of the whole record."""
    if c.field is None:
        return "", ""
    return words.value(c.field, c.before, c.before_currency), words.value(c.field, c.after, c.after_currency)


def within(ctx: ToolContext, changes: list[Change], period: str | None) -> list[Change]:
    """The changes of a period; all of them when none is given."""
    if not period:
        return changes
    span = read_period(Asker(ctx.crm, ctx.language, ctx.focus), period, past=True)
    days = [(c, c.at.astimezone(ctx.actor.zone).date()) for c in changes]
    return [c for c, d in days if (span.start is None or d >= span.start) and (span.end is None or d <= span.end)]


def changes_since(
    ctx: ToolContext,
    period: str | None,
    entity: str | None,
    whose: str | None,
    by: str | None = None,
    field: str | None = None,
) -> ToolResult:
    """What changed in a period on the records of one type or somebody's, newest first; imports are no news.

    `by` keeps what one person changed, `field` the changes of one field.
    """
    zone = ctx.actor.zone
    span = read_period(Asker(ctx.crm, ctx.language, ctx.focus), period, past=True) if period else None
    first = span.start if span and span.start else ctx.today - timedelta(days=7)
    last = span.end if span and span.end else ctx.today
    owners = None
    people = whose_deals(ctx.crm, whose) if whose else None
    if people is not None:
        owners = (
            people.owners if people.owners is not None else members(ctx.crm, people.teams) if people.teams else None
        )
    found = news(
        ctx.crm, datetime.combine(first, time(), zone), datetime.combine(last, time.max, zone),
        entities=(entity,) if entity in TOLD else TOLD, owners=owners,
    )  # fmt: skip
    person = record_named(Asker(ctx.crm, ctx.language, ctx.focus), by, ("user",)) if by else None
    if person is not None:
        found = [(r, c) for r, c in found if c.by is not None and c.by.id == person.id]
    spec = field_named(entity or "deal", field, ctx.crm) if field else None
    if spec is not None:
        found = [(r, c) for r, c in found if c.field is not None and c.field.name == spec.name]
    about = entity_type(entity).about if entity else None
    en = (about.en_many if about else "records") + (f" of {people.en}" if people and owners is not None else "")
    zh = (f"{people.zh}的" if people and owners is not None else "") + (about.zh if about else "记录")
    en += f" ({spec.en} only)" if spec else ""
    zh += f"（只看{spec.zh}）" if spec else ""
    when_en = (
        f"since {day_text(first, 'en')}"
        if last >= ctx.today
        else f"from {day_text(first, 'en')} to {day_text(last, 'en')}"
    )
    when_zh = (
        f"{day_text(first, 'zh')}以来" if last >= ctx.today else f"{day_text(first, 'zh')}至{day_text(last, 'zh')}"
    )
    note = ctx.words("What imports wrote is not counted.", "导入写入的内容不计。")
    if not found and person is not None:
        say = ctx.words(
            f"{person.display} changed nothing on {en} {when_en}. {note}",
            f"{when_zh}，{person.display}没有改过{zh}。{note}",
        )
        return ToolResult(say, data={"changes": [], "total": 0})
    if person is not None:
        en, zh = f"{en}, made by {person.display},", f"{person.display}修改的{zh}"
    if entity is None and spec is None and person is None:
        teams = people.teams if people is not None else None
        note = took_place(ctx, first, last, people.owners if people is not None else None, teams) + note
    if not found:
        say = ctx.words(f"Nothing changed on {en} {when_en}. {note}", f"{when_zh}，{zh}没有变化。{note}")
        return ToolResult(say, data={"changes": [], "total": 0})
    return _told(ctx, found, ctx.words(f"on {en} {when_en}", f"{when_zh}，{zh}"), note)


def took_place(
    ctx: ToolContext,
    first: date,
    last: date,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
) -> str:
    """Calls, meetings and mails of these days in a sentence, for who asks what happened: they change no field; empty when there are none."""
    held = doing(ctx.crm, owners=owners, teams=teams, start=first, end=last).total
    counts = [(kind, held[kind.value]) for kind in TALKS if held[kind.value]]
    if not counts:
        return ""
    all_ = sum(n for _, n in counts)
    en = listed([f"{n} {kind.label('en')}{'s' if n != 1 else ''}" for kind, n in counts], "en")
    zh = "、".join(f"{kind.label('zh')} {n}" for kind, n in counts)
    many = count_text(all_, "activity", "activities", "", "en")
    return ctx.words(f"On record as having taken place then: {many} ({en}). ", f"期间已完成的跟进 {all_} 次（{zh}）。")


def _told(ctx: ToolContext, found: list[tuple[Record, Change]], what: str, note: str) -> ToolResult:
    words = FieldWords(ctx.crm, ctx.language)
    records = {(type(r).about.entity, r.id or 0): r for r, _ in found}
    many = count_text(len(found), "change", "changes", "处变化", ctx.language)
    over = count_text(len(records), "record", "records", "条记录", ctx.language)
    head = ctx.words(f"{many} on {over}, {what}:", f"{what}共有{many}，涉及{over}：")
    lines = [head]
    for key in list(records)[:8]:
        own = [c for r, c in found if (type(r).about.entity, r.id or 0) == key]
        name = name_text(records[key], ctx.language)
        told = "; ".join(_short(ctx, words, c, key[0]) for c in own[:4])
        lines.append(
            ctx.words(
                f"- {name} ({records[key].ref}): {told}", f"- {name}（{records[key].ref}）：{told.replace('; ', '；')}"
            )
        )
    lines.append(note)
    columns = [
        ctx.words(*c)
        for c in (
            ("When", "时间"),
            ("Who", "操作人"),
            ("Record", "记录"),
            ("What", "内容"),
            ("From", "原值"),
            ("To", "新值"),
        )
    ]
    rows = [
        [
            moment_text(c.at.astimezone(ctx.actor.zone), ctx.language), who_of(ctx, c), f"{r.ref} {name_text(r, ctx.language)}",
            what_of(ctx, c, type(r).about.entity), *values_of(words, c),
        ]
        for r, c in found[:_SHOWN]
    ]  # fmt: skip
    table = Table(ctx.words("Changes", "变化"), columns, rows, [r.ref for r, _ in found[:_SHOWN]], total=len(found))
    data: dict[str, Any] = {"changes": [dict(zip(columns, row, strict=True)) for row in rows], "total": len(found)}
    return ToolResult("\n".join(lines), show=[table], data=data, focus=list(records)[:8])


def _short(ctx: ToolContext, words: FieldWords, c: Change, on: str) -> str:
    what, who = what_of(ctx, c, on), who_of(ctx, c)
    if c.field is None:
        return ctx.words(f"{what} by {who}", f"{who}{what}")
    before, after = (v or ctx.words("(empty)", "（空）") for v in values_of(words, c))
    return ctx.words(f"{what} {before} → {after} ({who})", f"{what} {before} → {after}（{who}）")
