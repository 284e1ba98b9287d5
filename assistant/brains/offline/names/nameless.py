"""Names in a question that no record answers to: said to be not on record, so that no broader question is answered instead."""

import re
from collections.abc import Iterator, Sequence

from assistant.brains.offline.lists.places import NAMES_ZH
from assistant.brains.offline.names.strangers import PLAIN_WORDS
from assistant.brains.offline.pieces.leftovers import texts
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import CHAIR, Call
from assistant.brains.offline.words.folding import han
from assistant.brains.offline.words.places_and_trades import REGIONS, both_names, trade

_CAPITAL = re.compile(r"(?<![\w.@-])(?P<n>[A-Z][a-z][\w&-]*(?: [A-Z][\w&.-]+)*|[A-Z]{2,}[a-z]\w*)")
_LATIN = re.compile(r"(?<![A-Za-z0-9.@-])(?P<n>[A-Z][A-Za-z0-9&-]{2,}(?: [A-Z][A-Za-z0-9&.-]+)*)(?![A-Za-z@])")
_SURNAME = re.compile(r" (?P<n>[A-Z][a-z]+)(?![\w'’-])")
_OPENS = re.compile(r"(?:^|[.!?;:\n(\"'-] ?)$")
_H = r"[\u3400-\u9fff]"
_AT_ZH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:跟|和|与|同|给|找|见|约|问|对(?!手|方|比|接|象|于|账))(?P<n>{_H}{{2,5}}?)(?=(?:最近|上次|上回|昨天|今天|上周)?(?:聊|谈|说|讲|开会|见面|会面|沟通|通话|通电话|打电话|联系|碰|吃饭|签|合作|提|反馈|是什么时候|[,.?]))",
        rf"(?P<n>{_H}{{2,8}}?)(?=(?:这个|这家|该|那个|那家)(?:客户|公司|企业|单位|联系人|人|商机|单子|项目)|[这那]单)",
        rf"(?:总结|概括|概述|介绍|了解|说说|讲讲|看看|准备|回顾|汇总|梳理)(?:一?下)? ?(?P<n>{_H}{{2,8}}?)(?=的|[,.?]|$|这|公司|集团|情况|进展|资料)",
        rf"(?P<n>{_H}{{2,8}}?)的(?=(?:决策人|联系人|负责人|电话|手机|邮箱|微信|地址|金额|阶段|商机|单子|工单|任务|合同|续约|预算|老板|采购|竞争对手|下一步|预计成交|进展|情况|状态|顾虑|需求|管道|漏斗|业绩|客户))",
        rf"(?P<n>{_H}{{2,6}}?)(?=(?:团队|小组|大区|分公司|事业部|办事处)(?!里|内|中))",
        rf"(?:^|[,.] ?)(?P<n>{_H}{{2,8}}?)(?=(?:最近|上次|上个月|上月|上周|本月|这个月|本季度|今年|去年|那边|方面)?(?:[这近\d一二两三四五六七八九十几]+次)?(?:电话|会议|邮件|拜访|沟通|对|提|说|有(?:哪些|没有|几|多少)|谁|怎么说|关心|担心))",
        rf"(?:^|[,.] ?)(?P<n>{_H}{{2,8}}?)(?=(?:那边|这边|那儿|那里))",
        rf"(?:^|[,.] ?)(?P<n>{_H}{{2,4}}?)(?=(?:最近一次|最后一次|上一次|上回|上次|最近)(?:跟|和|联系|聊|谈|有|说|提|要|找|来|反馈|沟通|见))",
        rf"(?:谁|什么时候|何时)(?:改|动|修改|更新|删|调整)了?(?P<n>{_H}{{2,8}}?)的",
        rf"(?:见|拜访|会见|去)(?P<n>{_H}{{2,8}}?)(?=[,.]|公司|集团|开会|拜访|的)",
    )
)
_AMONG_ENGLISH = re.compile(rf"(?<=[a-z] ){_H}{{2,12}}(?=['’?.!,;:)]|\s+[a-z]|\s*$)")
"""A Chinese name in an English sentence."""
_COMMON_ZH = re.compile(
    "^写|一[份个封篇]|^[我你您他她它谁哪每各这那本未没不已有要会想能最把给请帮查看列做用按从在是和跟与同]|[的了吗呢个位家次]$"
    "|什么|怎么|多少|所有|全部|客户|公司$|销售|同事|大家|人员|部门|团队|季度|商机|单子|工单|任务|线索|联系|金额|阶段|上个|下个|进行|逾期|重要|重点|关键|主要|优质|潜在|大额|相关|其他|具体|详细"
    "|紧急|剩余|类似|当前|历史|价格|报价|产品|数据|预算|合同|续约|竞争|行业|地区|城市|经理|老板|领导|目标|业绩|情况|进展|最近|最新|现在|目前|我们|他们|刚才|以前|之前|对方|双方|自己|别人|[抢拿截撬]走|输[给掉在]|丢[掉了]"
)
_READS = frozenset({"find_records", "show_record", "recall_notes", "pipeline_summary", "history", "my_day", *CHAIR})
_LATER = re.compile(r"^['’]s? ?$")


