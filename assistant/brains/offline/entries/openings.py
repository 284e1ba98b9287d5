"""How an order to make a new record opens, in English: "new logo: …", "add X to Y", "met X, file her as a lead"."""

import re
from dataclasses import replace

from assistant.brains.offline.entries.new_people import NAME
from assistant.brains.offline.entries.sheet import Sheet
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import start
from assistant.recognise.money import parse_money
from assistant.recognise.spans import Span

_I = re.IGNORECASE
_KINDS = (
    ("deal", r"(?:sales )?(?:deals?|opportunit(?:y|ies)|opps?)"),
    ("lead", r"(?:sales |inbound )?leads?"),
    ("contact", r"(?:contacts?(?: persons?)?|persons?|people)"),
    ("account", r"(?:customer accounts?|accounts?|customers?|clients?|compan(?:y|ies)|logos?|prospects?|partners?|resellers?)"),
)  # fmt: skip
_NOUN = "|".join(f"(?P<{entity}>{words})" for entity, words in _KINDS)
_NEW = r"(?:(?:brand[- ])?new|fresh|hot|warm|inbound|promising|nice|another|additional|further)"
_MANY = r"(?:two|three|four|both|these(?: two| three)?|some|2|3|4)"
_MAKE = r"(?:create|add|set ?up|open(?: up)?|start|register|make|enter|put (?:in|up|down)|put|key in|build|record|book|file|log|spin up|raise|pop in|throw in|drop in|save|need|want)"
_HAVE = r"(?:(?:we|i)(?:'ve| have)?(?: just| finally| also)? )?(?:got|have|landed|picked up|signed|met|found|won|gained|need|there's|there is|here's|here is|here comes|say hello to|please welcome)(?: us| ourselves)?"
_OPENS = (
    re.compile(rf"{_MAKE}(?: me| us)? (?:down )?(?:(?:an?|one|one more|the following|{_MANY}) )?(?:{_NEW} )*(?:{_NOUN})(?: records?| cards?| entry)?(?![a-z'’])", _I),
    re.compile(rf"(?:{_MAKE}|{_HAVE})(?: me| us)? (?:an? |the |our |my |one |this )?(?:{_NEW} )+(?:{_NOUN})(?: records?| cards?| entry)?(?![a-z'’])", _I),
    re.compile(rf"{_MANY} (?:{_NEW} )*(?:{_NOUN})(?![a-z'’])(?: for (?:me|us))?(?=\s*[:,–—-])", _I),
    re.compile(rf"(?:an? )?(?:{_NEW} )+(?:{_NOUN})(?: records?| cards?)?(?![a-z'’])(?=\s*(?:[:,(–—-]|(?:for|at|with|from|called|named|in)(?![a-z])))", _I),
)  # fmt: skip
_BARE = re.compile(rf"(?:an? )?(?:{_NEW} )+(?:{_NOUN})(?![a-z'’])", _I)
_AS_ONE = re.compile(
    rf"(?:{_MAKE}) (?P<x>[^:;]{{2,80}}?) (?:in |down |up )?as (?:an? |our |the )?(?:{_NEW} )*(?:{_NOUN})(?![a-z'’])", _I
)
_TO_FIRM = re.compile(
    rf"(?i:add|put|register|enter|save|record|create) (?P<x>{NAME.pattern})(?: (?:in|down))? (?=(?:to|at|under|with|for|into) [A-Z])"
)
"""Add Rosa Delgado to Hollund Marine: a person who is not on record, put beside a customer."""
_TITLED_AT = re.compile(
    rf"(?i:add|put|register|enter|save|record|create) (?P<x>{NAME.pattern})(?: (?:please|pls))? ?, ?(?=(?:[a-z][\w&/ -]{{2,50}}?) (?:at|from|with|of|over at) [A-Z])"
)
"""Add Dana Whitlock, plant engineer at Orchid: nobody on record, with a position at a customer."""
_IS_ONE = re.compile(
    rf"(?P<x>[A-Z][^,;:?]{{1,60}}?) (?:is|are|will be|has become|just became) (?:an? |our |the )?(?:{_NEW} )+(?:{_NOUN})(?: of (?:ours|mine))?(?![a-z'’])(?=.*(?<![a-z])(?:add|create|register|enter|put|set|record|save|log) (?:them|it|him|her)(?![a-z]))"
)
_GOT = r"(?:(?:i|we)(?:'ve| have)? ?)?(?:just |also |finally |recently |today )*(?:met(?: with)?|spoke (?:to|with)|talked (?:to|with)|got (?:a )?(?:call|mail|message|business card) from|got|ran into|bumped into|heard from|signed(?: up)?|won|landed|hired|there(?:'s| is)|have|got to know|received an inquiry from)(?: (?:this|an?|the|some|our))?(?: (?:new|nice|potential|guy|lady|woman|man|person|gentleman|contact|customer|client|prospect|lead|company|firm|fellow|engineer)){0,3}(?: called| named|,)? "
_SOMEBODY = r"(?:i |we )?(?:just )?(?:met|ran into|talked to|spoke to|got to know|found|picked up|have) (?:someone|somebody|a (?:lady|guy|man|woman|person|contact|new face|promising \w+))[^:;.]{0,60}: ?"
_ADD_IT = re.compile(
    rf"(?:{_SOMEBODY}|{_GOT})?(?P<x>(?!add|put|create|please)[^;]+?)[,.;–-]+\s*(?:so |and |please |pls |can you |could you |you can |let's |then )*(?:file|add|put|save|create|enter|register|record|set up|make|get|key|log|list)(?: (?:him|her|them|it|that|this|these|both))+(?: (?:in|up|down|on|into|to the (?:crm|system|books|list)))*(?:(?:(?: (?:as|into|to))+ (?:an? |our |the |my )?| (?:an? |our |the |my ))(?:{_NEW} )*(?:{_NOUN}|crm|system|books|list|records?))?(?: (?:please|pls|for me|for us|too))*(?:[\s.!]*$|\s*[,:;.–-]+\s*(?P<more>\S.*)$)",
    _I,
)
"""Somebody told of first: "met Dieter Holz from Holz & Sohn, file him as a lead"."""
_AS_A = re.compile(
    rf" as (?:an? |our |the )?(?:{_NEW} )*(?:{_NOUN})(?![a-z'’])(?: (?:today|yesterday|this week|last week))?", _I
)
_FOLLOWS = re.compile(
    rf"^.*?(?:,|;|\.| and)? ?(?:the|their|our|his|her) (?:new|next) (?P<t>[a-z][a-z -]{{2,40}}?)(?: at (?P<o>[^,;]+?))? is (?P<n>{NAME.pattern})(?=[,;.]|$| -)"
)
_SHOWN = re.compile(
    r"(?<![a-z])(?:for each|for every|for all|from (?:the|this) (?:csv|file|sheet)|all of)(?![a-z])", _I
)
_PLURAL = re.compile(
    r"(?:deals|opportunities|opps|leads|accounts|customers|clients|companies|logos|prospects|partners|resellers)", _I
)
_HEAD = re.compile(r"\s*(?:[:,–—]|\s-)\s*(?:please |can you |we have |there's |there is )?", _I)
_THERE = re.compile(
    rf"(?:(?i:now|and|also|then) )*(?i:add|put|register|enter|save|record|create) (?P<x>{NAME.pattern})(?= (?:there|to it|to them|for them|at that (?:account|company|customer)))"
)
_PRICED = re.compile(
    rf"(?:(?:and|also|now|then) )*{_MAKE} (?:an? )(?:new )?(?P<m>[€$£¥]? ?\d[\d.,]*(?: ?(?:k|m|grand|thousand|million))?(?: ?(?:usd|eur|cny|rmb|gbp|sgd|dollars?|euros?))?)(?:-euro|-dollar)? (?:deal|opportunity|opp)(?![a-z])",
    _I,
)


