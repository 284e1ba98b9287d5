"""What changed, asked in everyday English: who had it before me, how often its close date moved, which of my deals got bigger, was it ever in commit."""

import re

from assistant.brains.offline.asked.asked_parts import NOUN, OPEN, WHEN, answer, whose
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule

_FIELDS = (("amount", r"amount|value|worth|price|bigger|larger|smaller|grew|grown|shrunk|shrank|gone (?:up|down)|more|less"), ("expected_close_date", r"close|date|pushed|slipped"), ("stage", r"stage|moved|forward|advanced"), ("owner", r"owner|hands"))  # fmt: skip


def _owner_before(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "account", "deal", "lead", "contact"):
        return None
    return answer("history", record=fit["x"], field="owner")


def _changed(fit: Fit) -> Meant | None:
    """Whether, or why, a field of a deal changed."""
    if not fit.type_of("x", "deal"):
        return None
    said = fit["f"].casefold()
    field = next((name for name, words in _FIELDS if re.search(rf"(?<![a-z])(?:{words})(?![a-z])", said)), "amount")
    calls = [Call("history", {"record": fit["x"], "field": field, **({"period": fit["when"]} if "when" in fit else {})})]  # fmt: skip
    if fit.r.whole.lstrip().startswith(("why", "how come")):
        calls.append(Call("recall_notes", {"query": fit.r.ask.text.strip(), "about": fit["x"]}))
    return Meant(1.0, tuple(calls), whole=True)


def _category(fit: Fit) -> Meant | None:
    period = {"period": fit["when"]} if "when" in fit else {}
    return answer("history", field="forecast_category", entity="deal", **period, **({"whose": "me"} if "my" in fit else {}))  # fmt: skip


def _moved_by(fit: Fit) -> Meant | None:
    return answer("history", record=fit["x"], field="stage") if fit.type_of("x", "deal") else None


def _pushed(fit: Fit) -> Meant | None:
    return answer("history", record=fit["x"], field="expected_close_date") if fit.type_of("x", "deal") else None


def _made(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "account", "deal", "lead", "contact", "ticket", "task"):
        return None
    return answer("history", record=fit["x"], field="created")


def _field_changes(fit: Fit) -> Meant | None:
    """Which of my deals got bigger since September: what changed in that field of theirs."""
    said = fit["f"].casefold()
    field = next((name for name, words in _FIELDS if re.search(rf"(?<![a-z])(?:{words})(?![a-z])", said)), "")
    if not field:
        return None
    whose = {"whose": "me"} if "my" in fit else {}
    period = {"period": fit["when"]} if "when" in fit else {}
    return answer("history", field=field, entity="deal", **period, **whose)


def _slipped(fit: Fit) -> Meant | None:
    """Deals whose close date went from one month into another: the changes of that date since."""
    return answer("history", field="expected_close_date", entity="deal", period=f"since {fit['when']}", **({"whose": "me"} if "my" in fit else {}))  # fmt: skip


def _changes_to(fit: Fit) -> Meant | None:
    said = fit["f"].casefold()
    field = next((name for name, words in _FIELDS if re.search(rf"(?<![a-z])(?:{words})", said)), "")
    period = {"period": fit["when"]} if "when" in fit else {}
    return answer("history", field=field, entity="deal", **period, **({"whose": "me"} if "my" in fit else {})) if field else None  # fmt: skip


def _was_ever(fit: Fit) -> Meant | None:
    """Whether a deal has been in a stage or a category: told by its changes."""
    entity = fit.type_of("x", "deal", "account")
    if not entity:
        return None
    return answer("history", record=fit["x"], field="stage" if "stage" in fit else "forecast_category")


def _then(fit: Fit) -> Meant | None:
    """The pipeline as it stood on a day gone by."""
    day = next((d for d in fit.r.past_days if d.start == fit.span("day")[0]), None)
    who = whose(fit)
    if day is None or who is None or day.value.day > fit.r.ask.today:
        return None
    return answer("pipeline_summary", status="open", **who, as_of=day.text)


