"""What was said or written: passages of notes, tickets, facts and articles, quoted word for word with their source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from assistant.blocks import Source
from assistant.kinds import Period, RecordName, Words
from assistant.memory.chunks import passages_of
from assistant.memory.keyword import evidence, language_of, terms
from assistant.memory.quotes import quote
from assistant.memory.recall import SURE
from assistant.memory.statements import READ, Statement, best, statements
from assistant.reading import Asker, read_period, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._evidence import conflict_lines, evidence_on
from assistant.tools._last_said import ASKED, last_said
from assistant.tools._topics import kinds_asked, topic_of
from assistant.wording import count_text, day_text, name_text
from crm_store.base import Record
from crm_store.codes import FactStatus
from crm_store.models import Account, Contact, Deal, entity_type, field_of
from crm_store.queries.holding import holding
from crm_store.queries.timeline import hanging

Days = tuple[date | None, date | None]

_NOTE = "body"
_ONE_WORD = 24
"""Characters of a topic that is asked for by its name."""
_NEAR = 0.1
"""Under it a passage has nothing to do with the topic; between this and `SURE` it may, and is shown as no more than that."""


@tool(
    effect="reads",
    says=(
        "what did Globex say about price?",
        "what did Ana ask for in the last call?",
        "when did we last talk about data migration?",
        "what does Acme care about?",
        "find notes about the discount",
        "any objections from Initech so far?",
        "what do our customers complain about this month?",
        "did Li Na mention the budget?",
        "what was said about competitors at Northwind?",
        "how do I migrate data, according to the knowledge base?",
        "search the notes for a pilot",
        "why did we lose the analytics deal?",
        "华阳对价格怎么说？",
        "上次跟王伟聊了什么，他提了什么要求？",
        "李娜提到过预算吗？",
        "谁担心数据迁移？",
        "查一下关于折扣的记录",
        "Acme 关心什么？",
        "这个月客户主要抱怨什么？",
        "知识库里怎么说数据迁移？",
        "苏州精工有没有提过竞争对手？",
        "上个月的笔记里谁说过要试点？",
        "搜索关于续约的沟通记录",
        "为什么丢了这一单，笔记里怎么写的？",
    ),
)
def recall_notes(
    ctx: ToolContext,
    query: Words,
    about: RecordName | None = None,
    period: Period | None = None,
    k: Annotated[int, Field(ge=1, le=20, description="How many passages at most.")] = 5,
) -> ToolResult:
    """Search what was written about customers (notes, mails, tickets, facts, knowledge articles) by meaning and words.

    Each passage comes word for word with its source and date. Use it for what somebody said, wanted, promised or complained
    about; numbers and fields of records are found with other tools.
    """
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    record = record_named(asker, about, ("account", "contact", "deal", "ticket", "user")) if about else None
    span = read_period(asker, period, past=True) if period else None
    days: Days = (span.start, span.end) if span else (None, None)
    topic = topic_of(query, _names(record))
    hits = _still_so(ctx, _hits(ctx, topic or query, record, days, k))
    stated = _told(ctx, topic or query, record, days, whole=not topic)
    if stated:
        refs = {h.ref for h in stated}
        rest = [h for h in hits if (topic or len(stated) == 1) and h.ref not in refs and getattr(h, "sure", True)]
        hits = [*stated, *rest][:k]
    within = ctx.words(f" in {span.label_en}", f"（{span.label_zh}）") if span else ""
    on = name_text(record, ctx.language) if record is not None else ""
    focus = [(type(record).about.entity, record.id or 0)] if record is not None else []
    notice = ctx.memory.notice(ctx.language) if ctx.memory is not None else None
    tail = f"\n\n{notice}" if notice else ""
    if isinstance(record, Contact) and ASKED.search(query) and (own := _own_words(ctx, record, days, k)):
        stated = hits = own
    missing = "" if stated else _never_written(ctx, query, hits, record)
    near: list[Any] = []
    if not missing and topic and not any(getattr(h, "sure", True) for h in hits):
        missing, near = topic, [h for h in hits if h.score >= _NEAR][:2]
    if missing:
        say = ctx.words(
            f"I found nothing on record about “{missing}”{' for ' + on if on else ''}{within}.",
            f"{on and on + '的'}记录中没有提到“{missing}”{within}。",
        )
        shown = [_source(n, h) for n, h in enumerate(near, 1)]
        if near:
            say += ctx.words(" The nearest there is, in other words:", "意思最接近的是：")
            say = "\n".join([say, *(_line(ctx, s, h) for s, h in zip(shown, near, strict=True))])
        return ToolResult(say + tail, sources=shown, data={"hits": []}, focus=focus)
    if not hits:
        say = ctx.words(
            f"Nothing about “{query}” is on record{' for ' + on if on else ''}{within}.",
            f"{on and on + '的'}记录中没有关于“{query}”的内容{within}。",
        )
        return ToolResult(say + tail, data={"hits": []}, focus=focus)
    if topic:
        hits = [h for h in hits if getattr(h, "sure", True)]
    sources = [_source(n, h) for n, h in enumerate(hits, 1)]
    lines = [_line(ctx, s, h) for s, h in zip(sources, hits, strict=True)]
    lines += _contradicted(ctx, record, sources)
    many = count_text(len(hits), "passage", "passages", "段记录", ctx.language)
    head = ctx.words(
        f"On “{query}”{' for ' + on if on else ''}{within}, {many}:",
        f"关于“{query}”{on and '（' + on + '）'}{within}，找到{many}：",
    )
    data = {"hits": [{"n": s.n, "ref": s.ref, "quote": s.quote, "date": s.date, "title": s.title} for s in sources]}
    near = [(h.entity, h.number) for h in hits]
    return ToolResult(head + "\n" + "\n".join(lines) + tail, sources=sources, data=data, focus=[*focus, *near])


_PROPER = re.compile(
    r"(?:about|on|regarding|mention(?:ed|s)?|using|use) (?P<t>[A-Z][\w.-]+(?: [A-Z][\w.-]+)*)|(?:关于|提到?过?|说过|用过?)(?P<z>[A-Z][A-Za-z0-9.-]+)"
)
_MENTIONED = re.compile(
    r"(?:mention(?:ed|s|ing)?|bring up|brought up|raised?|say the word) (?:the |an? |any )?(?P<t>[a-z][\w-]+(?: [a-z][\w-]+)?)(?=\?|$| to | at | in | so | yet| before)|(?:提过|提到过?|说起过?|谈到过?|聊到过|聊过|说过)(?P<z>[\u3400-\u9fff]{2,8}?)(?=吗|没有|么|[?？]|$)"
)


def _never_written(ctx: ToolContext, query: str, hits: Sequence[Any], record: Record | None) -> str:
    """The one thing asked about, when no note in scope holds a word of it: passages near in meaning would speak of something else.

    A plain word counts only where it is asked whether it was mentioned, in the language of the passages found.
    """
    match = _PROPER.search(query) or _MENTIONED.search(query)
    if match is None:
        return ""
    topic = re.sub(r"(?:没有?|吗|么|不)$", "", match["t"] or match["z"]) or match[0]
    words = list(terms(topic))
    if not words or any(set(words) & set(terms(h.quote)) for h in hits):
        return ""
    if match.re is _MENTIONED and any(language_of(h.quote) != language_of(topic) for h in hits):
        return ""
    whole = " " in topic and match.re is _MENTIONED and isinstance(record, Account | Deal)
    return "" if holding(ctx.crm, words, about=[record] if whole and record is not None else []) else topic


@dataclass(frozen=True)
class _Found:
    """A hit of the plain word search, in the memory's shape."""

    entity: str
    number: int
    ref: str
    field: str
    quote: str
    date: date
    title: str
    score: float


