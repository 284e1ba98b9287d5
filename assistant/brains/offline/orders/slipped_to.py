"""A deal put off to a month or a quarter: "push Globex to February", 宁波二期推迟到明年二月. Its last day is meant."""

import re
from datetime import date

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.frames import ANY, WHEN, Fit, fitting, rule
from assistant.recognise.calendar import shift

_YEAR = re.compile(r"\d{4}|this|last|今年|去年|本")
_NOUN = r"(?:deal |opportunity |the |our |my )*"
_CLOSE = r"(?:(?:'s|’s)? (?:expected )?(?:close|closing|signing)(?: date)?)?"
_SLIPS = r"(?:slips?|slipped|has slipped|is slipping|will slip|slid|moves?|moved|(?:is|was|got|has been|gets) (?:pushed|delayed|postponed|moved|deferred))"


def _to(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "deal", "account"):
        return None
    span = fit.held("when")
    period = next((p.value for p in fit.r.periods if span is not None and p.start == span.start), None)
    end = period.end if period is not None and period.start != period.end else None
    if end is not None and end < fit.r.ask.today and not _YEAR.search(fit["when"]):
        end = shift(end, 12, "month")  # "to Q1" in November is the one to come
    if not isinstance(end, date) or end < fit.r.ask.today:
        return None
    return Meant(1.0, (call("update", "deal", fit["x"], {"expected_close_date": end.isoformat()}),), whole=True)


_RULES = rule(
    _to,
    rf"(?:push|move|postpone|delay|slip|shift|put off|defer|extend)(?: back| out| off)? {_NOUN}(?P<x>{ANY})(?: deal| opportunity)?{_CLOSE}(?: back| out| off)? (?:to|until|till|into) (?P<when>{WHEN})",
    rf"{_NOUN}(?P<x>{ANY})(?: deal| opportunity)?{_CLOSE} {_SLIPS}(?: back| out)? (?:to|until|till|into) (?P<when>{WHEN})",
    rf"[把将]?(?:商机|项目)?(?P<x>{ANY})(?:那单|这单|那个|这个|商机|项目)*(?:的?(?:预计)?(?:成交|签约|签单|关单)(?:日期?|时间)?)?(?:要|得|会|可能|估计)*(?:推迟|延期|延后|顺延|往后推|推|延|拖|移|挪)[到至](?P<when>{WHEN})(?:了|吧|签)*",
)


def slipped_to(r: Reading) -> Meant | None:
    """The close of one deal moved to the last day of a period."""
    return fitting(r, _RULES) if r.periods else None
