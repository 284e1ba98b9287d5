"""Orders that open with the record: "the Harrow deal goes on hold", "overdue tasks: push to Monday", "Elif takes over Acme"."""

import re

from assistant.brains.offline.reading import Reading
from assistant.recognise.days import days

_I = re.IGNORECASE
_TAIL = re.compile(
    r"(?:[\s,;:–—-]+(?:(?:and |but |then )?(?:please |just |can you |could you )?(?:(?:show|preview|tell) (?:me |it |that |them )?(?:first|before(?: saving| you save)?)|(?:with )?(?:a |the )?preview(?: first)?"
    r"|update(?: (?:it|that|the (?:date|deal|record|crm|field|amount|stage|owner)|please|accordingly))?|make (?:her|him|them|that person) the (?:new )?owner|make the change|change (?:it|that)(?: please)?|cancel (?:it|that|them)(?: please)?"
    r"|(?:tick|check|mark|cross) (?:it|them|that|those)(?: all)? (?:off|done|as done)|please|pls|thanks|thank you|thx|ty|cheers|will you|ok|from now on|as of (?:now|today)|going forward|effective immediately)(?![\w'’])))+[\s.!?]*$",
    _I,
)
_DONE = re.compile(
    r"(?:tick|check|cross|mark) (?:it|them|that|those|that one)(?: all)? (?:off|done|as (?:done|complete|finished))", _I
)
_AUX = r"(?:should|must|can|needs? to|ought to|has to|have to|had to|is to|are to|will|shall)(?: now| all| then| both| please)*"
_PASSIVE = {
    "moved": "move", "pushed": "move", "shifted": "move", "bumped": "move", "advanced": "move", "postponed": "postpone", "rescheduled": "postpone", "delayed": "postpone",
    "set": "set", "put": "move", "changed": "change", "updated": "update", "raised": "raise", "increased": "raise", "lowered": "lower", "reduced": "lower",
    "assigned": "assign", "reassigned": "assign", "transferred": "assign", "handed over": "assign", "handed": "assign", "given": "assign", "passed": "assign", "marked": "mark", "flagged": "mark",
    "closed": "close", "resolved": "resolve", "deleted": "delete", "removed": "delete", "cancelled": "cancel", "canceled": "cancel", "called off": "cancel", "converted": "convert", "qualified": "convert", "reopened": "reopen", "renamed": "rename", "completed": "complete", "ticked off": "tick off",
}  # fmt: skip
_BE_DONE = re.compile(
    rf"^(?P<what>[^,;:?]{{2,90}}?) {_AUX} be (?:now )?(?P<verb>{'|'.join(sorted(_PASSIVE, key=len, reverse=True))})(?: over)?(?: now)?(?P<rest>(?![\w-]).*)$",
    _I,
)
_GOES = re.compile(
    rf"^(?P<what>[^,;:?]{{2,90}}?) (?:(?:{_AUX} )?(?:all |now |both )*(?:go|move|slip|shift|switch|belong)|(?:has |have |now |all |both )*(?:goes|moves|gone|slips|shifts|moved|slipped|switches|belongs))(?: all| now| back| over| out)* (?P<prep>to|into|in|on to|onto|with|on) (?:the )?(?P<to>[^?]+)$",
    _I,
)
_IS_IN = re.compile(
    r"^(?P<what>[^,;:?]{2,80}?) (?:should be|must be|needs to be|has to be|ought to be|is now|are now) (?:in|at|on) (?:the )?(?P<to>[^?]+)$",
    _I,
)
_COLON = re.compile(
    r"^(?P<what>[^:;?]{2,90}?)(?:\s*(?::|[–—]|->|=>|→)\s*|\s+-+\s+|,\s+)(?:please |pls |just |can you |could you |now )?(?P<verb>move|push|shift|bump|postpone|reschedule|mark|flag|close|resolve|delete|remove|cancel|convert|reopen|assign|reassign|hand|give|transfer|complete|finish|tick off)"
    r"(?: (?P<it>it|them|this|that|those|these|all|that one|this one|him|her))?(?: all)?(?P<over> over| off| out| back)?(?P<rest>(?: (?:to|into|as|until|till|by|from|lost|won|done|resolved|closed|on hold|urgent|high|low|complete)(?![\w-]).*)?)[\s.!]*$",
    _I,
)
_ARROW = re.compile(r"^(?P<what>[^:;?]{2,90}?)\s*(?:->|=>|→|>>)\s*(?P<to>[^?]+)$")
_MAKE_OWNER = re.compile(
    r"^(?:make|set|appoint|name|put|have|let) (?P<who>me|myself|[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2}?) (?:as |be |become )?(?:the )?(?:new )?(?:account )?(?:owner|manager|rep|assignee|person in charge|responsible(?: person)?) (?:of|for|on|in) (?P<what>.+)$",
    _I,
)
_TWO = re.compile(
    r"^(?P<verb>move|set|mark|change|assign|give|push|postpone|put|close) (?P<a>[^,;]+?) (?P<prep>to|as|into|until) (?P<to>[^,;]+?)(?:,? and |, )(?P<b>(?!to |as )[^,;]+?) (?P<prep2>to|as|into|until) (?P<to2>[^,;]+)$",
    _I,
)
"""Two records and two values behind one verb."""
_TAKES = re.compile(
    rf"^(?P<who>[A-Za-z][\w'’.-]*(?: [A-Za-z][\w'’.-]*){{0,2}}?) (?:(?:{_AUX} )?(?:now )?(?:take over|takes over|taking over|is taking over|took over|get|gets|receive|receives|inherit|inherits|is getting|have|own|owns|be the owner of|be owner of|look after|looks after|run|runs|handle|handles|is (?:now )?(?:the )?(?:new )?owner (?:of|for)))(?: now)? (?P<what>[^?]+)$",
    _I,
)
_OWNER_OF = re.compile(
    r"^(?:the )?(?:new )?owner (?:of|for) (?P<what>.+?) (?:is|becomes|should be|will be)(?: now)? (?P<who>[A-Z][\w'’. -]+)$",
    _I,
)
_GIVE = re.compile(
    r"^(?:give|hand|pass|assign|send|let) (?P<who>[A-Za-z][\w'’.-]*(?: [A-Z][\w'’.-]*)??)(?: have| take(?: over)?)? (?P<what>(?:the|all|every|my|our|those|these|both|unassigned|[A-Z])[^?:]*)$",
    _I,
)
_CONVERSION = re.compile(r"^(?:do|run|make|start)?\s*(?:the |a )?conversion (?:of|for) (?P<what>.+)$", _I)
_CAN_GO = re.compile(
    r"^(?P<what>.+?) (?:can go|is (?:obsolete|outdated|superfluous|wrong|not needed(?: any ?more)?|no longer needed)|isn't needed(?: any ?more)?)[\s,;:–-]+(?:so |please |just )*(?:delete|remove|drop|get rid of) (?:it|that|them|this)[\s.!]*$",
    _I,
)
_IS_OFF = re.compile(
    r"^(?P<what>[^;?]*?(?<![a-z])(?:call|meeting|demo|visit|appointment|lunch|coffee|dinner|review|workshop|session|sync|kick-?off|presentation|training)(?![a-z])[^;?]*?) (?:is|has been|was|got)(?: now)? (?:off|called off|cancelled|canceled|not happening)(?P<more>[\s,.;–-].*)?$",
    _I,
)
_ALL_DONE = re.compile(
    r"^(?P<what>.*(?<![a-z])(?:tasks?|to-?dos?|TK-\d+)(?![a-z]).*?) (?:is|are|got|has been|have been)(?: now| all)* (?:done|finished|completed?|over with)$",
    _I,
)
_EVERYTHING = re.compile(
    r"(?:everything|every single thing|anything|whatever|all)(?: that)?(?: i have|'s| is| are)?(?: that is)? (?P<which>overdue|late|past due|due [^,;?]*?)(?: (?:on|in|from|off) (?P<whose>my|[A-Z]\w+'s) (?:own )?(?:task |to-?do )?(?:list|plate))(?![a-z])|(?<![a-z])everything (?P<which2>overdue|late|past due)(?: of mine| for me)?(?![a-z])",
    _I,
)
_MINE = re.compile(r"(?:on|in|from|off) (?:my|the) (?:task |to-?do )list", _I)
_RAISE = (
    re.compile(
        r"^(?:put|add|slap|stick|lay) (?P<by>\d[\d.]*\s?(?:%|percent|per cent)) (?:more )?(?:on top of|on|onto|to) (?P<what>[^?]+)$",
        _I,
    ),
    re.compile(
        r"^(?:bump|push|nudge|lift|raise|increase|take|move|put|mark)(?: up)? (?P<what>[^?]+?) up(?: by)? (?P<by>\d[\d.]*\s?(?:%|percent|per cent))$",
        _I,
    ),
    re.compile(r"^(?:bump|push|nudge) up (?P<what>[^?]+?) by (?P<by>\d[\d.]*\s?(?:%|percent|per cent))$", _I),
)
_TO_MONEY = re.compile(
    r"^(?:bump|bring|take|lift|push|raise|get|up|nudge|drop)(?: up| down)? (?P<what>[^?:]+?)(?: up| down)? to (?P<money>[€$£¥]?\s?\d[\d.,]*\s?(?:k|m|mn|mio|grand|thousand|million)?(?: ?(?:usd|eur|cny|rmb|gbp|dollars|euros?))?)$",
    _I,
)
_LEVEL = re.compile(
    r"^(?P<verb>change|move|set|switch|downgrade|upgrade|put|take|make) (?P<what>.+?) from (?:an? )?[abc](?:[ -](?:level|grade|tier|customer|account))? (?:to|into) (?:an? )?(?P<to>[abc])(?:[ -](?:level|grade|tier|customer|account))?$",
    _I,
)
_UP_DOWN_GRADE = re.compile(
    r"^(?:downgrade|upgrade|promote|demote) (?P<what>.+?) to (?:an? )?(?P<to>[abc])(?:[ -](?:level|grade|tier|customer|account))?$",
    _I,
)
_INTO = re.compile(
    r"^(?:put|get|switch|place|bring) (?P<what>[^?:]+?) (?:into|(?:in|on|at)(?!.* (?:into|to) )) (?:the )?(?P<to>[^?]+)$",
    _I,
)
_CLOSES = re.compile(
    r"^(?P<what>[^,;:?]{2,80}?) (?:is )?(?:now )?(?:closes|closing|will close|signs|will sign|is expected to close)(?: now)?(?: on| by)? (?P<to>[^?]+?)(?: now| instead)?$",
    _I,
)
_OFF = re.compile(
    r"^(?:knock|take|shave|cut|drop|slash) (?P<by>\d[\d.]*\s?(?:%|percent|per cent)) off (?:of )?(?P<what>[^?]+)$", _I
)
_RING = re.compile(
    r"^give (?P<who>[A-Z][\w'’. -]+?) (?:an? )(?:quick )?(?:call|ring|buzz|shout|bell)(?P<when> [^?]*)?$"
)
_FIELD_OF_PERSON = re.compile(
    r"^(?:(?:update|change|correct|edit) )?(?P<who>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2})\s*(?::|,|\s[-–—])\s*(?:(?:the |his |her )?new )?(?P<field>title|job title|position|phone(?: number)?|mobile(?: number)?|e-?mail(?: address)?|role)(?: is| to| now|:)?(?: now)? (?P<to>[^,;:]{2,60})$"
)
_FIELD_OF = re.compile(
    r"^(?:update|change|set|correct|fix|edit) (?:the )?(?P<field>competitor|next step|amount|stage|owner|(?:expected )?clos(?:e|ing) date|source|level|industry|title|phone|mobile|e-?mail|domain|website|priority|status|probability) (?:on|of|for|at|in) (?P<what>[^:;]+?)\s*(?::|\s[-–—]+(?=\s)|,(?!\d))\s*(?:it's |it is |it should be |make it |now |should be |to |is )*(?P<to>(?:[^,;:]|,(?=\d{3}))+?)(?: now)?(?:,(?!\d)[^:]*)?$",
    _I,
)
_FIELD_FIRST = re.compile(
    r"^(?:the )?(?:new |current )?(?P<field>competitor|next step|amount|(?:expected )?clos(?:e|ing) date) (?:on|of|for|at) (?P<what>[^:;?]+?)\s*(?::|\s[-–—]+\s|=)\s*(?P<to>[^;:?]+)$",
    _I,
)
_NEWS_OF = re.compile(
    r"^(?:update|change|correct|edit) (?P<who>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2})\s*(?::|,|\s[-–—])\s*(?P<told>[^:]+)$"
)
_NEW_TASK = re.compile(
    r"^(?:a )?(?:new )?(?P<n>task|to-?do|reminder)(?: (?P<me>for me|for myself))?\s*[,–-]+\s*(?P<when>[^:]{2,40}?)\s*:\s*(?P<what>.+)$",
    _I,
)


