"""note on a decided proposal; an index that holds all the work list sorts by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7d3a1c95e20"
down_revision: str | None = "4f7b4ca3af34"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("triage_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("triage_proposal", schema=None) as batch_op:
        batch_op.alter_column("note", server_default=None)
    op.drop_index("ix_case_work_list", table_name="case_")
    op.create_index("ix_case_work_list", "case_", ["board_id", "state", "is_restricted", "target_date", "id"])


def downgrade() -> None:
    op.drop_index("ix_case_work_list", table_name="case_")
    op.create_index("ix_case_work_list", "case_", ["board_id", "state", "target_date"])
    with op.batch_alter_table("triage_proposal", schema=None) as batch_op:
        batch_op.drop_column("note")
