"""Challenges for passkeys: made for one purpose, answered once, within five minutes."""

from datetime import timedelta
from uuid import UUID

from eboard.core import throttle, time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Person
from eboard.signin.enums import CeremonyPurpose
from eboard.signin.models import Ceremony
from eboard.signin.passkeys import Asked, to_add, to_prove
from eboard.signin.queries import passkeys_of

LASTS = timedelta(minutes=5)
WINDOW = timedelta(minutes=15)
FROM_ONE_ADDRESS = 300  # a whole hospital may stand behind one
MAKING = frozenset({CeremonyPurpose.SET_UP, CeremonyPurpose.ADD})


def begin_ceremony(*, purpose: CeremonyPurpose, person: Person | None, address: str) -> tuple[UUID, Asked]:
    """Ask the browser of a person for a passkey, or for a new one; raises ThrottledError after too many from there."""
    throttle.count_apart(throttle.Try("passkey from", address, FROM_ONE_ADDRESS, WINDOW))
    held = passkeys_of(person.id) if person is not None else []
    asked = to_add(person, held) if person is not None and purpose in MAKING else to_prove(held)
    row = Ceremony(
        purpose=purpose,
        person_id=person.id if person is not None else None,
        challenge=asked.challenge,
        expires_at=time.now() + LASTS,
    )
    db.session.add(row)
    return row.id, asked


def take_ceremony(*, ceremony_id: UUID | None, purpose: CeremonyPurpose, person_id: UUID | None) -> str:
    """The challenge, which from now on nobody can answer again; raises DomainError if it is over.

    It is taken in a unit of its own, for a refused answer uses it up too.
    """
    with unit_of_work():
        row = db.session.get(Ceremony, ceremony_id, with_for_update=True) if ceremony_id is not None else None
        if row is not None:
            db.session.delete(row)
    if row is None or (row.purpose, row.person_id) != (purpose, person_id) or row.expires_at <= time.now():
        raise DomainError(_("This took too long, or was sent twice. Try again."))
    return row.challenge
