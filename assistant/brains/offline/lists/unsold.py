"""Customers that signed, or never signed, a deal: 今年一单都没签过的客户, "which customers bought nothing this year"."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading

_BUY_EN = r"(?:sign(?:ed)?|b(?:uy|ought)|order(?:ed)?|purchas(?:e|ed)|w[oi]n|s(?:ell|old)|book(?:ed)?|clos(?:e|ed)|land(?:ed)?)"
_NONE = re.compile(
    rf"(?<![a-z])(?:(?:have|has|had|did|do|does)? ?(?:not|never)|(?:have|has|had|did|do|does)n't)(?: \w+){{0,3}}? {_BUY_EN}(?: (?:us|them|from us|with us|to))?(?: (?:anything|any|a|a single|one|new)(?: (?:deals?|orders?|contracts?|thing|product))?)?(?: (?:to|at|with|from us|with us))?(?![a-z])"
    rf"|(?<![a-z])(?:sign(?:ed)?|bought|ordered|purchased|won) (?:nothing|no (?:deals?|orders?|contracts?))(?![a-z])|(?<![a-z])(?:no|without (?:a|any|an)|with no|zero|not (?:a|one) (?:single )?) ?(?:won |signed |closed )?(?:deals? (?:was |were |been |we )?(?:won|signed|closed)|(?:won|signed) deals?|wins?|orders?|bookings?|purchases?|sales?)(?![a-z])"
    r"|(?:(?:一[单笔个]|一个单子?|半[单笔]|什么|任何)?(?:也|都)?(?:还|从来?|一直|至今|压根)?(?:没有?|未|没能|没给我们)(?:再)?(?:签|成交|赢|买|下|拿下|订|采购)(?:过|下|到|成)?(?:了)?(?:任何|一)?(?:新?单子?|合同|东西|产品|订单|一单)?(?:的)?)|没有?(?:一[个单笔])?(?:任何)?(?:赢单|签单|成交|订单|签约)|零(?:签单|成交|赢单)"
)
_SOME = re.compile(
    rf"(?<![a-z])(?:that|who|which)? ?(?:have |has |did )?(?:already |ever )?{_BUY_EN} (?:something|anything|at least one|a deal|deals|an order|orders|a contract)(?: (?:from|with) us)?(?![a-z])|(?:签|买|下|订)过(?:单子?|合同|东西|产品|订单)(?:的)?|(?:成交|采购|签约)过(?:的)?"
)


def unsold(r: Reading, entity: str, found: Found) -> None:
    """Filter customers by deals won, in the time that was named if one was."""
    if entity != "account":
        return
    none = _NONE.search(r.text, r.lo, r.hi)
    match = none or _SOME.search(r.text, r.lo, r.hi)
    if match is None:
        return
    op = "!=" if none else "="
    found.add(match.span(), "deal.stage.kind", op, "won")
    understood(r, _NONE, _SOME)
    period = next((p for p in r.periods), None)
    if period is not None:
        value = re.sub(r"^(?:in|during|over|within|for) ", "", period.text.strip(), flags=re.IGNORECASE)
        found.add((period.start, period.end), "deal.closed_at", op, value)
