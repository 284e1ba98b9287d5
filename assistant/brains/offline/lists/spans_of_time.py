"""Periods in questions: which day of a record "this quarter", "before Friday" or "for 14 days" speaks about."""

import re

from assistant.brains.offline.lists.ended import ENDED_ON, ended_at
from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.phrases import Hit
from assistant.recognise.durations import Duration
from crm_store.base import Kind
from crm_store.models import fields_of
from crm_store.queries.reverse import pointing

_USUAL = {
    "deal": "expected_close_date", "lead": "created_at", "account": "created_at", "contact": "created_at", "activity": "starts_at",
    "task": "due_on", "ticket": "created_at", "article": "published_on", "fact": "valid_from", "product": "created_at",
}  # fmt: skip
"""The day meant when none is named, per record type."""

_IDLE_LEFT = re.compile(
    r"(?:(?<![a-z])(?:for|in|since|over|within)(?: (?:the|over|more than|at least|about))*(?: (?:last|past))? |超过|已经?|近|最近)$"
)
_SLIP = re.compile(r"(?:past|passed|missed|slipped|过了|超过)[^,.;]{0,16}(?:clos|date|日期|成交)")
_GONE = re.compile(
    r"(?<![a-z])clos\w*(?: dates?| days?)? (?:is |are |was |were |lies |lie |that (?:is|are|was|has) |which (?:is|are) |has |have )?(?:already )?(?:in the past|gone by|behind us|passed|over|before today|been missed)(?![a-z])|(?<![a-z])(?:should|were (?:due|supposed|meant|expected)|was (?:due|supposed|meant)) (?:already )?(?:to )?(?:have )?(?:be )?closed?(?: by now| already| before today)(?![a-z])"
    r"|(?:预计)?(?:成交|签约|签单|关闭|结单)(?:日期?|时间)?(?:都|也|已经?|早就?)*(?:过了|已过|过期|逾期|超过了|到期了|是?在?过去)|(?:过了|超过|错过)了?(?:预计的?)?(?:成交|签约|签单|关闭|结单)(?:日期?|时间)"
)
_LIMIT = re.compile(
    r"(?<![a-z])(?:deadlines?|due|sla|expir\w+|run (?:out|into)|time out|respond\w*|answer\w*|respon[cs]e)(?![a-z])|时限|到期|截止|超时|响应|到点"
)
_AGE = re.compile(r"(?:older than|more than|over|longer than|at least|超过|多于)")


def idle(r: Reading, entity: str, found: Found) -> None:
    """No activity for 14 days: the last activity lies before that."""
    quiet = next((h for h in r.hits("untouched") if not _part_of_a_word(r, h)), None)
    if quiet is None or (entity == "deal" and stuck(r)):
        return
    if entity == "ticket" and _UNANSWERED.search(r.text[quiet.start : quiet.end]):
        found.add((quiet.start, quiet.end), "first_response_at", "empty")
        return
    if entity == "lead":
        found.add((quiet.start, quiet.end), "status", "in", "New, Assigned")
        if (length := next(iter(r.durations), None)) is not None and length.value.days:
            found.add((length.start, length.end), "created_at", "<", f"{length.value.days} days ago")
        return
    if "last_activity_at" not in fields_of(entity):
        _idle_through_activities(r, entity, found, quiet)
        return
    since = next(
        (
            p
            for p in r.periods
            if p.value.start and p.value.kind in ("since", "rolling", "week", "month", "quarter", "year")
        ),
        None,
    )
    length = min(r.durations, key=lambda d: abs(d.start - quiet.start), default=None)
    value = "14 days ago"
    places = [(quiet.start, quiet.end)]
    if length is not None and length.value.days:
        value = f"{length.value.days} days ago"
        left = _IDLE_LEFT.search(r.before(length.start))
        places.append((length.start - (len(left[0]) if left else 0), length.end))
    elif since is not None and since.value.start is not None:
        value = since.value.start.isoformat()
    if since is not None:
        places.append((since.start, since.end))
    found.add(places[0], "last_activity_at", "<", value)
    found.used.extend(places[1:])
    for span in r.comparisons:
        if isinstance(span.value.values[0], Duration):
            found.used.append((span.start, span.end))


_STAGE = re.compile(r"stages?|阶段|停留")
_UNANSWERED = re.compile(r"answer|reply|response|回复|回应|答复")
_STUCK = re.compile(
    r"(?<![a-z])(?:stuck|sitting|sat|sit|been|hanging|parked|stalled|staying|stayed|waiting|lingering)(?: there| around)?(?: for| in| at)(?![a-z])|卡|停|滞留|待在|呆在|压在|耗在|原地"
)


def stuck(r: Reading) -> bool:
    """Whether deals are asked for that stay in a stage for a time: the stage was entered before that, whatever was done since."""
    if not any(isinstance(s.value.values[0], Duration) for s in r.comparisons) and not r.durations:
        return False
    named = bool(_STAGE.search(r.whole) or r.named("stage"))
    return bool(_STUCK.search(r.whole)) and (named or bool(re.search(r"卡", r.whole)))


