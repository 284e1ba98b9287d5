"""What a tool's signature says: its arguments, the model that checks them, and one JSON schema for every door."""

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from assistant.blocks import Language
from assistant.kinds import Is
from assistant.tools._base import Effect, Tool

ParameterKind = Literal["text", "whole", "number", "flag", "choice", "parts", "map"]


@dataclass(frozen=True)
class Argument:
    """One argument of a tool, or one field of an argument that has parts.

    `kind` is what a value is: `text` (see `marker` for what it stands for), a `whole` number, a `number`, a `flag`, one of
    `choices`, an object of `parts`, or a `map` of text to text. `many` means a list of such values. `schema` is its JSON schema.
    """

    name: str
    kind: ParameterKind
    required: bool
    default: Any
    schema: dict[str, Any]
    description: str = ""
    many: bool = False
    marker: Is | None = None
    choices: tuple[str, ...] = ()
    parts: tuple["Argument", ...] = ()


@dataclass(frozen=True)
class ToolSpec:
    """A tool as a brain sees it: what it does, what people say when they want it, and what it takes."""

    name: str
    effect: Effect
    says: tuple[str, ...]
    description: str
    parameters: tuple[Argument, ...]
    schema: dict[str, Any]

    def parameter(self, name: str) -> Argument | None:
        return next((p for p in self.parameters if p.name == name), None)


@cache
def spec_of(tool: Tool) -> ToolSpec:
    """A tool's arguments in the order of its signature."""
    schema = json_schema(tool)
    made = tuple(
        _parameter(name, hint, default, schema["properties"][name])
        for name, (hint, default) in _arguments(tool).items()
    )
    return ToolSpec(tool.name, tool.effect, tool.says, tool.description, made, schema)


@cache
def args_model(tool: Tool) -> type[BaseModel]:
    """The pydantic model of a tool's arguments; unknown arguments are refused."""
    fields: dict[str, Any] = dict(_arguments(tool))
    return create_model(tool.name, __config__=ConfigDict(extra="forbid"), __doc__=tool.description, **fields)


@cache
def json_schema(tool: Tool) -> dict[str, Any]:
    """The schema of a tool's arguments as models read it: self-contained, no titles, optional instead of nullable."""
    raw = args_model(tool).model_json_schema()
    made = _plain(raw, raw.pop("$defs", {}))
    made.pop("description", None)
    return {"type": "object", "properties": {}, **made}


def read_args(tool: Tool, args: Mapping[str, Any]) -> dict[str, Any]:
    """Checked argument values for the tool's function.

    What models send by habit is taken as meant: null for "not given", one value where a list is wanted, a list or object as JSON text.

    Raises:
        ValidationError: an argument is missing, unknown or does not fit.
    """
    given = {}
    known = {p.name: p for p in spec_of(tool).parameters}
    for name, value in args.items():
        argument = known.get(name)
        if value is None or (value == "" and argument is not None and not argument.required):
            continue
        if argument is not None and (argument.many or argument.kind in ("map", "parts")):
            value = _unpacked(value)
            value = [value] if argument.many and not isinstance(value, (list, tuple)) else value
        given[name] = value
    checked = args_model(tool)(**given)
    return {name: getattr(checked, name) for name in type(checked).model_fields}


def what_is_wrong(error: ValidationError, tool: Tool, language: Language) -> str:
    """The first few argument errors as sentences that say what would be accepted."""
    return (" " if language == "en" else "").join(_sentence(e, tool, language) for e in error.errors()[:3])


