"""The questions of the grounding evaluation, made from a company's own records: the same every time."""

import random
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HELD = yaml.safe_load(Path(__file__).with_name("grounding.yaml").read_text(encoding="utf-8"))
PLACES = {"account": "a", "contact": "c", "deal": "d", "ticket": "t"}
BESIDE = ("activity_link", "exchangerate", "event", "stage_history")
"""Tables that hold no records."""
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Asked:
    """A question, its language and the references it is about; `field` or `cue` tell what its answer is made of."""

    text: str
    language: str
    refs: tuple[str, ...] = ()
    field: str = ""
    cue: str = ""


def read(database: Path) -> Rows:
    """Every record of a store as it stands in its tables, by record type."""
    kinds = "account contact deal ticket activity task lead fact product user stage pipeline team article".split()
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        rows = {k: [dict(r) for r in connection.execute(f"select * from {k}")] for k in kinds}
        made = {k: [r for r in some if not r["deleted_at"]] for k, some in rows.items()}
        for table in BESIDE:
            made[table] = [dict(r) for r in connection.execute(f"select * from {table}")]
    return made


def questions(rows: Rows, rng: random.Random, fields: int = 80, notes: int = 92, told: int = 28) -> list[Asked]:
    """Questions whose answers are on record: about fields, about notes, and for summaries; half of them in each language."""
    return [*_of_fields(rows, rng, fields), *_of_notes(rows, rng, notes), *_told(rows, rng, told)]


def absent(rows: Rows, rng: random.Random, many: int = 50) -> list[Asked]:
    """Questions nothing on record answers."""
    made: list[Asked] = []
    customers = _asked_about(rows, "account", rng)
    for language in ("en", "zh"):
        for said in HELD["absent"][language]:
            made.append(_filled(said, language, "account", next(customers), rows))
    kinds = HELD["absent"]["empty"]
    places = {k["of"] + k["field"]: _asked_about(rows, k["of"], rng, without=k["field"]) for k in kinds}
    turn = 0
    while len(made) < many:
        kind = kinds[turn // 2 % len(kinds)]
        language = ("en", "zh")[turn % 2]
        row = next(places[kind["of"] + kind["field"]], None)
        if row is not None:
            made.append(_filled(kind[language], language, kind["of"], row, rows, field=kind["field"]))
        turn += 1
    return made[:many]


def name_of(row: Mapping[str, Any], kind: str, language: str) -> str:
    """A record as a person would call it in a language."""
    if kind == "ticket":
        return str(row["number"] or f"TK-{row['id']}")
    if kind == "account" and language == "en":
        english = str(row["name_en"] or row["name"])
        return english if not english.isascii() or len(english.split()) < 3 else " ".join(english.split()[:2])
    return str(row["name"])


def ref(kind: str, number: int) -> str:
    from crm_store.models import entity_type

    return f"{entity_type(kind).about.prefix}-{number}"


def notes_of(rows: Rows, account: int) -> list[Row]:
    """What was written about a customer: activities that hang on it."""
    mine = {r["activity_id"] for r in rows["activity_link"] if r["target"] == "account" and r["target_id"] == account}
    return [a for a in rows["activity"] if a["id"] in mine and a["status"] == "held" and a["body"]]


def _of_fields(rows: Rows, rng: random.Random, many: int) -> list[Asked]:
    made: list[Asked] = []
    places = {k["of"] + k["field"]: _asked_about(rows, k["of"], rng, having=k["field"]) for k in HELD["fields"]}
    turn = 0
    while len(made) < many:
        kind, language = HELD["fields"][turn // 2 % len(HELD["fields"])], ("en", "zh")[turn % 2]
        row = next(places[kind["of"] + kind["field"]], None)
        if row is not None:
            made.append(_filled(rng.choice(kind[language]), language, kind["of"], row, rows, field=kind["field"]))
        turn += 1
    return made


def _of_notes(rows: Rows, rng: random.Random, many: int) -> list[Asked]:
    made: list[Asked] = []
    customers = rows["account"][:]
    rng.shuffle(customers)
    fits = {
        n: [a for a in customers if any(re.search(kind["cue"], x["body"]) for x in notes_of(rows, a["id"]))]
        for n, kind in enumerate(HELD["notes"])
    }
    turn = 0
    while len(made) < many and turn < 40 * many:
        n, language = turn // 2 % len(HELD["notes"]), ("en", "zh")[turn % 2]
        turn += 1
        if fits[n]:
            kind = HELD["notes"][n]
            row = fits[n][(turn // (2 * len(HELD["notes"]))) % len(fits[n])]
            made.append(_filled(rng.choice(kind[language]), language, "account", row, rows, cue=kind["cue"]))
    return made


def _told(rows: Rows, rng: random.Random, many: int) -> list[Asked]:
    customers = [a for a in rows["account"] if notes_of(rows, a["id"])]
    rng.shuffle(customers)
    made = []
    for turn in range(many):
        language = ("en", "zh")[turn % 2]
        said = HELD["told"][language][turn // 2 % len(HELD["told"][language])]
        made.append(_filled(said, language, "account", customers[turn % len(customers)], rows))
    return made


def _asked_about(rows: Rows, kind: str, rng: random.Random, *, having: str = "", without: str = "") -> Iterator[Row]:
    """Records of a type in an order of their own, each once; with a field filled, or empty; called by a name nobody else has."""
    names = [r.get("name") for r in rows[kind]]
    some = [r for r in rows[kind] if kind == "ticket" or names.count(r["name"]) == 1]
    some = [r for r in some if (not having or r[having]) and (not without or not r[without])]
    if without == "next_step" or without == "competitor":
        ended = {s["id"] for s in rows["stage"] if s["kind"] in ("won", "lost")}
        some = [r for r in some if r["stage_id"] not in ended]
    if without == "lost_notes":
        lost = {s["id"] for s in rows["stage"] if s["kind"] == "lost"}
        some = [r for r in some if r["stage_id"] in lost]
    rng.shuffle(some)
    yield from some


def _filled(said: str, language: str, kind: str, row: Row, rows: Rows, *, field: str = "", cue: str = "") -> Asked:
    place = "{" + PLACES[kind] + "}"
    about = (ref(kind, row["id"]),) if place in said else ()
    return Asked(said.replace(place, name_of(row, kind, language)), language, about, field, cue)
