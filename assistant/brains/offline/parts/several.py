"""One wish about several records called by name, "give Acme and Globex to Elif": it is read for each of them, and none is left out."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.parts.together import together
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_OWNED = ("deal", "account", "contact", "lead", "ticket", "task")
MOST = 12
"""Records one message may call by name."""
_BETWEEN = re.compile(
    r"\s*(?:(?:,|、|;|&|/|\+)\s*(?:and |plus |also )?|(?:and|plus|as well as|along with|together with)(?: also)?\s|和|与|跟|及|以及|还有|,?(?:以及|还有))\s*"
    r"(?:both |also |(?:the |our |my )?(?:(?:contact|account|customer|deal|lead|ticket|task|opportunity)s? )?(?:called )?|客户|联系人|商机|线索|工单|任务)?\s*",
    re.IGNORECASE,
)
_LINKED = re.compile(r"(?<![a-z])(?:and|plus|as well as|along with|together with)(?![a-z])|[,、;&/+和与跟及]|还有")
_OF_BOTH = re.compile(
    r"(?<![a-z])(?:compar\w+|versus|vs\.?|merg\w+|combin\w+|between|duplicates?|same|differ\w*|bigger|larger|more|which of|either|introduc\w+|join\w*|link\w*|connect\w*)(?![a-z])"
    r"|对比|比较|比一?下|合并|归并|同一|重复|区别|差异|哪个|哪家|哪一|谁(?=更|最|比|的?[^的是]{0,6}(?:大|多|高|好|少|低|快|早|晚))|之间|介绍|合成|撞单",
    re.IGNORECASE,
)
"""Words that hold the records against each other: such a wish is one."""
_BOTH = re.compile(r"(?<![a-z])(?:both(?: of)?(?: them)?|each|all (?:of them|three|four|five)) |(?:^|(?<=[\u3400-\u9fff ]))(?:两个|两家|两位|三个|三家|三位|这几个|这几家)?(?:都|全都|全部|分别|各自)(?=[\u3400-\u9fffA-Za-z])", re.IGNORECASE)  # fmt: skip
_PLURAL = re.compile(r"(?<![a-z])(deal|task|ticket|contact|account|lead|customer|reminder|case)s $", re.IGNORECASE)
_EACH = {
    "show_record": "record",
    "brief": "record",
    "next_action": "deal",
    "share_record": "record",
    "explain_access": "record",
    "history": "record",
    "draft_message": "to",
    "recall_notes": "about",
}
"""Tools that take one record, by the argument it is in."""


def several(ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """The wish read for every record of a list of names; None where there is no such list or the records are not each its own.

    Args:
        plain: understands a message of one of them.
    """
    if not _LINKED.search(ask.text) or _OF_BOTH.search(ask.text) or len(ask.text) > 400:
        return None
    r = read(ask, linker)
    group = _group(r)
    if len(group) < 2:
        return _in_turn(ask, r, plain)
    if len(group) > MOST:
        return None
    head, tail = ask.text[: group[0].start], _BOTH.sub(" " if not r.zh else "", ask.text[group[-1].end :], count=1)
    head = _PLURAL.sub(lambda m: f"{m[1]} ", re.sub(r"(?<![a-z])both (?:of )?$", "", head, flags=re.IGNORECASE))
    found: list[Understanding] = []
    for name in group:
        one = plain(replace(ask, text=head + name.text + tail))
        if one.unsure or one.lost or not _of_this(one.calls, name):
            return None
        found.append(one)
    return None if len({_shape(one.calls) for one in found}) > 1 or _repeats(found) else _one(found)


def _one(found: Sequence[Understanding]) -> Understanding:
    return replace(found[0], calls=together([Meant(1.0, one.calls) for one in found]).calls)


_NEXT = re.compile(r"(?:,|;|，|；|、|(?<![a-z])and(?![a-z])|还有|并?把|\s)*(?:,|;|，|；|、|(?<![a-z])and(?![a-z])|还有|并?把)(?:the |\s)*$", re.IGNORECASE)  # fmt: skip


def _in_turn(ask: Ask, r: Reading, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """Give Acme to Elif and Globex to Maya: the verb holds for each of them."""
    owned = [n for n in r.names if n.entity in _OWNED]
    if len(owned) < 2 or len(owned) > MOST:
        return None
    head, parts = (
        ask.text[: owned[0].start],
        [ask.text[a.start : b.start] for a, b in itertools.pairwise(owned)],
    )
    if not re.search(r"[a-z\u3400-\u9fff]", head, re.IGNORECASE) or any(not _NEXT.search(p) for p in parts):
        return None
    parts = [_NEXT.sub("", p) for p in parts] + [ask.text[owned[-1].start :]]
    found = [plain(replace(ask, text=head + part)) for part in parts]
    sure = all(
        not one.unsure and not one.lost and _of_this(one.calls, name) for one, name in zip(found, owned, strict=True)
    )
    tools = {c.tool for one in found for c in one.calls}
    return _one(found) if sure and tools == {"propose_change"} and not _repeats(found) else None


def _group(r: Reading) -> list[Name]:
    """The first run of names, each of a record that can be changed, with nothing but "and" between."""
    best: list[Name] = []
    run: list[Name] = []
    for name in r.names:
        joined = bool(run) and _BETWEEN.fullmatch(r.text, run[-1].end, name.start)
        if name.entity in _OWNED and (joined or not run):
            run.append(name)
        else:
            best = max(best, run, key=len)
            run = [name] if name.entity in _OWNED else []
    return max(best, run, key=len)


def _of_this(calls: Sequence[Call], name: Name) -> bool:
    """Whether every call is of the record called by this name."""
    if len(calls) != 1:
        return False
    call = calls[0]
    if call.tool == "propose_change":
        changes: Sequence[Mapping[str, Any]] = call.args.get("changes", ())
        return len(changes) == 1 and "where" not in changes[0] and _called(changes[0].get("record"), name)
    return call.tool in _EACH and _called(call.args.get(_EACH[call.tool]), name)


def _called(said: object, name: Name) -> bool:
    return bool(said) and str(said).casefold().strip() in (name.text.casefold(), name.candidates[0].label.casefold(), name.candidates[0].ref.casefold())  # fmt: skip


def _shape(calls: Sequence[Call]) -> tuple[object, ...]:
    """What is done, apart from the record it is done to."""
    made: list[object] = []
    for call in calls:
        if call.tool == "propose_change":
            made += [(c.get("op"), repr(sorted((c.get("fields") or {}).items()))) for c in call.args["changes"]]
        else:
            made.append(
                (call.tool, repr(sorted((k, v) for k, v in call.args.items() if k not in (_EACH[call.tool], "query"))))
            )
    return tuple(made)


def _repeats(found: Sequence[Understanding]) -> bool:
    """The same call twice: the names lie in words that do not say which record is meant."""
    said = [repr(one.calls) for one in found]
    return len(set(said)) < len(said)
