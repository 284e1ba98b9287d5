"""Prompts are words in files: read from the `prompts` package, checked for their inputs, filled by name."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


@cache
def prompt(name: str) -> tuple[str, tuple[str, ...]]:
    """A prompt's text and the inputs it takes.

    Raises:
        ValueError: the file has no front matter, or its text names an input the front matter does not.
    """
    text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    match = _FRONT.match(text)
    if not match:
        raise ValueError(f"prompt {name} has no front matter")
    inputs = tuple(yaml.safe_load(match["front"]).get("inputs", ()))
    used = set(re.findall(r"\{(\w+)\}", match["body"]))
    if used != set(inputs):
        raise ValueError(f"prompt {name} declares {sorted(inputs)} and uses {sorted(used)}")
    return match["body"].strip(), inputs


def fill(name: str, /, **values: Any) -> str:
    """A prompt with its inputs put in; what people wrote is inserted as text, never read as a template."""
    body, _ = prompt(name)
    return re.sub(r"\{(\w+)\}", lambda m: str(values[m[1]]), body).strip()
