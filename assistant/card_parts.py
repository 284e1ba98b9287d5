"""Which changes of a card a message means: to leave them out (“leave Selma out”, 任务不用建) or to keep only them (“just the Bench one”, 只改第一个)."""

import re
from typing import Any

from crm_store.codes import predicate_text
from crm_store.models import Proposal, entity_type, fields_of
from crm_store.names import normal
from crm_store.queries.lookup import best
from crm_store.queries.mentions import mentions
from crm_store.unit import Unit

LEFT_OUT = re.compile(
    r"(?:(?<![a-z])(?:not|isn['’]t|aren['’]t|unnecessary|except|without|leave|skip|drop|remove|exclude|minus|forget|all but|everything but|take (?:off|out)|take [\w' ]{1,30} (?:off|out)|cut|lose|no need for|don['’]?t need|do not need|don['’]?t want|don['’]?t (?:log|save|add|create|include|record|put|book|make|send|change|move|touch|delete|remind)|ignore)(?![a-z])"
    r"|除了?|去掉|不包括|不要|别[动改管加建删记存发约写]|不含|删掉|不用|不需要|没必要|拿掉|剔除|排除|先不|不改|不动|撇开|跳过|不算|划掉|取消)",
    re.IGNORECASE,
)
KEPT = re.compile(
    r"(?<![a-z])(?:leave|keep|let) (?!it |that |this |them )[\w' ]{2,30}(?:(?<![a-z])(?:as (?:it|they|is|are|was)|alone|unchanged|untouched|the same|where|how)(?![a-z])|$)|(?<![a-z])(?:stays?|remains?) (?:as|the same|unchanged|put|where|how)(?![a-z])|(?:保持|维持)?(?:不变|不动|照旧|原样|原状)|(?:先)?留着",
    re.IGNORECASE,
)
"""A field or line is to stay as it is on record: “keep the stage as it is”, 金额不变."""
ONLY = re.compile(
    r"^\W*(?:(?:no|nope|nah|wait|hang on|sorry|actually|oh|yes|ok|okay|yeah|but|please|not all(?: of them)?|not both|not everything)\W+)*(?:just|only|nothing but)(?![a-z])"
    r"|(?<![a-z])(?:only|alone|nothing else)\W*$|(?<![a-z])(?:save|keep|do|change|move|update|delete|include|take) (?:just|only)(?![a-z])"
    r"|^(?:不是|不对|不|别|等等|等一下|抱歉|哦|好的?|可以|算了|都?不要|别都[改动删]|不是全部|不是都)*[，,。 ]*(?:就|只|仅|光|单)(?:是|要|改|留|保留|存|动|推|删|建|记|做|提醒|给|约|把|更新|需要|用)|(?:其他|其它|其余|别的|剩下)的?(?:都|就|先)?(?:不|别|保持|算了)",
    re.IGNORECASE,
)
_KIND_WORDS = {
    "task": r"tasks?|to-?dos?|reminders?|follow-?ups?|任务|待办|提醒|跟进任务",
    "activity": r"meetings?|calls?|visits?|notes?|appointments?|invites?|会议|会面|拜访|电话|日程|跟进记录|备注|纪要",
    "deal": r"deals?|opportunit(?:y|ies)|opps?|商机|单子|这单|那单",
    "contact": r"contacts?|people|联系人",
    "account": r"accounts?|compan(?:y|ies)|customers?|客户|公司",
    "ticket": r"tickets?|工单",
    "lead": r"leads?|线索",
    "fact": r"facts?|insights?|信息点|情报|事实",
}
_ORDINALS = (
    r"first|1st|第一", r"second|2nd|第二", r"third|3rd|第三", r"fourth|4th|第四", r"fifth|5th|第五", r"sixth|6th|第六",
)  # fmt: skip
_WITH = re.compile(
    r"(?<![a-z])(?:add|include|bring|invite|with)(?![a-z]).*(?:too|as well|also|along|in)?|(?<![a-z])(?:was|were|is|are|joins?|joined|comes?) (?:there |also |along |in )*(?:too|as well|also)|加上|带上|叫上|拉上|还有|也(?:在|参加|来|去|叫)",
    re.IGNORECASE,
)
_APART = re.compile(r"(?<![a-z])(?:and|or|nor)(?![a-z])|[,，、;；/&]|和|与|跟|以及|还有", re.IGNORECASE)
_SMALL = frozenset(
    "the and for with not just only one ones that this them leave out drop skip keep remove deal deals task card from all but other please save change move update don't dont want need "
    "isn't isn needed".split()
)


def clauses(text: str) -> list[str]:
    """The clauses of a message: 任务不要，只留会议记录."""
    return [c for c in re.split(r"[,，;；。!！]+|\.\s", text) if c.strip()]


