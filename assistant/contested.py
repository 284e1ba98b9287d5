"""What is said when somebody else changed the same field meanwhile, and the words for the choice between the two."""

from assistant.blocks import Language
from assistant.cards import shown
from crm_store.base import Kind
from crm_store.contested import Clash
from crm_store.models import Proposal
from crm_store.names import normal
from crm_store.own_fields import spec_named
from crm_store.unit import Unit

_MINE = frozenset(
    "mine|keep mine|use mine|save mine|take mine|my version|my value|keep my value|keep my version|mine please|overwrite|overwrite it|overwrite theirs|use my value|"
    "用我的|保留我的|以我的为准|我的|覆盖|用我的值|按我的|按我的来|保存我的".split("|")
)
_THEIRS = frozenset(
    "theirs|keep theirs|use theirs|take theirs|their version|keep his|keep hers|his|hers|use his|use hers|keep the current|keep current|keep the current value|keep the current one|"
    "leave theirs|leave it as it is|leave it as is|keep it as it is|keep it as is|theirs please|the other one|keep what is there|"
    "用对方的|保留对方的|以对方的?为准|以对方为准|对方的|用他的|用她的|保留他的|保留她的|保留现在的|保留当前的|用现在的|维持现状|保持现状|以现在的为准|按对方的|按他的|按她的".split("|")
)  # fmt: skip


def choice(text: str) -> str | None:
    """Whether a message chooses one's own value (“mine”) or what stands there now (“theirs”)."""
    said = normal(text)
    return "mine" if said in _MINE else "theirs" if said in _THEIRS else None


def told(crm: Unit, clashes: list[Clash], fresh: Proposal, language: Language) -> str:
    """Per contested field: what it was, who made what of it, and what this card wants; then how to choose."""
    zh = language == "zh"
    people = crm.many("user", {c.by for c in clashes if c.by})
    names = list(dict.fromkeys(c.label for c in clashes))
    head = (
        f"“{'、'.join(names)}”在此期间被人修改了同一字段："
        if zh
        else f"{', '.join(names)} was changed meanwhile, in the same field:"
    )
    lines = []
    for c in clashes:
        spec = spec_named(crm, c.entity, c.field, retired=True)
        if spec is None:
            continue
        record = crm.many(c.entity, [c.number]).get(c.number)
        currency = getattr(record, spec.currency, None) if spec.kind is Kind.MONEY else None
        was, now, mine = (shown(crm, spec, v, currency, language) for v in (c.original, c.theirs, c.mine))
        by = people[c.by].display if c.by in people else ("有人" if zh else "somebody")
        by = ("您" if zh else "you") if c.by == crm.actor.user_id else by
        lines.append(
            f"- {spec.zh}：原为 {was}；{by}已改为 {now}；您要改为 {mine}"
            if zh
            else f"- {spec.en}: it was {was}; {by} made it {now}; you want {mine}"
        )
    rest = any(
        n not in (change.get("clash") or {}) and n not in change.get("derived", ())
        for change in fresh.changes
        for n in change["fields"]
    )
    tail = (
        f"说“用我的”保存您的值，“用对方的”保留现在的值{'并保存其余内容' if rest else ''}，或“取消”。"
        if zh
        else f"Say “mine” to save yours, “theirs” to leave it as it is now{' and save the rest' if rest else ''}, or “cancel”."
    )
    return "\n".join([head, *lines, tail])