def nameless(r: Reading, calls: Sequence[Call]) -> list[str]:
    """Names of a question that neither a record answers to nor a call asks for, in order; none for what is no question."""
    if not calls or any(c.tool not in _READS for c in calls):
        return []
    held = " ".join(f["field"] for c in calls for f in c.args.get("filters", ()) if isinstance(f, dict)) + " "
    held += " ".join(t for c in calls for t in texts({k: v for k, v in c.args.items() if k != "query"})).casefold()
    about = [t.casefold() for c in calls if c.tool == "recall_notes" for t in texts(c.args.get("query", ""))]
    found, chair = [], all(c.tool in CHAIR | {"pipeline_summary"} for c in calls)
    for start, end in strange(r):
        name = r.said[start:end]
        if chair and any(a < end and start < b for a, b in r.memo.get("read", ())):
            continue
        if name.casefold() in held or (_region(name) and "team" in held) or (about and _topic(r, start)):
            continue
        found.append(name)
    return list(dict.fromkeys(found))


def strange(r: Reading) -> list[tuple[int, int]]:
    """Where names stand that nothing is known about."""
    taken: list[tuple[int, int]] = []
    for start, end in sorted(_found(r)):
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
    return taken


def _found(r: Reading) -> Iterator[tuple[int, int]]:
    if not r.zh:
        for match in _AMONG_ENGLISH.finditer(r.said, r.lo, r.hi):
            held = {i for s in r.spans("names", "senses", "periods", "days") for i in range(s.start, s.end)}
            if not held.issuperset(range(*match.span())):
                yield match.span()  # part of it may be somebody's name: 智造 in 蓝湾智造 is not who is meant
    if han(r.whole):
        for match in _LATIN.finditer(r.said, r.lo, r.hi):
            if (
                match["n"].split()[0] not in PLAIN_WORDS
                and not (match["n"].isupper() and len(match["n"]) < 5)
                and _free(r, *match.span("n"), cues=True)
            ):
                yield match.span("n")
        for pattern in _AT_ZH:
            for match in pattern.finditer(r.text, r.lo, r.hi):
                start, end = match.span("n")
                city = next(
                    (n.end for n in r.names if n.start == start and n.end + 2 < end and n.entity == "team"), start
                )
                if not _COMMON_ZH.search(r.text[city:end]) and _free(r, city, end, cues=True):
                    yield start, end
        return
    if r.said[r.lo : r.hi].isupper() or r.said[r.lo : r.hi].istitle():
        return
    for name in r.names:
        more = _SURNAME.match(r.said, name.end, r.hi)
        if more and " " not in name.text and name.may_be("contact", "user") and _free(r, *more.span("n"), cues=True):
            yield name.start, more.end("n")
    for match in _CAPITAL.finditer(r.said, r.lo, r.hi):
        start, end = match.span("n")
        opens = bool(_OPENS.search(r.said[r.lo : start]))
        words = match["n"].split()
        while words and (
            words[0] in PLAIN_WORDS or (opens and _free(r, start, start + len(words[0]), cues=True) is False)
        ):
            start += len(words[0]) + 1
            words, opens = words[1:], False
        if not words or not _free(r, start, start + len(words[0]), cues=True):
            continue
        if opens and len(words) == 1 and not _LATER.match(r.said[end : end + 2]):
            continue
        yield start, end


def _region(name: str) -> bool:
    return any(name.casefold() in group for group in REGIONS)


def _topic(r: Reading, start: int) -> bool:
    """What notes are searched for is a topic and need be nobody's name: "about Kubernetes", 关于…"""
    return bool(
        re.search(
            r"(?<![a-z])(?:about|on|regarding|mention\w*|say|said|use|using) (?:the )?$|关于|提到?过?|说过|用$",
            r.before(start, 14),
        )
    )


def _free(r: Reading, start: int, end: int, *, cues: bool = False) -> bool:
    """Whether nothing was recognised here: no record, value, place, trade or word of the CRM."""
    word = NAMES_ZH.sub("", r.text[start:end]).strip("的业类市省") if han(r.said[start:end]) else r.said[start:end]
    if not word:
        return False
    if both_names(word) or trade(word) or trade(word.casefold()) or both_names(word.casefold()):
        return False
    spans = r.spans(
        "names", "loose", "senses", "days", "periods", "money", "numbers", "durations", "refs", "comparisons"
    )
    if any(s.start < end and start < s.end for s in spans):
        return False
    if any(a < end and start < b for a, b in [*r.emails, *r.phones, *r.quoted]):
        return False
    return not (cues and any(h.start < end and start < h.end for hits in r.cue.values() for h in hits))
