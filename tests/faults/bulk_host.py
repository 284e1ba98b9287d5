"""Large changes killed at random moments and at every numbered point: a bulk change, its undo, an import and a merge, asked for in a chat, on copies of one company.

Run by test_bulk_killed.py: `python bulk_host.py URL HOME KILLS SEED RECORDS PASSAGES`; KILLS of each kind at random moments, and one at so many
passages (two or more) of each point.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from copies import Copies
from forks import Child, defects, done, forked, last_event, opened, report, talk_on
from sqlalchemy import func, select

from assistant import uploads
from assistant.conversation import Assistant
from assistant.decisions import decide
from assistant.settings import Settings
from crm_store import faults, proposals
from crm_store.models import Contact, ImportJob, Lead, Task
from crm_store.proposals import Draft
from crm_store.queries.seals import last_seal
from crm_store.store import Store

ADMIN = "admin@example.com"
WORDS = {"bulk": "yes", "undo": "undo", "import": "yes", "merge": "yes"}
DONE = {"bulk": "applied", "undo": "undone", "import": "applied", "merge": "applied"}


def stage(url: str, home: Path, many: int) -> dict[str, Any]:
    """What every round begins with: four conversations with a card each, and the seal of the log's end as it was written down."""
    store = opened(url)
    admin = store.actor(ADMIN)
    with store.session(admin, writes=True) as crm:
        for kind in ("bulk", "undo"):
            crm.create_many(
                "task", [{"title": f"{kind} {n}", "priority": "low", "assignee": admin.user_id} for n in range(many)]
            )
        keep, gone = crm.create_many("account", [{"name": "Kept Ltd"}, {"name": "Gone Ltd"}])
        crm.create_many("contact", [{"name": f"Kin {n}", "account": gone} for n in range(many)])
    cards = {}
    for kind in ("bulk", "undo", "merge"):
        with store.session(admin, writes=True, turn=f"turn {kind}") as crm:
            draft = Draft(crm)
            if kind == "merge":
                draft.merge(crm.get("account", keep), crm.get("account", gone))
            else:
                for task in crm.all(select(Task).where(Task.title.like(f"{kind} %"))):  # type: ignore[attr-defined]
                    draft.update(task, {"priority": "high", "title": f"{task.title} moved"})
            cards[kind] = draft.save(thread=kind, tool="propose_change").id
    assert decide(store, admin, "yes", "en", number=cards["undo"]).ok
    file = home / "leads.csv"
    file.write_text("name,organization\n" + "".join(f"Lead {n},Killed {n} Works\n" for n in range(many)), "utf-8")
    shown = uploads.preview(store, admin, home, "import", "turn import", [file], "en")
    assert shown.proposal is not None, shown.say
    cards["import"] = str(shown.proposal["id"])
    with store.session(store.system()) as crm:
        anchor = ["2026-11-19", *last_seal(crm)]
    store.close()
    return {"cards": cards, "anchor": anchor, "keep": keep, "gone": gone}


def asked(url: str, home: Path, kind: str, card: str, begun: Callable[[], Any] = lambda: None) -> str:
    """The decision as a person takes it: typed in the conversation, the undo by its button."""
    store = opened(url)
    admin = store.actor(ADMIN)
    chat = Assistant(store, Settings(home=home, brain="offline"))
    begun()
    if kind == "undo":
        told = asyncio.run(chat.decide(admin, card, "undo", thread_id=kind, language="en"))
    else:
        told = asyncio.run(chat.take_turn(admin, kind, WORDS[kind]))
    store.close()
    return told.reply


def reach(store: Store, kind: str, held: dict[str, Any]) -> int:
    """How many records hold what the change wants."""
    count = select(func.count())
    q = {
        "bulk": count.select_from(Task).where(Task.title.like("bulk % moved"), Task.priority == "high"),  # type: ignore[attr-defined]
        "undo": count.select_from(Task).where(Task.title.not_like("% moved"), Task.title.like("undo %"), Task.priority == "low"),  # type: ignore[attr-defined]
        "import": count.select_from(Lead).where(Lead.organization.like("Killed %")),  # type: ignore[union-attr]
        "merge": count.select_from(Contact).where(Contact.account_id == held["keep"], Contact.name.like("Kin %")),  # type: ignore[attr-defined]
    }[kind]  # fmt: skip
    with store.session(store.system()) as crm:
        return int(crm.exec(q).scalar_one())


def seen(copies: Copies, kind: str, held: dict[str, Any], many: int, at_once: bool) -> dict[str, Any]:
    """What a restart finds after the kill, and what is there once the person has said the same again and gone on."""
    url, home = copies.url, copies.home
    wrong: list[str] = []
    if at_once:
        said = asked(url, home, kind, held["cards"][kind])
        if not copies.settled():
            wrong.append("the server never noticed that its client is dead")
    store = opened(url)
    before, log = reach(store, kind, held), last_event(store)
    with store.session(store.actor(ADMIN)) as crm:
        status = proposals.get(crm, held["cards"][kind]).status
    if at_once and before != many:
        wrong.append(f"said again at once, {before} of {many}: {said}")
    if before not in (0, many):
        wrong.append(f"torn: {before} of {many}")
    if (status == DONE[kind]) != (before == many):
        wrong.append(f"card {status}, records {before}")
    if (log == held["anchor"][1]) != (before == 0):
        wrong.append(f"log moved from {held['anchor'][1]} to {log}, records {before}")
    anchors = [tuple(held["anchor"])]
    wrong += defects(store, anchors)  # type: ignore[arg-type]
    said = asked(url, home, kind, held["cards"][kind])
    again = last_event(store)
    if reach(store, kind, held) != many or (before and again != log):
        wrong.append(f"said again: {reach(store, kind, held)} of {many}, log {log} to {again}: {said}")
    with store.session(store.system()) as crm:
        jobs = int(crm.exec(select(func.count()).select_from(ImportJob)).scalar_one())
    if jobs != (kind == "import"):
        wrong.append(f"{jobs} import jobs")
    wrong += talk_on(store, kind, ADMIN) + defects(store, anchors)  # type: ignore[arg-type]
    store.close()
    return {"there": before == many, "wrong": wrong}


