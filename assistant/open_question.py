"""The question that is open: what an answer leaves of its choices, and its calls with what was chosen in the place of the unclear name."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.another_meant import without_denied
from assistant.answers import answered, content, described, fitting, holds
from assistant.blocks import Choice, Question, TurnResult
from assistant.tools._base import ToolResult
from assistant.waiting import without_opening
from crm_store.names import normal
from crm_store.queries.mentions import mentions
from crm_store.unit import Unit

_NONE = re.compile(
    r"(?:no|nope|neither|none)(?: of (?:them|those|these|the (?:two|three|four)))?|(?:something|another one|none of the above|a different one|not (?:any|one) of (?:them|those|these))|(?:都|一个都|全都|哪个都)不(?:是|对)|不是(?:这|那)(?:几|两|些|三)个|以上都不是"
)
_ALL = re.compile(
    r"^(?:(?:all|both|each|every one)(?: of (?:them|those|these))?(?: (?:two|three|four|five))?|(?:这|那)?[两三四几]?[个条单家位张]?(?:全部|都|全都))(?: |$|(?=[\u3400-\u9fff]))"
    r"|(?:全部|都(?:要|是|改|算)?|[两三四]个都(?:要|是|改|算)?)$"
)
_EVERY = re.compile(
    r"(?<![a-z])(?:all|both|each|every|of|them|those|these|two|three|four)(?![a-z])|全部|都|[要是改算]$"
)
_DENIES = re.compile(
    r"^(?:it s |its |it is |that s )?(?:not|n t|anything but|everything but|all but|except)(?![a-z])|^(?:不是|除了|不要|不包括|反正不是)"
)
_WISH = re.compile(
    r"[?？]\s*$|^\W*(?:what|which|who|whose|when|where|why|how|is|are|was|were|do|does|did|have|has|can|could|show|list|find|tell|give|open|bring|remind|call|create|add|new|log|met|had|book|schedule|set|move|push|shift|change|update|make|mark"
    r"|close|delete|remove|assign|reassign|hand|send|draft|write|email|note|record|import|export|undo|cancel|forget|summari[sz]e|prep|convert|merge|my|today|yesterday|i (?!mean|meant|said|want|am talking|was talking|ment)|we)(?![a-z])"
    r"|什么|哪[个些家里]|谁|多少|几[个家单条点号]|[吗呢][?？。]?\s*$|怎么|如何|有没有|^(?:查|看看|列|显示|找|提醒|新建|创建|记|约|把|将|给|帮我|今天|昨天|明天|刚)|(?:推进|改成|改到|改为|挪|推迟|标记|删除|撤销|转给)",
    re.IGNORECASE,
)
_LONGEST_ANSWER = 9
_AS_SAID = ("note", "quote", "query", "body")


@dataclass(frozen=True)
class Answer:
    """What an answer came to: the chosen records, or those it may still mean; `none` when it refuses them all."""

    refs: Sequence[str] = ()
    left: Sequence[str] = ()
    none: bool = False


def kept(turn: str, said: str, results: Iterable[tuple[str, str, dict[str, Any], ToolResult]]) -> dict[str, Any] | None:
    """The first question of a turn as a conversation remembers it; None when nothing was asked."""
    runs = list(results)
    r = next((r for _, _, _, r in runs if r.question is not None), None)
    if r is None or r.question is None:
        return None
    return {
        "turn": turn, "said": said, "text": r.question.text, "unclear": r.data.get("unclear", ""),
        "calls": [{"tool": n, "args": a} for _, n, a, x in runs if x.question is not None],
        "choices": [{"label": c.label, "ref": c.ref, "say": c.say} for c in r.question.choices],
    }  # fmt: skip


def answer(crm: Unit, text: str, question: Mapping[str, Any], *, guarded: bool) -> Answer | None:
    """What a message answers to the question; None when it is no answer to it.

    Args:
        guarded: a message that shares words with the choices and is plainly no wish of its own is an answer, if an unclear one.
    """
    plain, low = without_opening(text), normal(without_opening(text))
    if not question["choices"]:
        return None
    every = [str(c["ref"]) for c in question["choices"]]
    if _NONE.fullmatch(low):
        return Answer(none=True)
    if match := _ALL.match(low):
        rest = _EVERY.sub(" ", low[match.end() :]).strip()
        some = fitting(crm, _singular(rest), question) if content(rest) else every
        return Answer(refs=some) if some and not (low.startswith("both") and len(some) != 2) else Answer(left=every)
    if _DENIES.search(low) and normal(without_denied(plain)) == low:
        out = fitting(crm, _DENIES.sub("", low), question)
        left = [ref for ref in every if ref not in out]
        return (Answer(refs=left) if len(left) == 1 else Answer(left=left)) if out and left else None
    meant = without_denied(plain)
    if (one := answered(meant, dict(question)) or described(crm, meant, question)) is not None:
        return Answer(refs=[one])
    if len(low.split()) > _LONGEST_ANSWER or len(low) > 60 or (guarded and _plainly_asked(crm, plain, question)):
        return None
    several = fitting(crm, meant, question)
    if len(several) > 1 and (best := _sooner(question, several)) is not None:
        return Answer(refs=[best])
    if 1 < len(several) < len(every):
        return Answer(left=several)
    if not guarded:
        return None
    shown = normal(" ".join(str(c["label"]) for c in question["choices"]))
    return Answer(left=every) if any(holds(shown, w) for w in content(normal(meant))) else None


def _singular(low: str) -> str:
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in low.split())


def _plainly_asked(crm: Unit, text: str, question: Mapping[str, Any]) -> bool:
    """Whether a message that fits several choices is a wish of its own: it asks, orders, reports or names a record that is no choice."""
    if _WISH.search(text):
        return True
    shown = normal(" ".join(str(c["label"]) for c in question["choices"]))
    refs = {c["ref"] for c in question["choices"]}
    return any(
        normal(m.text) not in shown
        and not {c.ref for c in m.candidates} & refs
        and any(c.entity in ("account", "contact", "deal", "lead", "ticket") for c in m.candidates)
        for m in mentions(crm, text)
    )


def _sooner(question: Mapping[str, Any], refs: Sequence[str]) -> str | None:
    """The one of several choices that holds more words of the message that was unclear: “rollout” in “the Brightmoor rollout goes up”."""
    best = _of_first_message(question, [c for c in question["choices"] if c["ref"] in refs])
    return best[0] if len(best) == 1 else None


def only_names(text: str, question: Mapping[str, Any]) -> bool:
    """Whether an answer is but words of a choice, which tell nothing of the language one speaks: “Bench”."""
    shown = normal(" ".join(str(c["label"]) for c in question["choices"]))
    words = normal(text).split()
    return 0 < len(words) <= 4 and all(holds(shown, w) for w in words)


def sifted(question: Mapping[str, Any]) -> list[str]:
    """The choices that hold words of the message besides the unclear name, when others do not: they are the ones meant."""
    best = _of_first_message(question, question["choices"])
    return best if len(best) < len(question["choices"]) else []


def _of_first_message(question: Mapping[str, Any], choices: Sequence[Mapping[str, Any]]) -> list[str]:
    """The choices whose labels hold the most of the message's words that are no values of its calls; all when none tells them apart."""
    given = normal(json.dumps([_values(c["args"]) for c in question["calls"]], ensure_ascii=False))
    unclear = normal(str(question["unclear"]))
    words = [
        w
        for w in dict.fromkeys(content(normal(str(question.get("said", "")))))
        if holds(unclear, w) or not holds(given, w)
    ]
    labels = [normal(str(c["label"])) for c in choices]
    fits = [sum(len(w) for w in words if holds(label, w)) for label in labels]
    most = max(fits, default=0)
    return [str(c["ref"]) for c, n in zip(choices, fits, strict=True) if n == most]


