"""Questions that leave out what they are about, after an answer: "by how much?", 跟谁竞争, 几号能签, 投诉过吗, "and the gateway?"."""

import copy
import re

from assistant.brains.offline.asked.prices import priced
from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.comparing import grouped
from assistant.brains.offline.lists.heads import Head, head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Named
from assistant.brains.offline.words.manner import asks

_GAP = re.compile(
    r"^\s*(?:and |so |ok |but )*(?:by )?how much (?:more|less|bigger|higher|ahead|behind|of a (?:gap|difference)|is the (?:gap|difference))?(?: is (?:it|that))?[\s?.!]*$|(?<![a-z])(?:by how (?:much|many|far)|what(?:'s| is| was) the (?:gap|difference|margin)|how (?:far|much) (?:ahead|behind|apart))(?![a-z])"
    r"|^(?:那|那么)?(?:具体|一共|总共)?(?:差|多|少|高|领先|落后|相差|差距|差了|多了|多出|高出)(?:了|出)?(?:有)?(?:多少|几|多大)(?:钱|万|个点)?[?.!呢啊]*$|(?:差距|相差).{0,4}(?:多少|多大|几)"
)
_ONLY_HOW_MUCH = re.compile(r"^\s*(?:and |so |ok |but )*how much[\s?.!]*$")
_WHEN = r"(?:什么时候|何时|几号|哪天|几点|几月|多久|啥时候|最晚|最迟|最早)"
_FIELDS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "deal": (
        ("competitor", re.compile(r"(?:跟|和|与)(?:谁|哪家|哪些).{0,3}(?:竞争|抢|PK|pk|打|争)|(?:竞争)?对手(?:是|有)?(?:谁|哪|什么)?|竞品|谁在(?:抢|争)|还有谁在|(?<![a-z])(?:up|compet\w+|fighting|running|bidding) against(?![a-z])|(?<![a-z])(?:competitors?|competition|rivals?)(?![a-z])|(?<![a-z])who else is (?:in|bidding|pitching|there)")),
        ("expected_close_date", re.compile(rf"{_WHEN}.{{0,8}}(?:签|成交|关|落[单地]|下单|收[单尾]|拿下)|(?:成交|签约)(?:日期?|时间)|(?<![a-z])when\b.*\b(?:clos\w+|sign\w*|land\w*|due|in the bag|done)")),
        ("next_step", re.compile(r"下一步|接下来(?:怎么|要|做)|(?<![a-z])(?:what(?:'s| is| are)? (?:the )?next|next steps?)(?![a-z])")),
        ("stage", re.compile(r"(?:到|在|走到|处于)(?:了)?(?:哪|什么)(?:个|一)?(?:阶段|步)|(?:什么|哪个)阶段|(?<![a-z])(?:what|which) stage|how far along")),
        ("owner", re.compile(r"谁(?:在)?(?:负责|跟|管)|(?:负责人|归)(?:是)?谁|(?<![a-z])who (?:owns|has|handles|is (?:on|handling|responsible|in charge))|whose (?:is|are)")),
        ("amount", re.compile(r"^(?:那|它|一共|总共|合计|大概)*(?:值|是|有)?(?:多少钱|多大|金额(?:是|有)?(?:多少)?)[?.!呢啊]*$|(?<![a-z])how (?:much|big|large)(?: (?:is|are|was|were) (?:it|they|that|those|these))?(?: worth| in total| altogether)?[\s?.!]*$|what(?:'s| is| are) (?:it|they|that) worth")),
    ),
    "ticket": (
        ("resolution_due", re.compile(rf"{_WHEN}.{{0,10}}(?:解决|处理|搞定|修|关|到期|截止|超时|办)|(?:解决)?(?:时限|期限|截止)|(?<![a-z])when\b.*\b(?:due|solved|resolved|fixed|done|expire)|deadlines?")),
        ("assignee", re.compile(r"谁(?:在)?(?:负责|处理|跟|管)|(?:处理人|归)(?:是)?谁|(?<![a-z])who (?:owns|has|handles|is (?:on|handling|responsible|in charge|working))")),
    ),
    "task": (
        ("due_on", re.compile(rf"{_WHEN}.{{0,8}}(?:到期|截止|完成|做完|交|要)|(?<![a-z])when\b.*\b(?:due|done|finished)|deadlines?")),
        ("assignee", re.compile(r"谁(?:在)?(?:负责|做|跟|管)|(?<![a-z])who (?:owns|has|is (?:on|doing|responsible))")),
    ),
}  # fmt: skip
"""What is asked of the records shown before, by their type."""
_HERS = re.compile(r"(?<![a-z])(?:it|its|this|that one|this one)(?![a-z])|它|这[单个条张]|那[单个条张]|该")
_COMPLAINED = re.compile(r"(?<![a-z])complain\w*(?![a-z])|投诉|客诉|抱怨")
_ANY = re.compile(
    r"^\s*(?:and |so |ok |now )*(?:(?:are|is|were) there |do they have |have they |has (?:he|she|it) |did (?:they|he|she) |what )?(?:any(?:thing)?|ever|open)(?![a-z])|(?<![a-z])(?:they|their|them|there)(?![a-z])|^\s*(?:and |so )*who(?:'s| is| are)(?: \w+)* (?:the |their )?(?:decision|champion|buyer|influencer|contact)"
    r"|^(?:那|那么|他们|她们|这家|那家|那边|这边)?(?:还|目前|现在)?有(?:没有|什么|哪些|几[个张条]|多少)|过(?:吗|没|没有|什么|几次)[?.!]*$|他们|这家|那家|那边|^谁是|(?:是谁|有谁)[?.!]*$"
)
_OTHER = re.compile(
    r"^\s*(?P<lead>(?:那么?|and |what about |how about |or )*)(?:the |an? |our )?(?P<n>[^?.!,，。]{2,40}?)(?: then)?(?:的)?(?P<tail>呢?)[\s?.!]*$"
)
_KINDS = ("ticket", "deal", "contact", "task", "activity")


