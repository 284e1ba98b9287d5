"""What the chat has drawn, as a file: to whoever it was drawn for, and only with the right to export."""

from collections.abc import Mapping
from typing import Any

from assistant.blocks import Chart, Language, Table
from assistant.surfaces.chat_files import safe_name
from assistant.surfaces.chat_words import sentence
from assistant.written import Kind, file_of
from crm_store.errors import NotAllowed, NotFound
from crm_store.permissions import Actor
from crm_store.queries import threads
from crm_store.store import Store

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def saved(store: Store, actor: Actor, element_id: str, kind: Kind) -> tuple[str, bytes]:
    """A drawn table or chart as (file name, bytes).

    Raises:
        NotFound: this person has no such drawing. NotAllowed: they may not export.
    """
    with store.session(actor, tool="export") as crm:
        row = threads.attachment(crm, element_id)
        props = dict((row.data.get("props") or {}) if row is not None else {})
    block = _block(row.name, props) if row is not None else None
    if block is None:
        raise NotFound(element_id, sentence("no_drawing", "en"), sentence("no_drawing", "zh"))
    if "export" not in actor.rights:
        raise NotAllowed(
            f"Your role ({actor.role.en}) cannot export. Ask an administrator.",
            f"您的角色（{actor.role.zh}）不能导出。请联系管理员。",
        )
    language: Language = "zh" if props.get("language") == "zh" else "en"
    return f"{safe_name(block.title or 'parley')}.{kind}", file_of(block, kind, language)


def _block(name: str, props: Mapping[str, Any]) -> Table | Chart | None:
    title = str(props.get("title") or "")
    if name == "DataTable":
        rows = [[str(c) for c in row] for row in props.get("rows") or []]
        return Table(title, [str(c) for c in props.get("columns") or []], rows, total=props.get("total"))
    return Chart(title, props.get("kind") or "bar", list(props.get("data") or [])) if name == "Chart" else None
