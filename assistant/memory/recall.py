"""Ranked evidence for a question: neighbours by meaning and rare words, loaded afresh in the actor's scope, each with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelTrouble
from assistant.memory import keyword
from assistant.memory.chunks import Passage, passages_of
from assistant.memory.collection import Index, IndexTrouble, Near
from assistant.memory.embed import Embedder, nearness
from assistant.memory.quotes import quote
from crm_store.base import Record
from crm_store.queries import reaching, searching, terms
from crm_store.queries.searching import Days, Place
from crm_store.unit import Unit

if TYPE_CHECKING:
    from assistant.memory.embed import Matrix

EXACT = 256
"""Up to so many passages are compared with the question each; above it, the nearest of all are judged."""
WANTED = 64
"""Neighbours looked at for a question; the hits come from these and from passages with rare words."""
WIDER = (64, 256, 1024, 2048)
"""So many of the nearest of all are judged, as few as will do; 2,048 take 20 ms where the nearest among 2,000 take 40."""
ENOUGH = WANTED // 4
PENDING = 48
"""Records behind the index whose present text is searched directly, newest first."""
PER_RECORD = 2
"""Passages of one long text among the hits."""
COMPARED = 3
"""For so many first hits the quote is chosen by meaning where no word decides; each costs up to 10 ms on a long text."""
MOST_POSTINGS = 1000
"""Passages looked up by the question's rare words."""
LEAST_WORDS = 0.25
"""Word evidence that makes a hit of a passage whose meaning is far off: an exact code, a name."""
LONGEST_QUESTION = 2000
WORDS_WEIGHT = 0.5
"""How far full word evidence closes the gap between a cosine and 1. On CMRC 2018 it lifts R@1 from .75 to .97, on our own bilingual
notes from .59 to .70; anything from .4 to .8 does as well."""
SURE = 0.20
"""A score from here on was never reached by a question about nothing on record (12 of 12, stack.md §9 has the same figure)."""


@dataclass(frozen=True)
class Hit:
    """One piece of evidence: `quote` stands at `span` of `field` of the record `ref`, written on `date`.

    `score` lies in 0..1; `sure` is false for what may have nothing to do with the question.
    """

    entity: str
    number: int
    ref: str
    external_id: str | None
    score: float
    field: str
    quote: str
    span: tuple[int, int]
    date: date
    language: str
    title: str
    record: Record

    @property
    def sure(self) -> bool:
        return self.score >= SURE


@dataclass
class _Candidate:
    place: Place
    digest: str
    cosine: float | None = None
    held: dict[str, int] = field(default_factory=dict)
    score: float = 0.0


@dataclass
class Question:
    """What one question needs: its words and what they tell, its vectors, the places it may be answered from."""

    crm: Unit
    text: str
    about: Sequence[tuple[str, int]]
    days: Days
    where: reaching.Field
    embedder: Embedder
    vector: "Matrix | None" = None
    asked: Mapping[str, float] = field(default_factory=dict)
    found: dict[Place, _Candidate] = field(default_factory=dict)


def recall(
    crm: Unit,
    index: Index | None,
    embedder: Embedder,
    text: str,
    *,
    k: int = 5,
    about: Sequence[tuple[str, int]] = (),
    kinds: Sequence[str] | None = None,
    days: Days = (None, None),
) -> tuple[list[Hit], bool]:
    """The `k` best hits, and whether meaning could be searched (else words alone were).

    `about` keeps to what hangs on these records, `kinds` to these record types, `days` to what is dated within them.
    Scores lie in 0..1 and depend on nothing the actor may not see.
    """
    wanted = [e for e in searching.open_kinds(crm) if kinds is None or e in kinds]
    if not text.strip() or not wanted or k <= 0:
        return [], index is not None
    where = reaching.field(crm, wanted, about=about, days=days)
    q = Question(crm, text[:LONGEST_QUESTION], about, days, where, embedder)
    meaning = index is not None
    try:
        if index is not None:
            q.vector = embedder.ask(q.text)
            _by_meaning(q, index)
    except (IndexTrouble, ModelTrouble):
        meaning, q.vector, q.found = False, None, {}
    _by_words(q)
    try:
        if meaning and index is not None:
            _complete(q, index)
    except (IndexTrouble, ModelTrouble):
        meaning = False
    return _hits(q, k), meaning


def fused(cosine: float | None, words: float, weight: float = WORDS_WEIGHT) -> float:
    """One score, 0 to 1, of how near a passage is in meaning and how much of the question's weight its words hold."""
    return 1 - (1 - max(0.0, min(1.0, cosine or 0.0))) * (1 - weight * words)


def _by_meaning(q: Question, index: Index) -> None:
    """Add the neighbours of the question."""
    assert q.vector is not None
    for n in _near(q, index, q.vector):
        q.found[_place(n.id)] = _Candidate(_place(n.id), n.digest, n.cosine)


def _near(q: Question, index: Index, vector: "Matrix") -> list[Near]:
    """The nearest of what this person reaches: of few passages by comparing each, of many among the nearest of all."""
    reach = q.where.reach
    if reach is None:
        return index.nearest(vector, WANTED)
    # Half as many again as would be this person's on average, as neighbours come in bunches.
    many = next((n for n in WIDER if n * reach.share >= 1.5 * ENOUGH), None)
    if reach.size > EXACT and many is not None:
        around = index.around(vector, many)
        ours = list(islice((i for i in around if reach.has(*_place(i).record)), WANTED))
        if len(ours) >= ENOUGH or len(around) < many:
            return index.nearest(vector, WANTED, within=ours)
    return index.nearest(vector, WANTED, within=[p.key for p in searching.places(q.crm, reach.ids())])