@dataclass(frozen=True)
class _Stated(_Found):
    """A sentence whose words say the topic otherwise than it was asked: a competitor by name, a worry."""

    sure: bool = True


def _names(record: Record | None) -> list[str]:
    """What a record is called, whole and in parts."""
    if record is None:
        return []
    held = [
        record.display,
        *(str(getattr(record, n, None) or "") for n in ("name_zh", "name_en", "name_pinyin")),
        *(getattr(record, "aliases", None) or []),
    ]
    whole = [n for n in held if n]
    return (
        whole
        + [w for n in whole if n.isascii() for w in n.split() if len(w) > 2]
        + [n[:2] for n in whole if not n.isascii() and len(n) > 2]
    )


def _told(ctx: ToolContext, said: str, record: Record | None, days: Days, *, whole: bool) -> list["_Stated"]:
    """Where worries, competitors, budget or the like of one record are asked for, the sentences that state it in any words."""
    asked = kinds_asked(said)
    if record is None or not asked or (not whole and len(said) > _ONE_WORD):
        return []
    found = best(statements(ctx.crm, hanging(ctx.crm, record, most=READ)), *asked, most=4)
    return _as_found(found, days)


def _own_words(ctx: ToolContext, person: Contact, days: Days, k: int) -> list["_Stated"]:
    """What a person said themselves, newest first."""
    return _as_found(last_said(ctx.crm, person, k), days)


