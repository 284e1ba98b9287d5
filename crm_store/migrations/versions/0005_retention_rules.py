"""how long something is kept is a record, changed by a card and undone like any other."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm_store import wall

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "retentionrule",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_via", sa.String(length=12), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("custom", sa.JSON(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
    )
    with op.batch_alter_table("retentionrule", schema=None) as batch_op:
        batch_op.create_index("ix_retentionrule_ws_external_id", ["workspace_id", "external_id"], unique=False)
    wall.raise_around(op.get_bind(), "retentionrule")


def downgrade() -> None:
    with op.batch_alter_table("retentionrule", schema=None) as batch_op:
        batch_op.drop_index("ix_retentionrule_ws_external_id")
    op.drop_table("retentionrule")
