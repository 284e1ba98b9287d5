"""Everyday English in plainer turns: "what's open at Hollund", "block Tuesday 10-11 for Ursula", "done with the call to Bob", "1042 fixed, was a bad cable"."""

import re

from assistant.brains.offline.plainer.everyday_orders import ORDERS, as_ordered
from assistant.brains.offline.plainer.everyday_questions import QUESTIONS, as_asked, as_owned
from assistant.brains.offline.plainer.everyday_work import TURNS, plainly_put
from assistant.brains.offline.terms import Ask, Linker

_I = re.IGNORECASE
_DAY = r"(?:today|tomorrow|tonight|(?:(?:on|next|this|coming) )*(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|(?:on )?(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)?(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?)"
_SPAN = re.compile(
    rf"(?P<day>(?<![\w-]){_DAY}),? (?:from |between |at )?(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?\s?(?P<ap>am|pm)?\s?(?:-|–|to|till?|until|and)\s?(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d\d))?\s?(?P<ap2>am|pm)?(?![\w%:/-])",
    _I,
)
"""From when to when on a day: "Tuesday 10-11", "tomorrow 2 to 3.30pm"."""
_WHO = r"(?P<who>(?!my |our |me |them |it |him |her )[\w.'’ -]{2,60}?)"
_X = r"(?P<x>[\w.'’&/ -]{2,60}?)"
_KIND = r"(?:meeting|call|demo|visit|appointment|lunch|coffee|catch-?up|sync|workshop|review)"
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), plain)
    for pattern, plain in (
        (rf"what(?:'s|’s| is| do (?:we|i) have| have (?:we|i) got)?(?: still| currently| all)? (?:open|running|live|ongoing|in play|cooking|brewing) (?:at|with|for|on) (?!me |us |my |our |me$|us$){_X}(?: (?:right now|now|at the moment|currently|atm))?[?.!]*", "open deals at {x}"),
        (r"(?:the )?(?:open )?(?:amount|value|volume|total|pipeline|sum)s?(?: of open deals)? (?:by|per|for each) (?:sales ?)?(?:rep|person|head|seller|owner|colleague)s?[?.!]*", "open deals by owner"),
        (r"(?:are|will|do) (?:we|you think we(?:'ll| will)?|i)(?: going to| gonna| likely to)? (?:make|hit|reach|get to|land|close|do) (?:the|our|my|this) (?P<p>quarter|month|year)(?:'s)?(?: (?:number|target|goal|quota|plan))?s?[?.!]*", "are we on target this {p}?"),
        (r"(?:how did|how has|what did|how does) (?P<who>my|our|the|the team's) pipeline (?:look|looked|compare)(?: like)? (?:on|at|as of|back on|end of|at the end of) (?P<d>[\w ,]{3,30}?) (?:vs\.?|versus|against|compared (?:to|with)|and) (?:now|today|how it is now)[?.!]*", "why did the pipeline change since {d}?"),
        (rf"who (?:moved|touched|changed|edited|updated|pushed) {_X}(?: deal)?(?: last)?(?:,? and when)?(?: last)?[?.!]*", "what changed on {x}?"),
        (r"(?:(?:who is|who's|who’s|who are) (?:my|our|the) (?:main |primary |key )?contacts? (?:person )?(?:at|with|for)|who(?:m)? (?:do|can|should) (?:we|i) (?:mostly |usually )?(?:deal with|talk to|speak to|speak with|work with|contact|call|know) (?:at|over at)) (?P<x>(?:(?! (?:at|from) )[\w.'’&/ -]){2,60}?)(?:,? and (?:what is|what's|what’s|whats) (?:his|her|their|the) (?P<f>e-?mail|mail|phone|number|phone number|mobile))?[?.!]*", "contacts at {x}"),
        (rf"(?:(?:is there |have we got |have you got |got )?any news|(?:what(?:'s|’s| is) )?the latest(?: news)?|latest news|any updates?) (?:from|about|on|of|with) (?!my |our |the |me |this |that |team ){_X}[?.!]*", "what changed at {x} lately"),
        (r"(?P<who>which|what|any)? ?(?:of )?(?P<m>my |our |the )?tickets(?P<of> of mine)?(?: which| that)?(?: are| is)? (?:about|going|likely|set|close|near|due) to (?:breach|miss(?: (?:the |their )?sla)?|break(?: (?:the |their )?sla)?|run out|blow(?: (?:the |their )?sla)?)(?: soon| today)?[?.!]*", "which of my tickets breach sla in the next 24 hours"),
        (rf"(?:please )?(?:have|let|make|get) (?P<w>[A-Z]\w+(?: [A-Z]\w+)?) (?:to )?(?:take over|own|handle|look after|run|manage|(?:be|become) (?:the )?(?:new )?owner of) {_X}(?: from now on| now| from here)?[.!]*", "reassign {x} to {w}"),
        (rf"(?:block|reserve|keep|hold)(?: off| out)? (?P<when>.{{3,60}}?) (?:for|with) (?:(?:an? |the )?{_KIND} with )?{_WHO}(?:,? (?:topic(?: is|:)?|about|re|on|to discuss|to talk about|subject(?: is|:)?) (?P<t>.{{3,60}}?))?[.!]*", "book a meeting with {who} {when}{ about t}"),
        (rf"(?:i(?:'m| am) |we(?:'re| are) )?(?:all )?(?:done|finished|through) with (?:the |my |that )?{_X}(?: (?:task|to-?do))?[.!]*", "mark the {x} task as done"),
        (r"(?:ticket |case |t-)?#?(?P<n>\d{3,6})(?: is| has been| was)?(?: now)? (?:fixed|solved|sorted|resolved|done|working again)(?: out| now)?[,.;:–-]+ ?(?:it was |it's |was |because of |due to |cause(?: was)?:? |reason:? |turned out to be )*(?P<why>[^,.;]{4,120}?)(?:[,.;]? ?(?:and |so |please |you can )*close (?:it|this|that|the ticket)(?: out| please| pls)?)[.!]*", "close ticket {n}: {why}"),
        (r"(?:ticket |case |t-)?#?(?P<n>\d{3,6})(?: is| has been| was)?(?: now)? (?:fixed|solved|sorted|resolved|working again)(?: out| now)?[,.;:–-]+ ?(?:it was |was |because of |due to |cause(?: was)?:? |reason:? |turned out to be )+(?P<why>[^,.;]{4,120}?)[.!]*", "resolve ticket {n}: {why}"),
        (rf"how much (?:have|did|do) (?:we|i)(?: ever)? (?:win|won|sell|sold|book|booked|sign|signed|close|closed|make|made)(?P<p> (?:this|last) (?:year|quarter|month)| in \d{{4}})? (?:with|at|from|to) {_X}(?P<p2> (?:this|last) (?:year|quarter|month)| in \d{{4}})?[?.!]*", "won deals at {x} {p} {p2}"),
        (rf"total (?:won|booked|signed|sold) (?:with|at|from|to) {_X}(?P<p> (?:this|last) (?:year|quarter|month)| in \d{{4}})?[?.!]*", "won deals at {x} {p}"),
        (r"(?:what(?:'s|’s| is)|anything|everything|stuff)(?: still| that's)? due (?P<p>this week|next week|tomorrow|this month|by \w+|today(?= (?:for|on) m))(?: (?:for|from|on) (?:me|my side|my list))?[?.!]*", "my tasks due {p}"),
        (r"tickets(?: that are| which are)? due (?P<p>today|tomorrow|this week|next week|this month|on \w+)(?P<m> for me| of mine)?[?.!]*", "tickets with resolution due {p}"),
        (r"my tickets(?: that are| which are)? due (?P<p>today|tomorrow|this week|next week|this month|on \w+)[?.!]*", "my tickets with resolution due {p}"),
        (r"who(?: (?:on|in|of|from) (?:my|our|the) team)? (?:has )?(?:closed|won|sold|signed|booked|brought in) (?:the )?most(?: deals| business| revenue)?(?P<p> (?:this|last) (?:year|quarter|month)| in \w+)?[?.!]*", "who won the most {p}"),
        (r"(?:do (?:i|we) have|are there|any|which|what|show me|list)(?: any| my| of my)? (?P<n>leads|accounts|customers|deals|contacts)(?: are there| do i have)?(?: that| which)? (?:i|we)(?: have|'ve)?(?: not|n't|nt)(?: yet)? (?:touched|contacted|called|spoken to|talked to|looked at|worked on|followed up(?: on| with)?)(?: (?:in|for|since|within|over))?(?: the)?(?: last| past)? (?P<t>(?:\d+|two|three|four|five|six|a|one) (?:day|week|month)s?)[?.!]*", "my {n} with no activity for {t}"),
        (r"how long (?:is|has|was) (?P<x>.{3,60}?(?:ticket|case|incident|T-\d+|\d{3,6}))(?: been)? (?:open|running|pending|unresolved|waiting|sitting there)(?: already| now| for| so far)*[?.!]*", "when was {x} created"),
        (rf"(?:(?:can you )?give me |i need |show me )?(?:a |the )?(?:short|quick|brief|little)(?: bit of)? (?:history|story|background|recap|rundown)(?: of| on| with| about) {_X} before (?:my|the|our|i) .{{3,40}}[?.!]*", "prepare me for {x}"),
        (rf"(?:(?:can you )?give me |i need |show me )?(?:a |the )?(?:short|quick|brief|little)(?: bit of)? (?:history|story|background)(?: of| on| with| about) {_X}[?.!]*", "summary of {x}"),
        (r"(?:what|which deals?|which ones?|anything)(?: has| have)? (?:slipped|slid|moved|dropped|fell|fallen|been pushed)(?: out)?(?: of| from| into next)? (?P<p>this (?:quarter|month)|the (?:quarter|month))[?.!]*", "which deals slipped this quarter"),
        (r"(?P<x>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+)(?: has| just)? (?:left|quit|is gone from|no longer works (?:at|for)|is no longer with|doesn't work (?:at|for))(?: \w[\w&'’ -]{0,40}?)?(?: any ?more)?[,;.:–-]+ ?(?:so |please |pls |you can |and )*(?:drop|remove|delete|take (?:him|her|them) (?:off|out)|get rid of)(?: (?:him|her|them|the contact|his contact|her contact))?(?: please| pls| from (?:the )?(?:crm|list|contacts))?[.!]*", "delete contact {x}"),
        (r"rank (?:my |our |the )?(?:reps|people|team|guys|sales(?:people| reps)?)(?: of mine)? (?:by|on|for) (?:open )?(?:pipeline|open (?:amount|value|deals))[?.!]*", "open deals by owner"),
        (r"(?P<v>(?:please |pls )*(?:move|push|shift|set|postpone|change)) (?:everything|all|anything|whatever)(?: (?:of|from|by))? (?:(?P<w>\w+?)(?:'s|’s|s)?|mine) (?:that |which )?(?:closes|closing|is closing|due to close|that's closing) (?P<p>in \w+|this \w+|next \w+|before [\w ]+?) (?P<t>to .+)", "{v} the deals of {w} closing {p} {t}"),
        (r"all (?:of )?my (?P<n>leads?|tasks?|tickets?|deals?)(?P<c> [^,]{0,60}?)? (?:are|is) (?:all )?(?P<s>dead|done|lost|won|closed|resolved|converted|cancelled),? (?:please |pls |so |and )*(?:mark|set|tick|close|flag) (?:them|it|those)(?: all| off| as such| please| that way)*[.!]*", "mark all my {n} {c} as {s}"),
        (r"(?P<x>[A-Za-z][\w'’-]+ [A-Za-z][\w'’-]+) (?:isn't|is not|is no longer|doesn't work|no longer works|left)(?: at| with| for)? (?:[\w&'’ -]{2,40}?)(?: any ?more)?,? (?:(?:he|she)(?:'s| is| has)?|and|but|now|they)?(?: has| is|'s)*(?: just| now)*(?: moved to| went to| joined| works (?:at|for)| gone to| with| at) (?P<t>[\w&'’ -]{2,40}?)(?: now)?[.!]*", "{x} now works at {t}"),
        (r"(?:who|which (?:of my )?(?:customers?|accounts?|clients?))(?: (?:have|did|do))?(?: i| we)(?: have)?(?: not|n't|nt)? (?:not )?(?:talked|spoken|spoke|been in touch|had contact|met)(?: to| with)? (?P<p>since \w+(?: \d+)?|for (?:\d+|two|three|four|six|a) \w+|in (?:the last )?(?:\d+|two|three|four|six|a) \w+)[?.!]*", "which of my accounts had no contact {p}"),
        (r"(?:expected|projected|likely|probable) (?:revenue|sales|bookings|turnover|income) (?:for|in|of) (?P<p>(?:this|next) (?:quarter|month|year)|q[1-4](?: \d{4})?)[?.!]*", "forecast for {p}"),
        (r"(?P<x>[A-Za-z][\w&'’ -]{1,40}?) (?:reports?|reported|complains?(?: about| that| of)?|complained(?: about| that)?|has (?:trouble|problems?|an issue|issues) with|is having (?:trouble|problems) with|got (?:problems|trouble) with) (?P<t>[^,;?]{6,90}?)[,;] ?(?P<p>low|medium|normal|high|urgent)(?: prio(?:rity)?| please)*[.!]*", "new {p} ticket for {x}: {t}"),
        (r"(?P<x>[\w.'’& -]{3,50}?)\s*(?::|,|\s[-–—])\s*amount (?:to |is |now |at )?(?P<n>\d{1,3})(?P<k>k)?(?P<r>,.{3,80})", "{x}: amount {n}k{r}"),
        (r"how (?:did|is|was|has) (?P<x>[A-Za-z][\w'’-]+(?: [A-Z][\w'’-]+)?) (?:do|doing|done|perform(?:ing|ed)?|get on|fare)(?P<p> (?:last|this) (?:month|quarter|year|week)| in \w+)(?: so far)?[?.!]*", "pipeline of {x} {p}"),
        (r"(?:task )?done(?: with)?\s*[:–-]\s*(?:the )?(?P<x>[^,:;?]{4,80}?)[.!]*", "mark the {x} task as done"),
        (r"(?P<v>snooze|push|move|postpone|shift|delay) (?:the|that|my) (?P<x>[^,:;?]{3,50}?) (?:thing|bit|stuff|item|to-?do)(?: back| out)? (?P<t>(?:to|until|till|by) [^,:;?]{3,30})", "move the {x} task {t}"),
        (r"(?:snooze) (?:the|that|my) (?P<x>[^,:;?]{3,50}?)(?: task)? (?P<t>(?:to|until|till|by|for) [^,:;?]{3,30})", "move the {x} task {t}"),
        (r"(?:ticket |case |t-)?#?(?P<n>\d{3,6}) is (?:just |only )?(?:a |the )?(?:duplicate|dup|dupe|double|copy)(?: of (?:ticket |case |t-)?#?\d{3,6})?[.!]*", "set the status of ticket {n} to duplicate"),
        (r"(?:[^:?]{0,60}?[ ,])?(?:on|to|for|re|about)? ?(?:ticket |case |T-)#?(?P<n>\d{3,6})(?![\d-])[,;.:–-]* ?(?:i'm |we're |we are |now |and )*(?:waiting (?:on|for) (?:them|him|her|the customer|the client|their (?:reply|answer|feedback)|(?:an? |the )?(?:reply|answer|feedback))|ball is in their court)(?: now| to (?:reply|answer))?[.!]*", "set the status of ticket {n} to waiting for the customer"),
        (r"(?P<x>[A-Za-z][\w&.'’ -]{2,50}?)(?:'s|’s)? (?P<f>probability|forecast category|win probability)(?: is| to| at| now|:| =)* (?P<n>\d{1,3} ?%?|commit|best case|pipeline|omitted)[.!]*", "set the {f} of {x} to {n}"),
        (r"convert (?P<x>[A-Za-z][\w.'’ -]{1,40}?)(?:'s|’s) lead(?: (?:in)?to (?:an? )?(?:deal|opportunity|customer|account))?(?P<r>(?: (?:of|worth|for|at|over))? [€$£]?\d[\w.,]*(?: ?[a-z]{3})?)?[.!]*", "convert lead {x}{r}"),
        (r"who (?:reported|opened|raised|filed|sent in|complained in|is behind) (?:the )?(?:ticket |case |t-)#?(?P<n>\d{3,6})[?.!]*", "who is the contact of T-{n}?"),
        (r"(?:add|put)(?: another| an extra)? (?P<n>[€$£]?\d[\d.,]*\s?(?:k|m|mio|thousand|million)?(?: ?(?:eur|usd|euros?|dollars|cny|rmb))?) (?:more )?(?:to|onto|on top of|on) (?:the )?(?P<x>[A-Za-z][\w.'’& -]{2,50}?)(?: deal)?[.!]*", "raise the amount of {x} by {n}"),
        (r"(?:change|set|move|update|put) (?:the )?stages? (?:for|of|on) (?:both )?(?:the )?(?P<x>[A-Za-z][\w.'’& -]{2,40}?) and (?:the )?(?P<y>[A-Za-z][\w.'’& -]{2,40}?) to (?P<t>[A-Za-z][\w -]{2,30}?)[.!]*", "move {x} to {t} and {y} to {t}"),
        (r"(?:move|set|push|put) both (?:the )?(?P<x>[A-Za-z][\w.'’& -]{2,40}?) and (?:the )?(?P<y>[A-Za-z][\w.'’& -]{2,40}?) to (?P<t>[A-Za-z][\w -]{2,30}?)[.!]*", "move {x} to {t} and {y} to {t}"),
        (r"when did (?:we|i) (?:win|close|sign|get) (?:our|my|the) last (?:deal|one|contract)[?.!]*", "when did I last win a deal?"),
        (r"(?:which|what|any|show me|list)?(?: of)?(?P<m> ?(?:my|our|the))? ?(?P<o>open )?deals(?P<of> of mine)?(?: that| which)? (?:have|has|list|name|with|against) (?P<x>[A-Za-z][\w&-]+(?: [A-Z][\w&-]+)?) as (?:a |the |their )?(?:competitor|rival|competition)[?.!]*", "my {o}deals where the competitor is {x}"),
        (r"(?P<x>[A-Za-z][\w.'’& -]{2,60}?) task (?:is |all )?(?:done|finished|completed?)[.!]*", "mark the {x} task as done"),
        (r"(?:is there )?(?:anything|what's|what is|any) (?:new|news|going on|happening) (?:on|with|about|for|in) (?:ticket |case |t-)?#?(?P<n>\d{3,6})[?.!]*", "what changed on T-{n}?"),
        (rf"{_X}(?: has| have)? moved(?: house| offices?)?[,;:.–-]+ ?(?:the |their |its )?new address(?: is|:)? (?P<t>.{{6,100}})", "set the address of {x} to {t}"),
        (rf"(?:prep|prepare|brief)(?: me)?[,:]? (?:i(?:'m| am) )?(?:seeing|meeting|visiting) {_X}(?: (?:today|tomorrow|in an? \w+|in \d+ \w+|at \S+|on \w+|next week))?[.!?]*", "prepare me for {x}"),
        (rf"(?:i(?:'m| am)? |i'll |we(?:'re| are)? |we'll )?(?:see|seeing|meet|meeting|visit|visiting|call|calling|have|having|got|speak to|speaking to|talk to)(?: a (?:call|meeting) with)? {_X} (?:today|tomorrow|later|soon|shortly|in (?:an?|half an|\d+|a few|two|three|ten|five|twenty|thirty) \w+|at \d[\w:.]*|on \w+|next week|this (?:morning|afternoon|evening))(?: \w+)?[,;.:–-]+ ?(?:so )?(?:what (?:do|should|must) i (?:need to )?know|anything (?:i should|to|i need to) (?:know|watch|remember)[^?]*|brief me|prep(?:are)? me|fill me in|bring me up to speed|catch me up|remind me where we are|where (?:are|do) we(?: stand)?|what's the (?:story|latest)|give me the (?:short version|rundown|background|story))(?: about (?:him|her|them))?[?.!]*", "prepare me for {x}"),
    )
)  # fmt: skip
_NO_SHOW = re.compile(r"^(?:a )?no[- ]?show (?:by|from|of|with|at) (?P<x>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")
_ENGAGED = re.compile(
    r"^(?P<a>(?:i |just )*(?:phoned|called|rang|tried)(?: to call)? [\w'’. -]{2,50}?),? (?:but )?(?:it was |line |always )?(?:engaged|busy)(?=[.!,;]|$)",
    _I,
)
_AGAIN = re.compile(
    r"(?<=[,;.] )(?P<a>try|ring|call|chase|ping) (?:again|back) (?P<d>(?:on )?(?:mon|tues?|wednes|thurs?|fri)\w*|tomorrow|next \w+)(?=[.!]?$)"
)
_REPORT = re.compile(
    r"^(?P<x>[A-Z][\w&.'’-]*(?: [A-Z][\w&.'’-]*){0,3}) (?P<k>demo|call|meeting|visit|workshop|lunch|dinner|coffee|review|presentation|kick-?off|training)(?: is| was| went| has been| with [A-Z]\w+(?: [A-Z]\w+)?)*(?P<w> (?:done|over|finished|behind us|through|held|went|was|good|great|ok|okay|fine|well))(?=[\s,.;:!–-])",
)
"""A report that opens with the customer: "Bayline demo done, 6 people"."""
_PART = re.compile(r"\{((?: [a-z]+)* )?(\w+)\}")
_WITH = re.compile(
    r"(?P<b>(?:(?<![\w])(?:call|calls|meet|chat|talk|spoke|meeting|lunch|coffee|dinner|demo|visit|sync|catch-?up)|^|[\s,;]))(?P<g> ?)w(?= (?:[A-Z]|the |my |our |his |her |their |[a-z]{3,}))"
)
_DOCTOR = re.compile(
    r"^\s*(?:Dr|Mr|Mrs|Ms|Prof|Herr|Frau)\.? (?=[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? (?:e?-?mailed|wrote|called|rang|phoned|texted|messaged|says?|said|wants|asked|told|confirmed|came|just|is|has)(?![a-z]))"
)
_TITLED = re.compile(r"(?<![\w])(Dr|Prof|Mr|Mrs|Ms)\.(?= [A-Z])")
_SMALL = 200


