"""Signing in to the chat: who somebody is, read from the store at every request, and never taken from the cookie alone."""

import asyncio
import logging
from contextvars import ContextVar
from typing import Any

from chainlit.auth.jwt import decode_jwt
from chainlit.user import PersistedUser, User
from fastapi import HTTPException
from jwt import InvalidTokenError

from assistant.surfaces.passwords import verified
from crm_store.errors import StoreError
from crm_store.queries import sign_in as accounts
from crm_store.store import Store

caller: ContextVar[str | None] = ContextVar("caller", default=None)
"""The e-mail address a request was signed in with; the chat's rows are read and written as this person."""

log = logging.getLogger("parley.sign_in")


class SignIns:
    """Checks passwords and sessions against the store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def check(self, email: str, password: str) -> User | None:
        """The user for a right e-mail address and password. Wrong address, wrong password and disabled take the same time."""
        found = await asyncio.to_thread(self._account, email)
        right = await verified(found.password_hash if found else None, password)
        if found is None or not right:
            return None
        return User(identifier=found.email, display_name=found.name, metadata={"stamp": found.stamp})

    async def user(self, email: str, stamp: Any = None) -> PersistedUser | None:
        """The user as they are now; None when gone or disabled, or when the session with this `stamp` was ended."""
        found = await asyncio.to_thread(self._account, email)
        if found is None or (stamp is not None and stamp != found.stamp):
            return None
        return PersistedUser(
            id=str(found.user_id),
            createdAt=found.since.isoformat(),
            identifier=found.email,
            display_name=found.name,
            metadata={"role": found.role, "lang": found.lang, "stamp": found.stamp},
        )

    async def authenticate(self, token: str | None) -> PersistedUser:
        """The user a cookie stands for. Takes the place of Chainlit's, which lets people in when the store does not answer.

        Raises:
            HTTPException: 401 for a cookie that is not good (any more), 503 when the store does not answer.
        """
        try:
            told = decode_jwt(token or "")
        except (InvalidTokenError, TypeError, ValueError, KeyError):
            raise HTTPException(401, "Invalid authentication token") from None
        try:
            user = await self.user(told.identifier, told.metadata.get("stamp", -1))
        except StoreError as e:
            log.error("the store did not answer a sign-in: %s", e)
            raise HTTPException(503, "unreachable") from e
        if user is None:
            raise HTTPException(401, "Invalid authentication token")
        caller.set(user.identifier)
        return user

    async def end(self, token: str | None) -> None:
        """Sign out: the cookie's user is out everywhere, on open sockets at their next turn."""
        try:
            told = decode_jwt(token or "")
        except (InvalidTokenError, TypeError, ValueError, KeyError):
            return
        if await self.user(told.identifier, told.metadata.get("stamp", -1)) is not None:
            await asyncio.to_thread(self._end, told.identifier)

    def _account(self, email: str) -> accounts.SignIn | None:
        with self.store.session(self.store.system()) as crm:
            return accounts.sign_in(crm, email)

    def _end(self, email: str) -> None:
        with self.store.session(self.store.system(), writes=True) as crm:
            accounts.end_sessions(crm, email)
