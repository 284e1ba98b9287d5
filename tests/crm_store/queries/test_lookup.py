"""A name finds its record: in either script, in part, spelt roughly, with its place, by reference; several are asked about."""

import time
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, TOM

from crm_store.errors import Ambiguous, NotFound
from crm_store.queries.lookup import best, known_stage, me_or, one, resolve, the_deal

NAMES: list[tuple[str, str, tuple[str, ...]]] = [
    # whole, in part, by initials, by e-mail
    ("Ana Ruiz", "contact:ana-ruiz", ()),
    ("ana ruiz", "contact:ana-ruiz", ()),
    ("ANA  RUIZ", "contact:ana-ruiz", ()),
    ("“Ana Ruiz”", "contact:ana-ruiz", ()),
    ("Ruiz", "contact:ana-ruiz", ()),
    ("Ruiz Ana", "contact:ana-ruiz", ()),
    ("ana.ruiz@acme.example", "contact:ana-ruiz", ()),
    ("ana.ruiz", "contact:ana-ruiz", ()),
    ("BS", "contact:bob", ("contact",)),
    ("Ána Ruíz", "contact:ana-ruiz", ()),
    ("Ａｎａ Ｒｕｉｚ", "contact:ana-ruiz", ()),
    # Chinese: whole, given name, pinyin either way round, initials, title, traditional characters
    ("李娜", "contact:lina", ()),
    ("李 娜", "contact:lina", ()),
    ("Li Na", "contact:lina", ()),
    ("lina", "contact:lina", ()),
    ("na li", "contact:lina", ("contact",)),
    ("ln", "contact:lina", ("contact",)),
    ("小李", "contact:lina", ("contact",)),
    ("李经理", "contact:lina", ("contact",)),
    ("王偉", "contact:wangwei", ()),
    ("張敏", "contact:zhangmin", ()),
    ("zhang min", "contact:zhangmin", ()),
    ("Zhangmin", "contact:zhangmin", ()),
    # companies
    ("Acme", "account:acme", ()),
    ("acme industrial", "account:acme", ()),
    ("Acme Industrial Ltd.", "account:acme", ()),
    ("华阳", "account:huayang", ()),
    ("華陽科技", "account:huayang", ()),
    ("Huayang Technology", "account:huayang", ()),
    ("huayang", "account:huayang", ()),
    ("hykj", "account:huayang", ("account",)),
    ("远景", "account:vision", ()),
    ("精工", "account:suzhou", ("account",)),
    ("globex.example", "account:globex", ()),
    ("Northwind", "account:northwind", ()),
    ("NT", "account:northwind", ("account",)),
    # typos
    ("Ana Ruis", "contact:ana-ruiz", ()),
    ("Acme Industriel", "account:acme", ()),
    ("Nortwhind Traders", "account:northwind", ()),
    ("Globexx", "account:globex", ()),
    # with the place
    ("Ana @ Acme", "contact:ana-ruiz", ()),
    ("Ana@Globex", "contact:ana-silva", ()),
    ("Ana at Globex", "contact:ana-silva", ()),
    ("Ana from Acme", "contact:ana-ruiz", ()),
    ("Ana (Globex)", "contact:ana-silva", ()),
    ("Ana（Acme）", "contact:ana-ruiz", ()),
    ("华阳的李娜", "contact:lina", ()),
    ("华阳公司的李娜", "contact:lina", ()),
    ("李娜@华阳科技", "contact:lina", ()),
    # deals, by whole title and by words of it
    ("Acme renewal", "deal:acme-renewal", ()),
    ("Umbra lab", "deal:umbra-lab", ("deal",)),
    ("sensors", "deal:acme-sensors", ()),
    ("renewal", "deal:acme-renewal", ()),
    ("华阳试点", "deal:huayang-pilot", ()),
    ("试点", "deal:huayang-pilot", ()),
    # references and keys of other systems
    ("D-1", "deal:acme-renewal", ()),
    ("d-1", "deal:acme-renewal", ()),
    ("#D-1", "deal:acme-renewal", ()),
    ("D - 1", "deal:acme-renewal", ()),
    ("ACC-2", "account:huayang", ()),
    ("deal:acme-lost", "deal:acme-lost", ()),
    ("P-100", "product:P-100", ("product",)),
    # everything else that has a name
    ("陈晓", "user:chen@example.com", ()),
    ("chen", "user:chen@example.com", ()),
    ("Maya", "user:maya@example.com", ()),
    ("West", "team:West", ()),
    ("西区", "team:West", ()),
    ("Sensor kit", "product:P-100", ()),
    ("How to migrate data", "article:migrate", ()),
    ("Login fails", "ticket:login", ()),
    ("商务谈判", "stage:Negotiation", ()),
    ("周洋", "lead:lead-1", ()),
    ("Reed Robotics", "lead:lead-2", ()),
]


