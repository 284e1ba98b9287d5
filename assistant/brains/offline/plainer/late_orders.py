"""Orders whose verb comes last or is left out: "…, set them all to lost", "Kestrel's 85k now, fix it", "waiting for the customer on 1049"."""

import re

from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_MONEY = r"(?:[€$£¥]\s?)?\d[\d.,]*\s?(?:k|m|mn|mio|grand|thousand|million)?(?: ?(?:usd|eur|cny|rmb|gbp|sgd|dollars|euros?|pounds|yuan))?"
_SHARE = r"\d[\d.]*\s?(?:%|percent|per cent|pct)"
_GAP = r"(?:\s*(?::|[–—;])\s*|\s+-+\s+|,\s+|\.\s+)"
_SOFTLY = (
    r"(?:(?:and|so|then|please|pls|just|now|can you|could you|would you|you can|you may|you could|kindly|let's)[ ,]+)*"
)

FIX_IT = re.compile(
    rf"{_GAP}{_SOFTLY}(?:(?:fix|correct|update|change|adjust|amend|edit|set|enter|record|reflect|put|bump|flag)(?: (?:it(?: so)?|(?:that|it|this) in as (?:the |a )?(?:new )?[a-z ]{4, 20}|that|this|them|both(?: [a-z ]{4, 20})?|its status|the (?:date|deal|record|crm|field|amount|stage|owner|competitor|value|status|number|title|entry|system|ticket|task|lead|contact|account)"
    r"|(?:his|her|its|their) (?:record|status|entry|details|stage|amount|title|card|profile|file|contact)))?(?: (?:accordingly|in the (?:crm|system)|too|there))?|make (?:the|that) change)(?: please| pls)?[\s.!]*$",
    _I,
)
"""What is told before it is the new state: the words that say so."""
_WITH_IT = re.compile(
    rf"^(?P<what>[^?]{{2,140}}?){_GAP}{_SOFTLY}(?P<verb>set|put|change|make|move|push|shift|bump|raise|increase|lower|reduce|cut|split|share|divide|distribute|spread|deal|dish|hand|give|assign|reassign|transfer|pass|mark|flag|close|resolve|delete|remove|cancel|convert|reopen|complete|finish|tick|postpone|reschedule|delay|bring|take|drop)"
    rf"(?P<out> out| over| off| up| down)? (?P<it>(?:this|that) (?:task|ticket|deal|lead|one|case|to-?do|meeting|call)|the (?:lot|ticket|case|task|deal|lead|meeting|call)|it|them|these|those|this|that)(?: all| both| each)?(?P<over> over| out| off| back| up| down)?(?P<rest>(?: [^?]*)?)$",
    _I,
)
_SHARED = frozenset({"split", "share", "divide", "distribute", "spread", "deal", "dish"})
_AMONG = re.compile(r"^ ?(?:out )?(?:(?:between|among|amongst|across|to) )?(?P<rest>.+)$", _I)
_PAIR = re.compile(r"(?P<a>[A-Z][\w'’-]+) ?(?:/|&|\+|,) ?(?P<b>[A-Z][\w'’-]+)")
_FOR_EVERY = re.compile(
    r"^(?P<what>.+?)(?:,|:|;| -+)\s*(?P<a>[A-Z][\w'’-]+) (?:gets|takes|has|should get) (?P<m>one|two|three|four|five|\d) (?:\w+ )?for (?:every|each) (?P<n>one|two|three|four|five|\d)?(?: \w+)?? ?(?:that )?(?P<b>[A-Z][\w'’-]+) (?:gets|takes|has|does)(?:[,;.]? .*)?$",
    _I,
)
_THIRDS = re.compile(
    r"^(?P<what>.+?)(?:[,.:;]| -+)?\s+(?P<m>two thirds|a third|one third|three quarters|a quarter|one quarter|half|a half)(?: of (?:these|those|them))? (?:go(?:es)? |should go |are )?(?:to|for) (?P<a>[A-Z][\w'’-]+)(?:,| and|;) (?:the )?(?P<n>two thirds|a third|one third|three quarters|a quarter|one quarter|half|a half|other half)(?: of (?:these|those|them))? (?:go(?:es)? )?(?:to|for) (?P<b>[A-Z][\w'’-]+)$",
    _I,
)
_THIRD = {
    "two thirds": "2",
    "a third": "1",
    "one third": "1",
    "three quarters": "3",
    "a quarter": "1",
    "one quarter": "1",
    "half": "1",
    "a half": "1",
    "other half": "1",
}
_DUE_WHEREVER = re.compile(
    r"^(?:set|put|use|make|take) (?P<to>[^,;:?]{3,40}?) (?:as|for) (?:the |a |its |their )*(?:new )?(?:due date|deadline|date) (?:wherever|for everything|for whatever|everywhere) (?:i have |i've got |there (?:is|are) |that(?:'s| is) |which is )?(?:an? |any )?(?P<which>overdue|late|past-due|open)(?: (?:tasks?|to-?dos?))?$",
    _I,
)
_PASSIVES = {
    "converted": "convert",
    "closed": "close",
    "resolved": "resolve",
    "deleted": "delete",
    "removed": "delete",
    "reopened": "reopen",
    "moved": "move",
    "assigned": "assign",
    "set": "set",
    "marked": "mark",
    "cancelled": "cancel",
    "canceled": "cancel",
}
_REF_CAN_BE = re.compile(
    rf"^[^?]*?(?<![A-Za-z])(?P<ref>[A-Za-z]{{1,3}}-\d{{1,9}})[^?]*?[,.;]\s+(?:so |and )*(?:that|this|the|it) ?(?:lead|deal|ticket|task|one|case)? (?:can|should|must|needs to|may|has to) (?:now )?be (?:now )?(?P<verb>{'|'.join(_PASSIVES)})(?P<rest>(?: (?:to|as|into) [^?]+)?)$",
    _I,
)
_HAVE_DONE = re.compile(
    rf"^(?:i |we )?(?:would like to |want to |'d like to |need to )?(?:have|get|see) (?P<ref>[A-Za-z]{{1,3}}-\d{{1,9}}) (?P<verb>{'|'.join(_PASSIVES)})(?: (?:from .+|for me|into .+|now))?$",
    _I,
)
_COUNT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_IS_WORTH = re.compile(
    rf"^(?:the )?(?P<what>[^,;:?]{{2,80}}?)(?:'s|’s| is| are| stands| sits| comes(?: out)?| came(?: out)?| ends up| went(?: up| down)?| dropped| rose| fell| will be)? (?P<now>now |currently |actually |only )?(?:worth |at |to |up to |down to )?(?P<money>{_MONEY})(?P<late> now| instead)?$",
    _I,
)
_GO_UP = re.compile(
    rf"^(?P<what>[^:?]{{2,90}}?) (?:(?:should|must|can|needs? to|has to|have to|will|shall|to)(?: all| each| both)? )?(?:be )?(?P<go>go(?:es|ing)? (?:up|down)|come(?:s)? (?:up|down)|rise|increase|climb|grow|drop|decrease|fall|shrink)(?: by)? (?P<by>{_SHARE})$",
    _I,
)
_MORE_ON = re.compile(
    rf"^(?:add |put |i want |i need |make it |let's do )?\+?(?P<by>{_SHARE}) (?P<more>more|extra|on top|up|higher|less|off|lower|down|discount)(?: please| pls)? (?:on|for|to|onto|of|from)(?: top of)? (?P<what>[^?]+)$",
    _I,
)
_SIGNED_SHARE = re.compile(
    rf"^(?P<what>[^?]{{2,90}}?)\s*(?::|,|\s-|\s–)?\s+(?P<sign>\+|plus |minus )(?P<by>{_SHARE})$", _I
)
_DOWN = re.compile(r"down|drop|decrease|fall|shrink|less|off|lower|discount|minus", _I)
_NEW_OWNER = re.compile(
    r"^(?:(?:please )?(?:reassign|assign|transfer|hand over|move|change|give) )?(?P<what>[^?]{2,100}?)(?:,|:|;|\s-+|\s–)\s*(?:the )?(?:new )?(?:owner|rep|account manager|responsible)(?: is| should be| will be|:| =)?(?: now)? (?P<who>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?)$",
)
_NEW_DUE = re.compile(
    r"^(?:the )?(?:new |changed )?(?:due date|deadline|date) (?:for|of|on) (?P<what>[^:?]{2,90}?)(?:\s*(?::|=|->)\s*|\s+-+\s+|,\s+| is (?:now )?| should be | becomes | moves to | to )(?:now )?(?P<to>[^?:]+)$",
    _I,
)
_NOTED_AS = re.compile(
    r"^(?:put|enter|add|set|write|note|record|use|make|save|take|log|have)(?: down| in)? (?P<v>\"[^\"]+\"|“[^”]+”|[^,;:?]{2,70}?) (?:as|for|in|into|under|to be) (?:the |its |our |their |a |new )*(?P<f>next step|competitor|title|source|industry|website|domain|job title|due date|deadline|(?:expected )?clos(?:e|ing) date)(?: field)? (?:of|on|for|at|in|to|with|against) (?P<x>[^,;:?]+)$",
    _I,
)
_FIELD_BECOMES = re.compile(
    r"^(?:the )?(?:new )?(?P<f>next step|competitor|amount|value|owner|stage|close date|closing date|source|industry|title|level|priority|probability|phone(?: number)?|mobile(?: number)?|e-?mail(?: address)?) (?:of|on|for|at|with) (?P<x>[^:;?]{2,70}?) (?:is now|should (?:now )?(?:be|read|say)|becomes|has to be|must be|needs to be|ought to be|changes to|changed to|has changed to|goes to|moves to|will be|is going to be) (?P<v>[^?]+)$",
    _I,
)
_RIVAL = re.compile(
    r"^(?:(?:at|on|in|for|with) (?P<x>[^,;:?]{2,60}?)(?:,| -+| –|:)?\s+)(?:we're|we are|they're|they are|it's|it is|the competitor is|competition is) (?:now |no longer |not )*(?:up against |against |facing |competing with |competing against |battling |fighting )?(?P<old>[A-Z][\w&.-]*) (?:any ?more |any longer )?(?:,? ?but|,? now) (?:now )?(?:against |with )?(?P<new>[A-Z][\w&.-]*)$",
)
_WAITING = re.compile(
    r"^(?:we're|we are|i'm|i am|they're|now|still|it's)? ?(?:now |still )?waiting (?:for|on) (?:the |an? )?(?P<who>customer|client|customer's reply|client's reply|reply|answer|response|feedback|supplier|vendor)(?: to (?:reply|answer|respond|get back))? (?:on|with|for|about|in|regarding) (?:ticket |case |#)?#?(?P<n>\d{3,6})(?: now)?$",
    _I,
)
_TICKET = re.compile(r"(?<![\w.-])(?:ticket |case )?#?(?P<n>\d{3,6})(?![\w%.,:-]\w)(?![\w%-])", _I)
_DID = re.compile(
    r"^(?:i |i've |i have |we |just )*(?P<v>called|rang|phoned|emailed|e-mailed|sent|wrote|finished|prepared|checked|reviewed|visited|asked|chased|updated|talked to|spoke to|got back to|followed up with|drafted|ordered|did) (?P<what>[^,;:?]+?)(?:,|;|\s-+|\s–|\.)\s*(?:so |please |pls |and |you can )*(?:(?:mark|tick|check|close|cross|set)(?: off)? (?:that|the|this|my) (?:task|to-?do|reminder|item)(?: as| to)?(?: off)?(?: done| complete| completed| finished)?|(?:that|the|this|my) (?:task|to-?do|reminder|item) (?:is|can be|should be|could be)(?: now)? (?:done|closed|ticked off|finished|completed?|over|marked (?:as )?done))$",
    _I,
)
_BASE = {"called": "call", "rang": "call", "phoned": "phone", "emailed": "email", "e-mailed": "email", "sent": "send", "wrote": "write", "finished": "finish", "prepared": "prepare", "checked": "check", "reviewed": "review", "visited": "visit", "asked": "ask", "chased": "chase", "updated": "update", "talked to": "talk to", "spoke to": "speak to", "got back to": "get back to", "followed up with": "follow up with", "drafted": "draft", "ordered": "order", "did": "do"}  # fmt: skip
_ASKED = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|any|is|are|was|were|do|does|did|has|have|can|could|should|will|would|list|show|find|count|tell|log|note|remind)(?![a-z])|\?$",
    _I,
)


