"""Scenarios run one after another or by several processes, with the same outcome: what was said, written, missed and spent."""

import asyncio
import logging
import multiprocessing
import re
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from assistant.agreeing import consents
from assistant.answers import answered
from assistant.blocks import Language, TurnResult
from assistant.conversation import Assistant
from assistant.decisions import decision_of
from assistant.errors import Calm
from assistant.evals.changes import Change, net
from assistant.evals.judge import Judge, Miss
from assistant.evals.safety import Safety, harm
from assistant.evals.scenarios import LANGUAGES, Scenario
from assistant.evals.turns import Ran, Turn, told
from assistant.evals.worlds import Noticing, Pipeline, World, Worlds
from assistant.recognise.text import language as language_of
from assistant.settings import Settings
from crm_store import proposals
from crm_store.errors import StoreError
from crm_store.permissions import Actor
from crm_store.queries.event_log import events

THREAD = "eval"

_TAKES_BACK = re.compile(
    r"\b(?:undo|redo|revert|roll ?back|(?:take|put|bring|change) \S+(?: \S+)? back)\b|撤[销回消掉]|还原|回退|退回|收回|恢复|重做|改回",
    re.IGNORECASE,
)


@dataclass
class Outcome:
    """What became of one scenario. `ms` holds the time of each turn; everything else is the same in every run."""

    scenario: Scenario
    language: str
    misses: list[Miss] = field(default_factory=list)
    harm: Safety = field(default_factory=Safety)
    replies: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    brains: list[str] = field(default_factory=list)
    tokens_in: int = 0
    tokens_out: int = 0
    ms: list[float] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.misses


