"""A file dropped into the conversation: what importing it would do, then the import itself once the person says yes."""

import csv
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from assistant.blocks import Language, Table
from assistant.cards import proposal_json
from assistant.decisions import UPLOAD, Outcome
from crm_store import proposals
from crm_store.changes import digest
from crm_store.errors import DiskFull, StoreError, no_room
from crm_store.models import Proposal, entities, entity_type, field_of
from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.transfer import Imported, ImportReport, import_paths
from crm_store.transfer.decode import decode

TOOL = UPLOAD
_KEPT = timedelta(hours=24)


@dataclass
class Preview:
    """What a dropped file would do."""

    say: str
    proposal: dict[str, Any] | None = None
    tables: list[Table] = field(default_factory=list)


def preview(
    store: Store, actor: Actor, home: Path, thread: str, turn: str, files: Sequence[Path], language: Language
) -> Preview:
    """Read the files without writing a record; what they would do becomes a card to say yes to."""
    folder = home / "uploads" / turn
    zh = language == "zh"
    try:
        _make(folder)
        mapped = any(p.suffix.casefold() != ".csv" for p in files)
        paths = [_kept(path, folder / str(n), guess=not mapped) for n, path in enumerate(files)]
        report = import_paths(store, actor, actor.email, paths, dry_run=True)
    except StoreError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return Preview(error.sentence(language))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not no_room(error):
            raise
        return Preview(DiskFull().sentence(language))
    tables = _tables(report, language)
    if report.created + report.updated == 0:
        shutil.rmtree(folder, ignore_errors=True)
        nothing = "没有可导入的内容。" if zh else "There is nothing to import."
        return Preview(f"{report.sentence(language)} {nothing}", tables=tables)
    with store.session(actor, writes=True, turn=turn, tool=TOOL) as crm:
        for older in proposals.pending(crm, thread):
            proposals.cancel(crm, older)
        changes: list[dict[str, Any]] = []
        for entity, n in report.entities.items():
            for op, count in (("create", n.created), ("update", n.updated)):
                if count:
                    label = f"{count:,} {entity_type(entity).about.label(language, count != 1)}"
                    changes.append(
                        {
                            "op": op,
                            "entity": entity,
                            "number": None,
                            "handle": None,
                            "label": label,
                            "version": None,
                            "fields": {},
                        }
                    )
        made = Proposal(
            workspace_id=actor.workspace_id, id=uuid4().hex[:12], user_id=actor.user_id, thread_id=thread, turn=turn, tool=TOOL, language=language,
            created_at=crm.now, expires_at=crm.now + _KEPT, changes=changes, digest=digest(changes),
            note=json.dumps({"folder": turn, "files": [str(p.relative_to(folder)) for p in paths]}),
        )  # fmt: skip
        crm.add(made)
        crm.flush()
        shown = proposal_json(crm, made, language)
    tail = "要导入吗？（确认 / 取消）" if zh else "Import it? (yes / no)"
    return Preview(f"{report.sentence(language)}\n{tail}", shown, tables)


def pending(store: Store, actor: Actor, thread: str) -> str | None:
    """The import waiting for a yes in this conversation, if that is what waits."""
    with store.session(actor) as crm:
        waiting = proposals.pending(crm, thread)
        return waiting[0].id if waiting and waiting[0].tool == TOOL else None


def is_upload(store: Store, actor: Actor, number: str) -> bool:
    """Whether a proposal is an import that still waits."""
    with store.session(actor) as crm:
        proposal = proposals.get(crm, number)
        return proposal.tool == TOOL and proposal.status == "pending"


def apply(store: Store, actor: Actor, home: Path, number: str, language: Language) -> Outcome:
    """Import the files of a preview, once: what they bring and the card's new state are one unit of work."""
    with store.session(actor) as crm:
        proposal = proposals.get(crm, number)
        note = json.loads(proposal.note or "{}")
    folder = home / "uploads" / str(note.get("folder", ""))
    paths = [folder / name for name in note.get("files", [])]
    try:
        if not paths or not all(p.exists() for p in paths):
            return _gone(store, actor, number, language)
        report = import_paths(store, actor, actor.email, paths, card=number)
    except Imported as already:
        return Outcome(already.sentence(language), _shown(store, actor, number, language)[1])
    except FileNotFoundError:  # whoever imports them first removes them
        return _gone(store, actor, number, language)
    except StoreError as error:
        return Outcome(error.sentence(language), _shown(store, actor, number, language)[1], ok=False)
    except OSError as error:
        if not no_room(error):
            raise
        return Outcome(DiskFull().sentence(language), _shown(store, actor, number, language)[1], ok=False)
    shutil.rmtree(folder, ignore_errors=True)
    tail = "说“撤销”可以整体撤回。" if language == "zh" else "Say “undo” to take all of it back."
    return Outcome(f"{report.sentence(language)} {tail}", _shown(store, actor, number, language)[1])


