"""Questions in everyday English: who had it before me, who spends most with us, what my deals gained, what a colleague finished, where I stand."""

import re
from dataclasses import replace

from assistant.brains.offline.asked.asked_parts import (
    CUSTOMERS,
    NOUN,
    OPEN,
    WHEN,
    WHO,
    answer,
    owned,
    records,
    where,
    within,
)
from assistant.brains.offline.asked.prices import UNIT, priced
from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.field_words import field_called
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule


def _promised(fit: Fit) -> Meant | None:
    about = {"about": fit["x"]} if fit.type_of("x", "account", "contact", "deal", "lead") else {}
    if "x" in fit and not about:
        return None
    period = {"period": fit["when"]} if "when" in fit else {}
    return answer("recall_notes", query=fit.r.ask.text.strip(), **about, **period)


def _met(fit: Fit) -> Meant | None:
    theirs = [where("activity.owner", "me")] if fit["who"].casefold() == "i" else []
    if not fit.type_of("x", "account"):
        return None
    kinds = where("activity.kind", "meeting, visit", "in")
    return records("contact", [where("account", fit["x"]), kinds, *theirs, where("activity.status", "held")])


def _to_call(fit: Fit) -> Meant | None:
    return records("task", [where("assignee", "me"), where("title", "call", "~"), *within(fit, "due_on"), *still_open("task")])  # fmt: skip


def _chances(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "deal"):
        return None
    return answer("show_record", record=fit["x"], fields=["probability", "expected_close_date"])


def _follow_up(fit: Fit) -> Meant | None:
    return answer("next_action")


def _beside(fit: Fit) -> Meant | None:
    """Next steps for all deals closing in December: the list, with that field beside it."""
    start, end = fit.span("rest")
    part = read(replace(fit.r.ask, text=fit.r.said[start:end]), fit.r.linker)
    found = question(part)
    if found is None or found.args.keys() - {"entity", "filters", "limit", "sort"} or unread(part, (found.call,)):
        return None
    spec = field_called(fit.r, fit["f"], found.head.entity) or field_called(fit.r, fit["f"].removesuffix("s"), found.head.entity)  # fmt: skip
    return Meant(1.0, (Call("find_records", {**found.args, "columns": [spec.name]}),)) if spec is not None else None


def _created(fit: Fit) -> Meant | None:
    theirs = owned(fit)
    entity = "lead" if fit["noun"].casefold().startswith("lead") else "deal"
    if theirs is None:
        return None
    columns = ["status"] if entity == "lead" else ["stage"]
    return records(entity, [*theirs, *within(fit, "created_at")], columns=columns)


def _resolved(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "ticket"):
        return None
    return answer("show_record", record=fit["x"], fields=["created_at", "resolved_at"])


def _involved(fit: Fit) -> Meant | None:
    if fit.type_of("x", "deal"):
        return answer("show_record", record=fit["x"], fields=["owner", "contact", "contacts"])
    return records("contact", [where("account", fit["x"])]) if fit.type_of("x", "account") else None


def _in_charge(fit: Fit) -> Meant | None:
    """Who does a job at a customer: known by the title."""
    job = fit["job"].strip().casefold()
    if not fit.type_of("x", "account") or not re.fullmatch(r"[a-z]{2,16}", job) or job in _NO_JOB:
        return None
    return records("contact", [where("title", job, "~"), where("account", fit["x"])])


_NO_JOB = frozenset("it that this them everything things us renewal contract budget money deal deals".split())


def _due_for(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "account", "contact", "deal")
    if not entity:
        return None
    return records("task", [where(entity, fit["x"]), *within(fit, "due_on"), *still_open("task")])


def _by_user(fit: Fit) -> Meant | None:
    """Whether a colleague was in touch already."""
    entity = fit.type_of("x", "contact", "account", "deal")
    if not entity or not fit.type_of("user", "user"):
        return None
    kind = next((k for k, words in _KINDS if re.match(words, fit["k"].casefold())), "")
    filters = [*([where("kind", kind)] if kind else []), where("owner", fit["user"]), where(entity, fit["x"])]
    return records("activity", [*filters, where("status", "held"), *within(fit, "starts_at")], sort="starts_at desc")


def _product(fit: Fit) -> str:
    """The name of goods; empty for words that are something else."""
    words = fit["p"].strip(" \"“”'")
    taken = fit.held("p")
    if taken is not None or not words or len(words) > 40 or _NO_PRODUCT.search(words.casefold()):
        return ""
    return words


