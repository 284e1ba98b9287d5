"""Figures asked for in everyday English: how far off target, who spends most with us, who has the most tickets, how often we lost to a rival."""

import re

from assistant.brains.offline.asked.asked_parts import (
    CUSTOMERS,
    HOW_MANY,
    MUCH,
    OPEN,
    REPS,
    WHEN,
    WHO,
    answer,
    figure,
    owned,
    records,
    where,
    within,
)
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule


def _gap(fit: Fit) -> Meant | None:
    return figure(fit, "attainment")


def _best_sellers(fit: Fit) -> Meant | None:
    theirs = owned(fit)
    if theirs is None:
        return None
    filters = [*theirs, where("stage.kind", "won"), *within(fit, "closed_at")]
    return records("deal", filters, group_by="product", measure="sum", total_field="amount")


def _spenders(fit: Fit) -> Meant | None:
    """The customers by what they bought."""
    mine = [where("owner", "me")] if "my" in fit else []
    filters = [*mine, where("stage.kind", "won"), *within(fit, "closed_at")]
    many = {"limit": int(fit["n"])} if fit["n"].isdigit() else {}
    return records("deal", filters, group_by="account", measure="sum", total_field="amount", **many)


def _troubled(fit: Fit) -> Meant | None:
    """The customers by their tickets."""
    complaints = [where("type", "complaint")] if "complain" in fit.r.whole else []
    return records("ticket", [*complaints, *within(fit, "created_at")], group_by="account", measure="count")


def _deals_each(fit: Fit) -> Meant | None:
    mine = [where("owner", "me")] if "my" in fit else []
    return records("deal", [*mine, where("stage.kind", "open")], group_by="account", measure="count")


def _each(fit: Fit) -> Meant | None:
    """How many open tickets has each of us: counted by person."""
    noun, state = fit["noun"].casefold(), fit["state"].casefold().strip()
    entity = "ticket" if re.match(r"ticket|case", noun) else "task" if re.match(r"task|to-?do", noun) else "lead" if noun.startswith("lead") else "deal"  # fmt: skip
    field = "assignee" if entity in ("task", "ticket") else "owner"
    late = state in ("overdue", "late")
    if late and entity not in ("task", "ticket"):
        return None
    filters = still_open(entity)
    if late:
        filters = [where("due_on" if entity == "task" else "resolution_due", "today" if entity == "task" else "now", "<"), *filters]  # fmt: skip
    if "team" in fit:
        filters = [where(field, "my team"), *filters]
    return records(entity, filters, group_by=field, measure="count")


def _fates(fit: Fit) -> Meant | None:
    """How many leads became deals and how many came to nothing."""
    converted = [where("status", "Converted"), *within(fit, "converted_at")]
    dead = [where("status", "Dead"), *within(fit, "updated_at")]
    calls = tuple(Call("find_records", {"entity": "lead", "filters": f, "measure": "count"}) for f in (converted, dead))
    return Meant(1.0, calls, whole=True)


def _share_won(fit: Fit) -> Meant | None:
    return figure(fit, "win_loss")


def _by_source(fit: Fit) -> Meant | None:
    return figure(fit, "win_loss", by="source")


def _by_owner(fit: Fit) -> Meant | None:
    period = {"period": fit["when"]} if "when" in fit else {}
    return answer("win_loss", by="owner", **period)


def _closed(fit: Fit) -> Meant | None:
    theirs = owned(fit)
    return None if theirs is None else records("deal", [*theirs, where("stage.kind", "won"), *within(fit, "closed_at")])


def _rates(fit: Fit) -> Meant | None:
    """My win rate beside that of the others."""
    period = {"period": fit["when"]} if "when" in fit else {}
    calls = tuple(Call("win_loss", {"whose": who, **period}) for who in ("me", "my team"))
    return Meant(1.0, calls, whole=True)


