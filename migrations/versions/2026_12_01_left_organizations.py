"""Why an organization left the network."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7a41c5d20e9b"
down_revision: str | None = "c41d7be05a93"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_reason", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_column("left_reason")
