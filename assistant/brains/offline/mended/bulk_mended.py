"""Orders about many records read against their own words: what is excepted stays out, and no condition that was said is dropped."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.replies import half_ordered
from assistant.brains.offline.terms import Call, Understanding
from assistant.recognise.numbers import parse_number
from assistant.recognise.numerals import chinese_value

_EXCEPT = re.compile(
    r"(?:,\s*)?(?<![a-z])(?:except(?:ing)?(?: for)?|apart from|other than|excluding|but not|besides|(?:but )?(?:leave|keep)(?: out)?|not(?= the)) (?:the |my |that |those )*(?P<x>[^,.;?!]{2,40}?)(?: ones?| deals?| tasks?| tickets?| leads?)?(?: (?:alone|out|as (?:it|they) (?:is|are)|where (?:it|they) (?:is|are)))?[\s.!]*$"
    r"|(?:[，,]\s*)?(?:除了|除去|不包括|不含|不算|(?<!删)除(?=.{1,20}(?:以外|之外|外)))(?P<z>[\u3400-\u9fffA-Za-z0-9 -]{1,20}?)(?:的|那[个条单])*(?:任务|商机|工单|线索|单子)?(?:以外|之外|外)?(?=[，,都全]|$)|(?P<zz>[\u3400-\u9fffA-Za-z0-9 -]{1,16}?)(?:的|那[个条单])*(?:除外|不动|别动|不改)",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"(?<![a-z])(?:whose|with (?:an?|the|no)|having|that have|which have|without(?: an?)?) (?:[a-z]+ ){0,3}$"
)
_TITLE = {"task": "title", "deal": "name", "ticket": "subject", "lead": "name", "account": "name", "contact": "name"}
_DENIES = ("!=", "!~", "empty")


def bulk_mended(found: Understanding, r: Reading) -> Understanding:
    """The order with what was excepted left out; lost where a condition that was said is in none of its filters."""
    changes = [x for c in found.calls for x in c.args.get("changes") or () if "where" in x]
    if not changes:
        return found
    found = _first_only(found, r)
    if found.lost:
        return found
    said = _EXCEPT.search(r.said)
    words = next((v for v in said.groupdict().values() if v), "") if said is not None else ""
    if any(str(v).casefold() in words.casefold() for x in changes for v in (x.get("fields") or {}).values() if v):
        return _lost(r, words)  # the value of what is left out was taken for the new one
    if words and not all(_denied(x) for x in changes):
        return _without(found, r, words)
    for change in changes:
        held = {f["field"].split(".")[0] for f in change["where"]} | set(change.get("fields") or ())
        for hit, sense in r.sensed("field", change["entity"]):
            if sense.spec.name not in held | {"stage", "status"} and _WHOSE.search(r.before(hit.start, 30)):
                return _lost(r, r.said[hit.start : hit.end])
        for hit, sense in r.sensed("field", change["entity"]):
            once = sum(1 for h, s in r.sensed("field", change["entity"]) if s.spec.name == sense.spec.name)
            set_only = sense.spec.name in (change.get("fields") or ()) and all(f["field"] != sense.spec.name for f in change["where"])  # fmt: skip
            if set_only and once == 1 and _WHOSE.search(r.before(hit.start, 30)):
                return _lost(r, r.said[hit.start : hit.end])
    return found


_NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty)"
_RANK = r"(?:biggest|largest|smallest|oldest|newest|latest|earliest|highest[- ]value|most valuable|most recent|longest[- ]running)"
_TOP = re.compile(
    rf"(?<![a-z])(?:(?P<n>{_NUMBER}) (?P<s>{_RANK})|(?:(?P<s2>{_RANK})|(?P<s3>top)) (?P<n2>{_NUMBER}))(?! %| percent|k(?![a-z])|[.,\d])"
    r"|(?:金额)?最(?P<z>大|小|早|新|老|高|低|久)的?(?:前)?(?P<zn>\d{1,3}|[两二三四五六七八九十])(?:个|条|张|单|笔|家)|(?P<z2>前)(?P<zn2>\d{1,3}|[两二三四五六七八九十])(?:大|个|条|单|笔)(?!月|天|周|季|小时)",
    re.IGNORECASE,
)
_WORTH = {"deal": "amount", "lead": "est_amount", "account": "annual_revenue"}


def _first_only(found: Understanding, r: Reading) -> Understanding:
    """ "Her three biggest deals": an order about so many of them is not one about all."""
    said = _TOP.search(r.whole)
    if said is None:
        return found
    number = next(v for k, v in said.groupdict().items() if v and k in ("n", "n2", "zn", "zn2"))
    rank = next((v for k, v in said.groupdict().items() if v and k in ("s", "s2", "s3", "z", "z2")), "top").casefold()
    limit = int(chinese_value(number) or 0) if not number.isascii() else int(parse_number(number) or 0)
    made = list[Call]()
    for call in found.calls:
        changes = list[Mapping[str, Any]]()
        for change in call.args.get("changes") or ():
            if "where" in change and "limit" not in change:
                entity = str(change["entity"])
                young = rank in ("newest", "latest", "most recent", "新")
                old = rank in ("oldest", "earliest", "longest-running", "longest running", "早", "老", "久")
                field = "created_at" if young or old else _WORTH.get(entity)
                if field is None or not limit:
                    return _lost(r, said[0])
                up = old or rank in ("smallest", "小", "低")
                change = {**change, "sort": f"{field} {'asc' if up else 'desc'}", "limit": limit}
            changes.append(change)
        made.append(Call(call.tool, {**call.args, "changes": changes}) if changes else call)
    return replace(found, calls=tuple(made))


def _denied(change: Mapping[str, Any]) -> bool:
    own = [f for f in change["where"] if f["field"] not in ("status", "stage.kind")]
    return any(f["op"] in _DENIES for f in own)


def _without(found: Understanding, r: Reading, words: str) -> Understanding:
    """The same order for all but what these words call: a customer, a person, or words of the title."""
    words = words.strip(" \"“”'")
    name = next((n for n in r.names if n.text in words or words in n.text), None)
    if re.fullmatch(r"[A-Z]{1,3}-\d+|that|this|those|these", words, re.IGNORECASE) or len(words) < 2:
        return _lost(r, words)
    made = list[Call]()
    for call in found.calls:
        changes = list[Mapping[str, Any]]()
        for change in call.args.get("changes") or ():
            if "where" in change:
                field = _TITLE.get(change["entity"])
                by = next((e for e in ("account", "contact", "stage") if name is not None and name.entity == e), None)
                if (
                    change["entity"] in ("task", "deal", "ticket")
                    and by
                    and (by != "stage" or change["entity"] == "deal")
                ):
                    kept = [f for f in change["where"] if f.get("value") != words]
                    change = {
                        **change,
                        "where": [*kept, {"field": by, "op": "!=", "value": name.text if name else words}],
                    }
                elif field:
                    change = {**change, "where": [*change["where"], {"field": field, "op": "!~", "value": words}]}
            changes.append(change)
        made.append(Call(call.tool, {**call.args, "changes": changes}) if changes else call)
    return replace(found, calls=tuple(made), unsure=())


def _lost(r: Reading, words: str) -> Understanding:
    return Understanding((), 0.0, (words,), half_ordered(r, [words]), lost=True)
