"""Two periods, people or teams side by side: what is open, new, booked, lost, the win rate and what was done, with the difference."""

from datetime import date
from typing import Annotated

from pydantic import Field

from assistant.blocks import Block
from assistant.comparison import Comparison, Measure, Side, at_the_same_point, side
from assistant.counted import Counted
from assistant.errors import ToolProblem
from assistant.kinds import Period, TeamOrPerson
from assistant.reading import read_period
from assistant.recognise.period_before import Base, earlier
from assistant.recognise.period_value import Period as Span
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.whose import Whose, called, in_part, not_yours, out_of_reach, unseen, whose_deals
from crm_store.queries.measures import Stock, added
from crm_store.queries.past import deals_at
from crm_store.queries.pipeline_past import deals_behind

_KINDS: dict[str, tuple[str, ...]] = {
    "won": ("won",),
    "lost": ("lost",),
    "win_rate": ("won", "lost"),
    "open": ("open",),
    "all": ("won",),
}


@tool(
    effect="reads",
    says=(
        "compare this quarter and last",
        "Tom vs Elif on pipeline",
        "compare Shanghai and Suzhou bookings this year",
        "this month versus last month, new deals",
        "win rate this year compared to last year",
        "who made more calls this month, Chen or Xu?",
        "how does this quarter compare with the same quarter last year?",
        "is Berlin ahead of Singapore this quarter?",
        "bookings year over year",
        "how much more have we won than last year?",
        "对比上海和苏州的赢单",
        "Q3 和 Q4 的新增商机比一比",
        "本季度跟上季度比，签约多了多少？",
        "陈晓和徐凌这个月谁打的电话多？",
        "今年和去年的赢单率对比",
        "上海组跟苏州组的活动量对比",
        "签约额同比增长多少？",
        "新增商机环比怎么样？",
    ),
)
def compare(
    ctx: ToolContext,
    of: Annotated[
        list[TeamOrPerson], Field(max_length=6, description="The people or teams to hold against each other.")
    ] = [],  # noqa: B006
    periods: Annotated[
        list[Period], Field(max_length=4, description="One or more periods; one alone is held against `base`.")
    ] = [],  # noqa: B006
    measure: Measure = "all",
    base: Annotated[
        Base | None,
        Field(description="What one period is held against: the one before it, or the same one a year before."),
    ] = None,
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
    deals: Annotated[bool, Field(description="List the deals behind each side.")] = False,
) -> ToolResult:
    """Hold periods, people or teams against each other, with difference and change in percent.

    Open deals of people are those expected to close in the period; of periods, those that stood open at its end. A period that is
    still running is also held against the same days of the earlier one.
    """
    seen = Counted(ctx.crm, ctx.language, currency=currency, focus=ctx.focus)
    people = [whose_deals(ctx.crm, name) for name in dict.fromkeys(of)] or [seen.people]
    if hidden := [p for p in people if out_of_reach(ctx.crm, p)]:
        return ToolResult(ctx.words(" ", "").join(ctx.words(*not_yours(p)) for p in hidden))
    if len(people) > 1 and len({(p.owners, p.teams) for p in people}) == 1:
        raise ToolProblem(
            f"Both sides are the same deals ({people[0].en}), so there is nothing to compare. Name another person or team.",
            f"两边是同一批商机（{people[0].zh}），没有可对比的内容。请说出另一个人或团队。",
        )
    spans = _spans(ctx, seen, periods, base, several=len(people) > 1)
    if len(people) * len(spans) < 2:
        raise ToolProblem(
            "Name two periods, people or teams to compare, such as “this quarter and last” or “Tom and Elif”.",
            "请说出要对比的两个时间段、两个人或两个团队，例如“本季度和上季度”或“陈晓和徐凌”。",
        )
    stands = len(spans) > 1 and not any(s and s.start and s.start > ctx.today for s in spans)
    sides = [_side(ctx, seen, p, s, len(people) > 1, stands, len(spans) > 1) for p in people for s in spans]
    if len(spans) == 2:
        for place in range(0, len(sides), 2):
            at_the_same_point(ctx.crm, sides[place], sides[place + 1], seen.currency)
    made = Comparison(seen, sides, measure)
    some = "\n".join(ctx.words(*in_part(p)) for p in people if unseen(ctx.crm, p)[0])
    told = "\n".join(f"- {line}" for line in made.lines())
    lines = [some, told, made.so_far(), _note(ctx, seen, people, spans, made)]
    show: list[Block] = made.blocks()
    focus: list[tuple[str, int]] = []
    if deals:
        tables, focus = _behind(ctx, seen, sides, measure)
        show = [*tables, *show]
    data = {
        "measure": measure, "currency": seen.currency,
        "sides": [{"side": s.en, "start": str(s.span.start) if s.span else None, "end": str(s.span.end) if s.span else None,
                   **{n: str(s.value(n)) for n in made.names if s.value(n) is not None}} for s in sides],
    }  # fmt: skip
    return ToolResult("\n\n".join(t for t in lines if t), show=show, data=data, focus=focus)


