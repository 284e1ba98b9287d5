"""A report of what happened becomes one interaction with everything said in the same breath."""

import re
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.names.subjects import pronoun
from assistant.brains.offline.names.unknown import placed, unknown_company
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.told.bargains import deal_fields
from assistant.brains.offline.told.deals_apart import deals_apart
from assistant.brains.offline.told.happenings import Happening, happening, statement
from assistant.brains.offline.told.learned import facts
from assistant.brains.offline.told.promises import promises
from assistant.brains.offline.told.tasks_done import tasks_done
from assistant.brains.offline.told.told_deals import each_deal
from assistant.brains.offline.told.told_orders import told_orders, without
from assistant.brains.offline.told.told_people import also_there, away, holders, lasted, missed, present
from assistant.brains.offline.told.told_series import series
from assistant.brains.offline.told.told_when import gone_by, of_future, when_told
from assistant.brains.offline.told.went import beside
from assistant.brains.offline.words.manner import asks
from assistant.brains.offline.words.phrases import Hit

_REGION_END = re.compile(r"[;:\n!?：]|\.(?=\s|$|[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\.|,(?!\d{3}(?!\d))")
_HONORIFIC = re.compile(r"(?<![a-z])(?:dr|mrs?|ms|prof|hr|fr|st)$")
_SENTENCE_END = re.compile(r"[;\n!?]|\.(?=\s|$|[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\.")
_UNKNOWN_FIRST = re.compile(
    r"^\s*(?:刚才?|今天|昨天|上午|下午)?(?:(?P<c>[\u3400-\u9fffA-Za-z]{2,12}?)\s?的\s?)?(?P<n>[\u4e00-\u9fff]{2,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\s?(?:[（(](?P<d>[^）)]{2,12})[）)])?\s?(?:今天|昨天|刚才?|上午|下午|早上|在|微信里?|电话里?)*(?:[和跟与同](?:我|咱)|说|的?电话(?:没|不|打不)|不接|没接|没人接|回我)"
)
"""Who stands first: 李娜（华阳）今天和我开会, Quincy（Acme）不接电话."""
_UNKNOWN_LISTED = re.compile(
    r"(?:对方|客户|联系人|人员|参会人?|和|跟|与)?(?:是|为|[:：])?\s?(?P<n>[\u4e00-\u9fff]{2,3})\s?(?=[:：，,—、-])"
)
"""Who follows the label of a report: 补条微信记录，张伟：…"""
_UNKNOWN_EN = re.compile(
    r"(?<![A-Za-z])(?i:with|met|called|call|rang|phoned|visited|emailed|texted|messaged|saw|to|from) (?P<n>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
)
_UNKNOWN_ZH = re.compile(
    r"(?:和|跟|与|(?<![合不相共连])同|给|打给|拜访了?|见了?|约了?)(?:(?P<c>[\u3400-\u9fffA-Za-z]{2,10}?)的)?(?P<n>[A-Z][a-z]+(?: [A-Z][a-z]+)?|(?:[老小])?[\u4e00-\u9fff]{1,3}(?:总|经理|先生|女士|主任|工|老师|科长|厂长|老板)|[\u4e00-\u9fff]{2,5}?)(?=[（(]|的(?:会|电话|沟通|拜访|见面)|开|聊|谈|打|通|见|吃|沟通|讨论|交流|会面|碰|没人|没接|电话|,|，|$)"
)
_AT_PLACE = re.compile(r"(?: at | from | @ ?)(?P<c>[A-Z0-9][\w&.'-]*(?: [A-Z][\w&.'-]*){0,3})")
"""A day something is due by is not the day it took place."""
_NO_DEAL = frozenset("renewal deal pilot project rollout opportunity expansion upgrade".split())
_ON_DEAL = re.compile(
    r"(?<![a-z])(?:on|for|re|regarding|about) (?:the )?(?P<en>(?:[\w&.'-]+ ){0,3}(?:renewal|deal|pilot|project|rollout|opportunity|expansion|upgrade))(?![a-z])|(?:记到|记在|关于|放到|归到)(?P<zh>[^,.;，。\n]{2,16}?)(?:那单|这单|那个单子|这个单子|的单子|商机|项目)"
)


