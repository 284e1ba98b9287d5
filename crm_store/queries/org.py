"""Who works below whom: the reporting tree and the tree of teams, which everybody may see."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from crm_store.codes import RoleName
from crm_store.models import Team, User
from crm_store.unit import Unit


def subtree(crm: Unit, user: int) -> frozenset[int]:
    """A person and everybody below them in `reports_to`."""
    return _below({user}, {u.id or 0: u.reports_to_id for u in crm.all(select(User))})


def teams_below(crm: Unit, team: int) -> frozenset[int]:
    """A team and its sub-teams, whole depth."""
    return _below({team}, {t.id or 0: t.parent_id for t in crm.all(select(Team))})


def members(crm: Unit, teams: Iterable[int]) -> frozenset[int]:
    """The people of these teams."""
    wanted = set(teams)
    return frozenset(u.id or 0 for u in crm.all(select(User)) if u.team_id in wanted)


def led_team(crm: Unit, user: int) -> int | None:
    """The team of a manager below whom all its reps work, with its sub-teams; None for anybody else."""
    people = {u.id or 0: u for u in crm.all(select(User))}
    below, team = subtree(crm, user) - {user}, people[user].team_id if user in people else None
    if team is None or not below:
        return None
    reps = {n for n, u in people.items() if u.role is RoleName.REP and not u.disabled}
    led = members(crm, teams_below(crm, team)) & reps
    return team if led and led == below & reps else None


def sellers(crm: Unit) -> list[User]:
    """Reps and managers who still work here."""
    people = crm.all(select(User).order_by(User.id))  # type: ignore[arg-type]
    return [u for u in people if u.role in (RoleName.REP, RoleName.MANAGER) and not u.disabled]


def top_teams(crm: Unit) -> list[Team]:
    """Teams that stand under no other."""
    return [t for t in crm.all(select(Team).order_by(Team.id)) if t.parent_id is None]  # type: ignore[arg-type]


def _below(start: set[int], above: Mapping[int, int | None]) -> frozenset[int]:
    found = set(start)
    while more := {n for n, up in above.items() if up in found} - found:
        found |= more
    return frozenset(found)
