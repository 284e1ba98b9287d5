"""What is looked for before every other rule, since its words are also those of plain questions: reports by the clock, the dashboard, figures by two things."""

import re
from collections.abc import Callable, Sequence

from assistant.brains.offline.chair.by_the_clock import board, by_the_clock, team_report
from assistant.brains.offline.chair.two_ways import two_ways
from assistant.brains.offline.names.foreign import without_foreign
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Linker, ToolSpec, Understanding
from assistant.brains.offline.words.folding import fold

_LONGEST = 200
"""A longer message tells of other things too."""
_GATE = re.compile(
    r"heat|cross|pivot|matrix|two.way|weekday|day of| by | per |across|热|交叉|矩阵|透视|星期|周几|按|分|每|各|report|summary|digest|recap|round.?up|dash|pin|daily|weekly|monthly|every|each|报|总结|看板|仪表|固定|钉|定时|定期|小结|汇总|汇报|退订|stop|cancel|不要|别再|停|取消"
)
"""Words without one of which no rule here can fit."""


def set_apart(
    ask: Ask, tools: Sequence[ToolSpec], linker: Linker, all_else: Callable[[Ask], Understanding]
) -> Understanding | None:
    """What such a message asks for; None for any other."""
    if not 0 < len(ask.text.strip()) <= _LONGEST or not _GATE.search(fold(ask.text)):
        return None
    if "\n" in ask.text.strip() or without_foreign(ask.text) != ask.text:
        return None  # what was pasted is no wish
    known, r = {t.name for t in tools}, read(ask, linker)

    def of(asked: Ask) -> Understanding:
        return set_apart(asked, tools, linker, all_else) or all_else(asked)

    call = by_the_clock(r, of) or board(r, of) or team_report(r) or two_ways(r)
    return Understanding((call,), 0.97) if call is not None and call.tool in known else None
