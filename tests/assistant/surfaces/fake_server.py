"""A chat server with a scripted assistant instead of the real one, for tests of the chat itself: `python fake_server.py HOME PORT`."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from assistant.blocks import Card, Chart, Choice, Question, Source, Table, Token, ToolEnded, ToolStarted, TurnResult
from assistant.settings import Settings
from assistant.surfaces.passwords import hash_password
from assistant.surfaces.server import serve
from crm_store.errors import BadValue
from crm_store.models import Proposal, User
from crm_store.permissions import Actor
from crm_store.store import Store

STAGES = [("qualification", "Qualification"), ("demo", "Demo"), ("proposal", "Proposal"), ("won", "Won")]


class Scripted:
    """Says what the test's words ask for; keeps proposals in the store, as the real one does."""

    memory = None

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store.in_folder(settings.home)
        self.store.upgrade()

    async def take_turn(
        self,
        actor: Actor,
        thread_id: str,
        say: str,
        *,
        files: Sequence[Path] = (),
        yes: bool = False,
        on_event: Any = None,
    ) -> TurnResult:
        zh = any("一" <= c <= "鿿" for c in say)
        result = TurnResult(said=say, language="zh" if zh else "en")
        word = say.strip().casefold()
        if "explode" in word:
            raise RuntimeError("postgresql://crm:hunter2@db/crm is down")
        if "refuse" in word:
            raise BadValue("Amount cannot be -5. Give an amount from 0.", "金额不能是 -5。")
        await on_event(ToolStarted("t1", "find_records", {"entity": "deal"}))
        await asyncio.sleep(0.05)
        await on_event(ToolEnded("t1", "find_records", True, "3 deals"))
        text = f"You said: {say}"
        if "slow" in word:
            for n in range(200):
                await on_event(Token(f"word{n} "))
                await asyncio.sleep(0.1)
        if files:
            text = "Files: " + ", ".join(f"{p.name} ({len(p.read_bytes())} bytes)" for p in files)
        if "table" in word or "商机" in word:
            rows = [
                [f"Acme renewal {i}", "Proposal", f"€{i * 1000:,}.00", "2026-11-24"]
                for i in range(1, 31 if "big" in word else 6)
            ]
            result.tables = [
                Table(
                    "Open deals",
                    ["Deal", "Stage", "Amount", "Close date"],
                    rows,
                    [f"D-{i}" for i in range(1, len(rows) + 1)],
                    42,
                )
            ]
            text = "Five deals are open. The largest is **Acme renewal 5** at €5,000.00 [1], owned by Maya [2]."
            result.sources = [
                Source(1, "A-88", None, "They want 50 seats and a quote before Friday.", "2026-11-02", "Call with Ana"),
                Source(2, "D-5", "owner", "Maya Ortiz", None, "Acme renewal 5"),
            ]
        if "chart" in word or "漏斗" in word:
            points = [
                {"label": n, "value": v, "text": f"¥{v:,}"}
                for n, v in (("Qualification", 920000), ("Demo", 640000), ("Proposal", 410000), ("Negotiation", 150000))
            ]
            result.charts = [Chart("Pipeline by stage", "bar", points)]
            text = "The team has ¥2,120,000 open in 41 deals; ¥683,000 weighted."
        if "card" in word:
            result.cards = [
                Card(
                    "Acme renewal", "D-12", "deal",
                    [("Stage", "Proposal"), ("Amount", "€45,000.00"), ("Close date", "2026-12-18"), ("Owner", "Maya Ortiz"), ("Next step", "Send the quote and book a demo with their lab")],
                    [Table("Activities", ["When", "What"], [["2026-11-02", "Call with Ana"], ["2026-10-21", "First visit"]], ["A-88", "A-71"], 2)],
                )
            ]  # fmt: skip
        if "which" in word:
            result.question = Question(
                "Which Ana?",
                [Choice("Ana Ruiz (Acme)", "C-3", "Ana Ruiz"), Choice("Ana Lim (Globex)", "C-9", "Ana Lim")],
            )
            text = "Two people are called Ana. Which one?"
        if "image" in word:
            text = "Look ![x](http://evil.example/x.png) and ![a][r]\n\n[r]: http://evil.example/y.png"
        if "met" in word or "开了" in word:
            text = "我准备了以下更改，请确认。" if zh else "Here is what I would save."
            result.proposal = self._view(self._propose(actor, thread_id), result.language)
        if word in ("yes", "确认"):
            text = "Saved." if not zh else "已保存。"
            with self.store.session(actor, writes=True) as crm:
                for p in crm.exec(select(Proposal)).scalars():
                    if p.thread_id == thread_id and p.status == "pending":
                        p.status = "applied"
                        result.proposal = self._view(p, result.language)
        for part in text.split(" "):
            await on_event(Token(part + " "))
        result.reply = text
        return result

    async def decide(
        self, actor: Actor, proposal_id: str, decision: str, *, digest: str | None = None,
        edits: Mapping[str, Mapping[str, str]] | None = None, thread_id: str | None = None, language: Any = None,
    ) -> TurnResult:  # fmt: skip
        await asyncio.sleep(0.1)
        with self.store.session(actor, writes=True) as crm:
            p = crm.exec(select(Proposal).where(Proposal.id == proposal_id)).scalars().one()
            reply = {
                "save": "Saved: 2 changes.",
                "cancel": "Cancelled; nothing was written.",
                "undo": "Undone: it is as it was before.",
                "redo": "Brought back.",
            }[decision]
            if decision == "save" and p.status == "pending":
                for fields in (edits or {}).values():
                    if "-" in fields.get("amount", ""):
                        return TurnResult("", reply="Amount cannot be negative.", proposal=self._view(p, "en"))
                for index, fields in (edits or {}).items():
                    for name, value in fields.items():
                        if name != "_drop":
                            p.changes[int(index)]["fields"][name]["after"] = value
                changes = [c for c in p.changes if (edits or {}).get(str(c["index"]), {}).get("_drop") != "1"]
                p.changes = [dict(c) for c in changes]
            p.status = {"save": "applied", "cancel": "cancelled", "undo": "undone", "redo": "applied"}[decision]
            return TurnResult("", reply=reply, proposal=self._view(p, "en"))

    def close(self) -> None:
        self.store.close()

    def _propose(self, actor: Actor, thread_id: str) -> Proposal:
        choices = [{"value": v, "label": n} for v, n in STAGES]

        def field(
            label: str, before: str | None, after: str, kind: str = "text", choices: Any = None
        ) -> dict[str, Any]:
            return {
                "label": label,
                "before": before,
                "after": after,
                "kind": kind,
                "editable": True,
                "choices": choices,
            }

        changes = [
            {"op": "create", "entity": "activity", "entity_label": "meeting", "ref": None, "label": "Ana Ruiz at Acme", "index": 0, "fields": {
                "starts_at": field("when", None, "2026-11-20 10:00", "moment"), "contact": {**field("contact", None, "Ana Ruiz (Acme)"), "editable": False},
                "body": field("note", None, "Met Ana at Acme today, 50 seats, they want a quote, demo next Tuesday 3pm; moved to proposal", "long")}},
            {"op": "update", "entity": "deal", "entity_label": "deal", "ref": "D-12", "label": "Acme renewal", "index": 1, "fields": {
                "stage": field("stage", "Qualification", "Proposal", "choice", choices), "amount": field("amount", "€40,000.00", "€45,000.00", "money"),
                "expected_close_date": field("close date", "2026-12-01", "2026-12-18", "day")}},
            {"op": "create", "entity": "task", "entity_label": "task", "ref": None, "label": "Send the quote", "index": 2, "fields": {"due_on": field("due", None, "2026-11-24", "day")}},
        ]  # fmt: skip
        with self.store.session(actor, writes=True) as crm:
            for old in crm.exec(select(Proposal)).scalars():
                if old.thread_id == thread_id and old.status == "pending":
                    old.status = "cancelled"
            made = Proposal(
                id=uuid4().hex[:12], user_id=actor.user_id, thread_id=thread_id, changes=changes, digest=uuid4().hex
            )
            made.expires_at = made.created_at.replace(year=made.created_at.year + 1)
            crm.add(made)
        return made

    def _view(self, p: Proposal, language: str) -> dict[str, Any]:
        return {
            "id": p.id, "status": p.status, "digest": p.digest, "expires_at": p.expires_at.isoformat(), "undoable": p.status == "applied", "changes": p.changes
        }  # fmt: skip


def main(home: str, port: str) -> None:
    settings = Settings(home=Path(home), port=int(port))
    assistant = Scripted(settings)
    with assistant.store.session(assistant.store.system(), writes=True) as crm:
        if not crm.exec(select(User)).scalars().all():
            people = (
                ("maya", "Maya Ortiz", "en"),
                ("chen", "陈晓", "zh"),
                ("tom", "Tom Becker", "en"),
                ("nina", "Nina Falk", "en"),
            )
            for email, name, lang in ((f"{who}@example.com", name, lang) for who, name, lang in people):
                user = crm.create("user", {"email": email, "name": name, "lang": lang, "tz": "Asia/Shanghai"})
                user.password_hash = hash_password("open sesame")  # type: ignore[attr-defined]
    serve(settings, assistant=assistant, ready=lambda address: print("READY", address, flush=True))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
