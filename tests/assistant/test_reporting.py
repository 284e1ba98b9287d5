"""Reports by the clock: asked for in the chat, made as their owner with what they may see then, delivered once, by mail or as a file."""

import email
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA
from sqlalchemy import select

from assistant.reporting import run_due
from assistant.settings import Settings
from assistant.tools import ToolContext, ToolResult, call
from crm_store.models import Schedule, ScheduledRun, User
from crm_store.queries.standing import STALE, next_moment, schedules


class Peer:
    """A mail server on loopback that speaks SMTP and keeps what it is given."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses, self.mails, self.rcpt = refuses, list[Any](), list[str]()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as wire:

                def say(text: str, wire: Any = wire) -> None:
                    wire.write(text.encode() + b"\r\n")
                    wire.flush()

                say("220 peer")
                while heard := wire.readline():
                    verb = heard[:4].upper()
                    if verb == b"DATA":
                        say("354 go on")
                        body = b""
                        while (part := wire.readline()) != b".\r\n":
                            body += part
                        self.mails.append(email.message_from_bytes(body, policy=email.policy.default))
                        say("250 kept")
                    elif verb == b"RCPT":
                        self.rcpt.append(heard.decode().strip())
                        say("550 nobody here" if self.refuses else "250 ok")
                    elif verb == b"QUIT":
                        say("221 bye")
                        break
                    else:
                        say("250 ok")

    def close(self) -> None:
        self.door.close()
        self.thread.join(5)


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.close()


class Clock:
    """The small world's store with a clock that can be moved."""

    def __init__(self, world: Any, home: Path) -> None:
        self.world, self.store, self.now = world, world.store, world.store.clock()
        self.store.clock = lambda: self.now
        self.settings = Settings(home=home, brain="offline")

    def do(self, who: str, name: str, language: Any = "en", /, **args: Any) -> ToolResult:
        with self.store.session(self.store.actor(who), writes=True) as crm:
            return call(name, ToolContext(crm, language), args)

    def runs(self) -> list[tuple[str, str | None]]:
        with self.store.session(self.store.system()) as crm:
            q = select(ScheduledRun).order_by(ScheduledRun.due_at)  # type: ignore[arg-type]
            return [(r.status, r.place) for r in crm.inside(q).scalars()]


@pytest.fixture
def clock(small_world: Any, tmp_path: Path) -> Clock:
    return Clock(small_world, tmp_path / "home")


WEEKLY = {"action": "add", "tool": "team_report", "arguments": '{"period": "last week"}', "every": "week", "day": 0, "time": "08:00"}  # fmt: skip


def test_a_report_lands_in_the_folder_when_due_and_never_twice(clock: Clock) -> None:
    assert "every Monday at 08:00" in clock.do(LIN, "schedule_report", **WEEKLY).say
    assert run_due(clock.store, clock.settings) == []
    clock.now += timedelta(days=7)
    (ran,) = run_due(clock.store, clock.settings)
    assert ran.status == "done"
    text = (clock.settings.home / str(ran.place)).read_text("utf-8")
    assert text.startswith("# Team report (last week)")
    assert "| Person | Activities |" in text
    assert run_due(clock.store, clock.settings) == []  # as after a restart
    assert [s for s, _ in clock.runs()] == ["done"]
    assert "delivered" in clock.do(LIN, "schedule_report").say


def test_what_was_missed_while_nothing_ran_comes_once(clock: Clock) -> None:
    clock.do(LIN, "schedule_report", **{**WEEKLY, "every": "day", "day": None})
    clock.now += timedelta(days=30)
    assert len(run_due(clock.store, clock.settings)) == 1
    assert run_due(clock.store, clock.settings) == []
    clock.now += timedelta(days=1)
    assert len(run_due(clock.store, clock.settings)) == 1


def test_two_servers_at_once_run_it_once(clock: Clock) -> None:
    clock.do(LIN, "schedule_report", **WEEKLY)
    clock.now += timedelta(days=7)
    made: list[Any] = []
    both = [threading.Thread(target=lambda: made.extend(run_due(clock.store, clock.settings))) for _ in range(2)]
    for t in both:
        t.start()
    for t in both:
        t.join()
    assert len(made) == 1


def test_it_is_made_with_what_its_owner_may_see_then(clock: Clock) -> None:
    listed = {"action": "add", "tool": "find_records", "arguments": '{"entity": "deal"}', "every": "day"}
    clock.do(CHEN, "schedule_report", **listed)
    clock.now += timedelta(days=1)
    (first,) = run_due(clock.store, clock.settings)
    assert "Globex" not in (clock.settings.home / str(first.place)).read_text("utf-8")
    with clock.store.session(clock.store.actor(ADMIN), writes=True) as crm:
        me = clock.store.actor(CHEN).user_id
        crm.update(crm.get("deal", clock.world.number("deal", "globex-rollout")), {"owner": me})
    clock.now += timedelta(days=1)
    (second,) = run_due(clock.store, clock.settings)
    assert "Globex" in (clock.settings.home / str(second.place)).read_text("utf-8")


