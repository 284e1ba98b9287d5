"""Statements that contradict one another or a field of the record: the same question, two answers, both with source and day."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.memory.statements import Statement
from assistant.recognise.days import days
from assistant.recognise.money import money
from crm_store.base import Record
from crm_store.models import Contact, Deal, Fact
from crm_store.names import normal

_NUMBERS = {
    **dict(zip("one two three four five six seven eight nine ten twelve".split(), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12), strict=True)),
    **dict(zip("一二三四五六七八九十", range(1, 11), strict=True)), "两": 2, "半": 0,
}  # fmt: skip
_SAME_TIME = 90
"""Days within which two counts for a deal are held against each other; further apart the plan has changed."""
_NUMBER = r"\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|[一二两三四五六七八九十]"


@dataclass(frozen=True)
class Side:
    """One answer: what it says in short, and where: a statement, or a field (`label` of `record`) with its shown value."""

    value: str
    day: date
    record: Record
    field: str
    quote: str
    weight: int

    @property
    def ref(self) -> str:
        return self.record.ref


@dataclass(frozen=True)
class Conflict:
    """What is contradicted, in both languages, and the answers, the most reliable first; nothing is averaged."""

    en: str
    zh: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class _Kind:
    """One question that has one answer at a time: how it is called and how an answer is read from a sentence."""

    en: str
    zh: str
    read: Callable[[str, "_About"], Iterator[str]]
    changes: bool = False
    """What may be another number for another deal, and changes as a deal goes on."""


@dataclass(frozen=True)
class _About:
    people: Sequence[Contact]
    today: date


def conflicts(
    found: Iterable[Statement],
    people: Sequence[Contact],
    deals: Sequence[Deal],
    ties: Mapping[str, frozenset[int]],
    today: date,
) -> list[Conflict]:
    """What statements and fields say differently, the most reliable first; `ties` are the deals each note hangs on, by its reference."""
    about = _About(people, today)
    told = list(found)
    made = []
    for kind in _KINDS:
        sides: dict[str, list[Side]] = {}
        for s in _comparable(told, kind, about, ties):
            for value in dict.fromkeys(kind.read(s.text, about)):
                sides.setdefault(value, []).append(Side(value, s.day, s.record, s.field, s.text, _weight(s)))
        if kind is _DECIDES:
            _roles(people, sides)
        if len(sides) < 2:
            continue
        each = [max(those, key=lambda x: (x.weight, x.day)) for those in sides.values()]
        each.sort(key=lambda x: (-x.weight, -x.day.toordinal(), x.value))
        if kind is _DECIDES and not _apart(each):
            continue
        if len({(x.record.ref, x.field, x.quote) for x in each}) > 1:
            made.append(Conflict(kind.en, kind.zh, tuple(each[:4])))
    made += _amounts(told, deals)
    return made


def _comparable(
    told: Sequence[Statement], kind: _Kind, about: _About, ties: Mapping[str, frozenset[int]]
) -> list[Statement]:
    """The statements that answer a question about one and the same thing: of one deal and of about the same time, where that matters."""
    fits = [s for s in told if next(kind.read(s.text, about), None) is not None]
    if not kind.changes or not fits:
        return fits
    newest, of = fits[0], ties.get(fits[0].ref, frozenset[int]())
    return [
        s for s in fits
        if (newest.day - s.day).days <= _SAME_TIME and (ties.get(s.ref, frozenset()) == of or bool(of & ties.get(s.ref, frozenset())))
    ]  # fmt: skip


def _weight(s: Statement) -> int:
    """What was there itself outranks what somebody remembers; what a person confirmed stands between."""
    return 2 if s.primary else 1 if isinstance(s.record, Fact) else 0


def _roles(people: Sequence[Contact], sides: dict[str, list[Side]]) -> None:
    """The role on a contact's record is an answer too, when notes name somebody else."""
    for p in people:
        if sides and p.role is not None and p.role.value == "decision_maker":
            sides.setdefault(p.name, []).append(Side(p.name, p.updated_at.date(), p, "role", p.role.en, 1))


def _apart(sides: Sequence[Side]) -> bool:
    """Whether different people are said to decide, and no source names both (who signs above a sum is no other answer)."""
    return all(sum(normal(o.value) in normal(s.quote) for o in sides) != len(sides) for s in sides)


def _budget(text: str, about: _About) -> Iterator[str]:
    for clause in _clauses(text):
        cue = re.search(r"(?<![a-z])budget(?:ed|s)?(?![a-z])|预算|经费", clause, re.IGNORECASE)
        if cue is None:
            continue
        sums = [m for m in money(clause) if m.value.amount >= 100]
        if sums:
            near = min(sums, key=lambda m: (abs(m.start - cue.end()), m.start))
            yield f"{near.value.amount.normalize():f}"


