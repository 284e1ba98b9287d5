"""The demo company is complete, consistent with itself, and the same every time."""

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from crm_store.demo import World, demo_world, write
from crm_store.demo.world import COLUMNS

TODAY = date(2026, 11, 20)
OTHER_DAYS = (date(2027, 1, 1), date(2028, 2, 29), date(2026, 6, 28), date(2026, 12, 31))
CODES = {
    ("accounts.csv", "type"): "customer prospect partner reseller competitor investor",
    ("accounts.csv", "employees_band"): "1-10 11-50 51-200 201-500 501-1000 1000+",
    ("accounts.csv", "level"): "A B C",
    ("contacts.csv", "role"): "decision_maker champion evaluator influencer blocker",
    ("contacts.csv", "opted_out"): "true false",
    ("contacts.csv", "do_not_call"): "true false",
    ("leads.csv", "status"): "New|Assigned|In Process|Converted|Recycled|Dead",
    ("deals.csv", "forecast_category"): "omitted pipeline best_case commit closed",
    ("deals.csv", "lost_reason"): "price competitor no_budget no_decision product_fit timing other",
    ("deals.csv", "source"): "website referral partner trade_fair webinar cold_call existing_customer other",
    ("deals.csv", "type"): "new expansion renewal",
    ("activities.csv", "kind"): "call meeting email note message visit",
    ("activities.csv", "direction"): "inbound outbound",
    ("activities.csv", "status"): "planned held not_held cancelled",
    ("tasks.csv", "status"): "todo in_progress done cancelled deferred",
    ("tasks.csv", "priority"): "low normal high urgent",
    ("tickets.csv", "type"): "question incident problem complaint request",
    ("tickets.csv", "priority"): "low normal high urgent",
    ("tickets.csv", "status"): "new assigned pending waiting_customer resolved closed rejected duplicate",
    ("tickets.csv", "breached"): "true false",
    ("products.csv", "active"): "true false",
    ("articles.csv", "status"): "draft in_review published archived",
    ("articles.csv", "language"): "en zh",
    ("deal_history.csv", "field"): "stage amount expected_close_date owner",
}


@pytest.fixture(scope="module")
def world() -> World:
    return demo_world(TODAY)


@pytest.fixture(scope="module", params=[(TODAY, 0), *((day, 0) for day in OTHER_DAYS), (TODAY, 300)], ids=str)
def any_world(request: pytest.FixtureRequest) -> World:
    today, scale = request.param
    return demo_world(today, scale=scale)


def test_it_has_the_promised_size(world: World) -> None:
    sizes = {name: len(rows) for name, rows in world.files.items()}
    history = sizes.pop("deal_history.csv")
    assert sizes == {
        "accounts.csv": 60,
        "contacts.csv": 140,
        "leads.csv": 40,
        "deals.csv": 150,
        "activities.csv": 400,
        "tasks.csv": 60,
        "tickets.csv": 50,
        "products.csv": 10,
        "articles.csv": 12,
    }
    assert history >= 150 * 5


