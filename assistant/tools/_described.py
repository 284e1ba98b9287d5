"""Conditions in words, so that an answer says what it counted."""

import re
from datetime import date

from assistant.kinds import Filter
from assistant.reading import field_named
from assistant.recognise.money import parse_money
from assistant.tools._base import ToolContext
from assistant.wording import day_text, money_text
from crm_store.base import FieldSpec, Kind
from crm_store.errors import StoreError
from crm_store.models import entity_type
from crm_store.own_fields import own_called, read_yes_no
from crm_store.queries.find import read_choice
from crm_store.queries.reverse import pointing
from crm_store.queries.together import apart
from crm_store.queries.usual_currency import usual_currency

_OPS = {
    "=": ("", "："), "!=": ("not ", "不是"), ">": ("over ", "超过"), ">=": ("at least ", "不低于"), "<": ("under ", "低于"),
    "<=": ("at most ", "不超过"), "~": ("containing ", "包含"), "!~": ("not containing ", "不包含"), "in": ("", "："),
}  # fmt: skip
_DAY_OPS = {
    "=": ("", "："), "!=": ("not ", "不在"), ">": ("after ", "晚于"), ">=": ("from ", "不早于"), "<": ("before ", "早于"), "<=": ("by ", "不晚于"),
    "~": ("", "："), "!~": ("not ", "不在"), "in": ("", "："),
}  # fmt: skip
_AGO = re.compile(r"(?P<n>\d+) (?P<unit>day|week|month|year)s? ago|in (?P<m>\d+) (?P<ahead>hour|day|week)s?")
_STRETCH = re.compile(r"(?:the )?(?:last|past) (?P<n>\d+) (?P<unit>day|week|month|year)s")
_ZH = {
    "day": "天",
    "week": "周",
    "month": "个月",
    "year": "年",
    "hour": "小时",
    "today": "今天",
    "tomorrow": "明天",
    "now": "现在",
}


_DONE: dict[str, tuple[frozenset[str], tuple[str, str]]] = {
    "ticket": (frozenset({"resolved", "closed", "rejected", "duplicate"}), ("not closed", "未关闭")),
    "task": (frozenset({"done", "cancelled"}), ("not done", "未完成")),
    "lead": (frozenset({"Converted", "Recycled", "Dead"}), ("still open", "未处理完")),
}
"""States that end a record, and what is said of those in none of them."""


def described(ctx: ToolContext, entity: str, filters: list[Filter]) -> str:
    """The conditions of a question in brackets; empty for none."""
    lacking, filters = _not_ended(entity, filters)
    parts = [
        _some(ctx, entity, [filters[p] for p in some]) for some in apart(entity, [(f.field, f.op) for f in filters])
    ]
    parts += [ctx.words(*lacking)] if lacking else []
    if not parts:
        return ""
    return ctx.words(f" ({', '.join(parts)})", f"（{'，'.join(parts)}）")


def _not_ended(entity: str, filters: list[Filter]) -> tuple[tuple[str, str] | None, list[Filter]]:
    """One word for "in none of the states that end it", and the conditions that are left to say."""
    ends, words = _DONE.get(entity, (frozenset(), ("", "")))
    denied = [f for f in filters if f.field == "status" and f.op == "!="]
    if not ends or {str(f.value) for f in denied} != ends:
        return None, filters
    return words, [f for f in filters if f not in denied]


def _some(ctx: ToolContext, entity: str, filters: list[Filter]) -> str:
    """One condition, or several on one and the same other record: "no deals (stage won, closed at this year)"."""
    if len(filters) == 1:
        return _one(ctx, entity, filters[0])
    other = filters[0].field.partition(".")[0]
    about, lacks = entity_type(other).about, filters[0].op == "!="
    inner = [
        f.model_copy(update={"field": f.field.partition(".")[2], "op": "=" if f.op == "!=" else f.op}) for f in filters
    ]
    said = described(ctx, other, inner)
    return ctx.words(
        f"{'no' if lacks else 'with'} {about.en_many}{said}", f"{'没有' if lacks else '有'}{about.zh}{said}"
    )


