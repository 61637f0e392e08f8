"""what invitations said and reached."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d65468c119ce"
down_revision: str | None = "a2bc5f71e756"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_starts_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answer_ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("told_content", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("reached_content", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.drop_column("told_fingerprint")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("good_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shows_declined", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_column("shows_declined")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_column("good_until")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_fingerprint", sa.VARCHAR(), nullable=False, server_default=""))
        batch_op.drop_column("reached_content")
        batch_op.drop_column("told_content")
        batch_op.drop_column("answer_ends_at")
        batch_op.drop_column("answer_starts_at")