def _part_of_a_word(r: Reading, hit: Hit[str]) -> bool:
    """没有联系 in 没有联系人 is no silence."""
    return any(s.start < hit.end < s.end and s.start > hit.start for s in r.senses)


def _idle_through_activities(r: Reading, entity: str, found: Found, quiet: Hit[str]) -> None:
    """Customers and people keep no day of their last activity: what happened with them since is asked instead."""
    if not pointing(entity, "activity"):
        return
    period = next((p for p in r.periods if p.value.start), None)
    length = min(r.durations, key=lambda d: abs(d.start - quiet.start), default=None)
    value = "last 14 days"
    if period is not None:
        value = _plain(period.text)
        found.used.append((period.start, period.end))
    elif length is not None and length.value.days:
        value = f"last {length.value.days} days"
        left = _IDLE_LEFT.search(r.before(length.start))
        found.used.append((length.start - (len(left[0]) if left else 0), length.end))
    found.add((quiet.start, quiet.end), "activity.starts_at", "!=", value)
    for span in r.comparisons:
        if isinstance(span.value.values[0], Duration):
            found.used.append((span.start, span.end))


def overdue(r: Reading, entity: str, found: Found) -> None:
    """Late tasks, breached tickets, deals past their close date."""
    late = next((h for h in r.hits("overdue") if found.free(h.start, h.end)), None)
    if entity == "deal" and (gone := _GONE.search(r.text, r.lo, r.hi)) and found.free(*gone.span()):
        found.add(gone.span(), "expected_close_date", "<", "today")
        r.memo.setdefault("used", []).append(gone.span())
        found.used += [(h.start, h.end) for h, s in r.sensed("field", "deal") if s.field == "expected_close_date"]
        return
    if entity == "ticket" and late is None and (limit := _LIMIT.search(r.text, r.lo, r.hi)) and r.durations:
        _ticket_clock(r, limit.span(), found)
        return
    if late is None:
        return
    place = (late.start, late.end)
    if entity == "task":
        found.add(place, "due_on", "<", "today")
    elif entity == "ticket":
        _ticket_clock(r, place, found)
    elif entity == "deal" and (
        _SLIP.search(r.whole)
        or r.text[late.start : late.end]
        in ("overdue", "late", "past due", "slipped", "逾期", "过期", "延误", "拖延", "拖了", "超期")
    ):
        found.add(place, "expected_close_date", "<", "today")
        for hit, sense in r.sensed("field", "deal"):
            if sense.field == "expected_close_date":
                found.used.append((hit.start, hit.end))


_TO_BREACH = re.compile(
    r"(?:要|会|快|即将|将要?)(?:超时|超期|到期|违约|过期|超)|(?<![a-z])(?:will|about to|going to|gonna|might|could|close to|near(?:ing)?)(?![a-z]).{0,40}(?<![a-z])(?:sla|deadlines?|breach\w*|overdue|late)(?![a-z])|(?<![a-z])(?:blow|bust|miss|breach)(?:ing)? (?:their|the|its|our) (?:sla|deadline)"
)
"""What is not late yet, and is asked for before it is."""


def _ticket_clock(r: Reading, place: tuple[int, int], found: Found) -> None:
    """Breached already, or about to within a stretch of time ("in 4 hours", 未来4小时)."""
    ahead = (
        re.search(
            r"(?<![a-z])(?:in|within|next|over|during)(?: the)?(?: next| coming)? $|未来|接下来|今后|之内|以内|再过|还剩",
            r.before(r.durations[0].start),
        )
        or re.match(r"(?:之|以)?[内里]", r.after(r.durations[0].end, 2))
        if r.durations
        else None
    )
    if r.durations and ahead:
        length = r.durations[0]
        hours = max(1, round(length.value.minutes / 60))
        found.add(place, "resolution_due", "<=", f"in {hours} hours" if hours < 48 else f"in {length.value.days} days")
        found.add(None, "resolution_due", ">=", "now")
        found.used.append((length.start, length.end))
        found.leave_open("ticket")
    elif not r.days and _TO_BREACH.search(r.whole):
        found.add(place, "resolution_due", "<=", "tomorrow")
        found.add(None, "resolution_due", ">=", "now")
        found.leave_open("ticket")
    elif r.days and _TO_BREACH.search(r.whole):
        found.add(place, "resolution_due", "<=", r.days[0].value.day.isoformat())
        found.used.append((r.days[0].start, r.days[0].end))
        found.used += [(p.start, p.end) for p in r.periods if p.start <= r.days[0].start < p.end]
        found.leave_open("ticket")
    elif re.search(r"(?<![a-z])(?:overdue|late|past due|behind)(?![a-z])|逾期|过期", r.whole) and not r.periods:
        found.add(place, "resolution_due", "<", "today")
        found.leave_open("ticket")
    else:
        found.add(place, "breached", "=", "true")