def left_out(crm: Unit, proposal: Proposal, text: str) -> list[int]:
    """The changes of a card that a message takes off it."""
    if len(proposal.changes) < 2:
        return []
    only = next((c for c in clauses(text) if ONLY.search(c)), None)
    if only is not None or ONLY.search(text):
        kept = named_changes(crm, proposal, only or text)
        off = [i for i in range(len(proposal.changes)) if i not in kept]
        return off if kept and off else []
    if not LEFT_OUT.search(text):
        return []
    off = named_changes(crm, proposal, text)
    return off if 0 < len(off) < len(proposal.changes) else []


def people_left_out(crm: Unit, proposal: Proposal, text: str) -> dict[int, dict[str, Any]]:
    """The lists of people, customers and deals of a card without those a message takes off it."""
    if not LEFT_OUT.search(text):
        return {}
    named = _mentioned(crm, text)
    edits: dict[int, dict[str, Any]] = {}
    for index, change in enumerate(proposal.changes):
        specs = fields_of(change["entity"])
        for name, held in change["fields"].items():
            after = held["after"]
            if name not in specs or not isinstance(after, list) or len(after) < 2:
                continue
            kept = [v for v in after if not (isinstance(v, int) and (specs[name].to, v) in named)]
            if kept and len(kept) < len(after):
                edits.setdefault(index, {})[name] = kept
    return edits


def named_changes(crm: Unit, proposal: Proposal, text: str) -> list[int]:
    """The changes a message names: by record, by words of their title, by what they point at, by their kind or their place."""
    pieces = [p for p in _APART.split(text) if p.strip()]
    found = sorted({i for p in pieces for i in _named(crm, proposal, p)}) if len(pieces) > 1 else []
    return found or _named(crm, proposal, text)


def _named(crm: Unit, proposal: Proposal, text: str) -> list[int]:
    every = range(len(proposal.changes))
    shown = _shown(proposal)
    named, said = _mentioned(crm, text), normal(text)
    words = [normal(m.text) for m in mentions(crm, text) if m.candidates[0].entity != "user"]
    for found in (
        [i for i in every if (proposal.changes[i]["entity"], proposal.changes[i]["number"]) in named],
        [i for i in every if len(shown[i]) > 1 and shown[i] in said],
        [i for i in every if any(len(w) > 1 and w in shown[i] for w in words)],
        [i for i in every if _points_at(proposal.changes[i], named)],
        _by_place(proposal, text),
        _by_words(shown, said) if not _speaks_of_others(crm, text) else [],
        _by_kind(proposal, text),
    ):
        if found and len(found) < len(proposal.changes):
            closer = _by_words([shown[i] for i in found], said) if len(found) > 1 else []
            return [found[i] for i in closer] or found
    return []


def _speaks_of_others(crm: Unit, text: str) -> bool:
    """Whether a customer's record is named: when no line of the card is of it, a word in common does not make it so."""
    kinds = {"contact", "deal", "lead", "ticket", "task"}
    return any(kinds >= {c.entity for c in best(m.candidates)} for m in mentions(crm, text))


def lines_named(crm: Unit, proposal: Proposal, text: str) -> list[int]:
    """The changes a correction is about by their place, kind or title: “the demo is on Wednesday”, 预算是18万."""
    said, shown = normal(text), _shown(proposal)
    for found in (_by_place(proposal, text), _by_words(shown, said), _by_kind(proposal, text)):
        if found and len(found) < len(proposal.changes):
            return found
    return []


_WITH_ONLY = re.compile(
    r"^\W*(?:and |it's |that's |oh )*with [\w'’. -]{2,40}(?: and [\w'’. -]{2,40})?\W*$", re.IGNORECASE
)
"""Who an appointment that names nobody is with: “with Derek”."""


def people_added(crm: Unit, proposal: Proposal, text: str) -> dict[int, dict[str, Any]]:
    """One more person on the one meeting of a card: “add Selma too”, 叫上王伟."""
    if not _WITH.search(text):
        return {}
    people = [
        c.number
        for m in mentions(crm, text)
        if len(found := best(m.candidates)) == 1
        for c in found
        if c.entity == "contact"
    ]
    lists = [
        i
        for i, c in enumerate(proposal.changes)
        if c["entity"] == "activity" and isinstance(c["fields"].get("contact", {}).get("after"), list)
    ]
    if not lists and _WITH_ONLY.match(text):
        lists = [
            i
            for i, c in enumerate(proposal.changes)
            if c["entity"] == "activity" and c["op"] == "create" and "contact" not in c["fields"]
        ]
    if not people or len(lists) != 1:
        return {}
    held = proposal.changes[lists[0]]["fields"].get("contact", {}).get("after") or []
    more = [n for n in people if n not in held]
    return {lists[0]: {"contact": [*held, *more]}} if more else {}


