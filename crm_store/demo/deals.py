"""The hundred and fifty deals of the demo company: sixteen from the story, the rest planned so that every report has something to say."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from crm_store.demo.clock import Clock
from crm_store.demo.company import reps, team_of
from crm_store.demo.corpus_files import corpus
from crm_store.demo.deal_path import LADDERS, Path, as_days, history, travel
from crm_store.demo.deal_slots import CNY_PER, PRODUCTS, slots_for
from crm_store.demo.records import Account, Contact, Deal

_PLAN = (
    [("Partner", s) for s in ("Registered", *["Joint Selling"] * 2, "Contracting", "Won", "Won", "Lost", "Lost")]
    + [("Sales", s) for s, n in zip(LADDERS["Sales"], (12, 10, 11, 11, 6), strict=True) for _ in range(n)]
    + [("Sales", "Won")] * 31
    + [("Sales", "Lost")] * 39
    + [("Sales", "On Hold")] * 6
)
"""134 deals by pipeline and present stage; with the story's 16 they make 150."""

_REASONS = {"price": 12, "competitor": 9, "no_budget": 6, "no_decision": 5, "product_fit": 4, "timing": 3, "other": 2}
"""Why the planned deals were lost, and how many of them."""
_SOURCES = ("website", "referral", "partner", "trade_fair", "webinar", "cold_call", "other")
_SOURCE_ODDS = {"Won": (12, 34, 12, 18, 10, 4, 2), "Lost": (20, 8, 6, 18, 14, 28, 4), "": (18, 18, 10, 18, 14, 14, 4)}
_CATEGORIES = {"Proposal": "best_case", "Negotiation": "best_case", "Ready to Close": "commit", "Joint Selling": "best_case",
               "Contracting": "commit", "Won": "closed", "Lost": "omitted", "On Hold": "omitted"}  # fmt: skip


def deals(clock: Clock, accounts: list[Account], contacts: list[Contact], rng: Random) -> list[Deal]:
    """The story's deals first, then the planned ones."""
    staff: dict[str, list[Contact]] = {account.name: [] for account in accounts}
    for contact in contacts:
        staff[contact.account].append(contact)
    by_name = {account.name: account for account in accounts}
    told = [
        _named(clock, f"DEAL-{n:03d}", spec, by_name[spec["account"]], staff[spec["account"]], rng)
        for n, spec in enumerate(corpus("named_deals"), 1)
    ]
    in_story = {deal.account.name for deal in told}
    return told + _planned(
        clock, [a for a in accounts if a.name not in in_story], staff, [deal.name for deal in told], rng
    )


def invent(
    clock: Clock, external_id: str, account: Account, staff: list[Contact], rng: Random, *, pipeline: str, end: str,
    ended: int = 0, reason: str = "", trait: str = "", name_is_free: Callable[[str], bool],
) -> Deal:  # fmt: skip
    """A deal with a past. `trait` is "", "slipped", "stalled" or "aimless" (no next step)."""
    kind = rng.choices(("new", "renewal", "expansion"), (50, 30, 20))[0] if account.type == "customer" else "new"
    if end == "Demo" and kind == "renewal":
        kind = "expansion"  # nobody demonstrates what the customer already has
    product = rng.randrange(3)
    seats = rng.choice((20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 180)) * (2 if account.level == "A" else 1)
    sensors = rng.choice((12, 24, 30, 36, 48, 60, 80, 96)) if kind != "renewal" else 0
    worth = (
        seats * PRODUCTS[product][1] + sensors * 1100 + (0 if kind == "renewal" else rng.choice((20, 35, 60)) * 1000)
    )
    quiet = rng.randint(20, 55) if trait == "stalled" else 1
    step = 1000 if account.currency == "CNY" else 500
    abroad = 1.0 if account.currency == "CNY" else 1.7  # list prices outside China are higher
    amount = max(step, round(worth * abroad / CNY_PER[account.currency] / step) * step)
    path = travel(
        rng,
        pipeline,
        end,
        ended,
        amount,
        step,
        slipped=trait == "slipped",
        quiet=quiet,
        skip="Demo" if kind == "renewal" else "",
    )
    closes = tuple((offset, int(value)) for offset, value in path.closes)
    path = Path(path.stages, path.amounts, as_days(clock, closes))
    owners = _owners(rng, account, path.stages)
    people = tuple(rng.sample(staff, min(len(staff), rng.choice((1, 1, 2, 2, 3)))))
    rival = rng.choice(corpus(f"slots_{account.language}")["competitor"])
    competitor = rival if reason == "competitor" or (end != "Qualification" and rng.random() < 0.5) else ""
    close = clock.day(closes[-1][1])
    slots = slots_for(rng, account, people, product, seats, sensors, competitor, close)
    name = _name(rng, account, kind, slots | {"year": str(close.year)}, name_is_free)
    is_open = end in LADDERS[pipeline]
    aimed = is_open and trait not in ("aimless", "stalled")
    if kind == "new":
        odds = _SOURCE_ODDS.get(end, _SOURCE_ODDS[""])
        source = "partner" if pipeline == "Partner" else rng.choices(_SOURCES, odds)[0]
    else:
        source = "existing_customer"
    category = _CATEGORIES.get(end, "pipeline")
    if end == "Negotiation" and rng.random() < 0.4:
        category = "commit"
    return Deal(
        external_id, name, account, people, pipeline, amount, account.currency, category, close, reason,
        rng.choice(corpus(f"slots_{account.language}")["lost_notes"]) if reason else "", competitor,
        rng.choice(corpus(f"slots_{account.language}")["next_step"]) if aimed else "",
        clock.workday(rng.randint(0, 12)) if aimed else None, source, kind, owners[-1][1], path.stages,
        history(clock, path, owners), corpus("products")[product][2], slots, quiet,
    )  # fmt: skip


