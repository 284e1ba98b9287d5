"""The plainest orders about one record: rename it, reopen it, add a person or a product to a deal."""

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.pieces.shifts import by_length
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, LENGTH, MONEY, WHEN, Fit, Rule, fitting, rule
from crm_store.codes import BuyingRole, Codes, Priority, TaskStatus, TicketStatus
from crm_store.models import entity_type

_NOUN = r"(?:deal |account |customer |company |contact |lead |task |ticket |product |the |our |my )*"
_NOUN_ZH = r"(?:商机|客户|公司|联系人|线索|任务|工单|产品|单子|项目)?"
_SET = r"(?:set|change|update|put|mark|make|move|switch|turn)"
_SET_ZH = r"(?:改成|改为|改到|改回|改|设成|设为|设|设置为|设置成|标成|标为|标记为|标记成|调成|调为|调到|变成|更新为|换成|置为)"


def one(entity: str, record: str, fields: dict[str, str]) -> Meant:
    """The change of one record that a whole sentence asks for."""
    return Meant(1.0, (call("update", entity, record, fields),), whole=True)


def _many(entity: str, where: Iterable[tuple[str, str, str]], fields: dict[str, str]) -> Meant:
    made = [{"field": f, "op": op, "value": v} for f, op, v in where]
    change = {"op": "update", "entity": entity, "where": made, "fields": fields}
    return Meant(1.0, (Call("propose_change", {"changes": [change]}),), whole=True)


_NAMED = ("deal", "account", "contact", "lead", "task", "ticket", "activity")
_QUESTION_ZH = re.compile(r"什么|谁|哪|啥|多少|几时|怎|呢|吗|[?？]")
_MORE = re.compile(
    r"[,，;；。]|(?<![a-z])and (?:move|set|assign|close|mark|remind|create|add|make|put|change)(?![a-z])|然后|并(?:且|把|将|转|改)"
)


_FROM_NOW = re.compile(r"\s*(?:from now on|from today|instead|now|please)$|(?:吧|了)$", re.IGNORECASE)


def _rename(fit: Fit) -> Meant | None:
    entity, new = fit.type_of("x", *_NAMED), _FROM_NOW.sub("", fit["new"])
    if not entity or not new or _MORE.search(new.casefold()) or _QUESTION_ZH.search(new):
        return None
    return one(entity, fit["x"], {entity_type(entity).about.title: new})


_RENAME = rule(
    _rename,
    rf"(?:rename|re-name) {_NOUN}(?P<x>{ANY})(?: deal| account| task)? (?:to|as|into) (?P<new>.+)",
    rf"{_SET} the (?:name|title) of {_NOUN}(?P<x>{ANY})(?: deal| account)? (?:to|into) (?P<new>.+)",
    rf"{_SET} {_NOUN}(?P<x>{ANY})(?:'s|’s) (?:name|title) (?:to|into) (?P<new>.+)",
    rf"(?:give|call) {_NOUN}(?P<x>{ANY}) the (?:new )?name (?P<new>.+)",
    rf"{_NOUN}(?P<x>{ANY}) (?:should|shall|must|needs to) (?:now |from now on )?be (?:called|named|renamed(?: to)?) (?P<new>.+)",
    rf"the (?:new )?name of {_NOUN}(?P<x>{ANY}) (?:is|should be) (?:now )?(?P<new>.+)",
    rf"[把将]{_NOUN_ZH}(?P<x>{ANY})的?(?:名字|名称|标题|名)?(?:改名|更名|重命名|改称|改叫)[为成叫到作]?(?P<new>.+)",
    rf"[把将]{_NOUN_ZH}(?P<x>{ANY})的(?:名字|名称|标题|名)(?:改|换|设|更新)[为成叫到作]?(?P<new>.+)",
    rf"{_NOUN_ZH}(?P<x>{ANY})(?:现在|以后|今后)?(?:改名|更名|重命名|改称|改叫)[为成叫到作]?(?P<new>.+)",
    rf"{_NOUN_ZH}(?P<x>{ANY})的(?:名字|名称|标题)(?:改|换|设|更新)[为成叫到作]?(?P<new>.+)",
    rf"(?:重命名|改名){_NOUN_ZH}(?P<x>{ANY})[为成叫到作](?P<new>.+)",
)


