"""The last day of a seat that was left behind; who had lost the last role before people were suspended is so now."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7d2e4906c1f"
down_revision: str | None = "7a41c5d20e9b"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

PERSON = sa.table("person", sa.column("id", sa.Uuid()), sa.column("state", sa.String()))
AFFILIATION = sa.table(
    "affiliation",
    sa.column("person_id", sa.Uuid()),
    sa.column("ends_on", sa.Date()),
    sa.column("suspended_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("left_duty", sa.Column("ends_on", sa.Date(), nullable=True))
    had = sa.exists().where(AFFILIATION.c.person_id == PERSON.c.id)
    is_over = AFFILIATION.c.ends_on < sa.func.current_date()
    has = had.where(
        sa.or_(AFFILIATION.c.ends_on.is_(None), ~is_over),
        AFFILIATION.c.suspended_at.is_(None),
    )
    op.execute(sa.update(PERSON).where(PERSON.c.state == "active", had, ~has).values(state="suspended"))


def downgrade() -> None:
    op.drop_column("left_duty", "ends_on")