def test_a_spreadsheet_by_mail_to_the_owner_alone(clock: Clock, peer: Peer) -> None:
    clock.settings = clock.settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": peer.port, "smtp_security": "none", "smtp_from": "parley@corp.example"})  # fmt: skip
    said = clock.do(LIN, "schedule_report", "zh", **{**WEEKLY, "to": "mail", "form": "xlsx"}).say
    assert f"以 XLSX 发邮件到 {LIN}" in said
    clock.now += timedelta(days=7)
    (ran,) = run_due(clock.store, clock.settings)
    assert (ran.status, ran.place) == ("done", LIN)
    (mail,) = peer.mails
    assert (mail["From"], mail["To"], mail["Auto-Submitted"]) == ("parley@corp.example", LIN, "auto-generated")
    assert "团队周报" in mail["Subject"]
    assert "统计口径" in mail.get_body().get_content()
    (sheet,) = mail.iter_attachments()
    assert sheet.get_filename().endswith(".xlsx")
    assert sheet.get_payload(decode=True)[:2] == b"PK"
    assert peer.rcpt == [f"RCPT TO:<{LIN}>"] or peer.rcpt == [f"rcpt TO:<{LIN}>"]


def test_what_could_not_be_delivered_is_told(clock: Clock) -> None:
    clock.do(LIN, "schedule_report", **{**WEEKLY, "to": "mail"})
    clock.now += timedelta(days=7)
    (ran,) = run_due(clock.store, clock.settings)
    assert ran.status == "failed"
    assert "PARLEY_SMTP_HOST" in str(ran.note)
    refusing = Peer(refuses=True)
    clock.settings = clock.settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": refusing.port, "smtp_security": "none"})  # fmt: skip
    clock.now += timedelta(days=7)
    (ran,) = run_due(clock.store, clock.settings)
    refusing.close()
    assert ran.status == "failed"
    assert "failed: The mail server 127.0.0.1 did not take the report" in clock.do(LIN, "schedule_report").say


def test_a_mail_that_was_cut_off_is_not_sent_again_but_a_file_is_made(clock: Clock) -> None:
    for to in ("mail", "folder"):
        clock.do(LIN, "schedule_report", **{**WEEKLY, "to": to})
    with clock.store.session(clock.store.system(), writes=True) as crm:
        for s in list(crm.inside(select(Schedule)).scalars()):
            crm.add(ScheduledRun(workspace_id=1, schedule_id=s.id or 0, due_at=crm.now - timedelta(hours=1), user_id=s.user_id, started_at=crm.now - STALE * 2))  # fmt: skip
    (again,) = run_due(clock.store, clock.settings)
    assert again.status == "done"
    assert sorted(s for s, _ in clock.runs()) == ["done", "unsure"]


def test_somebody_who_left_gets_nothing_more(clock: Clock) -> None:
    clock.do(CHEN, "schedule_report", **WEEKLY)
    with clock.store.session(clock.store.system(), writes=True) as crm:
        crm.exec(select(User).where(User.email == CHEN)).scalars().one().disabled = True  # type: ignore[arg-type]
    clock.now += timedelta(days=7)
    (ran,) = run_due(clock.store, clock.settings)
    assert (ran.status, ran.email) == ("failed", None)
    clock.now += timedelta(days=7)
    assert run_due(clock.store, clock.settings) == []


def test_reports_are_changed_and_cancelled_by_number_or_name(clock: Clock) -> None:
    clock.do(LIN, "schedule_report", **WEEKLY)
    clock.do(LIN, "schedule_report", **{**WEEKLY, "tool": "forecast", "arguments": "{}"})
    assert "every Tuesday at 09:30" in clock.do(LIN, "schedule_report", action="change", which="forecast", day=1, time="9:30").say  # fmt: skip
    assert not clock.do(LIN, "schedule_report", action="cancel").ok
    assert clock.do(LIN, "schedule_report", action="cancel", which="1").ok
    with clock.store.session(clock.store.actor(LIN)) as crm:
        assert [s.tool for s in schedules(crm)] == ["forecast"]
    assert "No reports are scheduled" in clock.do(MAYA, "schedule_report").say  # nobody sees another's


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("args", [{"form": "pdf"}, {"time": "25:00"}, {"tool": "undo"}, {"arguments": "[]"}, {"arguments": '{"flurb": 1}'}])  # fmt: skip
def test_what_cannot_be_scheduled_is_said(clock: Clock, language: str, args: dict[str, Any]) -> None:
    result = clock.do(LIN, "schedule_report", language, **{**WEEKLY, **args})
    assert not result.ok
    assert result.say


SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("every", "day", "at", "after", "zone", "next_"),
    [
        ("week", 0, "08:00", "2026-11-20T09:00", SHANGHAI, "2026-11-23T08:00"),
        ("week", 4, "09:00", "2026-11-20T09:00", SHANGHAI, "2026-11-27T09:00"),
        ("weekday", 0, "08:00", "2026-11-20T09:00", SHANGHAI, "2026-11-23T08:00"),
        ("day", 0, "10:00", "2026-11-20T09:00", SHANGHAI, "2026-11-20T10:00"),
        ("month", 31, "08:00", "2027-02-01T00:00", SHANGHAI, "2027-02-28T08:00"),
        ("month", 1, "08:00", "2026-11-20T09:00", SHANGHAI, "2026-12-01T08:00"),
        ("day", 0, "08:00", "2026-10-24T09:00", BERLIN, "2026-10-25T08:00"),
    ],
)
def test_the_next_moment_is_on_the_owners_clock(
    every: str, day: int, at: str, after: str, zone: ZoneInfo, next_: str
) -> None:
    made = next_moment(every, day, at, datetime.fromisoformat(after).replace(tzinfo=zone).astimezone(UTC), zone)
    assert made.astimezone(zone).replace(tzinfo=None) == datetime.fromisoformat(next_)
