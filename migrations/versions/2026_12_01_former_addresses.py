"""Former mail addresses of people, and links that prove a new one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c41d7be05a93"
down_revision: str | None = "5e0c7a9b41d3"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "former_address",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_address_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_address")),
        sa.UniqueConstraint("address", name=op.f("uq_former_address_address")),
    )
    op.create_index(op.f("ix_former_address_person_id"), "former_address", ["person_id"])
    op.add_column("one_time_link", sa.Column("new_email", sa.String(), nullable=True))


def downgrade() -> None:
    # The purpose is not known before this revision, and without its address such a link proves nothing.
    op.execute("DELETE FROM one_time_link WHERE purpose = 'change_address'")
    op.drop_column("one_time_link", "new_email")
    op.drop_table("former_address")
