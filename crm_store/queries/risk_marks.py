"""Which rules speak of which open deals, found set by set in the database: only deals that are shown are then looked at one by one.

Says the same as the rules' own `check` of every deal (tests/crm_store/test_risk_marks.py).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, String, and_, case, exists, false, func, literal, or_, select, type_coerce
from sqlmodel import col

from crm_store.base import AMOUNT_SCALE, Amount
from crm_store.codes import ActivityStatus, BuyingRole, Direction, Priority, TaskStatus
from crm_store.models import (
    AccountContact,
    Activity,
    ActivityLink,
    Contact,
    Deal,
    DealContact,
    Event,
    Stage,
    Task,
    Ticket,
)
from crm_store.queries.risk_facts import HEARD, OVER, is_closed, told_changes
from crm_store.signals import Columns, Crowd, Facts, Rule
from crm_store.unit import Unit


class Marked(NamedTuple):
    """One open deal and the rules that speak of it, in their order."""

    number: int
    amount: Decimal | None
    currency: str | None
    said: tuple[str, ...]


def marked(
    crm: Unit, on_stage: Any, narrowed: Sequence[Any], known: Sequence[Rule], usual: Mapping[int, int]
) -> list[Marked]:
    """The open deals under these conditions, each with the rules that speak of it.

    Args:
        on_stage: joins a deal and its stage.
        usual: the usual days of a stay, by stage.
    """
    columns = _columns(crm, usual)
    asked = {r.name: r.among(columns) for r in known if r.among is not None}
    logged = {name: picked for name, picked in asked.items() if isinstance(picked, Select)}
    plain = [r.name for r in known if r.name in asked and r.name not in logged and not r.judged_on]
    further = {r.name: _further(crm, r, asked[r.name], on_stage, narrowed) for r in known if r.judged_on}
    further |= {n: {row[0] for row in crm.inside(q)} for n, q in logged.items() if n not in further}
    bits = {name: 1 << place for place, name in enumerate(plain)}
    mask: Any = literal(0)
    for name, bit in bits.items():
        mask = mask + case((asked[name], bit), else_=0)
    people = _crowd() if any(r.crowd for r in known) else literal(0)
    # The amount as it is stored: the type's own reading would cost as much as half of the statement.
    q: Any = select(col(Deal.id), type_coerce(col(Deal.amount), BigInteger), col(Deal.currency), mask, people)
    speaks = partial(_speaking, known, bits, frozenset(further))
    made, seen = [], dict[tuple[int, int, tuple[str, ...]], tuple[str, ...]]()
    for number, amount, currency, marks, packed in crm.exec(q.join(Stage, on_stage).where(*narrowed)):
        key = (marks, int(packed), tuple(n for n, among in further.items() if number in among))
        if (said := seen.get(key)) is None:
            said = seen[key] = speaks(*key)
        made.append(Marked(number, None if amount is None else Decimal(amount) / AMOUNT_SCALE, currency, said))
    return made


def _speaking(
    known: Sequence[Rule], bits: Mapping[str, int], apart: frozenset[str], marks: int, packed: int, told: Sequence[str]
) -> tuple[str, ...]:
    """The rules that speak where these marks and people are; `told` are those found apart that do."""
    crowd = _unpacked(packed)
    return tuple(
        r.name
        for r in known
        if (marks & bits[r.name] if r.name in bits else r.name in told or r.name not in apart)
        and (r.crowd is None or r.crowd(crowd))
    )


def _further(crm: Unit, rule: Rule, picked: Any, on_stage: Any, narrowed: Sequence[Any]) -> set[int]:
    """The deals a rule speaks of that SQL cannot tell to the end: those it picks, judged on the fact it names."""
    today, zone = crm.today, crm.actor.zone
    if rule.judged_on == "amounts":
        amounts = ((n, told[1]) for n, told in told_changes(crm, crm.inside(picked)).items())
        return {n for n, told in amounts if rule.check(Facts(n, "", today, amounts=tuple(told)))}
    assert rule.judged_on == "last_heard_on"
    latest = _heard(crm).with_only_columns(func.max(col(Activity.starts_at))).scalar_subquery()
    q: Any = select(col(Deal.id), _probability(), col(Deal.stage_entered_at), latest).join(Stage, on_stage)
    found = set()
    for number, chance, since, at in crm.exec(q.where(*narrowed, picked)):
        heard = at.astimezone(zone).date() if at is not None else None
        facts = Facts(
            number, "", today, stage_probability=chance, stage_since=since.astimezone(zone).date(), last_heard_on=heard
        )
        if rule.check(facts) is not None:
            found.add(number)
    return found


def _columns(crm: Unit, usual: Mapping[int, int]) -> Columns:
    """What the rules compare, laid over the statement's deals and stages."""
    since = col(Deal.stage_entered_at)
    return Columns(
        today=crm.today,
        over=lambda days: datetime.combine(crm.today - timedelta(days=days - 1), time(), crm.actor.zone).astimezone(UTC),
        any_of=lambda *conditions: or_(false(), *conditions),
        usual_days=usual,
        touched_at=func.coalesce(col(Deal.last_activity_at), col(Deal.created_at)),
        next_step=col(Deal.next_step),
        next_step_on=col(Deal.next_step_date),
        planned=_planned(crm),
        expected_close=col(Deal.expected_close_date),
        stage_id=col(Deal.stage_id),
        stage_since=since,
        stage_probability=_probability(),
        silent=~_heard(crm).where(col(Activity.starts_at) >= since).exists(),
        competitor=col(Deal.competitor),
        urgent=col(Deal.account_id).in_(
            select(col(Ticket.account_id)).where(
                col(Ticket.priority) == Priority.URGENT, col(Ticket.status).not_in(OVER), col(Ticket.account_id).is_not(None)
            )
        ),
        pushed=partial(_pushed, crm),
        repriced_since=partial(_repriced, crm),
    )  # fmt: skip


