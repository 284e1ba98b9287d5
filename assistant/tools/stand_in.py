"""A colleague who sees and does what somebody who is away may, until they are back."""

import re
from datetime import datetime, time
from typing import Annotated

from pydantic import Field

from assistant.errors import ToolProblem
from assistant.kinds import Day, PersonName
from assistant.reading import Asker, read_day, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import moment_text
from crm_store.errors import Ambiguous, NotFound
from crm_store.models import StandIn, User
from crm_store.proposals import Draft
from crm_store.queries.acting import actor_of
from crm_store.queries.roles import stand_ins, users


@tool(
    effect="proposes",
    says=(
        "while I'm on holiday until December 3 Maya stands in for me",
        "Maya covers for me until Friday",
        "I'm away until next Monday, Chen is my stand-in",
        "Tom stands in for Maya until 3 December",
        "who stands in for me?",
        "who is covering for Chen?",
        "I'm back, Maya no longer stands in for me",
        "stop Tom standing in for Maya",
        "我休假到12月3日，由王芳代我",
        "下周五前由陈晓代理我的工作",
        "王芳休假到月底，由汤姆代理",
        "我出差到下周三，让赵敏替我处理客户",
        "谁在代理我的工作？",
        "现在谁代陈晓？",
        "我回来了，不用王芳再代理我了",
        "取消汤姆对王芳的代理",
    ),
)
def stand_in(
    ctx: ToolContext,
    deputy: PersonName | None = None,
    until: Day | None = None,
    since: Day | None = None,
    away: PersonName | None = None,
    stop: Annotated[bool, Field(description="End the standing in instead.")] = False,
) -> ToolResult:
    """Propose that a colleague sees and may do what somebody who is away may, until the end of a day; or end that.

    `away` is who is absent, the person asking when left out. Everybody names a stand-in for themselves, managers also for
    those below them, administrators for anybody. Without `deputy` it tells who stands in for whom.
    """
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    absent = _colleague(asker, away) if away else ctx.crm.get("user", ctx.actor.user_id)
    assert isinstance(absent, User)
    there = stand_ins(ctx.crm, absent)
    if deputy is None and not stop:
        return _told(ctx, absent if away or ctx.said else None, there)
    person = _colleague(asker, deputy) if deputy else None
    draft = Draft(ctx.crm)
    if stop:
        ending = [s for s in there if person is None or s.deputy_id == person.id]
        if not ending:
            return ToolResult(ctx.words(f"Nobody stands in for {absent.name}.", f"目前没有人代理{absent.name}。"))
        for one in ending:
            draft.delete(one)
            draft.changes[-1].label = _label(ctx, absent, one.deputy_id)
        return ToolResult("", proposal=_saved(ctx, draft))
    assert person is not None
    if person.id == absent.id:
        raise ToolProblem("Nobody stands in for themselves; name a colleague.", "不能由本人代理；请说出一位同事。")
    if person.disabled:
        raise ToolProblem(
            f"{person.name} is disabled and cannot stand in for anybody.", f"{person.name}已停用，不能代理他人。"
        )
    if until is None:
        raise ToolProblem(
            f"Until when shall {person.name} stand in? Give a day, such as “until December 3”.",
            f"{person.name}代理到什么时候？请给出日期，例如“到12月3日”。",
        )
    end = _moment(ctx, asker, until, time(23, 59))
    start = _moment(ctx, asker, since, time()) if since else None
    if end <= max(ctx.now, start or ctx.now):
        raise ToolProblem(f"“{until}” is over already. Give a day to come.", f"“{until}”已经过去。请给出将来的日期。")
    values = {"starts_at": start if start and start > ctx.now else None, "expires_at": end}
    same = next((s for s in there if s.deputy_id == person.id), None)
    if same is not None:
        if not draft.update(same, values):
            return ToolResult(
                ctx.words(
                    f"{person.name} stands in for {absent.name} until then already.",
                    f"{person.name}已经代理{absent.name}到那时。",
                )
            )
    else:
        draft.create("stand_in", {"user": absent.id, "deputy": person.id, **values})
    draft.changes[-1].label = _label(ctx, absent, person.id)
    return ToolResult(_note(ctx, absent, person), proposal=_saved(ctx, draft))


def _colleague(asker: Asker, said: str) -> User:
    """The colleague a name means; a Chinese surname alone is enough when only one has it."""
    try:
        found = record_named(asker, said, ("user",))
    except NotFound:
        if not re.fullmatch(r"[\u3400-\u9fff]{1,2}", said):
            raise
        same = [u for u in users(asker.crm) if u.name.startswith(said)]
        if len(same) > 1:
            raise Ambiguous(said, [(u.ref, u.name) for u in same]) from None
        if not same:
            raise
        found = same[0]
    assert isinstance(found, User)
    return found


def _note(ctx: ToolContext, absent: User, person: User) -> str:
    """What the colleague may do meanwhile, and what not."""
    if not actor_of(ctx.crm, person).writes:
        return ctx.words(
            f"{person.name}’s role only reads: they will see these records and change none.",
            f"{person.name}的角色只读：可以看到这些记录，但不能修改。",
        )
    return ctx.words(
        f"{person.name} will see and change what {absent.name} holds; rights of administration are not handed on. It ends by itself.",
        f"{person.name}可以查看并修改{absent.name}名下的记录；管理权限不随之转移。到期自动结束。",
    )


def _told(ctx: ToolContext, absent: User | None, there: list[StandIn]) -> ToolResult:
    shown = there or ([] if absent is not None and absent.id != ctx.actor.user_id else stand_ins(ctx.crm))
    if not shown:
        name = absent.name if absent is not None else ""
        return ToolResult(
            ctx.words(
                f"Nobody stands in for {name}." if name else "Nobody stands in for anybody.",
                f"目前没有人代理{name}。" if name else "目前没有任何代理。",
            ),
            data={"stand_ins": []},
        )
    people = ctx.crm.many("user", {n for s in shown for n in (s.user_id, s.deputy_id) if n})
    lines = []
    for s in shown:
        who, whom = (people[n].display if n in people else "—" for n in (s.deputy_id, s.user_id))
        end = moment_text(s.expires_at.astimezone(ctx.actor.zone), ctx.language) if s.expires_at else "—"
        later = s.starts_at is not None and s.starts_at > ctx.now
        start = moment_text(s.starts_at.astimezone(ctx.actor.zone), ctx.language) if later and s.starts_at else ""
        lines.append(
            ctx.words(
                f"- {who} stands in for {whom}" + (f" from {start}" if start else "") + f" until {end}",
                f"- {who}代理{whom}" + (f"，自{start}起" if start else "") + f"，到 {end} 为止",
            )
        )
    return ToolResult("\n".join(lines), data={"stand_ins": lines})


def _moment(ctx: ToolContext, asker: Asker, said: str, edge: time) -> datetime:
    day, clock = read_day(asker, said)
    return datetime.combine(day, clock or edge, ctx.actor.zone)


def _label(ctx: ToolContext, absent: User, deputy: int | None) -> str:
    person = ctx.crm.many("user", [deputy]).get(deputy) if deputy else None
    return f"{absent.name} → {person.display if person is not None else '—'}"


def _saved(ctx: ToolContext, draft: Draft) -> str:
    return str(draft.save(thread=ctx.thread_id or None, tool="stand_in", language=ctx.language).id)
