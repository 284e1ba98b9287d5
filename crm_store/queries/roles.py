"""Roles by the names people give them, who holds them, and who stands in for whom."""

from sqlalchemy import or_, select
from sqlmodel import col

from crm_store.codes import RoleName
from crm_store.models import Grant, Role, StandIn, User
from crm_store.names import normal
from crm_store.unit import Unit


def built_in(said: str) -> RoleName | None:
    """The built-in role a word means, in either language: rep, 销售, administrators."""
    name = normal(said).removesuffix("s")
    words = {
        RoleName.REP: ("sale", "sales rep", "salespeople", "sales", "业务员"),
        RoleName.VIEWER: ("read only", "readonly", "只读"),
    }
    for role in RoleName:
        if name in {normal(role.value), normal(role.en).removesuffix("s"), normal(role.zh), *words.get(role, ())}:
            return role
    return None


def role_called(crm: Unit, said: str) -> Role | None:
    """The role of this name, a built-in one that was limited or given for a team included."""
    wanted = normal(said)
    known = built_in(said)
    for role in roles(crm):
        if normal(role.name) == wanted or (known is not None and role.name == known.value):
            return role
    return None


def roles(crm: Unit) -> list[Role]:
    return crm.all(select(Role).order_by(col(Role.id)))


def grants(crm: Unit, role: Role | None = None, user: User | None = None) -> list[Grant]:
    """Roles given that have not run out, of one role or to one person."""
    q = select(Grant).where(or_(col(Grant.expires_at).is_(None), col(Grant.expires_at) > crm.now))
    if role is not None:
        q = q.where(col(Grant.role_id) == role.id)
    if user is not None:
        q = q.where(col(Grant.user_id) == user.id)
    return crm.all(q.order_by(col(Grant.id)))


def stand_ins(crm: Unit, away: User | None = None) -> list[StandIn]:
    """Who stands in for whom now or later, those of one absent person if given."""
    q = select(StandIn).where(col(StandIn.expires_at) > crm.now)
    if away is not None:
        q = q.where(col(StandIn.user_id) == away.id)
    return crm.all(q.order_by(col(StandIn.id)))


def users(crm: Unit) -> list[User]:
    """Everybody who may sign in."""
    return crm.all(select(User).where(col(User.disabled).is_(False)).order_by(col(User.id)))
