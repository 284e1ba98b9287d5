"""Conditions on records out of a question: every typed piece of it becomes a filter on the field it speaks about."""

import re
from collections.abc import Iterable
from itertools import pairwise

from assistant.brains.offline.lists import spans_of_time
from assistant.brains.offline.lists.backwards import backwards
from assistant.brains.offline.lists.ended import ended
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.lists.places import TEAM_ENDINGS, place_filters
from assistant.brains.offline.lists.rivals import rivals
from assistant.brains.offline.lists.unsold import unsold
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.names.positions import positions
from assistant.brains.offline.names.strangers import strangers
from assistant.brains.offline.names.subjects import pronoun
from assistant.brains.offline.pieces import amounts, whose
from assistant.brains.offline.pieces.choices import NEGATED, choices
from assistant.brains.offline.pieces.flags import flags
from assistant.brains.offline.pieces.found import FINISHED, Found
from assistant.brains.offline.pieces.headcount import headcount
from assistant.brains.offline.pieces.how_far import further
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE
from assistant.brains.offline.words.places_and_trades import both_names
from crm_store.base import Kind
from crm_store.models import entities, fields_of

_UNCONVERTED = re.compile(
    r"(?:还|尚|仍|一直)?(?:没有?|未)(?:被)?转(?:化|换|成(?:客户|商机)?)(?:掉|过|成)?的?|(?<![a-z])(?:not|never|n't)(?: yet)?(?: been)? (?:converted|qualified)(?: yet)?(?![a-z])|(?<![a-z])(?:unconverted|not yet converted)(?![a-z])"
)
_NOT_MINE = re.compile(r"(?:(?<![a-z])(?:not|isn't|aren't|except|other than|besides) |不是|非|不归|不属于)$")
_EMPTY_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:no|without|without an?|(?:never|not|n't) (?:gave|give|given|left|leave|told|tell|provided|provide|shared|share|got|had|have|entered|recorded)(?: us| me)?|missing|lack|lacks|lacking|don't have an?|doesn't have an?|do not have an?|have no|has no|haven't got an?|without|lack of|lacks?|need|needs|still need|empty)(?: any| a| an| set| the| their| its| his| her| our)* |没有?|(?:没有?|未)(?:给(?:我们)?|给过|留下?|留过|填上?|写|登记|提供|录入?|维护|补|加|存|要到|拿到)(?:过|任何|一个|个)?的?|无|缺少?|未填写?|未写|未定|没有?(?:填写?|设置?|录入|写|定)|不含|没有设置|未设置|没定|还没有?)$"
)
_EMPTY_AFTER = re.compile(
    r"^(?: (?:is|are) (?:empty|missing|not set|blank|unknown)|(?:都|也|还|仍|尚|一直)*(?:是?空的|是空|为空|空着|空缺|留空|空白|缺失|未知|没有(?!人)|(?:(?:我们|咱们|系统里|这边)?(?:还|都|也|一直)?(?:没有?|未))(?:填写?|写|定|设置?|设定|录入?|维护|填报|明确|更新过|登记|留下?|给|提供|补|有$)))"
)
_FILLED_BEFORE = re.compile(r"(?:(?<![a-z])(?:with|having|that have|have|has|who have) (?:an? )?|有|填了)$")
_IS_WORDS = re.compile(
    r"(?: (?:is|are|was|contains?|containing|like|equals|includes?)|:| =| ?=) ?(?P<en>[^,.;?!\n\u3400-\u9fff]{2,40}?)(?= and | or | in | by | this | last |[,.;?!\n]|$)"
    r"|(?:是|为|包含|含|叫)(?P<zh>[^,.;?!\n的]{2,20}?)(?=的|[,.;?!\n]|$)"
)
_ASKED = re.compile(r"(?:what|which|who|when|how|where|什么|啥|谁|哪|多少|几|怎么)", re.IGNORECASE)
_OF_MY_ACCOUNTS = re.compile(
    r"(?<![a-z])(?:of|for|at|from|on|by|with|across|in) (?:any of |all )?my (?:own )?(?:accounts?|customers?|clients?|companies)(?![a-z])"
)
_LEVEL = re.compile(
    r"(?<![a-z])(?:level|grade|tier|class|category|rating)(?: is| are| of|:)?[ -]?([abc])(?![a-z'’])|(?<![a-z])(?:are|is|rated|ranked|graded) ([bc])s?(?![a-z'’])|(?<![a-z'’])([abc])[ -](?:level|grade|tier|class|rated|ranked)(?![a-z])|(?<![a-z'’])(?:my|our|all|the|which|open|list|show|no) ([abc])[ -](?:customers?|accounts?|clients?|prospects?|companies)(?![a-z])"
)
"""How much a customer counts, by its letter."""
_OPTED = re.compile(r"(?:not |haven't |have not |hasn't |never |(?<!有)没有?|未|还没)$")


