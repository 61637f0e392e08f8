"""Data keys of organizations."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8c1f5be0d7a2"
down_revision: str | None = "2424fa06491e"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "organization_key",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_organization_key_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_key")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_organization_key_organization_id")),
    )


def downgrade() -> None:
    """Refuse while a data key is needed to read what was sealed under it: dropping it would shred."""
    held = op.get_bind().scalar(sa.text("SELECT count(*) FROM organization_key"))
    if held:
        raise RuntimeError("Values are sealed under the data keys of organizations; dropping these would shred them.")
    op.drop_table("organization_key")
