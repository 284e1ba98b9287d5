"""Reports, appointments and to-dos in other words: "no answer from Zoe", "40 min with Li Na today", "sent Marcus the NDA by mail, log it"."""

import re

from assistant.brains.offline.plainer.report_turned import reminded
from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_LENGTH = r"(?:half an hour|an hour(?: and a half)?|(?:\d+(?:\.\d)?|fifteen|twenty|thirty|forty-five|forty|sixty|ninety|two)[ -]?(?:min(?:ute)?s?|h(?:ours?)?)|quarter of an hour)"
_MEETS = r"(?:(?:phone|video|zoom|teams|online|quick|short|follow-up|first|second|kick-?off|intro|on-?site|site|status|review) )*(?:call|meeting|demo|visit|appointment|lunch|coffee|dinner|breakfast|catch-?up|chat|session|workshop|review|sync|conversation)"
_PAST = r"(?:today|yesterday|just now|this morning|this afternoon|earlier(?: today)?|last night|last (?:mon|tues|wednes|thurs|fri)day|(?:on )?(?:mon|tues|wednes|thurs|fri)day)"
_FUTURE_PERSON = r"(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+){0,2}"
_CALENDAR = re.compile(
    r",?\s+(?:in(?:to)?|on|to) (?:the|my|our) (?:calendar|diary|agenda|schedule|planner)(?: please| pls)?(?=[\s.!]*$| for | on | at | next | tomorrow)",
    _I,
)
_WISHED = re.compile(
    r"^(?:i |we )?(?:want|need|would like|'d like|like|wish for)(?: to (?:have|get|see))? (?=(?:an? |the |another ))",
    _I,
)
_PUT_IN = re.compile(
    rf"^(?:put|add|enter|stick|drop|pop|get|slot|fit|pencil|set|make|plan|do|have)(?: in| up| down| me)* (?:an? |the |another |my )?(?P<len>{_LENGTH} )?(?P<noun>{_MEETS}) (?P<with>with|at) (?P<x>[^,;:?]+?)(?: in)?(?P<when>(?:,? (?:for|on|at|next|this|tomorrow|today|tonight|in|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?![a-z]).*))$",
    _I,
)
_WANTED = re.compile(
    rf"^(?:an? |the |another )?(?P<len>{_LENGTH} )?(?P<noun>{_MEETS}) with (?P<x>(?:(?!went|was|is|has|had|said)[^,;:?])+? (?:for|on|at|next|this|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?![a-z])[^,;:?]*(?:, (?:at|from|for) [^,;:?]*)?)$",
    _I,
)
_UNANSWERED = re.compile(
    r"^(?:got |there was |just )?(?:no (?:answer|reply|response|luck|pick-?up)|nobody (?:home|there|in)|busy (?:line|signal)|(?:the )?line (?:was )?busy|(?:got |reached |only |just )*(?:the )?(?:voicemail|answering machine|mailbox)) (?:from|at|with|by|of|for|reaching|calling|ringing) (?P<x>[^,.;–]+?)(?: (?:on the phone|by phone|on (?:his|her|their) (?:mobile|cell|phone)|when i (?:called|rang|tried)|again|today))*(?P<rest>(?:[,.;–]| - | and ).*)?$",
    _I | re.DOTALL,
)
_NOBODY = re.compile(
    r"^(?:i |just |i just |we |i've )*(?:tried|rang|phoned|called|buzzed|dialled|dialed)(?: to)?(?: calling| call| ringing| ring| phoning| phone| reaching| reach| getting hold of| get hold of)? (?P<x>[^,.;–]+?)(?:\s*[,.;–]\s*|\s+-+\s+|\s+)(?:but |and )?(?:(?:nobody|no one|no-one|he|she|they|it|the phone|the line) (?:answered|picked up|was there|was in|was available|responded|took it|(?:just )?rang out|kept ringing|went to voicemail|was (?:busy|engaged|out|away|off|unavailable|not available|unreachable))|(?:couldn't|could not|can't|didn't|did not) (?:reach|get|get through|get hold of|get hold)(?: to)?(?: (?:him|her|them|anyone|anybody))?|without (?:success|luck|an? answer)|in vain|to no avail|no success|unsuccessfully)(?P<rest>.*)$",
    _I | re.DOTALL,
)
_SENT = re.compile(
    rf"^(?:i |we |just |i've |i have |have )*(?:sent|forwarded|passed|shared|delivered|e-?mailed|mailed)(?: over| on)? (?P<x>{_FUTURE_PERSON}(?: (?:at|from|of) (?-i:[A-Z])[\w&.'-]*)?) (?P<what>(?:the|a|an|our|my|some|his|her|their|two|three|\d+|all|another)(?![a-z]).+?)(?: (?:by|via|over|per|through|in an?|on|as an?) (?P<how>e-?mail|mail|wechat|whatsapp|slack|text(?: message)?|sms|message))(?P<rest>.*)$",
    _I | re.DOTALL,
)
_ON_RECORD = re.compile(
    r"[\s,.;–-]+(?:and |so |please |pls |can you |could you |just )*(?:(?:put|keep|get|place|have|enter|take) (?:(?:it|this|that|the (?:call|mail|e-?mail|meeting|chat|visit)) )?(?:on|in|into|to|down in) (?:the |my )?(?:record|file|crm|log|books|system|timeline|history|account|notes)|make a note(?: of (?:it|that|this))?|note (?:it|that|this)(?: down)?|for the record|log (?:it|this|that)|record (?:it|this|that)|file (?:it|this|that))(?: please| pls| for me)?[\s.!]*$",
    _I,
)
_KEPT = re.compile(
    rf"^(?:put|keep|get|place|have|take|save|store|file|record|enter) (?P<what>(?:my |the |our |this |today's |yesterday's )?(?:wechat |whatsapp |slack |e-?mail |phone |teams |zoom )?(?:{_MEETS}|e-?mail|mail|exchange|thread|message) (?:with|from|to) [^:,;()]+?)(?: (?:on|in|into|to) (?:the )?(?:record|file|crm|log|system|books|timeline))?(?: \((?P<d>[^()]+)\))?\s*(?::|,|\s-+|\s–)\s*(?P<rest>.+)$",
    _I | re.DOTALL,
)
_TRANSCRIPT = re.compile(
    rf"^(?:(?P<org>(?-i:[A-Z])[\w&.'-]*(?: (?-i:[A-Z])[\w&.'-]*)?) )?(?:(?:the |here's the |here is the |this is the |i have the )?transcript (?:from|of|for) (?:the |my |our |a |today's )?)?(?P<noun>{_MEETS})(?: transcript| notes| recording)? with (?P<x>[^:,;.]+?)\s*(?:[,:;]|\s-+|\s–)\s*(?:please |pls |can you |could you )*(?:save|file|log|keep|store|record|put on record|archive)(?: (?:it|this|the (?:transcript|notes|call|minutes|recording|conversation)))?(?:\s*(?:and|\+|&|,|plus|then) (?:extract|pull out|list|get|find|give me|show me|note|tell me)(?: me)?(?: the| all| any)* (?:follow-?ups?|next steps?|action items?|to-?dos?|tasks))?\s*[.:;,–-]\s*(?P<rest>.+)$",
    _I | re.DOTALL,
)
_SLOT_PAST = re.compile(
    rf"^(?:had |spent |just had |just spent )?(?P<len>{_LENGTH})(?: on the phone)?(?: (?P<noun>{_MEETS}))? with (?P<x>[^,;:–]+?) (?P<when>{_PAST})(?P<rest>(?:[\s,.;:–-].*)?)$",
    _I | re.DOTALL,
)
_NOTE_OF = re.compile(
    r"^(?P<x>[^:;,]{2,50}?) (?:note|memo|update|comment|remark|fyi)\s*(?::|\s-+|\s–)\s*(?P<t>.+)$", _I | re.DOTALL
)
_ADD_THEM = re.compile(
    rf"^(?:i |we |just |i've |we've )*(?:met|spoke (?:to|with)|talked (?:to|with)|chatted with|had (?:a chat|coffee|lunch|a talk) with|came across|ran into|bumped into|got (?:a |an )?(?:call|mail|e-?mail|card|business card|message|inquiry|enquiry) from|was (?:contacted|approached) by|heard from) (?:an? |one |some(?:one|body) (?:called|named) )?(?P<n>{_FUTURE_PERSON})(?:,? (?:of|from|at|with|who works (?:at|for)) (?P<o>(?-i:[A-Z])[\w&.'’-]*(?: (?-i:[A-Z])[\w&.'’-]*){{0,3}}))?(?P<more> [^;]*?)?\s*(?:[,;.]|\s-+|\s–|\s+and|\s+so)\s*(?:please |pls |can you |could you )*(?:add|create|enter|make|put|register|set up|save|take|log)(?: (?:him|her|them|that person|this person|that|it|that one))?(?: up| down| in)? (?:as|to|into) (?:an? |the |my |our )*(?:new )?(?P<t>lead|contact|prospect)s?(?: list)?(?: please| pls)?$",
    _I,
)
_ANOTHER_NEW = re.compile(r"(?<![a-z])(?:their|the) new (?:[a-z]+ ){1,4}(?:is|is called) (?-i:[A-Z])", _I)
"""It is somebody else who is new: "met Ana at Acme. Their new buyer is Carla Weiss, please add her"."""
_TO_MY_LIST = re.compile(
    r"^(?:put|add|note|write|stick|get)(?: down)? (?:this |it |a task |something )?(?:on|to|onto|in|into) my (?:(?:to-?dos?|task|tasks|todo|to do)(?: ?list)?|list)\s*(?::|,|\s-+|\s–)?\s*(?:that i (?:have|need|want|ought) to |to )?(?P<t>.+)$",
    _I,
)
_PUT_ON_LIST = re.compile(
    r"^(?:put|add|note|write|stick) (?P<t>(?!it |this |that )[^:;?]+?) (?:on|to|onto) my (?:to-?dos?|task|tasks|todo|to do)(?: ?list)?(?P<when>(?: (?:for|by|on|due|until)[^:?]+)?)$",
    _I,
)
_ON_MY_LIST = re.compile(
    r"[\s,;.–-]+(?:and |so |please |pls |can you |could you |just )*(?:(?:put|add|note|stick|get|write) (?:it|that|this)(?: down)? (?:on|to|onto|in|into|as) (?:my |the |an? )(?:to-?dos?|task|tasks|todo|to do|reminders?)(?: ?list)?|(?:make|create|set|add) (?:me )?(?:it |that |this |an? )*(?:task|to-?do|reminder)(?: (?:for (?:it|that|me)|of (?:it|that)|out of (?:it|that)))?)(?: please| pls)?[\s.!]*$",
    _I,
)
_WILL = re.compile(
    r"^(?:i|we)(?:'ll| will| need to| have to| must| should| want to| ought to| am going to|'m going to| gotta| promised to|'ve got to|'d better)? (?P<t>.+)$",
    _I,
)
_GOT_NEW = re.compile(
    r"^(?P<n>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2}) (?:got|has|has got|gets|is getting|now has) (?:an? |her |his |their )?new (?P<f>cell|cell ?phone|mobile|mobile number|phone|phone number|number|e-?mail|e-?mail address|title|job title|position|role)(?: number)?[\s,:(–-]*(?P<v>[^(),]+?)\)?(?:,? (?:and|as well as|plus) (?:an? |her |his |their )?new (?P<f2>cell|mobile|phone|number|e-?mail|title|job title|position|role)(?: number)?[\s,:(–-]*(?P<v2>[^(),]+?)\)?)?$",
    re.IGNORECASE,
)
_PHONES = frozenset({"cell", "cellphone", "cell phone", "number", "mobile", "mobile number", "phone", "phone number"})
_TICKET_FOR = re.compile(
    r"^(?P<open>(?:please )?(?:open|raise|create|log|file|make|new|need)(?: me)? (?:an? |the )?(?:new )?(?:urgent |high[- ]priority |low[- ]priority |critical )?(?:support )?(?:ticket|case|incident|complaint)(?:[ ,]+(?:please|pls|urgent|high priority|low priority|critical))*)\s*(?::|\s-+|\s–)\s*(?P<x>(?-i:[A-Z])[\w&.'-]*(?: (?-i:[A-Z])[\w&.'-]*){0,2})\s*(?:,|:|\s-+|\s–)\s+(?P<t>.+)$",
    _I,
)


