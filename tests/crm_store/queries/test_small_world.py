"""The world the other tests stand on."""

from typing import Any

from parley_worlds import CHEN, LIN, MAYA, NINA, TOM
from sqlalchemy import func, select

from crm_store.models import Deal


def seen(world: Any, email: str) -> int:
    with world.reading(email) as crm:
        return int(crm.exec(select(func.count()).select_from(Deal)).scalar_one())


def test_everybody_sees_their_part(small_world: Any) -> None:
    assert {e: seen(small_world, e) for e in (CHEN, MAYA, TOM, LIN, NINA)} == {
        CHEN: 10,
        MAYA: 8,
        TOM: 2,
        LIN: 18,
        NINA: 8,
    }