def _gone(store: Store, actor: Actor, number: str, language: Language) -> Outcome:
    """What is said when the files are not there: they were imported, or were kept too long."""
    status, shown = _shown(store, actor, number, language)
    if status in ("applied", "undone"):
        return Outcome(Imported().sentence(language), shown)
    say = "文件已不在，请重新上传。" if language == "zh" else "The file is no longer here; drop it in again."
    return Outcome(say, None, ok=False)


def _shown(store: Store, actor: Actor, number: str, language: Language) -> tuple[str, dict[str, Any] | None]:
    """The card as it is now; without it when the database says no more, which takes nothing back of what was imported."""
    try:
        with store.session(actor) as crm:
            proposal = proposals.get(crm, number)
            return proposal.status, proposal_json(crm, proposal, language)
    except StoreError:
        return "", None


def _make(folder: Path) -> None:
    """Make the folder of a preview; those nobody can save any more are removed on the way."""
    root = folder.parent
    folder.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - _KEPT.total_seconds()
    for old in root.iterdir():
        if old != folder and old.is_dir() and old.stat().st_mtime < oldest:
            shutil.rmtree(old, ignore_errors=True)


def _kept(path: Path, folder: Path, *, guess: bool) -> Path:
    """The file under our own roof, in a folder of its own, named after the record type it holds when its name does not say."""
    if not path.is_file():
        raise StoreError(f"There is no file {path.name}. Check the path.", f"找不到文件 {path.name}，请检查路径。")
    name = Path(path.name).name
    if path.suffix.casefold() not in (".csv", ".yaml", ".yml"):
        raise StoreError(
            f"{name} is not a CSV file. Save the sheet as CSV (UTF-8) and drop it in again.",
            f"{name} 不是 CSV 文件。请将表格另存为 CSV（UTF-8）后重新上传。",
        )
    folder.mkdir()
    target = folder / name
    shutil.copyfile(path, target)
    if guess and path.suffix.casefold() == ".csv" and not _known(target.stem):
        guessed = _guess(target)
        if guessed is not None:
            target = target.rename(folder / f"{guessed}.csv")
    return target


def _known(stem: str) -> bool:
    return stem in {r.about.en_many.replace(" ", "_") for r in entities().values()} | {"deal_history"}


def _guess(path: Path) -> str | None:
    """The record type whose fields most of the headings are; None when it is anybody's guess."""
    try:
        text, _ = decode(path.name, path.read_bytes())
        heads = next(csv.reader(text.splitlines()), [])
    except (StoreError, csv.Error):
        return None
    scores = {}
    for entity in ("account", "contact", "lead", "deal", "activity", "task", "ticket", "product"):
        scores[entity] = sum(1 for h in heads if field_of(entity, h.strip().casefold()) is not None)
    ranked = sorted(scores.items(), key=lambda s: -s[1])
    if ranked[0][1] >= 2 and ranked[0][1] > ranked[1][1]:
        return entity_type(ranked[0][0]).about.en_many.replace(" ", "_")
    return None


def _tables(report: ImportReport, language: Language) -> list[Table]:
    zh = language == "zh"
    tables = []
    if report.duplicates:
        columns = ["行", "内容", "已有记录", "原因"] if zh else ["Row", "What", "On record", "Why"]
        rows = [
            [f"{d.file} {d.row}", d.label, f"{d.existing_label} {d.existing_ref}", d.why_zh if zh else d.why]
            for d in report.duplicates[:50]
        ]
        tables.append(Table("重复" if zh else "Duplicates", columns, rows, total=len(report.duplicates)))
    if report.errors:
        columns = ["文件", "行", "列", "值", "可接受"] if zh else ["File", "Row", "Column", "Value", "Accepted"]
        rows = [
            [e.file, str(e.row), e.column, e.value, e.accepted_zh if zh else e.accepted] for e in report.errors[:50]
        ]
        tables.append(Table("未导入的行" if zh else "Rows left out", columns, rows, total=len(report.errors)))
    return tables
