"""Everything the store can refuse, as sentences a rep may read in English and Chinese."""

from collections.abc import Sequence


class StoreError(Exception):
    """Something the person can mend; the message says what happened and what to do next.

    Every message is given in both languages where it is raised, so none can be forgotten.
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh

    def sentence(self, language: str = "en") -> str:
        """The message in `language` ("en" or "zh")."""
        return self.zh if language.startswith("zh") else self.en


class NotFound(StoreError):
    """No such record, or none this person may see: the two look the same from outside."""

    def __init__(self, what: str, en: str = "", zh: str = "") -> None:
        self.what = what
        super().__init__(
            en or f"I found nothing on record for “{what}”. Check the spelling or give its reference, such as D-12.",
            zh or f"没有找到“{what}”的记录。请检查写法，或直接给出编号，例如 D-12。",
        )


class Ambiguous(StoreError):
    """A name fits several records: `choices` holds (ref, label) pairs to ask with."""

    def __init__(self, what: str, choices: Sequence[tuple[str, str]]) -> None:
        self.what = what
        self.choices = tuple(choices)
        listed = "; ".join(f"{label} ({ref})" for ref, label in self.choices[:8])
        super().__init__(
            f"“{what}” fits several records: {listed}. Which one?", f"“{what}”对应多条记录：{listed}。是哪一个？"
        )


class BadValue(StoreError):
    """A value the field cannot hold; the message says what would be accepted."""


class NotAllowed(StoreError):
    """The person may see the record but not do this to it."""


class Conflict(StoreError):
    """The record changed since it was read; `label` names it."""

    def __init__(self, label: str, en: str = "", zh: str = "") -> None:
        self.label = label
        super().__init__(
            en or f"{label} was changed by someone since then. Look at it again before you decide.",
            zh or f"“{label}”在此期间被人修改过，请重新查看后再决定。",
        )


class Unsafe(Exception):
    """A bug in the caller: a way round the store's one door. Never shown to a person."""
