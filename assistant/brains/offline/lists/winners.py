"""Who wins or loses most often: 谁的赢单率最高, "who lost the most last month"."""

import re
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import leads

_RATE = r"(?:赢单率|赢率|胜率|成单率|赢单比例|成交率|转化率)"
_BEST_RATE = re.compile(
    rf"(?:谁|哪[个位]?(?:人|销售|同事)?)(?:的)?{_RATE}(?:是)?最[高低好差]|{_RATE}(?:是)?最[高低好差]的?(?:是|人是)?(?:谁|哪[个位])|(?:按人|每个?人|各人|各自|大家|每个销售|按销售|按负责人)的?{_RATE}|{_RATE}(?:的)?(?:排名|排行|对比|比较)"
    r"|(?<![a-z])(?:who|which (?:rep|seller|salesperson|one)) (?:has|had|got) the (?:best|highest|worst|lowest|poorest) win[- ]?rate|(?<![a-z])win[- ]?rates? (?:by|per) (?:rep|owner|person|seller)(?![a-z])"
)
_TEAM_RATE = re.compile(
    rf"哪[个一]?(?:小?组|团队|区)的?{_RATE}最[高低好差]|(?:各组|每个?组|各团队|按团队)的?{_RATE}|(?<![a-z])which team (?:has|had) the (?:best|highest|worst|lowest) win[- ]?rate"
)
_MOST_LOST = re.compile(
    r"(?:谁|哪[个位](?:人|销售|同事)?)(?:今年|这个?月|本月|本季度|这个?季度|上个?月|上个?季度)?(?:输|丢)(?:单|掉|了)?(?:的)?(?:单子?|钱|金额|数)?(?:得|的)?(?:是)?最[多狠惨]|(?:输|丢)(?:单|掉)?(?:的)?(?:单子?)?(?:得|的)?最多的?(?:是|人是)?(?:谁|哪[个位]|呢)|(?<![a-z])who (?:has |have )?(?:lost|loses) (?:the )?most(?: deals)?(?![a-z])"
)
_GENERAL = re.compile(
    r"(?<![a-z])(?:rate|customers?|accounts?|competitors?|reasons?|stages?)(?![a-z])|客户|竞争|对手|原因|阶段|行业|产品|来源"
)


def winners(r: Reading) -> Meant | None:
    """Win rates and losses by owner or team."""
    if leads(r, "create", "move", "set", "assign", "log", "remind", "book", "delete") or r.refs:
        return None
    return _rates(r) or _lost(r)


def _rates(r: Reading) -> Meant | None:
    team, owner = _TEAM_RATE.search(r.text, r.lo, r.hi), _BEST_RATE.search(r.text, r.lo, r.hi)
    if not (team or owner) or (_GENERAL.search(r.whole) and not r.text.isascii()) or r.named("account", "deal"):
        return None
    understood(r, _TEAM_RATE, _BEST_RATE)
    return Meant(0.98, (Call("win_loss", {"by": "team" if team else "owner", **_of(r), **_when(r)}),), whole=True)


def _lost(r: Reading) -> Meant | None:
    if not _MOST_LOST.search(r.text, r.lo, r.hi) or _GENERAL.search(r.whole) or r.named("account", "deal"):
        return None
    where = [{"field": "stage.kind", "op": "=", "value": "lost"}]
    where += [{"field": "owner", "op": "=", "value": v} for v in _of(r).values()]
    where += [{"field": "closed_at", "op": "=", "value": v} for v in _when(r).values()]
    args = {"entity": "deal", "filters": where, "group_by": "owner", "measure": "sum", "total_field": "amount"}
    return Meant(0.98, (Call("find_records", args),), whole=True)


def _of(r: Reading) -> dict[str, Any]:
    people = [n for n in r.names if n.may_be("user", "team")]
    if people:
        return {"whose": people[0].text} if len(people) == 1 else {}
    if ours(r) or re.search(r"我们|咱们|大家|团队|组里|下面的?人|手下|(?<![a-z])(?:my|our|the) team(?![a-z])", r.whole):
        return {"whose": "my team"}
    return {"whose": "me"} if mine(r) or re.search(r"(?:^|[,，。 ])我(?!们)", r.whole) else {}


def _when(r: Reading) -> dict[str, str]:
    return {"period": r.periods[0].text} if r.periods else {}
