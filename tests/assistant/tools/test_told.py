"""Which of a customer's open deals a report tells of."""

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.tools._told import deals_told


def deal(name: str, kind: str = "") -> Any:
    return SimpleNamespace(name=name, type=SimpleNamespace(value=kind) if kind else None)


MARLOW = [deal("Marlow Foods Asia second site"), deal("Marlow Foods Asia Bench for utilities", "renewal")]
LANTU = [deal("澜图实验室管理增购", "expansion"), deal("澜图校准管理项目")]


@pytest.mark.parametrize(
    ("text", "deals", "company", "found"),
    [
        ("price for the second site is fine", MARLOW, "Marlow Foods Asia", 0),
        ("the renewal comes down to 22k", MARLOW, "Marlow Foods Asia", 1),
        ("they like us", MARLOW, "Marlow Foods Asia", None),
        ("增购从25个席位加到30个", LANTU, "澜图软件", 0),
        ("校准管理项目金额改成8万", LANTU, "澜图软件", 1),
        ("下周再谈", LANTU, "澜图软件", None),
    ],
)
def test_the_deal_whose_own_words_are_told_stands_out(
    text: str, deals: list[Any], company: str, found: int | None
) -> None:
    assert deals_told(text, deals, company) == ([] if found is None else [deals[found]])
