"""The kinds of error on the assistant's side, each with its sentence in both languages; and the one place surprises become one."""

import logging
from types import TracebackType
from typing import Self
from uuid import uuid4

from crm_store.errors import DiskFull, StoreError, no_room


class ToolProblem(StoreError):
    """Something the person can mend, found by a tool: shown as it is."""


class ModelTrouble(StoreError):
    """The language model did not answer properly; nothing was written. `kind` names the fault for the log."""

    def __init__(self, kind: str, en: str, zh: str) -> None:
        self.kind = kind
        super().__init__(en, zh)


class SettingProblem(StoreError):
    """A setting that cannot be used; says which one and what it takes."""


class Calm:
    """The one place where a bug becomes a sentence: `with Calm(language) as calm: …`, then `calm.sentence`.

    What goes wrong inside is logged with its trace under a number; `sentence` names that number and nothing else, or that
    the disk is full. It is None when all went well. What ends a process or a task passes through.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.sentence: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        number = uuid4().hex[:8]
        logging.getLogger("parley").error("surprise %s", number, exc_info=error)
        if isinstance(error, OSError) and no_room(error):
            self.sentence = DiskFull().sentence(self.language)
        elif self.language == "zh":
            self.sentence = (
                f"出了点意外（编号 {number}），没有做任何更改。请再试一次；如果仍然不行，请把编号告诉管理员。"
            )
        else:
            self.sentence = (
                f"Something unexpected happened (number {number}); nothing was changed. "
                "Please try again, or give the number to your administrator."
            )
        return True
