"""Consents with their history, notices of withdrawals, cases opened in an emergency."""

from collections.abc import Sequence
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision: str = "2a8472b3bfbe"
down_revision: str | None = "8c1f5be0d7a2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WORK_LIST = ("target_date", "urgency", "is_ready", "submitted_at", "organization_id", "id")
CASE = sa.table(
    "case_",
    sa.column("id", sa.Uuid()),
    sa.column("consent", sa.String()),
    sa.column("nominated_by_id", sa.Uuid()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    consent = op.create_table(
        "case_consent",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("form_version", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_case_consent_case_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_case_consent_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_consent")),
    )
    op.create_index(op.f("ix_case_consent_case_id"), "case_consent", ["case_id"])
    op.create_table(
        "withdrawal_notice",
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["case_consent.id"], name=op.f("fk_withdrawal_notice_consent_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_withdrawal_notice_person_id")),
        sa.PrimaryKeyConstraint("consent_id", "person_id", name=op.f("pk_withdrawal_notice")),
    )
    op.create_index(op.f("ix_withdrawal_notice_person_id"), "withdrawal_notice", ["person_id"])
    op.create_table(
        "emergency_access",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_justified", sa.Boolean(), nullable=True),
        sa.Column("review_note", sa.String(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_emergency_access_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_emergency_access_person_id")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["person.id"], name=op.f("fk_emergency_access_reviewed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_access")),
    )
    op.create_index("ix_emergency_access_case", "emergency_access", ["case_id", "person_id", "ends_at"])
    op.create_index(op.f("ix_emergency_access_person_id"), "emergency_access", ["person_id"])
    op.create_index(op.f("ix_emergency_access_reviewed_at"), "emergency_access", ["reviewed_at"])
    op.drop_index("ix_case_work_list", "case_")
    op.create_index("ix_case_work_list", "case_", ["board_id", "state", "is_restricted", "consent", *WORK_LIST])
    _keep_what_was_said(consent)


def _keep_what_was_said(consent: sa.Table) -> None:
    """Begin the history of each case with the answer that stands in it."""
    said = op.get_bind().execute(sa.select(CASE).where(CASE.c.consent.is_not(None))).all()
    rows = [
        {
            "id": uuid4(),
            "case_id": case.id,
            "kind": case.consent,
            "purposes": ["board"] if case.consent in {"given", "not_objected"} else [],
            "form_version": "",
            "reason": "",
            "recorded_by_id": case.nominated_by_id,
            "created_at": case.created_at,
            "changed_at": case.created_at,
        }
        for case in said
    ]
    if rows:
        op.bulk_insert(consent, rows)


def downgrade() -> None:
    op.drop_index("ix_case_work_list", "case_")
    op.create_index("ix_case_work_list", "case_", ["board_id", "state", "is_restricted", *WORK_LIST])
    op.drop_table("emergency_access")
    op.drop_table("withdrawal_notice")
    op.drop_table("case_consent")
