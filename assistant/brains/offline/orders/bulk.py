"""Changes of many records at once: conditions before the verb's target, values behind it."""

import re
from dataclasses import replace

from assistant.brains.offline.lists.conditions import conditions
from assistant.brains.offline.lists.heads import Head, head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.assignments import assigned, stage_said, stage_words
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.pieces.shifts import day_field, shift
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.pieces.values import moment_text, value_after
from assistant.brains.offline.pieces.whose import owner_field
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.replies import half_ordered, not_on_record
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.lexicon import Sense
from assistant.brains.offline.words.manner import asks, leads
from assistant.brains.offline.words.phrases import Hit
from crm_store.base import FieldSpec, Kind

_TARGET = re.compile(
    r"(?<![a-z])(?:to|as|until|till|into|onto|over to|by)(?= )|(?:都|全部|全)?(?:分配给|转给|转交给|移交给|交给|交接给|指派给|分给|派给|划给|过户给|给到|推迟到|延到|延期到|改到|挪到|移到|顺延到|推到|顺延至|改期到|挪至|换到|改成|改为|设为|设成|标记为|标记成|标为|调成|调为|换成|改回|置为|推进到|移至|调到|调整到|更新为|(?:标|算)(?:记)?(?:作|成|为)?)|(?:都|全部|全|统统|一律|通通)(?=完成|删|关|取消)|(?:都|全部|全|统统|一律|通通)?(?=往后|向后|往前|推迟|延后|提前|顺延|提早)|(?=上调|下调|上浮|下浮|调高|调低|提高|降低|涨|打)"
)
_MANY = re.compile(
    r"(?<![a-z])(?:all|every|each|any|my|our|these|those)(?![a-z])|所有|全部|都|统统|一律|通通|一并|每个|每条|我的?|这些|那些|全"
)
_ONE_BY_ONE = re.compile(
    r"(?<![a-z])(?:(?:every|each) (?:(?!single)[\w-]+ ){0,3}?(?:deal|lead|task|account|contact|ticket|opportunity|renewal|proposal|case|customer)|deals|leads|tasks|accounts|contacts|tickets|opportunities|renewals|proposals|to-?dos|reminders|cases|customers|opps|pilots)(?![a-z])|商机|线索|任务|待办|客户|联系人|工单|单子|续约"
)
_KIND_WORDS = r"deals?|opportunities|leads?|tasks?|to-?dos|accounts?|customers?|clients?|contacts?|tickets?"
_KIND_ZH = "商机|线索|任务|待办|客户|联系人|工单|单子"
_TWO_KINDS = re.compile(
    rf"(?<![a-z])(?P<a>{_KIND_WORDS}|{_KIND_ZH})(?:,| and| &|和|、|以及|跟|与) ?(?:all |the |his |her |their |my |所有|全部)*(?P<b>{_KIND_WORDS}|{_KIND_ZH})(?![a-z])"
)
"""Records of two types ordered at once, of which only one kind would be changed here."""
_COMMON = re.compile(r"[a-z]|[那这些个条张所有全部都每我你他她的]|处于|相关|剩|其余|其他|有关|涉及|属于|目前|当前|手")
_STAGE_ZH = re.compile(
    r"(?:^|[^\u3400-\u9fff]|[我的在处于有把将个条]|所有|全部)(?P<n>(?!我|所|全|的|在|每|当前|目前|这个|那个|哪)[\u3400-\u9fff]{2,6}?)阶段的?(?:所有|全部)?(?:单子|商机|项目)"
)
_VERBS = ("move", "set", "raise", "lower", "mark", "close", "assign", "delete", "postpone", "finish", "cancel")
_SHORT = 12
_JUST_ONE = re.compile(r"[那这](?:一)?[个条件张单项笔](?:任务|待办|商机|线索|工单|单子|联系人|客户)")
_THEIRS = re.compile(r"[他她](?:的|名下|手上|今天|明天|本周|这周|逾期|所有|手头)")
_TO_A_STRANGER = re.compile(
    r"(?:交|转|分|派|移交|分配|指派)(?:给|由) ?(?P<who>(?!我|大家|公海|他|她|谁)[\u3400-\u9fff]{2,4}?)(?=[吧了,，。.!！]|来|去|负责|跟|$)"
)
_OUTCOME_FIRST = re.compile(
    r"(?i)(?:please )?(?P<verb>close|mark|set|flag) (?P<as>(?:as|to) (?:lost|won|done|closed|dead|resolved|completed)) (?P<what>(?:all|every|each|any|my|our|the)(?: .+?)?)(?P<why>,? (?:with )?(?:reason|because|due to).*)?\.?$"
)


