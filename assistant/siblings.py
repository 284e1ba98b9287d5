"""Another record beside one on a card: “no, I meant the Insight rollout”, 不对，是试点那单, “wrong deal, the renewal”, or its bare name."""

import re
from collections.abc import Sequence

from assistant.answers import content, holds
from crm_store.base import Record
from crm_store.models import Account
from crm_store.names import normal
from crm_store.queries.find import Condition, Query, records
from crm_store.queries.lookup import deals_of
from crm_store.queries.namesakes import labels
from crm_store.unit import Unit

_AROUND = re.compile(
    r"(?<![a-z])(?:wrong (?:one|deal|person|guy|task|account|company|contact)|(?:the )?other|about|hang on|hold on|i ?(?:m| was) (?:talking about|after|thinking of)|i (?:mean|meant|said|want|wanted|was thinking of)|talking about|make (?:it|that)|should (?:have been|be)|supposed to be"
    r"|yes|ok|okay|right|sure|but|no|nope|nah|not|oh|oops|wait|sorry|actually|rather|instead|please|it|that|this|is|was|were|s|be|the|an?|one|deal|opportunity|project|task|ticket|person|with|for|at|of|from|to|in|on|and|i|we|my|our|bad|mistake)(?![a-z])"
    r"|不是|不对|错单|应该是?|而是|[搞弄说记选看]?错[了人单]*|抱歉|不好意思|哦|我(?:是)?(?:说|指|想说|要|想要|问)的?是?|我的意思是|就是|那[个家位单条张笔]|这[个家位单条张笔]|另[一外]+[个家位单条张笔]?|等等|等一下|换成|改成|换|是|的|吧|啊|呢|哈|单子?|项目|商机|任务|我",
    re.IGNORECASE,
)
_MOST_WORDS, _MOST_CHARACTERS = 12, 24
_LOOKED_AT = 60


def sibling(crm: Unit, held: Sequence[tuple[str, int]], text: str) -> tuple[str, int, str] | None:
    """(type, number on the card, reference meant instead): the one record of the same customer that alone fits all a message says.

    The words must fit it better than the record on the card; values, questions and other names leave words that fit nothing.
    """
    if (
        len(text.split()) > _MOST_WORDS
        or (not text.isascii() and len(text) > _MOST_CHARACTERS)
        or re.search(r"[?？]", text)
    ):
        return None
    words = content(normal(_AROUND.sub(" ", text)))
    if not words:
        return None
    for entity, number in held:
        own = crm.many(entity, [number]).get(number)
        if own is None or entity not in ("deal", "contact", "task"):
            continue
        beside = _beside(crm, entity, own)
        shown = labels(crm, [own, *beside])
        company = _company(crm, own)
        told = [w for w in words if not (company and holds(company, w))]
        if not told:
            continue
        rated = [(_share(told, _known_as(r, shown[(entity, r.id or 0)])), r) for r in beside]
        fits = [r for share, r in rated if share == 1.0]
        if len(fits) == 1 and _share(told, _known_as(own, shown[(entity, number)])) < 1.0:
            return entity, number, fits[0].ref
    return None


def _share(words: Sequence[str], label: str) -> float:
    """How much of the words a label holds, by the letter; of Chinese every character must lie in a held pair."""
    latin = [w for w in words if w.isascii()]
    pairs = [w for w in words if not w.isascii()]
    held = {c for w in pairs if holds(label, w) for c in w}
    characters = {c for w in pairs for c in w}
    return (sum(len(w) for w in latin if holds(label, w)) + len(held)) / (sum(map(len, latin)) + len(characters))


def _known_as(record: Record, label: str) -> str:
    """What a record is called, and a person's title."""
    return normal(f"{label} {getattr(record, 'title', None) or ''}")


def _company(crm: Unit, record: Record) -> str:
    account = crm.many("account", [n]).get(n) if (n := getattr(record, "account_id", None)) else None
    return (
        normal(" ".join(filter(None, (account.name, account.name_zh, account.name_en))))
        if isinstance(account, Account)
        else ""
    )


def _beside(crm: Unit, entity: str, own: Record) -> list[Record]:
    """The open deals, the contacts or the open tasks that could be meant in the place of one."""
    account = getattr(own, "account_id", None)
    if entity == "deal":
        found: list[Record] = list(deals_of(crm, account)) if account else []
    elif entity == "contact":
        found = records(crm, Query(entity, [Condition("account", "=", account)], limit=_LOOKED_AT)) if account else []
    else:
        assignee = getattr(own, "assignee_id", None)
        todo = [Condition("status", "in", ["todo", "in_progress", "deferred"])]
        found = (
            records(crm, Query(entity, [*todo, Condition("assignee", "=", assignee)], limit=_LOOKED_AT))
            if assignee
            else []
        )
    return [r for r in found if r.id != own.id]