_RULES: list[Rule] = [
    *rule(
        _owner_before,
        rf"{OPEN}who(?: was|'s been| has been|'d been| had been)? (?:the |it's )?(?:previous |former |old |last |prior )?(?:owner|rep|account manager|seller) (?:of|for|on) {NOUN}(?P<x>{ANY}) (?:before|prior to) (?:me|us|that|this|now|{ANY}(?: took over)?|i took (?:it )?over)",
        rf"{OPEN}who (?:was|is) (?:the )?(?:previous|former|old|last|prior) (?:owner|rep|account manager|seller) (?:of|for|on) {NOUN}(?P<x>{ANY})",
        rf"{OPEN}(?:who|whose) (?:owned|had|looked after|ran|managed|handled|was|used to (?:own|have|look after|run|manage)) (?:it )?{NOUN}(?P<x>{ANY}) (?:before|previously|earlier|until) ?(?:me|us|that|this|now|{ANY}|i took (?:it )?over|i got it)?",
        rf"{OPEN}who used to (?:own|have|look after|run|manage|handle) {NOUN}(?P<x>{ANY})",
        rf"{OPEN}(?:how often|when|how many times) (?:did|has|was) {NOUN}(?P<x>{ANY}) (?:change(?:d)? (?:owners?|hands)|last reassigned|been (?:reassigned|handed over)|reassigned|handed over)",
    ),
    *rule(
        _changed,
        rf"{OPEN}(?:has|have|did|was|were) (?:the )?(?P<f>price|amount|value|size|close date|closing date|stage|owner) (?:for|of|on|in) {NOUN}(?P<x>{ANY})(?: deal)? (?:ever |been |already )*(?:changed?|moved?|gone (?:up|down)|risen|fallen|dropped|raised|lowered|cut|adjusted|touched)(?: (?:since (?:we|it|i) (?:started|began|opened)|at all|since then|before|recently|lately))*{WHEN}",
        rf"{OPEN}(?:how come|why) (?:did|has|have|is|was) {NOUN}(?P<x>{ANY})(?: deal)? (?P<f>(?:got(?:ten)? |get |become |been |gone )*(?:drop(?:ped)?|fall(?:en)?|shr[iua]nk|grown?|go (?:up|down)|up|down|changed?|smaller|bigger|lowered|raised|cut|less|more)(?: in| its)?(?: (?:value|amount|price|size))?){WHEN}",
    ),
    *rule(
        _category,
        rf"{OPEN}(?:(?:which|what|any|show me) )?(?:of )?(?P<my>my )?(?:the |our )?(?:open )?deals(?: that| which)? (?:have |has |were |was |got |been )*(?:went|gone|moved|dropped|slipped|fell|downgraded|upgraded|changed|taken|put|pulled)(?: back| down| up| over)*(?: from (?:commit|best case|pipeline|upside))?(?: back| down)?(?: to| into| out of) (?:commit|best case|pipeline|upside){WHEN}",
    ),
    *rule(
        _then,
        rf"{OPEN}(?:what|how much|how big) (?:was|were) (?:(?P<my>my)|our|the|(?P<who>{ANY})(?:'s|’s)) (?:open )?pipeline(?: worth| like| value| total| at)? (?:on|at|as of|back on) (?:the )?(?P<day>¤)",
    ),
    *rule(
        _slipped,
        rf"{OPEN}(?:which|what|any|show me) (?:of )?(?P<my>my )?(?:the |our )?deals(?: that)? (?:have |has |were |got )?(?:slipped|moved|slid|pushed|postponed|shifted|gone) (?:out )?(?:from|out of) (?P<when>[¤¶]) (?:in)?to (?:[¤¶])",
    ),
    *rule(
        _changes_to,
        rf"{OPEN}(?:(?:what|which|list|show|all|any|the)(?: are| were)? )*(?:changes|edits|updates|moves) (?:to|of|in|on) (?:(?P<my>my)|the|our)? ?(?P<f>(?:expected )?clos(?:e|ing) dates?|amounts?|values?|stages?|owners?)(?: of (?:my |our |the )?deals)?{WHEN}",
        rf"{OPEN}who (?:has )?(?:changed|moved|touched|edited) (?:(?P<my>my)|the|our|any)? ?(?P<f>(?:expected )?clos(?:e|ing) dates?|amounts?|values?|stages?|owners?)(?: of (?:my |our |the )?deals)?{WHEN}",
    ),
    *rule(
        _was_ever,
        rf"{OPEN}(?:was|has|had) {NOUN}(?P<x>{ANY})(?: deal)? (?:ever |already |once )*(?:been )?(?:ever |already )?(?:in|at|on) (?:the )?(?:commit|best case|pipeline|upside)(?: category| forecast)?(?: before| ever)?",
        rf"{OPEN}(?:was|has|had) {NOUN}(?P<x>{ANY})(?: deal)? (?:ever |already |once )*(?:been )?(?:ever |already )?(?:in|at|on) (?:the )?(?P<stage>{ANY})(?: stage)?(?: before| ever)?",
    ),
    *rule(
        _moved_by,
        rf"{OPEN}who (?:moved|put|set|pushed|dragged|changed|shifted|advanced) {NOUN}(?P<x>{ANY})(?: deal)? (?:in|to|into|on|back|forward|over)+ (?:the )?(?P<stage>{ANY})(?: stage)?(?: and when)?",
        rf"{OPEN}(?:how|through which stages|which way) (?:did|has) {NOUN}(?P<x>{ANY})(?: deal)? (?:move|moved|come|gone|go|get|got) (?:through|along|down) (?:the )?(?:pipeline|stages|funnel)",
        rf"{OPEN}(?:which|what) stages (?:has|did) {NOUN}(?P<x>{ANY})(?: deal)? (?:been (?:in|through)|go(?:ne)? through|pass(?:ed)?(?: through)?)(?: so far)?",
    ),
    *rule(
        _pushed,
        rf"{OPEN}how (?:often|many times) (?:did|has|have|was|were) (?:we |the )?(?:close |closing |expected close )?(?:date )?(?:of |for |on |been )?{NOUN}(?P<x>{ANY})(?:'s)?(?: close date| closing date| deal)? (?:been |get |got )?(?:pushed|moved|slipped|postponed|delayed|slip|changed?|move|push|shift(?:ed)?)(?: back| out)?",
        rf"{OPEN}(?:has|was|did) (?:the )?(?:close|closing) date (?:of|for|on) {NOUN}(?P<x>{ANY}) (?:ever )?(?:been )?(?:moved|changed?|pushed|slip(?:ped)?|move)(?: before| back| out)?",
    ),
    *rule(
        _made,
        rf"{OPEN}who (?:first )?(?:created|added|entered|set up|put in|logged|opened|made|registered|brought in|typed in|imported) {NOUN}(?P<x>{ANY})(?: (?:in|into) the (?:crm|system))?(?: and when)?",
        rf"{OPEN}(?:when|how long ago) (?:was|did) {NOUN}(?P<x>{ANY}) (?:created|added|entered|set up|put in|get (?:created|added)|(?:first )?(?:come|came) into the (?:crm|system))(?: and by whom)?",
    ),
    *rule(
        _field_changes,
        rf"{OPEN}(?:which|what|any) (?:of )?(?P<my>my )?(?:the |our )?(?:open )?deals(?: of mine)?(?: that| which)? (?:have |has |had |been )*(?:got(?:ten)? |become |became )?(?P<f>bigger|larger|smaller|grown|grew|shrunk|shrank|gone (?:up|down)(?: in value)?|changed (?:in )?(?:value|amount|owners?|hands|(?:close |closing )?dates?|stages?)){WHEN}",
        rf"{OPEN}(?:which|what|any) (?:of )?(?P<my>my )?(?:the |our )?(?:open )?deals (?:had|have had|saw|got|have seen) (?:their |an? |the )?(?P<f>(?:close |closing )?date|amount|value|price|stage|owner)s? (?:changed?|raised|cut|lowered|moved|reduced|pushed|increased){WHEN}",
        rf"{OPEN}(?:which|what) (?P<f>amount|value|close date|stage|owner)s? changed (?:on|in|of|for|across) (?P<my>my )?(?:our |the )?(?:open )?(?:deals|pipeline){WHEN}",
    ),
]  # fmt: skip


def changes_asked(r: Reading) -> Meant | None:
    """Who had Acme before me; which of my deals got bigger since May; who changed the close date of D-12."""
    return fitting(r, _RULES) if not r.zh else None