_ASKS_LAST = re.compile(
    r"^(?!.*(?:备注|记一?[下笔条个]|笔记|[：:])).*[，,。 ][^，,。]*(?:什么|谁|哪[个家些]|多少|怎么|几[个家条])[^，,。]*[?？]?$"
)
_TO_DO = re.compile(
    r"^(?:请|帮我|麻烦|到时候?|记得)*(?:提醒我?|别忘(?:了|记)?|不要忘记?|(?:新?建|加|记|创建|安排)一?[个条]?(?:任务|待办|提醒)[：:，,]?)(?!.*(?:[聊谈见开打发拜约]了|了解|过了|回来))"
)
"""What opens so is still to be done: 提醒我明天给李娜发邮件."""


def note(r: Reading) -> Meant | None:
    """Met Ana at Acme today, 50 seats, they want a quote; 今天和华阳的李娜开了40分钟会."""
    event = happening(r) or statement(r)
    if event is None or (asks(r) and event.kind != "note") or _TO_DO.search(r.whole):
        return None
    if event.kind == "note" and r.zh and _ASKS_LAST.search(r.whole):
        return None  # 校准管理周日就到期了，现在还差什么没办
    return told(r, event)


def told(r: Reading, event: Happening) -> Meant | None:
    """What happened, with everything said in the same breath."""
    if event.kind != "note" and (several := series(r)) is not None:
        return _each(*several)
    region = _region(r, event)
    if event.kind != "note":
        r = gone_by(r, region)
        region = r.within(region.lo, region.hi)
    if not region.names and (
        named := next((n for n in r.names if n.may_be("contact", "account") and n.start >= region.hi), None)
    ):
        region = _region(r, Happening(event.kind, Hit(region.hi, _listed(r, named), event.hit.values), event.score))
    people, company = _people(r, region), _company(r, region)
    if not people and event.listed and (first := _UNKNOWN_LISTED.match(r.said, event.hit.end, region.hi)):
        spans = r.spans("names", "loose", "days", "periods", "senses", "durations")
        if not any(s.start < first.end("n") and first.start("n") < s.end for s in spans):
            people = [first["n"]]
    if event.kind in ("meeting", "visit", "call"):
        people = _together(r, people, also_there(r))
        people = [p for p in people if p not in away(r)] or people
    if company in people:
        company = None
    if not people and company is None and not r.named("deal"):
        before = pronoun(r, "contact", "account", "deal") or _focus(r)
        if before is None and event.score < 0.85:
            return None
    if not people and company is None and event.kind != "note" and not r.named("deal", "contact") and not r.ask.focus:
        event = Happening(event.kind, event.hit, event.score - 0.2)
    with_us = [n for n in region.names if n.text in people and n.entity == "contact"]
    orders, rest = told_orders(r, region.hi, company, with_us)
    about = any(n.may_be("deal", "account", "contact") and n.start < event.hit.end for n in r.names)
    colon = r.text[event.hit.end - 1 : event.hit.end] in (":", "：")
    if event.kind == "note" and colon and event.hit.start == r.lo and not about:
        rest = rest.within(event.hit.end, rest.hi)  # 给…工单加个备注：only what stands behind it is told
    deal, of_deal, others, holes = each_deal(rest, region.lo) if not r.zh else (None, {}, [], [])
    rest = without(rest, holes)
    args = _args(rest, event, rest.within(region.lo, region.hi), people, company)
    if deal is not None:
        args |= {"deal": deal, "deal_fields": {**args.get("deal_fields", {}), **of_deal}}
    orders = [*orders, *others, *tasks_done(r)]
    if any(c.args["changes"][0]["op"] == "create" and c.args["changes"][0]["entity"] == "deal" for c in orders):
        args.pop("deal_fields", None)  # what was said of the deal is said of the new one
    if event.kind != "note" and (apart := deals_apart(rest, company)):
        args.pop("deal_fields", None)
        orders = [*orders, *apart]
    if not args.keys() & {"with_people", "account", "deal"} and (ticket := _ticket(r)):
        args["ticket"] = ticket
    rich = sum(bool(args.get(k)) for k in ("deal_fields", "tasks", "facts", "minutes", "with_people"))
    return Meant(min(0.97, event.score + 0.02 * rich), (*_logged(args), *orders))


