"""YAML with every scalar as the text that stands there: 007 keeps its zeros, `no` stays a word, 7.10 is no float."""

from pathlib import Path
from typing import Any

import yaml

from crm_store.errors import StoreError

MAX_BYTES = 5 * 1024 * 1024


class _Texts(yaml.SafeLoader):
    """Reads plain data only, and resolves nothing."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the name and shape PyYAML looks for


def load(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file, all scalars texts; StoreError when it is not one."""
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise ValueError("too large")
        found = yaml.load(raw.decode("utf-8-sig"), Loader=_Texts)  # noqa: S506 - a SafeLoader without resolvers
    except (OSError, ValueError, yaml.YAMLError) as e:
        mark = getattr(e, "problem_mark", None)
        where_en = f" on line {mark.line + 1}" if mark else ""
        where_zh = f"（第 {mark.line + 1} 行）" if mark else ""
        raise StoreError(
            f"{path.name} cannot be read as YAML{where_en}. Mend it and import again.",
            f"{path.name} 不是有效的 YAML{where_zh}。请修改后重新导入。",
        ) from None
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise shape(path.name, "", "a mapping such as “users:”", "映射，例如 “users:”")
    return found


def shape(file: str, where: str, en: str, zh: str) -> StoreError:
    """A part of a YAML file has the wrong shape."""
    at = f" under “{where}”" if where else ""
    at_zh = f"的“{where}”处" if where else ""
    return StoreError(f"{file}{at} needs {en}.", f"{file}{at_zh}应为{zh}。")
