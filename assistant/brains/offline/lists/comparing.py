"""Whose deals come to how much: two held against each other, each of a manager's people, one person's or team's, and what a target lacks."""

import re
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE
from assistant.brains.offline.words.manner import asks, leads
from crm_store.base import Kind

_RIVALRY = re.compile(
    r"(?<![a-z])(?:who|whose|which|compare[ds]?|comparison|versus|vs|against|more|better|bigger|larger|higher|most|each|respectively|both|or|of \w+ and of)(?![a-z])"
    r"|谁|哪[个位边组一]|对比|比较|相比|比|分别|各(?:有|自)?|还是|差"
)
_HELD = re.compile(
    r"(?<![a-z])(?:open|pipeline|pipe|funnel|in (?:progress|play|the works)|on the go|running|under way|outstanding|weighted|forecast)(?![a-z])|在途|在谈|在跟|在跑|进行中|盘子|管道|漏斗|手[上里头]|没签|未签|加权|预测"
)
_BOOKED = re.compile(
    r"(?<![a-z])(?:w[io]ns?|winning|book(?:ed|ings?|s)?|s[oe]ll(?:s|ing)?|sold|sales|sign(?:ed|s)?|clos(?:e|ed|es)|land(?:ed|s)?|br(?:ing|ings|ought) in|br(?:ing|ings|ought) home|turnover|revenue|performed|perform|did)(?![a-z])|赢|签|成交|拿下|业绩|卖|销售额|营收|收入|做了多少|完成|做得(?:更|比较)?(?:好|多)|表现"
)
_LOST = re.compile(r"(?<![a-z])(?:los[te]|loses|losses|losing)(?![a-z])|输|丢")
_RATES = re.compile(
    r"(?<![a-z])(?:weighted|(?:win|close|hit|success|conversion) rates?|targets?|quotas?|attainment)(?![a-z])|加权|赢单率|胜率|成单率|目标|指标|达成|完成率"
)
_MUCH = re.compile(r"(?<![a-z])how (?:much|big|large)(?![a-z])|多少|多大")
_EACH = re.compile(
    r"(?<![a-z])each (?:one )?(?:of )?(?:my|our|the) (?:people|reps|team members?|guys|sales ?(?:people|reps)|colleagues|sellers|lot)(?![a-z])|(?<![a-z])(?:my|our) (?:people|reps|guys|team|sales ?people|sellers)(?: members?)?(?![a-z]).{0,40}(?<![a-z])(?:each|apiece|individually|per (?:head|person|rep)|one by one)(?![a-z])"
    r"|(?:手下|下属|底下|组里|团队里?|我带|我管|我的|我们组|部门)的?(?:那|这)?(?:几|每|各)?(?:个|位)?(?:人|销售|同事|组员|兄弟)?.{0,4}(?:每个?人|各自|分别|各|每人|每个(?:销售|同事|组员))"
)
_LACKS = re.compile(
    r"(?:还差|还缺|差)(?:了)?(?:多少|几)|(?:缺口|差距)(?:有)?(?:多[大少]|是)|(?<![a-z])(?:how (?:far|much) (?:\w+ ){0,5}?(?:short|behind|missing|to go|left|away|off)|how much more|what(?:'s| is) (?:the |our |my )?gap|(?:gap|shortfall) (?:to|of|against))(?![a-z])"
)
_AIM = re.compile(r"(?<![a-z])(?:targets?|quotas?|goals?|plan|numbers?)(?![a-z])|目标|指标|任务|计划|定额|完成")
_SMALL = re.compile(
    r"(?<![a-z])(?:money|business|compared?|so|far)(?![a-z])|[组队]?比|[组队]?哪[边个位组]|组里|手下|离"
)
_NO_PEOPLE_OF_CUSTOMERS = frozenset("人 people pipeline 管道".split())
_GOODS = frozenset({"deal", "user", "team"})


