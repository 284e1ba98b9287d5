"""One card saved by many callers at the same moment, from several processes and threads, and taken back the same way.

Run by test_parallel_confirmations.py: `python yes_host.py URL HOME WAYS PROCESSES THREADS ROUNDS`.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from forks import CHEN, all_at_once, defects, done, events, last_event, opened, report, talk_on

from assistant import uploads
from assistant.conversation import Assistant
from assistant.decisions import decide
from assistant.settings import Settings
from crm_store import proposals
from crm_store.models import Deal
from crm_store.proposals import Draft
from crm_store.store import Store

_BOTH = ["deal update", "task create"]
EXPECTED = {"card": _BOTH, "typed": _BOTH, "button": _BOTH, "import": ["lead create"] * 2}
"""How the yes comes, and what it does: by the card's number, typed in the conversation, by the card's button, and by that of a dropped file."""

HEARD = {
    "Saved:": "saved", "That was saved already": "already saved", "之前已经保存过": "already saved", "已保存": "saved",
    "Undone:": "undone", "已撤销，": "undone", "That was undone already": "already undone", "该操作已撤销过": "already undone",
    "Read 2 rows: 2 created": "imported", "读取 2 行：新建 2": "imported", "imported already": "already saved", "之前已经导入过": "already saved", "Somebody else is writing": "busy", "此刻有其他人": "busy",
}  # fmt: skip


def propose(url: str, home: Path, way: str, n: int) -> dict[str, Any]:
    """A card that makes a task and changes a deal, or one of a dropped file with two new leads; with the log's last number."""
    store = opened(url)
    actor = store.actor(CHEN)
    thread = f"{way} {n}"
    if way == "import":
        file = home / f"leads {n}.csv"
        file.write_text(f"name,organization\nAda {n},Works {n}\nBo {n},Works {n}\n", "utf-8")
        shown = uploads.preview(store, actor, home, thread, f"turn {thread}", [file], "en")
        assert shown.proposal is not None, shown.say
        card = str(shown.proposal["id"])
    else:
        with store.session(actor, writes=True, turn=f"turn {thread}") as crm:
            draft = Draft(crm)
            draft.create("task", {"title": f"Only once {thread}"})
            draft.update(crm.all(_deals())[0], {"next_step": f"step {thread}"})
            card = str(draft.save(thread=thread, tool="propose_change").id)
    made = {"card": card, "thread": thread, "last": last_event(store)}
    store.close()
    return made


def _deals() -> Any:
    from sqlalchemy import select

    return select(Deal).where(Deal.external_id == "deal:acme-renewal")


def callers(
    url: str, home: Path, way: str, word: str, held: dict[str, Any], threads: int
) -> Callable[[int], Callable[[int], str]]:
    """What every caller of a process does: one yes or one undo of the same card."""

    def made(p: int) -> Callable[[int], str]:
        store: Store = opened(url)
        actor = store.actor(CHEN)
        chats = [Assistant(store, Settings(home=home, brain="offline")) for _ in range(threads)]
        language: Any = "zh" if p % 2 else "en"

        def act(t: int) -> str:
            chat = chats[t]  # its locks belong to one event loop
            if way == "typed" and word == "yes":
                said = "确认" if p % 2 else "yes"
                return asyncio.run(chat.take_turn(actor, held["thread"], said)).reply
            if way in ("button", "import"):
                asked: Any = "save" if word == "yes" else "undo"
                talk = asyncio.run(chat.decide(actor, held["card"], asked, thread_id=held["thread"], language=language))
                return talk.reply
            return decide(store, actor, word, language, thread=held["thread"], number=held["card"]).say  # type: ignore[arg-type]

        return act

    return made


def effect(url: str, held: dict[str, Any]) -> dict[str, Any]:
    """What the log says was done since the card was shown, what the card says of itself, and what the doctor says."""
    store = opened(url)
    new = events(store, held["last"])
    with store.session(store.actor(CHEN)) as crm:
        card = proposals.get(crm, held["card"])
        status = card.status
    made = {
        "operations": len({tx for _, tx, *_ in new}), "ops": sorted(f"{entity} {op}" for _, _, entity, _, op in new),
        "status": status, "defects": defects(store), "last": last_event(store),
    }  # fmt: skip
    store.close()
    return made


def heard(said: list[Any]) -> Counter[str]:
    """The replies by what they say; one that is no known sentence stands for itself."""
    kinds: Counter[str] = Counter()
    for one in said:
        kinds[next((k for w, k in HEARD.items() if isinstance(one, str) and w in one), f"? {one}")] += 1
    return kinds


def main(url: str, home: Path, ways: list[str], processes: int, threads: int, rounds: int) -> int:
    replies: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for n in range(rounds):
        for way in ways:
            held = done(lambda w=way, n=n: propose(url, home, w, n))
            for word, status in (("yes", "applied"), ("undo", "undone")):
                told = heard(all_at_once(processes, threads, callers(url, home, way, word, held, threads)))
                replies.setdefault(f"{way} {word}", Counter()).update(told)
                after = done(lambda h=held: effect(url, h))
                ops = after["ops"]
                if after["operations"] != 1 or after["status"] != status or after["defects"]:
                    wrong.append(f"{way} {word} {n}: {after}")
                if word == "yes" and ops != EXPECTED[way]:
                    wrong.append(f"{way} {word} {n}: {ops}")
                if len(ops) != len(EXPECTED[way]):
                    wrong.append(f"{way} {word} {n}: {ops}")
                held["last"] = after["last"]
            wrong += done(lambda h=held: _on(url, h["thread"]))
    report(callers=processes * threads, rounds=rounds, replies=replies, wrong=wrong)
    return 0


def _on(url: str, thread: str) -> list[str]:
    store = opened(url)
    try:
        return talk_on(store, thread)
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(","), *map(int, sys.argv[4:7])))
