"""Why somebody sees a record, or who sees it at all."""

from assistant.blocks import Table
from assistant.kinds import PersonName, RecordName
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import listed, moment_text, name_text
from crm_store.base import Record
from crm_store.models import User
from crm_store.queries.access import Reason, may_change, who, why
from crm_store.queries.acting import actor_of


@tool(
    effect="reads",
    says=(
        "who can see the Acme renewal?",
        "why can I see D-12?",
        "why does Tom see the Globex rollout?",
        "explain my access to Initech",
        "who has access to this account?",
        "can Maya see Acme?",
        "why am I able to see this contact?",
        "who else has access to D-12?",
        "is Globex visible to Tom?",
        "谁能看到 Acme 续约？",
        "为什么我能看到 D-12？",
        "为什么陈晓能看到华阳？",
        "这个客户谁有权限查看？",
        "说明一下我对 Initech 的访问权限",
        "陈晓看得到华阳试点吗？",
        "D-12 对谁可见？",
        "还有谁能看这个商机？",
        "我凭什么能看到这个联系人？",
    ),
)
def explain_access(ctx: ToolContext, record: RecordName, person: PersonName | None = None) -> ToolResult:
    """Explain who sees a record and why: owner, manager, team, share with its end, or the account or deal it belongs to.

    With `person` only why that person (or “me”) sees it, or that they do not.
    """
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    found = record_named(asker, record)
    focus = [(type(found).about.entity, found.id or 0)]
    if person is None:
        return _everybody(ctx, found, focus)
    user = record_named(asker, person, ("user",))
    assert isinstance(user, User)
    me = user.id == ctx.actor.user_id
    actor = ctx.actor if me else actor_of(ctx.crm, user)
    reasons = [] if user.disabled else why(ctx.crm, found, actor)
    name = _named(ctx, found)
    if not reasons:
        off = ctx.words(" (the user is disabled)", "（该用户已停用）") if user.disabled else ""
        say = ctx.words(
            f"{user.name} does not see {name}, as far as you can see{off}. Its owner can share it.",
            f"就您所能看到的，{user.name}看不到{name}{off}。负责人可以共享给对方。",
        )
        return ToolResult(say, focus=focus, data={"sees": False})
    able = may_change(found, actor, reasons)
    may = ctx.words("see and change", "查看和修改") if able else ctx.words("see but not change", "查看，但不能修改")
    who_ = ctx.words("You" if me else user.name, "您" if me else user.name)
    head = ctx.words(f"{who_} may {may} {name}:", f"{who_}可以{may}：{name}。原因：")
    lines = [f"- {_reason(ctx, r, me)}" for r in reasons]
    return ToolResult("\n".join([head, *lines]), focus=focus, data={"sees": True, "changes": able, "reasons": lines})


def _everybody(ctx: ToolContext, found: Record, focus: list[tuple[str, int]]) -> ToolResult:
    rows, lines = [], []
    people = who(ctx.crm, found)
    for user, reasons in people:
        able = may_change(found, actor_of(ctx.crm, user), reasons)
        told = listed([_reason(ctx, r, user.id == ctx.actor.user_id) for r in reasons[:3]], ctx.language)
        right = ctx.words("change", "修改") if able else ctx.words("see", "查看")
        rows.append([user.name, right, told])
        lines.append(ctx.words(f"- {user.name} ({right}): {told}", f"- {user.name}（{right}）：{told}"))
    name, many = _named(ctx, found), len(people)
    head = ctx.words(
        f"{many} {'person sees' if many == 1 else 'people see'} {name}, as far as you can see:",
        f"就您所能看到的，有 {many} 人可以看到{name}：",
    )
    if many > 12:
        lines = [*lines[:12], ctx.words(f"- and {many - 12} more", f"- 另有 {many - 12} 人")]
    columns = [ctx.words("Person", "人员"), ctx.words("May", "权限"), ctx.words("Why", "原因")]
    table = Table(ctx.words("Who sees it", "谁能看到"), columns, rows, total=many)
    return ToolResult("\n".join([head, *lines]), show=[table], focus=focus, data={"people": rows})


