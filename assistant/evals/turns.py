"""What a person saw and did in each turn of a scenario, and what the store wrote in it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.blocks import Card, Table, TurnResult
from assistant.evals.changes import Change

BETWEEN = "\x1f"
"""Stands between two things that are seen apart, so that no expectation is met across them."""

ROWS = 10
"""Rows of a table that a report tells."""

_SURPRISE = re.compile(r"(?<=number )[0-9a-f]{8}\b|(?<=编号 )[0-9a-f]{8}\b")
"""The number of a surprise, which is another one in every run."""

_MARKS = re.compile(r"\\(?=[^\w\s])|\*\*|__|`")


@dataclass(frozen=True)
class Turn:
    """One message and its answer. `confirmed`: the person said yes to a card, chose, or asked for undo or redo."""

    said: str
    result: TurnResult
    wrote: tuple[Change, ...] = ()
    confirmed: bool = False
    ms: float = 0.0


@dataclass
class Ran:
    """A scenario that was run: its turns and what all of them together changed."""

    turns: list[Turn] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def visible(results: Iterable[TurnResult]) -> str:
    """The reply, tables, cards and choices of turns as `plain` text."""
    return plain(BETWEEN.join(part for result in results for part in _parts(result)))


def told(result: TurnResult) -> str:
    """A turn as a report tells it: the reply, then tables, cards and choices, a line each, without what differs in every run."""
    lines = [_SURPRISE.sub("########", result.reply)]
    for table in _tables(result):
        rows = [" | ".join(row) for row in [table.columns, *table.rows[:ROWS]]]
        more = [f"… {len(table.rows)}"] if len(table.rows) > ROWS else []
        lines.append("\n".join([f"▦ {table.title}", *rows, *more]))
    for card in result.cards:
        lines.append("\n".join([f"▭ {card.title} {card.ref}", *(f"{label}: {value}" for label, value in card.fields)]))
    if result.question is not None:
        lines += [f"{n}. {choice.label}" for n, choice in enumerate(result.question.choices, 1)]
    return "\n".join(lines)


def plain(text: str) -> str:
    """Text as it is compared: without marks of markdown, in one case and width, with single blanks."""
    bare = unicodedata.normalize("NFKC", _MARKS.sub("", text)).casefold()
    return BETWEEN.join(" ".join(part.split()) for part in bare.split(BETWEEN))


def shown_refs(result: TurnResult) -> list[str]:
    """The references of records that a turn showed: in tables, cards, sources, choices and on the card to save."""
    refs = [s.ref for s in result.sources]
    refs += [ref for table in _tables(result) for ref in table.refs]
    refs += [card.ref for card in result.cards]
    refs += [c.ref for c in result.question.choices] if result.question is not None else []
    refs += [str(c.get("ref") or "") for c in (result.proposal or {}).get("changes", [])]
    return [ref for ref in dict.fromkeys(refs) if ref]


def _parts(result: TurnResult) -> Iterable[str]:
    yield result.reply
    for table in result.tables:
        yield from _table(table)
    for card in result.cards:
        yield from _card(card)
    if result.question is not None:
        yield result.question.text
        for choice in result.question.choices:
            yield from (choice.label, choice.ref)


def _table(table: Table) -> Iterable[str]:
    yield table.title
    yield from table.columns
    for row in table.rows:
        yield from (str(cell) for cell in row)


def _card(card: Card) -> Iterable[str]:
    yield from (card.title, card.ref)
    for label, value in card.fields:
        yield f"{label}: {value}"
    for section in card.sections:
        yield from _table(section)


def _tables(result: TurnResult) -> list[Table]:
    return [*result.tables, *(section for card in result.cards for section in card.sections)]
