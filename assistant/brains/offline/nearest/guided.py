"""Questions worded like a tool's examples, when no rule knew them: the tool whose examples are nearest, filled as far as it goes."""

from collections.abc import Callable, Mapping

from assistant.brains.offline.chair.overviews import day_call, summary_call
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import Subject, subject
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import core

_NEAR = 0.5
_MARGIN = 0.06


def guided(r: Reading, likeness: Mapping[str, float], known: set[str]) -> list[Meant]:
    """The nearest tool that only reads, when its examples are near and clearly nearer than those of any other."""
    ranked = sorted(likeness.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _NEAR or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN):
        return []
    name, alike = ranked[0]
    make = _MAKERS.get(name)
    call = make(r) if make and name in known else None
    return [Meant(0.3 + 0.45 * alike, (call,))] if call else []


def _help(r: Reading) -> Call:
    return Call("help", {"topic": core(r)[:80]})


def recall(r: Reading) -> Call:
    """The notes on the record that is named, searched with the words of the message."""
    about = subject(r, "account", "contact", "deal", "ticket")
    args = {"query": r.said[r.lo : r.hi].strip(" ?？.。")}
    if about:
        args["about"] = about.text
    if r.periods:
        args["period"] = r.periods[0].text
    return Call("recall_notes", args)


def _one(tool: str) -> Callable[[Reading], Call | None]:
    def make(r: Reading) -> Call | None:
        about: Subject | None = subject(r, "account", "contact", "deal", "lead", "ticket", "task")
        return Call(tool, {"record": about.text}) if about else None

    return make


_MAKERS: dict[str, Callable[[Reading], Call | None]] = {
    "my_day": day_call, "pipeline_summary": summary_call, "help": _help, "recall_notes": recall, "history": _one("history"), "show_record": _one("show_record"),
}  # fmt: skip
