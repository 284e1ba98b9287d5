"""Every field of the data model asked for, set, emptied, listed and counted by its name, in both languages: a new field is understood at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.brains.offline.words.field_words import TYPES
from crm_store.base import FieldSpec, Kind
from crm_store.models import entities, fields_of

RECORD = {
    "en": {"account": "Acme", "contact": "Ana Ruiz", "deal": "D-12", "lead": "L-4", "task": "TK-11", "ticket": "T-1004"},
    "zh": {"account": "华阳", "contact": "李娜", "deal": "D-12", "lead": "L-4", "task": "TK-11", "ticket": "T-1004"},
}  # fmt: skip
VALUES: dict[str, dict[str, str]] = {
    "en": {"email": "ivan@nord.example", "phone": "+49 170 1234567", "wechat": "ivan_novak", "account": "Globex", "parent": "Globex", "owner": "Elif Demir",
           "assignee": "Elif Demir", "team": "Singapore", "contact": "Ana Ruiz", "deal": "D-12", "ticket": "T-1004", "stage": "Negotiation", "product": "Flow", "probability": "60%", "pipeline": "Partner pipeline"},
    "zh": {"email": "ivan@nord.example", "phone": "13912345678", "wechat": "lina_88", "account": "华微", "parent": "华微", "owner": "徐凌", "assignee": "徐凌",
           "team": "苏州", "contact": "李娜", "deal": "D-12", "ticket": "T-1004", "stage": "商务谈判", "product": "Flow", "probability": "60%", "pipeline": "渠道管道"},
}  # fmt: skip
OF_KIND = {
    "en": {Kind.MONEY: "55k", Kind.DAY: "Dec 18", Kind.INT: "40", Kind.NUMBER: "40", Kind.TEXT: "Borealis Works", Kind.LONG: "Borealis Works"},
    "zh": {Kind.MONEY: "55万", Kind.DAY: "12月18日", Kind.INT: "40", Kind.NUMBER: "40", Kind.TEXT: "北光新材", Kind.LONG: "北光新材"},
}  # fmt: skip
SETS = {
    "en": ("set the {f} of {r} to {v}", "please change {r}'s {f} to {v}", "update {r}: {f} {v}", "{r}: {f} is now {v}"),
    "zh": ("把{r}的{f}改成{v}", "{r}的{f}改为{v}", "帮我把{r}{f}设为{v}", "{r}的{f}现在是{v}了"),
}
ASKS = {"en": ("what is the {f} of {r}?", "tell me {r}'s {f}"), "zh": ("{r}的{f}是什么", "{r}{f}？")}
CLEARS = {"en": ("clear the {f} of {r}", "remove the {f} from {r}"), "zh": ("清空{r}的{f}", "把{r}的{f}删掉")}
HOLDS = {"en": ("{p} with {f} {v}", "show me {p} where the {f} is {v}"), "zh": ("{f}是{v}的{p}", "哪些{p}的{f}是{v}")}
EMPTY = {
    "en": ("which {p} have no {f}?", "{p} where {f} is missing"),
    "zh": ("哪些{p}没有{f}", "没填{f}的{p}", "{f}为空的{p}"),
}
GROUPS = {"en": ("{p} by {f}", "how many {p} per {f}?"), "zh": ("按{f}统计{p}", "各{f}有多少{p}")}
SORTS = {"en": ("{p} sorted by {f}",), "zh": ("{p}按{f}排序",)}
APART = frozenset({"name_pinyin", "currency", "closed_at", "due_at", "first_response_due", "first_response_at", "resolution_due", "resolved_at", "converted_at", "completed_at"})  # fmt: skip
"""Moments and bookkeeping that have words of their own, or none."""
NAMELESS = frozenset({"name", "title", "subject", "body", "next_step", "lost_notes", "resolution", "phone", "email", "wechat", "name_zh", "name_en", "domain"})  # fmt: skip
"""What nobody lists records by."""


def fields() -> Iterator[tuple[str, FieldSpec]]:
    for entity in TYPES:
        for spec in fields_of(entity).values():
            if spec.name not in APART and spec.kind not in (Kind.JSON, Kind.BOOL, Kind.REFS, Kind.MOMENT):
                yield entity, spec


def value(spec: FieldSpec, language: str) -> str | None:
    if spec.choices is not None:
        code: Any = list(spec.choices)[-1]
        return str(code.label(language))
    return VALUES[language].get(spec.name) or OF_KIND[language].get(spec.kind)


def said(templates: dict[str, tuple[str, ...]], entity: str, spec: FieldSpec) -> Iterator[str]:
    about = entities()[entity].about
    for language, ways in templates.items():
        words = {
            "f": spec.label(language), "r": RECORD[language][entity], "v": value(spec, language),
            "p": about.en_many if language == "en" else about.zh,
        }  # fmt: skip
        if words["v"] is not None or not any("{v}" in way for way in ways):
            yield from (way.format(**words) for way in ways)


def cases(templates: dict[str, tuple[str, ...]], wanted: Any) -> list[Any]:
    return [
        pytest.param(entity, spec.name, text, id=f"{entity}.{spec.name}: {text}")
        for entity, spec in fields()
        if wanted(spec)
        for text in said(templates, entity, spec)
    ]


def change(brain: Any, text: str) -> dict[str, Any]:
    found = brain(text)
    (call,) = found.calls or pytest.fail(str(found.reply))
    assert call.tool == "propose_change", call
    (made,) = call.args["changes"]
    return dict(made)


@pytest.mark.parametrize(("entity", "name", "text"), cases(SETS, lambda s: s.editable))
def test_a_field_is_set_by_its_name(entity: str, name: str, text: str, brain: Any) -> None:
    made = change(brain, text)
    assert (made["op"], made["entity"], list(made["fields"])) == ("update", entity, [name])
    assert made["fields"][name] not in ("", "none")


@pytest.mark.parametrize(
    ("entity", "name", "text"),
    cases(CLEARS, lambda s: s.editable and not s.required and s.name not in ("stage", "status", "owner", "assignee", "team", "account", "type")),
)  # fmt: skip
def test_a_field_is_emptied_and_the_record_stays(entity: str, name: str, text: str, brain: Any) -> None:
    made = change(brain, text)
    assert (made["op"], made["entity"], made["fields"]) == ("update", entity, {name: "none"})


@pytest.mark.parametrize(("entity", "name", "text"), cases(ASKS, lambda s: s.name not in ("status", "organization", "lost_notes", "contact", "account")))  # fmt: skip
def test_a_field_is_told_by_its_name(entity: str, name: str, text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.tool == "show_record", call
    assert name in call.args["fields"]


def listed(brain: Any, text: str, entity: str) -> dict[str, Any]:
    found = brain(text)
    (call,) = found.calls or pytest.fail(str(found.reply))
    assert (call.tool, call.args["entity"]) == ("find_records", entity), call
    return dict(call.args)


@pytest.mark.parametrize(("entity", "name", "text"), cases(HOLDS, lambda s: s.name not in NAMELESS))
def test_records_are_listed_by_what_a_field_holds(entity: str, name: str, text: str, brain: Any) -> None:
    assert name in [f["field"].split(".")[0] for f in listed(brain, text, entity)["filters"]]


@pytest.mark.parametrize(("entity", "name", "text"), cases(EMPTY, lambda s: not s.required and s.name not in ("stage", "status", "type", "priority")))  # fmt: skip
def test_records_are_listed_by_a_field_that_is_empty(entity: str, name: str, text: str, brain: Any) -> None:
    filters = listed(brain, text, entity)["filters"]
    assert {"field": name, "op": "empty"} in filters


@pytest.mark.parametrize(
    ("entity", "name", "text"),
    [c for c in cases(GROUPS, lambda s: s.choices is not None or s.kind is Kind.REF) if c.values[0] != "deal"],
)
def test_records_are_counted_by_a_field(entity: str, name: str, text: str, brain: Any) -> None:
    assert listed(brain, text, entity)["group_by"].split(".")[0] == name


@pytest.mark.parametrize(("entity", "name", "text"), cases(SORTS, lambda s: s.kind in (Kind.MONEY, Kind.DAY, Kind.INT, Kind.NUMBER)))  # fmt: skip
def test_records_are_put_in_the_order_of_a_field(entity: str, name: str, text: str, brain: Any) -> None:
    args = listed(brain, text, entity)
    assert args["sort"].split()[0] == name
    assert "limit" not in args


@pytest.mark.parametrize(
    "text",
    ["what is the title of Ana Ruiz?", "Ana Ruiz's title is what?", "李娜的职务是什么", "李娜的职务现在是谁", "Acme's owner is?"],
)  # fmt: skip
def test_a_question_sets_nothing(text: str, brain: Any) -> None:
    assert not [c for c in brain(text).calls if c.tool == "propose_change"]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("set the close date of D-12 to banana", "expected_close_date", "banana"),
        ("把D-12的预计成交日期改成香蕉", "expected_close_date", "香蕉"),
        ("set Ana Ruiz's e-mail to not-an-email", "email", "not-an-email"),
        ("set the seats of D-12 to lots", "seats", "lots"),
        ("李娜的邮箱改成没有", "email", "none"),
        ("set Ana Ruiz's phone to +49 40 1234 ext. 12", "phone", "+49 40 1234 ext. 12"),
    ],
)
def test_what_a_field_does_not_take_is_handed_on_for_it_to_say_so(text: str, name: str, words: str, brain: Any) -> None:
    assert change(brain, text)["fields"] == {name: words}


def test_several_values_in_one_order_are_all_read(brain: Any) -> None:
    made = change(brain, "set the close date of D-12 to Friday and the amount to 50k")
    assert made["fields"] == {"expected_close_date": "2026-11-27", "amount": "50000"}
