"""`parley retention`: how long records and conversations are kept, and letting go of what is older."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.surfaces import cli_options, cli_output, home

if TYPE_CHECKING:
    from assistant.settings import Settings
    from crm_store.store import Store


def retention(
    bin_days: Annotated[
        int | None,
        typer.Option("--bin-days", min=0, help="Keep deleted records so long; 0 for good.", show_default=False),
    ] = None,
    conversation_days: Annotated[
        int | None,
        typer.Option(
            "--conversation-days",
            min=0,
            help="Keep conversations nobody came back to so long; 0 for good.",
            show_default=False,
        ),
    ] = None,
    ticket_days: Annotated[
        int | None,
        typer.Option("--ticket-days", min=0, help="Bin closed tickets after so long; 0 never.", show_default=False),
    ] = None,
    lead_days: Annotated[
        int | None,
        typer.Option("--lead-days", min=0, help="Bin lost leads after so long; 0 never.", show_default=False),
    ] = None,
    deal_days: Annotated[
        int | None,
        typer.Option("--deal-days", min=0, help="Bin lost deals after so long; 0 never.", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Set how long things are kept, and let go of what is older. What goes is gone from history and undo too."""
    from crm_store.retention import checked, days_of, set_rules

    settings = home.settings()
    store = home.open_store(settings, now)
    said = {
        "bin": bin_days, "conversations": conversation_days, "closed_tickets": ticket_days, "lost_leads": lead_days,
        "lost_deals": deal_days,
    }  # fmt: skip
    wanted = {what: days for what, days in said.items() if days is not None}
    checked(wanted)
    with store.session(store.system(), writes=not dry_run, tool="retention") as crm:
        rules = checked({**days_of(crm), **wanted})
        if not dry_run:
            set_rules(crm, wanted)
    gone = let_go(store, settings, rules, dry=dry_run)
    if as_json:
        cli_output.as_json({"rules": rules, "dry_run": dry_run, **gone})
        return
    if not rules:
        cli_output.say(
            "Everything is kept for good; set --bin-days, --conversation-days, --ticket-days, --lead-days or --deal-days.",
            "所有内容永久保留；可用 --bin-days、--conversation-days、--ticket-days、--lead-days 或 --deal-days 设置期限。",
        )
        return
    records, binned, talks = sum(gone["records"].values()), sum(gone["binned"].values()), gone["conversations"]
    kept = ", ".join(f"{what} {days}" for what, days in rules.items())
    cli_output.say(
        f"Kept in days: {kept}. {'Would go' if dry_run else 'Gone'}: {records:,} deleted records, {talks:,} conversations; "
        f"{binned:,} closed or lost records into the recycle bin.",
        f"保留天数：{kept}。{'将清除' if dry_run else '已清除'}：{records:,} 条已删除的记录，{talks:,} 个对话；{binned:,} 条已关闭或丢掉的记录移入回收站。",
    )


def let_go(
    store: "Store", settings: "Settings", rules: dict[str, int] | None = None, *, dry: bool = False
) -> dict[str, Any]:
    """Purge what is older than its rule, those on record unless others are given; the files of conversations go with them."""
    from assistant.surfaces.chat_files import Files
    from crm_store.retention import days_of, purge

    if rules is None:
        with store.session(store.system()) as crm:
            rules = days_of(crm)
    if not rules:
        return {"records": {}, "binned": {}, "conversations": 0}
    with store.session(store.system(), writes=not dry, tool="retention") as crm:
        gone = purge(crm, rules, dry=dry)
    if not dry and gone.total:
        files = Files(settings.home)
        for thread in gone.conversations:
            files.forget(thread)
        store.scrub()
    return {"records": gone.records, "binned": gone.binned, "conversations": len(gone.conversations)}
