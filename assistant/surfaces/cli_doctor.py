"""What the doctor looks at: settings, home folder, store, audit trail, memory."""

import os
import stat
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.surfaces import home

if TYPE_CHECKING:
    from assistant.memory.check import Finding
    from assistant.settings import Settings
    from crm_store.store import Store


def examine(now: datetime | None) -> "list[Finding]":
    """Every finding, the settings first; what cannot be opened is a finding too."""
    from assistant.memory.check import Finding
    from crm_store.errors import StoreError

    settings = home.settings()
    found = _settings(settings)
    try:
        store = home.open_store(settings, now, any_version=True)
    except StoreError as e:
        return [*found, Finding("error", "store.away", e.en, e.zh)]
    try:
        found += _store(store, settings.home)
        if not any(f.code in ("store.old", "store.damaged") for f in found):
            found += _memory(store, settings)
    except StoreError as e:
        found.append(Finding("error", "store.away", e.en, e.zh))
    finally:
        store.close()
    return found


def _settings(settings: "Settings") -> "list[Finding]":
    from assistant.memory.check import Finding

    brain = settings.chosen_brain
    key = settings.openai_api_key is not None and bool(settings.openai_api_key.get_secret_value())
    found = []
    if brain == "openai":
        where = settings.openai_base_url or "api.openai.com"
        found.append(
            Finding(
                "ok",
                "settings.brain",
                f"The brain is {settings.model} at {where}.",
                f"大脑：{where} 上的 {settings.model}。",
            )
        )
    else:
        found.append(
            Finding(
                "ok",
                "settings.brain",
                "The brain is the built-in one; nothing leaves this machine.",
                "使用内置大脑，数据不会离开本机。",
            )
        )
    if not key and not settings.openai_base_url and "openai" in (brain, settings.embeddings):
        found.append(
            Finding("error", "settings.key", "OPENAI_API_KEY is not set, but “openai” is chosen. Set it, or choose the built-in parts.",
                    "选择了 openai，但未设置 OPENAI_API_KEY。请设置密钥，或改用内置组件。")
        )  # fmt: skip
    mode = settings.home.stat().st_mode if settings.home.is_dir() else 0
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        en, zh = (
            f"Others may enter {settings.home}. Run: chmod 700 {settings.home}",
            f"其他用户可以进入 {settings.home}。请运行：chmod 700 {settings.home}",
        )
        found.append(Finding("warning", "home.open", en, zh))
    return found


def _store(store: "Store", home_folder: Path) -> "list[Finding]":
    from sqlalchemy.exc import DatabaseError

    from assistant.memory.check import Finding
    from crm_store.errors import Damaged
    from crm_store.queries.seals import last_seal, seal_defects
    from crm_store.queries.soundness import file_defects, log_defects
    from crm_store.sealing import anchors

    try:
        if not _newest(store):
            en, zh = (
                "The store is of an older version. Run “parley init” to bring it up to date.",
                "数据库版本较旧。请运行“parley init”升级。",
            )
            return [Finding("error", "store.old", en, zh)]
        with store.session(store.system()) as crm:
            defects = file_defects(crm)
            events, more = log_defects(crm) if not defects else (0, [])
            if not defects:
                more += seal_defects(crm, anchors(home_folder))
                number, mark = last_seal(crm)
            today = crm.today
    except (DatabaseError, Damaged) as e:
        what = e.what if isinstance(e, Damaged) else e.orig
        en, zh = f"The database cannot be read: {what}. Restore a backup.", f"无法读取数据库：{what}。请恢复备份。"
        return [Finding("error", "store.damaged", en, zh)]
    found = [Finding("error", d.code, d.en, d.zh, d.where) for d in [*defects, *more]] + _wall(store)
    if not defects:
        found.insert(
            0, Finding("ok", "store.whole", "The store is whole and of the newest version.", "数据库完整，版本最新。")
        )
    if not defects and not more:
        en, zh = (
            f"The event log holds {events:,} entries without a gap, each with its seal, and every record agrees with it.",
            f"事件日志共 {events:,} 条，无缺失，封印完好，所有记录与之一致。",
        )
        found.append(Finding("ok", "log.whole", en, zh))
        found += _anchored(home_folder, today, number, mark)
    return found


def _anchored(home_folder: Path, day: date, number: int, mark: str) -> "list[Finding]":
    """Write the log's last seal down; that it could not be is a finding."""
    from assistant.memory.check import Finding
    from crm_store.sealing import anchor

    try:
        anchor(home_folder, day, number, mark)
    except OSError as e:
        en = f"Today's seal of the event log cannot be written to {home_folder} ({e.strerror}). Make room, or check its permissions."
        zh = f"今天的事件日志封印无法写入 {home_folder}（{e.strerror}）。请清理空间或检查权限。"
        return [Finding("warning", "log.unanchored", en, zh)]
    return []


def _wall(store: "Store") -> "list[Finding]":
    """Where PostgreSQL's row security does not hold."""
    from assistant.memory.check import Finding
    from crm_store.wall import gaps

    gap, found = gaps(store.engine), []
    if gap.bypasses:
        en, zh = (
            f"The database role “{gap.role}” bypasses PostgreSQL's row security, so only Parley itself keeps workspaces apart. Let Parley "
            "connect as a role that is no superuser and has no BYPASSRLS; docs/postgresql.md says how.",
            f"数据库角色“{gap.role}”会绕过 PostgreSQL 的行级安全，各工作区目前只由 Parley 自身隔离。"
            "请让 Parley 使用既非超级用户、也没有 BYPASSRLS 的角色连接，做法见 docs/postgresql.md。",
        )
        found.append(Finding("warning", "wall.bypassed", en, zh))
    if gap.tables:
        en, zh = (
            "These tables have no row security of ours. See docs/postgresql.md for how to put it back:",
            "以下数据表缺少 Parley 的行级安全，恢复办法见 docs/postgresql.md：",
        )
        found.append(Finding("error", "wall.open", en, zh, gap.tables))
    return found


def _newest(store: "Store") -> bool:
    from crm_store.migrations import current, newest

    return current(store.engine) == newest()


def _memory(store: "Store", settings: "Settings") -> "list[Finding]":
    from assistant.memory import Memory

    memory = Memory(store, settings).open()
    try:
        return memory.doctor()
    finally:
        memory.close()
