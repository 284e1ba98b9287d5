"""English shorthand written out: "w/o", "opps", "tmrw", "acct"; a note and a ticket keep the words as they were said."""

import re

from assistant.brains.offline.plainer.everyday import clocked

_LONG = {
    "w/o": "without", "w/": "with", "opps": "deals", "opp": "deal", "oppty": "deal", "oppties": "deals", "opptys": "deals",
    "tmrw": "tomorrow", "tmr": "tomorrow", "tomoz": "tomorrow", "2moro": "tomorrow", "tmw": "tomorrow", "acct": "account", "accts": "accounts", "acc": "account",
    "mtg": "meeting", "mtgs": "meetings", "appt": "appointment", "appts": "appointments", "custs": "customers", "cust": "customer", "eod": "end of the day",
    "eow": "end of this week", "eom": "end of this month", "eoq": "end of this quarter", "eoy": "end of this year", "nxt": "next", "wk": "week", "wks": "weeks",
    "mth": "month", "mths": "months", "yr": "year", "qtr": "quarter", "hr": "hour", "hrs": "hours", "bc": "because", "b/c": "because", "cuz": "because", "coz": "because",
    "thru": "through", "btwn": "between", "amt": "amount", "neg": "negotiation", "negs": "negotiation", "prio": "priority", "msg": "message", "msgs": "messages",
    "dept": "department", "mgr": "manager", "tix": "tickets", "tkt": "ticket", "tkts": "tickets", "pipe": "pipeline", "rmd": "remind", "lmk": "tell me", "gimme": "give me",
    "u": "you", "ur": "your", "dont": "don't", "didnt": "didn't", "doesnt": "doesn't", "havent": "haven't", "hasnt": "hasn't",
    "isnt": "isn't", "whats": "what's", "whos": "who's", "hows": "how's", "wheres": "where's", "whens": "when's", "thats": "that's", "theres": "there's",
    "cant": "can't", "wont": "won't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "werent": "weren't", "theyre": "they're", "weve": "we've", "youre": "you're", "lets": "let's",
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "yday": "yesterday", "y'day": "yesterday", "yest": "yesterday", "webinars": "webinar", "referrals": "referral", "ystd": "yesterday", "nr": "number", "abt": "about", "ppl": "people",  "arent": "aren't", "wasnt": "wasn't", "couldnt": "couldn't", "ive": "I've", "im": "I'm",
}  # fmt: skip
_SHORT = re.compile(
    r"(?<![\w./@&'’-])(?:"
    + "|".join(re.escape(w) for w in sorted(_LONG, key=len, reverse=True))
    + r")(?:(?<=/)(?=[\s\w])|(?![\w/@&'’-]|\.\w))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|\[[^\]\n]{1,80}\]|\S+@\S+")


_A_TASK = re.compile(r"(?<![a-z])(?:task|to-?do|reminder)(?![a-z])", re.IGNORECASE)
_ONE_MORE = re.compile(
    r"((?:and|then|also|,) (?:add|create|set|make|open) )(?:(?:a )?(?:new|another) )?one to(?= [a-z])", re.IGNORECASE
)


def written_out(text: str) -> str:
    """The text with its shorthand in full words; what stands in quotes, and words in capitals that may be a name, stay."""
    kept = [m.span() for m in _QUOTED.finditer(text)]
    shouting = text.isupper()

    def long(match: re.Match[str]) -> str:
        word = match[0]
        if any(a <= match.start() < b for a, b in kept) or (
            word.isalpha()
            and len(word) > 1
            and word.isupper()
            and not shouting
            and word not in ("EOD", "EOW", "EOM", "EOQ", "EOY", "TMRW")
        ):
            return word
        full = _LONG[word.lower()]
        gap = " " if word.endswith("/") and text[match.end() : match.end() + 1].isalnum() else ""
        return (full[:1].upper() + full[1:] if word[:1].isupper() and not word.isupper() else full) + gap

    written = clocked(_SHORT.sub(long, text))
    return _ONE_MORE.sub(r"\g<1>a task to", written) if _A_TASK.search(text) else written
