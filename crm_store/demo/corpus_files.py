"""Reading the texts the demo company is made of, from the installed package."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# The C loader reads the corpus about eight times faster; it is absent where PyYAML was built without libyaml.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def corpus(name: str) -> Any:
    """The content of `corpus/<name>.yaml`; shared between callers, so never changed in place."""
    text = files("crm_store.demo").joinpath("corpus", f"{name}.yaml").read_text(encoding="utf-8")
    return _Loader(text).get_single_data()
