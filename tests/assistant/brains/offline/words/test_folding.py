"""Traditional characters are read as simplified ones, and kept where the words themselves are kept."""

from typing import Any

from assistant.brains.offline.words.folding import as_written, simple


def test_every_character_keeps_its_place() -> None:
    said = "華陽那個一期，客戶說可以先做一半，幫我改成14萬"
    assert simple(said) == "华阳那个一期，客户说可以先做一半，帮我改成14万"
    assert as_written("客户说", simple(said), said) == "客戶說"


def test_an_order_in_traditional_characters_is_done(brain: Any) -> None:
    (call,) = brain("把華陽一期推進到商務談判").calls
    assert call.args["changes"][0]["fields"] == {"stage": "商务谈判"}


def test_a_report_and_its_quotations_keep_them(brain: Any) -> None:
    (call,) = brain("今天和李娜開會，她說預算批了").calls
    assert call.args["note"] == "今天和李娜開會，她說預算批了"
    assert all(f["quote"] in call.args["note"] for f in call.args["facts"])
