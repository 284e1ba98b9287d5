"""Records nobody asks for by type are read by their reference all the same."""

from typing import Any

import pytest

from assistant.brains.offline.pieces.slots import Slot, masked


@pytest.mark.parametrize("kind", ["target", "share", "exchange_rate", "tag"])
@pytest.mark.parametrize(("zh", "said", "left"), [(False, "show TG-5", "show Acme"), (True, "看TG-5", "看华阳")])
def test_a_record_of_any_type_has_a_word_of_its_kind(kind: str, zh: Any, said: str, left: str) -> None:
    at = said.index("TG")
    assert masked(said, [Slot(at, at + 4, "TG-5", kind)], zh) == left
