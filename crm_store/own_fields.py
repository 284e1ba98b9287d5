"""The fields a company added to a record type: their definitions as field specs, and their values between JSON and Python.

Such a field is called `custom.<key>` wherever a field has a name: in proposals, conditions, events and roles. Its values live in the
record's `custom`, numbers and days as text.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import String, cast, func, select
from sqlmodel import col

from crm_store.base import FieldSpec, Kind, Record
from crm_store.codes import Codes
from crm_store.errors import BadValue
from crm_store.models import CustomField, entity_type, field_of, fields_of
from crm_store.names import normal
from crm_store.values import fitting, from_json, plain, storable

PREFIX = "custom."


class Reader(Protocol):
    """What is asked of a unit of work here."""

    actor: Any
    writes: bool
    own: dict[tuple[str, bool], Mapping[str, FieldSpec]]

    def all(self, statement: Any) -> list[Any]: ...
    def inside(self, statement: Any) -> Any: ...
    def many(self, entity: str, numbers: Iterable[int]) -> Mapping[int, Record]: ...


KINDS: Mapping[str, Kind] = {
    "text": Kind.TEXT, "long": Kind.LONG, "number": Kind.NUMBER, "date": Kind.DAY, "bool": Kind.BOOL, "choice": Kind.CHOICE,
}  # fmt: skip
ON = ("account", "contact", "deal", "lead", "ticket", "task", "activity", "product")
"""Record types a company may add fields to."""

_YES, _NO = (
    frozenset("true 1 yes y on 是 对 有 真".split()),
    frozenset("false 0 no n off 否 不 不是 没有 无 假".split()),
)
_TWINS = (
    ("low", "低"), ("medium", "中", "middle", "mid"), ("high", "高"), ("none", "无"), ("small", "小"), ("large", "大", "big"),
    ("yes", "是"), ("no", "否"), ("red", "红", "红色"), ("yellow", "黄", "黄色"), ("green", "绿", "绿色"), ("gold", "金", "金牌"), ("silver", "银", "银牌"),
    ("bronze", "铜", "铜牌"), ("open", "开放"), ("public", "公开"), ("private", "私有"), ("new", "新"), ("old", "旧"), ("unknown", "未知"),
    ("other", "其他", "其它"), ("cloud", "云"), ("on-premise", "本地部署", "on premise"), ("online", "线上"), ("offline", "线下"),
    ("north", "北"), ("south", "南"), ("east", "东"), ("west", "西"),
)  # fmt: skip
"""Words an option is often called by in the other language: a choice of 高, 中, 低 is understood as high, medium, low too."""


def is_own(name: str) -> bool:
    """Whether a field name is that of a field the company added."""
    return name.startswith(PREFIX)


def key_of(name: str) -> str:
    return name.removeprefix(PREFIX)


def definitions(crm: Reader, entity: str, *, retired: bool = False) -> list[CustomField]:
    """The fields a company added to a record type, in the order they were made; with `retired`, those taken out of use as well."""
    q = select(CustomField).where(col(CustomField.entity) == entity).order_by(col(CustomField.id))
    return crm.all(q.execution_options(deleted=True) if retired else q)


def own_specs(crm: Reader, entity: str, *, retired: bool = False) -> Mapping[str, FieldSpec]:
    """The company's fields of a record type by name (`custom.<key>`); read once per unit of work until one is changed."""
    held: dict[tuple[str, bool], Mapping[str, FieldSpec]] = crm.own
    if (entity, retired) not in held:
        made = {}
        for f in sorted(definitions(crm, entity, retired=retired), key=lambda f: f.deleted_at is None):
            made[PREFIX + f.key] = spec_from(f)  # one in use stands over a retired one of the same key
        held[(entity, retired)] = made
    return held[(entity, retired)]


def spoken_specs(crm: Reader) -> dict[str, list[FieldSpec]]:
    """The company's fields in use by record type, as people name them: `name` is the key alone. One read for all types."""
    made: dict[str, list[FieldSpec]] = {}
    for f in crm.all(select(CustomField).order_by(col(CustomField.id))):
        spec = spec_from(f)
        made.setdefault(f.entity, []).append(replace(spec, name=key_of(spec.name)))
    return made


def all_specs(crm: Reader, entity: str) -> Mapping[str, FieldSpec]:
    """Every field of a record type by name, the company's own last."""
    own = own_specs(crm, entity)
    return {**fields_of(entity), **own} if own else fields_of(entity)


def spec_from(f: CustomField) -> FieldSpec:
    """A definition as the field people know."""
    kind = KINDS.get(f.type, Kind.TEXT)
    spoken = f.key.replace("_", " ")
    en, zh = f.label_en or f.label_zh or spoken, f.label_zh or f.label_en or spoken
    choices = codes_of(tuple(f.options or ())) if kind is Kind.CHOICE else None
    return FieldSpec(PREFIX + f.key, kind, en, zh, choices=choices, required=f.required)


