"""Names in a text: which records a mention may mean, and whether it is a name at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.brains.offline.terms import Candidate, Mentioned
from assistant.brains.offline.words.folding import han
from assistant.brains.offline.words.places_and_trades import both_names, trade

PEOPLE = ("contact", "user", "lead")


@dataclass(frozen=True)
class Name:
    """A piece of the text that names records, best first."""

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]

    def of(self, *entities: str) -> list[Candidate]:
        """The candidates of these record types that stand out."""
        fit = [c for c in self.candidates if c.entity in entities]
        top = max((c.score for c in fit), default=0.0)
        return [c for c in fit if c.score >= top - 0.06]

    def may_be(self, *entities: str) -> bool:
        return any(c.entity in entities for c in self.candidates)

    @property
    def entity(self) -> str:
        """The record type it most likely means."""
        return self.candidates[0].entity

    def ambiguous(self, *entities: str) -> bool:
        return len(self.of(*entities)) > 1


def names(mentions: Sequence[Mentioned], taken: set[int]) -> tuple[list[Name], list[Name]]:
    """(names, loose words): a loose word is part of many companies' names, such as a city or a trade, and names none.

    Args:
        taken: places of the text a value was recognised at; what lies wholly in them is no name.
    """
    real: list[Name] = []
    loose: list[Name] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        if real and mention.start < real[-1].end:
            continue
        name = Name(mention.start, mention.end, mention.text, tuple(mention.candidates))
        if not name.candidates or all(place in taken for place in range(name.start, name.end)):
            continue
        (loose if _is_loose(name) else real).append(name)
    return real, loose


def _is_loose(name: Name) -> bool:
    top = name.candidates[0].score
    if top > 0.72:
        return False
    if trade(name.text) or both_names(name.text):
        return all(c.entity in ("account", "lead") for c in name.candidates)
    companies = [c for c in name.candidates if c.entity == "account"]
    if len(companies) != len(name.candidates):
        return False
    return len(companies) > (2 if han(name.text) else 3)