def _works_at(fit: Fit) -> Meant | None:
    return one("contact", fit["contact"], {"account": fit["account"]})


_EMPLOYER = rule(
    _works_at,
    rf"{_SET} (?:the )?(?:account|company|employer) (?:of|for) {_NOUN}(?P<contact>{ANY}) to {_NOUN}(?P<account>{ANY})",
    rf"{_SET} {_NOUN}(?P<contact>{ANY})(?:'s|’s) (?:account|company|employer) to {_NOUN}(?P<account>{ANY})",
    rf"{_NOUN}(?P<contact>{ANY}) (?:now works|is now working|works now|works|has started|started) (?:at|for|with) {_NOUN}(?P<account>{ANY})(?: now)?",
    rf"{_NOUN}(?P<contact>{ANY}) (?:(?:has |is )?(?:moved|changed|switched|gone)|changed jobs and went|is now|joined|has joined)(?: over)?(?: to| at| with|) {_NOUN}(?P<account>{ANY})(?: now)?",
)


def _reopen(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "deal", "ticket", "task")
    if not entity:
        return None
    fields = {"deal": {"stage": "open again"}, "ticket": {"status": "pending"}, "task": {"status": "todo"}}[entity]
    if "why" in fit and _MORE_TO_DO.search(fit["why"]):
        return None
    return replace(one(entity, fit["x"], fields), left=(fit["why"],) if "why" in fit else ())


_WHY = r"(?:[,，]\s*(?P<why>(?:客户|对方|他们|问题|还|又|因为|原因).{2,40}))?"
_MORE_TO_DO = re.compile(r"放到|改成|改为|推进|阶段|金额|负责人|转给|分给|派给|提醒|任务|优先级")
_REOPEN = rule(
    _reopen,
    rf"(?:re-?open|reactivate|open again|revive) {_NOUN}(?P<x>{ANY})(?: deal)?(?: again)?",
    rf"open {_NOUN}(?P<x>{ANY})(?: deal)? (?:again|back up)",
    rf"{_SET} (?:the (?:stage|status) of )?{_NOUN}(?P<x>{ANY})(?: deal)?(?:'s (?:stage|status))? (?:back )?(?:to|as) (?:open(?: again)?|reopened)",
    rf"{_NOUN}(?P<x>{ANY})(?: deal)? is (?:open again|back on|alive again|reopened)",
    rf"(?:重新打开|重新开启|重开|重启|重新激活|恢复|再打开|重新启动){_NOUN_ZH}(?P<x>{ANY})(?:这单|那单|[这那]个商机|[这那]个?(?:工单|任务|单子))?{_WHY}",
    rf"[把将]?{_NOUN_ZH}(?P<x>{ANY})(?:这单|那单|[这那]个商机|[这那]个?(?:工单|任务|单子))?(?:重新打开|重新开启|重开|重启|重新激活|恢复|再打开|重新启动)(?:了|吧|一下)?{_WHY}",
    rf"{_NOUN_ZH}(?P<x>{ANY})(?:这单)?(?:又)?(?:重新打开|重开|重启|恢复)(?:了|吧)",
)


def coded(words: str, codes: type[Codes]) -> str:
    """The code that goes by these words; empty for none."""
    plain = words.casefold().strip()
    return next((c.value for c in codes if plain in (c.value, c.en, c.zh, *c.also)), "")


_WAITING = {"待处理": "pending", "处理中": "pending", "open": "pending", "in progress": "pending", "进行中": "pending"}


def _status(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "task", "ticket")
    if not entity:
        return None
    words = fit["s"].casefold()
    code = coded(words, TaskStatus if entity == "task" else TicketStatus)
    code = code or (_WAITING.get(words, "") if entity == "ticket" else "todo" if words in ("待处理", "open") else "")
    return one(entity, fit["x"], {"status": code}) if code else None


