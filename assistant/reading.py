"""Text a person or model wrote, read as field values: names against the store, days, moments, money, codes."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from assistant.errors import ToolProblem
from assistant.reading_days import Asker, day_condition, read_day, read_moment, read_period
from assistant.reading_money import added, amount_of, by_share
from assistant.recognise.money import parse_money
from assistant.recognise.numbers import parse_number
from assistant.recognise.percents import percents
from assistant.relative import joined, more_or_fewer, open_again, stage_beside, stepped, tagged
from assistant.shifted import shifted
from assistant.whose import people_of, teams_of
from crm_store.base import FieldSpec, Kind, Record
from crm_store.errors import Ambiguous, BadValue, NotFound
from crm_store.models import Deal, entity_type, field_of, fields_of
from crm_store.names import normal
from crm_store.own_fields import all_specs, is_own, own_called, read_yes_no
from crm_store.queries.find import Condition, Query, read_choice, records
from crm_store.queries.lookup import best, deals_of, known_stage, me_or, one, resolve, the_deal
from crm_store.queries.reverse import pointing
from crm_store.queries.stages import ORDERED
from crm_store.queries.tags import spelt
from crm_store.queries.usual_currency import usual_currency
from crm_store.unit import Unit
from crm_store.values import bad_value, check_amount

__all__ = [
    "PRONOUNS",
    "Asker",
    "field_named",
    "read_condition",
    "read_day",
    "read_fields",
    "read_moment",
    "read_period",
    "read_value",
    "record_named",
]

PRONOUNS = frozenset(
    "it this that this deal that deal the deal this one that one this account that account this customer the account him her them he she they his "
    "this contact that ticket this ticket the ticket that task this task the task same".split(" ")
) | frozenset(
    ["this deal", "that deal", "the deal", "this one", "that one", "this account", "that account", "the account", "this customer", "the customer",
     "this contact", "this ticket", "that ticket", "the ticket", "this task", "that task", "the task", "the same", "this company", "that company",
     "它", "他", "她", "这", "那", "这个", "那个", "这单", "那单", "这个单子", "这个商机", "该商机", "这家", "那家", "这个客户", "该客户", "这个人", "这位",
     "这个工单", "该工单", "这个任务", "他们", "这家公司", "上面那个", "刚才那个", "此商机"]
)  # fmt: skip
"""Words that mean a record talked about before."""

_PERSONS = frozenset("him her he she his hers 他 她".split())

_PRONOUN_TYPES = {
    "account": ("account", "customer", "company", "客户", "家", "公司"), "deal": ("deal", "单", "商机"), "ticket": ("ticket", "工单"),
    "task": ("task", "任务"), "contact": ("contact", "him", "her", "he", "she", "his", "他", "她", "人", "位"),
}  # fmt: skip


_DEAL_OF = re.compile(
    r"(?P<en>.{2,}?)(?:['’]s)? (?:deal|opportunity|opp)|(?P<zh>.{2,}?)的?(?:商机|单子)", re.IGNORECASE
)
"""A customer's deal said by the customer's name: “the Acme deal”."""


def record_named(asker: Asker, name: str, entities: Sequence[str] = ()) -> Record:
    """The record a name, reference or pronoun means.

    Raises:
        NotFound: nothing fits, or a pronoun with nothing before it. Ambiguous: several fit.
    """
    if normal(name) in PRONOUNS or name.strip() in PRONOUNS:
        return _focused(asker, name, entities)
    if tuple(entities) == ("deal",):
        return the_deal(asker.crm, name)
    if not entities and (whole := _DEAL_OF.fullmatch(name.strip())):
        return the_deal(asker.crm, whole["en"] or whole["zh"])
    if tuple(entities) == ("user",):
        return me_or(asker.crm, name)  # type: ignore[no-any-return]
    return one(asker.crm, name, entities)


def field_named(entity: str, name: str, crm: Unit | None = None) -> FieldSpec | None:
    """The field people call `name`: its own name, its label in either language, or another word for it; with `crm` the company's own too."""
    found = _built_in(entity, name)
    return own_called(crm, entity, name) if found is None and crm is not None else found


def _built_in(entity: str, name: str) -> FieldSpec | None:
    said = normal(name.replace("_", " "))
    exact = field_of(entity, name.strip()) or field_of(entity, name.strip().removesuffix("_id"))
    if exact is not None:
        return exact
    tests: tuple[Callable[[FieldSpec], bool], ...] = (
        lambda s: said in (normal(s.en), normal(s.zh), normal(s.name.replace("_", " "))),
        lambda s: said in {normal(w) for w in (*s.also_en, *s.also_zh)},
    )
    for test in tests:
        for spec in fields_of(entity).values():
            if test(spec):
                return spec
    return None


