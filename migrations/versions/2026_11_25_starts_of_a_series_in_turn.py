"""starts of a series in turn."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5f2b1d5dd4a9"
down_revision: str | None = "d703d2e518ab"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("series", sa.Column("rotation", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("series", "rotation")
