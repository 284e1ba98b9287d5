"""Leads ranked by how much speaks for them, each point with its reason; and who could take those nobody has.

Rules first. Where at least `ENOUGH` leads were decided, the share of each source that was converted takes the place of the rule for sources.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import col

from crm_store.codes import LeadStatus, RoleName
from crm_store.models import Account, Lead, Team, User
from crm_store.names import normal
from crm_store.queries.fx import Rates
from crm_store.queries.lead_chances import Learnt, learnt
from crm_store.unit import Unit

ENOUGH = 30
"""Converted and dead leads needed to learn from them."""
RULES_VERSION = "1"
_FREE = frozenset(
    "gmail.com outlook.com hotmail.com yahoo.com icloud.com qq.com 163.com 126.com sina.com foxmail.com gmx.de web.de".split()
)
_TOP = re.compile(
    r"\b(?:ceo|cto|cfo|coo|chief|owner|founder|president|vp|vice president|director|head)\b|总裁|总经理|董事|创始人|副总|总监|厂长",
    re.I,
)
_LEADS = re.compile(r"\b(?:manager|lead|buyer|purchas\w+|procurement)\b|经理|主管|主任|采购", re.I)
_SOURCES = {
    "referral": 20,
    "existing_customer": 20,
    "partner": 15,
    "webinar": 10,
    "trade_fair": 10,
    "website": 8,
    "cold_call": 2,
}
_OVER = (LeadStatus.CONVERTED, LeadStatus.DEAD)


@dataclass
class Scored:
    """One lead with its points (0 to 100) and why, as (points, English, Chinese), where `{worth}` stands for its amount.

    `route` is who could take it when nobody has.
    `chance` is what was learnt from decided leads, `moved` what moves it: (feature, value, log-odds).
    """

    lead: Lead
    score: int
    chance: float | None = None
    moved: list[tuple[str, str, float]] = field(default_factory=list)
    reasons: list[tuple[int, str, str]] = field(default_factory=list)
    route: User | None = None


@dataclass
class Scores:
    """Leads still in play, the best first; `learned` says how many decided leads the sources' share came from, 0 when by rule."""

    found: list[Scored]
    learned: int
    model: Learnt


def score_leads(crm: Unit, *, owners: Collection[int] | None = None, teams: Collection[int] | None = None) -> Scores:
    """Score the leads that are not converted or dead; where enough were decided to learn from, by the chance learnt, else by points."""
    leads = crm.all(select(Lead).order_by(col(Lead.id)))
    model = learnt(leads)
    shares, decided = _shares(leads)
    people = {u.id or 0: u for u in crm.all(select(User))}
    accounts = _accounts(crm)
    rates = Rates(crm)
    in_play = [x for x in leads if x.status not in _OVER]
    load = {n: sum(1 for x in in_play if x.owner_id == n) for n in people}
    made = []
    for lead in in_play:
        owner = people.get(lead.owner_id or 0)
        team = lead.team_id or (owner.team_id if owner else None)
        if (owners is not None and lead.owner_id not in owners) or (teams is not None and team not in teams):
            continue
        reasons = [
            *_person(lead),
            *_source(lead, shares),
            *_worth(crm, lead, rates),
            *_age(crm, lead),
            *_known(lead, accounts),
        ]
        score = max(0, min(100, 10 + sum(p for p, _, _ in reasons)))
        reasons.sort(key=lambda r: -abs(r[0]))
        route = None if lead.owner_id else _route(crm, lead, people, load)
        made.append(Scored(lead, score, model.chance(lead), model.reasons(lead), reasons, route))
    made.sort(key=lambda s: (-(s.chance or 0.0), -s.score, s.lead.id or 0))
    return Scores(made, decided if shares else 0, model)


def _shares(leads: Collection[Lead]) -> tuple[dict[str, float], int]:
    """The share of each source's decided leads that was converted, drawn towards the whole by ten leads."""
    decided = [x for x in leads if x.status in _OVER]
    won = sum(x.status is LeadStatus.CONVERTED for x in decided)
    if len(decided) < ENOUGH or not won:
        return {}, len(decided)
    whole = won / len(decided)
    found = {}
    for source in {x.source for x in decided if x.source}:
        held = [x.status is LeadStatus.CONVERTED for x in decided if x.source == source]
        found[source] = (sum(held) + 10 * whole) / (len(held) + 10) - whole
    return found, len(decided)


