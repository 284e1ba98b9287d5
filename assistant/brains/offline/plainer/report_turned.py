"""Reports and notes in other words: "add a note to X: …", "Zoe didn't pick up", "check me in at the plant"."""

import re

from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_NOTE = re.compile(
    r"^(?:(?:add|put|leave|make|attach|drop|write|save|file|log|enter|stick)(?: down)? (?:me )?(?:an?|this|the following|one more|another)? ?(?:quick |short |new |internal )*(?:note|comment|remark)|jot(?: this| it)?(?: down)?|note down|write down)"
    r" (?:to|on|for|under|at|in|with|onto|against|re|about) (?:the )?(?P<x>[^:;]+?)(?:\s*:\s*|\s+[-–—]+\s+|,\s+|\s+(?:that|saying|which says)\s+)(?P<t>.+)$",
    _I | re.DOTALL,
)
_NOTE_LATE = re.compile(
    r"^(?P<x>[^:;,]{2,60}?)\s*(?::|,|\s[-–—])\s*(?:please |pls )?(?:add|log|new|make|save|leave)? ?(?:an? |this )?(?:note|comment)(?: that)?\s*(?::|[-–—]|,|that)?\s+(?P<t>.+)$",
    _I | re.DOTALL,
)
_LOG = re.compile(
    r"^(?:add|enter|put in|register|record|file|save|capture)(?: down)? (?P<what>(?:(?:the|my|our|a|an|this|today's|yesterday's|this morning's|last night's|(?:mon|tues|wednes|thurs|fri)day's) )(?:\d[\w-]* ?(?:min(?:ute)?s?|hours?|h)? )?(?:quick |short |long )?(?:call|phone call|meeting|visit|demo|chat|lunch|conversation|e-?mail)(?![a-z]).*)$",
    _I | re.DOTALL,
)
_LOG_DAY = re.compile(
    r"^(?:add|enter|put in|register|record|file|save|capture|log)(?: down)? (?P<day>yesterday|today|(?:mon|tues|wednes|thurs|fri)day)(?:'s|’s) (?P<what>(?:\d[\w-]* ?(?:min(?:ute)?s?|hours?|h)? )?(?:quick |short |long )?(?:call|phone call|meeting|visit|demo|chat|lunch|conversation|e-?mail)(?![a-z])(?: (?:with|to|from|at) [^,;:–]+?)?)(?:,? (?:at )?(?P<time>\d{1,2}(?::\d\d| ?[ap]m)(?: ?[ap]m)?))?(?P<rest>(?:(?:[,;:.–]| -| about| on| re ).*)?)$",
    _I | re.DOTALL,
)
_STEPS = re.compile(
    r",? (?:and |then )(?:list|give me|tell me|extract|pull out|show me|note)(?: me)? (?:the |all |all the )?(?:next steps|action items|to-?dos|follow-ups)(?:[,.:;] (?:the )?transcript (?:follows|below|is below))?",
    _I,
)
_LOG_LATE = re.compile(
    r"[\s,.;–-]+(?:please |pls )?(?:log|file|record|save|note) (?:it|(?:this|that|the)(?: (?:thread|chat|call|conversation|meeting|e-?mail|mail|exchange|message))?)(?: please| pls| for me)?[\s.!]*$",
    _I,
)
_UNREACHED = re.compile(
    r"^(?P<x>(?!i |we |they |it |client|customer)[A-Za-z][\w'’.-]*(?: (?:at|from|of) [\w'’.&-]+| [A-Z@(][\w'’.&)-]*){0,4}) (?:didn't|did not|wouldn't|isn't|wasn't|never|hasn't|does not|doesn't)(?: \w+)? ?(?:pick(?:ing|ed)? up|answer(?:ing|ed)?|take|reach\w+|return|there|available|in)(?: (?:my|the|his|her|their|our) (?:call|phone|mobile)s?| when i (?:called|rang|phoned|tried)(?: (?:him|her|them))?| the phone)?(?P<rest>(?=[\s,.;–-]|$).*)$",
    _I | re.DOTALL,
)
_TRIED = re.compile(
    r"^(?:i |just |i just |we )*(?:tried|rang|phoned|called|buzzed|dialled|dialed) (?P<x>[^,.;–]+?)(?P<gap>[,.;]|\s[-–])\s*(?:(?:but )?(?:he|she|they|nobody|no one|but) )?(?P<how>(?:didn't|did not|wouldn't|never|doesn't) (?:pick(?:ed)? up|answer(?:ed)?)|no answer|no reply|no luck|no one picked up|voicemail|line was busy|busy)(?P<rest>.*)$",
    _I | re.DOTALL,
)
_REMINDER = re.compile(
    r"(?P<gap>^|[,.;:–-]\s*|\s+and\s+|\s+so\s+)(?:please |pls |also )*(?:(?:give|send|set|put|get) me |set |add |make |i need )?(?:an? )?(?:reminder|ping|nudge)(?: for me)?(?: (?:for|on))? (?P<t>(?:tomorrow|today|tonight|on |next |this |in |mon|tues|wednes|thurs|fri|satur|sun|at |\d).*)$",
    _I | re.DOTALL,
)
_PING = re.compile(
    r"(?P<gap>^|[,.;:–-]\s*|\s+and\s+|\s+so\s+)(?:please |pls |also |can you |could you )*(?:ping|nudge|remind|poke|alert|notify|prod)(?: me)?(?: again)?(?: (?:about|of|on|regarding) (?:it|that|this|him|her|them))?(?: again)? (?P<t>(?:tomorrow|today|tonight|on |next |this |in |mon|tues|wed|thurs|fri|satur|sun|at |\d).*)$",
    _I | re.DOTALL,
)
_CHECK_IN = (
    re.compile(r"^check me in (?:at|to|in|with|@) (?P<x>.+)$", _I),
    re.compile(r"^check[- ]?in\s*(?::|[-–—]|@|,)\s*(?P<x>.+)$", _I),
    re.compile(r"^(?:i |i've |i have |i'm |i am |we're |we )?(?:just )?(?:got to|gotten to|arrived at|arrived in|reached|here at|at|made it to|pulled up at|standing at) (?P<x>[^,.;]+?)(?: now)?[,.;–-]+\s*(?:please )?(?:check me in|log (?:the|a|my) (?:visit|check-?in)|check-?in)(?: please| pls)?[\s.!]*$", _I),
    re.compile(r"^(?P<x>[^,.;:]+?)[,:;–-]+\s*(?:please )?check me in(?: there)?[\s.!]*$", _I),
)  # fmt: skip
_LENGTH = r"(?:half an hour|an hour|(?:\d+|fifteen|twenty|thirty|forty-five|sixty|ninety)[ -]?(?:min(?:ute)?s?|h(?:ours?)?)|quarter of an hour)"
_SLOT = re.compile(
    rf"^(?:set up|schedule|book|arrange|find|get|block|block out|put in|reserve|i need|i want|need|plan)(?: me| us)? (?P<len>{_LENGTH})(?: slot| meeting)? with (?P<x>.+)$",
    _I,
)
_SLOT_ALONE = re.compile(rf"^{_LENGTH} with [^.;:]{{3,60}}$", _I)
_VOICEMAIL = re.compile(
    r"^(?:i |just )*(?:left (?:an? )?)?(?:voicemail|voice mail|voice message) (?:for|with|to|on|at) (?P<x>[A-Za-z][^,.;–]*?)(?P<rest>[,.;–].*)?$",
    _I | re.DOTALL,
)
_TO_DO = re.compile(
    r"^(?:i |we )?(?:need to|have to|gotta|got to|must|should) (?P<t>(?:call|ring|phone|mail|e-?mail|write|send|chase|ping|text|follow up|check|prepare|ask|get back|talk|speak|visit|draft|finish|review)(?![a-z])[^?]*)$",
    _I,
)
_RIVAL = re.compile(
    r"(?<![\w-])(?P<r>[A-Z]\w+) (?:is|are) (?:now )?(?:the|our|a|their) (?:main |only |new )?competitor(?![a-z])"
)
_MEET = re.compile(
    r"^(?:schedule|book|get|set up|put down) (?!an? |the |my |all |lunch|call|demo|meeting|visit)(?P<x>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)*) (?:for|on|in) (?P<when>.+)$"
)