def _shown(proposal: Proposal) -> list[str]:
    """What each line is called: its title, and of something learnt what it is about."""
    return [
        normal(f"{c['label'] or ''} {_about(c)}" if c["entity"] == "fact" else c["label"] or "")
        for c in proposal.changes
    ]


def _about(change: dict[str, Any]) -> str:
    code = str(change["fields"].get("predicate", {}).get("after") or "")
    return f"{predicate_text(code, 'en')} {predicate_text(code, 'zh')}" if code else ""


def _mentioned(crm: Unit, text: str) -> set[tuple[str, int]]:
    return {(c.entity, c.number) for m in mentions(crm, text) for c in best(m.candidates)}


def _points_at(change: dict[str, Any], named: set[tuple[str, int]]) -> bool:
    specs = fields_of(change["entity"])
    for name, held in change["fields"].items():
        if name in specs and specs[name].to and name not in ("owner", "assignee", "team"):
            after = held["after"] if isinstance(held["after"], list) else [held["after"]]
            if any((specs[name].to, v) in named for v in after if isinstance(v, int)):
                return True
    return False


def _by_place(proposal: Proposal, text: str) -> list[int]:
    many = len(proposal.changes)
    found = [
        i
        for i, words in enumerate(_ORDINALS[:many])
        if re.search(rf"(?<![a-z])(?:{words})(?![a-z个]{{2}})", text.casefold())
    ]
    if re.search(r"(?<![a-z])last(?: one)?(?![a-z])|最后", text.casefold()):
        found.append(many - 1)
    if (some := re.search(r"first (two|three|2|3)(?![a-z])|前(两|三|2|3)[个条单]", text.casefold())) and many > 2:
        return list(range(2 if (some[1] or some[2]) in ("two", "2", "两") else 3))
    return found


def _by_kind(proposal: Proposal, text: str) -> list[int]:
    low, found = text.casefold(), []
    for index, change in enumerate(proposal.changes):
        about = entity_type(change["entity"]).about
        words = _KIND_WORDS.get(change["entity"], "|".join(re.escape(w) for w in (about.en, about.zh)))
        if re.search(rf"(?<![a-z])(?:{words})(?![a-z])", low):
            found.append(index)
    return found


def _by_words(shown: list[str], said: str) -> list[int]:
    """Titles that hold a word of the message which not all of them hold."""
    pieces = {w for w in re.findall(r"[a-z0-9]{3,}", said) if w not in _SMALL}
    for run in re.findall(r"[\u3400-\u9fff]+", said):
        pieces |= {run[i : i + 2] for i in range(len(run) - 1)}
    hits = [sum(1 for p in pieces if p in label and not all(p in s for s in shown)) for label in shown]
    most = max(hits, default=0)
    return [i for i, n in enumerate(hits) if n == most] if most else []


def person_swapped(crm: Unit, proposal: Proposal, number: int, other: int) -> dict[int, dict[str, Any]]:
    """One person in the place of another on a card of new records, with their company and name; nothing when a deal of theirs hangs on it."""
    was, now = crm.get("contact", number), crm.get("contact", other)
    elsewhere = getattr(was, "account_id", None) != getattr(now, "account_id", None)
    for change in proposal.changes:
        dealt = change["entity"] == "deal" or change["fields"].get("deal", {}).get("after")
        if (change["op"] != "create" and change["entity"] != "deal") or (dealt and elsewhere):
            return {}
    swaps = {
        ("contact", number): other,
        ("account", getattr(was, "account_id", None)): getattr(now, "account_id", None),
    }
    edits: dict[int, dict[str, Any]] = {}
    for index, change in enumerate(proposal.changes):
        specs = fields_of(change["entity"])
        kind = change["fields"].get("subject_type", {}).get("after")
        for name, held in change["fields"].items():
            spec, after = specs.get(name), held["after"]
            if spec is None or name in ("owner", "assignee", "team", "body", "quote"):
                continue
            to = kind if name == "subject" and kind else spec.to
            if isinstance(after, list):
                value: Any = list(dict.fromkeys(swaps.get((to, v)) or v for v in after if not isinstance(v, dict)))
            elif isinstance(after, str) and name in ("title", "subject") and not kind:
                value = _renamed(after, was.display, now.display)
            else:
                value = swaps.get((to, after)) or after if isinstance(after, int) and to else after
            if value != after:
                edits.setdefault(index, {})[name] = value
    return edits


def _renamed(text: str, was: str, now: str) -> str:
    for said in (was, was.split()[0]):
        if said in text:
            return text.replace(said, now)
    return text
