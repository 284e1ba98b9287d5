"""What a deal's figures were between two moments: what as-of figures, bridges and forecasts read."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field

from crm_store.base import Amount, Code, Moment, Row
from crm_store.codes import DealType, ForecastCategory, Source

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When the present state of a deal ends."""


class DealState(Row, table=True):
    """One stretch of a deal's life: from `begun_at` on, and before `ended_at`, these were its values.

    Worked out from the event log and kept with it (`crm_store.states`), in the same commit; a deal that was deleted has no state then.
    """

    __tablename__ = "deal_state"
    # Ends first: of most moments asked about few states have ended since. The rest is what sums read, which then need no rows.
    __table_args__ = (
        Index(
            "ix_deal_state_figures", "workspace_id", "ended_at", "begun_at", "stage_id", "currency", "probability", "owner_id", "team_id",
            "closed_at", "expected_close_date", "account_id", "amount", "deal_id",
        ),
    )  # fmt: skip
    deal_id: int = Field(primary_key=True)
    begun_at: datetime = Field(sa_type=Moment, primary_key=True)
    ended_at: datetime = Field(sa_type=Moment)
    name: str = ""
    stage_id: int | None = None
    amount: Decimal | None = Field(default=None, sa_type=Amount)
    currency: str | None = None
    probability: Decimal | None = Field(default=None, sa_type=Amount)
    expected_close_date: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    owner_id: int | None = None
    team_id: int | None = None
    account_id: int | None = None
    product_id: int | None = None
    pipeline_id: int | None = None
    source: str | None = Field(default=None, sa_type=Code(Source))
    type: str | None = Field(default=None, sa_type=Code(DealType))
    forecast_category: str | None = Field(default=None, sa_type=Code(ForecastCategory))