def _person(lead: Lead) -> list[tuple[int, str, str]]:
    made = []
    if lead.title and _TOP.search(lead.title):
        made.append((20, f"decides or is near: {lead.title}", f"职位高：{lead.title}"))
    elif lead.title and _LEADS.search(lead.title):
        made.append((10, f"has a say: {lead.title}", f"有话语权：{lead.title}"))
    domain = (lead.email or "").rpartition("@")[2].casefold()
    if domain and domain not in _FREE:
        made.append((10, f"company address @{domain}", f"企业邮箱 @{domain}"))
    elif not lead.email and not lead.phone:
        made.append((-20, "no e-mail and no phone", "没有邮箱和电话"))
    if lead.phone:
        made.append((5, "can be called", "有电话"))
    if lead.status is LeadStatus.RECYCLED:
        made.append((-10, "was given up before", "曾被回收"))
    elif lead.status is LeadStatus.IN_PROCESS:
        made.append((5, "somebody is on it", "正在跟进"))
    return made


def _source(lead: Lead, shares: dict[str, float]) -> list[tuple[int, str, str]]:
    if not lead.source:
        return []
    name = str(lead.source)
    said = name.replace("_", " ")
    if shares:
        points = round(100 * shares.get(name, 0.0) / 2)
        if not points:
            return []
        more = ("more", "高于") if points > 0 else ("less", "低于")
        return [
            (
                points,
                f"leads from {said} were converted {more[0]} often than others",
                f"来源“{said}”的转化率{more[1]}平均",
            )
        ]
    points = _SOURCES.get(name.casefold().replace(" ", "_"), 5)
    return [(points, f"came by {said}", f"来源：{said}")]


def _worth(crm: Unit, lead: Lead, rates: Rates) -> list[tuple[int, str, str]]:
    worth = rates.convert(lead.est_amount, lead.currency, rates.base, crm.today) if lead.est_amount else None
    if not worth:
        return []
    points = 20 if worth >= Decimal(200_000) else 10
    return [(points, "estimated at {worth}", "预估 {worth}")]


def _age(crm: Unit, lead: Lead) -> list[tuple[int, str, str]]:
    days = (crm.today - crm.actor.today(lead.created_at)).days
    ago = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    ago_zh = "今天" if days == 0 else "昨天" if days == 1 else f"{days} 天前"
    if days <= 7:
        return [(15, f"came in {ago}", f"{ago_zh}进来")]
    if days > 90:
        return [(-10, f"came in {ago}", f"{ago_zh}进来，已久")]
    return [(5, f"came in {ago}", f"{ago_zh}进来")] if days <= 30 else []


def _accounts(crm: Unit) -> dict[str, Account]:
    made: dict[str, Account] = {}
    for a in crm.all(select(Account)):
        for name in (a.name, a.name_en, a.name_zh, a.domain, *a.aliases):
            if name:
                made.setdefault(normal(name), a)
    return made


def _known(lead: Lead, accounts: dict[str, Account]) -> list[tuple[int, str, str]]:
    domain = (lead.email or "").rpartition("@")[2].casefold()
    known = accounts.get(normal(lead.organization or "")) or (
        accounts.get(normal(domain)) if domain not in _FREE else None
    )
    return [(15, f"we know {known.name}", f"已有客户 {known.name}")] if known is not None and lead.organization else []


def _route(crm: Unit, lead: Lead, people: dict[int, User], load: dict[int, int]) -> User | None:
    """The rep with the fewest leads in play: of the lead's team, else of the team named like its city, else of those the asker leads."""
    teams = {t.id or 0: t for t in crm.all(select(Team))}
    city = normal(lead.city or "")
    local = {
        n
        for n, t in teams.items()
        if city and city in (normal(t.name), normal(t.name_zh or ""), *normal(t.name).split())
    }
    reps = [u for u in people.values() if u.role is RoleName.REP and not u.disabled]
    for wanted in ({lead.team_id} if lead.team_id else set(), local, None):
        held = [
            u
            for u in reps
            if (u.team_id in wanted if wanted is not None else crm.actor.everything or u.id in crm.actor.people)
        ]
        if held:
            return min(held, key=lambda u: (load.get(u.id or 0, 0), u.id or 0))
    return None