def test_the_same_day_gives_the_same_bytes_in_any_process(world: World, tmp_path: Path) -> None:
    assert demo_world(TODAY) == world
    write(world, tmp_path / "here")
    code = (
        "import sys; from datetime import date; from pathlib import Path; from crm_store.demo import demo_world, write\n"
        "write(demo_world(date(2026, 11, 20)), Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        there = tmp_path / f"hash{seed}"
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/Lima", "LC_ALL": "C"}
        root = Path(__file__).parents[2]
        subprocess.run([sys.executable, "-c", code, str(there)], check=True, env=env, cwd=root)
        for file in (tmp_path / "here").iterdir():
            assert (there / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_written_world_reads_back_as_it_was(world: World, tmp_path: Path) -> None:
    write(world, tmp_path)
    assert yaml.safe_load((tmp_path / "users.yaml").read_text("utf-8")) == world.users
    for name, rows in world.files.items():
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            assert list(csv.DictReader(file)) == rows


def test_scale_adds_deals_in_proportion_and_leaves_the_story_alone(world: World) -> None:
    large = demo_world(TODAY, scale=300)
    for name, rows in world.files.items():
        assert large.files[name][: len(rows)] == rows
    more = {name: len(rows) - len(world.files[name]) for name, rows in large.files.items()}
    assert more["deals.csv"] == 300
    assert more["accounts.csv"] == 15
    assert 400 <= more["activities.csv"] <= 450
    assert large.users == world.users
    assert demo_world(TODAY, scale=300) == large


def test_another_seed_tells_the_same_story_with_other_companions(world: World) -> None:
    other = demo_world(TODAY, seed=8)
    assert other != world
    assert other.files["accounts.csv"] == world.files["accounts.csv"]
    assert [deal["name"] for deal in other.files["deals.csv"][:16]] == [
        d["name"] for d in world.files["deals.csv"][:16]
    ]


def test_rows_have_exactly_the_columns_of_the_contract(any_world: World) -> None:
    for name, rows in any_world.files.items():
        assert {tuple(row) for row in rows} == {COLUMNS[name]}
        assert all(isinstance(cell, str) for row in rows for cell in row.values())


def test_external_ids_are_unique(any_world: World) -> None:
    for name, rows in any_world.files.items():
        if name != "deal_history.csv":
            assert not _repeated(row["external_id"] for row in rows)
    assert not _repeated(ticket["number"] for ticket in any_world.files["tickets.csv"])


def test_codes_are_those_of_the_contract(any_world: World) -> None:
    for (name, column), codes in CODES.items():
        allowed = {*(codes.split("|") if "|" in codes else codes.split()), ""}
        assert {row[column] for row in any_world.files[name]} <= allowed, (name, column)


def test_natural_keys_are_unique(any_world: World) -> None:
    files = any_world.files
    assert not _repeated(row["name"] for row in files["accounts.csv"])
    assert not _repeated(row["domain"] for row in files["accounts.csv"])
    assert not _repeated(alias for row in files["accounts.csv"] for alias in row["aliases"].split(";") if alias)
    assert not _repeated(row["email"] for row in files["contacts.csv"] if row["email"])
    assert not _repeated((row["name"], row["account"]) for row in files["contacts.csv"])
    assert not _repeated(row["name"] for row in files["deals.csv"])
    assert not _repeated(user["email"] for user in any_world.users["users"])


def test_every_reference_resolves(any_world: World) -> None:
    files, users = any_world.files, any_world.users
    emails = {user["email"] for user in users["users"]} | {""}
    teams = {team["name"] for team in users["teams"]}
    accounts = {row["name"] for row in files["accounts.csv"]}
    deals = {row["external_id"] for row in files["deals.csv"]} | {""}
    products = {row["name"] for row in files["products.csv"]}
    assert {row["product"] for row in files["deals.csv"]} <= products
    at = {key: row["account"] for row in files["contacts.csv"] for key in _contact_keys(row)}
    assert {team["parent"] for team in users["teams"]} <= teams | {""}
    assert {user["team"] for user in users["users"]} <= teams
    assert {user["reports_to"] for user in users["users"]} <= emails
    assert {target["who"] for target in users["targets"]} <= emails | teams
    for name, rows in files.items():
        for row in rows:
            assert {row.get(column, "") for column in ("owner", "assignee", "by")} <= emails, name
            assert row.get("team", "") in teams | {""}
            if name != "accounts.csv" and "account" in row:
                assert row["account"] in accounts, row
            if name in ("activities.csv", "tasks.csv", "deal_history.csv"):
                assert row["deal"] in deals, row
            for column in ("contact", "contacts"):
                for key in filter(None, row.get(column, "").split(";")):
                    assert at[key] == row["account"], (name, row)


def test_an_account_has_the_team_of_its_owner(any_world: World) -> None:
    team = {user["email"]: user["team"] for user in any_world.users["users"]}
    for row in any_world.files["accounts.csv"]:
        assert row["team"] == team.get(row["owner"], "Suzhou 苏州")


def test_stages_belong_to_the_deals_pipeline(any_world: World) -> None:
    kinds = {(p["name"], s["name"]): s["kind"] for p in any_world.users["pipelines"] for s in p["stages"]}
    pipeline = {}
    for deal in any_world.files["deals.csv"]:
        kind = kinds[deal["pipeline"], deal["stage"]]
        pipeline[deal["external_id"]] = deal["pipeline"]
        assert bool(deal["closed_at"]) == (kind in ("won", "lost"))
        assert bool(deal["lost_reason"]) == (kind == "lost")
        assert deal["lost_reason"] != "competitor" or deal["competitor"]
        assert (deal["forecast_category"] == "closed") == (kind == "won")
    for change in any_world.files["deal_history.csv"]:
        if change["field"] == "stage":
            assert (pipeline[change["deal"]], change["after"]) in kinds


def test_the_past_of_a_deal_leads_to_its_present(any_world: World) -> None:
    past: dict[str, list[dict[str, str]]] = {}
    for change in any_world.files["deal_history.csv"]:
        past.setdefault(change["deal"], []).append(change)
    now = datetime.fromisoformat(f"{_today(any_world)}T09:00:00+08:00")
    for deal in any_world.files["deals.csv"]:
        changes = past[deal["external_id"]]
        moments = [datetime.fromisoformat(change["at"]) for change in changes]
        assert moments == sorted(moments)
        assert moments[-1] < now
        created = [change for change in changes if not change["before"]]
        assert {change["field"] for change in created} == {"stage", "amount", "expected_close_date", "owner"}
        assert {change["at"] for change in created} == {deal["created_at"]}
        present: dict[str, str] = {}
        for change, at in zip(changes, moments, strict=True):
            assert change["before"] == present.get(change["field"], "")
            assert change["after"] != change["before"]
            assert not present.get(change["field"]) or at > moments[0]
            present[change["field"]] = change["after"]
        assert present == {field: deal[field] for field in present}
        if deal["closed_at"]:
            assert changes[-1] | {"at": deal["closed_at"], "after": deal["stage"]} == changes[-1]


def test_what_was_held_is_past_and_what_is_planned_lies_within_two_weeks(any_world: World) -> None:
    now = datetime.fromisoformat(f"{_today(any_world)}T09:00:00+08:00")
    deals = {deal["external_id"]: deal for deal in any_world.files["deals.csv"]}
    for activity in any_world.files["activities.csv"]:
        starts = datetime.fromisoformat(activity["starts_at"])
        assert (starts >= now) == (activity["status"] == "planned"), activity
        assert starts < now + timedelta(days=16)
        assert not activity["ends_at"] or datetime.fromisoformat(activity["ends_at"]) > starts
        if activity["deal"]:
            assert activity["account"] == deals[activity["deal"]]["account"]
            assert starts > datetime.fromisoformat(deals[activity["deal"]]["created_at"]), activity


def test_notes_differ_and_both_languages_are_at_home(any_world: World) -> None:
    notes = any_world.files["activities.csv"][:400]
    assert len(notes) == 400
    bodies = [note["body"] for note in notes]
    assert len(set(bodies)) >= 390
    chinese = sum(bool(re.search("[\u4e00-\u9fff]", body)) for body in bodies)
    assert 160 <= chinese <= 240
    assert not [body for body in bodies if "{" in body or not body.strip()]
    assert {note["status"] for note in notes} >= {"held", "planned", "not_held"}
    assert {note["kind"] for note in notes} == {"call", "meeting", "email", "note", "message", "visit"}


def test_a_note_quotes_the_amount_of_its_day(world: World) -> None:
    past = [c for c in world.files["deal_history.csv"] if c["field"] == "amount"]
    quoted = 0
    for note in world.files["activities.csv"]:
        found = re.search(r"total (?:now )?(?:USD|EUR) ([\d,]+)", note["body"])
        if found and note["deal"]:
            quoted += 1
            day = note["starts_at"][:10]
            known = [c["after"] for c in past if c["deal"] == note["deal"] and c["at"][:10] <= day]
            assert known[-1] == found[1].replace(",", ""), note
    assert quoted


def test_the_people_of_the_story_are_there(world: World) -> None:
    people = [(row["name"], row["account"]) for row in world.files["contacts.csv"]]
    for given, accounts in {
        "Ana": {"Acme", "Globex"},
        "王伟": {"澜图软件", "苏州泽禾精工"},
        "李娜": {"华阳智造"},
        "张伟": {"华微科仪"},
        "Bob": {"Acme"},
        "Sara": {"Globex"},
    }.items():
        assert {account for name, account in people if name.split()[0] == given} == accounts
    assert sum("ana" in name.lower() for name, _ in people) == 2
    wei = [row["account"] for row in world.files["contacts.csv"] if row["name_pinyin"].startswith("Wang Wei")]
    assert len(wei) == 2
    names = " ".join(deal["name"] for deal in world.files["deals.csv"])
    assert all(name in names for name in ("Acme renewal 2026", "华阳数据平台一期", "华微续约2026"))


def test_ticket_1042_is_the_urgent_log_in_incident_at_acme(any_world: World) -> None:
    tickets = any_world.files["tickets.csv"]
    assert [ticket["number"] for ticket in tickets] == [str(n) for n in range(1001, 1051)]
    assert [t["created_at"] for t in tickets] == sorted(t["created_at"] for t in tickets)
    incident = next(ticket for ticket in tickets if ticket["number"] == "1042")
    assert (incident["account"], incident["priority"], incident["type"]) == ("Acme", "urgent", "incident")
    now = datetime.fromisoformat(f"{_today(any_world)}T09:00:00+08:00")
    due_soon = [
        t for t in tickets if not t["resolved_at"] and now < datetime.fromisoformat(t["resolution_due"]) < now + timedelta(hours=4)
    ]  # fmt: skip
    assert len(due_soon) >= 3
    for ticket in tickets:
        assert bool(ticket["resolved_at"]) == (ticket["status"] in ("resolved", "closed"))
        assert not ticket["resolved_at"] or datetime.fromisoformat(ticket["resolved_at"]) < now
        assert not ticket["first_response_at"] or datetime.fromisoformat(ticket["first_response_at"]) <= now
        late = any(
            datetime.fromisoformat(ticket[met] or now.isoformat()) > datetime.fromisoformat(ticket[due])
            for met, due in (("first_response_at", "first_response_due"), ("resolved_at", "resolution_due"))
        )
        assert ticket["breached"] == str(late).lower()


def test_reports_have_something_to_say(any_world: World) -> None:
    today = _today(any_world)
    deals = any_world.files["deals.csv"][:150]
    start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = (start - timedelta(days=1)).replace(day=1)
    before = date(before.year, (before.month - 1) // 3 * 3 + 1, 1)
    on_price = [d for d in deals if d["lost_reason"] == "price" and str(before) <= d["closed_at"][:10] < str(start)]
    assert len(on_price) >= 4
    is_open = [d for d in deals if not d["closed_at"] and d["stage"] != "On Hold"]
    assert len({d["stage"] for d in is_open if d["pipeline"] == "Sales"}) == 5
    assert sum(d["expected_close_date"] < str(today) for d in is_open) >= 5
    assert sum(not d["next_step"] for d in is_open) >= 10
    commits = [d for d in is_open if d["forecast_category"] == "commit"]
    assert {len(d["contacts"].split(";")) == 1 for d in commits} == {True, False}
    rates = any_world.users["fx"]
    assert min(rate["date"] for rate in rates) <= min(d["created_at"] for d in deals)
    assert all(Decimal(rate["rate"]) > 5 for rate in rates)


def test_some_jiangsu_factories_bought_last_year_and_fell_silent(any_world: World) -> None:
    today = _today(any_world)
    factories = {
        row["name"]
        for row in any_world.files["accounts.csv"]
        if "江苏省" in row["billing_address"] and row["industry"] == "Manufacturing"
    }
    bought = {
        deal["account"]
        for deal in any_world.files["deals.csv"]
        if deal["stage"] == "Won" and deal["closed_at"].startswith(str(today.year - 1))
    }
    since = str(today - timedelta(days=90))
    touched = {row["account"] for row in any_world.files["activities.csv"] if row["starts_at"][:10] >= since}
    assert {"无锡沛澜自动化", "常州烨能电池", "扬州硕岭化工"} <= (factories & bought) - touched


def test_suzhou_has_accounts_and_leads_without_an_owner(world: World) -> None:
    nobody = [row for row in world.files["accounts.csv"] if not row["owner"]]
    assert len(nobody) == 3
    assert all("苏州" in row["billing_address"] for row in nobody)
    assert sum(not row["owner"] for row in world.files["leads.csv"]) >= 5
    leads = {row["external_id"]: row for row in world.files["leads.csv"]}
    assert leads["L-204"]["status"] == "In Process"
    assert leads["L-204"]["est_amount"]
    assert sum(lead["city"].startswith("苏州") for lead in leads.values()) >= 12


def test_there_are_two_levels_of_managers_and_no_passwords(world: World) -> None:
    boss = {user["email"]: user["reports_to"] for user in world.users["users"]}
    for user in world.users["users"]:
        assert set(user) == {"email", "name", "role", "team", "reports_to", "lang", "tz"}
        assert user["email"].endswith("@example.com")
    assert boss[boss["chen@example.com"]] == boss["weber@example.com"] == "gao@example.com"
    assert {user["role"] for user in world.users["users"]} == {"rep", "manager", "admin", "viewer"}
    assert set(world.users) == {
        *("workspace", "currency", "timezone", "fiscal_year_start", "teams", "users", "pipelines", "fx", "targets")
    }


def test_telephone_numbers_and_domains_are_fictional(any_world: World) -> None:
    fictional = re.compile(r"\+86 138 0000 \d{4}|\+1 \d{3} 555 01\d\d|\+49 30 23125 \d{3}")
    for name in ("contacts.csv", "leads.csv"):
        for row in any_world.files[name]:
            assert fictional.fullmatch(row["phone"]), row
            assert not row["email"] or row["email"].endswith(".example")


def _today(world: World) -> date:
    """The day the world was made for: the meeting at Acme is always planned for that afternoon."""
    return next(
        datetime.fromisoformat(row["starts_at"]).date()
        for row in world.files["activities.csv"]
        if row["subject"] == "Renewal check with Acme"
    )


def _contact_keys(row: dict[str, str]) -> list[str]:
    return [key for key in (row["email"], f"{row['name']} @ {row['account']}") if key]


def _repeated(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]
