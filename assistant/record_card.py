"""One record as a card: its filled fields, and the lists of what hangs on it."""

from assistant.blocks import Card, Table
from assistant.wording import FieldWords, day_text, name_text
from crm_store.base import FieldSpec, Kind, Record
from crm_store.models import field_of, fields_of
from crm_store.own_fields import own_specs
from crm_store.queries.timeline import Hanging
from crm_store.unit import Unit

SECTIONS: dict[str, tuple[tuple[str, str], str, tuple[str, ...], tuple[str, ...]]] = {
    "deals": (("Deals", "商机"), "deal", ("stage", "amount", "expected_close_date", "owner"), ("opportunities", "单子")),
    "contacts": (("Contacts", "联系人"), "contact", ("title", "role", "email", "phone"), ("people", "stakeholders", "人员")),
    "tickets": (("Unsolved tickets", "未解决工单"), "ticket", ("priority", "status", "resolution_due"), ("tickets", "cases", "工单")),
    "tasks": (("Open tasks", "未完成任务"), "task", ("due_on", "status", "assignee"), ("tasks", "to-dos", "任务", "待办")),
    "activities": (("Recent activities", "最近跟进"), "activity", ("starts_at", "kind", "owner"), ("activities", "notes", "history of contact", "跟进", "跟进记录")),
    "facts": (("Facts", "要点"), "fact", ("predicate", "valid_from"), ("facts", "preferences", "偏好", "信息点")),
}  # fmt: skip
"""Title, record type, columns and other words of each list beside a record."""

_HIDDEN = frozenset(
    "currency team tags subject_type span_start span_end pipeline stage_entered_at contacts name_pinyin quote".split()
)
"""Fields that stand beside or within others."""


def record_card(words: FieldWords, record: Record, beside: Hanging) -> Card:
    """A card of the record; empty fields and empty lists are left out, and so are flags that say no."""
    about = type(record).about
    specs = [s for n, s in fields_of(about.entity).items() if n not in _HIDDEN and n != about.title]
    words.load(about.entity, [record], [s.name for s in specs])
    shown = [(s, words.field(record, s)) for s in specs if s.kind is not Kind.BOOL or getattr(record, s.column)]
    shown += [(s, words.field(record, s)) for s in own_specs(words.crm, about.entity).values()]
    fields = [(capital(s.label(words.language)), text) for s, text in shown if text]
    sections = [section_table(words, name, beside) for name in SECTIONS if getattr(beside, name).total]
    return Card(name_text(record, words.language), record.ref, about.entity, fields, sections)


def section_table(words: FieldWords, section: str, beside: Hanging) -> Table:
    """One of the lists beside a record."""
    part = getattr(beside, section)
    titles, entity, columns, _ = SECTIONS[section]
    words.load(entity, part.records, columns)
    specs = [s for c in columns if (s := field_of(entity, c)) is not None]
    rows = [[name_text(r, words.language), *(_cell(words, r, s, beside) for s in specs)] for r in part.records]
    zh = words.language == "zh"
    heads = ["名称" if zh else "Name", *(capital(s.label(words.language)) for s in specs)]
    return Table(titles[1] if zh else titles[0], heads, rows, [r.ref for r in part.records], part.total)


def last_line(crm: Unit, beside: Hanging, language: str) -> str:
    """When somebody was last in touch, as a sentence; "" when never."""
    last = beside.last
    if last is None or last.starts_at is None:
        return ""
    day, kind = day_text(crm.actor.today(last.starts_at), language), last.kind.label(language)
    if language == "zh":
        return f"最近跟进：{day}，{kind}，“{last.display}”（{last.ref}）。"
    return f"Last activity: {day}, {kind}, “{last.display}” ({last.ref})."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cell(words: FieldWords, record: Record, spec: FieldSpec, beside: Hanging) -> str:
    if spec.name == "role" and (role := beside.roles.get(record.id or 0)) is not None:
        return role.label(words.language)
    return words.field(record, spec)
