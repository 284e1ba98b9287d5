"""A question for a list becomes one call: record type, conditions, order, how many, by what, counted or totalled."""

import re
from dataclasses import dataclass, field
from typing import Any

from assistant.brains.offline.lists.conditions import conditions
from assistant.brains.offline.lists.heads import Head, head
from assistant.brains.offline.pieces.amounts import MONEY
from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.pieces.whose import owner_field
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.lexicon import Sense
from assistant.brains.offline.words.manner import start
from assistant.brains.offline.words.phrases import Hit
from assistant.recognise.numerals import small_count
from crm_store.base import Kind
from crm_store.models import fields_of

_BY = re.compile(
    r"(?:(?<![a-z])(?:by|per|for each|by each|grouped by|group by|split by|broken down by|according to|across)(?: (?:the|deal|lead|account|ticket|their))? |按照?(?:不同的?)?|各个?|每[个位名]?|分(?=阶段|来源|负责人|状态|类型|团队|行业|区域)|依据?|根据)$"
)
_SPREAD = re.compile(r" (?:breakdown|distribution|split|mix)(?![a-z])|的?(?:分布|占比|构成|分组|统计)")
_SORTED = re.compile(
    r"(?:(?<![a-z])(?:sorted|sort|ordered|order|ranked|rank|arranged)(?: (?:them|it|these))? by (?:the )?|按照?)$"
)
_SORT_AFTER = re.compile(r"^(?:从[高低大小][到至][高低大小]|[倒正升降]序|排[序列名])")
_DOWN = re.compile(
    r"desc|highest first|largest first|biggest first|latest first|newest first|从大到小|从高到低|从晚到早|倒序|降序"
)
_UP = re.compile(
    r"asc|lowest first|smallest first|oldest first|earliest first|soonest|从小到大|从低到高|从早到晚|升序|正序"
)
_COUNT_NEAR = re.compile(
    r"(?:(?:top|first|last|latest|newest|biggest|largest|highest|smallest|lowest|next|oldest|recent) |前|哪|最[大高多新近小低早]的?)$"
)
_UPCOMING = re.compile(
    r"(?<![a-z])(?:upcoming|next (?:\d+ |few )?(?:meetings?|calls?|visits?)|planned|scheduled|coming up)(?![a-z])|接下来的?|即将|待开|已安排|安排的"
)
_FEW = re.compile(r"(?<![a-z])(?P<n>two|three|four|five|six|seven|eight|nine|ten|twenty) (?:biggest|largest|highest|newest|latest|oldest|smallest|lowest|most recent|best)(?![a-z])")  # fmt: skip
_FIRST_ZH = re.compile(r"前(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?=[大名强个家条单笔位的有是都]|$)")
_WHICH_ZH = re.compile(r"(?:是|在)(?:哪一?[个单家条张位]|什么|谁)|哪一?[个单家条张笔](?:商机|单子|客户|工单|任务)?最")
_MOST = re.compile(
    r"(?<![a-z])(?:who|which (?:rep|reps|salesperson|owner|colleague|seller|team|customer|account|company|source|industry|stage)s?)(?: \w+){0,3} (?:the )?(?:most|highest|biggest|largest|fewest|best)(?![a-z])|(?:谁|哪[个位](?:销售|同事|人|业务员|团队|客户|来源|行业|阶段)).{0,8}最[多高大好]"
)
_ALL = re.compile(r"(?<![a-z])(?:all|every|full list|complete list|everything)(?![a-z])|所有|全部|完整")
_WORTH = re.compile(
    r"(?<![a-z])(?:how much|total|sum|worth|value of|combined|altogether|amount)(?![a-z])|多少钱|总额|合计|一共|总共|总金额|金额|总计|总值"
)


@dataclass
class Question:
    """A list question taken apart; `strength` says how much of it was understood as one (0 to 1)."""

    head: Head
    found: Found
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def call(self) -> Call:
        return Call("find_records", self.args)