def conditions(r: Reading, head: Head, *, taken: Iterable[tuple[int, int]] = ()) -> Found:
    """The filters a question puts on the record type it asks for.

    Args:
        taken: places already spoken for (the head noun, "by owner", "top 5").
    """
    entity, found = head.entity, Found(used=list(taken))
    if head.hit:
        _head_word(head, found)
    spans_of_time.idle(r, entity, found)
    spans_of_time.overdue(r, entity, found)
    unsold(r, entity, found)
    backwards(r, entity, found)
    _whose(r, entity, found)
    flags(r, entity, found)
    headcount(r, entity, found)
    rivals(r, entity, found)
    positions(r, entity, found)
    if entity == "lead" and (unconverted := _UNCONVERTED.search(r.text, r.lo, r.hi)):
        found.add(unconverted.span(), "status", "!=", "Converted")
    ended(r, entity, found)
    _worded(r, entity, found)
    _empty_or_flag(r, entity, found)
    amounts.compared(r, entity, found)
    if entity == "account" and (rated := _LEVEL.search(r.text, r.lo, r.hi)) and found.free(*rated.span()):
        found.add(
            rated.span(),
            "level",
            "!=" if NEGATED.search(r.before(rated.start(), 14)) else "=",
            next(g for g in rated.groups() if g).upper(),
        )
    choices(r, entity, found)
    _names(r, entity, found)
    spans_of_time.in_period(r, entity, found)
    _it(r, entity, found)
    place_filters(r, entity, head, found)
    strangers(r, entity, found, head.hit.start if head.hit else r.lo)
    _unfinished(r, entity, found)
    own = (head.hit.start, head.hit.end) if head.hit else None
    r.memo.setdefault("read", []).extend(p for p in found.used if p != own)
    return found


def _head_word(head: Head, found: Found) -> None:
    assert head.hit is not None
    own = [s for s in head.hit.values if s.entity == head.entity and s.kind in ("entity", "choice")]
    for sense in own[:0] if any(s.kind == "entity" for s in own) else own:
        if sense.kind == "choice" and sense.entity == head.entity:
            found.add((head.hit.start, head.hit.end), sense.field, "=", sense.code)
            return
    found.used.append((head.hit.start, head.hit.end))


def _whose(r: Reading, entity: str, found: Found) -> None:
    owner = whose.owner_field(entity)
    of_mine = (
        _OF_MY_ACCOUNTS.search(r.text, r.lo, r.hi) if entity in ("ticket", "contact", "activity", "task") else None
    )
    if of_mine is not None and found.free(*of_mine.span()):
        found.add(of_mine.span(), "account.owner", "=", "me")
        return
    if entity == "user" and (place := whose.ours(r)):
        found.add(place, "team", "=", "my team")
    if owner not in fields_of(entity):
        return
    if (place := whose.nobodys(r)) and found.free(*place):
        found.add(place, owner, "empty")
    elif (place := whose.ours(r)) and not any(n.start < place[1] and place[0] < n.end for n in r.named("team")):
        found.add(place, owner, "=", "my team")
    elif place := whose.mine(r):
        found.add(place, owner, "!=" if _NOT_MINE.search(r.before(place[0], 10)) else "=", "me")


