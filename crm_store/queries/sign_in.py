"""Who may sign in, and as what: looked up by the store itself, before there is an actor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from crm_store.models import User
from crm_store.unit import Unit


@dataclass(frozen=True)
class SignIn:
    """What sign-in needs of a user. A session is good while its `stamp` is the user's; signing out moves it on."""

    user_id: int
    email: str
    name: str
    role: str
    lang: str
    password_hash: str | None
    stamp: int
    since: datetime


def sign_in(crm: Unit, email: str) -> SignIn | None:
    """The user with this address who may sign in now; None when unknown, deleted or disabled."""
    user = _user(crm, email)
    if user is None or user.disabled or user.id is None:
        return None
    return SignIn(
        user.id,
        user.email,
        user.name,
        user.role.value,
        user.lang,
        user.password_hash,
        user.sign_in_stamp,
        user.created_at,
    )


def end_sessions(crm: Unit, email: str) -> None:
    """Make every session of this user invalid from now on."""
    user = _user(crm, email)
    if user is not None:
        user.sign_in_stamp += 1


def _user(crm: Unit, email: str) -> User | None:
    return crm.exec(select(User).where(col(User.email) == email.strip().casefold())).scalars().first()
