"""`parley eval` as a build uses it: what it prints, what it writes and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOVES = """
world: kiln
now: 2026-11-20T09:00:00+01:00
scenarios:
  - id: moves
    as: rolf@kiln.example
    tags: [update, en]
    say: [Move Globex renewal to Negotiation, yes]
    expect: {records: [{entity: deal, where: {stage: Negotiation}, count: 1}], unchanged_except: [deal]}
  - id: 不会
    as: rolf@kiln.example
    tags: [ask, zh]
    say: [帮我订一张去月球的机票]
    expect: {reply_has: [登机口], unchanged_except: []}
"""


def test_all_passed(cli: Callable[..., Any], written: Callable[..., Path], tmp_path: Path) -> None:
    said = cli("eval", written(MOVES), "--only", "update", "--brain", "offline")
    assert "100.0 %" in said.out
    made = json.loads((tmp_path / "cwd" / "eval-report.json").read_text("utf-8"))
    assert (made["passed"], made["brain"], made["cost"]) == (1, "offline", None)
    assert "# Evaluation" in (tmp_path / "cwd" / "eval-report.md").read_text("utf-8")


def test_a_miss_fails_the_gate_unless_enough_passed(
    cli: Callable[..., Any], written: Callable[..., Path], tmp_path: Path
) -> None:
    file, report = written(MOVES), tmp_path / "out" / "r.md"
    said = cli("eval", file, "--report", report, "--min-pass", "0.5", env={"LC_ALL": "zh_CN.UTF-8"})
    assert "✗ 不会 reply_has: 登机口" in said.out
    assert "未经确认的写入: 0" in said.out
    first = json.loads(report.with_suffix(".json").read_text("utf-8"))
    cli("eval", file, "--report", report, "--workers", "2", status=1, env={"LC_ALL": "zh_CN.UTF-8"})
    second = json.loads(report.with_suffix(".json").read_text("utf-8"))
    assert first.pop("timing") != second.pop("timing")
    assert first == second


def test_json_lines_end_with_the_sum(cli: Callable[..., Any], written: Callable[..., Path]) -> None:
    said = cli("eval", written(MOVES), "--json", status=1)
    *each, total = said.json
    assert [(line["id"], line["passed"]) for line in each] == [("moves", True), ("不会", False)]
    assert each[1]["missed"][0]["key"] == "reply_has"
    assert (total["passed"], total["scenarios_run"], total["good"]) == (1, 2, False)


def test_what_cannot_be_read_is_wrong_usage(
    cli: Callable[..., Any], written: Callable[..., Path], tmp_path: Path
) -> None:
    said = cli("eval", written(MOVES.replace("tags: [ask", "labels: [ask")), status=2)
    assert "scenario 不会: “labels”" in said.err
    assert said.err.count("\n") == 1
    assert "gone.yaml" in cli("eval", tmp_path / "gone.yaml", status=2).err
    assert "tag or id" in cli("eval", written(MOVES), "--id", "other", status=2).err
    assert "0.15/0.60" in cli("eval", written(MOVES), "--price", "cheap", status=2).err
    assert not (tmp_path / "cwd" / "eval-report.md").exists()


def test_a_language_model_without_a_key_is_not_measured(cli: Callable[..., Any], written: Callable[..., Path]) -> None:
    assert "OPENAI_API_KEY" in cli("eval", written(MOVES), "--brain", "openai", status=1).err


def test_settings_of_another_store_do_not_reach_it(
    cli: Callable[..., Any], written: Callable[..., Path], parley_home: Path
) -> None:
    cli("eval", written(MOVES), "--id", "moves", env={"PARLEY_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    assert not (parley_home / "parley.db").exists()