def _planned(
    clock: Clock, among: list[Account], staff: dict[str, list[Contact]], names: list[str], rng: Random
) -> list[Deal]:
    pools: dict[tuple[str, str], list[Account]] = {}
    for account in among:
        kind = "partner" if account.type in ("partner", "reseller") else account.type
        pools.setdefault((account.owner, kind), []).append(account)
    taken = set(names)
    reasons = [reason for reason, count in _REASONS.items() for _ in range(count)]
    rng.shuffle(reasons)
    lost_on_price = 0
    made: list[Deal] = []
    opened = 0
    for turn, (pipeline, end) in enumerate(_PLAN):
        owner = reps()[turn % len(reps())]
        partners = [a for (_, kind), accounts in pools.items() if kind == "partner" for a in accounts]
        ours = pools.get((owner, "customer"), []), pools.get((owner, "prospect"), [])
        if pipeline == "Partner":
            ours = partners, []
        sure = not ours[1] or (bool(ours[0]) and (end == "Won" or rng.random() < 0.6))
        account = rng.choice(ours[0] if sure else ours[1])
        reason = reasons.pop() if end == "Lost" else ""
        ended = -rng.randint(3, 300)
        if reason == "price":
            lost_on_price += 1
            ended = _last_quarter(clock, rng) if lost_on_price % 2 else ended
        elif end == "On Hold":
            ended = -rng.randint(6, 45)
        trait = ""
        if end in LADDERS[pipeline]:
            opened += 1
            trait = {3: "slipped", 5: "stalled", 0: "aimless"}.get(opened % 7, "")
        made.append(invent(
            clock, f"DEAL-{len(made) + 17:03d}", account, staff[account.name], rng, pipeline=pipeline, end=end,
            ended=ended, reason=reason, trait=trait, name_is_free=lambda name: _claim(taken, name),
        ))  # fmt: skip
    return made


def _claim(taken: set[str], name: str) -> bool:
    if name in taken:
        return False
    taken.add(name)
    return True


def _last_quarter(clock: Clock, rng: Random) -> int:
    first = clock.offset(clock.quarter_starts(-1))
    # A weekend is moved to the Friday before, which must not leave the quarter.
    return rng.randint(first + 3, clock.offset(clock.quarter_starts()) - 1)


def _owners(rng: Random, account: Account, stages: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    """Now and then a colleague of the same team began the deal and handed it over."""
    born, last = stages[0][0], stages[-1][0]
    mates = [rep for rep in reps() if rep != account.owner and team_of(rep) == team_of(account.owner)]
    if mates and last - born > 20 and rng.random() < 0.09:
        return ((born, rng.choice(mates)), (rng.randint(born + 5, last - 5), account.owner))
    return ((born, account.owner),)


def _name(rng: Random, account: Account, kind: str, slots: dict[str, str], is_free: Callable[[str], bool]) -> str:
    patterns = list(corpus(f"slots_{account.language}")[f"deal_{kind}"])
    rng.shuffle(patterns)
    for pattern in patterns:
        name = str(pattern).format_map(slots)
        if is_free(name):
            return name
    number = 2
    while not is_free(f"{name} #{number}"):
        number += 1
    return f"{name} #{number}"


def _named(
    clock: Clock, external_id: str, spec: dict[str, Any], account: Account, staff: list[Contact], rng: Random
) -> Deal:
    shift = dormant_shift(clock) if spec.get("dormant") else 0
    stages = tuple((offset + shift, stage) for offset, stage in spec["stages"])
    amounts = tuple((offset + shift, str(amount)) for offset, amount in spec["amounts"])
    closes = [(offset + shift, value + shift) for offset, value in spec["closes"]]
    if spec.get("quarter"):
        closes[-1] = (closes[-1][0], min(closes[-1][1], clock.quarter_end))
    owner = f"{spec['owner']}@example.com"
    close = clock.day(closes[-1][1])
    people = tuple(next(c for c in staff if c.name == name) for name in spec["contacts"])
    slots = slots_for(rng, account, people, spec["product"], spec["seats"], 40, spec.get("competitor", ""), close)
    next_in = spec.get("next_in")
    return Deal(
        external_id, spec["name"].format(year=close.year), account, people, "Sales", int(amounts[-1][1]),
        spec["currency"], spec.get("category", "closed"), close, "", "", spec.get("competitor", ""),
        spec.get("next_step", ""), None if next_in is None else clock.today + timedelta(days=next_in),
        spec["source"], spec["type"], owner, stages,
        history(clock, Path(stages, amounts, as_days(clock, closes)), ((stages[0][0], owner),)),
        corpus("products")[spec["product"]][2], slots,
    )  # fmt: skip


def dormant_shift(clock: Clock) -> int:
    """Days from today to when the sleeping customers bought: last calendar year and at least a hundred days ago."""
    return min(-100, clock.offset(clock.today.replace(year=clock.today.year - 1, month=12, day=10)))
