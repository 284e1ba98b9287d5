"""The closed set of things an answer can show a person, apart from its words."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Table:
    """Rows of shown text; `refs` holds each row's record reference ("" when it is none); `total` counts all, shown or not."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    refs: list[str] = field(default_factory=list)
    total: int | None = None


@dataclass(frozen=True)
class Chart:
    """Bars, a funnel, a line, a waterfall or a heat map: `data` holds {"label", "value", "text"} points with plain numbers.

    In a waterfall a point with `whole` stands on the ground, the others on where the last one ended. In a heat map each point has a
    `column` too; `label` is its row.
    """

    title: str
    kind: Literal["bar", "funnel", "line", "waterfall", "heat"]
    data: list[dict[str, Any]]


@dataclass(frozen=True)
class Card:
    """One record: its fields as (label, shown value) and titled lists of what hangs on it."""

    title: str
    ref: str
    entity: str
    fields: list[tuple[str, str]]
    sections: list[Table] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """Where something was read: the quote stands verbatim in `ref` (field named when it is not a note)."""

    n: int
    ref: str
    field: str | None
    quote: str
    date: str | None
    title: str = ""


@dataclass(frozen=True)
class Choice:
    """One answer to a question; `say` is what choosing it says."""

    label: str
    ref: str = ""
    say: str = ""


@dataclass(frozen=True)
class Question:
    """What the assistant must know before it goes on."""

    text: str
    choices: list[Choice] = field(default_factory=list)


Block = Table | Chart | Card


@dataclass(frozen=True)
class ToolStarted:
    """A tool is being called."""

    id: str
    tool: str
    args: Mapping[str, Any]


@dataclass(frozen=True)
class ToolEnded:
    """A tool came back; `say` is what the model was told."""

    id: str
    tool: str
    ok: bool
    say: str


@dataclass(frozen=True)
class Token:
    """A piece of the reply, as it is written."""

    text: str


TurnEvent = ToolStarted | ToolEnded | Token
OnEvent = Callable[[TurnEvent], Any]
"""Called for each event of a turn; may return an awaitable."""


@dataclass
class TurnResult:
    """One turn from what was said to what the person sees: the contract's JSON, every key always there.

    `words` is the reply without the text of the card, for surfaces that draw the card itself.
    """

    said: str
    reply: str = ""
    language: Language = "en"
    calls: list[dict[str, Any]] = field(default_factory=list)
    proposal: dict[str, Any] | None = None
    question: Question | None = None
    sources: list[Source] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    brain: str = "offline"
    model: str | None = None
    tokens: dict[str, int] = field(default_factory=lambda: {"in": 0, "out": 0})
    ms: dict[str, int] = field(default_factory=lambda: {"total": 0, "model": 0, "tools": 0})
    id: str = ""
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `parley chat --json` prints it."""
        made = asdict(self)
        made["tables"] = [{"title": t.title, "columns": t.columns, "rows": t.rows} for t in self.tables]
        made["question"] = None
        if self.question is not None:
            choices = [{"label": c.label, "ref": c.ref} for c in self.question.choices]
            made["question"] = {"text": self.question.text, "choices": choices}
        return made