def _duel(fit: Fit) -> Meant | None:
    """Who sold more of two."""
    sides = [fit[g] if fit.type_of(g, "user", "team") else "me" if fit[g].casefold() in ("me", "i") else "" for g in ("a", "b")]  # fmt: skip
    if not all(sides):
        return None
    measure = "won" if re.search(r"sold|won|closed|signed|booked", fit["did"].casefold()) else "open"
    period = {"periods": [fit["when"]]} if "when" in fit else {}
    return answer("compare", of=sides, measure=measure, **period)


def _best_month(fit: Fit) -> Meant | None:
    return figure(fit, "win_loss", by="month")


def _both_ways(fit: Fit) -> Meant | None:
    """What was won and what is still open of a period."""
    theirs = owned(fit)
    if theirs is None:
        return None
    won = [*theirs, where("stage.kind", "won"), *within(fit, "closed_at")]
    opened = [*theirs, where("stage.kind", "open"), *within(fit, "expected_close_date")]
    calls = tuple(Call("find_records", {"entity": "deal", "filters": f}) for f in (won, opened))
    return Meant(1.0, calls, whole=True)


def _turned_into(fit: Fit) -> Meant | None:
    mine = [where("owner", "me")] if "my" in fit else []
    counted = {"measure": "count"} if re.search(r"how many|number", fit.r.whole) else {}
    return records("lead", [*mine, where("status", "Converted"), *within(fit, "converted_at")], **counted)


def _breached(fit: Fit) -> Meant | None:
    return records("ticket", within(fit, "created_at"), group_by="breached", measure="count")


def _content(fit: Fit) -> Meant | None:
    """How content customers are: the marks they gave for solved tickets."""
    filters = [{"field": "csat", "op": "filled"}, *within(fit, "resolved_at")]
    return records("ticket", filters, measure="average", total_field="csat")


def _solvers(fit: Fit) -> Meant | None:
    return records("ticket", [where("status", "resolved, closed", "in"), *within(fit, "resolved_at")], group_by="assignee", measure="count")  # fmt: skip


def _furthest(fit: Fit) -> Meant | None:
    theirs = owned(fit)
    return None if theirs is None else records("deal", [*theirs, where("stage.kind", "open")], sort="probability desc", limit=1, columns=["probability"])  # fmt: skip


def _repeat(fit: Fit) -> Meant | None:
    """What customers we had before have bought again."""
    filters = [where("type", "renewal, expansion", "in"), where("stage.kind", "won"), *within(fit, "closed_at")]
    return records("deal", filters, measure="sum", total_field="amount")


def _by_type(fit: Fit) -> Meant | None:
    return figure(fit, "pipeline_summary", by="type")


def _rivals(fit: Fit) -> Meant | None:
    mine = [where("owner", "me")] if "my" in fit else []
    filters = [*mine, where("stage.kind", "open"), {"field": "competitor", "op": "filled"}]
    return records("deal", filters, group_by="competitor", measure="count")


_SEEN = (("call", "call|phone"), ("meeting", "meet"), ("visit", "visit"), ("email", "mail|e-mail|write"))


def _seen_most(fit: Fit) -> Meant | None:
    """The customers by how often somebody was with them."""
    theirs = owned(fit)
    if theirs is None:
        return None
    kind = next((k for k, words in _SEEN if re.match(words, fit["k"].casefold())), "")
    filters = [*([where("kind", kind)] if kind else []), *theirs, where("status", "held"), *within(fit, "starts_at")]
    return records("activity", filters, group_by="account", measure="count")


def _goal(fit: Fit) -> Meant | None:
    """How much pipeline a sum takes."""
    money = fit.money("m")
    return figure(fit, "forecast", aim=fit["m"]) if money else None


def _leads_each(fit: Fit) -> Meant | None:
    by = "owner" if re.match(r"rep|person|one|seller|colleague|owner", fit["by"].casefold()) else "city" if fit["by"].casefold() in ("city", "town") else "source"  # fmt: skip
    return records("lead", within(fit, "created_at"), group_by=by, measure="count")


