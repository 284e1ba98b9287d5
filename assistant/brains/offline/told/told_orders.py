"""Orders inside a report: a new contact or deal to add, and what is new about somebody else; each is cut out of what was told."""

import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.entries import creating
from assistant.brains.offline.entries.persons import news_of
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.orders.assignments import assigned
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import leads, start

_MADE = ("contact", "deal", "lead", "account")
_CREATES_ZH = re.compile(
    r"(?:[\s,，]|另外|顺便|还有|然后|并且?|同时|再|请|麻烦|帮我|给我|帮忙)*(?:给(?:他们?|她们?|这家|客户))?(?:新?(?:建|增|开|加|录|添)(?:加|立|入|上)?|创建|登记)(?:一?[个条]|上|了)?(?!了|的|好|个点|到|成|为)"
)
_ENDS = re.compile(r"[.;\n!?。；！？](?=\s|$|[\u3400-\u9fff])")
_RELATION = re.compile(
    r"^(?:(?:him|her|them|as|the|an?|our|his|her|their|my|new|is|other|young|additional)(?![a-z]) )*(?:successor|replacement|colleague|boss|deputy|assistant|manager|counterpart|contact|person|lead|buyer|team ?mate|stand-?in)(?: (?:is|named|called))?[ ,:]+(?=[A-Z])|^(?:他的?|她的?|他们的?|那边的?)?(?:新来的|接替(?:他|她)?的|接任(?:他|她)?的|接班的|继任的?|新的?|接手的)?(?:联系人|同事|采购|负责人|领导|继任者?|接班人|人)?(?:叫|是|：|:)?(?=[\u3400-\u9fff]{2,4}$)",
    re.IGNORECASE,
)
_TAKES_OVER_ZH = re.compile(
    r"(?:(?:接手|接任|接替|继任|接班|顶替|新来)(?:他|她|工作|位置|职务)?(?:的|者|人)*|(?:新?来|新?换|新?调来|新?招|新?增)了?一?[个位名]新?的?(?P<t>[\u3400-\u9fff]{0,6}(?:总监|经理|主任|主管|厂长|科长|部长|院长|所长|处长|工程师|专员|采购|助理|总))?[,，]?(?:名字|他|她)?)(?:是|叫|为)(?P<n>[\u4e00-\u9fff]{2,3})[,，。;； ][^。;；\n]{0,60}?(?:加|录|建|存|添|登记)(?:一下|上|个|成|为|进|到|入)*(?:新)?(?:的)?联系人"
)
_TAKES_OVER_EN = re.compile(
    r"(?<![A-Za-z])(?:[Tt]heir|[Tt]he) new (?P<t>[a-z]+(?: [a-z]+){0,3}?)(?: is| is called| is named|:) (?P<n>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+)(?=[,.;:( ])[^;\n]{0,80}?(?<![a-z])(?:add|save|enter|put|create|record) (?:her|him|them) (?:down )?(?:as|to|in|into|among) (?:an? |the |my |our )?(?:new )?contacts?(?![a-z])"
)
_NO_NAME = re.compile(r"^(?:him|her|them|it|他|她|它)$|联系人|客户$|商机$|帮我|给我|提醒|加成")
_STATES = re.compile(r"改|换|更新|变|(?<![a-z])(?:is now|now|new|change[ds]?|set|update[ds]?|has changed|is)(?![a-z])")
_PERSONAL = frozenset({"phone", "email", "wechat", "title"})
_TO_DO = re.compile(
    r"^[\s,，]*(?:(?:and|also|then|please|另外|还有|顺便|再)[\s,]*)*(?:remind|i (?:need|have|must|promised|owe|will)|i'll|we'll|we need|提醒|我(?!们?公司))"
)
_TITLE_ZH = re.compile(
    r"(?:职务|职位|头衔|职称)[^,，。;；]{0,6}?(?:改成|改为|换成|更新为|更新成|变成|升为|升成)了?(?P<t>[^,，。;；\n]{2,12})"
)
_ORDERED = re.compile(r"^(?:请|麻烦|帮我|给我)*(?:改成|改为|换成|更新为|更新成|写成|调成|变成)")


def told_orders(r: Reading, after: int, company: str | None, people: list[Name]) -> tuple[list[Call], Reading]:
    """(calls, the report without the words they were made of).

    Args:
        after: where the words on who took part end; an order stands behind them.
        company: the customer of the report, for a record that names none.
        people: those who took part; what is new about them needs an order, as it does about anybody.
    """
    made: list[Call] = []
    holes: list[tuple[int, int]] = []
    if (late := _successor(r, company, people)) is not None:
        made.append(late[0])
        holes.append(late[1])
    parts = [c for c in clauses(r) if c.lo >= after]
    for clause in parts:
        if any(a <= clause.lo < b for a, b in holes):
            continue
        span = _creation(r, clause, parts)
        if span is not None and (new := _created(r.within(*span), company, people)) is not None:
            made.append(new)
            holes.append(span)
    changes, cut = _changed([c for c in parts if not any(a <= c.lo < b for a, b in holes)], r)
    return [*made, *changes], without(r, [*holes, *cut])