def question(r: Reading, wanted: Head | None = None) -> Question | None:
    """The list question in a reading, or None when no record type is asked for."""
    asked = wanted or head(r)
    if asked is None:
        return None
    entity = asked.entity
    taken: list[tuple[int, int]] = []
    args: dict[str, Any] = {"entity": entity}
    group = _group(r, entity, taken)
    order = _order(r, entity, taken)
    found = conditions(r, asked, taken=taken)
    if found.filters:
        args["filters"] = found.filters
    if group is None and (most := _MOST.search(r.text, r.lo, r.hi)):
        group = _grouped_by_most(r, entity, most.group())
    if group is None and _EACH_ONE.search(r.whole):
        owned = owner_field(entity)
        group = owned if owned in fields_of(entity) else None
    measure = _measure(r, entity)
    number = _number_asked(r, entity, found) if not group or measure is None else None
    number = number or (_number_asked(r, entity, found) if group else None)
    if number and (measure != "average" or not r.has("average")):
        measure = "sum"
    if group is None and (compared := _compared(r, found)):
        group, measure = compared, measure or "sum"
    if entity == "activity" and _UPCOMING.search(r.whole) and not found.on("status"):
        found.add(None, "status", "=", "planned")
        args["filters"] = found.filters
        order = ("starts_at asc", order[1] if order else None, "oldest")
    if (
        entity == "deal"
        and measure == "average"
        and any(f["field"] == "expected_close_date" for f in found.filters)
        and not r.has("closing")
    ):
        _over(found)
    if order and not group:
        args["sort"] = order[0] if order[0] is not None else _usual_order(r, entity, order[2], found)
        if order[1] and not (order[1] == 1 and _LISTED_TOO.search(r.whole)):
            args["limit"] = order[1]
    elif not group and _ALL.search(r.whole):
        args["limit"] = 50
    if group:
        args["group_by"] = group
    if measure:
        args["measure"] = measure
        if measure in ("sum", "average") and (money := number or _totalled(r, entity)):
            args["total_field"] = money
    if not group and not measure and (more := _also_shown(r, entity)):
        args["columns"] = more
    return Question(asked, found, args)


_EACH_ONE = re.compile(r"(?:各人|每人|每个人|各个人)(?!都)|(?<![a-z])(?:per|by|for each) (?:person|head)(?![a-z])")

_ALSO = re.compile(
    r"(?:还有|以及|连同|带上?|附上?|包括|标[出明]|注明|写[上明]|列出|显示|给出|说明|(?<![a-z])(?:with (?:the|their|its)|including(?: the| their)?|and (?:the|their|its)|plus (?:the|their)|along with (?:the|their)|show (?:the|their)))\s?(?:它们?的?|每[个单条]的?|各自的?|对应的?|具体的?)?\s?$"
)


def _also_shown(r: Reading, entity: str) -> list[str]:
    """Fields to show beside the usual ones: 还有输单原因, "with their lost reason";"""
    made = [
        s.field
        for h, s in r.sensed("field", entity)
        if s.field in fields_of(entity) and _ALSO.search(r.before(h.start, 24)) and s.spec.kind is not Kind.REFS
    ]
    return list(dict.fromkeys(made))[:4]


_RIVALRY = re.compile(
    r"(?<![a-z])(?:who|which(?: one)?|compare|comparison|versus|vs|more|bigger|larger|higher|most|each)(?![a-z])|谁|哪[个位]|对比|比较|相比|比.{0,6}[多大高]|分别|各(?:有|自)?"
)


def _compared(r: Reading, found: Found) -> str | None:
    """The field to group by when several people, customers or teams are held against each other."""
    if not _RIVALRY.search(r.whole):
        return None
    return next(
        (
            f["field"]
            for f in found.filters
            if f["op"] == "in" and f["field"] in ("owner", "assignee", "account", "team")
        ),
        None,
    )


def _over(found: Found) -> None:
    """The average deal of a period is that of the deals won in it."""
    for one in found.filters:
        if one["field"] == "expected_close_date":
            one["field"] = "closed_at"
        elif one["field"] == "stage.kind":
            one["value"] = "won"


def _group(r: Reading, entity: str, taken: list[tuple[int, int]]) -> str | None:
    for hit, sense in _fields_and_references(r, entity):
        led = _BY.search(r.before(hit.start, 30))
        kind = fields_of(entity)[sense].kind if "." not in sense else Kind.TEXT
        if kind in (Kind.MONEY, Kind.NUMBER, Kind.INT, Kind.DAY, Kind.MOMENT, Kind.LONG):
            continue
        if spread := _SPREAD.match(r.after(hit.end, 16)):
            taken.append((hit.start, hit.end + spread.end()))
            return sense
        if not led or (
            _SORTED.search(r.before(hit.start, 30))
            and (r.text[hit.start].isascii() or _SORT_AFTER.match(r.after(hit.end, 6)))
        ):
            continue
        taken.append((hit.start - len(led[0]), hit.end))
        return sense
    return None


