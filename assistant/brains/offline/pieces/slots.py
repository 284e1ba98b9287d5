"""The parts of a message that differ from one to the next: names and values, each with its kind. What is left is how it is said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.brains.offline.names.nameless import strange
from assistant.brains.offline.reading import Reading
from assistant.recognise.periods import Period

KINDS = {
    "account": ("Acme", "华阳"), "contact": ("Ana", "李娜"), "deal": ("Acme renewal", "华阳续约"), "lead": ("Nina", "王敏"), "user": ("Bob", "陈晓"),
    "team": ("Berlin", "苏州"), "product": ("Flow", "Flow"), "stage": ("proposal", "方案报价"), "pipeline": ("partner pipeline", "渠道管道"),
    "task": ("task 5", "任务5"), "ticket": ("ticket 5", "工单5"), "article": ("article 5", "文章5"), "activity": ("note 5", "记录5"), "name": ("Acme", "华阳"),
    "place": ("Suzhou", "苏州"), "email": ("a@b.com", "a@b.com"), "phone": ("5551234", "5551234"), "quoted": ("“x”", "“x”"), "money": ("50k", "5万"), "percent": ("5%", "5%"),
    "duration": ("30 minutes", "30分钟"), "period": ("this quarter", "这个季度"), "day": ("Friday", "周五"), "number": ("5", "5"),
}  # fmt: skip
"""Kinds of slots, and the word each is replaced by in English and Chinese: a sentence with such words in it is encoded as people say it."""

_ALIKE = {frozenset(pair) for pair in (("account", "deal"), ("ticket", "number"))}
"""Kinds that stand for one another: a customer and the deal with it, 1042 and T-1042."""
_WIDER = {"day": ("period",)}
"""Kinds that may stand for a wider one: deals close this week, or on Friday. A quarter is no day."""
_RECORDS = frozenset("account contact deal lead user team product stage pipeline task ticket article activity".split())
_TAIL = re.compile(r"[’']s$")


@dataclass(frozen=True)
class Slot:
    """A name or value [start, end) of a message; `entities` are the record types a name may mean, `known` what else they are called."""

    start: int
    end: int
    text: str
    kind: str
    entities: tuple[str, ...] = ()
    key: str = ""
    known: tuple[str, ...] = ()

    def fits(self, kind: str) -> bool:
        """Whether it may stand where one of this kind stood. A name nobody knows may stand for any record."""
        if self.kind == "name" or kind == "name":
            return kind in _RECORDS or self.kind in _RECORDS or self.kind == kind
        return (
            self.kind == kind
            or kind in self.entities
            or frozenset((self.kind, kind)) in _ALIKE
            or kind in _WIDER.get(self.kind, ())
        )

    @property
    def doubtful(self) -> bool:
        """An everyday word that happens to be somebody's name: “park it”."""
        return (
            self.kind in ("contact", "user", "lead")
            and self.text.isascii()
            and self.text.isalpha()
            and self.text.islower()
        )

    @property
    def spelt(self) -> bool:
        """A number in letters: "two things" counts nothing one could ask for."""
        return self.kind == "number" and not re.search(r"\d", self.text)


def slots_of(r: Reading) -> list[Slot]:
    """The names and values of a message in order, without overlap: names before values, longer ones first."""
    found: list[tuple[int, Slot]] = []
    unknown = strange(r)
    for name in r.names:
        if any(a <= name.start and name.end < b for a, b in unknown):
            continue  # "Wang Dong" is nobody known, whoever is called Wang
        if name.entity == "stage" and any(h.start <= name.start and name.end < h.end for h in r.senses):
            continue  # part of the name of a field
        entities = tuple(dict.fromkeys(c.entity for c in name.candidates))
        first = name.candidates[0]
        text = _TAIL.sub("", r.said[name.start : name.end])
        known = (name.text, *(w for c in name.candidates[:6] for w in (c.ref, c.label)))
        found.append(
            (
                0,
                Slot(
                    name.start,
                    name.start + len(text),
                    text,
                    first.entity,
                    entities,
                    f"{first.entity}:{first.ref}",
                    known,
                ),
            )
        )
    for a, b in unknown:
        text = r.said[a:b].split(". ")[0]
        found.append((1, Slot(a, a + len(text), text, "name", (), text.casefold())))
    for a, b in [*r.emails, *r.phones, *r.quoted]:
        kind = "email" if (a, b) in r.emails else "phone" if (a, b) in r.phones else "quoted"
        found.append((0, Slot(a, b, r.said[a:b], kind, (), r.said[a:b])))
    for kind, spans in (
        ("money", r.money), ("percent", r.percents), ("duration", r.durations), ("period", r.periods), ("day", r.days), ("number", r.numbers),
    ):  # fmt: skip
        for s in spans:
            fits = ("day",) if isinstance(s.value, Period) and _of_one_day(s.value) else ()
            found.append((3 if kind == "number" else 2, Slot(s.start, s.end, s.text, kind, fits, repr(s.value))))
    found += [(2, Slot(n.start, n.end, n.text, "place", (), n.text.casefold())) for n in r.loose]
    taken: list[Slot] = []
    for _, slot in sorted(found, key=lambda f: (f[0], f[1].start - f[1].end, f[1].start)):
        text = slot.text.rstrip(" .,;:!?，。；：！？")
        if text.strip() and all(slot.end <= t.start or t.end <= slot.start for t in taken):
            taken.append(replace(slot, text=text, end=slot.start + len(text)))
    return sorted(taken, key=lambda s: s.start)


def _of_one_day(period: Period) -> bool:
    """Today, or “by 31 January”: what can stand where a day stood."""
    return (period.start is None) != (period.end is None) or (period.start is not None and period.start == period.end)


def masked(text: str, slots: Sequence[Slot], zh: bool) -> str:
    """The message with every slot replaced by the word of its kind."""
    parts, place = [], 0
    for slot in slots:
        parts += [text[place : slot.start], KINDS.get(slot.kind, KINDS["name"])[zh]]
        place = slot.end
    return "".join([*parts, text[place:]]).strip()
