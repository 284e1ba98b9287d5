"""A note ordered beside a change is of the record that is changed: 金额改成14万，备注写“分两期”."""

from dataclasses import replace

from assistant.brains.offline.terms import Call, Understanding

_ABOUT = {"deal": "deal", "account": "account", "contact": "with_people"}
_HAS_ONE = frozenset({"with_people", "account", "deal"})


def note_of_the_change(found: Understanding) -> Understanding:
    """The same, with the record a message changes told to the note in it that names none."""
    changes = [c for call in found.calls if call.tool == "propose_change" for c in call.args.get("changes", ())]
    if len(changes) != 1 or changes[0].get("op") != "update" or not changes[0].get("record"):
        return found
    field, record = _ABOUT.get(changes[0]["entity"]), changes[0]["record"]
    if field is None:
        return found
    about = {field: [record] if field == "with_people" else record}

    def placed(call: Call) -> Call:
        bare = call.tool == "log_interaction" and call.args.get("kind") == "note" and not call.args.keys() & _HAS_ONE
        return Call(call.tool, {**call.args, **about}) if bare else call

    return replace(found, calls=tuple(placed(c) for c in found.calls))
