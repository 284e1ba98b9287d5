"""indexes for the manager's questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WS, _FIGURES = "workspace_id", ["stage_id", "currency", "probability", "owner_id", "team_id"]
_LATER = ["closed_at", "expected_close_date", "account_id", "amount"]
_WHOLE = {
    "ix_deal_figures": ("deal", [_WS, "deleted_at", *_FIGURES, *_LATER, "id"]),
    "ix_deal_state_figures": ("deal_state", [_WS, "ended_at", "begun_at", *_FIGURES, *_LATER, "deal_id"]),
    "ix_stage_history_left": (
        "stage_history",
        [_WS, "left_at", "deal_id", "to_stage_id", "entered_at", "undone_by"],
    ),
}
_TOLD = {
    "ix_event_pushed": ([_WS, "entity", "record_id"], "expected_close_date", "{0} > {1} AND {1} > ''"),
    "ix_event_repriced": ([_WS, "at", "record_id"], "amount", "{0} IS NOT NULL AND {1} IS NOT NULL"),
}


def upgrade() -> None:
    for name, (table, columns) in _WHOLE.items():
        op.create_index(name, table, columns)
    for name, (columns, field, compared) in _TOLD.items():
        op.create_index(
            name,
            "event",
            columns,
            sqlite_where=_where(f"json_extract({{}}, '$.{field}')", compared),
            postgresql_where=_where(f"({{}} ->> '{field}')", compared),
        )
    planned = sa.text("status = 'planned'")
    op.create_index(
        "ix_activity_planned", "activity", [_WS, "starts_at"], sqlite_where=planned, postgresql_where=planned
    )
    op.drop_index("ix_deal_state_ended", "deal_state")


def downgrade() -> None:
    op.create_index("ix_deal_state_ended", "deal_state", [_WS, "ended_at", "begun_at"])
    op.drop_index("ix_activity_planned", "activity")
    for name in _TOLD:
        op.drop_index(name, "event")
    for name, (table, _) in _WHOLE.items():
        op.drop_index(name, table)


def _where(side: str, compared: str) -> sa.TextClause:
    said = compared.format(side.format("after"), side.format("before"))
    return sa.text(f"entity = 'deal' AND op = 'update' AND undone_by IS NULL AND {said}")
