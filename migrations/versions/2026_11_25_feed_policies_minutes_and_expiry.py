"""feed policies, minutes and expiry."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f4d43120de67"
down_revision: str | None = "b7d3a1c95e20"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


ADDED = (
    ("feed_version", "agenda_version", sa.Integer(), "1"),
    ("meeting", "agenda_sequence", sa.Integer(), "0"),
    ("organization", "feed_policy", sa.String(length=40), "full"),
    ("subscription", "extent", sa.String(length=40), "meeting"),
)  # not null; the value of rows that are there already


def upgrade() -> None:
    for table, column, kind, value in ADDED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, kind, nullable=False, server_default=value))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None)

    with op.batch_alter_table("feed_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda_changed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_slot", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("slot_tell_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_invitation_slot_due", ["slot_tell_at"], unique=False)

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda_changed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address_made_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE subscription SET address_made_at = created_at")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.alter_column("address_made_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_column("warned_at")
        batch_op.drop_column("address_made_at")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("agenda_changed_at")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_invitation_slot_due")
        batch_op.drop_column("slot_tell_at")
        batch_op.drop_column("told_slot")

    with op.batch_alter_table("feed_version", schema=None) as batch_op:
        batch_op.drop_column("agenda_changed_at")

    for table, column, _kind, _value in reversed(ADDED):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