_YES = re.compile(
    r"(?<![a-z])(?:budget|funding)(?: \w+){0,6} (?:is|was|has been|have been|got|now)? ?(?:approved|released|signed off|secured|granted)|(?<![a-z])(?:approved|released|signed off) (?:the|their|our|a) (?:\w+ )?budget|预算.{0,10}(?:已批|批了|批下来了|已经批|已到位|通过了|获批)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?<![a-z])(?:budget|funding)(?: \w+){0,6} (?:not|never|isn't|wasn't|hasn't been) (?:yet )?(?:been )?(?:approved|released|signed off|secured|granted)|(?<![a-z])(?:budget|funding)(?: \w+){0,6} (?:is|was|has been|got) (?:frozen|rejected|cut|refused|cancelled|on hold|pending)|(?<![a-z])no (?:approved )?budget|预算.{0,10}(?:没批|未批|没有批|还没|尚未|冻结|被砍|没通过|取消|等.{0,4}批)",
    re.IGNORECASE,
)


def _approved(text: str, about: _About) -> Iterator[str]:
    for clause in _clauses(text):
        if _NO.search(clause):
            yield "no"
        elif _YES.search(clause):
            yield "yes"


_ROLE_WORDS = r"(?:[^.;。；]{0,40}?)"


def _decides(text: str, about: _About) -> Iterator[str]:
    for p in about.people:
        names = "|".join(re.escape(n) for n in _called(p))
        if re.search(
            rf"(?:{names})(?:,[^,.;]{{2,30}},)? (?:decides(?! nothing)|makes the (?:final )?(?:call|decision)|has the (?:final|last) (?:say|word)|is the (?:decision[- ]maker|economic buyer)|signs (?:off|everything|it))"
            rf"|(?i:economic buyer|decision[- ]maker)(?: there)? is (?:now )?(?:{names})|decision (?:is|lies|rests) (?:again |still |now )?with (?:{names})|decided by (?:{names})|up to (?:{names})"
            rf"|(?:{names})(?:[^。；;，,]{{0,6}})?(?:拍板|说了算|做(?:最终)?决定|最终决定|定夺)|(?:决策人|拍板的?人?|说了算的)(?:就)?是(?:{names})|由(?:{names})(?:来)?(?:决定|拍板|定)|(?:{names})是(?:.{{0,6}}的)?(?:决策人|决策者)",
            text,
        ):  # fmt: skip
            yield p.name


def _called(p: Contact) -> list[str]:
    parts = [p.name]
    if p.name.isascii() and " " in p.name:
        parts += [w for w in p.name.split() if len(w) > 2]
    return parts


def _counted(unit: str, cue: str = "") -> Callable[[str, _About], Iterator[str]]:
    asked = re.compile(cue, re.IGNORECASE)
    whole = re.compile(
        rf"(?<![A-Za-z0-9.,-])(?P<n>{_NUMBER}) ?(?:个|名|位|年|天|家|座|条|套)?(?: |的)?(?:{unit})", re.IGNORECASE
    )

    def read(text: str, about: _About) -> Iterator[str]:
        for m in whole.finditer(text) if asked.search(text) else ():
            before = text[max(0, m.start() - 14) : m.start()].casefold()
            if re.search(
                r"(?:another|extra|additional|more|first|next|pilot|above|under|least|most|about|再加|增加|追加|另外|先|试点|超过|不到|至少|前)[^,，。.]{0,6}$",
                before,
            ):
                continue
            if re.match(r" (?:more|extra|to \d)|以上|左右", text[m.end() : m.end() + 8]):
                continue
            n = m["n"].replace(",", "").casefold()
            yield str(_NUMBERS.get(n, n))

    return read


def _term(text: str, about: _About) -> Iterator[str]:
    for clause in _clauses(text):
        if re.search(r"(?<![a-z])(?:contract|term|sign|agree|renew)\w*|合同|签|年限|期限", clause, re.IGNORECASE):
            for m in re.finditer(
                rf"(?<![A-Za-z0-9.,-])(?P<n>{_NUMBER})[- ]?(?:year|年)(?:s)?(?![a-z前后内以里])", clause, re.IGNORECASE
            ):
                n = m["n"].casefold()
                yield str(_NUMBERS.get(n, n))


def _payment(text: str, about: _About) -> Iterator[str]:
    pattern = r"(?:payment|pay|paid|invoices?)(?: \w+){0,4} (?:at|within|in|after|of|to)? ?(?P<a>\d{1,3}) days|(?P<b>\d{1,3})[- ]days? (?:payment|net|terms)|net (?P<c>\d{1,3})|账期.{0,4}?(?P<d>\d{1,3}) ?天|(?P<e>\d{1,3}) ?天(?:的)?(?:账期|内?付款)|付款.{0,4}?(?P<f>\d{1,3}) ?天"
    for m in re.finditer(pattern, text, re.IGNORECASE):
        yield next(g for g in m.groups() if g)


