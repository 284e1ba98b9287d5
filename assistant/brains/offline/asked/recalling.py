"""Questions the notes answer: what was said, worried about, wanted, and when one last talked."""

import re
from typing import Any

from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head, head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.strangers import stranger
from assistant.brains.offline.names.subjects import Subject, subject
from assistant.brains.offline.pieces.flags import wants_none
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, core

_BOUGHT = re.compile(
    r"(?<![a-z])(?:bought|purchased|buy|ordered|purchase history|sold (?:to|them))(?![a-z])|买过|买了|购买过|采购过|买的|下过单|购买历史|采购历史|购买记录|采购记录|成交历史|订购过"
)
_NOT_ALONE = re.compile(
    r"^(?:\s|and|what|did|do|does|we|i|have|has|when|last|talk|spoke|to|with|,|\?|是|什么时候|上次|跟|和|聊|谈|的)*$"
)
_KIND_WORDS = re.compile(
    r"(?<![a-z])(?:call|called|phone|meeting|met|meet|email|e-mail|mail|visit|visited)(?![a-z])|电话|会议|开会|见面|邮件|拜访"
)
_SEARCHED = re.compile(
    r"(?<![a-z])(?:find|search|look for|look in|look through|any|show me|what do)?(?: me)?(?: the| all| any| our)? ?(?:notes?|knowledge base|kb|transcripts?|call notes|articles?) (?:for|about|on|mention\w*|say\w*|regarding|where)(?![a-z])|according to (?:the|our) (?:knowledge base|kb|notes|(?:[a-z]+[ -]){0,3}(?:policy|guidelines?|handbook|playbook|rules|price list|terms|manual))|in the (?:knowledge base|kb|notes)"
    r"|关于.{1,20}的?(?:记录|笔记|沟通|纪要)|(?:知识库|笔记|记录|纪要)(?:里|中|里面)|(?:搜索?|查).{0,6}(?:笔记|知识库|沟通记录)"
)
_WHY_LOST = re.compile(
    r"(?<![a-z])why (?:did|have|do|are|were) (?:we|they|i) (?:los[te]|win|won)|(?<![a-z])(?:why|how) (?:was|is|did|has) .{2,50} (?:been )?(?:los[te]|slip away|go to (?:a|the) competitor)(?![a-z])|(?<![a-z])(?:reasons?|cause|why) (?:for|of|behind) (?:losing|the loss)|为什么.{0,10}(?:丢|输|赢|没拿下)|(?:丢|输)(?:了|单).{0,8}为什么"
)
_WHY_GONE = re.compile(
    _WHY_LOST.pattern.replace("|win|won", "").replace("|赢|没拿下", "|没拿下")
    + r"|(?:丢单|输单|流失|失败)的?原因|(?:丢|输)在(?:哪|什么)"
)
"""Why something was lost, for which a deal holds its reason."""
_TOPIC = re.compile(
    r"(?<![a-z])(?:about|regarding|concerning|on the subject of)(?![a-z])|关于|对.{1,10}(?:怎么)?说|有关"
)
_POLICY = re.compile(
    r"(?<![a-z])(?:polic(?:y|ies)|handbook|guidelines?|playbook|manual|faqs?|rule ?book|knowledge base|procedures?)(?![a-z])|(?:政策|制度|规定|手册|指南|规范|流程|知识库)(?:.{0,12}(?:怎么|什么|多少|如何|哪|是|吗|几))"
)
_LISTS = ("deal", "ticket", "task", "lead", "product")