def late_order(said: str, r: Reading) -> str | None:
    """The order with its verb first, or None when the words are no such order."""
    text = said.strip(" .!")
    if match := _DID.match(text):
        return f"mark the task to {_BASE[match['v'].casefold()]} {match['what']} as done"
    told = FIX_IT.sub("", text)
    fixed = told != text
    if match := _WAITING.match(told):
        who = (
            "customer" if re.match(r"customer|client|reply|answer|response|feedback", match["who"], _I) else "supplier"
        )
        return f"set ticket {match['n']} to waiting for {who}" if who == "customer" else None
    if match := _HAVE_DONE.match(told):
        return f"{_PASSIVES[match['verb'].casefold()]} {match['ref']}"
    if _ASKED.match(text):
        return None
    for pattern in (_GO_UP, _MORE_ON, _SIGNED_SHARE):
        if match := pattern.match(told):
            how = match.groupdict().get("go") or match.groupdict().get("more") or match.groupdict().get("sign") or ""
            return f"{'lower' if _DOWN.search(how) else 'raise'} {match['what'].strip(' ,:-')} by {match['by']}"
    if match := _FOR_EVERY.match(text):
        parts = [_COUNT.get(match[g].casefold(), match[g]) if match[g] else "1" for g in ("m", "n")]
        return f"split {_only_things(match['what'])} between {match['a']} and {match['b']} {parts[0]}:{parts[1]}"
    if match := _NEW_OWNER.match(told):
        return f"assign {match['what']} to {match['who']}" if _colleague(match["who"], r) else None
    if match := _NEW_DUE.match(told):
        return f"move {match['what']} to {match['to']}" if r.days or r.periods else None
    if match := _DUE_WHEREVER.match(told):
        return f"move all my {match['which']} tasks to {match['to']}"
    if (match := _NOTED_AS.match(told)) and re.match(r"due|deadline", match["f"], _I):
        return f"move {match['x']} to {match['v']}"
    if match := _REF_CAN_BE.match(told):
        return f"{_PASSIVES[match['verb'].casefold()]} {match['ref']}{match['rest']}"
    if match := _THIRDS.match(text):
        parts = [_THIRD[match[g].casefold()] for g in ("m", "n")]
        return f"split {_only_things(match['what'])} between {match['a']} and {match['b']} {parts[0]}:{parts[1]}"
    if match := _NOTED_AS.match(told):
        return f"set the {match['f']} of {match['x']} to {match['v']}"
    if match := _FIELD_BECOMES.match(told):
        return f"set the {match['f']} of {match['x']} to {match['v']}"
    if match := _RIVAL.match(told):
        return f"set the competitor of {match['x']} to {match['new']}"
    if match := _WITH_IT.match(text):
        return _moved_forward(match, r)
    if (match := _IS_WORTH.match(told)) and (fixed or match["now"] or match["late"]) and _one(match["what"], r):
        return f"set the amount of {match['what']} to {match['money']}"
    return None


