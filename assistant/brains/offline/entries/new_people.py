"""New contacts and leads told in free words: one or several people, each with a position, a company and ways to reach them."""

import re

from assistant.brains.offline.entries.forms import JOB, SOURCES
from assistant.brains.offline.entries.sheet import Sheet
from assistant.brains.offline.names.subjects import focused

_I = re.IGNORECASE
_PART = r"(?:de|van|von|der|den|la|le|di|da|du|del|bin|al|el|ten|ter|zu|zur|y)"
NAME = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.? )?[A-Z][\w'’-]*\.?(?: (?:{_PART}(?!\w)|&|[A-Z][\w'’-]*\.?)){{0,4}}"
)
_FIRM = re.compile(
    r"(?<![a-z])(?:gmbh|inc|ltd|llc|ag|se|kg|corp|co|plc|pte|bv|nv|srl|sarl|oy|ab|group|labs?|foods?|pharma|systems?|technolog\w+|industries|solutions|partners|holding|logistics|works|cocoa|marine|energy|bank|medical|dental|engineering|motors|chemicals?|services|instruments|brewery|brewing|clinic|hospital|university|institute)\.?(?![a-z])",
    _I,
)
_AT = re.compile(
    r"(?:(?:works?|working|is|sits|employed) )?(?<![A-Za-z])(?:at|from|of|with|for|to|@|under|company:?|organi[sz]ation:?|in|on)(?: the| our)?(?: customer| client| account| company)? (?P<n>[A-Z][\w&'’.-]*(?: (?:[A-Z0-9&][\w&'’.-]*|of|and|de|van|von|der|&|(?:am|an der|im|in der|zum|zur|aan|sur|del|do|da|dos|la|le|du) (?=[A-Z])[\w’'-]+))*)"
)
_AT_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:works?|working|is|for|at|with|from|to|of|under|on|over|in|company|customer|account|client|our|the|people|folks|team|joined|joins|who|just)[ :]*|@ ?)+$",
    _I,
)
_MAIL_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:e-?mail(?: address)?|mail|reach(?:able)?(?: (?:him|her|them))?|at|is|on|under|via|her|his|their|and)[ :=]*)+$",
    _I,
)
_PHONE_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:phone(?: number)?|mobile(?: number)?|cell(?: phone)?|tel\.?|telephone|number|reach(?:able)?(?: (?:him|her|them))?|direct(?: line)?|call|at|is|on|under|her|his|their|and|ph)[ :=.]*)+$",
    _I,
)
_JOB_LEAD = re.compile(
    r"^(?:(?:who|he|she|they|is|are|'s|'re|he's|she's|they're|works?|working|as|now|title|position|role|job|our|the|their|a|an|new|there|being|of|currently)[ :]+)+",
    _I,
)
_ROLES = (("decision_maker", r"decision[- ]?maker"), ("champion", r"champion\w*"), ("evaluator", r"evaluator"), ("influencer", r"influencer"), ("blocker", r"blocker"))  # fmt: skip
_VERB = re.compile(
    r"(?<![a-z])(?:they|we|i|he|she|want|wants|need|needs|asked|asks|said|says|met|like|likes|looking|interested|has|have|had|will|would|should|can|call|send|follow|replaces|replacing|took|takes|handles|runs|wanted|talked|remind)(?![a-z])",
    _I,
)
_JOBS = re.compile(
    r"(?<![a-z])(?:c[a-z]o|vp|svp|evp|head|director|manager|engineer|buyer|officer|president|lead|chief|founder|owner|purchas\w+|procurement|analyst|consultant|architect|assistant|specialist|supervisor|controller|technician|planner|partner|scientist|chemist|agronomist|administrator|secretary|accountant|operator|nurse|doctor|professor|coordinator|executive|developer|researcher|physicist|biologist|inspector|auditor|foreman|captain|dean|principal)(?![a-z])",
    _I,
)


