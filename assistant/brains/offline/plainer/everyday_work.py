"""Everyday English about work in plainer turns: "email to Bob: …", "give Tom a task: …", "all overdue deals: push to Friday", "who at Acme do I talk to"."""

import re

_I = re.IGNORECASE
_X = r"(?P<x>[\w.'’&/ -]{2,60}?)"
_PLEASE = r"(?:please |pls |can you |could you |would you )*"
_VERB = r"(?:call|ring|phone|e-?mail|mail|write|send|ask|check|prepare|book|order|visit|meet|follow up|chase|ping|text|review|finish|draft|update|print|get|talk|speak|confirm|find|look|read|make|arrange|organi[sz]e|set up|invite|remind|tell|schedule|buy|bring|post|share|discuss|clarify|collect|fix)"
_PERIOD = (
    r"(?P<p> (?:today|yesterday|this (?:week|month|quarter|year)|last (?:week|month|quarter|year)|lately|recently))?"
)
TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), plain)
    for pattern, plain in (
        (rf"(?P<k>e-?mail|mail|letter|we-?chat(?: message)?|message|text(?: message)?) to {_X}\s*:\s*(?P<r>.{{6,180}})", "draft a {k} to {x}: {r}"),
        (rf"{_PLEASE}(?:tell|let|inform) (?P<x>(?!me |us |him |her |them )[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?) (?:know )?(?:by|via|in an?|per) (?P<k>e-?mail|mail|letter|wechat|message|text)(?: that|:) (?P<r>.{{6,160}})", "draft a {k} to {x}: {r}"),
        (rf"(?:and |also )?{_PLEASE}(?:make|create|add|set up|put in|put down|new|enter|i need)(?: me| us| up)?(?: an?| another| one| the)? (?:new )?(?:task|to-?do|reminder)[:,]? (?P<r>{_VERB}(?![a-z]).+)", "create a task to {r}"),
        (rf"{_PLEASE}(?:give|assign|create for|make|set|put)(?: for)? (?P<w>[A-Z]\w+(?: [A-Z]\w+)?) (?:an?|another|one|the)(?: new)? (?:task|to-?do|job)(?:\s*[:,–-]\s*|\s+)(?:to )?(?P<r>.{{6,}})", "tell {w} to {r}"),
        (rf"{_PLEASE}(?P<w>all|every|my|any|the|our)(?P<x> [^:?]{{6,100}}?)\s*:\s*(?:please |pls )*(?P<v>push|move|set|mark|close|delete|re-?assign|assign|tag|shift|postpone|change)(?: (?:them|those|these|all|it))*(?![a-z])(?P<r>.*)", "{v} {w}{x}{r}"),
        (rf"{_PLEASE}(?P<v>move|push|shift|postpone|put off|put|reschedule) (?:all |everything |all of |any )*(?:(?:of|from|on) )?(?:my )?(?P<d>today|tomorrow)(?:['’]?s)? (?:stuff|things?|everything|work)(?: off)? (?P<r>(?:to|until|till) .+)", "move all my tasks due {d} {r}"),
        (rf"(?:who|whom)(?: (?:at|over at|in|from) {_X})(?: (?:do|should|can|could|must|would) (?:i|we) (?:talk|speak|write|turn|call|contact|reach out|go|ask|deal)(?: to| with)?)(?: (?:about|for|on|regarding|re) .+)?[?.!]*", "contacts at {x}"),
        (rf"{_PLEASE}(?:drop|remove|take|unsubscribe|delete|strike) {_X} (?:from|off) (?:our |the |my )?(?:newsletters?|mailings?|mailing list|mail(?:ing)? lists?|newsletter list|marketing (?:mails?|list))(?: list)?[.!]*", "unsubscribe {x}"),
        (rf"{_PLEASE}(?:change|update|correct|fix) {_X}(?:'s|’s) (?P<f>title|role|job title|position|phone|number|mobile|e-?mail|email address),? (?:it(?:'s|’s| is)|(?:he|she)(?:'s|’s| is)|they(?:'re| are)|now)(?: now)? (?:the |an? )?(?P<v>[^,;?]{{3,60}}?)(?: now)?[.!]*", "change {x}'s {f} to {v}"),
        (rf"{_PLEASE}(?:move|push|put|send) {_X} (?:back )?(?:to|on|into) (?P<s>on hold|hold|ice)[.!]*", "put {x} on hold"),
        (r"(?:i want|i(?:'d| would) like|i need|(?:please |can you |could you )?(?:send|give|mail) me)(?: to get)?(?: an?| the)? (?:list|overview|table|report) (?P<e>every|each) (?P<d>mon|tues?|wednes|thurs?|fri|satur|sun)day(?: (?:morning|evening|afternoon|at \S+))?(?: (?:of|with|on|about))? (?P<x>(?:my |all |the )*(?:deals|tasks|leads|tickets|accounts|customers|opportunities).{3,80}?)(?:[.,;]? (?:is that |is it |would that be )?(?:possible|ok|okay|doable))?[?.!]*", "send me {x} every {d}day"),
        (rf"(?:a |an? |the )?(?:briefing|prep|briefing note|preparation|prep notes?|background)(?: please| pls)? (?:for|on) (?:my |the |our )?(?P<k>meeting|call|demo|visit|review|lunch|appointment) with {_X}(?P<r> (?:on |this |next )?(?:today|tomorrow|mon|tues?|wednes|thurs?|fri)(?:day)?)?(?:\s*[-–,:;].*)?[?.!]*", "prepare me for the {k} with {x}{ r}"),
        (r"(?:do|does|did) (?:we|you|they)(?: still)? (?:sell|offer|carry|have) (?:the )?(?P<x>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?: any ?more| still)?[?.!]*", "what does the {x} cost?"),
        (rf"(?:in )?(?:which|what)(?: of our| of my)? deals? do(?:es)? {_X} (?:come up|appear|show up|compete|turn up|play a role)(?: in)?[?.!]*", "deals with competitor {x}"),
        (rf"who(?:['’]s| is| are| was)? (?:the |our |that )?(?P<j>it|purchasing|procurement|finance|quality|maintenance|engineering|lab|plant|production|legal|hr|operations|security|technical|sales|buying)[ -]?(?:guy|person|man|woman|lady|contact|people|folks|boss|chap|girl|one)s? (?:at|of|over at|from|for|in) {_X}[?.!]*", "who is our contact for {j} at {x}"),
        (r"(?:show (?:me )?|give me |draw )?(?:the |a |my )?(?:bridge|waterfall) (?P<r>(?:since|from|between|for) .+?)[?.!]*", "pipeline bridge {r}"),
        (rf"{_PLEASE}(?P<v>move|push|shift|postpone|put off|reschedule)(?: back)? (?:everything|all|anything|all the things|whatever)(?: (?:i have|i've got|that is|that['’]s|which is|that i have|on my list))* due (?P<d>today|tomorrow|this week) (?P<r>(?:to|until|till) [\w ]{{3,30}}?)(?:[,.;] (?:i['’]m|i am|i have|i won['’]t|no time|because|as|since) .+)?[.!]*", "{v} all my tasks due {d} {r}"),
        (r"(?P<x>(?:the |my |our )?(?:call|meeting|demo|visit|appointment|lunch|review|workshop) with .{2,60}?) (?:needs? to|has to|have to|should|must|will have to)(?: be)?(?: moved| pushed| shifted| rescheduled| go| happen| take place)?(?: on| to)? (?P<d>(?:the )?(?:\d|mon|tue|wed|thu|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next|tomorrow|today).{0,40}?)(?: instead)?[.!]*", "move {x} to {d}"),
        (rf"{_PLEASE}(?:can you )?(?:find|look up|dig out|show me|search for|pull up|get me)(?: me)? (?:the|that|my|an?) (?:e-?mail|mail|note|call|message|meeting|place|entry)s? (?:where|in which|when|that says(?: that)?|saying(?: that)?) (?P<r>.{{6,90}}?)[?.!]*", "what do the notes say about: {r}"),
        (r"rename ['\"“‘](?P<x>[^'\"”’]{3,60})['\"”’] (?:to|into|as) ['\"“‘](?P<y>[^'\"”’]{3,60})['\"”’](?:[,.;]? .{0,50})?", "rename {x} to {y}"),
        (rf"{_PLEASE}(?:decline|call off|reject) (?:all )?(?:of )?(?:the |my )?(?P<k>meetings?|calls?|appointments?|demos?|visits?)(?: (?:i have|i['’]ve got|that i have))? (?P<d>(?:on |for )?(?:the )?(?:\d|mon|tue|wed|thu|fri|next|tomorrow|today|this)[\w ]{{0,24}}?)(?:[,.;] .{{3,60}})?[.!]*", "cancel all my {k} {d}"),
        (r"how (?:does|is|did|do|are) (?P<w>my|our) (?P<p>(?:this |next |last )?(?:q[1-4]|quarter|year|month))(?: (?:look(?:ing)?|going|shaping up|doing))?(?: so far| like)?[?.!]*", "how is {w} pipeline in {p}"),
        (r"how (?:does|is|did|are) (?P<p>this quarter|next quarter|this month|this year|q[1-4]) (?:look(?:ing)?|going|shaping up)(?: for (?P<w>me|us))?(?: so far)?[?.!]*", "how is the pipeline in {p}"),
        (r"(?:has |did )(?:anyone|anybody|someone|somebody)(?: ever)? (?:mention(?:ed)?|br(?:ing|ought) up|talk(?:ed)? about|refer(?:red)? to|complain(?:ed)? about) (?P<x>[\w.&’'-]{3,30}) (?:in|at|among|with|from|by) (?:any of )?(?:my|our) (?:accounts|customers|deals|clients|contacts)(?P<p> (?:lately|recently|this \w+|last \w+))?[?.!]*", "has anyone mentioned {x}{p}?"),
        (rf"who(?:m)? (?:at|from|in|over at) {_X} (?:have|has|did) (?P<w>we|i|anyone|anybody|you)(?: actually| really| ever)? (?:spoken|talked|spoke|talk|speak|been in touch)(?: (?:to|with))?(?P<p> (?:in|during|over|since|this|last).{{3,30}}?)?[?.!]*(?:\s+(?:i have a|i think|i guess|i fear|feels? like|seems?).*)?", "who have we spoken to at {x}{p}?"),
        (rf"who (?:besides|apart from|other than|except) (?:me|us) (?:knows|has (?:met|spoken (?:to|with)|talked (?:to|with))|talks? (?:to|with)|deals with|has been in touch with) {_X}[?.!]*", "who has talked to {x}"),
        (rf"{_PLEASE}(?:add|put|attach|link) {_X} (?:to|on|onto) (?P<d>(?:the |our )?.{{3,50}}? (?:deal|opportunity|project|renewal))(?:,)? (?:as|in the role of)(?: an?| the| our| their)? (?P<r>decision[- ]maker|champion|evaluator|blocker|user|influencer|buyer|economic buyer)[.!]*", "set {x}'s role to {r}"),
        (rf"{_PLEASE}(?:take|get|bring|put|move) {_X}(?: deal)? (?:back )?(?:from|off|out of|away from) (?:being )?(?:on hold|hold|ice|the shelf)(?: again)?(?P<r>[,.;] .+)?[.!]*", "{x} is off hold, reopen it"),
        (r"(?P<x>.{3,50}?(?:['’]s)? (?:title|role|phone|phone number|number|mobile|e-?mail|position) is now (?:the )?[^,;.]{3,40}),? (?:please )?(?:note|update|record|log|fix|change) (?:that|it|this)(?: please| pls| down)*[.!]*", "{x}"),
        (r"(?P<r>(?:why|how|when|where|did|do|have|has|which|what|who)\b.{0,30}? )(?:loose|loosing)(?P<s> .{3,80})", "{r}lose{s}"),
        (r"(?P<r>.{20,190}?)\s?[.;!,–-]+ ?(?:please |pls |can you |could you |and )*(?:log|record|save|file) (?:that|this|it)(?: down| up| in)?(?: please| pls| for me| somewhere)*[.!]*", "{r}"),
        (r"(?P<r>.{20,190}?)\s?[.;!,–-]+ ?(?:please |pls |can you |could you |and )*(?:log|record|save|file) (?:that|this|it)(?: down| up| in)?(?: please| pls| for me| somewhere)*,? (?:and|then|also|\+|&) (?P<t>(?:then |also )*(?:remind me|create a task|set a reminder|make a task) .+)", "{r}. {t}"),
        (rf"(?:how many times|how often) (?:have|did) (?:i|we) (?:try|tried|attempt(?:ed)?)(?: to (?:reach|call|get|contact))? {_X}{_PERIOD}[?.!]*", "how many times did I call {x}{p}?"),
        (r"(?:log|put|enter|record|file|save)(?: (?:it|this|that))?(?: in)? as (?:an? )?(?P<k>meeting|call|visit|demo|note)(?P<d> (?:today|yesterday|this morning))?\s*[:,–-]\s*(?P<r>.+)", "had a {k}{d}: {r}"),
        (r"(?P<r>.{20,180}?)[.;!,]? (?:please |pls |so )*(?:log|put|enter|record|file|save|book) (?:it|this|that)(?: in| down)? as (?:an? )?(?P<k>meeting|call|visit|demo)(?P<d> (?:today|yesterday|this morning))?[.!]*", "had a {k}{d}: {r}"),
        (r"(?:i (?:think |believe |guess |fear )?(?:i )?|we |somebody |someone |oops,? i )(?:have |may have |might have |must have )?(?:accidentally |wrongly )?(?:deleted|removed|binned|trashed) .{3,60}?(?:by mistake|by accident|accidentally|wrongly)?.{0,40}?(?:,|\.|;| -|\?)? ?(?:and )?(?:can you |could you |please |how (?:can|do) i |i need to |i want to )+(?:get|bring|restore|have|recover|undelete)(?: (?:it|that|him|her|them))?(?: back)?[?.!]*", "what did I delete"),
    )
)  # fmt: skip

