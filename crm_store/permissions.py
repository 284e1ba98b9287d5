"""The only judge of who sees and changes what: the row scope of every record type for an Actor, by right."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    TableClause,
    and_,
    bindparam,
    column,
    false,
    or_,
    select,
    table,
    true,
)

from crm_store.actors import (
    CONFIGURED,
    CURATED,
    PERSONAL,
    REACH,
    RIGHTS,
    Actor,
    ActorKind,
    may_write_type,
)
from crm_store.base import Moment, Record
from crm_store.codes import RoleName
from crm_store.models import (
    Account,
    AccountContact,
    Activity,
    ActivityLink,
    Contact,
    Deal,
    DealContact,
    DealState,
    Event,
    Fact,
    Lead,
    Message,
    Pin,
    Proposal,
    SavedView,
    Schedule,
    ScheduledRun,
    Share,
    StageHistory,
    StandIn,
    Target,
    Task,
    Thread,
    Ticket,
    Turn,
    entities,
    table_of,
)
from crm_store.models.ledger import Attachment, ImportJob
from crm_store.rights import HELD, Extra, Reach, base_reach

__all__ = [
    "CONFIGURED", "CURATED", "HELD", "PERSONAL", "REACH", "RIGHTS", "Actor", "ActorKind", "Reach", "export_scope", "held_by", "judged_at",
    "may_write_type", "read_scope", "write_scope",
]  # fmt: skip


def held_by(actor: Actor, entity: str) -> Callable[[Any], ColumnElement[bool]]:
    """The records of a type this person may share: their own and those of everybody below them; of admins all."""
    return _with_workspace(actor.workspace_id, lambda t: _holds(actor, t, entity))


def _holds(actor: Actor, t: Any, entity: str) -> ColumnElement[bool]:
    if actor.everything:
        return true()
    if actor.role is RoleName.VIEWER:
        return false()
    people = sorted(actor.people) if actor.reach == "subtree" else [actor.user_id]
    return and_(getattr(t, HELD[entity]).in_(people), t.deleted_at.is_(None))


Criteria = dict[type[Any], Callable[[Any], ColumnElement[bool]]]


@lru_cache(maxsize=256)
def read_scope(actor: Actor) -> Criteria:
    """One condition per model, applied to every statement that names it; its moment is that of `judged_at`."""
    return _Scope(actor).criteria(upwards=True)


def write_scope(actor: Actor, right: str = "edit") -> Criteria:
    """As `read_scope` for a right that changes, without what is only seen because something of one's own stands on it."""
    return _right_scope(actor, right if actor.extra else "edit")


def export_scope(actor: Actor) -> Criteria:
    """As `read_scope`, of what this person may take out in a file."""
    return _right_scope(actor, "export") if actor.extra else read_scope(actor)


@lru_cache(maxsize=256)
def _right_scope(actor: Actor, right: str) -> Criteria:
    return _Scope(actor, right).criteria(upwards=right == "export")


_judged = threading.local()


def judged_at(now: datetime) -> None:
    """The moment for which the next statement of this thread asks whether a share has expired.

    A scope is built once per actor and laid over thousands of statements, so the moment is looked up when one is sent.
    """
    _judged.at = now


def _moment() -> BindParameter[datetime]:
    return bindparam(None, callable_=lambda: _judged.at, type_=Moment())


