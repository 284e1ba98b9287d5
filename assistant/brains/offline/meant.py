"""What one reading of a message amounts to: the calls it makes and how sure it is."""

from dataclasses import dataclass

from assistant.brains.offline.terms import Call


@dataclass(frozen=True)
class Meant:
    """Calls that answer a message, with a score from 0 to 1; `reply` speaks instead when nothing can be called.

    `whole` tells that every word of the message was made use of, though the calls hold few of them.
    """

    score: float
    calls: tuple[Call, ...] = ()
    reply: str | None = None
    whole: bool = False

    @property
    def tool(self) -> str:
        return self.calls[0].tool if self.calls else ""