_ASKS = re.compile(r"(?:so |and )?(?:who|whom|whose|what|when|where|why|how|by whom|since when)(?![a-z])", _I)


def order_turned(said: str, r: Reading) -> str:
    """The order with its verb in front, or the words as they are."""
    done = bool(_DONE.search(said))
    text = _TAIL.sub("", said).strip(" .!") or said
    text = _company_first(_listed(text, r), r)
    made = _turned(text, r)
    if made is None and done and re.search(r"(?<![a-z])(?:is|are) (?:all )?done$", text):
        made = re.sub(r" (?:is|are) (?:all )?done$", "", text)
        made = f"mark {made} as done"
    if made is None:
        return (
            text
            if text != said.strip(" .!") and (_verb_first(text) or text.casefold().startswith(("all my", "my ")))
            else said
        )
    return _TAIL.sub("", made).strip()


def _verb_first(text: str) -> bool:
    return bool(
        re.match(
            r"(?:move|push|set|change|update|raise|lower|increase|mark|close|assign|give|delete|remove|cancel|convert|postpone|bump|put|shift)(?![a-z])",
            text,
            _I,
        )
    )


def _turned(text: str, r: Reading) -> str | None:
    for match in (p.match(text) for p in _RAISE):
        if match:
            return f"raise {match['what']} by {match['by']}"
    if match := _LEVEL.match(text) or _UP_DOWN_GRADE.match(text):
        return f"change {match['what']} to level {match['to'].upper()}"
    if (match := _TO_MONEY.match(text)) and not _amount_named(match["what"]):
        return f"set the amount of {match['what']} to {match['money']}"
    if match := _CONVERSION.match(text):
        return f"convert {match['what']}"
    if match := _CAN_GO.match(text):
        return f"delete {match['what']}"
    if (match := _IS_OFF.match(text)) and not _asked(match["what"]):
        return f"cancel {match['what']}"
    if (match := _ALL_DONE.match(text)) and not _asked(match["what"]):
        return f"mark {match['what']} as done"
    if match := _NEW_TASK.match(text):
        return f"new {match['n']}: {match['what']} {match['when']}"
    if (
        (match := _COLON.match(text))
        and not _asked(match["what"])
        and not _verb_first(match["what"])
        and _thing(match["what"], r)
    ):
        return _with_verb(match["verb"], match["what"], match["rest"])
    if (match := _ARROW.match(text)) and not _asked(match["what"]):
        return _sent(match["what"], match["to"], r, force=True)
    if (match := _BE_DONE.match(text)) and not _asked(match["what"]):
        return f"{_PASSIVE[match['verb'].lower()]} {match['what']}{match['rest']}"
    if (match := _OWNER_OF.match(text)) and _person(match["who"], r):
        return f"assign {match['what']} to {match['who']}"
    if (match := _MAKE_OWNER.match(text)) and (
        match["who"].casefold() in ("me", "myself") or _person(match["who"], r, whole=True)
    ):
        return f"assign {match['what']} to {match['who']}"
    if (match := _TWO.match(text)) and _thing(match["b"], r) and not _asked(match["b"]):
        return f"{match['verb']} {match['a']} {match['prep']} {match['to']} and {match['verb']} {match['b']} {match['prep2']} {match['to2']}"
    if (match := _TAKES.match(text)) and _person(match["who"], r, whole=True) and _ownable(match["what"], r):
        return f"assign {match['what']} to {match['who']}"
    if (
        (match := _GIVE.match(text))
        and _person(match["who"], r, whole=True)
        and _ownable(match["what"], r)
        and " to " not in match["what"]
    ):
        return f"assign {match['what']} to {match['who']}"
    if (match := _IS_IN.match(text)) and not _asked(match["what"]) and _stage(match["to"], r):
        return f"move {match['what']} to {match['to']}"
    if (match := _GOES.match(text)) and not _asked(match["what"]):
        into = match["prep"].casefold() in ("to", "into", "on to", "onto") or not _day(match["to"], r)
        return _sent(match["what"], match["to"], r) if into else None
    if match := _OFF.match(text):
        return f"lower {match['what']} by {match['by']}"
    if match := _RING.match(text):
        return f"call {match['who']}{match['when'] or ''}"
    if (match := _FIELD_OF_PERSON.match(text)) and not _record_not_person(match["who"], r):
        return f"change {match['who']}'s {match['field']} to {match['to']}"
    if (match := _FIELD_OF.match(text) or _FIELD_FIRST.match(text)) and not _ASKS.match(match["to"]):
        return f"set the {match['field']} of {match['what']} to {match['to']}"
    if (match := _NEWS_OF.match(text)) and not _record_not_person(match["who"], r):
        told = re.sub(r" now(?=,|$)", "", match["told"])
        told = re.sub(r"(?<![A-Za-z])(title|position|role) (?=[A-Z])", r"\1 is ", told)
        title = not re.match(
            r"[^,]*(?:\d|@|(?<![a-z])(?:mobile|phone|e-?mail|mail|number|tel|address|title|new|stage|amount|close|owner|role)(?![a-z]))",
            told,
            _I,
        )
        return f"{match['who']} is now {told}" if title else f"{match['who']}'s {told}"
    if (match := _INTO.match(text)) and re.match(r"(?!hold)", match["to"], _I) and _stage(match["to"], r):
        return f"move {match['what']} to {match['to']}"
    if (
        (match := _CLOSES.match(text))
        and not _asked(match["what"])
        and _day(match["to"], r)
        and _one_record(match["what"], r)
    ):
        return f"change the close date of {match['what']} to {match['to']}"
    return None


