"""New accounts and deals told in free words: "new logo: Brightwater Dental, 40 seats, call it 30 grand, closing March"."""

import re

from assistant.brains.offline.entries.forms import SOURCES
from assistant.brains.offline.entries.new_people import people
from assistant.brains.offline.entries.openings import opened
from assistant.brains.offline.entries.sheet import Sheet, left_over
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import focused
from assistant.brains.offline.orders.assignments import assigned
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks
from assistant.brains.offline.words.places_and_trades import trade

_I = re.IGNORECASE
_LONGEST = 320
_SCORE = 1.4
_CALLED = re.compile(
    r"(?:,? (?:called|named|titled|name(?: is|:)?|name it|call it|let's call it|with the name|it's called|they're called|they are called)|(?<=[:,]) ?called)\s+(?P<n>\"[^\"]+\"|[^,;:]+?)(?=[,;:]|\.(?:\s|$)|$| (?:at|for|with|worth|from|closing|in|on|by|valued|and)(?![a-z]))",
    _I,
)
_CALL_IT = re.compile(
    r"(?<![a-z])(?:call it|name it|let's call it|title(?: it|:| is)?|name(?: is|:)) (?P<n>\"[^\"]+\"|[^,;:\d]+?)(?=[,;:]|\.(?:\s|$)|$)",
    _I,
)
_TO_ACCOUNT = re.compile(
    r"(?:(?<![a-z])(?:for|at|with|from|to|of|on|under|in|into|over|customer|client|account|company|is|our|the|new|existing|folks|people|guys|friends)[ :]*|@ ?)+$",
    _I,
)
_FOR_IT = re.compile(
    r"(?<![a-z])(?:for|with|at|on) (?:them|it|him|her|there|this (?:customer|account|company|one)|that (?:customer|account|company|one))(?![a-z])|(?<![a-z])there(?= for|[,:;]|$)",
    _I,
)
_UNKNOWN = re.compile(
    r"(?<![A-Za-z])(?:for|at|with|from|@)(?: the| our)?(?: new)?(?: customer| client| account| company)? (?P<n>[A-Z][\w&'’.-]*(?: (?:[A-Z0-9&][\w&'’.-]*|of|and|de|van|&))*)"
)
_TO_PERSON = re.compile(
    r"(?:(?<![a-z])(?:with|the|main|primary|key|our|contact|contact person|champion|buyer|sponsor|decision maker|is|person|via|through|point of contact|poc|attn|and|there|from|by|for|put|down|as|add|talk(?:ing)? to|speak to|who asked|asked)[ :]*)+$",
    _I,
)
_AFTER_PERSON = re.compile(
    r" (?:as (?:the )?(?:main |key |primary )?(?:contact(?: person)?|champion|buyer|sponsor)|is (?:the |my |our )?(?:main |key |primary )?(?:contact(?: person)?|champion|buyer|sponsor)|there)(?![a-z])",
    _I,
)
_STAGE = re.compile(
    r"(?:(?<![a-z])(?:in|at|to|into|on|stage|straight|directly|already|currently|right|put (?:it|this|that)|start(?:ing)?(?: it)?|the|is|it's|it is|as|an?|at the)[ :=]*)+$",
    _I,
)
_AFTER_STAGE = re.compile(r" (?:stage|phase)(?: already| straight away| now)?(?![a-z])", _I)
_SOURCE_LEAD = re.compile(
    r"(?:(?<![a-z])(?:source(?: is|:)?|came|comes|coming|come|in|from|via|through|off|at|by|an?|the|our|last|week's|we met|met|them|they|it|is|this|on)[ :]*)+$",
    _I,
)
_SOURCE_TAIL = re.compile(
    r"(?: (?:booth|stand|form|lead|in [A-Z]\w+|last (?:week|month)|from [A-Z]\w+|visit|sign-?up|by [A-Z]\w+ [A-Z]\w+))*"
)
_RIVAL = re.compile(
    r"(?<![a-z])(?:competitor(?: is|:)?|competing with|up against|we're against|against|competition(?: is|:)?) (?P<n>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)?)",
    _I,
)
_PLACE = re.compile(
    r"(?<![a-z])(?:based (?:in|out of)|located in|out of|headquartered in|hq in|from|in) (?P<p>[A-Z][\w.'’-]+(?:[ -][A-Z][\w.'’-]+){0,2})"
)
_WEB = re.compile(
    r"(?:(?:website|web|domain|site|homepage)(?: is|:)? )?(?:https?://)?(?:www\.)?(?P<d>(?<![@\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|io|net|org|de|co|cn|eu|uk|sg|ai|example|biz|info|fr|nl|ch|at|it|es|se|dk|no|fi|jp|us|au)(?:\.[a-z]{2})?)(?![\w@])/?",
    _I,
)
_TRADE = re.compile(
    r"(?:(?:they are|they're|it's|it is|is|an?|the|in|industry|sector|working|active|work|they|do|does|business)[ :]+)*(?P<t>[a-z][a-z -]{2,40}?)(?: (?:industry|sector|business|company|firm|maker|manufacturer|producer|supplier))*",
    _I,
)
_TIES = (("prospect", r"prospects?"), ("partner", r"partners?"), ("reseller", r"resellers?"))
_NO_NAME = re.compile(
    r"(?:they|we|he|she|it|i|need|needs|want|wants|would|should|looking|look|interested|very|their|budget|contact|not|no|please|because|since|after|who|which|that|currently|already|probably|will|is|are|has|have|there|met|came|go|going)(?![a-z])",
    _I,
)


