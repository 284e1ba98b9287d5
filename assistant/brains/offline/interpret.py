"""The offline brain: a message read, every act it could be weighed, the likeliest one called; nothing when none is likely."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.brains.offline.asked import (
    appointed,
    colleagues,
    figures,
    moments,
    news,
    one_field,
    prices,
    recalling,
    showing,
    standing,
    whereabouts,
)
from assistant.brains.offline.asked.asked_outright import asked_outright
from assistant.brains.offline.asked.wishes import wish
from assistant.brains.offline.chair import chair, overviews
from assistant.brains.offline.entries import creating, ticketing
from assistant.brains.offline.entries.forms import form
from assistant.brains.offline.exactly import exactly
from assistant.brains.offline.lists import comparing, lately, listing, ranking, reached, winners
from assistant.brains.offline.meant import READS, WRITES, WRITING, Meant
from assistant.brains.offline.names import ticket_words
from assistant.brains.offline.names.foreign import without_foreign
from assistant.brains.offline.names.handed_over import Handed, handed
from assistant.brains.offline.names.nameless import nameless, strange
from assistant.brains.offline.nearest.examples import likeness, nearest
from assistant.brains.offline.nearest.expecting import expected
from assistant.brains.offline.nearest.guided import guided
from assistant.brains.offline.nearest.hearing import Plain, heard_as
from assistant.brains.offline.nearest.unseen import unseen
from assistant.brains.offline.orders import booking, bulk, changing, leaving, reminding, sharing_out
from assistant.brains.offline.orders.calling_off import call_off
from assistant.brains.offline.orders.put_off import put_off
from assistant.brains.offline.parts.clauses import sentences
from assistant.brains.offline.parts.requests import requests
from assistant.brains.offline.parts.together import together
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.pieces.written_as import written_as
from assistant.brains.offline.plainer.asked_otherwise import otherwise
from assistant.brains.offline.plainer.plainer import plainer, turnable
from assistant.brains.offline.plainer.self_corrected import self_corrected, slips
from assistant.brains.offline.plainer.shorthand import written_out
from assistant.brains.offline.plainer.spoken import plainly
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.replies import half_understood, lost, no_such_day, not_on_record, quoted_only, unclear
from assistant.brains.offline.sayings import Ear
from assistant.brains.offline.sayings.words import vocabulary
from assistant.brains.offline.talk import carrying, following, leaning, looking_back, picking, talking
from assistant.brains.offline.talk.of_those import of_those
from assistant.brains.offline.talk.office_there import office_there
from assistant.brains.offline.talk.pointing import pointed
from assistant.brains.offline.terms import Ask, Call, Linker, ToolSpec, Understanding
from assistant.brains.offline.told import noting
from assistant.brains.offline.told.beaten import given_away
from assistant.brains.offline.told.filing import SAVE_IT, about_writer, filed
from assistant.brains.offline.told.happenings import reports
from assistant.brains.offline.told.told_done import told_done
from assistant.brains.offline.words.manner import asks, leads
from assistant.brains.offline.words.mending import mended
from assistant.recognise.days import impossible

_SURE = 0.8
_PLANS = ("remind", "to do", "create")
"""A report that ends in "remind me tomorrow" is a report with a follow-up; a message that opens so is a task."""

_ACTS: tuple[Callable[[Reading], Meant | None], ...] = (
    talking.undo, looking_back.looking_back, appointed.appointed, whereabouts.whereabouts, standing.standing_order, talking.helps, talking.small_talk, overviews.my_day, overviews.pipeline, showing.changes, news.news, recalling.recall, recalling.purchases,
    showing.show, one_field.one_field, one_field.own_team, listing.listed, comparing.compared, ranking.sellers, ranking.busiest, winners.winners, reached.reached, moments.moment, figures.figure, colleagues.colleagues, lately.lately, prices.price, overviews.ranked, chair.chair, told_done, put_off, given_away, asked_outright, call_off, ticket_words.ticket_words, noting.note, ticketing.ticket, sharing_out.share_out, leaving.handed_on, bulk.change_many, changing.change, creating.create, form, booking.book, reminding.remind,
)  # fmt: skip
_LONGEST_PIECE = 24
_TITLED = ("deal", "ticket", "task")
"""Record types called by words of their titles."""
_OWN = frozenset(
    "find_records show_record recall_notes my_day pipeline_summary log_interaction propose_change create_task open_ticket history undo help earlier_in_chat".split()
)
_WHOLE = ("note", "body")
"""Arguments that hold the message as it was said."""


def interpret(
    ask: Ask, tools: Sequence[ToolSpec], linker: Linker, ear: Ear | None = None, plain: Plain | None = None
) -> Understanding:
    """What a message asks for: calls with arguments, or a reply; the same message, day and records give the same answer.

    With an `ear`, words no rule knows are taken as the saying nearest in meaning, which `plain` understands.
    """

    def without_ear(asked: Ask) -> Understanding:
        return interpret(asked, tools, linker)

    if not ask.text.strip():
        return Understanding(reply=talking.EMPTY[ask.language == "zh"], confidence=1.0)
    if (own := without_foreign(ask.text)) != ask.text:
        return _of_own_words(ask, own, tools, linker)
    if (turned := otherwise(ask.text, ask.today)) != ask.text:
        found = interpret(replace(ask, text=turned), tools, linker)
        if found.calls:
            return replace(found, calls=kept_whole(found.calls, ask.text))
    if slips(ask.text) and (meant := self_corrected(read(ask, linker))) is not None:
        found = interpret(replace(ask, text=meant), tools, linker, ear, plain)
        return replace(found, calls=kept_whole(found.calls, ask.text))
    said_so = plainly(written_out(ask.text))
    r = read(replace(ask, text=said_so), linker)
    if (ask.previous or ask.rows) and (leant := _leant(r, tools)) is not None:
        return Understanding(leant.calls, 1.0)
    known = (exactly(read(ask, linker)) if said_so != ask.text else None) or exactly(r)
    if known is not None and {c.tool for c in known.calls} <= {t.name for t in tools}:
        return replace(known, calls=written_as(_noted_whole(known.calls, said_so, ask.text)))
    turned = plainer(said_so, r) if turnable(said_so) else said_so
    found = Understanding()
    if turned != said_so:
        found = _of_words(read(replace(ask, text=turned), linker), tools)
        if _sets(found) and reports(r):
            found = Understanding()  # "Met Bob, …, close it as lost" stays the report it is
    if not found.calls:
        said = _of_words(r, tools)
        found = said if said.calls or turned == said_so else found
    if ear is not None and (heard := heard_as(r, found, ear, plain or without_ear)) is not None:
        found = heard
    elif ear is not None and (likely := expected(r, found, ear)) is not None:
        found = likely
    elif turned == said_so == ask.text:
        return replace(found, calls=written_as(found.calls))
    return replace(found, calls=written_as(kept_whole(found.calls, ask.text)))


def _leant(r: Reading, tools: Sequence[ToolSpec]) -> Meant | None:
    """What a message asks that says nothing without the answer before."""

    def understood(text: str) -> Understanding:
        return interpret(replace(r.ask, text=text, previous=(), focus=(), rows=(), listed=0), tools, r.linker)

    known = {t.name for t in tools}
    meant = office_there(r) or leaning.lean(r) or of_those(r) or picking.picked(r, understood)
    return meant if meant is not None and all(c.tool in known for c in meant.calls) else None


def _sets(found: Understanding) -> bool:
    """Whether all that was understood sets fields of deals, accounts or contacts."""
    changes = [change for c in found.calls for change in c.args.get("changes", [{}])]
    return bool(changes) and all(
        c.get("op") == "update" and c.get("entity") in ("deal", "account", "contact") for c in changes
    )


def _of_words(r: Reading, tools: Sequence[ToolSpec]) -> Understanding:
    ask, linker = r.ask, r.linker
    best = _understand(r, tools)
    puzzled = _weak(best) or (best is not None and not _writes(best) and bool(unread(r, best.calls)))
    if puzzled and (text := mended(ask.text, r)) != ask.text:
        again = read(replace(ask, text=text), linker)
        other = _understand(again, tools)
        if other is not None and not _weak(other) and (_weak(best) or _clearer(other, again, best, r)):
            best, r = replace(other, calls=kept_whole(other.calls, ask.text)), again
    if (text := _by_title(r, best)) != r.ask.text:
        again = read(replace(ask, text=text), linker)
        other = _understand(again, tools)
        if other is not None and not _weak(other) and not nameless(again, other.calls):
            best, r = replace(other, calls=kept_whole(other.calls, ask.text)), again
    no_day = impossible(r.said[r.lo : r.hi], ask.today)
    if no_day and (best is None or best.tool != "log_interaction"):
        return Understanding((), 0.0, (no_day[0].text,), no_such_day(r, no_day[0].value))
    if best is None or _weak(best) or _everything(best, r):
        return _not_understood(r, best, tools)
    if best.reply is not None:
        return Understanding((), min(1.0, best.score), (), best.reply)
    if unknown := nameless(r, best.calls):
        return Understanding((), best.score, tuple(unknown), not_on_record(r, unknown), lost=True)
    if not best.whole and (left := unused(r, best.calls)):
        return Understanding((), best.score, tuple(left), half_understood(r, left), lost=True)
    unsure = () if best.whole else tuple(unread(r, best.calls))
    return Understanding(best.calls, min(1.0, best.score), unsure, left=best.left)


def _of_own_words(ask: Ask, own: str, tools: Sequence[ToolSpec], linker: Linker) -> Understanding:
    """The message without the words of others in it; a note and a ticket keep these, as data."""
    if (kept := handed(ask.text)) is not None:
        return _with_filed(ask, kept, own, tools, linker)
    if not re.search(r"\w", own):
        return Understanding((), 1.0, (), quoted_only(ask.language))
    found = interpret(replace(ask, text=own), tools, linker)
    if any(
        c.tool == "find_records" and not c.args.keys() & {"filters", "group_by", "sort", "measure"} for c in found.calls
    ):
        return Understanding((), found.confidence, found.unsure, quoted_only(ask.language))
    return replace(found, calls=kept_whole(found.calls, ask.text))


def _with_filed(ask: Ask, kept: Handed, own: str, tools: Sequence[ToolSpec], linker: Linker) -> Understanding:
    """What was handed over, filed, and beside it what was asked for in the speaker's own words around it."""
    log = filed(ask, kept, linker)
    rest = own[: kept.lo] + " " * (kept.hi - kept.lo) + SAVE_IT.sub("", own[kept.hi :])
    more = interpret(replace(ask, text=rest), tools, linker) if re.search(r"\w", rest) else Understanding()
    told = next((c for c in more.calls if c.tool == log.tool), None)
    if told is not None:
        log = replace(log, args={**told.args, **log.args})
    return Understanding((log, *(about_writer(c, log) for c in more.calls if c is not told)), 0.95)


