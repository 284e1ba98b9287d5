"""The pipeline of another day, and why it moved: as of September 1; why did Q4 drop since last week."""

import re

from assistant.brains.offline.chair.chair_words import (
    FORECAST,
    FUNNEL,
    NOW,
    RATES,
    SPAN,
    foreign,
    narrowed,
    past_day,
    rates_day,
)
from assistant.brains.offline.chair.overviews import _along, _status
from assistant.brains.offline.lists.heads import head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood, unread
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import leads

_WHY = re.compile(
    r"(?<![a-z])(?:why|how come|what (?:caused|made|moved|drove|happened|changed|is behind|was behind|explains|ate)|what's behind|explain\w*|reasons?|cause|bridge|waterfall|walk me (?:from|through)|where did .{0,30}go|break ?down (?:of )?the (?:change|gap|difference)|reconcile|movements?|moves|diff(?:erence)?s?|changes|shifts?|shifted|went (?:up|down)|go(?:ne)? (?:up|down)|up or down|fewer|lighter|thinner|shrinkage|shrunk|eaten|(?:came|come|coming) in and|got (?:added|shuffled))(?![a-z])"
    r"|为什么|为何|为啥|咋(?!样)|怎么(?:会|就|比|没)|(?:缩|差|少|瘦|掉)(?:水)?(?:在)?哪|哪儿?了|不如|怎么(?=.{0,6}[变少多降跌增减缩])|原因|瀑布|变动|增减|怎么变|动了(?:哪些|什么|啥|多少)|(?:涨|增|多)了?还是(?:缩|降|少|减|跌)|缩了|(?:差距?|差)(?:在哪|怎么来)|出入|change|变化|变了|有变|波动|拆开|少在哪|差在哪|去哪了|桥接"
)
_MOVED = re.compile(
    r"(?<![a-z])(?:drop\w*|f[ae]ll(?:en|ing|s)?|down|declin\w+|lower|less|smaller|decreas\w+|shr[iau]nk\w*|slid\w*|slip\w*|lost|lose|gone|dip\w*|ris(?:e|en|es|ing)|rose|up|grow[ns]?|grew|increas\w+|higher|bigger|more|chang\w+|mov\w+|happened|differ\w+|bridge|waterfall|go|went|diff\w*|shift\w*|added|lighter|thin\w*|eaten|fewer|fat\w*|change|came)(?![a-z])"
    r"|[少降跌缩减掉瘦薄]|不如|没有?.{0,6}[厚多大高]|[比还].{0,6}[厚多大高胖]|下滑|下降|变|增|涨|上升|高了|多了|波动|瀑布|原因|去哪|动了|差|出入|change"
)
_AS_OF = re.compile(
    r"(?<![a-z])(?:as (?:of|at)|back (?:on|to|at|in)|look(?:ed|ing)? like|looked|stood|snapshot|on|at|in|was|were|ago|had|state|by)(?![a-z])|截[至止]|当时|那天|那时|的|时|是什么样|回到|快照|怎么样|之?前"
)
_SINCE = re.compile(
    r"(?<![a-z])(?:since|chang\w*|new|created|from|between|moved|closing|close|expected|due)(?![a-z])|以来|变|新[增建]|至今|到现在|起"
)
_TODAY_ONLY = re.compile(r"(?<![a-z])(?:as of (?:now|today))(?![a-z])|截至(?:今天|目前|现在)")


def at_rates_of(r: Reading) -> Meant | None:
    """The pipeline at the exchange rates of another day."""
    if not (FUNNEL.search(r.whole) or _BOOKED.search(r.whole)) or foreign(r) or FORECAST.search(r.whole):
        return None
    day = rates_day(r)
    if day is None:
        return None
    args = {**narrowed(r, period=False), "rates_of": day}
    spans = [p for p in r.periods if p.text != day and str(p.value.end) != day and p.value.start != p.value.end]
    if spans:
        args["period"] = spans[0].text
    if (by := _along(r)) is not None:
        args["by"] = by
    if (status := _status(r)) is not None:
        args["status"] = status
    return Meant(0.99, (Call("pipeline_summary", args),))


def by_place(r: Reading) -> Meant | None:
    """Figures by city or country, which cannot be told: a customer's place is one line of address."""
    if not (FUNNEL.search(r.whole) or RATES.search(r.whole) or _BOOKED.search(r.whole)) or not _PLACES.search(r.whole):
        return None
    en = "Deals cannot be summed up by city or country: a customer's place is one line of address. I can do it by team (region), owner, industry, company size, customer level, source, product, type, currency, age or month."
    zh = "无法按城市或国家汇总：客户的地址是一行文字。可以按团队（大区）、负责人、行业、企业规模、客户级别、来源、产品、类型、币种、商机年龄或月份查看。"
    return Meant(0.99, (), zh if r.zh else en)


_PLACES = re.compile(
    r"(?<![a-z])(?:by|per|split by|grouped by|for each|across) (?:the )?(?:customer )?(?:cit(?:y|ies)|countr(?:y|ies)|provinces?|states?|location|zip codes?|postcodes?)(?![a-z])|按(?:客户)?(?:所在)?(?:城市|省份?|国家|地址)"
)