def _probability() -> Any:
    """The deal's own, else its stage's; 0 counts as none given."""
    percent = Amount()
    own = func.nullif(col(Deal.probability), Decimal(0), type_=percent)
    return func.coalesce(own, col(Stage.probability), literal(Decimal(0), percent))


def _planned(crm: Unit) -> Any:
    """Whether a meeting or call is planned for the deal, or a task is due."""
    ahead = (
        select(col(ActivityLink.target_id))
        .join(Activity, _of_link())
        .where(
            col(ActivityLink.target) == "deal", col(Activity.status) == _said(ActivityStatus.PLANNED.value), col(Activity.starts_at) >= crm.now
        )
    )  # fmt: skip
    due = select(col(Task.deal_id)).where(
        col(Task.deal_id).is_not(None), col(Task.status).in_((TaskStatus.TODO, TaskStatus.IN_PROGRESS)), col(Task.due_on) >= crm.today
    )  # fmt: skip
    return col(Deal.id).in_(ahead) | col(Deal.id).in_(due)


def _heard(crm: Unit) -> Any:
    """What was heard of the customer on a deal; a part of a statement on deals."""
    return (
        select(col(ActivityLink.activity_id))
        .join(Activity, _of_link())
        .where(
            col(ActivityLink.workspace_id) == col(Deal.workspace_id), col(ActivityLink.target) == "deal", col(ActivityLink.target_id) == col(Deal.id),
            col(Activity.status) == ActivityStatus.HELD, col(Activity.starts_at) <= crm.now,
            or_(col(Activity.direction) == Direction.INBOUND, col(Activity.kind).in_(HEARD)),
        )
        .correlate(Deal)
    )  # fmt: skip


def _of_link() -> Any:
    return and_(
        col(Activity.workspace_id) == col(ActivityLink.workspace_id),
        col(Activity.id) == col(ActivityLink.activity_id),
    )


def _pushed(crm: Unit, times: int) -> Any:
    """The numbers of the deals whose close date moved later so often, of everybody's: whoever asks meets them among their own only."""
    before, after = _told(crm, "before", "expected_close_date"), _told(crm, "after", "expected_close_date")
    many = select(col(Event.record_id)).where(*_holding(crm), after > before, before > _said(""))
    many = many.where(false()) if is_closed(crm, "expected_close_date") else many
    return many.group_by(col(Event.record_id)).having(func.count() >= times)