def read_fields(asker: Asker, entity: str, said: Mapping[str, Any], record: Record | None = None) -> dict[str, Any]:
    """Field values from texts by field name, ready for `Draft.create` and `Draft.update`; currency goes beside its amount.

    Raises:
        ToolProblem: no such field, or one that is derived. BadValue, NotFound, Ambiguous: a value that does not fit.
    """
    values: dict[str, Any] = {}
    for name, text in said.items():
        spec = field_named(entity, name, asker.crm)
        if spec is None and entity == "activity" and normal(name) in ("minutes", "duration"):
            continue
        if spec is None:
            raise _no_field(asker, entity, name)
        if not spec.editable:
            raise ToolProblem(
                f"{spec.en.capitalize()} is worked out by Parley and cannot be set.",
                f"{spec.zh}由系统计算，不能直接设置。",
            )
        values[spec.name] = read_value(asker, entity, spec, text, record)
        if spec.kind is Kind.MONEY and isinstance(text, str) and not text.lstrip().startswith(("+", "-", "−")):
            money = parse_money(text, asker.crm.actor.currency)
            if money is not None and money.currency:
                values[spec.currency] = money.currency
    if entity == "deal" and record is None and values.get("amount") is not None and not values.get("currency"):
        values |= _usual_currency(asker.crm, values.get("account"))
    return values


def _usual_currency(crm: Unit, account: Any) -> dict[str, str]:
    """What a customer pays in when an amount is said without a currency: what the account says, else its newest deal; empty for neither."""
    held = crm.many("account", [account]).get(account) if isinstance(account, int) else None
    if held is None:
        return {}
    of_deals = (d.currency for d in deals_of(crm, account, open_only=False) if d.currency)
    usual = getattr(held, "currency", None) or next(of_deals, None)
    return {"currency": usual} if usual else {}


_REACHED_AT = {
    "email": re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}"),
    "phone": re.compile(r"(?=(?:\D*\d){4})[\w\s+()./,;#*-]+"),
}
"""What an address and a number must look like at least; a number may be short, of another country, with an extension."""


def unreachable(spec: FieldSpec, text: str) -> BadValue:
    return BadValue(
        f"“{text}” is no {spec.en}. Write it as {'name@company.com' if spec.name == 'email' else '+86 138 0000 1234'}, or “none” to empty it.",
        f"“{text}”不是{spec.zh}。请写成 {'name@company.com' if spec.name == 'email' else '+86 138 0000 1234'}，或用“无”清空。",
    )


def read_value(asker: Asker, entity: str, spec: FieldSpec, said: Any, record: Record | None = None) -> Any:
    """One field value from text; None when it says to empty the field."""
    if said is None:
        return None
    if isinstance(said, (list, tuple)):
        return [v for one_ in said for v in _listed(read_value(asker, entity, spec, one_, record))]
    text = str(said).strip()
    if text == "" or normal(text) in ("none", "empty", "nobody", "无", "清空", "没有"):
        return [] if spec.kind in (Kind.REFS, Kind.JSON) else None
    if spec.kind is Kind.REF:
        if spec.to == "stage":
            if isinstance(record, Deal) and (before := open_again(asker.crm, record, text)) is not None:
                return before.id
            if isinstance(record, Deal) and (beside := stage_beside(asker.crm, record, text)) is not None:
                return beside.id
            pipeline = record.pipeline_id if isinstance(record, Deal) else None
            return known_stage(asker.crm, text, pipeline).id
        return record_named(asker, text, (spec.to,)).id
    if spec.kind is Kind.REFS:
        held = joined(asker.crm, entity, spec, text, record, lambda words: _linked(asker, spec, words))
        return _linked(asker, spec, text) if held is None else held
    if spec.kind is Kind.SUBJECT:
        return record_named(asker, text, ("account", "contact", "deal")).id
    if spec.kind is Kind.CHOICE:
        return stepped(spec, text, record) or read_choice(spec, text)
    if spec.kind is Kind.MONEY:
        more = by_share(spec, text, record)
        return more if more is not None else added(asker, spec, text, record) or amount_of(asker, spec, text)
    if (
        spec.kind in (Kind.DAY, Kind.MOMENT)
        and (moved := shifted(spec, text, record, asker.crm.actor.zone)) is not None
    ):
        return moved
    if spec.kind is Kind.DAY:
        return read_day(asker, text)[0]
    if spec.kind is Kind.MOMENT:
        return read_moment(asker, text, held=getattr(record, spec.column, None))
    if spec.kind is Kind.NUMBER:
        number = _number(text)
        if number is None:
            raise bad_value(spec, said)
        return check_amount(spec, number)
    if spec.kind is Kind.INT:
        more = more_or_fewer(spec, text, record)
        whole = more if more is not None else parse_number(text)
        if whole is None or whole != int(whole) or abs(whole) >= 2**31:
            raise bad_value(spec, said)
        return int(whole)
    if spec.kind is Kind.TEXT and spec.name in _REACHED_AT and not _REACHED_AT[spec.name].fullmatch(text):
        raise unreachable(spec, text)
    if spec.kind is Kind.BOOL and is_own(spec.name):
        yes = read_yes_no(text)
        if yes is None:
            raise bad_value(spec, said)
        return yes
    if spec.kind is Kind.BOOL:
        return normal(text) in ("true", "yes", "1", "on", "是", "对", "y")
    if spec.kind is Kind.JSON:
        tags = tagged(spec, text, record, lambda word: spelt(asker.crm, entity, word))
        return _parts(text) if tags is None else tags
    return known_rival(asker.crm, text) if spec.name == "competitor" else text