def newcomer(r: Reading) -> Meant | None:
    """The records a message asks to be made, with every value it says and what nothing was made of; None when it asks for none."""
    if r.zh or r.hi - r.lo > _LONGEST or "\n" in r.said.strip() or (r.said.rstrip().endswith("?") and asks(r)):
        return None
    found = opened(r)
    if found is None:
        return None
    entity, word, sheet = found
    if entity in ("contact", "lead"):
        changes, left = people(sheet, entity)
    elif entity == "account":
        changes, left = _account(sheet, word)
    else:
        changes, left = _deal(sheet)
    if not changes:
        return None
    return Meant(_SCORE, (Call("propose_change", {"changes": changes}),), whole=True, left=left)


def _source(sheet: Sheet) -> str | None:
    for code, pattern in SOURCES:
        if (found := sheet.match(re.compile(pattern, _I))) is not None:
            sheet.take(*found.span(), _SOURCE_LEAD, _SOURCE_TAIL)
            return code
    return None


def _named(sheet: Sheet, *, wait: bool = False) -> str | None:
    """The name a message gives outright: in quotes, after "called" or "name it"."""
    for a, b in sheet.r.quoted:
        if sheet.free(a, b):
            sheet.take(
                a,
                b,
                re.compile(
                    r"(?:(?<![a-z])(?:called|named|titled|name(?: is)?|name it|call it|with the name)[ :]*)+$", _I
                ),
            )
            return sheet.r.said[a + 1 : b - 1]
    for pattern in (_CALLED, _CALL_IT):
        if (found := sheet.match(pattern)) is not None and not any(
            m.start < found.end("n") and found.start("n") < m.end for m in sheet.r.money
        ):
            name = found["n"].strip(' "')
            sheet.take(*found.span())
            return name
    return None


def _of(sheet: Sheet) -> str | None:
    """The customer a deal is for, on record or as it was said."""
    names = [
        n
        for n in sheet.r.names
        if n.may_be("account") and n.entity in ("account", "team", "deal") and sheet.free(n.start, n.end)
    ]
    led = [n for n in names if _TO_ACCOUNT.search(sheet.r.said, sheet.lo, n.start)]
    for n in led or names:
        sheet.take(n.start, n.end, _TO_ACCOUNT, re.compile(r"['’]s(?![a-z])"))
        return n.text
    if (it := sheet.match(_FOR_IT)) is not None and (before := focused(sheet.r, "it", "account")) is not None:
        sheet.take(*it.span())
        return before.ref
    if (found := sheet.match(_UNKNOWN)) is not None and not any(
        n.start < found.end() and found.start() < n.end for n in sheet.r.names
    ):
        sheet.take(*found.span())
        return found["n"].rstrip(".'’")
    return None


def _contact(sheet: Sheet) -> str | None:
    for n in sheet.r.names:
        if n.may_be("contact") and n.entity == "contact" and sheet.free(n.start, n.end):
            sheet.take(n.start, n.end, _TO_PERSON, _AFTER_PERSON)
            return n.text
    return None


