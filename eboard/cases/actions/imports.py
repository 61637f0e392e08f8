"""Storing imported rows as drafts, many in one unit of work."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.cases.actions import computed
from eboard.cases.actions.numbers import take_numbers
from eboard.cases.enums import CaseEvent, CaseState, Origin
from eboard.cases.imports.rows import DraftRow
from eboard.cases.models import Case
from eboard.cases.readiness import assess
from eboard.core import time
from eboard.core.db import db
from eboard.core.ids import new_id
from eboard.core.keys import keyring
from eboard.membership.agreements import require_cover
from eboard.people.models import Organization

PURPOSE = "import"
TABLE = cast("Table", Case.__table__)
# What stands in a column that a row leaves open.
BLANK: dict[str, Any] = {
    column.name: column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
    for column in TABLE.c
} | {"staging": {}}
# A case as the rules and the audit see it: thousands of mapped objects would cost more than storing them.
_Draft = type("_Draft", (SimpleNamespace,), BLANK | {"__tablename__": Case.__tablename__})


def import_rows(*, actor: Actor, organization: Organization, board: Board, rows: Sequence[DraftRow]) -> int:
    """Store those of ``rows`` that were not imported before, as incomplete drafts; returns how many.

    Raises DomainError once the agreement of the organization with the network has ended.
    """
    require_cover(organization)
    new = _not_yet_there(organization, rows)
    if not new:
        return 0
    # Rows that name the same columns are stored by one statement; a row alone would need one of its own.
    shared = {name: BLANK[name] for name in set().union(*(row.values for row in new.values()))} | {
        "organization_id": organization.id,
        "board_id": board.id,
        "state": CaseState.DRAFT,
        "state_since": time.now(),
        "origin": Origin.IMPORTED,
    }
    stored = []
    for number, (key, row) in zip(take_numbers(len(new)), new.items(), strict=True):
        values = shared | row.values | {"id": new_id(), "number": number, "import_key": key}
        case = cast("Case", _Draft(**values))
        stored.append(values | computed.columns(case, assess(case)))
        record(actor=actor, event=CaseEvent.IMPORTED, subject=case, organization_id=organization.id)
    db.session.execute(insert(TABLE), stored)
    return len(stored)


def count_new(*, organization: Organization, rows: Sequence[DraftRow]) -> int:
    """How many of ``rows`` an import would store."""
    return len(_not_yet_there(organization, rows))


def _not_yet_there(organization: Organization, rows: Sequence[DraftRow]) -> dict[str, DraftRow]:
    """The new rows by stored key: a keyed hash, because a file's key may be a record number."""
    ring = keyring()
    keyed = {ring.index(row.key, owner=organization.id, purpose=PURPOSE).hex(): row for row in rows}
    known = set(
        db.session.scalars(
            select(Case.import_key).where(Case.organization_id == organization.id, Case.import_key.in_(keyed))
        )
    )
    return {key: row for key, row in keyed.items() if key not in known}
