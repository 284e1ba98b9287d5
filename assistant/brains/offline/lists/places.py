"""Places, lines of business and free words that restrict a list: "in Suzhou", 制造业的客户, "about data migration"."""

import re

from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.pieces.choices import NEGATED
from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.folding import han
from assistant.brains.offline.words.places_and_trades import NATIONS, PLACES, REGIONS, abroad, both_names, trade
from assistant.recognise.trades import TRADES
from crm_store.models import entities, fields_of

TEAM_ENDINGS = ("组", "团队", "大区", "部")
"""What a Chinese team's name ends in when it is called like a city."""
_PLACE_FIELD = {
    "account": "billing_address",
    "lead": "city",
    "contact": "account.billing_address",
    "deal": "account.billing_address",
    "ticket": "account.billing_address",
    "activity": "account.billing_address",
    "task": "account.billing_address",
}
_TRADE_FIELD = {
    "account": "industry",
    "contact": "account.industry",
    "deal": "account.industry",
    "ticket": "account.industry",
}
_IN = re.compile(
    r"(?<![a-z])(?:in|from|near|around|based in|located in|out of|at) (?:the )?(?P<word>[a-z][a-z'&-]+(?: (?:and )?[a-z][a-z'&-]+)?)"
)
_ABOUT = re.compile(
    r"(?<![a-z])(?:about|regarding|concerning|mentioning|containing|contain|contains|named|called|titled|with the word|related to)(?: the)? (?P<word>[^,.;?!\n]{2,60})|(?:关于|提到|包含|含有|名为|叫做?|涉及)(?P<zh>[^,.;?!\n的]{2,20})(?:的|$|[?.!])?"
)
NAMES_ZH = re.compile(
    "|".join(sorted({c for _, c in PLACES} | {w for g in TRADES for w in g if han(w)}, key=len, reverse=True))
)
_BEFORE_HEAD = re.compile(r"(?:^|[在,. ]|位于|来自)(?P<word>[\u3400-\u9fff]{2,4}?)(?:地区|市|省|那边|这边|一带)?的?$")
_SMALL = frozenset(
    "the my our this that last next total all order order progress detail details full general particular".split()
)


def place_filters(r: Reading, entity: str, head: Head, found: Found) -> None:
    """Filter by address or industry, whichever a word no record answers to stands for; and by words a title must hold."""
    _region(r, entity, found)
    _chinese(r, entity, head, found)
    for match in _IN.finditer(r.text, r.lo, r.hi):
        word = match["word"]
        start = match.start("word")
        for said in _lengths(r, word, start):
            end = start + len(said)
            if (
                _free(r, start, end, found)
                and said.split()[0] not in _SMALL
                and (not match[0].startswith("at ") or both_names(said))
                and _add(r, r.said[start:end], entity, (match.start(), end), found)
            ):
                break
    for start, end, word in r.words():
        if (country := NATIONS.get(word)) and _free(r, start, end, found):
            _add(r, country, entity, (start, end), found)
        nearby = head.hit is not None and end + 1 == head.hit.start
        if (both_names(word) or (nearby and trade(word))) and word.isascii() and _free(r, start, end, found):
            _add(r, r.said[start:end], entity, (start, end), found)
    about = _ABOUT.search(r.text, r.lo, r.hi)
    if about:
        group = "word" if about["word"] else "zh"
        title = entities()[entity].about.title
        if _free(r, about.start(group), about.start(group) + 2, found) and title in fields_of(entity):
            found.add(about.span(), title if entity != "activity" else "body", "~", r.piece(*about.span(group)))


def _region(r: Reading, entity: str, found: Found) -> None:
    """Europe, 亚太: the team of that region where this company has one."""
    if "team" not in fields_of(entity) or found.on("team"):
        return
    for group in REGIONS:
        for word in group:
            match = re.search(rf"(?<![a-z]){word}(?![a-z])" if word.isascii() else word, r.text[r.lo : r.hi])
            if match is None or not _free(r, r.lo + match.start(), r.lo + match.end(), found):
                continue
            team = next(
                (w for w in (word, *group) for m in r.linker.link(w) if any(c.entity == "team" for c in m.candidates)),
                None,
            )
            if team is not None:
                denied = bool(NEGATED.search(r.before(r.lo + match.start(), 20)))
                found.add((r.lo + match.start(), r.lo + match.end()), "team", "!=" if denied else "=", team)
                return


def _lengths(r: Reading, word: str, start: int) -> list[str]:
    """ "San Francisco" before "San", but "Suzhou" alone before "have"."""
    first, _, second = word.partition(" ")
    if (second and (both_names(first) or trade(first))) or not (
        (second and r.said[start + len(first) + 1].isupper()) or trade(word)
    ):
        return [first]
    return [word, first]


def _free(r: Reading, start: int, end: int, found: Found) -> bool:
    if not found.free(start, end):
        return False
    if any(n.start < end and start < n.end for n in r.names if n.entity != "team"):
        return False
    return not any(s.start < end and start < s.end for s in r.spans("senses", "days", "periods", "money", "durations"))


def _chinese(r: Reading, entity: str, head: Head, found: Found) -> None:
    for match in NAMES_ZH.finditer(r.text, r.lo, r.hi):
        inside = any(
            n.start <= match.start() and match.end() <= n.end and n.text != match[0]
            for n in r.names
            if n.entity != "team" or n.text.endswith(TEAM_ENDINGS)
        )
        if (
            not inside
            and found.free(*match.span())
            and not any(
                h.start <= match.start() and match.end() <= h.end for h in r.senses if h.end - h.start > len(match[0])
            )
        ):
            ending = re.match(r"行业|业|企业|类|市|省|地区", r.text[match.end() : match.end() + 2])
            _add(r, match[0], entity, (match.start(), match.end() + (len(ending[0]) if ending else 0)), found)
    for loose in r.loose:
        if found.free(loose.start, loose.end):
            _add(r, loose.text, entity, (loose.start, loose.end), found)
    if head.hit and head.hit.start and entity in ("account", "lead", "contact"):
        before = r.text[max(r.lo, head.hit.start - 8) : head.hit.start]
        match_ = _BEFORE_HEAD.search(before)
        if match_:
            base = head.hit.start - len(before)
            start, end = base + match_.start("word"), base + match_.end("word")
            if _free(r, start, end, found) and not _cue_inside(r, start, end):
                _add(r, match_["word"], entity, (start, end), found)


def _cue_inside(r: Reading, start: int, end: int) -> bool:
    return any(h.start < end and start < h.end for hits in r.cue.values() for h in hits)


def _add(r: Reading, word: str, entity: str, where: tuple[int, int], found: Found) -> bool:
    known_trade = trade(word)
    if known_trade and entity in _TRADE_FIELD:
        denied = bool(NEGATED.search(r.before(where[0], 20)))
        found.add(where, _TRADE_FIELD[entity], "!~" if denied else "~", known_trade)
        return True
    target = _PLACE_FIELD.get(entity)
    if target is None:
        return False
    pair = both_names(word)
    if pair is None and not han(word) and (not word[:1].isupper() or entity not in ("account", "lead", "contact")):
        return False
    denied = bool(NEGATED.search(r.before(where[0], 20)))
    found.add(where, target, "!~" if denied else "~", _written(r, pair) if pair else word)
    return True


def _written(r: Reading, pair: tuple[str, str]) -> str:
    """The name of a place in the script this company's records use."""
    english, chinese = pair
    return chinese if r.ask.currency in ("CNY", "TWD", "HKD") and not abroad(english) else english
