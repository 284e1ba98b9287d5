"""What a conversation remembers between turns, kept in the store: what was said, called, asked and talked about."""

from dataclasses import dataclass, field
from typing import Any

from assistant.blocks import Language, TurnResult
from assistant.errors import Calm
from assistant.memory.keyword import terms
from assistant.memory.transcript import Told, digest, still_told, within
from assistant.tools import Argument, specs
from crm_store import proposals
from crm_store.errors import DiskFull, NotFound, StoreError
from crm_store.permissions import Actor
from crm_store.queries.conversations import is_mine, keep_turn, last_turns
from crm_store.store import Store

REMEMBERED = 8
"""Turns a model is given again in full; of older ones it is told a line each."""

OLDER = 60
"""Turns whose gist a model is told; those before are counted, and found when they are asked for."""

_CODE = 3
"""Characters up to which a word is taken for a code, such as a language's."""

ASIDE = 3
"""Turns in which “I meant the other one” still finds a card that was put aside."""


@dataclass
class Mind:
    """The state of a conversation: the last turns, the open question, the records in focus."""

    turns: list[tuple[str, str]] = field(default_factory=list)
    earlier: str = ""
    """What was said before those turns, a line each with its references."""
    language: Language | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    question: dict[str, Any] | None = None
    focus: list[tuple[str, int]] = field(default_factory=list)
    listed: int = 0
    """How many records at the head of `focus` are the rows of the list shown last."""
    rows: list[tuple[str, int]] = field(default_factory=list)
    """The list shown last, also when something else was said since."""
    list_of: dict[str, Any] | None = None
    """The call that showed it."""
    upload: dict[str, Any] | None = None
    waiting: str | None = None
    """The card that waits for a yes or no as the turn begins."""
    corrections: list[str] = field(default_factory=list)
    """What was said to correct that card so far."""
    made_by: list[dict[str, Any]] = field(default_factory=list)
    """The calls that made the card on the table, or the one put aside."""
    joined: bool = False
    """Whether this turn's card holds also what the card before it held."""
    summary: dict[str, Any] | None = None
    """What this turn's words were written from, when they are a model's summary."""
    aside: dict[str, Any] = field(default_factory=dict)
    """The card put aside last, and for how many turns it is still remembered."""


def recollect(store: Store, actor: Actor, thread_id: str) -> Mind:
    """The conversation as it stands; empty for a new one.

    Raises:
        NotFound: the conversation is somebody else's.
    """
    with store.session(actor) as crm:
        turns = last_turns(crm, thread_id, OLDER)
        if not turns and not is_mine(crm, thread_id):
            raise NotFound(thread_id, "There is no such conversation of yours.", "没有您的这个对话。")
        told = still_told(crm, turns[::-1])
        cards = proposals.pending(crm, thread_id)
    waiting = cards[0].id if cards else None
    if not turns:
        return Mind(waiting=waiting)
    last = turns[0]
    data = last.data
    return Mind(
        turns=within(told[-REMEMBERED:]),
        earlier=digest(told[:-REMEMBERED]),
        language="zh" if last.language == "zh" else "en",
        calls=_own_words(data.get("calls", []), told),
        question=data.get("asked"),
        focus=[(e, int(n)) for e, n in data.get("focus", [])],
        listed=int(data.get("listed", 0)),
        rows=[(e, int(n)) for e, n in data.get("rows", [])],
        list_of=data.get("list_of"),
        upload=data.get("upload"),
        waiting=waiting,
        corrections=data.get("corrections", []),
        made_by=data.get("made_by", []),
        aside=data.get("aside", {}) if waiting is None else {},
    )


def _own_words(calls: list[dict[str, Any]], told: list[Told]) -> list[dict[str, Any]]:
    """The last calls, to be made again as asked (“shorter”); once a record spoken of is gone, without what a model may have put into
    them from it: of a reading's free words those stay that the person said, in this conversation, themselves."""
    if not any(t.left_out for t in told):
        return calls
    said = set(terms("\n".join(t.said for t in told)))
    reads = {s.name: s.parameters for s in specs() if s.effect == "reads"}
    made = []
    for call in calls:
        free = {
            p.name: p
            for p in reads.get(call["tool"], ())
            if p.kind == "text" and (p.marker is None or p.marker.kind == "words")
        }
        args = {k: _said(v, free[k], said, told) if k in free else v for k, v in call["args"].items()}
        made.append({**call, "args": {k: v for k, v in args.items() if v is not None}})
    return made


def _said(value: Any, argument: Argument, said: set[str], told: list[Told]) -> Any:
    """What of an argument was said; what is asked for stands for words that must be there."""
    if isinstance(value, list):
        return [v for v in value if set(terms(str(v))) <= said]
    if not isinstance(value, str) or len(value) <= _CODE or set(terms(value)) <= said:
        return value
    return told[-1].said if argument.required else None


