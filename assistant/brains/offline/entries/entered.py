"""A new customer or lead entered in free English, the order anywhere in it: "Umbrella from Hamburg isn't in here yet, make an account".

Only messages of which every word is known: an order, a label, a value or a filler. Anything else is left to the other rules.
"""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_LONGEST = 200
_NOUNS = (
    ("lead", r"(?:sales )?leads?"),
    ("account", r"(?:customer accounts?|client accounts?|accounts?|customers?|clients?|compan(?:y|ies) records?)"),
)
_MAKES = re.compile(
    r"(?<![a-z])(?:create|add|set ?up|open(?: up)?|make|register|enter|save|record|file|put|log|new|need|want|key in|store)(?![a-z])",
    _I,
)
_NAME = r"[A-Z0-9][\w&'’.-]*(?: (?:(?:[A-Z0-9&][\w&'’.-]*)|(?:de|van|von|der|of|and|und|la|le)(?= [A-Z])))*"
_PLACE = re.compile(
    rf"(?:(?:they(?:'re|’re| are)?|it(?:'s| is)?|who(?:'s| is| are)?|which is|the) )?(?:(?:located|based|sitting|sits?|headquartered|situated|office|hq|offices) (?:in|at|out of)|out of|city(?: is|:)?|town(?: is|:)?|place(?: is|:)?|location(?: is|:)?|address(?: is|:)?|from|in) (?P<p>{_NAME})"
)
_BASED = re.compile(r"(?P<p>[A-Z][\w.-]+)[- ]based(?: (?:firm|company|customer|client|outfit|business))?")
_FIRM = re.compile(
    rf"(?:(?:who |he |she |they )?(?:works?|working) (?:for|at|with)|over at|from|of|at|with|(?:firm|company|employer|organi[sz]ation|business)(?: is|:)?) (?P<o>{_NAME})|\((?P<o2>{_NAME})\)"
)
_REACH = re.compile(
    r"(?:(?:you can |can be |he's |she's |they're |is )?(?:reach(?:able|ed)?(?: (?:them|him|her))?(?: (?:at|on|under|via|by phone(?: at| on)?))?|call(?: (?:them|him|her))?(?: (?:at|on))?)|(?:(?:his|her|their|the) )?(?:tele)?(?:phone|cell|mobile|number|tel|contact)(?: number)?(?: is|:)?\.?|(?:his|her|their|the )?(?:e-?)?mail(?: address)?(?: is|:)?)\s*$",
    _I,
)
_WORDS = re.compile(r"[A-Za-z0-9][\w'’&.-]*")
_FILLER = frozenset(
    "a an the and so as in into on to for with of by at is are it its it's i we you they them he she him her me us my our your this that these here there new please pls plz thanks thank can could would will create add "
    "set up setup open make register enter save record records card entry file put log need want get got have has isn't isnt not yet aren't crm system database list books account accounts customer customers client "
    "clients company firm lead leads prospect one just also now today hi hey ok okay like i'd we'd should be might interested looks promising good fresh hot warm down it'd potential brand then do does must them up some "
    "someone somebody guy lady who key store under name named called says record's sales met at yesterday show fair trade card business stand booth through".split()
)
_NO_NAME = frozenset(
    "I Please Can Could New Need Want Got Make Create Add Open Set Put Save Enter Register File Log Hi Hey Ok Okay CRM The A An We They It Lead Account Customer Client Company Met This That There Here His Her Their Phone Email Mail Number Thanks".split()
)
_FAIR = re.compile(r"(?<![a-z])(?:trade (?:fair|show)|fair|expo|exhibition|booth|stand)(?![a-z])", _I)
_NEW_RECORD = re.compile(r"(?<![a-z])(?:deals?|opportunit\w+|opps?|tickets?|tasks?|meetings?|reminders?|notes?|quotes?|contacts?|product|worth|convert\w*|assign\w*|owner|delete|remind|rename|merge|field|tag|view|report|segment)(?![a-z])", _I)  # fmt: skip


def entered(r: Reading) -> Meant | None:
    """What such a message makes; None where it orders no new customer or lead, or says more than this knows."""
    if r.zh or r.hi - r.lo > _LONGEST or "\n" in r.said.strip() or r.money or r.days or (r.periods and not r.past_days):
        return None
    if re.match(r"\s*(?:who|what|which|where|when|why|how|do|does|did|is|are|any|show|list|find)(?![a-z])", r.whole):
        return None
    said = r.said[r.lo : r.hi]
    noun = next(((e, m) for e, words in _NOUNS if (m := re.search(rf"(?<![a-z]){words}(?![a-z'’])", said, _I))), None)
    if noun is None or not _MAKES.search(said) or _NEW_RECORD.search(said):
        return None
    entity, fields, gone = noun[0], dict[str, str](), list[tuple[int, int]]()
    for key, spans in (("phone", r.phones), ("email", r.emails)):
        for a, b in spans[:1]:
            if entity != "lead":
                return None
            fields[key] = r.said[a:b]
            lead = _REACH.search(said, 0, a - r.lo)
            gone.append((lead.start() if lead else a - r.lo, b - r.lo))
    if (based := _BASED.search(said)) is not None:
        fields["city" if entity == "lead" else "billing_address"] = based["p"].rstrip(".")
        gone.append(based.span())
    names = [m for m in re.finditer(_NAME, said) if m[0].split()[0] not in _NO_NAME and not _inside(m.span(), gone)]
    tie = next((m for m in _FIRM.finditer(said) if not _inside(m.span(), gone)), None) if entity == "lead" else None
    if tie is not None:
        fields["organization"] = (tie["o"] or tie["o2"]).rstrip(".")
        gone.append(tie.span())
    place = next((m for m in _PLACE.finditer(said) if not _inside(m.span(), gone)), None)
    if place is not None:
        fields.setdefault("city" if entity == "lead" else "billing_address", place["p"].rstrip("."))
        gone.append(place.span())
    free = [m for m in names if not _inside(m.span(), gone)]
    if not free or len(free) > 2:
        return None
    fields["name"] = free[0][0].rstrip(".,")
    gone.append(free[0].span())
    if len(free) == 2:
        second = "organization" if entity == "lead" else "billing_address"
        if second in fields:
            return None
        fields[second] = free[1][0].rstrip(".,")
        gone.append(free[1].span())
    if entity == "lead" and _FAIR.search(said):
        fields["source"] = "trade_fair"
    rest = [m[0].casefold().strip(".'’") for m in _WORDS.finditer(said) if not _inside(m.span(), gone)]
    if any(w not in _FILLER for w in rest) or _on_record(r, fields["name"], entity):
        return None
    return Meant(1.4, (call("create", entity, None, fields),), whole=True)


def _inside(span: tuple[int, int], gone: list[tuple[int, int]]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in gone)


def _on_record(r: Reading, name: str, entity: str) -> bool:
    return any(n.text.casefold() == name.casefold() and n.entity in (entity, "user", "stage") for n in r.names)
