"""Who saw which case, what is worth a look, how far the audit was exported, and when jobs ran."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision: str = "21f8d03aa607"
down_revision: str | None = "2a8472b3bfbe"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


SEEING = {"access.read", "access.listed", "access.exported"}
BATCH = 500
ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Uuid()),
    sa.column("chain_id", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Uuid()),
    sa.column("on_behalf_of_id", sa.Uuid()),
    sa.column("event", sa.String()),
    sa.column("subject_kind", sa.String()),
    sa.column("subject_id", sa.Uuid()),
    sa.column("details", sa.JSON()),
)


def upgrade() -> None:
    op.create_table(
        "audit_export",
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("target", "chain_id", name=op.f("pk_audit_export")),
    )
    op.create_table(
        "audit_sight",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Uuid(), nullable=True),
        sa.Column("is_opened", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "case_id", name=op.f("pk_audit_sight")),
    )
    with op.batch_alter_table("audit_sight", schema=None) as batch_op:
        batch_op.create_index("ix_audit_sight_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_sight_case", ["case_id", "at"], unique=False)
        batch_op.create_index("ix_audit_sight_person", ["person_id", "at"], unique=False)
        batch_op.create_index("ix_audit_sight_principal", ["on_behalf_of_id", "at"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "oddity",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["looked_by_id"], ["person.id"], name=op.f("fk_oddity_looked_by_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_oddity_organization_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_oddity_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oddity")),
        sa.UniqueConstraint("key", name=op.f("uq_oddity_key")),
    )
    with op.batch_alter_table("oddity", schema=None) as batch_op:
        batch_op.create_index("ix_oddity_open", ["looked_at", "from_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_oddity_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_oddity_person", ["person_id", "from_at"], unique=False)

    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_at", ["at", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_event", ["event", "at"], unique=False)
        batch_op.create_index("ix_audit_entry_principal", ["on_behalf_of_id", "at"], unique=False)
    _note_sights(op.get_bind())


def _note_sights(connection: sa.Connection) -> None:
    """From what entries so far say themselves: looks at cases, lists of cases, and what else names the cases it shows."""
    sight = sa.table(
        "audit_sight",
        *(sa.column(name, sa.Uuid()) for name in ("entry_id", "case_id", "chain_id", "person_id", "on_behalf_of_id")),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("is_opened", sa.Boolean()),
    )
    found = connection.execute(sa.select(ENTRY).order_by(ENTRY.c.id).execution_options(yield_per=BATCH)).mappings()
    for entries in found.partitions():
        rows = [row for entry in entries for row in _sights(entry)]
        if rows:
            connection.execute(sa.insert(sight), rows)


def _sights(entry: sa.RowMapping) -> list[dict[str, object]]:
    cases = [UUID(one) for one in entry["details"].get("seen", ())]
    if entry["event"] in SEEING:
        cases += [entry["subject_id"]] if entry["subject_kind"] == "case_" else []
        if entry["details"].get("kind") == "case_":
            cases += [UUID(one) for one in entry["details"].get("ids", ())]
    return [
        {
            "entry_id": entry["id"],
            "case_id": case_id,
            "chain_id": entry["chain_id"],
            "at": entry["at"],
            "person_id": entry["actor_id"],
            "on_behalf_of_id": entry["on_behalf_of_id"],
            "is_opened": entry["event"] != "access.listed",
        }
        for case_id in set(cases)
    ]


def downgrade() -> None:
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_principal")
        batch_op.drop_index("ix_audit_entry_event")
        batch_op.drop_index("ix_audit_entry_at")

    with op.batch_alter_table("oddity", schema=None) as batch_op:
        batch_op.drop_index("ix_oddity_person")
        batch_op.drop_index(batch_op.f("ix_oddity_organization_id"))
        batch_op.drop_index("ix_oddity_open")

    op.drop_table("oddity")
    op.drop_table("job_run")
    with op.batch_alter_table("audit_sight", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_sight_principal")
        batch_op.drop_index("ix_audit_sight_person")
        batch_op.drop_index("ix_audit_sight_case")
        batch_op.drop_index("ix_audit_sight_at")

    op.drop_table("audit_sight")
    op.drop_table("audit_export")