def _fields_and_references(r: Reading, entity: str) -> list[tuple[Hit[Sense], str]]:
    """(place, field) of the fields of a record type that were named, also by the record type they refer to."""
    known = fields_of(entity)
    by_type = {spec.to: name for name, spec in reversed(list(known.items())) if spec.to and spec.kind is Kind.REF}
    made: list[tuple[Hit[Sense], str]] = []
    for hit in r.senses:
        own = next((s.field for s in hit.values if s.kind == "field" and s.entity == entity and s.field in known), None)
        other = next((by_type[s.entity] for s in hit.values if s.kind == "entity" and s.entity in by_type), None)
        outer = next(
            (
                f"account.{s.field}"
                for s in hit.values
                if s.kind == "field" and s.entity == "account" and s.field == "industry" and "account" in known
            ),
            None,
        )
        if own or other or outer:
            made.append((hit, own or other or outer or ""))
    return made


def _grouped_by_most(r: Reading, entity: str, words: str) -> str | None:
    known = fields_of(entity)
    for name, pattern in (
        ("team", "team|团队"),
        ("account", "customer|account|company|客户"),
        ("source", "source|来源"),
        ("stage", "stage|阶段"),
        ("owner", ""),
    ):
        if name in known and re.search(pattern, words):
            return name
    return "assignee" if "assignee" in known else None


def _order(r: Reading, entity: str, taken: list[tuple[int, int]]) -> tuple[str | None, int | None, str] | None:
    """(sort or None for the usual, limit, which end) when an order or a top-n was asked for."""
    sort: str | None = None
    for hit, name in _fields_and_references(r, entity):
        led = _SORTED.search(r.before(hit.start, 30))
        if led and (r.text[hit.start].isascii() or _SORT_AFTER.match(r.after(hit.end, 6))):
            taken.append((hit.start - len(led[0]), hit.end))
            kind = fields_of(entity)[name].kind
            down = bool(_DOWN.search(r.whole)) or (
                kind in (Kind.MONEY, Kind.NUMBER, Kind.INT) and not _UP.search(r.whole)
            )
            sort = f"{name} {'desc' if down else 'asc'}"
    limit, end = None, ""
    ends = [(h, e) for e in ("top", "newest", "bottom", "oldest") for h in r.hits(e)]
    for number in r.numbers:
        count = int(number.value) if number.value == int(number.value) else 0
        before, after = r.before(number.start, 16), r.after(number.end, 14)
        if any(s.start <= number.start and number.end <= s.end for s in r.spans("periods", "days", "durations")):
            continue
        if 0 < count <= 200 and (
            _COUNT_NEAR.search(before)
            or re.match(r" (?:biggest|largest|highest|newest|latest|oldest|smallest|lowest|most recent|best)", after)
            or re.match(r"[个家单条笔名位张项只]?最", after)
        ):
            limit = count
            taken.append((number.start, number.end))
    if limit is None and (many := _FEW.search(r.text, r.lo, r.hi)):
        limit = small_count(many["n"])
    if limit is None and (ahead := _FIRST_ZH.search(r.text, r.lo, r.hi)):
        limit, end = small_count(ahead["n"]), "top"
        taken.append(ahead.span())
    for word, which in ends:
        if _is_order(r, word):
            end = end or which
            taken.append((word.start, word.end))
    if (
        limit is None
        and end
        and not r.numbers
        and (_one(r, entity) or _WHICH_ZH.search(r.whole))
        and not _MOST.search(r.whole)
    ):
        limit = 1
    if limit and not end:
        end = "newest" if re.search(r"last|latest|recent|最近|最新", r.whole) else "top"
    if not end and sort is None:
        return None
    return sort, limit, end


def _one(r: Reading, entity: str) -> bool:
    """Whether a single record is asked for: "the biggest open deal", "my oldest ticket"."""
    hits = [(h, s) for h, s in r.sensed("entity", entity)]
    return bool(hits) and not any(s.plural for _, s in hits) and all(r.text[h.start].isascii() for h, _ in hits)


def _is_order(r: Reading, hit: Hit[str]) -> bool:
    """ "Last quarter" and "recent" as an adjective of a period do not order anything."""
    word = r.text[hit.start : hit.end]
    if any(p.start <= hit.start and hit.end <= p.end for p in r.spans("periods", "days")):
        return False
    return not (
        (word == "least" and r.before(hit.start, 3) == "at ")
        or (word in ("best", "least") and re.match(r" case|-case", r.after(hit.end, 5)))
        or (word == "最好" and re.match(r"的?情况", r.after(hit.end, 3)))
    )


