"""Field values a message sets: "close date Dec 15", "amount to 60k", 预计成交改成12月15日, "moved to proposal"."""

import re
from functools import cache

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.pieces.amounts import MONEY, said
from assistant.brains.offline.pieces.values import value_after
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.lost_reasons import why_lost
from assistant.brains.offline.words.manner import asks
from crm_store.base import Kind
from crm_store.models import fields_of
from crm_store.values import plain

_DEAL_KIND = re.compile(r"renewals?|expansion|pilot|续约|续费|增购|扩容")
_DIRECT = frozenset("phone email wechat next_step industry domain city competitor".split())
"""Text fields whose value may follow at once: "next step send contract", 行业软件."""
_BECAME = re.compile(
    r"(?<![a-z])(?:(?:is|are|'s|'re) (?:now |officially |currently )*|becomes? |became |(?:has|have) become |turned into |make (?:it|them|him|her|that) |(?:counts?|mark(?:ed)?|set|treat(?:ed)?|list(?:ed)?)(?: [^,.;]{1,30}?)? (?:as|to) )(?:now )?(?:an? |our |a new |the )?(?:new |full |paying |real |official )*$"
    r"|(?:现在|已经?|如今|正式)+(?:是|算)(?:我们的?|正式)*$|(?:成了|成为|变成了?|变为|转为|升级?为|改为|改成|标为|标记为|设为|算作?)(?:了)?(?:我们的?|正式的?|新的?)*$"
)
"""What stands before the word for what a company is to us."""
_BECAME_CUSTOMER = re.compile(
    r"(?<=[a-z\u3400-\u9fff])(?:(?:'s| is| are)(?: now| officially)* (?:an? |our )(?:new |paying |full |real )*(?:customer|client)s?(?: of ours)? (?:now|from now on)(?![a-z])|(?:'s| is| are) now (?:officially )?(?:an? |our )(?:new |paying |full |real )*(?:customer|client)(?![a-z])|(?: (?:has|have))? (?:become|became|becomes|turned into)(?: now)? (?:an? |our )(?:new |paying |full |real )*(?:customer|client)(?![a-z]))"
    r"|(?:现在|已经?|如今|正式)+(?:是|成了|成为|算)(?:我们的?|正式的?)*客户了?(?!的|经理|代表|方)|(?:成了|成为|变成|变为|转为|转成)(?:了)?(?:我们的?|正式的?)*客户了?(?!的|经理|代表|方)|(?:mark|set|make)(?: [^,.;]{2,40}?)? (?:as|to|into) an? customer(?![a-z])|(?:类型|性质)(?:改成|改为|是|为|设为)客户"
)
"""A customer is also the word for any company: it is said outright that it is one now."""
_SEATS = re.compile(r" ?(?:seats?|users?|licen[cs]es?|个?席位?|套(?!餐)|个?用户|个?账号|个?坐席)(?![a-z])")
_FROM = re.compile(r"(?:(?<![a-z])from (?:the )?|从|由)$")
_NOT_THERE = re.compile(r"(?:n't|(?<![a-z])(?:not|never))(?: [a-z]+){0,2}(?: (?:to|in|into|at))?(?: the)? $")
"""A stage that is denied: "isn't going to Proposal", "not in Demo"."""
_INTO = re.compile(
    r"(?<![a-z])(?:to|into|in|at|is in|as|now) (?:the )?(?P<en>[^,.;?!\n\u3400-\u9fff]{2,30}?)(?: stage| phase)?(?=[,.;?!\n]|$| and | with | because )|(?:推进到|推进至|推到|移到|移至|挪到|转到|转入|调到|进入|进到|到了?|至)(?P<zh>[\u3400-\u9fff]{2,8}?)(?:阶段|环节)?(?=[,.;?!\n]|$|了)"
)
_BY_SHARE = re.compile(r"(?<![a-z])by $")
_LOST_THINGS = re.compile(
    r" (?:a |an |the |some |their |his |her |our |all |much |any )*(?:faith|interest|confidence|trust|patience|track|contact|touch|people|staff|money|time|data|momentum|sight|hope|customers?|manager|buyer|champion|head)(?![a-z])"
)
"""What else may be lost: "they have lost faith in Metrivane"."""
_NOT_YET_SIGNED = re.compile(r"(?:可以|准备|打算|等|待|才能|愿意|同意|随时能|就能|后再?)$")


