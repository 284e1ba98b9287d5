"""Words to records: one name or reference resolved, or every mention in a sentence found, always in the actor's scope."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import StageKind
from crm_store.errors import Ambiguous, NotFound
from crm_store.models import Deal, NameKey, Stage, by_prefix, entity_type
from crm_store.names import NAMED, OFFICES, normal, rank
from crm_store.queries.gist import by_gist
from crm_store.queries.namesakes import PRIORITY, Found, by_keys, label, seen
from crm_store.queries.offices import of_the_office
from crm_store.unit import Unit
from crm_store.values import storable

_REF = re.compile(r"^\s*#?\s*([A-Za-z]{1,4})\s*[-–#]\s*(\d{1,9})\s*$")
_AT = re.compile(
    r"^(?P<name>.+?)\s*(?:@|\bat\b|\bfrom\b|\bof\b)\s*(?P<place>[^@]+)$|^(?P<n2>.+?)\s*[(（](?P<p2>[^()（）]+)[)）]$",
    re.IGNORECASE,
)
_OF = re.compile(r"^(?P<place>.{2,}?)(?:的|公司的|那边的)(?P<name>.{2,})$")
_OFFICE = re.compile(rf"^(?P<name>[\u3400-\u9fff])(?P<office>{OFFICES})$")
_PARTICLES = re.compile(r"^(?:的|那个|这个|那|这|家)+")
_OWNING = re.compile(r"['’]s(?= )")
_APART = re.compile("的|那个|这个")
_STRONG = 0.9
_LONGEST = 200
"""A longer text is no name: names are keyed by up to 120 characters."""


def resolve(crm: Unit, text: str, entities: Sequence[str] = ()) -> list[Found]:
    """The records `text` may mean, best first; empty when none (that this person may see)."""
    wanted = tuple(entities) or PRIORITY
    said = storable(text).strip().strip("“”\"'「」")
    if not said or len(said) > _LONGEST:
        return []
    found = (
        _by_ref(crm, said, wanted)
        or _by_key(crm, said, wanted)
        or _by_office(crm, said, wanted)
        or _by_place(crm, said, wanted)
        or _by_external_id(crm, said, wanted)
        or _by_words(crm, said, wanted)
        or _by_likeness(crm, said, wanted)
        or by_gist(crm, said, wanted)
    )
    return of_the_office(crm, said, found)


def one(crm: Unit, text: str, entities: Sequence[str] = ()) -> Record:
    """The one record `text` means.

    Raises:
        NotFound: nothing fits. Ambiguous: several fit equally well; its choices can be asked with.
    """
    found = best(resolve(crm, text, entities))
    if not found:
        raise NotFound(text.strip())
    if len(found) > 1:
        raise Ambiguous(text.strip(), [(f.ref, f.label) for f in found])
    return crm.get(found[0].entity, found[0].number)


def best(found: Sequence[Found]) -> list[Found]:
    """The candidates that stand out: the strongest ones, of the record type that comes first."""
    if not found:
        return []
    top = max(f.score for f in found)
    line = _STRONG if top >= _STRONG else top - 0.06
    strong = [f for f in found if f.score >= (top if top >= 1.0 else line)]
    first = min(PRIORITY.index(f.entity) if f.entity in PRIORITY else 99 for f in strong)
    return [f for f in strong if (PRIORITY.index(f.entity) if f.entity in PRIORITY else 99) == first]


def deals_of(crm: Unit, account: int, *, open_only: bool = True) -> list[Deal]:
    """The deals of an account, newest first; only open ones unless told."""
    q = select(Deal).where(col(Deal.account_id) == account).order_by(col(Deal.created_at).desc())
    if open_only:
        q = q.where(_is_open())
    return crm.all(q)


def _is_open() -> Any:
    return col(Deal.stage_id).in_(select(col(Stage.id)).where(col(Stage.kind).in_([StageKind.OPEN, StageKind.ON_HOLD])))


def the_deal(crm: Unit, text: str) -> Deal:
    """The deal `text` means: a deal's name or reference, or a company or person with exactly one open deal."""
    found = best(resolve(crm, text, ("deal",)))
    if not found or found[0].score < _STRONG:
        owners = [o for o in best(resolve(crm, text, ("account", "contact"))) if o.score >= _STRONG or not found]
        by_name, found = found, []
        for owner in owners[:5]:
            if owner.entity == "account":
                deals = deals_of(crm, owner.number)
            else:
                deals = crm.all(select(Deal).where(Deal.contact_id == owner.number))  # type: ignore[arg-type]
            found = [*found, *(Found("deal", d.id or 0, d.ref, label(crm, d), 1.0) for d in deals)]
        found = found or by_name
        if owners and not found:
            raise NotFound(
                text,
                f"There is no open deal for {owners[0].label}. Name the deal, or say “new deal for {owners[0].label}”.",
                f"{owners[0].label}没有进行中的商机。请说出商机名称，或说“给{owners[0].label}新建商机”。",
            )
    if not found:
        raise NotFound(text)
    if len(found) > 1:
        still = {d.id for d in crm.all(select(Deal).where(_is_open(), col(Deal.id).in_([f.number for f in found])))}
        found = [f for f in found if f.number in still] if len(still) == 1 else found
    if len(found) > 1:
        raise Ambiguous(text, [(f.ref, f.label) for f in found])
    deal = crm.get("deal", found[0].number)
    assert isinstance(deal, Deal)
    return deal