def change_many(r: Reading) -> Meant | None:
    """Assign all of Chen's open leads to Zhao; 把我逾期的任务改到周五."""
    if (ordered := _OUTCOME_FIRST.match(r.said[r.lo : r.hi].strip())) is not None:
        plain = f"{ordered['verb']} {ordered['what']} {ordered['as']}{ordered['why'] or ''}"
        r = read(replace(r.ask, text=plain), r.linker)
    verb = leads(r, *_VERBS)
    chinese = re.search(r"把|将", r.whole) and r.has(*_VERBS)
    if (
        verb is None
        and not chinese
        and not re.search(
            r"(?:都|全部|统统|一律|通通|一并|先).*(?:给|到|成|为|删|完成|关|算|标|调|涨|降|取消|推迟|延|往后|提前|顺延)|(?:所有|全部|每[个条]).*(?:改成|改为|改到|设为|设成|调成|调到|标为|标成|标记|转给|推到|推迟|延到|往后|提前)",
            r.whole,
        )
    ) or asks(r):
        return None
    if _JUST_ONE.search(r.whole):
        return None
    many, noun = _MANY.search(r.whole) or _THEIRS.search(r.whole), _ONE_BY_ONE.search(r.whole)
    if not noun or not (many or noun[0].isascii() or chinese):
        return None
    cut = _cut(r, verb or r.lo)
    left, right = r.afresh(r.lo, cut), r.afresh(cut, r.hi)
    if many is not None and not left.names and not left.sensed("entity") and r.lo + many.start() > cut:
        left, right = r.afresh(r.lo + many.start(), r.hi), r.afresh(cut, r.lo + many.start())
        cut = r.hi
    wanted = head(left) or head(r)
    named = _field_meant(r, wanted, cut, verb) if wanted else None
    if named is not None:
        first = cut <= named[0].start or bool(verb and not r.text[verb : named[0].start].strip(" the"))
        left = r.afresh(named[0].end, cut) if first else r.afresh(r.lo, named[0].start)
    if wanted is None or wanted.entity in ("user", "team", "activity", "fact"):
        return None
    if wanted.hit is not None and wanted.hit.start >= cut:
        return None
    if (both := _TWO_KINDS.search(left.text, left.lo, left.hi)) and wanted.hit is not None:
        other = both["b"] if both.start("a") <= wanted.hit.start < both.end("a") else both["a"]
        return Meant(0.95, reply=half_ordered(r, [other]))
    if unknown := _name_before(left, wanted) or (_name_of_one(left) if many is None else None):
        return Meant(0.9, reply=not_on_record(r, [unknown]))
    fields = (named and _named_value(right, named[1])) or _values(r, right, wanted)
    deleting = leads(r, "delete") is not None or bool(re.search(r"删除|删掉|删了", r.whole))
    if deleting and (
        (wanted.hit is not None and _OUT_OF.search(r.text[r.lo : wanted.hit.start])) or PART_ZH.search(r.whole)
    ):
        return None  # "remove the next step from all my deals": no deal is to go
    if deleting and set(fields) <= {"status"}:
        fields = {}  # "delete my completed tasks": the status says which
    if not fields and not deleting:
        return None
    found = conditions(left, wanted)
    _stage_said(left, wanted, found.filters)
    _level_said(left, wanted, found.filters)
    where = _still_open(r, found.filters) if wanted.entity == "deal" and "stage" not in fields else found.filters
    if (
        wanted.entity == "deal"
        and where
        and _FORWARD & fields.keys()
        and not any(f["field"].startswith(("stage", "closed_at", "lost")) for f in where)
        and not _OVER_TOO.search(r.whole)
    ):
        where = [*where, {"field": "stage.kind", "op": "=", "value": "open"}]
    if not where:
        return None
    if "expected_close_date" in fields and not _OVER_TOO.search(r.whole):
        where = [_still_to_close(f) for f in where]
    if wanted.entity == "deal" and "next_step" in fields and "next_step_date" not in fields and right.days:
        fields["next_step_date"] = right.days[-1].value.day.isoformat()
    if missed := _missed(left, wanted, where):
        return Meant(0.95, reply=half_ordered(r, missed))
    made: dict[str, object] = {
        "op": "delete" if deleting and not fields else "update",
        "entity": wanted.entity,
        "where": where,
    }
    if fields:
        made["fields"] = fields
    return Meant(0.9, (Call("propose_change", {"changes": [made]}),))


