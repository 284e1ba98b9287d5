"""Which intent a masked message likely has, learnt from all sayings at once: what chooses among the nearest, and doubts a reading.

One neighbour may be near by chance; a logistic regression over the table knows which words mark an intent (`scripts/encode_sayings.py`).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.brains.offline.sayings import HERE
from assistant.brains.offline.terms import Call

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def intent(calls: Sequence[Call]) -> str:
    """What is done to which type of record, from the first call: "propose_change:update:deal", "find_records::lead"; empty for no call."""
    if not calls:
        return ""
    args = calls[0].args
    change: Mapping[str, Any] = (args.get("changes") or ({},))[0]
    return f"{calls[0].tool}:{change.get('op', '')}:{change.get('entity') or args.get('entity') or ''}"


class Learnt:
    """The table of a language: names of intents, weights (intents, 512), biases, and the number of each saying's intent (-1: none)."""

    def __init__(self, zh: bool) -> None:
        import numpy as np

        with np.load(HERE / f"{'zh' if zh else 'en'}_intents.npz") as held:
            self.names: list[str] = [str(n) for n in held["names"]]
            self.weights: NDArray[np.float32] = held["weights"].astype(np.float32)
            self.biases: NDArray[np.float32] = held["biases"].astype(np.float32)
            self.of: NDArray[np.int16] = held["of"]
        self.numbers = {name: n for n, name in enumerate(self.names)}

    def chances(self, vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """The probability of each intent for a mapped vector of unit length, shape (intents,)."""
        import numpy as np

        scores = self.weights @ vector + self.biases
        shares = np.exp(scores - scores.max())
        made: NDArray[np.float32] = shares / shares.sum()
        return made

    def chance(self, chances: "NDArray[np.float32]", name: str) -> float:
        """The probability of an intent by its name; 0 for one no saying has."""
        number = self.numbers.get(name, -1)
        return float(chances[number]) if number >= 0 else 0.0


@cache
def learnt(zh: bool) -> Learnt:
    return Learnt(zh)
