"""One field of a record emptied: "remove the next step from the Acme renewal", 清空D-12的预计成交日期."""

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.field_words import held_by
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule
from crm_store.base import Kind


def _emptied(fit: Fit) -> Meant | None:
    found = held_by(fit, fit["f"])
    if found is None:
        return None
    entity, spec = found
    if not spec.editable or spec.required or spec.kind in (Kind.BOOL, Kind.JSON, Kind.REFS) or spec.name in ("status", "stage", "name"):  # fmt: skip
        return None
    return Meant(1.0, (call("update", entity, fit["x"], {spec.name: "none"}),), whole=True)


_NOUN = r"(?:the |our |my )?(?:deal |account |contact |lead |task |ticket )?"
_OF_ZH = rf"(?:商机|客户|联系人|线索|任务|工单)?(?P<x>{ANY})(?:这单)?"
_RULES: list[Rule] = rule(
    _emptied,
    rf"(?:remove|clear|delete|empty|erase|unset|take (?:away|off)) the (?P<f>[a-z -]{{3,24}}?) (?:from|of|on|for|in) {_NOUN}(?P<x>{ANY})(?: deal)?",
    rf"(?:remove|clear|delete|empty|erase|unset) {_NOUN}(?P<x>{ANY})(?:'s|’s) (?P<f>[a-z -]{{3,24}}?)",
    rf"[把将]?{_OF_ZH}的?(?P<f>[\u3400-\u9fff]{{2,8}}?)(?:清空|清掉|清除|去掉|删掉|删除|删了|拿掉|置空|留空)(?:了|吧)?",
    rf"(?:清空|清掉|清除|去掉|删掉|删除|拿掉){_OF_ZH}的(?P<f>[\u3400-\u9fff]{{2,8}}?)",
)


def emptying(r: Reading) -> Meant | None:
    """Clear the next step of D-12."""
    return fitting(r, _RULES)
