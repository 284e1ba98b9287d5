"""Figures asked for in a currency that no rule put in: "how much has Tom booked, in euros?", 吴桐签了多少，用美元."""

import re
from dataclasses import replace

from assistant.brains.offline.chair.chair_words import currency_said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding

_TOTALLED = frozenset("compare deals_at_risk find_records forecast heat_map pipeline_bridge pipeline_summary stage_flow win_loss".split())  # fmt: skip
"""Tools that total money."""
_MONEY_ZH = re.compile(r"美元|美金|欧元|人民币|英镑|日元|港币")


def in_currency(found: Understanding, r: Reading) -> Understanding:
    """The same calls in the currency that was asked for."""
    if not any(c.tool in _TOTALLED and "currency" not in c.args for c in found.calls):
        return found
    code = currency_said(r)
    if code is None:
        return found
    calls = tuple(
        Call(c.tool, {**c.args, "currency": code}) if c.tool in _TOTALLED and "currency" not in c.args else c
        for c in found.calls
    )
    left = tuple(w for w in found.unsure if w.casefold() not in (code.casefold(), "euros", "dollars", "yuan", "rmb") and not _MONEY_ZH.search(w))  # fmt: skip
    return replace(found, calls=calls, unsure=left)