def kept_whole(calls: Sequence[Call], said: str) -> tuple[Call, ...]:
    """A message is mended, cut and turned to be understood; a note and a ticket keep the words as they were said."""
    whole = said.strip()
    return tuple(Call(c.tool, {**c.args, **{k: whole for k in _WHOLE if k in c.args}}) for c in calls)


def _noted_whole(calls: Sequence[Call], plain: str, said: str) -> tuple[Call, ...]:
    """A note that holds the whole message holds it as it was said, not as it was put plainly."""
    return tuple(
        Call(c.tool, {**c.args, "note": said.strip()}) if c.args.get("note") == plain.strip() else c for c in calls
    )


def _writes(meant: Meant) -> bool:
    return any(c.tool in WRITING for c in meant.calls)


def _clearer(other: Meant, again: Reading, best: Meant | None, r: Reading) -> bool:
    """Whether the mended message is a question understood at least as well, with fewer words left over."""
    if best is None or _writes(other) or other.score < best.score - 0.04:
        return False
    return len(unread(again, other.calls)) < len(unread(r, best.calls))


def _everything(meant: Meant, r: Reading) -> bool:
    """Whether a question would list all there is because the word that narrows it was not understood."""
    bare = [c for c in meant.calls if c.tool == "find_records" and not c.args.keys() & {"filters", "group_by", "sort"}]
    return bool(bare) and bool(unread(r, meant.calls))


