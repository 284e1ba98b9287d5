"""Words to record numbers: natural keys looked up in memory, in the actor's scope, read from the store once per record type."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select

from crm_store.base import Record
from crm_store.models import Contact, Stage, entities, fields_of
from crm_store.names import normal
from crm_store.transfer.texts import CellError
from crm_store.unit import Unit

_AT = re.compile(r"^(.+?)\s+@\s*(.+)$")
_SUGGESTED = 200
"""Unknown words that get a suggestion; beyond them the file as a whole is wrong and suggesting costs more than it helps."""


class Directory:
    """The records of one type by everything a cell may call them."""

    def __init__(self, entity: str) -> None:
        self.entity = entity
        self.external: dict[str, list[int]] = {}
        self.named: dict[str, list[int]] = {}
        self.labels: dict[int, str] = {}
        self.refused: dict[str, str] = {}
        self._loose: dict[str, list[int]] = {}
        self._loosened = 0

    def add(self, number: int, external_id: str | None, names: Iterable[str | None], label: str | None) -> None:
        """Let a record be found under these words."""
        if external_id:
            self.external.setdefault(external_id, []).append(number)
        for name in names:
            if name:
                key = name.casefold()
                held = self.named.setdefault(key, [])
                if number not in held:
                    held.append(number)
        self.labels[number] = label or f"{entities()[self.entity].about.prefix}-{number}"

    def forget(self, number: int) -> None:
        """Take back a record whose row turned out to be wrong."""
        for book in (self.external, self.named, self._loose):
            for held in book.values():
                if number in held:
                    held.remove(number)
        self.labels.pop(number, None)

    def find(self, text: str) -> list[int]:
        """The records called `text`: by external id, else by a name as written, else by the name's normal form."""
        return self.external.get(text) or self.named.get(text.casefold()) or self._by_normal(text)

    def ref(self, number: int) -> str:
        return f"{entities()[self.entity].about.prefix}-{number}"

    def _by_normal(self, text: str) -> list[int]:
        if self._loosened != len(self.named):
            for name in list(self.named)[self._loosened :]:
                held = self._loose.setdefault(normal(name), [])
                held += [n for n in self.named[name] if n not in held]
            self._loosened = len(self.named)
        wanted = normal(text)
        return self._loose.get(wanted, []) if wanted else []


