"""Small gradient-boosted trees on numpy: what logistic regression cannot see, such as a month that only matters for a channel.

Trees of a few leaves on binned features, grown leaf by leaf against the log-loss (Friedman 2001; second-order gains as in XGBoost, Chen and
Guestrin 2016). Categories are ordered by how often their leads were won, from the training part alone and drawn towards the whole. The number of trees is
chosen on the latest part of what there is to learn from. scikit-learn and LightGBM are in no lock of ours (docs/decisions/0014); tests/quality/leads.py
compares this with them where they are installed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Value = str | float | None
Row = Mapping[str, Value]

_BINS = 48
_PRIOR = 20.0
"""Leads by which a category's rate is drawn towards the whole."""
_CLAMP = 30.0


@dataclass(frozen=True)
class Settings:
    """How trees are grown: the usual sizes; `tests/quality/leads.py` shows what others give."""

    trees: int = 400
    rate: float = 0.06
    leaves: int = 8
    least: int = 20
    penalty: float = 5.0
    rows: float = 0.8
    columns: float = 0.6
    patience: int = 30
    seed: int = 7


@dataclass
class _Tree:
    """Splits in the order they were made: (leaf that is split, feature, last bin that goes left); new leaves count on from there."""

    splits: list[tuple[int, int, int]] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    paths: list[float] = field(default_factory=list)

    def leaf(self, binned: Any) -> Any:
        """The leaf each row ends in."""
        import numpy as np

        at = np.zeros(len(binned), dtype=np.int32)
        for n, (leaf, feature, cut) in enumerate(self.splits):
            at[(at == leaf) & (binned[:, feature] > cut)] = n + 1
        return at


@dataclass
class Boosted:
    """What was learnt: how each feature is read, and the trees."""

    names: tuple[str, ...]
    edges: list[Any]
    codes: list[dict[str, float] | None]
    start: float
    base_rate: float
    trees: list[_Tree]
    seen: int

    def chances(self, rows: Sequence[Row]) -> Any:
        """The probability of each row, in order."""
        return _sigmoid(self._raw(self._binned(rows)))

    def reasons(self, row: Row, most: int = 4) -> list[tuple[str, float]]:
        """How far each feature moves this row's log-odds from the average row's: along each tree's path, the change of the mean at its splits."""
        binned = self._binned([row])
        moved = dict.fromkeys(self.names, 0.0)
        for tree in self.trees:
            at, here = 0, tree.paths[0]
            for n, (leaf, feature, cut) in enumerate(tree.splits):
                if leaf != at:
                    continue
                left, right = tree.paths[1 + 2 * n], tree.paths[2 + 2 * n]
                goes = right if binned[0, feature] > cut else left
                moved[self.names[feature]] += goes - here
                here, at = goes, n + 1 if binned[0, feature] > cut else at
        ranked = sorted(moved.items(), key=lambda m: (-abs(m[1]), m[0]))
        return [(n, v) for n, v in ranked[:most] if abs(v) >= 0.05]

    def _binned(self, rows: Sequence[Row]) -> Any:
        import numpy as np

        made = np.zeros((len(rows), len(self.names)), dtype=np.int16)
        for j, name in enumerate(self.names):
            made[:, j] = np.searchsorted(
                self.edges[j], _numbers([r.get(name) for r in rows], self.codes[j]), side="left"
            )
        return made

    def _raw(self, binned: Any) -> Any:
        import numpy as np

        made = np.full(len(binned), self.start)
        for tree in self.trees:
            made += np.asarray(tree.values)[tree.leaf(binned)]
        return made


def boost(
    rows: Sequence[Row], won: Sequence[bool], settings: Settings | None = None, *, latest: float = 0.2
) -> Boosted:
    """Learn from rows in the order of time; the last share of them says when to stop, then all are learnt from.

    Raises:
        ValueError: nothing to learn from, rows and outcomes of different length, or one outcome only.
    """
    how = settings or Settings()
    if not rows or len(rows) != len(won) or len(set(won)) < 2:
        raise ValueError("rows and outcomes must be there, of one length, and of both kinds")
    cut = int(len(rows) * (1 - latest))
    count = how.trees
    if len(set(won[:cut])) == 2 and len(set(won[cut:])) == 2:
        count = _grown(rows[:cut], won[:cut], how, (rows[cut:], won[cut:])).seen_best
        count = max(5, round(count * 1.1))
    return _grown(rows, won, Settings(**{**vars(how), "trees": count}), None).model


@dataclass
class _Grown:
    model: Boosted
    seen_best: int


def _grown(
    rows: Sequence[Row], won: Sequence[bool], how: Settings, check: tuple[Sequence[Row], Sequence[bool]] | None
) -> _Grown:
    import numpy as np

    y = np.asarray(won, dtype=float)
    names = tuple(sorted({n for r in rows for n in r}))
    rate = float((y.sum() + 0.5) / (len(y) + 1))
    start = float(np.log(rate / (1 - rate)))
    model = Boosted(names, [], [], start, rate, [], len(y))
    for name in names:
        values = [r.get(name) for r in rows]
        codes = _codes(values, y, rate) if any(isinstance(v, str) for v in values) else None
        numbers = _numbers(values, codes)
        cuts = np.unique(np.quantile(numbers, np.linspace(0, 1, _BINS)[1:-1], method="lower"))
        model.codes.append(codes)
        model.edges.append(cuts[:-1] if len(cuts) > 1 and cuts[-1] == numbers.max() else cuts)
    binned = model._binned(rows)
    raw, rng = np.full(len(y), start), np.random.default_rng(how.seed)
    others = model._binned(check[0]) if check else None
    other_raw = np.full(len(check[0]), start) if check else None
    other_y = np.asarray(check[1], dtype=float) if check else None
    best, best_at = np.inf, 0
    for n in range(how.trees):
        p = _sigmoid(raw)
        tree = _tree(binned, p - y, np.maximum(p * (1 - p), 1e-6), how, rng)
        model.trees.append(tree)
        raw += np.asarray(tree.values)[tree.leaf(binned)]
        if others is not None and other_raw is not None and other_y is not None:
            other_raw += np.asarray(tree.values)[tree.leaf(others)]
            loss = float(np.mean(np.logaddexp(0.0, other_raw) - other_y * other_raw))
            if loss < best - 1e-6:
                best, best_at = loss, n + 1
            if n + 1 - best_at >= how.patience:
                break
    return _Grown(model, best_at or len(model.trees))