def _weak(meant: Meant | None) -> bool:
    if meant is None:
        return True
    return meant.score < (WRITES if meant.tool in WRITING else READS)


def _understand(r: Reading, tools: Sequence[ToolSpec]) -> Meant | None:
    whole = _best(r, tools)
    if whole is not None and whole.tool == "log_interaction" and whole.reply is None:
        return _with_orders(r, whole)
    if whole is not None and (whole.reply is not None or whole.score >= 0.94 or whole.tool == "help"):
        return whole
    parts = requests(r)
    if len(parts) > 1:
        each = [_best(p, tools) for p in parts]
        if all(m is not None and not _weak(m) and m.reply is None for m in each):
            return together([m for m in each if m is not None])
    return whole


def _best(r: Reading, tools: Sequence[ToolSpec]) -> Meant | None:
    told_of = len(sentences(r)) + r.text.count(",") > 1 and reports(r)
    if told_done(r) is None and not told_of and (refused := wish(r)) is not None:
        return refused
    known = {t.name for t in tools}
    if "create_task" in known and (task := reminding.ordered(r)) is not None:
        return task
    alike = likeness(r, tools)
    found, read_by = list[Meant](), dict[int, dict[str, list[tuple[int, int]]]]()
    for act in (*_ACTS, following.follow, carrying.carried, _pointed):
        m = act(r)
        noted = {key: r.memo.pop(key, []) for key in ("read", "used")}
        if m is not None and all(c.tool in known for c in m.calls) and not _clause_for_a_name(m):
            found.append(m)
            read_by[id(m)] = noted
    found += guided(r, alike, known)
    found += unseen(r, [t for t in tools if t.name not in _OWN], alike)
    if any(m.tool == "log_interaction" and m.score >= _SURE for m in found) and leads(r, *_PLANS) is None:
        found = [m for m in found if m.tool != "create_task"]
    if not found:
        return None
    best = max(found, key=lambda m: m.score + 0.25 * alike.get(m.tool, 0.0))
    r.memo.update(read_by.get(id(best), {}))  # what a rule read that was not chosen is not read
    return best


