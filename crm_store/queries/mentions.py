"""Every record, person, team, stage and product a sentence mentions, with where it stands in the text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm_store.models import by_prefix
from crm_store.names import OFFICES, normal, rank, simplified
from crm_store.queries import titled
from crm_store.queries.namesakes import Found, by_keys, existing, seen, visible
from crm_store.queries.offices import HOLDER, of_the_office
from crm_store.queries.stages import stages
from crm_store.unit import Unit

_LATIN = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’.&-][^\W_\u3400-\u9fff]+)*|&", re.UNICODE)
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_REF = re.compile(r"(?<![\w-])([A-Za-z]{1,4})-(\d{1,9})(?![\w-])", re.ASCII)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORDY = frozenset(
    "mark will may grant bill frank rob sue art dean chase drew grace hope rich pat ray jack don ken ben sam max dan jay lee young long brown white "
    "black green gray hill stone wood woods banks price price's case cases day days june april august sunday friday china global data first best "
    "next open new old the and for with from has have had did does about what who when how many much all any show list give tell move set add call "
    "called met meeting today tomorrow team deal deals task tasks quote demo email mail note sales customer account contact lead won lost stage my "
    "works work me mine our their his her its it is are was were be been he she they them you your we us i a an of in on at to by or not no yes ok do can".split()
)
_OFFICE = re.compile(rf"(?P<name>[\u3400-\u9fff])(?:{OFFICES})(?![\u3400-\u9fff]?室)")
"""A surname with the office its bearer holds, after the keys of those on record with it: else everybody of the surname is meant."""
_ALL_OF = frozenset("结共数计额量和是会体")
_Span = tuple[int, int, list[tuple[str, int, float]]]
"""Where a name stands and what it may mean: (entity, number, score)."""
_Piece = tuple[int, int, str]
"""Where a piece of the text stands, and the key it is looked up by."""
_LONGEST_NAME = 6
_MANY = 400
_MOST_NAMESAKES = 24
"""Records of one name that are told apart: enough to ask which is meant; nobody reads more."""
_FEW_COMPANIES = 5
"""A name that fits more companies than this is no lead to a deal."""
_MOST_WORDS = 1500
_MOST_TEXT = 20_000

NAMED_HERE = (
    "account",
    "contact",
    "deal",
    "lead",
    "user",
    "team",
    "stage",
    "product",
    "pipeline",
    "task",
    "ticket",
    "article",
)


@dataclass(frozen=True)
class Mention:
    """A piece of the text [start, end) that names one or several records, best first."""

    start: int
    end: int
    text: str
    candidates: tuple[Found, ...]


def mentions(crm: Unit, text: str) -> list[Mention]:
    """The longest names in `text`, in order and without overlap, with the records (this person sees) they may mean.

    Bounded work: only the first 20,000 characters and 1,500 words are linked.
    """
    text = text[:_MOST_TEXT]
    spans = list(_pieces(text))
    there = existing(crm, {key for _, _, key in spans})
    unread = [span for span in spans if span[2] in there]
    refs: list[_Span] = []
    for match in _REF.finditer(text):
        entity = by_prefix().get(match[1].upper())
        if entity:
            refs.append((match.start(), match.end(), [(entity, int(match[2]), 1.0)]))
    shown = {(f.entity, f.number): f for f in seen(crm, [row for _, _, rows in refs for row in rows])}
    known: list[_Span] = []
    # Longer names are read first: who says “Ana Ruiz” means none of a thousand other Anas, so those are never read.
    while True:
        picked = _longest([*refs], known)
        outermost, inner = _outermost(unread, picked)
        if not outermost:
            break
        unread = inner
        rated = _rated(crm, text, outermost)
        shown.update(((f.entity, f.number), f) for f in seen(crm, [row for _, _, rows in rated for row in rows]))
        # Only names this person sees compete for the text: a longer one of somebody else would hide theirs.
        mine = [(s, e, [row for row in rows if row[:2] in shown]) for s, e, rows in rated]
        known += [(s, e, rows) for s, e, rows in mine if rows]
    made = []
    for start, end, rows in sorted(picked):
        here = sorted(
            (Found(f.entity, f.number, f.ref, f.label, score) for e, n, score in rows if (f := shown.get((e, n)))),
            key=lambda f: (-f.score, NAMED_HERE.index(f.entity) if f.entity in NAMED_HERE else 99, f.number),
        )
        unique = list({(f.entity, f.number): f for f in reversed(here)}.values())[::-1]
        if unique:
            called = of_the_office(crm, text[start:end], unique)
            made.append(Mention(start, end, text[start:end], tuple(called)))
    return _with_deals(crm, text, _with_stages(crm, text, made))


_STAGE_ZH = re.compile(r"[\u3400-\u9fff]{2,6}(?=阶段)")


def _with_stages(crm: Unit, text: str, made: list[Mention]) -> list[Mention]:
    """With stages called by a part of their name: 报价阶段 is 方案报价."""
    if "阶段" not in text:
        return made
    over = {i for m in made for i in range(m.start, m.end)}
    every, added = stages(crm), list[Mention]()
    for match in _STAGE_ZH.finditer(text):
        for size in (4, 3, 2):
            start, end = match.end() - size, match.end()
            said = text[start:end]
            if start < match.start() or not over.isdisjoint(range(start, end)):
                continue
            fits = [s for s in every if said in simplified(s.name_zh or "")]
            if found := seen(crm, [("stage", s.id or 0, 0.85) for s in fits]):
                added.append(Mention(start, end, said, tuple(found)))
                break
    return sorted([*made, *added], key=lambda m: m.start) if added else made


def _with_deals(crm: Unit, text: str, made: Sequence[Mention]) -> list[Mention]:
    """With deals called by words of their title, behind the company's name or without it."""
    companies = []
    for m in made:
        top = [f.number for f in m.candidates if f.entity == "account" and f.score >= m.candidates[0].score - 0.06]
        if top and len(top) <= _FEW_COMPANIES:
            companies.append((m.start, m.end, top))
    found = titled.by_company(crm, text, companies)
    own = [(m.start, m.end) for m in made] + [(s, e) for s, e, _ in found]
    if not companies:  # beside a company its own deals are meant, which the words before and behind it tell
        found += titled.alone(crm, text, own)
    rest = [m for m in made if not any(s < m.end and m.start < e for s, e, _ in found)]
    deals = [Mention(s, e, text[s:e], tuple(fits)) for s, e, fits in found]
    return sorted([*rest, *deals], key=lambda m: m.start)


