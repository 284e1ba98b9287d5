"""How many people a customer has: "more than 500 employees", 500人以上, as the bands they are recorded in."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from crm_store.codes import Band

_MORE = re.compile(
    r"(?<![a-z])(?:more than|over|above|at least|bigger than|larger than|from|exceeding|>=?) ?(?P<a>\d[\d,]*)\+? (?:employees|people|staff|heads|workers)|(?P<b>\d[\d,]*)\+ (?:employees|people|staff)|(?P<c>\d[\d,]*) (?:or more|and more|and up) (?:employees|people|staff)|(?P<c2>\d[\d,]*) (?:employees|people|staff)(?: or more| and more| and up| plus)"
    r"|(?:超过|大于|多于|不少于|不低于|至少|高于)(?P<d>\d[\d,]*)(?:名|个)?(?:人|员工)|(?P<e>\d[\d,]*)(?:名|个)?(?:人|员工)(?:及)?以上"
)
_FEWER = re.compile(
    r"(?<![a-z])(?:fewer than|less than|under|below|up to|at most|smaller than) ?(?P<a>\d[\d,]*) (?:employees|people|staff|heads|workers)"
    r"|(?:少于|小于|不到|不足|低于|不超过)(?P<b>\d[\d,]*)(?:名|个)?(?:人|员工)|(?P<c>\d[\d,]*)(?:名|个)?(?:人|员工)(?:及)?以[下内]"
)


def headcount(r: Reading, entity: str, found: Found) -> None:
    """Filter customers by the bands of size that lie wholly above or below a number of people."""
    path = {"account": "employees_band", "contact": "account.employees_band", "deal": "account.employees_band"}.get(
        entity
    )
    if path is None:
        return
    for pattern, more in ((_MORE, True), (_FEWER, False)):
        match = pattern.search(r.text, r.lo, r.hi)
        if not match or not found.free(*match.span()):
            continue
        number = int(next(v for v in match.groups() if v).replace(",", ""))
        fit = [b.value for b in Band if (_ends(b)[0] >= number if more else _ends(b)[1] <= number)]
        if fit:
            found.add(match.span(), path, "in", ", ".join(fit))
            for hit, _ in r.sensed("field", "account"):
                if 0 <= hit.start - match.end() <= 3 or 0 <= match.start() - hit.end <= 6:
                    found.used.append((hit.start, hit.end))
        return


def _ends(band: Band) -> tuple[int, int]:
    low, _, high = band.value.rstrip("+").partition("-")
    return int(low), int(high) if high else 10**9