_HAS_IN = re.compile(
    r"(?:everything|whatever|anything|all)(?: that)? (?:(?P<who>i|we|[A-Z][\w'’-]+) (?:has|have|owns?|holds?|is running|got)(?: got)? )?(?:that(?:'s| is) )?(?:still |currently |now )?(?:sitting |stuck )?in (?P<stage>(?:the )?[A-Za-z]+(?: [A-Z][a-z]+)?)(?: stage)?(?= (?:to|into|as|until|by|on)(?![a-z])|$)",
    _I,
)


def _listed(text: str, r: Reading) -> str:
    """ "Everything overdue on my list" is "all my overdue tasks", "everything Tom has in Demo" is all his deals there."""
    if (held := _HAS_IN.search(text)) and _stage(held["stage"].removeprefix("the "), r):
        who = held["who"] or "i"
        whose = {"i": "my", "we": "our"}.get(who.casefold(), f"{who}'s")
        return f"{text[: held.start()]}all {whose} deals in {held['stage']}{text[held.end() :]}"
    match = _EVERYTHING.search(text)
    if not match:
        return text
    which = match["which"] or match["which2"]
    whose = match["whose"] or "my"
    words = f"all {whose} tasks {which}" if which.lower().startswith("due") else f"all {whose} {which} tasks"
    return text[: match.start()] + words + text[match.end() :]


