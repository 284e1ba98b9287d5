"""A task, ticket or deal told in words of its own: 催盖章那个任务 for 催麦志豪盖章, 华阳接口中断 for the ticket 接口传到一万条就中断 at 华阳."""

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.models import Account, NameKey, entity_type
from crm_store.names import normal
from crm_store.queries.namesakes import Found, seen
from crm_store.unit import Unit

_TOLD_BY_GIST = ("task", "ticket", "deal")
_SMALL = re.compile(r"那[个张条件单项]|这[个张条件单项]|[的了过去吧呢啊那这]|一下")
_LEAST, _MOST = 3, 24
_MOST_TITLES = 400
_OVER = frozenset({"done", "cancelled", "closed", "resolved", "rejected", "duplicate"})


def by_gist(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    """The records whose title holds every character of what was said, in any order, a company's name aside; open ones before closed ones.

    Only Chinese is told so: a word of English is no set of letters.
    """
    kinds = [e for e in _TOLD_BY_GIST if e in wanted]
    words = _SMALL.sub("", normal(said).replace(" ", ""))
    if not kinds or words.isascii() or not _LEAST <= len(words) <= _MOST:
        return []
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    rated: list[tuple[bool, str, int]] = []
    for entity in kinds:
        model = entity_type(entity)
        keyed = select(NameKey.record_id).where(  # type: ignore[call-overload]
            NameKey.entity == entity,
            NameKey.kind == "full",
            or_(*(col(NameKey.key).contains(p, autoescape=True) for p in pairs)),
        )
        q = select(model).where(col(model.id).in_(keyed)).order_by(col(model.id).desc()).limit(_MOST_TITLES)
        for record in crm.all(q):
            if _holds(crm, words, record):
                rated.append((str(getattr(record, "status", "")) in _OVER, entity, record.id or 0))
    shown = {(f.entity, f.number): f for f in seen(crm, [(e, n, 0.7) for _, e, n in rated])}
    fits = [row for row in rated if row[1:] in shown]
    over = all(row[0] for row in fits)
    return [shown[row[1:]] for row in fits if row[0] == over]


def _holds(crm: Unit, words: str, record: Record) -> bool:
    title = normal(str(getattr(record, record.about.title))).replace(" ", "")
    left = words
    for name in _company(crm, getattr(record, "account_id", None)):
        if name in left and name not in title:
            left = left.replace(name, "", 1)
    together = any(left[i : i + 2] in title for i in range(len(left) - 1))
    return together and not Counter(left) - Counter(title)


def _company(crm: Unit, number: int | None) -> list[str]:
    """What the company of a record is called, the longest name first."""
    found = crm.all(select(Account).where(col(Account.id) == number)) if number else []
    names = {normal(n).replace(" ", "") for a in found for n in (a.name, a.name_zh or "", *(a.aliases or []))}
    return sorted((n for n in names if len(n) > 1), key=len, reverse=True)
