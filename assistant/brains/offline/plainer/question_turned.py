"""Questions in other words and orders: "Acme - who decides there?", "last time anyone talked to Bob?", "wins this year"."""

import re

from assistant.brains.offline.plainer.question_frames import framed
from assistant.brains.offline.plainer.report_turned import named
from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_NAME = r"[A-Za-z0-9][\w&.'’/-]*(?: [\w&.'’/-]+){0,5}?"

_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), words)
    for pattern, words in (
        (
            r"(?<![a-z])(?:(?:where|whose|with|that have|which have) (?:(?:the|an?|its|their) )?(?:expected |planned )?clos(?:e|ing) date (?:that )?(?:(?:has|have|had|is|was|lies|already) )*(?:passed|past|gone by|in the past|over|expired|behind us|before today|slipped)"
            r"|(?:that|which) (?:are|were) (?:supposed|meant|due) to (?:be closed|close|have closed) (?:already|by now))(?: already)?",
            "past their close date",
        ),
        (r"(?<![a-z])(?:who(?:'s| is)?|who are) (?:it that |the one (?:who |that )?|the person (?:who |that )?|the people (?:who |that )?|actually |really |going to )*(?:decides|deciding|making the (?:call|decisions?)|makes the (?:call|(?:final )?decisions?)|calling the shots|calls the shots|has the (?:final|last) (?:say|word)|signs? off|signing off|having the final say)", "who is the decision maker"),
        (r"(?<![a-z])(?:whose (?:decision|call) is (?:it|this|that))(?: in the end| ultimately)?", "who is the decision maker"),
        (r"^by whom (?:was|were|has|have) (?P<x>.+?) (?:been )?(changed|edited|updated|moved|modified|set|altered|touched)(?=\W|$)", r"who \2 \g<x>"),
        (r"^(?:when(?:'s| was) the )?last time (?:that )?(?:anyone|anybody|someone|we|i|you|one of us)(?:'s| has| have| had)? (?:talked|spoke|spoken|talk|in touch|had contact|been in touch)(?: to| with)? ", "when did we last talk to "),
        (r"^(?:when(?:'s| was) the )?last time (?:that )?(?:anyone|anybody|someone|we|i) (?:called|met|emailed|visited|contacted|saw) ", "when did we last talk to "),
        (r"^how long (?:has it been |is it )?since (?:anyone|anybody|someone|we|i)(?: last)? (?:talked|spoke|were in touch)(?: to| with)? ", "when did we last talk to "),
        (r"(?<![a-z])what (?:matters|is important|counts)(?: the)?(?: most)? (?:to|for) ", "what does care about "),
        (r"^what did (?P<w>i|we|my team|[A-Z]\w+) (?P<v>win|lose|close|sign)(?=\W|$)", r"which deals did \g<w> \g<v>"),
        (r"(?<![a-z])(?P<m>my |our )?(?P<w>price|budget|timing|competitor|product|feature) losses(?![a-z])", r"\g<m>deals lost on \g<w>"),
        (r"(?<![a-z])losses (?:because of|due to|on|over|for|caused by) ", "lost deals because of "),
        (r"(?-i:^(?P<w>[A-Z]\w+)) losses(?![a-z])", r"deals lost to \g<w>"),
        (r"(?<![a-z])(?<!as )wins(?![a-z])", "won deals"),
        (r"(?<![a-z])losses(?![a-z])", "lost deals"),
        (r"(?<![a-z])(?<!\bi )(?<!\bwe )(?<!\bhe )(?<!\bshe )(?<!\bthey )(?:that|which|who)? ?(?:went|gone|have gone) to (?P<rival>[A-Z]\w+)(?=\W|$)", r"lost to \g<rival>"),
        (r"(?<![a-z])how many (?P<n>[a-z ]{3,30}?) (?:does|do|did|has|have) each (?:of )?(?:my |our |the )?(?:reps?|sales ?(?:reps?|people|persons?)|people|team members?|guys|colleagues)(?: of mine| in my team| on my team)?(?: have| own| got)?", r"how many \g<n> by owner"),
        (r"(?<![a-z])(?:per|by|for each) (?:sales ?)?(?:rep|person|head|seller)(?![a-z])", "by owner"),
        (r"(?<![a-z])(?:that |which |who )?(?:aren't|are not|isn't|is not|not based|not located) (?:based |located )?in (?=[A-Z])", "except in "),
        (r"(?<![a-z])(?P<t>tickets?|cases|incidents|complaints)(?P<m>[^,;?]{0,20}?) (?:about|going|likely|set|close) to (?:breach|miss|break)", r"\g<t>\g<m> that breach"),
        (r"(?<![a-z])(?P<t>tickets?|cases|incidents|complaints)(?P<m>[^,;?]{0,20}?) (?:that (?:are|is) )?(?:due|running out|run out|expir\w+|to be resolved)(?: with)?(?:in| in) (?=(?:the )?(?:next )?(?:\w+ )?(?:hours?|minutes|days?))", r"\g<t>\g<m> that breach sla in "),
        (r"(?<![a-z])(?:miss|missing|misses|break|breaking|run out of|running out of) (?:their |the )?sla(?![a-z])", "breach sla"),
        (r"(?<![a-z])sla within ", "sla in "),
        (r"(?<![a-z])today's (?:to-?dos|agenda|list|plan)(?: for me)?(?=\W|$)|^(?:the )?to-?dos for me today", "what is on my plate today"),
        (r"(?<![a-z])(?:any|were there(?: any)?|are there(?: any)?|what) changes (?:to|on|at|in|made to) ", "what changed on "),
        (r"^(?:do|does|are|is|will|have|has|did) any (?:of )?(?P<w>my |our |the |these )?(?P<t>(?:open |overdue )?(?:tickets|deals|tasks|leads|accounts|customers|contacts))(?= )", r"which of \g<w>\g<t>"),
        (r"(?<![a-z])(?P<p>(?:this|next) (?:week|month|quarter|year))(?:'s|’s) (?P<x>(?:at-risk |risky )?deals)", r"\g<x> \g<p>"),
        (r"(?<![a-z])(?:at-risk|risky) deals(?![a-z])", "deals at risk"),
        (r"(?<![a-z])(?:, |and )?with (?:the |their )?reasons?(?: why)?(?=[\s?.]*$)", "and why"),
        (r"(?<![a-z])deals (?=(?:per|by) \w+ (?:against|vs\.?|versus|compared (?:to|with)|and) (?:the |our )?(?:target|quota))", "pipeline "),
        (r"^(?P<p>(?:this|last|next) (?:week|month|quarter|year)|today|tomorrow|q[1-4]|h[12])\s*(?::|\s[-–—])\s*(?P<x>.+?)\??$", r"\g<x> \g<p>"),
        (r"^(?:which|what) (?:customer|account|contact|lead|client|person|one) (?:should|shall|do) (?:be my first call|i (?:call|ring|phone|talk to|contact) first)", "who should I call first"),
        (r"^(?P<n>[A-Za-z][\w .'’-]{2,40}?)(?:'s|’s) (?:preferences|wishes|likes)[\s?]*$", r"what does \g<n> prefer?"),
        (r"^(?:in|during|from|over|on) (?:our|the|my) last (?P<c>\w+) (?P<k>calls|meetings|e-?mails|visits|conversations|talks) with (?P<n>[^,]+?), ?(?:what|anything)(?: (?:came up|was said|was discussed|did (?:they|he|she|we) (?:say|tell us|discuss|mention)|have they said)) (?P<t>(?:about|on|regarding) .+?)[\s?]*$", r"what did \g<n> say \g<t> in the last \g<c> \g<k>?"),
        (r"^(?P<n>[^,]{2,40}?) (?:on|about|regarding|re) (?P<t>[^,]{2,40}?), ?(?:(?:in |during |from )?(?:the |our )?last (?P<c>\w+) (?P<k>calls|meetings|e-?mails|visits|conversations|talks), ?)what (?:did they say|was said|came up|have they said)[\s?]*$", r"what did \g<n> say about \g<t> in the last \g<c> \g<k>?"),
        (r"^did (?P<n>[A-Z][^,]{1,40}?) (?:mention|bring up|talk about|raise|say anything about) (?P<t>[^,?]+?)(?:,)? (?:and |if so )+what (?:did|do) (?:they|he|she) say(?: about it)?[\s?]*$", r"what did \g<n> say about \g<t>?"),
        (r"^(?!.*(?<![a-z])(?:what|which|who|how|when|did|do|does|is|are|about|on|over|of|by|for|in|to|with|list|show|give|tell|deals?|sort|and|average|lowest|highest|best|our|my|the)(?![a-z]))(?P<n>[A-Za-z][\w -]{2,30}?) price[\s?]*$", r"what is the price of \g<n>?"),
        (r"^(?P<l>(?:and|what about|how about) (?:the|its|his|her|their) (?:next step|stage|amount|owner|close date|phone(?: number)?|mobile(?: number)?|e-?mail(?: address)?|mail address|title|status|level|address|industry))[\s.]*$", r"\g<l>?"),
        (r"^changes (?:on|to|at|in|for|made to) ", "what changed on "),
        (r"^how(?:'s| is| are)(?: the| this| our| my)? (?P<p>quarter|month|year|week) (?:looking|going|doing|shaping up)(?: so far)?[\s?]*$", r"how is the pipeline this \g<p>?"),
        (r"(?<![a-z])number of (?P<t>complaints|incidents)(?![a-z])", r"how many tickets of type \g<t>"),
        (r"^how many (?P<t>complaints|incidents)(?![a-z])", r"how many tickets of type \g<t>"),
        (r"(?<![a-z])what(?: should| shall| can)?(?: i| we)? do next (?:with|on|for|at) ", "what next on "),
        (r"(?<![a-z])what were (?P<n>.{2,40}?)(?:'s|’s|s') (?:exact )?words (?:on|about|regarding) ", r"what did \g<n> say about "),
        (r"(?<![a-z])what's (?P<n>.{2,40}?)(?:'s|’s|s') (?:position|stance|take|opinion|view) (?:on|about|regarding) ", r"what did \g<n> say about "),
    )
)  # fmt: skip

