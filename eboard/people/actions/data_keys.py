"""Making the data key of an organization, the first time something is sealed for it."""

import secrets
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from eboard.audit import Actor, record
from eboard.core.crypto import KEY_BYTES
from eboard.core.db import attempt, db
from eboard.core.keys import keyring
from eboard.people.data_keys import DataKey, DestroyedError, key_of, place_of
from eboard.people.enums import OrganizationEvent
from eboard.people.models import OrganizationKey


def sealer_for(*, actor: Actor, organization_id: UUID) -> DataKey:
    """What seals for an organization; raises DestroyedError once its key was destroyed."""
    row = key_of(organization_id) or _made(actor, organization_id)
    if row.sealed_key is None:
        raise DestroyedError
    return DataKey(row)


def _made(actor: Actor, organization_id: UUID) -> OrganizationKey:
    """A new data key, or that of another process which made it at the same moment."""
    row = OrganizationKey(organization_id=organization_id)
    row.sealed_key = keyring().seal(secrets.token_bytes(KEY_BYTES), place_of(row.id))
    try:
        with attempt():
            db.session.add(row)
            db.session.flush()
            record(actor=actor, event=OrganizationEvent.KEY_MADE, subject=row, organization_id=organization_id)
    except IntegrityError:
        other = key_of(organization_id)
        if other is None:
            raise
        return other
    return row
