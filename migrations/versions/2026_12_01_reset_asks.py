"""Who asked for a new password, until a job answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4f0c97be2a65"
down_revision: str | None = "b7d2e4906c1f"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "reset_ask",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_ask")),
    )


def downgrade() -> None:
    op.drop_table("reset_ask")
