"""One record with everything that hangs on it, or just the fields that were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from assistant.blocks import Block, Card, Source, Table
from assistant.kinds import PastDay, RecordName
from assistant.reading import Asker, field_named, record_named
from assistant.record_card import SECTIONS, capital, last_line, record_card, section_table
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._meant import one_of_several
from assistant.tools._weighted import asks_weighted, weighted_text
from assistant.wording import FieldWords, count_text, listed, money_text, name_text, rounded
from crm_store.base import FieldSpec, Kind, Record
from crm_store.codes import BuyingRole
from crm_store.models import Activity, Deal, Stage, field_of
from crm_store.names import normal
from crm_store.own_fields import all_specs
from crm_store.queries.find import Condition, Query, count, total
from crm_store.queries.timeline import Hanging, Part, hanging, with_role

_LAST = frozenset(
    normal(w)
    for w in "last contact|last activity|last talked|last touch|latest activity|last meeting|上次联系|最近联系|最近跟进|上次跟进|上次沟通".split(
        "|"
    )
)
_SHOWN = 5


@tool(
    effect="reads",
    says=(
        "tell me about Acme",
        "show me the Acme renewal",
        "who is Li Na?",
        "what's Bob's phone number?",
        "give me the 360 view of Globex",
        "what stage is the Globex rollout in?",
        "open D-12",
        "when does the Acme renewal close?",
        "who owns Initech?",
        "what is Ana Ruiz's e-mail?",
        "how much is it worth?",
        "介绍一下 Acme",
        "看看华阳这个客户",
        "李娜的电话是多少？",
        "打开 D-12",
        "华阳试点现在到哪个阶段了？",
        "这单什么时候成交？",
        "Initech 是谁负责的？",
        "王伟的邮箱和职务",
        "它的金额是多少？",
        "显示工单 T-3",
        "苏州精工的基本情况",
    ),
)
def show_record(
    ctx: ToolContext,
    record: RecordName,
    fields: Annotated[
        list[str], Field(max_length=12, description="Only these fields, named in either language; all when empty.")
    ] = [],  # noqa: B006
    as_of: PastDay | None = None,
) -> ToolResult:
    """Show one record with its fields and what hangs on it: deals, contacts, tickets, tasks, recent activities, facts.

    With `fields` (phone, owner, stage, decision maker, last contact, open tasks …) only these are answered. What is empty is
    said to be not on record.
    """
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    found = one_of_several(asker, record) or record_named(asker, record)
    entity = type(found).about.entity
    focus = [(entity, found.id or 0)]
    words = FieldWords(ctx.crm, ctx.language)
    if fields:
        made = _answers(ctx, words, found, fields)
        show: list[Block] = list(made.tables)
        say = "\n".join(made.lines)
        return ToolResult(
            say, show=show, sources=made.sources, data=made.data, focus=[*focus, *made.focus], ok=made.known
        )
    beside = hanging(ctx.crm, found, most=_SHOWN)
    card = record_card(words, found, beside)
    say = _say(ctx, words, found, beside, card)
    deals = beside.deals.records if entity == "account" and beside.deals.total == len(beside.deals.records) else []
    rows = [("deal", d.id or 0) for d in deals]
    return ToolResult(say, show=[card], sources=_quotes(ctx, words, beside), data=_data(card), focus=focus, rows=rows)


# All of it


def _say(ctx: ToolContext, words: FieldWords, record: Record, beside: Hanging, card: Card) -> str:
    about = type(record).about
    brief = [
        text
        for name in about.brief
        if (spec := field_of(about.entity, name)) and (text := _labelled(words, record, spec))
    ]
    kind = about.label(ctx.language)
    details = ctx.words(", ", "，").join(brief)
    head = ctx.words(
        f"{card.title} ({record.ref}), {kind}{': ' + details if brief else ''}.",
        f"{card.title}（{record.ref}），{kind}{'：' + details if brief else ''}。",
    )
    counts = [
        count_text(part.total, one, many, zh, ctx.language)
        for part, one, many, zh in (
            (beside.contacts, "contact", "contacts", "位联系人"), (beside.deals, "deal", "deals", "个商机"),
            (beside.tickets, "unsolved ticket", "unsolved tickets", "个未解决工单"), (beside.tasks, "open task", "open tasks", "项未完成任务"),
            (beside.facts, "fact", "facts", "条要点"),
        ) if part.total
    ]  # fmt: skip
    lines = [head]
    if counts:
        lines.append(
            ctx.words(f"On record: {listed(counts, 'en')}.", f"现有记录：{listed(counts, 'zh')}。")
            + _open_worth(ctx, record)
        )
    if last := last_line(ctx.crm, beside, ctx.language):
        lines.append(last)
    return "\n".join(lines)


def _quotes(ctx: ToolContext, words: FieldWords, beside: Hanging) -> list[Source]:
    """Where the facts and the last note stand, word for word."""
    made: list[Source] = []
    for fact in beside.facts.records:
        if fact.quote:
            note = words.record("activity", fact.source_id)
            ref, held = (note.ref, None) if note is not None else (fact.ref, "quote")
            day = str(fact.valid_from or ctx.actor.today(fact.created_at))
            made.append(Source(len(made) + 1, ref, held, fact.quote, day, fact.value))
    if beside.last is not None:
        made.append(_of_activity(ctx, beside.last, len(made) + 1))
    return made


def _of_activity(ctx: ToolContext, activity: Activity, n: int) -> Source:
    day = ctx.actor.today(activity.starts_at or activity.created_at).isoformat()
    held = None if activity.body else "subject"
    return Source(n, activity.ref, held, activity.body or activity.display, day, activity.display)


def _labelled(words: FieldWords, record: Record, spec: FieldSpec) -> str:
    text = words.field(record, spec)
    return text and (f"{spec.zh} {text}" if words.language == "zh" else f"{spec.en} {text}")


def _open_worth(ctx: ToolContext, record: Record) -> str:
    if type(record).about.entity != "account":
        return ""
    query = Query("deal", [Condition("account", "=", record.id), Condition("stage.kind", "=", "open")])
    many = count(ctx.crm, query)
    if not many:
        return ""
    currency = ctx.actor.currency
    worth, converted, _ = total(ctx.crm, query, "amount")
    shown = money_text(rounded(worth, currency) if converted else worth, currency, ctx.language)
    return ctx.words(
        f" Open: {count_text(many, 'deal', 'deals', '', 'en')} worth {shown}.", f"进行中 {many} 个商机，共 {shown}。"
    )


def _data(card: Card) -> dict[str, Any]:
    sections = [{"title": t.title, "columns": t.columns, "rows": t.rows, "total": t.total} for t in card.sections]
    return {"ref": card.ref, "name": card.title, "fields": dict(card.fields), "sections": sections}


# Only what was asked


@dataclass
class _Answer:
    """What the asked fields hold: sentences, sources, tables, plain data; `known` is false when none of them exists."""

    lines: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    focus: list[tuple[str, int]] = field(default_factory=list)
    known: bool = False


def _answers(ctx: ToolContext, words: FieldWords, record: Record, asked: Sequence[str]) -> _Answer:
    made = _Answer()
    unknown = []
    for said in asked:
        spec = field_named(type(record).about.entity, said, ctx.crm)
        role = _role(said)
        section = next(
            (
                n
                for n, (titles, _, _, also) in SECTIONS.items()
                if normal(said) in {normal(w) for w in (n, *titles, *also)}
            ),
            None,
        )
        if asks_weighted(said) and isinstance(record, Deal):
            label = ctx.words("weighted amount", "加权金额")
            _line(ctx, record, "weighted", label, weighted_text(ctx, record), "amount", made)
        elif spec is not None and not (section and spec.kind is Kind.REFS):
            _field_line(ctx, words, record, spec, made)
        elif role is not None and type(record).about.entity in ("account", "deal"):
            _role_line(ctx, record, role, made)
        elif normal(said) in _LAST:
            _last_answer(ctx, record, made)
        elif section is not None:
            _section_line(ctx, words, record, section, made)
        else:
            unknown.append(said)
    made.known = len(unknown) < len(asked)
    if unknown:
        about = type(record).about
        missing, known_en = ", ".join(unknown), ", ".join(s.en for s in all_specs(ctx.crm, about.entity).values())
        known_zh = "、".join(s.zh for s in all_specs(ctx.crm, about.entity).values())
        made.lines.append(
            ctx.words(
                f"{about.en_many.capitalize()} have no “{missing}”. There are: {known_en}.",
                f"{about.zh}没有“{missing}”。可用字段：{known_zh}。",
            )
        )
    return made


def _field_line(ctx: ToolContext, words: FieldWords, record: Record, spec: FieldSpec, made: _Answer) -> None:
    text, stage = words.field(record, spec), None
    if not text and spec.name == "probability" and isinstance(record, Deal):
        stage = words.record("stage", record.stage_id)
    label = spec.label(ctx.language)
    if isinstance(stage, Stage) and stage.probability is not None:
        usual, day = words.value(spec, stage.probability), ctx.actor.today(stage.updated_at).isoformat()
        en, zh = f"{usual}, as usual in {name_text(stage, 'en')}", f"{usual}（{name_text(stage, 'zh')}阶段默认值）"
        _line(ctx, record, spec.name, label, ctx.words(en, zh), "", made)
        made.sources.append(Source(len(made.sources) + 1, stage.ref, spec.name, usual, day, stage.display))
        return
    _line(ctx, record, spec.name, label, text, spec.name, made)
    if spec.kind is Kind.REF and text and spec.to in ("account", "contact", "deal"):
        made.focus.append((spec.to, getattr(record, spec.column)))


def _line(ctx: ToolContext, record: Record, key: str, label: str, text: str, source: str, made: _Answer) -> None:
    name = name_text(record, ctx.language)
    made.data[key] = text or None
    if not text:
        made.lines.append(
            ctx.words(
                f"{capital(label)} of {name} ({record.ref}): not on record.",
                f"{name}（{record.ref}）的{label}：没有记录。",
            )
        )
        return
    made.lines.append(
        ctx.words(f"{capital(label)} of {name} ({record.ref}): {text}.", f"{name}（{record.ref}）的{label}：{text}。")
    )
    if source:
        day = ctx.actor.today(record.updated_at).isoformat()
        made.sources.append(Source(len(made.sources) + 1, record.ref, source, text, day, name))


def _role_line(ctx: ToolContext, record: Record, role: BuyingRole, made: _Answer) -> None:
    people = with_role(ctx.crm, record, role)
    text = ctx.words(", ", "、").join(f"{p.name} ({p.ref}{', ' + p.title if p.title else ''})" for p in people)
    label = role.label(ctx.language)
    _line(ctx, record, role.value, label, text, "", made)
    for person in people:
        day = ctx.actor.today(person.updated_at).isoformat()
        made.sources.append(Source(len(made.sources) + 1, person.ref, "role", label, day, person.name))
    made.focus += [("contact", p.id or 0) for p in people]


def _last_answer(ctx: ToolContext, record: Record, made: _Answer) -> None:
    beside = hanging(ctx.crm, record, most=_SHOWN)
    line = last_line(ctx.crm, beside, ctx.language)
    made.data["last_activity"] = line or None
    made.lines.append(
        line or ctx.words(f"No activity with {record.display} is on record.", f"没有与{record.display}的跟进记录。")
    )
    if beside.last is not None:
        made.sources.append(_of_activity(ctx, beside.last, len(made.sources) + 1))


def _section_line(ctx: ToolContext, words: FieldWords, record: Record, section: str, made: _Answer) -> None:
    beside = hanging(ctx.crm, record, most=20)
    part: Part = getattr(beside, section)
    titles = SECTIONS[section][0]
    name = name_text(record, ctx.language)
    if not part.total:
        made.lines.append(
            ctx.words(
                f"{titles[0]} of {name} ({record.ref}): none on record.",
                f"{name}（{record.ref}）的{titles[1]}：没有记录。",
            )
        )
        made.data[section] = []
        return
    table = section_table(words, section, beside)
    made.tables.append(table)
    made.data[section] = table.rows
    shown = ctx.words("; ", "；").join(f"{r[0]} ({ref})" for r, ref in zip(table.rows[:6], table.refs, strict=False))
    made.lines.append(
        ctx.words(
            f"{titles[0]} of {name} ({record.ref}), {part.total}: {shown}.",
            f"{name}（{record.ref}）的{titles[1]}，共 {part.total}：{shown}。",
        )
    )


def _role(said: str) -> BuyingRole | None:
    spoken = normal(said.replace("_", " "))
    return next(
        (r for r in BuyingRole if spoken in {normal(w.replace("_", " ")) for w in (r.value, r.en, r.zh, *r.also)}), None
    )
