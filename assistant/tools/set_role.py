"""Roles beside the built-in ones: what they may do, what fields they show, and who holds them."""

from datetime import datetime, time
from typing import Annotated

from pydantic import Field

from assistant.blocks import Table
from assistant.errors import ToolProblem
from assistant.kinds import Day, PersonName, TeamOrPerson, Words
from assistant.reading import Asker, read_day, record_named
from assistant.role_words import fields_text, rights_text
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import moment_text
from crm_store.errors import NotAllowed
from crm_store.models import Role, User
from crm_store.own_fields import own_called
from crm_store.proposals import Draft
from crm_store.queries.roles import built_in, grants, role_called, roles
from crm_store.rights import HELD, closable, read_fields, read_rights


@tool(
    effect="proposes",
    says=(
        "make a role 'auditor' that reads all deals but exports nothing",
        "give Chen the role auditor",
        "give Maya the role auditor until Friday",
        "Chen read-only on EMEA",
        "take the role auditor away from Chen",
        "reps see only masked phone numbers",
        "hide the amount of deals from viewers",
        "let reps see the amount of deals again",
        "which roles are there?",
        "delete the role auditor",
        "新建角色“审计”，可查看全部商机，但不能导出",
        "给陈晓审计角色",
        "给王芳角色审计，到周五为止",
        "陈晓对欧洲区只读",
        "收回陈晓的审计角色",
        "销售只能看到脱敏的电话",
        "对只读用户隐藏商机金额",
        "有哪些角色？",
        "删除角色审计",
    ),
)
def set_role(
    ctx: ToolContext,
    called: Annotated[Words | None, Field(description="The role’s name: one made here, or rep, manager, viewer.")] = None,
    may: Annotated[
        list[str],
        Field(description="Lines “record type, right, reach”: “deal read all”, “* export no”. Rights read, create, edit, delete, assign, export, bulk, *; "
                          "reach no, own, team, subtree, all."),
    ] = [],  # noqa: B006
    fields: Annotated[
        list[str], Field(description="Lines “type.field level”, level none, masked, read or write: “contact.phone masked”.")
    ] = [],  # noqa: B006
    given_to: Annotated[PersonName | None, Field(description="Who gets the role, or loses it with `remove`.")] = None,
    team: Annotated[TeamOrPerson | None, Field(description="The team for which alone the role is given.")] = None,
    until: Day | None = None,
    remove: Annotated[bool, Field(description="Take the role back from a person, or without one delete it.")] = False,
) -> ToolResult:  # fmt: skip
    """Propose a new role or a change of one, give it to a colleague or take it back; without a name list the roles there are.

    Only administrators. A role adds to the built-in one everybody has: of several, the widest right counts. Fields of a
    built-in role may be closed as well.
    """
    if called is None and not (may or fields or given_to):
        return _listed(ctx)
    if "configure" not in ctx.actor.rights:
        raise NotAllowed("Only an administrator gives roles or changes them.", "只有管理员可以设置或授予角色。")
    if called is None:
        raise ToolProblem("Which role? Give its name.", "哪个角色？请说出名称。")
    found = role_called(ctx.crm, called)
    draft = Draft(ctx.crm)
    note = ""
    if given_to is not None:
        person = record_named(Asker(ctx.crm, ctx.language, ctx.focus), given_to, ("user",))
        assert isinstance(person, User)
        if remove:
            if (said := _taken(ctx, draft, found, called, person)) is not None:
                return said
        else:
            note = _given(ctx, draft, found, called, person, team, until)
    elif remove:
        if found is None:
            raise _unknown(ctx, called)
        for grant in grants(ctx.crm, found):
            draft.delete(grant)
        draft.delete(found)
    else:
        note = _made(ctx, draft, found, called, may, fields)
        if not draft.changes:
            return ToolResult(ctx.words(f"The role “{called}” is so already.", f"角色“{called}”已经如此。"))
    made = draft.save(thread=ctx.thread_id or None, tool="set_role", language=ctx.language)
    return ToolResult(note, proposal=made.id)


def _made(ctx: ToolContext, draft: Draft, found: Role | None, called: str, rights: list[str], fields: list[str]) -> str:
    """Draft a new role or new lines of one; a line stands over an earlier one of the same right or field."""
    fields = [_by_key(ctx, line) for line in fields]
    read_rights(rights), read_fields(fields)
    own = built_in(called)
    if own is not None and rights:
        raise ToolProblem(
            f"What the built-in role {own.en} may do is fixed; make a role of another name, or close fields of this one.",
            f"内置角色“{own.zh}”的权限固定；请新建其他名称的角色，或限制该角色的字段。",
        )
    if own is not None and own.value == "admin":
        raise ToolProblem("Administrators see every field.", "管理员可以看到全部字段。")
    if not rights and not fields:
        raise ToolProblem(
            f"What may “{called}” do? Say for instance: reads all deals, edits own accounts, exports nothing.",
            f"角色“{called}”可以做什么？例如：可查看全部商机，可修改本人的客户，不能导出。",
        )
    before_rights, before_fields = (list(found.rights), list(found.fields)) if found is not None else ([], [])
    values = {
        "rights": _over(before_rights, rights),
        "fields": [f for f in _over(before_fields, fields) if not f.endswith(" write")],
    }
    if found is not None:
        draft.update(found, values)
    else:
        filled = {n: v for n, v in values.items() if v}
        draft.create("role", {"name": own.value if own is not None else called, **filled})
    if own is not None:
        return ctx.words(f"It holds for everybody whose only role is {own.en}.", f"对只有“{own.zh}”角色的所有人生效。")
    return ctx.words(
        "It adds to what its holders may do already: the widest right counts.",
        "它是在持有人现有权限上的叠加：以最宽的权限为准。",
    )


