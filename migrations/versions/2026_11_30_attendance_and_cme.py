"""Attendance with its history, walk-ins and heads; continuing education."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "ce303c88307b"
down_revision: str | None = "adbf6df56d11"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "cme_disclosure",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relations", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cme_disclosure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cme_disclosure")),
    )
    with op.batch_alter_table("cme_disclosure", schema=None) as batch_op:
        batch_op.create_index("ix_cme_disclosure_person", ["person_id", "made_at"], unique=False)

    op.create_table(
        "attendance_correction",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stretch_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_correction_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_correction_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_correction_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_correction")),
    )
    with op.batch_alter_table("attendance_correction", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_correction_meeting", ["meeting_id", "at"], unique=False)

    op.create_table(
        "cme_activity",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("credit_type", sa.String(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("unit_minutes", sa.Integer(), nullable=False),
        sa.Column("unit_credits", sa.Integer(), nullable=False),
        sa.Column("most_per_meeting", sa.Integer(), nullable=True),
        sa.Column("demands_disclosure", sa.Boolean(), nullable=False),
        sa.Column("demands_evaluation", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_cme_activity_board_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_cme_activity_meeting_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_cme_activity_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cme_activity")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_cme_activity_meeting_id")),
        sa.UniqueConstraint("series_id", "year", name=op.f("uq_cme_activity_series_id_year")),
    )
    with op.batch_alter_table("cme_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cme_activity_board_id"), ["board_id"], unique=False)

    op.create_table(
        "head_count",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_head_count_meeting_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_head_count_noted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head_count")),
    )
    with op.batch_alter_table("head_count", schema=None) as batch_op:
        batch_op.create_index("ix_head_count_meeting", ["meeting_id"], unique=False)

    op.create_table(
        "walk_in",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("presence", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_walk_in_meeting_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_walk_in_noted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_walk_in_person_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_walk_in_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_in")),
    )
    with op.batch_alter_table("walk_in", schema=None) as batch_op:
        batch_op.create_index("ix_walk_in_meeting", ["meeting_id"], unique=False)
        batch_op.create_index("ix_walk_in_person", ["person_id"], unique=False)

    op.create_table(
        "cme_ask",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["cme_activity.id"], name=op.f("fk_cme_ask_activity_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cme_ask_person_id")),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_cme_ask")),
    )
    op.create_table(
        "cme_certificate",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["cme_activity.id"], name=op.f("fk_cme_certificate_activity_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cme_certificate_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cme_certificate")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_cme_certificate_code_hash")),
    )
    with op.batch_alter_table("cme_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cme_certificate_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cme_certificate_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cme_count",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["cme_activity.id"], name=op.f("fk_cme_count_activity_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_cme_count_meeting_id")),
        sa.PrimaryKeyConstraint("activity_id", "meeting_id", name=op.f("pk_cme_count")),
    )
    op.create_table(
        "cme_entry",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["cme_activity.id"], name=op.f("fk_cme_entry_activity_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_cme_entry_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cme_entry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cme_entry")),
        sa.UniqueConstraint(
            "activity_id",
            "meeting_id",
            "person_id",
            "version",
            name=op.f("uq_cme_entry_activity_id_meeting_id_person_id_version"),
        ),
    )
    with op.batch_alter_table("cme_entry", schema=None) as batch_op:
        batch_op.create_index("ix_cme_entry_person", ["person_id"], unique=False)

    op.create_table(
        "cme_evaluation",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usefulness", sa.Integer(), nullable=False),
        sa.Column("is_balanced", sa.Boolean(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["cme_activity.id"], name=op.f("fk_cme_evaluation_activity_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cme_evaluation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cme_evaluation")),
        sa.UniqueConstraint("activity_id", "person_id", name=op.f("uq_cme_evaluation_activity_id_person_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proxy_for_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("room", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("learned", sa.String(length=40), nullable=False, server_default="noted"))
        batch_op.add_column(sa.Column("ended", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_attendance_proxy_for_id"), "person", ["proxy_for_id"], ["id"])
    # until now a stretch without somebody who noted it came from the join address
    op.execute("UPDATE attendance SET learned = 'joined' WHERE noted_by_id IS NULL")


def downgrade() -> None:
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attendance_proxy_for_id"), type_="foreignkey")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("ended")
        batch_op.drop_column("learned")
        batch_op.drop_column("room")
        batch_op.drop_column("proxy_for_id")

    op.drop_table("cme_evaluation")
    with op.batch_alter_table("cme_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_cme_entry_person")

    op.drop_table("cme_entry")
    op.drop_table("cme_count")
    with op.batch_alter_table("cme_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cme_certificate_person_id"))
        batch_op.drop_index(batch_op.f("ix_cme_certificate_activity_id"))

    op.drop_table("cme_certificate")
    op.drop_table("cme_ask")
    with op.batch_alter_table("walk_in", schema=None) as batch_op:
        batch_op.drop_index("ix_walk_in_person")
        batch_op.drop_index("ix_walk_in_meeting")

    op.drop_table("walk_in")
    with op.batch_alter_table("head_count", schema=None) as batch_op:
        batch_op.drop_index("ix_head_count_meeting")

    op.drop_table("head_count")
    with op.batch_alter_table("cme_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cme_activity_board_id"))

    op.drop_table("cme_activity")
    with op.batch_alter_table("attendance_correction", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_correction_meeting")

    op.drop_table("attendance_correction")
    with op.batch_alter_table("cme_disclosure", schema=None) as batch_op:
        batch_op.drop_index("ix_cme_disclosure_person")

    op.drop_table("cme_disclosure")