def _empty_or_flag(r: Reading, entity: str, found: Found) -> None:
    told: re.Match[str] | None = None
    for hit, sense in r.sensed("field", entity):
        if not found.free(hit.start, hit.end):
            continue
        before, after = r.before(hit.start), r.after(hit.end, 12)
        if sense.spec.kind is Kind.BOOL:
            denied = bool(_OPTED.search(before) or _EMPTY_BEFORE.search(before)) and not before.endswith("有没有")
            found.add((hit.start, hit.end), sense.field, "=", "false" if denied else "true")
        elif (led := _EMPTY_BEFORE.search(before)) or (told := _EMPTY_AFTER.match(after)):
            place = (hit.start - len(led[0]), hit.end) if led else (hit.start, hit.end + (told.end() if told else 0))
            found.add(place, sense.field, "empty")


def _worded(r: Reading, entity: str, found: Found) -> None:
    """A text field with the words it is to hold: "where competitor is Orbilab", 竞品是析图."""
    for hit, sense in r.sensed("field", entity):
        if sense.spec.kind not in (Kind.TEXT, Kind.LONG) or not found.free(hit.start, hit.end):
            continue
        match = _IS_WORDS.match(r.text, hit.end, r.hi)
        value = r.piece(*match.span("en" if match["en"] else "zh")) if match else ""
        if match and value and not _ASKED.match(value):
            found.add((hit.start, match.end()), sense.field, "~", value)


_STAGE_PART = re.compile(
    r"(?:^|[^\u3400-\u9fff]|[我的在处于有个条到里]|所有|全部|目前|现在)(?P<n>(?!我|所|全|的|在|每|当前|目前|现在|这个|那个|哪|各|不同|什么|啥|按|几|下一|上一|同|单|商机|项目)[\u3400-\u9fff]{2,4}?)阶段(?=的|有|里|还|一共|总共|$)"
    r"|(?P<o>(?!我|所|全|每|当前|目前|现在)[\u3400-\u9fff]{2,4}?)(?=(?:阶段)?(?:及|和|或|以及)(?:之后|以后|往后|往上|更后))"
    r"|(?:卡|停|压|耗|滞留)在(?P<m>(?!这|那|哪|什么|我|他|谁)[\u3400-\u9fff]{2,4}?)(?:阶段|环节|这一?步|上|那儿)?(?=的|里|[?？。]|$)"
)
"""报价阶段的单子, 卡在谈判的: a stage by part of its name is for the store to know; left out, every deal would be an answer."""


_TWO_STAGES = re.compile(
    r"(?:我们?的?|在|处于|目前|现在|所有|全部|[，,。 ]|^)*(?P<a>(?!我|所|全|在|每|当前|目前|现在|哪|各|按)(?:(?!的)[\u3400-\u9fff]){2,4}?)(?:阶段)?(?:和|或者?|、|,|，|跟|以及|还有)(?P<b>(?:(?!的)[\u3400-\u9fff]){2,4}?)(?:这?两个?)?阶段"
)
"""报价和谈判阶段的: the word behind holds for both."""


def _other_stage(r: Reading, stages: list[str]) -> None:
    """Add the stage that is named before or behind another one and shares its "stage"."""
    match = _TWO_STAGES.search(r.text, r.lo, r.hi)
    if match is None or (stages and not any(match["b"] in s or s in match["b"] for s in stages)):
        return
    if not any(n.entity != "stage" and n.start < match.end() and match.start("a") < n.end for n in r.names):
        stages[:0] = [match["a"]] if stages else [match["a"], match["b"]]
        r.memo.setdefault("used", []).append(match.span())


