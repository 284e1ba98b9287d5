"""Changes of one record: move a deal, set a field, win or lose, hand over, finish a task, close a ticket, delete."""

import re

from assistant.brains.offline.entries import persons
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import Subject, name_text, pronoun, subjects
from assistant.brains.offline.names.unknown import unknown_company
from assistant.brains.offline.names.unlinked import is_rival, object_of, outcome_of
from assistant.brains.offline.orders import finishing
from assistant.brains.offline.orders.appointments import appointment
from assistant.brains.offline.orders.assignments import assigned, stage_said, stage_words
from assistant.brains.offline.orders.bulk import PART_ZH
from assistant.brains.offline.orders.converting import conversion
from assistant.brains.offline.orders.dropping import dropped
from assistant.brains.offline.orders.opt_outs import told_flags
from assistant.brains.offline.orders.proposing import call, new_owner
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.pieces.shifts import day_field, shift, unshifted
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.told_close import SHUTS
from assistant.brains.offline.words.manner import asks, leads, start
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
_OTHER_THING = re.compile(
    r"(?<![a-z])(?:tasks?|to-?dos?|reminders?|tickets?|notes?|meetings?|appointments?|calls?|visits?)(?![a-z])|任务|待办|提醒|工单|备注|会议|日程"
)
_TAKES_OVER = re.compile(
    r"(?:给|让|由|归|交)[^,.;，。]{1,8}?(?:来)?(?:跟进?|负责|处理|接手?|管|对接)(?=[,.;，。吧了]|$)"
)
_NAMES_OWNER = re.compile(
    r"^(?:请|麻烦|帮我)*(?:让|由|请|安排|指定)[^,，;；]{1,8}?(?:来|去)?(?:当|做|担任|作为|为|负责)(?=.)[^,，;；]{2,20}$"
)
_TO_ME = re.compile(r"^(?:请|麻烦|帮我)*[把将][^,，;；]{1,20}?(?:交|转|分|划|派)?给我(?:吧|来跟|负责|跟进?)?$")
_CLOSING = re.compile(r"(?<![a-z])clos(?:e|ing)(?![a-z])|成交|签约|预计")
_IS_NOW = re.compile(
    r"(?<![a-z])(?:the |its |their )?(?:competitor|next step|amount|owner|stage|close date|closing date|source|level) (?:is now|has changed to|changed to|became|is going to be)(?![a-z])|(?:竞品|竞争对手|下一步|负责人|阶段|金额|级别)(?:现在是|变成了?|换成了?|改为|变为)"
)
_DELETED = re.compile(
    r"(?:[Pp]lease |[Cc]an you |[Cc]ould you )?(?:[Dd]elete|[Rr]emove|[Ee]rase|[Gg]et rid of)(?: the| our| my)?(?: account| customer| client| company| contact| deal| lead)?(?: called| named)? ((?=[A-Z\u3400-\u9fff])[\w&.'’ -]{2,40}?)(?:'s (?:account|record|data))?(?: account| customer| company| deal| lead| contact)?(?: please| now)?$"
    r"|(?:请|帮我|麻烦)*(?:删除|删掉|删了|移除)(?:客户|联系人|商机|线索|公司)?([\w\u3400-\u9fff]{2,14}?)(?:这个|那个|这家)?(?:的?(?:客户|联系人|商机|线索|公司|记录))?(?:吧|了)?$|(?:请|帮我|麻烦)*[把将](?:客户|联系人|商机|线索|公司)?([\w\u3400-\u9fff]{2,14}?)(?:这个|那个|这家)?(?:的?(?:客户|联系人|商机|线索|公司|记录))?(?:给我|都)?(?:删除|删掉|删了|移除)(?:吧|了)?$"
)
_OUT_OF = re.compile(
    r"(?<![a-z])(?:from|off|out of) (?!(?:the |our |my )?(?:crm|system|database|records?|books|list|parley|here)(?![a-z]))|从(?!.{0,6}(?:系统|数据库|库|crm|记录))[^,，]{1,16}(?:里|中|上|名单)[^,，]{0,3}(?:删|移|去)"
)
"""Taken out of another record, which deletes nobody."""
_DEAL_WORD = re.compile(
    r"(?<![a-z])(?:deal|opportunity|opp|renewal|pilot|contract)(?![a-z])|这单|那单|商机|单子|项目|续约|这一单|的单"
)
_CLOSE_DATE = re.compile(r"(?<![a-z])clos(?:e|ing) date(?![a-z])")
_ITS_DEAL = re.compile(
    r"(?:'s|’s)? (?:deal|opportunity|opp)(?![a-z])|(?:那|这)(?:单|个商机|个单子)|的(?:商机|单子)(?!都|全)"
)
"""The Hollund deal: what is said of it is said of the customer's deal, which is asked for when there are several."""


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
    if told_flags(r) and (said := persons.person(r, spoken)) is not None:
        return said
    for apart in (dropped, conversion, appointment):
        if (said := apart(r)) is not None:
            return said
    for attempt in (finishing.task, finishing.ticket, _deletion, _assignment, persons.person, _deal_or_account):
        made = attempt(r, spoken)
        if made is not None:
            return made
    return None


