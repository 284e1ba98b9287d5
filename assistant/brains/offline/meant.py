"""What one reading of a message amounts to: the calls it makes and how sure it is."""

from dataclasses import dataclass

from assistant.brains.offline.terms import Call

READS = 0.5
"""Least score at which a question is answered."""
WRITES = 0.6
"""Least score at which a change is proposed."""
WRITING = frozenset({"log_interaction", "propose_change", "create_task", "open_ticket"})
"""Tools that propose to write."""


@dataclass(frozen=True)
class Meant:
    """Calls that answer a message, with a score from 0 to 1; `reply` speaks instead when nothing can be called.

    `whole` tells that every word of the message was made use of, though the calls hold few of them; `left` are words of an order
    nothing was made of, which are told beside the card.
    """

    score: float
    calls: tuple[Call, ...] = ()
    reply: str | None = None
    whole: bool = False
    left: tuple[str, ...] = ()

    @property
    def tool(self) -> str:
        return self.calls[0].tool if self.calls else ""