def _still_to_close(condition: dict[str, str]) -> dict[str, str]:
    """这个季度成交的商机 whose close date is moved are those that are to close then, not those won."""
    if condition["field"] == "closed_at":
        return {**condition, "field": "expected_close_date"}
    won = condition == {"field": "stage.kind", "op": "=", "value": "won"}
    return {**condition, "value": "open"} if won else condition


def _missed(left: Reading, wanted: Head, where: list[dict[str, str]]) -> list[str]:
    """Words that say which records are meant and narrow nothing."""
    calls = [Call("find_records", {"entity": wanted.entity, "filters": where})]
    before = left.within(left.lo, wanted.hit.start) if wanted.hit is not None else None
    unknown = [w for w in unread(replace(before, memo=left.memo), calls) if w.isascii()] if before is not None else []
    return unused(left, calls) or [w for w in unknown if w.casefold() not in _NO_CONDITION]


_NO_CONDITION = frozenset(
    "hand over please everything remaining existing entire whole existing actually following present reassign single".split()
)
"""Words before the type of record that narrow nothing."""
_OUT_OF = re.compile(
    r"(?<![a-z])(?:delete|remove|erase|clear|drop|take) (?!all|every|any|my|our|these|those).+ (?:from|off|out of|on|of|in) (?:all |the |of |my |our |every |each |these |those |\w+'s |open )*$"
)
PART_ZH = re.compile(
    r"(?:商机|线索|任务|待办|客户|联系人|工单|单子)的(?!都|全|所有)(?![^,，]*(?:商机|线索|任务|待办|客户|联系人|工单|单子))[^,，]{1,8}?(?:都|全部|全|统统|一律)*(?:删|清|去掉|移除)|(?:删|清)[除掉空了](?:一下)?[^,，]*(?:商机|线索|任务|待办|客户|联系人|工单|单子)的(?!.*(?:商机|线索|任务|待办|客户|联系人|工单|单子))(?=[^,，]{2,8}$)"
)


_FORWARD = frozenset(
    {"next_step", "next_step_date", "expected_close_date", "probability", "forecast_category", "competitor"}
)
"""What is only set of deals that are still to be won: 启塬三个单子的下一步都改成…"""
_OVER_TOO = re.compile(
    r"(?<![a-z])(?:closed|won|lost|all deals ever|on hold|parked|stalled)(?![a-z])|已关|关闭|赢|丢|输|搁置|暂停|历史|签了|签下"
)


def _name_of_one(left: Reading) -> str | None:
    """A name nothing is known about in front of 续约 and the like, where nothing says that several are meant: 把禹程续约推到…"""
    match = _ONE_NAMED.search(left.said, left.lo, left.hi)
    if match is None or any(n.start < match.end("who") and match.start("who") < n.end for n in left.names):
        return None
    named = match["who"]
    return None if any(w in named for w in _GROUPED) or (_COMMON.search(named) and not _LATIN.search(named)) else named


