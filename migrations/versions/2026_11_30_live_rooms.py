"""Live rooms."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2424fa06491e"
down_revision: str | None = "1769d11b8f5d"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "live_room",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("people_version", sa.Integer(), nullable=False),
        sa.Column("pen_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_live_room_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_live_room_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["pen_id"], ["person.id"], name=op.f("fk_live_room_pen_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_live_room")),
    )
    op.create_table(
        "clash",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_clash_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clash_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clash")),
        sa.UniqueConstraint("item_id", "place", "person_id", name=op.f("uq_clash_item_id_place_person_id")),
    )
    op.create_index("ix_clash_person", "clash", ["person_id"])
    op.create_table(
        "live_presence",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_live_presence_item_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_live_presence_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_presence_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_live_presence")),
    )
    op.create_table(
        "saved_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_saved_batch_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_batch")),
    )
    op.create_index(op.f("ix_saved_batch_saved_at"), "saved_batch", ["saved_at"])
    op.execute("INSERT INTO live_room (meeting_id, version, people_version) SELECT id, 1, 1 FROM meeting")


def downgrade() -> None:
    op.drop_table("saved_batch")
    op.drop_table("live_presence")
    op.drop_table("clash")
    op.drop_table("live_room")