def carried(r: Reading) -> Meant | None:
    """The question with what the answer before was about."""
    if not r.ask.previous or len(r.whole) > 60:
        return None
    reads = [
        c
        for c in r.ask.previous
        if c.tool in ("find_records", "pipeline_summary", "show_record", "recall_notes", "compare")
    ]
    if not reads:
        return None
    for way in (_gap, _field, _of_customer, _goods):
        if (meant := way(r, reads)) is not None:
            return meant
    return None


def _gap(r: Reading, reads: list[Call]) -> Meant | None:
    """The difference between those held against each other before."""
    if not _GAP.search(r.whole) or r.names:
        return None
    last = reads[-1]
    understood(r, _GAP, re.compile("difference|margin|gap"))
    if last.tool == "find_records" and last.args.get("group_by"):
        args = copy.deepcopy(dict(last.args))
        if str(args["entity"]) == "deal":
            args |= {"measure": "sum", "total_field": args.get("total_field", "amount")}
        return Meant(0.98, (Call("find_records", args),))
    if last.tool == "compare":
        return Meant(0.98, (last,))
    summed = [c for c in reads if c.tool == "pipeline_summary" and c.args.get("whose")]
    who = list(dict.fromkeys(str(c.args["whose"]) for c in summed))
    if len(who) == 2 and not _ONLY_HOW_MUCH.search(r.whole):
        status, period = summed[-1].args.get("status") or "open", summed[-1].args.get("period")
        return Meant(0.98, (Call("compare", grouped(who, str(status), str(period) if period else None)),))
    return None