def _ticket(r: Reading) -> str | None:
    """The ticket a note is about."""
    named = next((x.text for x in r.refs if x.value.prefix == "T"), None)
    return named or next((n.text for n in r.names if n.entity == "ticket"), None)


def _logged(args: dict[str, Any]) -> list[Call]:
    """The report as a call, and one more for each task that is about somebody else."""
    tasks = args.get("tasks", [])
    others = [t for t in tasks if "about" in t]
    args["tasks"] = [t for t in tasks if "about" not in t]
    log = Call("log_interaction", {k: v for k, v in args.items() if k != "tasks" or v})
    return [log, *(Call("create_task", t) for t in others)]


def _each(kind: str, head: Reading, parts: list[tuple[Reading, Reading]]) -> Meant:
    """One interaction for each part of a series; the day said at its head is that of all."""
    calls: list[Call] = []
    for part, who in parts:
        event = Happening(kind, Hit(who.lo, who.hi, (kind,)), 0.95, closed=True)
        people = [n.text for n in who.names if n.entity == "contact"]
        args = _args(part, event, who, people, _company(who, who))
        if when := when_told(head, head):
            args["when"] = when
        calls += _logged(args)
    return Meant(0.95, tuple(calls))


def _listed(r: Reading, name: Name) -> int:
    """Where a list of names ends: 启塬傅总、蒋主任, "Ana and Bob"."""
    end = name.end
    for other in r.names:
        if (
            other.start >= end
            and re.fullmatch(r"\s?(?:的|,|&|\+|and|和|跟|与|及)?\s?", r.text[end : other.start]) is not None
        ):
            end = other.end
    return end


def _region(r: Reading, event: Happening) -> Reading:
    """The stretch that says who, when and how long: up to the first break after the verb, lists of names aside."""
    begin = event.hit.end
    if event.closed:
        return r.within(r.lo, begin)
    if r.text[begin : begin + 1] == "," and any(n.may_be("contact", "account") and n.end <= begin for n in r.names):
        return r.within(r.lo, begin)
    while begin < r.hi and r.text[begin] in " :：,-":
        begin += 1
    known = r.spans("names", "days", "durations", "money")
    for match in (_SENTENCE_END if event.listed else _REGION_END).finditer(r.text, begin, r.hi):
        if any(s.start <= match.start() < s.end for s in known):
            continue
        if match[0] == "." and _HONORIFIC.search(r.before(match.start(), 6)):
            continue
        follows = next(
            (n for n in r.names if 0 <= n.start - match.end() <= 5 and n.may_be("contact") and n.entity != "account"),
            None,
        )
        if (
            match[0] == ","
            and follows
            and re.match(r",? ?(?:and )?$", r.text[match.start() : follows.start])
            and re.match(r" ?(?:[,\n+&/]|and|plus|with|和|与|from|at|$)", r.after(follows.end, 6))
        ):
            continue
        return r.within(r.lo, match.start())
    return r


def _people(r: Reading, region: Reading) -> list[str]:
    """Everybody on the customer's side who took part, as said; names nobody linked too."""
    own = [
        n
        for n in region.names
        if n.may_be("contact") and n.entity in ("contact", "lead", "user") and not _colleague(r, n)
    ]
    own = [n for n in own if not any(o.end == n.start and o.text[0] == n.text[0] for o in own)]  # 王伟王总 is one
    if not own and any(n.entity == "account" for n in region.names) and (met := beside(r)):
        return met
    if not own:
        told = [c for c in clauses(r) if c.has("met", "called", "visited") and c.lo >= region.hi]
        own = [n for c in told for n in c.names if n.may_be("contact") and n.entity == "contact"]
    if not own and not any(n.entity == "account" for n in region.names):
        own = [n for n in r.names if n.may_be("contact") and n.entity == "contact"][:1]
    if not own:
        own = [
            n
            for n in r.names
            if n.entity == "contact"
            and re.match(
                r" ?(?:说|表示|提到|反馈|says?|said|wrote|mentioned|told|showed|explained|asked|gave|took)",
                r.after(n.end, 12),
            )
        ][:1]
    said = [n.text for n in own] + holders(region)
    for pattern in (_UNKNOWN_EN, _UNKNOWN_ZH, _UNKNOWN_FIRST):
        for match in pattern.finditer(r.said, region.lo, r.hi if pattern is _UNKNOWN_FIRST else region.hi):
            start, end = match.span("n")
            spans = r.spans("names", "loose", "days", "periods", "senses")
            if (
                not any(s.start < end and start < s.end for s in spans)
                and match["n"] not in ("I", "We", "The", "They", "Today")
                and not _JOURNEY.search(r.text[r.lo : start])
                and not any(
                    h.start < end and start < h.end
                    for h in r.hits("he", "me", "everyone", "met", "called", "visited", "emailed", "texted")
                )
            ):
                said.append(match["n"])
    return list(dict.fromkeys(said)) or present(r, region)


