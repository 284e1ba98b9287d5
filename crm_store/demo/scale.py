"""As many more deals as asked for, with accounts, contacts, activities and history in proportion."""

from random import Random

from crm_store.demo.activities import moments_of, tell
from crm_store.demo.clock import Clock
from crm_store.demo.company import reps, team_of
from crm_store.demo.corpus_files import corpus
from crm_store.demo.deal_path import LADDERS
from crm_store.demo.deals import invent
from crm_store.demo.people import invent as invent_contact
from crm_store.demo.records import Account, Contact, Deal, row
from crm_store.demo.shelf import Shelf
from crm_store.demo.world import Row

_DEALS_PER_ACCOUNT = 20
_CONTACTS_PER_ACCOUNT = 3
_HISTORY_DAYS = 360
_REASONS = ("price", "competitor", "no_budget", "no_decision", "product_fit", "timing", "other")
_OUTCOMES = ("Won", "Lost", "On Hold", "open")
_ODDS = (34, 32, 4, 30)
_CHINESE_REPS = 4
"""The first four reps of users.yaml sell in China, the others abroad."""


def scaled(clock: Clock, count: int, seed: int) -> dict[str, list[Row]]:
    """Rows to append to the demo world's files, with external ids of their own (prefix X)."""
    rng = Random(f"{seed}/scale")
    shelves = {language: Shelf(language, rng, repeats=True) for language in ("zh", "en")}
    files: dict[str, list[Row]] = {
        name: [] for name in ("accounts.csv", "contacts.csv", "deals.csv", "activities.csv", "deal_history.csv")
    }
    for n in range((count + _DEALS_PER_ACCOUNT - 1) // _DEALS_PER_ACCOUNT):
        account = _account(n, rng)
        staff = _staff(n, account, rng)
        files["accounts.csv"].append(account.row())
        files["contacts.csv"].extend(contact.row() for contact in staff)
        names: set[str] = set()
        for k in range(n * _DEALS_PER_ACCOUNT, min(count, (n + 1) * _DEALS_PER_ACCOUNT)):
            deal = _deal(clock, k + 1, account, staff, names, rng)
            files["deals.csv"].append(deal.row())
            files["deal_history.csv"].extend(deal.history_rows())
            # One activity for every deal and a second for every other one.
            files["activities.csv"].extend(_notes(clock, deal, 1 + k % 2, shelves[account.language], rng))
    for number, activity in enumerate(files["activities.csv"], 1):
        activity["external_id"] = f"XACT-{number:06d}"
    return files


def _account(n: int, rng: Random) -> Account:
    names = corpus("names")
    owner = reps()[n % len(reps())]
    language = "zh" if n % len(reps()) < _CHINESE_REPS else "en"
    # Walking through the combinations in step keeps names unique without remembering them.
    turn = n // len(reps()) * _CHINESE_REPS + n % _CHINESE_REPS
    if language == "zh":
        place, root, trade, again = _mixed(turn, names["zh_places"], names["zh_roots"], names["zh_trades"])
        name, address = f"{place}{root}{trade}{again}", f"{place}市工业路{turn % 300 + 1}号"
    else:
        town, root, trade, again = _mixed(turn, names["en_towns"], names["en_roots"], names["en_trades"])
        name, address = (
            f"{root} {trade} {town.split(',')[0]}{again and f' {again}'}",
            f"{turn % 300 + 1} Works Road, {town}",
        )
    currency = "CNY" if language == "zh" else "EUR" if n % len(reps()) > 5 else "USD"
    zh, en = (name, "") if language == "zh" else ("", name)
    return Account(
        f"XACC-{n + 1:05d}", name, zh, en, (), f"x{n + 1}.example", address, names["trades"][trade],
        rng.choice(("1-10", "11-50", "51-200", "201-500", "501-1000", "1000+")), rng.randint(5, 900) * 1_000_000,
        currency, rng.choice("ABC"), "customer", owner, team_of(owner), language,
    )  # fmt: skip


def _mixed(turn: int, places: list[str], roots: list[str], trades: list[str]) -> tuple[str, str, str, str]:
    """The turn-th combination and, once all are used up, a number to tell the next round apart."""
    rest, root = divmod(turn, len(roots))
    rest, trade = divmod(rest, len(trades))
    again, place = divmod(rest, len(places))
    return places[place], roots[root], trades[trade], str(again + 1) if again else ""


def _staff(n: int, account: Account, rng: Random) -> list[Contact]:
    names = corpus("names")
    staff: list[Contact] = []
    for k in range(_CONTACTS_PER_ACCOUNT):
        number = 1000 + n * _CONTACTS_PER_ACCOUNT + k
        if account.language == "zh":
            surname, given = rng.choice(list(names["zh_surnames"])), rng.choice(list(names["zh_given"]))
            name = (surname + given, f"{names['zh_surnames'][surname]} {names['zh_given'][given]}")
        else:
            name = (f"{rng.choice(names['en_given'])} {rng.choice(names['en_family'])}", "")
        if name[0] not in {other.name for other in staff}:
            staff.append(invent_contact(f"XCON-{number:06d}", account, name, rng))
    return staff


def _deal(clock: Clock, number: int, account: Account, staff: list[Contact], names: set[str], rng: Random) -> Deal:
    end = rng.choices(_OUTCOMES, _ODDS)[0]
    if end == "open":
        end = rng.choice(LADDERS["Sales"])

    def is_free(name: str) -> bool:
        return name not in names and not names.add(name)  # type: ignore[func-returns-value]

    return invent(
        clock, f"XDEAL-{number:06d}", account, staff, rng, pipeline="Sales", end=end, ended=-rng.randint(3, _HISTORY_DAYS),
        reason=rng.choice(_REASONS) if end == "Lost" else "", trait=rng.choice(("", "", "", "slipped", "stalled", "aimless")),
        name_is_free=is_free,
    )  # fmt: skip


def _notes(clock: Clock, deal: Deal, count: int, shelf: Shelf, rng: Random) -> list[Row]:
    told: set[tuple[str, int]] = set()
    rows: list[Row] = []
    for moment in sorted(moments_of(deal, rng), key=lambda m: (m.rank, m.offset)):
        activity = tell(clock, deal, moment, "held", shelf, told, rng)
        if activity:
            rows.append(row("activities.csv", **activity.cells))
        if len(rows) == count:
            break
    return rows
