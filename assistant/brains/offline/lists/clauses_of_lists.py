"""Conditions said in a clause of their own, by record type: that nobody has picked up, never visited, stuck in their stage for six weeks."""

import re
from collections.abc import Callable, Sequence

from assistant.brains.offline.pieces.found import Condition, still_open
from assistant.brains.offline.words.frames import Fit

Filters = list[Condition]

NOUNS = {
    "account": r"(?:accounts|customers|clients|companies)",
    "contact": r"(?:contacts|people)",
    "deal": r"(?:deals|opportunities|opps|renewals)",
    "lead": r"(?:leads|prospects)",
    "ticket": r"(?:tickets|cases|incidents)",
    "task": r"(?:tasks|to-?dos)",
}
_NOT = r"(?:haven't|have not|havent|hasn't|has not|hasnt|didn't|did not|didnt|never|has never|have never|hadn't|isn't|aren't|is not|are not|not been|haven't been|hasn't been|have not been|has not been|weren't|wasn't|don't|do not|doesn't|does not|not(?= (?:yet )?(?:[a-z]+ed|seen|met|spoken|written|taken|done)(?![a-z])))"
_NOBODY = r"(?:nobody|no one|noone|no-one|none of us|no rep|nobody on (?:my|the) team)"
_WHO = r"(?:we|i|you|anyone|anybody|someone|us)"
_REL = r"(?:(?:that|which|who|whom|where) )?"
_SINCE = r"(?: (?:in|for|since|within|over|during)?(?: the)? ?(?P<when>[¤¶∆]))?(?: or (?:more|longer|so))?(?: yet| so far| at all| any ?more| now)*"
_REACH = r"(?:(?:been )?(?:touched|contacted|called(?: back)?|phoned|rung|reached(?! (?:the )?(?!since|in|for|by|yet|this|last|any|at|during)\S)|approached|followed up(?: on| with)?|chased|spoken (?:to|with)|talked (?:to|with)|spoke (?:to|with)|heard from|been in touch with|got in touch with|worked(?: on)?|dealt with|e-?mailed|written to|looked at|handled|met(?: with)?|seen|got hold of)|(?:touch|contact|call|phone|reach|follow up(?: on| with)?|speak (?:to|with)|talk (?:to|with)|hear from|work(?: on)?|look at|see|meet(?: with)?))"
_TAKEN = r"(?:been )?(?:picked up|assigned|claimed|taken(?: on)?|taken over|grabbed|looked at|touched|started(?: on)?|working on|handling|looking (?:at|after)|dealing with|responsible for|owns?|owning|given to anyone)"


def _clause(*filters: tuple[str, ...]) -> Callable[[Fit], Filters]:
    def build(fit: Fit) -> Filters:
        return [dict(zip(("field", "op", "value"), f, strict=False)) for f in filters]

    return build


def _quiet(fit: Fit) -> Filters:
    """Nobody was in touch in that time; with none named, never."""
    length = fit.length("when")
    kind = next((k for k, words in _KINDS if "how" in fit and words.match(fit["how"].casefold())), "")
    filters = [{"field": "activity.kind", "op": "!=", "value": kind}] if kind else []
    if length is not None:
        return [*filters, {"field": "activity.starts_at", "op": "!=", "value": f"last {length.days} days"}]
    if "when" in fit:
        return [*filters, {"field": "activity.starts_at", "op": "!=", "value": fit["when"]}]
    return [*filters, {"field": "activity.status", "op": "!=", "value": "held"}]


_KINDS = (
    ("visit", re.compile(r"visit|been to")),
    ("meeting", re.compile(r"met|meet|seen|see")),
    ("call", re.compile(r"call|phone|rung|ring")),
    ("email", re.compile(r"e-?mail|writ")),
)


def _unbought(fit: Fit) -> Filters:
    """No deal that was won in that time."""
    closed = [{"field": "deal.closed_at", "op": "!=", "value": fit["when"]}] if "when" in fit and fit.length("when") is None else []  # fmt: skip
    return [{"field": "deal.stage.kind", "op": "!=", "value": "won"}, *closed]


def _longer_late(fit: Fit) -> Filters:
    length = fit.length("when")
    return [{"field": "due_on", "op": "<", "value": f"{length.days} days ago"}, *still_open("task")] if length else []


def _last_seen(fit: Fit) -> Filters:
    """Nothing since: the last time was before a day or longer ago than that."""
    length = fit.length("when")
    value = f"last {length.days} days" if length else f"since {_AGO.sub('', fit['when'])}"
    return [{"field": "activity.starts_at", "op": "!=", "value": value}]


