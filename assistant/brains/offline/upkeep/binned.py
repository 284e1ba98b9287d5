"""What is gone and can come back: the recycle bin, what was deleted and by whom, and taking back what was done to one record."""

import re

from assistant.brains.offline.names.subjects import RECORDS, subjects
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.upkeep.twins import KIND, trimmed
from assistant.brains.offline.words.manner import start

_BIN = {
    False: re.compile(r"(?<![a-z])(?:recycle bin|trash(?: ?can| bin)?|(?:in|out of|from|through|open|show|check|look in(?:to)?) (?:the|my|our) bin|(?:what|which|anything|who|show|list|see).{0,30}(?:deleted?|removed?|th(?:rown?|rew) away|trash(?:ed)?|bin(?:ned)?)(?! by (?:mail|email)))(?![a-z])"),
    True: re.compile(r"回收站|垃圾箱|(?:谁|哪些|什么|查看|看看|看一下|列出|有没有|最近|刚才|刚刚|今天|昨天|上周).{0,14}(?:删除|删掉|删了|删|扔掉|扔了|丢进)|删(?:除|掉)?了?(?:哪些|什么|啥)|被删|误删|已删除?的"),
}  # fmt: skip
_BACK = {
    False: re.compile(
        r"(?:^|[,.;] ?)(?:restore|undelete|un-delete|recover|resurrect|bring back|get back|retrieve|rescue|fish(?: out)?|pull(?: out)?|dig(?: out| up)?|salvage|take(?= (?:back|.{2,60} (?:out of|from) (?:the )?(?:bin|trash|recycle))))(?: back)? (?P<what>.+)$|(?:^|[,.;] ?)(?:the )?(?P<what3>.+?) (?:is|was|got|has been|ended up|landed|went) (?:in|into|to) (?:the |my |our )?(?:recycle bin|trash|bin)(?: by (?:mistake|accident))?[,.;: ]+(?:please )?(?:put|bring|get|take|restore|fish|pull).{0,20}$|(?:^|[,.;] ?)(?:bring|get|fetch|put|take) (?P<what2>.+?) (?:back|out of the (?:recycle )?(?:bin|trash))(?![a-z])"
    ),
    True: re.compile(
        r"(?:恢复|找回|还原|复原|捞回来?|取回|拿回来?)(?:一下|被|已|误|我|了)*(?:删除?掉?的?|误删的?)?(?P<what>.+)$|(?:把|将)(?P<what2>.+?)(?:从回收站里?)?(?:恢复|找回|还原|复原|捞|取回|拿回)"
    ),
}
_AROUND = re.compile(
    r"^(?:刚才?刚?(?:我)?(?:误|错)?删(?:除|掉)?了?的?|the |my |our |a |that |this |back |deleted |removed |lost |trashed |task |deal |contact |account |lead |ticket |note |customer |company |about |called |named |record |i deleted |回收站[里中]?的?|被?(?:我)?(?:误)?删除?(?:掉|了)?的?|已删除?的?|误删的?|客户|联系人|商机|任务|工单|线索|记录|那个|这个|那条|这条|从|了|的)+"
    r"|(?:[,.]? ?(?:please|back|again|from (?:the )?(?:recycle )?(?:bin|trash)(?: ?can)?|out of (?:the )?(?:recycle bin|bin|trash)(?: ?can)?|(?:that|which) (?:i|was|were|got|we|somebody|someone)(?: \w+){0,3}|i (?:just )?deleted(?: \w+){0,2}|回来|过来|来|吧|一下|从回收站|谢谢)|[\s.?!,\"'])+$"
)
_RESTORES = {
    False: re.compile(r"(?:restore|recover|resurrect|bring back|get back)(?! to(?![a-z]))|(?:bring|get) .+ back$"),
    True: re.compile("(?:请|帮我|麻烦)*(?:恢复|找回|还原|复原)"),
}
"""Verbs that ask for a record of the bin when they are said of a name nobody sees; of one they see, 恢复 opens a deal again."""
_STEPS = re.compile(
    r"(?<![a-z])(?:it|that|this|them|everything|all|what|which|stages?|amounts?|prices?|values?|status|owners?|dates?|state|version|changes?|edits?|steps?|last|previous|before|backups?|cards?|proposals?|drafts?|previews?|trust|access|orders?|service|contact with|relations\w*|confidence|momentum|business|to)(?![a-z])"
    r"|刚才|刚刚|上一|上次|前一|原样|原状|原来|状态|样子|之前|以前|操作|更改|修改|改动|步|撤|备份|阶段|金额|负责人|日期|正常|供[货应]|合作|联系|服务|沟通|关系|信心|权限|卡片|预览|了|^[它他她这那]"
)
_GONE_WORDS = re.compile(r"(?<![a-z])(?:delet\w+|undelete|bin|trash|removed)(?![a-z])|删|回收站|垃圾箱")


