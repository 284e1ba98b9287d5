"""What people say about records that are there twice: finding them, and making two of them one."""

import re

from assistant.brains.offline.names.subjects import pronoun, subjects
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import start

_DOUBLE = {
    False: re.compile(
        r"(?<![a-z])(?:duplicat\w*|de-?dup\w*|double(?:d)? (?:entr\w+|record\w*|up)|doubles|dupes?|entered twice|(?:exists?|(?<!been )(?<!was )(?<!were )in (?:here|there|the (?:crm|system))|on record|recorded|listed|stored|appear\w*) (?:two times|twice)|twice (?:in|on)|more than once)(?![a-z])"
    ),
    True: re.compile(r"重复(?!购买|采购|会议|提醒|执行|下单|订单|的?问题|报修)|查重|去重|录重|录了?(?:两|二|多|几)[次遍条份]|(?:两|多|几)[条份个](?:一样|相同)的|同一个?(?:人|客户|公司).{0,6}(?:两|多)[次条]|建了?(?:两|多)[次遍条个]|撞单"),
}  # fmt: skip
_MERGE = {
    False: re.compile(
        r"(?<![a-z])(?:merg(?:e|ing)|combin(?:e|ing)|consolidate|unify)(?![a-z])|(?<![a-z])fold (?=.{2,60} into)|(?<![a-z])join (?=.{2,60} (?:into|together))|(?<![a-z])make .{2,60} (?:one|a single) (?:account|contact|lead|deal|record|customer|company|person)(?![a-z])|^put .{2,60} together"
    ),
    True: re.compile(r"合并|并(?:入|到|进)|合(?:成|为)一|归并|整合成一|合到一起"),
}
_NOT_MERGE = re.compile(
    r"(?<![a-z])(?:import|file|meetings?|calls?|tasks?|report|invoices?)(?![a-z])|导入|文件|会议|任务|报表|发票|公司合并|并购"
)
_FILE = re.compile(
    r"(?<![a-z])(?:csv|excel|xlsx|attach\w*|upload\w*|load|sheet|bring them in|pull them in)(?![a-z])|导|附件|录入|录进|入库|上传|[这那线][张份个索]表|表格"
)
"""Words of a file that is to be brought in, its duplicates told first."""
KIND = {
    "contact": re.compile(r"(?<![a-z])(?:contacts?|people|persons?|stakeholders?)(?![a-z])|联系人|人员"),
    "lead": re.compile(r"(?<![a-z])leads?(?![a-z])|线索"),
    "account": re.compile(r"(?<![a-z])(?:accounts?|compan(?:y|ies)|customers?|clients?|organi[sz]ations?|firms?)(?![a-z])|客户|公司|企业|单位"),
}  # fmt: skip
_PAIRS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:merge|combine|consolidate|fold|join|unify) (?P<gone>.+?) (?:in)?to (?:one with )?(?P<keep>.+)$",
        r"(?P<gone>.+?) (?:is|looks like|seems to be|are) (?:just )?(?:a |the )?(?:duplicate|double|dupe|copy) of (?P<keep>.+?)(?:[,.;] ?|(?: and|, so)? (?:please )?)(?:merge|combine|fold|unify).*$",
        r"(?:merge|combine|consolidate|join|unify) (?P<keep>.+?) (?:and|with|together with) (?P<gone>.+?)(?: together| into one.*)?$",
        r"(?:make|put) (?P<keep>.+?) and (?P<gone>.+?) (?:one|a single|together).*$",
        r"(?P<keep>.+?) and (?P<gone>.+?) are (?:the same|one|identical|duplicates).{0,30}(?:merge|combine|unify).*$",
        r"把(?P<gone>.+?)(?:合并|归并|并|合)(?:到|入|进|至)(?P<keep>.+)$",
        r"把(?P<keep>.+?)(?:和|与|跟|同)(?P<gone>.+?)(?:合并|合成|合为|归并|合到).*$",
        r"(?:合并|归并)(?:一下)?(?P<keep>.+?)(?:和|与|跟|,)(?P<gone>.+)$",
        r"(?P<keep>.+?)(?:和|与|跟|,)(?P<gone>.+?)(?:是|其实是|就是|为)?(?:同一|重复|一回事|一样|相同).{0,16}(?:合并|归并|合).*$",
        r"(?P<gone>.+?)(?:是|为)(?P<keep>.+?)的?重复.{0,12}(?:合并|归并|合).*$",
        r"(?P<keep>.+?)(?:和|与|跟|,)(?P<gone>.+?)(?:合并|合成|合为|归并|合到).*$",
    )
)
_WRAP = re.compile(
    r"^(?:the |a |our |my |both |duplicate |record |records |account |accounts |contact |contacts |company |companies |customer |customers |lead |leads |deal |deals |called |named |客户|联系人|线索|商机|公司(?=[A-Za-z\u3400-\u9fff])|记录|重复的?|那个|这个|,|把|将|请|帮我)+"
    r"|(?:,? ?(?:please|thanks|a contact|as one|里|中|里面|一下|吧|谢谢|去|掉|为一条|成一条|成一个|为一个|这条|那条|记录)|[\s.?!,\"'])+$"
)
_TWINS = re.compile(
    r"(?:(?:the |both |these |those )*(?:two|both|duplicate[sd]?|double[sd]?)(?: of)?(?: (?:accounts?|contacts?|records?|leads?|companies|people|entries))*(?: (?:called|named|of|for))? )(?P<n>.+?)$"
    r"|(?:两个|两位|两条|重复的|两家)(?P<z>[\u3400-\u9fffA-Za-z0-9 ]{2,20}?)(?:合|归|$)|(?P<d>[\u3400-\u9fffA-Za-z0-9 ]{2,20}?)的重复"
)