def _as_found(found: Sequence[Statement], days: Days) -> list["_Stated"]:
    """The sentences of these days, in the memory's shape."""
    inside = [s for s in found if (days[0] is None or s.day >= days[0]) and (days[1] is None or s.day <= days[1])]
    return [
        _Stated(type(s.record).about.entity, s.record.id or 0, s.ref, s.field, s.text, s.day, s.record.display, SURE)
        for s in inside
    ]


def _contradicted(ctx: ToolContext, record: Record | None, sources: list[Source]) -> list[str]:
    """What is on record against a quoted passage, both sides shown, when the passage is one of them."""
    if record is None or type(record).about.entity not in ("account", "deal", "contact"):
        return []
    e = evidence_on(ctx, record)
    shown = {(s.ref, s.quote) for s in sources}
    found = [
        c
        for c in e.conflicts()
        if any(x.ref == ref and (x.quote in said or said in x.quote) for x in c.sides for ref, said in shown)
    ]
    e.sources = sources
    return conflict_lines(e, found)


def _hits(ctx: ToolContext, query: str, record: Record | None, days: Days, k: int) -> Sequence[Any]:
    if ctx.memory is not None:
        about = [(type(record).about.entity, record.id or 0)] if record is not None else []
        found: Sequence[Any] = ctx.memory.recall(ctx.crm, query, k=k, about=about, days=days)
        if any(h.sure for h in found) or not isinstance(record, Contact) or not record.account_id:
            return found
        # What colleagues of theirs said of them stands in the company's notes.
        around = ctx.memory.recall(ctx.crm, query, k=3 * k, about=[("account", record.account_id)], days=days)
        named = [h for h in around if record.name in h.quote or record.name.split()[-1] in h.quote.split()]
        return named[:k] or found
    asked = dict.fromkeys(terms(query), 1.0)
    found = []
    for r in holding(ctx.crm, list(asked), about=[record] if record is not None else [], days=days):
        near = max(passages_of(r), key=lambda p: evidence(asked, terms(p.text)), default=None)
        share = evidence(asked, terms(near.text)) if near is not None else 0.0
        if near is None or share <= 0.2:
            continue
        said = quote(r, near, asked)
        about_type = type(r).about.entity
        found.append(_Found(about_type, r.id or 0, r.ref, said.field, said.text, _day(ctx, r), r.display, share))
    return sorted(found, key=lambda f: -f.score)[:k]


def _still_so(ctx: ToolContext, hits: Sequence[Any]) -> Sequence[Any]:
    """The passages without facts that were put right since."""
    facts = ctx.crm.many("fact", [h.number for h in hits if h.entity == "fact"])
    old = {n for n, fact in facts.items() if getattr(fact, "status", None) is FactStatus.SUPERSEDED}
    return [h for h in hits if h.entity != "fact" or h.number not in old]


def _day(ctx: ToolContext, record: Record) -> date:
    return ctx.actor.today(getattr(record, "starts_at", None) or record.created_at)


def _source(n: int, hit: Any) -> Source:
    """A note is its own source; of other records the field is named."""
    field = None if hit.entity == "activity" and hit.field == _NOTE else hit.field
    return Source(n, hit.ref, field, hit.quote, hit.date.isoformat(), hit.title)


def _line(ctx: ToolContext, source: Source, hit: Any) -> str:
    kind = entity_type(hit.entity).about.label(ctx.language)
    spec = field_of(hit.entity, source.field) if source.field else None
    where = f"{kind} {source.ref}" + (ctx.words(f", {spec.en}", f"，{spec.zh}") if spec else "")
    day = day_text(hit.date, ctx.language)
    title = "" if source.title == source.quote else ctx.words(f", {source.title}", f"，{source.title}")
    return ctx.words(
        f"[{source.n}] “{source.quote}” — {day}, {where}{title}",
        f"[{source.n}] “{source.quote}”——{day}，{where}{title}",
    )
