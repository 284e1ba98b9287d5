"""Values of the company's own fields said along with a new record: new deal for Acme: pilot, 50k, risk class high; 新建客户蓝港，合同编号HT-9."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding
from assistant.brains.offline.words.field_words import value_said
from crm_store.base import FieldSpec
from crm_store.own_fields import ON

_I = re.IGNORECASE
_MAKES = re.compile(
    r"^\W*(?:please |can you |could you |let'?s |i need |we need )*(?:add|create|make|new|open|log|set up|enter|register)(?![a-z])|新建|新增|创建|添加|录入|加一?[个条位家]|登记|建一?[个条]",
    _I,
)
_LEAD = r"(?:[,，;；]\s*(?:and |with )?(?:the |its |a |an )?|\s(?:with|and|having)\s(?:the |its |a |an )?|[，,；;]?(?:并且?|且|其)?)"
_MEANS = r"\s*(?:\s(?:is|of|as|being|set to)\s|[=:：]|为|是|填)?\s*"


def with_own_values(ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """What is understood of the rest of the message, a new record, with these values on it; None where none is said."""
    if not _MAKES.search(ask.text):
        return None
    rest, found = ask.text, list[tuple[str, FieldSpec, str]]()
    known = [(e, s, w) for e in ON for s in linker.custom(e) for w in {s.en, s.zh}]
    for entity, spec, words in sorted(known, key=lambda k: -len(k[2])):
        bound = r"(?<![a-z])" if words.isascii() else ""
        pattern = re.compile(
            rf"{_LEAD}{bound}{re.escape(words)}{_MEANS}(?P<v>[^,，;；。\n]+?)(?=\s*(?:[,，;；。\n]|\sand\s|$))", _I
        )
        match = pattern.search(rest)
        if match is None or any(s.name == spec.name and e == entity for e, s, _ in found):
            continue
        said = match["v"].strip(" \"'“”‘’.!！")
        r = read(replace(ask, text=said), linker)
        found.append((entity, spec, value_said(r, spec, 0, len(r.text)) or said))
        rest = f"{rest[: match.start()]}{rest[match.end() :]}"
    if not found:
        return None
    made = plain(replace(ask, text=rest.strip(" ,，;；")))
    return _filled(made, found)


def _filled(made: Understanding, found: list[tuple[str, FieldSpec, str]]) -> Understanding | None:
    if len(made.calls) != 1 or made.calls[0].tool != "propose_change":
        return None
    (call,) = made.calls
    changes = [dict(c) for c in call.args["changes"]]
    fresh = {c["entity"]: c for c in changes if c["op"] == "create"}
    for entity, spec, value in found:
        if entity not in fresh:
            if any(e in fresh and s.name == spec.name for e, s, _ in found):
                continue  # another record type's field of the same name
            return None
        fresh[entity]["fields"] = {**fresh[entity].get("fields", {}), spec.name: value}
    return replace(made, calls=(Call("propose_change", {**call.args, "changes": changes}),))
