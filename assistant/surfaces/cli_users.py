"""`parley user`: who may use this workspace."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.surfaces import cli_options, cli_output, cli_password, cli_text, home

if TYPE_CHECKING:
    from crm_store.models import User
    from crm_store.store import Store
    from crm_store.unit import Unit

app = typer.Typer(help="Add, list and disable users.", rich_markup_mode=None, no_args_is_help=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL")]


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", help="Full name, in either script.")],
    role: Annotated[Literal["rep", "manager", "admin", "viewer"], typer.Option("--role")] = "rep",
    team: Annotated[str | None, typer.Option("--team", help="Team; made when there is none of this name.")] = None,
    reports_to: Annotated[str | None, typer.Option("--reports-to", metavar="EMAIL", help="Their manager.")] = None,
    tz: Annotated[
        str | None, typer.Option("--tz", metavar="ZONE", help="Time zone such as Asia/Shanghai; else the workspace's.")
    ] = None,
    lang: Annotated[
        Literal["en", "zh"], typer.Option("--lang", help="Language of messages and of the interface.")
    ] = "en",
    password_stdin: cli_options.PasswordStdin = False,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Add a user. Without a password they cannot sign in to the web chat yet."""
    from assistant.surfaces import cli_pipeline
    from crm_store.codes import RoleName

    store = home.open_store(home.settings(), now)
    values = {"email": checked("email", email).casefold(), "name": checked("name", name), "role": role, "lang": lang}
    if tz is not None:
        values["tz"] = checked("tz", tz)
    with store.session(store.system()) as crm:
        _refuse_twice(crm, values["email"])
        _boss(crm, reports_to)
    password = cli_password.asked(password_stdin, optional=True)
    with store.session(store.system(), writes=True, tool="user") as crm:
        _refuse_twice(crm, values["email"])
        first = not everyone(crm)
        boss = _boss(crm, reports_to)
        team_id, new_team = _team(crm, team)
        links = {k: v for k, v in (("team", team_id), ("reports_to", boss)) if v is not None}
        made: Any = crm.create("user", {**values, **links}, via="cli")
        if password:
            made.password_hash = password
        crm.flush()
        shown = _shown(crm, [made])[0]
    held = RoleName(role)
    pipeline = cli_pipeline.ensure(store)
    if as_json:
        cli_output.as_json({**shown, "team_created": new_team})
        return
    if new_team:
        cli_output.say(
            f"Made the team {shown['team']} ({shown['team_ref']}).",
            f"已新建团队 {shown['team']}（{shown['team_ref']}）。",
        )
    if pipeline:
        cli_output.say(f"Made the pipeline {pipeline}.", f"已新建销售管道：{pipeline}。")
    cli_output.say(
        f"Added {made.name} ({made.email}), {held.en}, {made.ref}.",
        f"已添加 {made.name}（{made.email}），{held.zh}，{made.ref}。",
    )
    if not password:
        cli_output.say(
            f"They have no password yet; “parley user passwd {made.email}” lets them sign in to the web chat.",
            f"尚未设置密码；运行“parley user passwd {made.email}”后即可登录网页聊天。",
        )
    if first and role != "admin":
        cli_output.say(
            "There is no administrator yet; add one with --role admin.",
            "目前还没有管理员；请用 --role admin 添加一位。",
        )


@app.command("list")
def list_(as_json: cli_options.Json = False, now: cli_options.Now = None) -> None:
    """List all users."""
    store = home.open_store(home.settings(), now)
    with store.session(store.system()) as crm:
        rows = _shown(crm, everyone(crm))
    if as_json:
        for row in rows:
            cli_output.as_json(row)
        return
    if not rows:
        cli_output.say(
            "There are no users yet. Add one: parley user add EMAIL --name … --role admin",
            "还没有用户。请添加：parley user add EMAIL --name … --role admin",
        )
        return
    yes, no = cli_output.words("yes", "是"), cli_output.words("no", "否")
    columns = cli_output.words(
        "Ref|E-mail|Name|Role|Team|Reports to|Language|Time zone|Signs in",
        "编号|邮箱|姓名|角色|团队|汇报对象|语言|时区|可登录",
    ).split("|")
    cells = [
        [
            r["ref"],
            r["email"],
            r["name"],
            r["role"],
            r["team"] or "",
            r["reports_to"] or "",
            r["lang"],
            r["tz"] or "",
            yes if r["signs_in"] else no,
        ]
        for r in rows
    ]
    for text in cli_text.table(columns, cells):
        cli_output.line(text)


