"""How likely each deal is to be won within a span, learnt from deals that are over: scikit-learn's penalised logistic regression.

Logistic regression is calibrated where it was trained and says why: each feature moves the log-odds by a known amount (docs/decisions/0014).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_PENALTY = 2.0
"""Weight of half the squared coefficients, of standardised features; of the usual size, not tuned."""
_CLAMP = 30.0


class Table:
    """Rows of features by name as one matrix, made once for models that learn from many of the same rows; what a row lacks is 0."""

    def __init__(self, rows: Sequence[Mapping[str, float]]) -> None:
        self.names = tuple(sorted({n for r in rows for n in r}))
        self.values = _matrix(rows, self.names)

    def part(self, spans: Sequence[slice]) -> "Table":
        """The rows of these spans, in their order."""
        import numpy as np

        made = Table.__new__(Table)
        made.names = self.names
        made.values = np.concatenate([self.values[s] for s in spans]) if spans else self.values[:0]
        return made

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Model:
    """What was learnt: coefficients per feature, and the mean and spread each feature is standardised by."""

    names: tuple[str, ...]
    mean: "Vector"
    spread: "Vector"
    weights: "Vector"
    intercept: float
    base_rate: float
    seen: int

    def chances(self, rows: Sequence[Mapping[str, float]]) -> "Vector":
        """The probability of each row, in order."""
        import numpy as np

        if not rows:
            return np.zeros(0)
        made: Vector = _sigmoid(self._standard(rows) @ self.weights + self.intercept)
        return made

    def reasons(self, row: Mapping[str, float], most: int = 3) -> list[tuple[str, float]]:
        """The features that move this row's log-odds most, with by how much against an average row."""
        return self.reasons_of([row], most)[0]

    def reasons_of(self, rows: Sequence[Mapping[str, float]], most: int = 3) -> list[list[tuple[str, float]]]:
        """The reasons of every row, in order."""
        import numpy as np

        if not rows:
            return []
        moved = self._standard(rows) * self.weights
        # Names are in order and the sort keeps it, so that equal moves are told by name.
        first = np.argsort(-np.abs(moved), axis=1, kind="stable")[:, :most]
        there = np.take_along_axis(moved, first, axis=1)
        return [
            [(self.names[n], v) for n, v in zip(places, values, strict=True) if abs(v) >= 0.1]
            for places, values in zip(first.tolist(), there.tolist(), strict=True)
        ]

    def _standard(self, rows: Sequence[Mapping[str, float]]) -> Any:
        return (_matrix(rows, self.names) - self.mean) / self.spread


def learn(rows: Sequence[Mapping[str, float]] | Table, won: Sequence[bool]) -> Model:
    """Fit the model. Rows are features by name; what a row lacks counts 0. With one outcome only, every chance is the base rate.

    Raises:
        ValueError: nothing to learn from, or rows and outcomes of different length.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    if not len(rows) or len(rows) != len(won):
        raise ValueError("rows and outcomes must be there and of one length")
    table = rows if isinstance(rows, Table) else Table(rows)
    names, raw = table.names, table.values
    y = np.asarray(won, dtype=bool)
    rate = float((y.sum() + 0.5) / (len(y) + 1))
    if not names or len(set(won)) < 2:
        flat = np.zeros(len(names))
        return Model(names, flat, np.ones(len(names)), flat, float(np.log(rate / (1 - rate))), rate, len(y))
    scaler = StandardScaler().fit(raw)
    fitted = LogisticRegression(C=1 / _PENALTY, solver="newton-cholesky", tol=1e-8).fit(scaler.transform(raw), y)
    return Model(names, scaler.mean_, scaler.scale_, fitted.coef_[0], float(fitted.intercept_[0]), rate, len(y))


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Any:
    import numpy as np

    return np.array([[r.get(n, 0.0) for n in names] for r in rows], dtype=float).reshape(len(rows), len(names))


def _sigmoid(z: Any) -> Any:
    import numpy as np

    return 1.0 / (1.0 + np.exp(-np.clip(z, -_CLAMP, _CLAMP)))


@dataclass(frozen=True)
class Bin:
    """Forecasts between two probabilities: how many, their mean, and the share that came true."""

    low: float
    high: float
    count: int
    said: float
    came: float


def reliability(chances: Sequence[float], won: Sequence[bool], bins: int = 5) -> list[Bin]:
    """Forecasts in equal steps of probability beside what came of them; empty steps are left out."""
    made = []
    for k in range(bins):
        low, high = k / bins, (k + 1) / bins
        held = [(p, w) for p, w in zip(chances, won, strict=True) if low <= p < high or (p == 1.0 and k == bins - 1)]
        if held:
            said, came = sum(p for p, _ in held) / len(held), sum(w for _, w in held) / len(held)
            made.append(Bin(low, high, len(held), said, came))
    return made


def calibration_error(table: Sequence[Bin]) -> float:
    """The expected calibration error: how far the said probability was from what came, weighted by how often it was said."""
    whole = sum(b.count for b in table)
    return sum(b.count * abs(b.said - b.came) for b in table) / whole if whole else 0.0


def brier(chances: Sequence[float], won: Sequence[bool]) -> float:
    """The mean squared error of probabilities (Brier, 1950): 0 is perfect, 0.25 is saying half every time."""
    return sum((p - w) ** 2 for p, w in zip(chances, won, strict=True)) / len(won) if won else 0.0


def simulated(chances: Sequence[float], worth: Sequence[float], *, draws: int = 4000, seed: int = 7) -> "Vector":
    """Sums of what is won in so many made-up futures, sorted; each deal is won or not on its own. The same every time."""
    import numpy as np

    rng = np.random.default_rng(seed)
    if not len(chances):
        return np.zeros(draws)
    p, w = np.asarray(chances, dtype=float), np.asarray(worth, dtype=float)
    total = np.zeros(draws)
    for start in range(0, len(p), 256):  # bounded memory for long pipelines
        hit = rng.random((draws, len(p[start : start + 256]))) < p[start : start + 256]
        total += hit @ w[start : start + 256]
    return np.sort(total)


def interval(sums: "Vector", share: float = 0.8) -> tuple[float, float]:
    """The middle `share` of simulated sums."""
    import numpy as np

    low, high = np.quantile(sums, [(1 - share) / 2, 1 - (1 - share) / 2])
    return float(low), float(high)
