"""The options that mean the same in every command."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def moment(said: str) -> datetime:
    """An ISO 8601 moment; a bare day is its first instant, without an offset it is in the workspace's time zone."""
    try:
        return datetime.fromisoformat(said.strip())
    except ValueError:
        raise typer.BadParameter(
            f"“{said}” is no moment. Write it like 2026-11-20T09:00:00+08:00 or 2026-11-20."
        ) from None


As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who acts.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]
Now = Annotated[
    datetime | None,
    typer.Option(
        "--now", metavar="ISO8601", parser=moment, help="Take this for the present moment.", show_default=False
    ),
]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin.")
]
Ref = Annotated[str, typer.Argument(metavar="REF", help="A reference such as D-12, or a name that fits one record.")]
Files = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders.")]