_STATUSES = "|".join(
    sorted({re.escape(w) for k in (TaskStatus, TicketStatus) for c in k for w in (c.value, c.en, c.zh, *c.also)} | set(_WAITING), key=len, reverse=True)
)  # fmt: skip
_STATUS = rule(
    _status,
    rf"{_SET} (?:the status of )?{_NOUN}(?P<x>{ANY})(?:'s status)? (?:to|as|into|in) (?P<s>{_STATUSES})",
    rf"{_SET} {_NOUN}(?P<x>{ANY}) (?P<s>in progress|pending)",
    rf"[把将]?{_NOUN_ZH}(?P<x>{ANY})的?状态{_SET_ZH}(?P<s>{_STATUSES})",
    rf"[把将]{_NOUN_ZH}(?P<x>{ANY}){_SET_ZH}(?P<s>{_STATUSES})(?:状态)?",
)


def _start(fit: Fit) -> Meant | None:
    return one("task", fit["task"], {"status": "in_progress"})


_STARTS = rule(
    _start,
    rf"(?:start|begin|start on|start with|start working on|begin with|begin work on) (?:the )?(?:task )?(?P<task>{ANY})",
    rf"(?:i'm |i am |i've |i have )?(?:started|begun|working on|started on|started working on) (?:the )?(?:task )?(?P<task>{ANY})",
    rf"(?:开始(?:做|处理|办)?|着手)(?:任务)?(?P<task>{ANY})|(?:任务)?(?P<task2>{ANY})开始(?:做|处理|办)?了",
)


def _postpone(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "task", "ticket")
    length = fit.length("by")
    if not entity or length is None:
        return None
    move = by_length("+", length)
    return one(entity, fit["x"], {"due_on" if entity == "task" else "resolution_due": move})


_POSTPONES = rule(
    _postpone,
    rf"(?:postpone|delay|defer|push|push back|extend|put off) {_NOUN}(?P<x>{ANY})(?: back| out)? (?:by |for )?(?:another )?(?P<by>{LENGTH})",
    rf"(?:move|set|reschedule|shift) {_NOUN}(?P<x>{ANY}) (?:to )?(?P<by>{LENGTH}) later",
    rf"(?:postpone|delay|push) {_NOUN}(?P<x>{ANY}) to (?P<by>{LENGTH}) later",
    rf"[把将]?{_NOUN_ZH}(?P<x>{ANY})(?:推迟|延后|延期|顺延|往后推|往后延|推后)(?:了)?(?P<by>{LENGTH})",
)

_OPEN_TASKS = (("status", "!=", "done"), ("status", "!=", "cancelled"))
_RANGE = re.compile(r"(?:from )?(?P<a>.+?) to (?P<b>.+)|从?(?P<c>.+?)[到至](?P<d>.+)", re.IGNORECASE)


def _postpone_all(fit: Fit) -> Meant | None:
    start, to = fit["a"], fit["b"]
    if "range" in fit:
        parts = _RANGE.fullmatch(fit["range"])
        if parts is None:
            return None
        start, to = parts["a"] or parts["c"], parts["b"] or parts["d"]
    start = re.sub(r"['’]s$|^(?:from|on|due) |的$", "", start)
    to = re.sub(r"^(?:to|until) ", "", to)
    named = next((d for d in reversed(fit.r.days) if d.text.casefold().endswith(to.casefold())), None)
    to = named.value.day.isoformat() if named is not None else to
    mine = [("assignee", "=", "me")] if "my" in fit else []
    return _many("task", [*mine, ("due_on", "=", start), *_OPEN_TASKS], {"due_on": to})


