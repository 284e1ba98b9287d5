"""Random questions about the real pipeline of a hardware vendor, each answered again by pandas on the files: measure × group × filter × period."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_store.codes import RoleName
from crm_store.queries.forecast import forecast
from crm_store.queries.outcomes import outcomes
from crm_store.queries.pipeline import PipelineSummary, pipeline
from crm_store.queries.pipeline_past import pipeline_at
from crm_store.store import Store
from crm_store.transfer import import_paths

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "sales_pipeline"
MAP = ROOT / "docs" / "examples" / "sales_pipeline" / "map.yaml"
ASKED, ALL = 60, 500
NOW = datetime(2017, 12, 31, 23, tzinfo=ZoneInfo("UTC"))
GROUPS = {
    "owner": "sales_agent", "manager": "manager", "team": "regional_office", "product": "product", "account": "account", "industry": "sector",
    "month": "month", "kind": "kind",
}  # fmt: skip
BANDS = ((10, "1-10"), (50, "11-50"), (200, "51-200"), (500, "201-500"), (1000, "501-1000"), (10**9, "1000+"))

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"needs the data set in {DATA}")


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, dict[str, int]]]]:
    """The imported store, and the numbers of people and teams by name."""
    folder = tmp_path_factory.mktemp("vendor")
    store = Store(f"sqlite:///{folder / 'vendor.db'}", clock=lambda: NOW)
    store.upgrade()
    with store.session(store.system(), writes=True) as crm:
        crm.create("user", {"email": "ada@example.com", "name": "Ada", "role": RoleName.ADMIN})
    import_paths(store, None, "ada@example.com", [DATA], map_file=MAP)
    with store.session(store.system()) as crm:
        from sqlalchemy import select

        from crm_store.models import Team, User

        numbers = {
            "owner": {u.name: u.id or 0 for u in crm.all(select(User))},
            "team": {t.name: t.id or 0 for t in crm.all(select(Team))},
        }
    yield store, numbers
    store.close()


@pytest.fixture(scope="module")
def frame() -> Any:
    """The files as one table; nothing here knows the product's code."""
    pandas = pytest.importorskip("pandas")
    deals = pandas.read_csv(DATA / "sales_pipeline.csv", dtype=str, keep_default_na=False)
    teams = pandas.read_csv(DATA / "sales_teams.csv", dtype=str)
    firms = pandas.read_csv(DATA / "accounts.csv", dtype=str, keep_default_na=False)
    firms["sector"] = firms.sector.replace("technolgy", "technology")
    firms["size"] = firms.employees.astype(int).map(lambda n: next(b for limit, b in BANDS if n <= limit))
    both = deals.merge(teams, on="sales_agent", how="left").merge(
        firms[["account", "sector", "size"]], on="account", how="left"
    )
    both["product"] = both["product"].replace("GTXPro", "GTX Pro")
    both["value"] = both.close_value.replace("", "0").astype(int)
    both["kind"] = both.deal_stage.map({"Won": "won", "Lost": "lost"}).fillna("open")
    both["month"] = both.close_date.str[:7].where(both.kind != "open", "")
    return both.fillna("")


def questions(count: int) -> Iterator[dict[str, Any]]:
    """Group, filter, period and perhaps a past day, the same every time."""
    rng = Random(2017)
    for _ in range(count):
        start = date(2017, 3, 1) + timedelta(days=rng.randrange(300)) if rng.random() < 0.7 else None
        yield {
            "by": rng.choice([*GROUPS, "size"]), "start": start, "end": start + timedelta(days=rng.choice((6, 30, 91, 200))) if start else None,
            "on": date(2017, 1, 1) + timedelta(days=rng.randrange(365)) if rng.random() < 0.3 else None,
            "filter": rng.choice((None, "owner", "team")), "seed": rng.random(), "measure": rng.choice(("summary", "summary", "outcomes")),
        }  # fmt: skip