def everyday(said: str) -> str:
    """The message in a plain turn, or as it is."""
    text = said.strip()
    if len(text) > _SMALL or "\n" in text:
        return said
    put = as_asked(plainly_put(text))
    for pattern, plain in (*TURNS, *_TURNS, *QUESTIONS, *ORDERS):
        match = pattern.fullmatch(put)
        if match is not None:
            return as_owned(as_ordered(_filled(plain, match.groupdict())))
    return ordered if (ordered := as_ordered(put)) != text else said


def _filled(plain: str, held: dict[str, str | None]) -> str:
    def piece(mark: re.Match[str]) -> str:
        words = held.get(mark[2]) or ""
        return f"{mark[1] or ''}{words}" if words else ""

    return " ".join(_PART.sub(piece, plain).split())


def clocked(text: str) -> str:
    """ "w Bob" as "with Bob", and a stretch of the clock as its beginning and its length: "Tuesday 10-11" is "Tuesday 10:00 for 60 minutes"."""
    text = _ENGAGED.sub(r"\g<a>, line was busy", text)
    text = _AGAIN.sub(lambda m: f"remind me to call again {m['d']}", _NO_SHOW.sub(_not_there, text))
    text = _REPORT.sub(lambda m: f"had a {m['k']} with {m['x']}", text)
    return _SPAN.sub(_length, _WITH.sub(_with, _TITLED.sub(r"\1", _DOCTOR.sub("", text))))


