"""users.yaml (and a map's `setup:`) as workspace settings and as tables of teams, users, pipelines, rates and targets."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select

from crm_store.errors import NotAllowed, StoreError
from crm_store.models import Workspace
from crm_store.transfer.cells import reader
from crm_store.transfer.layout import Table, native, spec_of
from crm_store.transfer.plainyaml import shape
from crm_store.transfer.sheets import as_text, held
from crm_store.transfer.texts import CellError
from crm_store.unit import Unit

_LISTS = ("teams", "users", "pipelines", "fx", "targets")
_SETTINGS = {
    "workspace": "name",
    "currency": "currency",
    "timezone": "timezone",
    "fiscal_year_start": "fiscal_year_start",
}


def names_admin(content: Mapping[str, Any], email: str) -> bool:
    """Whether users.yaml makes this e-mail address an administrator: who may fill an empty store."""
    users = content.get("users")
    return isinstance(users, list) and any(
        isinstance(u, Mapping)
        and as_text(u.get("email")).strip().casefold() == email.strip().casefold()
        and u.get("role") == "admin"
        for u in users
    )


def tables(file: str, content: Mapping[str, Any]) -> tuple[list[Table], list[str]]:
    """The lists of users.yaml as tables and the keys that are not known; StoreError names a wrong shape.

    Row numbers count as in a sheet: the first of a list is 2.
    """
    unknown = sorted(str(k) for k in set(content) - {*_LISTS, *_SETTINGS})
    lists = {name: _rows(file, name, content) for name in _LISTS}
    stages = [
        {"pipeline": p.get("name"), "position": n, **s}
        for p in lists["pipelines"]
        for n, s in enumerate(_percentages(_rows(file, "stages", p, under=f"pipelines / {as_text(p.get('name'))}")))
    ]
    pipelines = [
        {"position": n, **{k: v for k, v in p.items() if k != "stages"}} for n, p in enumerate(lists["pipelines"])
    ]
    rates = [
        {"starts_on": r.get("date"), "base": r.get("from"), "quote": r.get("to"), **_without(r, "date", "from", "to")}
        for r in lists["fx"]
    ]
    found = {
        "team": lists["teams"], "user": lists["users"], "pipeline": pipelines, "stage": stages, "exchange_rate": rates,
        "target": [_target(t) for t in lists["targets"]],
    }  # fmt: skip
    made = []
    for entity, rows in found.items():
        if not rows:
            continue
        table, extra = native(held(file, rows), entity)
        unknown += [f"{entity}.{name}" for name in extra]
        made.append(table)
    return made, unknown


def apply_settings(crm: Unit, file: str, content: Mapping[str, Any]) -> None:
    """Write the workspace's own settings, by administrators only."""
    space = workspace(crm)
    for key, attribute in _SETTINGS.items():
        text = as_text(content.get(key)).strip()
        if not text:
            continue
        value = _setting(crm, file, key, text)
        if getattr(space, attribute) == value:
            continue
        if "configure" not in crm.actor.rights:
            raise NotAllowed(
                f"{file} would change the workspace's {key}, which only an administrator may. Leave it out or ask one.",
                f"{file} 会修改工作区的 {key}，只有管理员可以。请去掉该项或联系管理员。",
            )
        setattr(space, attribute, value)
    crm.flush()


def _setting(crm: Unit, file: str, key: str, text: str) -> Any:
    names = {
        "currency": ("account", "currency"),
        "timezone": ("user", "tz"),
        "fiscal_year_start": ("stage", "position"),
    }
    if key not in names:
        return text[:200]
    spec = spec_of(*names[key])
    assert spec is not None
    try:
        value = reader(spec, crm.actor.zone)(text)
        if key == "fiscal_year_start" and not 1 <= value <= 12:
            raise CellError("a month from 1 to 12", "1 到 12 的月份")
    except CellError as e:
        raise shape(file, key, e.en, e.zh) from None
    return value


def _rows(file: str, name: str, content: Mapping[str, Any], under: str = "") -> list[dict[str, Any]]:
    rows = content.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(r, Mapping) for r in rows):
        raise shape(file, f"{under} / {name}".removeprefix(" / "), "a list of mappings", "由映射组成的列表")
    return [dict(r) for r in rows]


def _percentages(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Probabilities as percentages; a pipeline whose highest is 1 gives them as fractions."""
    said = [as_text(s.get("probability")).strip() for s in stages]
    try:
        numbers = [Decimal(p) for p in said if p]
    except InvalidOperation:
        return stages
    if not numbers or max(numbers) > 1 or max(numbers) <= 0:
        return stages
    return [{**s, "probability": format(Decimal(p) * 100, "f") if p else ""} for s, p in zip(stages, said, strict=True)]


def _target(row: Mapping[str, Any]) -> dict[str, Any]:
    """`who` is a person when it looks like an e-mail address, else a team."""
    who = as_text(row.get("who"))
    return {"owner" if "@" in who else "team": who, **_without(row, "who")}


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k not in names}


def workspace(crm: Unit) -> Workspace:
    """The workspace as it is in this unit of work."""
    found = crm.exec(select(Workspace)).scalars().one()
    assert isinstance(found, Workspace)
    return found


def first_steps(settings: Sequence[tuple[str, Mapping[str, Any]]], email: str) -> None:
    """In a store without users an import must bring its administrator; StoreError says how else to begin."""
    if not any(names_admin(content, email) for _, content in settings):
        who = email or "you@example.com"
        raise StoreError(
            f"Nobody is here yet. Add yourself first: parley user add {who} --name … --role admin. "
            f"A folder whose users.yaml names {who} with “role: admin” may also be imported.",
            f"这里还没有用户。请先添加：parley user add {who} --name … --role admin；或导入一个 users.yaml 中把 {who} 设为 “role: admin” 的文件夹。",
        )