def _one(ctx: ToolContext, entity: str, f: Filter) -> str:
    first, _, rest = f.field.partition(".")
    if field_named(entity, first) is None and pointing(entity, first):
        return _backwards(ctx, first, Filter(field=rest, op=f.op, value=f.value) if rest else f, bool(rest))
    head, spec = field_named(entity, first, ctx.crm), _last(ctx, entity, f.field)
    name = f.field if spec is None else spec.label(ctx.language)
    if head is not None and f.field.endswith(".kind"):
        name = head.label(ctx.language)
    if f.op in ("empty", "filled"):
        return ctx.words(f"{'no' if f.op == 'empty' else 'with'} {name}", f"{'无' if f.op == 'empty' else '有'}{name}")
    quiet = re.fullmatch(r"(\d+) days ago", str(f.value)) if f.field == "last_activity_at" and f.op == "<" else None
    if quiet:
        return ctx.words(f"no activity for more than {quiet[1]} days", f"超过 {quiet[1]} 天没有跟进")
    timed = spec is not None and spec.kind in (Kind.DAY, Kind.MOMENT)
    en, zh = (_DAY_OPS if timed else _OPS)[f.op]
    value = _said(ctx, spec, str(f.value))
    gap = "" if zh == "：" or not value[:1].isascii() else " "
    return ctx.words(f"{name} {en}{value}", f"{name}{zh}{gap}{value}")


def _backwards(ctx: ToolContext, other: str, f: Filter, narrowed: bool) -> str:
    """ "no deals (stage open)", 没有商机（阶段：进行中）: what other records a record has or lacks."""
    about = entity_type(other).about
    lacks = f.op in ("empty", "!=")
    inner = ""
    if narrowed and other == "activity" and f.field == "starts_at":
        span = _day(ctx, str(f.value))
        en = (
            span
            if re.match(r"since|before|after|yesterday|today|this|last (?:week|month|quarter|year)", span)
            else f"in {span}"
        )
        return ctx.words(
            f"{'no activity' if lacks else 'with activity'} {en}", f"{span}{'没有' if lacks else '有'}跟进"
        )
    if narrowed:
        inner = described(ctx, other, [f.model_copy(update={"op": {"!=": "=", "empty": "filled"}.get(f.op, f.op)})])
    return ctx.words(
        f"{'no' if lacks else 'with'} {about.en_many}{inner}", f"{'没有' if lacks else '有'}{about.zh}{inner}"
    )


def _last(ctx: ToolContext, entity: str, path: str) -> FieldSpec | None:
    """The field at the end of a dotted path of field words."""
    spec: FieldSpec | None = None
    at, parts = entity, path.split(".")
    for i, part in enumerate(parts):
        if field_named(at, part) is None and (own := own_called(ctx.crm, at, ".".join(parts[i:]))) is not None:
            return own
        spec = field_named(at, part)
        at = spec.to if spec is not None and spec.to else at
    return spec


def _said(ctx: ToolContext, spec: FieldSpec | None, value: str) -> str:
    """A condition's value as people read it."""
    if value == "me":
        return ctx.words("you", "我")
    if value == "my team":
        return ctx.words("your team", "我的团队")
    if spec is None:
        return value
    if spec.kind is Kind.MONEY and (money := parse_money(value, ctx.actor.currency)):
        return money_text(money.amount, money.currency or usual_currency(ctx.crm), ctx.language)
    if spec.kind in (Kind.DAY, Kind.MOMENT):
        return _day(ctx, value)
    if spec.kind is Kind.BOOL and (yes := read_yes_no(value)) is not None:
        return ctx.words("yes", "是") if yes else ctx.words("no", "否")
    if spec.choices is not None:
        try:
            return ctx.words(", ", "、").join(
                read_choice(spec, v).label(ctx.language) for v in value.replace("，", ",").split(",")
            )
        except StoreError:
            return value
    return value


def _day(ctx: ToolContext, value: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return day_text(date.fromisoformat(value), ctx.language)
    if stretch := _STRETCH.fullmatch(value):
        n, unit = stretch["n"], stretch["unit"]
        return ctx.words(f"the last {n} {unit}s", f"近 {n} {_ZH[unit]}")
    if ctx.language == "zh":
        if match := _AGO.fullmatch(value):
            unit = match["unit"] or match["ahead"]
            return f"{match['n'] or match['m']} {_ZH[unit]}{'前' if match['n'] else '后'}"
        return _ZH.get(value.casefold(), value)
    return value
