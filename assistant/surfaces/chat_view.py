"""Blocks, sources, questions and proposals as elements of the chat: what a turn's result looks like to a person.

Every drawing is an element of ours (public/elements/*.jsx) that carries its data in `props`: it is stored with its message, drawn
again from there when the thread is opened, and fetches nothing.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import chainlit as cl

from assistant.blocks import Card, Chart, Question, Source, Table, TurnResult
from assistant.wording import day_text, moment_text
from crm_store.models import by_prefix, fields_of

PROPOSAL = "ProposalCard"
BOARD = "Board"
SAVED = ("Chart", "DataTable")
"""What can be downloaded as a file."""
ASKED = (*SAVED, "Sources")
"""What a page asks the server about: for a file, or for the text a source stands in."""
MOST_ROWS = 200
"""Rows of one table sent to the page; its total says how many there are."""

_SIGN = re.compile(r"^(\s*[-*] )\+ ", re.MULTILINE)
_PINNED = re.compile(r"^\d+\. \*\*(.+?)\*\*[:：]? ?(.*)$", re.MULTILINE)
_FOOTNOTE = re.compile(r" ?\[(\d{1,3})\](?![(\[:])")
_AFTER_LIST = re.compile(r"^(\s*(?:[-*]|\d+\.) [^\n]*)\n(?!\s|$|[-*+] |\d+\. )", re.MULTILINE)
"""The last item of a list and a line right below it, which markdown would make part of that item."""
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]*?)([：:，。；！？、]*)\*\*")
"""What stands in bold, and the marks it ends with: closed after a mark and before a Chinese word, markdown would show the stars."""


def elements(result: TurnResult, now: datetime | None = None) -> list[cl.CustomElement]:
    """What to draw below a reply, in reading order: charts, tables, records, the card to decide on, the question, the sources."""
    language = result.language
    drawn = pictures(result)
    if is_board(result):
        at, shown = moment(datetime.now(UTC) if now is None else now, language)
        board = {
            "at": at,
            "shown": shown,
            "lines": board_lines(result.words or result.reply),
            "elements": [e.id for e in drawn],
        }
        head = _element(BOARD, board, language)
        head.props["element"] = head.id
        drawn.insert(0, head)
    told = any(c["tool"] == "brief" for c in result.calls)  # the words say it already: the record waits behind a click
    drawn += [_element("RecordCard", {**_card(c), "folded": told}, language) for c in result.cards]
    if result.proposal is not None:
        drawn.append(proposal_card(result.proposal, language))
    if result.question is not None and result.question.choices:
        drawn.append(_element("Choices", _question(result.question), language))
    if result.sources:
        drawn.append(_element("Sources", {"sources": [source_props(s, language) for s in result.sources]}, language))
    return drawn


def pictures(result: TurnResult) -> list[cl.CustomElement]:
    """The charts and tables of an answer."""
    drawn = [_element("Chart", _chart(c), result.language) for c in result.charts if c.data]
    return drawn + [_element("DataTable", table(t), result.language) for t in result.tables]


def is_board(result: TurnResult) -> bool:
    """Whether an answer is somebody's dashboard, with something on it."""
    shows = any(c["tool"] == "dashboard" and c["args"].get("action", "show") == "show" for c in result.calls)
    return shows and bool(board_lines(result.words or result.reply))


def board_lines(said: str) -> list[list[str]]:
    """The pins of a dashboard as (title, what is said of it)."""
    return [[m[1], m[2].strip(" :：")] for m in _PINNED.finditer(said)]


def moment(at: datetime, language: str) -> tuple[str, str]:
    """A moment for the page's clock and for its reader."""
    return at.isoformat(), moment_text(at, language)


def reply(result: TurnResult) -> str:
    """The reply as markdown without what the card says, its footnotes as links to the sources below it."""
    # In a list, the plus of “what is new” would begin a list of its own.
    said = result.words or result.reply
    text = _SIGN.sub(r"\1\\+ ", plain(said.partition("\n")[0] if is_board(result) else said))
    text = _STRONG.sub(_bold, _AFTER_LIST.sub(r"\1\n\n", text))
    known = {str(s.n) for s in result.sources}
    # No space before a footnote: it must not begin a line away from the word it belongs to.
    return _FOOTNOTE.sub(lambda m: f"[{m[1]}](#source-{m[1]})" if m[1] in known else m[0], text) if known else text


