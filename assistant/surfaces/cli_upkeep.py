"""`parley serve`, `doctor` and `reindex`: keeping Parley running and whole."""

import time
from contextlib import suppress
from typing import Annotated

import typer

from assistant.surfaces import cli_options, cli_output, home


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            "--host", help="Address to listen on; 127.0.0.1 unless PARLEY_HOST says otherwise.", show_default=False
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", min=1, max=65535, help="Port; 8000 unless PARLEY_PORT says otherwise.", show_default=False
        ),
    ] = None,
    now: cli_options.Now = None,
) -> None:
    """Serve the web chat until Ctrl-C."""
    from assistant.surfaces.cli_users import everyone

    settings = home.settings()
    settings = settings.model_copy(update={k: v for k, v in (("host", host), ("port", port)) if v is not None})
    store = home.open_store(settings, now)
    with store.session(store.system()) as crm:
        nobody = not everyone(crm)
    clock = home.ticking(store, store.system(), now)
    from assistant.surfaces.cli_retention import let_go

    let_go(store, settings)
    store.close()
    home.logs_to_stderr()
    if nobody:
        cli_output.say(
            "Nobody can sign in yet; add yourself with “parley user add you@company.com --name You --role admin”.",
            "还没有人可以登录；请运行“parley user add you@company.com --name 姓名 --role admin”添加您自己。",
        )
    cli_output.say("Starting …", "正在启动……")
    from assistant.surfaces import server

    def ready(address: str) -> None:
        print(
            cli_output.words(f"Parley is at {address}  (Ctrl-C stops it)", f"Parley 已启动：{address} （Ctrl-C 停止）"),
            flush=True,
        )

    assistant = None
    if now is not None:
        from assistant.conversation import Assistant

        server.check(settings)
        assistant = Assistant.open(settings, clock=clock)
    with suppress(KeyboardInterrupt):
        server.serve(settings, assistant=assistant, ready=ready)


def doctor(as_json: cli_options.Json = False, now: cli_options.Now = None) -> None:
    """Check settings, store, audit trail and index; exits with 1 when something is wrong."""
    from assistant.surfaces.cli_doctor import examine

    findings = examine(now)
    for f in findings:
        sentence = f.sentence(cli_output.language())
        if as_json:
            cli_output.as_json({"level": f.level, "code": f.code, "text": sentence, "ids": list(f.ids)})
        else:
            mark = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}[f.level]
            cli_output.line(f"{mark}  {sentence}")
            for name in f.ids[:5]:
                cli_output.line(f"           {name}")
    wrong = sum(f.level == "error" for f in findings)
    if wrong:
        cli_output.note(
            cli_output.words(
                f"{wrong} thing{'s are' if wrong > 1 else ' is'} wrong; see above what to do.",
                f"发现 {wrong} 个问题，处理办法见上。",
            )
        )
        raise typer.Exit(1)


def reindex(as_json: cli_options.Json = False, now: cli_options.Now = None) -> None:
    """Build the search index anew from the records; the old one serves until the new one is whole."""
    settings = home.settings()
    store = home.open_store(settings, now)
    from assistant.memory import Memory

    started = time.perf_counter()
    memory = Memory(store, settings)
    try:
        counts = memory.reindex()
    finally:
        memory.close()
    seconds = time.perf_counter() - started
    if as_json:
        cli_output.as_json({**counts, "ms": round(seconds * 1000)})
        return
    cli_output.say(
        f"Indexed {counts['records']:,} records as {counts['passages']:,} passages in {seconds:.1f} s.",
        f"已为 {counts['records']:,} 条记录建立索引，共 {counts['passages']:,} 个段落，用时 {seconds:.1f} 秒。",
    )
