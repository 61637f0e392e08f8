"""answers that come back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8d61d5ab0e4a"
down_revision: str | None = "b7d3a1c95e20"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "incoming_message",
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_incoming_message_board_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_incoming_message_meeting_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_incoming_message_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_message")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_incoming_message_fingerprint")),
    )
    with op.batch_alter_table("incoming_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incoming_message_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index("ix_incoming_message_parked", ["outcome", "board_id"], unique=False)
        batch_op.create_index("ix_incoming_message_received", ["received_at"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_proposal_decided_by_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_proposal_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_invitation_id"), ["invitation_id"], unique=False)

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_stamp", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answered_from", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("earlier_answer", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("delegated_to", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("asked_starts_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_sequence", sa.Integer(), nullable=False, server_default="0"))
    # Whoever was invited was last asked for the time the meeting has, but for changes of the last two minutes.
    op.execute(
        """UPDATE invitation SET
        asked_starts_at = (SELECT starts_at FROM meeting WHERE meeting.id = invitation.meeting_id),
        asked_ends_at = (SELECT ends_at FROM meeting WHERE meeting.id = invitation.meeting_id)
        WHERE told = 'REQUEST'"""
    )


def downgrade() -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("asked_sequence")
        batch_op.drop_column("asked_ends_at")
        batch_op.drop_column("asked_starts_at")
        batch_op.drop_column("delegated_to")
        batch_op.drop_column("earlier_answer")
        batch_op.drop_column("answered_from")
        batch_op.drop_column("answer_stamp")

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_invitation_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("incoming_message", schema=None) as batch_op:
        batch_op.drop_index("ix_incoming_message_received")
        batch_op.drop_index("ix_incoming_message_parked")
        batch_op.drop_index(batch_op.f("ix_incoming_message_meeting_id"))

    op.drop_table("incoming_message")