def _usual_order(r: Reading, entity: str, end: str, found: Found) -> str:
    known = fields_of(entity)
    if end in ("top", "bottom") and entity != "activity":
        named = next(
            (s.field for _, s in r.sensed("field", entity) if s.spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.INT)), None
        )
        name = named or MONEY.get(entity) or ("priority" if "priority" in known else "created_at")
        return f"{name} {'desc' if end == 'top' else 'asc'}"
    if entity == "deal" and found.on("last_activity_at"):
        name = "last_activity_at"
    elif (
        entity == "deal"
        and found.on("closed_at", "stage.kind")
        and re.search(r"won|lost|closed|赢|输|成交|签", r.whole)
    ):
        name = "closed_at"
    else:
        name = {"activity": "starts_at", "task": "due_on"}.get(entity, "created_at")
        if entity == "ticket" and _DUE.search(r.whole):
            name = "resolution_due"
    return f"{name} {'desc' if end == 'newest' else 'asc'}"


_LISTED_TOO = re.compile(
    r"(?:列一?下|列出来|都列|拉一?下|拉出来|给我看看|发我|列给我)[，,。；;]|^(?:请|帮我|麻烦|给我)*(?:列出?|列一下|拉一?下)[^，,。；;]*[，,。；;]|^(?:please )?(?:list|show)(?: me)? [^,.;?]*(?:[,.;]| and) *(?:tell me )?(?:which|what)(?![a-z])"
)
"""The list is asked for, and which of them comes first: 列一下，哪张最先到期."""
_DUE = re.compile(r"(?<![a-z])(?:due|deadline|overdue|expires?)(?![a-z])|到期|时限|截止|超时")
_SUM_ZH = re.compile(
    r"(?:总?金额|总额|业绩|总价)(?:一共|总共|合计|加起来)?(?:是|有|为|达)?多少|(?:统计|汇总|合计|算一?下|加总)[^,，。]*(?:金额|总额)(?!最|大|小|超|高|低|在|从|排|为|是)|(?:金额|总额)(?:的)?(?:统计|汇总|合计)|(?:商机|线索|赢单|签约|在途|成交|输单|丢单)的?总?(?:金额|额)[\s?？.。]*$"
)


def _measure(r: Reading, entity: str) -> str | None:
    if r.has("average"):
        return "average"
    much = entity in ("deal", "lead") and (
        r.has("how much") or bool(re.search(r"(?<![a-z])(?:total|sum|combined) ", r.whole))
    )
    much = much or (entity in ("deal", "lead") and bool(_SUM_ZH.search(r.whole)))
    many = any(
        not re.search(r"[哪那这前好]$|(?:电话|手机|号码|邮箱|微信|单价|价格)号?是?$", r.before(h.start, 6))
        for h in r.hits("how many")
    )
    if much and (
        not many or _SUM_ZH.search(r.whole) or re.search(r"how much|多少钱|总额|合计|总共|一共|worth|total", r.whole)
    ):
        return "sum"
    return "count" if many else None


_ADDED = re.compile(
    r"(?:(?<![a-z])(?:how many|number of|total|sum of|sum|total number of|count of|average|average number of|mean)(?: the)?(?: \w+)? |多少个?|几个|总|平均)$"
)
_ADDED_AFTER = re.compile(
    r"^(?:数|数量)?(?:的)?(?:合计|总数|总计|总和|加起来|加总|一共|总共|共计|有?多少|共有)| (?:in total|altogether|total|combined|do|does|are|is|did|have|has|by)(?![a-z])"
)


def _number_asked(r: Reading, entity: str, found: Found) -> str | None:
    """A number of a record that is to be added up: "how many seats are there in my open deals altogether", 席位合计."""
    for hit, sense in r.sensed("field", entity):
        if sense.spec.kind is not Kind.INT or any(a <= hit.start < b for a, b in found.used):
            continue
        if hit.start == start(r) and re.match(r" (?:in|of|per|by|across)(?![a-z])|的?分布", r.after(hit.end, 8)):
            return sense.field
        if _ADDED.search(r.before(hit.start, 26)) or _ADDED_AFTER.match(r.after(hit.end, 16)):
            return sense.field
    return None


def _totalled(r: Reading, entity: str) -> str | None:
    named = next((s.field for _, s in r.sensed("field", entity) if s.spec.kind is Kind.MONEY), None)
    return named or MONEY.get(entity)