_JOURNEY = re.compile(
    r"(?<![a-z])(?:back|home|returned|returning|flew|drove|flight|train|travelled|landed)(?: in| over)? (?:from|to|in|at) $"
)
"""Back from Sassuolo: a place, nobody's name."""


def _together(r: Reading, met: list[str], there: list[str]) -> list[str]:
    """Those met and those who were there too, each once, however they are called."""
    who = {n.text: n.candidates[0].number for n in r.names if n.candidates}
    known = {who.get(p) for p in met} - {None}
    return [*met, *dict.fromkeys(p for p in there if p not in met and who.get(p) not in known)]


def _colleague(r: Reading, n: Name) -> bool:
    best = n.candidates[0]
    return best.entity == "user" and not any(
        c.entity == "contact" and c.score >= best.score - 0.06 for c in n.candidates
    )


def _company(r: Reading, region: Reading) -> str | None:
    if (there := placed(region)) is not None:
        return there[0]
    known = any(n.entity == "contact" and not n.ambiguous("contact") for n in region.names)
    for part in (region, *([] if known else [r])):
        for n in part.names:
            if (
                n.entity == "account"
                and not re.search(
                    r"(?:competitor(?: is|:)?|vs\.?|versus|against|竞品是?|对手是?|compared? (?:to|with)|evaluating|looking at|talking to|和|跟) ?$",
                    r.before(n.start, 20),
                )
            ) or (n.entity == "account" and part is region):
                return n.text
    if not r.named("account", "contact", "deal") and (foreign := unknown_company(region)) is not None:
        return foreign[0]
    match = _AT_PLACE.search(r.said, region.lo, region.hi)
    if match and not any(s.start < match.end("c") and match.start("c") < s.end for s in r.spans("days", "names")):
        return match["c"]
    return None


def _focus(r: Reading) -> object | None:
    return r.ask.focus[0] if r.ask.focus else None


def _args(r: Reading, event: Happening, region: Reading, people: list[str], company: str | None) -> dict[str, Any]:
    args: dict[str, Any] = {"note": r.ask.text.strip(), "kind": event.kind}
    if people:
        args["with_people"] = people
    if company:
        args["account"] = company
    deal = next((n for n in r.names if n.entity == "deal"), None)
    on = _ON_DEAL.search(r.text, r.lo, r.hi)
    if deal:
        args["deal"] = deal.text
    elif on:
        words = re.sub(r"(?i) (?:deal|opportunity|project)$", "", r.piece(*on.span("en" if on["en"] else "zh")))
        if words and words.casefold() not in _NO_DEAL:
            args["deal"] = words
    if not people and not company and not deal and (before := pronoun(r, "contact", "account", "deal")):
        if before.entity == "contact":
            args["with_people"] = [before.text]
        elif before.entity in ("account", "deal"):
            args[before.entity] = before.text
    if event.kind != "note" and (when := when_told(r, region)):
        args["when"] = when
    minutes = lasted(region) or next(
        (
            d.value.minutes
            for d in [*region.durations, *r.durations]
            if d.value.unit in ("minute", "hour") and d.value.minutes <= 720 and not of_future(r, d.start)
        ),
        None,
    )
    if minutes and event.kind != "note":
        args["minutes"] = minutes
    if missed(r, people):
        args["status"] = "not_held"
    fields = deal_fields(r, people, company)
    if fields:
        args["deal_fields"] = fields
    tasks, meetings = promises(r, region, event.kind, people, company, fields.get("next_step", ""))
    if tasks:
        args["tasks"] = tasks
    learnt = facts(r)
    if learnt:
        args["facts"] = learnt
    if meetings:
        args["meetings"] = meetings
    return args
