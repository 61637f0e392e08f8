"""Reports: the analytic caseload, and reports as they were handed in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "35082d4c2f7b"
down_revision: str | None = "0ffcf95c2490"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "analytic_caseload",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_analytic_caseload_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytic_caseload")),
        sa.UniqueConstraint(
            "organization_id", "year", "site", name=op.f("uq_analytic_caseload_organization_id_year_site")
        ),
    )
    op.create_table(
        "frozen_report",
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_frozen_report_board_id")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_frozen_report_frozen_by_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_frozen_report_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
    )
    op.create_index(op.f("ix_frozen_report_board_id"), "frozen_report", ["board_id"])
    op.create_index(op.f("ix_frozen_report_organization_id"), "frozen_report", ["organization_id"])
    op.create_index("ix_signed_version_report", "signed_version", ["discussion_id", "state", "signed_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_signed_version_report", table_name="signed_version")
    op.drop_table("frozen_report")
    op.drop_table("analytic_caseload")
