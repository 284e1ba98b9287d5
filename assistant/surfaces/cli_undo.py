"""`parley undo`: a whole turn, proposal or import taken back, or a refusal that names what stands in the way."""

from typing import Annotated

import typer

from assistant.surfaces import cli_options, cli_output, cli_text, home

SHOWN = 20
"""Records listed on the screen; --json names all."""


def undo(
    as_: cli_options.As,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[TURN_OR_PROPOSAL]", help="A turn, proposal, import or unit of work; else the last thing saved."
        ),
    ] = None,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Take back everything a turn or an import changed."""
    from assistant.surfaces import cli_pipeline
    from crm_store.queries.undoable import deeds, last_deed
    from crm_store.undo import undo as take_back
    from crm_store.undo import undo_proposal

    store = home.open_store(home.settings(), now)
    actor = home.acting(store, as_)
    with store.session(actor, writes=True, tool="undo") as crm:
        done = [last_deed(crm)] if what is None else deeds(crm, what)
        records = []
        for deed in done:
            records += undo_proposal(crm, deed.proposal) if deed.proposal is not None else take_back(crm, deed.tx)
            if deed.job is not None:
                deed.job.status = "undone"
        touched = {r.ref: r.display for r in records}
    cli_pipeline.ensure(store)
    if as_json:
        proposal = next((d.proposal.id for d in done if d.proposal is not None), None)
        job = next((d.job.id for d in done if d.job is not None), None)
        cli_output.as_json({"undone": list(touched), "proposal": proposal, "import": job, "tx": [d.tx for d in done]})
        return
    for ref, name in list(touched.items())[:SHOWN]:
        cli_output.line(f"  {ref}  {cli_text.one_line(name)}")
    if len(touched) > SHOWN:
        cli_output.say(f"  … and {len(touched) - SHOWN:,} more", f"  … 另有 {len(touched) - SHOWN:,} 条")
    n = len(touched)
    cli_output.say(f"Undone: {n:,} record{'s are' if n != 1 else ' is'} as before.", f"已撤销：{n:,} 条记录恢复原样。")