def _by_words(q: Question) -> None:
    """Add passages that hold the question's rare words, and those the index is yet to learn; note which words each candidate holds."""
    said = keyword.terms(q.text)
    counts = terms.term_counts(q.crm, q.where, list(said))
    q.asked = keyword.weights(said, counts, q.where.size)
    held: dict[int, dict[str, int]] = {}
    places: dict[int, tuple[Place, str]] = {}
    for term, number, place, digest, n in terms.postings(q.crm, q.where, _rare(q, counts)):
        places[number] = place, digest
        held.setdefault(number, {})[term] = n
    best = sorted(held, key=lambda i: (-keyword.evidence(q.asked, held[i]), places[i][0]))[:WANTED]
    chosen = {number: q.found.setdefault(places[number][0], _Candidate(*places[number])) for number in best}
    chosen.update((number, q.found[place]) for place, number in searching.numbers(q.crm, q.found).items())
    for term, number, _, digest, n in terms.postings(
        q.crm, q.where, [t for t in said if counts.get(t)], passages=chosen
    ):
        if chosen[number].digest == digest:
            chosen[number].held[term] = n
    _add_pending(q)


def _rare(q: Question, counts: Mapping[str, int]) -> list[str]:
    """The question's words worth looking passages up by, rarest first, `MOST_POSTINGS` passages together."""
    share = keyword.COMMON if q.vector is not None else 1.0
    room, rare = MOST_POSTINGS, list[str]()
    for term in sorted(counts, key=lambda t: (counts[t], t)):
        room -= counts[term]
        if counts[term] > max(3, share * q.where.size) or (room < 0 and (rare or q.vector is not None)):
            break
        rare.append(term)
    return rare


def _add_pending(q: Question) -> None:
    """Add the present passages of records that changed since they were indexed; the index's own are dropped by their digest."""
    behind = searching.pending(q.crm, q.where.kinds, PENDING * 8)
    if not behind:
        return
    mine = searching.fitting(q.crm, behind, about=q.about, days=q.days)[:PENDING]
    fresh = [(w, p) for w, r in searching.load(q.crm, mine).items() for p in passages_of(r)[:8]]
    vectors = q.embedder.embed([p.text for _, p in fresh]) if fresh and q.vector is not None else None
    for i, (w, p) in enumerate(fresh):
        cosine = (
            float(nearness(vectors[i : i + 1], q.vector)[0]) if vectors is not None and q.vector is not None else None
        )
        q.found[Place(*w, p.part)] = _Candidate(Place(*w, p.part), p.digest, cosine, dict(keyword.terms(p.text)))
    for term in {t for w, p in fresh for t in q.found[Place(*w, p.part)].held if t in q.asked and not q.asked[t]}:
        q.asked = {**q.asked, term: 1.0}


def _complete(q: Question, index: Index) -> None:
    """Give the passages found by words their cosines too."""
    missing = [c.place.key for c in q.found.values() if c.cosine is None]
    if q.vector is None or not missing:
        return
    for near in index.nearest(q.vector, len(missing), within=missing):
        candidate = q.found[_place(near.id)]
        if candidate.digest == near.digest:
            candidate.cosine = near.cosine


def _hits(q: Question, k: int) -> list[Hit]:
    """The best candidates as hits: loaded in scope, dropped when gone or changed since they were indexed."""
    ranked = []
    # What hangs on the record that was asked about is shown however loosely it fits: `sure` tells.
    floor = 0.0 if q.about else q.embedder.floor
    for c in q.found.values():
        words = keyword.evidence(q.asked, c.held)
        if words >= LEAST_WORDS or (c.cosine is not None and c.cosine >= floor):
            c.score = fused(c.cosine, words)
            ranked.append(c)
    ranked.sort(key=lambda c: (-c.score, c.place))
    hits: list[Hit] = []
    taken: dict[tuple[str, int], int] = {}
    for start in range(0, len(ranked), some := max(16, 2 * k)):
        batch = ranked[start : start + some]
        loaded = searching.load(q.crm, {c.place.record for c in batch})
        for c in batch:
            record = loaded.get(c.place.record)
            passage = next((p for p in passages_of(record) if p.part == c.place.part), None) if record else None
            if record is None or passage is None or passage.digest != c.digest:
                continue
            taken[c.place.record] = taken.get(c.place.record, 0) + 1
            if taken[c.place.record] <= PER_RECORD:
                hits.append(_hit(q, record, passage, c.score, compare=len(hits) < COMPARED))
            if len(hits) == k:
                return hits
    return hits


def _hit(q: Question, record: Record, passage: Passage, score: float, *, compare: bool) -> Hit:
    vector = q.vector

    def like(texts: Sequence[str]) -> Sequence[float]:
        return (
            [float(n) for n in nearness(q.embedder.embed(texts), vector)] if vector is not None else [0.0] * len(texts)
        )

    chosen = quote(record, passage, q.asked, like if compare and vector is not None else None)
    about = type(record).about
    return Hit(
        about.entity, record.id or 0, record.ref, record.external_id, round(score, 4), chosen.field, chosen.text, (chosen.start, chosen.end),
        _day(q.crm, record), getattr(record, "language", None) or keyword.language_of(passage.text), record.display, record,
    )  # fmt: skip


def _day(crm: Unit, record: Any) -> date:
    day = {"article": "published_on", "fact": "valid_from"}.get(type(record).about.entity)
    if day and getattr(record, day):
        written: date = getattr(record, day)
        return written
    return crm.actor.today(getattr(record, "starts_at", None) or record.created_at)


def _place(key: str) -> Place:
    entity, number, part = key.split(":")
    return Place(entity, int(number), int(part))