def _last_touched(fit: Fit) -> Filters:
    length = fit.length("when")
    if length is not None:
        return [{"field": "last_activity_at", "op": "<", "value": f"{length.days} days ago"}]
    return [{"field": "last_activity_at", "op": "=", "value": f"before {_AGO.sub('', fit['when'])}"}]


_AGO = re.compile(r"^(?:before|prior to|earlier than) (?:the )?", re.IGNORECASE)


def _unmet(fit: Fit) -> Filters:
    """Deals without a meeting, a call or a visit in that time."""
    kind = next((k for k, words in _HAD if re.match(words, fit["how"].casefold())), "")
    length = fit.length("when")
    value = f"last {length.days} days" if length else fit["when"]
    filters = [{"field": "activity.kind", "op": "!=", "value": kind}] if kind else []
    return [*filters, {"field": "activity.starts_at", "op": "!=", "value": value}] if value else filters


_HAD = (("meeting", "meeting|demo"), ("call", "call|phone"), ("visit", "visit"), ("email", "e-?mail|mail"))


def _worth(fit: Fit) -> Filters:
    op = next((o for o, words in _OPS if re.match(words, fit["op"].casefold())), ">")
    money = fit.money("money")
    return [{"field": "est_amount", "op": op, "value": money}] if money else []


_OPS = ((">=", "at least|from"), ("<=", "at most|up to"), ("<", "under|below|less|lower|smaller"))


def _trade(fit: Fit) -> Filters:
    words = fit["trade"].strip()
    return [{"field": "industry", "op": "~", "value": words}] if words and len(words) <= 24 else []


def _aged(fit: Fit) -> Filters:
    length = fit.length("when")
    return [{"field": "created_at", "op": "<", "value": f"{length.days} days ago"}] if length else []


def _aged_deal(fit: Fit) -> Filters:
    return [*_aged(fit), {"field": "stage.kind", "op": "=", "value": "open"}]


def _aged_ticket(fit: Fit) -> Filters:
    return [*_aged(fit), *still_open("ticket")]


def _untaken(fit: Fit) -> Filters:
    return [{"field": "assignee", "op": "empty"}, *still_open("ticket")]


def _idle(fit: Fit) -> Filters:
    """Deals untouched that long; with no time named, for a month."""
    return _before(fit, "last_activity_at")


def _unmoved(fit: Fit) -> Filters:
    return _before(fit, "stage_entered_at")


def _before(fit: Fit, field: str) -> Filters:
    length = fit.length("when")
    if length is not None:
        return [{"field": field, "op": "<", "value": f"{length.days} days ago"}]
    if "when" in fit:
        return [{"field": field, "op": "!=", "value": fit["when"]}]
    return [{"field": field, "op": "<", "value": "30 days ago"}]


def _overdue(fit: Fit) -> Filters:
    return [{"field": "task.due_on", "op": "<", "value": "today"}, {"field": "task.status", "op": "in", "value": "todo, doing"}]  # fmt: skip


