"""Who the demo company sells to: accounts and the people working there."""

from random import Random
from typing import Any

from crm_store.demo.company import team_of
from crm_store.demo.corpus_files import corpus
from crm_store.demo.records import Account, Contact

_CONTACTS = 140
_ROLES = ("champion", "decision_maker", "evaluator", "influencer", "", "")
_US_AREAS = ("206", "212", "312", "415", "512", "619")


def accounts() -> list[Account]:
    """The sixty accounts that have a name in the corpus, Chinese ones first."""
    made: list[Account] = []
    for language in ("zh", "en"):
        for cells in corpus(f"accounts_{language}"):
            made.append(_account(f"ACC-{len(made) + 1:03d}", cells, language))
    return made


def contacts(among: list[Account], rng: Random) -> list[Contact]:
    """The people of the story, then invented colleagues until there are 140; several at most accounts."""
    by_name = {account.name: account for account in among}
    made = [_named(f"CON-{n:03d}", cells, by_name) for n, cells in enumerate(corpus("contacts"), 1)]
    staffed = {contact.account for contact in made}
    names = {language: _fresh_names(language, rng) for language in ("zh", "en")}
    vacant = [a for a in among if a.name not in staffed]
    more = [a for a in vacant if a.type in ("customer", "prospect", "partner", "reseller") and a.owner]
    queue = vacant + more + more
    for account in queue[: _CONTACTS - len(made)]:
        made.append(invent(f"CON-{len(made) + 1:03d}", account, names[account.language].pop(), rng))
    return made


def invent(external_id: str, account: Account, name: tuple[str, str], rng: Random) -> Contact:
    """Somebody at the account with a title, a fictional number and mostly an address."""
    slots = corpus(f"slots_{account.language}")
    number = int(external_id.rsplit("-", 1)[1])
    local = (name[1] or name[0]).lower().replace(" ", "." if account.language == "en" else "")
    email = f"{_ascii(local)}{number if number > _CONTACTS else ''}@{account.domain}"
    german = "Germany" in account.address
    return Contact(
        external_id, name[0], name[1], rng.choice(slots["title"]), account.name, rng.choice(_ROLES),
        "" if rng.random() < 0.06 else email, _phone(account, number), "de" if german else account.language,
        f"{_ascii(local)}_{number}" if account.language == "zh" and rng.random() < 0.7 else "",
        rng.random() < 0.07, rng.random() < 0.05, account.owner,
    )  # fmt: skip


def _account(external_id: str, cells: list[Any], language: str) -> Account:
    name, aliases, other, domain, address, industry, band, millions, level, kind, owner, *rest = cells
    email = f"{owner}@example.com" if owner else ""
    zh, en = (name, other) if language == "zh" else (other, name)
    return Account(
        external_id, name, zh, en, tuple(aliases.split(";")), domain, address, industry, band, millions * 1_000_000,
        rest[1] if len(rest) > 1 else "CNY", level, kind, email, team_of(email) if email else rest[0], language,
    )  # fmt: skip


def _named(external_id: str, cells: list[Any], among: dict[str, Account]) -> Contact:
    name, pinyin, title, at, role, local, phone, language, wechat, opted_out, do_not_call = cells
    account = among[at]
    return Contact(external_id, name, pinyin, title, at, role, f"{local}@{account.domain}", phone, language, wechat,
                   opted_out, do_not_call, account.owner)  # fmt: skip


def _fresh_names(language: str, rng: Random) -> list[tuple[str, str]]:
    """Names to pop, no full name twice; English given names repeat only after all were used."""
    names = corpus("names")
    if language == "zh":
        pairs = [(s, g) for s in names["zh_surnames"] for g in names["zh_given"]]
        rng.shuffle(pairs)
        return [(s + g, f"{names['zh_surnames'][s]} {names['zh_given'][g]}") for s, g in pairs]
    families = list(names["en_family"])
    rng.shuffle(families)
    given = list(names["en_given"])
    rng.shuffle(given)
    return [(f"{g} {families[(i + turn * 7) % len(families)]}", "") for turn in (1, 0) for i, g in enumerate(given)]


def _phone(account: Account, number: int) -> str:
    """Numbers reserved for fiction: 138 0000 xxxx, 555-01xx in North America, 23125 xxx in Berlin."""
    if account.language == "zh":
        return f"+86 138 0000 {2000 + number % 8000:04d}"
    if account.currency == "EUR":
        return f"+49 30 23125 {number % 1000:03d}"
    return f"+1 {_US_AREAS[number // 70 % len(_US_AREAS)]} 555 01{30 + number % 70:02d}"


def _ascii(text: str) -> str:
    return text.replace("ö", "oe").replace("ü", "ue").replace("ä", "ae").replace("'", "")
