"""What to watch with a customer, and what to ask there next."""

from datetime import timedelta

from assistant.memory.statements import Statement, Topic
from assistant.tools._evidence import Evidence
from assistant.wording import day_text

_QUIET_DAYS = 30
_STILL_ASKED_DAYS = 180
_WORRIES = (Topic.OBJECTION, Topic.RISK)


def risks(e: Evidence) -> list[str]:
    """What could go wrong: dates gone by, silence, one contact only, a clock run out, and what the notes say."""
    ctx, made = e.ctx, list[str]()
    for d in e.open_deals()[:4]:
        if d.expected_close_date and d.expected_close_date < ctx.today:
            made.append(
                ctx.words(
                    f"{d.display}: its close date has passed, {e.shown(d, 'expected_close_date')}",
                    f"{d.display}：预计成交日期已过，{e.shown(d, 'expected_close_date')}",
                )
            )
        if d.next_step_date and d.next_step_date < ctx.today:
            made.append(
                ctx.words(
                    f"{d.display}: its next step was due {e.shown(d, 'next_step_date')}",
                    f"{d.display}：下一步已逾期，{e.shown(d, 'next_step_date')}",
                )
            )
        if d.competitor:
            made.append(
                ctx.words(
                    f"{d.display}: competitor {e.shown(d, 'competitor')}",
                    f"{d.display}：竞争对手 {e.shown(d, 'competitor')}",
                )
            )
    held = e.held()
    if held and held[0].starts_at and e.day(held[0].starts_at) < ctx.today - timedelta(days=_QUIET_DAYS):
        days = (ctx.today - e.day(held[0].starts_at)).days
        made.append(ctx.words(f"no contact for {days} days", f"已有 {days} 天没有联系"))
    if e.open_deals() and e.entity in ("account", "deal") and len(e.people()) == 1:
        made.append(
            ctx.words(f"only one contact is known: {e.people()[0].name}", f"只认识一位联系人：{e.people()[0].name}")
        )
    late = [t for t in e.beside.tickets.records if t.breached][:2]
    made += [
        ctx.words(f"ticket {t.ref} is past its time: {t.display}", f"工单 {t.ref} 已超时：{t.display}") for t in late
    ]
    made += [dated(e, s) for s in e.find(*_WORRIES, most=2)]
    return made


def questions(e: Evidence) -> list[str]:
    """The three most useful questions, made from what is overdue, unsettled or not on record."""
    ctx, asked = e.ctx, list[str]()
    for d in e.open_deals()[:2]:
        if d.expected_close_date and d.expected_close_date < ctx.today:
            day = day_text(d.expected_close_date, ctx.language)
            asked.append(
                ctx.words(
                    f"{d.display} was to close on {day}: which day is realistic now?",
                    f"{d.display} 原定 {day} 成交：现在现实的日期是哪天？",
                )
            )
    budget = e.find(Topic.BUDGET, fresh=False)
    waiting = [s for s in budget if _waits(s.text)]
    if waiting:
        s = waiting[0]
        asked.append(
            ctx.words(
                f"On {day_text(s.day, 'en')} the budget was still open ({e.quote(s)}): has it been approved since?",
                f"{day_text(s.day, 'zh')}时预算还没定（{e.quote(s)}）：现在批下来了吗？",
            )
        )
    for s in [
        s
        for s in e.find(Topic.OBJECTION, most=1, fresh=False)
        if s.day >= ctx.today - timedelta(days=_STILL_ASKED_DAYS)
    ]:
        asked.append(
            ctx.words(
                f"On {day_text(s.day, 'en')} this was a worry: {e.quote(s)} Is it settled?",
                f"{day_text(s.day, 'zh')}提到的顾虑：{e.quote(s)}现在解决了吗？",
            )
        )
    for t in e.beside.tickets.records[:1]:
        asked.append(
            ctx.words(
                f"Does ticket {t.ref} (“{t.display}”) still hold you up?",
                f"工单 {t.ref}（“{t.display}”）现在还影响你们吗？",
            )
        )
    rivals = [d for d in e.open_deals() if d.competitor]
    if rivals:
        asked.append(
            ctx.words(
                f"What would make you choose us over {e.shown(rivals[0], 'competitor')}?",
                f"和 {e.shown(rivals[0], 'competitor')} 相比，什么会让你们选我们？",
            )
        )
    elif found := e.find(Topic.COMPETITOR, fresh=False):
        asked.append(
            ctx.words(
                f"Where does the other offer stand: {e.quote(found[0])}", f"另一家现在谈到哪一步：{e.quote(found[0])}"
            )
        )
    if not any((e.beside.roles.get(p.id or 0) or p.role) == "decision_maker" for p in e.people()) and not e.find(
        Topic.AUTHORITY, fresh=False
    ):
        asked.append(
            ctx.words("Who decides in the end, and who has to agree before?", "最后谁拍板？在那之前还要谁同意？")
        )
    if not budget:
        asked.append(ctx.words("Is there a budget for this, and who releases it?", "这件事有预算吗？由谁批？"))
    if not e.find(Topic.TIMELINE, fresh=False):
        asked.append(
            ctx.words(
                "By when must it run, and what depends on that date?", "最晚什么时候要用起来？这个日期取决于什么？"
            )
        )
    asked += [
        ctx.words("What has to happen between your yes and the signature?", "从您点头到签字，还要走哪些步骤？"),
        ctx.words("How will you tell in half a year that it was worth it?", "半年后，用什么来判断这件事做得值？"),
    ]
    return asked[:3]


def _waits(text: str) -> bool:
    low = text.casefold()
    return any(
        w in low
        for w in (
            "等财务",
            "还在等",
            "没批",
            "未批",
            "批下来之前",
            "not yet",
            "not approved",
            "waiting",
            "pending",
            "初步预算",
            "preliminary",
        )
    )


def dated(e: Evidence, s: Statement) -> str:
    return e.ctx.words(f"{day_text(s.day, 'en')}: {e.quote(s)}", f"{day_text(s.day, 'zh')}：{e.quote(s)}")