@pytest.mark.parametrize(("said", "key", "among"), NAMES, ids=[n for n, _, _ in NAMES])
def test_a_name_finds_its_record(standing_world: Any, said: str, key: str, among: tuple[str, ...]) -> None:
    with standing_world.reading(ADMIN) as crm:
        assert one(crm, said, among).external_id == key


def test_a_ticket_answers_to_its_number(standing_desk: Any) -> None:
    with standing_desk.world.writing(CHEN) as crm:
        crm.create("ticket", {"subject": "Printer", "number": "1042", "account": 1})
    with standing_desk.world.reading(CHEN) as crm:
        assert [one(crm, said).ref for said in ("T-1042", "#1042", "1042")] == ["T-1042"] * 3


@pytest.mark.parametrize("said", ["Ana", "ana", "安娜" if False else "Ana ", "“ana”"])
def test_a_name_of_several_asks_which(standing_world: Any, said: str) -> None:
    with standing_world.reading(ADMIN) as crm, pytest.raises(Ambiguous) as asked:
        one(crm, said)
    assert set(asked.value.choices) == {("C-1", "Ana Ruiz (Acme Industrial)"), ("C-6", "Ana Silva (Globex)")}
    assert "Ana Ruiz (Acme Industrial)" in asked.value.en
    assert "哪一个" in asked.value.zh


@pytest.mark.parametrize(
    "said",
    [
        "nobody",
        "Zz",
        "D-999",
        "XX-1",
        "",
        "   ",
        "Ana @ Umbra",
        "华阳的王伟",
        "@",
        "的",
        "?!",
        "a" * 250,
        "\ud800",
        "\x00",
    ],
)
def test_what_is_not_on_record_is_said_to_be_not_on_record(standing_world: Any, said: str) -> None:
    with standing_world.reading(ADMIN) as crm, pytest.raises(NotFound) as missed:
        one(crm, said)
    assert "nothing on record" in missed.value.en
    assert "没有找到" in missed.value.zh


def test_each_finds_what_they_see(standing_world: Any) -> None:
    for email, key in ((CHEN, "contact:ana-ruiz"), (MAYA, "contact:ana-silva")):
        with standing_world.reading(email) as crm:
            assert one(crm, "Ana").external_id == key
    with standing_world.reading(TOM) as crm:
        assert resolve(crm, "Ana") == []
        assert resolve(crm, "D-1") == []
        assert resolve(crm, "deal:acme-renewal") == []


def test_a_person_goes_before_what_is_named_alike_but_weaker(standing_world: Any) -> None:
    with standing_world.reading(ADMIN) as crm:
        assert [f.ref for f in best(resolve(crm, "Acme"))] == ["ACC-1"]
        assert [f.entity for f in resolve(crm, "Acme", ("deal",))] == ["deal"] * 3
        assert [f.ref for f in resolve(crm, "ACC-1", ("deal",))] == []


