"""Agreements of organizations, rounds of re-certification, suspended roles, duties that leavers left behind."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5b0e7c2f9d14"
down_revision: str | None = "5d7c0e91b3a4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "membership_agreement",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_membership_agreement_organization_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_membership_agreement_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_agreement")),
    )
    op.create_index(op.f("ix_membership_agreement_organization_id"), "membership_agreement", ["organization_id"])
    op.create_table(
        "certification_round",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_certification_round_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification_round")),
        sa.UniqueConstraint("organization_id", "quarter", name=op.f("uq_certification_round_organization_id_quarter")),
    )
    op.create_table(
        "certification",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_certification_organization_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certification_person_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_certification_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
    )
    op.create_index("ix_certification_person", "certification", ["person_id", "organization_id", "decided_at"])
    op.create_table(
        "left_duty",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_left_duty_person_id")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_left_duty_board_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_left_duty_organization_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_left_duty_case_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_left_duty_item_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_left_duty_settled_by_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_left_duty_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_duty")),
    )
    op.create_index(op.f("ix_left_duty_person_id"), "left_duty", ["person_id"])
    op.create_index("ix_left_duty_waiting", "left_duty", ["settled_at", "board_id"])
    op.add_column("affiliation", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # The state is not known before this revision; the roles of these people give no rights to them either way.
    op.execute("UPDATE person SET state = 'deactivated' WHERE state = 'suspended'")
    op.drop_column("affiliation", "suspended_at")
    op.drop_table("left_duty")
    op.drop_table("certification")
    op.drop_table("certification_round")
    op.drop_table("membership_agreement")
