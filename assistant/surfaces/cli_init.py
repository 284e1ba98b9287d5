"""`parley init`: a store that is there, at its newest form, with the demo company when asked for."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.surfaces import cli_options, cli_output, cli_text, home

if TYPE_CHECKING:
    from assistant.settings import Settings
    from crm_store.store import Store


def init(
    demo: Annotated[
        bool, typer.Option("--demo", help="Add the bilingual demo company and print its sign-ins.")
    ] = False,
    scale: Annotated[
        int,
        typer.Option(
            "--scale", metavar="N", min=0, max=1_000_000, help="Add N generated deals with history to the demo company."
        ),
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Another seed generates other deals.")] = 7,
    workspace: Annotated[
        str | None, typer.Option("--workspace", metavar="NAME", help="What the company is called.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Currency of totals, such as EUR.")
    ] = None,
    tz: Annotated[
        str | None, typer.Option("--tz", metavar="ZONE", help="Time zone of the company, such as Asia/Shanghai.")
    ] = None,
    fiscal_year_start: Annotated[
        int | None, typer.Option("--fiscal-year-start", metavar="MONTH", min=1, max=12)
    ] = None,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Create the store, or bring it to the newest form. Safe to repeat."""
    from assistant.surfaces.cli_users import checked, everyone

    chosen: dict[str, Any] = {
        "name": checked("name", workspace) if workspace is not None else None,
        "currency": checked("currency", currency) if currency is not None else None,
        "timezone": checked("tz", tz) if tz is not None else None,
        "fiscal_year_start": fiscal_year_start,
    }
    settings = home.settings()
    store = home.new_store(settings, now)
    sign_ins: list[dict[str, str]] = []
    said = ""
    if demo or scale:
        from assistant.surfaces import cli_demo

        said = cli_demo.add(store, scale, seed)
        sign_ins = cli_demo.sign_ins(store)
    if any(v is not None for v in chosen.values()):
        store.configure(**chosen)
    with store.session(store.system()) as crm:
        users = len(everyone(crm))
    where = _place(settings, store)
    if as_json:
        space = store.workspace()
        cli_output.as_json({
            "store": where, "workspace": space.name, "currency": space.currency, "timezone": space.timezone,
            "fiscal_year_start": space.fiscal_year_start, "users": users, "sign_ins": sign_ins,
        })  # fmt: skip
        return
    cli_output.say(f"The store is at {where}.", f"数据库位于 {where}。")
    if said:
        cli_output.line(said)
    _next(users, sign_ins)


def _next(users: int, sign_ins: list[dict[str, str]]) -> None:
    """What to do now."""
    if sign_ins:
        columns = cli_output.words("E-mail|Name|Role|Language|Password", "邮箱|姓名|角色|语言|密码").split("|")
        for text in cli_text.table(
            columns, [[s["email"], s["name"], s["role"], s["lang"], s["password"]] for s in sign_ins]
        ):
            cli_output.line(text)
        first = next((s["email"] for s in sign_ins if s["role"] == "rep"), sign_ins[0]["email"])
        cli_output.say(
            f"Next: “parley serve” for the web chat, or “parley chat --as {first}” here.",
            f"下一步：运行“parley serve”打开网页聊天，或在此运行“parley chat --as {first}”。",
        )
    elif users:
        cli_output.say("Next: “parley serve” for the web chat.", "下一步：运行“parley serve”打开网页聊天。")
    else:
        cli_output.say(
            "Next: add yourself with “parley user add you@company.com --name You --role admin”, or try the demo company with “parley init --demo”.",
            "下一步：运行“parley user add you@company.com --name 姓名 --role admin --lang zh”添加您自己，或运行“parley init --demo”试用演示公司。",
        )


def _place(settings: "Settings", store: "Store") -> str:
    """Where the store is, without any password."""
    if settings.database_url:
        return store.engine.url.render_as_string(hide_password=True)
    return str((settings.home / "parley.db").resolve())
