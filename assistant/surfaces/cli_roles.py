"""`parley role`: roles beside the built-in ones, who holds them, and who stands in for whom."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.surfaces import cli_options, cli_output, cli_text, home

if TYPE_CHECKING:
    from crm_store.models import User
    from crm_store.unit import Unit

app = typer.Typer(
    help="Make roles, give them, close fields, name stand-ins.", rich_markup_mode=None, no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="ROLE")]
Email = Annotated[str, typer.Argument(metavar="EMAIL")]
Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="DAY", parser=cli_options.moment, help="The last day.", show_default=False),
]


@app.command("list")
def list_(as_json: cli_options.Json = False, now: cli_options.Now = None) -> None:
    """List the roles made here, with their holders, and who stands in for whom."""
    from crm_store.queries.roles import grants, roles, stand_ins

    store = home.open_store(home.settings(), now)
    with store.session(store.system()) as crm:
        people = _emails(crm)
        rows: list[dict[str, Any]] = []
        for role in roles(crm):
            held = [people.get(g.user_id or 0) for g in grants(crm, role)]
            rows.append({"role": role.name, "rights": role.rights, "fields": role.fields, "held_by": held})
        lent = [
            {"away": people.get(s.user_id or 0), "stand_in": people.get(s.deputy_id or 0), "until": s.expires_at}
            for s in stand_ins(crm)
        ]
    if as_json:
        for row in [*rows, *({**one, "until": one["until"].isoformat()} for one in lent if one["until"])]:  # type: ignore[union-attr]
            cli_output.as_json(row)
        return
    if not rows and not lent:
        cli_output.say("There are no roles beside the built-in ones.", "除内置角色外没有其他角色。")
    columns = cli_output.words("Role|May|Fields|Held by", "角色|权限|字段|持有人").split("|")
    cells = [
        [r["role"], "; ".join(r["rights"]), "; ".join(r["fields"]), ", ".join(str(h) for h in r["held_by"])]
        for r in rows
    ]
    for text in cli_text.table(columns, cells) if cells else ():
        cli_output.line(text)
    for one in lent:
        cli_output.say(
            f"{one['stand_in']} stands in for {one['away']} until {one['until']}.",
            f"{one['stand_in']} 代理 {one['away']}，到 {one['until']} 为止。",
        )


@app.command("set")
def set_(
    name: Name,
    may: Annotated[
        list[str] | None,
        typer.Option("--may", metavar="LINE", help="Such as “deal read all” or “* export no”; repeat it."),
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar="LINE", help="Such as “contact.phone masked”; repeat it.")
    ] = None,
    now: cli_options.Now = None,
) -> None:
    """Make a role or replace its lines. Of rep, manager and viewer only fields can be set."""
    from crm_store.errors import BadValue
    from crm_store.queries.roles import built_in, role_called
    from crm_store.rights import read_fields, read_rights

    store = home.open_store(home.settings(), now)
    rights, fields = list(may or ()), list(field or ())
    read_rights(rights), read_fields(fields)
    own = built_in(name)
    if own is not None and (rights or own.value == "admin"):
        raise BadValue(
            f"The rights of the built-in role {own.en} are fixed, and administrators see every field.",
            f"内置角色“{own.zh}”的权限固定，管理员可以看到全部字段。",
        )
    with store.session(store.system(), writes=True, tool="role") as crm:
        found = role_called(crm, name)
        if found is None:
            crm.create("role", {"name": own.value if own else name, "rights": rights, "fields": fields}, via="cli")
        else:
            crm.update(found, {"rights": rights, "fields": fields})
    cli_output.say(f"The role {name} is set.", f"角色 {name} 已设置。")


@app.command()
def give(
    email: Email,
    name: Name,
    team: Annotated[str | None, typer.Option("--team", help="For this team alone.")] = None,
    until: Until = None,
    now: cli_options.Now = None,
) -> None:
    """Give somebody a role, for good or until a day; rep, manager or viewer only for a team."""
    from crm_store.errors import BadValue, NotFound
    from crm_store.queries.lookup import one
    from crm_store.queries.roles import built_in, role_called

    store = home.open_store(home.settings(), now)
    with store.session(store.system(), writes=True, tool="role") as crm:
        user, role, own = _user(crm, email), role_called(crm, name), built_in(name)
        if own is not None and (team is None or own.value == "admin"):
            raise BadValue(
                "A built-in role is given for a team: add --team, or change the user’s own role.",
                "内置角色只能针对团队授予：请加 --team，或修改用户本身的角色。",
            )
        if role is None and own is None:
            raise NotFound(
                name,
                f"There is no role “{name}”. “parley role list” shows them.",
                f"没有角色“{name}”。可用“parley role list”查看。",
            )
        where = one(crm, team, ("team",)).id if team else None
        made = role.id if role is not None else crm.create("role", {"name": own.value if own else name}, via="cli").id
        values = {"user": user.id, "role": made, "team": where, "expires_at": _end(until, user, crm)}
        crm.create("grant", {k: v for k, v in values.items() if v is not None}, via="cli")
        said = user.name
    cli_output.say(f"{said} holds the role {name} now.", f"{said} 现在拥有角色 {name}。")


@app.command()
def take(email: Email, name: Name, now: cli_options.Now = None) -> None:
    """Take a role back."""
    from crm_store.queries.roles import grants, role_called

    store = home.open_store(home.settings(), now)
    with store.session(store.system(), writes=True, tool="role") as crm:
        user, role = _user(crm, email), role_called(crm, name)
        held = grants(crm, role, user) if role is not None else []
        for grant in held:
            crm.delete(grant)
        said = user.name
    if held:
        cli_output.say(f"{said} no longer holds the role {name}.", f"{said} 不再拥有角色 {name}。")
    else:
        cli_output.say(f"{said} does not hold the role {name}.", f"{said} 没有角色 {name}。")


@app.command("stand-in")
def stand_in(
    away: Annotated[str, typer.Argument(metavar="AWAY")],
    deputy: Annotated[str, typer.Argument(metavar="STAND-IN")],
    until: Annotated[datetime, typer.Option("--until", metavar="DAY", parser=cli_options.moment, help="The last day.")],
    now: cli_options.Now = None,
) -> None:
    """Let somebody see and do what an absent colleague may, until the end of a day."""
    store = home.open_store(home.settings(), now)
    with store.session(store.system(), writes=True, tool="role") as crm:
        absent, person = _user(crm, away), _user(crm, deputy)
        values = {"user": absent.id, "deputy": person.id, "expires_at": _end(until, absent, crm)}
        crm.create("stand_in", values, via="cli")
        names = absent.name, person.name
    cli_output.say(f"{names[1]} stands in for {names[0]}.", f"{names[1]} 代理 {names[0]}。")


def _end(until: datetime | None, user: "User", crm: "Unit") -> datetime | None:
    """The last minute of a day for this person, or the moment given."""
    from zoneinfo import ZoneInfo

    if until is None:
        return None
    zone = ZoneInfo(user.tz or crm.actor.tz)
    at = until if until.tzinfo else until.replace(tzinfo=zone)
    return at if until.tzinfo or until.time() != time() else datetime.combine(until.date(), time(23, 59), zone)


def _user(crm: "Unit", email: str) -> "User":
    from assistant.surfaces.cli_users import known

    return known(crm, email)


def _emails(crm: "Unit") -> dict[int, str]:
    from assistant.surfaces.cli_users import everyone

    return {u.id or 0: u.email for u in everyone(crm)}
