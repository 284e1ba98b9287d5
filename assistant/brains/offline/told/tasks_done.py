"""Tasks a report says are done with: "she gave me the written confirmation, so this to-do can be ticked off", "(my task about that is done)"."""

import re

from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_TASK = r"(?:my|this|that|the|his|her)?\s*(?:task|to-?do|reminder|item)(?: (?:about|for|on|regarding) (?:that|this|it|him|her|them))?"
_DONE = re.compile(
    rf"[(,;.\s]+(?:so |and |thus |which means )?{_TASK} (?:is|can be|was|has been|should be|may be)(?: now| then| also)? (?:done|finished|completed?|closed|ticked off|ticked|checked off|settled|off my list)(?![a-z])"
    r"|[（(，,。；;]\s*(?:所以|那)?(?:这|那|我的?|相关的?|对应的?)(?:一?[条个项])?(?:任务|待办|提醒)(?:就|也|都)?(?:可以|算)?(?:完成|做完|办完|搞定|勾掉|关掉|结束|了结)(?:了|掉)?"
)
_SENTENCE = re.compile(r"[.!?;。！？；]\s*")
_SHORTEST = 6
"""Characters the words of a task share with the report at least."""


def tasks_done(r: Reading) -> list[Call]:
    """One change for each such task whose title the words before it tell."""
    made: list[Call] = []
    for match in _DONE.finditer(r.text, r.lo, r.hi):
        begin = max((m.end() for m in _SENTENCE.finditer(r.text, r.lo, match.start())), default=r.lo)
        told = r.said[begin : match.start()].strip(" ,;(（，。.")
        if len(told) < _SHORTEST and begin > r.lo:
            before = max((m.end() for m in _SENTENCE.finditer(r.text, r.lo, begin - 2)), default=r.lo)
            told = r.said[before : match.start()].strip(" ,;(（，。.")
        found = r.linker.in_titles(told, ("task",)) if told else None
        if found is not None and len(found[0]) >= (_SHORTEST if found[0].isascii() else 2):
            made.append(call("update", "task", found[1].ref, {"status": "done"}))
    return made