def _clause_for_a_name(m: Meant) -> bool:
    """钱老师回电话了，招标改到四月: two clauses are no record's name."""
    changes = [change for c in m.calls for change in c.args.get("changes") or ()]
    return any("，" in str(c.get("record") or "") for c in changes)


def _pointed(r: Reading) -> Meant | None:
    return pointed(r, (bulk.change_many, changing.change))


def _with_orders(r: Reading, log: Meant) -> Meant:
    """A report followed by an order about another record: "…. Also move Globex to negotiation"."""
    told = sentences(r)
    own = {n.text for n in told[0].names} if told else set()
    for sentence in told[1:]:
        if leads(sentence, "move", "assign", "delete", "close", "mark") is None:
            continue
        other = changing.change(sentence)
        names = [n.text for n in sentence.names if n.may_be("account", "deal")]
        if other and other.score >= WRITES and names and not own & set(names):
            before = noting.note(r.within(r.lo, sentence.lo))
            return replace(log, calls=(*(before or log).calls, *other.calls))
    return log


_CODE = re.compile(r"(?<![\w-])[A-Za-z]{1,5}\d{1,6}(?![\w-])")


def _by_title(r: Reading, best: Meant | None) -> str:
    """The message with its reference for words nothing was made of that stand in the title of one record only."""
    text = r.ask.text
    spans = r.spans("names", "periods", "days", "money")
    codes = [m[0] for m in _CODE.finditer(text) if not any(s.start < m.end() and m.start() < s.end for s in spans)]
    calls = best.calls if best is not None else ()
    left = [*(r.said[a:b] for a, b in strange(r)), *unread(r, ())]
    if best is not None and _writes(best) and best.score >= WRITES:
        return text  # what an order or a report names is looked up by the tool
    if not codes and not (_weak(best) or unread(r, calls) or nameless(r, calls)):
        return text
    called = {s.entity for _, s in r.sensed("entity")}
    if called & {"lead", "contact", "account"} and not called & set(_TITLED):
        return text
    said = called & set(_TITLED)
    kinds = tuple(e for e in _TITLED if e in said) or _TITLED
    joined = [f"{a} {b}" for a in left for b in left if f"{a} {b}" in text]
    for piece in dict.fromkeys((*joined, *left, *codes)):
        everyday = piece.isascii() and all(w in vocabulary(False) for w in piece.casefold().split())
        fits = piece in text and len(piece) <= _LONGEST_PIECE and not everyday
        found = r.linker.in_titles(piece, kinds) if fits else None
        if found is not None:
            text = text.replace(found[0], f" {found[1].ref} ", 1)
    return " ".join(text.split()) if text != r.ask.text else text


def _not_understood(r: Reading, best: Meant | None, tools: Sequence[ToolSpec]) -> Understanding:
    pieces = tuple(unread(r, ()))
    confidence = best.score if best is not None else 0.0
    read_ = best is not None and bool(best.calls) and not _writes(best)
    if (asks(r) or r.has("about") or read_) and (best is None or not _writes(best)) and (spots := strange(r)):
        names = [r.said[a:b] for a, b in spots]
        return Understanding((), confidence, tuple(names), not_on_record(r, names), lost=True)
    if best is not None and best.calls and re.search(r"\w", r.whole):
        return Understanding((), confidence, pieces, unclear(r, best), lost=True)
    said = lost(r, pieces, nearest(r, tools))
    return Understanding((), confidence, pieces, said, lost=True)
