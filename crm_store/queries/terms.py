"""The words of passages: in how many of those a person reaches a word stands, and in which."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import col

from crm_store.models.passage import Passage, PassageTerm
from crm_store.queries.reaching import Field
from crm_store.queries.searching import Place, among, mine
from crm_store.unit import Unit

FEW = 2000
"""Up to so many passages a word is looked up in each; among more, all passages that hold it are read and those reached kept."""


def term_counts(crm: Unit, where: Field, terms: Sequence[str]) -> dict[str, int]:
    """In how many of these passages each term occurs; absent terms are left out."""
    if not terms or not where.size:
        return {}
    if where.reach is not None and where.size > FEW:
        return {term: n for term, ids in _holding(crm, terms) if (n := len(where.reach.among(ids)))}
    t = PassageTerm
    q: Any = select(col(t.term), func.count()).where(*_of(crm, terms)).group_by(col(t.term))
    if where.reach is not None:
        q = q.where(among(crm, col(t.passage_id), where.reach.ids()))
    return {row[0]: row[1] for row in crm.inside(q)}


def postings(
    crm: Unit, where: Field, terms: Sequence[str], *, passages: Collection[int] | None = None
) -> list[tuple[str, int, Place, str, int]]:
    """(term, passage id, place, digest, count) for these terms in these passages; `passages` asks about some of them only."""
    if not terms or not where.size:
        return []
    some = passages
    if some is None and where.reach is not None:
        some = (
            where.reach.ids()
            if where.size <= FEW
            else {i for _, ids in _holding(crm, terms) for i in where.reach.among(ids)}
        )
    if some is not None and not some:
        return []
    p, t = Passage, PassageTerm
    q: Any = select(
        col(t.term), col(t.passage_id), col(p.entity), col(p.record_id), col(p.part), col(p.digest), col(t.count)
    )
    same = and_(col(p.workspace_id) == col(t.workspace_id), col(p.id) == col(t.passage_id))
    q = q.join(p, same).where(*_of(crm, terms), mine(crm))
    rows = crm.inside(q if some is None else q.where(among(crm, col(t.passage_id), some)))
    return [(r[0], r[1], Place(r[2], r[3], r[4]), r[5], r[6]) for r in rows]


def _of(crm: Unit, terms: Sequence[str]) -> tuple[Any, ...]:
    return col(PassageTerm.workspace_id) == crm.actor.workspace_id, col(PassageTerm.term).in_(terms)


def _holding(crm: Unit, terms: Sequence[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """Each term with all passages that hold it, whoever reaches them: one range of the table, one row a term."""
    t = PassageTerm
    packed: Any = func.json_group_array if crm.dialect == "sqlite" else func.array_agg
    q: Any = select(col(t.term), packed(col(t.passage_id))).where(*_of(crm, terms)).group_by(col(t.term))
    for term, ids in crm.inside(q):
        yield term, json.loads(ids) if crm.dialect == "sqlite" else ids