_ONE_NAMED = re.compile(r"(?:把|将)(?P<who>[\u3400-\u9fffA-Za-z]{2,16}?)(?:续约|增购|扩容|试点|新购)(?!的|单?都|单?全)")
_LATIN = re.compile(r"[\u3400-\u9fff][A-Za-z]|[A-Z][a-z]+")
_GROUPED = ("月", "季", "年", "周", "万", "逾期", "过期", "到期", "组", "阶段", "团队", "类型", "以上", "以下")


def _is_stage(r: Reading, words: str) -> bool:
    """Whether a stage answers to these words, also one that is called like something else (demo)."""
    return any(c.entity == "stage" for m in r.linker.link(words) for c in m.candidates)


def _field_meant(r: Reading, wanted: Head, cut: int, verb: int | None) -> tuple[Hit[Sense], FieldSpec] | None:
    """The field called by name right behind the verb or right before the new value: "set the next step date of all …", 下一步日期统一改成."""
    for hit, sense in r.sensed("field", wanted.entity):
        if not sense.spec.editable or sense.spec.kind not in (Kind.DAY, Kind.MOMENT, Kind.INT, Kind.TEXT, Kind.CHOICE):
            continue
        if (
            verb
            and re.fullmatch(r" (?:the )?", r.text[verb : hit.start])
            and re.match(r" (?:of|for|on|in|at)(?![a-z])", r.after(hit.end, 5))
        ):
            return hit, sense.spec
        if r.lo < hit.end <= cut and re.fullmatch(
            r"[\s,，]*(?:(?:都|全部|全|统统|一律|通通|一并|统一|给我|帮我)\s*)*", r.text[hit.end : cut]
        ):
            return hit, sense.spec
    return None


def _named_value(right: Reading, spec: FieldSpec) -> dict[str, str]:
    by = shift(right) if spec.kind in (Kind.DAY, Kind.MOMENT) else None
    verb = _TARGET.match(right.text, right.lo, right.hi)
    begin = verb.end() if verb else right.lo
    value = by or value_after(right, spec, begin, right.hi)
    if value is None and spec.kind is Kind.CHOICE and 0 < len(words := right.piece(begin, right.hi)) <= _SHORT:
        return {spec.name: re.sub(r"[吧了]$", "", words)}
    return {spec.name: value[0]} if value else {}


def _stage_said(left: Reading, wanted: Head, where: list[dict[str, str]]) -> None:
    """演示阶段的单子: a stage by part of its name is for the store to know; left out, the change would meet every deal."""
    match = _STAGE_ZH.search(left.text, left.lo, left.hi)
    if match and wanted.entity == "deal" and not any(f["field"].startswith("stage") for f in where):
        where.append({"field": "stage", "op": "=", "value": match["n"]})


_LEVEL_SAID = re.compile(r"(?<![A-Za-z])(?:(?:level|tier|grade|class)[ -])?(?P<l>[ABC])(?:[- ](?:level|tier|grade|class|rated))? (?=accounts?|customers?|clients?)|(?:level|tier|grade|class) (?P<m>[ABC])(?![A-Za-z])")  # fmt: skip


def _level_said(left: Reading, wanted: Head, where: list[dict[str, str]]) -> None:
    """My A accounts, all B-level customers."""
    match = _LEVEL_SAID.search(left.said, left.lo, left.hi) if wanted.entity == "account" else None
    if match and not any(f["field"] == "level" for f in where):
        where.append({"field": "level", "op": "=", "value": match["l"] or match["m"]})
        left.memo.setdefault("read", []).append(match.span())


