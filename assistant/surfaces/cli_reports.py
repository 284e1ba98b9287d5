"""`parley reports`: the scheduled reports of everybody, and making those that are due."""

import typer

from assistant.surfaces import cli_options, cli_output, home

reports = typer.Typer(help="Scheduled reports: list them, make those that are due.", no_args_is_help=True)


@reports.command("run")
def run(as_json: cli_options.Json = False, now: cli_options.Now = None) -> None:
    """Make and deliver the reports that are due; a running server does the same by its clock, and none comes twice."""
    settings = home.settings()
    store = home.open_store(settings, now)
    from assistant.reporting import run_due

    made = run_due(store, settings)
    for r in made:
        if as_json:
            cli_output.as_json(vars(r))
        else:
            cli_output.line(
                f"{r.number}  {r.email or '–'}  {r.title}: {r.status}  {r.place or ''}{'  ' + r.note if r.note else ''}".rstrip()
            )
    if not made and not as_json:
        cli_output.say("No report is due.", "没有到期的报告。")
    if any(r.status == "failed" for r in made):
        raise typer.Exit(1)


@reports.command("list")
def list_(as_json: cli_options.Json = False, now: cli_options.Now = None) -> None:
    """List the scheduled reports of everybody, with when each comes next."""
    store = home.open_store(home.settings(), now)
    from crm_store.queries.standing import everybody

    with store.session(store.system()) as crm:
        rows = [
            {"number": s.id, "email": email, "title": s.title, "every": s.every, "day": s.day, "time": s.time, "to": s.goes_to, "form": s.form, "next_at": s.next_at.isoformat()}
            for s, email in everybody(crm)
        ]  # fmt: skip
    for row in rows:
        if as_json:
            cli_output.as_json(row)
        else:
            cli_output.line(
                f"{row['number']}  {row['email']}  {row['title']}  {row['to']} {row['form']}  {row['next_at']}"
            )
    if not rows and not as_json:
        cli_output.say("No reports are scheduled.", "没有定时报告。")