def _dated(cues: str) -> Callable[[str, _About], Iterator[str]]:
    cue = re.compile(cues, re.IGNORECASE)

    def read(text: str, about: _About) -> Iterator[str]:
        for clause in _clauses(text):
            if cue.search(clause):
                for d in days(clause, about.today):
                    if re.search(r"\d|[一二三四五六七八九十]月", d.text) and d.value.day is not None:
                        yield d.value.day.isoformat()
                        break

    return read


def _rival(text: str, about: _About) -> Iterator[str]:
    for m in re.finditer(
        r"(?P<en>[A-Z][a-z]+[A-Za-z]*) (?:is at|offers?(?: it)?(?: at| for)?|quoted|asks|bids) (?=(?:USD|EUR|CNY|US\$|\$|€|¥)? ?\d)|(?P<zh>[\u3400-\u9fff]{3,6}?)(?:报价?了?|出价)(?=\d)",
        text,
    ):
        sums = [x for x in money(text) if x.start >= m.start()]
        if sums:
            yield f"{m['en'] or m['zh']}: {sums[0].value.amount.normalize():f}"


def _place(text: str, about: _About) -> Iterator[str]:
    for m in re.finditer(
        r"(?i:data) (?:stays?|must stay|is hosted|must be hosted|is kept|must be kept|has to stay|may only be) in (?:the )?(?P<a>[A-Z][\w ]{1,20}?)(?=[.,;]| and | only|$)|数据(?:必须|要|只能|可以)?(?:放|存|留|部署)在(?P<b>[\u3400-\u9fff]{2,8}?)(?=[，。；,;]|$)",
        text,
    ):
        yield (m["a"] or m["b"]).strip()


_DECIDES = _Kind("who decides", "决策人", _decides)
_KINDS = (
    _Kind("the budget", "预算金额", _budget),
    _Kind("whether the budget is approved", "预算是否已批", _approved),
    _DECIDES,
    _Kind("the number of seats", "席位数", _counted(r"seats?|licen[cs]es?|users|席位|账号|用户", r"(?<![a-z])(?:needs?|wants?|orders?|total|in all|altogether|plans? (?:for|with)|requires?)(?![a-z])|需要|要(?!求)|一共|总共|共计|合计|定了"), True),
    _Kind("the length of the contract in years", "合同年限", _term, True),
    _Kind("the days to pay", "付款账期", _payment),
    _Kind("the number of plants", "工厂数", _counted(r"plants|factories|sites|工厂|厂区|门店|产线"), True),
    _Kind("the number of employees", "员工数", _counted(r"employees|staff|员工|人的公司")),
    _Kind("the day of going live", "上线日期", _dated(r"go(?:es|ing)?[- ]live|goes? into operation|上线|投产|启用")),
    _Kind("the day of signing", "签约日期", _dated(r"(?<![a-z])sign(?:s|ed|ing|ature)?(?![a-z])|签约|签合同|盖章|用印")),
    _Kind("the end of the contract", "合同到期日", _dated(r"contract (?:ends|end|expires|runs (?:out|until))|合同.{0,4}(?:到期|截止)")),
    _Kind("where the data is kept", "数据存放地", _place),
)  # fmt: skip


def _amounts(told: Sequence[Statement], deals: Sequence[Deal]) -> list[Conflict]:
    """A price agreed in writing or talk against the amount of the one open deal it can mean."""
    cue = re.compile(
        r"(?<![a-z])(?:price(?: itself)? is settled at|settled at|agreed (?:on|at)|final price(?: is)?|total is now|order over)|(?:成交价|总价|最终价格?|敲定)(?:是|为|在)?",
        re.IGNORECASE,
    )
    made: list[Conflict] = []
    with_sum = [d for d in deals if d.amount]
    if len(with_sum) != 1:
        return made
    deal = with_sum[0]
    for s in told:
        match = cue.search(s.text)
        sums = [m for m in money(s.text) if match and m.start >= match.start() and m.value.amount >= 1000]
        if not sums:
            continue
        said = sums[0].value
        plain_sum = f"{(deal.amount or said.amount).normalize():f}"
        if said.amount != deal.amount and said.currency in (None, deal.currency):
            own = Side(
                plain_sum,
                deal.updated_at.date(),
                deal,
                "amount",
                f"{deal.amount:f}",
                1,
            )
            sides = [Side(f"{said.amount.normalize():f}", s.day, s.record, s.field, s.text, _weight(s)), own]
            made.append(
                Conflict("the amount", "金额", tuple(sorted(sides, key=lambda x: (-x.weight, -x.day.toordinal()))))
            )
        break
    return made


def _clauses(text: str) -> list[str]:
    return re.split(r"[;；。！？!?\n]|(?<=[a-z])\. |(?<!\d),(?!\d)|，", text)