def _repriced(crm: Unit, since: datetime) -> Any:
    """What was told of amounts changed from a moment on, as `told_changes` reads it, of everybody's deals."""
    q: Any = select(Event.record_id, Event.before, Event.after, Event.at)  # type: ignore[call-overload]
    told = [_told(crm, side, "amount").is_not(None) for side in ("after", "before")]
    return q.where(*_holding(crm), *told, col(Event.at) >= since).order_by(col(Event.at), col(Event.id))


def _holding(crm: Unit) -> list[Any]:
    """The changes of deals that hold, in the words of the indexes `ix_event_pushed` and `ix_event_repriced`, which must be met literally."""
    return [
        col(Event.workspace_id) == crm.actor.workspace_id,
        col(Event.entity) == _said("deal"),
        col(Event.op) == _said("update"),
        col(Event.undone_by).is_(None),
    ]


def _told(crm: Unit, side: str, field: str) -> Any:
    column = getattr(Event, side)
    if crm.dialect == "sqlite":
        return func.json_extract(column, _said(f"$.{field}"), type_=String)
    return column.op("->>", return_type=String())(_said(field))


def _said(value: str) -> Any:
    """A text of our own, written into the statement."""
    return literal(value, String, literal_execute=True)


_WIDTH = 12
"""Bits of one of the counts of a crowd: up to 4,095 people in a deal."""


def _crowd() -> Any:
    """The people of a deal counted as `Crowd`, the five counts in one number: five statements within one would take five times as long."""
    tie = (
        select(func.sum(_counted(col(DealContact.contact_id), func.coalesce(col(DealContact.role), col(Contact.role)))))
        .join(Contact, and_(col(Contact.workspace_id) == col(DealContact.workspace_id), col(Contact.id) == col(DealContact.contact_id)))
        .where(col(DealContact.workspace_id) == col(Deal.workspace_id), col(DealContact.deal_id) == col(Deal.id))
        .correlate(Deal)
    )  # fmt: skip
    known = exists().where(
        col(DealContact.workspace_id) == col(Deal.workspace_id),
        col(DealContact.deal_id) == col(Deal.id),
        col(DealContact.contact_id) == col(Deal.contact_id),
    )
    main = (
        select(_counted(col(Contact.id), col(Contact.role)))
        .where(col(Contact.workspace_id) == col(Deal.workspace_id), col(Contact.id) == col(Deal.contact_id))
        .correlate(Deal)
    )
    besides = case((and_(col(Deal.contact_id).is_not(None), ~known), func.coalesce(main.scalar_subquery(), 0)), else_=0)
    return func.coalesce(tie.scalar_subquery(), 0) + besides


def _counted(contact: Any, role: Any) -> Any:
    """What one person adds to the counts."""
    ended = col(AccountContact.inactive).is_(True)
    left = contact.in_(select(col(AccountContact.contact_id)).where(ended)) & (
        # Two statements around it: what is not named here would be read anew instead of taken from them.
        exists()
        .where(col(AccountContact.account_id) == col(Deal.account_id), col(AccountContact.contact_id) == contact, ended)
        .correlate(Deal, DealContact, Contact)
    )
    weighty = (BuyingRole.CHAMPION, BuyingRole.DECISION_MAKER)
    gone = case((role.in_(weighty), (1 << _WIDTH) + (1 << 4 * _WIDTH)), else_=1 << _WIDTH)
    deciding = case(
        (role == BuyingRole.DECISION_MAKER, 1 << 2 * _WIDTH), (role == BuyingRole.CHAMPION, 1 << 3 * _WIDTH), else_=0
    )
    return case((left, gone), else_=1 + deciding)


def _unpacked(packed: int) -> Crowd:
    return Crowd(*(packed >> place * _WIDTH & (1 << _WIDTH) - 1 for place in range(5)))