_FIELD = re.compile(
    rf"^(?P<x>{_NAME})\s*(?::|,|\s[-–—])\s*(?:the |its |his |her |their |current )*(?P<f>next steps?|stage|amount|owner|(?:expected )?clos(?:e|ing) date|phone(?: number)?|mobile(?: number)?|e-?mail(?: address)?|title|job title|status|value|source|industry|address|competitor|probability|level)[\s?]*$",
    _I,
)
_PRONOUN = re.compile(r"(?<![\w'’])(?P<p>it|they|them|he|she|him|its|their|his|her)(?![\w'’])", _I)
_TOPIC = re.compile(
    rf"^(?P<x>{_NAME})\s*(?P<sep>\s[-–—]+\s|:\s|,\s|…\s?)(?P<q>(?:and |so )?(?:who|whose|what|when|which|where|how)(?![a-z]).+?)[\s?]*$",
    _I,
)
_THERE = re.compile(
    r"\s+(?:there|(?:in|at|with|of|on|for|about|by) (?:them|it|that|this|there|the (?:customer|account|deal|company)))(?=[\s,?]|$)",
    _I,
)
_SAID_ON_THAT = re.compile(r"^(?P<lead>what did .+? say about) (?:that|it|this)$", _I)
_SUMMARY = (
    re.compile(rf"^(?:briefing|prep|preparation|brief me|prepare me|prep me)(?: me)? for (?:the|my|our|a) (?:(?:\w+(?:'s|:\d\d)? ?){{1,3}}(?:o'clock |o’clock |am |pm )?)?(?:with|at) (?P<x>{_NAME})[\s?.!]*$", _I),
    re.compile(rf"^(?P<x>{_NAME})\s*(?::|,|\s-|\s–)\s*(?:give me |show me |i need )?(?:all (?:that )?(?:we|you)(?:'ve| have)? (?:got|know|have)|everything(?: (?:we|you)(?:'ve| have)? (?:got|know|have))?|(?:an? |the )?(?:short |quick |brief |\d+[ -]lines? )*(?:summary|overview|briefing|rundown|recap|profile|background|status)(?![a-z])[^?]*)[\s?.!]*$", _I),
    re.compile(rf"^(?P<x>{_NAME}) (?:summary|overview|rundown|recap|profile|background)(?:,[^?]*|(?: please| pls)?)[\s?.!]*$", _I),
    re.compile(rf"^(?:(?:give|get|show|write|send) me |i need |do )?(?:an? |the )?(?:short |quick |brief |full |\d+[ -]lines? )*(?:summary|overview|briefing|rundown|recap|profile|background) (?:of|on|about|for) (?:the )?(?P<x>{_NAME})(?:,? (?:and |with |in |plus |incl\w* )[^?]*|,[^?]*)?[\s?.!]*$", _I),
    re.compile(rf"^(?:what|everything)(?: do)? (?:we|you|i)(?:'ve| have)?(?: got)? (?:have |know )?(?:on|about) (?P<x>{_NAME})[\s?.!]*$", _I),
    re.compile(rf"^(?:brief me|tell me (?:all|everything)|catch me up|fill me in|bring me up to speed|get me up to speed) (?:about|on) (?:the )?(?P<x>{_NAME})(?: (?:and|plus|incl\w*|with) (?:any|all|the|every|related|whatever|connected)[^?]*)?[\s?.!]*$", _I),
    re.compile(rf"^what (?:should|do|must|shall) (?:i|we) (?:need to |have to )?know (?:before|for|ahead of|going into) (?:the |my |our )?(?:(?:meeting|call|visit|seeing|calling|visiting|talking to)(?: with| at)? )?(?P<x>{_NAME})(?: (?:today|tomorrow|on \w+|at \w+|next \w+|this \w+))*[\s?.!]*$", _I),
    re.compile(rf"^(?:i'm |i am |we're )?(?:meeting|seeing|calling|visiting) (?:with )?(?P<x>{_NAME}) (?:at|in|on|today|tomorrow|later|this|next|soon)(?![a-z])[^?,]*,\s*(?:what|anything|brief|fill|tell|give|prep)[^?]*[\s?.!]*$", _I),
)  # fmt: skip
_REPORTS_TO = re.compile(rf"^(?:who are )?(?P<x>{_NAME})(?:'s|’s) (?:direct )?reports[\s?]*$", _I)
_MEMBERS = re.compile(
    rf"^(?:who are (?:the )?)?(?:the )?(?P<x>{_NAME}) (?:team|office) members[\s?]*$|^members of (?:the )?(?P<y>{_NAME})(?: team| office)[\s?]*$",
    _I,
)
_TRAIL = re.compile(r"\s*(?:,|-|–)\s*(?:list(?: them)?|show(?: me)?|please|pls|rank (?:them|the reps))[\s?.!]*$", _I)
_VERBS = re.compile(
    r"(?:need|want|would|looking|according|meeting|met|called|calling|log|note|add|remind|we|i|if|after|before|when|from|in|for|on|at|about|with|please|create|open|move|set|update|tell|show|give|list|task)(?![a-z])",
    _I,
)
_OF_SOME = re.compile(r"(?<![a-z])(?:ticket|case|task)s?(?! ?#?\d)(?![a-z])", _I)
"""A ticket called by its trouble is looked for among its customer's."""
_NOT_NAMES = frozenset(
    "i me we you my our the a an this that these those all any open it he she they what who which when where how list show give tell last next today tomorrow yesterday number total add log note".split()
)
_CARE = re.compile(r"^(?P<lead>what does) care about (?P<n>[^?]+)", _I)


