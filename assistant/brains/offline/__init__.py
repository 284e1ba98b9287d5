"""The offline brain: a deterministic interpreter of English, Chinese and mixed sentences over the tool catalog."""

from assistant.brains.offline.interpret import interpret
from assistant.brains.offline.terms import (
    Argument,
    Ask,
    Call,
    Candidate,
    Linker,
    Mentioned,
    Named,
    ToolSpec,
    Understanding,
)

__all__ = [
    "Argument",
    "Ask",
    "Call",
    "Candidate",
    "Linker",
    "Mentioned",
    "Named",
    "ToolSpec",
    "Understanding",
    "interpret",
]
