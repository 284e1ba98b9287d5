"""Scheduled reports made when they are due: as their owner, with what that person may see now, into a folder or by mail, each run recorded."""

import logging
import os
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from assistant.blocks import Chart, Language, Table
from assistant.settings import Settings
from assistant.tools import ToolContext, ToolResult, call
from assistant.written import markdown, rows_of
from crm_store.errors import StoreError
from crm_store.permissions import Actor
from crm_store.queries.standing import Due, claim_due, close_run
from crm_store.store import Store
from crm_store.transfer.workbook import Cell, workbook

log = logging.getLogger("parley.reports")
_SECONDS = 30
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Undelivered(StoreError):
    """A report that could not be handed over; its sentence says what to mend."""


@dataclass(frozen=True)
class Ran:
    """One report that was due and how it ended."""

    number: int
    title: str
    email: str | None
    due_at: str
    status: str
    place: str | None = None
    note: str | None = None


def run_due(store: Store, settings: Settings) -> list[Ran]:
    """Make and deliver every report that is due. Safe to call from any number of processes: each moment is claimed once."""
    with store.session(store.system(), writes=True) as crm:
        found = claim_due(crm)
    return [_run(store, settings, due) for due in found]


def _run(store: Store, settings: Settings, due: Due) -> Ran:
    status, place, note = "failed", None, None
    try:
        if due.email is None:
            note = "its owner no longer works here"
        else:
            actor = store.actor(due.email)
            place, status = _delivered(store, settings, due, actor), "done"
    except StoreError as error:
        note = error.sentence(due.schedule.language)
    except Exception:  # one report that breaks must not keep the others from going out; its run says that it failed
        log.exception("report %s", due.schedule.id)
        note = "an unexpected fault; see the log"
    with store.session(store.system(), writes=True) as crm:
        close_run(crm, due, status, place=place, note=note)
    return Ran(due.schedule.id or 0, due.schedule.title, due.email, due.due_at.isoformat(), status, place, note)


def _delivered(store: Store, settings: Settings, due: Due, actor: Actor) -> str:
    held = due.schedule
    language: Language = "zh" if held.language == "zh" else "en"
    with store.session(actor, tool="report", now=None) as crm:
        result = call(held.tool, ToolContext(crm, language), held.args)
    if held.form == "xlsx" and "export" not in actor.rights:
        raise Undelivered(
            f"Your role ({actor.role.en}) cannot export to a spreadsheet. Ask for Markdown instead.",
            f"您的角色（{actor.role.zh}）不能导出 Excel，请改为 Markdown。",
        )
    at = due.due_at.astimezone(actor.zone)
    name = f"{at:%Y-%m-%d %H%M} {_safe(held.title)}.{held.form}"
    text = markdown(held.title, result.say, result.show, language)
    body = _book(held.title, result, language) if held.form == "xlsx" else text.encode()
    if held.goes_to == "mail":
        return _mailed(settings, actor, held.title, text, (name, body) if held.form == "xlsx" else None)
    return _filed(settings.home, actor, name, body)


def _book(title: str, result: ToolResult, language: Language) -> bytes:
    blocks = [b for b in result.show if isinstance(b, (Table, Chart))]
    tables = [b for b in blocks if isinstance(b, Table)] or blocks
    first: list[list[Cell]] = [[title]]
    first += [[line] for line in result.say.splitlines() if line.strip()]
    rest = [(b.title, rows_of(b, language)) for b in tables]
    return workbook([("摘要" if language == "zh" else "Summary", first), *rest])


def _filed(home: Path, actor: Actor, name: str, body: bytes) -> str:
    """Write a file whole or not at all, for its owner alone; a run that is taken again writes the same file."""
    folder = home / "reports" / _safe(actor.email)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = folder / f".{name}.part"
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        half.replace(folder / name)
    except OSError:
        raise Undelivered(
            f"{folder} cannot be written. Check the folder and the free space.", f"无法写入 {folder}，请检查文件夹和剩余空间。"
        ) from None  # fmt: skip
    return (folder / name).relative_to(home).as_posix()


def _mailed(settings: Settings, actor: Actor, title: str, text: str, file: tuple[str, bytes] | None) -> str:
    """Send to the owner's own address, nobody else's."""
    if not settings.smtp_host:
        raise Undelivered(
            "No mail server is set: an administrator sets PARLEY_SMTP_HOST. Until then, ask for the folder.",
            "尚未设置邮件服务器：请管理员设置 PARLEY_SMTP_HOST。在此之前可以改为存到文件夹。",
        )
    sender = settings.smtp_from or settings.smtp_user or f"parley@{settings.smtp_host}"
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = " ".join(title.split()), sender, actor.email
    mail["Date"], mail["Message-ID"], mail["Auto-Submitted"] = formatdate(), make_msgid(domain="parley.local"), "auto-generated"  # fmt: skip
    mail.set_content(text)
    if file is not None:
        mail.add_attachment(file[1], maintype=_XLSX[0], subtype=_XLSX[1], filename=file[0])
    try:
        with _connected(settings) as server:
            if settings.smtp_user and settings.smtp_password is not None:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail to %s was not taken: %s", actor.email, error)
        raise Undelivered(
            f"The mail server {settings.smtp_host} did not take the report. It will be tried again at the next date.",
            f"邮件服务器 {settings.smtp_host} 未能接收报告，将在下一次再发送。",
        ) from None
    return actor.email


def _connected(settings: Settings) -> smtplib.SMTP:
    # The name is given, or smtplib would ask the network for this machine's own.
    host, port = settings.smtp_host or "", settings.smtp_port
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(
            host, port, socket.gethostname(), timeout=_SECONDS, context=ssl.create_default_context()
        )
    server = smtplib.SMTP(host, port, socket.gethostname(), timeout=_SECONDS)
    if settings.smtp_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server


def _safe(name: str) -> str:
    """A name without anything a path could hide in."""
    return re.sub(r"[^\w.()\-@ ]+", "_", name).strip(". ")[:80] or "report"