def _stage(sheet: Sheet) -> str | None:
    for n in sheet.r.names:
        if n.entity == "stage" and sheet.free(n.start, n.end):
            if not (
                _STAGE.search(sheet.r.said, sheet.lo, n.start) or _AFTER_STAGE.match(sheet.r.said, n.end, sheet.hi)
            ):
                alone = re.search(r"[,;:]\s*$", sheet.r.said[sheet.lo : n.start]) and re.match(
                    r"\s*(?:[,;.]|$)", sheet.r.said[n.end : sheet.hi]
                )
                if not alone:
                    continue
            sheet.take(n.start, n.end, _STAGE, _AFTER_STAGE)
            return n.text
    return None


def deal_values(sheet: Sheet) -> dict[str, str]:
    """What is said of a deal but its name and whose it is."""
    made: dict[str, str | None] = {
        "stage": _stage(sheet),
        "seats": sheet.seats(),
        "amount": sheet.worth(),
        "expected_close_date": sheet.day(),
    }
    if (rival := sheet.match(_RIVAL)) is not None:
        sheet.take(*rival.span())
        made["competitor"] = rival["n"]
    made["source"] = _source(sheet)
    return {k: v for k, v in made.items() if v}


def _deal(sheet: Sheet) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    name = _named(sheet)
    owner = sheet.owner()
    fields = {"account": _of(sheet), "contact": _contact(sheet), "owner": owner}
    values = deal_values(sheet)
    pieces = sheet.pieces()
    if name is None and pieces and not _NO_NAME.match(words := sheet.words(pieces[0])) and len(words.split()) <= 7:
        name = words
        pieces = pieces[1:]
    made = {k: v for k, v in {"name": name, **fields, **values}.items() if v}
    if not (name or fields["account"]):
        return [], ()
    return [{"op": "create", "entity": "deal", "fields": made}], left_over(sheet, pieces)


def _account(sheet: Sheet, word: str) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    name = _named(sheet)
    if name is None:
        if not (pieces := sheet.pieces()):
            return [], ()
        begin, end = pieces[0]
        stop = re.search(
            r" (?:in|based|from|located|out of|with|who|which|that|worth|for|industry|they|on)(?![a-z])",
            sheet.r.said[begin:end],
        )
        end = begin + stop.start() if stop else end
        name = sheet.r.said[begin:end]
        if not re.match(r"[A-Z0-9\"“]", name) and name.casefold() != name:
            return [], ()
        sheet.take(begin, end)
    fields: dict[str, str] = {"name": name}
    known = assigned(sheet.r.within(sheet.lo, sheet.hi), "account")
    fields |= {k: v for k, v in known.items() if k in ("level", "employees_band") and v != name}
    if owner := sheet.owner():
        fields["owner"] = owner
    for tie, words in _TIES:
        if re.fullmatch(words, word, _I):
            fields["type"] = tie
    deal = deal_values(sheet) if sheet.r.money or sheet.match(re.compile(r"\d+ (?:seats|users|licen)", _I)) else {}
    source = deal.pop("source", None)
    if (web := sheet.match(_WEB)) is not None:
        fields["domain"] = web["d"]
        sheet.take(*web.span())
    if (place := sheet.match(_PLACE)) is not None:
        fields["billing_address"] = place["p"]
        sheet.take(*place.span())
    left = []
    for piece in sheet.pieces():
        words = sheet.words(piece)
        line = _TRADE.fullmatch(words)
        of = next((t for w in ((line["t"], words) if line else ()) if (t := trade(w.strip()))), None)
        if of and "industry" not in fields:
            fields["industry"] = of
        elif not re.fullmatch(
            r"(?:level|grade|tier)[ -][abc]|[abc][ -](?:level|account|customer)|\d+ (?:people|employees|staff)",
            words,
            _I,
        ):
            left.append(words)
    changes: list[dict[str, object]] = [{"op": "create", "entity": "account", "fields": fields}]
    if deal.keys() & {"amount", "seats"}:
        more = {"source": source} if source else {}
        changes.append(
            {
                "op": "create",
                "entity": "deal",
                "fields": {"name": f"{name} {sheet.r.ask.today:%Y-%m}", "account": name, **deal, **more},
            }
        )
    return changes, tuple(left)
