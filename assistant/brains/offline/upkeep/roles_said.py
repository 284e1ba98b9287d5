"""Roles as people speak of them: made with what they may do and show, given, taken back; fields closed or opened."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.upkeep.lending import people, until
from assistant.brains.offline.words.manner import start
from crm_store.models import entities, fields_of
from crm_store.queries.roles import built_in
from crm_store.rights import HELD, closable

_ROLE_WORD = re.compile(r"(?<![a-z])roles?(?![a-z])|角色|权限组")
_MAKES = re.compile(
    r"^(?:make|create|add|define|set up|new|introduce|build|we need)(?![a-z]).{0,20}(?<![a-z])role|^(?:新建|创建|建立?|增加|添加|新增|定义|设置|设立|做).{0,6}(?:个|一)?.{0,4}角色"
)
_GIVES = re.compile(
    r"^(?:give|grant|assign|add|put|let .{2,30} have)(?![a-z])|^(?:给|授予|赋予|把|让)|(?<![a-z])(?:gets?|becomes?|is now|should (?:have|get|be)) (?:the |an? )?(?:role|[a-z' ]+ role)"
)
_TAKES = re.compile(
    r"^(?:take|remove|revoke|withdraw|drop|strip|end|cancel)(?![a-z])|no longer|^(?:收回|取消|撤销|撤回|移除|去掉|拿掉|停止)|不再"
)
_DELETES = re.compile(r"^(?:delete|remove|drop|scrap|get rid of)(?![a-z])|^(?:删除?掉?|移除|去掉|废除)")
_LISTS = re.compile(
    r"^(?:which|what|list|show|display)(?![a-z]).{0,20}roles(?![a-z])|^(?:有|都有|列出|查看|显示|看看).{0,6}(?:哪些|什么|所有|全部)?角色|哪些角色"
)
_NAMED_ROLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:roles?|角色)(?: ?called| ?named| of|叫做?|名为|是)? ?(?:an? |the )?['\"](?P<n>[^'\"]{1,60})['\"]|['\"](?P<m>[^'\"]{1,60})['\"](?: role|的?角色)",
        r"(?<![a-z])roles? (?:called |named |of )?(?:an? |the )?(?P<n>[a-z][\w-]*(?: [a-z][\w-]*)??)(?= (?:that|which|who|may|can|reads?|sees?|from|away|to|until|for|back|on|with|till|again)(?![a-z])|\s*[:：,，.!?]|\s*$)",
        r"(?:an? |the )(?P<n>[a-z][\w-]*) role(?![a-z])",
        r"角色(?:叫做?|名为|是)?(?P<n>[\u3400-\u9fff]{2,6}|[a-z][\w-]*)",
        r"(?P<n>[\u3400-\u9fff]{2,9}|[a-z][\w-]*) ?(?:这个)?角色",
    )
)
_ONLY_READS = re.compile(
    r"(?<![a-z])(?:read[ -]?only|view[ -]?only|(?:only|just) (?:read|see|view)s?|read access|can only (?:read|see|view|look))(?![a-z])|只读|仅可?查看|只能(?:看|查看|读)|只可查看"
)


def role(r: Reading) -> Call | None:
    """A role made, given, taken back, deleted or listed; fields of a role closed or opened."""
    begin = start(r)
    text = r.text[begin : r.hi]
    if not people(r) and any(n.may_be("contact") and not n.may_be("user") for n in r.names):
        return None  # the part a customer's person plays in a purchase
    if (promoted := _promoted(r, text)) is not None:
        return promoted
    spoken = bool(_ROLE_WORD.search(text))
    if spoken and _LISTS.search(text.rstrip(" ?？.。")) and not people(r):
        return Call("set_role", {})
    if (found := _fields_closed(r)) is not None:
        return found
    holders = people(r)
    team = next((n for n in r.names if n.may_be("team") and not n.may_be("user")), None)
    where_ = team.text if team is not None else _unknown_team(r)
    if holders and where_ and _ONLY_READS.search(text) and not _other_record(r, team):
        args: dict[str, object] = {"called": "viewer", "given_to": holders[0].text, "team": where_}
        return Call("set_role", args | _until_of(r))
    if not spoken:
        return None
    name = _role_name(r, begin, holders)
    if name is None:
        return None
    if _MAKES.search(text):
        rights = list(_rights(text[_after_name(text, name) :]))
        fields = list(_field_lines(r, begin))
        return Call(
            "set_role",
            {"called": name, **({"may": rights} if rights else {}), **({"fields": fields} if fields else {})},
        )
    if holders and (_TAKES.search(text) or _DELETES.search(text)):
        return Call("set_role", {"called": name, "given_to": holders[0].text, "remove": True})
    if holders and _GIVES.search(text):
        where = {"team": team.text} if team else {}
        return Call("set_role", {"called": name, "given_to": holders[0].text, **where, **_until_of(r)})
    if _DELETES.search(text):
        return Call("set_role", {"called": name, "remove": True})
    rights = list(_rights(text[_after_name(text, name) :]))
    return (
        Call("set_role", {"called": name, "may": rights})
        if rights and re.match(r"(?:let )?(?:the )?['\"\w]*.{0,20}role|角色|(?:让|允许)?.{1,8}角色", text)
        else None
    )


_BUILT_IN = (
    re.compile(
        r"(?:(?:make|turn|promote|demote|move|set|switch|change|upgrade|downgrade) )?(?P<who>.{2,40}?)(?:['’]s role)?(?: (?:is|are|becomes?|will be|should be|gets?|should become))?(?: now)?(?: (?:to|into|as|be))?(?: an?| the| our)?(?: new)? (?P<role>(?:sales )?reps?|managers?|admin(?:istrator)?s?|viewers?|read[ -]?only(?: user)?)(?: role)?(?: now| please| from now on)*[\s.!]*"
    ),
    re.compile(
        r"(?:把|将|让|给|请|帮我|麻烦)*(?P<who>.{2,12}?)(?:的角色)?(?:升级?|提拔?|提升|晋升|设|改|变|调整?|转|降级?|任命|当|做|担任)+(?:成|为|到|做|当|作)*(?:了)?(?:一[个名位])?(?P<role>销售经理|经理|销售|业务员|管理员|只读(?:用户)?|主管)(?:角色|权限)?(?:吧|了|。|！|!)*"
    ),
    re.compile(r"(?:请|帮我)*(?:任命|提拔|提升|晋升)(?P<who>.{2,12}?)(?:为|成|当|做|到)+(?:一[个名位])?(?P<role>经理|主管|管理员|销售)(?:吧|了|。)*"),
)  # fmt: skip
"""Somebody gets another of the built-in roles, of which everybody has one."""


def _promoted(r: Reading, text: str) -> Call | None:
    found = next((m for p in _BUILT_IN if (m := p.fullmatch(text.strip())) is not None), None)
    person = next((n for n in r.names if n.may_be("user")), None)
    if found is None or person is None or any(not n.may_be("user") for n in r.names):
        return None
    if not re.search(
        r"(?<![a-z])(?:make|turn|promote|demote|set|switch|change|upgrade|downgrade|becomes?|role|now)(?![a-z])|角色|升|提|设|改|变|调|任命|担任|当",
        text,
    ):
        return None
    if len(found["who"].replace(" ", "")) > len(person.text.replace(" ", "")) + 4:
        return None  # more than a name is said
    said = found["role"].removesuffix("用户").replace("read only user", "viewer").replace("read-only user", "viewer")
    role_ = built_in(
        {"主管": "经理", "销售经理": "经理", "administrator": "admin", "administrators": "admin"}.get(said, said)
    )
    if role_ is None:
        return None
    change = {"op": "update", "entity": "user", "record": person.text, "fields": {"role": role_.value}}
    return Call("propose_change", {"changes": [change]})


def _until_of(r: Reading) -> dict[str, object]:
    day = until(r)
    return {"until": day.isoformat()} if day is not None else {}


def _unknown_team(r: Reading) -> str | None:
    found = re.search(
        r"read[ -]?only (?:access )?(?:on|to|for|in) (?:the )?(?P<n>[A-Z][\w-]*)|对(?P<m>[\u3400-\u9fff]{2,4}?)(?:区|大区|团队|的记录|的数据)?(?:只读|仅可查看)",
        r.said[r.lo : r.hi],
    )
    return (found["n"] or found["m"]) if found else None


def _other_record(r: Reading, team: Name | None) -> bool:
    return any(n is not team and not n.may_be("user", "team") for n in r.names)


def _role_name(r: Reading, begin: int, holders: list[Name]) -> str | None:
    for pattern in _NAMED_ROLE:
        for found in pattern.finditer(r.text, begin, r.hi):
            lo, hi = found.span("m" if found.groupdict().get("m") else "n")
            for n in holders:  # 给陈晓审计角色
                if lo <= n.start < hi:
                    lo = n.end
            said = _LEAD.sub("", r.said[lo:hi].strip(" \"'“”‘’的"))
            if said and said.casefold() not in _NO_NAME:
                return said
    return None


_LEAD = re.compile(
    r"^(?:[个的一给把将]|新建?|创建|添加|授予|赋予|收回|取消|撤销|删除?掉?|移除|让|允许|设置|有哪些|哪些)+"
)
_NO_NAME = frozenset("role new a the which what all 什么 所有 这个 那个 全部 管理".split())


def _after_name(text: str, name: str) -> int:
    at = text.find(name.casefold())
    return at + len(name) if at >= 0 else 0


_RIGHT = {
    "read": r"reads?|sees?|views?|look(?:s|ing)? (?:at|up)|seeing|reading|查看|看|读|浏览",
    "create": r"creates?|adds?|makes?|新建|创建|添加|录入",
    "edit": r"edits?|changes?|modif(?:y|ies)|updates?|writes?|修改|编辑|更新|更改|改",
    "delete": r"deletes?|removes?|删除?",
    "assign": r"assigns?|reassigns?|hands? over|hands? on|transfers?|转移|转让|分配|移交|指派",
    "export": r"exports?|downloads?|take[sn]? out|导出|下载",
    "bulk": r"bulk(?:[ -](?:edits?|changes?))?|mass[ -](?:edits?|changes?)|批量\w{0,2}",
}
_VERB = re.compile("|".join(f"(?P<{right}>(?<![a-z])(?:{words})(?![a-z]))" for right, words in _RIGHT.items()))
_NO = re.compile(
    r"(?<![a-z])(?:nothing|no(?:ne|t|body)?|never|cannot|can't|may not|must not|don't|doesn't|without|neither|nor|won't)(?![a-z])|不能|不可以?|不得|不允许|禁止|不许|无权|不准|不"
)
_REACH = (
    ("subtree", re.compile(r"(?<![a-z])(?:subordinates?|reports|below|people under|subtree)(?![a-z])|下属|下级")),
    ("team", re.compile(r"(?<![a-z])(?:teams?|team's|colleagues'?)(?![a-z])|团队|小组|本组|部门")),
    ("own", re.compile(r"(?<![a-z])(?:own|their own|his|her|their)(?![a-z])|本人|自己|名下|各自")),
    (
        "all",
        re.compile(
            r"(?<![a-z])(?:all|every|everything|everybody's|any|anything|whole company|company-wide)(?![a-z])|全部|所有|任何|一切|全公司"
        ),
    ),
)
_CLAUSE = re.compile(r"(?<![a-z])(?:but|and|yet|though)(?![a-z])|[,，;；。、]|但是?|并且?|同时|也|而且|以及")


def _rights(text: str) -> Iterator[str]:
    """Lines of a role from what was said of it: each clause names rights, how far they go and on what."""
    entity, last = "*", ""
    for clause in _CLAUSE.split(text):
        rights = [m.lastgroup for m in _VERB.finditer(clause) if m.lastgroup]
        there = list(_entities_in(clause))
        if not rights and last and there:
            rights = [last]  # reads all deals and accounts
        if not rights:
            continue
        no = bool(_NO.search(clause))
        reach = "no" if no else next((word for word, says in _REACH if says.search(clause)), "all")
        for right in dict.fromkeys(rights):
            for e in there or [
                "*"
                if no or re.search(r"everything|anything|一切|全部(?:记录|数据)?$|所有(?:记录|数据)", clause)
                else entity
            ]:
                yield f"{e} {right} {reach}"
        entity, last = (there[0] if there else entity), rights[-1]


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for entity in HELD:
        about = entities()[entity].about
        en = {about.en, about.en_many, *about.also_en, *(f"{w}s" for w in about.also_en)}
        zh = {about.zh, about.zh_many, *about.also_zh} - {""}
        words = [rf"(?<![a-z]){re.escape(w.casefold())}(?![a-z])" for w in sorted(en, key=len, reverse=True)]
        made.append(
            (entity, re.compile("|".join([*words, *(re.escape(w) for w in sorted(zh, key=len, reverse=True))])))
        )
    return tuple(made)


def _entities_in(text: str) -> Iterator[str]:
    yield from (entity for entity, says in _kinds() if says.search(text))


_LEVELS = (
    ("write", re.compile(r"(?<![a-z])(?:again|unmask\w*|unhide|open(?:ed)?(?: up)?|re-?open|no longer (?:masked|hidden)|in full|fully)(?![a-z])|重新|恢复|取消脱敏|不再(?:脱敏|隐藏)|取消隐藏|完整")),
    ("masked", re.compile(r"(?<![a-z])(?:mask\w*|last (?:four|4|few)(?: digits| characters)?|partly|partially|obscured?|blur\w*|redact\w*)(?![a-z])|脱敏|打码|掩码|遮挡|部分隐藏|后四位|尾号")),
    ("read", re.compile(r"(?<![a-z])(?:read[ -]?only|not (?:change|edit|modify)|(?:cannot|can't|may not|must not) (?:change|edit|modify|update))(?![a-z])|只读|不能改|不能修改|不可修改|仅可查看")),
    ("none", re.compile(r"(?<![a-z])(?:hide|hides|hidden|conceal|not (?:see|show|view)|(?:cannot|can't|may not|must not|don't|should not|shouldn't|no longer|never) (?:see|show|view|read)|invisible|keep .{2,40} from)(?![a-z])|隐藏|看不到|不能看|不可见|不给.{0,6}看|不让.{0,8}看|屏蔽|不显示")),
)  # fmt: skip
_HOLDERS = re.compile(
    r"(?<![a-z])(?P<en>sales reps?|reps?|salespeople|viewers?|managers?|read-only users?)(?![a-z'])|(?P<zh>只读用户|只读角色|普通销售|业务员|销售|经理)(?!额|漏斗|管道|阶段|目标)"
)


def _fields_closed(r: Reading) -> Call | None:
    """Reps see only masked phone numbers; hide the amount of deals from viewers."""
    holder = _HOLDERS.search(r.text, r.lo, r.hi)
    level = _level(r.whole)
    if level is None or holder is None or people(r):
        return None
    lines = list(_field_lines(r, r.lo))
    known = built_in(
        holder[0].replace("read-only user", "viewer").removesuffix("用户").removesuffix("角色").removeprefix("普通")
    )
    if not lines or known is None:
        return None
    return Call("set_role", {"called": known.value, "fields": lines})


def _level(text: str) -> str | None:
    text = _HOLDERS.sub(" ", text)  # 只读用户 names people, not what is shown
    return next((word for word, says in _LEVELS if says.search(text)), None)


def _field_lines(r: Reading, begin: int) -> Iterator[str]:
    text = r.text[begin : r.hi]
    level = _level(text)
    if level is None:
        return
    named = [e for e in _entities_in(text) if e != "lead" or "lead" in text or "线索" in text]
    taken: list[tuple[int, int]] = []
    for entity, name, says in _field_words():
        if named and entity not in named and any(name in closable(e) for e in named):
            continue
        for found in says.finditer(text):
            if any(lo <= found.start() < hi and hi - lo > found.end() - found.start() for lo, hi in taken):
                continue
            taken.append(found.span())
            if name in ("email", "phone") or not named or entity in named:
                yield f"{entity}.{name} {level}"
            break


_USUAL = ("contact", "deal", "lead", "account", "ticket", "task", "activity", "fact")
_ELSEWHERE = {"amount": ("deal",), "phone": ("contact", "lead"), "email": ("contact", "lead")}


@cache
def _field_words() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(record type, field, its words), the longest words first."""
    made: list[tuple[int, str, str, re.Pattern[str]]] = []
    for entity in _USUAL:
        for name in closable(entity):
            if name in _ELSEWHERE and entity not in _ELSEWHERE[name]:
                continue
            spec = fields_of(entity)[name]
            en = sorted({spec.en, *spec.also_en, name.replace("_", " ")}, key=len, reverse=True)
            zh = sorted({spec.zh, *spec.also_zh}, key=len, reverse=True)
            plural = [rf"(?<![a-z]){re.escape(w.casefold())}(?:s|es| numbers?| addresse?s?)?(?![a-z])" for w in en]
            made.append(
                (-max(map(len, en)), entity, name, re.compile("|".join([*plural, *(re.escape(w) for w in zh)])))
            )
    return tuple((e, n, says) for _, e, n, says in sorted(made, key=lambda m: (m[0], _USUAL.index(m[1]))))


GATE = r"role|manager|viewer|admin|rep|角色|经理|主管|管理员|升|提拔|任命|权限组|stand|stood|cover|fill|deput|substitut|proxy|behalf|take|look|mask|hid|hide|read-?only|read only|view-?only|see|show|only|代|替|顶|接手|脱敏|打码|隐藏|只读|只能|看不到|不能看|不可见|屏蔽|掩码"
"""Words without one of which no rule here can fit."""
