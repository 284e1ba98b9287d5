"""The demo company's people, pipelines, exchange rates and targets: the content of users.yaml."""

from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from crm_store.demo.clock import Clock
from crm_store.demo.corpus_files import corpus

_FX_MONTHS = 20
"""Rates reach back further than the oldest deal (15 months)."""


def company(clock: Clock, seed: int) -> dict[str, Any]:
    """The content of users.yaml: no passwords, amounts and rates as exact decimal text."""
    about = corpus("company")
    head = {key: about[key] for key in ("workspace", "currency", "timezone", "fiscal_year_start")}
    people = [dict(user) for user in about["users"]]
    pipelines = [{"name": p["name"], "stages": [dict(s) for s in p["stages"]]} for p in about["pipelines"]]
    return head | {
        "teams": [dict(team) for team in about["teams"]],
        "users": people,
        "pipelines": pipelines,
        "fx": _fx(clock, Random(f"{seed}/fx"), about["rates"]),
        "targets": _targets(clock, about),
    }


def team_of(email: str) -> str:
    return str(_user(email)["team"])


def zone_of(email: str) -> str:
    return str(_user(email)["tz"])


@cache
def reps() -> tuple[str, ...]:
    """E-mail addresses of the people who sell, in the order of users.yaml."""
    about = corpus("company")
    return tuple(user["email"] for user in about["users"] if user["email"] in about["targets"])


@cache
def _user(email: str) -> dict[str, Any]:
    return next(user for user in corpus("company")["users"] if user["email"] == email)


def _fx(clock: Clock, rng: Random, start: dict[str, float]) -> list[dict[str, str]]:
    rates = {code: Decimal(str(rate)) for code, rate in start.items()}
    rows = []
    for back in range(_FX_MONTHS, -1, -1):
        months = clock.today.year * 12 + clock.today.month - 1 - back
        day = f"{months // 12:04d}-{months % 12 + 1:02d}-01"
        for code in rates:
            rates[code] += Decimal(rng.randint(-60, 60)) / 1000 * Decimal("0.8")
            rows.append({"date": day, "from": code, "to": "CNY", "rate": f"{rates[code]:.4f}"})
    return rows


def _targets(clock: Clock, about: dict[str, Any]) -> list[dict[str, str]]:
    parents = {team["name"]: team["parent"] for team in about["teams"]}
    rows = []
    for shift in range(-4, 2):
        # Targets rise by 4 % a quarter towards the present one.
        growth = 1 + Decimal("0.04") * shift
        teams: dict[str, Decimal] = {}
        for email, thousands in about["targets"].items():
            amount = (thousands * growth).quantize(Decimal("1E1")) * 1000
            rows.append(_target(email, clock.quarter(shift), amount))
            team = team_of(email)
            while team:
                teams[team] = teams.get(team, Decimal(0)) + amount
                team = parents[team]
        for name, total in teams.items():
            rows.append(_target(name, clock.quarter(shift), (total * Decimal("0.95")).quantize(Decimal(1))))
    return rows


def _target(who: str, period: str, amount: Decimal) -> dict[str, str]:
    return {"who": who, "period": period, "metric": "booked", "amount": f"{int(amount)}", "currency": "CNY"}
