"""Passwords: argon2id, hashed and checked beside the event loop, never kept or logged."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_LENGTH = 1024
"""Characters; longer input is refused before it costs anything."""

# OWASP's first recommendation for argon2id: 74 ms here, where the library's default takes 440 ms.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def hash_password(password: str) -> str:
    """What is stored for a password: an argon2id hash with its own salt."""
    return _hasher.hash(_normal(password))


def verify(stored: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed. A missing hash takes as long as a wrong password."""
    if len(password) > MAX_LENGTH:
        return False
    try:
        _hasher.verify(stored or _nobodys(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


async def verified(stored: str | None, password: str) -> bool:
    """`verify` on a worker thread; at most two at a time, so that a flood of sign-ins cannot stall the chat."""
    return await asyncio.get_running_loop().run_in_executor(_workers, verify, stored, password)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    # Keyboards and systems write the same letters in different code points.
    return unicodedata.normalize("NFKC", password)
