"""What the numbers lean on: targets, exchange rates, tags, custom field definitions, shares."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column, day, link_to, moment, money, text
from crm_store.codes import Metric


class Target(Record, table=True):
    """What a person or team is to reach in a period (`2026-Q4`, `2026-11` or `2026`)."""

    about: ClassVar[About] = About(
        "target",
        "TG",
        "target",
        "目标",
        "targets",
        title="period",
        also_en=("quota", "quotas", "goal"),
        also_zh=("指标", "任务额"),
        shared=True,
        brief=("owner", "team", "metric", "amount"),
    )
    owner_id: int | None = link_to("user", "person", "人员", also="who")
    team_id: int | None = link_to("team", "team", "团队")
    period: str = text("period", "周期", required=True)
    metric: Metric = choice(Metric, "metric", "指标", default=Metric.BOOKED)
    amount: Decimal | None = money("amount", "金额")
    currency: str | None = text("currency", "币种")


class ExchangeRate(Record, table=True):
    """One unit of `base` is `rate` units of `quote` from `starts_on` on."""

    about: ClassVar[About] = About(
        "exchange_rate", "FX", "exchange rate", "汇率", "exchange rates", title="id", shared=True
    )
    starts_on: date = day("from day", "起始日", required=True, index=True)
    base: str = text("from", "源币种", required=True)
    quote: str = text("to", "目标币种", required=True)
    rate: str = text("rate", "汇率", required=True)

    @property
    def factor(self) -> Decimal:
        return Decimal(self.rate)


class Tag(Record, table=True):
    """A word records may be marked with."""

    about: ClassVar[About] = About("tag", "TAG", "tag", "标签", "tags", shared=True)
    name: str = text("name", "名称", required=True)


class CustomField(Record, table=True):
    """A field a company added to a record type; its values live under `custom`."""

    about: ClassVar[About] = About(
        "custom_field", "CF", "custom field", "自定义字段", "custom fields", title="label_en", shared=True
    )
    entity: str = text("record type", "记录类型", required=True, editable=False)
    key: str = text("key", "键", required=True, editable=False)
    label_en: str | None = text("English label", "英文名")
    label_zh: str | None = text("Chinese label", "中文名")
    type: str = text("type", "类型", default="text", editable=False)
    required: bool = column(Kind.BOOL, "required", "必填", default=False)
    unique: bool = column(Kind.BOOL, "unique", "唯一", default=False)
    options: list[str] = column(Kind.JSON, "options", "选项", default=list)


class Share(Record, table=True):
    """A record shown to somebody who would not see it otherwise."""

    about: ClassVar[About] = About("share", "SH", "share", "共享", "shares", title="id")
    entity: str = text("record type", "记录类型", required=True)
    record_id: int = column(Kind.INT, "record", "记录", default=0, index=True)
    user_id: int | None = link_to("user", "user", "用户")
    writes: bool = column(Kind.BOOL, "may write", "可写", default=False)
    expires_at: datetime | None = moment("expires at", "到期时间")
