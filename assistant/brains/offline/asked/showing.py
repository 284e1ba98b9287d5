"""One record: tell me about it, one of its fields, or who changed it."""

import re
from typing import Any

from assistant.brains.offline.asked.recalling import spoken
from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head, head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.positions import position
from assistant.brains.offline.names.strangers import stranger
from assistant.brains.offline.names.subjects import Subject, subject, subjects
from assistant.brains.offline.pieces.flags import wants_none
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, core, leads
from crm_store.base import Kind
from crm_store.models import fields_of

_WHO_OWNS = re.compile(
    r"(?<![a-z])(?:who(?:'s| is)? (?:owns?|owned|the owner|responsible|in charge|handl\w+|manag\w+|looks after|account manager|working on|covers?)|whose)(?![a-z])|(?:谁|哪位|哪个销售|哪个人)(?:是.{0,12})?(?:现在|目前|在|来)*(?:负责|跟着|在跟|跟(?!.{0,6}[聊说谈])|跟进|管|名下|的客户)|(?:负责人|归属|所有人)(?:是|为)?谁|归谁|谁的客户"
)
_WORTH = re.compile(r"(?<![a-z])how (?:much|big|large)|worth|多少钱|多大|多少金额|金额(?:是|有)?多少")
_WHEN_CLOSE = re.compile(
    r"when .*(?:clos|sign|expir)|什么时候.*(?:成交|签|关)|何时.*(?:成交|签)|预计.*(?:什么时候|何时|几号)"
)
_NEXT = re.compile(
    r"(?<![a-z])(?:what(?:'s| is|s)? next|next steps?|what should (?:i|we) do)(?![a-z])|下一步|怎么推进|接下来"
)
_CONTACT_FIELDS = re.compile(
    r"(?<![a-z])(?:how (?:\w+ ){0,3}?(?:can|do|could|should|would|might|am|are) (?:i|we) (?:best |ever |actually |supposed to )*(?:reach|contact|call|phone|ring|get (?:hold of|through to|in touch with|to speak (?:to|with))|catch)|get hold of|contact details|contact info|reach|coordinates)|怎么(?:样)?(?:才)?(?:能|可以|去)?(?:联系|找|打电话|够)(?:得?[上到着])?|如何(?:才能)?联系|联系得?上|联系方式"
)
_CHANGED = re.compile(
    r"(?<![a-z])(?:who|when) .*(?:creat|delet|clos|add|assign|mov)(?:ed|e)?(?![a-z])|how (?:often|many times) .*(?:slip|chang|mov|postpon)|what (?:was|were) .*(?:before|previously|originally)|(?:谁|什么时候|何时).{0,12}(?:创建|推进|建的|关闭|删|进入|分配)|(?:之前|以前|原来|原先)的.{0,8}(?:是|多少)|(?:改|变|推迟)过?几次|(?<![a-z])(?:who|when|why|how often|how has|what) .*(?:chang\w+|edit\w+|mov\w+|updat\w+|modif\w+|set|lower\w*|rais\w+|touch\w+)|(?:谁|什么时候|何时|哪天|怎么).{0,24}(?:改|动|变|调)|(?:改|变更|变动|修改)(?:了|过)?(?:什么|哪些|几次|多少次)"
)
_TRAIL = re.compile(
    r"(?<![a-z])(?:history of|(?:its|his|her|their|the|'s|change) history|audit trail|change log|changelog|what changed (?:on|in|at|with))(?![a-z])|操作历史|修改历史|修改记录|变更|改动记录"
)
_CLOSE_DAY = re.compile(r"when (?:does|do|will|is|are|should|would) ")
_STATUS = re.compile(
    r"(?<![a-z])(?:status|state|progress|update) (?:of|on|with|for)|where (?:are|do) we (?:stand )?(?:with|on)|what(?:'s| is) (?:up|happening|going on|new) with|how (?:is|are) .* (?:going|doing|looking|coming)|进展|情况|状态|到哪"
)
_PLURAL = re.compile(
    r"(?<![a-z])(?:deals|contacts|accounts|leads|tickets|tasks|activities|meetings|calls|emails|opportunities|cases|issues|people)(?![a-z])|哪些|有几|多少[个单家条]|列表"
)


