"""Outcome drafts, amendments and reminders."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a2bc5f71e756"
down_revision: str | None = "6826c4e61bd1"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("discussion", sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("discussion", sa.Column("amending_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("discussion", sa.Column("amendment_reason", sa.String(), server_default="", nullable=False))
    op.add_column("dissent", sa.Column("position", sa.Integer(), server_default="1", nullable=False))
    op.add_column("signed_version", sa.Column("error_reason", sa.String(), server_default="", nullable=False))
    op.add_column("signed_version", sa.Column("reminders", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("dissent") as table:
        table.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
    with op.batch_alter_table("recommendation") as table:
        table.alter_column("kind", existing_type=sa.String(length=40), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("recommendation") as table:
        table.alter_column("kind", existing_type=sa.String(length=40), nullable=False)
    with op.batch_alter_table("dissent") as table:
        table.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_column("signed_version", "reminders")
    op.drop_column("signed_version", "error_reason")
    op.drop_column("dissent", "position")
    op.drop_column("discussion", "amendment_reason")
    op.drop_column("discussion", "amending_since")
    op.drop_column("discussion", "recorded_at")
