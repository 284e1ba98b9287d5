"""Changes of one record: move a deal, set a field, win or lose, hand over, finish a task, close a ticket, delete."""

import re

from assistant.brains.offline.assignments import assigned, stage_said, stage_words
from assistant.brains.offline.clauses import clauses
from assistant.brains.offline.manner import asks, leads, start
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.subjects import Subject, focused, name_text, pronoun, subjects
from assistant.brains.offline.terms import Call
from assistant.brains.offline.values import moment_text
from crm_store.models import fields_of

VERBS = (
    "cancel",
    "move",
    "set",
    "raise",
    "lower",
    "mark",
    "close",
    "assign",
    "delete",
    "postpone",
    "rename",
    "finish",
    "reopen",
    "convert",
)
_DEAL_ONLY = frozenset(
    "stage amount expected_close_date next_step next_step_date seats probability forecast_category competitor lost_reason lost_notes".split()
)
_DEAL_WORD = re.compile(
    r"(?<![a-z])(?:deal|opportunity|opp|renewal|pilot|contract)(?![a-z])|这单|那单|商机|单子|项目|续约|这一单|的单"
)
_TASK_WORD = re.compile(r"(?<![a-z])(?:task|to-?do|reminder)(?![a-z])|任务|待办|提醒事项")
_TICKET_WORD = re.compile(r"(?<![a-z])(?:ticket|case|incident)(?![a-z])|工单|故障单|服务单")
_TASK_NAME = re.compile(
    r"(?:mark|complete|finish|close|tick off|check off|delete|remove|cancel|move|push|reschedule|postpone)\s+(?:the |my )?(?P<en>[^,.;\n]{2,60}?)\s+(?:task|to-?do|reminder)|(?:把|将)?(?P<zh>[^,.;\n]{2,24}?)(?:这个|那个|的)?(?:任务|待办)"
)
_TASK_AFTER = re.compile(
    r"(?:task|to-?do|任务|待办)\s*[:：\"“「]?\s*(?P<t>[^,.;\n\"”」]{3,60}?)[\"”」]?\s*(?:as done|is done|done|to |标记|设为|改|完成|$)"
)
_PERSON_IS = re.compile(
    r"(?:(?:'s| is| has been| was| got| just got)(?: now| just)?(?: been)?(?: promoted(?: to)?| appointed| made)? (?:the )?(?:new )?|(?: becomes?| became| moves? up to| takes over as| joined as| now works as| now) (?:the )?(?:new )?)(?P<en>[^,.;\n]{2,40}?)(?: now)?(?= at | since |[,.;\n]|$| and )"
    r"|(?:现在|已经?|刚|最近)?(?:升任|升为|升职为|升了|晋升为|当上了?|调任|担任|出任|成了|成为|改任|是)(?P<zh>[^,.;\n]{2,12}?)(?:了)?(?=[,.;\n]|$)"
)
_CLOSED_BY = re.compile(
    r"[:：]\s*(?P<a>.+)$|(?:because|since|as|,|，|with note|with the note|resolution)\s+(?P<b>.+)$|(?:原因是?|因为|方案[:是]|解决办法[:是])(?P<c>.+)$",
    re.DOTALL,
)
_TO_USER = re.compile(r"(?:(?<![a-z])(?:to|for)(?: the)? |给|转给|交给|由|让|归)$")


def change(r: Reading) -> Meant | None:
    """One record and the values it is to take."""
    if asks(r):
        return None
    verb = leads(r, *VERBS)
    spoken = (
        verb is not None
        or bool(re.search(r"把|将", r.text[r.lo : start(r) + 2]))
        or any(h.start > start(r) for h in r.hits(*VERBS) if not r.text[h.start].isascii())
    )
    for attempt in (_task, _ticket, _deletion, _assignment, _person, _deal_or_account):
        made = attempt(r, spoken)
        if made is not None:
            return made
    return None


def call(op: str, entity: str, record: str | None, fields: dict[str, str]) -> Call:
    """A propose_change of one record."""
    made: dict[str, object] = {"op": op, "entity": entity}
    if record:
        made["record"] = record
    if fields:
        made["fields"] = fields
    return Call("propose_change", {"changes": [made]})