def _company_first(text: str, r: Reading) -> str:
    """ "The renewal of Acme" is "the Acme renewal"."""
    for n in r.names:
        if n.entity == "account":
            text = re.sub(
                rf"(?<![a-z])the (renewal|pilot|expansion|rollout|upgrade) (?:of|for|with|at) {re.escape(n.text)}(?![\w'’])",
                rf"the {n.text} \1",
                text,
                flags=_I,
            )
    return text


def _with_verb(verb: str, what: str, rest: str) -> str:
    verb = {
        "hand": "assign",
        "give": "assign",
        "transfer": "assign",
        "reassign": "assign",
        "bump": "move",
        "shift": "move",
    }.get(verb.lower(), verb.lower())
    if verb in ("mark", "flag") and not re.match(r" (?:as|to)(?![a-z])", rest):
        rest = " as" + rest
    return f"{verb} {what}{rest}"


def _sent(what: str, to: str, r: Reading, *, force: bool = False) -> str | None:
    """What something is sent to decides the verb: a colleague gets it, a day and a stage it moves to."""
    if _person(to, r):
        return f"assign {what} to {to}"
    if re.match(r"hold(?![a-z])", to, _I):
        return f"put {what} on {to}"
    if _stage(to, r) or (_day(to, r) and (force or _datable(what) or _one_record(what, r))):
        return f"move {what} to {to}"
    return None


