"""What points back at the talk in a word or two, named: "who's the CFO there?", "the other one", "and the bench one?", "remind me about that on Monday"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.terms import Ask, Call, Linker, Named, Understanding

_I = re.IGNORECASE
_THERE = re.compile(
    r"(?<=[a-z]) (?:there|over there|at theirs|at their place|on their side|with them)(?=[\s?.!,]|$)(?! (?:is|are|was|were))",
    _I,
)
_ASKS_WHO = re.compile(
    r"^(?:and |so |ok(?:ay)? )*(?:who|what|which|any|do (?:we|i)|anyone|how many|list|show)(?![a-z])", _I
)
_OF_ALL = re.compile(
    r"^(?:and |so |then |please |pls |can you )*(?:(?:move|push|shift|postpone|assign|reassign|give|hand|close|set|mark|delay) )?(?:all|both|every|everything)(?![a-z])",
    _I,
)
_OTHER = re.compile(
    r"(?<![\w'’])the other(?: one| task| deal| ticket| lead| meeting| contact)?(?! (?:ones|two|three|day|deals|tasks|tickets|leads)\b)(?= (?:to|as|is|by|back|a|done|until|over)\b|[\s.!?,]*$)",
    _I,
)
_ONE = re.compile(
    r"^(?:(?:and|ok(?:ay)?|so|what about|how about|what of|show me|open|tell me about)[ ,]+)*(?:the |their |its )?(?P<w>[a-z][\w-]*(?: [a-z][\w-]*){0,2}?)(?: one| deal)[\s?.!]*$",
    _I,
)
_ONE_IN = re.compile(
    r"(?<![\w'’])(?:the|their|that) (?P<w>[a-z][\w-]*(?: [a-z][\w-]*){0,1}?) (?:one|deal)(?![\w'’])", _I
)
_REMIND = re.compile(
    r"^(?P<r>(?:please |pls |can you )*remind me) (?:about|of) (?:that|it|this|them|him|her)(?: again)?(?P<when>(?: (?:on|at|in|by|next|this|tomorrow|tonight|later|before|the)[^,;?]*)?)[.!]*$",
    _I,
)
_ADD_THAT = re.compile(
    r"^(?:and |also |oh |please |pls |sorry |wait |ah |, )*(?:add|note|write|put)(?: also| too| down| in)? that (?P<t>[^?]{4,})$",
    _I,
)
_PERSON = re.compile(r"(?<![a-z])(?:he|she|him|her|his)(?![a-z])", _I)
_ORDER = ("first", "second", "third", "fourth", "fifth")
_NTH = re.compile(
    rf"^(?:and |ok |so )*(?:the )?(?P<n>{'|'.join(_ORDER)})(?: one| deal| task| account| contact| ticket)?\s*(?:[,:]|\s[-–—])\s*(?:please |can you )*(?P<rest>(?:remind|call|push|move|set|mark|assign|give|hand|close|book|log|note|create|add|change|postpone)(?![a-z]).+)$",
    _I,
)
_THEIR_OWNERS = re.compile(
    r"^(?:and |so )*who (?:owns|has|handles|looks after|runs|is on|manages) (?:them|those|these)(?: all)?[\s?.!]*$", _I
)
_AND = re.compile(r"^(?:(?:and|so|ok(?:ay)?)[ ,]+)+", _I)
_THEM = re.compile(r"(?<![a-z])(?:them|him|her|it|this|that)(?![a-z])(?! (?:one|week|month|quarter|year))", _I)
_REF = re.compile(r"(?<![\w-])[A-Z]{1,4}-\d+(?![\w-])")
_PLAIN = frozenset(
    "first second third last other same big biggest small smallest largest next new old open won lost that this which right wrong best only good bad top".split()
)


def pointing_back(ask: Ask, linker: Linker) -> str:
    """The message with what it points at named, or as it is."""
    text = ask.text.strip()
    if (named := _there_named(text, linker)) is not None:
        return named
    if len(text) > 120 or not (ask.focus or ask.rows):
        return ask.text
    if (other := _the_other(ask)) is not None and _OTHER.search(text):
        return _OTHER.sub(other.ref, re.sub(r"^(?:and|then|now|so) ", "", text, flags=_I), count=1)
    if ask.listed > 1 and _THEIR_OWNERS.match(text):
        return "whose are they"
    person = next((n for n in ask.focus if n.entity == "contact"), None) if _PERSON.search(text) else None
    rows = ask.rows or ask.focus[: ask.listed]
    if (match := _NTH.match(text)) and (place := _ORDER.index(match["n"].casefold())) < len(rows):
        ref = rows[place].ref
        return _THEM.sub(ref, match["rest"], count=1) if _THEM.search(match["rest"]) else f"{match['rest']} {ref}"
    if (row := _row_with(text, rows)) is not None:
        return row
    about = person or next((n for n in ask.focus if n.entity in ("account", "deal", "contact")), None)
    if about is None:
        return ask.text
    firm = next((n for n in ask.focus if n.entity == "account"), None)
    if firm is not None and (_ASKS_WHO.match(text) or _OF_ALL.match(text)) and (match := _THERE.search(text)):
        return f"{_AND.sub('', text[: match.start()])} at {firm.ref}{text[match.end() :]}"
    if match := _REMIND.match(text):
        return f"{match['r']}{match['when']} to follow up on {ask.focus[0].ref}"
    if (match := _ADD_THAT.match(text)) and not any(c.tool == "draft_message" for c in ask.previous):
        return f"note on {about.ref}: {match['t']}"
    return _titled(text, firm or about, linker) or ask.text


def _there_named(text: str, linker: Linker) -> str | None:
    """ "Globex is closed until spring. All our deals there slip by a month": there is at the company of the sentence before."""
    cut = next(iter(re.finditer(r"(?<=\w)[.!;]\s+(?=\S)", text)), None)
    match = _THERE.search(text, cut.end()) if cut is not None and len(text) <= 200 else None
    if cut is None or match is None or not _OF_ALL.match(text[cut.end() :]):
        return None
    firms = {m.text for m in linker.link(text[: cut.start()]) if any(c.entity == "account" for c in m.candidates)}
    if len(firms) != 1:
        return None
    return f"{text[: match.start()]} at {firms.pop()}{text[match.end() :]}"


def in_own_words(found: Understanding, ask: Ask) -> Understanding:
    """What was understood, with the note as it was said and a task called by the record's name."""
    labels = {n.ref: n.label for n in ask.focus}

    def worded(call: Call) -> Call:
        args = dict(call.args)
        args |= {name: ask.text.strip() for name in ("note", "body") if name in args and "ticket" not in args}
        if "facts" in args:
            args["facts"] = [_quoted(fact, ask.text) for fact in args["facts"]]
        if "title" in args:
            args["title"] = _REF.sub(lambda m: labels.get(m[0], m[0]), str(args["title"]))
        return Call(call.tool, args)

    return replace(found, calls=tuple(worded(c) for c in found.calls))


