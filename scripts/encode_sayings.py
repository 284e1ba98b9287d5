"""Encode the offline brain's sayings anew, after their tables were changed: .venv/bin/python scripts/encode_sayings.py (a minute).

With `--learn` the map is learnt anew as well (ten minutes): worth it after some hundred new lines. The intents are always learnt anew:
what each plain way comes to on the demo company is the label of all its sayings, and a logistic regression (scikit-learn) tells them apart.

The sentence encoder knows what sentences mean, not which differences count here: a linear map is learnt on top of it that brings
the ways to say one thing together and keeps those of other things apart (neighbourhood components analysis, Goldberger et al. 2004,
on cosines). Tables and maps are written beside the sayings; the brain only multiplies.
"""

import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.brains.offline.pieces.slots import KINDS
from assistant.brains.offline.sayings import HERE, Saying, sayings
from assistant.brains.offline.sayings.intents import intent
from assistant.brains.offline.terms import Ask
from assistant.brains.offline.understanding import understand
from assistant.memory.embed import Multilingual
from assistant.thinking import Linker
from assistant.tools import specs
from crm_store.demo import demo_world
from crm_store.store import Store
from crm_store.transfer import import_world

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


IN_SLOTS = {
    False: {"account": "Acme", "contact": "Ana Ruiz", "deal": "Kestrel Brewing Flow seat expansion", "lead": "Caleb Pryce", "user": "Tom Becker", "user2": "Elif Demir", "team": "Berlin", "team2": "Singapore",
            "account2": "Globex", "contact2": "Ivan Novak", "name": "Umbrella", "name2": "Wayne Corp", "stage": "Proposal", "stage2": "Negotiation", "place": "Hamburg"},
    True: {"account": "华阳", "contact": "李娜", "deal": "华阳数据平台一期", "lead": "梁静怡", "user": "陈晓", "user2": "赵敏", "team": "苏州", "team2": "上海",
           "account2": "华微", "contact2": "周启明", "name": "用友", "name2": "蓝海科技", "stage": "方案报价", "stage2": "商务谈判", "place": "苏州"},
}  # fmt: skip
"""What stands in the slots of a plain way while it is read for its label: names of the demo company."""


def labels(zh: bool, linker: Linker) -> list[str]:
    """The intent of each saying of a language, empty where its plain way comes to no call."""
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    tools, found = specs(), dict[str, str]()
    table = sayings(zh)
    for say in dict.fromkeys(s.say for s in table):
        held = {slot: IN_SLOTS[zh].get(slot, KINDS[kind][zh]) for slot, kind in Saying(say, say).slots}
        plain = Saying(say, say).filled(held)[0]
        found[say] = intent(understand(Ask(plain, now.date(), now, "zh" if zh else "en"), tools, linker).calls)
    return [found[s.say] for s in table]


def tell_apart(rows: Floats, of: list[str], where: Path) -> None:
    """Learn which intent a row has, of those that are called for twice at least, and write it down."""
    from sklearn.linear_model import LogisticRegression

    seen = Counter(of)
    kept = [n for n, name in enumerate(of) if name and seen[name] > 1]
    model = LogisticRegression(C=5.0, max_iter=400).fit(rows[kept], [of[n] for n in kept])
    numbers = {name: n for n, name in enumerate(model.classes_)}
    np.savez_compressed(
        where, names=np.array(model.classes_, dtype=str), weights=model.coef_.astype(np.float16), biases=model.intercept_.astype(np.float16),
        of=np.array([numbers.get(name, -1) for name in of], dtype=np.int16),
    )  # fmt: skip


def main() -> None:
    encoder = Multilingual()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.in_folder(Path(folder))
        store.upgrade()
        import_world(store, None, demo_world(date(2026, 11, 20)), now=datetime(2026, 11, 20, 9, tzinfo=UTC))
        linkers = {zh: Linker(store, store.actor(f"{'chen' if zh else 'tom'}@example.com")) for zh in (False, True)}
        write(encoder, linkers)
        store.close()


def write(encoder: Multilingual, linkers: dict[bool, Linker]) -> None:
    """Encode, learn and write the tables of both languages."""
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
        tell_apart(mapped, labels(language == "zh", linkers[language == "zh"]), HERE / f"{language}_intents.npz")
        sys.stdout.write(f"{language}: {len(rows)} sayings\n")


if __name__ == "__main__":
    main()
