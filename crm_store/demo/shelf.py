"""The note skeletons, handed out so that the least used one that fits comes next."""

import re
from dataclasses import dataclass
from random import Random
from string import Formatter
from typing import Any

from crm_store.demo.corpus_files import corpus

_AFTER_A_STOP = re.compile(r"(?:^|(?<=[.!?] )|(?<=[.!?]\" ))[a-z]")


@dataclass(frozen=True)
class Skeleton:
    """A note with open slots; `source` names the deal source it presupposes, if any."""

    phase: str
    number: int
    kind: str
    direction: str
    subject: str
    body: str
    source: str
    needs: frozenset[str]

    def fill(self, slots: dict[str, str]) -> tuple[str, str]:
        """Subject and body with every slot filled and sentences beginning with a capital."""
        subject, body = self.subject.format_map(slots), self.body.format_map(slots)
        return _capitals(subject), _capitals(body)


@dataclass(frozen=True)
class Note:
    """A skeleton with its subject and body filled in."""

    skeleton: Skeleton
    subject: str
    body: str


class Shelf:
    """All skeletons of one language by phase.

    Unless it `repeats`, no body is handed out twice while another skeleton fits; looking costs half a millisecond
    a note once the shelf is worn, so many thousands of generated deals repeat.
    """

    def __init__(self, language: str, rng: Random, *, repeats: bool = False) -> None:
        self._repeats = repeats
        self._phases: dict[str, list[Skeleton]] = {}
        for part in ("early", "late"):
            for phase, notes in corpus(f"notes_{language}_{part}").items():
                self._phases[phase] = [_skeleton(phase, n, cells) for n, cells in enumerate(notes)]
        for notes in self._phases.values():
            rng.shuffle(notes)
        self._used: dict[tuple[str, int], int] = {}
        self._said: set[str] = set()

    def take(self, phase: str, slots: dict[str, str], source: str, told: set[tuple[str, int]]) -> Note | None:
        """The least used skeleton of the phase that the slots can fill and this deal has not told yet, filled in."""
        known = slots.keys()
        fitting = [
            s for s in self._phases[phase]
            if s.needs <= known and (phase, s.number) not in told and s.source in ("", source)
        ]  # fmt: skip
        if not fitting:
            return None
        # Skeletons tied to a source fit rarely, so they go first when they do.
        fitting.sort(key=lambda s: (self._used.get((phase, s.number), 0), not s.source))
        notes = (Note(skeleton, *skeleton.fill(slots)) for skeleton in fitting)
        fresh = next((note for note in notes if self._repeats or note.body not in self._said), None)
        note = fresh or Note(fitting[0], *fitting[0].fill(slots))
        key = (phase, note.skeleton.number)
        self._used[key] = self._used.get(key, 0) + 1
        self._said.add(note.body)
        told.add(key)
        return note


def _skeleton(phase: str, number: int, cells: list[Any]) -> Skeleton:
    kind, _, way = cells[0].partition("-")
    fields = {name for text in cells[1:3] for _, name, _, _ in Formatter().parse(text) if name}
    direction = {"in": "inbound", "out": "outbound"}.get(way, "")
    source = cells[3] if len(cells) > 3 else ""
    return Skeleton(phase, number, kind, direction, cells[1], cells[2], source, frozenset(fields))


def _capitals(text: str) -> str:
    return _AFTER_A_STOP.sub(lambda match: match.group().upper(), text)