def _unpacked(value: Any) -> Any:
    if not isinstance(value, str) or value.strip()[:1] not in ("[", "{"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _sentence(error: Any, tool: Tool, language: Language) -> str:
    where = ".".join(str(part) for part in error["loc"]) or tool.name
    kind, told = str(error["type"]), dict(error.get("ctx") or {})
    known = ", ".join(p.name for p in spec_of(tool).parameters) or "–"
    en, zh = {
        "missing": ("is missing", "缺失"),
        "extra_forbidden": (
            f"is not an argument of {tool.name}; it takes: {known}",
            f"不是 {tool.name} 的参数；可用参数：{known}",
        ),
        "literal_error": (
            f"must be one of {told.get('expected')}",
            f"必须是以下之一：{str(told.get('expected')).replace(' or ', '、')}",
        ),
        "greater_than_equal": (f"must be at least {told.get('ge')}", f"不能小于 {told.get('ge')}"),
        "less_than_equal": (f"must be at most {told.get('le')}", f"不能大于 {told.get('le')}"),
        "string_type": ("must be text", "应为文字"),
        "int_type": ("must be a whole number", "应为整数"),
        "int_parsing": ("must be a whole number", "应为整数"),
        "int_from_float": ("must be a whole number", "应为整数"),
        "list_type": ("must be a list", "应为列表"),
        "bool_parsing": ("must be true or false", "应为 true 或 false"),
        "bool_type": ("must be true or false", "应为 true 或 false"),
        "dict_type": ("must be an object", "应为对象"),
        "model_type": ("must be an object", "应为对象"),
    }.get(kind, (f"does not fit: {error['msg']}", f"不合适：{error['msg']}"))
    return f"“{where}” {en}." if language == "en" else f"“{where}”{zh}。"


def _arguments(tool: Tool) -> dict[str, tuple[Any, Any]]:
    """(type, default) by name; `...` as default means required. The first parameter, the context, is left out."""
    hints = get_type_hints(tool.run, include_extras=True)
    names = list(signature(tool.run).parameters.values())[1:]
    return {p.name: (hints[p.name], ... if p.default is Parameter.empty else p.default) for p in names}


def _parameter(name: str, hint: Any, default: Any, schema: dict[str, Any]) -> Argument:
    made = _read(hint)
    required = default is ...
    return Argument(
        name, made["kind"], required, None if required else default, schema, str(schema.get("description", "")),
        made.get("many", False), made.get("marker"), made.get("choices", ()), _parts(made.get("model"), schema),
    )  # fmt: skip


def _parts(model: type[BaseModel] | None, schema: dict[str, Any]) -> tuple[Argument, ...]:
    if model is None:
        return ()
    hints = get_type_hints(model, include_extras=True)
    properties = schema.get("items", schema).get("properties", {})
    return tuple(_parameter(n, hints[n], _default(f), properties.get(n, {})) for n, f in model.model_fields.items())


def _default(field: FieldInfo) -> Any:
    return ... if field.is_required() else field.get_default(call_default_factory=True)


def _read(hint: Any) -> dict[str, Any]:
    """What a type hint holds: kind, many, marker, choices, model."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *notes = get_args(hint)
        made = _read(inner)
        marker = next((n for n in notes if isinstance(n, Is)), None)
        return {**made, "marker": marker} if marker else made
    if origin in (Union, types.UnionType):
        return _read(next(a for a in get_args(hint) if a is not type(None)))
    if origin in (list, tuple):
        return {**_read(get_args(hint)[0]), "many": True}
    if origin is Literal:
        return {"kind": "choice", "choices": tuple(str(v) for v in get_args(hint))}
    if origin is dict or hint is dict:
        return {"kind": "map"}
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return {"kind": "parts", "model": hint}
    plain: dict[Any, ParameterKind] = {str: "text", int: "whole", float: "number", bool: "flag"}
    if hint not in plain:
        raise TypeError(f"a tool argument cannot be a {hint!r}: use the types of assistant.kinds")
    return {"kind": plain[hint]}


def _plain(schema: Any, defs: Mapping[str, Any]) -> Any:
    """References put in place, titles and nulls left out."""
    if isinstance(schema, list):
        return [_plain(s, defs) for s in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        target = dict(defs[schema["$ref"].rpartition("/")[2]])
        return _plain({**target, **{k: v for k, v in schema.items() if k != "$ref"}}, defs)
    choices = [s for s in schema.get("anyOf", ()) if s.get("type") != "null"]
    if len(choices) == 1 and len(schema["anyOf"]) == 2:
        rest = {k: v for k, v in schema.items() if k not in ("anyOf", "default")}
        return _plain({**choices[0], **rest}, defs)
    made = {}
    for key, value in schema.items():
        if key == "properties":
            made[key] = {name: _plain(inner, defs) for name, inner in value.items()}
        elif key != "title" or not isinstance(value, str):
            made[key] = value if key in ("default", "enum", "const", "required") else _plain(value, defs)
    return made