def _still_open(r: Reading, where: list[dict[str, str]]) -> list[dict[str, str]]:
    """Deals closing in a month to come are not won yet: it is the expected day that counts."""
    ahead = {p.text for p in r.periods if p.value.start and p.value.start > r.ask.today}
    if not any(f["field"] == "closed_at" and f["value"] in ahead for f in where):
        return where
    swap = {"closed_at": "expected_close_date"}
    return [
        {**f, "value": "open"} if f["field"] == "stage.kind" else {**f, "field": swap.get(f["field"], f["field"])}
        for f in where
    ]


def _name_before(left: Reading, wanted: Head) -> str | None:
    """A name nothing is known about right before the record type: without it the change would meet other records."""
    places = [h.start for h in left.senses if any(x.entity == wanted.entity for x in h.values)]
    before = [left.said[left.lo : place].rstrip(" 的") for place in places]
    return next((p for p in unread(left, ()) if any(b.endswith(p) for b in before) and not _COMMON.search(p)), None)


def _cut(r: Reading, begin: int) -> int:
    """Where the conditions end and the new values begin."""
    best = r.hi
    for match in _TARGET.finditer(r.text, begin, r.hi):
        if match[0] == "to" and re.match(r" (?:close|call|do)(?![a-z])", r.text[match.end() : match.end() + 7]):
            continue
        if any(s.start <= match.start() < s.end for s in r.spans("days", "comparisons")):
            continue
        return match.start()
    ranged = [
        m for m in _TARGET.finditer(r.text, begin, r.hi) if m[0] == "to"
    ]  # "due today to Tuesday" is no range here
    return ranged[-1].start() if ranged and leads(r, "move", "postpone") is not None else best


_CALLED_OFF = re.compile(r"\s*(?:都|全部|全|统统|一律|通通|给我|先)*(?:取消|作废|不做了|不用做了|撤掉)")


def _values(r: Reading, right: Reading, wanted: Head) -> dict[str, str]:
    entity = wanted.entity
    fields: dict[str, str] = {}
    owner = owner_field(entity)
    people = [n for n in right.names if n.may_be("user")]
    if len({n.text.casefold() for n in people}) > 1:
        return {}  # several colleagues get shares, which were not understood
    if people and (r.has("assign") or r.has("move", "set")):
        fields[owner] = people[-1].text
    elif r.has("assign") and re.search(r"(?<![a-z])(?:me|myself)(?![a-z])|我", right.whole):
        fields[owner] = "me"
    if not people and r.has("assign") and (other := _TO_A_STRANGER.search(right.whole)):
        return {owner: right.piece(right.lo + other.start("who"), right.lo + other.end("who"))}
    by = shift(r)
    if by is not None and not fields and (name := day_field(right, entity)):
        return {name: by[0]}
    if entity == "task" and right.days and not fields:
        day = right.days[-1].value
        fields["due_at" if day.time else "due_on"] = moment_text(day)
    if (
        entity == "task"
        and not fields
        and (leads(r, "cancel") is not None or _CALLED_OFF.match(right.text, right.lo, right.hi))
    ):
        return {"status": "cancelled"}
    if (
        entity == "task"
        and not fields
        and (r.has("finish") or leads(r, "close") is not None or re.search(r"as done|完成", r.whole))
    ):
        fields["status"] = "done"
    if not fields:
        made = assigned(right, entity)
        made |= {k: f"-{v[1:]}" for k, v in made.items() if v[:1] == "+" and r.has("lower") and not r.has("raise")}
        if entity == "deal" and "stage" not in made and (stage := stage_said(right)):
            made["stage"] = stage[0]
        if entity == "deal" and "stage" not in made and (words := stage_words(right)) and _is_stage(right, words):
            made["stage"] = words
        if entity == "deal" and right.days and "expected_close_date" not in made:
            made["expected_close_date"] = right.days[-1].value.day.isoformat()
        if entity == "ticket" and "status" not in made and leads(r, "close"):
            made["status"] = "closed"
        fields.update({k: v for k, v in made.items() if k not in ("account", "name", "title")})
    return fields
