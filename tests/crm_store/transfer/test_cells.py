"""Cells are read strictly, and a refusal says what would be accepted."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_store.codes import Band, DealType, LeadStatus, LostReason
from crm_store.models import field_of
from crm_store.transfer.cells import custom_reader, reader
from crm_store.transfer.texts import CellError

BERLIN = ZoneInfo("Europe/Berlin")


def read(entity: str, name: str, text: str, **options: Any) -> Any:
    spec = field_of(entity, name)
    assert spec is not None
    return reader(spec, BERLIN, entity=entity, **options)(text)


@pytest.mark.parametrize(
    ("entity", "name", "text", "value"),
    [
        ("deal", "amount", "1234.5", Decimal("1234.5")),
        ("deal", "amount", "1,234,567.8901", Decimal("1234567.8901")),
        ("deal", "probability", "70%", Decimal(70)),
        ("deal", "lost_reason", "No Budget", LostReason.NO_BUDGET),
        ("deal", "lost_reason", "竞品", LostReason.COMPETITOR),
        ("deal", "type", "RENEWAL", DealType.RENEWAL),
        ("lead", "status", "in_process", LeadStatus.IN_PROCESS),
        ("account", "employees_band", "11–50", Band.B11),
        ("account", "domain", "https://www.Acme.example/about", "acme.example"),
        ("account", "aliases", "HY; Huayang;", ["HY", "Huayang"]),
        ("account", "aliases", '["a;b", "c"]', ["a;b", "c"]),
        ("account", "currency", "cny", "CNY"),
        ("deal", "expected_close_date", "2028-02-29", date(2028, 2, 29)),
        ("deal", "closed_at", "2026-11-24T15:00:00+08:00", datetime(2026, 11, 24, 7, tzinfo=UTC)),
        ("deal", "closed_at", "2026-07-01 15:00", datetime(2026, 7, 1, 13, tzinfo=UTC)),
        ("deal", "closed_at", "2026-01-01", datetime(2026, 1, 1, 11, tzinfo=UTC)),
        ("product", "active", "是", True),
        ("product", "active", "No", False),
        ("ticket", "csat", "5", 5),
    ],
)
def test_what_is_accepted(entity: str, name: str, text: str, value: Any) -> None:
    assert read(entity, name, text) == value


@pytest.mark.parametrize(
    ("entity", "name", "text", "said"),
    [
        ("deal", "amount", "-5", "from 0 to"),
        ("deal", "amount", "1e9", "plain number"),
        ("deal", "amount", "1,23", "plain number"),
        ("deal", "amount", "€500", "plain number"),
        ("deal", "amount", "NaN", "plain number"),
        ("deal", "amount", "１２", "plain number"),
        ("deal", "amount", "9" * 40, "from 0 to"),
        ("deal", "amount", "0.00001", "four decimals"),
        ("deal", "probability", "101", "0 to 100"),
        ("deal", "expected_close_date", "2026-02-30", "YYYY-MM-DD"),
        ("deal", "expected_close_date", "24/11/2026", "YYYY-MM-DD"),
        ("deal", "expected_close_date", "20261124", "YYYY-MM-DD"),
        ("deal", "closed_at", "next Tuesday", "ISO 8601"),
        ("deal", "closed_at", "2026-11-24T25:00:00Z", "ISO 8601"),
        ("deal", "type", "upgrade", "one of new, expansion, renewal"),
        ("product", "active", "maybe", "true or false"),
        ("contact", "email", "not an address", "e-mail"),
        ("deal", "currency", "RMB", "ISO 4217"),
        ("user", "tz", "../etc/passwd", "time zone"),
        ("target", "period", "2026-13", "2026-Q4"),
        ("exchange_rate", "rate", "0", "above 0"),
        ("ticket", "csat", "4.5", "whole number"),
    ],
)
def test_what_is_refused_says_what_would_do(entity: str, name: str, text: str, said: str) -> None:
    with pytest.raises(CellError) as refused:
        read(entity, name, text)
    assert said in refused.value.en
    assert refused.value.zh


def test_options_of_a_map() -> None:
    assert read("account", "annual_revenue", "1100.04", scale="1000000") == Decimal("1100040000")
    assert read("deal", "closed_at", "03/31/2026", pattern="%m/%d/%Y") == datetime(2026, 3, 31, 10, tzinfo=UTC)
    assert [read("account", "employees_band", n, band=True) for n in ("1", "10", "11", "1000", "1001", "34288")] == [
        Band.B1, Band.B1, Band.B11, Band.B501, Band.B1000, Band.B1000,
    ]  # fmt: skip
    with pytest.raises(CellError):
        read("account", "employees_band", "0", band=True)


def test_custom_values_are_json() -> None:
    assert [custom_reader(k, BERLIN)(t) for k, t in (("text", "007"), ("number", "1.50"), ("date", "2026-01-31"), ("bool", "yes"))] == [
        "007", "1.50", "2026-01-31", True,
    ]  # fmt: skip
