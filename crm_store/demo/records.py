"""The demo company's records on their way to rows of the native layout."""

from dataclasses import dataclass, field
from datetime import date, datetime

from crm_store.demo.world import COLUMNS, Row


@dataclass(frozen=True)
class Account:
    external_id: str
    name: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    domain: str
    address: str
    industry: str
    employees_band: str
    annual_revenue: int
    currency: str
    level: str
    type: str
    owner: str
    team: str
    language: str

    @property
    def short(self) -> str:
        """What colleagues call it in a note."""
        return self.aliases[0] if self.language == "zh" and self.aliases else self.name

    def row(self) -> Row:
        return row(
            "accounts.csv", external_id=self.external_id, name=self.name, name_zh=self.name_zh, name_en=self.name_en,
            aliases=";".join(self.aliases), domain=self.domain, type=self.type, industry=self.industry,
            employees_band=self.employees_band, annual_revenue=str(self.annual_revenue), currency=self.currency,
            billing_address=self.address, level=self.level, owner=self.owner, team=self.team,
        )  # fmt: skip


@dataclass(frozen=True)
class Contact:
    external_id: str
    name: str
    pinyin: str
    title: str
    account: str
    role: str
    email: str
    phone: str
    language: str
    wechat: str
    opted_out: bool
    do_not_call: bool
    owner: str

    @property
    def ref(self) -> str:
        """The natural key: the e-mail address, or `Name @ Account` without one."""
        return self.email or f"{self.name} @ {self.account}"

    @property
    def address(self) -> str:
        """How a colleague refers to them after the first mention: Ana, 李总."""
        if not self.pinyin:
            return self.name.split()[0]
        for ending, called in _CALLED.items():
            if self.title.endswith(ending):
                return self.name[0] + called
        return self.name

    def row(self) -> Row:
        return row(
            "contacts.csv", external_id=self.external_id, name=self.name, name_pinyin=self.pinyin, title=self.title,
            account=self.account, role=self.role, email=self.email, phone=self.phone, language=self.language,
            wechat=self.wechat, opted_out=flag(self.opted_out), do_not_call=flag(self.do_not_call), owner=self.owner,
        )  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One line of a deal's past; a creation row has no `before`."""

    at: datetime
    field: str
    before: str
    after: str
    by: str


@dataclass(frozen=True)
class Deal:
    external_id: str
    name: str
    account: Account
    contacts: tuple[Contact, ...]
    pipeline: str
    amount: int
    currency: str
    forecast_category: str
    expected_close: date
    lost_reason: str
    lost_notes: str
    competitor: str
    next_step: str
    next_step_date: date | None
    source: str
    type: str
    owner: str
    stages: tuple[tuple[int, str], ...]
    history: tuple[Change, ...]
    product: str
    slots: dict[str, str] = field(default_factory=dict)
    quiet_days: int = 0

    @property
    def stage(self) -> str:
        return self.stages[-1][1]

    @property
    def is_closed(self) -> bool:
        return self.stage in ("Won", "Lost")

    @property
    def is_open(self) -> bool:
        return not self.is_closed and self.stage != "On Hold"

    def amount_on(self, day: date) -> int:
        """What the amount was at the end of that day, so that a note of the time quotes the number of the time."""
        known = [c for c in self.history if c.field == "amount"]
        return int(next((c.after for c in reversed(known) if c.at.date() <= day), known[0].after))

    def row(self) -> Row:
        closing = next((c.at for c in reversed(self.history) if c.field == "stage"), None) if self.is_closed else None
        return row(
            "deals.csv", external_id=self.external_id, name=self.name, account=self.account.name,
            contact=self.contacts[0].ref, contacts=";".join(c.ref for c in self.contacts), pipeline=self.pipeline,
            stage=self.stage, amount=str(self.amount), currency=self.currency, forecast_category=self.forecast_category,
            seats=self.slots.get("seats", ""), product=self.product,
            expected_close_date=self.expected_close.isoformat(), closed_at=closing.isoformat() if closing else "",
            lost_reason=self.lost_reason, lost_notes=self.lost_notes, competitor=self.competitor,
            next_step=self.next_step, next_step_date=self.next_step_date.isoformat() if self.next_step_date else "",
            source=self.source, type=self.type, owner=self.owner, created_at=self.history[0].at.isoformat(),
        )  # fmt: skip

    def history_rows(self) -> list[Row]:
        return [
            {
                "deal": self.external_id,
                "at": c.at.isoformat(),
                "field": c.field,
                "before": c.before,
                "after": c.after,
                "by": c.by,
            }
            for c in self.history
        ]


def row(file: str, **values: str) -> Row:
    """A row with every column of the file in order; what is not given is empty."""
    unknown = values.keys() - set(COLUMNS[file])
    if unknown:
        raise KeyError(f"{file} has no column {sorted(unknown)}")
    return {column: values.get(column, "") for column in COLUMNS[file]}


def flag(value: bool) -> str:
    return "true" if value else "false"


_CALLED = {
    "经理": "经理", "总监": "总", "厂长": "厂长", "主任": "主任", "科长": "科长", "工程师": "工", "主管": "主管",
}  # fmt: skip