def _aside(mind: Mind, result: TurnResult) -> dict[str, Any]:
    """The card that is put aside with this turn, or was a few turns ago."""
    if result.proposal is not None and result.proposal["status"] != "cancelled":
        return {}
    if mind.waiting is not None:
        return {"card": mind.waiting, "turns": ASIDE}
    left = int(mind.aside.get("turns", 0)) - 1
    return {**mind.aside, "turns": left} if left > 0 else {}


_KEPT = 12
"""Records talked about that are remembered."""


def _in_mind(mind: Mind, result: TurnResult) -> list[tuple[str, int]]:
    """The records talked about, what was just made first: “assign it to Tom” after a new lead was saved means that lead.

    A report's meeting, tasks and facts are no talk of their own: the deal it was about stays in front, the facts stand last, to be put right.
    """
    held = result.proposal or {}
    made = (
        [c for c in held.get("changes", []) if c["op"] == "create" and c["ref"]]
        if held.get("status") == "applied"
        else []
    )
    if not made or (len(made) > 1 and any(c["entity"] in ("activity", "fact") for c in made)):
        learnt = [("fact", int(str(c["ref"]).rpartition("-")[2])) for c in made if c["entity"] == "fact"]
        return [*[f for f in mind.focus if f not in learnt][: _KEPT - len(learnt)], *learnt]
    first = sorted(made, key=lambda c: c["entity"] != "deal")
    fresh = [(str(c["entity"]), int(str(c["ref"]).rpartition("-")[2])) for c in first]
    return [*fresh, *(f for f in mind.focus if f not in fresh)]


def _spoken_of(result: TurnResult) -> list[str]:
    """The records a reply quotes: when one is gone, the reply is not told again."""
    found = (
        [s.ref for s in result.sources]
        + [r for t in result.tables for r in t.refs if r]
        + [c.ref for c in result.cards]
    )
    return list(dict.fromkeys(found))[:60]


def _last_calls(result: TurnResult, mind: Mind, stands: bool) -> list[dict[str, Any]]:
    """What the next message goes on from: this turn's calls, unless they failed as a narrower way of asking the same again."""
    if not result.calls:
        return mind.calls if stands or result.proposal is None else []
    failed = result.question is None and not any(c["ok"] for c in result.calls)
    again = [c["tool"] for c in mind.calls] == [c["tool"] for c in result.calls]
    return mind.calls if failed and again else result.calls


def remember(store: Store, actor: Actor, thread_id: str, result: TurnResult, mind: Mind) -> None:
    """Keep a finished turn."""
    stands = bool(result.proposal and result.proposal["status"] == "pending")
    made_anew = stands and bool(result.calls)
    with store.session(actor) as crm:
        card_waits = stands or bool(proposals.pending(crm, thread_id))
    data = {
        "made_by": [*(mind.made_by if mind.joined else []), *result.calls] if made_anew else mind.made_by, "corrections": mind.corrections, "aside": {} if card_waits else _aside(mind, result),
        "calls": _last_calls(result, mind, stands), "asked": mind.question, "focus": _in_mind(mind, result)[:_KEPT], "listed": mind.listed, "rows": mind.rows, "list_of": mind.list_of, "upload": mind.upload,
        "proposal": result.proposal["id"] if result.proposal else None, "refs": _spoken_of(result), **({"summary": mind.summary} if mind.summary else {}),
    }  # fmt: skip
    with store.session(actor, writes=True) as crm:
        keep_turn(
            crm,
            thread_id,
            result.id,
            said=result.said[:20000],
            reply=result.reply[:20000],
            language=result.language,
            data=data,
        )


def kept_in_mind(store: Store, actor: Actor, thread_id: str, result: TurnResult, mind: Mind | None = None) -> None:
    """Keep a finished turn; that it cannot be kept is told below the reply, and takes nothing back of what was done.

    Without a `mind` that of the conversation goes on, its question closed: a button was pressed.
    """
    full = False
    with Calm(result.language) as calm:
        try:
            if mind is None:
                mind = recollect(store, actor, thread_id)
                mind.question = None
            remember(store, actor, thread_id, result, mind)
        except StoreError as error:
            calm.sentence, full = error.sentence(result.language), isinstance(error, DiskFull)
    if calm.sentence is None or (full and calm.sentence in result.reply):
        return
    if result.language == "zh":
        note = (
            f"（{'磁盘已满，请清理空间。' if full else ''}这一轮对话未能保存，之后我可能不记得；上面所说的仍然有效。）"
        )
    else:
        room = "The disk is full: make room. " if full else ""
        note = f"({room}This turn could not be kept in the conversation, so I may not remember it; what is said above holds.)"
    result.reply, result.words = f"{result.reply}\n\n{note}".strip(), f"{result.words}\n\n{note}".strip()
