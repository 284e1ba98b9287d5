"""Show a record to a colleague who would not see it, for a time or for good, or stop that."""

from datetime import datetime, time
from typing import Annotated

from pydantic import Field

from assistant.errors import ToolProblem
from assistant.kinds import Day, PersonName, RecordName
from assistant.reading import Asker, read_day, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import name_text
from crm_store.base import Record
from crm_store.models import User
from crm_store.proposals import Draft
from crm_store.queries.access import why
from crm_store.queries.acting import actor_of
from crm_store.queries.sharing import shares_of


@tool(
    effect="proposes",
    says=(
        "share the Acme renewal with Tom",
        "share D-12 with Maya until Friday",
        "give Tom access to Globex for two weeks",
        "let Maya see and edit the Initech pilot",
        "share this account with Chen until the end of the month",
        "stop sharing D-12 with Tom",
        "take away Maya's access to Acme",
        "revoke the share of the Globex rollout",
        "unshare Initech",
        "把 Acme 续约共享给汤姆",
        "把 D-12 共享给 Maya，到周五为止",
        "让王芳两周内可以查看华阳",
        "让陈晓可以查看并修改 Initech 试点",
        "把这个客户分享给陈晓，月底到期",
        "取消 D-12 对汤姆的共享",
        "收回 Maya 对 Acme 的访问权限",
        "停止共享华阳试点",
        "不再把这个商机共享给任何人",
    ),
)
def share_record(
    ctx: ToolContext,
    record: RecordName,
    person: PersonName | None = None,
    until: Day | None = None,
    may_change: Annotated[
        bool, Field(description="Whether they may also change it; otherwise they only read.")
    ] = False,
    stop: Annotated[bool, Field(description="Take the share back instead; without a person, all of them.")] = False,
) -> ToolResult:
    """Propose sharing a record with a colleague, until the end of a day if one is given, or taking a share back.

    Only whoever owns the record, their manager or an administrator may share it. Nothing is shared before the card is saved.
    """
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    found = record_named(asker, record)
    entity, number = type(found).about.entity, found.id or 0
    user = record_named(asker, person, ("user",)) if person else None
    there = [s for s in shares_of(ctx.crm, found) if user is None or s.user_id == user.id]
    draft = Draft(ctx.crm)
    note = ""
    if stop:
        if not there:
            whom = user.display if user is not None else ctx.words("anybody", "任何人")
            say = ctx.words(f"{found.display} is not shared with {whom}.", f"“{found.display}”没有共享给{whom}。")
            return ToolResult(say, focus=[(entity, number)])
        for share in there:
            draft.delete(share)
            draft.changes[-1].label = _label(
                ctx, found, ctx.crm.many("user", [share.user_id or 0]).get(share.user_id or 0)
            )
    else:
        if not isinstance(user, User):
            raise ToolProblem(
                f"Whom shall I share {found.display} with? Give a colleague's name.",
                f"要把“{found.display}”共享给谁？请说出同事的名字。",
            )
        if user.id == ctx.actor.user_id:
            raise ToolProblem("That is you; name the colleague it is for.", "那是您本人；请说出要共享给哪位同事。")
        end = _end(ctx, asker, until) if until else None
        values = {"writes": may_change, "expires_at": end}
        if there:
            changed = draft.update(there[0], values)
            if not changed:
                say = ctx.words(
                    f"{found.display} is shared with {user.name} that way already.",
                    f"“{found.display}”已经这样共享给{user.name}。",
                )
                return ToolResult(say, focus=[(entity, number)])
        else:
            draft.create("share", {"entity": entity, "record_id": number, "user": user.id, **values})
        draft.changes[-1].label = _label(ctx, found, user)
        if not there and why(ctx.crm, found, actor_of(ctx.crm, user)):
            note = ctx.words(f"{user.name} sees it already without a share.", f"{user.name}不共享也能看到它。")
        elif end is None:
            note = ctx.words(
                "No end was given: the share lasts until it is taken back.", "没有给出到期日：共享一直有效，直到收回。"
            )
    proposal = draft.save(thread=ctx.thread_id or None, tool="share_record", language=ctx.language)
    return ToolResult(note, proposal=proposal.id, focus=[(entity, number)])


def _end(ctx: ToolContext, asker: Asker, until: str) -> datetime:
    """The last minute of a day to come."""
    day, clock = read_day(asker, until)
    end = datetime.combine(day, clock or time(23, 59), ctx.actor.zone)
    if end <= ctx.now:
        raise ToolProblem(f"“{until}” is over already. Give a day to come.", f"“{until}”已经过去。请给出将来的日期。")
    return end


def _label(ctx: ToolContext, record: Record, user: Record | None) -> str:
    return f"{name_text(record, ctx.language)} ({record.ref}) → {user.display if user is not None else '—'}"
