"""What a manager's figure was counted from: whose deals, which days, as of when, in which currency; in words and as the store takes it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.blocks import Language, Table
from assistant.errors import ToolProblem
from assistant.reading import Asker, read_day, read_period
from assistant.recognise.currencies import currency as currency_of
from assistant.recognise.periods import Period
from assistant.whose import Whose, not_yours, out_of_reach, whose_deals
from assistant.wording import count_text, day_text, money_text, name_text
from crm_store.base import Record
from crm_store.models import Deal
from crm_store.queries.past import Standing
from crm_store.unit import Unit

FILTERED = 12
"""Deals a table shows."""
_CODE = re.compile(r"[A-Z]{3}")


class Counted:
    """Reads what a question was narrowed to, and says it back.

    Raises:
        NotFound, Ambiguous: no such person or team, or several. ToolProblem: a day, period or currency that is none.
    """

    def __init__(
        self,
        crm: Unit,
        language: Language,
        *,
        period: str | None = None,
        whose: str | None = None,
        as_of: str | None = None,
        currency: str | None = None,
        focus: Sequence[tuple[str, int]] = (),
    ) -> None:
        self.crm, self.language = crm, language
        self.asker = Asker(crm, language, list(focus))
        self.span: Period | None = read_period(self.asker, period) if period else None
        self.people: Whose = whose_deals(crm, whose)
        self.day: date | None = read_day(self.asker, as_of, past=True)[0] if as_of else None
        if self.day is not None and self.day > crm.today:
            raise ToolProblem(
                f"{day_text(self.day, 'en')} lies ahead: I can show the pipeline as of a past day, or forecast a period to come.",
                f"{day_text(self.day, 'zh')}还没有到：可以查看过去某一天的管道，或预测未来的时间段。",
            )
        self.currency = read_currency(currency, crm.actor.currency)

    @property
    def start(self) -> date | None:
        return self.span.start if self.span else None

    @property
    def end(self) -> date | None:
        return self.span.end if self.span else None

    def words(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def money(self, amount: Decimal) -> str:
        return money_text(amount, self.currency, self.language)

    def signed(self, amount: Decimal) -> str:
        """With a plus or a minus in front."""
        return ("+" if amount > 0 else "") + self.money(amount)

    def deals(self, number: int) -> str:
        return count_text(number, "deal", "deals", "个商机", self.language)

    def day_text(self, day: date) -> str:
        return day_text(day, self.language)

    def note(self, when: tuple[str, str] | None = None, *more: tuple[str, str]) -> str:
        """Counted: whose; when; as of; currency. Every further pair of sentences follows."""
        label = when or ((self.span.label_en, self.span.label_zh) if self.span else ("all dates", "全部日期"))
        as_of = f"; as of {day_text(self.day, 'en')}" if self.day else ""
        zh_as_of = f"；截至{day_text(self.day, 'zh')}" if self.day else ""
        note = self.words(
            f"Counted: {self.people.en}; {label[0]}{as_of}; in {self.currency}.",
            f"统计口径：{self.people.zh}；{label[1]}{zh_as_of}；币种 {self.currency}。",
        )
        if out_of_reach(self.crm, self.people):
            more = (not_yours(self.people), *more)
        elif (self.people.owners is not None or self.people.teams is not None) and not self.crm.actor.everything:
            more = (("Only what you may see is counted.", "仅统计您有权查看的商机。"), *more)
        gap = self.words(" ", "")
        return note + "".join(gap + self.words(en, zh) for en, zh in more)

    def left_out(self, left_out: Mapping[str, int]) -> list[tuple[str, str]]:
        """What could not be converted."""
        return [
            (
                f"There is no rate for {c}: the amount of {count_text(n, 'deal', 'deals', '', 'en')} is left out.",
                f"没有 {c} 汇率：{n}个商机的金额未计入。",
            )
            for c, n in sorted(left_out.items())
        ]

    def names(self, entity: str, numbers: Iterable[int | None]) -> dict[int, str]:
        """What records are called, those one may see."""
        held: dict[int, Record] = self.crm.many(entity, {n for n in numbers if n})
        return {n: name_text(r, self.language) for n, r in held.items()}

    def deal_table(self, title: str, deals: Sequence[Standing], worth: Mapping[int, Decimal | None]) -> Table:
        """The deals behind a figure, the largest first, each as it stood then."""
        ranked = sorted(deals, key=lambda d: (-(worth.get(d.number) or 0), d.number))
        owners = self.names("user", (d.owner_id for d in ranked))
        stages = self.names("stage", (d.stage_id for d in ranked))
        columns = [
            self.words("Deal", "商机"), self.words("Stage", "阶段"), self.words(f"Amount ({self.currency})", f"金额（{self.currency}）"),
            self.words("Expected close", "预计成交"), self.words("Owner", "负责人"),
        ]  # fmt: skip
        rows = []
        for d in ranked:
            amount = worth.get(d.number)
            rows.append([
                d.name, stages.get(d.stage_id or 0, "–"), self.money(amount) if amount is not None else "–",
                self.day_text(d.expected_close_date) if d.expected_close_date else "–", owners.get(d.owner_id or 0, "–"),
            ])  # fmt: skip
        return Table(title, columns, rows, refs=[f"{Deal.about.prefix}-{d.number}" for d in ranked], total=len(rows))


def read_currency(said: str | None, default: str) -> str:
    """The code of a currency as people name it: RMB, 人民币, dollars, €; the default when none was said.

    Raises:
        ToolProblem: no currency.
    """
    text = (said or "").strip()
    if not text:
        return default
    found = currency_of(text.casefold(), default, capitals=True) or (
        text.upper() if _CODE.fullmatch(text.upper()) else None
    )
    if found is None:
        raise ToolProblem(
            f"I do not know the currency “{text}”. Write its code, such as EUR or CNY.",
            f"我不认识币种“{text}”。请写代码，例如 EUR 或 CNY。",
        )
    return found


def plain(value: Any) -> Any:
    """A value as a model or a program may read it."""
    return str(value) if isinstance(value, (Decimal, date)) else value