def _bold(found: re.Match[str]) -> str:
    """Bold words with the marks they end with behind them; U+2060 keeps a bracket or a quotation mark from spoiling the end."""
    words, marks = found[1], found[2]
    if not words:
        return found[0]
    return f"**{words}{'' if words[-1].isalnum() else chr(0x2060)}**{marks}"


def plain(text: str) -> str:
    """Markdown without images: a note quoted in an answer must not make the page fetch anything."""
    return text.replace("![", "[")


def proposal_card(proposal: Mapping[str, Any], language: str, *, note: str = "") -> cl.CustomElement:
    """The card a proposal is decided on."""
    return _element(PROPOSAL, proposal_props(proposal, language, note=note), language)


def proposal_props(proposal: Mapping[str, Any], language: str, *, note: str = "") -> dict[str, Any]:
    """A proposal as its card holds it; `note` is said on the card, such as why an edit was refused."""
    kept = {k: proposal.get(k) for k in ("id", "status", "digest", "expires_at", "undoable", "changes", "contested")}
    if proposal.get("undone"):
        kept["status"] = "undone"
    return json_safe({**kept, "language": language, "note": plain(note)})


def table(block: Table) -> dict[str, Any]:
    """A table as its element holds it."""
    refs = block.refs if len(block.refs) == len(block.rows) else [""] * len(block.rows)
    total = block.total if block.total is not None else len(block.rows)
    return {
        "title": block.title,
        "columns": block.columns,
        "rows": block.rows[:MOST_ROWS],
        "refs": refs[:MOST_ROWS],
        "total": total,
    }


def _chart(block: Chart) -> dict[str, Any]:
    points = [
        {
            "label": str(p.get("label", "")),
            "value": float(p.get("value") or 0),
            "text": str(p.get("text") or ""),
            **({"whole": True} if p.get("whole") else {}),
            **({"column": str(p["column"])} if "column" in p else {}),
        }
        for p in block.data
    ]
    return {"title": block.title, "kind": block.kind, "data": points}


def _card(block: Card) -> dict[str, Any]:
    return {
        "title": block.title,
        "ref": block.ref,
        "entity": block.entity,
        "fields": [[label, value] for label, value in block.fields],
        "sections": [table(s) for s in block.sections],
    }


def _question(block: Question) -> dict[str, Any]:
    choices = [{"label": c.label, "ref": c.ref, "say": c.say or c.label} for c in block.choices]
    return {"choices": choices, "chosen": None}


def source_props(source: Source, language: str) -> dict[str, Any]:
    """A source as its footnote holds it."""
    return {
        "n": source.n,
        "ref": source.ref,
        "field": _field_name(source, language),
        "held": source.field,
        "quote": source.quote,
        "date": _day(source.date, language),
        "title": source.title,
    }


def _day(told: str | None, language: str) -> str | None:
    """A source's day as the answer writes days."""
    try:
        return day_text(date.fromisoformat(told), language) if told else told
    except ValueError:
        return told


def _field_name(source: Source, language: str) -> str | None:
    """A source's field as people call it; a note's own text needs no name."""
    entity = by_prefix().get(source.ref.rpartition("-")[0])
    if source.field is None or entity is None:
        return source.field
    specs = fields_of(entity)
    spec = specs.get(source.field) or next((s for s in specs.values() if s.column == source.field), None)
    plain = source.field.removeprefix("custom.").replace("_", " ")
    return plain if spec is None else spec.label(language)


def _element(name: str, props: Mapping[str, Any], language: str) -> cl.CustomElement:
    made = cl.CustomElement(name=name, props=json_safe({**props, "language": language}), display="inline")
    if name in ASKED:
        made.props["element"] = made.id  # what it is asked for by
    return made


def json_safe(props: Mapping[str, Any]) -> dict[str, Any]:
    """Props that survive JSON, whatever a block held (dates, decimals)."""
    made: dict[str, Any] = json.loads(json.dumps(props, ensure_ascii=False, default=str))
    return made


def stale(card: Mapping[str, Any], statuses: Mapping[str, str]) -> str | None:
    """The status a drawn proposal card should have by now; None when it shows that already."""
    props = card.get("props") or {}
    now = statuses.get(str(props.get("id")), "cancelled")
    return now if now != props.get("status") else None


def shown_status(status: str, *, expired: bool) -> str:
    """A proposal's status as its card words it."""
    return "expired" if status == "pending" and expired else status
