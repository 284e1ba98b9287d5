"""What a database says when something is in its way, as the sentence a person may read."""

import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from crm_store.errors import Busy, Crossed, Damaged, DiskFull, NoStore, StoreError, Unsure

_BUGS = (IntegrityError, ProgrammingError, DataError, NotSupportedError)
_CROSSED = ("40001", "40P01")
"""PostgreSQL's codes of a serialization failure and of a deadlock: this unit of work was given up so that another goes on."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNWRITTEN = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_WAITED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_trouble(e: DBAPIError) -> bool:
    """Whether something is in the database's way, rather than a bug in what it was asked."""
    return not isinstance(e, _BUGS)


def trouble(e: DBAPIError, *, committing: bool = False) -> StoreError:
    """The sentence for it; `committing` says that the answer to a commit was awaited, so that it may have been done."""
    code = getattr(e.orig, "sqlite_errorcode", 0) & 0xFF  # the lower byte names the kind, the others where it happened
    state = getattr(e.orig, "sqlstate", None) or ""
    said = str(e.orig).casefold()
    if state in _CROSSED:
        return Crossed()
    if code in _WAITED or state == "55P03" or "locked" in said:
        return Busy()
    if "overflow" in said:
        return StoreError(
            "These amounts are too large to be added up exactly. Narrow the question, or look for an amount that is wrong.",
            "这些金额过大，无法精确求和。请缩小范围，或检查是否有金额录入错误。",
        )
    if code in _UNWRITTEN or state == "53100" or "disk is full" in said or "no space left" in said:
        return DiskFull()
    if code in _DAMAGED or state in ("XX001", "XX002"):
        return Damaged(str(e.orig))
    if "no such table" in said or state == "42P01":
        return NoStore()
    if state == "57014" or "timeout" in said:
        return StoreError(
            "The database took too long. Nothing was changed; please try again, or ask for less at once.",
            "数据库响应超时，未做任何更改。请稍后重试，或缩小范围。",
        )
    if committing:
        return Unsure()
    return StoreError(
        "The database cannot be reached. Nothing was changed; check that it runs and try again.",
        "无法连接数据库，未做任何更改。请确认数据库正在运行后重试。",
    )