class Directories:
    """One directory per record type, loaded when first asked for."""

    def __init__(self, crm: Unit) -> None:
        self.crm = crm
        self._held: dict[str, Directory] = {}
        self._account_of: dict[int, int | None] = {}
        self._pipeline_of: dict[int, int | None] = {}
        self._suggested = 0

    def of(self, entity: str) -> Directory:
        if entity not in self._held:
            self._held[entity] = self._load(entity)
        return self._held[entity]

    def note(self, entity: str, number: int, *, account: int | None = None, pipeline: int | None = None) -> None:
        """Remember whose contact or which pipeline's stage a new record is."""
        if entity == "contact":
            self._account_of[number] = account
        elif entity == "stage":
            self._pipeline_of[number] = pipeline

    def resolve(
        self, entity: str, text: str, *, accounts: Collection[int] = (), pipeline: int | None = None, hint: str = ""
    ) -> int:
        """The number of the one record a cell names; CellError when there is none or several.

        Args:
            accounts: prefer contacts of these accounts.
            pipeline: only stages of this pipeline; without it the first pipeline is asked first.
            hint: a short reference (`D-12`) that decides between several of one name.
        """
        book = self.of(entity)
        found = self._contacts(text) if entity == "contact" else book.find(text)
        if entity == "stage":
            found = self._stages(found, pipeline)
        if len(found) > 1 and entity == "contact" and accounts:
            found = [n for n in found if self._account_of.get(n) in accounts] or found
        if len(found) > 1 and hint:
            found = [n for n in found if book.ref(n) == hint] or found
        if len(found) == 1:
            return found[0]
        raise self._several(book, found) if found else self._none(book, text, pipeline)

    def _contacts(self, text: str) -> list[int]:
        book = self.of("contact")
        found = book.find(text)
        parts = None if found else _AT.match(text)
        if parts:
            companies = set(self.of("account").find(parts[2].strip()))
            found = [n for n in book.find(parts[1].strip()) if self._account_of.get(n) in companies]
        return found

    def _stages(self, found: Sequence[int], pipeline: int | None) -> list[int]:
        if pipeline is not None:
            return [n for n in found if self._pipeline_of.get(n) == pipeline]
        if len(found) > 1:
            first = min((p for n in found if (p := self._pipeline_of.get(n)) is not None), default=None)
            return [n for n in found if self._pipeline_of.get(n) == first]
        return list(found)

    def stages_of(self, pipeline: int | None) -> list[str]:
        """The names of a pipeline's stages, of all pipelines when None."""
        book = self.of("stage")
        return [label for n, label in book.labels.items() if pipeline is None or self._pipeline_of.get(n) == pipeline]

    def _load(self, entity: str) -> Directory:
        book = Directory(entity)
        model = entities()[entity]
        names = [n for n in model.about.names if n in fields_of(entity)] or [model.about.title]
        columns = [c for n in names if n != "id" and (c := getattr(model, n, None)) is not None]
        extra = [Contact.account_id] if entity == "contact" else [Stage.pipeline_id] if entity == "stage" else []
        more = _also(model)
        q: Any = select(model.id, model.external_id, *more, *extra, *columns)  # type: ignore[call-overload]
        for row in self.crm.exec(q):
            number, external_id, rest = row[0], row[1], row[2:]
            if extra:
                (self._account_of if entity == "contact" else self._pipeline_of)[number] = rest[len(more)]
            words = [
                w for value in rest[len(more) + len(extra) :] for w in (value if isinstance(value, list) else [value])
            ]
            words += [str(w) for w in rest[: len(more)] if w]
            title = next((w for w in words if w), None)
            book.add(number, external_id, words, title)
        return book

    def _several(self, book: Directory, found: Sequence[int]) -> CellError:
        listed = "; ".join(f"{self._label(book, n)} ({book.ref(n)})" for n in found[:6]) + (
            "; …" if len(found) > 6 else ""
        )
        how_en, how_zh = _SURER.get(book.entity, ("its external id", "外部编号"))
        return CellError(f"one of several, by {how_en}: {listed}", f"有多个匹配，请用{how_zh}指明：{listed}")

    def _label(self, book: Directory, number: int) -> str:
        account = self._account_of.get(number) if book.entity == "contact" else None
        return book.labels[number] + (f" @ {self.of('account').labels.get(account, '')}" if account else "")

    def _none(self, book: Directory, text: str, pipeline: int | None) -> CellError:
        about = entities()[book.entity].about
        if text.casefold() in book.refused:
            where = book.refused[text.casefold()]
            return CellError(
                f"{_a(about.en)} on record; this one was rejected: {where}",
                f"已有的{about.zh}；该{about.zh}已被拒绝：{where}",
            )
        if book.entity == "stage" or len(book.labels) <= 12:
            names = self.stages_of(pipeline) if book.entity == "stage" else list(book.labels.values())
            listed = ", ".join(names) or "none"
            return CellError(f"{_a(about.en)} on record: {listed}", f"已有的{about.zh}：{listed}")
        near: list[str] = []
        if self._suggested < _SUGGESTED:
            self._suggested += 1
            near = [
                m[0]
                for m in process.extract(
                    text, list(set(book.labels.values())), scorer=fuzz.WRatio, limit=3, score_cutoff=75
                )
            ]
        how_en, how_zh = _KEYS_SAID.get(book.entity, ("name or external id", "名称或外部编号"))
        similar_en = f" (similar: {', '.join(sorted(near))})" if near else ""
        similar_zh = f"（相近：{'、'.join(sorted(near))}）" if near else ""
        return CellError(f"{_a(about.en)} on record, by {how_en}{similar_en}", f"已有{about.zh}的{how_zh}{similar_zh}")


def _also(model: type[Record]) -> list[object]:
    """Further words a record answers to besides its names."""
    return [model.number] if model.about.entity == "ticket" else []  # type: ignore[attr-defined]


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


_KEYS_SAID = {
    "user": ("e-mail", "邮箱"),
    "account": ("name, domain or external id", "名称、域名或外部编号"),
    "contact": ("e-mail, “Name @ Account” or external id", "邮箱、“姓名 @ 客户”或外部编号"),
    "deal": ("name or external id", "名称或外部编号"),
}
_SURER = {"user": ("e-mail", "邮箱"), "contact": ("e-mail or external id", "邮箱或外部编号")}