_NO_PRODUCT = re.compile(
    r"(?<![a-z])(?:it|this|that|anything|something|nothing|them|more|less|much|most|us|me|you|products?|deals?|tickets?|cases?|tasks?|leads?|contacts?|people|meetings?|calls?|appointments?|visits?|opportunit(?:y|ies)|opps?|reminders?|notes?|issues?|complaints?|open|overdue|pending|unsolved|unresolved|licen[cs]es?|seats|what|stuff|things?|meeting|call|ticket|task|problem|issues?|money|been|no|not|an|any|than|most|least|our|my|the|discount|contract|in|over|for)(?![a-z])|[£∆¤¶§]"
)


def _price(fit: Fit) -> Meant | None:
    """What goods cost by the list."""
    product = _product(fit)
    coded = re.search(r"\d|^(?:[A-Z]\w+ ){1,3}[A-Z]\w+$", product) and not UNIT.search(product.casefold())
    return Meant(1.0, (priced(product),), whole=True) if coded else None


def _sold(fit: Fit) -> Meant | None:
    """Whether a customer has bought these goods."""
    product = _product(fit)
    if not product or not fit.type_of("x", "account"):
        return None
    filters = [
        where("account", fit["x"]),
        where("product", product),
        where("stage.kind", "won"),
        *within(fit, "closed_at"),
    ]
    return records("deal", filters)


def _bought(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "account"):
        return None
    filters = [where("account", fit["x"]), where("stage.kind", "won"), *within(fit, "closed_at")]
    return records("deal", filters, columns=["product"])


def _buyers(fit: Fit) -> Meant | None:
    product = _product(fit)
    if not product:
        return None
    return records("deal", [where("product", product), where("stage.kind", "won"), *within(fit, "closed_at")])


def _with_product(fit: Fit) -> Meant | None:
    product = _product(fit)
    if not product:
        return None
    filters = [where("product", product)]
    if "my" in fit:
        filters.insert(0, where("owner", "me"))
    if "open" in fit:
        filters.append(where("stage.kind", "open"))
    return records("deal", filters)


def _finished(fit: Fit) -> Meant | None:
    theirs = owned(fit, "assignee")
    if theirs is None:
        return None
    return records("task", [*theirs, where("status", "done"), *within(fit, "completed_at")])


_KINDS = (("meeting", r"met|meet|seen|see|saw"), ("call", r"call|phon|rang|rung"), ("visit", r"visit|been to"), ("email", r"mail|wr"))  # fmt: skip


def _anyone(fit: Fit) -> Meant | None:
    """Whether, and by whom, a customer was spoken to."""
    entity = fit.type_of("x", "contact", "account", "deal")
    if not entity:
        return None
    said = fit["k"].casefold()
    kind = next((k for k, words in _KINDS if re.match(words, said)), "")
    filters = [*([where("kind", kind)] if kind else []), where(entity, fit["x"])]
    filters += [where("status", "held"), *within(fit, "starts_at")]
    return records("activity", filters, sort="starts_at desc", columns=["owner"])


def _urgent(fit: Fit) -> Meant | None:
    """What is pressing for one person: tasks and tickets."""
    code = "urgent" if re.search(r"urgent|critical|top", fit["prio"].casefold()) else "high"
    calls = tuple(
        Call(
            "find_records", {"entity": e, "filters": [where("assignee", "me"), where("priority", code), *still_open(e)]}
        )
        for e in ("task", "ticket")
    )
    return Meant(1.0, calls, whole=True)


def _renewals(fit: Fit) -> Meant | None:
    mine = [where("owner", "me")] if "my" in fit else []
    filters = [*mine, where("type", "renewal"), where("stage.kind", "open"), *within(fit, "expected_close_date")]
    return records("deal", filters)


def _goods(fit: Fit) -> Meant | None:
    """What a deal is for, or the open deals of a customer."""
    if fit.type_of("x", "deal"):
        return answer("show_record", record=fit["x"], fields=["product"])
    if not fit.type_of("x", "account"):
        return None
    return records("deal", [where("account", fit["x"]), where("stage.kind", "open")], columns=["product"])


