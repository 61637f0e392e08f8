"""What the privacy guard made of each attached file."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5e0c7a9b41d3"
down_revision: str | None = "6d3b0c9f41ae"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Files that are there were read by nobody; a job reads them, and who sees them stays as it is."""
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("guard", sa.String(length=40), nullable=False, server_default="unread"))
        batch_op.add_column(sa.Column("guarded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("found", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("lacking", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_index(batch_op.f("ix_attachment_guard"), ["guard"])


def downgrade() -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_guard"))
        for name in ("lacking", "found", "guarded_at", "guard"):
            batch_op.drop_column(name)
