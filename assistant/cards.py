"""A stored proposal as a person sees it: every change with its fields, what stands there now and what will."""

from datetime import datetime
from typing import Any

from assistant.blocks import Language
from assistant.role_words import fields_text, rights_text
from assistant.wording import FieldWords, day_text, moment_text, money_text
from crm_store.base import FieldSpec, Kind
from crm_store.codes import Codes, predicate_text
from crm_store.models import Proposal, entities, entity_type, fields_of
from crm_store.own_fields import is_own, own_specs, typed_value
from crm_store.queries.stages import stages
from crm_store.unit import Unit
from crm_store.values import from_json, money_json

HIDDEN = frozenset({"stage_entered_at", "currency", "subject_type", "span_start", "span_end", "team", "forecast_category", "pipeline", "valid_from",
                    "completed_at", "key"})  # fmt: skip
"""Derived or paired fields: shown within others, or not worth a line on a card."""
_ROLE = frozenset({"rights", "fields"})
FIELD_KINDS = {
    "text": ("text", "文本"), "long": ("long text", "长文本"), "number": ("number", "数字"), "date": ("day", "日期"),
    "bool": ("yes or no", "是/否"), "choice": ("choice", "选项"),
}  # fmt: skip
"""What kinds of fields a company may add are called."""
_ASKED_FOR = frozenset({"forecast_category"})
"""Of these, what is shown when a person sets it, and not when it merely follows from something else."""


def proposal_json(crm: Unit, proposal: Proposal, language: str) -> dict[str, Any]:
    """The contract's `proposal` object, with what the card needs besides: labels, shown texts, choices.

    `before` and `after` are values as records are printed; `shown_before` and `shown_after` are for people.
    """
    handles = {c["handle"]: c for c in proposal.changes if c["handle"]}
    _fetch(crm, proposal)
    status = {"undone": "cancelled"}.get(proposal.status, proposal.status)
    return {
        "id": proposal.id,
        "status": status,
        "undone": proposal.status == "undone",
        "undoable": proposal.status == "applied" and all(c["op"] != "erase" for c in proposal.changes),
        "digest": proposal.digest,
        "contested": proposal.status == "pending" and any(c.get("clash") for c in proposal.changes),
        "expires_at": proposal.expires_at.isoformat(),
        "changes": [_change(crm, i, c, handles, language) for i, c in enumerate(proposal.changes)],
    }


def sentence(crm: Unit, proposal: Proposal, language: str) -> str:
    """What a proposal would do, as a short list in words; of one taken back, what that did."""
    lines, back = [], proposal.status == "undone"
    for change in proposal_json(crm, proposal, language)["changes"]:
        made, gone = ("−", "+") if back else ("+", "−")
        mark = {"create": made, "update": "~", "delete": gone, "restore": made, "merge": "⇐", "erase": "✕"}[
            change["op"]
        ]
        parts = []
        for held in change["fields"].values():
            if held["minor"] or (back and change["op"] != "update"):
                continue
            if change["op"] == "create":
                parts.append(f"{held['label']}: {held['shown_after']}")
            else:
                was, will = held["shown_before"], held["shown_after"]
                parts.append(f"{held['label']}: " + (f"{will} → {was}" if back else f"{was} → {will}"))
        ref = f" {change['ref']}" if change["ref"] else ""
        separator = "；" if language == "zh" else "; "
        body = separator.join(parts)
        name = f" **{change['label']}**" if change["label"] else ""
        lines.append(f"- {mark} {change['entity_label']}{ref}{name}" + (f" — {body}" if body else ""))
    return "\n".join(lines)


