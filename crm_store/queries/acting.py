"""A user as somebody who acts: whose records they reach, in which teams, with which rights, for whom they stand in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from crm_store.codes import RoleName
from crm_store.models import Grant, Role, StandIn, Team, User, Workspace
from crm_store.permissions import REACH, RIGHTS, Actor, ActorKind
from crm_store.rights import BUILT_IN, Extra, Level, Reach, StandsFor, closed, read_fields, read_rights
from crm_store.unit import Unit


def actor_of(crm: Unit, user: User, kind: ActorKind = "human") -> Actor:
    """What a user may reach, from the trees of people and teams, the roles and the stand-ins as they are now."""
    space, held, limits, away, over = _held(crm, user)
    reach = REACH[user.role]
    trees = _Trees(crm)
    people = {user.id or 0} | (trees.below(user.id or 0) if reach == "subtree" else set())
    teams: set[int] = set()
    if user.team_id and reach in ("subtree", "team"):
        teams = trees.teams(user.team_id)
    if reach == "team":
        people |= trees.members(teams)
    stands_for = []
    for absent, until in away:
        theirs = {absent.id or 0} | (trees.below(absent.id or 0) if REACH[absent.role] == "subtree" else set())
        stands_for.append(StandsFor(absent.id or 0, frozenset(theirs), until))
        people |= theirs
        if REACH[absent.role] == "subtree" and absent.team_id and reach != "team":
            teams |= trees.teams(absent.team_id)
    made = _extras(user, held, trees)
    return Actor(
        user_id=user.id or 0, email=user.email, name=user.name, role=user.role, lang=user.lang, tz=user.tz or space.timezone,
        team_id=user.team_id, people=frozenset(people), teams=frozenset(teams), aims=over if people == {user.id} else trees.over(people), reach=reach, kind=kind, currency=space.currency,
        fiscal_year_start=space.fiscal_year_start, extra=tuple(x for _, x in made),
        rights=RIGHTS[user.role] | {r for _, x in made for r, _, _ in x.reaches if r in ("export", "assign", "bulk")},
        stands_for=tuple(stands_for), closed=frozenset() if user.role is RoleName.ADMIN else _closed(limits, made),
    )  # fmt: skip


def _held(
    crm: Unit, user: User
) -> tuple[Workspace, list[tuple[Grant, Role]], Role | None, list[tuple[User, datetime | None]], frozenset[int]]:
    """The workspace, the roles given to a user, what limits their built-in one, who they stand in for, and their team with those it is
    part of: one query for all.
    """
    now = crm.now
    granted = and_(col(Grant.user_id) == user.id, or_(col(Grant.expires_at).is_(None), col(Grant.expires_at) > now))
    deputy = and_(
        col(StandIn.deputy_id) == user.id,
        or_(col(StandIn.starts_at).is_(None), col(StandIn.starts_at) <= now),
        col(StandIn.expires_at) > now,
    )
    ws, up = crm.actor.workspace_id, aliased(Team)
    chain = select(col(Team.id), col(Team.parent_id)).where(col(Team.workspace_id) == ws, col(Team.id) == user.team_id)
    line = chain.cte(recursive=True)
    line = line.union(
        select(col(up.id), col(up.parent_id)).where(col(up.workspace_id) == ws, col(up.id) == line.c.parent_id)
    )
    q = (
        select(Workspace, Grant, Role, StandIn, User, line.c.id)
        .select_from(Workspace)
        .outerjoin(Grant, granted)
        .outerjoin(Role, or_(col(Role.id) == col(Grant.role_id), col(Role.name) == str(user.role.value)))
        .outerjoin(StandIn, deputy)
        .outerjoin(User, col(User.id) == col(StandIn.user_id))
        .outerjoin(line, true())
    )
    over: set[int] = set()
    held: dict[int, tuple[Grant, Role]] = {}
    away: dict[int, tuple[User, datetime | None]] = {}
    space = limits = None
    for space, grant, role, stand_in, absent, team in crm.exec(q):  # noqa: B007
        over |= {team} if team is not None else set()
        if role is not None and role.name == user.role.value:
            limits = role
        if grant is not None and role is not None and grant.role_id == role.id:
            held[grant.id or 0] = (grant, role)
        if stand_in is not None and absent is not None and absent.id != user.id:
            away[absent.id or 0] = (absent, stand_in.expires_at)
    assert space is not None
    return space, [held[n] for n in sorted(held)], limits, [away[n] for n in sorted(away)], frozenset(over)


class _Trees:
    """Who is below whom and which team within which, read when first asked for."""

    def __init__(self, crm: Unit) -> None:
        self.crm = crm
        self._users: dict[int, User] | None = None
        self._tree: dict[int, int | None] | None = None

    def below(self, user: int) -> set[int]:
        return _under({user}, {n: u.reports_to_id for n, u in self._people().items()})

    def teams(self, team: int) -> set[int]:
        return {team} | _under({team}, self._teams())

    def over(self, people: set[int]) -> frozenset[int]:
        """The teams these people belong to, and those that these are part of."""
        known = self._people()
        found = {u.team_id for n in people if (u := known.get(n)) is not None and u.team_id is not None}
        while found and (more := {up for n in found if (up := self._teams().get(n)) is not None} - found):
            found |= more
        return frozenset(found)

    def _people(self) -> dict[int, User]:
        if self._users is None:
            self._users = {u.id or 0: u for u in self.crm.exec(select(User)).scalars()}
        return self._users

    def _teams(self) -> dict[int, int | None]:
        if self._tree is None:
            self._tree = {t.id or 0: t.parent_id for t in self.crm.exec(select(Team)).scalars()}
        return self._tree

    def members(self, teams: set[int]) -> set[int]:
        q = select(User).where(col(User.team_id).in_(sorted(teams)))
        return {u.id or 0 for u in self.crm.exec(q).scalars()}


def _under(top: set[int], up: Mapping[int, int | None]) -> set[int]:
    found = set(top)
    while more := {n for n, above in up.items() if above in found} - found:
        found |= more
    return found - top


def _extras(user: User, held: list[tuple[Grant, Role]], trees: _Trees) -> list[tuple[Role, Extra]]:
    """The roles given to a user as what they add; of a built-in one its rights, for the team it was given for."""
    found = []
    for grant, role in held:
        reaches = read_rights(built_in_lines(role.name) or role.rights)
        if grant.team_id is not None:
            # Given for a team, a role reaches no further than that team, whatever it says.
            reaches = frozenset((r, e, "team") for r, e, _ in reaches)
        wanted = {reach for _, _, reach in reaches}
        circles = {reach: _circle(user, grant.team_id, reach, trees) for reach in wanted if reach != "all"}
        people: Callable[[Any], Any] = lambda n: tuple(sorted((r, c[n]) for r, c in circles.items()))  # noqa: B023, E731
        found.append((role, Extra(role.name, reaches, people(0), people(1), grant.expires_at)))
    return found


def built_in_lines(name: str) -> list[str]:
    """A built-in role's rights as lines, so that it can be given for a team; none for any other name."""
    if name not in set(RoleName):
        return []
    return [f"* {right} {reach}" for right, reach in BUILT_IN[RoleName(name)].items()]


def _circle(user: User, team: int | None, reach: Reach, trees: _Trees) -> tuple[frozenset[int], frozenset[int]]:
    """Whose records, and of which teams, a reach takes in for this holder."""
    me = frozenset({user.id or 0})
    if reach == "own":
        return me, frozenset()
    team = team if team is not None else user.team_id
    teams = trees.teams(team) if team is not None else set()
    if reach == "subtree":
        return me | trees.below(user.id or 0), frozenset()
    return me | trees.members(teams) if teams else me, frozenset(teams)


def _closed(limits: Role | None, extras: list[tuple[Role, Extra]]) -> Any:
    """What the built-in role's limits and the further roles together do not leave open."""
    base = read_fields(limits.fields) if limits is not None else {}
    rules = [base]
    for role, extra in extras:
        told = read_fields(role.fields)
        readable = {entity for right, entity, _ in extra.reaches if right == "read"}
        # A role that does not show a record type says nothing about its fields.
        none: dict[tuple[str, str], Level] = {k: "none" for k in {*base, *told} if k[0] not in readable}
        rules.append({**told, **none})
    return closed(rules) if any(rules) else frozenset()
