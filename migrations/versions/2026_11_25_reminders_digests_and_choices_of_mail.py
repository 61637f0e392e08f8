"""reminders, digests and choices of mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "ebc19a63e56d"
down_revision: str | None = "b7d3a1c95e20"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "digest_mark",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_mark_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_mark")),
    )
    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notice_choice")),
    )
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminder_hours", sa.Integer(), nullable=True, server_default="24"))
        batch_op.add_column(sa.Column("ask_days", sa.Integer(), nullable=True, server_default="5"))
        batch_op.add_column(sa.Column("ask_again_days", sa.Integer(), nullable=True, server_default="2"))

    with op.batch_alter_table("case_transition", schema=None) as batch_op:
        batch_op.create_index("ix_case_transition_at", ["at"], unique=False)

    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gets_copies", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("start_told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reminded_for", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("slots_told", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("times_asked_again", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE invitation SET start_told_at = told_at")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminder_hours", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), nullable=False, server_default="7"))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("digest_hour")
        batch_op.drop_column("reminder_hours")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("times_asked_again")
        batch_op.drop_column("asked_again_at")
        batch_op.drop_column("slots_told")
        batch_op.drop_column("reminded_for")
        batch_op.drop_column("start_told_at")

    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_column("gets_copies")

    with op.batch_alter_table("case_transition", schema=None) as batch_op:
        batch_op.drop_index("ix_case_transition_at")

    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.drop_column("ask_again_days")
        batch_op.drop_column("ask_days")
        batch_op.drop_column("reminder_hours")

    op.drop_table("notice_choice")
    op.drop_table("digest_mark")