def told(said: str, r: Reading) -> str | None:
    """The report, appointment or to-do with its verb in front, or None when it is no such one."""
    if match := _TICKET_FOR.match(said):
        return f"{match['open'].rstrip(' ,')} for {match['x']}: {match['t']}"
    if match := _GOT_NEW.match(said.strip(" .!")):
        first = f"{match['n']}'s {_field(match['f'])} is {match['v'].strip()}"
        return f"{first}, {_field(match['f2'])} is {match['v2'].strip()}" if match["f2"] else first
    if (match := _ADD_THEM.match(said.strip(" .!"))) and not _ANOTHER_NEW.search(match["more"] or ""):
        kind = "contact" if match["t"].casefold() == "contact" else "lead"
        place = f" {'at' if kind == 'contact' else 'of'} {match['o']}" if match["o"] else ""
        return f"add {kind} {match['n']}{place}" + (f",{match['more']}" if match["more"] and kind == "lead" else "")
    if match := _TO_MY_LIST.match(said) or _PUT_ON_LIST.match(said):
        return f"task: {match['t']}{match.groupdict().get('when') or ''}"
    if (cut := _ON_MY_LIST.search(said)) and cut.start() > 8 and not _PUT_IN.match(said):
        act = _WILL.match(said[: cut.start()].strip())
        return f"remind me to {act['t']}" if act else f"task: {said[: cut.start()]}"
    if match := _UNANSWERED.match(said):
        return reminded(f"called {match['x'].strip()}, no answer{match['rest'] or ''}")
    if match := _NOBODY.match(said):
        return reminded(f"called {match['x'].strip()}, no answer{match['rest'] or ''}")
    if match := _KEPT.match(said):
        return f"log {match['what']}{' on the ' + match['d'] if match['d'] else ''}: {match['rest']}"
    if match := _TRANSCRIPT.match(said):
        return f"log {match['noun']} with {match['x']}{' at ' + match['org'] if match['org'] else ''}: {match['rest']}"
    if match := _SENT.match(said):
        kind = "email" if match["how"].casefold().replace("-", "") in ("email", "mail") else "message"
        rest = _ON_RECORD.sub("", match["rest"])
        return f"log {kind} to {match['x']}{rest}: sent {match['what']}"
    if (match := _SLOT_PAST.match(said)) and not any(d.value.day > r.ask.today for d in r.days[:1]):
        verb = "called" if re.search(r"call|phone", f"{match['noun'] or ''}{said[: match.start('x')]}", _I) else "met"
        return f"{verb} {match['x']} {match['when']} for {match['len']}{match['rest']}"
    if (match := _NOTE_OF.match(said)) and any(n.text.casefold() in match["x"].casefold() for n in r.names):
        return f"log on {match['x'].strip()}: {match['t']}"
    return _booked(said, r)


def _booked(said: str, r: Reading) -> str | None:
    ahead = any(d.value.day > r.ask.today or (d.value.time and d.value.day == r.ask.today) for d in r.days)
    if not ahead:
        return None
    text = _WISHED.sub("", _CALENDAR.sub("", said).strip(" .!"))
    if match := _PUT_IN.match(text):
        return f"book a {match['len'] or ''}{match['noun']} {match['with']} {match['x']}{match['when']}"
    if (match := _WANTED.match(text)) and (text != said.strip(" .!") or r.named("contact", "account")):
        return f"book a {match['len'] or ''}{match['noun']} with {match['x']}"
    return f"book {text}" if text != said.strip(" .!") and re.match(r"(?:an? |my |the )", text, _I) else None


def _field(word: str) -> str:
    return "phone" if word.casefold() in _PHONES else word