def _names(r: Reading, entity: str, found: Found) -> None:
    stages: dict[bool, list[str]] = {}
    targets: dict[tuple[str, bool], list[Name]] = {}
    for name in r.names:
        if not found.free(name.start, name.end):
            continue
        denied = bool(NEGATED.search(r.before(name.start, 16)))
        if _is_place(r, entity, name):
            continue
        if entity == "deal" and name.entity == "stage":
            if (ordered := further(r, name.start, name.end)) is not None:
                found.add((ordered[0], ordered[1]), "stage", ordered[2], name.text)
                continue
            stages.setdefault(denied, []).append(name.text)
            found.used.append((name.start, name.end))
            continue
        target = _field_for(r, entity, name)
        if target:
            found.used.append((name.start, name.end))
            targets.setdefault((target, denied), []).append(name)
    for (target, denied), named in targets.items():
        texts = list(dict.fromkeys(n.text for n in named))
        if len(texts) > 1 and not denied and target in _SEVERAL and _listed_side_by_side(r, named):
            found.add(None, target, "in", ", ".join(texts))
        else:
            for text in texts:
                found.add(None, target, "!=" if denied else "=", text)
    if entity == "deal" and len(stages.get(False, [])) < 2:
        both = stages.get(False, [])
        _other_stage(r, both)
        if both:
            stages[False] = both
    if entity == "deal" and not stages and (part := _STAGE_PART.search(r.text, r.lo, r.hi)):
        group = next(g for g in ("n", "m", "o") if part[g])
        if not any(n.start < part.end(group) and part.start(group) < n.end for n in r.names):
            where = further(r, *part.span(group)) or (*part.span(), "=")
            found.add(where[:2], "stage", where[2], part[group])
    if entity == "deal" and (place := _stage_said_plainly(r)) is not None and found.free(*place):
        if (ordered := further(r, *place)) is not None:
            found.add((ordered[0], ordered[1]), "stage", ordered[2], r.text[slice(*place)])
        else:
            stages.setdefault(False, []).insert(0, r.text[slice(*place)])
            found.used.append(place)
    for denied, words in stages.items():
        if len(words) == 1 or denied:
            for word in words:
                found.add(None, "stage", "!=" if denied else "=", word)
        else:
            found.add(None, "stage", "in", ", ".join(words))


_IN_STAGE = re.compile(r"(?<![a-z])(?:in|at|reached|entered)(?: the)? $")


def _stage_said_plainly(r: Reading) -> tuple[int, int] | None:
    """Deals in demo: a kind of meeting that is also what a stage is called, behind "in" or before "stage"."""
    for hit in r.senses:
        word = r.text[hit.start : hit.end]
        if not any((s.entity, s.field) == ("activity", "kind") for s in hit.values) or not word.isascii():
            continue
        if not _IN_STAGE.search(r.before(hit.start, 14)) and not re.match(
            r" (?:stage|phase)(?![a-z])", r.after(hit.end, 8)
        ):
            continue
        if any(c.entity == "stage" for m in r.linker.link(f"in {word.capitalize()}") for c in m.candidates):
            return hit.start, hit.end
    return None


_SEVERAL = frozenset({"owner", "assignee", "account", "contact", "team", "product", "deal"})
_BETWEEN = re.compile(
    r"(?:'s|的)?[\s,、，/&]*(?:and|or|as well as|plus|versus|vs\.?|和|与|跟|及|以及|或者?|、|对比|比)?[\s,]*"
)


def _listed_side_by_side(r: Reading, names: list[Name]) -> bool:
    """ "Chen and Zhao", 陈晓和赵敏: any of them is meant, not both at once."""
    return all(_BETWEEN.fullmatch(r.text[a.end : b.start]) for a, b in pairwise(names))


def _it(r: Reading, entity: str, found: Found) -> None:
    """ "The contacts of this account", "her deals": the record talked about before."""
    if found.on("account", "contact", "deal", "subject"):
        return
    before = pronoun(r, "account", "contact", "deal")
    if before is None or not r.ask.focus or not found.free(before.start, before.end):
        return
    known = fields_of(entity)
    if (before.entity == "deal" and "deal" not in known) or before.entity not in known:
        account = next((n for n in r.ask.focus if n.entity == "account"), None)
        if account is not None and "account" in known:
            found.add((before.start, before.end), "account", "=", account.ref)
        return
    found.add((before.start, before.end), before.entity, "=", before.text)


