"""the work list index holds what it sorts by."""

from collections.abc import Sequence

from alembic import op

revision: str = "07899eaa4da1"
down_revision: str | None = "b7d3a1c95e20"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

NAME = "ix_case_work_list"
FOUND_BY = ["board_id", "state", "is_restricted", "target_date"]
SHOWN_BY = ["urgency", "is_ready", "submitted_at", "organization_id"]


def upgrade() -> None:
    op.drop_index(NAME, table_name="case_")
    op.create_index(NAME, "case_", [*FOUND_BY, *SHOWN_BY, "id"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="case_")
    op.create_index(NAME, "case_", [*FOUND_BY, "id"])
