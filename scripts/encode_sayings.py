"""Encode the offline brain's sayings anew, after their tables were changed: .venv/bin/python scripts/encode_sayings.py (a minute).

With `--learn` the map is learnt anew as well (ten minutes): worth it after some hundred new lines.

The sentence encoder knows what sentences mean, not which differences count here: a linear map is learnt on top of it that brings
the ways to say one thing together and keeps those of other things apart (neighbourhood components analysis, Goldberger et al. 2004,
on cosines). Tables and maps are written beside the sayings; the brain only multiplies.
"""

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.brains.offline.sayings import HERE, sayings
from assistant.memory.embed import BuiltIn

Floats = NDArray[np.float32]
STEPS, RATE, BACK = 40, 0.002, 0.001
"""Steps of Adam over the whole table, their size, and how far each step goes back towards the identity."""
SHARPNESS = 12.0
"""What a cosine is multiplied by before the softmax over neighbours."""


def unit(rows: Floats) -> Floats:
    made: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return made


def slope(rows: Floats, same: NDArray[np.bool_], matrix: Floats) -> Floats:
    """The gradient of the mean of -log(share of a row's neighbours that say the same), shape of `matrix`."""
    mapped = rows @ matrix.T
    length = np.linalg.norm(mapped, axis=1, keepdims=True)
    mapped /= length
    near = SHARPNESS * (mapped @ mapped.T)
    np.fill_diagonal(near, -np.inf)
    near -= near.max(axis=1, keepdims=True)
    share = np.exp(near)
    share /= share.sum(axis=1, keepdims=True)
    right = share * same
    right /= right.sum(axis=1, keepdims=True) + 1e-9
    error = (share - right) * (SHARPNESS / len(rows)) * same.any(axis=1, keepdims=True)
    to_unit = error @ mapped + error.T @ mapped
    to_mapped = (to_unit - (to_unit * mapped).sum(axis=1, keepdims=True) * mapped) / length
    made: Floats = to_mapped.T @ rows
    return made


def learnt(rows: Floats, labels: NDArray[Any]) -> Floats:
    """A matrix (512, 512), from unit rows and what each says."""
    same = labels[:, None] == labels[None, :]
    np.fill_diagonal(same, val=False)
    here = np.eye(rows.shape[1], dtype=np.float32)
    matrix, mean, square = here.copy(), np.zeros_like(here), np.zeros_like(here)
    for step in range(1, STEPS + 1):
        down = slope(rows, same, matrix)
        mean, square = 0.9 * mean + 0.1 * down, 0.999 * square + 0.001 * down**2
        matrix -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        matrix -= BACK * (matrix - here)
    return matrix


def main() -> None:
    encoder = BuiltIn()
    for language in ("en", "zh"):
        table = sayings(language == "zh")
        rows = unit(encoder.embed([s.masked(language == "zh") for s in table]).astype(np.float32))
        where = HERE / f"{language}_map.npy"
        if "--learn" in sys.argv:
            numbers = {s.say: n for n, s in enumerate(table)}
            np.save(where, learnt(rows, np.array([numbers[s.say] for s in table])).astype(np.float16))
        matrix = np.load(where)
        mapped = unit(rows @ matrix.astype(np.float32).T)
        np.save(
            HERE / f"{language}.npy", np.round(mapped * 127 / np.abs(mapped).max(axis=1, keepdims=True)).astype(np.int8)
        )
        sys.stdout.write(f"{language}: {len(rows)} sayings\n")


if __name__ == "__main__":
    main()
