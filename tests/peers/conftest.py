"""The scripted server for tests of its own."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if "parley_peer" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("parley_peer", Path(__file__).parent / "openai_server.py")
    assert _spec
    assert _spec.loader
    _module = importlib.util.module_from_spec(_spec)
    sys.modules["parley_peer"] = _module
    _spec.loader.exec_module(_module)


@pytest.fixture
def peer() -> Iterator[Any]:
    """A scripted OpenAI-compatible server."""
    with sys.modules["parley_peer"].OpenAIPeer() as server:
        yield server