_TO_COME = re.compile(
    r"(?:的)?(?:时间|日子|节点|那边)?(?:可能|估计|大概|应该|预计|要(?!了)|会|得|恐怕|怕|最快|最晚|最早|还|计划|打算|争取|希望|定在|定到|拖|推|延|往后|等|没那么快)"
)
"""What stands behind 签单 when it is yet to come: 签单可能要拖到三月底."""
_PUT_OFF = re.compile(r"(?:推迟|延迟|延后|延期|延|改|挪|推|移|拖|提前|顺延|提早|调|定)[到至在成为]$")
_TO_VALUE = re.compile(r"(?:(?<![a-z])(?:to|at)|改成|改为|改到|调到|调成|加到|降到|涨到|设为|更新为|变成|到)[: ]*$")
_LEVEL = re.compile(
    r"(?<![a-z])(?:level|grade|tier|class)[ -]([abc])(?![a-z])|(?<![a-z])([abc])[ -](?:level|grade|tier|class|account|customer|client)(?!s?[a-z])|([abc]) ?[级类档](?:客户)?"
)


def assigned(r: Reading, entity: str, *, apart: tuple[int, int] | None = None) -> dict[str, str]:
    """The field values said for a record of this type.

    Args:
        apart: the place of the record's own name, which is no value.
    """
    found: dict[str, str] = {}
    used: list[tuple[int, int]] = [apart] if apart else []
    if entity == "deal":
        _outcome(r, found, used)
    for clause in clauses(r):
        _named_fields(clause, entity, found, used, apart)
    if entity in ("deal", "lead", "account", "product"):
        _bare_amount(r, entity, found, used)
    if entity == "deal":
        seats(r, found)
        if apart and (kind := _DEAL_KIND.search(r.text, *apart)):
            used.append(kind.span())
    _bare_contact(r, entity, found)
    _bare_choice(r, entity, found, used)
    if entity == "account":
        _level(r, found)
        _became(r, found)
    return found


def _level(r: Reading, found: dict[str, str]) -> None:
    """ "A B account, not C", 改成A级: the level that is not denied."""
    for match in _LEVEL.finditer(r.text, r.lo, r.hi):
        if not re.search(r"(?<![a-z])(?:not|from|no longer)(?: an?)? $|不是|从|由$", r.before(match.start(), 12)):
            level = next(g for g in match.groups() if g)
            if level == "a" and match[2] and not r.said[match.start()].isupper():
                continue  # "is a customer now"
            found["level"] = level.upper()
            return


@cache
def _ties() -> dict[str, str]:
    """What a company may be to us, by every word for it."""
    codes = list(fields_of("account")["type"].choices or ())
    return {w.casefold(): str(c.value) for c in codes for w in (str(c.value), c.en, c.zh, *c.also) if w}  # type: ignore[attr-defined]


@cache
def _tie_words() -> re.Pattern[str]:
    words = sorted(_ties(), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z]){w}s?(?![a-z])" if w.isascii() else w for w in words))


def _became(r: Reading, found: dict[str, str]) -> None:
    """ "Is a customer now", 成了我们的合作伙伴: what a company is to us from now on."""
    if "type" in found or asks(r):
        return
    for match in _tie_words().finditer(r.text, r.lo, r.hi):
        code = _ties()[match[0].rstrip("s")]
        if code != "customer" and _BECAME.search(r.before(match.start(), 40)):
            found["type"] = code
            return
    for match in _BECAME_CUSTOMER.finditer(r.text, r.lo, r.hi):
        if not any(n.start < match.end() and match.start() < n.end for n in r.names):
            found["type"] = "customer"
            return


def _free(used: list[tuple[int, int]], start: int, end: int) -> bool:
    return all(end <= a or b <= start for a, b in used)


