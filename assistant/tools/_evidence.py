"""What there is to say about a record, and the numbers behind its sentences: each claim names where it stands."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from assistant.blocks import Source
from assistant.memory.conflicts import Conflict, Side, conflicts
from assistant.memory.statements import READ, Statement, Topic, apart, best, statements
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext
from assistant.wording import FieldWords, day_text, name_text
from crm_store.base import Record
from crm_store.codes import ActivityStatus, StageKind
from crm_store.models import Activity, Contact, Deal, Stage, field_of
from crm_store.queries.timeline import Hanging, hanging

_RECENT_DAYS = 270
KINDS = ("account", "contact", "deal", "ticket", "lead")


@dataclass
class Evidence:
    """A record with what hangs on it, what its notes state and the sources cited so far."""

    ctx: ToolContext
    record: Record
    beside: Hanging
    told: list[Statement]
    words: FieldWords
    sources: list[Source] = field(default_factory=list)
    said: list[Statement] = field(default_factory=list)

    @property
    def entity(self) -> str:
        return type(self.record).about.entity

    @property
    def name(self) -> str:
        return name_text(self.record, self.ctx.language)

    @property
    def deals(self) -> list[Deal]:
        own = [self.record] if isinstance(self.record, Deal) else []
        return [d for d in [*own, *self.beside.deals.records] if isinstance(d, Deal)]

    def stage(self, deal: Deal) -> Stage | None:
        found = self.words.record("stage", deal.stage_id)
        return found if isinstance(found, Stage) else None

    def open_deals(self) -> list[Deal]:
        return [
            d for d in self.deals if (s := self.stage(d)) is not None and s.kind in (StageKind.OPEN, StageKind.ON_HOLD)
        ]

    def people(self) -> list[Contact]:
        own = [self.record] if isinstance(self.record, Contact) else []
        return [c for c in [*own, *self.beside.contacts.records] if isinstance(c, Contact)]

    def held(self) -> list[Activity]:
        """What took place, newest first."""
        return [
            a for a in self.beside.activities.records
            if isinstance(a, Activity) and a.status is ActivityStatus.HELD and a.starts_at is not None and a.starts_at <= self.ctx.now
        ]  # fmt: skip

    def planned(self) -> list[Activity]:
        """What is to come, the next first."""
        found = [
            a for a in self.beside.activities.records
            if isinstance(a, Activity) and a.status is ActivityStatus.PLANNED and a.starts_at is not None and self.day(a.starts_at) >= self.ctx.today
        ]  # fmt: skip
        return sorted(found, key=lambda a: (a.starts_at or self.ctx.now, a.id or 0))

    def day(self, at: datetime) -> date:
        return self.ctx.actor.today(at)

    def find(self, *topics: Topic, most: int = 1, least: int = 2, fresh: bool = True) -> list[Statement]:
        """The newest statements on these topics; `fresh` leaves out what was quoted already."""
        return best(apart(self.told, self.said) if fresh else self.told, *topics, most=most, least=least)

    def recent(self, found: list[Statement]) -> list[Statement]:
        """Those of the last months, or all when there is nothing newer."""
        first = self.ctx.today - timedelta(days=_RECENT_DAYS)
        return [s for s in found if s.day >= first] or found

    def quote(self, s: Statement) -> str:
        """A statement word for word, with the number of its source."""
        self.said.append(s)
        held = None if s.field == "body" and type(s.record).about.entity == "activity" else s.field
        return f"“{flat(s.text)}” [{self.cite(s.ref, held, s.text, s.day, s.record.display)}]"

    def shown(self, record: Record, name: str) -> str:
        """A field's value as it is shown, with the number of its source; "" when it is empty."""
        spec = field_of(type(record).about.entity, name)
        text = self.words.field(record, spec) if spec is not None else ""
        if not text:
            return ""
        day = self.day(record.updated_at)
        return f"{text} [{self.cite(record.ref, name, text, day, name_text(record, self.ctx.language))}]"

    def plain(self, record: Record, name: str) -> str:
        """A field as it is shown; a level says that it is one."""
        spec = field_of(type(record).about.entity, name)
        text = self.words.field(record, spec) if spec is not None else ""
        return f"level {text}" if text and name == "level" and self.ctx.language == "en" else text

    def cite(self, ref: str, held: str | None, quote: str, day: date, title: str) -> int:
        """The number of a source, the same for the same words."""
        for s in self.sources:
            if (s.ref, s.field, s.quote) == (ref, held, quote):
                return s.n
        self.sources.append(Source(len(self.sources) + 1, ref, held, quote, day.isoformat(), title))
        return len(self.sources)

    def conflicts(self) -> list[Conflict]:
        """What the notes on it say differently."""
        notes = [s.record.id or 0 for s in self.told if isinstance(s.record, Activity)]
        tied = self.ctx.crm.links("activity", "deal", sorted(set(notes)))
        ties = {s.ref: frozenset(tied.get(s.record.id or 0, ())) for s in self.told if isinstance(s.record, Activity)}
        return conflicts(self.told, self.people(), self.open_deals(), ties, self.ctx.today)


