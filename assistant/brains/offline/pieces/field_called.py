"""Orders that name a field and no record: "push the close date to December 31", 把预计成交日推到12月底, after one was talked about."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from assistant.brains.offline.terms import Ask, Call, Understanding
from crm_store.models import fields_of
from crm_store.names import normal


def of_the_record(found: Understanding, ask: Ask) -> Understanding:
    """The change of a record that is called like one of its own fields, as one of the record talked about last."""
    if not any(c.tool == "propose_change" for c in found.calls):
        return found
    return replace(found, calls=tuple(_meant(c, ask) for c in found.calls))


def _meant(call: Call, ask: Ask) -> Call:
    if call.tool != "propose_change":
        return call
    return Call(call.tool, {**call.args, "changes": [_changed(c, ask) for c in call.args.get("changes") or ()]})


def _changed(change: Mapping[str, Any], ask: Ask) -> dict[str, Any]:
    entity, record = str(change.get("entity")), str(change.get("record") or "")
    said = normal(record)
    if len(said) < 2 or not any(said == w or (len(said) > 2 and w == f"{said}期") for w in _field_words(entity)):
        return dict(change)
    about = next((n.ref for n in ask.focus if n.entity == entity), "这个" if ask.language == "zh" else "it")
    return {**change, "record": about}


@cache
def _field_words(entity: str) -> frozenset[str]:
    words: set[str] = set()
    for spec in fields_of(entity).values():
        words |= {normal(w) for w in (spec.en, spec.zh, *spec.also_en, *spec.also_zh) if len(w) > 1}
    return frozenset(w for word in words for w in (word, f"the {word}") if w)