def _named_fields(
    r: Reading, entity: str, found: dict[str, str], used: list[tuple[int, int]], apart: tuple[int, int] | None = None
) -> None:
    named = [(h, s) for h, s in r.sensed("field", entity) if s.spec.editable and _free(used, h.start, h.end)]
    for i, (hit, sense) in enumerate(named):
        spec = sense.spec
        if (
            spec.name in found
            or spec.kind in (Kind.JSON, Kind.SUBJECT)
            or _only_a_noun(r, entity, spec.name, hit.start, hit.end)
        ):
            continue
        stop = next((h.start for h, _ in named[i + 1 :] if h.start >= hit.end), r.hi)
        begin = (
            apart[1]
            if apart
            and hit.end <= apart[0] <= hit.end + 12
            and apart[1] < stop
            and re.match(r" (?:of|on|for|at|in) (?:the )?$|的?$", r.text[hit.end : apart[0]])
            else hit.end
        )
        tail = r.text[begin:stop]
        if (
            spec.kind in (Kind.TEXT, Kind.LONG)
            and not re.match(
                r"(?: ?[:=]| (?:to|is|as|now|was|becomes?|changed|should)(?![a-z])|改|是|为|换|更新|变|叫|设|填|[a-z0-9\"'《])",
                tail.lstrip(" ") if tail.startswith(("  ",)) else tail,
            )
            and spec.name not in _DIRECT
        ):
            continue
        value = value_after(r, spec, _after_from(r, begin, stop), stop)
        if value is None and spec.kind in (Kind.INT, Kind.NUMBER, Kind.MONEY, Kind.DAY, Kind.MOMENT):
            before = value_after(r, spec, max(r.lo, hit.start - 24), hit.start)
            value = before if before and not r.text[before[1] : hit.start].strip(" a-") else None
        if value:
            found[spec.name] = value[0]
            used.append((hit.start, max(hit.end, value[1])))


def _only_a_noun(r: Reading, entity: str, name: str, start: int, end: int) -> bool:
    """ "the Acme deal", "close", "budget" as part of other words say no field."""
    word = r.text[start:end]
    if (
        entity == "deal"
        and name in ("account", "contact", "contacts", "owner")
        and word not in ("owner", "负责人", "所有人", "归属", "main contact", "主要联系人")
    ):
        return True
    return entity == "deal" and name == "stage" and word in ("status", "状态") and False


def _after_from(r: Reading, place: int, stop: int) -> int:
    """Behind "from 50k to": the value is the new one."""
    match = re.match(r"(?: ?from |从|由).{1,30}?(?:(?<![a-z])to |到|改成|改为|变成)", r.text[place:stop])
    return place + match.end() if match else place


def _outcome(r: Reading, found: dict[str, str], used: list[tuple[int, int]]) -> None:
    stage = stage_said(r)
    if stage is None:
        return
    found["stage"] = stage[0]
    used.append(stage[1])
    if stage[0].casefold() in ("lost", "closed lost", "输单", "dropped", "dead", "disqualified"):
        why_lost(r, found, used)


def stage_said(r: Reading) -> tuple[str, tuple[int, int]] | None:
    """The stage a deal goes to, and where it was said."""
    named = [
        n
        for n in r.names
        if n.entity == "stage"
        and not _FROM.search(r.before(n.start, 8))
        and not _NOT_THERE.search(r.before(n.start, 32))
    ]
    if named:
        last: Name = named[-1]
        return last.text, (last.start, last.end)
    for hit, sense in r.sensed("choice", "deal"):
        if (
            sense.field == "stage.kind"
            and sense.code in ("won", "lost", "on_hold")
            and not _unreal(r, hit.start, hit.end, sense.code)
        ):
            return {"on_hold": "on hold"}.get(sense.code, sense.code), (hit.start, hit.end)
    for cue, code in (("lose", "lost"), ("win", "won")):
        for hit_ in r.hits(cue):
            if not _unreal(r, hit_.start, hit_.end, code):
                return code, (hit_.start, hit_.end)
    return None


