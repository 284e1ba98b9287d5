"""Which one record a message is about: a reference, a name, a person at a company, or "it"."""

import re
from dataclasses import dataclass, replace

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Named

_REF = re.compile(r"[A-Za-z]{1,4}-\d{1,9}")
_PEOPLE = re.compile(r"^(?:he|him|his|she|her|hers|they|them|their|他|她|他们|她们|他的|她的|此人|这位)$")
_DEALS = re.compile(r"^(?:这单|那单|这个单子|那个单子|该商机|这个商机|那个商机)$")
_THAT_ONE = re.compile(r"^[这那][个条]$")
_FIRMS = re.compile(r"^(?:这家|那家|这个客户|那个客户|该客户)$")
_LEADS_PRONOUN = re.compile(
    r"(?:^|[,，。、 ])(?:帮我|给我|请)*(?:看看|看一下|查查|查一下|介绍一下|说说|讲讲|更新|把|给)? ?(?P<n>[\u3400-\u9fff]{2,8}|[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,2}) ?的?$"
)
_NUMBERED = re.compile(
    r"(?:(?<![a-z])(?:ticket|case|incident|support case)|工单|服务单|故障单)(?: ?(?:#|no\.? ?|number |编号|号))? ?#?(?P<n>\d{1,9})(?!\d)"
)
_DEAL_OF = re.compile(
    r"(?:'s)? (?:\w+ )?(?:renewals?|expansion|pilot|rollout|upgrade|extension|poc|trial)(?: (?:deal|project))?(?![a-z])| ?的?(?:续约|续费|试点|增购|扩容|一期|二期|三期)(?:项目|单子)?"
)
_TITLE_BEHIND = re.compile(
    r"(?:'s)? (?P<en>(?:[a-z0-9][\w-]* ){0,3}?[a-z0-9][\w-]*) (?:deal|project|opportunity|opp)(?![a-z])| ?的?(?P<zh>[\u3400-\u9fffA-Za-z0-9]{2,12}?)(?:那一?单|这一?单|那个单子|这个单子|那个项目|这个项目|那个商机|这个商机|[这那]个(?=[推改移挪标调延转进降升设]))"
)
_TITLE_BEFORE = re.compile(
    r"(?:the|our|my) (?P<w>(?:[a-z0-9][\w-]* ){0,3}?[a-z0-9][\w-]*) (?:deal|project|opportunity|opp) (?:at|with|of|for|from) (?:the )?$"
)
_PLAIN = frozenset(
    "open new big bigger biggest small smaller smallest last latest first second third other another only main whole current old older won lost closed same next best one two renewal upgrade pilot expansion poc rollout and or to the a of my our".split()
)
_KIND_WORDS = (
    ("续约", "renewal"),
    ("续费", "renewal"),
    ("试点", "pilot"),
    ("增购", "expansion"),
    ("扩容", "expansion"),
)
_KINDS = {"ticket": "", "deal": "D-", "lead": "L-", "task": "TK-", "account": "ACC-", "contact": "C-", "activity": "A-"}
_ORDER = ("ticket", "task", "deal", "contact", "account", "lead", "product", "article", "user", "team")

RECORDS = ("deal", "account", "contact", "lead", "ticket", "task", "activity", "product", "article")
"""Record types people speak of, the likeliest first."""


@dataclass(frozen=True)
class Subject:
    """One record as a tool argument: its text, likely type, and where it was named (None for a pronoun)."""

    text: str
    entity: str
    start: int
    end: int
    name: Name | None = None


def subject(r: Reading, *entities: str) -> Subject | None:
    """The record a message is about, of these types if given; the most specific one when several are named."""
    found = subjects(r, *entities)
    if found:
        return min(found, key=lambda s: _ORDER.index(s.entity) if s.entity in _ORDER else 99)
    return pronoun(r, *entities)


def subjects(r: Reading, *entities: str) -> list[Subject]:
    """Every record that was named, in order of appearance."""
    found: list[Subject] = []
    for ref in r.refs:
        kind = ref.value.kind
        if kind in _KINDS and ref.value.prefix is None and (not entities or kind in entities):
            found.append(Subject(f"{_KINDS[kind]}{ref.value.number}", str(kind), ref.start, ref.end))
    for match in _NUMBERED.finditer(r.text, r.lo, r.hi):
        if (not entities or "ticket" in entities) and not any(
            s.start < match.end() and match.start() < s.end for s in found
        ):
            found.append(Subject(match["n"], "ticket", match.start(), match.end()))
    for name in r.names:
        deal = (
            _DEAL_OF.match(r.text, name.end, r.hi)
            if name.entity == "account" and (not entities or "deal" in entities)
            else None
        )
        if deal and not any(n.start < deal.end() and deal.start() + 1 < n.end for n in r.names if n is not name):
            said = (
                r.said[name.start : deal.end()]
                .replace("'s ", " ")
                .replace("的", "")
                .removesuffix("单子")
                .removesuffix("项目")
            )
            found.append(
                Subject(
                    _in_its_script(name.text, re.sub(r" (?:deal|project)$", "", said)),
                    "deal",
                    name.start,
                    deal.end(),
                    name,
                )
            )
            continue
        if name.entity == "account" and (not entities or "deal" in entities) and (titled := _titled(r, name)):
            found.append(titled)
            continue
        entity = _entity(name, entities)
        if entity and not any(s.start < name.end and name.start < s.end for s in found):
            found.append(Subject(name_text(r, name, entity), entity, name.start, name.end, name))
    return sorted(found, key=lambda s: s.start)


