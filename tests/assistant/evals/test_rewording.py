"""Scenarios said in other words."""

from pathlib import Path

import pytest

from assistant.evals.rewording import reworded
from assistant.evals.scenarios import ScenarioProblem, read

SCENARIO = """
world: empty
scenarios:
  - {id: one, as: ann@x.com, say: [hello, "yes"], expect: {unchanged_except: []}}
  - {id: two, as: ann@x.com, say: [bye], expect: {unchanged_except: []}}
"""


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_each_rewording_is_a_scenario_with_the_same_expectation(tmp_path: Path) -> None:
    scenarios = read([written(tmp_path, "s.yaml", SCENARIO)])
    other = written(tmp_path, "w.yaml", 'one:\n  - ["hi there", "yep"]\n  - ["你好", "好的"]\nthree:\n  - ["x"]\n')
    made = reworded(scenarios, [other])
    assert [(s.id, [m.text for m in s.say]) for s in made] == [
        ("one~1", ["hi there", "yep"]),
        ("one~2", ["你好", "好的"]),
    ]
    assert {s.expect for s in made} == {scenarios[0].expect}


def test_another_number_of_turns_is_named(tmp_path: Path) -> None:
    scenarios = read([written(tmp_path, "s.yaml", SCENARIO)])
    other = written(tmp_path, "w.yaml", 'one:\n  - ["hi there"]\n')
    with pytest.raises(ScenarioProblem, match="2 turns"):
        reworded(scenarios, [other])