def _person(words: str, r: Reading, *, whole: bool = False) -> bool:
    people = [n.text.casefold() for n in r.names if n.candidates[0].entity == "user"]
    said = words.casefold().strip()
    return any(said == p or (not whole and re.match(re.escape(p) + r"(?![\w'’-])", said)) for p in people)


def _stage(words: str, r: Reading) -> bool:
    if re.match(r"(?:on )?hold(?![a-z])", words, _I):
        return True
    return any(n.entity == "stage" and words.casefold().startswith(n.text.casefold()) for n in r.names)


def _day(words: str, r: Reading) -> bool:
    found = days(words, r.ask.today, now=r.ask.now)
    return bool(found) and found[0].start <= 4


def _datable(what: str) -> bool:
    return bool(
        re.search(
            r"(?<![a-z])(?:tasks?|to-?dos?|reminders?|overdue|calls?|meetings?|demos?|visits?|appointments?|date|TK-\d+)(?![a-z])",
            what,
            _I,
        )
    )


def _thing(words: str, r: Reading) -> bool:
    """Whether a record or a group of records is named here."""
    said = words.casefold()
    if re.search(
        r"(?<![a-z])(?:deals?|leads?|accounts?|customers?|contacts?|tickets?|tasks?|to-?dos?|renewals?|opportunit\w+|proposals?|calls?|meetings?|demos?|visits?|appointments?)(?![a-z])",
        said,
    ):
        return not re.match(r"(?:an?|one|new) ", said) and not re.search(
            r"(?<![a-z])(?:task|reminder) (?:to|for|about)(?![a-z])", said
        )
    return any(
        n.text.casefold() in said and n.candidates[0].entity in ("deal", "account", "lead", "ticket", "task", "contact")
        for n in r.names
    ) or bool(re.search(r"(?<![a-z])[a-z]{1,3}-\d+", said))