def show(r: Reading) -> Meant | None:
    """Tell me about Acme; D-12; 李娜的电话."""
    about = subject(r) or _stranger(r) or _of_focus(r)
    if about is None or about.entity in ("stage",) or position(r) or (about.name is None and wants_none(r)):
        return None
    named = _fields(r, about)
    rest = re.sub(
        r"^把|打开看看$|看看$|看一?下$|^看一?下|^(?:open(?: up)?|打开|显示|查看|看看|show(?: me)?|display|view|see)(?![a-z])",
        "",
        core(r),
    )
    lone = not rest.replace(r.text[about.start : about.end], "").strip(" ?.!,的呢")
    score = 0.0
    if lone and about.name is not None:
        score = 0.62
    if named and (asks(r) or _possessive(r, about)) and not _sets(r, about):
        score = 0.86 if about.entity != "user" or len(subjects(r)) == 1 else 0.7
    if named and score < 0.8 and not _sets(r, about) and _only_fields(r, about):
        score = 0.84
    if r.has("about") and (leads(r, "about", "list") or r.hits("about")[0].start <= about.start + 60):
        score = max(score, 0.78)
    if _STATUS.search(r.whole):
        score = max(score, 0.74)
    if leads(r, "list") and not named and not _PLURAL.search(r.whole):
        score = max(score, 0.72)
    if score == 0.0:
        return None
    if (_PLURAL.search(r.whole) or any(s.plural for _, s in r.sensed("entity"))) and not named:
        score -= 0.3
    if about.entity == "team":
        score -= 0.3
    if spoken(r, "worry") or spoken(r, "care") or (spoken(r, "said") and not r.has("about")):
        score -= 0.25
    if about.entity == "user" and not named:
        score -= 0.15
    return Meant(score, _calls(r, about, named))


_ABOUT = re.compile(
    r"(?:tell me (?:more )?about|who is|who's|info(?:rmation)? on|details (?:of|on|for)|summary of|profile of|show me|show|open) (?:the )?(?P<en>[A-Z][\w&.'-]*(?: [A-Z][\w&.'-]*){0,3})|(?:介绍一?下|说说|讲讲|了解一?下|看看)(?P<zh>[\u3400-\u9fffA-Za-z ]{2,12}?)(?:这个客户|这家公司|的情况|公司)?[?？。.]?$"
)


def _stranger(r: Reading) -> Subject | None:
    """Somebody or something nobody knows, asked about by name: the tool says that it is not on record."""
    match = _ABOUT.search(r.said, r.lo, r.hi)
    if match:
        group = "en" if match["en"] else "zh"
        start, end = match.span(group)
        if not any(s.start < end and start < s.end for s in r.spans("senses", "days", "periods", "refs")) and match[
            group
        ] not in ("我", "你", "自己"):
            return Subject(match[group].strip(), "account", start, end)
    other = stranger(r)
    return (
        Subject(other[0], "account", other[1], other[2])
        if other and (_WHO_OWNS.search(r.whole) or _possessed(r, other[2]))
        else None
    )


_NEW_VALUE = re.compile(
    r"改成|改为|换成|更新为|设为|变成|变为|升任|调整为|(?: is| are|:| =|=| to| now)(?: now)? [^?]+$"
)


def _sets(r: Reading, about: Subject) -> bool:
    """Whether a value is given rather than asked for: "Bob's email is …", "D-12 amount 60000"."""
    if asks(r):
        return False
    if leads(r, "set", "move", "mark", "raise", "lower", "assign", "rename") is not None:
        return True
    behind = r.text[about.end : r.hi]
    values = r.spans("money", "numbers", "percents")
    return bool(_NEW_VALUE.search(behind) or r.emails or r.phones) or any(v.start > about.end for v in values)


def _of_focus(r: Reading) -> Subject | None:
    """ "What's the next step?" after a deal was shown: a field alone is that of the record talked about."""
    if (
        not asks(r)
        or len(r.words()) > 12
        or r.periods
        or r.comparisons
        or any(
            s.kind == "entity" and h.end - h.start > 1
            for h in r.senses
            for s in h.values
            if s.entity not in ("activity", "fact")
        )
    ):
        return None
    said = [{(s.entity, s.field) for s in h.values if s.kind == "field"} for h in r.senses]
    for named in r.ask.focus[:3]:
        if any((named.entity, field) in fields for fields in said for _, field in fields):
            return Subject(named.ref, named.entity, r.lo, r.lo)
    return None


