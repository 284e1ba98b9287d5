"""A turn as text for a terminal: the words, then cards, tables and bars, the choices and the sources."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.surfaces import cli_text
from assistant.surfaces.cli_output import words

if TYPE_CHECKING:
    from assistant.blocks import Card, Chart, Table, TurnResult

_BAR = 30
"""Columns of the longest bar of a chart."""


def lines(turn: "TurnResult") -> Iterator[str]:
    """Everything of a turn a person needs, as lines."""
    yield from _plain(turn.reply)
    for card in turn.cards:
        yield from _card(card)
    for table in turn.tables:
        yield from _table(table)
    for chart in turn.charts:
        yield from _chart(chart)
    if turn.question is not None:
        for n, choice in enumerate(turn.question.choices, 1):
            yield f"  {n}. {cli_text.one_line(choice.label)}"
    for source in turn.sources:
        at = f" {source.date}" if source.date else ""
        yield f"  [{source.n}] {source.ref}{at} “{cli_text.cut(cli_text.one_line(source.quote), 200)}”"


def _plain(markdown: str) -> Iterator[str]:
    """Markdown without its marks."""
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", cli_text.safe(markdown))
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE)
    yield from text.split("\n")


def _card(card: "Card") -> Iterator[str]:
    yield ""
    yield f"{cli_text.one_line(card.title)}  ({card.ref})" if card.ref else cli_text.one_line(card.title)
    yield from cli_text.pairs(card.fields)
    for section in card.sections:
        yield from _table(section)


def _table(table: "Table") -> Iterator[str]:
    yield ""
    if table.title:
        yield cli_text.one_line(table.title)
    if table.rows:
        yield from cli_text.table(table.columns, table.rows)
    more = (table.total or 0) - len(table.rows)
    if more > 0:
        yield words(f"… and {more:,} more", f"… 另有 {more:,} 条")


def _chart(chart: "Chart") -> Iterator[str]:
    yield ""
    yield cli_text.one_line(chart.title)
    points = [
        (str(p.get("label", "")), float(p.get("value") or 0), str(p.get("text", p.get("value", ""))))
        for p in chart.data
    ]
    most = max((abs(v) for _, v, _ in points), default=0) or 1
    left = max((cli_text.width(label) for label, _, _ in points), default=0)
    for label, value, text in points:
        bar = "█" * round(abs(value) / most * _BAR) or ("▏" if value else "")
        yield f"  {label}{' ' * (left - cli_text.width(label))}  {bar} {text}"
