"""Everything the store can refuse, as sentences a rep may read in English and Chinese."""

import errno
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


class NoStore(StoreError):
    """There is no database yet, or an empty one."""

    def __init__(self) -> None:
        super().__init__(
            "There is no store here yet. Run “parley init” first.", "这里还没有数据库。请先运行“parley init”。"
        )


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


class Expired(StoreError):
    """The preview is too old to save."""

    def __init__(self) -> None:
        super().__init__(
            "This preview is too old to save. Ask again and I will show a fresh one.",
            "该预览已过期，无法保存。请重新提出，我会给出最新预览。",
        )


class Busy(StoreError):
    """Another writer held the database for too long."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else is writing just now. Nothing was changed; please try again in a moment.",
            "此刻有其他人正在写入，未做任何更改，请稍后重试。",
        )


class Crossed(StoreError):
    """Two writers were in each other's way, and the database gave this one up: at once again it goes through."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed the same records at the same moment. Nothing was changed; please try again.",
            "此刻有其他人正在更改同样的记录，未做任何更改，请重试。",
        )


class DiskFull(StoreError):
    """What was to be written could not be."""

    def __init__(self) -> None:
        super().__init__(
            "The disk is full or cannot be written, so nothing was saved. Make room and try again.",
            "磁盘已满或无法写入，未保存任何内容。请清理空间后重试。",
        )


class Damaged(StoreError):
    """The database's own file is broken; `what` is what the database says of it."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            "The database is damaged and cannot be read here. Run “parley doctor”, and restore a backup.",
            "数据库已损坏，无法读取。请运行“parley doctor”，并恢复备份。",
        )


class Unsure(StoreError):
    """The connection broke while a commit was under way: it may have been done."""

    def __init__(self) -> None:
        super().__init__(
            "The connection to the database broke while this was being saved, so it may be saved or not. Look at it once the "
            "database runs again; saving the same card once more never counts twice.",
            "保存时与数据库的连接中断，可能已保存，也可能没有。请在数据库恢复后查看；同一张卡片再次保存不会重复生效。",
        )


class Unsafe(Exception):
    """A bug in the caller: a way round the store's one door. Never shown to a person."""


def no_room(e: OSError) -> bool:
    """Whether a file could not be written because the disk, or what this person may use of it, is full."""
    return e.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