def summed_exactly(r: Reading) -> Meant | None:
    """The pipeline of a period by something, of which every word was read."""
    by = _along(r)
    if by is None or not FUNNEL.search(r.whole) or FORECAST.search(r.whole) or _WHY.search(r.whole) or foreign(r):
        return None
    if (
        past_day(r) is not None
        or r.money
        or r.refs
        or r.percents
        or len(r.periods) > 1
        or leads(r, *_ORDERS) is not None
        or _COUNTED.search(r.whole)
    ):
        return None
    status = _status(r)
    args = {**narrowed(r), "by": by, **({"status": status} if status else {})}
    made = Meant(0.98, (Call("pipeline_summary", args),))
    understood(r, FUNNEL)
    return made if not unread(r, made.calls) and not unused(r, made.calls) else None


_COUNTED = re.compile(
    r"(?<![a-z])(?:how many|number of|count(?: of)?|seats?)(?![a-z])|多少[个条单位]|几[个条单位]|数量|席位?"
)
"""What is counted or added up is no amount."""
_ORDERS = ("create", "move", "set", "assign", "log", "remind", "book", "delete", "mark", "import")
_BOOKED = re.compile(r"(?<![a-z])(?:bookings?|booked|won deals|closed won|sales)(?![a-z])|签约|赢单|成交额|业绩")


def as_of(r: Reading) -> Meant | None:
    """The pipeline as it stood on a day gone by."""
    if not FUNNEL.search(r.whole) or foreign(r) or _TODAY_ONLY.search(r.whole) or _WHY.search(r.whole):
        return None
    day = past_day(r)
    if day is None or _SINCE.search(r.whole) or not _AS_OF.search(r.whole):
        return None
    args = {**narrowed(r), "as_of": day}
    if (by := _along(r)) is not None:
        args["by"] = by
    if (status := _status(r)) is not None:
        args["status"] = status
    return Meant(0.98, (Call("pipeline_summary", args),))


def bridge(r: Reading) -> Meant | None:
    """Why did Q4 drop since last week; 管道为什么变了."""
    if not _WHY.search(r.whole) or not _MOVED.search(r.whole) or foreign(r) or _DEALS_LOST.search(r.whole):
        return None
    if not (FUNNEL.search(r.whole) or SPAN.search(r.whole)) or RATES.search(r.whole):
        return None
    about = head(r)
    if about is not None and about.entity not in ("deal", "user", "team"):
        return None
    args = narrowed(r, period=False)
    since, until, spans = None, None, []
    for p in r.periods:
        words = r.text[max(r.lo, p.start - 14) : p.start]
        if p.value.kind == "since":
            since = p.text
        elif p.value.kind == "range" and p.value.start and p.value.start <= r.ask.today:
            since, until = str(p.value.start), str(min(p.value.end or r.ask.today, r.ask.today))
            r.memo.setdefault("used", []).append((p.start, p.end))
        elif _VERSUS.search(words) or (
            p.value.kind not in ("quarter", "year", "half", "before", "after")
            and p.value.start
            and p.value.start <= r.ask.today
        ):
            since = p.text
        elif not NOW.fullmatch(p.text.strip().casefold()):
            spans.append(p.text)
    if since is None and (day := past_day(r)) is not None:
        since = day
    if since is not None:
        args["since"] = since
    if until is not None:
        args["until"] = until
    if spans:
        args["period"] = spans[0]
    if r.money:
        args["claimed"] = r.money[0].text
    understood(r, _WHY, _MOVED)
    return Meant(0.98, (Call("pipeline_bridge", args),))


_VERSUS = re.compile(
    r"(?:than|vs|versus|against|compared (?:to|with)|next to|below|above|from|over|between) (?:in )?(?:the )?$|比|较|相比|不如|没有?|没|跟|和|与"
)
_DEALS_LOST = re.compile(
    r"(?<![a-z])(?:we|i|team|group|reps?) (?:have |has |had |just )?lost(?![a-z])|(?<![a-z])(?:do|did|are|were|have|has|that|reasons?) (?:we|i|\w+)?(?: are| been)? ?(?:los[et]|losing)(?![a-z])|(?<![a-z])(?:loss|lost|losing) (?:reasons?|deals?|business)|(?:丢|输)(?:了|掉)?(?:的|些|这么多)?单|输单|丢单"
)


_BEHIND = re.compile(
    r"(?<![a-z])(?:deals|opportunities|opps) (?:behind|in|that make up) (?:the |my |our )?(?:pipeline|funnel)(?![a-z])|(?:管道|漏斗)(?:里|中|背后)?的?(?:都)?(?:是|有|包括)?(?:哪些|什么)(?:商机|单子)"
)


def shown_otherwise(r: Reading) -> Meant | None:
    """The pipeline in another currency, or with the deals behind it."""
    if not FUNNEL.search(r.whole) or foreign(r) or FORECAST.search(r.whole):
        return None
    args = narrowed(r)
    behind = _BEHIND.search(r.text, r.lo, r.hi)
    if "currency" not in args and not behind:
        return None
    if behind:
        args["deals"] = True
    if (by := _along(r)) is not None:
        args["by"] = by
    if (status := _status(r)) is not None:
        args["status"] = status
    return Meant(0.97, (Call("pipeline_summary", args),))
