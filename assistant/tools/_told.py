"""Which of a customer's deals a text tells of: the one whose own words stand in it."""

import re
from collections.abc import Sequence

from crm_store.models import Deal
from crm_store.names import normal

_SMALL = frozenset(
    "the and for with from deal project contract order quote offer new of at in on to a an 2025 2026 2027 项目 商机 单子".split()
)
_KINDS = {
    "renewal": ("renewal", "续约", "续费"),
    "expansion": ("expansion", "upsell", "增购", "扩容"),
    "pilot": ("pilot", "试点"),
}
"""Kinds of deals, and the words of both languages that say so."""
_ENOUGH = 0.5
"""Least share of a deal's own words a text must hold."""


def deals_told(text: str, deals: Sequence[Deal], company: str) -> list[Deal]:
    """The deals that stand out by the words of their titles, or by their kind; none when the text says nothing of any."""
    said, firm = normal(text), set(_words(normal(company)))
    rated = [(_share([w for w in _words(normal(d.name)) if w not in firm], said, d), d) for d in deals]
    best = max((share for share, _ in rated), default=0.0)
    return [d for share, d in rated if share == best] if best >= _ENOUGH else []


def _words(text: str) -> list[str]:
    latin = [w for w in re.findall(r"[a-z0-9]+", text) if w not in _SMALL and len(w) > 1]
    runs = [run for run in re.findall(r"[\u3400-\u9fff]+", text) if run not in _SMALL]
    return latin + [run[i : i + 2] for run in runs for i in range(len(run) - 1)]


def _share(words: Sequence[str], said: str, deal: Deal) -> float:
    kind = str(deal.type.value) if deal.type else ""
    of_kind = any(re.search(rf"(?<![a-z]){w}(?![a-z])", said) for w in _KINDS.get(kind, ()))
    hits = sum(bool(re.search(rf"(?<![a-z0-9]){w}(?![a-z0-9])", said)) if w.isascii() else w in said for w in words)
    return max(round(hits / len(words), 3) if words else 0.0, _ENOUGH if of_kind else 0.0) + (0.1 if of_kind else 0.0)
