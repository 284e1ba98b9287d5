"""Asking for a password: typed twice on a terminal, or the first line of stdin; only its hash goes on."""

import getpass
import sys

import typer

from assistant.surfaces import cli_output

MIN_LENGTH, MAX_LENGTH = 8, 1024


def asked(from_stdin: bool, *, optional: bool) -> str | None:
    """The hash of the password given; None when none was, where that is fine."""
    from crm_store.errors import BadValue

    if from_stdin:
        said = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        asked = (
            cli_output.words("Password (Enter for none yet): ", "密码（直接回车表示暂不设置）：")
            if optional
            else cli_output.words("New password: ", "新密码：")
        )
        said = getpass.getpass(asked)
        if not said and optional:
            return None
        if said != getpass.getpass(cli_output.words("Once more: ", "再输入一次：")):
            raise BadValue("The two passwords differ; nothing was changed.", "两次输入的密码不一致，未做任何更改。")
    elif optional:
        return None
    else:
        raise typer.BadParameter(
            cli_output.words(
                "Type the password on a terminal, or pipe it in with --password-stdin.",
                "请在终端输入密码，或通过 --password-stdin 传入。",
            )
        )
    if not MIN_LENGTH <= len(said) <= MAX_LENGTH:
        raise BadValue(
            f"A password has {MIN_LENGTH} to {MAX_LENGTH:,} characters; this one has {len(said)}.",
            f"密码长度应为 {MIN_LENGTH} 到 {MAX_LENGTH:,} 个字符，当前为 {len(said)} 个。",
        )
    from assistant.surfaces.passwords import hash_password

    return hash_password(said.encode("utf-8", "replace").decode())
