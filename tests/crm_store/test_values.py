"""What a field can hold: exact amounts, closed sets, moments with a zone, text every database keeps; all else is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from parley_worlds import CHEN, MOMENT
from sqlalchemy import func, select

from crm_store.base import MAX_AMOUNT, Kind
from crm_store.codes import ForecastCategory, TaskStatus
from crm_store.errors import BadValue, StoreError
from crm_store.models import Deal, entities, field_of, fields_of
from crm_store.proposals import Draft
from crm_store.values import MAX_WHOLE, fitting, from_json, money_json, plain, storable, to_json

AMOUNT = field_of("deal", "amount")
assert AMOUNT is not None


@pytest.mark.parametrize(
    "said", ["0", "0.0001", "0.01", "120000.5", "99.9999", "123456789012.3456", "1000000", str(MAX_AMOUNT)]
)
@pytest.mark.parametrize("currency", ["CNY", "JPY", "CLF"])
def test_an_amount_comes_back_as_it_was_given(standing_desk: Any, said: str, currency: str) -> None:
    number = standing_desk.make("deal", amount=Decimal(said), currency=currency)
    held = standing_desk.value("deal", number, "amount")
    assert (held, plain(held)) == (Decimal(said), plain(Decimal(said)))


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=4), min_size=1, max_size=8))
def test_amounts_add_up_exactly_in_sql(standing_sqlite: Any, amounts: list[Decimal]) -> None:
    with standing_sqlite.store.session(standing_sqlite.store.system(), writes=True) as crm:
        mark = crm.tx
        for amount in amounts:
            crm.create("deal", {"name": mark, "amount": amount}, plain=True)
        crm.flush()
        assert crm.exec(select(func.sum(Deal.amount)).where(Deal.name == mark)).scalar() == sum(amounts)


def test_more_than_can_be_added_up_is_said_calmly(sqlite_desk: Any) -> None:
    for _ in range(12):
        sqlite_desk.make("deal", amount=MAX_AMOUNT)
    with pytest.raises(StoreError) as refused, sqlite_desk.store.session(sqlite_desk.store.system()) as crm:
        crm.exec(select(func.sum(Deal.amount))).scalar()
    assert "too large" in refused.value.en
    assert "过大" in refused.value.zh


BAD = {
    "amount": [
        "-1",
        "-0.01",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "100000000000000",
        "0.00001",
        "abc",
        "",
        "1,000",
    ],
    "probability": ["-1", "NaN", "1e30"],
    "seats": ["12.5", "many", str(2**31), str(10**400), "NaN"],
    "expected_close_date": ["2026-02-30", "soon", "0000-01-01", "10000-01-01", "2026-13-01"],
    "closed_at": ["yesterday", "2026-11-20T10:00:00", "2026-11-20", "2026-11-20T25:00:00Z"],
    "forecast_category": ["probably", "commit ", "1"],
    "lost_reason": ["because", "PRICE"],
}


@pytest.mark.parametrize(("field", "said"), [(f, v) for f, values in BAD.items() for v in values if v != ""])
def test_what_does_not_fit_is_refused_with_what_would(standing_sqlite: Any, field: str, said: str) -> None:
    spec = field_of("deal", field)
    assert spec is not None
    with pytest.raises(BadValue) as refused:
        from_json(spec, said)
    assert spec.en in refused.value.en.casefold() or said in refused.value.en
    assert spec.zh in refused.value.zh
    assert len(refused.value.en) < 300
    for write in (
        lambda crm: crm.create("deal", {"name": "x", field: said}, plain=True),
        lambda crm: crm.update(crm.get("deal", 1), {field: said}, plain=True),
        lambda crm: Draft(crm).create("deal", {"name": "x", field: said}),
        lambda crm: Draft(crm).update(crm.get("deal", 1), {field: said}),
    ):
        with pytest.raises(BadValue), standing_sqlite.writing(CHEN) as crm:
            write(crm)


def test_a_float_is_no_amount(standing_sqlite: Any) -> None:
    with pytest.raises(BadValue), standing_sqlite.writing(CHEN) as crm:
        crm.update(crm.get("deal", 1), {"amount": 0.1 + 0.2})


@pytest.mark.parametrize("chance", ["100.5", "101", "1000"])
def test_a_chance_is_a_percentage(standing_sqlite: Any, chance: str) -> None:
    with pytest.raises(BadValue), standing_sqlite.writing(CHEN) as crm:
        crm.update(crm.get("deal", 1), {"probability": Decimal(chance)})


def test_a_moment_needs_a_zone_and_is_kept_in_utc(standing_desk: Any) -> None:
    naive = datetime(2026, 11, 20, 10)  # noqa: DTZ001
    with pytest.raises(BadValue) as refused, standing_desk.world.writing(CHEN) as crm:
        crm.create("activity", {"starts_at": naive})
    assert "time zone" in refused.value.en
    east = datetime(2026, 11, 20, 10, tzinfo=timezone(timedelta(hours=8)))
    number = standing_desk.make("activity", starts_at=east)
    held = standing_desk.value("activity", number, "starts_at")
    assert (held, held.utcoffset()) == (east, timedelta())


def test_a_required_field_is_not_left_empty_and_a_title_not_endless(standing_sqlite: Any) -> None:
    for values in ({"name": ""}, {"name": None}, {"name": "x" * 2001}):
        with pytest.raises(BadValue), standing_sqlite.writing(CHEN) as crm:
            Draft(crm).update(crm.get("deal", 1), values)
    with standing_sqlite.writing(CHEN) as crm:
        assert Draft(crm).update(crm.get("deal", 1), {"name": "x" * 2000})


@pytest.mark.parametrize(
    "said", ["a\x00b", "\ud83d broken", "\udfff", "RTL \u202e text", "zero\u200bwidth", "😀𠮷", "a" * 100_000]
)
def test_any_text_is_kept_by_every_database(standing_desk: Any, said: str) -> None:
    with standing_desk.world.writing(CHEN) as crm:
        number = crm.create("activity", {"subject": said[:50], "body": said}).id
    assert standing_desk.value("activity", number, "body") == storable(said)
    card = standing_desk.update(CHEN, "activity", number, body=f"{said}!")
    assert standing_desk.yes(CHEN, card) == "applied"
    assert standing_desk.value("activity", number, "body") == storable(f"{said}!")


def test_whole_numbers_fit_into_what_postgresql_keeps(standing_desk: Any) -> None:
    number = standing_desk.make("deal", seats=MAX_WHOLE)
    assert standing_desk.value("deal", number, "seats") == MAX_WHOLE


def test_every_kind_of_value_survives_the_way_through_json(standing_desk: Any) -> None:
    """What an event or a card keeps is read back as what the record held."""
    samples = {
        Kind.MONEY: Decimal("12.3456"), Kind.NUMBER: Decimal("62.5"), Kind.INT: 7, Kind.DAY: date(2024, 2, 29), Kind.BOOL: True,
        Kind.MOMENT: datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC), Kind.TEXT: "Ærø 李娜", Kind.LONG: "a\nb", Kind.JSON: ["vip", "华东"],
    }  # fmt: skip
    for entity in entities():
        for name, spec in fields_of(entity).items():
            value = list(spec.choices)[-1] if spec.choices is not None else samples.get(spec.kind)
            if value is None:
                continue
            kept = to_json(spec, value)
            assert from_json(spec, kept) == value, (entity, name)
            assert fitting(spec, value) == value


def test_codes_are_taken_as_members_or_as_their_text(standing_sqlite: Any) -> None:
    for said in (ForecastCategory.COMMIT, "commit"):
        with standing_sqlite.writing(CHEN) as crm:
            crm.update(crm.get("deal", 1), {"forecast_category": said})
        with standing_sqlite.reading(CHEN) as crm:
            assert crm.get("deal", 1).forecast_category is ForecastCategory.COMMIT
    for said in (TaskStatus.DONE, "done"):
        with standing_sqlite.writing(CHEN) as crm:
            done = crm.create("task", {"title": "x", "status": said})
        assert done.completed_at == MOMENT


def test_money_is_printed_as_the_contract_says() -> None:
    assert money_json(Decimal("1234.5"), "EUR") == {"amount": "1234.50", "currency": "EUR"}
    assert money_json(Decimal("500000"), "JPY") == {"amount": "500000.00", "currency": "JPY"}
    assert money_json(Decimal("0.0001"), "CLF") == {"amount": "0.0001", "currency": "CLF"}
    assert money_json(None, "EUR") is None
