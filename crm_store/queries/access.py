"""Why somebody sees a record: every way that leads there, told from what the asker sees themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import RoleName
from crm_store.models import Account, AccountContact, Contact, Deal, DealContact, Share, Target, Ticket, User
from crm_store.permissions import HELD, PERSONAL, Actor, may_write_type
from crm_store.queries.acting import actor_of
from crm_store.rights import Extra, base_reach
from crm_store.unit import Unit


@dataclass(frozen=True)
class Reason:
    """One way to a record: `code` says which, `on` is the record it leads over, `person` who owns that, `until` when it ends.

    Codes: all, open_to_all, own, below, colleague, team, shared, shared_below and shared_away (with `person`, who works below or is away
    and stood in for), created, takes_part, stand_in (for `person`, who is away), role (which `role` names), and over, which is the account, deal,
    contact or ticket the record belongs to or stands under; `via` is the share that gives them that one, when they see it by no
    other way. `writes` tells whether it also lets them change the record.
    """

    code: str
    on: Record | None = None
    person: User | None = None
    until: datetime | None = None
    writes: bool = True
    role: str = ""
    via: "Reason | None" = None


def why(crm: Unit, record: Record, actor: Actor) -> list[Reason]:
    """Every reason why this person sees the record, the nearest first; empty when they do not, as far as the asker can tell."""
    return _Ways(crm, actor).to(record)


def who(crm: Unit, record: Record) -> list[tuple[User, list[Reason]]]:
    """Everybody who sees a record and why, administrators last; disabled people do not."""
    found = []
    for user in crm.all(select(User).where(col(User.disabled).is_(False)).order_by(col(User.id))):
        reasons = why(crm, record, actor_of(crm, user))
        if reasons:
            found.append((user, reasons))
    return sorted(found, key=lambda f: (f[1][0].code == "all", f[0].id or 0))


def may_change(record: Record, actor: Actor, reasons: Sequence[Reason]) -> bool:
    """Whether these reasons let this person change the record too."""
    return may_write_type(actor, type(record).about.entity) and any(r.writes for r in reasons)


class _Ways:
    def __init__(self, crm: Unit, actor: Actor) -> None:
        self.crm = crm
        self.actor = actor

    def to(self, record: Record) -> list[Reason]:
        about = type(record).about
        if self.actor.everything:
            return [Reason("all"), *self._held(record)]
        if isinstance(record, Target):
            return [replace(r, writes=False) for r in self._aimed(record)]
        if about.shared:
            return [Reason("open_to_all", writes=self._shapes(record))]
        found: list[Reason] = []
        able = about.entity not in HELD or base_reach(self.actor.role, "edit", about.entity) != "no"
        for reason in [*self._held(record), *self._over(record)]:
            reason = reason if able else replace(reason, writes=False)
            if reason not in found:
                found.append(reason)
        return [*found, *(r for r in self._by_role(record) if r not in found)]

    def _aimed(self, target: Target) -> Iterator[Reason]:
        """Why somebody sees a target: their own, of somebody they reach, or of a team that somebody they reach belongs to."""
        actor, holder, team = self.actor, target.owner_id, target.team_id
        if holder is None and team is None:
            yield Reason("open_to_all")
        elif holder is not None:
            yield from self._by_whose(holder)
        if team is not None and team in actor.teams | actor.aims:
            yield Reason("team")
        for x in actor.extra:
            reach = x.reach("read", "deal")
            people, teams = x.circle(reach) if reach not in ("no", "all") else (frozenset[int](), frozenset[int]())
            if reach == "all" or holder in people or team in teams:
                yield Reason("role", role=x.role, until=x.until)

    def _shapes(self, record: Record) -> bool:
        """Whether they write what everybody sees: administrators; of a stand-in also whoever it is for."""
        column = PERSONAL.get(type(record).about.entity)
        return self.actor.role is RoleName.ADMIN or (
            column is not None
            and getattr(record, column)
            in (self.actor.people if self.actor.reach == "subtree" else {self.actor.user_id})
        )

    def _by_role(self, record: Record) -> Iterator[Reason]:
        """By a further role, which takes the record in by itself, or a deal that stands on this account."""
        entity = type(record).about.entity
        for x in self.actor.extra:
            if entity in HELD and self._takes_in(x, "read", record):
                yield Reason("role", role=x.role, until=x.until, writes=self._takes_in(x, "edit", record))
            elif isinstance(record, Account) and x.reach("read", "deal") != "no":
                q = select(Deal).where(col(Deal.account_id) == record.id).order_by(col(Deal.id))
                on = next((d for d in self.crm.all(q) if self._takes_in(x, "read", d)), None)
                if on is not None:
                    yield Reason("role", on=on, role=x.role, until=x.until, writes=False)

    def _takes_in(self, x: Extra, right: str, record: Record) -> bool:
        entity = type(record).about.entity
        reach = x.reach(right, entity)
        if reach in ("no", "all"):
            return reach == "all"
        people, teams = x.circle(reach)
        return getattr(record, HELD[entity]) in people or getattr(record, "team_id", None) in teams

    def _held(self, record: Record) -> list[Reason]:
        """By whose it is: one's own, somebody's below, the team's, or shared."""
        entity = type(record).about.entity
        holder = getattr(record, HELD[entity], None) if entity in HELD else None
        found = list(self._by_whose(holder))
        team = getattr(record, "team_id", None)
        if team in self.actor.teams and (self.actor.reach == "team" or holder is None):
            found.append(Reason("team"))
        if entity in ("task", "ticket") and holder is None and record.created_by_id in self.actor.people:
            found.append(Reason("created"))
        shares = list(self._shares(entity, record.id or 0))
        # Who reaches the record itself sees it whether or not it is shared with somebody they reach.
        return [*found, *(r for r in shares if not found or r.code == "shared")]

    def _by_whose(self, holder: int | None) -> Iterator[Reason]:
        absent = next((a for a in self.actor.stands_for if holder in a.people), None)
        if holder == self.actor.user_id:
            yield Reason("own")
        elif absent is not None:
            yield Reason("stand_in", person=self._user(absent.user_id), until=absent.until)
        elif holder in self.actor.people:
            yield Reason("colleague" if self.actor.reach == "team" else "below", person=self._user(holder))

    def _shares(self, entity: str, number: int) -> Iterator[Reason]:
        to = sorted({self.actor.user_id, *(a.user_id for a in self.actor.stands_for)})
        if self.actor.reach == "subtree":
            to = sorted(self.actor.people)  # what is shared with somebody below is seen by whoever is above
        q = select(Share).where(
            col(Share.entity) == entity, col(Share.record_id) == number, col(Share.user_id).in_(to),
            or_(col(Share.expires_at).is_(None), col(Share.expires_at) > self.crm.now),
        )  # fmt: skip
        for share in self.crm.all(q.order_by(col(Share.id))):
            away = share.user_id in {a.user_id for a in self.actor.stands_for}
            code, person = "shared_away" if away else "shared_below", self._user(share.user_id)
            if share.user_id == self.actor.user_id:
                code, person = "shared", None
            yield Reason(code, person=person, until=share.expires_at, writes=share.writes)

    def _over(self, record: Record) -> Iterator[Reason]:
        """Over the records it belongs to, and over those that stand on it (which show it and let nobody change it)."""
        if isinstance(record, Account):
            yield from self._standing_on(Deal, col(Deal.account_id) == record.id)
            yield from self._standing_on(Contact, col(Contact.account_id) == record.id)
            yield from self._standing_on(Ticket, col(Ticket.account_id) == record.id)
            return
        if isinstance(record, (Deal, Contact)):
            yield from self._under(record)
        if isinstance(record, Contact):
            inside = select(col(DealContact.deal_id)).where(col(DealContact.contact_id) == record.id)
            for deal in self.crm.all(
                select(Deal).where(or_(col(Deal.contact_id) == record.id, col(Deal.id).in_(inside)))
            ):
                if self._reaches(deal):
                    yield self._by(deal, writes=False)
        elif not isinstance(record, Deal):
            yield from self._named(record)

    def _under(self, record: Deal | Contact) -> Iterator[Reason]:
        """Over the account a deal or contact belongs to, and those a contact is tied to besides."""
        yield from self._account(record.account_id)
        if isinstance(record, Contact):
            ties = select(col(AccountContact.account_id)).where(col(AccountContact.contact_id) == record.id)
            for number in sorted({n for n in self.crm.exec(ties).scalars() if n}):
                yield from self._account(number)

    def _named(self, record: Record) -> Iterator[Reason]:
        """Over what an activity, task, ticket, fact or tie names."""
        entity, about = type(record).about.entity, type(record).about
        named: list[tuple[str, int]] = []
        if entity == "fact":
            named.append((str(record.subject_type), int(record.subject_id or 0)))  # type: ignore[attr-defined]
        for name in about.links:
            numbers = self.crm.links(entity, name, [record.id or 0]).get(record.id or 0, [])
            if name == "participants":
                for n in numbers:
                    if n in self.actor.people:
                        yield Reason("takes_part", person=None if n == self.actor.user_id else self._user(n))
            else:
                named += [(about.links[name].target, n) for n in numbers]
        over = (
            ("account",)
            if entity == "account_contact"
            else ("deal", "account", "contact")
            if entity != "ticket"
            else ("account", "contact")
        )
        named += [(e, int(at)) for e in over if (at := getattr(record, f"{e}_id", None))]
        for kind in over:
            for there in self.crm.many(kind, [n for e, n in named if e == kind]).values():
                if isinstance(there, Account):
                    yield from self._account(there.id)
                elif self._reaches(there):
                    yield self._by(there)

    def _account(self, number: int | None) -> Iterator[Reason]:
        account = self.crm.many("account", [number]).get(number) if number else None
        if account is not None and self._held(account):
            yield self._by(account)

    def _standing_on(self, model: Any, on: Any) -> Iterator[Reason]:
        for record in self.crm.all(select(model).where(on).order_by(col(model.id))):
            if self._held(record):
                yield self._by(record, writes=False)
                return  # one of a kind is reason enough

    def _reaches(self, record: Record) -> bool:
        """Whether this person holds the record or the account it belongs to."""
        return bool(self._reach(record))

    def _reach(self, record: Record) -> list[Reason]:
        return [*self._held(record), *(self._under(record) if isinstance(record, (Deal, Contact)) else ())]

    def _by(self, record: Record, *, writes: bool = True) -> Reason:
        """Over a record, which lets them change what belongs to it only when they may change that one: a share may be to read only."""
        writes = writes and any(r.writes for r in self._reach(record))
        holder = getattr(record, HELD[type(record).about.entity], None)
        nearest = next(iter(self._held(record)), None)
        via = nearest if nearest is not None and nearest.code.startswith("shared") else None
        person = None if holder == self.actor.user_id else self._user(holder)
        return Reason("over", on=record, person=person, writes=writes, via=via)

    def _user(self, number: int | None) -> User | None:
        found = self.crm.many("user", [number]).get(number) if number else None
        return found if isinstance(found, User) else None
