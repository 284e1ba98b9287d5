"""Whether an answer stands on the records: judged from the tables themselves, not from what the product says of its evidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from statistics import median, median_high, median_low
from typing import Any
from zoneinfo import ZoneInfo

from asking import BESIDE, Asked, Row, Rows, ref

from assistant.blocks import Source, TurnResult
from assistant.wording import FieldWords
from crm_store.models import by_prefix, field_of

ZONE = ZoneInfo("Asia/Shanghai")
_REF = re.compile(r"\b(?:[A-Z]{1,4}-\d+)\b")
_MARK = re.compile(r"\[(\d+)\]")
_QUOTED = re.compile(r"“([^”]+)”")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.,-])\d[\d,]*(?:\.\d+)?(?:\s?(?:[kKmM](?![A-Za-z])|[万亿]))?")
_HEARD = re.compile(r"^[(（](?:Taken as|理解为)[:：].*$", re.MULTILINE)
"""What the brain says it took a message for: the person's words in other words, no claim."""
_OFFERED = re.compile(
    r"(?:The nearest I know|You can|I did not understand|没有听懂|可以说|您可以|Say “|Check the spelling|没有找到“).*$",
    re.MULTILINE,
)
"""Sayings offered, and words that were not understood."""
_SCALE = {"k": 1000, "m": 1_000_000, "万": 10_000, "亿": 100_000_000}
_MONTHS = {m: n for n, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_DATE = re.compile(
    r"(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)|(?P<y2>\d{4})年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
    rf"|(?<!\d)(?P<d3>\d{{1,2}}) (?P<m3>{'|'.join(_MONTHS)})[a-z]* (?P<y3>\d{{4}})"
)
NOT_ON_RECORD = re.compile(
    r"on record|no .{0,60}(?:found|fits?|match)|found no|nothing|not (?:filled|set|known|stated|given|found)|cannot (?:see|find|tell|answer)|could not find|don[’']t (?:know|have)|is empty|blank|"
    r"没有.{0,40}(?:记录|找到|提到|内容|说明|填写|登记)|未.{0,6}(?:记录|找到|填写|登记|提到)|查不到|找不到|无法|不知道|没有找到|为空|无记录",
    re.IGNORECASE,
)


@dataclass
class Verdict:
    """What is wrong with an answer, in words; empty lists when nothing is."""

    sources: int = 0
    cited: int = 0
    unresolved: list[str] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)


class Books:
    """The tables, with what stands beside each record."""

    def __init__(self, rows: Rows, now: datetime) -> None:
        self.rows, self.today = rows, now.astimezone(ZONE).date()
        self.by_ref = {ref(k, r["id"]): (k, r) for k, some in rows.items() if k not in BESIDE for r in some}
        self.beside: dict[str, set[str]] = {}
        for r, (_, row) in self.by_ref.items():
            for name, value in row.items():
                kind = {
                    "owner": "user",
                    "assignee": "user",
                    "created_by": "user",
                    "updated_by": "user",
                    "reports_to": "user",
                    "parent": "",
                }.get(name[:-3], name[:-3])
                if name.endswith("_id") and value and kind in rows:
                    self._tie(r, ref(kind, value))
        for link in rows["activity_link"]:
            self._tie(
                ref("activity", link["activity_id"]),
                ref("user" if link["target"] == "participants" else link["target"], link["target_id"]),
            )
        self.rates = {
            r["base"]: r["rate"]
            for r in sorted(rows["exchangerate"], key=lambda r: r["starts_on"])
            if r["quote"] == "CNY"
        }
        self.held = {s["id"] for s in rows["stage"] if s["kind"] == "on_hold"}
        self.waits = _waits(rows)
        self.changes: dict[str, list[str]] = {}
        for e in rows["event"]:
            if e["entity"] not in rows:
                continue
            self.changes.setdefault(ref(e["entity"], e["record_id"]), []).append(f"{e['before']} {e['after']}")
        self.names = sorted(
            {
                n
                for k in ("account", "contact", "user", "lead", "product")
                for r in rows[k]
                for n in _called(r)
                if len(n) > 2 or not n.isascii()
            }
        )
        self.names += sorted({r["competitor"] for r in rows["deal"] if r["competitor"]})

    def rate(self, currency: str) -> Decimal:
        """What a unit is worth in the company's currency on the day of the questions."""
        return Decimal(1) if currency == "CNY" else Decimal(str(self.rates.get(currency, 0)))

    def _tie(self, one: str, other: str) -> None:
        self.beside.setdefault(one, set()).add(other)
        self.beside.setdefault(other, set()).add(one)

    def near(self, refs: Iterable[str]) -> list[tuple[str, Row]]:
        """The records of these references and those beside them."""
        own = {r for r in refs if r in self.by_ref}
        all_ = own | {b for r in own if not r.startswith("U-") for b in self.beside.get(r, ())}
        return [self.by_ref[r] for r in sorted(all_) if r in self.by_ref]


