"""One possible sale, the people in it, and the stages it went through."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from crm_store.base import About, Kind, Link, Moment, Record, Row, choice, column, day, link_to, moment, money, text
from crm_store.base import FieldSpec as Spec
from crm_store.codes import BuyingRole, DealType, ForecastCategory, LostReason, Source


class Deal(Record, table=True):
    """One possible sale to an account."""

    # What sums, counts and scopes read of every deal, so that they need not look at the deals themselves.
    __table_args__ = (
        Index(
            "ix_deal_figures", "workspace_id", "deleted_at", "stage_id", "currency", "probability", "owner_id", "team_id", "closed_at",
            "expected_close_date", "account_id", "amount", "id",
        ),
    )  # fmt: skip

    about: ClassVar[About] = About(
        "deal",
        "D",
        "deal",
        "商机",
        "deals",
        also_en=("opportunity", "opportunities", "opp", "opps", "sale", "sales"),
        also_zh=("单子", "机会", "项目", "单", "订单机会"),
        names=("name",),
        brief=("account", "stage", "amount", "expected_close_date", "owner"),
        fields=(Spec("contacts", Kind.REFS, "people", "相关联系人", ("contacts",), ("联系人们",), to="contact"),),
        links={"contacts": Link("deal_contact", "deal_id", "contact_id")},
    )
    name: str = text("name", "名称", required=True)
    account_id: int | None = link_to("account", "account", "客户", also="company|customer|client|公司")
    contact_id: int | None = link_to("contact", "main contact", "主要联系人", also="contact|primary contact|联系人")
    pipeline_id: int | None = link_to("pipeline", "pipeline", "销售管道")
    stage_id: int | None = link_to("stage", "stage", "阶段", also="status|步骤|状态")
    stage_entered_at: datetime | None = moment("in stage since", "进入阶段时间", editable=False)
    amount: Decimal | None = money(
        "amount", "金额", also="value|size|worth|budget|price|total|金额大小|总额|价值|预算|报价"
    )
    currency: str | None = text("currency", "币种")
    seats: int | None = column(Kind.INT, "seats", "席位数", also="users|licences|licenses|套|个席位|用户数|席位")
    probability: Decimal | None = column(Kind.NUMBER, "probability", "赢率", also="chance|likelihood|概率|可能性")
    forecast_category: ForecastCategory | None = choice(
        ForecastCategory, "forecast category", "预测类别", also="forecast|预测"
    )
    expected_close_date: date | None = day(
        "expected close",
        "预计成交日期",
        also="close date|closing date|closes|closing|close|due|expected close date|预计成交|成交日期|关闭日期|预计签单|签约日期|结单日期",
    )
    closed_at: datetime | None = moment("closed at", "关闭时间", also="closed|won on|lost on|成交时间|签单时间")
    lost_reason: LostReason | None = choice(
        LostReason, "lost reason", "输单原因", also="reason|loss reason|原因|丢单原因"
    )
    lost_notes: str | None = text("lost notes", "输单说明")
    competitor: str | None = text("competitor", "竞争对手", also="rival|competition|竞品|对手")
    product_id: int | None = link_to("product", "product", "产品")
    next_step: str | None = text("next step", "下一步", also="next action|下步|下一步行动")
    next_step_date: date | None = day("next step date", "下一步日期")
    source: Source | None = choice(Source, "source", "来源", also="lead source|channel|渠道|线索来源")
    type: DealType | None = choice(DealType, "type", "类型", also="kind")
    owner_id: int | None = link_to("user", "owner", "负责人", also="rep|owned by|salesperson|归属|所有人|销售")
    team_id: int | None = link_to("team", "team", "团队", also="region|大区|区域")
    last_activity_at: datetime | None = moment(
        "last activity", "最近跟进", editable=False, quiet=True, also="last contact|last touched|最近联系|上次跟进"
    )
    tags: list[str] = column(Kind.JSON, "tags", "标签", default=list)


class DealContact(Row, table=True):
    """A person in a deal; their role here overrides the general one."""

    __tablename__ = "deal_contact"
    deal_id: int = Field(primary_key=True)
    contact_id: int = Field(primary_key=True)
    role: BuyingRole | None = choice(BuyingRole, "role", "角色")
    is_primary: bool = False


class StageHistory(Row, table=True):
    """One stay of a deal in a stage: `left_at` is empty while it lasts. `tx` names the unit of work that moved it,
    `undone_by` the one that took the move back: such a stay never counts."""

    __tablename__ = "stage_history"
    __table_args__ = (
        Index("ix_stage_history_left", "workspace_id", "left_at", "deal_id", "to_stage_id", "entered_at", "undone_by"),
    )
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(index=True)
    from_stage_id: int | None = None
    to_stage_id: int | None = None
    entered_at: datetime = Field(sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)
    actor_id: int | None = None
    tx: str = Field(index=True)
    undone_by: str | None = None