def deal_said(r: Reading) -> str | None:
    """The deal called by its company and a word or two of its title: "the Hollund calibration deal", 沐川传感器改造那单."""
    for name in r.names:
        if name.entity != "account":
            continue
        if match := _TITLE_BEHIND.match(r.text, name.end, r.hi):
            lo, hi = match.span("en" if match["en"] else "zh")
            words = r.said[lo:hi].strip()
            if not _says_more(r, lo, hi, words):
                return f"{name.text} {words}" if match["en"] else f"{name.text}{words}"
        before = _TITLE_BEFORE.search(r.text[r.lo : name.start])
        lo, hi = (r.lo + before.start("w"), r.lo + before.end("w")) if before else (0, 0)
        if before and not _says_more(r, lo, hi, before["w"]):
            return f"{name.text} {r.said[lo:hi].strip()}"
    return None


def _titled(r: Reading, name: Name) -> Subject | None:
    own = r.within(max(r.lo, name.start - 60), r.hi)
    only = replace(own, names=[name, *(n for n in own.names if n.entity in ("stage", "user"))])
    said = deal_said(only)
    if said is None:
        return None
    behind = _TITLE_BEHIND.match(r.text, name.end, r.hi)
    before = _TITLE_BEFORE.search(r.text[r.lo : name.start])
    start = name.start if behind or not before else r.lo + before.start()
    return Subject(said, "deal", start, behind.end() if behind else name.end, name)


def _says_more(r: Reading, start: int, end: int, words: str) -> bool:
    """Whether words before "deal" say which kind or value is meant, and are no part of a title."""
    if any(w in _PLAIN for w in words.casefold().split()) or any(
        s.start < end and start < s.end for s in r.spans("days", "periods", "money", "refs")
    ):
        return True
    return any(
        h.start < end
        and start < h.end
        and any(s.kind == "field" or s.field in ("stage.kind", "type", "status") for s in h.values)
        for h in r.senses
    ) or any(n.entity in ("stage", "user") and n.start < end and start < n.end for n in r.names)


def _in_its_script(company: str, said: str) -> str:
    """A deal's title is mostly in the script of the company's name: "Acme 续约" is the Acme renewal."""
    for chinese, english in _KIND_WORDS:
        if company.isascii() and said.endswith(chinese):
            return f"{company} {english}"
        if not company.isascii() and said.endswith(english):
            return company + chinese
    return said


def name_text(r: Reading, name: Name, entity: str) -> str:
    """The name as a tool takes it: "Ana at Acme" where the company tells which Ana."""
    if entity == "contact" and name.ambiguous("contact"):
        company = next((n for n in r.named("account") if n.start != name.start and n.entity == "account"), None)
        if company is not None:
            return f"{name.text} @ {company.text}"
    return name.text


def pronoun(r: Reading, *entities: str) -> Subject | None:
    """What "it", "him" or 这单 stands for, as a word the tools understand, when something was talked about before."""
    for hit in r.hits("he"):
        word = r.text[hit.start : hit.end]
        if word in ("that", "this", "该") and not re.match(
            r" ?(?:one|deal|account|contact|ticket|task|lead|company|customer)(?![a-z])|商机|客户", r.after(hit.end, 10)
        ):
            continue
        if any(p.start <= hit.start < p.end for p in r.spans("periods", "days")) or _of_those_asked(r, hit.start, word):
            continue
        led = word[:1] in "那这" and any(n.end == hit.start and n.may_be("account", "deal", "contact") for n in r.names)
        if led and (listed := _row_called(r, hit.start, entities, least=2)) is not None:
            return Subject(listed.ref, listed.entity, hit.start, hit.end)
        if led:
            continue  # 盛丰那单 is the deal of 盛丰, whatever was talked about
        if (named := _named_before(r, word, hit.start)) is not None and not (entities and "deal" not in entities):
            return Subject(named, "account" if _FIRMS.match(word) else "deal", hit.start - len(named), hit.end)
        if (row := _row_called(r, hit.start, entities)) is not None:
            return Subject(row.ref, row.entity, hit.start, hit.end)
        before = focused(r, word, *entities)
        if before is not None:
            return Subject(before.ref, before.entity, hit.start, hit.end)
        kind, said = _left_open(word, r.after(hit.end, 12))
        if said and (not entities or kind in entities):
            return Subject(said, kind, hit.start, hit.end)
    return None


def _row_called(r: Reading, place: int, entities: tuple[str, ...], least: int = 3) -> Named | None:
    """The one row of the list shown before whose name holds the words right before 那个: 产线传感器改造那个."""
    said = re.search(r"[\u3400-\u9fffA-Za-z0-9]{2,20}$", r.said[r.lo : place])
    words = re.sub(r"^(?:请|帮我|把|将|给)+", "", said[0]) if said else ""
    if len(words) < least:
        return None
    rows = [n for n in r.ask.rows if (not entities or n.entity in entities) and words in n.label]
    return rows[0] if len(rows) == 1 else None