def recall(r: Reading) -> Meant | None:
    """What did Globex say about price; 华阳担心什么; 有没有人提过数据迁移."""
    known = subject(r, "account", "contact", "deal", "lead", "ticket")
    about = known or _stranger(r)
    if about is not None and known is not None and _theirs_when(r, known):
        return Meant(1.2, (Call("recall_notes", _args(r, about, None)),), whole=True)
    told = [n for n in ("said", "worry", "care") if spoken(r, n)]
    searched = _SEARCHED.search(r.whole)
    if wants_none(r) and not r.named("account", "contact", "deal"):
        return None
    if _WHY_LOST.search(r.whole) and about is None and not searched:
        lost = question(r, Head("deal"))
        if lost is not None:
            lost.args |= {"columns": ["lost_reason", "lost_notes"]}
            lost.args.pop("measure", None)
            return Meant(0.96, (lost.call, Call("recall_notes", _args(r, None, None))))
    if (
        known is not None
        and known.entity in ("deal", "account")
        and not r.said[known.start].islower()
        and not searched
        and _WHY_GONE.search(r.whole)
    ):
        why = ["lost_reason", "lost_notes", "competitor"]
        if known.entity == "deal":
            told_why = Call("show_record", {"record": known.text, "fields": why})
        else:
            filters = [
                {"field": "account", "op": "=", "value": known.text},
                {"field": "stage.kind", "op": "=", "value": "lost"},
            ]
            told_why = Call("find_records", {"entity": "deal", "filters": filters, "columns": why})
        return Meant(0.97, (told_why, Call("recall_notes", _args(r, about, None))), whole=True)
    if searched or _WHY_LOST.search(r.whole):
        score = 0.86 if searched else 0.82
        return Meant(score, (Call("recall_notes", _args(r, about, None)),))
    if told and about and _TOPIC.search(r.whole) and asks(r):
        return Meant(0.96, (*([_talk(r, about)] if when_asked(r) else []), Call("recall_notes", _args(r, about, None))))
    if _POLICY.search(r.whole) and asks(r) and not r.named("account", "contact", "deal"):
        return Meant(0.94, (Call("recall_notes", _args(r, None, None)),))
    noted = r.has("notes") and re.search(r"note|笔记|纪要|沟通|transcript|聊天记录|跟进记录", r.whole) is not None
    when = _last_time(r) if about else None
    if not told and not noted and when is None:
        return None
    if not asks(r) and not (
        about
        and re.search(
            r"的(?:顾虑|担忧|异议|偏好|需求|痛点|要求|反馈|意见|看法)|'s (?:concerns?|objections?|worries|preferences|pain points?|requirements?|feedback)|(?:concerns|objections|preferences|feedback|pain points|requirements) (?:of|from|at)",
            r.whole,
        )
    ):
        return None
    listed = head(r)
    score = 0.82 if about and told else 0.74 if told and r.has("anyone") else 0.5
    if noted and (about or told):
        score = max(score, 0.76)
    if listed and listed.hit and listed.entity in _LISTS and not (about and about.start == listed.hit.start):
        score -= 0.32
    calls: list[Call] = []
    if when is not None and about is not None:
        calls.append(_talk(r, about))
        score = 0.9
        if not told and not noted:
            return Meant(score, tuple(calls))
    if about and _BOUGHT.search(r.whole):
        calls.append(bought(about))
    calls.append(Call("recall_notes", _args(r, about, when)))
    return Meant(score, tuple(calls))


_THEIRS_WHEN = re.compile(
    r"(?:那边|那儿|那里|他们|她们|家|公司)?的?(?P<what>[\u3400-\u9fff]{0,10}?)(?:什么时候|啥时候|几时|何时|几月|多久)(?:能|会|可以|才|要|开始|才能|大概)*(?P<does>[\u3400-\u9fff]{1,8}?)(?:来着|啊|呢|呀|的|了|吗)*[?？]?$"
)
_OURS_WHEN = re.compile(
    r"成交|签|关|联系|跟进|到期|拜访|见|打|开会|会议|聊|沟通|通话|创建|建|改|变|动过|金额|日期|负责|电话|更新|续|截止|完成任务|解决|处理|提|发|赢|丢|输|分|转|进|阶段|商机|单|任务|工单|报价|最近|上次|谁|逾期|推迟|生日|下次|约"
)
"""What records and their history tell themselves."""


