"""A backup made fit to take the store's place: brought up to date, and rid of everybody who was erased since it was made."""

from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import Record
from crm_store.erasing import PERSONS, erase, marks_of
from crm_store.errors import StoreError
from crm_store.forgetting import key_of, tombstones
from crm_store.models import entity_type
from crm_store.sealing import key_beside
from crm_store.store import Store

_HEAD = b"SQLite format 3\0"


def restored(file: Path, home: Path) -> int:
    """Make a copied backup ready; returns how many people were erased in it again.

    Raises:
        StoreError: the file is no backup of a store.
    """
    with file.open("rb") as opened:
        if opened.read(len(_HEAD)) != _HEAD:
            raise StoreError(f"{file.name} is no backup of Parley.", f"{file.name} 不是 Parley 的备份。")
    key = key_beside(home)
    store = Store(f"sqlite:///{file}", key=key)
    try:
        store.upgrade()
        graves = tombstones(home)
        again = 0
        with store.session(store.system(), writes=True, tool="restore") as crm:
            for entity in PERSONS if graves else ():
                model = entity_type(entity)
                everybody = select(col(model.id))
                for number in list(crm.session.execute(everybody, execution_options={"deleted": True}).scalars()):
                    record = crm.many(entity, [number], deleted=True)[number]
                    if any(_same(record, grave, key) for grave in graves):
                        erase(crm, record)
                        again += 1
            crm.erased = ()  # their tombstones stand already
        store.scrub()
    finally:
        store.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    return again


def _same(record: Record, grave: frozenset[str], key: bytes) -> bool:
    """Whether somebody is the one a tombstone is of: by e-mail, by name and phone, or because nothing else is known of them."""
    keys = {key_of(m, key) for m in marks_of(record)}
    email, name = str(getattr(record, "email", None) or ""), key_of(record.display, key)
    if email and key_of(email, key) in grave:
        return True
    return name in grave and (len(keys & grave) > 1 or keys <= grave)