def _of_those_asked(r: Reading, place: int, word: str) -> bool:
    """Whether "their" is that of the records the question itself is about: "which of my deals are past their close date?"."""
    return word in ("their", "its", "theirs") and bool(_MANY.search(r.text, r.lo, place))


_MANY = re.compile(
    r"(?<![a-z])(?:deals|accounts|customers|companies|contacts|people|leads|tickets|tasks|reps|opportunities|projects|meetings|calls|everybody|everyone|who|which (?:deal|account|customer|contact|lead|ticket|task|rep|opportunity|one))(?![a-z])"
)


def _named_before(r: Reading, word: str, place: int) -> str | None:
    """The name nobody knows in "星海重工那个单子": the word after it stands for that, not for what was talked about."""
    if not (_DEALS.match(word) or _FIRMS.match(word) or _THAT_ONE.match(word)):
        return None
    match = _LEADS_PRONOUN.search(r.said, r.lo, place)
    if match is None or match.end() != place:
        return None
    start, end = match.span("n")
    known = any(s.start < end and start < s.end for s in r.spans("names", "senses", "days", "periods", "money", "refs"))
    inside = not _THAT_ONE.match(word)  # 产线改造那个: a verb within the words is part of them
    spoken = any(
        h.start < end and start < h.end and (inside or h.start == start) for hits in r.cue.values() for h in hits
    )
    return None if known or (spoken and not match["n"].isascii()) else match["n"]


def _left_open(word: str, after: str) -> tuple[str, str]:
    """(likely type, pronoun as the tools know it) when nothing was talked about: the tool says that it does not know."""
    noun = re.match(r" ?(?P<n>deal|account|contact|ticket|task|customer|company|联系人|客户|商机|工单|任务|单)", after)
    if noun:
        kind = {
            "customer": "account",
            "company": "account",
            "客户": "account",
            "联系人": "contact",
            "商机": "deal",
            "单": "deal",
            "工单": "ticket",
            "任务": "task",
        }.get(noun["n"], noun["n"])
        return kind, f"{'this' if word.isascii() else '这个'}{' ' if word.isascii() else ''}{noun['n']}"
    if word in ("this", "that", "这个", "那个", "该", "this one", "that one"):
        return "", ""
    if _DEALS.match(word) or word in ("it", "its", "它", "它的"):
        return "deal", "it" if word.isascii() else "这单" if _DEALS.match(word) else "它"
    if _FIRMS.match(word):
        return "account", "这个客户"
    if word in ("him", "his", "he", "her", "hers", "she", "他", "她", "他的", "她的"):
        return "contact", word.rstrip("的") if not word.isascii() else {"his": "him", "hers": "her"}.get(word, word)
    return "", ""


_MANY_OF_THEM = frozenset("they them their those these".split())


def empty_list(r: Reading) -> bool:
    """Whether the answer before was a list that came out empty, after a longer one."""
    last = r.ask.previous[-1] if r.ask.previous else None
    plain = last is not None and last.tool == "find_records" and not last.args.get("group_by")
    return plain and not r.ask.listed and len(r.ask.rows) > 1


_ONE_PERSON = frozenset("he him his she her hers".split())


def focused(r: Reading, word: str, *entities: str) -> Named | None:
    """The record talked about before that a pronoun fits."""
    wanted = entities
    for pattern, types in ((_PEOPLE, ("contact", "lead", "user")), (_DEALS, ("deal",)), (_FIRMS, ("account",))):
        if pattern.match(word):
            wanted = tuple(t for t in types if not entities or t in entities)
            if word in ("they", "them", "their", "他们", "她们"):
                wanted = entities or ("contact", "account", "lead", "deal")
    if not r.zh and empty_list(r) and word not in _MANY_OF_THEM:
        return None  # none was found, and which of those shown before is meant nobody said
    listed = r.ask.focus[: r.ask.listed]
    if not r.zh and word in _ONE_PERSON and len(listed) > 1 and all(n.entity == "contact" for n in listed):
        refs = ", ".join(n.ref for n in listed)
        return Named("contact", 0, f"one of {refs}", refs)  # several were shown: the tool asks which
    for named in r.ask.focus:
        if not wanted or named.entity in wanted:
            return named
    if entities and "deal" in entities and wanted:
        return next((n for n in r.ask.focus if n.entity in ("account", "contact")), None)
    return None


def _entity(name: Name, entities: tuple[str, ...]) -> str:
    if _REF.fullmatch(name.text):
        return name.entity if not entities or name.entity in entities else ""
    if entities:
        return next((c.entity for c in name.candidates if c.entity in entities), "")
    top = name.candidates[0].score
    strong = {c.entity for c in name.candidates if c.score >= top - 0.06}
    return next(
        (e for e in _ORDER if e in strong and e not in ("task", "ticket", "team")),
        name.entity if name.entity not in ("stage", "pipeline") else "",
    )
