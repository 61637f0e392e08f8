"""Sealing who the patient is."""

from uuid import UUID

from eboard.audit import Actor, record
from eboard.cases.enums import CaseEvent, Guarded
from eboard.cases.fields import OLDEST
from eboard.cases.identity import Identity, record_number_index, seal
from eboard.cases.models import Case, PatientIdentity
from eboard.cases.queries import identities
from eboard.core import time
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.people.actions.data_keys import sealer_for


def seal_identity(*, actor: Actor, case: Case, identity: Identity) -> PatientIdentity | None:
    """Seal the identity of a case, in place of an earlier one; the age follows from the birth date.

    The guard reads the files of the case again, which it had compared with what was known before. None if nothing was
    given and nothing was sealed before.
    """
    row = identities.row_of(case.id)
    if row is None and not identity:
        return None
    sealer = sealer_for(actor=actor, organization_id=case.organization_id)  # before the row, which is not whole yet
    if row is None:
        row = PatientIdentity(case_id=case.id, case=case)
        db.session.add(row)
    row.sealed = seal(identity, row_id=row.id, sealer=sealer)
    row.record_number_index = record_number_index(
        identity.record_number, organization_id=case.organization_id, keyring=keyring()
    )
    for attachment in case.attachments:
        attachment.guard = Guarded.UNREAD
    age = identity.age_on(time.now().date())
    case.age = case.age if age is None else min(age, OLDEST)
    record(actor=actor, event=CaseEvent.IDENTITY_SEALED, subject=row, organization_id=case.organization_id)
    return row


def seek_patient(*, actor: Actor, organization_id: UUID, record_number: str) -> list[UUID]:
    """Ids of an organization's cases with a record number; that somebody searched is recorded, the number is not."""
    found = identities.cases_of_patient(organization_id, record_number)
    record(actor=actor, event=CaseEvent.PATIENT_SOUGHT, organization_id=organization_id, found=len(found))
    return found