def _by_key(ctx: ToolContext, line: str) -> str:
    """A line about one of the company's own fields, called by its label, by its key; any other as it is."""
    path, _, level = line.strip().rpartition(" ")
    entity, _, name = path.partition(".")
    own = own_called(ctx.crm, entity, name) if name and entity in HELD and name not in closable(entity) else None
    return f"{entity}.{own.name} {level}" if own is not None else line


def _over(before: list[str], lines: list[str]) -> list[str]:
    """Lines with those of the same subject replaced."""
    said = {line.rpartition(" ")[0]: line for line in [*before, *lines]}
    return list(said.values())


def _given(
    ctx: ToolContext, draft: Draft, found: Role | None, called: str, person: User, team: str | None, until: str | None
) -> str:
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    own = built_in(called)
    if found is None and (own is None or own.value == "admin"):
        raise _unknown(ctx, called)
    if own is not None and team is None:
        raise ToolProblem(
            f"Everybody has one built-in role; change {person.name}’s with “set {person.name}’s role to {own.en}”, or name the team it is for.",
            f"每人都有一个内置角色；可说“把{person.name}的角色改为{own.zh}”，或说明针对哪个团队。",
        )
    where = record_named(asker, team, ("team",)) if team else None
    end = None
    if until:
        day, clock = read_day(asker, until)
        end = datetime.combine(day, clock or time(23, 59), ctx.actor.zone)
        if end <= ctx.now:
            raise ToolProblem(
                f"“{until}” is over already. Give a day to come.", f"“{until}”已经过去。请给出将来的日期。"
            )
    role = found if found is not None else draft.create("role", {"name": own.value if own is not None else called})
    there = [g for g in grants(ctx.crm, found, person) if g.team_id == (where.id if where else None)] if found else []
    if there:
        draft.update(there[0], {"expires_at": end})
    else:
        held = role.id if isinstance(role, Role) else role
        draft.create("grant", {"user": person.id, "role": held, "team": where.id if where else None, "expires_at": end})
    if draft.changes:
        draft.changes[-1].label = f"{person.name} ← {called}" + (f" ({where.display})" if where else "")
    return ctx.words(
        f"{person.name} keeps the rights of a {person.role.en} as well: of several roles the widest right counts.",
        f"{person.name}同时保留“{person.role.zh}”的权限：多个角色以最宽的权限为准。",
    )


def _taken(ctx: ToolContext, draft: Draft, found: Role | None, called: str, person: User) -> ToolResult | None:
    held = grants(ctx.crm, found, person) if found is not None else []
    if not held:
        return ToolResult(
            ctx.words(f"{person.name} does not hold the role “{called}”.", f"{person.name}没有角色“{called}”。")
        )
    for grant in held:
        draft.delete(grant)
        draft.changes[-1].label = f"{person.name} ← {called}"
    return None


def _listed(ctx: ToolContext) -> ToolResult:
    there = roles(ctx.crm)
    rows = []
    for role in there:
        people = ctx.crm.many("user", {g.user_id for g in grants(ctx.crm, role) if g.user_id})
        ends = [g.expires_at for g in grants(ctx.crm, role) if g.expires_at]
        holders = ", ".join(p.display for p in people.values()) or "—"
        if ends:
            holders += ctx.words(" until ", "，到期 ") + moment_text(min(ends).astimezone(ctx.actor.zone), ctx.language)
        rows.append(
            [
                role.name,
                rights_text(role.rights, ctx.language) or "—",
                fields_text(role.fields, ctx.language, ctx.crm) or "—",
                holders,
            ]
        )
    head = ctx.words(
        "Everybody has one of the built-in roles rep, manager, administrator and viewer.",
        "每人都有一个内置角色：销售、经理、管理员或只读。",
    )
    if not rows:
        return ToolResult(head + ctx.words(" No further role was made.", "没有其他角色。"), data={"roles": []})
    lines = [f"- **{n}**: {r}" + (f"; {f}" if f != "—" else "") + f" ({h})" for n, r, f, h in rows]
    columns = [ctx.words(*c) for c in (("Role", "角色"), ("May", "权限"), ("Fields", "字段"), ("Held by", "持有人"))]
    table = Table(ctx.words("Roles", "角色"), columns, rows, total=len(rows))
    return ToolResult("\n".join([head, *lines]), show=[table], data={"roles": rows})


def _unknown(ctx: ToolContext, called: str) -> ToolProblem:
    names = ", ".join(r.name for r in roles(ctx.crm)) or "—"
    return ToolProblem(f"There is no role “{called}”. There are: {names}.", f"没有角色“{called}”。现有：{names}。")