def _task(r: Reading, spoken: bool) -> Meant | None:
    by_ref = next((s for s in subjects(r, "task")), None)
    done = by_ref is not None and (r.has("finish") or r.has("postpone"))
    if (by_ref is None and not _TASK_WORD.search(r.whole)) or not (spoken or done):
        return None
    if re.search(
        r"(?<![a-z])(?:tasks|to-?dos|reminders)(?![a-z])|(?:所有|全部|都).*(?:任务|待办)|(?:任务|待办).*(?:都|全部)",
        r.whole,
    ):
        return None
    name = by_ref.text if by_ref else _task_name(r)
    if name is None:
        return None
    if leads(r, "delete") or re.search(r"删除|删掉|删了|移除", r.whole):
        return Meant(0.86, (call("delete", "task", name, {}),))
    fields: dict[str, str] = {}
    if r.has("finish") or re.search(r"(?<![a-z])close(?![a-z])|关闭", r.whole):
        fields["status"] = "done"
    elif re.search(r"(?<![a-z])cancel|取消", r.whole):
        fields["status"] = "cancelled"
    elif r.days:
        day = r.days[-1].value
        fields["due_at" if day.time else "due_on"] = moment_text(day)
    for key, value in assigned(r, "task", apart=(by_ref.start, by_ref.end) if by_ref else None).items():
        if key in ("priority", "assignee"):
            fields[key] = value
    user = _new_owner(r)
    if user:
        fields["assignee"] = user
    return Meant(0.86, (call("update", "task", name, fields),)) if fields else None


def _task_name(r: Reading) -> str | None:
    for a, b in r.quoted:
        return r.said[a + 1 : b - 1]
    for pattern in (_TASK_NAME, _TASK_AFTER):
        match = pattern.search(r.text, r.lo, r.hi)
        if match:
            group = next(g for g, v in match.groupdict().items() if v)
            words = re.sub(
                r"^(?:请|帮我|把|将|标记|完成|关闭|删除|删掉|我的?|这个|那个)+", "", r.piece(*match.span(group))
            )
            if words and words not in ("this", "that", "the", "my", "这个", "那个"):
                return words
    before = focused(r, "it", "task")
    return before.ref if before else None


def _ticket(r: Reading, spoken: bool) -> Meant | None:
    found = list(subjects(r, "ticket"))
    about = found[0] if found else None
    word = _TICKET_WORD.search(r.whole)
    if about is None and word:
        before = focused(r, "it", "ticket")
        about = (
            Subject(before.ref, "ticket", r.lo + word.start(), r.lo + word.end()) if before else pronoun(r, "ticket")
        )
    if about is None or not (
        spoken or (found and re.search(r"已?解决|关闭|is (?:resolved|closed|fixed|solved|done)", r.whole))
    ):
        return None
    if leads(r, "delete"):
        return Meant(0.86, (call("delete", "ticket", about.text, {}),))
    fields: dict[str, str] = {}
    rest = r.text[about.end : r.hi]
    if r.has("reopen"):
        fields["status"] = "pending"
    elif r.has("close") or re.search(r"解决|关闭|结单", r.whole):
        fields["status"] = "closed" if re.search(r"(?<![a-z])clos|关", r.whole) else "resolved"
        why = _CLOSED_BY.search(rest)
        if why:
            group = next(g for g, v in why.groupdict().items() if v)
            fields["resolution"] = r.piece(about.end + why.start(group), about.end + why.end(group))
    else:
        fields.update(
            {
                k: v
                for k, v in assigned(r, "ticket", apart=(about.start, about.end)).items()
                if k in ("status", "priority", "type", "subject", "resolution")
            }
        )
    user = _new_owner(r)
    if user and "resolution" not in fields:
        fields["assignee"] = user
    return Meant(0.86, (call("update", "ticket", about.text, fields),)) if fields else None


def _deletion(r: Reading, spoken: bool) -> Meant | None:
    if not (leads(r, "delete") or re.search(r"(?:把|将).*(?:删除|删掉|删了|移除)", r.whole)) or stage_said(r):
        return None
    found = subjects(r, "deal", "contact", "account", "lead", "product", "activity")
    before = None if found else pronoun(r, "deal", "contact", "account", "lead", "task", "ticket")
    if not found and before is None:
        return None
    about = before or _specific(r, found)
    return Meant(0.85, (call("delete", about.entity, about.text, {}),))


def _assignment(r: Reading, spoken: bool) -> Meant | None:
    if not r.has("assign") or not (leads(r, "assign") or re.search(r"给|由|归|负责", r.whole)):
        return None
    user = _new_owner(r)
    found = [s for s in subjects(r, "deal", "account", "contact", "lead") if not (s.name and s.name.text == user)]
    if user is None or _plural(r):
        return None
    if not found:
        before = pronoun(r, "deal", "account", "contact", "lead", "ticket", "task")
        if before is None:
            return None
        owner = "assignee" if before.entity in ("ticket", "task") else "owner"
        return Meant(0.8, (call("update", before.entity, before.text, {owner: user}),))
    about = _specific(r, found)
    entity = "deal" if about.entity == "account" and _DEAL_WORD.search(r.whole) else about.entity
    return Meant(0.86, (call("update", entity, about.text, {"owner": user}),))