_PUSH = r"(?:postpone|move|push|reschedule|shift|defer|delay|put off)(?: back)?"
_PUSH_ZH = r"(?:都|全部|统统|一律)?(?:推迟|延期|顺延|延后|推|延|改|挪|移|改期|调)(?:到|至)"
_DAYS_TASKS = rule(
    _postpone_all,
    rf"{_PUSH} (?:all |every )?(?:of )?(?P<my>my )?(?:open )?tasks (?:due |for |that are due )?(?:from |of |on )?(?P<a>{WHEN})(?:'s|’s)? (?:to|until|onto) (?P<b>{WHEN})",
    rf"{_PUSH} (?:all |every )?(?:of )?(?P<my>my )?(?:open )?tasks (?:due )?(?:from )?(?P<range>{WHEN})",
    rf"{_PUSH} (?:all (?:of )?)?(?P<my>my )?(?:tasks (?:of|for) )?(?P<a>{WHEN})(?:'s|’s)? tasks (?:to|until|onto) (?P<b>{WHEN})",
    rf"{_PUSH} everything (?:due |for |on )?(?P<a>{WHEN}) (?:on my list )?(?:to|until|onto) (?P<b>{WHEN})(?P<my>)",
    rf"[把将](?P<my>我)?(?:的)?(?P<a>{WHEN})(?:到期|要做|该做)?的?(?:所有|全部)?的?(?:任务|待办){_PUSH_ZH}(?P<b>{WHEN})",
    rf"[把将](?P<my>我)(?:的)?(?:所有|全部)(?P<a>{WHEN})(?:到期)?的(?:任务|待办){_PUSH_ZH}(?P<b>{WHEN})",
    rf"(?P<my>我)(?P<a>{WHEN})(?:到期)?的?(?:任务|待办)(?:都|全部)(?:推迟|延期|顺延|改|挪)(?:到|至)(?P<b>{WHEN})",
)


def _convert(fit: Fit) -> Meant | None:
    return one("lead", fit["lead"], {"status": "Converted", "deal": "yes", "amount": fit.money("m")})


_CONVERTS = rule(
    _convert,
    rf"convert (?:the )?(?:lead )?(?P<lead>{ANY})(?: to a customer| into a customer)?,? (?:with|and (?:create|add|open|make)|plus) (?:an? )?(?:new )?(?:deal|opportunity)(?: (?:over|of|worth|for|at|amount(?:ing to)?))? (?P<m>{MONEY})",
    rf"convert (?:the )?(?:lead )?(?P<lead>{ANY}) with an? (?P<m>{MONEY}) (?:deal|opportunity)",
    rf"[把将]?(?:线索)?(?P<lead>{ANY})(?:转化|转成客户|转为客户)(?:掉|了)?[,，]?(?:并|顺便|同时)?(?:建|创建|新建|生成|开)?(?:一?个)?(?:商机|单子)?(?:的)?(?:金额)?(?P<m>{MONEY})(?:的?(?:商机|单子))?",
    rf"转化(?:线索)?(?P<lead>{ANY})[,，]?(?:并|顺便|同时)?(?:建|创建|新建|生成|开)?(?:一?个)?(?:商机|单子)?(?:金额)?(?P<m>{MONEY})(?:的?(?:商机|单子))?",
)

_ROLES = "|".join(
    sorted({re.escape(w) for c in BuyingRole for w in (c.value, c.en, c.zh, *c.also)}, key=len, reverse=True)
)


def _add_person(fit: Fit) -> Meant | None:
    changes = [{"op": "update", "entity": "deal", "record": fit["deal"], "fields": {"contacts": f"+{fit['contact']}"}}]
    if "role" in fit:
        role = {"role": coded(fit["role"], BuyingRole)}
        changes.append({"op": "update", "entity": "contact", "record": fit["contact"], "fields": role})
    return Meant(1.0, (Call("propose_change", {"changes": changes}),), whole=True)


def _drop_person(fit: Fit) -> Meant | None:
    if "deal" in fit:
        return one("deal", fit["deal"], {"contacts": f"-{fit['contact']}"})
    return one("contact", fit["contact"], {"account": "none"})


def _main_contact(fit: Fit) -> Meant | None:
    return one("deal", fit["deal"], {"contact": fit["contact"]})


