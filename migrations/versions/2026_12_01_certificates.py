"""Certificates keep the words of the day on which they were issued."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5d7c0e91b3a4"
down_revision: str | None = "21f8d03aa607"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WORDS = {
    "title": "SELECT a.title FROM cme_activity a WHERE a.id = cme_certificate.activity_id",
    "statement": "SELECT a.statement FROM cme_activity a WHERE a.id = cme_certificate.activity_id",
    "credit_type": "SELECT a.credit_type FROM cme_activity a WHERE a.id = cme_certificate.activity_id",
    "provider": (
        "SELECT o.name FROM cme_activity a JOIN board b ON b.id = a.board_id"
        " JOIN organization o ON o.id = b.organization_id WHERE a.id = cme_certificate.activity_id"
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("cme_certificate", schema=None) as batch_op:
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
    for name, words in WORDS.items():
        op.execute(f"UPDATE cme_certificate SET {name} = ({words})")  # noqa: S608 - our own words
    with op.batch_alter_table("cme_certificate", schema=None) as batch_op:
        for name in WORDS:
            batch_op.alter_column(name, existing_type=sa.String(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("cme_certificate", schema=None) as batch_op:
        for name in WORDS:
            batch_op.drop_column(name)
