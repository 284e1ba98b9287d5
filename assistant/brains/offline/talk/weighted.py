"""What the deals just listed come to weighted: 加权多少 behind 12月能签的有哪些, "what's that weighted?"."""

import re
from typing import Any

from assistant.brains.offline.terms import Ask, Call, Understanding

_ASKED = re.compile(
    r"(?:and |so )?(?:(?:what(?:['’]s| is| are)|how much (?:is|are)) (?:that|it|this|those|these|they|the total)(?: worth)? (?:when )?weighted|(?:what(?:['’]s| is) )?(?:the |their |its )?weighted (?:value|amount|total|sum)(?: of (?:that|those|these|them))?|weighted)[?.! ]*"
    r"|(?:那)?(?:这些)?(?:加权|加权后|加权金额|加权下来|按赢率算)(?:金额|合计|总额)?(?:的话)?(?:是|有|呢|一共)?(?:多少)?(?:钱)?(?:呢)?[?？。]*",
    re.IGNORECASE,
)


def weighted(ask: Ask) -> Understanding | None:
    """The weighted pipeline of the list before, where whose deals and when they close are all that narrowed it."""
    if not ask.previous or _ASKED.fullmatch(ask.text.strip()) is None:
        return None
    last = ask.previous[-1]
    if last.tool != "find_records" or last.args.get("entity") != "deal":
        return None
    args: dict[str, Any] = {"status": "open"}
    for f in last.args.get("filters") or ():
        if (f["field"], f["op"], f.get("value")) == ("stage.kind", "=", "open"):
            continue
        name = {"owner": "whose", "team": "whose", "expected_close_date": "period"}.get(f["field"])
        if name is None or name in args or f["op"] != "=":
            return None
        args[name] = f["value"]
    return Understanding((Call("pipeline_summary", args),), 1.0)
