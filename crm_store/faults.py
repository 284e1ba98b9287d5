"""Named points where a test may kill the process, to prove that nothing is lost there."""

import os

_WANTED = os.environ.get("PARLEY_FAULT", "")
_seen: dict[str, int] = {}


def point(name: str) -> None:
    """Die as by `kill -9` when the environment's PARLEY_FAULT is `name` or `name:n` and this is the n-th passage."""
    if not _WANTED:
        return
    wanted, _, nth = _WANTED.partition(":")
    if name != wanted:
        return
    _seen[name] = _seen.get(name, 0) + 1
    if _seen[name] == int(nth or 1):
        os.kill(os.getpid(), 9)
