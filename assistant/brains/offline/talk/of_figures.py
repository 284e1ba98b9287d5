"""What is said after figures and lists in a few words: "split by rep", "by month", "without the ones in Proposal", 去掉搁置的."""

import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.lists.list_clauses import turned
from assistant.brains.offline.pieces.found import Condition
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_BY = re.compile(
    r"^\W*(?:(?:and|now|ok|okay|so|then|please|can you|could you)[, ]+)*(?:split(?: up)?|broken down|grouped?|break(?: it)? down|the same)? ?(?:by|per) (?P<by>[a-z]+(?: [a-z]+)?)(?: please| now| too)*\W*$",
    re.IGNORECASE,
)
_FIGURES = ("pipeline_summary", "forecast", "deals_at_risk", "win_loss", "stage_flow", "team_activity")
_BUT = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|now|what about|how about|how much)[, ]+)*(?:without|excluding|except(?: for)?|leaving out|leave out|minus|not counting|ignoring|take out)(?: the| any| all| those| everything)*(?: (?:ones|deals))?(?P<in> still)?(?: (?:in|at|from|of|that are))? (?P<rest>[^,?]{2,40}?)(?: deals| ones| stage)?\W*$"
    r"|^(?:如果|要是|那)?(?:去掉|除去|不算|不含|不要|排除|刨去|扣掉|除了)(?P<zh>[\u3400-\u9fffA-Za-z]{2,12}?)(?:阶段)?(?:的|那些|那几个)*(?:单子|商机)?(?:以外)?[，,]?(?:呢|看看|还有多少|还剩多少|是多少|多少)?[？?]*$",
    re.IGNORECASE,
)


def of_figures(ask: Ask, linker: Linker) -> str | Understanding | None:
    """The message in words that go on from the figures before, or what it means; None when it leans on none."""
    before = ask.previous[-1] if ask.previous else None
    if before is None:
        return None
    by = _BY.match(ask.text)
    if by is not None and (before.tool in _FIGURES or before.tool == "find_records"):
        return f"{'group them' if before.tool == 'find_records' else 'split it'} by {by['by']}"
    but = _BUT.match(ask.text) if before.tool in ("pipeline_summary", "forecast") else None
    return _without(ask, linker, before, (but["rest"] or but["zh"]).strip()) if but is not None else None


def _without(ask: Ask, linker: Linker, before: Call, rest: str) -> Understanding | None:
    """What the open deals behind the figures come to without those that were named."""
    zh = ask.language == "zh"
    for text in (
        [f"{rest}的商机", f"{rest}阶段的商机"] if zh else [f"deals in {rest}", f"{rest} deals", f"deals of {rest}"]
    ):
        part = read(replace(ask, text=text, previous=(), focus=(), rows=(), listed=0), linker)
        hit = next((h for h in part.senses if any(s.kind == "entity" and s.entity == "deal" for s in h.values)), None)
        found = question(part, Head("deal", hit))
        if found is None or unread(part, (found.call,)):
            continue
        new = [f for f in found.found.filters if f != {"field": "stage.kind", "op": "=", "value": "open"}]
        denied = turned(new[0]) if len(new) == 1 else None
        if denied is not None:
            filters = [*_scope(before, linker), denied]
            args: dict[str, Any] = {"entity": "deal", "filters": filters, "measure": "sum", "total_field": "amount"}
            return Understanding((Call("find_records", args),), 1.0)
    return None


def _scope(before: Call, linker: Linker) -> list[Condition]:
    """Whose deals the figures were about, when they close, and that they are open."""
    made: list[Condition] = []
    whose = str(before.args.get("whose") or "")
    if whose:
        teams = any(m.candidates[0].entity == "team" for m in linker.link(whose))
        made.append({"field": "team" if teams else "owner", "op": "=", "value": whose})
    period = before.args.get("period") or ("this quarter" if before.tool == "forecast" else "")
    if period:
        made.append({"field": "expected_close_date", "op": "=", "value": str(period)})
    made.append({"field": "stage.kind", "op": "=", "value": "open"})
    return made