def _new_owner(r: Reading) -> str | None:
    """The colleague something goes to: after "to", 给, or the last one named."""
    people = [n for n in r.names if n.may_be("user")]
    to = [n for n in people if _TO_USER.search(r.before(n.start, 10))]
    if to:
        return to[-1].text
    if re.search(r"(?<![a-z])to (?:me|myself)(?![a-z])|[给归]我(?![们的])", r.whole):
        return "me"
    return None


def _person(r: Reading, spoken: bool) -> Meant | None:
    """Sara is now VP Ops, new mobile 138…; 李娜的电话改成…"""
    found = [
        s
        for s in subjects(r, "contact", "lead")
        if s.name is None or s.name.candidates[0].entity in ("contact", "lead", "user")
    ]
    if not found:
        before = pronoun(r, "contact")
        if before is None:
            return None
        found = [before]
    about = found[0]
    fields = {
        k: v
        for k, v in assigned(r, about.entity, apart=(about.start, about.end)).items()
        if k not in ("account", "organization", "name", "name_pinyin", "owner", "language")
    }
    role = _PERSON_IS.match(r.text, about.end, r.hi)
    if role and "title" not in fields:
        group = "en" if role["en"] else "zh"
        title = r.piece(*role.span(group))
        role_said = {
            s.code
            for h, s in r.sensed("choice", "contact")
            if s.field == "role" and role.start(group) <= h.start and h.end <= role.end(group)
        }
        if role_said:
            fields["role"] = role_said.pop()
        elif re.search(r"[A-Z]|[\u3400-\u9fff]", title) and not re.search(
            r"(?<![a-z])(?:not|happy|worried|interested|out|on|in|at|away|back)(?![a-z])", title.casefold()
        ):
            fields["title"] = title
    if re.search(r"opted? out|unsubscrib|退订", r.whole):
        fields["opted_out"] = "true"
    if not fields or (set(fields) <= {"role"} and not (spoken or role)):
        return None
    if fields.get("title") and re.search(r"(?:call|met|meeting|email|打|聊|见|会)", fields["title"].casefold()):
        return None
    score = 0.84 if spoken or role or fields.keys() & {"phone", "email", "wechat"} else 0.6
    if r.has("called", "met") and not spoken:
        score -= 0.35
    return Meant(score, (call("update", about.entity, about.text, fields),))


def _deal_or_account(r: Reading, spoken: bool) -> Meant | None:
    if _plural(r):
        return None
    found = [s for s in subjects(r, "deal", "account", "lead", "product") if s.name is None or not _rival(r, s)]
    about = _specific(r, found) if found else None
    if about is None:
        person = next(iter(subjects(r, "contact")), None)
        before = pronoun(r, "deal", "account", "lead")
        if person and stage_said(r):
            about = Subject(person.text, "deal", person.start, person.end)
        elif before:
            about = before
        elif worded := _outcome_of(r) or _object_of(r, spoken):
            about = worded
        elif (
            spoken
            and r.ask.focus
            and (f := next((n for n in r.ask.focus if n.entity in ("deal", "account", "lead")), None))
        ):
            about = Subject(f.ref, f.entity, r.lo, r.lo)
    if about is None:
        return None
    apart = (about.start, about.end)
    deal_fields = assigned(r, "deal", apart=apart)
    if r.has("move") and "stage" not in deal_fields and (words := stage_words(r)):
        deal_fields["stage"] = words
    own = assigned(r, about.entity, apart=apart) if about.entity != "deal" else {}
    entity, fields = about.entity, own
    if (
        about.entity in ("account", "contact")
        and deal_fields.keys() & _DEAL_ONLY
        and not (
            own.keys() - {"annual_revenue", "type"}
            and not _DEAL_WORD.search(r.whole)
            and not deal_fields.keys() & {"stage"}
        )
    ):
        entity, fields = "deal", deal_fields
    elif about.entity == "deal":
        fields = deal_fields
    if (
        entity == "deal"
        and "expected_close_date" not in fields
        and r.days
        and (r.has("postpone", "move", "set") or fields)
    ):
        day = next((d for d in r.days if not any(d.text in v for v in fields.values())), None)
        if day and "next_step_date" not in fields:
            fields["expected_close_date"] = day.value.day.isoformat()
    fields = {k: v for k, v in fields.items() if k in fields_of(entity) and k not in ("name", "account", "currency")}
    if entity == "account" and "annual_revenue" in fields and not re.search(r"revenue|收入|营收", r.whole):
        fields.pop("annual_revenue")
    if not fields:
        return None
    score = 0.86 if spoken else 0.8 if fields.get("stage") in ("won", "lost") else 0.76 if _stated(r, about) else 0.52
    if r.has("met", "called", "emailed", "visited", "texted") and not spoken:
        score -= 0.3
    return Meant(score, (call("update", entity, about.text, fields),))