def shown(crm: Unit, spec: FieldSpec, value: Any, currency: str | None, language: str) -> str:
    """A field value as people read it; "—" when there is none."""
    if value in (None, "", []):
        return "—"
    if spec.kind is Kind.JSON and spec.name in _ROLE:
        lines: list[str] = value if isinstance(value, list) else [value]
        tongue: Language = "zh" if language == "zh" else "en"
        return rights_text(lines, tongue) if spec.name == "rights" else fields_text(lines, tongue, crm)
    if isinstance(value, list):
        return ("、" if language == "zh" else ", ").join(shown(crm, spec, v, currency, language) for v in value)
    if spec.name == "entity" and value in entities():
        return entity_type(str(value)).about.label(language)
    if spec.name == "type" and spec.kind is Kind.TEXT:
        return FIELD_KINDS.get(str(value), (str(value), str(value)))[language == "zh"]
    if spec.name == "predicate":
        return predicate_text(str(value), language)
    if spec.kind in (Kind.REF, Kind.REFS):
        return _name(crm, spec.to, value, language)
    if spec.kind is Kind.MONEY:
        return money_text(from_json(spec, value), currency or crm.actor.currency, language)
    if is_own(spec.name):
        return FieldWords(crm, language).value(spec, typed_value(spec, value)) or "—"
    if spec.kind is Kind.DAY:
        return day_text(from_json(spec, value), language)
    if spec.kind is Kind.MOMENT:
        at: datetime = from_json(spec, value)
        return moment_text(at.astimezone(crm.actor.zone), language)
    if spec.kind is Kind.CHOICE and spec.choices is not None:
        code = spec.choices(value)
        return code.label(language) if isinstance(code, Codes) else str(value)
    if spec.kind is Kind.BOOL:
        return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")
    return str(value)


def _fetch(crm: Unit, proposal: Proposal) -> None:
    """Read every record the changes point at, a query per record type instead of one per value."""
    wanted: dict[str, set[int]] = {}
    for change in proposal.changes:
        specs = fields_of(change["entity"])
        for name, held in change["fields"].items():
            if (spec := specs.get(name)) is not None and spec.kind in (Kind.REF, Kind.REFS):
                for side in (held.get("before"), held.get("after")):
                    some = side if isinstance(side, list) else [side]
                    wanted.setdefault(spec.to, set()).update(n for n in some if isinstance(n, int))
    for entity, numbers in wanted.items():
        crm.many(entity, numbers)


def _change(
    crm: Unit, index: int, change: dict[str, Any], handles: dict[str, dict[str, Any]], language: str
) -> dict[str, Any]:
    entity = str(change["entity"])
    about = entity_type(entity).about
    specs = {**fields_of(entity), **own_specs(crm, entity, retired=True)}
    held = change["fields"]
    fields: dict[str, Any] = {}
    for name, spec in specs.items():
        if (
            name not in held
            or (entity == "share" and name in ("entity", "record_id"))
            or (name in HIDDEN and entity != "grant" and (name not in _ASKED_FOR or name in change.get("derived", ())))
            or (change["op"] == "create" and name in change.get("derived", ()) and _plain_default(name))
        ):
            continue
        fields[name] = _field(crm, spec, held, handles, change, language)
    ref = f"{about.prefix}-{change['number']}" if change["number"] else None
    label, gone = change["label"], change.get("gone")
    if gone:
        label = f"{label} ⇐ {gone['label']} ({about.prefix}-{gone['number']})"
    made = {"op": change["op"], "entity": entity, "entity_label": about.label(language), "ref": ref, "label": label, "index": index,
            "fields": fields}  # fmt: skip
    return made | ({"gone": {"ref": f"{about.prefix}-{gone['number']}", "label": gone["label"]}} if gone else {})


def _plain_default(name: str) -> bool:
    return name in ("status", "priority", "type")


def _field(
    crm: Unit,
    spec: FieldSpec,
    held: dict[str, Any],
    handles: dict[str, dict[str, Any]],
    change: dict[str, Any],
    language: str,
) -> dict[str, Any]:
    before, after = held[spec.name]["before"], held[spec.name]["after"]
    money_in = held.get(spec.currency, {}) if spec.kind is Kind.MONEY else {}
    current = None
    if spec.kind is Kind.MONEY and change["number"]:
        record = crm.many(change["entity"], [change["number"]]).get(change["number"])
        current = getattr(record, spec.currency, None)
    was, will = money_in.get("before") or current, money_in.get("after") or current
    if spec.kind is Kind.SUBJECT:
        name = _subject(crm, change, after)
        return {"label": spec.label(language), "before": None, "after": name, "shown_before": "—", "shown_after": name or "—",
                "kind": "subject", "minor": False, "editable": False, "choices": None}  # fmt: skip
    clash = (change.get("clash") or {}).get(spec.name)
    original = {"shown_original": _shown(crm, spec, clash["original"], was, handles, language)} if clash else {}
    return original | {
        "label": spec.label(language),
        "before": _value(crm, spec, before, was, handles),
        "after": _value(crm, spec, after, will, handles),
        "shown_before": _shown(crm, spec, before, was, handles, language),
        "shown_after": _shown(crm, spec, after, will, handles, language),
        "kind": spec.kind.value,
        "minor": _minor(crm, spec, change),
        "editable": spec.editable and not _points_at_new(after),
        "choices": _choices(crm, spec, change, language),
    }


