"""What is looked for before every other rule, since its words are also those of plain questions: figures by two things."""

import re
from collections.abc import Callable, Sequence

from assistant.brains.offline.folding import fold
from assistant.brains.offline.foreign import without_foreign
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Linker, ToolSpec, Understanding
from assistant.brains.offline.two_ways import two_ways

_LONGEST = 200
"""A longer message tells of other things too."""
_GATE = re.compile(
    r"heat|cross|pivot|matrix|two.way|weekday|day of| by | per |across|热|交叉|矩阵|透视|星期|周几|按|分|每|各"
)
"""Words without one of which no rule here can fit."""


def set_apart(
    ask: Ask, tools: Sequence[ToolSpec], linker: Linker, all_else: Callable[[Ask], Understanding]
) -> Understanding | None:
    """What such a message asks for; None for any other."""
    if not 0 < len(ask.text.strip()) <= _LONGEST or not _GATE.search(fold(ask.text)):
        return None
    if without_foreign(ask.text) != ask.text:
        return None
    known = {t.name for t in tools}
    call = two_ways(read(ask, linker))
    return Understanding((call,), 0.97) if call is not None and call.tool in known else None
