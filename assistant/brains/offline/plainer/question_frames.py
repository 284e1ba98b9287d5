"""Questions asked in a roundabout way: "what are the things Li Na cares about", "everything I've got open", "the amount was changed by whom?"."""

import re

from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_N = r"[A-Za-z0-9][\w&.'’/-]*(?: [\w&.'’/-]+){0,4}?"
_CAPITAL = r"(?-i:[A-Z])[\w&.'’/-]*(?: [\w&.'’/-]+){0,4}?"
_HAVE = r"(?:(?:'ve|’ve| have)(?: got)?|(?:'s|’s) got| has(?: got)?)"
_STATE = r"(?P<st>open|won|lost|on hold|in progress)(?! (?:\w+ )?(?:deals?|leads?|tasks?|tickets?|accounts?|contacts?|customers?|renewals?|opportunit\w+|opps?)(?![a-z]))"
_WHOM = r"(?:by whom|by who|who by)"
_FIELD = r"(?:amount|value|stage|owner|(?:expected )?clos(?:e|ing) date|next step|status|priority|probability|price|title|phone|name|level)"
_CHANGED = r"(?:changed|edited|updated|modified|moved|altered|touched|adjusted|set|raised|lowered)"
_TALKS = r"(?P<k>calls|meetings|e-?mails|visits|conversations|talks|chats)"
_COUNTED = r"(?:(?:the |our |my )?(?:last|latest|most recent) (?P<c>\w+)|(?:the |our |my )?(?P<c2>\w+) (?:last|latest|most recent|previous))"

_FRAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), words)
    for pattern, words in (
        (rf"^(?:i |we )?(?:(?:need|have|want|would like|'d like|'ve got)(?: to)? )?(?:call|ring|phone|dial|reach|get hold of|contact|text) (?P<x>{_CAPITAL})(?:,|:|;|\s-+|\s–| and)\s*(?:so )?(?:what|which|do|can|could|give|i need|need|please)[^?]*(?<![a-z])(?:number|phone|mobile|cell)(?![a-z]).*$", r"what is the phone number of \g<x>?"),
        (rf"^(?:which|what) (?:people|users|colleagues|reps) (?:have|has|got) (?P<x>{_CAPITAL}) as (?:their |a |the )?(?:manager|boss|supervisor|lead)$", r"who reports to \g<x>"),
        (rf"^what (?:has|have|does|do) (?:the )?(?P<x>{_CAPITAL}) (?:got |have |has )?open(?= |$)", r"open deals of \g<x>"),
        (r"^(?:is there )?(?:anything|everything|something)(?: that(?:'s| is)?)? open(?:,? (?:that(?:'s| is)|which is))?(?= (?:worth|over|above|under|below|with|between|for|at least|from)(?![a-z]))", "open deals"),
        (r"(?<![a-z])nothing (?:at all |whatsoever )?(?:has |have )?(?:happened|moved|changed|been done|gone on)(?: at all)?", "no activity"),
        (rf"^how long ago (?:was|is) (?:our|my|the) (?:last|latest|most recent) (?:talk|conversation|call|meeting|contact|chat|exchange)s? with (?P<x>{_N})(?:,.*)?$", r"when did we last talk to \g<x>?"),
        (r"(?<![a-z])(?:what was|when was|what's|the date of|what is) (?:the (?:date|day) of )?(?:our|my|the) (?:last|latest|most recent) (?:talk|conversation|chat|exchange|contact) with", "when did we last talk to"),
        (r"(?<![a-z])how many (?P<n>[a-z ]{3,30}?) (?:is|are|does|do|did|has|have) each (?:of )?(?:my |our |the )?(?:reps?|sales ?(?:reps?|people|persons?)|people|team members?|guys|colleagues)(?: of mine| (?:in|on) (?:my|the|our) team)? (?:carrying|carry|holding|hold|working on|handling|handle|managing|manage|sitting on|looking after|have|own|got|owning)", r"how many \g<n> by owner"),
        (r"^(?:which|what) (?P<n>two|three|four|five|ten|\d+) (?P<t>(?:\w+ )?(?:deals|leads|accounts|tickets|opportunities))(?P<m>[^?]*?) (?:are|is) (?:worth (?:the )?most|the (?:biggest|largest|most valuable))$", r"top \g<n> \g<t>\g<m>"),
        (r"(?:what|which) (?:percentage|percent|share|proportion|part) of (?:his|her|their|my|our|the) deals (?:does|do|did|have|has) (?:he|she|they|i|we) (?:win|won)", "win rate"),
        (r"^what(?:'s|’s| is) the (?:story|situation|state of play|deal) (?:with|on|at|about|of) (?:ticket )?#?(?P<x>\d{3,6})(?![\d-]).*$", r"tell me about ticket \g<x>"),
        (rf"^what(?:'s|’s| is) the (?:story|situation|state of play|deal) (?:with|on|at|about|of) (?P<x>{_CAPITAL})(?:\?.*|[,.] .*)?$", r"tell me about \g<x>"),
        (r"(?:,| and| -)+ how (?:many|much) (?:deals? |tickets? |leads? |tasks? |accounts? )?(?:is|was|were|are) (?:that|this|it|those|they|these)(?: in (?:total|all))?$", ""),
        (rf"^(?:what(?:'s|’s| is| was) )?(?:the )?(?:total|sum)(?: amount| value)?(?: that)? (?P<x>i|we|my team|our team|{_CAPITAL})(?:'ve| have| has)? (?P<v>booked|won|signed|closed|sold|lost)(?![a-z])", r"how much has \g<x> \g<v>"),
        (rf"^(?P<x>{_N}) (?P<f>{_FIELD})(?: (?:was|got|has been))? {_CHANGED}\s*[,:–-]*\s*{_WHOM}(?![a-z]).*$", r"who changed the \g<f> of \g<x>, when and from what?"),
        (rf"^(?:the )?(?P<f>{_FIELD}) (?:on|of|at|for|in) (?P<x>{_N})(?: (?:was|got|has been))? {_CHANGED}\s*[,:–-]*\s*{_WHOM}(?![a-z]).*$", r"who changed the \g<f> of \g<x>, when and from what?"),
        (rf"^(?P<x>{_N}) (?P<f>{_FIELD})\s*(?:,|:|\s-+|\s–)\s*(?:{_CHANGED} {_WHOM}|(?:so |and )?who (?:has |have |had )?(?:last )?{_CHANGED}(?: it| that)?)(?![a-z]).*$", r"who changed the \g<f> of \g<x>, when and from what?"),
        (rf"^(?:the )?(?P<f>{_FIELD}) (?:on|of|at|for|in) (?P<x>{_N})\s*(?:,|:|\s-+|\s–)\s*(?:{_CHANGED} {_WHOM}|(?:so |and )?who (?:has |have |had )?(?:last )?{_CHANGED}(?: it| that)?)(?![a-z]).*$", r"who changed the \g<f> of \g<x>, when and from what?"),
        (r"(?<![a-z])(?:show me |tell me |list )?what(?:'s|’s| has)? happened (?:to|with|on|at) (?:the )?(?:deal |account |lead |ticket )?(?=[A-Za-z0-9-]+(?: [\w-]+){0,4} (?:since|after|in|this|last|over|during|between)(?![a-z]))", "what changed on "),
        (rf"^when did (?P<x>{_N}) (?:enter|reach|get (?:in)?to|go (?:in)?to|move (?:in)?to|come (?:in)?to|arrive (?:at|in)|land in) (?:its|the|this|their|that) (?:present |current |latest )?stage(?:,? and .*)?$", r"what stage is \g<x> in, and since when?"),
        (rf"^(?:what|which) (?:are|is) (?:the |all the |some of the )*(?:things?|points?|topics?|issues?|matters?|stuff) (?:that |which )?(?P<x>{_N}) (?P<v>cares? about|worr(?:y|ies) about|wants?|likes?|prefers?|needs?|is worried about|asked for)(?: most| the most)?$", r"what does \g<x> \g<v>"),
        (rf"^what(?:'s|’s| is| are) (?:important|key|critical|close to (?:the )?heart)(?: things?| points?)? (?:for|to) (?P<x>{_N})$", r"what does \g<x> care about"),
        (rf"^(?:(?:a |the |full |complete )*(?:list|history|record|overview|summary) of )?(?:all |the |past |previous )*(?:purchases?|orders?|buys|(?:purchase|buying|order) (?:history|list|record)) (?:by|of|from|at|for|made by) (?P<x>{_N})(?: so far| to date)?$", r"what has \g<x> bought?"),
        (rf"^(?P<x>{_N})(?:'s|’s|s') (?:past |previous |earlier )*(?:purchases|purchase history|orders|order history|buying history)(?: so far| to date| with us)?$", r"what has \g<x> bought?"),
        (rf"^(?:which|what) (?:products? |things? |stuff )?(?:(?P<a>{_N}) (?:has |have )?(?:already )?(?:bought|purchased|ordered)|did (?P<b>{_N}) (?:buy|purchase|order))(?: (?:from|with) us)?(?: so far| to date| before| already)?$", r"what has \g<a>\g<b> bought?"),
        (rf"(?<![a-z])(?:everything|anything|all|whatever|what)(?: that| which)? (?P<who>i){_HAVE}(?: still| currently| that(?:'s| is))? {_STATE}(?![a-z])", r"my \g<st> deals"),
        (rf"(?<![a-z])(?:everything|anything|all|whatever|what)(?: that| which)? (?P<who>we){_HAVE}(?: still| currently| that(?:'s| is))? {_STATE}(?![a-z])", r"our \g<st> deals"),
        (rf"(?<![a-z])(?:everything|anything|all|whatever|what)(?: that| which)? (?P<who>my team|our team|(?:the )?(?-i:[A-Z])\w+(?: (?:team|office))?){_HAVE}(?: still| currently| that(?:'s| is))? {_STATE}(?![a-z])", r"\g<st> deals of \g<who>"),
        (r"(?<![a-z])(?P<d>deals|opportunities|ones|renewals) (?:that )?(?:i've|i have)(?: got)? open(?![a-z])", r"open \g<d> of mine"),
        (r"(?<![a-z])(?P<d>deals|opportunities|ones|renewals) (?:that )?(?:we've|we have)(?: got)? open(?![a-z])", r"open \g<d>"),
        (r"(?<![a-z])(?:there(?:'s| is) )?nothing(?: is|'s| that is| at all)? (?:currently |still |now )?(?:open|going on|in the pipeline|running|in progress)(?: (?:currently|now|at the moment|right now))?(?![a-z])", "no open deals"),
        (r"^where (?:do|does|have) (?P<w>i|we) (?:have |got )*no open deals(?:[\s,;:–-]+.*)?$", r"my accounts without open deals"),
        (r"(?<![a-z])which ones(?= (?:did|do|have|has|are|were|was) (?:we|i|they|my team|our team) (?:lose|lost|win|won|close|closed|sign|signed))", "which deals"),
        (r"^how much(?: business| revenue| money| pipeline)? (?:(?:went|slipped|walked|got|ran|has gone|has slipped) away|fell through|was lost|did we (?:miss out on|let go)|got lost)", "how much did we lose"),
        (r"(?<![a-z])(?:business|deals|revenue|money) (?:that )?(?:(?:went|slipped|walked|got|ran) away|fell through|got lost)", "lost deals"),
        (r"(?<![a-z])whose (?:manager|boss|supervisor|lead|team lead) is (?P<x>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?)", r"who reports to \g<x>"),
        (r"^who (?:works|is working) (?:for|under) (?P<x>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?)$", r"who reports to \g<x>"),
        (r"^whom? (?:does|is) (?P<x>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?) (?:manage|lead|supervise|managing|leading|in charge of|the (?:boss|manager) of)$", r"who reports to \g<x>"),
        (rf"^(?:at|with|for|in|on|from|over at|as for|regarding|about|concerning) (?P<x>{_CAPITAL})(?:,|:|\s-+|\s–)\s*(?P<q>(?:who|whose|whom|what|when|which|how)(?![a-z]).+?)$", r"\g<q> at \g<x>"),
        (rf"(?<![a-z])what (?:were|are|was) (?P<x>{_N})(?:'s|’s|s') (?:comments?|remarks?|statements?|feedback|words|thoughts|answers?|reactions?|opinions?|arguments?)", r"what did \g<x> say"),
        (r"(?<![a-z])(?:what|anything) did (?P<x>they|he|she|[A-Z]\w+) (?:tell us|let us know|have to say|come back with|report|write|bring up|mention)(?![a-z])", r"what did \g<x> say"),
        (rf"(?<![a-z])(?:over|during|in|from|across|throughout) {_COUNTED} {_TALKS}", r"in the last \g<c>\g<c2> \g<k>"),
        (rf"^(?P<t>[^,:;?]{{2,40}}?)\s*(?::|\s-+|\s–)\s*what did (?P<x>{_CAPITAL}) say (?P<rest>in the last \w+ \w+)?$", r"what did \g<x> say about \g<t> \g<rest>"),
        (rf"^(?P<t>[\w -]{{3,30}}?) (?:talks?|discussions?|conversations?|questions?|topic|negotiations?) (?:with|at|for) (?P<x>{_N})\s*(?:,|:|\s-+|\s–)\s*what did (?:they|he|she|we) say (?P<rest>in the last \w+ \w+)?$", r"what did \g<x> say about \g<t> \g<rest>"),
        (r"(?<![a-z])(?:everything|what|anything|all)(?: that)?(?:'s|’s| is)? (?:due|i owe|expected)(?: (?:from|for|by|of|on) me)? (?P<d>today|tomorrow|this morning|this afternoon)(?: (?:from|for|by|of|on) me)?(?![a-z])", r"what is on my plate \g<d>"),
        (r"^(?:what|how much)(?: do| have|'ve)? (?:i|we)(?: have| got)* (?:sitting |standing )?(?:in|at|on|per|for) (?:each|every|the (?:various|different|individual|single)) stages?(?: (?:of|in) (?:my|our|the) (?:pipeline|funnel))?", "my pipeline by stage"),
        (r"^(?:which|what) (?P<f>source|channel|team|rep|owner|product|type|region)s? (?:win|convert|close|perform|work|do)s? (?:the )?(?:most|best|more|better)(?: often| deals)?(?:[\s,;:–-]+.*)?$", r"win rate by \g<f>"),
        (r"^(?:the )?(?:sales )?(?:reps|sales ?people|sellers|colleagues|team|team members) (?:ordered|sorted|ranked|ranking|listed|compared|in order) (?:by|of) ", "rank reps by "),
        (r"^(?:order|sort|compare|list) (?:the |my |our |all )*(?:sales )?(?:reps|sales ?people|sellers|colleagues|team members) by ", "rank reps by "),
    )
)  # fmt: skip
_PREPARED = (
    re.compile(rf"^(?:i'm |i am |we're )?(?:meeting|seeing|calling|visiting) (?:with )?(?P<x>{_N})(?: (?:at|in|on|today|tomorrow|later|this|next|soon)(?![a-z])[^,;?]*)?[,;:–-]+\s*(?:please |can you |help me )?(?:get me (?:prepared|ready|up to speed)|prepare me|brief me|help me prepare|i need (?:a |to be |some )?(?:prep|brief)\w*)[^?]*$", _I),
    re.compile(rf"^(?P<x>{_N}) (?:at|in|on|today|tomorrow|later|this|next)(?![a-z])[^,;?-]*[,;:–-]+\s*(?:i need |need |give me |get me )?(?:an? |the |some )?(?:meeting |call )?(?:prep|preparation|briefing|brief)(?:aration)?[^?]*$", _I),
    re.compile(rf"^(?P<x>{_N}) (?:in (?:brief|short|a nutshell|a few (?:words|lines)|\w+ (?:lines|sentences|words|bullets))|at a glance|briefly)(?:,? (?:please|pls|with|w/|and|plus) ?.*)?$", _I),
    re.compile(rf"^(?:please |pls )?(?:sum up|summari[sz]e|recap|outline|sketch|describe) (?:the )?(?:account |customer |company |deal )?(?P<x>{_N})(?: for me)?(?:,? (?:in|with|and|plus|incl\w*|please|pls|briefly|quickly|showing) ?.*)?$", _I),
    re.compile(rf"^(?:i need |i want |give me |show me |get me |let me have )?(?:an? |the )?(?:full |whole |complete |big |entire |quick |short |current |general )*(?:\w+ lines|picture|story|lowdown|low-down|low down|dossier|rundown|run-down|run-through|360|360 view|view|situation|facts|history and status|skinny|gist|scoop|state of play) (?:of|on|at|with|about|for) (?:the )?(?P<x>{_N})(?:,? (?:please|pls|with|w/|and|plus|sources?|incl\w*|whatever) ?.*)?$", _I),
    re.compile(rf"^(?P<x>{_N})\s*(?::|\s-+|\s–)\s*(?:the )?(?:full|whole|big|complete) (?:picture|story)(?:[ ,].*)?$", _I),
    re.compile(rf"^(?:bring me|get me|put me) (?:back )?(?:up to date|up to speed|in the picture) (?:on|about|with|regarding) (?P<x>{_N})(?: (?:and|plus|incl\w*|with) .*)?$", _I),
)  # fmt: skip
_NUMBERED = re.compile(
    r"^#?(?P<n>\d{3,6})\s*(?:,|:|\s-+|\s–)\s*(?:(?:what(?:'s|’s| is)|what was|tell me|who|how|any).*(?<![a-z])(?:ticket|case|incident)(?![a-z]).*)$",
    _I,
)
_TICKET_ON = re.compile(
    r"^(?:(?:bring|get|put|catch) me .{0,24}? (?:on|about|with)|what(?:'s|’s| is) (?:up|going on|happening|new|the (?:status|state|story)) (?:with|on|of)|where are we (?:on|with)|tell me about|status of) the (?:ticket|case|incident) (?P<t>(?:about|on|for|from|with|regarding|concerning) .+)$",
    _I,
)
_GENERAL = frozenset(
    "i me we my you our the a an this that these those what who which when where how list show pipeline deals deal leads tasks quarter month year week team it them".split()
)


def framed(said: str, r: Reading) -> str:
    """The question in straight words, or as it is."""
    text = said.strip(" ?.!")
    if match := _NUMBERED.match(text):
        return f"tell me about ticket {match['n']}"
    if match := _TICKET_ON.match(text):
        return f"tickets {match['t']}"
    for pattern in _PREPARED:
        match = pattern.match(text)
        if (
            match
            and match["x"].split()[0].casefold() not in _GENERAL
            and not re.search(r"(?<![a-z])(?:pipeline|deals|leads|tasks|team)(?![a-z])", match["x"], _I)
        ):
            return f"tell me about {match['x'].strip()}"
    made = text
    for pattern, words in _FRAMES:
        made = pattern.sub(words, made)
    return said if made == text else made.strip()