def judge(books: Books, asked: Asked, result: TurnResult, crm: Any) -> Verdict:
    """Hold an answer against the tables: its sources, the words beside their marks, its numbers, days and names."""
    verdict = Verdict(sources=len(result.sources))
    held = {s.n: s for s in result.sources}
    verdict.unresolved = [f"[{s.n}] {s.ref} {s.field}: {s.quote[:60]}" for s in result.sources if not resolves(crm, s)]
    for n, segment in _segments(result.reply):
        verdict.cited += 1
        if n not in held or not _supports(crm, held[n], segment):
            verdict.unsupported.append(f"[{n}] beside “{segment[-90:]}”")
    verdict.claims = claims(books, asked, result)
    return verdict


def resolves(crm: Any, source: Source) -> bool:
    """Whether a quote stands word for word where its source says."""
    raw, shown = texts_at(crm, source)
    return source.quote in raw or source.quote in shown


def texts_at(crm: Any, source: Source) -> tuple[str, set[str]]:
    """The text a source points at, and the value as it is shown in both languages."""
    prefix, _, number = source.ref.partition("-")
    record = crm.many(by_prefix()[prefix], [int(number)]).get(int(number))
    if record is None:
        return "", set()
    name = source.field or "body"
    raw = getattr(record, name, None)
    spec = field_of(type(record).about.entity, name)
    return str(raw or ""), {FieldWords(crm, lang).field(record, spec) for lang in ("en", "zh")} if spec else set()


def claims(books: Books, asked: Asked, result: TurnResult) -> list[str]:
    """Numbers, days, names and quotes of an answer that stand in no record it is about."""
    told = result.reply
    refs = {
        *asked.refs,
        *_REF.findall(told),
        *(s.ref for s in result.sources),
        *(r for t in result.tables for r in t.refs),
        *(c.ref for c in result.cards),
    }
    near = books.near(refs)
    if any(c["tool"] == "explain_access" for c in result.calls):
        near += [("user", u) for u in books.rows["user"]]
    texts = [asked.text, *(str(v) for _, row in near for v in row.values() if v not in (None, ""))]
    texts += [t for r in refs for t in books.changes.get(r, ())]
    told = _HEARD.sub(" ", _OFFERED.sub(" ", told))
    said = {_flat(str(v)) for c in result.calls for v in c["args"].values()}
    flat = _flat(" ".join(texts))
    missing = [f"quote “{q[:60]}”" for q in _QUOTED.findall(told) if _flat(q) not in flat and _flat(q) not in said]
    plain = _MARK.sub(" ", _REF.sub(" ", _QUOTED.sub(" ", told)))
    days = (
        _days_of(near)
        | {d for r in refs for t in books.changes.get(r, ()) for d in _days_in(t)}
        | {books.today, *_days_in(asked.text)}
    )
    for match in _DATE.finditer(plain):
        day = _day(match)
        if day not in days and match[0] not in flat:
            missing.append(f"day {match[0]}")
    known = _numbers_of(books, near, texts, days, result)
    for match in _NUMBER.finditer(re.sub(r"\d{1,2}:\d\d", " ", _DATE.sub(" ", plain))):
        value = _value(match[0])
        if value is not None and value > 10 and not _known(value, match[0], known):
            missing.append(f"number {match[0]}")
    for name in books.names:
        if (
            name in plain
            and not re.search(rf"(?:^|[^A-Za-z]){re.escape(name)}(?:[^A-Za-z]|$)", plain)
            and name.isascii()
        ):
            continue
        if name in plain and _flat(name) not in flat:
            missing.append(f"name {name}")
    return missing


def abstains(result: TurnResult) -> bool:
    """Whether an answer says that it is not on record and claims nothing else."""
    return bool(NOT_ON_RECORD.search(result.reply)) and result.proposal is None


def _segments(reply: str) -> list[tuple[int, str]]:
    """Each mark with the words it stands for: those before it up to the mark before, or those after it where it opens a line."""
    found = []
    for line in reply.splitlines():
        marks = list(_MARK.finditer(line))
        for i, m in enumerate(marks):
            start = marks[i - 1].end() if i else 0
            if not line[start : m.start()].strip(" -*·"):
                end = marks[i + 1].start() if i + 1 < len(marks) else len(line)
                found.append((int(m[1]), line[m.end() : end]))
            else:
                found.append((int(m[1]), line[start : m.start()]))
    return found