def _values(args: Any) -> Any:
    """What the calls of the question already hold of the message, but for its whole text."""
    if isinstance(args, Mapping):
        return {k: _values(v) for k, v in args.items() if k not in _AS_SAID and k not in ("record", "facts")}
    return [_values(v) for v in args] if isinstance(args, list) else args


def put_again(question: Mapping[str, Any], left: Sequence[str], result: TurnResult) -> dict[str, Any]:
    """The question put once more with the choices that are left."""
    choices = [c for c in question["choices"] if c["ref"] in left]
    result.question = Question(str(question["text"]), [Choice(**c) for c in choices])
    fewer = len(choices) < len(question["choices"])
    zh = result.language == "zh"
    lead = (
        ("还有几个符合：" if zh else "Several still fit.")
        if fewer
        else ("刚才的问题还在：" if zh else "My question is still open:")
    )
    result.words = result.reply = f"{lead} {question['text']}"
    return {**question, "choices": choices}


def calls_with(question: Mapping[str, Any], refs: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """The calls of the question with what was chosen: changes of several records side by side, other calls one for each."""
    made: list[tuple[str, dict[str, Any]]] = []
    for call in question["calls"]:
        tool, args, unclear = call["tool"], call["args"], question["unclear"]
        each = [_replaced(tool, args, unclear, ref) for ref in refs]
        if tool == "propose_change" and len(each) > 1:
            changes = [change for one in each for change in one.get("changes", [])]
            each = [{**args, "changes": [c for i, c in enumerate(changes) if c not in changes[:i]]}]
        made += [(tool, one) for one in each]
    return made


def _replaced(tool: str, args: dict[str, Any], unclear: str, ref: str) -> dict[str, Any]:
    made = {k: v if k in _AS_SAID else _put(v, unclear, ref) for k, v in args.items()}
    if tool == "log_interaction" and ref.startswith("D-") and not args.get("deal") and made == args:
        made["deal"] = ref
    return made


def _put(value: Any, unclear: str, ref: str) -> Any:
    """The unclear name, wherever it stands alone, replaced by the chosen reference."""
    if isinstance(value, Mapping):
        return {k: v if k in _AS_SAID else _put(v, unclear, ref) for k, v in value.items()}
    if isinstance(value, list):
        return [_put(v, unclear, ref) for v in value]
    if isinstance(value, str) and unclear and value.strip().casefold() == unclear.strip().casefold():
        return ref
    return value
