"""English of the office in plainer turns: "who gets to say yes over there", "nudge me", "Tom's deals should be one further", "remind me what 1046 was"."""

import re

from assistant.brains.offline.plainer.turns import Sentences, Turns

_I = re.IGNORECASE
_LONGEST = 220
_X = r"(?P<x>[\w.'’& -]{2,40}?)"
_N = r"(?P<n>(?-i:[A-ZÀ-Ý])[\w'’-]+(?: (?-i:[A-ZÀ-Ý])[\w'’-]+){0,2})"
_PLEASE = r"(?:please |pls |can you |could you |kindly |just )*"
_M = r"(?P<m>[€$¥£]? ?\d(?:[\d.,]*\d)?(?: ?(?:k|m|grand|thousand))?(?: ?(?:eur|usd|euros?|dollars?))?)"
_LINE = r"(?:running|open|going|alive|in play|on the go)"
_BIG = r"(?:largest|biggest|top|fattest|most valuable)"
_KIND = r"(?P<k>call|meeting|demo|visit|review|workshop|appointment|lunch)"

_SAID = Turns(
    (
        (r"(?<![a-z])(?:nudge|ping|poke|prod|buzz) me(?= (?:again |on |in |at )*(?:tomorrow|today|tonight|later|next|mon|tue|wed|thu|fri|sat|sun|in |\d))", "remind me"),
        (r"(?<=[a-z]) (?:so (?:that )?i (?:can )?|to )(?:give (?:him|her|them) (?:another|one more) (?:ring|call|try)|(?:try|ring|phone) (?:him|her|them) (?:again|once more))", " to call again"),
        (r"(?<![a-z])(?:only |just )?(?:got|reached|hit) (?:his|her|their|the) (?:mailbox|voice ?mail|answering machine)", "voicemail"),
        (r"^(?:i )?tried (?P<p>[\w'’-]+(?: [\w'’-]+)?) (?:from|at|of) (?P<a>[\w&'’-]+(?: [\w&'’-]+)?) (?:on the phone|by phone)?,? ?(?:but )?(?:he|she|they)? ?(?:didn['’]?t (?:pick up|answer)|no answer)", r"called \g<p> at \g<a>, no answer"),
        (r"(?<![a-z])it(?:['’]s| is) (?P<c>[A-Z][\w&-]+) (?:that )?we(?:['’]re| are) (?:fighting|up against|competing with|running against)(?: there| now)?", r"competitor is \g<c>"),
        (r"(?<![a-z])web site(?![a-z])", "website"),
        (r"(?<![a-z])(?:will be |am |i['’]m )?trying (?P<x>again|(?:her|him|them) again)(?![a-z])", r"try \g<x>"),
        (r",? (?:and )?(?:please )?(?:log (?:it|this|that)|note (?:it|this|that))(?: down)? and remind me[.!]*$", ""),
        (r"(?:(?<=[,;:.] )|^)(?:and )?(?:the |our |a |an )?(?P<x>contract|quote|offer|proposal|invoice|order form|samples?|nda|draft|price list) (?:goes|is going|will go|should go|has to go|gets sent|will be sent) out (?=(?:on |by |next |this )*(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|today|end of|the \d|\d))", r"I'll send the \g<x> "),
        (r"^(?P<p>(?:please |pls |can you |could you )*)(?P<v>move|push|shift|postpone|reschedule|put) (?:everything|what|whatever|all|anything|stuff)(?:['’]s| is| that is| that['’]s)? due (?P<d>today|tomorrow|this week|yesterday)(?= to| till| until)", r"\g<p>\g<v> all my tasks due \g<d>"),
        (r",? and (?:how much|what) (?:are|is|were) (?:they|those|these|it) (?:all )?worth(?: in total| together| altogether)?(?=[?.!]*$)", " and their total value"),
        (r"(?<![a-z])who (?:called|phoned|rang) (?:the |our )?(?:customers?|clients?|people|accounts?|prospects?) (?:the )?(?:most|most often)(?![a-z])", "who made the most calls"),
        (r"(?<![a-z])who (?:visited|met|saw) (?:the |our )?(?:customers?|clients?|people|accounts?|prospects?) (?:the )?(?:most|most often)(?![a-z])", "who had the most meetings"),
        (r"(?<![a-z])win[- ]rates? (?:by|per|for each|for every|across) (?P<x>source|industry|product|type|region|size|country|owner|rep)s?(?![a-z])(?! and)", r"win rate and cycle by \g<x>"),
        (r"(?<![a-z])(?:which|what) (?P<x>source|industry|product|type|region)s? (?:has|have|wins?|had|gives? us|brings?)(?: us)? (?:the )?(?:best|highest|most|most often|better)(?: win[- ]rates?)?(?=[?.!]*$)", r"win rate and cycle by \g<x>"),
        (r"(?<![a-z])(?P<w>my |our |the |all )?(?:open )?(?:deals?|opps|opportunities|pipeline) by (?:the )?(?:(?:expected )?clos(?:e|ing) month|month (?:of|they) (?:expected )?clos(?:e|ing))(?![a-z])", r"\g<w>open deals by month of expected close"),
        (r"(?<![a-z])whose source is (?:the )?(?=website|referral|partner|webinar|trade|cold)", "from the "),
        (r"^(?:(?:the )?customer(?:['’]s| is) on the (?:other |)(?:line|phone)[,;:.-]+ ?)?quick(?:ly)?(?: question| one)?[:,] ?", ""),
        (r"^(?:damn|phew|argh|ugh|great|nice|hooray|yay)[,!.]+ ?(?=[a-z]{3})", ""),
    ),
    _I,
)  # fmt: skip
_WHOLE = Sentences(
    (
        (r"(?:where|in which deals|on which deals) (?:is|are|does|do) (?P<c>[A-Z]\w+(?: [A-Z]\w+)?) (?:competing|compete|up|fighting|involved|showing up|in play)(?: (?:with|against) us)?(?: right now| now| at the moment)?|which deals (?:is|are|does|do) (?P<b>[A-Z]\w+(?: [A-Z]\w+)?) (?:in|involved in|competing in|showing up in|show up in|compete in)", "deals with competitor {c}{b}"),
        (r"(?:target |quota |goal )?(?:attainment|achievement)(?: of| for)? (?P<a>[A-Z]\w+) (?:vs\.?|versus|and|against|compared (?:to|with)) (?P<b>[A-Z]\w+)(?: (?:in|for) (?P<p>Q[1-4]|this quarter|this year|last quarter|this month))?", "compare {a} and {b} bookings {p}"),
        (r"what (?:should|do|can) i (?:say|tell|present|report|bring)(?: (?:them|people|everybody))? (?:in|at|for) (?:the |our |my )?(?:\w+['’]s |next |weekly |monday )*(?:team |sales |weekly )*(?:meeting|stand-?up|call|review)", "team report for this week"),
        (r"which of my (?:open )?(?:deals|opps|opportunities) (?:are |is )?(?:about to|going to|soon to|close to|nearly) (?:expire|run out|be due|expiring|due)(?: (?:unsigned|without (?:a )?signature|and (?:are )?not signed(?: yet)?))?", "my open deals expected to close in the next 30 days"),
        (r"(?:which|what) (?:customers|accounts|clients) (?:did|have) i (?:work(?:ed)? on|touch(?:ed)?|deal(?:t)? with|look(?:ed)? after|cover(?:ed)?) (?P<p>this week|last week|today|yesterday|this month|last month)", "which customers did I talk to {p}"),
        (r"(?:which|what|who)(?: of)?(?: my| our)? ?(?:customer|account|client)? ?(?:has |have )?(?:brought|brings|bought|made|gave|given|earned|spent)(?: us| me| from us| with us)?(?: in)? (?:the )?(?:most|most money|biggest)(?: (?P<p>this year|last year|this quarter))?", "won deals by account {p}"),
        (r"(?:did|have) (?:we|i) (?:ever )?(?:lose|lost) (?:a deal|deals|any deals?|anything|something|business) (?:at|with|in) (?P<x>[\w&'’. -]{2,40}?)(?: before| ever)?", "lost deals of {x}"),
        (r"what (?:did|have) i (?:enter(?:ed)?|log(?:ged)?|record(?:ed)?|write|written|put in|type(?:d)? in|change(?:d)?) (?P<p>today|yesterday|this week)", "what did I change {p}"),
        (r"(?:which|what) tickets? (?:should (?:i|we) (?:do|handle|take|answer|work on|look at) |do (?:i|we) (?:do|handle|take|start with) |to (?:do|handle|take|answer) |come )?first(?: today| now| this morning)?", "my open tickets sorted by resolution due"),
        (r"(?:how much|what)(?: money| value)?(?:['’]s| is| are| do (?:i|we) have| have (?:i|we) got)?(?: currently| now)? (?:sitting|tied up|stuck|sits|there|the total|parked)? ?in (?P<a>(?!20|q[1-4])[a-z][\w -]{2,24}?) (?:and|plus) (?P<b>[a-z][\w -]{2,24}?)(?: together| combined| in total| altogether| taken together)", "total value of open deals in {a} and {b}"),
        (r"(?:are |is )?(?:any|some|which|who)(?: one)?(?: of)?(?: my| our| the)? ?(?:customers?|accounts?|clients?)? ?(?:are |is |that are |who are )?(?:currently |really )?(?:unhappy|dissatisfied|angry|upset|complaining|annoyed|not happy|frustrated)(?: (?:at the moment|right now|with us|lately|these days|currently|about anything))*", "open complaints"),
        (r"(?:which|what)(?: of)?(?: my| our| the)? promises (?:are|have (?:i|we)) (?:still )?(?:open|not kept|unkept|outstanding|pending)|what (?:did|have) (?:i|we) promised? (?:to )?(?:anyone|anybody|people|customers|clients|my customers) (?:for |to do |by )?(?P<d>this week|today|tomorrow|next week|this month)", "my open tasks due {d}"),
        (r"(?:show me |list |which )?(?:the )?deals? (?:that )?(?:should have|were (?:supposed|meant|due) to|had to) (?:been )?close[d]?(?: in| by)? (?P<p>[\w ]{3,20}?),? (?:but |and )?(?:(?:that )?(?:are|is) still (?:open|running)|(?:did|have|has)(?:n['’]t| not)|still open)", "open deals expected to close in {p}"),
        (r"(?:please |can you |could you )*(?:summari[sz]e|sum up|recap|wrap up|give me (?:a )?(?:summary|recap) of) (?:the|this|my|our) week(?: for me| for us)?", "team report for this week"),
        (r"what (?:share|part|percentage|fraction) of (?:the |our |my )?deals did (?:we|i) (?:win|close) in (?P<a>[\w ]{2,20}?),? and (?:what was it |how (?:much|many) )?in (?P<b>[\w ]{2,20}?)(?:,? side by side|,? next to each other)?", "win rate in {a} versus {b}"),
        (rf"(?:give me )?(?:a )?(?:quick |short )?(?:picture|snapshot|view) of (?:the )?{_X}(?: team)? (?:for|in) (?P<p>Q[1-4]|this quarter|this month|this year|last quarter)", "how is {x} doing in {p}?"),
        (r"who (?:sold|booked|closed|won|signed) more (?:in )?(?P<p>[\w ]{2,16}?)(?: so far)?,? (?:the )?(?P<a>[A-Z]\w+)(?: team)? or (?:the )?(?P<b>[A-Z]\w+)(?: one| team| people)?(?:[?.,;] ?.{0,60})?", "compare {a} and {b} bookings {p}"),
        (r"how old (?:is|are) (?:the )?(?:stuff|things|deals|everything|what(?:['’]s| is)) in (?:our|my|the) pipeline(?:[?.,;] ?.{0,70})?", "break the pipeline down by age"),
        (rf"{_X}, (?:the )?(?:full|complete|whole|entire) (?:history|list) of (?:the |our )?deals (?:with|at) (?:them|him|her)(?:,.{{0,40}})?", "list every deal we ever had with {x}"),
        (rf"{_X} wants? more,? so (?:their|the) (?P<r>[\w -]{{3,24}}?) is (?:now )?{_M}(?: now)?", "the {x} {r} goes up to {m}"),
        (r"(?:can you )?remind me (?:again )?what (?:#|ticket )?(?P<t>(?:T-)?\d{3,6}) (?:was|is)(?: about| again)*(?:,? (?:the|that) ticket)?", "what is ticket {t} about?"),
        (rf"(?:what|which) (?:day and time|time and day|date and time|day and hour) (?:is|was) (?:the |my |our )?(?P<t>[\w -]{{3,30}}?) with {_N}", "when is the {t} with {n}?"),
        (rf"(?:what|which) times? should (?:i|we) (?:avoid|not use|stay away from) (?:when|for) (?:phoning|calling|ringing) {_N}", "when is a bad moment to ring {n}?"),
        (rf"no (?P<r>budget|money) (?:at|over at) {_X},? so the (?P<d>[\w -]{{3,24}}?) is (?:off|dead|gone),? (?:{_PLEASE}(?:put|mark|set|book) it (?:down )?(?:as|to) lost)", "lost the {x} {d} because of budget"),
        (rf"(?P<r>[^,.:;?]{{6,80}}?),? {_PLEASE}(?:write|note|jot|put|record) (?:that|this|it) (?:down )?(?:on|in|to) the (?P<t>[\w -]{{3,40}}?) ticket", "add a note to the ticket about {t}: {r}"),
        (rf"(?:i )?(?:heard|learned|found out) (?:that )?{_N} (?:quit|left|has left|no longer works (?:at|for))(?: from)? (?P<a>[\w&'’ -]{{2,30}}?),? (?:and )?(?:he|she|they)(?:['’]s| is| now)? (?:works? (?:for|at)|with|at|joined|gone to|moved to) (?P<b>[\w&'’ -]{{2,30}}?)(?: these days| now)?", "{n} isn't at {a} anymore, he's moved to {b}"),
        (rf"{_N} (?:needs|has|ought) to (?:hear|know|be told) that (?P<r>[^,;]{{6,80}}?),? {_PLEASE}(?:write|draft|do|prepare)(?: me)? (?:an? )?(?P<k>e-?mail|mail|message|note)(?: to (?:her|him|them)| about it)?", "draft a mail to {n} saying {r}"),
        (rf"(?:there(?:['’]s| is)|we(?:['’]ve| have)(?: got)?|i(?:['’]ve| have)(?: got)?) an? (?:fresh|new|another) (?:opportunity|deal|opp) (?:at|with|for) {_X},? (?:worth |about |roughly |around )?{_M},? {_PLEASE}(?:create|add|enter|open|record|set) (?:it|that)(?: up| please)?", "open a deal with {x} for {m}"),
        (rf"{_N} no longer works (?:at|for) (?P<a>[\w&'’ -]{{2,30}}?)[.;,] ?(?:and )?they(?:['’]ve| have)(?: got)? an? new (?P<t>[\w -]{{3,30}}?),? (?:her|his) name(?:['’]s| is) (?P<b>[\w'’ -]{{4,40}}?),? (?:reachable at|mail|e-?mail) (?P<e>\S+@\S+?),? {_PLEASE}(?:enter|add|put in) (?:her|him|them)(?: in)?", "{a}'s {n} left, the new {t} is {b}, {e} - add her"),
        (rf"(?:the )?(?P<r>[\w -]{{3,30}}?) is back (?:at|with) {_X}(?:,? (?:they say|it seems|apparently))?,? so (?:ticket )?(?P<t>\d{{3,6}}) (?:has|needs|ought) to be (?:re-?opened|opened again)", "reopen ticket {t}"),
        (r"both (?P<a>\d{3,6}) and (?P<b>\d{3,6}) are (?:solved|done|fixed|sorted),? (?:so |and )?(?:you can |please )*(?:set|mark|close|move) them (?:to|as) (?P<s>resolved|closed)", "close {a} and {b} as {s}"),
        (r"(?P<w>[A-Z]\w+)['’]s deals (?:that )?(?:sit|are|sitting|stuck) (?:at|in) (?P<s>[\w ]{3,24}?) should (?:all )?(?:be|move|go) one (?:stage |step )?(?:further|on|up),? (?:in|to|into) (?P<t>[\w ]{3,24}?)", "move everything {w} has in {s} to {t}"),
        (r"new (?:customer|account|client) (?:for the books|for us|to enter)[:,-]+ ?(?P<b>[\w&'’ -]{2,40}?),? (?:their|the|its) (?:site|website|web page|homepage|domain) is (?P<d>[\w.-]+)", "create an account called {b}, website {d}"),
        (r"(?P<w>[A-Z]\w+) has (?:a few|some|several)(?: deals)? that should have (?:closed|been signed) (?:by now|already)(?:,? (?:and|but) (?:are )?still (?:running|open))?,? which (?:ones )?are they", "which of {w}'s open deals are already past their close date?"),
        (rf"how far (?:along )?is (?:the )?{_X} and how long has it been (?:sitting |stuck )?(?:at|in|on) (?:that|this) (?:step|stage)", "what stage is the {x} in, and since when?"),
        (rf"(?:across|in|over) the (?P<r>[\w ]{{3,20}}?) region,? what(?:['’]s| is) the {_BIG} (?:thing|deal|one) we (?:still )?have (?:got )?{_LINE}", "biggest open deal in {r}?"),
        (rf"(?P<w>[A-Z]\w+) (?:takes|is taking|will take) over (?:the )?(?P<d>[\w -]{{3,40}}?) (?:at|of|for) (?P<a>[A-Z][\w&'’-]+),? {_PLEASE}make (?:her|him) the owner(?: of (?:that|the) deal| of it)?", "hand the {a} {d} deal over to {w}"),
        (rf"(?:i )?(?:ran into|met|bumped into|got talking to) an? (?:guy|woman|lady|man|person|chap) at (?:the|a) (?P<s>trade show|trade fair|fair|expo|conference|exhibition),? {_N},? (?:from |of )?(?P<b>[\w&'’ -]{{2,40}}?)[.;,] ?{_PLEASE}(?:save|add|enter|put|store) (?:him|her|them)(?: in| down)? as a lead(?: for me)?", "new lead: {n} from {b}, met him at the trade fair"),
        (r"(?:on|in) the (?P<d>[\w -]{3,40}?) deal (?:at|with) (?P<a>[A-Z][\w&'’-]+),? we(?:['’]re| are) no longer (?:fighting|up against|competing with) (?P<c>[A-Z]\w+),? (?:but )?(?:it(?:['’]s| is)|competitor is) (?P<b>[A-Z]\w+)(?: (?:that )?we(?:['’]re| are) up against)?(?: now)?", "{c} is out at {a}'s {d}, the competitor is now {b}"),
        (rf"{_N} can(?:no|['’])t make it,? so (?:the |our )?{_KIND} (?:about|on) (?P<t>[\w -]{{3,30}}?) on (?P<d>[\w ]{{3,20}}?) (?:won['’]t|will not|isn['’]t going to) (?:happen|take place),? (?:so )?{_PLEASE}(?:take it off|cancel it|remove it)(?: the calendar| my calendar)?", "cancel the {t} {k} with {n} on {d}"),
        (r"(?P<w>[A-Z]\w+) is (?:swamped|overloaded|too busy|drowning|off sick),? so (?P<b>[A-Z]\w+) (?:will take|takes|is taking) over,? (?:every|all|each) (?:lead|leads) of (?:\w+)['’]s (?:with|in) status (?P<s>[\w ]{3,20}?)(?: please)?", "give all of {w}'s leads that are {s} to {b}"),
        (r"everything on my (?:to-?do|task|todo)(?: list)? for today is (?:finished|done|complete),? (?:so )?(?:please )?tick (?:them|it|everything)(?: all)? off", "mark all my tasks due today as done"),
        (r"is there (?:any)?(?:stuff|thing|something) i should have (?:finished|done) (?:already|by now)(?:[?.,;] ?.{0,40})?", "what am I late with?"),
        (rf"(?:the )?(?P<t>[A-Z]\w+) (?:guys|folks|people|team)[:,-]+ ?(?:what are )?their (?P<a>\w+) {_BIG} {_LINE} deals(?:,? by (?:amount|value|size))?", "the {a} biggest open deals of the {t} team by amount"),
        (rf"{_X} is getting (?:hot|urgent|serious)[.;,!] ?(?:whatever|all|any) (?:to-?dos|tasks|todos) i (?:still )?have (?:open )?for (?:them|it),? {_PLEASE}(?:make|set) (?:the )?priority (?:to )?(?P<p>low|normal|high|urgent)", "set all my open tasks about {x} to {p} priority"),
        (r"which of mine are (?:due|supposed|meant|going) to be signed by the time .{3,40}?(?:i\.?e\.?|so)?,? ?(?:with a )?clos(?:e|ing) date (?:ahead of|before|earlier than) (?P<d>[\w ]{3,20}?)", "which of my open deals close before {d}"),
        (r"my wins (?:from|in|of|for) (?P<p>Q[1-4](?: \d{4})?|last \w+|this \w+)(?:,? please)?", "what did I win in {p}?"),
        (rf"{_X} went with (?P<c>[A-Za-z]\w+),? (?:they were|who were|it was) (?:cheaper|less expensive)[.;,] ?(?:so )?the (?P<d>[\w -]{{3,30}}?) deal is (?:dead|gone|lost|over),? (?:reason|because of|for|due to)(?: the)? price", "{x} {d} is gone, {c} undercut us: lost on price"),
        (r"which (?:customers|accounts|clients) of mine (?:have|with) (?:a )?headcount (?:above|over|of more than|beyond) (?P<a>\d+)", "my accounts with more than {a} employees"),
        (rf"{_X}, who (?:gets to say yes|calls the shots|has the final (?:say|word)|signs (?:things )?off|makes the decisions?|decides) (?:over )?there", "who is the decision maker at {x}?"),
        (rf"my (?P<a>\w+) {_BIG} (?:ones|deals) (?:that are |which are )?(?:still )?{_LINE}", "my {a} biggest open deals"),
        (rf"(?:jot|write|note|put) (?:this |it )?down for {_X}[:,-]+ ?(?P<r>.{{6,120}}?)", "Note on {x}: {r}"),
        (rf"we(?:['’]re| are) (?:up against|fighting|competing with) (?P<c>[A-Z]\w+) (?:at|for|over) {_X},? {_PLEASE}(?:jot|write|note|put) (?:that|this|it) (?:down )?(?:on|in) the deal", "Note on the {x} deal: competitor is {c}"),
        (rf"{_X} is (?:gone|lost|dead)(?:,? i['’]m afraid|,? unfortunately|,? sadly)?,? (?:it )?went to (?:the|a) competitor,? (?:and )?(?:it was|because of|on)(?: the)? price[.;,] ?{_PLEASE}(?:close|mark|set) it (?:as|to) lost", "Mark {x} lost: price, competitor won"),
        (rf"{_N} has a new (?:job )?title,? (?P<t>[\w ,&-]{{2,30}}?),? and (?:her|his|their) (?:cell|mobile|phone|number)(?: number)? (?:has changed|changed|is new)(?: too| as well)?[:,] ?(?P<a>\+?[\d ()-]{{6,24}})", "{n} is now {t}, new mobile {a}"),
        (r"(?P<a>(?:D|ACC|T|TK|L|C)-\d+),? has (?:anybody|anyone|somebody) (?:touched|changed|edited) (?:that|this|the|it)(?: deal| one| record)? (?:from (?P<d>\w+) on|since (?P<e>\w+))(?:[?.,;] ?.{0,30})?", "What changed on {a} since {d}{e}?"),
        (r"(?P<w>[A-Z]\w+) (?:is taking|takes|will take) over my (?:customers|accounts|clients)(?: soon)?,? (?:so )?(?:can you |please |could you )*(?:put together|write|prepare|draft|make) (?:the |a |me )*(?:transfer|hand-?over) (?:notes?|document|summary)(?:.{0,40})?", "Write a handover note for my accounts going to {w}"),
        (r"how (?:do|does|is|are) my (?:people|team|guys|reps) (?:stand|doing|do|look) (?:for|in) (?P<p>Q[1-4]|this quarter),? (?:split|broken down) by stage(?: and| ,)? (?:measured |held )?against (?:quota|target|plan)", "My team by stage {p} vs target"),
        (rf"(?:split|break(?: down)?|sort) what i(?:['’]ve| have) (?:still )?got {_LINE} (?:for|in) (?P<p>Q[1-4]|this quarter) (?:into|by) (?:commit|forecast categor\w+).{{0,40}}?", "My open deals closing in {p} by forecast category"),
        (r"(?:on|for|in) (?:which|what) of (?:the|my) tickets(?: that| which)?(?: i)?(?: still)?(?: have| are)? (?:still )?open did we (?:blow|miss|break|breach|fail) the sla", "Which of my open tickets are breached?"),
        (r"what (?:could|can|should|might) i (?:reply|answer|respond|say) (?:on|to) (?:ticket )?(?P<t>\d{3,6})[?.,;] ?(?:please )?(?:look|check|search) (?:in|through)?(?: the| our)? (?:knowledge ?base|kb|articles).{0,40}?", "Suggest an answer to {t} from the KB"),
        (r"can i (?:get|have) (?:a |an )?(?:spreadsheet|excel|xlsx|excel file)(?: \(xlsx\))? (?:with|of) (?:everything|all(?: the deals)?|what) i(?:['’]ve| have) won (?:in )?(?P<p>\d{4}|this year|last year|this quarter)", "My won deals {p} to Excel"),
    ),
    ends=r"[\s.!?]*",
)  # fmt: skip
_QUARTERS = re.compile(r"(?<![a-z])the (?P<q>first|second|third|fourth)(?: quarter)?(?= versus|$|\?)", _I)
_NTH = {"first": "Q1", "second": "Q2", "third": "Q3", "fourth": "Q4"}


def office_en(text: str) -> str:
    """The message in plainer turns, or the text itself."""
    if len(text) > _LONGEST or "\n" in text:
        return text
    said = text.strip()
    put = _WHOLE.plain(_SAID.plain(said))
    if put.startswith("win rate"):
        put = _QUARTERS.sub(lambda m: _NTH[m["q"].casefold()], put)
    return put if put != said else text