def _field(r: Reading, reads: list[Call]) -> Meant | None:
    """A field of the records shown before: of each in a list, of the one that was picked out."""
    last = reads[-1]
    if r.names or r.refs or not (asks(r) or len(r.words()) <= 8) or mine(r) or r.periods:
        return None
    if any(
        s.kind == "entity" and h.end - h.start > 1 and s.entity in _KINDS
        for h in r.senses
        for s in h.values
        if not s.field
    ):
        return None
    first = r.ask.focus[0] if r.ask.focus else None
    entity = str(last.args.get("entity", "")) if last.tool == "find_records" else first.entity if first else ""
    name = next((f for f, words in _FIELDS.get(entity, ()) if words.search(r.whole)), None)
    if name is None or last.tool in ("pipeline_summary", "recall_notes") or last.args.get("group_by"):
        return None
    understood(r, *(words for _, words in _FIELDS[entity]), _HERS, re.compile("大概|大约|最晚|最迟|roughly|about"))
    one = last.tool == "show_record" or last.args.get("limit") == 1 or _HERS.search(r.whole)
    if one:
        if first is None or first.entity != entity:
            return None
        also = ["next_step_date"] if name == "next_step" else []
        return Meant(0.97, (Call("show_record", {"record": first.ref, "fields": [name, *also]}),))
    args = copy.deepcopy(dict(last.args))
    args["columns"] = list(dict.fromkeys([name, *args.get("columns", ())]))[:4]
    if name == "amount":
        args |= {"measure": "sum", "total_field": "amount"}
    return Meant(0.97, (Call("find_records", args),))


def _of_customer(r: Reading, reads: list[Call]) -> Meant | None:
    """Whether the customer just shown complained, has tickets, deals, a decision maker."""
    customer = customer_shown(r, reads)
    if customer is None or r.names or r.refs or mine(r) or ours(r) or not asks(r) or len(r.words()) > 18:
        return None
    if _COMPLAINED.search(r.whole):
        understood(r, _COMPLAINED, re.compile(r"提过|有过|提出|ever|had"))
        filters = [
            {"field": "type", "op": "=", "value": "complaint"},
            {"field": "account", "op": "=", "value": customer.ref},
        ]
        return Meant(0.98, (Call("find_records", {"entity": "ticket", "filters": filters, "sort": "created_at desc"}),))
    if not _ANY.search(r.whole):
        return None
    wanted = head(r)
    if wanted is None or wanted.entity not in _KINDS:
        return None
    asked = question(r, Head(wanted.entity, wanted.hit))
    if asked is None or asked.found.on("account", "contact") or r.has("said"):
        return None
    filters = [*asked.args.get("filters", ()), {"field": "account", "op": "=", "value": customer.ref}]
    return Meant(0.93, (Call("find_records", {**asked.args, "filters": filters}),))


def customer_shown(r: Reading, reads: list[Call]) -> Named | None:
    """The customer the answer before was about, if it was about one."""
    last, focus = reads[-1], r.ask.focus
    if not focus:
        return None
    if last.tool in ("show_record", "recall_notes"):
        return focus[0] if focus[0].entity == "account" else None
    about = [f for f in last.args.get("filters", ()) if f["field"] == "account" and f["op"] == "="]
    if not about:
        return None
    said = str(about[0]["value"])
    ref = next((n for n in focus if n.entity == "account" and said in (n.ref, n.label)), None)
    return ref or Named("account", 0, said, said)


def _goods(r: Reading, reads: list[Call]) -> Meant | None:
    """The price of another of our goods, after one was asked for."""
    last = reads[-1]
    if last.tool != "find_records" or last.args.get("entity") != "product":
        return None
    match = _OTHER.match(r.text, r.lo, r.hi)
    if (
        match is None
        or r.periods
        or r.days
        or any(n.may_be("account", "contact", "deal", "user", "team") for n in r.names)
    ):
        return None
    said = r.said[slice(*match.span("n"))].strip()
    size = len(said) // 3 if r.zh else len(said.split())
    led = bool(match["lead"] or match["tail"])
    elsewhere = any(s.kind == "entity" and s.entity != "product" for h in r.senses for s in h.values)
    if elsewhere or size > (4 if led else 3) or (not led and asks(r)):
        return None  # a message of its own, not the name of goods
    return Meant(0.95, (priced(said),))
