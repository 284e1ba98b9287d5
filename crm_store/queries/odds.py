"""How likely each deal is to be won within a span, learnt from deals that are over: a penalised logistic regression on numpy.

Logistic regression is calibrated where it was trained and says why: each feature moves the log-odds by a known amount. scikit-learn would
add SciPy and itself (about 130 MB installed) for the twenty lines of Newton's method below; see docs/decisions/0014.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_STEPS, _CLOSE = 30, 1e-7
_PENALTY = 2.0
"""Weight of the squared coefficients, of standardised features; of the usual size, not tuned."""
_CLAMP = 30.0


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
        moved = self._standard([row])[0] * self.weights
        ranked = sorted(zip(self.names, moved.tolist(), strict=True), key=lambda m: (-abs(m[1]), m[0]))
        return [(n, v) for n, v in ranked[:most] if abs(v) >= 0.1]

    def _standard(self, rows: Sequence[Mapping[str, float]]) -> Any:
        return (_matrix(rows, self.names) - self.mean) / self.spread


def learn(rows: Sequence[Mapping[str, float]], won: Sequence[bool]) -> Model:
    """Fit the model by Newton's method. Rows are features by name; what a row lacks counts 0.

    Raises:
        ValueError: nothing to learn from, or rows and outcomes of different length.
    """
    import numpy as np

    if not rows or len(rows) != len(won):
        raise ValueError("rows and outcomes must be there and of one length")
    names = tuple(sorted({n for r in rows for n in r}))
    raw = _matrix(rows, names)
    mean, spread = raw.mean(axis=0), raw.std(axis=0)
    spread[spread < 1e-9] = 1.0
    x = (raw - mean) / spread
    y = np.asarray(won, dtype=float)
    rate = float((y.sum() + 0.5) / (len(y) + 1))
    bias = float(np.log(rate / (1 - rate)))
    full = np.hstack([x, np.ones((len(y), 1))])
    weights = np.append(np.zeros(x.shape[1]), bias)
    penalty = np.append(np.full(x.shape[1], _PENALTY), 0.0)
    for _ in range(_STEPS):
        p = _sigmoid(full @ weights)
        slope = full.T @ (p - y) + penalty * weights
        curve = (full * (p * (1 - p))[:, None]).T @ full + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curve, slope)
        # A full Newton step can overshoot and never come back: it is halved until it helps.
        size, here = 1.0, _cost(full, y, weights, penalty)
        while size > _CLOSE and _cost(full, y, weights - size * step, penalty) > here:
            size /= 2
        weights = weights - size * step
        if float(np.abs(size * step).max()) < _CLOSE:
            break
    return Model(names, mean, spread, weights[:-1], float(weights[-1]), rate, len(y))


def _cost(x: Any, y: Any, weights: Any, penalty: Any) -> float:
    """The penalised negative log-likelihood."""
    import numpy as np

    z = x @ weights
    return float((np.logaddexp(0.0, z) - y * z).sum() + (penalty * weights * weights).sum() / 2)


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
