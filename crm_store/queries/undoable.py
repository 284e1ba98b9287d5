"""What a person can take back: by the name of a proposal, a turn, an import or a unit of work, or simply the last thing done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from crm_store.errors import NotFound
from crm_store.models import Event, ImportJob, Proposal
from crm_store.undo import last_applied
from crm_store.unit import Unit


@dataclass(frozen=True)
class Deed:
    """One unit of work `tx`, and what brought it about, as far as that is known."""

    tx: str
    at: datetime
    proposal: Proposal | None = None
    job: ImportJob | None = None


def last_deed(crm: Unit) -> Deed:
    """What this person saved or imported last and did not take back; NotFound when there is nothing."""
    found: list[Deed] = []
    proposal = last_applied(crm)
    if proposal is not None and proposal.tx is not None:
        found.append(Deed(proposal.tx, proposal.decided_at or proposal.created_at, proposal, _job(crm, proposal.tx)))
    mine = select(ImportJob).where(
        col(ImportJob.user_id) == crm.actor.user_id, col(ImportJob.workspace_id) == crm.actor.workspace_id
    )
    for job in crm.exec(mine.order_by(col(ImportJob.id).desc())).scalars():
        if job.tx is not None and _stands(crm, job.tx):
            found.append(Deed(job.tx, job.at, _proposal(crm, job.tx), job))
            break
    if not found:
        raise NotFound("undo", "There is nothing to undo.", "没有可以撤销的操作。")
    return max(found, key=lambda d: d.at)


def deeds(crm: Unit, name: str) -> Sequence[Deed]:
    """What a proposal, turn, unit of work or import job of this name did, the latest first.

    Raises:
        NotFound: there is none of this name that this person may see.
    """
    said = name.strip()
    number = said.casefold().removeprefix("import").removeprefix("job").strip(" -#")
    for txs in (_of_proposal(crm, said), _of_turn(crm, said), _of_tx(crm, said), _of_job(crm, number)):
        if txs:
            return [
                Deed(tx, at, _proposal(crm, tx), _job(crm, tx))
                for tx, at in sorted(txs.items(), key=lambda t: t[1], reverse=True)
            ]
    raise NotFound(
        said,
        f"There is nothing called “{said}” to undo. Give a turn, proposal or import number; “parley history REF” shows turns.",
        f"没有名为“{said}”的可撤销操作。请给出对话轮次、提案或导入编号；“parley history 编号”会显示轮次。",
    )


def _of_proposal(crm: Unit, said: str) -> dict[str, datetime]:
    found = crm.exec(select(Proposal).where(col(Proposal.id) == said)).scalar_one_or_none()
    return {} if found is None or found.tx is None else {found.tx: found.decided_at or found.created_at}


def _of_turn(crm: Unit, said: str) -> dict[str, datetime]:
    rows = crm.exec(select(Event).where(col(Event.turn) == said, col(Event.undone_by).is_(None))).scalars()
    undoing = _undoing(crm)
    return {e.tx: e.at for e in rows if e.tx not in undoing} or {
        e.tx: e.at for e in crm.exec(select(Event).where(col(Event.turn) == said)).scalars()
    }


def _of_tx(crm: Unit, said: str) -> dict[str, datetime]:
    found = crm.exec(select(Event).where(col(Event.tx) == said).limit(1)).scalars().first()
    return {} if found is None else {found.tx: found.at}


def _of_job(crm: Unit, number: str) -> dict[str, datetime]:
    if not number.isdigit() or len(number) > 9:
        return {}
    q = select(ImportJob).where(col(ImportJob.id) == int(number), col(ImportJob.workspace_id) == crm.actor.workspace_id)
    job = crm.exec(q).scalar_one_or_none()
    if job is None or job.tx is None or not (crm.actor.everything or job.user_id == crm.actor.user_id):
        return {}
    return {job.tx: job.at}


def _undoing(crm: Unit) -> set[str]:
    """Units of work that only took others back."""
    undone_by = col(Event.undone_by)
    return {str(t) for t in crm.exec(select(undone_by).where(undone_by.is_not(None)).distinct()).scalars()}


def _stands(crm: Unit, tx: str) -> bool:
    """Whether a unit of work changed something and was not taken back."""
    first = crm.exec(select(Event).where(col(Event.tx) == tx).limit(1)).scalars().first()
    return first is not None and first.undone_by is None


def _proposal(crm: Unit, tx: str) -> Proposal | None:
    found: Proposal | None = crm.exec(select(Proposal).where(col(Proposal.tx) == tx)).scalars().first()
    return found


def _job(crm: Unit, tx: str) -> ImportJob | None:
    q = select(ImportJob).where(col(ImportJob.tx) == tx, col(ImportJob.workspace_id) == crm.actor.workspace_id)
    found: ImportJob | None = crm.exec(q).scalars().first()
    return found
