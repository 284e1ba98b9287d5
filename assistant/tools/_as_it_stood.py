"""A reading tool run on the store as it stood on a day gone by, under today's rules of who sees what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from assistant.errors import ToolProblem
from assistant.reading import Asker, read_day
from assistant.tools._base import ToolContext, ToolResult
from assistant.wording import day_text, moment_text
from crm_store.past import past


def as_it_stood(ctx: ToolContext, then: str, run: Callable[[ToolContext], ToolResult]) -> ToolResult:
    """What a tool answers as of the end of a day, or of the minute when a time was said; the answer begins with that.

    Raises:
        ToolProblem: no day, or one to come.
    """
    day, clock = read_day(Asker(ctx.crm, ctx.language), then, past=True)
    zone = ctx.actor.zone
    at = datetime.combine(day, clock or time.max, zone)
    if at > ctx.now and day == ctx.today and clock is None:
        at = ctx.now
    if at > ctx.now:
        raise ToolProblem(
            f"“{then}” lies ahead. Give a day gone by, such as 2026-10-01.",
            f"“{then}”还没到。请给出过去的日期，例如 2026-10-01。",
        )
    shown = moment_text(at, ctx.language) if clock else day_text(day, ctx.language)
    with past(ctx.crm, at) as crm:
        made = run(replace(ctx, crm=crm))
    head = ctx.words(f"As it stood on {shown}:", f"截至{shown}的情况：")
    return replace(
        made, say=f"{head}\n{made.say}" if made.ok else made.say, data={**made.data, "as_of": at.isoformat()}
    )