def _reason(ctx: ToolContext, r: Reason, me: bool) -> str:
    person = r.person.name if r.person is not None else ""
    if r.code.startswith("shared"):
        to = _shared_with(ctx, r, me, person)
        end = moment_text(r.until.astimezone(ctx.actor.zone), ctx.language) if r.until else ""
        en = f"it is shared {to}" + (f", until {end}" if end else ", without an end")
        zh = f"已共享给{to}" + (f"，到期时间 {end}" if end else "，无到期时间")
        way = "" if r.writes else ctx.words(", to read only", "，仅可查看")
        return ctx.words(en, zh) + way
    if r.code in ("stand_in", "role"):
        return _lent(ctx, r, me)
    if r.code == "over" and r.on is not None:
        on, about = _named(ctx, r.on), type(r.on).about
        whose = (
            ctx.words(f" of {person}", f"（{person}负责）") if person else ctx.words(" of one's own", "（本人负责）")
        )
        if not person and me:
            whose = ctx.words(" of yours", "（您负责）")
        en, zh = f"it belongs to the {about.en} {on}{whose}", f"关联的{about.zh}{on}{whose}"
        if r.via is not None:
            given = _reason(ctx, r.via, me)
            return ctx.words(f"{en}, and {given.replace('it is', 'that one is', 1)}", f"{zh}，该{about.zh}{given}")
        return ctx.words(en, zh)
    you, your = (
        ctx.words("you own it" if me else "owns it", "您是负责人" if me else "是负责人"),
        "you" if me else "them",
    )
    return {
        "all": ctx.words("administrators see everything", "管理员可以看到全部"),
        "open_to_all": ctx.words("everybody sees records of this type", "所有人都能看到这类记录"),
        "own": you,
        "below": ctx.words(f"its owner {person} reports to {your}", f"负责人{person}在{'您' if me else '其'}的下属中"),
        "colleague": ctx.words(f"its owner {person} is in the same team", f"负责人{person}在同一团队"),
        "team": ctx.words("it belongs to the team", "属于所在团队"),
        "created": ctx.words("made by that side and assigned to nobody", "由其创建且尚未分配"),
        "takes_part": ctx.words(f"{person or 'the person'} takes part in it", f"{person or '本人'}参与其中"),
    }.get(r.code, r.code)


def _shared_with(ctx: ToolContext, r: Reason, me: bool, person: str) -> str:
    """With whom a record is shared, and how that gives it to who sees it."""
    them, zh = ("you", "您") if me else ("them", "其")
    if r.code == "shared_below":
        return ctx.words(f"with {person}, who reports to {them}", f"{zh}下属{person}")
    if r.code == "shared_away":
        return ctx.words(f"with {person}, for whom {'you stand' if me else 'they stand'} in", f"{zh}代理的{person}")
    return ctx.words(f"with {them}", "您" if me else "本人")


def _lent(ctx: ToolContext, r: Reason, me: bool) -> str:
    """Sight that comes with a role held beside the own one, or with standing in for somebody."""
    end = moment_text(r.until.astimezone(ctx.actor.zone), ctx.language) if r.until else ""
    until = ctx.words(f" until {end}", f"，到期时间 {end}") if end else ""
    if r.code == "stand_in":
        person = r.person.name if r.person is not None else ctx.words("a colleague", "同事")
        return ctx.words(f"{'you stand' if me else 'stands'} in for {person}", f"代理{person}的工作") + until
    way = "" if r.writes else ctx.words(", to read only", "，仅可查看")
    if r.on is not None:
        on = _named(ctx, r.on)
        return ctx.words(f"the role “{r.role}” shows its deal {on}", f"角色“{r.role}”可以看到它的商机{on}") + until
    return ctx.words(f"the role “{r.role}” takes it in", f"角色“{r.role}”包含这条记录") + until + way


def _named(ctx: ToolContext, record: Record) -> str:
    name = name_text(record, ctx.language)
    return ctx.words(f"{name} ({record.ref})", f"“{name}”（{record.ref}）")