def _stated(r: Reading, about: Subject) -> bool:
    """ "Globex is now in negotiation", "D-12 amount 60000", 华阳进入商务谈判: short statements about one record."""
    if len(clauses(r)) > 3 or r.has("said", "worry") or not re.match(r"\s*(?:the )?$", r.text[r.lo : about.start]):
        return False
    return bool(
        re.match(
            r"(?:'s)?(?: deal)?(?: \w+(?: \w+)? is (?!not )| is| goes| went| has| moved| now|:| stage| amount| close| next| is now)|的|阶段|金额|预计|进入|到了|现在",
            r.text[about.end : r.hi],
        )
    )


_OUTCOME = re.compile(
    r"^(?:we |i |just |have |'ve |finally )*(?:won|lost|closed|signed) (?:the |our )?(?P<en>[^,.;:\n]{3,50}?)(?: deal)?(?= to | on | over | because | for |[,.;:\n]|$)|^(?P<en2>[^,.;:\n]{3,50}?) (?:is|was|got) (?:won|lost|signed)"
    r"|^(?P<zh>[^,.;:\n]{2,16}?)(?:的?(?:这单|那单|单子|这个单子|项目|商机))?(?:终于|已经|刚刚?)?(?:赢了|输了|丢了|签了|签下来?了?|成交了|拿下了?|黄了)(?=[,.;:]|$)"
)


def _outcome_of(r: Reading) -> Subject | None:
    """The deal words of "we won the data platform deal", 续约单子赢了: the store knows whether there is one."""
    begin = start(r)
    match = _OUTCOME.match(r.text[begin : r.hi])
    if not match:
        return None
    group = next(g for g, v in match.groupdict().items() if v)
    words = r.piece(begin + match.start(group), begin + match.end(group))
    if any(p.text == words for p in r.spans("periods", "days")) or words in (
        "我们",
        "it",
        "this",
        "that",
        "the deal",
        "we",
    ):
        return None
    return Subject(words, "deal", begin + match.start(group), begin + match.end(group)) if words else None


_OBJECT = re.compile(
    r"(?:[Mm]ove|[Aa]dvance|[Pp]ush|[Ss]et|[Mm]ark|[Cc]hange|[Uu]pdate|[Cc]lose|[Bb]ring|[Tt]ake|[Ff]lag|[Rr]eopen)\s+(?:the )?(?P<en>[A-Z][\w&.'-]*(?: [\w&.'-]+){0,4}?)(?: deal| opportunity)?\s+(?:to|into|as|won|lost|from|back)(?![a-z])|[把将]\s?(?P<zh>[\u3400-\u9fffA-Za-z0-9 ]{2,16}?)(?:这单|那单|的?商机|的?单子|的(?:金额|阶段|预计))?(?:推进|移到|移至|改|标|设|转|调|推到|更新|进入)"
)


def _object_of(r: Reading, spoken: bool) -> Subject | None:
    """What is to be changed though no record answers to it: the tool says so by name."""
    match = _OBJECT.search(r.said, r.lo, r.hi) if spoken else None
    if not match:
        return None
    group = "en" if match["en"] else "zh"
    start_, end = match.span(group)
    if match[group].strip() in ("它", "这个", "那个", "状态", "阶段") or any(
        s.start < end and start_ < s.end for s in r.spans("days", "periods")
    ):
        return None
    return Subject(match[group].strip(), "deal", start_, end)


def _rival(r: Reading, s: Subject) -> bool:
    """A company named as the winner of a lost deal: "lost Initech to Orbilab", 被析图拿走."""
    return bool(
        re.search(
            r"(?:lost .{0,30} to|went with|went to|chose|picked|competitor(?: is|:)?|被|输给|败给) ?$",
            r.before(s.start, 40),
        )
    )


def _specific(r: Reading, found: list[Subject]) -> Subject:
    order = ("deal", "contact", "lead", "account", "product", "activity")
    best = min(found, key=lambda s: (order.index(s.entity) if s.entity in order else 9, s.start))
    if best.entity == "contact" and best.name is not None:
        return Subject(name_text(r, best.name, "contact"), "contact", best.start, best.end, best.name)
    return best


def _plural(r: Reading) -> bool:
    return bool(
        re.search(
            r"(?<![a-z])(?:all|every|each|both)(?! day)(?![a-z])|(?<![a-z])(?:deals|leads|tasks|accounts|contacts|tickets|opportunities|renewals|proposals)(?![a-z])|所有|全部|都(?:改|转|分|移|标|设|交|推|延|给)|每个",
            r.whole,
        )
    )