def _possessed(r: Reading, end: int) -> bool:
    return bool(
        re.match(
            r"['’]s? (?:phone|e-?mail|number|mobile|title|owner|stage|amount|address|website)", r.said[end : end + 12]
        )
    )


def _only_fields(r: Reading, about: Subject) -> bool:
    """Whether nothing but the record and its fields was said: "phone of Li Na", 李娜电话."""
    left = [" " if about.start <= i < about.end else c for i, c in enumerate(r.text[: r.hi])][r.lo :]
    for hit in r.senses:
        if any(s.kind == "field" for s in hit.values):
            left[hit.start - r.lo : hit.end - r.lo] = " " * (hit.end - hit.start)
    return not re.sub(
        r"(?<![a-z])(?:the|of|for|and|please|'s|s|number|address)(?![a-z])|[\s?.!,的和与查下]", "", "".join(left)
    )


def _calls(r: Reading, about: Subject, named: list[tuple[str, str]]) -> tuple[Call, ...]:
    own = [name for entity, name in named if entity == about.entity]
    args: dict[str, Any] = {"record": about.text}
    if own or not named:
        if own:
            args["fields"] = own
        return (Call("show_record", args),)
    entity = named[0][0]
    asked = question(r, Head(entity))
    if asked is None:
        return (Call("show_record", args),)
    asked.args.pop("measure", None)
    asked.args.pop("total_field", None)
    filters = asked.found.filters
    if entity == "deal" and not any(f["field"].startswith(("stage", "closed_at")) for f in filters):
        filters.append({"field": "stage.kind", "op": "=", "value": "open"})
    place = {"account": "account", "contact": "contact"}.get(about.entity)
    if place and not any(f["field"] == place for f in filters):
        filters.append({"field": place, "op": "=", "value": about.text})
    asked.args["filters"] = [f for f in filters if f["op"] not in ("empty",)]
    asked.args["columns"] = list(dict.fromkeys(name for kind, name in named if kind == entity))[:4]
    return (asked.call,)


def _possessive(r: Reading, about: Subject) -> bool:
    if about.name is None and r.text[about.start : about.end] in ("his", "her", "its", "their", "他的", "她的", "它的"):
        return True
    return bool(re.match(r"'s? |的| (?:phone|e-?mail|number|mobile|title|owner|stage|amount)", r.after(about.end, 12)))


_QUOTING = re.compile(
    r"(?:with|and|include|including|quote|quoting|cite|name|give|plus|注明|标明|附上?|带上?|给出) (?:the |all |its |their )?$|(?:注明|标明|附上?|带上?|给出)$"
)
_SINCE = re.compile(
    r"(?<![a-z])(?:since when|how long|when did (?:it|this|that|the deal|\S+) (?:enter|reach|get (?:in)?to|move (?:in)?to)|from when)(?![a-z])|(?:从|自)?(?:什么时候|何时|哪天|几号|哪一天)(?:开始)?(?:进|到|起|在)|(?:停留|待|呆|停|卡)了?(?:多久|多长时间|几天|多少天)|(?:多久|多长时间|几天|多少天)了"
)


