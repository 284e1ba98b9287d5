"""What other records a record has or lacks: accounts without open deals, 没有联系人的客户, customers with open tickets."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE, Sense
from assistant.brains.offline.words.phrases import Hit
from crm_store.queries.reverse import pointing

_LACKS = re.compile(
    r"(?:(?<![a-z])(?:no|without|without any|have no|has no|having no|with no|lacking|lack|don't have|do not have|doesn't have|does not have"
    r"|haven't|hasn't|have not had|haven't had)(?: any| a| an| single| (?:logged|recorded|planned|scheduled))*|(?:还|都|从)?没有?(?:任何|过|一个)?|无|缺少?|不存在|未有) ?$"
)
_HAS = re.compile(
    r"(?:(?<![a-z])(?:with|having|have|has|that have|who have|which have)(?: any| a| an| some| at least one| currently)*|(?<!没)(?<!还)有) ?$"
)
_GAP = re.compile(r"[\s-]*$")


def backwards(r: Reading, entity: str, found: Found) -> None:
    """Filters on the records that point at those asked for."""
    _played(r, entity, found)
    for hit, sense in r.sensed("entity"):
        if sense.entity == entity or not pointing(entity, sense.entity) or not found.free(hit.start, hit.end):
            continue
        start, inner = _narrowed(r, hit, sense.entity)
        before = r.before(start, 30)
        lacks, has = _LACKS.search(before), _HAS.search(before)
        led = lacks or has
        if led is None:
            continue
        op = ("!=" if lacks else "in" if "," in inner[1] else "=") if inner else ("empty" if lacks else "filled")
        where = (start - len(led[0]), hit.end)
        if inner is None and sense.entity == "activity" and (span := _period(r, hit)):
            found.add(where, "activity.starts_at", "!=" if lacks else "=", span[2])
            found.used.append(span[:2])
        elif inner is None:
            found.add(where, sense.entity, op)
        else:
            found.add(where, f"{sense.entity}.{inner[0]}", op, inner[1])
            found.used.append((start, hit.end))


def _played(r: Reading, entity: str, found: Found) -> None:
    """Customers with or without somebody of a role: 没有决策人的客户, "accounts without a champion"."""
    for hit, sense in r.sensed("choice", "contact"):
        if sense.field != "role" or not pointing(entity, "contact") or not found.free(hit.start, hit.end):
            continue
        before = r.before(hit.start, 30)
        lacks, has = _LACKS.search(before), _HAS.search(before)
        if led := lacks or has:
            found.add((hit.start - len(led[0]), hit.end), "contact.role", "!=" if lacks else "=", sense.code)


def _narrowed(r: Reading, hit: Hit[Sense], other: str) -> tuple[int, tuple[str, str] | None]:
    """Where the phrase of a record type begins, and the one condition an adjective puts on it: "open deals", 未关闭的工单."""
    for word, sense in r.sensed("choice", other):
        between = r.text[word.end : hit.start]
        if word.end <= hit.start and (_GAP.fullmatch(between) or between in ("的", "中的", "状态的")):
            return word.start, (sense.field, sense.code)
    for open_ in r.hits("unfinished"):
        between = r.text[open_.end : hit.start]
        if open_.end <= hit.start and (_GAP.fullmatch(between) or between in ("的", "中的")):
            if other == "deal":
                return open_.start, (KIND_OF_STAGE, "open")
            codes = {"ticket": "new, assigned, pending, waiting_customer", "task": "todo, in_progress, deferred"}
            if other in codes:
                return open_.start, ("status", codes[other])
    return hit.start, None


def _period(r: Reading, hit: Hit[Sense]) -> tuple[int, int, str] | None:
    after = [p for p in r.periods if p.value.start]
    near = min(after, key=lambda p: abs(p.start - hit.end), default=None)
    return (near.start, near.end, re.sub(r"^(?:in|during|over|within|for) ", "", near.text)) if near else None