def report_turned(said: str, r: Reading) -> str:
    """The report with its verb in front, or the words as they are."""
    if match := _NOTE.match(said) or (
        _NOTE_LATE.match(said)
        if not re.match(r"(?:remind|task|add|create|open|new|what|who|show|any)(?![a-z])", said, _I)
        else None
    ):
        told = _RIVAL.sub(r"competitor is \g<r>", match["t"])
        return f"log on {match['x'].strip()}: {told}"
    for pattern in _CHECK_IN:
        if match := pattern.match(said):
            return f"check in at {match['x']}"
    if match := _SLOT.match(said):
        return f"book {match['len']} with {match['x']}"
    if match := _VOICEMAIL.match(said):
        return reminded(f"called {named(match['x'].strip(), r)}, voicemail{match['rest'] or ''}")
    if (match := _TO_DO.match(said)) and r.days:
        return f"remind me to {match['t']}"
    if (match := _SLOT_ALONE.match(said)) and any(d.value.day > r.ask.today and d.value.time for d in r.days):
        return f"book {said}"
    if match := _MEET.match(said):
        return f"book a meeting with {match['x']} {match['when']}"
    said = _STEPS.sub("", said, count=1) if re.match(r"(?:file|log|save|record|here)", said, _I) else said
    if (match := _LOG_DAY.match(said)) and not any(d.value.day > r.ask.today for d in r.days[:1]):
        when = f"{match['day']} {match['time']}" if match["time"] else match["day"]
        return f"log {match['what']} {when}{match['rest']}"
    if (match := _LOG.match(said)) and not any(d.value.day > r.ask.today for d in r.days[:1]):
        return f"log {match['what']}"
    if match := _TRIED.match(said):
        return reminded(f"called {named(match['x'].strip(), r)}, {_how(match['how'])}{match['rest']}")
    if match := _UNREACHED.match(said):
        return reminded(f"called {named(match['x'].strip(), r)}, no answer{match['rest']}")
    if (match := _LOG_LATE.search(said)) and match.start() > 20 and len(said) > 40:
        return f"log: {said[: match.start()]}"
    return said


def named(words: str, r: Reading) -> str:
    """A name nobody is known by, in capitals as a name is written: "bob at acme" is "Bob at Acme"."""
    known = [n.text.casefold() for n in r.names]
    parts = re.split(r"( (?:at|from|of) )", words)
    made = [
        p if not p.islower() or any(k in p for k in known) or (len(p) < 5 and p.startswith(" ")) else p.title()
        for p in parts
    ]
    return "".join(p if p.strip().casefold() not in ("at", "from", "of") else p.lower() for p in made)


def _how(words: str) -> str:
    return words if words.casefold().startswith(("voicemail", "no answer")) else "no answer"


def reminded(text: str) -> str:
    """The report with its reminder in plain words."""
    match = _REMINDER.search(text) or _PING.search(text)
    return f"{text[: match.start()]}, remind me {match['t']}" if match else text
