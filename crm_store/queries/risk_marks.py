"""Which rules speak of which open deals, found set by set in the database: only deals that are shown are then looked at one by one.

Says the same as the rules' own `check` of every deal (tests/crm_store/test_risk_marks.py).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Float,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
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
from crm_store.queries.risk_facts import HEARD, OVER, is_closed
from crm_store.signals import Columns, Crowd, Facts, Rule
from crm_store.unit import Unit


class Marked(NamedTuple):
    """One open deal and the rules that speak of it, in their order; `amount` as it is stored, in 1/`AMOUNT_SCALE`."""

    number: int
    amount: int | None
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
    apart: dict[int, int] = {}
    bits = {name: 1 << place for place, name in enumerate(asked)}
    for r in known:
        for number in _told_apart(crm, r, logged[r.name]) if r.name in logged else ():
            apart[number] = apart.get(number, 0) | bits[r.name]
    mask: Any = literal(0)
    for name in plain:
        mask = mask + case((asked[name], bits[name]), else_=0)
    silence = _Silence(crm, [(r, asked[r.name], bits[r.name]) for r in known if r.judged_on == "last_heard_on"])
    people = _crowd() if any(r.crowd for r in known) else literal(0)
    # The amount as it is stored: the type's own reading would cost as much as half of the statement.
    q: Any = select(
        col(Deal.id), type_coerce(col(Deal.amount), BigInteger), col(Deal.currency), mask, people, *silence.columns
    )
    made, seen = [], dict[tuple[int, int], tuple[str, ...]]()
    for number, amount, currency, marks, packed, chance, since, heard in crm.exec(
        q.join(Stage, on_stage).where(*narrowed)
    ):
        key = (marks | apart.get(number, 0) | silence.bit(chance, since, heard), int(packed))
        if (said := seen.get(key)) is None:
            said = seen[key] = _speaking(known, bits, *key)
        made.append(Marked(number, amount, currency, said))
    return made


def _speaking(known: Sequence[Rule], bits: Mapping[str, int], marks: int, packed: int) -> tuple[str, ...]:
    """The rules that speak where these marks and people are."""
    crowd = _unpacked(packed)
    return tuple(
        r.name for r in known if (r.name not in bits or marks & bits[r.name]) and (r.crowd is None or r.crowd(crowd))
    )


def _told_apart(crm: Unit, rule: Rule, picked: Select[Any]) -> set[int]:
    """The deals a rule speaks of by a statement of its own: the numbers it finds, or the changes of amounts it is to judge."""
    if not rule.judged_on:
        return {row[0] for row in crm.inside(picked)}
    assert rule.judged_on == "amounts"
    today, zone = crm.today, crm.actor.zone
    amounts: dict[int, list[tuple[Decimal, Decimal, date]]] = {}
    for number, before, after, at in crm.inside(picked):
        if before and after:
            amounts.setdefault(number, []).append((Decimal(before), Decimal(after), at.astimezone(zone).date()))
    return {n for n, told in amounts.items() if rule.check(Facts(n, "", today, amounts=tuple(told)))}


_NEVER = datetime(1, 1, 2, tzinfo=UTC)
"""When the customer was heard of who never was."""


class _Silence:
    """What the rules need that are judged on the day of the customer's last word: read with the deals, for those a rule picks."""

    def __init__(self, crm: Unit, judged: Sequence[tuple[Rule, Any, int]]) -> None:
        self.crm, self.judged = crm, judged
        self._seen: dict[tuple[Any, ...], int] = {}
        picked = or_(false(), *(among for _, among, _ in judged))
        latest = _heard(crm).with_only_columns(func.max(col(Activity.starts_at))).scalar_subquery()
        # One of them only where it is needed: what is picked would be asked anew for each.
        heard = case((picked, func.coalesce(latest, _NEVER)))
        needed = (type_coerce(_probability(), BigInteger), col(Deal.stage_entered_at), heard)
        self.columns = [what if judged else null() for what in needed]

    def bit(self, chance: int, since: datetime | None, heard: datetime | None) -> int:
        """The marks of the rules that speak; a word since the stage began silences them all."""
        if since is None or heard is None or heard >= since:
            return 0
        zone = self.crm.actor.zone
        key = (chance, since.astimezone(zone).date(), heard.astimezone(zone).date() if heard != _NEVER else None)
        if (found := self._seen.get(key)) is None:
            percent = Decimal(chance) / AMOUNT_SCALE
            facts = Facts(0, "", self.crm.today, stage_probability=percent, stage_since=key[1], last_heard_on=key[2])
            found = self._seen[key] = sum(bit for rule, _, bit in self.judged if rule.check(facts))
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


def _repriced(crm: Unit, since: datetime, share: Decimal) -> Any:
    """(deal, amount before, after, when) of the changes by about this share or more from a moment on, oldest first, of everybody's deals."""
    before, after = _told(crm, "before", "amount"), _told(crm, "after", "amount")
    q = select(col(Event.record_id), before, after, col(Event.at))
    q = q.where(*_holding(crm), after.is_not(None), before.is_not(None), col(Event.at) >= since)
    if is_closed(crm, "amount"):
        q = q.where(false())
    elif crm.dialect == "sqlite":  # most are smaller; PostgreSQL would take a text that is no number amiss
        was, now = cast(before, Float), cast(after, Float)
        q = q.where(func.abs(now - was) >= was * float(share) * 0.999)
    return q.order_by(col(Event.at), col(Event.id))


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
