"""video services, agreements and rooms."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "cfc787ed86a8"
down_revision: str | None = "b7d3a1c95e20"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "conference_room",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("sealed_join", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_problem", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_conference_room_meeting_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["conference_provider.id"], name=op.f("fk_conference_room_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_room")),
        sa.UniqueConstraint("provider_id", "name", name=op.f("uq_conference_room_provider_id_name")),
    )
    with op.batch_alter_table("conference_room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conference_room_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index("ix_conference_room_state_next_try_at", ["state", "next_try_at"], unique=False)

    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fallback_provider_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("shows_provider_link", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(
            batch_op.f("fk_board_fallback_provider_id"), "conference_provider", ["fallback_provider_id"], ["id"]
        )

    with op.batch_alter_table("conference_provider", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("host", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agreement_kind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("agreement_reference", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agreement_signed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("agreement_expires_on", sa.Date(), nullable=True))
        batch_op.alter_column("sealed_secret", new_column_name="sealed_credentials")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("room_replaced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("shown_link", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("shown_link")
        batch_op.drop_column("room_replaced_at")

    with op.batch_alter_table("conference_provider", schema=None) as batch_op:
        batch_op.alter_column("sealed_credentials", new_column_name="sealed_secret")
        batch_op.drop_column("agreement_expires_on")
        batch_op.drop_column("agreement_signed_on")
        batch_op.drop_column("agreement_reference")
        batch_op.drop_column("agreement_kind")
        batch_op.drop_column("host")
        batch_op.drop_column("account_id")

    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_board_fallback_provider_id"), type_="foreignkey")
        batch_op.drop_column("shows_provider_link")
        batch_op.drop_column("fallback_provider_id")

    with op.batch_alter_table("conference_room", schema=None) as batch_op:
        batch_op.drop_index("ix_conference_room_state_next_try_at")
        batch_op.drop_index(batch_op.f("ix_conference_room_meeting_id"))

    op.drop_table("conference_room")