def _theirs_when(r: Reading, known: Subject) -> bool:
    """钱老师那边什么时候招标: a day of the customer's own, which no field holds and a note may."""
    if known.name is None or known.start - r.lo > 2 or known.entity not in ("contact", "account"):
        return False
    match = _THEIRS_WHEN.fullmatch(r.text[known.start + len(known.name.text) : r.hi].strip(" ?？.。"))
    return match is not None and not _OURS_WHEN.search(match["what"] + match["does"])


def _stranger(r: Reading) -> Subject | None:
    """ "What did Umbrella say": a name nothing is known about."""
    match = re.search(
        r"(?:did|does|has|is|are|do) (?P<n>[A-Z][\w&.'-]*(?: [A-Z][\w&.'-]*){0,2})(?= [a-z])", r.said[r.lo : r.hi]
    )
    if match:
        start, end = r.lo + match.start("n"), r.lo + match.end("n")
        if not any(s.start < end and start < s.end for s in r.spans("names", "senses", "days", "periods")):
            return Subject(match["n"], "account", start, end)
    other = stranger(r)
    return Subject(other[0], "account", other[1], other[2]) if other else None


def spoken(r: Reading, cue: str) -> bool:
    """Whether a verb of saying or wanting was meant as one: "I want to see", "needs", "like" are often something else."""
    for hit in r.hits(cue):
        word, before = r.text[hit.start : hit.end], r.before(hit.start, 8)
        if word in ("say", "说", "说说", "讲讲") and re.search(r"(?:tell|帮我|给我|请|来)$", before):
            continue
        if word in (
            "like",
            "want",
            "need",
            "needs",
            "ask",
            "asks",
            "raise",
            "raised",
            "需要",
            "想要",
            "要求",
            "说",
        ) and re.search(r"(?:\bi|we|i'd|would|looks?|我|我们|you) ?$", before):
            continue
        if r.text[hit.start : hit.end + 1] in ("说一", "说下", "说说") or before.endswith("说"):
            continue
        return True
    return False


def purchases(r: Reading) -> Meant | None:
    """What has Acme bought: the deals won there."""
    about = subject(r, "account", "contact")
    if about is None or not _BOUGHT.search(r.whole) or not asks(r):
        return None
    return Meant(0.8, (bought(about),))


def bought(about: Subject) -> Call:
    """The deals a customer signed."""
    filters = [
        {"field": about.entity, "op": "=", "value": about.text},
        {"field": "stage.kind", "op": "=", "value": "won"},
    ]
    return Call("find_records", {"entity": "deal", "filters": filters, "sort": "closed_at desc"})


def when_asked(r: Reading) -> bool:
    """Whether the day of the last talk is asked for as well."""
    return _last_time(r) is not None


def _last_time(r: Reading) -> tuple[int, int] | None:
    hit = r.first("last time")
    if hit is None or not (r.has("when") or re.search(r"when|什么时候|何时|哪天|多久|几号", r.whole)):
        return None
    return hit.start, hit.end


def _talk(r: Reading, about: Subject) -> Call:
    """The latest activity with somebody."""
    entity = about.entity if about.entity in ("contact", "account", "deal") else "contact"
    filters = [{"field": entity, "op": "=", "value": about.text}, {"field": "status", "op": "=", "value": "held"}]
    kinds = {
        s.code
        for h, s in r.sensed("choice", "activity")
        if s.field == "kind" and _KIND_WORDS.search(r.text[h.start : h.end])
    }
    if len(kinds) == 1:
        filters.append({"field": "kind", "op": "=", "value": kinds.pop()})
    return Call("find_records", {"entity": "activity", "filters": filters, "sort": "starts_at desc", "limit": 1})


def _args(r: Reading, about: Subject | None, when: tuple[int, int] | None) -> dict[str, Any]:
    words = r.said[r.lo : r.hi]
    text = core(r)
    if when is not None:
        parts = re.split(r"(?<![a-z])and(?![a-z])|[,，]", words[when[1] - r.lo :], maxsplit=1)
        words = parts[1] if len(parts) > 1 else words
    args: dict[str, Any] = {"query": words.strip(" ?？.。,，") or text}
    if about is not None:
        args["about"] = about.text
    if r.periods:
        args["period"] = r.periods[0].text
    return args