def known_rival(crm: Unit, said: str) -> str:
    """A competitor as it is called on deals one may see: 数砺 is 数砺软件 where no other is called so."""
    beside = records(crm, Query("deal", [Condition("competitor", "~", said)], limit=40)) if len(said) > 1 else []
    names = {str(d.competitor) for d in beside if isinstance(d, Deal)}
    own = {n for n in names if normal(n) == normal(said)}
    return (own or names).pop() if len(own or names) == 1 else said


def _linked(asker: Asker, spec: FieldSpec, names: str) -> list[int | None]:
    return [record_named(asker, part, (spec.to,)).id for part in _parts(names)]


def read_condition(asker: Asker, entity: str, name: str, op: str, said: str | None) -> Condition:
    """A condition from field words and text: periods for days, money with its currency, names against the store.

    Raises:
        ToolProblem: no such field. NotFound: a name nothing fits. BadValue: a value that does not fit.
    """
    path, spec = _path(asker, entity, name)
    if op in ("empty", "filled") or spec is None:
        return Condition(path, op, said)
    if said is None:
        return Condition(path, "filled")
    if spec.kind in (Kind.DAY, Kind.MOMENT):
        return day_condition(asker, path, op, said)
    if spec.kind is Kind.MONEY:
        money = parse_money(said, asker.crm.actor.currency)
        if money is None:
            raise bad_value(spec, said)
        return Condition(path, op, check_amount(spec, money.amount), money.currency or usual_currency(asker.crm))
    if spec.kind in (Kind.NUMBER, Kind.INT):
        number = _number(said)
        if number is None:
            raise bad_value(spec, said)
        return Condition(path, op, number)
    if spec.kind in (Kind.REF, Kind.REFS) and (op in ("=", "!=", "in") or (spec.to == "stage" and op in ORDERED)):
        return Condition(path, op, _numbers_meant(asker, spec, _parts(said) if op == "in" else [said]))
    if spec.kind is Kind.CHOICE:
        return Condition(path, op, [read_choice(spec, v) for v in (_parts(said) if op in ("in", "!=") else [said])])
    if op == "in":
        return Condition(path, "=", _parts(said))
    return Condition(path, op, said)


def _number(text: str) -> Decimal | None:
    """A number or a percentage's points."""
    share = percents(text)
    return share[0].value.points if share else parse_number(text)


