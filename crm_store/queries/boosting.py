"""Boosted trees for leads: what logistic regression cannot see, such as a month that only matters for a channel.

scikit-learn's histogram gradient boosting on at most `Settings.leaves` leaves a tree; what is text is a category, of which the rare ones count as
one. How many trees are grown is chosen on the latest part of what there is to learn from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | float | None
Row = Mapping[str, Value]

_BESIDE = 200
"""Learnt rows that a row is held against to say what moves it."""
_KINDS = 200
"""Categories of one feature; the trees take at most 255."""
_TOLD = 0.05
"""Log-odds below which a feature is no reason."""


@dataclass(frozen=True)
class Settings:
    """How trees are grown: the usual sizes; `tests/quality/leads.py` shows what others give."""

    trees: int = 400
    rate: float = 0.06
    leaves: int = 8
    least: int = 20
    penalty: float = 5.0
    columns: float = 0.6
    patience: int = 30
    rare: int = 10
    seed: int = 7


@dataclass
class Boosted:
    """What was learnt: how the categories are read, the trees, and some of the rows they were learnt from."""

    names: tuple[str, ...]
    kinds: tuple[int, ...]
    encoder: Any
    trees: Any
    beside: Any

    def chances(self, rows: Sequence[Row]) -> Any:
        """The probability of each row, in order."""
        return self.trees.predict_proba(self._read(rows))[:, 1]

    def reasons(self, row: Row, most: int = 4) -> list[tuple[str, float]]:
        """How far each feature moves this row's log-odds, against the same row with what other leads hold there."""
        import numpy as np

        own, others = self._read([row]), self.beside
        swapped = np.repeat(own, len(others) * len(self.names), axis=0).reshape(len(self.names), len(others), -1)
        for j in range(len(self.names)):
            swapped[j, :, j] = others[:, j]
        here = float(self.trees.decision_function(own)[0])
        there = self.trees.decision_function(swapped.reshape(-1, len(self.names))).reshape(len(self.names), -1)
        moved = zip(self.names, (here - there.mean(axis=1)).tolist(), strict=True)
        return [(n, v) for n, v in sorted(moved, key=lambda m: (-abs(m[1]), m[0]))[:most] if abs(v) >= _TOLD]

    def _read(self, rows: Sequence[Row]) -> Any:
        return _encoded(self.encoder, self.kinds, _table(rows, self.names))


def boost(
    rows: Sequence[Row], won: Sequence[bool], settings: Settings | None = None, *, latest: float = 0.2
) -> Boosted:
    """Learn from rows in the order of time; the last share of them says when to stop, then all are learnt from.

    Raises:
        ValueError: nothing to learn from, rows and outcomes of different length, or one outcome only.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    how, won = settings or Settings(), [bool(w) for w in won]
    if len(rows) != len(won) or len(set(won)) < 2:
        raise ValueError("rows and outcomes must be there, of one length, and of both kinds")
    # A feature that no row has cannot be cut into steps.
    names = tuple(sorted({n for r in rows for n, v in r.items() if v is not None}))
    kinds = tuple(j for j, n in enumerate(names) if any(isinstance(r.get(n), str) for r in rows))
    # One thread: several that wait for each other are four times slower on a machine that has other work.
    with threadpool_limits(1):
        return _learnt(_table(rows, names), np.asarray(won), names, kinds, how, latest)


def _learnt(
    table: Any, y: Any, names: tuple[str, ...], kinds: tuple[int, ...], how: Settings, latest: float
) -> Boosted:
    import numpy as np

    count, cut = how.trees, int(len(y) * (1 - latest))
    if len(set(y[:cut])) == 2 and len(set(y[cut:])) == 2:
        encoder = _encoder(table[:cut], kinds, how)
        tried = _trees(how, count, kinds, stops=True)
        tried.fit(
            _encoded(encoder, kinds, table[:cut]), y[:cut], X_val=_encoded(encoder, kinds, table[cut:]), y_val=y[cut:]
        )
        # Each count of trees, the one without any first, is held with its score on the latest part.
        count = max(5, round(1.1 * int(np.argmax(tried.validation_score_))))
    encoder = _encoder(table, kinds, how)
    trees = _trees(how, count, kinds).fit(_encoded(encoder, kinds, table), y)
    some = np.random.default_rng(how.seed).permutation(len(y))[:_BESIDE]
    return Boosted(names, kinds, encoder, trees, _encoded(encoder, kinds, table[some]))


def _encoder(table: Any, kinds: tuple[int, ...], how: Settings) -> Any:
    """Categories as numbers, the rare ones as one; a category that was not learnt is missing."""
    import numpy as np
    from sklearn.preprocessing import OrdinalEncoder

    if not kinds:
        return None
    return OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=np.nan, max_categories=_KINDS, min_frequency=how.rare
    ).fit(_words(table, kinds))


def _trees(how: Settings, count: int, kinds: tuple[int, ...], *, stops: bool = False) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=how.rate,
        max_iter=count,
        max_leaf_nodes=how.leaves,
        min_samples_leaf=how.least,
        l2_regularization=how.penalty,
        max_features=how.columns,
        categorical_features=kinds or None,
        early_stopping=stops,
        n_iter_no_change=how.patience,
        tol=1e-6,
        random_state=how.seed,
    )


def _table(rows: Sequence[Row], names: Sequence[str]) -> Any:
    """Rows as an array of objects, (rows, names); a number that is missing is not a number, as the trees read it."""
    import numpy as np

    held = [[np.nan if (v := r.get(n)) is None else v for n in names] for r in rows]
    return np.array(held, dtype=object).reshape(len(rows), len(names))


def _encoded(encoder: Any, kinds: tuple[int, ...], table: Any) -> Any:
    made = table.copy()
    if kinds:
        made[:, kinds] = encoder.transform(_words(table, kinds))
    return made.astype(float)


def _words(table: Any, kinds: tuple[int, ...]) -> Any:
    return table[:, kinds].astype(str)


def auc(chances: Sequence[float], won: Sequence[bool]) -> float:
    """How often a won row stands above a lost one (ties half): 0.5 is chance, and where there is one kind only; 1 perfect."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(won, chances)) if len(set(won)) == 2 else 0.5
