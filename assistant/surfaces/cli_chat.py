"""`parley chat`: a conversation on a terminal, or one utterance per line of stdin and one turn per line of stdout."""

import asyncio
import json
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
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
    clock = home.ticking(store, actor, now)
    store.close()

    def open_assistant() -> "Assistant":
        from assistant.conversation import Assistant

        return Assistant.open(settings, clock=clock)

    with ThreadPoolExecutor(1) as beside, asyncio.Runner() as runner:
        talk = Talk(beside.submit(open_assistant), runner, actor, thread or uuid4().hex, yes=yes, as_json=as_json)
        try:
            talk.on_terminal() if sys.stdin.isatty() and not as_json else talk.in_pipe()
        finally:
            talk.close()


class Talk:
    """One conversation of one person with this process's assistant, which opens while they begin to type.

    Lines are read outside the event loop, so that Ctrl-C ends a prompt at once.
    """

    def __init__(
        self,
        assistant: "Future[Assistant]",
        runner: asyncio.Runner,
        actor: "Actor",
        thread: str,
        *,
        yes: bool,
        as_json: bool,
    ) -> None:
        self.assistant = assistant
        self.runner = runner
        self.actor = actor
        self.thread = thread
        self.yes = yes
        self.as_json = as_json

    def in_pipe(self) -> None:
        """Answer line after line until the input ends; a line that cannot be taken is answered with a sentence."""
        self.assistant.result()
        while raw := sys.stdin.buffer.readline():
            turn = self.answer(utterance(raw))
            if self.as_json:
                cli_output.as_json(turn.to_json())
            else:
                self._print(turn)
                cli_output.line()
            sys.stdout.flush()

    def on_terminal(self) -> None:
        """A chat with a prompt, until Ctrl-D."""
        ask = _prompt()
        cli_output.say(
            f"Hello {self.actor.name}. Ask, or say what happened; “help” shows what I can do, Ctrl-D ends.",
            f"{self.actor.name}，您好。请提问，或告诉我发生了什么；说“帮助”查看我能做什么，按 Ctrl-D 结束。",
        )
        while True:
            try:
                said = ask("› ")
            except EOFError:
                break
            if said.strip():
                self._print(self.answer(utterance(said.encode("utf-8", "surrogateescape"))))
                cli_output.line()
        cli_output.line()
        cli_output.say(
            f"Go on later with: parley chat --as {self.actor.email} --thread {self.thread}",
            f"以后可继续：parley chat --as {self.actor.email} --thread {self.thread}",
        )

    def answer(self, said: Utterance) -> "TurnResult":
        """One turn, whatever the line held."""
        assistant = self.assistant.result()
        if said.problem is None:
            turn = assistant.take_turn(self.actor, self.thread, said.say, files=said.files, yes=self.yes)
            return self.runner.run(turn)
        from assistant.blocks import TurnResult

        brain = assistant.settings.chosen_brain
        told = TurnResult(said=said.say, language=cli_output.language(), brain=brain, id=uuid4().hex)
        told.reply = told.words = cli_output.words(*said.problem)
        return told

    def close(self) -> None:
        if not self.assistant.cancel() and self.assistant.exception() is None:
            self.assistant.result().close()

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