def _not_there(match: re.Match[str]) -> str:
    return f"meeting with {match['x']} did not take place, no show"


def _with(match: re.Match[str]) -> str:
    return f"{match['b']}{match['g']}with"


def _length(match: re.Match[str]) -> str:
    late, late2 = (match["ap"] or "").casefold(), (match["ap2"] or "").casefold()
    first, last = int(match["h"]), int(match["h2"])
    if first > 23 or last > 23:
        return match[0]
    begin = _hour(first, late, late2, last) * 60 + int(match["m"] or 0)
    end = _hour(last, late2, "", 0) * 60 + int(match["m2"] or 0)
    if end <= begin and not late2:
        end += 12 * 60
    minutes = end - begin
    if not 0 < minutes <= 8 * 60 or begin >= 24 * 60:
        return match[0]
    return f"{match['day']} at {begin // 60}:{begin % 60:02d} for {minutes} minutes"


def _hour(hour: int, half: str, other: str, last: int) -> int:
    """The hour of the day; without am or pm one of working hours, in the half of the day its end is said to be in."""
    if not half and other == "pm" and hour <= last:
        half = other
    if half == "pm" and hour < 12:
        return hour + 12
    if half == "am" and hour == 12:
        return 0
    return hour + 12 if not half and hour < 7 else hour


