"""What people say, each beside a plainer way to say the same: read from the tables here, encoded once, and searched by meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.brains.offline.pieces.slots import KINDS, Slot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HERE = Path(__file__).parent
_MARK = re.compile(r"\{(?P<slot>(?P<kind>[a-z]+)\d*)\}")


class Ear(Protocol):
    """Turns a sentence into a vector of unit length, the same every time."""

    def vector(self, text: str) -> "NDArray[np.float32]": ...


@dataclass(frozen=True)
class Saying:
    """One way to say something (`like`) and the plain way (`say`); both name their slots by kind: {contact}, {money}, {day2}."""

    say: str
    like: str

    @property
    def slots(self) -> list[tuple[str, str]]:
        """(slot, kind) of `like` in order, each slot once."""
        return list(dict.fromkeys((m["slot"], m["kind"]) for m in _MARK.finditer(self.like)))

    def masked(self, zh: bool) -> str:
        """`like` as it is encoded: every slot replaced by the word of its kind."""
        return _MARK.sub(lambda m: KINDS[m["kind"]][zh], self.like).strip()

    def literal(self) -> str:
        """`like` without its slots."""
        return _MARK.sub(" ", self.like)

    def filled(self, held: dict[str, str]) -> tuple[str, list[tuple[int, int]]]:
        """`say` with these texts in its slots, and where they stand."""
        parts, places, at, length = [], list[tuple[int, int]](), 0, 0
        for m in _MARK.finditer(self.say):
            before, text = self.say[at : m.start()], held[m["slot"]]
            places.append((length + len(before), length + len(before) + len(text)))
            parts += [before, text]
            length, at = length + len(before) + len(text), m.end()
        return "".join([*parts, self.say[at:]]), places


def assigned(saying: Saying, slots: Sequence[Slot]) -> dict[str, str] | None:
    """The message's names and values in the slots of a saying, in order; None when they are not the same kinds and number."""
    wanted, left = saying.slots, list(slots)
    if len(wanted) < len(left):
        left = [s for s in left if not s.spelt]
    if len(wanted) != len(left):
        return None
    held: dict[str, str] = {}
    for exact in (True, False):
        for slot, kind in wanted:
            if slot in held:
                continue
            one = next((s for s in left if (s.kind == kind if exact else s.fits(kind))), None)
            if one is not None:
                held[slot] = one.text
                left.remove(one)
    return held if not left else None


@cache
def sayings(zh: bool) -> tuple[Saying, ...]:
    """Every saying of a language, the plain ways among them."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is built
    rows = yaml.load((HERE / f"{'zh' if zh else 'en'}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506
    return tuple(Saying(row["say"], like) for row in rows for like in (row["say"], *row["like"]))


@cache
def encoded(zh: bool) -> "NDArray[np.float32]":
    """Shape (sayings, 512), unit rows, in their order: mapped by `mapping`."""
    import numpy as np

    rows = np.load(HERE / f"{'zh' if zh else 'en'}.npy").astype(np.float32)
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


@cache
def mapping(zh: bool) -> "NDArray[np.float32]":
    """Shape (512, 512): turns an encoder's vector so that what counts in this table counts (`scripts/encode_sayings.py`)."""
    import numpy as np

    matrix: NDArray[np.float32] = np.load(HERE / f"{'zh' if zh else 'en'}_map.npy").astype(np.float32)
    return matrix


def mapped(ear: Ear, text: str, zh: bool) -> "NDArray[np.float32]":
    """A text's vector of unit length as the sayings are encoded."""
    import numpy as np

    turned = mapping(zh) @ ear.vector(text)
    unit: NDArray[np.float32] = turned / max(float(np.linalg.norm(turned)), 1e-9)
    return unit


def nearest(vector: "NDArray[np.float32]", zh: bool, most: int) -> list[tuple[float, int]]:
    """The cosines and numbers of the sayings nearest to a mapped message, nearest first."""
    import numpy as np

    near = encoded(zh) @ vector
    best = np.argsort(-near, kind="stable")[:most]
    return [(float(near[i]), int(i)) for i in best]
