"""Questions as people put them in passing, in plainer turns: "where do most of our wins come from", "whose was it before me", "what share did I win"."""

import re

_I = re.IGNORECASE
_X = r"(?P<x>[\w.'’&/ -]{2,60}?)"
_PERIOD = r"(?: (?P<p>(?:this|last) (?:fiscal )?(?:week|month|quarter|year)|(?:in|during|for|of) (?:\d{4}|q[1-4](?: \d{4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*(?: \d{4})?|the last (?:fiscal )?(?:quarter|year|month))|so far this (?:year|quarter|month)|ytd|year to date))?"
_OF = r"(?:(?P<p2>2\d{3}|this year's|this quarter's|last year's|last quarter's) )?"
_MORE = r"(?:\s*[,;–-] ?(?:is it |mostly )?[\w ,/]{3,60}?)?"
QUESTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), plain)
    for pattern, plain in (
        (r"what (?:do|have) (?P<w>i|we) (?:have|got) (?:that is |that's )?(?:closing|due to close|coming in|to close) (?P<p>(?:in|this|next|by|before|until) [\w ]{3,24}?)[?.!]*", "{w} deals closing {p}"),
        (r"(?:show me |list |which |what )?(?:of )?(?P<w>my |our |the )?(?P<o>open )?tickets(?: of mine)?(?: where| in which| for which| that| which)? (?:(?:the )?(?:customer|client|they|nobody|no one|we)(?: has| have|s)? (?:did ?n[o'’]?t|hasn['’]?t|haven['’]?t|never|not)?(?: yet)? ?(?:get|got|received?|had|answered|replied(?: to)?|respond(?:ed)?(?: to)?)(?: an?| any| the| their)?(?: first)? ?(?:answer|reply|response)?|(?:have|has|had|got|are|without|with) (?:no|not had|still no|without)? ?(?:a |any )?(?:first )?(?:answer|reply|response)(?:ed)?)(?: yet| so far)?[?.!]*", "{w}{o}tickets without a first response at"),
        (r"compare (?P<r>the open (?:pipeline|deals|amounts?) of (?:(?-i:[A-Z])[\w-]+) (?:and|with|to) (?:(?-i:[A-Z])[\w-]+))(?: for me)?[?.!]*", "compare {r}"),
        (r"(?:can|could|may|should) i (?:ring|call|phone|write to|mail|contact|approach) (?P<x>(?-i:[A-Z])[\w.'’-]+(?: (?-i:[A-Z])[\w.'’-]+)?)(?: directly| myself)? (?:about|on|regarding) (?:the |our )?(?P<t>[\w -]{3,40}?) or (?:did|has|is|was) (?:he|she|they|there) .{3,60}", "what did {x} say about calls and the {t}"),
        (r"what (?P<h>did|has) (?P<x>(?-i:[A-Z])[\w.'’-]+(?: (?-i:[A-Z])[\w.'’-]+)?) report(?:ed)? (?:about|on|regarding) (?:the |our |their )?(?P<t>[\w -]{3,40}?)[?.!]*", "what did {x} say about {t}"),
        (r"how (?:did|have) (?:we|you|they) (?:solve|solved|fix|fixed|sort out|resolve|resolved) (?:the |that )?(?P<t>[\w' -]{4,50}?) (?:at|for|with) (?P<x>[\w.'’& -]{2,40}?)(?: (?:that|last) time| back then| in \w+)?[?.!]*", "what do the notes of {x} say about {t}"),
        (r"(?:what|which) (?:were|was|are|is) (?P<x>[\w.'’&-]{2,30}(?: [\w.'’&-]{2,30})?)(?:'s|’s) (?P<k>questions?|concerns?|worries|worry|objections?|conditions?|wishes|requests?|complaints?|points?|demands?|requirements?|comments?|answers?) (?P<o>on|about|to|for|with|regarding) (?:the |our |my )?(?P<t>[\w -]{3,40}?)(?: again| once more)?[?.!]*(?:[,;–-]? ?(?:in |from |it was )?(?:the|his|her|that) (?:mail|e-?mail|call|meeting|note|message|visit)[^?]{0,30}[?.!]*)?", "what did {x} say about the {t}"),
        (r"(?:i(?:'m| am) )?(?:on (?:the|my) way (?:to|over to)|heading (?:to|over to|for)|driving (?:to|over to)|about to (?:see|call|meet|visit|enter)|in front of|sitting (?:at|in front of)|just before) (?P<x>[\w.'’& -]{2,40}?)\s*(?::|,|\s[-–—])\s*(?P<q>(?:what|which|who|when|how much|how many|did)(?! (?:do|should|must) i)[^?]{8,140}?)[?.!]*", "what do the notes of {x} say about {q}"),
        (rf"where (?:did|do|have) (?:most of |the most of |all )?(?:our|my|the) {_OF}(?:wins|won deals|closed deals|deals we won|business) (?:come|came|originate|stem) from{_PERIOD}{_MORE}[?.!]*", "where do our won deals come from {p} {p2}"),
        (rf"(?:which|what) (?:source|channel|lead source)s? (?:has |have |did )?(?:brought|bring|gave|give|produced?|made?|generated?|yielded|deliver(?:ed)?)(?: us| me)?(?: the)? (?:most|best) (?:wins|won deals|deals|business){_PERIOD}[?.!]*", "where do our won deals come from {p}"),
        (r"(?:of|out of|from) (?:everything|all|all deals|all the deals|the deals|what)(?: that)?(?: got| was| were| has been| have been)?(?: decided| closed)(?P<p> this (?:year|quarter|month)| last (?:year|quarter|month)| in [\w ]{2,12}?)?,? (?:what|which|how much|how many)(?: share| part| percentage| percent| fraction| of (?:it|them|those))* (?:did|have|do) (?P<w>i|we)(?: win| won)?[,?. ]*(?:by (?:count|number|amount|value))?[?.!]*", "{w} win rate{p}"),
        (rf"(?:what|which)(?:'s| is)? ?(?:the )?(?:share|percentage|percent|part|fraction|proportion) of (?P<w>my|our|the) (?:decided |closed |finished )?deals (?:did|have|do|got) (?:i|we)? ?(?:win|won){_PERIOD}[?.!]*", "{w} win rate {p}"),
        (rf"how (?:often|many times) (?:did|do|have) (?P<w>i|we) (?:actually )?(?:win|won|win a deal){_PERIOD}[?.!]*", "{w} win rate {p}"),
        (rf"(?:(?:what(?:'s|’s| is) )?(?P<w>my|our|the) (?:win|hit|success|closing|close)[ -]?(?:rate|ratio|quota))(?: by (?:count|number|amount|value))?{_PERIOD}(?: by (?:count|number|amount|value))?[?.!]*", "{w} win rate {p}"),
        (rf"whose (?:was|were) {_X} before (?:me|i|it|that|we)\b.{{0,60}}?[?.!]*", "who owned {x} before"),
        (rf"since when (?:do|have) (?:i|we) (?:have|had|own|owned|look(?:ed)? after) {_X}[?.!]*", "who changed the owner of {x}"),
        (rf"(?:since when|how long) (?:has|have) {_X} been (?:mine|ours|with me|with us)[?.!]*", "who changed the owner of {x}"),
        (rf"when did (?:i|we) (?:get|take over|inherit) {_X}(?: from \w+)?[?.!]*", "who changed the owner of {x}"),
        (r"(?:did|have|has)(?: any of)?(?P<w> my| our| the)? (?:customers?|clients?|accounts?) (?:open(?:ed)?|rais(?:e|ed)|file[d]?|report(?:ed)?|sen[dt]|ha[dv]e?|got|get)(?: us)?(?: any| some| new)* tickets?(?P<p> in \w+(?: \d{4})?| (?:this|last) (?:week|month|quarter|year)| yesterday| today)?[?.!, ]*(?:(?:and )?(?:which(?: ones)?|what(?: about)?|if so[, ]*which(?: ones)?)[?.! ]*)?", "tickets of{w} customers created{p}"),
        (r"(?:is|was|are) (?:there )?(?:anything|something|any tickets?|any) (?:urgent|critical|burning|on fire)(?: open)? (?:in|on) (?P<w>my|our|the) (?:queue|list|tickets?|plate|inbox)[?.!]*", "urgent open tickets in my queue"),
        (r"anything (?:urgent|critical|burning|on fire)(?: open)? (?:in|on) (?P<w>my|our|the) (?:queue|tickets?)[?.!]*", "which of my open tickets are urgent"),
        (r"(?:which|what) (?:of|among) mine (?P<r>(?:have|has|are|is|went|go|close|will|did|do|need|look|should)\b.{3,90})", "which of my deals {r}"),
        (r"(?:i(?:'m| am)? |i'll |we(?:'re| are)? )?(?:seeing|meeting|visiting|calling) (?P<x>(?-i:[A-ZÀ-Ý])[\w.'’& -]{1,40}?) (?:on |this |next )*(?:today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: (?:morning|afternoon|evening|noon|at \S+))?[,;.:–-]+ ?(?:so )?(?:what|anything)(?: all)? (?:do |should |must |would )?i? ?(?:have to |need to |should |to |must )*(?:have in (?:my head|mind)|keep in (?:mind|my head)|know|remember|be aware of|watch out for|think of|bring)[^?]{0,30}[?.!]*", "prepare me for {x}"),
        (r"(?:what|which deals|how many deals) did (?:the )?(?P<t>(?-i:[A-ZÀ-Ý])[\w-]+) team (?:win|won|close|closed|sell|sign|book)(?P<p> (?:this|last) (?:fiscal )?(?:week|month|quarter|year)| in .{2,20}?)?[?.!]*", "deals won by {t}{p}"),
        (rf"(?:is|was) there (?:a |any )?(?:time|hour|day|moment)(?: of (?:the )?day)?(?: when| that| at which)? (?:i|we) (?:shouldn['’]?t|should not|mustn['’]?t|can['’]?t|cannot|had better not) (?:phone|call|ring|reach|disturb) {_X}(?:[?.!;,]+ ?.{{0,60}})?", "what do the notes say about when to call {x}"),
        (rf"when (?:is|would be) (?:it )?(?:a |the )?(?:bad|good|best|worst|right|wrong) (?:time|moment|day) to (?:phone|call|ring|reach|catch) {_X}[?.!]*", "what do the notes say about when to call {x}"),
        (r"(?:which|what)(?: ones| deals| of (?:my|our) deals)? (?:went|have gone|has gone|did go) to (?P<x>[A-Za-z][\w&-]+(?: (?-i:[A-Z])[\w&-]+)?)(?: instead(?: of (?:us|me))?| rather than (?:us|me)| and not (?:to )?us)[?.!]*", "which deals did we lose to {x}"),
        (r"(?:remind me|tell me(?: again)?|do you (?:know|remember)|what was it,?|remember) why (?P<x>[\w.'’&/ -]{3,60}?) (?:fell through|went south|died|failed|was lost|got lost|didn't work out|did not work out|collapsed|broke down)[?.!]*", "why did we lose {x}"),
        (r"why (?:did|has|have) (?P<x>[\w.'’&/ -]{3,60}?) (?:fall through|fallen through|go south|gone south|die|died|fail|failed|not work out|collapse|collapsed)[?.!]*", "why did we lose {x}"),
    )
)  # fmt: skip
"""Each whole message and the plain question it comes to."""
_EVER = re.compile(r"(?<=[a-z] )(?P<n>wins|deals|losses|orders|customers|accounts)(?: ever| of all times?| all[- ]time| overall)(?=$|[\s?.!,])", _I)  # fmt: skip
_OF_MINE = re.compile(r"(?P<b>^|(?<=[ ,]))(?P<a>(?:(?:new|open|lost|won|overdue|active|urgent|current|own) )*)(?P<n>leads|deals|tasks|tickets|accounts|contacts|customers|opportunities) of (?P<w>mine|ours)(?=$|[\s?.!,])", _I)  # fmt: skip
_KNOWN = r"(?:next to (?:them|it)|on (?:record|file)|beside (?:them|it)|in (?:there|the system)|we can (?:call|write to)|i can (?:call|write to))"
_WITH = re.compile(rf"(?P<n>(?<![a-z])(?:leads|contacts|people|customers|accounts))(?P<m>(?: (?:at|of|from|in) [\w.'’& -]{{2,30}}?)?)(?:,? (?:but )?(?:only |just )?(?:those|the ones|ones))? (?:that |which |who )?(?:with|have|having|has) (?:an? |any |some )?(?:(?:phone |mobile |telephone )?numbers?|(?:phone|telephone|mobile)s?)(?: {_KNOWN})?(?=$|[?.!,])", _I)  # fmt: skip


_EACH = re.compile(r",? (?:each one|every one|one by one|each of them|all of them)(?: and| with)? (?:the |a |in )?(?:total|sum)(?=$|[\s?.!,])|, (?:sum of (?:the )?amounts?|partner deals included|including partner deals|with (?:the )?totals?)(?=$|[\s?.!,])|(?<=[a-z] )exactly (?=(?:did|do|does|has|have|was|were|is) )", _I)  # fmt: skip


def as_asked(said: str) -> str:
    """ "The three biggest wins ever" as "the three biggest wins", "leads of mine" as "my leads", "with a number next to them" as "with phone"."""
    text = _EVER.sub(r"\g<n>", _EACH.sub("", said))
    text = _OF_MINE.sub(lambda m: f"{'my' if m['w'].casefold() == 'mine' else 'our'} {m['a']}{m['n']}", text)
    return _WITH.sub(r"\g<n>\g<m> with phone", text)


def as_owned(said: str) -> str:
    """ "I win rate", as a turn leaves it, is mine: "my win rate"."""
    return re.sub(
        r"^(?:i|we)(?= win rate| deals closing)", lambda m: "my" if m[0].casefold() == "i" else "our", said, flags=_I
    )
