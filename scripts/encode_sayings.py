"""Encode the offline brain's sayings anew, after their tables were changed: .venv/bin/python scripts/encode_sayings.py."""

import sys

import numpy as np

from assistant.brains.offline.sayings import HERE, sayings
from assistant.memory.embed import BuiltIn


def main() -> None:
    encoder = BuiltIn()
    for language in ("en", "zh"):
        zh = language == "zh"
        rows = encoder.embed([s.masked(zh) for s in sayings(zh)])
        np.save(
            HERE / f"{language}.npy", np.round(rows * 127 / np.abs(rows).max(axis=1, keepdims=True)).astype(np.int8)
        )
        sys.stdout.write(f"{language}: {len(rows)} sayings\n")


if __name__ == "__main__":
    main()
