"""What the offline brain is asked with and what it answers: plain values, no store and no framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from assistant.recognise.text import Language

Effect = Literal["reads", "proposes", "acts"]


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


@dataclass(frozen=True)
class Parameter:
    """One argument of a tool: `kind` is the domain type's `Is.kind` ("" when it has none), `entity` its record type.

    `choices` holds the allowed words of a closed set; `many` marks a list.
    """

    name: str
    kind: str = ""
    entity: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    many: bool = False
    type: str = "string"


@dataclass(frozen=True)
class ToolSpec:
    """A tool as the brain sees it."""

    name: str
    effect: Effect
    says: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    description: str = ""

    def has(self, parameter: str) -> bool:
        return any(p.name == parameter for p in self.parameters)


@dataclass(frozen=True)
class Ask:
    """One message and who asks when.

    `today` and `now` are in the asker's zone. `focus` holds the records talked about last, newest first; `previous`
    the calls of the turn before, for "and last quarter?".
    """

    text: str
    today: date
    now: datetime
    language: Language = "en"
    zone: ZoneInfo = ZoneInfo("UTC")
    currency: str = "USD"
    fiscal_year_start: int = 1
    focus: Sequence[Named] = ()
    previous: Sequence[Call] = ()


@dataclass(frozen=True)
class Understanding:
    """What was understood: tools to call, or a reply when there is nothing to call.

    `unsure` holds the pieces of the message nothing was made of; `confidence` is 0 to 1.
    """

    calls: tuple[Call, ...] = ()
    confidence: float = 0.0
    unsure: tuple[str, ...] = ()
    reply: str | None = None
