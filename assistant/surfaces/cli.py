"""The `parley` command: what it can do, and the one place where anything that goes wrong becomes one sentence and an exit status."""

import gc
import logging
import os
import sys
from collections.abc import Sequence

import typer

from assistant.errors import Calm
from assistant.surfaces import (
    cli_backup,
    cli_chat,
    cli_eval,
    cli_init,
    cli_output,
    cli_recall,
    cli_records,
    cli_reports,
    cli_retention,
    cli_roles,
    cli_transfer,
    cli_undo,
    cli_upkeep,
    cli_users,
    home,
)
from crm_store.errors import StoreError

app = typer.Typer(
    name="parley",
    help="Parley: a sales assistant you talk to, on top of a CRM it can read and change, in English and Chinese.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.command("init", short_help="Create the store, or bring it up to date.")(cli_init.init)
app.command("serve")(cli_upkeep.serve)
app.command("chat")(cli_chat.chat)
app.command("records")(cli_records.records)
app.command("show")(cli_records.show)
app.command("history", short_help="Show who changed a record, when and in which turn.")(cli_records.history)
app.command("recall", short_help="Find what was written, by meaning and words.")(cli_recall.recall)
app.command("import", short_help="Import files as one job that can be undone.")(cli_transfer.import_)
app.command("export", short_help="Write records to a CSV or JSON file.")(cli_transfer.export)
app.command("undo", short_help="Take back a whole turn or import.")(cli_undo.undo)
app.add_typer(cli_reports.reports, name="reports")
app.add_typer(cli_users.app, name="user")
app.add_typer(cli_roles.app, name="role")
app.command("eval", short_help="Run scenario files and report what passed.")(cli_eval.eval_)
app.command("doctor", short_help="Check settings, store, audit trail and index.")(cli_upkeep.doctor)
app.command("retention", short_help="Say how long things are kept, and let go of what is older.")(
    cli_retention.retention
)
app.command("backup", short_help="Copy the store while it is in use.")(cli_backup.backup)
app.command("restore", short_help="Bring a backup back.")(cli_backup.restore)
app.add_typer(cli_backup.privacy, name="privacy")
app.command("reindex", short_help="Build the search index anew.")(cli_upkeep.reindex)


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status: 0 done, 1 failed with a sentence on stderr, 2 wrong usage."""
    # Loading the record types makes 700,000 objects that stay: looking through them for garbage cost 0.1 of 0.8 s.
    gc.set_threshold(100_000, 20, 20)
    cli_output.use_utf8()
    cli_output.speak_as_here()
    argv = cli_output.words_of(sys.argv[1:] if words is None else words)
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()
    except (BrokenPipeError, _NobodyReads):
        # What is still buffered must not fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        cli_output.note("")
        return 130


def _run(argv: Sequence[str]) -> int:
    logging.getLogger("parley").addHandler(logging.NullHandler())
    command = typer.main.get_command(app)
    with Calm("en") as calm:
        try:
            with command.make_context("parley", list(argv)) as context:
                command.invoke(context)
            return 0
        except typer.Exit as e:
            return e.exit_code
        except typer.exceptions.TyperException as e:
            e.show() if hasattr(e, "show") else cli_output.note(e.format_message())
            return e.exit_code
        except (typer.Abort, EOFError):
            return 1
        except StoreError as e:
            cli_output.note(e.sentence(cli_output.language()))
            return 1
        except BrokenPipeError as e:
            raise _NobodyReads from e
        finally:
            home.close_stores()
            calm.language = cli_output.language()
    cli_output.note(f"{calm.sentence} {home.log_file()}".rstrip())
    return 1


class _NobodyReads(BaseException):
    """Whoever read our output has enough."""


if __name__ == "__main__":
    sys.exit(main())