def _fields(r: Reading, about: Subject) -> list[tuple[str, str]]:
    """(record type, field) asked for, of the record itself where it has such a field."""
    made: list[tuple[str, str]] = []

    def take(*options: tuple[str, str]) -> None:
        best = next((o for o in options if o[0] == about.entity), next((o for o in options if o[0] == "deal"), None))
        if best and best not in made:
            made.append(best)

    text = r.whole
    if _WHO_OWNS.search(text):
        owner = "assignee" if about.entity in ("task", "ticket") else "owner"
        take((about.entity, owner))
    if about.entity in ("account", "contact", "deal"):
        if _WHEN_CLOSE.search(text):
            take(("deal", "expected_close_date"))
        if _WORTH.search(text):
            take(("deal", "amount"))
        if _NEXT.search(text):
            take(("deal", "next_step"))
            take(("deal", "next_step_date"))
        if about.entity == "deal" and _SINCE.search(text) and re.search(r"stage|阶段|步", text):
            take(("deal", "stage"))
            take(("deal", "stage_entered_at"))
    if about.entity in ("contact", "lead") and _CONTACT_FIELDS.search(text):
        take((about.entity, "phone"))
        understood(r, _CONTACT_FIELDS)
        if not re.search(r"(?<![a-z])(?:phone|call|ring)(?![a-z])|电话|手机", text):
            take((about.entity, "email"))
    for hit in r.senses:
        if hit.start < about.end and about.start < hit.end:
            continue
        if r.text[hit.start : hit.end] in ("source", "sources", "来源", "出处") and _QUOTING.search(
            r.before(hit.start, 14)
        ):
            continue
        if r.text[hit.start : hit.end] in ("status", "状态") and about.entity in ("account", "contact"):
            continue
        options = [
            (s.entity, s.field) for s in hit.values if s.kind == "field" and s.spec.kind not in (Kind.REFS, Kind.JSON)
        ]
        options = [
            o
            for o in options
            if not (
                o == ("deal", "account")
                or o == ("deal", "contact")
                or (o[1] in ("title", "name", "subject", "currency") and about.entity not in ("contact", "lead"))
            )
        ]
        if any(s.kind == "entity" and s.entity not in ("activity", "fact") for s in hit.values) and not any(
            o[0] == about.entity and fields_of(about.entity)[o[1]].kind is not Kind.REF
            for o in options
            if o[1] in fields_of(about.entity)
        ):
            continue
        if any(o[0] == about.entity for o in options) or (
            about.entity in ("account", "contact") and any(o[0] == "deal" for o in options)
        ):
            take(*options)
    return made


_BY_A_PERSON = re.compile(
    r"(?<![a-z])what (?:did|has|have) (?:i|we|[a-z]+) (?:change|edit|update|modify)(?:d|ied)?(?! on| in)(?![a-z])|(?:改|修改|变更|动)了?(?:什么|哪些)"
)


def changes(r: Reading) -> Meant | None:
    """Who changed Globex's amount, when, from what?"""
    if _CLOSE_DAY.search(r.whole):
        return None
    told = (
        bool(_CHANGED.search(r.whole))
        or bool(_TRAIL.search(r.whole))
        or (r.has("history") and bool(re.search(r"chang|audit|历史|记录|变更|修改|previous|before|之前|原来", r.whole)))
    )
    if not told or (not asks(r) and not r.has("history") and not _TRAIL.search(r.whole)):
        return None
    about = subject(r)
    if about is None or about.entity == "user":
        rest = [s for s in subjects(r) if s.entity != "user"]
        about = rest[0] if rest else None
    if about is None and r.ask.focus and r.ask.focus[0].entity != "user":
        about = Subject(r.ask.focus[0].ref, r.ask.focus[0].entity, r.lo, r.lo)
    if about is None and (foreign := stranger(r)) is not None:
        about = Subject(foreign[0], "account", foreign[1], foreign[2])
    if about is None:
        about = Subject("它" if r.zh else "it", "deal", r.lo, r.lo)
    named = next(
        (
            (s.entity, s.field)
            for h in r.senses
            for s in h.values
            if s.kind == "field"
            and s.entity == ("deal" if about.entity in ("account", "contact") else about.entity)
            and s.field not in ("account", "contact", "updated_at")
        ),
        None,
    )
    score = 0.9 if named or r.has("history") else 0.8
    if (
        about.name is None
        and about.start == about.end == r.lo
        and not r.ask.focus
        and not re.search(r"(?<![a-z])(?:before|originally|slip)|之前|原来|进入|几次", r.whole)
    ):
        score -= 0.3
    if head(r) and re.search(r"(?<![a-z])(?:deals|accounts|tickets|leads|tasks)(?![a-z])|哪些", r.whole):
        score -= 0.4
    if about.start == about.end == r.lo and not r.ask.focus and _BY_A_PERSON.search(r.whole):
        return None  # "what did I change today?" asks for a person's changes, not for those of a record
    args = {"record": about.text}
    if named:
        args["field"] = named[1]
    if r.periods:
        args["period"] = r.periods[0].text
    return Meant(score, (Call("history", args),))