class _Scope:
    """Builds the conditions on table aliases of its own, so that they never get mixed with the statement's tables."""

    def __init__(self, actor: Actor, right: str = "read") -> None:
        self.actor = actor
        self.right = right
        self.writing = right not in ("read", "export")
        self.n = 0

    def criteria(self, upwards: bool) -> Criteria:
        ws = self.actor.workspace_id
        made: Criteria = {}
        for record in entities().values():
            condition = self._record(record, upwards)
            made[record] = _with_workspace(ws, condition)
        for ledger in (Proposal, Thread, Pin, Schedule, ScheduledRun):
            made[ledger] = _with_workspace(ws, lambda m: m.user_id == self.actor.user_id)
        for said in (Message, Turn, Attachment):
            mine = self._alias(Thread)
            threads = select(mine.c.id).where(mine.c.workspace_id == ws, mine.c.user_id == self.actor.user_id)
            made[said] = _with_workspace(ws, lambda m, t=threads: m.thread_id.in_(t))  # type: ignore[misc]
        seen_by = self._team()
        made[SavedView] = _with_workspace(
            ws,
            lambda m: (
                m.user_id == self.actor.user_id if self.writing else or_(m.user_id == self.actor.user_id, seen_by(m))
            ),
        )
        made[Event] = _with_workspace(ws, self._events())
        if not self.actor.everything:
            made[ImportJob] = _with_workspace(ws, lambda m: m.user_id == self.actor.user_id)
            seen = self._record(Deal, upwards)
            made[StageHistory] = _with_workspace(ws, lambda m: m.deal_id.in_(self._ids(Deal, seen)))
            made[DealState] = _with_workspace(ws, lambda m: m.deal_id.in_(self._ids(Deal, seen, deleted=True)))
        return made

    def _record(self, record: type[Record], upwards: bool) -> Callable[[Any], ColumnElement[bool]]:
        if record is StandIn and self.writing and not self.actor.everything:
            above = sorted(self.actor.people) if self.actor.reach == "subtree" else [self.actor.user_id]
            return lambda t: t.user_id.in_(above)
        if record is Target and not self.writing and not self.actor.everything:
            return self._target
        if self.actor.everything or record.about.shared or record.about.entity in ("user", "team"):
            return lambda m: true()
        if not self.actor.extra:
            return self._own_part(record, upwards)
        return lambda t: or_(*self._parts(t, record, upwards))

    def _parts(self, t: Any, record: type[Record], upwards: bool) -> list[ColumnElement[bool]]:
        """What the built-in role gives of a record type, and what each further one adds."""
        entity = record.about.entity
        own = entity not in HELD or base_reach(self.actor.role, self.right, entity) != "no"
        parts = [self._own_part(record, upwards)(t) if own else false()]
        for x in self.actor.extra:
            if (reach := x.reach(self.right, entity)) != "no":
                parts.append(_within(t, entity, x, reach))
            if upwards and record is Account and (reach := x.reach(self.right, "deal")) != "no":
                # A deal says little without the name of its customer.
                parts.append(t.id.in_(self._ids(Deal, lambda d, x=x, r=reach: _within(d, "deal", x, r), "account_id")))  # type: ignore[misc]
        return parts

    def _own_part(self, record: type[Record], upwards: bool) -> Callable[[Any], ColumnElement[bool]]:
        rules: dict[type[Record], Callable[[Any], ColumnElement[bool]]] = {
            Account: lambda t: or_(self._owned(t, "account"), *(self._accounts_touched(t) if upwards else [])),
            Contact: lambda t: or_(self._contact(t), *(self._contacts_in_deals(t) if upwards else [])),
            Deal: self._deal,
            Lead: lambda t: self._owned(t, "lead"),
            Activity: self._activity,
            Task: self._task,
            Ticket: self._ticket,
            Fact: self._fact,
            AccountContact: lambda t: t.account_id.in_(self._ids(Account, lambda a: self._owned(a, "account"))),
            Share: self._share,
        }
        return rules.get(record, lambda m: false())

    # Conditions; `t` is a model, an alias of one, or the columns of a table alias.

    def _owned(self, t: Any, entity: str, owner: str = "owner_id") -> ColumnElement[bool]:
        people, teams = sorted(self.actor.people), sorted(self.actor.teams)
        owner_id = getattr(t, owner)
        team_id = getattr(t, "team_id", None)
        parts = [owner_id.in_(people), t.id.in_(self._shared(entity))]
        if team_id is not None and teams:
            parts.append(
                team_id.in_(teams) if self.actor.reach == "team" else and_(owner_id.is_(None), team_id.in_(teams))
            )
        return or_(*parts)

    def _sharing(self) -> list[int]:
        """Whose shares count: one's own, those of everybody below, and of whom one stands in for."""
        if self.actor.reach == "subtree":
            return sorted(self.actor.people)
        return sorted({self.actor.user_id, *(a.user_id for a in self.actor.stands_for)})

    def _shared(self, entity: str) -> Select[Any]:
        s = self._alias(Share)
        return select(s.c.record_id).where(
            s.c.workspace_id == self.actor.workspace_id,
            s.c.entity == entity,
            s.c.user_id.in_(self._sharing()),
            s.c.deleted_at.is_(None),
            or_(s.c.expires_at.is_(None), s.c.expires_at > _moment()),
            s.c.writes.is_(True) if self.writing else true(),
        )

    def _share(self, t: Any) -> ColumnElement[bool]:
        """Known to whom it is for and to whoever holds the record; changed by the latter only."""
        held = [
            and_(
                t.entity == entity,
                t.record_id.in_(self._ids(entities()[entity], lambda x, e=entity: _holds(self.actor, x, e))),  # type: ignore[misc]
            )
            for entity in HELD
        ]
        return or_(*held) if self.writing else or_(t.user_id.in_(self._sharing()), *held)

    def _deal(self, t: Any) -> ColumnElement[bool]:
        return or_(self._owned(t, "deal"), t.account_id.in_(self._ids(Account, lambda a: self._owned(a, "account"))))

    def _contact(self, t: Any) -> ColumnElement[bool]:
        accounts = self._ids(Account, lambda a: self._owned(a, "account"))
        x = self._alias(AccountContact)
        further = select(x.c.contact_id).where(
            x.c.workspace_id == self.actor.workspace_id,
            x.c.deleted_at.is_(None),
            x.c.account_id.in_(self._ids(Account, lambda a: self._owned(a, "account"))),
        )
        return or_(self._owned(t, "contact"), t.account_id.in_(accounts), t.id.in_(further))

    def _accounts_touched(self, t: Any) -> list[ColumnElement[bool]]:
        return [
            t.id.in_(self._ids(Deal, lambda d: self._owned(d, "deal"), "account_id")),
            t.id.in_(self._ids(Contact, lambda c: self._owned(c, "contact"), "account_id")),
            t.id.in_(self._ids(Ticket, lambda k: self._owned(k, "ticket", "assignee_id"), "account_id")),
        ]

    def _contacts_in_deals(self, t: Any) -> list[ColumnElement[bool]]:
        people = self._alias(DealContact)
        in_deals = select(people.c.contact_id).where(
            people.c.workspace_id == self.actor.workspace_id, people.c.deal_id.in_(self._ids(Deal, self._deal))
        )
        return [t.id.in_(self._ids(Deal, self._deal, "contact_id")), t.id.in_(in_deals)]

    def _activity(self, t: Any) -> ColumnElement[bool]:
        def linked(target: str, ids: Any) -> ColumnElement[bool]:
            x = self._alias(ActivityLink)
            hit: ColumnElement[bool] = t.id.in_(
                select(x.c.activity_id).where(
                    x.c.workspace_id == self.actor.workspace_id, x.c.target == target, x.c.target_id.in_(ids)
                )
            )
            return hit

        return or_(
            self._owned(t, "activity"),
            linked("user", sorted(self.actor.people)),
            linked("deal", self._ids(Deal, self._deal)),
            linked("account", self._ids(Account, lambda a: self._owned(a, "account"))),
            linked("contact", self._ids(Contact, self._contact)),
        )

    def _task(self, t: Any) -> ColumnElement[bool]:
        return or_(
            t.assignee_id.in_(sorted(self.actor.people)),
            t.id.in_(self._shared("task")),
            and_(t.assignee_id.is_(None), t.created_by_id.in_(sorted(self.actor.people))),
            t.deal_id.in_(self._ids(Deal, self._deal)),
            t.account_id.in_(self._ids(Account, lambda a: self._owned(a, "account"))),
            t.contact_id.in_(self._ids(Contact, self._contact)),
        )

    def _ticket(self, t: Any) -> ColumnElement[bool]:
        return or_(
            self._owned(t, "ticket", "assignee_id"),
            and_(t.assignee_id.is_(None), t.created_by_id.in_(sorted(self.actor.people))),
            t.account_id.in_(self._ids(Account, lambda a: self._owned(a, "account"))),
            t.contact_id.in_(self._ids(Contact, self._contact)),
        )

    def _fact(self, t: Any) -> ColumnElement[bool]:
        def about(kind: str, ids: Select[Any]) -> ColumnElement[bool]:
            return and_(t.subject_type == kind, t.subject_id.in_(ids))

        return or_(
            t.owner_id.in_(sorted(self.actor.people)),
            t.id.in_(self._shared("fact")),
            about("deal", self._ids(Deal, self._deal)),
            about("account", self._ids(Account, lambda a: self._owned(a, "account"))),
            about("contact", self._ids(Contact, self._contact)),
        )

    def _target(self, t: Any) -> ColumnElement[bool]:
        """Seen by who is to reach it, whoever is above them, and everyone in the team it is set for; one for nobody is the company's."""
        people, teams = set(self.actor.people), self.actor.teams | self.actor.aims
        for x in self.actor.extra:
            if (reach := x.reach("read", "deal")) == "all":
                return true()
            also, of_teams = x.circle(reach)
            people, teams = people | also, teams | of_teams
        nobody = and_(t.owner_id.is_(None), t.team_id.is_(None))
        return or_(t.owner_id.in_(sorted(people)), t.team_id.in_(sorted(teams)), nobody)

    def _events(self) -> Callable[[Any], ColumnElement[bool]]:
        if self.actor.everything:
            return lambda m: true()

        def among(m: Any) -> ColumnElement[bool]:
            seen = {e: self._ids(r, self._record(r, upwards=True)) for e, r in entities().items()}
            return or_(*(and_(m.entity == e, m.record_id.in_(ids)) for e, ids in seen.items()))

        return among

    def _team(self) -> Callable[[Any], ColumnElement[bool]]:
        """What is shown to one's own team."""
        team = self.actor.team_id
        return lambda m: false() if team is None else m.team_id == team

    def _ids(
        self,
        model: type[Any],
        condition: Callable[[Any], ColumnElement[bool]],
        column: str = "id",
        *,
        deleted: bool = False,
    ) -> Select[Any]:
        t = self._alias(model)
        return select(t.c[column]).where(
            t.c.workspace_id == self.actor.workspace_id,
            t.c.deleted_at.is_(None) if model is not Event and not deleted else true(),
            condition(t.c),
        )

    def _alias(self, model: type[Any]) -> FromClause:
        self.n += 1
        return plainly(model).alias(f"scope_{self.n}")


def _within(t: Any, entity: str, extra: Extra, reach: Reach) -> ColumnElement[bool]:
    """The records of a type that a further role takes in by themselves: no other record brings one along."""
    if reach == "all":
        return true()
    people, teams = extra.circle(reach)
    parts: list[ColumnElement[bool]] = [getattr(t, HELD[entity]).in_(sorted(people))]
    if teams and (team_id := getattr(t, "team_id", None)) is not None:
        parts.append(team_id.in_(sorted(teams)))
    return or_(*parts)


_LIGHT: dict[str, TableClause] = {}


def plainly(model: type[Any]) -> TableClause:
    """A model's table by name and columns only: a tenth of the work of aliasing the real one, which drags its keys along."""
    t = table_of(model)
    if t.name not in _LIGHT:
        _LIGHT[t.name] = table(t.name, *[column(c.name, c.type) for c in t.columns])
    return _LIGHT[t.name]


def _with_workspace(
    workspace_id: int, condition: Callable[[Any], ColumnElement[bool]]
) -> Callable[[Any], ColumnElement[bool]]:
    return lambda m: and_(m.workspace_id == workspace_id, condition(m))
