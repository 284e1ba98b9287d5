"""Sentences one rule knows from the first word to the last: nothing is likelier, so neither another rule nor a saying is asked."""

import re

from assistant.brains.offline.brought_back import brought_back
from assistant.brains.offline.card_style import card_style
from assistant.brains.offline.chair_compare import exactly_compared
from assistant.brains.offline.chair_flow import flowed_exactly
from assistant.brains.offline.chair_follow import follow_chair
from assistant.brains.offline.chair_moves import by_place, summed_exactly
from assistant.brains.offline.chair_people import people_exactly
from assistant.brains.offline.emptying import emptying
from assistant.brains.offline.ended import lists_ended
from assistant.brains.offline.frames import ANY, WHEN, framed
from assistant.brains.offline.leftovers import unread
from assistant.brains.offline.likewise import likewise
from assistant.brains.offline.listing import listed
from assistant.brains.offline.manner import asks, core
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.newcomers import newcomer
from assistant.brains.offline.not_kept import not_kept
from assistant.brains.offline.one_field import one_field, own_team
from assistant.brains.offline.overviews import _FIRST, stands_exactly
from assistant.brains.offline.plain_counts import plain_count
from assistant.brains.offline.plain_orders import plain_order
from assistant.brains.offline.plain_questions import plain_question
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.slipped_to import slipped_to
from assistant.brains.offline.terms import Understanding
from assistant.brains.offline.ticket_notes import ticket_note

_TEAM = rf"(?:(?:my|our) team|(?:the )?team {ANY}|(?:the )?{ANY} team)"
_THINGS = r"(?:deals|accounts|customers|leads|tasks|tickets|contacts|opportunities|meetings|calls|activities)"
_HOW = r"(?:open|won|lost|overdue|new|unassigned|planned|completed|my|all|the|active|unsolved|stale)"
_OWN_TEAM = re.compile(r"(?:my|our) team|我们组|我们团队|我的?团队|我组|本组")
_OF_A_TEAM = re.compile(
    rf"(?:(?:show|list|find)(?: me)? |which |what |how many |count )?(?:{_HOW} )*{_THINGS} (?:of|in|from|by|owned by|on|for) {_TEAM}(?: (?:closing |created |due |in )?{WHEN})?"
    rf"|how many (?:{_HOW} )*{_THINGS} (?:does|do|has|have) {_TEAM}(?: (?:have|got|own))?|(?:(?:show|list)(?: me)? )?{_TEAM}(?:'s|’s) (?:{_HOW} )*{_THINGS}(?: (?:closing )?{WHEN})?"
    rf"|(?:我们组|我们团队|我的?团队|我组|本组|{ANY}(?:团队|小?组)?|团队{ANY})(?:的|有)?(?:哪些|多少[个条张家]?|几[个条张家])?(?:在途|逾期|赢单|进行中|未完成|新)?的?(?:商机|客户|线索|任务|工单|联系人|待办)(?:有哪些|有多少[个条家]?|有几[个条家])?"
)


def _team_list(r: Reading) -> Meant | None:
    """The records of my team or of a team called by its name."""
    team = any(n.entity == "team" for n in r.names) or _OWN_TEAM.search(r.text)
    if not team or not any(_OF_A_TEAM.fullmatch(f.text) for f in framed(r)):
        return None
    meant = listed(r)
    return meant if meant is not None and not unread(r, meant.calls) else None


def _figures(r: Reading) -> Meant | None:
    """Two sides held against each other, how deals move, what people did, unless the message goes on from figures told before."""
    if r.ask.previous and follow_chair(r) is not None:
        return None
    return (
        exactly_compared(r)
        or flowed_exactly(r)
        or people_exactly(r)
        or by_place(r)
        or summed_exactly(r)
        or stands_exactly(r)
    )


_KNOWN = (
    _figures,
    likewise,
    brought_back,
    newcomer,
    card_style,
    plain_order,
    slipped_to,
    ticket_note,
    emptying,
    not_kept,
    plain_question,
    plain_count,
    one_field,
    own_team,
    _team_list,
)


def exactly(r: Reading) -> Understanding | None:
    """What such a sentence means; None for any other."""
    for known in _KNOWN:
        if (meant := known(r)) is not None:
            return Understanding(meant.calls, 1.0, (), meant.reply, left=meant.left)
    return None


def stands(r: Reading, found: Understanding) -> bool:
    """Whether what the rules read stands against any saying: a list of work that is over, an undo."""
    if [c.tool for c in found.calls] == ["undo"]:
        return True
    if [c.tool for c in found.calls] == ["my_day"] and _FIRST.search(r.whole) and not r.names:
        return True  # whom to call first says the plan of the day
    if not found.calls or found.unsure or any(c.tool not in ("find_records", "show_record") for c in found.calls):
        return False
    return lists_ended(r, core(r))


_WRITES = frozenset({"propose_change", "create_task", "log_interaction", "open_ticket", "undo"})


def turns_round(r: Reading, found: Understanding, heard: Understanding) -> bool:
    """Whether a saying makes an order of a question, or a list of one type of record of a list of another that was named."""
    if _gone(found) and _gone(heard) and _gone(found) != _gone(heard):
        return True  # the account that is to go is not its deal
    ours, theirs = ([c.args.get("field") for c in f.calls if c.tool == "history"] for f in (found, heard))
    if ours and theirs and ours[0] is not None and ours != theirs:
        return True  # the history of another field
    fields = [{f["field"] for c in some.calls for f in c.args.get("filters") or ()} for some in (found, heard)]
    if "resolution_due" in fields[0] and "breached" in fields[1] - fields[0]:
        return True  # what is about to be late is not late yet
    if found.lost or not found.calls or any(c.tool in _WRITES for c in found.calls):
        return False
    if asks(r) and not found.unsure and any(c.tool in _WRITES for c in heard.calls):
        return True
    listed = {str(c.args["entity"]) for c in found.calls if c.tool == "find_records"}
    other = {str(c.args["entity"]) for c in heard.calls if c.tool == "find_records"}
    if not listed or any(c.tool == "pipeline_summary" for c in found.calls):
        return False
    named = {s.entity for _, s in r.sensed("entity")}
    if other and not listed & other and listed <= named and not other & named:
        return True
    by_pipeline = any(c.tool == "pipeline_summary" for c in heard.calls)
    if by_pipeline and listed <= named and not listed & {"deal", "user", "team"}:
        return True
    closing = re.search(r"(?<![a-z])clos(?:ing|es?)(?![a-z])|预计", r.text)
    read_ = {f["field"] for c in found.calls for f in c.args.get("filters") or ()}
    heard_ = {f["field"] for c in heard.calls for f in c.args.get("filters") or ()}
    if read_ & _DUE and not heard_ & _DUE and heard_ & _DAYS and _DUE_SAID.search(r.text):
        return True
    return bool(closing and "expected_close_date" in read_ and "closed_at" in heard_)


def _gone(found: Understanding) -> set[str]:
    """The types of the records that are to be deleted."""
    return {
        str(change["entity"])
        for c in found.calls
        for change in c.args.get("changes") or ()
        if change.get("op") == "delete"
    }


_DUE = frozenset({"due_on", "due_at", "resolution_due", "first_response_due"})
_DAYS = frozenset({"created_at", "updated_at", "resolved_at", "completed_at"})
_DUE_SAID = re.compile(r"(?<![a-z])(?:due|overdue|deadlines?)(?![a-z])|到期|截止")
