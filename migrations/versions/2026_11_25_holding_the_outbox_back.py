"""Holding the outbox back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0f997a693298"
down_revision: str | None = "b7d3a1c95e20"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "outbox_hold",
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_hold")),
    )


def downgrade() -> None:
    op.drop_table("outbox_hold")