@lru_cache(maxsize=512)
def codes_of(options: tuple[str, ...]) -> type[Codes]:
    """The options of a choice as a closed set; one written `low|低` has a name in each language, the first is what is kept."""
    members = []
    for n, option in enumerate(options):
        names = [w.strip() for w in option.split("|") if w.strip()] or [option]
        en = next((w for w in names if w.isascii()), names[0])
        zh = next((w for w in names if not w.isascii()), names[0])
        twins = next((t for t in _TWINS if {w.casefold() for w in names} & set(t)), ())
        taken = {w.casefold() for other in options if other != option for w in other.split("|")}
        also = "|".join(w for w in (*names[2:], *twins) if w not in taken)
        members.append((f"O{n}", (names[0], en, zh, also)))
    return Codes("Options", members)  # type: ignore[return-value, arg-type]


def spec_named(crm: Reader, entity: str, name: str, *, retired: bool = False) -> FieldSpec | None:
    """The field of this very name, one of the company's included."""
    return own_specs(crm, entity, retired=retired).get(name) if is_own(name) else field_of(entity, name)


def own_called(crm: Reader, entity: str, said: str) -> FieldSpec | None:
    """The company's field that goes by a name, key or label in either language."""
    wanted = normal(key_of(said).replace("_", " "))
    for name, spec in own_specs(crm, entity).items():
        if said in (name, key_of(name)) or wanted in _names(spec):
            return spec
    return None


def _names(spec: FieldSpec) -> set[str]:
    return {normal(spec.en), normal(spec.zh), normal(key_of(spec.name).replace("_", " "))}


def value_of(record: Record, spec: FieldSpec) -> Any:
    """What a record holds in one of these fields, typed; None when it holds nothing, text that fits no more as it stands."""
    return typed_value(spec, (record.custom or {}).get(key_of(spec.name)))


def held_in(crm: Reader, record: Record, name: str) -> Any:
    """The typed value of the field `custom.<key>` of a record, also when the field was taken out of use."""
    spec = own_specs(crm, type(record).about.entity, retired=True).get(name)
    return value_of(record, spec) if spec is not None else (record.custom or {}).get(key_of(name))


def typed_value(spec: FieldSpec, held: Any) -> Any:
    if held is None or held == "":
        return None
    try:
        return from_json(spec, held)
    except BadValue:
        return held


def as_kept(value: Any) -> Any:
    """A value as `custom` and the event log keep it."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value.value)
    return storable(value) if isinstance(value, str) else value


def with_values(custom: Mapping[str, Any] | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """`custom` with the fields named `custom.<key>` of `values` laid over it; None takes one out."""
    made = dict(custom or {})
    for name, value in values.items():
        if value is None or value == "":
            made.pop(key_of(name), None)
        else:
            made[key_of(name)] = as_kept(value)
    return made


def read_yes_no(said: str) -> bool | None:
    """Yes or no in either language; None for anything else."""
    word = said.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def fitted(crm: Reader, entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with those of the company's fields typed.

    Raises:
        BadValue: there is no such field, or a value it cannot hold.
    """
    if not any(is_own(n) for n in values):
        return dict(values)
    specs, made = own_specs(crm, entity), {}
    for name, value in values.items():
        if is_own(name):
            if name not in specs:
                raise no_own_field(crm, entity, key_of(name))
            spec = specs[name]
            if spec.kind is Kind.TEXT and isinstance(value, str) and len(value) > 2000:
                raise BadValue(
                    f"{spec.en.capitalize()} is longer than 2,000 characters; shorten it.",
                    f"{spec.zh}超过 2000 个字符，请缩短。",
                )
            value = None if value == "" else fitting(spec, value)
        made[name] = value
    return made


def judged(crm: Reader, entity: str, values: Mapping[str, Any], *, new: bool) -> dict[str, Any]:
    """The values, typed, when no required field of the company's is left empty by them.

    Raises:
        BadValue: as `fitted`, and as `must_be_whole`.
    """
    made = fitted(crm, entity, values)
    must_be_whole(crm, entity, made, new=new)
    return made


def must_be_whole(crm: Reader, entity: str, values: Mapping[str, Any], *, new: bool) -> None:
    """BadValue when a required field of the company's would be left empty: by a new record, or by a change."""
    for name, spec in own_specs(crm, entity).items():
        if spec.required and (new or name in values) and values.get(name) in (None, ""):
            raise needed(entity, spec)


