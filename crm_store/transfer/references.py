"""A reference as a file writes it, a natural key or several split by `;`, as the number or numbers a field holds."""

import re
from collections.abc import Mapping
from typing import Any

from crm_store.base import FieldSpec, Kind
from crm_store.transfer.directory import Directories
from crm_store.transfer.texts import CellError

SELF: Mapping[str, tuple[str, ...]] = {"team": ("parent",), "user": ("reports_to",), "account": ("parent",)}
"""References between records of one type: resolved after all rows of it were seen, so their order does not matter."""

SUBJECTS = ("account", "contact", "deal")
"""What a fact may be about."""

_SPLIT = re.compile("[;；]")


class References:
    """Reads reference cells against the directories."""

    def __init__(self, books: Directories) -> None:
        self.books = books
        self._seen: dict[tuple[Any, ...], int] = {}

    def read(self, entity: str, spec: FieldSpec, text: str, values: dict[str, Any], hint: str) -> Any:
        """What the field holds: a number, a list of them for link fields, the text itself when it waits for its own type.

        Raises:
            CellError: nobody answers to the text, or several do.
        """
        if spec.name in SELF.get(entity, ()):
            return text
        if spec.kind is Kind.REFS:
            return self._several(spec, text, values, hint)
        if spec.kind is Kind.SUBJECT:
            return self._subject(text, values, hint)
        pipeline = values.get("pipeline") if spec.to == "stage" else None
        return self._one(spec.to, text, _accounts(values), pipeline, hint)

    def _one(
        self, to: str, text: str, accounts: tuple[int, ...] = (), pipeline: int | None = None, hint: str = ""
    ) -> int:
        key = (to, text, accounts if to == "contact" else (), pipeline, hint)
        if key not in self._seen:
            self._seen[key] = self.books.resolve(to, text, accounts=accounts, pipeline=pipeline, hint=hint)
        return self._seen[key]

    def _several(self, spec: FieldSpec, text: str, values: dict[str, Any], hint: str) -> list[int]:
        accounts = _accounts(values)
        parts = [p.strip() for p in _SPLIT.split(text) if p.strip()]
        hints = [h.strip() for h in hint.split(";")] if hint else []
        if len(parts) > 1 and self.books.of(spec.to).find(text):
            parts = [text]  # a name with a semicolon in it
        if len(hints) != len(parts):
            hints = [""] * len(parts)
        return list(dict.fromkeys(self._one(spec.to, p, accounts, None, h) for p, h in zip(parts, hints, strict=True)))

    def _subject(self, text: str, values: dict[str, Any], hint: str) -> int:
        """The record a fact is about; its type is the `subject_type` column's, else the one type that knows the text."""
        said = str(values.get("subject_type") or "").casefold()
        if said:
            if said not in SUBJECTS:
                raise CellError(
                    f"subject_type one of {', '.join(SUBJECTS)}", f"subject_type 为以下之一：{'、'.join(SUBJECTS)}"
                )
            values["subject_type"] = said
            return self._one(said, text, hint=hint)
        fits: list[tuple[str, int]] = []
        for to in SUBJECTS:
            try:
                fits.append((to, self._one(to, text, hint=hint)))
            except CellError:
                continue
        if len(fits) != 1:
            en = "exactly one account, contact or deal, by name or external id; or fill subject_type"
            raise CellError(en, "唯一的客户、联系人或商机（名称或外部编号），或填写 subject_type")
        values["subject_type"], number = fits[0]
        return number


def _accounts(values: Mapping[str, Any]) -> tuple[int, ...]:
    held = values.get("account")
    return () if held is None else tuple(held) if isinstance(held, list) else (held,)