def _quoted(fact: Mapping[str, Any], said: str) -> dict[str, Any]:
    """A fact with the words it was said in: of a message put otherwise, the clause that holds its value, else all of it."""
    quote, value = str(fact.get("quote") or ""), str(fact.get("value") or "")
    if not quote or quote in said:
        return dict(fact)
    clauses = [c.strip() for c in re.split(r"[,，。.;；!！?？](?:\s|$|(?=[\u3400-\u9fff]))", said) if c.strip()]
    held = next((c for c in clauses if value and value.casefold() in c.casefold()), said.strip())
    return {**fact, "quote": held}


_ROW_WITH = re.compile(
    r"(?<![a-z])the (?P<k>call|meeting|visit|e-?mail|mail|task|one|demo|reminder) (?:with|to|for|of|about) (?:the )?(?P<who>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
)


def _row_with(text: str, rows: Sequence[Named]) -> str | None:
    """ "The call with Caleb" of a list of tasks just shown: the one whose title names him."""
    match = _ROW_WITH.search(text)
    if match is None or len(rows) < 2 or any(n.entity != "task" for n in rows):
        return None
    own = [n for n in rows if match["who"].casefold() in n.label.casefold()]
    return f"{text[: match.start()]}{own[0].ref}{text[match.end() :]}" if len(own) == 1 else None


def _the_other(ask: Ask) -> Named | None:
    """Of two records listed, the one that was not spoken of last."""
    if len(ask.rows) != 2 or not ask.focus:
        return None
    last = next((n for n in ask.focus if n in ask.rows), None)
    rest = [n for n in ask.rows if n != last]
    return rest[0] if last is not None and ask.focus[0] == last and len(rest) == 1 else None


def _titled(text: str, about: Named, linker: Linker) -> str | None:
    """The deal of the customer talked about, called by a word of its title."""
    match = _ONE.match(text) or _ONE_IN.search(text)
    if match is None or set(match["w"].casefold().split()) & _PLAIN:
        return None
    company = about.label if about.entity == "account" else ""
    if not company:
        return None
    for mention in linker.link(f"{company} {match['w']}"):
        deals = [c for c in mention.candidates if c.entity == "deal"]
        if len(deals) == 1 and mention.end == len(f"{company} {match['w']}"):
            whole = match.re is _ONE
            return f"show {deals[0].ref}" if whole else f"{text[: match.start()]}{deals[0].ref}{text[match.end() :]}"
    return None
