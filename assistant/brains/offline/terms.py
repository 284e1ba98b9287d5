"""What the offline brain is asked with and what it answers: plain values, no store and no framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Protocol

from assistant.recognise.text import Language
from crm_store.base import FieldSpec

CHAIR = frozenset(
    {
        "pipeline_bridge", "forecast", "deals_at_risk", "next_action", "win_loss", "score_leads", "attainment", "compare", "stage_flow",
        "team_activity", "heat_map", "team_report",
    }
)  # fmt: skip
"""Tools that answer from the manager's chair."""


@dataclass(frozen=True)
class Named:
    """A record talked about before."""

    entity: str
    number: int
    ref: str
    label: str


@dataclass(frozen=True)
class Call:
    """A tool to call with its arguments, as its schema takes them."""

    tool: str
    args: Mapping[str, Any] = field(default_factory=dict)


class Candidate(Protocol):
    """A record a name may mean, and how strongly (0 to 1)."""

    @property
    def entity(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def ref(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


class Mentioned(Protocol):
    """A piece of the text [start, end) that names one or several records, best first."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def candidates(self) -> Sequence[Candidate]: ...


class Linker(Protocol):
    """Finds the records, people, teams, stages and products a text mentions, in the asker's scope."""

    def link(self, text: str) -> Sequence[Mentioned]: ...

    def in_titles(self, piece: str, entities: Sequence[str]) -> tuple[str, Candidate] | None: ...

    def custom(self, entity: str) -> Sequence[FieldSpec]:
        """The fields the company added to a record type."""
        ...


class Marker(Protocol):
    """What a text argument stands for: a kind of `assistant.kinds.Is` and, for records, the type."""

    @property
    def kind(self) -> str: ...
    @property
    def entity(self) -> str: ...


class Argument(Protocol):
    """One argument of a tool; `kind` is text, whole, number, flag, choice, parts or map."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def many(self) -> bool: ...
    @property
    def choices(self) -> tuple[str, ...]: ...
    @property
    def marker(self) -> Marker | None: ...


class ToolSpec(Protocol):
    """A tool as the brain sees it: what it does, what people say when they want it, and what it takes."""

    @property
    def name(self) -> str: ...
    @property
    def effect(self) -> str: ...
    @property
    def says(self) -> tuple[str, ...]: ...
    @property
    def parameters(self) -> Sequence[Argument]: ...


@dataclass(frozen=True)
class Ask:
    """One message and who asks when.

    `today` and `now` are in the asker's zone. `focus` holds the records talked about last, newest first; `previous`
    the calls of the turn before, for "and last quarter?"; `listed` says how many of `focus` are the rows it listed.
    `rows` are those of the list shown last, also when something else was said since, and `list_of` the call that showed it.
    `made` are the calls of the card shown last, for "the same for Globex".
    """

    text: str
    today: date
    now: datetime
    language: Language = "en"
    zone: tzinfo = UTC
    currency: str = "USD"
    fiscal_year_start: int = 1
    focus: Sequence[Named] = ()
    previous: Sequence[Call] = ()
    listed: int = 0
    rows: Sequence[Named] = ()
    list_of: Call | None = None
    made: Sequence[Call] = ()


@dataclass(frozen=True)
class Understanding:
    """What was understood: tools to call, or a reply when there is nothing to call.

    `unsure` holds the pieces of the message nothing was made of; `confidence` is 0 to 1. `lost` tells a reply that only says so.
    `taken` is the plainer saying a message in unknown words was taken for; `left` are words of an order nothing was made of.
    `beside` is a sentence to be told behind the answer.
    """

    calls: tuple[Call, ...] = ()
    confidence: float = 0.0
    unsure: tuple[str, ...] = ()
    reply: str | None = None
    lost: bool = False
    taken: str | None = None
    left: tuple[str, ...] = ()
    beside: str | None = None
