"""A message understood: as a question that leans on a manager's answer, as one of trust, as a long answer asked for in so many words, else by all the other rules."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.brains.offline.asked.accounts_of import TOOLS, accounts_of, briefly
from assistant.brains.offline.asked.as_file import SAVED_BELOW, as_file
from assistant.brains.offline.asked.spoken_figures import spoken_figures
from assistant.brains.offline.asked.who_went import who_went
from assistant.brains.offline.chair.chair_follow import next_on_one
from assistant.brains.offline.chair.set_apart import set_apart
from assistant.brains.offline.chair.settled import settled
from assistant.brains.offline.entries.new_customer import new_customer
from assistant.brains.offline.entries.successor import successor
from assistant.brains.offline.interpret import interpret, kept_whole
from assistant.brains.offline.mended.ahead import ahead
from assistant.brains.offline.mended.at_odds import weighed
from assistant.brains.offline.mended.in_currency import in_currency
from assistant.brains.offline.mended.names_kept import names_kept
from assistant.brains.offline.mended.note_of_the_change import note_of_the_change
from assistant.brains.offline.mended.reports_mended import told_at_last
from assistant.brains.offline.mended.shares_mended import lent_until
from assistant.brains.offline.mended.stage_in_passing import stage_in_passing
from assistant.brains.offline.orders.house_texts import for_the_house
from assistant.brains.offline.orders.something_else import something_else
from assistant.brains.offline.orders.stepping import stepping
from assistant.brains.offline.orders.ticket_for import ticket_for
from assistant.brains.offline.orders.view_of import view_of
from assistant.brains.offline.orders.work_given import work_given
from assistant.brains.offline.parts.next_step_too import next_step_too
from assistant.brains.offline.parts.report_and_order import report_and_order
from assistant.brains.offline.parts.several import several
from assistant.brains.offline.parts.told_and_reminded import told_and_reminded
from assistant.brains.offline.parts.told_then_ordered import told_then_ordered
from assistant.brains.offline.parts.two_wishes import two_wishes
from assistant.brains.offline.pieces.field_called import of_the_record
from assistant.brains.offline.plainer.everyday import everyday, possessive, to_come
from assistant.brains.offline.plainer.everyday_work import plainly_put
from assistant.brains.offline.plainer.everyday_zh import everyday as everyday_zh
from assistant.brains.offline.plainer.firm_first import firm_first
from assistant.brains.offline.plainer.greetings import without_opening
from assistant.brains.offline.plainer.office_en import office_en
from assistant.brains.offline.plainer.office_zh import office_zh
from assistant.brains.offline.plainer.prefaced import prefaced, takes
from assistant.brains.offline.plainer.remarks import without_remarks
from assistant.brains.offline.plainer.roundabout import straight
from assistant.brains.offline.plainer.shorthand import written_out
from assistant.brains.offline.plainer.told_at_length import told_at_length
from assistant.brains.offline.reading import read
from assistant.brains.offline.sayings import Ear
from assistant.brains.offline.talk.fact_corrected import fact_corrected
from assistant.brains.offline.talk.moved_on import moved_on
from assistant.brains.offline.talk.of_figures import of_figures
from assistant.brains.offline.talk.of_the_agenda import of_the_agenda
from assistant.brains.offline.talk.pointing_back import in_own_words, pointing_back
from assistant.brains.offline.talk.weighted import weighted
from assistant.brains.offline.terms import Ask, Call, Linker, ToolSpec, Understanding
from assistant.brains.offline.told.pasted_chat import pasted_chat
from assistant.brains.offline.upkeep.own_orders import own_orders
from assistant.brains.offline.upkeep.trust import trusted
from assistant.brains.offline.words.folding import as_written, simple
from assistant.brains.offline.words.spelling import spelt
from assistant.recognise.one_more import ONE_MORE


def understand(ask: Ask, tools: Sequence[ToolSpec], linker: Linker, ear: Ear | None = None) -> Understanding:
    """What a message asks for; the same message, day and records give the same answer.

    With an `ear`, words no rule knows are taken as the saying nearest in meaning, understood by every rule here.
    """
    found = stage_in_passing(note_of_the_change(_understood(ask, tools, linker, ear)), ask, linker)
    found = told_and_reminded(found, ask, linker, lambda a: understand(a, tools, linker))
    return names_kept(lent_until(found, ask, linker), ask, linker)


def _understood(ask: Ask, tools: Sequence[ToolSpec], linker: Linker, ear: Ear | None) -> Understanding:
    if ask.language == "en" and (put := spelt(ask.text, linker)) != ask.text:
        return in_own_words(understand(replace(ask, text=put), tools, linker, ear), ask)
    if ask.language == "en" and (put := firm_first(ask.text, linker)) != ask.text:
        return in_own_words(understand(replace(ask, text=put), tools, linker, ear), ask)
    if ask.language == "zh" and (put := simple(ask.text)) != ask.text:
        found = understand(replace(ask, text=put), tools, linker, ear)
        quoted = tuple(_quoted_as_written(c, put, ask.text) for c in found.calls)
        return replace(found, calls=kept_whole(quoted, ask.text))
    if (rest := without_opening(ask.text)) != ask.text:
        found = understand(replace(ask, text=rest), tools, linker, ear)
        return replace(found, calls=kept_whole(found.calls, ask.text))
    if (chat := pasted_chat(ask, linker)) is not None:
        return chat
    for outright in (for_the_house, of_the_agenda, work_given):
        if (known := outright(ask, linker)) is not None:
            return known
    if (new := new_customer(read(ask, linker))) is not None:
        return new
    if (comes := successor(ask, linker, lambda a: understand(a, tools, linker))) is not None:
        return comes
    if (view := view_of(ask, lambda a: understand(a, tools, linker))) is not None:
        return view
    if (ticket := ticket_for(ask, linker, lambda a: understand(a, tools, linker))) is not None:
        return ticket
    if (put := straight(ask, linker)) != ask.text:
        found = understand(replace(ask, text=put), tools, linker)
        if found.calls and not found.unsure:
            return replace(found, calls=kept_whole(found.calls, ask.text))
    if (put := office_zh(ask.text) if ask.language == "zh" else office_en(plainly_put(ask.text))) != ask.text:
        return in_own_words(understand(replace(ask, text=put), tools, linker, ear), ask)
    if (put := told_at_length(ask.text)) != ask.text:
        found = understand(replace(ask, text=put), tools, linker, ear)
        return replace(found, calls=kept_whole(found.calls, ask.text))
    if (went := who_went(ask, lambda a: understand(a, tools, linker, ear))) is not None:
        return went
    if (more := ONE_MORE.match(ask.text)) is not None and ask.previous and ask.previous[-1].tool == "create_task":
        task = "create a task to " if ask.language == "en" else "建任务："
        return understand(replace(ask, text=task + ask.text[more.end() :]), tools, linker, ear)
    if (whole := spoken_figures(read(ask, linker))) is not None:
        return ahead(Understanding(whole.calls, 1.0), read(ask, linker))
    if (going_on := _goes_on(ask, tools, linker)) is not None:
        return going_on
    if (likely := weighted(ask)) is not None:
        return likely
    leant = of_figures(ask, linker)
    if isinstance(leant, Understanding):
        return leant
    if leant is not None:
        return _one(replace(ask, text=leant), tools, linker)

    def one(asked: Ask) -> Understanding:
        return _one(asked, tools, linker)

    def one_heard(asked: Ask) -> Understanding:
        return _one(asked, tools, linker, ear)

    both = two_wishes(ask, linker, one, one_heard)
    if both is None:
        both = without_remarks(ask, linker, one)
    return both if both is not None else one_heard(ask)


def _quoted_as_written(call: Call, plain: str, said: str) -> Call:
    if not call.args.get("facts"):
        return call
    facts = [{**f, "quote": as_written(f["quote"], plain, said)} if f.get("quote") else f for f in call.args["facts"]]
    return Call(call.tool, {**call.args, "facts": facts})


def _goes_on(ask: Ask, tools: Sequence[ToolSpec], linker: Linker) -> Understanding | None:
    """What a message asks for that is of the record, the fact or the answer before, or of a list as a file."""
    if (moved := moved_on(ask)) is not None:
        found = _one(replace(ask, text=moved), tools, linker)
        if [c.tool for c in found.calls] == ["propose_change"]:
            return found
    if (listed := as_file(ask.text, ask.language == "zh")) is not None:
        found = _one(replace(ask, text=listed), tools, linker)
        if [c.tool for c in found.calls] in (["find_records"], ["pipeline_summary"]) and not found.left:
            return replace(found, beside=SAVED_BELOW[ask.language == "zh"])
    if (put_right := fact_corrected(ask, linker)) is not None:
        return put_right
    if ask.previous and (next_step := next_on_one(read(ask, linker), ask.previous[-1])) is not None:
        return Understanding(next_step.calls, 1.0)
    return None


def _one(ask: Ask, tools: Sequence[ToolSpec], linker: Linker, ear: Ear | None = None) -> Understanding:
    """What a message of one wish asks for."""
    for parted in (several, next_step_too):
        if (whole := parted(ask, linker, lambda a: understand(a, tools, linker))) is not None:
            return whole
    if (ordered := own_orders(ask, tools, linker, lambda a: understand(a, tools, linker))) is not None:
        return ordered
    if ask.language == "en" and (owned := possessive(ask.text, linker)) != ask.text:
        ask = replace(ask, text=owned)
    if ask.language == "en" and (named := pointing_back(ask, linker)) != ask.text:
        found = understand(replace(ask, text=named), tools, linker)
        if found.calls:
            return in_own_words(found, ask)
    if ask.language == "en" and (turned := to_come(everyday(written := written_out(ask.text)), ask)) != written:
        found = understand(replace(ask, text=turned), tools, linker)
        if found.calls:
            return in_own_words(found, ask)

    if (order := prefaced(ask, linker)) != ask.text and takes(
        found := understand(replace(ask, text=order), tools, linker)
    ):
        return replace(found, calls=kept_whole(found.calls, ask.text))

    def plain(asked: Ask) -> Understanding:
        return understand(asked, tools, linker)

    def all_else(asked: Ask) -> Understanding:
        told = accounts_of(asked, tools, linker)
        if told is not None:
            return told
        found = interpret(asked, [t for t in tools if t.name not in TOOLS], linker, ear, plain)
        return briefly(found, asked.text) if any(t.name == "brief" for t in tools) else found

    def found_of(asked: Ask) -> Understanding:
        if _REMINDS.match(asked.text):
            found = interpret(asked, tools, linker, ear, plain)
            if [c.tool for c in found.calls] == ["create_task"]:
                return found  # what is asked in a reminder is asked of others
        if _POOL_RULE.search(asked.text):
            return all_else(asked)  # a rule for the pool, whatever rights are asked for beside it, is not had
        return (
            set_apart(asked, tools, linker, all_else)
            or settled(asked, tools, linker)
            or trusted(asked, tools, linker, all_else)
            or all_else(asked)
        )

    said = everyday_zh(ask, linker)
    found = found_of(replace(ask, text=said)) if said != ask.text else Understanding(lost=True)
    if not found.calls or found.lost:
        found = found_of(ask)
    elif said != ask.text:
        found = replace(found, calls=kept_whole(found.calls, ask.text))
    found = in_currency(weighed(found, ask, linker), read(ask, linker))
    for parted_at_last in (report_and_order, told_then_ordered):
        found = parted_at_last(found, ask, linker, plain)
    if ear is not None:
        found = told_at_last(found, read(ask, linker))
    return something_else(stepping(of_the_record(found, ask), ask, linker), ask, linker)


_POOL_RULE = re.compile(r"(?<![a-z])(?:reclaim|recycle|return|release)[\w ]{3,40} (?:in)?to (?:the )?(?:open |shared )?pool(?![a-z])", re.IGNORECASE)  # fmt: skip
_REMINDS = re.compile(r"\s*(?:请|帮我|麻烦)*提醒我|\s*(?:please |pls )*remind me ", re.IGNORECASE)
