"""Forty leads, the first fourteen from around Suzhou and half of those without an owner."""

from random import Random

from crm_store.demo.clock import Clock
from crm_store.demo.company import team_of, zone_of
from crm_store.demo.corpus_files import corpus
from crm_store.demo.records import row
from crm_store.demo.world import Row

_SUZHOU = 14
_FIRST = 201
_SOURCES = ("website", "referral", "trade_fair", "webinar", "cold_call", "partner")
_STATUSES = ("New", "New", "Assigned", "In Process", "In Process", "Recycled", "Dead", "Converted")
_OWNERS = {
    "suzhou": ("zhao", "wu"), "zh": ("chen", "xu"), "en": ("maya", "raj", "tom", "elif"),
}  # fmt: skip


def leads(clock: Clock, rng: Random) -> list[Row]:
    """Rows with external ids L-201 to L-240; L-204 is in process with an amount, L-215 names an existing account."""
    rows: list[Row] = []
    for language in ("zh", "en"):
        for place, (organization, city) in enumerate(corpus("leads")[language]):
            number = _FIRST + len(rows)
            suzhou = language == "zh" and place < _SUZHOU
            status = rng.choice(_STATUSES)
            names = _OWNERS["suzhou" if suzhou else language]
            owner = f"{names[place // (2 if suzhou else 1) % len(names)]}@example.com"
            amount = rng.choice((0, 6, 8, 12, 15, 20, 26, 30, 45)) * (10_000 if language == "zh" else 1_500)
            if suzhou and place % 2:
                status, owner = "New", ""
            if number == 204:
                status, owner, amount = "In Process", "chen@example.com", 260_000
            if number == 215:
                status, amount = "In Process", 350_000
            name, pinyin = _name(language, number, rng)
            local = (pinyin or name).lower().replace(" ", "")
            offset = -rng.randint(1, 12) if status == "New" else -rng.randint(8, 120)
            created = clock.at(offset, rng.randint(9, 17), rng.randrange(60), zone_of(owner or "zhao@example.com"))
            rows.append(row(
                "leads.csv", external_id=f"L-{number}", name=name, name_pinyin=pinyin, organization=organization,
                title=rng.choice(corpus(f"slots_{language}")["title"]),
                email=f"{local}@lead{number}.example", phone=_phone(language, number), status=status,
                source=rng.choice(_SOURCES), est_amount=str(amount) if amount else "",
                currency="" if not amount else "CNY" if language == "zh" else "EUR" if place % 4 > 1 else "USD",
                owner=owner, city=city, team=team_of(owner or "zhao@example.com"), created_at=created.isoformat(),
            ))  # fmt: skip
    return rows


def _name(language: str, number: int, rng: Random) -> tuple[str, str]:
    names = corpus("names")
    if language == "en":
        return f"{names['en_given'][number * 7 % len(names['en_given'])]} {rng.choice(names['en_family'])}", ""
    surname, given = rng.choice(list(names["zh_surnames"])), list(names["zh_given"])[number % len(names["zh_given"])]
    return surname + given, f"{names['zh_surnames'][surname]} {names['zh_given'][given]}"


def _phone(language: str, number: int) -> str:
    return f"+86 138 0000 {9000 + number}" if language == "zh" else f"+1 303 555 01{number % 100:02d}"
