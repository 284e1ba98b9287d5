"""Fields a company adds: kept typed, required and unique, filtered and ordered as what they are, told apart in history, undone and closed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MOMENT
from sqlalchemy import select

from crm_store.errors import BadValue, NotAllowed
from crm_store.models import CustomField, Deal
from crm_store.past import past
from crm_store.proposals import Draft
from crm_store.queries.events import history
from crm_store.queries.find import Condition, Query, count, grouped, records, sums
from crm_store.queries.view import shown

FIELDS: dict[str, dict[str, Any]] = {
    "risk": {"label_en": "risk class", "label_zh": "风险等级", "type": "choice", "options": ["low|低", "medium|中", "high|高"]},
    "tender_date": {"label_en": "tender date", "label_zh": "招标日期", "type": "date"},
    "floors": {"label_en": "floors", "label_zh": "楼层数", "type": "number"},
    "nda": {"label_en": "NDA signed", "label_zh": "已签保密协议", "type": "bool"},
    "po": {"label_en": "order number", "label_zh": "订单号", "type": "text", "unique": True},
}  # fmt: skip
ACME, GLOBEX, OLD = "acme-renewal", "globex-support", "suzhou-old"


@pytest.fixture
def office(desk: Any) -> Any:
    """The small company with fields of its own on deals."""
    for key, values in FIELDS.items():
        desk.make("custom_field", entity="deal", key=key, **values)
    return desk


def deal(office: Any, key: str) -> int:
    return int(office.world.number("deal", key))


def give(office: Any, key: str, email: str = ADMIN, /, **values: Any) -> None:
    office.yes(email, office.update(email, "deal", deal(office, key), **{f"custom.{k}": v for k, v in values.items()}))


def names(office: Any, *conditions: Condition, sort: Any = (), email: str = ADMIN) -> list[str]:
    with office.world.reading(email) as crm:
        return [r.display for r in records(crm, Query("deal", conditions, sort))]


@pytest.mark.parametrize(
    ("field", "wrong", "allowed"),
    [
        ("risk", "huge", "low, medium, high"),
        ("tender_date", "someday", "a day"),
        ("floors", "many", "a number"),
    ],
)
def test_a_value_that_does_not_fit_names_what_does(office: Any, field: str, wrong: str, allowed: str) -> None:
    with pytest.raises(BadValue) as refused:
        give(office, ACME, **{field: wrong})
    assert allowed in refused.value.en
    with pytest.raises(BadValue):
        office.change(ADMIN, "deal", deal(office, ACME), **{f"custom.{field}": wrong})


def test_a_field_there_is_not_is_refused_with_those_there_are(office: Any) -> None:
    with pytest.raises(BadValue, match="risk class"):
        give(office, ACME, colour="red")


def test_values_are_kept_and_read_typed(office: Any) -> None:
    give(office, ACME, risk="high", tender_date=date(2026, 12, 1), floors=Decimal("12.50"), nda=True)
    held = {k: office.value("deal", deal(office, ACME), f"custom.{k}") for k in ("risk", "tender_date", "floors", "nda", "po")}  # fmt: skip
    assert held == {"risk": "high", "tender_date": date(2026, 12, 1), "floors": Decimal("12.50"), "nda": True, "po": None}  # fmt: skip
    with office.world.reading(ADMIN) as crm:
        (row,) = shown(crm, "deal", [crm.get("deal", deal(office, ACME))])
        (few,) = shown(crm, "deal", [crm.get("deal", deal(office, ACME))], ["name", "风险等级", "floors"])
    assert row["custom"] == {"risk": "high", "tender_date": "2026-12-01", "floors": "12.50", "nda": True}
    assert few["custom.risk"] == "high"
    assert few["custom.floors"] == "12.50"


def test_figures_and_days_compare_as_such(office: Any) -> None:
    give(office, ACME, floors=Decimal(9), tender_date=date(2026, 12, 1), nda=True, risk="low")
    give(office, GLOBEX, floors=Decimal(100), tender_date=date(2027, 1, 5), nda=False, risk="high")
    assert names(office, Condition("floors", ">", "20")) == ["Globex support plan"]
    assert names(office, Condition("custom.floors", "<=", "20")) == ["Acme renewal"]
    assert names(office, Condition("楼层数", "=", "9.0")) == ["Acme renewal"]
    assert names(office, Condition("tender date", ">", "2026-12-31")) == ["Globex support plan"]
    assert names(office, Condition("tender_date", "within", (date(2026, 11, 1), date(2026, 12, 31)))) == ["Acme renewal"]  # fmt: skip
    assert names(office, Condition("nda", "=", "是")) == ["Acme renewal"]
    assert names(office, Condition("nda", "=", "no")) == ["Globex support plan"]
    assert names(office, Condition("risk", "=", "高")) == ["Globex support plan"]
    assert names(office, Condition("risk class", "in", ["LOW", "medium"])) == ["Acme renewal"]
    both = {"Acme renewal", "Globex support plan"}
    assert set(names(office, Condition("floors", "filled"))) == both
    assert both.isdisjoint(names(office, Condition("floors", "empty")))
    assert "Acme renewal" in names(office, Condition("risk", "!=", "high"))
    with pytest.raises(BadValue, match="a number"):
        names(office, Condition("floors", ">", "lots"))


def test_lists_are_ordered_grouped_and_added_up_by_them(office: Any) -> None:
    give(office, ACME, floors=Decimal(9), risk="high")
    give(office, GLOBEX, floors=Decimal("100.25"), risk="low")
    give(office, OLD, floors=Decimal(20), risk="medium")
    three = [Condition("floors", "filled")]
    assert names(office, *three, sort=[("floors", True)]) == ["Globex support plan", "苏州升级", "Acme renewal"]
    assert names(office, *three, sort=[("risk class", False)]) == ["Globex support plan", "苏州升级", "Acme renewal"]
    with office.world.reading(ADMIN) as crm:
        assert sums(crm, Query("deal", three), "floors") == {"": Decimal("129.25")}
        found = {str(v): n for v, _, n in grouped(crm, Query("deal", three), "风险等级")}
        assert found == {"low": 1, "medium": 1, "high": 1}
        everything = grouped(crm, Query("deal"), "risk")
        assert sum(n for _, _, n in everything) == count(crm, Query("deal"))
        assert everything[0][0] is None


def test_an_option_is_understood_in_the_other_language(office: Any) -> None:
    office.make(
        "custom_field", entity="account", key="风险", label_zh="风险", type="choice", options=["高", "中", "低"]
    )
    office.make("account", name="Plain", custom={"风险": "高"})
    with office.world.reading(ADMIN) as crm:
        assert [r.display for r in records(crm, Query("account", [Condition("风险", "=", "high")]))] == ["Plain"]


def test_what_is_required_is_asked_of_new_records_and_never_emptied(office: Any) -> None:
    office.make("custom_field", entity="deal", key="region", label_en="sales region", type="text", required=True)
    with pytest.raises(BadValue, match="sales region"):
        office.propose(ADMIN, lambda crm, draft: draft.create("deal", {"name": "New one"}))
    made = office.propose(ADMIN, lambda crm, draft: draft.create("deal", {"name": "New one", "custom.region": "EMEA"}))
    assert office.yes(ADMIN, made) == "applied"
    give(office, ACME, floors=Decimal(1))  # what lacks it already may still be changed otherwise
    with pytest.raises(BadValue, match="sales region"):
        give(office, ACME, region=None)


def test_a_unique_value_is_held_once(office: Any) -> None:
    give(office, ACME, po="PO-7")
    with pytest.raises(BadValue, match="Acme renewal"):
        give(office, GLOBEX, po="po-7 ")
    with office.world.writing(ADMIN) as crm:
        draft = Draft(crm)
        draft.update(crm.get("deal", deal(office, GLOBEX)), {"custom.po": "PO-8"})
        waiting = draft.save(thread="another", tool="propose_change").id
    give(office, ACME, po="PO-8")
    with pytest.raises(BadValue, match="PO-8"):
        office.yes(ADMIN, waiting)


def test_two_records_of_one_card_do_not_share_a_unique_value(office: Any) -> None:
    def both(crm: Any, draft: Any) -> None:
        for key in (ACME, GLOBEX):
            draft.update(crm.get("deal", deal(office, key)), {"custom.po": "PO-9"})

    with pytest.raises(BadValue, match="Acme renewal"):
        office.propose(ADMIN, both)


def test_undo_brings_back_one_field_and_leaves_the_others(office: Any) -> None:
    give(office, ACME, risk="low", floors=Decimal(5))
    before = office.export()
    number = office.update(ADMIN, "deal", deal(office, ACME), **{"custom.risk": "high", "custom.floors": None})
    office.yes(ADMIN, number)
    office.undo(ADMIN, number)
    assert office.export() == before


def test_a_later_change_of_another_field_does_not_stand_in_the_way_of_undo(office: Any) -> None:
    number = office.update(ADMIN, "deal", deal(office, ACME), **{"custom.risk": "high"})
    office.yes(ADMIN, number)
    give(office, ACME, floors=Decimal(7))
    office.undo(ADMIN, number)
    assert office.value("deal", deal(office, ACME), "custom.risk") is None
    assert office.value("deal", deal(office, ACME), "custom.floors") == Decimal(7)


def test_history_tells_each_field_by_itself(office: Any) -> None:
    give(office, ACME, risk="low", floors=Decimal(5))
    give(office, ACME, risk="high")
    with office.world.reading(ADMIN) as crm:
        told = history(crm, crm.get("deal", deal(office, ACME)), "custom.risk")
    assert [(c.field.en, str(c.before), str(c.after)) for c in told] == [
        ("risk class", "low", "high"),
        ("risk class", "None", "low"),
    ]


def test_the_past_knows_what_they_held(office: Any) -> None:
    give(office, ACME, risk="low")
    later = MOMENT + timedelta(days=3)
    with office.world.writing(ADMIN, now=later) as crm:
        crm.update(crm.get("deal", deal(office, ACME)), {"custom.risk": "high"})
    with (
        office.store.session(office.world.actor(ADMIN), now=later) as crm,
        past(crm, MOMENT + timedelta(days=1)) as then,
    ):
        assert str(then.value(then.get("deal", deal(office, ACME)), "custom.risk")) == "low"
        assert count(then, Query("deal", [Condition("risk", "=", "low")])) == 1


def test_a_retired_field_keeps_its_values_for_when_it_is_brought_back(office: Any) -> None:
    give(office, ACME, risk="high")
    with office.world.reading(ADMIN) as crm:
        (number,) = [f.id for f in crm.all(select(CustomField)) if f.key == "risk"]
    office.delete(ADMIN, "custom_field", number)
    with pytest.raises(BadValue):
        names(office, Condition("risk", "=", "high"))
    with office.world.writing(ADMIN) as crm:
        crm.restore(crm.many("custom_field", [number], deleted=True)[number])
    assert names(office, Condition("risk", "=", "high")) == ["Acme renewal"]


@pytest.fixture
def guarded(office: Any) -> Any:
    """A rep, who holds the Acme renewal, is not shown the risk class of deals, and of the order number its end only."""
    give(office, ACME, risk="high", floors=Decimal(5), po="PO-1234567")
    office.make("role", name="rep", fields=["deal.custom.risk none", "deal.custom.po masked"])
    return office


def test_a_closed_field_shows_nothing_and_the_others_stay_open(guarded: Any) -> None:
    number = deal(guarded, ACME)
    with guarded.world.reading(CHEN) as crm:
        (row,) = shown(crm, "deal", [crm.get("deal", number)])
        assert row["custom"] == {"floors": "5", "po": "•••4567"}
        assert set(crm.withheld) >= {("deal", "custom.risk")}
        assert crm.exec(select(Deal.custom["risk"].as_string()).where(Deal.id == number)).scalar_one() is None
        assert crm.exec(select(Deal.custom["floors"].as_string()).where(Deal.id == number)).scalar_one() == "5"
        assert not (crm.exec(select(Deal.custom).where(Deal.id == number)).scalar_one() or {}).get("risk")
        for asked in (Query("deal", [Condition("risk", "=", "high")]), Query("deal", [Condition("po", "~", "123")])):
            with pytest.raises(NotAllowed):
                count(crm, asked)
        with pytest.raises(NotAllowed, match="risk class"):
            grouped(crm, Query("deal"), "risk")
        assert not ["high" for c in history(crm, crm.get("deal", number)) if "high" in (str(c.before), str(c.after))]
        assert count(crm, Query("deal", [Condition("floors", "=", "5")])) == 1
    with guarded.world.reading(ADMIN) as crm:
        assert count(crm, Query("deal", [Condition("risk", "=", "high")])) == 1


def test_a_closed_field_is_not_changed_and_survives_other_changes(guarded: Any) -> None:
    with pytest.raises(NotAllowed, match="risk class"):
        give(guarded, ACME, CHEN, risk="low")
    give(guarded, ACME, CHEN, floors=Decimal(6))
    assert guarded.value("deal", deal(guarded, ACME), "custom.risk") == "high"
    assert guarded.value("deal", deal(guarded, ACME), "custom.po") == "PO-1234567"