def main(url: str, base: Path, kills: int, seed: int, many: int, passages: int) -> int:
    rng, copies = random.Random(seed), Copies(url, base)
    held = done(lambda: stage(url, base, many))
    landed: dict[str, Counter[str]] = {}
    at_points: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for kind in WORDS:
        landed[kind], at_points[kind] = Counter(), Counter()
        for point, there in sorted(passed(copies, kind, held["cards"][kind]).items()):
            for nth in spread(there, passages):
                copies.fresh()
                killed, _ = forked(lambda k=kind, at=f"{point}:{nth}": asked_until(copies, k, held["cards"][k], at))  # type: ignore[misc]
                after = looked_at(copies, kind, held, many)
                wrong += [f"{kind} at {point}:{nth}: {w}" for w in after["wrong"]]
                at_points[kind][point] += killed
        copies.fresh()
        start, work = lengths(copies, kind, held["cards"][kind])
        tries = 0
        while sum(landed[kind].values()) < kills and tries < 5 * kills + 10:
            tries += 1
            copies.fresh()
            early = rng.random() < 0.1  # while the process opens the store, else from when it takes the decision up
            wait = rng.uniform(0, start) if early else rng.uniform(0, 1.05) * work
            begun, killed = killed_once(copies, kind, held["cards"][kind], wait, early)
            at_once = not copies.sqlite and tries % 4 == 0
            after = looked_at(copies, kind, held, many, at_once)
            wrong += [f"{kind} {tries}: {w}" for w in after["wrong"]]
            if killed:
                there = "after the commit" if after["there"] else "in the middle" if begun else "before it began"
                landed[kind]["said again while the server still worked" if at_once else there] += 1
            elif not after["there"]:
                wrong.append(f"{kind} {tries}: said done, is not")
    copies.drop()
    killed_at = sum(sum(c.values()) for c in at_points.values())
    report(
        records=many, killed=sum(sum(c.values()) for c in landed.values()), landed=landed, killed_at_points=killed_at, points=at_points,
        wrong=wrong,
    )  # fmt: skip
    return 0


def looked_at(copies: Copies, kind: str, held: dict[str, Any], many: int, at_once: bool = False) -> dict[str, Any]:
    """What a restart finds: once the server has noticed the kill, or at once, by the same words said again."""
    unsettled = [] if at_once or copies.settled() else ["the server never noticed that its client is dead"]
    made: dict[str, Any] = done(lambda: seen(copies, kind, held, many, at_once))
    return {**made, "wrong": unsettled + made["wrong"]}


def passed(copies: Copies, kind: str, card: str) -> Counter[str]:
    """How often each numbered point is passed when nobody kills."""
    counts: Counter[str] = Counter()
    real = faults.point

    def counted() -> Counter[str]:
        for module in list(sys.modules.values()):
            if getattr(module, "point", None) is real:
                module.point = lambda name: counts.update([name])  # type: ignore[attr-defined]
        asked(copies.url, copies.home, kind, card)
        return counts

    copies.fresh()
    return Counter(done(counted))


def spread(passages: int, many: int) -> list[int]:
    """Which passages of a point to kill at: the first and the last, and some between."""
    return sorted({1 + round(n * (passages - 1) / (many - 1)) for n in range(many)})


def asked_until(copies: Copies, kind: str, card: str, fault: str) -> None:
    """The decision with a kill at a numbered point."""
    faults._WANTED = fault
    asked(copies.url, copies.home, kind, card)


def lengths(copies: Copies, kind: str, card: str) -> tuple[float, float]:
    """How long it takes to get ready, and to do the work, when nobody kills."""
    reads, writes = os.pipe()
    began = time.monotonic()
    child = Child(lambda: asked(copies.url, copies.home, kind, card, lambda: os.write(writes, b".")))
    os.read(reads, 1)
    ready = time.monotonic()
    child.joined()
    os.close(reads)
    os.close(writes)
    return ready - began, time.monotonic() - ready


def killed_once(copies: Copies, kind: str, card: str, after: float, early: bool) -> tuple[bool, bool]:
    """Whether the work had begun, and whether it was killed before it told its end."""
    reads, writes = os.pipe()
    child = Child(lambda: asked(copies.url, copies.home, kind, card, lambda: os.write(writes, b".")))
    begun = not early and os.read(reads, 1) == b"."
    over = child.done_within(after)
    child.kill()
    killed, told = child.joined()
    os.close(writes)
    begun = begun or os.read(reads, 1) == b"."
    os.close(reads)
    return begun, killed and told is None and not over


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:7])))
