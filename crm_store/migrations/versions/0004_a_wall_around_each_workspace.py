"""PostgreSQL shows and takes only rows of the workspace a transaction names."""

from collections.abc import Sequence

from alembic import op

from crm_store import wall

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TABLES = """
    account accountcontact activity activity_link article attachment contact counter customfield deal
    deal_contact deal_state event exchangerate fact grant import_job lead message namekey outbox passage
    passage_term pin pipeline product proposal role saved_view schedule scheduled_run share stage
    stage_history standin tag target task team thread ticket turn user workspace
""".split()


def upgrade() -> None:
    wall.raise_around(op.get_bind(), *_TABLES)


def downgrade() -> None:
    wall.take_down(op.get_bind(), *_TABLES)