def _tree(binned: Any, slope: Any, curve: Any, how: Settings, rng: Any) -> _Tree:
    import numpy as np

    rows = np.flatnonzero(rng.random(len(slope)) < how.rows)
    width = binned.shape[1]
    features = np.sort(rng.choice(width, max(1, round(width * how.columns)), replace=False))
    bins = int(binned.max()) + 1
    tree = _Tree()
    leaves = {0: rows}
    gains = {0: _best(binned, slope, curve, rows, features, bins, how)}
    tree.paths.append(_value(slope[rows], curve[rows], how))
    while len(leaves) < how.leaves:
        leaf = max(gains, key=lambda k: gains[k][0])
        gain, feature, cut = gains[leaf]
        if gain <= 0:
            break
        here = leaves[leaf]
        goes = binned[here, feature] > cut
        tree.splits.append((leaf, feature, cut))
        new = len(tree.splits)
        leaves[leaf], leaves[new] = here[~goes], here[goes]
        for k in (leaf, new):
            gains[k] = _best(binned, slope, curve, leaves[k], features, bins, how)
            tree.paths.append(_value(slope[leaves[k]], curve[leaves[k]], how))
    tree.values = [_value(slope[leaves[k]], curve[leaves[k]], how) for k in range(len(leaves))]
    return tree


def _value(slope: Any, curve: Any, how: Settings) -> float:
    return float(-how.rate * slope.sum() / (curve.sum() + how.penalty))


def _best(binned: Any, slope: Any, curve: Any, rows: Any, features: Any, bins: int, how: Settings) -> tuple[float, int, int]:  # fmt: skip
    """The best split of a leaf as (gain, feature, last bin of the left side); a gain of 0 when none is worth it."""
    import numpy as np

    if len(rows) < 2 * how.least:
        return 0.0, 0, 0
    held, g, h = binned[np.ix_(rows, features)], slope[rows], curve[rows]
    place = (held + np.arange(len(features)) * bins).ravel()
    size, wide = len(features) * bins, len(features)
    sums = [np.bincount(place, weights=np.repeat(w, wide), minlength=size).reshape(wide, bins) for w in (g, h)]
    many = np.bincount(place, minlength=size).reshape(wide, bins)
    gl, hl, nl = sums[0].cumsum(1)[:, :-1], sums[1].cumsum(1)[:, :-1], many.cumsum(1)[:, :-1]
    gs, hs = g.sum(), h.sum()
    gain = gl**2 / (hl + how.penalty) + (gs - gl) ** 2 / (hs - hl + how.penalty) - gs**2 / (hs + how.penalty)
    gain[(nl < how.least) | (len(rows) - nl < how.least)] = 0.0
    at = int(gain.argmax())
    return float(gain.flat[at]), int(features[at // (bins - 1)]), at % (bins - 1)


def _codes(values: Sequence[Value], won: Any, rate: float) -> dict[str, float]:
    """Each category as its share won, drawn towards the whole."""
    tally: dict[str, list[float]] = {}
    for value, y in zip(values, won, strict=True):
        held = tally.setdefault(str(value), [0.0, 0.0])
        held[0] += y
        held[1] += 1
    made = {k: (w + _PRIOR * rate) / (n + _PRIOR) for k, (w, n) in tally.items()}
    made[""] = rate
    return made


def _numbers(values: Sequence[Value], codes: Mapping[str, float] | None) -> Any:
    import numpy as np

    if codes is not None:
        return np.array([codes.get(str(v), codes[""]) for v in values])
    return np.array([float(v) if v is not None else -1e12 for v in values])


def _sigmoid(z: Any) -> Any:
    import numpy as np

    return 1.0 / (1.0 + np.exp(-np.clip(z, -_CLAMP, _CLAMP)))


def auc(chances: Sequence[float], won: Sequence[bool]) -> float:
    """How often a won row stands above a lost one (ties half): 0.5 is chance, 1 perfect."""
    import numpy as np

    p, y = np.asarray(chances, dtype=float), np.asarray(won, dtype=bool)
    order = np.argsort(p, kind="stable")
    ranks, ordered = np.empty(len(p)), p[order]
    ranks[order] = np.arange(1, len(p) + 1)
    _, first, many = np.unique(ordered, return_index=True, return_counts=True)
    mean = first + (many + 1) / 2
    ranks[order] = np.repeat(mean, many)
    ones = int(y.sum())
    if not ones or ones == len(y):
        return 0.5
    return float((ranks[y].sum() - ones * (ones + 1) / 2) / (ones * (len(y) - ones)))