def _unreal(r: Reading, start: int, end: int, code: str) -> bool:
    """Denied, wished for, or about somebody else: "not lost", "want to win", "competitor won"."""
    before = r.before(start, 40)
    if r.text[end : end + 2] == "'t":
        return True  # "won't"
    if _LOST_THINGS.match(r.text, end, r.hi) or _NOT_YET_SIGNED.search(before):
        return True
    if before.strip() in ("to", "as"):
        return False  # the reading is what stands behind the verb's target: "… to lost"
    if code == "won" and _TO_COME.match(r.text, end, r.hi):
        return True
    if code == "won" and any(
        0 <= start - d.end <= 2 and _PUT_OFF.search(r.before(d.start, 8)) for d in r.days + r.periods
    ):
        return True  # 推迟到周五成交
    if code == "won" and any(0 <= start - d.end <= 4 and d.value.day > r.ask.today for d in r.days):
        return True  # 12月30日成交: what is to close on a day to come is not won yet
    if re.match(r"日|时间|额|率|价|概率|周期", r.after(end, 2)) and r.text[start:end] in (
        "成交",
        "签约",
        "签单",
        "赢单",
        "输单",
    ):
        return True
    if re.search(r"预计|能|可能|即将|争取|计划", before[-12:]) and code == "won":
        return True
    if re.search(
        r"(?:not|n't|to|can|could|will|might|may|if we|competitors?|they|rival|预计|要|能|会|想|没有?|未|不|可能|竞品|对手) ?(?:be |get )?$",
        before,
    ):
        return (
            not re.search(
                r"(?:as|mark(?:ed)?(?: \S+){0,4}|set(?: \S+){0,4}|put(?: \S+){0,4}|change(?: \S+){0,4}|stage|move(?:d)?(?: \S+){0,4}) to (?:closed )?$|closed to $",
                before,
            )
            or code == "open"
        )
    return code == "won" and bool(re.search(r"reason|原因|lost|输", before))


def stage_words(r: Reading) -> str | None:
    """The words after "to" or 推进到 that name a stage nobody linked."""
    match = _INTO.search(r.text, r.lo, r.hi)
    if not match:
        return None
    group = "en" if match["en"] else "zh"
    start, end = match.span(group)
    if any(
        s.start < end and start < s.end for s in r.spans("days", "periods", "money", "names", "percents", "numbers")
    ):
        return None
    return r.piece(start, end)


def _bare_amount(r: Reading, entity: str, found: dict[str, str], used: list[tuple[int, int]]) -> None:
    field = MONEY[entity]
    if field in found:
        return
    for share in r.percents:
        if _BY_SHARE.search(r.before(share.start, 4)) or r.has("raise", "lower"):
            sign = "-" if r.has("lower") and not r.has("raise") else "+"
            found[field] = f"{sign}{plain(share.value.points)}%"
            return
    for amount in r.money:
        if _free(used, amount.start, amount.end) and not _FROM.search(r.before(amount.start, 6)):
            found[field] = said(amount.value)
            used.append((amount.start, amount.end))
            return
    if entity == "deal":
        for number in r.numbers:
            if (
                number.value >= 1000
                and _free(used, number.start, number.end)
                and _TO_VALUE.search(r.before(number.start, 8))
                and not any(
                    s.start < number.end and number.start < s.end
                    for s in r.spans("days", "periods", "durations", "refs")
                )
                and re.match(r" ?(?:$|[,.;!]|and |please|吧|了|元|块|，|。)", r.after(number.end, 7))
            ):
                found[field] = plain(number.value)
                used.append((number.start, number.end))
                return


def seats(r: Reading, found: dict[str, str]) -> None:
    """Take the number before "seats", 席位, 套 as the deal's seats."""
    for number in r.numbers:
        if "seats" not in found and _SEATS.match(r.text, number.end, r.hi) and number.value == int(number.value):
            found["seats"] = str(int(number.value))


def _bare_contact(r: Reading, entity: str, found: dict[str, str]) -> None:
    known = fields_of(entity)
    if "email" in known and r.emails and "email" not in found:
        found["email"] = r.said[slice(*r.emails[0])]
    if "phone" in known and r.phones and "phone" not in found:
        found["phone"] = r.said[slice(*r.phones[0])]


def _bare_choice(r: Reading, entity: str, found: dict[str, str], used: list[tuple[int, int]]) -> None:
    """Codes said without their field: "urgent", "champion", "renewal"."""
    for hit, sense in r.sensed("choice", entity):
        if (
            sense.field in found
            or "." in sense.field
            or not _free(used, hit.start, hit.end)
            or sense.field in ("lost_reason", "kind")
        ):
            continue
        if sense.field in ("status", "priority", "role", "source", "level", "forecast_category") or (
            sense.field == "type"
            and entity in ("account", "deal")
            and sense.code not in ("new", "customer")
            and re.search(r"type|kind|as a|类型|标|new deal|新", r.whole)
        ):
            found[sense.field] = sense.code
            used.append((hit.start, hit.end))
