"""Looking for identities without opening them, and opening one."""

from uuid import UUID

from sqlalchemy import select

from eboard.cases.identity import Identity, record_number_index, reveal
from eboard.cases.models import Case, PatientIdentity
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.people.data_keys import Opener


def row_of(case_id: UUID) -> PatientIdentity | None:
    """The sealed identity of a case."""
    return db.session.scalar(select(PatientIdentity).where(PatientIdentity.case_id == case_id))


def opened(row: PatientIdentity) -> Identity:
    """The identity in clear. The caller has recorded the look: by `access.load`, or by an audit entry of its own.

    Raises DestroyedError once the key of its organization was destroyed.
    """
    return reveal(row, reader=Opener())


def cases_of_patient(organization_id: UUID, record_number: str) -> list[UUID]:
    """Ids of an organization's cases with this record number, the newest first; nothing is opened."""
    index = record_number_index(record_number, organization_id=organization_id, keyring=keyring())
    if index is None:
        return []
    statement = (
        select(Case.id)
        .join(PatientIdentity, PatientIdentity.case_id == Case.id)
        .where(Case.organization_id == organization_id, PatientIdentity.record_number_index == index)
        .order_by(Case.number.desc())
    )
    return list(db.session.scalars(statement))