def opened(r: Reading) -> tuple[str, str, Sheet] | None:
    """(type, the word for it, what is said of it) when a message opens as an order to make one."""
    if _SHOWN.search(r.said):
        return None
    begin = start(r)
    for pattern in (_AS_ONE, _IS_ONE):
        if (match := pattern.match(r.said, begin, r.hi)) is not None:
            entity, word = _kind(match)
            if _PLURAL.fullmatch(word) or (entity == "contact" and _on_record(r, match)):
                return None
            return entity, word, Sheet(r, match.start("x"), r.hi, [(match.end("x"), match.end())])
    if (told := _told_first(r, begin)) is not None:
        return told
    if (match := _TO_FIRM.match(r.said, begin, r.hi)) is not None and _stranger_there(r, match):
        return "contact", "contact", Sheet(r, match.start("x"), r.hi)
    titled = _TITLED_AT.match(r.said, begin, r.hi)
    if titled and len(titled["x"].split()) > 1 and r.named("account") and not _on_record(r, titled):
        return "contact", "contact", Sheet(r, titled.start("x"), r.hi)
    if (headed := _headed(r, begin)) is not None:
        return headed
    if (
        (there := _THERE.match(r.said, begin, r.hi)) is not None
        and len(there["x"].split()) > 1
        and not _on_record(r, there)
    ):
        return "contact", "contact", Sheet(r, there.start("x"), r.hi)
    if (priced := _PRICED.match(r.said, begin, r.hi)) is not None:
        lo, hi = priced.span("m")
        worth = parse_money(priced["m"].strip(), r.ask.currency)
        known = r.money or ([Span(lo, hi, priced["m"], worth)] if worth is not None else [])
        return "deal", "deal", Sheet(replace(r, money=known), lo, r.hi, [(hi, priced.end())])
    for pattern in _OPENS:
        if (match := pattern.match(r.said, begin, r.hi)) is not None:
            entity, word = _kind(match)
            if _PLURAL.fullmatch(word) and not re.search(rf"(?<![a-z]){_MANY} ", match[0], _I):
                return None
            if any(n.start < match.end(entity) and match.start(entity) < n.end for n in r.names):
                return None  # "open Customer Day": part of a name
            bare = re.match(
                r"(?:open|start|make|put|need|want|book|log|file|save)\w*(?: up| in| down)? (?!.*(?<![a-z])(?:an?|one|new|fresh|another)(?![a-z]))",
                match[0],
                _I,
            )
            return None if bare else (entity, word, Sheet(r, match.end(), r.hi))
    return None