def _ownable(words: str, r: Reading) -> bool:
    """Whether the words name what somebody can own and nothing else: "the Acme deal", "Tom's open leads", D-12."""
    if re.match(r"(?:back|to|in|on|off|up|over|with|rid|an?|one|some|ready|it|his|her)(?![a-z])", words, _I):
        return False
    if re.search(
        r"(?<![a-z])(?:deals?|leads?|accounts?|customers?|contacts?|tickets?|tasks|to-?dos|renewals?|opportunit\w+)(?![a-z])",
        words,
        _I,
    ):
        return True
    bare = re.sub(r"^the ", "", words.casefold().strip())
    return any(
        bare == n.text.casefold() and n.candidates[0].entity in ("deal", "account", "lead", "ticket", "task", "contact")
        for n in r.names
    )


def _one_record(words: str, r: Reading) -> bool:
    return _thing(words, r) and not re.search(
        r"(?<![a-z])(?:deals|leads|renewals|which|what|all|every|my|our|open|that|who|any)(?![a-z])", words, _I
    )


def _record_not_person(words: str, r: Reading) -> bool:
    said = words.casefold()
    return any(n.text.casefold() in said and n.candidates[0].entity not in ("contact", "user", "lead") for n in r.names)


def _amount_named(words: str) -> bool:
    return bool(
        re.search(r"(?<![a-z])(?:amount|price|value|revenue|budget|seats?|probability|employees)(?![a-z])|%", words, _I)
    )


def _asked(words: str) -> bool:
    """Whether the words before the verb belong to a question or to an order that has its verb in front already."""
    if re.search(
        r"(?<![a-z])(?:told|said|says|thinks?|wants?|hopes?|that|maybe|perhaps|probably|if|unless|not|never|could|may|might|would|whether|expects?)(?![a-z])|n't(?![a-z])",
        words,
        _I,
    ):
        return True
    return bool(
        re.match(
            r"(?:who|whom|whose|what|which|when|where|why|how|any|is|are|was|were|do|does|did|has|have|can|could|should|will|would|list|show|find|count|give|tell|remind|log|note|add|create|open|call|if|i|we|he|she|they|it|met|called|had|make|set|change|update|move|push|mark|assign)(?![a-z])",
            words,
            _I,
        )
    )