def _value(crm: Unit, spec: FieldSpec, value: Any, currency: str | None, handles: dict[str, dict[str, Any]]) -> Any:
    if value is None:
        return None
    if isinstance(value, dict) and "new" in value:
        return handles.get(value["new"], {}).get("label") or value["new"]
    if isinstance(value, list):
        return [_value(crm, spec, v, currency, handles) for v in value]
    if spec.kind in (Kind.REF, Kind.REFS):
        return _name(crm, spec.to, value, "key")
    if spec.kind is Kind.SUBJECT:
        return None
    if spec.kind is Kind.MONEY:
        return money_json(from_json(spec, value), currency or crm.actor.currency)
    return value


def _subject(crm: Unit, change: dict[str, Any], value: Any) -> str | None:
    kind = change["fields"].get("subject_type", {}).get("after")
    return _name(crm, kind, value, "en") if kind and value else None


def _shown(
    crm: Unit, spec: FieldSpec, value: Any, currency: str | None, handles: dict[str, dict[str, Any]], language: str
) -> str:
    if isinstance(value, dict) and "new" in value:
        return str(handles.get(value["new"], {}).get("label") or "")
    if isinstance(value, list) and value and spec.kind is Kind.JSON and spec.name in _ROLE:
        return shown(crm, spec, value, currency, language)
    if isinstance(value, list):
        parts = [_shown(crm, spec, v, currency, handles, language) for v in value]
        return ("、" if language == "zh" else ", ").join(parts) or "—"
    return shown(crm, spec, value, currency, language)


def _choices(crm: Unit, spec: FieldSpec, change: dict[str, Any], language: str) -> list[dict[str, str]] | None:
    if spec.choices is not None:
        return [
            {"value": str(c.value), "label": c.label(language) if isinstance(c, Codes) else str(c.value)}
            for c in spec.choices
        ]
    if spec.to == "stage":
        own = stages(crm, _pipeline(crm, change))
        return [{"value": s.name, "label": (s.name_zh or s.name) if language == "zh" else s.name} for s in own]
    return None


def _pipeline(crm: Unit, change: dict[str, Any]) -> int | None:
    """The pipeline whose stages a deal may stand in; None when it has none yet."""
    chosen = change["fields"].get("pipeline", {}).get("after")
    if isinstance(chosen, int) or not change["number"]:
        return chosen if isinstance(chosen, int) else None
    record = crm.many(change["entity"], [change["number"]]).get(change["number"])
    return getattr(record, "pipeline_id", None)


def _name(crm: Unit, entity: str, number: Any, language: str) -> str:
    found = crm.many(entity, [int(number)]).get(int(number))
    if found is None:
        return f"{entity_type(entity).about.prefix}-{number}"
    if language == "key":
        return str(found.email) if entity == "user" else found.display  # type: ignore[attr-defined]
    if language == "zh" and getattr(found, "name_zh", None):
        return str(found.name_zh)  # type: ignore[attr-defined]
    return found.display


def _minor(crm: Unit, spec: FieldSpec, change: dict[str, Any]) -> bool:
    """Whether a line says nothing new: the title again, oneself as the owner, what a default filled in."""
    held = change["fields"]
    after = held[spec.name]["after"]
    if change["op"] != "create":
        return spec.name in ("closed_at", "first_response_at") and spec.name in change.get("derived", ())
    if spec.name == entity_type(change["entity"]).about.title:
        return True
    if spec.name in ("owner", "assignee"):
        return bool(after == crm.actor.user_id)
    if spec.name == "due_on":
        return "due_at" in held
    return spec.name in ("source", "quote", "ends_at", "channel", "value") or (
        spec.name == "status" and after in ("held", "todo", "new", "accepted")
    )


def _points_at_new(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict) for v in value))
