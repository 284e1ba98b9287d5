"""The same scenarios in other words: what is said is replaced, what is expected stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.evals.parts import Part, plain_yaml
from assistant.evals.scenarios import Message, Scenario


def reworded(scenarios: Sequence[Scenario], files: Sequence[Path]) -> list[Scenario]:
    """Every scenario once per rewording that a file has under its id, called `id~1`, `id~2` …; those without one are left out.

    A file maps scenario ids to lists of rewordings, each a list with as many turns as the scenario has. Files that a turn drops
    in are those of the scenario.

    Raises:
        ScenarioProblem: a file is no such mapping, or a rewording has another number of turns.
    """
    held: dict[str, tuple[Part, Sequence[Any]]] = {}
    for path in files:
        top = Part(path.name, "", "", plain_yaml(path, path.name))
        for number in top.held:
            part = Part(path.name, str(number), "", top.held)
            held[str(number)] = (part, part.list(str(number), required=True))
    made = []
    for scenario in scenarios:
        if scenario.id not in held:
            continue
        part, ways = held[scenario.id]
        for n, way in enumerate(ways, 1):
            turns = way if isinstance(way, list) else [way]
            if len(turns) != len(scenario.say):
                raise part.wrong(
                    scenario.id, f"{len(scenario.say)} turns in each rewording, as the scenario has", f"每种说法含 {len(scenario.say)} 轮，与场景一致"
                )  # fmt: skip
            say = tuple(Message(_text(t), own.files) for t, own in zip(turns, scenario.say, strict=True))
            made.append(replace(scenario, id=f"{scenario.id}~{n}", say=say))
    return made


def _text(turn: Any) -> str:
    return str(turn.get("say", "")) if isinstance(turn, Mapping) else str(turn)
