"""The catalog: every tool in this folder, found by looking, with what it takes and the one way to call it."""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from assistant.blocks import Choice, Language, Question
from assistant.examples import OwnExamples
from assistant.recognise.text import language as language_of
from assistant.tools import _spec
from assistant.tools._as_it_stood import as_it_stood
from assistant.tools._base import Effect, Tool, ToolContext, ToolResult, catalog
from assistant.tools._spec import Argument, ToolSpec
from assistant.tools._withheld import UNTOUCHED, must_show, with_withheld
from crm_store.codes import RoleName
from crm_store.errors import Ambiguous, StoreError
from crm_store.unit import Unit

for _module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    if not _module.startswith("_"):
        importlib.import_module(f"{__name__}.{_module}")

__all__ = [
    "Argument",
    "Effect",
    "Tool",
    "ToolContext",
    "ToolResult",
    "ToolSpec",
    "args_model",
    "call",
    "catalog",
    "json_schema",
    "specs",
    "starters",
]  # fmt: skip

_LABEL = 44
"""Characters a button shows."""

_KNOWS_THE_PAST = "pipeline_summary"
"""Reads the past by the event log alone, far more deals than a copy of the store would hold."""
_FIRST = ("my_day", "find_records", "log_interaction", "pipeline_summary", "brief", "help")
"""The tools a rep's new chat starts with: one for each journey and main job."""
_FIRST_OF_MANAGERS = ("pipeline_summary", "deals_at_risk", "forecast", "attainment", "team_report", "help")
"""Of whoever looks after other people's deals, or only looks at them."""


def specs() -> list[ToolSpec]:
    """Every tool as a brain sees it, by name."""
    return [_spec.spec_of(tool) for tool in catalog().values()]


def args_model(tool: Tool | str) -> type[Any]:
    """The pydantic model that checks a tool's arguments."""
    return _spec.args_model(_named(tool))


def json_schema(tool: Tool | str) -> dict[str, Any]:
    """The JSON schema of a tool's arguments: one for LangChain, MCP and REST."""
    return _spec.json_schema(_named(tool))


def call(name: str, ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Run a tool with arguments as a model, a program or the offline brain gave them.

    What somebody can mend comes back as a result: wrong arguments and refusals with `ok=False` and a sentence in the language
    of the conversation, a name that fits several records as a question (`data["unclear"]` is that name). Bugs are raised.
    """
    tool = catalog().get(name)
    if tool is None:
        known = ", ".join(catalog())
        return ToolResult(
            ctx.words(f"There is no tool “{name}”. There are: {known}.", f"没有工具“{name}”。可用：{known}。"), ok=False
        )
    try:
        values = _spec.read_args(tool, args)
    except ValidationError as error:
        return ToolResult(_spec.what_is_wrong(error, tool, ctx.language), ok=False)
    try:
        must_show(ctx, tool.name)
        then = values.pop("as_of", None) if tool.name != _KNOWS_THE_PAST else None
        result = tool.run(ctx, **values) if then is None else as_it_stood(ctx, then, lambda c: tool.run(c, **values))
        return result if tool.name in UNTOUCHED else with_withheld(ctx, result)
    except Ambiguous as error:
        return _which(error, ctx)
    except StoreError as error:
        return ToolResult(error.sentence(ctx.language), ok=False)


def starters(language: Language, crm: Unit | None = None) -> list[tuple[str, str]]:
    """(label, message) pairs that show a newcomer what can be said; with `crm` they speak of the person's own records."""
    own = OwnExamples(crm, language) if crm is not None else None
    made = []
    for name in _FIRST if crm is None or crm.actor.role is RoleName.REP else _FIRST_OF_MANAGERS:
        tool = catalog().get(name)
        said = next((s for s in tool.says if language_of(s, "en") == language), None) if tool else None
        if said and (own is None or own.fits(said)):
            message = own.own(said) if own is not None else said
            made.append((_label(message), message))
    return made


def _label(message: str) -> str:
    """A message as a button says it: its first clause, with a capital."""
    text = message.strip(" ?？!！.。")
    clause = re.split(r"[,，;；:：]", text)[0].strip() if len(text) > _LABEL else text
    short = clause if len(clause) <= _LABEL else clause[:_LABEL].rsplit(" ", 1)[0] + "…"
    return short[:1].upper() + short[1:]


def _which(error: Ambiguous, ctx: ToolContext) -> ToolResult:
    labels = [label for _, label in error.choices]
    choices = []
    for ref, label in error.choices:
        shown = label if labels.count(label) == 1 else f"{label} {ref}"
        choices.append(Choice(shown, ref, shown))
    listed = re.match(r"\w+ of [A-Z]+-\d", error.what)  # several that were listed have no name in common
    text = (
        ctx.words("Which deal do you mean?", "您指的是哪个商机？") if error.what in ("the deal", "商机")
        else ctx.words("Which one do you mean?", "您指的是哪一个？") if listed
        else ctx.words(f"Which “{error.what}” do you mean?", f"您指的是哪一个“{error.what}”？")
    )  # fmt: skip
    return ToolResult(text, question=Question(text, choices), data={"unclear": error.what}, ok=True)


def _named(tool: Tool | str) -> Tool:
    return catalog()[tool] if isinstance(tool, str) else tool