@pytest.mark.parametrize(
    ("said", "key"),
    [("Acme renewal", "acme-renewal"), ("D-3", "huayang-pilot"), ("远景", "vision-grid"), ("Northwind POS", "northwind-pos"), ("Umbra", "umbra-lab"),
     ("Uma Berg", "umbra-lab"), ("王伟", "suzhou-line"), ("Initech", "initech-pilot")],
)  # fmt: skip
def test_the_deal_meant_by_a_title_a_company_or_a_person(standing_world: Any, said: str, key: str) -> None:
    with standing_world.reading(ADMIN) as crm:
        assert the_deal(crm, said).external_id == f"deal:{key}"


def test_several_open_deals_ask_which_and_none_says_so(standing_world: Any) -> None:
    with standing_world.reading(ADMIN) as crm:
        with pytest.raises(Ambiguous) as asked:
            the_deal(crm, "Acme")
        assert {ref for ref, _ in asked.value.choices} == {"D-1", "D-2"}
        with pytest.raises(NotFound):
            the_deal(crm, "nobody")


@pytest.mark.parametrize(
    ("said", "name"),
    [("Negotiation", "Negotiation"), ("negotiation stage", "Negotiation"), ("商务谈判", "Negotiation"), ("商务谈判阶段", "Negotiation"),
     ("谈判", "Negotiation"), ("won", "Won"), ("closed won", "Won"), ("赢单", "Won"), ("丢单", "Lost"), ("lost", "Lost"), ("on hold", "On Hold"),
     ("搁置", "On Hold"), ("暂停", "On Hold"), ("Negociation", "Negotiation"), ("quali", "Qualification"), ("報價", "Proposal")],
)  # fmt: skip
def test_a_stage_in_either_language_by_kind_or_nearly(standing_world: Any, said: str, name: str) -> None:
    with standing_world.reading(CHEN) as crm:
        assert known_stage(crm, said).name == name


def test_an_unknown_stage_is_answered_with_those_there_are(standing_world: Any) -> None:
    with standing_world.reading(CHEN) as crm, pytest.raises(NotFound) as missed:
        known_stage(crm, "Purgatory")
    assert "Qualification, Demo, Proposal" in missed.value.en
    assert "初步确认、产品演示" in missed.value.zh


def test_me_is_the_one_who_asks(standing_world: Any) -> None:
    with standing_world.reading(MAYA) as crm:
        assert {me_or(crm, said).email for said in ("me", "Me", "我", "myself", "maya")} == {MAYA}


def test_somebody_disabled_answers_no_more(desk: Any) -> None:
    desk.change(ADMIN, "user", desk.world.number("user", TOM), disabled=True)
    with desk.world.reading(CHEN) as crm:
        assert resolve(crm, "Tom Becker", ("user",)) == []


@pytest.mark.parametrize(
    "said",
    ["a" * 1_000_000, "a @ " * 50_000, "a" + " " * 100_000 + "b", "的" * 100_000, "(" * 50_000, "D-" + "9" * 100_000],
)
def test_a_name_of_any_length_is_answered_at_once(standing_sqlite: Any, said: str) -> None:
    started = time.perf_counter()
    with standing_sqlite.reading(CHEN) as crm:
        assert resolve(crm, said) == []
    assert time.perf_counter() - started < 2


def test_of_namesakes_at_one_customer_the_one_who_holds_the_office_is_meant(world: Any) -> None:
    with world.writing(ADMIN) as crm:
        firm = crm.create("account", {"name": "岚桥制药"}).id
        crm.create("contact", {"name": "郭月华", "title": "运营经理", "account": firm})
        crm.create("contact", {"name": "郭振华", "title": "实验室主任", "account": firm})
    with world.reading(ADMIN) as crm:
        assert [one(crm, said).display for said in ("郭主任", "郭主任 @ 岚桥", "郭经理")] == [
            "郭振华",
            "郭振华",
            "郭月华",
        ]
        with pytest.raises(Ambiguous):
            one(crm, "郭总")
