"""note the board a redirected case left."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4f7b4ca3af34"
down_revision: str | None = "d65468c119ce"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("case_transition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_board_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_case_transition_left_board_id"), ["left_board_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_case_transition_left_board_id"), "board", ["left_board_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("case_transition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_case_transition_left_board_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_case_transition_left_board_id"))
        batch_op.drop_column("left_board_id")
