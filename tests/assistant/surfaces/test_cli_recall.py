"""`parley recall` ranks evidence in the shape of the contract, query after query."""

import json
from collections.abc import Callable
from typing import Any

Run = Callable[..., Any]
CHEN, LIN, MAYA, TOM = (f"{n}@example.com" for n in ("chen", "lin", "maya", "tom"))


def test_a_hit_quotes_its_record_at_its_span(parley: Run, small_home: Any) -> None:
    (said,) = parley("recall", "price", "per", "seat", "--as", CHEN, "--k", "3", "--json").json
    assert set(said) == {"query", "hits", "ms"}
    assert said["query"] == "price per seat"
    hit = said["hits"][0]
    assert {"ref", "external_id", "score", "quote", "span", "date", "language"} <= set(hit)
    assert (hit["ref"], hit["external_id"], hit["language"]) == (
        small_home.ref("activity", "acme-price"),
        "activity:acme-price",
        "en",
    )
    assert hit["date"] == "2026-11-18"
    (record,) = parley("show", hit["ref"], "--as", CHEN, "--json").json
    start, end = hit["span"]
    assert record[hit["field"]][start:end] == hit["quote"]
    assert len(said["hits"]) <= 3


def test_queries_on_stdin_are_plain_or_json_and_a_bad_one_does_not_stop_the_rest(parley: Run, small_home: Any) -> None:
    lines = [
        "数据迁移",
        json.dumps({"say": "price", "about": "Acme"}),
        "",
        "{broken",
        json.dumps({"say": "price", "about": "Nobody Ltd"}),
        "budget",
    ]
    said = parley("recall", "--as", LIN, "--json", said="\n".join(lines) + "\n", status=1)
    assert [bool(s["hits"]) for s in said.json] == [True, True, False, False, True]
    globex = {small_home.ref("activity", "globex-price"), small_home.ref("ticket", "slow")}
    assert not globex & {h["ref"] for h in said.json[1]["hits"]}
    assert "Nobody Ltd" in said.err


def test_recall_keeps_to_what_one_may_see(parley: Run, small_home: Any) -> None:
    secret = small_home.ref("activity", "umbra-note")
    words = ("recall", "Umbra plans to cancel", "--k", "20", "--json", "--as")
    assert secret in {h["ref"] for h in parley(*words, TOM).json[0]["hits"]}
    assert secret not in {h["ref"] for h in parley(*words, CHEN).json[0]["hits"]}
    assert parley("recall", "price", "--about", "Umbra", "--as", CHEN, "--json", status=1).json[0]["hits"] == []


def test_as_text_each_hit_is_a_quote_with_its_source(parley: Run, small_home: Any) -> None:
    said = parley("recall", "price per seat", "--as", MAYA).out
    assert "“" in said
    assert small_home.ref("activity", "globex-price") in said
