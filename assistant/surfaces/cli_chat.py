"""`parley chat`: a conversation on a terminal, or one utterance per line of stdin and one turn per line of stdout."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from assistant.surfaces import cli_options, cli_output, home

if TYPE_CHECKING:
    from assistant.blocks import TurnResult
    from assistant.conversation import Assistant
    from crm_store.permissions import Actor


@dataclass(frozen=True)
class Utterance:
    """One line of input: what was said and the files with it, or why it cannot be taken (`problem`, both languages)."""

    say: str
    files: list[Path] = field(default_factory=list)
    problem: tuple[str, str] | None = None


def chat(
    as_: cli_options.As,
    yes: Annotated[bool, typer.Option("--yes", help="Save every proposal in the same turn.")] = False,
    thread: Annotated[
        str | None, typer.Option("--thread", metavar="ID", help="Go on with a conversation; else a new one.")
    ] = None,
    as_json: cli_options.Json = False,
    now: cli_options.Now = None,
) -> None:
    """Talk with the assistant. In a pipe: one utterance per line, or {"say": "…", "files": ["path"]}; one turn per line comes back."""
    settings = home.settings()
    store = home.open_store(settings, now)
    actor = home.acting(store, as_)
    store.close()
    from assistant.conversation import Assistant

    assistant = Assistant.open(settings, clock=home.clock(settings, now))
    talk = Talk(assistant, actor, thread or uuid4().hex, yes=yes, as_json=as_json)
    try:
        asyncio.run(talk.on_terminal() if sys.stdin.isatty() and not as_json else talk.in_pipe())
    finally:
        assistant.close()


class Talk:
    """One conversation of one person with this process's assistant."""

    def __init__(self, assistant: "Assistant", actor: "Actor", thread: str, *, yes: bool, as_json: bool) -> None:
        self.assistant = assistant
        self.actor = actor
        self.thread = thread
        self.yes = yes
        self.as_json = as_json

    async def in_pipe(self) -> None:
        """Answer line after line until the input ends; a line that cannot be taken is answered with a sentence."""
        while raw := await asyncio.to_thread(sys.stdin.buffer.readline):
            turn = await self.answer(utterance(raw))
            if self.as_json:
                cli_output.as_json(turn.to_json())
            else:
                self._print(turn)
                cli_output.line()
            sys.stdout.flush()

    async def on_terminal(self) -> None:
        """A chat with a prompt, until Ctrl-D."""
        ask = _prompt()
        cli_output.say(
            f"Hello {self.actor.name}. Ask, or say what happened; “help” shows what I can do, Ctrl-D ends.",
            f"{self.actor.name}，您好。请提问，或告诉我发生了什么；说“帮助”查看我能做什么，按 Ctrl-D 结束。",
        )
        while True:
            try:
                said = await asyncio.to_thread(ask, "› ")
            except EOFError:
                break
            if said.strip():
                self._print(await self.answer(utterance(said.encode("utf-8", "surrogateescape"))))
                cli_output.line()
        cli_output.line()
        cli_output.say(
            f"Go on later with: parley chat --as {self.actor.email} --thread {self.thread}",
            f"以后可继续：parley chat --as {self.actor.email} --thread {self.thread}",
        )

    async def answer(self, said: Utterance) -> "TurnResult":
        """One turn, whatever the line held."""
        if said.problem is None:
            return await self.assistant.take_turn(self.actor, self.thread, said.say, files=said.files, yes=self.yes)
        from assistant.blocks import TurnResult

        turn = TurnResult(
            said=said.say, language=cli_output.language(), brain=self.assistant.settings.chosen_brain, id=uuid4().hex
        )
        turn.reply = turn.words = cli_output.words(*said.problem)
        return turn

    def _print(self, turn: "TurnResult") -> None:
        from assistant.surfaces.cli_turn import lines

        for text in lines(turn):
            cli_output.line(text)


def utterance(raw: bytes) -> Utterance:
    """A line of stdin: UTF-8 text, or a JSON object with `say` and `files`."""
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError:
        shown = raw.decode("utf-8", "replace").rstrip("\r\n")[:200]
        return Utterance(
            shown,
            problem=("That line is not UTF-8 text. Send it as UTF-8.", "该行不是 UTF-8 文本，请以 UTF-8 编码发送。"),
        )
    if not text.lstrip().startswith("{"):
        return Utterance(text)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return Utterance(
            text[:200],
            problem=(
                'That line begins like JSON but is none. Write {"say": "…", "files": ["path"]} on one line, or plain text.',
                '该行以 { 开头但不是有效的 JSON。请在一行内写 {"say": "…", "files": ["路径"]}，或直接写文字。',
            ),
        )
    say, files = told.get("say", ""), told.get("files") or []
    if not isinstance(say, str) or not isinstance(files, list) or not all(isinstance(f, str) for f in files):
        return Utterance(
            text[:200],
            problem=("“say” must be text and “files” a list of paths.", "“say”应为文字，“files”应为路径列表。"),
        )
    if unknown := sorted(set(told) - {"say", "files"}):
        return Utterance(
            text[:200],
            problem=(
                f"“{unknown[0][:40]}” is not known here; a line holds “say” and “files”.",
                f"无法识别“{unknown[0][:40]}”；一行只能包含“say”和“files”。",
            ),
        )
    return Utterance(say, [Path(f) for f in files])


def _prompt() -> Callable[[str], str]:
    """How to ask for a line: with history and line editing where the terminal has them."""
    with suppress(ImportError):
        import readline  # noqa: F401 - input() edits lines once it is there
    return input


__all__ = ["Talk", "Utterance", "chat", "utterance"]