def in_period(r: Reading, entity: str, found: Found) -> None:
    """Add a filter for every period and day on the day field it belongs to."""
    spans = [(p.start, p.end, p.text) for p in r.periods]
    spans += [
        (d.start, d.end, d.value.day.isoformat())
        for d in r.days
        if not any(a <= d.start and d.end <= b for a, b, _ in spans)
    ]
    for start, end, text in sorted(spans):
        if not found.free(start, end):
            continue
        name, used = _day_field(r, entity, start, end)
        if name == "expected_close_date" and used is None and _ended(found) and not _TO_COME.search(r.whole):
            name = "closed_at"
        if name is None:
            continue
        found.add((start, end), name, "=", _plain(text))
        if used:
            found.used.append(used)
    for span in r.comparisons:
        value = span.value.values[0]
        if isinstance(value, Duration) and value.days and found.free(span.start, span.end):
            still = entity == "deal" and stuck(r)
            name = "stage_entered_at" if still or (entity == "deal" and _STAGE.search(r.whole)) else "created_at"
            if still and not found.on("stage.kind"):
                found.add(None, "stage.kind", "=", "open")
            found.add(
                (span.start, span.end), name, "<" if span.value.op in ("gt", "ge") else ">", f"{value.days} days ago"
            )


_TO_COME = re.compile(r"(?<![a-z])(?:expect\w*|will|should|going|due|likely|forecast\w*)(?![a-z])|预计|将|要|会|能")


def _ended(found: Found) -> bool:
    """Whether the deals asked for are those won or lost."""
    return any(
        f["field"] == "stage.kind" and f["op"] == "=" and f.get("value") in ("won", "lost") for f in found.filters
    )


def _plain(text: str) -> str:
    return re.sub(r"^(?:in|during|over|within|for) ", "", text.strip(), flags=re.IGNORECASE)


def _day_field(r: Reading, entity: str, start: int, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """The day field a period belongs to: one named nearby, one a verb implies, or the usual one."""
    named = []
    for hit, sense in r.sensed("field", entity):
        if sense.spec.kind in (Kind.DAY, Kind.MOMENT):
            gap = start - hit.end if hit.end <= start else hit.start - end
            if 0 <= gap <= 24:
                named.append((gap, sense.field, (hit.start, hit.end)))
    known = fields_of(entity)
    if entity == "deal":
        if _over(r, start):
            return "closed_at", None
        ended = [n for n in named if n[1] == "closed_at"]
        if ended and not any(n[1] == "expected_close_date" and n[0] < ended[0][0] for n in named):
            return "closed_at", ended[0][2]
    if named:
        _, name, place = min(named, key=lambda n: n[0])
        return name, place
    if entity == "task" and not re.search(r"(?<![a-z])due(?![a-z])|到期|截止", r.whole) and ended_at(r, entity):
        return ENDED_ON[entity], None
    if r.has("due") and "due_on" in known and entity == "task":
        return "due_on", None
    if (made := r.first("created")) and entity != "activity" and abs(made.start - start) < 40 and entity != "task":
        return "created_at", (made.start, made.end)
    if (
        entity == "ticket"
        and re.search(r"(?<![a-z])(?:closed?|resolved?|solved?|fixed)(?![a-z])|关闭了?|解决了?", r.whole)
        and not r.has("unfinished")
        and not re.search(r"(?<![a-z])(?:not|never|still|un\w+)(?![a-z])|n't(?![a-z])|[没未尚]", r.whole)
    ):
        return "resolved_at", None
    if entity == "ticket" and re.search(r"(?<![a-z])(?:due|expir\w+)(?![a-z])|到期|截止", r.whole):
        return "resolution_due", None
    if entity in ENDED_ON and ended_at(r, entity):
        return ENDED_ON[entity], None
    if r.has("updated") and entity not in ("activity", "task"):
        return "updated_at", None
    usual = _USUAL.get(entity)
    return usual, None


def _over(r: Reading, start: int) -> bool:
    """Whether the deals asked for are over: won, lost or closed."""
    if re.search(r"预计|即将|将要|[会能要](?:成交|签)|(?<![a-z])(?:expected|will|should|going) ", r.whole):
        return False
    return bool(
        re.search(
            r"(?<![a-z])(?:won|lost|win|lose|losing|signed|sold|booked|landed|closed(?! date)|did (?:i|we|\w+) (?:close|book|sell|sign|land)|have (?:i|we) closed)(?![a-z])|输掉|丢掉|输在|丢在|输给|败给|[抢拿]走|没拿下|(?<!预计)(?<!要)(?<!能)(?:成交了|赢单|输单|赢了|赢的|输的|丢的|输了|丢了?|签了|签下|赢下|已成交|成交的)",
            r.whole,
        )
    )