def gathered(ctx: ToolContext, name: str, kinds: tuple[str, ...] = KINDS) -> Evidence:
    """What there is about the record somebody named.

    Raises:
        NotFound, Ambiguous: nothing fits, or several do.
    """
    return evidence_on(ctx, record_named(Asker(ctx.crm, ctx.language, ctx.focus), name, kinds))


def evidence_on(ctx: ToolContext, record: Record) -> Evidence:
    beside = hanging(ctx.crm, record, most=READ)
    e = Evidence(ctx, record, beside, statements(ctx.crm, beside), FieldWords(ctx.crm, ctx.language))
    rivals = [d.competitor for d in e.deals if d.competitor]
    for s in e.told:
        if any(r in s.text for r in rivals):
            s.strength[Topic.COMPETITOR] = 2
    return e


def deal_line(e: Evidence, deal: Deal) -> str:
    """A deal in one breath: name, amount, stage, when it closes; each with its source."""
    ctx = e.ctx
    parts = [p for p in (e.shown(deal, "amount"), e.shown(deal, "stage")) if p]
    if deal.expected_close_date and (s := e.stage(deal)) is not None and s.kind in (StageKind.OPEN, StageKind.ON_HOLD):
        parts.append(ctx.words("closing ", "预计") + e.shown(deal, "expected_close_date") + ctx.words("", "成交"))
    return ctx.words(
        f"{deal.display} ({deal.ref}), {', '.join(parts)}", f"{deal.display}（{deal.ref}），{'，'.join(parts)}"
    )


def person_line(e: Evidence, person: Contact) -> str:
    """A person with title and role."""
    role = e.beside.roles.get(person.id or 0) or person.role
    parts = [p for p in (person.title or "", role.label(e.ctx.language) if role else "") if p]
    told = e.ctx.words(f" ({', '.join(parts)})", f"（{'，'.join(parts)}）") if parts else ""
    return f"{person.name}{told}"


def talk(e: Evidence, a: Activity) -> str:
    """When and how an activity was: “16 Nov 2026 (Mon), call”."""
    assert a.starts_at is not None
    return e.ctx.words(
        f"{day_text(e.day(a.starts_at), 'en')}, {a.kind.en}", f"{day_text(e.day(a.starts_at), 'zh')}，{a.kind.zh}"
    )


def conflict_lines(e: Evidence, found: list[Conflict]) -> list[str]:
    """Each contradiction with both sides and days, the more reliable source named; nothing is averaged."""
    lines = []
    for c in found:
        sides = e.ctx.words("; ", "；").join(_side(e, s) for s in c.sides)
        first, other = c.sides[0], c.sides[1]
        en = zh = ""
        if first.weight > other.weight:
            en, zh = f" {first.ref} is the stronger source.", f"以{first.ref}为准更可靠。"
        elif first.day > other.day:
            en, zh = (
                f" {first.ref} is the later one; which holds is not on record.",
                f"{first.ref}更新；哪个为准没有记录。",
            )
        lines.append(e.ctx.words(f"Contradiction on {c.en}: {sides}.{en}", f"{c.zh}说法不一：{sides}。{zh}"))
    return lines


def _side(e: Evidence, s: Side) -> str:
    day = day_text(s.day, e.ctx.language)
    if type(s.record).about.entity in ("contact", "deal"):
        text = e.shown(s.record, s.field)
        spec = field_of(type(s.record).about.entity, s.field)
        label = spec.label(e.ctx.language) if spec else s.field
        on = s.record.display
        return e.ctx.words(f"{day}, {label} of {on} ({s.ref}): {text}", f"{day}，{on}（{s.ref}）的{label}：{text}")
    held = None if s.field == "body" and type(s.record).about.entity == "activity" else s.field
    n = e.cite(s.ref, held, s.quote, s.day, s.record.display)
    kind = source_kind(s.record, e.ctx.language)
    return e.ctx.words(
        f"{day}, {kind} {s.ref}: “{flat(s.quote)}” [{n}]", f"{day}，{kind}{s.ref}：“{flat(s.quote)}” [{n}]"
    )


def source_kind(record: Record, language: str) -> str:
    """A call, an e-mail, a ticket: what kind of source a record is."""
    return record.kind.label(language) if isinstance(record, Activity) else type(record).about.label(language)


def flat(text: str) -> str:
    """A quote on one line."""
    return " ".join(text.split())
