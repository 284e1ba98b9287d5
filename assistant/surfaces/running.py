"""The assistant this process serves: set once by the server, read by the chat's entry, which nothing may import."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from assistant.blocks import Language, OnEvent, TurnResult
from assistant.settings import Settings
from crm_store.permissions import Actor
from crm_store.store import Store

Decision = Literal["save", "cancel", "undo", "redo", "theirs"]


class Talks(Protocol):
    """What the surfaces need of `assistant.conversation.Assistant`."""

    store: Store
    settings: Settings
    memory: Any

    async def take_turn(
        self,
        actor: Actor,
        thread_id: str,
        say: str,
        *,
        files: Sequence[Path] = (),
        yes: bool = False,
        on_event: OnEvent | None = None,
    ) -> TurnResult: ...

    async def decide(
        self, actor: Actor, proposal_id: str, decision: Decision, *, digest: str | None = None,
        edits: Mapping[str, Mapping[str, str]] | None = None, thread_id: str | None = None, language: Language | None = None,
    ) -> TurnResult: ...  # fmt: skip

    def close(self) -> None: ...


_running: list[Talks] = []


def run_with(assistant: Talks) -> None:
    """Let the chat's entry speak with this assistant."""
    _running[:] = [assistant]


def assistant() -> Talks:
    """The assistant that is being served."""
    return _running[0]