_THEM = re.compile(r"(?<![a-z])(?:them|both|these|those|the (?:two|pair))(?![a-z])|它们|他们|这两|那两|两者|这俩|这几")


def merge(r: Reading) -> Call | None:
    if not _MERGE[r.zh].search(r.whole) or _NOT_MERGE.search(r.whole):
        return None
    begin = start(r)
    text = r.text[begin : r.hi].rstrip(" .?!")
    for pattern in _PAIRS:
        found = pattern.search(text)
        if found is None:
            continue
        keep, gone = (_bare(r, begin + found.start(g), begin + found.end(g)) for g in ("keep", "gone"))
        if _is_name(keep) and _is_name(gone):
            return Call("merge_records", {"record": gone, "into": keep})
    twins = _TWINS.search(text)
    one = subjects(r, "account", "contact", "lead", "deal")
    if not one and _THEM.search(r.whole) and not (twins and re.search(r"(?:called|named|of) ", text)):
        return Call("merge_records", {"record": "them"})
    if twins is not None:
        group = next(g for g in ("n", "z", "d") if twins[g])
        name = _bare(r, begin + twins.start(group), begin + twins.end(group))
        if any(n.may_be("account", "contact", "lead", "deal") for n in r.names):
            named = [n for n in r.names if n.may_be("account", "contact", "lead", "deal")]
            name = named[0].text
        if _is_name(name) and not re.fullmatch(
            r"(?:\w+ )?(?:accounts?|contacts?|leads?|records?|ones?|entries)", name.casefold()
        ):
            return Call(
                "merge_records",
                {"record": re.sub(r"(?<=[a-z])s$", "", name) if name.isascii() and not r.names else name},
            )
    if len(one) == 2:
        return Call("merge_records", {"record": one[1].text, "into": one[0].text})
    if len(one) == 1:
        return Call("merge_records", {"record": one[0].text})
    return None


def _is_name(text: str) -> bool:
    return bool(re.search(r"\w", text)) and text.casefold() not in (
        "them",
        "one",
        "it",
        "both",
        "each other",
        "duplicates",
        "一个",
        "一条",
        "一起",
        "一家",
    )


_OF_TICKETS = re.compile(r"(?<![a-z])(?:t-|ticket |case )#?\d{3,7}(?!\d)")
"""A ticket that is a duplicate has a status of that name."""


_A_STATUS = re.compile(r"(?<![a-z])status (?:is |of |= ?)?duplicate|状态(?:是|为)?重复")
"""A state tickets are in."""


def doubles(r: Reading) -> Call | None:
    if (
        _OF_TICKETS.search(r.whole)
        or _A_STATUS.search(r.whole)
        or not _DOUBLE[r.zh].search(r.whole)
        or _NOT_MERGE.search(r.whole)
        or _FILE.search(r.whole)
    ):
        return None
    kind = next((e for e, pattern in KIND.items() if pattern.search(r.whole)), None)
    named = [s for s in subjects(r, "account", "contact", "lead") if s.name is None or s.name.candidates[0].score > 0.6]
    about = named[0] if named else pronoun(r, "account", "contact", "lead")
    if about is not None and not (kind and not named):
        return Call("find_duplicates", {"record": about.text})
    return Call("find_duplicates", {"entity": kind} if kind else {})


def _bare(r: Reading, lo: int, hi: int) -> str:
    return trimmed(r, lo, hi, _WRAP)


def trimmed(r: Reading, lo: int, hi: int, around: re.Pattern[str]) -> str:
    """The words between two places without what stands around a name."""
    while lo < hi:
        folded = r.text[lo:hi]
        lead = len(folded) - len(folded.lstrip(" \"'“”《》()"))
        match = around.match(folded, lead)
        end = around.search(folded)
        new_lo = lo + (match.end() if match else lead)
        tail = next(
            (m for m in around.finditer(folded) if m.end() == len(folded) and m.start() > 0),
            end if end and end.end() == len(folded) else None,
        )
        new_hi = lo + tail.start() if tail and lo + tail.start() > new_lo else hi
        if (new_lo, new_hi) == (lo, hi):
            break
        lo, hi = new_lo, new_hi
    return r.said[lo:hi].strip(" \"'“”《》「」.。,，?？!！")