def _lost_to(fit: Fit) -> Meant | None:
    rival = fit["rival"].strip(" \"“”'")
    if not rival or len(rival) > 30 or _NOBODY.match(rival.casefold()) or fit.type_of("rival", "user", "stage", "team"):
        return None
    theirs = owned(fit)
    if theirs is None:
        return None
    filters = [*theirs, where("stage.kind", "lost"), where("competitor", rival, "~"), *within(fit, "closed_at")]
    counted = {"measure": "count"} if re.search(r"how (?:often|many)", fit.r.whole) else {}
    return records("deal", filters, **counted)


_NOBODY = re.compile(r"(?:it|that|this|them|him|her|whom?|what|competitors?|the competition|others?|someone|anyone|price|a competitor|which)(?![a-z])|[£∆¤¶]")  # fmt: skip
_TARGET = r"(?:(?:my|our|the|his|her|their|its) )?(?:sales )?(?:target|quota|goal|number|numbers|plan|budget|figure|figures|objective)s?"
_WON = r"(?:win|won|close|closed|land|landed)"
_RULES: list[Rule] = [
    *rule(
        _gap,
        rf"{OPEN}(?:how far|how much) (?:off|behind|away from|short of|from|below|above|over|ahead of|past|to) {_TARGET} (?:is|are|am) {WHO}(?: right now| now| currently| still| at the moment)?{WHEN}",
        rf"{OPEN}(?:how|where) (?:do|does|am|are|is) {WHO} (?:doing |stand(?:ing)? |look(?:ing)? |sit(?:ting)? |tracking |at )*(?:against|vs\.?|versus|compared (?:to|with)|relative to|on|towards?|with regard to|with) {_TARGET}{WHEN}",
        rf"{OPEN}what(?:'s| is)? (?P<my>my|our)?(?:the)? ?(?:gap|distance|shortfall|remaining gap) (?:to|from|on|against) {_TARGET}{WHEN}",
        rf"{OPEN}(?:(?:how much|what) (?:is|'s) )?(?:still )?(?:missing|left|lacking)(?: for {WHO})? (?:to|for|until|till|from) {_TARGET}{WHEN}",
        rf"{OPEN}how (?:much|many)(?: more)?(?: deals| money| revenue| business)? (?:do|does) {WHO} (?:still )?(?:need|have)(?: to (?:win|close|sell|bring in|book|sign))? (?:to (?:hit|make|reach|get to|meet|achieve|be at|be on)|for) {_TARGET}{WHEN}",
        rf"{OPEN}(?:am|are|is) {WHO} (?:still |currently )?(?:on track|on course|ahead|behind|on plan|above|below|over|under|at)(?: (?:for|of|on|with|to|to hit|to make|to reach))? {_TARGET}{WHEN}",
        rf"{OPEN}(?:have|has|did) {WHO} (?:already )?(?:hit|made?|reach(?:ed)?|met|meet|beat(?:en)?|miss(?:ed)?|exceed(?:ed)?) {_TARGET}(?: yet)?{WHEN}",
        rf"{OPEN}what(?:'s| is| was)? (?P<who>{ANY})(?:'s|’s)? (?:target|quota|attainment|sales target){WHEN}",
        rf"{OPEN}what(?:'s| is| was)? (?P<my>my) (?:target|quota|attainment|sales target){WHEN}",
        rf"{OPEN}what (?:percentage|percent|share|%|part) of {_TARGET} (?:have|has|did|do|is|am|are) {WHO} (?:at|reached|hit|made|achieved|got|done|booked|closed)?(?: so far)?{WHEN}",
    ),
    *rule(
        _best_sellers,
        rf"{OPEN}(?:which|what) (?:products?|goods|items?|of our products) (?:do|did|have|has|does) {WHO} (?:sell|sold)(?: the)? (?:most|best)(?: of)?{WHEN}",
        rf"{OPEN}(?:what|which) (?:is|are|was|were|'s) (?:our |the |my )?(?:best|top)[- ]?sell(?:ers?|ing (?:products?|goods|items?))(?: by (?:revenue|value))?{WHEN}",
        rf"{OPEN}(?:which|what) (?:products?|goods|items?) (?:sells?|sold|makes?|made|brings?|brought)(?: in)?(?: us)? (?:the )?(?:most|best)(?: money| revenue| business)?{WHEN}",
        rf"{OPEN}(?:our |the |my )?(?:best|top)[- ]?sell(?:ers|ing products){WHEN}",
        rf"{OPEN}(?:what(?:'s| is) |how much )?(?:the |our )?(?:revenue|sales|turnover|money)(?: do we make| did we make)? (?:by|per|with each|for each) product{WHEN}",
    ),
    *rule(
        _spenders,
        rf"{OPEN}(?:(?:who|which|what) (?:are|is|were|was) )?(?P<my>my )?(?:our |the )?(?:top|best|biggest|largest) (?P<n>\d+ )?{CUSTOMERS} (?:by|in|measured by|in terms of|ranked by|based on) (?:revenue|sales|won (?:deals|amount|value|revenue)|spend(?:ing)?|turnover|money|what they (?:bought|spent)|business|bookings?){WHEN}",
        rf"{OPEN}(?:who|which {CUSTOMERS}|which of (?:our|my) {CUSTOMERS}|what {CUSTOMERS}) (?:has |have |did )?{MUCH.replace('buy|spend|order|purchase|bring in|pay', 'buys?|spends?|orders?|purchases?|brings? in|pays?|brings?|gives?')}(?: us)? (?:the )?(?:most|the most money|most money)(?: money| revenue| business)?(?: with us| from us| for us| in)*{WHEN}",
        rf"{OPEN}(?:revenue|sales|bookings|turnover|won (?:amount|value)) (?:by|per|for each) (?:customer|account|client|company){WHEN}",
        rf"{OPEN}rank (?:our |my |the )?{CUSTOMERS} by (?:revenue|sales|won (?:amount|value|deals)|spend|turnover|what they bought){WHEN}",
    ),
    *rule(
        _troubled,
        rf"{OPEN}(?:who|which {CUSTOMERS}|which of (?:our|my) {CUSTOMERS}) (?:has |have |did |do |does )?(?:open(?:ed|s)?|raised?|raises|filed?|files|report(?:ed|s)?|submit(?:ted|s)?|had|got|logged?|creat(?:ed?|es)|caused?|causes)(?: us)? (?:more than (?:\d+|one|two|three|four|five|ten|a few) (?:support )?(?:tickets|cases|issues|problems)|(?:the )?most (?:support )?(?:tickets|cases|issues|problems|trouble|work|complaints)|several (?:tickets|cases)|a lot of (?:tickets|cases|trouble|work))(?: for us| with us)?{WHEN}",
        rf"{OPEN}(?:who|which {CUSTOMERS}|which of (?:our|my) {CUSTOMERS}) (?:gives?|gave|makes?|made|is|are|cause[sd]?|complains?|complained)(?: us)? (?:the )?(?:most|biggest)(?: trouble| work| problems?| headaches?| tickets| pain| complaints| often| troublesome| difficult| to support)*{WHEN}",
        rf"{OPEN}{HOW_MANY} (?:support )?(?:tickets|cases) (?:per|by|for each|does each|did each|has each) (?:customer|account|client|company)(?: open| opened| raise| have| raised)?{WHEN}",
    ),
    *rule(
        _deals_each,
        rf"{OPEN}(?:which|what) (?:of )?(?P<my>my )?(?:our |the )?{CUSTOMERS} (?:have|has|are there with|with) (?:more than one|more than a single|two|several|multiple|at least two|two or more|more than \d+|a couple of|\d+ or more) (?:open |running |active )?(?:deals|opportunities|opps)",
        rf"{OPEN}{HOW_MANY} (?:open )?(?:deals|opportunities) (?:per|for each|by|does each|has each) (?P<my>of my )?(?:customer|account|client|company)s?(?: have| got)?",
    ),
    *rule(
        _each,
        rf"{OPEN}{HOW_MANY} (?P<state>overdue |open |late |active )?(?P<noun>tasks|to-?dos|tickets|cases|deals|leads) (?:does|do|has|have) (?:everyone|everybody|each (?:of us|one|person|rep|of (?:my|the) (?:reps|people|team|guys))|each {REPS}|every {REPS}|all of us|the (?:reps|people) each)(?: (?:in|on|of) (?P<team>my team|the team|our team))?(?: have| got| own| on their plate)*(?: right now| open| at the moment)?",
        rf"{OPEN}who(?:'s| is| has| have)?(?: (?:on|in) (?P<team>my team|the team|our team))? (?:has |have |got |sitting on |drowning in )*(?:the )?(?:most|how many|too many|so many|a lot of) (?P<state>overdue |open |late |active )(?P<noun>tasks|to-?dos|tickets|cases|leads)(?: (?:in|on|of) (?P<team2>my team|the team|our team))?(?: right now| at the moment)?",
        rf"{OPEN}(?:number of )?(?P<state>overdue |open |late )(?P<noun>tasks|to-?dos|tickets|cases|leads) (?:by|per|for each) (?:person|assignee|colleague|rep|owner|agent|head)(?: (?:in|on|of) (?P<team>my team|the team|our team))?",
    ),
    *rule(
        _fates,
        rf"{OPEN}{HOW_MANY} leads (?:did|have|has) (?:we|i) (?:convert|converted|win|turned into deals){WHEN},? and how many (?:were|are|went|have gone|did we|turned out|have we|died|came to nothing)(?: lose| lost| dead| nothing| to be dead| drop| dropped| bad| cold| disqualified| killed)*",
        rf"{OPEN}(?:leads )?converted (?:vs\.?|versus|against|and) (?:dead|lost|disqualified) leads{WHEN}",
    ),
    *rule(
        _share_won,
        rf"{OPEN}what (?:share|percentage|percent|%|proportion|fraction|part) of (?P<my>my )?(?:the |our )?(?:deals|opportunities) (?:did|do|have|has|were|are|get|got) (?:i |we |you )?{_WON}{WHEN}",
        rf"{OPEN}how many (?:out )?of (?P<my>my )?(?:the |our )?(?:deals|opportunities) (?:do|did|have) (?:i|we) (?:usually |typically |actually )*{_WON} ?(?:vs\.?|versus|and|compared (?:to|with))? ?(?:how many )?(?:do |did |have )?(?:i |we )?(?:lose|lost)?{WHEN}",
    ),
    *rule(
        _by_source,
        rf"{OPEN}(?:which|what) (?:lead |deal |marketing )?(?:sources?|channels?) (?:works?|worked|performs?|converts?|brings?|brought|pays? off|is|are|delivers?|gives?|does)(?: us| in)? (?:the )?(?:best|most|better|strongest|most effective)(?: (?:deals|customers|business|revenue|leads|won deals|money|for us))*{WHEN}",
        rf"{OPEN}(?:where|from where) do (?:(?P<my>my)|our|the|we get our|we get the) (?:best|won|winning|good) (?:deals|customers|leads) (?:come )?(?:from)?{WHEN}",
    ),
    *rule(
        _by_owner,
        rf"{OPEN}who (?:closes|wins|sells|signs|gets deals done|finishes)(?: deals| their deals)? (?:the )?(?:fastest|quickest|slowest|soonest)(?: on average)?(?: (?:in|on) (?:my|the|our) team)?{WHEN}",
        rf"{OPEN}who (?:has|had|gets|got) (?:the )?(?:best|highest|worst|lowest|shortest|longest) (?:win|close|closing|hit|success) ?-?(?:rate|ratio|cycle|time)(?: (?:in|on|of) (?:my|the|our) team)?{WHEN}",
        rf"{OPEN}who (?:loses|lost) (?:the )?(?:most|fewest|least)(?: deals)?(?: (?:in|on|of) (?:my|the|our) team)?{WHEN}",
    ),
    *rule(
        _closed,
        rf"{OPEN}(?:did|has|have) (?:anything|any deals?|something|any of (?P<my>my|our) deals|we|anybody|anyone) (?:already |actually |been )?(?:closed?|won|win|signed?|landed?|come in|came in)(?: anything| any deals?| a deal| something)?{WHEN}",
        rf"{OPEN}(?:was|were) (?:anything|any deals?|something) (?:closed|won|signed|landed){WHEN}",
    ),
    *rule(
        _rates,
        rf"{OPEN}(?:compare |how does |how is |how's )?my (?:win|close|closing|success|hit) ?-?rate (?:compare[sd]? |look |stand |doing )?(?:with|to|against|vs\.?|versus|and|next to) (?:that of )?(?:the |my |our )?(?:team|teams?'s|team's|rest|others|others'|everyone else|rest of the team|team average|average|colleagues)(?:'s)?{WHEN}",
        rf"{OPEN}(?:is|was) my (?:win|close|closing|success|hit) ?-?rate (?:better|worse|higher|lower|any better|above|below)(?: or (?:better|worse|higher|lower))? (?:than |as )?(?:that of )?(?:the |my )?(?:team|team's|others|others'|rest|average|everyone else|team average)(?:'s)?{WHEN}",
    ),
    *rule(
        _duel,
        rf"{OPEN}who (?:has |have )?(?P<did>sold|won|closed|signed|booked)(?: the)? (?:more|most|better)(?: deals| business)?(?: (?:in|over|during))?(?: (?P<when>[¤¶]))?[,:]? (?P<a>me|i|{ANY}) or (?P<b>me|i|{ANY})(?: (?:in|over|during))?(?: (?P<when2>[¤¶]))?",
        rf"{OPEN}(?:did|has|have|does|do|is|are) (?P<a>i|{ANY}) (?P<did>sell|sold|win|won|close[d]?|sign(?:ed)?|book(?:ed)?|have|got) (?:a )?(?:more|bigger|better|less)(?: deals| business| pipeline)? than (?P<b>me|i|{ANY}){WHEN}",
        rf"{OPEN}who (?P<did>has|is|got)(?: got)?(?: the)? (?:bigger|larger|more|fuller|better)(?: open)? (?:pipeline|deals)[,:]? (?P<a>me|i|{ANY}) or (?P<b>me|i|{ANY})",
    ),
    *rule(
        _best_month,
        rf"{OPEN}(?:which|what) (?:month|quarter) (?:was|has been|is) (?:(?P<my>my)|our|the) (?:best|strongest|worst|weakest|most successful)(?: one| month| quarter)?(?: so far)?{WHEN}",
        rf"{OPEN}(?:in )?(?:which|what) (?:month|quarter) did {WHO} (?:win|sell|close|sign|lose) (?:the )?(?:most|least)(?: deals)?{WHEN}",
        rf"{OPEN}(?:(?:what|when)(?:'s| is| was)? )?(?:(?P<my>my)|our|the) (?:best|strongest|worst|weakest) (?:sales )?(?:month|quarter)(?: so far| ever)?{WHEN}",
        rf"{OPEN}(?:wins?|won deals|losses|lost deals|wins and losses|won and lost) (?:by|per) month{WHEN}",
    ),
    *rule(
        _both_ways,
        rf"{OPEN}(?:what|how much) (?:have|has|did) {WHO} (?:won|closed|sold|signed|booked|win|close|sell)(?: so far)?{WHEN},? and (?:what|how much)(?:'s| is| do i have| do we have)?(?: still| yet| left)? (?:open|to come|outstanding|left|pending|still open|in play|to close)",
        rf"{OPEN}(?:what|how much)(?:'s| is| was| has been)? (?:been )?(?:won|closed|signed) and (?:what|how much)(?:'s| is)?(?: still)? (?:open|to come|left){WHEN}",
    ),
    *rule(
        _turned_into,
        rf"{OPEN}(?:how many|which|what|number) (?:of )?(?P<my>my )?(?:the |our )?leads (?:that )?(?:have |has |were |was |got |did )?(?:we |i )?(?:already )?(?:turned? into|became|become|been turned into|made it to|converted?(?: in)?to|been converted(?: (?:in)?to)?|converted|convert)(?: an?)?(?: (?:real |actual )?(?:deals?|customers?|opportunit(?:y|ies)|business))?{WHEN}",
    ),
    *rule(
        _breached,
        rf"{OPEN}(?:what|which|how many) ?(?:percentage|percent|share|%|proportion|part)?(?: of)? (?:the |our |all )?(?:tickets|cases) (?:breach(?:ed)?|miss(?:ed)?|broke|break|violate[d]?|missed|exceed(?:ed)?|ran over|are outside|overran|did we|were)(?: (?:their|the|our|in|within|breached))*(?: (?:sla|slas|deadline|deadlines|time limit|resolve in time))?{WHEN}",
        rf"{OPEN}how often do we (?:breach|miss|break) (?:the |our )?(?:sla|slas|deadlines?){WHEN}",
    ),
    *rule(
        _content,
        rf"{OPEN}(?:what (?:was|is|'s)|what's|how (?:was|is|'s)|how's|show me)(?: the| our)? (?:average |mean |overall )?(?:csat|customer satisfaction|satisfaction(?: score)?|customer rating|ratings?)(?: score| rating)?(?: like| looking| doing)?{WHEN}",
        rf"{OPEN}how (?:happy|satisfied|content|unhappy) (?:are|were|is) (?:our |the )?(?:customers?|clients?|accounts?)(?: with (?:us|support|our support|the support))?{WHEN}",
        rf"{OPEN}(?:average|mean) (?:csat|satisfaction)(?: score)?{WHEN}",
    ),
    *rule(
        _solvers,
        rf"{OPEN}who (?:has )?(?:solve[sd]?|resolve[sd]?|close[sd]?|answer(?:s|ed)?|handle[sd]?) (?:the )?most (?:tickets|cases){WHEN}",
        rf"{OPEN}(?:how many )?(?:tickets|cases) (?:solved|resolved|closed) (?:by|per) (?:person|agent|colleague|assignee|rep|head){WHEN}",
        rf"{OPEN}how many (?:tickets|cases) (?:did|has|have) (?:each (?:of us|person|agent|colleague)|everyone|everybody) (?:solve[d]?|resolve[d]?|close[d]?){WHEN}",
    ),
    *rule(
        _furthest,
        rf"{OPEN}which (?:one )?(?:of )?(?:(?P<my>my)|our|the|(?P<who>{ANY})(?:'s|’s)) (?:open )?deals? (?:is|are) (?:the )?(?:furthest|farthest)(?: along| ahead| advanced)?",
        rf"{OPEN}(?:(?:what|which)(?:'s| is) )?(?:(?P<my>my)|our|the|(?P<who>{ANY})(?:'s|’s)) most advanced deal",
    ),
    *rule(
        _repeat,
        rf"{OPEN}(?:how much|what) (?:business|revenue|money|sales|turnover)? ?(?:came|comes|did (?:we|i) (?:get|make|win)|have we (?:won|made|got)|was won|is) ?(?:in )?(?:from|with|by) (?:existing|current|repeat|old|returning|our existing) (?:customers?|clients?|accounts?){WHEN}",
        rf"{OPEN}(?:repeat business|revenue from existing customers){WHEN}",
    ),
    *rule(
        _by_type,
        rf"{OPEN}(?:(?:compare|show me|split|how much is|what's the split of|how do) )*(?:new(?: business)?|renewals?|expansions?)(?: deals)? (?:vs\.?|versus|against|and|or|compared (?:to|with)) (?:new(?: business)?|renewals?|expansions?)(?: deals| business)?(?: compare)?{WHEN}",
    ),
    *rule(
        _rivals,
        rf"{OPEN}(?:which|what) (?:competitors?|rivals?) (?:shows? up|appears?|comes? up|do we (?:see|meet|face|run into)|turns? up|is)(?: the)? (?:most|most often|mostly|everywhere)(?: often)?(?: (?:in|on|across|among) (?:(?P<my>my)|our|the)?(?: open)? ?(?:deals|pipeline))?",
        rf"{OPEN}who (?:are|do) (?:we|i) (?:mostly |usually |most often )?(?:up against|compete with|competing with|competing against|fighting)(?: the)? (?:most|most often|mostly|usually)(?: (?:in|on|across) (?:(?P<my>my)|our|the)?(?: open)? ?(?:deals|pipeline))?",
        rf"{OPEN}(?P<my>my )?(?:open )?deals (?:by|per|for each) competitor",
    ),
    *rule(
        _seen_most,
        rf"{OPEN}(?:which|what) {CUSTOMERS} (?:do|did|have|does) {WHO} (?P<k>see|seen|meet|met|visit(?:ed)?|talk(?:ed)? to|speak to|spoken to|call(?:ed)?|phone|e-?mail|spend time with)(?: the)? (?:most|most often|least|more often|most frequently)(?: often)?{WHEN}",
        rf"{OPEN}(?P<k>meetings|calls|visits|activities|e-?mails) (?:by|per|for each|with each) (?:customer|account|client){WHEN}",
    ),
    *rule(
        _goal,
        rf"{OPEN}(?:what|how much)(?: more| pipeline| business)? (?:do|does|would|must|should) {WHO} (?:still )?(?:need|have|close|sell|win)(?: to (?:close|sell|win|have|book|sign))?(?: in order)? to (?:reach|hit|make|get to|arrive at|achieve) (?P<m>£){WHEN}",
    ),
    *rule(
        _leads_each,
        rf"{OPEN}how many (?:new )?leads (?:did|does|do|has|have|came|come|were) ?(?:in )?(?:from |by |per )?(?:each|every) (?:of the |lead )?(?P<by>source|channel|city|rep|person|seller|colleague)s? ?(?:bring(?: in| us)?|brought(?: in| us)?|generate[d]?|give(?: us)?|deliver(?:ed)?|get|got|have|receive[d]?|created?)?{WHEN}",
    ),
    *rule(
        _lost_to,
        rf"{OPEN}how (?:often|many times|many deals) (?:did|do|have|has) {WHO} (?:lost|lose|been beaten|losing) (?:deals |out |a deal |business )?(?:to|against|by) (?P<rival>[^?]+?){WHEN}",
        rf"{OPEN}(?:which|what|any|show me|list) (?:the |of the )?(?:deals|deal|opportunities) (?:that )?(?:did |have |has )?{WHO} (?:lost|lose) (?:out )?(?:to|against) (?P<rival>[^?]+?){WHEN}",
        rf"{OPEN}(?:have|did) {WHO} (?:ever |already )?(?:lost|lose) (?:a deal |deals |anything |business |something |out )?(?:to|against) (?P<rival>[^?]+?)(?: before)?{WHEN}",
        rf"{OPEN}(?:what|which deals|how many deals) (?:did|has|have) (?P<rival>[^?]+?) (?:take[n]?|took|snatch(?:ed)?|win|won|steal|stolen) (?:away )?from us{WHEN}",
    ),
]  # fmt: skip


def figures_freely(r: Reading) -> Meant | None:
    """How far off target am I; which customers bought most this year; how many open tickets has everyone."""
    return fitting(r, _RULES) if not r.zh else None
