"""Names made whole: a company and the words after it that make the name of one of its deals, "Kupfer's Flow for quality"."""

import re
from collections.abc import Iterator, Sequence

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.terms import Candidate, Linker
from assistant.brains.offline.words.folding import han

_AFTER = re.compile(r"(?:['’]s)? (?P<words>[A-Za-z0-9][\w&-]*(?: [A-Za-z0-9][\w&-]*){0,5})")
_CLAUSE_ZH = re.compile(
    r"[，。；,;：:]\s*(?:把|将|另外|还有)?(?P<words>[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9 ]{2,13})"
)
_CLAUSE = re.compile(
    r"(?:[,.;:!–-]\s+|(?<![A-Za-z])(?:and|but|while|plus|also)\s+)(?:(?:and|but|while|plus|also|so) )*(?:the |their |his |her |our )?(?P<words>[A-Za-z][\w&-]*(?: [A-Za-z0-9][\w&-]*){0,2})"
)
_KINDS = frozenset("renewal expansion pilot rollout upgrade project trial deal order contract".split())
_LONGEST = 500
"""Characters of a message in which deals are looked for clause by clause."""
_MOST_COMPANIES = 4


def widened(said: str, names: Sequence[Name], linker: Linker) -> list[Name]:
    """The names, with a company's short name and the rest of a deal's title as the one name they are."""
    made = list(names)
    for name in names:
        if name not in made or name.entity != "account":
            continue
        after = _AFTER.match(said, name.end)
        companies = [c.label for c in name.of("account") if not han(c.label)][:_MOST_COMPANIES]
        if after is None or not companies:
            continue
        words = after["words"].split(" ")
        runs = [" ".join(words[:size]) for size in range(len(words), 0, -1)]
        whole = _deal(companies, runs, linker)
        if whole is not None:
            title, size, candidates = whole
            end = after.start("words") + size
            made = [n for n in made if n.end <= name.start or n.start >= end]
            made.append(Name(name.start, end, title, candidates))
    return sorted([*made, *_later(said, made, linker), *_later_en(said, made, linker)], key=lambda n: n.start)


def _later(said: str, names: Sequence[Name], linker: Linker) -> Iterator[Name]:
    """A deal called without its company, which was named before: 和岚桥的郭振华开会，第二车间扩容加到28万."""
    company = next((n for n in names if n.entity == "account" and han(n.text)), None)
    if company is None:
        return
    for match in _CLAUSE_ZH.finditer(said, company.end):
        start, end = match.span("words")
        if any(n.start < end and start < n.end and n.may_be("account", "deal") for n in names):
            continue
        for mention in linker.link(company.text + match["words"]):
            deals = tuple(c for c in mention.candidates if c.entity == "deal")
            size = mention.end - mention.start - len(company.text)
            if (
                deals
                and mention.start == 0
                and size > 2
                and not any(n.start < start + size and start < n.end for n in names)
            ):
                yield Name(start, start + size, mention.text, deals)


def _later_en(said: str, names: Sequence[Name], linker: Linker) -> Iterator[Name]:
    """Deals called by words of their titles at the head of later clauses: "…, ultrasound down to 120k, the monitors are dead"."""
    company = next((c for n in names if (c := _employer(n)) and not han(c)), None)
    if company is None or len(said) > _LONGEST:
        return
    asked: dict[str, tuple[int, int]] = {}
    for match in _CLAUSE.finditer(said):
        words, begin = match["words"].split(" "), match.start("words")
        for size in range(len(words), 0, -1):
            run = " ".join(words[:size])
            if all(w.casefold() in _KINDS for w in words[:size]):
                continue  # of which renewal is told, the tool finds out among those that are open
            if not any(n.start < begin + len(run) and begin < n.end for n in names):
                asked.setdefault(f"{company} {run}", (begin, begin + len(run)))
    if not asked:
        return
    taken: list[int] = []
    for mention in sorted(linker.link(" ; ".join(asked)), key=lambda m: m.start - m.end):
        deals = tuple(c for c in mention.candidates if c.entity == "deal")
        place = asked.get(mention.text)
        if len(deals) == 1 and place is not None and place[0] not in taken:
            taken.append(place[0])
            yield Name(*place, deals[0].ref, deals)


def _employer(name: Name) -> str | None:
    """The company a name is, or works at."""
    if name.entity == "account":
        return name.candidates[0].label
    label = re.search(r"[(（]([^()（）]+)[)）]$", name.candidates[0].label)
    return label[1] if name.entity == "contact" and label else None


def _deal(
    companies: Sequence[str], runs: Sequence[str], linker: Linker
) -> tuple[str, int, tuple[Candidate, ...]] | None:
    """(title, length of the words that end it, candidates) of the longest title that is a deal's."""
    titles = {f"{company} {run}".casefold(): len(run) for run in runs for company in companies}
    for mention in sorted(linker.link(" ; ".join(titles)), key=lambda m: m.start - m.end):
        deals = tuple(
            c for c in mention.candidates if c.entity == "deal" and c.label.casefold() == mention.text.casefold()
        )
        if deals and mention.text.casefold() in titles:
            return deals[0].label, titles[mention.text.casefold()], deals
    return None
