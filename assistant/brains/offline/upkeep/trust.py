"""What people say about trust in their data: who sees what, sharing, duplicates, the recycle bin, somebody's own data, how things stood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.brains.offline.names.foreign import without_foreign
from assistant.brains.offline.names.subjects import RECORDS, Subject, pronoun, subjects
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Call, Linker, ToolSpec, Understanding
from assistant.brains.offline.told.happenings import reports
from assistant.brains.offline.upkeep.as_of import as_of
from assistant.brains.offline.upkeep.binned import from_bin, undo_of, undo_rest
from assistant.brains.offline.upkeep.keeping import GATE as KEEPS
from assistant.brains.offline.upkeep.keeping import keeping
from assistant.brains.offline.upkeep.lending import lent_till, standing_in
from assistant.brains.offline.upkeep.own_data import privacy
from assistant.brains.offline.upkeep.roles_said import GATE, role
from assistant.brains.offline.upkeep.twins import doubles, merge
from assistant.brains.offline.words.folding import fold
from assistant.brains.offline.words.manner import start

_LONGEST = 160
"""A longer message tells of other things too: a report, a list of orders."""


_GATE = re.compile(
    r"see|access|view|visible|shar|revoke|give|grant|allow|let |permission|rights?|edit|duplicat|dupe|twice|double|merg|combin|consolidat|unify|fold|make|put |once"
    r"|bin|trash|throw|threw|restor|delet|recover|back|retriev|fetch|data|export|erase|wipe|purge|scrub|anonym|forg|store|keep|hold|held|download|undo|revert|roll|reverse|as |stood|look|stand|snapshot|picture|state"
    r"|看|权限|可见|见|共享|分享|访问|让|授|收回|取消|停止|不再|开放|公开|重复|查重|去重|录|两|同一|撞单|合|并|回收|垃圾|扔|删|恢复|找回|还原|取回|捞|导出|数据|信息|资料|抹|清除|永久|彻底|遗忘|匿名|撤|退|pipeline|funnel|amount|worth|value|stage|own|probab|status|level|priority|截|金额|阶段|负责人|概率|管道|漏斗|盘子|在途|多少钱|优先级|级别|状态|成交日|当时|那时|时|样|快照|回到|"
    + GATE
    + f"|{KEEPS}"
)
"""Words without one of which no rule here can fit: most messages are read once only."""


def trusted(
    ask: Ask, tools: Sequence[ToolSpec], linker: Linker, all_else: Callable[[Ask], Understanding]
) -> Understanding | None:
    """What a message asks for when it concerns trust; None for any other. `all_else` understands a question without its day."""
    if not 0 < len(ask.text.strip()) <= _LONGEST or not _GATE.search(fold(ask.text)):
        return None
    if without_foreign(ask.text) != ask.text:
        return None
    known = {t.name for t in tools}
    r = read(ask, linker)
    then = as_of(r)
    if then is not None and (found := _stood(ask, then, tools, all_else)) is not None:
        return found
    calls = (call for rule in _RULES if (call := rule(r)) is not None and call.tool in known)
    call = next(calls, None)
    return Understanding((call,), 0.95) if call is not None else None


def _stood(
    ask: Ask, then: tuple[str, str, Call | None], tools: Sequence[ToolSpec], all_else: Callable[[Ask], Understanding]
) -> Understanding | None:
    """The question without its day, answered as of that day."""
    day, rest, whole = then
    takes = {t.name for t in tools if any(p.name == "as_of" for p in t.parameters)}
    if whole is not None:
        return Understanding((Call(whole.tool, {**whole.args, "as_of": day}),), 0.95) if whole.tool in takes else None
    found = all_else(replace(ask, text=rest))
    if not found.calls or any(c.tool not in takes for c in found.calls):
        return None
    return replace(found, calls=tuple(Call(c.tool, {**c.args, "as_of": day}) for c in found.calls))


# Who sees what

_SEES = {
    False: re.compile(
        r"(?<![a-z])who(?: else)? (?:can|could|may|is (?:able|allowed) to|are (?:able|allowed) to|gets to)(?: \w+ly)? (?:see|view|access|read|look at|open|edit|change)(?![a-z])"
        r"|(?<![a-z])who(?: else)? (?:has|have|got) (?:\w+ )?(?:access|rights?|permissions?|visibility)(?![a-z])|(?<![a-z])who(?: else)? (?:sees|has sight of)(?![a-z])|(?<![a-z])(?:which|what|list) (?:people|persons|colleagues|users|reps|of us|everyone|everybody|anyone)(?: who| that)?(?: can| has| have| with)? (?:see|view|access|open|look at|read|rights?|permissions?|visibility)(?![a-z])|(?<![a-z])(?:everyone|everybody|anyone|anybody|people|colleagues|users) (?:with|having|who ha(?:s|ve)) (?:\w+ )?(?:access|rights?|permissions?|visibility)(?![a-z])|(?<![a-z])(?:can|do) (?:others|other people|anyone else|anybody else) (?:see|view|access|open|read)(?![a-z])"
        r"|(?<![a-z])(?:is|are) .{2,60} visible(?: to)?(?![a-z])|(?<![a-z])to whom is .{2,60} visible|(?<![a-z])explain (?:\w+ )?(?:access|visibility|permissions?|rights?)(?![a-z])"
        r"|(?<![a-z])(?:why|how come|how is it that) .{0,40}(?:see|sees|view|access|visible|look at|read)(?![a-z])"
        r"|(?<![a-z])(?:what|which) (?:access|rights?|permissions?) (?:do|does|have|has)(?![a-z])|(?<![a-z])(?:has|have|does|do) .{2,40} (?:have )?access to(?![a-z])"
    ),
    True: re.compile(
        r"(?:谁|哪些人|什么人|还有谁|都有谁|哪些同事).{0,3}(?:能够?|可以|有权限?|被允许|看得|会)?(?:看到|看见|查看|访问|看(?![了过])|见)|(?:谁|哪些人|什么人).{0,16}(?:有.{0,4}权限|能看|可以看|可见|看得[到见])|为(?:什么|何|啥).{0,20}(?:能|可以|看得|有权).{0,3}(?:看|查|访问|见)|凭(?:什么|啥).{0,12}看|(?:为(?:什么|何|啥)|怎么|咋).{0,12}(?:看|查|见|打开|访问)不(?:到|见|了|着)|(?:为(?:什么|何|啥)|怎么).{0,12}(?:不能|没法|没权限?|无权)(?:看|查|访问|打开)"
        r"|谁.{0,6}(?:有)?(?:access|权限)|(?:看得到|看得见|能看到|能看见|有权看|可以看到).{1,24}的?(?:同事|人|销售|都有谁|有谁|是谁|名单)|.{1,20}(?:在|对).{1,8}那边(?:不显示|看不到|没有|找不到)|(?:访问|查看|可见)权限|对谁可见|谁可见|可见范围|哪些人可见"
    ),
}  # fmt: skip
_ONE_SEES = {
    False: re.compile(
        r"(?:^|[,.] ?)(?:can|could|may|does|do|is|will) (?P<who>.{2,40}?) (?:(?:able|allowed) to )?(?:see|view|access|read|have access to|look at|edit|change|modify|update|write (?:to|on|in)|work on|delete)(?![a-z])"
    ),
    True: re.compile(
        r"(?P<who>.{2,20}?)(?:能不能|能否|可不可以|可以|能够?|是否能|有没有权限?|有权限?)?(?:看得[到见]|看不看得到|看到|看见|查看|访问|修改|编辑|改动).{1,30}(?:吗|么|不|\?|$)"
    ),
}
_WHY = re.compile(
    r"(?<![a-z])(?:why|how come|how is it that|explain)(?![a-z])|为(?:什么|何|啥)|凭(?:什么|啥)|怎么|咋|说明|解释"
)
_WHO = re.compile(
    r"(?<![a-z])(?:who|whom|which|everyone|everybody|anyone|anybody|people|colleagues|users)(?![a-z])|谁|哪些人|什么人|哪些同事"
)
_ME = {False: re.compile(r"(?<![a-z])(?:i|me|my)(?![a-z])"), True: re.compile("我|本人|自己")}


def _access(r: Reading) -> Call | None:
    many = _SEES[r.zh].search(r.whole)
    one = None if many else _ONE_SEES[r.zh].search(r.whole)
    if (not many and not one) or (one and reports(r)):
        return None  # "…, he wants to see a quote by Wednesday" is told, not asked
    record = _record(r)
    if record is None:
        return None
    person = _colleague(r, record)
    if one and (person is None or not one.start("who") <= r.text.find(person.casefold()) - r.lo < one.end("who")):
        return None  # "can I see Acme?" asks to be shown it
    args = {"record": _with_kind(r, record)}
    if person:
        args["person"] = person
    elif (_WHY.search(r.whole) and not _WHO.search(r.whole)) or re.search(
        r"(?<![a-z])my (?:own )?(?:access|rights?|permissions?)|我.{0,6}(?:的|有).{0,8}权限", r.whole
    ):
        args["person"] = "me"
    return Call("explain_access", args)


# Sharing

_SHARE = {
    False: re.compile(
        r"^(?:re-?share|share|unshare|stop sharing|end (?:the )?(?:share|sharing)|revoke|withdraw)(?![a-z])"
        r"|^(?:give|grant|allow|let|make) .{2,60}(?:access|rights?|permissions?|visible|(?:see|view|read|look at|edit|change|open)(?![a-z]))"
        r"|^(?:take (?:away|back)|remove|cancel|drop|end|stop|delete|pull) .{0,50}(?:access|share|sharing|permissions?|rights?)(?![a-z])|(?<![a-z])(?:should|must|may) no longer (?:see|have access)|^(?:open up|open) .{2,50} (?:to|for) (?!me)|^take .{0,50}(?:access|share|sharing|permissions?|rights?) (?:away|back|off)(?![a-z])|^show .{2,60} to (?!me|us)[a-z].* (?:till|until|through|for|by|up to)(?![a-z])"
    ),
    True: re.compile(
        r"(?<!市场)(?:共享|分享)(?!文件|单车|屏幕|市场)|^(?:请|麻烦)?(?:让|允许|给|授权|授予).{2,30}(?:查看|看到|看见|访问|看一下|看得到|权限|可见|可以看|能看|编辑|修改权)"
        r"|(?:收回|撤回|取消|撤销|去掉|移除|停止|终止|关闭|关掉).{0,24}(?:权限|访问|共享|分享)|不(?:再|要再|让|准).{0,24}(?:共享|分享|看到|查看)(?:给)?|(?:把|将).{2,30}(?:开放|公开|授权)给|^(?:请|麻烦)?(?:让|给)[\u3400-\u9fffA-Za-z]{2,12}看.{2,30}(?:有效|为止|看到|截止|期限|到期)"
    ),
}
_NO_SHARE = re.compile(
    r"(?<![a-z])(?:share (?:out|price|holder)|sharing out|among|amongst|between|evenly|market share|screen|open (?:up )?(?:an?|another) .*(?:deal|opportunity|account|ticket|lead|task))(?![a-z])|平均分|平分|分配给|市场份额|分享会"
)
_STOP = re.compile(
    r"^(?:unshare|stop|end|revoke|withdraw|take (?:away|back)|take .{0,50}(?:away|back|off)(?![a-z])|remove|cancel|drop|delete|pull)(?![a-z])|no longer|收回|撤回|取消|撤销|去掉|移除|停止|终止|关闭|关掉|不再|不要再|别再|不让|不准"
)
_WRITES = re.compile(
    r"(?<![a-z])(?:edit|change|modify|write|update|work on|full access)(?:ing)?(?![a-z])|修改|编辑|改(?!到)|写|读写|完全"
)
_READS_ONLY = re.compile(
    r"(?<![a-z])(?:read|view|look)(?:ing)?[ -]?only(?![a-z])|(?<![a-z])(?:no|not|never|cannot|without|nothing|\w+n['’]t|only (?:to )?(?:see|read|view|look)) ?(?:\w+ ){0,4}?(?:edit|chang|modif|writ|updat|touch)|(?<![a-z])(?:edit|chang|modify|writ|updat)\w* nothing"
    r"|只读|仅(?:限)?(?:查看|可看|看)|只(?:能|可以?|许|准|给|让|允许)?(?:[他她它]|[\u3400-\u9fff]{2,3})?(?:能|可以)?(?:看|读|查看|浏览)(?!到)|(?:不|别|勿|没有?|无|禁止)(?:能|可以?|许|准|要|让|给|允许|得|用)*(?:[他她它]|让[\u3400-\u9fff]{2,3}?)?(?:有|去|再|乱|随便)*(?:改|编辑|修改|写|动)(?!到)"
)
"""Who may look and not change anything, however the changing is named."""


def _share(r: Reading) -> Call | None:
    begin = start(r)
    said = r.text[begin : r.hi]
    if not _SHARE[r.zh].search(said) or _NO_SHARE.search(said):
        return None
    record = _record(r)
    if record is None:
        return None
    args: dict[str, object] = {"record": _with_kind(r, record)}
    person = _colleague(r, record)
    stop = (found := _STOP.search(said)) is not None and not _lent_before(r, begin + found.start())
    if person:
        args["person"] = person
    elif not stop and not re.search(r"(?<![a-z])shar|共享|分享", said):
        return None
    if stop:
        args["stop"] = True
    else:
        if (last := lent_till(r)) is not None:
            args["until"] = last.isoformat()
        if _WRITES.search(said) and not _READS_ONLY.search(said):
            args["may_change"] = True
    return Call("share_record", args)


_LENDS = re.compile(
    r"(?<![a-z])(?:share|give|grant|allow|let|show|open)(?![a-z])|(?:共享|分享|开放|公开|开一?下?权限)给?|让|给|授"
)


def _lent_before(r: Reading, place: int) -> bool:
    """分享给徐凌，到月底，之后收回: what is to end on its day is lent now."""
    before = r.text[r.lo : place]
    timed = any(s.start < place for s in r.spans("days", "periods", "durations"))
    return timed and not re.search(r"取消|停止|不再|收回|stop", before) and bool(_LENDS.search(before))


# What the rules share


def _record(r: Reading) -> Subject | None:
    found = [
        s
        for s in subjects(r, *RECORDS)
        if not (s.name and s.name.entity == "user" and s.entity not in ("deal", "account"))
    ]
    if found := [s for s in found if s.name is not None] or found:
        return min(found, key=lambda s: (RECORDS.index(s.entity) if s.entity in RECORDS else 99, s.start))
    return pronoun(r, *RECORDS) or _left_out(r)


def _left_out(r: Reading) -> Subject | None:
    """The record of the answer before, where it is left out: 让唐雨也能看, 现在谁能看到, "take the sharing back"."""
    if not r.zh and not _BACK.fullmatch(r.whole.strip(" .!")):
        return None
    if (r.zh and len(r.whole) > 16) or any(not n.may_be("user") for n in r.names) or r.hits("he"):
        return None
    last = next((n for n in r.ask.focus if n.entity in RECORDS), None)
    return Subject(last.ref, last.entity, r.hi, r.hi) if last is not None else None


_BACK = re.compile(
    r"(?:please |can you |could you |now |then |ok |okay |and )*(?:take (?:the |that |this |his |her |their )?(?:sharing|share|access)(?: (?:back|away|off))(?: again)?|(?:stop|end|revoke|withdraw|remove|cancel|undo|drop|take (?:back|away)|pull) (?:the |that |this |his |her |their )?(?:sharing|share|access)(?: (?:again|with \w+|from \w+))?|unshare(?: it)?|who (?:else )?(?:can|may) see it)(?: please| again| now)*"
)
_KIND_BEHIND = re.compile(r"(?:'s|’s)? (?:deal|opportunity|opp)(?![a-z])|的?(?:商机|那?个?单子)")


def _with_kind(r: Reading, record: Subject) -> str:
    """The record as it was called, with its kind where a customer's deal is meant: “the Acme deal”, 华阳的商机."""
    behind = _KIND_BEHIND.match(r.text, record.end, r.hi) if record.entity in ("deal", "account") else None
    return record.text if behind is None else f"{record.text}{'的商机' if r.zh else ' deal'}"