def _numbers_meant(asker: Asker, spec: FieldSpec, names: Sequence[str]) -> list[int]:
    """All records a name may mean: a question may be about several people of one name, or a company in any pipeline."""
    numbers: list[int] = []
    for name in names:
        if normal(name) in PRONOUNS or name in PRONOUNS:
            numbers.append(_focused(asker, name, (spec.to,)).id or 0)
        elif spec.to == "user" and normal(name) in ("me", "myself", "i", "mine", "my", "我", "本人", "自己", "我的"):
            numbers.append(asker.crm.actor.user_id)
        elif spec.to == "user" and (people := _team_people(asker, name)):
            numbers += sorted(people)
        elif spec.to == "team" and (teams := teams_of(asker.crm, name)):
            numbers += sorted(teams)
        elif spec.to == "stage":
            stage = known_stage(asker.crm, name)
            same = [s for s in resolve(asker.crm, name, ("stage",)) if s.score >= 1.0]
            numbers += sorted({stage.id or 0, *(s.number for s in same)})
        else:
            found = best(resolve(asker.crm, name, (spec.to,)))
            if not found:
                raise NotFound(name)
            if len(found) > 1 and spec.to in ("user", "contact"):
                raise Ambiguous(name, [(f.ref, f.label) for f in found])
            numbers += [f.number for f in found]
    return numbers


def _team_people(asker: Asker, name: str) -> frozenset[int]:
    """The people of a team where an owner is asked for; a colleague of that name comes first."""
    return frozenset() if resolve(asker.crm, name, ("user",)) else people_of(asker.crm, name)


def _path(asker: Asker, entity: str, name: str) -> tuple[str, FieldSpec | None]:
    """A dotted path of field words as field names, and the field at its end (None for a reference number)."""
    parts, at, path = name.split("."), entity, list[str]()
    spec: FieldSpec | None = None
    for i, part in enumerate(parts):
        if part == "ref":
            return ".".join([*path, *parts[i:]]), None
        if part == "custom" or ((own := own_called(asker.crm, at, ".".join(parts[i:]))) and not field_named(at, part)):
            own = own_called(asker.crm, at, ".".join(parts[i:]))
            if own is None:
                raise _no_field(asker, at, ".".join(parts[i + 1 :]))
            return ".".join([*path, own.name]), own
        spec = field_named(at, part)
        if spec is None and i == 0 and pointing(at, part):
            path.append(part)
            at = part
            continue
        if spec is None:
            raise _no_field(asker, at, part)
        path.append(spec.name)
        at = spec.to or at
    return ".".join(path), spec


def _no_field(asker: Asker, entity: str, name: str) -> ToolProblem:
    """No field of a record type goes by a name; those there are, the company's own among them."""
    about, specs = entity_type(entity).about, all_specs(asker.crm, entity).values()
    return ToolProblem(
        f"{about.en_many.capitalize()} have no field “{name}”. There are: {', '.join(s.en for s in specs)}.",
        f"{about.zh}没有“{name}”字段。可用字段：{'、'.join(s.zh for s in specs)}。",
    )


def _focused(asker: Asker, name: str, entities: Sequence[str]) -> Record:
    said = normal(name) or name
    if said in _PERSONS and (not entities or "contact" in entities):
        return _person(asker, name)
    hinted = [e for e, words in _PRONOUN_TYPES.items() if any(w in said for w in words)]
    for wanted in ([e for e in hinted if not entities or e in entities], list(entities)):
        for entity, number in asker.focus:
            if (not wanted and not entities) or entity in wanted:
                return asker.crm.get(entity, number)
    if "deal" in entities:
        for entity, number in asker.focus:
            if entity in ("account", "contact"):
                return the_deal(asker.crm, asker.crm.get(entity, number).ref)
    raise _unsure(name)


def _unsure(name: str) -> NotFound:
    return NotFound(
        name,
        f"I am not sure what “{name}” is. Name the record, or give its reference such as D-12.",
        f"我不确定“{name}”指的是哪条记录。请说出名称，或给出编号，例如 D-12。",
    )


def _person(asker: Asker, name: str) -> Record:
    """Whom “her” means: the person talked about last, else the contact of the deal or customer talked about last.

    Raises:
        NotFound: nobody was talked about. Ambiguous: the customer has several contacts.
    """
    for entity, number in asker.focus:
        record = asker.crm.many(entity, [number]).get(number)
        if entity in ("contact", "lead") and record is not None:
            return record
        held = asker.crm.many("contact", [n]).get(n) if (n := getattr(record, "contact_id", None)) else None
        if held is not None:
            return held
        if entity == "account" and record is not None:
            there = records(asker.crm, Query("contact", [Condition("account", "=", number)], limit=12))
            if len(there) > 1:
                raise Ambiguous(name, [(c.ref, c.display) for c in there])
            if there:
                return there[0]
    raise _unsure(name)


def _parts(text: str) -> list[str]:
    for mark in (";", "；", "、", "，", ","):
        text = text.replace(mark, "\n")
    return [p.strip() for p in text.split("\n") if p.strip()]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]
