"""Sentences one rule knows from the first word to the last: nothing is likelier, so neither another rule nor a saying is asked."""

import re

from assistant.brains.offline.asked.asked_freely import asked_freely
from assistant.brains.offline.asked.asked_of_work import asked_of_work
from assistant.brains.offline.asked.changes_asked import changes_asked
from assistant.brains.offline.asked.encounters import encounters
from assistant.brains.offline.asked.figures_asked import figures_asked
from assistant.brains.offline.asked.figures_freely import figures_freely
from assistant.brains.offline.asked.house_rules import house_rules
from assistant.brains.offline.asked.no_field_holds import no_field_holds
from assistant.brains.offline.asked.not_kept import not_kept
from assistant.brains.offline.asked.one_field import one_field, own_team
from assistant.brains.offline.asked.plain_facts import plain_facts
from assistant.brains.offline.asked.plain_questions import plain_question
from assistant.brains.offline.asked.priced_up import priced_up
from assistant.brains.offline.asked.target_gap import target_gap
from assistant.brains.offline.asked.way_here import way_here
from assistant.brains.offline.chair.chair_compare import exactly_compared
from assistant.brains.offline.chair.chair_flow import flowed_exactly
from assistant.brains.offline.chair.chair_follow import follow_chair
from assistant.brains.offline.chair.chair_moves import by_place, summed_exactly
from assistant.brains.offline.chair.chair_people import people_exactly
from assistant.brains.offline.chair.managers_ask import managers_ask
from assistant.brains.offline.chair.overviews import _FIRST, stands_exactly
from assistant.brains.offline.chair.team_turns import team_turns
from assistant.brains.offline.entries.entered import entered
from assistant.brains.offline.entries.entered_last import entered_last
from assistant.brains.offline.entries.newcomers import newcomer
from assistant.brains.offline.entries.somebody_new import somebody_new
from assistant.brains.offline.lists.ended import lists_ended
from assistant.brains.offline.lists.list_clauses import list_clauses
from assistant.brains.offline.lists.listing import listed
from assistant.brains.offline.lists.lists_by_field import listed_by_field
from assistant.brains.offline.lists.next_up import next_up
from assistant.brains.offline.lists.plain_counts import plain_count
from assistant.brains.offline.lists.spoken_lists import spoken_list
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.brought_back import brought_back
from assistant.brains.offline.orders.by_title import by_title
from assistant.brains.offline.orders.card_style import card_style
from assistant.brains.offline.orders.emptying import emptying
from assistant.brains.offline.orders.field_said import field_asked, field_misfit, field_set
from assistant.brains.offline.orders.plain_orders import plain_order
from assistant.brains.offline.orders.plain_work import plain_work
from assistant.brains.offline.orders.reminded_before import reminded_before
from assistant.brains.offline.orders.reopened_at import reopened_at
from assistant.brains.offline.orders.slipped_to import slipped_to
from assistant.brains.offline.orders.stage_steps import stage_steps
from assistant.brains.offline.orders.ticket_notes import ticket_note
from assistant.brains.offline.parts.delegating import delegated
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.talk.likewise import likewise
from assistant.brains.offline.terms import Understanding
from assistant.brains.offline.told.told_in_passing import told_in_passing
from assistant.brains.offline.told.told_states import told_states
from assistant.brains.offline.words.frames import ANY, WHEN, framed
from assistant.brains.offline.words.manner import core

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
    if (turned := team_turns(r)) is not None:
        return turned
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
    way_here,
    no_field_holds,
    house_rules,
    target_gap,
    spoken_list,
    asked_of_work,
    managers_ask,
    _figures,
    field_set,
    next_up,
    listed_by_field,
    told_states,
    likewise,
    stage_steps,
    reopened_at,
    brought_back,
    entered,
    somebody_new,
    newcomer,
    reminded_before,
    priced_up,
    delegated,
    entered_last,
    card_style,
    plain_order,
    plain_facts,
    encounters,
    figures_asked,
    plain_work,
    told_in_passing,
    slipped_to,
    by_title,
    ticket_note,
    emptying,
    not_kept,
    changes_asked,
    asked_freely,
    figures_freely,
    list_clauses,
    plain_question,
    plain_count,
    one_field,
    own_team,
    _team_list,
    field_asked,
    field_misfit,
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