def outright(r: Reading) -> Meant | None:
    """One record and its new values, where it is known from elsewhere that a change is wanted."""
    for attempt in (finishing.task, finishing.ticket, _assignment, persons.person, _deal_or_account):
        if (made := attempt(r, True)) is not None:
            return made
    return None


def _deletion(r: Reading, spoken: bool) -> Meant | None:
    if not (leads(r, "delete") or re.search(r"(?:把|将).*(?:删除|删掉|删了|移除)", r.whole)) or stage_said(r):
        return None
    if r.money or r.percents or _OUT_OF.search(r.whole) or PART_ZH.search(r.whole):
        return None  # "drop the price to 20k", "remove Noor from the deal": nothing is deleted
    found = subjects(r, "deal", "contact", "account", "lead", "product", "activity")
    before = None if found else pronoun(r, "deal", "contact", "account", "lead", "task", "ticket")
    if not found and before is None:
        return _deletion_of_a_stranger(r)
    about = before or _specific(r, found)
    if about.entity not in ("task", "ticket", "activity") and _OTHER_THING.search(r.text):
        return None  # "I don't need that to-do of Dmitri's, remove it": the to-do is meant, not Dmitri
    entity = "deal" if about.entity == "account" and _DEAL_WORD.search(r.whole) else about.entity
    return Meant(0.85, (call("delete", entity, about.text, {}),))


_THING_OF = re.compile(
    r"(?<![a-z])(?:the|my|that|this|our|their|'s) (?P<words>(?:[a-z0-9][\w-]*[ -]){1,4}?)(?P<kind>ticket|case|incident|task|to-?do)(?![a-z])"
)
"""A ticket or task called by its words, beside whose it is."""


def _deletion_of_a_stranger(r: Reading) -> Meant | None:
    """ "Delete Acme" from one who may not see it: handed on by name, for the store to say that it is not on record."""
    match = _DELETED.match(r.said[r.lo : r.hi].strip(" .!。！"))
    words = next((w for w in match.groups() if w), "").strip() if match else ""
    if not words or r.sensed("entity", "task") or _OTHER_THING.search(r.text) or r.refs:
        return None
    entity = "contact" if re.search(r"contact|联系人", r.whole) else "deal" if _DEAL_WORD.search(r.whole) else "account"
    return Meant(0.8, (call("delete", entity, words, {}),))


def _assignment(r: Reading, spoken: bool) -> Meant | None:
    if not (
        r.has("assign")
        or _TAKES_OVER.search(r.whole)
        or _TO_ME.match(r.whole.strip(" 。."))
        or (_NAMES_OWNER.match(r.whole.strip(" 。.")) and "负责" in r.whole and not r.days)
    ) or not (leads(r, "assign") or re.search(r"给|由|归|负责", r.whole)):
        return None
    user = new_owner(r)
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
    if (thing := _THING_OF.search(r.text, r.lo, r.hi)) is not None:  # Acme's ticket goes to somebody, Acme does not
        entity = "task" if thing["kind"].startswith(("task", "to")) else "ticket"
        return Meant(0.86, (call("update", entity, r.piece(*thing.span("words")), {"assignee": user}),))
    entity = "deal" if about.entity == "account" and _DEAL_WORD.search(r.whole) else about.entity
    fields = {"owner": user}
    if entity == "deal" and (stage := stage_said(r)):
        fields["stage"] = stage[0]
    if about.entity == "deal":
        told = assigned(r, "deal", apart=(about.start, about.end))
        fields |= {k: v for k, v in told.items() if k in ("amount", "next_step", "probability", "seats")}
    outright = bool(_NAMES_OWNER.match(r.whole.strip(" 。.")))
    return Meant(0.95 if outright else 0.86, (call("update", entity, about.text, fields),))