@app.command()
def passwd(email: Email, password_stdin: cli_options.PasswordStdin = False, now: cli_options.Now = None) -> None:
    """Set somebody's password and end their sessions."""
    from crm_store.queries import sign_in

    store = home.open_store(home.settings(), now)
    with store.session(store.system()) as crm:
        known(crm, email)
    password = cli_password.asked(password_stdin, optional=False)
    with store.session(store.system(), writes=True, tool="user") as crm:
        user = known(crm, email)
        user.password_hash = password
        sign_in.end_sessions(crm, user.email)
    cli_output.say(
        f"Set the password of {user.email}; earlier sessions are signed out.",
        f"已设置 {user.email} 的密码；之前的登录已全部退出。",
    )


@app.command()
def disable(email: Email, now: cli_options.Now = None) -> None:
    """Sign somebody out and let them in no more; what they own stays."""
    _switch(home.open_store(home.settings(), now), email, off=True)


@app.command()
def enable(email: Email, now: cli_options.Now = None) -> None:
    """Let a disabled user in again."""
    _switch(home.open_store(home.settings(), now), email, off=False)


def everyone(crm: "Unit") -> "list[User]":
    """All users, disabled ones too, in the order they came."""
    from crm_store.queries.find import Query, records

    return records(crm, Query("user"))  # type: ignore[return-value]


def checked(field: str, text: str) -> str:
    """A user's field as the importer would take it; BadValue says what would be accepted."""
    from crm_store.errors import BadValue
    from crm_store.models import field_of
    from crm_store.transfer.texts import CHECKS, CellError, one_line

    said = " ".join(cli_text.safe(text).split())
    try:
        if said:
            return str(CHECKS.get(field, one_line)(said))
        accepted = CellError("some text", "文字")
    except CellError as e:
        accepted = e
    except KeyError:  # a time zone nobody has
        accepted = CellError("a time zone such as Asia/Shanghai", "时区，例如 Asia/Shanghai")
    spec = field_of("user", field)
    en, zh = (spec.en, spec.zh) if spec else (field, field)
    raise BadValue(
        f"“{said[:80]}” does not fit {en}. Accepted: {accepted.en}.",
        f"“{said[:80]}”不适用于{zh}。可接受：{accepted.zh}。",
    )


def _switch(store: "Store", email: str, *, off: bool) -> None:
    from crm_store.queries import sign_in

    with store.session(store.system(), writes=True, tool="user") as crm:
        user = known(crm, email)
        crm.update(user, {"disabled": off})
        sign_in.end_sessions(crm, user.email)
    if off:
        cli_output.say(
            f"{user.name} ({user.email}) is signed out and cannot come in any more. What they own stays theirs; hand it over in the chat.",
            f"{user.name}（{user.email}）已退出登录，不能再进入。其名下记录保持不变，可在聊天中移交。",
        )
    else:
        cli_output.say(f"{user.name} ({user.email}) may come in again.", f"{user.name}（{user.email}）可以再次登录。")


def _shown(crm: "Unit", users: "list[User]") -> list[dict[str, Any]]:
    from crm_store.queries.view import shown

    rows = shown(crm, "user", users)
    return [{**row, "signs_in": bool(u.password_hash) and not u.disabled} for row, u in zip(rows, users, strict=True)]


def known(crm: "Unit", email: str) -> "User":
    from crm_store.errors import NotFound

    wanted = email.strip().casefold()
    found = next((u for u in everyone(crm) if u.email.casefold() == wanted), None)
    if found is None:
        raise NotFound(
            email,
            f"There is no user “{email}”. “parley user list” shows who there is.",
            f"没有用户“{email}”。可用“parley user list”查看。",
        )
    return found


def _refuse_twice(crm: "Unit", email: str) -> None:
    from crm_store.errors import BadValue

    there = next((u for u in everyone(crm) if u.email.casefold() == email), None)
    if there is not None:
        more = (
            f" They are disabled; “parley user enable {email}” lets them in again.",
            f"该用户已停用；运行“parley user enable {email}”可恢复。",
        )
        en, zh = more if there.disabled else ("", "")
        raise BadValue(
            f"There is a user {email} already ({there.name}, {there.ref}).{en}",
            f"用户 {email} 已存在（{there.name}，{there.ref}）。{zh}",
        )


def _boss(crm: "Unit", email: str | None) -> int | None:
    return None if email is None else known(crm, email).id


def _team(crm: "Unit", name: str | None) -> tuple[int | None, bool]:
    """The team of this name in either language, made when there is none."""
    from crm_store.names import normal
    from crm_store.queries.find import Query, records

    if name is None:
        return None, False
    wanted = checked("team", name)
    for team in records(crm, Query("team")):
        if normal(wanted) in {
            normal(n) for n in (team.display, getattr(team, "name_zh", None) or team.display, team.ref)
        }:
            return team.id, False
    return crm.create("team", {"name": wanted}, via="cli").id, True
