"""A time said with a share reaches it, whatever the words were turned into before: 给徐凌看一下，看到月底."""

from dataclasses import replace

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding
from assistant.brains.offline.upkeep.lending import lent_till


def lent_until(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    """The share with the last day the message names; as it is where it has one, or where a share is taken back."""
    if [c.tool for c in found.calls] != ["share_record"]:
        return found
    args = found.calls[0].args
    if args.get("stop") or "until" in args or (last := lent_till(read(ask, linker))) is None:
        return found
    return replace(found, calls=(Call("share_record", {**args, "until": last.isoformat()}),))