def narrowed(frame: Any, numbers: dict[str, dict[str, int]], q: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The part of the table a question is about, and the same filter for the store."""
    rng, part, kept = Random(q["seed"]), frame, {}
    if q["filter"]:
        column = {"owner": "sales_agent", "team": "regional_office"}[q["filter"]]
        names = rng.sample(sorted(frame[column].unique()), rng.randrange(1, 3))
        part, kept = part[part[column].isin(names)], {f"{q['filter']}s": [numbers[q["filter"]][n] for n in names]}
    if q["on"]:
        # Only what existed that day; what closed later was still open then.
        day = q["on"].isoformat()
        part = part[(part.engage_date != "") & (part.engage_date <= day)].copy()
        part.loc[(part.kind != "open") & (part.close_date > day), "kind"] = "open"
        part.loc[part.kind == "open", "month"] = ""
    if q["start"]:
        first, last = q["start"].isoformat(), q["end"].isoformat()
        part = part[(part.kind != "open") & (part.close_date >= first) & (part.close_date <= last)]
        kept |= {"start": q["start"], "end": q["end"]}
    return part, kept


def _check(vendor: tuple[Store, Any], frame: Any, count: int) -> None:
    store, numbers = vendor
    different = []
    for q in questions(count):
        part, kept = narrowed(frame, numbers, q)
        by = "type" if q["by"] == "kind" else q["by"]
        with store.session(store.system()) as crm:
            crm.now = NOW
            if (
                q["measure"] == "outcomes"
                and not q["on"]
                and by in ("owner", "team", "product", "industry", "size", "month")
            ):
                shown = {
                    _name(r, by): {"won": (r.won, r.won_amount), "lost": (r.lost, r.lost_amount)}
                    for r in outcomes(crm, by, **kept).rows
                }  # type: ignore[arg-type]
                part = part[part.kind != "open"]
            else:
                made = pipeline_at(crm, by, q["on"], **kept) if q["on"] else pipeline(crm, by, **kept)  # type: ignore[arg-type]
                shown = _shown(made, by)
        if _filled(shown) != _expected(part, q["by"]):
            different.append((q, shown))
    assert different == []


def _expected(part: Any, by: str) -> dict[str, dict[str, tuple[int, int]]]:
    made: dict[str, dict[str, tuple[int, int]]] = {}
    for (group, kind), rows in (
        part.groupby([GROUPS.get(by, by) if by != "kind" else "stage_none", "kind"])
        if by != "kind"
        else ((("", k), rows) for k, rows in part.groupby("kind"))
    ):
        made.setdefault(group, {})[kind] = (len(rows), int(rows.value.sum()))
    return made


def _shown(made: PipelineSummary, by: str) -> dict[str, dict[str, tuple[int, Decimal]]]:
    return {_name(r, by): {k: (t.count, t.amount) for k, t in r.tallies().items()} for r in made.rows}


def _name(row: Any, by: str) -> str:
    if row.record is not None:
        return str(row.record.name)
    if by == "month":
        return row.key.strftime("%Y-%m") if row.key else ""
    return str(row.key or "")


def _filled(shown: dict[str, Any]) -> dict[str, Any]:
    kept = {g: {k: (n, int(a)) for k, (n, a) in kinds.items() if n} for g, kinds in shown.items()}
    return {g: kinds for g, kinds in kept.items() if kinds}


def test_answers_equal_those_of_pandas(vendor: tuple[Store, Any], frame: Any) -> None:
    _check(vendor, frame, ASKED)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_five_hundred_answers_equal_those_of_pandas(vendor: tuple[Store, Any], frame: Any) -> None:
    _check(vendor, frame, ALL)


def test_these_questions_are_of_every_kind() -> None:
    asked = list(questions(ALL))
    assert {q["by"] for q in asked} == {*GROUPS, "size"}
    assert sum(q["on"] is not None for q in asked) > 100
    assert sum(q["filter"] is not None for q in asked) > 250


def test_a_past_that_was_filled_in_afterwards_teaches_nothing(vendor: tuple[Store, Any]) -> None:
    """Lost deals have the amount 0 and every deal its last stage only: learnt from, they would foretell everything."""
    store, _ = vendor
    now = datetime(2017, 10, 1, 12, tzinfo=ZoneInfo("UTC"))
    with store.session(store.system(), now=now) as crm:
        made = forecast(crm, date(2017, 10, 1), date(2017, 12, 31))
    assert made.untold == ("amount", "expected_close_date", "stage")
    assert made.basis == "average"
    assert made.checked is not None
    assert made.checked.score > made.checked.average * 0.97
    assert len({round(c.chance, 9) for c in made.chances}) == 1