def _headed(r: Reading, begin: int) -> tuple[str, str, Sheet] | None:
    """Kallang Robotics: new contact Ed Lim: the customer in front of the order."""
    firm = next((n for n in r.names if n.start <= begin + 4 and n.entity == "account"), None)
    gap = _HEAD.match(r.said, firm.end, r.hi) if firm is not None else None
    if firm is None or gap is None or not re.fullmatch(r"(?:at|for|with|on)? ?", r.said[begin : firm.start], _I):
        return None
    for pattern in (*_OPENS, _BARE):
        if (match := pattern.match(r.said, gap.end(), r.hi)) is not None:
            entity, word = _kind(match)
            if entity != "account" and not _PLURAL.fullmatch(word):
                return entity, word, Sheet(r, firm.start, r.hi, [(firm.end, match.end())])
    return None


def _told_first(r: Reading, begin: int) -> tuple[str, str, Sheet] | None:
    """Somebody or a company told of before the order to add them; nobody who is on record."""
    match = _ADD_IT.match(r.said, begin, r.hi)
    if match is None:
        return None
    lo, hi = match.span("x")
    entity, word = next(((e, match[e]) for e, _ in _KINDS if match[e]), ("", ""))
    gone = [(hi, match.start("more") if match["more"] else r.hi)]
    if (new := _FOLLOWS.match(r.said[lo:hi])) is not None:  # "Oscar left, the new brewmaster is Ines Falk"
        firm = next(
            (n for n in r.names if lo <= n.start and n.end <= lo + new.start("t") and n.entity == "account"), None
        )
        before = [(lo, firm.start), (firm.end, lo + new.start("t"))] if firm else [(lo, lo + new.start("t"))]
        gone += [*before, (lo + new.end("t"), lo + new.start("n"))]
        return "contact", "contact", Sheet(r, lo, r.hi, gone)
    if (tie := _AS_A.search(r.said, lo, hi)) is not None:
        entity, word = next((e, tie[e]) for e, _ in _KINDS if tie[e])
        gone.append(tie.span())
    opens = any(p.match(r.said, begin, lo) for p in (re.compile(_GOT, _I),))
    named = NAME.match(r.said, lo, hi)
    if not (entity and opens and named) or _PLURAL.fullmatch(word):
        return None
    known = any(n.start <= named.start() and named.end() <= n.end for n in r.names)
    return None if known else (entity, word, Sheet(r, lo, r.hi, gone))


def _stranger_there(r: Reading, match: re.Match[str]) -> bool:
    """Whether somebody nobody knows, called by more than one word, is put beside a customer."""
    firms = [n for n in r.names if n.entity in ("account", "team", "deal") and 0 <= n.start - match.end() < 10]
    known = any(n.start <= match.start("x") and match.end("x") <= n.end for n in r.names)
    return bool(firms) and not known and len(match["x"].split()) > 1


def _kind(match: re.Match[str]) -> tuple[str, str]:
    return next((e, match[e]) for e, _ in _KINDS if match[e])


def _on_record(r: Reading, match: re.Match[str]) -> bool:
    """ "Add Bob as a contact to the pilot": he is on record already."""
    return any(
        n.start < match.end("x") and match.start("x") < n.end and n.entity in ("contact", "user") for n in r.names
    )