_NOTHING_AHEAD = re.compile(r"(?<![a-z])(?:with|has|have|having) nothing (?:planned|booked|scheduled|in the calendar|coming up|ahead)(?: at all)?(?![a-z])", _I)  # fmt: skip
_REGION = re.compile(r"(?<![a-z])(?:my|our) (?:region|area|territory|patch|district|branch|office)(?![a-z])", _I)
_LONGER = re.compile(
    r"(?<![a-z])(?:in|for|since) (?:well |much )?(?:more than|over|at least|longer than|upwards of) (?=(?:\d+|an?|one|two|three|four|five|six|ten|several) (?:days?|weeks?|months?|years?)(?![a-z]))",
    _I,
)
_NOT = re.compile(r"(?<![a-z])(?:not|no|without|never|nobody|havent|hasnt|didnt)(?![a-z])|n['’]t(?![a-z])", _I)
_GONE_BY = re.compile(
    r"(?<![a-z])(?P<n>deals|opportunities)(?P<m>(?: (?:in|of|at|from) [\w -]{2,24}?)?),? (?:with|whose|that have|which have|having) (?:an? |the |their )?(?:expected )?(?:clos(?:e|ing)) dates?(?: that)?(?: is| are| has| have)?(?: already)? (?:in the past|past|gone by|passed|behind us|long gone|overdue|before today)(?![a-z])",
    _I,
)


def plainly_put(said: str) -> str:
    """What is longer than two months, my region, a close date in the past: in the words the rules know."""
    text = _REGION.sub("my team", said)
    text = _NOTHING_AHEAD.sub("with no planned activity", text)
    text = _GONE_BY.sub(r"overdue \g<n>\g<m>", text)
    return _LONGER.sub("for ", text) if _NOT.search(text) else text