def _rated(crm: Unit, text: str, spans: Sequence[_Piece]) -> list[_Span]:
    """What these pieces of the text may name, where they can be meant as names; of many namesakes the strongest this person sees."""
    found = by_keys(crm, {key for _, _, key in spans}, NAMED_HERE, most=_MOST_NAMESAKES)
    rated: list[_Span] = []
    for start, end, key in spans:
        rows = [(e, n, rank(kind)) for e, n, kind in found.get(key, []) if _believable(text, start, end, key, kind)]
        if rows:
            rated.append((start, end, rows))
    if sum(len(rows) for _, _, rows in rated) > _MANY:
        mine = visible(crm, {row[:2] for _, _, rows in rated for row in rows})
        own = [(s, e, [row for row in rows if row[:2] in mine]) for s, e, rows in rated]
        rated = [(s, e, sorted(rows, key=lambda row: -row[2])[:_MOST_NAMESAKES]) for s, e, rows in own if rows]
    return rated


def _longest(picked: list[_Span], known: Sequence[_Span]) -> list[_Span]:
    """These spans and, of the known names, the longest ones that overlap none before them."""
    taken = {i for s, e, _ in picked for i in range(s, e)}
    for start, end, rows in sorted(known, key=lambda r: (r[0] - r[1], -max(row[2] for row in r[2]), r[0])):
        if taken.isdisjoint(range(start, end)):
            picked.append((start, end, rows))
            taken.update(range(start, end))
    return picked