def _by_ref(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    match = _REF.match(said)
    if not match:
        return []
    entity = by_prefix().get(match[1].upper())
    if entity is None or entity not in (*wanted, *([] if wanted != PRIORITY else by_prefix().values())):
        return []
    return seen(crm, [(entity, int(match[2]), 1.0)])


def _by_external_id(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    hits: list[tuple[str, int, float]] = []
    for entity in wanted:
        model = entity_type(entity)
        q = select(model.id).where(col(model.external_id) == said).limit(5)  # type: ignore[call-overload]
        hits += [(entity, n, 1.0) for (n,) in crm.exec(q)]
        if entity == "ticket" and said.lstrip("#").isdigit():
            number = entity_type("ticket").number == said.lstrip("#")  # type: ignore[attr-defined]
            hits += [(entity, n, 1.0) for (n,) in crm.exec(select(model.id).where(number))]  # type: ignore[call-overload]
    return seen(crm, hits)


def _by_key(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    whole = said.casefold().strip()
    spoken = normal(said)
    keys = {k for k in (whole, spoken, spoken.replace(" ", "")) if k}
    named = [e for e in wanted if e in NAMED]
    hits = [(e, n, rank(kind)) for rows in by_keys(crm, keys, named).values() for e, n, kind in rows]
    return seen(crm, hits)


def _by_office(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    """方厂长: contacts and leads of that surname who hold that office, else all of that surname."""
    match = _OFFICE.match(said)
    if not match:
        return []
    hits: list[tuple[str, int, float]] = []
    for entity in [e for e in wanted if e in ("contact", "lead")]:
        model = entity_type(entity)
        q = select(model.id).where(  # type: ignore[call-overload]
            col(model.name).startswith(match["name"]),  # type: ignore[attr-defined]
            col(model.title).contains(match["office"]),  # type: ignore[attr-defined]
        )
        hits += [(entity, n, 0.9) for (n,) in crm.exec(q)]
    # Nobody of that surname is on record with the office: then whoever has the surname is meant.
    return seen(crm, hits) or _by_key(crm, f"{match['name']}总", [e for e in wanted if e in ("contact", "lead")])


def _by_place(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    match = _AT.match(said) or _OF.match(said)
    if not match:
        return []
    groups = match.groupdict()
    name, place = groups.get("name") or groups.get("n2"), groups.get("place") or groups.get("p2")
    if not name or not place:
        return []
    accounts = {f.number for f in resolve(crm, place, ("account",))}
    people = resolve(
        crm, name, [e for e in wanted if e in ("contact", "deal", "lead", "task", "ticket")] or ["contact"]
    )
    kept: list[Found] = []
    for person in people:
        record = crm.get(person.entity, person.number)
        at = getattr(record, "account_id", None)
        if at in accounts or normal(place) in normal(str(getattr(record, "organization", "") or "")).split():
            kept.append(person)
    return kept


def _by_words(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    """Every word of `said` belongs to the record: parts of a name first, then words of titles."""
    words = normal(_OWNING.sub("", said)).split()
    if len(words) == 1 and not words[0].isascii() and len(apart := _APART.split(words[0])) > 1:
        words = [w for w in apart if w]  # 无锡的试点
    if not words:
        return []
    named = [e for e in wanted if e in NAMED]
    if len(words) > 1:
        rows = by_keys(crm, words, named)
        per_word = [{(e, n) for e, n, _ in rows.get(w, [])} for w in words]
        shared = set.intersection(*per_word)
        if found := seen(crm, [(e, n, 0.8) for e, n in sorted(shared)]):
            return found
    hits: list[tuple[str, int, float]] = []
    titled = [
        e
        for e in named
        if e in ("deal", "product", "ticket", "article", "task", "team", "stage", "account", "lead", "contact")
    ]
    for entity in titled:
        q = select(NameKey.record_id, NameKey.key).where(NameKey.entity == entity, NameKey.kind == "full")  # type: ignore[call-overload]
        for word in words:
            if len(word) < 2:
                return []
            q = q.where(col(NameKey.key).contains(word, autoescape=True))
        for number, key in crm.exec(q):
            if all(not w.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(w)}", key) for w in words):
                hits.append(
                    (entity, number, 0.7 if entity in ("deal", "ticket", "product", "article", "task") else 0.66)
                )
    return seen(crm, hits or _deals_by_parts(crm, words, titled))


def _deals_by_parts(crm: Unit, words: Sequence[str], wanted: Sequence[str]) -> list[tuple[str, int, float]]:
    """衡芯二期 for 衡芯数据采集二期: a company's name and, behind it, a word of the title of one of its deals."""
    said = words[0]
    if len(words) > 1 or "deal" not in wanted or said.isascii() or not 4 <= len(said) <= 20:
        return []
    companies = by_keys(crm, [said[:cut] for cut in range(2, len(said) - 1)], ("account",))
    for company in sorted(companies, key=len, reverse=True):
        title = _PARTICLES.sub("", said[len(company) :])
        numbers = sorted({n for _, n, _ in companies[company]})[:50]
        q = select(Deal.id, Deal.name).where(col(Deal.account_id).in_(numbers))  # type: ignore[call-overload]
        if title and (found := [("deal", n, 0.7) for n, name in crm.exec(q.limit(200)) if title in normal(name)]):
            return found
    return []


def _by_likeness(crm: Unit, said: str, wanted: Sequence[str]) -> list[Found]:
    """Names a typo away: same first letter, at least 86 % alike (rapidfuzz ratio)."""
    spoken = normal(said)
    if len(spoken) < 4 or not spoken.isascii():
        return []
    named = [e for e in wanted if e in NAMED and e not in ("task", "ticket", "article")]
    q = select(NameKey.key, NameKey.entity, NameKey.record_id).where(  # type: ignore[call-overload]
        col(NameKey.key) >= spoken[0],
        col(NameKey.key) < chr(ord(spoken[0]) + 1),
        col(NameKey.entity).in_(named),
        col(NameKey.kind).in_(["full", "alias", "part", "pinyin"]),
    )
    hits = [(e, n, fuzz.ratio(spoken, key) / 100 * 0.75) for key, e, n in crm.exec(q) if fuzz.ratio(spoken, key) >= 86]
    return seen(crm, hits)[:20]


def known_stage(crm: Unit, text: str, pipeline: int | None = None) -> Stage:
    """The stage `text` names, in either language or by kind ("won"); of one pipeline when given.

    Raises:
        NotFound: no such stage; the message lists the stages there are.
    """
    stages = crm.all(select(Stage).order_by(Stage.pipeline_id, Stage.position, Stage.id))  # type: ignore[arg-type]
    mine = [s for s in stages if pipeline is None or s.pipeline_id == pipeline] or stages
    said = normal(text).replace(" stage", "").removesuffix("阶段").strip()
    tests: tuple[Callable[[Stage], bool], ...] = (
        lambda s: said in (normal(s.name), normal(s.name_zh or "")),
        lambda s: (
            said in (s.kind.value, s.kind.en, s.kind.zh, *(normal(w) for w in s.kind.also))
            and s.kind is not StageKind.OPEN
        ),
        lambda s: len(said) > 1 and (said in normal(s.name) or said in normal(s.name_zh or "")),
        lambda s: max(fuzz.ratio(said, normal(s.name)), fuzz.ratio(said, normal(s.name_zh or ""))) >= 80,
    )
    for fits in tests:
        found = [s for s in mine if fits(s)]
        if found:
            return found[0]
    en = ", ".join(s.name for s in mine)
    zh = "、".join(s.name_zh or s.name for s in mine)
    raise NotFound(
        text, f"There is no stage “{text}”. The stages are: {en}.", f"没有“{text}”这个阶段。可用阶段：{zh}。"
    )


def me_or(crm: Unit, text: str) -> Any:
    """The user a name means; “me” and 我 are the person asking."""
    if normal(text) in ("me", "myself", "i", "mine", "my", "我", "本人", "自己", "我的"):
        return crm.get("user", crm.actor.user_id)
    return one(crm, text, ("user",))
