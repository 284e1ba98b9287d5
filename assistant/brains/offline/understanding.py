"""A message understood: first as one of the long answers asked for in so many words, else by all the other rules."""

from collections.abc import Sequence

from assistant.brains.offline.accounts_of import TOOLS, accounts_of, briefly
from assistant.brains.offline.hearing import Plain
from assistant.brains.offline.interpret import interpret
from assistant.brains.offline.sayings import Ear
from assistant.brains.offline.terms import Ask, Linker, ToolSpec, Understanding


def understand(
    ask: Ask, tools: Sequence[ToolSpec], linker: Linker, ear: Ear | None = None, plain: Plain | None = None
) -> Understanding:
    """What a message asks for; the same message, day and records give the same answer."""
    asked = accounts_of(ask, tools, linker)
    if asked is not None:
        return asked
    found = interpret(ask, [t for t in tools if t.name not in TOOLS], linker, ear, plain)
    return briefly(found, ask.text) if any(t.name == "brief" for t in tools) else found