def compared(r: Reading) -> Meant | None:
    """ "Who brought in more, Tom or Elif?", 上海组和苏州组哪边盘子大, "how much does Maya have open?"."""
    if r.refs or _narrowed(r) or leads(r, "create", "move", "set", "assign", "log", "remind", "book", "delete"):
        return None
    sides = _sides(r)
    if _lacking(r, sides):
        understood(r, _LACKS, _AIM, _SMALL)
        args = {"status": "won", **_whose(r, sides[:1]), **_when(r)}
        return Meant(0.96, (Call("pipeline_summary", args),))
    status = _status(r)
    if status is None:
        return None
    understood(r, _RIVALRY, _HELD, _BOOKED, _LOST, _RATES, _MUCH, _EACH, _LACKS, _SMALL)
    if len(sides) > 1 and (asks(r) or _HELD.search(r.whole) or _RIVALRY.search(r.whole)):
        if _RATES.search(r.whole):
            aims = {} if re.search(r"rates?|率", r.whole) else {"status": status}
            made = [Call("pipeline_summary", {**aims, **_whose(r, [n]), **_when(r)}) for n in sides]
            return Meant(0.97, tuple(made))
        if _RIVALRY.search(r.whole) or _MUCH.search(r.whole):
            return Meant(0.97, (side_by_side(r, sides, status),))
    if _EACH.search(r.whole) and not sides:
        return Meant(
            0.97, (Call("pipeline_summary", {"whose": "my team", "by": "owner", "status": status, **_when(r)}),)
        )
    alone = sides[:1] if len(sides) == 1 else []
    if _MUCH.search(r.whole) and asks(r) and (alone or (not sides and (mine(r) or _we(r)))):
        return Meant(0.9, (Call("pipeline_summary", {"status": status, **_whose(r, alone), **_when(r)}),))
    return None


def side_by_side(r: Reading, sides: list[Name], status: str) -> Call:
    """The deals of several people or teams, held against each other."""
    return Call("compare", grouped([n.text for n in sides], status, _when(r).get("period")))


def grouped(who: list[str], status: str, period: str | None) -> dict[str, Any]:
    """What `compare` takes to hold people or teams against each other."""
    return {"of": who, **({"periods": [period]} if period else {}), "measure": status}


def _sides(r: Reading) -> list[Name]:
    """The people or teams that were named, each once; none when a customer or a contact is spoken of."""
    named = [n for n in r.names if n.may_be("user", "team")]
    if any(not n.may_be("user", "team", "stage") for n in r.names):
        return []
    kept = list({n.text.casefold(): n for n in named}.values())
    both = {n.may_be("user") for n in kept}
    return kept if len(both) < 2 or len(kept) < 2 else [n for n in kept if n.may_be("user")]


def _narrowed(r: Reading) -> bool:
    """Whether more is said of the deals than whose, when and how they stand, or other records are asked for."""
    if r.money or r.comparisons or r.percents or (r.days and not r.periods) or r.hits("overdue", "untouched", "except"):
        return True
    for hit in r.senses:
        kinds = {(s.kind, s.entity, s.field) for s in hit.values}
        if any(
            (k in ("entity",) and e in _GOODS)
            or f in (KIND_OF_STAGE, "owner", "team", "amount", "probability")
            or (k == "choice" and e == "user")
            for k, e, f in kinds
        ):
            continue
        if any(s.kind == "field" and s.spec.kind is Kind.MONEY for s in hit.values):
            continue
        if r.text[hit.start : hit.end] in _NO_PEOPLE_OF_CUSTOMERS:
            continue
        return True
    return any(n.entity in ("stage", "product", "pipeline") for n in r.names)


def _lacking(r: Reading, sides: list[Name]) -> bool:
    """Whether it is asked what a target still lacks: 苏州组这个季度还差多少, "how far am I from my quota"."""
    if not _LACKS.search(r.whole) or len(sides) > 1:
        return False
    return bool(_AIM.search(r.whole) or sides or (r.periods and (mine(r) or _we(r))))


def _status(r: Reading) -> str | None:
    """Which deals are counted: open, won or lost; None when nothing says so."""
    said = {s.code for _, s in r.sensed("choice", "deal") if s.field == KIND_OF_STAGE} & {"open", "won", "lost"}
    if "open" in said or (not said and _HELD.search(r.whole)):
        return "open"
    if _LOST.search(r.whole):
        return None if _BOOKED.search(_LOST.sub("", r.whole)) and "won" in said else "lost"
    return "won" if "won" in said or _BOOKED.search(r.whole) else None


_WE = re.compile(r"(?<![a-z])(?:we|our|us)(?![a-z])|我们|咱们")


def _we(r: Reading) -> bool:
    return bool(ours(r) or _WE.search(r.whole))


def _whose(r: Reading, sides: list[Name]) -> dict[str, str]:
    if sides:
        return {"whose": sides[0].text}
    if _we(r):
        return {"whose": "my team"}
    return {"whose": "me"} if mine(r) else {}


def _when(r: Reading) -> dict[str, str]:
    spans = [p for p in r.periods if r.text[p.start : p.end] not in _NOW]
    return {"period": spans[0].text} if spans else {}


_NOW = frozenset("now|right now|at the moment|so far|to date|现在|目前|当前".split("|"))