def _moved_forward(match: re.Match[str], r: Reading) -> str | None:
    verb, rest = match["verb"].casefold(), match["rest"] or ""
    about = match["it"].casefold()
    if re.search(r"(?<![a-z])(?:ticket|case)$", about) or re.search(r"(?<![a-z])(?:ticket|case)s? ", match["what"], _I):
        number = _TICKET.search(match["what"])
        if number is not None:
            return f"{verb} ticket {number['n']}{match['over'] or ''}{rest}"
    if verb in _SHARED:
        among = _AMONG.match(rest.strip())
        people = _PAIR.sub(r"\g<a> and \g<b>", among["rest"]) if among else ""
        return f"split {_only_things(match['what'])} between {people}" if people else None
    if not _of_records(match["what"]) or re.match(r"(?:the|this|that) \w+$", about) or not rest.strip():
        return None
    verb = {"reassign": "assign", "hand": "assign", "give": "assign", "transfer": "assign", "pass": "assign"}.get(
        verb, verb
    )
    return f"{verb} {match['what']}{rest}"


def _of_records(words: str) -> bool:
    """Whether a group of records is described, and nothing is told or asked."""
    return bool(
        re.search(
            r"(?<![a-z])(?:deals?|leads?|accounts?|customers?|contacts?|tickets?|tasks?|to-?dos?|renewals?|opportunit\w+|proposals?|pilots?)(?![a-z])",
            words,
            _I,
        )
    ) and not re.match(
        r"(?:i|we|he|she|they|met|called|spoke|had|log|note|remind|task|new|an?|add|create|open)(?![a-z])", words, _I
    )


def _only_things(words: str) -> str:
    return re.sub(r"^(?:take|get|find|use) ", "", words.strip(" ,:;-"), flags=_I)


def _colleague(words: str, r: Reading) -> bool:
    return any(n.may_be("user") and words.casefold().startswith(n.text.casefold()) for n in r.names)


def _one(words: str, r: Reading) -> bool:
    """Whether a deal or customer is named here and nothing else is said."""
    said = words.casefold()
    named = [n for n in r.names if n.text.casefold() in said and n.may_be("deal", "account")]
    rest = said
    for n in named:
        rest = rest.replace(n.text.casefold(), " ")
    return bool(named) and not re.sub(
        r"(?<![a-z])(?:the|deal|renewal|pilot|rollout|expansion|opportunity|amount|value|of|at|for|on|our|price|project|is|'s|s)(?![a-z])|[\s'’]",
        "",
        rest,
    )
