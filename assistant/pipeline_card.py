"""The pipeline's numbers as a table and a chart, with every group and amount as people read them."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from assistant.blocks import Block, Chart, Language, Table
from assistant.recognise.trades import trade_zh
from assistant.wording import count_text, day_text, money_text, month_text, name_text, number_text, percent_text
from crm_store.base import FieldSpec
from crm_store.codes import Codes, StageKind
from crm_store.models import Stage
from crm_store.queries.counting import AGES, Grouping
from crm_store.queries.pipeline import PipelineRow, PipelineSummary, Tally

Status = Literal["open", "won", "lost", "closed", "all"]

BY: dict[Grouping, tuple[str, str]] = {
    "stage": ("Stage", "阶段"), "owner": ("Owner", "负责人"), "manager": ("Manager", "经理"), "team": ("Team", "团队"),
    "source": ("Source", "来源"), "month": ("Month", "月份"), "product": ("Product", "产品"), "type": ("Type", "类型"),
    "account": ("Customer", "客户"), "industry": ("Industry", "行业"), "size": ("Company size", "企业规模"), "pipeline": ("Pipeline", "销售管道"),
    "currency": ("Currency", "币种"), "category": ("Forecast category", "预测类别"), "reason": ("Loss reason", "输单原因"),
    "competitor": ("Competitor", "竞争对手"), "level": ("Customer level", "客户级别"), "age": ("Age", "商机年龄"),
}  # fmt: skip


class PipelineWords:
    """One summary as it is shown: which rows matter for what was asked, and how each figure reads."""

    def __init__(
        self,
        summary: PipelineSummary,
        by: Grouping | str,
        status: Status | None,
        language: Language,
        as_of: date | None = None,
        own: FieldSpec | None = None,
    ) -> None:
        self.summary = summary
        self.by = by
        self.status = status
        self.language = language
        self.as_of = as_of
        self.called = BY[by] if own is None else (own.en[:1].upper() + own.en[1:], own.zh)  # type: ignore[index]
        self.rows = [r for r in summary.rows if self._matters(r)]

    def blocks(self) -> list[Block]:
        """The table, and a chart when there is anything to draw."""
        return [self._table(), *self._chart()] if self.rows else []

    def tally(self, row: PipelineRow) -> Tally:
        """The deals of a row that were asked for: those of its stage, won or lost ones, else open ones."""
        if self.by == "stage":
            return next((t for t in row.tallies().values() if t.count), row.open)
        return {"won": row.won, "lost": row.lost}.get(self.status or "", row.open)

    def group(self, row: PipelineRow) -> str:
        """What a row is called."""
        if row.record is not None:
            name = name_text(row.record, self.language)
            return self._within_pipeline(row.record, name) if isinstance(row.record, Stage) else name
        if row.key is None:
            if self.by == "stage" and self.as_of:
                return self._words("(stage not on record)", "（阶段无记录）")
            return self._words("(no date)", "（无日期）") if self.by == "month" else self._words("(none)", "（无）")
        if self.by == "month":
            return month_text(row.key, self.language)
        if self.by == "age":
            return self._age(row.key)
        return row.key.label(self.language) if isinstance(row.key, Codes) else self._own(row.key)

    def _own(self, key: Any) -> str:
        """A value of one of the company's own fields."""
        if isinstance(key, bool):
            return self._words("yes", "是") if key else self._words("no", "否")
        if isinstance(key, date):
            return day_text(key, self.language)
        return (
            number_text(key)
            if isinstance(key, Decimal)
            else trade_zh(str(key))
            if self.by == "industry" and self.language == "zh"
            else str(key)
        )

    def _age(self, band: int) -> str:
        """31–60 days since creation."""
        first = AGES[band - 1] + 1 if band else 0
        if band == len(AGES):
            return self._words(f"over {AGES[-1]} days", f"{AGES[-1]}天以上")
        return self._words(f"{first}–{AGES[band]} days", f"{first}–{AGES[band]}天")

    def worth(self, tally: Tally) -> str:
        """3 deals, ¥300,000."""
        return self.deals(tally.count) + self._words(", ", "，") + self.money(tally.amount)

    def deals(self, number: int) -> str:
        return count_text(number, "deal", "deals", "个商机", self.language)

    def money(self, amount: Decimal) -> str:
        return money_text(amount, self.summary.currency, self.language)

    def title(self) -> str:
        then = (
            self._words(f" as of {day_text(self.as_of, 'en')}", f"（截至{day_text(self.as_of, 'zh')}）")
            if self.as_of
            else ""
        )
        return self._words(f"Pipeline by {self.called[0].casefold()}", f"销售管道：按{self.called[1]}") + then

    def _words(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def _within_pipeline(self, stage: Stage, name: str) -> str:
        """A stage's name, with its pipeline where two pipelines have a stage of that name."""
        others = [r.record for r in self.rows if r.record is not None and r.record.id != stage.id]
        pipeline = self.summary.pipelines.get(stage.pipeline_id or 0)
        if pipeline is None or name not in [name_text(o, self.language) for o in others]:
            return name
        return self._words(f"{name} ({name_text(pipeline, 'en')})", f"{name}（{name_text(pipeline, 'zh')}）")

    def _matters(self, row: PipelineRow) -> bool:
        """Open stages belong into the funnel even when nobody stands in them; other groups when they hold what was asked for."""
        all_kinds = ("open", "on_hold", "won", "lost")
        kinds = {"open": ("open",), "won": ("won",), "lost": ("lost",), "closed": ("won", "lost")}.get(
            self.status or "all", all_kinds
        )
        any_at_all = any(t.count for t in self.summary.total.tallies().values())
        if self.by == "stage" and "open" in kinds and self._is_open_stage(row):
            return any_at_all
        return any(row.tallies()[k].count for k in kinds)

    def _is_open_stage(self, row: PipelineRow) -> bool:
        return isinstance(row.record, Stage) and row.record.kind is StageKind.OPEN

    def _table(self) -> Table:
        narrow = self.by == "stage" or self.status in ("open", "won", "lost")
        columns, body = self._narrow() if narrow else self._wide()
        refs = [row.record.ref if row.record is not None else "" for row in self.rows]
        return Table(self.title(), columns, [*body, *self._total(narrow)], refs=[*refs, ""], total=len(body))

    def _total(self, narrow: bool) -> list[list[str]]:
        """The last line, when its columns can be added up."""
        whole = self.summary.total
        if narrow and self.status not in ("open", "won", "lost"):
            return []  # stages of different kinds stand below each other
        tally = {"won": whole.won, "lost": whole.lost}.get(self.status or "", whole.open)
        head = self._words("Total", "合计")
        if narrow:
            return [
                [head, f"{tally.count:,}", self.money(tally.amount)]
                + [self.money(tally.weighted)] * (self.status == "open")
            ]
        return [self._wide_cells(head, whole, any(r.on_hold.count for r in self.rows))]

    def _narrow(self) -> tuple[list[str], list[list[str]]]:
        """Each row holds deals of one kind."""
        chances = self.status in (None, "open", "all")
        amount = self._words(f"Amount ({self.summary.currency})", f"金额（{self.summary.currency}）")
        columns = [self._words(*self.called), self._words("Deals", "商机数"), amount]
        body = []
        for row in self.rows:
            tally = self.tally(row)
            likely = self.money(tally.weighted) if tally is row.open or tally is row.on_hold else "–"
            body.append([self.group(row), f"{tally.count:,}", self.money(tally.amount)] + [likely] * chances)
        return columns + [self._words("Weighted", "加权")] * chances, body

    def _wide(self) -> tuple[list[str], list[list[str]]]:
        """Each row holds open, won and lost deals side by side."""
        held = any(r.on_hold.count for r in self.rows)
        heads = [("Open deals", "进行中"), ("Open amount", "进行中金额"), ("Weighted", "加权")] + [
            ("On hold", "搁置")
        ] * held
        heads += [("Won", "赢单"), ("Booked", "已签约"), ("Lost", "输单"), ("Win rate", "赢单率")]
        body = []
        for row in self.rows:
            body.append(self._wide_cells(self.group(row), row, held))
        return [self._words(*self.called), *(self._words(*h) for h in heads)], body

    def _wide_cells(self, name: str, row: PipelineRow, held: bool) -> list[str]:
        cells = [name, f"{row.open.count:,}", self.money(row.open.amount), self.money(row.open.weighted)]
        cells += [f"{row.on_hold.count:,}"] * held
        cells += [f"{row.won.count:,}", self.money(row.won.amount), f"{row.lost.count:,}"]
        return [*cells, percent_text(row.won.count, row.won.count + row.lost.count)]

    def _chart(self) -> list[Chart]:
        funnel = self.by == "stage" and self.status not in ("won", "lost")
        points = []
        for row in self.rows:
            if not funnel or self._is_open_stage(row):
                amount = self.tally(row).amount
                points.append({"label": self.group(row), "value": float(amount), "text": self.money(amount)})
        if not any(p["value"] for p in points):
            return []
        return [Chart(self.title(), "funnel" if funnel else "line" if self.by == "month" else "bar", points)]
