"""Two or more sides held against each other: which period, person or team each stands for, its figures, and the difference in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.recognise.period_before import to_the_same_day
from assistant.recognise.period_value import Period
from assistant.whose import Whose
from assistant.wording import percent_text
from crm_store.queries.measures import Measures, Stock, measures
from crm_store.unit import Unit

Measure = Literal["all", "open", "new", "won", "lost", "win_rate", "activity"]
FIGURES: dict[Measure, tuple[str, ...]] = {
    "all": ("won", "won_count", "win_rate", "new", "new_count", "open", "weighted", "lost", "activity"),
    "open": ("open", "open_count", "weighted"),
    "new": ("new", "new_count"),
    "won": ("won", "won_count"),
    "lost": ("lost", "lost_count"),
    "win_rate": ("win_rate", "won_count", "closed"),
    "activity": ("activity", "call", "meeting", "visit", "email", "message", "note", "task"),
}
_NAMES = {
    "won": ("Booked", "已签约"), "won_count": ("Deals won", "赢单数"), "win_rate": ("Win rate", "赢单率"), "new": ("New pipeline", "新增金额"),
    "new_count": ("New deals", "新增商机数"), "open": ("Open", "进行中"), "open_count": ("Open deals", "进行中商机数"), "weighted": ("Weighted", "加权"),
    "lost": ("Lost", "输单"), "lost_count": ("Deals lost", "输单数"), "closed": ("Deals closed", "已关闭数"), "activity": ("Activities", "跟进次数"),
    "call": ("Calls", "电话"), "meeting": ("Meetings", "会议"), "visit": ("Visits", "拜访"), "email": ("E-mails", "邮件"),
    "message": ("Messages", "消息"), "note": ("Notes", "笔记"), "task": ("Tasks done", "完成任务"),
}  # fmt: skip
_MONEY = frozenset({"won", "new", "open", "weighted", "lost"})
_BETTER = frozenset({"won", "won_count", "win_rate", "new", "new_count", "open", "open_count", "weighted"})
"""Of these, more is better: who has more is ahead. Of losses, and of work done by itself, one merely has more."""
_DONE = frozenset({"call", "meeting", "visit", "email", "message", "note", "task"})


@dataclass
class Side:
    """One column: its label, whose and when, its figures, and those at the same point of a period that was longer."""

    en: str
    zh: str
    people: Whose
    span: Period | None
    figures: Measures
    stood: Stock | date = "expected"
    so_far: Measures | None = None
    so_far_span: Period | None = None
    ahead: bool = False

    def value(self, name: str, so_far: bool = False) -> Decimal | None:
        """One figure as a number; a rate in percent, None when nothing closed."""
        m = self.so_far if so_far and self.so_far is not None else self.figures
        if self.ahead and name not in ("open", "open_count", "weighted"):
            return None
        if name in _DONE:
            return Decimal(m.done[name])
        rate = Decimal(100 * m.won.count) / m.closed if m.closed else None
        return {
            "won": m.won.amount, "won_count": Decimal(m.won.count), "lost": m.lost.amount, "lost_count": Decimal(m.lost.count),
            "new": m.new.amount, "new_count": Decimal(m.new.count), "open": m.open.amount, "open_count": Decimal(m.open.count),
            "weighted": m.open.weighted, "closed": Decimal(m.closed), "win_rate": rate,
            "activity": Decimal(sum(n for k, n in m.done.items() if k not in ("task", "note"))),
        }[name]  # fmt: skip


def side(
    crm: Unit, label: tuple[str, str], people: Whose, span: Period | None, currency: str, stood: Stock | date
) -> Side:
    """The figures of one side; `stood` as `measures` takes its `stock`."""
    made = measures(
        crm, owners=people.owners, teams=people.teams, start=span.start if span else None, end=span.end if span else None,
        currency=currency, stock=stood,
    )  # fmt: skip
    ahead = bool(span and span.start and span.start > crm.today)
    return Side(*label, people, span, made, stood, ahead=ahead)


def at_the_same_point(crm: Unit, past: Side, present: Side, currency: str) -> None:
    """Give the earlier side what it had come to when it was as old as the present one is today."""
    if past.span is None or present.span is None:
        return
    span = to_the_same_day(past.span, present.span, crm.today)
    if span is not None:
        past.so_far_span = span
        past.so_far = measures(
            crm, owners=past.people.owners, teams=past.people.teams, start=span.start, end=span.end, currency=currency
        )


class Comparison:
    """Sides in the order they are told: of two periods the earlier first; the difference is what the second has more."""

    def __init__(self, seen: Counted, sides: Sequence[Side], measure: Measure) -> None:
        self.seen, self.sides, self.measure = seen, list(sides), measure
        self.names = [n for n in FIGURES[measure] if n not in _DONE or any(s.value(n) for s in self.sides)]

    def label(self, s: Side) -> str:
        return self.seen.words(s.en, s.zh)

    def name(self, figure: str) -> str:
        return self.seen.words(*_NAMES[figure])

    def text(self, figure: str, value: Decimal | None) -> str:
        """¥300,000, 7, 46.2%; – when there is none."""
        if value is None:
            return "–"
        if figure == "win_rate":
            return f"{value:.1f}%".replace(".0%", "%")
        return self.seen.money(value) if figure in _MONEY else f"{value:,.0f}"

    def difference(self, figure: str, first: Decimal | None, second: Decimal | None) -> tuple[str, str]:
        """(difference, change): −¥749,547.60, −25.3%; points for a rate; no change in % of nothing."""
        if first is None or second is None:
            return "–", "–"
        gap = second - first
        if figure == "win_rate":
            points = f"{gap:+.1f}".replace("-", "−").removesuffix(".0") if round(gap, 1) else "0"
            return self.seen.words(f"{points} points", f"{points} 个百分点"), "–"
        sign = "+" if gap > 0 else "−" if gap < 0 else ""
        change = f"{sign}{percent_text(abs(gap), first)}" if first else "–"
        return sign + self.text(figure, abs(gap)), change

    def lines(self) -> list[str]:
        """Each figure of two sides with its difference; of more sides each figure side by side."""
        return [
            self._line(n)
            for n in self.names
            if self.measure != "activity" or n == "activity" or any(s.value(n) for s in self.sides)
        ]

    def _line(self, figure: str) -> str:
        colon, gap = self.seen.words(": ", "："), self.seen.words("; ", "；")
        values = [s.value(figure) for s in self.sides]
        told = [f"{self.label(s)} {self.text(figure, v)}" for s, v in zip(self.sides, values, strict=True)]
        line = f"{self.name(figure)}{colon}{gap.join(told)}"
        if len(self.sides) != 2:
            return line + self.seen.words(".", "。")
        if values[0] == values[1] and values[0] is not None:
            return line + self.seen.words("; the same.", "；两者相同。")
        more, change = self.difference(figure, values[0], values[1])
        if more == "–":
            return line + self.seen.words(".", "。")
        told_change = self.seen.words(f" ({change})", f"（{change}）") if change != "–" else ""
        if self.apart:
            ahead = self.sides[1] if (values[1] or 0) > (values[0] or 0) else self.sides[0]
            by = more.removeprefix("+").removeprefix("−")
            share = self._share(figure, values)
            if figure in _BETTER:
                return line + self.seen.words(f"; {ahead.en} is ahead by {by}{share}.", f"；{ahead.zh}多 {by}{share}。")
            share = share.replace(" more)", ")")
            return line + self.seen.words(f"; {ahead.en} has {by} more{share}.", f"；{ahead.zh}多 {by}{share}。")
        return line + self.seen.words(f": {more}{told_change}.", f"：{more}{told_change}。")

    @property
    def apart(self) -> bool:
        """Whether people or teams stand against each other, of whom none is the earlier one."""
        return len({(s.en) for s in self.sides}) > 1 and len({s.span for s in self.sides}) == 1

    def _share(self, figure: str, values: Sequence[Decimal | None]) -> str:
        low, high = sorted(v or Decimal(0) for v in values)
        if figure == "win_rate" or not low:
            return ""
        return self.seen.words(f" ({percent_text(high - low, low)} more)", f"（高 {percent_text(high - low, low)}）")

    def so_far(self) -> str:
        """What the earlier period had come to by the same day, when the later one is still running."""
        past, present = self.sides[0], self.sides[-1]
        if len(self.sides) != 2 or past.so_far is None or past.so_far_span is None or past.so_far_span.end is None:
            return ""
        parts = []
        for n in self.names:
            if n in ("open", "weighted", "open_count") or (self.measure == "all" and n in ("lost", "new", "activity")):
                continue
            then, now = past.value(n, so_far=True), present.value(n)
            more, change = self.difference(n, then, now)
            same = self.seen.words("the same", "持平")
            inside = [same] if then == now else [t for t in (more, change) if t != "–"]
            told = self.seen.words(f" ({', '.join(inside)})", f"（{'，'.join(inside)}）") if inside else ""
            parts.append(f"{self.name(n)} {self.text(n, then)}{told}")
        if not parts:
            return ""
        day = self.seen.day_text(past.so_far_span.end)
        return self.seen.words(
            f"{present.en} is still running; by the same day, {day}, {past.en} had come to: {'; '.join(parts)}.",
            f"{present.zh}尚未结束；{past.zh}同期（截至{day}）：{'；'.join(parts)}。",
        )

    def blocks(self) -> list[Block]:
        """A row for each figure, a column for each side, difference and change; bars of the first figure."""
        two = len(self.sides) == 2
        same_day = two and self.sides[0].so_far_span is not None
        columns = [self.seen.words("Figure", "指标"), *(self.label(s) for s in self.sides)]
        if two:
            columns += [self.seen.words("Difference", "差额"), self.seen.words("Change", "变化")]
        if same_day and self.sides[0].so_far_span is not None and self.sides[0].so_far_span.end is not None:
            day = self.sides[0].so_far_span.end
            columns.append(self.seen.words(f"{self.sides[0].en} to {day}", f"{self.sides[0].zh}截至{day}"))
        rows = []
        for n in self.names:
            row = [self.name(n), *(self.text(n, s.value(n)) for s in self.sides)]
            if two:
                row += self.difference(n, self.sides[0].value(n), self.sides[1].value(n))
            if same_day:
                stock = n in ("open", "weighted", "open_count")
                row.append("–" if stock else self.text(n, self.sides[0].value(n, so_far=True)))
            rows.append(row)
        title = self.seen.words(" vs ".join(s.en for s in self.sides), "对比".join(s.zh for s in self.sides))
        first = self.names[0]
        points = [
            {
                "label": self.label(s),
                "value": float(round(s.value(first) or Decimal(0), 2)),
                "text": self.text(first, s.value(first)),
            }
            for s in self.sides
        ]
        return [Table(title, columns, rows, total=len(rows)), Chart(f"{self.name(first)}", "bar", points)]