_PEOPLE = [
    *rule(
        _add_person,
        rf"(?:add|link|attach|put) (?:the contact )?(?P<contact>{ANY}) (?:as (?:an? |the )?(?:contact|(?P<role>{_ROLES})) )?(?:to|on|onto|in) {_NOUN}(?P<deal>{ANY})(?: deal)?(?: as an? (?:contact|(?P<role2>{_ROLES})))?",
        rf"(?:make|set|mark) (?P<contact>{ANY}) (?:as |to )?(?:the |an? )?(?P<role>{_ROLES}) (?:on|of|for|in|at) {_NOUN}(?P<deal>{ANY})(?: deal)?",
        rf"(?P<contact>{ANY}) is (?:now )?(?:the |an? |our )?(?P<role>{_ROLES}) (?:on|of|for|in|at) {_NOUN}(?P<deal>{ANY})(?: deal)?",
        rf"给{_NOUN_ZH}(?P<deal>{ANY})(?:这单)?(?:加上|添加|增加|加|添|关联)(?:一?[个位])?(?:联系人)?(?P<contact>{ANY})(?:作为?联系人)?",
        rf"[把将](?:联系人)?(?P<contact>{ANY})(?:加到|加入|加进|添加到|关联到|放到)(?:商机)?(?P<deal>{ANY})(?:这单)?(?:里面?|中|的联系人里?|上)?",
        rf"(?P<contact>{ANY})是(?P<deal>{ANY})(?:这单|这个商机)?的?(?P<role>{_ROLES})",
        rf"[把将]?(?P<contact>{ANY})(?:设为|设成|标为|标成|标记为|定为|当|作为)(?P<deal>{ANY})(?:这单|这个商机)?的?(?P<role>{_ROLES})",
    ),
    *rule(
        _drop_person,
        rf"(?:remove|take|drop|unlink|detach) (?P<contact>{ANY}) (?:from|off) {_NOUN}(?P<deal>{ANY})(?: deal)?",
        rf"(?:remove|take|unlink|detach) (?P<contact>{ANY}) (?:from|off) {_NOUN}(?P<account>{ANY})",
        rf"(?P<contact>{ANY}) (?:has )?(?:just )?(?:left|quit|resigned from|no longer works (?:at|for)|is no longer (?:at|with)|doesn't work (?:at|for)) (?P<account>{ANY})(?: any ?more)?",
        rf"[把将](?:联系人)?(?P<contact>{ANY})从(?:商机)?(?P<deal>{ANY})(?:这单)?(?:里面?|中|的联系人里?)?(?:移除|去掉|拿掉|移掉|移出|删掉|删除)",
        rf"[把将](?:联系人)?(?P<contact>{ANY})从(?:客户)?(?P<account>{ANY})(?:里面?|中)?(?:移除|去掉|拿掉|移出)",
        rf"(?P<contact>{ANY})(?:已经?)?(?:从(?P<account>{ANY})(?:离职|辞职|离开)了?|离开了?(?P<account2>{ANY})了?|不在(?P<account3>{ANY})了|不在(?P<account4>{ANY})(?:工作|上班|干)了)",
    ),
    *rule(
        _main_contact,
        rf"{_SET} the (?:main |primary )?contact (?:of|for|on) {_NOUN}(?P<deal>{ANY})(?: deal)? to (?P<contact>{ANY})",
        rf"(?:make|set) (?P<contact>{ANY}) (?:as )?the (?:main |primary )?contact (?:on|of|for|in) {_NOUN}(?P<deal>{ANY})(?: deal)?",
        rf"[把将]?(?P<deal>{ANY})的(?:主要|主)?联系人(?:{_SET_ZH}|换成|换为|是)(?P<contact>{ANY})",
        rf"[把将](?P<contact>{ANY})(?:设为|设成|定为|作为)(?P<deal>{ANY})的(?:主要|主)联系人",
    ),
]