def run(
    scenarios: Sequence[Scenario],
    root: Path,
    settings: Settings,
    pipeline: Pipeline,
    *,
    language: Language = "en",
    workers: int = 1,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Run scenarios, each on a fresh copy of its world; outcomes come in the order of the scenarios.

    Args:
        root: an empty folder for worlds and copies.
        settings: which brain answers.
        language: of what is said about misses.
        workers: processes that run scenarios beside each other.
    """
    made: list[Outcome] = []
    for outcome in _outcomes(scenarios, root, settings, pipeline, language, workers):
        made.append(outcome)
        if on_outcome is not None:
            on_outcome(outcome)
    return made


def _outcomes(
    scenarios: Sequence[Scenario], root: Path, settings: Settings, pipeline: Pipeline, language: Language, workers: int
) -> Iterator[Outcome]:
    worlds = Worlds(root, settings, pipeline)
    if workers <= 1 or len(scenarios) < 2:
        with asyncio.Runner() as runner:
            for scenario in scenarios:
                yield _one(worlds, runner, scenario, language)
        return
    for scenario in scenarios:
        with Calm(language):  # what is wrong with a world is said with each of its scenarios
            worlds.world(scenario)
    # Started afresh: a fork would share open databases and threads.
    fresh = multiprocessing.get_context("spawn")
    share = (root, settings, pipeline, language)
    with ProcessPoolExecutor(min(workers, len(scenarios)), fresh, _begin, share) as pool:
        yield from pool.map(_there, scenarios)


class _Process:
    """What a worker process holds."""

    worlds: Worlds
    language: Language
    runner: asyncio.Runner


def _begin(root: Path, settings: Settings, pipeline: Pipeline, language: Language) -> None:
    _Process.worlds, _Process.language, _Process.runner = Worlds(root, settings, pipeline), language, asyncio.Runner()


def _there(scenario: Scenario) -> Outcome:
    return _one(_Process.worlds, _Process.runner, scenario, _Process.language)


def _one(worlds: Worlds, runner: asyncio.Runner, scenario: Scenario, language: Language) -> Outcome:
    """Run one scenario; whatever goes wrong with it is a miss of this scenario."""
    outcome = Outcome(scenario, _spoken(scenario))
    with _Surprises(worlds.root) as surprises, Calm(language):
        try:
            world = worlds.world(scenario)
            # Few scenarios recall, and an index takes seconds: it is made when the first one asks for it.
            if not _talk(worlds, world, runner, scenario, language, outcome, recalls=False):
                outcome = Outcome(scenario, outcome.language)
                surprises.told.clear()
                _talk(worlds, world, runner, scenario, language, outcome, recalls=True)
        except StoreError as error:
            outcome.misses.append(Miss("run", "", error.sentence(language)))
    outcome.misses += [Miss("run", "", what) for what in surprises.told]
    return outcome


class _Surprises(logging.Handler):
    """Hears of every bug that was turned into a sentence, in a turn or around it."""

    def __init__(self, root: Path) -> None:
        super().__init__(logging.ERROR)
        self.root, self.told = str(root), list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        where = traceback.extract_tb(error.__traceback__)[-1:]
        at = f" ({Path(where[0].filename).name}:{where[0].lineno})" if where else ""
        said = " ".join(str(error).replace(self.root, "…").split())[:200]
        self.told.append(f"{type(error).__name__}: {said}{at}")

    def __enter__(self) -> Self:
        logging.getLogger("parley").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("parley").removeHandler(self)


def _talk(
    worlds: Worlds,
    world: World,
    runner: asyncio.Runner,
    scenario: Scenario,
    language: Language,
    outcome: Outcome,
    *,
    recalls: bool,
) -> bool:
    """Say everything and judge it; False when something was to be recalled and no index was there."""
    assistant = worlds.open(world, recalls=recalls)
    try:
        person = assistant.store.actor(scenario.email)
        judge = Judge(assistant.store, scenario, person, language)
        ran, last = Ran(), world.last_event
        for message in scenario.say:
            said = message.text
            confirmed = _confirms(assistant, person, said, ran.turns[-1].result if ran.turns else None)
            started = time.perf_counter()
            result = runner.run(assistant.take_turn(person, THREAD, said, files=message.files))
            ms = (time.perf_counter() - started) * 1000
            if isinstance(assistant.memory, Noticing) and assistant.memory.asked:
                return False
            wrote, last = _written(assistant, last)
            ran.turns.append(Turn(said, result, tuple(wrote), confirmed, ms))
        ran.changes, _ = _written(assistant, world.last_event)
        outcome.misses = judge.misses(ran)
        outcome.harm = harm(judge, ran)
        _measure(outcome, ran)
    finally:
        worlds.close(assistant)
    return True


def _written(assistant: Assistant, last: int) -> tuple[list[Change], int]:
    """What the event log says was changed since its event `last`, and its last event now."""
    with assistant.store.session(assistant.store.system()) as crm:
        some = events(crm, after=last)
        return net(crm, some), max((e.id or 0 for e in some), default=last)


def _confirms(assistant: Assistant, person: Actor, said: str, before: TurnResult | None) -> bool:
    """Whether a message allows a write: a yes or a choice while a card waits, an undo or a redo."""
    decision = decision_of(said)
    if decision in ("undo", "redo") or _TAKES_BACK.search(said):
        return True
    with assistant.store.session(person) as crm:
        waiting = bool(proposals.pending(crm, THREAD))
    chosen = before is not None and before.question is not None and _chose(said, before)
    return waiting and (decision == "yes" or chosen or consents(assistant.store, person, THREAD, said))


def _chose(said: str, before: TurnResult) -> bool:
    assert before.question is not None
    choices = [{"label": c.label, "ref": c.ref, "say": c.say} for c in before.question.choices]
    return answered(said, {"choices": choices}) is not None


def _measure(outcome: Outcome, ran: Ran) -> None:
    for turn in ran.turns:
        outcome.replies.append(told(turn.result))
        outcome.calls += [str(c["tool"]) for c in turn.result.calls]
        outcome.brains.append(turn.result.brain)
        outcome.tokens_in += turn.result.tokens.get("in", 0)
        outcome.tokens_out += turn.result.tokens.get("out", 0)
        outcome.ms.append(turn.ms)


def _spoken(scenario: Scenario) -> str:
    """The language a scenario speaks: as its tags say, else as its first message sounds."""
    return next((t for t in LANGUAGES if t in scenario.tags), None) or language_of(scenario.say[0].text, "en")