_TICKET_OPEN = "new, assigned, pending, waiting_customer"
CLAUSES: dict[str, Sequence[tuple[str, Callable[[Fit], Filters]]]] = {
    "ticket": (
        (r"(?:(?:that|which) )?(?:have been |has been |been |are |is )?(?:open|running|around|in (?:the|my|our) pipeline|going on|unresolved)(?: for)? (?:more than|longer than|over|at least) (?P<when>∆)", _aged_ticket),
        (rf"{_REL}(?:{_NOBODY}(?:'s| has| is| have)?|no agent (?:has|is)) (?:yet )?{_TAKEN}(?: yet| so far)*", _untaken),
        (rf"{_REL}{_NOT} (?:yet )?{_TAKEN}(?: yet| so far| by (?:anyone|anybody|us))*", _clause(("assignee", "empty"))),
        (r"(?:with no|without(?: an?| any)?|that have no|having no) (?:owner|assignee|agent|one assigned|body assigned|one on (?:it|them)|responsible(?: person)?)(?: yet)?", _clause(("assignee", "empty"))),
        (rf"{_REL}(?:{_NOBODY}(?: has)?|{_WHO} {_NOT}|{_NOT})(?: yet)? (?:been )?(?:answered|replied(?: to)?|responded(?: to)?|reacted(?: to)?|answer|reply(?: to)?|respond(?: to)?)(?: yet| so far| by anyone| to)*", _clause(("first_response_at", "empty"))),
        (r"(?:with no|without(?: an?| any)?|that have no|still (?:waiting|without) (?:for )?an?|waiting for (?:an?|their|our)) (?:first )?(?:answer|reply|response|reaction)(?: yet| from us)*", _clause(("first_response_at", "empty"))),
        (r"(?:that |which )?(?:have |has |had |were |with )?(?:a )?(?:bad|poor|low|terrible|unhappy) (?:rating|score|csat|satisfaction|feedback|marks?|ratings|scores)", _clause(("csat", "<=", "2"))),
    ),
    "lead": (
        (r"(?:(?:that|which) )?(?:(?:are |is )?(?:worth|valued(?: at)?|estimated(?: at)?)|(?:have|has|with|having)(?: an?| the)? (?:estimated |expected |potential )?(?:value|amount|worth|budget|potential|volume|size)(?: of)?) (?P<op>over|above|more than|at least|under|below|less than|up to|at most|from) (?P<money>£)", _worth),
        (rf"{_REL}(?:{_NOBODY}(?: has| have)?|{_WHO} {_NOT}|{_NOT})(?: yet)? (?:been )?{_REACH}{_SINCE.replace('(?P<when>', '(?:')}(?: by (?:anyone|anybody|us|me))?(?: yet)?", _clause(("status", "in", "New, Assigned"))),
        (rf"{_REL}(?:{_NOT} (?:yet )?(?:been )?(?:converted|turned into (?:a )?deals?|become (?:a )?deals?)|have yet to convert)(?: yet)?", _clause(("status", "!=", "Converted"))),
        (rf"(?:{_REL}{_NOBODY} (?:owns|has|is on|is responsible for|looks after)|{_REL}(?:belong to|belongs to|owned by) {_NOBODY}|(?:with no|without(?: an?)?) (?:owner|rep|one assigned)|{_REL}{_NOT} (?:yet )?(?:been )?(?:assigned|given to anyone|handed out)(?: yet)?)", _clause(("owner", "empty"))),
    ),
    "account": (
        (r"(?:(?:that|which|who) )?(?:are |is )?in (?:the )?(?P<trade>[a-z]+(?: (?:and|&) [a-z]+| [a-z]+)?) (?:industry|sector|business|trade|branch)", _trade),
        (r"(?:whose|where (?:the|our)|with (?:the|a)|with) (?:last|latest|most recent) (?:activity|contact|call|meeting|touch|visit|conversation|interaction)(?: with them)? (?:was |is |being |from )*(?:more than |over |longer than |at least )?(?P<when>[¤¶∆])(?: ago| back)?", _last_seen),
        (rf"{_REL}(?:{_WHO} {_NOT}|{_NOBODY}(?: has| have)?|{_NOT})(?: yet)? (?:been )?(?P<how>{_REACH}|visited|been to){_SINCE}(?: by (?:anyone|anybody|us|me))?", _quiet),
        (rf"{_REL}(?:{_WHO} (?:have |'ve )?never|{_NOBODY} has(?: ever)?|{_NOT} ever been|have never been) (?:been )?(?:visited|been to)", _clause(("activity.kind", "!=", "visit"))),
        (rf"{_REL}(?:{_WHO} (?:have |'ve )?never|{_NOBODY} has(?: ever)?) (?:met(?: with)?|had a meeting with)", _clause(("activity.kind", "!=", "meeting"))),
        (rf"(?:with no|without(?: any| an?)?|that have no|who have no|having no|{_REL}{_NOT}(?: have)?(?: had)? any|have no|has no|with zero) (?:activity|activities|touch(?:es)?|touchpoints?|interactions?|calls or meetings){_SINCE}", _quiet),
        (r"(?:with no|without(?: any)?|that have had no|having no|have had no|had no) contact (?:in|for|since|within|over|during)?(?: the)? ?(?P<when>[¤¶∆])(?: at all| yet)*", _quiet),
        (rf"(?:with no|without(?: any| an?)?|that have no|who have no|having no|have no|with zero|{_REL}{_NOT}(?: have)? any) (?:open |active |running |live |current )+(?:deals?|opportunit(?:y|ies)|opps?|pipeline|business)(?: right now| at the moment| currently| now)?", _clause(("deal.stage.kind", "!=", "open"))),
        (rf"(?:with no|without(?: any| an?)?|that have no|who have no|having no|have no|with zero|{_REL}{_NOT}(?: have)? any) (?:deals?|opportunit(?:y|ies)|opps?)(?: at all| whatsoever)?", _clause(("deal", "empty"))),
        (rf"(?:with no|without(?: any| an?)?|that have no|who have no|having no|have no|{_REL}{_NOT}(?: have)? any) (?:open |unsolved |unresolved |active )(?:tickets?|cases?)", _clause(("ticket.status", "!=", _TICKET_OPEN))),
        (rf"(?:with no|without(?: any| an?)?|that have no|who have no|having no|have no|{_REL}{_NOT}(?: have)? any|missing) (?:contacts?|contact persons?|people)(?: on record| on file| at all)?", _clause(("contact", "empty"))),
        (r"(?:with(?: an?| any| some)?|that have(?: an?)?|who have(?: an?)?|having|have(?: an?)?|has(?: an?)?|(?:but|and)) (?:open |unsolved |unresolved |active |pending )+(?:tickets?|cases?|support tickets?|issues?)", _clause(("ticket.status", "in", _TICKET_OPEN))),
        (r"(?:with(?: an?| any| some)?|that have(?: an?)?|who have(?: an?)?|having|have(?: an?)?|has(?: an?)?) (?:overdue|late) (?:tasks?|to-?dos?)", _overdue),
        (rf"{_REL}(?:never bought(?: anything| from us)*|{_NOT}(?: yet)? (?:bought|ordered|buy|purchased|signed|spent)(?: anything| any money)?(?: from us| with us)?|{_WHO} (?:have |'ve )?(?:never|not yet) (?:won|sold (?:anything )?to|closed)){_SINCE}", _unbought),
    ),
    "contact": (
        (rf"{_REL}(?:{_WHO} {_NOT}|{_NOBODY}(?: has| have)?|{_NOT})(?: yet)? (?:been )?(?P<how>{_REACH}|visited|been to){_SINCE}(?: by (?:anyone|anybody|us|me))?", _quiet),
        (rf"{_REL}(?:{_WHO} (?:have |'ve )?never|{_NOBODY} has(?: ever)?) (?:met(?: with)?|had a meeting with)", _clause(("activity.kind", "!=", "meeting"))),
    ),
    "deal": (
        (r"(?:(?:that|which) )?(?:have been |has been |been |are |is )?(?:open|running|around|in (?:the|my|our) pipeline|going on|unresolved)(?: for)? (?:more than|longer than|over|at least) (?P<when>∆)", _aged_deal),
        (r"(?:whose|where (?:the|our)|with (?:the|a)|with) (?:last|latest|most recent) (?:activity|contact|call|meeting|touch|visit|conversation|interaction) (?:was |is |being |from )*(?:more than |over |longer than |at least )?(?P<when>[¤¶∆])(?: ago| back)?", _last_touched),
        (rf"(?:with no|without(?: any| an?)?|that have had no|that had no|{_REL}{_NOT}(?: had| have| seen)?(?: any| an?)?) (?P<how>meetings?|calls?|phone calls?|visits?|demos?|e-?mails?)(?: with (?:them|the customer|us))?(?: (?:in|for|since|within|over|during)?(?: the)? ?(?P<when>[¤¶∆]))?(?: yet| so far| at all)*", _unmet),
        (rf"{_REL}(?:{_WHO} {_NOT}|{_NOBODY}(?: has| have)?|{_NOT})(?: yet)? (?:been )?(?:{_REACH}|updated|worked){_SINCE}(?: by (?:anyone|anybody|us|me))?", _idle),
        (rf"(?:with no|without(?: any| an?)?|that have no|having no|have no|has no|{_REL}{_NOT}(?: have)?(?: had)? any|{_REL}{_NOT} had (?:an?|any)) (?:contact|activity|activities|touch(?:es)?|interactions?|movement|update|updates|news){_SINCE}", _idle),
        (rf"{_REL}(?:{_NOT}|has not|have not)(?: been)? (?:moved?(?: forward| on| along| stages?| an inch)?|budged?|progressed?|advanced?|changed? stages?|gone anywhere|got anywhere|left their stage){_SINCE}", _unmoved),
        (rf"{_REL}(?:are |is |have been |been )*(?:stuck|sitting|stood still|standing still|parked|unchanged|in the same stage)(?: in (?:the|their) (?:same )?stage)?(?: (?:for|since)? ?(?:more than|over|at least|longer than|already)? ?(?P<when>[¤¶∆]))?", _unmoved),
    ),
    "task": (
        (r"(?:(?:that|which) )?(?:are |is )?(?:overdue|late|past due)(?: by| for| since)?(?: more than| over| at least| longer than)? (?P<when>∆)", _longer_late),
        (rf"{_REL}(?:{_WHO} {_NOT}|{_NOBODY}(?: has)?|{_NOT}|are still not|still not|not)(?: yet)? (?:been )?(?:done|finished?|completed?|do|ticked off|get(?:ting)? (?:to|done)|got(?:ten)? (?:to|round to)|started?|closed)(?: yet| so far)?", _clause(*((f["field"], f["op"], f["value"]) for f in still_open("task")))),
        (rf"(?:with no|without(?: an?| any)?|that have no|{_REL}{_NOBODY} (?:owns|is on|has)) ?(?:owner|assignee|one assigned|responsible)?", _clause(("assignee", "empty"))),
    ),
}  # fmt: skip
