"""What is said after a decision about a card."""

from typing import Any

from assistant.blocks import Language
from assistant.cards import proposal_json
from crm_store.models import Proposal
from crm_store.unit import Unit


def undone(proposal: Proposal, met: int, language: Language) -> str:
    """What taking a card back did: new records are gone again, deleted ones are back, changed ones as before."""
    ops = [c["op"] for c in proposal.changes]
    gone, back = ops.count("create") + ops.count("restore"), ops.count("delete") + ops.count("merge")
    kept = max(0, met - gone - back)
    if language == "zh":
        parts = [f"{gone} 条新建的记录已移除" if gone else "", f"{back} 条已删除的记录已找回" if back else "",
                 f"{kept} 条记录恢复原样" if kept else ""]  # fmt: skip
        return f"已撤销，{'，'.join(p for p in parts if p) or '恢复原样'}。说“重做”可恢复更改。"
    parts = [
        f"{gone} new record{'s are' if gone != 1 else ' is'} taken away again" if gone else "",
        f"{back} deleted record{'s are' if back != 1 else ' is'} back" if back else "",
        f"{kept} record{'s are' if kept != 1 else ' is'} as before" if kept else "",
    ]
    return f"Undone: {', '.join(p for p in parts if p) or 'all is as before'}. Say “redo” to bring it back."


def saved(crm: Unit, proposal: Proposal, language: Language) -> str:
    """What was saved, deleted, shared or no longer shared, by reference."""
    zh = language == "zh"
    changes = proposal_json(crm, proposal, language)["changes"]
    if any(c["op"] == "erase" for c in proposal.changes):
        listed = _named(changes, zh)
        return f"已永久抹除：{listed}。此操作无法撤销。" if zh else f"Erased for good: {listed}. This cannot be undone."
    by_deed: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for c in changes:
        by_deed.setdefault(_DEEDS.get((c["entity"], c["op"])) or _DEEDS.get(("", c["op"]), _SAVED), []).append(c)
    colon, stop = ("：", "。") if zh else (": ", ". ")
    told = [f"{deed[zh]}{colon}{_named(those, zh)}{stop}" for deed, those in by_deed.items()]
    return "".join(told) + ("说“撤销”可以撤回。" if zh else "Say “undo” to take it back.")


_SAVED = ("Saved", "已保存")
_DEEDS = {
    ("share", "create"): ("Shared", "已共享"), ("share", "restore"): ("Shared", "已共享"), ("share", "delete"): ("No longer shared", "已取消共享"),
    ("", "delete"): ("Deleted", "已删除"),
}  # fmt: skip
"""What was done, where it was more than saving: by record type and kind of change."""


def _named(changes: list[dict[str, Any]], zh: bool) -> str:
    """The records by reference, at most six of them; what is shared with whom in its own words."""
    names = [
        c["label"] if c["entity"] == "share" and c["label"] else f"{c['entity_label']} {c['ref']}" for c in changes
    ]
    more = len(names) - 6
    rest = (f" 等 {len(names)} 条" if zh else f" and {more} more") if more > 0 else ""
    return ("、" if zh else ", ").join(names[:6]) + rest


def nothing(decision: str, language: Language) -> str:
    """That there is nothing to decide on."""
    zh = language == "zh"
    return {
        "yes": "目前没有待确认的内容。" if zh else "There is nothing waiting for a yes.",
        "no": "目前没有可以取消的内容。" if zh else "There is nothing waiting to be cancelled.",
        "undo": "没有可以撤销的内容。" if zh else "There is nothing to undo.",
        "redo": "没有可以重做的内容。" if zh else "There is nothing to redo.",
        "theirs": "目前没有待确认的内容。" if zh else "There is nothing waiting for a yes.",
        "back": "没有放到一边的卡片。" if zh else "No card was put aside.",
    }[decision]
