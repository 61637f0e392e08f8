"""Sealing who the patient is."""

from uuid import UUID

from sqlalchemy import select, update

from eboard.audit import Actor, record
from eboard.cases.enums import CaseEvent, Guarded
from eboard.cases.fields import OLDEST
from eboard.cases.identity import Identity, record_number_index, seal
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.queries import identities
from eboard.core import time
from eboard.core.crypto import SealError
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.people.actions.data_keys import sealer_for
from eboard.people.data_keys import DestroyedError


def seal_identity(*, actor: Actor, case: Case, identity: Identity) -> PatientIdentity | None:
    """Seal the identity of a case, in place of an earlier one; the age follows from the birth date.

    The guard reads the files of the case again, which it had compared with what was known before; one that is sealed
    already stays as it is. None if nothing was given and nothing was sealed before.
    """
    row = identities.row_of(case.id)
    if row is None and not identity:
        return None
    if row is not None and _is_sealed_as(row, identity):
        return row
    sealer = sealer_for(actor=actor, organization_id=case.organization_id)  # before the row, which is not whole yet
    if row is None:
        row = PatientIdentity(case_id=case.id, case=case)
        db.session.add(row)
    row.sealed = seal(identity, row_id=row.id, sealer=sealer)
    row.record_number_index = record_number_index(
        identity.record_number, organization_id=case.organization_id, keyring=keyring()
    )
    _let_read_again(case)
    age = identity.age_on(time.now().date())
    case.age = case.age if age is None else min(age, OLDEST)
    record(actor=actor, event=CaseEvent.IDENTITY_SEALED, subject=row, organization_id=case.organization_id)
    return row


def _is_sealed_as(row: PatientIdentity, identity: Identity) -> bool:
    """Whether it says the same, which is compared and shown to nobody; one that does not open any more does not."""
    try:
        return identities.opened(row) == identity
    except (DestroyedError, SealError):
        return False


def _let_read_again(case: Case) -> None:
    """Count the files of a case as unread: also one that is attached or noted as read at this very moment."""
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    db.session.execute(update(Attachment).where(Attachment.case_id == case.id).values(guard=Guarded.UNREAD))


def seek_patient(*, actor: Actor, organization_id: UUID, record_number: str) -> list[UUID]:
    """Ids of an organization's cases with a record number; that somebody searched is recorded, the number is not."""
    found = identities.cases_of_patient(organization_id, record_number)
    record(actor=actor, event=CaseEvent.PATIENT_SOUGHT, organization_id=organization_id, found=len(found))
    return found
