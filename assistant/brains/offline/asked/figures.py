"""Figures of a company that a CRM does not hold: a competitor's revenue, a customer's profit, anybody's market share."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.nameless import strange
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.replies import not_on_record
from assistant.brains.offline.words.manner import asks
from assistant.brains.offline.words.places_and_trades import both_names, trade

_HELD = r"revenues?|turnover|headcount|employees|staff|营收|营业额|年收入|员工数?|员工人数"
_NEVER = r"profits?|profitab\w+|(?:profit |gross |net )?margins?|market (?:share|cap\w*|value)|valuation|share price|stock price|earnings|ebitda|debts?|funding|cash|solvency|credit rating|毛利率?|净利润?率?|利润率?|市值|市占率|市场份额|股价|估值|融资|负债|现金流|信用评级|盈利"
_FIGURE = re.compile(rf"(?<![a-z])(?:(?P<held>{_HELD})|(?P<never>{_NEVER}))(?![a-z])")
_BEFORE_ZH = re.compile(
    r"(?:^|[,.，。、？? ])(?:请问|问一下|查一下|看看|看一下|帮我查|那)?(?P<n>[\u3400-\u9fffA-Za-z]{2,10}?)(?:公司|集团|那边|他们|家)?的?(?:今年|去年|前年|明年|上年|上半年|下半年|最近|现在|目前|上个?季度|这个?季度|全年|一年|年)*的?(?:的)?$"
)
_OURS_ZH = re.compile(
    r"我|咱|团队|销售|公司|部门|大家|小组|[组区部]$|今年|去年|季度|本月|上月|这个|全年|年度|每|各|人均|平均|客户|产品|行业|总|目标|完成|业绩|预计|加权|赢单|华东|华南|华北|谁|哪|什么|多少|怎么"
)


def figure(r: Reading) -> Meant | None:
    """That it is not on record, instead of our own figures under somebody else's name."""
    match = _FIGURE.search(r.text, r.lo, r.hi)
    if (
        match is None
        or not (asks(r) or match.end() >= r.hi - 1)
        or any(n.may_be("user", "team", "deal") for n in r.names)
    ):
        return None
    firm = next((n for n in r.names if n.may_be("account")), None)
    if firm is not None and match["never"] and not match["held"]:
        said = r.said[match.start() : match.end()]
        en = f"I have no figures on that: “{said}” of {firm.text} is not something the CRM holds. On record are its revenue, size, contacts and deals."
        zh = f"“{firm.text}”的“{said}”不在记录中，CRM 不保存这类财务数据。可以查看它的年收入、规模、联系人和商机。"
        return Meant(0.98, reply=zh if r.zh else en)
    if firm is not None:
        return None
    name = _unknown(r, match.start())
    return Meant(0.98, reply=not_on_record(r, [name])) if name else None


def _unknown(r: Reading, place: int) -> str | None:
    """The name nothing is known about whose figure is asked for."""
    spots = strange(r)
    if spots:
        start, end = spots[0]
        return r.said[start:end]
    match = _BEFORE_ZH.search(r.text[r.lo : place])
    if match is None or _OURS_ZH.search(match["n"]) or trade(match["n"]) or both_names(match["n"]):
        return None
    start, end = r.lo + match.start("n"), r.lo + match.end("n")
    spans = [(s.start, s.end) for s in r.spans("names", "loose", "senses", "days", "periods", "money", "numbers")]
    spans += [(h.start, h.end) for name, hits in r.cue.items() if name not in ("me", "no", "future") for h in hits]
    known = any(a < end and start < b for a, b in spans)
    return None if known else r.said[start:end]