def question_turned(said: str, r: Reading) -> str:
    """The question in the words the brain reads best, or as it is."""
    text = framed(_TRAIL.sub("", said), r)
    for pattern, words in _WORDS:
        text = pattern.sub(words, text)
    if match := _CARE.match(text):
        text = f"what does {match['n'].strip()} care about"
    for pattern in _SUMMARY:
        match = pattern.match(text)
        if match and _nameable(match["x"]) and not _OF_SOME.search(match["x"]):
            return f"tell me about {match['x'].strip()}"
    if (match := _FIELD.match(text)) and _nameable(match["x"]):
        return f"{match['f']} of {named(match['x'].strip(), r)}?"
    if (match := _TOPIC.match(text)) and _is_topic(match["x"], match["sep"], r):
        return _with_topic(match["x"], match["q"])
    if (match := _REPORTS_TO.match(text)) and _nameable(match["x"]):
        return f"who reports to {match['x']}?"
    if (match := _MEMBERS.match(text)) and _nameable(match["x"] or match["y"]):
        return f"who is in the {match['x'] or match['y']} team?"
    return text


def _nameable(words: str) -> bool:
    return bool(words) and words.split()[0].casefold() not in _NOT_NAMES


def _is_topic(words: str, gap: str, r: Reading) -> bool:
    """A name on record before a comma, any few words before a colon or a dash."""
    if any(n.text.casefold() in words.casefold() for n in r.names):
        return not _VERBS.match(words)
    return gap.strip() != "," and len(words.split()) <= 4 and _nameable(words) and not _VERBS.match(words)


def _with_topic(topic: str, question: str) -> str:
    """ "Acme - who decides there?" is "who decides at Acme?"; "payment - what did Victor say on that?" asks about payment."""
    question = re.sub(r"^(?:and|so) ", "", question.strip(), flags=re.IGNORECASE)
    if match := _SAID_ON_THAT.match(question):
        return f"{match['lead']} {topic}?"
    if match := re.fullmatch(r"(what) did (?:they|he|she) (say.*)", question, _I):
        return f"what did {topic} {match[2]}?"
    if _PRONOUN.search(question) and not re.search(r"decision maker", question):
        return f"{_PRONOUN.sub(lambda m: topic + ('’s' if m['p'].casefold() in ('its', 'their', 'his') else ''), question, count=1)}?"
    return f"{_THERE.sub('', question)} at {topic}?"