def people(sheet: Sheet, entity: str) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    """The people a message names as changes, and what nothing was made of."""
    company = _company(sheet)
    common: dict[str, str] = {}
    if entity == "lead":
        common = _of_a_lead(sheet)
    owner = sheet.owner()
    found, left, firm = _told(sheet, entity, company)
    if not found:
        if entity == "lead" and (company or firm):
            found = [{"name": company or firm or ""}]
            company = company or firm
        else:
            return [], ()
    firm = company or firm
    made: list[dict[str, object]] = []
    for fields in found:
        if owner:
            fields["owner"] = owner
        if firm:
            fields.setdefault("organization" if entity == "lead" else "account", firm)
        made.append({"op": "create", "entity": entity, "fields": {**fields, **common}})
    return made, tuple(left)


def _company(sheet: Sheet) -> str | None:
    """The company the people are with: on record, or as it was said after "at"."""
    for n in sheet.r.names:
        if not (n.entity in ("account", "team", "deal") and n.may_be("account") and sheet.free(n.start, n.end)):
            continue
        if _AT_BEFORE.search(sheet.r.said, sheet.lo, n.start) or not NAME.match(sheet.r.said, sheet.lo, n.start):
            sheet.take(n.start, n.end, _AT_BEFORE, re.compile(r"['’]s(?![a-z])"))
            return n.text
    there = re.compile(
        r"(?<![a-z])(?:there|to it|to them|for them|for it|at that (?:account|company|customer))(?![a-z])", _I
    )
    if (it := sheet.match(there)) is not None and (before := focused(sheet.r, "it", "account")) is not None:
        sheet.take(*it.span())
        return before.ref
    for found in _AT.finditer(sheet.r.said, sheet.lo, sheet.hi):
        if (
            not sheet.free(*found.span())
            or _fair(found["n"])
            or (re.match(r"(?:in|to|on)(?![a-z])", found[0]) and not _FIRM.search(found["n"]))
        ):
            continue
        if any(d.start < found.end("n") and found.start("n") < d.end for d in sheet.r.spans("days", "periods")):
            continue
        sheet.take(*found.span())
        return found["n"].rstrip(".'’")
    return None


def _fair(words: str) -> bool:
    return any(re.search(p, words.casefold()) for _, p in SOURCES)


def _of_a_lead(sheet: Sheet) -> dict[str, str]:
    made: dict[str, str] = {}
    for code, pattern in SOURCES:
        if (found := sheet.match(re.compile(pattern, _I))) is not None:
            lead = re.compile(
                r"(?:(?<![a-z])(?:source(?: is|:)?|came|comes|coming|come|in|from|via|through|off|at|by|an?|the|our|last|we met|met|them|they|it|is|this|on)[ :]*)+$",
                _I,
            )
            sheet.take(
                *found.span(),
                lead,
                re.compile(
                    r"(?: (?:booth|stand|form|lead|in [A-Z]\w+|last (?:week|month)|from [A-Z]\w+|by [A-Z]\w+(?: [A-Z]\w+)?))*"
                ),
            )
            made["source"] = code
            break
    if worth := sheet.worth():
        made["est_amount"] = worth
    place = sheet.match(
        re.compile(
            r"(?<![a-z])(?:based (?:in|out of)|located in|out of|in|from) (?P<p>[A-Z][\w.'’-]+(?:[ -][A-Z][\w.'’-]+){0,2})"
        )
    )
    if place is not None and not _FIRM.search(place["p"]):
        made["city"] = place["p"]
        sheet.take(*place.span())
    return made