def needed(entity: str, spec: FieldSpec) -> BadValue:
    about = entity_type(entity).about
    if spec.choices is not None:
        some = list(spec.choices)
        en, zh = f" ({', '.join(c.en for c in some)})", f"（{'、'.join(c.zh for c in some)}）"  # type: ignore[attr-defined]
    else:
        en = zh = ""
    return BadValue(
        f"Every {about.en} needs a {spec.en}{en}: say it as well.",
        f"每个{about.zh}都必须填写{spec.zh}{zh}：请一并说明。",
    )


def must_be_unique(crm: Reader, entity: str, values: Mapping[str, Any], number: int | None) -> None:
    """BadValue when another record, whoever sees it, holds a value that only one may hold.

    The definition is held meanwhile: of two who write the same value at once, one comes second.
    """
    asked = {n: as_kept(v) for n, v in values.items() if is_own(n) and v not in (None, "")}
    if not asked:
        return
    for f in definitions(crm, entity):
        name = PREFIX + f.key
        if not f.unique or name not in asked:
            continue
        if crm.writes:
            crm.inside(select(col(CustomField.id)).where(col(CustomField.workspace_id) == crm.actor.workspace_id, col(CustomField.id) == f.id).with_for_update())  # fmt: skip
        for other, held in holders(crm, entity, f.key):
            if other != number and alike(held, asked[name]):
                raise taken(crm, entity, spec_from(f), held, other)


def must_differ(crm: Reader, entity: str, values: Mapping[str, Any], other: Mapping[str, Any], label: str) -> None:
    """BadValue when two records of one card would hold the same value that only one may hold."""
    if not any(is_own(n) and n in other for n in values):
        return
    for f in definitions(crm, entity):
        name, spec = PREFIX + f.key, spec_from(f)
        if f.unique and values.get(name) not in (None, "") and alike(as_kept(values[name]), other.get(name)):
            about = entity_type(entity).about
            raise BadValue(
                f"The {spec.en} “{as_kept(values[name])}” can be on one of the {about.en_many} only; {label} has it on this card.",
                f"{spec.zh}“{as_kept(values[name])}”只能用于一个{about.zh}；本卡片中“{label}”已使用。",
            )


def holders(crm: Reader, entity: str, key: str) -> list[tuple[int, Any]]:
    """(number, value) of every record of a type in use that holds something under a key, whoever sees it."""
    model: Any = entity_type(entity)
    q = select(model.id, model.custom).where(
        model.workspace_id == crm.actor.workspace_id,
        model.deleted_at.is_(None),
        text_under(model, key).is_not(None),
    )
    return [(n, held[key]) for n, held in crm.inside(q) if (held or {}).get(key) not in (None, "")]


def text_under(source: Any, key: str) -> Any:
    """What stands under a key of `custom` as text, in SQL; null when nothing does.

    SQLite before 3.45 compares keys as the file spells them, which for other scripts is by escapes.
    """
    spelled = [key] if key.isascii() else [key, json.dumps(key)[1:-1]]
    found = [cast(source.custom[k].as_string(), String) for k in spelled]
    return func.coalesce(*found) if len(found) > 1 else found[0]


def alike(one: Any, other: Any) -> bool:
    """Whether two kept values are the same to people: in any letters, with spaces around or not."""
    return str(one).strip().casefold() == str(other).strip().casefold()


def taken(crm: Reader, entity: str, spec: FieldSpec, value: Any, by: int) -> BadValue:
    about = entity_type(entity).about
    seen = crm.many(entity, [by]).get(by)
    en, zh = (
        (f"{seen.display} ({seen.ref})", f"{seen.display}（{seen.ref}）") if seen else ("another one", "另一条记录")
    )
    return BadValue(
        f"The {spec.en} “{value}” is taken by {en}: no two {about.en_many} may have the same. Give another.",
        f"{spec.zh}“{value}”已被{zh}使用：{about.zh}的{spec.zh}不能重复，请换一个。",
    )


def no_own_field(crm: Reader, entity: str, said: str) -> BadValue:
    """There is no such field; the message lists those the company added."""
    about = entity_type(entity).about
    own = own_specs(crm, entity).values()
    en, zh = ", ".join(s.en for s in own) or "none", "、".join(s.zh for s in own) or "无"
    return BadValue(
        f"{about.en_many.capitalize()} have no field “{said}”. Your own fields: {en}.",
        f"{about.zh}没有“{said}”字段。自定义字段：{zh}。",
    )


def free_key(label: str, used: Iterable[str]) -> str:
    """A key for a new field from its label: `tender_date`, 合同编号; with a number behind it when that is used already."""
    base = re.sub(r"[^\w]+", "_", label.strip().casefold()).strip("_")[:40] or "field"
    there, key, n = set(used), base, 1
    while key in there:
        n += 1
        key = f"{base}_{n}"
    return key
