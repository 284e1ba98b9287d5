"""A user as somebody who acts: whose records they reach, in which teams, with which rights."""

from sqlalchemy import select

from crm_store.models import Team, User, Workspace
from crm_store.permissions import REACH, RIGHTS, Actor, ActorKind
from crm_store.unit import Unit


def actor_of(crm: Unit, user: User, kind: ActorKind = "human") -> Actor:
    """What a user may reach, from the trees of people and teams as they are now."""
    space = crm.exec(select(Workspace)).scalars().one()
    reach = REACH[user.role]
    everyone = {u.id: u.reports_to_id for u in crm.exec(select(User)).scalars()} if reach == "subtree" else {}
    people = {user.id or 0}
    while True:
        below = {u for u, boss in everyone.items() if boss in people and u} - people
        if not below:
            break
        people |= below
    teams: set[int] = set()
    if user.team_id and reach in ("subtree", "team"):
        tree = {t.id: t.parent_id for t in crm.exec(select(Team)).scalars()}
        teams = {user.team_id}
        while more := {t for t, up in tree.items() if up in teams and t} - teams:
            teams |= more
    if reach == "team":
        people |= {u.id or 0 for u in crm.exec(select(User).where(User.team_id.in_(sorted(teams)))).scalars()}  # type: ignore[union-attr]
    return Actor(
        user_id=user.id or 0, email=user.email, name=user.name, role=user.role, lang=user.lang, tz=user.tz or space.timezone,
        team_id=user.team_id, people=frozenset(people), teams=frozenset(teams), reach=reach, kind=kind, currency=space.currency,
        fiscal_year_start=space.fiscal_year_start, rights=RIGHTS[user.role],
    )  # fmt: skip