def _spans(ctx: ToolContext, seen: Counted, said: list[str], base: Base | None, several: bool) -> list[Span | None]:
    """The periods, the earliest first; one alone is doubled by the one it is held against, none at all is no limit for people."""
    spans: list[Span] = list(dict.fromkeys(read_period(seen.asker, text) for text in dict.fromkeys(said)))
    if len(spans) == 1 and (base is not None or not several):
        before = earlier(spans[0], base or "previous", ctx.actor.fiscal_year_start)
        if before is None:
            raise ToolProblem(
                f"“{said[0]}” has no first or last day, so nothing lies before it to compare with. Name both periods.",
                f"“{said[0]}”没有明确的起止日期，无法推算对比的时间段。请说出两个时间段。",
            )
        spans = [before, *spans]
    if not spans and not several:
        now = read_period(seen.asker, "this quarter")
        before = earlier(now, base or "previous", ctx.actor.fiscal_year_start)
        return [before, now] if before else [now]
    if not spans and base is not None:
        return _spans(ctx, seen, ["this quarter"], base, several)
    return [*sorted(spans, key=lambda s: (s.start or date.min, s.end or date.max))] or [None]


def _side(
    ctx: ToolContext, seen: Counted, people: Whose, span: Span | None, by_name: bool, stands: bool, by_period: bool
) -> Side:
    """One side; with `stands` its open deals are those that stood open at the end of the period."""
    stood: Stock | date = "expected"
    if stands and span is not None:
        stood = span.end if span.end is not None and span.end < ctx.today else "now"
    who = called(people)
    when = (span.label_en, span.label_zh) if span else ("all dates", "全部日期")
    label = who if by_name else when
    if by_name and by_period:
        label = (f"{who[0]}, {when[0]}", f"{who[1]}{when[1]}")
    return side(ctx.crm, label, people, span, seen.currency, stood)


def _note(ctx: ToolContext, seen: Counted, people: list[Whose], spans: list[Span | None], made: Comparison) -> str:
    when = None
    if spans[0] is not None:
        when = "; ".join(s.label_en for s in spans if s), "；".join(s.label_zh for s in spans if s)
    who = Whose("; ".join(p.en for p in people), "；".join(p.zh for p in people), people[0].owners, people[0].teams)
    seen.people = who
    more: list[tuple[str, str]] = []
    names = set(made.names)
    if names & {"open", "weighted"} and any(s.stood != "expected" for s in made.sides):
        now = any(s.stood == "now" for s in made.sides)
        en, zh = (", and today for one still running", "，未结束的按今天") if now else ("", "")
        more.append((f"Open is what stood open at the end of a period{en}.", f"“进行中”为各时间段期末的在途商机{zh}。"))
    elif names & {"open", "weighted"} and spans[0] is not None:
        more.append(("Open deals count when they are expected to close in the period.", "进行中的按预计成交日计入。"))
    if "new" in names:
        more.append(
            (
                "New deals are those created in the period, at their present amount.",
                "新增按创建日期计，金额为当前金额。",
            )
        )
    if "activity" in names:
        more.append(
            (
                "Activities are calls, meetings, visits, e-mails and messages that took place, under whoever held them.",
                "跟进次数为已完成的电话、会议、拜访、邮件和消息，按负责人计。",
            )
        )
    if "win_rate" in names:
        more.append(("The win rate is deals won of deals closed, by count.", "赢单率按数量计：赢单数/已关闭数。"))
    left: dict[str, int] = {}
    for s in made.sides:
        for c, n in s.figures.left_out.items():
            left[c] = max(n, left.get(c, 0))
    note = seen.note(when, *more, *seen.left_out(left))
    if any(s.ahead for s in made.sides):
        note += ctx.words(" A period that lies ahead has nothing booked or done yet.", "未来的时间段尚无签约和跟进。")
    if all(not s.figures.closed and not s.figures.new.count and not s.figures.open.count for s in made.sides):
        note = ctx.words("There are no such deals on either side.", "各方都没有符合条件的商机。") + "\n\n" + note
    return note


def _behind(
    ctx: ToolContext, seen: Counted, sides: list[Side], measure: Measure
) -> tuple[list[Block], list[tuple[str, int]]]:
    """The deals each side counts: those of the measure, won ones when all figures were asked for."""
    tables: list[Block] = []
    focus: list[tuple[str, int]] = []
    for s in sides:
        start, end = (s.span.start, s.span.end) if s.span else (None, None)
        narrow = {"owners": s.people.owners, "teams": s.people.teams, "currency": seen.currency}
        if measure == "activity":
            continue
        if measure == "new":
            rows = added(ctx.crm, start=start, end=end, **narrow)  # type: ignore[arg-type]
            standing = deals_at(ctx.crm, ctx.now)
            found = [standing[d.id or 0] for d, _ in rows if (d.id or 0) in standing]
            worth = {d.id or 0: w for d, w in rows}
        elif measure == "open" and s.stood != "expected":
            day = s.stood if isinstance(s.stood, date) else None
            found, worth = deals_behind(ctx.crm, day, ("open",), **narrow)  # type: ignore[arg-type]
        else:
            found, worth = deals_behind(ctx.crm, None, _KINDS.get(measure, ("won",)), start=start, end=end, **narrow)  # type: ignore[arg-type]
        title = ctx.words(f"Deals behind {s.en}", f"{s.zh}背后的商机")
        tables.append(seen.deal_table(title, found, worth))
        focus += [("deal", d.number) for d in sorted(found, key=lambda d: (-(worth.get(d.number) or 0), d.number))[:25]]
    return tables, focus