def _of_level(fit: Fit) -> Meant | None:
    """The tickets, deals or tasks of the customers of one grade."""
    noun, state = fit["n"].casefold(), fit["s"].casefold().strip()
    entity = "ticket" if noun.startswith(("ticket", "case")) else "task" if noun.startswith("t") else "deal" if noun.startswith(("deal", "opp")) else "contact"  # fmt: skip
    filters = [where("account.level", fit["l"].upper())]
    if state and entity == "contact":
        return None
    if state in ("urgent", "high priority"):
        filters.append(where("priority", state.split()[0]))
    if state == "overdue" and entity == "task":
        filters.append(where("due_on", "today", "<"))
    if entity != "contact" and (state or "have" in fit.r.whole):
        filters += still_open(entity)
    return records(entity, filters)


_RULES: list[Rule] = [
    *rule(
        _goods,
        rf"{OPEN}(?:what|which)(?:'s| is| are)?(?: all)? (?:the )?products? (?:is |are |do we have )?(?:in|on|of|for|behind|included in) {NOUN}(?P<x>{ANY})(?: deal)?",
    ),
    *rule(
        _of_level,
        rf"{OPEN}(?:(?:which|what|show me|list|all|any) )*(?:the )?(?P<s>open |overdue |unresolved |urgent |pending )?(?P<n>tickets|cases|deals|opportunities|tasks|contacts) (?:of|from|at|with|for) (?:our |my |the |all )*(?P<l>[abc])[ -]?(?:level |grade |class )?(?:customers|accounts|clients|companies)",
        rf"{OPEN}(?:which|what) (?P<s>open |overdue |unresolved |urgent |pending )?(?P<n>tickets|cases|deals|opportunities|tasks|contacts) do (?:our |my |the )*(?P<l>[abc])[ -]?(?:level |grade |class )?(?:customers|accounts|clients|companies) have(?: (?:right now|open|now|at the moment|currently))*",
    ),
    *rule(
        _promised,
        rf"{OPEN}(?:who|whom) (?:did|have|has) (?:i|we) promise(?:d)? (?:something|anything|things|what|stuff)(?: to)?{WHEN}",
        rf"{OPEN}what (?:did|have) (?:i|we) (?:promise(?:d)?|commit(?:ted)? to|say we(?:'d| would) do)(?: (?:anyone|anybody|people|customers|somebody|our customers))?{WHEN}",
        rf"{OPEN}what (?:did|have) (?:i|we) (?:say|said|agree(?:d)?|promise(?:d)?|offer(?:ed)?|tell|told) (?:(?:that )?(?:i|we)(?:'d|'ll| would| will)?|to) (?:do|send|give|get|provide|bring|deliver|prepare|check)(?: (?:for|to|with|back to))? {NOUN}(?P<x>{ANY}){WHEN}",
    ),
    *rule(
        _created,
        rf"{OPEN}(?:which|what) (?:new )?(?P<noun>deals|opportunities|leads) (?:did|have|has) {WHO} (?:create[d]?|add(?:ed)?|open(?:ed)?|enter(?:ed)?|bring in|brought in|generate[d]?|start(?:ed)?|put in){WHEN}(?:,? (?:and|&) (?:what|how|where) (?:became|happened|are|did|have|has|is|do)(?: (?:of|to|with|they|are|stand|now|it|them|become|doing))*)?",
    ),
    *rule(
        _resolved,
        rf"{OPEN}how long did (?:it|we|you|support|they) (?:take|need|spend)(?: us)?(?: to| on)? (?:resolve|solve|close|fix|finish|answer|settle|handle)(?:ing)? {NOUN}(?P<x>{ANY})",
        rf"{OPEN}how (?:long|quickly|fast) (?:was|did) {NOUN}(?P<x>{ANY}) (?:take|open|take to (?:be )?(?:resolve[d]?|solve[d]?|close[d]?|fix(?:ed)?)|resolved|solved|closed|fixed)(?: for)?",
    ),
    *rule(
        _involved,
        rf"{OPEN}(?:who|which (?:people|contacts))(?: else| all)? (?:is|are|was|has been) (?:also )?(?:involved|on board|taking part|part|engaged|in the loop)(?: in| on| with| of| for)* {NOUN}(?P<x>{ANY})",
        rf"{OPEN}(?:who|which contacts|what contacts|which people) (?:do we have|are there|are|is there) (?:on|for|in|behind) (?:the )?(?:deal )?(?P<x>{ANY})",
    ),
    *rule(
        _in_charge,
        rf"{OPEN}who(?:'s| is| are)?(?: (?:our|the|my))? (?:contact|contacts|person|man|counterpart|guy) (?:for|in|from|on) (?P<job>[a-z]+) (?:at|with|for|over at) {NOUN}(?P<x>{ANY})",
        rf"{OPEN}who(?:'s| is)? (?:in charge of|responsible for|running|heading|doing|the head of|handling|leading|looking after) (?P<job>[a-z]+) (?:at|for|over at) {NOUN}(?P<x>{ANY})",
        rf"{OPEN}who (?:runs|heads|does|handles|leads|looks after) (?P<job>[a-z]+) (?:at|for|over at) {NOUN}(?P<x>{ANY})",
        rf"{OPEN}(?:do we (?:know|have)|have we got) (?:anyone|anybody|someone|somebody) (?:in|from) (?P<job>[a-z]+) (?:at|over at) {NOUN}(?P<x>{ANY})",
    ),
    *rule(
        _due_for,
        rf"{OPEN}(?:what|what's|anything|what is|is anything|is there anything)(?: still)? (?:due|to do|to be done|left to do|pending|on the list) (?:for|with|at|on) {NOUN}(?P<x>{ANY}){WHEN}",
    ),
    *rule(
        _by_user,
        rf"{OPEN}(?:has|have|did) (?P<user>{ANY}) (?:already |ever |yet )?(?P<k>sp(?:oken|eak|oke)|talk(?:ed)?|called?|phoned?|rung|ring|met|meet|seen?|visit(?:ed)?|been|contact(?:ed)?|reach(?:ed)?(?: out)?|e-?mail(?:ed)?|wr(?:itten|ite)|followed up|follow up)(?: (?:to|with|at|in touch with))? {NOUN}(?P<x>{ANY})(?: yet| already| lately| recently)?{WHEN}",
        rf"{OPEN}when did (?P<user>{ANY}) last (?P<k>speak|talk|call|phone|ring|meet|see|visit|contact|reach(?: out)?|e-?mail|write|follow up)(?: (?:to|with|at))? {NOUN}(?P<x>{ANY})",
    ),
    *rule(
        _met,
        rf"{OPEN}(?:who|whom|which (?:people|contacts))(?: all)? (?:at|from|over at) {NOUN}(?P<x>{ANY}) (?:have|did) (?P<who>i|we) (?:already |ever |actually )*(?:met|meet|seen|see|visit(?:ed)?)(?: in person| face to face| personally| before| already)*",
        rf"{OPEN}(?:who|whom|which (?:people|contacts)) (?:have|did) (?P<who>i|we) (?:already |ever |actually )*(?:met|meet|seen|see) (?:at|from|over at) {NOUN}(?P<x>{ANY})(?: in person| face to face| personally| before| already| so far)*",
    ),
    *rule(
        _to_call,
        rf"{OPEN}(?:who|whom) (?:was|am|do|should|did) i (?:supposed to|meant to|have to|need to|going to|want to|due to|planning to)? ?(?:call|ring|phone)(?: back)?{WHEN}",
        rf"{OPEN}(?:which|what|any) (?:calls|phone calls|callbacks) (?:do i|have i|am i|did i) (?:have to|need to|got to|supposed to|still have to|still need to|meant to)? ?(?:make|do|return)?{WHEN}",
    ),
    *rule(
        _chances,
        rf"{OPEN}(?:what(?:'s| is| are)?|how (?:high|good|big) (?:is|are)) (?:the |our )?(?:likelihood|probability|chances?|odds|win probability)(?: of| that| for| we win| we close| of winning| of closing)* {NOUN}(?P<x>{ANY})(?: deal)?(?: (?:closing|closes|to close|being won|is won|winning|coming in|lands|signing|gets signed))?{WHEN}",
        rf"{OPEN}how (?:likely|probable|sure) (?:is it that |is |are we (?:to win |about |of )?|is )?{NOUN}(?P<x>{ANY})(?: deal)?(?: (?:to close|to be won|closes|closing|will close|gets signed|to come in))?{WHEN}",
    ),
    *rule(
        _follow_up,
        rf"{OPEN}(?:who|which (?:deals?|customers?|accounts?)) (?:needs?|wants?|is due for|should get|requires?) (?:an? )?(?:follow[- ]?up|chasing|nudge|call back|attention|reminder){WHEN}",
        rf"{OPEN}(?:who|whom|what) should i (?:follow up (?:with|on)|chase(?: up)?|nudge|get back to|go after)(?: first| next)?{WHEN}",
    ),
    *rule(
        _beside,
        rf"{OPEN}(?:(?:show|list|give|tell)(?: me)? )?(?:what are |what's )?(?:the )?(?P<f>next steps?|next step dates?|competitors?|lost reasons?|loss reasons?|probabilit(?:y|ies)|phone numbers?|e-?mails?|e-?mail addresses|titles?|owners?) (?:for|of|on|in) (?P<rest>(?:all |every |each )?(?:my |our |the |open |won |lost |overdue )*(?:deals|contacts|accounts|leads|opportunities).*)",
    ),
    *rule(
        _price,
        rf"{OPEN}(?:what(?:'s| is|s| are) )?(?:the |our )?(?:list |catalog(?:ue)? |unit |normal |standard )?prices? (?:of|for|on) (?:an? |the |one |our )?(?P<p>[^?]+?)",
        rf"{OPEN}(?:how much|what) (?:is|are|does|do|would) (?:an? |the |one |our )?(?P<p>[^?]+?) (?:cost|sell for|go for|list for|run)(?: us| them| our customers)?(?: per (?:seat|unit|year|month))?",
    ),
    *rule(
        _sold,
        rf"{OPEN}(?:did|have|has) (?:we|i|you|anyone|somebody|anybody) (?:ever |already |previously )?(?:sell|sold) (?P<p>[^?]+?) to {NOUN}(?P<x>{ANY})(?: before| yet)?{WHEN}",
        rf"{OPEN}(?:did|have|has|does|do) {NOUN}(?P<x>{ANY}) (?:ever |already |previously )?(?:bought|buy|ordered?|purchased?|got|have|use|own|run) (?:any |our )?(?P<p>[^?]+?)(?: from us| before| already| yet| in use)*{WHEN}",
        rf"{OPEN}is {NOUN}(?P<x>{ANY}) (?:already )?(?:using|running|on) (?P<p>[^?]+?)(?: already| yet)?",
    ),
    *rule(
        _bought,
        rf"{OPEN}what (?:did|has|have|does|do) {NOUN}(?P<x>{ANY}) (?:ever |already |actually )?(?:bought|buy|order(?:ed)?|purchased?|got|use|have|spen[dt](?: money)? on)(?: from us| with us| so far| already)*{WHEN}",
        rf"{OPEN}(?:what|which products|which of our products) (?:have|did|do) (?:we|i) (?:ever |already )?(?:sold|sell|deliver(?:ed)?|ship(?:ped)?)(?: to)? {NOUN}(?P<x>{ANY}){WHEN}",
        rf"{OPEN}(?:which|what) (?:products?|things) (?:did|has|have|does|do) {NOUN}(?P<x>{ANY}) (?:ever |already )?(?:bought|buy|order(?:ed)?|purchased?|got|use|have)(?: from us| so far| already)*{WHEN}",
        rf"{OPEN}(?:how much|what)(?: money| revenue| business)? (?:has|have|did|does) {NOUN}(?P<x>{ANY}) (?:spen[dt]|bought|paid|brought(?: in| us)?|bring(?: in| us)?|buy|pay)(?: with| from)?(?: us| so far| for)*{WHEN}",
    ),
    *rule(
        _buyers,
        rf"{OPEN}(?:who|which {CUSTOMERS}|what {CUSTOMERS}|how many {CUSTOMERS}) (?:has |have |did |do |does )?(?:already |ever )?(?:bought|buys?|ordered|orders?|purchased|uses?|got|using|runs?|running|owns?) (?:our |an? |any )?(?P<p>[^?]+?)(?: from us| already)?{WHEN}",
        rf"{OPEN}(?:who|which {CUSTOMERS}) (?:have|did) (?:we|i) (?:ever )?(?:sold|sell) (?:our |an? |any )?(?P<p>[^?]+?) to{WHEN}",
    ),
    *rule(
        _with_product,
        rf"{OPEN}(?:(?:which|what|show me|list|find|all) )*(?:of )?(?P<my>my )?(?:the |our )?(?P<open>open )?deals(?: that| which)? (?:include|contain|involve|are for|is for|are about|selling|featuring|including|containing|involving) (?:our |the product |product )?(?P<p>[a-z][\w -]+?)(?: in (?:it|them))?",
        rf"{OPEN}(?:in )?(?:which|what) (?P<my>of my )?(?P<open>open )?deals (?:are|do|is) (?:we|i) (?:selling|offering|quoting|sell|offer|quote|pitching|have) (?P<p>[a-z][\w -]+?)(?: in)?",
    ),
    *rule(
        _finished,
        rf"{OPEN}what(?: tasks?| work| to-?dos?)? (?:did|has|have) {WHO} (?:finish(?:ed)?|complete[d]?|tick(?:ed)? off|get done|got done|gotten done|wrap(?:ped)? up|close(?:d)? off|check(?:ed)? off|cross(?:ed)? off)(?: so far)?{WHEN}",
        rf"{OPEN}(?:which|what) (?:tasks|to-?dos) (?:did|has|have) {WHO} (?:finish(?:ed)?|complete[d]?|do|done|tick(?:ed)? off|close[d]?|wrap(?:ped)? up)(?: so far)?{WHEN}",
    ),
    *rule(
        _anyone,
        rf"{OPEN}(?:has|have|did) (?:anyone|anybody|someone|somebody|one of us|any of us)(?: (?:from|in|on|of) (?:my|our|the) team| else| here)?(?: already| ever)? (?P<k>sp(?:oken|eak|oke)|talk(?:ed)?|called?|phoned?|rung|ring|met|meet|seen?|visit(?:ed)?|been|contact(?:ed)?|reach(?:ed)?(?: out)?|e-?mail(?:ed)?|wr(?:itten|ite)|followed up|follow up|touch(?:ed)?)(?: (?:to|with|at|in touch with))? {NOUN}(?P<x>{ANY})(?: yet| already| lately| recently)?{WHEN}",
        rf"{OPEN}who(?: from our team| on (?:my|our|the) team| of us| here)?(?: last| else)? (?:has |have )?(?:last )?(?P<k>sp(?:oken|oke)|talked|called|phoned|rung|rang|met|seen|saw|visited|been|contacted|e-?mailed|written|wrote|followed up|was in touch|touched base)(?: (?:to|with|at))? {NOUN}(?P<x>{ANY})(?: last| lately| recently)?{WHEN}",
    ),
    *rule(
        _urgent,
        rf"{OPEN}(?:is there |do i have |have i got )?(?:anything|what|everything|something|stuff|what's|whatever)(?: is| that is| that's)?(?: assigned to me| on my (?:plate|list|desk)| for me| of mine| do i have| i have)?(?: that is| that's| with| of| marked| as| flagged)* (?P<prio>(?:high|top|urgent|critical|highest)(?: priority| prio)?)(?: assigned to me| on my (?:plate|list|desk)| for me| right now| today)*",
        rf"{OPEN}(?:my )?(?P<prio>high|top|urgent) (?:priority|prio) (?:stuff|things|items|work)(?: of mine| for me)?",
    ),
    *rule(
        _renewals,
        rf"{OPEN}(?:which|what|any|show me|list|are any|are there any)(?: of)?(?: the)? ?(?P<my>my )?(?:our |the )?(?:accounts|customers|clients|contracts|companies|deals)(?: that| which| who)? (?:are |is |come |coming |have |need |with |have an? )*(?:due|up|coming up|ready|upcoming|about|needs?|a|an|pending|open)?(?: for| to| up for)? ?(?:their |an? )?renew(?:als?|ed|ing)?(?: coming up| due| upcoming| soon| pending)?{WHEN}",
        rf"{OPEN}(?:which|what|any|show me|list) (?P<my>of my |my )?(?:upcoming |open |coming |due )?renewals(?: are| do (?:i|we) have)?(?: coming up| due| coming| open| ahead| next)*{WHEN}",
        rf"{OPEN}(?:who|which customers?) (?:has|have|needs|is|are) (?:to renew|up for renewal|due for renewal|renewing)(?: next| soon)?{WHEN}",
    ),
]  # fmt: skip


def asked_freely(r: Reading) -> Meant | None:
    """Who had Acme before me; which of my deals got bigger since May; has anybody spoken to Acme; how far off target am I."""
    return fitting(r, _RULES) if not r.zh else None
