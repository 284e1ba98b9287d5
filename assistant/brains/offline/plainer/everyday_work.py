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
        (rf"(?:how many times|how often) (?:have|did) (?:i|we) (?:try|tried|attempt(?:ed)?)(?: to (?:reach|call|get|contact))? {_X}{_PERIOD}[?.!]*", "how many times did I call {x}{p}?"),
        (r"(?:log|put|enter|record|file|save)(?: (?:it|this|that))?(?: in)? as (?:an? )?(?P<k>meeting|call|visit|demo|note)(?P<d> (?:today|yesterday|this morning))?\s*[:,–-]\s*(?P<r>.+)", "had a {k}{d}: {r}"),
        (r"(?P<r>.{20,180}?)[.;!,]? (?:please |pls |so )*(?:log|put|enter|record|file|save|book) (?:it|this|that)(?: in| down)? as (?:an? )?(?P<k>meeting|call|visit|demo)(?P<d> (?:today|yesterday|this morning))?[.!]*", "had a {k}{d}: {r}"),
        (r"(?:i (?:think |believe |guess |fear )?(?:i )?|we |somebody |someone |oops,? i )(?:have |may have |might have |must have )?(?:accidentally |wrongly )?(?:deleted|removed|binned|trashed) .{3,60}?(?:by mistake|by accident|accidentally|wrongly)?.{0,40}?(?:,|\.|;| -|\?)? ?(?:and )?(?:can you |could you |please |how (?:can|do) i |i need to |i want to )+(?:get|bring|restore|have|recover|undelete)(?: (?:it|that|him|her|them))?(?: back)?[?.!]*", "what did I delete"),
    )
)  # fmt: skip

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
    text = _GONE_BY.sub(r"overdue \g<n>\g<m>", text)
    return _LONGER.sub("for ", text) if _NOT.search(text) else text