def _deal_or_account(r: Reading, spoken: bool) -> Meant | None:
    if _plural(r):
        return None
    found = [s for s in subjects(r, "deal", "account", "lead", "product") if s.name is None or not is_rival(r, s)]
    about = _specific(r, found) if found else None
    guessed = False
    if about is None:
        person = next(iter(subjects(r, "contact")), None)
        before = pronoun(r, "deal", "account", "lead")
        if person and stage_said(r):
            about = Subject(person.text, "deal", person.start, person.end)
        elif before and not r.ask.focus and (foreign := unknown_company(r)):
            about = Subject(foreign[0], "deal", foreign[1], foreign[2])
        elif before:
            about = before
        elif worded := outcome_of(r) or object_of(r, spoken):
            about = worded
        elif stage_said(r) and (foreign := unknown_company(r)):
            about = Subject(foreign[0], "deal", foreign[1], foreign[2])
        elif (
            spoken
            and r.ask.focus
            and (f := next((n for n in r.ask.focus if n.entity in ("deal", "account", "lead")), None))
        ):
            about, guessed = Subject(f.ref, f.entity, r.lo, r.lo), True
    if about is None:
        return None
    apart = (about.start, about.end)
    by = shift(r)
    if by is not None:
        r = unshifted(r, by[1])
    deal_fields = assigned(r, "deal", apart=apart)
    if r.has("move") and "stage" not in deal_fields and (words := stage_words(r)):
        deal_fields["stage"] = words
    own = assigned(r, about.entity, apart=apart) if about.entity != "deal" else {}
    entity, fields = about.entity, own
    if (
        (
            about.entity in ("account", "contact")
            and deal_fields.keys() & _DEAL_ONLY
            and not (
                own.keys() - {"annual_revenue", "type"}
                and not _DEAL_WORD.search(r.whole)
                and not deal_fields.keys() & {"stage"}
            )
        )
        or about.entity == "deal"
        or (about.entity == "account" and _ITS_DEAL.match(r.text, about.end, r.hi))
    ):
        entity, fields = "deal", deal_fields
    if by is not None and about.entity in ("deal", "account", "contact"):
        entity = "deal"
        fields = {**deal_fields, day_field(r, "deal") or "expected_close_date": by[0]}
    if (
        entity == "deal"
        and "expected_close_date" not in fields
        and r.days
        and (r.has("postpone", "move", "set") or fields)
    ):
        day = next((d for d in r.days if not any(d.text in v for v in fields.values())), None)
        if day and "next_step_date" not in fields:
            step = "next_step" in fields and not _CLOSING.search(r.whole)
            fields["next_step_date" if step else "expected_close_date"] = day.value.day.isoformat()
    fields = {k: v for k, v in fields.items() if k in fields_of(entity) and k not in ("name", "account", "currency")}
    if SHUTS.search(r.whole) and "expected_close_date" in fields and not _CLOSE_DATE.search(r.whole):
        fields.pop("expected_close_date")  # a house or a year closes, no deal does
    if entity == "account" and "annual_revenue" in fields and not re.search(r"revenue|收入|营收", r.whole):
        fields.pop("annual_revenue")
    if not fields:
        return None
    made = call("update", entity, about.text, fields)
    if guessed and unread(r, (made,)):
        return None  # words that were not understood may name another record than the one shown before
    held = fields.get("stage") == "on hold" and about.entity == "deal"
    score = (
        0.86
        if spoken
        else 0.8
        if held or fields.get("stage") in ("won", "lost") or _IS_NOW.search(r.whole) or (by and _opens(r, about))
        else 0.76
        if _stated(r, about)
        else 0.52
    )
    if r.has("met", "called", "emailed", "visited", "texted") and not spoken:
        score -= 0.3
    return Meant(score, (made,))


def _stated(r: Reading, about: Subject) -> bool:
    """ "Globex is now in negotiation", "D-12 amount 60000", 华阳进入商务谈判: short statements about one record."""
    if len(clauses(r)) > 3 or r.has("said", "worry") or not re.match(r"\s*(?:the )?$", r.text[r.lo : about.start]):
        return False
    return bool(
        re.match(
            r"(?:'s)?(?: deal)?(?: \w+(?: \w+)? is (?!not )| is| should be| needs to be| ought to be| must be| counts as| goes| went| has| moved| now|:| stage| amount| close| next| is now)| ?(?:的|应该?是|应为|算|升为|降为|阶段|金额|竞争对手|竞品|对手|下一步|负责人|席位|概率|状态|级别|行业|预计|进入|到了|现在)",
            r.text[about.end : r.hi],
        )
    )


def _opens(r: Reading, about: Subject) -> bool:
    """Whether a short message begins with the record it is about."""
    return len(clauses(r)) <= 2 and not re.sub(r"the |our ", "", r.text[r.lo : about.start]).strip()


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
