"""The kinds of error on the assistant's side; each has its sentence in both languages."""

from crm_store.errors import StoreError


class ToolProblem(StoreError):
    """Something the person can mend, found by a tool: shown as it is."""


class ModelTrouble(StoreError):
    """The language model did not answer properly; nothing was written. `kind` names the fault for the log."""

    def __init__(self, kind: str, en: str, zh: str) -> None:
        self.kind = kind
        super().__init__(en, zh)


class SettingProblem(StoreError):
    """A setting that cannot be used; says which one and what it takes."""
