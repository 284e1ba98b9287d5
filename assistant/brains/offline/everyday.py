"""Everyday English in plainer turns: "what's open at Hollund", "block Tuesday 10-11 for Ursula", "done with the call to Bob", "1042 fixed, was a bad cable"."""

import re

_I = re.IGNORECASE
_DAY = r"(?:today|tomorrow|tonight|(?:(?:on|next|this|coming) )*(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|(?:on )?(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)?(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?)"
_SPAN = re.compile(
    rf"(?P<day>(?<![\w-]){_DAY}),? (?:from |between |at )?(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?\s?(?P<ap>am|pm)?\s?(?:-|–|to|till?|until|and)\s?(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d\d))?\s?(?P<ap2>am|pm)?(?![\w%:/-])",
    _I,
)
"""From when to when on a day: "Tuesday 10-11", "tomorrow 2 to 3.30pm"."""
_WHO = r"(?P<who>(?!my |our |me |them |it |him |her )[\w.'’ -]{2,60}?)"
_X = r"(?P<x>[\w.'’&/ -]{2,60}?)"
_KIND = r"(?:meeting|call|demo|visit|appointment|lunch|coffee|catch-?up|sync|workshop|review)"
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), plain)
    for pattern, plain in (
        (rf"what(?:'s|’s| is| do we have| have we got| do i have)?(?: still| currently| all)? (?:open|running|live|ongoing|in play|cooking|brewing) (?:at|with|for|on) {_X}(?: (?:right now|now|at the moment|currently|atm))?[?.!]*", "open deals at {x}"),
        (r"(?:the )?(?:open )?(?:amount|value|volume|total|pipeline|sum)s?(?: of open deals)? (?:by|per|for each) (?:sales ?)?(?:rep|person|head|seller|owner|colleague)s?[?.!]*", "open deals by owner"),
        (r"(?:are|will|do) (?:we|you think we(?:'ll| will)?|i)(?: going to| gonna| likely to)? (?:make|hit|reach|get to|land|close|do) (?:the|our|my|this) (?P<p>quarter|month|year)(?:'s)?(?: (?:number|target|goal|quota|plan))?s?[?.!]*", "are we on target this {p}?"),
        (r"(?:how did|how has|what did|how does) (?P<who>my|our|the|the team's) pipeline (?:look|looked|compare)(?: like)? (?:on|at|as of|back on|end of|at the end of) (?P<d>[\w ,]{3,30}?) (?:vs\.?|versus|against|compared (?:to|with)|and) (?:now|today|how it is now)[?.!]*", "why did the pipeline change since {d}?"),
        (rf"who (?:moved|touched|changed|edited|updated|pushed) {_X}(?: deal)?(?: last)?(?:,? and when)?(?: last)?[?.!]*", "what changed on {x}?"),
        (rf"(?:who is|who's|who’s|who are) (?:my|our|the) contacts? (?:person )?(?:at|with|for) {_X}(?:,? and (?:what is|what's|what’s|whats) (?:his|her|their|the) (?P<f>e-?mail|mail|phone|number|phone number|mobile))?[?.!]*", "contacts at {x}"),
        (r"(?P<who>which|what|any)? ?(?:of )?(?P<m>my |our |the )?tickets(?P<of> of mine)?(?: which| that)?(?: are| is)? (?:about|going|likely|set|close|near|due) to (?:breach|miss(?: (?:the |their )?sla)?|break(?: (?:the |their )?sla)?|run out|blow(?: (?:the |their )?sla)?)(?: soon| today)?[?.!]*", "which of my tickets breach sla in the next 24 hours"),
        (rf"(?:block|reserve|keep|hold)(?: off| out)? (?P<when>.{{3,60}}?) (?:for|with) (?:(?:an? |the )?{_KIND} with )?{_WHO}(?:,? (?:topic(?: is|:)?|about|re|on|to discuss|to talk about|subject(?: is|:)?) (?P<t>.{{3,60}}?))?[.!]*", "book a meeting with {who} {when}{ about t}"),
        (rf"(?:i(?:'m| am) |we(?:'re| are) )?(?:all )?(?:done|finished|through) with (?:the |my |that )?{_X}(?: (?:task|to-?do))?[.!]*", "mark the {x} task as done"),
        (r"(?:ticket |case |t-)?#?(?P<n>\d{3,6})(?: is| has been| was)?(?: now)? (?:fixed|solved|sorted|resolved|done|working again)(?: out| now)?[,.;:–-]+ ?(?:it was |it's |was |because of |due to |cause(?: was)?:? |reason:? |turned out to be )?(?P<why>[^,.;]{4,120}?)(?:[,.;]? ?(?:and |so |please |you can )*close (?:it|this|that|the ticket)(?: out| please| pls)?)[.!]*", "close ticket {n}: {why}"),
        (r"(?:ticket |case |t-)?#?(?P<n>\d{3,6})(?: is| has been| was)?(?: now)? (?:fixed|solved|sorted|resolved|working again)(?: out| now)?[,.;:–-]+ ?(?:it was |was |because of |due to |cause(?: was)?:? |reason:? |turned out to be )(?P<why>[^,.;]{4,120}?)[.!]*", "resolve ticket {n}: {why}"),
        (rf"(?:prep|prepare|brief)(?: me)?[,:]? (?:i(?:'m| am) )?(?:seeing|meeting|visiting) {_X}(?: (?:today|tomorrow|in an? \w+|in \d+ \w+|at \S+|on \w+|next week))?[.!?]*", "prepare me for {x}"),
        (rf"(?:i(?:'m| am)? |i'll |we(?:'re| are)? |we'll )?(?:see|seeing|meet|meeting|visit|visiting|call|calling|have|having|got|speak to|speaking to|talk to)(?: a (?:call|meeting) with)? {_X} (?:today|tomorrow|later|soon|shortly|in (?:an?|half an|\d+|a few|two|three|ten|five|twenty|thirty) \w+|at \d[\w:.]*|on \w+|next week|this (?:morning|afternoon|evening))(?: \w+)?[,;.:–-]+ ?(?:so )?(?:what (?:do|should|must) i (?:need to )?know|anything (?:i should|to|i need to) (?:know|watch|remember)[^?]*|brief me|prep(?:are)? me|fill me in|bring me up to speed|catch me up|remind me where we are|where (?:are|do) we(?: stand)?|what's the (?:story|latest)|give me the (?:short version|rundown|background|story))(?: about (?:him|her|them))?[?.!]*", "prepare me for {x}"),
    )
)  # fmt: skip
_PART = re.compile(r"\{( about )?(\w+)\}")
_WITH = re.compile(
    r"(?P<b>(?:(?<![\w])(?:call|calls|meet|chat|talk|spoke|meeting|lunch|coffee|dinner|demo|visit|sync|catch-?up)|^|[\s,;]))(?P<g> ?)w(?= (?:[A-Z]|the |my |our |his |her |their |[a-z]{3,}))"
)
_DOCTOR = re.compile(
    r"^\s*(?:Dr|Mr|Mrs|Ms|Prof|Herr|Frau)\.? (?=[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? (?:e?-?mailed|wrote|called|rang|phoned|texted|messaged|says?|said|wants|asked|told|confirmed|came|just|is|has)(?![a-z]))"
)
_SMALL = 200


