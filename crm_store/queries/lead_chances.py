"""How likely a lead is to be converted, learnt from those that are decided: only what was known when it came in, judged on later leads.

A penalised logistic regression and small boosted trees are both tried on the latest quarter of the decided leads, which neither has seen; the
better one is kept, and neither when it does not tell leads apart there. Only leads the asker may see are learnt from.
"""

import math
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from crm_store.codes import LeadStatus
from crm_store.models import Lead
from crm_store.queries.boosting import Boosted, Row, auc, boost
from crm_store.queries.odds import Model, learn

ENOUGH, EACH = 200, 30
"""Decided leads, and converted and dead ones among them, below which nothing is learnt."""
_MOST = 20_000
"""The latest decided leads that are learnt from: more change no figure and cost seconds."""
_LATEST = 0.25
_SURE = 1.64
"""Standard errors by which the judged AUC must stand above chance (one-sided 5 %)."""
_FREE = frozenset("gmail.com outlook.com hotmail.com yahoo.com icloud.com qq.com 163.com 126.com sina.com foxmail.com gmx.de web.de".split())  # fmt: skip
_TOP = re.compile(r"\b(?:ceo|cto|cfo|coo|chief|owner|founder|president|vp|vice president|director|head)\b|总裁|总经理|董事|创始人|副总|总监|厂长", re.I)  # fmt: skip
_LEADS = re.compile(r"\b(?:manager|lead|buyer|purchas\w+|procurement)\b|经理|主管|主任|采购", re.I)
_OVER = (LeadStatus.CONVERTED, LeadStatus.DEAD)
_kept: "OrderedDict[int, Learnt]" = OrderedDict()
_KEPT = 8

LABELS: Mapping[str, tuple[str, str]] = {
    "source": ("source", "来源"), "title": ("position", "职位"), "mail": ("e-mail address", "邮箱类型"), "phone": ("phone", "电话"), "worth": ("estimated amount", "预估金额"),
    "city": ("city", "城市"), "organization": ("company given", "填写公司"), "weekday": ("day it came in", "进来的星期"), "month": ("month it came in", "进来的月份"),
}  # fmt: skip

Way = Literal["logistic", "trees"]


@dataclass(frozen=True)
class Learnt:
    """What came of learning: `state` says whether there is a model, too few leads, or no pattern that holds on later leads."""

    state: Literal["learned", "few", "none"]
    decided: int
    converted: int
    judged: int = 0
    auc: float = 0.0
    error: float = 0.0
    way: Way | None = None
    model: Model | Boosted | None = None

    def chance(self, lead: Lead) -> float | None:
        """The probability that this lead is converted; None without a model."""
        if self.model is None:
            return None
        return float(_chances(self.model, [features(lead)])[0])

    def reasons(self, lead: Lead, most: int = 3) -> list[tuple[str, str, float]]:
        """What moves its odds against an average lead most: (feature, its value, log-odds)."""
        if self.model is None:
            return []
        row = features(lead)
        if isinstance(self.model, Boosted):
            moved = self.model.reasons(row, most)
        else:
            sums: dict[str, float] = {}
            for name, value in self.model.reasons(_flags([row])[0], 1000):
                key = name.partition("=")[0]
                sums[key] = sums.get(key, 0.0) + value
            moved = [(n, v) for n, v in sorted(sums.items(), key=lambda m: (-abs(m[1]), m[0]))[:most] if abs(v) >= 0.1]
        return [(n, _shown(row.get(n)), v) for n, v in moved]


def features(lead: Lead) -> Row:
    """What was known of a lead when it came in."""
    domain = (lead.email or "").rpartition("@")[2].casefold()
    title = lead.title or ""
    return {
        "source": str(lead.source or "–"),
        "title": "top" if _TOP.search(title) else "has a say" if _LEADS.search(title) else "other" if title else "–",
        "mail": "–" if not domain else "free" if domain in _FREE else "company",
        "phone": "yes" if lead.phone else "no",
        "worth": math.log1p(float(lead.est_amount)) if lead.est_amount else None,
        "city": str(lead.city or "–"),
        "organization": "yes" if lead.organization else "no",
        "weekday": str(lead.created_at.weekday() + 1),
        "month": str(lead.created_at.month),
    }


def learnt(leads: Sequence[Lead]) -> Learnt:
    """Learn from the decided ones among these leads; the same leads are learnt from once."""
    decided = sorted((x for x in leads if x.status in _OVER), key=lambda x: (x.created_at, x.id or 0))[-_MOST:]
    won = [x.status is LeadStatus.CONVERTED for x in decided]
    converted = sum(won)
    if len(decided) < ENOUGH or min(converted, len(won) - converted) < EACH:
        return Learnt("few", len(decided), converted)
    key = hash(tuple((x.workspace_id, x.id, x.version, x.created_at) for x in decided))
    if key not in _kept:
        _kept[key] = _learn([features(x) for x in decided], won)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def _learn(rows: list[Row], won: list[bool]) -> Learnt:
    cut = int(len(rows) * (1 - _LATEST))
    early, late, outcome = rows[:cut], rows[cut:], won[cut:]
    ones, zeros = sum(outcome), len(outcome) - sum(outcome)
    if len(set(won[:cut])) < 2 or min(ones, zeros) < 5:
        return Learnt("few", len(rows), sum(won))
    judged: dict[Way, float] = {
        "logistic": auc(_chances(learn(_flags(early), won[:cut]), late), outcome),
        "trees": auc(_chances(boost(early, won[:cut]), late), outcome),
    }
    # Trees must be better by a margin: the simpler model says its reasons more plainly.
    way: Way = "trees" if judged["trees"] > judged["logistic"] + 0.01 else "logistic"
    reached = judged[way]
    error = _error(reached, ones, zeros)
    told = {"decided": len(rows), "converted": sum(won), "judged": len(outcome), "auc": reached, "error": error}
    if reached - _SURE * error <= 0.5:
        return Learnt("none", **told)  # type: ignore[arg-type]
    model: Model | Boosted = boost(rows, won) if way == "trees" else learn(_flags(rows), won)
    return Learnt("learned", way=way, model=model, **told)  # type: ignore[arg-type]


def _error(reached: float, ones: int, zeros: int) -> float:
    """The standard error of an AUC (Hanley and McNeil 1982)."""
    q1, q2 = reached / (2 - reached), 2 * reached**2 / (1 + reached)
    spread = reached * (1 - reached) + (ones - 1) * (q1 - reached**2) + (zeros - 1) * (q2 - reached**2)
    return math.sqrt(max(spread, 0.0) / (ones * zeros))


def _chances(model: Model | Boosted, rows: Sequence[Row]) -> Sequence[float]:
    made = model.chances(rows) if isinstance(model, Boosted) else model.chances(_flags(rows))
    return [float(p) for p in made]


def _flags(rows: Sequence[Row]) -> list[dict[str, float]]:
    """Categories as flags; a number that is missing is a flag of its own."""
    made = []
    for row in rows:
        flags: dict[str, float] = {}
        for name, value in row.items():
            if isinstance(value, str):
                flags[f"{name}={value}"] = 1.0
            elif value is None:
                flags[f"{name}=missing"] = 1.0
            else:
                flags[name] = float(value)
        made.append(flags)
    return made


def _shown(value: str | float | None) -> str:
    if value is None:
        return "–"
    return value.replace("_", " ") if isinstance(value, str) else f"{math.expm1(value):,.0f}"
