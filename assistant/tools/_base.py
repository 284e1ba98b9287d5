"""What a tool is: a typed function with an effect and examples of what people say when they want it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeVar

from assistant.blocks import Block, Language, Question, Source
from crm_store.permissions import Actor
from crm_store.unit import Unit

Effect = Literal["reads", "proposes", "acts"]
"""`reads` changes nothing; `proposes` saves a proposal for the person to decide; `acts` is undo alone, which a person asked for by name."""


class Recall(Protocol):
    """What the memory offers a tool: ranked evidence in the actor's scope."""

    def recall(
        self,
        crm: Unit,
        query: str,
        *,
        k: int = 5,
        about: Sequence[tuple[str, int]] = (),
        days: tuple[date | None, date | None] = (None, None),
    ) -> Sequence[Any]: ...

    def notice(self, language: Language) -> str | None: ...


@dataclass
class ToolContext:
    """What a tool may use: one unit of work in the actor's scope, the memory, and who asks when in which language.

    `proposal` is the id of the pending proposal of this conversation, if any; `focus` the records talked about last, newest first.
    """

    crm: Unit
    language: Language = "en"
    thread_id: str = ""
    turn: str = ""
    said: str = ""
    memory: Recall | None = None
    focus: list[tuple[str, int]] = field(default_factory=list)
    proposal: str | None = None

    @property
    def actor(self) -> Actor:
        return self.crm.actor

    @property
    def now(self) -> datetime:
        return self.crm.now

    @property
    def today(self) -> date:
        return self.crm.today

    def words(self, en: str, zh: str) -> str:
        """The text in the language of the conversation."""
        return zh if self.language == "zh" else en


@dataclass
class ToolResult:
    """Words for the model, blocks for the person.

    `say` is complete and in the asker's language: without a model it is the answer. `data` is what a model may need
    to phrase its own: plain values only. `focus` names the records this was about.
    """

    say: str
    show: list[Block] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    question: Question | None = None
    proposal: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    focus: list[tuple[str, int]] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    """The records of the list this showed, in its order: what “the second one” counts along."""
    ok: bool = True


@dataclass(frozen=True)
class Tool:
    """A tool as the catalog holds it."""

    name: str
    run: Callable[..., ToolResult]
    effect: Effect
    says: tuple[str, ...]
    description: str


F = TypeVar("F", bound=Callable[..., ToolResult])

_FOUND: dict[str, Tool] = {}


def tool(*, effect: Effect, says: Sequence[str]) -> Callable[[F], F]:
    """Put a function into the catalog. Its first parameter is the ToolContext; the others are what a model fills.

    Args:
        effect: what surfaces may do with it.
        says: what people say when they want it, in English and Chinese.
    """

    def declare(function: F) -> F:
        name = function.__name__
        if function.__module__.rsplit(".", 1)[-1] != name:
            raise TypeError(f"tool {name} must live in its own file {name}.py")
        description = (function.__doc__ or "").strip()
        if not description:
            raise TypeError(f"tool {name} needs a docstring: it is what a model reads")
        _FOUND[name] = Tool(name, function, effect, tuple(says), description)
        return function

    return declare


def catalog() -> dict[str, Tool]:
    """Every declared tool by name."""
    return dict(sorted(_FOUND.items()))