def _creation(r: Reading, clause: Reading, parts: list[Reading]) -> tuple[int, int] | None:
    """From the order to make something to the end of its sentence, or to what I am to do next."""
    verb = leads(clause, "create")
    chinese = _CREATES_ZH.match(clause.text, clause.lo, clause.hi)
    if verb is None and chinese is None:
        return None
    if verb is not None and re.search(r"(?:ed|ing|s)$", clause.text[start(clause) : verb].strip()):
        return None
    stop = _ENDS.search(r.text, clause.hi, r.hi)
    while stop and any(a <= stop.start() < b for a, b in [*r.emails, *r.quoted]):
        stop = _ENDS.search(r.text, stop.end(), r.hi)
    hi = stop.start() if stop else r.hi
    later = next((c.lo for c in parts if clause.hi <= c.lo < hi and _TO_DO.match(c.whole)), hi)
    return clause.lo, later


def _created(part: Reading, company: str | None, people: list[Name]) -> Call | None:
    meant = creating.create(_without_relation(part))
    if meant is None or not meant.calls or meant.tool != "propose_change":
        return None
    change = dict(meant.calls[0].args["changes"][0])
    entity, fields = str(change["entity"]), dict(change["fields"])
    if entity not in _MADE:
        return None
    name = _RELATION.sub("", str(fields.get("name", "")))
    if (not name and entity != "deal") or _NO_NAME.search(name):
        return None
    if name:
        fields["name"] = name
    if entity in ("contact", "deal") and "account" not in fields and (place := company or _employer(people)):
        fields["account"] = place
    return call("create", entity, None, fields)


def _without_relation(part: Reading) -> Reading:
    """ "Add her successor Mei Fong" as "add Mei Fong", with all else where it stood."""
    verb = leads(part, "create")
    begin = verb if verb is not None else part.lo
    while begin < part.hi and part.said[begin] == " ":
        begin += 1
    said = _RELATION.match(part.said[begin : part.hi])
    if said is None or not said.end() or verb is None:
        return part
    gap, end = " " * said.end(), begin + said.end()
    return replace(
        part, said=part.said[:begin] + gap + part.said[end:], text=part.text[:begin] + gap + part.text[end:], memo={}
    )


def _successor(r: Reading, company: str | None, people: list[Name]) -> tuple[Call, tuple[int, int]] | None:
    """Who takes over and is to be added: 接手的是李航，邮箱…，帮我加成联系人."""
    match = (_TAKES_OVER_ZH if r.zh else _TAKES_OVER_EN).search(r.said, r.lo, r.hi)
    if match is None:
        return None
    part = r.within(match.start("n"), match.end())
    fields = {"name": match["n"], **({"title": match["t"]} if match["t"] else {})}
    fields |= {k: v for k, v in assigned(part, "contact").items() if k in _PERSONAL}
    if place := company or _employer(people):
        fields["account"] = place
    return call("create", "contact", None, fields), (match.start(), match.end())


def _employer(people: list[Name]) -> str | None:
    """The company of whoever took part, as the record's label names it: "Ana Ruiz (Acme)"."""
    for name in people:
        label = re.search(r"[(（]([^()（）]+)[)）]$", name.candidates[0].label)
        if name.entity == "contact" and label:
            return label[1]
    return None


def _changed(parts: list[Reading], r: Reading) -> tuple[list[Call], list[tuple[int, int]]]:
    """What is new about a person: a promotion told, or a field ordered to be another; it is the last one named before."""
    found: dict[str, dict[str, str]] = {}
    cut: list[tuple[int, int]] = []
    last: Name | None = None
    for clause in parts:
        person = next((n for n in clause.names if n.entity == "contact"), None)
        led = person is not None and not re.search(r"\w", clause.text[clause.lo : person.start])
        last = person or last
        fields: dict[str, Any] = {}
        if person is not None and led and (title := news_of(clause, person.end)):
            fields["title"] = title
        named = {s.field for h, s in clause.sensed("field", "contact")} & _PERSONAL
        if last is not None and named and _STATES.search(clause.whole) and not clause.has("remind"):
            said = assigned(clause, "contact")
            fields |= {k: _ORDERED.sub("", v) for k, v in said.items() if k in named}
            if "title" in named and (told := _TITLE_ZH.search(clause.text, clause.lo, clause.hi)):
                fields["title"] = clause.piece(*told.span("t"))
        if last is not None and fields:
            found.setdefault(last.text, {}).update(fields)
            cut.append((clause.lo, clause.hi))
    return [call("update", "contact", name, fields) for name, fields in found.items()], cut


def without(r: Reading, holes: list[tuple[int, int]]) -> Reading:
    """The reading with these places blank: nothing stands there for anybody who reads on."""
    if not holes:
        return r

    def blank(text: str) -> str:
        for a, b in holes:
            text = text[:a] + ";" * (b - a) + text[b:]
        return text

    def kept(start_: int, end: int) -> bool:
        return all(end <= a or b <= start_ for a, b in holes)

    spans: dict[str, Any] = {
        name: [s for s in getattr(r, name) if kept(s.start, s.end)]
        for name in "senses names loose days past_days periods money numbers percents durations comparisons refs".split()
    }
    pairs: dict[str, Any] = {name: [p for p in getattr(r, name) if kept(*p)] for name in ("emails", "phones", "quoted")}
    cue = {name: left for name, hits in r.cue.items() if (left := [h for h in hits if kept(h.start, h.end)])}
    return replace(r, said=blank(r.said), text=blank(r.text), cue=cue, memo={}, **spans, **pairs)