def _next_step(fit: Fit) -> Meant | None:
    step = fit["step"]
    if _QUESTION_ZH.search(step) or len(step) < 2:
        return None
    fields = {"next_step": step}
    day = next((d for d in fit.r.days if d.start >= fit.r.text.find(step.casefold())), None)
    if day is not None:
        fields["next_step_date"] = day.value.day.isoformat()
    if "deal" in fit:
        return one("deal", fit["deal"], fields)
    before = next((n for n in fit.r.ask.focus if n.entity == "deal"), None)
    return one("deal", before.ref, fields) if before is not None else None


_STEPS = rule(
    _next_step,
    rf"[把将]?(?:它|这单|那单)?的?下一步(?:行动|动作|计划)?(?:{_SET_ZH}|定为|写成|[:：])(?P<step>[^,，;；。]+)",
    rf"[把将]?{_NOUN_ZH}(?P<deal>{ANY})(?:这单|这个商机)?的?下一步(?:行动|动作|计划)?(?:{_SET_ZH}|定为|写成|是|为|[:：])(?P<step>[^,，;；。]+)",
)


def _level_of_urgency(fit: Fit) -> Meant | None:
    entity = fit.type_of("x", "ticket", "task")
    return one(entity, fit["x"], {"priority": "lower" if "down" in fit else "higher"}) if entity else None


_PRIORITY_WORDS = "|".join(
    sorted({re.escape(w) for c in Priority for w in (c.value, c.en, c.zh, *c.also)}, key=len, reverse=True)
)


def _set_priority(fit: Fit) -> Meant | None:
    entity, code = fit.type_of("x", "ticket", "task"), coded(fit["p"], Priority)
    return one(entity, fit["x"], {"priority": code}) if entity and code else None


_PRIORITIES = rule(
    _set_priority,
    rf"[把将]?{_NOUN_ZH}(?P<x>{ANY})的?(?:优先级|紧急程度){_SET_ZH}(?P<p>{_PRIORITY_WORDS})(?:级别?)?(?:了|吧)?",
    rf"[把将]?{_NOUN_ZH}(?P<x>{ANY})(?:升|降|提|调)(?:级|高|低)?(?:成|为|到)(?P<p>{_PRIORITY_WORDS})(?:优先级)?(?:了|吧)?",
)

_URGENCY = rule(
    _level_of_urgency,
    rf"(?:(?P<down>lower|decrease|reduce)|raise|increase|bump(?: up)?) the (?:priority|urgency) of {_NOUN}(?P<x>{ANY})(?: (?:by )?(?:one|a) (?:level|notch|step))?",
    rf"(?:(?P<down>lower|decrease|reduce)|raise|increase|bump(?: up)?) {_NOUN}(?P<x>{ANY})(?:'s|’s) (?:priority|urgency)",
    rf"[把将]?{_NOUN_ZH}(?P<x>{ANY})的?优先级(?:(?P<down>调低|降低|下调|降|往下调|降下来)|调高|提高|升高|上调|升|提|往上调)(?:一?[级档点些]|一下)?(?:了|吧)?",
)


def _flag_off(fit: Fit) -> Meant | None:
    return one("contact", fit["contact"], {"opted_out" if "mail" in fit else "do_not_call": "false"})


