"""The pick list, trials, letters outside the network, minutes, and requests to sign."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0ffcf95c2490"
down_revision: str | None = "ce303c88307b"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "advice_kind",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("group_", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_kind")),
        sa.UniqueConstraint("code", name=op.f("uq_advice_kind_code")),
    )
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("kept_by_id", sa.Uuid(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["kept_by_id"], ["person.id"], name=op.f("fk_minutes_kept_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_minutes_meeting_id_number")),
    )
    op.create_table(
        "signature_reminder",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_signature_reminder_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_signature_reminder")),
    )
    op.create_table(
        "outside_link",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("names_patient", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_outside_link_made_by_id")),
        sa.ForeignKeyConstraint(["version_id"], ["signed_version.id"], name=op.f("fk_outside_link_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_outside_link_token_hash")),
    )
    with op.batch_alter_table("outside_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_link_version_id"), ["version_id"], unique=False)

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trial_name", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("trial_identifier", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("trial_site", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("signed_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("error_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("error_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_signed_version_error_by_id"), "person", ["error_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("signed_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signed_version_error_by_id"), type_="foreignkey")
        batch_op.drop_column("error_at")
        batch_op.drop_column("error_by_id")

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_column("trial_site")
        batch_op.drop_column("trial_identifier")
        batch_op.drop_column("trial_name")

    with op.batch_alter_table("outside_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_link_version_id"))

    op.drop_table("outside_link")
    op.drop_table("signature_reminder")
    op.drop_table("minutes")
    op.drop_table("advice_kind")