def from_bin(r: Reading) -> Call | None:
    begin = start(r)
    text = r.text[begin : r.hi].rstrip(" .?!")
    back = _BACK[r.zh].search(text)
    spoken = bool(_GONE_WORDS.search(r.whole))
    if back is not None:
        group = next(g for g, held in back.groupdict().items() if held)
        what = trimmed(r, begin + back.start(group), begin + back.end(group), _AROUND)
        ref = next((s.text for s in r.refs if s.value.prefix), None) or (
            m[0] if (m := re.search(r"[A-Za-z]{1,4}-\d{1,9}", what)) else None
        )
        undelete = bool(re.match(r"(?:undelete|un-delete)", text))
        place = begin + text.find(what.casefold()) if what else begin
        seen = any(n.start < place + len(what) and place < n.end for n in r.names)
        brought = bool(_RESTORES[r.zh].match(text)) and not seen and not _STEPS.search(what)
        if (
            (spoken or undelete or (ref and " to " not in what.casefold()) or brought)
            and re.search(r"\w", what)
            and not re.search(r"(?<![a-z])to (?=[\d¥$€])|(?:为|成|到)\d", what)
        ):
            kind = next((e for e, p in _TYPES.items() if p.search(text)), None)
            named = what and what.casefold() not in (
                "it",
                "that",
                "this",
                "them",
                "everything",
                "card",
                "the card",
                "它",
                "这个",
                "那个",
            )
            if named:
                return Call("recycle_bin", {"record": ref or what, **({"entity": kind} if kind else {})})
        return Call("recycle_bin", {}) if spoken and not re.search(r"\w", what) else None
    if text.startswith(("把", "将", "删", "delete", "remove")):
        return None  # an order to delete
    if _BIN[r.zh].search(r.whole) and not re.search(
        r"(?<![a-z])(?:empty|why|delete the|opted)(?![a-z])|为什么|清空", r.whole
    ):
        about = subjects(r, *RECORDS)
        if about or re.search(r"(?<![a-z])(?:last|this|since|yesterday|today) (?:week|month)?.*(?:chang|by)", r.whole):
            return None  # the history of a record tells
        kind = next((e for e, p in _TYPES.items() if p.search(r.whole)), None)
        return Call("recycle_bin", {"entity": kind} if kind else {})
    return None


_TYPES = {
    **KIND,
    "deal": re.compile(r"(?<![a-z])(?:deals?|opportunit(?:y|ies))(?![a-z])|商机|单子"),
    "task": re.compile(r"(?<![a-z])(?:tasks?|to-?dos?|reminders?)(?![a-z])|任务|待办"),
    "ticket": re.compile(r"(?<![a-z])(?:tickets?|cases?)(?![a-z])|工单"),
    "activity": re.compile(r"(?<![a-z])(?:meetings?|calls?|notes?|activit(?:y|ies))(?![a-z])|会议|电话记录|跟进记录|备注"),
}  # fmt: skip


_REST = re.compile(
    r"^(?:please |ok(?:ay)? |then |so |just )*(?:undo|revert|roll back|take back|reverse) (?:only )?(?:the (?:rest|others|remaining(?: ones)?|other (?:ones|records|changes))|everything else|what (?:you|is|can)(?: still)?(?: can)?(?: be undone)?(?: possible)?|all (?:the )?others?|as much as (?:you can|possible))(?: please| anyway| then| of (?:it|them))*[\s.!]*$"
    r"|^(?:那就?|请|先|就|帮我|把)*(?:(?:其[余他它]|剩下|剩余|别|另外|能撤|可以撤)的?(?:那些|部分|都|全部|全|就|照样|照旧|仍然?|还是|也|先|继续)*(?:给我|帮我)?(?:撤销|撤回|还原|撤|恢复原样|退回)|(?:撤销|撤回|还原)(?:其[余他它]|剩下|剩余|别的|能撤)的?(?:那些|部分|记录|更改)?)(?:掉|了|吧|一下|的)*[\s.!]*$"
)


def undo_rest(r: Reading) -> Call | None:
    return Call("undo", {"rest": True}) if _REST.match(r.whole.strip()) else None


_UNDO_OF = {
    False: re.compile(
        r"^(?:oops,? |no,? |wait,? )*(?:undo|revert|reverse|roll ?back|take back) (?:(?:my|the|our|your|that|this|last|latest|recent) )*(?:(?:change|update|edit|modification|merge|deletion|creation|assignment|stage|amount|date|owner|conversion|import)s? )*(?:(?:(?:i|you|we) )?(?:just )?(?:made |did )?(?:to|on|of|for|with|at|about) |what (?:i|you|we) (?:just )?(?:did|changed|saved|set|wrote) (?:to|on|for|about|in|at) )(?:the )?(?P<what>.+)$"
    ),
    True: re.compile(
        r"^(?:把|将)?(?:撤销|撤回|回滚|还原|取消)(?:一下)?(?:我|刚才|刚刚|上次|最近|你)*(?:对|给|在)(?P<what>.+?)(?:所?做)?(?:上|里|身上)?的(?:所有|全部|那些|那次|最近)?(?:修改|更改|改动|变更|操作|更新|编辑)"
    ),
}


def undo_of(r: Reading) -> Call | None:
    """Undo of what was done to one record: undo the change to D-12."""
    match = _UNDO_OF[r.zh].match(r.text[start(r) : r.hi].rstrip(" .?!"))
    if match is None:
        return None
    low = start(r) + match.start("what")
    named = next(
        (
            s
            for s in subjects(r, *RECORDS)
            if s.start - 1 <= low + match.end("what") - match.start("what") and s.end > low
        ),
        None,
    )
    return Call("undo", {"record": named.text}) if named is not None else None
