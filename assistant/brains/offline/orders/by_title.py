"""A task called by words of its title, moved, done or deleted: "move the security questionnaire for Hollund to next Wednesday", "mark the Peter thing as done"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.frames import ANY, DAY, LENGTH, Fit, Rule, fitting, rule
from assistant.recognise.day_value import DayValue

_PLEASE = r"(?:please |pls |can you |could you |would you |i need to |i'd like to |let's )*"
_VERB = r"(?:move|push(?: back| out| off)?|postpone|delay|shift|put off|put back|reschedule|bump|defer|put)"
_WHAT = rf"(?:the |my |our |that |this )(?P<what>[a-z][\w'’-]*(?: [a-z][\w'’-]*){{0,6}}?)(?P<noun> task| to-?do| reminder| follow-?up| job| item)?(?: (?:for|with|at|to|about) (?P<who>{ANY}))?"
_TITLE = rf"(?:the |my |that |this )(?:duplicate |second |other |extra )?(?P<what>[a-z{ANY}][\w'’-]*(?: [a-z{ANY}][\w'’-]*){{0,6}}?)(?P<noun> task| to-?do| reminder| thing| item)(?: (?:for|with|at|to|about) (?P<who>{ANY}))?"
_OTHER = re.compile(
    r"(?<![a-z])(?:deals?|opportunit\w*|clos\w*|dates?|amount|stage|meetings?|calls?|demos?|visits?|appointments?|lunch|workshops?|tickets?|leads?|renewals?|pilot|rollout|expansion|retrofit|projects?|overdue|tasks|all|ones?|everything|due|first|second|third|last|next|two|three|four|rest|others?|both|same|one|thing|stuff|calendar|target|quota)(?![a-z])",
    re.IGNORECASE,
)


def _to(fit: Fit) -> Meant | None:
    what = fit["what"].strip()
    if not what or _OTHER.search(what) or (fit.held("what") is not None):
        return None
    title = f"{what} {fit['who']}" if "who" in fit else what
    return Meant(1.0, (call("update", "task", title, {"due_on": _day(fit)}),))


_NO_TASK = re.compile(
    r"(?<![a-z])(?:deals?|opportunit\w*|tickets?|leads?|overdue|tasks|all|ones?|everything|due|first|second|third|last|next|two|three|four|rest|others?|both|same|one|thing|stuff|target|quota)(?![a-z])",
    re.IGNORECASE,
)
"""What is no task's title though a task is spoken of."""


def _called(fit: Fit) -> str:
    what = fit["what"].strip()
    spoken = "noun" in fit and fit["noun"].strip() in ("task", "to-do", "todo", "reminder")
    if not what or (_NO_TASK if spoken else _OTHER).search(what):
        return ""
    return f"{what} {fit['who']}" if "who" in fit else what


def _done(fit: Fit) -> Meant | None:
    title = _called(fit)
    return Meant(1.0, (call("update", "task", title, {"status": "done"}),)) if title else None


def _gone(fit: Fit) -> Meant | None:
    title = _called(fit)
    return Meant(1.0, (call("delete", "task", title, {}),)) if title else None


def _day(fit: Fit) -> str:
    length, held = fit.length("by"), fit.held("day")
    if length is not None:
        return f"+{length.days} days"
    day = held.value if held is not None else None
    return day.day.isoformat() if isinstance(day, DayValue) else fit["day"]


_RULES: list[Rule] = [
    *rule(
        _done,
        rf"{_PLEASE}(?:mark|set|tick|check|flag) {_TITLE} (?:as |off )*(?:done|complete|completed|finished|off|ready)(?: please| now)*(?:, (?:i |he |she |they |it |we |no |that).{{3,80}})?",
        rf"{_PLEASE}(?:tick off|check off|finish|complete|close) {_TITLE}(?: please| now)*(?:, (?:i |he |she |they |it |we |no |that).{{3,80}})?",
        rf"{_TITLE} (?:is|has been|was) (?:done|completed?|finished|taken care of|dealt with|sorted)(?: now| already)*",
    ),
    *rule(_gone, rf"{_PLEASE}(?:delete|remove|kill|bin|scrap|drop|erase|get rid of) {_TITLE}(?: please| now| again)*"),
    *rule(
        _to,
        rf"{_PLEASE}{_VERB} {_WHAT}(?: (?:back|out|off|on))? (?:to|till|until|by|for) (?:the )?(?P<day>{DAY})(?: please| instead| then)*",
        rf"{_PLEASE}{_VERB} {_WHAT}(?: (?:back|out|off|on))? (?:by )?(?P<by>{LENGTH})(?: please| instead)*",
    ),
]  # fmt: skip


def by_title(r: Reading) -> Meant | None:
    """One task called by words of its title and no other record: put off to a day or by so many, done, or deleted."""
    return None if r.zh else fitting(r, _RULES)