_NO_MAIL, _NO_CALL = r"(?P<mail>opt(?:ed)?[- ]?out(?: of e-?mails?)?|unsubscribed?)", r"(?:do[- ]not[- ]call|dnc)"
_ZH_MAIL, _ZH_CALL = r"(?P<mail>退订(?:邮件)?|邮件退订)", r"(?:勿扰电话|勿扰|免打扰|勿打电话)"
_NO_ZH = r"(?:否|没有|无|不是|false|未退订|没退订|关闭|关|假)"
_FLAGS_OFF = rule(
    _flag_off,
    rf"(?:set|mark|change|flag|put) (?P<contact>{ANY}) (?:to |as )?(?:not |no longer )(?:{_NO_MAIL}|{_NO_CALL})",
    rf"(?:set|change|turn) (?P<contact>{ANY})(?:'s|’s) (?:{_NO_MAIL}|{_NO_CALL})(?: flag)? (?:to )?(?:no|false|off)",
    rf"(?:set|change|turn) (?:the )?(?:{_NO_MAIL}|{_NO_CALL})(?: flag)? (?:of|for|on) (?P<contact>{ANY}) (?:to )?(?:no|false|off)",
    rf"[把将]?(?P<contact>{ANY}){_SET_ZH}(?:未|没有?|不再|非){_ZH_MAIL}",
    rf"[把将]?(?P<contact>{ANY})的?(?:已?{_ZH_MAIL}|{_ZH_CALL})(?:状态|标记|标志)?{_SET_ZH}{_NO_ZH}",
)


def _price(fit: Fit) -> Meant | None:
    held, words = fit.held("p"), fit["p"]
    if not words or len(words) > 40 or (held is not None and "product" not in held.types):
        return None
    return one("product", words, {"list_price": fit.money("m") or fit["m"]})


_GOODS = rf"(?:{ANY}|[a-z0-9][\w .-]{{1,30}}?|[\u3400-\u9fffa-z0-9][\u3400-\u9fffa-z0-9 .-]{{1,20}}?)"
_SUM = rf"(?:{MONEY}|\d[\d,.]*)"
_PRICES = rule(
    _price,
    rf"(?:set|change|update|raise|lower|put) the (?:list )?price (?:of|for) (?:the )?(?:product )?(?P<p>{_GOODS}) (?:to|at) (?P<m>{_SUM})",
    rf"(?:set|change|update) (?:the )?(?:product )?(?P<p>{_GOODS})(?:'s|’s) (?:list )?price (?:to|at) (?P<m>{_SUM})",
    rf"[把将]?(?:产品)?(?P<p>{_GOODS})的(?:标价|单价|价格|定价|售价){_SET_ZH}(?P<m>{_SUM})",
)


def _goods(fit: Fit) -> Meant | None:
    held, words = fit.held("p"), fit["p"]
    if not words or (held is not None and "product" not in held.types) or re.search(r"\d+ ?个|[,，]", words):
        return None
    return one("deal", fit["deal"], {"product": words})


_PRODUCTS = rule(
    _goods,
    rf"(?:add|put) (?:the )?product (?P<p>{_GOODS}) (?:to|on|onto|in) {_NOUN}(?P<deal>{ANY})(?: deal)?",
    rf"(?:add|put) (?!(?:a|an|the|my|new|another|note|task|comment|contact|call|meeting|tag|\d+) )(?P<p>[a-z][\w-]{{2,20}}) (?:to|on|onto) {_NOUN}(?P<deal>{ANY})(?: deal)?",
    rf"{_SET} the product (?:of|for|on) {_NOUN}(?P<deal>{ANY})(?: deal)? to (?P<p>{_GOODS})",
    rf"给{_NOUN_ZH}(?P<deal>{ANY})(?:这单)?(?:加上|添加|增加|加)(?:一?个)?产品(?P<p>{_GOODS})",
    rf"给{_NOUN_ZH}(?P<deal>{ANY})(?:这单)?(?:加上|添加|增加|加)(?P<p>[a-z][\w-]{{2,20}})",
    rf"[把将]?{_NOUN_ZH}(?P<deal>{ANY})的产品{_SET_ZH}(?P<p>{_GOODS})",
)

_RULES: list[Rule] = [
    *_RENAME, *_EMPLOYER, *_REOPEN, *_STATUS, *_STARTS, *_POSTPONES, *_DAYS_TASKS, *_CONVERTS, *_PEOPLE,
    *_STEPS, *_PRIORITIES, *_URGENCY, *_FLAGS_OFF, *_PRICES, *_PRODUCTS,
]  # fmt: skip


def plain_order(r: Reading) -> Meant | None:
    """Rename Acme to Umbrella; 重新打开D-12."""
    return fitting(r, _RULES)