def _outermost(unread: Sequence[_Piece], picked: Sequence[_Span]) -> tuple[list[_Piece], list[_Piece]]:
    """The pieces to look up now, and those a longer piece or a picked name covers: they are only asked for when that one falls away."""
    over = {i: (s, e) for s, e, _ in picked for i in range(s, e)}
    outer: list[_Piece] = []
    inner: list[_Piece] = []
    reach = (0, 0)
    for piece in sorted(unread, key=lambda p: (p[0], -p[1])):
        start, end, _ = piece
        s, e = over.get(start, (start, start))
        if (end <= e and e - s > end - start) or (end <= reach[1] and (start, end) != reach):
            inner.append(piece)
        else:
            outer.append(piece)
            reach = start, end
    return outer, inner


def _pieces(text: str) -> Iterator[_Piece]:
    """(start, end, key) of every run of words short enough to be a name."""
    plain = "".join(c if len(n := unicodedata.normalize("NFKC", c)) != 1 else n for c in text)
    for match in _EMAIL.finditer(plain):
        yield match.start(), match.end(), match[0].casefold()
    words = [_word(m, plain) for m in _LATIN.finditer(plain)][:_MOST_WORDS]
    for i in range(len(words)):
        for j in range(i, min(i + _LONGEST_NAME, len(words))):
            start, end = words[i][0], words[j][1]
            if j > i and re.search(r"[,;:!?。，；：！？\n、]|\.\s", plain[words[j - 1][1] : words[j][0]]):
                break
            key = " ".join(k for _, _, k in words[i : j + 1] if k)
            yield start, end, key
            if plain[start:end].casefold().endswith(("'s", "’s")):
                yield (
                    start,
                    end - 2,
                    " ".join([*(k for _, _, k in words[i:j]), _key(plain[words[j][0] : end - 2])]).strip(),
                )
    converted = simplified(plain) if len(simplified(plain)) == len(plain) else plain
    budget = 6000
    for match in _CHINESE.finditer(converted):
        run, base = match[0], match.start()
        for start in range(len(run)):
            for size in range(2, min(14, len(run) - start) + 1):
                budget -= 1
                if budget < 0:
                    return
                yield base + start, base + start + size, run[start : start + size]
    for match in _OFFICE.finditer(converted):
        yield match.start(), match.end(), f"{match['name']}总"
    for match in re.finditer(r"[\u3400-\u9fffA-Za-z0-9 ]+", converted):
        piece = match[0].strip()
        if 3 < len(piece) <= 40 and _CHINESE.search(piece) and _LATIN.search(piece):
            start = match.start() + match[0].index(piece)
            tokens = [(m.start(), m.end()) for m in re.finditer(r"[A-Za-z0-9]+|[\u3400-\u9fff]", piece)]
            for i in range(len(tokens)):
                for j in range(i + 1, min(i + 16, len(tokens))):
                    a, b = tokens[i][0], tokens[j][1]
                    if _LATIN.search(piece[a:b]) and _CHINESE.search(piece[a:b]):
                        yield start + a, start + b, normal(piece[a:b])


def _word(match: re.Match[str], text: str) -> tuple[int, int, str]:
    """(start, end, key) of a word; in “和Ana Ruiz30分钟” the number belongs to what follows."""
    start, end = match.span()
    if _CHINESE.match(text, end) and (glued := re.fullmatch(r"([A-Za-z]+)\d+", match[0])):
        end = start + len(glued[1])
    return start, end, _key(text[start:end])


def _key(word: str) -> str:
    return (
        normal(word)
        if not word.isascii() or "." in word or "&" in word or "'" in word or "-" in word
        else word.casefold()
    )


def _believable(text: str, start: int, end: int, key: str, kind: str) -> bool:
    """Whether this piece of text is really meant as a name: initials in capitals, everyday words capitalised in mid-sentence."""
    said = text[start:end]
    if kind == "initials":
        return said.isupper() and len(said) > 1
    if key in _WORDY:
        begins = start == 0 or text[:start].rstrip()[-1:] in (".", "!", "?", "\n", "。", "！", "？", "")
        return said[:1].isupper() and not begins and kind in ("full", "alias", "part")
    if key.isascii() and len(key) < 2:
        return False
    if len(key) == 2 and key.endswith("总") and text[end : end + 1] in _ALL_OF:
        return False  # 上周总结, 本周总共
    if kind == "part" and HOLDER.match(text, end):
        return False  # 实验 of 实验室主任 is no laboratory's name
    return not key.isdigit()