def _told(sheet: Sheet, entity: str, company: str | None) -> tuple[list[dict[str, str]], list[str], str | None]:
    """(people, words left over, a company said without "at"), each person with what stands behind the name."""
    mails = [p for p in sheet.r.emails if sheet.free(*p)]
    phones = [p for p in sheet.r.phones if sheet.free(*p)]
    for place in mails:
        sheet.take(*place, _MAIL_BEFORE)
    for place in phones:
        sheet.take(*place, _PHONE_BEFORE)
    found: list[dict[str, str]] = []
    starts: list[int] = []
    left: list[str] = []
    firm: str | None = None
    ahead: str | None = None
    for piece in _people_apart(sheet):
        words = sheet.words(piece)
        words = re.sub(r"^(?:called|named|name(?: is|:)?|their|his|her)\s+", "", words, flags=_I)
        match = NAME.match(words)
        job = _JOBS.search(words) or JOB.search(words.casefold())
        if (
            match
            and not job
            and match.end() == len(words)
            and (
                (_FIRM.search(words) and (found or entity == "lead"))
                or (entity == "lead" and found and "organization" not in found[-1] and not company and not firm)
            )
        ):
            if found and entity == "lead" and not company:
                found[-1].setdefault("organization", words)
            else:
                firm = firm or words
        elif match and match.end() == len(words) and not job and (not found or len(words.split()) > 1):
            found.append({"name": words})
            starts.append(piece[0])
        elif (match and job and not found and (split := _name_and_job(words, match))) or (
            match
            and job
            and found
            and (split := _name_and_job(words, match))
            and len(split[0].split()) > 1
            and not _JOBS.search(split[0])
        ):
            found.append({"name": split[0], "title": split[1]})
            starts.append(piece[0])
        elif (
            not found
            and not match
            and re.fullmatch(r"[a-z][\w'’-]+(?: [a-z][\w'’-]+){1,2}", words)
            and not job
            and not _VERB.search(words)
        ):
            found.append({"name": words.title()})
            starts.append(piece[0])
        elif (
            found
            and (role := next((c for c, p in _ROLES if re.search(p, words, _I)), None))
            and "role" not in found[-1]
        ):
            found[-1]["role"] = role
        elif (
            found
            and "title" not in found[-1]
            and not _VERB.search(_JOB_LEAD.sub("", words))
            and len(words.split()) <= 7
            and (job or len(_JOB_LEAD.sub("", words).split()) <= 3)
        ):
            found[-1]["title"] = _JOB_LEAD.sub("", words)
        elif not found and not match and ahead is None and not _VERB.search(words) and len(words.split()) <= 4:
            ahead = words  # "their new brewmaster Ines Falk": the position first
        else:
            left.append(words)
    if ahead is not None and found and "title" not in found[0]:
        found[0]["title"] = ahead
    elif ahead is not None:
        left.insert(0, ahead)
    for field, places in (("email", mails), ("phone", phones)):
        for a, b in places:
            whose = max((i for i, s in enumerate(starts) if s < a), default=0)
            if whose < len(found):
                found[whose].setdefault(field, sheet.r.said[a:b].strip())
    return found, left, firm


def _people_apart(sheet: Sheet) -> list[tuple[int, int]]:
    """The pieces left, also cut at an "and" between two people."""
    made: list[tuple[int, int]] = []
    for a, b in sheet.pieces():
        begin = a
        for cut in re.finditer(r"(?: and |^and | & )(?=[A-Z][\w'’-]+ [A-Z])", sheet.r.said[a:b]):
            if begin < a + cut.start():
                made.append((begin, a + cut.start()))
            begin = a + cut.end()
        made.append((begin, b))
    return made


def _name_and_job(words: str, match: re.Match[str]) -> tuple[str, str] | None:
    """ "Rosa Delgado the new purchasing lead": the name, and the position behind it."""
    tail = re.match(r"(?P<n>.+?)\s+(?:is |as |the |our |their |an? |new )+(?P<t>\S.*)$", words)
    if tail is None or NAME.fullmatch(tail["n"]) is None or _JOBS.search(tail["n"]):
        return None
    return tail["n"], _JOB_LEAD.sub("", tail["t"])