def _supports(crm: Any, source: Source, segment: str) -> bool:
    quotes = _QUOTED.findall(segment)
    raw, shown = texts_at(crm, source)
    if (quotes and segment.rstrip().endswith("”")) or segment.lstrip().startswith("“"):
        q = quotes[-1] if segment.rstrip().endswith("”") else quotes[0]
        return _flat(q) in _flat(raw) or q in shown
    said = _flat(segment)
    return _flat(source.quote) in said or any(_flat(s) in said for s in shown if s)


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _called(row: Row) -> list[str]:
    return [str(row[n]) for n in ("name", "name_en", "name_zh") if row.get(n)]


def _days_of(near: Iterable[tuple[str, Row]]) -> set[date]:
    found: set[date] = set()
    for _, row in near:
        for value in row.values():
            text = str(value or "")
            if re.match(r"\d{4}-\d\d-\d\d", text):
                try:
                    if len(text) > 10:
                        found.add(datetime.fromisoformat(text[:19]).replace(tzinfo=UTC).astimezone(ZONE).date())
                    found.add(date.fromisoformat(text[:10]))
                except ValueError:
                    continue
            found |= _days_in(text)
    return found


def _days_in(text: str) -> set[date]:
    found = set()
    for m in _DATE.finditer(text):
        if (day := _day(m)) is not None:
            found.add(day)
    for m in re.finditer(r"(?:since )?(\d{1,2}) October|10月(\d{1,2})日", text):
        found.add(date(2026, 10, int(m[1] or m[2])))
    return found


def _day(m: re.Match[str]) -> date | None:
    month = m["m1"] or m["m2"] or str(_MONTHS.get(m["m3"] or "", 0))
    try:
        return date(int(m["y1"] or m["y2"] or m["y3"]), int(month), int(m["d1"] or m["d2"] or m["d3"]))
    except ValueError:
        return None


def _value(text: str) -> Decimal | None:
    digits = re.match(r"[\d,]+(?:\.\d+)?", text)
    if digits is None:
        return None
    return Decimal(digits[0].replace(",", "")) * _SCALE.get(text[digits.end() :].strip().casefold(), 1)


def _numbers_of(
    books: Books, near: list[tuple[str, Row]], texts: Iterable[str], days: set[date], result: TurnResult
) -> set[Decimal]:
    """Numbers that stand in the records, and those that follow from them: sums, also converted, distances in days, rows counted."""
    known: set[Decimal] = set()
    for text in texts:
        known |= {v for m in _NUMBER.finditer(text) if (v := _value(m[0])) is not None}
        known |= {Decimal(d) for d in re.findall(r"\d+", text) if len(d) < 16}
    deals = [row for kind, row in near if kind == "deal" and row["amount"]]
    ended = {s["id"] for s in books.rows["stage"] if s["kind"] in ("won", "lost")}
    for some in (deals, *([d for d in deals if d["account_id"] == a] for a in {d["account_id"] for d in deals})):
        running = [d for d in some if d["stage_id"] not in ended]
        for group in (some, running, [d for d in running if d["stage_id"] not in books.held]):
            known.add(sum((_amount(d) * books.rate(d["currency"]) for d in group), Decimal(0)))
            for currency in {d["currency"] for d in group}:
                known.add(sum((_amount(d) for d in group if d["currency"] == currency), Decimal(0)))
    known |= {_amount(d) for d in deals} | {_amount(d) * books.rate(d["currency"]) for d in deals}
    known |= books.waits
    known |= {Decimal(abs((books.today - d).days) + off) for d in days for off in (-1, 0, 1)}
    known |= {Decimal(len(t.rows)) for t in result.tables} | {Decimal(t.total) for t in result.tables if t.total}
    for kind in {k for k, _ in near}:
        known.add(Decimal(sum(k == kind for k, _ in near)))
    return known


def _waits(rows: Rows) -> set[Decimal]:
    """How long deals usually stay in a stage: the median in days, of all and of those that went on."""
    stays: dict[int, list[int]] = {}
    for h in rows["stage_history"]:
        if h["left_at"] and not h["undone_by"]:
            stay = datetime.fromisoformat(h["left_at"]) - datetime.fromisoformat(h["entered_at"])
            stays.setdefault(h["to_stage_id"], []).append(stay.days)
    return {Decimal(round(f(days))) for days in stays.values() for f in (median, median_low, median_high)}


def _amount(deal: Row) -> Decimal:
    """Money stands in the tables in ten-thousandths."""
    return Decimal(deal["amount"]) / 10_000


def _known(value: Decimal, said: str, known: set[Decimal]) -> bool:
    if value in known:
        return True
    places = len(said.partition(".")[2].rstrip("kKmM万亿 "))
    scale = next((n for s, n in _SCALE.items() if said.casefold().endswith(s)), 1)
    step = Decimal(scale) / (10**places)
    return any(abs(k - value) <= step / 2 for k in known)