def _is_place(r: Reading, entity: str, name: Name) -> bool:
    """A team called like a city: where customers are, unless the team itself is spoken of."""
    if name.entity != "team" or entity not in ("account", "lead", "contact"):
        return False
    if name.text.endswith(TEAM_ENDINGS) or re.search(r"(?<![a-z])team $|团队$|小组$", r.before(name.start, 6)):
        return False
    return both_names(name.text) is not None and not re.match(
        r" ?(?:team|office|region|团队|小?组|办|大区|销售部)", r.after(name.end, 8)
    )


def _field_for(r: Reading, entity: str, name: Name) -> str | None:
    """The field of `entity` a name in the question restricts."""
    known, owner = fields_of(entity), whose.owner_field(entity)
    follows = re.match(r"'s|的", r.after(name.end, 3))
    if (
        name.may_be("user")
        and owner in known
        and (
            not name.may_be("account", "contact")
            or (follows and name.of("user")[0].score >= 0.7 and entity != "contact")
        )
    ):
        return owner
    if name.may_be("account"):
        return {"account": "name", "lead": "organization", "fact": "subject"}.get(
            entity, "account" if "account" in known else None
        )
    if name.may_be("contact") and entity != "contact":
        return "contact" if "contact" in known else ("subject" if entity == "fact" else None)
    if name.may_be("user") and owner in known:
        return owner
    for other in ("deal", "ticket", "product", "team"):
        if name.may_be(other) and other in known:
            return other
    if name.may_be("team") and owner in known:
        return owner  # the tasks of a team are those of its people
    return None


_OVER = re.compile(
    r"(?P<lost>输掉|丢掉|输在|丢在|输给|败给|[抢拿]走|没拿下|丢的|输的)|(?<![a-z])(?:did|have|has)(?: \S+){1,2} (?:book|booked|sell|sold|sign|signed|land|landed|won|win)(?![a-z])|(?<![a-z])(?:i|we) (?:booked|sold|landed)(?![a-z])"
)
_SIGNED = frozenset("赢的|signed|signed off|landed the|签了|签下|签下来|签约了|成交了|拿下|拿下来|中标|赢下".split("|"))


def _unfinished(r: Reading, entity: str, found: Found) -> None:
    """Open tasks, tickets and leads; open deals where the question only makes sense for those."""
    if entity == "deal":
        if found.on("lost_reason") and not found.on(KIND_OF_STAGE, "stage"):
            found.add(None, KIND_OF_STAGE, "=", "lost")
        if not found.on(KIND_OF_STAGE, "stage") and (over := _OVER.search(r.text, r.lo, r.hi)):
            found.add(over.span(), KIND_OF_STAGE, "=", "lost" if over["lost"] else "won")
        if not found.on(KIND_OF_STAGE, "stage") and (
            hit := next((h for h in r.hits("unfinished", "win", "lose") if found.free(h.start, h.end)), None)
        ):
            ended = r.text[hit.start : hit.end] in _SIGNED
            lost = r.text[hit.start : hit.end] in ("输的", "丢的")
            if ended or lost or "unfinished" in hit.values:
                found.add((hit.start, hit.end), KIND_OF_STAGE, "=", "lost" if lost else "won" if ended else "open")
        if not found.on(KIND_OF_STAGE, "stage", "closed_at") and (
            found.on("last_activity_at")
            or any(f["field"] in ("next_step", "expected_close_date") for f in found.filters)
        ):
            found.add(None, KIND_OF_STAGE, "=", "open")
        return
    if entity not in FINISHED or any(f["field"] == "status" for f in found.filters):
        return
    said = [
        h
        for h in r.hits("unfinished")
        if found.free(h.start, h.end) and not re.search(r"(?<![a-z])did (?:\S+ ){1,3}$", r.before(h.start, 40))
    ]
    implied = (
        entity == "task"
        and (found.on("due_on", "assignee"))
        and (r.has("overdue") or not re.search(r"(?<![a-z])(?:all|every)(?![a-z])|所有|全部", r.whole))
    )
    if said or implied:
        field_name, codes = FINISHED[entity]
        for code in codes:
            found.add(None, field_name, "!=", code)


def title_field(entity: str) -> str:
    """The field a record type is called by."""
    return entities()[entity].about.title