_TO = {
    False: re.compile(r"(?:with|to|give|let|grant|allow) (?P<n>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?= |$|[,.?!'’])"),
    True: re.compile(
        r"(?:给|让|对(?!手|方|比|接|象|于|账|外|内)|允许)(?P<n>[A-Z][\w-]+|[\u3400-\u9fff]{2,4}?)(?=可以|也|能|查看|看|访问|的|,|，|$|。|[0-9一两三]|到|查|编|修|权|直)"
    ),
}


def _colleague(r: Reading, record: Subject | None) -> str | None:
    """The colleague named beside a record; a name nobody has is handed on, so that the tool can say so."""
    for name in r.names:
        if name.may_be("user") and not (record and record.start <= name.start < record.end):
            return name.text
    mail = next((r.said[a:b] for a, b in r.emails), None)
    if mail:
        return mail
    for found in _TO[r.zh].finditer(r.said, r.lo, r.hi):
        if (
            not (record and record.start < found.end("n") and found.start("n") < record.end)
            and found["n"] not in _ANYBODY
        ):
            return found["n"]
    return None


_ANYBODY = frozenset({"任何人", "大家", "所有人", "别人", "我", "他们", "其他人", "同事"})


_RULES: tuple[Callable[[Reading], Call | None], ...] = (
    undo_rest,
    undo_of,
    keeping,
    role,
    standing_in,
    _share,
    _access,
    privacy,
    merge,
    from_bin,
    doubles,
)