_OWNED = re.compile(
    r"(?<![\w'’])(?P<who>[A-Za-z]{3,})s (?=(?:(?:open|overdue|new|biggest|largest|own|last|next|whole|current|late|old) )?(?:deals?|leads?|tasks?|tickets?|accounts?|customers?|contacts?|pipeline|numbers|forecast|calendar|calls?|meetings?|mobile|phone|e-?mail|title|target|quota)(?![a-z]))"
)


def possessive(text: str, linker: Linker) -> str:
    """The apostrophe put in where somebody's records are meant: "toms leads", where Tom is somebody and Toms nobody."""

    def owned(match: re.Match[str]) -> str:
        who = match["who"]
        known = any(c.entity in ("user", "contact") for m in linker.link(who) if m.text == who for c in m.candidates)
        return f"{who}'s " if known and not linker.link(f"{who}s") else match[0]

    return _OWNED.sub(owned, text)


_FORECAST = re.compile(
    r"(?P<f>(?:forecast|what will we close|pipeline coverage)(?: for| in)?(?: the)?) q(?P<q>[1-4])(?P<e>[\s?.!]*)$", _I
)


def to_come(text: str, ask: Ask) -> str:
    """A quarter that is over is no quarter to forecast: the next of that number is meant, where quarters are those of the calendar."""
    match = _FORECAST.fullmatch(text.strip())
    if match is None or ask.fiscal_year_start != 1 or 3 * int(match["q"]) >= ask.today.month:
        return text
    return f"{match['f']} Q{match['q']} {ask.today.year + 1}"
