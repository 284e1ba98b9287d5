"""Orders said as statements, in plainer turns: "park the Odenwald deal", "new face at Vireo: …", "Tom should …, give him that as a task", "1050 is solved, the patch did it"."""

import re

_I = re.IGNORECASE
_X = r"(?P<x>[\w.'’&/ -]{2,60}?)"
_PLEASE = r"(?:please |pls |can you |could you |would you |let's )*"
_WHY = r"(?:(?:,|;| -| –| —|:|\.| because| since| as| until| till) ?(?!(?:and |then |also |please )*(?:move|set|create|remind|make|add|call|tell|assign|book|log|push|give)\b)[^?]{3,90})?"
_PRIO = r"(?P<p>low|medium|normal|high|urgent)(?: prio(?:rity)?)?"
_IT_VERB = r"(?:knock|bring|take|push|move|set|raise|lower|put|make|change|close|mark|drop|bump|shift|cut|increase|reduce|reassign|re-?open|hand|give|assign|delete|postpone|call)"
_TROUBLE = r"(?:offline|down|broken|error|errors|fail(?:s|ed|ing)?|slow|wrong|crash(?:es|ed|ing)?|stuck|stops?|stopped|dead|leak\w*|alarms?|can(?:no|')t|cannot|won't|doesn't|don't|not working|no longer|missing|lost|drops?|dropping|drifts?|frozen|hangs?|noise|noisy|defect\w*|faulty|damaged|blank|trouble|problem|issue)"
_HOUSE = r"(?:plant|factory|office|site|building|shop|store|warehouse|fab|lab|hall|canteen|mill|line|branch|school|company|border|port)s?"
ORDERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), plain)
    for pattern, plain in (
        (r"(?:[\w ]{3,24}[.!:] )?(?:everything|all|anything|whatever)(?: (?:on|in) my (?:task )?list| of my tasks| tasks?)?(?: that| which)? (?:was|is|were|are)? ?(?:due before today|overdue|past due|late)(?:,? (?:and|but) (?:is|are)(?:n['’]?t| not)(?: yet)? (?:done|finished|closed))?\s*[:,–-]+ ?(?:new due date|move(?:s|d)?(?: it| them)?(?: to)?|due|goes to|to) ?(?P<d>[\w ]{4,30}?)(?:[.;,!] ?(?:leave|keep|not|but not|don['’]?t).{3,60})?[.!]*", "move my overdue tasks to {d}"),
        (r"(?:and |also |oh |so )*(?:its|the|his|her|their) (?P<f>amount|value|price|close date|closing date|stage|next step|owner|probability|source|title|phone|phone number|e-?mail|competitor|seats|priority|status|due date) (?:should be|must be|has to be|needs to be|is now|goes to|became|changed to|changes to)(?: now)? (?P<v>[^,;?]{2,50}?)(?:(?:,| as| since| because) (?:we|they|he|she|it|i|the|that|as|since|because|this)\b[^?]{3,80})?[.!]*", "set its {f} to {v}"),
        (rf"{_PLEASE}(?:put|enter|add|stick|get) (?:an? |another )?(?P<k>meeting|call|visit|demo|appointment|lunch|coffee)(?: in| down)?(?: for me| for us)?(?: (?:in|into|on|to) (?:the|my|our) (?:calendar|diary|schedule))?(?: for me)? with (?P<r>.{{4,110}})", "book a {k} with {r}"),
        (rf"(?:i|we) (?:won['’]?t|will not|can['’]?t|cannot|couldn['’]?t|didn['’]?t|am not going to|don['’]?t)(?: be able to| going to)?(?: get to| get round to| manage to| manage| make it to| do)? ?(?P<g>[a-z]+ing )?(?P<t>[\w.'’& -]{{4,60}}?)(?: today| this week| now| any ?more| in time)?[.;,!–-]+ ?(?:so |and )?{_PLEASE}(?P<v>move|push|shift|postpone|put|set|delay) (?:that|this|the|my|it)(?: (?:task|one|to-?do))?(?: off| back)? (?P<d>(?:to|until|till|by) .{{3,30}}?)[.!]*", "move the {t} task {d}"),
        (r"(?:(?:ok(?:ay)?|so|right|well|and|now)[, ]+)*(?:(?:we|i|priya|they)(?:['’]ve| have| has)? (?:answered|replied|responded|written back|got back|come back)(?: to)?(?: (?:them|him|her|it|the customer|the client))?[,;.]? ?)?(?:(?:so|now|and|but)[, ]+)*(?:it|this|that|this one|that one|the ticket)(?:['’]s| is) (?:now )?(?:waiting (?:on|for) (?:(?:the )?(?:customer|client)|them|him|her)|with (?:the )?(?:customer|client)|in their court)(?: now)?[.!]*", "set its status to waiting for the customer"),
        (rf"{_PLEASE}(?:make|set|put|use|take) (?P<d>(?:next |this )?[\w ]{{3,20}}?)(?: as)?(?: the)? (?:date|day|deadline) (?:for|of) (?:the )?next step (?:of|for|on|with) {_X}[.!]*", "set the next step date of {x} to {d}"),
        (r"(?:a |one |just )?(?:(?:quick|short|small|brief|little|another) )?(?:note|remark|memo|comment|fyi|heads[- ]?up|side note|info)(?: to self)?(?: (?:on|for|about|re|regarding|at))? (?P<x>(?!(?:to|that|from|me|the|a|my|this|it|ticket|on|for|about|re|regarding|at)\b)(?-i:[A-Z])[\w.'’&-]*(?: [\w.'’&-]+){0,3}?)\s*(?::|\s[-–—]|,)\s*(?P<r>[^?]{6,180})", "note on {x}: {r}"),
        (rf"(?P<x>(?-i:[A-Z])[\w.'’&-]*(?: [\w.'’&-]+){{0,3}}?)\s*(?::|\s[-–—]|,)\s*(?P<r>(?:the |their |our )?{_HOUSE} (?:is |are |will be |will |gets? )?clos(?:es|ed|ing|e)\b[^?]{{2,150}})", "note on {x}: {r}"),
        (rf"(?P<x>(?!what|who|when|which|how|please|note|log|remind)[A-Za-z][\w.'’&/ -]{{2,50}}?)\s*(?::|\s[-–—]|,)\s*{_PLEASE}(?:knock|bring|take|cut|drop|lower) (?:it|that|that one|this one) (?:down |back )*to (?P<m>[^?]{{2,30}}?)[.!]*", "lower the {x} to {m}"),
        (rf"(?P<x>(?!what|who|when|which|how|please|note|log|remind)[A-Za-z][\w.'’&/ -]{{2,50}}?)\s*(?::|\s[-–—])\s*(?P<o>{_PLEASE}{_IT_VERB}) (?:it|that|that one|this one)(?P<r> (?!an? |in\b|there\b)[^?]{{2,60}}?)[.!]*", "{o} {x}{r}"),
        (rf"{_PLEASE}(?:park|shelve|freeze|pause|mothball|ice|put a hold on|suspend) (?:the |our |my )?(?P<x>(?!it |that |this |all |every|my |these |those )[\w.'’&/ -]{{3,50}}?)(?: (?:thing|deal|one|opportunity|project))?(?: for now| for the moment| for the time being)?{_WHY}[.!]*", "put {x} on hold"),
        (r"(?:(?:from|as of|starting|effective) (?P<d>today|now|tomorrow|monday)(?: on(?:wards)?)?,? )(?P<w>(?:all |the |my |our )*)(?P<x>[\w.'’& -]{2,40}? (?:deals|accounts|leads|tickets|tasks|customers|contacts)) (?:are|belong to|go to|now belong to|become|will be|are now) (?P<u>(?-i:[A-Z])[\w-]+(?: (?-i:[A-Z])[\w-]+)?)(?:'s|’s|s')?(?P<o>,? (?:all of them|all|only those|just the ones|the ones)(?: that)?(?: are)?(?: still)? open)?[.!]*", "assign {o} {x} to {u}"),
        (r"(?P<w>(?:all |the |my |our )*)(?P<x>[\w.'’& -]{2,40}? (?:deals|accounts|leads|tickets|tasks|customers|contacts)) (?:are|belong to|go to|now belong to|become|will be|are now) (?P<u>(?-i:[A-Z])[\w-]+(?: (?-i:[A-Z])[\w-]+)?)(?:'s|’s|s')? (?:from (?:now|today) on(?:wards)?|from (?:now|today|tomorrow|monday)|now)(?P<o>,? (?:all of them|all|only those|just the ones|the ones)(?: that)?(?: are)?(?: still)? open)?[.!]*", "assign {o} {x} to {u}"),
        (r"(?:[^.!?]{6,120}[.!;] )?(?P<w>(?:all |both )(?:of )?(?:(?:my|our|the|their|her|his) )?(?:(?:open|current) )*(?:[\w.'’&-]+ ){0,3}?deals?(?: (?:there|at|of|with|from|in) ?[\w.'’& -]{0,40}?)?) (?:slip|slips|slide|slides|shift|shifts|move|moves|go|goes|get|gets|are|is|will|have|has|need|needs) ?(?:to )?(?:be |get |been )?(?:pushed|delayed|postponed|moved|shifted|slip|slide|shift|move)? ?(?:back |out )?by (?P<n>(?:an?|one|two|three|four|six|\d+) (?:day|week|month|quarter)s?)[.!]*", "push {w} by {n}"),
        (r"(?:there(?:'s|’s| is) )?(?:an? )?(?:new (?:face|person|man|woman|guy|lady|colleague|contact|name|one|buyer)|somebody new|someone new) (?:at|with|over at|in|from) (?P<x>[\w.'’& -]{2,40}?)\s*[:,–-]\s*(?P<n>(?-i:[A-ZÀ-Ý])[\w.'’-]+(?: (?-i:[A-ZÀ-Ý])[\w.'’-]+){1,3}?)(?P<r>,.{2,120})?", "add contact {n} at {x}{r}"),
        (r"(?P<n>(?-i:[A-ZÀ-Ý])[\w.'’-]+ (?-i:[A-ZÀ-Ý])[\w.'’-]+) is (?:the |our |a )?new (?:contact|face|person)(?: (?:at|with|over at|in|from) (?P<x>[\w.'’& -]{2,40}?))(?P<r>,.{2,120})?", "add contact {n} at {x}{r}"),
        (rf"{_PLEASE}(?:whatever|everything|anything|all|all (?:that|that is|tasks)|what)(?: (?:is|that's|that is|was|i have|i've got))? (?:on my (?:list|plate)|of mine|i have)?,? ?(?:that |which )?(?:should have been (?:done|finished)(?: by now| already)?|(?:is|are|was) (?:overdue|late|past due))(?: on my (?:list|plate))?\s*(?:[:,–-]+|goes|go|moves?|to be moved)\s*(?:to |on |until )?(?P<d>(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week|the \d+\w*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d+)[.!]*", "move my overdue tasks to {d}"),
        (r"(?P<w>(?-i:[A-ZÀ-Ý])[\w-]+(?: (?-i:[A-ZÀ-Ý])[\w-]+)?) (?:should|must|needs to|has to|ought to|shall|is to) (?P<r>.{6,110}?)[,;.]? (?:so |and )?(?:please |pls )*(?:give|assign|hand|pass|send|put)(?: it| that| this)?(?: to)? (?:him|her|them)(?: (?:that|this|it|for that|one|a task|the task))*(?: as)?(?: an?)? (?:task|to-?do|job)?(?:,? (?:with )?(?P<p>low|medium|normal|high|urgent|top)(?: prio(?:rity)?)?)?[.!]*", "create a task for {w} to {r},{ priority p}"),
        (rf"(?P<x>(?-i:[A-ZÀ-Ý])[\w.'’& -]{{1,40}}?) (?:is |are )?(?:on the (?:line|phone)|just called|called|calling|rang|reports?)(?: in)?(?: me| us)?\s*[:,–-]\s*(?P<t>[^:?]{{4,100}}?{_TROUBLE}[^:?.]{{0,60}}?)[.;,!]+ ?(?:please |pls |and |so )*(?:open|create|raise|log|make)(?: up)? (?:one|a ticket|a case|it as a ticket|an incident)(?: (?:with|at|as))?,? {_PRIO}[.!]*", "new {p} priority ticket for {x}: {t}"),
        (rf"(?P<x>(?-i:[A-ZÀ-Ý])[\w.'’& -]{{1,40}}?) (?:is |are )?(?:on the (?:line|phone)|just called|called|calling|rang|reports?)(?: in)?(?: me| us)?\s*[:,–-]\s*(?P<t>[^:?]{{4,100}}?{_TROUBLE}[^:?.]{{0,60}}?)[.;,!]+ ?(?:please |pls |and |so )*(?:open|create|raise|log|make)(?: up)? (?:one|a ticket|a case|it as a ticket|an incident)[.!]*", "new ticket for {x}: {t}"),
        (r"(?P<x>(?-i:[A-ZÀ-Ý])[\w.'’& -]{1,40}?) (?:now |finally |also )?(?:wants?|needs?|would like|is after|asks for|asked for|is going for|decided on|takes?|buys?) (?P<t>[A-Za-z][\w.'’& -]{3,70}?)(?: after all| too| as well| now)?[.!;,]+ ?(?:please |pls |so |and )*(?:open|create|make|set up|start|add) (?:one|a deal|a new deal|an opportunity|a new opportunity|one for (?:it|that|them))(?P<r>(?:[,.;:]| at| for| over| worth| with).{2,110})?", "new deal for {x}: {t}{r}"),
        (r"(?:ticket |case |t-)?#?(?P<n>\d{3,6})(?: is| has been| was|'s)?(?: now)? (?:fixed|solved|sorted|resolved|done|working again|ok again)(?: out| now)?[,.;:–-]+ ?(?:so |and |please |pls |you can )*close (?:it|this|that|the ticket)(?: out)?(?: please| pls)?[.!]*", "close ticket {n}"),
        (r"(?:ticket |case |t-)?#?(?P<n>\d{3,6})(?: is| has been| was|'s)?(?: now)? (?:fixed|solved|sorted|resolved|done|working again|ok again)(?: out| now)?[,.;:–-]+ ?(?!(?:please |pls |you can |so |and )*(?:close|tell|let|call|inform|write|draft|e-?mail|remind|mark)\b)(?P<why>[a-z][^?;]{5,120}?)[.!]*", "resolve ticket {n}: {why}"),
    )
)  # fmt: skip
"""Each whole message and the plain order it comes to."""
_SEATS = re.compile(
    r"(?<=[a-z] )seats?(?= (?:(?:down|up|back) )*to [€$£¥]?\d+(?:[.,]\d+)? ?(?:k|m|mio|thousand|million|eur|usd|cny|rmb)\b)",
    _I,
)
_PLS = re.compile(r"(?<=[\w)]),? (?:please|pls|plz)(?=\s*,)", _I)
_MORE_SEATS = re.compile(
    r"(?:they|he|she|we|it) (?:takes?|wants?|needs?|adds?|gets?|orders?) [\w-]+ (?:more |extra |additional )?(?:seats|users|licen[cs]es)(?: more| extra| on top)?,? (?:so|which makes|making|that makes)(?: it)? (?=\d+ (?:seats|users|licen[cs]es))",
    _I,
)


def as_ordered(said: str) -> str:
    """ "The Kestrel seats to 78k": so much is no number of seats, it is the amount of the deal over seats."""
    return _SEATS.sub("seat deal", _PLS.sub("", _MORE_SEATS.sub("", said)))