def everyday(said: str) -> str:
    """The message in a plain turn, or as it is."""
    text = said.strip()
    if len(text) > _SMALL or "\n" in text:
        return said
    for pattern, plain in _TURNS:
        match = pattern.fullmatch(text)
        if match is not None:
            return _filled(plain, match.groupdict())
    return said


def _filled(plain: str, held: dict[str, str | None]) -> str:
    def piece(mark: re.Match[str]) -> str:
        words = held.get(mark[2]) or ""
        return f"{mark[1] or ''}{words}" if words else ""

    return " ".join(_PART.sub(piece, plain).split())


def clocked(text: str) -> str:
    """ "w Bob" as "with Bob", and a stretch of the clock as its beginning and its length: "Tuesday 10-11" is "Tuesday 10:00 for 60 minutes"."""
    return _SPAN.sub(_length, _WITH.sub(_with, _DOCTOR.sub("", text)))


def _with(match: re.Match[str]) -> str:
    return f"{match['b']}{match['g']}with"


def _length(match: re.Match[str]) -> str:
    late, late2 = (match["ap"] or "").casefold(), (match["ap2"] or "").casefold()
    first, last = int(match["h"]), int(match["h2"])
    if first > 23 or last > 23:
        return match[0]
    begin = _hour(first, late, late2, last) * 60 + int(match["m"] or 0)
    end = _hour(last, late2, "", 0) * 60 + int(match["m2"] or 0)
    if end <= begin and not late2:
        end += 12 * 60
    minutes = end - begin
    if not 0 < minutes <= 8 * 60 or begin >= 24 * 60:
        return match[0]
    return f"{match['day']} at {begin // 60}:{begin % 60:02d} for {minutes} minutes"


def _hour(hour: int, half: str, other: str, last: int) -> int:
    """The hour of the day; without am or pm one of working hours, in the half of the day its end is said to be in."""
    if not half and other == "pm" and hour <= last:
        half = other
    if half == "pm" and hour < 12:
        return hour + 12
    if half == "am" and hour == 12:
        return 0
    return hour + 12 if not half and hour < 7 else hour
